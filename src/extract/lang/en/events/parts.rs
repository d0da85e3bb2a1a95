//! The parts of an event around its trigger: the words before a noun, the subject of a verb, a time or place at the
//! beginning of the sentence; together with what [`super::scan`] finds after it.

mod against;
mod front;
mod noun;
mod verb;

use super::chain::{Chain, chain};
use super::factuality::{Cues, deny, plan, possible};
use super::participants::Participants;
use super::predicate::{off, predicate};
use super::scan;
use super::scope::{Governed, Scope};
use super::shared;
use super::subject::subject;
use super::trigger::Trigger;
use super::unit::UnitKind;
use super::{Context, trimmed};
use crate::extract::finding::{EntityRef, EntityType, EventKind, Factuality, TimeKind};
use crate::extract::lexicon::Classes;
use against::{is_disputed, is_fiction, is_figure, is_question, is_retracted, is_rumour, is_topic};
use front::{front, time_before};
use noun::noun_phrase;
use std::ops::Range;
use verb::{LightVerb, journey, light_verb};

/// The parts of one mention of an event.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) participants: Vec<EntityRef>,
    pub(super) participant_roles: Vec<Option<usize>>,
    pub(super) place: Option<usize>,
    pub(super) time: Option<usize>,
    pub(super) occasion: Option<EntityRef>,
    pub(super) auspices: Vec<EntityRef>,
    pub(super) factuality: Factuality,
    /// Whether the event is said to take place: "held talks", "took place".
    pub(super) held: bool,
    /// Whether it is the object of "host", "hold" or the like.
    pub(super) staged: bool,
    /// Whether the noun has "the" or "this".
    pub(super) definite: bool,
    /// The tokens of the clause.
    pub(super) clause: Range<usize>,
    /// Whether it is said not to be one mentioned before: "met again", "another meeting".
    pub(super) another: bool,
    /// The qualifying words before the noun.
    pub(super) words: Range<usize>,
    /// Where the parts of another event begin that has the same trigger.
    pub(super) again: Option<usize>,
}

/// The parts read so far.
#[derive(Debug, Default)]
struct PartsReader {
    participants: Participants,
    auspices: Vec<EntityRef>,
    place: Option<usize>,
    time: Option<usize>,
    cues: Cues,
    held: bool,
    definite: bool,
    indefinite: bool,
    /// Whether the noun has "such a".
    such: bool,
    /// Where the words that govern the event begin, if there are any.
    governed: Option<usize>,
    /// The token after the words that negate the event or leave it open.
    said: Option<usize>,
}

