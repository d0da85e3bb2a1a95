//! A folder for temporary files beside the output, so that they are moved into place and not copied. It is removed when
//! it is no longer used; the folder of a program that was killed is removed by the next one.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek};
use std::path::Path;

/// A folder for temporary files.
#[derive(Debug)]
pub struct Scratch {
    folder: tempfile::TempDir,
    /// Locked as long as the folder is in use.
    _lock: File,
}

const LOCK: &str = "lock";

impl Scratch {
    /// A new folder, whose name begins with a prefix. Folders with this prefix that nobody uses are removed.
    pub fn new(parent: &Path, prefix: &str) -> io::Result<Self> {
        for left in fs::read_dir(parent)?.filter_map(Result::ok) {
            if left.file_name().to_string_lossy().starts_with(prefix)
                && File::open(left.path().join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok())
            {
                // Another process may remove it at the same time.
                let _ = fs::remove_dir_all(left.path());
            }
        }
        let folder = tempfile::Builder::new().prefix(prefix).tempdir_in(parent)?;
        // It is locked before it gets the name by which others find it.
        let lock = File::create_new(folder.path().join("locking"))?;
        // On a file system without locks, leftovers are not removed.
        if lock.try_lock().is_ok() {
            fs::rename(folder.path().join("locking"), folder.path().join(LOCK))?;
        }
        Ok(Self { folder, _lock: lock })
    }

    /// The path of the folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// The file, flushed and rewound for reading.
pub(super) fn rewound(file: BufWriter<File>) -> io::Result<File> {
    let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_are_removed_and_folders_in_use_stay() {
        let parent = tempfile::tempdir().unwrap();
        for (name, lock) in [(".x-left", LOCK), (".x-other", "none"), (".y-left", LOCK)] {
            fs::create_dir(parent.path().join(name)).unwrap();
            fs::write(parent.path().join(name).join(lock), "").unwrap();
        }
        let first = Scratch::new(parent.path(), ".x-").unwrap();
        fs::write(first.path().join("file"), "kept").unwrap();
        let second = Scratch::new(parent.path(), ".x-").unwrap();
        let there = |name: &str| parent.path().join(name).exists();
        assert_eq!((there(".x-left"), there(".x-other"), there(".y-left")), (false, true, true));
        assert!(first.path().join("file").exists() && second.path() != first.path());
        let path = first.path().to_owned();
        drop(first);
        assert!(!path.exists());
    }
}
