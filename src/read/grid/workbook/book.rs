//! The cells of a workbook in memory: 16 bytes for each that is filled, and each text once where the file has it once.

use super::fault::{fault, too_large};
use super::format::Shown;
use crate::base::text::Problem;
use crate::read::grid::{Cell, CellPlace, Hidden, MAX_CELL, MAX_COLUMNS, MAX_TABLES, Nature, Row, column_letters};
use std::sync::Arc;

/// Maximum number of filled cells of a workbook.
pub const MAX_CELLS: usize = 16_000_000;
/// Maximum length of all texts of a workbook, in bytes: 512 MiB.
pub const MAX_TEXTS: usize = 1 << 29;
/// Maximum number of rows of a sheet.
pub const MAX_ROWS: u32 = 1 << 20;
/// Maximum number of positions that merged cells of a workbook cover, within the filled part of their sheets.
pub const MAX_SPANNED: usize = 1_000_000;
/// Maximum number of positions of a sheet from column A to the last filled cell of each row.
pub const MAX_POSITIONS: usize = 200_000_000;

/// A text of the workbook.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct TextAt {
    start: u32,
    length: u32,
}

/// The kinds of cells, as `Nature` has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Date,
    Formula,
    Boolean,
    Error,
    /// Its text is the position of its area.
    Spanned,
}

#[derive(Debug, Clone, Copy)]
struct Stored {
    row: u32,
    column: u16,
    kind: Kind,
    /// Length of the number or date of which the text shows a part; it stands behind the text.
    exact: u8,
    text: TextAt,
}

/// Merged cells: the first row and column and the last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub(super) first: (u32, u32),
    pub(super) last: (u32, u32),
}

/// A sheet. Rows and columns count from 1.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) name: Arc<str>,
    pub(super) is_hidden: bool,
    pub(super) hidden: Hidden,
    cells: Vec<Stored>,
    areas: Vec<Area>,
    /// The first number or date of which the sheet shows nothing, and how many there are.
    unseen: Option<((u32, u32), usize)>,
}

/// A workbook.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) sheets: Vec<Sheet>,
    pub(super) notes: Vec<Problem>,
    texts: String,
    cells: usize,
    spanned: usize,
}

impl Book {
    /// Keeps a text, without white space at both ends.
    pub(super) fn text(&mut self, words: &str) -> Result<TextAt, Problem> {
        let words = words.trim();
        if words.len() > MAX_CELL {
            let shown: String = words.chars().take(40).collect();
            return Err(too_large(
                shown,
                format!("the text of a cell has {} bytes; the limit is {MAX_CELL}", words.len()),
            ));
        }
        if self.texts.len() + words.len() > MAX_TEXTS {
            return Err(too_large("", format!("the texts of the cells have more than {MAX_TEXTS} bytes")));
        }
        let start = u32::try_from(self.texts.len()).unwrap_or_default();
        self.texts.push_str(words);
        Ok(TextAt { start, length: u32::try_from(words.len()).unwrap_or_default() })
    }

    /// Begins a sheet, to which cells are then added.
    pub(super) fn begin(&mut self, name: &str, is_hidden: bool) -> Result<(), Problem> {
        if self.sheets.len() >= MAX_TABLES {
            return Err(too_large("", format!("the workbook has more than {MAX_TABLES} sheets")));
        }
        self.sheets.push(Sheet {
            name: name.into(),
            is_hidden,
            hidden: Hidden::default(),
            cells: Vec::new(),
            areas: Vec::new(),
            unseen: None,
        });
        Ok(())
    }

    /// Adds a cell to the sheet that was begun last. An empty one is kept only if a formula has no value.
    pub(super) fn add(&mut self, row: u32, column: u32, text: TextAt, nature: &Nature) -> Result<(), Problem> {
        if text.length == 0 && *nature != Nature::Formula {
            return Ok(());
        }
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        let kept = u16::try_from(column).ok().filter(|c| (1..=MAX_COLUMNS).contains(&usize::from(*c)));
        let (Some(kept), 1..=MAX_ROWS) = (kept, row) else {
            let place = format!("{}, row {row}, column {column}", sheet.name);
            return Err(fault(
                place,
                format!("this cell is outside of a sheet of {MAX_ROWS} rows and {MAX_COLUMNS} columns"),
                "correct the file",
            ));
        };
        self.cells += 1;
        if self.cells > MAX_CELLS {
            return Err(too_large(
                &*sheet.name,
                format!("up to here the workbook has more than {MAX_CELLS} filled cells"),
            ));
        }
        sheet.cells.push(Stored { row, column: kept, kind: kind(nature), exact: 0, text });
        Ok(())
    }

    /// Keeps what a sheet shows of a value; see [`Book::add_shown`].
    pub(super) fn shown(&mut self, shown: &Shown) -> Result<(TextAt, u8), Problem> {
        let text = self.text(&shown.text)?;
        let exact = shown.exact.as_deref().and_then(|exact| Some((exact, u8::try_from(exact.len()).ok()?)));
        if let Some((exact, _)) = exact {
            self.text(exact)?;
        }
        Ok((text, exact.map_or(0, |(_, length)| length)))
    }

