//! The build: reads what changed in a dataset folder and replaces what the store held of it.
//!
//! A source version is a graph. All that a run does to the store is one change, however much it reads (see
//! [`crate::store`]), and its state beside the store (which reading of which version is loaded) is part of that change.
//! A run that is killed leaves the dataset as it was; a long run resumes where it last saved its progress.

use crate::base::text::Problem;
use crate::claim::convert::document::DocumentCounts;
use crate::dataset::Dataset;
use crate::dataset::gazetteer::{Gazetteer, GazetteerError};
use crate::read::source::folder;
use crate::read::table::CellProblem;
use crate::store::copies::Counts;
use crate::store::{StoreError, Writer};
use std::io;
use std::path::{Path, PathBuf};

mod container;
mod document;
mod tables;
mod moved;
mod links;
mod reading;
mod restricted;
pub(super) mod findings;
mod run;
pub mod state;
pub(super) mod decided;
pub(super) mod outcomes;
mod pipeline;
mod parts;
mod from_part;
pub(super) mod context;

pub use crate::extract::document::read;
pub use crate::read::source::beside::read_metadata;
pub use reading::try_read;

use decided::DatasetDecisions;
use parts::Parts;
use run::Run;

/// Number of quads of new graphs that are collected before they are written; about 500 bytes each.
const BATCH: usize = 100_000;

/// Options of a build.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Remove from the store the sources that are no longer in the folder.
    pub prune: bool,
    /// Refuse a file of tables in which anything cannot be read, instead of leaving that out.
    pub strict: bool,
    /// A folder of parts that are loaded in place of reading their sources.
    pub parts: Option<&'a Path>,
}

/// A progress report of a build.
#[derive(Debug)]
pub enum Event<'a> {
    /// The number of documents in the folder, before the first is processed.
    Found(usize),
    /// A document was read, or found unchanged, or skipped.
    DocumentProcessed,
    /// A mistake in the file at this path; its document is skipped as a whole.
    Problem(&'a Path, &'a Problem),
    /// Something in the file at this path was left out.
    Note(&'a Path, &'a Problem),
    /// A mistake in a table; what depends on it is left out.
    Cell(&'a Path, &'a CellProblem),
    /// Something in a table was left out, or read differently than one may expect.
    CellNote(&'a Path, &'a CellProblem),
    /// The file at this path cannot be read.
    Unreadable(&'a Path, &'a io::Error),
    /// A source, by its id, is no longer in the folder; the store keeps it unless pruning.
    Gone(&'a str),
    /// The search for disagreements and copies begins.
    Comparing,
}

/// What a build did, in numbers.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Report {
    /// Documents that were read.
    pub read: usize,
    /// Documents that had not changed.
    pub unchanged: usize,
    /// Documents that were skipped because something is wrong with them.
    pub failed: usize,
    /// Metadata files that belong to no document.
    pub strays: usize,
    /// Folders and files below `sources/` that could not be listed or read.
    pub not_read: usize,
    /// Ids of the sources that are restricted because their metadata has a mistake, or may have one.
    pub restricted: Vec<String>,
    /// Sources that are no longer in the folder and were kept.
    pub gone: usize,
    /// Sources that are no longer in the folder and were removed.
    pub pruned: usize,
    /// Tables in the documents that were read.
    pub tables: usize,
    /// Claims that their rows make.
    pub table_claims: usize,
    /// How their rows add up.
    pub rows: crate::read::table::Counts,
    /// What the documents that were read have, in numbers.
    pub documents: DocumentCounts,
    /// Decisions of people on claims that were used.
    pub decisions: usize,
    /// Decisions that could not be used, or not without a doubt.
    pub misfits: usize,
    /// Rows of decisions that have a mistake.
    pub decision_mistakes: usize,
    /// Claims that are left out because of decisions.
    pub left_out: usize,
    /// Findings of other tools that are left out because something is wrong with them.
    pub findings_left: usize,
    /// Disagreements in the whole dataset.
    pub disagreements: usize,
    /// Likely copies in the whole dataset.
    pub copies: Counts,
}

impl Report {
    /// Whether the build found nothing wrong.
    pub fn is_clean(&self) -> bool {
        self.failed == 0
            && self.strays == 0
            && self.not_read == 0
            && self.decision_mistakes == 0
            && self.findings_left == 0
    }
}

/// Why a build ended early.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The gazetteer, on which every reading depends, cannot be used.
    #[error(transparent)]
    Gazetteer(#[from] GazetteerError),
    /// A file or folder cannot be read or written.
    #[error("cannot use {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The error of the file system.
        source: io::Error,
    },
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> BuildError + use<> {
    let path = path.to_owned();
    |source| BuildError::Io { path, source }
}

/// Builds a dataset: brings its store up to date with its folder. Mistakes in single documents are reported through
/// `notify` and do not end the build.
pub fn build(dataset: &Dataset, options: Options<'_>, notify: &mut dyn FnMut(Event<'_>)) -> Result<Report, BuildError> {
    let mut writer = Writer::open(&dataset.work())?;
    let listing = folder::list(&dataset.sources()).map_err(at(&dataset.sources()))?;
    let mut restricted = restricted::mark(dataset, &mut writer, &listing, notify)?;
    if writer.is_changed() {
        // Whatever happens to the rest of the build, they are no longer public.
        let state = writer.state().map(<[u8]>::to_vec).unwrap_or_default();
        writer.publish(&state)?;
    }
    if writer.resume()? {
        // The documents that an unfinished build has loaded are checked too; mistakes have been reported.
        let counted = restricted;
        restricted = restricted::mark(dataset, &mut writer, &listing, &mut |_| {})?;
        restricted.by_error.extend(counted.by_error);
    }
    let gazetteer = Gazetteer::read(&dataset.gazetteer())?;
    let decisions = DatasetDecisions::read(dataset, &listing, notify)?;
    let mut run = Run::start(dataset, writer, gazetteer, restricted, decisions, options)?;
    if let Some(folder) = options.parts {
        run.parts = Parts::list(folder, notify).map_err(at(folder))?;
    }
    notify(Event::Found(listing.documents.len()));
    run.documents(&listing, notify)?;
    run.gone(&listing, options, notify)?;
    run.flush()?;
    run.parts.report_unused(notify);
    run.decided_on_nothing(notify);
    run.load_dataset_graphs()?;
    run.links(notify)?;
    notify(Event::Comparing);
    run.disagreements()?;
    run.copies()?;
    run.finish()
}
