//! Who the subject of a verb of saying is: before it, behind it, or named in an apposition to it.

use super::{AUXILIARIES, Cue, UNSAID};
use crate::extract::lexicon::Classes;
use crate::extract::speech::Reader;
use crate::extract::speech::phrase::{Phrase, PhraseKind};
use crate::extract::tokens::TokenKind;
use std::ops::Range;

impl Reader<'_, '_> {
    /// Gives a verb the subject that ends with the token before it; none if it has none that can speak.
    pub(super) fn subject(&self, cue: &mut Cue, from: usize, before: usize) -> Option<()> {
        let phrase = self.phrase_before(from, before)?;
        if self.tokens.is(phrase.head, "who") {
            let antecedent = self.named_before(from, self.antecedent(from, phrase.head)?);
            cue.clause.start = antecedent.tokens.start;
            cue.speaker = Some(antecedent);
        } else {
            if !self.may_be_subject(cue, &phrase, from) {
                return None;
            }
            let phrase = self.named_before(from, phrase);
            cue.clause.start = phrase.tokens.start;
            if phrase.kind != PhraseKind::Pronoun
                && self.tokens.tokens[phrase.tokens.start..].len() > phrase.tokens.len()
            {
                cue.medium = self.issued_in(&phrase);
            }
            cue.speaker = Some(phrase);
        }
        let what = cue.classes.any(Classes::SAY_NAMING)
            && cue.clause.start > from
            && self.tokens.is(cue.clause.start - 1, "what");
        if !what && self.is_supposed(cue.clause.start, from) {
            return None;
        }
        Some(())
    }

    /// Gives a participle a subject of its own, "with an analyst saying", or that of the clause; none if it has neither.
    /// `alone` is one that no word stands before to which it could belong.
    pub(super) fn participle(&self, cue: &mut Cue, from: usize, before: Option<usize>, alone: bool) -> Option<()> {
        let own = before.filter(|_| !alone).and_then(|b| self.phrase_before(from, b));
        let while_saying = before.is_some_and(|b| ["by", "in", "while", "after"].iter().any(|w| self.tokens.is(b, w)));
        match own {
            Some(own) if self.is_medium(&own) => {
                // "releasing a statement saying": the clause begins where the releasing does.
                let start = own.tokens.start;
                let lowest = from.max(start.saturating_sub(3));
                cue.clause.start = (lowest..start).rev().find(|t| self.tokens.is(*t, ",")).map_or(start, |t| t + 1);
                cue.medium = Some(own.tokens.clone());
                cue.joined = true;
            }
            Some(own) if self.medium_near(from, own.tokens.start).is_some() => {
                cue.medium = self.medium_near(from, own.tokens.start).map(|m| m..own.tokens.end);
                cue.clause.start = cue.medium.as_ref().map_or(own.tokens.start, |m| m.start);
                cue.joined = true;
            }
            Some(own)
                if self.can_speak(&own) && own.tokens.start > from && self.tokens.is(own.tokens.start - 1, "with") =>
            {
                cue.clause.start = own.tokens.start - 1;
                cue.speaker = Some(own);
            }
            Some(_) => return None,
            None if alone || while_saying => cue.joined = true,
            None => return None,
        }
        Some(())
    }

