//! An article as sentences and tokens. Each token keeps its range in the text, which is never changed; words with a
//! missing space between them ("OSCEMinsk") are two tokens.

mod sentences;
mod words;

use super::code::{Code, Languages};
use super::lexicon::{Classes, hash};
use crate::read::record::Article;
use std::ops::Range;
pub(super) use words::is_site;

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, perhaps with hyphens and apostrophes inside: "Nagorno-Karabakh", "O'Brien", "U.S.".
    Word,
    /// Digits, perhaps with points or commas inside: "2017", "3,050", "5.2".
    Number,
    /// Digits and letters together: "1990s", "8th", "7am".
    Mixed,
    /// A possessive ending: "'s", or "'" after an s.
    Possessive,
    /// Any other single character.
    Mark,
}

/// The capitalisation of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// It has no letters.
    None,
    /// It begins with a small letter.
    Small,
    /// It begins with a capital and has small letters: "Karasin", "McDonald".
    Capital,
    /// It has capitals only, at least two: "OSCE", "U.S.".
    Capitals,
    /// One capital alone: "A", "J."
    Initial,
    /// It begins with a small letter and has a capital: "iPhone", "al-Assad".
    Inner,
}

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Its first byte in the document's text.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// Its kind.
    pub kind: TokenKind,
    /// Its capitalisation.
    pub letters: Letters,
    /// Whether white space, a line end or the beginning of the paragraph precedes it.
    pub spaced: bool,
    /// Its classes in the lexicon.
    pub classes: Classes,
    /// The hash of its word in any spelling (see [`hash`]).
    pub hash: u64,
}

impl Token {
    /// Its byte range in the document's text.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether it is capitalised as a name may be.
    pub fn is_capital(&self) -> bool {
        matches!(self.letters, Letters::Capital | Letters::Capitals | Letters::Initial)
    }
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The number of its paragraph, from 1; `None` in the headline.
    pub paragraph: Option<usize>,
    /// Its language.
    pub language: Code,
}

/// How a language writes words.
pub trait Writing: std::fmt::Debug + Sync {
    /// The classes of the word with this [`hash`].
    fn classes(&self, _hash: u64) -> Classes {
        Classes::default()
    }
    /// Where a word ends that is joined to the next by mistake: "OSCEMinsk", "wereHeld".
    fn joined(&self, _word: &str) -> Option<usize> {
        None
    }
    /// Where a name ends to which a word is joined: "Geneva-based".
    fn attributed(&self, _word: &str) -> Option<usize> {
        None
    }
    /// Whether a full stop between `word` and `rest` belongs to the word. Initials are known without this.
    fn is_abbreviation(&self, _word: &str, _rest: &str) -> bool {
        false
    }
    /// Whether a sentence ends with the abbreviation before a token.
    fn abbreviation_ends(&self, _tokens: &Tokens<'_>, _at: usize) -> bool {
        false
    }
    /// Whether a sentence may end with a number and a full stop before a token; not in "am 15. Mai".
    fn number_ends(&self, _tokens: &Tokens<'_>, _at: usize) -> bool {
        true
    }
}

/// An article in tokens.
#[derive(Debug)]
pub struct Tokens<'t> {
    /// The document's text.
    pub text: &'t str,
    writing: &'static dyn Writing,
    /// The tokens, in order.
    pub tokens: Vec<Token>,
    /// The sentences, in order; every token is in one.
    pub sentences: Vec<Sentence>,
    /// Stretches of English sentences that are in another language, in order.
    pub(super) foreign: Vec<Range<usize>>,
}

impl<'t> Tokens<'t> {
    /// Reads the headline and the paragraphs of an article that is in one language, English.
    pub fn new(text: &'t str, article: &Article, writing: &'static dyn Writing) -> Self {
        let languages = Languages { title: Code::ENGLISH, paragraphs: Vec::new() };
        Self::in_languages(text, article, &languages, |_| writing)
    }

    /// Reads the headline and the paragraphs of an article, each in its language.
    pub fn in_languages(
        text: &'t str,
        article: &Article,
        languages: &Languages,
        writing: impl Fn(Code) -> &'static dyn Writing,
    ) -> Self {
        let first = writing(languages.title);
        let mut all = Self { text, writing: first, tokens: Vec::new(), sentences: Vec::new(), foreign: Vec::new() };
        let title = article.title.iter().map(|range| (None, range.clone()));
        let paragraphs = article.paragraphs.iter().enumerate().map(|(n, range)| (Some(n + 1), range.clone()));
        for (paragraph, range) in title.chain(paragraphs) {
            let from = all.tokens.len();
            let language = languages.of(paragraph);
            all.writing = writing(language);
            all.paragraph(range);
            all.split(from, paragraph, language);
        }
        all
    }

