//! Expressions of time that are given. A value that is given is used as it is; without one, the program's reading of
//! exactly the same words.

use crate::base::time::TimeExtent;
use crate::extract::apart::apart;
use crate::extract::finding::{Anchor, TimeKind, TimeMention};
use crate::extract::given::{GivenTime, LeftOut};
use crate::extract::lang::en::times::read;
use crate::extract::tokens::Tokens;

/// What a value means.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Value {
    kind: TimeKind,
    timex: Option<String>,
    extent: Option<TimeExtent>,
}

/// The times that are given, in order, and their numbers.
pub(in crate::extract) fn given(
    tokens: &Tokens<'_>,
    published: Option<&TimeExtent>,
    given: &[GivenTime],
    left: &mut LeftOut,
) -> (Vec<TimeMention>, Vec<usize>) {
    let kept = apart(tokens, given, |time| (time.number, &time.range), "time", left);
    let found = read(tokens, published);
    let position = |of: usize| {
        let range = &found.get(of)?.range;
        kept.iter().position(|(time, _)| time.range == *range && time.value.is_none() && time.timex.is_none())
    };
    let mention = |(time, at): &(&GivenTime, std::ops::Range<usize>), left: &mut LeftOut| {
        let paragraph = tokens.sentences[tokens.sentence_of(at.start)].paragraph;
        let place = TimeMention {
            range: time.range.clone(),
            tokens: at.clone(),
            paragraph,
            kind: time.kind.unwrap_or(TimeKind::Date),
            value: None,
            modifier: None,
            extent: None,
            anchor: Anchor::Missing,
            until: None,
        };
        if let Some(value) = time.value.as_ref().or(time.timex.as_ref()) {
            let Some(Value { kind, timex, extent }) = meaning(value) else {
                left.add(time.number, format!("its value is left out: {value:?} is neither EDTF nor TIMEX3"));
                return place;
            };
            let timex = time.timex.as_ref().filter(|timex| meaning(timex).is_some()).cloned().or(timex);
            return TimeMention { kind, value: timex, extent, anchor: Anchor::Given, ..place };
        }
        let Some(own) = found.iter().find(|own| own.range == time.range) else { return place };
        let anchor = match own.anchor {
            Anchor::Expression(of) => match position(of) {
                Some(of) => Anchor::Expression(of),
                // What it is counted from is no finding here.
                None => return place,
            },
            ref other => other.clone(),
        };
        TimeMention { tokens: at.clone(), anchor, until: own.until.and_then(position), ..own.clone() }
    };
    let times = kept.iter().map(|time| mention(time, left)).collect();
    (times, kept.iter().map(|(time, _)| time.number).collect())
}

/// The meaning of a value in EDTF or TIMEX3 (ISO-TimeML); `None` if it is neither.
fn meaning(value: &str) -> Option<Value> {
    let value = value.trim();
    let of = |kind, extent| Some(Value { kind, timex: Some(value.to_owned()), extent });
    let is_figures = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if is_figures(value) && value.len() < 4 {
        // A decade or a century in TIMEX3.
        let edtf = format!("{value}{}", "X".repeat(4 - value.len()));
        return of(TimeKind::Date, Some(TimeExtent::from_edtf(&edtf)?));
    }
    if let Some(extent) = TimeExtent::from_edtf(value) {
        let is_timex = value.split('-').all(is_figures) && extent.is_level_0();
        return Some(Value { kind: TimeKind::Date, timex: is_timex.then(|| value.to_owned()), extent: Some(extent) });
    }
    if let Some((day, clock)) = value.split_once('T')
        && let Some(day) = TimeExtent::from_edtf(day).filter(TimeExtent::is_day)
        && (clock.starts_with(|c: char| c.is_ascii_digit()) || ["MO", "MI", "AF", "EV", "NI", "DT"].contains(&clock))
    {
        return of(TimeKind::Clock, Some(day));
    }
    if let Some((year, part)) = value.split_once('-')
        && year.len() == 4
        && is_figures(year)
        && let Some((_, edtf)) = PARTS.iter().find(|(timex, _)| *timex == part)
    {
        return of(TimeKind::Date, Some(TimeExtent::from_edtf(&format!("{year}-{edtf}"))?));
    }
    if let Some(length) = value.strip_prefix('P') {
        let is_length = length.bytes().all(|b| b.is_ascii_digit() || b"YMWDTHSXE.".contains(&b));
        return if is_length && length.len() > 1 { of(TimeKind::Duration, None) } else { reference(value) };
    }
    if value.starts_with("XXXX-") || value.starts_with("TXX") {
        return of(TimeKind::Recurring, None);
    }
    reference(value)
}

/// Seasons, quarters and halves of a year, in TIMEX3 and in EDTF.
const PARTS: [(&str, &str); 10] = [
    ("SP", "21"),
    ("SU", "22"),
    ("FA", "23"),
    ("WI", "24"),
    ("Q1", "33"),
    ("Q2", "34"),
    ("Q3", "35"),
    ("Q4", "36"),
    ("H1", "40"),
    ("H2", "41"),
];

/// A value that is a time without a place in the calendar, or a week.
fn reference(value: &str) -> Option<Value> {
    let is_week = value.split_once("-W").is_some_and(|(year, week)| {
        year.len() == 4
            && year.bytes().chain(week.bytes()).all(|b| b.is_ascii_digit() || b == b'-' || b == b'E' || b == b'W')
    });
    let is_known = is_week || ["PRESENT_REF", "PAST_REF", "FUTURE_REF"].contains(&value);
    is_known.then(|| Value { kind: TimeKind::Date, timex: Some(value.to_owned()), extent: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_tools() {
        for (value, kind, edtf) in [
            ("2019-05-03", TimeKind::Date, Some("2019-05-03")),
            ("1992-05", TimeKind::Date, Some("1992-05")),
            ("199", TimeKind::Date, Some("199X")),
            ("19", TimeKind::Date, Some("19XX")),
            ("2019-SU", TimeKind::Date, Some("2019-22")),
            ("2019-05-03T10:30", TimeKind::Clock, Some("2019-05-03")),
            ("2019-05-03TMO", TimeKind::Clock, Some("2019-05-03")),
            ("2019-W20", TimeKind::Date, None),
            ("P3D", TimeKind::Duration, None),
            ("PT2H", TimeKind::Duration, None),
            ("XXXX-WXX-2", TimeKind::Recurring, None),
            ("PRESENT_REF", TimeKind::Date, None),
        ] {
            let read = meaning(value).unwrap_or_else(|| panic!("{value}"));
            assert_eq!((read.kind, read.extent.as_ref().map(|e| e.edtf.as_str())), (kind, edtf), "{value}");
        }
        for value in ["", "soon", "2019-13", "2019-02-30", "Peter", "P", "2019-05-03Tuesday"] {
            assert_eq!(meaning(value), None, "{value}");
        }
    }
}
