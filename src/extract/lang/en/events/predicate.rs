//! The predicate of a noun for an event, to its right: "was not held", "will take place", "has been put off until
//! Monday", "which had been planned for June, was called off".

use super::Context;
use super::factuality::possible;
use super::group::{HEDGES, Modal, is_auxiliary};
use super::heads::{Head, governing};
use super::unit::UnitKind;
use super::words::is_adverb;
use crate::extract::finding::Factuality;
use crate::extract::lexicon::Classes;
use std::ops::Range;

/// Maximum distance between the last word that belongs to a noun and its predicate, in words.
const REACH: usize = 6;

/// Maximum distance of the last predicate, in words: "which had been planned for June ..., was called off".
const FAR: usize = 40;

/// What a predicate says about the event.
#[derive(Debug, Clone, Copy)]
pub(super) struct Predicate {
    /// The factuality; `None` if it cannot be determined.
    pub(super) value: Option<Factuality>,
    /// Whether it says that the event takes place: "was held", "took place".
    pub(super) had: bool,
    /// The token after its last.
    pub(super) end: usize,
    /// Whether it is in the past tense: "was due to begin".
    past: bool,
}

/// The last predicate of a noun whose words end before `from`, if the words that were read as its parts end before
/// `end`.
pub(super) fn predicate(cx: &Context<'_, '_>, sentence: &Range<usize>, from: usize, end: usize) -> Option<Predicate> {
    let mut found = None;
    let far = end.max(from) + FAR;
    let mut stop = sentence.end.min(end.max(from) + REACH);
    let mut at = from;
    while at < stop {
        if let Some(unit) = cx.units.at(at) {
            at = unit.tokens.end.max(at + 1);
            continue;
        }
        if cx.tokens.is(at, "but") && found.is_some_and(|f: Predicate| f.value == Some(Factuality::Planned)) {
            // "was due to begin on Monday but was cancelled"; other intervening words leave it open.
            if is_auxiliary(cx, at + 1) || off(cx, at + 1).is_some() {
                at += 1;
                continue;
            }
            if found.is_some_and(|f| f.past) {
                return found.map(|f| Predicate { value: None, ..f });
            }
        }
        if cx
            .is_any(at, &["while", "but", "after", "said", ";", ":", "”", "\"", "(", "before", "because", "if", "when"])
        {
            break;
        }
        if found.is_some_and(|f: Predicate| f.value == Some(Factuality::Planned))
            && (cx.is_any(at, &["collapsed", "collapses"])
                || cx.is_any(at, &["disrupted", "derailed", "foiled", "thwarted", "torpedoed", "aborted"])
                    && cx.is_any(at - 1, &["was", "were", "been"])
                || cx.tokens.is(at, "fell") && cx.is_any(at + 1, &["through", "apart"]))
        {
            // "the summit planned for April collapsed"
            return found.map(|f| Predicate { value: Some(Factuality::Cancelled), end: at + 1, ..f });
        }
        let relative = at > from && cx.is_any(at - 1, &["which", "that"]);
        let begins = is_auxiliary(cx, at)
            || cx.is_any(at, &["stands", "stand", "stood", "remains", "remain", "remained"])
                && off(cx, at + 1).is_some()
            || cx.tokens.is(at, "never")
            || cx.is_any(at, &["failed", "fails", "likely", "unlikely", "set", "due"]) && cx.tokens.is(at + 1, "to")
            || cx.tokens.is(at, "to") && cx.is_any(at + 1, &["be", "take", "begin", "start", "resume", "open", "go"]);
        let read = if begins { Some(verb(cx, sentence, at)) } else { participle(cx, at, from) };
        let Some((predicate, next)) = read else {
            at += 1;
            continue;
        };
        if let Some(predicate) = predicate {
            found = Some(Predicate { end: next, ..predicate });
            stop = sentence.end.min(stop.max(next + REACH)).min(far);
        }
        // "which had been scheduled for June, was cancelled": the main predicate is still to come; also after "due" or
        // "planned for June".
        let goes_on = relative
            || predicate.is_none_or(|p| p.value == Some(Factuality::Planned)) && !cx.is_any(at, &["will", "shall"]);
        if !goes_on {
            break;
        }
        at = next.max(at + 1);
    }
    found
}

