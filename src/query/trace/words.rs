//! Words with what stands around them in their text.

use crate::base::iri::Span;
use unicode_segmentation::UnicodeSegmentation;

/// Words cut from a captured source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The sentence up to the words.
    pub before: String,
    /// The words.
    pub words: String,
    /// The rest of the sentence.
    pub after: String,
    /// Line of the words in the text, or of the row of a cell, from 1; `None` if the format has no lines.
    pub line: Option<usize>,
    /// Column of the words, in code points, from 1; `None` for a cell.
    pub column: Option<usize>,
}

impl Cut {
    /// The words of a cell.
    pub(super) fn of_cell(words: String, line: Option<usize>) -> Self {
        Self { before: String::new(), words, after: String::new(), line, column: None }
    }
}

/// A text in which code points are found at the same cost anywhere.
#[derive(Debug)]
pub(super) struct Text {
    text: String,
    /// The byte offset of every [`STEP`]th code point.
    marks: Vec<usize>,
    /// The byte offset at which each line begins.
    lines: Vec<usize>,
    /// The last line that was cut from, and the beginnings of its sentences.
    sentences: std::cell::RefCell<(usize, Vec<usize>)>,
}

/// Number of code points between two marks.
const STEP: usize = 256;

impl Text {
    pub(super) fn new(text: String) -> Self {
        let marks = text.char_indices().step_by(STEP).map(|(at, _)| at).collect();
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, marks, lines, sentences: std::cell::RefCell::new((usize::MAX, Vec::new())) }
    }

    /// The byte offset of a code point; the length of the text if it is beyond the end.
    fn byte(&self, code_point: usize) -> usize {
        let Some(mark) = self.marks.get(code_point / STEP) else { return self.text.len() };
        let rest = self.text[*mark..].char_indices().nth(code_point % STEP);
        rest.map_or(self.text.len(), |(at, _)| mark + at)
    }

    /// The code point at a byte offset.
    fn code_point(&self, byte: usize) -> usize {
        let mark = self.marks.partition_point(|mark| *mark <= byte).saturating_sub(1);
        let from = self.marks.get(mark).copied().unwrap_or_default();
        mark * STEP + self.text[from..byte].chars().count()
    }

    /// The line at a byte offset, counted from 0.
    fn line(&self, byte: usize) -> usize {
        self.lines.partition_point(|line| *line <= byte).saturating_sub(1)
    }

    /// The end of a line, without its line feed.
    fn end_of(&self, line: usize) -> usize {
        self.lines.get(line + 1).map_or(self.text.len(), |next| next - 1)
    }

    /// The words at a span within their context; `None` if the text ends before them.
    pub(super) fn cut(&self, span: Span, context: Option<Span>) -> Option<Cut> {
        let (start, end) = (self.byte(span.start), self.byte(span.end));
        let line = self.line(start);
        let words = self.text.get(start..end)?;
        let (from, to) = match context {
            Some(context) => (self.byte(context.start).min(start), self.byte(context.end).max(end)),
            None => self.sentence(line, start, end),
        };
        Some(Cut {
            before: self.text[from..start].trim_start().to_owned(),
            words: words.to_owned(),
            after: self.text[end..to].trim_end().to_owned(),
            line: Some(line + 1),
            column: Some(self.code_point(start) - self.code_point(self.lines[line]) + 1),
        })
    }

    /// The sentence or sentences that contain a range. They do not extend beyond the lines of the range.
    fn sentence(&self, line: usize, start: usize, end: usize) -> (usize, usize) {
        let mut last = self.sentences.borrow_mut();
        let last_line = self.line(end);
        let (first, limit) = (self.lines[line], self.end_of(last_line));
        if line == last_line && last.0 != line {
            let sentences = self.text[first..limit].split_sentence_bound_indices();
            *last = (line, sentences.map(|(at, _)| first + at).collect());
        }
        let own: Vec<usize>;
        let begins = if line == last_line {
            &last.1
        } else {
            own = self.text[first..limit].split_sentence_bound_indices().map(|(at, _)| first + at).collect();
            &own
        };
        let after = begins.partition_point(|begin| *begin <= start);
        let from = after.checked_sub(1).map_or(first, |at| begins[at]);
        let next = begins.partition_point(|begin| *begin < end);
        (from, begins.get(next).copied().unwrap_or(limit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::position;

    fn found(text: &str, words: &str) -> Cut {
        let at = text[..text.find(words).unwrap()].chars().count();
        Text::new(text.to_owned()).cut(Span { start: at, end: at + words.chars().count() }, None).unwrap()
    }

    #[test]
    fn words_are_cut_with_their_sentence() {
        let text = "Title\nOne é. Two “words” here. Three.";
        let cut = found(text, "words");
        assert_eq!((cut.before.as_str(), cut.words.as_str(), cut.after.as_str()), ("Two “", "words", "” here."));
        assert_eq!((cut.line, cut.column), (Some(2), Some(13)));
        let cut = found(text, "é. Two");
        assert_eq!((cut.before.as_str(), cut.after.as_str()), ("One ", " “words” here."));
        let cut = found(text, "Title");
        assert_eq!((cut.before.as_str(), cut.after.as_str(), cut.line, cut.column), ("", "", Some(1), Some(1)));
        let cut = found(text, "Title\nOne");
        assert_eq!((cut.before.as_str(), cut.after.as_str(), cut.line), ("", " é.", Some(1)));
        let cut = found(text, "Three.");
        assert_eq!((cut.before.as_str(), cut.after.as_str()), ("", ""));
    }

    #[test]
    fn places_are_found_anywhere() {
        let text: String = (0..3000).map(|n| if n % 97 == 0 { '\n' } else { ['a', 'é', '𝄞'][n % 3] }).collect();
        let long = Text::new(text.clone());
        for (n, (at, _)) in text.char_indices().enumerate() {
            assert_eq!((long.byte(n), long.code_point(at)), (at, n));
            let position = position(&text, at);
            assert_eq!(position.line, long.line(at) + 1, "{at}");
        }
        assert_eq!((long.byte(3000), long.byte(9000)), (text.len(), text.len()));
        assert_eq!(long.cut(Span { start: 4000, end: 4001 }, None).unwrap().words, "");
        assert_eq!(Text::new(String::new()).cut(Span { start: 0, end: 2 }, None).unwrap().words, "");
    }
}
