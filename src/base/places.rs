//! Places that a name alone means, whoever writes it: countries, and cities whose name no other place of any size has.
//! The lists are in `places/*.txt`. A name that they do not have may be anything; a name that they have is still only a
//! name until the reader of a text says that it is a place there.

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

/// The places with their spellings, and for each folded spelling its place.
#[derive(Default)]
struct Lists {
    places: Vec<(BuiltInPlace, Vec<&'static str>)>,
    by_name: HashMap<String, usize>,
}

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
    lists
});

impl Lists {
    fn add(&mut self, spellings: Vec<&'static str>, country: Option<&'static str>) {
        let Some(name) = spellings.first() else { return };
        self.by_name.extend(spellings.iter().map(|spelling| (key(spelling), self.places.len())));
        self.places.push((BuiltInPlace { name, country }, spellings));
    }
}

/// The place that a name means by itself, if there is one.
pub fn meant(name: &str) -> Option<BuiltInPlace> {
    LISTS.by_name.get(&key(name)).map(|at| LISTS.places[*at].0)
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
            ("", None),
        ] {
            assert_eq!(meant(name).map(|place| place.key()).as_deref(), expected, "{name}");
        }
        assert_eq!(meant("Osh").and_then(|place| place.country), Some("Kyrgyzstan"));
        assert!(country("Osh").is_none() && country("Kyrgyzstan").is_some());
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
