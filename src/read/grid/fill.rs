//! The grid that cells make which span rows or columns: each place of the grid has a cell, as the algorithm for tables
//! of the HTML Standard (4.9.12) places them. It refuses what that algorithm calls an error of the table model, because
//! a value would then stand below the wrong head.

use super::{Cell, CellPlace, MAX_CELL, MAX_COLUMNS, Nature};
use crate::base::text::Problem;

/// Maximum number of columns that one cell spans (HTML Standard, 4.9.11).
const MAX_COLSPAN: usize = 1_000;
/// Maximum number of rows that one cell spans (HTML Standard, 4.9.11).
const MAX_ROWSPAN: usize = 65_534;
/// Maximum number of places of a table that spanning cells fill or that rows leave open.
const MAX_FILLED: usize = 1_000_000;
/// Maximum length of all texts that the spanning cells of a table repeat, in bytes.
const MAX_REPEATED: usize = 16 << 20;

/// A cell as the markup has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The cell.
    pub(super) cell: Cell,
    /// The number of rows that it spans; 0 for all rows below it in its section.
    pub(super) rows: usize,
    /// The number of columns that it spans.
    pub(super) columns: usize,
}

/// What is wrong with a row of the grid; the caller knows the position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misfit {
    /// What is wrong.
    pub(super) what: &'static str,
    /// The rule.
    pub(super) rule: &'static str,
}

impl Misfit {
    /// The problem of a row that begins with these words.
    pub(super) fn problem(self, at: Option<crate::base::text::Position>, value: String) -> Problem {
        let help = "divide the table, or write each value in its own cell".to_owned();
        Problem { at, value, what: self.what.to_owned(), rule: self.rule, help }
    }
}

/// A spanning cell in the rows below its own.
#[derive(Debug)]
struct Above {
    cell: Cell,
    /// The number of further rows; `None` to the end of the section.
    rows: Option<usize>,
}

/// Fills the rows of a table one by one.
#[derive(Debug, Default)]
pub(super) struct Filler {
    /// By column. The last is never `None`.
    above: Vec<Option<Above>>,
    filled: usize,
    repeated: usize,
}

impl Filler {
    /// Ends a section: no cell spans rows beyond it.
    pub(super) fn section(&mut self) {
        self.above.clear();
    }

    /// The cells of the next row. `gap` is the place of a cell that the markup does not have.
    pub(super) fn row(
        &mut self,
        found: Vec<Found>,
        mut gap: impl FnMut(usize) -> CellPlace,
    ) -> Result<Vec<Cell>, Misfit> {
        let mut cells = Vec::with_capacity(found.len());
        let mut next = Vec::new();
        for Found { mut cell, rows, columns } in found {
            while let Some(spanning) = self.take(cells.len(), &mut next)? {
                cells.push(spanning);
            }
            if let CellPlace::Page { column, .. } = &mut cell.place {
                *column = cells.len() + 1;
            }
            if cell.text.len() > MAX_CELL {
                return Err(Misfit { what: "this cell is too long", rule: "a cell has at most 1,048,576 bytes" });
            }
            let more = match rows {
                0 => Some(None),
                1 => None,
                rows => Some(Some(rows.min(MAX_ROWSPAN) - 1)),
            };
            for n in 0..columns.clamp(1, MAX_COLSPAN) {
                let column = cells.len();
                if column >= MAX_COLUMNS {
                    return Err(Misfit {
                        what: "this row has too many columns",
                        rule: "a table has at most 16,384 columns",
                    });
                }
                if n > 0 && self.above.get(column).is_some_and(Option::is_some) {
                    return Err(Misfit {
                        what: "a cell that spans columns meets one from a row above",
                        rule: "no two cells of a table take the same place",
                    });
                }
                if let Some(rows) = more {
                    let cell = Cell { nature: Nature::Spanned, ..cell.clone() };
                    put(&mut next, column, Above { cell, rows });
                    self.count(0)?;
                }
                if n == 0 {
                    cells.push(cell.clone());
                } else {
                    self.count(cell.text.len())?;
                    cells.push(Cell { nature: Nature::Spanned, ..cell.clone() });
                }
            }
        }
        while cells.len() < self.above.len() {
            match self.take(cells.len(), &mut next)? {
                Some(spanning) => cells.push(spanning),
                None => {
                    self.count(0)?;
                    let place = gap(cells.len() + 1);
                    cells.push(Cell { text: String::new(), place, nature: Nature::Text });
                }
            }
        }
        self.above = next;
        Ok(cells)
    }

