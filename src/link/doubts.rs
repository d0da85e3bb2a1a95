//! Doubts: reasons why a person must look at a link, however probable it is. Names in news mean what a text has told
//! before, and an index cannot know that.

use super::features::{BUILT_IN, CAPITAL, COHERENCE, LITTLE, TYPE, WELL_KNOWN};
use super::prior::PRIOR;
use super::search::Means;
use super::similarity::Form;
use super::{Candidate, EntityKind, Feature, Subject, person_names};
use crate::base::{fold, places};
use std::fmt;

/// Similarity from which on two names count as the same.
pub(super) const SAME_NAME: f64 = 0.95;
/// Weight of evidence other than names from which on it outweighs a name that only resembles.
const PROOF: f64 = 1.5;
/// Difference in the weight of such evidence that tells two items with one name apart.
const APART: f64 = 0.9;
/// An item with the same name is as well known if its weight for that is at most this much less: a third of the
/// sitelinks.
const AS_KNOWN: f64 = 1.2;
/// The same for a body with the name of a place: its team is known for itself.
const BODY_KNOWN: f64 = 2.5;
/// The same if the other item is not well known by itself: half of the sitelinks.
const AS_LITTLE_KNOWN: f64 = 0.7;
/// Weight of being little known up to which a person of the same name may be meant whom no index has: some four sitelinks;
/// with a usual first name and surname, some nine.
const HARDLY_KNOWN: f64 = -1.5;
const HARDLY_KNOWN_USUAL: f64 = -0.6;

/// Why a person must decide on a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// A person is named by a first name or a surname alone.
    LoneName,
    /// The names only resemble each other.
    Resembles,
    /// The names are the same only if letters or scripts are made one.
    Letters,
    /// The item has the name by its initials alone.
    Initials,
    /// The first name is another that is usual for the item's.
    FirstName,
    /// The item's name has something between first name and surname, or after it.
    FurtherName,
    /// The name is loosely used for the item.
    Loosely,
    /// The item is of another kind than the text says.
    Kind,
    /// A body has the name of a place.
    PlaceName,
    /// A place has the name of a body, and no text names it as a place.
    BodyName(u32),
    /// A place has a usual first name or surname, and no text names it as a place.
    PersonName,
    /// Another item that is as well known has the name, and nothing tells them apart.
    Shared(u32),
    /// The item is of a person who is hardly known, and nothing but the name speaks for it.
    HardlyKnown,
    /// It is named in headlines, lists or tables only.
    Fragment,
    /// The words are a part of a longer name in the text.
    PartInText(String),
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LoneName => write!(f, "a first name or surname alone"),
            Self::Resembles => write!(f, "the names only resemble each other"),
            Self::Letters => write!(f, "the names differ in letters or script"),
            Self::Initials => write!(f, "initials that no text explains"),
            Self::FirstName => write!(f, "another first name that may be meant"),
            Self::FurtherName => write!(f, "the item has a further name"),
            Self::Loosely => write!(f, "a name that is used loosely"),
            Self::Kind => write!(f, "the item is of another kind"),
            Self::PlaceName => write!(f, "a body with the name of a place"),
            Self::BodyName(item) => write!(f, "also the name of Q{item}, and no text says that it is a place"),
            Self::Shared(item) => write!(f, "also the name of Q{item}, and nothing tells them apart"),
            Self::HardlyKnown => write!(f, "a person who is hardly known, by the name alone"),
            Self::PersonName => write!(f, "also a usual name of persons, and no text says that it is a place"),
            Self::Fragment => write!(f, "named in headlines, lists or tables only"),
            Self::PartInText(whole) => write!(f, "a part of the longer name {whole} in the text"),
        }
    }
}

/// A candidate with what its doubts depend on.
#[derive(Debug)]
pub(super) struct Weighed<'a> {
    pub(super) candidate: &'a Candidate,
    /// The name of the subject.
    pub(super) own: &'a str,
    /// How it was found by that name.
    pub(super) means: Means,
    /// The kinds of the item.
    pub(super) kinds: &'a [EntityKind],
}

impl Weighed<'_> {
    fn weight(&self, is: impl Fn(&Feature) -> bool) -> f64 {
        self.candidate.features.iter().filter(|f| is(f)).map(|f| f.weight).sum()
    }

    fn known(&self) -> f64 {
        self.weight(|f| f.id == PRIOR)
    }

    /// The weight of evidence that is independent of names.
    fn proof(&self) -> f64 {
        const IDS: &[&str] = &["area", "distance", "values", "class", "country", "time", BUILT_IN, COHERENCE];
        self.weight(|f| IDS.contains(&f.id))
    }

    /// The weight of all that tells items of one name apart, but for how well known they are.
    fn apart(&self) -> f64 {
        self.proof() + self.weight(|f| [TYPE, CAPITAL].contains(&f.id))
    }

    fn fits(&self) -> Option<bool> {
        self.candidate.features.iter().find(|f| f.id == TYPE)?.value.map(|value| value > 0.0)
    }

    fn is_named_so(&self) -> bool {
        self.candidate.similarity >= SAME_NAME && !matches!(self.means, Means::Surname | Means::Loosely)
    }
}

