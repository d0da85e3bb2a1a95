//! Tables of an HTML page. In: its markup. Out: its tables of data with their captions and the heading above each. A
//! page is read as it is shown: what is hidden or struck out and the marks of notes are left out. Tables that only lay
//! out a page are no tables: those that say so, and those that contain other tables.
//!
//! Headings and captions have a place like a cell: row 0 of their table, column 0 for the heading, 1 for the caption.

mod tree;
#[cfg(test)]
mod tests;

use super::fill::{Filler, Found};
use super::{Cell, CellPlace, MAX_TABLES, Nature, Row, RowProblem, Rows, TableLabel, Tables};
use crate::base::text::{Position, Problem, position};
use crate::read::source::html;
use scraper::Html;
use tree::PageRow;

/// The tables of an HTML page.
#[derive(Debug)]
pub struct PageTables {
    labels: Vec<TableLabel>,
    tables: Vec<Vec<PageRow>>,
}

impl PageTables {
    /// Reads the tables of a page.
    pub fn new(markup: &str) -> Result<Self, Vec<Problem>> {
        if let Some(excess) = html::excess(markup) {
            return Err(vec![Problem {
                at: Some(position(markup, excess.at)),
                value: String::new(),
                what: excess.what.to_owned(),
                rule: excess.rule,
                help: "reduce the page to its tables".to_owned(),
            }]);
        }
        let mut page = Html::parse_document(markup);
        let lines = tree::lines(&page, markup);
        tree::raise_units(&mut page);
        html::render(&mut page);
        let mut found = Self { labels: Vec::new(), tables: Vec::new() };
        for table in tree::tables(&page, &lines) {
            let number = found.tables.len() + 1;
            if number > MAX_TABLES {
                return Err(vec![Problem {
                    at: table.rows.first().map(|row| Position { line: row.line, column: 1 }),
                    value: String::new(),
                    what: "this file has too many tables".to_owned(),
                    rule: "a file has at most 1,000 tables",
                    help: "divide the file".to_owned(),
                }]);
            }
            let words = |text: Option<String>, column: usize| {
                let place = CellPlace::Page { table: number, row: 0, column };
                text.filter(|text| !text.is_empty()).map(|text| Cell { text, place, nature: Nature::Text })
            };
            found.labels.push(TableLabel {
                number,
                heading: words(table.heading, 0),
                caption: words(table.caption, 1),
                rows: Some(table.rows.len()),
                ..TableLabel::default()
            });
            found.tables.push(table.rows);
        }
        Ok(found)
    }
}

impl Tables for PageTables {
    fn labels(&self) -> &[TableLabel] {
        &self.labels
    }

    fn rows(&self, table: usize) -> Result<Rows<'_>, Problem> {
        let Some(rows) = self.tables.get(table) else { return Ok(Box::new(std::iter::empty())) };
        let mut filler = Filler::default();
        let mut is_broken = false;
        Ok(Box::new(rows.iter().enumerate().map_while(move |(n, row)| {
            // Where a row does not fit, those below it may not either.
            if is_broken {
                return None;
            }
            if row.begins_section {
                filler.section();
            }
            let number = n + 1;
            let place = |column| CellPlace::Page { table: table + 1, row: number, column };
            let found = row.cells.iter().map(|cell| Found {
                cell: Cell {
                    text: cell.text.clone(),
                    place: place(0),
                    nature: if cell.is_head { Nature::Head } else { Nature::Text },
                },
                rows: cell.rows,
                columns: cell.columns,
            });
            let cells = filler.row(found.collect(), place).map_err(|misfit| {
                let words = row.cells.first().map_or("", |cell| &cell.text);
                misfit.problem(Some(Position { line: row.line, column: 1 }), words.chars().take(80).collect())
            });
            is_broken = cells.is_err();
            Some(cells.map(|cells| Row { number, line: row.line, cells }).map_err(RowProblem::from))
        })))
    }

    fn cell(&self, place: &CellPlace) -> Option<Cell> {
        let CellPlace::Page { table, row, .. } = place else { return None };
        let label = self.labels.get(table.checked_sub(1)?)?;
        if *row == 0 {
            return label.heading.iter().chain(&label.caption).find(|cell| cell.place == *place).cloned();
        }
        // Where a cell stands depends on those that span rows above it.
        let found = self.rows(table - 1).ok()?.nth(row - 1)?.ok()?;
        found.cells.into_iter().find(|cell| cell.place == *place && cell.nature != Nature::Spanned)
    }
}