    /// The spanning cell from above in a column.
    fn take(&mut self, column: usize, next: &mut Vec<Option<Above>>) -> Result<Option<Cell>, Misfit> {
        let Some(Above { cell, rows }) = self.above.get_mut(column).and_then(Option::take) else { return Ok(None) };
        self.count(cell.text.len())?;
        let rest = rows.map(|rows| rows - 1);
        if rest != Some(0) {
            put(next, column, Above { cell: cell.clone(), rows: rest });
        }
        Ok(Some(cell))
    }

    fn count(&mut self, bytes: usize) -> Result<(), Misfit> {
        self.filled += 1;
        self.repeated += bytes;
        if self.filled > MAX_FILLED || self.repeated > MAX_REPEATED {
            return Err(Misfit {
                what: "the cells of this table span too many places",
                rule: "cells that span others fill at most 1,000,000 places, with at most 16 MiB of text",
            });
        }
        Ok(())
    }
}

fn put(next: &mut Vec<Option<Above>>, column: usize, above: Above) {
    while next.len() <= column {
        next.push(None);
    }
    next[column] = Some(above);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, rows: usize, columns: usize) -> Found {
        let cell = Cell { text: text.to_owned(), place: CellPlace::Text(0..text.len()), nature: Nature::Text };
        Found { cell, rows, columns }
    }

    fn words(filler: &mut Filler, row: Vec<Found>) -> String {
        match filler.row(row, |_| CellPlace::Text(0..0)) {
            Ok(cells) => {
                let mark =
                    |c: &Cell| if c.nature == Nature::Spanned { format!("({})", c.text) } else { c.text.clone() };
                cells.iter().map(mark).collect::<Vec<_>>().join("|")
            }
            Err(misfit) => misfit.what.to_owned(),
        }
    }

    #[test]
    fn spanning_cells_fill_their_places() {
        let filler = &mut Filler::default();
        assert_eq!(words(filler, vec![found("a", 2, 1), found("b", 1, 2), found("c", 3, 1)]), "a|b|(b)|c");
        assert_eq!(words(filler, vec![found("d", 1, 1)]), "(a)|d||(c)");
        assert_eq!(words(filler, vec![found("e", 1, 1), found("f", 1, 1)]), "e|f||(c)");
        assert_eq!(words(filler, vec![found("g", 0, 1)]), "g");
        assert_eq!(words(filler, vec![found("h", 1, 1)]), "(g)|h");
        filler.section();
        assert_eq!(words(filler, vec![found("i", 1, 1)]), "i");
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let filler = &mut Filler::default();
        assert_eq!(words(filler, vec![found("a", 1, 1), found("b", 2, 1)]), "a|b");
        assert_eq!(words(filler, vec![found("c", 1, 2)]), "a cell that spans columns meets one from a row above");
        let wide = (0..=MAX_COLUMNS / 1_000).map(|_| found("a", 1, 5_000)).collect();
        assert_eq!(words(&mut Filler::default(), wide), "this row has too many columns");
        let filler = &mut Filler::default();
        words(filler, vec![found(&"x".repeat(1 << 19), 0, 16)]);
        let said = (0..100).map(|_| words(filler, Vec::new())).find(|w| w.starts_with("the cells"));
        assert!(said.is_some());
    }
}