/// The doubts about the first of some candidates.
pub(super) fn of(subject: &Subject, all: &[Weighed<'_>]) -> Vec<Doubt> {
    let Some((first, rest)) = all.split_first() else { return Vec::new() };
    let mut doubts = Vec::new();
    let own = Form::new(first.own);
    let measured = first.weight(|f| ["area", "distance", "values"].contains(&f.id)) >= PROOF;
    let is_person = subject.kind == EntityKind::Person
        || subject.kind == EntityKind::Any && first.kinds.contains(&EntityKind::Person);
    if is_person && person_names::is_lone(first.own) && !is_mononym(&own.key, first, rest) {
        doubts.push(Doubt::LoneName);
    }
    match first.means {
        Means::Initials => doubts.push(Doubt::Initials),
        Means::FirstName if first.proof() < APART => doubts.push(Doubt::FirstName),
        Means::FurtherName if first.proof() < APART && first.known() < WELL_KNOWN => doubts.push(Doubt::FurtherName),
        Means::Loosely => doubts.push(Doubt::Loosely),
        Means::Name if !measured => doubts.extend(name(&own, first)),
        _ => {}
    }
    if first.fits() == Some(false) {
        doubts.push(Doubt::Kind);
    }
    doubts.extend(body(subject, &own, first, rest));
    let shares = |other: &&Weighed<'_>| {
        other.is_named_so()
            && other.fits() != Some(false)
            && first.known() - other.known() < if other.known() < WELL_KNOWN { AS_LITTLE_KNOWN } else { AS_KNOWN }
            && first.apart() - other.apart() < APART
    };
    if let Some(other) = rest.iter().find(shares) {
        doubts.push(Doubt::Shared(other.candidate.item));
    }
    let words = person_names::bare(&own.key);
    let is_usual = words.iter().all(|w| w.len() == 1 || person_names::is_usual(w));
    let hardly = if is_usual { HARDLY_KNOWN_USUAL } else { HARDLY_KNOWN };
    let is_hardly_known = first.weight(|f| f.id == LITTLE) < hardly;
    if is_hardly_known && first.is_named_so() && first.proof() < APART {
        doubts.push(Doubt::HardlyKnown);
    }
    if subject.named.is_some_and(|named| !named.in_prose) {
        doubts.push(Doubt::Fragment);
    }
    doubts
}

/// Whether one word is the whole name of a person: the item's label, which nobody else has as a name or a surname, and
/// not a usual first name or surname.
fn is_mononym(key: &str, first: &Weighed<'_>, rest: &[Weighed<'_>]) -> bool {
    let rival = |other: &Weighed<'_>| {
        other.fits() != Some(false) && other.candidate.similarity >= SAME_NAME || matches!(other.means, Means::Surname)
    };
    first.means == Means::Name
        && fold::key(&first.candidate.label) == key
        && first.fits() == Some(true)
        && first.known() >= WELL_KNOWN
        && !person_names::is_usual(key)
        && !rest.iter().any(rival)
}

/// Doubts about names that are not the same.
fn name(own: &Form, first: &Weighed<'_>) -> Option<Doubt> {
    let matched = &first.candidate.matched;
    if first.candidate.similarity < SAME_NAME {
        return Some(Doubt::Resembles);
    }
    let is_folded = own.key == fold::key(matched) && fold::letters(first.own) != fold::letters(matched);
    is_folded.then_some(Doubt::Letters)
}

/// Doubts about bodies with the names of places, and the other way about.
fn body(subject: &Subject, own: &Form, first: &Weighed<'_>, rest: &[Weighed<'_>]) -> Option<Doubt> {
    const PLACES: &[EntityKind] = &[EntityKind::District, EntityKind::Town, EntityKind::Country];
    let is = |kinds: &[EntityKind], wanted: &[EntityKind]| kinds.iter().any(|k| wanted.contains(k));
    match subject.kind {
        EntityKind::Organisation => {
            let is_place = crate::extract::lang::is_place(first.own)
                || rest.iter().any(|other| other.is_named_so() && is(other.kinds, PLACES));
            is_place.then_some(Doubt::PlaceName)
        }
        EntityKind::Place | EntityKind::Town | EntityKind::District => {
            let is_said = subject.named.is_none_or(|named| named.as_place) || places::country(first.own).is_some();
            if is_said {
                return None;
            }
            let is_surely_place = places::meant(first.own).is_some() || is(first.kinds, &[EntityKind::Country]);
            if !own.key.contains(' ') && !is_surely_place && person_names::is_usual(&own.key) {
                return Some(Doubt::PersonName);
            }
            let team = rest.iter().find(|other| {
                other.is_named_so()
                    && is(other.kinds, &[EntityKind::Organisation])
                    && first.known() - other.known() < BODY_KNOWN
            });
            team.map(|other| Doubt::BodyName(other.candidate.item))
        }
        _ => None,
    }
}
