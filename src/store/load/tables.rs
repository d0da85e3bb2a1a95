//! Loads a file of tables into the store: one version, one graph. Each table is surveyed before anything is written. A
//! table with a question or a fault in its structure is left out whole, a bad cell leaves out what it would state.

use crate::base::capture::CaptureError;
use crate::base::text::Problem;
use crate::base::{capture, files};
use crate::claim::convert::{TableSink, TableSourceFile};
use crate::claim::review::Outcome;
use crate::claim::table::RowClaims;
use crate::dataset::decisions::ClaimDecision;
use crate::read::grid::open::TableFormat;
use crate::read::source::beside::ReadMetadata;
use crate::read::source::metadata::Metadata;
use crate::read::table::CellProblem;
use crate::read::table::columns::Languages;
use crate::read::table::csvw::Csvw;
use crate::read::table::document::TableDocument;
use crate::store::StoreError;
use crate::store::copies;
use crate::store::disagree::Values;
use crate::store::load::container::Length;
use crate::store::load::context::ending;
use crate::store::load::decided::Applied;
use crate::store::load::run::{LARGE, Run};
use crate::store::load::state::{self, Loaded};
use crate::store::load::{BATCH, BuildError, Event, at};
use oxigraph::model::Quad;
use std::path::Path;

impl Run<'_> {
    /// Reads a file of tables, if it has changed.
    pub(super) fn tables(
        &mut self,
        id: &str,
        path: &Path,
        format: TableFormat,
        read: Result<ReadMetadata, CaptureError>,
        notify: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), BuildError> {
        let minter = &self.dataset.minter;
        let source = minter.source(id).into_string();
        let io_error = |source| CaptureError::Io { path: path.to_owned(), source };
        let mut length = Length(0);
        let digested = files::open(path).and_then(|file| capture::digest(file, &mut length)).map_err(io_error);
        let (sha256, read) = match (digested, read) {
            (Ok(digested), Ok(read)) => (digested, read),
            (digested, read) => {
                self.failed(&source, digested.err().iter().chain(&read.err()), notify);
                return Ok(());
            }
        };
        let csvw = match Csvw::of(path) {
            Ok(csvw) => csvw,
            Err(problems) => {
                problems.iter().for_each(|problem| notify(Event::Cell(path, problem)));
                self.failed(&source, &[] as &[CaptureError], notify);
                return Ok(());
            }
        };
        let version = minter.version(id, &sha256);
        let decisions = self.decisions.of_file(id, &sha256, false);
        let mut applied = Applied::default();
        let loaded = Loaded {
            version: version.as_str().to_owned(),
            ending: ending(path),
            context: decisions.context(self.context.of_tables(path, &read.digest, &csvw.digest)),
            sha256,
            ..Loaded::default()
        };
        let work = self.dataset.work();
        let before = self.state.documents.get(id).filter(|before| before.is_same(&loaded));
        let is_kept = before.is_some_and(|before| before.skipped == 0)
            && self.restricted.agrees(&version, &read)
            && self.sketches.knows(id, &loaded.reading())
            && loaded.is_captured(&work, length.0)
            && self.writer.has_graph(&version)?;
        if is_kept {
            self.report.unchanged += 1;
            self.has_unread_graphs = true;
            self.decided_before(id, notify);
            return Ok(());
        }
        let Some(mut loaded) = self.part(id, path, loaded, notify)? else { return Ok(()) };
        let bytes = state::archive_file(&work, path, &loaded.sha256).map_err(at(path))?;
        csvw.notes.iter().for_each(|note| notify(Event::CellNote(path, note)));
        let metadata = match &csvw.beside {
            Some(beside) => read.metadata.or(Metadata::of_csvw(&beside.file.about)),
            None => read.metadata,
        };
        let document = match TableDocument::open(format, &bytes, path, &metadata.tables, csvw.beside.as_ref()) {
            Ok(document) => document,
            Err(problems) => {
                problems.iter().for_each(|problem| notify(Event::Cell(path, problem)));
                self.failed(&source, &[] as &[CaptureError], notify);
                return Ok(());
            }
        };
        loaded.tables = Some(document.opening.clone());
        document.notes.iter().for_each(|note| notify(Event::CellNote(path, note)));
        let languages = Languages::of(&metadata, self.dataset);
        let mut planned = Vec::new();
        let mut refused = 0;
        for plan in document.plans(&languages, &work) {
            match plan {
                Ok(table) => {
                    table.plan.notes.iter().for_each(|note| notify(Event::CellNote(path, note)));
                    let questions = table.plan.questions.iter().map(crate::read::table::Question::problem);
                    let mut is_refused = false;
                    for problem in table.plan.errors.iter().cloned().chain(questions) {
                        is_refused = true;
                        notify(Event::Cell(path, &problem));
                    }
                    refused += usize::from(is_refused);
                    if !is_refused {
                        planned.push(table);
                    }
                }
                Err(problem) => {
                    refused += 1;
                    notify(Event::Cell(path, &problem));
                }
            }
        }
        let sha256 = loaded.sha256.clone();
        if self.options.strict && !planned.is_empty() {
            let (gazetteer, minter) = (&self.gazetteer, &self.dataset.minter);
            let file = TableSourceFile {
                id,
                sha256: &sha256,
                metadata: &metadata,
                gazetteer,
                minter,
                decisions: &[],
                batch: BATCH,
                is_self_contained: false,
            };
            let mut check = Check { path, notify, problems: 0 };
            let Ok(_) = file.write(&document, &planned, &mut check);
            let problems = check.problems;
            if problems > 0 {
                notify(Event::Note(path, &refused_whole(problems, self.versions.contains_key(&source))));
                self.failed(&source, &[] as &[CaptureError], notify);
                return Ok(());
            }
        }
        let records: usize = planned.iter().map(|table| table.plan.data_rows()).sum();
        if records == 0 {
            self.failed(&source, &[] as &[CaptureError], notify);
            return Ok(());
        }
        self.report.read += 1;
        let old = self.versions.get(&source).cloned().unwrap_or_default();
        self.sketches.add(&copies::end(id, &loaded.reading())).map_err(at(&work))?;
        let is_large = records > LARGE;
        if is_large {
            self.flush()?;
        }
        self.remove(id, &old)?;
        let mut quads = Vec::new();
        let mut total = 0;
        let Self { writer, dataset, gazetteer, values, .. } = self;
        let minter = &dataset.minter;
        let file = TableSourceFile {
            id,
            sha256: &sha256,
            metadata: &metadata,
            gazetteer,
            minter,
            decisions: decisions.rows(),
            batch: BATCH,
            is_self_contained: false,
        };
        let mut write = |add: &mut dyn FnMut(Vec<Quad>) -> Result<(), StoreError>| {
            let (notify, applied) = (&mut *notify, &mut applied);
            let mut load = Load { path, notify, values, minter, add, applied, decisions: decisions.rows() };
            file.write(&document, &planned, &mut load)
        };
        let written = if is_large {
            let mut written = None;
            writer.add_parts(|add| {
                written = Some(write(&mut |part| {
                    total += part.len();
                    add(part)
                })?);
                Ok(())
            })?;
            written
        } else {
            Some(write(&mut |mut part| {
                quads.append(&mut part);
                Ok(())
            })?)
        };
        let written = written.unwrap_or_default();
        loaded.skipped = written.problems + refused;
        self.report.failed += usize::from(loaded.skipped > 0);
        self.report.tables += written.tables;
        self.report.table_claims += written.claims;
        self.report.rows.add(&written.counts);
        self.decided(applied, &decisions, &mut loaded, notify)?;
        if is_large {
            loaded.quads = total;
            return self.loaded(vec![(id.to_owned(), loaded)]);
        }
        self.put(id, loaded, quads)
    }
}

