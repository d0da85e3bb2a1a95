//! Types that are neither numbers nor dates: durations, encoded bytes, names.

/// Whether a text is of a type; a type that is not listed here takes all texts.
pub(super) fn is_of(base: &str, text: &str) -> bool {
    let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '·');
    let begins = |c: char| c.is_alphabetic() || matches!(c, '_' | ':');
    match base {
        "duration" => duration(text, true, true),
        "dayTimeDuration" => duration(text, false, true),
        "yearMonthDuration" => duration(text, true, false),
        "hexBinary" => text.len().is_multiple_of(2) && text.bytes().all(|b| b.is_ascii_hexdigit()),
        "base64Binary" | "binary" => bytes(text).is_some(),
        "anyURI" => !text.contains([' ', '<', '>', '"', '{', '}', '|', '\\', '^', '`']),
        "NMTOKEN" => !text.is_empty() && text.chars().all(name),
        "Name" => text.starts_with(begins) && text.chars().all(name),
        "language" => crate::dataset::is_language_tag(text),
        "QName" => {
            text.split(':').count() <= 2 && text.split(':').all(|p| p.starts_with(begins) && p.chars().all(name))
        }
        "json" => serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok(),
        _ => true,
    }
}

/// The length of a value, in the unit of its type: bytes of encoded bytes, else characters.
pub(super) fn length(base: &str, text: &str) -> usize {
    match base {
        "hexBinary" => text.len() / 2,
        "base64Binary" | "binary" => bytes(text).unwrap_or_default(),
        _ => text.chars().count(),
    }
}

/// The number of bytes that a base64 text encodes.
fn bytes(text: &str) -> Option<usize> {
    let digits: String = text.split_whitespace().collect();
    let data = digits.trim_end_matches('=');
    let padding = digits.len() - data.len();
    let valid = digits.len().is_multiple_of(4)
        && padding <= 2
        && data.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/".contains(&b));
    valid.then(|| digits.len() / 4 * 3 - padding)
}

fn duration(text: &str, months: bool, days: bool) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    let date_units: Vec<char> =
        [('Y', months), ('M', months), ('D', days)].iter().filter(|u| u.1).map(|u| u.0).collect();
    let date_parts = parts(date, &date_units, None);
    let time_parts = time.map(|time| if days { parts(time, &['H', 'M', 'S'], Some('S')) } else { None });
    match (date_parts, time_parts) {
        (Some(date), None) => date > 0,
        (Some(_), Some(Some(time))) => time > 0,
        _ => false,
    }
}

/// The number of parts, each a number and its unit, in the order of the units.
fn parts(text: &str, units: &[char], with_fraction: Option<char>) -> Option<usize> {
    let (mut rest, mut next, mut count) = (text, 0, 0);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let unit = rest[end..].chars().next()?;
        let place = units.iter().skip(next).position(|u| *u == unit)? + next;
        let (whole, fraction) = rest[..end].split_once('.').unwrap_or((&rest[..end], "0"));
        let fraction_allowed = !rest[..end].contains('.') || with_fraction == Some(unit);
        if whole.is_empty() || fraction.is_empty() || fraction.contains('.') || !fraction_allowed {
            return None;
        }
        (next, count) = (place + 1, count + 1);
        rest = &rest[end + unit.len_utf8()..];
    }
    Some(count)
}
