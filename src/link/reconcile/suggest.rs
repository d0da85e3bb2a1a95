//! Suggestions for what was typed: items, classes and properties, for input fields in which a person picks one.

use super::{RequestError, Service, ask};
use crate::base::fold;
use crate::link::wikidata::item::{Item, NameKind};
use crate::link::wikidata::{INSTANCE_OF, Property, PropertyKind};
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::BTreeMap;

const DEFAULT: usize = 10;
const MAX_CANDIDATES: usize = 100;
/// Maximum number of names that are compared before the best are chosen; paging cannot go beyond.
const NAMES: usize = 2_000;

/// The typed text, and the requested part of the list.
pub(super) struct Ask {
    typed: String,
    key: String,
    skip: usize,
    take: usize,
}

impl Ask {
    pub(super) fn new<'f>(field: &impl Fn(&str) -> Option<&'f str>) -> Result<Self, RequestError> {
        let Some(prefix) = field("prefix") else { return Err(RequestError::wrong("`prefix` is missing")) };
        let number = |name: &str| match field(name).filter(|n| !n.is_empty()) {
            None => Ok(None),
            Some(n) => ask::whole(name, n).map(Some),
        };
        let typed = ask::cleaned(prefix).chars().take(ask::MAX_NAME).collect::<String>();
        Ok(Self {
            key: fold::key(&typed),
            typed,
            skip: number("cursor")?.or(number("offset")?).unwrap_or_default().min(NAMES),
            take: number("limit")?.filter(|l| *l > 0).unwrap_or(DEFAULT).min(MAX_CANDIDATES),
        })
    }

    fn part(&self, all: impl Iterator<Item = Value>) -> Value {
        json!({"result": all.skip(self.skip).take(self.take).collect::<Vec<_>>()})
    }

    /// Whether a name, or one of its words, begins with the typed text.
    fn begins(&self, name: &str) -> bool {
        let name = fold::key(name);
        name.starts_with(&self.key) || name.split(' ').any(|word| word.starts_with(&self.key))
    }
}

/// Items: the number itself, then whole names, then by the number of wikis with a page about them.
pub(super) fn entities(service: &Service<'_>, ask: &Ask) -> Value {
    let index = service.index;
    if let Some(item) = service.scheme.number(index, &ask.typed).and_then(|id| index.item(id)) {
        return ask.part(std::iter::once(entity(service, &item)));
    }
    if ask.key.is_empty() {
        return ask.part(std::iter::empty());
    }
    let mut found: BTreeMap<u32, bool> = BTreeMap::new();
    let names = index.beginning(&ask.key, NAMES).into_iter().map(|n| (n, false));
    for (named, whole) in index.named(&ask.key).into_iter().map(|n| (n, true)).chain(names) {
        if named.kind != NameKind::Demonym {
            *found.entry(named.at).or_default() |= whole;
        }
    }
    let items = found.into_iter().filter_map(|(at, whole)| Some((whole, index.at(at)?)));
    let mut items: Vec<(bool, Item)> = items.collect();
    items.sort_by_key(|(whole, item)| (!whole, Reverse(item.sitelinks), item.id));
    ask.part(items.iter().map(|(_, item)| entity(service, item)))
}

fn entity(service: &Service<'_>, item: &Item) -> Value {
    let id = service.scheme.id(service.index, item.id);
    let notable: Vec<Value> = ask::linked(item, INSTANCE_OF).map(|c| service.reference(c)).collect();
    let name = service.index.label(item.id).unwrap_or_else(|| id.clone());
    let mut value = json!({"id": id, "name": name, "notable": notable});
    if let Some(description) = &item.description {
        value["description"] = json!(description);
    }
    value
}

/// The classes of items in the index, and their superclasses.
pub(super) fn types(service: &Service<'_>, ask: &Ask) -> Value {
    let number = service.scheme.type_number(&ask.typed);
    let classes = service.census.classes.iter().filter(|class| match number {
        Some(number) => class.id == number,
        None => ask.begins(&class.label),
    });
    let known = classes.map(|class| {
        let mut value = json!({"id": service.scheme.id(service.index, class.id), "name": class.label});
        if let Some(description) = service.index.class(class.id).and_then(|c| c.description) {
            value["description"] = json!(description);
        }
        value
    });
    ask.part(known)
}

/// The properties that an index keeps; in 1.0-draft with the ways to compare their values.
pub(super) fn properties(service: &Service<'_>, ask: &Ask, v1: bool) -> Value {
    let id = |p: &Property| fold::key(&service.scheme.property_id(p.id));
    let found = service.scheme.properties().filter(|p| ask.begins(p.label) || id(p).starts_with(&ask.key));
    ask.part(found.map(|p| {
        let mut value = property(service, p);
        if v1 {
            let qualifiers = ask::Qualifier::ALL.iter().map(|(_, id, name)| json!({"id": id, "name": name}));
            value["matchQualifiers"] = qualifiers.collect();
        }
        value
    }))
}

pub(super) fn property(service: &Service<'_>, property: &Property) -> Value {
    let kind = match property.kind {
        PropertyKind::Item => "its values are items",
        PropertyKind::Quantity => "its values are numbers with a unit",
        PropertyKind::Time => "its values are times",
        PropertyKind::Coordinates => "its values are a latitude and a longitude",
        PropertyKind::Text | PropertyKind::Name => "its values are text",
    };
    json!({"id": service.scheme.property_id(property.id), "name": property.label, "description": kind})
}

impl Service<'_> {
    /// An item or class with its label.
    pub(super) fn reference(&self, id: u32) -> Value {
        let known = self.scheme.id(self.index, id);
        let name = self.index.label(id).unwrap_or_else(|| known.clone());
        json!({"id": known, "name": name})
    }
}
