//! Links entities to Wikidata items: candidates from an index, features for and against each, a probability, and the
//! file in which a person decides. A program only proposes links, and services are queried only through a client that
//! the caller passes. The input is the entities of a view, and a dump of Wikidata or a client of its service. The
//! output is an index, proposals, the review file, comparisons, and responses of the reconciliation service. Only the
//! index is written to disk here.

pub mod similarity;
mod person_names;
pub mod wikidata;
mod kinds;
mod search;
mod features;
mod prior;
pub mod doubts;
mod linker;
pub mod entities;
pub mod propose;
pub mod same_names;
pub mod review;
pub mod compare;
pub mod reconcile;

pub use doubts::Doubt;
pub use linker::Linker;

use crate::extract::finding::Signals;
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
    /// How articles name it; `None` if none does.
    pub named: Option<Naming>,
}

/// How articles name something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Naming {
    /// Whether it is named in a sentence, not only in headlines, lists and tables.
    pub in_prose: bool,
    /// Whether a preposition or a noun beside a mention shows a place: "in Vale", "the city of Vale".
    pub as_place: bool,
}

impl Naming {
    /// How one mention names it, by its signals.
    pub fn new(is_in_paragraph: bool, has: impl Fn(Signals) -> bool) -> Self {
        let as_place = has(Signals::PREPOSITION.and(Signals::NOUN));
        Self { in_prose: is_in_paragraph && !has(Signals::FRAGMENT), as_place }
    }

    /// How both name it.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { in_prose: self.in_prose || other.in_prose, as_place: self.as_place || other.as_place }
    }
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
    /// Reasons why a person must decide, however probable it is. Only those of the first candidate are determined.
    pub doubts: Vec<Doubt>,
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
    /// The first candidate is so probable, and so far ahead of the second, that a link is proposed without a question,
    /// and there is no [`Doubt`].
    Sure,
    /// A person should choose.
    Unsure,
    /// None of them is probable.
    NoMatch,
}
