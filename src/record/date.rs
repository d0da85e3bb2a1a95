//! Dates as sources write them: in words or figures, day or month first, single or from one to another.

use crate::record::time::{PartialDate, TimeError, TimeExtent, month};
use std::ops::Range;

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDate {
    /// Where.
    pub range: Range<usize>,
    /// What it says, or why it says nothing.
    pub time: Result<TimeExtent, DateError>,
}

/// Why a date is none, or more than one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateError {
    /// Its parts make no time.
    Time(TimeError),
    /// It can be read in two ways.
    Ambiguous(String, String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// One or two digits, perhaps with an English ordinal ending.
    Small(i8),
    /// Four digits, from 1000 to 2999.
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
struct Token {
    kind: Kind,
    range: Range<usize>,
    /// No white space before it.
    tight: bool,
}

/// All dates in a text, in order.
pub fn find_dates(text: &str) -> Vec<FoundDate> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match date_at(&tokens[at..]) {
            Some((time, len)) => {
                let range = tokens[at].range.start..tokens[at + len - 1].range.end;
                found.push(FoundDate { range, time });
                at += len;
            }
            None => at += 1,
        }
    }
    found
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut tight = false;
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            tight = false;
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

/// The date or interval at the beginning of the tokens, and how many it takes.
fn date_at(tokens: &[Token]) -> Option<(Result<TimeExtent, DateError>, usize)> {
    if let Some(found) = two_digit_year(tokens) {
        return Some(found);
    }
    let (first, len) = atom(tokens)?;
    if let Some(found) = interval(&first, len, tokens) {
        return Some(found);
    }
    let Atom::Date(date) = first else {
        return Some((Err(ambiguous(&first)), len));
    };
    // A number alone is no date, a month alone is a word such as "may".
    if date.month.is_none() && date.year.is_none() || date.year.is_none() && date.day.is_none() {
        return None;
    }
    Some((TimeExtent::of(date).map_err(DateError::Time), len))
}

fn interval(first: &Atom, len: usize, tokens: &[Token]) -> Option<(Result<TimeExtent, DateError>, usize)> {
    let joint = tokens.get(len)?;
    let joins = match joint.kind {
        Kind::To | Kind::Hyphen => true,
        Kind::Slash => matches!(first, Atom::Date(date) if date.year.is_some()),
        _ => false,
    };
    if !joins {
        return None;
    }
    let (second, second_len) = atom(&tokens[len + 1..])?;
    let total = len + 1 + second_len;
    let (Atom::Date(from), Atom::Date(to)) = (first, &second) else {
        let bad = if matches!(first, Atom::Date(_)) { &second } else { first };
        return Some((Err(ambiguous(bad)), total));
    };
    // What joins must make a date: "12 - 15" is none, nor is "8 May 1992 - 289".
    let whole = |d: &PartialDate| d.year.is_some();
    if !whole(to) || (from.day.is_some() && to.day.is_none() && to.month.is_none()) {
        return None;
    }
    if from.year.is_none() && from.month.is_none() && to.month.is_none() {
        return None;
    }
    Some((TimeExtent::between(*from, *to).map_err(DateError::Time), total))
}

/// `1988-92`, which is no ISO month unless it could be one.
fn two_digit_year(tokens: &[Token]) -> Option<(Result<TimeExtent, DateError>, usize)> {
    let [first, joint, second, ..] = tokens else { return None };
    let (Kind::Year(year), Kind::Small(small)) = (&first.kind, &second.kind) else { return None };
    if second.range.len() != 2 || !second.tight || !joint.tight || !matches!(joint.kind, Kind::Hyphen | Kind::To) {
        return None;
    }
    // The parts of a whole ISO date.
    if matches!(tokens.get(3), Some(Token { kind: Kind::Hyphen, tight: true, .. }))
        && matches!(tokens.get(4), Some(Token { kind: Kind::Small(_), tight: true, .. }))
    {
        return None;
    }
    let may_be_month = joint.kind == Kind::Hyphen && (1..=12).contains(small);
    let may_be_year = i16::from(*small) > year % 100;
    let end = year - year % 100 + i16::from(*small);
    let years = || {
        let year = |y| PartialDate { year: Some(y), ..PartialDate::default() };
        TimeExtent::between(year(*year_of(first)), year(end)).map_err(DateError::Time)
    };
    let time = match (may_be_month, may_be_year) {
        (true, true) => Err(DateError::Ambiguous(format!("{year:04}-{small:02}"), format!("{year:04}/{end:04}"))),
        (true, false) => {
            TimeExtent::of(PartialDate { year: Some(*year), month: Some(*small), day: None }).map_err(DateError::Time)
        }
        (false, true) => years(),
        (false, false) if joint.kind == Kind::Hyphen => Err(DateError::Time(TimeError::NoSuchMonth(*small))),
        (false, false) => years(),
    };
    Some((time, 3))
}

