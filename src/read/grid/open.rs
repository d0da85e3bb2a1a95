//! Opens a file as tables, by its format.

use crate::base::files;
use crate::base::text::{Problem, encoding};
use crate::read::grid::delimited::Delimited;
use crate::read::grid::json::JsonTables;
use crate::read::grid::markdown::MarkdownTables;
use crate::read::grid::page::PageTables;
use crate::read::grid::wikitext::WikiTables;
use crate::read::grid::workbook::Workbook;
use crate::read::grid::{Dialect, Tables};
use std::path::Path;

/// Maximum size of a text with tables, in bytes.
pub const MAX_TEXT: usize = 64 << 20;

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
}

/// Opens a file as tables. `shown` is its path in messages; `bytes` is where its bytes are.
pub fn open(format: TableFormat, bytes: &Path, shown: &Path, dialect: &Dialect) -> Result<Box<dyn Tables>, Vec<Problem>> {
    Ok(match format {
        TableFormat::Delimited => Box::new(Delimited::open(bytes, shown, dialect)?),
        TableFormat::Workbook => Box::new(Workbook::open(bytes, shown)?),
        TableFormat::Json => Box::new(JsonTables::open(bytes, shown, false)?),
        TableFormat::JsonLines => Box::new(JsonTables::open(bytes, shown, true)?),
        TableFormat::Markdown => Box::new(MarkdownTables::new(&text(bytes)?)?),
        TableFormat::Wikitext => Box::new(WikiTables::new(&text(bytes)?)?),
        TableFormat::Page => Box::new(PageTables::new(&text(bytes)?)?),
    })
}

/// The text of a file, decoded as other documents are.
fn text(path: &Path) -> Result<String, Vec<Problem>> {
    let bytes = files::read(path).map_err(|error| vec![unreadable(&error)])?;
    if bytes.len() > MAX_TEXT {
        return Err(vec![Problem {
            at: None,
            value: format!("{} bytes", bytes.len()),
            what: "this text is too large".to_owned(),
            rule: "a text with tables has at most 64 MiB",
            help: "split it".to_owned(),
        }]);
    }
    Ok(encoding::decode(bytes)?.text)
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
