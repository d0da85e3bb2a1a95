//! Tables as a grid of cells, whatever format they are written in. In: the bytes of a file. Out: its tables, each with
//! its rows one by one, so that memory does not grow with their number. A cell has its text as the source shows it and
//! its place in the file, from which it can be cut again. This module knows nothing of the meaning of a table: heads,
//! roles and units are for [`crate::read::table`].

pub mod delimited;
pub mod workbook;
pub mod json;
mod fill;
mod plain;
pub mod markdown;
pub mod wikitext;
pub mod page;
pub mod open;

pub use crate::base::columns::{MAX_COLUMNS, MAX_TABLES, column_letters, column_number};

use crate::base::text::{Position, Problem, position};
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Maximum length of the text of a cell, in bytes.
pub const MAX_CELL: usize = 1 << 20;
/// The place of a cell in its file. Rows and columns count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CellPlace {
    /// A cell of a file of delimited values, by the position of its record and field (RFC 7111): `cell=4,3`.
    Delimited {
        /// The record.
        row: usize,
        /// The field.
        column: usize,
    },
    /// A cell of a workbook: its sheet and its A1 reference.
    Sheet {
        /// The name of the sheet.
        sheet: Arc<str>,
        /// The row.
        row: usize,
        /// The column.
        column: usize,
    },
    /// A value of a JSON text, by its JSON Pointer (RFC 6901).
    Pointer(Arc<str>),
    /// A value of a line of JSON lines: the line and the JSON Pointer in it.
    LinePointer {
        /// The line.
        line: usize,
        /// The pointer.
        pointer: Arc<str>,
    },
    /// A cell of an HTML page: the table in the order of the page, and the cell's position in its grid.
    Page {
        /// The table.
        table: usize,
        /// The row.
        row: usize,
        /// The column.
        column: usize,
    },
    /// A range of bytes of the file's text: Markdown, wikitext.
    Text(Range<usize>),
}

/// A cell as found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What the source shows: white space at both ends is removed, markup is resolved.
    pub text: String,
    /// Its place.
    pub place: CellPlace,
    /// What the format says about it.
    pub nature: Nature,
}

/// What the format says about a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Nature {
    /// A text, or a format that has nothing but texts.
    #[default]
    Text,
    /// A number of the format (JSON, a workbook).
    Number,
    /// A date of a workbook, as `2018-10-14`, with its time (`2018-10-14T10:30`), or as `2018-10` or `2018` where the
    /// sheet shows no more; its text is that.
    Date,
    /// A value that the workbook computed by a formula and stored.
    Formula,
    /// A truth value.
    Boolean,
    /// An error value of a workbook, such as `#DIV/0!`.
    Error,
    /// A cell that the format marks as a head (`th`, `!`).
    Head,
    /// A cell that repeats one which spans several rows or columns. Its place is that of the spanning cell.
    Spanned,
    /// An object or array of a JSON text, as JSON.
    Structure,
    /// An array of scalars of a JSON text, which are several values: each with its own place. The text of the cell has
    /// them all.
    List(Box<[Cell]>),
}

impl Cell {
    /// The values of the cell: those of a list, otherwise the cell itself.
    pub fn values(&self) -> &[Self] {
        match &self.nature {
            Nature::List(values) => values,
            _ => std::slice::from_ref(self),
        }
    }

    /// The cell and the values of a list.
    fn with_values(&self) -> impl Iterator<Item = &Self> {
        let values: &[Self] = if let Nature::List(values) = &self.nature { values } else { &[] };
        std::iter::once(self).chain(values)
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number in the table or sheet, from 1, as a person counts them there. For JSON, the number of the element.
    pub number: usize,
    /// The line of the file where it begins, from 1; for a workbook the same as `number`.
    pub line: usize,
    /// Its cells. An empty cell between two others is a cell with an empty text.
    pub cells: Vec<Cell>,
}

/// What identifies a table in its file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableLabel {
    /// Its number in the file, from 1.
    pub number: usize,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The nearest heading above it.
    pub heading: Option<Cell>,
    /// Its caption.
    pub caption: Option<Cell>,
    /// The member below which a JSON text has it, as a JSON Pointer; empty for the whole.
    pub member: Option<String>,
    /// The names of the columns where the format gives them apart from the rows (JSON: the members in the order in which
    /// they are first met). Rows then have their cells in this order.
    pub columns: Option<Vec<String>>,
    /// Number of rows, if it is known without reading them.
    pub rows: Option<usize>,
    /// Whether the format hides it (a hidden sheet).
    pub is_hidden: bool,
}