    /// Adds a cell with what the sheet shows of its value, as [`Book::shown`] has kept it.
    pub(super) fn add_shown(
        &mut self,
        row: u32,
        column: u32,
        (text, exact): (TextAt, u8),
        nature: &Nature,
    ) -> Result<(), Problem> {
        let before = self.cells;
        self.add(row, column, text, nature)?;
        if self.cells > before
            && let Some(cell) = self.sheets.last_mut().and_then(|sheet| sheet.cells.last_mut())
        {
            cell.exact = exact;
        }
        Ok(())
    }

    /// Adds a cell with what the sheet shows of its number or date. Where a number format shows nothing, the cell is empty.
    pub(super) fn add_number(&mut self, row: u32, column: u32, shown: &Shown, nature: &Nature) -> Result<(), Problem> {
        if shown.text.trim().is_empty() {
            if let Some(sheet) = self.sheets.last_mut() {
                sheet.unseen.get_or_insert(((row, column), 0)).1 += 1;
            }
            return Ok(());
        }
        let text = self.shown(shown)?;
        self.add_shown(row, column, text, nature)
    }

    /// Adds rows to those that the sheet which was begun last hides, in order.
    pub(super) fn hide_rows(&mut self, first: u32, last: u32) {
        let Some(sheet) = self.sheets.last_mut() else { return };
        hide(&mut sheet.hidden.rows, first, last);
    }

    /// Adds columns to those that the sheet which was begun last hides.
    pub(super) fn hide_columns(&mut self, first: u32, last: u32) {
        let Some(sheet) = self.sheets.last_mut() else { return };
        hide(&mut sheet.hidden.columns, first, last);
    }

    /// Adds a cell with its words.
    pub(super) fn add_words(&mut self, row: u32, column: u32, words: &str, nature: &Nature) -> Result<(), Problem> {
        let text = self.text(words)?;
        self.add(row, column, text, nature)
    }

    /// Adds merged cells to the sheet that was begun last.
    pub(super) fn merge(&mut self, area: Area) -> Result<(), Problem> {
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        if sheet.areas.len() >= MAX_SPANNED {
            return Err(too_large(&*sheet.name, format!("the sheet has more than {MAX_SPANNED} merged cells")));
        }
        sheet.areas.push(area);
        Ok(())
    }

    /// Ends the sheet that was begun last: its cells in order, with those that merged cells cover.
    pub(super) fn end(&mut self) -> Result<(), Problem> {
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        sheet.hidden.rows.sort_unstable();
        sheet.cells.sort_by_key(|cell| (cell.row, cell.column));
        sheet.cells.dedup_by_key(|cell| (cell.row, cell.column));
        let last_row = sheet.cells.last().map_or(0, |cell| cell.row);
        let last_column = sheet.cells.iter().map(|cell| cell.column).max().unwrap_or_default();
        let mut covered: Vec<Stored> = Vec::new();
        for (number, area) in sheet.areas.iter().enumerate() {
            if area.first.1 > last_column.into() {
                continue;
            }
            for row in area.first.0..=area.last.0.min(last_row) {
                for column in area.first.1..=area.last.1.min(last_column.into()) {
                    if (row, column) == area.first {
                        continue;
                    }
                    self.spanned += 1;
                    if self.spanned > MAX_SPANNED {
                        return Err(too_large(
                            &*sheet.name,
                            format!("merged cells cover more than {MAX_SPANNED} positions"),
                        ));
                    }
                    let text = TextAt { start: u32::try_from(number).unwrap_or_default(), length: 0 };
                    covered.push(Stored {
                        row,
                        column: u16::try_from(column).unwrap_or_default(),
                        kind: Kind::Spanned,
                        exact: 0,
                        text,
                    });
                }
            }
        }
        if !covered.is_empty() {
            // A cell that is covered has no content of its own that a sheet would show.
            covered.append(&mut sheet.cells);
            covered.sort_by_key(|cell| (cell.row, cell.column));
            covered.dedup_by_key(|cell| (cell.row, cell.column));
            let filled: Vec<bool> = sheet
                .areas
                .iter()
                .map(|a| {
                    let found = covered.binary_search_by_key(&(a.first.0, a.first.1), |c| (c.row, c.column.into()));
                    found.is_ok_and(|at| covered[at].kind != Kind::Spanned)
                })
                .collect();
            covered.retain(|cell| cell.kind != Kind::Spanned || filled[cell.text.start as usize]);
            sheet.cells = covered;
        }
        sheet.cells.shrink_to_fit();
        let positions: usize = sheet
            .cells
            .chunk_by(|a, b| a.row == b.row)
            .filter_map(|row| row.last())
            .map(|c| usize::from(c.column))
            .sum();
        if positions > MAX_POSITIONS {
            let what = format!(
                "the rows of this sheet have {positions} positions up to their last cells; the limit is {MAX_POSITIONS}"
            );
            return Err(too_large(&*sheet.name, what));
        }
        Ok(())
    }

