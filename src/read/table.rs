//! What a table says. In: a grid of cells, and what a person says about it (its mapping). Out: records, each about one
//! place, with what the row states and the cells that state it; or the questions that only a person can answer; and all
//! that is wrong, cell by cell.
//!
//! A table is read twice. The survey goes through all rows and decides what each column holds: what the mapping says,
//! and otherwise only what an exact head and every cell agree on. Whatever would change a value is a question. The
//! second pass makes the records. Neither keeps rows.

#![allow(clippy::result_large_err, reason = "an error ends a table, so that its size costs nothing")]

pub mod heads;
pub mod terms;
pub mod layout;
pub mod column;
pub mod parts;
pub mod party;
pub mod cell;
pub mod constant;
pub mod columns;
pub mod walk;
pub mod place;
mod total;
pub mod identity;
pub mod survey;
mod row;
pub mod rows;
pub mod linked_places;
pub mod csvw;
pub mod document;
pub mod draft;
pub mod overview;
pub mod holds;

use crate::base::text::{Position, Problem};
use crate::base::time::TimeExtent;
use crate::read::grid::{CellPlace, RowProblem, column_letters};
use crate::read::mapping::MappingLine;
use crate::read::record::district::AreaKind;
use crate::read::record::quantity::{Decimal, Quantity};
use crate::read::source::metadata::{self, DateMeaning};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Words of a cell with their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The text of the cell.
    pub text: Arc<str>,
    /// Its place.
    pub place: CellPlace,
}

/// A row that is about a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRecord {
    /// The number of the row.
    pub row: usize,
    /// The line of the file where it begins.
    pub line: usize,
    /// Its cells, joined by tabs: what distinguishes it from other rows.
    pub words: String,
    /// The place that it is about.
    pub place: PlaceWords,
    /// The work that it cites.
    pub cites: Option<Arc<str>>,
    /// What it states.
    pub facts: Vec<Stated>,
}

/// A place as a row calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceWords {
    /// Its name, without the mark of a note.
    pub name: Arc<str>,
    /// The cell that has the name.
    pub cell: Words,
    /// What kind of unit it is, in the table's words.
    pub kind: Option<Arc<str>>,
    /// The unit of which it is part, by name.
    pub parent: Option<Arc<str>>,
    /// What distinguishes it from others of its name in the table: its code, or its parent.
    pub distinguished_by: Option<Arc<str>>,
}

/// One thing that a row states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// What it states.
    pub fact: Fact,
    /// The time to which it refers, or at which it happened.
    pub time: Option<TimeExtent>,
    /// The words that state it.
    pub value: Words,
    /// What else it rests on.
    pub basis: Basis,
}

/// What a statement rests on beside its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Basis {
    /// The column, from 1.
    pub column: usize,
    /// The heads of the column.
    pub heads: Arc<[Words]>,
    /// Other words: a title, the row of a group, the cell with the date.
    pub context: Vec<Words>,
    /// What only the mapping says: the key, and the line.
    pub mapping: Arc<[(&'static str, MappingLine)]>,
    /// The work that this statement cites, if it cites another than its row.
    pub cites: Option<Arc<str>>,
}

/// A row that was read.
#[derive(Debug, Clone)]
pub struct ReadRow {
    /// Its record; `None` if it was left out.
    pub record: Option<TableRecord>,
    /// What is wrong with it.
    pub problems: Vec<CellProblem>,
    /// What was left out without being wrong.
    pub notes: Vec<CellProblem>,
}

/// What a row states about its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// An area.
    Area(Quantity, AreaKind),
    /// A figure.
    Figure {
        /// What it counts or measures.
        measure: Arc<str>,
        /// The number.
        value: Decimal,
        /// Its unit.
        unit: Option<Arc<str>>,
        /// As written.
        lexical: String,
    },
    /// A name.
    Name {
        /// The name.
        text: Arc<str>,
        /// Its language, a BCP 47 tag.
        language: Option<Arc<str>>,
        /// Its script, an ISO 15924 code.
        script: Option<Arc<str>>,
    },
    /// What kind of unit it is.
    Kind {
        /// The words.
        words: Arc<str>,
        /// Their language.
        language: Option<Arc<str>>,
    },
    /// That it is part of another.
    PartOf(ParentWords),
    /// An identifier.
    Identifier {
        /// Who gives it, or in which list it is.
        scheme: Arc<str>,
        /// The code, as written.
        code: Arc<str>,
    },
    /// What happened at a time.
    Dated(DateMeaning),
    /// That control over it changed at a time, and who gained it.
    Gained(Arc<str>),
    /// Where it is governed from.
    Seat(Arc<str>),
    /// Its status, in the table's words.
    Status {
        /// The words.
        words: Arc<str>,
        /// Who holds it, if the words or the mapping's list of codes name somebody.
        party: Option<Arc<str>>,
    },
    /// A point: latitude and longitude in decimal degrees.
    Point(Decimal, Decimal),
    /// An outline as well-known text.
    Outline(Arc<str>),
}

