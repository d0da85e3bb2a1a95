//! Groups: entities with the same words for a name, without those that contexts tell apart; then other spellings, joined
//! to the group of the most sources.

use super::blocks::{initial_and_surname, sounds, words};
use super::{Family, KnownName, LocalEntity};
use crate::base::places;
use crate::link::similarity::{Form, similarity};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Minimum similarity of spellings that sound alike.
const ALIKE: f64 = 0.85;
/// Maximum number of names in a block whose members are compared; the sounds of more say nothing.
pub(super) const MAX_BLOCK: usize = 24;

/// Entities that may be one.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) family: Family,
    /// As positions.
    pub(super) entities: Vec<usize>,
    /// What speaks for it.
    pub(super) why: Vec<String>,
}

/// All groups.
#[derive(Debug, Default)]
pub(super) struct Grouped {
    pub(super) groups: Vec<Group>,
    pub(super) left: Vec<(String, String)>,
    pub(super) compared: usize,
}

/// The entities of one name.
struct Named<'a> {
    family: Family,
    /// The name of its first entity.
    label: &'a str,
    /// All forms of it: "Lena Holt", "Holt Lena".
    labels: BTreeSet<&'a str>,
    form: Form,
    entities: Vec<usize>,
    sources: usize,
}

/// Groups the entities.
pub(super) fn grouped(all: &[LocalEntity], known: &[KnownName]) -> Grouped {
    let mut grouped = Grouped::default();
    let names = by_words(all, known, &mut grouped.left);
    let joined = joined(&names, all, &mut grouped);
    let resembling = resembling(&names, known, &mut grouped.compared);
    let mut of_centre: BTreeMap<usize, Vec<(usize, String)>> = BTreeMap::new();
    for (at, centre) in joined {
        of_centre.entry(centre.0).or_default().push((at, centre.1));
    }
    for (at, name) in names.iter().enumerate() {
        let Some(others) = of_centre.get(&at) else { continue };
        let mut entities = name.entities.clone();
        let mut why: Vec<String> = Vec::new();
        for (other, reason) in others.iter().filter(|(other, _)| *other != at) {
            entities.extend(&names[*other].entities);
            why.push(reason.clone());
        }
        why.extend(resembling.get(&at).cloned());
        entities.sort_unstable();
        split(all, Group { family: name.family, entities, why }, name.label, &mut grouped);
    }
    grouped
}

/// The entities of each name. A name that is of several kinds, or in the gazetteer, is left out: a row of the gazetteer
/// would take it for all of them.
fn by_words<'a>(all: &'a [LocalEntity], known: &[KnownName], left: &mut Vec<(String, String)>) -> Vec<Named<'a>> {
    let mut by_words: BTreeMap<(String, Family), Vec<usize>> = BTreeMap::new();
    let known: BTreeSet<String> = known.iter().map(|known| words(&known.name)).collect();
    for (at, entity) in all.iter().enumerate() {
        let key = words(&entity.label);
        if !key.is_empty() && !known.contains(&key) {
            by_words.entry((key, entity.family)).or_default().push(at);
        }
    }
    let mut families: BTreeMap<String, Vec<(Family, usize)>> = BTreeMap::new();
    for ((key, family), entities) in &by_words {
        families.entry(key.clone()).or_default().push((*family, entities[0]));
    }
    for several in families.values().filter(|several| several.len() > 1) {
        let kinds: Vec<&str> = several.iter().map(|(family, _)| family.word()).collect();
        let what = format!("sources use it for things of several kinds ({})", kinds.join(", "));
        left.push((all[several[0].1].label.clone(), what));
    }
    let mut names = Vec::new();
    for ((key, family), mut entities) in by_words {
        let label = all[entities[0]].label.as_str();
        if families.get(&key).is_some_and(|several| several.len() > 1) {
            continue;
        }
        if let Some(place) = places::meant(label).filter(|_| family == Family::Place) {
            // What is no such node was told apart when its source was read: "Moscow, Idaho".
            let own = format!("/place/{}", place.key());
            let before = entities.len();
            entities.retain(|at| all[*at].entity.iri.as_str().ends_with(&own));
            if entities.len() < before {
                left.push((label.to_owned(), "a source means another place than the built-in lists".to_owned()));
            }
            if entities.is_empty() {
                continue;
            }
        }
        if family == Family::Person && initial_and_surname(label).is_none() {
            if entities.len() > 1 {
                left.push((label.to_owned(), "a surname or first name alone does not identify a person".to_owned()));
            }
            continue;
        }
        let sources: BTreeSet<_> = entities.iter().flat_map(|at| &all[*at].entity.sources).collect();
        let sources = sources.len();
        let labels = entities.iter().map(|at| all[*at].label.as_str()).collect();
        names.push(Named { family, label, labels, form: Form::new(label), entities, sources });
    }
    names
}

