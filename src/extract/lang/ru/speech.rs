//! Quotations and reported speech: "«…», — сказал X", "X заявил, что …", "…, сообщила пресс-служба", "по словам X, …", "об
//! этом сообщил X" of the sentence before. Words in quotation marks that no cue introduces have no speaker.

mod subject;

use super::RUSSIAN;
use super::lexicon::{Does, does};
use crate::extract::finding::{EntityRef, EntityType, Names, Quotation, SpeechKind};
use crate::extract::lang::marks::{Quoted, is_speech, quoted};
use crate::extract::lang::plain::paragraphs;
use crate::extract::tokens::{TokenKind, Tokens};
use std::collections::HashSet;
use std::ops::Range;

/// The input of the functions that read speech, and what was found.
struct Reader<'r, 't> {
    tokens: &'r Tokens<'t>,
    names: &'r Names,
    /// For each token, the mention that it belongs to, counted from 1.
    at: Vec<usize>,
    quotes: Vec<Quoted>,
    found: Vec<Said>,
    /// The beginning and the end of what was found.
    taken: HashSet<(usize, usize)>,
}

/// What is said, in tokens.
struct Said {
    kind: SpeechKind,
    content: Range<usize>,
    cue: Option<Range<usize>>,
    speaker: Option<EntityRef>,
}

/// All quotations and reported speech of the Russian sentences, in order.
pub(super) fn read(tokens: &Tokens<'_>, names: &Names) -> Vec<Quotation> {
    let mut at = vec![0; tokens.tokens.len()];
    for (n, mention) in names.mentions.iter().enumerate() {
        at[mention.tokens.clone()].fill(n + 1);
    }
    let of = paragraphs(tokens, |language| language == RUSSIAN);
    let quotes = of.iter().flat_map(|paragraph| quoted(tokens, paragraph)).collect();
    let mut reader = Reader { tokens, names, at, quotes, found: Vec::new(), taken: HashSet::new() };
    reader.headline();
    for (n, sentence) in tokens.sentences_in(RUSSIAN) {
        // Longer ones are lists.
        if sentence.tokens.len() <= LONGEST {
            reader.sentence(n, &sentence.tokens);
        }
    }
    reader.without_speaker();
    let mut found = reader.found;
    found.sort_by_key(|said| (said.content.start, std::cmp::Reverse(said.content.end)));
    found.dedup_by(|later, first| later.content == first.content);
    found.into_iter().map(|said| quotation(tokens, said)).collect()
}

fn quotation(tokens: &Tokens<'_>, said: Said) -> Quotation {
    let sentence = tokens.sentence_of(said.content.start);
    Quotation {
        kind: said.kind,
        paragraph: tokens.sentences[sentence].paragraph,
        content: vec![tokens.range(&said.content)],
        cue: said.cue.map(|cue| tokens.range(&cue)),
        speaker: said.speaker,
        addressee: None,
        medium: None,
    }
}

/// Maximum number of tokens of a sentence that is read.
const LONGEST: usize = 400;

/// Maximum number of words between a cue and "что".
const WINDOW: usize = 9;

