//! The texts of cells made comparable: digits of other scripts as ASCII, notes behind a value taken off, words beside a
//! value found whatever their spaces, full stops and case.

use std::sync::LazyLock;

/// Zeros of the decimal digits of scripts other than Latin (Unicode, general category Nd); the nine others follow each.
const ZEROS: &[char] = &[
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}',
    '\u{ce6}', '\u{d66}', '\u{de6}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{1090}', '\u{17e0}', '\u{1810}',
    '\u{1946}', '\u{19d0}', '\u{1a80}', '\u{1a90}', '\u{1b50}', '\u{1bb0}', '\u{1c40}', '\u{1c50}', '\u{a620}',
    '\u{a8d0}', '\u{a900}', '\u{a9d0}', '\u{a9f0}', '\u{aa50}', '\u{abf0}', '\u{ff10}', '\u{104a0}', '\u{10d30}',
    '\u{11066}', '\u{110f0}', '\u{11136}', '\u{111d0}', '\u{112f0}', '\u{11450}', '\u{114d0}', '\u{11650}',
    '\u{116c0}', '\u{11730}', '\u{118e0}', '\u{11950}', '\u{11c50}', '\u{11d50}', '\u{11da0}', '\u{16a60}',
    '\u{16ac0}', '\u{16b50}', '\u{1e140}', '\u{1e2f0}', '\u{1e4f0}', '\u{1e950}', '\u{1fbf0}',
];

/// The zero of the script of a digit that is not ASCII, and the digit's value.
fn native(c: char) -> Option<(char, u8)> {
    if c.is_ascii() {
        return None;
    }
    let at = ZEROS.partition_point(|zero| *zero <= c);
    let zero = *ZEROS.get(at.checked_sub(1)?)?;
    let value = u8::try_from(u32::from(c) - u32::from(zero)).ok().filter(|value| *value < 10)?;
    Some((zero, value))
}

/// A text with its digits as ASCII; `None` if it has digits of more than one script.
pub(super) fn ascii_digits(text: &str) -> Option<String> {
    if text.is_ascii() {
        return Some(text.to_owned());
    }
    let mut zero = None;
    text.chars()
        .map(|c| {
            let (script, digit) = match native(c) {
                Some((script, value)) => (script, char::from(b'0' + value)),
                None if c.is_ascii_digit() => ('0', c),
                None => return Some(c),
            };
            (*zero.get_or_insert(script) == script).then_some(digit)
        })
        .collect()
}

/// Whether a character is white space or one of the invisible marks that spreadsheets and web pages leave in cells.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A text without white space and invisible marks at its ends.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// A value and the mark of a note behind it: `1234*`, `1234¹`, `1234[3]`, `1234†`. Superscript two and three directly
/// behind a letter belong to a unit and are no note.
pub(super) fn note_mark(text: &str) -> (&str, Option<&str>) {
    marked(text, |rest| {
        let plain = rest.trim_end_matches(is_superscript);
        let rest = if plain.ends_with(char::is_alphabetic) { rest } else { plain };
        within(rest, '[', ']', |inside| inside.len() <= MAX_NOTE && inside.chars().all(char::is_alphanumeric))
    })
}

/// A number and the mark of a note behind it, which may also stand in parentheses: `1234 (1)`. In a date those can be
/// another reading, as in `1926 (27)`.
pub(super) fn number_mark(text: &str) -> (&str, Option<&str>) {
    marked(text, |rest| {
        let rest = within(rest, '(', ')', |inside| {
            inside.len() <= 2 && inside.bytes().all(|b| b.is_ascii_digit())
                || inside.len() == 1 && inside.bytes().all(|b| b.is_ascii_lowercase())
        });
        note_mark(rest).0
    })
}

/// A name and the mark of a note behind it: `Vale*`, `Vale²`, `Vale[a]`, `Vale[note 1]`. What stands in parentheses can
/// belong to a name, as in `Ward (1)`.
pub fn name_mark(text: &str) -> (&str, Option<&str>) {
    if text.ends_with(|c: char| c.is_alphabetic() || c.is_ascii_digit()) {
        return (text, None);
    }
    let (name, mark) = marked(text, |rest| {
        within(rest.trim_end_matches(is_superscript), '[', ']', |inside| {
            let (word, number) = inside.split_once(' ').unwrap_or(("", inside));
            let is_number = !number.is_empty() && number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit());
            let is_letter = word.is_empty() && number.len() == 1 && number.bytes().all(|b| b.is_ascii_lowercase());
            is_letter || is_number && NOTE_WORDS.contains(&word)
        })
    });
    if name.chars().any(char::is_alphanumeric) { (name, mark) } else { (trim(text), None) }
}

