//! The date of a publication as pages, feeds and archives write it, as the year, month or day that it names (EDTF level 0).
//! A timestamp gives the day that its own offset from UTC makes of it, which is the day as written.

use crate::time::TimeExtent;

/// The months as their first three letters.
const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";

/// The date that a text names, if it names one and nothing else: `2017-12-27T10:00:00+04:00`, `2017/12/27`, `20171227`,
/// `Wed, 27 Dec 2017 10:00:00 +0400`, `December 27, 2017`, `27 December 2017`, `2017-12`, `2017`.
pub fn edtf(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > 64 {
        return None;
    }
    numeric(text).or_else(|| named(text)).filter(|edtf| TimeExtent::from_edtf(edtf).is_some())
}

/// ISO 8601 and its relations.
fn numeric(text: &str) -> Option<String> {
    let end = text.find(['T', 't', ' ']).unwrap_or(text.len());
    let (date, time) = text.split_at(end);
    // What follows a day must be a time of day.
    if !time.is_empty() && !time[1..].trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let plain = |part: &str, digits: usize| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
    if plain(date, 8) {
        return Some(format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]));
    }
    let mark = if date.contains('/') { '/' } else { '-' };
    let parts: Vec<&str> = date.split(mark).collect();
    match parts[..] {
        [year, month, day] if plain(year, 4) && short(month) && short(day) => {
            Some(format!("{year}-{month:0>2}-{day:0>2}"))
        }
        [year, month] if plain(year, 4) && short(month) && time.is_empty() => Some(format!("{year}-{month:0>2}")),
        [year] if plain(year, 4) && time.is_empty() => Some(year.to_owned()),
        _ => None,
    }
}

fn short(part: &str) -> bool {
    (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
}

/// RFC 5322 and what people write.
fn named(text: &str) -> Option<String> {
    let mut words = text.split([' ', ',', '\u{a0}', '-']).filter(|w| !w.is_empty()).peekable();
    if words.peek().is_some_and(|w| ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|d| begins(w, d))) {
        words.next();
    }
    let (first, second, year) = (words.next()?, words.next()?, words.next());
    let year = year.filter(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()));
    let (day, month) = if short(first) { (first, second) } else { (second, first) };
    let month = month_number(month)?;
    match year {
        Some(year) if short(day) => Some(format!("{year}-{month:02}-{day:0>2}")),
        None if day == second
            && day.len() == 4
            && day.bytes().all(|b| b.is_ascii_digit())
            && words.next().is_none() =>
        {
            Some(format!("{day}-{month:02}"))
        }
        _ => None,
    }
}

fn begins(word: &str, with: &str) -> bool {
    word.get(..with.len()).is_some_and(|w| w.eq_ignore_ascii_case(with))
}

/// A month by its English name or the first three letters of it, from 1.
fn month_number(word: &str) -> Option<usize> {
    let word = word.trim_end_matches('.');
    let at = (0..12).find(|n| begins(word, &MONTHS[3 * n..3 * n + 3]))?;
    word.bytes().all(|b| b.is_ascii_alphabetic()).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_publication() {
        for (text, read) in [
            ("2017-12-27T23:30:00+04:00", Some("2017-12-27")),
            ("2017-12-27T23:30:00.000Z", Some("2017-12-27")),
            ("2017-12-27 10:00:00", Some("2017-12-27")),
            ("20171227T100000Z", Some("2017-12-27")),
            ("2017/12/27", Some("2017-12-27")),
            ("2017/1/7", Some("2017-01-07")),
            ("2017-12", Some("2017-12")),
            ("2017", Some("2017")),
            ("Wed, 27 Dec 2017 10:00:00 +0400", Some("2017-12-27")),
            ("7 Dec 2017 10:00 GMT", Some("2017-12-07")),
            ("December 27, 2017", Some("2017-12-27")),
            ("Sept. 3, 2017 10:00 am", Some("2017-09-03")),
            ("Wednesday, December 27, 2017", Some("2017-12-27")),
            ("27-Dec-2017", Some("2017-12-27")),
            ("December 2017", Some("2017-12")),
            ("2017-02-30", None),
            ("27/12/2017", None),
            ("05/08/2017", None),
            ("yesterday", None),
            ("2017-12-27Tomorrow", None),
            ("1514354400", None),
            ("", None),
            ("December", None),
        ] {
            assert_eq!(edtf(text).as_deref(), read, "{text}");
        }
    }
}