/// "postponed until Monday", "called off", directly after the noun and its parts.
fn participle(cx: &Context<'_, '_>, at: usize, from: usize) -> Option<(Option<Predicate>, usize)> {
    if let Some(next) =
        had(cx, at).filter(|_| !cx.is_any(at, &["open", "start", "begin", "continue", "resume", "take", "go"]))
    {
        return Some((Some(Predicate { value: Some(Factuality::Happened), had: true, end: next, past: false }), next));
    }
    // "a summit of the leaders planned for April"
    let planned = at == from || cx.units.ends(at).is_some();
    if planned && cx.is_any(at, &["planned", "scheduled", "due", "expected", "slated"]) {
        return Some((
            Some(Predicate { value: Some(Factuality::Planned), had: false, end: at + 1, past: false }),
            at + 1,
        ));
    }
    if at == from && cx.is_any(at, &["proposed", "mooted"]) {
        return Some((
            Some(Predicate { value: Some(Factuality::Possible), had: false, end: at + 1, past: false }),
            at + 1,
        ));
    }
    let (value, next) = off(cx, at)?;
    let after_noun = at == from || cx.units.ends(at).is_some() || cx.is_any(at - 1, &[",", "and", "or", "–", "-"]);
    after_noun.then_some((Some(Predicate { value: Some(value), had: false, end: next, past: false }), next))
}

/// "cancelled", "called off", "put off", "on hold": the factuality, and the token after the words.
pub(super) fn off(cx: &Context<'_, '_>, at: usize) -> Option<(Factuality, usize)> {
    let two = |first: &[&str], second: &[&str]| cx.is_any(at, first) && cx.is_any(at + 1, second);
    if cx.is_any(at, &["cancelled", "canceled", "scrapped", "axed", "aborted"]) {
        return Some((Factuality::Cancelled, at + 1));
    }
    if two(&["called"], &["off"]) || two(&["fell", "fallen"], &["through"]) {
        return Some((Factuality::Cancelled, at + 2));
    }
    if cx.is_any(at, &["postponed", "delayed", "deferred", "rescheduled", "shelved", "postponing"]) {
        return Some((Factuality::Postponed, at + 1));
    }
    let moved = cx.is_any(at, &["moved", "shifted", "pushed"]) && cx.is_any(at + 1, &["to", "from"]);
    if moved {
        return Some((Factuality::Postponed, at + 1));
    }
    if two(&["put"], &["on"]) && cx.is_any(at + 2, &["hold", "ice"]) {
        return Some((Factuality::Postponed, at + 3));
    }
    if two(&["put", "held"], &["off"])
        || two(&["pushed", "put", "moved", "set"], &["back"])
        || two(&["on"], &["hold", "ice"])
    {
        return Some((Factuality::Postponed, at + 2));
    }
    None
}

/// A verb with its auxiliaries from left to right. Returns what it says, if anything, and the token after it.
fn verb(cx: &Context<'_, '_>, sentence: &Range<usize>, from: usize) -> (Option<Predicate>, usize) {
    let mut words = Words::default();
    let mut at = from;
    let stop = sentence.end.min(from + 9);
    while at < stop {
        if let Some(unit) = cx.units.at(at) {
            if !matches!(unit.what, UnitKind::Time(_)) {
                break;
            }
            at = unit.tokens.end.max(at + 1);
            continue;
        }
        if !words.take(cx, at) {
            break;
        }
        at += 1;
    }
    if at >= stop {
        return (None, at);
    }
    let past = words.past;
    let says = |value, had| Some(Predicate { value, had, end: at, past });
    if let Some((value, next)) = off(cx, at) {
        let value = match words {
            Words { negated: true, .. } => None,
            Words { modal: Modal::May | Modal::Can | Modal::Would, .. } | Words { hedged: true, .. } => {
                possible(Some(value))
            }
            _ => Some(value),
        };
        return (says(value, false), next);
    }
    if cx.is_any(at, &["brought", "moved"]) && cx.tokens.is(at + 1, "forward") && !words.negated {
        return (says(Some(Factuality::Planned), false), at + 2);
    }
    if let Some(next) = had(cx, at) {
        // "did not begin until May": it began.
        let until =
            words.negated && (next..sentence.end.min(next + 2)).any(|t| cx.is_any(t, &["until", "till", "before"]));
        return (says(if until { None } else { words.own() }, words.own() == Some(Factuality::Happened)), next);
    }
    if cx.is_any(at, &["off"]) && words.be && !words.negated {
        return (says(Some(Factuality::Cancelled), false), at + 1);
    }
    if words.be && words.modal == Modal::None {
        if cx.tokens.is(at, "out") && cx.tokens.is(at + 1, "of") && cx.tokens.is(at + 3, "question") {
            return (says((!words.negated).then_some(Factuality::Denied), false), at + 4);
        }
        if cx.is_any(at, &["unthinkable", "inconceivable"]) {
            return (says(None, false), at + 1);
        }
    }
    // "was put forward by" and the like are read below; "was ruled out" ends with its second word.
    let wide = governing(cx, at + 1, at, false).filter(|(begin, _)| *begin == at).map(|g| (g, at + 2));
    let head =
        wide.or_else(|| governing(cx, at, at, false).or_else(|| governing(cx, at, at, true)).map(|g| (g, at + 1)));
    if let Some(((_, head), next)) = head {
        let value = words.governed(cx, at, next, head);
        if let Some(value) = value {
            return (says(value, false), next);
        }
    }
    match words.modal {
        Modal::Will if words.negated => (says(Some(Factuality::Denied), false), at + 1),
        Modal::Will => (says(Some(Factuality::Planned), false), at + 1),
        Modal::Would if words.be || words.have => (says(None, false), at + 1),
        _ => (None, at),
    }
}

