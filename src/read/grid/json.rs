//! JSON as tables and places. In: the bytes of a JSON text, of JSON lines, of GeoJSON or of a file in Linked Places
//! Format. Out: tables ([`JsonTables`]) whose cells have JSON Pointers as places, or places ([`LinkedPlaces`]) whose
//! values have them; and which of these a file is ([`kind_of`]).
//!
//! A scanner of this module reads the texts, not a library, because three things must be exact: numbers keep the
//! characters of the source, a member that is given twice is found, and each error has its line and column. A JSON text
//! is held whole and its values are ranges of it; JSON lines are a stream.

mod limits;
mod scan;
mod inside;
mod pointer;
mod names;
mod cursor;
mod source;
mod element;
mod locate;
mod show;
mod geometry;
mod columns;
mod survey;
mod layout;
mod elements;
mod tables;
mod when;
mod place;
mod places;
mod kind;

pub use geometry::TWO_DIMENSIONS;
pub use kind::{JsonEnding, JsonKind, is_linked_places, kind_of};
pub use limits::*;
pub use locate::byte_of;
pub use place::{
    LinkedCitation, LinkedGeometry, LinkedLink, LinkedName, LinkedPlace, LinkedRelation, LinkedText, LinkedType,
};
pub use places::{LinkedPlaces, PlaceIterator};
pub use source::LineSource;
pub use tables::JsonTables;
pub use when::{When, WhenBound, WhenPeriod, WhenSpan};

#[cfg(test)]
mod tests;
