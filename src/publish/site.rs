//! The dataset as a site: a page for each thing that it names, plain HTML that works without scripts, on any static host and from
//! a disk.
//!
//! The store is walked twice. The first walk notes what there is to have a page, sorted on disk; the second makes the pages, on two
//! threads, and hands each to a sink as it is done. So memory does not grow with the dataset, but for 8 bytes a page. The same
//! dataset gives the same pages, in whatever order they come.
//!
//! ```text
//! walk -> subjects: entity | claim | source | article | thing ----> page -> sink
//!            listing, names (search), queries, vocabulary, home, hosting ^
//! path, html, values: what all of them use
//! live: one page at a time, for a server
//! ```

mod article;
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
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A file of the dataset that stands beside the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Its name below the folder of the site.
    pub name: String,
    /// What it is, for people.
    pub title: String,
    /// Its media type, as registered with IANA.
    pub media_type: &'static str,
    /// Bytes.
    pub size: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}

/// A page that somebody else makes, such as a map: the site links to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    /// Its path below the folder of the site.
    pub path: String,
    /// What the links to it say.
    pub title: String,
}

impl Extra {
    /// The documentation of the ontology, below `ontology/`.
    pub fn ontology() -> Self {
        Self { path: "ontology/index.html".to_owned(), title: "Ontology".to_owned() }
    }
}

/// What a site is made of, besides the statements.
pub struct Options<'a> {
    /// Files of the dataset, in the order in which they are offered.
    pub downloads: Vec<Download>,
    /// Pages that somebody else makes.
    pub extras: Vec<Extra>,
    /// The address at which the site will be found, ending in `/`, if that is not the base IRI: rules of redirection are made for it.
    pub url: Option<String>,
    /// The version of the dataset.
    pub version: String,
    /// A folder for temporary files.
    pub scratch: &'a Path,
    /// A query is answered on its page where the dataset has at most so many claims; with more the page says how to ask.
    pub answer_up_to: usize,
}

/// What a site has become.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Pages of HTML.
    pub pages: u64,
    /// All files.
    pub files: u64,
    /// Names whose page lies elsewhere than its IRI says, because another page differs from it in case alone.
    pub renamed: usize,
    /// Queries that could not be answered.
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
    /// Temporary files.
    #[error("pages cannot be sorted in a temporary file")]
    Sort(#[source] io::Error),
    /// The sink does not take a page.
    #[error("{path} cannot be written")]
    Write {
        /// Which.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// A shipped file of the ontology.
    #[error("the ontology cannot be read")]
    Ontology(#[from] crate::publish::ontology::OntologyError),
}

/// What all pages are made from.
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
    /// The address of the site, if that is not the base IRI.
    fn elsewhere(&self) -> Option<&str> {
        self.options.url.as_deref().filter(|url| *url != self.dataset.minter.base())
    }

    /// The address of the site.
    fn address(&self) -> &str {
        self.elsewhere().unwrap_or_else(|| self.dataset.minter.base())
    }
}

/// Takes pages, from several threads.
pub type Sink<'a> = dyn Fn(Page) -> io::Result<()> + Sync + 'a;

/// Gives all files of the site to a sink. `progress` is told of each thing whose pages are made, and how many there are.
pub fn write(
    statements: &Statements,
    dataset: &Dataset,
    options: &Options<'_>,
    sink: &Sink<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Summary, SiteError> {
    walk::walk(statements, dataset, options, sink, progress)
}