    /// Whether a token is among words of another language in an English sentence.
    pub fn is_foreign(&self, token: usize) -> bool {
        let at = self.foreign.partition_point(|range| range.end <= token);
        self.foreign.get(at).is_some_and(|range| range.start <= token)
    }

    /// The sentences that are in a language.
    pub fn sentences_in(&self, language: Code) -> impl Iterator<Item = (usize, &Sentence)> {
        self.sentences.iter().enumerate().filter(move |(_, sentence)| sentence.language == language)
    }

    /// Reads a text as one paragraph.
    pub fn of(text: &'t str, writing: &'static dyn Writing) -> Self {
        let all = 0..text.len();
        Self::new(text, &Article { title: None, paragraphs: vec![all] }, writing)
    }

    /// The words of a token.
    pub fn word(&self, at: usize) -> &'t str {
        &self.text[self.tokens[at].range()]
    }

    /// Whether a token is this word, in small letters.
    #[inline]
    pub fn is(&self, at: usize, word: &str) -> bool {
        // The most frequent call; in most cases the lengths differ.
        self.tokens.get(at).is_some_and(|t| {
            (t.end - t.start) as usize == word.len()
                && self.text.as_bytes()[t.range()].eq_ignore_ascii_case(word.as_bytes())
        })
    }

    /// The byte range of some tokens, of which there must be at least one.
    pub fn range(&self, tokens: &Range<usize>) -> Range<usize> {
        self.tokens[tokens.start].start as usize..self.tokens[tokens.end - 1].end as usize
    }

    /// The index in [`Tokens::sentences`] of a token's sentence.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= token)
    }

    /// The first token that begins at or after a byte.
    pub fn token_at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|t| (t.start as usize) < byte)
    }

    /// The tokens that a byte range touches, if there are any and all are of one paragraph, or all of the headline.
    pub(super) fn within_paragraph(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let start = self.tokens.partition_point(|t| t.end as usize <= range.start);
        let end = self.token_at(range.end);
        let paragraph = |token: usize| self.sentences.get(self.sentence_of(token)).map(|s| s.paragraph);
        (start < end && paragraph(start)? == paragraph(end - 1)?).then_some(start..end)
    }

    /// Makes one sentence of those that some tokens are of: no sentence ends within a name.
    pub(super) fn join_sentences(&mut self, tokens: &Range<usize>) {
        let (first, last) = (self.sentence_of(tokens.start), self.sentence_of(tokens.end - 1));
        if first < last {
            self.sentences[first].tokens.end = self.sentences[last].tokens.end;
            self.sentences.drain(first + 1..=last);
        }
    }

    fn paragraph(&mut self, range: Range<usize>) {
        let mut at = range.start;
        // Offsets have 32 bits: text beyond 4 GiB is not read.
        let end = range.end.min(u32::MAX as usize);
        let mut spaced = true;
        // Whether an apostrophe here is more likely to close a quotation than to follow a possessive s.
        let mut quoted = false;
        while at < end {
            let rest = &self.text[at..range.end];
            let c = rest.chars().next().unwrap_or(' ');
            if c.is_whitespace() {
                spaced = true;
                at += c.len_utf8();
                continue;
            }
            let before = self.tokens.last().filter(|t| t.start as usize >= range.start);
            let (len, kind) =
                words::next(self.writing, rest, spaced, before.map(|t| (t.kind, &self.text[t.range()])), quoted);
            if kind == TokenKind::Mark {
                match c {
                    '\u{2018}' | '\'' | '\u{2019}' if spaced || c == '\u{2018}' => {
                        quoted = rest[len..].starts_with(|c: char| c.is_alphanumeric());
                    }
                    '\'' | '\u{2019}' => quoted = false,
                    _ => {}
                }
            }
            self.push(at..at + len, kind, spaced);
            spaced = false;
            at += len;
        }
    }

    fn push(&mut self, range: Range<usize>, kind: TokenKind, spaced: bool) {
        let word = &self.text[range.clone()];
        let hash = hash(word);
        let (letters, classes) = match kind {
            TokenKind::Mark => (Letters::None, Classes::default()),
            _ => (words::letters(word), self.writing.classes(hash)),
        };
        let at = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.tokens.push(Token { start: at(range.start), end: at(range.end), kind, letters, spaced, classes, hash });
    }
}
