//! The parts of an event around its trigger: the words before a noun, the subject of a verb, a time or place at the
//! beginning of the sentence; with what [`super::scan`] finds to the right.

mod noun;
mod verb;

use super::cast::Cast;
use super::scan;
use super::standing::{self, Cues};
use super::trigger::Trigger;
use super::unit::What;
use super::{Context, trimmed};
use crate::extract::finding::{EntityType, Standing, TimeKind, Voice};
use crate::extract::tokens::TokenKind;
use noun::{governor, noun_phrase};
use std::ops::Range;
use verb::{Light, asked, light_verb, subject, verb_group};

/// What is tied to a trigger.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) participants: Vec<Voice>,
    pub(super) participant_roles: Vec<Option<usize>>,
    pub(super) place: Option<usize>,
    pub(super) time: Option<usize>,
    pub(super) occasion: Option<Voice>,
    pub(super) auspices: Vec<Voice>,
    pub(super) standing: Standing,
    /// Whether it is said that the event is had: "held talks", "took place".
    pub(super) held: bool,
    /// Whether the noun stands with "the" or "this".
    pub(super) definite: bool,
    /// The tokens of the clause.
    pub(super) clause: Range<usize>,
    /// The words before the noun that say of what sort it is.
    pub(super) words: Range<usize>,
}

/// What was read so far.
#[derive(Debug, Default)]
struct Reading {
    cast: Cast,
    auspices: Vec<Voice>,
    place: Option<usize>,
    time: Option<usize>,
    cues: Cues,
    held: bool,
    definite: bool,
}

impl Parts {
    /// Reads a sentence around a trigger.
    pub(super) fn read(cx: &Context<'_, '_>, sentence: &Range<usize>, trigger: &Trigger) -> Self {
        let mut reading = Reading::default();
        let right = scan::right(cx, sentence, trigger);
        let noun = if trigger.verb { trigger.tokens.start } else { noun_phrase(cx, sentence, trigger, &mut reading) };
        let (verb, light) = if trigger.verb { (noun, Light::Takes) } else { light_verb(cx, sentence, noun) };
        let mut begin = noun;
        if light != Light::None {
            let group = verb_group(cx, sentence, verb, &mut reading);
            begin = group;
            reading.held = !trigger.verb;
            let mut cast = Cast::default();
            begin = subject(cx, sentence, group, &mut cast).min(begin);
            match light {
                Light::Hosts => reading.auspices.extend(cast.voices),
                _ => reading.cast.prepend(cast),
            }
            reading.cues = reading.cues.or(asked(cx, sentence, begin));
            if trigger.bare && !trigger.verb {
                reading.cues.plan = true;
            }
        } else {
            reading.cues = reading.cues.or(governor(cx, sentence, noun));
        }
        if !trigger.verb {
            reading.cues = reading.cues.or(standing::predicate(cx, sentence, trigger.tokens.end, right.end));
        }
        reading.held |= right.held;
        let fronted = light != Light::None || right.held;
        let clause = if fronted { front(cx, sentence, begin, &mut reading) } else { begin };
        let time = right.time.or(reading.time);
        if let Some(time) = time {
            let words = cx.times[time].tokens.clone();
            let next = cx.is_any(words.start, &["next", "tomorrow"])
                || words
                    .clone()
                    .any(|t| cx.is_any(t, &["next", "tomorrow", "coming", "upcoming"]) && !cx.tokens.is(t + 1, "day"));
            let verb = light != Light::None || right.held;
            reading.cues.plan |= next && !(verb && reading.cues == Cues::default() && trigger.verb && !trigger.bare);
        }
        let mut standing = reading.cues.standing();
        if cx.tokens.is(sentence.end - 1, "?") && standing == Standing::Happened {
            standing = Standing::Possible;
        }
        reading.cast.voices.reserve(right.cast.voices.len());
        for (voice, role) in right.cast.voices.into_iter().zip(right.cast.roles) {
            reading.cast.one(voice.range, voice.entity, role);
        }
        reading.auspices.extend(right.auspices);
        // Who helps is no party.
        let auspices = reading.auspices;
        let kept: Vec<bool> = reading.cast.voices.iter().map(|v| !auspices.contains(v)).collect();
        let mut keep = kept.iter();
        reading.cast.voices.retain(|_| *keep.next().unwrap_or(&true));
        let mut keep = kept.iter();
        reading.cast.roles.retain(|_| *keep.next().unwrap_or(&true));
        let clause = trimmed(cx, clause.min(trigger.tokens.start)..right.end.max(trigger.tokens.end));
        Self {
            participants: reading.cast.voices,
            participant_roles: reading.cast.roles,
            place: right.place.or(reading.place),
            time,
            occasion: right.occasion,
            auspices,
            standing,
            held: reading.held,
            definite: reading.definite || trigger.refers,
            clause,
            words: noun..trigger.tokens.start,
        }
    }
}

/// A time or place at the beginning of the sentence, right before the subject: "In October 2017, after a long break, the
/// summit …". Gives where the clause begins.
fn front(cx: &Context<'_, '_>, sentence: &Range<usize>, begin: usize, reading: &mut Reading) -> usize {
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
            What::Time(t) if time.is_none() && cx.times[t].kind == TimeKind::Date => time = Some(t),
            What::Mention(m)
                if place.is_none()
                    && cx.is_any(at, &["in", "at"])
                    && cx.names.mentions[m].kind == EntityType::Place
                    && !cx.names.mentions[m].stands_for_state =>
            {
                place = Some(m);
            }
            _ => break,
        }
        at = unit.tokens.end;
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
    if at != begin {
        return begin;
    }
    reading.time = reading.time.or(time);
    reading.place = reading.place.or(place);
    first
}
