//! The date of a publication as pages, feeds and archives write it, as the year, month or day that it names (EDTF level 0).
//! A timestamp gives the day that its own offset from UTC makes of it, which is the day as written.

use crate::base::time::TimeExtent;

/// The months as their first three letters.
const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";

/// A date of publication with what else its words say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The year, month or day (EDTF level 0).
    pub edtf: String,
    /// The words.
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

/// The date that a text names, if it names one and nothing else: `2017-12-27T10:00:00+04:00`, `2017/12/27`, `20171227`,
/// `Wed, 27 Dec 2017 10:00:00 +0400`, `December 27, 2017`, `27 December 2017`, `2017-12`, `2017`.
pub fn edtf(text: &str) -> Option<String> {
    read(text).map(|published| published.edtf)
}

/// The same, with the time of day.
pub fn read(text: &str) -> Option<Published> {
    of(text, false)
}

/// The date of an entry of a feed, whose year may have two digits (RSS 2.0, RFC 822 section 5.1; RFC 5322 section 4.3 says
/// which are meant).
pub fn of_feed(text: &str) -> Option<String> {
    of(text, true).map(|published| published.edtf)
}

fn of(text: &str, feed: bool) -> Option<Published> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let (date, time) = numeric(text).or_else(|| named(text, feed))?;
    let mut extent = TimeExtent::from_edtf(&date)?;
    let clock = Clock::read(&time)?;
    if clock.next_day {
        extent = TimeExtent::from_edtf(&extent.latest.tomorrow().ok()?.to_string())?;
    }
    let midnight = || extent.earliest.since(jiff::civil::date(1970, 1, 1)).ok().map(|s| i64::from(s.get_days()) * DAY);
    let minutes = clock.minutes.filter(|_| extent.is_day());
    let instant = minutes.zip(clock.offset).and_then(|(minutes, offset)| Some(midnight()? + minutes - offset));
    Some(Published { edtf: extent.edtf, words: text.to_owned(), instant, timed: minutes.is_some() })
}

impl Published {
    /// Whether both can be of one publication: one is more precise than the other, or times of day and their offsets from
    /// UTC account for the difference.
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

    /// What both say: the year, or the year and month.
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
    /// Minutes that it is ahead of UTC.
    offset: Option<i64>,
    /// Whether it is the midnight at the end of the day, 24:00.
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
    /// What follows a date. A time of day that there is none of is an error; other words are passed over.
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

/// ISO 8601 and its relations: the date, and what follows it.
fn numeric(text: &str) -> Option<(String, String)> {
    let end = text.find(['T', 't', ' ']).unwrap_or(text.len());
    let (date, time) = text.split_at(end);
    // What follows a day must be a time of day.
    if !time.is_empty() && !time[1..].trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let plain = |part: &str, digits: usize| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
    let with_time = |date: String| Some((date, time.to_owned()));
    if plain(date, 8) {
        return with_time(format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]));
    }
    let mark = if date.contains('/') { '/' } else { '-' };
    let parts: Vec<&str> = date.split(mark).collect();
    match parts[..] {
        [year, month, day] if plain(year, 4) && short(month) && short(day) => {
            with_time(format!("{year}-{month:0>2}-{day:0>2}"))
        }
        [year, month] if plain(year, 4) && short(month) && time.is_empty() => with_time(format!("{year}-{month:0>2}")),
        [year] if plain(year, 4) && time.is_empty() => with_time(year.to_owned()),
        _ => None,
    }
}

fn short(part: &str) -> bool {
    (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
}

/// RFC 5322 and what people write: the date, and what follows it.
fn named(text: &str, feed: bool) -> Option<(String, String)> {
    let mut words = text.split([' ', ',', '\u{a0}', '-']).filter(|w| !w.is_empty()).peekable();
    let weekday = words.next_if(|w| WEEKDAYS.iter().any(|d| begins(w, d)));
    let (first, second) = (words.next()?, words.next()?);
    let (day, month) = if short(first) { (first, second) } else { (second, first) };
    let month = month_number(month)?;
    let is_year = |y: &str| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit());
    // The rest of the text, from a word of it on.
    let from = |word: &str| text[word.as_ptr() as usize - text.as_ptr() as usize..].to_owned();
    let Some(third) = words.next() else {
        return (day == second && is_year(day)).then(|| (format!("{day}-{month:02}"), String::new()));
    };
    if !short(day) {
        return None;
    }
    let time = words.peek().map(|word| from(word)).unwrap_or_default();
    if is_year(third) {
        return Some((format!("{third}-{month:02}-{day:0>2}"), time));
    }
    // "Mon Jan 1 00:00:00 UTC 2018", as programs in C write it.
    if third.contains(':')
        && let Some(year) = words.clone().last().filter(|y| is_year(y))
    {
        return Some((format!("{year}-{month:02}-{day:0>2}"), from(third)));
    }
    // Two digits are a year only where the rest says that this is RFC 822, and the day of the week is right.
    if !feed || third.len() != 2 || !short(third) || day != first || (weekday.is_none() && !time.contains(':')) {
        return None;
    }
    let century = if third < "50" { "20" } else { "19" };
    let date = format!("{century}{third}-{month:02}-{day:0>2}");
    let falls_on = TimeExtent::from_edtf(&date)?.earliest.weekday().to_monday_zero_offset();
    let right = weekday.is_none_or(|w| begins(w, WEEKDAYS[usize::from(falls_on.unsigned_abs())]));
    right.then_some((date, time))
}

/// The days of the week as their first three letters.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

fn begins(word: &str, with: &str) -> bool {
    word.get(..with.len()).is_some_and(|w| w.eq_ignore_ascii_case(with))
}

/// A month by its English name or the first three letters of it, from 1.
fn month_number(word: &str) -> Option<usize> {
    let word = word.trim_end_matches('.');
    let at = (0..12).find(|n| begins(word, &MONTHS[3 * n..3 * n + 3]))?;
    word.bytes().all(|b| b.is_ascii_alphabetic()).then_some(at + 1)
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
