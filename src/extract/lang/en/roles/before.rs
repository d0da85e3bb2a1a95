//! The person before a verb or a role.

use super::Context;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

/// The person whose name ends before a token, or before ", who".
pub(super) fn name_before(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> Option<(usize, usize)> {
    let mut end = token;
    if end > sentence.start + 1 && cx.tokens.is(end - 1, "who") {
        end -= 1;
        if cx.tokens.is(end - 1, ",") {
            end -= 1;
        }
    }
    cx.person_before(end).filter(|(_, s)| *s >= sentence.start)
}

/// Whether a name follows a preposition or "and", so that a verb after it does not refer to it alone.
pub(super) fn governed(cx: &Context<'_, '_>, sentence: &Range<usize>, name: usize) -> bool {
    name > sentence.start && {
        let before = name - 1;
        cx.tokens.tokens[before].classes.any(Classes::EVENT_LINK)
            || cx.tokens.is(before, "and")
            || cx.tokens.is(before, "or")
            || cx.tokens.tokens[before].kind == TokenKind::Possessive
    }
}