/// Whether a text ends with the mark of a note, as it is read as a date.
pub fn has_note_mark(text: &str) -> bool {
    note_mark(text).1.is_some()
}

/// A head without the mark of a note behind it; a raised digit can belong to its unit.
pub fn without_note(head: &str) -> &str {
    note_mark(head).0
}

/// Whether a text ends with the mark of a note, or has one before its unit, as it is read as a number.
pub fn has_number_mark(text: &str) -> bool {
    if text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b' ' | b'-')) {
        return false;
    }
    let (rest, mark) = number_mark(text);
    let number = rest.trim_end_matches(|c: char| c.is_alphabetic() || matches!(c, '²' | '³' | '.' | ' '));
    // The digits of `km2` are no number of their own.
    mark.is_some() || (number.len() < rest.len() && number_mark(number).1.is_some())
}

/// Words before the number of a note between brackets.
const NOTE_WORDS: &[&str] = &["", "note", "nb", "n", "a", "Note", "прим.", "Anm."];

/// A text without the marks at its end, and those; `strip` takes one kind of them off.
fn marked<'t>(text: &'t str, strip: impl Fn(&'t str) -> &'t str) -> (&'t str, Option<&'t str>) {
    let value = trim(text);
    let mut rest = value;
    loop {
        let before = rest;
        rest = trim(strip(rest.trim_end_matches(['*', '†', '‡', '§'])));
        if rest.len() == before.len() {
            break;
        }
    }
    if rest.is_empty() || rest.len() == value.len() { (value, None) } else { (rest, Some(trim(&value[rest.len()..]))) }
}

/// A text without what stands between brackets at its end, if that is a note.
fn within(rest: &str, open: char, close: char, is_note: impl Fn(&str) -> bool) -> &str {
    match rest.strip_suffix(close).and_then(|inner| Some((inner, inner.rfind(open)?))) {
        Some((inner, at)) if at + 1 < inner.len() && is_note(&inner[at + 1..]) => &rest[..at],
        _ => rest,
    }
}

/// Maximum length of a note between brackets, in bytes.
const MAX_NOTE: usize = 8;

fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '\u{2074}'..='\u{2079}' | '⁾' | '⁽')
}

/// A list of `words.txt`: its language (empty for all), its name and its phrases.
type List = (&'static str, &'static str, Vec<Vec<char>>);

static PHRASES: LazyLock<Vec<List>> = LazyLock::new(|| {
    let mut lists: Vec<List> = Vec::new();
    for line in include_str!("words.txt").lines().filter(|line| !line.starts_with('#')) {
        let Some((head, phrases)) = line.split_once(':') else { continue };
        let (language, list) = head.split_once(' ').unwrap_or(("", head));
        let mut phrases: Vec<Vec<char>> = phrases.split(';').map(|phrase| letters(phrase.trim()).collect()).collect();
        // The longest first, so that a phrase is not taken for one that it contains.
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        lists.push((language, list, phrases));
    }
    lists
});

/// The characters of a phrase that count, in lower case; İ counts as i.
fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !is_skipped(*c)).flat_map(char::to_lowercase).filter(|c| *c != '\u{307}')
}

fn is_skipped(c: char) -> bool {
    is_blank(c) || c == '.'
}

/// The phrases of a list in a language.
fn phrases(language: &str, list: &str) -> impl Iterator<Item = &'static [char]> + use<> {
    let found = PHRASES.iter().find(|(known, name, _)| *known == language && *name == list);
    found.into_iter().flat_map(|(_, _, phrases)| phrases).map(Vec::as_slice)
}

/// The text after a phrase of a list. The phrase must be a whole word or words, or stand before a digit.
pub(super) fn after_phrase<'a>(text: &'a str, language: &str, list: &str) -> Option<&'a str> {
    phrases(language, list).find_map(|phrase| {
        let mut known = phrase.iter();
        let mut next = known.next();
        for (at, c) in text.char_indices() {
            if is_skipped(c) {
                continue;
            }
            if next.is_none() {
                let apart = !c.is_alphanumeric() || c.is_numeric() || text[..at].ends_with(is_skipped);
                return apart.then(|| trim(&text[at..]));
            }
            for low in c.to_lowercase().filter(|c| *c != '\u{307}') {
                if next != Some(&low) {
                    return None;
                }
                next = known.next();
            }
        }
        next.is_none().then_some("")
    })
}

