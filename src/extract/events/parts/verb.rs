//! The verb of an event and its subject: "held talks", "Karasin, who was to meet".

use super::Reading;
use crate::extract::events::Context;
use crate::extract::events::cast::Cast;
use crate::extract::events::standing::{self, Cues};
use crate::extract::events::unit::What;
use crate::extract::events::words::{is_adverb, words_before};
use crate::extract::finding::{EntityType, TimeKind};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::Letters;
use std::ops::Range;

/// What a verb before a noun makes of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Light {
    /// There is none.
    None,
    /// One who takes part: "held talks".
    Takes,
    /// One who helps: "hosted talks".
    Hosts,
}

/// The verb that makes an event of a noun, "held talks", "paid a visit", "took part in the summit": where it begins.
pub(super) fn light_verb(cx: &Context<'_, '_>, sentence: &Range<usize>, noun: usize) -> (usize, Light) {
    let Some(mut at) = noun.checked_sub(1).filter(|b| *b >= sentence.start) else { return (noun, Light::None) };
    if cx.tokens.is(at, "in") && at >= sentence.start + 2 {
        if cx.tokens.is(at - 1, "part") && cx.is_any(at - 2, &["took", "take", "takes", "taking", "taken"]) {
            return (at - 2, Light::Takes);
        }
        if cx.is_any(at - 1, &["participated", "participate", "participates", "participating"]) {
            return (at - 1, Light::Takes);
        }
        return (noun, Light::None);
    }
    if cx.is_any(at, &["up", "off", "of"]) && at > sentence.start && cx.is_any(at - 1, &["wrapped", "kicked"]) {
        at -= 1;
    }
    if cx.units.at(at).is_some() || !cx.any(at, Classes::EVENT_HOLD) {
        return (noun, Light::None);
    }
    if cx.is_any(
        at,
        &["took", "take", "takes", "taking", "taken", "due", "scheduled", "planned", "slated", "set", "place"],
    ) {
        return (noun, Light::None);
    }
    let hosts = [
        "hosted", "hosts", "host", "hosting", "brokered", "mediated", "facilitated", "organized", "organised",
        "convened", "convene", "arranged", "chaired",
    ];
    let light = if cx.is_any(at, &hosts) { Light::Hosts } else { Light::Takes };
    (at, light)
}

/// The auxiliaries and adverbs before a verb, with what they say of it. Gives the first token of the group.
pub(super) fn verb_group(cx: &Context<'_, '_>, sentence: &Range<usize>, verb: usize, reading: &mut Reading) -> usize {
    let mut at = verb;
    for _ in 0..12 {
        let Some(before) = at.checked_sub(1).filter(|b| *b >= sentence.start) else { break };
        if let Some(unit) = cx.units.ends(at) {
            let What::Time(t) = unit.what else { break };
            // "Karasin on Tuesday met", not "the conference of 1861 met"
            let start = unit.tokens.start;
            let hangs = start > sentence.start
                && cx.any(start - 1, Classes::EVENT_LINK)
                && !cx.is_any(start - 1, &["on", "in", "at"]);
            if hangs || at == verb && start > sentence.start && cx.is_any(start - 1, &["of", "the"]) {
                break;
            }
            if reading.time.is_none() && cx.times[t].kind == TimeKind::Date {
                reading.time = Some(t);
            }
            at = unit.tokens.start;
            if at > sentence.start && cx.is_any(at - 1, &["on", "in", "at"]) {
                at -= 1;
            }
            continue;
        }
        let auxiliary = cx.is_any(
            before,
            &[
                "will", "would", "shall", "has", "have", "had", "is", "are", "was", "were", "be", "been", "being",
                "to", "not", "never", "n't", "did", "do", "does", "could", "may", "might", "should", "can", "must",
                "cannot", "having", "after", "before",
            ],
        ) && (!cx.is_any(before, &["after", "before"]) || at == verb);
        let to = cx.tokens.is(at, "to");
        let planned = Classes::EVENT_PLAN.and(Classes::EVENT_MAYBE).and(Classes::EVENT_DENY);
        let mood = cx.any(before, planned) && (to || cx.any(before, Classes::EVENT_DENY));
        let set = to
            && cx.is_any(
                before,
                &[
                    "due", "set", "slated", "likely", "able", "unable", "back", "decided", "here", "going", "continue",
                    "continued",
                ],
            );
        if !(auxiliary || mood || set || is_adverb(cx, before)) {
            break;
        }
        if cx.is_any(before, &["after", "before"]) {
            break;
        }
        at = before;
    }
    let group = at..verb;
    let mut cues = standing::cues(cx, group.clone());
    // "to meet" is not yet done.
    cues.plan |= group.clone().any(|t| cx.tokens.is(t, "to"));
    cues.deny |= group.clone().any(|t| cx.tokens.is(t, "unable"));
    // "agreed to meet" and "would have met" say it themselves; "can" in "could not" is denied.
    reading.cues = reading.cues.or(cues);
    at
}

