//! Dates as programs write them: EDTF beyond a plain date (ISO 8601-2), timestamps, quarters and halves of a year.

use super::{DateError, FoundDate};
use crate::base::time::{TimeError, TimeExtent};
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// What may come before and after such a date.
const BEFORE: &str = r"(?:^|[\s,:;(\[=|])";

static TIMESTAMP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"{BEFORE}(?P<all>(?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:T|[ \u{{a0}}])(?P<time>[0-9]{{2}}:?[0-9]{{2}}(?::?[0-9]{{2}}(?:[.,][0-9]+)?)?)\s?(?:Z\b|UTC\b|GMT\b|[+-][0-9]{{2}}:?(?:[0-9]{{2}})?)?)"
    ))
    .expect("the pattern is a constant")
});
static PART: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i){BEFORE}(?P<all>(?P<first>[0-9]{{4}})[\s\u{{a0}}/-]?(?:q(?P<q1>[1-4])|h(?P<h1>[12]))|(?:q(?P<q2>[1-4])|h(?P<h2>[12]))[\s\u{{a0}}/,-]+(?P<last>[0-9]{{4}}))(?:$|[^\p{{L}}0-9])"
    ))
    .expect("the pattern is a constant")
});
static SIGNS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"{BEFORE}(?P<all>[-0-9Xx.~?%/]+)")).expect("the pattern is a constant"));

const HELP_TIME: &str = "leave the time out: a record gives a day, a month, a year or an interval";
const HELP_EDTF: &str = "write a date or an interval, as 1992-05, 1992-05~, 1992-05/1992-06, 1992-05/.. or ../1992-05";

/// All such dates in a text, in order.
pub(super) fn find(text: &str) -> Vec<FoundDate> {
    let mut all = Vec::new();
    each(&TIMESTAMP, text, |c, range| {
        let midnight = c["time"].bytes().all(|b| !b.is_ascii_digit() || b == b'0');
        let day = TimeExtent::from_edtf(&c["day"]);
        let time = match day {
            Some(day) if midnight => Ok(day),
            Some(_) => Err(DateError::refused("a date with a time of day", HELP_TIME)),
            // A timestamp with an impossible day is reported as a date.
            None => return,
        };
        all.push(FoundDate { range, time });
    });
    each(&PART, text, |c, range| all.push(FoundDate { range, time: part(c) }));
    each(&SIGNS, text, |c, range| {
        let words = c["all"].trim_end_matches('.');
        // The dots of an open end belong to it.
        let words = if c["all"].ends_with("/..") { &c["all"] } else { words };
        if let Some(time) = edtf(words) {
            all.push(FoundDate { range: range.start..range.start + words.len(), time });
        }
    });
    // Of overlapping matches, the one that begins first counts, then the longest.
    all.sort_by_key(|f| (f.range.start, std::cmp::Reverse(f.range.end)));
    let mut end = 0;
    all.retain(|f| {
        f.range.start >= end && {
            end = f.range.end;
            true
        }
    });
    all
}

/// Calls `call` with each match and the range of its group `all`.
fn each(pattern: &Regex, text: &str, mut call: impl FnMut(&Captures<'_>, Range<usize>)) {
    let mut at = 0;
    while let Some(captures) = pattern.captures_at(text, at) {
        let Some(all) = captures.name("all") else { return };
        call(&captures, all.range());
        at = all.end();
    }
}

fn part(c: &Captures<'_>) -> Result<TimeExtent, DateError> {
    let number = |name: &str| c.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
    let year = number("first").or(number("last")).ok_or(DateError::Time(TimeError::NoYear))?;
    let code = match (number("q1").or(number("q2")), number("h1").or(number("h2"))) {
        (Some(quarter), _) => 32 + quarter,
        (None, half) => 39 + half.unwrap_or_default(),
    };
    let code = i8::try_from(code).unwrap_or_default();
    TimeExtent::part_of_year(year, code).map_err(DateError::Time)
}

/// Reads signs that only EDTF combines in this way; `None` if they may be an ordinary date, or no date.
fn edtf(words: &str) -> Option<Result<TimeExtent, DateError>> {
    let year = |text: &str| {
        let digits = text.trim_start_matches(['-', '~', '?', '%']).as_bytes();
        digits.len() >= 4
            && digits[..2].iter().all(u8::is_ascii_digit)
            && digits[2..4].iter().all(|b| b.is_ascii_digit() || matches!(b, b'X' | b'x'))
            && digits.get(4).is_none_or(|b| !b.is_ascii_digit())
    };
    let sides: Vec<&str> = words.split('/').collect();
    let open = |side: &&str| side.is_empty() || **side == *"..";
    let plain = words.trim_start_matches('~').trim_end_matches(['~', '?', '%']);
    let its_own = match sides.as_slice() {
        [one] => year(one) && (plain.contains(['X', 'x', '~', '?', '%']) || plain.contains("..")),
        [from, to] => (year(from) || open(from)) && (year(to) || open(to)) && !matches!(words, "/" | "../" | "/.."),
        _ => false,
    };
    if !its_own {
        return None;
    }
    let unknown_end = sides.len() == 2 && sides.iter().any(|s| s.is_empty());
    let reversed = || {
        let [from, to] = sides.as_slice() else { return false };
        let date = |side: &str| TimeExtent::from_edtf(side);
        matches!((date(from), date(to)), (Some(a), Some(b)) if b.latest < a.earliest)
    };
    Some(match TimeExtent::from_edtf(words) {
        Some(time) if !unknown_end => Ok(time),
        _ if reversed() => Err(DateError::Time(TimeError::Reversed)),
        _ => Err(DateError::refused("an unsupported form of EDTF", HELP_EDTF)),
    })
}
