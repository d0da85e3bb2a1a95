//! Why a text is not a value.

use crate::base::text::{Position, Problem};

/// What kind of fault it is, for callers that decide by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// There is nothing.
    Empty,
    /// There are several readings; [`ValueError::readings`] has them.
    Ambiguous,
    /// It is no value of this kind.
    NotOne,
    /// It is one in a form that is not read.
    NotRead,
    /// It is one that a rule of the column or mapping excludes.
    AgainstRule,
    /// It is a day or month without a year, and none is given.
    NoYear,
    /// A part of it, or the whole, cannot be: 31 April, a latitude of 91 degrees.
    Impossible,
}

/// Why a text is not a value, in words for a [`Problem`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError {
    /// The kind of fault.
    pub fault: Fault,
    /// What is wrong.
    pub what: String,
    /// The rule that is broken.
    pub rule: &'static str,
    /// What to do about it.
    pub help: String,
    /// The possible values if there are several, written as they would be stored.
    pub readings: Vec<String>,
}

impl ValueError {
    /// An error without readings.
    pub(super) fn new(fault: Fault, what: impl Into<String>, rule: &'static str, help: impl Into<String>) -> Self {
        Self { fault, what: what.into(), rule, help: help.into(), readings: Vec::new() }
    }

    /// A text with several readings.
    pub(super) fn ambiguous(readings: Vec<String>, rule: &'static str, help: impl Into<String>) -> Self {
        let what = format!("this can be {}", readings.join(" or "));
        Self { fault: Fault::Ambiguous, what, rule, help: help.into(), readings }
    }

    /// The problem of a cell with these words.
    pub fn problem(self, at: Option<Position>, value: &str) -> Problem {
        Problem { at, value: value.to_owned(), what: self.what, rule: self.rule, help: self.help }
    }
}
