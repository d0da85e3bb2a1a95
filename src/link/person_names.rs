//! Names of persons, folded: their surname, the name without what is between first name and surname, and first names
//! that are usual for one another ("Bill" and "William").

use crate::base::fold;
use crate::extract::lang::en::lexicon;
use crate::extract::lexicon::{Classes, hash};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words that belong to the surname after them.
const PARTICLES: &[&str] = &[
    "al", "el", "as", "ad", "ar", "de", "da", "do", "dos", "das", "di", "del", "della", "den", "der", "du", "la", "le",
    "van", "von", "bin", "ibn", "ben", "ter", "ten", "zu", "st", "mc",
];
/// Words after a surname.
const ENDINGS: &[&str] = &["jr", "sr", "ii", "iii", "iv", "junior", "senior"];

/// The first names that a first name may stand for, and those that may stand for it.
static FIRST_NAMES: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut all: HashMap<&str, Vec<&str>> = HashMap::new();
    for line in include_str!("first_names.txt").lines().filter(|l| !l.starts_with('#')) {
        let Some((full, short)) = line.split_once(':') else { continue };
        for short in short.split_whitespace() {
            all.entry(short).or_default().push(full);
            all.entry(full).or_default().push(short);
        }
    }
    all
});

/// The words of a folded name without titles before it and endings after it: "Senator John Vale Jr." is "john vale".
pub(super) fn bare(key: &str) -> Vec<&str> {
    let mut words: Vec<&str> = key.split(' ').filter(|w| !w.is_empty()).collect();
    while words.len() > 1 && words.last().is_some_and(|w| ENDINGS.contains(w)) {
        words.pop();
    }
    let is_title = |word: &str| lexicon::classes_of(hash(word)).any(Classes::HONORIFIC);
    let titles = words.iter().take_while(|w| is_title(w)).count();
    words.drain(..titles.min(words.len().saturating_sub(1)));
    words
}

/// The position of the surname in the words of a name, with its particles.
fn surname_at(words: &[&str]) -> usize {
    let mut at = words.len().saturating_sub(1);
    while at > 1 && PARTICLES.contains(&words[at - 1]) {
        at -= 1;
    }
    at
}

/// Whether a name is a first name or a surname alone: one word, with its particles.
pub(super) fn is_lone(name: &str) -> bool {
    // A particle with a capital may be a first name: "Al Vale", "Ben Vale".
    let is_particle = |word: &str| {
        let key = fold::key(word);
        PARTICLES.contains(&key.as_str())
            && (word.starts_with(char::is_lowercase) || !FIRST_NAMES.contains_key(key.as_str()) && !is_usual(&key))
    };
    let words: Vec<&str> = name.split_whitespace().filter(|w| !fold::key(w).is_empty()).collect();
    let all: Vec<String> = words.iter().map(|w| fold::key(w)).collect();
    let bare = bare(&all.join(" ")).join(" ");
    let mut left: Vec<&str> = Vec::new();
    for (word, key) in words.iter().zip(&all) {
        // What was left of titles and endings.
        if format!(" {bare} ").contains(&format!(" {key} ")) {
            left.push(word);
        }
    }
    left.iter().rev().skip(1).all(|w| is_particle(w))
}

/// The folded surnames by which a person may be named: the last word, with and without its particles; the first if a
/// hyphen shows that the rest is one first name ("Sol Han-bit").
pub(super) fn surnames(name: &str) -> Vec<String> {
    let key = fold::key(name);
    let words = bare(&key);
    if words.len() < 2 {
        return Vec::new();
    }
    let mut written = name.split_whitespace();
    let first = written.next().filter(|w| !w.contains('-'));
    let second = written.next().and_then(|w| w.split_once('-'));
    let family_first = second.is_some_and(|(_, rest)| rest.starts_with(char::is_lowercase)) && written.next().is_none();
    if let Some(first) = first.filter(|_| family_first) {
        return vec![fold::key(first)];
    }
    let mut all = vec![words[words.len() - 1].to_owned()];
    let at = surname_at(&words);
    if at + 1 < words.len() {
        all.push(words[at..].join(" "));
    }
    all
}

/// The folded name of first name and surname alone, if the name has something else: "george bush" for "George W. Bush".
pub(super) fn first_and_last(key: &str) -> Option<String> {
    let words = bare(key);
    let at = surname_at(&words);
    let short = if at == 0 { return None } else { format!("{} {}", words[0], words[at..].join(" ")) };
    (short != key).then_some(short)
}

/// The folded name with each other first name that may be meant: "bill vale" gives "william vale".
pub(super) fn with_other_first_names(key: &str) -> Vec<String> {
    let words = bare(key);
    let Some((first, rest)) = words.split_first().filter(|(_, rest)| !rest.is_empty()) else { return Vec::new() };
    let others = FIRST_NAMES.get(first).map_or(&[][..], Vec::as_slice);
    others.iter().map(|other| format!("{other} {}", rest.join(" "))).collect()
}

/// Whether a word is a usual first name or surname, so that it alone says little of who is meant.
pub(super) fn is_usual(word: &str) -> bool {
    lexicon::classes_of(hash(word)).any(Classes::MALE.and(Classes::FEMALE).and(Classes::SURNAME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_person_has_parts() {
        for (name, surname, short) in [
            ("Orla W. Vale", &["vale"][..], Some("orla vale")),
            ("O. K. Vale Jr.", &["vale"], Some("o vale")),
            ("Orla Vale", &["vale"], None),
            ("Tej van der Garde", &["garde", "van der garde"], None),
            ("Basim al-Sarat", &["sarat", "al sarat"], None),
            ("Sol Han-bit", &["sol"], Some("sol bit")),
            ("Vale", &[], None),
            ("", &[], None),
        ] {
            assert_eq!(surnames(name), surname, "{name}");
            assert_eq!(first_and_last(&fold::key(name)).as_deref(), short, "{name}");
        }
        for (name, expected) in [
            ("Vale", true),
            ("Mrs. Vale", true),
            ("al-Sarat", true),
            ("van der Garde", true),
            ("Vale Jr.", true),
            ("Orla Vale", false),
            ("O. Vale", false),
            ("Al Vale", false),
            ("Ben Vale", false),
        ] {
            assert_eq!(is_lone(name), expected, "{name}");
        }
    }

    #[test]
    fn usual_first_names_go_both_ways() {
        assert!(with_other_first_names("bill vale").contains(&"william vale".to_owned()));
        assert!(with_other_first_names("senator william vale").contains(&"bill vale".to_owned()));
        assert!(with_other_first_names("bill").is_empty() && with_other_first_names("orla vale").is_empty());
        assert!(is_usual("john") && is_usual("smith") && !is_usual("zorvane"));
    }
}
