//! The function of single words in a phrase: adverbs, pronouns, possessives, nouns for speakers; and the mentions that
//! cover them.

use super::Phrase;
use crate::extract::finding::EntityType;
use crate::extract::lang::en::speech::QuotationFinder;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

impl QuotationFinder<'_, '_> {
    /// The words of a noun phrase that name its speaker: all of it, unless it ends with a name that no list has, after a noun
    /// that is no title. "the talks" of "After the talks Moss said" belong to what stands before.
    pub(super) fn named_part(&self, phrase: &Range<usize>, head: usize) -> Range<usize> {
        let is_name = |at: usize| {
            let token = &self.tokens.tokens[at];
            let other = title_words().and(Classes::SPEAKING_BODY).and(Classes::MEDIUM).and(Classes::FUNCTION);
            token.kind == TokenKind::Word && token.is_capital() && !token.classes.any(other)
        };
        let start = (phrase.start..=head).rev().take_while(|at| is_name(*at)).last();
        let before = start.and_then(|start| start.checked_sub(1)).filter(|before| phrase.contains(before));
        let is_other = |at: usize| {
            let token = &self.tokens.tokens[at];
            let belongs = title_words().and(Classes::DETERMINER);
            token.kind == TokenKind::Word && token.letters == Letters::Small && !token.classes.any(belongs)
        };
        match (start, before) {
            (Some(start), Some(before)) if is_other(before) => start..phrase.end,
            _ => phrase.clone(),
        }
    }

    /// An adverb of manner: "calmly".
    pub(in crate::extract::lang::en::speech) fn is_manner(&self, at: usize) -> bool {
        let nouns = ["family", "assembly", "monopoly", "anomaly", "supply", "reply", "bully", "italy", "july"];
        self.tokens.tokens.get(at).is_some_and(|t| t.letters == Letters::Small)
            && self.tokens.word(at).len() > 4
            && self.tokens.word(at).ends_with("ly")
            && !nouns.iter().any(|w| self.tokens.is(at, w))
    }

    /// A possessive ending, also if tokenised text separates it: "aircraft 's".
    pub(in crate::extract::lang::en::speech) fn is_possessive(&self, at: usize) -> bool {
        let all = &self.tokens.tokens;
        all[at].kind == TokenKind::Possessive
            || all[at].kind == TokenKind::Mark
                && matches!(self.tokens.word(at), "'" | "’")
                && all.get(at + 1).is_some_and(|t| !t.spaced || at > 0 && self.tokens.word(at - 1).ends_with('s'))
                && (self.tokens.is(at + 1, "s") || at > 0 && self.tokens.word(at - 1).ends_with('s'))
            || self.tokens.is(at, "s") && at > 0 && matches!(self.tokens.word(at - 1), "'" | "’")
    }

    /// Whether a noun means a body, not a person.
    pub(in crate::extract::lang::en::speech) fn is_body(&self, phrase: &Phrase) -> bool {
        let classes = self.tokens.tokens[phrase.head].classes;
        classes.any(Classes::SPEAKING_BODY.and(Classes::MEDIUM)) && !classes.any(Classes::SPEAKER)
    }

    pub(in crate::extract::lang::en::speech) fn is_role_noun(&self, at: usize) -> bool {
        self.tokens.tokens[at].classes.any(Classes::SPEAKER.and(Classes::SPEAKING_BODY).and(Classes::MEDIUM))
    }

    pub(in crate::extract::lang::en::speech) fn is_determiner(&self, at: usize) -> bool {
        self.tokens.tokens[at].classes.any(Classes::DETERMINER)
    }

    pub(in crate::extract::lang::en::speech) fn is_pronoun(&self, at: usize) -> bool {
        ["he", "she", "it", "they", "we", "i", "who"].iter().any(|w| self.tokens.is(at, w))
    }

    pub(in crate::extract::lang::en::speech) fn is_object_pronoun(&self, at: usize) -> bool {
        ["him", "her", "them", "us", "me", "you"].iter().any(|w| self.tokens.is(at, w))
            && !(self.tokens.is(at, "her")
                && self
                    .tokens
                    .tokens
                    .get(at + 1)
                    .is_some_and(|t| t.classes.0 != 0 && !t.classes.any(Classes::FUNCTION)))
    }

    pub(in crate::extract::lang::en::speech) fn is_negation(&self, at: usize) -> bool {
        let word = self.tokens.word(at);
        ["not", "never", "cannot", "neither", "nor"].iter().any(|w| word.eq_ignore_ascii_case(w))
            || word.ends_with("n't")
            || word.ends_with("n’t")
    }

    /// Whether a mention only qualifies its noun: "Russian".
    pub(in crate::extract::lang::en::speech) fn is_adjective(&self, mention: usize) -> bool {
        let m = &self.names.mentions[mention];
        m.kind == EntityType::Nationality && !self.tokens.text[m.range.clone()].ends_with('s')
    }

    /// Whether an apparent name is only a title: "FM".
    pub(in crate::extract::lang::en::speech) fn is_role_only(&self, mention: usize) -> bool {
        let m = &self.names.mentions[mention];
        m.tokens.len() < 6 && m.tokens.clone().all(|t| self.tokens.tokens[t].classes.any(Classes::SPEAKER))
    }

    /// The mention that covers a token.
    pub(in crate::extract::lang::en::speech) fn mention_over(&self, token: usize) -> Option<usize> {
        let at = self.names.mentions.partition_point(|m| m.tokens.end <= token);
        self.names.mentions.get(at).filter(|m| m.tokens.start <= token).map(|_| at)
    }

    /// Whether a token is inside a quotation or one of its marks.
    pub(in crate::extract::lang::en::speech) fn inside(&self, token: usize) -> bool {
        let at = self.quotes.partition_point(|q| q.tokens.end <= token);
        self.quotes.get(at).is_some_and(|q| q.tokens.start <= token)
    }
}

/// The words of a title.
pub(in crate::extract::lang::en::speech) fn title_words() -> Classes {
    Classes::SPEAKER
        .and(Classes::HONORIFIC)
        .and(Classes::ROLE)
        .and(Classes::ROLE_NOUN)
        .and(Classes::ROLE_GENERAL)
        .and(Classes::ROLE_PART)
        .and(Classes::ROLE_WEAK)
        .and(Classes::ROLE_SHORT)
}
