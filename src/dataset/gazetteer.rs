//! The dataset's own list of names: `gazetteer/*.csv` with the columns `id,kind,names,wikidata,evidence` and,
//! optionally, `point,point-source,part-of,state,sources,why`.
//!
//! `names` holds spellings as `Shusha@en|Şuşa rayonu@az`, each with a BCP 47 tag; the first one is displayed.
//! `wikidata` is a Q-identifier that a person has verified, with the evidence beside it, or empty. `point` is the
//! location of a place, and `point-source` the source of that: an IRI, or the words of a citation. `part-of` is the id of the place of which it is
//! part: it tells places of one name apart.
//!
//! Rows that a program proposes have a `state`, and say in how many `sources` the names stand and `why` they may be one. Only
//! rows with the state `accepted`, or without one, are read: a program proposes, a person decides.

mod point;
mod row;
mod table;
pub mod proposals;
#[cfg(test)]
mod tests;

use crate::base::capture::{CaptureError, Captured};
use crate::base::files;
use crate::base::fold::{key, words};
use crate::base::iri::{Minter, digest, folded, slug};
use crate::base::places::{self, BuiltInPlace};
use crate::base::text::Problem;
use crate::base::vocab::{choro, foaf, org, sem, term};
use oxigraph::model::{NamedNode, NamedNodeRef};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub use point::Point;
pub use row::RowState;

/// The kinds of entity: the word in the file, the folder of the IRI, the class, the controlled term.
const KINDS: &[(&str, &str, NamedNodeRef<'static>, NamedNodeRef<'static>)] = &[
    ("district", "place", choro::PLACE, term::DISTRICT),
    ("region", "place", choro::PLACE, term::REGION),
    ("town", "place", choro::PLACE, term::TOWN),
    ("city", "place", choro::PLACE, term::CITY),
    ("country", "place", choro::PLACE, term::COUNTRY),
    ("formerRepublic", "place", choro::PLACE, term::FORMER_REPUBLIC),
    ("frontLine", "place", choro::PLACE, term::FRONT_LINE),
    ("place", "place", choro::PLACE, term::ANY_PLACE),
    ("person", "person", foaf::PERSON, term::PERSON),
    ("organisation", "organisation", org::ORGANIZATION, term::ORGANISATION),
    ("conflict", "event", sem::EVENT, term::CONFLICT),
    ("event", "event", sem::EVENT, term::ANY_EVENT),
];

/// An entity with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its key, unique in its folder.
    pub id: String,
    /// The folder of its IRI.
    pub folder: &'static str,
    /// Its class.
    pub class: NamedNodeRef<'static>,
    /// Its kind, as a controlled term.
    pub kind: NamedNodeRef<'static>,
    /// Spellings with their language; the first one is displayed.
    pub names: Vec<(String, String)>,
    /// A verified Wikidata item.
    pub wikidata: Option<String>,
    /// Its location, with the source of the point.
    pub point: Option<Point>,
    /// The key of the place of which it is part.
    pub part_of: Option<String>,
}

impl Entity {
    /// Its IRI.
    pub fn iri(&self, minter: &Minter) -> NamedNode {
        minter.entity(self.folder, &self.id)
    }
}

/// One gazetteer file.
#[derive(Debug, Clone)]
pub struct GazetteerFile {
    /// Its name without extension.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its rows, as positions in [`Gazetteer::entities`].
    pub entities: std::ops::Range<usize>,
}

/// All names of a dataset.
#[derive(Debug, Default)]
pub struct Gazetteer {
    /// The files.
    pub files: Vec<GazetteerFile>,
    /// The entities of all files, in order.
    pub entities: Vec<Entity>,
    /// SHA-256 over all files, because readings depend on it.
    pub sha256: String,
    /// Files in the folder that are not read: those that do not end in `.csv`, hidden files excepted.
    pub others: Vec<PathBuf>,
    /// The places of each folded name.
    by_name: HashMap<String, Named>,
    /// The entities of each folded name, of any kind; made when it is asked for.
    by_any_name: OnceLock<HashMap<String, Vec<usize>>>,
    /// The folders and keys of all entities.
    ids: HashSet<(&'static str, String)>,
}

/// The node of a place of the built-in lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuiltInNode {
    /// An entity of the gazetteer, as a position in [`Gazetteer::entities`].
    Entity(usize),
    /// A place that the gazetteer does not have, by its key.
    Key(String),
}

