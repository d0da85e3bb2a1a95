//! Plain text split into the parts of dates: numbers, years, months, and what joins them.

use super::parts::{DateTokens, Figure, FigureForm, Gap, Mark, Read};
use super::table::Table;
use super::words::Words;
use regex::Regex;
use std::ops::Range;

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateTokenKind {
    /// One or two digits, perhaps with the ending of an ordinal.
    Small(i8),
    /// Four digits, from 1000 to 2999; with an era, up to four digits, counted as the calendar does (1 BC is 0).
    Year(i16),
    /// A month in words.
    Month(i8),
    /// A hyphen, which may also join the parts of an ISO date.
    Hyphen,
    /// An en dash, an em dash, or a word such as "to".
    To,
    /// `/`
    Slash,
    /// `.`
    Dot,
    /// `,`
    Comma,
    /// "of"
    Of,
    /// Anything that is not part of a date.
    Other,
}

/// A token of a text.
#[derive(Debug, Clone)]
pub struct DateToken {
    /// Its kind.
    pub kind: DateTokenKind,
    /// Its range in bytes.
    pub range: Range<usize>,
    /// Whether there is no white space before it.
    pub tight: bool,
}

/// A reader of dates whose text is made of these parts, and which says only what is its own.
pub trait TokenText {
    /// The parts.
    fn tokens(&self) -> &[DateToken];

    /// See [`DateTokens::past`].
    fn past(&self, at: usize, gap: Gap) -> Option<usize>;

    /// See [`DateTokens::takes`].
    fn takes(&self, form: FigureForm) -> bool;

    /// What a token is.
    fn kind(&self, at: usize) -> Option<DateTokenKind> {
        self.tokens().get(at).map(|token| token.kind)
    }
}

impl<T: TokenText> DateTokens for T {
    fn day_at(&self, at: usize) -> Read<i8> {
        if let Some(DateTokenKind::Small(day)) = self.kind(at) { Some((day, at + 1)) } else { None }
    }

    fn month_at(&self, at: usize) -> Read<i8> {
        if let Some(DateTokenKind::Month(month)) = self.kind(at) { Some((month, at + 1)) } else { None }
    }

    fn year_at(&self, at: usize) -> Read<i16> {
        if let Some(DateTokenKind::Year(year)) = self.kind(at) { Some((year, at + 1)) } else { None }
    }

    fn past(&self, at: usize, gap: Gap) -> Option<usize> {
        TokenText::past(self, at, gap)
    }

    fn figure_at(&self, at: usize, figure: Figure) -> Option<i16> {
        match (figure, self.kind(at)?) {
            (Figure::Year, DateTokenKind::Year(year)) => Some(year),
            (Figure::Month | Figure::Day | Figure::DayOrMonth, DateTokenKind::Small(small)) => Some(i16::from(small)),
            _ => None,
        }
    }

    fn mark_at(&self, at: usize) -> Option<Mark> {
        match self.kind(at)? {
            DateTokenKind::Hyphen => Some(Mark::Hyphen),
            DateTokenKind::Slash => Some(Mark::Slash),
            DateTokenKind::Dot => Some(Mark::Dot),
            _ => None,
        }
    }

    fn is_tight(&self, at: usize) -> bool {
        self.tokens().get(at).is_some_and(|token| token.tight)
    }

    fn takes(&self, form: FigureForm) -> bool {
        TokenText::takes(self, form)
    }
}

/// Finds the parts of dates in texts of a language.
#[derive(Debug)]
pub struct Lexer {
    words: &'static Words,
    /// A year with its era, before or after it.
    era: Option<Regex>,
}

impl Lexer {
    /// A lexer for a language.
    pub fn new(words: &'static Words) -> Self {
        Self { words, era: era(&words.eras) }
    }

    /// The years with an era: their byte ranges, and the years as the calendar counts them.
    fn eras(&self, text: &str) -> impl Iterator<Item = (Range<usize>, i16)> {
        self.era.iter().flat_map(|era| era.captures_iter(text)).filter_map(|c| {
            let digits = c.name("first").or(c.name("last"))?;
            let year: i16 = digits.as_str().parse().ok().filter(|year| *year > 0)?;
            Some((c.get(0)?.range(), if c.name("before").is_some() { 1 - year } else { year }))
        })
    }

