//! A sheet of an XLSX workbook (ECMA-376 part 1, 18.3.1), cell by cell.

use super::shared::unescaped;
use crate::base::text::Problem;
use crate::read::grid::workbook::book::{Area, Book, TextAt};
use crate::read::grid::workbook::fault::{damaged, too_large};
use crate::read::grid::workbook::format::Format;
use crate::read::grid::workbook::package::{MAX_UNPACKED, Package};
use crate::read::grid::workbook::xml::{Xml, add_words, attribute, number};
use crate::read::grid::{MAX_CELL, MAX_COLUMNS, Nature, column_letters};
use quick_xml::events::{BytesStart, Event};
use std::rc::Rc;

/// What cells refer to.
pub(super) struct Context {
    pub(super) strings: Vec<TextAt>,
    pub(super) styles: Vec<Rc<Format>>,
    pub(super) is_1904: bool,
}

/// A cell that is being read.
#[derive(Default)]
struct Open {
    row: u32,
    column: u32,
    style: usize,
    kind: Kind,
    has_formula: bool,
    has_value: bool,
    value: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Boolean,
    Error,
    Date,
}

/// Reads the cells and merged cells of a sheet.
pub(super) fn read(
    package: &mut Package,
    part: &str,
    name: &str,
    context: &Context,
    book: &mut Book,
) -> Result<(), Problem> {
    let Some(mut xml) = Xml::open(package, part, MAX_UNPACKED)? else {
        return Err(damaged(name, format!("the archive has no part {part} for this sheet")));
    };
    let (mut row, mut column) = (0, 0);
    let mut cell: Option<Open> = None;
    let (mut in_value, mut in_inline, mut in_reading) = (false, false, false);
    while let Some(event) = xml.next()? {
        match &event {
            Event::Start(start) => match (start.local_name().as_ref(), &mut cell) {
                ("row", None) => {
                    row = attribute(start, "r").and_then(|r| r.trim().parse().ok()).unwrap_or(row + 1);
                    column = 0;
                    if is_hidden(start) {
                        book.hide_rows(row, row);
                    }
                }
                ("col", None) if is_hidden(start) => {
                    if let (Some(first), Some(last)) = (number(start, "min"), number(start, "max")) {
                        book.hide_columns(first, last);
                    }
                }
                ("c", None) => {
                    let mut begun = begin(start, name, (row, column + 1))?;
                    (row, column) = (begun.row, begun.column);
                    begun.value.clear();
                    cell = Some(begun);
                }
                ("f", Some(cell)) => cell.has_formula = true,
                ("v", Some(cell)) => {
                    in_value = true;
                    cell.has_value = true;
                }
                ("is", Some(cell)) => {
                    in_inline = true;
                    cell.value.clear();
                }
                ("rPh", Some(_)) => in_reading = true,
                ("t", Some(_)) => in_value = in_inline,
                ("mergeCell", None) => {
                    if let Some(area) = attribute(start, "ref").and_then(|reference| area(&reference)) {
                        book.merge(area)?;
                    }
                }
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "c" => {
                    if let Some(cell) = cell.take() {
                        finish(&cell, name, context, book)?;
                    }
                    (in_value, in_inline, in_reading) = (false, false, false);
                }
                "v" | "t" => in_value = false,
                "is" => in_inline = false,
                "rPh" => in_reading = false,
                _ => {}
            },
            event => {
                if let Some(cell) = cell.as_mut().filter(|_| in_value && !in_reading) {
                    add_words(event, &mut cell.value);
                    if cell.value.len() > 8 * MAX_CELL {
                        let place = format!("{name}!{}{}", column_letters(cell.column as usize), cell.row);
                        return Err(too_large(place, format!("the text of this cell has more than {MAX_CELL} bytes")));
                    }
                }
            }
        }
    }
    Ok(())
}

/// Whether a row or column is hidden, or has no height or width.
fn is_hidden(start: &BytesStart<'_>) -> bool {
    let has_none = |size: &str| attribute(start, size).is_some_and(|size| size.trim().parse() == Ok(0.0));
    attribute(start, "hidden").is_some_and(|hidden| hidden == "1" || hidden == "true")
        || has_none("ht")
        || has_none("width")
}

