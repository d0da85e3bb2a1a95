//! What stands to the right of a trigger: "… in Geneva in October with the assistance of …". A preposition speaks of the
//! event only where the words before it do: after the trigger, a participant, a place, a time, or "was held".

mod list;
mod preposition;

use super::Context;
use super::cast::Cast;
use super::trigger::{Trigger, noun_follows};
use super::unit::{Unit, What};
use super::words::{is_adverb, is_time, is_verb, words_before};
use crate::extract::finding::{EntityType, EventKind, TimeKind, Voice};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use list::{Comma, after_comma, names_next, past_second_place, verb_after_list};
use preposition::preposition;
use std::ops::Range;

/// So far to the right a trigger is read.
const FAR: usize = 70;

/// What was found to the right.
#[derive(Debug, Default)]
pub(super) struct Right {
    pub(super) cast: Cast,
    pub(super) place: Option<usize>,
    pub(super) time: Option<usize>,
    pub(super) occasion: Option<Voice>,
    pub(super) auspices: Vec<Voice>,
    /// Whether it says that the event is had: "was held", "took place".
    pub(super) held: bool,
    /// The token after the last that was read as part of the clause.
    pub(super) end: usize,
}

/// What the next name is to the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Nothing,
    /// The object of a verb, "with", "between", "of" the trigger, "by".
    Party,
    /// "in", "at", "to" of a visit.
    At,
    /// "on", "during" and other prepositions before a time.
    When,
    /// "on the sidelines of".
    Occasion,
    /// "with the assistance of", "hosted by".
    Help,
    /// The name speaks of something else.
    Else,
}

