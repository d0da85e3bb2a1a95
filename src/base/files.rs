//! Files and folders of a user. Only regular files are read, symbolic links are followed: a pipe or a socket would
//! block until something writes, and a device has no end. A missing path is distinguished from an unreadable one: a
//! folder without read permission is not an empty folder.

use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Opens a regular file for reading. Anything else of that name is an error at once.
pub fn open(path: &Path) -> io::Result<File> {
    let kind = fs::metadata(path)?.file_type();
    if !kind.is_file() {
        let error = if kind.is_dir() { io::ErrorKind::IsADirectory } else { io::ErrorKind::InvalidInput };
        return Err(io::Error::new(error, format!("this is {}, not a file", describe(kind))));
    }
    File::open(path)
}

/// The bytes of a regular file.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text of a regular file, which is UTF-8.
pub fn read_to_string(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    open(path)?.read_to_string(&mut text)?;
    Ok(text)
}

/// The entries of a folder, sorted by name; `None` if there is no such folder. An unreadable folder is an error, and so
/// is a dangling link in its place.
pub fn entries(folder: &Path) -> io::Result<Option<Vec<PathBuf>>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if is_missing(folder, &e) => return Ok(None),
        Err(e) => return Err(e),
    };
    let mut paths = entries.map(|e| e.map(|e| e.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(Some(paths))
}

/// The files of a folder with a file name extension, in any case, sorted by name; empty if there is no folder.
pub fn ending_in(folder: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    let mut paths = entries(folder)?.unwrap_or_default();
    paths.retain(|path| has_ending(path, ending));
    Ok(paths)
}

/// Whether a file has an extension, in any case, and is not a hidden file.
pub fn has_ending(path: &Path, ending: &str) -> bool {
    !is_hidden(path) && path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending))
}

/// Whether a file is hidden: its name begins with a full stop.
pub fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b"."))
}

/// Whether a path exists, dangling links included. An error means that this cannot be determined.
pub fn is_there(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(e),
    }
}

/// Whether an error means that the path does not exist. It is false for a dangling link.
pub fn is_missing(path: &Path, error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound && matches!(is_there(path), Ok(false))
}

/// What messages call a file that is not a regular one.
pub fn describe(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a named pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_block_device() || kind.is_char_device() {
            return "a device";
        }
    }
    if kind.is_dir() {
        "a folder"
    } else if kind.is_symlink() {
        "a link"
    } else {
        "something else"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_is_not_unreadable() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("b.CSV"), "").unwrap();
        fs::write(at("a.csv"), "").unwrap();
        fs::write(at(".c.csv"), "").unwrap();
        assert_eq!(entries(&at("nowhere")).unwrap(), None);
        assert_eq!(entries(&at("a.csv")).unwrap_err().kind(), io::ErrorKind::NotADirectory);
        assert_eq!(ending_in(folder.path(), "csv").unwrap(), [at("a.csv"), at("b.CSV")]);
        let missing = open(&at("nowhere")).unwrap_err();
        assert!(is_missing(&at("nowhere"), &missing));
        assert_eq!(open(folder.path()).unwrap_err().to_string(), "this is a folder, not a file");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_nowhere_is_not_missing_and_a_device_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::os::unix::fs::symlink("nowhere", at("link")).unwrap();
        std::os::unix::fs::symlink("loop", at("loop")).unwrap();
        assert!(!is_missing(&at("link"), &open(&at("link")).unwrap_err()));
        assert!(entries(&at("link")).is_err() && entries(&at("loop")).is_err());
        assert_eq!(read(Path::new("/dev/zero")).unwrap_err().to_string(), "this is a device, not a file");
    }
}
