//! Number formats: the patterns of UAX 35 as far as CSVW asks for them, and numbers without a pattern.

use super::decimal::Decimal;

/// How numbers are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberFormat {
    /// The mark before decimals.
    pub decimal: char,
    /// The mark between groups of digits; without a pattern `None` unless it is said.
    pub group: Option<char>,
    /// The pattern.
    pub pattern: Option<Pattern>,
}

impl Default for NumberFormat {
    fn default() -> Self {
        Self { decimal: '.', group: None, pattern: None }
    }
}

/// A pattern such as `#,##0.00`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pattern {
    sign: Option<char>,
    before: Option<char>,
    after: Option<char>,
    min_whole: usize,
    groups: Option<(usize, usize)>,
    min_fraction: usize,
    max_fraction: usize,
    fraction_group: Option<usize>,
    exponent: Option<(bool, usize)>,
}

/// A number: digits, or a special value of a floating-point type.
#[derive(Debug, Clone, PartialEq)]
pub enum Number {
    /// Digits without an exponent.
    Decimal(Decimal),
    /// A number with an exponent.
    Float(f64),
    /// `NaN`, `INF`, `-INF`.
    Special(&'static str),
}

impl Pattern {
    /// A pattern; `None` if it is none that is read.
    pub fn parse(text: &str, decimal: char, group: char) -> Option<Self> {
        let mut pattern = Self::default();
        let mut rest = text;
        while let Some(mark) = rest.chars().next().filter(|c| matches!(c, '%' | '‰' | '+' | '-')) {
            let place = if matches!(mark, '+' | '-') { &mut pattern.sign } else { &mut pattern.before };
            if place.replace(mark).is_some() {
                return None;
            }
            rest = &rest[mark.len_utf8()..];
        }
        if let Some(mark) = rest.chars().last().filter(|c| matches!(c, '%' | '‰')) {
            pattern.after = Some(mark);
            rest = &rest[..rest.len() - mark.len_utf8()];
        }
        if let Some((number, exponent)) = rest.split_once('E') {
            let digits = exponent.trim_start_matches('+');
            let min = digits.trim_start_matches('#').len();
            if digits.is_empty() || !optional_first(digits) || exponent.len() - digits.len() > 1 {
                return None;
            }
            pattern.exponent = Some((exponent.starts_with('+'), min));
            rest = number;
        }
        let (whole, fraction) = match rest.split_once(decimal) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (rest, None),
        };
        let parts: Vec<&str> = whole.split(group).collect();
        let digits = parts.concat();
        if digits.is_empty() && fraction.is_none()
            || !optional_first(&digits)
            || (parts.len() > 1 && parts.contains(&""))
        {
            return None;
        }
        pattern.min_whole = digits.matches('0').count();
        if let [.., second, last] = parts[..] {
            pattern.groups = Some((last.len(), if parts.len() > 2 { second.len() } else { last.len() }));
        }
        if let Some(fraction) = fraction {
            let parts: Vec<&str> = fraction.split(group).collect();
            let digits = parts.concat();
            let reversed: String = digits.chars().rev().collect();
            if digits.is_empty() || !optional_first(&reversed) || parts.contains(&"") {
                return None;
            }
            pattern.min_fraction = digits.matches('0').count();
            pattern.max_fraction = digits.len();
            pattern.fraction_group = (parts.len() > 1).then(|| parts[0].len());
        }
        Some(pattern)
    }

    /// Whether digits as written, with their groups, are of the pattern.
    fn fits(&self, whole: &str, fraction: &str, group: char) -> bool {
        let digits = |text: &str| text.chars().filter(|c| *c != group).collect::<String>();
        let (whole_digits, fraction_digits) = (digits(whole), digits(fraction));
        whole_digits.len() >= self.min_whole
            && (self.min_fraction..=self.max_fraction).contains(&fraction_digits.len())
            && whole == grouped(&whole_digits, self.groups, group)
            && fraction == grouped_after(&fraction_digits, self.fraction_group, group)
    }
}

/// Whether this is `#` and then `0`.
fn optional_first(digits: &str) -> bool {
    digits.trim_start_matches('#').bytes().all(|b| b == b'0')
}

