//! The first pass over a table: whether its rows fit its heads, whether the cells of each column agree with what the
//! column is taken for, which rows are about one place. The result is a plan for reading it, or what is to be asked.

mod cells;
mod geometries;
mod neighbours;
mod notes;
mod questions;
mod rows;
mod totals;

use cells::Seen;
use totals::Totals;

pub use cells::ColumnCells;

use crate::base::text::{Position, Problem};
use crate::read::grid::{CellPlace, Row, TableLabel, Tables};
use crate::read::mapping::{Role, TableMapping};
use crate::read::table::cell;
use crate::read::table::columns::{Columns, Languages};
use crate::read::table::constant::Constants;
use crate::read::table::identity::{Found, Identities, RowIdentity};
use crate::read::table::layout::{self, HEAD_ROWS, Heads};
use crate::read::table::place::{Places, RowPlace};
use crate::read::table::total;
use crate::read::table::walk::{RowClass, Walk};
use crate::read::table::{CellProblem, Counts, ProblemFile, Question};
use crate::read::value::name_mark;
use crate::read::value::point::column::{ColumnPoints, region_of_letters};
use std::path::Path;

/// Maximum number of problems of one kind that are listed.
const MOST_LISTED: usize = 5;
/// Maximum number of bytes that are read to find the lines and columns of cells that are asked about.
const MOST_READ: usize = 256 << 20;
/// Number of rows of data that are kept for show.
const SAMPLE: usize = 5;

/// How a table will be read.
#[derive(Debug)]
pub struct Plan {
    /// Which table of its file.
    pub label: TableLabel,
    /// Its heads.
    pub heads: Heads,
    /// What its columns hold.
    pub columns: Columns,
    /// What holds for each row.
    pub constants: Constants,
    /// Which rows are about one place.
    pub identities: Found,
    /// The names of places by their codes, where columns refer to codes.
    pub places: Places,
    /// What the survey found in each column.
    pub cells: Vec<ColumnCells>,
    /// What the columns of latitude and longitude say together.
    pub points: ColumnPoints,
    /// How many rows there are of each class; what is wrong with records is not yet counted.
    pub counts: Counts,
    /// The first rows of data, for show.
    pub sample: Vec<Row>,
    /// What only a person can decide; the table is not read before.
    pub questions: Vec<Question>,
    /// Why the table cannot be read at all.
    pub errors: Vec<CellProblem>,
    /// What may be of interest.
    pub notes: Vec<CellProblem>,
}