fn begin(start: &BytesStart<'_>, sheet: &str, next: (u32, u32)) -> Result<Open, Problem> {
    let mut cell = Open { row: next.0, column: next.1, ..Open::default() };
    for attribute in start.attributes().with_checks(false).flatten() {
        let value = attribute.value.as_ref();
        match attribute.key.as_ref() {
            "r" => match position(value.trim()) {
                Some(at) => (cell.row, cell.column) = at,
                None => {
                    return Err(damaged(
                        value,
                        format!(
                            "a cell of the sheet {sheet:?} has no place: a sheet has 16384 columns and 1048576 rows"
                        ),
                    ));
                }
            },
            "s" => cell.style = value.trim().parse().unwrap_or_default(),
            "t" => {
                cell.kind = match value {
                    "s" => Kind::Shared,
                    "str" | "inlineStr" => Kind::Text,
                    "b" => Kind::Boolean,
                    "e" => Kind::Error,
                    "d" => Kind::Date,
                    _ => Kind::Number,
                }
            }
            _ => {}
        }
    }
    Ok(cell)
}

fn finish(cell: &Open, sheet: &str, context: &Context, book: &mut Book) -> Result<(), Problem> {
    let Open { row, column, style, kind, has_formula, has_value, value } = cell;
    let nature = |nature: Nature| if *has_formula { Nature::Formula } else { nature };
    let plain = value.trim();
    let place = || format!("{sheet}!{}{row}", column_letters(*column as usize));
    if plain.is_empty() {
        if *kind == Kind::Text && *has_value {
            // The formula gave an empty text, which is its value.
            return Ok(());
        }
        return book.add(*row, *column, TextAt::default(), &nature(Nature::Text));
    }
    match kind {
        Kind::Shared => {
            let Some(text) = plain.parse().ok().and_then(|at: usize| context.strings.get(at)) else {
                return Err(damaged(&place(), "the workbook has no text for this cell"));
            };
            book.add(*row, *column, *text, &nature(Nature::Text))
        }
        Kind::Text => book.add_words(*row, *column, &unescaped(value), &nature(Nature::Text)),
        Kind::Boolean => {
            let shown = match plain {
                "1" | "true" => "TRUE",
                "0" | "false" => "FALSE",
                _ => return Err(damaged(&place(), format!("{plain:?} is no truth value"))),
            };
            book.add_words(*row, *column, shown, &nature(Nature::Boolean))
        }
        Kind::Error => book.add_words(*row, *column, plain, &Nature::Error),
        Kind::Date => book.add_words(*row, *column, date(plain), &nature(Nature::Date)),
        Kind::Number => match plain.parse::<f64>() {
            Ok(number) if number.is_finite() => {
                let format = context.styles.get(*style);
                let shown = match format {
                    Some(format) => format.show(number, context.is_1904),
                    None => Format::General.show(number, context.is_1904),
                };
                book.add_number(*row, *column, &shown, &nature(shown.nature.clone()))
            }
            _ => Err(damaged(&place(), format!("{plain:?} is no number"))),
        },
    }
}

/// A date in ISO 8601 to the minute; midnight is a date without a time.
fn date(written: &str) -> &str {
    let written = written.trim_end_matches('Z');
    let written = written.strip_suffix(".000").unwrap_or(written);
    match written.strip_suffix("T00:00:00") {
        Some(day) => day,
        None => written.strip_suffix(":00").filter(|rest| rest.contains(':')).unwrap_or(written),
    }
}

/// Row and column of an A1 reference, which may have dollar signs and small letters.
fn position(reference: &str) -> Option<(u32, u32)> {
    let bytes = reference.as_bytes();
    let (mut column, mut at) = (0_usize, 0);
    while let Some(letter) = bytes.get(at).filter(|b| b.is_ascii_alphabetic()) {
        column = column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        if column > MAX_COLUMNS {
            return None;
        }
        at += 1;
    }
    let row: u32 = reference.get(at..)?.parse().ok()?;
    Some((row, u32::try_from(column).ok().filter(|c| *c > 0)?)).filter(|_| row > 0)
}

/// An area: `A1:B2`.
fn area(reference: &str) -> Option<Area> {
    let (first, last) = reference.trim().split_once(':')?;
    let (first, last) = (position(&first.replace('$', ""))?, position(&last.replace('$', ""))?);
    (first.0 <= last.0 && first.1 <= last.1).then_some(Area { first, last })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_positions() {
        assert_eq!(position("A1"), Some((1, 1)));
        assert_eq!(position("XFD1048576"), Some((1_048_576, 16_384)));
        for not in ["", "A", "1", "A0", "XFE1", "A1B", "A-1", "AAAAAAAAAAAAAAA1", "A99999999999"] {
            assert_eq!(position(not), None, "{not}");
        }
        assert!(area("B2:A1").is_none() && area("$A$1:B2").is_some());
    }

    #[test]
    fn midnight_is_a_day() {
        assert_eq!(date("2018-10-14T00:00:00.000Z"), "2018-10-14");
        assert_eq!(date("2018-10-14T10:30:00"), "2018-10-14T10:30");
        assert_eq!(date("2018-10-14"), "2018-10-14");
    }
}
