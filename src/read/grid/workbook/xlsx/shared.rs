//! What the sheets of an XLSX workbook share: its texts and its number formats.

use crate::base::text::Problem;
use crate::read::grid::workbook::book::{Book, TextAt};
use crate::read::grid::workbook::fault::too_large;
use crate::read::grid::workbook::format::Format;
use crate::read::grid::workbook::package::Package;
use crate::read::grid::workbook::xml::{Xml, add_words, attribute, number};
use quick_xml::events::Event;
use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

/// Maximum size of the part with the texts, unpacked, in bytes: 512 MiB.
const MAX_STRINGS_PART: u64 = 1 << 29;
/// Maximum size of the part with the formats, unpacked, in bytes: 64 MiB.
const MAX_STYLES_PART: u64 = 1 << 26;
/// Maximum number of cell formats; Excel allows 65,490.
const MAX_STYLES: usize = 1 << 17;

/// The shared texts, in order. Readings of names (`rPh`) are no part of a text.
pub(super) fn strings(package: &mut Package, part: &str, book: &mut Book) -> Result<Vec<TextAt>, Problem> {
    let mut texts = Vec::new();
    let Some(mut xml) = Xml::open(package, part, MAX_STRINGS_PART)? else { return Ok(texts) };
    let (mut text, mut in_text, mut in_reading) = (String::new(), false, false);
    while let Some(event) = xml.next()? {
        match &event {
            Event::Start(start) => match start.local_name().as_ref() {
                "si" => text.clear(),
                "t" => in_text = true,
                "rPh" => in_reading = true,
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "si" => texts.push(book.text(&unescaped(&text))?),
                "t" => in_text = false,
                "rPh" => in_reading = false,
                _ => {}
            },
            event if in_text && !in_reading => add_words(event, &mut text),
            _ => {}
        }
    }
    Ok(texts)
}

/// The number formats of the cell formats, in order.
pub(super) fn styles(package: &mut Package, part: &str) -> Result<Vec<Rc<Format>>, Problem> {
    let mut styles = Vec::new();
    let Some(mut xml) = Xml::open(package, part, MAX_STYLES_PART)? else { return Ok(styles) };
    let mut formats: HashMap<u32, Rc<Format>> = HashMap::new();
    let mut in_cells = false;
    while let Some(event) = xml.next()? {
        match &event {
            Event::Start(start) => match start.local_name().as_ref() {
                "numFmt" if formats.len() < MAX_STYLES => {
                    if let (Some(id), Some(code)) = (number(start, "numFmtId"), attribute(start, "formatCode")) {
                        formats.insert(id, Rc::new(Format::parse(&code)));
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    if styles.len() >= MAX_STYLES {
                        return Err(too_large(part, format!("the workbook has more than {MAX_STYLES} cell formats")));
                    }
                    let id = number(start, "numFmtId").unwrap_or_default();
                    let format = formats.entry(id).or_insert_with(|| Rc::new(Format::built_in(id).unwrap_or_default()));
                    styles.push(Rc::clone(format));
                }
                _ => {}
            },
            Event::End(end) if end.local_name().as_ref() == "cellXfs" => in_cells = false,
            _ => {}
        }
    }
    Ok(styles)
}

/// A text with its characters that XML cannot have, which are written as `_x000D_` (22.9.2.19).
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let code = rest.strip_prefix("_x").and_then(|r| r.get(..5)).and_then(|r| r.strip_suffix('_'));
        let code = code.filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()));
        if let Some(unit) = code.and_then(|code| u16::from_str_radix(code, 16).ok()) {
            units.push(unit);
            rest = &rest[7..];
        } else {
            units.extend(c.encode_utf16(&mut [0; 2]).iter());
            rest = &rest[c.len_utf8()..];
        }
    }
    Cow::Owned(String::from_utf16_lossy(&units))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_characters() {
        for (text, shown) in [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD834__xDD1E_", "\u{1d11e}"),
            ("_x00_", "_x00_"),
            ("snake_xylophone", "snake_xylophone"),
            ("_x\u{e9}\u{e9}\u{e9}", "_x\u{e9}\u{e9}\u{e9}"),
        ] {
            assert_eq!(unescaped(text), shown);
        }
    }
}