/// The subject that ends before a verb group. Gives its first token.
pub(super) fn subject(cx: &Context<'_, '_>, sentence: &Range<usize>, group: usize, cast: &mut Cast) -> usize {
    let mut at = group;
    // "Karasin, who met …", "the ministers, after a break, met": the relative pronoun stands for the name before it.
    if at > sentence.start && cx.is_any(at - 1, &["who", "which"]) {
        at -= 1;
        if at > sentence.start && cx.tokens.is(at - 1, ",") {
            at -= 1;
        }
    } else if at > sentence.start && cx.tokens.is(at - 1, ",") {
        // Only an apposition ends with a comma before a verb.
        let apposition =
            cx.units.ends(at - 1).is_some_and(|u| matches!(u.what, What::Roles(_)) && has_comma(cx, &u.tokens));
        if !apposition {
            return group;
        }
        at -= 1;
    }
    let mut parts: Vec<Cast> = Vec::new();
    let mut first = at;
    for _ in 0..12 {
        let mut one = Cast::default();
        let from;
        // What ends the sentence before is no subject of this one.
        if let Some(unit) = cx.units.ends(at).filter(|u| u.tokens.start >= sentence.start) {
            if matches!(unit.what, What::Time(_)) {
                break;
            }
            let place_for_state = match unit.what {
                What::Mention(m) => {
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
            one.one(cx.tokens.range(&(from..at)), None, None);
        } else {
            break;
        }
        let start = if from > sentence.start && cx.is_any(from - 1, &["the", "both"]) { from - 1 } else { from };
        // What hangs on a preposition is no subject: "a man from Chile met …".
        if start > sentence.start && hangs(cx, start - 1) {
            return group;
        }
        parts.push(one);
        first = start;
        // The list goes on to the left.
        let Some(before) = start.checked_sub(1).filter(|b| *b >= sentence.start) else { break };
        let and = cx.tokens.is(before, "and");
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
        cast.prepend(part);
    }
    first
}

/// Whether a preposition stands at a token that makes what follows part of something else.
fn hangs(cx: &Context<'_, '_>, at: usize) -> bool {
    cx.any(at, Classes::EVENT_LINK)
        && !cx.is_any(at, &["after", "before", "since", "until"])
        && cx.tokens.tokens[at].letters == Letters::Small
}

fn has_comma(cx: &Context<'_, '_>, tokens: &Range<usize>) -> bool {
    tokens.clone().any(|t| cx.tokens.is(t, ","))
}

/// What stands before a subject that makes its verb no fact: "if", "whether", "urged X to meet".
pub(super) fn asked(cx: &Context<'_, '_>, sentence: &Range<usize>, begin: usize) -> Cues {
    let from = begin.saturating_sub(2).max(sentence.start);
    let mut cues = Cues::default();
    for at in from..begin {
        let near = at + 1 == begin || cx.is_any(begin - 1, &["on", "for", "that"]);
        cues.maybe |= near
            && cx.units.at(at).is_none()
            && cx.any(at, Classes::EVENT_MAYBE)
            && !cx.is_any(at, &["support", "supports"]);
    }
    cues
}
