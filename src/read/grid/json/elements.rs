//! The elements of a table one by one, of a text in memory or of a stream of records.

use super::cursor::Cursor;
use super::element::{Base, Element};
use super::inside::Inside;
use super::limits::JSON_RULE;
use super::names::Names;
use super::pointer;
use super::scan::{Raw, Scanner, only_value};
use super::source::Records;
use super::survey::{Form, Found};
use crate::base::text::Problem;

/// The elements of a table.
pub(super) enum Elements<'d> {
    Text(Walk<'d>),
    Records(Records<'d>),
}

/// The elements of a table of a text.
pub(super) struct Walk<'t> {
    text: &'t str,
    form: Form,
    inside: Inside<'t>,
    alone: Option<Raw>,
    pointer: String,
    length: usize,
    number: usize,
    cursor: Cursor,
}

impl<'t> Walk<'t> {
    pub(super) fn new(text: &'t str, table: &Found) -> Self {
        let is_alone = matches!(table.form, Form::Single | Form::Feature);
        Self {
            text,
            form: table.form,
            inside: Inside::new(text, table.raw),
            alone: is_alone.then_some(table.raw),
            pointer: table.pointer.clone(),
            length: table.pointer.len(),
            number: 0,
            cursor: Cursor::new(1),
        }
    }

    fn next<T>(&mut self, read: impl FnOnce(Result<&Element<'_>, Problem>) -> T) -> Option<T> {
        let mut names = Names::default();
        let mut key = None;
        let found = match self.form {
            Form::Single | Form::Feature => {
                let raw = self.alone.take()?;
                self.cursor.to(self.text, raw.at);
                Scanner::new(self.text, raw.at).value(&mut names)
            }
            Form::Keyed => match self.inside.step()? {
                Ok(()) => {
                    // The name is checked: the text is.
                    self.cursor.to(self.text, self.inside.scanner.at);
                    self.inside.name_here().and_then(|name| {
                        self.pointer.truncate(self.length);
                        pointer::push(&mut self.pointer, &name);
                        key = Some(name);
                        self.inside.scanner.value(&mut names)
                    })
                }
                Err(fault) => Err(fault),
            },
            Form::Objects | Form::Arrays | Form::Features => match self.inside.step()? {
                Ok(()) => {
                    self.cursor.to(self.text, self.inside.scanner.at);
                    self.pointer.truncate(self.length);
                    pointer::push(&mut self.pointer, &self.number.to_string());
                    self.inside.scanner.value(&mut names)
                }
                Err(fault) => Err(fault),
            },
        };
        self.number += 1;
        Some(match found {
            Ok(raw) => read(Ok(&Element {
                text: self.text,
                raw,
                key: key.as_deref(),
                number: self.number,
                cursor: self.cursor,
                base: Base::Pointer(&self.pointer),
                duplicate: names.first(),
            })),
            Err(fault) => {
                self.inside.finish();
                read(Err(self.cursor.problem(self.text, &fault, JSON_RULE)))
            }
        })
    }
}

impl Elements<'_> {
    /// Reads the next element; a record that is not JSON is a problem, and the next is tried.
    pub(super) fn next<T>(&mut self, read: impl FnOnce(Result<&Element<'_>, Problem>) -> T) -> Option<T> {
        let records = match self {
            Self::Text(walk) => return walk.next(read),
            Self::Records(records) => records,
        };
        let record = match records.next()? {
            Ok(record) => record,
            Err(problem) => return Some(read(Err(problem))),
        };
        let mut names = Names::default();
        let start = Cursor::new(record.line);
        Some(match only_value(record.text, &mut names) {
            Ok(raw) => {
                let mut cursor = start;
                cursor.to(record.text, raw.at);
                read(Ok(&Element {
                    text: record.text,
                    raw,
                    key: None,
                    number: record.number,
                    cursor,
                    base: Base::Line(record.line),
                    duplicate: names.first(),
                }))
            }
            Err(fault) => read(Err(start.problem(record.text, &fault, JSON_RULE))),
        })
    }
}
