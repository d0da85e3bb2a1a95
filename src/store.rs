//! The only module that opens Oxigraph. Its input is a dataset folder and the quads of its sources. Its output is
//! views; [`access`] gives the public part of a view, or the whole. It may write below `.chorograph/`, and it alone
//! opens the database there.
//!
//! The result of a finished build is a *view*: a RocksDB checkpoint made of hard links that are never written again,
//! with the build's state beside it. Readers open the newest view. So a reader never meets a file that a writer is
//! compacting (a store opened read-only beside a writer can report corruption where there is none), never waits, and
//! never sees half of a build.
//!
//! One writer at a time works on `store/` under a lock. `store/` begins as the current view, by hard links, and becomes
//! the next one; it has no other use. A writer that was killed leaves a `store/` that is not a view, and the next
//! writer begins from the view again, whatever its task. So any change that a writer makes, in however many
//! transactions, is one change. A long build saves its progress from time to time; only a build resumes from it, and
//! only while the view is still the one that it began from.
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
//! .chorograph/review.lock     held while decisions on claims are written, see [`crate::review`]
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
pub mod parts;
pub mod load;
pub mod access;
pub mod convert;
pub mod combine;

pub use facts::{FactError, FactReader, Facts, Statements};
pub use loaded::{LoadError, Loaded};
pub use view::{View, current_state};
pub use writer::Writer;

/// Why the store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process holds the write lock. The path is the `.chorograph` folder.
    #[error("another chorograph is writing to {}", .0.display())]
    Busy(PathBuf),
    /// Nothing has been built yet. The path is the `.chorograph` folder.
    #[error("{} holds no data yet", .0.display())]
    Empty(PathBuf),
    /// A file or folder cannot be read or written.
    #[error("{}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The error of the file system.
        source: io::Error,
    },
    /// Oxigraph reports an error.
    #[error("the store in {}", path.display())]
    Storage {
        /// The folder of the store.
        path: PathBuf,
        /// Oxigraph's error.
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

/// Maximum number of quads that each thread of the bulk loader sorts at once; about 700 bytes each.
const BULK_BATCH: usize = 100_000;
/// Minimum number of quads for the bulk loader; a transaction is faster for fewer.
const BULK_MINIMUM: usize = 50_000;

/// Makes the files of a view in another folder: links to those that are never written again, copies of the others.
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

/// Writes a file completely or not at all. Only the writer calls this, because the temporary name is always the same.
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

/// Removes a folder with its contents; it need not exist.
fn remove_folder(path: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(StoreError::Io { path: path.to_owned(), source: e }),
        _ => Ok(()),
    }
}
