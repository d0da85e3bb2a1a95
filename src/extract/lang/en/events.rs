//! Meetings and other events: participants, place, time, and factuality. `trigger` finds the words that name an event,
//! `parts` reads what depends on them by syntax (`scan` what follows them), `coreference` decides which mentions are of
//! one event. The factuality is read from the verb (`chain`, `group`), from the predicate of the noun (`predicate`) and
//! from what governs either (`scope`, with the words of `heads`); if it is not clear, the event is left out. What does
//! not depend on the trigger by syntax is left out: a missing place is better than a wrong one.

mod participants;
mod apposition;
mod pronoun;
mod chain;
mod group;
mod heads;
mod parts;
mod predicate;
mod coreference;
mod scan;
mod scope;
mod shared;
mod factuality;
mod subject;
mod trigger;
mod unit;
mod words;

use crate::base::time::TimeExtent;
use crate::extract::code::Code;
use crate::extract::finding::{Event, EventKind, Factuality, Names, Quotation, Role, TimeMention};
use crate::extract::lexicon::Classes;
use crate::extract::quoted::Quoted;
use crate::extract::tokens::Tokens;
use jiff::civil::Date;
use parts::Parts;
use std::ops::Range;
use trigger::Trigger;
use unit::Units;

/// Maximum number of events that one verb names.
const MOST_OF_ONE: usize = 4;

/// The input of the functions that read events.
struct Context<'a, 't> {
    tokens: &'a Tokens<'t>,
    names: &'a Names,
    times: &'a [TimeMention],
    roles: &'a [Role],
    units: Units,
    /// The last day on which the article may have been published.
    published: Option<Date>,
}

impl Context<'_, '_> {
    /// Whether a token has one of some classes.
    fn any(&self, token: usize, classes: Classes) -> bool {
        self.tokens.tokens.get(token).is_some_and(|t| t.classes.any(classes))
    }

    /// Whether a time begins after the article was published.
    fn is_to_come(&self, time: usize) -> bool {
        let time = &self.times[time];
        let begins = time.extent.as_ref().map(|e| e.earliest);
        matches!((begins, self.published), (Some(begins), Some(published)) if begins > published)
    }

    /// Whether a token is one of some words.
    fn is_any(&self, token: usize, words: &[&str]) -> bool {
        words.iter().any(|w| self.tokens.is(token, w))
    }
}

/// All events that an article mentions, in order.
pub fn read(
    tokens: &Tokens<'_>,
    names: &Names,
    times: &[TimeMention],
    roles: &[Role],
    quotations: &[Quotation],
    published: Option<&TimeExtent>,
) -> Vec<Event> {
    let units = Units::new(tokens, names, times, roles);
    let cx = Context { tokens, names, times, roles, units, published: published.map(|p| p.latest) };
    let quoted = Quoted::new(quotations);
    let mut events: Vec<Event> = Vec::new();
    let mut numbering = coreference::Numbering::default();
    for (n, sentence) in tokens.sentences_in(Code::ENGLISH) {
        for token in sentence.tokens.clone() {
            if !tokens.tokens[token].classes.any(Classes::EVENT_WORD.and(Classes::EVENT_FRAME)) {
                continue;
            }
            let Some(trigger) = Trigger::at(&cx, &sentence.tokens, token) else { continue };
            let mut from = None;
            // "met Ann Lee on Monday and with Bo Ray on Tuesday": two events of one verb.
            for _ in 0..MOST_OF_ONE {
                let Some(parts) = Parts::read(&cx, &sentence.tokens, &trigger, from) else { break };
                let again = parts.again;
                if is_event(&trigger, &parts) {
                    let event = Event {
                        trigger: tokens.range(&trigger.tokens),
                        range: tokens.range(&parts.clause),
                        paragraph: sentence.paragraph,
                        kind: trigger.kind,
                        factuality: parts.factuality,
                        participants: parts.participants,
                        participant_roles: parts.participant_roles,
                        place: parts.place,
                        time: parts.time,
                        occasion: parts.occasion,
                        auspices: parts.auspices,
                        quotation: quoted.around(tokens.tokens[token].start as usize),
                        event: 0,
                    };
                    let mention = coreference::EventMention {
                        sentence: n,
                        definite: parts.definite,
                        another: parts.another,
                        refers: trigger.refers,
                        words: parts.words,
                    };
                    if let Some(number) = numbering.number(&cx, &events, &event, mention) {
                        events.push(Event { event: number, ..event });
                    }
                }
                from = again;
                if from.is_none() {
                    break;
                }
            }
        }
    }
    events
}

/// Whether enough depends on a trigger for it to be an event: talks as a process, without place or time, are not one.
fn is_event(trigger: &Trigger, parts: &Parts) -> bool {
    let tied = parts.place.is_some() || parts.time.is_some();
    if parts.participants.len() < trigger.least {
        return false;
    }
    match trigger.kind {
        EventKind::Talks | EventKind::Consultations => {
            let off = matches!(parts.factuality, Factuality::Denied | Factuality::Cancelled | Factuality::Postponed);
            tied || (!parts.participants.is_empty() && (parts.held || off))
        }
        EventKind::Conference | EventKind::Visit => {
            tied || (parts.held && !parts.participants.is_empty()) || parts.participants.len() > 1
        }
        // "readiness to host such a meeting"
        EventKind::Meeting | EventKind::Summit => {
            tied || !parts.participants.is_empty()
                || (parts.staged && (parts.factuality != Factuality::Happened || !parts.auspices.is_empty()))
        }
        _ => tied || !parts.participants.is_empty(),
    }
}

/// Tokens without the marks at their ends.
fn trimmed(cx: &Context<'_, '_>, range: Range<usize>) -> Range<usize> {
    let mark = |at: usize| cx.tokens.tokens[at].kind == crate::extract::tokens::TokenKind::Mark;
    let (mut start, mut end) = (range.start, range.end);
    while start + 1 < end && mark(start) {
        start += 1;
    }
    while start + 1 < end && mark(end - 1) {
        end -= 1;
    }
    start..end
}

#[cfg(test)]
mod tests;