/// Digits in groups from the right.
fn grouped(digits: &str, groups: Option<(usize, usize)>, mark: char) -> String {
    let Some((first, others)) = groups else { return digits.to_owned() };
    let mut out = Vec::new();
    for (n, digit) in digits.chars().rev().enumerate() {
        if n >= first && (n - first).is_multiple_of(others) {
            out.push(mark);
        }
        out.push(digit);
    }
    out.iter().rev().collect()
}

/// Digits in groups from the left.
fn grouped_after(digits: &str, group: Option<usize>, mark: char) -> String {
    let Some(size) = group else { return digits.to_owned() };
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && n % size == 0 {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

impl NumberFormat {
    /// The number of a text, or why it is none.
    pub fn read(&self, text: &str) -> Result<Number, String> {
        let wrong = || format!("\"{text}\" is not a number of this format");
        match text {
            "NaN" => return Ok(Number::Special("NaN")),
            "INF" => return Ok(Number::Special("INF")),
            "-INF" => return Ok(Number::Special("-INF")),
            _ => {}
        }
        let pattern = self.pattern.as_ref();
        let (mut rest, mut places) = (text, 0);
        let mut percent = |mark: char| places = if mark == '%' { 2 } else { 3 };
        let is_percent = |c: &char| matches!(c, '%' | '‰');
        if let Some(mark) = rest.chars().next().filter(is_percent) {
            if pattern.is_none_or(|p| p.before != Some(mark)) {
                return Err(wrong());
            }
            percent(mark);
            rest = &rest[mark.len_utf8()..];
        } else if pattern.is_some_and(|p| p.before.is_some()) {
            return Err(wrong());
        }
        if let Some(mark) = rest.chars().last().filter(is_percent) {
            if pattern.is_some_and(|p| p.after != Some(mark)) {
                return Err(wrong());
            }
            percent(mark);
            rest = &rest[..rest.len() - mark.len_utf8()];
        } else if pattern.is_some_and(|p| p.after.is_some()) {
            return Err(wrong());
        }
        let sign = rest.chars().next().filter(|c| matches!(c, '+' | '-'));
        match pattern.and_then(|p| p.sign) {
            Some('+') if sign.is_none() => return Err(wrong()),
            Some('-') if sign != Some('-') => return Err(wrong()),
            _ => {}
        }
        rest = &rest[usize::from(sign.is_some())..];
        let (number, exponent) = match rest.split_once(['E', 'e']) {
            Some((number, exponent)) => (number, Some(exponent)),
            None => (rest, None),
        };
        self.exponent(exponent).ok_or_else(wrong)?;
        let (whole, fraction) = number.split_once(self.decimal).unwrap_or((number, ""));
        let has_point = number.contains(self.decimal);
        let group = self.group.or(pattern.map(|_| ','));
        if let Some(pattern) = pattern {
            if !pattern.fits(whole, fraction, group.unwrap_or(',')) || (has_point && fraction.is_empty()) {
                return Err(wrong());
            }
        } else if let Some(group) = group {
            let doubled: String = [group, group].iter().collect();
            if whole.contains(&doubled)
                || whole.starts_with(group)
                || whole.ends_with(group)
                || fraction.contains(group)
            {
                return Err(wrong());
            }
        }
        let digits = |text: &str| text.chars().filter(|c| Some(*c) != group).collect::<String>();
        let (whole, fraction) = (digits(whole), digits(fraction));
        let are_digits = whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit());
        if !are_digits || (whole.is_empty() && fraction.is_empty()) {
            return Err(wrong());
        }
        let decimal = Decimal::of(sign == Some('-'), &whole, &fraction, places);
        match exponent {
            None => Ok(Number::Decimal(decimal)),
            Some(exponent) => format!("{decimal}E{exponent}").parse().map(Number::Float).map_err(|_| wrong()),
        }
    }

    /// Whether an exponent is right for the format.
    fn exponent(&self, exponent: Option<&str>) -> Option<()> {
        let expected = self.pattern.as_ref().map(|pattern| pattern.exponent);
        let fits = match (exponent, expected) {
            (None, expected) => expected.flatten().is_none(),
            (Some(_), Some(None)) => false,
            (Some(exponent), expected) => {
                let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
                let (signed, min) = expected.flatten().unwrap_or((false, 1));
                !digits.is_empty()
                    && digits.bytes().all(|b| b.is_ascii_digit())
                    && digits.len() >= min
                    && (!signed || digits.len() < exponent.len())
            }
        };
        fits.then_some(())
    }
}
