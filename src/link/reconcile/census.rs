//! The content of an index in numbers: the classes of its items and their properties. Counted once when a service
//! starts, over all items of a small index and over an evenly spread sample of a large one.

use crate::link::wikidata::index::Index;
use crate::link::wikidata::item::Value;
use crate::link::wikidata::{INSTANCE_OF, SUBCLASS_OF};
use std::collections::{BTreeMap, BTreeSet};

const SAMPLE: usize = 50_000;

/// A class, the number of its instances, and their properties.
#[derive(Debug, Default)]
pub(super) struct Class {
    pub(super) id: u32,
    pub(super) label: String,
    pub(super) items: usize,
    /// Properties, with the number of items that have them.
    pub(super) properties: BTreeMap<u32, usize>,
}

/// All classes found, the most frequent first.
#[derive(Debug, Default)]
pub(super) struct Census {
    pub(super) classes: Vec<Class>,
    /// Properties of items of any class.
    pub(super) properties: BTreeMap<u32, usize>,
}

impl Census {
    pub(super) fn of(index: &Index) -> Self {
        let mut classes: BTreeMap<u32, Class> = BTreeMap::new();
        let mut properties = BTreeMap::new();
        let step = index.len().div_ceil(SAMPLE).max(1);
        for at in (0..index.len()).step_by(step).filter_map(|at| u32::try_from(at).ok()) {
            let Some(item) = index.at(at) else { continue };
            let said: BTreeSet<u32> = item.facts.iter().map(|f| f.property).collect();
            for property in &said {
                *properties.entry(*property).or_default() += 1;
            }
            let direct: BTreeSet<u32> =
                item.facts.iter().filter(|f| f.property == INSTANCE_OF).filter_map(class).collect();
            for id in direct {
                let class = classes.entry(id).or_default();
                class.items += 1;
                for property in &said {
                    *class.properties.entry(*property).or_default() += 1;
                }
            }
        }
        // Superclasses without direct instances can be asked for too.
        let mut due: Vec<u32> = classes.keys().copied().collect();
        while let Some(id) = due.pop() {
            for fact in index.class(id).iter().flat_map(|c| &c.facts).filter(|f| f.property == SUBCLASS_OF) {
                if let Some(above) = class(fact).filter(|above| !classes.contains_key(above)) {
                    classes.insert(above, Class::default());
                    due.push(above);
                }
            }
        }
        let named = classes.into_iter().map(|(id, class)| {
            let label = index.label(id).unwrap_or_else(|| format!("Q{id}"));
            Class { id, label, ..class }
        });
        let mut classes: Vec<Class> = named.collect();
        classes.sort_by_key(|c| (std::cmp::Reverse(c.items), c.id));
        Self { classes, properties }
    }
}

fn class(fact: &crate::link::wikidata::item::Fact) -> Option<u32> {
    match fact.value {
        Value::Item(id) => Some(id),
        _ => None,
    }
}
