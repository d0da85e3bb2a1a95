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

/// Reads the mappings of a file. A row that cannot be parsed is an error, because writing the file would lose it.
pub(super) fn read(path: &Path, text: &str) -> Result<MappingSet, Failure> {
    let (set, problems) = sssom::read(text);
    if problems.is_empty() {
        return Ok(set);
    }
    for problem in &problems {
        terminal::problem("error", path, problem);
    }
    let error = format!("{} has rows that cannot be parsed; the file was not changed", path.display());
    Err(Failure::new(FailureKind::Input, error).hint("correct these rows first"))
}

fn write(path: &Path, set: &MappingSet) -> Result<(), Failure> {
    let mut out = Output::open(Some(path))?;
    sssom::write(set, &mut out)?;
    Ok(out.finish()?)
}

/// Adds new proposals to the file and keeps the decisions of reviewers.
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

/// Writes the decisions of an interrupted review into the file. Does nothing if there are none.
pub(crate) fn apply_pending_decisions(dataset: &Dataset) -> Result<(), Failure> {
    let path = journal_path(dataset);
    if !files::is_there(&path).map_err(cannot("look for", &path))? {
        return Ok(());
    }
    // Reading a pipe in its place would wait forever.
    files::open(&path).map_err(cannot("read", &path))?;
    JournalFile::open(dataset)?.remove()
}

fn journal_path(dataset: &Dataset) -> PathBuf {
    dataset.links().with_file_name("links.review.tsv")
}

/// The journal of the running review. It is locked, so that only one review runs at a time.
pub(super) struct JournalFile {
    path: PathBuf,
    file: File,
    is_empty: bool,
}

impl JournalFile {
    /// Opens a journal, after writing the decisions that an earlier review left in it into the file of mappings.
    pub(super) fn open(dataset: &Dataset) -> Result<Self, Failure> {
        let path = journal_path(dataset);
        let failed = |e: std::io::Error| {
            std::io::Error::new(e.kind(), format!("cannot write the journal {}: {e}", path.display()))
        };
        let mut file = File::options().read(true).append(true).create(true).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let error = format!("another review of {} is running", dataset.links().display());
                return Err(Failure::new(FailureKind::CannotRun, error));
            }
            Err(TryLockError::Error(e)) => return Err(failed(e).into()),
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        put_in(dataset, &path, &String::from_utf8_lossy(&bytes))?;
        file.set_len(0).map_err(failed)?;
        file.rewind().map_err(failed)?;
        Ok(Self { path, file, is_empty: true })
    }

    /// Appends a decision; `None` undoes the last one.
    pub(super) fn append(&mut self, said: Option<(&str, &ReviewAnswer, &Reviewer)>) -> Result<(), Failure> {
        let line =
            said.map_or_else(|| ReviewAnswer::undo_line().to_owned(), |(subject, said, by)| said.line(subject, by));
        let line = if self.is_empty { format!("{JOURNAL_HEADER}{line}") } else { line };
        self.is_empty = false;
        Ok(self.file.write_all(line.as_bytes())?)
    }

    /// Deletes the journal, once its decisions are in the file of mappings.
    pub(super) fn remove(self) -> Result<(), Failure> {
        fs::remove_file(&self.path).map_err(cannot("remove", &self.path))
    }

    /// Replaces the file with the set. If the file was changed since `before`, this is an error and the journal stays.
    pub(super) fn finish(self, dataset: &Dataset, before: &str, set: &MappingSet) -> Result<(), Failure> {
        let path = dataset.links();
        if !self.is_empty {
            if fs::read(&path).map_err(cannot("read", &path))? != before.as_bytes() {
                let error = format!("{} was changed by another program during the review", path.display());
                let hint = format!("the decisions are in {}; the next review applies them", self.path.display());
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
            "this file holds the decisions of an interrupted review; correct the line, or delete the file to discard them",
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
        terminal::eprint(&format!("note: {}: {problem}; the row was not changed\n", journal_path.display()));
    }
    let (decisions, file) = (journal.len() - problems.len(), path.display());
    terminal::eprint(&format!("note: {decisions} decisions of an interrupted review were applied to {file}\n"));
    write(&path, &set)
}
