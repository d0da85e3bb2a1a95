//! A cell of an ODS workbook: its value, and what the sheet shows of it.

use crate::read::grid::Nature;
use crate::read::grid::workbook::decimal::Decimal;
use crate::read::grid::workbook::format::Shown;
use crate::read::grid::workbook::xml::{attribute, number};
use quick_xml::events::BytesStart;

/// Maximum number of decimals that words of a cell can show.
const MAX_DECIMALS: usize = 30;

/// A cell with its attributes.
#[derive(Debug, Default)]
pub(super) struct OdsCell {
    pub(super) words: String,
    pub(super) repeated: u32,
    pub(super) rows: u32,
    pub(super) columns: u32,
    pub(super) is_covered: bool,
    kind: String,
    value: Option<String>,
    has_formula: bool,
    is_error: bool,
}

impl OdsCell {
    pub(super) fn new(start: &BytesStart<'_>) -> Self {
        let mut cell = Self {
            repeated: number(start, "number-columns-repeated").unwrap_or(1).max(1),
            rows: number(start, "number-rows-spanned").unwrap_or(1).max(1),
            columns: number(start, "number-columns-spanned").unwrap_or(1).max(1),
            has_formula: attribute(start, "formula").is_some(),
            ..Self::default()
        };
        // LibreOffice repeats the type in a vocabulary of its own, where errors have one.
        for attribute in start.attributes().with_checks(false).flatten() {
            match attribute.key.as_ref() {
                "office:value-type" => cell.kind = attribute.value.as_ref().to_owned(),
                "calcext:value-type" => cell.is_error = attribute.value.as_ref() == "error",
                _ => {}
            }
        }
        let name = match cell.kind.as_str() {
            "date" => "date-value",
            "time" => "time-value",
            "boolean" => "boolean-value",
            "string" => "string-value",
            _ => "value",
        };
        cell.value = attribute(start, name);
        cell
    }

    pub(super) fn is_merged(&self) -> bool {
        self.rows > 1 || self.columns > 1
    }

    /// Whether the cell has a value or a formula, even if it shows nothing.
    pub(super) fn has_value(&self) -> bool {
        self.value.is_some() || self.has_formula
    }

    /// What the sheet shows, and what kind of value it is.
    pub(super) fn shown(&self) -> Shown {
        let words = self.words.trim();
        let value = self.value.as_deref().map(str::trim).unwrap_or_default();
        let mut exact = None;
        let (text, nature) = match self.kind.as_str() {
            "float" | "percentage" | "currency" => match value.parse().ok().and_then(Decimal::new) {
                Some(decimal) => {
                    let (text, is_rounded) = as_shown(&decimal, words, self.kind == "percentage");
                    exact = is_rounded.then(|| decimal.general());
                    (text, Nature::Number)
                }
                None => (words.to_owned(), Nature::Text),
            },
            "date" => (date(value), Nature::Date),
            "time" => ((if words.is_empty() { value } else { words }).to_owned(), Nature::Text),
            "boolean" => (value.to_ascii_uppercase(), Nature::Boolean),
            _ => ((if words.is_empty() { value } else { words }).to_owned(), Nature::Text),
        };
        let is_error = self.is_error || (self.has_formula && (words.starts_with("Err:") || is_error(words)));
        // A formula that gives an empty text has that as its value.
        let gives_nothing = self.kind == "string" && text.is_empty();
        if is_error {
            Shown::new(words.to_owned(), Nature::Error)
        } else if self.has_formula && !gives_nothing {
            Shown { text, nature: Nature::Formula, exact }
        } else {
            Shown { text, nature, exact }
        }
    }
}

fn is_error(words: &str) -> bool {
    matches!(words, "#DIV/0!" | "#VALUE!" | "#REF!" | "#NAME?" | "#NUM!" | "#N/A" | "#NULL!")
}

/// A number with the digits that the words show, if they are digits of it, and whether it has more.
fn as_shown(decimal: &Decimal, words: &str, is_percentage: bool) -> (String, bool) {
    let decimal = if is_percentage { decimal.clone().shifted(2) } else { decimal.clone() };
    let sign = if decimal.negative { "-" } else { "" };
    let unit = if is_percentage { "%" } else { "" };
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    let behind = words.rfind(['.', ',', '\u{66b}']).map(|at| words[at..].chars().filter(char::is_ascii_digit).count());
    for decimals in [behind.unwrap_or_default(), 0] {
        if digits.is_empty() || decimals > MAX_DECIMALS {
            break;
        }
        let rounded = decimal.clone().rounded(decimals);
        let (mut whole, mut fraction) = rounded.parts();
        while fraction.len() < decimals {
            fraction.push('0');
        }
        while whole.len() + fraction.len() < digits.len() {
            whole.insert(0, '0');
        }
        if whole.len() + fraction.len() == digits.len() && digits.starts_with(&whole) && digits.ends_with(&fraction) {
            let point = if fraction.is_empty() { "" } else { "." };
            let sign = if rounded.is_zero() { "" } else { sign };
            return (format!("{sign}{whole}{point}{fraction}{unit}"), rounded != decimal);
        }
    }
    (format!("{}{unit}", decimal.general()), false)
}

/// A date to the minute; midnight is a date without a time.
fn date(value: &str) -> String {
    match value.split_once('T') {
        None => value.to_owned(),
        Some((day, time)) => {
            let time = time.split('.').next().unwrap_or_default();
            match time {
                "00:00:00" | "00:00" | "" => day.to_owned(),
                time => {
                    format!("{day}T{}", if time.len() == 8 { time.strip_suffix(":00").unwrap_or(time) } else { time })
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_give_the_digits() {
        for (value, words, is_percentage, shown) in [
            (42.0, "00042", false, "00042"),
            (512.7, "512,70", false, "512.70"),
            (1_234_567.891, "1.234.567,89", false, "1234567.89"),
            (1234.0, "1,234", false, "1234"),
            (0.125, "12.5%", true, "12.5%"),
            (0.125, "13 %", true, "13%"),
            (-3.5, "-3.5", false, "-3.5"),
            (-3.5, "(3,50)", false, "-3.50"),
            (12.5, "12,50 \u{20ac}", false, "12.50"),
            (512.700_000_000_000_2, "512.7", false, "512.7"),
            (1e9, "1E+09", false, "1000000000"),
            (717.0, "###", false, "717"),
            (0.0, "-", false, "0"),
        ] {
            assert_eq!(as_shown(&Decimal::new(value).unwrap(), words, is_percentage).0, shown, "{words}");
        }
    }

    #[test]
    fn digits_that_the_words_leave_out_are_known() {
        for (value, words, is_percentage, is_rounded) in [
            (1090.6, "1091", false, true),
            (1090.6, "1.091", false, true),
            (-1090.6, "(1090,6)", false, false),
            (0.125, "13 %", true, true),
            (512.7, "512,70", false, false),
            (717.0, "###", false, false),
        ] {
            assert_eq!(as_shown(&Decimal::new(value).unwrap(), words, is_percentage).1, is_rounded, "{words}");
        }
    }

    #[test]
    fn midnight_is_a_day() {
        assert_eq!(date("2018-10-14T00:00:00"), "2018-10-14");
        assert_eq!(date("2018-10-14T10:30:00"), "2018-10-14T10:30");
        assert_eq!(date("2018-10-14T10:30:15.5"), "2018-10-14T10:30:15");
    }
}
