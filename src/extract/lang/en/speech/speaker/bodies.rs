//! Resolves "it", "the ministry" and "the company" to a body. If several are possible, they stay unresolved.

use super::{REACH, Speaker, SpeakerKind};
use crate::extract::finding::{EntityType, Mention};
use crate::extract::lang::en::speech::QuotationFinder;
use crate::extract::lang::en::speech::phrase::Phrase;
use crate::extract::lexicon::Classes;

/// Nouns that name no kind of body, so that they can refer to any.
const OF_ANYTHING: &[&str] = &[
    "company", "firm", "airline", "manufacturer", "agency", "group", "organisation", "organization", "body",
    "retailer", "operator", "maker", "supplier", "carrier", "publisher", "corporation", "bank", "party", "union",
    "newspaper", "broadcaster", "charity", "club", "team", "developer",
];

impl QuotationFinder<'_, '_> {
    /// The body that "it", "the ministry" or "the company" means. `None` if several are possible.
    pub(super) fn body_before(&self, token: usize, last: Option<&Speaker>, noun: Option<&Phrase>) -> Option<usize> {
        let until = self.names.mentions.partition_point(|m| m.tokens.end <= token);
        let recent = || (until.saturating_sub(REACH)..until).rev().map(|m| &self.names.mentions[m]);
        let spoke = last;
        let last = last.filter(|l| {
            matches!(l.kind, SpeakerKind::Body | SpeakerKind::Unknown) && !self.is_body_after(l.token, token)
        });
        if let Some(noun) = noun {
            let word = self.tokens.word(noun.head);
            let mut named = recent().filter(|m| m.tokens.clone().any(|t| self.tokens.is(t, word))).map(|m| m.entity);
            if let Some(first) = named.next() {
                return Some(first).filter(|_| named.all(|other| other == first));
            }
            if !OF_ANYTHING.iter().any(|w| word.eq_ignore_ascii_case(w)) {
                return None;
            }
            // A ministry is not a company.
            let says = |m: &Mention| {
                m.tokens.clone().any(|t| {
                    let classes = self.tokens.tokens[t].classes;
                    classes.any(Classes::SPEAKING_BODY) && !OF_ANYTHING.iter().any(|w| self.tokens.is(t, w))
                })
            };
            let other = |entity: usize| {
                let mentions = &self.names.entities[entity].mentions;
                mentions.iter().take(4).any(|m| says(&self.names.mentions[*m]))
            };
            if let Some(entity) = last.and_then(|l| l.entity_ref.entity) {
                return Some(entity).filter(|e| !other(*e));
            }
            let mut bodies = recent().filter(|m| m.kind == EntityType::Organisation && !other(m.entity));
            let first = bodies.next()?.entity;
            return Some(first).filter(|_| bodies.all(|m| m.entity == first));
        }
        if let Some(last) = last {
            return last.entity_ref.entity;
        }
        let mut bodies = recent().filter(|m| m.kind == EntityType::Organisation && !self.inside(m.tokens.start));
        let first = bodies.next()?;
        // A body that was only named in another's speech is not the referent.
        if spoke.is_some_and(|l| self.tokens.sentence_of(l.token) >= self.tokens.sentence_of(first.tokens.start)) {
            return None;
        }
        let sentence = self.tokens.sentence_of(first.tokens.start);
        let mut rivals = bodies.take_while(|m| self.tokens.sentence_of(m.tokens.start) == sentence);
        let opens = self.tokens.sentences.get(sentence).and_then(|s| self.subject_of(&s.tokens));
        let subject = opens.is_some_and(|p| p.tokens.contains(&first.tokens.start));
        Some(first.entity).filter(|e| subject && self.is_subject_like(first) && rivals.all(|m| m.entity == *e))
    }

    /// Whether a body is a subject after a token, outside of its sentence, and before another token.
    pub(super) fn is_body_after(&self, from: usize, to: usize) -> bool {
        let mentions = &self.names.mentions;
        let spoke = self.tokens.sentence_of(from);
        let end = self.tokens.sentences.get(spoke).map_or(from, |s| s.tokens.end);
        let first = mentions.partition_point(|m| m.tokens.start < end);
        let near = mentions[first..].iter().take_while(|m| m.tokens.end <= to).take(REACH);
        near.filter(|m| m.kind == EntityType::Organisation && !self.inside(m.tokens.start))
            .any(|m| self.is_subject_like(m))
    }
}
