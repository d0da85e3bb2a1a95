//! A dataset is a folder: `dataset.toml`, `sources/` with metadata beside the documents, and optionally `gazetteer/`
//! and `queries/`. What we make of it lives in `.chorograph/`, which can be deleted at any time. In: a dataset folder.
//! Out: its checked configuration, its gazetteer, and the decisions that people keep in it as SSSOM. It reads files of
//! the folder and writes none.

pub mod gazetteer;
pub mod sssom;
pub mod decisions;

use crate::base::files;
use crate::base::iri::{Minter, MinterError};
use crate::base::time::TimeExtent;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The name of the configuration file in a dataset folder.
pub const CONFIG_FILE: &str = "dataset.toml";

/// A dataset folder whose configuration has been read and checked.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// The folder itself.
    pub root: PathBuf,
    /// The checked contents of `dataset.toml`.
    pub config: Config,
    /// Makes the IRIs of this dataset.
    pub minter: Minter,
}

/// The contents of `dataset.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Title of the dataset, in its first language.
    pub title: String,
    /// A description, a paragraph for readers.
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
    /// Version of the dataset (semver.org). If it is `None`, one is made from the digest of the data.
    pub version: Option<String>,
    /// IRI of the version before this one.
    pub previous_version: Option<String>,
    /// Keywords for finding it.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Subjects of a controlled vocabulary: IRIs, each with its label in the first language.
    #[serde(default)]
    pub themes: BTreeMap<String, String>,
    /// The contact for questions: `mailto:` or the IRI of a page.
    pub contact: Option<String>,
    /// DOI, without a resolver: `10.1234/abc`.
    pub doi: Option<String>,
    /// Another identifier by which the dataset is known.
    pub identifier: Option<String>,
    /// IRI of a SPARQL endpoint that serves it.
    pub endpoint: Option<String>,
    /// When it was first published: EDTF level 0, a year, a month or a day.
    pub issued: Option<String>,
    /// When it last changed, in the same form.
    pub modified: Option<String>,
    /// ORCID of the creator: `0000-0002-1825-0097`.
    pub orcid: Option<String>,
    /// When two claims disagree.
    #[serde(default)]
    pub disagreement: DisagreementConfig,
    /// Names of JSON members, for files of articles.
    #[serde(default)]
    pub jsonl: JsonlFields,
}

/// The name of a field, its value, a predicate for valid values, and the rule as messages show it.
type Check<'a> = (&'static str, &'a Option<String>, &'a dyn Fn(&str) -> bool, &'static str);

impl Config {
    /// The first optional field with an invalid value: its name, the value and the rule.
    fn wrong_for_publication(&self) -> Option<(&'static str, String, &'static str)> {
        let semver = "a version is MAJOR.MINOR.PATCH (semver.org), such as 1.0.0";
        let date = "a date is EDTF level 0: 2026, 2026-11 or 2026-11-24";
        let iri = "this is an absolute IRI (RFC 3987)";
        let filled = |text: &str| !text.trim().is_empty() && !text.contains(char::is_control);
        let checks: [Check<'_>; 9] = [
            ("version", &self.version, &is_semantic_version, semver),
            ("previous-version", &self.previous_version, &Minter::is_iri, iri),
            (
                "contact",
                &self.contact,
                &is_contact,
                "a contact is mailto:NAME@HOST or the address of a page, with https://",
            ),
            ("doi", &self.doi, &is_doi, "a DOI begins with 10., a number and a slash, without a resolver before it"),
            ("identifier", &self.identifier, &filled, "an identifier has letters or digits"),
            ("endpoint", &self.endpoint, &is_web_address, "an endpoint is an address, with https:// or http://"),
            ("issued", &self.issued, &is_date, date),
            ("modified", &self.modified, &is_date, date),
            ("orcid", &self.orcid, &is_orcid, "an ORCID is four groups of four digits with a right check digit"),
        ];
        if let Some((field, value, _, rule)) =
            checks.into_iter().find(|(_, value, is_right, _)| value.as_deref().is_some_and(|v| !is_right(v)))
        {
            return Some((field, value.clone().unwrap_or_default(), rule));
        }
        if let Some(keyword) = self.keywords.iter().find(|k| !filled(k)) {
            return Some(("keywords", keyword.clone(), "a keyword has letters"));
        }
        let theme = self.themes.iter().find(|(theme, label)| !Minter::is_iri(theme) || !filled(label))?;
        Some(("themes", theme.0.clone(), "a theme is an absolute IRI with its label: \"https://…\" = \"Label\""))
    }
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

/// The name of the JSON member that holds each field of an article; a member of an inner object is `outer.inner`. For a
/// field without a name here, the names that archives commonly use are tried.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct JsonlFields {
    /// The text.
    pub text: Option<String>,
    /// The text as HTML.
    pub html: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The date of publication.
    pub date: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// The authors: one name or several.
    pub authors: Option<String>,
    /// The language, BCP 47.
    pub language: Option<String>,
    /// The identifier, which is unique in its file.
    pub id: Option<String>,
}