/// The auxiliaries of a predicate.
#[derive(Debug, Clone, Copy, Default)]
struct Words {
    modal: Modal,
    negated: bool,
    have: bool,
    be: bool,
    past: bool,
    to: bool,
    hedged: bool,
    /// The word that governs the verb with "to": "is expected to be held".
    head: Option<Head>,
}

impl Words {
    /// Reads one word. Returns `false` at the main verb.
    fn take(&mut self, cx: &Context<'_, '_>, at: usize) -> bool {
        let word = cx.tokens.word(at);
        let short = word.ends_with("n't") || word.ends_with("n’t");
        self.negated |= short || cx.is_any(at, &["not", "never", "cannot"]) && !cx.is_any(at + 1, &["only", "just"]);
        if short {
            self.modal = match word.get(..2) {
                Some("wo" | "Wo") => Modal::Will,
                Some("ca" | "co" | "mu" | "sh") => Modal::Can,
                _ if word.starts_with("would") => Modal::Would,
                _ => self.modal,
            };
            self.be |= matches!(word.get(..2), Some("wa" | "we" | "is" | "ar"));
            return true;
        }
        if cx.is_any(at, &["will", "shall"]) {
            self.modal = Modal::Will;
        } else if cx.tokens.is(at, "would") {
            self.modal = Modal::Would;
        } else if cx.is_any(at, &["may", "might"]) {
            self.modal = Modal::May;
        } else if cx.is_any(at, &["can", "could", "should", "must", "cannot"]) {
            self.modal = Modal::Can;
        } else if cx.is_any(at, &["has", "have", "had"]) {
            self.have = true;
            self.past |= cx.tokens.is(at, "had");
        } else if cx.is_any(at, &["is", "are", "was", "were", "be", "been", "being"])
            || cx.is_any(at, &["stands", "stand", "stood", "remains", "remain", "remained"])
        {
            self.be = true;
            self.past |= cx.is_any(at, &["was", "were"]);
        } else if cx.tokens.is(at, "to") {
            self.to = true;
        } else if cx.is_any(at, HEDGES) {
            self.hedged = true;
        } else if cx.is_any(at, &["not", "never", "did", "do", "does", "cannot"]) {
        } else if cx.tokens.is(at, "yet") {
            // "has yet to take place"
            self.negated |= cx.tokens.is(at + 1, "to");
        } else if cx.tokens.is(at + 1, "to") && self.head.is_none() && is_verb_ahead(cx, at + 2) {
            let head = governing(cx, at, at, false).or_else(|| governing(cx, at, at, true));
            self.head = head.map(|(_, head)| head);
            // "expected to be held": about the event itself it is a plan.
            if cx.is_any(at, &["expected", "supposed"]) {
                self.head = Some(Head::Plan);
            }
            return self.head.is_some();
        } else {
            return is_adverb(cx, at) && !cx.any(at, Classes::EVENT_WORD);
        }
        true
    }

    /// The factuality of an event whose predicate says that it takes place.
    fn own(self) -> Option<Factuality> {
        let value = match self.head {
            Some(Head::Deny) => (!self.negated).then_some(Factuality::Denied),
            Some(Head::Plan) if self.negated => Some(Factuality::Denied),
            Some(Head::Agree) if self.negated => Some(Factuality::Possible),
            Some(Head::Plan | Head::Agree) if self.past && self.to && self.have => Some(Factuality::Denied),
            Some(Head::Plan | Head::Agree) => Some(Factuality::Planned),
            Some(Head::Carry) | None => self.plain(),
            Some(_) => (!self.negated).then_some(Factuality::Possible),
        };
        if self.hedged { possible(value) } else { value }
    }

