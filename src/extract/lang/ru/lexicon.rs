//! The words of Russian that the rules ask for, from the lists in `lexicon/*.txt`, with the case forms of first names and
//! places.

use super::forms::{Case, Given, Sex, given_forms, place_forms};
use super::writing::WRITING;
use crate::base::places;
use crate::extract::lexicon::{Hashed, hash};
use crate::extract::trie::Trie;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word does, as a set of bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Does(pub(super) u16);

impl Does {
    /// The union of both.
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Says: "сообщил".
    pub(super) const SAY: Self = Self(1);
    /// Names the medium that reports: "передает".
    pub(super) const REPORT: Self = Self(1 << 1);
    /// Is an office: "министра".
    pub(super) const ROLE: Self = Self(1 << 2);
    /// Is an adjective of an office: "официальный".
    pub(super) const ROLE_ADJECTIVE: Self = Self(1 << 3);
    /// Says that an office was held: "бывший".
    pub(super) const FORMER: Self = Self(1 << 4);
    /// Is a body that is written in capitals: "МИД".
    pub(super) const BODY: Self = Self(1 << 5);
    /// Is a body that is written as a word: "Минобороны".
    pub(super) const BODY_WORD: Self = Self(1 << 10);
    /// Stands before the name of a body: "агентство".
    pub(super) const NAMED_BODY: Self = Self(1 << 6);
    /// Stands before the name of a settlement: "село".
    pub(super) const SETTLEMENT: Self = Self(1 << 7);
    /// Is a preposition, a conjunction or a pronoun.
    pub(super) const FUNCTION: Self = Self(1 << 8);
    /// Is a pronoun of the third person in the nominative.
    pub(super) const PRONOUN: Self = Self(1 << 9);

    const LISTS: &[(&str, Self)] = &[
        ("say", Self::SAY),
        ("report", Self::REPORT),
        ("role", Self::ROLE),
        ("role-adjective", Self::ROLE_ADJECTIVE),
        ("former", Self::FORMER),
        ("body", Self::BODY),
        ("body-word", Self::BODY_WORD),
        ("named-body", Self::NAMED_BODY),
        ("settlement", Self::SETTLEMENT),
        ("function", Self::FUNCTION),
        ("pronoun", Self::PRONOUN),
    ];
}

/// The lists, read once.
#[derive(Debug, Default)]
struct Lists {
    does: HashMap<u64, Does, Hashed>,
    /// The nominative of a form of an office.
    offices: HashMap<u64, &'static str, Hashed>,
    given: HashMap<u64, Vec<Given>, Hashed>,
    agencies: Trie,
    places: Trie,
    place_names: Vec<String>,
    stems: Vec<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists::default();
    for (head, line) in lines(include_str!("lexicon/words.txt")) {
        let words = line.split_whitespace();
        match head {
            "agency" => words.for_each(|word| lists.agencies.add(&word.replace('_', " "), WRITING, 0)),
            "stem" => lists.stems.extend(words),
            _ => {
                let (_, does) = Does::LISTS.iter().find(|(list, _)| *list == head).expect("a list has a known head");
                let first = line.split_whitespace().next().unwrap_or_default();
                for word in line.split_whitespace() {
                    let hash = hash(word);
                    lists.does.entry(hash).or_default().0 |= does.0;
                    // "экс-президент" is an office as well.
                    if head == "former" && word.starts_with("экс-") {
                        lists.does.entry(hash).or_default().0 |= Does::ROLE.0;
                        lists.offices.insert(hash, word);
                    }
                    if head == "role" {
                        lists.offices.insert(hash, first);
                    }
                }
            }
        }
    }
    for (head, line) in lines(include_str!("lexicon/persons.txt")) {
        let sex = if head == "male" { Sex::Male } else { Sex::Female };
        for name in line.split_whitespace() {
            for (form, case) in given_forms(name, sex) {
                let all = lists.given.entry(hash(&form)).or_default();
                let given = Given { name, sex, case };
                if !all.contains(&given) {
                    all.push(given);
                }
            }
        }
    }
    let mut add = |name: &str, forms: &mut dyn Iterator<Item = String>| {
        let at = lists.place_names.len();
        lists.place_names.push(name.to_owned());
        lists.places.add(name, WRITING, at * 2);
        for form in forms {
            lists.places.add(&form, WRITING, at * 2 + 1);
        }
    };
    let mut own: Vec<&str> = Vec::new();
    for line in include_str!("lexicon/places.txt").lines().filter(|line| !line.starts_with('#')) {
        let (name, forms) = line.split_once(": ").unwrap_or((line, ""));
        own.push(name);
        // A form of two words has them in pairs.
        let words: Vec<&str> = forms.split_whitespace().collect();
        let size = name.split(' ').count();
        add(name, &mut words.chunks(size).map(|form| form.join(" ")));
    }
    for place in places::names_in("ru").iter().filter(|place| !own.contains(&place.name)) {
        add(place.name, &mut place_forms(place.name).into_iter());
    }
    lists
});

fn lines(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut head = "";
    text.lines().filter_map(move |line| {
        if let Some(new) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            head = new;
            return None;
        }
        (!line.starts_with('#') && !line.is_empty()).then_some((head, line))
    })
}

/// Whether the word with this hash does one of some things.
pub(super) fn does(hash: u64, what: Does) -> bool {
    LISTS.does.get(&hash).is_some_and(|does| does.0 & what.0 != 0)
}

/// The nominative of the office that the word with this hash is a form of.
pub(super) fn office(hash: u64) -> Option<&'static str> {
    LISTS.offices.get(&hash).copied()
}

/// The first names that the word with this hash may be.
pub(super) fn given(hash: u64) -> &'static [Given] {
    LISTS.given.get(&hash).map_or(&[], Vec::as_slice)
}

/// The agencies by their names.
pub(super) fn agencies() -> &'static Trie {
    &LISTS.agencies
}

/// The places by all forms of their names; see [`place`].
pub(super) fn places() -> &'static Trie {
    &LISTS.places
}

/// The nominative of a place, by its number in [`places`], and whether the form is another one.
pub(super) fn place(number: usize) -> (&'static str, bool) {
    (LISTS.place_names.get(number / 2).map_or("", String::as_str), number % 2 == 1)
}

/// Whether the name of a place is a usual word as well.
pub(super) fn is_word(name: &str) -> bool {
    places::names_in("ru").iter().any(|place| place.is_word && place.name == name)
}

/// Whether a word begins like one in the name of a body.
pub(super) fn is_of_body(word: &str) -> bool {
    let word = word.to_lowercase();
    LISTS.stems.iter().any(|stem| word.starts_with(stem))
}

/// Whether a first name is in the nominative.
pub(super) fn is_nominative(given: &Given) -> bool {
    given.case == Case::Nominative
}
