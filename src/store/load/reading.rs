//! Reads a file of a dataset completely: with its metadata file, to a document and its reading.

use crate::base::capture::{CaptureError, Captured, capture};
use crate::base::files;
use crate::base::text::{Problem, encoding};
use crate::dataset::{Dataset, JsonlFields};
use crate::extract::language;
use crate::read::grid::open::TableFormat;
use crate::read::record;
use crate::read::source::SourceDocument;
use crate::read::source::container::Articles;
use crate::read::source::metadata::{self, Metadata};
use crate::read::table::columns::Languages;
use crate::read::table::csvw::Csvw;
use crate::read::table::document::TableDocument;
use crate::read::table::holds::{Holds, holds};
use crate::read::table::{CellProblem, Question};
use std::path::Path;

/// Maximum number of mistakes of a file of articles that are reported.
pub(super) const MAX_SHOWN: usize = 100;

/// The metadata of a document and the digest of its file.
pub struct ReadMetadata {
    /// The metadata.
    pub metadata: Metadata,
    /// The digest.
    pub digest: String,
}

/// Reads the metadata file of a document; without one the metadata is empty.
pub fn read_metadata(document: &Path) -> Result<ReadMetadata, CaptureError> {
    let path = metadata::path_for(document);
    let captured = match capture(&path) {
        Ok(captured) => captured,
        Err(CaptureError::Io { source, .. }) if files::is_missing(&path, &source) => {
            return Ok(ReadMetadata { metadata: Metadata::default(), digest: String::new() });
        }
        Err(e) => return Err(e),
    };
    let metadata = encoding::utf8(captured.bytes)
        .and_then(|text| Metadata::parse(&text))
        .map_err(|problems| CaptureError::Unreadable { path, problems })?;
    Ok(ReadMetadata { metadata, digest: captured.sha256 })
}

/// Reads a document: its text, records and findings.
pub fn read(
    id: &str,
    path: &Path,
    captured: Captured,
    metadata: Metadata,
    dataset: &Dataset,
) -> Result<(SourceDocument, record::Reading), CaptureError> {
    let document = SourceDocument::new(id.to_owned(), path.to_owned(), captured, metadata)?;
    let mut reading = record::read(&document, dataset.language())
        .map_err(|problems| CaptureError::Unreadable { path: path.to_owned(), problems })?;
    note_language(&document, &mut reading, dataset);
    Ok((document, reading))
}

/// Checks whether a document can be read, without keeping anything. A file of articles can be read if any of its
/// articles can; if none can, their mistakes are the error.
pub fn try_read(path: &Path, metadata: Metadata, dataset: &Dataset) -> Result<(), CaptureError> {
    let fields = fields(&metadata, dataset);
    let unreadable = |problem: Problem| CaptureError::Unreadable { path: path.to_owned(), problems: vec![problem] };
    match holds(path, path, &metadata, &fields).map_err(unreadable)? {
        Holds::Document => return read("", path, capture(path)?, metadata, dataset).map(drop),
        // What only a person can decide about a table is answered beside it, in the dataset.
        Holds::Tables(format) => return try_table(path, format, &metadata),
        Holds::Articles => {}
    }
    let articles = Articles::open("", path, path, "", &metadata, &fields)
        .map_err(|source| CaptureError::Io { path: path.to_owned(), source })?;
    let mut problems = Vec::new();
    let mut good = 0;
    for article in articles {
        match article.and_then(|document| read_article(&document, dataset)) {
            Ok(_) => good += 1,
            Err(mut wrong) if problems.len() < MAX_SHOWN => problems.append(&mut wrong),
            Err(_) => {}
        }
    }
    if good > 0 { Ok(()) } else { Err(CaptureError::Unreadable { path: path.to_owned(), problems }) }
}

/// Checks whether a file of tables can be opened.
fn try_table(path: &Path, format: TableFormat, metadata: &Metadata) -> Result<(), CaptureError> {
    let problems = |problems: Vec<CellProblem>| CaptureError::Unreadable {
        path: path.to_owned(),
        problems: problems.into_iter().map(|problem| problem.problem).collect(),
    };
    let csvw = Csvw::of(path).map_err(problems)?;
    match TableDocument::open(format, path, path, &metadata.tables, csvw.beside.as_ref()) {
        Ok(_) => Ok(()),
        Err(wrong) if wrong.iter().all(|wrong| wrong.problem.rule == Question::RULE) => Ok(()),
        Err(wrong) => Err(problems(wrong)),
    }
}

/// The names of the fields in the lines of a file of articles: those of its metadata, or else those of the dataset.
pub(super) fn fields(metadata: &Metadata, dataset: &Dataset) -> JsonlFields {
    metadata.jsonl.clone().unwrap_or_else(|| dataset.config.jsonl.clone())
}

/// Reads an article in a file of articles. Every mistake has a position, if only that of the article's line.
pub(super) fn read_article(document: &SourceDocument, dataset: &Dataset) -> Result<record::Reading, Vec<Problem>> {
    let mut reading = record::read(document, dataset.language()).map_err(|mut problems| {
        for problem in &mut problems {
            problem.at = problem.at.or(Some(document.position(&(0..0))));
        }
        problems
    })?;
    note_language(document, &mut reading, dataset);
    Ok(reading)
}

/// The languages that matter for the tables of a source.
pub(super) fn languages(metadata: &Metadata, dataset: &Dataset) -> Languages {
    Languages { source: metadata.language.clone(), dataset: dataset.language().to_owned() }
}

/// Adds a note if an article is in a language that the dataset does not read.
fn note_language(document: &SourceDocument, reading: &mut record::Reading, dataset: &Dataset) {
    let note = reading.article.as_ref().and_then(|a| language::note(document, a, dataset.language()));
    reading.notes.extend(note);
}
