//! Cues that refer back: "X told reporters about this", "This was reported by X", and forms of the passive whose agent
//! speaks: "As reported by X, …", "It was reported by X that …".

use super::{AUXILIARIES, After, Cue};
use crate::extract::lang::en::speech::QuotationFinder;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

impl QuotationFinder<'_, '_> {
    /// Whether "this", "so" or "about this", by which the sentence before is meant, is all that a verb of reporting has
    /// as its object. Gives the token after it.
    pub(super) fn refers_back(&self, cue: &Cue, at: usize, to: usize) -> Option<usize> {
        let is = |t: usize, words: &[&str]| words.iter().any(|w| self.tokens.is(t, w));
        let spoke = is(cue.verb.start, SPOKE) && is(cue.verb.end - 1, &["about", "of"]);
        if at >= to || self.inside(at) || !(spoke || is(cue.verb.start, REPORTED)) {
            return None;
        }
        let about = !spoke && is(at, &["about", "of"]) && at + 1 < to;
        let this = at + usize::from(about);
        let heard = about && cue.addressee.is_some();
        let meant = is(this, &["this"]) || !about && !spoke && is(this, &["so"]) || heard && is(this, &["it", "that"]);
        let next = this + 1;
        let alone = next >= to
            || self.is_break(next)
            || self.tokens.tokens[next]
                .classes
                .any(Classes::PREPOSITION.and(Classes::SPEECH_ADVERB).and(Classes::CALENDAR));
        (meant && alone && !self.inside(this)).then_some(next)
    }

    /// "This was reported by Karasin", "It was reported by Karasin that …", "As reported by Karasin, …": the participle
    /// `at` with its agent.
    pub(super) fn reported_by(&self, unit: &Range<usize>, at: usize, classes: Classes) -> Option<Cue> {
        let is = |t: usize, words: &[&str]| words.iter().any(|w| self.tokens.is(t, w));
        if !is(at, REPORTED) {
            return None;
        }
        let as_reported = at > unit.start && is(at - 1, &["as"]);
        let subject = if is(unit.start, &["the"]) && is(unit.start + 1, &["news", "information"]) { 2 } else { 1 };
        let anaphor = subject == 2 || is(unit.start, &["this", "that", "it"]);
        let predicate = unit.start + subject..at;
        let passive = anaphor
            && !predicate.is_empty()
            && predicate.clone().all(|t| {
                is(t, AUXILIARIES) || self.tokens.tokens[t].classes.any(Classes::SPEECH_ADVERB) || self.is_manner(t)
            });
        if !(as_reported || passive) {
            return None;
        }
        // "was reported on Monday by", "was told to journalists by"
        let by = (at + 1..unit.end.min(at + 8)).take_while(|t| !self.is_break(*t) && !self.inside(*t)).find(|t| {
            is(*t, &["by"]) || !as_reported && is(*t, &["in"]) && is(at, &["stated", "said", "reported", "noted"])
        })?;
        let phrase = self.phrase_after(by + 1, unit.end).filter(|p| self.can_speak(p))?;
        // "stated in the report": the report speaks; "reported in Vienna" names no speaker.
        if is(by, &["in"]) && !self.is_medium(&phrase) {
            return None;
        }
        let speaker = self.named_later(phrase, unit.end);
        let end = speaker.tokens.end;
        let start = if as_reported { at - 1 } else { unit.start };
        let after = match self.next(end, unit.end) {
            Some(next) if as_reported && self.tokens.is(next, ",") => After::Comma(next + 1),
            _ if as_reported => After::Nothing,
            Some(next) if self.tokens.is(next, "that") && next + 1 < unit.end => After::Content(next + 1),
            _ => After::SentenceBefore,
        };
        let clause_end = if matches!(after, After::Content(_)) { end + 1 } else { end };
        let cue = Cue::new(at..at + 1, start..clause_end, classes);
        let medium = self.medium_in(end..unit.end);
        Some(Cue { speaker: Some(speaker), after, inverted: true, medium, ..cue })
    }

    /// The number of words after a verb that make it one of saying: "made clear", "made it clear".
    pub(super) fn made_clear(&self, at: usize, to: usize) -> Option<usize> {
        let is = |t: usize, words: &[&str]| t < to && words.iter().any(|w| self.tokens.is(t, w));
        let it = usize::from(is(at + 1, &["it"]));
        let clear = is(at, &["made", "makes", "make", "making"]) && is(at + 1 + it, &["clear", "plain"]);
        (clear && is(at + 2 + it, &["that"])).then_some(1 + it)
    }

    /// The number of words of a noun that carries the clause: "expressed hope that", "voiced his concern that".
    pub(super) fn expressed(&self, at: usize, to: usize) -> Option<usize> {
        let is = |t: usize, words: &[&str]| words.iter().any(|w| self.tokens.is(t, w));
        if !is(at, EXPRESSING) {
            return None;
        }
        let that = (at + 2..to.min(at + 6)).find(|t| is(*t, &["that"]))?;
        let plain = (at + 1..that).all(|t| {
            let token = &self.tokens.tokens[t];
            token.kind == TokenKind::Word && !token.classes.any(Classes::PREPOSITION) && !self.inside(t)
                || token.kind == TokenKind::Possessive
        });
        (plain && is(that - 1, ATTITUDES)).then_some(that - at - 1)
    }
}

/// Verbs of reporting.
#[rustfmt::skip]
const REPORTED: &[&str] = &[
    "reported", "reports", "stated", "states", "announced", "announces", "said", "says", "noted", "notes", "told", "tells",
    "informed", "informs", "wrote", "writes", "confirmed", "confirms", "disclosed", "revealed", "added",
];
/// Verbs of speaking about something.
const SPOKE: &[&str] = &["spoke", "speaks", "talked", "talks"];
/// Verbs whose object is an attitude.
const EXPRESSING: &[&str] = &[
    "express", "expresses", "expressed", "expressing", "voice", "voices", "voiced", "voicing", "reiterated",
    "reiterates", "repeated", "repeats",
];
/// Nouns of attitudes and utterances that a clause with "that" completes.
#[rustfmt::skip]
const ATTITUDES: &[&str] = &[
    "hope", "hopes", "confidence", "concern", "concerns", "belief", "conviction", "regret", "fear", "fears", "optimism",
    "certainty", "satisfaction", "surprise", "opinion", "view", "doubt", "doubts", "warning", "claim", "promise", "worry",
    "worries", "expectation", "disappointment", "alarm", "call", "demand",
];