/// A unit of which another is part, as a row calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParentWords {
    /// Its name.
    pub name: Arc<str>,
    /// What kind of unit it is.
    pub kind: Option<Arc<str>>,
    /// What distinguishes it from others of its name in the table.
    pub distinguished_by: Option<Arc<str>>,
}

/// The file that a problem is in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ProblemFile {
    /// The table.
    #[default]
    Table,
    /// The metadata file beside it.
    Mapping,
    /// The CSVW file beside it.
    Csvw,
}

/// Something that is wrong with a cell, a row or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellProblem {
    /// The file that it is in.
    pub file: ProblemFile,
    /// The cell; `None` for a problem of the table.
    pub place: Option<CellPlace>,
    /// The head of its column.
    pub head: String,
    /// What is wrong.
    pub problem: Problem,
}

impl From<RowProblem> for CellProblem {
    fn from(RowProblem { problem, place }: RowProblem) -> Self {
        Self { file: ProblemFile::Table, place: place.map(|place| *place), head: String::new(), problem }
    }
}

/// Maximum number of characters of a value that a message shows; an outline can have a million.
const MOST_SHOWN: usize = 200;

impl CellProblem {
    /// The file that it is in, for a table at a path.
    pub fn path(&self, table: &Path) -> PathBuf {
        match self.file {
            ProblemFile::Table => table.to_owned(),
            ProblemFile::Mapping => metadata::path_for(table),
            ProblemFile::Csvw => {
                let mut name = table.file_name().unwrap_or_default().to_owned();
                name.push("-metadata.json");
                table.with_file_name(name)
            }
        }
    }

    /// Its cell, as its format names cells: `B4`, `2017!B7`, a JSON Pointer; empty if it is of no cell, or of a text.
    pub fn cell(&self) -> String {
        match &self.place {
            Some(CellPlace::Delimited { row, column }) => format!("{}{row}", column_letters(*column)),
            Some(CellPlace::LinePointer { pointer, .. }) => pointer.to_string(),
            Some(CellPlace::Text(_)) | None => String::new(),
            Some(place) => place.to_string(),
        }
    }

    /// Where in its file it is: `4:3`, `2017!B7`, `18:7: /features/3/geometry`; empty for the whole file. Where a row of
    /// delimited values is not on the line of its number, because a value above it has line ends, both are told.
    pub fn position(&self) -> String {
        let at = self.problem.at.map(|at| format!("{}:{}", at.line, at.column)).unwrap_or_default();
        match &self.place {
            Some(place @ (CellPlace::Sheet { .. } | CellPlace::Page { .. })) => place.to_string(),
            // Of a row of JSON lines the line is known, and more only of what is wrong in its JSON.
            Some(place @ CellPlace::LinePointer { .. }) if self.problem.at.is_none_or(|at| at.column == 1) => {
                place.to_string()
            }
            Some(CellPlace::LinePointer { pointer, .. }) if pointer.is_empty() => at,
            Some(CellPlace::LinePointer { pointer, .. }) => format!("{at}: {pointer}"),
            Some(CellPlace::Pointer(pointer)) if at.is_empty() => pointer.to_string(),
            Some(CellPlace::Pointer(pointer)) if pointer.is_empty() => at,
            Some(CellPlace::Pointer(pointer)) => format!("{at}: {pointer}"),
            Some(CellPlace::Delimited { row, .. }) if self.problem.at.is_some_and(|at| at.line != *row) => {
                format!("{at}, row {row}")
            }
            Some(place) if at.is_empty() => place.to_string(),
            _ => at,
        }
    }

