//! The documents of a dataset: the files below `sources/`, by their place in it.

use crate::source::format::{self, Format};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What a folder holds.
#[derive(Debug, Default)]
pub struct Listing {
    /// Documents by their id.
    pub documents: BTreeMap<String, PathBuf>,
    /// Ids that several files would have; none of them is read.
    pub clashes: BTreeMap<String, Vec<PathBuf>>,
    /// Files that are no documents and no metadata.
    pub others: Vec<PathBuf>,
}

/// Lists the documents of a folder, which need not exist.
pub fn list(sources: &Path) -> io::Result<Listing> {
    let mut listing = Listing::default();
    let mut paths_of: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
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
                paths_of.entry(id).or_default().push(path);
            } else {
                listing.others.push(path);
            }
        }
    }
    // An article in a file of articles is named as a document in a folder of that name would be.
    let within: Vec<String> = paths_of
        .iter()
        .filter(|(_, paths)| paths.iter().any(|p| Format::of(p).is_some_and(Format::is_container)))
        .filter(|(id, _)| {
            paths_of.range(format!("{id}/")..).next().is_some_and(|(next, _)| next.starts_with(&format!("{id}/")))
        })
        .map(|(id, _)| id.clone())
        .collect();
    for id in within {
        let inner = paths_of.range(format!("{id}/")..).next().and_then(|(_, paths)| paths.first().cloned());
        if let (Some(inner), Some(paths)) = (inner, paths_of.get_mut(&id)) {
            paths.insert(0, inner);
        }
    }
    for (id, mut paths) in paths_of {
        match (paths.pop(), paths.is_empty()) {
            (Some(only), true) => drop(listing.documents.insert(id, only)),
            (last, _) => {
                paths.extend(last);
                listing.clashes.insert(id, paths);
            }
        }
    }
    Ok(listing)
}

/// Whether the name of a file says that it is a document.
pub fn is_document(path: &Path) -> bool {
    Format::of(path).is_some()
}

/// The id of a document: its path below the folder, without what tells its format.
fn id(sources: &Path, path: &Path) -> Option<String> {
    let below = path.strip_prefix(sources).ok()?;
    let parts: Option<Vec<&str>> = below.components().map(|c| c.as_os_str().to_str()).collect();
    let mut parts = parts?;
    let last = format::stem(parts.pop()?);
    parts.push(last);
    Some(parts.join("/"))
}
