//! Dates as sources write them: in words or figures, day or month first, a single date or an interval.

mod machine;
mod refused;
mod written;

use crate::base::date::parts::{Read, ReadDate};
use crate::base::date::tokens::{DateToken, DateTokenKind, Lexer};
use crate::base::date::{english, grammar};
use crate::base::time::{PartialDate, TimeError, TimeExtent};
use std::ops::Range;
use std::sync::LazyLock;
use written::Written;

pub(super) use refused::is_month as is_foreign_month;

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDate {
    /// Its byte range.
    pub range: Range<usize>,
    /// The time, or why it cannot be read.
    pub time: Result<TimeExtent, DateError>,
}

/// Why a date cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateError {
    /// Its parts are not a possible date.
    Time(TimeError),
    /// It has two readings, given in EDTF.
    Ambiguous(String, String),
    /// It is a date in a form that is not supported.
    Refused {
        /// What is wrong.
        what: String,
        /// What to do about it.
        help: &'static str,
    },
}

impl DateError {
    fn refused(what: impl Into<String>, help: &'static str) -> Self {
        Self::Refused { what: what.into(), help }
    }
}

/// All dates in a text, in order.
pub fn find_dates(text: &str) -> Vec<FoundDate> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    // A date in a machine form is not part of a date in words.
    let mut found = machine::find(text);
    let mut rest = blanked(text, &found);
    let refused = refused::find(&rest);
    rest = blanked(&rest, &refused);
    found.extend(refused);
    found.extend(in_words(&LEXER.tokens(&rest)));
    found.sort_by_key(|f| f.range.start);
    found
}

static LEXER: LazyLock<Lexer> = LazyLock::new(|| Lexer::new(english()));

/// The dates that people write in parts.
fn in_words(tokens: &[DateToken]) -> Vec<FoundDate> {
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

/// The text with each date replaced by a separator, byte for byte.
fn blanked(text: &str, dates: &[FoundDate]) -> String {
    let mut out = text.to_owned();
    for date in dates {
        out.replace_range(date.range.clone(), &"#".repeat(date.range.len()));
    }
    out
}

/// The date or interval at the beginning of the tokens, and the number of tokens in it.
fn date_at(tokens: &[DateToken]) -> Option<(Result<TimeExtent, DateError>, usize)> {
    if let Some(found) = two_digit_year(tokens) {
        return Some(found);
    }
    let (first, len) = atom(tokens)?;
    if let Some(found) = interval(&first, len, tokens) {
        return Some(found);
    }
    let ReadDate::Of(date) = first else {
        return Some((Err(ambiguous(&first)), len));
    };
    // A number alone is not a date, and a month alone is a word such as "may".
    if date.month.is_none() && date.year.is_none() || date.year.is_none() && date.day.is_none() {
        return None;
    }
    Some((TimeExtent::of(date).map_err(DateError::Time), len))
}

fn interval(first: &ReadDate, len: usize, tokens: &[DateToken]) -> Option<(Result<TimeExtent, DateError>, usize)> {
    let joint = tokens.get(len)?;
    let joins = match joint.kind {
        DateTokenKind::To | DateTokenKind::Hyphen => true,
        DateTokenKind::Slash => matches!(first, ReadDate::Of(_)),
        _ => false,
    };
    if !joins {
        return None;
    }
    let (second, second_len) = atom(&tokens[len + 1..])?;
    let total = len + 1 + second_len;
    if let (DateTokenKind::Slash, ReadDate::Of(from @ PartialDate { year: None, .. })) = (&joint.kind, first) {
        return slashed(*from, &second).map(|time| (time, total));
    }
    let (ReadDate::Of(from), ReadDate::Of(to)) = (first, &second) else {
        let bad = if matches!(first, ReadDate::Of(_)) { &second } else { first };
        return Some((Err(ambiguous(bad)), total));
    };
    // The joined parts must be a date: "12 - 15" is not, nor is "8 May 1992 - 289".
    let whole = |d: &PartialDate| d.year.is_some();
    if !whole(to) || (from.day.is_some() && to.day.is_none() && to.month.is_none()) {
        return None;
    }
    if from.year.is_none() && from.month.is_none() && to.month.is_none() {
        return None;
    }
    Some((TimeExtent::between(*from, *to).map_err(DateError::Time), total))
}

/// `May/June 1992` and `8/9 May 1992`. Only consecutive parts are an interval: otherwise they may be a day in two
/// calendars (`25 April/8 May 1918`), or alternatives.
fn slashed(from: PartialDate, to: &ReadDate) -> Option<Result<TimeExtent, DateError>> {
    let ReadDate::Of(to) = to else { return None };
    to.year?;
    let follows = match (from, to) {
        (PartialDate { day: Some(a), month, .. }, PartialDate { day: Some(b), month: other, .. }) => {
            // "May 8/9, 1992" names the month first, "8/9 May 1992" after both.
            (month.is_none() || other.is_none()) && b.checked_sub(a) == Some(1)
        }
        (PartialDate { day: None, month: Some(a), .. }, PartialDate { day: None, month: Some(b), .. }) => b - a == 1,
        // A number before the slash is something else.
        _ => return None,
    };
    if !follows {
        return Some(Err(DateError::refused(
            "two dates with a slash between them",
            "write an interval with a dash, or one date alone",
        )));
    }
    Some(TimeExtent::between(from, *to).map_err(DateError::Time))
}

/// `1988-92`, where the second part cannot be a month of ISO 8601.
fn two_digit_year(tokens: &[DateToken]) -> Option<(Result<TimeExtent, DateError>, usize)> {
    let [first, joint, second, ..] = tokens else { return None };
    let (DateTokenKind::Year(year), DateTokenKind::Small(small)) = (&first.kind, &second.kind) else { return None };
    let joins = matches!(joint.kind, DateTokenKind::Hyphen | DateTokenKind::To | DateTokenKind::Slash);
    if second.range.len() != 2 || first.range.len() != 4 || !second.tight || !joint.tight || !joins {
        return None;
    }
    // These are parts of a whole ISO date.
    if matches!(tokens.get(3), Some(DateToken { kind: DateTokenKind::Hyphen | DateTokenKind::Slash, tight: true, .. }))
        && matches!(tokens.get(4), Some(DateToken { kind: DateTokenKind::Small(_), tight: true, .. }))
    {
        return None;
    }
    let may_be_month = joint.kind != DateTokenKind::To && (1..=12).contains(small);
    // "1999/00" continues into the next century.
    let turn = *small == 0 && year % 100 == 99;
    let may_be_year = turn || i16::from(*small) > year % 100;
    let end = if turn { year + 1 } else { year - year % 100 + i16::from(*small) };
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
        (false, false) if joint.kind == DateTokenKind::Hyphen => Err(DateError::Time(TimeError::NoSuchMonth(*small))),
        (false, false) => years(),
    };
    Some((time, 3))
}

