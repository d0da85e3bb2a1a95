//! EDTF (ISO 8601-2, <https://www.loc.gov/standards/datetime/>), the part that we write: level 0 without times of day;
//! of level 1 qualification, seasons, open and unknown ends, unspecified digits of a year, years before 0; of level 2
//! quarters and halves.

use super::{PartialDate, Precision, TimeError, TimeExtent};
use jiff::civil::Date;

/// A year in four digits, with a sign before 0.
pub(super) fn year(year: i16) -> String {
    let sign = if year < 0 { "-" } else { "" };
    format!("{sign}{:04}", year.unsigned_abs())
}

/// A day as EDTF and `xsd:date` write it, years before 0 with a sign.
pub fn day(date: Date) -> String {
    format!("{}-{:02}-{:02}", year(date.year()), date.month(), date.day())
}

impl TimeExtent {
    /// A spring (21), summer (22), autumn (23) or winter (24), a quarter (33 to 36) or a half (40, 41) of a year.
    /// Seasons are those of the northern hemisphere; their bounds are astronomical or by whole months, whichever is
    /// wider. A winter may be the one at the beginning or at the end of its year.
    pub fn part_of_year(year: i16, code: i8) -> Result<Self, TimeError> {
        let day = |year: i16, month, day| Date::new(year, month, day).map_err(|_| TimeError::NoYear);
        let (precision, earliest, latest) = match code {
            21 => (Precision::Season, day(year, 3, 1)?, day(year, 6, 21)?),
            22 => (Precision::Season, day(year, 6, 1)?, day(year, 9, 23)?),
            23 => (Precision::Season, day(year, 9, 1)?, day(year, 12, 22)?),
            24 => {
                let (before, after) = (year.checked_sub(1), year.checked_add(1));
                let (before, after) = (before.ok_or(TimeError::NoYear)?, after.ok_or(TimeError::NoYear)?);
                (Precision::Season, day(before, 12, 1)?, day(after, 3, 21)?)
            }
            33..=36 => {
                let first = (code - 33) * 3 + 1;
                (Precision::Quarter, day(year, first, 1)?, day(year, first + 2, 1)?.last_of_month())
            }
            40 => (Precision::Half, day(year, 1, 1)?, day(year, 6, 30)?),
            41 => (Precision::Half, day(year, 7, 1)?, day(year, 12, 31)?),
            _ => return Err(TimeError::NoSuchMonth(code)),
        };
        Ok(Self { edtf: format!("{}-{code}", self::year(year)), earliest, latest, precision })
    }

    /// Ten years that share their first digits: 199 is the 1990s. `None` beyond the calendar.
    pub fn decade(digits: i16) -> Option<Self> {
        Self::unspecified(digits, 10, Precision::Decade)
    }

    /// A hundred years that share their first digits: 19 is the years from 1900 to 1999. `None` beyond the calendar.
    pub fn century(digits: i16) -> Option<Self> {
        Self::unspecified(digits, 100, Precision::Century)
    }

    /// Years of which only the first digits are known. -4 as a century is from -0499 to -0400: `-04XX`.
    fn unspecified(digits: i16, count: i16, precision: Precision) -> Option<Self> {
        let width = if count == 10 { 3 } else { 2 };
        let marks = if count == 10 { "X" } else { "XX" };
        let near = digits.checked_mul(count)?;
        let far = if digits < 0 { near.checked_sub(count - 1)? } else { near.checked_add(count - 1)? };
        let sign = if digits < 0 { "-" } else { "" };
        Some(Self {
            edtf: format!("{sign}{:0width$}{marks}", digits.unsigned_abs()),
            earliest: Date::new(near.min(far), 1, 1).ok()?,
            latest: Date::new(near.max(far), 12, 31).ok()?,
            precision,
        })
    }

    /// The same time, marked as approximate: `1992~`. An interval is not changed.
    pub fn approximate(mut self) -> Self {
        if self.precision != Precision::Interval && !self.edtf.ends_with(['~', '?', '%']) {
            self.edtf.push('~');
        }
        self
    }

    /// Before a time, with nothing known of the beginning: `../1992`. The time itself may be part of it.
    pub fn before(&self) -> Self {
        let end = self.edtf.rsplit('/').next().unwrap_or_default();
        Self { edtf: format!("../{end}"), earliest: Date::MIN, latest: self.latest, precision: Precision::Interval }
    }

    /// After a time, with nothing known of the end: `1992/..`. The time itself may be part of it.
    pub fn after(&self) -> Self {
        let start = self.edtf.split('/').next().unwrap_or_default();
        Self { edtf: format!("{start}/.."), earliest: self.earliest, latest: Date::MAX, precision: Precision::Interval }
    }

