//! Opens a file as tables, by its format.

use crate::base::files;
use crate::base::text::{Problem, encoding};
use crate::read::grid::delimited::Delimited;
use crate::read::grid::json::{JsonTables, LineSource, LinkedPlaces};
use crate::read::grid::markdown::MarkdownTables;
use crate::read::grid::page::PageTables;
use crate::read::grid::wikitext::WikiTables;
use crate::read::grid::workbook::Workbook;
use crate::read::grid::{Dialect, Tables};
use std::path::Path;

/// Maximum size of a text with tables, in bytes.
pub const MAX_TEXT: u64 = 64 << 20;
/// Maximum size of a JSON text, in bytes.
pub const MAX_JSON: u64 = 256 << 20;

/// How a file holds tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Delimited values.
    Delimited,
    /// A workbook.
    Workbook,
    /// A JSON text.
    Json,
    /// JSON lines.
    JsonLines,
    /// Markdown.
    Markdown,
    /// Wikitext.
    Wikitext,
    /// An HTML page.
    Page,
    /// Linked Places Format: features whose values have times and citations of their own.
    LinkedPlaces,
}

/// Opens a file as tables. `shown` is its path in messages; `bytes` is where its bytes are.
pub fn open(format: TableFormat, bytes: &Path, shown: &Path, dialect: &Dialect) -> Result<Box<dyn Tables>, Vec<Problem>> {
    let name = shown.to_string_lossy();
    Ok(match format {
        TableFormat::Delimited => Box::new(Delimited::open(bytes, shown, dialect)?),
        TableFormat::Workbook => Box::new(Workbook::open(bytes, shown)?),
        TableFormat::Json | TableFormat::LinkedPlaces => Box::new(JsonTables::open(read(bytes, MAX_JSON)?, &name, false)?),
        TableFormat::JsonLines => Box::new(JsonTables::open_lines(LineSource::file(bytes.to_owned()), &name)?),
        TableFormat::Markdown => Box::new(MarkdownTables::new(&text(bytes)?)?),
        TableFormat::Wikitext => Box::new(WikiTables::new(&text(bytes)?)?),
        TableFormat::Page => Box::new(PageTables::new(&text(bytes)?)?),
    })
}

/// Opens a file of Linked Places Format as places.
pub fn open_places(bytes: &Path, shown: &Path) -> Result<LinkedPlaces, Vec<Problem>> {
    LinkedPlaces::open(read(bytes, MAX_JSON)?, &shown.to_string_lossy())
}

/// The text of a file, decoded as other documents are.
fn text(path: &Path) -> Result<String, Vec<Problem>> {
    Ok(encoding::decode(read(path, MAX_TEXT)?)?.text)
}

/// The bytes of a file that is read whole.
fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Vec<Problem>> {
    let length = std::fs::metadata(path).map_err(|error| vec![unreadable(&error)])?.len();
    if length > limit {
        return Err(vec![Problem {
            at: None,
            value: format!("{length} bytes"),
            what: format!("this file is too large: it may have {} MiB", limit >> 20),
            rule: "a file that is held in memory has at most 64 MiB, a JSON text 256 MiB",
            help: "split it, or write its rows as CSV or JSON Lines, which are read as a stream".to_owned(),
        }]);
    }
    files::read(path).map_err(|error| vec![unreadable(&error)])
}

fn unreadable(error: &std::io::Error) -> Problem {
    Problem {
        at: None,
        value: String::new(),
        what: format!("it cannot be read: {error}"),
        rule: "a document is a readable file",
        help: "check its permissions".to_owned(),
    }
}
