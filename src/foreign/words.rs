//! Words of a file of findings beside words of a text: whether they are the same, and where they stand.

use std::collections::HashMap;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Maximum number of places at which words are looked at; words that stand more often are ambiguous in any case.
const MAX_PLACES: usize = 4096;
/// Maximum number of characters before and after words that are compared.
const MAX_CONTEXT: usize = 256;

/// Words in one normal form, with a space for each stretch of white space.
fn folded(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.nfd() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// Whether words are the same but for the normal form and the kind and number of spaces within them. White space at
/// their ends counts, because it is what a shift by one looks like.
pub(super) fn same(ours: &str, theirs: &str) -> bool {
    ours == theirs || folded(ours) == folded(theirs)
}

/// Whether what stands around a range is what the file says, white space aside. Nothing said is no contradiction.
pub(super) fn context_agrees(text: &str, range: &Range<usize>, prefix: Option<&str>, suffix: Option<&str>) -> bool {
    let tight = |words: &str| words.nfd().filter(|c| !c.is_whitespace()).collect::<String>();
    let before = prefix.is_none_or(|prefix| {
        let prefix = tight(prefix);
        let prefix = prefix
            .char_indices()
            .rev()
            .nth(MAX_CONTEXT)
            .map_or(prefix.as_str(), |(at, c)| &prefix[at + c.len_utf8()..]);
        // Enough of the text for as many characters, however it writes them.
        let wanted = prefix.chars().count();
        let found: String = text[..range.start].chars().rev().filter(|c| !c.is_whitespace()).take(wanted).collect();
        let found: String = found.chars().rev().collect();
        tight(&found).ends_with(prefix)
    });
    before
        && suffix.is_none_or(|suffix| {
            let suffix = tight(suffix);
            let suffix = suffix.char_indices().nth(MAX_CONTEXT).map_or(suffix.as_str(), |(at, _)| &suffix[..at]);
            let wanted = suffix.chars().count();
            let found: String = text[range.end..].chars().filter(|c| !c.is_whitespace()).take(wanted).collect();
            tight(&found).starts_with(suffix)
        })
}

/// Whether a byte of a text lies inside a word: letters, digits or marks on both sides. Scripts that put no space between
/// words have no inside.
pub(super) fn is_inside_word(text: &str, at: usize) -> bool {
    if !text.is_char_boundary(at) {
        return true;
    }
    let (Some(before), Some(after)) = (text[..at].chars().next_back(), text[at..].chars().next()) else {
        return false;
    };
    // A mark, a joiner or a skin tone belongs to what stands before it.
    if is_combining_mark(after) || matches!(after, '\u{200D}' | '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}') {
        return true;
    }
    let joins = |c: char| is_letter(c) && !is_unspaced(c);
    before == '\u{200D}' || joins(before) && joins(after)
}

/// Whether a character is part of a word: a letter, a digit or a mark.
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Letters of scripts that are written without spaces: Thai, Lao, Myanmar, Khmer, Han, Hiragana, Katakana.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Whether a range is not empty and begins and ends beside words, not in them.
pub(super) fn is_on_word_bounds(text: &str, range: &Range<usize>) -> bool {
    range.start < range.end && !is_inside_word(text, range.start) && !is_inside_word(text, range.end)
}

/// A text in which words are looked for, in one normal form and with single spaces.
#[derive(Debug)]
pub(super) struct SearchText<'a> {
    text: &'a str,
    folded: String,
    /// For each character of it: its first byte there, and its bytes in the text.
    places: Vec<(usize, Range<usize>)>,
    /// What was looked for before.
    known: HashMap<String, Vec<Range<usize>>>,
}