impl Parts {
    /// Reads a sentence around a trigger. `None` if the factuality cannot be determined.
    ///
    /// `from` is where its parts begin after the trigger, if not directly: "met Ann on Monday and *with Bo on Tuesday*".
    pub(super) fn read(
        cx: &Context<'_, '_>,
        sentence: &Range<usize>,
        trigger: &Trigger,
        from: Option<usize>,
    ) -> Option<Self> {
        if is_retracted(cx, sentence, trigger) || is_fiction(cx, sentence) || is_figure(cx, trigger) {
            return None;
        }
        let mut reading = PartsReader::default();
        let right = scan::right(cx, sentence, trigger, from);
        let noun = if trigger.verb { trigger.tokens.start } else { noun_phrase(cx, sentence, trigger, &mut reading) };
        let (mut verb, mut light) =
            if trigger.verb { (noun, LightVerb::Takes) } else { light_verb(cx, sentence, noun) };
        if light == LightVerb::None
            && trigger.kind == EventKind::Visit
            && let Some(journey) = journey(cx, sentence, noun)
        {
            (verb, light) = (journey.verb, LightVerb::Takes);
            reading.place = reading.place.or(journey.place);
            reading.time = reading.time.or(journey.time);
        }
        reading.held = right.held || light != LightVerb::None && !trigger.verb;
        let (begin, value) = if light == LightVerb::None {
            (noun, of_noun(cx, sentence, trigger, noun, right.end, &mut reading))
        } else {
            of_verb(cx, sentence, (verb, light), noun, trigger, &mut reading)
        };
        if light == LightVerb::None && trigger.kind != EventKind::Visit {
            reading.time = reading.time.or_else(|| time_before(cx, sentence, noun).filter(|_| right.time.is_none()));
        }
        let fronted = light != LightVerb::None || right.held;
        let clause = if fronted { front(cx, sentence, begin, &mut reading) } else { begin };
        let (time, value) = when(cx, sentence, trigger, right.time.or(reading.time), value);
        let mut factuality = value?;
        let bare = light == LightVerb::None && !trigger.verb && !right.held && time.is_none();
        if bare && factuality == Factuality::Happened && !reading.cues.past && is_topic(cx, sentence, noun) {
            return None;
        }
        if let Some(time) = time {
            let mut words = cx.times[time].tokens.clone();
            let next = words
                .clone()
                .any(|t| cx.is_any(t, &["next", "tomorrow", "coming", "upcoming"]) && !cx.tokens.is(t + 1, "day"))
                && !(cx.is_any(words.start, &["the"]) && words.any(|t| cx.tokens.is(t, "next")));
            let told = light != LightVerb::None && trigger.verb && !trigger.bare;
            if factuality == Factuality::Happened && (next && !told || cx.is_to_come(time)) {
                factuality = Factuality::Planned;
            }
        }
        if (is_disputed(cx, sentence, trigger.tokens.end) || is_rumour(cx, sentence))
            && factuality == Factuality::Happened
        {
            factuality = Factuality::Possible;
        }
        // "Suppose they met": the first word may have been read as part of a name.
        if cx.is_any(sentence.start, &["suppose", "imagine", "supposing"]) && factuality == Factuality::Happened {
            factuality = Factuality::Possible;
        }
        if is_question(cx, sentence) && matches!(factuality, Factuality::Happened | Factuality::Planned) {
            factuality = Factuality::Possible;
        }
        reading.participants.entity_refs.reserve(right.participants.entity_refs.len());
        for (entity_ref, role) in right.participants.entity_refs.into_iter().zip(right.participants.roles) {
            reading.participants.add(entity_ref.range, entity_ref.entity, role);
        }
        reading.auspices.extend(right.auspices);
        // A helper is not a participant.
        let auspices = reading.auspices;
        let kept: Vec<bool> = reading.participants.entity_refs.iter().map(|v| !auspices.contains(v)).collect();
        let mut keep = kept.iter();
        reading.participants.entity_refs.retain(|_| *keep.next().unwrap_or(&true));
        let mut keep = kept.iter();
        reading.participants.roles.retain(|_| *keep.next().unwrap_or(&true));
        let start = clause.min(trigger.tokens.start).min(reading.governed.unwrap_or(clause));
        let end = right.end.max(trigger.tokens.end).max(reading.said.unwrap_or(0)).min(sentence.end);
        let clause = trimmed(cx, start..end);
        Some(Self {
            participants: reading.participants.entity_refs,
            participant_roles: reading.participants.roles,
            place: right.place.or(reading.place),
            time,
            occasion: right.occasion,
            auspices,
            factuality,
            held: reading.held,
            staged: light != LightVerb::None && !trigger.verb,
            definite: reading.definite || reading.such || trigger.refers,
            clause,
            another: is_another(cx, noun, trigger, end),
            words: noun..trigger.tokens.start,
            again: right.again,
        })
    }
}

/// The factuality of an event named by a noun without a verb that has it as an object.
fn of_noun(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    trigger: &Trigger,
    noun: usize,
    end: usize,
    reading: &mut PartsReader,
) -> Option<Factuality> {
    let scope = Scope { cx, sentence, pluperfect: false, present: false };
    let governed = Governed::Noun { definite: reading.definite && !reading.indefinite };
    let cues = reading.cues;
    let said = if depends(cx, sentence, noun) { None } else { predicate(cx, sentence, trigger.tokens.end, end) };
    let Some(predicate) = said else {
        let (value, begin) = scope.outward(noun, governed, Some(cues.factuality()));
        reading.governed = begin;
        // "plans for a summit were shelved"
        // "the visit for talks stands cancelled"
        let purpose = noun > sentence.start && cx.tokens.is(noun - 1, "for");
        let off = if value == Some(Factuality::Planned) || purpose {
            predicate(cx, sentence, trigger.tokens.end, end)
        } else {
            None
        };
        let off = off.filter(|p| matches!(p.value, Some(Factuality::Cancelled | Factuality::Postponed)));
        return off.and_then(|p| p.value).or(value);
    };
    let mut value = predicate.value;
    if cues.deny {
        value = deny(value);
    }
    // "the summit due in May, which X cancelled": the words that govern the noun may still cancel a plan.
    let (outer, begin) = if value == Some(Factuality::Planned) {
        scope.outward(noun, governed, value)
    } else {
        scope.outward(noun, Governed::Clause, value)
    };
    if !matches!(value, Some(Factuality::Happened | Factuality::Planned)) {
        reading.said = Some(predicate.end);
    }
    reading.held |= predicate.had && predicate.value == Some(Factuality::Happened);
    if value == Some(Factuality::Planned) && outer == Some(Factuality::Possible) && !scope.is_conditional(noun) {
        return value;
    }
    reading.governed = begin;
    outer
}

