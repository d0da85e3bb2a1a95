//! What stands beside a name and says more of it: "Ann Lee, the minister,", "Ann Lee (Norway)", "the co-chairs (Ann Lee of
//! Norway, Bo Ray of Chile)", "the envoy, Ann Lee,". Both sides are one participant.

use super::Context;
use super::participants::Participants;
use super::unit::{Unit, UnitKind};
use crate::extract::finding::EntityType;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// Maximum length of an apposition, in tokens.
const LONG: usize = 24;
/// Maximum length of a bracket, in tokens.
const BRACKET: usize = 64;

/// Whether a unit names a person: a name, or a role with its holder.
pub(super) fn names_person(cx: &Context<'_, '_>, unit: &Unit) -> bool {
    match &unit.what {
        UnitKind::Mention(m) => cx.names.mentions[*m].kind == EntityType::Person,
        UnitKind::Roles(roles) => roles.clone().any(|r| cx.roles[r].holder.is_some()),
        UnitKind::Time(_) => false,
    }
}

/// Whether a unit is an office without the name of who holds it.
pub(super) fn is_office(cx: &Context<'_, '_>, unit: &Unit) -> bool {
    matches!(&unit.what, UnitKind::Roles(roles) if roles.clone().all(|r| cx.roles[r].holder.is_none() || !names_in(cx, unit)))
}

/// Whether the words of a unit contain the name of a person.
fn names_in(cx: &Context<'_, '_>, unit: &Unit) -> bool {
    let from = cx.names.mentions.partition_point(|m| m.tokens.start < unit.tokens.start);
    let within = cx.names.mentions[from..].iter().take_while(|m| m.tokens.start < unit.tokens.end);
    within.into_iter().any(|m| m.kind == EntityType::Person)
}

/// Whether a unit is an office of several people without their names: "the co-chairs".
pub(super) fn is_plural_office(cx: &Context<'_, '_>, unit: &Unit) -> bool {
    is_office(cx, unit) && matches!(&unit.what, UnitKind::Roles(roles) if roles.clone().any(|r| cx.roles[r].plural))
}

/// The token after a bracket that opens at a token.
pub(super) fn past_bracket(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize) -> Option<usize> {
    if at >= sentence.end || !cx.tokens.is(at, "(") {
        return None;
    }
    (at + 1..sentence.end.min(at + BRACKET)).find(|t| cx.tokens.is(*t, ")")).map(|t| t + 1)
}

/// The bracket that closes before a token.
pub(super) fn bracket_before(cx: &Context<'_, '_>, sentence: &Range<usize>, end: usize) -> Option<usize> {
    if end <= sentence.start || !cx.tokens.is(end - 1, ")") {
        return None;
    }
    (end.saturating_sub(BRACKET).max(sentence.start)..end - 1).rev().find(|t| cx.tokens.is(*t, "("))
}

/// After "the leaders": past "of both countries", "of the two states".
pub(super) fn past_shared(cx: &Context<'_, '_>, sentence: &Range<usize>, end: usize) -> usize {
    if end >= sentence.end || !cx.tokens.is(end, "of") || !cx.is_any(end + 1, &["both", "the", "these", "their", "all"])
    {
        return end;
    }
    let mut at = end + 2;
    if cx.any(at, Classes::NUMERAL) && cx.units.at(at).is_none() {
        at += 1;
    }
    let states =
        ["countries", "states", "nations", "republics", "sides", "parties", "governments", "delegations", "bodies"];
    if at < sentence.end && cx.is_any(at, &states) { at + 1 } else { end }
}

/// The office of several people before a token, with "of both countries" after it.
pub(super) fn shared_before<'u>(cx: &'u Context<'_, '_>, sentence: &Range<usize>, end: usize) -> Option<&'u Unit> {
    let of = (end.saturating_sub(5).max(sentence.start)..end).rev().find(|t| cx.tokens.is(*t, "of"))?;
    cx.units
        .ends(of)
        .filter(|u| u.tokens.start >= sentence.start && is_plural_office(cx, u) && past_shared(cx, sentence, of) == end)
}

