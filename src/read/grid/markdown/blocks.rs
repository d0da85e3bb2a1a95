//! The blocks of a Markdown text, as far as tables need them: headings, tables, and what hides tables (front matter,
//! code, comments).

use crate::read::grid::MAX_COLUMNS;
use crate::read::grid::plain::trimmed;
use std::ops::Range;

/// Maximum number of notes about what looks like a table.
const MAX_UNEVEN: usize = 20;

/// A block.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// The words of a heading.
    Heading(Range<usize>),
    /// A table.
    Table {
        /// From the row of heads to the last row.
        range: Range<usize>,
        /// The row of dashes.
        dashes: Range<usize>,
        /// The line of the heads.
        line: usize,
        /// The number of rows, with the heads.
        rows: usize,
    },
    /// Heads above dashes that do not fit.
    Uneven {
        /// The position of the heads.
        at: usize,
        /// The number of heads.
        heads: usize,
        /// The number of groups of dashes.
        dashes: usize,
    },
}

/// The lines of a range of a text, without their ends.
pub(super) fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = range.end;
    let mut at = range.start;
    std::iter::from_fn(move || {
        if at >= end {
            return None;
        }
        let start = at;
        let stop = text[start..end].find('\n').map_or(end, |n| start + n);
        at = stop + 1;
        Some(start..if text[start..stop].ends_with('\r') { stop - 1 } else { stop })
    })
}

/// The cells of a row, with white space around them.
pub(super) fn cells(text: &str, line: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let words = trimmed(text, line);
    let bytes = text.as_bytes();
    let mut at = words.start + usize::from(text[words.clone()].starts_with('|'));
    let end = words.end;
    let mut is_done = at > end || words.is_empty();
    std::iter::from_fn(move || {
        if is_done {
            return None;
        }
        let start = at;
        while at < end && bytes[at] != b'|' {
            at += if bytes[at] == b'\\' { 2 } else { 1 };
        }
        let stop = at.min(end);
        at = stop + 1;
        // A last pipe closes the last cell.
        is_done = at >= end;
        Some(start..stop)
    })
}

/// The blocks of a text.
pub(super) struct Blocks<'t> {
    text: &'t str,
    lines: Vec<Range<usize>>,
    at: usize,
    /// Whether the last line can be the heads of a table or the words of a heading.
    before: Option<usize>,
    is_code: bool,
    last_comment_end: usize,
    uneven: usize,
}

