//! XLS workbooks (MS-XLS): records of a type and a length, in BIFF8 (Excel 97 to 2003).

mod records;

use super::book::{Area, Book, TextAt};
use super::compound::{Compound, u16_at, u32_at};
use super::fault::{damaged, encrypted, fault};
use super::format::Format;
use crate::base::text::Problem;
use crate::read::grid::Nature;
use records::{Record, Records, Strings};
use std::collections::HashMap;
use std::rc::Rc;

/// Maximum number of formats and sheets that are read; Excel allows 4,050 cell formats.
const MAX_LISTED: usize = 1 << 16;

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    is_hidden: bool,
    at: usize,
}

/// What cells refer to.
#[derive(Default)]
struct Context {
    strings: Vec<TextAt>,
    styles: Vec<Rc<Format>>,
    is_1904: bool,
    /// Whether a formula of the workbook has a value beside an empty text, which programs write that compute nothing.
    is_computed: bool,
}

/// Reads the workbook of a compound file.
pub(super) fn read(bytes: &[u8], book: &mut Book) -> Result<(), Problem> {
    let file = Compound::open(bytes)?;
    if file.has("EncryptedPackage") {
        return Err(encrypted());
    }
    let (stream, is_old) = match file.stream("Workbook")? {
        Some(stream) => (stream, false),
        None => match file.stream("Book")? {
            Some(stream) => (stream, true),
            None if file.has("WordDocument") => {
                return Err(fault("", "this is a Word document", "copy its table into a spreadsheet program"));
            }
            None => return Err(fault("", "this compound file has no workbook", "get the workbook itself")),
        },
    };
    if is_old || u16_at(&stream, 4) != Some(0x0600) {
        return Err(fault(
            "",
            "this is a workbook of Excel 95 or older",
            "open it in a spreadsheet program and save it as .xlsx",
        ));
    }
    let (listed, mut context) = globals(&stream, book)?;
    context.is_computed = listed.iter().any(|listed| has_values(&stream, listed.at));
    for Listed { name, is_hidden, at } in listed {
        book.begin(&name, is_hidden)?;
        sheet(&stream, at, &name, &context, book)?;
        book.end()?;
    }
    Ok(())
}

fn cut(place: &str) -> Problem {
    damaged(place, "a record of this workbook is damaged or cut off")
}

fn globals(stream: &[u8], book: &mut Book) -> Result<(Vec<Listed>, Context), Problem> {
    let mut context = Context::default();
    let (mut listed, mut formats, mut ids) = (Vec::new(), HashMap::new(), Vec::new());
    let mut records = Records::new(stream, 0);
    loop {
        let Some(Record { kind, data, more }) = records.next() else { return Err(cut("")) };
        match kind {
            records::EOF => break,
            records::FILE_PASS => return Err(encrypted()),
            records::DATE_MODE => context.is_1904 = u16_at(data, 0) == Some(1),
            records::FORMAT if formats.len() < MAX_LISTED => {
                let id = u16_at(data, 0).ok_or_else(|| cut(""))?;
                if let Some(code) = Strings::new(data, &more, 2).text() {
                    formats.insert(id, Rc::new(Format::parse(&code)));
                }
            }
            records::XF if ids.len() < MAX_LISTED => ids.push(u16_at(data, 2).ok_or_else(|| cut(""))?),
            records::BOUND_SHEET if listed.len() < MAX_LISTED => {
                let [state, kind] = [4, 5].map(|at| data.get(at).copied().unwrap_or_default());
                let name = Strings::new(data, &more, 6).short_text().ok_or_else(|| cut(""))?;
                // Charts and macros are no tables.
                if kind == 0 {
                    let at = u32_at(data, 0).ok_or_else(|| cut(&name))? as usize;
                    listed.push(Listed { name, is_hidden: state & 3 != 0, at });
                }
            }
            records::SST => {
                let count = u32_at(data, 4).ok_or_else(|| cut(""))?;
                let mut strings = Strings::new(data, &more, 8);
                for _ in 0..count {
                    let Some(text) = strings.text() else {
                        return Err(damaged("", "the texts of this workbook are damaged or cut off"));
                    };
                    context.strings.push(book.text(&text)?);
                }
            }
            _ => {}
        }
    }
    context.styles = ids
        .into_iter()
        .map(|id| {
            let format = formats.entry(id);
            Rc::clone(format.or_insert_with(|| Rc::new(Format::built_in(id.into()).unwrap_or_default())))
        })
        .collect();
    Ok((listed, context))
}

