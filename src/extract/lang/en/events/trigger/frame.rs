//! Words that name an event in some constructions only: "spoke with Ann Lee", "received the envoy", "the Harbour Council was
//! held".

use super::{is_passive, is_person, object};
use crate::extract::finding::{EntityType, EventKind};
use crate::extract::lang::en::events::Context;
use crate::extract::lang::en::events::apposition::is_plural_office;
use crate::extract::lang::en::events::unit::{Unit, UnitKind};
use crate::extract::lang::en::events::words::is_adverb;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

/// Last words of names of bodies and of their conferences.
const CONFERENCES: &[&str] = &[
    "conference", "council", "congress", "assembly", "symposium", "convention", "forum", "summit", "session", "meeting",
];

/// Whether a name that contains a token is one of a conference, and it is said to take place: "the Harbour Ministerial
/// Council was held". The same name is that of a body: "the Council has twelve members".
pub(super) fn is_conference_name(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize, unit: &Unit) -> bool {
    let UnitKind::Mention(m) = unit.what else { return false };
    let last = unit.tokens.end == token + 1;
    let first = token + 1 < unit.tokens.end && cx.is_any(token + 1, &["on", "for", "of"]);
    let named = matches!(cx.names.mentions[m].kind, EntityType::Organisation | EntityType::Event | EntityType::Other);
    // "a session of the Council will be held"
    let article =
        usize::from(unit.tokens.start > sentence.start && cx.is_any(unit.tokens.start - 1, &["the", "a", "an"]));
    let before = unit.tokens.start.checked_sub(article + 1).filter(|b| *b >= sentence.start);
    let depends = before.is_some_and(|b| {
        cx.units.at(b).is_none() && cx.any(b, Classes::EVENT_LINK) && !cx.is_any(b, &["in", "at", "during"])
    });
    if depends || !(named && (last || first) && unit.tokens.len() > 1 && cx.is_any(token, CONFERENCES)) {
        return false;
    }
    // "the Donor Conference for Ham"
    let mut end = unit.tokens.end;
    if cx.is_any(end, &["on", "for", "of"]) && end < sentence.end {
        let about = if cx.tokens.is(end + 1, "the") { end + 2 } else { end + 1 };
        let named = cx.units.begins(about).filter(|u| matches!(u.what, UnitKind::Mention(_)));
        end = named.map_or(end, |u| u.tokens.end);
    }
    takes_place(cx, sentence, end)
}

/// Whether "was held", "will take place" and the like follow, perhaps after a place and a time.
fn takes_place(cx: &Context<'_, '_>, sentence: &Range<usize>, from: usize) -> bool {
    let stop = sentence.end.min(from + 16);
    let mut at = from;
    let mut auxiliary = false;
    while at < stop {
        if let Some(unit) = cx.units.at(at) {
            // "the Council in Oslo on Monday was held": only after a preposition, or a time
            let time = matches!(unit.what, UnitKind::Time(_));
            if !(time || cx.is_any(at - 1, &["in", "at", "on", "the"])) {
                return false;
            }
            at = unit.tokens.end.max(at + 1);
            continue;
        }
        if cx.is_any(at, &["held", "convened", "hosted", "organised", "organized", "scheduled", "planned"]) {
            // "the Council held in Oslo", not "the Council held talks"
            let participle = at == from && cx.tokens.is(at, "held") && cx.is_any(at + 1, &["in", "on", "at", "here"]);
            return auxiliary || participle;
        }
        if cx.is_any(at, &["take", "takes", "took", "taken", "taking"]) {
            return cx.tokens.is(at + 1, "place");
        }
        let passes = cx.is_any(
            at,
            &[
                "was", "were", "is", "are", "be", "been", "being", "will", "would", "has", "had", "to", "not", "due",
                "expected",
            ],
        );
        auxiliary |= passes;
        if !(passes || cx.is_any(at, &["in", "at", "on", "the"]) || is_adverb(cx, at)) {
            return false;
        }
        at += 1;
    }
    false
}

