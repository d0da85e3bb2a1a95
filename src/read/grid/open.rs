//! Opens a file as tables, by its format; and what must be known to open the same bytes in the same way again.

use crate::base::files;
use crate::base::text::{Problem, encoding};
use crate::read::grid::delimited::Delimited;
use crate::read::grid::json::{JsonTables, LineSource, LinkedPlaces};
use crate::read::grid::markdown::MarkdownTables;
use crate::read::grid::page::PageTables;
use crate::read::grid::wikitext::WikiTables;
use crate::read::grid::workbook::Workbook;
use crate::read::grid::{Dialect, Tables};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Maximum size of a text with tables, in bytes.
pub const MAX_TEXT: u64 = 64 << 20;
/// Maximum size of a JSON text, in bytes.
pub const MAX_JSON: u64 = 256 << 20;

/// How a file holds tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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

impl TableFormat {
    /// Whether the places of cells are ranges of a text.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Markdown | Self::Wikitext)
    }
}

/// How a file of tables was opened. What was found about a file of delimited values follows from its bytes, from the
/// ending of its name and from what was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Its format.
    pub format: TableFormat,
    /// The ending of its name (`tsv`); empty if it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ending: String,
    /// The delimiter that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// The quotation mark that was said; an empty text if values are never quoted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// The encoding that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The beginning of comments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The escape character that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escape: Option<char>,
}

impl Opening {
    /// That of a file with this name.
    pub fn new(format: TableFormat, shown: &Path, dialect: &Dialect) -> Self {
        Self {
            format,
            ending: shown.extension().unwrap_or_default().to_string_lossy().into_owned(),
            delimiter: dialect.delimiter,
            quote: dialect.quote.map(|quote| quote.map(String::from).unwrap_or_default()),
            encoding: dialect.encoding.clone(),
            comment: dialect.comment.clone(),
            escape: dialect.escape,
        }
    }

    /// Opens the same bytes again, wherever they are now.
    pub fn open(&self, bytes: &Path) -> Result<Box<dyn Tables>, Vec<Problem>> {
        let dialect = Dialect {
            delimiter: self.delimiter,
            quote: self.quote.as_ref().map(|quote| quote.chars().next()),
            encoding: self.encoding.clone(),
            comment: self.comment.clone(),
            escape: self.escape,
            // Cells are found by their places in the file.
            skip_columns: 0,
        };
        open(self.format, bytes, &bytes.with_extension(&self.ending), &dialect)
    }
}

/// Opens a file as tables. `shown` is its path in messages; `bytes` is where its bytes are.
pub fn open(
    format: TableFormat,
    bytes: &Path,
    shown: &Path,
    dialect: &Dialect,
) -> Result<Box<dyn Tables>, Vec<Problem>> {
    let name = shown.to_string_lossy();
    Ok(match format {
        TableFormat::Delimited => Box::new(Delimited::open(bytes, shown, dialect)?),
        TableFormat::Workbook => Box::new(Workbook::open(bytes, shown)?),
        TableFormat::Json | TableFormat::LinkedPlaces => {
            Box::new(JsonTables::open(read(bytes, MAX_JSON)?, &name, false)?)
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::grid::CellPlace;

    #[test]
    fn an_opening_is_written_and_read() {
        for quote in [None, Some(None), Some(Some('\''))] {
            let said =
                Dialect { delimiter: Some(';'), quote, encoding: Some("latin1".to_owned()), ..Dialect::default() };
            let opening = Opening::new(TableFormat::Delimited, Path::new("a/b.tsv"), &said);
            let text = serde_json::to_string(&opening).unwrap();
            assert!(text.starts_with(r#"{"format":"delimited","ending":"tsv","delimiter":";""#), "{text}");
            assert_eq!(serde_json::from_str::<Opening>(&text).unwrap(), opening);
        }
    }

    #[test]
    fn the_same_bytes_are_opened_in_the_same_way() {
        let folder = tempfile::tempdir().unwrap();
        // Cut by commas or semicolons as well as by tabs: the name of the file decides.
        let bytes = folder.path().join("0a1b.csv");
        std::fs::write(&bytes, "a,b\tc\nd,e\t'f\tg'\n").unwrap();
        let said = Dialect { quote: Some(Some('\'')), ..Dialect::default() };
        let opening = Opening::new(TableFormat::Delimited, Path::new("figures.tsv"), &said);
        let tables = opening.open(&bytes).unwrap();
        let cut =
            tables.cells(&[CellPlace::Delimited { row: 2, column: 2 }, CellPlace::Delimited { row: 3, column: 1 }]);
        assert_eq!(cut[0].as_ref().map(|cut| (cut.cell.text.as_str(), cut.line)), Some(("f\tg", Some(2))));
        assert_eq!(cut[1], None);
    }
}
