//! The description of a published dataset, for catalogues, search engines, repositories and people: its files and their
//! digests, counts of its content, its sources, its licences, and how to cite and query it.
//!
//! ```text
//! store -> publish::CanonicalQuads -> counts --+
//! store -> sources (of each graph) -----+--> dcat, void, prov, licences             RDF, as publish writes it
//! dataset.toml -------------------------+--> schema, croissant, citation            JSON and YAML
//! files with sizes and digests ---------+--> sums
//! query::Library --------------------------> examples
//! ```
//!
//! No clock is used: the same store, configuration and files give the same bytes. What the configuration leaves out is
//! left out here, and [`Report::missing`] lists what others will miss.

mod citation;
pub mod counts;
mod croissant;
mod dcat;
mod examples;
mod licences;
mod prov;
mod schema;
mod sources;
mod sums;
mod void;

pub use schema::schema_org;

use crate::base::media::{self, Media};
use crate::dataset::Dataset;
use crate::publish::{self, CanonicalQuads, Document, ExportFormat, PrefixMap, PublishError};
use crate::query::{Library, LibraryError, Prefixes};
use crate::store::{FactError, Statements};
use counts::Counts;
use oxigraph::model::{Literal, NamedNode};
use sha2::{Digest, Sha256};
use std::io;
use std::path::Path;

/// A file of the published dataset.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct File {
    /// Its path below the folder of the dataset, with `/`.
    pub name: String,
    /// IANA media type.
    pub media_type: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// Options of a description.
pub struct Options<'a> {
    /// A folder for temporary files.
    pub scratch: &'a Path,
    /// Called with the number of statements read since the last call.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// The results of describing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The version: the configured one, or one made from the digest.
    pub version: String,
    /// The counts of the dataset.
    pub counts: Counts,
    /// The documents, in the order in which they were written.
    pub documents: Vec<&'static str>,
    /// The settings that `dataset.toml` lacks and others will miss.
    pub missing: Vec<&'static str>,
}

/// Why a dataset cannot be described.
#[derive(Debug, thiserror::Error)]
pub enum DescribeError {
    /// The store cannot be read.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// A named query cannot be used.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// A document or a temporary file cannot be written.
    #[error("a description cannot be written")]
    Io(#[from] io::Error),
}

impl From<FactError> for DescribeError {
    fn from(error: FactError) -> Self {
        Self::Publish(error.into())
    }
}

/// The data from which all documents are made.
struct Context<'a> {
    statements: &'a Statements,
    dataset: &'a Dataset,
    files: Vec<File>,
    counts: Counts,
    version: String,
    scratch: &'a Path,
    prefix_map: PrefixMap,
    prefixes: Prefixes,
    /// The addresses of the sources; empty if there are too many to list.
    origins: Vec<String>,
}

/// Maximum number of sources that are listed in documents for people and search engines.
const MAX_SOURCES: usize = 100;

/// The documents that [`write()`] makes, in order.
pub const DOCUMENTS: [&str; 13] = [
    "CITATION.cff",
    ".well-known/void",
    ".zenodo.json",
    "croissant.json",
    "dcat.jsonld",
    "dcat.ttl",
    "licences.tsv",
    "prov.ttl",
    "ro-crate-metadata.json",
    "schema.jsonld",
    "sparql-examples.ttl",
    "void.ttl",
    "SHA256SUMS",
];

/// Describes a dataset that was published as `files`, and passes each document to `sink` with its name, which may
/// include a folder. The last, `SHA256SUMS`, has the digests of the files and of the other documents.
pub fn write(
    statements: &Statements,
    dataset: &Dataset,
    files: &[File],
    options: &Options<'_>,
    sink: &mut dyn FnMut(&str, &[u8]) -> io::Result<()>,
) -> Result<Report, DescribeError> {
    let listing = CanonicalQuads::of(statements.store(), options.scratch, options.progress)?;
    let counts = counts::count(listing, dataset.minter.base(), options.scratch)?;
    let mut files: Vec<File> = files.iter().filter(|f| !DOCUMENTS.contains(&f.name.as_str())).cloned().collect();
    files.sort();
    files.dedup_by(|a, b| a.name == b.name);
    let prefixes = Prefixes::new(dataset.minter.base());
    let (queries, errors) = Library::open(Some(&dataset.queries()), &prefixes)?.into_parts();
    if let Some(error) = errors.into_iter().next() {
        return Err(error.into());
    }
    let origins = origins(statements, &counts)?;
    let context = Context {
        statements,
        dataset,
        files,
        version: version(dataset, &counts),
        counts,
        scratch: options.scratch,
        prefix_map: PrefixMap::new(&dataset.minter),
        prefixes,
        origins,
    };
    let mut sums = sums::Sums::of(&context.files);
    let mut documents = Vec::new();
    for name in DOCUMENTS {
        let bytes = match name {
            "CITATION.cff" => citation::cff(&context).into_bytes(),
            ".zenodo.json" => json(&citation::zenodo(&context)),
            "croissant.json" => json(&croissant::croissant(&context, &queries)),
            "dcat.jsonld" => dcat::write(&context, publish::ExportFormat::JsonLd)?,
            "dcat.ttl" => dcat::write(&context, publish::ExportFormat::Turtle)?,
            "licences.tsv" => licences::write(&context)?,
            "prov.ttl" => prov::write(&context)?,
            "ro-crate-metadata.json" => match schema::ro_crate(&context) {
                Some(crate_) => json(&crate_),
                None => continue,
            },
            "schema.jsonld" => json(&schema::schema_org(dataset, &context.version, &context.files, &context.origins)),
            "sparql-examples.ttl" => examples::write(&context, &queries)?,
            "void.ttl" | ".well-known/void" => void::write(&context)?,
            _ => sums.text().into_bytes(),
        };
        sums.add(name, &bytes);
        sink(name, &bytes)?;
        documents.push(name);
    }
    let Context { version, counts, .. } = context;
    Ok(Report { version, counts, documents, missing: missing(dataset) })
}

