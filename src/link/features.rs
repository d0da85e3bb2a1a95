//! The features of a candidate: each has a value, a weight in log-odds, and an explanation of what was compared. An
//! unknown value has no weight.

use super::search::Means;
use super::{EntityKind, Feature, Subject, kinds};
use crate::base::fold;
use crate::base::places::BuiltInPlace;
use crate::link::wikidata::item::{Item, NameKind, Value};
use crate::link::wikidata::{
    AREA, BIRTH, CITIZENSHIP, COORDINATES, COUNTRY, DEATH, DISSOLUTION, INCEPTION, SQUARE_KILOMETRE, property,
};

/// Names of features that decide more than their weight, and of kinds of names.
const KIND_OF_NAME: &str = "kind of name";
pub(super) const TYPE: &str = "type";
pub(super) const COHERENCE: &str = "coherence";
pub(super) const LITTLE: &str = "little known";
pub(super) const CAPITAL: &str = "capital";
pub(super) const BUILT_IN: &str = "built-in place";
const INITIALS: &str = "initials";
/// The similarity of names at which the weight is 0, and the weight of each hundredth above or below.
const NAME_MIDDLE: f64 = 0.86;
const NAME_SLOPE: f64 = 0.28;
const TYPE_FITS: f64 = 1.5;
const TYPE_CONFLICTS: f64 = -3.5;
/// Weights where only a word of the name indicates the kind.
const WORD_FITS: f64 = 0.5;
const WORD_CONFLICTS: f64 = -1.5;
const ONE_WORD: f64 = -1.5;
const USUAL_WORD: f64 = -4.0;
const ONE_WORD_OF_ANYTHING: f64 = -3.0;
const OTHER_FIRST_NAME: f64 = -1.0;
const FURTHER_NAME: f64 = -0.5;
const LOOSE_NAME: f64 = -1.0;
const SURNAME_ALONE: f64 = 1.0;
/// Weight of being well known from which on a person is the one who is meant: some twenty sitelinks.
pub(super) const WELL_KNOWN: f64 = 3.0;
const LITTLE_KNOWN: f64 = -1.3;
const COMMON_NOUN: f64 = -3.0;
const PLACE_NAME: f64 = -3.0;
const BUILT_IN_FITS: f64 = 1.0;
const BUILT_IN_CONFLICTS: f64 = -1.0;
const TYPE_WORD_LEFT_OUT: f64 = -2.5;
const CLASS_FITS: f64 = 2.0;
const CLASS_CONFLICTS: f64 = -3.0;
const COUNTRY_FITS: f64 = 1.0;
const COUNTRY_CONFLICTS: f64 = -3.0;
const AREA_FITS: f64 = 2.0;
const AREA_NEAR: f64 = 0.5;
const AREA_CONFLICTS: f64 = -2.5;
const TIME_CONFLICTS: f64 = -3.0;
const NEAR: f64 = 1.5;
const FAR: f64 = -2.0;
const BESIDE: f64 = 1.0;
const VALUE_FITS: f64 = 1.5;
const VALUE_CONFLICTS: f64 = -1.0;

pub(super) fn feature(id: &'static str, value: Option<f64>, weight: f64, explanation: String) -> Feature {
    Feature { id, value, weight, explanation }
}

/// The similarity of the name, and the kind of name.
pub(super) fn name(similarity: f64, ours: &str, theirs: &str, kind: NameKind, acronym: bool) -> [Feature; 2] {
    let weight = (100.0 * NAME_SLOPE * (similarity - NAME_MIDDLE)).clamp(-8.0, 8.0);
    let (word, cost) = match kind {
        _ if acronym => (INITIALS, -1.0),
        NameKind::Label => ("label", 0.0),
        NameKind::Alias => ("alias", -0.3),
        NameKind::Short => ("short name", -0.3),
        NameKind::Demonym => ("name of its people", -2.0),
    };
    let value = if cost < -1.5 { 0.0 } else { 1.0 + cost / 2.0 };
    [
        feature("name", Some(similarity), weight, format!("{ours} and {theirs}")),
        feature(KIND_OF_NAME, Some(value), cost, word.to_owned()),
    ]
}

