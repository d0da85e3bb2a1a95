//! Decisions of people on claims, in a table that a person can read, edit and keep under version control: one decision a
//! row, sorted. A decision is anchored by its source, the type of the claim and the words of the source with what stands
//! before and after them; never by an IRI. So it can be read without a store, and outlasts better rules, renumbered events
//! and sources that move or grow.
//!
//! Decisions on restricted sources stand in a file of their own, which is kept out of version control.

mod agreement;
mod by_file;
mod change;
mod edit;
mod quoted;
mod table;

pub use agreement::{Agreement, Difference, agreement};
pub use by_file::DecisionsByFile;
pub use change::{Decided, Subject};
pub use edit::DecisionFile;
pub use table::{COLUMNS, read, write};

use crate::base::files;
use crate::base::text::Problem;
use crate::dataset::Dataset;
use std::io;
use std::path::PathBuf;

/// The file of decisions on sources that everybody may see.
pub const FILE: &str = "claims.review.tsv";
/// The file of decisions on restricted sources.
pub const RESTRICTED_FILE: &str = "claims.review.restricted.tsv";

/// One decision. The order of the fields is the order of rows in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClaimDecision {
    /// The id of the source: of an article in a file of several, that of the article.
    pub source: String,
    /// The name of the type of the claim, such as `role`, `change of control`.
    pub claim: String,
    /// The words of the source that make the claim, white space folded.
    pub words: String,
    /// What stands before them in the source.
    pub before: String,
    /// What stands after them.
    pub after: String,
    /// What the claim was read as when it was decided, such as `holder: Lena Holt; roleTitle: mayor`; empty for an added
    /// claim, and with `added: ` before it in the decision of another reviewer on an added claim.
    pub reading: String,
    /// What was decided.
    pub verdict: Verdict,
    /// For a replaced or added claim, the field that the row gives; the name of a property such as `speaker`.
    pub field: String,
    /// Its value; empty if the claim has none.
    pub value: String,
    /// The reviewer: the IRI of an ORCID, or a name.
    pub reviewer: String,
    /// The day, such as `2026-11-24`.
    pub day: String,
    /// A remark in words.
    pub comment: String,
    /// The beginning of the SHA-256 of the file in which the words stood, so that it is found again under another name.
    pub digest: String,
}

/// What a person decided about a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It is as the source says.
    Accepted,
    /// The source does not say so.
    Rejected,
    /// The source says so, but for a field.
    Replaced,
    /// The source says so, and it was not read.
    Added,
}

impl Verdict {
    /// All verdicts, in order.
    pub const ALL: [Self; 4] = [Self::Accepted, Self::Rejected, Self::Replaced, Self::Added];

    /// Its name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Replaced => "replaced",
            Self::Added => "added",
        }
    }

    /// The verdict with a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

impl ClaimDecision {
    /// What the rows of one decision have in common, and no others: a decision with several fields has several rows.
    pub fn identity(&self) -> String {
        let Self { source, claim, words, before, after, reading, reviewer, .. } = self;
        [source, claim, words, before, after, reading, reviewer, self.verdict.name()].join("\t")
    }
}

/// The decisions of a dataset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    rows: Vec<ClaimDecision>,
}

impl Decisions {
    /// Reads the files of a dataset. A row with a mistake is left out and reported with its file.
    pub fn of_dataset(dataset: &Dataset) -> io::Result<(Self, Vec<(PathBuf, Problem)>)> {
        let mut rows = Vec::new();
        let mut problems = Vec::new();
        for name in [FILE, RESTRICTED_FILE] {
            let path = dataset.root.join(name);
            let text = match files::read_to_string(&path) {
                Ok(text) => text,
                Err(e) if files::is_missing(&path, &e) => continue,
                Err(e) => return Err(e),
            };
            let (read, wrong) = read(&text);
            rows.extend(read);
            problems.extend(wrong.into_iter().map(|problem| (path.clone(), problem)));
        }
        Ok((Self::new(rows), problems))
    }

    /// Decisions, each once.
    pub fn new(mut rows: Vec<ClaimDecision>) -> Self {
        rows.sort();
        rows.dedup();
        Self { rows }
    }

    /// All of them, sorted.
    pub fn rows(&self) -> &[ClaimDecision] {
        &self.rows
    }

    /// Those on one source.
    pub fn of(&self, source: &str) -> &[ClaimDecision] {
        let first = self.rows.partition_point(|row| row.source.as_str() < source);
        let rest = &self.rows[first..];
        &rest[..rest.partition_point(|row| row.source == source)]
    }

    /// Those on a file: on itself and on the articles in it.
    pub fn of_file(&self, id: &str) -> impl Iterator<Item = &ClaimDecision> {
        let inside = format!("{id}/");
        self.rows.iter().filter(move |row| row.source == id || row.source.starts_with(&inside))
    }
}
