//! Units of area in heads (`Area, km²`, `fodder_sown_area_ha`) and in cells (`1150,0 km²`), and the multipliers that stand
//! beside them (`тыс. га`). A multiplier is never dropped: it is a factor, or an error.

use super::error::{Fault, ValueError};
use super::number::{Number, NumberRules, number};
use super::text;
use crate::read::record::quantity::{AreaUnit, Decimal};

/// What a head says of the figures below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadUnit {
    /// The unit of area; `None` if the head has a multiplier alone.
    pub unit: Option<AreaUnit>,
    /// What each figure is multiplied by; 1 if the head does not say.
    pub factor: Decimal,
    /// The words of the head without unit and multiplier: `Area` of `Area, km²`.
    pub words: String,
    /// Unit and multiplier as written.
    pub lexical: String,
}

/// A number with what its cell says of its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberWithUnit {
    /// The number, multiplied by the multiplier of the cell if it has one.
    pub number: Number,
    /// The unit; `None` if the cell has none.
    pub unit: Option<AreaUnit>,
}

/// Maximum length of a head that is looked at, in bytes.
pub const MAX_HEAD: usize = 2_000;
/// Maximum number of words in a multiplier with its unit.
const MOST_WORDS: usize = 6;

const RULE: &str = "a figure of an area has one unit, known to the size of a square metre";
const RULE_ONE: &str = "a cell of an area has one figure with its unit, since two rounded ones can differ";
const HELP: &str = "say the unit of the column: unit = \"km2\" (or \"ha\", \"m2\", \"mi2\", \"acre\")";

/// Words for factors, in lower case without full stops.
const FACTORS: &[(&str, i128)] = &[
    ("thousand", 1_000),
    ("thousands", 1_000),
    ("thsd", 1_000),
    ("thous", 1_000),
    ("ths", 1_000),
    ("тыс", 1_000),
    ("тысяч", 1_000),
    ("тыс", 1_000),
    ("тис", 1_000),
    ("тисяч", 1_000),
    ("tsd", 1_000),
    ("tausend", 1_000),
    ("milliers", 1_000),
    ("bin", 1_000),
    ("min", 1_000),
    ("'000", 1_000),
    ("’000", 1_000),
    ("‘000", 1_000),
    ("1000", 1_000),
    ("1'000", 1_000),
    ("1,000", 1_000),
    ("1.000", 1_000),
    ("100", 100),
    ("million", 1_000_000),
    ("millions", 1_000_000),
    ("mln", 1_000_000),
    ("mio", 1_000_000),
    ("млн", 1_000_000),
    ("milyon", 1_000_000),
    ("1000000", 1_000_000),
];

/// Words for a thousand that are something else without a unit behind them: `min` is also a minute and a minimum.
const WEAK_FACTORS: &[&str] = &["bin", "min", "100", "ths", "1000", "1,000", "1.000", "1'000", "1000000"];

/// Names of units that have several sizes, and those sizes.
const SEVERAL: &[(&str, &str)] = &[
    ("dönüm", "the metric one of 1000 m², the Ottoman one of about 919 m², or another"),
    ("donum", "the metric one of 1000 m², the Ottoman one of about 919 m², or another"),
    ("dunam", "the metric one of 1000 m², the Ottoman one of about 919 m², or another"),
    ("dunams", "the metric one of 1000 m², the Ottoman one of about 919 m², or another"),
    ("feddan", "that of Egypt, of Syria or of the Sudan"),
    ("morgen", "that of Prussia, of another German state or of South Africa"),
    ("mu", "that of today or of an earlier time"),
    ("verst", "a length; a square verst is written in full"),
    ("versts", "a length; a square verst is written in full"),
];

