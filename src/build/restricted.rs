//! Which sources are restricted, and the mark of it in their graphs: `dcterms:accessRights`.
//!
//! Restriction is lifted by metadata that can be read and says otherwise, or that is not there; never by a mistake. So before
//! anything else is done, each source that the store holds is looked at: where its metadata now says that it is restricted,
//! cannot be read, or may be in a file of another name, its graphs are marked and readers see the mark, whether or not the rest
//! of the build succeeds. A graph whose mark is not what its metadata says now is read again like one whose metadata changed.

use crate::build::reading::{ReadMetadata, read_metadata};
use crate::build::{BuildError, Event};
use crate::dataset::Dataset;
use crate::iri::percent_decoded;
use crate::source::folder::Listing;
use crate::source::stray::Names;
use crate::source::{Problem, SourceError};
use crate::store::Writer;
use crate::vocab::{access_right, dcterms};
use oxigraph::model::{NamedNode, NamedOrBlankNodeRef, Quad, TermRef};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// What is restricted.
#[derive(Debug, Default)]
pub(super) struct Restricted {
    /// Sources that a metadata file without a document may be of.
    by_stray: BTreeSet<String>,
    /// Graphs that are marked.
    graphs: BTreeSet<NamedNode>,
    /// How many metadata files belong to no document.
    pub(super) strays: usize,
    /// How many folders and files could not be looked at.
    pub(super) not_read: usize,
    /// How many sources are restricted because something is wrong.
    pub(super) by_error: usize,
}

impl Restricted {
    /// The metadata of a document, and whether it is restricted by another file.
    pub(super) fn metadata(&self, id: &str, document: &Path) -> Result<ReadMetadata, SourceError> {
        let mut read = read_metadata(document)?;
        if self.by_stray.contains(id) && read.metadata.redistribute != Some(false) {
            read.metadata.redistribute = Some(false);
            read.digest.push_str(" restricted");
        }
        Ok(read)
    }

    /// Whether a graph is marked as the metadata of its source says.
    pub(super) fn agrees(&self, graph: &NamedNode, read: &ReadMetadata) -> bool {
        self.graphs.contains(graph) == (read.metadata.redistribute == Some(false))
    }
}

/// Finds out what is restricted, reports what keeps anybody from knowing it, and marks what the store holds of it.
pub(super) fn mark(
    dataset: &Dataset,
    writer: &mut Writer,
    listing: &Listing,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<Restricted, BuildError> {
    let mut restricted = Restricted::default();
    let versions = writer.versions()?;
    let here: BTreeMap<String, &str> = listing
        .documents
        .keys()
        .chain(listing.clashes.keys())
        .map(|id| (dataset.minter.source(id).into_string(), id.as_str()))
        .collect();
    let id_of = |source: &NamedNode| match here.get(source.as_str()) {
        Some(id) => (*id).to_owned(),
        None => {
            let key = dataset.minter.key("source", source.as_str()).unwrap_or(source.as_str());
            percent_decoded(key).unwrap_or_else(|| key.to_owned())
        }
    };
    let loaded: Vec<(String, &NamedNode, &NamedNode)> =
        versions.iter().map(|(version, source)| (id_of(source), version, source)).collect();
    restricted.strays(listing, &loaded, tell);
    restricted.unread(listing, tell);
    let mut marks = Vec::new();
    let mut by_error = restricted.by_stray.clone();
    for (id, version, source) in loaded {
        let mark = Quad::new(source.clone(), dcterms::ACCESS_RIGHTS, access_right::RESTRICTED, version.clone());
        let subject = NamedOrBlankNodeRef::from(source);
        let object = TermRef::from(access_right::RESTRICTED);
        let is_marked = !writer.quads(Some(subject), Some(dcterms::ACCESS_RIGHTS), Some(object), version)?.is_empty();
        let said = match listing.file(&id) {
            Some(file) => read_metadata(file).map(|read| read.metadata.redistribute == Some(false)).ok(),
            None => (!listing.hides(&id)).then_some(false),
        };
        if said.is_none() {
            by_error.insert(id.clone());
        }
        if said == Some(true) || by_error.contains(&id) {
            if !is_marked {
                marks.push(mark);
            }
            restricted.graphs.insert(version.clone());
        } else if is_marked {
            restricted.graphs.insert(version.clone());
        }
    }
    restricted.by_error = by_error.len();
    writer.update(&[], &marks)?;
    Ok(restricted)
}

impl Restricted {
    /// Reports metadata files that belong to no document.
    fn strays(
        &mut self,
        listing: &Listing,
        loaded: &[(String, &NamedNode, &NamedNode)],
        tell: &mut dyn FnMut(Event<'_>),
    ) {
        if listing.strays.is_empty() {
            return;
        }
        let here = listing.documents.keys().chain(listing.clashes.keys()).map(String::as_str);
        let gone = loaded.iter().map(|(id, ..)| id.as_str()).filter(|id| !listing.has(id));
        let names = Names::of(here.chain(gone.collect::<BTreeSet<_>>()));
        for stray in &listing.strays {
            let meant = names.meant_by(stray);
            tell(Event::Problem(&stray.path, &stray.problem(&meant)));
            self.strays += 1;
            self.by_stray.extend(meant.into_iter().map(str::to_owned));
        }
    }

    /// Reports what could not be looked at.
    fn unread(&mut self, listing: &Listing, tell: &mut dyn FnMut(Event<'_>)) {
        for (_, path, error) in &listing.unreadable {
            tell(Event::Problem(path, &folder_problem(error)));
        }
        for (path, error) in &listing.lost {
            tell(Event::Unreadable(path, error));
        }
        self.not_read = listing.unreadable.len() + listing.lost.len();
    }
}

fn folder_problem(error: &io::Error) -> Problem {
    Problem {
        at: None,
        value: String::new(),
        what: format!("this folder cannot be read: {error}"),
        rule: "every folder below sources/ is read",
        help: "check its permissions; until then what was read of it stays, and is restricted".to_owned(),
    }
}
