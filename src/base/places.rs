//! Places that a name alone means, whoever writes it: countries, and cities whose name no other place of any size has.
//! The lists are in `places/*.txt`. A name that they do not have may be anything; a name that they have is still only a
//! name until the reader of a text says that it is a place there. `places/names.txt` has them in other languages.

use super::fold::key;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A place of the built-in lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuiltInPlace {
    /// Its name in English.
    pub name: &'static str,
    /// For a city, the country to which GeoNames counts it; `None` for a country. It tells this city from another that
    /// a text names together with its country, and is never stated.
    pub country: Option<&'static str>,
}

impl BuiltInPlace {
    /// Its key below `place/`. Records name districts by their names alone, so that the key of a city says that it is one.
    pub fn key(&self) -> String {
        let slug = super::iri::slug(&key(self.name));
        if self.country.is_none() || slug.ends_with("-city") { slug } else { format!("{slug}-city") }
    }
}

/// The name of a place in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalName {
    /// The name, in the nominative.
    pub name: &'static str,
    /// Whether it is a usual word as well, so that a capital at the beginning of a sentence does not show the name.
    pub is_word: bool,
}

/// The places with their spellings, and for each folded spelling its place.
#[derive(Default)]
struct Lists {
    places: Vec<(BuiltInPlace, Vec<&'static str>)>,
    by_name: HashMap<String, usize>,
    /// The names in other languages, by the language.
    local: HashMap<&'static str, Vec<LocalName>>,
    /// The same by their letters in lower case, where they mean one place in all languages. Names that are so short that
    /// they may be something else in another language are not here.
    by_local: HashMap<String, Option<usize>>,
}

/// Minimum length in bytes of a name in Latin letters that means its place in every language.
const SHORTEST_LATIN: usize = 6;

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let lines = |list: &'static str| list.lines().filter(|line| !line.starts_with('#'));
    let names = |text: &'static str, mark| text.split(mark).map(str::trim).filter(|name| !name.is_empty());
    let mut lists = Lists::default();
    let mut country = None;
    for line in lines(include_str!("places/cities.txt")) {
        match line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            Some(head) => country = Some(head),
            None => names(line, ';').for_each(|city| lists.add(names(city, '=').collect(), country)),
        }
    }
    for line in lines(include_str!("places/countries.txt")) {
        lists.add(names(line, ';').collect(), None);
    }
    let mut language = "";
    for line in lines(include_str!("places/names.txt")) {
        match line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            Some(head) => language = head,
            None => names(line, ';').for_each(|name| lists.add_local(language, name)),
        }
    }
    lists
});

impl Lists {
    fn add(&mut self, spellings: Vec<&'static str>, country: Option<&'static str>) {
        let Some(name) = spellings.first() else { return };
        self.by_name.extend(spellings.iter().map(|spelling| (key(spelling), self.places.len())));
        self.places.push((BuiltInPlace { name, country }, spellings));
    }

    /// "Россия = Russia", "~Перу"
    fn add_local(&mut self, language: &'static str, line: &'static str) {
        let (name, english) = line.split_once(" = ").map_or((line, None), |(name, english)| (name, Some(english)));
        let (name, is_word) = name.strip_prefix('~').map_or((name, false), |name| (name, true));
        self.local.entry(language).or_default().push(LocalName { name, is_word });
        if name.is_ascii() && name.len() < SHORTEST_LATIN {
            return;
        }
        let place = english.and_then(|english| self.by_name.get(&key(english))).copied();
        let known = self.by_local.entry(name.to_lowercase()).or_insert(place);
        *known = known.filter(|known| place == Some(*known));
    }
}

/// The place that a name means by itself, if there is one.
pub fn meant(name: &str) -> Option<BuiltInPlace> {
    let local = || LISTS.by_local.get(&name.to_lowercase()).copied().flatten();
    LISTS.by_name.get(&key(name)).copied().or_else(local).map(|at| LISTS.places[at].0)
}

/// The languages whose names of places are known, by their codes (ISO 639-1).
pub fn languages() -> impl Iterator<Item = &'static str> {
    LISTS.local.keys().copied()
}

/// The names of the places in a language, by its code.
pub fn names_in(language: &str) -> &'static [LocalName] {
    LISTS.local.get(language).map_or(&[], Vec::as_slice)
}

/// All spellings of the place that a name means by itself.
pub fn spellings(name: &str) -> &'static [&'static str] {
    LISTS.by_name.get(&key(name)).map_or(&[], |at| &LISTS.places[*at].1)
}

/// The country that a name means by itself.
pub fn country(name: &str) -> Option<BuiltInPlace> {
    meant(name).filter(|place| place.country.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spellings_of_a_place_are_one_and_a_name_of_several_is_none() {
        for (name, expected) in [
            ("Kyrgyz Republic", Some("kyrgyzstan")),
            ("KYRGYZSTAN", Some("kyrgyzstan")),
            ("Côte d’Ivoire", Some("cote-divoire")),
            ("U.S.", Some("united-states")),
            ("USSR", Some("soviet-union")),
            ("Osh", Some("osh-city")),
            ("OSH", Some("osh-city")),
            ("Kiev", Some("kyiv-city")),
            // Also a state, a person, another country, several cities, nothing at all.
            ("Georgia", None),
            ("Jordan", None),
            ("Korea", None),
            ("Victoria", None),
            ("Birmingham", None),
            ("Valmora", None),
            // In other languages.
            ("Россия", Some("russia")),
            ("Deutschland", Some("germany")),
            ("Азербайджан", Some("azerbaijan")),
            ("Բաքու", Some("baku-city")),
            ("თბილისი", Some("tbilisi-city")),
            // Also a town, the state and its capital, a word in another language.
            ("Куба", None),
            ("Алжир", None),
            ("Fas", None),
            ("Грузия", None),
            ("", None),
        ] {
            assert_eq!(meant(name).map(|place| place.key()).as_deref(), expected, "{name}");
        }
        assert_eq!(meant("Osh").and_then(|place| place.country), Some("Kyrgyzstan"));
        assert!(country("Osh").is_none() && country("Kyrgyzstan").is_some());
    }

    #[test]
    fn each_name_in_another_language_is_of_a_place_of_the_lists() {
        for line in include_str!("places/names.txt").lines().filter(|line| !line.starts_with(['#', '['])) {
            for name in line.split(';').filter_map(|name| name.split_once(" = ")) {
                assert!(meant(name.1).is_some(), "{name:?}");
            }
        }
        assert!(names_in("ru").iter().any(|name| name.name == "Перу" && name.is_word));
        assert!(names_in("en").is_empty() && languages().count() > 9);
    }

    #[test]
    fn two_places_never_share_a_key() {
        let mut by_key = HashMap::new();
        let mut by_name = HashMap::new();
        for (place, spellings) in &LISTS.places {
            let other = by_key.insert(place.key(), *place);
            assert_eq!(other, None, "{place:?}");
            for spelling in spellings {
                let other = by_name.insert(key(spelling), *place);
                assert!(other.is_none_or(|other| other == *place), "{spelling}: {place:?} {other:?}");
            }
        }
        assert!(by_key.len() > 2000);
    }
}
