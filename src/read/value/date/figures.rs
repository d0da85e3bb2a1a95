//! Times in figures alone: `2023-5-23`, `31.12.2019`, `03/04/1993`, `20220427`, `1990-95`, EDTF.

use super::rules::{DateOrder, DateRules, HELP, RULE, not_one, not_read};
use crate::base::time::{PartialDate, TimeExtent};
use crate::read::value::error::{Fault, ValueError};

/// A time before the rules for years are applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// A date, of which the year or more may be missing, in the calendar of the column.
    Date(PartialDate),
    /// Another time, of the Gregorian calendar.
    Time(TimeExtent),
}

pub(super) fn ymd(year: i16, month: Option<i8>, day: Option<i8>) -> Part {
    Part::Date(PartialDate { year: Some(year), month, day })
}

/// What is asked about a date that has several orders.
pub(super) const HELP_ORDER: &str = "say the order of the column: format = \"dmy\", \"mdy\" or \"ymd\"";

/// Reads a time in figures. `None` if it has letters, or is an interval of two.
pub(super) fn figures(text: &str, rules: &DateRules) -> Option<Result<Part, ValueError>> {
    if let Some(edtf) = edtf(text, rules) {
        return Some(edtf);
    }
    let text = without_clock(text);
    let body = text.strip_suffix('.').unwrap_or(text).trim_end();
    if body.is_empty() || !body.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if !body.chars().all(|c| c.is_ascii_digit() || is_mark(c) || c == ' ') {
        return None;
    }
    let mut marks: Vec<char> = body.chars().filter(|c| is_mark(*c)).map(plain_mark).collect();
    let parts: Vec<&str> = body.split(is_mark).map(str::trim).collect();
    if parts.iter().any(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let count = marks.len();
    marks.dedup();
    match (parts.as_slice(), marks.as_slice()) {
        ([one], _) => Some(alone(one, rules)),
        ([a, b], [mark]) => two(a, b, *mark, text.ends_with('.'), rules),
        ([a, b, c], [mark]) if count == 2 => Some(three([a, b, c], *mark, rules)),
        _ => None,
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '-' | '.' | '/' | '_' | '\u{2010}' | '\u{2011}')
}

fn plain_mark(c: char) -> char {
    if matches!(c, '\u{2010}' | '\u{2011}' | '_') { '-' } else { c }
}

/// EDTF that is not one of the forms below: `199X`, `1992~`, `1992-05-08/1992-05-09`, `../1992`.
fn edtf(text: &str, rules: &DateRules) -> Option<Result<Part, ValueError>> {
    if !text.contains(['X', '/']) || !text.is_ascii() || text.contains(' ') {
        return None;
    }
    let time = TimeExtent::from_edtf(text)?;
    if rules.calendar != super::rules::Calendar::Gregorian {
        return Some(Err(not_read("a time in EDTF in a column of another calendar", HELP)));
    }
    Some(Ok(Part::Time(time)))
}

/// A text without a time of day behind its date: `2018-10-14T00:00:00Z`, `14.10.2018 0:00`.
fn without_clock(text: &str) -> &str {
    let Some(at) = text.find(['T', ' ']).filter(|at| *at >= 8) else { return text };
    let (date, clock) = (&text[..at], text[at + 1..].trim());
    let is_clock = clock.len() <= 40
        && clock.split_once(':').is_some_and(|(hour, rest)| {
            (1..=2).contains(&hour.len())
                && hour.parse::<u8>().is_ok_and(|hour| hour <= 24)
                && rest.len() >= 2
                && rest.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'+' | b'-' | b'Z'))
        });
    if is_clock { date } else { text }
}

fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

/// A year, or digits that are none.
fn alone(text: &str, rules: &DateRules) -> Result<Part, ValueError> {
    if text.bytes().all(|b| b == b'0') {
        return Err(not_one("0 is no time"));
    }
    match text.len() {
        4 => match number(text) {
            Some(year @ 1000..) => Ok(ymd(year, None, None)),
            _ => Err(not_read("a year before 1000 without an era", "write it with its era, such as AD 862")),
        },
        8 => eight(text, rules),
        1 | 2 => Err(not_read("one or two digits, which are no year", "write the year with four digits")),
        3 => Err(not_read("a year before 1000 without an era", "write it with its era, such as AD 862")),
        5 => {
            let help = "format the column as dates in the spreadsheet before it is exported";
            Err(not_read("a number that may be the serial number of a date in a spreadsheet", help))
        }
        _ => Err(not_one("a number that is no date")),
    }
}

/// `20220427`, `27042022`.
fn eight(text: &str, rules: &DateRules) -> Result<Part, ValueError> {
    let date = |y: &str, m: &str, d: &str| {
        let date =
            PartialDate { year: number(y).filter(|y| (1000..2700).contains(y)), month: number(m), day: number(d) };
        (date.year.is_some() && TimeExtent::of(date).is_ok()).then_some(date)
    };
    let year_first = date(&text[..4], &text[4..6], &text[6..]);
    let day_first = date(&text[4..], &text[2..4], &text[..2]);
    let month_first = date(&text[4..], &text[..2], &text[2..4]);
    let mut found: Vec<PartialDate> = match rules.order {
        Some(DateOrder::YearMonthDay) => vec![year_first],
        Some(DateOrder::DayMonthYear) => vec![day_first],
        Some(DateOrder::MonthDayYear) => vec![month_first],
        _ => vec![year_first, day_first, month_first],
    }
    .into_iter()
    .flatten()
    .collect();
    found.dedup();
    match found.as_slice() {
        [] => Err(not_one("eight digits that are no date")),
        [date] => Ok(Part::Date(*date)),
        several => Err(ambiguous(several)),
    }
}

