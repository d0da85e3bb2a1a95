//! From quotes and cues to quotations, one sentence of the narrator after the other: what each cue brings, before it, after
//! it or on both sides; then the quotes that no cue brought, which go to whoever spoke last.

use super::cue::{After, Cue, FINITE};
use super::phrase::{Phrase, PhraseKind};
use super::voice::Last;
use super::{Reader, Unit};
use crate::extract::finding::{EntityType, Quotation, SpeechKind, Voice};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// So many later cues are looked at for the end of what one brings.
const LOOK_AHEAD: usize = 12;

/// All quotations, in order.
pub(super) fn assemble(reader: &Reader<'_, '_>) -> Vec<Quotation> {
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
    };
    let mut cues = Vec::new();
    for unit in &units {
        all.unit(unit, &mut cues);
    }
    all.found.sort_by_key(|q| (q.content[0].start, q.content[0].end));
    all.found
}

struct Assembly<'a, 'r, 't> {
    reader: &'a Reader<'r, 't>,
    found: Vec<Quotation>,
    /// Who spoke last.
    last: Option<Last>,
    /// Of each quote, whether it is part of a quotation.
    taken: Vec<bool>,
    /// The quotation of the sentence before, if it is direct and ended there, and the paragraph.
    previous: Option<(usize, Option<usize>)>,
    /// Whether the last quotation was left open by the end of its paragraph.
    goes_on: bool,
    /// The headline's quotation, while its speaker is not known, and the words that name that speaker.
    headline: Option<(usize, Phrase)>,
    /// The subject of the sentence before.
    subject: Option<Phrase>,
}

