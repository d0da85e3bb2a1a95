//! Numbers in cells: digits of any script, group marks, a decimal mark, a sign, a percent sign, the exponent form of
//! spreadsheets, and what stands around a number: a sign of approximation, the mark of a note. A number that could be
//! another with another decimal mark is an error that names both.

pub mod column;

use super::error::{Fault, ValueError};
use super::text;
use crate::read::record::quantity::Decimal;

/// Maximum number of digits: multiplied by the factor of any unit, the result stays exact in `xsd:decimal`.
const MAX_DIGITS: usize = 18;
/// Maximum length of the text of a number, in bytes.
const MAX_LENGTH: usize = 200;

const RULE: &str = "a number has digits, perhaps in groups of three, and at most one decimal mark";
const RULE_MARK: &str = "a number that reads differently with another decimal mark is not read until the mark is known";
const HELP_MARK: &str = "say the decimal mark of the column: decimal = \",\" or decimal = \".\"";

/// How the numbers of a column are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NumberRules {
    /// The decimal mark that the mapping says, `.` or `,`; `.` as well for numbers of a format (JSON, a workbook).
    pub decimal: Option<char>,
    /// Whether the text is English, where `4,400` is four thousand four hundred.
    pub english: bool,
}

/// A number in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Its value; of a percentage, the number before the sign.
    pub value: Decimal,
    /// Whether the cell says that it is approximate: `~1500`, `ca. 1500`.
    pub is_approximate: bool,
    /// Whether a percent sign follows.
    pub is_percent: bool,
    /// Whether it is in exponent form (`1.2E+05`), which may show fewer digits than the sheet has.
    pub is_exponent: bool,
    /// The mark of a note behind it: `*`, `¹`, `[3]`.
    pub note: Option<String>,
}

/// Reads a number.
pub fn number(cell: &str, rules: &NumberRules) -> Result<Number, ValueError> {
    read(cell, rules).map(|(number, _)| number)
}

/// The decimal mark that a number shows, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Nothing,
    Decimal(char),
}

fn malformed(what: impl Into<String>, help: &str) -> ValueError {
    ValueError::new(Fault::NotOne, what, RULE, help)
}

const RULE_ONE: &str = "a figure is one number: which of several is meant, only a person can say";
const HELP: &str = "correct the cell, or say in the mapping that such cells have no value: null = [\"…\"]";

fn read(cell: &str, rules: &NumberRules) -> Result<(Number, Shown), ValueError> {
    let cell = text::trim(cell);
    if cell.is_empty() {
        return Err(ValueError::new(Fault::Empty, "an empty cell", RULE, "leave the value out, or fill it in"));
    }
    if cell.len() > MAX_LENGTH {
        return Err(malformed(format!("a text of more than {MAX_LENGTH} bytes"), HELP));
    }
    let (body, note) = text::number_mark(cell);
    if note.is_some_and(|note| note.starts_with(['²', '³'])) && body == "10" {
        let readings = vec![format!("10 with the note {}", note.unwrap_or_default()), "a power of ten".to_owned()];
        return Err(ValueError::ambiguous(readings, RULE, "write the number without raised digits"));
    }
    let Some(plain) = text::ascii_digits(body) else {
        return Err(malformed("digits of more than one script", "write the number in digits of one script"));
    };
    let (plain, is_approximate) = text::approximate(&plain).map_or((plain.as_str(), false), |rest| (rest, true));
    let (plain, is_percent) = plain.strip_suffix(['%', '٪']).map_or((plain, false), |rest| (text::trim(rest), true));
    if plain.ends_with('‰') {
        return Err(ValueError::new(Fault::NotRead, "a number per thousand", RULE, "write it as a percentage"));
    }
    refuse_others(plain, cell)?;
    let (negative, plain) = signed(plain)?;
    let (mantissa, exponent) = exponent(plain)?;
    let (value, shown) = unsigned(mantissa, rules)?;
    let is_exponent = exponent.is_some();
    let value = scaled(value, exponent.unwrap_or(0))?;
    let value = if negative { value.times(Decimal::new(-1, 0)) } else { value };
    let note = note.map(str::to_owned);
    Ok((Number { value, is_approximate, is_percent, is_exponent, note }, shown))
}

