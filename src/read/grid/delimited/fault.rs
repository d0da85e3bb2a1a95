//! Faults of delimited values as problems with their positions.

use super::scan::{Fault, MAX_QUOTED_LINES, MAX_RECORD};
use crate::base::text::{Position, Problem};
use crate::read::grid::{MAX_CELL, MAX_COLUMNS};

/// Maximum number of characters of a value that a message shows.
const SHOWN: usize = 40;

/// The rule about quotation marks.
const QUOTED: &str = "a value with a delimiter, a line end or a quotation mark is quoted as a whole, its quotation marks are doubled, \
                      and the delimiter or the line end follows it (RFC 4180, section 2)";
/// What to do where quotation marks are not meant as such.
const UNQUOTED: &str = "if no value of the file is quoted, write `quote = false` in `[[table]]`";

/// The problem of a fault in a text that begins at the beginning of a line.
pub(super) fn problem(fault: Fault, text: &str, line: usize) -> Problem {
    let of = |at: usize, what: String, rule, help: String| Problem {
        at: Some(position(text, at, line)),
        value: shown(&text[at..]),
        what,
        rule,
        help,
    };
    match fault {
        Fault::Control(at) => {
            let value = text[at..].chars().next().map_or_else(String::new, |c| format!("U+{:04X}", u32::from(c)));
            Problem {
                value,
                ..of(
                    at,
                    "this control character is not allowed in a value".to_owned(),
                    "a table has no control characters but tab and line ends",
                    "remove it from the file".to_owned(),
                )
            }
        }
        Fault::Unclosed(at) => of(
            at,
            format!(
                "the quotation mark that begins this value is not closed within {MAX_QUOTED_LINES} lines and {MAX_CELL} bytes, \
                 or closed where no delimiter follows"
            ),
            QUOTED,
            format!("close it where the value ends; {UNQUOTED}"),
        ),
        Fault::AfterQuote { opened, at } => {
            let column = position(text, opened, line).column;
            of(
                at,
                format!("this text follows a quoted value, which begins in column {column}"),
                QUOTED,
                format!("double the quotation marks within the value, or quote all of it; {UNQUOTED}"),
            )
        }
        Fault::BeforeQuote(at) => of(
            at,
            "white space precedes this quotation mark, so it is not clear whether the value is quoted".to_owned(),
            QUOTED,
            format!("remove the white space before it; {UNQUOTED}"),
        ),
        Fault::LongCell(at) => of(
            at,
            format!("this value has more than {MAX_CELL} bytes"),
            "the size of a value is limited",
            "see that the delimiter and the line ends are right; otherwise shorten the value".to_owned(),
        ),
        Fault::LongRecord => of(
            0,
            format!("this row has more than {MAX_RECORD} bytes"),
            "the size of a row is limited",
            "see that the line ends are right; otherwise split the table".to_owned(),
        ),
        Fault::Columns(at) => of(
            at,
            format!("this row has more than {MAX_COLUMNS} values"),
            "the number of columns is limited to that of a workbook",
            "see that the delimiter and the line ends are right; otherwise split the table".to_owned(),
        ),
    }
}

/// The beginning of a text, as far as a message shows it and its line goes.
fn shown(text: &str) -> String {
    text.chars().take_while(|c| !matches!(c, '\n' | '\r')).take(SHOWN).collect()
}

/// Line and column of a byte in a text that begins at the beginning of a line.
pub(super) fn position(text: &str, at: usize, line: usize) -> Position {
    let bytes = &text.as_bytes()[..at];
    let ends = |at: &usize| bytes[*at] == b'\n' || bytes[*at] == b'\r' && text.as_bytes().get(at + 1) != Some(&b'\n');
    let line_start = (0..at).rev().find(ends).map_or(0, |end| end + 1);
    Position { line: line + (0..at).filter(ends).count(), column: text[line_start..at].chars().count() + 1 }
}
