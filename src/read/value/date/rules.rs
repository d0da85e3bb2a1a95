//! What is known of the dates of a column, and dates of other calendars as Gregorian ones.

use crate::base::time::{PartialDate, TimeError, TimeExtent};
use crate::read::value::error::{Fault, ValueError};
use jiff::civil::Date;

/// The order of day, month and year in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// `dmy`
    DayMonthYear,
    /// `mdy`
    MonthDayYear,
    /// `ymd`, `ym`; `2005-06` is a month.
    YearMonthDay,
    /// `my`
    MonthYear,
    /// `y`; `2005-06` is two years.
    Year,
}

impl DateOrder {
    /// The order with a name in mappings.
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "dmy" => Self::DayMonthYear,
            "mdy" => Self::MonthDayYear,
            "ymd" | "ym" => Self::YearMonthDay,
            "my" => Self::MonthYear,
            "y" => Self::Year,
            _ => return None,
        })
    }
}

/// A calendar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Calendar {
    /// The Gregorian calendar, also for days before its introduction.
    #[default]
    Gregorian,
    /// The Julian calendar. Complete dates are converted exactly; a month or a year alone is an error, since it has days of
    /// two Gregorian ones. The year begins on 1 January.
    Julian,
    /// The Thai solar calendar with years of the Buddhist era. Years from 2484 (1941) on, which begin on 1 January, are 543
    /// more than Gregorian ones; earlier ones are an error.
    Buddhist,
    /// The Islamic calendar: an error, since its months begin by sight and differ between countries.
    Hijri,
    /// The Persian solar calendar: an error, not converted.
    Persian,
    /// The Rumi calendar of the Ottoman treasury: an error, not converted.
    Rumi,
    /// Years of the Republic of China: an error, not converted.
    Minguo,
    /// Years of Japanese eras: an error, not converted.
    Japanese,
    /// The Hebrew calendar: an error, not converted.
    Hebrew,
    /// The Coptic calendar: an error, not converted.
    Coptic,
    /// The Ethiopic calendar: an error, not converted.
    Ethiopic,
}

impl Calendar {
    /// The calendar with a name in mappings.
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "gregorian" => Self::Gregorian,
            "julian" => Self::Julian,
            "buddhist" => Self::Buddhist,
            "hijri" => Self::Hijri,
            "persian" | "solar-hijri" => Self::Persian,
            "rumi" => Self::Rumi,
            "minguo" => Self::Minguo,
            "japanese" => Self::Japanese,
            "hebrew" => Self::Hebrew,
            "coptic" => Self::Coptic,
            "ethiopic" => Self::Ethiopic,
            _ => return None,
        })
    }

    /// What to tell the user about times that were converted.
    pub fn note(self) -> Option<&'static str> {
        match self {
            Self::Julian => Some("dates of the Julian calendar are converted to the Gregorian calendar"),
            Self::Buddhist => Some("years of the Buddhist era are converted: 543 is subtracted"),
            _ => None,
        }
    }
}

/// What is known of the dates of a column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateRules {
    /// The languages of months and other words, as BCP 47 tags; English if there is none.
    pub languages: Vec<String>,
    /// The order of day, month and year in figures.
    pub order: Option<DateOrder>,
    /// The year of dates without one, in the calendar of the column.
    pub year: Option<i16>,
    /// The calendar.
    pub calendar: Calendar,
}

/// First year of the Buddhist era that begins on 1 January.
const FIRST_BUDDHIST: i16 = 2484;
/// What is added to a Gregorian year to make one of the Buddhist era.
const BUDDHIST: i16 = 543;
/// Last year that is read: later ones are years of another calendar, or mistakes.
const LAST_YEAR: i16 = 2200;

pub(super) const RULE: &str =
    "a time is a date, month, year, decade or century, or an interval of them, that has one reading";
pub(super) const HELP: &str = "write it as YYYY-MM-DD, YYYY-MM or YYYY, or say how the column writes dates";

/// Whether the calendar is read at all.
pub(super) fn supported(calendar: Calendar) -> Result<(), ValueError> {
    let name = match calendar {
        Calendar::Hijri => "the Islamic calendar",
        Calendar::Persian => "the Persian calendar",
        Calendar::Rumi => "the Rumi calendar",
        Calendar::Minguo => "the calendar of the Republic of China",
        Calendar::Japanese => "Japanese eras",
        Calendar::Hebrew => "the Hebrew calendar",
        Calendar::Coptic => "the Coptic calendar",
        Calendar::Ethiopic => "the Ethiopic calendar",
        Calendar::Gregorian | Calendar::Julian | Calendar::Buddhist => return Ok(()),
    };
    let what = format!("dates of {name} are not converted");
    Err(ValueError::new(Fault::NotRead, what, RULE, "add a column with the dates of the Gregorian calendar"))
}