/// What is about numbers and is none.
fn refuse_others(plain: &str, cell: &str) -> Result<(), ValueError> {
    let not = |what: &str, help: &str| Err(ValueError::new(Fault::NotRead, what, RULE, help));
    if !plain.contains(|c: char| c.is_ascii_digit()) {
        return Err(malformed("there is no digit in it", HELP));
    }
    if plain.starts_with(['<', '>', '≤', '≥']) {
        return not("a bound, not a number", "the value is not known: leave it out, or write a number");
    }
    if plain.starts_with('(') && plain.ends_with(')') {
        return not(
            "a number in parentheses, which can be negative or unsure",
            "write it with a sign, or without them",
        );
    }
    let after_first = plain.char_indices().skip_while(|(_, c)| !c.is_ascii_digit());
    let mut dashes = after_first.filter(|(_, c)| matches!(c, '-' | '–' | '—' | '−' | '~' | '…' | '/'));
    if let Some((at, _)) = dashes.find(|(at, _)| !plain[..*at].ends_with(['e', 'E'])) {
        let rest = plain[at..].trim_start_matches(|c: char| !c.is_ascii_digit());
        if !rest.is_empty() {
            let help = format!(
                "write one number in the cell, or say in the mapping that such cells have no value: null = [{cell:?}]"
            );
            return Err(ValueError::new(Fault::NotRead, "a range or a fraction, not a number", RULE_ONE, help));
        }
    }
    if plain.starts_with(['–', '—']) {
        return not("a dash before a number, which may be a minus sign", "write the minus sign as - or \u{2212}");
    }
    Ok(())
}

fn signed(plain: &str) -> Result<(bool, &str), ValueError> {
    let Some(rest) = plain.strip_prefix(['-', '\u{2212}', '\u{fe63}', '\u{ff0d}', '+']) else {
        return Ok((false, plain));
    };
    if rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '٫')) {
        return Ok((!plain.starts_with('+'), rest));
    }
    Err(malformed("a sign that does not stand before a digit", "write the sign directly before the number"))
}

/// A number without its exponent, and the exponent: `1.2E+05`.
fn exponent(plain: &str) -> Result<(&str, Option<i32>), ValueError> {
    let Some((mantissa, power)) = plain.split_once(['e', 'E']) else { return Ok((plain, None)) };
    let digits = power.strip_prefix(['+', '-', '\u{2212}']).unwrap_or(power);
    if !mantissa.ends_with(|c: char| c.is_ascii_digit()) || !(1..=3).contains(&digits.len()) {
        return Ok((plain, None));
    }
    let Ok(size) = digits.parse::<i32>() else { return Ok((plain, None)) };
    if size > 18 {
        return Err(malformed("an exponent of more than 18", HELP));
    }
    Ok((mantissa, Some(if digits.len() < power.len() && !power.starts_with('+') { -size } else { size })))
}

fn scaled(value: Decimal, exponent: i32) -> Result<Decimal, ValueError> {
    let power = 10_i128.checked_pow(exponent.unsigned_abs());
    let factor = match power {
        Some(power) if exponent >= 0 => Decimal::new(power, 0),
        Some(_) => Decimal::new(1, exponent.unsigned_abs()),
        None => return Err(malformed("an exponent of more than 18", HELP)),
    };
    let scaled = value.times(factor);
    let digits = scaled.to_string().bytes().filter(u8::is_ascii_digit).count();
    if digits > 2 * MAX_DIGITS { Err(malformed("a number of more than 36 digits", HELP)) } else { Ok(scaled) }
}

fn is_group_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2007}' | '\u{2008}' | '\u{2009}' | '\u{202f}' | '\'' | '’' | '\u{2c8}' | '٬' | '_')
}

