//! Quotes that no cue brought: those that stand alone go to whoever spoke last, others to the subject of their sentence.

use super::{Assembly, quotation};
use crate::extract::finding::SpeechKind;
use crate::extract::speech::Unit;
use crate::extract::speech::phrase::PhraseKind;
use crate::extract::speech::voice::Last;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

impl Assembly<'_, '_, '_> {
    /// Quotes of a sentence that no cue brought.
    pub(super) fn left_over(&mut self, unit: &Unit, before: Option<(usize, Option<usize>)>) {
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
                let joined = before.filter(|(_, p)| *p == unit.paragraph);
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
                let voice = self.named_at_colon(unit, quote.tokens.start).or_else(|| self.last_voice(unit));
                self.push_bare(unit, n, content, SpeechKind::Direct, voice);
                here = Some(self.found.len() - 1);
                continue;
            }
            if self.is_scare(&quote.tokens, &quote.inner) {
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
            let subject =
                self.reader.subject_of(&(unit.tokens.start..quote.tokens.start)).filter(|p| self.reader.can_speak(p));
            let subject = if cited { subject.or(self.reader.subject_of(&unit.tokens)) } else { subject };
            let subject = subject.filter(|p| sentence || colon || !self.reader.tokens.is(p.head, "it"));
            let named = self.named_at_colon(unit, quote.tokens.start);
            let voice = match subject {
                _ if named.is_some() => named,
                Some(p) => Some(self.reader.resolve(&p, self.last.as_ref())),
                None => self.last.clone(),
            };
            let kind = if colon || sentence { SpeechKind::Direct } else { SpeechKind::Mixed };
            self.push_bare(unit, n, content, kind, voice);
        }
    }

    /// "Bill Roe: “…”".
    fn named_at_colon(&self, unit: &Unit, quote: usize) -> Option<Last> {
        let reader = self.reader;
        let colon = quote.checked_sub(1).filter(|c| *c > unit.tokens.start && reader.tokens.is(*c, ":"))?;
        let phrase = reader.phrase_before(unit.tokens.start, colon - 1)?;
        let known = matches!(phrase.kind, PhraseKind::Name(_)) || reader.is_role_noun(phrase.head);
        known.then(|| reader.resolve(&phrase, self.last.as_ref()))
    }

    fn push_bare(&mut self, unit: &Unit, quote: usize, content: Range<usize>, kind: SpeechKind, voice: Option<Last>) {
        self.taken[quote] = true;
        self.goes_on = !self.reader.quotes[quote].closed;
        let speaker = voice.as_ref().map(|v| v.voice.clone());
        self.found.push(quotation(kind, vec![content], speaker, unit.paragraph));
        if voice.is_some() {
            self.last = voice;
        }
    }

    /// Who speaks where nothing says so: the subject of the sentence before, or who spoke last.
    fn last_voice(&self, unit: &Unit) -> Option<Last> {
        let spoke = self.last.clone();
        let subject = self.subject.as_ref().filter(|p| self.reader.can_speak(p));
        let newer = subject.filter(|p| spoke.as_ref().is_none_or(|l| l.token < p.tokens.start));
        let near = newer.filter(|p| p.tokens.start + 80 > unit.tokens.start);
        match near {
            Some(p)
                if matches!(p.kind, PhraseKind::Pronoun)
                    || matches!(p.kind, PhraseKind::Name(m) if self.reader.is_person(m)) =>
            {
                Some(self.reader.resolve(p, spoke.as_ref()))
            }
            _ => spoke,
        }
    }

    /// Whether a sentence is nothing but quotes.
    fn is_bare(&self, unit: &Unit, quote: &Range<usize>) -> bool {
        let word = |t: usize| self.reader.tokens.tokens[t].kind != TokenKind::Mark && !self.reader.inside(t);
        let near = unit.tokens.start.max(quote.start.saturating_sub(6))..quote.start;
        let behind = quote.end..unit.tokens.end.min(quote.end + 6);
        !near.chain(behind).any(word)
    }
}
