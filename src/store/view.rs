//! What was finished last, open for reading.

use super::{Statements, StoreError, link_files};
use crate::base::files;
use oxigraph::store::Store;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// What was finished last, open for reading.
pub struct View {
    statements: Statements,
    number: u64,
    id: Option<String>,
    folder: PathBuf,
    // Keeps the writer from removing the view.
    _lock: File,
}

impl View {
    /// Opens what was finished last below a `.chorograph` folder.
    pub fn open(work: &Path) -> Result<Self, StoreError> {
        let mut error = StoreError::Empty(work.to_owned());
        // A view may be replaced and removed between reading its number and locking it: then there is a newer one.
        for _ in 0..100 {
            let Some(number) = current(work)? else { break };
            let folder = folder_of(work, number);
            let path = folder.join("lock");
            let lock = match File::open(&path) {
                Ok(lock) => lock,
                // Lost without its view, the file of the lock is made again.
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

    /// The store, to look things up in it.
    pub fn statements(&self) -> &Statements {
        &self.statements
    }

    /// Whether it is still what was finished last below this folder.
    pub fn is_current(&self, work: &Path) -> bool {
        // A store that was removed and made anew counts its views from 1 again.
        let current = current(work).ok().flatten();
        current == Some(self.number) && self.id.is_some() && id_of(&folder_of(work, self.number)) == self.id
    }

    /// What the build noted about it; none if that is lost.
    pub fn state(&self) -> Option<Vec<u8>> {
        fs::read(self.folder.join("state.json")).ok()
    }

    /// The same view with another store in place of its own: one that is made of it once, by the first who asks, and that all
    /// later readers of the view share. `change` brings a copy of the view's store, whose files are links to those of the
    /// view as far as they are never written again, to what is to be read. Until it is whole, nobody sees it; if it cannot
    /// be made, there is none.
    pub fn derived<E: From<StoreError>>(
        self,
        name: &str,
        change: impl FnOnce(&Store) -> Result<(), E>,
    ) -> Result<Self, E> {
        let path = self.folder.join(name);
        if !path.is_dir() {
            let lock_path = self.folder.join(format!("{name}.lock"));
            // Whoever comes second waits for the first.
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
        // The lock is held: what is there was left by one that was killed.
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
        // It has another name now, and stays.
        let _ = temporary.keep();
        Ok(())
    }
}

/// What the build noted about what was finished last; none if that is lost.
pub fn current_state(work: &Path) -> Option<Vec<u8>> {
    let number = current(work).ok().flatten()?;
    fs::read(folder_of(work, number).join("state.json")).ok()
}

/// The number of the view that was finished last: the one that `current` names, or else, when that is lost, the last one
/// that is there. A view gets its number when it is whole.
pub(super) fn current(work: &Path) -> Result<Option<u64>, StoreError> {
    let path = work.join("current");
    let pointer = match fs::read(&path) {
        Ok(text) => String::from_utf8_lossy(&text).trim().parse().ok(),
        Err(e) if e.kind() == io::ErrorKind::NotFound => None,
        Err(source) => return Err(StoreError::Io { path, source }),
    };
    // What nobody may look into is not missing.
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

/// What tells a view from all others; views of old programs have none.
pub(super) fn id_of(view: &Path) -> Option<String> {
    fs::read_to_string(view.join("id")).ok().filter(|id| !id.is_empty())
}

pub(super) fn numbered(views: &Path) -> Result<Vec<u64>, StoreError> {
    let entries = files::entries(views).map_err(StoreError::io(views))?.unwrap_or_default();
    Ok(entries.iter().filter_map(|path| path.file_name()?.to_str()?.parse().ok()).collect())
}

/// Removes a view, unless somebody reads it. What cannot be removed now is tried again by the next writer.
pub(super) fn remove_unread(view: &Path) {
    let locked = File::open(view.join("lock")).map(|lock| lock.try_lock().map(|()| lock));
    if let Ok(Err(TryLockError::WouldBlock)) = locked {
        return;
    }
    // Without its number, half of it is never taken for a view.
    let gone = view.with_file_name(format!("old-{}", view.file_name().unwrap_or_default().to_string_lossy()));
    let _ = fs::remove_dir_all(&gone);
    let _ = fs::remove_dir_all(if fs::rename(view, &gone).is_ok() { &gone } else { view });
}
