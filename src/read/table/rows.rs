//! The second pass over a table: its records, one by one. A cell that cannot be read leaves out what it would state; a
//! row without a name or key is left out. Both are reported.

use crate::base::text::Problem;
use crate::read::grid::Tables;
use crate::read::mapping::csvw::{CsvwSchema, CsvwValue, KeyIndex};
use crate::read::mapping::{Role, TableMapping};
use crate::read::table::identity;
use crate::read::table::place::{NoPlace, RowPlace};
use crate::read::table::row::{RowReader, problem};
use crate::read::table::survey::{Plan, row_words};
use crate::read::table::walk::{RowClass, Walk, WalkedRow};
use crate::read::table::{CellProblem, Counts, PlaceWords, ReadRow, TableRecord};
use std::sync::Arc;

/// The records of a table.
pub struct Records<'a> {
    walk: Walk<'a>,
    plan: &'a Plan,
    mapping: &'a TableMapping,
    counts: Counts,
    schema: Option<&'a CsvwSchema>,
    keys: KeyIndex,
    /// The number of the last row.
    last: usize,
    tables: &'a dyn Tables,
    /// Number of bytes that may still be read to find lines and columns.
    budget: usize,
}

/// Maximum number of bytes that are read to find the lines and columns of cells with problems.
const MOST_READ: usize = 256 << 20;

impl<'a> Records<'a> {
    /// The records of a table that has been surveyed.
    pub fn new(
        tables: &'a dyn Tables,
        table: usize,
        plan: &'a Plan,
        mapping: &'a TableMapping,
    ) -> Result<Self, Problem> {
        let rows = tables.rows(table)?;
        let walk = Walk::new(rows, &plan.heads, mapping, &plan.columns.fill_down);
        Ok(Self {
            walk,
            plan,
            mapping,
            counts: Counts::default(),
            schema: None,
            keys: KeyIndex::default(),
            last: 0,
            tables,
            budget: MOST_READ,
        })
    }

    /// Checks the cells as a CSVW file describes them as well.
    #[must_use]
    pub fn described(self, schema: Option<&'a CsvwSchema>) -> Self {
        Self { schema, ..self }
    }

    /// Empties the cells of a row that are not as the CSVW file describes them.
    fn validate(&mut self, walked: &mut WalkedRow) -> Vec<CellProblem> {
        const RULE: &str = "a cell is as the CSVW file describes its column";
        let Some(schema) = self.schema else { return Vec::new() };
        let mut problems = Vec::new();
        let mut values = Vec::new();
        for at in 0..walked.row.cells.len() {
            let cell = &walked.row.cells[at];
            match schema.cell(at, &cell.text) {
                Ok(value) => values.push(value),
                Err(what) => {
                    let head = self.plan.columns.all.get(at).map_or("", |column| &column.called);
                    let help = "correct the cell, or what the CSVW file says of the column".to_owned();
                    problems.push(problem(walked, Some(cell), head, what, RULE, help));
                    values.push(CsvwValue::default());
                    walked.row.cells[at].text.clear();
                }
            }
        }
        if let Err(key) = self.keys.add(schema, &values) {
            let what = format!("a row before this one has the key {key}");
            let help = "correct the key; the row is read nevertheless".to_owned();
            problems.push(problem(walked, None, "", what, "the primary key of a CSVW file is unique", help));
        }
        problems
    }

    /// Counts the elements of a JSON text up to a number that were errors and no rows.
    fn missed(&mut self, until: usize) {
        if self.plan.label.member.is_some() {
            let missed = until.saturating_sub(self.last);
            self.counts.rows += missed;
            self.counts.rejected += missed;
            self.last = self.last.max(until);
        }
    }

