//! The date of publication as pages, feeds and archives write it, as the year, month or day that it names (EDTF level
//! 0). A timestamp gives the day in its own offset from UTC, which is the day as written.

mod fields;

use crate::base::date::parts::ReadDate;
use crate::base::date::tokens::{DateToken, DateTokenKind};
use crate::base::date::{english, figures, grammar};
use crate::base::time::{PartialDate, TimeExtent};
use fields::{Fields, is_short};

/// A date of publication, with the time of day if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The year, month or day (EDTF level 0).
    pub edtf: String,
    /// The words as found.
    pub words: String,
    /// Minutes since 1970-01-01T00:00Z, where a time of day and its offset from UTC are given.
    instant: Option<i64>,
    /// Whether a time of day is given.
    timed: bool,
}

/// Maximum length of the words of a date, in bytes.
const LONGEST: usize = 64;
/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// The date that a text consists of: `2017-12-27T10:00:00+04:00`, `2017/12/27`, `20171227`, `Wed, 27 Dec 2017 10:00:00
/// +0400`, `December 27, 2017`, `27 December 2017`, `2017-12`, `2017`. `None` for any other text.
pub fn edtf(text: &str) -> Option<String> {
    read(text).map(|published| published.edtf)
}

/// The same date, with the time of day.
pub fn read(text: &str) -> Option<Published> {
    of(text, false)
}

/// The date of an entry of a feed, whose year may have two digits (RSS 2.0, RFC 822 section 5.1; RFC 5322 section 4.3
/// defines their meaning).
pub fn of_feed(text: &str) -> Option<String> {
    of(text, true).map(|published| published.edtf)
}

fn of(text: &str, feed: bool) -> Option<Published> {
    let text = text.trim();
    if text.len() > LONGEST || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let (date, time) = numeric(text).or_else(|| named(text, feed))?;
    let mut extent = extent(date)?;
    let clock = Clock::read(time)?;
    if clock.next_day {
        extent = TimeExtent::from_edtf(&extent.latest.tomorrow().ok()?.to_string())?;
    }
    let midnight = || extent.earliest.since(jiff::civil::date(1970, 1, 1)).ok().map(|s| i64::from(s.get_days()) * DAY);
    let minutes = clock.minutes.filter(|_| extent.is_day());
    let instant = minutes.zip(clock.offset).and_then(|(minutes, offset)| Some(midnight()? + minutes - offset));
    Some(Published { edtf: extent.edtf, words: text.to_owned(), instant, timed: minutes.is_some() })
}

impl Published {
    /// Whether both can be the date of one publication: one is more precise than the other, or times of day and offsets
    /// from UTC account for the difference.
    pub fn agrees(&self, other: &Self) -> bool {
        if self.edtf.starts_with(&other.edtf) || other.edtf.starts_with(&self.edtf) {
            return true;
        }
        if let (Some(one), Some(another)) = (self.instant, other.instant) {
            return (one - another).abs() < DAY;
        }
        let day = |p: &Self| TimeExtent::from_edtf(&p.edtf).filter(TimeExtent::is_day).map(|t| t.earliest);
        let (Some(one), Some(another)) = (day(self), day(other)) else { return false };
        let next = |day: jiff::civil::Date| day.tomorrow().ok();
        (self.timed || other.timed) && (next(one) == Some(another) || next(another) == Some(one))
    }

    /// The common part of both: the year, or the year and month.
    pub fn common(&self, other: &str) -> Option<String> {
        let parts = self.edtf.split('-').zip(other.split('-')).take_while(|(a, b)| a == b).map(|(a, _)| a);
        Some(parts.collect::<Vec<_>>().join("-")).filter(|edtf| !edtf.is_empty())
    }
}

/// A time of day.
#[derive(Default)]
struct Clock {
    /// Minutes since midnight.
    minutes: Option<i64>,
    /// Offset from UTC in minutes, positive to the east.
    offset: Option<i64>,
    /// Whether it is midnight at the end of the day, 24:00.
    next_day: bool,
}

/// Names of offsets, in hours (RFC 822, section 5.1).
const ZONES: &[(&str, i64)] = &[
    ("z", 0),
    ("gmt", 0),
    ("utc", 0),
    ("ut", 0),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
];

