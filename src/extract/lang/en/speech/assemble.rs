//! Combines quotes and cues into quotations, one sentence of the narrator after the other: first the content that each
//! cue introduces, before it, after it or on both sides; then the quotes without a cue, which go to the last speaker.

mod content;
mod headline;
mod nested;
mod sentence_before;
mod uncued;

use super::cue::{After, Cue};
use super::phrase::{Phrase, PhraseKind};
use super::speaker::Speaker;
use super::{NarratorSentence, QuotationFinder};
use crate::extract::finding::{EntityRef, Quotation, SpeechKind};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::Letters;
use sentence_before::Reportable;
use std::cmp::Reverse;
use std::ops::Range;

/// All quotations, in order.
pub(super) fn assemble(reader: &QuotationFinder<'_, '_>) -> Vec<Quotation> {
    let units = reader.units();
    let mut all = Assembly {
        reader,
        found: Vec::new(),
        last: None,
        taken: vec![false; reader.quotes.len()],
        previous: None,
        goes_on: false,
        headline: None,
        subject: None,
        before: None,
    };
    let mut cues = Vec::new();
    for unit in &units {
        all.unit(unit, &mut cues);
    }
    all.found.sort_by_key(|q| (q.content[0].start, Reverse(q.content.last().map_or(0, |c| c.end))));
    all.found
}

struct Assembly<'a, 'r, 't> {
    reader: &'a QuotationFinder<'r, 't>,
    found: Vec<Quotation>,
    /// The last speaker.
    last: Option<Speaker>,
    /// For each quote, whether it is part of a quotation.
    taken: Vec<bool>,
    /// The quotation of the sentence before, if it is direct and ended there, and its paragraph.
    previous: Option<(usize, Option<usize>)>,
    /// Whether the last quotation was still open at the end of its paragraph.
    goes_on: bool,
    /// The headline's quotation, while its speaker is unknown, and the words that name that speaker.
    headline: Option<(usize, Phrase)>,
    /// The subject of the sentence before.
    subject: Option<Phrase>,
    /// The sentence before, which the next one may report.
    before: Option<Reportable>,
}