/// A place that a record names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceName {
    /// Its key, for the IRI.
    pub key: String,
    /// The name as the record writes it.
    pub name: String,
    /// Whether the gazetteer has it.
    pub known: bool,
}

/// A place that a row of a table names, with what the row says about it.
#[derive(Debug, Clone, Copy)]
pub struct PlaceContext<'a> {
    /// The name.
    pub name: &'a str,
    /// The place of which it is part.
    pub parent: Option<&'a str>,
    /// What kind of unit it is.
    pub kind: Option<&'a str>,
    /// What distinguishes it from others that the table calls so.
    pub distinguished_by: Option<&'a str>,
}

/// The places that share a name.
#[derive(Debug, Default)]
struct Named {
    districts: Count,
    others: Count,
    /// All of them.
    all: Vec<usize>,
}

/// No entity, one, or several.
#[derive(Debug, Default)]
enum Count {
    #[default]
    None,
    One(usize),
    Several,
}

impl Count {
    fn add(&mut self, at: usize) {
        *self = if matches!(self, Self::None) { Self::One(at) } else { Self::Several };
    }
}

impl Named {
    /// The place that a district record means by the name.
    fn meant(&self) -> Option<usize> {
        match (&self.districts, &self.others) {
            (Count::One(at), _) | (Count::None, Count::One(at)) => Some(*at),
            _ => None,
        }
    }
}

/// Why a gazetteer cannot be used: the file, and every error in it.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be used", path.display())]
pub struct GazetteerError {
    /// The file.
    pub path: PathBuf,
    /// Every error in it.
    pub problems: Vec<Problem>,
    /// Whether the file or folder could not be read at all.
    pub is_unreadable: bool,
}

impl GazetteerError {
    fn unreadable(path: PathBuf, error: &std::io::Error) -> Self {
        let wrong = problem(
            None,
            "",
            format!("cannot be read: {error}"),
            "every reading depends on the gazetteer, so that all of it is read or nothing",
            "check its permissions, and that it is a folder of regular files; a dataset without names has no gazetteer/",
        );
        Self { path, problems: vec![wrong], is_unreadable: true }
    }
}

/// Kinds of units that are countries, as tables write them.
const COUNTRY_WORDS: [&str; 5] = ["country", "state", "sovereign state", "nation", "territory"];

const RULE_ROW: &str = "a gazetteer row is id,kind,names,wikidata,evidence and perhaps point,point-source,part-of,state,sources,why (RFC 4180)";

impl Gazetteer {
    /// Reads all files of a folder, which need not exist.
    pub fn read(folder: &Path) -> Result<Self, GazetteerError> {
        let entries = files::entries(folder).map_err(|e| GazetteerError::unreadable(folder.to_owned(), &e))?;
        let (paths, others): (Vec<_>, Vec<_>) =
            entries.unwrap_or_default().into_iter().partition(|path| files::has_ending(path, "csv"));
        let mut gazetteer = Self::default();
        for path in paths {
            let captured = crate::base::capture::capture(&path).map_err(|e| match e {
                CaptureError::Unreadable { problems, path } => GazetteerError { path, problems, is_unreadable: false },
                CaptureError::Io { source, path } => GazetteerError::unreadable(path, &source),
            })?;
            let read = gazetteer.file(&path, captured);
            read.map_err(|problems| GazetteerError { path, problems, is_unreadable: false })?;
        }
        gazetteer.others = others.into_iter().filter(|path| !files::is_hidden(path)).collect();
        let digests: Vec<&str> = gazetteer.files.iter().flat_map(|f| [f.name.as_str(), f.sha256.as_str()]).collect();
        gazetteer.sha256 = digest(&digests);
        gazetteer.index();
        Ok(gazetteer)
    }

