//! Finds out which sources are restricted, and marks their graphs with `dcterms:accessRights`.
//!
//! A restriction is lifted by readable metadata that says so, or by the absence of metadata; never by a mistake. So a
//! build first checks each source in the store: where its metadata now says that it is restricted, cannot be read, or
//! may be in a file of another name, its graphs are marked and readers see the mark, whether or not the rest of the
//! build succeeds. A source whose mark differs from its current metadata is read again, as if its metadata had changed.

use crate::base::capture::CaptureError;
use crate::base::files;
use crate::base::iri::percent_decoded;
use crate::base::text::Problem;
use crate::base::vocab::{access_right, dcterms};
use crate::dataset::Dataset;
use crate::read::source::beside::{ReadMetadata, read_metadata};
use crate::read::source::folder::Listing;
use crate::read::source::metadata;
use crate::read::source::stray::Names;
use crate::store::Writer;
use crate::store::load::{BuildError, Event};
use oxigraph::model::{NamedNode, NamedOrBlankNodeRef, Quad, TermRef};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// The restricted sources and the marked graphs.
#[derive(Debug, Default)]
pub(super) struct Restricted {
    /// Sources that a metadata file without a document may belong to.
    by_stray: BTreeSet<String>,
    /// Graphs that are marked as restricted.
    graphs: BTreeSet<NamedNode>,
    /// Number of metadata files that belong to no document.
    pub(super) strays: usize,
    /// Number of folders and files that could not be listed or read.
    pub(super) not_read: usize,
    /// The ids of the sources that are restricted because of a mistake.
    pub(super) by_error: BTreeSet<String>,
}

impl Restricted {
    /// Reads the metadata of a document; it is restricted too if a metadata file without a document may belong to it.
    pub(super) fn metadata(&self, id: &str, document: &Path) -> Result<ReadMetadata, CaptureError> {
        let mut read = read_metadata(document)?;
        if self.by_stray.contains(id) && read.metadata.redistribute != Some(false) {
            read.metadata.redistribute = Some(false);
            read.digest.push_str(" restricted");
        }
        Ok(read)
    }

    /// Whether the mark of a graph agrees with the metadata of its source.
    pub(super) fn agrees(&self, graph: &NamedNode, read: &ReadMetadata) -> bool {
        self.graphs.contains(graph) == (read.metadata.redistribute == Some(false))
    }
}

/// Finds out which sources are restricted, reports what prevents that, and marks their graphs in the store.
pub(super) fn mark(
    dataset: &Dataset,
    writer: &mut Writer,
    listing: &Listing,
    notify: &mut dyn FnMut(Event<'_>),
) -> Result<Restricted, BuildError> {
    let mut restricted = Restricted::default();
    let sources = Sources::new(dataset, listing);
    restricted.strays(&sources, writer, notify)?;
    restricted.unread(listing, notify);
    let marks = restricted.missing_marks(&sources, writer)?;
    writer.update(&[], &marks)?;
    Ok(restricted)
}

/// The sources of a folder, and those that only the store has.
struct Sources<'a> {
    dataset: &'a Dataset,
    listing: &'a Listing,
    /// The ids of the sources in the folder, by their IRIs.
    here: BTreeMap<String, &'a str>,
}

impl<'a> Sources<'a> {
    fn new(dataset: &'a Dataset, listing: &'a Listing) -> Self {
        let ids = listing.documents.keys().chain(listing.clashes.keys());
        let here = ids.map(|id| (dataset.minter.source(id).into_string(), id.as_str())).collect();
        Self { dataset, listing, here }
    }

    fn id_of(&self, source: &NamedNode) -> String {
        match self.here.get(source.as_str()) {
            Some(id) => (*id).to_owned(),
            None => {
                let key = self.dataset.minter.key("source", source.as_str()).unwrap_or(source.as_str());
                percent_decoded(key).unwrap_or_else(|| key.to_owned())
            }
        }
    }

