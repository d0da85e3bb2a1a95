//! Joins the steps: what changed in a dataset folder is read and replaces what the store held of it.
//!
//! A source version is a graph. What a run does to the store is one change, whatever it reads (see [`crate::store`]), and what
//! it knows beside the store (which reading of which version is loaded) is part of that change. A run that is killed leaves the
//! dataset as it was; a long one goes on where it saved its progress last.

use crate::base::text::Problem;
use crate::dataset::Dataset;
use crate::dataset::gazetteer::{Gazetteer, GazetteerError};
use crate::read::source::folder;
use crate::store::copies::Counts;
use crate::store::{StoreError, Writer};
use std::io;
use std::path::{Path, PathBuf};

mod container;
mod links;
mod reading;
mod restricted;
mod run;
pub mod state;
mod pipeline;

pub use reading::{read, try_read};

use run::Run;

/// Quads of new graphs that are collected before they are written; about 500 bytes each.
const BATCH: usize = 100_000;

/// How to build.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Drop what the store holds of sources that are gone.
    pub prune: bool,
}

/// What a run tells while it goes on.
#[derive(Debug)]
pub enum Event<'a> {
    /// So many documents will be looked at.
    Found(usize),
    /// A document was looked at.
    DocumentProcessed,
    /// Something is wrong with a file; its document is skipped whole.
    Problem(&'a Path, &'a Problem),
    /// Something in a file was left out.
    Note(&'a Path, &'a Problem),
    /// A file cannot be read.
    Unreadable(&'a Path, &'a io::Error),
    /// A source is gone; the store keeps it unless pruning.
    Gone(&'a str),
    /// The claims are being compared.
    Comparing,
}

/// What a run did.
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
    /// Folders and files below `sources/` that could not be looked at.
    pub not_read: usize,
    /// Sources that are restricted because something is wrong with their metadata, or may be.
    pub restricted: Vec<String>,
    /// Sources that are gone and kept.
    pub gone: usize,
    /// Sources that are gone and were dropped.
    pub pruned: usize,
    /// Fact boxes in the documents that were read.
    pub boxes: usize,
    /// Records in them.
    pub records: usize,
    /// Claims that they make.
    pub claims: usize,
    /// Articles in the documents that were read.
    pub articles: usize,
    /// Mentions in them.
    pub mentions: usize,
    /// Things that they report as said.
    pub statements: usize,
    /// Meetings and other events that they tell of, each counted once for an article.
    pub meetings: usize,
    /// Times that somebody is called something.
    pub roles: usize,
    /// Expressions of time.
    pub times: usize,
    /// Disagreements in the whole dataset.
    pub disagreements: usize,
    /// Likely copies in the whole dataset.
    pub copies: Counts,
}

impl Report {
    /// Whether nothing is wrong with what was looked at.
    pub fn is_clean(&self) -> bool {
        self.failed == 0 && self.strays == 0 && self.not_read == 0
    }
}

/// Why a run ended early.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The gazetteer, on which every reading depends.
    #[error(transparent)]
    Gazetteer(#[from] GazetteerError),
    /// The file system.
    #[error("cannot use {}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> BuildError + use<> {
    let path = path.to_owned();
    |source| BuildError::Io { path, source }
}

/// Builds a dataset.
pub fn build(dataset: &Dataset, options: Options, tell: &mut dyn FnMut(Event<'_>)) -> Result<Report, BuildError> {
    let mut writer = Writer::open(&dataset.work())?;
    let listing = folder::list(&dataset.sources()).map_err(at(&dataset.sources()))?;
    let mut restricted = restricted::mark(dataset, &mut writer, &listing, tell)?;
    if writer.is_changed() {
        // Whatever becomes of the rest of the build, nobody reads them as public any more.
        let state = writer.state().map(<[u8]>::to_vec).unwrap_or_default();
        writer.publish(&state)?;
    }
    if writer.resume()? {
        // What an unfinished build has read is looked at as well; what is wrong was reported.
        let counted = restricted;
        restricted = restricted::mark(dataset, &mut writer, &listing, &mut |_| {})?;
        restricted.by_error.extend(counted.by_error);
    }
    let gazetteer = Gazetteer::read(&dataset.gazetteer())?;
    let mut run = Run::start(dataset, writer, gazetteer, restricted)?;
    tell(Event::Found(listing.documents.len()));
    run.documents(&listing, tell)?;
    run.gone(&listing, options, tell)?;
    run.flush()?;
    run.load_dataset_graphs()?;
    run.links(tell)?;
    tell(Event::Comparing);
    run.disagreements()?;
    run.copies()?;
    run.finish()
}
