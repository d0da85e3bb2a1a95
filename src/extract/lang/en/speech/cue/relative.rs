//! Subjects with words between them and the verb, or before them, that are no part of them: a relative clause ("The
//! minister who accompanied him told reporters"), a fronted participle ("Answering the question Holt said").

use crate::extract::lang::en::speech::QuotationFinder;
use crate::extract::lang::en::speech::cue::FINITE;
use crate::extract::lang::en::speech::phrase::{Phrase, PhraseKind};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};

/// Maximum length of a relative clause without commas, in tokens.
const CLAUSE: usize = 12;

impl QuotationFinder<'_, '_> {
    /// The antecedent of the relative clause that ends with the token before a verb: "the woman who met Holt".
    pub(super) fn antecedent_of_clause(&self, from: usize, before: usize) -> Option<Phrase> {
        let plain = |t: &usize| self.tokens.tokens[*t].kind != TokenKind::Mark && !self.inside(*t);
        let lowest = from.max(before.saturating_sub(CLAUSE));
        let who = (lowest..=before).rev().take_while(plain).find(|t| self.tokens.is(*t, "who"))?;
        // In "who the mayor said was late" the subject of "said" follows "who".
        let own = self.phrase_before(who + 1, before).is_some_and(|p| self.bare_start(who + 1, &p) == who + 1);
        let acts = (who + 1..=before).any(|t| {
            let token = &self.tokens.tokens[t];
            let closed =
                Classes::FUNCTION.and(Classes::PREPOSITION).and(Classes::DETERMINER).and(Classes::SPEECH_ADVERB);
            token.letters == Letters::Small && !token.classes.any(closed) || FINITE.iter().any(|w| self.tokens.is(t, w))
        });
        if own || !acts {
            return None;
        }
        let antecedent = self.antecedent(from, who)?;
        let known = match antecedent.kind {
            PhraseKind::Name(m) => self.is_person(m),
            PhraseKind::Noun => self.is_determiner(antecedent.tokens.start) || self.names_a_person(&antecedent),
            PhraseKind::Pronoun | PhraseKind::Joint => false,
        };
        known.then_some(antecedent)
    }

    /// "A woman wearing a mask said": the noun after a participle cannot speak, and the person before it does; `None` if
    /// there is nobody.
    pub(super) fn behind_participle(&self, from: usize, phrase: Phrase) -> Option<Phrase> {
        let start = phrase.tokens.start;
        let before = start.checked_sub(1).filter(|b| *b > from && !self.inside(*b));
        let participle = before.filter(|b| {
            let token = &self.tokens.tokens[*b];
            let word = self.tokens.word(*b);
            token.letters == Letters::Small
                && (word.ends_with("ing") || word.ends_with("ed"))
                && !token.classes.any(Classes::PREPOSITION)
        });
        match participle {
            Some(b) if phrase.kind == PhraseKind::Noun && self.is_determiner(start) && !self.can_speak(&phrase) => {
                self.phrase_before(from, b - 1).filter(|p| self.names_a_person(p))
            }
            _ => Some(phrase),
        }
    }

    /// Whether all before a person's name is an adverbial that opens the sentence, without a comma: "Speaking at the
    /// opening of the bridge Mayor Holt", "On the margins of the forum Minister Roe".
    pub(super) fn is_fronted(&self, from: usize, phrase: &Phrase) -> bool {
        let start = self.bare_start(from, phrase);
        let Some(last) = start.checked_sub(1).filter(|l| *l > from) else { return false };
        let first = &self.tokens.tokens[from];
        let opens =
            first.is_capital() && (first.classes.any(Classes::PREPOSITION) || self.tokens.word(from).ends_with("ing"));
        let token = &self.tokens.tokens[last];
        let noun = token.kind == TokenKind::Word
            && token.letters == Letters::Small
            && !token
                .classes
                .any(Classes::FUNCTION.and(Classes::PREPOSITION).and(Classes::DETERMINER).and(Classes::SPEAKER));
        let one = (from..start).all(|t| {
            self.tokens.tokens[t].kind != TokenKind::Mark
                && !self.inside(t)
                && !FINITE.iter().chain(&["that", "who", "which"]).any(|w| self.tokens.is(t, w))
        });
        matches!(phrase.kind, PhraseKind::Name(m) if self.is_person(m)) && opens && noun && one
    }
}
