//! The state of a build, stored with its view: which reading of which version is loaded. Also `captures/`, the bytes of
//! the loaded versions, from which words are cut even if the file has changed since.

use crate::base::capture::Captured;
use crate::base::iri::{Minter, digest, percent_decoded};
use crate::base::vocab::choro;
use crate::base::{capture, files};
use crate::dataset::JsonlFields;
use crate::read::grid::open::Opening;
use crate::read::source::SourceDocument;
use crate::read::source::format::SourceFormat;
use crate::store::copies::Counts;
use crate::store::{self, StoreError, View, Writer};
use oxigraph::model::{NamedNode, Term};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Version of the reading: increased whenever the same document gives other quads.
pub(in crate::store) const READING: &str = "9";

/// Digest of the parts of this program that affect its output.
pub(super) fn program() -> String {
    digest(&[env!("CARGO_PKG_VERSION"), READING])
}

/// The state of a build.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// Digest of the parts of the program that affect its output; another program gives other output for the same
    /// input.
    pub program: Option<String>,
    /// The base IRI of all names in the store.
    pub base: Option<String>,
    /// The loaded readings, by document id.
    pub documents: BTreeMap<String, Loaded>,
    /// Digest of the loaded review file of links.
    pub links: Option<String>,
    /// Digest of the graphs that belong to no source.
    pub description: Option<String>,
    /// Whether the disagreements are those of the loaded claims.
    pub settled: bool,
    /// The value of `settled` when the run began.
    #[serde(skip)]
    pub was_settled: bool,
    /// Number of disagreements.
    pub disagreements: usize,
    /// The tolerance by which they were found.
    pub tolerance: Option<String>,
    /// Length of the sketch store, in bytes, when the copies were brought up to date; `None` while they are out of
    /// date.
    pub ledger: Option<u64>,
    /// Number of copy groups and chains.
    pub copies: Counts,
    /// What was known of the subjects of links that nothing speaks of any more, by their IRIs.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub former: BTreeMap<String, Former>,
}

/// What was known of the subject of a link before the graph that spoke of it was removed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Former {
    /// Its label.
    pub label: String,
    /// The kinds that it was said to be of.
    pub kinds: BTreeSet<String>,
    /// The records about it.
    pub records: BTreeSet<String>,
    /// The cells of those records with their words, by the cell with the name.
    pub rows: BTreeMap<String, BTreeMap<String, String>>,
}

/// Whether another version of the program built a view. What no build has written is of no version. Of a state, which grows
/// with the documents, nothing else is kept.
pub fn is_of_other_program(view: &View) -> bool {
    #[derive(Deserialize)]
    struct BuiltBy {
        #[serde(default)]
        program: Option<String>,
    }
    let state = view.state().and_then(|state| serde_json::from_slice::<BuiltBy>(&state).ok());
    state.and_then(|state| state.program).is_some_and(|built_by| built_by != program())
}

/// A loaded reading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loaded {
    /// IRI of the graph.
    pub version: String,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// File name ending of its format; empty if it is not known.
    #[serde(default)]
    pub ending: String,
    /// Digest of all else that the reading depends on, including the format.
    pub context: String,
    /// For a file of articles, the names of the fields in its lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<JsonlFields>,
    /// For a file of tables, how it was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tables: Option<Opening>,
    /// For a file of articles, the number of articles left out because of mistakes.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub skipped: usize,
    /// The digest of the reading, if what it depends on is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// Approximate number of quads that were written; 0 if not known.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub quads: usize,
    /// What became of the decisions on its claims.
    #[serde(default, skip_serializing_if = "Decided::is_nothing")]
    pub decided: Decided,
    /// Number of findings of other tools that are left out because something is wrong with them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub findings_left: usize,
}

/// What became of the decisions on the claims of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Decided {
    /// Decisions that were used.
    pub used: usize,
    /// Claims that are left out because of them.
    pub left_out: usize,
    /// Decisions that could not be used, or not without a doubt.
    pub to_look_at: usize,
    /// These, each reason once.
    pub misfits: Vec<MisfitDecision>,
}

/// A decision that could not be used, or not without a doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MisfitDecision {
    /// The source.
    pub source: String,
    /// The name of the type of the claim.
    pub claim: String,
    /// The words of the claim.
    pub words: String,
    /// What was decided, and by whom.
    pub decision: String,
    /// Why it could not be used.
    pub why: String,
    /// The rule that it does not meet.
    #[serde(default)]
    pub rule: String,
}

impl Decided {
    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// The digest of a reading: of the bytes of a version, and of what else it depends on.
pub(in crate::store) fn reading(sha256: &str, context: &str) -> String {
    let mut digest = digest(&[sha256, context]);
    digest.truncate(16);
    digest
}

impl Loaded {
    /// A digest that distinguishes this reading of the file from others.
    pub fn reading(&self) -> String {
        if let Some(reading) = &self.reading {
            return reading.clone();
        }
        reading(&self.sha256, &self.context)
    }

    /// Whether it is the same reading of the same version.
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.version, &self.sha256, &self.ending, &self.context)
            == (&other.version, &other.sha256, &other.ending, &other.context)
    }

    /// The file where the bytes are kept. The same bytes may be kept in several formats, which give different readings.
    pub fn captured_file(&self, work: &Path) -> Option<PathBuf> {
        let mut places = SourceFormat::ALL
            .iter()
            .filter(|format| self.ending.is_empty() || format.ending() == self.ending)
            .map(|format| capture(work, &self.sha256, *format));
        places.find(|path| path.exists())
    }

    /// The bytes, and the file where they are kept; an error if they have changed.
    pub fn captured(&self, work: &Path) -> io::Result<(PathBuf, Captured)> {
        let path = self.captured_file(work).ok_or(io::ErrorKind::NotFound)?;
        let captured = Captured::of(fs::read(&path)?);
        if captured.sha256 == self.sha256 { Ok((path, captured)) } else { Err(changed()) }
    }

    /// Whether the bytes are kept, and are as many as `length`.
    pub fn is_captured(&self, work: &Path, length: u64) -> bool {
        self.captured_file(work).is_some_and(|path| fs::metadata(path).is_ok_and(|m| m.len() == length))
    }
}

