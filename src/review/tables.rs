//! The rows of a file of tables as a reviewer sees them: a line of text for each row, with its cells under their heads, and
//! the claims of the row with their places in that line. The claims are those that the build makes.

use crate::base::iri::{Span, folded_space};
use crate::claim::Statement;
use crate::claim::convert::{TableSink, TableSourceFile};
use crate::claim::review::PlaceDecisions;
use crate::claim::table::{RowClaim, RowClaims};
use crate::dataset::gazetteer::PlaceName;
use crate::read::grid::CellPlace;
use crate::read::table::document::{PlannedTable, TableDocument};
use crate::read::table::{CellProblem, Stated, TableRecord, Words};
use oxigraph::model::{NamedNode, Quad};
use std::fmt::Write;

/// Maximum number of claims of a file of tables that are shown, beside those that somebody decided about.
pub(super) const MAX_CLAIMS: usize = 10_000;
/// Maximum number of code points of a cell that are shown. An outline has millions.
const MAX_CELL: usize = 200;
/// Maximum number of code points of the words of a claim, beside those that somebody decided about.
const MAX_WORDS: usize = 4_000;

/// The rows of a file.
#[derive(Debug, Default)]
pub(super) struct TableRows {
    pub(super) text: String,
    pub(super) rows: Vec<TableRow>,
    /// Whether there are claims that are not shown.
    pub(super) is_cut: bool,
}

/// A row with the claims that it makes.
#[derive(Debug)]
pub(super) struct TableRow {
    record: NamedNode,
    row: TableRecord,
    place: PlaceName,
    /// The claims that are shown: the position of each in what the row states.
    claims: Vec<(usize, NamedNode, Statement)>,
    /// Where the words of each statement stand in the text.
    spans: Vec<Span>,
}

impl TableRow {
    /// Its claims, as they were read.
    pub(super) fn claims(&self) -> RowClaims<'_> {
        let claim = |(at, iri, statement): &(usize, NamedNode, Statement)| RowClaim {
            iri: iri.clone(),
            statement: statement.clone(),
            stated: &self.row.facts[*at],
        };
        RowClaims {
            record: self.record.clone(),
            row: &self.row,
            place: self.place.clone(),
            claims: self.claims.iter().map(claim).collect(),
        }
    }

    /// The IRIs of its claims.
    pub(super) fn iris(&self) -> impl Iterator<Item = &NamedNode> {
        self.claims.iter().map(|(_, iri, _)| iri)
    }

    /// Where the words of a statement of this row stand in the text.
    pub(super) fn span(&self, stated: &Stated) -> Span {
        let at = self.row.facts.iter().position(|fact| std::ptr::eq(fact, stated));
        at.and_then(|at| self.spans.get(at)).copied().unwrap_or(Span { start: 0, end: 0 })
    }
}

/// Reads the rows of planned tables. Claims beyond [`MAX_CLAIMS`] are kept if the file's decisions are about them.
pub(super) fn rows(file: &TableSourceFile<'_>, document: &TableDocument, planned: &[PlannedTable<'_>]) -> TableRows {
    let has_decisions = !file.decisions.is_empty();
    let mut sink = Sink {
        decided: PlaceDecisions::new(file.decisions, file.gazetteer, file.minter),
        has_decisions,
        shown: 0,
        points: 0,
        rows: TableRows::default(),
    };
    // The claims as they are read: decisions are applied when the cards are made.
    let as_read = TableSourceFile { decisions: &[], ..*file };
    // An error says only that enough was read.
    let _ = as_read.write(document, planned, &mut sink);
    sink.rows
}

/// Enough was read.
#[derive(Debug)]
struct Enough;

struct Sink<'d> {
    decided: PlaceDecisions<'d>,
    has_decisions: bool,
    /// Number of claims that are shown.
    shown: usize,
    /// Number of code points of the text.
    points: usize,
    rows: TableRows,
}

impl TableSink for Sink<'_> {
    type Error = Enough;

    fn quads(&mut self, _part: Vec<Quad>) -> Result<(), Enough> {
        if self.rows.is_cut && !self.has_decisions { Err(Enough) } else { Ok(()) }
    }

    fn row(&mut self, row: &RowClaims<'_>) {
        let mut claims = Vec::new();
        for (at, claim) in row.claims.iter().enumerate() {
            let is_long = claim.stated.value.text.len() > MAX_WORDS;
            let is_shown = (self.shown < MAX_CLAIMS && !is_long) || self.is_decided(row, claim);
            self.rows.is_cut |= !is_shown;
            if is_shown {
                claims.push((at, claim.iri.clone(), claim.statement.clone()));
            }
        }
        if claims.is_empty() {
            return;
        }
        self.shown += claims.len();
        let mut line = Line { text: String::new(), points: self.points, cells: Vec::new() };
        let spans = line.write(row.row);
        self.points = line.points;
        self.rows.text.push_str(&line.text);
        let (record, place) = (row.record.clone(), row.place.clone());
        self.rows.rows.push(TableRow { record, row: row.row.clone(), place, claims, spans });
    }

    fn problem(&mut self, _problem: CellProblem) {}

    fn note(&mut self, _note: CellProblem) {}
}

impl Sink<'_> {
    /// Whether somebody decided about a claim.
    fn is_decided(&mut self, row: &RowClaims<'_>, claim: &RowClaim<'_>) -> bool {
        if !self.has_decisions {
            return false;
        }
        let before = self.decided.placed().len();
        self.decided.row(RowClaims { claims: vec![claim.clone()], ..row.clone() });
        self.decided.placed().len() > before
    }
}

/// The line of a row: `Row 3: Upper Vale | Population: 5120 | 2010`.
struct Line<'r> {
    text: String,
    /// Number of code points of all lines.
    points: usize,
    /// The cells that are written, each with its place in the text.
    cells: Vec<(&'r CellPlace, Span)>,
}

impl<'r> Line<'r> {
    /// Writes a row; returns where the words of each of its statements stand.
    fn write(&mut self, row: &'r TableRecord) -> Vec<Span> {
        let mut number = String::new();
        let _ = write!(number, "Row {}: ", row.row);
        self.push(&number);
        self.cell(&row.place.cell);
        let mut spans = Vec::with_capacity(row.facts.len());
        for stated in &row.facts {
            if let Some((_, span)) = self.cells.iter().find(|(place, _)| **place == stated.value.place) {
                spans.push(*span);
                continue;
            }
            self.push(" | ");
            let heads: Vec<&str> = stated.basis.heads.iter().map(|head| &*head.text).collect();
            if !heads.is_empty() {
                self.push(&format!("{}: ", shortened(&heads.join(" "))));
            }
            spans.push(self.cell(&stated.value));
        }
        // What else they rest on: a title, a date that stands in a cell of its own.
        for words in row.facts.iter().flat_map(|stated| &stated.basis.context) {
            if self.cells.iter().all(|(place, _)| **place != words.place) {
                self.push(" | ");
                self.cell(words);
            }
        }
        self.push("\n");
        spans
    }

    fn cell(&mut self, words: &'r Words) -> Span {
        let start = self.points;
        self.push(&shortened(&words.text));
        let span = Span { start, end: self.points };
        self.cells.push((&words.place, span));
        span
    }

    fn push(&mut self, text: &str) {
        self.points += text.chars().count();
        self.text.push_str(text);
    }
}

fn shortened(text: &str) -> String {
    let mut folded = folded_space(text);
    if let Some((end, _)) = folded.char_indices().nth(MAX_CELL) {
        folded.truncate(end);
        folded.push('…');
    }
    folded
}
