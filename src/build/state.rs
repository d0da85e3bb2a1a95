//! What a run knows beside the store, in `.chorograph/state.json`: which reading of which version is loaded. Lost or behind,
//! it costs a repeated reading and nothing else. And `captures/`, the bytes of the loaded versions, from which words are cut
//! even when the file has changed since.

use crate::copies::Counts;
use crate::source::{Captured, SourceDocument, is_html};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What is loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// The base IRI of all names in the store.
    pub base: Option<String>,
    /// By document id.
    pub documents: BTreeMap<String, Loaded>,
    /// Digest of the graphs that belong to no source.
    pub description: Option<String>,
    /// Whether the disagreements are those of the claims.
    pub settled: bool,
    /// Whether they were when the run began.
    #[serde(skip)]
    pub was_settled: bool,
    /// How many there are.
    pub disagreements: usize,
    /// The tolerance by which they were found.
    pub tolerance: Option<String>,
    /// How long the ledger of copies was when they were those of what is loaded; none while they are not.
    pub ledger: Option<u64>,
    /// How many copies there are.
    pub copies: Counts,
}

/// A loaded reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loaded {
    /// The graph.
    pub version: String,
    /// The bytes.
    pub sha256: String,
    /// Digest of all else that the reading depends on.
    pub context: String,
}

impl State {
    /// What was written last; nothing if that cannot be read.
    pub fn read(work: &Path) -> Self {
        let text = fs::read_to_string(path(work)).unwrap_or_default();
        let mut state: Self = serde_json::from_str(&text).unwrap_or_default();
        state.was_settled = state.settled;
        state
    }

    /// Writes all of it or nothing.
    pub fn write(&self, work: &Path) -> io::Result<()> {
        whole(&path(work), &serde_json::to_vec_pretty(self)?)
    }
}

fn path(work: &Path) -> PathBuf {
    work.join("state.json")
}

fn captures(work: &Path) -> PathBuf {
    work.join("captures")
}

fn whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}

/// Keeps the bytes of a version, under a name that says how to read them.
pub fn archive(work: &Path, document: &SourceDocument, bytes: &[u8]) -> io::Result<()> {
    let extension = if is_html(&document.path) { "html" } else { "txt" };
    let path = captures(work).join(&document.sha256).with_extension(extension);
    if path.exists() {
        return Ok(());
    }
    fs::create_dir_all(captures(work))?;
    whole(&path, bytes)
}

/// The bytes of a version, and where they are kept.
pub fn captured(work: &Path, sha256: &str) -> io::Result<(PathBuf, Captured)> {
    let path = captures(work).join(sha256);
    let text = path.with_extension("txt");
    let path = if text.exists() { text } else { path.with_extension("html") };
    let bytes = fs::read(&path)?;
    Ok((path, Captured { bytes, sha256: sha256.to_owned() }))
}

/// Whether the bytes of a version are kept.
pub fn is_captured(work: &Path, sha256: &str) -> bool {
    let path = captures(work).join(sha256);
    path.with_extension("txt").exists() || path.with_extension("html").exists()
}

/// Removes the bytes of versions that are no longer loaded.
pub fn clean(work: &Path, state: &State) {
    let loaded: BTreeSet<&str> = state.documents.values().map(|l| l.sha256.as_str()).collect();
    for entry in fs::read_dir(captures(work)).into_iter().flatten().flatten() {
        let path = entry.path();
        if !path.file_stem().and_then(|s| s.to_str()).is_some_and(|name| loaded.contains(name)) {
            let _ = fs::remove_file(path);
        }
    }
}
