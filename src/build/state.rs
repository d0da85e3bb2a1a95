//! What a run knows beside the store, in `.chorograph/state.json`: which reading of which version is loaded. Lost or behind,
//! it costs a repeated reading and nothing else. And `captures/`, the bytes of the loaded versions, from which words are cut
//! even when the file has changed since.

use crate::copies::Counts;
use crate::dataset::Fields;
use crate::files;
use crate::iri::digest;
use crate::source::format::Format;
use crate::source::{self, Captured, SourceDocument};
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
    /// Digest of the review file of links that is loaded.
    pub links: Option<String>,
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
    /// Of a file of articles, where its lines have what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Fields>,
    /// Of a file of articles, how many were left out because something is wrong with them.
    #[serde(default, skip_serializing_if = "is_none")]
    pub skipped: usize,
}

fn is_none(count: &usize) -> bool {
    *count == 0
}

impl Loaded {
    /// What tells this reading of the file from others.
    pub fn reading(&self) -> String {
        let mut digest = digest(&[&self.sha256, &self.context]);
        digest.truncate(16);
        digest
    }
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

/// Where the bytes of a version are kept, under a name that says how to read them.
fn capture(work: &Path, sha256: &str, format: Format) -> PathBuf {
    captures(work).join(format!("{sha256}.{}", format.ending()))
}

/// Keeps the bytes of a version.
pub fn archive(work: &Path, document: &SourceDocument, bytes: &[u8]) -> io::Result<()> {
    let path = capture(work, &document.sha256, Format::of(&document.path).unwrap_or(Format::Text));
    if path.exists() {
        return Ok(());
    }
    fs::create_dir_all(captures(work))?;
    whole(&path, bytes)
}

/// Keeps a file of articles, which may be larger than memory; returns where.
pub fn archive_file(work: &Path, file: &Path, sha256: &str) -> io::Result<PathBuf> {
    let path = capture(work, sha256, Format::of(file).unwrap_or(Format::Lines));
    if path.exists() {
        return Ok(path);
    }
    fs::create_dir_all(captures(work))?;
    let mut copy = tempfile::NamedTempFile::new_in(captures(work))?;
    let copied = source::digest(files::open(file)?, &mut copy)?;
    if copied != sha256 {
        return Err(io::Error::other("the file changed while it was read"));
    }
    copy.persist(&path)?;
    Ok(path)
}

/// Where the bytes of a version are kept.
pub fn captured_file(work: &Path, sha256: &str) -> Option<PathBuf> {
    Format::ALL.iter().map(|format| capture(work, sha256, *format)).find(|path| path.exists())
}

/// The bytes of a version, and where they are kept.
pub fn captured(work: &Path, sha256: &str) -> io::Result<(PathBuf, Captured)> {
    let path = captured_file(work, sha256).ok_or(io::ErrorKind::NotFound)?;
    let bytes = fs::read(&path)?;
    Ok((path, Captured { bytes, sha256: sha256.to_owned() }))
}

/// Whether the bytes of a version are kept.
pub fn is_captured(work: &Path, sha256: &str) -> bool {
    captured_file(work, sha256).is_some()
}

/// Removes the bytes of versions that are no longer loaded.
pub fn clean(work: &Path, state: &State) {
    let loaded: BTreeSet<&str> = state.documents.values().map(|l| l.sha256.as_str()).collect();
    for entry in fs::read_dir(captures(work)).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = path.file_name().and_then(|n| n.to_str()).and_then(|n| n.split('.').next());
        if !name.is_some_and(|name| loaded.contains(name)) {
            let _ = fs::remove_file(path);
        }
    }
}