    fn plain(self) -> Option<Factuality> {
        match self.modal {
            Modal::Would if self.have => (!self.negated).then_some(Factuality::Denied),
            Modal::May => Some(Factuality::Possible),
            Modal::Can if !self.negated => Some(Factuality::Possible),
            _ if self.negated => Some(Factuality::Denied),
            Modal::Will | Modal::Would => Some(Factuality::Planned),
            // "was to have been held"
            Modal::None if self.to && self.have && self.past => Some(Factuality::Denied),
            Modal::None if self.to => Some(Factuality::Planned),
            _ => Some(Factuality::Happened),
        }
    }

    /// The effect of a governing word whose subject is the event: "was proposed", "is planned", "was ruled out". `None`
    /// if it has none: "could help".
    fn governed(self, cx: &Context<'_, '_>, at: usize, next: usize, head: Head) -> Option<Option<Factuality>> {
        // Only in the passive: "was proposed", not "proposed".
        let passive = self.be;
        let open =
            cx.is_any(at, &["possible", "unlikely", "likely", "uncertain", "unclear", "doubtful", "conceivable"]);
        if !passive {
            return None;
        }
        let early = self.modal == Modal::None || self.modal == Modal::Will;
        Some(match head {
            Head::Plan if self.negated => Some(Factuality::Denied),
            Head::Agree if self.negated => Some(Factuality::Possible),
            Head::Plan | Head::Agree if early => Some(Factuality::Planned),
            Head::Plan | Head::Agree => Some(Factuality::Possible),
            Head::Possible if open && !self.negated => Some(Factuality::Possible),
            Head::Possible if cx.is_any(at, &["expected"]) && !self.negated => Some(Factuality::Planned),
            Head::Possible
                if cx.is_any(
                    at,
                    &[
                        "proposed", "suggested", "requested", "offered", "demanded", "considered", "sought", "mooted",
                        "urged", "envisaged", "floated", "called", "anticipated", "needed", "discussed",
                    ],
                ) && !self.negated =>
            {
                Some(Factuality::Possible)
            }
            Head::Deny if self.negated => Some(Factuality::Possible),
            Head::Deny
                if cx.is_any(
                    at,
                    &[
                        "ruled", "denied", "refused", "prevented", "banned", "blocked", "impossible", "avoided",
                        "forbidden", "vetoed", "turned", "thwarted", "foiled",
                    ],
                ) =>
            {
                Some(Factuality::Denied)
            }
            Head::Deny if cx.is_any(at, &["rejected"]) => None,
            Head::Hearsay if !self.negated && !cx.is_any(at, &["reported", "mentioned", "recorded"]) => {
                Some(Factuality::Possible)
            }
            // "was first announced in April": to come, as far as that says.
            Head::Say if cx.is_any(at, &["announced"]) && !self.negated && early => Some(Factuality::Planned),
            Head::Say | Head::Carry | Head::Truth | Head::Hearsay if next > at => return None,
            _ => return None,
        })
    }
}

/// The token after a verb which says that an event takes place: "held", "take place", "go ahead".
fn had(cx: &Context<'_, '_>, at: usize) -> Option<usize> {
    if cx.is_any(at, &["take", "taken", "took"]) {
        return cx.tokens.is(at + 1, "place").then_some(at + 2);
    }
    if cx.is_any(at, &["go", "gone", "went"]) {
        return cx.is_any(at + 1, &["ahead", "forward"]).then_some(at + 2);
    }
    cx.is_any(
        at,
        &[
            "held", "organized", "organised", "hosted", "convened", "begin", "began", "begun", "start", "started",
            "resume", "resumed", "continue", "continued", "happen", "happened", "occur", "occurred", "open", "opened",
            "concluded", "attended", "chaired", "materialise", "materialised", "materialize", "materialized",
        ],
    )
    .then_some(at + 1)
}

/// Whether a verb may follow "to": a name, a time or an article is not a verb.
fn is_verb_ahead(cx: &Context<'_, '_>, at: usize) -> bool {
    cx.units.at(at).is_none() && !cx.is_any(at, &["the", "a", "an", "his", "her", "their", "its"])
}
