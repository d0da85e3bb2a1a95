//! Finds the candidates for a name: by the name itself, without its type words, as initials, or by sound. They are
//! scored by their features, and the scores are turned into probabilities that leave room for "none of them".

use super::features::{self, INITIALS, KIND_OF_NAME, TYPE};
use super::kinds::{self, Kinds};
use super::prior::{PRIOR, Prior};
use super::similarity::{Form, LEGAL_FORMS, similarity, without_legal_form};
use super::{Candidate, Decision, EntityKind, Feature, Subject};
use crate::base::fold::{self, words};
use crate::extract::lang::is_place;
use crate::link::wikidata::INSTANCE_OF;
use crate::link::wikidata::index::{Index, Part};
use crate::link::wikidata::item::{Item, NameKind};
use std::collections::BTreeMap;

/// Maximum number of items that are considered for one name that many have.
const MAX_NAMED: usize = 200;
/// Maximum number of items with a similar sound that are considered.
const MAX_SOUNDING: usize = 300;
/// Maximum number of names of a subject that are tried.
const MAX_NAMES: usize = 16;
/// Maximum number of words of a name; a longer one is rather a text, which is searched as it is but not by sound.
const MAX_WORDS: usize = 16;
/// Minimum similarity of a candidate's name.
const MIN_SIMILARITY: f64 = 0.6;
/// Similarity of a name from which on items with a similar sound are not searched.
const NEAR_ENOUGH: f64 = 0.9;
/// The log-odds of "none of them".
const NONE: f64 = 1.2;
/// Maximum weight against "none of them" of being well known.
const MAX_KNOWN: f64 = 1.0;
/// A conflicting type counts in full against rivals, and by this share against "none of them", if a name of several
/// words is the same: then it is rather the kind read from the text that is wrong.
const CONFLICT: f64 = 0.4;
/// Minimum probability of a first candidate that is proposed without a question: if its name only resembles the
/// subject's, and if it is the same. Chosen by hand over made-up indexes of the items of RSS-500 and MEANTIME, not
/// fitted.
const SURE_RESEMBLING: f64 = 0.9;
const SURE_SAME: f64 = 0.8;
/// The same for a name of several words: rivals with the same name differ by how well known they are; less certain if
/// only the item number shows that.
const SURE_WORDS: f64 = 0.6;
const SURE_WORDS_BY_NUMBER: f64 = 0.65;
/// The same for a name of one word, as a city may stand for its team or be a part of a longer name; and if the kind of
/// the item is unknown.
const SURE_WORD: f64 = 0.85;
const SURE_WORD_OF_ANYTHING: f64 = 0.96;
/// The same for a name by its initials.
const SURE_INITIALS: f64 = 0.95;
/// Similarity from which on two names count as the same.
const SAME_NAME: f64 = 0.95;
/// Minimum probability of a match.
const NO_MATCH: f64 = 0.3;

/// Finds candidates in an index.
#[derive(Debug)]
pub struct Linker<'a> {
    index: &'a Index,
    kinds: Kinds,
    prior: Prior,
}

/// An item with a name like one of the subject's.
struct ScoredCandidates {
    item: Item,
    ours: usize,
    theirs: usize,
    similarity: f64,
    acronym: bool,
}

impl<'a> Linker<'a> {
    /// A linker over an index.
    pub fn new(index: &'a Index) -> Self {
        Self { index, kinds: Kinds::default(), prior: Prior::of(index) }
    }

    /// A linker over items whose two counts are these instead of sitelinks and statements.
    pub fn counting(index: &'a Index, first: &'static str, second: &'static str) -> Self {
        Self { index, kinds: Kinds::default(), prior: Prior::Counts([first, second]) }
    }

