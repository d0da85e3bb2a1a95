//! Files of delimited values, such as CSV and TSV. In: the path of a file, and what is said about how it is written. Out:
//! one table, whose rows are a stream: memory grows with the longest row and not with their number. What is not said is
//! found: the encoding from all bytes, the delimiter from the first rows.
//!
//! **Rows** are the records of the file, counted from 1 as in RFC 7111: the header, empty lines and comments count, and a
//! record with a line end in a quoted value counts once. An empty line is a record with one empty value. A comment is no
//! row, but has a number, and so is a first line `sep=;` of spreadsheets. Lines end with LF, CRLF or CR.
//!
//! **Values** are as the file has them: rows may have different numbers of values, a delimiter at the end of a line is
//! followed by an empty value, and line ends in quoted values stay. White space and invisible characters at both ends
//! of a value are removed, also within quotation marks.
//!
//! **Errors** of a character are in the place of their row, and the rows go on; after any other error they end, since
//! where the next row begins is not known.

mod scan;
mod fault;
mod records;
mod delimiter;

use crate::base::text::Problem;
use crate::base::text::encoding::find::{form, unreadable};
use crate::base::text::encoding::note;
use crate::base::text::encoding::stream::{StreamError, TextForm, TextStream};
use crate::read::grid::{Cell, CellPlace, CutCell, Dialect, Nature, RowProblem, Rows, TableLabel, Tables};
use records::{Records, Skipped};
use scan::Marks;
use std::path::{Path, PathBuf};

/// How a person says the encoding.
const ENCODING: &str = "`encoding = \"…\"` in `[[table]]`";

/// A file of delimited values.
#[derive(Debug)]
pub struct Delimited {
    path: PathBuf,
    form: TextForm,
    marks: Marks,
    comment: Option<String>,
    /// Number of first columns that are no part of the table.
    skip_columns: usize,
    /// Whether the first line says the delimiter.
    has_declaration: bool,
    labels: [TableLabel; 1],
    notes: Vec<Problem>,
}

/// How a file is written, as said or found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDialect {
    /// The delimiter; `None` if a line is one value.
    pub delimiter: Option<char>,
    /// The quotation mark; `None` if values are never quoted.
    pub quote: Option<char>,
    /// The name of the encoding in the Encoding Standard.
    pub encoding: &'static str,
    /// Whether the file begins with a byte order mark.
    pub has_mark: bool,
}

impl Delimited {
    /// Opens a file and finds how it is written. All its bytes are read once, so that its encoding is right for all of
    /// them. `shown` is the path that people know it by, whose ending says whether tabs are expected (`.tsv`, `.tab`).
    pub fn open(bytes: &Path, shown: &Path, dialect: &Dialect) -> Result<Self, Vec<Problem>> {
        let said = match &dialect.encoding {
            Some(label) => Some(TextForm::of(label).ok_or_else(|| vec![unknown_encoding(label)])?),
            None => None,
        };
        let quote = match dialect.quote.unwrap_or(Some('"')) {
            Some(quote) => Some(mark(quote, "quotation mark")?),
            None => None,
        };
        let escape = dialect.escape.map(|escape| mark(escape, "escape character")).transpose()?;
        let is_tabs = shown.extension().is_some_and(|e| e.eq_ignore_ascii_case("tsv") || e.eq_ignore_ascii_case("tab"));
        let expected = if is_tabs { b'\t' } else { b',' };
        let said_delimiter = dialect.delimiter.map(|delimiter| mark(delimiter, "delimiter")).transpose()?;
        if let Some(delimiter) = said_delimiter.filter(|delimiter| Some(*delimiter) == quote) {
            return Err(vec![unfit(char::from(delimiter), "the delimiter is the quotation mark as well".to_owned())]);
        }

        let form = form(bytes, said, ENCODING)?;
        let mut notes = Vec::new();
        if said.is_none() && !form.is_utf8() {
            let note = note(form.name());
            notes.push(Problem { help: format!("{}, or say which encoding it is with {ENCODING}", note.help), ..note });
        }
        let (head, is_whole) = head(bytes, form).map_err(|problem| vec![problem])?;
        let declared = delimiter::declared(&head).filter(|delimiter| Some(*delimiter) != quote);
        let delimiter = match said_delimiter.or(declared) {
            Some(delimiter) => Some(delimiter),
            None => {
                let preferred = is_tabs.then_some(expected);
                let marks = Marks { delimiter: None, quote, escape };
                let found = delimiter::find(&head, is_whole, marks, dialect.comment.as_deref(), preferred)
                    .map_err(|problem| vec![problem])?;
                if found != Some(expected) && !head.is_empty() {
                    notes.push(delimiter_found(found));
                }
                found
            }
        };
        Ok(Self {
            path: bytes.to_owned(),
            form,
            marks: Marks { delimiter, quote, escape },
            skip_columns: dialect.skip_columns,
            comment: dialect.comment.clone(),
            has_declaration: declared.is_some(),
            labels: [TableLabel { number: 1, ..TableLabel::default() }],
            notes,
        })
    }

