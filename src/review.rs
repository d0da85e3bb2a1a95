//! The review of claims: a person reads what was read out of a source, claim by claim, and accepts, rejects, corrects or adds.
//! In: a dataset folder, without a store. Out: its sources as texts with marks and cards, and the decisions, each in the
//! files of the dataset as soon as it is made. It reads files of the folder, and writes `claims.review.tsv` and
//! `claims.review.restricted.tsv`.
//!
//! Shown are the claims of articles, of fact boxes and of the rows of tables; claims are added to articles alone.

pub mod person;
mod card;
mod error;
mod files;
mod forms;
mod english;
mod order;
mod tables;
mod library;
mod making;
mod changes;
mod sheet;
mod marks;
mod shelf;
mod change;
mod step;
mod session;
pub mod web;
#[cfg(test)]
mod tests;

pub use card::{
    Card, CardField, FieldForm, FieldKind, MarkKind, Orphan, Others, SourceMark, SourceReview, SourceSummary, Status,
    TypeForm, WrittenDecision,
};
pub use change::Reviewer;
pub use error::ReviewError;
pub use session::{Filter, Session};
pub use step::Undone;
