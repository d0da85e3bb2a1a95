//! Cuts words from the captured bytes of sources. The places are collected first, so that a file is read once, however
//! many of its articles or cells are asked for and however often.

use super::cells::{self, WantedCells};
use super::words::{Cut, Text};
use crate::base::capture;
use crate::base::iri::Span;
use crate::dataset::Dataset;
use crate::read::grid::CellPlace;
use crate::read::source::SourceDocument;
use crate::read::source::container::Articles;
use crate::read::source::metadata::Metadata;
use crate::store::load::state::{Loaded, State};
use oxigraph::model::NamedNode;
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io;
use std::path::PathBuf;

/// The anchor whose words are cut: indices of its trace and anchor.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) trace: usize,
    pub(super) anchor: usize,
}

/// Words to cut. Their context is their sentence (UAX 29) unless another is given.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) at: Place,
    pub(super) span: Span,
    pub(super) context: Option<Span>,
}

/// What is cut out of one file.
#[derive(Debug, Default)]
struct OfFile {
    /// The words, by source.
    words: HashMap<String, Vec<Wanted>>,
    /// The cells of its tables.
    cells: WantedCells<Place>,
}

/// What is to be cut, by file and digest.
#[derive(Debug, Default)]
pub(super) struct Cuts(BTreeMap<(String, String), OfFile>);

impl Cuts {
    fn of(&mut self, file: &NamedNode, sha256: &str) -> &mut OfFile {
        self.0.entry((file.as_str().to_owned(), sha256.to_owned())).or_default()
    }

    pub(super) fn want(&mut self, file: &NamedNode, sha256: &str, source: &NamedNode, wanted: Wanted) {
        self.of(file, sha256).words.entry(source.as_str().to_owned()).or_default().push(wanted);
    }

    pub(super) fn want_cell(&mut self, file: &NamedNode, sha256: &str, place: CellPlace, at: Place) {
        self.of(file, sha256).cells.entry(place).or_default().push(at);
    }

    /// Cuts all words that can be cut; those of a source whose bytes are lost or changed are left out.
    pub(super) fn make(self, state: &State, dataset: &Dataset) -> Vec<(Place, Cut)> {
        let mut found = Vec::new();
        if self.0.is_empty() {
            return found;
        }
        let loaded: HashMap<String, (&String, &Loaded)> =
            state.documents.iter().map(|(id, l)| (dataset.minter.source(id).into_string(), (id, l))).collect();
        for ((file, sha256), OfFile { words: mut sources, cells: wanted }) in self.0 {
            let Some((id, loaded)) = loaded.get(&file).filter(|(_, loaded)| loaded.sha256 == sha256) else { continue };
            if let Some(opening) = &loaded.tables {
                // A file that cannot be read counts as lost.
                let Ok(path) = unchanged(loaded, dataset) else { continue };
                if let Some(wanted) = sources.remove(&file)
                    && let Ok(tables) = opening.open(&path)
                    && let Some(text) = tables.text()
                {
                    let text = Text::new(text.to_owned());
                    found.extend(wanted.into_iter().filter_map(|w| Some((w.at, text.cut(w.span, w.context)?))));
                }
                if !wanted.is_empty() {
                    found.extend(cells::cut(opening, &path, wanted));
                }
                continue;
            }
            let mut each = |source: &str, text: String| {
                if let Some(wanted) = sources.remove(source) {
                    let text = Text::new(text);
                    found.extend(wanted.into_iter().filter_map(|w| Some((w.at, text.cut(w.span, w.context)?))));
                }
                !sources.is_empty()
            };
            let _ = texts(id, &file, loaded, dataset, &mut each);
        }
        found
    }
}

/// The captured file, if its bytes are those that were read.
fn unchanged(loaded: &Loaded, dataset: &Dataset) -> io::Result<PathBuf> {
    let path = loaded.captured_file(&dataset.work()).ok_or(io::ErrorKind::NotFound)?;
    let is_same = capture::digest(File::open(&path)?, &mut io::sink())? == loaded.sha256;
    if is_same { Ok(path) } else { Err(io::ErrorKind::InvalidData.into()) }
}

/// Passes the texts of a captured file, each with the IRI of its source, to `each` until it returns false.
fn texts(
    id: &str,
    file: &str,
    loaded: &Loaded,
    dataset: &Dataset,
    each: &mut dyn FnMut(&str, String) -> bool,
) -> io::Result<()> {
    let work = dataset.work();
    let Some(fields) = &loaded.fields else {
        let (path, captured) = loaded.captured(&work)?;
        if let Ok(document) = SourceDocument::new(id.to_owned(), path, captured, Metadata::default()) {
            each(file, document.text);
        }
        return Ok(());
    };
    let path = unchanged(loaded, dataset)?;
    let articles = Articles::open(id, &path, &path, &loaded.sha256, &Metadata::default(), fields)?;
    for document in articles.flatten() {
        if !each(dataset.minter.source(&document.id).as_str(), document.text) {
            break;
        }
    }
    Ok(())
}