/// Whether a noun depends on another to which the predicate refers: "preparations for the summit have begun".
fn depends(cx: &Context<'_, '_>, sentence: &Range<usize>, noun: usize) -> bool {
    let Some(before) = noun.checked_sub(1).filter(|b| *b >= sentence.start) else { return false };
    cx.units.at(before).is_none()
        && cx.is_any(before, &["for", "of", "on", "about", "to", "against", "at", "in", "with", "from"])
        && !(before > sentence.start
            && cx.is_any(
                before - 1,
                &["round", "rounds", "series", "holding", "session", "phase", "stage", "part", "set", "kind"],
            ))
}

/// Verb forms in the present.
const PRESENT: &[&str] = &[
    "meet", "meets", "visit", "visits", "sign", "signs", "hold", "holds", "begin", "begins", "resume", "resumes",
    "start", "starts",
];

/// Verbs for the attendance of the subject, whether or not the event takes place: "did not attend the summit".
const ATTEND: &[&str] = &[
    "attend", "attends", "attended", "attending", "join", "joins", "joined", "joining", "took", "take", "takes",
    "taking", "taken", "participated", "participate", "participates", "participating",
];

/// The subject of an event's verb, and the factuality. Returns where its clause begins.
fn of_verb(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    (verb, light): (usize, LightVerb),
    noun: usize,
    trigger: &Trigger,
    reading: &mut PartsReader,
) -> (usize, Option<Factuality>) {
    let mut read = chain(cx, sentence, verb, &mut reading.time);
    let mut begin = read.begin;
    if read.bare
        && let Some(other) = shared::verb_before(cx, sentence, &read, verb)
    {
        begin = other.begin;
        read = other;
    }
    let present = read.bare && cx.is_any(verb, PRESENT);
    let scope = Scope { cx, sentence, pluperfect: read.pluperfect, present };
    let mut participants = Participants::default();
    begin = if read.gerund {
        shared::controller(cx, sentence, read.begin, &mut participants);
        begin
    } else {
        subject(cx, sentence, read.begin, &mut participants).min(begin)
    };
    // "was in Oslo, where he met"
    if let Some(place) = place_before_where(cx, sentence, begin) {
        reading.place = reading.place.or(Some(place));
    }
    if participants.entity_refs.is_empty() && read.bare && !read.gerund {
        shared::joined_subject(cx, sentence, read.begin, &mut participants);
    }
    match light {
        // "Geneva hosted talks": the place.
        LightVerb::Hosts if participants.entity_refs.is_empty() => {
            let city = cx.units.ends(read.begin).filter(|u| u.tokens.start >= sentence.start);
            if let Some(UnitKind::Mention(m)) = city.map(|u| &u.what)
                && cx.names.mentions[*m].kind == EntityType::Place
                && !cx.names.mentions[*m].stands_for_state
                && !city
                    .is_some_and(|u| u.tokens.start > sentence.start && cx.any(u.tokens.start - 1, Classes::EVENT_LINK))
            {
                reading.place = reading.place.or(Some(*m));
            }
        }
        LightVerb::Hosts => reading.auspices.extend(participants.entity_refs),
        _ => reading.participants.prepend(participants),
    }
    let mut value = own_value(cx, sentence, trigger, verb, noun, &read, reading);
    let from = if read.gerund { read.begin } else { scope.subject(read.begin).min(begin) };
    if !read.gerund && scope.is_nobody(from, read.begin) {
        value = deny(value);
        reading.governed = Some(from);
    }
    // "X or Y met Z": one of them.
    if !read.gerund && from < read.begin && from > sentence.start && cx.tokens.is(from - 1, "or") {
        value = None;
    }
    if let Some((aux, inverted)) = shared::inverted(cx, sentence, &read, from, value) {
        reading.governed = Some(aux);
        return (begin, inverted);
    }
    let governed = match (read.gerund, read.to) {
        (true, _) => Governed::Gerund,
        (_, true) => Governed::To,
        _ => Governed::Clause,
    };
    let (value, outer) = scope.outward(from, governed, value);
    reading.governed = outer.or(reading.governed);
    // Not attending an event says nothing about its factuality.
    let attends = !trigger.verb && cx.is_any(verb, ATTEND) && !cx.is_any(verb + 1, &["place"]);
    let value = value.filter(|v| !attends || matches!(v, Factuality::Happened | Factuality::Planned));
    (begin, value)
}

