//! Tables: their source, their records, and the claims with the cells that they rest on.

use super::Graph;
use crate::base::iri::{Minter, Span};
use crate::base::licence::is_open;
use crate::base::text::CodePointIndex;
use crate::base::vocab::{choro, dcterms, oa, prov, rdf, rdfs, schema};
use crate::claim::table::{RowClaim, RowClaims};
use crate::read::grid::{CellPlace, TableLabel, column_letters};
use crate::read::mapping::MappingLine;
use crate::read::source::metadata::Metadata;
use crate::read::table::Words;
use oxigraph::model::{NamedNode, NamedNodeRef};
use std::collections::HashSet;

/// RFC 7111, URI fragment identifiers for delimited values.
const RFC_7111: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://tools.ietf.org/rfc/rfc7111");
/// RFC 6901, JSON Pointer.
const RFC_6901: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://tools.ietf.org/rfc/rfc6901");
/// Maximum number of cells and lines that are remembered, so that a head is described once and not with each row.
const MOST_REMEMBERED: usize = 20_000;

/// A source that holds tables, as node, with what is written once for many claims.
#[derive(Debug, Clone)]
pub struct TableSource<'t> {
    id: String,
    source: NamedNode,
    publisher: Option<NamedNode>,
    /// Its title, or its id.
    title: Option<String>,
    /// The text that ranges refer to, where cells are ranges of a text.
    text: Option<(&'t str, CodePointIndex)>,
    described: HashSet<NamedNode>,
    /// Whether its licence lets everybody pass whole rows on.
    is_open: bool,
}

