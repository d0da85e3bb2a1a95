//! An element of a table: a value of a JSON text or a record of JSON lines, with what its cells need for their places.

use super::cursor::Cursor;
use super::pointer;
use super::scan::{Fault, Raw};
use crate::read::grid::{CellPlace, RowProblem};
use std::sync::Arc;

/// What the places of the cells of an element begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base<'e> {
    /// The pointer of the element.
    Pointer(&'e str),
    /// The line of the record.
    Line(usize),
}

/// An element.
#[derive(Debug, Clone)]
pub(super) struct Element<'e> {
    /// The text that the value is a range of.
    pub(super) text: &'e str,
    pub(super) raw: Raw,
    /// The name of the member that it is, if it is one.
    pub(super) key: Option<&'e str>,
    /// Its number, from 1.
    pub(super) number: usize,
    /// Where it begins, its name included.
    pub(super) cursor: Cursor,
    pub(super) base: Base<'e>,
    /// A member that is given twice in it.
    pub(super) duplicate: Option<Fault>,
}

impl Element<'_> {
    /// The place of a value of it.
    pub(super) fn place(&self, relative: &str) -> CellPlace {
        match self.base {
            Base::Pointer(pointer) => {
                let mut whole = String::with_capacity(pointer.len() + relative.len());
                whole.push_str(pointer);
                whole.push_str(relative);
                CellPlace::Pointer(whole.into())
            }
            Base::Line(line) => CellPlace::LinePointer { line, pointer: relative.into() },
        }
    }

    /// The place of a value of it, where many elements share the pointer.
    pub(super) fn shared_place(&self, relative: &Arc<str>) -> CellPlace {
        match self.base {
            Base::Pointer(_) => self.place(relative),
            Base::Line(line) => CellPlace::LinePointer { line, pointer: Arc::clone(relative) },
        }
    }

    /// A fault in it as a problem, with the place of the innermost value that it is in.
    pub(super) fn problem(&self, fault: &Fault, rule: &'static str) -> RowProblem {
        let place = self.place(&pointer::within(self.text, self.raw, fault.at));
        RowProblem { problem: self.cursor.problem(self.text, fault, rule), place: Some(Box::new(place)) }
    }
}
