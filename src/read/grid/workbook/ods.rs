//! ODS workbooks (OpenDocument 1.3 part 3, chapter 9). A cell has both its value and the words that the sheet shows. The
//! words give the number of digits, the value which they are, since the words are written as in the author's country.

mod cell;

use super::book::{Area, Book, MAX_CELLS};
use super::fault::{damaged, encrypted, too_large};
use super::package::{MAX_UNPACKED, Package};
use super::xml::{Xml, add_words, attribute, number};
use crate::base::text::Problem;
use crate::read::grid::{MAX_CELL, Nature};
use cell::OdsCell;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashSet;

/// Maximum size of the manifest, unpacked, in bytes.
const MAX_MANIFEST: u64 = 1 << 24;
/// Maximum number of table styles.
const MAX_STYLES: usize = 1 << 16;

/// Reads the workbook of an archive.
pub(super) fn read(package: &mut Package, book: &mut Book) -> Result<(), Problem> {
    if let Some(manifest) = package.small("META-INF/manifest.xml", MAX_MANIFEST)? {
        let mark = b"encryption-data";
        if manifest.windows(mark.len()).any(|window| window == mark) {
            return Err(encrypted());
        }
    }
    let Some(mut xml) = Xml::open(package, "content.xml", MAX_UNPACKED)? else {
        return Err(damaged("content.xml", "the archive has no content"));
    };
    let mut reading = Reading::default();
    while let Some(event) = xml.next()? {
        match &event {
            Event::Start(start) => reading.start(start, book)?,
            Event::End(end) => reading.end(end.name().as_ref(), book)?,
            event => {
                if let Some(cell) = reading.cell.as_mut().filter(|_| reading.words > 0 && reading.skipped == 0) {
                    add_words(event, &mut cell.words);
                    if cell.words.len() > 8 * MAX_CELL {
                        return Err(too_large(
                            "content.xml",
                            format!("the text of a cell has more than {MAX_CELL} bytes"),
                        ));
                    }
                }
            }
        }
    }
    Ok(())
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    /// The style that is open, and those that hide a table, a row or a column.
    style: Option<String>,
    hiding: HashSet<String>,
    /// The groups of rows and those of columns that are open.
    groups: [Groups; 2],
    /// Depth of tables; one within a cell is not read.
    tables: usize,
    /// Number of columns that were described.
    columns: u32,
    /// The last row, and how many of it there are.
    row: u32,
    repeated: u32,
    column: u32,
    /// The filled cells of the row: the column, how many there are, and the cell.
    cells: Vec<(u32, u32, OdsCell)>,
    cell: Option<OdsCell>,
    /// Depth within paragraphs, and within what is no part of a cell's text.
    words: usize,
    skipped: usize,
}

/// Groups of rows or columns within each other.
#[derive(Default)]
struct Groups {
    depth: u32,
    /// The depth of the outermost that is collapsed.
    collapsed: Option<u32>,
}

impl Groups {
    fn begin(&mut self, start: &BytesStart<'_>) {
        self.depth += 1;
        if self.collapsed.is_none() && attribute(start, "display").as_deref() == Some("false") {
            self.collapsed = Some(self.depth);
        }
    }

    fn end(&mut self) {
        if self.collapsed == Some(self.depth) {
            self.collapsed = None;
        }
        self.depth = self.depth.saturating_sub(1);
    }
}

/// Whether a length, such as `0cm` or `0.889in`, is none at all.
fn is_nothing(length: &str) -> bool {
    length.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').trim().parse() == Ok(0.0)
}

