//! Whether an event happened, is planned, is denied or is only spoken of as possible, by the words around its trigger.

use super::Context;
use crate::extract::finding::Standing;
use crate::extract::lexicon::Classes;
use std::ops::Range;

/// What words say about an event, as far as they say anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cues {
    pub(super) deny: bool,
    pub(super) maybe: bool,
    pub(super) plan: bool,
    /// "last", "was held": it is past whatever else is said.
    pub(super) past: bool,
}

impl Cues {
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            deny: self.deny || other.deny,
            maybe: self.maybe || other.maybe,
            plan: self.plan || other.plan,
            past: self.past || other.past,
        }
    }

    pub(super) fn standing(self) -> Standing {
        match self {
            Self { deny: true, .. } => Standing::Denied,
            Self { past: true, .. } => Standing::Happened,
            Self { maybe: true, .. } => Standing::Possible,
            Self { plan: true, .. } => Standing::Planned,
            _ => Standing::Happened,
        }
    }
}

/// The cues among some tokens that belong to the verb or stand before the noun of an event.
pub(super) fn cues(cx: &Context<'_, '_>, tokens: Range<usize>) -> Cues {
    let mut cues = Cues::default();
    for at in tokens {
        if cx.units.at(at).is_some() {
            continue;
        }
        let classes = cx.tokens.tokens[at].classes;
        cues.deny |= classes.any(Classes::EVENT_DENY) || cx.is_any(at, &["yet"]) && cx.tokens.is(at + 1, "to");
        cues.maybe |= classes.any(Classes::EVENT_MAYBE);
        cues.plan |= classes.any(Classes::EVENT_PLAN);
        cues.past |= cx.is_any(at, &["last", "recent", "previous", "earlier", "yesterday"]);
    }
    cues
}

/// The cues in what is said of a noun to its right: "was not held", "will take place", "has been cancelled", "could be held".
pub(super) fn predicate(cx: &Context<'_, '_>, sentence: &Range<usize>, from: usize, end: usize) -> Cues {
    let mut found = Cues::default();
    let stop = sentence.end.min(end.max(from) + 6);
    let mut next = from;
    while next < stop {
        let at = next;
        next += 1;
        if cx.units.at(at).is_some() {
            continue;
        }
        if cx.is_any(at, &["that", "while", "but", "after", "said", ";", ":", "”", "\"", "("]) {
            break;
        }
        let auxiliary = cx.any(at, Classes::FUNCTION) && cx.is_any(at, AUXILIARIES);
        if !auxiliary {
            continue;
        }
        // The verb that the auxiliary belongs to.
        let group = at..stop.min(at + 5);
        found.deny |= group.clone().any(|t| is_off(cx, t));
        found.plan |= group.clone().any(|t| cx.tokens.is(t, "postponed"));
        let had = group.clone().find(|t| is_had(cx, *t));
        if let Some(had) = had {
            let within = cues(cx, at..had);
            let to = (at..had).any(|t| cx.tokens.is(t, "to"));
            found = found.or(within);
            let planned = cx.any(had, Classes::EVENT_PLAN);
            found.plan |= to || planned;
            found.past |=
                within == Cues::default() && !to && !planned && cx.is_any(at, &["was", "were", "has", "had", "have"]);
        } else if cx.is_any(at, &["will", "shall"]) {
            found.plan = true;
        } else if cx.is_any(at, &["is", "are"])
            && cx.is_any(at + 1, &["scheduled", "expected", "due", "planned", "slated", "set"])
        {
            found.plan = true;
        }
        // ", which had been scheduled for June, was cancelled": what is said of it is still to come.
        if !(at > from && cx.is_any(at - 1, &["which", "that"])) {
            break;
        }
        next = had.map_or(at, |had| had) + 1;
    }
    found
}

const AUXILIARIES: &[&str] = &[
    "will", "shall", "would", "was", "were", "is", "are", "has", "had", "have", "could", "may", "might", "should",
    "can", "did", "does", "to", "must",
];

/// Whether an event is taken off: "cancelled", "called off".
fn is_off(cx: &Context<'_, '_>, at: usize) -> bool {
    cx.is_any(at, &["cancelled", "canceled", "scrapped"]) || (cx.tokens.is(at, "called") && cx.tokens.is(at + 1, "off"))
}

/// Whether a verb says that an event is had: "held", "take place", "go ahead".
fn is_had(cx: &Context<'_, '_>, at: usize) -> bool {
    cx.is_any(
        at,
        &[
            "held", "organized", "organised", "hosted", "convened", "begin", "began", "start", "resume", "continue",
            "happen", "happened", "open", "place", "ahead", "scheduled", "planned", "arranged", "concluded",
        ],
    )
}