    /// The index.
    pub fn index(&self) -> &'a Index {
        self.index
    }

    /// The candidates for a subject, the most probable first.
    pub fn candidates(&self, subject: &Subject, limit: usize) -> Vec<Candidate> {
        let names: Vec<&String> = subject.names.iter().take(MAX_NAMES).filter(|n| !fold::key(n).is_empty()).collect();
        let forms: Vec<Form> = names.iter().map(|n| Form::new(n)).collect();
        let organisation = subject.kind == EntityKind::Organisation;
        let of_places: Vec<bool> = names.iter().map(|n| organisation && is_place(n)).collect();
        let mut found: BTreeMap<u32, ScoredCandidates> = BTreeMap::new();
        for (ours, form) in forms.iter().enumerate() {
            self.named(form, ours, &mut found);
        }
        let fits = |f: &ScoredCandidates| self.type_of(subject, &forms[f.ours], &f.item).value;
        if organisation && !found.values().any(|f| fits(f) == Some(1.0)) {
            for (ours, form) in forms.iter().enumerate() {
                self.companies(form, ours, &mut found);
            }
        }
        let best = found.values().map(|f| f.similarity).fold(0.0, f64::max);
        if best < NEAR_ENOUGH || !found.values().any(|f| fits(f) != Some(0.0)) {
            let short = |f: &Form| f.key.split(' ').count() <= MAX_WORDS;
            for (ours, form) in forms.iter().enumerate().filter(|(_, f)| short(f)) {
                self.sounding(form, ours, &mut found);
            }
        }
        let mut candidates: Vec<(f64, Candidate)> =
            found.into_values().map(|f| self.scored(subject, &forms, &of_places, &f)).collect();
        // The order must depend on the scores and the numbers alone.
        candidates.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(x.item.cmp(&y.item)));
        let most = candidates.first().map_or(0.0, |(z, _)| *z);
        let sum: f64 = candidates.iter().map(|(z, _)| (z - most).exp()).sum();
        candidates
            .into_iter()
            .take(limit)
            .map(|(z, candidate)| {
                // Its share among its rivals, times the probability that the entity is in the index at all. Being well
                // known helps against rivals, and hardly against absence.
                let share = (z - most).exp() / sum;
                let known: f64 = candidate.features.iter().filter(|f| f.id == PRIOR).map(|f| f.weight).sum();
                let conflict = if candidate.similarity >= SAME_NAME && candidate.matched.contains(' ') {
                    candidate.features.iter().filter(|f| f.id == TYPE).map(|f| f.weight.min(0.0)).sum()
                } else {
                    0.0
                };
                let alone = z - known + known.min(MAX_KNOWN) - conflict * (1.0 - CONFLICT);
                let any = 1.0 / (1.0 + (NONE - alone).exp());
                Candidate { probability: share * any, ..candidate }
            })
            .collect()
    }

    /// The decision that follows from candidates, of which the most probable comes first.
    pub fn decide(&self, candidates: &[Candidate]) -> Decision {
        let Some(first) = candidates.first() else { return Decision::NoMatch };
        match first.probability {
            p if p >= self.sure(first) => Decision::Sure,
            p if p >= NO_MATCH => Decision::Unsure,
            _ => Decision::NoMatch,
        }
    }

    /// Minimum probability of a first candidate that is proposed without a question.
    fn sure(&self, first: &Candidate) -> f64 {
        let feature = |id| first.features.iter().find(|f| f.id == id);
        if first.similarity < SAME_NAME {
            return SURE_RESEMBLING;
        }
        if feature(KIND_OF_NAME).is_some_and(|f| f.explanation == INITIALS) {
            return SURE_INITIALS;
        }
        match (first.matched.contains(' '), first.similarity >= 1.0) {
            (true, true) if self.prior == Prior::Number => SURE_WORDS_BY_NUMBER,
            (true, true) => SURE_WORDS,
            (true, false) => SURE_SAME,
            (false, _) if feature(TYPE).is_some_and(|f| f.value.is_some()) => SURE_WORD,
            (false, _) => SURE_WORD_OF_ANYTHING,
        }
    }

    /// Finds the items with the name, its core, or its initials.
    fn named(&self, form: &Form, ours: usize, found: &mut BTreeMap<u32, ScoredCandidates>) {
        let mut keys = vec![form.key.clone()];
        if form.core != form.key {
            keys.push(form.core.clone());
        }
        // "Vale Times" is "The Vale Times".
        keys.push(form.key.strip_prefix("the ").map_or_else(|| format!("the {}", form.key), str::to_owned));
        keys.extend(Some(without_legal_form(&form.key)).filter(|k| *k != form.key).map(str::to_owned));
        keys.extend(turned(&form.core));
        for (nth, key) in keys.iter().enumerate() {
            if nth > 1 && !found.is_empty() {
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
                    self.look(named.at, form, ours, named.part == Part::Acronym, found);
                }
            }
        }
    }

    /// Finds the items with the name and a legal form, or another legal form.
    fn companies(&self, form: &Form, ours: usize, found: &mut BTreeMap<u32, ScoredCandidates>) {
        let name = without_legal_form(&form.key);
        for legal in LEGAL_FORMS {
            for named in self.index.named(&format!("{name} {legal}")).into_iter().take(MAX_NAMED) {
                self.look(named.at, form, ours, false, found);
            }
        }
    }

    /// Finds the items with names that sound similar: first the same, then one letter apart, then without an ending or
    /// a word.
    fn sounding(&self, form: &Form, ours: usize, found: &mut BTreeMap<u32, ScoredCandidates>) {
        let mut tried = Vec::new();
        let near_enough = |found: &BTreeMap<u32, ScoredCandidates>| found.values().any(|f| f.similarity >= NEAR_ENOUGH);
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
                        self.look(at, form, ours, false, found);
                    }
                    tried.push((near, skeleton));
                }
            }
            if near_enough(found) {
                return;
            }
        }
    }

    /// Adds one item, with its name that is most similar.
    fn look(&self, at: u32, form: &Form, ours: usize, acronym: bool, found: &mut BTreeMap<u32, ScoredCandidates>) {
        if let Some(known) = found.get_mut(&at) {
            let (theirs, similarity) = nearest(form, &known.item, acronym);
            if similarity > known.similarity {
                (known.ours, known.theirs, known.similarity, known.acronym) = (ours, theirs, similarity, acronym);
            }
            return;
        }
        let Some(item) = self.index.at(at) else { return };
        let (theirs, similarity) = nearest(form, &item, acronym);
        if similarity >= MIN_SIMILARITY {
            found.insert(at, ScoredCandidates { item, ours, theirs, similarity, acronym });
        }
    }

    fn type_of(&self, subject: &Subject, form: &Form, item: &Item) -> Feature {
        let by_name = match form.sort {
            Some(words::PlaceType::District) => EntityKind::District,
            Some(words::PlaceType::Town) => EntityKind::Town,
            None => EntityKind::Any,
        };
        let alone = matches!(subject.kind, EntityKind::Any | EntityKind::Place) && by_name != EntityKind::Any;
        let wanted = if alone { by_name } else { subject.kind };
        features::kind(wanted, alone, &self.kinds.of(self.index, item), &self.types(item))
    }

    fn types(&self, item: &Item) -> String {
        let labels =
            item.items(INSTANCE_OF).map(|class| self.index.label(class).unwrap_or_else(|| format!("Q{class}")));
        labels.take(4).collect::<Vec<_>>().join(", ")
    }

    fn scored(
        &self,
        subject: &Subject,
        forms: &[Form],
        of_places: &[bool],
        found: &ScoredCandidates,
    ) -> (f64, Candidate) {
        let ScoredCandidates { item, ours, theirs, similarity, acronym } = found;
        let name = item.names.get(*theirs);
        let matched = name.map(|n| n.text.clone()).unwrap_or_default();
        let kind = name.map_or(NameKind::Label, |n| n.kind);
        let mut all = Vec::with_capacity(11);
        let own = subject.names.iter().filter(|n| !fold::key(n).is_empty()).nth(*ours);
        all.extend(features::name(*similarity, own.map_or("", String::as_str), &matched, kind, *acronym));
        let sort = self.type_of(subject, &forms[*ours], item);
        if subject.kind == EntityKind::Person && !forms[*ours].core.contains(' ') {
            all.push(features::one_word(sort.value.is_some()));
        }
        if sort.value.is_none() && of_places[*ours] {
            all.push(features::place_name());
        }
        all.push(sort);
        let label = item.names.iter().find(|n| n.kind == NameKind::Label).map(|n| n.text.clone());
        let theirs = [label.as_deref().unwrap_or_default(), &matched];
        all.extend(features::common_noun(own.map_or("", String::as_str), theirs));
        let of_place = kinds::agree(EntityKind::Place, &self.kinds.of(self.index, item));
        if of_place == Some(false) && forms[*ours].sort.is_none() && forms[*ours].key != fold::key(&matched) {
            all.extend(features::type_word(&forms[*ours].key, &Form::new(&matched).core));
        }
        if !subject.classes.is_empty() {
            let classes = self.index.classes_of(item);
            let fits = (!classes.is_empty()).then(|| subject.classes.iter().any(|c| classes.contains(c)));
            all.push(features::class(fits, &self.types(item)));
        }
        all.extend([
            features::country(subject, item),
            features::area(subject, item),
            features::distance(subject, item),
            features::time(subject, item),
            features::coherence(subject, item),
            self.prior.feature(item, *similarity),
        ]);
        all.extend(features::values(subject, item));
        let score = all.iter().map(|f| f.weight).sum();
        let candidate = Candidate {
            item: item.id,
            label: label.unwrap_or_else(|| matched.clone()),
            description: item.description.clone(),
            types: item.items(INSTANCE_OF).collect(),
            matched,
            similarity: *similarity,
            probability: 0.0,
            features: all,
        };
        (score, candidate)
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
