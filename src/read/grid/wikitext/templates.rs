//! The few templates whose value can be read without running them, because they show what they are given. In: a use of a
//! template. Out: what it shows; `None` for all others, and for forms whose value is not certain.

use super::call::Call;
use std::ops::Range;

/// Templates that show their first parameter.
const CONTENT: &[&str] = &[
    "commas",
    "nowrap",
    "nobr",
    "small",
    "smaller",
    "center",
    "centre",
    "nts",
    "number table sorting",
    "abbr",
    "flag",
    "flagicon",
    "flagcountry",
    "flagu",
    "flaglist",
];
/// Templates that show their second parameter, after a key or a language.
const SECOND: &[&str] = &["lang", "langx"];
/// Templates that show nothing in a cell: references, notes, keys for sorting.
const SILENT: &[&str] = &[
    "sfn", "sfnp", "sfnm", "efn", "refn", "ref", "r", "rp", "note", "cn", "fact", "citation", "citation needed",
    "dead link", "webarchive", "harv", "harvnb", "harvp", "hs", "hidden sort", "hidden sort key", "anchor",
];
/// Templates of a date in numbers, the year first.
const DATES: &[&str] = &["date", "dts", "date table sorting", "start date", "end date", "start date and age"];
/// Templates of a dash.
const DASHES: &[(&str, &str)] = &[
    ("n/a", "—"),
    ("—", "—"),
    ("dash", "—"),
    ("emdash", "—"),
    ("mdash", "—"),
    ("–", "–"),
    ("endash", "–"),
    ("ndash", "–"),
];
/// Words between two numbers of a measure.
const BETWEEN: &[&str] = &["to", "and", "or", "-", "–", "by", "x", "×"];

/// What a use of a template shows; `show` gives what a parameter shows.
pub(super) fn shown(call: &Call<'_>, show: &mut dyn FnMut(Range<usize>) -> String) -> Option<String> {
    let name = call.name.as_str();
    if name.is_empty() {
        return None;
    }
    if let Some(first) = name.strip_prefix("formatnum:") {
        // The number stands in the name; as it is a number, its case does not matter.
        return first.chars().all(|c| c.is_ascii_digit() || ",.- ".contains(c)).then(|| first.trim().to_owned());
    }
    if SILENT.contains(&name) || name.starts_with("cite ") {
        return Some(String::new());
    }
    let values = call.positional();
    let mut value = |n: usize| values.get(n).map(|range| show(range.clone()));
    if let Some((_, dash)) = DASHES.iter().find(|(known, _)| *known == name) {
        return Some(value(0).filter(|words| !words.is_empty()).unwrap_or_else(|| (*dash).to_owned()));
    }
    if CONTENT.contains(&name) {
        return value(0);
    }
    if SECOND.contains(&name) {
        return value(1);
    }
    if name.strip_prefix("lang-").is_some_and(|tag| tag.len() <= 12) {
        return value(0);
    }
    match name {
        "sort" => value(1).or_else(|| value(0)),
        "sortname" => Some(format!("{} {}", value(0)?, value(1)?).trim().to_owned()),
        "convert" | "cvt" => measure(&(0..values.len()).map_while(value).collect::<Vec<_>>()),
        "coord" => coordinates(&(0..values.len().min(9)).map_while(value).collect::<Vec<_>>()),
        "val" if values.len() == 1 => {
            let number = value(0)?;
            let unit = ["u", "ul"].iter().find_map(|name| call.named(name)).map(&mut *show);
            let has_more = ["e", "up", "upl", "p", "s", "end"].iter().any(|name| call.named(name).is_some());
            match unit {
                _ if has_more => None,
                Some(unit) => Some(format!("{number} {unit}")),
                None => Some(number),
            }
        }
        _ if DATES.contains(&name) => date(&(0..values.len()).map_while(value).collect::<Vec<_>>()),
        _ => None,
    }
}

fn is_number(words: &str) -> bool {
    let digits = words.trim_start_matches(['-', '−', '+']);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '/' | '+' | ' '))
}

/// A number or two with a unit, as they are written: `931 ha`, `3 to 5 km`.
fn measure(values: &[String]) -> Option<String> {
    let number = |n: usize| values.get(n).filter(|value| is_number(value));
    let unit = |n: usize| {
        values.get(n).filter(|value| !is_number(value) && !value.is_empty() && !BETWEEN.contains(&value.as_str()))
    };
    let first = number(0)?;
    if let Some(between) = values.get(1).filter(|value| BETWEEN.contains(&value.as_str())) {
        return Some(format!("{first} {between} {} {}", number(2)?, unit(3)?));
    }
    let of = unit(1)?;
    // "5|ft|3|in": a second number with a unit of its own.
    if number(2).is_some() && values.len() > 3 {
        return None;
    }
    Some(format!("{first} {of}"))
}

/// Latitude and longitude in the figures in which they are written.
fn coordinates(values: &[String]) -> Option<String> {
    let latitude = values.iter().take(4).position(|v| matches!(v.as_str(), "N" | "S"));
    let Some(end) = latitude else {
        let (latitude, longitude) = (signed(values.first()?, "N", "S")?, signed(values.get(1)?, "E", "W")?);
        return Some(format!("{latitude}, {longitude}"));
    };
    let longitude = &values[end + 1..];
    let stop = longitude.iter().take(4).position(|v| matches!(v.as_str(), "E" | "W"))?;
    Some(format!("{} {}, {} {}", angle(&values[..end])?, values[end], angle(&longitude[..stop])?, longitude[stop]))
}

fn is_plain(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_digit()) && words.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// Degrees, minutes and seconds.
fn angle(parts: &[String]) -> Option<String> {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() || parts.len() > 3 || !parts.iter().all(|part| is_plain(part)) {
        return None;
    }
    let marked: Vec<String> = parts.iter().zip(["°", "′", "″"]).map(|(part, mark)| format!("{part}{mark}")).collect();
    Some(marked.join(" "))
}

/// Degrees with a sign as degrees with a direction.
fn signed(words: &str, positive: &str, negative: &str) -> Option<String> {
    let number = words.trim_start_matches('+');
    let (number, direction) = match number.strip_prefix(['-', '−']) {
        Some(number) => (number, negative),
        None => (number, positive),
    };
    is_plain(number).then(|| format!("{number}° {direction}"))
}

/// A date: year, month and day in figures as `2012-05-01`; one parameter, or a month in words, as it is written.
fn date(values: &[String]) -> Option<String> {
    let values: Vec<&str> = values.iter().map(String::as_str).filter(|value| !value.is_empty()).collect();
    let digits = |words: &str| !words.is_empty() && words.bytes().all(|b| b.is_ascii_digit());
    let first = *values.first()?;
    if values.len() == 1 {
        return Some(first.to_owned());
    }
    let within = |words: &str, most: u8| digits(words) && words.parse::<u8>().is_ok_and(|n| n > 0 && n <= most);
    if digits(first) && first.len() == 4 && within(values[1], 12) {
        let month = values[1].parse::<u8>().ok()?;
        return match values.get(2) {
            None => Some(format!("{first}-{month:02}")),
            Some(day) if values.len() == 3 && within(day, 31) => {
                Some(format!("{first}-{month:02}-{:02}", day.parse::<u8>().ok()?))
            }
            // Hours, or what is no date.
            Some(_) => None,
        };
    }
    let is_month = values[1].chars().all(char::is_alphabetic) && values.len() <= 3;
    let rest_is_year = values.get(2).is_none_or(|year| digits(year) && year.len() == 4);
    (is_month && rest_is_year && within(first, 31)).then(|| values.join(" "))
}