/// Rows and columns that a format hides, from the first to the last of each range, counted from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hidden {
    /// The rows, in order.
    pub rows: Vec<(usize, usize)>,
    /// The columns.
    pub columns: Vec<(usize, usize)>,
}

static NOTHING_HIDDEN: Hidden = Hidden { rows: Vec::new(), columns: Vec::new() };

impl Hidden {
    /// Whether a row is hidden.
    pub fn has_row(&self, row: usize) -> bool {
        let after = self.rows.partition_point(|(first, _)| *first <= row);
        after.checked_sub(1).is_some_and(|at| row <= self.rows[at].1)
    }

    /// Whether a column is hidden.
    pub fn has_column(&self, column: usize) -> bool {
        self.columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }
}

/// A cell that is cut from a file again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutCell {
    /// The cell.
    pub cell: Cell,
    /// The line of the file where its row begins, from 1; `None` for a heading or a caption.
    pub line: Option<usize>,
}

/// Something that is wrong with a row, or with a value of the row that follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// What is wrong.
    pub problem: Problem,
    /// The place of the value, where the format knows it.
    pub place: Option<Box<CellPlace>>,
}

impl From<Problem> for RowProblem {
    fn from(problem: Problem) -> Self {
        Self { problem, place: None }
    }
}

/// The rows of a table.
pub type Rows<'a> = Box<dyn Iterator<Item = Result<Row, RowProblem>> + 'a>;

/// The tables of a file.
pub trait Tables {
    /// The tables, in the order of the file.
    fn labels(&self) -> &[TableLabel];

    /// The rows of a table, by its position in `labels`. It can be called again.
    fn rows(&self, table: usize) -> Result<Rows<'_>, Problem>;

    /// The rows and columns of a table that the format hides.
    fn hidden(&self, _table: usize) -> &Hidden {
        &NOTHING_HIDDEN
    }

    /// The number or date that a workbook stores for a cell of which the sheet shows a part; `None` for all other cells.
    fn stored(&self, _place: &CellPlace) -> Option<&str> {
        None
    }

    /// The text of the file, if the places of cells are ranges of it.
    fn text(&self) -> Option<&str> {
        None
    }

    /// The line and column of a cell, where rows tell only the line of the row; `None` if they are not known, or if it
    /// would take more than is left of a budget of bytes to read.
    fn position(&self, place: &CellPlace, budget: &mut usize) -> Option<Position> {
        let (CellPlace::Text(range), Some(text)) = (place, self.text()) else { return None };
        *budget = budget.checked_sub(range.start)?;
        Some(position(text, range.start))
    }

    /// Notes for the user about how the file was read (its encoding, its delimiter).
    fn notes(&self) -> &[Problem] {
        &[]
    }

    /// Cuts the cell at a place; `None` if there is none. Readers whose rows are a stream look for several at once, so
    /// callers that need many read the rows instead.
    fn cell(&self, place: &CellPlace) -> Option<Cell> {
        for table in 0..self.labels().len() {
            let cells = self.rows(table).ok()?.flatten().flat_map(|row| row.cells);
            let found =
                cells.into_iter().find_map(|cell| cell.with_values().find(|cell| cell.place == *place).cloned());
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Cuts the cells at some places, in one pass over the rows up to the last of them. The result has one element for
    /// each place, in the order of the places; `None` if there is no such cell, or if it cannot be read.
    fn cells(&self, places: &[CellPlace]) -> Vec<Option<CutCell>> {
        cells_of_rows(self, places)
    }
}

/// The cells at some places, in one pass over the rows up to the last of them; see [`Tables::cells`].
pub fn cells_of_rows<T: Tables + ?Sized>(tables: &T, places: &[CellPlace]) -> Vec<Option<CutCell>> {
    let mut cut: Vec<Option<CutCell>> = vec![None; places.len()];
    let mut wanted: HashMap<&CellPlace, Vec<usize>> = HashMap::new();
    for (index, place) in places.iter().enumerate() {
        wanted.entry(place).or_default().push(index);
    }
    for cell in tables.labels().iter().flat_map(|label| label.heading.iter().chain(&label.caption)) {
        for index in wanted.remove(&cell.place).unwrap_or_default() {
            cut[index] = Some(CutCell { cell: cell.clone(), line: None });
        }
    }
    for rows in (0..tables.labels().len()).filter_map(|table| tables.rows(table).ok()) {
        let mut rows = rows.flatten();
        while !wanted.is_empty()
            && let Some(row) = rows.next()
        {
            for cell in row.cells.iter().flat_map(Cell::with_values) {
                for index in wanted.remove(&cell.place).unwrap_or_default() {
                    cut[index] = Some(CutCell { cell: cell.clone(), line: Some(row.line) });
                }
            }
        }
    }
    cut
}

/// How a file of delimited values is written, where that is said. What is not said is found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dialect {
    /// The mark between two values.
    pub delimiter: Option<char>,
    /// The quotation mark; `Some(None)` if values are never quoted.
    pub quote: Option<Option<char>>,
    /// The label of the encoding (WHATWG Encoding Standard).
    pub encoding: Option<String>,
    /// Rows that begin with this are comments, and no rows.
    pub comment: Option<String>,
    /// The character before one that means nothing but itself; without it, quotation marks are doubled.
    pub escape: Option<char>,
    /// Number of first columns that are no part of the table.
    pub skip_columns: usize,
}

impl CellPlace {
    /// The place as a fragment, where its format has one: of delimited values that of RFC 7111, of a page
    /// `table=1;cell=4,3`.
    pub fn fragment(&self) -> Option<String> {
        match self {
            Self::Delimited { row, column } => Some(format!("cell={row},{column}")),
            Self::Page { table, row, column } => Some(format!("table={table};cell={row},{column}")),
            Self::Sheet { .. } | Self::Pointer(_) | Self::LinePointer { .. } | Self::Text(_) => None,
        }
    }