impl Assembly<'_, '_, '_> {
    fn unit(&mut self, unit: &NarratorSentence, cues: &mut Vec<Cue>) {
        let dated = NarratorSentence { tokens: self.after_dateline(&unit.tokens), paragraph: unit.paragraph };
        let unit = &dated;
        let span = unit.tokens.clone();
        let before = self.previous.take();
        let first = self.found.len();
        if unit.paragraph.is_none() && self.headline(&span) {
            return;
        }
        self.reader.cues(&span, unit.paragraph.is_none(), cues);
        self.statements(unit, cues, before, 0);
        self.assign_quotes_without_cue(unit, before);
        if let Some(n) = self.found.len().checked_sub(1).filter(|n| *n >= first)
            && self.ends_quoted(n, &span)
        {
            self.previous = Some((n, unit.paragraph));
        }
        self.subject = self.reader.subject_of(&span).or(self.subject.take());
        self.remember(unit, self.found.len() > first);
    }

    /// A sentence without "MOSCOW (Interfax) –" before it.
    fn after_dateline(&self, span: &Range<usize>) -> Range<usize> {
        let reader = self.reader;
        if reader.tokens.tokens[span.start].letters != Letters::Capitals {
            return span.clone();
        }
        let dash = (span.start..span.end.min(span.start + 12)).find(|t| {
            let free = reader.tokens.tokens[*t].spaced && !reader.inside(*t);
            free && ["-", "–", "—"].iter().any(|w| reader.tokens.is(*t, w))
        });
        dash.filter(|d| d + 1 < span.end).map_or(span.clone(), |d| d + 1..span.end)
    }

    /// "…, said Karasin." at the end of a sentence takes the whole sentence, including reports of others' words in it.
    fn closing(&mut self, unit: &NarratorSentence, cues: &[Cue], depth: usize) -> bool {
        let [earlier @ .., last] = cues else { return false };
        let until = self.trimmed(unit.tokens.start, last.clause.start);
        let parted = until < last.clause.start || self.ends_quote(until);
        let says = last.classes.any(Classes::SAY) && !self.opens_remark(last.clause.start);
        if last.after != After::Nothing || last.joined || last.speaker.is_none() || !parted || !says {
            return false;
        }
        let quoted = earlier.iter().any(|c| {
            c.clause.start > unit.tokens.start && self.ends_quote(self.trimmed(unit.tokens.start, c.clause.start))
                || matches!(c.after, After::Content(at) | After::Comma(at) if self.in_quote(at))
        });
        // "“…,” Karasin said, Interfax reports."
        let reported = earlier.last().is_some_and(|c| c.clause.end == until && c.after != After::Other);
        let quoted = quoted && !reported;
        if quoted || until <= unit.tokens.start + 1 || !self.is_said(&(unit.tokens.start..until)) {
            return false;
        }
        let part = unit.tokens.start..until;
        let before = self.last.clone();
        if !self.add(unit, last, std::slice::from_ref(&part)) {
            return false;
        }
        let (outer, found) = (std::mem::replace(&mut self.last, before), self.found.len());
        self.before_closing(unit, part, earlier, depth);
        // After an agency's report of a man's words, "he" is that man.
        if self.found.len() == found || outer.as_ref().is_some_and(Speaker::is_person) {
            self.last = outer;
        }
        true
    }

    fn each(&mut self, unit: &NarratorSentence, cues: &[Cue], before: Option<(usize, Option<usize>)>, depth: usize) {
        let mut done = unit.tokens.start;
        for (n, cue) in cues.iter().enumerate() {
            if cue.clause.start < done {
                continue;
            }
            let until = self.trimmed(done, cue.clause.start);
            let quote_before = until > done && self.ends_quote(until);
            let parted = until < cue.clause.start || quote_before;
            let limit = self.limit(&cues[n + 1..], unit.tokens.end, cue);
            let (range, end) = match cue.after {
                After::Content(at) if self.in_quote(at) => {
                    let end = self.quotes_from(at, limit);
                    let mut content = vec![at..end];
                    if quote_before && !cue.joined && parted {
                        content.insert(0, done..until);
                    }
                    (content, end)
                }
                After::Content(_)
                    if quote_before && !self.reader.tokens.is(cue.clause.end - 1, "that") && !cue.joined =>
                {
                    (vec![done..until], cue.clause.end)
                }
                After::Content(at) => (vec![at..limit], limit),
                After::Comma(at) if self.in_quote(at) => {
                    let end = self.quotes_from(at, limit);
                    let mut content = vec![at..end];
                    if quote_before || parted && until > done + 1 && !cue.joined && self.is_said(&(done..until)) {
                        content.insert(0, done..until);
                    }
                    (content, end)
                }
                After::Comma(at) => {
                    let begins = done == cue.clause.start || until <= done + 1;
                    let according = self.reader.tokens.is(cue.verb.start, "according");
                    let that = (at..limit.min(at + 12))
                        .take_while(|t| !self.in_quote(*t))
                        .find(|t| self.reader.tokens.is(*t, "that") && !according && cue.classes.any(Classes::SAY));
                    if let Some(that) = that.filter(|_| !quote_before && (begins || !parted)) {
                        (vec![that + 1..limit], limit)
                    } else if quote_before {
                        // "“A,” he said, and left, “b.”": a second part later in the sentence.
                        (vec![done..until], at)
                    } else if begins && (according || self.reader.tokens.is(done, "as")) {
                        (vec![at..limit], limit)
                    } else if begins {
                        continue;
                    } else if !self.is_said(&(done..until)) {
                        // "Since then, he says, nobody came."
                        let says = parted && !cue.joined && cue.classes.any(Classes::SAY);
                        if !says || self.starts_joined(&cues[n + 1..], at) {
                            continue;
                        }
                        (vec![at..limit], limit)
                    } else if parted
                        && !cue.joined
                        && !self.starts_joined(&cues[n + 1..], at)
                        && !self.is_aside(cue, at..limit)
                    {
                        (vec![done..until, at..limit], limit)
                    } else if parted && !cue.joined {
                        (vec![done..until], at)
                    } else {
                        continue;
                    }
                }
                After::Other if quote_before => (vec![done..until], cue.clause.end),
                After::Other => continue,
                After::SentenceBefore => {
                    let opens = until <= done || !self.is_said(&(done..until));
                    if depth == 0 && done == unit.tokens.start && opens {
                        self.report_before(unit, cue);
                    }
                    continue;
                }
                After::Nothing => {
                    if parted && until > done + 1 && !cue.joined && self.is_said(&(done..until)) || quote_before {
                        (vec![done..until], cue.clause.end)
                    } else if until <= done && done == unit.tokens.start {
                        self.name_speaker_from_next_sentence(unit, cue, before);
                        if before.is_none() && depth == 0 {
                            self.reports_before(unit, cue);
                        }
                        continue;
                    } else if self.reader.tokens.is(cue.verb.start, "according") && until > done + 1 {
                        (vec![done..until], cue.clause.end)
                    } else {
                        continue;
                    }
                }
            };
            if self.add(unit, cue, &range) {
                done = end.max(done);
                if let Some(part) = range.last().filter(|p| p.start >= cue.clause.end) {
                    self.within(unit, cue, part, &cues[n + 1..], depth);
                }
            }
        }
    }

    /// "“Stop!” Karasin said." is read as two sentences; the second names the speaker of the first.
    fn name_speaker_from_next_sentence(
        &mut self,
        unit: &NarratorSentence,
        cue: &Cue,
        before: Option<(usize, Option<usize>)>,
    ) {
        let Some((n, paragraph)) = before else { return };
        let follows = self.ends_quote(unit.tokens.start);
        if paragraph != unit.paragraph || !follows || self.found[n].cue.is_some() && !self.found[n].content.is_empty() {
            if follows && paragraph == unit.paragraph && self.found[n].content.len() > 1 {
                // The last part of an interrupted quotation has a speaker of its own.
                let Some(content) = self.found[n].content.pop() else { return };
                self.found.push(quotation(SpeechKind::Direct, vec![content], None, paragraph));
                let n = self.found.len() - 1;
                self.name(n, cue);
            }
            return;
        }
        self.name(n, cue);
    }

    /// Gives a quotation the verb and the speaker of a cue.
    fn name(&mut self, n: usize, cue: &Cue) {
        let tokens = self.reader.tokens;
        let speaker = cue.speaker.as_ref().map(|p| self.reader.resolve(p, self.last.as_ref()));
        let addressee = cue.addressee.as_ref().map(|p| self.reader.resolve(p, self.last.as_ref()).entity_ref);
        let quotation = &mut self.found[n];
        quotation.cue = Some(tokens.range(&cue.verb));
        quotation.addressee = addressee;
        quotation.medium = cue.medium.as_ref().map(|m| tokens.range(m));
        if let Some(speaker) = speaker {
            quotation.speaker = Some(speaker.entity_ref.clone());
            self.last = Some(speaker);
        }
    }

    fn add(&mut self, unit: &NarratorSentence, cue: &Cue, parts: &[Range<usize>]) -> bool {
        let naming = cue.classes.any(Classes::SAY_NAMING) && !cue.classes.any(Classes::SAY_OBJECT);
        let mut content = Vec::new();
        let mut quoted = 0;
        let mut plain = 0;
        for part in parts {
            self.pieces(&self.behind_colon(part, cue), &mut content, &mut quoted, &mut plain);
        }
        if content.is_empty() || (naming && quoted == 0) {
            return false;
        }
        if quoted == 0 && parts.iter().all(|p| self.is_anaphor(p)) {
            return false;
        }
        // "Holt thanked Hart" has no content, nor has "Holt welcomes President Hart in Vienna".
        if quoted == 0
            && !cue.classes.any(Classes::SAY)
            && parts.iter().all(|p| self.is_name_only(p) || self.is_guest(cue, p))
        {
            return false;
        }
        // A verb that only takes an object needs a subject that can speak.
        let speaker = match &cue.speaker {
            Some(phrase) => Some(self.reader.resolve(phrase, self.last.as_ref())),
            None => {
                let own = self.found.last().filter(|q| {
                    q.paragraph == unit.paragraph
                        && q.cue
                            .as_ref()
                            .is_some_and(|c| c.start >= self.reader.tokens.tokens[unit.tokens.start].start as usize)
                });
                match own {
                    Some(_) => self.last.clone(),
                    None => self
                        .reader
                        .subject_of(&(unit.tokens.start..cue.clause.start))
                        .filter(|p| self.reader.can_speak(p))
                        .map(|p| self.reader.resolve(&p, self.last.as_ref())),
                }
            }
        };
        let Some(speaker) = speaker else {
            return false;
        };
        for part in parts {
            self.take(part);
        }
        let begins = parts.first().is_some_and(|p| p.start == unit.tokens.start && self.in_quote(p.start));
        if self.goes_on
            && begins
            && let Some(open) = self.found.last_mut().filter(|q| q.cue.is_none())
        {
            // Paragraphs of one quotation, with the speaker named in the last.
            open.speaker = Some(speaker.entity_ref.clone());
        }
        self.goes_on = quoted > 0 && parts.last().is_some_and(|p| self.is_open_at(p.end));
        self.found.push(quotation(kind(quoted, plain), content, Some(speaker.entity_ref.clone()), unit.paragraph));
        let n = self.found.len() - 1;
        self.name(n, cue);
        if cue.speaker.is_none() {
            self.found[n].speaker = Some(speaker.entity_ref.clone());
            self.last = Some(speaker);
        }
        self.settle_headline(n, cue);
        true
    }

    /// A part before its cue without the words of another cue that introduce its quote: "He was asked: “…,” said Holt."
    fn behind_colon(&self, part: &Range<usize>, cue: &Cue) -> Range<usize> {
        let quotes = &self.reader.quotes;
        let n = quotes.partition_point(|q| q.tokens.start <= part.start);
        let brought = quotes.get(n).map(|q| &q.tokens).filter(|q| {
            part.end <= cue.clause.start
                && q.start < part.end
                && q.end >= part.end
                && self.reader.tokens.is(q.start - 1, ":")
        });
        brought.map_or(part.clone(), |q| q.start..part.end)
    }

    /// Whether a part names a guest who is welcomed.
    fn is_guest(&self, cue: &Cue, part: &Range<usize>) -> bool {
        let reader = self.reader;
        let welcomes = reader.tokens.word(cue.verb.start).to_ascii_lowercase().starts_with("welcom");
        let guest = |p: &Phrase| matches!(p.kind, PhraseKind::Name(m) if reader.is_person(m));
        welcomes && reader.phrase_after(part.start, part.end).is_some_and(|p| guest(&p))
    }

    /// Whether a part has no content of its own: "it", "this at length".
    fn is_anaphor(&self, part: &Range<usize>) -> bool {
        let reader = self.reader;
        let next = part.start + 1;
        let alone = next >= part.end
            || reader.is_break(next)
            || reader.tokens.tokens[next].classes.any(Classes::PREPOSITION.and(Classes::SPEECH_ADVERB));
        alone && ["it", "this", "that", "so"].iter().any(|w| reader.tokens.is(part.start, w))
    }

    /// Whether a part is only a name, names, or a pronoun.
    fn is_name_only(&self, part: &Range<usize>) -> bool {
        let reader = self.reader;
        let end = (part.start..part.end).rev().find(|t| !reader.is_break(*t)).map_or(part.end, |t| t + 1);
        let mut at = part.start;
        while let Some(phrase) = reader.phrase_after(at, end) {
            let somebody = match phrase.kind {
                PhraseKind::Name(_) | PhraseKind::Pronoun => true,
                // "praised the mediators"
                PhraseKind::Noun => {
                    reader.tokens.tokens[phrase.head].classes.any(Classes::SPEAKER)
                        && phrase.head + 1 == phrase.tokens.end
                }
                PhraseKind::Joint => false,
            };
            at = phrase.tokens.end;
            if !somebody || at >= end {
                return somebody;
            }
            let joins = [",", "and"].iter().any(|w| reader.tokens.is(at, w));
            if !joins {
                return false;
            }
            at += 1;
        }
        false
    }

    fn take(&mut self, part: &Range<usize>) {
        let from = self.reader.quotes.partition_point(|q| q.tokens.end <= part.start);
        for n in from..self.reader.quotes.len() {
            if self.reader.quotes[n].tokens.start >= part.end {
                break;
            }
            self.taken[n] = true;
        }
    }

    fn ends_quote(&self, at: usize) -> bool {
        let quotes = &self.reader.quotes;
        let n = quotes.partition_point(|q| q.tokens.end < at);
        quotes.get(n).is_some_and(|q| q.tokens.end == at)
    }

    fn in_quote(&self, at: usize) -> bool {
        self.reader.inside(at)
    }

    fn is_open_at(&self, at: usize) -> bool {
        let quotes = &self.reader.quotes;
        let n = quotes.partition_point(|q| q.tokens.end < at);
        quotes.get(n).is_some_and(|q| q.tokens.end == at && !q.closed)
    }

    fn ends_quoted(&self, n: usize, span: &Range<usize>) -> bool {
        let kind = self.found[n].kind;
        let last = self.found[n].content.last().map_or(0, |c| c.end);
        kind != SpeechKind::Indirect && last >= self.reader.tokens.tokens[span.start].start as usize
    }

    fn starts_joined(&self, later: &[Cue], at: usize) -> bool {
        later.first().is_some_and(|c| c.joined && c.clause.start <= at + 1)
    }
}

/// The kind of a quotation with these numbers of quoted and unquoted pieces.
fn kind(quoted: usize, plain: usize) -> SpeechKind {
    match (quoted > 0, plain > 0) {
        (true, true) => SpeechKind::Mixed,
        (true, false) => SpeechKind::Direct,
        _ => SpeechKind::Indirect,
    }
}

/// A quotation whose cue, addressee and medium are unknown, or not known yet.
fn quotation(
    kind: SpeechKind,
    content: Vec<Range<usize>>,
    speaker: Option<EntityRef>,
    paragraph: Option<usize>,
) -> Quotation {
    Quotation { kind, content, cue: None, speaker, addressee: None, medium: None, paragraph }
}
