//! `links.sssom.tsv` in a dataset folder, and the journal of a review beside it.

use super::validate::text;
use crate::cli::failure::{Failure, FailureKind, cannot};
use crate::cli::terminal::{self, Output};
use chorograph::base::files;
use chorograph::dataset::Dataset;
use chorograph::dataset::sssom::{self, Mapping, MappingSet};
use chorograph::link::review::{JOURNAL_HEADER, Journal, ReviewAnswer, Reviewer, merge};
use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

/// The set of a file, if all of it is understood: writing would lose what is not.
pub(super) fn read(path: &Path, text: &str) -> Result<MappingSet, Failure> {
    let (set, problems) = sssom::read(text);
    if problems.is_empty() {
        return Ok(set);
    }
    for problem in &problems {
        terminal::problem("error", path, problem);
    }
    let error = format!("{} has rows that are not understood, and is left as it is", path.display());
    Err(Failure::new(FailureKind::Input, error).hint("put them right first"))
}

fn write(path: &Path, set: &MappingSet) -> Result<(), Failure> {
    let mut out = Output::open(Some(path))?;
    sssom::write(set, &mut out)?;
    Ok(out.finish()?)
}

/// Puts new proposals into the file, beside what a person has decided.
pub(super) fn update(dataset: &Dataset, proposed: Vec<Mapping>) -> Result<(), Failure> {
    apply_pending_decisions(dataset)?;
    let path = dataset.links();
    let old = if files::is_there(&path).map_err(cannot("look for", &path))? {
        read(&path, &text(&path)?)?
    } else {
        MappingSet {
            id: format!("{}links", dataset.minter.base()),
            title: format!("{}: links with Wikidata", dataset.config.title),
            licence: dataset.config.licence.clone(),
            creators: Vec::new(),
            base: dataset.minter.base().to_owned(),
            ..MappingSet::default()
        }
    };
    let mut set = merge(old, proposed);
    set.tool = "chorograph".to_owned();
    set.tool_version = env!("CARGO_PKG_VERSION").to_owned();
    write(&path, &set)
}

/// Puts the answers of a review that broke off into the file. Does nothing where there are none.
pub(crate) fn apply_pending_decisions(dataset: &Dataset) -> Result<(), Failure> {
    let path = journal_path(dataset);
    if !files::is_there(&path).map_err(cannot("look for", &path))? {
        return Ok(());
    }
    // Of a pipe in its place, nobody would see the end.
    files::open(&path).map_err(cannot("read", &path))?;
    JournalFile::open(dataset)?.remove()
}

fn journal_path(dataset: &Dataset) -> PathBuf {
    dataset.links().with_file_name("links.review.tsv")
}

/// The journal of the review that is under way. It is locked, so that there is one at a time.
pub(super) struct JournalFile {
    path: PathBuf,
    file: File,
    is_empty: bool,
}

impl JournalFile {
    /// Begins a journal; what an earlier review left in it goes into the file of mappings first.
    pub(super) fn open(dataset: &Dataset) -> Result<Self, Failure> {
        let path = journal_path(dataset);
        let told = |e: std::io::Error| {
            std::io::Error::new(e.kind(), format!("cannot keep a journal in {}: {e}", path.display()))
        };
        let mut file = File::options().read(true).append(true).create(true).open(&path).map_err(told)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let error = format!("another review of {} is under way", dataset.links().display());
                return Err(Failure::new(FailureKind::CannotRun, error));
            }
            Err(TryLockError::Error(e)) => return Err(told(e).into()),
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(told)?;
        put_in(dataset, &path, &String::from_utf8_lossy(&bytes))?;
        file.set_len(0).map_err(told)?;
        file.rewind().map_err(told)?;
        Ok(Self { path, file, is_empty: true })
    }

    /// Keeps an answer, or that the last one counts no more.
    pub(super) fn append(&mut self, said: Option<(&str, &ReviewAnswer, &Reviewer)>) -> Result<(), Failure> {
        let line =
            said.map_or_else(|| ReviewAnswer::undo_line().to_owned(), |(subject, said, by)| said.line(subject, by));
        let line = if self.is_empty { format!("{JOURNAL_HEADER}{line}") } else { line };
        self.is_empty = false;
        Ok(self.file.write_all(line.as_bytes())?)
    }

    /// The answers are in the file of mappings.
    pub(super) fn remove(self) -> Result<(), Failure> {
        fs::remove_file(&self.path).map_err(cannot("remove", &self.path))
    }

    /// Puts the set in the place of the file, unless the file is not what it was. The answers stay in the journal then.
    pub(super) fn finish(self, dataset: &Dataset, before: &str, set: &MappingSet) -> Result<(), Failure> {
        let path = dataset.links();
        if !self.is_empty {
            if fs::read(&path).map_err(cannot("read", &path))? != before.as_bytes() {
                let error = format!("{} was changed by somebody else during the review", path.display());
                let hint = format!("the answers are in {}; the next review puts them in", self.path.display());
                return Err(Failure::new(FailureKind::CannotRun, error).hint(hint));
            }
            write(&path, set)?;
        }
        self.remove()
    }
}

fn put_in(dataset: &Dataset, journal_path: &Path, journal: &str) -> Result<(), Failure> {
    let wrong = |e| {
        Failure::new(FailureKind::Input, format!("{}: {e}", journal_path.display())).hint(
            "these are the answers of a review that broke off; put the line right, or remove the file to lose them",
        )
    };
    let journal = Journal::read(journal).map_err(wrong)?;
    if journal.is_empty() {
        return Ok(());
    }
    let path = dataset.links();
    let set = read(&path, &text(&path)?)?;
    let (set, problems) = journal.apply_to(set);
    for problem in &problems {
        terminal::eprint(&format!("note: {}: {problem}; it is left as it is\n", journal_path.display()));
    }
    let (answers, file) = (journal.len() - problems.len(), path.display());
    terminal::eprint(&format!("note: {answers} answers of a review that broke off are put into {file}\n"));
    write(&path, &set)
}
