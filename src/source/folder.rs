//! The documents of a dataset: the files below `sources/`, by their place in it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// File names that are read as documents.
pub const EXTENSIONS: &[&str] = &["txt", "html", "htm", "xhtml"];

/// What a folder holds.
#[derive(Debug, Default)]
pub struct Listing {
    /// Documents by their id.
    pub documents: BTreeMap<String, PathBuf>,
    /// Files that would have an id that another has.
    pub clashes: Vec<(PathBuf, PathBuf)>,
    /// Files that are no documents and no metadata.
    pub others: Vec<PathBuf>,
}

/// Lists the documents of a folder, which need not exist.
pub fn list(sources: &Path) -> io::Result<Listing> {
    let mut listing = Listing::default();
    let mut folders = vec![sources.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound && folder == sources => break,
            Err(e) => return Err(e),
        };
        let mut paths = entries.map(|e| e.map(|e| e.path())).collect::<io::Result<Vec<_>>>()?;
        paths.sort();
        for path in paths {
            let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
            if path.is_dir() && !path.is_symlink() && !hidden {
                folders.push(path);
            } else if hidden || path.to_string_lossy().ends_with(".meta.toml") {
            } else if let Some(id) = is_document(&path).then(|| id(sources, &path)).flatten() {
                match listing.documents.get(&id) {
                    Some(first) => listing.clashes.push((path, first.clone())),
                    None => drop(listing.documents.insert(id, path)),
                }
            } else {
                listing.others.push(path);
            }
        }
    }
    Ok(listing)
}

/// Whether the name of a file says that it is a document.
pub fn is_document(path: &Path) -> bool {
    path.extension().is_some_and(|e| EXTENSIONS.iter().any(|x| e.eq_ignore_ascii_case(x)))
}

/// The id of a document: its path below the folder, without extension.
fn id(sources: &Path, path: &Path) -> Option<String> {
    let below = path.strip_prefix(sources).ok()?.with_extension("");
    let parts: Option<Vec<&str>> = below.components().map(|c| c.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}