/// For each name, the name that it may be another spelling of, with the reason; itself if there is none.
fn joined(names: &[Named<'_>], all: &[LocalEntity], grouped: &mut Grouped) -> BTreeMap<usize, (usize, String)> {
    let mut near: BTreeMap<usize, Vec<(usize, String)>> = BTreeMap::new();
    let mut add = |a: usize, b: usize, why: String| {
        near.entry(a).or_default().push((b, why.clone()));
        near.entry(b).or_default().push((a, why));
    };
    // The only full name with the initial and the surname.
    let mut persons: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (at, name) in names.iter().enumerate().filter(|(_, name)| name.family == Family::Person) {
        let keys: BTreeSet<_> = name.labels.iter().filter_map(|label| initial_and_surname(label)).collect();
        for (key, is_short) in keys {
            let block = persons.entry(key).or_default();
            if is_short { &mut block.1 } else { &mut block.0 }.push(at);
        }
    }
    for (full, short) in persons.into_values() {
        for short in short {
            match full.as_slice() {
                [] => {}
                [only] => add(*only, short, format!("{} is the initial and surname of no other", names[short].label)),
                _ => {
                    let shown: Vec<&str> = full.iter().take(3).map(|at| names[*at].label).collect();
                    let why = format!("it may be any of {}", shown.join(", "));
                    grouped.left.push((names[short].label.to_owned(), why));
                }
            }
        }
    }
    // Another name that a source gives for the same thing.
    let by_name: HashMap<(String, Family), usize> =
        names.iter().enumerate().map(|(at, name)| ((words(name.label), name.family), at)).collect();
    let mut called: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        for other in name.entities.iter().flat_map(|entity| &all[*entity].others) {
            if let Some(other) = by_name.get(&(words(other), name.family)).filter(|other| **other != at) {
                called.entry(*other).or_default().insert(at);
            }
        }
    }
    for (other, of) in called {
        match of.iter().collect::<Vec<_>>().as_slice() {
            [only] => add(**only, other, format!("a source calls {} also {}", names[**only].label, names[other].label)),
            _ => grouped.left.push((names[other].label.to_owned(), "sources use it for several things".to_owned())),
        }
    }
    let mut blocks: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        let keys: BTreeSet<_> = name.labels.iter().flat_map(|label| sounds(name.family, label)).collect();
        for sound in keys {
            blocks.entry(sound).or_default().push(at);
        }
    }
    let mut seen = BTreeSet::new();
    for block in blocks.into_values().filter(|block| block.len() <= MAX_BLOCK) {
        for (n, a) in block.iter().enumerate() {
            for b in block[n + 1..].iter().filter(|b| seen.insert((*a, **b))) {
                grouped.compared += 1;
                let alike = similarity(&names[*a].form, &names[*b].form);
                if alike >= ALIKE {
                    add(*a, *b, format!("{} and {} sound alike ({alike:.2})", names[*a].label, names[*b].label));
                }
            }
        }
    }
    // Only what is near the name of the most sources joins it: resemblance does not carry over.
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse((names[*at].sources, names[*at].label.len())), names[*at].label));
    let mut joined: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    for at in order {
        if joined.contains_key(&at) {
            continue;
        }
        joined.insert(at, (at, String::new()));
        for (other, why) in near.get(&at).into_iter().flatten() {
            joined.entry(*other).or_insert_with(|| (at, why.clone()));
        }
    }
    joined
}

/// For names that sound like one of the gazetteer, what to say of it.
fn resembling(names: &[Named<'_>], known: &[KnownName], compared: &mut usize) -> HashMap<usize, String> {
    let mut blocks: HashMap<_, Vec<&KnownName>> = HashMap::new();
    for known in known {
        for sound in sounds(known.family, &known.name) {
            blocks.entry(sound).or_default().push(known);
        }
    }
    let mut resembling = HashMap::new();
    for (at, name) in names.iter().enumerate() {
        let mut best: Option<(f64, &KnownName)> = None;
        let near = sounds(name.family, name.label).into_iter().filter_map(|sound| blocks.get(&sound));
        for known in near.filter(|block| block.len() <= MAX_BLOCK).flatten() {
            *compared += 1;
            let alike = similarity(&name.form, &Form::new(&known.name));
            if alike >= ALIKE && best.is_none_or(|(most, _)| alike > most) {
                best = Some((alike, known));
            }
        }
        if let Some((_, known)) = best {
            let why = format!("resembles {} of the gazetteer: if it is {}, add the name there", known.name, known.id);
            resembling.insert(at, why);
        }
    }
    resembling
}

/// Adds a group, without what contexts tell apart.
fn split(all: &[LocalEntity], group: Group, label: &str, grouped: &mut Grouped) {
    let has = |f: fn(&LocalEntity) -> bool| group.entities.iter().any(|at| f(&all[*at]));
    if has(|entity| entity.is_woman) && has(|entity| entity.is_man) {
        grouped.left.push((label.to_owned(), "sources speak of a woman and of a man".to_owned()));
        return;
    }
    let parents: BTreeSet<String> =
        group.entities.iter().flat_map(|at| &all[*at].parents).map(|parent| words(parent)).collect();
    if parents.len() < 2 {
        if group.entities.len() > 1 {
            grouped.groups.push(group);
        }
        return;
    }
    // Several places: those of one parent are proposed, and those without a parent may be any of them.
    for parent in parents {
        let is_part = |at: &&usize| all[**at].parents.iter().all(|other| words(other) == parent);
        let has_parent = |at: &&usize| !all[**at].parents.is_empty();
        let entities: Vec<usize> = group.entities.iter().filter(has_parent).filter(is_part).copied().collect();
        if entities.len() > 1 {
            let mut why = group.why.clone();
            why.push("others of the name are part of something else".to_owned());
            grouped.groups.push(Group { family: group.family, entities, why });
        }
    }
    grouped.left.push((label.to_owned(), "sources make it part of different places".to_owned()));
}