/// The text before a phrase of a list, in the same way.
pub(super) fn before_phrase<'a>(text: &'a str, language: &str, list: &str) -> Option<&'a str> {
    phrases(language, list).find_map(|phrase| {
        let mut known = phrase.iter().rev();
        let mut next = known.next();
        for (at, c) in text.char_indices().rev() {
            if is_skipped(c) {
                continue;
            }
            let end = at + c.len_utf8();
            if next.is_none() {
                let apart = !c.is_alphabetic() || text[end..].starts_with(is_skipped) || !phrase[0].is_alphanumeric();
                return apart.then(|| trim(&text[..end]));
            }
            let low: Vec<char> = c.to_lowercase().filter(|c| *c != '\u{307}').collect();
            for low in low.into_iter().rev() {
                if next != Some(&low) {
                    return None;
                }
                next = known.next();
            }
        }
        next.is_none().then_some("")
    })
}

/// The text after a word or sign that makes a value approximate.
pub(super) fn approximate(text: &str) -> Option<&str> {
    text.strip_prefix(['~', '≈', '∼']).map(trim).or_else(|| after_phrase(text, "", "about").filter(|r| !r.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_all_scripts() {
        for (text, ascii) in [
            ("१५०७", Some("1507")),
            ("১২৩", Some("123")),
            ("١٢٣٤", Some("1234")),
            ("۱۲۳۴", Some("1234")),
            ("１２", Some("12")),
            ("๒๕๖๖", Some("2566")),
            ("12", Some("12")),
            ("1२", None),
            ("११٢", None),
            ("²", Some("²")),
            ("x", Some("x")),
        ] {
            assert_eq!(ascii_digits(text).as_deref(), ascii, "{text}");
        }
        assert!(ZEROS.is_sorted());
    }

    #[test]
    fn notes_are_taken_off() {
        for (text, expected) in [
            ("1 234*", ("1 234", Some("*"))),
            ("1234¹", ("1234", Some("¹"))),
            ("12[3]", ("12", Some("[3]"))),
            ("12 [a]", ("12", Some("[a]"))),
            ("12[3][4]*", ("12", Some("[3][4]*"))),
            ("5 km²", ("5 km²", None)),
            ("5 km²*", ("5 km²", Some("*"))),
            ("*", ("*", None)),
            ("12", ("12", None)),
            ("12[]", ("12[]", None)),
            ("", ("", None)),
        ] {
            assert_eq!(note_mark(text), expected, "{text}");
        }
        for (text, expected) in [
            ("1,090 (1)", ("1,090", Some("(1)"))),
            ("1,090(a)*", ("1,090", Some("(a)*"))),
            ("12²", ("12", Some("²"))),
            ("12 (345)", ("12 (345)", None)),
            ("(12)", ("(12)", None)),
        ] {
            assert_eq!(number_mark(text), expected, "{text}");
        }
        assert_eq!(note_mark("1926 (27)"), ("1926 (27)", None));
    }

    #[test]
    fn notes_are_taken_off_names() {
        for (text, expected) in [
            ("Vale*", ("Vale", Some("*"))),
            ("Vale †", ("Vale", Some("†"))),
            ("Vale²", ("Vale", Some("²"))),
            ("Vale[a][12]", ("Vale", Some("[a][12]"))),
            ("Vale [note 1]", ("Vale", Some("[note 1]"))),
            ("Vale [Dol]", ("Vale [Dol]", None)),
            ("Ward (1)", ("Ward (1)", None)),
            ("Ward 12", ("Ward 12", None)),
            ("[1]", ("[1]", None)),
            ("*", ("*", None)),
            ("?*", ("?*", None)),
        ] {
            assert_eq!(name_mark(text), expected, "{text}");
        }
    }

    #[test]
    fn phrases_are_whole_words() {
        for (text, rest) in [
            ("c. 1850", Some("1850")),
            ("ca 1850", Some("1850")),
            ("C1850", Some("1850")),
            ("~ 5", Some("5")),
            ("century", None),
            ("c", None),
            ("ок. 1850", Some("1850")),
        ] {
            assert_eq!(approximate(text), rest, "{text}");
        }
        for (text, language, list, rest) in [
            ("44 до н. э.", "ru", "before-christ", Some("44")),
            ("V в. до н.э.", "ru", "before-christ", Some("V в")),
            ("2022 року", "uk", "year", Some("2022")),
            ("2022г.", "ru", "year", Some("2022")),
            ("18. yy.", "tr", "century", Some("18")),
            ("1990s", "en", "decade", Some("1990")),
            ("1990-ci illər", "az", "decade", Some("1990")),
            ("март", "ru", "year", None),
            ("", "ru", "year", None),
        ] {
            assert_eq!(before_phrase(text, language, list), rest, "{text}");
        }
    }
}
