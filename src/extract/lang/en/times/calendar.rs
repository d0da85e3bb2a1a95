//! Periods of the calendar of any size: counting from them, and writing them as TIMEX3 and as EDTF.

use super::meaning::Clock;
use crate::base::date::Unit;
use crate::base::time::{PartialDate, TimeExtent};
use jiff::ToSpan;
use jiff::civil::Date;
use std::fmt::Write;

/// A period of the calendar. Years are counted astronomically: 1 BC is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A century by its first digits; whether it is before our era.
    Century(i32, bool),
    /// A decade by its first digits; whether it is before our era.
    Decade(i32, bool),
    Year(i32),
    /// A season, quarter or half, by its number in EDTF.
    PartOfYear(i32, i8),
    /// A season, by its number in EDTF, that extends into the next year: "winter 1992/93".
    SeasonOver(i32, i8),
    /// About the year in which a century begins.
    Turn(i32),
    Month(i32, i8),
    /// A week, by its Monday.
    Week(Date),
    /// A weekend, by the Monday before it.
    Weekend(Date),
    Day(Date),
}

impl Place {
    /// A day; `None` if it does not exist.
    pub(super) fn day(year: i32, month: i8, day: i8) -> Option<Self> {
        Date::new(i16::try_from(year).ok()?, month, day).ok().map(Self::Day)
    }

    /// The year in which it begins.
    pub(super) fn year(self) -> Option<i32> {
        match self {
            Self::Century(..) | Self::Decade(..) => None,
            Self::Year(year) | Self::PartOfYear(year, _) | Self::SeasonOver(year, _) | Self::Month(year, _) => {
                Some(year)
            }
            Self::Turn(_) => None,
            Self::Week(day) | Self::Weekend(day) | Self::Day(day) => Some(i32::from(day.year())),
        }
    }

    /// The month in which it begins, if it is not longer than a month.
    pub(super) fn month(self) -> Option<(i32, i8)> {
        match self {
            Self::Month(year, month) => Some((year, month)),
            Self::Week(day) | Self::Weekend(day) | Self::Day(day) => Some((i32::from(day.year()), day.month())),
            _ => None,
        }
    }

    /// The month in which it begins or, for a season or quarter, the month in its middle.
    pub(super) fn about_month(self) -> Option<i8> {
        match self {
            Self::PartOfYear(_, 24) => Some(1),
            Self::SeasonOver(..) => Some(12),
            Self::PartOfYear(_, code @ 21..=23) => Some((code - 21) * 3 + 4),
            Self::PartOfYear(_, code @ 33..=36) => Some((code - 33) * 3 + 2),
            _ => self.month().map(|(_, month)| month),
        }
    }

