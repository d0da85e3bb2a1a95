//! Subjects after their verb: "said Lena Holt calmly", "said Holt and Hart", "told reporters Lena Holt".

use super::{AUXILIARIES, Cue, FINITE, UNSAID};
use crate::extract::lang::en::speech::QuotationFinder;
use crate::extract::lang::en::speech::phrase::{Phrase, PhraseKind};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

impl QuotationFinder<'_, '_> {
    /// The subject after the verb and, for verbs with an addressee, the addressee.
    pub(super) fn inverted(
        &self,
        cue: &Cue,
        unit: &Range<usize>,
        before: Option<usize>,
        auxiliary: bool,
    ) -> Option<(Phrase, Option<Phrase>)> {
        if !cue.classes.any(Classes::SAY) || auxiliary {
            return None;
        }
        let quoted = before.is_some_and(|b| self.inside(b));
        let parted = before.is_some_and(|b| [",", "?", "!", "-", "–", "—", "…"].iter().any(|w| self.tokens.is(b, w)));
        let opens = before.is_none() && self.quotes.partition_point(|q| q.tokens.end <= cue.verb.start) > 0;
        if !(quoted || parted || opens) {
            return None;
        }
        let told = cue.classes.any(Classes::SAY_TELL);
        let to = cue.verb.end + usize::from(self.is_manner(cue.verb.end));
        let said_to = quoted && !told && self.tokens.is(to, "to");
        // "The declaration, signed in Osh, noted that presidents …"
        if !quoted && self.tokens.is(to, "that") {
            return None;
        }
        let phrase = self.phrase_after(if said_to { to + 1 } else { cue.verb.end }, unit.end)?;
        if told || said_to {
            // "told reporters Lena Holt", "said to reporters Lena Holt"
            let speaker = self.phrase_after(phrase.tokens.end, unit.end)?;
            let named = matches!(speaker.kind, PhraseKind::Name(m) if self.is_person(m));
            let heard = phrase.kind == PhraseKind::Noun && self.is_role_noun(phrase.head);
            let ends = self.ends_subject(speaker.tokens.end, unit.end, false);
            return (quoted && named && heard && ends).then_some((speaker, Some(phrase)));
        }
        if phrase.kind == PhraseKind::Pronoun && !self.is_pronoun(phrase.head) {
            return None;
        }
        let phrase = self.joint_after(self.familiar(phrase, unit.end), unit.end);
        // After a quotation only a verb shows that it is not a subject: "said Lena Holt half in jest".
        let known = match phrase.kind {
            PhraseKind::Noun => self.is_role_noun(phrase.head),
            _ => true,
        };
        let ends = self.ends_subject(phrase.tokens.end, unit.end, quoted && known);
        (ends && (self.can_speak(&phrase) || quoted)).then_some((phrase, None))
    }

    /// "a source close to the ministry", "an official familiar with the talks": the words after the noun belong to it.
    fn familiar(&self, phrase: Phrase, to: usize) -> Phrase {
        let end = phrase.tokens.end;
        let is = |t: usize, word: &str| t < to && self.tokens.is(t, word);
        let close = is(end, "close") && is(end + 1, "to") || is(end, "familiar") && is(end + 1, "with");
        if phrase.kind != PhraseKind::Noun || !close {
            return phrase;
        }
        let Some(what) = self.phrase_after(end + 2, to) else { return phrase };
        let tokens = phrase.tokens.start..what.tokens.end;
        Phrase { words: tokens.clone(), tokens, ..phrase }
    }

    /// Whether a subject after its verb ends before a token. `sure` is one against which only a verb is evidence.
    fn ends_subject(&self, end: usize, to: usize, sure: bool) -> bool {
        if end >= to || self.inside(end) || self.tokens.tokens[end].kind == TokenKind::Mark || self.is_manner(end) {
            return true;
        }
        let classes = self.tokens.tokens[end].classes;
        if self.tokens.is(end, "to") {
            // "said Lena Holt to reporters", not "promised Lena Holt to come".
            let hears = |t: usize| {
                self.is_determiner(t)
                    || self.is_role_noun(t)
                    || self.mention_over(t).is_some()
                    || self.is_object_pronoun(t)
            };
            return sure || end + 1 < to && hears(end + 1);
        }
        let verb = classes.any(Classes::SAY) && !classes.any(Classes::SAYING)
            || AUXILIARIES.iter().chain(UNSAID).chain(FINITE).any(|w| self.tokens.is(end, w))
            || self.is_negation(end);
        let follows = Classes::PREPOSITION.and(Classes::FUNCTION).and(Classes::SPEECH_ADVERB).and(Classes::SAYING);
        !verb && (sure || classes.any(follows))
    }

    /// "Lena Holt and Ivo Hart" are two joint speakers.
    fn joint_after(&self, phrase: Phrase, to: usize) -> Phrase {
        let mut end = phrase.tokens.end;
        let mut joined = false;
        while end + 1 < to && !joined && matches!(phrase.kind, PhraseKind::Name(_) | PhraseKind::Noun) {
            let and = ["and", "&"].iter().any(|w| self.tokens.is(end, w));
            if !(and || self.tokens.is(end, ",")) {
                break;
            }
            let Some(next) = self.phrase_after(end + 1, to) else { break };
            // "Lena Holt, chairman and chief executive" is one.
            let listed = and || self.is_person_name(&phrase);
            let another =
                listed && self.is_person_name(&next) || and && end == phrase.tokens.end && self.is_determined(&next);
            if !another {
                break;
            }
            joined = and;
            end = next.tokens.end;
        }
        if !joined || !self.names_a_person(&phrase) || !self.ends_subject(end, to, false) {
            return phrase;
        }
        let tokens = phrase.tokens.start..end;
        Phrase { words: tokens.clone(), tokens, kind: PhraseKind::Joint, head: phrase.head }
    }
}
