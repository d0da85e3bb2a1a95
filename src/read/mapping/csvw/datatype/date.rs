//! Dates and times: the forms of XML Schema, and the patterns of CSVW (`d.M.yyyy`, `HH:mm:ss.S X`).

use jiff::civil::Date;

/// A part of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Year,
    /// With two digits, or one or two.
    Month(bool),
    Day(bool),
    Hour,
    Minute,
    Second,
    /// Up to this number of digits, after a point.
    Fraction(usize),
    /// Number of letters, and whether `Z` is allowed.
    Zone(usize, bool),
    Mark(char),
}

/// A pattern of dates or times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatePattern(Vec<Part>);

/// The parts of a date or time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moment {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    time: Option<(i8, i8, i8)>,
    fraction: String,
    /// Minutes east of UTC.
    zone: Option<i32>,
}

impl DatePattern {
    /// A pattern; `None` if it is none that is read.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let count = rest.chars().take_while(|c| *c == first).count();
            let part = match (first, count) {
                ('y', 4) => Part::Year,
                ('M', 1 | 2) => Part::Month(count == 2),
                ('d', 1 | 2) => Part::Day(count == 2),
                ('H', 2) => Part::Hour,
                ('m', 2) => Part::Minute,
                ('s', 2) => Part::Second,
                ('S', 1..=9) if parts.pop() == Some(Part::Mark('.')) => Part::Fraction(count),
                ('X' | 'x', 1..=3) => Part::Zone(count, first == 'X'),
                ('-' | '/' | '.' | ':' | ' ' | ',' | 'T', 1) => Part::Mark(first),
                _ => return None,
            };
            parts.push(part);
            rest = &rest[first.len_utf8() * count..];
        }
        let is_digits = |part: &Part| !matches!(part, Part::Mark(_) | Part::Zone(..) | Part::Fraction(_));
        let open = |pair: &[Part]| matches!(pair[0], Part::Month(false) | Part::Day(false)) && is_digits(&pair[1]);
        let twice = parts.iter().filter(|p| is_digits(p)).enumerate().any(|(n, part)| {
            let kind = std::mem::discriminant(part);
            parts.iter().filter(|p| is_digits(p)).skip(n + 1).any(|other| std::mem::discriminant(other) == kind)
        });
        (!parts.is_empty() && !twice && !parts.windows(2).any(open)).then_some(Self(parts))
    }

    /// The order of day, month and year, as a mapping says it: `dmy`; `None` for times.
    pub fn order(&self) -> Option<&'static str> {
        let order: String = self
            .0
            .iter()
            .filter_map(|part| match part {
                Part::Year => Some('y'),
                Part::Month(_) => Some('m'),
                Part::Day(_) => Some('d'),
                _ => None,
            })
            .collect();
        ["dmy", "mdy", "ymd", "my", "ym", "y"].into_iter().find(|known| *known == order)
    }

    /// The parts of a text; `None` if it is not of the pattern, or no date.
    pub fn read(&self, text: &str) -> Option<Moment> {
        let mut moment = Moment::default();
        let (mut hour, mut minute, mut second) = (None, None, None);
        let mut rest = text;
        for part in &self.0 {
            match *part {
                Part::Year => moment.year = Some(digits(&mut rest, 4, 4)?),
                Part::Month(two) => {
                    moment.month = Some(i8::try_from(digits(&mut rest, if two { 2 } else { 1 }, 2)?).ok()?);
                }
                Part::Day(two) => moment.day = Some(i8::try_from(digits(&mut rest, if two { 2 } else { 1 }, 2)?).ok()?),
                Part::Hour => hour = Some(digits(&mut rest, 2, 2)?),
                Part::Minute => minute = Some(digits(&mut rest, 2, 2)?),
                Part::Second => second = Some(digits(&mut rest, 2, 2)?),
                Part::Fraction(most) => {
                    if let Some(after) = rest.strip_prefix('.') {
                        let length = after.bytes().take_while(u8::is_ascii_digit).count();
                        if !(1..=most).contains(&length) {
                            return None;
                        }
                        after[..length].clone_into(&mut moment.fraction);
                        rest = &after[length..];
                    }
                }
                Part::Zone(letters, z) => moment.zone = Some(zone(&mut rest, letters, z)?),
                Part::Mark(mark) => rest = rest.strip_prefix(mark)?,
            }
        }
        let small = |n: Option<i16>| i8::try_from(n.unwrap_or_default()).ok();
        if hour.is_some() {
            moment.time = Some((small(hour)?, small(minute)?, small(second)?));
        }
        (rest.is_empty() && moment.is_possible()).then_some(moment)
    }
}

/// From `least` to `most` digits.
fn digits(rest: &mut &str, least: usize, most: usize) -> Option<i16> {
    let length = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let number = rest.get(..length).filter(|_| length >= least)?.parse().ok()?;
    *rest = &rest[length..];
    Some(number)
}