impl JsonlFields {
    /// The name of each field and the member configured for it.
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
    /// The folder has no `dataset.toml`.
    #[error("{} is not a dataset folder: it has no {CONFIG_FILE}", .0.display())]
    NotADataset(PathBuf),
    /// The file cannot be read.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The error of the file system.
        source: io::Error,
    },
    /// The file is not valid TOML, or has fields or types that are not allowed.
    #[error("{}{at}: {what}", path.display())]
    Toml {
        /// The file.
        path: PathBuf,
        /// `:LINE:COLUMN`; empty for a missing field.
        at: String,
        /// What is wrong.
        what: String,
    },
    /// The file is not UTF-8.
    #[error("{}: this file is not UTF-8", .0.display())]
    NotUtf8(PathBuf),
    /// `base` is not a usable base IRI.
    #[error("{}: base", path.display())]
    Base {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: MinterError,
    },
    /// A value that is valid TOML but not valid for its field.
    #[error("{}: {field} is {value}, but {rule}", path.display())]
    Value {
        /// The file.
        path: PathBuf,
        /// The name of the field.
        field: &'static str,
        /// Its value.
        value: String,
        /// What is valid.
        rule: &'static str,
    },
}

impl Dataset {
    /// Reads and checks the configuration of a dataset folder.
    pub fn open(root: &Path) -> Result<Self, DatasetError> {
        let path = root.join(CONFIG_FILE);
        let text = match files::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if files::is_missing(&path, &e) => return Err(DatasetError::NotADataset(root.to_owned())),
            Err(e) if e.kind() == io::ErrorKind::InvalidData => return Err(DatasetError::NotUtf8(path)),
            Err(source) => return Err(DatasetError::Io { path, source }),
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let config: Config = toml::from_str(text).map_err(|e| toml_error(&path, text, &e))?;
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
        if let Some((field, wrong, rule)) = config.wrong_for_publication() {
            return Err(value(field, &wrong, rule));
        }
        let minter = Minter::new(&config.base).map_err(|source| DatasetError::Base { path: path.clone(), source })?;
        Ok(Self { root: root.to_owned(), config, minter })
    }

    /// The folder of the documents.
    pub fn sources(&self) -> PathBuf {
        self.root.join("sources")
    }

    /// The folder of the gazetteer files.
    pub fn gazetteer(&self) -> PathBuf {
        self.root.join("gazetteer")
    }

    /// The file of proposed and decided links: SSSOM, as `chorograph link` writes it.
    pub fn links(&self) -> PathBuf {
        self.root.join("links.sssom.tsv")
    }

    /// The folder of the dataset's own named queries.
    pub fn queries(&self) -> PathBuf {
        self.root.join("queries")
    }

    /// The folder of the store and of everything else that can be rebuilt.
    pub fn work(&self) -> PathBuf {
        self.root.join(".chorograph")
    }

    /// The language of a source whose metadata does not name one.
    pub fn language(&self) -> &str {
        self.config.languages.first().map_or("en", String::as_str)
    }
}

