//! The sources that were read, with their cards. They are read again when a file changes, and their cards made again when the
//! decisions on them do.

use super::card::{Card, Orphan, SourceSummary, Status, TypeForm};
use super::error::ReviewError;
use super::library::{DIGEST, Library, SourceFile};
use super::making::SheetContext;
use super::sheet::{ReadSource, Sheet};
use crate::base::text::Problem;
use crate::dataset::decisions::{ClaimDecision, DecisionsByFile};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

/// Maximum number of documents that are kept in memory with all that was found in them.
const MAX_DOCUMENTS: usize = 16;

/// The sources that were read.
#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) library: Library,
    pub(super) forms: Vec<TypeForm>,
    disagreeing: HashSet<String>,
    /// By their ids.
    files: BTreeMap<String, (SourceFile, Vec<String>)>,
    /// By the ids of the sources.
    sources: BTreeMap<String, Shelved>,
    /// The last read, newest last.
    documents: Vec<Arc<ReadSource>>,
}

/// A source with its cards.
#[derive(Debug)]
pub(super) struct Shelved {
    pub(super) summary: SourceSummary,
    /// The decisions on it.
    pub(super) rows: Vec<ClaimDecision>,
    pub(super) sheet: Sheet,
}

impl Shelf {
    pub(super) fn new(library: Library, forms: Vec<TypeForm>) -> Self {
        Self {
            library,
            forms,
            disagreeing: HashSet::new(),
            files: BTreeMap::new(),
            sources: BTreeMap::new(),
            documents: Vec::new(),
        }
    }

    pub(super) fn set_disagreeing(&mut self, claims: HashSet<String>) {
        self.disagreeing = claims;
        self.files.clear();
        self.sources.clear();
        self.documents.clear();
    }

    /// A source that was read.
    pub(super) fn shelved(&self, source: &str) -> Option<&Shelved> {
        self.sources.get(source)
    }

    /// The cards of a source with these decisions.
    pub(super) fn sheet(&self, read: &ReadSource, rows: &[ClaimDecision]) -> Sheet {
        let before = self.sources.get(read.id()).map(|shelved| (&shelved.sheet, shelved.rows.as_slice()));
        Sheet::new(read, rows, before, self.context())
    }

