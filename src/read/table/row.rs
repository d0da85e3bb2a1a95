//! The cells of one row: whether each has a value, its times, and what is wrong with it. What the row states is in
//! `facts` and `parents`.

mod facts;
mod parents;

use crate::base::text::{Position, Problem};
use crate::base::time::TimeExtent;
use crate::read::grid::{Cell, Row};
use crate::read::mapping::Role;
use crate::read::table::cell::{self, Fault, Null};
use crate::read::table::column::{Column, Why};
use crate::read::table::layout::words;
use crate::read::table::place::value;
use crate::read::table::survey::Plan;
use crate::read::table::walk::WalkedRow;
use crate::read::table::{CellProblem, ProblemFile, Stated, Words};
use std::sync::Arc;

/// A problem of a row, or of a cell of it.
pub(super) fn problem(
    walked: &WalkedRow,
    cell: Option<&Cell>,
    head: &str,
    what: String,
    rule: &'static str,
    help: String,
) -> CellProblem {
    let first = cell.or(walked.row.cells.first());
    let column = first.map_or(1, |cell| cell::column(&cell.place));
    let value = cell.map_or_else(|| shown(&walked.row), |cell| cell.text.clone());
    CellProblem {
        file: ProblemFile::Table,
        place: first.map(|cell| cell.place.clone()),
        head: head.to_owned(),
        problem: Problem { at: Some(Position { line: walked.row.line, column }), value, what, rule, help },
    }
}

/// The filled cells of a row, as messages show them.
fn shown(row: &Row) -> String {
    let filled: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
    filled.join(" | ").chars().take(60).collect()
}

/// A time with the words that state it, and the column that they are in.
pub(super) type RowTime = (TimeExtent, Vec<Words>);

/// Reads the cells of one row.
pub(super) struct RowReader<'a> {
    pub(super) plan: &'a Plan,
    pub(super) walked: &'a WalkedRow,
    /// The time to which the row refers.
    pub(super) time: Option<RowTime>,
    /// Whether the row has a time that cannot be read.
    pub(super) is_undated: bool,
    /// The spell that it is about.
    pub(super) spell: Option<RowTime>,
    pub(super) facts: Vec<Stated>,
    pub(super) problems: Vec<CellProblem>,
}

