//! The kind of an item, found by the labels of its classes: so it works for an index of any region and year, without a
//! list of identifiers.

use super::EntityKind;
use crate::link::wikidata::index::Index;
use crate::link::wikidata::item::Item;
use crate::link::wikidata::{INSTANCE_OF, SUBCLASS_OF};
use std::collections::{BTreeSet, HashMap};
use std::sync::RwLock;

/// Head nouns of class labels, by the kind of their instances.
const HEADS: &[(EntityKind, &str)] = &[
    (EntityKind::Person, "human person people"),
    (
        EntityKind::District,
        "district region province county raion rayon oblast governorate prefecture department municipality parish canton division subdivision entity unit area territory krai okrug uezd",
    ),
    (EntityKind::Town, "city town village settlement capital hamlet metropolis township suburb"),
    (EntityKind::Country, "country state"),
    (
        EntityKind::Organisation,
        "organization organisation company business enterprise party agency ministry university college school club team band newspaper magazine institution government body army brigade bank union group association federation parliament council committee broadcaster publisher movement alliance corporation airline force forces institute academy",
    ),
    (
        EntityKind::Event,
        "war battle conflict event election summit conference occurrence massacre operation attack ceasefire championship tournament season",
    ),
    (
        EntityKind::Place,
        "location place mountain river lake island building structure airport stadium region peninsula valley sea ocean continent road street square bridge tunnel canal strait bay gulf coast beach desert forest park reserve archipelago islands volcano glacier pass port base monument",
    ),
    (
        EntityKind::Other,
        "name surname page list category template work film movie album song single book novel series episode programme program painting sculpture game software product ship vessel vehicle aircraft model taxon species breed month year day decade century date letter word language award prize medal position profession occupation title concept phrase disease gene protein material food dish",
    ),
];
/// Maximum number of steps up from a class whose label shows no kind.
const STEPS: usize = 8;

/// A cache of the kinds of classes.
#[derive(Debug, Default)]
pub(super) struct Kinds(RwLock<HashMap<u32, Vec<EntityKind>>>);

impl Kinds {
    /// The kinds of an item; none if no class shows one.
    pub(super) fn of(&self, index: &Index, item: &Item) -> Vec<EntityKind> {
        let mut kinds = Vec::new();
        for class in item.items(INSTANCE_OF) {
            for kind in self.class(index, class) {
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
        }
        kinds
    }

    fn class(&self, index: &Index, class: u32) -> Vec<EntityKind> {
        if let Some(known) = self.0.read().ok().and_then(|k| k.get(&class).cloned()) {
            return known;
        }
        let kinds = look(index, class);
        if let Ok(mut known) = self.0.write() {
            known.insert(class, kinds.clone());
        }
        kinds
    }
}

/// The kinds of the nearest classes upwards whose labels show one.
fn look(index: &Index, class: u32) -> Vec<EntityKind> {
    let mut level = BTreeSet::from([class]);
    let mut seen = level.clone();
    for _ in 0..STEPS {
        let mut kinds = Vec::new();
        let mut above = BTreeSet::new();
        for id in &level {
            let kind = index.label(*id).and_then(|l| of_label(&l));
            kinds.extend(kind.filter(|k| !kinds.contains(k)));
            if let Some(class) = index.class(*id) {
                above.extend(class.items(SUBCLASS_OF).filter(|c| seen.insert(*c)));
            }
        }
        if !kinds.is_empty() || above.is_empty() {
            return kinds;
        }
        level = above;
    }
    Vec::new()
}

/// The kind that the label of a class shows by its head noun: "city of district significance" is a city.
pub(super) fn of_label(label: &str) -> Option<EntityKind> {
    let label = label.to_lowercase();
    let head = [" of ", " in ", " for ", " with ", " ("].iter().filter_map(|at| label.find(at)).min();
    let head = label[..head.unwrap_or(label.len())].trim();
    let noun = head.rsplit(' ').next()?;
    let singular = noun.strip_suffix('s').unwrap_or(noun);
    // "Autonomous republic" and "federated state" are units of a country; "sovereign state" is a country.
    let qualified = head.contains("autonom") || head.contains("federa") || head.contains("administrative");
    if qualified && matches!(noun, "republic" | "state" | "unit" | "entity" | "division") {
        return Some(EntityKind::District);
    }
    HEADS
        .iter()
        .find(|(_, nouns)| nouns.split(' ').any(|n| n == noun || n == singular))
        .map(|(kind, _)| *kind)
        .filter(|kind| *kind != EntityKind::District || !matches!(noun, "entity" | "unit"))
}

/// Whether something of one kind may be an item of these kinds; `None` if a kind is unknown.
pub(super) fn agree(kind: EntityKind, of_item: &[EntityKind]) -> Option<bool> {
    if kind == EntityKind::Any || of_item.is_empty() {
        return None;
    }
    let fits = |other: &EntityKind| match kind {
        EntityKind::Place => {
            matches!(other, EntityKind::District | EntityKind::Town | EntityKind::Country | EntityKind::Place)
        }
        // A settlement in one language may be a region in another.
        EntityKind::District | EntityKind::Town | EntityKind::Country => *other == kind,
        _ => *other == kind,
    };
    Some(of_item.iter().any(fits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_recognised_by_its_head_noun() {
        for (label, expected) in [
            ("district of Valeland", Some(EntityKind::District)),
            ("city of district significance", Some(EntityKind::Town)),
            ("human", Some(EntityKind::Person)),
            ("sovereign state", Some(EntityKind::Country)),
            ("autonomous republic of Valeland", Some(EntityKind::District)),
            ("political party", Some(EntityKind::Organisation)),
            ("administrative territorial entity", Some(EntityKind::District)),
            ("entity", None),
            ("painting", Some(EntityKind::Other)),
            ("family name", Some(EntityKind::Other)),
            ("disambiguation page", Some(EntityKind::Other)),
        ] {
            assert_eq!(of_label(label), expected, "{label}");
        }
    }
}
