//! The claims of a table. Each thing that a row states is a claim of its own, with the cells that state it. The
//! gazetteer decides which place a row is about, by name in the context of its parent and kind; a place that it does not
//! have is named by its name, and by what distinguishes it where a table has several of that name.

use crate::base::iri::{Minter, digest, folded_space};
use crate::base::time::TimeExtent;
use crate::base::vocab::{choro, term};
use crate::claim::aspect::Rule;
use crate::claim::types::{self, ClaimType};
use crate::claim::{ClaimValue, Statement};
use crate::dataset::gazetteer::{Gazetteer, PlaceContext, PlaceName};
use crate::read::source::metadata::DateMeaning;
use crate::read::table::{Fact, ParentWords, Stated, TableRecord};
use oxigraph::model::{NamedNode, NamedNodeRef};
use std::collections::BTreeMap;

/// A row with the claims that it makes.
#[derive(Debug, Clone)]
pub struct RowClaims<'r> {
    /// IRI of the record.
    pub record: NamedNode,
    /// The row.
    pub row: &'r TableRecord,
    /// The place that it is about.
    pub place: PlaceName,
    /// The claims that it makes.
    pub claims: Vec<RowClaim<'r>>,
}

/// A claim of a row.
#[derive(Debug, Clone)]
pub struct RowClaim<'r> {
    /// IRI of the claim.
    pub iri: NamedNode,
    /// What it says about the place.
    pub statement: Statement,
    /// What the row states, with its cells.
    pub stated: &'r Stated,
}

/// What the rows of a table share.
#[derive(Debug, Clone, Copy)]
pub struct TableContext<'a> {
    /// IRI of the table.
    pub table: &'a NamedNode,
    /// The id of the source.
    pub source: &'a str,
    /// The names of the dataset.
    pub gazetteer: &'a Gazetteer,
    /// Makes the IRIs.
    pub minter: &'a Minter,
}

/// The claims of a row.
pub fn claims<'r>(row: &'r TableRecord, context: TableContext<'_>) -> RowClaims<'r> {
    let TableContext { table, minter, gazetteer, .. } = context;
    let record = minter.record(table, &row.words);
    let place = gazetteer.place_in(&PlaceContext {
        name: &folded_space(&row.place.name),
        parent: row.place.parent.as_deref(),
        kind: row.place.kind.as_deref(),
        distinguished_by: row.place.distinguished_by.as_deref(),
    });
    let hash = digest(&[record.as_str()]);
    // The first claim of each cell, and how many it has: a cell that names two parties does not contradict itself.
    let mut cells: BTreeMap<(&str, usize), (usize, usize)> = BTreeMap::new();
    let mut claims = Vec::with_capacity(row.facts.len());
    for (n, stated) in row.facts.iter().enumerate() {
        let statement = statement(stated, &row.place.name, context);
        let claim_type = statement.claim_type;
        let mut nth = (n, 0);
        if claim_type.aspect.as_ref().is_some_and(|aspect| aspect.rule == Rule::DifferingValues) {
            let (first, count) = cells.entry((claim_type.key, stated.basis.column)).or_insert(nth);
            nth = (*first, *count);
            *count += 1;
        }
        let iri = minter.row_claim(&place.key, claim_type.key, &hash, nth);
        claims.push(RowClaim { iri, statement, stated });
    }
    RowClaims { record, row, place, claims }
}

