//! Marks of footnotes in a record: `250⁹ km²`, `Alpha¹: 1991`, `1991[3]`, `250* km2`. They are not part of its words.
//! If a raised figure may also be an exponent (`10³ km2`) or part of a fraction (`7¹⁄₂ km2`), that is an error.

use super::{RULE_AREA, RecordParser};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉";
const SIGNS: &str = "⁺⁻⁽⁾,";
const LETTERS: &str = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ";
/// Units whose exponent may be raised.
const UNITS: &[&str] = &["km", "m", "cm", "mm", "mi", "ft", "yd", "км", "м"];

/// Marks that are signs, and marks in square brackets.
static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)[†‡§¶※]+|\[(?:\d{1,3}|[a-z]|(?:notes?|n|nb|fn|ref)\.? ?\d{1,3}|citation needed|update)\]")
        .expect("the pattern is a constant")
});

impl RecordParser<'_> {
    /// Takes the footnote marks out of the record, and returns their ranges.
    pub(super) fn marks(&mut self) -> Vec<Range<usize>> {
        let mut marks: Vec<Range<usize>> = SIGNED
            .find_iter(self.text)
            .map(|mark| mark.range())
            // A mark needs something before it.
            .filter(|mark| !self.text[..mark.start].trim().is_empty())
            .collect();
        marks.extend(self.asterisks());
        let mut at = 0;
        while let Some(start) = self.text[at..].find(is_raised).map(|n| at + n) {
            let run = &self.text[start..];
            let end = start + run.find(|c| !is_raised(c) && !SIGNS.contains(c)).unwrap_or(run.len());
            let end = start + self.text[start..end].trim_end_matches(',').len();
            at = end;
            marks.extend(self.raised(start..end));
        }
        for mark in &marks {
            self.take(mark.clone());
        }
        marks
    }

    /// `Alpha*`, `250*`: asterisks after a word, and not between figures.
    fn asterisks(&self) -> Vec<Range<usize>> {
        let stars = self.text.match_indices('*').map(|(at, _)| at..at + 1);
        let is_mark = |star: &Range<usize>| {
            self.text[..star.start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '*' | '²' | ')'))
                && !self.text[star.end..].starts_with(char::is_alphanumeric)
        };
        stars.filter(is_mark).collect()
    }

    /// The part of some raised characters that is a mark.
    fn raised(&mut self, range: Range<usize>) -> Option<Range<usize>> {
        let (text, words) = (self.text, &self.text[range.clone()]);
        let before = text[..range.start].trim_end();
        let glued = before.len() == range.start;
        let letters = &before[before.trim_end_matches(char::is_alphabetic).len()..];
        if words.starts_with(|c| LOWERED.contains(c)) && !letters.is_empty() {
            return None;
        }
        if words.contains(|c| LETTERS.contains(c)) {
            self.fault(
                range,
                "these raised letters may be a footnote mark, or belong to the word before them",
                "a record is words on one line",
                "write them as plain letters, or remove them",
            );
            return None;
        }
        let unit = UNITS.contains(&letters.to_lowercase().as_str());
        if unit && glued {
            // "km²", and "km²³" with a mark.
            let exponent = words.chars().next().filter(|c| matches!(c, '²' | '³')).map_or(0, char::len_utf8);
            return Some(range.start + exponent..range.end).filter(|r| !r.is_empty());
        }
        let plain =
            before.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{a0}' | '\u{202f}'));
        let number = before[plain.len()..].trim_start_matches(['.', ',']);
        if number.ends_with(|c: char| c.is_ascii_digit()) {
            let exponent = UNITS.iter().any(|unit| plain.to_lowercase().ends_with(unit));
            let fraction = text[range.end..].starts_with(['/', '⁄']);
            let power = matches!(number, "10" | "2")
                || words.contains(['⁺', '⁻'])
                || words.starts_with(|c| LOWERED.contains(c));
            if !exponent && (power || fraction) {
                let what = if fraction {
                    "this fraction is not read"
                } else {
                    "this may be a power, or a figure with a footnote mark"
                };
                let range = before.len() - number.len()..range.end;
                self.fault(range, what, RULE_AREA, "write the figure in plain digits");
                return None;
            }
        }
        Some(range)
    }

    /// Words without the footnote marks in them.
    pub(super) fn without_marks(&self, range: Range<usize>, marks: &[Range<usize>]) -> String {
        let in_mark = |at: usize| marks.iter().any(|mark| mark.contains(&(range.start + at)));
        self.text[range.clone()].char_indices().filter(|(at, _)| !in_mark(*at)).map(|(_, c)| c).collect()
    }

    /// Reports a mark between two words of a name, which leaves open where the name ends.
    pub(super) fn mark_in_name(&mut self, marks: &[Range<usize>], name: &Range<usize>, unread: &[Range<usize>]) {
        let Some(mark) = marks.iter().find(|mark| mark.start == name.end).cloned() else { return };
        let Some(next) = unread.first() else { return };
        if next.start > mark.end && self.text[mark.end..next.start].trim().is_empty() {
            self.fault(
                name.start..next.end,
                "a footnote's mark stands within this name",
                "a record names its district",
                "remove the mark, or put a colon after the name",
            );
        }
    }
}

fn is_raised(c: char) -> bool {
    // Nearly all characters are ASCII.
    !c.is_ascii() && (RAISED.contains(c) || LOWERED.contains(c) || LETTERS.contains(c))
}
