//! Workbooks as tables, one for each sheet: XLSX and XLSM, XLS of Excel 97 and later, ODS. What the file is, its content
//! says and not its name. Every format is read here, as a stream and within limits: a reader for general use gives the values
//! but not what the sheet shows of them, and trusts sizes that a file declares.
//!
//! The text of a cell is what the sheet shows, as far as it matters for the reading: 15 digits, leading zeros, the decimals
//! and percent of its number format, dates in ISO 8601 to the part that is shown. Not kept are the grouping of digits, the
//! exponent and fraction forms, and the marks of colour and alignment; a negative number has a minus whatever its format
//! says. In ODS the part of a date that is shown is not known, so that a date is whole, and the sign of a currency is left
//! out. Formulas have the value that was stored; one without has an empty text. The whole number or date is kept beside a
//! text that shows a part of it, and which rows and columns are hidden.
//!
//! A workbook is held in memory: 16 bytes for each filled cell, and its texts. The limits keep that below about 1.5 GiB; an
//! ordinary XLSX file, which is compressed, takes 3 to 6 times its size. Reading XLS holds the file, too.

mod decimal;
mod date;
mod format;
mod fault;
mod package;
mod xml;
mod compound;
mod book;
mod file_kind;
mod xlsx;
mod xls;
mod ods;

use super::{Cell, CellPlace, Hidden, NOTHING_HIDDEN, Rows, TableLabel, Tables};
use crate::base::files;
use crate::base::text::Problem;
use book::Book;
pub use book::{MAX_CELLS, MAX_POSITIONS, MAX_ROWS, MAX_SPANNED, MAX_TEXTS};
use fault::{damaged, fault, too_large};
use file_kind::{FileKind, LOOKED_AT};
use package::Package;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// Maximum size of the file of a workbook, in bytes: 256 MiB.
pub const MAX_FILE: u64 = 1 << 28;
/// Maximum size of the small parts that say what an archive is.
const MAX_TYPE_PART: u64 = 1 << 12;

/// An open workbook.
#[derive(Debug)]
pub struct Workbook {
    book: Book,
    labels: Vec<TableLabel>,
}

impl Workbook {
    /// Reads a workbook. `bytes` is the file with its content, `shown` the name that it has for the user.
    pub fn open(bytes: &Path, shown: &Path) -> Result<Self, Vec<Problem>> {
        Self::read(bytes, shown).map_err(|problem| vec![problem])
    }

    fn read(bytes: &Path, shown: &Path) -> Result<Self, Problem> {
        let unreadable =
            |error: std::io::Error| fault("", format!("this file cannot be read: {error}"), "check the file");
        let mut file = files::open(bytes).map_err(unreadable)?;
        let size = file.metadata().map_err(unreadable)?.len();
        if size > MAX_FILE {
            return Err(too_large("", format!("the file has {size} bytes; the limit is {MAX_FILE}")));
        }
        let mut head = Vec::new();
        (&file).take(LOOKED_AT as u64).read_to_end(&mut head).map_err(unreadable)?;
        file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        let mut book = Book::default();
        let format = match FileKind::of(&head) {
            FileKind::Zip => archive(file, &mut book)?,
            FileKind::Compound => {
                let mut content = Vec::new();
                file.take(MAX_FILE).read_to_end(&mut content).map_err(unreadable)?;
                xls::read(&content, &mut book)?;
                "xls"
            }
            FileKind::Other(kind, help) => {
                return Err(fault("", format!("this is {kind}, and no workbook"), help));
            }
        };
        if book.sheets.is_empty() {
            return Err(damaged("", "this workbook has no sheet with cells"));
        }
        note(&mut book, format, shown);
        let labels = book.sheets.iter().enumerate().map(|(at, sheet)| TableLabel {
            number: at + 1,
            sheet: Some(sheet.name.to_string()),
            rows: Some(sheet.last_row() as usize),
            is_hidden: sheet.is_hidden,
            ..TableLabel::default()
        });
        Ok(Self { labels: labels.collect(), book })
    }
}

