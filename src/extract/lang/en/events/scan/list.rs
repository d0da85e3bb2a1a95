//! Whether a list of names continues, and where it ends.

use super::Mode;
use crate::extract::lang::en::events::Context;
use crate::extract::lang::en::events::apposition::{past, past_bracket, separator};
use crate::extract::lang::en::events::unit::UnitKind;
use crate::extract::lang::en::events::words::{begins_place, is_verb};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

pub(super) enum Comma {
    /// The list of names continues.
    List,
    /// The following words may still be about the event: ", which was held in …".
    Open,
    /// Something new begins.
    Stop,
}

pub(super) fn after_comma(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    at: usize,
    mode: Mode,
    attached: bool,
) -> Comma {
    let next = at + 1;
    if next >= sentence.end {
        return Comma::Stop;
    }
    if matches!(mode, Mode::Party | Mode::Help) && attached {
        // ", as well as X"
        if let Some(name) = separator(cx, sentence, at).filter(|n| *n > next + 1) {
            let goes_on = names_next(cx, sentence, name) && !verb_after_list(cx, sentence, name);
            return if goes_on { Comma::List } else { Comma::Stop };
        }
        let mut name = next;
        if cx.is_any(name, &["and", "the"]) {
            name += 1;
        }
        if cx.tokens.is(name, "the") {
            name += 1;
        }
        if names_next(cx, sentence, name) {
            let end = cx.units.at(name).map_or(name + 1, |u| u.tokens.end);
            let end = past_bracket(cx, sentence, end).unwrap_or(end);
            let goes_on = cx.tokens.is(next, "and") || separator(cx, sentence, end).is_some();
            // ", and X said" begins a new clause.
            return if goes_on && !verb_after_list(cx, sentence, name) { Comma::List } else { Comma::Stop };
        }
    }
    let open = [
        "which", "held", "organized", "organised", "hosted", "brokered", "mediated", "attended", "chaired", "with",
        "in", "on", "at", "under", "scheduled", "planned", "convened", "facilitated",
    ];
    if cx.is_any(next, &open) { Comma::Open } else { Comma::Stop }
}

/// Whether a name, a role or a group is at a token, after an article.
pub(super) fn names_next(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> bool {
    let token = if cx.is_any(token, &["the", "both", "his", "her", "its", "their"]) && cx.units.at(token).is_none() {
        token + 1
    } else {
        token
    };
    token < sentence.end && (cx.units.at(token).is_some() || cx.any(token, Classes::EVENT_GROUP))
}

/// Whether a verb follows the name at a token, so that it is a subject rather than another item of the list.
pub(super) fn verb_after_list(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> bool {
    let token = if cx.units.at(token).is_none() { token + 1 } else { token };
    let name = cx.units.at(token).map_or(token + 1, |u| u.tokens.end);
    // "…, Ann Lee, the ministry's spokeswoman, said"
    let mut end = past(cx, sentence, name);
    let beside = cx
        .units
        .at(token)
        .is_some_and(|u| matches!(u.what, UnitKind::Roles(_)) && u.tokens.clone().any(|t| cx.tokens.is(t, ",")));
    if (end > name || beside) && cx.tokens.is(end, ",") {
        end += 1;
    }
    end < sentence.end
        && cx.units.at(end).is_none()
        && (is_verb(cx, end)
            || cx.is_any(
                end,
                &["will", "would", "was", "were", "is", "are", "has", "had", "have", "could", "may", "did", "also"],
            ))
}

/// Whether the verb after the name at a token says that an event takes place, so that its subject is the event: "the
/// meeting of Ann Lee and Bo Ray will be held".
pub(super) fn predicate_after(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> bool {
    let token = if cx.units.at(token).is_none() { token + 1 } else { token };
    let end = cx.units.at(token).map_or(token + 1, |u| u.tokens.end);
    let held =
        ["held", "planned", "scheduled", "expected", "postponed", "cancelled", "canceled", "organized", "organised"];
    (end..sentence.end.min(end + 6))
        .take_while(|t| cx.units.at(*t).is_none() && cx.tokens.tokens[*t].kind == TokenKind::Word)
        .any(|t| {
            cx.is_any(t, &held) && (t > end || cx.is_any(t, &["planned", "scheduled", "expected"]))
                || cx.is_any(t, &["take", "took", "taken"]) && cx.tokens.is(t + 1, "place")
        })
}

/// After "Geneva": past ", Switzerland,".
pub(super) fn past_second_place(cx: &Context<'_, '_>, at: usize, stop: usize) -> usize {
    if at + 1 < stop && cx.tokens.is(at, ",") && begins_place(cx, at + 1) {
        let end = cx.units.at(at + 1).map_or(at + 2, |u| u.tokens.end);
        return if end < stop && cx.tokens.is(end, ",") { end + 1 } else { end };
    }
    at
}