impl Assembly<'_, '_, '_> {
    fn unit(&mut self, unit: &Unit, cues: &mut Vec<Cue>) {
        let dated = Unit { tokens: self.after_dateline(&unit.tokens), paragraph: unit.paragraph };
        let unit = &dated;
        let span = unit.tokens.clone();
        let before = self.previous.take();
        let first = self.found.len();
        if unit.paragraph.is_none() && self.headline(&span) {
            return;
        }
        self.reader.cues(&span, unit.paragraph.is_none(), cues);
        if !self.closing(unit, cues) {
            self.each(unit, cues, before);
        }
        self.left_over(unit, before);
        if let Some(n) = self.found.len().checked_sub(1).filter(|n| *n >= first)
            && self.ends_quoted(n, &span)
        {
            self.previous = Some((n, unit.paragraph));
        }
        self.subject = self.subject_of(&span).or(self.subject.take());
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

    /// "…, said Karasin." at the end of a sentence takes all of it, whatever it tells of others' words.
    fn closing(&mut self, unit: &Unit, cues: &[Cue]) -> bool {
        let [earlier @ .., last] = cues else { return false };
        let until = self.trimmed(unit.tokens.start, last.clause.start);
        let parted = until < last.clause.start || self.ends_quote(until);
        if last.after != After::Nothing || last.joined || last.speaker.is_none() || !parted {
            return false;
        }
        let quoted = earlier.iter().any(|c| {
            c.clause.start > unit.tokens.start && self.ends_quote(self.trimmed(unit.tokens.start, c.clause.start))
                || matches!(c.after, After::Content(at) | After::Comma(at) if self.in_quote(at))
        });
        if quoted || until <= unit.tokens.start + 1 || !self.is_said(&(unit.tokens.start..until)) {
            return false;
        }
        self.add(unit, last, &[unit.tokens.start..until])
    }

    fn each(&mut self, unit: &Unit, cues: &[Cue], before: Option<(usize, Option<usize>)>) {
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
                    } else if begins && according {
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
                    } else if parted && !cue.joined && !self.starts_joined(&cues[n + 1..], at) {
                        (vec![done..until, at..limit], limit)
                    } else if parted && !cue.joined {
                        (vec![done..until], at)
                    } else {
                        continue;
                    }
                }
                After::Other if quote_before => (vec![done..until], cue.clause.end),
                After::Other => continue,
                After::Nothing => {
                    if parted && until > done + 1 && !cue.joined && self.is_said(&(done..until)) || quote_before {
                        (vec![done..until], cue.clause.end)
                    } else if until <= done && done == unit.tokens.start {
                        self.belated(unit, cue, before);
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
            }
        }
    }

    /// "“Stop!” Karasin said." is read as two sentences; the second says who spoke in the first.
    fn belated(&mut self, unit: &Unit, cue: &Cue, before: Option<(usize, Option<usize>)>) {
        let Some((n, paragraph)) = before else { return };
        let follows = self.ends_quote(unit.tokens.start);
        if paragraph != unit.paragraph || !follows || self.found[n].cue.is_some() && !self.found[n].content.is_empty() {
            if follows && paragraph == unit.paragraph && self.found[n].content.len() > 1 {
                // The last part of a broken quotation has a speaker of its own.
                let Some(content) = self.found[n].content.pop() else { return };
                let kind = SpeechKind::Direct;
                let quotation = Quotation {
                    kind,
                    content: vec![content],
                    cue: None,
                    speaker: None,
                    addressee: None,
                    medium: None,
                    paragraph,
                };
                self.found.push(quotation);
                let n = self.found.len() - 1;
                self.name(n, cue);
            }
            return;
        }
        self.name(n, cue);
    }

    /// Gives a quotation the cue and the speaker of a cue.
    fn name(&mut self, n: usize, cue: &Cue) {
        let tokens = self.reader.tokens;
        let speaker = cue.speaker.as_ref().map(|p| self.reader.resolve(p, self.last.as_ref()));
        let addressee = cue.addressee.as_ref().map(|p| self.reader.resolve(p, self.last.as_ref()).voice);
        let quotation = &mut self.found[n];
        quotation.cue = Some(tokens.range(&cue.verb));
        quotation.addressee = addressee;
        quotation.medium = cue.medium.as_ref().map(|m| tokens.range(m));
        if let Some(speaker) = speaker {
            quotation.speaker = Some(speaker.voice.clone());
            self.last = Some(speaker);
        }
    }

    fn add(&mut self, unit: &Unit, cue: &Cue, parts: &[Range<usize>]) -> bool {
        let naming = cue.classes.any(Classes::SAY_NAMING) && !cue.classes.any(Classes::SAY_OBJECT);
        let mut content = Vec::new();
        let mut quoted = 0;
        let mut plain = 0;
        for part in parts {
            self.pieces(part, &mut content, &mut quoted, &mut plain);
        }
        if content.is_empty() || (naming && quoted == 0) {
            return false;
        }
        // What only takes an object must be brought by somebody who can speak.
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
        let kind = match (quoted > 0, plain > 0) {
            (true, true) => SpeechKind::Mixed,
            (true, false) => SpeechKind::Direct,
            _ => SpeechKind::Indirect,
        };
        let begins = parts.first().is_some_and(|p| p.start == unit.tokens.start && self.in_quote(p.start));
        if self.goes_on
            && begins
            && let Some(open) = self.found.last_mut().filter(|q| q.cue.is_none())
        {
            // Paragraphs of one quotation, the speaker named in the last.
            open.speaker = Some(speaker.voice.clone());
        }
        self.goes_on = quoted > 0 && parts.last().is_some_and(|p| self.is_open_at(p.end));
        self.found.push(Quotation {
            kind,
            content,
            cue: None,
            speaker: Some(speaker.voice.clone()),
            addressee: None,
            medium: None,
            paragraph: unit.paragraph,
        });
        let n = self.found.len() - 1;
        self.name(n, cue);
        if cue.speaker.is_none() {
            self.found[n].speaker = Some(speaker.voice.clone());
            self.last = Some(speaker);
        }
        self.settle_headline(n, cue);
        true
    }

    /// Quotes of a sentence that no cue brought.
    fn left_over(&mut self, unit: &Unit, before: Option<(usize, Option<usize>)>) {
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
                self.subject_of(&(unit.tokens.start..quote.tokens.start)).filter(|p| self.reader.can_speak(p));
            let subject = if cited { subject.or(self.subject_of(&unit.tokens)) } else { subject };
            let subject = subject.filter(|p| sentence || colon || !reader_is(self.reader, p, "it"));
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
        self.found.push(Quotation {
            kind,
            content: vec![content],
            cue: None,
            speaker: voice.as_ref().map(|v| v.voice.clone()),
            addressee: None,
            medium: None,
            paragraph: unit.paragraph,
        });
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

    /// The subject of a sentence, as far as one can be told without a parser: the first name or pronoun that nothing governs.
    fn subject_of(&self, span: &Range<usize>) -> Option<Phrase> {
        let reader = self.reader;
        let mut at = span.start;
        let leads = [
            "when", "while", "although", "though", "as", "if", "because", "since", "after", "before", "asked", "citing",
        ];
        if at < span.end && leads.iter().any(|w| reader.tokens.is(at, w)) {
            let comma = (at..span.end.min(at + 40)).find(|t| reader.tokens.is(*t, ",") && !reader.inside(*t));
            at = comma.map_or(at, |c| c + 1);
        }
        let to = span.end.min(at + 30);
        while at < to {
            let token = &reader.tokens.tokens[at];
            if reader.inside(at) || token.kind != TokenKind::Word {
                at += 1;
                continue;
            }
            let led = at > span.start && reader.tokens.tokens[at - 1].classes.any(Classes::PREPOSITION);
            if token.classes.any(Classes::PREPOSITION) {
                // Skips what the preposition governs.
                at = reader.phrase_after(at + 1, to).map_or(at + 1, |p| p.tokens.end);
                continue;
            }
            if reader.is_pronoun(at) && !reader.tokens.is(at, "who") {
                return Some(Phrase { tokens: at..at + 1, words: at..at + 1, kind: PhraseKind::Pronoun, head: at });
            }
            let phrase = reader.phrase_after(at, span.end);
            match phrase {
                Some(p) if !led => {
                    let owner = reader.tokens.tokens.get(p.tokens.end).is_some_and(|t| t.kind == TokenKind::Possessive);
                    let acts = match p.kind {
                        PhraseKind::Name(m) => {
                            let m = &reader.names.mentions[m];
                            matches!(m.kind, EntityType::Person | EntityType::Organisation | EntityType::Nationality)
                                || m.kind == EntityType::Place && (m.stands_for_state || at == span.start)
                        }
                        _ => {
                            let speaks = Classes::SPEAKER.and(Classes::SPEAKING_BODY);
                            reader.tokens.tokens[p.head].classes.any(speaks) || reader.is_medium(&p) && at == span.start
                        }
                    };
                    if !owner && acts {
                        return Some(reader.named_behind(p, span.end));
                    }
                    at = p.tokens.end.max(at + 1);
                }
                _ => at += 1,
            }
        }
        None
    }

    /// The headline's own ways: "… – deputy FM", "Karasin: …".
    fn headline(&mut self, span: &Range<usize>) -> bool {
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
            PhraseKind::Pronoun => false,
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
        let kind = match (quoted > 0, plain > 0) {
            (true, true) => SpeechKind::Mixed,
            (true, false) => SpeechKind::Direct,
            _ => SpeechKind::Indirect,
        };
        let voice = self.reader.resolve(&phrase, None).voice;
        let open = voice.entity.is_none();
        self.found.push(Quotation {
            kind,
            content,
            cue: None,
            speaker: Some(voice),
            addressee: None,
            medium: None,
            paragraph: None,
        });
        self.headline = open.then(|| (self.found.len() - 1, phrase));
        true
    }

    /// The headline's "deputy FM" is the first who speaks in the text and whose title has one of these words.
    fn settle_headline(&mut self, n: usize, cue: &Cue) {
        let Some((at, words)) = self.headline.clone() else { return };
        let (Some(phrase), Some(Voice { entity: Some(entity), .. })) = (&cue.speaker, &self.found[n].speaker) else {
            return;
        };
        let entity = *entity;
        let reader = self.reader;
        let titled = phrase
            .tokens
            .clone()
            .chain(reader.titles.iter().take(20).filter(|(e, _)| *e == entity).flat_map(|(_, tokens)| tokens.clone()));
        let mut titled = titled.filter(|t| reader.tokens.tokens[*t].kind == TokenKind::Word);
        let shares = titled.any(|t| {
            words.tokens.clone().any(|w| {
                let short = reader.tokens.word(w);
                reader.tokens.is(t, short)
                    || ["fm", "pm"].iter().any(|a| short.eq_ignore_ascii_case(a)) && reader.tokens.is(t, "minister")
            })
        });
        if shares && let Some(speaker) = &mut self.found[at].speaker {
            speaker.entity = Some(entity);
            self.headline = None;
        }
    }

    /// Cuts a part at the marks of its quotes, and drops stops at its ends.
    fn pieces(&self, part: &Range<usize>, content: &mut Vec<Range<usize>>, quoted: &mut usize, plain: &mut usize) {
        let reader = self.reader;
        let mut at = part.start;
        let from = reader.quotes.partition_point(|q| q.tokens.end <= part.start);
        let add = |range: Range<usize>, content: &mut Vec<Range<usize>>, plain: &mut usize| {
            if let Some(range) = self.bare_part(range) {
                content.push(reader.tokens.range(&range));
                *plain += 1;
            }
        };
        for quote in &reader.quotes[from..] {
            if quote.tokens.start >= part.end {
                break;
            }
            if quote.tokens.start > part.start && self.is_scare(&quote.tokens, &quote.inner) {
                continue;
            }
            if quote.tokens.start > at {
                add(at..quote.tokens.start, content, plain);
            }
            content.push(reader.tokens.range(&quote.inner));
            *quoted += 1;
            at = quote.tokens.end;
        }
        if at < part.end {
            add(at..part.end, content, plain);
        }
    }

    /// A part without the stops at its ends; none if nothing is left but stops and "and".
    fn bare_part(&self, range: Range<usize>) -> Option<Range<usize>> {
        let reader = self.reader;
        let (mut start, mut end) = (range.start, range.end);
        let stop = |t: usize| {
            reader.tokens.tokens[t].kind == TokenKind::Mark
                && [",", ".", ":", ";", "!", "?", "…", "–", "—", "-"].iter().any(|w| reader.tokens.is(t, w))
        };
        while start < end && stop(start) {
            start += 1;
        }
        while start < end && stop(end - 1) {
            end -= 1;
        }
        let words = (start..end).filter(|t| reader.tokens.tokens[*t].kind != TokenKind::Mark);
        let joins = |t: usize| ["and", "or", "but", "that"].iter().any(|w| reader.tokens.is(t, w));
        let mut any = false;
        for t in words.take(3) {
            any |= !joins(t);
        }
        any.then_some(start..end)
    }

    /// Words that are called so, not said: "so-called “green line”", titles.
    fn is_scare(&self, tokens: &Range<usize>, inner: &Range<usize>) -> bool {
        let reader = self.reader;
        let before = tokens.start.checked_sub(1);
        let named = [
            "so-called",
            "dubbed",
            "nicknamed",
            "named",
            "titled",
            "entitled",
            "codenamed",
            "termed",
            "called",
            "known",
            "term",
            "nickname",
            "word",
            "phrase",
            "film",
            "book",
            "song",
            "album",
            "single",
            "movie",
            "titled",
            "as",
            "project",
            "slogan",
            "model",
            "name",
        ];
        let called = before.is_some_and(|b| named.iter().any(|w| reader.tokens.is(b, w)));
        let active = before.is_some_and(|b| {
            reader.tokens.is(b, "as")
                || reader.tokens.is(b, "called")
                || reader.tokens.is(b, "termed")
                || reader.tokens.is(b, "dubbed")
        });
        if called && !active {
            return true;
        }
        // "the “point” release", "or “bumper”": a word used, not said.
        let next = reader.tokens.tokens.get(tokens.end);
        let attribute = next.is_some_and(|t| {
            t.kind == TokenKind::Word && !t.classes.any(Classes::FUNCTION.and(Classes::PREPOSITION).and(Classes::SAY))
        }) && before.is_some_and(|b| reader.is_determiner(b) || reader.tokens.is(b, "first"));
        let alias = before.is_some_and(|b| reader.tokens.is(b, "or"));
        if inner.len() <= 2 && (attribute || alias) && reader.tokens.tokens[inner.start].kind == TokenKind::Word {
            return true;
        }
        let mut words = 0;
        let mut capitals = 0;
        for t in inner.clone().take(12) {
            let token = &reader.tokens.tokens[t];
            if token.kind == TokenKind::Word && !token.classes.any(Classes::FUNCTION.and(Classes::PREPOSITION)) {
                words += 1;
                capitals += usize::from(token.is_capital());
            }
        }
        let stopped = reader.is_terminal(inner.end - 1) || reader.tokens.is(inner.end - 1, ",");
        inner.len() < 10 && words > 0 && words == capitals && !(stopped && inner.len() < 4) && (words > 1 || !stopped)
            || called && self.known_as(tokens.start)
    }

    fn known_as(&self, at: usize) -> bool {
        at >= 2 && self.reader.tokens.is(at - 1, "as") && self.reader.tokens.is(at - 2, "known")
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

    /// Whether a sentence is nothing but quotes.
    fn is_bare(&self, unit: &Unit, quote: &Range<usize>) -> bool {
        let word = |t: usize| self.reader.tokens.tokens[t].kind != TokenKind::Mark && !self.reader.inside(t);
        let near = unit.tokens.start.max(quote.start.saturating_sub(6))..quote.start;
        let behind = quote.end..unit.tokens.end.min(quote.end + 6);
        !near.chain(behind).any(word)
    }

    /// The end of a part without the commas and dashes before an attribution.
    fn trimmed(&self, from: usize, end: usize) -> usize {
        let reader = self.reader;
        let mut end = end;
        while end > from
            && !reader.inside(end - 1)
            && [",", "-", "–", "—", ";"].iter().any(|w| reader.tokens.is(end - 1, w))
        {
            end -= 1;
        }
        end
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

    /// One past the last quote from `at` on, over "and" and commas between quotes.
    fn quotes_from(&self, at: usize, limit: usize) -> usize {
        let reader = self.reader;
        let mut n = reader.quotes.partition_point(|q| q.tokens.end <= at);
        let mut end = at;
        while let Some(q) = reader.quotes.get(n).filter(|q| q.tokens.start < limit) {
            let between = end.max(at)..q.tokens.start;
            let joined = between.len() <= 3
                && between.clone().all(|t| {
                    reader.tokens.tokens[t].kind == TokenKind::Mark
                        || ["and", "or", "but"].iter().any(|w| reader.tokens.is(t, w))
                });
            if end > at && !joined {
                break;
            }
            end = q.tokens.end;
            n += 1;
        }
        end
    }

    /// Where what a cue brings ends at the latest: where another begins to speak, or the same goes on.
    fn limit(&self, later: &[Cue], end: usize, cue: &Cue) -> usize {
        let reader = self.reader;
        let content = match cue.after {
            After::Content(at) | After::Comma(at) => at,
            After::Nothing | After::Other => return end,
        };
        // "Although he said he hoped so, nobody came."
        let under = ["although", "though", "while", "as", "when", "after", "because", "since", "whereas"];
        let first = cue.clause.start.checked_sub(1).filter(|b| under.iter().any(|w| reader.tokens.is(*b, w)));
        let leads = first.is_some_and(|b| reader.tokens.tokens[b].is_capital());
        let end = if leads {
            let comma = (content + 1..end.min(content + 60)).find(|t| reader.tokens.is(*t, ",") && !reader.inside(*t));
            comma.unwrap_or(end)
        } else {
            end
        };
        for next in later.iter().take(LOOK_AHEAD) {
            let start = next.clause.start;
            if start <= content {
                continue;
            }
            let before = start - 1;
            let joins = |t: usize| ["and", "but", "while", "as", "whereas"].iter().any(|w| reader.tokens.is(t, w));
            let comma = |t: usize| [",", ";", "–", "—"].iter().any(|w| reader.tokens.is(t, w));
            let own = next.speaker.is_some()
                && (reader.tokens.is(before, ";")
                    || reader.tokens.is(start, "with") && comma(before)
                    || joins(before) && before > content && (comma(before - 1) || !reader.tokens.is(before, "and")));
            let goes_on = next.joined
                && next.after != After::Nothing
                && (comma(before) && next.classes.any(Classes::SAYING)
                    || next.medium.is_some() && next.classes.any(Classes::SAYING)
                    || ["added", "also"]
                        .iter()
                        .any(|w| next.verb.clone().chain(start..next.verb.start).any(|t| reader.tokens.is(t, w)))
                    || joins(start) && matches!(next.after, After::Content(at) if reader.tokens.is(at - 1, "that")));
            let quotes = next.speaker.is_some() && matches!(next.after, After::Content(at) if self.in_quote(at));
            if quotes && !own && start > content + 2 {
                let lowest = (content + 1).max(start.saturating_sub(10));
                let parts = (lowest..start)
                    .rev()
                    .find(|t| comma(*t) || reader.tokens.is(*t, "and") || reader.tokens.is(*t, "but"));
                if let Some(at) = parts {
                    return self.trimmed(content, at);
                }
            }
            if own {
                return self.trimmed(content, if joins(before) { before } else { start });
            }
            if goes_on {
                return self.trimmed(content, start);
            }
        }
        end
    }

    /// Whether words before "…, Karasin said" may be what is said: not "In Vienna", not "As a result".
    fn is_said(&self, range: &Range<usize>) -> bool {
        let reader = self.reader;
        if range.is_empty() || reader.inside(range.start) {
            return true;
        }
        let first = &reader.tokens.tokens[range.start];
        let leads = ["as", "when", "while", "although", "though", "if", "asked", "speaking"];
        let adverbial = first.classes.any(Classes::PREPOSITION.and(Classes::SPEECH_ADVERB))
            || leads.iter().any(|w| reader.tokens.is(range.start, w))
            || reader.tokens.word(range.start).ends_with("ly,");
        let near = range.clone().take(60);
        let finite = near.clone().any(|t| FINITE.iter().any(|w| reader.tokens.is(t, w)));
        let comma = near.clone().any(|t| reader.tokens.is(t, ","));
        !adverbial
            || (finite && comma)
            || range.clone().take(60).any(|t| reader.inside(t))
            || (range.len() > 12 && comma)
    }

    fn starts_joined(&self, later: &[Cue], at: usize) -> bool {
        later.first().is_some_and(|c| c.joined && c.clause.start <= at + 1)
    }
}

fn reader_is(reader: &Reader<'_, '_>, phrase: &Phrase, word: &str) -> bool {
    reader.tokens.is(phrase.head, word)
}
