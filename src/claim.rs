//! Claims: what we assert is that a source says something, with its evidence. A record makes one claim for each thing
//! that it says, so that each can be contradicted alone. From here on nothing can fail. In: records and findings. Out:
//! claims, and the quads of each source version in a graph of its own; those of the gazetteer, the links and the
//! dataset as well. This room uses no file and no store.

use crate::base::iri::{Minter, Span};
use crate::base::time::TimeExtent;
use crate::base::vocab::{choro, term};
use crate::dataset::gazetteer::{Gazetteer, PlaceName};
use crate::read::record::FactBox;
use crate::read::record::district::{AreaKind, DistrictRecord};
use crate::read::record::quantity::{Decimal, Quantity};
use crate::read::source::SourceDocument;
use crate::read::source::metadata::DateMeaning;
use disagreement::{Key, Value};
use oxigraph::model::{NamedNode, NamedNodeRef};
use std::convert::Infallible;
use std::ops::Range;
use types::ClaimType;

pub mod aspect;
pub mod template;
pub mod types;
pub mod entities;
pub mod terms;
pub mod article;
pub mod reading;
pub mod table;
pub mod review;
pub mod quads;
pub mod convert;
pub mod json;
pub mod disagreement;
#[cfg(test)]
pub(crate) mod tests;

/// Words of a source and their position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The source's own words.
    pub verbatim: String,
    /// Their range in the text.
    pub span: Span,
}

/// A record of a fact box with the claims that it makes.
#[derive(Debug, Clone)]
pub struct RecordClaims {
    /// IRI of the record.
    pub record: NamedNode,
    /// Its whole line.
    pub evidence: Evidence,
    /// The place that the record is about.
    pub place: PlaceName,
    /// The claims that it makes.
    pub claims: Vec<RecordClaim>,
}

/// A claim of a record, or of prose about a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordClaim {
    /// IRI of the claim.
    pub iri: NamedNode,
    /// What it says about the place.
    pub statement: Statement,
    /// The words that make the claim.
    pub evidence: Evidence,
}

/// What a claim says about a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The type of the claim.
    pub claim_type: &'static ClaimType,
    /// The values of its properties.
    pub values: Vec<(NamedNodeRef<'static>, ClaimValue)>,
}

/// A value of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimValue {
    /// A time.
    Time(TimeExtent),
    /// An area with its unit.
    Quantity(Quantity),
    /// A figure without a unit.
    Number(Decimal),
    /// A controlled term.
    Term(NamedNodeRef<'static>),
    /// Words, with their language if it is known.
    Text(String, Option<String>),
    /// A place.
    Place(PlaceName),
    /// An entity of the source, with its name there.
    Entity(NamedNode, String),
    /// What a figure counts, by its name.
    Measure(String),
    /// Somebody, by name.
    Agent(String),
    /// A geometry as well-known text.
    Geometry(String),
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
        let claims = statements(record, document.metadata.date_means)
            .map(|(range, statement)| RecordClaim {
                iri: minter.claim(&record_iri, &place.key, statement.claim_type.key),
                statement,
                evidence: evidence(range),
            })
            .collect();
        RecordClaims { record: record_iri, evidence: line, place, claims }
    })
}

/// The statements of a record, each with its words.
fn statements(record: &DistrictRecord, means: Option<DateMeaning>) -> impl Iterator<Item = (&Range<usize>, Statement)> {
    let time = record.time.iter().map(move |(range, time)| {
        let mut values = vec![(choro::TIME, ClaimValue::Time(time.clone()))];
        let meaning = means.unwrap_or(if record.says_control { DateMeaning::Control } else { DateMeaning::Record });
        let (claim_type, lifecycle) = table::dated(meaning);
        values.extend(lifecycle.map(|term| (choro::LIFECYCLE, ClaimValue::Term(term))));
        (range, Statement { claim_type, values })
    });
    let area = record.area.iter().map(|area| {
        let mut values = vec![
            (choro::AREA_KIND, ClaimValue::Term(area.kind.iri())),
            (choro::AREA, ClaimValue::Quantity(area.quantity.clone())),
        ];
        values.extend(area.boundary.iter().map(|time| (choro::BOUNDARY_TIME, ClaimValue::Time(time.clone()))));
        (&area.range, Statement { claim_type: &types::AREA, values })
    });
    time.chain(area)
}

impl RecordClaim {
    /// The value of the claim for the aspect under which claims of its type can contradict each other; `None` if they
    /// cannot.
    pub fn value(&self, minter: &Minter) -> Option<(Key, Value)> {
        self.statement.value(&self.iri, minter)
    }
}

impl Statement {
    /// The value of a claim with this statement, for the aspect under which claims of its type can contradict each
    /// other; `None` if they cannot.
    pub fn value(&self, claim: &NamedNode, minter: &Minter) -> Option<(Key, Value)> {
        let Self { claim_type, values } = self;
        let value = |property: NamedNodeRef<'_>| values.iter().find(|(of, _)| *of == property).map(|(_, value)| value);
        let qualifier = |property| {
            Ok::<_, Infallible>(match value(property) {
                Some(ClaimValue::Term(term)) => Some(disagreement::qualifier(*term)),
                Some(ClaimValue::Time(time)) => Some(time.edtf.clone()),
                Some(ClaimValue::Text(text, _)) => Some(disagreement::text_qualifier(text)),
                Some(ClaimValue::Measure(measure)) => {
                    Some(disagreement::entity_qualifier(minter.measure(measure).as_ref()))
                }
                _ => None,
            })
        };
        let key = Key::new(claim_type.aspect.as_ref()?, qualifier).unwrap_or_else(|never| match never {})?;
        let claim = claim.as_str();
        let value = match value(claim_type.compared())? {
            ClaimValue::Time(time) => Some(Value::time(claim, time.earliest, time.latest)),
            ClaimValue::Quantity(quantity) => Value::figure(claim, quantity.square_kilometres()),
            ClaimValue::Number(number) => Value::figure(claim, *number),
            ClaimValue::Text(text, _) => Some(Value::one(claim, text)),
            ClaimValue::Place(place) => Some(Value::one(claim, minter.entity("place", &place.key).as_str())),
            ClaimValue::Agent(name) => Some(Value::one(claim, minter.agent(name).as_str())),
            ClaimValue::Entity(iri, _) => Some(Value::one(claim, iri.as_str())),
            ClaimValue::Term(_) | ClaimValue::Measure(_) | ClaimValue::Geometry(_) => None,
        };
        Some((key, value?))
    }
}