fn changed() -> io::Error {
    io::Error::other("the captured bytes are not those that were read")
}

impl State {
    fn parse(bytes: Option<&[u8]>) -> Option<Self> {
        let mut state: Self = serde_json::from_slice(bytes?).ok()?;
        state.was_settled = state.settled;
        Some(state)
    }

    /// The state of the current view; empty if it is lost.
    pub fn read(work: &Path) -> Self {
        Self::parse(store::current_state(work).as_deref()).unwrap_or_default()
    }

    /// The state of a view; empty if it is lost.
    pub fn of_view(view: &View) -> Self {
        Self::parse(view.state().as_deref()).unwrap_or_default()
    }

    /// The state of what a store holds. If it is lost, the part that the store itself shows: then every document is
    /// read again, and documents that are gone or have mistakes now are still known.
    pub fn of_store(writer: &Writer, minter: &Minter) -> Result<Self, StoreError> {
        if let Some(state) = Self::parse(writer.state()) {
            return Ok(state);
        }
        let mut state = Self::default();
        for (version, source) in writer.versions()? {
            let Some(id) = minter.key("source", source.as_str()) else {
                // The names have another base; a run with this base removes them.
                state.base = Some(String::new());
                continue;
            };
            let quads = writer.quads(Some(version.as_ref().into()), Some(choro::SHA256), None, &version)?;
            let Some(Term::Literal(sha256)) = quads.into_iter().next().map(|quad| quad.object) else { continue };
            let loaded = Loaded {
                version: version.into_string(),
                sha256: sha256.destruct().0,
                ending: String::new(),
                context: String::new(),
                ..Loaded::default()
            };
            state.documents.insert(percent_decoded(id).unwrap_or_else(|| id.to_owned()), loaded);
        }
        Ok(state)
    }

    /// Removes the documents whose graphs are not in the store.
    pub fn keep_loaded(&mut self, writer: &Writer) -> Result<(), StoreError> {
        let mut kept = BTreeMap::new();
        for (id, loaded) in std::mem::take(&mut self.documents) {
            if writer.has_graph(&NamedNode::new_unchecked(&loaded.version))? {
                kept.insert(id, loaded);
            }
        }
        self.documents = kept;
        Ok(())
    }

    /// Marks everything except the readings of documents as out of date.
    pub fn mark_all_but_documents_stale(&mut self) {
        self.links = None;
        self.description = None;
        self.settled = false;
        self.was_settled = false;
        self.ledger = None;
    }

    /// The state as it is stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }
}

fn captures(work: &Path) -> PathBuf {
    work.join("captures")
}

/// Where the bytes of a version are kept, under a name that gives their format.
fn capture(work: &Path, sha256: &str, format: SourceFormat) -> PathBuf {
    captures(work).join(format!("{sha256}.{}", format.ending()))
}

/// Stores the bytes of a version.
pub fn archive(work: &Path, document: &SourceDocument, bytes: &[u8]) -> io::Result<()> {
    let path = capture(work, &document.sha256, SourceFormat::of(&document.path).unwrap_or(SourceFormat::Text));
    if fs::metadata(&path).is_ok_and(|m| m.len() == bytes.len() as u64) && fs::read(&path)? == bytes {
        return Ok(());
    }
    fs::create_dir_all(captures(work))?;
    let mut file = tempfile::NamedTempFile::new_in(captures(work))?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}

/// Stores a file of articles, which may be larger than memory; returns where.
pub fn archive_file(work: &Path, file: &Path, sha256: &str) -> io::Result<PathBuf> {
    let path = capture(work, sha256, SourceFormat::of(file).unwrap_or(SourceFormat::Lines));
    // The stored file may have been damaged since.
    if path.exists() && capture::digest(files::open(&path)?, &mut io::sink())? == sha256 {
        return Ok(path);
    }
    fs::create_dir_all(captures(work))?;
    let mut copy = tempfile::NamedTempFile::new_in(captures(work))?;
    let copied = capture::digest(files::open(file)?, &mut copy)?;
    if copied != sha256 {
        return Err(io::Error::other("the file changed while it was read"));
    }
    copy.persist(&path)?;
    Ok(path)
}

/// Where the quads of claims are kept that are left out of a reading because people decided so.
pub fn left_out(work: &Path, reading: &str) -> PathBuf {
    work.join("left-out").join(format!("{reading}.nq"))
}

/// Removes what is kept of versions that are no longer loaded.
pub fn clean(work: &Path, state: &State) {
    let decided = state.documents.values().filter(|loaded| loaded.decided.left_out > 0);
    let readings: BTreeSet<PathBuf> = decided.map(|loaded| left_out(work, &loaded.reading())).collect();
    for entry in fs::read_dir(work.join("left-out")).into_iter().flatten().flatten() {
        if !readings.contains(&entry.path()) {
            let _ = fs::remove_file(entry.path());
        }
    }
    let loaded: BTreeSet<PathBuf> = state.documents.values().filter_map(|l| l.captured_file(work)).collect();
    for entry in fs::read_dir(captures(work)).into_iter().flatten().flatten() {
        if !loaded.contains(&entry.path()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