/// Reads the workbook of a ZIP archive, and says in which format it is.
fn archive(file: File, book: &mut Book) -> Result<&'static str, Problem> {
    let mut package = Package::open(file)?;
    let other = |what: &str, help: &str| Err(fault("", format!("this is {what}, and no workbook"), help));
    if package.has("mimetype") && !package.has("[Content_Types].xml") {
        let kind = package.small("mimetype", MAX_TYPE_PART)?.unwrap_or_default();
        let kind = String::from_utf8_lossy(&kind).trim().to_owned();
        if !kind.starts_with("application/vnd.oasis.opendocument.spreadsheet") {
            return Err(fault(kind, "this archive is of another type, and no workbook", "get the workbook itself"));
        }
        ods::read(&mut package, book)?;
        return Ok("ods");
    }
    if !package.has("[Content_Types].xml") {
        return other("a ZIP archive of other files", "unpack it and use the workbook in it");
    }
    if package.has_below("word/") {
        return other("a Word document (.docx)", "copy its table into a spreadsheet program");
    }
    if package.has_below("ppt/") {
        return other("a presentation (.pptx)", "copy its table into a spreadsheet program");
    }
    if package.has("xl/workbook.bin") {
        return other("an XLSB workbook, which is not read", "open it in a spreadsheet program and save it as .xlsx");
    }
    xlsx::read(&mut package, book)?;
    Ok("xlsx")
}

/// Notes what the user may want to know about the file.
fn note(book: &mut Book, format: &str, shown: &Path) {
    let extension = shown.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let named = match extension.as_str() {
        "xlsx" | "xlsm" | "xltx" | "xltm" => "xlsx",
        "xls" | "xlt" => "xls",
        "ods" | "ots" => "ods",
        _ => format,
    };
    if named != format {
        let what =
            format!("this is an {} workbook, whatever its name says; it is read as one", format.to_ascii_uppercase());
        book.notes.push(fault(format!(".{extension}"), what, "name it by what it is"));
    }
    let without: Vec<_> = book.sheets.iter().filter_map(book::Sheet::without_value).collect();
    for (place, count) in without {
        let what = match count {
            1 => "this formula has no stored value".to_owned(),
            count => format!("{count} formulas of this sheet, of which this is the first, have no stored value"),
        };
        book.notes.push(fault(place, what, "open the workbook in a spreadsheet program and save it"));
    }
    let unseen: Vec<_> = book.sheets.iter().filter_map(book::Sheet::unseen).collect();
    for (place, count) in unseen {
        let what = match count {
            1 => "this cell has a number or date that its number format does not show; it is read as empty".to_owned(),
            count => format!(
                "{count} cells of this sheet, of which this is the first, have a number or date that their number format does not show; they are read as empty"
            ),
        };
        let help = "do nothing, or give the cells a number format that shows them and save the workbook";
        book.notes.push(fault(place, what, help));
    }
}

impl Tables for Workbook {
    fn labels(&self) -> &[TableLabel] {
        &self.labels
    }

    fn rows(&self, table: usize) -> Result<Rows<'_>, Problem> {
        match self.book.sheets.get(table) {
            Some(sheet) => Ok(Box::new(self.book.rows(sheet).map(Ok))),
            None => Err(fault(table.to_string(), "the workbook has no such sheet", "choose one that it has")),
        }
    }

    fn notes(&self) -> &[Problem] {
        &self.book.notes
    }

    fn hidden(&self, table: usize) -> &Hidden {
        self.book.sheets.get(table).map_or(&NOTHING_HIDDEN, |sheet| &sheet.hidden)
    }

    fn stored(&self, place: &CellPlace) -> Option<&str> {
        match place {
            CellPlace::Sheet { sheet, row, column } => self.book.exact(sheet, *row, *column),
            _ => None,
        }
    }

    fn cell(&self, place: &CellPlace) -> Option<Cell> {
        match place {
            CellPlace::Sheet { sheet, row, column } => self.book.find(sheet, *row, *column),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
