//! The site one page at a time, for a server: the pages that [`super::write`] would write, made on request. The page of
//! a thing needs no walk over the store; the lists, and all other pages that count or sort things, are made together
//! when one of them is requested.

use super::kind::{Counts, PageKind};
use super::path::Paths;
use super::pictures::Has;
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use super::{Context, Extra, Options, Page, SiteError, hosting, walk};
use crate::dataset::Dataset;
use crate::publish::part::{Parts, Triple};
use crate::store::{FactReader, Statements};
use oxigraph::model::NamedNode;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A site whose pages are made on request.
pub struct Live {
    statements: Statements,
    dataset: Dataset,
    scratch: PathBuf,
    answer_up_to: usize,
    paths: Paths,
    texts: Texts,
    vocabulary: Vocabulary,
    parts: Parts,
    counts: Counts,
    pictures: Has,
    /// All pages but those of things; `None` until one of them is requested.
    others: Option<Others>,
}

/// The page of a thing.
pub struct Thing {
    /// Its statements, as data.
    pub data: Vec<Triple>,
    files: Vec<Page>,
}

impl Thing {
    /// One of its files, such as `index.html`.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        let file = self.files.iter().find(|page| page.path.rsplit('/').next() == Some(name));
        file.map(|page| page.bytes.as_slice())
    }
}

/// Files in one temporary file.
struct Others {
    file: File,
    places: HashMap<String, (u64, usize)>,
}

impl Live {
    /// The site of a store. `scratch` is a folder for temporary files; queries are answered on their pages if there are
    /// at most `answer_up_to` claims.
    pub fn new(
        statements: &Statements,
        dataset: &Dataset,
        scratch: &Path,
        answer_up_to: usize,
    ) -> Result<Self, SiteError> {
        let base = dataset.minter.base();
        Ok(Self {
            statements: statements.clone(),
            dataset: dataset.clone(),
            scratch: scratch.to_owned(),
            answer_up_to,
            paths: Paths::asking(base, statements),
            texts: Texts::asking(statements, dataset, scratch)?,
            vocabulary: Vocabulary::read()?,
            parts: Parts::new(&dataset.minter),
            counts: Counts::of_any(statements, base)?,
            pictures: Has::of(statements)?,
            others: None,
        })
    }

    /// The page of an IRI; `None` if it has none.
    pub fn thing(&self, iri: &NamedNode) -> Result<Option<Thing>, SiteError> {
        self.with(|context| {
            if context.paths.page(iri.as_str()).is_none() {
                return Ok(None);
            }
            let read = FactReader::new(context.statements);
            let Some(kind) = PageKind::read(context.statements, iri.as_str())? else { return Ok(None) };
            let Some(draft) = walk::draft(context, &read, iri, kind)? else { return Ok(None) };
            Ok(Some(Thing { data: draft.all_data().to_vec(), files: draft.finish()? }))
        })
    }

    /// A file of the site that does not belong to the page of a thing, by its path.
    pub fn other(&mut self, path: &str) -> Result<Option<Vec<u8>>, SiteError> {
        let constant_files = self.with(|context| Ok(hosting::files(context)))?;
        if let Some(page) = constant_files.into_iter().find(|page| page.path == path) {
            return Ok(Some(page.bytes));
        }
        if self.others.is_none() {
            let made = Mutex::new(Others::new(&self.scratch).map_err(SiteError::Sort)?);
            let sink = |page: Page| made.lock().unwrap_or_else(PoisonError::into_inner).add(&page);
            self.with(|context| walk::without_things(context, &sink).map(drop))?;
            let mut made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
            for file in crate::publish::ontology::files(&crate::publish::ontology::EMBEDDED)? {
                let page = Page { path: format!("ontology/{}", file.path), bytes: file.text.into_bytes() };
                made.add(&page).map_err(SiteError::Sort)?;
            }
            self.others = Some(made);
        }
        let others = self.others.as_mut().map(|others| others.read(path));
        others.transpose().map(Option::flatten).map_err(SiteError::Sort)
    }

    fn with<T>(&self, make: impl FnOnce(&Context<'_>) -> Result<T, SiteError>) -> Result<T, SiteError> {
        let options = Options {
            downloads: Vec::new(),
            extras: vec![Extra::ontology()],
            url: None,
            version: self.dataset.config.version.clone().unwrap_or_default(),
            scratch: &self.scratch,
            answer_up_to: self.answer_up_to,
        };
        make(&Context {
            statements: &self.statements,
            dataset: &self.dataset,
            options: &options,
            paths: &self.paths,
            texts: &self.texts,
            vocabulary: &self.vocabulary,
            parts: &self.parts,
            counts: &self.counts,
            pictures: self.pictures,
        })
    }
}

impl Others {
    fn new(scratch: &Path) -> io::Result<Self> {
        Ok(Self { file: tempfile::tempfile_in(scratch)?, places: HashMap::new() })
    }

    fn add(&mut self, page: &Page) -> io::Result<()> {
        let at = self.file.stream_position()?;
        self.file.write_all(&page.bytes)?;
        self.places.insert(page.path.clone(), (at, page.bytes.len()));
        Ok(())
    }

    fn read(&mut self, path: &str) -> io::Result<Option<Vec<u8>>> {
        let Some(&(at, length)) = self.places.get(path) else { return Ok(None) };
        let mut bytes = vec![0; length];
        self.file.seek(SeekFrom::Start(at))?;
        self.file.read_exact(&mut bytes)?;
        Ok(Some(bytes))
    }
}
