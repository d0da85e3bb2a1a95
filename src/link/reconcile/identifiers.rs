//! The identifiers of a service: those of Wikidata (`Q42`, `P2046`), or those of a dataset (`place/shusha`, `area`).
//! Internally both are numbers of an index.

use crate::base::iri::item_number;
use crate::base::vocab::{term, wd};
use crate::claim::types::{ItemForm, items};
use crate::link::wikidata::index::Index;
use crate::link::wikidata::item::Value;
use crate::link::wikidata::{self, INSTANCE_OF, Property, PropertyKind};
use std::sync::LazyLock;

/// The number of the first kind of a dataset; entities are counted from 1 and never reach it.
const FIRST_KIND: u32 = 4_000_000_000;
/// The kinds of a dataset: term of `ontology/terms.ttl`, name, and broader kind.
pub(super) const KINDS: &[(&str, &str, Option<&str>)] = &[
    ("place", "place", None),
    ("district", "district", Some("place")),
    ("region", "region", Some("place")),
    ("town", "town", Some("place")),
    ("city", "city", Some("place")),
    ("country", "country", Some("place")),
    ("formerRepublic", "former republic", Some("place")),
    ("person", "person", None),
    ("organisation", "organisation", None),
    ("event", "event", None),
    ("conflict", "conflict", Some("event")),
];

/// The property with the full IRI of an entity, by which its number is found.
pub(super) const IRI: u32 = 1_001;
pub(super) const ACCEPTED: u32 = 1_003;
pub(super) const PROPOSED: u32 = 1_004;
pub(super) const SOURCE: u32 = 1_005;
pub(super) const NAME: u32 = 1_006;
/// The properties of a dataset, with their identifiers.
static DATASET: LazyLock<Vec<(Property, &str)>> = LazyLock::new(|| {
    let of_claims = items().into_iter().map(|(_, value)| {
        let kind = match value.form {
            ItemForm::Area | ItemForm::Number => PropertyKind::Quantity,
            ItemForm::Time => PropertyKind::Time,
            ItemForm::Text | ItemForm::Entity => PropertyKind::Text,
            ItemForm::Point => PropertyKind::Coordinates,
        };
        (Property { id: value.property, label: value.label, kind }, value.id)
    });
    let text = |id, label, name| (Property { id, label, kind: PropertyKind::Text }, name);
    [(Property { id: INSTANCE_OF, label: "kind", kind: PropertyKind::Item }, "kind"), text(NAME, "name", "name")]
        .into_iter()
        .chain(of_claims)
        .chain([
            text(ACCEPTED, "Wikidata item, accepted", "wikidata"),
            text(PROPOSED, "Wikidata item, proposed", "wikidataProposed"),
            text(SOURCE, "source that names it", "source"),
            text(IRI, "IRI", "iri"),
        ])
        .collect()
});

/// The identifier scheme of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum IdentifierScheme {
    Wikidata,
    /// A dataset, with its base IRI.
    Dataset(String),
}

/// The number of a kind of a dataset.
pub(super) fn kind(local: &str) -> Option<u32> {
    let at = KINDS.iter().position(|(name, ..)| *name == local)?;
    u32::try_from(at).ok().map(|at| FIRST_KIND + at)
}

impl IdentifierScheme {
    /// The prefix of the IRIs of items.
    pub(super) fn identifiers(&self) -> &str {
        match self {
            Self::Wikidata => wd::NAMESPACE,
            Self::Dataset(base) => base,
        }
    }

