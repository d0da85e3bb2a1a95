//! Quotes without a cue. A quote that is a whole sentence continues what was said before, as long as nobody else was
//! mentioned; another one goes to the subject of its sentence, if nobody else is in it. Otherwise it has no speaker.

use super::{Assembly, quotation};
use crate::extract::finding::SpeechKind;
use crate::extract::lang::en::speech::NarratorSentence;
use crate::extract::lang::en::speech::phrase::{Phrase, PhraseKind};
use crate::extract::lang::en::speech::speaker::Speaker;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

impl Assembly<'_, '_, '_> {
    /// Assigns the quotes of a sentence that have no cue.
    pub(super) fn assign_quotes_without_cue(
        &mut self,
        unit: &NarratorSentence,
        before: Option<(usize, Option<usize>)>,
    ) {
        let quotes = &self.reader.quotes;
        let from = quotes.partition_point(|q| q.tokens.start < unit.tokens.start);
        let mut here = None;
        for n in from..quotes.len() {
            let quote = quotes[n].clone();
            if quote.tokens.start >= unit.tokens.end {
                break;
            }
            if self.taken[n] {
                continue;
            }
            let bare = self.is_bare(unit, &quote.tokens);
            let content = self.reader.tokens.range(&quote.inner);
            if bare {
                let signed = self.named_at_dash(unit, quote.tokens.end);
                if signed.is_some() {
                    self.push_bare(unit, n, content, SpeechKind::Direct, signed);
                    continue;
                }
                let joined = before.filter(|(_, p)| *p == unit.paragraph);
                let joined = joined.filter(|(n, _)| !self.is_asked(*n));
                let goes_on = self.goes_on.then(|| self.found.len().checked_sub(1)).flatten();
                if let Some(at) = joined.map(|(n, _)| n).or(goes_on).or(here) {
                    self.found[at].content.push(content);
                    here = Some(at);
                    self.taken[n] = true;
                    self.goes_on = !quote.closed;
                    if at + 1 != self.found.len() {
                        self.previous = Some((at, unit.paragraph));
                    }
                    continue;
                }
                let speaker = self.named_at_colon(unit, quote.tokens.start).or_else(|| self.last_speaker(unit));
                self.push_bare(unit, n, content, SpeechKind::Direct, speaker);
                here = Some(self.found.len() - 1);
                continue;
            }
            if self.is_scare_quote(&quote.tokens, &quote.inner)
                || self.is_paper(&quote.tokens)
                || self.reader.is_not_said(&unit.tokens, &quote.tokens)
            {
                continue;
            }
            let cited = quote
                .tokens
                .start
                .checked_sub(1)
                .is_some_and(|b| ["citing", "quoting"].iter().any(|w| self.reader.tokens.is(b, w)));
            let words = quote.inner.clone().filter(|t| self.reader.tokens.tokens[*t].kind != TokenKind::Mark).count();
            let sentence = self.reader.tokens.tokens[quote.inner.start].letters == Letters::Capital
                && (self.reader.is_terminal(quote.inner.end - 1) || self.reader.tokens.is(quote.inner.end - 1, ","));
            if words < 4 && !(sentence && words > 1) && !cited {
                continue;
            }
            let colon = quote.tokens.start > unit.tokens.start && self.reader.tokens.is(quote.tokens.start - 1, ":");
            let before = unit.tokens.start..quote.tokens.start;
            let subject = self.reader.subject_of(&before).filter(|p| self.reader.can_speak(p));
            let subject = if cited { subject.or(self.reader.subject_of(&unit.tokens)) } else { subject };
            let subject = subject
                .filter(|p| sentence || colon || !self.reader.tokens.is(p.head, "it"))
                .filter(|p| cited || self.may_be_its(p, &quote.tokens));
            let named =
                self.named_at_colon(unit, quote.tokens.start).or_else(|| self.named_at_dash(unit, quote.tokens.end));
            let speaker = named.or_else(|| subject.map(|p| self.reader.resolve(&p, self.last.as_ref())));
            let kind = if colon || sentence { SpeechKind::Direct } else { SpeechKind::Mixed };
            self.push_bare(unit, n, content, kind, speaker);
        }
    }

    /// Whether the quoted words are the title of a document that was signed or the like: "signed a “declaration of
    /// peace”".
    fn is_paper(&self, quote: &Range<usize>) -> bool {
        let signed = ["signed", "adopted", "approved", "ratified", "passed", "launched", "published", "initialled"];
        (quote.start.saturating_sub(3)..quote.start).any(|t| signed.iter().any(|w| self.reader.tokens.is(t, w)))
    }

    /// Whether the subject of a sentence may be the speaker of its quote: the subject is not the object of an action,
    /// nobody else is mentioned between them, and the quote is not a cry that it heard or a sign that it saw.
    fn may_be_its(&self, subject: &Phrase, quote: &Range<usize>) -> bool {
        let reader = self.reader;
        let between = subject.tokens.end..quote.start;
        let is = |t: usize, words: &[&str]| words.iter().any(|w| reader.tokens.is(t, w));
        let done_to = between.clone().take(3).any(|t| {
            is(t, &["was", "were", "been", "is", "are", "being", "gets", "got"])
                && (t + 1..quote.start.min(t + 4)).any(|t| reader.tokens.word(t).ends_with("ed") || is(t, PARTICIPLES))
        });
        let heard = (quote.start.saturating_sub(5).max(between.start)..quote.start).any(|t| is(t, HEARD))
            || between.clone().take(3).any(|t| is(t, &["heard", "hears", "saw", "sees", "read", "reads", "heard"]));
        between.len() < 60 && !done_to && !heard && reader.persons_in(&between) == 0
    }

    /// "“…” – Bill Roe", also with a full stop inside the marks.
    fn named_at_dash(&self, unit: &NarratorSentence, end: usize) -> Option<Speaker> {
        let reader = self.reader;
        let sentence = reader.tokens.sentences.get(reader.tokens.sentence_of(end))?;
        let dash = sentence.paragraph == unit.paragraph && ["–", "—", "-"].iter().any(|w| reader.tokens.is(end, w));
        let to = sentence.tokens.end;
        let phrase = reader.phrase_after(end + 1, to).filter(|_| dash)?;
        let known = matches!(phrase.kind, PhraseKind::Name(_)) || reader.is_role_noun(phrase.head);
        let end = phrase.tokens.end;
        let ends = end >= to || [",", ".", ";"].iter().any(|w| reader.tokens.is(end, w));
        (known && ends).then(|| reader.resolve(&phrase, self.last.as_ref()))
    }

    /// "Bill Roe: “…”".
    fn named_at_colon(&self, unit: &NarratorSentence, quote: usize) -> Option<Speaker> {
        let reader = self.reader;
        let colon = quote.checked_sub(1).filter(|c| *c > unit.tokens.start && reader.tokens.is(*c, ":"))?;
        let phrase = reader.phrase_before(unit.tokens.start, colon - 1)?;
        // "Holt turned to Roe: “…”" is not said by Roe.
        let before = phrase.tokens.start.checked_sub(1).filter(|b| *b >= unit.tokens.start);
        if before.is_some_and(|b| !reader.inside(b) && reader.tokens.tokens[b].kind != TokenKind::Mark) {
            return None;
        }
        let known = matches!(phrase.kind, PhraseKind::Name(_)) || reader.is_role_noun(phrase.head);
        known.then(|| reader.resolve(&phrase, self.last.as_ref()))
    }

    fn push_bare(
        &mut self,
        unit: &NarratorSentence,
        quote: usize,
        content: Range<usize>,
        kind: SpeechKind,
        speaker: Option<Speaker>,
    ) {
        self.taken[quote] = true;
        self.goes_on = !self.reader.quotes[quote].closed;
        let entity_ref = speaker.as_ref().map(|v| v.entity_ref.clone());
        self.found.push(quotation(kind, vec![content], entity_ref, unit.paragraph));
        if speaker.is_some() {
            self.last = speaker;
        }
    }

    /// The speaker of a sentence that consists of a quotation: the one person who is the subject of the sentence
    /// before, or the last speaker in this paragraph or the one before it, if nobody else was mentioned since.
    fn last_speaker(&self, unit: &NarratorSentence) -> Option<Speaker> {
        let reader = self.reader;
        let spoke = self.last.as_ref();
        let subject = self.subject.as_ref().filter(|p| reader.can_speak(p));
        let newer = subject.filter(|p| spoke.is_none_or(|l| l.token < p.tokens.start));
        if let Some(p) = newer.filter(|p| p.tokens.start + 80 > unit.tokens.start) {
            let sentence = &reader.tokens.sentences[reader.tokens.sentence_of(p.tokens.start)];
            let alone = reader.persons_in(&sentence.tokens) <= 1 && sentence.paragraph == unit.paragraph;
            let somebody = match p.kind {
                PhraseKind::Name(m) => reader.is_person(m),
                PhraseKind::Noun => !reader.is_body(p),
                PhraseKind::Pronoun => true,
                PhraseKind::Joint => false,
            };
            if somebody {
                return Some(reader.resolve(p, spoke)).filter(|_| alone);
            }
        }
        let spoke = spoke?;
        let at = &reader.tokens.sentences[reader.tokens.sentence_of(spoke.token)];
        let near = match (at.paragraph, unit.paragraph) {
            (Some(before), Some(here)) => here.abs_diff(before) <= 1,
            (before, here) => before == here,
        };
        let asked = self.found.len().checked_sub(1).is_some_and(|n| self.is_asked(n));
        let another = reader.is_another_since(spoke.entity_ref.entity, spoke.token, unit.tokens.start);
        (near && !asked && !another).then(|| spoke.clone())
    }

    /// Whether a quotation is a question, so that the next speaker may be the one who answers.
    fn is_asked(&self, quotation: usize) -> bool {
        let tokens = self.reader.tokens;
        let quotation = &self.found[quotation];
        let question = quotation.content.last().is_some_and(|c| tokens.text[..c.end].ends_with('?'));
        let asks = ["asked", "asks", "inquired", "wondered", "demanded"];
        question
            && quotation
                .cue
                .as_ref()
                .is_some_and(|c| asks.iter().any(|w| tokens.text[c.clone()].eq_ignore_ascii_case(w)))
    }

    /// Whether a sentence consists of quotes.
    fn is_bare(&self, unit: &NarratorSentence, quote: &Range<usize>) -> bool {
        let word = |t: usize| self.reader.tokens.tokens[t].kind != TokenKind::Mark && !self.reader.inside(t);
        let near = unit.tokens.start.max(quote.start.saturating_sub(6))..quote.start;
        let behind = quote.end..unit.tokens.end.min(quote.end + 6);
        !near.chain(behind).any(word)
    }
}

/// Participles for actions done to a person that do not end in "-ed".
const PARTICIPLES: &[&str] = &["met", "told", "hit", "given", "shown", "taught", "sent", "driven", "seen", "beaten"];
/// Verbs and nouns for the cries and writings of others.
#[rustfmt::skip]
const HEARD: &[&str] = &[
    "cry", "cries", "chant", "chants", "shout", "shouts", "shouting", "chanting", "banner", "banners", "sign", "signs",
    "placard", "placards", "poster", "posters", "slogan", "slogans", "calls", "words", "inscription", "graffiti",
];