    fn context(&self) -> SheetContext<'_> {
        SheetContext {
            gazetteer: &self.library.gazetteer,
            minter: &self.library.dataset.minter,
            forms: &self.forms,
            disagreeing: &self.disagreeing,
        }
    }

    /// Puts other decisions on a source in place of those that it had.
    pub(super) fn put(&mut self, source: &str, rows: Vec<ClaimDecision>, sheet: Sheet) {
        if let Some(shelved) = self.sources.get_mut(source) {
            count(&mut shelved.summary, &sheet);
            (shelved.rows, shelved.sheet) = (rows, sheet);
        }
    }

    /// A source as it is now.
    pub(super) fn source(&mut self, source: &str, decisions: &DecisionsByFile) -> Result<Arc<ReadSource>, ReviewError> {
        let none = || ReviewError::NoSource(source.to_owned());
        let file = match self.library.file_of(source) {
            Some(file) => file,
            None => {
                self.library.list()?;
                self.library.file_of(source).ok_or_else(none)?
            }
        };
        self.read_file(&file, decisions, Some(source)).ok_or_else(none)
    }

    /// Reads every file that is new or has changed.
    pub(super) fn read_all(&mut self, decisions: &DecisionsByFile) {
        let files = self.library.files();
        let gone: Vec<String> = self.files.keys().filter(|id| !self.library.has_file(id)).cloned().collect();
        gone.iter().for_each(|file| self.forget(file));
        for file in files {
            self.read_file(&file, decisions, None);
        }
    }

    /// Brings the sources of a file up to date; returns the one that is wanted.
    pub(super) fn read_file(
        &mut self,
        file: &str,
        decisions: &DecisionsByFile,
        wanted: Option<&str>,
    ) -> Option<Arc<ReadSource>> {
        let stamp = self.library.stamp(file)?;
        if self.files.get(file).is_none_or(|(known, _)| known.stamp != stamp) {
            self.forget(file);
            return self.read_anew(file, None, decisions, wanted);
        }
        let is_restricted = self.library.is_restricted(file);
        let (known, ids) = &self.files[file];
        let of_file = decisions.of_file(file, &known.sha256, known.holds_articles);
        let mut stale = Vec::new();
        for id in ids.iter().filter(|id| wanted.is_none_or(|wanted| wanted == *id)) {
            if let Some(shelved) = self.sources.get_mut(id) {
                shelved.summary.restricted = is_restricted;
                if shelved.rows != of_file.of(id) {
                    stale.push(id.clone());
                }
            }
        }
        let is_kept = |id: &str| self.documents.iter().any(|read| read.id() == id);
        let needed: BTreeSet<String> = stale.iter().cloned().chain(wanted.map(str::to_owned)).collect();
        if needed.iter().any(|id| !is_kept(id)) {
            return self.read_anew(file, Some(&needed), decisions, wanted);
        }
        // Of a large table those rows are kept that somebody has decided about: now they may be others.
        if stale.iter().any(|id| self.kept(id).is_some_and(|read| read.document.is_cut)) {
            self.forget(file);
            return self.read_anew(file, None, decisions, wanted);
        }
        for id in stale {
            let read = self.kept(&id)?;
            let rows = of_file.of(&id).to_vec();
            let sheet = self.sheet(&read, &rows);
            self.put(&id, rows, sheet);
        }
        self.kept(wanted?)
    }

    fn kept(&self, id: &str) -> Option<Arc<ReadSource>> {
        self.documents.iter().rfind(|read| read.id() == id).cloned()
    }

    fn forget(&mut self, file: &str) {
        for id in self.files.remove(file).into_iter().flat_map(|(_, ids)| ids) {
            self.sources.remove(&id);
            self.documents.retain(|read| read.id() != id);
        }
    }

    /// Reads the sources of a file, or those that are needed.
    fn read_anew(
        &mut self,
        file: &str,
        needed: Option<&BTreeSet<String>>,
        decisions: &DecisionsByFile,
        wanted: Option<&str>,
    ) -> Option<Arc<ReadSource>> {
        let is_restricted = self.library.is_restricted(file);
        let mut read: Vec<(String, Shelved)> = Vec::new();
        let mut last: Vec<Arc<ReadSource>> = Vec::new();
        let known = self.library.read(file, needed, decisions, &mut |document| {
            let id = document.document.id.clone();
            let holds_articles = document.document.member.is_some();
            let rows = decisions.of_file(file, &document.document.sha256, holds_articles).of(&id).to_vec();
            let read_source = ReadSource::new(document, self.context());
            let sheet = self.sheet(&read_source, &rows);
            let document = &read_source.document;
            let mut summary = SourceSummary {
                id: id.clone(),
                title: document.title.clone(),
                date: document.document.metadata.published.clone().unwrap_or_default(),
                claims: 0,
                open: 0,
                decided: 0,
                restricted: is_restricted,
                note: document.note.clone(),
            };
            count(&mut summary, &sheet);
            read.push((id.clone(), Shelved { summary, rows, sheet }));
            last.retain(|kept| last_is(kept, wanted));
            last.push(Arc::new(read_source));
        })?;
        if needed.is_none() {
            let ids = read.iter().map(|(id, _)| id.clone()).collect();
            self.files.insert(file.to_owned(), (known, ids));
        }
        self.sources.extend(read);
        self.documents.extend(last);
        let excess = self.documents.len().saturating_sub(MAX_DOCUMENTS);
        self.documents.drain(..excess);
        self.kept(wanted?)
    }

    /// The sources, by their ids; a file without any that can be shown is one of them, with the reason.
    pub(super) fn summaries(&self) -> Vec<SourceSummary> {
        let of_sources = self.sources.values().map(|shelved| shelved.summary.clone());
        let empty = self.files.iter().filter(|(_, (_, ids))| ids.is_empty());
        let of_files = empty.map(|(id, (file, _))| SourceSummary {
            id: id.clone(),
            title: id.clone(),
            date: String::new(),
            claims: 0,
            open: 0,
            decided: 0,
            restricted: self.library.is_restricted(id),
            note: file.note.clone(),
        });
        let mut all: Vec<SourceSummary> = of_sources.chain(of_files).collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    }

    /// The cards of all sources that were read, of one, or of those in a file.
    pub(super) fn cards(&self, of: Option<String>) -> impl Iterator<Item = &Card> + use<'_> {
        let is_below =
            |id: &str, of: &str| id.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let is_of = move |id: &str| of.as_deref().is_none_or(|of| is_below(id, of));
        self.sources
            .iter()
            .filter(move |(id, _)| is_of(id))
            .flat_map(|(_, shelved)| shelved.sheet.cards.iter().map(|card| &**card))
    }

    /// The decisions that belong to no card, with the ids of their sources.
    pub(super) fn orphans(&self) -> impl Iterator<Item = (&str, &Orphan)> {
        self.sources
            .iter()
            .flat_map(|(id, shelved)| shelved.sheet.orphans.iter().map(move |orphan| (id.as_str(), orphan)))
    }

    /// What could not be read.
    pub(super) fn problems(&self) -> Vec<(PathBuf, Problem)> {
        let mut problems = self.library.problems();
        problems.extend(self.files.values().flat_map(|(file, _)| file.problems.iter().cloned()));
        problems
    }

    /// The ids of files by the beginning of their digest.
    pub(super) fn by_digest(&self) -> HashMap<String, String> {
        let digest = |(id, (file, _)): (&String, &(SourceFile, Vec<String>))| {
            Some((file.sha256.get(..DIGEST)?.to_owned(), id.clone()))
        };
        self.files.iter().filter_map(digest).collect()
    }
}

fn last_is(read: &ReadSource, wanted: Option<&str>) -> bool {
    wanted.is_some_and(|wanted| read.id() == wanted)
}

fn count(summary: &mut SourceSummary, sheet: &Sheet) {
    summary.claims = sheet.cards.len();
    summary.open = sheet.cards.iter().filter(|card| matches!(card.status, Status::Open | Status::Differing)).count();
    summary.decided = summary.claims - summary.open;
}