    /// Parses the EDTF that we write: `1992`, `1992-05`, `1992-05-08`, `1992-22`, `1998-35`, `1992-41`, `199X`, `19XX`,
    /// `-0479`, `1992-05~`, `1988/1992`, `../1992`, `1992/`. `None` for anything else.
    pub fn from_edtf(text: &str) -> Option<Self> {
        if !text.is_ascii() {
            return None;
        }
        let Some((from, to)) = text.split_once('/') else { return point(text) };
        let is_end = |end: &str| end.is_empty() || end == "..";
        let interval = |earliest, latest| {
            (earliest <= latest).then(|| Self {
                edtf: text.to_owned(),
                earliest,
                latest,
                precision: Precision::Interval,
            })
        };
        match (is_end(from), is_end(to)) {
            (true, true) => None,
            (true, false) => interval(Date::MIN, point(to)?.latest),
            (false, true) => interval(point(from)?.earliest, Date::MAX),
            (false, false) => interval(point(from)?.earliest, point(to)?.latest),
        }
    }
}

/// A time that is not an interval.
fn point(text: &str) -> Option<TimeExtent> {
    let plain = text.strip_suffix(['~', '?', '%']).unwrap_or(text);
    let (negative, digits) = plain.strip_prefix('-').map_or((false, plain), |rest| (true, rest));
    let mut parts = digits.split('-');
    let first = parts.next()?;
    let known = first.trim_end_matches('X');
    let mut time = if known.len() < first.len() {
        if first.len() != 4 || parts.next().is_some() || !known.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let number: i16 = known.parse().ok()?;
        if negative && number == 0 {
            return None;
        }
        let signed = if negative { -number } else { number };
        match known.len() {
            3 => TimeExtent::decade(signed)?,
            2 => TimeExtent::century(signed)?,
            _ => return None,
        }
    } else {
        let number = |part: &str, len: usize| {
            (part.len() == len && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<i16>().ok())?
        };
        let year = number(first, 4)?;
        if negative && year == 0 {
            return None;
        }
        let year = if negative { -year } else { year };
        let small = |part: Option<&str>| match part {
            None => Some(None),
            Some(part) => i8::try_from(number(part, 2)?).ok().map(Some),
        };
        let (month, day) = (small(parts.next())?, small(parts.next())?);
        if parts.next().is_some() {
            return None;
        }
        match month {
            Some(code) if code > 20 => {
                day.is_none().then_some(())?;
                TimeExtent::part_of_year(year, code).ok()?
            }
            _ => TimeExtent::of(PartialDate { year: Some(year), month, day }).ok()?,
        }
    };
    time.edtf.push_str(&text[plain.len()..]);
    Some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for (edtf, earliest, latest, precision) in [
            ("1992-22", "1992-06-01", "1992-09-23", Precision::Season),
            ("1998-35", "1998-07-01", "1998-09-30", Precision::Quarter),
            ("1992-41", "1992-07-01", "1992-12-31", Precision::Half),
            ("199X", "1990-01-01", "1999-12-31", Precision::Decade),
            ("17XX", "1700-01-01", "1799-12-31", Precision::Century),
            ("-04XX", "-0499-01-01", "-0400-12-31", Precision::Century),
            ("-0043-03-15", "-0043-03-15", "-0043-03-15", Precision::Day),
            ("1992-05~", "1992-05-01", "1992-05-31", Precision::Month),
            ("1992%", "1992-01-01", "1992-12-31", Precision::Year),
            ("1988/1992-03", "1988-01-01", "1992-03-31", Precision::Interval),
            ("../1992", "-9999-01-01", "1992-12-31", Precision::Interval),
            ("1992/", "1992-01-01", "9999-12-31", Precision::Interval),
        ] {
            let time = TimeExtent::from_edtf(edtf).expect(edtf);
            assert_eq!(time.edtf, edtf);
            let days = (day(time.earliest), day(time.latest), time.precision);
            assert_eq!(days, (earliest.to_owned(), latest.to_owned(), precision), "{edtf}");
        }
    }

    #[test]
    fn texts_that_are_not_edtf() {
        for bad in
            ["19X2", "1XXX", "XXXX", "1992-25", "1992-22-01", "/", "../..", "1992/1988", "-0000", "1992~~", "199x", "X"]
        {
            assert_eq!(TimeExtent::from_edtf(bad), None, "{bad}");
        }
    }

    #[test]
    fn bounds_can_be_open() {
        let year = TimeExtent::from_edtf("1992").expect("a year");
        assert_eq!((year.before().edtf.as_str(), year.after().edtf.as_str()), ("../1992", "1992/.."));
        assert_eq!(year.approximate().edtf, "1992~");
    }
}
