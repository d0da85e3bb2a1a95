//! A file of tables, in pieces of a few rows.

use super::encode::{Encoding, Item, Parts};
use super::{ConvertError, File, Form, Source, Totals};
use crate::claim::convert::document::DocumentSink;
use crate::claim::convert::{TableSink, TableSourceFile};
use crate::claim::review::Outcome;
use crate::claim::table::RowClaims;
use crate::dataset::decisions::ClaimDecision;
use crate::read::grid::open::TableFormat;
use crate::read::source::metadata::Metadata;
use crate::read::table::columns::Languages;
use crate::read::table::csvw::Csvw;
use crate::read::table::document::TableDocument;
use crate::read::table::{CellProblem, Question};
use crate::store::copies;
use crate::store::load::context::ReadingContext;
use crate::store::load::{Event, findings, state};
use oxigraph::model::Quad;
use std::path::Path;

/// Number of quads of a piece: few, so that they stay in the cache of the processor, and enough to be compressed well.
const BATCH: usize = 2_000;

impl Source<'_> {
    pub(super) fn tables(
        &self,
        encoding: &Encoding<'_>,
        context: &ReadingContext,
        format: TableFormat,
        submit: &mut dyn FnMut(Item) -> Result<(), ConvertError>,
        notify: &mut dyn FnMut(Event<'_>),
    ) -> Result<Option<Totals>, ConvertError> {
        let File { id, path, bytes } = self.file;
        let beside = findings::unused_beside(path, id)?;
        let mut skipped = beside.len();
        beside.iter().for_each(|(path, problem)| notify(Event::Problem(path, problem)));
        let csvw = match Csvw::of(path) {
            Ok(csvw) => csvw,
            Err(problems) => {
                problems.iter().for_each(|problem| notify(Event::Cell(path, problem)));
                return Ok(None);
            }
        };
        let context = context.of_tables(path, &self.metadata.digest, &csvw.digest);
        csvw.notes.iter().for_each(|note| notify(Event::CellNote(path, note)));
        let own = self.metadata.metadata.clone();
        let metadata = match &csvw.beside {
            Some(beside) => own.or(Metadata::of_csvw(&beside.file.about)),
            None => own,
        };
        let document = match TableDocument::open(format, bytes, path, &metadata.tables, csvw.beside.as_ref()) {
            Ok(document) => document,
            Err(problems) => {
                problems.iter().for_each(|problem| notify(Event::Cell(path, problem)));
                return Ok(None);
            }
        };
        document.notes.iter().for_each(|note| notify(Event::CellNote(path, note)));
        let scratch = tempfile::tempdir()?;
        let languages = Languages::of(&metadata, self.dataset);
        let mut planned = Vec::new();
        for plan in document.plans(&languages, scratch.path()) {
            let problems: Vec<CellProblem> = match &plan {
                Ok(table) => {
                    let questions = table.plan.questions.iter().map(Question::problem);
                    table.plan.errors.iter().cloned().chain(questions).collect()
                }
                Err(problem) => vec![problem.clone()],
            };
            for note in plan.iter().flat_map(|table| &table.plan.notes) {
                notify(Event::CellNote(path, note));
            }
            problems.iter().for_each(|problem| notify(Event::Cell(path, problem)));
            match plan {
                Ok(table) if problems.is_empty() => planned.push(table),
                _ => skipped += 1,
            }
        }
        if planned.iter().map(|table| table.plan.data_rows()).sum::<usize>() == 0 {
            return Ok(None);
        }
        let is_json = encoding.form == Form::JsonLines;
        let file = TableSourceFile {
            id,
            sha256: &self.sha256,
            metadata: &metadata,
            gazetteer: encoding.pipeline.gazetteer,
            minter: &self.dataset.minter,
            decisions: encoding.decisions.rows(),
            batch: if is_json { 1 } else { BATCH },
            is_self_contained: is_json,
        };
        let mut rows = Rows { path, notify, decisions: file.decisions, parts: Parts::new(encoding, id, submit) };
        let written = file.write(&document, &planned, &mut rows)?;
        rows.parts.entry(&copies::end(id, &state::reading(&self.sha256, &context)))?;
        Ok(Some(Totals {
            context,
            rows: written.counts,
            tables: written.tables,
            table_claims: written.claims,
            opening: Some(document.opening.clone()),
            skipped: skipped + written.problems,
            decided: rows.parts.decided,
            ..Totals::default()
        }))
    }
}

/// Passes rows on.
struct Rows<'a, 's> {
    path: &'a Path,
    notify: &'a mut dyn FnMut(Event<'_>),
    decisions: &'a [ClaimDecision],
    parts: Parts<'a, 's>,
}

impl TableSink for Rows<'_, '_> {
    type Error = ConvertError;

    fn quads(&mut self, part: Vec<Quad>) -> Result<(), ConvertError> {
        self.parts.part(part)
    }

    fn row(&mut self, row: &RowClaims<'_>) {
        self.parts.row(row);
    }

    fn decided(&mut self, outcome: Outcome) {
        DocumentSink::decided(&mut self.parts, self.decisions, outcome);
    }

    fn problem(&mut self, problem: CellProblem) {
        (self.notify)(Event::Cell(self.path, &problem));
    }

    fn note(&mut self, note: CellProblem) {
        (self.notify)(Event::CellNote(self.path, &note));
    }
}
