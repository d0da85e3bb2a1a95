//! The parts of dates: numbers, years, months, and what joins them.

use crate::base::time::month;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// One or two digits, perhaps with an English ordinal ending.
    Small(i8),
    /// Four digits, from 1000 to 2999; with an era, up to four digits, counted as the calendar does (1 BC is 0).
    Year(i16),
    Month(i8),
    /// A hyphen, which may also join the parts of an ISO date.
    Hyphen,
    /// An en dash, an em dash, or a word such as "to".
    To,
    Slash,
    Dot,
    Comma,
    Of,
    Other,
}

#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
    /// No white space before it.
    pub(super) tight: bool,
}

/// A year with its era, before or after it.
static ERA: LazyLock<Regex> = LazyLock::new(|| {
    let after = r"(?:(?P<bc>(?i:B\.?C\.?E\b\.?|B\.?C\b\.?))|A\.?D\b\.?|C\.?E\b\.?)";
    Regex::new(&format!(r"\b(?:A\.?D\.?\s*(?P<last>[0-9]{{1,4}})\b|(?P<first>[0-9]{{1,4}})\s?{after})"))
        .expect("the pattern is a constant")
});

/// The years with an era: where, and as the calendar counts them.
fn eras(text: &str) -> impl Iterator<Item = (Range<usize>, i16)> {
    ERA.captures_iter(text).filter_map(|c| {
        let digits = c.name("first").or(c.name("last"))?;
        let year: i16 = digits.as_str().parse().ok().filter(|year| *year > 0)?;
        Some((c.get(0)?.range(), if c.name("bc").is_some() { 1 - year } else { year }))
    })
}

/// All parts of a text, in order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut eras = eras(text).peekable();
    let mut tokens: Vec<Token> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut tight = false;
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            tight = false;
            continue;
        }
        if let Some((range, year)) = eras.next_if(|(range, _)| range.start == start) {
            while chars.next_if(|(at, _)| *at < range.end).is_some() {}
            tokens.push(Token { kind: Kind::Year(year), range, tight });
            tight = true;
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut extend = |ok: &dyn Fn(char) -> bool| {
            while let Some((at, c)) = chars.next_if(|(_, c)| ok(*c)) {
                end = at + c.len_utf8();
            }
            end
        };
        let kind = if c.is_ascii_digit() {
            let digits = text[start..extend(&|c| c.is_ascii_digit())].to_owned();
            let suffix_start = end;
            let end_word = extend_word(text, end);
            let suffix = &text[suffix_start..end_word];
            let ordinal = ["st", "nd", "rd", "th"].iter().any(|o| suffix.eq_ignore_ascii_case(o));
            if !suffix.is_empty() {
                while chars.next_if(|(at, _)| *at < end_word).is_some() {}
                end = end_word;
            }
            match (digits.len(), suffix.is_empty()) {
                (1 | 2, plain) if plain || ordinal => digits.parse().map_or(Kind::Other, Kind::Small),
                (4, true) => match digits.parse() {
                    Ok(year @ 1000..=2999) => Kind::Year(year),
                    _ => Kind::Other,
                },
                _ => Kind::Other,
            }
        } else if c.is_alphabetic() {
            let word = &text[start..extend(&char::is_alphanumeric)];
            word_kind(word)
        } else {
            match c {
                '-' | '\u{2010}' | '\u{2011}' => Kind::Hyphen,
                '\u{2012}'..='\u{2015}' | '\u{2212}' => Kind::To,
                '/' => Kind::Slash,
                '.' => Kind::Dot,
                ',' => Kind::Comma,
                _ => Kind::Other,
            }
        };
        // "Sept." is one word.
        let after_month = matches!(tokens.last(), Some(Token { kind: Kind::Month(_), .. }));
        if kind == Kind::Dot && tight && after_month {
            if let Some(last) = tokens.last_mut() {
                last.range.end = end;
            }
        } else {
            tokens.push(Token { kind, range: start..end, tight });
        }
        tight = true;
    }
    tokens
}

fn extend_word(text: &str, from: usize) -> usize {
    text[from..].find(|c: char| !c.is_alphabetic()).map_or(text.len(), |n| from + n)
}

fn word_kind(word: &str) -> Kind {
    if let Some(m) = month(word) {
        return Kind::Month(m);
    }
    let is = |other: &str| word.eq_ignore_ascii_case(other);
    if is("of") {
        Kind::Of
    } else if ["to", "until", "till", "through"].iter().any(|w| is(w)) {
        Kind::To
    } else {
        Kind::Other
    }
}
