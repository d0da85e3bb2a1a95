//! The cell of a JSON value.

use super::inside::{Inside, string_of};
use super::scan::{Fault, Raw, Shape};
use crate::read::grid::{Cell, CellPlace, MAX_CELL, Nature};

/// The mark between the values of an array in the text of a cell.
const JOINT: &str = "; ";

/// The text and nature of a value: a string without its escapes, a number with the characters of the source, nothing for
/// null, everything else as JSON.
pub(super) fn show(text: &str, raw: Raw) -> Result<(String, Nature), Fault> {
    let (shown, nature) = match raw.shape {
        Shape::Text => (string(text, raw)?, Nature::Text),
        Shape::Number => (raw.of(text).to_owned(), Nature::Number),
        Shape::Boolean => (raw.of(text).to_owned(), Nature::Boolean),
        Shape::Null => (String::new(), Nature::Text),
        Shape::Object | Shape::Array => (raw.of(text).to_owned(), Nature::Structure),
    };
    if shown.len() > MAX_CELL {
        return Err(Fault::new(raw.at, format!("this value has {} bytes", shown.len()), "leave it out"));
    }
    Ok((shown, nature))
}

/// The cell of a value. An array of scalars is as many values, each with its own place; an array of one is that value.
pub(super) fn cell(text: &str, raw: Raw, place: CellPlace) -> Result<Cell, Fault> {
    let values = if raw.shape == Shape::Array { values(text, raw, &place)? } else { None };
    let Some(mut values) = values else {
        return show(text, raw).map(|(text, nature)| Cell { text, place, nature });
    };
    if values.len() < 2 {
        return Ok(values.pop().unwrap_or(Cell { text: String::new(), place, nature: Nature::Text }));
    }
    let shown = values.iter().map(|value| value.text.as_str()).collect::<Vec<_>>().join(JOINT);
    if shown.len() > MAX_CELL {
        return Err(Fault::new(raw.at, format!("the values of this array have {} bytes", shown.len()), "leave it out"));
    }
    Ok(Cell { text: shown, place, nature: Nature::List(values.into()) })
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

/// The values of an array; `None` if one is no scalar. Null and empty strings are left out.
fn values(text: &str, raw: Raw, place: &CellPlace) -> Result<Option<Vec<Cell>>, Fault> {
    let mut values = Vec::new();
    let mut inside = Inside::new(text, raw);
    let mut index = 0_usize;
    while let Some(item) = inside.item() {
        let item = item?;
        if !item.is_scalar() {
            return Ok(None);
        }
        let (shown, nature) = show(text, item)?;
        if !shown.is_empty() {
            let place = match place {
                CellPlace::LinePointer { line, pointer } => {
                    CellPlace::LinePointer { line: *line, pointer: format!("{pointer}/{index}").into() }
                }
                CellPlace::Pointer(pointer) => CellPlace::Pointer(format!("{pointer}/{index}").into()),
                other => other.clone(),
            };
            values.push(Cell { text: shown, place, nature });
        }
        index += 1;
    }
    Ok(Some(values))
}