/// Reads what stands to the right of a trigger.
pub(super) fn right(cx: &Context<'_, '_>, sentence: &Range<usize>, trigger: &Trigger) -> Right {
    let mut found = Right { end: trigger.tokens.end, ..Right::default() };
    let visit = trigger.kind == EventKind::Visit;
    let mut mode = if trigger.verb { Mode::Party } else { Mode::Nothing };
    // "signed an agreement with": what is signed comes first.
    let mut object = trigger.kind == EventKind::Signing;
    if object {
        mode = Mode::Else;
    }
    let mut attached = true;
    let mut gap = 0;
    let mut helper = false;
    // "between X and Y" has two sides, whatever follows the second.
    let mut between = false;
    let mut at = trigger.tokens.end;
    let stop = sentence.end.min(at + FAR);
    while at < stop {
        if let Some(unit) = cx.units.at(at) {
            let end = unit.tokens.end.max(at + 1);
            match take(cx, sentence, unit, mode, attached, visit && trigger.verb, &mut found) {
                Taken::Yes(to) => {
                    attached = true;
                    at = to.max(end);
                    found.end = at.min(stop);
                    // The name of a country after that of a town is no other place.
                    if mode == Mode::At && found.place.is_some() {
                        at = past_second_place(cx, at, stop);
                        mode = Mode::Nothing;
                    }
                    if matches!(mode, Mode::When) {
                        mode = Mode::Nothing;
                    }
                }
                Taken::Past(to) => at = to.max(end),
                Taken::No => {
                    attached = false;
                    at = end;
                }
                Taken::Stop => break,
            }
            gap = 0;
            continue;
        }
        let token = &cx.tokens.tokens[at];
        let classes = token.classes;
        match token.kind {
            TokenKind::Mark => {
                if !cx.tokens.is(at, ",") {
                    break;
                }
                match after_comma(cx, sentence, at, mode, attached) {
                    Comma::List => at += 1,
                    Comma::Open => {
                        mode = Mode::Nothing;
                        at += 1;
                    }
                    Comma::Stop => break,
                }
                continue;
            }
            TokenKind::Possessive => {
                attached = false;
                mode = Mode::Else;
                at += 1;
                continue;
            }
            _ => {}
        }
        if cx.tokens.is(at, "and") || cx.tokens.is(at, "as") {
            let well = cx.tokens.is(at, "as") && cx.tokens.is(at + 1, "well") && cx.tokens.is(at + 2, "as");
            let next = at + if well { 3 } else { 1 };
            let goes_on = matches!(mode, Mode::Party | Mode::Help | Mode::At)
                || matches!(mode, Mode::Nothing if is_time(cx, next));
            if goes_on
                && attached
                && next < stop
                && names_next(cx, sentence, next)
                && (between || !verb_after_list(cx, sentence, next))
            {
                between = false;
                at = next;
                continue;
            }
            if mode == Mode::Else && !attached {
                // "on Karabakh and security, which was held"
                at += 1;
                continue;
            }
            break;
        }
        if classes.any(Classes::EVENT_WORD) {
            if classes.any(Classes::EVENT_VERB) && !cx.is_any(at, &["visit"]) {
                break;
            }
            // "for talks in Geneva", "at the summit in Geneva"
            if mode == Mode::Occasion && found.occasion.is_none() {
                let from = words_before(cx, sentence, at);
                found.occasion = Some(Voice { range: cx.tokens.range(&(from..at + 1)), entity: None });
                found.end = at + 1;
            }
            attached = matches!(mode, Mode::Occasion) || (attached && cx.tokens.is(at.saturating_sub(1), "for"));
            mode = Mode::Nothing;
            at += 1;
            gap = 0;
            continue;
        }
        if classes.any(Classes::EVENT_GROUP) && matches!(mode, Mode::Party) && attached_group(cx, at) {
            let from = words_before(cx, sentence, at);
            found.cast.one(cx.tokens.range(&(from..at + 1)), None, None);
            at += 1;
            found.end = at;
            attached = true;
            continue;
        }
        if classes.any(Classes::EVENT_LINK) {
            let (next, to, goes) = preposition(cx, sentence, at, trigger, attached || object, helper);
            if !goes {
                break;
            }
            object = object && next == Mode::Else;
            between = cx.tokens.is(at, "between");
            helper = false;
            attached = next != Mode::Else;
            mode = next;
            at = to;
            gap = 0;
            continue;
        }
        if let Some(to) = had(cx, sentence, at, attached) {
            if trigger.verb && !cx.tokens.is(at, "organised") {
                break;
            }
            helper = true;
            found.held = true;
            attached = true;
            mode = Mode::Nothing;
            at = to;
            found.end = at;
            continue;
        }
        if ends_clause(cx, at) {
            break;
        }
        let transparent = classes.any(Classes::FUNCTION.and(Classes::EVENT_PLAN)) || is_adverb(cx, at);
        if !transparent {
            gap += 1;
            // "with senior Turkish officials": a few words may stand between.
            let before_name =
                matches!(mode, Mode::Party | Mode::Help | Mode::Occasion | Mode::At) && gap <= 3 && attached;
            if !before_name || is_verb(cx, at) || (mode == Mode::At) {
                attached = false;
                mode = Mode::Else;
            }
        }
        at += 1;
    }
    found
}

/// What became of a unit.
enum Taken {
    /// It is part of the event; read on from this token.
    Yes(usize),
    /// It says whose what follows is; read on from this token.
    Past(usize),
    /// It is part of something else.
    No,
    /// A new clause begins.
    Stop,
}

