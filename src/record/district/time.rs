//! The date or interval of a record.

use super::{RULE_DATE, RULE_ONE, Reader};
use crate::record::date::{DateError, FoundDate, find_dates};
use crate::time::{Precision, TimeError, TimeExtent, month_name};
use std::ops::Range;

impl Reader<'_> {
    pub(super) fn time(&mut self, lonely: Option<&Range<usize>>) -> Option<(Range<usize>, TimeExtent)> {
        let rest = self.rest();
        let mut times = Vec::new();
        let mut dates = find_dates(&rest);
        // Four figures beside a date in full, or after "territory", are a number that lacks its unit.
        let is_year = |f: &FoundDate| f.time.as_ref().is_ok_and(|t| t.precision == Precision::Year);
        let another = dates.iter().any(|f| !is_year(f));
        let announced = |f: &FoundDate| {
            lonely.as_ref().is_some_and(|l| {
                rest[l.end.min(f.range.start)..f.range.start].trim().is_empty() && l.end <= f.range.start
            })
        };
        dates.retain(|f| !(is_year(f) && (another || announced(f))));
        for found in dates {
            self.take(found.range.clone());
            match found.time {
                Ok(mut time) => {
                    let mut range = self.with_hedge(found.range.clone());
                    // EDTF level 1: approximate, uncertain, or both.
                    let qualifier = match (range.start < found.range.start, self.questioned(&mut range)) {
                        (false, false) => "",
                        (true, false) => "~",
                        (false, true) => "?",
                        (true, true) => "%",
                    };
                    time.edtf = time.edtf.replace('/', &format!("{qualifier}/")) + qualifier;
                    times.push((range, time));
                }
                Err(e) => self.date_fault(found.range, &e),
            }
        }
        if let [_, (second, _), ..] = times.as_slice() {
            self.fault(second.clone(), "a second date", RULE_ONE, "split the record, or write an interval with a dash");
        }
        times.into_iter().next()
    }

    fn date_fault(&mut self, range: Range<usize>, error: &DateError) {
        let (what, help) = match error {
            DateError::Ambiguous(a, b) => (
                format!("this date may be {a} or {b}"),
                "write the month in letters, or the date as YYYY-MM-DD".to_owned(),
            ),
            DateError::Time(TimeError::NoYear) => ("this date names no year".to_owned(), "add the year".to_owned()),
            DateError::Time(TimeError::NoSuchMonth(n)) => {
                (format!("there is no month {n}"), "correct the date".to_owned())
            }
            DateError::Time(TimeError::NoSuchDay { year, month, days }) => {
                (format!("{} {year} has {days} days", month_name(*month)), "correct the date".to_owned())
            }
            DateError::Time(TimeError::Reversed) => {
                ("this interval ends before it begins".to_owned(), "put the earlier date first".to_owned())
            }
        };
        self.fault(range, what, RULE_DATE, help);
    }
}