    /// How the file is written.
    pub fn dialect(&self) -> FoundDialect {
        FoundDialect {
            delimiter: self.marks.delimiter.map(char::from),
            quote: self.marks.quote.map(char::from),
            encoding: self.form.name(),
            has_mark: self.form.has_mark(),
        }
    }

    /// Cuts the cells at some places, in one pass over the file up to the last of them. The result has one element for
    /// each place, in the order of the places; `None` if the file has no such cell. The error is one that keeps the
    /// rows from being read as far as that.
    pub fn cut(&self, places: &mut dyn Iterator<Item = &CellPlace>) -> Result<Vec<Option<CutCell>>, Problem> {
        let mut cells = Vec::new();
        let mut wanted = Vec::new();
        for (index, place) in places.enumerate() {
            cells.push(None);
            if let CellPlace::Delimited { row, column } = place {
                wanted.push((*row, *column, index));
            }
        }
        wanted.sort_unstable();
        let mut wanted = wanted.into_iter().peekable();
        let mut records = self.records()?;
        let mut last_error = None;
        while wanted.peek().is_some() {
            match records.advance() {
                Some(Ok(())) => last_error = None,
                Some(Err(problem)) => {
                    last_error = Some(problem);
                    continue;
                }
                None => return last_error.map_or(Ok(cells), Err),
            }
            // A number before that of the record is that of a comment or of a row with an error, or 0.
            while let Some((row, column, index)) = wanted.next_if(|(row, ..)| *row <= records.number()) {
                let is_here = row == records.number();
                let text = column.checked_sub(1).filter(|_| is_here).and_then(|column| records.value(column));
                let place = CellPlace::Delimited { row, column };
                let cell = text.map(|text| Cell { text, place, nature: Nature::Text });
                cells[index] = cell.map(|cell| CutCell { cell, line: Some(records.line()) });
            }
        }
        Ok(cells)
    }

    fn records(&self) -> Result<Records, Problem> {
        let skipped = Skipped {
            comment: self.comment.as_deref(),
            has_declaration: self.has_declaration,
            columns: self.skip_columns,
        };
        Records::open(&self.path, self.form, self.marks, skipped).map_err(|error| unreadable(&error))
    }
}

impl Tables for Delimited {
    fn labels(&self) -> &[TableLabel] {
        &self.labels
    }

    fn rows(&self, _table: usize) -> Result<Rows<'_>, Problem> {
        Ok(Box::new(self.records()?.map(|row| row.map_err(RowProblem::from))))
    }

    fn notes(&self) -> &[Problem] {
        &self.notes
    }

    fn cell(&self, place: &CellPlace) -> Option<Cell> {
        Some(self.cut(&mut std::iter::once(place)).ok()?.pop()??.cell)
    }

    fn cells(&self, places: &[CellPlace]) -> Vec<Option<CutCell>> {
        self.cut(&mut places.iter()).unwrap_or_else(|_| vec![None; places.len()])
    }
}

/// The beginning of a text, and whether that is all of it.
fn head(path: &Path, form: TextForm) -> Result<(String, bool), Problem> {
    let mut stream = TextStream::open(path, form).map_err(|error| unreadable(&error))?;
    while !stream.is_whole() && stream.text().len() < delimiter::TRIED {
        match stream.more() {
            Ok(()) => {}
            Err(StreamError::Io(error)) => return Err(unreadable(&error)),
            // The rows report it.
            Err(StreamError::Invalid(_)) => break,
        }
    }
    Ok((stream.text().to_owned(), stream.is_whole()))
}

/// A delimiter or quotation mark as a byte.
fn mark(c: char, name: &str) -> Result<u8, Vec<Problem>> {
    match u8::try_from(c) {
        Ok(byte) if c.is_ascii() && !matches!(byte, b'\n' | b'\r' | 0) && !c.is_ascii_alphanumeric() => Ok(byte),
        _ => Err(vec![unfit(c, format!("this cannot be a {name}"))]),
    }
}

fn unfit(c: char, what: String) -> Problem {
    Problem {
        at: None,
        value: c.to_string(),
        what,
        rule: "delimiter and quotation mark are two ASCII characters, and neither letters, digits nor line ends",
        help: "correct `delimiter` or `quote` in `[[table]]`".to_owned(),
    }
}

fn unknown_encoding(label: &str) -> Problem {
    Problem {
        at: None,
        value: label.to_owned(),
        what: "this is no encoding".to_owned(),
        rule: "an encoding has a label of the WHATWG Encoding Standard",
        help: "write one of them, for example `encoding = \"windows-1251\"`".to_owned(),
    }
}

/// The note about a delimiter that the name of the file does not promise.
fn delimiter_found(delimiter: Option<u8>) -> Problem {
    let (value, what) = match delimiter {
        Some(delimiter) => {
            (char::from(delimiter).to_string(), "this is the delimiter, since it cuts the first rows alike")
        }
        None => (String::new(), "no delimiter occurs in the first rows, so each row is one value"),
    };
    Problem {
        at: None,
        value,
        what: what.to_owned(),
        rule: "the delimiter is the mark that cuts the first rows into the same number of values",
        help: "if that is wrong, write the right one as `delimiter = \"…\"` in `[[table]]`".to_owned(),
    }
}

#[cfg(test)]
mod tests;
