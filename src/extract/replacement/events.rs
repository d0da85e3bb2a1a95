//! Events that are given. What a file does not say of the factuality of an event is taken from the program's own reading
//! of the same words; if neither says it, the event is left out: that it is mentioned does not mean that it happened.

use crate::extract::apart::OUTSIDE;
use crate::extract::finding::{Event, Quotation, TimeMention};
use crate::extract::given::{GivenEvent, LeftOut, Reference};
use crate::extract::quoted::Quoted;
use crate::extract::reference::{References, Referrer};
use std::collections::HashMap;
use std::ops::Range;

/// The events that are given, in order, and their numbers. `own` are the events that the program reads.
pub(in crate::extract) fn given(
    references: References<'_, '_>,
    times: &[TimeMention],
    quotations: &[Quotation],
    own: &[Event],
    given: &[GivenEvent],
    left: &mut LeftOut,
) -> (Vec<Event>, Vec<usize>) {
    let quoted = Quoted::new(quotations);
    let mut events: Vec<(&GivenEvent, Event)> = Vec::with_capacity(given.len());
    for event in given {
        let from = Referrer { number: event.number, range: &event.range };
        if references.tokens.within_paragraph(&event.range).is_none() {
            left.add(event.number, OUTSIDE);
            continue;
        }
        let trigger = references.words_inside(from, "trigger", event.trigger.as_ref(), left);
        let trigger = trigger.unwrap_or_else(|| event.range.clone());
        let touches = |of: &Event| of.trigger.start < trigger.end && trigger.start < of.trigger.end;
        let read = own.iter().find(|own| own.kind == event.kind && touches(own));
        let Some(factuality) = event.factuality.or_else(|| Some(read?.factuality)) else {
            left.add(event.number, "it is not said whether the event happened, and its words do not show it");
            continue;
        };
        let all = |what: &str, of: &[Reference], left: &mut LeftOut| {
            of.iter().filter_map(|of| references.entity(from, what, Some(of), left)).collect::<Vec<_>>()
        };
        let participants = all("participant", &event.participants, left);
        let auspices = all("auspices", &event.auspices, left);
        let place = references.mention(from, "place", event.place.as_ref(), left);
        let time = time(references, times, from, event.time.as_ref(), left);
        let mut range = event.range.start.min(trigger.start)..event.range.end.max(trigger.end);
        if event.range == trigger {
            // Only the word is given: the words of the claim reach to what depends on it in the sentence.
            let parts = participants.iter().map(|p| p.range.clone());
            let parts = parts.chain(place.map(|at| references.names.mentions[at].range.clone()));
            let parts = parts.chain(time.map(|at| times[at].range.clone()));
            range = with_parts(range, references.sentence(&trigger), parts);
        }
        events.push((
            event,
            Event {
                paragraph: references.paragraph_number(&range),
                range,
                kind: event.kind,
                factuality,
                participant_roles: vec![None; participants.len()],
                participants,
                place,
                time,
                occasion: references.entity(from, "occasion", event.occasion.as_ref(), left),
                auspices,
                quotation: quoted.around(trigger.start),
                trigger,
                event: 0,
            },
        ));
    }
    events.sort_by_key(|(given, event)| (event.trigger.start, event.trigger.end, given.number));
    let mut same: HashMap<&str, usize> = HashMap::new();
    let mut next = 0;
    for (given, event) in &mut events {
        let mut new = || {
            next += 1;
            next - 1
        };
        event.event = match &given.identity {
            Some(identity) => *same.entry(identity).or_insert_with(new),
            None => new(),
        };
    }
    let numbers = events.iter().map(|(given, _)| given.number).collect();
    (events.into_iter().map(|(_, event)| event).collect(), numbers)
}

fn time(
    references: References<'_, '_>,
    times: &[TimeMention],
    from: Referrer<'_>,
    of: Option<&Reference>,
    left: &mut LeftOut,
) -> Option<usize> {
    let range = references.words(from, "time", of, left)?;
    let found = times.iter().position(|time| time.range == range);
    if found.is_none() {
        let words = &references.tokens.text[range];
        left.add(from.number, format!("its time is left out: no time is read at {words:?}"));
    }
    found
}

/// A range with the parts that stand in the same sentence.
fn with_parts(
    range: Range<usize>,
    sentence: Option<Range<usize>>,
    parts: impl Iterator<Item = Range<usize>>,
) -> Range<usize> {
    let Some(sentence) = sentence else { return range };
    let inside = parts.filter(|p| !p.is_empty() && sentence.start <= p.start && p.end <= sentence.end);
    inside.fold(range, |all, part| all.start.min(part.start)..all.end.max(part.end))
}