impl Reader<'_, '_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.tokens.get(at).map_or("", |t| &self.tokens.text[t.range()])
    }

    fn does(&self, at: usize, what: Does) -> bool {
        self.tokens.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word && does(t.hash, what))
    }

    fn is_dash(&self, at: usize) -> bool {
        matches!(self.word(at), "—" | "–" | "-") && self.tokens.tokens[at].spaced
    }

    fn quote_around(&self, at: usize) -> Option<&Quoted> {
        let found = self.quotes.get(self.quotes.partition_point(|quote| quote.outer.end <= at));
        found.filter(|quote| quote.outer.start <= at)
    }

    fn quote_ending(&self, at: usize) -> Option<Quoted> {
        let found = self.quotes.get(self.quotes.partition_point(|quote| quote.outer.end < at));
        found.filter(|quote| quote.outer.end == at).cloned()
    }

    fn quote_beginning(&self, at: usize) -> Option<Quoted> {
        let found = self.quotes.get(self.quotes.partition_point(|quote| quote.outer.start < at));
        found.filter(|quote| quote.outer.start == at).cloned()
    }

    /// Whether a whole quotation stands in some tokens.
    fn has_quote(&self, range: &Range<usize>) -> bool {
        let found = self.quotes.get(self.quotes.partition_point(|quote| quote.outer.start < range.start));
        found.is_some_and(|quote| quote.outer.end <= range.end)
    }

    /// The end of a sentence without the marks that end it.
    fn end(&self, sentence: &Range<usize>) -> usize {
        let mut end = sentence.end;
        while end > sentence.start && matches!(self.word(end - 1), "." | "!" | "?" | "…") {
            end -= 1;
        }
        end
    }

    fn say(&mut self, content: Range<usize>, cue: Range<usize>, speaker: Option<EntityRef>) {
        let content = self.trimmed(content);
        if content.len() < 2 {
            return;
        }
        let quoted =
            self.quote_beginning(content.start).filter(|quote| quote.outer == content).map(|quote| quote.inner);
        let (kind, content) = match quoted {
            Some(inner) => (SpeechKind::Direct, self.trimmed(inner)),
            None if self.has_quote(&content) => (SpeechKind::Mixed, content),
            None => (SpeechKind::Indirect, content),
        };
        if content.is_empty() || !self.taken.insert((content.start, content.end)) {
            return;
        }
        self.found.push(Said { kind, content, cue: Some(cue), speaker });
    }

    /// Without commas, dashes and full stops at the ends.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let Range { mut start, mut end } = range;
        let is_mark = |at: usize| matches!(self.word(at), "," | "." | ":" | ";" | "—" | "–" | "-");
        while start < end && is_mark(start) {
            start += 1;
        }
        while start < end && is_mark(end - 1) {
            end -= 1;
        }
        start..end
    }

    /// "Лавров: Россия не хочет войны"
    fn headline(&mut self) {
        let Some(title) = self.tokens.sentences.iter().find(|s| s.paragraph.is_none() && s.language == RUSSIAN) else {
            return;
        };
        let title = title.tokens.clone();
        let Some(mention) = self.at[title.start].checked_sub(1).map(|at| &self.names.mentions[at]) else { return };
        let speaks = matches!(mention.kind, EntityType::Person | EntityType::Organisation);
        let colon = mention.tokens.end;
        if speaks && mention.tokens.start == title.start && self.word(colon) == ":" && colon < title.end {
            let speaker = EntityRef { range: mention.range.clone(), entity: Some(mention.entity) };
            let end = self.end(&title);
            self.say(colon + 1..end, colon..colon + 1, Some(speaker));
            // A colon is no cue in words.
            if let Some(said) = self.found.last_mut() {
                said.cue = None;
            }
        }
    }

    fn sentence(&mut self, number: usize, sentence: &Range<usize>) {
        let end = self.end(sentence);
        let before = self.found.len();
        self.according(sentence, end);
        for at in sentence.start..end {
            let in_quote = self.quote_around(at).is_some();
            if in_quote || !self.does(at, Does::SAY.and(Does::REPORT)) {
                continue;
            }
            let _ = self.after_quote(at, sentence)
                || self.before_quote(at, sentence, end)
                || self.of_sentence_before(at, number, sentence, end)
                || self.with_that(at, sentence, end)
                || self.as_said(at, sentence, end)
                || (self.found.len() == before && self.at_end(at, sentence, end));
        }
        self.words_of(sentence);
    }

    /// "«…», — сказал X"
    fn after_quote(&mut self, at: usize, sentence: &Range<usize>) -> bool {
        let mut dash = at;
        // "— X сказал"
        while dash > sentence.start && at - dash < 8 && !self.is_dash(dash - 1) && self.quote_around(dash - 1).is_none()
        {
            dash -= 1;
        }
        let Some(dash) = dash.checked_sub(1).filter(|dash| self.is_dash(*dash)) else { return false };
        let mut close = dash;
        while close > sentence.start && matches!(self.word(close - 1), "," | "." | "!" | "?") {
            close -= 1;
        }
        let Some(quote) = self.quote_ending(close) else { return false };
        let end = self.end(sentence);
        let speaker =
            if dash + 1 == at { self.subject_after(at + 1, end, at) } else { self.subject_before(at, dash + 1) };
        self.say(quote.outer, at..at + 1, speaker);
        true
    }

    /// "X добавил: «…»"
    fn before_quote(&mut self, at: usize, sentence: &Range<usize>, end: usize) -> bool {
        let Some(colon) = (at + 1..(at + WINDOW).min(sentence.end)).find(|at| self.word(*at) == ":") else {
            return false;
        };
        let Some(quote) = self.quote_beginning(colon + 1) else { return false };
        let speaker =
            self.subject_before(at, sentence.start).or_else(|| self.subject_after(at + 1, colon.min(end), at));
        self.say(quote.outer, at..at + 1, speaker);
        true
    }

    /// "Об этом сообщил X": the sentence before.
    fn of_sentence_before(&mut self, at: usize, number: usize, sentence: &Range<usize>, end: usize) -> bool {
        let is_this = at == sentence.start + 2
            && matches!(self.word(sentence.start), "Об" | "об")
            && matches!(self.word(sentence.start + 1), "этом");
        if !is_this {
            return false;
        }
        let speaker = self.subject_after(at + 1, end, at);
        let Some(last) = number.checked_sub(1).map(|last| &self.tokens.sentences[last]) else { return true };
        let is_alone = number < 2 || self.tokens.sentences[number - 2].paragraph != last.paragraph;
        let beside = last.paragraph == self.tokens.sentences[number].paragraph || is_alone;
        let content = last.tokens.start..self.end(&last.tokens);
        let has_cue = content.clone().any(|at| self.does(at, Does::SAY)) || self.has_quote(&content);
        if last.language == RUSSIAN && last.paragraph.is_some() && beside && !has_cue && speaker.is_some() {
            self.say(content, at..at + 1, speaker);
        }
        true
    }

    /// "X заявил, что …"
    fn with_that(&mut self, at: usize, sentence: &Range<usize>, end: usize) -> bool {
        let is_that = |at: usize| self.word(at) == "," && self.word(at + 1) == "что";
        let Some(comma) = (at + 1..(at + WINDOW).min(end)).find(|at| is_that(*at)) else { return false };
        // Another verb of saying, or the end of a clause, between them.
        let is_apart = (at + 1..comma).any(|at| self.does(at, Does::SAY) || matches!(self.word(at), "," | ":" | ";"));
        let denied = at > sentence.start && matches!(self.word(at - 1), "не" | "Не");
        if is_apart || denied {
            return false;
        }
        let speaker = self.subject_before(at, sentence.start).or_else(|| {
            // "Компания X заявила CNN, что": the addressee follows the verb.
            let begins = at == sentence.start || self.tokens.tokens[at - 1].kind == TokenKind::Mark;
            begins.then(|| self.subject_after(at + 1, comma, at)).flatten()
        });
        let content = comma + 2..self.before_report(comma + 2, end);
        self.say(content, at..at + 1, speaker);
        true
    }

    /// "Как сообщил X, …"
    fn as_said(&mut self, at: usize, sentence: &Range<usize>, end: usize) -> bool {
        if at != sentence.start + 1 || !matches!(self.word(sentence.start), "Как" | "как") {
            return false;
        }
        let Some(comma) = (at + 1..end).find(|at| self.word(*at) == "," && self.at[*at] == 0) else { return true };
        // "Как сообщил ранее X, передает Y, ..." and a list are more than one clause.
        let speaker = self.subject_after(at + 1, comma, at);
        if speaker.is_some() {
            self.say(comma + 1..self.before_report(comma + 1, end), at..at + 1, speaker);
        }
        true
    }

    /// "…, сообщила пресс-служба."
    fn at_end(&mut self, at: usize, sentence: &Range<usize>, end: usize) -> bool {
        let Some(comma) = at.checked_sub(1).filter(|comma| *comma > sentence.start && self.word(*comma) == ",") else {
            return false;
        };
        let Some(speaker) = self.subject_after(at + 1, end, at) else { return false };
        // The clause of the cue ends the sentence.
        let rest = self.tokens.token_at(speaker.range.end);
        let adjunct = |at: usize| !matches!(self.word(at), "," | ":" | ";") && !self.does(at, Does::SAY);
        if !(rest..end).all(adjunct) {
            return false;
        }
        let content = sentence.start..comma;
        let is_question =
            (content.start..content.end).any(|at| self.does(at, Does::SAY) && self.quote_around(at).is_none());
        if is_question {
            return false;
        }
        self.say(content, at..at + 1, Some(speaker));
        true
    }

    /// "По словам X, …", "по его словам, …"
    fn according(&mut self, sentence: &Range<usize>, end: usize) {
        for at in sentence.start..end {
            if !matches!(self.word(at), "По" | "по") || self.quote_around(at).is_some() {
                continue;
            }
            // "В частности, по ее словам, …"; not a remark within the clause.
            let opens = at == sentence.start || at <= sentence.start + 4 && self.word(at - 1) == ",";
            let is_noun = |at: usize| matches!(self.word(at), "словам" | "данным" | "информации" | "мнению");
            let found = if is_noun(at + 1) {
                self.phrase_at(at + 2, end, true).map(|(range, speaker)| (at..at + 2, range.end, speaker))
            } else if is_noun(at + 2) && matches!(self.word(at + 1), "его" | "ее" | "её" | "их") {
                let range = self.tokens.range(&(at + 1..at + 2));
                Some((at..at + 3, at + 3, EntityRef { range, entity: None }))
            } else {
                None
            };
            let Some((cue, past, speaker)) = found else { continue };
            if opens && self.word(past) == "," && past < end {
                let content = past + 1..self.before_report(past + 1, end);
                self.say(content, cue, Some(speaker));
                return;
            }
        }
    }

    /// "«…», — приводит слова X агентство"
    fn words_of(&mut self, sentence: &Range<usize>) {
        for at in sentence.clone() {
            if !matches!(self.word(at), "приводит" | "приводятся" | "цитирует") {
                continue;
            }
            let person = at + 1 + usize::from(self.word(at + 1) == "слова");
            let Some((_, speaker)) = self.phrase_at(person, sentence.end, true) else { continue };
            let is_agency = speaker.entity.is_none_or(|of| self.names.entities[of].kind != EntityType::Person);
            let Some(dash) = at.checked_sub(1).filter(|dash| self.is_dash(*dash) && !is_agency) else { continue };
            let mut close = dash;
            while close > 0 && matches!(self.word(close - 1), "," | ".") {
                close -= 1;
            }
            if let Some(quote) = self.quote_ending(close) {
                self.say(quote.outer, at..person, Some(speaker));
            }
        }
    }

    /// Where ", передает ТАСС" begins at the end of a sentence.
    fn before_report(&self, from: usize, end: usize) -> usize {
        let is_report = |at: usize| {
            self.word(at) == "," && self.quote_around(at).is_none() && self.does(at + 1, Does::REPORT.and(Does::SAY))
                || self.word(at) == "," && self.does(at + 2, Does::REPORT) && self.word(at + 1) == "как"
        };
        (from..end).find(|at| is_report(*at)).unwrap_or(end)
    }

    /// What is in quotation marks and was not said by anybody yet.
    fn without_speaker(&mut self) {
        let mut said: Vec<(usize, usize)> = self.taken.iter().copied().collect();
        said.sort_unstable();
        let mut said = said.into_iter().peekable();
        let mut reached = 0;
        for quote in self.quotes.clone() {
            while let Some((_, end)) = said.next_if(|(start, _)| *start <= quote.inner.start) {
                reached = reached.max(end);
            }
            let content = self.trimmed(quote.inner.clone());
            if reached < content.end && is_speech(self.tokens, &quote) && !content.is_empty() {
                self.found.push(Said { kind: SpeechKind::Direct, content, cue: None, speaker: None });
            }
        }
    }
}
