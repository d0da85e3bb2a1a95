//! Notes of the survey: what the cells of a column have that is read, and not as it looks.

use super::Plan;
use super::cells::Seen;
use crate::base::text::{Position, Problem};
use crate::read::grid::{Row, Tables};
use crate::read::mapping::reference::DATE_MEANS;
use crate::read::mapping::{Role, TableMapping};
use crate::read::table::cell;
use crate::read::table::column::Column;
use crate::read::table::columns::entry;
use crate::read::table::layout::first_filled;
use crate::read::table::{CellProblem, ProblemFile, wrong};

impl Plan {
    /// Notes what the cells of each column have, with the number of such cells and the first of them.
    pub(super) fn note_cells(&mut self, tables: &dyn Tables, groups: &Seen) {
        let mut notes = Vec::new();
        notes.extend(noted("", groups, ("has the mark of a note behind it", MARKED), RULE_MARKS, HELP_MARKS));
        for (column, cells) in self.columns.all.iter().zip(&self.cells) {
            let mut note = |seen: &Seen, words: (&str, &str), rule: &'static str, help: &str| {
                notes.extend(noted(&column.called, seen, words, rule, help));
            };
            note(
                &cells.formulas,
                ("is computed by a formula", "are computed by formulas"),
                "of a formula the value is read that the workbook stored",
                "do nothing, if the workbook was saved after it was computed",
            );
            let stored = cells.rounded.first.as_ref().and_then(|(cell, _)| tables.stored(&cell.place));
            let rounded = format!("shown in part, where the workbook has {}", stored.unwrap_or_default());
            note(
                &cells.rounded,
                (&format!("is {rounded}"), &format!("are {rounded}")),
                "of a number or date that is read which the sheet shows, by its number format",
                "do nothing, or give the cells a number format that shows all and save the workbook",
            );
            note(&cells.marked, ("has the mark of a note behind it", MARKED), RULE_MARKS, HELP_MARKS);
            note(
                &cells.several,
                ("has several names", "have several names"),
                "a place is called by the first of its names; the others are names of it as well",
                "do nothing, or choose another column for the name and read this one as other-name",
            );
        }
        self.notes.append(&mut notes);
    }

    /// Notes where nothing says what dates are of, where the date of the table is not used, and what geometries are.
    pub(super) fn note_dates(&mut self, mapping: &TableMapping) {
        for (column, cells) in self.columns.all.iter().zip(&self.cells) {
            self.notes.extend(cells.geometries.notes(column));
            let has_dates = column.role == Some(Role::Date) && cells.filled > cells.bad;
            if has_dates && column.is_of_unstated_date() {
                let said = entry(&column.called, "{ role = \"date\", date-means = \"…\" }");
                self.notes.push(CellProblem {
                    file: ProblemFile::Table,
                    place: column.heads.last().map(|head| head.place.clone()),
                    head: column.called.clone(),
                    problem: Problem {
                        at: None,
                        value: String::new(),
                        what:
                            "nothing says what these dates are of: each becomes a dated record, its meaning not stated"
                                .to_owned(),
                        rule: "what a date is of is said by its head or by date-means, and not guessed",
                        help: format!("do nothing, or write {said}, which says {DATE_MEANS}"),
                    },
                });
            }
        }
        if let Some(column) = self.columns.spell_of_status() {
            self.notes.push(CellProblem {
                file: ProblemFile::Table,
                place: column.heads.last().map(|head| head.place.clone()),
                head: column.called.clone(),
                problem: Problem {
                    at: None,
                    value: String::new(),
                    what: "these dates are read as those of the status or the party of the row alone".to_owned(),
                    rule: "beside a status or a party, the head of a date does not say that names and points are of that time",
                    help: format!(
                        "do nothing, or write {}, which dates all that the row says but areas, figures and codes",
                        entry(&column.called, &format!("{:?}", column.role.map_or("from", Role::name)))
                    ),
                },
            });
        }
        let is_dated =
            |column: &Column| matches!(column.role, Some(Role::Area | Role::Figure | Role::Status | Role::Party));
        if let Some(date) = mapping.date.as_ref().filter(|_| !self.columns.all.iter().any(is_dated)) {
            let what = "this date is not used: no column has areas, figures or statuses".to_owned();
            let mut note = wrong(&date.value, what, &date.line);
            note.problem.rule = "the date of a table is the time to which areas, figures and statuses refer";
            note.problem.help = "remove it; that a place was established, abolished or changed hands then is said of a column with role = \"date\" and date-means".to_owned();
            self.notes.push(note);
        }
    }

    /// Notes rows and columns that are read although the sheet hides them.
    pub(super) fn note_hidden(&mut self, tables: &dyn Tables, table: usize, rows: usize, first: Option<&Row>) {
        let note = |place, at, head: String, value: String, what: String, help: String| CellProblem {
            file: ProblemFile::Table,
            place,
            head,
            problem: Problem { at, value, what, rule: "what a sheet hides is read as what it shows", help },
        };
        if let Some((row, cell)) = first.and_then(|row| Some((row, first_filled(row)?))) {
            let what = match rows {
                1 => "this row is hidden, and is read".to_owned(),
                rows => format!("{rows} rows are hidden, of which this is the first, and are read"),
            };
            let help = format!("do nothing, or leave rows out: skip = [{}]", row.number);
            let at = Some(Position { line: row.line, column: cell::column(&cell.place) });
            self.notes.push(note(Some(cell.place.clone()), at, String::new(), cell.text.clone(), what, help));
        }
        let hidden = tables.hidden(table);
        for (at, column) in self.columns.all.iter().enumerate() {
            let is_read = column.role.is_some_and(|role| role != Role::Ignore);
            if is_read && hidden.has_column(at + 1) && self.cells.get(at).is_some_and(|cells| cells.filled > 0) {
                let place = column.heads.last().map(|head| head.place.clone());
                let help = format!("do nothing, or leave it out: {}", entry(&column.called, "\"ignore\""));
                let what = "this column is hidden, and is read".to_owned();
                self.notes.push(note(place, None, column.called.clone(), String::new(), what, help));
            }
        }
    }
}

const MARKED: &str = "have the mark of a note behind them";
const RULE_MARKS: &str = "the mark of a note (*, †, ², [a]) is no part of a value; it stays in the words of the claim";
const HELP_MARKS: &str = "read the notes of the table: they may limit what these cells say";

/// A note about cells, in words for one and for several of them; nothing if there is none.
fn noted(
    column: &str,
    seen: &Seen,
    (one, several): (&str, &str),
    rule: &'static str,
    help: &str,
) -> Option<CellProblem> {
    let (cell, line) = seen.first.as_ref()?;
    let of = if column.is_empty() { "headings of groups" } else { "values of this column" };
    let what = match seen.count {
        1 if column.is_empty() => format!("this heading of a group {one}"),
        1 => format!("this value {one}"),
        count => format!("{count} {of} {several}; this is the first"),
    };
    Some(CellProblem {
        file: ProblemFile::Table,
        place: Some(cell.place.clone()),
        head: column.to_owned(),
        problem: Problem {
            at: Some(Position { line: *line, column: cell::column(&cell.place) }),
            value: cell.text.clone(),
            what,
            rule,
            help: help.to_owned(),
        },
    })
}
