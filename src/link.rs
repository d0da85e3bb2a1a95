//! Links entities to Wikidata items: candidates from an index, features for and against each, a probability, and the
//! file in which a person decides. A program only proposes links, and services are queried only through a client that
//! the caller passes. The input is the entities of a view, and a dump of Wikidata or a client of its service. The
//! output is an index, proposals, the review file, comparisons, and responses of the reconciliation service. Only the
//! index is written to disk here.

pub mod similarity;
pub mod wikidata;
mod kinds;
mod features;
mod prior;
mod linker;
pub mod entities;
pub mod propose;
pub mod same_names;
pub mod review;
pub mod compare;
pub mod reconcile;

pub use linker::Linker;

use std::collections::BTreeSet;

/// The known properties of something that is to be linked. A missing property counts neither for nor against a
/// candidate.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Subject {
    /// Its names, in any language and script; the first one is displayed.
    pub names: Vec<String>,
    /// The kind of entity.
    pub kind: EntityKind,
    /// Items of which it should be an instance, directly or by a subclass.
    pub classes: Vec<u32>,
    /// Items of the countries that it may belong to.
    pub countries: Vec<u32>,
    /// Its area in square kilometres, as given by sources.
    pub areas: Vec<f64>,
    /// Latitude and longitude in degrees.
    pub coordinates: Option<(f64, f64)>,
    /// A year in which a source mentions it as existing.
    pub year: Option<i32>,
    /// Other values that it should have: the number of a property, and an item or a text.
    pub values: Vec<(u32, String)>,
    /// Items of the entities that are named beside it.
    pub beside: BTreeSet<u32>,
}

/// The kind of an entity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntityKind {
    /// The kind is not known.
    #[default]
    Any,
    /// A district, region or other administrative unit.
    District,
    /// A town, city or village.
    Town,
    /// A country.
    Country,
    /// Any place.
    Place,
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// An event.
    Event,
    /// Anything else, such as a film, a family name or a list.
    Other,
}

impl EntityKind {
    /// All kinds that a query can ask for.
    pub const ALL: [Self; 8] = [
        Self::Any,
        Self::District,
        Self::Town,
        Self::Country,
        Self::Place,
        Self::Person,
        Self::Organisation,
        Self::Event,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::District => "district",
            Self::Town => "town",
            Self::Country => "country",
            Self::Place => "place",
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Event => "event",
            Self::Other => "something else",
        }
    }
}

/// An item that the entity may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The item's number.
    pub item: u32,
    /// Its label.
    pub label: String,
    /// Its description in the index.
    pub description: Option<String>,
    /// The classes of which it is an instance.
    pub types: Vec<u32>,
    /// The name of the item that is most similar.
    pub matched: String,
    /// The similarity of the names, from 0 to 1.
    pub similarity: f64,
    /// The probability, from 0 to 1, that it is the right item.
    pub probability: f64,
    /// The evidence for and against it.
    pub features: Vec<Feature>,
}

/// A piece of evidence for or against a candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Its name, such as `name`, `type` or `area`.
    pub id: &'static str,
    /// Its value, from 0 to 1; `None` if it is not known.
    pub value: Option<f64>,
    /// Its contribution to the score, in log-odds.
    pub weight: f64,
    /// An explanation: what was compared with what.
    pub explanation: String,
}

/// The decision that follows from the candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The first candidate is so probable, and so far ahead of the second, that a link is proposed without a question.
    Sure,
    /// A person should choose.
    Unsure,
    /// None of them is probable.
    NoMatch,
}
