//! Named queries: those that ship with the program (`queries/`), and those of a dataset, which take precedence.

use super::prefixes::{Prefixes, did_you_mean, nearest};
use super::template::{Template, TemplateError};
use super::text::{EncodingError, decoded};
use crate::base::files;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../queries/", $name, ".rq")))),*]
    };
}

/// Names and texts of the shipped queries. A test holds the list against the folder.
const SHIPPED: &[(&str, &str)] = shipped![
    "changes-of-control",
    "classes",
    "copies",
    "disagreements",
    "districts",
    "independent-sources",
    "links",
    "meetings",
    "mentions",
    "names",
    "place",
    "reviews",
    "role-disagreements",
    "roles",
    "sources",
    "statements",
    "timeline",
];

/// A query with a name.
#[derive(Debug, Clone)]
pub struct NamedQuery {
    /// The name of its file without `.rq`.
    pub name: String,
    /// Its file, if it belongs to the dataset; `None` if it ships with the program.
    pub file: Option<PathBuf>,
    /// The query.
    pub template: Template,
}

/// All named queries.
#[derive(Debug)]
pub struct Library {
    queries: BTreeMap<String, Result<NamedQuery, LibraryError>>,
}

/// Why a named query cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// No query has this name.
    #[error("there is no query named {name:?}{}", did_you_mean(.nearest.as_deref()))]
    Unknown {
        /// The name, as given.
        name: String,
        /// The known name with the most similar spelling; `None` if none is near.
        nearest: Option<String>,
    },
    /// A file or folder cannot be read.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The error of the file system.
        source: io::Error,
    },
    /// A file is not UTF-8 text.
    #[error("{}", path.display())]
    Encoding {
        /// The file.
        path: PathBuf,
        /// The encoding error.
        source: EncodingError,
    },
    /// A file is not a query with a valid header.
    #[error("{name}.rq")]
    Template {
        /// The name of the query.
        name: String,
        /// The mistake.
        source: TemplateError,
    },
    /// The query of this name has no summary, without which its name alone would have to explain it.
    #[error("{0}.rq has no summary; begin it with a line such as \"#+ summary: Places without a date\"")]
    NoSummary(String),
}

impl Library {
    /// Opens the shipped queries and those in a folder, if it exists. A file that cannot be used is an error only when
    /// its query is asked for.
    pub fn open(folder: Option<&Path>, prefixes: &Prefixes) -> Result<Self, LibraryError> {
        let mut queries = BTreeMap::new();
        for (name, text) in SHIPPED {
            queries.insert((*name).to_owned(), NamedQuery::new(name, None, text, prefixes));
        }
        for path in folder.map_or_else(|| Ok(Vec::new()), rq_files)? {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let query = read(&path).and_then(|text| NamedQuery::new(&name, Some(path), &text, prefixes));
            queries.insert(name, query);
        }
        Ok(Self { queries })
    }

    /// Takes the query with this name.
    pub fn take(mut self, name: &str) -> Result<NamedQuery, LibraryError> {
        self.queries.remove(name).unwrap_or_else(|| {
            let names = self.queries.keys().map(String::as_str);
            Err(LibraryError::Unknown { name: name.to_owned(), nearest: nearest(name, names).map(str::to_owned) })
        })
    }

    /// All queries in the order of their names, and the errors of those that cannot be used.
    pub fn into_parts(self) -> (Vec<NamedQuery>, Vec<LibraryError>) {
        let (mut queries, mut errors) = (Vec::new(), Vec::new());
        for query in self.queries.into_values() {
            match query {
                Ok(query) => queries.push(query),
                Err(error) => errors.push(error),
            }
        }
        (queries, errors)
    }
}

impl NamedQuery {
    fn new(name: &str, file: Option<PathBuf>, text: &str, prefixes: &Prefixes) -> Result<Self, LibraryError> {
        let template =
            Template::new(text, prefixes).map_err(|source| LibraryError::Template { name: name.to_owned(), source })?;
        if template.header.summary.is_none() {
            return Err(LibraryError::NoSummary(name.to_owned()));
        }
        Ok(Self { name: name.to_owned(), file, template })
    }

    /// Its question, in one line.
    pub fn summary(&self) -> &str {
        self.template.header.summary.as_deref().unwrap_or_default()
    }
}

fn read(path: &Path) -> Result<String, LibraryError> {
    let bytes = files::read(path).map_err(|source| LibraryError::Io { path: path.to_owned(), source })?;
    decoded(bytes).map_err(|source| LibraryError::Encoding { path: path.to_owned(), source })
}

fn rq_files(folder: &Path) -> Result<Vec<PathBuf>, LibraryError> {
    files::ending_in(folder, "rq").map_err(|source| LibraryError::Io { path: folder.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::store::Store;
    use std::fs;

    fn prefixes() -> Prefixes {
        Prefixes::new("https://example.org/d/")
    }

    #[test]
    fn the_list_of_shipped_queries_is_that_of_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("queries");
        let files: Vec<_> =
            rq_files(&folder).unwrap().iter().map(|f| f.file_stem().unwrap().to_string_lossy().into_owned()).collect();
        let names: Vec<_> = SHIPPED.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, files);
    }

    #[test]
    fn every_shipped_query_runs_with_its_defaults() {
        let (queries, errors) = Library::open(None, &prefixes()).unwrap().into_parts();
        assert!(errors.is_empty(), "{errors:?}");
        let store = Store::new().unwrap();
        for query in queries {
            let filled = query.template.fill(&[], &prefixes()).unwrap();
            let prepared = crate::query::prepare(&filled, &prefixes(), None);
            let prepared = prepared.unwrap_or_else(|e| panic!("{}: {e}", query.name));
            assert!(prepared.run(&store).is_ok(), "{}", query.name);
            assert!(query.template.header.description.is_some(), "{}", query.name);
        }
    }

    #[test]
    fn a_dataset_has_queries_of_its_own_which_win() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write(
            "districts.rq",
            "#+ summary: Ours
ASK {}",
        );
        write(
            "more.rq",
            "#+ summary: More
ASK {}",
        );
        write("bad.rq", "ASK {}");
        write("notes.txt", "no query");
        let open = || Library::open(Some(folder.path()), &prefixes()).unwrap();
        assert_eq!(open().take("districts").unwrap().summary(), "Ours");
        assert_eq!(open().take("more").unwrap().summary(), "More");
        assert!(matches!(open().take("bad"), Err(LibraryError::NoSummary(_))));
        let error = open().take("distrits").unwrap_err();
        assert_eq!(error.to_string(), "there is no query named \"distrits\"; did you mean \"districts\"?");
        let (queries, errors) = open().into_parts();
        assert_eq!((queries.len(), errors.len()), (SHIPPED.len() + 1, 1));
    }
}
