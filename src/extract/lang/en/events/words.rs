//! Properties of a word that do not depend on its position in a sentence about an event.

use super::Context;
use super::unit::UnitKind;
use crate::extract::finding::EntityType;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

pub(super) fn begins_place(cx: &Context<'_, '_>, token: usize) -> bool {
    cx.units.begins(token).is_some_and(
        |u| matches!(u.what, UnitKind::Mention(m) if cx.names.mentions[m].kind == EntityType::Place && !cx.names.mentions[m].stands_for_state),
    )
}

pub(super) fn is_time(cx: &Context<'_, '_>, token: usize) -> bool {
    cx.units.begins(token).is_some_and(|u| matches!(u.what, UnitKind::Time(_)))
}

/// Whether a word looks like a finite verb of the past, or is a common one.
pub(super) fn is_verb(cx: &Context<'_, '_>, token: usize) -> bool {
    let word = cx.tokens.word(token);
    let small = cx.tokens.tokens[token].letters == Letters::Small;
    small
        && (word.ends_with("ed")
            || cx.is_any(
                token,
                &[
                    "said", "says", "told", "tells", "went", "came", "left", "made", "led", "gave", "took", "began",
                    "broke", "fell", "rose", "wrote", "saw", "spoke", "became", "sent", "put", "won", "lost", "met",
                    "held", "wants", "plans", "makes",
                ],
            ))
}

/// Whether a word says what a place is, after its name: "Ham district".
pub(super) fn is_area(cx: &Context<'_, '_>, token: usize) -> bool {
    const AREAS: &[&str] =
        &["district", "region", "province", "county", "city", "town", "village", "municipality", "area", "airport"];
    cx.units.at(token).is_none() && cx.is_any(token, AREAS)
}

/// Whether a word says that an event is talked about, which leaves open whether it happens: "discussed the visit".
pub(super) fn is_talk(cx: &Context<'_, '_>, token: usize) -> bool {
    const TALK: &[&str] = &[
        "discuss", "discussed", "discusses", "discussing", "views", "consultations", "discussions", "negotiations",
        "agree", "agreed", "agreement", "discussion", "coordinate", "coordinated", "consult", "consulted", "opinions",
    ];
    cx.units.at(token).is_none() && cx.is_any(token, TALK)
}

/// Whether a word is an adverb without effect here.
pub(super) fn is_adverb(cx: &Context<'_, '_>, token: usize) -> bool {
    let word = cx.tokens.word(token);
    (word.len() > 4 && word.ends_with("ly") && cx.tokens.tokens[token].letters == Letters::Small)
        || cx.is_any(
            token,
            &[
                "also", "again", "later", "earlier", "now", "soon", "already", "still", "just", "then", "once", "even",
                "both", "first", "together", "twice", "yet", "ever", "rather",
            ],
        )
}

/// The beginning of the words before a noun that belong to it: "the two", "the Iranian".
pub(super) fn words_before(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize) -> usize {
    let mut from = at;
    for _ in 0..5 {
        let Some(before) = from.checked_sub(1).filter(|b| *b >= sentence.start) else { break };
        if let Some(unit) = cx.units.ends(from) {
            if matches!(unit.what, UnitKind::Roles(_)) {
                break;
            }
            from = unit.tokens.start;
            continue;
        }
        if cx.is_any(before, &["the", "both", "all", "a", "an", "these"]) {
            return before;
        }
        if cx.any(before, Classes::NUMERAL) {
            from = before;
            continue;
        }
        // "the Serbian and Kosovan delegations"
        if cx.tokens.is(before, "and") && before > sentence.start && cx.tokens.tokens[from].is_capital() {
            if !is_people_or_state(cx, before - 1) {
                break;
            }
            from = before;
            continue;
        }
        let token = &cx.tokens.tokens[before];
        let word = token.kind == TokenKind::Word || token.kind == TokenKind::Number;
        if !word || token.classes.any(Classes::FUNCTION.and(Classes::EVENT_LINK)) || is_verb(cx, before) {
            break;
        }
        from = before;
    }
    from
}

fn is_people_or_state(cx: &Context<'_, '_>, token: usize) -> bool {
    cx.units.at(token).is_some_and(|u| {
        matches!(u.what, UnitKind::Mention(m)
            if matches!(cx.names.mentions[m].kind, EntityType::Nationality | EntityType::Place | EntityType::Organisation))
    })
}