impl Clock {
    /// Reads what follows a date. An impossible time of day is an error; other words are ignored.
    fn read(text: &str) -> Option<Self> {
        let text = text.trim_start_matches(['T', 't', ' ', ',']);
        let Some(word) =
            text.split([' ', ',', '(', ')']).find(|w| w.starts_with(|c: char| c.is_ascii_digit()) && w.contains(':'))
        else {
            return Some(Self::default());
        };
        let end = word.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(word.len());
        let (clock, rest) = word.split_at(end);
        let mut parts = clock.split(':').map(|part| part.split('.').next().unwrap_or_default());
        let mut part = |most: i64| match parts.next() {
            None => Some(0),
            Some(part) if (1..=2).contains(&part.len()) => part.parse().ok().filter(|n| *n <= most),
            Some(_) => None,
        };
        let (mut hours, minutes, seconds) = (part(24)?, part(59)?, part(60)?);
        let next_day = hours == 24;
        if next_day && (minutes, seconds) != (0, 0) {
            return None;
        }
        let after = text.split_once(clock).map_or("", |(_, after)| after);
        let noon = after.trim_start().to_ascii_lowercase();
        if noon.starts_with("pm") && hours < 12 {
            hours += 12;
        }
        let zone = rest.trim().to_owned() + after.strip_prefix(rest).unwrap_or_default();
        Some(Self { minutes: Some(if next_day { 0 } else { hours * 60 + minutes }), offset: offset(&zone), next_day })
    }
}

/// An offset from UTC in minutes: `Z`, `GMT`, `EST`, `+04:00`, `-0500`, `(UTC+04:00)`.
fn offset(text: &str) -> Option<i64> {
    let text = text.trim_start_matches([' ', '(']).to_ascii_lowercase();
    let letters = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (name, rest) = text.split_at(letters);
    let sign = match rest.chars().next() {
        Some('+') if name.is_empty() || matches!(name, "utc" | "gmt") => 1,
        Some('-' | '−') if name.is_empty() || matches!(name, "utc" | "gmt") => -1,
        _ => return ZONES.iter().find(|(zone, _)| *zone == name).map(|(_, hours)| hours * 60),
    };
    let digits: String =
        rest.chars().skip(1).take_while(|c| c.is_ascii_digit() || *c == ':').filter(|c| *c != ':').collect();
    match digits.len() {
        1 | 2 => digits.parse::<i64>().ok().map(|hours| sign * hours * 60),
        4 => Some(sign * (digits[..2].parse::<i64>().ok()? * 60 + digits[2..].parse::<i64>().ok()?)),
        _ => None,
    }
}

/// A date as a time. After a year alone, a number may be a part of the year in EDTF: `2017-21` is a spring.
fn extent(date: PartialDate) -> Option<TimeExtent> {
    match date {
        PartialDate { year: Some(year), month: Some(code @ 13..), day: None } => TimeExtent::part_of_year(year, code),
        date => TimeExtent::of(date),
    }
    .ok()
}

/// A date in ISO 8601 or a similar form, and the text after it.
fn numeric(text: &str) -> Option<(PartialDate, &str)> {
    let end = text.find(['T', 't', ' ']).unwrap_or(text.len());
    let (date, time) = text.split_at(end);
    // Only a time of day may follow a day.
    if !time.is_empty() && !time[1..].trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit()) {
        let (month, day) = (date[4..6].parse().ok(), date[6..].parse().ok());
        return Some((PartialDate { year: date[..4].parse().ok(), month, day }, time));
    }
    let fields = Fields::joined(date);
    let read = match fields.0.as_slice() {
        [DateToken { kind: DateTokenKind::Year(year), .. }] => {
            PartialDate { year: Some(*year), ..PartialDate::default() }
        }
        all => match figures::figures(&fields, 0)? {
            (ReadDate::Of(date), to) if to == all.len() => date,
            _ => return None,
        },
    };
    (read.day.is_some() || time.is_empty()).then_some((read, time))
}