/// The Gregorian date of a date of the column's calendar; a year that is missing is the one that the rules give.
pub(super) fn gregorian(date: PartialDate, rules: &DateRules) -> Result<PartialDate, ValueError> {
    let year = date.year.or(rules.year).ok_or_else(no_year)?;
    match rules.calendar {
        Calendar::Gregorian if year > LAST_YEAR => {
            let help = "correct it, or say the calendar of the column: calendar = \"buddhist\"";
            Err(ValueError::new(Fault::NotRead, format!("a year after {LAST_YEAR}"), RULE, help))
        }
        Calendar::Buddhist if year < FIRST_BUDDHIST || year - BUDDHIST > LAST_YEAR => {
            let what = format!("the year {year} of the Buddhist era is not converted");
            let help = "years from 2484 on are converted; write earlier ones, which began in April, as Gregorian years";
            Err(ValueError::new(Fault::NotRead, what, RULE, help))
        }
        Calendar::Buddhist => Ok(PartialDate { year: Some(year - BUDDHIST), ..date }),
        Calendar::Julian => julian(year, date),
        _ => Ok(PartialDate { year: Some(year), ..date }),
    }
}

fn julian(year: i16, date: PartialDate) -> Result<PartialDate, ValueError> {
    let (Some(month), Some(day)) = (date.month, date.day) else {
        let what = "a month or year of the Julian calendar has days of two Gregorian ones";
        return Err(ValueError::new(Fault::NotRead, what, RULE, "write the complete date, or a Gregorian interval"));
    };
    let impossible = || ValueError::new(Fault::Impossible, "there is no such day in the Julian calendar", RULE, HELP);
    let leap = year.rem_euclid(4) == 0;
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i8::from(leap),
        1..=12 => 31,
        _ => return Err(impossible()),
    };
    if !(1..=days).contains(&day) {
        return Err(impossible());
    }
    // Days since 1 March of the year 0, in years that begin in March, so that a leap day comes last. The Julian calendar
    // was two days behind the Gregorian one in that year.
    let (y, m) = if month > 2 { (i64::from(year), month - 3) } else { (i64::from(year) - 1, month + 9) };
    let days = y * 365 + y.div_euclid(4) + (153 * i64::from(m) + 2) / 5 + i64::from(day) - 1;
    let start = Date::new(0, 2, 28).map_err(|_| impossible())?;
    let days = i32::try_from(days).map_err(|_| impossible())?;
    let date = start.checked_add(jiff::Span::new().days(days)).map_err(|_| impossible())?;
    Ok(PartialDate { year: Some(date.year()), month: Some(date.month()), day: Some(date.day()) })
}

pub(super) fn no_year() -> ValueError {
    let rule = "a date has a year, in its own words or in the mapping";
    ValueError::new(Fault::NoYear, "a date without a year", rule, "say the year of the column: year = 2022")
}

/// The error of a date whose parts cannot be.
pub(super) fn impossible(error: &TimeError) -> ValueError {
    let what = match error {
        TimeError::NoYear => return no_year(),
        TimeError::NoSuchMonth(month) => format!("there is no month {month}"),
        TimeError::NoSuchDay { year, month, days } => format!("month {month} of {year} has {days} days"),
        TimeError::Reversed => "the interval ends before it begins".to_owned(),
    };
    ValueError::new(Fault::Impossible, what, RULE, "correct the date in the source, or leave it out")
}

/// The time of a date.
pub(super) fn time(date: PartialDate, rules: &DateRules) -> Result<TimeExtent, ValueError> {
    TimeExtent::of(gregorian(date, rules)?).map_err(|error| impossible(&error))
}

pub(super) fn not_one(what: impl Into<String>) -> ValueError {
    ValueError::new(Fault::NotOne, what, RULE, HELP)
}

pub(super) fn not_read(what: impl Into<String>, help: &str) -> ValueError {
    ValueError::new(Fault::NotRead, what, RULE, help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_mapping_can_say_is_known() {
        let calendars = [
            "gregorian", "julian", "buddhist", "hijri", "solar-hijri", "rumi", "minguo", "japanese", "hebrew",
            "coptic", "ethiopic",
        ];
        for name in calendars {
            assert!(Calendar::of(name).is_some(), "{name}");
        }
        for name in ["dmy", "mdy", "ymd", "my", "ym", "y"] {
            assert!(DateOrder::of(name).is_some(), "{name}");
        }
    }

    #[test]
    fn julian_dates_are_converted_exactly() {
        let rules = DateRules { calendar: Calendar::Julian, ..DateRules::default() };
        for ((year, month, day), gregorian) in [
            ((1917, 10, 25), "1917-11-07"),
            ((1582, 10, 5), "1582-10-15"),
            ((1700, 2, 18), "1700-02-28"),
            ((1700, 2, 29), "1700-03-11"),
            ((1900, 2, 28), "1900-03-12"),
            ((1900, 2, 29), "1900-03-13"),
            ((1, 1, 1), "0000-12-30"),
            ((-43, 3, 15), "-0043-03-13"),
            ((325, 3, 21), "0325-03-22"),
        ] {
            let date = PartialDate { year: Some(year), month: Some(month), day: Some(day) };
            assert_eq!(time(date, &rules).map(|t| t.edtf).as_deref(), Ok(gregorian), "{year}-{month}-{day}");
        }
        let bad = |year, month, day| time(PartialDate { year, month, day }, &rules).unwrap_err().fault;
        assert_eq!(bad(Some(1901), Some(2), Some(29)), Fault::Impossible);
        assert_eq!(bad(Some(1901), Some(13), Some(1)), Fault::Impossible);
        assert_eq!(bad(Some(1901), Some(2), None), Fault::NotRead);
    }
}
