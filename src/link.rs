//! Which Wikidata item an entity is: candidates from an index, features that speak for and against each, a probability,
//! and the file in which a person decides. Nothing is decided for good by a machine, and a
//! service is asked only through a client that the caller gives. In: entities of a view, a dump of Wikidata or a client of its service. Out: an index, proposals, the review
//! file, comparisons, and answers of the reconciliation service. It writes the index and nothing else of its own
//! accord.

pub mod similarity;
pub mod wikidata;
mod kinds;
mod features;
mod prior;
mod linker;
pub mod entities;
pub mod propose;
pub mod review;
pub mod compare;
pub mod reconcile;

pub use linker::Linker;

use std::collections::BTreeSet;

/// What is known of something that is to be linked. What is not known is left out, and then counts neither way.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Subject {
    /// Its names, in any language and script; the first is shown.
    pub names: Vec<String>,
    /// What it is.
    pub kind: EntityKind,
    /// Items of which it should be an instance, directly or by a subclass.
    pub classes: Vec<u32>,
    /// Items of countries that it may belong to.
    pub countries: Vec<u32>,
    /// Its area in square kilometres, as sources give it.
    pub areas: Vec<f64>,
    /// Latitude and longitude in degrees.
    pub coordinates: Option<(f64, f64)>,
    /// The year in which a source speaks of it as existing.
    pub year: Option<i32>,
    /// Other values that it should have: a property and an item, or a text.
    pub values: Vec<(u32, String)>,
    /// Items that are named beside it.
    pub beside: BTreeSet<u32>,
}

/// What sort of thing is linked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntityKind {
    /// Not known.
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
    /// All that something can be asked for as.
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
    /// What it is, as the index describes it.
    pub description: Option<String>,
    /// The classes of which it is an instance.
    pub types: Vec<u32>,
    /// The name of the item that is nearest.
    pub matched: String,
    /// How near the names are (0 to 1).
    pub similarity: f64,
    /// How likely it is the one (0 to 1).
    pub probability: f64,
    /// What speaks for and against it.
    pub features: Vec<Feature>,
}

/// What speaks for or against a candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Its name, such as `name`, `type` or `area`.
    pub id: &'static str,
    /// Its value (0 to 1); none where it is not known.
    pub value: Option<f64>,
    /// What it adds to the score, in log-odds.
    pub weight: f64,
    /// In words, what was compared with what.
    pub told: String,
}

/// What follows from the candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The first candidate is so likely, and so far before the second, that a link is proposed without a question.
    Sure,
    /// A person should look.
    Unsure,
    /// None of them is likely.
    NoMatch,
}