/// The version of a dataset: the configured one, or one made from the digest, so that datasets with the same statements
/// have the same version.
fn version(dataset: &Dataset, counts: &Counts) -> String {
    let digest = counts.digest.get(..12).unwrap_or_default();
    dataset.config.version.clone().unwrap_or_else(|| format!("0.0.0+{digest}"))
}

fn origins(statements: &Statements, counts: &Counts) -> Result<Vec<String>, DescribeError> {
    let mut origins = std::collections::BTreeSet::new();
    for graph in counts.graphs.keys() {
        let Some(source) = sources::SourceGraph::of(statements, &NamedNode::new_unchecked(graph))? else { continue };
        origins.extend(source.url.map(NamedNode::into_string));
        origins.extend(source.derived_from.into_iter().map(NamedNode::into_string));
        if origins.len() > MAX_SOURCES {
            return Ok(Vec::new());
        }
    }
    Ok(origins.into_iter().collect())
}

/// The settings that others will miss in the configuration.
fn missing(dataset: &Dataset) -> Vec<&'static str> {
    let config = &dataset.config;
    let mut missing = Vec::new();
    for (is_there, what) in [
        (
            config.issued.is_some(),
            if config.modified.is_some() {
                "issued: Croissant and repositories want a date of publication"
            } else {
                "issued: Croissant and repositories want a date of publication; ro-crate-metadata.json, which must have one, is left out"
            },
        ),
        (config.version.is_some(), "version: without it the version is made of the digest"),
        (!config.keywords.is_empty(), "keywords: search engines and repositories want some"),
        (config.contact.is_some(), "contact: DCAT-AP recommends a place for questions"),
    ] {
        if !is_there {
            missing.push(what);
        }
    }
    missing
}

fn json(value: &serde_json::Value) -> Vec<u8> {
    format!("{value:#}\n").into_bytes()
}

/// A text in English, written by the program.
fn english(text: impl Into<String>) -> Literal {
    Literal::new_language_tagged_literal_unchecked(text, "en")
}

/// The bytes of a document in RDF.
fn written(document: Document<'_>) -> Result<Vec<u8>, DescribeError> {
    let mut out = Vec::new();
    document.write(&mut out)?;
    Ok(out)
}

impl Context<'_> {
    /// An empty document in RDF.
    fn document(&self, format: ExportFormat) -> Document<'_> {
        Document::new(&self.prefix_map, format, self.scratch)
    }

    /// A text of the configuration, in its language.
    fn tagged(&self, text: &str) -> Literal {
        Literal::new_language_tagged_literal_unchecked(text, self.dataset.language().to_lowercase())
    }

    /// The IRI of a part of the description, by its path.
    fn part(&self, path: &str) -> NamedNode {
        self.dataset.minter.description(path)
    }

    /// The files with data of the dataset: the whole of it, or a table.
    fn distributions(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.is_data())
    }
}

/// Files published beside a dataset that are not part of it.
const COMPANIONS: [&str; 3] = ["ontology.ttl", "terms.ttl", "shapes.ttl"];

/// The media type of a file, by its file name extension.
pub fn media_type(name: &str) -> &'static str {
    media::of_name(name).map_or(media::UNKNOWN, Media::essence)
}

impl File {
    /// Reads size and digest of a file below a folder, by its path there.
    pub fn read(folder: &Path, name: &str) -> io::Result<Self> {
        let path = folder.join(name);
        let mut file = crate::base::files::open(&path)
            .map_err(|e| io::Error::new(e.kind(), format!("cannot read {}: {e}", path.display())))?;
        let mut hasher = Sha256::new();
        let bytes = io::copy(&mut file, &mut hasher)?;
        let sha256 = crate::base::iri::hex(&hasher.finalize());
        Ok(Self { name: name.to_owned(), media_type: media_type(name).to_owned(), bytes, sha256 })
    }

    /// The media type without its parameters.
    fn essence(&self) -> &str {
        media::essence(&self.media_type)
    }

    /// The known properties of its format. The given media type takes precedence over the name.
    fn media(&self) -> Option<&'static Media> {
        let named = media::of_name(&self.name).filter(|media| media.essence() == self.essence());
        named.or_else(|| media::MEDIA.iter().find(|m| m.essence() == self.essence() && m.standard.is_none()))
    }

    fn is_data(&self) -> bool {
        let last = self.name.rsplit('/').next().unwrap_or_default();
        let is_companion = COMPANIONS.contains(&last) || DOCUMENTS.contains(&last) || last.starts_with('.');
        // Files in deeper folders belong to the pages of a site, except tables.
        let is_deep = self.name.contains('/') && !self.name.starts_with("tables/");
        !is_companion && !is_deep && self.media().is_some_and(|media| media.is_data)
    }

    /// The name of its format.
    fn format(&self) -> &str {
        self.media().map_or(self.essence(), |media| media.title)
    }
}

/// An IRI as one segment of a path: `prefix-name`, or its digest where it has no prefix.
fn segment(prefixes: &Prefixes, iri: &str) -> String {
    let named = prefixes.longest(iri).and_then(|(prefix, namespace)| {
        let local = &iri[namespace.len()..];
        let is_plain = !local.is_empty() && local.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        is_plain.then(|| format!("{prefix}-{local}"))
    });
    named.unwrap_or_else(|| crate::base::iri::digest(&[iri]).chars().take(12).collect())
}