/// A number of digits and marks.
fn unsigned(plain: &str, rules: &NumberRules) -> Result<(Decimal, Shown), ValueError> {
    if let Some(c) = plain.chars().find(|c| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '٫') && !is_group_space(*c))
    {
        return Err(malformed(format!("the character {c:?} (U+{:04X}) in a number", u32::from(c)), HELP));
    }
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    if digits > MAX_DIGITS {
        return Err(malformed(format!("a number of more than {MAX_DIGITS} digits"), "write it with fewer digits"));
    }
    if plain.contains('٫') {
        return decimal(plain, Some('٫'), None).map(|value| (value, Shown::Nothing));
    }
    let marks: Vec<char> = plain.chars().filter(|c| matches!(c, '.' | ',')).collect();
    let Some(&last) = marks.last() else {
        return decimal(plain, None, None).map(|value| (value, Shown::Nothing));
    };
    let other = if last == '.' { ',' } else { '.' };
    let reading = |mark: char| decimal(plain, Some(mark), Some(if mark == '.' { ',' } else { '.' }));
    if let Some(mark) = rules.decimal {
        // The other mark can only separate groups.
        return reading(mark).map(|value| (value, Shown::Nothing)).map_err(|error| {
            let help = format!("the decimal mark of this column is {mark:?}: correct the cell or the mapping");
            ValueError { fault: Fault::AgainstRule, help, ..error }
        });
    }
    match (reading(last), reading(other)) {
        (Ok(as_decimal), Ok(as_group)) if as_decimal != as_group => {
            if last == ',' && rules.english {
                return Ok((as_group, Shown::Nothing));
            }
            Err(ValueError::ambiguous(vec![as_group.to_string(), as_decimal.to_string()], RULE_MARK, HELP_MARK))
        }
        (Ok(value), Ok(_)) => Ok((value, Shown::Nothing)),
        (Ok(value), Err(_)) => Ok((value, Shown::Decimal(last))),
        (Err(_), Ok(value)) => Ok((value, Shown::Decimal(other))),
        (Err(error), Err(_)) => Err(error),
    }
}

/// The number with these decimal and group marks; besides, spaces and apostrophes separate groups.
fn decimal(plain: &str, mark: Option<char>, group: Option<char>) -> Result<Decimal, ValueError> {
    let (whole, fraction) = match mark.and_then(|mark| plain.split_once(mark)) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (plain, None),
    };
    if fraction.is_some_and(|f| f.is_empty() || !f.bytes().all(|b| b.is_ascii_digit())) {
        return Err(malformed("what follows the decimal mark is not digits alone", HELP));
    }
    let separates = |c: char| is_group_space(c) || Some(c) == group;
    // A space is a space: spreadsheets mix kinds of them.
    let kind = |c: char| if text::is_blank(c) { ' ' } else { c };
    let mut used: Vec<char> = whole.chars().filter(|c| separates(*c)).map(kind).collect();
    used.dedup();
    if used.len() > 1 {
        return Err(malformed("its groups are separated by different marks", HELP));
    }
    let groups: Vec<&str> = whole.split(separates).collect();
    let in_threes = match groups.as_slice() {
        // ".5"
        [""] => fraction.is_some(),
        [one] => one.bytes().all(|b| b.is_ascii_digit()),
        [first, others @ ..] => {
            // No number of several groups begins with a zero: "0,250" has a decimal mark.
            (1..=3).contains(&first.len()) && !first.starts_with('0') && others.iter().all(|group| group.len() == 3)
        }
        [] => false,
    };
    if !in_threes || groups.iter().any(|group| !group.bytes().all(|b| b.is_ascii_digit())) {
        return Err(malformed("its digits are not in groups of three", HELP));
    }
    let fraction = fraction.unwrap_or_default();
    let units =
        format!("{}{fraction}", groups.concat()).parse().map_err(|_| malformed("there is no digit in it", HELP))?;
    Ok(Decimal::new(units, u32::try_from(fraction.len()).unwrap_or_default()))
}

#[cfg(test)]
mod tests;
