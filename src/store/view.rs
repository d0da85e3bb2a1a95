//! A view: the result of the last finished build, open for reading.

use super::{Statements, StoreError, link_files};
use crate::base::files;
use oxigraph::store::Store;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// A view: the result of the last finished build, open for reading.
pub struct View {
    statements: Statements,
    number: u64,
    id: Option<String>,
    folder: PathBuf,
    // Keeps the writer from removing the view.
    _lock: File,
}

impl View {
    /// Opens the current view below a `.chorograph` folder.
    pub fn open(work: &Path) -> Result<Self, StoreError> {
        let mut error = StoreError::Empty(work.to_owned());
        // A view may be replaced and removed between reading its number and locking it: then there is a newer one.
        for _ in 0..100 {
            let Some(number) = current(work)? else { break };
            let folder = folder_of(work, number);
            let path = folder.join("lock");
            let lock = match File::open(&path) {
                Ok(lock) => lock,
                // The lock file was lost while the view remains; it is made again.
                Err(source) if source.kind() == io::ErrorKind::NotFound && folder.join("db").is_dir() => {
                    match File::create(&path) {
                        Ok(lock) => lock,
                        Err(_) => continue,
                    }
                }
                Err(source) if source.kind() == io::ErrorKind::NotFound => continue,
                Err(source) => {
                    error = StoreError::Io { path, source };
                    break;
                }
            };
            if lock.try_lock_shared().is_err() {
                continue;
            }
            let db = folder.join("db");
            if !db.is_dir() {
                continue;
            }
            let id = id_of(&folder);
            let store = Store::open_read_only(&db).map_err(StoreError::storage(&db))?;
            return Ok(Self { statements: store.into(), number, id, folder, _lock: lock });
        }
        Err(error)
    }

    /// The store.
    pub fn store(&self) -> &Store {
        self.statements.store()
    }

    /// The store, for look-ups.
    pub fn statements(&self) -> &Statements {
        &self.statements
    }

    /// Whether this is still the current view below a `.chorograph` folder.
    pub fn is_current(&self, work: &Path) -> bool {
        // A store that was removed and made anew counts its views from 1 again.
        let current = current(work).ok().flatten();
        current == Some(self.number) && self.id.is_some() && id_of(&folder_of(work, self.number)) == self.id
    }

    /// The state that the build stored with the view; `None` if it is lost.
    pub fn state(&self) -> Option<Vec<u8>> {
        fs::read(self.folder.join("state.json")).ok()
    }

    /// The same view with a derived store in place of its own. The derived store is made once, by its first reader, and
    /// shared by all later readers of the view. `change` turns a copy of the view's store, in which the files that are
    /// never written again are links, into the derived store. Other readers see it when it is complete; if `change`
    /// fails, there is none.
    pub fn derived<E: From<StoreError>>(
        self,
        name: &str,
        change: impl FnOnce(&Store) -> Result<(), E>,
    ) -> Result<Self, E> {
        let path = self.folder.join(name);
        if !path.is_dir() {
            let lock_path = self.folder.join(format!("{name}.lock"));
            // A second reader waits for the first.
            let lock = File::create(&lock_path).map_err(StoreError::io(&lock_path))?;
            lock.lock().map_err(StoreError::io(&lock_path))?;
            if !path.is_dir() {
                self.derive(&path, change)?;
            }
        }
        let store = Store::open_read_only(&path).map_err(StoreError::storage(&path))?;
        Ok(Self { statements: store.into(), ..self })
    }

    fn derive<E: From<StoreError>>(&self, path: &Path, change: impl FnOnce(&Store) -> Result<(), E>) -> Result<(), E> {
        let folder = &self.folder;
        // This process holds the lock: what is there was left by one that was killed.
        for entry in fs::read_dir(folder).map_err(StoreError::io(folder))?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(".derived-") {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        let temporary =
            tempfile::Builder::new().prefix(".derived-").tempdir_in(folder).map_err(StoreError::io(folder))?;
        link_files(&folder.join("db"), temporary.path())?;
        let store = Store::open(temporary.path()).map_err(StoreError::storage(path))?;
        change(&store)?;
        store.flush().map_err(StoreError::storage(path))?;
        drop(store);
        fs::rename(temporary.path(), path).map_err(StoreError::io(path))?;
        // It has its final name now and stays.
        let _ = temporary.keep();
        Ok(())
    }
}

/// The state of the current view; `None` if it is lost.
pub fn current_state(work: &Path) -> Option<Vec<u8>> {
    let number = current(work).ok().flatten()?;
    fs::read(folder_of(work, number).join("state.json")).ok()
}

/// The number of the current view: the one in `current`, or if that file is lost, the highest number in `views/`. A
/// view gets its number when it is complete.
pub(super) fn current(work: &Path) -> Result<Option<u64>, StoreError> {
    let path = work.join("current");
    let pointer = match fs::read(&path) {
        Ok(text) => String::from_utf8_lossy(&text).trim().parse().ok(),
        Err(e) if e.kind() == io::ErrorKind::NotFound => None,
        Err(source) => return Err(StoreError::Io { path, source }),
    };
    // A folder without permission to look into it is not missing.
    let is_there = |n: u64| {
        let path = folder_of(work, n).join("db");
        match fs::metadata(&path) {
            Ok(found) => Ok(found.is_dir()),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(source) => Err(StoreError::Io { path, source }),
        }
    };
    if let Some(number) = pointer
        && is_there(number)?
    {
        return Ok(Some(number));
    }
    let mut last = None;
    for number in numbered(&work.join("views"))? {
        if last < Some(number) && is_there(number)? {
            last = Some(number);
        }
    }
    Ok(last)
}

pub(super) fn folder_of(work: &Path, number: u64) -> PathBuf {
    work.join("views").join(number.to_string())
}

/// The id of a view, which no other view has; `None` for views of old programs.
pub(super) fn id_of(view: &Path) -> Option<String> {
    fs::read_to_string(view.join("id")).ok().filter(|id| !id.is_empty())
}

pub(super) fn numbered(views: &Path) -> Result<Vec<u64>, StoreError> {
    let entries = files::entries(views).map_err(StoreError::io(views))?.unwrap_or_default();
    Ok(entries.iter().filter_map(|path| path.file_name()?.to_str()?.parse().ok()).collect())
}

/// Removes a view, unless it is being read. The next writer tries again to remove what cannot be removed now.
pub(super) fn remove_unread(view: &Path) {
    let locked = File::open(view.join("lock")).map(|lock| lock.try_lock().map(|()| lock));
    if let Ok(Err(TryLockError::WouldBlock)) = locked {
        return;
    }
    // Renamed first, so that a partly removed view is never taken for a view.
    let gone = view.with_file_name(format!("old-{}", view.file_name().unwrap_or_default().to_string_lossy()));
    let _ = fs::remove_dir_all(&gone);
    let _ = fs::remove_dir_all(if fs::rename(view, &gone).is_ok() { &gone } else { view });
}
