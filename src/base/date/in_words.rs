//! Times in words, with the precision that they have.

use super::words::english;

/// An EDTF time in English words: `1993-07-23` as 23 July 1993, `199X` as 1990s, `1992~` as about 1992. `None` if the
/// string is not of the EDTF that we write.
pub fn in_words(edtf: &str) -> Option<String> {
    match edtf.split_once('/') {
        None => single(edtf),
        Some((from, "..")) => single(from).map(|from| format!("{from} or later")),
        Some(("..", to)) => single(to).map(|to| format!("{to} or earlier")),
        Some((from, to)) => Some(format!("{} – {}", single(from)?, single(to)?)),
    }
}

fn single(edtf: &str) -> Option<String> {
    let doubts = [('~', "about "), ('?', "perhaps "), ('%', "perhaps about ")];
    for (sign, word) in doubts {
        if let Some(edtf) = edtf.strip_suffix(sign) {
            return date(edtf).map(|date| format!("{word}{date}"));
        }
    }
    date(edtf)
}

fn date(edtf: &str) -> Option<String> {
    let (sign, digits) = edtf.strip_prefix('-').map_or((1, edtf), |digits| (-1, digits));
    let mut parts = digits.split('-');
    let year = year(sign, parts.next()?)?;
    let Some(month) = parts.next().map(two_digits) else { return Some(year) };
    let named = match month? {
        month @ 1..=12 => english().month_name(month)?,
        season @ 21..=24 => english().season_name(season)?,
        33 => "first quarter of",
        34 => "second quarter of",
        35 => "third quarter of",
        36 => "fourth quarter of",
        40 => "first half of",
        41 => "second half of",
        _ => return None,
    };
    let month = month.filter(|month| *month <= 12);
    let Some(day) = parts.next() else { return Some(format!("{named} {year}")) };
    let day = two_digits(day).filter(|day| (1..=31).contains(day) && month.is_some())?;
    parts.next().is_none().then(|| format!("{day} {named} {year}"))
}

fn two_digits(text: &str) -> Option<i8> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// A year, a decade or a century. There is no year 0: 0000 is 1 BCE.
fn year(sign: i32, digits: &str) -> Option<String> {
    let known = digits.trim_end_matches('X');
    let unknown = digits.len() - known.len();
    if digits.len() != 4 || unknown > 2 || !known.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i32 = known.parse().ok()?;
    let named = |year: i32| if year > 0 { year.to_string() } else { format!("{} BCE", 1 - year) };
    match unknown {
        0 => Some(named(sign * number)),
        1 if sign > 0 && number > 0 => Some(format!("{number}0s")),
        _ => {
            let count = if unknown == 1 { 10 } else { 100 };
            let (near, far) = (sign * number * count, sign * (number * count + count - 1));
            Some(format!("{} to {}", named(near.min(far)), named(near.max(far))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_their_precision_and_nothing_else_is_a_time() {
        for (edtf, words) in [
            ("1993-07-23", Some("23 July 1993")),
            ("2017-10", Some("October 2017")),
            ("1988", Some("1988")),
            ("1988/1992", Some("1988 – 1992")),
            ("1992-05-08/1992-05-09", Some("8 May 1992 – 9 May 1992")),
            ("1992/..", Some("1992 or later")),
            ("../1992-05", Some("May 1992 or earlier")),
            ("1992~", Some("about 1992")),
            ("1992-05?/1993%", Some("perhaps May 1992 – perhaps about 1993")),
            ("1992-22", Some("summer 1992")),
            ("1998-35", Some("third quarter of 1998")),
            ("1998-40~", Some("about first half of 1998")),
            ("199X", Some("1990s")),
            ("19XX", Some("1900 to 1999")),
            ("-04XX", Some("500 BCE to 401 BCE")),
            ("-0043-03-15", Some("15 March 44 BCE")),
            ("0000", Some("1 BCE")),
            ("1992-13-01", None),
            ("1992-22-01", None),
            ("1992-05-08-01", None),
            ("1992-5", None),
            ("XXXX", None),
            ("289 km2", None),
            ("a/b", None),
            ("", None),
            ("/", None),
        ] {
            assert_eq!(in_words(edtf).as_deref(), words, "{edtf}");
        }
    }
}