fn year_of(token: &Token) -> &i16 {
    if let Kind::Year(year) = &token.kind { year } else { &0 }
}

enum Atom {
    Date(PartialDate),
    /// Figures in which day and month may change places.
    Figures {
        a: i8,
        b: i8,
        year: i16,
    },
}

fn ambiguous(atom: &Atom) -> DateError {
    let Atom::Figures { a, b, year } = atom else {
        return DateError::Time(TimeError::NoYear);
    };
    DateError::Ambiguous(format!("{year:04}-{b:02}-{a:02}"), format!("{year:04}-{a:02}-{b:02}"))
}

/// One date, perhaps without all its parts, at the beginning of the tokens.
fn atom(tokens: &[Token]) -> Option<(Atom, usize)> {
    use Kind::{Comma, Dot, Hyphen, Month, Of, Slash, Small, Year};
    let tight = |n: usize| tokens.get(1..n).is_some_and(|t| t.iter().all(|t| t.tight));
    let kinds: Vec<&Kind> = tokens.iter().take(5).map(|t| &t.kind).collect();
    let date = |year: Option<i16>, month: Option<i8>, day: Option<i8>, len| {
        Some((Atom::Date(PartialDate { year, month, day }), len))
    };
    match kinds.as_slice() {
        [Year(y), Hyphen, Small(m), Hyphen, Small(d), ..] if tight(5) => date(Some(*y), Some(*m), Some(*d), 5),
        [Small(d), Dot, Small(m), Dot, Year(y), ..] if tight(5) => date(Some(*y), Some(*m), Some(*d), 5),
        [Small(a), Slash | Hyphen, Small(b), Slash | Hyphen, Year(y), ..] if tight(5) => match (*a > 12, *b > 12) {
            (true, _) => date(Some(*y), Some(*b), Some(*a), 5),
            (false, true) => date(Some(*y), Some(*a), Some(*b), 5),
            (false, false) if a == b => date(Some(*y), Some(*a), Some(*b), 5),
            (false, false) => Some((Atom::Figures { a: *a, b: *b, year: *y }, 5)),
        },
        [Small(d), Of, Month(m), Comma | Of, Year(y), ..] => date(Some(*y), Some(*m), Some(*d), 5),
        [Small(d), Of, Month(m), Year(y), ..] | [Small(d), Month(m), Comma | Of, Year(y), ..] => {
            date(Some(*y), Some(*m), Some(*d), 4)
        }
        [Month(m), Small(d), Comma, Year(y), ..]
        | [Year(y), Comma, Month(m), Small(d), ..]
        | [Year(y), Comma, Small(d), Month(m), ..] => date(Some(*y), Some(*m), Some(*d), 4),
        [Small(d), Month(m), Year(y), ..]
        | [Month(m), Small(d), Year(y), ..]
        | [Year(y), Month(m), Small(d), ..]
        | [Year(y), Small(d), Month(m), ..] => date(Some(*y), Some(*m), Some(*d), 3),
        [Small(d), Hyphen, Month(m), Hyphen, Year(y), ..] if tight(5) => date(Some(*y), Some(*m), Some(*d), 5),
        [Small(d), Of, Month(m), ..] => date(None, Some(*m), Some(*d), 3),
        [Month(m), Comma | Of, Year(y), ..] => date(Some(*y), Some(*m), None, 3),
        [Small(d), Comma, Year(y), ..] => date(Some(*y), None, Some(*d), 3),
        [Small(d), Month(m), ..] | [Month(m), Small(d), ..] => date(None, Some(*m), Some(*d), 2),
        [Month(m), Year(y), ..] | [Year(y), Month(m), ..] => date(Some(*y), Some(*m), None, 2),
        [Month(m), ..] => date(None, Some(*m), None, 1),
        [Year(y), ..] => date(Some(*y), None, None, 1),
        [Small(d), ..] => date(None, None, Some(*d), 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        find_dates(text)
            .into_iter()
            .map(|f| match f.time {
                Ok(t) => format!("{}={}", &text[f.range], t.edtf),
                Err(e) => format!("{}:{e:?}", &text[f.range]),
            })
            .collect::<Vec<_>>()
            .join("; ")
    }

    #[test]
    fn dates_as_written() {
        for (text, edtf) in [
            ("may 08, 1992", "1992-05-08"),
            ("8 May 1992", "1992-05-08"),
            ("May 8th 1992", "1992-05-08"),
            ("the 8th of May, 1992", "1992-05-08"),
            ("1992-05-08", "1992-05-08"),
            ("MAY 1992", "1992-05"),
            ("Sept. 5, 1993", "1993-09-05"),
            ("1992", "1992"),
            ("1988-1992", "1988/1992"),
            ("1988–1992", "1988/1992"),
            ("1988 — 1992", "1988/1992"),
            ("1988-92", "1988/1992"),
            ("1992-05", "1992-05"),
            ("1988/1992", "1988/1992"),
            ("from 1988 to 1992", "1988/1992"),
            ("May 16-17, 1992", "1992-05-16/1992-05-17"),
            ("16–17 May 1992", "1992-05-16/1992-05-17"),
            ("27 March – 2 April 1993", "1993-03-27/1993-04-02"),
            ("March 27 to April 2, 1993", "1993-03-27/1993-04-02"),
            ("April–May 1992", "1992-04/1992-05"),
            ("8 May 1992 until 18 May 1992", "1992-05-08/1992-05-18"),
            ("23.08.1993", "1993-08-23"),
            ("08/23/1993", "1993-08-23"),
            ("23/08/1993", "1993-08-23"),
            ("1993 August 23", "1993-08-23"),
            ("may\u{a0}08,\u{a0}1992", "1992-05-08"),
            ("1992-05-08/1992-05-18", "1992-05-08/1992-05-18"),
            ("may 08,1992", "1992-05-08"),
            ("8-May-1992", "1992-05-08"),
        ] {
            let found = find_dates(text);
            assert_eq!(found.len(), 1, "{text}: {}", read(text));
            assert_eq!(found[0].time.as_ref().map(|t| t.edtf.as_str()), Ok(edtf), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_says_why() {
        assert_eq!(read("february 30, 1992"), "february 30, 1992:Time(NoSuchDay { year: 1992, month: 2, days: 29 })");
        assert_eq!(read("1992-13-01"), "1992-13-01:Time(NoSuchMonth(13))");
        assert_eq!(read("1992-1988"), "1992-1988:Time(Reversed)");
        assert_eq!(read("may 08"), "may 08:Time(NoYear)");
        assert_eq!(read("05/08/1992"), r#"05/08/1992:Ambiguous("1992-08-05", "1992-05-08")"#);
        assert_eq!(read("1911-12"), r#"1911-12:Ambiguous("1911-12", "1911/1912")"#);
    }

    #[test]
    fn what_is_no_date_is_left() {
        for text in ["may be", "12 - 15", "289", "4400 km", "the March", "10000", "3rd", "B-1992x"] {
            assert_eq!(read(text), "", "{text}");
        }
    }

    #[test]
    fn several_dates_stay_apart() {
        assert_eq!(read("1988, then may 08, 1992 and 2"), "1988=1988; may 08, 1992=1992-05-08");
    }
}