impl Graph<'_> {
    /// Adds a file of tables, its version and its metadata. `text` is its text, if its cells are ranges of that.
    pub fn table_source<'t>(
        &mut self,
        id: &str,
        sha256: &str,
        metadata: &Metadata,
        text: Option<&'t str>,
    ) -> TableSource<'t> {
        let source = self.minter.source(id);
        let publisher = self.described(&source, metadata);
        let text = text.map(|text| (text, CodePointIndex::new(text)));
        let code_points = text.as_ref().map(|(text, index)| index.code_point(text, text.len()));
        self.version(id, sha256, code_points);
        let title = metadata.title.clone().or_else(|| Some(id.to_owned()));
        let is_open = metadata.licence.as_deref().is_some_and(is_open);
        TableSource { id: id.to_owned(), source, publisher, title, text, described: HashSet::new(), is_open }
    }

    /// Adds a table of a source.
    pub fn table(&mut self, source: &mut TableSource<'_>, label: &TableLabel, language: Option<&str>) -> NamedNode {
        let table = self.minter.table(&source.id, label.number);
        self.add(&table, rdf::TYPE, choro::TABLE);
        self.add(&table, dcterms::IS_PART_OF, source.source.clone());
        let title = label.caption.as_ref().or(label.heading.as_ref()).map(|cell| cell.text.as_str());
        // A table without words of its own is called as its file is.
        let title = title.or(label.sheet.as_deref()).filter(|title| !title.is_empty());
        if let Some(title) = title.or(source.title.as_deref()) {
            self.title(&table, title, language);
        }
        if let Some(publisher) = &source.publisher {
            self.add(&table, prov::WAS_ATTRIBUTED_TO, publisher.clone());
        }
        table
    }

    /// Adds a row and its claims.
    pub fn row(&mut self, source: &mut TableSource<'_>, table: &NamedNode, row: &RowClaims<'_>) {
        let place = self.place(&row.place);
        self.add(&row.record, rdf::TYPE, choro::RECORD);
        self.add(&row.record, dcterms::IS_PART_OF, table.clone());
        let name = self.cell(source, &row.row.place.cell);
        self.add(&row.record, choro::ANCHORED_AT, name.clone());
        // A row has cells that state nothing here, so that it is more than the words of claims.
        let words: &str = if source.is_open { &row.row.words } else { &row.row.place.cell.text };
        self.literal(&row.record, choro::VERBATIM, words);
        let cited = row.row.cites.as_ref().map(|cites| self.work(cites));
        for claim in &row.claims {
            self.add(&claim.iri, choro::ABOUT_PLACE, place.clone());
            self.add(&claim.iri, choro::FROM_RECORD, row.record.clone());
            self.add(&claim.iri, choro::REPORTED_IN, table.clone());
            if let Some(publisher) = &source.publisher {
                self.add(&claim.iri, choro::ASSERTED_BY, publisher.clone());
            }
            let own = claim.stated.basis.cites.as_ref().map(|cites| self.work(cites));
            if let Some(work) = own.as_ref().or(cited.as_ref()) {
                self.add(&claim.iri, choro::CITED_IN, work.clone());
            }
            self.row_claim(source, &name, claim);
        }
    }

    fn row_claim(&mut self, source: &mut TableSource<'_>, name: &NamedNode, claim: &RowClaim<'_>) {
        let iri = &claim.iri;
        let claim_type = claim.statement.claim_type;
        self.claim(iri, claim_type);
        self.literal(iri, choro::VERBATIM, &*claim.stated.value.text);
        let cell = self.cell(source, &claim.stated.value);
        if cell != *name {
            self.add(iri, choro::IDENTIFIED_BY, name.clone());
        }
        self.add(iri, choro::ANCHORED_AT, cell);
        for head in claim.stated.basis.heads.iter() {
            let head = self.cell(source, head);
            self.add(iri, choro::HEADED_BY, head);
        }
        for words in &claim.stated.basis.context {
            let words = self.cell(source, words);
            self.add(iri, choro::WITHIN_CONTEXT, words);
        }
        for (key, line) in claim.stated.basis.mapping.iter() {
            let line = self.mapping_line(source, key, line);
            self.add(iri, choro::SUPPLIED_BY, line);
        }
        for (property, term) in claim_type.constants {
            self.add(iri, *property, *term);
        }
        for (property, value) in &claim.statement.values {
            let value = self.value(value);
            self.add(iri, *property, value);
        }
    }

    /// A cell, described when it is met first.
    fn cell(&mut self, source: &mut TableSource<'_>, words: &Words) -> NamedNode {
        if let (CellPlace::Text(range), Some((text, index))) = (&words.place, &source.text) {
            let exact = &(*text)[range.clone()];
            let span = Span { start: index.code_point(text, range.start), end: index.code_point(text, range.end) };
            let iri = self.minter.span(&source.id, span);
            if source.is_new(&iri) {
                self.add(&iri, rdf::TYPE, choro::TEXT_SPAN);
                self.add(&iri, choro::IN_SOURCE, source.source.clone());
                self.integer(&iri, oa::START, span.start);
                self.integer(&iri, oa::END, span.end);
                self.literal(&iri, oa::EXACT, exact);
            }
            return iri;
        }
        let iri = self.minter.cell(&source.source, &path(&words.place));
        if !source.is_new(&iri) {
            return iri;
        }
        self.add(&iri, rdf::TYPE, choro::TABLE_CELL);
        self.add(&iri, choro::IN_SOURCE, source.source.clone());
        self.literal(&iri, oa::EXACT, &*words.text);
        match &words.place {
            CellPlace::Delimited { row, column } => {
                self.literal(&iri, rdf::VALUE, format!("cell={row},{column}"));
                self.add(&iri, dcterms::CONFORMS_TO, RFC_7111);
            }
            CellPlace::Sheet { sheet, row, column } => {
                self.literal(&iri, choro::SHEET, &**sheet);
                self.literal(&iri, choro::CELL_REFERENCE, format!("{}{row}", column_letters(*column)));
            }
            CellPlace::Pointer(pointer) => {
                self.literal(&iri, rdf::VALUE, &**pointer);
                self.add(&iri, dcterms::CONFORMS_TO, RFC_6901);
            }
            CellPlace::LinePointer { line, pointer } => {
                self.integer(&iri, choro::LINE_NUMBER, *line);
                self.literal(&iri, rdf::VALUE, &**pointer);
                self.add(&iri, dcterms::CONFORMS_TO, RFC_6901);
            }
            CellPlace::Page { table, row, column } => {
                self.literal(&iri, rdf::VALUE, format!("table={table};cell={row},{column}"));
            }
            CellPlace::Text(range) => self.literal(&iri, rdf::VALUE, format!("{}-{}", range.start, range.end)),
        }
        iri
    }

    fn mapping_line(&mut self, source: &mut TableSource<'_>, key: &str, line: &MappingLine) -> NamedNode {
        let iri = self.minter.mapping_line(&source.id, line.number, &line.words);
        if source.is_new(&iri) {
            self.add(&iri, rdf::TYPE, choro::MAPPING_LINE);
            self.add(&iri, choro::IN_SOURCE, source.source.clone());
            self.integer(&iri, choro::LINE_NUMBER, line.number);
            self.literal(&iri, oa::EXACT, &line.words);
        }
        let supplied = NamedNode::new_unchecked(format!("{}#{key}", iri.as_str()));
        if source.is_new(&supplied) {
            self.literal(&iri, choro::SUPPLIES, key);
        }
        iri
    }

    /// A work that a row cites, by its address or by the words of the citation.
    fn work(&mut self, citation: &str) -> NamedNode {
        let work = if Minter::is_iri(citation) {
            NamedNode::new_unchecked(citation)
        } else {
            let work = self.minter.work(citation);
            self.literal(&work, rdfs::LABEL, citation);
            work
        };
        self.add(&work, rdf::TYPE, schema::CREATIVE_WORK);
        work
    }
}

impl<'t> TableSource<'t> {
    /// The same source, of which nothing is described yet.
    pub(crate) fn anew(&self) -> TableSource<'t> {
        TableSource { described: HashSet::new(), ..self.clone() }
    }

    /// Describes all nodes again from here on.
    pub(crate) fn forget(&mut self) {
        self.described.clear();
    }

    /// Whether a node is not yet described. After many it may be described again, which changes nothing.
    fn is_new(&mut self, node: &NamedNode) -> bool {
        if self.described.len() >= MOST_REMEMBERED {
            self.described.clear();
        }
        self.described.insert(node.clone())
    }
}

/// The place of a cell as a path.
fn path(place: &CellPlace) -> String {
    match place {
        CellPlace::Delimited { row, column } => format!("{row}-{column}"),
        CellPlace::Sheet { sheet, row, column } => format!("{sheet}/{}{row}", column_letters(*column)),
        CellPlace::Pointer(pointer) => pointer.trim_start_matches('/').to_owned(),
        CellPlace::LinePointer { line, pointer } => format!("{line}{pointer}"),
        CellPlace::Page { table, row, column } => format!("{table}/{row}-{column}"),
        CellPlace::Text(range) => format!("{}-{}", range.start, range.end),
    }
}
