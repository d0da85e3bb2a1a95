//! The claims of a source as people left them: decisions on claims are applied to what was read, before anything is
//! written. A rejected claim is taken out; in place of a replaced one stands a new claim, which its reader is responsible
//! for; an added one is built from the words that a person marked. A decision is used only where its words stand in the
//! same place as when it was made; what no longer fits is handed back, with the reason.

mod anchor;
mod locate;
mod names;
mod reading;
mod fields;
mod settle;
mod reviewed;
mod cells;
mod article;
#[cfg(test)]
mod tests;

pub use anchor::{Anchor, Misfit};
pub use article::{ReviewedArticle, article, subjects};
pub use cells::{PlaceDecisions, ReviewedRow, prose_subjects, record_subjects, row_subjects};
pub use fields::{find_words, is_pronoun};
pub use names::ArticleNames;
pub use reading::{ClaimField, joined};

use crate::base::iri::Span;
use crate::claim::types::ClaimType;
use crate::dataset::decisions::Verdict;
use oxigraph::model::NamedNode;

/// Maximum number of code points before and after the words of a claim that a decision keeps.
pub const CONTEXT: usize = 40;

/// What the reading begins with in a decision on a claim that somebody else added: such a decision is never about a claim that
/// the program reads.
pub const OF_ADDED: &str = "added: ";

/// What people decided about a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The claim.
    pub claim: NamedNode,
    /// What was decided.
    pub decided: MarkKind,
    /// Who decided so, on which day, and their remark; sorted.
    pub by: Vec<Hand>,
}

/// A person's hand in a claim.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hand {
    /// The reviewer.
    pub reviewer: String,
    /// The day.
    pub day: String,
    /// A remark; empty if there is none.
    pub comment: String,
    /// What this person decided. What the decisions of all come to may be another thing.
    pub verdict: Verdict,
}

/// What was decided about a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkKind {
    /// It is as it was read.
    Accepted,
    /// It stands in place of another, which was read so.
    Replaced {
        /// The claim that was read.
        of: NamedNode,
        /// What that was, in words.
        reading: String,
    },
    /// It was not read.
    Added,
    /// It is not what the source says. Such a claim is left out.
    Rejected,
}

/// A claim as a reviewer sees it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The claim.
    pub claim: NamedNode,
    /// Its type.
    pub claim_type: &'static ClaimType,
    /// Its words and their surroundings.
    pub anchor: Anchor,
    /// Its words, as a range of code points.
    pub span: Span,
    /// Its fields, by the names of their properties.
    pub fields: Vec<ClaimField>,
    /// For a claim within an utterance, the speaker; empty if it is not known who speaks.
    pub said_by: Option<String>,
}

/// What became of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The decision, as a position in the list that was passed.
    pub decision: usize,
    /// Why it was not used, or not without a doubt; `None` if all is well.
    pub misfit: Option<Misfit>,
}
