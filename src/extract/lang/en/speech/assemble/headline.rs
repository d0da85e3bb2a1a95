//! Forms of attribution that only headlines have: "… – deputy FM", "Karasin: …".

use super::{Assembly, kind, quotation};
use crate::extract::finding::{EntityRef, EntityType};
use crate::extract::lang::en::speech::cue::Cue;
use crate::extract::lang::en::speech::phrase::{Phrase, PhraseKind};
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

impl Assembly<'_, '_, '_> {
    /// Reads such a headline: "… – deputy FM", "Karasin: …". Returns whether it is one.
    pub(super) fn headline(&mut self, span: &Range<usize>) -> bool {
        let reader = self.reader;
        let outside = |t: &usize| !reader.inside(*t);
        let dash = |t: &usize| {
            let token = &reader.tokens.tokens[*t];
            ["–", "—", "-", ":"].iter().any(|w| reader.tokens.is(*t, w)) && (token.spaced || reader.tokens.is(*t, ":"))
        };
        let known = |p: &Phrase| match p.kind {
            PhraseKind::Name(m) => {
                reader.is_person(m) || matches!(reader.names.mentions[m].kind, EntityType::Organisation)
            }
            PhraseKind::Noun => reader.is_role_noun(p.head),
            PhraseKind::Pronoun | PhraseKind::Joint => false,
        };
        let last = span.clone().rev().take(8).filter(outside).find(dash);
        if let Some(at) = last.filter(|at| *at > span.start + 1 && at + 1 < span.end) {
            let phrase = reader.phrase_before(at + 1, span.end - 1);
            if let Some(p) = phrase.filter(|p| p.tokens.start == at + 1 && known(p)) {
                return self.headed(span.start..at, p);
            }
        }
        let first = span.clone().take(8).filter(outside).find(|t| reader.tokens.is(*t, ":"));
        if let Some(at) = first.filter(|at| *at > span.start && at + 2 < span.end) {
            let phrase = reader.phrase_before(span.start, at - 1);
            if let Some(p) = phrase.filter(|p| p.tokens.start == span.start && known(p)) {
                return self.headed(at + 1..span.end, p);
            }
        }
        false
    }

    fn headed(&mut self, part: Range<usize>, phrase: Phrase) -> bool {
        let (mut content, mut quoted, mut plain) = (Vec::new(), 0, 0);
        self.pieces(&part, &mut content, &mut quoted, &mut plain);
        if content.is_empty() {
            return false;
        }
        self.take(&part);
        let speaker = self.reader.resolve(&phrase, None).entity_ref;
        let open = speaker.entity.is_none();
        self.found.push(quotation(kind(quoted, plain), content, Some(speaker), None));
        self.headline = open.then(|| (self.found.len() - 1, phrase));
        true
    }

    /// The headline's "deputy FM" is the first speaker of the text whose title has one of these words.
    pub(super) fn settle_headline(&mut self, n: usize, cue: &Cue) {
        let Some((at, words)) = self.headline.clone() else { return };
        let (Some(phrase), Some(EntityRef { entity: Some(entity), .. })) = (&cue.speaker, &self.found[n].speaker)
        else {
            return;
        };
        let entity = *entity;
        let reader = self.reader;
        let titled = phrase
            .tokens
            .clone()
            .chain(reader.titles.iter().take(20).filter(|(e, _)| *e == entity).flat_map(|(_, tokens)| tokens.clone()));
        let titled = titled.filter(|t| reader.tokens.tokens[*t].kind == TokenKind::Word);
        let titled: Vec<usize> = titled.collect();
        let in_title = |w: usize| {
            let short = reader.tokens.word(w);
            let minister = ["fm", "pm"].iter().any(|a| short.eq_ignore_ascii_case(a));
            titled.iter().any(|t| reader.tokens.is(*t, short) || minister && reader.tokens.is(*t, "minister"))
        };
        // The whole title must match, whoever's it is: a "deputy FM" is not a deputy mayor.
        let own = |w: &usize| {
            let token = &reader.tokens.tokens[*w];
            token.kind == TokenKind::Word && (*w == words.head || token.letters == Letters::Small)
        };
        let shares = words.tokens.clone().filter(own).all(in_title);
        if shares && let Some(speaker) = &mut self.found[at].speaker {
            speaker.entity = Some(entity);
            self.headline = None;
        }
    }
}
