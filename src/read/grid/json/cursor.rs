//! Lines and columns of a text, counted as far as a reader has come, so that rows in the order of the text cost linear
//! time.

use super::scan::{Fault, Scanner};
use crate::base::text::{Position, Problem};

/// A byte of a text with its line and column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cursor {
    at: usize,
    pub(super) line: usize,
    column: usize,
}

/// Maximum number of characters of a value that a message shows.
const SHOWN: usize = 60;

impl Cursor {
    /// The begin of a text whose first line has this number.
    pub(super) fn new(line: usize) -> Self {
        Self { at: 0, line, column: 1 }
    }

    /// Goes to a byte; backwards from the start.
    pub(super) fn to(&mut self, text: &str, at: usize) {
        let Some(passed) = text.as_bytes().get(self.at..at) else {
            return;
        };
        self.at = at;
        let tail = match passed.iter().rposition(|b| *b == b'\n') {
            Some(last) => {
                self.line += passed[..=last].iter().filter(|b| **b == b'\n').count();
                self.column = 1;
                &passed[last + 1..]
            }
            None => passed,
        };
        self.column += tail.iter().filter(|b| **b & 0xC0 != 0x80).count();
    }

    pub(super) fn position(self) -> Position {
        Position { line: self.line, column: self.column }
    }

    /// A fault behind this place as a problem.
    pub(super) fn problem(mut self, text: &str, fault: &Fault, rule: &'static str) -> Problem {
        self.to(text, fault.at);
        Problem {
            at: Some(self.position()),
            value: excerpt(value_at(text, fault.at)),
            what: fault.what.clone(),
            rule,
            help: fault.help.to_owned(),
        }
    }
}

/// The value that begins at a byte, without what follows it; all that follows if it is long, or no value.
fn value_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let near = rest.char_indices().nth(SHOWN + 1).map_or(rest, |(end, _)| &rest[..end]);
    match Scanner::new(near, 0).value(&mut ()) {
        Ok(value) => value.of(near),
        Err(_) => rest,
    }
}

/// The begin of a text on one line.
pub(super) fn excerpt(text: &str) -> String {
    let mut shown = String::new();
    for (count, c) in text.trim_start().chars().enumerate() {
        match c {
            '\n' | '\r' => break,
            _ if count == SHOWN => {
                shown.push('…');
                break;
            }
            _ => shown.push(c),
        }
    }
    shown
}
