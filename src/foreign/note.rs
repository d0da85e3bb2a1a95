//! What is to be said of a file of findings, and where in it.

use crate::base::text::{Position, Problem, position};
use crate::read::grid::json;
use std::fmt;

/// What is to be said of a place in a file of findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The place.
    pub at: FilePlace,
    /// The words or the value that it is about.
    pub value: String,
    /// What is to be said of them.
    pub what: String,
    /// The rule.
    pub rule: &'static str,
    /// What to do.
    pub help: String,
}

/// A place in a file of findings.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FilePlace {
    /// The line, from 1; `None` where the file is one JSON text.
    pub line: Option<usize>,
    /// The column in code points, from 1, if it is known.
    pub column: Option<usize>,
    /// JSON Pointer (RFC 6901) within the file or the line; empty where the file is not JSON.
    pub pointer: String,
}

impl FilePlace {
    /// A line of the file.
    pub fn line(line: usize) -> Self {
        Self { line: Some(line), ..Self::default() }
    }

    /// A value of a JSON text.
    pub fn pointer(pointer: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), ..Self::default() }
    }

    /// A value below this one.
    pub fn child(&self, key: impl fmt::Display) -> Self {
        let key = key.to_string().replace('~', "~0").replace('/', "~1");
        Self { pointer: format!("{}/{key}", self.pointer), ..self.clone() }
    }
}

impl From<Position> for FilePlace {
    fn from(at: Position) -> Self {
        Self { line: Some(at.line), column: Some(at.column), pointer: String::new() }
    }
}

impl fmt::Display for FilePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.pointer.as_str()) {
            (Some(line), "") => write!(f, "line {line}"),
            (Some(line), pointer) => write!(f, "line {line}, {pointer}"),
            (None, "") => write!(f, "the file"),
            (None, pointer) => write!(f, "{pointer}"),
        }
    }
}

/// A number of things, for messages.
pub(super) fn counted(n: usize, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}

impl Note {
    /// A note about a place.
    pub fn new(
        at: &FilePlace,
        value: impl Into<String>,
        what: impl Into<String>,
        rule: &'static str,
        help: impl Into<String>,
    ) -> Self {
        Self { at: at.clone(), value: value.into(), what: what.into(), rule, help: help.into() }
    }

    /// The note as a problem of the file, whose text this is.
    pub fn problem(&self, file: &str) -> Problem {
        Problem {
            at: self.at.position(file),
            value: self.value.clone(),
            what: self.what.clone(),
            rule: self.rule,
            help: self.help.clone(),
        }
    }
}

impl FilePlace {
    /// Line and column in the file, whose text this is; `None` if it is about the whole file.
    pub fn position(&self, file: &str) -> Option<Position> {
        let Some(line) = self.line else {
            return if self.pointer.is_empty() {
                None
            } else {
                json::byte_of(file, &self.pointer).map(|at| position(file, at))
            };
        };
        let column = self.column.or_else(|| {
            let text = file.lines().nth(line.checked_sub(1)?)?;
            let at = json::byte_of(text, &self.pointer)?;
            Some(text[..at].chars().count() + 1)
        });
        Some(Position { line, column: column.unwrap_or(1) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_is_a_line_and_a_column() {
        let whole = "{\n \"a/b\": [1, {\"é\": 7}]\n}";
        let at = FilePlace::pointer("").child("a/b").child(1).child("é");
        assert_eq!(at.pointer, "/a~1b/1/é");
        assert_eq!(at.position(whole), Some(Position { line: 2, column: 19 }));
        assert_eq!(FilePlace::pointer("/c").position(whole), None);
        assert_eq!(FilePlace::default().position(whole), None);
        let lines = "{}\n{\"é\": [0, 1]}\n";
        let at = FilePlace::line(2).child("é").child(1);
        assert_eq!(at.position(lines), Some(Position { line: 2, column: 11 }));
        assert_eq!(at.to_string(), "line 2, /é/1");
        assert_eq!(FilePlace::line(9).position(lines), Some(Position { line: 9, column: 1 }));
    }
}
