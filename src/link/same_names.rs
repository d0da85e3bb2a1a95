//! Proposes which entities of a dataset are one: names that several sources write, or write differently, and that the
//! gazetteer does not have. A proposal is a row for the gazetteer with what speaks for it; only a person accepts it.
//!
//! ```text
//! view -> read: local entities with names, sources, context -> groups: those of one name, then spellings joined
//!      -> a row for each, or a note why not
//! ```
//!
//! Names are compared only within blocks (the folded words in any order; the sound; of persons the initial and the surname),
//! so that the work grows with the names and not with their pairs.

mod read;
mod groups;
mod blocks;
#[cfg(test)]
mod tests;

pub use read::all;

use super::entities::Entity;
use crate::base::places;
use crate::dataset::gazetteer::Gazetteer;
use crate::dataset::gazetteer::proposals::ProposedRow;
use crate::extract::lang::is_place;
use std::collections::{BTreeMap, BTreeSet};

/// What names can be proposed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// A place of any kind.
    Place,
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// An event with a name.
    Event,
}

impl Family {
    /// Its word, as in the column `kind`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Event => "event",
        }
    }
}

/// An entity that the gazetteer does not have, with what sources say of it.
#[derive(Debug, Clone, PartialEq)]
pub struct LocalEntity {
    /// As the linker reads it.
    pub entity: Entity,
    /// What it is.
    pub family: Family,
    /// The kind of place that sources give, as a word of the gazetteer; empty if none does.
    pub kind: &'static str,
    /// Its fullest name.
    pub label: String,
    /// Other names of it in its sources, such as an abbreviation.
    pub others: BTreeSet<String>,
    /// The language of the source that names it.
    pub language: Option<String>,
    /// The places of which it is said to be part.
    pub parents: BTreeSet<String>,
    /// Roles that it is said to have, or the like.
    pub context: BTreeSet<String>,
    /// Whether words for it are those for a woman, and those for a man.
    pub is_woman: bool,
    /// See [`LocalEntity::is_woman`].
    pub is_man: bool,
}

/// A name of the gazetteer, so that a proposal can say what it resembles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownName {
    /// What it names.
    pub family: Family,
    /// The name.
    pub name: String,
    /// The id of the entity.
    pub id: String,
}

/// A row that is proposed, with the entities that it would make one.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The row.
    pub row: ProposedRow,
    /// The entities, as positions.
    pub entities: Vec<usize>,
}

impl KnownName {
    /// The names of a gazetteer.
    pub fn of(gazetteer: &Gazetteer) -> Vec<Self> {
        let families = [Family::Place, Family::Person, Family::Organisation, Family::Event];
        let mut all = Vec::new();
        for entity in &gazetteer.entities {
            let Some(family) = families.into_iter().find(|family| family.word() == entity.folder) else { continue };
            for (name, _) in &entity.names {
                all.push(Self { family, name: name.clone(), id: entity.id.clone() });
            }
        }
        all
    }
}

/// What can be proposed.
#[derive(Debug, Default)]
pub struct Proposals {
    /// The rows, in the order of kinds and names.
    pub rows: Vec<Proposal>,
    /// Names that are not proposed, each with the reason.
    pub left: Vec<(String, String)>,
    /// How many pairs of names were compared.
    pub compared: usize,
}

/// Proposes rows for the entities that the gazetteer does not have.
pub fn propose(all: &[LocalEntity], known: &[KnownName]) -> Proposals {
    let grouped = groups::grouped(all, known);
    let mut proposals = Proposals { rows: Vec::new(), left: grouped.left, compared: grouped.compared };
    for group in grouped.groups {
        proposals.rows.push(row(all, known, group));
    }
    proposals.rows.sort_by(|a, b| (&a.row.kind, &a.row.names).cmp(&(&b.row.kind, &b.row.names)));
    proposals.left.sort();
    proposals.left.dedup();
    proposals
}

/// A row for a group.
fn row(all: &[LocalEntity], known: &[KnownName], group: groups::Group) -> Proposal {
    let members = || group.entities.iter().map(|at| &all[*at]);
    let mut spellings: BTreeMap<&str, (usize, Option<&str>)> = BTreeMap::new();
    for member in members() {
        for name in std::iter::once(&member.label).chain(&member.others) {
            let spelling = spellings.entry(name).or_default();
            spelling.0 += 1;
            spelling.1 = spelling.1.or(member.language.as_deref());
        }
    }
    // The name of the most sources is displayed, of several the longest; capitals alone are a heading.
    let is_loud = |name: &str| name.chars().count() > 5 && !name.chars().any(char::is_lowercase);
    let mut ordered: Vec<_> = spellings.into_iter().collect();
    ordered.sort_by_key(|(name, (count, _))| {
        (is_loud(name), std::cmp::Reverse((*count, name.chars().count())), name.to_owned())
    });
    let mut folded = BTreeSet::new();
    let tag = |language: Option<&str>| language.unwrap_or("und").to_owned();
    let names: Vec<(String, String)> = ordered
        .into_iter()
        .filter(|(name, _)| !name.contains(['|', '@']) && folded.insert(crate::base::iri::folded(name)))
        .map(|(name, (_, language))| (name.to_owned(), tag(language)))
        .collect();
    let sources: BTreeSet<_> = members().flat_map(|member| &member.entity.sources).collect();
    let first = names.first().map_or("", |(name, _)| name.as_str());
    let mut why = vec![format!("the name in {} sources", sources.len())];
    why.extend(group.why);
    let said: BTreeSet<&str> = members().flat_map(|member| &member.context).map(String::as_str).collect();
    if !said.is_empty() {
        why.push(format!("said to be: {}", said.into_iter().take(MAX_SAID).collect::<Vec<_>>().join(", ")));
    }
    let parents: BTreeSet<&str> = members().flat_map(|member| &member.parents).map(String::as_str).collect();
    if !parents.is_empty() {
        why.push(format!("part of {}", parents.iter().copied().collect::<Vec<_>>().join(", ")));
    }
    if group.family == Family::Place {
        match places::meant(first).and_then(|place| place.country) {
            Some(country) => why.push(format!("the built-in lists have a city of this name ({country})")),
            None if is_place(first) => {
                why.push("a place of the built-in lists, where others may have the name".to_owned());
            }
            None => {}
        }
    }
    let of_parent =
        |known: &&KnownName| known.family == Family::Place && parents.iter().any(|parent| *parent == known.name);
    let part_of = match known.iter().filter(of_parent).map(|known| &known.id).collect::<BTreeSet<_>>() {
        ids if ids.len() == 1 => ids.first().map(ToString::to_string),
        _ => None,
    };
    let kinds: BTreeSet<&str> = members().map(|member| member.kind).filter(|kind| !kind.is_empty()).collect();
    let kind = match (group.family, kinds.first()) {
        (Family::Place, Some(kind)) if kinds.len() == 1 => kind,
        (family, _) => family.word(),
    };
    let id = crate::base::iri::slug(&crate::base::fold::key(first));
    let row = ProposedRow { id, kind, names, part_of, sources: sources.len(), why: why.join("; ") };
    Proposal { row, entities: group.entities }
}

/// Maximum number of roles that a row shows.
const MAX_SAID: usize = 4;