/// The error of a date with several readings.
pub(super) fn ambiguous(dates: &[PartialDate]) -> ValueError {
    let times = dates.iter().filter_map(|date| TimeExtent::of(*date).ok()).map(|time| time.edtf).collect();
    ValueError::ambiguous(times, RULE, HELP_ORDER)
}

fn three(parts: [&str; 3], mark: char, rules: &DateRules) -> Result<Part, ValueError> {
    let [a, b, c] = parts;
    let small = |part: &str| if part.len() <= 2 { number::<i8>(part) } else { None };
    if a.len() == 4
        && let (Some(year), Some(month), Some(day)) = (number(a), small(b), small(c))
    {
        if year == 0 {
            return Err(not_one("a date in the year 0"));
        }
        return Ok(ymd(year, Some(month), Some(day)));
    }
    let (Some(a), Some(b)) = (small(a), small(b)) else { return Err(not_one("figures that are no date")) };
    if c.len() == 2 {
        return Err(not_read("a year of two digits", "write the year with four digits"));
    }
    let Some(year) = number(c).filter(|_| c.len() == 4) else { return Err(not_one("figures that are no date")) };
    let (day, month) = day_and_month(a, b, year, mark, rules)?;
    Ok(ymd(year, Some(month), Some(day)))
}

/// Decides which of two figures is the day: by the rule of the column; by dots, with which the day comes first; or since one
/// of them cannot be a month.
fn day_and_month(a: i8, b: i8, year: i16, mark: char, rules: &DateRules) -> Result<(i8, i8), ValueError> {
    let against = |month: i8, order: &str| {
        let what = format!("there is no month {month}, and the order of the column is {order}");
        ValueError::new(Fault::AgainstRule, what, RULE, "correct the cell or the order in the mapping")
    };
    match rules.order {
        Some(DateOrder::MonthDayYear) if a > 12 => Err(against(a, "month, day, year")),
        Some(DateOrder::MonthDayYear) => Ok((b, a)),
        Some(DateOrder::DayMonthYear) if b > 12 => Err(against(b, "day, month, year")),
        Some(DateOrder::DayMonthYear) => Ok((a, b)),
        _ if mark == '.' || a == b || a > 12 => Ok((a, b)),
        _ if b > 12 => Ok((b, a)),
        _ => {
            let date = |day, month| PartialDate { year: Some(year), month: Some(month), day: Some(day) };
            Err(ambiguous(&[date(a, b), date(b, a)]))
        }
    }
}

fn two(a: &str, b: &str, mark: char, dot_behind: bool, rules: &DateRules) -> Option<Result<Part, ValueError>> {
    match (a.len(), b.len()) {
        (4, 1 | 2) if mark == '.' => Some(Err(not_read("a number with a fraction, which is no date", HELP))),
        (4, 1 | 2) => Some(year_and(number(a)?, b, rules)),
        (1 | 2, 4) => {
            let (month, year) = (number::<i8>(a)?, number(b)?);
            if mark == '.' && a.len() == 1 && rules.order != Some(DateOrder::MonthYear) {
                return Some(Err(not_read("a number with a fraction, or a month and a year", HELP_ORDER)));
            }
            Some(Ok(ymd(year, Some(month), None)))
        }
        (1 | 2, 1 | 2) if mark != '-' && (dot_behind || rules.order.is_some()) => {
            let (a, b) = (number(a)?, number(b)?);
            let read = day_and_month(a, b, 2000, mark, rules);
            Some(read.map(|(day, month)| Part::Date(PartialDate { year: None, month: Some(month), day: Some(day) })))
        }
        (1 | 2, 1 | 2) => Some(Err(not_read("two figures that are no date by themselves", HELP))),
        (4, 4) => None,
        _ => Some(Err(not_one("figures that are no date"))),
    }
}

/// `2023-05`: a month, or the last year of an interval.
fn year_and(year: i16, b: &str, rules: &DateRules) -> Result<Part, ValueError> {
    let Some(second) = number::<i8>(b) else { return Err(not_one("figures that are no date")) };
    let month = (1..=12).contains(&second).then(|| ymd(year, Some(second), None));
    let last = year - year % 100 + i16::from(second);
    let years = (b.len() == 2 && last > year).then_some((year, last));
    let month = month.filter(|_| rules.order != Some(DateOrder::Year));
    let years = years.filter(|_| !matches!(rules.order, Some(DateOrder::YearMonthDay | DateOrder::MonthYear)));
    let interval = |(from, to): (i16, i16)| {
        let of = |year| PartialDate { year: Some(year), ..PartialDate::default() };
        let ends = (super::rules::gregorian(of(from), rules)?, super::rules::gregorian(of(to), rules)?);
        TimeExtent::between(ends.0, ends.1).map(Part::Time).map_err(|error| super::rules::impossible(&error))
    };
    // EDTF writes seasons and quarters so.
    let code = (21..=41).contains(&second) && TimeExtent::part_of_year(year, second).is_ok();
    match (month, years) {
        (Some(_), Some((from, to))) => {
            let readings = vec![format!("{year}-{second:02}"), format!("{from}/{to}")];
            let help = "say format = \"ymd\" if it is a month, format = \"y\" if it is two years";
            Err(ValueError::ambiguous(readings, RULE, help))
        }
        (None, Some((from, to))) if code => {
            let readings = vec![format!("{from}/{to}"), format!("{year}-{second}")];
            Err(ValueError::ambiguous(readings, RULE, "say format = \"y\" if it is two years"))
        }
        (Some(month), None) => Ok(month),
        (None, Some(years)) => interval(years),
        (None, None) if code => Err(not_read("a season or quarter in EDTF", "write it in words, such as summer 1992")),
        (None, None) => Err(not_one(format!("there is no month {second}"))),
    }
}
