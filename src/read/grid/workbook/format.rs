//! Number formats (ECMA-376 part 1, 18.8.30 and 18.8.31): what a program shows for a number. What changes the reading is kept:
//! leading zeros, decimals, percent, words beside the number, dates. What does not is left out: grouping of digits, colours,
//! alignment. Numbers with an exponent or as fractions are shown in plain digits, negative numbers always with a minus.

use super::date::Parts;
use super::decimal::Decimal;
use crate::read::grid::Nature;

/// Maximum length of a number format that is read, in bytes; Excel allows 255 characters. A longer one is as none.
const MAX_FORMAT: usize = 1 << 10;

/// A number format.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Format {
    /// No rules.
    #[default]
    General,
    /// A date or time.
    Date(Parts),
    /// Numbers, by sections for positive ones, negative ones and 0.
    Number(Vec<Section>),
}

/// A section of a number format.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Section {
    condition: Option<(Comparison, f64)>,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Comparison {
    Less,
    AtMost,
    More,
    AtLeast,
    Is,
    IsNot,
}

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Words(String),
    /// `0`, `#` or `?`.
    Digit(char),
    Point,
    Comma,
    Percent,
    /// The whole number without rules: `General`, or where an exponent or a fraction stands.
    Whole,
    /// Letters of a date or time, in lower case; in brackets with `[` before them.
    Date(String),
}

impl Format {
    /// The format with a number of ECMA-376, if it is built in.
    pub(super) fn built_in(id: u32) -> Option<Self> {
        let code = match id {
            0 | 49 => return Some(Self::General),
            1 => "0",
            2 => "0.00",
            3 => "#,##0",
            4 => "#,##0.00",
            9 => "0%",
            10 => "0.00%",
            11 | 12 | 13 | 48 => return Some(Self::General),
            14 => "yyyy-mm-dd",
            15 => "d-mmm-yy",
            16 => "d-mmm",
            17 => "mmm-yy",
            18 | 20 => "h:mm",
            19 | 21 => "h:mm:ss",
            22 => "yyyy-mm-dd h:mm",
            27..=36 | 50..=58 => return Some(Self::Date(Parts { local: true, ..Parts::default() })),
            37 | 38 | 41 | 42 => "#,##0",
            39 | 40 | 43 | 44 => "#,##0.00",
            45 | 47 => "mm:ss",
            46 => "[h]:mm:ss",
            _ => return None,
        };
        Some(Self::parse(code))
    }

    /// Reads a format code.
    pub(super) fn parse(code: &str) -> Self {
        if code.len() > MAX_FORMAT || code.trim().is_empty() || code.eq_ignore_ascii_case("general") || code == "@" {
            return Self::General;
        }
        let sections = sections(code);
        let letters: Vec<&str> = sections[0]
            .pieces
            .iter()
            .filter_map(|piece| if let Piece::Date(letters) = piece { Some(letters.as_str()) } else { None })
            .collect();
        if letters.is_empty() { Self::Number(sections) } else { Self::Date(parts(&letters)) }
    }

    /// What is shown for a number.
    pub(super) fn show(&self, value: f64, is_1904: bool) -> Shown {
        let Some(decimal) = Decimal::new(value) else { return Shown::new(String::new(), Nature::Number) };
        match self {
            Self::General => Shown::new(decimal.general(), Nature::Number),
            Self::Date(parts) => {
                let (text, nature) = parts.show(value, is_1904);
                let exact = parts.whole().map(|whole| whole.show(value, is_1904).0).filter(|whole| *whole != text);
                Shown { text, nature, exact }
            }
            Self::Number(sections) => {
                let exact = decimal.clone();
                let (text, is_rounded) = number(sections, value, decimal);
                Shown { text, nature: Nature::Number, exact: is_rounded.then(|| exact.general()) }
            }
        }
    }
}

/// What a sheet shows of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) text: String,
    pub(super) nature: Nature,
    /// The number or date, if a part of it is not shown.
    pub(super) exact: Option<String>,
}

impl Shown {
    /// A value that is shown whole.
    pub(super) fn new(text: String, nature: Nature) -> Self {
        Self { text, nature, exact: None }
    }
}