    /// The prefix of the IRIs of types.
    pub(super) fn schema(&self) -> &'static str {
        match self {
            Self::Wikidata => "http://www.wikidata.org/prop/direct/",
            Self::Dataset(_) => term::NAMESPACE,
        }
    }

    pub(super) fn properties(&self) -> impl Iterator<Item = &'static Property> {
        let (of_wikidata, of_dataset) = match self {
            Self::Wikidata => (wikidata::PROPERTIES, &[][..]),
            Self::Dataset(_) => (&[][..], DATASET.as_slice()),
        };
        let all = of_wikidata.iter().chain(of_dataset.iter().map(|(property, _)| property));
        all.filter(|p| p.kind != PropertyKind::Name)
    }

    /// A property by its number.
    pub(super) fn property(&self, number: u32) -> Option<&'static Property> {
        self.properties().find(|p| p.id == number)
    }

    /// The property with a client's identifier.
    pub(super) fn known(&self, id: &str) -> Option<&'static Property> {
        let id = id.trim().rsplit(['/', '#']).next()?;
        let number = match self {
            Self::Wikidata => id.strip_prefix('P')?.parse().ok()?,
            Self::Dataset(_) => DATASET.iter().find(|(_, name)| *name == id)?.0.id,
        };
        self.property(number)
    }

    pub(super) fn property_id(&self, number: u32) -> String {
        let ours = || DATASET.iter().find(|(property, _)| property.id == number).map(|(_, name)| (*name).to_owned());
        match self {
            Self::Dataset(_) => ours().unwrap_or_default(),
            Self::Wikidata => format!("P{number}"),
        }
    }

    /// The number of an item or type with a client's identifier.
    pub(super) fn number(&self, index: &Index, id: &str) -> Option<u32> {
        let id = id.trim();
        match self {
            Self::Wikidata => item_number(id),
            Self::Dataset(base) => self.type_number(id).or_else(|| {
                let path = id.strip_prefix(base.as_str()).unwrap_or(id);
                find(index, &format!("{base}{path}"))
            }),
        }
    }

    /// The number of a type with a client's identifier.
    pub(super) fn type_number(&self, id: &str) -> Option<u32> {
        match self {
            Self::Wikidata => item_number(id),
            Self::Dataset(_) => kind(id.strip_prefix(term::NAMESPACE).unwrap_or(id)),
        }
    }

    /// The identifier of an item or a type.
    pub(super) fn id(&self, index: &Index, number: u32) -> String {
        let Self::Dataset(base) = self else { return format!("Q{number}") };
        if let Some(at) = number.checked_sub(FIRST_KIND).and_then(|at| usize::try_from(at).ok()) {
            return KINDS.get(at).map_or_else(String::new, |(name, ..)| (*name).to_owned());
        }
        let iri = number.checked_sub(1).and_then(|at| iri_at(index, at)).unwrap_or_default();
        iri.strip_prefix(base.as_str()).unwrap_or(&iri).to_owned()
    }

    /// The full IRI of an item, where a person can look at it.
    pub(super) fn page(&self, index: &Index, number: u32) -> String {
        match self {
            Self::Wikidata => format!("https://www.wikidata.org/wiki/Q{number}"),
            Self::Dataset(base) => format!("{base}{}", self.id(index, number)),
        }
    }

    /// The form of the identifier of a type, for error messages.
    pub(super) fn type_rule(&self) -> String {
        match self {
            Self::Wikidata => "a type is an item, such as \"Q42\"".to_owned(),
            Self::Dataset(_) => {
                let names: Vec<&str> = KINDS.iter().map(|(name, ..)| *name).collect();
                format!("a type is one of {}", names.join(", "))
            }
        }
    }

    /// The form of the identifier of an item, for error messages.
    pub(super) fn item_rule(&self) -> &'static str {
        match self {
            Self::Wikidata => "an item, such as Q42",
            Self::Dataset(_) => "an entity of the dataset, such as place/shusha",
        }
    }
}

/// The entity with an IRI, by binary search: entities are numbered in the order of their IRIs.
fn find(index: &Index, iri: &str) -> Option<u32> {
    let (mut low, mut high) = (0_u32, u32::try_from(index.len()).ok()?);
    while low < high {
        let middle = low.midpoint(high);
        match iri_at(index, middle)?.as_str().cmp(iri) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Equal => return Some(middle + 1),
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

fn iri_at(index: &Index, at: u32) -> Option<String> {
    index.at(at)?.facts.into_iter().find_map(|fact| match fact.value {
        Value::Text(iri) if fact.property == IRI => Some(iri),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_property_of_a_dataset_has_a_name_and_no_other_has() {
        let scheme = IdentifierScheme::Dataset("https://example.org/d/".to_owned());
        for property in scheme.properties() {
            let id = scheme.property_id(property.id);
            assert_eq!(scheme.known(&id).map(|p| p.id), Some(property.id), "{}", property.label);
        }
        assert_eq!(
            (scheme.known("P2046"), IdentifierScheme::Wikidata.known("P2046").map(|p| p.id)),
            (None, Some(2046))
        );
    }

    #[test]
    fn a_kind_is_a_term() {
        for (name, _, above) in KINDS {
            assert!(term::ALL.iter().any(|t| t.as_str() == format!("{}{name}", term::NAMESPACE)), "{name}");
            assert!(above.is_none_or(|a| kind(a).is_some()), "{name}");
        }
    }
}