/// Whether somebody receives people, or is received: "received the envoy", "was received by the minister". What is
/// received or welcomed may be a thing as well: "welcomed the envoy's statement".
pub(super) fn received(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> bool {
    let next = token + 1;
    if is_passive(cx, sentence, token) {
        if !cx.is_any(token, &["received", "welcomed", "greeted", "hosted"]) {
            return false;
        }
        let by = cx.tokens.is(next, "by") && object(cx, sentence, next + 1) && people_ahead(cx, sentence, next + 1);
        let at = cx.is_any(next, &["at", "in"]) && cx.tokens.is(token, "received");
        return by && subject_is_people(cx, sentence, token) || at && subject_is_people(cx, sentence, token);
    }
    let delegation = cx.is_any(next, &["a", "the"])
        && (next + 1..sentence.end.min(next + 4)).any(|t| cx.is_any(t, &["delegation", "delegations"]))
        && cx.is_any(token, &["received", "receives", "receive"]);
    delegation || object(cx, sentence, next) && people_ahead(cx, sentence, next)
}

/// Whether the first name ahead is that of a person or an office, and nothing of theirs follows.
fn people_ahead(cx: &Context<'_, '_>, sentence: &Range<usize>, from: usize) -> bool {
    let first = (from..sentence.end.min(from + 4)).find(|t| cx.units.at(*t).is_some());
    let Some(unit) = first.filter(|t| is_person(cx, *t)).and_then(|t| cx.units.at(t)) else { return false };
    let end = unit.tokens.end;
    let owner = cx.tokens.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Possessive) && end < sentence.end;
    // "welcomed Ann Lee as a member", "welcomed the ministers to discuss"
    !owner && !cx.is_any(end, &["as", "back"])
}

/// Whether the subject of a passive verb is people: "The envoys were received".
fn subject_is_people(cx: &Context<'_, '_>, sentence: &Range<usize>, verb: usize) -> bool {
    let mut at = verb;
    for _ in 0..5 {
        let Some(before) = at.checked_sub(1).filter(|b| *b >= sentence.start) else { return false };
        if let Some(unit) = cx.units.at(before) {
            match unit.what {
                UnitKind::Time(_) => at = unit.tokens.start,
                _ => return is_person(cx, before),
            }
            continue;
        }
        if cx.is_any(before, &["he", "she", "they"]) || cx.any(before, Classes::EVENT_GROUP) {
            return true;
        }
        let passes =
            cx.is_any(before, &["was", "were", "is", "are", "be", "been", "being", "will", "has", "have", "had"]);
        if !(passes || is_adverb(cx, before)) {
            return false;
        }
        at = before;
    }
    false
}

/// "spoke by phone", "spoke with Ann Lee": the kind of event, and the token after the words that name it.
pub(super) fn speaks(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> Option<(EventKind, usize)> {
    let mut at = token + 1;
    for _ in 0..4 {
        if let Some(unit) = cx.units.begins(at).filter(|u| matches!(u.what, UnitKind::Time(_))) {
            at = unit.tokens.end;
            continue;
        }
        let day = cx.is_any(at, &["today", "yesterday"]);
        if at < sentence.end
            && cx.units.at(at).is_none()
            && (day || is_adverb(cx, at) || cx.tokens.is(at, "on") && begins_time(cx, at + 1))
        {
            at += 1;
            continue;
        }
        break;
    }
    if let Some(to) = by_phone(cx, sentence, at) {
        return Some((EventKind::Call, to));
    }
    // "spoke with Ann Lee by phone" has the medium at its end.
    let with = cx.tokens.is(at, "with") || cx.tokens.is(at, "to") && phone_ahead(cx, sentence, at);
    if !with || cx.is_any(token, &["talked", "talk"]) && !phone_ahead(cx, sentence, at) {
        return None;
    }
    let one = |unit: &Unit| is_one_person(cx, unit);
    let with_one = (at + 1..sentence.end.min(at + 4)).find_map(|t| cx.units.at(t)).is_some_and(one);
    let by_one = before_verb(cx, sentence, token).is_some_and(one);
    let phone = phone_ahead(cx, sentence, at);
    if !(phone || with_one && by_one) {
        return None;
    }
    // Without a medium, those who speak in a place meet there.
    let meets =
        !phone && (at..sentence.end.min(at + 20)).any(|t| cx.is_any(t, &["in", "at"]) && begins_place(cx, t + 1));
    Some((if meets { EventKind::Meeting } else { EventKind::Call }, token + 1))
}

/// "round of the Geneva Discussions": the token after a round of talks that have a name.
pub(super) fn round_of_talks(cx: &Context<'_, '_>, sentence: &Range<usize>, of: usize) -> Option<usize> {
    const TALKS: &[&str] = &["discussions", "talks", "dialogue", "negotiations", "consultations", "process"];
    let name = if cx.tokens.is(of + 1, "the") { of + 2 } else { of + 1 };
    let unit = cx.units.begins(name).filter(|u| u.tokens.end <= sentence.end && cx.tokens.is(of, "of"))?;
    let end = unit.tokens.end;
    let named = matches!(unit.what, UnitKind::Mention(_)) && cx.is_any(end - 1, TALKS);
    // "the Geneva International Discussions" of which only a part is read as a name
    let after = cx.is_any(end, TALKS) && cx.tokens.tokens[end].is_capital() && cx.units.at(end).is_none();
    if named { Some(end) } else { after.then_some(end + 1) }
}

fn begins_time(cx: &Context<'_, '_>, at: usize) -> bool {
    cx.units.begins(at).is_some_and(|u| matches!(u.what, UnitKind::Time(_)))
}

fn begins_place(cx: &Context<'_, '_>, at: usize) -> bool {
    let at = if cx.tokens.is(at, "the") { at + 1 } else { at };
    cx.units
        .begins(at)
        .is_some_and(|u| matches!(u.what, UnitKind::Mention(m) if cx.names.mentions[m].kind == EntityType::Place))
}

/// The unit before a verb and its auxiliaries.
fn before_verb<'u>(cx: &'u Context<'_, '_>, sentence: &Range<usize>, verb: usize) -> Option<&'u Unit> {
    let mut at = verb;
    for _ in 0..6 {
        let before = at.checked_sub(1).filter(|b| *b >= sentence.start)?;
        if let Some(unit) = cx.units.at(before) {
            if !matches!(unit.what, UnitKind::Time(_)) {
                return Some(unit);
            }
            at = unit.tokens.start;
            continue;
        }
        let passes = cx.is_any(before, &["will", "has", "had", "have", "also", "to", "on", "would", ","])
            || is_adverb(cx, before);
        if !passes {
            return None;
        }
        at = before;
    }
    None
}

