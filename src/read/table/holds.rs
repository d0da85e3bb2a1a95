//! What a file holds: a document, articles, or tables. Its name decides; where a name can stand for several, the
//! metadata does, else the content.

use crate::base::text::Problem;
use crate::dataset::JsonlFields;
use crate::read::grid::json::{JsonEnding, JsonKind, LineSource, kind_of};
use crate::read::grid::open::TableFormat;
use crate::read::source::format::SourceFormat;
use crate::read::source::metadata::{DocumentKind, Metadata};
use crate::read::source::tei;
use std::path::Path;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Text with fact boxes, an article, or both.
    Document,
    /// Many articles.
    Articles,
    /// Tables.
    Tables(TableFormat),
}

/// What a file holds, by this table. `bytes` is where its bytes are.
///
/// | name | metadata | holds |
/// | --- | --- | --- |
/// | `.txt` | `kind = "table"` | a table of delimited values |
/// | `.html`, `.htm`, `.xhtml` | `kind = "table"`, or `[[table]]` | the tables of the page |
/// | `.jsonl`, `.ndjson` | `kind = "table"`, or `[[table]]` | rows |
/// | | `kind = "articles"` | articles |
/// | | neither | what the content is; see [`JsonKind`] |
/// | `.json`, `.geojson` | | rows, features or Linked Places; see [`JsonKind`] |
/// | `.csv`, `.tsv`, `.xlsx`, `.xlsm`, `.xls`, `.ods`, `.md`, `.wiki`, `.wikitext` | | tables |
/// | `.xml`, `.rss`, `.atom` | | a document, if the root is that of TEI in its namespace; else the articles of a feed |
/// | others | | a document |
pub fn holds(path: &Path, bytes: &Path, metadata: &Metadata, fields: &JsonlFields) -> Result<Holds, Problem> {
    let is_table = metadata.kind == DocumentKind::Table || !metadata.tables.is_empty();
    Ok(match SourceFormat::of(path) {
        Some(SourceFormat::Text) if metadata.kind == DocumentKind::Table => Holds::Tables(TableFormat::Delimited),
        Some(SourceFormat::Html) if is_table => Holds::Tables(TableFormat::Page),
        Some(SourceFormat::Lines | SourceFormat::CompressedLines) => match metadata.kind {
            DocumentKind::Articles => Holds::Articles,
            _ if is_table => Holds::Tables(TableFormat::JsonLines),
            _ => match kind(bytes, JsonEnding::Lines, fields) {
                JsonKind::Rows | JsonKind::Features | JsonKind::LinkedPlaces => Holds::Tables(TableFormat::JsonLines),
                JsonKind::Articles => Holds::Articles,
                JsonKind::Unknown(problem) => return Err(*problem),
            },
        },
        Some(SourceFormat::Json) => {
            let is_geojson = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("geojson"));
            let ending = if is_geojson { JsonEnding::GeoJson } else { JsonEnding::Json };
            match kind(bytes, ending, fields) {
                JsonKind::LinkedPlaces if metadata.tables.is_empty() => Holds::Tables(TableFormat::LinkedPlaces),
                JsonKind::Articles if !is_table => return Err(articles()),
                JsonKind::Unknown(problem) if !is_table => return Err(*problem),
                _ => Holds::Tables(TableFormat::Json),
            }
        }
        Some(SourceFormat::Delimited) => Holds::Tables(TableFormat::Delimited),
        Some(SourceFormat::Workbook) => Holds::Tables(TableFormat::Workbook),
        Some(SourceFormat::Markdown) => Holds::Tables(TableFormat::Markdown),
        Some(SourceFormat::Wikitext) => Holds::Tables(TableFormat::Wikitext),
        Some(SourceFormat::Xml) if tei::is_tei(bytes) => Holds::Document,
        Some(SourceFormat::Xml) => Holds::Articles,
        Some(SourceFormat::Text | SourceFormat::Html) | None => Holds::Document,
    })
}

/// What the beginning of a file of JSON is; a file that cannot be read is reported when its rows are.
fn kind(bytes: &Path, ending: JsonEnding, fields: &JsonlFields) -> JsonKind {
    match LineSource::file(bytes.to_owned()).begin() {
        Ok(begin) => kind_of(&begin, ending, fields),
        Err(_) if ending == JsonEnding::Lines => JsonKind::Articles,
        Err(_) => JsonKind::Rows,
    }
}

fn articles() -> Problem {
    Problem {
        at: None,
        value: String::new(),
        what: "this file holds articles as one JSON text".to_owned(),
        rule: "articles are read from JSON Lines, one a line",
        help: "write each article on a line of its own, in a file that ends in .jsonl; or say kind = \"table\" in its .meta.toml".to_owned(),
    }
}
