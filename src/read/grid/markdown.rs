//! Tables of Markdown (GitHub Flavored Markdown, 4.10): a row of heads, a row of dashes, rows with pipes. In: the text of
//! a file. Out: its tables with the heading above each. Front matter, code and comments have no tables. What nests a
//! table in another block (quotations, indented lists) is not read.

mod blocks;
mod inline;
#[cfg(test)]
mod tests;

use super::plain::trimmed;
use super::{Cell, CellPlace, MAX_CELL, MAX_COLUMNS, MAX_TABLES, Nature, Row, Rows, TableLabel, Tables};
use crate::base::text::{Problem, position};
use blocks::{Block, Blocks};
use inline::Inline;
use std::ops::Range;

/// The tables of a Markdown text.
#[derive(Debug)]
pub struct MarkdownTables {
    text: String,
    inline: Inline,
    labels: Vec<TableLabel>,
    tables: Vec<Found>,
    notes: Vec<Problem>,
}

/// A table as found.
#[derive(Debug)]
struct Found {
    /// From its row of heads to its last row.
    range: Range<usize>,
    /// The row of dashes.
    dashes: Range<usize>,
    /// The line of the row of heads, from 1.
    line: usize,
}

impl MarkdownTables {
    /// Finds the tables of a text.
    pub fn new(text: &str) -> Result<Self, Vec<Problem>> {
        let mut found = Self {
            text: text.to_owned(),
            inline: Inline::new(text),
            labels: Vec::new(),
            tables: Vec::new(),
            notes: Vec::new(),
        };
        let mut heading = None;
        for block in Blocks::new(text) {
            match block {
                Block::Heading(range) => heading = Some(range),
                Block::Table { range, dashes, line, rows } => {
                    if found.tables.len() == MAX_TABLES {
                        return Err(vec![Problem {
                            at: Some(position(text, range.start)),
                            value: String::new(),
                            what: "this file has too many tables".to_owned(),
                            rule: "a file has at most 1,000 tables",
                            help: "divide the file".to_owned(),
                        }]);
                    }
                    let heading = heading.clone().map(|range: Range<usize>| Cell {
                        text: found.inline.plain(&text[range.clone()]),
                        place: CellPlace::Text(range),
                        nature: Nature::Text,
                    });
                    let number = found.tables.len() + 1;
                    found.labels.push(TableLabel { number, heading, rows: Some(rows), ..TableLabel::default() });
                    found.tables.push(Found { range, dashes, line });
                }
                Block::Uneven { at, heads, dashes } => found.notes.push(Problem {
                    at: Some(position(text, at)),
                    value: text[at..].lines().next().unwrap_or_default().trim().chars().take(80).collect(),
                    what: format!("this is no table: it has {heads} heads above {dashes} groups of dashes"),
                    rule: "the row of dashes below the heads of a table has as many cells as they",
                    help: "make the row of dashes fit, if this is a table".to_owned(),
                }),
            }
        }
        Ok(found)
    }

    /// The row that a line of a table holds, its number and line not yet known.
    fn row(&self, line: Range<usize>, is_head: bool) -> Result<Row, Problem> {
        let mut cells = Vec::new();
        for range in blocks::cells(&self.text, line.clone()) {
            if cells.len() == MAX_COLUMNS || range.len() > MAX_CELL {
                return Err(Problem {
                    at: Some(position(&self.text, range.start)),
                    value: String::new(),
                    what: "this row is too wide".to_owned(),
                    rule: "a table has at most 16,384 columns, and a cell at most 1,048,576 bytes",
                    help: "divide the table".to_owned(),
                });
            }
            let range = trimmed(&self.text, range);
            cells.push(Cell {
                text: self.inline.plain(&self.text[range.clone()]),
                place: CellPlace::Text(range),
                nature: if is_head { Nature::Head } else { Nature::Text },
            });
        }
        Ok(Row { number: 0, line: 0, cells })
    }
}

impl Tables for MarkdownTables {
    fn labels(&self) -> &[TableLabel] {
        &self.labels
    }

    fn rows(&self, table: usize) -> Result<Rows<'_>, Problem> {
        let Some(Found { range, dashes, line }) = self.tables.get(table) else {
            return Ok(Box::new(std::iter::empty()));
        };
        let lines = blocks::lines(&self.text, range.clone()).enumerate().filter(|(_, at)| at.start != dashes.start);
        Ok(Box::new(lines.enumerate().map(move |(n, (below, at))| {
            let row = self.row(at, n == 0)?;
            Ok(Row { number: n + 1, line: line + below, ..row })
        })))
    }

    fn text(&self) -> Option<&str> {
        Some(&self.text)
    }

    fn notes(&self) -> &[Problem] {
        &self.notes
    }

    fn cell(&self, place: &CellPlace) -> Option<Cell> {
        let CellPlace::Text(wanted) = place else { return None };
        let headings = self.labels.iter().filter_map(|label| label.heading.as_ref());
        if let Some(heading) = headings.into_iter().find(|cell| cell.place == *place) {
            return Some(heading.clone());
        }
        let table = self.tables.partition_point(|table| table.range.end < wanted.end);
        let Found { range, dashes, .. } = self.tables.get(table)?;
        if wanted.start < range.start || wanted.end > range.end || !self.text.is_char_boundary(wanted.start) {
            return None;
        }
        let start = self.text[..wanted.start].rfind('\n').map_or(0, |at| at + 1);
        let line = blocks::lines(&self.text, start..range.end).next().filter(|line| line.start != dashes.start)?;
        let is_head = line.start == range.start;
        self.row(line, is_head).ok()?.cells.into_iter().find(|cell| cell.place == *place)
    }
}
