//! Reports of the sentence before: "The bridge is closed. This was reported by the ministry." A sentence that has a verb
//! of saying, its subject and nothing that is said refers back to what was said last.

use super::{Assembly, kind, quotation};
use crate::extract::lang::en::speech::NarratorSentence;
use crate::extract::lang::en::speech::cue::Cue;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

/// A sentence that may be what the next one reports.
#[derive(Debug, Clone)]
pub(super) struct Reportable {
    tokens: Range<usize>,
    paragraph: Option<usize>,
    /// Whether its paragraph begins with it.
    begins: bool,
    /// Whether something in it is said by somebody already.
    said: bool,
}

impl Assembly<'_, '_, '_> {
    /// Remembers a sentence for the next one.
    pub(super) fn remember(&mut self, unit: &NarratorSentence, said: bool) {
        let begins = self.before.as_ref().is_none_or(|b| b.paragraph != unit.paragraph);
        self.before = Some(Reportable { tokens: unit.tokens.clone(), paragraph: unit.paragraph, begins, said });
    }

    /// Gives the sentence before to the speaker of a sentence that reports it: "X told reporters about this".
    pub(super) fn report_before(&mut self, unit: &NarratorSentence, cue: &Cue) {
        let Some(before) = self.before.clone() else { return };
        let follows = match (before.paragraph, unit.paragraph) {
            (Some(b), Some(u)) => b == u || b + 1 == u && before.begins,
            _ => false,
        };
        let ends = before.tokens.end - 1;
        let states = self.reader.tokens.is(ends, ".") && !before.tokens.clone().any(|t| self.in_quote(t));
        let Some(speaker) = cue.speaker.as_ref().filter(|_| follows && states) else { return };
        let (mut content, mut quoted, mut plain) = (Vec::new(), 0, 0);
        self.pieces(&before.tokens, &mut content, &mut quoted, &mut plain);
        if content.is_empty() {
            return;
        }
        let speaker = self.reader.resolve(speaker, self.last.as_ref());
        self.found.push(quotation(kind(quoted, plain), content, Some(speaker.entity_ref), before.paragraph));
        self.name(self.found.len() - 1, cue);
    }

    /// "The ministry reported.", "The ministry said in a statement on Monday.": a verb of reporting without anything that
    /// is reported.
    pub(super) fn reports_before(&mut self, unit: &NarratorSentence, cue: &Cue) {
        let reports = REPORTING.iter().any(|w| self.reader.tokens.is(cue.verb.end - 1, w));
        let said = self.before.as_ref().is_none_or(|b| b.said);
        if reports && !said && !cue.joined && cue.verb.len() == 1 && self.only_circumstances(unit, cue) {
            self.report_before(unit, cue);
        }
    }

    /// Whether only the addressee, the medium and the day follow a verb in its sentence.
    fn only_circumstances(&self, unit: &NarratorSentence, cue: &Cue) -> bool {
        let reader = self.reader;
        let circumstance = |t: usize| {
            let token = &reader.tokens.tokens[t];
            let named = cue.medium.as_ref().is_some_and(|m| m.contains(&t))
                || cue.addressee.as_ref().is_some_and(|a| a.tokens.contains(&t));
            let day = matches!(token.kind, TokenKind::Mark | TokenKind::Number)
                || token.classes.any(Classes::CALENDAR.and(Classes::SPEECH_ADVERB))
                || ["on", "in", "to"].iter().any(|w| reader.tokens.is(t, w))
                    && (cue.addressee.as_ref().is_some_and(|a| a.tokens.start == t + 1)
                        || reader.tokens.tokens.get(t + 1).is_some_and(|n| n.classes.any(Classes::CALENDAR)));
            named || day
        };
        let first = if cue.inverted { cue.clause.end } else { cue.verb.end };
        (first..unit.tokens.end).all(|t| !self.in_quote(t) && circumstance(t))
    }
}

/// Verbs of agencies and press services that are said of what stands before them.
const REPORTING: &[&str] = &[
    "reported", "reports", "report", "said", "says", "informed", "informs", "announced", "announces", "stated",
    "states", "noted", "notes", "told", "wrote", "writes",
];
