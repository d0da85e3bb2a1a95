//! The lines of a wikitext, with the marks of tables and headings that begin them.

use super::spans::{Kind, Spans};
use std::ops::Range;

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// `{|`
    Opens,
    /// `|}`
    Closes,
    /// `|-`
    Row,
    /// `|+`
    Caption,
    /// `|`, or `!` of heads.
    Cell {
        /// Whether it is `!`.
        is_head: bool,
    },
    /// A heading of a section, with the length of its marks.
    Heading(usize),
    /// A table of its own.
    Table,
    /// Anything else, also a line that begins within a template, link or comment.
    None,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its range, without its end.
    pub(super) range: Range<usize>,
    /// The position after its mark.
    pub(super) content: usize,
    /// Its mark.
    pub(super) mark: Mark,
    /// Its number, from 1 for the first of the range.
    pub(super) number: usize,
}

/// The lines of a range of a text.
pub(super) struct Lines<'t> {
    text: &'t str,
    spans: &'t Spans,
    range: Range<usize>,
    at: usize,
    /// The position of the first span that begins at `at` or after it, and the end of those that begin before it.
    next: usize,
    covered: usize,
    number: usize,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str, spans: &'t Spans, range: Range<usize>) -> Self {
        let at = range.start;
        Self { text, spans, range, at, next: 0, covered: at, number: 0 }
    }

    fn mark(&self, line: &Range<usize>) -> (Mark, usize) {
        let bytes = self.text.as_bytes();
        let mut at = line.start;
        while at < line.end {
            match bytes[at] {
                b' ' | b'\t' | b'\r' => at += 1,
                b'<' => match self.spans.at(at).filter(|s| s.kind == Kind::Comment && s.range.end <= line.end) {
                    Some(span) => at = span.range.end,
                    None => break,
                },
                _ => break,
            }
        }
        let rest = &self.text[at.min(line.end)..line.end];
        // A table may be indented.
        let table = rest.trim_start_matches([':', ' ']);
        if let Some(span) = self.spans.at(at).filter(|s| s.kind == Kind::Table) {
            return (Mark::Table, span.range.end);
        }
        if table.starts_with("{|") {
            return (Mark::Opens, at);
        }
        let two = |mark| (mark, at + 2);
        match rest.as_bytes() {
            [b'|', b'}', ..] => two(Mark::Closes),
            [b'|', b'-', ..] => two(Mark::Row),
            [b'|', b'+', ..] => two(Mark::Caption),
            [b'|', ..] => (Mark::Cell { is_head: false }, at + 1),
            [b'!', ..] => (Mark::Cell { is_head: true }, at + 1),
            [b'=', ..] => {
                // Comments may follow the heading.
                let words = rest.split("<!--").next().unwrap_or_default().trim_end();
                let level = words.bytes().take(6).take_while(|b| *b == b'=').count();
                let level = level.min(words.bytes().rev().take(6).take_while(|b| *b == b'=').count());
                let is_heading = words.len() > 2 * level && level > 0;
                if is_heading { (Mark::Heading(level), at + level) } else { (Mark::None, line.start) }
            }
            _ => (Mark::None, line.start),
        }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        if self.at >= self.range.end {
            return None;
        }
        let start = self.at;
        let end = self.text[start..self.range.end].find('\n').map_or(self.range.end, |n| start + n);
        self.at = end + 1;
        self.number += 1;
        let from = self.spans.from(self.range.start);
        while let Some(span) = from.get(self.next).filter(|span| span.range.start < start) {
            self.covered = self.covered.max(span.range.end);
            self.next += 1;
        }
        let range = start..end;
        let (mark, content) = if self.covered > start { (Mark::None, start) } else { self.mark(&range) };
        Some(Line { range, content, mark, number: self.number })
    }
}