/// Surveys a table.
pub fn survey(
    tables: &dyn Tables,
    table: usize,
    mapping: &TableMapping,
    languages: &Languages,
    scratch: &Path,
) -> Result<Plan, CellProblem> {
    let label = tables.labels()[table].clone();
    let broken = |problem| CellProblem { file: ProblemFile::Table, place: None, head: String::new(), problem };
    let mut first = Vec::new();
    let mut is_empty = true;
    for row in tables.rows(table).map_err(broken)?.take(HEAD_ROWS) {
        is_empty = false;
        // What is wrong with a row is reported when all are read.
        first.extend(row);
    }
    let mut plan = Plan { counts: Counts::default(), ..Plan::unsurveyed(label) };
    if is_empty {
        plan.errors.push(broken(Problem {
            at: None,
            value: String::new(),
            what: "there is no row in it".to_owned(),
            rule: "a table has rows",
            help: "get the file again, or leave this table out: ignore = true".to_owned(),
        }));
        return Ok(plan);
    }
    match layout::heads(&plan.label, mapping, &first) {
        Ok(heads) => plan.heads = heads,
        Err(question) => {
            plan.questions.push(question);
            plan.sample = first;
            return Ok(plan);
        }
    }
    drop(first);
    let (constants, mut wrong) = Constants::of(mapping, &plan.label, &plan.heads);
    plan.errors.append(&mut wrong);
    plan.columns = Columns::resolve(&plan.heads, mapping, constants.date.as_ref(), languages);
    plan.constants = constants;
    plan.questions.append(&mut plan.columns.questions);
    plan.errors.append(&mut plan.columns.errors);
    plan.cells = vec![ColumnCells::default(); plan.columns.all.len()];
    let io = |error: std::io::Error| {
        broken(Problem {
            at: None,
            value: String::new(),
            what: format!("its rows cannot be compared: {error}"),
            rule: "the rows of a large table are sorted in a folder for temporary files",
            help: "make room on the disk".to_owned(),
        })
    };
    let mut identities = Identities::new(scratch);
    let rows = tables.rows(table).map_err(broken)?;
    let mut ragged = 0;
    let mut single = None;
    let mut last_error = None;
    let hidden = tables.hidden(table);
    let mut marked_groups = Seen::default();
    let mut totals = Totals::default();
    let (mut hidden_rows, mut first_hidden) = (0, None);
    for row in Walk::new(rows, &plan.heads, mapping, &plan.columns.fill_down) {
        let walked = match row {
            Ok(walked) => walked,
            Err(problem) => {
                last_error = Some(problem);
                continue;
            }
        };
        last_error = None;
        plan.counts.rows += 1;
        let row = &walked.row;
        match walked.class {
            RowClass::Blank => plan.counts.blank += 1,
            RowClass::Head => plan.counts.heads += 1,
            RowClass::Skipped => plan.counts.skipped += 1,
            RowClass::Group(level) => {
                plan.counts.groups += 1;
                if let Some((_, name)) = walked.groups.iter().find(|(of, _)| *of == level)
                    && name_mark(&name.text).1.is_some()
                    && let Some(cell) = row.cells.iter().find(|cell| cell.place == name.place)
                {
                    marked_groups.add(cell, row.line);
                }
            }
            RowClass::KeptGroup(_) | RowClass::Data => {
                if let Some(problem) = misfit(row, plan.columns.all.len()) {
                    ragged += 1;
                    if ragged <= MOST_LISTED {
                        plan.errors.push(problem);
                    }
                    continue;
                }
                let is_single = plan.columns.all.len() > 2 && layout::filled(row) == 1 && plan.label.columns.is_none();
                if is_single && single.is_none() {
                    single = Some(row.clone());
                }
                if plan.sample.len() < SAMPLE {
                    plan.sample.push(row.clone());
                }
                if hidden.has_row(row.number) {
                    hidden_rows += 1;
                    first_hidden.get_or_insert_with(|| row.clone());
                }
                plan.row(row, tables);
                plan.point(row);
                if let Some(place) = RowPlace::of(&plan.columns, mapping, &walked) {
                    // A heading that the mapping keeps as a record is said to be a place.
                    if walked.class == RowClass::Data && total::is_unsaid(&place.name, &plan.columns.all[place.column])
                    {
                        totals.add(row, &place);
                    }
                    plan.places.add(&plan.columns, &place);
                    let words = row_words(row);
                    let identity = RowIdentity {
                        row: row.number,
                        words: &words,
                        name: &place.name,
                        distinguished_by: &place.distinguished_by,
                        code: &place.code,
                    };
                    identities.add(identity).map_err(io)?;
                }
            }
        }
    }
    // An error in one row is reported with the records. One after which there are no more rows is of the whole table.
    if plan.label.columns.is_none() {
        plan.errors.extend(last_error.map(CellProblem::from));
    }
    if ragged > MOST_LISTED {
        plan.errors.push(broken(Problem {
            at: None,
            value: String::new(),
            what: format!("{} more rows have another number of cells than the heads", ragged - MOST_LISTED),
            rule: RULE_WIDTH,
            help: "correct the file, or say in the mapping which rows to skip".to_owned(),
        }));
    }
    if !plan.errors.is_empty() && plan.data_rows() == 0 {
        // Nothing was read that a question could be about.
        plan.questions.clear();
    }
    if plan.errors.is_empty() && plan.data_rows() == 0 {
        plan.notes.push(broken(Problem {
            at: None,
            value: String::new(),
            what: "there are heads, and no row of data below them".to_owned(),
            rule: "the rows below the heads are about places",
            help: "do nothing, or correct header and first in the mapping".to_owned(),
        }));
    }
    plan.judge_decimal_marks();
    plan.identities = identities.finish().map_err(io)?;
    let named = rows::named(&plan, mapping, tables.rows(table).map_err(broken)?);
    plan.ask_about_rows(mapping, single.as_ref(), &|first, second| rows::told(&named, first, second));
    plan.ask_about_totals(&totals);
    plan.ask_about_neighbours();
    plan.ask_about_cells();
    plan.ask_about_points();
    plan.note_cells(tables, &marked_groups);
    plan.note_hidden(tables, table, hidden_rows, first_hidden.as_ref());
    plan.note_dates(mapping);
    let mut budget = MOST_READ;
    let asked = plan.questions.iter_mut().map(|question| (&question.place, &mut question.at));
    let noted = plan.notes.iter_mut().map(|note| (&note.place, &mut note.problem.at));
    for (place, at) in asked.chain(noted) {
        *at = place.as_ref().and_then(|place| tables.position(place, &mut budget)).or(*at);
    }
    Ok(plan)
}

