//! Event coreference: which mentions are of one event. Two mentions are if nothing in them is contradictory and enough
//! agrees; "the summit" shortly after a summit is that one.

use super::Context;
use crate::extract::finding::{EntityRef, Event, EventKind, Factuality};
use crate::extract::lang::en::roles::country::same_country;
use crate::extract::lexicon::Classes;
use std::ops::Range;

/// Maximum number of preceding events that a mention is compared with.
const BACK: usize = 24;

/// The properties of a mention that are not published.
#[derive(Debug, Clone)]
pub(super) struct EventMention {
    /// The index of its sentence.
    pub(super) sentence: usize,
    /// Whether its noun is definite.
    pub(super) definite: bool,
    /// Whether "again", "another" or "next" says that it is not one mentioned before.
    pub(super) another: bool,
    /// Whether it only refers to an event mentioned just before.
    pub(super) refers: bool,
    /// The tokens before its noun.
    pub(super) words: Range<usize>,
}

/// Assigns numbers to events.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    mentions: Vec<EventMention>,
    next: usize,
}

impl Numbering {
    /// The number of an event; `None` for a mention that refers to an event that was not mentioned.
    pub(super) fn number(
        &mut self,
        cx: &Context<'_, '_>,
        before: &[Event],
        event: &Event,
        mention: EventMention,
    ) -> Option<usize> {
        let from = before.len().saturating_sub(BACK);
        let mut best: Option<(u32, usize)> = None;
        for (n, other) in before.iter().enumerate().skip(from) {
            if let Some(score) = score(cx, (event, &mention), (other, &self.mentions[n])) {
                // No other mention of that event may contradict this one either.
                let clash = before[from..].iter().any(|o| o.event == other.event && contradict(cx, event, o));
                // Of two equally good ones, the later.
                if !clash && best.is_none_or(|(s, _)| score >= s) {
                    best = Some((score, other.event));
                }
            }
        }
        if best.is_none() && mention.refers {
            return None;
        }
        let number = best.map_or(self.next, |(_, number)| number);
        self.next = self.next.max(number + 1);
        self.mentions.push(mention);
        Some(number)
    }
}

/// The evidence that two mentions are of one event; `None` if there is too little.
fn score(
    cx: &Context<'_, '_>,
    (event, mention): (&Event, &EventMention),
    (other, old): (&Event, &EventMention),
) -> Option<u32> {
    let distance = mention.sentence - old.sentence.min(mention.sentence);
    if mention.refers {
        // "The ministers discussed …": the meeting in the sentence before, if nobody else took part in it.
        let near = distance == 1 && event.paragraph == other.paragraph && other.factuality == Factuality::Happened;
        let fits = other.kind != EventKind::Visit && other.kind != EventKind::Signing && event.participants.len() > 1;
        let parties = other.participants.is_empty() || overlap(cx, event, other);
        return (near && fits && parties && event.place.is_none() && event.time.is_none()).then_some(1);
    }
    if !kinds_agree(event.kind, other.kind) || contradict(cx, event, other) {
        return None;
    }
    // "Ann Lee and Bo Ray signed the treaty": the same people and the same deed, with nothing new in place or time.
    if event.kind == other.kind && same_people(cx, event, other) && distance <= 6 && !mention.another {
        let told = other.place.is_some() || other.time.is_some();
        let new =
            (event.place.is_some() && other.place.is_none() || event.time.is_some() && other.time.is_none()) && told;
        if !new && event.factuality == other.factuality {
            return Some(8);
        }
    }
    let place = matches!((event.place, other.place), (Some(a), Some(b)) if same_place(cx, a, b));
    let time = matches!((event.time, other.time), (Some(a), Some(b)) if same_time(cx, a, b) == Some(true));
    let parties = overlap(cx, event, other);
    let agree = u32::from(place) * 2 + u32::from(time) * 2 + u32::from(parties) * 2;
    let same_kind = event.kind == other.kind;
    let same_qualifier = shared_words(cx, mention, old);
    let more = agree + u32::from(same_kind) + u32::from(same_qualifier) * 2 + u32::from(mention.definite);
    // Two facts agree; or one does, with the same kind and "the"; or "the ministerial meeting" comes shortly after one.
    let same_event = agree >= 4
        || (agree >= 2 && same_kind && (mention.definite || same_qualifier) && distance <= 12)
        || (same_kind && mention.definite && same_qualifier && distance <= 4)
        || (same_kind && mention.definite && distance <= 2 && mention.words.len() <= 1);
    same_event.then_some(more + 4 - u32::try_from(distance.min(3)).unwrap_or(3))
}

fn kinds_agree(one: EventKind, other: EventKind) -> bool {
    use EventKind::{Call, Conference, Consultations, Meeting, Signing, Summit, Talks, Visit};
    match (one, other) {
        (a, b) if a == b => true,
        (Signing | Call | Visit, _) | (_, Signing | Call | Visit) => false,
        (Meeting, Summit | Talks | Consultations | Conference)
        | (Summit | Talks | Consultations | Conference, Meeting) => true,
        (Talks, Summit | Consultations) | (Summit | Consultations, Talks) => true,
        _ => false,
    }
}

