//! A temporary store with the content of a file.

use super::{BULK_BATCH, BULK_MINIMUM, Statements, StoreError};
use oxigraph::io::{RdfParseError, RdfParser};
use oxigraph::store::Store;
use std::io::Read;
use std::path::Path;

/// A temporary store with the content of a file. It is removed when it is dropped.
pub struct Loaded {
    statements: Statements,
    // Removed when the store is closed.
    _folder: tempfile::TempDir,
}

/// Why a file cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file has a mistake in its format, or cannot be read.
    #[error("{0}")]
    Parse(#[source] RdfParseError),
    /// The temporary store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Loaded {
    /// Loads RDF into a store in a folder for temporary files. Memory does not grow with the file.
    pub fn read(parser: RdfParser, reader: impl Read, scratch: &Path) -> Result<Self, LoadError> {
        let folder =
            tempfile::Builder::new().prefix("chorograph-").tempdir_in(scratch).map_err(StoreError::io(scratch))?;
        let error = || StoreError::storage(folder.path());
        let store = Store::open(folder.path()).map_err(error())?;
        let mut loader =
            store.bulk_loader().with_num_threads(2).with_max_memory_size_in_megabytes(2 * BULK_BATCH / 1000);
        let mut batch = Vec::new();
        for quad in parser.for_reader(reader) {
            batch.push(quad.map_err(LoadError::Parse)?);
            if batch.len() >= BULK_MINIMUM {
                loader.load_quads(std::mem::take(&mut batch)).map_err(error())?;
            }
        }
        loader.load_quads(batch).map_err(error())?;
        loader.commit().map_err(error())?;
        Ok(Self { statements: store.into(), _folder: folder })
    }

    /// The store.
    pub fn store(&self) -> &Store {
        self.statements.store()
    }

    /// The store, for look-ups.
    pub fn statements(&self) -> &Statements {
        &self.statements
    }
}
