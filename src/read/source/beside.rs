//! The metadata file of a document on disk.

use crate::base::capture::{CaptureError, capture};
use crate::base::files;
use crate::base::text::encoding;
use crate::read::source::metadata::{self, Metadata};
use std::path::Path;

/// The metadata of a document and the digest of its file.
#[derive(Debug, Clone)]
pub struct ReadMetadata {
    /// The metadata.
    pub metadata: Metadata,
    /// The digest; empty if there is no such file.
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