/// The unit of a head, and the words beside it. `None` if the head names neither a unit of area nor a multiplier.
pub fn unit_in_head(head: &str) -> Result<Option<HeadUnit>, ValueError> {
    if head.len() > MAX_HEAD {
        return Ok(None);
    }
    // In names of columns, an underscore is a space.
    let spaced = head.replace('_', " ");
    let mut found: Option<(usize, usize, Option<AreaUnit>, Decimal)> = None;
    let mut faults = Vec::new();
    for (start, end) in candidates(&spaced) {
        let (unit, factor) = match phrase(&spaced[start..end]) {
            Ok(Some(read)) => read,
            Ok(None) => continue,
            Err(fault) => {
                faults.push((start, end, fault));
                continue;
            }
        };
        match &found {
            Some((s, e, _, _)) if *s <= start && end <= *e => {}
            Some((_, _, known, times)) if *known == unit && *times == factor => {}
            Some((_, _, known, times)) if known.is_some() != unit.is_some() && (*times == one() || factor == one()) => {
                // "Population, thousand" in one part and "km²" in another: what is multiplied is not certain.
                return Err(several(head));
            }
            Some(_) => return Err(several(head)),
            None => found = Some((start, end, unit, factor)),
        }
    }
    // The "versts" of "sq. versts" are no unit of their own.
    let is_apart = |(s, e, _): &(usize, usize, _)| found.as_ref().is_none_or(|(start, end, ..)| s < start || end < e);
    if let Some((.., fault)) = faults.into_iter().find(is_apart) {
        return Err(fault);
    }
    let Some((start, end, unit, factor)) = found else { return Ok(None) };
    if let Some(stray) = stray_factor(&spaced[..start]).or_else(|| stray_factor(&spaced[end..])) {
        let what = format!("{stray:?} may multiply the figures below this head");
        return Err(ValueError::new(
            Fault::NotRead,
            what,
            RULE,
            "write it before the unit, or say the unit of the column",
        ));
    }
    let before = trim_words(&spaced[..start]);
    let after = trim_words(&spaced[end..]);
    let words = [before, after].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    Ok(Some(HeadUnit { unit, factor, words, lexical: bare(&head[start..end]).to_owned() }))
}

fn one() -> Decimal {
    Decimal::new(1, 0)
}

fn several(head: &str) -> ValueError {
    let what = format!("{:?} names several units", text::trim(head));
    ValueError::new(Fault::Ambiguous, what, RULE, HELP)
}

/// Parts of a head that can be a unit: between brackets, between commas, and its last words. The widest come first.
fn candidates(head: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, c) in head.char_indices() {
        match c {
            '(' | '[' => open = Some(at + 1),
            ')' | ']' => found.extend(open.take().map(|start| (start, at))),
            _ => {}
        }
    }
    // Commas, semicolons and brackets, but not those inside a number ("1,000 ha").
    let mut start = 0;
    for (at, c) in head.char_indices().chain([(head.len(), ',')]) {
        let inside = head[..at].ends_with(|c: char| c.is_ascii_digit())
            && head[at..].chars().nth(1).is_some_and(|c| c.is_ascii_digit());
        if matches!(c, ',' | ';' | ':' | '\n' | '|' | '/' | '(' | ')' | '[' | ']') && !inside {
            found.push((start, at));
            start = (at + c.len_utf8()).min(head.len());
        }
    }
    // The last words, at most six, the longest first.
    let trimmed = head.trim_end();
    let words: Vec<usize> = trimmed
        .char_indices()
        .filter(|(at, c)| !c.is_whitespace() && (*at == 0 || trimmed[..*at].ends_with(char::is_whitespace)))
        .map(|(at, _)| at)
        .collect();
    let from = words.len().saturating_sub(MOST_WORDS);
    found.extend(words[from..].iter().map(|start| (*start, trimmed.len())));
    found
}

/// A word of a part that may be a factor although the part is not a unit.
fn stray_factor(part: &str) -> Option<&str> {
    part.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';' | ':')).find(|word| {
        let plain = word.to_lowercase().replace('.', "");
        !WEAK_FACTORS.contains(&plain.as_str()) && FACTORS.iter().any(|(known, _)| *known == plain)
    })
}

fn trim_words(part: &str) -> &str {
    let part =
        part.trim_matches(|c: char| text::is_blank(c) || matches!(c, ',' | ';' | ':' | '(' | ')' | '[' | ']' | '-'));
    // "Fläche in km²": the preposition belongs to the unit.
    for preposition in [" in", " in the", " в", " у", " en", " ilə", " (in"] {
        if let Some(rest) = part.strip_suffix(preposition) {
            return text::trim(rest);
        }
    }
    part
}

/// Reads a multiplier and a unit that are the whole of a text: `тыс. га`, `in 1 000 km²`, `'000`. `None` if it is neither.
fn phrase(part: &str) -> Result<Option<(Option<AreaUnit>, Decimal)>, ValueError> {
    let part = bare(part);
    if part.is_empty() || part.len() > 60 {
        return Ok(None);
    }
    if let Some(unit) = AreaUnit::from_words(part) {
        return Ok(Some((Some(unit), one())));
    }
    let lower = part.to_lowercase();
    if let Some((name, sizes)) = SEVERAL.iter().find(|(name, _)| *name == lower) {
        let help = "say the unit of the column in a unit of known size, such as unit = \"decare\" for 1000 m²";
        return Err(ValueError::new(Fault::Ambiguous, format!("{name} has several sizes: {sizes}"), RULE, help));
    }
    // A factor, then perhaps a unit.
    for (end, _) in part.char_indices().skip(1).chain([(part.len(), ' ')]).collect::<Vec<_>>().into_iter().rev() {
        let head: String =
            part[..end].chars().filter(|c| *c != '.' && !text::is_blank(*c)).collect::<String>().to_lowercase();
        let dotted: String = part[..end].chars().filter(|c| !text::is_blank(*c)).collect::<String>().to_lowercase();
        let Some((word, factor)) = FACTORS.iter().find(|(known, _)| *known == head || *known == dotted) else {
            continue;
        };
        let rest = part[end..].trim_start_matches(|c: char| text::is_blank(c) || c == '.');
        let rest = ["d'", "d’", "de ", "of "].iter().find_map(|joint| rest.strip_prefix(joint)).unwrap_or(rest);
        if rest.is_empty() {
            return Ok((!WEAK_FACTORS.contains(word)).then_some((None, Decimal::new(*factor, 0))));
        }
        // A word that goes on is not this factor: "minha".
        let apart = part[end..].starts_with(|c: char| text::is_blank(c) || c == '.') || part[..end].ends_with('.');
        if let (true, Some(unit)) = (apart, AreaUnit::from_words(rest)) {
            return Ok(Some((Some(unit), Decimal::new(*factor, 0))));
        }
    }
    Ok(None)
}

