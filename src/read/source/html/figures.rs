//! Lines that read as district records, anywhere on a page.

/// Maximum length of a line that can be a record, in bytes.
const LONGEST_RECORD: usize = 4_000;
/// Units of area as records write them, after a figure.
const UNITS: &[&str] = &[
    "km2", "km²", "km^2", "km 2", "sq km", "sq. km", "sq.km", "sqkm", "square k", "ha", "hectare", "acre", "sq mi",
    "sq. mi", "square m", "mi2", "mi²", "m2", "m²",
];

/// Whether a line has a figure with a unit of area, and the marks of a record.
pub(super) fn is_record(words: &str) -> bool {
    if words.len() > LONGEST_RECORD || !words.contains([':', ';', '\t', '–', '—', '|', '(', '=']) {
        return false;
    }
    let lower = words.to_lowercase();
    let mut digit = false;
    for (at, c) in lower.char_indices() {
        if c.is_ascii_digit() {
            digit = true;
        } else if digit && !c.is_whitespace() && !matches!(c, '.' | ',' | '\u{a0}') {
            let rest = &lower[at..];
            let unit = UNITS.iter().any(|unit| {
                rest.strip_prefix(unit).is_some_and(|after| unit.len() > 3 || !after.starts_with(char::is_alphabetic))
            });
            if unit {
                return true;
            }
            digit = false;
        }
    }
    false
}
