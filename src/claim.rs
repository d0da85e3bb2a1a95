//! What we assert, and because of what: that a source says so. A record makes one claim for each thing it says, so that
//! each can be contradicted alone. From here on nothing can fail. In: records and findings. Out: claims, and the quads
//! of each source version in a graph of its own; those of the gazetteer, the links and the dataset as well. It touches
//! no file and no store.

use crate::base::iri::{Minter, Span};
use crate::base::time::TimeExtent;
use crate::base::vocab::term;
use crate::dataset::gazetteer::{Gazetteer, PlaceName};
use crate::read::record::FactBox;
use crate::read::record::district::{Area, AreaKind, DistrictRecord};
use crate::read::source::SourceDocument;
use oxigraph::model::{NamedNode, NamedNodeRef};

pub mod entities;
pub mod article;
pub mod quads;
#[cfg(test)]
pub(crate) mod tests;

/// Words and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The source's own words.
    pub verbatim: String,
    /// Where in the text.
    pub span: Span,
}

/// A record of a fact box with the claims that it makes.
#[derive(Debug, Clone)]
pub struct RecordClaims {
    /// The record.
    pub record: NamedNode,
    /// Its whole line.
    pub evidence: Evidence,
    /// The place that it is about.
    pub place: PlaceName,
    /// What it says.
    pub claims: Vec<Claim>,
}

/// A claim of a record.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The claim.
    pub iri: NamedNode,
    /// What it says of the place.
    pub statement: Statement,
    /// The words that say it.
    pub evidence: Evidence,
}

/// What a claim says of a place.
#[derive(Debug, Clone)]
pub enum Statement {
    /// Control over it changed, at this time. Who gained or lost it is not said.
    ControlChange(TimeExtent),
    /// It has this area.
    Area(Area),
}

impl AreaKind {
    /// The controlled term.
    pub fn iri(self) -> NamedNodeRef<'static> {
        match self {
            Self::Unspecified => term::AREA_UNSPECIFIED,
            Self::WholeUnit => term::AREA_WHOLE_UNIT,
            Self::ControlledPart => term::AREA_CONTROLLED_PART,
        }
    }

    /// A key for IRIs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Unspecified => "area-unspecified",
            Self::WholeUnit => "area-whole-unit",
            Self::ControlledPart => "area-controlled-part",
        }
    }
}

/// The claims of a fact box, record by record.
pub fn claims<'a>(
    document: &'a SourceDocument,
    fact_box: &'a FactBox,
    iri: &'a NamedNode,
    gazetteer: &'a Gazetteer,
    minter: &'a Minter,
) -> impl Iterator<Item = RecordClaims> + 'a {
    fact_box.records.iter().map(move |record| {
        let evidence = |range| Evidence { verbatim: document.words(range).to_owned(), span: document.span(range) };
        let line = evidence(&record.range);
        let record_iri = minter.record(iri, &line.verbatim);
        let place = gazetteer.place(&crate::base::iri::folded_space(document.words(&record.name)));
        let claims = statements(record)
            .map(|(aspect, range, statement)| Claim {
                iri: minter.claim(&record_iri, &place.key, aspect),
                statement,
                evidence: evidence(range),
            })
            .collect();
        RecordClaims { record: record_iri, evidence: line, place, claims }
    })
}

fn statements(record: &DistrictRecord) -> impl Iterator<Item = (&'static str, &std::ops::Range<usize>, Statement)> {
    let time = record.time.iter().map(|(range, time)| ("control", range, Statement::ControlChange(time.clone())));
    let area = record.area.iter().map(|area| ("area", &area.range, Statement::Area(area.clone())));
    time.chain(area)
}