fn sections(code: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let section = sections.last_mut();
        let Some(Section { condition, pieces }) = section else { break };
        let mut used = c.len_utf8();
        let second = rest[used..].chars().next();
        match c {
            '"' => {
                let words = rest[1..].split('"').next().unwrap_or_default();
                used = (words.len() + 2).min(rest.len());
                pieces.push(Piece::Words(words.to_owned()));
            }
            '\\' | '!' => {
                pieces.push(Piece::Words(second.map(String::from).unwrap_or_default()));
                used += second.map_or(0, char::len_utf8);
            }
            '_' | '*' => used += second.map_or(0, char::len_utf8),
            '[' => {
                let inside = rest[1..].split(']').next().unwrap_or_default();
                used = (inside.len() + 2).min(rest.len());
                let lower = inside.to_ascii_lowercase();
                if let Some(currency) = inside.strip_prefix('$') {
                    let symbol = currency.split('-').next().unwrap_or_default();
                    pieces.push(Piece::Words(symbol.to_owned()));
                } else if !lower.is_empty()
                    && ["h", "m", "s"].iter().any(|l| lower.trim_matches(|c| l.contains(c)).is_empty())
                {
                    pieces.push(Piece::Date(format!("[{lower}")));
                } else {
                    *condition = condition_of(inside).or(condition.take());
                }
            }
            ';' => sections.push(Section::default()),
            '0' | '#' | '?' => pieces.push(Piece::Digit(c)),
            '.' => pieces.push(Piece::Point),
            ',' => pieces.push(Piece::Comma),
            '%' => pieces.push(Piece::Percent),
            '@' => pieces.push(Piece::Whole),
            'G' | 'g' if rest.get(..7).is_some_and(|r| r.eq_ignore_ascii_case("general")) => {
                pieces.push(Piece::Whole);
                used = 7;
            }
            'E' | 'e' if matches!(second, Some('+' | '-')) => {
                pieces.push(Piece::Whole);
                used += 1;
            }
            'A' | 'a' if rest.get(..5).is_some_and(|r| r.eq_ignore_ascii_case("am/pm")) => {
                pieces.push(Piece::Date("h".to_owned()));
                used = 5;
            }
            'A' | 'a' if rest.get(..3).is_some_and(|r| r.eq_ignore_ascii_case("a/p")) => {
                pieces.push(Piece::Date("h".to_owned()));
                used = 3;
            }
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'e' | 'E' => {
                used = rest.bytes().take_while(|b| b.eq_ignore_ascii_case(&(c as u8))).count();
                pieces.push(Piece::Date(rest[..used].to_ascii_lowercase().replace('e', "y")));
            }
            '/' if pieces.iter().any(|piece| matches!(piece, Piece::Digit(_))) => pieces.push(Piece::Whole),
            c => pieces.push(Piece::Words(c.to_string())),
        }
        rest = &rest[used..];
    }
    sections
}

fn condition_of(inside: &str) -> Option<(Comparison, f64)> {
    use Comparison::{AtLeast, AtMost, Is, IsNot, Less, More};
    let found = [("<=", AtMost), (">=", AtLeast), ("<>", IsNot), ("<", Less), (">", More), ("=", Is)]
        .into_iter()
        .find_map(|(mark, comparison)| Some((comparison, inside.strip_prefix(mark)?)))?;
    Some((found.0, found.1.trim().parse().ok()?))
}

/// The parts of a date that letters show. `m` is a minute after an hour and before a second.
fn parts(letters: &[&str]) -> Parts {
    let mut parts = Parts::default();
    for (at, run) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| letters.get(before)).copied().unwrap_or_default();
        let after = letters.get(at + 1).copied().unwrap_or_default();
        parts.duration |= run.starts_with('[');
        match run.trim_start_matches('[').chars().next() {
            Some('y') => parts.year = true,
            Some('d') => parts.day = true,
            Some('h') => parts.time = true,
            Some('s') => (parts.time, parts.seconds) = (true, true),
            Some('m') if before.contains('h') || after.contains('s') => parts.time = true,
            Some('m') => parts.month = true,
            _ => {}
        }
    }
    parts
}

/// A number by the section that is for it, and whether digits of it are not shown.
fn number(sections: &[Section], value: f64, decimal: Decimal) -> (String, bool) {
    // A fourth section is for texts.
    let sections = &sections[..sections.len().min(3)];
    let conditional = sections.iter().any(|s| s.condition.is_some());
    let chosen = if conditional {
        let fits = |section: &Section| {
            section.condition.is_none_or(|(comparison, limit)| match comparison {
                Comparison::Less => value < limit,
                Comparison::AtMost => value <= limit,
                Comparison::More => value > limit,
                Comparison::AtLeast => value >= limit,
                Comparison::Is => (value - limit).abs() < f64::EPSILON,
                Comparison::IsNot => (value - limit).abs() >= f64::EPSILON,
            })
        };
        let Some(chosen) = sections.iter().position(fits) else { return (decimal.general(), false) };
        chosen
    } else {
        match sections.len() {
            2 => usize::from(decimal.negative),
            3 if decimal.is_zero() => 2,
            3 => usize::from(decimal.negative),
            _ => 0,
        }
    };
    let pieces = &sections[chosen].pieces;
    if pieces.iter().any(|piece| matches!(piece, Piece::Date(_))) {
        return (decimal.general(), false);
    }
    section(pieces, decimal, chosen > 0)
}