/// A unit without the preposition before it and the mark of a note behind it.
fn bare(part: &str) -> &str {
    let part = strip_notes(text::trim(part));
    ["in ", "в ", "у ", "en "].iter().find_map(|word| part.strip_prefix(word)).unwrap_or(part).trim()
}

/// A text without the mark of a note behind it: `km2 1)`, `ha*`.
fn strip_notes(part: &str) -> &str {
    let part = part.trim_end_matches(['*', '†', '‡']).trim_end();
    let digits = part.strip_suffix(')').map(|inner| inner.trim_end_matches(|c: char| c.is_ascii_digit()));
    match digits {
        Some(before) if before.len() + 1 < part.len() && before.ends_with(text::is_blank) => before.trim_end(),
        _ => part,
    }
}

/// The unit that a mapping or a cell names, with its multiplier: `km2`, `thousand ha`.
pub fn unit(words: &str) -> Result<(AreaUnit, Decimal), ValueError> {
    match phrase(words)? {
        Some((Some(unit), factor)) => Ok((unit, factor)),
        _ => Err(ValueError::new(Fault::NotOne, "not a unit of area that is known", RULE, HELP)),
    }
}

/// Reads a number that may have a unit behind it: `1150,0 km²`, `1,5 тыс. га`, `931`.
pub fn number_with_unit(cell: &str, rules: &NumberRules) -> Result<NumberWithUnit, ValueError> {
    let whole = text::trim(cell);
    let (cell, note) = text::number_mark(whole);
    let from = cell.len() - text::approximate(cell).map_or(cell.len(), str::len);
    // The number ends where the first word begins; the E of an exponent stands between digits.
    let word = cell.char_indices().skip_while(|(at, _)| *at < from).find(|(at, c)| {
        let exponent = matches!(c, 'e' | 'E')
            && cell[..*at].ends_with(|c: char| c.is_ascii_digit())
            && cell[at + 1..].starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
        c.is_alphabetic() && !exponent && !cell[..*at].ends_with('[')
    });
    let Some((at, _)) = word.filter(|(at, _)| *at > 0) else {
        return number(whole, rules).map(|number| NumberWithUnit { number, unit: None });
    };
    if !cell[..at].contains(char::is_numeric) {
        return number(whole, rules).map(|number| NumberWithUnit { number, unit: None });
    }
    let words = &cell[at..];
    let Some((unit, factor)) = phrase(words)? else {
        if let Some(second) = second_figure(words)? {
            let what = format!("two figures in one cell: {second:?} behind the first");
            let help = format!(
                "write one of them in the cell, or say in the mapping that such cells have no value: null = [{whole:?}]"
            );
            return Err(ValueError::new(Fault::NotRead, what, RULE_ONE, help));
        }
        let what = format!("{words:?} behind the number is not a unit of area that is known");
        return Err(ValueError::new(Fault::NotOne, what, RULE, HELP));
    };
    let mut number = number(&cell[..at], rules)?;
    number.value = number.value.times(factor);
    number.note = number.note.or_else(|| note.map(str::to_owned));
    Ok(NumberWithUnit { number, unit })
}

/// What stands in parentheses behind a unit, if it has a digit: `(4.6 sq mi)` of `km2 (4.6 sq mi)`.
fn second_figure(words: &str) -> Result<Option<&str>, ValueError> {
    let Some(at) = words.find(['(', '[', '/', ';', '=']) else { return Ok(None) };
    let is_figure = words[at..].contains(|c: char| c.is_ascii_digit());
    Ok((is_figure && phrase(&words[..at])?.is_some()).then(|| text::trim(&words[at..])))
}

#[cfg(test)]
mod tests;