const RULE_WIDTH: &str = "each row has as many cells as there are heads (RFC 4180, section 2)";

/// The cells of a row, joined by tabs.
pub fn row_words(row: &Row) -> String {
    let mut words = String::new();
    for (n, cell) in row.cells.iter().enumerate() {
        if n > 0 {
            words.push('\t');
        }
        words.push_str(&cell.text);
    }
    words
}

/// The problem of a row that does not fit the heads. Only delimited values are all written; elsewhere cells without a
/// value may be left out at the end.
fn misfit(row: &Row, width: usize) -> Option<CellProblem> {
    let last = row.cells.iter().rposition(|cell| !cell.text.is_empty()).map_or(0, |last| last + 1);
    let is_delimited = row.cells.first().is_some_and(|cell| matches!(cell.place, CellPlace::Delimited { .. }));
    let excess = row.cells.get(width).filter(|_| last > width);
    if excess.is_none() && !(is_delimited && row.cells.len() < width) {
        return None;
    }
    Some(CellProblem {
        file: ProblemFile::Table,
        place: excess.or(row.cells.last()).map(|cell| cell.place.clone()),
        head: String::new(),
        problem: Problem {
            at: Some(Position { line: row.line, column: row.cells.len().min(width + 1) }),
            value: row
                .cells
                .iter()
                .map(|cell| cell.text.as_str())
                .collect::<Vec<_>>()
                .join(" | ")
                .chars()
                .take(60)
                .collect(),
            what: format!("this row has {} cells, and there are {width} heads", row.cells.len().max(last)),
            rule: RULE_WIDTH,
            help: "correct the row; a row that is no data is left out by skip = […], those at the end by until = …"
                .to_owned(),
        },
    })
}

impl Plan {
    /// Of a table that needs no survey, because its format says what its values are.
    pub fn unsurveyed(label: TableLabel) -> Self {
        let counts = Counts { rows: label.rows.unwrap_or_default(), ..Counts::default() };
        Self {
            heads: Heads::default(),
            columns: Columns::default(),
            constants: Constants::default(),
            identities: Found::default(),
            places: Places::default(),
            cells: Vec::new(),
            points: ColumnPoints::default(),
            counts,
            sample: Vec::new(),
            questions: Vec::new(),
            errors: Vec::new(),
            notes: Vec::new(),
            label,
        }
    }

    /// Number of rows that are about places, before any is left out.
    pub fn data_rows(&self) -> usize {
        let Counts { rows, blank, heads, groups, skipped, .. } = self.counts;
        rows - blank - heads - groups - skipped
    }

    /// Takes note of a point in two columns.
    fn point(&mut self, row: &Row) {
        let of = |role| {
            let (at, column) = self.columns.with(role).next()?;
            let cell = row.cells.get(at)?;
            let angle = if role == Role::Latitude {
                cell::latitude(cell, column.decimal)
            } else {
                cell::longitude(cell, column.decimal)
            };
            // Out of range as stated it may be in range swapped, which the survey shall see.
            let plain = || cell.text.replace(',', ".").parse::<f64>().ok();
            angle.ok().and_then(|angle| angle.to_string().parse().ok()).or_else(plain)
        };
        let (Some(latitude), Some(longitude)) = (of(Role::Latitude), of(Role::Longitude)) else { return };
        let name = self.columns.with(Role::Name).next().and_then(|(at, _)| row.cells.get(at));
        let region = name.and_then(|name| region_of_letters(&name.text));
        self.points.add(latitude, longitude, region.as_ref());
    }
}
