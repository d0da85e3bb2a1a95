//! A role of several people, each with the country beside the name: "ministers of Chile Ann Lee and Peru Bo Ray", "of Chile,
//! Ann Lee, and Peru, Bo Ray,", "of Chile (Ann Lee) and Peru (Bo Ray)"; or by turns before it: "Ann Lee and Bo Ray,
//! presidents of Chile and Peru, respectively".

use super::Context;
use super::phrase::Phrase;
use super::shared::{Holder, is_country};
use std::ops::Range;

/// Maximum number of people.
const MOST: usize = 8;

/// The people after a plural role, each after the own country, and the token after them.
pub(super) fn after(cx: &Context<'_, '_>, sentence: &Range<usize>, phrase: &Phrase) -> Option<(Vec<Holder>, usize)> {
    let is = |at: usize, word: &str| sentence.contains(&at) && cx.tokens.is(at, word);
    let [first] = phrase.of.as_slice() else { return None };
    if cx.names.mentions[*first].tokens.end != phrase.whole.end {
        return None;
    }
    let mut found = Vec::new();
    let mut joined = false;
    let mut country = *first;
    let mut end = phrase.whole.end;
    while found.len() < MOST {
        let at = cx.names.mentions[country].tokens.end;
        let (bracket, comma) = (is(at, "("), is(at, ","));
        let name = at + usize::from(bracket || comma);
        let Some((mention, past)) = cx.addressed_at(name, sentence).filter(|(_, past)| !bracket || is(*past, ")"))
        else {
            break;
        };
        found.push(Holder { entity: cx.names.mentions[mention].entity, of: Some(country) });
        end = past + usize::from(bracket);
        let mut next = end + usize::from(is(end, ","));
        let and = is(next, "and");
        next += usize::from(and);
        next += usize::from(is(next, "of"));
        next += usize::from(is(next, "the"));
        let another =
            cx.at.get(next).filter(|n| next > end && is_country(cx, *n) && cx.names.mentions[*n].tokens.start == next);
        let Some(another) = another else { break };
        joined |= and;
        country = another;
    }
    (found.len() > 1 && joined).then_some((found, end))
}

/// The people before a plural role that is theirs by turns, and the token after it.
pub(super) fn by_turns(cx: &Context<'_, '_>, sentence: &Range<usize>, phrase: &Phrase) -> Option<(Vec<Holder>, usize)> {
    let is = |at: usize, word: &str| sentence.contains(&at) && cx.tokens.is(at, word);
    let turns = phrase.whole.end + usize::from(is(phrase.whole.end, ","));
    if phrase.of.len() < 2 || !is(turns, "respectively") {
        return None;
    }
    // "Harbour-backed leaders": an adjective stands before the noun.
    let from = phrase.whole.start.saturating_sub(4).max(sentence.start);
    let comma = (from..phrase.whole.start).rev().find(|at| is(*at, ","))?;
    let mut persons = Vec::new();
    let mut at = comma;
    while persons.len() < MOST {
        let Some((mention, start)) = cx.person_before(at) else { break };
        persons.push(cx.names.mentions[mention].entity);
        let Some(link) = start.checked_sub(1).filter(|link| *link > sentence.start) else { break };
        at = match cx.tokens.word(link) {
            "and" if is(link - 1, ",") => link - 1,
            "and" | "," => link,
            _ => break,
        };
    }
    if persons.len() != phrase.of.len() {
        return None;
    }
    let holder = |(entity, of): (usize, &usize)| Holder { entity, of: Some(*of) };
    Some((persons.into_iter().rev().zip(&phrase.of).map(holder).collect(), turns + 1))
}