impl RowReader<'_> {
    pub(super) fn columns(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.plan.columns.all.iter().enumerate()
    }

    /// The cell of a column, if it has a value that is not in doubt.
    pub(super) fn cell(&mut self, at: usize, role: Role) -> Option<&Cell> {
        let column = self.plan.columns.all.get(at)?;
        let cell = self.walked.row.cells.get(at).filter(|cell| cell::fits(cell, column, role).is_ok())?;
        self.has_value(at, role, &cell.text).then_some(cell)
    }

    /// Whether a text in a cell of a column is a value; where that is in doubt it is reported.
    pub(super) fn has_value(&mut self, at: usize, role: Role, text: &str) -> bool {
        let Some(column) = self.plan.columns.all.get(at) else { return false };
        let (what, rule, help) = match cell::null(text, column, role) {
            Null::Yes => return false,
            Null::No => return true,
            Null::Zero if column.zero_is_none == Some(false) => return true,
            Null::Zero => (
                "is a zero a value here, or no value?",
                "a zero that may be no value is not read",
                "say it in the mapping: zero = \"value\" or zero = \"none\"".to_owned(),
            ),
            Null::Doubtful => (
                "this may mean that there is no value",
                "what may be no value is not read",
                format!("say it in the mapping: null = [{text:?}]"),
            ),
        };
        self.wrong(at, what.to_owned(), rule, help);
        false
    }

    pub(super) fn wrong(&mut self, at: usize, what: String, rule: &'static str, help: String) {
        let head = self.plan.columns.all.get(at).map_or("", |column| &column.called);
        let wrong = problem(self.walked, self.walked.row.cells.get(at), head, what, rule, help);
        self.problems.push(wrong);
    }

    pub(super) fn fault(&mut self, at: usize, fault: Fault) {
        self.wrong(at, fault.what, fault.rule, fault.help);
    }

    /// Reports the cells that are not of a kind that their columns hold.
    pub(super) fn misfits(&mut self) {
        for at in 0..self.plan.columns.all.len() {
            let column = &self.plan.columns.all[at];
            let (Some(role), Some(cell)) = (column.role, self.walked.row.cells.get(at)) else { continue };
            if let Err(fault) = cell::fits(cell, column, role) {
                self.fault(at, fault);
            }
        }
    }

    /// The first value of the first column with a role.
    pub(super) fn first(&self, role: Role) -> Option<Words> {
        let (at, column) = self.plan.columns.with(role).next()?;
        let cell = value(&self.plan.columns, &self.walked.row, at, role)?;
        let (text, cell) = cell::parts(cell, column).next()?;
        let plain = cell::unmarked(text, column, role);
        Some(Words { text: Arc::from(column.meaning(plain).unwrap_or(plain)), ..words(cell) })
    }

    /// Reads the date of the first column with a role.
    pub(super) fn date_of(&mut self, role: Role) -> Option<RowTime> {
        let (at, _) = self.plan.columns.with(role).next()?;
        let (time, words) = self.date(at, role)?;
        Some((time, vec![words]))
    }

    pub(super) fn date(&mut self, at: usize, role: Role) -> Option<(TimeExtent, Words)> {
        let cell = self.cell(at, role)?.clone();
        let column = &self.plan.columns.all[at];
        match cell::date(cell::decode(&cell.text, column), &column.dates) {
            Ok(time) => Some((time, words(&cell))),
            Err(fault) => {
                self.fault(at, fault);
                None
            }
        }
    }

    /// Whether the first column with a role has a cell that is not of a kind that it holds.
    fn is_misfit(&self, role: Role) -> bool {
        let Some((at, column)) = self.plan.columns.with(role).next() else { return false };
        self.walked.row.cells.get(at).is_some_and(|cell| cell::fits(cell, column, role).is_err())
    }

    /// The time to which the row refers, and the spell that it is about.
    pub(super) fn times(&mut self) {
        let before = self.problems.len();
        self.time = self.date_of(Role::AsOf);
        self.is_undated = self.problems.len() > before || self.is_misfit(Role::AsOf);
        if self.is_misfit(Role::From) || self.is_misfit(Role::To) {
            return;
        }
        let before = self.problems.len();
        let (from, to) = (self.bound(Role::From), self.bound(Role::To));
        // Without a bound that cannot be read, the spell would be another.
        if self.problems.len() > before {
            return;
        }
        self.spell = match (from, to) {
            (Some((from, mut words)), Some((to, more))) => {
                if to.latest < from.earliest {
                    let at = self.plan.columns.with(Role::To).next().map_or(0, |(at, _)| at);
                    self.wrong(
                        at,
                        "this spell ends before it begins".to_owned(),
                        "the end of a spell is not before its beginning",
                        "correct the dates".to_owned(),
                    );
                    None
                } else {
                    words.extend(more);
                    Some((TimeExtent::interval(&from, &to), words))
                }
            }
            (Some((from, words)), None) => cell::since(&from).map(|time| (time, words)),
            (None, Some((to, words))) => cell::until(&to).map(|time| (time, words)),
            // What Linked Places calls the year of attestation is that of all that the row says.
            (None, None) => self.time.clone().filter(|_| {
                self.plan
                    .columns
                    .with(Role::AsOf)
                    .next()
                    .is_some_and(|(_, column)| matches!(column.why, Why::Format(_)))
            }),
        };
    }

    /// The beginning or the end of a spell, which is no interval.
    pub(super) fn bound(&mut self, role: Role) -> Option<RowTime> {
        let found = self.date_of(role)?;
        if !found.0.edtf.contains('/') {
            return Some(found);
        }
        let at = self.plan.columns.with(role).next().map_or(0, |(at, _)| at);
        let what = format!(
            "this is the interval {}, and a spell has one date where it begins and one where it ends",
            found.0.edtf
        );
        let help = "write one date; a column with whole intervals has role = \"as-of\"".to_owned();
        self.wrong(at, what, "a spell begins and ends at a date, month or year", help);
        None
    }
}
