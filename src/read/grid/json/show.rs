//! The text of a cell for a JSON value.

use super::inside::{Inside, string_of};
use super::scan::{Fault, Raw, Shape};
use crate::read::grid::{MAX_CELL, Nature};

/// The mark between the values of an array in one cell.
const JOINT: &str = "; ";

/// The text and nature of a value: a string without its escapes, a number with the characters of the source, nothing for
/// null, an array of scalars as its values with semicolons between them, everything else as JSON. An array with a value
/// that has a semicolon itself stays JSON, since it could not be divided again.
pub(super) fn show(text: &str, raw: Raw) -> Result<(String, Nature), Fault> {
    let (shown, nature) = match raw.shape {
        Shape::Text => (string(text, raw)?, Nature::Text),
        Shape::Number => (raw.of(text).to_owned(), Nature::Number),
        Shape::Boolean => (raw.of(text).to_owned(), Nature::Boolean),
        Shape::Null => (String::new(), Nature::Text),
        Shape::Object => (raw.of(text).to_owned(), Nature::Structure),
        Shape::Array => match joined(text, raw)? {
            Some((shown, nature)) => (shown, nature),
            None => (raw.of(text).to_owned(), Nature::Structure),
        },
    };
    if shown.len() > MAX_CELL {
        return Err(Fault::new(raw.at, format!("this value has {} bytes", shown.len()), "leave it out"));
    }
    Ok((shown, nature))
}

/// A string; one with control characters is no text.
fn string(text: &str, raw: Raw) -> Result<String, Fault> {
    let shown = string_of(text, raw).unwrap_or_default();
    if let Some(c) = shown.chars().find(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')) {
        let what = format!("this string has the control character U+{:04X}", u32::from(c));
        return Err(Fault::new(raw.at, what, "remove it from the file"));
    }
    let trimmed = shown.trim();
    Ok(if trimmed.len() == shown.len() { shown.into_owned() } else { trimmed.to_owned() })
}

/// The values of an array of scalars; null and empty strings are left out.
fn joined(text: &str, raw: Raw) -> Result<Option<(String, Nature)>, Fault> {
    let mut shown = String::new();
    let mut count = 0;
    let mut nature = Nature::Text;
    let mut inside = Inside::new(text, raw);
    while let Some(item) = inside.item() {
        let item = item?;
        if !item.is_scalar() {
            return Ok(None);
        }
        let (value, of_value) = show(text, item)?;
        if value.contains(';') {
            return Ok(None);
        }
        if value.is_empty() {
            continue;
        }
        if count > 0 {
            shown.push_str(JOINT);
        }
        shown.push_str(&value);
        count += 1;
        nature = if count == 1 { of_value } else { Nature::Text };
    }
    Ok(Some((shown, nature)))
}