impl<'t> Blocks<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let lines: Vec<_> = lines(text, 0..text.len()).collect();
        let mut at = 0;
        let of = |n: usize| lines.get(n).map(|line: &Range<usize>| text[line.clone()].trim_end());
        if of(0).is_some_and(|line| line.trim_start_matches('\u{feff}') == "---") {
            let end = (1..lines.len()).find(|n| matches!(of(*n), Some("---" | "...")));
            at = end.map_or(0, |end| end + 1);
        }
        let last_comment_end = text.rfind("-->").unwrap_or(0);
        Self { text, lines, at, before: None, is_code: false, last_comment_end, uneven: 0 }
    }

    fn words(&self, n: usize) -> &'t str {
        self.lines.get(n).map_or("", |line| &self.text[line.clone()])
    }

    /// The first line after the code that begins in a line.
    fn after_code(&self, n: usize) -> Option<usize> {
        let (mark, length) = fence(self.words(n))?;
        let closes = |line: &str| {
            fence(line).is_some_and(|(m, l)| m == mark && l >= length && line.trim().chars().all(|c| c == mark))
        };
        Some((n + 1..self.lines.len()).find(|n| closes(self.words(*n))).map_or(self.lines.len(), |end| end + 1))
    }

    /// The first line after the comment that a line leaves open.
    fn after_comment(&self, n: usize) -> Option<usize> {
        let words = self.words(n);
        let opens = words.rfind("<!--")?;
        let start = self.lines[n].start + opens;
        // A comment that is never closed is none, except at the beginning of a line.
        let is_closed = self.last_comment_end > start;
        if words[opens..].contains("-->") || !is_closed && !words.trim_start().starts_with("<!--") {
            return None;
        }
        let end = (n + 1..self.lines.len()).find(|n| self.words(*n).contains("-->"));
        Some(end.map_or(self.lines.len(), |end| end + 1))
    }

    /// The table whose dashes are in a line, if its heads are in the line before.
    fn table(&mut self, head: usize, n: usize) -> Option<Block> {
        let (head_line, line) = (self.lines[head].clone(), self.lines[n].clone());
        let has_pipe = self.words(head).contains('|') || self.words(n).contains('|');
        if !has_pipe || !is_dashes(self.words(n)) {
            return None;
        }
        // No more is counted than a table may have.
        let count = |line| cells(self.text, line).take(MAX_COLUMNS + 1).count();
        let (heads, dashes) = (count(head_line.clone()), count(line.clone()));
        if heads != dashes {
            self.uneven += 1;
            return Some(Block::Uneven { at: head_line.start, heads, dashes });
        }
        let more = (n + 1..self.lines.len()).take_while(|n| !ends_table(self.words(*n))).count();
        self.at = n + 1 + more;
        let range = head_line.start..self.lines[n + more].end;
        Some(Block::Table { range, dashes: line, line: head + 1, rows: more + 1 })
    }
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        while self.at < self.lines.len() {
            let n = self.at;
            let words = self.words(n);
            self.at += 1;
            let before = self.before.take();
            if words.trim().is_empty() {
                self.is_code = false;
                continue;
            }
            if let Some(after) = self.after_code(n) {
                self.at = after;
                continue;
            }
            // An indented line after an empty one is code.
            let is_indented = words.starts_with("    ") || words.starts_with('\t');
            if is_indented && before.is_none() {
                self.is_code = true;
            }
            if self.is_code && is_indented {
                continue;
            }
            self.is_code = false;
            if let Some(head) = before {
                match self.table(head, n) {
                    Some(Block::Uneven { .. }) if self.uneven > MAX_UNEVEN => continue,
                    Some(block) => return Some(block),
                    None => {}
                }
            }
            if let Some(after) = self.after_comment(n) {
                self.at = after;
                continue;
            }
            let line = self.lines[n].clone();
            if let Some(range) = heading(self.text, line) {
                return Some(Block::Heading(range));
            }
            let underline = words.trim();
            if let Some(head) = before.filter(|_| is_underline(underline)) {
                return Some(Block::Heading(trimmed(self.text, self.lines[head].clone())));
            }
            self.before = Some(n);
        }
        None
    }
}

/// The mark of a fence of code and its length.
fn fence(line: &str) -> Option<(char, usize)> {
    let words = line.trim_start_matches(' ');
    let mark = words.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = words.chars().take_while(|c| *c == mark).count();
    let is_fence = line.len() - words.len() <= 3 && length >= 3;
    (is_fence && !(mark == '`' && words[length..].contains('`'))).then_some((mark, length))
}

/// The words of a heading with `#`.
fn heading(text: &str, line: Range<usize>) -> Option<Range<usize>> {
    let words = trimmed(text, line);
    let level = text[words.clone()].bytes().take_while(|b| *b == b'#').count();
    let rest = words.start + level..words.end;
    let is_heading = (1..=6).contains(&level) && (rest.is_empty() || text[rest.clone()].starts_with([' ', '\t']));
    if !is_heading {
        return None;
    }
    let inner = text[rest.clone()].trim_end();
    let unmarked = inner.trim_end_matches('#');
    let is_closed = unmarked.is_empty() || unmarked.ends_with([' ', '\t']);
    let end = rest.start + if is_closed { unmarked.len() } else { inner.len() };
    Some(trimmed(text, rest.start..end))
}

/// Whether a line makes the one before it a heading.
fn is_underline(words: &str) -> bool {
    !words.is_empty() && (words.bytes().all(|b| b == b'=') || words.bytes().all(|b| b == b'-'))
}

/// Whether a line has dashes, colons and pipes as the second row of a table.
fn is_dashes(line: &str) -> bool {
    let words = line.trim();
    let words = words.strip_prefix('|').unwrap_or(words);
    let words = words.strip_suffix('|').unwrap_or(words);
    words.split('|').all(|cell| {
        let cell = cell.trim();
        let cell = cell.strip_prefix(':').unwrap_or(cell);
        let cell = cell.strip_suffix(':').unwrap_or(cell);
        !cell.is_empty() && cell.bytes().all(|b| b == b'-')
    })
}

/// Whether a line is no row of the table above it.
fn ends_table(line: &str) -> bool {
    let words = line.trim();
    let level = words.bytes().take_while(|b| *b == b'#').count();
    words.is_empty()
        || fence(line).is_some()
        || words.starts_with(['>', '<']) && !words.contains('|')
        || (1..=6).contains(&level) && words[level..].starts_with([' ', '\t'])
        || words.starts_with("<!--")
}
