//! A verb with its auxiliaries and the verbs, nouns and adjectives that govern it with "to": "was expected to refuse to
//! meet".

use super::Context;
use super::factuality::{deny, plan, possible};
use super::group::{Group, group, is_auxiliary};
use super::heads::{Head, governing};
use super::words::is_adverb;
use crate::extract::finding::Factuality;
use std::ops::Range;

/// Maximum number of verbs that govern one another.
const MAX_CHAIN: usize = 5;

/// A chain of verbs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chain {
    /// Its first token.
    pub(super) begin: usize,
    /// The factuality of the event according to the chain.
    pub(super) value: Option<Factuality>,
    /// Whether it begins with a "to" whose governor is before the subject: "urged X to meet".
    pub(super) to: bool,
    /// Whether the verb is in "-ing" without an auxiliary: "denied meeting X".
    pub(super) gerund: bool,
    /// Whether it has neither auxiliary nor "to".
    pub(super) bare: bool,
    /// Whether it has "had" and a participle.
    pub(super) pluperfect: bool,
    /// Whether an auxiliary denies it.
    pub(super) negated: bool,
    /// Whether the plan is in the past tense: "was to meet", "had planned to meet".
    pub(super) past: bool,
}

/// Reads the chain that ends with a verb.
pub(super) fn chain(cx: &Context<'_, '_>, sentence: &Range<usize>, verb: usize, time: &mut Option<usize>) -> Chain {
    let first = group(cx, sentence, verb, time);
    let ing = |at: usize| cx.tokens.word(at).ends_with("ing");
    let gerund = !first.be && !first.to && (ing(verb) || (first.begin < verb && cx.tokens.is(first.begin, "having")));
    let mut chain = Chain {
        begin: first.begin,
        value: first.own(),
        to: first.to,
        gerund,
        bare: !first.has_auxiliary() && !first.negated,
        pluperfect: first.have && first.past,
        negated: first.negated,
        past: false,
    };
    if !first.to {
        return chain;
    }
    let mut inner = first;
    for n in 0..MAX_CHAIN {
        // "decided not to meet"
        if chain.begin >= sentence.start + 2
            && cx.is_any(chain.begin - 1, &["not", "never"])
            && !is_auxiliary(cx, chain.begin - 2)
        {
            chain.value = deny(chain.value);
            chain.begin -= 1;
        }
        let Some((begin, head)) = before_to(cx, sentence, chain.begin) else { break };
        let Some(outer) = head else {
            // "is to meet", "had to meet", "was to have met"
            let group = group(cx, sentence, chain.begin, time);
            chain.value = match (group.be, inner.have) {
                (true, true) => (group.past && !group.negated).then_some(Factuality::Denied),
                (true, false) if group.negated => Some(Factuality::Denied),
                (true, false) => group.adverbs(plan(chain.value)),
                // "has to meet"
                (false, _) => group.adverbs(possible(chain.value)).filter(|_| !group.negated),
            };
            (chain.begin, chain.to) = (group.begin, group.to);
            chain.past |= group.past;
            inner = group;
            if !group.to {
                return chain;
            }
            continue;
        };
        let noun = noun_before(cx, sentence, begin);
        let group = group(cx, sentence, noun.verb.unwrap_or(begin), time);
        let not_possible = group.negated && outer == Head::Possible && cx.is_any(begin, &["possible", "feasible"]);
        chain.value = if not_possible {
            // "it was not possible to hold a meeting"
            deny(chain.value)
        } else if inner.have && n == 0 {
            perfect(cx, begin, outer, &group, chain.value)
        } else {
            Group { negated: group.negated || noun.none, ..group }.over(outer, chain.value)
        };
        (chain.begin, chain.to) = (group.begin.min(noun.begin), group.to);
        chain.past |= group.past;
        inner = group;
        if !group.to {
            return chain;
        }
    }
    // An unknown word before "to" makes it an aim.
    chain.value = match chain.value {
        Some(Factuality::Happened) if inner.have => None,
        other => plan(other),
    };
    chain
}