/// A date in RFC 5322 or as people write it, and the text after it.
fn named(text: &str, feed: bool) -> Option<(PartialDate, &str)> {
    let fields = Fields::apart(text);
    let word = |at: usize| fields.0.get(at).map(|token| &text[token.range.clone()]);
    // The rest of the text, from a token on.
    let from = |at: usize| fields.0.get(at).map_or("", |token| &text[token.range.start..]);
    let weekday = word(0).and_then(|word| english().weekday_by_stem(word));
    let start = usize::from(weekday.is_some());
    let (ReadDate::Of(date), to) = grammar::date(&fields, start)? else { return None };
    match date {
        PartialDate { month: None, .. } => return None,
        PartialDate { day: None, .. } => return (date.year.is_some() && word(to).is_none()).then_some((date, "")),
        PartialDate { year: Some(_), .. } => return Some((date, from(to))),
        _ => {}
    }
    let third = word(to)?;
    // "Mon Jan 1 00:00:00 UTC 2018", the format of C programs.
    if third.contains(':')
        && let Some(DateToken { kind: DateTokenKind::Year(year), .. }) = fields.0.last()
    {
        return Some((PartialDate { year: Some(*year), ..date }, from(to)));
    }
    // Two digits are a year only if the rest is RFC 822, and the weekday is right.
    let (day_first, time) = (word(start).is_some_and(is_short), from(to + 1));
    if !feed || third.len() != 2 || !is_short(third) || !day_first || (weekday.is_none() && !time.contains(':')) {
        return None;
    }
    let two: i16 = third.parse().ok()?;
    let date = PartialDate { year: Some(if two < 50 { 2000 + two } else { 1900 + two }), ..date };
    let falls_on = extent(date)?.earliest.weekday().to_monday_one_offset();
    weekday.is_none_or(|weekday| weekday == falls_on).then_some((date, time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_publication() {
        for (text, read) in [
            ("2017-12-27T23:30:00+04:00", Some("2017-12-27")),
            ("2017-12-27T23:30:00.000Z", Some("2017-12-27")),
            ("2017-12-27 10:00:00", Some("2017-12-27")),
            ("20171227T100000Z", Some("2017-12-27")),
            ("2017/12/27", Some("2017-12-27")),
            ("2017/1/7", Some("2017-01-07")),
            ("2017-12", Some("2017-12")),
            ("2017", Some("2017")),
            ("Wed, 27 Dec 2017 10:00:00 +0400", Some("2017-12-27")),
            ("7 Dec 2017 10:00 GMT", Some("2017-12-07")),
            ("December 27, 2017", Some("2017-12-27")),
            ("Sept. 3, 2017 10:00 am", Some("2017-09-03")),
            ("Wednesday, December 27, 2017", Some("2017-12-27")),
            ("27-Dec-2017", Some("2017-12-27")),
            ("December 2017", Some("2017-12")),
            ("2017-02-30", None),
            ("27/12/2017", None),
            ("05/08/2017", None),
            ("yesterday", None),
            ("2017-12-27Tomorrow", None),
            ("1514354400", None),
            ("", None),
            ("December", None),
            ("Mon Jan  1 00:00:00 2018", Some("2018-01-01")),
            ("Mon Jan 1 00:00:00 UTC 2018", Some("2018-01-01")),
            ("Mon, 01 Jan 2018 24:00:00 GMT", Some("2018-01-02")),
            ("2017-12-31T24:00", Some("2018-01-01")),
            ("Mon, 01 Jan 2018 99:00:00 GMT", None),
            ("2018-01-01T24:30:00Z", None),
            ("2018-01-01 10:75", None),
            ("27 December 2017 18:20 (UTC+04:00)", Some("2017-12-27")),
            ("Mon, 01 Jan 18 00:00:00 GMT", None),
        ] {
            assert_eq!(edtf(text).as_deref(), read, "{text}");
        }
    }

    #[test]
    fn dates_of_feeds() {
        for (text, read) in [
            ("Mon, 01 Jan 18 00:00:00 GMT", Some("2018-01-01")),
            ("Thu, 02 Jun 22 07:46:24 +0000", Some("2022-06-02")),
            ("02 Apr 05 16:13 -0500", Some("2005-04-02")),
            ("Fri, 31 Dec 99 23:59:59 EST", Some("1999-12-31")),
            ("Mon, 1 Jan 18", Some("2018-01-01")),
            ("Mon, 1 Jan 2018 00:00:00 EST", Some("2018-01-01")),
            ("Sat, 31 Dec 22 24:00:00 GMT", Some("2023-01-01")),
            // The first of January 2018 was a Monday.
            ("Tue, 01 Jan 18 00:00:00 GMT", None),
            ("02 Apr 05", None),
            ("Thu, 32 Foo 2018 99:00:00 GMT", None),
            ("01/02/2018", None),
            ("Mon, 01 Jan 118 00:00:00 GMT", None),
        ] {
            assert_eq!(of_feed(text).as_deref(), read, "{text}");
        }
    }

    #[test]
    fn dates_that_agree() {
        let both = |a: &str, b: &str| (read(a).unwrap(), read(b).unwrap());
        for (one, other, agree) in [
            ("2023-12", "2023-12-05", true),
            ("2023", "2023-12-05", true),
            ("2023-12", "2023-01-02", false),
            ("2017-12-27T23:40:00+01:00", "2017-12-28T00:10:00+01:00", true),
            ("2017-12-27T22:00:00Z", "2017-12-28T02:00:00+04:00", true),
            ("2017-12-27T22:00:00Z", "2017-12-28", true),
            ("2017-12-27", "2017-12-28", false),
            ("2017-12-27T10:00:00Z", "2017-12-29T10:00:00Z", false),
            ("Wed, 27 Dec 2017 22:00:00 EST", "2017-12-28T03:00Z", true),
        ] {
            let (a, b) = both(one, other);
            assert_eq!((a.agrees(&b), b.agrees(&a)), (agree, agree), "{one} {other}");
        }
        let (a, b) = both("2023-12-05", "2023-12-07");
        assert_eq!(a.common(&b.edtf).as_deref(), Some("2023-12"));
        let (a, b) = both("2023-12-05", "2022-12-05");
        assert_eq!(a.common(&b.edtf), None);
    }
}
