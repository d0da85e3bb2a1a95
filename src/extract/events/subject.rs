//! The subject of an event's verb: "Karasin, who was to meet", "the ministers of Chile and Peru met".

use super::Context;
use super::participants::Participants;
use super::unit::UnitKind;
use super::words::words_before;
use crate::extract::finding::EntityType;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::Letters;
use std::ops::Range;

/// The subject that ends before a verb group. Returns its first token.
pub(super) fn subject(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    group: usize,
    participants: &mut Participants,
) -> usize {
    let mut at = group;
    // "Karasin, who met …", "the ministers, after a break, met": the relative pronoun refers to the name before it.
    if at > sentence.start && cx.is_any(at - 1, &["who", "which"]) {
        at -= 1;
        if at > sentence.start && cx.tokens.is(at - 1, ",") {
            at -= 1;
        }
    } else if at > sentence.start && cx.tokens.is(at - 1, ",") {
        // Before a verb, a comma can only end an apposition.
        let apposition =
            cx.units.ends(at - 1).is_some_and(|u| matches!(u.what, UnitKind::Roles(_)) && has_comma(cx, &u.tokens));
        if !apposition {
            return group;
        }
        at -= 1;
    }
    let mut parts: Vec<Participants> = Vec::new();
    let mut first = at;
    for _ in 0..12 {
        let mut one = Participants::default();
        let from;
        // The end of the sentence before is not a subject of this one.
        if let Some(unit) = cx.units.ends(at).filter(|u| u.tokens.start >= sentence.start) {
            if matches!(unit.what, UnitKind::Time(_)) {
                break;
            }
            let place_for_state = match unit.what {
                UnitKind::Mention(m) => {
                    let mention = &cx.names.mentions[m];
                    mention.kind != EntityType::Place
                        || mention.stands_for_state
                        || cx.any(unit.tokens.start, Classes::COUNTRY)
                        || cx.is_any(at, &["and"])
                        || !parts.is_empty()
                }
                _ => true,
            };
            if !place_for_state || !one.push(cx, unit) {
                break;
            }
            from = unit.tokens.start;
        } else if at > sentence.start && cx.any(at - 1, Classes::EVENT_GROUP) {
            from = words_before(cx, sentence, at - 1);
            if from == at - 1 {
                break;
            }
            one.add(cx.tokens.range(&(from..at)), None, None);
        } else {
            break;
        }
        let start = if from > sentence.start && cx.is_any(from - 1, &["the", "both"]) { from - 1 } else { from };
        // A name governed by a preposition is not a subject: "a man from Chile met …".
        if start > sentence.start && depends(cx, start - 1) {
            return group;
        }
        parts.push(one);
        first = start;
        // The list continues to the left.
        let Some(before) = start.checked_sub(1).filter(|b| *b >= sentence.start) else { break };
        let and = cx.is_any(before, &["and", "nor"]);
        let comma = cx.tokens.is(before, ",") && parts.len() > 1;
        if !(and || comma) {
            break;
        }
        at = before;
        if and && at > sentence.start && cx.tokens.is(at - 1, ",") {
            at -= 1;
        }
        if cx.units.ends(at).is_none() && !(at > sentence.start && cx.any(at - 1, Classes::EVENT_GROUP)) {
            // "… rose and Chile met": a new clause.
            break;
        }
    }
    for part in parts {
        participants.prepend(part);
    }
    first
}

/// Whether a preposition at a token makes the following words part of something else.
fn depends(cx: &Context<'_, '_>, at: usize) -> bool {
    cx.any(at, Classes::EVENT_LINK)
        && !cx.is_any(at, &["after", "before", "since", "until"])
        && cx.tokens.tokens[at].letters == Letters::Small
}

fn has_comma(cx: &Context<'_, '_>, tokens: &Range<usize>) -> bool {
    tokens.clone().any(|t| cx.tokens.is(t, ","))
}
