//! Words in quotation marks, in the forms of many languages, and whether they are speech.

use crate::extract::tokens::{TokenKind, Tokens};
use std::ops::Range;

/// Words in quotation marks, as tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quoted {
    /// With the marks.
    pub(super) outer: Range<usize>,
    /// Without them.
    pub(super) inner: Range<usize>,
}

/// The marks that close a quotation, by the one that opens it.
const PAIRS: &[(&str, &[&str])] =
    &[("«", &["»"]), ("»", &["«"]), ("„", &["“", "”", "\""]), ("“", &["”"]), ("\"", &["\""])];

/// The quotations of some tokens, in order, none inside another. Marks without a partner are left out.
pub(super) fn quoted(tokens: &Tokens<'_>, range: &Range<usize>) -> Vec<Quoted> {
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        match closing(tokens, at, range.end) {
            Some(end) => {
                found.extend(quote_at(tokens, at, range.end));
                at = end + 1;
            }
            None => at += 1,
        }
    }
    found
}

/// The quotation whose opening mark is at a token.
pub(super) fn quote_at(tokens: &Tokens<'_>, at: usize, end: usize) -> Option<Quoted> {
    let close = closing(tokens, at, end).filter(|_| at < end)?;
    (at + 1 < close).then_some(Quoted { outer: at..close + 1, inner: at + 1..close })
}

/// Maximum number of tokens of a quotation.
const LONGEST: usize = 600;

/// The mark that closes the one at a token, if that opens a quotation.
fn closing(tokens: &Tokens<'_>, open: usize, end: usize) -> Option<usize> {
    let word = tokens.tokens.get(open).map(|t| &tokens.text[t.range()])?;
    let (_, closes) = PAIRS.iter().find(|(mark, _)| *mark == word)?;
    let is_joined = |at: usize| tokens.tokens.get(at).is_some_and(|t| !t.spaced);
    // "»Wort«" opens where it stands before a word.
    let opens = is_joined(open + 1) && (tokens.tokens[open].spaced || !matches!(word, "»" | "\""));
    if !opens && matches!(word, "»" | "\"" | "“") {
        return None;
    }
    let mut depth = 0;
    for at in open + 1..end.min(open + LONGEST) {
        let mark = tokens.word(at);
        if mark == word && closes.first() != Some(&word) && word != "“" {
            depth += 1;
        } else if closes.contains(&mark) {
            // A straight mark before a word opens another.
            if mark == "\"" && tokens.tokens[at].spaced && is_joined(at + 1) {
                return None;
            }
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
        }
    }
    None
}

/// Minimum number of words of a quotation without other evidence; fewer may be a name or a term.
const FEWEST_WORDS: usize = 8;
/// Minimum number of words of a quotation after which a comma stands.
const FEWEST_BEFORE_COMMA: usize = 4;

/// Whether words in quotation marks are speech, and not a name, a title or a term: they are many, or they have the
/// punctuation of speech: a colon before, the end of a sentence inside, a comma or a dash after.
pub(super) fn is_speech(tokens: &Tokens<'_>, quoted: &Quoted) -> bool {
    let words = || quoted.inner.clone().filter(|at| tokens.tokens[*at].kind == TokenKind::Word);
    let count = words().count();
    let is = |at: usize, marks: &[&str]| {
        tokens.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Mark) && marks.contains(&tokens.word(at))
    };
    let names = words().filter(|at| tokens.tokens[*at].is_capital()).count();
    let after = quoted.outer.end;
    let ended = is(quoted.inner.end - 1, &[".", "!", "?", "…"]);
    let introduced = quoted.outer.start.checked_sub(1).is_some_and(|before| is(before, &[":"]));
    let dash = is(after, &["—", "–", "-"]) && tokens.tokens[after].spaced
        || is(after, &[",", ".", "،"]) && is(after + 1, &["—", "–", "-"]);
    let comma = is(after, &[",", "،"]) || is(quoted.inner.end - 1, &[",", "،"]);
    count >= FEWEST_WORDS && names * 2 < count
        || count >= FEWEST_BEFORE_COMMA && names * 2 < count && (comma || introduced)
        || count >= 2 && (dash || introduced && ended || ended && names < count)
}
