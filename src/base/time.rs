//! Times with the precision that the source gives: an EDTF string (ISO 8601-2,
//! <https://www.loc.gov/standards/datetime/>) beside the earliest and the latest day. Years before 1 are counted
//! astronomically: 1 BC is 0, 44 BC is -43.

mod edtf;

pub use edtf::day as day_text;

use crate::base::vocab::term;
use jiff::civil::Date;
use oxigraph::model::NamedNodeRef;

/// The precision of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Precision {
    /// A day.
    Day,
    /// A month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A spring, summer, autumn or winter.
    Season,
    /// A half of a year.
    Half,
    /// A year.
    Year,
    /// Ten years: the 1990s.
    Decade,
    /// A hundred years.
    Century,
    /// From one time to another. The source decides whether something lasted that long or happened during it.
    Interval,
}

impl Precision {
    /// The controlled term.
    pub fn iri(self) -> NamedNodeRef<'static> {
        match self {
            Self::Day => term::DAY,
            Self::Month => term::MONTH,
            Self::Quarter => term::QUARTER,
            Self::Season => term::SEASON,
            Self::Half => term::HALF,
            Self::Year => term::YEAR,
            Self::Decade => term::DECADE,
            Self::Century => term::CENTURY,
            Self::Interval => term::INTERVAL,
        }
    }
}

/// A time as a source gives it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TimeExtent {
    /// EDTF up to level 2: `1992-05-08`, `1992-22` (summer), `1998-35` (third quarter), `199X`, `1992~`, `../1992`.
    pub edtf: String,
    /// The first possible day, or the day on which it begins; [`Date::MIN`] if it is unbounded.
    pub earliest: Date,
    /// The last possible day, or the day on which it ends; [`Date::MAX`] if it is unbounded.
    pub latest: Date,
    /// The precision.
    pub precision: Precision,
}

/// A calendar date of which some parts may be unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PartialDate {
    /// Year.
    pub year: Option<i16>,
    /// Month, from 1.
    pub month: Option<i8>,
    /// Day, from 1.
    pub day: Option<i8>,
}

/// Why the parts of a date are not a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeError {
    /// No year is named.
    NoYear,
    /// The month does not exist.
    NoSuchMonth(i8),
    /// The day does not exist in its month.
    NoSuchDay {
        /// Year.
        year: i16,
        /// Month.
        month: i8,
        /// The number of days of that month.
        days: i8,
    },
    /// The interval ends before it begins.
    Reversed,
}

impl TimeExtent {
    /// A day, a month or a year.
    pub fn of(date: PartialDate) -> Result<Self, TimeError> {
        let year = date.year.ok_or(TimeError::NoYear)?;
        let Some(month) = date.month else {
            let (earliest, latest) = (first_day(year, 1)?, first_day(year, 12)?.last_of_year());
            return Ok(Self { edtf: edtf::year(year), earliest, latest, precision: Precision::Year });
        };
        let first = first_day(year, month)?;
        let Some(day) = date.day else {
            let edtf = format!("{}-{month:02}", edtf::year(year));
            return Ok(Self { edtf, earliest: first, latest: first.last_of_month(), precision: Precision::Month });
        };
        let date = Date::new(year, month, day).map_err(|_| TimeError::NoSuchDay {
            year,
            month,
            days: first.days_in_month(),
        })?;
        Ok(Self { edtf: edtf::day(date), earliest: date, latest: date, precision: Precision::Day })
    }

    /// The interval from one time to another. A part that one end lacks is taken from the other: `16-17 May 1992`.
    pub fn between(from: PartialDate, to: PartialDate) -> Result<Self, TimeError> {
        // The second end can also lack a part: in "May 16-17, 1992" the month comes first.
        let to = PartialDate {
            month: if to.day.is_some() { to.month.or(from.month) } else { to.month },
            year: to.year.or(from.year),
            ..to
        };
        let from = PartialDate {
            month: if from.day.is_some() { from.month.or(to.month) } else { from.month },
            year: from.year.or(to.year),
            ..from
        };
        let (from, to) = (Self::of(from)?, Self::of(to)?);
        if to.latest < from.earliest {
            return Err(TimeError::Reversed);
        }
        Ok(Self::interval(&from, &to))
    }

    /// The interval from the beginning of one time to the end of another, which must not end before the first begins.
    pub fn interval(from: &Self, to: &Self) -> Self {
        Self {
            edtf: format!("{}/{}", from.edtf, to.edtf),
            earliest: from.earliest,
            latest: to.latest,
            precision: Precision::Interval,
        }
    }

    /// Whether it is a day, month or year without qualification (EDTF level 0).
    pub fn is_level_0(&self) -> bool {
        matches!(self.precision, Precision::Day | Precision::Month | Precision::Year)
            && self.edtf.bytes().all(|b| b.is_ascii_digit() || b == b'-')
            && !self.edtf.starts_with('-')
    }

    /// Whether it is a single day.
    pub fn is_day(&self) -> bool {
        self.precision == Precision::Day
    }
}

fn first_day(year: i16, month: i8) -> Result<Date, TimeError> {
    Date::new(year, month, 1).map_err(|_| TimeError::NoSuchMonth(month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_is_kept() {
        let show = |text| {
            let t = TimeExtent::from_edtf(text).unwrap();
            (t.earliest.to_string(), t.latest.to_string(), t.precision)
        };
        assert_eq!(show("1992"), ("1992-01-01".into(), "1992-12-31".into(), Precision::Year));
        assert_eq!(show("1992-02"), ("1992-02-01".into(), "1992-02-29".into(), Precision::Month));
        assert_eq!(show("1992-05-08"), ("1992-05-08".into(), "1992-05-08".into(), Precision::Day));
        for bad in ["1993-02-29", "1992-13", "92", "1992-5", "1992-05-08-", "", "1992-05-08T00:00", "१९९२"] {
            assert_eq!(TimeExtent::from_edtf(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_interval_fills_what_one_side_leaves_out() {
        let date = |year, month, day| PartialDate { year, month, day };
        let may = TimeExtent::between(date(None, Some(5), Some(16)), date(Some(1992), None, Some(17))).unwrap();
        assert_eq!(may.edtf, "1992-05-16/1992-05-17");
        let years = TimeExtent::between(date(Some(1988), None, None), date(Some(1992), None, None)).unwrap();
        assert_eq!((years.edtf.as_str(), years.latest.to_string().as_str()), ("1988/1992", "1992-12-31"));
        assert_eq!(
            TimeExtent::between(date(Some(1992), None, None), date(Some(1988), None, None)),
            Err(TimeError::Reversed)
        );
    }
}