/// What it costs that the item was found by another name than the subject's.
pub(super) fn means(means: Means) -> Option<Feature> {
    let (weight, explanation) = match means {
        Means::Name | Means::Initials => return None,
        Means::CountryName => (0.0, "another name of the same country"),
        Means::FirstName => (OTHER_FIRST_NAME, "another first name that is usual for the same"),
        Means::FurtherName => (FURTHER_NAME, "first name and surname alone"),
        Means::Loosely => (LOOSE_NAME, "a name that is loosely used for it"),
        Means::Surname => (SURNAME_ALONE, "a surname alone"),
    };
    Some(feature("other name", Some(0.0), weight, explanation.to_owned()))
}

fn kind_word(kind: EntityKind) -> &'static str {
    if kind == EntityKind::Any { "anything" } else { kind.name() }
}

/// Whether the item is of the wanted kind.
pub(super) fn kind(wanted: EntityKind, by_name_alone: bool, of_item: &[EntityKind], types: &str) -> Feature {
    let agrees = kinds::agree(wanted, of_item);
    let weight = match (agrees, by_name_alone) {
        (None, _) => 0.0,
        (Some(true), false) => TYPE_FITS,
        (Some(false), false) => TYPE_CONFLICTS,
        (Some(true), true) => WORD_FITS,
        (Some(false), true) => WORD_CONFLICTS,
    };
    let types = if types.is_empty() { "no type" } else { types };
    feature(TYPE, agrees.map(f64::from), weight, format!("{} and {types}", kind_word(wanted)))
}

/// Whether it is an instance of a class that was asked for.
pub(super) fn class(fits: Option<bool>, types: &str) -> Feature {
    let weight = fits.map_or(0.0, |f| if f { CLASS_FITS } else { CLASS_CONFLICTS });
    feature("class", fits.map(f64::from), weight, types.to_owned())
}

fn items(item: &Item, properties: &[u32]) -> Vec<u32> {
    let of = item.facts.iter().filter(|f| properties.contains(&f.property));
    of.filter_map(|f| if let Value::Item(id) = f.value { Some(id) } else { None }).collect()
}

/// Whether the countries agree.
pub(super) fn country(subject: &Subject, item: &Item) -> Feature {
    let theirs = items(item, &[COUNTRY, CITIZENSHIP]);
    let known = !subject.countries.is_empty() && !theirs.is_empty();
    let agrees = known.then(|| subject.countries.iter().any(|c| theirs.contains(c) || *c == item.id));
    let weight = agrees.map_or(0.0, |a| if a { COUNTRY_FITS } else { COUNTRY_CONFLICTS });
    let list = |all: &[u32]| all.iter().map(|q| format!("Q{q}")).collect::<Vec<_>>().join(", ");
    let explanation = if known {
        format!("{} and {}", list(&subject.countries), list(&theirs))
    } else {
        "not known of both".to_owned()
    };
    feature("country", agrees.map(f64::from), weight, explanation)
}

/// Whether the areas agree, if both have one in square kilometres.
pub(super) fn area(subject: &Subject, item: &Item) -> Feature {
    let theirs: Vec<f64> = item
        .facts
        .iter()
        .filter(|f| f.property == AREA)
        .filter_map(|f| match &f.value {
            Value::Quantity(amount, unit) if [0, SQUARE_KILOMETRE].contains(unit) => {
                amount.trim_start_matches('+').parse().ok()
            }
            _ => None,
        })
        .filter(|a: &f64| *a > 0.0)
        .collect();
    let mut best: Option<(f64, f64, f64)> = None;
    for ours in subject.areas.iter().filter(|a| **a > 0.0) {
        for other in &theirs {
            let apart = (ours - other).abs() / ours.max(*other);
            if best.is_none_or(|(b, ..)| apart < b) {
                best = Some((apart, *ours, *other));
            }
        }
    }
    match best {
        None => feature("area", None, 0.0, "not known of both".to_owned()),
        Some((apart, ours, theirs)) => {
            let weight = match apart {
                a if a <= 0.05 => AREA_FITS,
                a if a <= 0.2 => AREA_NEAR,
                // A part may be meant, or an older border.
                a if a <= 0.5 => 0.0,
                _ => AREA_CONFLICTS,
            };
            feature("area", Some(1.0 - apart), weight, format!("{ours} and {theirs} km²"))
        }
    }
}

