//! Quotations and reported speech, with their speakers. Quotation marks are paired (`marks`), verbs of saying are found
//! with their subjects (`cue`, `phrase`), and the content that each introduces is cut out (`assemble`). Content without
//! a verb goes to the subject of its sentence (`subject`). Pronouns and titles are resolved among those who spoke
//! before (`speaker`).
//!
//! Content, cue and source follow the annotation of attribution in news (Pareti, PARC 3.0, LREC 2016): the content is
//! what is said, without the marks and without "that"; the cue is the verb; the source is the phrase that names the
//! speaker.

mod assemble;
mod cue;
mod marks;
mod phrase;
mod subject;
#[cfg(test)]
mod tests;
mod speaker;

use crate::extract::finding::Names;
use crate::extract::finding::{Quotation, Role};
use crate::extract::tokens::{Letters, TokenKind, Tokens};
use marks::Quote;
use speaker::Title;
use std::ops::Range;

/// All quotations and reported speech in an article, in order.
pub fn read(tokens: &Tokens<'_>, names: &Names, roles: &[Role]) -> Vec<Quotation> {
    let quotes = marks::quotes(tokens);
    let (titles, persons) = speaker::titles(tokens, names);
    let mut reader = QuotationFinder { tokens, names, roles, quotes, titles, persons, alone: None };
    reader.alone = reader.alone();
    assemble::assemble(&reader)
}

/// The input of all functions of this module.
struct QuotationFinder<'r, 't> {
    tokens: &'r Tokens<'t>,
    names: &'r Names,
    roles: &'r [Role],
    quotes: Vec<Quote>,
    titles: Vec<Title>,
    /// For each entity, whether a title shows that it is a person.
    persons: Vec<bool>,
    /// The first person that is named, and the token at which another one is.
    alone: Option<(usize, usize)>,
}

/// A sentence of the narrator; a sentence inside a quotation does not end it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct NarratorSentence {
    tokens: Range<usize>,
    paragraph: Option<usize>,
}

impl QuotationFinder<'_, '_> {
    /// The narrator's sentences, in order.
    fn units(&self) -> Vec<NarratorSentence> {
        let mut units: Vec<NarratorSentence> = Vec::with_capacity(self.tokens.sentences.len());
        let mut quote = 0;
        let mut open: Option<NarratorSentence> = None;
        for (_, sentence) in self.tokens.english() {
            let mut from = sentence.tokens.start;
            while self.quotes.get(quote).is_some_and(|q| q.tokens.end <= from) {
                quote += 1;
            }
            let within = self.quotes.get(quote).is_some_and(|q| q.tokens.start < from);
            let mut unit = match open.take() {
                Some(unit) if within && unit.paragraph == sentence.paragraph => {
                    from = unit.tokens.start;
                    NarratorSentence { tokens: from..sentence.tokens.end, paragraph: unit.paragraph }
                }
                other => {
                    units.extend(other);
                    NarratorSentence { tokens: sentence.tokens.clone(), paragraph: sentence.paragraph }
                }
            };
            // A quotation that ends with a full stop ends the sentence around it, if a capital follows.
            for q in self.quotes[quote..].iter().take_while(|q| q.tokens.start < sentence.tokens.end) {
                let (start, end) = (q.tokens.start, q.tokens.end);
                if start > unit.tokens.start && start < unit.tokens.end && self.is_terminal(start - 1) {
                    units.push(NarratorSentence { tokens: unit.tokens.start..start, paragraph: unit.paragraph });
                    unit.tokens.start = start;
                }
                if end >= unit.tokens.end || end <= unit.tokens.start {
                    continue;
                }
                if self.is_terminal(q.inner.end - 1) && self.begins(end) {
                    let rest = end..unit.tokens.end;
                    units.push(NarratorSentence { tokens: unit.tokens.start..end, paragraph: unit.paragraph });
                    unit.tokens = rest;
                }
            }
            open = Some(unit);
        }
        units.extend(open);
        units
    }

    fn is_terminal(&self, at: usize) -> bool {
        [".", "!", "?", "…"].iter().any(|w| self.tokens.is(at, w))
    }

    /// Whether a sentence may begin here.
    fn begins(&self, at: usize) -> bool {
        let token = &self.tokens.tokens[at];
        match token.kind {
            TokenKind::Mark => ["“", "\"", "‘", "«", "„", "`", "("].iter().any(|w| self.tokens.is(at, w)),
            _ => token.letters != Letters::Small,
        }
    }
}
