//! The date or interval of a record, with the signs and words directly beside it that belong to it.

use super::{RULE_DATE, RULE_ONE, RecordParser};
use crate::base::date::english;
use crate::base::time::{Precision, TimeError, TimeExtent};
use crate::read::record::date::{DateError, FoundDate, find_dates};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The date of a record.
pub(super) struct Date {
    pub(super) range: Range<usize>,
    pub(super) time: TimeExtent,
    /// Whether "since" or "from" precedes it.
    pub(super) since: bool,
}

/// Marks the following date as approximate (`~`), uncertain (`?`) or both (`%`), in the signs of EDTF or in words.
static QUALIFIER: LazyLock<Regex> = LazyLock::new(|| {
    let about = r"approx\b\.?|approximately\b|circa\b|ca\b\.?";
    pattern(&format!(r"^(?:[?~%]|\s\?|\s?\(\s?(?:\?|{about}|c\.)\s?\)|\s+(?:{about}))"))
});

const DASH: &str = r"[-\u{2010}-\u{2015}\u{2212}]";

/// Words by which a time continues: "1992–present", "1992 onwards".
static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:\s*{DASH}\s*(?:to\s+)?(?:(?:the\s+)?present(?:\s+day)?|now|today|date|ongoing|current)|\s+(?:to|until|till|through)\s+(?:the\s+)?(?:present(?:\s+day)?|now|today|date)|\s+onwards?|\s+and\s+(?:after|later|onwards?))\b"
    ))
});
/// A dash with nothing after it.
static OPEN_DASH: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"^({DASH})\s*(?:$|[,;)\]|])")));
/// A dash, unless it separates two parts with space on both sides.
static DASH_AFTER: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"^(?:{DASH}|\s+{DASH}\s*(?:$|[,;)\]|?]))")));
static DASH_BEFORE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?:^|[\s:,(\[|=])({DASH})$")));
/// The signs for birth and death.
static SIGN_BEFORE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|[\s:,(\[|=])([*†‡]+)$"));
static SINCE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:since|from)(?:\s+(?:the|year|month|of|on))*\s*$"));
static TIME_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[,\s]*(?:at\s+|@\s*)?(?:[01]?\d|2[0-4])(?:[:h][0-5]\d(?::[0-5]\d)?(?:\s*(?:[ap]\.?m\b\.?|hrs\b|hours\b|h\b))?|\s*(?:[ap]\.?m\b\.?|hrs\b|hours\b|o['’]clock\b))",
    )
});
static TIME_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[,:(]\s*|\bat\s+)(?P<time>(?:[01]?\d|2[0-4])(?:[:h][0-5]\d(?::[0-5]\d)?(?:\s*(?:[ap]\.?m\.?|hrs|hours|h))?|\s*(?:[ap]\.?m\.?|hrs|hours|o['’]clock)))[,\s]+(?:on\s+)?$",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(&format!("(?i){text}")).expect("the pattern is a constant")
}

impl RecordParser<'_> {
    pub(super) fn time(&mut self, area_word_without_figure: Option<&Range<usize>>) -> Option<Date> {
        let rest = self.rest();
        let mut times = Vec::new();
        let mut dates = find_dates(&rest);
        // Four digits beside a complete date, or after "territory", are a number without its unit.
        let is_year = |f: &FoundDate| f.time.as_ref().is_ok_and(|t| t.precision == Precision::Year);
        let another = dates.iter().any(|f| !is_year(f));
        let announced = |f: &FoundDate| {
            area_word_without_figure.as_ref().is_some_and(|l| {
                rest[l.end.min(f.range.start)..f.range.start].trim().is_empty() && l.end <= f.range.start
            })
        };
        dates.retain(|f| !(is_year(f) && (another || announced(f))));
        for found in dates {
            self.take(found.range.clone());
            match found.time {
                Ok(time) => times.push(self.with_surroundings(found.range, time)),
                Err(e) => self.date_fault(found.range, &e),
            }
        }
        if let [_, second, ..] = times.as_slice() {
            let help = "split the record, or write an interval with a dash";
            self.fault(second.range.clone(), "a second date", RULE_ONE, help);
        }
        times.into_iter().next()
    }

    /// A date with what is directly before and after it.
    fn with_surroundings(&mut self, found: Range<usize>, time: TimeExtent) -> Date {
        let mut range = self.with_hedge(found.clone());
        let (approximate, uncertain) = self.qualifiers(&mut range);
        let time = qualified(time, approximate || range.start < found.start, uncertain);
        let time = self.open_end(&mut range, time);
        self.time_of_day(&range);
        if let Some(dash) = DASH_BEFORE.captures(&self.text[..range.start]).and_then(|c| c.get(1)) {
            let all = dash.start()..range.end;
            let help = "write ../1992 for a time before, or set the dash off with spaces on both sides";
            self.fault(all, "a dash right before this date may belong to it", RULE_DATE, help);
        }
        if let Some(sign) = SIGN_BEFORE.captures(&self.text[..range.start]).and_then(|c| c.get(1)) {
            let help = "write \"captured\" or the like for a change of control, and leave out any other date";
            self.fault(sign.start()..range.end, "a sign right before this date says what it is of", RULE_DATE, help);
        }
        let before = SINCE.find(&self.text[..range.start]).filter(|m| self.is_free(&m.range()));
        let since = before.is_some() && time.precision != Precision::Interval;
        if let Some(before) = before.filter(|_| since) {
            range.start = before.start();
            self.take(range.clone());
        }
        Date { range, time, since }
    }

    /// Takes the signs and words directly after a date that make it approximate or uncertain.
    fn qualifiers(&mut self, range: &mut Range<usize>) -> (bool, bool) {
        let (mut approximate, mut uncertain) = (false, false);
        while let Some(sign) = QUALIFIER.find(&self.text[range.end..]) {
            uncertain |= sign.as_str().contains(['?', '%']);
            approximate |= !sign.as_str().contains('?');
            range.end += sign.end();
        }
        self.take(range.clone());
        (approximate, uncertain)
    }

    /// Takes a dash or words by which the time continues; reports an ambiguous dash.
    fn open_end(&mut self, range: &mut Range<usize>, time: TimeExtent) -> TimeExtent {
        let rest = &self.text[range.end..];
        let goes_on = GOES_ON.find(rest).or_else(|| OPEN_DASH.captures(rest)?.get(1)).map(|m| m.end());
        let Some(len) = goes_on else {
            let dash = DASH_AFTER.find(rest);
            // "1992–289 km2": a part that is read after the dash does not belong to the date.
            let parts = |len: usize| self.free.get(range.end + len) == Some(&false);
            if let Some(dash) = dash.filter(|dash| !parts(dash.len())) {
                let end = range.end + dash.as_str().trim_end_matches(|c| ",;)]| ".contains(c)).len();
                let help = "write 1992/.. for an open interval, or set the dash off with spaces on both sides";
                self.fault(range.start..end, "a dash right after this date may belong to it", RULE_DATE, help);
            }
            return time;
        };
        range.end += len;
        self.take(range.clone());
        if time.precision == Precision::Interval {
            let help = "write one interval";
            self.fault(range.clone(), "an interval that goes on after its end", RULE_DATE, help);
            return time;
        }
        time.after()
    }

    /// Reports a time of day beside a date.
    fn time_of_day(&mut self, date: &Range<usize>) {
        let after = TIME_AFTER.find(&self.text[date.end..]).map(|m| date.start..date.end + m.end());
        let before = || {
            let time = TIME_BEFORE.captures(&self.text[..date.start])?.name("time")?;
            Some(time.start()..date.end)
        };
        let Some(range) = after.or_else(before) else { return };
        let beside = if range.start < date.start { range.start..date.start } else { date.end..range.end };
        if self.is_free(&beside) {
            self.take(range.clone());
            let help = "leave the time out: a record gives a day, a month, a year or an interval";
            self.fault(range, "a date with a time of day", RULE_DATE, help);
        }
    }

    fn date_fault(&mut self, range: Range<usize>, error: &DateError) {
        let (what, help) = match error {
            DateError::Ambiguous(a, b) => {
                (format!("this date may be {a} or {b}"), "write the month in letters, or the date as YYYY-MM-DD")
            }
            DateError::Time(TimeError::NoYear) => ("this date names no year".to_owned(), "add the year"),
            DateError::Time(TimeError::NoSuchMonth(n)) => (format!("there is no month {n}"), "correct the date"),
            DateError::Time(TimeError::NoSuchDay { year, month, days }) => {
                let month = english().month_name(*month).unwrap_or("that month");
                (format!("{month} {year} has {days} days"), "correct the date")
            }
            DateError::Time(TimeError::Reversed) => {
                ("this interval ends before it begins".to_owned(), "put the earlier date first")
            }
            DateError::Refused { what, help } => (what.clone(), *help),
        };
        self.fault(range, what, RULE_DATE, help);
    }
}

/// A time marked as approximate, uncertain, or both: EDTF level 1, at each closed end of an interval that is not
/// qualified already.
fn qualified(mut time: TimeExtent, approximate: bool, uncertain: bool) -> TimeExtent {
    let sign = match (approximate, uncertain) {
        (false, false) => return time,
        (true, false) => '~',
        (false, true) => '?',
        (true, true) => '%',
    };
    let ends = time.edtf.split('/').map(|end| match end.chars().next_back() {
        None | Some('.') => end.to_owned(),
        Some(own @ ('~' | '?' | '%')) => {
            let both = if own == sign { sign } else { '%' };
            format!("{}{both}", end.trim_end_matches(own))
        }
        Some(_) => format!("{end}{sign}"),
    });
    time.edtf = ends.collect::<Vec<_>>().join("/");
    time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qualifiers_stand_at_each_closed_end() {
        for (edtf, signs, expected) in [
            ("1992", (true, false), "1992~"),
            ("1988/1992", (false, true), "1988?/1992?"),
            ("1992/..", (true, false), "1992~/.."),
            ("../1992", (true, true), "../1992%"),
            ("1988~/1992", (false, true), "1988%/1992?"),
            ("1992", (false, false), "1992"),
        ] {
            let time = TimeExtent::from_edtf(edtf).expect(edtf);
            let time = qualified(time, signs.0, signs.1);
            assert_eq!(time.edtf, expected);
            assert!(TimeExtent::from_edtf(&time.edtf).is_some(), "{expected}");
        }
    }
}
