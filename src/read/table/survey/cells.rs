//! What the survey sees in the cells of each column, counted, with the first of each kind.

use super::geometries::Geometries;
use super::{MOST_LISTED, Plan};
use crate::read::grid::{Cell, Nature, Row, Tables};
use crate::read::mapping::Role;
use crate::read::table::cell::{self, Fault, Null};
use crate::read::table::column::Column;
use crate::read::value::number::column::{ColumnMarks, ColumnNumbers};

/// Cells of a kind: how many there are, and the first with its line.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    pub(super) count: usize,
    pub(super) first: Option<(Cell, usize)>,
}

impl Seen {
    pub(super) fn add(&mut self, cell: &Cell, line: usize) {
        self.count += 1;
        self.first.get_or_insert_with(|| (cell.clone(), line));
    }
}

/// What the cells of a column are.
#[derive(Debug, Clone, Default)]
pub struct ColumnCells {
    /// Cells with a value.
    pub filled: usize,
    /// Cells whose words mean that there is none.
    pub null: usize,
    /// Cells that cannot be read as what the column holds.
    pub bad: usize,
    /// The first of them.
    pub first_bad: Vec<(Cell, usize, Fault)>,
    /// Cells that may mean that there is no value.
    pub(super) doubtful: Seen,
    /// The different words of them.
    pub(super) doubtful_words: Vec<String>,
    pub(super) zeros: Seen,
    /// The longest value, in characters.
    pub(super) longest: usize,
    /// Values that are not whole numbers.
    pub(super) words: usize,
    pub(super) first: Option<(Cell, usize)>,
    /// The first different values that may be codes.
    pub(super) codes: Vec<String>,
    /// Values that a workbook computed and stored.
    pub(super) formulas: Seen,
    /// Numbers and dates of which the sheet shows a part.
    pub(super) rounded: Seen,
    /// Values with the mark of a note behind them.
    pub(super) marked: Seen,
    /// Names of a row that are several.
    pub(super) several: Seen,
    /// What the numbers of a column of figures say of its decimal mark.
    numbers: Option<ColumnNumbers<()>>,
    /// Numbers that depend on the decimal mark, as a text in English has them for certain.
    ambiguous: Seen,
    first_comma: Option<Cell>,
    /// Whether a cell of a column that is not read has a letter.
    pub(super) has_letters: bool,
    /// What its geometries are.
    pub(super) geometries: Geometries,
}

impl ColumnCells {
    /// Number of cells that may mean that there is no value.
    pub fn doubtful(&self) -> usize {
        self.doubtful.count
    }

    /// Number of zeros.
    pub fn zeros(&self) -> usize {
        self.zeros.count
    }

    /// Whether a text in a cell is a value; takes note of it if it is none, or if that is in doubt.
    fn has_value(&mut self, text: &str, cell: &Cell, line: usize, column: &Column, role: Role) -> bool {
        match cell::null(text, column, role) {
            Null::No => return true,
            Null::Yes => self.null += 1,
            Null::Doubtful => {
                self.doubtful.add(cell, line);
                if self.doubtful_words.len() < MOST_LISTED && !self.doubtful_words.iter().any(|word| word == text) {
                    self.doubtful_words.push(text.to_owned());
                }
            }
            Null::Zero => {
                self.zeros.add(cell, line);
                return true;
            }
        }
        false
    }

    /// Takes note of a value that is there.
    fn value(&mut self, value: &Cell, line: usize) {
        self.longest = self.longest.max(value.text.chars().take(20).count());
        self.words += usize::from(!value.text.bytes().all(|b| b.is_ascii_digit()));
        let is_code = |text: &str| text.len() <= 16 && text.chars().filter(|c| c.is_alphabetic()).count() <= 3;
        if self.codes.len() < MOST_LISTED && is_code(&value.text) && !self.codes.contains(&value.text) {
            self.codes.push(value.text.clone());
        }
        self.first.get_or_insert_with(|| (value.clone(), line));
    }

    /// Takes note of the decimal mark of a number.
    fn number(&mut self, value: &Cell, line: usize) {
        let numbers = self.numbers.get_or_insert_with(|| ColumnNumbers::new(false));
        let (ambiguous, commas) = (numbers.ambiguous, numbers.commas);
        numbers.add((), value.text.trim_end_matches(|c: char| !c.is_numeric()));
        if numbers.commas > commas && self.first_comma.is_none() {
            self.first_comma = Some(value.clone());
        }
        if numbers.ambiguous > ambiguous {
            self.ambiguous.add(value, line);
        }
    }

