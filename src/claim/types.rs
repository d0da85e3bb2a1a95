//! The table of claim types. A row defines everything that differs between one type of claim and another: its class,
//! subject and values, how it is shown, when two of its claims contradict each other, and how other formats write it.
//! Whatever shows, compares, checks or writes claims reads this table. Code that is about one type alone names its row:
//! QuickStatements, the values of roles, the pages of events.
//!
//! A new type is a row here, a reader that finds it in a source, a class and its properties in
//! `ontology/chorograph.ttl`, and a shape in `ontology/shapes.ttl`. The syntax of texts with `{braces}` is described in
//! [`super::template`].

use crate::base::vocab::choro;
use oxigraph::model::{NamedNodeRef, Term};
use std::collections::BTreeSet;

mod row;
mod district;
mod prose;
mod unit;
mod table;

pub use district::{AREA, CONTROL_CHANGE, COORDINATE};
pub use prose::{EVENT, ROLE, UTTERANCE};
pub use row::{ClaimType, Column, ColumnForm, Direct, DirectProperty, ItemForm, ItemValue, MapForm, MapPart, Section};
pub use table::{DATED_RECORD, FIGURE, LIFECYCLE, OUTLINE, RENAMING, STATUS};
pub use unit::{IDENTIFIER, KIND, NAME, PART_OF, SEAT};

/// Properties that any claim may have, whatever its type.
const COMMON: &[NamedNodeRef<'static>] = &[
    choro::FROM_RECORD,
    choro::REPORTED_IN,
    choro::ASSERTED_BY,
    choro::ANCHORED_AT,
    choro::SAID_IN,
    choro::HEADED_BY,
    choro::IDENTIFIED_BY,
    choro::WITHIN_CONTEXT,
    choro::SUPPLIED_BY,
    choro::CITED_IN,
];

/// All types.
pub static TYPES: &[&ClaimType] = &[
    &CONTROL_CHANGE,
    &AREA,
    &COORDINATE,
    &UTTERANCE,
    &EVENT,
    &ROLE,
    &NAME,
    &KIND,
    &IDENTIFIER,
    &PART_OF,
    &SEAT,
    &STATUS,
    &OUTLINE,
    &FIGURE,
    &LIFECYCLE,
    &RENAMING,
    &DATED_RECORD,
    #[cfg(test)]
    &tests::BELL,
];

impl ClaimType {
    /// The type with a class; `None` for `choro:Claim` itself, which does not determine a type.
    pub fn of_class(class: NamedNodeRef<'_>) -> Option<&'static Self> {
        TYPES.iter().copied().find(|claim_type| claim_type.class == class)
    }

    /// The type of a claim with these classes.
    pub fn of<'t>(classes: impl IntoIterator<Item = &'t Term>) -> Option<&'static Self> {
        classes.into_iter().find_map(|class| match class {
            Term::NamedNode(class) => Self::of_class(class.as_ref()),
            _ => None,
        })
    }

    /// The property whose values are compared when claims of this type can contradict each other. It is mostly that of
    /// the value.
    pub fn compared(&self) -> NamedNodeRef<'static> {
        self.aspect.as_ref().and_then(|aspect| aspect.value).unwrap_or(self.value)
    }

    /// The properties from a claim to the entities, times and quantities that it refers to, and to its evidence.
    pub fn pointing() -> BTreeSet<&'static str> {
        let of_types = TYPES.iter().flat_map(|claim_type| claim_type.refers_to);
        COMMON.iter().chain(of_types).map(|property| property.as_str()).collect()
    }
}

/// The values that items of a reconciliation service have, sorted by the identifiers that clients use.
pub fn items() -> Vec<(&'static ClaimType, &'static ItemValue)> {
    let each = TYPES.iter().flat_map(|claim_type| claim_type.items.iter().map(move |item| (*claim_type, item)));
    let mut all: Vec<_> = each.collect();
    all.sort_by_key(|(_, item)| item.id);
    all
}

/// The sections of claims on the page of an entity, in order.
pub fn sections() -> Vec<(&'static ClaimType, &'static Section)> {
    let each =
        TYPES.iter().flat_map(|claim_type| claim_type.sections.iter().map(move |section| (*claim_type, section)));
    let mut all: Vec<_> = each.collect();
    all.sort_by_key(|(_, section)| section.order);
    all
}

/// The properties from claims that can contradict each other to their subjects.
pub fn subjects_with_aspects() -> BTreeSet<&'static str> {
    TYPES
        .iter()
        .filter(|claim_type| claim_type.aspect.is_some())
        .map(|claim_type| claim_type.subject.as_str())
        .collect()
}

#[cfg(test)]
pub(crate) mod tests;
