//! The only module that opens Oxigraph. In: a dataset folder, and the quads of what it holds. Out: views, of which
//! [`access`] gives the public part or the whole. It may write below `.chorograph/`, and it alone opens the database
//! there.
//!
//! What was finished last is a *view*: a RocksDB checkpoint made of hard links that nobody writes again, with what the
//! build noted about it beside it. Readers open the newest view. So a reader never meets a file that a writer is
//! compacting (a store opened read-only beside a writer can report corruption that is none), never waits, and never
//! sees half of a build.
//!
//! One writer at a time works on `store/` under a lock. `store/` begins as the current view, by hard links, and becomes
//! the next one; nothing else is ever made of it. A writer that was killed leaves a `store/` that is not a view, and the
//! next writer, whatever it is to do, begins from the view again. So any change that a writer makes, in however many
//! transactions, is one change. A long build saves its progress now and then; only a build goes on from there, and only
//! while the view is the one that it began from.
//!
//! ```text
//! .chorograph/lock            held by the writer
//! .chorograph/store/          the writer's store
//! .chorograph/store/of-view   the id of the view that store/ is the same as; removed before the first change
//! .chorograph/views/7/db/     a checkpoint
//! .chorograph/views/7/state.json   what the build noted about it
//! .chorograph/views/7/id      unlike that of any other view, also of a seventh one in a store made anew
//! .chorograph/views/7/lock    shared by its readers
//! .chorograph/views/7/NAME/   what was derived from it once, see [`View::derived`]; gone with it
//! .chorograph/current         "7", replaced by rename
//! .chorograph/progress/       what an unfinished build saved last: db/, state.json, and the id of its view in base
//! ```

use oxigraph::store::StorageError;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub mod facts;
mod loaded;
mod view;
mod writer;
pub mod disagree;
pub mod copies;
pub mod load;
pub mod access;

pub use facts::{FactError, FactReader, Facts, Statements};
pub use loaded::{LoadError, Loaded};
pub use view::{View, current_state};
pub use writer::Writer;

/// Why a store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else writes.
    #[error("another chorograph is writing to {}", .0.display())]
    Busy(PathBuf),
    /// Nothing was built yet.
    #[error("{} holds no data yet", .0.display())]
    Empty(PathBuf),
    /// The file system.
    #[error("{}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Oxigraph.
    #[error("the store in {}", path.display())]
    Storage {
        /// Where.
        path: PathBuf,
        /// Why.
        source: StorageError,
    },
}

impl StoreError {
    fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        |source| Self::Io { path, source }
    }

    fn storage(path: &Path) -> impl FnOnce(StorageError) -> Self + use<> {
        let path = path.to_owned();
        |source| Self::Storage { path, source }
    }
}

/// How many quads the bulk loader sorts at once, for each of its threads; about 700 bytes each.
const BULK_BATCH: usize = 50_000;
/// Below this many quads a transaction is quicker than the bulk loader's files.
const BULK_MINIMUM: usize = 50_000;

/// The files of a view in a folder of their own: links to those that are never written again, copies of the others.
fn link_files(from: &Path, to: &Path) -> Result<(), StoreError> {
    for entry in fs::read_dir(from).map_err(StoreError::io(from))? {
        let from = entry.map_err(StoreError::io(from))?.path();
        let to = to.join(from.file_name().unwrap_or_default());
        let is_final = from.extension().is_some_and(|e| e == "sst");
        if !(is_final && fs::hard_link(&from, &to).is_ok()) {
            fs::copy(&from, &to).map_err(StoreError::io(&from))?;
        }
    }
    Ok(())
}

/// Writes all of a file or nothing. Only the writer does so: of the name that is not yet the file's there is one.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let written = || -> io::Result<()> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let new = path.with_file_name(format!("new-{name}"));
        let mut file = File::create(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(new, path)
    };
    written().map_err(StoreError::io(path))
}

/// Removes a folder with all that it holds; it need not exist.
fn remove_folder(path: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(StoreError::Io { path: path.to_owned(), source: e }),
        _ => Ok(()),
    }
}
