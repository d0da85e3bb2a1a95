//! The words of English, from the lists in `lexicon/*.txt`.

use crate::base::date::english;
use crate::extract::lexicon::{Classes, Lexicon, hash};
use std::sync::LazyLock;

const LISTS: &[&str] = &[
    include_str!("lexicon/names.txt"),
    include_str!("lexicon/names-common.txt"),
    include_str!("lexicon/names-persons.txt"),
    include_str!("lexicon/names-persons-world.txt"),
    include_str!("lexicon/speech.txt"),
    include_str!("lexicon/times.txt"),
    include_str!("lexicon/events.txt"),
];

static WORDS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(LISTS, english()));

/// The classes of a word, in any spelling. A curly apostrophe counts as a straight one.
pub fn classes(word: &str) -> Classes {
    classes_of(hash(word))
}

/// The classes of the word with this [`hash`].
pub fn classes_of(hash: u64) -> Classes {
    WORDS.classes(hash)
}

/// Whether this is an ordinary English word or a regular form of one.
pub fn ordinary(word: &str) -> bool {
    let is = |stem: &str, end: &str| {
        let mut letters = [0_u8; 40];
        let len = stem.len() + end.len();
        if len < 3 || len > letters.len() {
            return false;
        }
        letters[..stem.len()].copy_from_slice(stem.as_bytes());
        letters[stem.len()..len].copy_from_slice(end.as_bytes());
        std::str::from_utf8(&letters[..len]).is_ok_and(|w| self::classes(w).any(Classes::COMMON))
    };
    const FORMS: &[(&str, &[&str])] = &[
        ("ies", &["y"]),
        ("s", &[""]),
        ("es", &[""]),
        ("ed", &["", "e"]),
        ("ing", &["", "e"]),
        ("ly", &[""]),
        ("ness", &[""]),
    ];
    if word.contains('-') {
        let plain = Classes::COMMON.and(Classes::FUNCTION);
        return word.split('-').all(|part| classes(part).any(plain) || (!part.contains('-') && ordinary(part)));
    }
    let classes = classes(word);
    if classes.any(Classes::SURNAME) && !classes.any(Classes::COMMON) {
        return false;
    }
    classes.any(Classes::COMMON)
        || FORMS.iter().any(|(form, ends)| {
            word.len() > form.len()
                && word.is_char_boundary(word.len() - form.len())
                && word[word.len() - form.len()..].eq_ignore_ascii_case(form)
                && ends.iter().any(|end| is(&word[..word.len() - form.len()], end))
        })
}
