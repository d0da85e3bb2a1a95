//! The medium of reported speech: "in an interview with Interfax", "a statement from the ministry".

use crate::extract::lang::en::speech::QuotationFinder;
use crate::extract::lang::en::speech::phrase::{Phrase, PhraseKind};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

impl QuotationFinder<'_, '_> {
    pub(in crate::extract::lang::en::speech) fn is_medium(&self, phrase: &Phrase) -> bool {
        phrase.kind == PhraseKind::Noun && self.tokens.tokens[phrase.head].classes.any(Classes::MEDIUM)
    }

    /// "a statement from the ministry": a text that the speaker issued.
    pub(super) fn issued_in(&self, phrase: &Phrase) -> Option<Range<usize>> {
        if phrase.words.start < phrase.tokens.start + 2 {
            return None;
        }
        let noun =
            (phrase.tokens.start..phrase.words.start).find(|t| self.tokens.tokens[*t].classes.any(Classes::MEDIUM))?;
        Some(phrase.tokens.start..noun + 1)
    }

    /// A noun for a medium, shortly before: "a letter to the board stating".
    pub(super) fn medium_near(&self, from: usize, start: usize) -> Option<usize> {
        let prep = start.checked_sub(1).filter(|p| *p > from)?;
        if !["to", "for", "from", "by", "with"].iter().any(|w| self.tokens.is(prep, w)) {
            return None;
        }
        let left = self.phrase_before(from, prep - 1)?;
        self.is_medium(&left).then_some(left.tokens.start)
    }

    /// The medium named in some tokens: "in an interview with Interfax".
    pub(super) fn medium_in(&self, tokens: Range<usize>) -> Option<Range<usize>> {
        let mut at = tokens.start;
        while at < tokens.end {
            let opens = ["in", "on", "at", "during", "via", "through", "by"].iter().any(|w| self.tokens.is(at, w));
            if opens && !self.inside(at) {
                let noun = (at + 1..tokens.end.min(at + 8))
                    .take_while(|t| {
                        let token = &self.tokens.tokens[*t];
                        token.kind != TokenKind::Mark || self.tokens.is(*t, "-")
                    })
                    .take_while(|t| !self.tokens.tokens[*t].classes.any(Classes::PREPOSITION))
                    .filter(|t| self.tokens.tokens[*t].classes.any(Classes::MEDIUM))
                    .last();
                if let Some(noun) = noun {
                    let mut end = noun + 1;
                    let with = ["with", "to", "for", "by", "on", "of"].iter().any(|w| self.tokens.is(end, w));
                    if with
                        && end + 1 < tokens.end
                        && !self.inside(end)
                        && let Some(last) = self.last_token_of_phrase(end + 1, tokens.end)
                    {
                        end = last + 1;
                    }
                    return Some(at..end.min(tokens.end));
                }
            }
            at += 1;
        }
        None
    }

    /// "In a statement, the ministry said".
    pub(super) fn medium_before(&self, from: usize, start: usize) -> Option<Range<usize>> {
        let from = from.max(start.saturating_sub(14));
        let begin = (from..start).rev().find(|t| self.inside(*t)).map_or(from, |t| t + 1);
        let medium = self.medium_in(begin..start)?;
        let near = (medium.end..start).all(|t| self.tokens.is(t, ","));
        near.then_some(medium)
    }

    fn last_token_of_phrase(&self, at: usize, to: usize) -> Option<usize> {
        self.phrase_after(at, to).map(|p| p.tokens.end - 1)
    }
}