/// The place before a "where" that opens the clause of an event.
fn place_before_where(cx: &Context<'_, '_>, sentence: &Range<usize>, begin: usize) -> Option<usize> {
    let at = begin.checked_sub(1).filter(|b| *b > sentence.start && cx.tokens.is(*b, "where"))?;
    let end = if cx.tokens.is(at - 1, ",") { at - 1 } else { at };
    let mut unit = cx.units.ends(end).filter(|u| u.tokens.start > sentence.start)?;
    // "in Oslo on Monday, where"
    if matches!(unit.what, UnitKind::Time(_)) {
        let start = unit.tokens.start;
        let end = if cx.tokens.is(start - 1, "on") { start - 1 } else { start };
        unit = cx.units.ends(end).filter(|u| u.tokens.start > sentence.start)?;
    }
    let UnitKind::Mention(m) = unit.what else { return None };
    let before = unit.tokens.start - 1;
    let inside = cx.is_any(before, &["in", "to", "at", "visited"])
        || cx.tokens.is(before, "the") && before > sentence.start && cx.is_any(before - 1, &["in", "to", "at"]);
    (cx.names.mentions[m].kind == EntityType::Place && inside).then_some(m)
}

/// The factuality of an event from its own verb and the words before its noun.
fn own_value(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    trigger: &Trigger,
    verb: usize,
    noun: usize,
    read: &Chain,
    reading: &PartsReader,
) -> Option<Factuality> {
    let mut value = read.value;
    if !trigger.verb && noun > verb && reading.cues.deny {
        value = deny(value);
    }
    if cx.is_any(verb, &["arranged", "arranges", "arrange", "arranging"]) && !trigger.verb {
        value = plan(value);
    }
    if trigger.verb && trigger.bare && read.bare && cx.tokens.is(verb, "meeting") && !read.gerund {
        value = plan(value);
    }
    // "met nobody", "met neither X nor Y"
    if trigger.verb && cx.is_any(trigger.tokens.end, &["nobody", "neither", "none", "no"]) {
        value = deny(value);
    }
    // "would visit if invited"
    let on_condition = value == Some(Factuality::Planned)
        && trigger.verb
        && !read.past
        && (trigger.tokens.end..sentence.end.min(trigger.tokens.end + 30))
            .take_while(|t| !cx.is_any(*t, &[";", ":", "said", "that"]))
            .any(|t| cx.is_any(t, &["if", "provided", "unless"]) && !cx.is_any(t - 1, &["even", "as"]));
    if on_condition {
        value = possible(value);
    }
    // "did not meet until May": they met then. "was to meet X but fell ill": the outcome is unknown.
    let but = value == Some(Factuality::Planned)
        && read.past
        && (trigger.tokens.end..trigger.tokens.end + 40)
            .take_while(|t| *t < sentence.end)
            .any(|t| cx.is_any(t, &["but", "until", "however"]));
    if but {
        // "were to meet, but the meeting was cancelled"
        let from = trigger.tokens.end;
        let near = |t: &usize| *t < sentence.end && !cx.is_any(*t, &[";", "that", "who"]);
        let but = (from..from + 40).take_while(near).find(|t| cx.is_any(*t, &["but", "however"]))?;
        return (but..but + 8).take_while(near).find_map(|t| off(cx, t)).map(|(value, _)| value);
    }
    let until = value == Some(Factuality::Denied)
        && (trigger.tokens.end..trigger.tokens.end + 8)
            .take_while(|t| *t < cx.tokens.tokens.len() && !cx.is_any(*t, &[",", ";", "."]))
            .any(|t| cx.is_any(t, &["until", "till"]));
    if until { None } else { value }
}

/// The time of a postponed event is the new one, if only one is given; a time at which it was to be, but was not, is
/// left out.
fn when(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    trigger: &Trigger,
    time: Option<usize>,
    value: Option<Factuality>,
) -> (Option<usize>, Option<Factuality>) {
    if value != Some(Factuality::Postponed) {
        return (time, value);
    }
    let until = (trigger.tokens.end..sentence.end.min(trigger.tokens.end + 24)).find_map(|t| {
        let new = cx.is_any(t, &["until", "till"]) || cx.tokens.is(t, "to") && cx.units.at(t).is_none();
        let unit = cx.units.begins(t + 1).filter(|_| new)?;
        match unit.what {
            UnitKind::Time(time) if cx.times[time].kind == TimeKind::Date => Some(time),
            _ => None,
        }
    });
    match (time, until) {
        (Some(old), Some(new)) if old != new => (None, value),
        (old, new) => (new.or(old), value),
    }
}

/// Whether words beside a trigger say that it is a new event: "met again", "another meeting", "the next meeting".
fn is_another(cx: &Context<'_, '_>, noun: usize, trigger: &Trigger, end: usize) -> bool {
    let start = trigger.tokens.start;
    let before = noun.saturating_sub(usize::from(trigger.verb))..start;
    before
        .into_iter()
        .any(|t| cx.is_any(t, &["again", "another", "next", "previous", "earlier", "also", "second", "further"]))
        || (trigger.tokens.end..end + 1).any(|t| cx.tokens.is(t, "again"))
}