/// What `--strict` does with a file that has problems.
fn refused_whole(problems: usize, has_earlier: bool) -> Problem {
    let earlier = if has_earlier { "; the store keeps what an earlier build read of it" } else { "" };
    Problem {
        at: None,
        value: String::new(),
        what: format!("{problems} of its cells cannot be read, so nothing of this file is read now{earlier}"),
        rule: "--strict takes a file of tables as a whole or not at all",
        help: "correct the cells, or build without --strict: then only they are left out".to_owned(),
    }
}

/// Loads quads into the store.
struct Load<'a, 't> {
    path: &'a Path,
    notify: &'a mut dyn FnMut(Event<'_>),
    values: &'a mut Values,
    minter: &'a crate::base::iri::Minter,
    applied: &'a mut Applied,
    decisions: &'a [ClaimDecision],
    add: &'a mut (dyn FnMut(Vec<Quad>) -> Result<(), StoreError> + 't),
}

impl TableSink for Load<'_, '_> {
    type Error = StoreError;

    fn quads(&mut self, part: Vec<Quad>) -> Result<(), StoreError> {
        (self.add)(part)
    }

    fn row(&mut self, row: &RowClaims<'_>) {
        self.values.add_row(self.minter, row);
    }

    fn left_out(&mut self, claims: usize, quads: Vec<Quad>) {
        self.applied.left_out(claims, quads);
    }

    fn decided(&mut self, outcome: Outcome) {
        self.applied.decided(self.decisions, outcome);
    }

    fn problem(&mut self, problem: CellProblem) {
        (self.notify)(Event::Cell(self.path, &problem));
    }

    fn note(&mut self, note: CellProblem) {
        (self.notify)(Event::CellNote(self.path, &note));
    }
}

/// Looks for problems and keeps nothing.
struct Check<'a> {
    path: &'a Path,
    notify: &'a mut dyn FnMut(Event<'_>),
    problems: usize,
}

impl TableSink for Check<'_> {
    type Error = std::convert::Infallible;

    fn quads(&mut self, _part: Vec<Quad>) -> Result<(), Self::Error> {
        Ok(())
    }

    fn problem(&mut self, problem: CellProblem) {
        self.problems += 1;
        (self.notify)(Event::Cell(self.path, &problem));
    }

    fn note(&mut self, _note: CellProblem) {}
}