    /// The place that a fragment names; `None` if it is no such fragment.
    pub fn of_fragment(fragment: &str) -> Option<Self> {
        let cell = |text: &str| {
            let (row, column) = text.strip_prefix("cell=")?.split_once(',')?;
            Some((row.parse().ok()?, column.parse().ok()?))
        };
        match fragment.strip_prefix("table=") {
            Some(rest) => {
                let (table, rest) = rest.split_once(';')?;
                let (row, column) = cell(rest)?;
                Some(Self::Page { table: table.parse().ok()?, row, column })
            }
            None => cell(fragment).map(|(row, column)| Self::Delimited { row, column }),
        }
    }

    /// The cell of a sheet by its reference, such as `B7`; `None` if it is none.
    pub fn of_reference(sheet: &str, reference: &str) -> Option<Self> {
        let digits = reference.find(|c: char| c.is_ascii_digit())?;
        let (letters, row) = reference.split_at(digits);
        Some(Self::Sheet { sheet: sheet.into(), row: row.parse().ok()?, column: column_number(letters)? })
    }
}

impl fmt::Display for CellPlace {
    /// The place as messages show it beside the path of the file. A text range is for the caller, who knows the text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Delimited { row, column } => write!(f, "row {row}, column {column}"),
            Self::Sheet { sheet, row, column } => write!(f, "{sheet}!{}{row}", column_letters(*column)),
            Self::Pointer(pointer) => write!(f, "{pointer}"),
            Self::LinePointer { line, pointer } => write!(f, "{line}:{pointer}"),
            Self::Page { table, row: 0, column: 0 } => write!(f, "heading above table {table}"),
            Self::Page { table, row: 0, .. } => write!(f, "caption of table {table}"),
            Self::Page { table, row, column } => write!(f, "table {table}, row {row}, column {column}"),
            Self::Text(range) => write!(f, "{}-{}", range.start, range.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_and_references_are_read_back() {
        for place in [
            CellPlace::Delimited { row: 4, column: 3 },
            CellPlace::Page { table: 2, row: 0, column: 1 },
            CellPlace::Page { table: 1, row: 4, column: 3 },
        ] {
            assert_eq!(CellPlace::of_fragment(&place.fragment().unwrap()), Some(place));
        }
        for not in ["", "cell=4", "cell=a,1", "row=4", "table=1", "table=x;cell=1,1"] {
            assert_eq!(CellPlace::of_fragment(not), None, "{not}");
        }
        let place = CellPlace::of_reference("2017", "AB7").unwrap();
        assert_eq!(place.to_string(), "2017!AB7");
        for not in ["", "B", "7", "b7", "B7x"] {
            assert_eq!(CellPlace::of_reference("2017", not), None, "{not}");
        }
        assert_eq!(CellPlace::Page { table: 1, row: 0, column: 0 }.to_string(), "heading above table 1");
    }
}
