//! The records of a file, one by one. The current record stays in the window of the stream until the next is asked for,
//! so only values that are asked for are copied.

use super::fault::{position, problem};
use super::scan::{Fault, Field, Marks, Scanned, Scanner, is_unseen, line};
use crate::base::text::Problem;
use crate::base::text::encoding::find::unreadable;
use crate::base::text::encoding::stream::{StreamError, TextForm, TextStream};
use crate::read::grid::{Cell, CellPlace, Nature, Row};
use std::io;
use std::path::Path;

/// The records.
#[derive(Debug)]
pub(super) struct Records {
    stream: TextStream,
    scanner: Scanner,
    comment: Option<String>,
    /// Whether the first line says the delimiter.
    has_declaration: bool,
    /// Number of first columns that rows do not have.
    skip_columns: usize,
    fields: Vec<Field>,
    /// The number of the current record, from 1, and its first line.
    number: usize,
    line: usize,
    /// Length of the current record in bytes, and its number of line ends.
    length: usize,
    lines: usize,
    is_ended: bool,
}

impl Records {
    pub(super) fn open(path: &Path, form: TextForm, marks: Marks, skipped: Skipped<'_>) -> io::Result<Self> {
        Ok(Self {
            stream: TextStream::open(path, form)?,
            scanner: Scanner::new(marks),
            comment: skipped.comment.filter(|comment| !comment.is_empty()).map(str::to_owned),
            has_declaration: skipped.has_declaration,
            skip_columns: skipped.columns,
            fields: Vec::new(),
            number: 0,
            line: 1,
            length: 0,
            lines: 0,
            is_ended: false,
        })
    }

    /// The number of the current record, from 1.
    pub(super) fn number(&self) -> usize {
        self.number
    }

    /// The first line of the current record, from 1.
    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// Goes to the next record that is no comment. After `Some(Err)` for a character the next call goes on behind its
    /// record; after any other error there are no more records.
    pub(super) fn advance(&mut self) -> Option<Result<(), Problem>> {
        loop {
            self.stream.consume(std::mem::take(&mut self.length));
            self.line += std::mem::take(&mut self.lines);
            self.number += 1;
            match self.find() {
                Ok(Found::Record) => return Some(Ok(())),
                Ok(Found::Comment) => {}
                Ok(Found::Control(at)) => return Some(Err(self.problem(Fault::Control(at)))),
                Ok(Found::End) => {
                    self.is_ended = true;
                    return None;
                }
                Err(problem) => {
                    self.is_ended = true;
                    return Some(Err(problem));
                }
            }
        }
    }

    /// Finds the end of the record at the beginning of the window.
    fn find(&mut self) -> Result<Found, Problem> {
        while !self.is_ended {
            let (text, is_whole) = (self.stream.text(), self.stream.is_whole());
            if text.is_empty() && is_whole {
                break;
            }
            let comment = self.comment.as_deref().unwrap_or_default();
            let is_comment =
                !comment.is_empty() && text.starts_with(comment) || self.has_declaration && self.number == 1;
            if is_comment && let Some(end) = line(text, is_whole) {
                self.lines = 1;
                self.length = end;
                return Ok(Found::Comment);
            }
            if !is_comment && !text.is_empty() && (is_whole || text.len() >= comment.len()) {
                match self.scanner.record(text, is_whole, &mut self.fields) {
                    Scanned::Record { end, lines, control } => {
                        self.length = end;
                        self.lines = lines;
                        return Ok(control.map_or(Found::Record, Found::Control));
                    }
                    Scanned::Wrong(fault) => return Err(self.problem(fault)),
                    Scanned::Part => {}
                }
            }
            if is_comment && text.len() > super::scan::MAX_RECORD {
                return Err(self.problem(Fault::LongRecord));
            }
            self.stream.more().map_err(|error| self.stopped(error))?;
        }
        Ok(Found::End)
    }

    fn problem(&self, fault: Fault) -> Problem {
        problem(fault, self.stream.text(), self.line)
    }

    /// The problem of a stream that stops. The file was read once before, so it was changed.
    fn stopped(&self, error: StreamError) -> Problem {
        let text = self.stream.text();
        match error {
            StreamError::Io(error) => Problem { at: Some(position(text, 0, self.line)), ..unreadable(&error) },
            StreamError::Invalid(_) => Problem {
                at: Some(position(text, text.len(), self.line)),
                value: String::new(),
                what: "the file was changed while it was read".to_owned(),
                rule: "a source does not change while it is read",
                help: "read it again".to_owned(),
            },
        }
    }

    /// The value in a column from 0, without white space at both ends; `None` if the record has fewer.
    pub(super) fn value(&self, column: usize) -> Option<String> {
        let field = self.fields.get(column)?;
        Some(self.text_of(field))
    }

    fn text_of(&self, field: &Field) -> String {
        let text = trimmed(&self.stream.text()[field.range.clone()]);
        if !field.has_escapes {
            return text.to_owned();
        }
        let mut plain = String::with_capacity(text.len());
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let is_escape = self.scanner.is_escape(c, chars.peek().copied());
            plain.push(if is_escape { chars.next().unwrap_or(c) } else { c });
        }
        trimmed(&plain).to_owned()
    }

    /// The current record as a row.
    pub(super) fn row(&self) -> Row {
        let cells = self.fields.iter().enumerate().skip(self.skip_columns).map(|(column, field)| Cell {
            text: self.text_of(field),
            place: CellPlace::Delimited { row: self.number, column: column + 1 },
            nature: Nature::Text,
        });
        Row { number: self.number, line: self.line, cells: cells.collect() }
    }
}

/// Records that are no rows, and columns that rows do not have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Skipped<'a> {
    /// Those that begin with this.
    pub(super) comment: Option<&'a str>,
    /// The first, which says the delimiter.
    pub(super) has_declaration: bool,
    /// Number of first columns.
    pub(super) columns: usize,
}

/// What is at the beginning of the window.
enum Found {
    Record,
    Comment,
    Control(usize),
    End,
}

/// A text without white space at both ends.
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim_matches(is_unseen),
    }
}

impl Iterator for Records {
    type Item = Result<Row, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.advance()?.map(|()| self.row()))
    }
}