/// After a name: past a bracket, and past ", the minister" up to its closing comma.
pub(super) fn past(cx: &Context<'_, '_>, sentence: &Range<usize>, end: usize) -> usize {
    let end = past_bracket(cx, sentence, end).unwrap_or(end);
    if end + 1 >= sentence.end || !cx.tokens.is(end, ",") {
        return end;
    }
    let mut at = end + 1;
    if cx.is_any(at, &["the", "a", "an", "its", "his", "her", "their"]) && cx.units.at(at).is_none() {
        at += 1;
    }
    // "Ann Lee, the ministry's spokeswoman,"
    let role = (at..sentence.end.min(at + 6)).take_while(|t| !cx.tokens.is(*t, ",")).any(|t| {
        cx.units.begins(t).is_some_and(|u| is_office(cx, u))
            || cx.any(t, Classes::ROLE_WEAK) && cx.units.at(t).is_none()
    });
    let who = cx.is_any(at, &["who", "whose", "which"]);
    if !(role || who) {
        return end;
    }
    let mut of = false;
    for t in at..sentence.end.min(at + LONG) {
        if cx.tokens.is(t, ",") {
            return t;
        }
        of |= cx.is_any(t, &["of", "to", "for"]) && cx.units.at(t).is_none();
        // "Ann Lee, the envoy Bo Ray and": two people; "Ann Lee, adviser to Bo Ray,": one.
        let person = cx.units.begins(t).is_some_and(|u| names_person(cx, u)) && !who && !of;
        if person || cx.tokens.tokens[t].kind == TokenKind::Mark && !cx.is_any(t, &["-", "–", "'"]) {
            return end;
        }
    }
    end
}

/// A list of people whose names follow: "Ann Lee of Norway, Bo Ray (Chile) and Cy Fox". Returns them with the token after
/// the last, if there are several.
pub(super) fn people(cx: &Context<'_, '_>, sentence: &Range<usize>, from: usize) -> Option<(Participants, usize)> {
    let mut participants = Participants::default();
    let mut at = from;
    let mut end = from;
    for _ in 0..24 {
        if cx.is_any(at, &["the", "envoy"]) && cx.units.at(at).is_none() {
            at += 1;
        }
        let Some(unit) = cx.units.begins(at).filter(|u| u.tokens.end <= sentence.end && names_person(cx, u)) else {
            break;
        };
        participants.push(cx, unit);
        end = past_origin(cx, sentence, unit.tokens.end);
        let Some(next) = separator(cx, sentence, end) else { break };
        at = next;
    }
    (participants.entity_refs.len() > 1).then_some((participants, end))
}

/// After "Ann Lee": past "of Norway", "from the UN", "(Norway)".
fn past_origin(cx: &Context<'_, '_>, sentence: &Range<usize>, end: usize) -> usize {
    if let Some(past) = past_bracket(cx, sentence, end) {
        return past;
    }
    if end < sentence.end && cx.is_any(end, &["of", "from"]) {
        let at = if cx.tokens.is(end + 1, "the") { end + 2 } else { end + 1 };
        if let Some(unit) = cx.units.begins(at)
            && matches!(unit.what, UnitKind::Mention(m) if cx.names.mentions[m].kind != EntityType::Person)
        {
            return unit.tokens.end;
        }
    }
    end
}

/// The token after the words that separate the items of a list: ",", "and", ", and", "as well as", "along with".
pub(super) fn separator(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize) -> Option<usize> {
    let mut next = at;
    if next < sentence.end && cx.is_any(next, &[",", ";"]) {
        next += 1;
    }
    if next < sentence.end && cx.is_any(next, &["and", "&"]) {
        next += 1;
    } else if cx.tokens.is(next, "as") && cx.tokens.is(next + 1, "well") && cx.tokens.is(next + 2, "as") {
        next += 3;
    } else if cx.is_any(next, &["along", "together"]) && cx.tokens.is(next + 1, "with") {
        next += 2;
    }
    (next > at && next < sentence.end).then_some(next)
}

/// Whether a dash or a colon before names is at a token.
pub(super) fn is_dash(cx: &Context<'_, '_>, at: usize) -> bool {
    cx.is_any(at, &["-", "–", "—", ":"]) && cx.tokens.tokens[at].spaced
}

/// Before a verb, the words between commas that belong to the subject: "Ann Lee, who is ill, met". Returns the comma that
/// opens them.
pub(super) fn opens(cx: &Context<'_, '_>, sentence: &Range<usize>, close: usize) -> Option<usize> {
    const BEGINS: &[&str] = &[
        "who", "which", "whose", "accompanied", "together", "along", "after", "before", "following", "during", "in",
        "on", "at", "as", "speaking", "having", "despite", "also",
    ];
    let from = close.saturating_sub(LONG).max(sentence.start + 1);
    let comma = (from..close).rev().find(|t| cx.tokens.is(*t, ","))?;
    let begins = cx.is_any(comma + 1, BEGINS) && cx.tokens.tokens[comma + 1].letters == Letters::Small;
    let named = cx.units.ends(comma).is_some_and(|u| !matches!(u.what, UnitKind::Time(_)))
        || cx.any(comma - 1, Classes::EVENT_GROUP)
        || cx.tokens.is(comma - 1, ")");
    (begins && named).then_some(comma)
}