fn year(item: &Item, properties: &[u32]) -> Option<i32> {
    item.facts.iter().filter(|f| properties.contains(&f.property)).find_map(|f| match &f.value {
        Value::Time(time, precision) if *precision >= 9 => {
            let (sign, digits) = time.split_at_checked(1)?;
            let year: i32 = digits.split('-').next()?.parse().ok()?;
            Some(if sign == "-" { -year } else { year })
        }
        _ => None,
    })
}

/// Whether the item existed in the year in question.
pub(super) fn time(subject: &Subject, item: &Item) -> Feature {
    let (begin, end) = (year(item, &[BIRTH, INCEPTION]), year(item, &[DEATH, DISSOLUTION]));
    let Some(ours) = subject.year.filter(|_| begin.is_some() || end.is_some()) else {
        return feature("time", None, 0.0, "not known of both".to_owned());
    };
    // Texts mention things long after their end, but rarely before their beginning.
    let possible = begin.is_none_or(|b| b <= ours) && end.is_none_or(|e| e + 50 >= ours);
    let weight = if possible { 0.0 } else { TIME_CONFLICTS };
    let shown = |y: Option<i32>| y.map_or_else(|| "?".to_owned(), |y| y.to_string());
    feature("time", Some(f64::from(possible)), weight, format!("{ours} and {} to {}", shown(begin), shown(end)))
}

/// The distance between the two places.
pub(super) fn distance(subject: &Subject, item: &Item) -> Feature {
    let theirs = item.facts.iter().find_map(|f| match f.value {
        Value::Coordinates(latitude, longitude) if f.property == COORDINATES => Some((latitude, longitude)),
        _ => None,
    });
    let Some((ours, theirs)) = subject.coordinates.zip(theirs) else {
        return feature("distance", None, 0.0, "not known of both".to_owned());
    };
    let km = kilometres(ours, theirs);
    let weight = match km {
        k if k <= 30.0 => NEAR,
        k if k <= 100.0 => 0.0,
        _ => FAR,
    };
    feature("distance", Some((1.0 - km / 200.0).clamp(0.0, 1.0)), weight, format!("{km:.0} km apart"))
}

