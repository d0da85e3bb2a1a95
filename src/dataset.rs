//! A dataset is a folder: `dataset.toml`, `sources/` with metadata beside the documents, and optionally
//! `gazetteer/` and `queries/`. What we make of it lives in `.chorograph/`, which can be deleted at any time.

use crate::iri::{Minter, MinterError};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The name of the configuration file in a dataset folder.
pub const CONFIG_FILE: &str = "dataset.toml";

/// A dataset folder whose configuration has been read and checked.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// The folder itself.
    pub root: PathBuf,
    /// What `dataset.toml` says.
    pub config: Config,
    /// Makes the IRIs of this dataset.
    pub minter: Minter,
}

/// `dataset.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Title of the dataset, in its first language.
    pub title: String,
    /// A paragraph for people.
    pub description: String,
    /// Base IRI (RFC 3987, absolute, ending in `/`) below which every entity of the dataset is named.
    pub base: String,
    /// IRI of the licence of the dataset as a whole.
    pub licence: String,
    /// Who made the dataset.
    pub creator: String,
    /// Who publishes it.
    pub publisher: String,
    /// BCP 47 language tags; the first is the language of title and description, and of a source that names none.
    pub languages: Vec<String>,
    /// When two claims are said to disagree.
    #[serde(default)]
    pub disagreement: DisagreementConfig,
    /// Which member of a JSON object holds what, in files of articles.
    #[serde(default)]
    pub jsonl: Fields,
}

/// `[disagreement]` in `dataset.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DisagreementConfig {
    /// Two areas disagree when they differ by more than this share of the larger (0 to 1).
    #[serde(default = "default_tolerance")]
    pub area_tolerance: f64,
}

impl Default for DisagreementConfig {
    fn default() -> Self {
        Self { area_tolerance: default_tolerance() }
    }
}

fn default_tolerance() -> f64 {
    0.01
}

/// Which member of a JSON object holds what of an article; one of an inner object is `outer.inner`. Without a name, those that
/// archives commonly use are tried.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Fields {
    /// Its text.
    pub text: Option<String>,
    /// Its text as HTML.
    pub html: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its date of publication.
    pub date: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Who wrote it: one name or several.
    pub authors: Option<String>,
    /// Its language, BCP 47.
    pub language: Option<String>,
    /// What tells it from the others of its file.
    pub id: Option<String>,
}

impl Fields {
    /// The names, by what they hold.
    pub fn given(&self) -> [(&'static str, Option<&str>); 9] {
        [
            ("text", self.text.as_deref()),
            ("html", self.html.as_deref()),
            ("title", self.title.as_deref()),
            ("date", self.date.as_deref()),
            ("url", self.url.as_deref()),
            ("publisher", self.publisher.as_deref()),
            ("authors", self.authors.as_deref()),
            ("language", self.language.as_deref()),
            ("id", self.id.as_deref()),
        ]
    }
}

/// Why a folder cannot be used as a dataset.
#[derive(Debug, thiserror::Error)]
pub enum DatasetError {
    /// No `dataset.toml`.
    #[error("{} is not a dataset folder: it has no {CONFIG_FILE}", .0.display())]
    NotADataset(PathBuf),
    /// The file cannot be read.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is not TOML, or not the TOML we expect.
    #[error("{}: {source}", path.display())]
    Toml {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// `base` cannot be used.
    #[error("{}: base", path.display())]
    Base {
        /// The file.
        path: PathBuf,
        /// Why.
        source: MinterError,
    },
    /// A value that TOML accepts and we do not.
    #[error("{}: {field} is {value}, but {rule}", path.display())]
    Value {
        /// The file.
        path: PathBuf,
        /// Which field.
        field: &'static str,
        /// What it says.
        value: String,
        /// What it should be.
        rule: &'static str,
    },
}

impl Dataset {
    /// Reads and checks the configuration of a dataset folder.
    pub fn open(root: &Path) -> Result<Self, DatasetError> {
        let path = root.join(CONFIG_FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                return Err(DatasetError::NotADataset(root.to_owned()));
            }
            Err(source) => return Err(DatasetError::Io { path, source }),
        };
        let config: Config =
            toml::from_str(&text).map_err(|e| DatasetError::Toml { path: path.clone(), source: Box::new(e) })?;
        let value = |field, value: &str, rule| DatasetError::Value {
            path: path.clone(),
            field,
            value: format!("{value:?}"),
            rule,
        };
        if config.languages.is_empty() {
            return Err(value("languages", "", "it names at least one language"));
        }
        if let Some(tag) = config.languages.iter().find(|t| !is_language_tag(t)) {
            return Err(value("languages", tag, "a language is a BCP 47 tag such as en or az-Cyrl"));
        }
        if !Minter::is_iri(&config.licence) {
            return Err(value("licence", &config.licence, "a licence is an IRI"));
        }
        if !(0.0..1.0).contains(&config.disagreement.area_tolerance) {
            return Err(value(
                "disagreement.area-tolerance",
                &config.disagreement.area_tolerance.to_string(),
                "a tolerance is a share from 0 up to, not including, 1",
            ));
        }
        let minter = Minter::new(&config.base).map_err(|source| DatasetError::Base { path: path.clone(), source })?;
        Ok(Self { root: root.to_owned(), config, minter })
    }

    /// Where the documents are.
    pub fn sources(&self) -> PathBuf {
        self.root.join("sources")
    }

    /// Where the gazetteer files are.
    pub fn gazetteer(&self) -> PathBuf {
        self.root.join("gazetteer")
    }

    /// The links that are proposed and decided: SSSOM, as `chorograph link` writes it.
    pub fn links(&self) -> PathBuf {
        self.root.join("links.sssom.tsv")
    }

    /// Where the dataset's own named queries are.
    pub fn queries(&self) -> PathBuf {
        self.root.join("queries")
    }

    /// Where the store and everything else that can be made again is.
    pub fn work(&self) -> PathBuf {
        self.root.join(".chorograph")
    }

    /// The language of a source that does not say.
    pub fn language(&self) -> &str {
        self.config.languages.first().map_or("en", String::as_str)
    }
}

/// Whether a tag is well-formed enough for RDF 1.1 (`[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*`).
pub fn is_language_tag(tag: &str) -> bool {
    tag.split('-').enumerate().all(|(i, part)| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic() || (i > 0 && b.is_ascii_digit()))
    })
}