    /// The subject behind the verb.
    pub(super) fn inverted(
        &self,
        cue: &Cue,
        unit: &Range<usize>,
        before: Option<usize>,
        auxiliary: bool,
    ) -> Option<Phrase> {
        if !cue.classes.any(Classes::SAY) || cue.classes.any(Classes::SAY_TELL) || auxiliary {
            return None;
        }
        let after_quote = before.is_some_and(|b| {
            self.inside(b) || [",", "?", "!", "-", "–", "—", "…"].iter().any(|w| self.tokens.is(b, w))
        });
        let opens = before.is_none() && self.quotes.partition_point(|q| q.tokens.end <= cue.verb.start) > 0;
        if !(after_quote || opens) {
            return None;
        }
        let phrase = self.phrase_after(cue.verb.end, unit.end)?;
        if phrase.kind == PhraseKind::Pronoun && !self.is_pronoun(phrase.head) {
            return None;
        }
        let end = phrase.tokens.end;
        let ends = end >= unit.end
            || self.inside(end)
            || self.tokens.tokens[end].kind == TokenKind::Mark
            || self.tokens.tokens[end]
                .classes
                .any(Classes::PREPOSITION.and(Classes::FUNCTION).and(Classes::SPEECH_ADVERB).and(Classes::SAYING))
                && !self.tokens.tokens[end].classes.any(Classes::SAY)
                && !AUXILIARIES.iter().chain(UNSAID).any(|w| self.tokens.is(end, w));
        (ends && (self.can_speak(&phrase) || before.is_some_and(|b| self.inside(b)))).then_some(phrase)
    }

    /// The name before a comma and what is set between commas: "Karasin, the deputy minister, said".
    pub(super) fn apposed(&self, from: usize, comma: usize) -> Option<Phrase> {
        if ![",", ")"].iter().any(|w| self.tokens.is(comma, w)) || self.inside(comma) {
            return None;
        }
        let closing = self.tokens.is(comma, ")");
        if let Some(m) = self.mention_over(comma - 1).filter(|m| self.is_person(*m) && !closing) {
            // "the general counsel, Mara Voss, said".
            let mention = &self.names.mentions[m].tokens;
            if mention.end == comma && mention.start > from + 1 && self.tokens.is(mention.start - 1, ",") {
                let name = mention.clone();
                return Some(Phrase { tokens: name.clone(), words: name, kind: PhraseKind::Name(m), head: comma - 1 });
            }
        }
        let mut best = None;
        let mut at = comma;
        while at > from + 1 {
            at -= 1;
            if self.inside(at) {
                break;
            }
            let opens = if closing { self.tokens.is(at, "(") } else { self.tokens.is(at, ",") };
            if opens {
                let Some(phrase) = self.phrase_before(from, at - 1) else { continue };
                if !self.can_speak(&phrase) || phrase.kind == PhraseKind::Pronoun {
                    continue;
                }
                let led = phrase.tokens.start > from
                    && self.tokens.tokens[phrase.tokens.start - 1].classes.any(Classes::PREPOSITION);
                if !led {
                    best = Some(self.named_after(at, comma, phrase));
                    break;
                }
            }
        }
        best
    }

    /// "an analyst, Richard Roe, said" is Richard Roe.
    fn named_after(&self, comma: usize, end: usize, phrase: Phrase) -> Phrase {
        if phrase.kind != PhraseKind::Noun || comma + 1 >= end {
            return phrase;
        }
        match self.mention_over(comma + 1) {
            Some(m) if self.names.mentions[m].tokens == (comma + 1..end) => Phrase {
                tokens: phrase.tokens.start..end,
                words: comma + 1..end,
                kind: PhraseKind::Name(m),
                head: end - 1,
            },
            _ => phrase,
        }
    }

    /// "the chief executive, Richard Roe, …" is Richard Roe.
    pub(in crate::extract::speech) fn named_behind(&self, phrase: Phrase, to: usize) -> Phrase {
        let comma = phrase.tokens.end;
        if comma + 2 >= to || !self.tokens.is(comma, ",") {
            return phrase;
        }
        let Some(m) = self.mention_over(comma + 1).filter(|m| self.is_person(*m)) else { return phrase };
        let end = self.names.mentions[m].tokens.end;
        if end < to && self.tokens.is(end, ",") { self.named_after(comma, end, phrase) } else { phrase }
    }