/// The great-circle distance on a sphere of 6,371 km radius (haversine).
pub(super) fn kilometres((a_lat, a_lon): (f64, f64), (b_lat, b_lon): (f64, f64)) -> f64 {
    let (dlat, dlon) = ((b_lat - a_lat).to_radians(), (b_lon - a_lon).to_radians());
    let h =
        (dlat / 2.0).sin().powi(2) + a_lat.to_radians().cos() * b_lat.to_radians().cos() * (dlon / 2.0).sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

/// A person named by one word may be anybody of that name; the more so if the item is not known to be a person.
pub(super) fn one_word(type_known: bool, is_usual: bool) -> Feature {
    let (weight, explanation) = match (type_known, is_usual) {
        (true, false) => (ONE_WORD, "a person named by one word"),
        (false, false) => (ONE_WORD_OF_ANYTHING, "a person named by one word"),
        (_, true) => (USUAL_WORD, "a person named by a usual first name or surname"),
    };
    feature("one word", Some(0.0), weight, explanation.to_owned())
}

/// Persons whom hardly any wiki writes about are one of many with their name, most of whom no index has.
pub(super) fn little_known(known: f64) -> Option<Feature> {
    let weight = LITTLE_KNOWN * (WELL_KNOWN - known).max(0.0);
    let explanation = || "a person of this name whom the index lacks may be meant".to_owned();
    (weight < 0.0).then(|| feature(LITTLE, Some(known / WELL_KNOWN), weight, explanation()))
}

/// A body with the name of a place, such as a team ("Vale captain"), where the item is not known to be something else
/// than the place.
pub(super) fn place_name() -> Feature {
    let explanation = "a body with the name of a place, and nothing tells that the item is one".to_owned();
    feature("place name", Some(0.0), PLACE_NAME, explanation)
}

/// Whether the item is what a name of the built-in lists means: a country, or a city of a country.
pub(super) fn built_in(place: BuiltInPlace, of_item: &[EntityKind], country: Option<&str>) -> Feature {
    let other = place.country.zip(country).is_some_and(|(a, b)| fold::key(a) != fold::key(b));
    let wanted = if place.country.is_some() { EntityKind::Town } else { EntityKind::Country };
    let weight = match of_item.contains(&wanted) {
        _ if other => BUILT_IN_CONFLICTS,
        true => BUILT_IN_FITS,
        false => 0.0,
    };
    let value = (other || !of_item.is_empty()).then(|| f64::from(weight > 0.0));
    feature(BUILT_IN, value, weight, place.country.map_or("a country".to_owned(), |c| format!("a city of {c}")))
}

/// A label without a capital names a kind of thing, such as "hospital"; something written with a capital has the word
/// as its name. If the most similar name has a capital, as initials do, there is no such feature.
pub(super) fn common_noun(ours: &str, [label, matched]: [&str; 2]) -> Option<Feature> {
    let capital = ours.chars().any(char::is_uppercase);
    let common =
        |name: &str| name.chars().any(char::is_lowercase) && !name.chars().any(|c| c.is_uppercase() || c.is_numeric());
    (capital && common(label) && common(matched))
        .then(|| feature(CAPITAL, Some(0.0), COMMON_NOUN, format!("{ours}, and {label} as a sort of thing")))
}

/// "Education" is not "Department of Education", although a place may be named without its type word.
pub(super) fn type_word(ours: &str, their_core: &str) -> Option<Feature> {
    (ours == their_core).then(|| {
        feature("type word", Some(0.0), TYPE_WORD_LEFT_OUT, "no place, and named without its type word".to_owned())
    })
}

/// Whether it is directly related to items that are named beside it.
pub(super) fn coherence(subject: &Subject, item: &Item) -> Feature {
    if subject.beside.is_empty() {
        return feature(COHERENCE, None, 0.0, "nothing beside it is linked".to_owned());
    }
    let tied = item.facts.iter().filter(|f| matches!(f.value, Value::Item(id) if subject.beside.contains(&id)));
    let ties: Vec<String> = tied
        .filter_map(|f| {
            let Value::Item(id) = f.value else { return None };
            Some(format!("{} Q{id}", property(f.property).map_or("", |p| p.label)))
        })
        .take(4)
        .collect();
    let weight = if ties.is_empty() { 0.0 } else { BESIDE };
    let explanation = if ties.is_empty() { "no tie to what is beside it".to_owned() } else { ties.join(", ") };
    feature(COHERENCE, Some(f64::from(!ties.is_empty())), weight, explanation)
}

/// The other values that were asked for; one that the item lacks counts as unknown.
pub(super) fn values(subject: &Subject, item: &Item) -> Option<Feature> {
    let mut fit = 0_u32;
    let mut conflict = 0_u32;
    for (wanted, value) in &subject.values {
        let mut theirs = item.facts.iter().filter(|f| f.property == *wanted).peekable();
        if theirs.peek().is_none() {
            continue;
        }
        let same = theirs.any(|f| match &f.value {
            Value::Item(id) => crate::base::iri::item_number(value) == Some(*id),
            Value::Text(text) => text.eq_ignore_ascii_case(value),
            Value::Quantity(amount, _) => {
                let number = |t: &str| t.trim_start_matches('+').parse::<f64>().ok();
                number(amount).zip(number(value)).is_some_and(|(a, b)| (a - b).abs() <= 0.05 * a.abs().max(b.abs()))
            }
            Value::Time(time, _) => time.trim_start_matches('+').starts_with(value.as_str()),
            Value::Coordinates(..) => false,
        });
        if same { fit += 1 } else { conflict += 1 }
    }
    if fit + conflict == 0 {
        return None;
    }
    let weight = f64::from(fit) * VALUE_FITS + f64::from(conflict) * VALUE_CONFLICTS;
    Some(feature(
        "values",
        Some(f64::from(fit) / f64::from(fit + conflict)),
        weight,
        format!("{fit} fit, {conflict} do not"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_of_thing_is_not_an_entity_of_that_name() {
        for (ours, label, matched, expected) in [
            ("Hospital", "hospital", "hospital", true),
            ("hospital", "hospital", "hospital", false),
            ("OVW", "office of vale water", "OVW", false),
            ("Ebay", "eBay", "eBay", false),
            ("Vale 7", "vale 7", "vale 7", false),
            ("Больница", "больница", "больница", true),
            ("Vale Hospital", "Vale Hospital", "Vale Hospital", false),
            ("ვალე", "ვალე", "ვალე", false),
        ] {
            assert_eq!(common_noun(ours, [label, matched]).is_some(), expected, "{ours} {label}");
        }
        assert!(type_word("education", "education").is_some() && type_word("education", "vale").is_none());
        assert!(one_word(false, false).weight < one_word(true, false).weight);
    }
}
