//! Utterances that are not asserted: "It is not true that Holt said …", "Did Holt say …?", "Holt never said “…”".

use crate::extract::lang::en::speech::QuotationFinder;
use crate::extract::lang::en::speech::phrase::Phrase;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

impl QuotationFinder<'_, '_> {
    /// Whether a clause of saying with this subject, its verb ending before `end`, is denied, doubted, asked or
    /// imagined by the words around it.
    pub(super) fn is_not_asserted(&self, unit: &Range<usize>, speaker: &Phrase, end: usize) -> bool {
        let start = self.bare_start(unit.start, speaker);
        let is = |t: usize, words: &[&str]| words.iter().any(|w| self.tokens.is(t, w));
        // "that Lena Holt" is one phrase, as "that man" is.
        let start = start + usize::from(is(start, &["that"]));
        if is(start, IMAGINED) || is(start, &["few", "no", "nobody", "none"]) {
            return true;
        }
        let Some(before) = start.checked_sub(1).filter(|b| *b >= unit.start && !self.inside(*b)) else { return false };
        if is(before, IMAGINED) {
            return true;
        }
        if self.is_either(unit.start, start) {
            return true;
        }
        if is(before, ASKING) {
            let asks = before.checked_sub(1).filter(|b| *b >= unit.start);
            let question = unit.end > end && self.tokens.is(unit.end - 1, "?") && !self.inside(unit.end - 1);
            return question || asks.is_none_or(|b| is(b, &["why", "when", "where", "how", "what"]));
        }
        if !self.tokens.is(before, "that") {
            return false;
        }
        let Some(noun) = before.checked_sub(1).filter(|b| *b >= unit.start && !self.inside(*b)) else { return false };
        let lowest = unit.start.max(noun.saturating_sub(5));
        let clause = (lowest..noun).rev().take_while(|t| self.tokens.tokens[*t].kind != TokenKind::Mark);
        let denied = clause.into_iter().any(|t| self.is_negation(t) || is(t, NOBODY));
        if is(noun, DOUBTED) {
            return !denied;
        }
        if is(noun, HELD) {
            return denied;
        }
        is(noun, REPORTS) && self.is_refuted(end, unit.end)
    }

    /// "Either Holt or Hart said"
    fn is_either(&self, from: usize, start: usize) -> bool {
        let or = start.checked_sub(1).filter(|o| *o > from && self.tokens.is(*o, "or"));
        let first = or.and_then(|or| self.phrase_before(from, or - 1));
        first.is_some_and(|p| self.names_a_person(&p))
    }

    /// Whether the rest of the sentence refutes it: "… was denied", "… are false".
    fn is_refuted(&self, from: usize, to: usize) -> bool {
        (from + 1..to).any(|t| {
            let refuted = REFUTED.iter().any(|w| self.tokens.is(t, w)) && !self.inside(t);
            refuted && (t.saturating_sub(3).max(from)..t).any(|b| self.is_form_of_be(b))
        })
    }

    /// Whether the verb of saying next to a quote states that the words were not said: "Holt never said: “…”", "“…,”
    /// Holt did not say", "Holt was misquoted as saying “…”", "It is not true that Holt said “…”".
    pub(in crate::extract::lang::en::speech) fn is_not_said(&self, unit: &Range<usize>, quote: &Range<usize>) -> bool {
        let verbs = Classes::SAY.and(Classes::SAY_OBJECT).and(Classes::SAY_NAMING).and(Classes::SAYING);
        let is_verb = |t: &usize| self.tokens.tokens[*t].classes.any(verbs) && !self.inside(*t);
        let stops = |t: usize| self.is_break(t) || self.inside(t);
        // A colon or comma directly before or after the quote belongs to it.
        let before = quote.start - usize::from(quote.start > unit.start && self.is_break(quote.start - 1));
        let lowest = unit.start.max(before.saturating_sub(8));
        let left = (lowest..before).rev().take_while(|t| !stops(*t)).find(is_verb);
        let behind = quote.end + usize::from(quote.end < unit.end && self.is_break(quote.end));
        let highest = unit.end.min(behind + 8);
        let right = (behind..highest.max(behind)).take_while(|t| !stops(*t)).find(is_verb);
        left.or(right).is_some_and(|verb| self.is_refused(unit, verb))
    }

    fn is_refused(&self, unit: &Range<usize>, verb: usize) -> bool {
        let is = |t: usize, words: &[&str]| words.iter().any(|w| self.tokens.is(t, w));
        let lowest = unit.start.max(verb.saturating_sub(5));
        for b in (lowest..verb).rev() {
            if self.inside(b) || self.is_negation(b) || is(b, NOBODY) || is(b, MISQUOTED) {
                return !self.inside(b);
            }
            let adverb = self.tokens.word(b).ends_with("ly")
                || self.tokens.tokens[b].classes.any(Classes::SPEECH_ADVERB)
                || is(b, &["ever", "as", "quoted", "cited"]);
            if adverb || super::AUXILIARIES.iter().any(|w| self.tokens.is(b, w)) {
                continue;
            }
            return self.phrase_before(unit.start, b).is_some_and(|p| self.is_not_asserted(unit, &p, verb + 1));
        }
        false
    }
}

/// Verbs that make the clause after them imagined.
const IMAGINED: &[&str] = &["imagine", "imagining", "suppose", "supposing"];
/// Auxiliaries before a subject.
#[rustfmt::skip]
const ASKING: &[&str] = &[
    "did", "does", "do", "has", "have", "had", "should", "didn't", "doesn't", "don't", "hasn't", "haven't", "n't",
];
/// Words for an empty subject.
const NOBODY: &[&str] = &["no", "nobody", "none", "nothing", "hardly", "no-one", "few"];
/// Words for misquotation.
const MISQUOTED: &[&str] = &["misquoted", "misreported", "wrongly", "falsely", "incorrectly", "mistakenly"];
/// Words before "that" which deny or doubt the clause.
#[rustfmt::skip]
const DOUBTED: &[&str] = &[
    "untrue", "false", "wrong", "incorrect", "unlikely", "impossible", "improbable", "doubtful", "possible", "unclear",
    "doubt", "doubts", "doubted", "disbelieve", "imagine", "imagined", "suppose", "pretend", "pretended", "rumour",
    "rumours", "rumor", "rumors", "gossip", "myth", "hoax", "lie", "lies", "wish", "wishes",
];
/// Words before "that" which do so only if they are negated themselves.
#[rustfmt::skip]
const HELD: &[&str] = &[
    "true", "case", "fact", "believe", "believes", "believed", "think", "thinks", "thought", "certain", "clear", "sure",
    "proof", "evidence", "likely", "proven", "proved", "confirmed", "convinced", "plausible", "credible",
];
/// Nouns for reports of others.
#[rustfmt::skip]
const REPORTS: &[&str] = &[
    "report", "reports", "claim", "claims", "story", "stories", "news", "allegation", "allegations", "assertion",
    "suggestion", "suggestions",
];
/// Words that refute a report.
#[rustfmt::skip]
const REFUTED: &[&str] = &[
    "denied", "false", "untrue", "wrong", "incorrect", "retracted", "withdrawn", "refuted", "rejected", "unfounded",
    "baseless", "fabricated", "dismissed", "disproved", "debunked",
];
