//! What a reading depends on beside the bytes of its source, as a digest: if it is another, the source is read again.

use crate::base::iri::digest;
use crate::dataset::gazetteer::Gazetteer;
use crate::dataset::{Dataset, JsonlFields};
use crate::foreign::beside::Captured;
use crate::read::source::format::SourceFormat;
use crate::store::load::state;
use std::path::Path;

/// Digest of all but the source and the files beside it that a reading depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct ReadingContext(String);

impl ReadingContext {
    pub(in crate::store) fn new(dataset: &Dataset, gazetteer: &Gazetteer) -> Self {
        Self(digest(&[&state::program(), &dataset.config.base, dataset.language(), &gazetteer.sha256]))
    }

    /// That of a text or a page. `metadata` is the digest of its metadata.
    pub(in crate::store) fn of_document(&self, path: &Path, metadata: &str, beside: &Captured) -> String {
        beside.context(digest(&[&self.0, &ending(path), metadata]))
    }

    /// That of a file of articles.
    pub(in crate::store) fn of_articles(&self, path: &Path, metadata: &str, fields: &JsonlFields) -> String {
        let given: Vec<&str> = fields.given().iter().map(|(_, name)| name.unwrap_or_default()).collect();
        digest(&[&[&*self.0, &*ending(path), metadata], &*given].concat())
    }

    /// That of a file of tables; `csvw` is the digest of the CSVW file beside it.
    pub(in crate::store) fn of_tables(&self, path: &Path, metadata: &str, csvw: &str) -> String {
        // A file of tabs has the format of one of commas, and is read differently.
        let name_ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        digest(&[&self.0, &ending(path), metadata, csvw, "table", &name_ending])
    }
}

/// The file name ending of a document's format.
pub(in crate::store) fn ending(path: &Path) -> String {
    SourceFormat::of(path).map_or("", SourceFormat::ending).to_owned()
}
