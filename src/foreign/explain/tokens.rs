//! Offsets that count tokens: those of the file, or those that white space or words and signs make.

use super::super::model::Unit;
use super::super::words::is_letter;
use super::{Anchored, Explanation, Found, fits};
use std::ops::Range;

/// Which tokens offsets count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenKind {
    /// Those of the file.
    File,
    /// What white space divides.
    Spaced,
    /// Words, and each other character by itself.
    Words,
}

/// How offsets count tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenCount {
    /// Which tokens.
    pub kind: TokenKind,
    /// Whether the end is the last token, and not the one after it.
    pub is_inclusive: bool,
}

/// The tokens of a text.
fn tokens(text: &str, kind: TokenKind, of_file: &[Range<usize>]) -> Vec<Range<usize>> {
    if kind == TokenKind::File {
        return of_file.to_vec();
    }
    let mut tokens: Vec<Range<usize>> = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if !c.is_whitespace() {
            let goes_on = kind == TokenKind::Spaced || is_letter(c) && before.is_some_and(is_letter);
            match tokens.last_mut() {
                Some(last) if last.end == at && goes_on => last.end = end,
                _ => tokens.push(at..end),
            }
        }
        before = Some(c);
    }
    tokens
}

fn cut(tokens: &[Range<usize>], (start, end): (usize, usize), is_inclusive: bool) -> Option<Range<usize>> {
    let last = if is_inclusive { end } else { end.checked_sub(1)? };
    let (first, last) = (tokens.get(start)?, tokens.get(last)?);
    (first.start < last.end).then_some(first.start..last.end)
}

/// The ranges that spans of tokens cut.
pub(super) fn cut_all(
    text: &str,
    count: TokenCount,
    of_file: &[Range<usize>],
    spans: impl Iterator<Item = Option<(usize, usize)>>,
) -> Vec<Option<Range<usize>>> {
    let tokens = tokens(text, count.kind, of_file);
    spans.map(|span| cut(&tokens, span?, count.is_inclusive)).collect()
}

/// Adds the tokens that the offsets of all parts count. False if two explanations lead to different places.
pub(super) fn explain(
    text: &str,
    of_file: &[Range<usize>],
    unit: Unit,
    parts: &[Anchored<'_>],
    found: &mut Found,
) -> bool {
    for kind in [TokenKind::File, TokenKind::Spaced, TokenKind::Words] {
        let tokens = tokens(text, kind, of_file);
        for is_inclusive in [false, true] {
            let ranges = parts.iter().map(|part| {
                let range = cut(&tokens, part.offsets, is_inclusive)?;
                fits(text, &range, part, unit).then_some(range)
            });
            if let Some(ranges) = ranges.collect::<Option<Vec<_>>>() {
                let tokens = Some(TokenCount { kind, is_inclusive });
                if !found.add(Explanation { unit, tokens, ..Explanation::default() }, ranges) {
                    return false;
                }
            }
        }
    }
    true
}
