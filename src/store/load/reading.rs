//! Checks whether a file of a dataset can be read completely.

use crate::base::capture::{CaptureError, capture};
use crate::base::text::Problem;
use crate::claim::convert::articles::MAX_SHOWN;
use crate::dataset::Dataset;
use crate::extract::document::{fields, read, read_article};
use crate::read::grid::open::TableFormat;
use crate::read::source::container::Articles;
use crate::read::source::metadata::Metadata;
use crate::read::table::csvw::Csvw;
use crate::read::table::document::TableDocument;
use crate::read::table::holds::{Holds, holds};
use crate::read::table::{CellProblem, Question};
use std::path::Path;

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
