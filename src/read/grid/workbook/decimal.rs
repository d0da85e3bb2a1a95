//! A number as decimal digits: 15 of them, as spreadsheet programs show a number, so that 512.7000000000001 is 512.7.

/// Digits that a spreadsheet program shows of a number.
const DIGITS: i32 = 15;
/// Numbers with more digits before the point, or more zeros behind it, are written with an exponent.
const LONGEST: i32 = 40;

/// The value 0.d1d2d3… × 10^point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decimal {
    pub(super) negative: bool,
    /// Values of the digits, without zeros at the end; none for 0.
    digits: Vec<u8>,
    point: i32,
}

impl Decimal {
    /// `None` for what is no number.
    pub(super) fn new(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let written = format!("{:.*e}", usize::try_from(DIGITS - 1).unwrap_or_default(), value.abs());
        let (mantissa, exponent) = written.split_once('e')?;
        let digits = mantissa.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect();
        let mut decimal = Self { negative: value < 0.0, digits, point: exponent.parse::<i32>().ok()? + 1 };
        decimal.trim();
        Some(decimal)
    }

    fn trim(&mut self) {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
            self.negative = false;
        }
    }

    /// Without its sign.
    pub(super) fn unsigned(self) -> Self {
        Self { negative: false, ..self }
    }

    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Multiplied by a power of ten.
    pub(super) fn shifted(mut self, places: i32) -> Self {
        if !self.is_zero() {
            self.point += places;
        }
        self
    }

    /// Rounded to a number of decimals, halves away from zero.
    pub(super) fn rounded(mut self, decimals: usize) -> Self {
        let kept = self.point.saturating_add(i32::try_from(decimals).unwrap_or(i32::MAX));
        let Ok(kept) = usize::try_from(kept) else {
            self.digits.clear();
            self.trim();
            return self;
        };
        if kept >= self.digits.len() {
            return self;
        }
        let up = self.digits[kept] >= 5;
        self.digits.truncate(kept);
        if up {
            let mut carried = true;
            for digit in self.digits.iter_mut().rev() {
                if *digit < 9 {
                    *digit += 1;
                    carried = false;
                    break;
                }
                *digit = 0;
            }
            if carried {
                self.digits.insert(0, 1);
                self.point += 1;
            }
        }
        self.trim();
        self
    }

    /// The digits before and behind the point, without a sign: `0` and nothing for 0.
    pub(super) fn parts(&self) -> (String, String) {
        let digit =
            |at: i32| usize::try_from(at).ok().and_then(|at| self.digits.get(at)).map_or('0', |d| char::from(b'0' + d));
        let whole: String = (0..self.point.max(0)).map(digit).collect();
        let end = i32::try_from(self.digits.len()).unwrap_or(i32::MAX);
        let fraction = (self.point.min(end)..end).map(digit).collect();
        (if whole.is_empty() { "0".to_owned() } else { whole }, fraction)
    }

    /// The number as a format without rules shows it, in a column that is wide enough.
    pub(super) fn general(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        if self.point > LONGEST || self.point < -LONGEST {
            let (first, rest) = self.digits.split_first().map_or((0, &[][..]), |(f, r)| (*f, r));
            let rest: String = rest.iter().map(|d| char::from(b'0' + d)).collect();
            let point = if rest.is_empty() { "" } else { "." };
            return format!("{sign}{first}{point}{rest}E{:+}", self.point - 1);
        }
        match self.parts() {
            (whole, fraction) if fraction.is_empty() => format!("{sign}{whole}"),
            (whole, fraction) => format!("{sign}{whole}.{fraction}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_digits_are_shown() {
        for (value, shown) in [
            (512.700_000_000_000_2, "512.7"),
            (0.1 + 0.2, "0.3"),
            (717.0, "717"),
            (0.0, "0"),
            (-0.0, "0"),
            (-0.05, "-0.05"),
            (1e15, "1000000000000000"),
            (123_456_789_012_345.0, "123456789012345"),
            (12_345_678_901_234_567_890.0, "12345678901234600000"),
            (1e-7, "0.0000001"),
            (1.5e300, "1.5E+300"),
            (-2e-300, "-2E-300"),
        ] {
            assert_eq!(Decimal::new(value).unwrap().general(), shown);
        }
        assert_eq!(Decimal::new(f64::NAN), None);
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        for (value, decimals, shown) in [
            (2.675, 2, "2.68"),
            (0.125, 2, "0.13"),
            (9.996, 2, "10"),
            (0.4, 0, "0"),
            (0.5, 0, "1"),
            (-1234.5, 0, "-1235"),
            (0.004, 2, "0"),
        ] {
            assert_eq!(Decimal::new(value).unwrap().rounded(decimals).general(), shown);
        }
    }
}
