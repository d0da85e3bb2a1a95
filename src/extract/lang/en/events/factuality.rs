//! The factuality of an event: happened, planned, denied, postponed, cancelled or possible, according to the adjectives
//! of its noun and the effect of the words that govern it. `None` means that the words do not determine it, and the
//! event is left out.

use super::Context;
use super::heads::Head;
use crate::extract::finding::Factuality;
use crate::extract::lexicon::Classes;
use std::ops::Range;

/// The cues in the words before a noun.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cues {
    pub(super) deny: bool,
    pub(super) maybe: bool,
    pub(super) plan: bool,
    /// "last": it is past whatever other words say.
    pub(super) past: bool,
    /// "the postponed summit", "the cancelled visit".
    pub(super) off: Option<Factuality>,
}

impl Cues {
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            deny: self.deny || other.deny,
            maybe: self.maybe || other.maybe,
            plan: self.plan || other.plan,
            past: self.past || other.past,
            off: self.off.or(other.off),
        }
    }

    pub(super) fn factuality(self) -> Factuality {
        match self {
            Self { deny: true, .. } => Factuality::Denied,
            Self { off: Some(off), .. } => off,
            Self { past: true, .. } => Factuality::Happened,
            Self { maybe: true, .. } => Factuality::Possible,
            Self { plan: true, .. } => Factuality::Planned,
            _ => Factuality::Happened,
        }
    }
}

/// The cues among some tokens before the noun of an event.
pub(super) fn cues(cx: &Context<'_, '_>, tokens: Range<usize>) -> Cues {
    let mut cues = Cues::default();
    for at in tokens {
        if cx.units.at(at).is_some() {
            continue;
        }
        let classes = cx.tokens.tokens[at].classes;
        if cx.is_any(at, &["cancelled", "canceled", "scrapped"]) {
            cues.off = Some(Factuality::Cancelled);
        } else if cx.is_any(at, &["postponed", "delayed"]) {
            cues.off = Some(Factuality::Postponed);
        } else {
            cues.deny |= classes.any(Classes::EVENT_DENY);
            cues.plan |= classes.any(Classes::EVENT_PLAN);
        }
        cues.maybe |= classes.any(Classes::EVENT_MAYBE)
            || cx.is_any(at, &["alleged", "rumoured", "rumored", "purported", "supposed", "hypothetical", "mooted"]);
        cues.past |= cx.is_any(at, &["last", "recent", "previous", "earlier", "yesterday"]);
    }
    cues
}

/// The factuality of a denied event.
pub(super) fn deny(value: Option<Factuality>) -> Option<Factuality> {
    match value? {
        Factuality::Happened | Factuality::Planned => Some(Factuality::Denied),
        _ => None,
    }
}

/// The factuality of an event that is only possible.
pub(super) fn possible(value: Option<Factuality>) -> Option<Factuality> {
    match value? {
        Factuality::Denied => None,
        _ => Some(Factuality::Possible),
    }
}

/// The factuality of a future event.
pub(super) fn plan(value: Option<Factuality>) -> Option<Factuality> {
    match value? {
        Factuality::Happened => Some(Factuality::Planned),
        other => Some(other),
    }
}

/// The effect of a word on the event that it governs.
pub(super) fn apply_head(head: Head, value: Option<Factuality>) -> Option<Factuality> {
    match head {
        Head::Deny => deny(value),
        Head::Cancel => {
            value.and_then(|v| matches!(v, Factuality::Happened | Factuality::Planned).then_some(Factuality::Cancelled))
        }
        Head::Postpone => {
            value.and_then(|v| matches!(v, Factuality::Happened | Factuality::Planned).then_some(Factuality::Postponed))
        }
        Head::Possible | Head::Hearsay => possible(value),
        Head::Plan | Head::Agree => plan(value),
        Head::Say | Head::Truth | Head::Carry => value,
    }
}