    fn marks(&self) -> ColumnMarks {
        self.numbers.as_ref().map_or(ColumnMarks::None, ColumnNumbers::marks)
    }
}

impl Plan {
    /// Takes note of the cells of a row.
    pub(super) fn row(&mut self, row: &Row, tables: &dyn Tables) {
        for (at, column) in self.columns.all.iter().enumerate() {
            let Some(cell) = row.cells.get(at) else { continue };
            let cells = &mut self.cells[at];
            if matches!(column.role, None | Some(Role::Ignore)) {
                cells.has_letters = cells.has_letters || cell.text.chars().any(char::is_alphabetic);
            }
            let Some(role) = column.role else { continue };
            let mut is_bad = false;
            let mut bad = |cells: &mut ColumnCells, cell: &Cell, fault: Fault| {
                cells.bad += usize::from(!is_bad);
                is_bad = true;
                if cells.first_bad.len() < MOST_LISTED {
                    cells.first_bad.push((cell.clone(), row.line, fault));
                }
            };
            if let Err(fault) = cell::fits(cell, column, role) {
                // What a formula should have given is for its row to report.
                if !matches!(cell.nature, Nature::Formula | Nature::Error) {
                    cells.filled += 1;
                    bad(cells, cell, fault);
                }
                continue;
            }
            if !cells.has_value(&cell.text, cell, row.line, column, role) {
                continue;
            }
            cells.filled += 1;
            if cell.nature == Nature::Formula {
                cells.formulas.add(cell, row.line);
            }
            if role != Role::Ignore && tables.stored(&cell.place).is_some() {
                cells.rounded.add(cell, row.line);
            }
            if role == Role::Name && cell::parts(cell, column).nth(1).is_some() {
                cells.several.add(cell, row.line);
            }
            if role == Role::Outline {
                for value in cell.values() {
                    cells.value(value, row.line);
                    if let Err(fault) = cells.geometries.add(value, row.line, column) {
                        bad(cells, value, fault);
                    }
                }
                continue;
            }
            let is_counted = matches!(role, Role::Area | Role::Figure | Role::Latitude | Role::Longitude);
            for (text, value) in cell::parts(cell, column) {
                if text.len() < cell.text.len() && !cells.has_value(text, value, row.line, column, role) {
                    continue;
                }
                if is_counted && column.decimal.is_none() && value.nature == Nature::Text {
                    cells.number(value, row.line);
                }
                cells.value(value, row.line);
                if cell::has_mark(text, column, role) {
                    cells.marked.add(cell, row.line);
                }
                if let Err(fault) = cell::check(text, value, column, role) {
                    bad(cells, value, fault);
                }
            }
        }
    }

    /// Decides whether `1,170` is for certain one thousand one hundred and seventy, as it is in English: not where
    /// figures of the table show a decimal comma, unless those of the column itself show a decimal point.
    pub(super) fn judge_decimal_marks(&mut self) {
        let said = self.columns.all.iter().any(|column| column.decimal == Some(','));
        let shown = self.cells.iter().find(|cells| cells.marks() == ColumnMarks::All(','));
        let example = shown.and_then(|cells| cells.first_comma.as_ref()).map(|cell| cell.text.clone());
        for (column, cells) in self.columns.all.iter_mut().zip(&mut self.cells) {
            let is_certain = match cells.marks() {
                ColumnMarks::All('.') => true,
                ColumnMarks::None => !said && example.is_none(),
                ColumnMarks::All(_) | ColumnMarks::Both => false,
            };
            if is_certain || !column.is_english {
                continue;
            }
            column.is_english = false;
            let (Some(role), Some((cell, line))) = (column.role, &cells.ambiguous.first) else { continue };
            let Err(mut fault) = cell::check(&cell.text, cell, column, role) else { continue };
            let own = cells.first_comma.as_ref().map(|cell| &cell.text);
            if let Some(example) = own.or(example.as_ref()) {
                fault.what.push_str(&format!("; another figure of this table has a decimal comma: {example:?}"));
            }
            cells.bad += cells.ambiguous.count;
            cells.first_bad.insert(0, (cell.clone(), *line, fault));
        }
    }
}
