//! Positions in a text, for people and for machines, and problems at a position.

pub mod encoding;

use std::path::Path;

/// Maximum number of problems of one kind that are reported for one text.
pub(crate) const MAX_PROBLEMS: usize = 20;

/// A position in a file, for people. Lines and columns count from 1, columns in code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

/// One thing that is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The position; `None` if the problem has none.
    pub at: Option<Position>,
    /// The words that are wrong, as the document has them.
    pub value: String,
    /// What is wrong with them.
    pub what: String,
    /// The rule that they break.
    pub rule: &'static str,
    /// What to do about it.
    pub help: String,
}

impl Problem {
    /// A problem of a file as a message: its level (`error`, `note`), the position, the words, the rule, what to do.
    pub fn report(&self, level: &str, path: &Path) -> String {
        let Self { at, value, what, rule, help } = self;
        let at = at.map_or_else(String::new, |p| format!(":{}:{}", p.line, p.column));
        let value = if value.is_empty() { String::new() } else { format!("{value:?}: ") };
        format!("{level}: {}{at}: {value}{what}\n  rule: {rule}\n  help: {help}\n", path.display())
    }
}

/// Problems for the control characters that a text may not contain.
pub(crate) fn control_characters(text: &str) -> Vec<Problem> {
    text.char_indices()
        .filter(|(_, c)| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        .take(MAX_PROBLEMS)
        .map(|(at, c)| Problem {
            at: Some(position(text, at)),
            value: format!("U+{:04X}", u32::from(c)),
            what: "this control character is not allowed in a text".to_owned(),
            rule: "a document has no control characters but tab, line feed and carriage return",
            help: "remove it from the file".to_owned(),
        })
        .collect()
}

/// Line and column of a byte.
pub fn position(text: &str, at: usize) -> Position {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    Position {
        line: before.bytes().filter(|b| *b == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// Counts of code points at every 256th byte, so that a span costs the same anywhere in a document.
#[derive(Debug, Clone)]
pub(crate) struct CodePointIndex(Vec<usize>);

impl CodePointIndex {
    const STEP: usize = 256;

    pub(crate) fn new(text: &str) -> Self {
        let mut count = 0;
        let mut counts = Vec::with_capacity(text.len() / Self::STEP + 1);
        for block in text.as_bytes().chunks(Self::STEP) {
            counts.push(count);
            count += Self::starts(block);
        }
        counts.push(count);
        Self(counts)
    }

    /// The number of code points that begin before a byte.
    pub(crate) fn code_point(&self, text: &str, at: usize) -> usize {
        let block = at / Self::STEP;
        self.0[block] + Self::starts(&text.as_bytes()[block * Self::STEP..at])
    }

    /// The byte at which a code point begins; the length of the text for the one after the last, `None` beyond that.
    pub(crate) fn byte(&self, text: &str, code_point: usize) -> Option<usize> {
        // Several blocks have the same count where no code point begins.
        let block = self.0.partition_point(|count| *count <= code_point).checked_sub(1)?;
        let start = block * Self::STEP;
        let rest = text.as_bytes().get(start.min(text.len())..)?;
        let mut left = code_point - self.0[block];
        for (at, _) in rest.iter().enumerate().filter(|(_, byte)| **byte & 0xC0 != 0x80) {
            if left == 0 {
                return Some(start + at);
            }
            left -= 1;
        }
        (left == 0).then_some(text.len())
    }

    /// The number of code points that begin in these bytes.
    fn starts(bytes: &[u8]) -> usize {
        bytes.iter().filter(|b| **b & 0xC0 != 0x80).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_code_points() {
        let text = "é€𝄞 ".repeat(500);
        let index = CodePointIndex::new(&text);
        for (n, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(index.code_point(&text, at), n);
            assert_eq!(index.byte(&text, n), Some(at));
        }
        assert_eq!(index.code_point(&text, text.len()), 2000);
        assert_eq!(index.byte(&text, 2000), Some(text.len()));
        assert_eq!(index.byte(&text, 2001), None);
        assert_eq!(CodePointIndex::new("").byte("", 0), Some(0));
    }
}
