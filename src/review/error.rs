//! Why something was not done.

use super::card::Card;
use crate::dataset::gazetteer::GazetteerError;
use std::io;
use std::path::{Path, PathBuf};

/// Why something was not done. Nothing is written then.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// Somebody decided about the claim since it was seen.
    #[error("this claim has been decided about since it was shown: look at it again")]
    Conflict(Box<Card>),
    /// The decision cannot be used.
    #[error("{0}")]
    Refused(String),
    /// There is no such source, or it cannot be read.
    #[error("no source {0:?} can be reviewed")]
    NoSource(String),
    /// The source has no such claim any more.
    #[error("this claim is no longer read in the source: look at the source again")]
    NoCard,
    /// There is nothing to undo.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// The file of decisions cannot be rewritten without losing something of it.
    #[error("{} is not changed, because something in it would be lost: {why}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The gazetteer cannot be read.
    #[error(transparent)]
    Gazetteer(#[from] GazetteerError),
    /// A file cannot be read or written.
    #[error("cannot use {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The error of the file system.
        source: io::Error,
    },
}

pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> ReviewError + use<> {
    let path = path.to_owned();
    |source| ReviewError::Io { path, source }
}
