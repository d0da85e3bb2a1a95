//! Dates of workbooks: serial numbers of days, of which a format shows parts. Excel counts from 1900 and believes that
//! 1900 was a leap year, or, in workbooks from a Macintosh, from 1904.

use super::decimal::Decimal;
use crate::read::grid::Nature;
use jiff::ToSpan;
use jiff::civil::date;

/// The last day that a workbook can have: 9999-12-31.
const LAST_DAY: i64 = 2_958_465;
/// The day that Excel has in 1900 and the calendar has not: 29 February.
const LEAP_DAY: i64 = 60;
const DAY: i64 = 86_400;

/// The parts of a date that a format shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) year: bool,
    pub(super) month: bool,
    pub(super) day: bool,
    pub(super) time: bool,
    pub(super) seconds: bool,
    /// Whether the time is a duration, which may have more than 24 hours.
    pub(super) duration: bool,
    /// Whether the format is one of those that differ from country to country, so that what it shows is not known.
    pub(super) local: bool,
}

impl Parts {
    /// The whole date, of which the format shows a part; `None` if it shows all, or a time alone.
    pub(super) fn whole(self) -> Option<Self> {
        let is_date = self.year || self.month || self.day;
        let is_whole = self.year && self.day || self.local || self.duration;
        (is_date && !is_whole).then_some(Self { year: true, month: true, day: true, ..self })
    }

    /// The text of a serial number: ISO 8601, to the part that is shown. What is no date, such as a month and day
    /// without a year, has the nature of a text.
    pub(super) fn show(self, value: f64, is_1904: bool) -> (String, Nature) {
        let seconds = if (0.0..(LAST_DAY as f64 + 1.0)).contains(&value) {
            Some((value * DAY as f64).round() as i64)
        } else {
            None
        };
        let Some(seconds) = seconds else {
            // A program shows hash signs here; the number says more.
            return (Decimal::new(value).map(|d| d.general()).unwrap_or_default(), Nature::Number);
        };
        let (days, rest) = (seconds / DAY, seconds % DAY);
        let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
        if self.duration {
            return (format!("{}:{minute:02}:{second:02}", seconds / 3600), Nature::Text);
        }
        let shown = if self.local {
            Self { year: true, month: true, day: true, time: rest != 0, seconds: second != 0, ..self }
        } else {
            self
        };
        let mut time = if shown.time { format!("{hour:02}:{minute:02}") } else { String::new() };
        // The seconds of a full minute say nothing.
        if shown.time && shown.seconds && second != 0 {
            time.push_str(&format!(":{second:02}"));
        }
        let Some((year, month, day)) = calendar(days, is_1904) else {
            return (Decimal::new(value).map(|d| d.general()).unwrap_or_default(), Nature::Number);
        };
        match (shown.year, shown.month, shown.day) {
            (true, true, true) if shown.time => (format!("{year:04}-{month:02}-{day:02}T{time}"), Nature::Date),
            (true, _, true) => (format!("{year:04}-{month:02}-{day:02}"), Nature::Date),
            (true, true, false) => (format!("{year:04}-{month:02}"), Nature::Date),
            (true, false, false) => (format!("{year:04}"), Nature::Date),
            (false, true, true) => (format!("--{month:02}-{day:02}"), Nature::Text),
            (false, true, false) => (format!("--{month:02}"), Nature::Text),
            (false, false, true) => (format!("---{day:02}"), Nature::Text),
            (false, false, false) => (time, Nature::Text),
        }
    }
}

/// Year, month and day; a day that Excel alone has is given as Excel shows it.
fn calendar(days: i64, is_1904: bool) -> Option<(i16, i8, i8)> {
    let first = match days {
        _ if is_1904 => date(1904, 1, 1),
        0 => return Some((1900, 1, 0)),
        LEAP_DAY => return Some((1900, 2, 29)),
        1..LEAP_DAY => date(1899, 12, 31),
        _ => date(1899, 12, 30),
    };
    let found = first.checked_add(days.days()).ok()?;
    Some((found.year(), found.month(), found.day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: Parts =
        Parts { year: true, month: true, day: true, time: false, seconds: false, duration: false, local: false };

    #[test]
    fn serial_numbers_are_dates() {
        let time = Parts { time: true, ..FULL };
        for (parts, value, is_1904, shown) in [
            (FULL, 43387.0, false, "2018-10-14"),
            (FULL, 43387.9, false, "2018-10-14"),
            (FULL, 41925.0, true, "2018-10-14"),
            (FULL, 1.0, false, "1900-01-01"),
            (FULL, 59.0, false, "1900-02-28"),
            (FULL, 60.0, false, "1900-02-29"),
            (FULL, 61.0, false, "1900-03-01"),
            (FULL, 0.0, true, "1904-01-01"),
            (FULL, 2_958_465.0, false, "9999-12-31"),
            (time, 43387.4375, false, "2018-10-14T10:30"),
            (Parts { seconds: true, ..time }, 43387.43751, false, "2018-10-14T10:30:01"),
            (Parts { day: false, ..FULL }, 43387.0, false, "2018-10"),
            (Parts { year: false, ..FULL }, 43387.0, false, "--10-14"),
            (Parts { time: true, ..Parts::default() }, 0.4375, false, "10:30"),
            (Parts { duration: true, ..Parts::default() }, 1.5, false, "36:00:00"),
            (Parts { local: true, ..Parts::default() }, 43387.4375, false, "2018-10-14T10:30"),
            (FULL, -1.0, false, "-1"),
            (FULL, 3e6, false, "3000000"),
        ] {
            assert_eq!(parts.show(value, is_1904).0, shown);
        }
    }
}
