//! The dataset as a site: a page for each named thing, in plain HTML that works without scripts, on any static host and
//! from a disk.
//!
//! The store is walked twice. The first walk lists the things that have a page, sorted on disk; the second makes the
//! pages, on several threads, and passes each to a sink as it is finished. So memory does not grow with the dataset,
//! except for 8 bytes per page. The same dataset gives the same pages, but their order may differ.
//!
//! ```text
//! walk -> subjects: entity | claim | source | article | thing ----> page -> sink
//!            listing, names (search), queries, vocabulary, home, hosting ^
//! path, html, values: what all of them use
//! live: one page at a time, for a server
//! ```

mod article;
mod cells;
mod claim;
mod entity;
mod home;
mod hosting;
mod html;
mod kind;
mod listing;
mod live;
mod marker;
mod names;
mod page;
pub(crate) mod path;
mod pictures;
mod queries;
mod source;
mod structured;
mod texts;
mod thing;
mod values;
mod vocabulary;
mod walk;

pub use live::Live;
pub use marker::Marker;

use crate::dataset::Dataset;
use crate::publish::PublishError;
use crate::publish::part::Parts;
use crate::store::{FactError, Statements};
use std::io;
use std::path::Path;

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its path below the folder of the site, with `/`; no segment is empty, `.` or `..`.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A file of the dataset that is published beside the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Its name below the folder of the site.
    pub name: String,
    /// Its description, for people.
    pub title: String,
    /// Its media type, as registered with IANA.
    pub media_type: &'static str,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}

/// A page that is made elsewhere, such as a map; the site links to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    /// Its path below the folder of the site.
    pub path: String,
    /// The text of links to it.
    pub title: String,
}

impl Extra {
    /// The documentation of the ontology, below `ontology/`.
    pub fn ontology() -> Self {
        Self { path: "ontology/index.html".to_owned(), title: "Ontology".to_owned() }
    }
}

/// The options of a site.
pub struct Options<'a> {
    /// Files of the dataset, in the order in which they are offered.
    pub downloads: Vec<Download>,
    /// Pages that are made elsewhere.
    pub extras: Vec<Extra>,
    /// The address of the site, ending in `/`, if it is not the base IRI; redirection rules are made for it.
    pub url: Option<String>,
    /// The version of the dataset.
    pub version: String,
    /// A folder for temporary files.
    pub scratch: &'a Path,
    /// Maximum number of claims for which the page of a query has an answer; for more, the page says how to ask.
    pub answer_up_to: usize,
}

/// The result of writing a site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Number of HTML pages.
    pub pages: u64,
    /// Number of all files.
    pub files: u64,
    /// Number of names whose page is not at their IRI, because another page differs from it only in case.
    pub renamed: usize,
    /// Queries that could not be answered, with the errors.
    pub failures: Vec<String>,
}

/// Why there is no site.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The store cannot be read.
    #[error("the store cannot be read")]
    Read(#[from] FactError),
    /// A statement cannot be written.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// A temporary file cannot be written or read.
    #[error("pages cannot be sorted in a temporary file")]
    Sort(#[source] io::Error),
    /// The sink refuses a page.
    #[error("{path} cannot be written")]
    Write {
        /// The path of the page.
        path: String,
        /// The error of the sink.
        source: io::Error,
    },
    /// A file of the ontology that ships with the program is not valid.
    #[error("the ontology cannot be read")]
    Ontology(#[from] crate::publish::ontology::OntologyError),
}

/// The data from which all pages are made.
struct Context<'a> {
    statements: &'a Statements,
    dataset: &'a Dataset,
    options: &'a Options<'a>,
    paths: &'a path::Paths,
    texts: &'a texts::Texts,
    vocabulary: &'a vocabulary::Vocabulary,
    parts: &'a Parts,
    counts: &'a kind::Counts,
    pictures: pictures::Has,
}

impl Context<'_> {
    /// The address of the site, if it is not the base IRI.
    fn elsewhere(&self) -> Option<&str> {
        self.options.url.as_deref().filter(|url| *url != self.dataset.minter.base())
    }

    /// The address of the site.
    fn address(&self) -> &str {
        self.elsewhere().unwrap_or_else(|| self.dataset.minter.base())
    }
}

/// Receives pages, from several threads.
pub type Sink<'a> = dyn Fn(Page) -> io::Result<()> + Sync + 'a;

/// Passes all files of the site to a sink. `progress` gets the number of things whose pages are finished, and their
/// total.
pub fn write(
    statements: &Statements,
    dataset: &Dataset,
    options: &Options<'_>,
    sink: &Sink<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Summary, SiteError> {
    walk::walk(statements, dataset, options, sink, progress)
}
