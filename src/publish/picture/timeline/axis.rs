//! Converts days to pixels, and chooses round days to name: single days, months, years, up to thousands of years. Years
//! before 1 are named as in the calendar, which has no year 0.

use crate::base::date::english;
use jiff::civil::Date;

/// Minimum visible width of a bar, in pixels.
const MIN_WIDTH: f64 = 5.0;
/// Width of the name of a day, month or year, in pixels.
const NAME: f64 = 88.0;

/// The axis of a timeline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    first: i64,
    last: i64,
    left: f64,
    right: f64,
}

/// The distance of names on an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Days(i64),
    Months(i64),
    Years(i64),
}

impl Axis {
    /// An axis between two points of the paper that shows these days. `None` without any day.
    pub(super) fn of(days: impl Iterator<Item = Date>, left: f64, right: f64) -> Option<Self> {
        let (mut first, mut last) = (i64::MAX, i64::MIN);
        for day in days.map(number_of) {
            (first, last) = (first.min(day), last.max(day + 1));
        }
        if first > last {
            return None;
        }
        let margin = ((last - first) / 24).max(4);
        Some(Self { first: first - margin, last: last + margin, left, right })
    }

    fn at(&self, day: i64) -> f64 {
        let share = (day - self.first) as f64 / (self.last - self.first) as f64;
        self.left + share.clamp(0.0, 1.0) * (self.right - self.left)
    }

    /// The ends of a time; an open end reaches the end of the axis.
    pub(super) fn span(&self, earliest: Option<Date>, latest: Option<Date>) -> (f64, f64) {
        let from = earliest.map_or(self.left, |d| self.at(number_of(d)));
        let to = latest.map_or(self.right, |d| self.at(number_of(d) + 1));
        let lacking = (MIN_WIDTH - (to - from)).max(0.0) / 2.0;
        // A day is drawn as a tick, whatever the width of its bar.
        let lacking = if earliest == latest { 0.0 } else { lacking };
        (from - lacking, to + lacking)
    }

    /// The range of the axis in words.
    pub(super) fn range(&self) -> String {
        let year = |day| year_name(civil(day).0);
        let (from, to) = (year(self.first), year(self.last));
        if from == to { format!("in {from}") } else { format!("from {from} to {to}") }
    }

    /// The positions and names of ticks.
    pub(super) fn ticks(&self) -> Vec<(f64, String)> {
        let most = ((self.right - self.left) / NAME).max(2.0);
        let days = (self.last - self.first) as f64;
        const STEPS: [Step; 10] = [
            Step::Days(1),
            Step::Days(2),
            Step::Days(7),
            Step::Days(14),
            Step::Months(1),
            Step::Months(2),
            Step::Months(3),
            Step::Months(6),
            Step::Years(1),
            Step::Years(2),
        ];
        let long = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].map(Step::Years);
        let fits = |step: &Step| days / step.days() <= most;
        let step = STEPS.into_iter().chain(long).find(fits).unwrap_or(Step::Years(5000));
        let ticks = step.days_between(self.first, self.last);
        ticks.into_iter().map(|(day, text)| (self.at(day), text)).collect()
    }
}

impl Step {
    fn days(self) -> f64 {
        match self {
            Self::Days(n) => n as f64,
            Self::Months(n) => n as f64 * 30.437,
            Self::Years(n) => n as f64 * 365.2425,
        }
    }

    /// The round days of an interval, with their names.
    fn days_between(self, first: i64, last: i64) -> Vec<(i64, String)> {
        let named = |day: i64| {
            let (year, month, date) = civil(day);
            let month_name = english().month_name(i8::try_from(month).unwrap_or(1)).unwrap_or_default();
            let month_name = month_name.get(..3).unwrap_or_default();
            match self {
                Self::Days(_) => format!("{date} {month_name} {}", year_name(year)),
                Self::Months(_) => format!("{month_name} {}", year_name(year)),
                Self::Years(_) => year_name(year),
            }
        };
        let mut days = Vec::new();
        match self {
            Self::Days(n) => days.extend((first.div_euclid(n)..=last.div_euclid(n)).map(|k| k * n)),
            Self::Months(n) => {
                let month = |day| {
                    let (year, month, _) = civil(day);
                    year * 12 + month - 1
                };
                for k in month(first).div_euclid(n)..=month(last).div_euclid(n) {
                    let month = k * n;
                    days.push(day_number(month.div_euclid(12), month.rem_euclid(12) + 1, 1));
                }
            }
            Self::Years(n) => {
                for k in civil(first).0.div_euclid(n) - 1..=civil(last).0.div_euclid(n) {
                    // 500 BCE is the year -499.
                    let year = if k * n <= 0 && n > 1 { k * n + 1 } else { k * n };
                    days.push(day_number(year, 1, 1));
                }
            }
        }
        days.retain(|day| (first..=last).contains(day));
        days.into_iter().map(|day| (day, named(day))).collect()
    }
}

/// A year as the calendar names it.
pub(super) fn year_name(year: i64) -> String {
    if year > 0 { year.to_string() } else { format!("{} BCE", 1 - year) }
}

fn number_of(date: Date) -> i64 {
    day_number(date.year().into(), date.month().into(), date.day().into())
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a number of days.
fn civil(day: i64) -> (i64, i64, i64) {
    let z = day + 719_468;
    let (era, of_era) = (z.div_euclid(146_097), z.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (year, month, day) in
            [(1970, 1, 1), (2000, 2, 29), (1992, 5, 8), (-479, 3, 15), (-9999, 1, 1), (9999, 12, 31), (0, 2, 29)]
        {
            let date = Date::new(year, month, day).unwrap();
            assert_eq!(civil(number_of(date)), (year.into(), month.into(), day.into()));
        }
        let between = number_of(Date::constant(1992, 5, 8)) - number_of(Date::constant(1991, 5, 8));
        assert_eq!(between, 366);
    }

    #[test]
    fn ticks_are_round() {
        let named = |from: (i16, i8, i8), to: (i16, i8, i8)| -> Vec<String> {
            let day = |(y, m, d)| Date::constant(y, m, d);
            let axis = Axis::of([day(from), day(to)].into_iter(), 0.0, 700.0).unwrap();
            axis.ticks().into_iter().map(|(_, text)| text).collect()
        };
        assert_eq!(named((1988, 1, 1), (1993, 12, 31)), ["1988", "1989", "1990", "1991", "1992", "1993", "1994"]);
        assert_eq!(named((-499, 1, 1), (2000, 1, 1)), ["500 BCE", "1", "500", "1000", "1500", "2000"]);
        assert_eq!(named((1992, 5, 8), (1992, 10, 8))[..2], ["Jun 1992", "Jul 1992"]);
        assert_eq!(named((1992, 5, 8), (1992, 5, 8)).len(), 5);
    }
}
