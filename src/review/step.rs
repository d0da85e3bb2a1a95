//! Steps of a review, which can be undone.

use super::card::Card;
use crate::dataset::decisions::{ClaimDecision, Decided, Verdict};

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

/// A step that can be undone.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) reviewer: String,
    pub(super) source: String,
    pub(super) key: String,
    pub(super) removed: Vec<ClaimDecision>,
    pub(super) added: Vec<ClaimDecision>,
    pub(super) what: &'static str,
}

impl Step {
    /// The decisions on the source after the step.
    pub(super) fn apply(&self, rows: &[ClaimDecision]) -> Vec<ClaimDecision> {
        let kept = rows.iter().filter(|row| !self.removed.contains(row));
        let mut after: Vec<ClaimDecision> = kept.chain(&self.added).cloned().collect();
        after.sort();
        after.dedup();
        after
    }
}

/// What a decision is called.
pub(super) fn name_of(decided: &Decided) -> &'static str {
    match decided {
        Decided::Accepted => Verdict::Accepted.name(),
        Decided::Rejected => Verdict::Rejected.name(),
        Decided::Replaced(_) => Verdict::Replaced.name(),
        Decided::Added(_) => Verdict::Added.name(),
        Decided::Open => "taken back",
    }
}