/// A time zone of a pattern with this number of letters: `-08`, `-0800`, `-08:00`, `Z`.
fn zone(rest: &mut &str, letters: usize, z: bool) -> Option<i32> {
    if let Some(after) = rest.strip_prefix('Z').filter(|_| z) {
        *rest = after;
        return Some(0);
    }
    let sign = if rest.starts_with('-') { -1 } else { 1 };
    *rest = rest.strip_prefix(['+', '-'])?;
    let hours = digits(rest, 2, 2)?;
    let minutes = match letters {
        1 if rest.is_empty() => 0,
        3 => {
            *rest = rest.strip_prefix(':')?;
            digits(rest, 2, 2)?
        }
        _ => digits(rest, 2, 2)?,
    };
    (hours <= 14 && minutes < 60).then(|| sign * (i32::from(hours) * 60 + i32::from(minutes)))
}

impl Moment {
    fn is_possible(&self) -> bool {
        // A day or month without a year may be of a leap year.
        let date = Date::new(self.year.unwrap_or(2000), self.month.unwrap_or(1), self.day.unwrap_or(1));
        let time = self.time.is_none_or(|(hour, minute, second)| {
            (hour < 24 && minute < 60 && second < 60)
                || (hour, minute, second) == (24, 0, 0) && self.fraction.bytes().all(|b| b == b'0')
        });
        date.is_ok() && time && self.fraction.len() <= 9
    }

    /// The text in the form of XML Schema.
    pub fn canonical(&self, base: &str) -> String {
        let date = match (self.year, self.month, self.day) {
            (Some(y), Some(m), Some(d)) => format!("{y:04}-{m:02}-{d:02}"),
            (Some(y), Some(m), None) => format!("{y:04}-{m:02}"),
            (Some(y), None, _) => format!("{y:04}"),
            (None, Some(m), Some(d)) => format!("--{m:02}-{d:02}"),
            (None, Some(m), None) => format!("--{m:02}"),
            (None, None, Some(d)) => format!("---{d:02}"),
            (None, None, None) => String::new(),
        };
        let fraction = if self.fraction.is_empty() { String::new() } else { format!(".{}", self.fraction) };
        let time = self.time.map_or_else(String::new, |(h, m, s)| format!("{h:02}:{m:02}:{s:02}{fraction}"));
        let between = if date.is_empty() || time.is_empty() || base == "time" { "" } else { "T" };
        let zone = match self.zone {
            None => String::new(),
            Some(0) => "Z".to_owned(),
            Some(zone) => {
                let sign = if zone < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", zone.abs() / 60, zone.abs() % 60)
            }
        };
        format!("{date}{between}{time}{zone}")
    }

    /// What orders moments: minutes in UTC, seconds and their fraction. Without a time zone UTC is assumed.
    pub fn order(&self) -> (i64, i8, String) {
        let date = Date::new(self.year.unwrap_or(2000), self.month.unwrap_or(1), self.day.unwrap_or(1));
        let days = date.map_or(0, |date| {
            let epoch = Date::constant(1970, 1, 1);
            epoch.until(date).map_or(0, |span| i64::from(span.get_days()))
        });
        let (hour, minute, second) = self.time.unwrap_or_default();
        let minutes = days * 1440 + i64::from(hour) * 60 + i64::from(minute) - i64::from(self.zone.unwrap_or_default());
        (minutes, second, self.fraction.trim_end_matches('0').to_owned())
    }
}

/// A text of a type of XML Schema without a pattern.
pub fn xsd(base: &str, text: &str) -> Option<Moment> {
    let pattern = match base {
        "date" => "yyyy-MM-dd",
        "dateTime" | "datetime" | "dateTimeStamp" => "yyyy-MM-ddTHH:mm:ss.SSSSSSSSS",
        "time" => "HH:mm:ss.SSSSSSSSS",
        "gDay" => "dd",
        "gMonth" => "MM",
        "gMonthDay" => "MM-dd",
        "gYear" => "yyyy",
        "gYearMonth" => "yyyy-MM",
        _ => return None,
    };
    let text = match base {
        "gDay" => text.strip_prefix("---")?,
        "gMonth" | "gMonthDay" => text.strip_prefix("--")?,
        _ => text,
    };
    let with_zone = DatePattern::parse(&format!("{pattern}XXX"))?.read(text);
    let without = || DatePattern::parse(pattern)?.read(text).filter(|_| base != "dateTimeStamp");
    with_zone.or_else(without)
}

/// Whether a pattern has the parts that a type needs, and no others.
pub fn suits(pattern: &DatePattern, base: &str) -> bool {
    let has = |part: fn(&Part) -> bool| pattern.0.iter().any(part);
    let date = [has(|p| *p == Part::Year), has(|p| matches!(p, Part::Month(_))), has(|p| matches!(p, Part::Day(_)))];
    let time = has(|p| *p == Part::Hour) && has(|p| *p == Part::Minute);
    let no_time = !has(|p| matches!(p, Part::Hour | Part::Minute | Part::Second | Part::Fraction(_)));
    match base {
        "date" => date == [true; 3] && no_time,
        "time" => date == [false; 3] && time,
        "dateTimeStamp" => date == [true; 3] && time && has(|p| matches!(p, Part::Zone(..))),
        "dateTime" | "datetime" => date == [true; 3] && time,
        "gYear" => date == [true, false, false] && no_time,
        "gYearMonth" => date == [true, true, false] && no_time,
        "gMonth" => date == [false, true, false] && no_time,
        "gMonthDay" => date == [false, true, true] && no_time,
        "gDay" => date == [false, false, true] && no_time,
        _ => false,
    }
}
