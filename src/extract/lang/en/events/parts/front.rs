//! A time or a place before the clause of an event: "In Geneva in October 2017, the summit …", "October 2017, when …".

use super::PartsReader;
use crate::extract::finding::{EntityType, TimeKind};
use crate::extract::lang::en::events::Context;
use crate::extract::lang::en::events::unit::UnitKind;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

/// The time that a clause with "when" is about: "recalled October 2017, when a summit was held".
fn when_clause(cx: &Context<'_, '_>, sentence: &Range<usize>, begin: usize) -> Option<usize> {
    let when = begin.checked_sub(1).filter(|w| *w > sentence.start + 1 && cx.tokens.is(*w, "when"))?;
    let unit = cx.units.ends(if cx.tokens.is(when - 1, ",") { when - 1 } else { when })?;
    match unit.what {
        UnitKind::Time(t) if unit.tokens.start >= sentence.start && cx.times[t].kind == TimeKind::Date => Some(t),
        _ => None,
    }
}

/// Whether a word may be part of a long subject: a name, an office, an article or a preposition.
fn is_of_subject(cx: &Context<'_, '_>, at: usize) -> bool {
    let token = &cx.tokens.tokens[at];
    let joins = [
        "the", "a", "an", "of", "for", "and", "to", "his", "her", "its", "their", "two", "three", "both", "round",
        "rounds", "series", "new",
    ];
    let office = Classes::ROLE_NOUN.and(Classes::ROLE_GENERAL).and(Classes::ROLE_PART).and(Classes::ROLE_WEAK);
    cx.units.at(at).is_some_and(|u| !matches!(u.what, UnitKind::Time(_)))
        || token.kind == TokenKind::Possessive
        || token.is_capital()
        || cx.is_any(at, &joins)
        || cx.is_any(at, &[",", "(", ")"]) && cx.units.at(at + 1).is_some()
        || token.classes.any(office.and(Classes::EVENT_GROUP))
}

/// The time directly before "in a meeting": "was discussed on Thursday in a meeting", "said on Thursday at a meeting".
pub(super) fn time_before(cx: &Context<'_, '_>, sentence: &Range<usize>, noun: usize) -> Option<usize> {
    let preposition = noun.checked_sub(1).filter(|b| *b > sentence.start)?;
    let time = cx.units.ends(preposition).filter(|_| cx.is_any(preposition, &["in", "at", "during"]))?;
    match time.what {
        UnitKind::Time(t) if cx.times[t].kind == TimeKind::Date => Some(t),
        _ => None,
    }
}

/// A time or place at the beginning of the sentence, directly before the subject: "In October 2017, after a long break,
/// the summit …". Returns where the clause begins.
pub(super) fn front(cx: &Context<'_, '_>, sentence: &Range<usize>, begin: usize, reading: &mut PartsReader) -> usize {
    if let Some(time) = when_clause(cx, sentence, begin) {
        reading.time = reading.time.or(Some(time));
        return begin;
    }
    let mut at = sentence.start;
    while at < begin && cx.tokens.tokens[at].kind == TokenKind::Mark && !cx.tokens.is(at, ",") {
        at += 1;
    }
    let first = at;
    let (mut time, mut place) = (None, None);
    for _ in 0..3 {
        let unit_at = if cx.is_any(at, &["on", "in", "at", "during", "late", "early"]) && cx.units.at(at).is_none() {
            at + 1
        } else {
            at
        };
        let Some(unit) = cx.units.begins(unit_at).filter(|u| u.tokens.end <= begin) else { break };
        match unit.what {
            UnitKind::Time(t) if time.is_none() && cx.times[t].kind == TimeKind::Date => time = Some(t),
            UnitKind::Mention(m)
                if place.is_none()
                    && cx.is_any(at, &["in", "at"])
                    && cx.tokens.tokens.get(unit.tokens.end).is_none_or(|t| t.kind != TokenKind::Possessive)
                    && cx.names.mentions[m].kind == EntityType::Place
                    && !cx.names.mentions[m].stands_for_state =>
            {
                place = Some(m);
            }
            _ => break,
        }
        at = unit.tokens.end;
        // "Today, 13 November, …": the more exact time says when.
        if at + 1 < begin
            && cx.tokens.is(at, ",")
            && let Some(next) = cx.units.begins(at + 1)
            && let UnitKind::Time(t) = next.what
            && time.is_some()
            && cx.times[t].extent.is_some()
        {
            time = Some(t);
            at = next.tokens.end;
        }
    }
    if at == first {
        return begin;
    }
    if at < begin && cx.tokens.is(at, ",") {
        at += 1;
        if at < begin && cx.is_any(at, &["after", "before", "following", "despite", "amid", "during", "with"]) {
            let end = (at..begin.min(at + 14)).find(|t| cx.tokens.is(*t, ","));
            let Some(end) = end else { return begin };
            at = end + 1;
        }
    }
    if !(at..begin).all(|t| is_of_subject(cx, t)) || begin > at + 24 {
        return begin;
    }
    reading.time = reading.time.or(time);
    reading.place = reading.place.or(place);
    first
}
