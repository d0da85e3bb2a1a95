//! A role of several people with their names: "Presidents Ann Lee and Bo Ray", "the co-chairs of the group (Ann Lee of
//! Chile, Bo Ray of Peru)", "the foreign ministers of Chile and Peru, Ann Lee and Bo Ray,". Each of them holds it; if
//! there are as many countries as people, each has its own, in order.

use super::Context;
use super::phrase::{Definite, Phrase};
use crate::extract::finding::EntityType;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

/// Maximum number of names in a list.
const MOST: usize = 12;

/// A person of the list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Holder {
    /// The person.
    pub(super) entity: usize,
    /// The mention of the country or organisation.
    pub(super) of: Option<usize>,
}

/// How a list of names is joined to the role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opens {
    /// By nothing: "Presidents Ann Lee and Bo Ray".
    Directly,
    /// By a comma, as an apposition.
    Comma,
    /// By a bracket.
    Bracket,
    /// By a dash or a colon.
    Dash,
}

/// The people who share a role, and the token after the list.
pub(super) fn holders(cx: &Context<'_, '_>, sentence: &Range<usize>, phrase: &Phrase) -> Option<(Vec<Holder>, usize)> {
    let is = |at: usize, word: &str| sentence.contains(&at) && cx.tokens.is(at, word);
    let dash = |at: usize| (is(at, "-") || is(at, "–") || is(at, "—")) && cx.tokens.tokens[at].spaced;
    let from = phrase.whole.end;
    let (opens, mut at) = match from {
        at if is(at, "(") => (Opens::Bracket, at + 1),
        at if is(at, ",") => (Opens::Comma, at + 1),
        at if dash(at) || is(at, ":") => (Opens::Dash, at + 1),
        at => (Opens::Directly, at),
    };
    // "the co-chairs, Ambassadors Ann Lee of Chile and Bo Ray of Peru,"
    if sentence.contains(&at)
        && cx.tokens.tokens[at].is_capital()
        && cx.tokens.tokens[at].classes.any(Classes::ROLE_PLURAL)
        && cx.at.get(at).is_none_or(|m| cx.names.mentions[m].kind != EntityType::Person)
    {
        at += 1;
    }
    let mut found: Vec<Holder> = Vec::new();
    let mut last = false;
    let end = loop {
        let (holder, end) = name(cx, sentence, at)?;
        found.push(holder);
        if last || found.len() >= MOST {
            break end;
        }
        let mut next = end;
        next += usize::from(is(next, ","));
        last = is(next, "and");
        next += usize::from(last);
        // "Ann Lee, Bo Ray and envoy Jo Hill": the envoy has another role.
        if next == end || name(cx, sentence, next).is_none() {
            last = is(end, "and");
            break end;
        }
        at = next;
    };
    // The possessive makes the last name another's: "Presidents Ann Lee and Bo Ray's envoy".
    let owns = sentence.contains(&end) && cx.tokens.tokens[end].kind == TokenKind::Possessive;
    let countries = phrase.of.len();
    if found.len() < 2 || owns || countries > 1 && countries != found.len() {
        return None;
    }
    // "Ann Lee and Bo Ray respectively"
    let end = if is(end, "respectively") { end + 1 } else { end };
    let closed = end >= sentence.end || cx.closes(end, sentence);
    let goes_on = is(end, ",") && (is(end + 1, "and") || is(end + 1, "or"));
    let end = match opens {
        Opens::Bracket if is(end, ")") => end + 1,
        // "Ann Lee (Chile), Bo Ray (Peru), as well as Envoy Jo Hill"
        Opens::Directly if last || is(end, ",") && is(end + 1, "as") && is(end + 2, "well") => end,
        Opens::Comma if last && closed && !goes_on => {
            let definite = matches!(phrase.definite, Definite::The | Definite::Owned) || countries > 0;
            definite.then_some(end)?
        }
        Opens::Dash if last && (closed || dash(end)) => end,
        _ => return None,
    };
    for (n, holder) in found.iter_mut().enumerate() {
        holder.of = match phrase.of.as_slice() {
            [] => holder.of,
            [one] => Some(*one),
            all => all.get(n).copied(),
        };
    }
    Some((found, end))
}

/// A name of the list with its country: "Ann Lee", "Mr Ann Lee of Chile", "Ann Lee (Chile)", "Chile's Ann Lee".
fn name(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize) -> Option<(Holder, usize)> {
    let mut at = at;
    let mut of = None;
    if let Some(n) = cx.at.get(at).filter(|n| is_country(cx, *n)) {
        let end = cx.names.mentions[n].tokens.end;
        let after = cx.tokens.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Possessive);
        let within = cx.tokens.tokens[end - 1].kind == TokenKind::Possessive;
        if !(after || within) {
            return None;
        }
        of = Some(n);
        at = end + usize::from(after);
    } else if cx.at.get(at).is_none() && cx.tokens.tokens.get(at)?.classes.any(Classes::HONORIFIC) {
        let office = super::ANY;
        at += usize::from(!cx.tokens.tokens[at].classes.any(office));
    }
    let (n, end) = cx.person_at(at).filter(|(n, e)| cx.names.mentions[*n].tokens.start == at && *e <= sentence.end)?;
    let entity = cx.names.mentions[n].entity;
    let mut end = end;
    let is = |at: usize, word: &str| sentence.contains(&at) && cx.tokens.is(at, word);
    let link = is(end, "of") || is(end, "from") || is(end, "for");
    let bracket = is(end, "(");
    if link || bracket {
        let country = end + 1 + usize::from(is(end + 1, "the"));
        let named = cx.at.get(country).filter(|n| is_country(cx, *n) && cx.names.mentions[*n].tokens.start == country);
        let close = named.map(|n| cx.names.mentions[n].tokens.end).filter(|e| !bracket || is(*e, ")"));
        if let Some(close) = close {
            of = named;
            end = close + usize::from(bracket);
        }
    }
    Some((Holder { entity, of }, end))
}

pub(super) fn is_country(cx: &Context<'_, '_>, mention: usize) -> bool {
    matches!(cx.names.mentions[mention].kind, EntityType::Place | EntityType::Organisation | EntityType::Nationality)
}
