//! The subject of a narrator's sentence.

use super::QuotationFinder;
use super::phrase::{Phrase, PhraseKind};
use crate::extract::finding::EntityType;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

impl QuotationFinder<'_, '_> {
    /// The subject of a sentence, found without a parser: the first name or pronoun that nothing governs.
    pub(super) fn subject_of(&self, span: &Range<usize>) -> Option<Phrase> {
        let mut at = span.start;
        let leads = [
            "when", "while", "although", "though", "as", "if", "because", "since", "after", "before", "asked", "citing",
        ];
        if at < span.end && leads.iter().any(|w| self.tokens.is(at, w)) {
            let comma = (at..span.end.min(at + 40)).find(|t| self.tokens.is(*t, ",") && !self.inside(*t));
            at = comma.map_or(at, |c| c + 1);
        }
        let to = span.end.min(at + 30);
        while at < to {
            let token = &self.tokens.tokens[at];
            if self.inside(at) || token.kind != TokenKind::Word {
                at += 1;
                continue;
            }
            let led = at > span.start && self.tokens.tokens[at - 1].classes.any(Classes::PREPOSITION);
            if token.classes.any(Classes::PREPOSITION) {
                // Skips the phrase that the preposition governs.
                at = self.phrase_after(at + 1, to).map_or(at + 1, |p| p.tokens.end);
                continue;
            }
            if self.is_pronoun(at) && !self.tokens.is(at, "who") {
                return Some(Phrase { tokens: at..at + 1, words: at..at + 1, kind: PhraseKind::Pronoun, head: at });
            }
            let phrase = self.phrase_after(at, span.end);
            match phrase {
                Some(p) if !led => {
                    let owner = self.tokens.tokens.get(p.tokens.end).is_some_and(|t| t.kind == TokenKind::Possessive);
                    let acts = match p.kind {
                        PhraseKind::Name(m) => {
                            let m = &self.names.mentions[m];
                            matches!(m.kind, EntityType::Person | EntityType::Organisation | EntityType::Nationality)
                                || m.kind == EntityType::Place && (m.stands_for_state || at == span.start)
                        }
                        _ => {
                            let speaks = Classes::SPEAKER.and(Classes::SPEAKING_BODY);
                            self.tokens.tokens[p.head].classes.any(speaks) || self.is_medium(&p) && at == span.start
                        }
                    };
                    if !owner && acts {
                        return Some(self.named_behind(p, span.end));
                    }
                    at = p.tokens.end.max(at + 1);
                }
                _ => at += 1,
            }
        }
        None
    }
}