fn sheet(stream: &[u8], at: usize, name: &str, context: &Context, book: &mut Book) -> Result<(), Problem> {
    let mut records = Records::new(stream, at);
    if records.next().is_none_or(|record| record.kind != records::BOF) {
        return Err(damaged(name, "the workbook does not say where this sheet is"));
    }
    // Charts within a sheet have cells of their own.
    let mut depth = 0_usize;
    let mut awaited: Option<(u32, u32)> = None;
    loop {
        let Some(Record { kind, data, more }) = records.next() else { return Err(cut(name)) };
        match kind {
            records::BOF => depth += 1,
            records::EOF if depth == 0 => break,
            records::EOF => depth -= 1,
            _ if depth > 0 => {}
            records::MERGED => {
                for area in data.get(2..).unwrap_or_default().chunks_exact(8) {
                    let [r1, r2, c1, c2] = [0, 2, 4, 6].map(|at| u32::from(u16_at(area, at).unwrap_or_default()) + 1);
                    if r1 <= r2 && c1 <= c2 {
                        book.merge(Area { first: (r1, c1), last: (r2, c2) })?;
                    }
                }
            }
            records::ROW if data.get(12).is_some_and(|flags| flags & 0x20 != 0) => {
                let row = u32::from(u16_at(data, 0).unwrap_or_default()) + 1;
                book.hide_rows(row, row);
            }
            records::COLUMNS if data.get(8).is_some_and(|flags| flags & 1 != 0) => {
                let [first, last] = [0, 2].map(|at| u32::from(u16_at(data, at).unwrap_or_default()) + 1);
                book.hide_columns(first, last);
            }
            records::STRING => {
                if let Some((row, column)) = awaited.take() {
                    let text = Strings::new(data, &more, 0).text().ok_or_else(|| cut(name))?;
                    book.add_words(row, column, &text, &Nature::Formula)?;
                }
            }
            records::FORMULA => {
                // A formula whose text never comes has no value.
                without_value(&mut awaited, book)?;
                awaited = formula(data, context, book).ok_or_else(|| cut(name))??;
            }
            _ => value(kind, data, &more, context, book).ok_or_else(|| cut(name))??,
        }
    }
    without_value(&mut awaited, book)
}

