//! Finds the items that a name may mean: by the name itself, without its type words, as initials, by other names that
//! are usual for the same, by a surname alone, or by sound. [`Means`] says how; how likely an item is, is not decided
//! here.

use super::EntityKind;
use super::person_names::{bare, first_and_last, is_lone, with_other_first_names};
use super::similarity::{Form, LEGAL_FORMS, similarity, without_legal_form};
use crate::base::fold::{self, words};
use crate::base::places;
use crate::link::wikidata::index::{Index, Part};
use crate::link::wikidata::item::Item;
use std::collections::BTreeMap;

/// Maximum number of items that are considered for one name that many have.
const MAX_NAMED: usize = 200;
/// Maximum number of persons that are considered for a surname, the best known ones.
const MAX_SURNAMED: usize = 24;
/// Maximum number of items with a similar sound that are considered.
const MAX_SOUNDING: usize = 300;
/// Minimum similarity of a candidate's name.
const MIN_SIMILARITY: f64 = 0.6;
/// Similarity of a name from which on items with a similar sound are not searched.
pub(super) const NEAR_ENOUGH: f64 = 0.9;
/// Similarity by another first name, or without what is between first name and surname.
const OTHER_FORM: f64 = 0.96;
/// Similarity of a surname alone.
const SURNAME: f64 = 0.8;
/// Similarity of another name of the same country.
const COUNTRY_NAME: f64 = 0.99;

/// Names that are used for a country, and mean something else or more than it. Only a person can tell.
const LOOSE: &[(&str, &str)] = &[
    ("america", "United States"),
    ("britain", "United Kingdom"),
    ("great britain", "United Kingdom"),
    ("holland", "Netherlands"),
    ("congo", "Democratic Republic of the Congo"),
    ("korea", "South Korea"),
    ("rok", "South Korea"),
    ("macedonia", "North Macedonia"),
];

/// How an item was found by a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Means {
    /// By the name, or one that resembles it.
    Name,
    /// By another name of the same country.
    CountryName,
    /// By initials.
    Initials,
    /// By another first name that is usual for the same.
    FirstName,
    /// By first name and surname, without what the item's name has beside them.
    FurtherName,
    /// By a name that is loosely used for it.
    Loosely,
    /// By the surname alone.
    Surname,
}

/// An item with a name like one of the subject's.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) item: Item,
    /// The name of the subject.
    pub(super) ours: usize,
    /// The name of the item.
    pub(super) theirs: usize,
    pub(super) similarity: f64,
    pub(super) means: Means,
}

/// What was found for the names of a subject.
#[derive(Debug)]
pub(super) struct Search<'i> {
    index: &'i Index,
    pub(super) found: BTreeMap<u32, Found>,
}

impl<'i> Search<'i> {
    pub(super) fn new(index: &'i Index) -> Self {
        Self { index, found: BTreeMap::new() }
    }

    /// Finds the items with the name, its core, or its initials.
    pub(super) fn named(&mut self, form: &Form, ours: usize) {
        let mut keys = vec![form.key.clone()];
        if form.core != form.key {
            keys.push(form.core.clone());
        }
        // "Vale Times" is "The Vale Times".
        keys.push(form.key.strip_prefix("the ").map_or_else(|| format!("the {}", form.key), str::to_owned));
        keys.extend(Some(without_legal_form(&form.key)).filter(|k| *k != form.key).map(str::to_owned));
        keys.extend(turned(&form.core));
        for (nth, key) in keys.iter().enumerate() {
            if nth > 1 && !self.found.is_empty() {
                break;
            }
            let mut last = None;
            let named = self.index.named(key).into_iter().filter(|n| {
                let first = last != Some(n.at);
                last = Some(n.at);
                first
            });
            for named in named.take(MAX_NAMED) {
                if named.part != Part::Acronym || key.len() >= 3 {
                    let means = if named.part == Part::Acronym { Means::Initials } else { Means::Name };
                    self.look(named.at, form, ours, means);
                }
            }
        }
    }

    /// Finds the items with the name and a legal form, or another legal form.
    pub(super) fn companies(&mut self, form: &Form, ours: usize) {
        let name = without_legal_form(&form.key);
        for legal in LEGAL_FORMS {
            for named in self.index.named(&format!("{name} {legal}")).into_iter().take(MAX_NAMED) {
                self.look(named.at, form, ours, Means::Name);
            }
        }
    }

    /// Finds the items with names that sound similar: first the same, then one letter apart, then without an ending or
    /// a word.
    pub(super) fn sounding(&mut self, form: &Form, ours: usize) {
        let mut tried = Vec::new();
        for (near, variants) in [
            (false, vec![form.core.clone()]),
            (false, stems(&form.core)),
            (true, {
                let mut all = vec![form.core.clone()];
                all.extend(stems(&form.core));
                all
            }),
        ] {
            for variant in variants {
                for skeleton in fold::skeletons(&variant) {
                    if skeleton.len() < 2 || (near && skeleton.len() < 3) || tried.contains(&(near, skeleton.clone())) {
                        continue;
                    }
                    for at in self.index.sounding(&skeleton, near).into_iter().take(MAX_SOUNDING) {
                        self.look(at, form, ours, Means::Name);
                    }
                    tried.push((near, skeleton));
                }
            }
            if self.found.values().any(|f| f.similarity >= NEAR_ENOUGH) {
                return;
            }
        }
    }