    /// Determines the place that each name means: the only district or region of that name, else the only place.
    fn index(&mut self) {
        let is_district = |at: usize| [term::DISTRICT, term::REGION].contains(&self.entities[at].kind);
        for (at, entity) in self.entities.iter().enumerate().filter(|(_, e)| e.folder == "place") {
            let names: HashSet<String> = entity.names.iter().map(|(name, _)| folded(name)).collect();
            for name in names {
                let named = self.by_name.entry(name).or_default();
                (if is_district(at) { &mut named.districts } else { &mut named.others }).add(at);
                named.all.push(at);
            }
        }
    }

    fn file(&mut self, path: &Path, captured: Captured) -> Result<(), Vec<Problem>> {
        let start = self.entities.len();
        let (rows, mut problems) = table::rows(captured.bytes);
        let mut is_unused = false;
        for (line, row) in rows {
            let entity = match row.is_accepted() {
                Ok(true) => row.entity(),
                Ok(false) => {
                    is_unused = true;
                    continue;
                }
                Err(error) => Err(error),
            };
            match entity {
                Ok(entity) if !self.ids.insert((entity.folder, entity.id.clone())) => problems.push(problem(
                    Some(line),
                    &entity.id,
                    "a second entity with this id".to_owned(),
                    "an id is unique among its kind",
                    "choose another id",
                )),
                Ok(entity) => self.entities.push(entity),
                Err((value, what, rule, help)) => problems.push(problem(Some(line), &value, what, rule, help)),
            }
        }
        problems.sort_by_key(|p| p.at);
        if !problems.is_empty() {
            return Err(problems);
        }
        // A file of proposals alone changes nothing, so that no reading depends on it.
        if is_unused && self.entities.len() == start {
            return Ok(());
        }
        let name = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        self.files.push(GazetteerFile { name, sha256: captured.sha256, entities: start..self.entities.len() });
        Ok(())
    }

    /// The place that a district record means by a name: the only district or region of that name, else the only place.
    /// If several places have the name, or none, the place is identified by its name alone.
    pub fn place(&self, name: &str) -> PlaceName {
        let known = self.by_name.get(&folded(name)).and_then(Named::meant).map(|at| &self.entities[at]);
        let key = known.map_or_else(|| self.named_key(name, false), |e| e.id.clone());
        PlaceName { key, name: name.to_owned(), known: known.is_some() }
    }

    /// The place that a row of a table means: the only one of that name that fits its parent and kind. Where several fit,
    /// or none, the place is identified by its name, and by what distinguishes it in the table.
    pub fn place_in(&self, place: &PlaceContext<'_>) -> PlaceName {
        let fitting = self.fitting(place);
        let known = match fitting.as_slice() {
            // A table that has several of this name means this one only where the gazetteer says of what it is part.
            [only] if place.distinguished_by.is_none() || self.entities[*only].part_of.is_some() => Some(*only),
            _ => None,
        };
        let key = match (known, place.distinguished_by) {
            (Some(at), _) => self.entities[at].id.clone(),
            (None, None) => {
                let is_country = |kind: &str| COUNTRY_WORDS.contains(&key(kind).as_str());
                let is_part_or_unit = place.parent.is_some() || place.kind.is_some_and(|kind| !is_country(kind));
                self.named_key(place.name, is_part_or_unit)
            }
            // The slug of a name has no two hyphens, so that the town of Vale is not the place called "Vale Town".
            (None, Some(by)) => self.free_key(format!("{}--{}", slug(place.name), slug(by))),
        };
        PlaceName { key, name: place.name.to_owned(), known: known.is_some() }
    }