fn statement(stated: &Stated, name: &str, context: TableContext<'_>) -> Statement {
    let mut values: Vec<(NamedNodeRef<'static>, ClaimValue)> = Vec::with_capacity(4);
    let text = |text: &str| ClaimValue::Text(text.to_owned(), None);
    let in_language =
        |text: &str, language: Option<&str>| ClaimValue::Text(text.to_owned(), language.map(str::to_lowercase));
    let claim_type: &'static ClaimType = match &stated.fact {
        Fact::Area(quantity, kind) => {
            values.push((choro::AREA_KIND, ClaimValue::Term(kind.iri())));
            values.push((choro::AREA, ClaimValue::Quantity(quantity.clone())));
            &types::AREA
        }
        Fact::Figure { measure, value, unit, lexical } => {
            values.push((choro::MEASURE, ClaimValue::Measure(measure.to_string())));
            values.push((choro::FIGURE, ClaimValue::Number(*value)));
            values.extend(unit.iter().map(|unit| (choro::UNIT_WORDS, text(unit))));
            values.push((choro::LEXICAL_FORM, text(lexical)));
            &types::FIGURE
        }
        Fact::Name { text: name, language, script } => {
            values.push((choro::NAME_WORDS, in_language(name, language.as_deref())));
            values.extend(script.iter().map(|script| (choro::SCRIPT, text(script))));
            &types::NAME
        }
        Fact::Kind { words, language } => {
            values.push((choro::KIND_WORDS, in_language(words, language.as_deref())));
            &types::KIND
        }
        Fact::PartOf(parent) => {
            values.push((choro::PART_OF, ClaimValue::Place(parent_place(parent, context))));
            values.extend(parent.kind.iter().map(|kind| (choro::PARENT_KIND_WORDS, text(kind))));
            &types::PART_OF
        }
        Fact::Identifier { scheme, code } => {
            values.push((choro::IDENTIFIER, text(code)));
            values.push((choro::SCHEME, text(scheme)));
            &types::IDENTIFIER
        }
        Fact::Dated(meaning) => {
            let (claim_type, lifecycle) = dated(*meaning);
            values.extend(lifecycle.map(|term| (choro::LIFECYCLE, ClaimValue::Term(term))));
            claim_type
        }
        Fact::Gained(party) => {
            values.push((choro::GAINING_PARTY, ClaimValue::Agent(party.to_string())));
            &types::CONTROL_CHANGE
        }
        Fact::Seat(words) => {
            values.push((choro::SEAT_WORDS, text(words)));
            // A seat that the gazetteer does not have may be any place of that name.
            let place = context.gazetteer.place_in(&PlaceContext {
                name: &folded_space(words),
                parent: Some(name),
                kind: None,
                distinguished_by: None,
            });
            if place.known {
                values.push((choro::SEAT, ClaimValue::Place(place)));
            }
            &types::SEAT
        }
        Fact::Status { words, party } => {
            values.push((choro::STATUS_WORDS, text(words)));
            values.extend(party.iter().map(|party| (choro::HELD_BY, ClaimValue::Agent(party.to_string()))));
            &types::STATUS
        }
        Fact::Point(latitude, longitude) => {
            values.push((choro::POINT, ClaimValue::Geometry(format!("POINT({longitude} {latitude})"))));
            &types::COORDINATE
        }
        Fact::Outline(geometry) => {
            values.push((choro::OUTLINE, ClaimValue::Geometry(geometry.to_string())));
            &types::OUTLINE
        }
    };
    let time = |time: &TimeExtent| (choro::TIME, ClaimValue::Time(time.clone()));
    values.extend(stated.time.as_ref().map(time));
    Statement { claim_type, values }
}

/// The type of the claim of a date, and what begins or ends then.
pub(super) fn dated(meaning: DateMeaning) -> (&'static ClaimType, Option<NamedNodeRef<'static>>) {
    match meaning {
        DateMeaning::Established => (&types::LIFECYCLE, Some(term::ESTABLISHED)),
        DateMeaning::Abolished => (&types::LIFECYCLE, Some(term::ABOLISHED)),
        DateMeaning::Renamed => (&types::RENAMING, None),
        DateMeaning::Control => (&types::CONTROL_CHANGE, None),
        DateMeaning::Record => (&types::DATED_RECORD, None),
    }
}

fn parent_place(parent: &ParentWords, context: TableContext<'_>) -> PlaceName {
    context.gazetteer.place_in(&PlaceContext {
        name: &folded_space(&parent.name),
        parent: None,
        kind: parent.kind.as_deref(),
        distinguished_by: parent.distinguished_by.as_deref(),
    })
}