/// Whether a unit names one person of politics: by name, or with an office that is not a reporter's.
fn is_one_person(cx: &Context<'_, '_>, unit: &Unit) -> bool {
    match &unit.what {
        UnitKind::Mention(m) => cx.names.mentions[*m].kind == EntityType::Person,
        UnitKind::Roles(roles) => {
            let press = ["reporter", "correspondent", "journalist", "columnist", "author", "writer"];
            !is_plural_office(cx, unit)
                && !roles.clone().any(|r| press.iter().any(|p| cx.roles[r].plain.ends_with(p)) || cx.roles[r].plural)
        }
        UnitKind::Time(_) => false,
    }
}

/// "by phone", "over the telephone", "via video link": the token after the words.
fn by_phone(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize) -> Option<usize> {
    if at >= sentence.end || !cx.is_any(at, &["by", "over", "on", "via", "through"]) {
        return None;
    }
    let noun = if cx.is_any(at + 1, &["the", "a"]) { at + 2 } else { at + 1 };
    let medium = cx.is_any(noun, &["phone", "telephone", "videoconference", "teleconference", "telephonically"])
        || cx.is_any(noun, &["video", "conference", "phone"]) && cx.is_any(noun + 1, &["link", "call", "conference"]);
    let long = cx.is_any(noun + 1, &["link", "call", "conference"]);
    (medium && noun < sentence.end).then(|| if long { noun + 2 } else { noun + 1 })
}

fn phone_ahead(cx: &Context<'_, '_>, sentence: &Range<usize>, from: usize) -> bool {
    (from..sentence.end.min(from + 20))
        .take_while(|t| !cx.is_any(*t, &[",", ";", "that", "said"]))
        .any(|t| by_phone(cx, sentence, t).is_some())
}

/// "discussed the border with Ann Lee": the token before "with", if a person or an office follows it in the same clause.
pub(super) fn with_whom(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> Option<usize> {
    let stop = sentence.end.min(token + 16);
    let with = (token + 1..stop)
        .take_while(|t| {
            cx.tokens.tokens[*t].kind != TokenKind::Mark && !cx.is_any(*t, &["that", "who", "which", "and"])
        })
        .find(|t| cx.tokens.is(*t, "with"))?;
    // "relations with", "the agreement with" belong to what is discussed.
    let own = with > token + 1
        && cx.is_any(
            with - 1,
            &[
                "relations", "ties", "cooperation", "agreement", "deal", "treaty", "talks", "contacts", "partnership",
                "negotiations", "meeting", "dialogue", "together", "meetings", "friendship", "peace", "relationship",
            ],
        );
    (!own && object(cx, sentence, with + 1) && people_ahead(cx, sentence, with + 1)).then_some(with)
}
