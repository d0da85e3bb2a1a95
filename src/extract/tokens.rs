//! An article as sentences and tokens. Each token keeps its place in the text, which is never changed: a word to which the
//! next one was glued ("OSCEMinsk") is two tokens without a space between them.

use super::lexicon::{Classes, classes};
use crate::record::Article;
use std::ops::Range;

/// What a token is.
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
    /// Anything else: one character.
    Mark,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// It has none.
    None,
    /// It begins with a small letter.
    Small,
    /// It begins with a capital and has small letters: "Karasin", "McDonald".
    Capital,
    /// It has capitals only, at least two: "OSCE", "U.S.".
    Capitals,
    /// One capital alone: "A", "J."
    Initial,
}

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Its first byte in the document's text.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// What it is.
    pub kind: TokenKind,
    /// How it is written.
    pub letters: Letters,
    /// Whether white space, a line end or the beginning of the paragraph stands before it.
    pub spaced: bool,
    /// What the lexicon knows of it.
    pub classes: Classes,
}

impl Token {
    /// Its place in the document's text.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether it is written as a name may be.
    pub fn is_capital(&self) -> bool {
        matches!(self.letters, Letters::Capital | Letters::Capitals | Letters::Initial)
    }
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// In which paragraph, counted from 1; none in the headline.
    pub paragraph: Option<usize>,
}

/// An article in tokens.
#[derive(Debug)]
pub struct Tokens<'t> {
    /// The document's text.
    pub text: &'t str,
    /// The tokens, in order.
    pub tokens: Vec<Token>,
    /// The sentences, in order; every token is in one.
    pub sentences: Vec<Sentence>,
}

impl<'t> Tokens<'t> {
    /// Reads the headline and the paragraphs of an article.
    pub fn new(text: &'t str, article: &Article) -> Self {
        let mut all = Self { text, tokens: Vec::new(), sentences: Vec::new() };
        let title = article.title.iter().map(|range| (None, range.clone()));
        let paragraphs = article.paragraphs.iter().enumerate().map(|(n, range)| (Some(n + 1), range.clone()));
        for (paragraph, range) in title.chain(paragraphs) {
            let from = all.tokens.len();
            all.paragraph(range);
            all.split(from, paragraph);
        }
        all
    }