    /// How the rows so far add up.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    fn read(&mut self, mut walked: WalkedRow) -> ReadRow {
        let invalid = self.validate(&mut walked);
        let mut read = self.row(&walked);
        read.problems.splice(0..0, invalid);
        read.problems.iter_mut().chain(&mut read.notes).for_each(|problem| self.locate(problem));
        read
    }

    /// Gives a problem of a cell the line and column of the cell, where rows tell only the line of the row. After many,
    /// that must do, since each has to be counted from the beginning of the text.
    fn locate(&mut self, problem: &mut CellProblem) {
        if let Some(place) = &problem.place
            && let Some(at) = self.tables.position(place, &mut self.budget)
        {
            problem.problem.at = Some(at);
        }
    }

    fn row(&mut self, walked: &WalkedRow) -> ReadRow {
        let mut reader = RowReader {
            plan: self.plan,
            walked,
            time: None,
            is_undated: false,
            spell: None,
            facts: Vec::new(),
            problems: Vec::new(),
        };
        let mut notes = Vec::new();
        if let Some(first) = self.plan.identities.duplicates.get(&walked.row.number) {
            self.counts.skipped += 1;
            notes.push(problem(
                walked,
                None,
                "",
                format!("this row repeats row {first} and adds nothing"),
                "a row is read once",
                "remove one of them".to_owned(),
            ));
            return ReadRow { record: None, problems: Vec::new(), notes };
        }
        reader.misfits();
        let place = match RowPlace::find(&self.plan.columns, self.mapping, walked) {
            Ok(place) => place,
            Err(none) => {
                self.counts.rejected += 1;
                let (at, what) = match none {
                    NoPlace::NoName(at) => (at, "this row has no name"),
                    NoPlace::NoKey(at) => (at, "this row has no key"),
                };
                let column = self.plan.columns.all.get(at).map_or("", |column| &column.called);
                let wrong = problem(
                    walked,
                    walked.row.cells.get(at),
                    column,
                    what.to_owned(),
                    "a row is about the place that its name and key identify",
                    "fill in the cell; a row that is no data is left out by skip = […]".to_owned(),
                );
                // Why the cell has no name or key is said once.
                let column = self.plan.columns.all.get(at).map_or("", |column| column.called.as_str());
                if reader.problems.iter().all(|problem| problem.head != column) {
                    reader.problems.push(wrong);
                }
                return ReadRow { record: None, problems: reader.problems, notes };
            }
        };
        reader.times();
        reader.facts(&place);
        let is_shared = self.plan.identities.shared.contains(&identity::digest(&place.name));
        let kind = reader.first(Role::Kind);
        let parent = place.parents.last().map(|parent| parent.name.clone());
        let parent = parent
            .or_else(|| place.parent_code.as_ref().and_then(|(_, code)| self.plan.places.name(&code.text).cloned()));
        let record = TableRecord {
            row: walked.row.number,
            line: walked.row.line,
            words: row_words(&walked.row),
            place: PlaceWords {
                distinguished_by: (is_shared && !place.distinguished_by.is_empty())
                    .then(|| Arc::from(place.distinguished_by.as_str())),
                name: place.name,
                cell: place.cell,
                kind: kind.map(|kind| kind.text),
                parent,
            },
            cites: reader
                .first(Role::Source)
                .map(|words| words.text)
                .or_else(|| self.mapping.source.as_ref().map(|said| Arc::from(said.value.as_str()))),
            facts: reader.facts,
        };
        self.counts.records += 1;
        ReadRow { record: Some(record), problems: reader.problems, notes }
    }
}

impl Iterator for Records<'_> {
    type Item = ReadRow;

    fn next(&mut self) -> Option<ReadRow> {
        loop {
            let Some(walked) = self.walk.next() else {
                self.missed(self.plan.label.rows.unwrap_or_default());
                return None;
            };
            let walked = match walked {
                Ok(walked) => {
                    self.missed(walked.row.number.saturating_sub(1));
                    self.last = walked.row.number;
                    self.counts.rows += 1;
                    walked
                }
                Err(problem) => {
                    // In JSON it may be one value of the row that follows.
                    if self.plan.label.member.is_none() {
                        self.counts.rows += 1;
                        self.counts.rejected += 1;
                    }
                    return Some(ReadRow { record: None, problems: vec![problem.into()], notes: Vec::new() });
                }
            };
            match walked.class {
                RowClass::Blank => self.counts.blank += 1,
                RowClass::Head => self.counts.heads += 1,
                RowClass::Skipped => self.counts.skipped += 1,
                RowClass::Group(_) => self.counts.groups += 1,
                RowClass::Data | RowClass::KeptGroup(_) => return Some(self.read(walked)),
            }
        }
    }
}

impl std::fmt::Debug for Records<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records").field("counts", &self.counts).finish_non_exhaustive()
    }
}