/// The word directly before "to" that governs it: where it begins, and its effect on the event; no head for a form of
/// "be" or "have".
fn before_to(cx: &Context<'_, '_>, sentence: &Range<usize>, to: usize) -> Option<(usize, Option<Head>)> {
    let mut at = to.checked_sub(1).filter(|b| *b >= sentence.start)?;
    let governs = ["yet", "first", "likely", "unlikely"];
    while at > sentence.start && cx.units.at(at).is_none() && is_adverb(cx, at) && !cx.is_any(at, &governs) {
        at -= 1;
    }
    if cx.units.at(at).is_some() {
        return None;
    }
    if cx.is_any(at, &["is", "are", "was", "were", "be", "been", "has", "have", "had", "not"]) {
        return Some((at, None));
    }
    // "has yet to meet", "too ill to meet"
    if cx.tokens.is(at, "yet") || (at > sentence.start && cx.tokens.is(at - 1, "too")) {
        return Some((at, Some(Head::Deny)));
    }
    // "is expected to", "expects to": about oneself it is a plan.
    if cx.is_any(at, &["expected", "expects", "expect", "expecting", "supposed"]) {
        return Some((at, Some(Head::Plan)));
    }
    if let Some((begin, head)) = governing(cx, at, sentence.start, false) {
        let now = cx.tokens.is(at, "able") && at > sentence.start && cx.is_any(at - 1, &["is", "are", "be", "being"]);
        return Some((begin, Some(if now { Head::Possible } else { head })));
    }
    // "is said to have met", "is known to have met"
    governing(cx, at, sentence.start, true).map(|(begin, head)| (begin, Some(head)))
}

/// The words before a noun that governs: "has no plans", "his refusal".
struct Before {
    /// The noun phrase's first token.
    begin: usize,
    /// The verb that has it as an object, if it has no effect: "has", "made".
    verb: Option<usize>,
    /// Whether it begins with "no".
    none: bool,
}

fn noun_before(cx: &Context<'_, '_>, sentence: &Range<usize>, head: usize) -> Before {
    let mut found = Before { begin: head, verb: None, none: false };
    for _ in 0..4 {
        let Some(before) = found.begin.checked_sub(1).filter(|b| *b >= sentence.start) else { break };
        let none = cx.is_any(before, &["no", "little"]);
        let determiner =
            none || cx.is_any(before, &["a", "an", "the", "his", "her", "its", "their", "any", "some", "this"]);
        let adjective = found.begin == head
            && cx.units.at(before).is_none()
            && cx.is_any(
                before,
                &[
                    "immediate", "current", "firm", "concrete", "new", "joint", "repeated", "earlier", "such", "real",
                    "official",
                ],
            );
        if !(determiner || adjective) {
            break;
        }
        found.none |= none;
        found.begin = before;
        if determiner {
            break;
        }
    }
    let verb = found.begin.checked_sub(1).filter(|b| *b >= sentence.start && found.begin < head);
    found.verb = verb.filter(|v| {
        cx.is_any(
            *v,
            &[
                "has", "have", "had", "having", "made", "make", "makes", "expressed", "gave", "voiced", "reached",
                "struck", "took", "extended",
            ],
        )
    });
    found
}

/// "is said to have met", "was due to have met", "is known to have met".
fn perfect(
    cx: &Context<'_, '_>,
    at: usize,
    head: Head,
    group: &Group,
    value: Option<Factuality>,
) -> Option<Factuality> {
    let sure = ["known", "confirmed", "found", "proved", "proven", "shown", "seen", "proud", "happy", "glad", "sorry"];
    if group.negated {
        return None;
    }
    match head {
        _ if cx.is_any(at, &sure) => value,
        Head::Plan | Head::Agree if group.past => Some(Factuality::Denied),
        // "expected to have met", "supposed to have met"
        _ if group.falsely => deny(value),
        Head::Plan | Head::Agree | Head::Possible | Head::Hearsay | Head::Say => possible(value),
        Head::Deny => deny(value),
        _ => None,
    }
}