    /// Finds the items that are meant by other names than the subject's own: of the same country, or of the same person.
    pub(super) fn otherwise_named(&mut self, kind: EntityKind, name: &str, form: &Form, ours: usize) {
        use EntityKind::{Any, Country, Organisation, Person, Place};
        if matches!(kind, Any | Country | Organisation | Place) {
            for spelling in places::country(&form.key).map_or(&[][..], |place| places::spellings(place.name)) {
                self.other(&fold::key(spelling), ours, Means::CountryName);
            }
            for (_, country) in LOOSE.iter().filter(|(name, _)| *name == form.key) {
                for spelling in places::spellings(country) {
                    self.other(&fold::key(spelling), ours, Means::Loosely);
                }
            }
        }
        if kind == Person {
            self.person(name, form, ours);
        }
    }

    fn person(&mut self, name: &str, form: &Form, ours: usize) {
        if is_lone(name) {
            for at in self.index.persons(&bare(&form.key).join(" "), MAX_SURNAMED) {
                self.put(at, ours, SURNAME, Means::Surname);
            }
            return;
        }
        for other in with_other_first_names(&form.key) {
            self.other(&other, ours, Means::FirstName);
        }
        // "Orla Vale" is "Orla W. Vale" or "O. W. Vale"; "Orla W. Vale" is "Orla Vale".
        let mut keys = vec![form.key.clone()];
        if let Some(short) = first_and_last(&form.key) {
            self.other(&short, ours, Means::FurtherName);
        }
        let initial = form.key.split_once(' ').and_then(|(first, rest)| Some((first.chars().next()?, rest)));
        keys.extend(initial.map(|(letter, rest)| format!("{letter} {rest}")).filter(|k| *k != form.key));
        for key in keys {
            for at in self.index.persons(&key, MAX_NAMED) {
                self.put(at, ours, OTHER_FORM, Means::FurtherName);
            }
        }
    }

    /// Finds the items with another whole name.
    fn other(&mut self, key: &str, ours: usize, means: Means) {
        let similarity = if means == Means::CountryName { COUNTRY_NAME } else { OTHER_FORM };
        for named in self.index.named(key).into_iter().filter(|n| n.part == Part::Whole).take(MAX_NAMED) {
            self.put(named.at, ours, similarity, means);
        }
    }

    /// Adds one item, or a better reason for it.
    fn put(&mut self, at: u32, ours: usize, similarity: f64, means: Means) {
        if let Some(known) = self.found.get_mut(&at) {
            if similarity > known.similarity {
                (known.ours, known.similarity, known.means) = (ours, similarity, means);
            }
        } else if let Some(item) = self.index.at(at) {
            self.found.insert(at, Found { item, ours, theirs: 0, similarity, means });
        }
    }

    /// Adds one item, with its name that is most similar.
    fn look(&mut self, at: u32, form: &Form, ours: usize, means: Means) {
        let is_acronym = means == Means::Initials;
        if let Some(known) = self.found.get_mut(&at) {
            let (theirs, similarity) = nearest(form, &known.item, is_acronym);
            if similarity > known.similarity {
                (known.ours, known.theirs, known.similarity, known.means) = (ours, theirs, similarity, means);
            }
            return;
        }
        let Some(item) = self.index.at(at) else { return };
        let (theirs, similarity) = nearest(form, &item, is_acronym);
        if similarity >= MIN_SIMILARITY {
            self.found.insert(at, Found { item, ours, theirs, similarity, means });
        }
    }
}

/// The most similar name of an item, and its similarity.
fn nearest(form: &Form, item: &Item, acronym: bool) -> (usize, f64) {
    let mut best = (0, 0.0);
    for (at, name) in item.names.iter().enumerate() {
        let key = fold::key(&name.text);
        let value = if acronym && words::acronym(&key).as_deref() == Some(&form.key) {
            0.97
        } else {
            similarity(form, &Form::of_key(key))
        };
        if value > best.1 {
            best = (at, value);
        }
    }
    best
}

/// A name with its words rotated, as in lists: "Vale, Upper".
fn turned(core: &str) -> Vec<String> {
    let words: Vec<&str> = core.split(' ').collect();
    if !(2..=4).contains(&words.len()) {
        return Vec::new();
    }
    (1..words.len()).map(|at| [&words[at..], &words[..at]].concat().join(" ")).collect()
}

/// A name without the endings of some languages, and without each of its words.
fn stems(core: &str) -> Vec<String> {
    const ENDINGS: &[&str] = &[
        "inskaia", "inskaja", "inskij", "inskyj", "inskii", "inskiy", "insky", "inski", "enskij", "enskiy", "enski",
        "skij", "skyj", "skii", "skiy", "skyi", "ski", "sky", "skata", "nski", "nyn", "nin", "in", "on", "un", "an",
        "as", "os", "es", "us", "is", "i", "o", "a", "n", "s",
    ];
    let mut all: Vec<String> = Vec::new();
    let words: Vec<&str> = core.split(' ').collect();
    let mut add = |text: String| {
        if text.len() >= 3 && !all.contains(&text) {
            all.push(text);
        }
    };
    if let Some(longest) = words.iter().max_by_key(|w| w.len()) {
        let ending = |e: &&&str| longest.len() >= e.len() + 3 && longest.ends_with(**e);
        for ending in ENDINGS.iter().filter(ending).take(3) {
            let stem = &longest[..longest.len() - ending.len()];
            let with: Vec<&str> = words.iter().map(|w| if w == longest { stem } else { w }).collect();
            add(with.join(" "));
            if words.len() > 1 {
                add(stem.to_owned());
            }
        }
    }
    // An initial j is written y in many European languages.
    if let Some(rest) = core.strip_prefix('j') {
        add(format!("y{rest}"));
    }
    if (2..=4).contains(&words.len()) {
        for left_out in 0..words.len() {
            let rest: Vec<&str> = words.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, w)| *w).collect();
            add(rest.join(" "));
        }
        add(words.concat());
    }
    all
}