fn take(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    unit: &Unit,
    mode: Mode,
    attached: bool,
    visited: bool,
    found: &mut Right,
) -> Taken {
    let end = unit.tokens.end;
    if let What::Time(t) = unit.what {
        let fits = matches!(cx.times[t].kind, TimeKind::Date | TimeKind::Clock);
        // A time that begins with its preposition, or stands alone after what it belongs to: "met Tuesday".
        if !(fits && attached && mode != Mode::Else) {
            return if attached && fits { Taken::Yes(end) } else { Taken::No };
        }
        let better =
            found.time.is_none_or(|old| cx.times[old].kind == TimeKind::Clock && cx.times[t].kind == TimeKind::Date);
        if better {
            found.time = Some(t);
        }
        return Taken::Yes(end);
    }
    let possessive = cx.tokens.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Possessive) && end < sentence.end;
    let place = match unit.what {
        What::Mention(m) => (cx.names.mentions[m].kind == EntityType::Place).then_some(m),
        _ => None,
    };
    match mode {
        Mode::At => {
            let Some(place) = place.filter(|p| !cx.names.mentions[*p].stands_for_state) else {
                return if attached { Taken::Yes(end) } else { Taken::No };
            };
            if possessive || noun_follows(cx, sentence, end) {
                return Taken::No;
            }
            found.place = found.place.or(Some(place));
            Taken::Yes(end)
        }
        Mode::Party if !attached => Taken::No,
        Mode::Party => {
            if possessive {
                // "with Chile's Ann Lee": the next name is meant.
                return if cx.units.begins(end + 1).is_some() { Taken::Past(end + 1) } else { Taken::No };
            }
            if visited && let Some(place) = place {
                found.place = found.place.or(Some(place));
                return Taken::Yes(end);
            }
            if noun_follows(cx, sentence, end) {
                // "the Iranian delegation", "with Turkish mediation"
                if cx.any(end, Classes::EVENT_GROUP) {
                    let from = words_before(cx, sentence, unit.tokens.start);
                    found.cast.one(cx.tokens.range(&(from..end + 1)), None, None);
                    return Taken::Yes(end + 1);
                }
                if cx.any(end, Classes::EVENT_HELP) && !cx.is_any(end, &["participation", "invitation", "presidency"]) {
                    helps(cx, unit, found);
                    return Taken::Yes(end + 1);
                }
                return Taken::No;
            }
            if found.cast.push(cx, unit) { Taken::Yes(end) } else { Taken::No }
        }
        Mode::Help => {
            if possessive || (noun_follows(cx, sentence, end) && !cx.any(end, Classes::EVENT_HELP)) {
                return Taken::No;
            }
            helps(cx, unit, found);
            Taken::Yes(end)
        }
        Mode::Occasion => {
            if found.occasion.is_none() && !possessive && !noun_follows(cx, sentence, end) {
                let entity = match unit.what {
                    What::Mention(m) => Some(cx.names.mentions[m].entity),
                    _ => None,
                };
                found.occasion = Some(Voice { range: cx.tokens.range(&unit.tokens), entity });
            }
            Taken::Yes(end)
        }
        Mode::When | Mode::Else => Taken::No,
        // A name without a preposition is the subject of what follows.
        Mode::Nothing => Taken::Stop,
    }
}

fn helps(cx: &Context<'_, '_>, unit: &Unit, found: &mut Right) {
    let mut cast = Cast::default();
    if !cast.push(cx, unit)
        && let What::Mention(m) = unit.what
    {
        let mention = &cx.names.mentions[m];
        cast.one(mention.range.clone(), Some(mention.entity), None);
    }
    for voice in cast.voices {
        if found.auspices.len() < 12 && !found.auspices.contains(&voice) {
            found.auspices.push(voice);
        }
    }
}

/// After "was held", "took place", "organized": the token after. What began or ended is the event only where it is attached.
fn had(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize, attached: bool) -> Option<usize> {
    if !cx.any(at, Classes::EVENT_HOLD) {
        return None;
    }
    let next = at + 1;
    if cx.is_any(at, &["took", "take", "takes", "taking", "taken"]) {
        return (next < sentence.end && cx.tokens.is(next, "place")).then_some(next + 1);
    }
    let sure = [
        "held", "organized", "organised", "hosted", "convened", "scheduled", "planned", "attended", "arranged",
        "chaired", "brokered", "mediated", "facilitated", "slated",
    ];
    if cx.is_any(at, &sure) {
        return Some(next);
    }
    let begins = [
        "began", "begin", "begins", "begun", "started", "starts", "opened", "opens", "resumed", "resume", "concluded",
        "ended", "due", "set", "start", "open",
    ];
    (attached && cx.is_any(at, &begins)).then_some(next)
}

/// Where a clause ends: a conjunction or a pronoun as a new subject.
fn ends_clause(cx: &Context<'_, '_>, at: usize) -> bool {
    cx.is_any(
        at,
        &[
            "that", "while", "when", "where", "but", "because", "although", "though", "whereas", "he", "she", "they",
            "we", "i", "you", "or", "if", "whether", "said", "says",
        ],
    )
}

/// Whether a group noun has an article or a number before it: "the parties", "two sides".
fn attached_group(cx: &Context<'_, '_>, at: usize) -> bool {
    at > 0
        && (cx.is_any(at - 1, &["the", "both", "all", "two", "three", "four", "warring", "conflicting", "other"])
            || cx.units.ends(at).is_some())
}
