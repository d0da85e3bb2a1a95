//! The function that a preposition gives to the name after it.

use super::Mode;
use crate::extract::finding::EventKind;
use crate::extract::lang::en::events::Context;
use crate::extract::lang::en::events::trigger::Trigger;
use crate::extract::lang::en::events::words::{begins_place, is_time};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// The mode after a preposition, the token after it and its fixed words, and whether to continue.
pub(super) fn preposition(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    at: usize,
    trigger: &Trigger,
    attached: bool,
    helper: bool,
) -> (Mode, usize, bool) {
    let next = at + 1;
    let is = |word: &str| cx.tokens.is(at, word);
    let if_attached = |mode, to| (if attached { mode } else { Mode::Else }, to, true);
    if next < sentence.end && is_time(cx, next) {
        let planned = is("for") && cx.any(at.saturating_sub(1), Classes::EVENT_PLAN.and(Classes::EVENT_HOLD));
        if planned {
            return if_attached(Mode::When, next);
        }
        return if is("since") || is("until") || is("from") || is("before") || is("after") || is("for") {
            (Mode::Else, next, true)
        } else {
            if_attached(Mode::When, next)
        };
    }
    // "is planned for Geneva"
    let planned = at > sentence.start && cx.is_any(at - 1, &["planned", "scheduled", "slated", "set", "due"]);
    if is("for") && planned && begins_place(cx, next) {
        return if_attached(Mode::At, next);
    }
    if is("on") || is("at") {
        let from = if cx.tokens.is(next, "the") { next + 1 } else { next };
        if cx.is_any(from, &["sidelines", "margins", "fringes", "sideline"]) && cx.tokens.is(from + 1, "of") {
            return if_attached(Mode::Occasion, from + 2);
        }
    }
    if is("in") || is("at") {
        let from = if cx.tokens.is(next, "the") { next + 1 } else { next };
        let place = from < sentence.end && begins_place(cx, from);
        if place {
            return if_attached(Mode::At, next);
        }
        if let Some(place) = place_of_kind(cx, sentence, from) {
            return if_attached(Mode::At, place);
        }
        if is("at") && event_ahead(cx, sentence, next) {
            return if_attached(Mode::Occasion, next);
        }
        return (Mode::Else, next, true);
    }
    if is("during") && event_ahead(cx, sentence, next) {
        return if_attached(Mode::Occasion, next);
    }
    // "under their auspices"
    if is("under") && cx.is_any(next, &["their", "his", "her", "its"]) && cx.any(next + 1, Classes::EVENT_HELP) {
        return (if attached { Mode::Nothing } else { Mode::Else }, next + 2, true);
    }
    if is("with") || is("under") || is("through") {
        if let Some((to, party)) = with_help(cx, sentence, next) {
            return if_attached(if party { Mode::Party } else { Mode::Help }, to);
        }
        return if is("with") { if_attached(Mode::Party, next) } else { (Mode::Else, next, true) };
    }
    if is("between") || is("among") {
        return if_attached(Mode::Party, next);
    }
    if is("of") {
        return if at == trigger.tokens.end && !trigger.verb && trigger.kind != EventKind::Signing {
            (Mode::Party, next, true)
        } else {
            (Mode::Else, next, true)
        };
    }
    if is("by") {
        if helper {
            let attends = at > sentence.start && cx.is_any(at - 1, &["attended", "joined", "chaired", "headed"]);
            let holds =
                at > sentence.start && cx.is_any(at - 1, &["held", "scheduled", "planned", "opened", "started"]);
            return (if attends || holds { Mode::Party } else { Mode::Help }, next, true);
        }
        let own = trigger.verb && trigger.kind == EventKind::Meeting && at == trigger.tokens.end
            || trigger.kind == EventKind::Visit
            || trigger.kind == EventKind::Signing
            || cx.is_any(at - 1, &["attended"]);
        return if own { if_attached(Mode::Party, next) } else { (Mode::Else, next, true) };
    }
    if is("to") {
        // "a call to Ann Lee"
        if trigger.kind == EventKind::Call && at == trigger.tokens.end {
            return (Mode::Party, next, true);
        }
        if trigger.kind == EventKind::Visit && (at == trigger.tokens.end || attached && !trigger.verb) {
            let from = if cx.tokens.is(next, "the") { next + 1 } else { next };
            return (if begins_place(cx, from) { Mode::At } else { Mode::Party }, next, true);
        }
        // "talks to be held in Vienna"
        return (if attached { Mode::Nothing } else { Mode::Else }, next, cx.is_any(next, &["be", "take"]));
    }
    // "for the last time"
    if is("for") && cx.tokens.is(next, "the") && cx.tokens.is(next + 2, "time") {
        return (if attached { Mode::Nothing } else { Mode::Else }, next + 2 + 1, true);
    }
    if is("for") && attached && cx.any(next, Classes::EVENT_WORD) {
        return (Mode::Nothing, next, true);
    }
    if is("after") || is("before") || is("until") || is("since") {
        return (Mode::Else, next, false);
    }
    (Mode::Else, next, true)
}

/// "the assistance of", "the help of", "the participation of" after "with": the token after them, and whether the
/// people who follow are participants.
fn with_help(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> Option<(usize, bool)> {
    for at in token..token + 4 {
        if at + 1 >= sentence.end || cx.units.at(at).is_some() {
            return None;
        }
        if cx.any(at, Classes::EVENT_HELP) {
            let of = cx.tokens.is(at + 1, "of") || cx.tokens.is(at + 1, "from");
            return of.then(|| (at + 2, cx.tokens.is(at, "participation")));
        }
        if !(cx.tokens.is(at, "the") || cx.tokens.tokens[at].letters == Letters::Small) {
            return None;
        }
    }
    None
}

/// "the Chilean city of Lima": the token where the name of the place begins.
fn place_of_kind(cx: &Context<'_, '_>, sentence: &Range<usize>, from: usize) -> Option<usize> {
    const KINDS: &[&str] = &[
        "city", "town", "village", "capital", "resort", "port", "suburb", "district", "province", "region",
        "settlement", "outskirts",
    ];
    let kind = (from..sentence.end.min(from + 4)).find(|t| cx.is_any(*t, KINDS) && cx.units.at(*t).is_none())?;
    let plain = (from..kind).all(|t| cx.units.at(t).is_some() || cx.tokens.tokens[t].kind == TokenKind::Word);
    let name = if cx.is_any(kind + 1, &["of", ","]) { kind + 2 } else { kind + 1 };
    let stops = (from..kind).any(|t| cx.any(t, Classes::EVENT_LINK) || cx.is_any(t, &["and"]));
    (plain && !stops && name < sentence.end && begins_place(cx, name)).then_some(name)
}

/// Whether a noun for an event follows within a few words: "the G20 summit".
fn event_ahead(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> bool {
    (token..sentence.end.min(token + 5))
        .take_while(|t| !cx.any(*t, Classes::EVENT_LINK) && cx.tokens.tokens[*t].kind != TokenKind::Mark)
        .any(|t| cx.any(t, Classes::EVENT_WORD) && !cx.any(t, Classes::EVENT_VERB) && cx.units.at(t).is_none())
}