impl<'a> SearchText<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let (mut folded, mut places) = (String::with_capacity(text.len()), Vec::<(usize, Range<usize>)>::new());
        for (at, c) in text.char_indices() {
            let range = at..at + c.len_utf8();
            if c.is_whitespace() {
                match places.last_mut() {
                    Some(last) if folded.ends_with(' ') => last.1.end = range.end,
                    _ => {
                        places.push((folded.len(), range));
                        folded.push(' ');
                    }
                }
                continue;
            }
            decompose_canonical(c, |c| {
                places.push((folded.len(), range.clone()));
                folded.push(c);
            });
        }
        Self { text, folded, places, known: HashMap::new() }
    }

    /// Where words stand in the text, also inside of other words and across each other.
    pub(super) fn places(&mut self, words: &str) -> &[Range<usize>] {
        if !self.known.contains_key(words) {
            let mut found = self.find(&folded(words));
            // `Zoe` is no part of `Zoé`, composed or not.
            let text = self.text;
            found
                .retain(|range| same(&text[range.clone()], words) && !text[range.end..].starts_with(is_combining_mark));
            self.known.insert(words.to_owned(), found);
        }
        self.known.get(words).map_or(&[], Vec::as_slice)
    }

    fn find(&self, words: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if words.trim().is_empty() {
            return found;
        }
        let mut from = 0;
        while let Some(at) = self.folded[from..].find(words).map(|at| from + at)
            && found.len() < MAX_PLACES
        {
            let first = self.places.partition_point(|(byte, _)| *byte < at);
            let last = self.places.partition_point(|(byte, _)| *byte < at + words.len());
            found.push(self.places[first].1.start..self.places[last - 1].1.end);
            from = at + words.chars().next().map_or(1, char::len_utf8);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_within_words_and_normal_forms_are_let_go_but_not_spaces_at_the_ends() {
        assert!(same("14 March\n 2019", "14 March 2019") && same("Zoe\u{301}", "Zoé") && same("a\u{A0}b", "a b"));
        assert!(!same(" Orel", "Orel") && !same("Orel ", "Orel") && !same("Orel", "orel") && !same("ab", "a b"));
    }

    #[test]
    fn a_bound_is_inside_a_word_between_letters_marks_and_joined_signs() {
        let text = "Zoe\u{301}, 3\u{1F9D1}\u{1F3FD}x 東京";
        let inside: Vec<usize> = text.char_indices().map(|(at, _)| at).filter(|at| is_inside_word(text, *at)).collect();
        assert_eq!(inside, [1, 2, 3, 12]);
        assert!(!is_inside_word(text, 0) && !is_inside_word(text, text.len()));
        assert!(is_inside_word(text, 4) && is_inside_word(text, text.len() + 1));
    }

    #[test]
    fn all_places_of_words_are_found() {
        let text = "Zoé\n\nand Zoe\u{301} and Zoëlle, aaa";
        assert!(SearchText::new(text).places("Zoe").is_empty());
        let mut search = SearchText::new(text);
        assert_eq!(search.places("Zoé").iter().map(|r| &text[r.clone()]).collect::<Vec<_>>(), ["Zoé", "Zoe\u{301}"]);
        assert_eq!(
            search.places("Zoé and").iter().map(|r| &text[r.clone()]).collect::<Vec<_>>(),
            ["Zoé\n\nand", "Zoe\u{301} and"]
        );
        assert_eq!(search.places("aa").len(), 2);
        assert!(search.places("").is_empty() && search.places(" ").is_empty() && search.places("Ann").is_empty());
    }

    #[test]
    fn context_is_compared_without_white_space() {
        let text = "so said\n\nZoe\u{301}. He left";
        let range = 9..12;
        assert!(context_agrees(text, &range, Some("so said "), Some("\u{301}. He")));
        assert!(context_agrees(text, &range, None, None) && context_agrees(text, &range, Some(""), Some("")));
        assert!(!context_agrees(text, &range, Some("he said "), None));
        assert!(!context_agrees(text, &range, Some("and so said "), None));
        assert!(!context_agrees(text, &range, None, Some("\u{301}. She")));
    }
}
