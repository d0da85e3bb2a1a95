//! From a file of tables to its quads: rows become claims and claims become quads, part by part.

use crate::base::iri::Minter;
use crate::base::text::Problem;
use crate::claim::quads::Graph;
use crate::claim::review::{Outcome, PlaceDecisions};
use crate::claim::table::{RowClaims, TableContext, claims};
use crate::dataset::decisions::ClaimDecision;
use crate::dataset::gazetteer::{Gazetteer, PlaceContext};
use crate::read::source::metadata::Metadata;
use crate::read::table::document::{PlannedTable, TableDocument};
use crate::read::table::rows::Records;
use crate::read::table::{CellProblem, Counts, ProblemFile, ReadRow, linked_places};
use oxigraph::model::Quad;
use std::collections::BTreeSet;

/// Maximum number of names for which a note says that the gazetteer leaves them open.
const MOST_OPEN: usize = 20;

/// A file of tables that is to become quads.
#[derive(Debug, Clone, Copy)]
pub struct TableSourceFile<'a> {
    /// The id of the source.
    pub id: &'a str,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: &'a str,
    /// Its metadata.
    pub metadata: &'a Metadata,
    /// The names of the dataset.
    pub gazetteer: &'a Gazetteer,
    /// Makes the IRIs.
    pub minter: &'a Minter,
    /// What people decided about its claims.
    pub decisions: &'a [ClaimDecision],
    /// Number of quads of a part.
    pub batch: usize,
    /// Whether each part describes all cells that it refers to, and not only those that no part before it has.
    pub is_self_contained: bool,
}

/// What comes out of a file of tables.
pub trait TableSink {
    /// The error that ends it.
    type Error;

    /// A part of the quads.
    fn quads(&mut self, part: Vec<Quad>) -> Result<(), Self::Error>;

    /// A row with its claims, before its quads.
    fn row(&mut self, _row: &RowClaims<'_>) {}

    /// The quads of claims that are left out because people decided so.
    fn left_out(&mut self, _claims: usize, _quads: Vec<Quad>) {}

    /// What became of a decision.
    fn decided(&mut self, _outcome: Outcome) {}

    /// Something that is wrong.
    fn problem(&mut self, problem: CellProblem);

    /// Something that was left out or read differently than one may expect.
    fn note(&mut self, note: CellProblem);
}

/// What was read of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// How its rows add up.
    pub counts: Counts,
    /// Its tables.
    pub tables: usize,
    /// Its claims.
    pub claims: usize,
    /// Cells and rows that were left out because of what is wrong with them.
    pub problems: usize,
}

impl TableSourceFile<'_> {
    /// Passes the quads of planned tables on, part by part.
    pub fn write<S: TableSink>(
        &self,
        document: &TableDocument,
        planned: &[PlannedTable<'_>],
        sink: &mut S,
    ) -> Result<Written, S::Error> {
        let minter = self.minter;
        let mut graph = Graph::new(minter, minter.version(self.id, self.sha256));
        let mut source = graph.table_source(self.id, self.sha256, self.metadata, document.tables().text());
        let mut written = Written { tables: planned.len(), ..Written::default() };
        let mut open = BTreeSet::new();
        let mut decisions = PlaceDecisions::new(self.decisions, self.gazetteer, minter);
        for PlannedTable { table, mapping, plan } in planned {
            let label = &document.tables().labels()[*table];
            let node = graph.table(&mut source, label, self.metadata.language.as_deref());
            let context = TableContext { table: &node, source: self.id, gazetteer: self.gazetteer, minter };
            let mut each = |written: &mut Written, sink: &mut S, graph: &mut Graph<'_>, read: ReadRow| {
                written.problems += read.problems.len();
                read.problems.into_iter().for_each(|problem| sink.problem(problem));
                read.notes.into_iter().for_each(|note| sink.note(note));
                let Some(record) = read.record else { return Ok(()) };
                let row = decisions.row(claims(&record, context));
                if let Some(left_out) = &row.left_out {
                    let mut out = Graph::new(minter, minter.version(self.id, self.sha256));
                    out.row(&mut source.anew(), &node, left_out);
                    out.marks(&row.marks_left_out);
                    sink.left_out(left_out.claims.len(), out.finish());
                }
                graph.marks(&row.marks);
                let row = row.kept;
                if !row.place.known && open.len() <= MOST_OPEN {
                    self.open(&row, &mut open);
                }
                written.claims += row.claims.len();
                sink.row(&row);
                graph.row(&mut source, &node, &row);
                if graph.len() < self.batch {
                    return Ok(());
                }
                if self.is_self_contained {
                    source.forget();
                }
                sink.quads(graph.take())
            };
            if let Some(places) = document.places() {
                let mut counts = Counts::default();
                match linked_places::records(places, &mut counts) {
                    Ok(records) => {
                        for read in records {
                            each(&mut written, sink, &mut graph, read)?;
                        }
                    }
                    Err(problem) => {
                        written.problems += 1;
                        sink.problem(of_file(problem));
                    }
                }
                written.counts.add(&counts);
                continue;
            }
            let mut records = match Records::new(document.tables(), *table, plan, mapping) {
                Ok(records) => records.described(document.schema()),
                Err(problem) => {
                    written.problems += 1;
                    sink.problem(of_file(problem));
                    continue;
                }
            };
            for read in &mut records {
                each(&mut written, sink, &mut graph, read)?;
            }
            written.counts.add(&records.counts());
            if plan.identities.shared_names > 0 {
                sink.note(of_file(Problem {
                    at: None,
                    value: document_name(label),
                    what: format!(
                        "{} for several places in this table; each place is named by its code or its parent as well",
                        match plan.identities.shared_names {
                            1 => "one name stands".to_owned(),
                            several => format!("{several} names stand"),
                        }
                    ),
                    rule: "two rows with different codes, or of different parents, are two places",
                    help: "to give one a name of its own, or make two rows one place, add rows to the gazetteer"
                        .to_owned(),
                }));
            }
        }
        for (name, ids) in open {
            sink.note(of_file(Problem {
                at: None,
                value: name.clone(),
                what: format!("several places of the gazetteer may be meant: {ids}"),
                rule: "only the gazetteer makes two names one place",
                help: format!(
                    "fill in part-of for them, or add a row such as: {},district,{name}@und,,",
                    crate::base::iri::slug(&name)
                ),
            }));
        }
        decisions.outcomes().into_iter().for_each(|outcome| sink.decided(outcome));
        sink.quads(graph.take())?;
        Ok(written)
    }

    /// Notes a name for which the gazetteer has several places.
    fn open(&self, row: &RowClaims<'_>, open: &mut BTreeSet<(String, String)>) {
        let place = &row.row.place;
        let fitting = self.gazetteer.fitting(&PlaceContext {
            name: &row.place.name,
            parent: place.parent.as_deref(),
            kind: place.kind.as_deref(),
            distinguished_by: None,
        });
        if fitting.len() > 1 {
            let ids: Vec<&str> = fitting.iter().map(|at| self.gazetteer.entities[*at].id.as_str()).collect();
            open.insert((row.place.name.clone(), ids.join(", ")));
        }
    }
}

fn document_name(label: &crate::read::grid::TableLabel) -> String {
    crate::read::table::document::called(label)
}

fn of_file(problem: Problem) -> CellProblem {
    CellProblem { file: ProblemFile::Table, place: None, head: String::new(), problem }
}