fn year_of(token: &DateToken) -> &i16 {
    if let DateTokenKind::Year(year) = &token.kind { year } else { &0 }
}

fn ambiguous(date: &ReadDate) -> DateError {
    let ReadDate::Either { a, b, year } = date else {
        return DateError::Time(TimeError::NoYear);
    };
    DateError::Ambiguous(format!("{year:04}-{b:02}-{a:02}"), format!("{year:04}-{a:02}-{b:02}"))
}

/// One date, complete or not, at the beginning of the tokens, and the number of tokens in it.
fn atom(tokens: &[DateToken]) -> Read<ReadDate> {
    grammar::date(&Written(tokens), 0)
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
            ("8. August 1992", "1992-08-08"),
            ("05/1992", "1992-05"),
            ("5.1992", "1992-05"),
            ("8/May/1992", "1992-05-08"),
            ("1992-05/1992-06", "1992-05/1992-06"),
            ("1992/05/08", "1992-05-08"),
            ("1992.05.08", "1992-05-08"),
            ("1992/93", "1992/1993"),
            ("1999/00", "1999/2000"),
            ("1992/05", "1992-05"),
            ("May/June 1992", "1992-05/1992-06"),
            ("8/9 May 1992", "1992-05-08/1992-05-09"),
            ("May 8/9, 1992", "1992-05-08/1992-05-09"),
            ("1993 BC", "-1992"),
            ("44 B.C.", "-0043"),
            ("15 March 44 BCE", "-0043-03-15"),
            ("AD 79", "0079"),
            ("1992 CE", "1992"),
            ("8 May 1992 A.D.", "1992-05-08"),
            ("44 BC – AD 14", "-0043/0014"),
            ("1992-05/..", "1992-05/.."),
            ("../1992", "../1992"),
            ("1988~/1992?", "1988~/1992?"),
            ("199X", "199X"),
            ("1992Q2", "1992-34"),
            ("Q2 1992", "1992-34"),
            ("1992-Q4", "1992-36"),
            ("1992H1", "1992-40"),
            ("1992-05-08T00:00:00Z", "1992-05-08"),
            ("1992-05-08T00:00:00.000+04:00", "1992-05-08"),
        ] {
            let found = find_dates(text);
            assert_eq!(found.len(), 1, "{text}: {}", read(text));
            assert_eq!(found[0].time.as_ref().map(|t| t.edtf.as_str()), Ok(edtf), "{text}");
        }
    }

    #[test]
    fn an_unreadable_date_has_a_reason() {
        assert_eq!(read("february 30, 1992"), "february 30, 1992:Time(NoSuchDay { year: 1992, month: 2, days: 29 })");
        assert_eq!(read("1992-13-01"), "1992-13-01:Time(NoSuchMonth(13))");
        assert_eq!(read("1992-1988"), "1992-1988:Time(Reversed)");
        assert_eq!(read("may 08"), "may 08:Time(NoYear)");
        assert_eq!(read("05/08/1992"), r#"05/08/1992:Ambiguous("1992-08-05", "1992-05-08")"#);
        assert_eq!(read("1911-12"), r#"1911-12:Ambiguous("1911-12", "1911/1912")"#);
        assert_eq!(read("1911/12"), r#"1911/12:Ambiguous("1911-12", "1911/1912")"#);
        assert_eq!(read("1992-06/1992-05"), "1992-06/1992-05:Time(Reversed)");
        assert_eq!(read("1992-1990 BC"), "1992-1990 BC:Time(Reversed)");
    }

    #[test]
    fn unsupported_forms_are_reported() {
        for (text, words, says) in [
            ("8 mai 1992", "8 mai 1992", "not an English month"),
            ("8. Mai 1992", "8. Mai 1992", "not an English month"),
            ("8 de mayo de 1992", "8 de mayo de 1992", "not an English month"),
            ("8 мая 1992", "8 мая 1992", "not an English month"),
            ("mayıs 1992", "mayıs 1992", "not an English month"),
            ("1992 yanvar", "1992 yanvar", "not an English month"),
            ("toukokuuta 1992", "toukokuuta 1992", "not an English month"),
            ("8.V.1992", "8.V.1992", "Roman figures"),
            ("8/V/1992", "8/V/1992", "Roman figures"),
            ("08.05.92", "08.05.92", "two digits"),
            ("5/8/92", "5/8/92", "two digits"),
            ("8 May 92", "8 May 92", "two digits"),
            ("May 8, 92", "May 8, 92", "two digits"),
            ("May '92", "May '92", "two digits"),
            ("’92", "’92", "two digits"),
            ("1990s", "1990s", "a decade"),
            ("1990's", "1990's", "a decade"),
            ("the 20th century", "20th century", "a century"),
            ("1992年5月8日", "1992年5月8日", "signs after its figures"),
            ("1992-05-08T06:30:00Z", "1992-05-08T06:30:00Z", "time of day"),
            ("1992-05-08 06:30", "1992-05-08 06:30", "time of day"),
            ("1992-XX", "1992-XX", "EDTF"),
            ("1992/", "1992/", "EDTF"),
            ("/1992", "/1992", "EDTF"),
            ("1992-05-2X", "1992-05-2X", "EDTF"),
            ("25 April/8 May 1918", "25 April/8 May 1918", "a slash between"),
            ("May/August 1992", "May/August 1992", "a slash between"),
        ] {
            let found = find_dates(text);
            let [FoundDate { range, time: Err(DateError::Refused { what, .. }) }] = found.as_slice() else {
                panic!("{text}: {found:?}");
            };
            assert_eq!(&text[range.clone()], words);
            assert!(what.contains(says), "{text}: {what}");
        }
    }

    /// A made-up language: its word list alone makes its dates readable.
    const OTHER: &str = "
        [month]
        1: Primal\n 2: Sekal\n 3: Tertal\n 4: Kvaral\n 5: Mëjal Mëj\n 6: Sisal
        7: Septal\n 8: Oktal\n 9: Noval\n 10: Dekal\n 11: Elval\n 12: Dozal
        [weekday]
        1: A\n 2: B\n 3: C\n 4: D\n 5: E\n 6: F\n 7: G
        [ordinal-ending]
        ya
        [era]
        before: PN P.N.
        after: LN
        [of]
        dal
        [to]
        asta";

    #[test]
    fn another_language_is_read_by_its_words() {
        let words = Box::leak(Box::new(crate::base::date::Words::read(OTHER).unwrap()));
        let lexer = Lexer::new(words);
        for (text, edtf) in [
            ("8ya dal Mëjal, 1992", "1992-05-08"),
            ("MËJ. 8, 1992", "1992-05-08"),
            ("16–17 Oktal 1992", "1992-08-16/1992-08-17"),
            ("Primal asta Sekal 1992", "1992-01/1992-02"),
            ("44 P.N. – LN 14", "-0043/0014"),
            ("8 May 1992", "1992"),
        ] {
            let found = in_words(&lexer.tokens(text));
            let times: Vec<_> = found.iter().map(|f| f.time.as_ref().map(|t| t.edtf.as_str())).collect();
            assert_eq!(times, [Ok(edtf)], "{text}");
        }
    }

    #[test]
    fn other_numbers_are_not_dates() {
        for text in ["may be", "12 - 15", "289", "4400 km", "the March", "10000", "3rd", "B-1992x"] {
            assert_eq!(read(text), "", "{text}");
        }
    }

    #[test]
    fn several_dates_stay_apart() {
        assert_eq!(read("1988, then may 08, 1992 and 2"), "1988=1988; may 08, 1992=1992-05-08");
    }
}
