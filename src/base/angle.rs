//! One angle of a point on Earth: decimal degrees, or degrees, minutes and seconds. A mark has its exact meaning: ° degrees, ′ minutes, ″ seconds, in this order; what could be a
//! typing error is an error that names it.

/// The axis that an angle measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// North or south of the equator.
    Latitude,
    /// East or west of Greenwich.
    Longitude,
}

/// What is wrong with an angle, and what to do about it.
pub type AngleError = (String, &'static str);

/// Number of decimals of a degree that minutes and seconds are converted to: a precision of about ten centimetres.
const DECIMALS: usize = 6;
/// Maximum digits before and after the point of a number.
const MOST_DIGITS: usize = 12;
const UNITS: [(&str, f64); 3] = [("degrees", 1.0), ("minutes", 60.0), ("seconds", 3600.0)];
const HELP_FORM: &str = "write 39.75 or 39°45′00″, each part with its own mark";

impl Axis {
    /// Its name, for messages.
    pub fn name(self) -> &'static str {
        if self == Self::Latitude { "latitude" } else { "longitude" }
    }

    /// The letters of the two directions, the positive one first.
    fn letters(self) -> [char; 2] {
        if self == Self::Latitude { ['N', 'S'] } else { ['E', 'W'] }
    }
}

/// The decimal degrees of an angle, without a plus sign and without redundant zeros.
pub fn degrees(text: &str, axis: Axis) -> Result<String, AngleError> {
    let fail = |what: String, help: &'static str| Err((format!("{text}: {what}"), help));
    if text.is_empty() {
        return Err((format!("an empty {}", axis.name()), "write both angles, the latitude first"));
    }
    let half = |c: Option<char>| c.map(|c| c.to_ascii_uppercase()).filter(|c| "NSEW".contains(*c));
    let (before, after) = (half(text.chars().next()), half(text.chars().next_back().filter(|_| text.len() > 1)));
    if before.is_some() && after.is_some() {
        return fail("two letters".to_owned(), "write N, S, E or W once");
    }
    let digits = text.strip_prefix(|c| half(Some(c)).is_some()).unwrap_or(text);
    let digits = digits.strip_suffix(|c| half(Some(c)).is_some()).unwrap_or(digits).trim();
    let letter = before.or(after);
    if let Some(letter) = letter.filter(|c| !axis.letters().contains(c)) {
        let help = "write the latitude (N or S) first, then the longitude (E or W)";
        return fail(format!("a {} with the letter {letter}", axis.name()), help);
    }
    let unsigned = digits.strip_prefix(['-', '−', '+']).unwrap_or(digits);
    // South or west is stated once, by a sign or by a letter.
    if let (Some(letter), true) = (letter, unsigned.len() < digits.len()) {
        return fail(format!("a sign beside the letter {letter}"), "write a sign or a letter, not both");
    }
    let negative = digits.starts_with(['-', '−']) || letter == Some(axis.letters()[1]);
    let value = tidy(&parts(unsigned).or_else(|(what, help)| fail(what, help))?);
    Ok(if negative && value != "0" { format!("-{value}") } else { value })
}

/// Converts degrees, minutes and seconds to decimal degrees.
fn parts(text: &str) -> Result<String, AngleError> {
    let mut rest = text;
    // The number of each unit, from degrees on.
    let mut values: Vec<&str> = Vec::new();
    let mut marked = false;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let number = &rest[..end];
        rest = rest[end..].trim_start();
        if !is_number(number) {
            let c = rest.chars().next().filter(|_| number.is_empty());
            return Err(match c {
                Some(c) if mark(rest).is_none() => stray(c),
                _ => ("a mark without its number".to_owned(), HELP_FORM),
            });
        }
        let at = values.len();
        if at > 0 && values[at - 1].contains('.') {
            return Err(("a fraction before a smaller part".to_owned(), "only the last part can have a fraction"));
        }
        let unit = match mark(rest) {
            Some((unit, len)) => {
                marked = true;
                rest = rest[len..].trim_start();
                unit
            }
            // A number alone is degrees; after a mark it is the next smaller unit.
            None if rest.is_empty() && at == 0 => at,
            None if marked && !rest.starts_with(|c: char| !c.is_ascii_digit()) => at,
            None => {
                return Err(match rest.chars().next().filter(|c| !c.is_ascii_digit()) {
                    Some(c) => stray(c),
                    None => ("a number without a mark".to_owned(), HELP_FORM),
                });
            }
        };
        match (unit, at) {
            (2, 1) => {
                let help = "write 39°00′30″ for seconds or 39°30′ for minutes";
                return Err(("seconds without minutes".to_owned(), help));
            }
            _ if unit != at || at == UNITS.len() => {
                return Err(("the marks are not in the order ° ′ ″".to_owned(), HELP_FORM));
            }
            _ => values.push(number),
        }
    }
    if let [one] = values.as_slice() {
        return Ok((*one).to_owned());
    }
    let mut sum = 0.0;
    for (number, (unit, count)) in values.iter().zip(UNITS) {
        let value: f64 = number.parse().map_err(|_| (format!("{number} {unit}"), HELP_FORM))?;
        if count > 1.0 && value >= 60.0 {
            return Err((format!("{number} {unit}"), "minutes and seconds are less than 60"));
        }
        sum += value / count;
    }
    if values.is_empty() { Err(("no number".to_owned(), HELP_FORM)) } else { Ok(format!("{sum:.DECIMALS$}")) }
}

/// The unit of the mark at the beginning, as an index of [`UNITS`], and the length of the mark. Besides the marks
/// themselves, characters that look like them and have no other meaning are accepted.
fn mark(text: &str) -> Option<(usize, usize)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let minute = |c: char| matches!(c, '′' | '\'' | '’' | 'ʹ');
    match first {
        '°' | 'º' | '˚' => Some((0, first.len_utf8())),
        '″' | '"' | '”' | 'ʺ' => Some((2, first.len_utf8())),
        // Two minute marks are one second mark.
        _ if minute(first) => match chars.next() {
            Some(second) if second == first => Some((2, 2 * first.len_utf8())),
            _ => Some((1, first.len_utf8())),
        },
        _ => None,
    }
}

fn stray(c: char) -> AngleError {
    (format!("the character {c:?} (U+{:04X})", u32::from(c)), HELP_FORM)
}

fn is_number(text: &str) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.len() <= MOST_DIGITS && text.bytes().all(|b| b.is_ascii_digit());
    digits(whole) && digits(part)
}

fn tidy(number: &str) -> String {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let whole = whole.trim_start_matches('0');
    let (whole, part) = (if whole.is_empty() { "0" } else { whole }, part.trim_end_matches('0'));
    if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }
}