    /// The date, if it is a day.
    pub(super) fn date(self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            _ => None,
        }
    }

    /// The century that contains it, by first digits.
    pub(super) fn century(self) -> Option<(i32, bool)> {
        match self {
            Self::Century(n, before) => Some((n, before)),
            Self::Decade(n, before) => Some((n / 10, before)),
            Self::Turn(year) => Some((year / 100, false)),
            _ => self.year().map(|year| era(year, 100)),
        }
    }

    /// This number of units later or, if negative, earlier, with the precision that is known.
    pub(super) fn shift(self, count: i32, unit: Unit) -> Option<Self> {
        let in_range = |year: i32| (-9998..=9998).contains(&year).then_some(year);
        match unit {
            Unit::Day => self.date()?.checked_add(i64::from(count).days()).ok().map(Self::Day),
            Unit::Week => {
                let day = match self {
                    Self::Week(day) | Self::Weekend(day) | Self::Day(day) => monday(day)?,
                    _ => return None,
                };
                day.checked_add((i64::from(count) * 7).days()).ok().map(Self::Week)
            }
            Unit::Month => {
                let (year, month) = self.month()?;
                let months = year.checked_mul(12)?.checked_add(i32::from(month) - 1)?.checked_add(count)?;
                let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
                in_range(months.div_euclid(12)).map(|year| Self::Month(year, month))
            }
            Unit::Quarter => {
                let (year, quarter) = match self {
                    Self::PartOfYear(year, code @ 33..=36) => (year, i32::from(code) - 33),
                    _ => self.month().map(|(year, month)| (year, (i32::from(month) - 1) / 3))?,
                };
                let quarters = year.checked_mul(4)?.checked_add(quarter)?.checked_add(count)?;
                let code = i8::try_from(quarters.rem_euclid(4) + 33).ok()?;
                in_range(quarters.div_euclid(4)).map(|year| Self::PartOfYear(year, code))
            }
            Unit::Year => in_range(self.year()?.checked_add(count)?).map(Self::Year),
            Unit::Decade => match self {
                Self::Decade(n, false) => in_range(n.checked_add(count)?).map(|n| Self::Decade(n, false)),
                Self::Decade(n, true) => n.checked_sub(count).filter(|n| *n >= 0).map(|n| Self::Decade(n, true)),
                _ => {
                    let (n, before) = era(self.year()?.checked_add(count.checked_mul(10)?)?, 10);
                    (n < 1000).then_some(Self::Decade(n, before))
                }
            },
            Unit::Century => {
                let (n, before) = self.century()?;
                let n = if before { n.checked_sub(count)? } else { n.checked_add(count)? };
                (0..100).contains(&n).then_some(Self::Century(n, before))
            }
            _ => None,
        }
    }

    /// The enclosing period of a size: the month of a day.
    pub(super) fn widened(self, unit: Unit) -> Option<Self> {
        match (unit, self) {
            (Unit::Week, Self::Week(_)) => Some(self),
            _ => self.shift(0, unit),
        }
    }

    /// The value in TIMEX3.
    pub(super) fn value(self, clock: Option<Clock>) -> String {
        let mut value = match self {
            Self::Century(n, before) => format!("{}{n:02}", if before { "BC" } else { "" }),
            Self::Decade(n, before) => format!("{}{n:03}", if before { "BC" } else { "" }),
            Self::Year(year) => year_value(year),
            Self::PartOfYear(year, code) | Self::SeasonOver(year, code) => {
                format!("{}-{}", year_value(year), season_letters(code))
            }
            Self::Turn(year) => year_value(year),
            Self::Month(year, month) => format!("{}-{month:02}", year_value(year)),
            Self::Week(day) | Self::Weekend(day) => {
                let week = day.iso_week_date();
                let end = if matches!(self, Self::Weekend(_)) { "-WE" } else { "" };
                format!("{}-W{:02}{end}", year_value(i32::from(week.year())), week.week())
            }
            Self::Day(day) => format!("{}-{:02}-{:02}", year_value(i32::from(day.year())), day.month(), day.day()),
        };
        if let Some(clock) = clock {
            value.push_str(&clock_value(clock));
        }
        value
    }

    /// The period as EDTF with its bounds.
    pub(super) fn extent(self) -> Option<TimeExtent> {
        let of =
            |year: i32, month, day| TimeExtent::of(PartialDate { year: i16::try_from(year).ok(), month, day }).ok();
        let date = |day: Date| of(i32::from(day.year()), Some(day.month()), Some(day.day()));
        match self {
            Self::Century(n, false) => TimeExtent::century(i16::try_from(n).ok()?),
            // The fifth century BC is from 500 to 401 BC, astronomically -499 to -400.
            Self::Century(n, true) if n > 0 => TimeExtent::century(-i16::try_from(n).ok()?),
            Self::Century(_, true) => Some(TimeExtent::interval(&of(-99, None, None)?, &of(0, None, None)?)),
            Self::Decade(n, false) => TimeExtent::decade(i16::try_from(n).ok()?),
            // The 470s BC are from 479 to 470 BC, astronomically -478 to -469.
            Self::Decade(n, true) => {
                let last = n.checked_mul(10)?;
                Some(TimeExtent::interval(&of(-8 - last, None, None)?, &of((1 - last).min(0), None, None)?))
            }
            Self::Year(year) => of(year, None, None),
            Self::PartOfYear(year, code) => TimeExtent::part_of_year(i16::try_from(year).ok()?, code).ok(),
            Self::SeasonOver(year, 24) => {
                Some(TimeExtent::interval(&of(year, Some(12), None)?, &of(year.checked_add(1)?, Some(2), None)?))
            }
            Self::SeasonOver(year, _) => {
                Some(TimeExtent::interval(&of(year, None, None)?, &of(year.checked_add(1)?, None, None)?))
            }
            Self::Turn(year) => of(year, None, None).map(TimeExtent::approximate),
            Self::Month(year, month) => of(year, Some(month), None),
            Self::Week(day) => Some(TimeExtent::interval(&date(day)?, &date(day.checked_add(6.days()).ok()?)?)),
            Self::Weekend(day) => {
                let (first, last) = (day.checked_add(5.days()).ok()?, day.checked_add(6.days()).ok()?);
                Some(TimeExtent::interval(&date(first)?, &date(last)?))
            }
            Self::Day(day) => date(day),
        }
    }
}

/// The Monday of a day's week.
pub(super) fn monday(day: Date) -> Option<Date> {
    day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

/// The first digits of a year, by tens or hundreds, and whether it is before our era.
fn era(year: i32, by: i32) -> (i32, bool) {
    if year > 0 { (year / by, false) } else { ((1 - year) / by, true) }
}

fn year_value(year: i32) -> String {
    if year > 0 { format!("{year:04}") } else { format!("BC{:04}", 1 - year) }
}

/// TIMEX3's letters for a season, quarter or half.
pub(super) fn season_letters(code: i8) -> &'static str {
    match code {
        21 => "SP",
        22 => "SU",
        23 => "FA",
        24 => "WI",
        33 => "Q1",
        34 => "Q2",
        35 => "Q3",
        36 => "Q4",
        40 => "H1",
        _ => "H2",
    }
}

/// A time of day as TIMEX3 adds it to a day.
pub(super) fn clock_value(clock: Clock) -> String {
    match clock {
        Clock::Part(part) => format!("T{part}"),
        Clock::At(hour, minute, second) => {
            let mut value = format!("T{hour:02}");
            for part in [minute, second].into_iter().flatten() {
                let _ = write!(value, ":{part:02}");
            }
            if minute.is_none() {
                value.push_str(":00");
            }
            value
        }
    }
}

impl Unit {
    /// A number of these units in TIMEX3: `P3D`, `PT20M`, `P1DE`.
    pub(super) fn length(self, count: &str) -> String {
        let (before, after) = match self {
            Self::Second => ("PT", "S"),
            Self::Minute => ("PT", "M"),
            Self::Hour => ("PT", "H"),
            Self::Day => ("P", "D"),
            Self::Week => ("P", "W"),
            Self::Month => ("P", "M"),
            Self::Quarter => ("P", "Q"),
            Self::Year => ("P", "Y"),
            Self::Decade => ("P", "DE"),
            Self::Century => ("P", "CE"),
            Self::Millennium => ("P", "ML"),
        };
        format!("{before}{count}{after}")
    }
}