impl Reading {
    fn start(&mut self, start: &BytesStart<'_>, book: &mut Book) -> Result<(), Problem> {
        match start.name().as_ref() {
            "style:style" => self.style = attribute(start, "name"),
            "style:table-properties" if attribute(start, "display").as_deref() == Some("false") => self.hide_style(),
            "style:table-row-properties" if attribute(start, "row-height").is_some_and(|size| is_nothing(&size)) => {
                self.hide_style();
            }
            "style:table-column-properties"
                if attribute(start, "column-width").is_some_and(|size| is_nothing(&size)) =>
            {
                self.hide_style();
            }
            "table:table-row-group" if self.tables == 1 => self.groups[0].begin(start),
            "table:table-column-group" if self.tables == 1 => self.groups[1].begin(start),
            "table:table" => {
                self.tables += 1;
                if self.tables == 1 {
                    let is_hidden = attribute(start, "style-name").is_some_and(|style| self.hiding.contains(&style));
                    (self.row, self.repeated, self.columns) = (0, 0, 0);
                    self.groups = Default::default();
                    book.begin(&attribute(start, "name").unwrap_or_default(), is_hidden)?;
                }
            }
            "table:table-row" if self.tables == 1 => {
                self.repeated = number(start, "number-rows-repeated").unwrap_or(1).max(1);
                self.column = 0;
                self.cells.clear();
                if self.is_hidden(start, 0) {
                    book.hide_rows(self.row + 1, self.row.saturating_add(self.repeated));
                }
            }
            "table:table-column" if self.tables == 1 => {
                let first = self.columns + 1;
                self.columns = self.columns.saturating_add(number(start, "number-columns-repeated").unwrap_or(1));
                if self.is_hidden(start, 1) {
                    book.hide_columns(first, self.columns);
                }
            }
            "table:table-cell" | "table:covered-table-cell" if self.tables == 1 => {
                let mut cell = OdsCell::new(start);
                cell.is_covered = start.name().as_ref() == "table:covered-table-cell";
                self.cell = Some(cell);
                (self.words, self.skipped) = (0, 0);
            }
            "office:annotation" | "draw:frame" | "text:ruby-text" | "draw:custom-shape" => self.skipped += 1,
            "text:p" | "text:h" => {
                self.words += 1;
                if let Some(cell) = self.cell.as_mut().filter(|c| !c.words.is_empty() && self.skipped == 0) {
                    cell.words.push('\n');
                }
            }
            "text:s" | "text:tab" | "text:line-break" if self.words > 0 && self.skipped == 0 => {
                if let Some(cell) = &mut self.cell {
                    match start.name().as_ref() {
                        "text:tab" => cell.words.push('\t'),
                        "text:line-break" => cell.words.push('\n'),
                        _ => {
                            let count = number(start, "c").unwrap_or(1).min(1000) as usize;
                            cell.words.extend(std::iter::repeat_n(' ', count));
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes note that the open style hides what has it.
    fn hide_style(&mut self) {
        if let Some(style) = self.style.take().filter(|_| self.hiding.len() < MAX_STYLES) {
            self.hiding.insert(style);
        }
    }

    /// Whether a row or column is not shown: by a person, by a filter, in a collapsed group, or because it has no size.
    fn is_hidden(&self, start: &BytesStart<'_>, groups: usize) -> bool {
        let is_collapsed =
            attribute(start, "visibility").is_some_and(|visibility| visibility == "collapse" || visibility == "filter");
        let has_no_size = || attribute(start, "style-name").is_some_and(|style| self.hiding.contains(&style));
        is_collapsed || self.groups[groups].collapsed.is_some() || has_no_size()
    }

    fn end(&mut self, name: &str, book: &mut Book) -> Result<(), Problem> {
        match name {
            "style:style" => self.style = None,
            "table:table-row-group" if self.tables == 1 => self.groups[0].end(),
            "table:table-column-group" if self.tables == 1 => self.groups[1].end(),
            "office:annotation" | "draw:frame" | "text:ruby-text" | "draw:custom-shape" => {
                self.skipped = self.skipped.saturating_sub(1);
            }
            "text:p" | "text:h" => self.words = self.words.saturating_sub(1),
            "table:table-cell" | "table:covered-table-cell" if self.tables == 1 => {
                if let Some(cell) = self.cell.take() {
                    let (first, count) = (self.column + 1, cell.repeated);
                    self.column = self.column.saturating_add(count);
                    if !cell.is_covered && (!cell.words.trim().is_empty() || cell.has_value() || cell.is_merged()) {
                        self.cells.push((first, count, cell));
                    }
                }
            }
            "table:table-row" if self.tables == 1 => self.end_row(book)?,
            "table:table" => {
                if self.tables == 1 {
                    book.end()?;
                }
                self.tables = self.tables.saturating_sub(1);
            }
            _ => {}
        }
        Ok(())
    }

    fn end_row(&mut self, book: &mut Book) -> Result<(), Problem> {
        let first = self.row + 1;
        self.row = self.row.saturating_add(self.repeated);
        for (column, count, cell) in self.cells.drain(..) {
            if cell.is_merged() {
                let last = (first.saturating_add(cell.rows - 1), column.saturating_add(cell.columns - 1));
                book.merge(Area { first: (first, column), last })?;
            }
            let shown = cell.shown();
            if shown.text.trim().is_empty() && shown.nature != Nature::Formula {
                continue;
            }
            if u64::from(count) * u64::from(self.repeated) > MAX_CELLS as u64 {
                return Err(too_large(
                    shown.text,
                    format!("this cell is repeated {count} times in {} rows", self.repeated),
                ));
            }
            let text = book.shown(&shown)?;
            for row in first..=self.row {
                for column in column..column.saturating_add(count) {
                    book.add_shown(row, column, text, &shown.nature)?;
                }
            }
        }
        Ok(())
    }
}