/// Whether a formula of a sheet has a value other than an empty text.
fn has_values(stream: &[u8], at: usize) -> bool {
    let mut records = Records::new(stream, at);
    let mut depth = 0_usize;
    while let Some(Record { kind, data, .. }) = records.next() {
        match kind {
            records::BOF => depth += 1,
            records::EOF if depth < 2 => return false,
            records::EOF => depth -= 1,
            records::FORMULA if depth == 1 => {
                let stored = data.get(6..14).unwrap_or_default();
                if !matches!(stored, [3, .., 0xFF, 0xFF]) {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

fn without_value(awaited: &mut Option<(u32, u32)>, book: &mut Book) -> Result<(), Problem> {
    match awaited.take() {
        Some((row, column)) => book.add(row, column, TextAt::default(), &Nature::Formula),
        None => Ok(()),
    }
}

/// Row, column and format of a record; `None` if it is cut off.
fn head(data: &[u8]) -> Option<(u32, u32, usize)> {
    Some((u32::from(u16_at(data, 0)?) + 1, u32::from(u16_at(data, 2)?) + 1, u16_at(data, 4)?.into()))
}

type Added = Option<Result<(), Problem>>;

fn number(row: u32, column: u32, style: usize, value: f64, context: &Context, book: &mut Book) -> Result<(), Problem> {
    let general = Format::General;
    let shown = context.styles.get(style).map_or(&general, |style| &**style).show(value, context.is_1904);
    book.add_number(row, column, &shown, &shown.nature)
}

/// Adds the cells of a record that is no formula. Records of other kinds have none.
fn value(kind: u16, data: &[u8], more: &[&[u8]], context: &Context, book: &mut Book) -> Added {
    match kind {
        records::NUMBER => {
            let (row, column, style) = head(data)?;
            Some(number(row, column, style, f64_at(data, 6)?, context, book))
        }
        records::RK => {
            let (row, column, style) = head(data)?;
            Some(number(row, column, style, rk(u32_at(data, 6)?), context, book))
        }
        records::MUL_RK => {
            let (row, column) = (u32::from(u16_at(data, 0)?) + 1, u32::from(u16_at(data, 2)?) + 1);
            for (at, cell) in (0..).zip(data.get(4..data.len().checked_sub(2)?)?.chunks_exact(6)) {
                let (style, value) = (u16_at(cell, 0)?.into(), rk(u32_at(cell, 2)?));
                if let Err(problem) = number(row, column + at, style, value, context, book) {
                    return Some(Err(problem));
                }
            }
            Some(Ok(()))
        }
        records::LABEL_SST => {
            let (row, column, _) = head(data)?;
            let text = context.strings.get(u32_at(data, 6)? as usize)?;
            Some(book.add(row, column, *text, &Nature::Text))
        }
        records::LABEL | records::RICH_LABEL => {
            let (row, column, _) = head(data)?;
            let text = Strings::new(data, more, 6).text()?;
            Some(book.add_words(row, column, &text, &Nature::Text))
        }
        records::BOOL_ERR => {
            let (row, column, _) = head(data)?;
            let (value, is_error) = (*data.get(6)?, *data.get(7)? == 1);
            Some(if is_error {
                book.add_words(row, column, error(value), &Nature::Error)
            } else {
                book.add_words(row, column, if value == 0 { "FALSE" } else { "TRUE" }, &Nature::Boolean)
            })
        }
        _ => Some(Ok(())),
    }
}

/// Adds the stored value of a formula; a text comes in the next record, and its place is given back.
fn formula(data: &[u8], context: &Context, book: &mut Book) -> Option<Result<Option<(u32, u32)>, Problem>> {
    let (row, column, style) = head(data)?;
    let stored = data.get(6..14)?;
    if stored[6..] != [0xFF, 0xFF] {
        let general = Format::General;
        let format = context.styles.get(style).map_or(&general, |style| &**style);
        let shown = format.show(f64_at(data, 6)?, context.is_1904);
        return Some(book.add_number(row, column, &shown, &Nature::Formula).map(|()| None));
    }
    let words = match stored[0] {
        0 => return Some(Ok(Some((row, column)))),
        1 if stored[2] == 0 => "FALSE",
        1 => "TRUE",
        2 => return Some(book.add_words(row, column, error(stored[2]), &Nature::Error).map(|()| None)),
        // An empty text is the value of the formula, unless nothing in the workbook was ever computed.
        _ if context.is_computed => return Some(Ok(None)),
        _ => "",
    };
    Some(book.add_words(row, column, words, &Nature::Formula).map(|()| None))
}

/// A number in 30 bits: the upper bits of a float or an integer, and whether it is to be divided by 100.
fn rk(coded: u32) -> f64 {
    let value = if coded & 2 == 0 {
        f64::from_bits(u64::from(coded & !3) << 32)
    } else {
        f64::from(i32::from_le_bytes(coded.to_le_bytes()) >> 2)
    };
    if coded & 1 == 0 { value } else { value / 100.0 }
}

fn f64_at(data: &[u8], at: usize) -> Option<f64> {
    data.get(at..at + 8).and_then(|b| b.try_into().ok()).map(f64::from_le_bytes)
}

fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        _ => "#ERROR!",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_30_bits_are_read() {
        for (coded, value) in [(0x3FF0_0000, 1.0), (0x0000_0006, 1.0), (0x0001_E2C3, 308.96), (0xFFFF_FFFE, -1.0)] {
            assert!((rk(coded) - value).abs() < 1e-9, "{coded:x}");
        }
    }
}
