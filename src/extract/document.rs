//! Reads a captured document completely: its text, its fact boxes and its article, with a note if a part of the article
//! is not in English.

use crate::base::capture::{CaptureError, Captured};
use crate::base::text::Problem;
use crate::dataset::{Dataset, JsonlFields};
use crate::extract::language;
use crate::read::record::{self, Reading};
use crate::read::source::SourceDocument;
use crate::read::source::metadata::Metadata;
use std::path::Path;

/// Reads a document: its text, records and findings.
pub fn read(
    id: &str,
    path: &Path,
    captured: Captured,
    metadata: Metadata,
    dataset: &Dataset,
) -> Result<(SourceDocument, Reading), CaptureError> {
    let document = SourceDocument::new(id.to_owned(), path.to_owned(), captured, metadata)?;
    let mut reading = record::read(&document, dataset.language())
        .map_err(|problems| CaptureError::Unreadable { path: path.to_owned(), problems })?;
    note_language(&document, &mut reading, dataset);
    Ok((document, reading))
}

/// Reads an article in a file of articles. Every mistake has a position, if only that of the article's line.
pub fn read_article(document: &SourceDocument, dataset: &Dataset) -> Result<Reading, Vec<Problem>> {
    let mut reading = record::read(document, dataset.language()).map_err(|mut problems| {
        for problem in &mut problems {
            problem.at = problem.at.or(Some(document.position(&(0..0))));
        }
        problems
    })?;
    note_language(document, &mut reading, dataset);
    Ok(reading)
}

/// The names of the fields in the lines of a file of articles: those of its metadata, or else those of the dataset.
pub fn fields(metadata: &Metadata, dataset: &Dataset) -> JsonlFields {
    metadata.jsonl.clone().unwrap_or_else(|| dataset.config.jsonl.clone())
}

/// Adds a note if a part of an article is not in English, or not in the stated language.
fn note_language(document: &SourceDocument, reading: &mut Reading, dataset: &Dataset) {
    let note = reading.article.as_ref().and_then(|a| language::note(document, a, dataset.language()));
    reading.notes.extend(note);
}
