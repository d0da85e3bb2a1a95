//! A file of a dataset read whole: with the metadata beside it, to all that it says.

use crate::dataset::Dataset;
use crate::record;
use crate::source::metadata::{self, Metadata};
use crate::source::{self, SourceDocument, SourceError};
use std::io;
use std::path::Path;

/// The metadata of a document and the digest of its file.
pub(super) struct ReadMetadata {
    pub(super) metadata: Metadata,
    pub(super) digest: String,
}

/// Reads what stands beside a document.
pub(super) fn read_metadata(document: &Path) -> Result<ReadMetadata, SourceError> {
    let path = metadata::path_for(document);
    let captured = match source::capture(&path) {
        Ok(captured) => captured,
        Err(SourceError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            return Ok(ReadMetadata { metadata: Metadata::default(), digest: String::new() });
        }
        Err(e) => return Err(e),
    };
    let metadata = source::decode(captured.bytes)
        .and_then(|text| Metadata::parse(&text))
        .map_err(|problems| SourceError::Unreadable { path, problems })?;
    Ok(ReadMetadata { metadata, digest: captured.sha256 })
}

/// Reads a document with all that it says.
pub fn read(
    id: &str,
    path: &Path,
    captured: source::Captured,
    metadata: Metadata,
    dataset: &Dataset,
) -> Result<(SourceDocument, record::Reading), SourceError> {
    let document = SourceDocument::new(id.to_owned(), path.to_owned(), captured, metadata)?;
    let reading = record::read(&document, dataset.language())
        .map_err(|problems| SourceError::Unreadable { path: path.to_owned(), problems })?;
    Ok((document, reading))
}

/// Reads a document to see whether it can be, without keeping anything.
pub fn try_read(path: &Path, metadata: Metadata, dataset: &Dataset) -> Result<(), SourceError> {
    read("", path, source::capture(path)?, metadata, dataset).map(drop)
}
