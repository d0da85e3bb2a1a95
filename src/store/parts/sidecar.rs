//! The sidecar of a part, as JSON: what the part is of, what made it, and what belongs to it.

use crate::base::iri::digest;
use crate::base::text::Problem;
use crate::base::{capture, files};
use crate::claim::convert::document::DocumentCounts;
use crate::dataset::Dataset;
use crate::dataset::gazetteer::Gazetteer;
use crate::read::grid::open::Opening;
use crate::read::table::Counts;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

/// The version of the form of parts and sidecars.
pub const FORMAT: u32 = 1;

/// What made a part, as far as its quads depend on it. Only parts of one maker belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Maker {
    /// The version of the program.
    pub program: String,
    /// The version of its reading: another gives other quads for the same document.
    pub reading: String,
    /// Digest of what a reading depends on in `dataset.toml`: the base IRI, the language, the names of JSON members.
    pub configuration: String,
    /// SHA-256 of the gazetteer.
    pub gazetteer: String,
}

/// What a source holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A text or a page.
    Document,
    /// Many articles.
    Articles,
    /// Tables.
    Tables,
}

/// A file of a part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartFile {
    /// Its name; it is in the folder of the sidecar.
    pub name: String,
    /// Its size, in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How many quads, or values and sketches, it has.
    pub count: usize,
}

/// A problem of a source; what depends on it is not in the part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedProblem {
    /// The line, counted from 1.
    pub line: Option<usize>,
    /// The column, counted from 1.
    pub column: Option<usize>,
    /// The words that are wrong.
    pub value: String,
    /// What is wrong with them.
    pub what: String,
    /// The rule.
    pub rule: String,
}

/// The sidecar of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sidecar {
    /// [`FORMAT`].
    pub format: u32,
    /// What made it.
    pub made_by: Maker,
    /// The id of the source.
    pub source: String,
    /// The IRI of its version, which is the graph of the part.
    pub version: String,
    /// SHA-256 of the bytes of the source.
    pub sha256: String,
    /// SHA-256 of the metadata file of the source; empty if there is none.
    pub metadata: String,
    /// Digest of all that the reading depends on but the bytes, as in the state of a build.
    pub context: String,
    /// Whether its metadata says that it must not be passed on.
    pub restricted: bool,
    /// What it holds.
    pub holds: Kind,
    /// For a file of tables, how it was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tables: Option<Opening>,
    /// The quads.
    pub quads: PartFile,
    /// What the whole dataset compares.
    pub compared: PartFile,
    /// What its documents have.
    pub documents: DocumentCounts,
    /// How the rows of its tables add up.
    pub rows: Counts,
    /// Number of its tables.
    pub table_count: usize,
    /// Claims that the rows make.
    pub table_claims: usize,
    /// Articles, tables, rows and cells that are left out because of problems, and findings of other tools.
    pub skipped: usize,
    /// The problems, the first hundred of them.
    pub problems: Vec<ReportedProblem>,
}

/// Why a sidecar cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SidecarError {
    /// The file cannot be read.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The error of the file system.
        source: io::Error,
    },
    /// It is not a sidecar, or is cut short.
    #[error("{}: this is not the sidecar of a part: {source}", path.display())]
    NoSidecar {
        /// The file.
        path: PathBuf,
        /// What is wrong with the JSON.
        source: serde_json::Error,
    },
    /// It has a form that this program does not know.
    #[error("{}: the form of this part has version {version}, and this program reads version {FORMAT}", path.display())]
    UnknownFormat {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: u64,
    },
}

impl Maker {
    /// What makes the parts of a dataset now.
    pub fn new(dataset: &Dataset, gazetteer: &Gazetteer, reading: &str) -> Self {
        let fields = dataset.config.jsonl.given().map(|(_, name)| name.unwrap_or_default());
        let parts = [&[dataset.config.base.as_str(), dataset.language()], &fields[..]].concat();
        Self {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            reading: reading.to_owned(),
            configuration: digest(&parts),
            gazetteer: gazetteer.sha256.clone(),
        }
    }

    /// What of another maker differs, for people; `None` if nothing does.
    pub fn difference(&self, other: &Self) -> Option<&'static str> {
        if (&self.program, &self.reading) != (&other.program, &other.reading) {
            Some("another version of the program")
        } else if self.configuration != other.configuration {
            Some("another configuration of the dataset (base, language, or names of JSON members)")
        } else {
            (self.gazetteer != other.gazetteer).then_some("another gazetteer")
        }
    }
}

impl PartFile {
    /// That of a file as it is on disk.
    pub(super) fn of(path: &Path, name: String, count: usize) -> io::Result<Self> {
        let bytes = std::fs::metadata(path)?.len();
        let sha256 = capture::digest(files::open(path)?, &mut io::sink())?;
        Ok(Self { name, bytes, sha256, count })
    }

    /// Whether the file in a folder has these bytes.
    pub fn is_whole(&self, folder: &Path) -> io::Result<bool> {
        let path = folder.join(&self.name);
        Ok(std::fs::metadata(&path)?.len() == self.bytes
            && capture::digest(files::open(&path)?, &mut io::sink())? == self.sha256)
    }
}

impl ReportedProblem {
    /// A problem without its help.
    pub fn new(problem: &Problem) -> Self {
        Self {
            line: problem.at.map(|at| at.line),
            column: problem.at.map(|at| at.column),
            value: problem.value.clone(),
            what: problem.what.clone(),
            rule: problem.rule.to_owned(),
        }
    }
}

impl Sidecar {
    /// Reads a sidecar.
    pub fn read(path: &Path) -> Result<Self, SidecarError> {
        #[derive(Deserialize)]
        struct Form {
            format: u64,
        }
        let of = |path: &Path| path.to_owned();
        let text = files::read_to_string(path).map_err(|source| SidecarError::Io { path: of(path), source })?;
        let no_sidecar = |source| SidecarError::NoSidecar { path: of(path), source };
        let form: Form = serde_json::from_str(&text).map_err(no_sidecar)?;
        if form.format != u64::from(FORMAT) {
            return Err(SidecarError::UnknownFormat { path: of(path), version: form.format });
        }
        serde_json::from_str(&text).map_err(no_sidecar)
    }

    /// Its text.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}
