//! What the decisions on one claim come to. Reviewers who differ are not outvoted: the claim is left out until they agree.

use super::anchor::Misfit;
use super::{Hand, Outcome};
use crate::dataset::decisions::{ClaimDecision, Verdict};
use std::collections::BTreeMap;

/// What the decisions on one claim come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Settled {
    /// Nothing.
    Open,
    /// It stays.
    Accepted(Vec<Hand>),
    /// It is left out.
    Rejected(Vec<Hand>),
    /// It stays with other values of some fields.
    Replaced(BTreeMap<String, Vec<String>>, Vec<Hand>),
}

/// A decision and its position in the list that was passed.
pub(super) type Numbered<'d> = (usize, &'d ClaimDecision);

/// Settles the decisions on one claim, which is read as `reading`; reports what became of each.
pub(super) fn settle(decisions: &[Numbered<'_>], reading: &str, outcomes: &mut Vec<Outcome>) -> Settled {
    let (mut is_accepted, mut is_rejected) = (false, false);
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut by_field: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    let mut used: Vec<Numbered<'_>> = Vec::new();
    for &(at, decision) in decisions {
        let is_otherwise = !decision.reading.is_empty() && decision.reading != reading;
        let doubt = is_otherwise.then(|| Misfit::ReadOtherwise(reading.to_owned()));
        match decision.verdict {
            Verdict::Accepted if doubt.is_some() => {}
            Verdict::Accepted => {
                is_accepted = true;
                used.push((at, decision));
            }
            Verdict::Rejected => {
                is_rejected = true;
                used.push((at, decision));
            }
            Verdict::Replaced => {
                by_field.entry((&decision.reviewer, &decision.field)).or_default().push(&decision.value);
                used.push((at, decision));
            }
            Verdict::Added => continue,
        }
        outcomes.push(Outcome { decision: at, misfit: doubt });
    }
    let mut is_differing = false;
    for ((_, field), values) in &by_field {
        let values: Vec<String> = values.iter().filter(|v| !v.trim().is_empty()).map(|v| (*v).to_owned()).collect();
        is_differing |= fields.insert((*field).to_owned(), values.clone()).is_some_and(|before| before != values);
    }
    let mut hands: Vec<Hand> = used.iter().map(|(_, decision)| hand(decision)).collect();
    hands.sort();
    hands.dedup();
    let kinds = [is_accepted, is_rejected, !fields.is_empty()];
    if is_differing || kinds.iter().filter(|kind| **kind).count() > 1 {
        let mut reviewers: Vec<String> = used.iter().map(|(_, decision)| decision.reviewer.clone()).collect();
        reviewers.sort();
        reviewers.dedup();
        let is_used = |outcome: &&mut Outcome| used.iter().any(|(at, _)| *at == outcome.decision);
        outcomes
            .iter_mut()
            .filter(is_used)
            .for_each(|outcome| outcome.misfit = Some(Misfit::Differing(reviewers.clone())));
        return Settled::Rejected(hands);
    }
    match kinds {
        [true, ..] => Settled::Accepted(hands),
        [_, true, _] => Settled::Rejected(hands),
        [.., true] => Settled::Replaced(fields, hands),
        _ => Settled::Open,
    }
}

pub(super) fn hand(decision: &ClaimDecision) -> Hand {
    Hand {
        reviewer: decision.reviewer.clone(),
        day: decision.day.clone(),
        comment: decision.comment.clone(),
        verdict: decision.verdict,
    }
}