    fn word(&self, word: &str) -> DateTokenKind {
        if let Some(month) = self.words.months.value(word) {
            DateTokenKind::Month(month)
        } else if self.words.of.has(word) {
            DateTokenKind::Of
        } else if self.words.to.has(word) {
            DateTokenKind::To
        } else {
            DateTokenKind::Other
        }
    }

    /// All tokens of a text, in order.
    pub fn tokens(&self, text: &str) -> Vec<DateToken> {
        let mut eras = self.eras(text).peekable();
        let mut tokens: Vec<DateToken> = Vec::new();
        let mut chars = text.char_indices().peekable();
        let mut tight = false;
        while let Some((start, c)) = chars.next() {
            if c.is_whitespace() {
                tight = false;
                continue;
            }
            if let Some((range, year)) = eras.next_if(|(range, _)| range.start == start) {
                while chars.next_if(|(at, _)| *at < range.end).is_some() {}
                tokens.push(DateToken { kind: DateTokenKind::Year(year), range, tight });
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
                let ordinal = self.words.ordinal_endings.has(suffix);
                if !suffix.is_empty() {
                    while chars.next_if(|(at, _)| *at < end_word).is_some() {}
                    end = end_word;
                }
                match (digits.len(), suffix.is_empty()) {
                    (1 | 2, plain) if plain || ordinal => {
                        digits.parse().map_or(DateTokenKind::Other, DateTokenKind::Small)
                    }
                    (4, true) => match digits.parse() {
                        Ok(year @ 1000..=2999) => DateTokenKind::Year(year),
                        _ => DateTokenKind::Other,
                    },
                    _ => DateTokenKind::Other,
                }
            } else if c.is_alphabetic() {
                let word = &text[start..extend(&char::is_alphanumeric)];
                self.word(word)
            } else {
                match c {
                    '-' | '\u{2010}' | '\u{2011}' => DateTokenKind::Hyphen,
                    '\u{2012}'..='\u{2015}' | '\u{2212}' => DateTokenKind::To,
                    '/' => DateTokenKind::Slash,
                    '.' => DateTokenKind::Dot,
                    ',' => DateTokenKind::Comma,
                    _ => DateTokenKind::Other,
                }
            };
            // "Sept." is one word.
            let after_month = matches!(tokens.last(), Some(DateToken { kind: DateTokenKind::Month(_), .. }));
            if kind == DateTokenKind::Dot && tight && after_month {
                if let Some(last) = tokens.last_mut() {
                    last.range.end = end;
                }
            } else {
                tokens.push(DateToken { kind, range: start..end, tight });
            }
            tight = true;
        }
        tokens
    }
}

/// A pattern for a year with one of these eras before or after it: "44 B.C.", "AD 79". Full stops may separate the
/// letters of an era. An era that counts forward is matched in capitals only, and may also come before the year.
fn era(eras: &Table<bool>) -> Option<Regex> {
    let dotted = |era: &str| era.chars().map(|c| regex::escape(&c.to_string())).collect::<Vec<_>>().join(r"\.?");
    let all = |before: bool| {
        let capitals = |era: &str| era.replace('.', "").to_uppercase();
        let mut all: Vec<String> =
            eras.iter().filter(|(_, word)| word.value == Some(before)).map(|(era, _)| capitals(era)).collect();
        all.sort_by_key(|era| (std::cmp::Reverse(era.len()), era.clone()));
        all.dedup();
        all.iter().map(|era| format!(r"{}\b\.?", dotted(era))).collect::<Vec<_>>().join("|")
    };
    let (before, after) = (all(true), all(false));
    if before.is_empty() {
        return None;
    }
    let leads = eras.names().iter().find(|name| eras.value(name) == Some(false))?;
    let pattern = format!(
        r"\b(?:{}\.?\s*(?P<last>[0-9]{{1,4}})\b|(?P<first>[0-9]{{1,4}})\s?(?:(?P<before>(?i:{before}))|{after}))",
        dotted(leads)
    );
    Some(Regex::new(&pattern).expect("the names of eras are escaped"))
}

fn extend_word(text: &str, from: usize) -> usize {
    text[from..].find(|c: char| !c.is_alphabetic()).map_or(text.len(), |n| from + n)
}
