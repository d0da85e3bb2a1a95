//! Finds where a token ends. Two words with a missing space ("OSCEMinsk", "wereHeld") are separated; a place or a state
//! before "-based", "-led" and the like is a word of its own.

use super::{Letters, TokenKind, Writing};

/// The length and kind of the token at the beginning of `rest`, which follows `before`.
pub(super) fn next(
    writing: &dyn Writing,
    rest: &str,
    spaced: bool,
    before: Option<(TokenKind, &str)>,
    quoted: bool,
) -> (usize, TokenKind) {
    let bytes = rest.as_bytes();
    let plain = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    if plain > 0 && matches!(bytes.get(plain), None | Some(b' ' | b',' | b'\n' | b';' | b':' | b')' | b'"')) {
        return (writing.joined(&rest[..plain]).unwrap_or(plain), TokenKind::Word);
    }
    let c = rest.chars().next().unwrap_or(' ');
    if is_apostrophe(c)
        && let Some((kind, word)) = before
        && kind != TokenKind::Mark
        && let Some(len) = possessive(rest, c, spaced, word, quoted)
    {
        return (len, TokenKind::Possessive);
    }
    if !c.is_alphanumeric() || is_raised(c) {
        return (c.len_utf8(), TokenKind::Mark);
    }
    let mut letters = false;
    let mut digits = false;
    let mut end = 0;
    let mut last = ' ';
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let inside = match c {
            // The mark of a note is not part of a word or number; the exponent of a unit is.
            _ if is_raised(c) => !digits && at <= 4 && matches!(c, '²' | '³') && last.is_lowercase(),
            _ if c.is_numeric() => {
                digits = true;
                true
            }
            _ if c.is_alphanumeric() || is_combining(c) => {
                letters = true;
                true
            }
            // "A330-200", "747-400" and "KC-45" too, but not "1988-1992".
            '-' | '\u{2010}' | '\u{2011}' | '\u{ad}' => match next {
                Some(n) if n.is_alphabetic() => last.is_alphabetic() || (letters && last.is_numeric()),
                Some(n) if n.is_numeric() => {
                    // Not "mid-1990s".
                    at <= 8 && letters && rest[..at].chars().all(|c| c.is_uppercase() || c.is_numeric())
                }
                _ => false,
            },
            // "O'Brien" is one word, "Karasin's" a word and a possessive.
            _ if is_apostrophe(c) => {
                let after = &rest[at + c.len_utf8()..];
                let possessive = after.starts_with(['s', 'S']) && !after[1..].starts_with(char::is_alphanumeric);
                !digits && !possessive && last.is_alphabetic() && next.is_some_and(char::is_alphabetic)
            }
            '.' | ',' if digits && !letters => next.is_some_and(|n| n.is_ascii_digit()),
            // "Sorlnews.net"
            '.' if letters && is_site_end(&rest[..at], &rest[at + 1..]) => true,
            '.' => letters && is_abbreviated(writing, &rest[..at], &rest[at + 1..]),
            _ => false,
        };
        if !inside {
            break;
        }
        last = c;
        end = at + c.len_utf8();
        // An endless word is cut, so that examining a word never takes long.
        if end > 1000 {
            break;
        }
    }
    let kind = match (letters, digits) {
        (true, true) => TokenKind::Mixed,
        (false, true) => TokenKind::Number,
        _ => TokenKind::Word,
    };
    let word = &rest[..end];
    (writing.joined(word).or_else(|| writing.attributed(word)).unwrap_or(end), kind)
}

/// Whether a character is a raised figure: "250⁹", "Eastmere¹".
fn is_raised(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// The length of a possessive ending: "'s", " 's" as in tokenised text, "’ s", "'" after an s.
fn possessive(rest: &str, mark: char, spaced: bool, word: &str, quoted: bool) -> Option<usize> {
    let after = &rest[mark.len_utf8()..];
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    if after.starts_with(['s', 'S']) && ends(&after[1..]) {
        return Some(mark.len_utf8() + 1);
    }
    if spaced && after.starts_with(" s ") {
        return Some(mark.len_utf8() + 2);
    }
    let plural = word.ends_with(['s', 'S', 'x', 'z']) && !spaced && !quoted;
    let goes_on = after.strip_prefix(' ').is_some_and(|a| a.starts_with(char::is_alphanumeric));
    (plural && goes_on).then_some(mark.len_utf8())
}

/// Whether a full stop after `word` belongs to it: "U.S.", "J.", "Mr.", "a.m."
fn is_abbreviated(writing: &dyn Writing, word: &str, rest: &str) -> bool {
    let after = rest.chars().next();
    let mut part = word.rsplit('.').next().unwrap_or_default().chars();
    if part.next().is_some_and(char::is_alphabetic) && part.next().is_none() {
        // "U.S." and "a.m." go on, an initial stands before a space.
        let dotted = word.contains('.') || after.is_some_and(char::is_alphabetic);
        return dotted || word.chars().all(char::is_uppercase);
    }
    !after.is_some_and(char::is_alphanumeric) && writing.is_abbreviation(word, rest)
}

/// Whether a full stop stands before the end of the name of a site: "Sorlnews.net".
fn is_site_end(word: &str, after: &str) -> bool {
    let len = after.bytes().take_while(u8::is_ascii_alphabetic).count();
    let end = &after[..len];
    word.len() > 2
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && (2..=4).contains(&len)
        && !after[len..].starts_with(char::is_alphanumeric)
        && SITE_ENDS.iter().any(|e| e.eq_ignore_ascii_case(end))
        && (end.bytes().all(|b| b.is_ascii_lowercase()) || len > 2)
}

/// Whether a word is the name of a site.
pub(in crate::extract) fn is_site(word: &str) -> bool {
    word.rsplit_once('.').is_some_and(|(before, after)| is_site_end(before, after))
}

/// Ends of names of sites that are no words.
#[rustfmt::skip]
const SITE_ENDS: &[&str] = &[
    "com", "net", "org", "info", "tv", "am", "az", "ge", "ru", "ua", "kz", "kg", "uz", "tj", "tm", "tr", "ir", "pk", "bd", "np",
    "lk", "ke", "ng", "tz", "ug", "rs", "mk", "al", "hr", "ba", "bg", "ro", "md", "gr", "cy", "mx", "ar", "br", "cl", "pe",
];

pub(super) fn letters(word: &str) -> Letters {
    let mut upper = 0_usize;
    let mut lower = 0_usize;
    let mut first = None;
    for c in word.chars().filter(|c| c.is_alphabetic()) {
        let capital = c.is_uppercase();
        first = first.or(Some(capital));
        if capital {
            upper += 1;
        } else {
            lower += 1;
        }
    }
    match (first, upper, lower) {
        (None, ..) => Letters::None,
        (Some(true), 1, 0) => Letters::Initial,
        (Some(true), _, 0) => Letters::Capitals,
        (Some(true), ..) => Letters::Capital,
        (Some(false), 0, _) => Letters::Small,
        (Some(false), ..) => Letters::Inner,
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}')
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}