    /// The rows of a sheet, from the first to the last that has a cell.
    pub(super) fn rows<'a>(&'a self, sheet: &'a Sheet) -> impl Iterator<Item = Row> + 'a {
        let mut rest = sheet.cells.as_slice();
        (1..=sheet.last_row()).map(move |number| {
            let here = rest.iter().take_while(|cell| cell.row == number).count();
            let (row, others) = rest.split_at(here);
            rest = others;
            let mut cells = Vec::with_capacity(row.last().map_or(0, |cell| cell.column.into()));
            for stored in row {
                while cells.len() + 1 < usize::from(stored.column) {
                    let place = sheet.place(number, u32::try_from(cells.len() + 1).unwrap_or_default());
                    cells.push(Cell { text: String::new(), place, nature: Nature::Text });
                }
                cells.push(self.cell(sheet, stored));
            }
            Row { number: number as usize, line: number as usize, cells }
        })
    }

    /// The cell at a position of a sheet.
    pub(super) fn find(&self, sheet: &str, row: usize, column: usize) -> Option<Cell> {
        let sheet = self.sheets.iter().find(|s| &*s.name == sheet)?;
        Some(self.cell(sheet, sheet.stored(u32::try_from(row).ok()?, u32::try_from(column).ok()?)?))
    }

    /// The number or date of which the cell at a position shows a part.
    pub(super) fn exact(&self, sheet: &str, row: usize, column: usize) -> Option<&str> {
        let sheet = self.sheets.iter().find(|s| &*s.name == sheet)?;
        let cell = sheet.stored(u32::try_from(row).ok()?, u32::try_from(column).ok()?).filter(|cell| cell.exact > 0)?;
        let start = cell.text.start as usize + cell.text.length as usize;
        self.texts.get(start..start + usize::from(cell.exact))
    }

    fn cell(&self, sheet: &Sheet, stored: &Stored) -> Cell {
        let (origin, nature) = match stored.kind {
            Kind::Text => (Some(stored), Nature::Text),
            Kind::Number => (Some(stored), Nature::Number),
            Kind::Date => (Some(stored), Nature::Date),
            Kind::Formula => (Some(stored), Nature::Formula),
            Kind::Boolean => (Some(stored), Nature::Boolean),
            Kind::Error => (Some(stored), Nature::Error),
            Kind::Spanned => {
                let area = sheet.areas.get(stored.text.start as usize);
                (area.and_then(|area| sheet.stored(area.first.0, area.first.1)), Nature::Spanned)
            }
        };
        let origin = origin.filter(|o| o.kind != Kind::Spanned);
        let text = origin.and_then(|o| {
            let start = o.text.start as usize;
            self.texts.get(start..start + o.text.length as usize)
        });
        let at = origin.unwrap_or(stored);
        Cell { text: text.unwrap_or_default().to_owned(), place: sheet.place(at.row, at.column.into()), nature }
    }
}

impl Sheet {
    pub(super) fn last_row(&self) -> u32 {
        self.cells.last().map_or(0, |cell| cell.row)
    }

    /// The A1 reference of the first formula without a stored value, and how many there are.
    pub(super) fn without_value(&self) -> Option<(String, usize)> {
        let mut found = self.cells.iter().filter(|cell| cell.kind == Kind::Formula && cell.text.length == 0);
        let first = found.next()?;
        Some((format!("{}!{}{}", self.name, column_letters(first.column.into()), first.row), found.count() + 1))
    }

    /// The A1 reference of the first number or date that the sheet does not show, and how many there are.
    pub(super) fn unseen(&self) -> Option<(String, usize)> {
        let ((row, column), count) = self.unseen?;
        Some((format!("{}!{}{row}", self.name, column_letters(column as usize)), count))
    }

    fn stored(&self, row: u32, column: u32) -> Option<&Stored> {
        let at = self.cells.binary_search_by_key(&(row, column), |cell| (cell.row, cell.column.into())).ok()?;
        self.cells.get(at)
    }

    fn place(&self, row: u32, column: u32) -> CellPlace {
        CellPlace::Sheet { sheet: Arc::clone(&self.name), row: row as usize, column: column as usize }
    }
}

/// Adds a range behind others, joined with the last if it follows on it.
fn hide(ranges: &mut Vec<(usize, usize)>, first: u32, last: u32) {
    let (first, last) = (first as usize, last as usize);
    match ranges.last_mut() {
        Some((start, end)) if *start <= first && first <= *end + 1 => *end = last.max(*end),
        _ => ranges.push((first, last)),
    }
}

fn kind(nature: &Nature) -> Kind {
    match nature {
        Nature::Number => Kind::Number,
        Nature::Date => Kind::Date,
        Nature::Formula => Kind::Formula,
        Nature::Boolean => Kind::Boolean,
        Nature::Error => Kind::Error,
        Nature::Spanned | Nature::Text | Nature::Head | Nature::Structure | Nature::List(_) => Kind::Text,
    }
}
