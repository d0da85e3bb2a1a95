//! Scores the items that a name may mean by their features, and turns the scores into probabilities that leave room for
//! "none of them".

use super::doubts::{self, SAME_NAME, Weighed};
use super::features::{self, TYPE};
use super::kinds::{self, Kinds};
use super::person_names::is_usual;
use super::prior::{PRIOR, Prior};
use super::search::{Found, Means, NEAR_ENOUGH, Search};
use super::similarity::Form;
use super::{Candidate, Decision, Doubt, EntityKind, Feature, Subject};
use crate::base::fold::{self, words};
use crate::base::places::{self, BuiltInPlace};
use crate::extract::lang::is_place;
use crate::link::wikidata::index::Index;
use crate::link::wikidata::item::{Item, NameKind};
use crate::link::wikidata::{COUNTRY, INSTANCE_OF};

/// Maximum number of names of a subject that are tried.
const MAX_NAMES: usize = 16;
/// Maximum number of words of a name; a longer one is rather a text, which is searched as it is but not by sound.
const MAX_WORDS: usize = 16;
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
const SURE_WORD: f64 = 0.75;
const SURE_WORD_OF_ANYTHING: f64 = 0.96;
/// Minimum probability of a match.
const NO_MATCH: f64 = 0.3;

/// Finds candidates in an index.
#[derive(Debug)]
pub struct Linker<'a> {
    index: &'a Index,
    kinds: Kinds,
    prior: Prior,
}

/// A name of the subject.
struct OwnName<'s> {
    text: &'s str,
    form: Form,
    /// Whether a place is known by it.
    is_place: bool,
    /// The place that it means by itself, where the subject is a place.
    built_in: Option<BuiltInPlace>,
}

impl<'s> OwnName<'s> {
    fn new(text: &'s str, kind: EntityKind) -> Self {
        let built_in = (kind == EntityKind::Place).then(|| places::meant(text)).flatten();
        Self { text, form: Form::new(text), is_place: kind == EntityKind::Organisation && is_place(text), built_in }
    }
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
        let names: Vec<OwnName<'_>> = subject
            .names
            .iter()
            .take(MAX_NAMES)
            .filter(|n| !fold::key(n).is_empty())
            .map(|n| OwnName::new(n, subject.kind))
            .collect();
        let mut search = Search::new(self.index);
        for (ours, name) in names.iter().enumerate() {
            search.named(&name.form, ours);
        }
        let fits = |f: &Found| self.type_of(subject, &names[f.ours].form, &f.item).value;
        if subject.kind == EntityKind::Organisation && !search.found.values().any(|f| fits(f) == Some(1.0)) {
            for (ours, name) in names.iter().enumerate() {
                search.companies(&name.form, ours);
            }
        }
        for (ours, name) in names.iter().enumerate() {
            search.otherwise_named(subject.kind, name.text, &name.form, ours);
        }
        let best = search.found.values().map(|f| f.similarity).fold(0.0, f64::max);
        if best < NEAR_ENOUGH || !search.found.values().any(|f| fits(f) != Some(0.0)) {
            let short = |n: &OwnName<'_>| n.form.key.split(' ').count() <= MAX_WORDS;
            for (ours, name) in names.iter().enumerate().filter(|(_, n)| short(n)) {
                search.sounding(&name.form, ours);
            }
        }
        let found: Vec<Found> = search.found.into_values().collect();
        let mut candidates: Vec<(f64, Candidate, &Found)> = found
            .iter()
            .map(|f| {
                let (score, candidate) = self.scored(subject, &names[f.ours], f);
                (score, candidate, f)
            })
            .collect();
        // The order must depend on the scores and the numbers alone.
        candidates.sort_by(|(a, x, _), (b, y, _)| b.total_cmp(a).then(x.item.cmp(&y.item)));
        let doubts = self.doubts(subject, &names, &candidates);
        let most = candidates.first().map_or(0.0, |(z, ..)| *z);
        let sum: f64 = candidates.iter().map(|(z, ..)| (z - most).exp()).sum();
        let mut candidates: Vec<Candidate> = candidates
            .into_iter()
            .take(limit)
            .map(|(z, candidate, _)| {
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
            .collect();
        if let Some(first) = candidates.first_mut() {
            first.doubts = doubts;
        }
        candidates
    }

    fn doubts(&self, subject: &Subject, names: &[OwnName<'_>], candidates: &[(f64, Candidate, &Found)]) -> Vec<Doubt> {
        let kinds: Vec<Vec<EntityKind>> = candidates.iter().map(|(.., f)| self.kinds.of(self.index, &f.item)).collect();
        let weighed: Vec<Weighed<'_>> = candidates
            .iter()
            .zip(&kinds)
            .map(|((_, candidate, f), kinds)| {
                let own = names.get(f.ours).map_or("", |n| n.text);
                Weighed { candidate, own, means: f.means, kinds }
            })
            .collect();
        doubts::of(subject, &weighed)
    }

    /// The decision that follows from candidates, of which the most probable comes first.
    pub fn decide(&self, candidates: &[Candidate]) -> Decision {
        let Some(first) = candidates.first() else { return Decision::NoMatch };
        match first.probability {
            p if p >= self.sure(first) && first.doubts.is_empty() => Decision::Sure,
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
        match (first.matched.contains(' '), first.similarity >= 1.0) {
            (true, true) if self.prior == Prior::Number => SURE_WORDS_BY_NUMBER,
            (true, true) => SURE_WORDS,
            (true, false) => SURE_SAME,
            (false, _) if feature(TYPE).is_some_and(|f| f.value.is_some()) => SURE_WORD,
            (false, _) => SURE_WORD_OF_ANYTHING,
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

    fn scored(&self, subject: &Subject, own: &OwnName<'_>, found: &Found) -> (f64, Candidate) {
        let Found { item, theirs, similarity, means, .. } = found;
        let name = item.names.get(*theirs);
        let matched = name.map(|n| n.text.clone()).unwrap_or_default();
        let kind = name.map_or(NameKind::Label, |n| n.kind);
        let mut all = Vec::with_capacity(12);
        all.extend(features::name(*similarity, own.text, &matched, kind, *means == Means::Initials));
        all.extend(features::means(*means));
        let sort = self.type_of(subject, &own.form, item);
        if subject.kind == EntityKind::Person && !own.form.core.contains(' ') && *means != Means::Surname {
            all.push(features::one_word(sort.value.is_some(), is_usual(&own.form.core)));
        }
        if sort.value.is_none() && own.is_place {
            all.push(features::place_name());
        }
        all.push(sort);
        if let Some(place) = own.built_in {
            let country = item.items(COUNTRY).find_map(|id| self.index.label(id));
            all.push(features::built_in(place, &self.kinds.of(self.index, item), country.as_deref()));
        }
        let label = item.names.iter().find(|n| n.kind == NameKind::Label).map(|n| n.text.clone());
        let theirs = [label.as_deref().unwrap_or_default(), &matched];
        all.extend(features::common_noun(own.text, theirs));
        let of_place = kinds::agree(EntityKind::Place, &self.kinds.of(self.index, item));
        if of_place == Some(false) && own.form.sort.is_none() && own.form.key != fold::key(&matched) {
            all.extend(features::type_word(&own.form.key, &Form::new(&matched).core));
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
        ]);
        let prior = self.prior.feature(item, *similarity);
        if subject.kind == EntityKind::Person && self.prior.is_of_sitelinks() {
            all.extend(features::little_known(self.prior.feature(item, 1.0).weight));
        }
        all.push(prior);
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
            doubts: Vec::new(),
        };
        (score, candidate)
    }
}