    /// "said a spokesman for the rescue service, Richard Roe." is Richard Roe.
    pub(super) fn named_later(&self, phrase: Phrase, to: usize) -> Phrase {
        if phrase.kind != PhraseKind::Noun || !self.tokens.tokens[phrase.head].classes.any(Classes::SPEAKER) {
            return phrase;
        }
        let end = phrase.tokens.end;
        let Some(comma) = (end..to.min(end + 7)).find(|t| self.is_break(*t)).filter(|t| self.tokens.is(*t, ",")) else {
            return phrase;
        };
        match self
            .mention_over(comma + 1)
            .filter(|m| self.is_person(*m))
            .map(|m| (m, self.names.mentions[m].tokens.end))
        {
            Some((_, name)) if name <= to && (name == to || self.is_break(name)) => {
                self.named_after(comma, name, phrase)
            }
            _ => phrase,
        }
    }

    /// Whom "who" means.
    fn antecedent(&self, from: usize, who: usize) -> Option<Phrase> {
        let mut b = who.checked_sub(1).filter(|b| *b >= from)?;
        if self.tokens.is(b, ",") {
            b = b.checked_sub(1).filter(|b| *b >= from)?;
        }
        self.phrase_before(from, b).filter(|p| self.can_speak(p))
    }

    /// "Karasin, the deputy minister" and "Karasin, head of the mission and deputy minister" are Karasin.
    fn named_before(&self, from: usize, phrase: Phrase) -> Phrase {
        let start = phrase.tokens.start;
        let role = phrase.kind == PhraseKind::Noun && self.tokens.tokens[phrase.head].classes.any(Classes::SPEAKER);
        if !role || start < from + 2 {
            return phrase;
        }
        let comma = match start - 1 {
            b if self.tokens.is(b, ",") => Some(b),
            b if self.tokens.is(b, "and") && !self.is_determiner(start) => {
                (from.max(b.saturating_sub(12))..b).rev().find(|t| self.tokens.is(*t, ","))
            }
            _ => None,
        };
        let Some(comma) = comma.filter(|c| *c > from) else { return phrase };
        match self.phrase_before(from, comma - 1) {
            Some(name) if matches!(name.kind, PhraseKind::Name(m) if self.is_person(m)) => {
                Phrase { tokens: name.tokens.start..phrase.tokens.end, ..name }
            }
            _ => phrase,
        }
    }

    fn may_be_subject(&self, cue: &Cue, phrase: &Phrase, from: usize) -> bool {
        let head = self.tokens.tokens[phrase.head];
        if head.classes.any(Classes::DETERMINER) && phrase.tokens.len() == 1 {
            return !["the", "a", "an", "this", "that", "his", "her", "its", "their"]
                .iter()
                .any(|w| self.tokens.is(phrase.head, w));
        }
        let led = phrase.tokens.start > from
            && self.tokens.tokens[phrase.tokens.start - 1].classes.any(Classes::PREPOSITION)
            && !["after", "by"].iter().any(|w| self.tokens.is(phrase.tokens.start - 1, w))
            && self.is_close_preposition(phrase.tokens.start - 1, from);
        let titled = matches!(phrase.kind, PhraseKind::Name(_)) && self.is_determiner(phrase.tokens.start);
        if led && !titled && phrase.kind != PhraseKind::Pronoun {
            return false;
        }
        if self.can_speak(phrase) {
            return true;
        }
        let that = self.tokens.is(cue.verb.end, "that") && !self.tokens.word(cue.verb.end - 1).ends_with('s');
        if that && cue.classes.any(Classes::SAY) {
            return true;
        }
        // Anybody may say, but a verb that could be a noun needs a subject that can.
        let plain = ["said", "says", "say", "told", "added", "wrote", "explained"];
        plain.iter().any(|w| self.tokens.is(cue.verb.end - 1, w)) && !head.classes.any(Classes::PREPOSITION)
    }

    /// Whether a preposition governs the whole phrase: "In Washington officials said" has one that does not.
    fn is_close_preposition(&self, at: usize, from: usize) -> bool {
        at > from && !self.tokens.is(at - 1, ",")
    }

    /// "if he said", "whether".
    fn is_supposed(&self, start: usize, from: usize) -> bool {
        start > from && ["if", "whether", "what", "how", "unless", "until"].iter().any(|w| self.tokens.is(start - 1, w))
    }
}