/// Whether two mentions say things that cannot both hold for one event.
fn contradict(cx: &Context<'_, '_>, one: &Event, other: &Event) -> bool {
    let places = matches!((one.place, other.place), (Some(a), Some(b)) if !same_place(cx, a, b));
    let times = matches!((one.time, other.time), (Some(a), Some(b)) if same_time(cx, a, b) == Some(false));
    // A past event is not a future one, unless they agree in place and time.
    let to_come = |factuality| !matches!(factuality, Factuality::Happened | Factuality::Denied);
    let factuality = (one.factuality == Factuality::Happened && to_come(other.factuality))
        || (other.factuality == Factuality::Happened && to_come(one.factuality));
    let sure = matches!((one.time, other.time), (Some(a), Some(b)) if same_time(cx, a, b) == Some(true))
        && matches!((one.place, other.place), (Some(a), Some(b)) if same_place(cx, a, b));
    // "Ann Lee met Bo Ray. Bo Ray also met Cy Fox.": each has somebody whom the other has not.
    let each = |a: &Event, b: &Event| {
        (0..a.participants.len()).any(|x| !(0..b.participants.len()).any(|y| same(cx, (a, x), (b, y))))
    };
    let of_verb =
        |event: &Event| ["met", "meets", "meet", "received"].contains(&&cx.tokens.text[event.trigger.clone()]);
    // A denial is of the event with those people.
    let denied = (one.factuality == Factuality::Denied) != (other.factuality == Factuality::Denied);
    let others = (denied || of_verb(one) && of_verb(other) && named(one) && named(other))
        && !one.participants.is_empty()
        && !other.participants.is_empty()
        && each(one, other)
        && each(other, one);
    let parties = !one.participants.is_empty()
        && !other.participants.is_empty()
        && !overlap(cx, one, other)
        && named(one)
        && named(other);
    // "met on the sidelines of the summit": the summit is another event.
    let occasion = |a: &Event, b: &Event| {
        a.occasion.as_ref().is_some_and(|o| o.range.start <= b.trigger.start && b.trigger.end <= o.range.end)
    };
    let beside = occasion(one, other) || occasion(other, one);
    places || times || parties || others || beside || (factuality && !sure)
}

/// Whether all participants are known persons or bodies.
fn named(event: &Event) -> bool {
    event.participants.iter().all(|v| v.entity.is_some())
}

fn same_place(cx: &Context<'_, '_>, one: usize, other: usize) -> bool {
    cx.names.mentions[one].entity == cx.names.mentions[other].entity
}

/// Whether two times may be one; `None` if that cannot be determined.
fn same_time(cx: &Context<'_, '_>, one: usize, other: usize) -> Option<bool> {
    let (a, b) = (&cx.times[one], &cx.times[other]);
    if let (Some(x), Some(y)) = (&a.extent, &b.extent) {
        return Some(x.earliest <= y.latest && y.earliest <= x.latest);
    }
    let words = |range: &Range<usize>| &cx.tokens.text[range.clone()];
    if words(&a.range).eq_ignore_ascii_case(words(&b.range)) || (a.value.is_some() && a.value == b.value) {
        return Some(true);
    }
    // One of them has no place in the calendar: they may be the same, without evidence for it.
    None
}

/// Whether both have a participant in common.
fn overlap(cx: &Context<'_, '_>, one: &Event, other: &Event) -> bool {
    (0..one.participants.len()).any(|a| (0..other.participants.len()).any(|b| same(cx, (one, a), (other, b))))
}

/// Whether both have the same participants, at least two.
fn same_people(cx: &Context<'_, '_>, one: &Event, other: &Event) -> bool {
    let count = one.participants.len();
    count > 1
        && count == other.participants.len()
        && (0..count).all(|a| (0..count).any(|b| same(cx, (one, a), (other, b))))
}

/// Whether a participant is one of another event: the same entity, the same office of the same country, or the same
/// words.
fn same(cx: &Context<'_, '_>, (one, a): (&Event, usize), (other, b): (&Event, usize)) -> bool {
    let (x, y): (&EntityRef, &EntityRef) = (&one.participants[a], &other.participants[b]);
    if let (Some(x), Some(y)) = (x.entity, y.entity) {
        return x == y;
    }
    let role = |event: &Event, n: usize| event.participant_roles.get(n).copied().flatten().map(|r| &cx.roles[r]);
    let name = |m: usize| &cx.tokens.text[cx.names.mentions[m].range.clone()];
    if let (Some(one), Some(other)) = (role(one, a), role(other, b))
        && let (Some(of), Some(other_of)) = (one.of, other.of)
    {
        return one.plain == other.plain && same_country(name(of), name(other_of));
    }
    cx.tokens.text[x.range.clone()].eq_ignore_ascii_case(&cx.tokens.text[y.range.clone()])
}

/// Whether the nouns of two mentions share a qualifying word before them.
fn shared_words(cx: &Context<'_, '_>, one: &EventMention, other: &EventMention) -> bool {
    one.words.clone().any(|a| {
        let t = &cx.tokens.tokens[a];
        let says = !t.classes.any(Classes::FUNCTION.and(Classes::EVENT_PLAN).and(Classes::EVENT_MAYBE))
            && t.range().len() > 4
            && !cx.is_any(a, &["first", "second", "joint", "recent", "latest", "annual", "another", "previous"]);
        says && other.words.clone().any(|b| cx.tokens.word(a).eq_ignore_ascii_case(cx.tokens.word(b)))
    })
}
