//! Words that name the type of a place ("district", "rayonu", "район"): one table for all languages. A name without
//! them is its *core*, by which "Kalbajar District" and "Kəlbəcər rayonu" match.

use super::key;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The type that a type word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceType {
    /// A district, region or other administrative unit.
    District,
    /// A town, city or village.
    Town,
}

static WORDS: LazyLock<HashMap<String, PlaceType>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for line in include_str!("type_words.txt").lines().filter(|l| !l.starts_with('#')) {
        let Some((head, list)) = line.split_once(':') else { continue };
        let place_type = if head.starts_with("town") { PlaceType::Town } else { PlaceType::District };
        for word in list.split_whitespace() {
            // A word of few Latin letters is too often part of a name.
            let folded = key(word);
            if folded.len() > 1 && !folded.contains(' ') {
                words.entry(folded).or_insert(place_type);
            }
        }
    }
    words
});

/// The type that a folded word names; `None` if it is not a type word.
pub fn place_type(word: &str) -> Option<PlaceType> {
    WORDS.get(word).copied()
}

/// The core of a folded name, and the type that its type words name. If nothing else is left, the core is the name
/// itself.
pub fn core(key: &str) -> (String, Option<PlaceType>) {
    let mut found = None;
    let mut out = String::with_capacity(key.len());
    for word in key.split(' ') {
        if let Some(place_type) = place_type(word) {
            found = found.or(Some(place_type));
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    if out.is_empty() { (key.to_owned(), None) } else { (out, found) }
}

/// The initials of a folded name of three words or more, not counting small words.
pub fn acronym(key: &str) -> Option<String> {
    let words = key.split(' ').filter(|w| !matches!(*w, "and" | "for" | "in" | "of" | "on" | "the" | "to"));
    let initials: String = words.filter_map(|w| w.chars().next()).collect();
    (3..=8).contains(&initials.len()).then_some(initials)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_meet_without_their_type_words() {
        for (name, expected, sort) in [
            ("Kəlbəcər rayonu", "kalbacar", Some(PlaceType::District)),
            ("Upper Vale District", "upper vale", Some(PlaceType::District)),
            ("Верхний Дол", "verkhniy dol", None),
            ("город Дол", "dol", Some(PlaceType::Town)),
            ("District", "district", None),
        ] {
            let (core, found) = core(&key(name));
            assert_eq!((core.as_str(), found), (expected, sort), "{name}");
        }
    }
}