fn toml_error(path: &Path, text: &str, error: &toml::de::Error) -> DatasetError {
    let what = error.message().trim_end().to_owned();
    // A missing field has no position.
    let at = error.span().filter(|_| !what.starts_with("missing")).and_then(|span| text.get(..span.start));
    let at = at.map(|before| {
        let line = before.rsplit('\n').next().unwrap_or_default();
        format!(":{}:{}", before.matches('\n').count() + 1, line.chars().count() + 1)
    });
    DatasetError::Toml { path: path.to_owned(), at: at.unwrap_or_default(), what }
}

fn is_date(text: &str) -> bool {
    TimeExtent::from_edtf(text).is_some_and(|t| t.is_level_0())
}

fn is_web_address(text: &str) -> bool {
    Minter::is_iri(text) && (text.starts_with("https://") || text.starts_with("http://"))
}

fn is_contact(text: &str) -> bool {
    match text.strip_prefix("mailto:") {
        Some(address) => {
            let both = address.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
            both && Minter::is_iri(text)
        }
        None => is_web_address(text),
    }
}

fn is_doi(text: &str) -> bool {
    let parts = text.strip_prefix("10.").and_then(|rest| rest.split_once('/'));
    parts.is_some_and(|(registrant, suffix)| {
        let digits = registrant.split('.').all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
        digits && !suffix.is_empty() && Minter::is_iri(&format!("https://doi.org/{text}"))
    })
}

/// Whether a text is an ORCID with a correct check character (ISO 7064, mod 11-2).
fn is_orcid(text: &str) -> bool {
    let is_grouped = text.split('-').map(str::len).eq([4, 4, 4, 4]);
    let mut characters = text.bytes().filter(|b| *b != b'-');
    let digits: Vec<u32> =
        characters.by_ref().take(15).map_while(|b| b.is_ascii_digit().then(|| u32::from(b - b'0'))).collect();
    let sum = digits.iter().fold(0, |sum, digit| (sum + digit) * 2 % 11);
    let check = match (12 - sum) % 11 {
        10 => b'X',
        digit => b'0' + digit as u8,
    };
    is_grouped && digits.len() == 15 && characters.next() == Some(check)
}

/// Whether a text is a semantic version (semver.org): three numbers, then perhaps `-before` and `+build`.
fn is_semantic_version(text: &str) -> bool {
    let identifiers = |text: &str| {
        text.split('.').all(|i| !i.is_empty() && i.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
    };
    let number = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'))
    };
    let (rest, build) = text.split_once('+').map_or((text, None), |(rest, build)| (rest, Some(build)));
    let (core, before) = rest.split_once('-').map_or((rest, None), |(core, before)| (core, Some(before)));
    core.split('.').count() == 3
        && core.split('.').all(number)
        && build.is_none_or(identifiers)
        && before.is_none_or(identifiers)
}

/// Whether a tag is well-formed enough for RDF 1.1 (`[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*`).
pub fn is_language_tag(tag: &str) -> bool {
    tag.split('-').enumerate().all(|(i, part)| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic() || (i > 0 && b.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_for_publication_are_checked() {
        for (check, right, wrong) in [
            (
                is_semantic_version as fn(&str) -> bool,
                &["1.0.0", "0.1.0-rc.1", "0.0.0+a1b2"][..],
                &["1.0", "v1.0.0", "01.0.0", "1.0.0+", "1.0.0-a_b"][..],
            ),
            (
                is_orcid,
                &["0000-0002-1825-0097", "0000-0002-1694-233X"],
                &["0000-0002-1825-0098", "0000000218250097", "", "0000-0002-1825-009é"],
            ),
            (
                is_doi,
                &["10.5281/zenodo.1", "10.1000.10/x"],
                &["https://doi.org/10.5281/x", "10./x", "10.5281/", "11.1/x", "10.1/a b"],
            ),
            (
                is_contact,
                &["mailto:a@example.org", "https://example.org/contact"],
                &["a@example.org", "mailto:a", "mailto:a b@c"],
            ),
            (is_date, &["2026", "2026-11", "2026-11-24"], &["24.11.2026", "2026-13", "2026~", ""]),
            (is_web_address, &["https://example.org/sparql"], &["ftp://example.org", "example.org"]),
        ] {
            right.iter().for_each(|text| assert!(check(text), "{text}"));
            wrong.iter().for_each(|text| assert!(!check(text), "{text}"));
        }
    }
}