    /// The places of the gazetteer with this name that fit the parent and the kind, if there are several.
    pub fn fitting(&self, place: &PlaceContext<'_>) -> Vec<usize> {
        let Some(named) = self.by_name.get(&folded(place.name)) else { return Vec::new() };
        let mut fitting = named.all.clone();
        if let Some(parent) = place.parent.map(folded) {
            let has_name = |id: &str| {
                let named = self.by_name.get(&parent).into_iter().flat_map(|named| &named.all);
                named.into_iter().any(|at| self.entities[*at].id == id)
            };
            fitting.retain(|at| self.entities[*at].part_of.as_deref().is_none_or(has_name));
            // What is said to be part of the parent goes before that of which nothing is said.
            if fitting.iter().any(|at| self.entities[*at].part_of.is_some()) {
                fitting.retain(|at| self.entities[*at].part_of.is_some());
            }
        }
        if fitting.len() > 1
            && let Some(kind) = place.kind.and_then(|kind| words::place_type(&key(kind)))
        {
            let is_town = |at: &usize| [term::TOWN, term::CITY].contains(&self.entities[*at].kind);
            let is_any = |at: &usize| self.entities[*at].kind == term::ANY_PLACE;
            fitting.retain(|at| is_any(at) || is_town(at) == (kind == words::PlaceType::Town));
        }
        if fitting.len() > 1
            && place.kind.is_none()
            && let Some(meant) = named.meant().filter(|meant| fitting.contains(meant))
        {
            // As for a district record: the only district goes before towns of its name.
            fitting = vec![meant];
        }
        fitting
    }

    /// The entities of any kind that have a name, as positions in [`Gazetteer::entities`].
    pub fn called(&self, name: &str) -> &[usize] {
        let by_any_name = self.by_any_name.get_or_init(|| {
            let mut all: HashMap<String, Vec<usize>> = HashMap::new();
            for (at, entity) in self.entities.iter().enumerate() {
                let names: HashSet<String> = entity.names.iter().map(|(name, _)| folded(name)).collect();
                names.into_iter().for_each(|name| all.entry(name).or_default().push(at));
            }
            all
        });
        by_any_name.get(&folded(name)).map_or(&[], Vec::as_slice)
    }

    /// A key that no entity of the gazetteer has, for a place that is known by its name alone.
    fn unknown_key(&self, name: &str) -> String {
        self.free_key(slug(name))
    }

    /// What a place of the built-in lists is in this dataset. `None` if places of the gazetteer have its names and it is
    /// not clear which of them it is, or whether.
    pub fn built_in(&self, place: &BuiltInPlace) -> Option<BuiltInNode> {
        let named = places::spellings(place.name).iter().filter_map(|name| self.by_name.get(&folded(name)));
        let mut all: Vec<usize> = named.flat_map(|named| named.all.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        let kinds = if place.country.is_none() {
            [term::COUNTRY, term::FORMER_REPUBLIC, term::ANY_PLACE]
        } else {
            [term::CITY, term::TOWN, term::ANY_PLACE]
        };
        match all.as_slice() {
            [] => Some(BuiltInNode::Key(self.free_key(place.key()))),
            [only] if kinds.contains(&self.entities[*only].kind) => Some(BuiltInNode::Entity(*only)),
            _ => None,
        }
    }

    fn free_key(&self, key: String) -> String {
        match ("place", key) {
            taken if self.ids.contains(&taken) => format!("{}-as-named", taken.1),
            (_, free) => free,
        }
    }

    /// The key of a place that the gazetteer does not have, as a record or row names it. A country is the same one
    /// everywhere; a district that happens to be called like a country is not that country.
    fn named_key(&self, name: &str, is_part_or_unit: bool) -> String {
        match places::country(name) {
            Some(_) if is_part_or_unit => self.free_key(format!("{}-as-named", slug(name))),
            Some(country) => match self.built_in(&country) {
                Some(BuiltInNode::Entity(at)) => self.entities[at].id.clone(),
                Some(BuiltInNode::Key(key)) => key,
                None => self.unknown_key(name),
            },
            None => self.unknown_key(name),
        }
    }
}

/// The note that a file in the folder is not read.
pub fn not_read(path: &Path) -> Problem {
    Problem {
        at: None,
        value: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        what: "this file is not part of the gazetteer and was not read".to_owned(),
        rule: "gazetteer files end in .csv",
        help: "rename it, or keep it elsewhere".to_owned(),
    }
}

fn problem(line: Option<usize>, value: &str, what: String, rule: &'static str, help: &str) -> Problem {
    Problem { at: line.map(table::line), value: value.to_owned(), what, rule, help: help.to_owned() }
}