    /// The words of a token.
    pub fn word(&self, at: usize) -> &'t str {
        &self.text[self.tokens[at].range()]
    }

    /// Whether a token is this word, in small letters.
    pub fn is(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|t| self.text[t.range()].eq_ignore_ascii_case(word))
    }

    /// The bytes that some tokens cover. There must be one at least.
    pub fn range(&self, tokens: &Range<usize>) -> Range<usize> {
        self.tokens[tokens.start].start as usize..self.tokens[tokens.end - 1].end as usize
    }

    /// The sentence of a token, as a position in [`Tokens::sentences`].
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= token)
    }

    /// The first token that begins at this byte or later.
    pub fn token_at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|t| (t.start as usize) < byte)
    }

    fn paragraph(&mut self, range: Range<usize>) {
        let mut at = range.start;
        let mut spaced = true;
        while at < range.end {
            let rest = &self.text[at..range.end];
            let c = rest.chars().next().unwrap_or(' ');
            if c.is_whitespace() {
                spaced = true;
                at += c.len_utf8();
                continue;
            }
            let (len, kind) = self.next(rest, spaced);
            self.push(at..at + len, kind, spaced);
            spaced = false;
            at += len;
        }
    }

    /// The length and kind of the token at the beginning of `rest`.
    fn next(&self, rest: &str, spaced: bool) -> (usize, TokenKind) {
        let c = rest.chars().next().unwrap_or(' ');
        if is_apostrophe(c) && !spaced && self.tokens.last().is_some_and(|t| t.kind != TokenKind::Mark) {
            let after = &rest[c.len_utf8()..];
            if let Some(s) = after.chars().next().filter(|s| matches!(s, 's' | 'S'))
                && !after[s.len_utf8()..].starts_with(char::is_alphanumeric)
            {
                return (c.len_utf8() + 1, TokenKind::Possessive);
            }
        }
        if !c.is_alphanumeric() {
            return (c.len_utf8(), TokenKind::Mark);
        }
        let mut letters = false;
        let mut digits = false;
        let mut end = 0;
        let mut chars = rest.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, c)| *c);
            let before = rest[..at].chars().next_back();
            let inside = match c {
                _ if c.is_numeric() => {
                    digits = true;
                    true
                }
                _ if c.is_alphanumeric() || is_combining(c) => {
                    letters = true;
                    true
                }
                '-' | '\u{2010}' | '\u{2011}' | '\u{ad}' => {
                    !digits && before.is_some_and(char::is_alphabetic) && next.is_some_and(char::is_alphabetic)
                }
                _ if is_apostrophe(c) => {
                    // "O'Brien" is one word, "Karasin's" a word and a possessive.
                    let after = &rest[at + c.len_utf8()..];
                    let possessive = after.starts_with(['s', 'S']) && !after[1..].starts_with(char::is_alphanumeric);
                    !digits && !possessive && next.is_some_and(char::is_alphabetic)
                }
                '.' | ',' if digits && !letters => next.is_some_and(|n| n.is_ascii_digit()),
                '.' => self.is_abbreviated(rest, at),
                _ => false,
            };
            if !inside {
                break;
            }
            end = at + c.len_utf8();
        }
        let kind = match (letters, digits) {
            (true, true) => TokenKind::Mixed,
            (false, true) => TokenKind::Number,
            _ => TokenKind::Word,
        };
        (glued(&rest[..end]).unwrap_or(end), kind)
    }

    /// Whether the point at `at` belongs to the word before it: "U.S.", "J.", "Mr.", "a.m."
    fn is_abbreviated(&self, rest: &str, at: usize) -> bool {
        let word = &rest[..at];
        let after = rest[at + 1..].chars().next();
        let single =
            word.rsplit('.').next().is_some_and(|p| p.chars().count() == 1 && p.chars().all(char::is_alphabetic));
        if single {
            // "U.S." and "a.m." go on, an initial stands before a space.
            let dotted = word.contains('.') || after.is_some_and(char::is_alphabetic);
            return dotted || word.chars().all(char::is_uppercase);
        }
        ABBREVIATIONS.iter().any(|a| a.eq_ignore_ascii_case(word)) && !after.is_some_and(char::is_alphanumeric)
    }

    fn push(&mut self, range: Range<usize>, kind: TokenKind, spaced: bool) {
        let word = &self.text[range.clone()];
        let letters = letters(word);
        let classes = match kind {
            TokenKind::Mark => Classes::default(),
            _ => classes(word),
        };
        let at = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.tokens.push(Token { start: at(range.start), end: at(range.end), kind, letters, spaced, classes });
    }

    /// Splits the tokens of a paragraph into sentences.
    fn split(&mut self, from: usize, paragraph: Option<usize>) {
        let mut start = from;
        let mut at = from;
        while at < self.tokens.len() {
            at += 1;
            let stop = self.is(at - 1, ".") || self.is(at - 1, "!") || self.is(at - 1, "?") || self.is(at - 1, "…");
            let abbreviated = self.tokens[at - 1].kind == TokenKind::Word && self.word(at - 1).ends_with('.');
            if !(stop || abbreviated) {
                continue;
            }
            // Closing marks belong to the sentence that they end.
            while at < self.tokens.len() && !self.tokens[at].spaced && is_closing(self.word(at)) {
                at += 1;
            }
            let Some(next) = self.tokens.get(at) else { break };
            let begins = next.is_capital()
                || next.kind == TokenKind::Number
                || next.kind == TokenKind::Mixed
                || is_opening(self.word(at));
            let ends = if stop { next.spaced && begins } else { self.abbreviation_ends(at) };
            if ends {
                self.sentences.push(Sentence { tokens: start..at, paragraph });
                start = at;
            }
        }
        if start < self.tokens.len() {
            self.sentences.push(Sentence { tokens: start..self.tokens.len(), paragraph });
        }
    }

    /// Whether a sentence ends with the abbreviation before `at`: "in the U.S. He said", not "Mr. Karasin", "J. Smith".
    fn abbreviation_ends(&self, at: usize) -> bool {
        let word = self.word(at - 1);
        let next = &self.tokens[at];
        next.spaced
            && next.letters == Letters::Capital
            && next.classes.any(Classes::FUNCTION)
            && word.matches('.').count() > 1
    }
}