    /// Whether the metadata of a source restricts it; `None` if that cannot be known.
    fn is_restricted(&self, id: &str) -> Option<bool> {
        match self.listing.file(id) {
            Some(file) => read_metadata(file).map(|read| read.metadata.redistribute == Some(false)).ok(),
            None => (!self.listing.hides(id)).then_some(false),
        }
    }
}

impl Restricted {
    /// The marks that a store lacks. Those that it has are recorded in `graphs`.
    fn missing_marks(&mut self, sources: &Sources<'_>, writer: &Writer) -> Result<Vec<Quad>, BuildError> {
        let mut marks = Vec::new();
        let mut by_error = self.by_stray.clone();
        self.graphs.clear();
        for (version, source) in writer.versions()? {
            let mark = Quad::new(source.clone(), dcterms::ACCESS_RIGHTS, access_right::RESTRICTED, version.clone());
            let is_marked = is_marked(writer, &version, &source)?;
            let id = sources.id_of(&source);
            let said = sources.is_restricted(&id);
            if said.is_none() {
                by_error.insert(id.clone());
            }
            let is_restricted = said == Some(true) || by_error.contains(&id);
            if is_restricted && !is_marked {
                marks.push(mark);
            }
            if is_restricted || is_marked {
                self.graphs.insert(version);
            }
        }
        self.by_error = by_error;
        Ok(marks)
    }

    /// Reports metadata files that belong to no document.
    fn strays(
        &mut self,
        sources: &Sources<'_>,
        writer: &Writer,
        notify: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), BuildError> {
        let listing = sources.listing;
        if listing.strays.is_empty() {
            return Ok(());
        }
        let (mut loaded, mut marked) = (BTreeSet::new(), BTreeSet::new());
        for (version, source) in writer.versions()? {
            let id = sources.id_of(&source);
            if is_marked(writer, &version, &source)? {
                marked.insert(id.clone());
            }
            loaded.insert(id);
        }
        let gone = loaded.iter().map(String::as_str).filter(|id| !listing.has(id));
        let names = Names::of(sources.here.values().copied().chain(gone));
        for stray in &listing.strays {
            let mut meant = names.meant_by(stray);
            if !meant.iter().any(|id| listing.has(id)) && stray.may_restrict() {
                // Its document may have been renamed: the metadata may belong to any new document without metadata, and
                // until the user corrects it, to any that is restricted so far.
                let bare = |file: &Path| !files::is_there(&metadata::path_for(file)).unwrap_or(true);
                let was_there = !meant.is_empty();
                let may_be = |id: &String| marked.contains(id) || (was_there && !loaded.contains(id));
                let near = listing.documents.iter().filter(|(id, file)| stray.is_near(id) && may_be(id) && bare(file));
                meant.extend(near.map(|(id, _)| id.as_str()));
            }
            let shown: Vec<&str> = meant.iter().copied().filter(|id| listing.has(id)).collect();
            notify(Event::Problem(&stray.path, &stray.problem(if shown.is_empty() { &meant } else { &shown })));
            self.strays += 1;
            self.by_stray.extend(meant.into_iter().map(str::to_owned));
        }
        Ok(())
    }

    /// Reports what could not be listed or read.
    fn unread(&mut self, listing: &Listing, notify: &mut dyn FnMut(Event<'_>)) {
        for (_, path, error) in &listing.unreadable {
            notify(Event::Problem(path, &folder_problem(error)));
        }
        for (path, error) in &listing.lost {
            notify(Event::Unreadable(path, error));
        }
        self.not_read = listing.unreadable.len() + listing.lost.len();
    }
}

/// Whether a version is marked as restricted.
fn is_marked(writer: &Writer, version: &NamedNode, source: &NamedNode) -> Result<bool, BuildError> {
    let (subject, object) = (NamedOrBlankNodeRef::from(source), TermRef::from(access_right::RESTRICTED));
    Ok(!writer.quads(Some(subject), Some(dcterms::ACCESS_RIGHTS), Some(object), version)?.is_empty())
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
