//! Normalises quotations for comparison: words without the marks around them, and speakers.

use crate::base::iri::folded;
use std::collections::HashSet;
use std::ops::Range;

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' | '‹' | '›' | '`')
}

/// Whether a span has quotation marks, inside or around it.
pub(super) fn is_quoted(text: &str, range: &Range<usize>) -> bool {
    let words = text[range.clone()].trim();
    let opens = |c: char| is_mark(c) && !matches!(c, '”' | '»' | '’');
    words.starts_with(opens) || text[..range.start].trim_end().ends_with(opens)
}

/// The words of a quotation, without quotation marks and the punctuation before them.
pub(super) fn spoken(text: &str, range: &Range<usize>) -> Range<usize> {
    let edge = |c: char| c.is_whitespace() || is_mark(c) || matches!(c, ',' | '.' | ':' | ';' | '…' | '—' | '–');
    let words = &text[range.clone()];
    let start = range.start + (words.len() - words.trim_start_matches(edge).len());
    let end = range.start + words.trim_end_matches(edge).len();
    if start < end { start..end } else { range.clone() }
}

/// The words of a name, without case, articles, titles and possessives.
pub(super) fn name_words(name: &str) -> Vec<String> {
    let name = folded(name);
    let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    parts.filter(|w| !["the", "a", "an", "mr", "mrs", "ms", "dr", "s"].contains(w)).map(str::to_owned).collect()
}

/// Whether two names mean the same person: one has all the words of the other.
pub(super) fn same_person(a: &str, b: &str) -> bool {
    let words = |name: &str| name_words(name).into_iter().collect::<HashSet<_>>();
    let (a, b) = (words(a), words(b));
    !a.is_empty() && !b.is_empty() && (a.is_subset(&b) || b.is_subset(&a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_around_what_is_said_are_left_aside() {
        let text = "He said: “We agree.” Then he said that they agree, too. \"Yes,\" she said.";
        for (words, said, quoted) in [
            ("“We agree.”", "We agree", true),
            ("We agree.", "We agree", true),
            ("they agree, too", "they agree, too", false),
            ("\"Yes,\"", "Yes", true),
            ("Yes", "Yes", true),
            (".", ".", false),
        ] {
            let at = text.find(words).unwrap();
            let range = at..at + words.len();
            assert_eq!((&text[spoken(text, &range)], is_quoted(text, &range)), (said, quoted), "{words}");
        }
    }

    #[test]
    fn a_person_is_the_same_by_a_part_of_the_name() {
        for (a, b, same) in [
            ("Ann Lee", "Lee", true),
            ("Mr. Lee", "Ann  LEE", true),
            ("Ann Lee", "Bo Lee", false),
            ("he", "Ann Lee", false),
            ("the", "the", false),
            ("Foreign Ministry", "the foreign ministry", true),
        ] {
            assert_eq!(same_person(a, b), same, "{a} {b}");
        }
    }
}