/// A number by a section; `apart` if the section is for some numbers only, so that its marks say the sign.
fn section(pieces: &[Piece], decimal: Decimal, apart: bool) -> (String, bool) {
    let negative = decimal.negative;
    let is_sign = |words: &str| apart && negative && matches!(words.trim(), "-" | "(" | ")" | "\u{2212}");
    let whole = pieces.iter().any(|piece| matches!(piece, Piece::Whole));
    let first = pieces.iter().position(|piece| matches!(piece, Piece::Digit(_) | Piece::Point | Piece::Whole));
    let last = pieces.iter().rposition(|piece| matches!(piece, Piece::Digit(_) | Piece::Point | Piece::Whole));
    let is_dash = pieces.iter().all(|piece| match piece {
        Piece::Words(words) => matches!(words.trim(), "" | "-" | "\u{2013}" | "\u{2014}"),
        _ => true,
    });
    let (Some(first), Some(last)) = (first, last) else {
        // A dash for nothing is a zero; other words stand for the number.
        let has_words = pieces.iter().any(|piece| matches!(piece, Piece::Words(words) if !words.trim().is_empty()));
        let shown = match (is_dash && has_words, decimal.is_zero()) {
            (true, true) => "0".to_owned(),
            (true, false) => decimal.general(),
            _ => pieces.iter().filter_map(words_of).collect::<String>().trim().to_owned(),
        };
        return (shown, false);
    };
    let percent = pieces.iter().filter(|piece| matches!(piece, Piece::Percent)).count();
    let thousands = pieces[last + 1..].iter().take_while(|piece| matches!(piece, Piece::Comma)).count();
    let shift = i32::try_from(percent * 2).unwrap_or_default() - i32::try_from(thousands * 3).unwrap_or_default();
    let decimal = decimal.shifted(shift);
    let Digits { body, is_zero, is_rounded } = if whole {
        let is_zero = decimal.is_zero();
        Digits { body: decimal.unsigned().general(), is_zero, is_rounded: false }
    } else {
        digits(&pieces[first..=last], decimal)
    };
    let mut shown = if negative && !is_zero { "-".to_owned() } else { String::new() };
    for (at, piece) in pieces.iter().enumerate() {
        if at == first {
            shown.push_str(&body);
        } else if at < first || at > last {
            match words_of(piece) {
                Some(words) if !(is_sign(words) || is_zero && is_dash) => shown.push_str(words),
                _ => {}
            }
        }
    }
    (shown.trim().to_owned(), is_rounded)
}

fn words_of(piece: &Piece) -> Option<&str> {
    match piece {
        Piece::Words(words) => Some(words),
        Piece::Percent => Some("%"),
        _ => None,
    }
}

/// Digits without a sign.
struct Digits {
    body: String,
    /// Whether they are all 0.
    is_zero: bool,
    /// Whether the number has more.
    is_rounded: bool,
}

/// The digits by the places for them.
fn digits(places: &[Piece], decimal: Decimal) -> Digits {
    let point = places.iter().position(|piece| *piece == Piece::Point).unwrap_or(places.len());
    let (whole_places, fraction_places) = places.split_at(point);
    let fraction_places: Vec<char> =
        fraction_places.iter().filter_map(|piece| if let Piece::Digit(c) = piece { Some(*c) } else { None }).collect();
    let exact = decimal.clone().unsigned();
    let decimal = decimal.unsigned().rounded(fraction_places.len());
    let (is_zero, is_rounded) = (decimal.is_zero(), decimal != exact);
    let (whole, mut fraction) = decimal.parts();
    let least = fraction_places.iter().rposition(|c| *c == '0').map_or(0, |at| at + 1);
    while fraction.len() < least {
        fraction.push('0');
    }
    let grouped = whole_places.iter().find_map(|p| if let Piece::Digit(c) = p { Some(*c != '0') } else { None });
    let mut rest: Vec<char> = whole.chars().collect();
    let first_place = whole_places.iter().position(|piece| matches!(piece, Piece::Digit(_)));
    let mut reversed = Vec::new();
    for (at, piece) in whole_places.iter().enumerate().rev() {
        match piece {
            Piece::Digit(place) => {
                match rest.pop() {
                    Some(digit) => reversed.push(digit),
                    None if *place == '0' => reversed.push('0'),
                    None => {}
                }
                if Some(at) == first_place {
                    reversed.extend(rest.drain(..).rev());
                }
            }
            // White space groups the digits of a number, and parts those of a code.
            Piece::Words(words) if grouped == Some(true) && words.trim().is_empty() => {}
            Piece::Words(words) if grouped != Some(true) || !rest.is_empty() => reversed.extend(words.chars().rev()),
            _ => {}
        }
    }
    if first_place.is_none() {
        reversed.extend(rest.into_iter().rev());
    }
    let mut shown: String = reversed.into_iter().rev().collect();
    if !fraction.is_empty() {
        shown.push('.');
        shown.push_str(&fraction);
    }
    Digits { body: shown, is_zero, is_rounded }
}

#[cfg(test)]
mod tests;
