//! A review of a dataset. Each decision is on disk when the function that makes it returns, and is made on what the file says
//! at that moment, so that several sessions can work on one dataset.

use super::card::{Card, SourceReview, SourceSummary, TypeForm};
use crate::base::text::Problem;
use crate::dataset::Dataset;
use crate::dataset::decisions::Decided;
use std::io;
use std::path::PathBuf;

/// A person who decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    /// The IRI of an ORCID, or a name.
    pub name: String,
    /// The day, such as `2026-11-24`.
    pub day: String,
}

/// Which cards are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this source, or of the articles in this file.
    pub source: Option<String>,
    /// Of this type.
    pub claim_type: Option<String>,
    /// That name this entity.
    pub entity: Option<String>,
    /// That somebody decided about, too.
    pub decided: bool,
}

/// What was undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The id of the source.
    pub source: String,
    /// The card as it is now.
    pub card: Card,
    /// What was undone, such as `rejected`.
    pub what: String,
}

/// Why something was not done. Nothing is written then.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// Somebody decided about the claim since it was seen.
    #[error("somebody else has decided about this claim: look at it again")]
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
    #[error("{} is not changed, because rows would be lost: {why}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A file cannot be read or written.
    #[error("cannot use {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The error of the file system.
        source: io::Error,
    },
}

/// A review of a dataset.
#[derive(Debug)]
pub struct Session {
    dataset: Dataset,
}

impl Session {
    /// Opens a review. Sources are read when they are asked for.
    pub fn open(dataset: Dataset) -> Result<Self, ReviewError> {
        Ok(Self { dataset })
    }

    /// The dataset.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// What could not be read so far, and mistakes in the files of decisions.
    pub fn problems(&self) -> &[(PathBuf, Problem)] {
        &[]
    }

    /// The sources, by their ids. All are read for this.
    pub fn sources(&mut self) -> Result<Vec<SourceSummary>, ReviewError> {
        Ok(Vec::new())
    }

    /// A source as it is now on disk, with all decisions.
    pub fn source(&mut self, id: &str) -> Result<SourceReview, ReviewError> {
        Err(ReviewError::NoSource(id.to_owned()))
    }

    /// Decides about a claim, in place of what the same reviewer decided about it before. `seen` is that of the card which the
    /// reviewer saw.
    ///
    /// The fields of a replacement are set on top of the card; those that it does not name stay. An empty value takes a value
    /// away. A replacement that leaves everything as the program reads it is an acceptance. [`Decided::Added`] is for
    /// [`Session::add`]; a change of an added claim is a replacement, and [`Decided::Open`] takes it back.
    pub fn decide(
        &mut self,
        _by: &Reviewer,
        _source: &str,
        _key: &str,
        _seen: &str,
        _decided: Decided,
        _comment: &str,
    ) -> Result<Card, ReviewError> {
        Err(ReviewError::NoCard)
    }

    /// Adds a claim whose words are a range of code points of the text of a source.
    pub fn add(
        &mut self,
        _by: &Reviewer,
        _source: &str,
        _span: (usize, usize),
        _claim_type: &str,
        _fields: Vec<(String, String)>,
        _comment: &str,
    ) -> Result<Card, ReviewError> {
        Err(ReviewError::NoCard)
    }

    /// Takes back the last decision that this reviewer made in this session.
    pub fn undo(&mut self, _by: &Reviewer) -> Result<Undone, ReviewError> {
        Err(ReviewError::NothingToUndo)
    }

    /// The cards, those first that are the least certain and matter most.
    pub fn queue(&mut self, _filter: &Filter) -> Result<Vec<Card>, ReviewError> {
        Ok(Vec::new())
    }

    /// The types of claims and their fields.
    pub fn types(&self) -> Vec<TypeForm> {
        Vec::new()
    }
}
