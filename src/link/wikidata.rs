//! Wikidata, offline: a dump is streamed into an index, which is read from a mapped file.
//!
//! ```text
//! dump (JSON or N-Triples; plain, gz, bz2, zst) -> item, or triples -> indexing -> index
//! a service -> fetch (what one dataset needs, as a dump)                 -> indexing -> index
//! ```
//!
//! The JSON form is that of <https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html>, the N-Triples form that of
//! <https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format>.

pub mod dump;
pub mod fetch;
pub mod index;
pub mod item;
mod record;
pub mod scratch;
mod triples;
pub mod indexing;
pub mod options;

/// The type of a property's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PropertyKind {
    /// Items.
    Item,
    /// Quantities with a unit.
    Quantity,
    /// Times with a precision.
    Time,
    /// Coordinates on Earth.
    Coordinates,
    /// Strings and identifiers.
    Text,
    /// A name in a language; it is indexed as an alias.
    Name,
}

/// A property that linking uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Property {
    /// Its number, without P.
    pub id: u32,
    /// Its meaning, in a word or two.
    pub label: &'static str,
    /// The type of its values.
    pub kind: PropertyKind,
}

macro_rules! properties {
    ($($name:ident = $id:literal, $label:literal, $kind:ident;)*) => {
        $(#[doc = concat!("P", stringify!($id), ": ", $label)] pub const $name: u32 = $id;)*
        /// The properties that an index keeps.
        pub const PROPERTIES: &[Property] =
            &[$(Property { id: $id, label: $label, kind: PropertyKind::$kind }),*];
    };
}

properties! {
    INSTANCE_OF = 31, "instance of", Item;
    SUBCLASS_OF = 279, "subclass of", Item;
    COUNTRY = 17, "country", Item;
    LOCATED_IN = 131, "located in", Item;
    CITIZENSHIP = 27, "citizenship", Item;
    POSITION_HELD = 39, "position held", Item;
    OCCUPATION = 106, "occupation", Item;
    PARTY = 102, "party", Item;
    MEMBER_OF = 463, "member of", Item;
    PART_OF = 361, "part of", Item;
    CAPITAL = 36, "capital", Item;
    CAPITAL_OF = 1376, "capital of", Item;
    HEADQUARTERS = 159, "headquarters", Item;
    COORDINATES = 625, "coordinates", Coordinates;
    AREA = 2046, "area", Quantity;
    POPULATION = 1082, "population", Quantity;
    BIRTH = 569, "date of birth", Time;
    DEATH = 570, "date of death", Time;
    INCEPTION = 571, "inception", Time;
    DISSOLUTION = 576, "dissolved", Time;
    ISO_3166_2 = 300, "ISO 3166-2", Text;
    GEONAMES = 1566, "GeoNames", Text;
    SHORT_NAME = 1813, "short name", Name;
    DEMONYM = 1549, "demonym", Name;
}

/// The item of the square kilometre; other units are identified by the label of their item in the index.
pub const SQUARE_KILOMETRE: u32 = 712_226;

/// The class of persons; another class is one if its label is "human".
pub const HUMAN: u32 = 5;

/// The item of the Earth, which dumps give as the globe of coordinates.
pub const EARTH: u32 = 2;

/// The property with this number, if an index keeps it.
pub fn property(id: u32) -> Option<&'static Property> {
    PROPERTIES.iter().find(|p| p.id == id)
}