    /// It as a message: its level (`error`, `note`), the file and cell, the head, the words, the rule, what to do.
    pub fn report(&self, level: &str, table: &Path) -> String {
        let Problem { value, what, rule, help, .. } = &self.problem;
        let position = self.position();
        let at = match position.chars().next() {
            None => String::new(),
            // A line follows its file without a space, as editors and terminals know it.
            Some(first) if first.is_ascii_digit() && !matches!(self.place, Some(CellPlace::Sheet { .. })) => {
                format!(":{position}")
            }
            Some(_) => format!(": {position}"),
        };
        let head = if self.head.is_empty() { String::new() } else { format!(" ({})", self.head) };
        let value = match value.char_indices().nth(MOST_SHOWN) {
            _ if value.is_empty() => String::new(),
            None => format!("{value:?}: "),
            Some((end, _)) => format!("{:?}: ", format!("{}…", &value[..end])),
        };
        format!("{level}: {}{at}{head}: {value}{what}\n  rule: {rule}\n  help: {help}\n", self.path(table).display())
    }
}

/// Something that only a person can decide, and what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The first cell that it is about.
    pub place: Option<CellPlace>,
    /// The position of it in the file.
    pub at: Option<Position>,
    /// The head of the column that it is about.
    pub head: String,
    /// The words that it is about.
    pub value: String,
    /// The question.
    pub what: String,
    /// The lines of the mapping that answer it, one for each answer.
    pub answers: Vec<String>,
}

impl Question {
    /// The rule of each question.
    pub const RULE: &str = "what would change a value or invent a claim is asked, never guessed";

    /// The question as a problem of the file.
    pub fn problem(&self) -> CellProblem {
        let problem = Problem {
            at: self.at,
            value: self.value.clone(),
            what: self.what.clone(),
            rule: Self::RULE,
            help: format!("write in [[table]] of its .meta.toml: {}", self.answers.join("   or   ")),
        };
        CellProblem { file: ProblemFile::Table, place: self.place.clone(), head: self.head.clone(), problem }
    }
}

/// How the rows of a table add up: `rows` is the sum of the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Rows read.
    pub rows: usize,
    /// Rows without a filled cell.
    pub blank: usize,
    /// Rows above the data: titles, heads, tags.
    pub heads: usize,
    /// Rows that name the parent of those below, and are no records.
    pub groups: usize,
    /// Rows that the mapping leaves out, and those after its last.
    pub skipped: usize,
    /// Records.
    pub records: usize,
    /// Rows left out because of what is wrong with them.
    pub rejected: usize,
}

impl Counts {
    /// Adds those of another table.
    pub fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.blank += other.blank;
        self.heads += other.heads;
        self.groups += other.groups;
        self.skipped += other.skipped;
        self.records += other.records;
        self.rejected += other.rejected;
    }

    /// Whether each row is counted once.
    pub fn add_up(&self) -> bool {
        self.rows == self.blank + self.heads + self.groups + self.skipped + self.records + self.rejected
    }
}

/// A problem of the mapping, at its line.
pub fn wrong(value: &str, what: String, line: &MappingLine) -> CellProblem {
    CellProblem {
        file: if line.is_csvw { ProblemFile::Csvw } else { ProblemFile::Mapping },
        place: None,
        head: String::new(),
        problem: Problem {
            at: Some(Position { line: line.number, column: line.column }),
            value: value.to_owned(),
            what,
            rule: "a mapping fits its table",
            help: "correct the [[table]] entry of the .meta.toml".to_owned(),
        },
    }
}