/// Abbreviations whose point belongs to them and ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "st", "gen", "col", "lt", "maj", "capt", "cmdr", "sgt", "sen", "rep", "gov",
    "rev", "hon", "jr", "sr", "vs", "etc", "inc", "ltd", "co", "corp", "bros", "no", "nos", "approx", "jan", "feb",
    "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mt", "ft", "dept", "est", "ca", "cf",
    "fig", "vol", "pp",
];

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}')
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_closing(mark: &str) -> bool {
    matches!(mark, "”" | "\"" | "’" | "'" | "»" | ")" | "]" | "." | "!" | "?" | "…")
}

fn is_opening(mark: &str) -> bool {
    matches!(mark, "“" | "\"" | "‘" | "'" | "«" | "(" | "[" | "—" | "–")
}

fn letters(word: &str) -> Letters {
    let mut upper = 0_usize;
    let mut lower = 0_usize;
    let mut first = None;
    for c in word.chars().filter(|c| c.is_alphabetic()) {
        first = first.or(Some(c.is_uppercase()));
        if c.is_uppercase() {
            upper += 1;
        } else {
            lower += 1;
        }
    }
    match (first, upper, lower) {
        (None, ..) => Letters::None,
        (Some(true), 1, 0) => Letters::Initial,
        (Some(true), _, 0) => Letters::Capitals,
        (Some(true), ..) => Letters::Capital,
        _ => Letters::Small,
    }
}

/// Where a word ends to which the next was glued: capitals, at least three, and then a capital with small letters
/// ("OSCEMinsk"), or small letters ("OSCEobservation").
fn glued(word: &str) -> Option<usize> {
    let capitals: usize = word.chars().take_while(|c| c.is_uppercase()).map(char::len_utf8).sum();
    let rest = &word[capitals..];
    let small = rest.chars().take_while(|c| c.is_lowercase()).count();
    if !rest.chars().all(char::is_lowercase) {
        return None;
    }
    let last = word[..capitals].chars().next_back()?.len_utf8();
    let count = word[..capitals].chars().count();
    if count >= 4 && small >= 3 {
        // The last capital begins the next word, if that can be one.
        return Some(if small >= 7 && count == 4 { capitals } else { capitals - last });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let article = Article { title: None, paragraphs: vec![0..text.len()] };
        let tokens = Tokens::new(text, &article);
        let words = |s: &Sentence| s.tokens.clone().map(|t| tokens.word(t)).collect::<Vec<_>>().join("|");
        tokens.sentences.iter().map(words).collect()
    }

    #[test]
    fn sentences_and_tokens() {
        for (text, expected) in [
            ("Mr. J. Smith's U.S. visit ended. He left.", vec!["Mr.|J.|Smith|'s|U.S.|visit|ended|.", "He|left|."]),
            (
                "“We agreed,” he said. “Go on.” They did.",
                vec!["“|We|agreed|,|”|he|said|.", "“|Go|on|.|”", "They|did|."],
            ),
            ("From 1988-1992, 3,050 km2; the 1990s.", vec!["From|1988|-|1992|,|3,050|km2|;|the|1990s|."]),
            ("Nagorno-Karabakh and the OSCEMinsk Group", vec!["Nagorno-Karabakh|and|the|OSCE|Minsk|Group"]),
            ("the OSCEobservation mission", vec!["the|OSCE|observation|mission"]),
            ("He was in the U.S. The minister left.", vec!["He|was|in|the|U.S.", "The|minister|left|."]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
