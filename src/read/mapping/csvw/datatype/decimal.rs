//! Decimal numbers as digits, so that no digit is lost.

use std::cmp::Ordering;

/// A decimal number in one form: a minus sign unless it is zero, no superfluous zeros, a point only before digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    whole: String,
    fraction: String,
}

impl Decimal {
    /// A number of digits with the decimal point that many places to the left: 2 for a percentage.
    pub fn of(negative: bool, whole: &str, fraction: &str, places: usize) -> Self {
        let digits = format!("{}{whole}", "0".repeat(places));
        let (kept, moved) = digits.split_at(digits.len() - places);
        let whole = kept.trim_start_matches('0').to_owned();
        let fraction = format!("{moved}{fraction}").trim_end_matches('0').to_owned();
        Self { negative: negative && !(whole.is_empty() && fraction.is_empty()), whole, fraction }
    }

    /// The number of a text with a point for decimals.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let valid = is_number(whole) && is_number(fraction) && !(whole.is_empty() && fraction.is_empty());
        valid.then(|| Self::of(negative, whole, fraction, 0))
    }

    /// Whether it has no fraction.
    pub fn is_whole(&self) -> bool {
        self.fraction.is_empty()
    }

    /// Compares the numbers, exactly.
    pub fn compare(&self, other: &Self) -> Ordering {
        let size =
            |a: &Self, b: &Self| (a.whole.len(), &a.whole, &a.fraction).cmp(&(b.whole.len(), &b.whole, &b.fraction));
        match (self.negative, other.negative) {
            (false, false) => size(self, other),
            (true, true) => size(other, self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        let whole = if self.whole.is_empty() { "0" } else { &self.whole };
        if self.fraction.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{}", self.fraction) }
    }
}
