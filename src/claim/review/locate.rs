//! Values of fields that are words of the source. `WORDS` are words of the source; `before [[WORDS]] after` are words that
//! stand several times; `WORDS => NAME` says as well whom or what they mean.

use crate::base::iri::folded_space;
use std::ops::Range;

/// A value in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value<'v> {
    before: &'v str,
    /// The words.
    pub(super) words: &'v str,
    after: &'v str,
    /// Whom or what they mean.
    pub(super) name: Option<&'v str>,
}

/// Why words have no place in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NoPlace {
    /// They are not there.
    Absent,
    /// They are there several times.
    Several(usize),
}

impl<'v> Value<'v> {
    /// Reads a value.
    pub(super) fn new(value: &'v str) -> Self {
        let (place, name) = match value.rsplit_once("=>") {
            Some((place, name)) if !name.trim().is_empty() => (place.trim(), Some(name.trim())),
            _ => (value.trim(), None),
        };
        let marked = place.split_once("[[").and_then(|(before, rest)| {
            let (words, after) = rest.split_once("]]")?;
            Some(Self { before, words: words.trim(), after, name })
        });
        marked.unwrap_or(Self { before: "", words: place, after: "", name })
    }

    /// The range of the words: within `near` if they stand there once, else the only one in the text.
    pub(super) fn range(&self, text: &str, near: &Range<usize>) -> Result<Range<usize>, NoPlace> {
        if self.words.is_empty() {
            return Err(NoPlace::Absent);
        }
        let pattern = [self.before, self.words, self.after].map(|part| part.split_whitespace().collect::<Vec<_>>());
        let found: Vec<Range<usize>> = occurrences(text, &pattern).collect();
        let inside: Vec<&Range<usize>> =
            found.iter().filter(|range| near.start <= range.start && range.end <= near.end).collect();
        match (inside.as_slice(), found.as_slice()) {
            ([only], _) => Ok((*only).clone()),
            ([], [only]) => Ok(only.clone()),
            ([], []) => Err(NoPlace::Absent),
            (_, all) => Err(NoPlace::Several(all.len())),
        }
    }
}

/// The ranges at which words stand in a text; white space of any length is the same.
pub(super) fn all(text: &str, words: &str) -> Vec<Range<usize>> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let Some(first) = words.first() else { return Vec::new() };
    text.match_indices(first).filter_map(|(start, _)| Some(start..follow(text, start, &words)?)).collect()
}

/// The ranges of words in a text, each with what stands before and after it; white space of any length is the same.
fn occurrences<'a>(
    text: &'a str,
    [before, words, after]: &'a [Vec<&'a str>; 3],
) -> impl Iterator<Item = Range<usize>> + 'a {
    let first = words.first().copied().unwrap_or_default();
    text.match_indices(first).filter_map(move |(start, _)| {
        let end = follow(text, start, words)?;
        let rest = end + (text[end..].len() - text[end..].trim_start().len());
        let is_followed = after.is_empty() || follow(text, rest, after).is_some() || follow(text, end, after).is_some();
        let is_preceded = before.is_empty() || is_preceded_by(&text[..start], &before.join(" "));
        (is_word(text, start, end) && is_followed && is_preceded).then_some(start..end)
    })
}

fn is_preceded_by(text: &str, words: &str) -> bool {
    // White space that is folded may make what stands there longer.
    let most = 2 * words.chars().count() + 64;
    let from = text.char_indices().rev().take(most).last().map_or(text.len(), |(at, _)| at);
    folded_space(&text[from..]).ends_with(words)
}

/// The end of words that begin at a position.
fn follow(text: &str, start: usize, words: &[&str]) -> Option<usize> {
    let mut at = start;
    for (n, word) in words.iter().enumerate() {
        if n > 0 {
            let space = text[at..].len() - text[at..].trim_start().len();
            if space == 0 {
                return None;
            }
            at += space;
        }
        at += text[at..].starts_with(word).then_some(word.len())?;
    }
    Some(at)
}

/// Whether a range neither begins nor ends within a word.
fn is_word(text: &str, start: usize, end: usize) -> bool {
    let inside =
        |a: Option<char>, b: Option<char>| a.is_some_and(char::is_alphanumeric) && b.is_some_and(char::is_alphanumeric);
    let mut words = text[start..end].chars();
    let (first, last) = (words.clone().next(), words.next_back());
    !inside(text[..start].chars().next_back(), first) && !inside(last, text[end..].chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Lena Holt spoke. Later Lena\u{a0}Holt said that Holtby is far. He left.";

    fn found(value: &str, near: Range<usize>) -> Result<&'static str, NoPlace> {
        Value::new(value).range(TEXT, &near).map(|range| &TEXT[range])
    }

    #[test]
    fn words_are_found_where_they_stand_once() {
        assert_eq!(found("He", 0..0), Ok("He"));
        assert_eq!(found("Holtby is  far", 0..0), Ok("Holtby is far"));
        assert_eq!(found("Lena Holt", 0..0), Err(NoPlace::Several(2)));
        assert_eq!(found("Lena Holt", 0..16), Ok("Lena Holt"));
        assert_eq!(found("Later [[Lena Holt]] said", 0..0), Ok("Lena\u{a0}Holt"));
        assert_eq!(found("[[Lena Holt]] spoke", 0..0), Ok("Lena Holt"));
        assert_eq!(found("Holt", 30..33), Err(NoPlace::Several(2)), "not within Holtby");
        assert_eq!(found("Ivo Hart", 0..99), Err(NoPlace::Absent));
        assert_eq!(found("", 0..99), Err(NoPlace::Absent));
    }

    #[test]
    fn a_value_may_say_whom_it_means() {
        let value = Value::new("far. [[He]] left => Lena Holt");
        assert_eq!((value.words, value.name), ("He", Some("Lena Holt")));
        assert_eq!(Value::new("Lena Holt").name, None);
        assert_eq!(Value::new("=> Lena Holt"), Value { before: "", words: "", after: "", name: Some("Lena Holt") });
    }
}
