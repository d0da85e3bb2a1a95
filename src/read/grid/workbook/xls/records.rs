//! The records of an XLS workbook, and the texts in them, which may go on in the next record (MS-XLS 2.5.293).

use crate::read::grid::workbook::compound::u16_at;

pub(super) const FORMULA: u16 = 0x0006;
pub(super) const EOF: u16 = 0x000A;
pub(super) const DATE_MODE: u16 = 0x0022;
pub(super) const FILE_PASS: u16 = 0x002F;
const CONTINUE: u16 = 0x003C;
pub(super) const COLUMNS: u16 = 0x007D;
pub(super) const BOUND_SHEET: u16 = 0x0085;
pub(super) const MUL_RK: u16 = 0x00BD;
pub(super) const RICH_LABEL: u16 = 0x00D6;
pub(super) const XF: u16 = 0x00E0;
pub(super) const MERGED: u16 = 0x00E5;
pub(super) const SST: u16 = 0x00FC;
pub(super) const LABEL_SST: u16 = 0x00FD;
pub(super) const NUMBER: u16 = 0x0203;
pub(super) const LABEL: u16 = 0x0204;
pub(super) const BOOL_ERR: u16 = 0x0205;
pub(super) const STRING: u16 = 0x0207;
pub(super) const ROW: u16 = 0x0208;
pub(super) const RK: u16 = 0x027E;
pub(super) const FORMAT: u16 = 0x041E;
pub(super) const BOF: u16 = 0x0809;

/// A record: its type, its content, and the contents of the records in which it goes on.
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
    pub(super) more: Vec<&'a [u8]>,
}

/// The records from a position of a stream.
pub(super) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }

    /// The next record; `None` at the end of the stream or where one is cut off.
    pub(super) fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data) = self.one()?;
        let mut more = Vec::new();
        while u16_at(self.stream, self.at) == Some(CONTINUE) {
            more.push(self.one()?.1);
        }
        Some(Record { kind, data, more })
    }

    fn one(&mut self) -> Option<(u16, &'a [u8])> {
        let kind = u16_at(self.stream, self.at)?;
        let length = usize::from(u16_at(self.stream, self.at + 2)?);
        let data = self.stream.get(self.at + 4..self.at + 4 + length)?;
        self.at += 4 + length;
        Some((kind, data))
    }
}

/// Reads texts one after another.
pub(super) struct Strings<'a> {
    rest: &'a [u8],
    more: std::slice::Iter<'a, &'a [u8]>,
}

impl<'a> Strings<'a> {
    /// From a position in the content of a record.
    pub(super) fn new(data: &'a [u8], more: &'a [&'a [u8]], at: usize) -> Self {
        Self { rest: data.get(at..).unwrap_or_default(), more: more.iter() }
    }

    /// The next text, with its length in two bytes; `None` if it is cut off.
    pub(super) fn text(&mut self) -> Option<String> {
        let length = self.byte()? | self.byte()? << 8;
        self.characters(length)
    }

    /// The next text, with its length in one byte.
    pub(super) fn short_text(&mut self) -> Option<String> {
        let length = self.byte()?;
        self.characters(length)
    }

    fn characters(&mut self, length: usize) -> Option<String> {
        let flags = self.byte()?;
        let mut is_wide = flags & 1 != 0;
        let runs = if flags & 8 != 0 { self.byte()? | self.byte()? << 8 } else { 0 };
        let mut extension = 0;
        if flags & 4 != 0 {
            for at in 0..4 {
                extension |= self.byte()? << (8 * at);
            }
        }
        let mut units = Vec::with_capacity(length);
        while units.len() < length {
            if self.rest.is_empty() {
                // Where the characters go on in the next record, it says anew how wide they are.
                self.rest = self.more.next()?;
                is_wide = self.byte()? & 1 != 0;
                continue;
            }
            let width = if is_wide { 2 } else { 1 };
            let taken = (self.rest.len() / width).min(length - units.len());
            if taken == 0 {
                return None;
            }
            let (now, rest) = self.rest.split_at(taken * width);
            self.rest = rest;
            if is_wide {
                units.extend(now.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])));
            } else {
                units.extend(now.iter().map(|b| u16::from(*b)));
            }
        }
        let mut skipped = runs * 4 + extension;
        while skipped > 0 {
            if self.rest.is_empty() {
                self.rest = self.more.next()?;
            }
            let now = skipped.min(self.rest.len());
            self.rest = &self.rest[now..];
            skipped -= now;
        }
        Some(String::from_utf16_lossy(&units))
    }

    fn byte(&mut self) -> Option<usize> {
        while self.rest.is_empty() {
            self.rest = self.more.next()?;
        }
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(usize::from(*first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_go_on_in_the_next_record() {
        let first = b"\x05\x00\x00ab".as_slice();
        let more = [b"\x01c\0d\0e\0\x01\x00\x00f".as_slice()];
        let mut strings = Strings::new(first, &more, 0);
        assert_eq!(strings.text().as_deref(), Some("abcde"));
        assert_eq!(strings.text().as_deref(), Some("f"));
        assert_eq!(strings.text(), None);
    }

    #[test]
    fn runs_and_readings_are_skipped() {
        let data = b"\x01\x00\x0C\x01\x00\x02\x00\x00\x00x\0\0\0\0zz\x01\x00\x00y";
        let mut strings = Strings::new(data, &[], 0);
        assert_eq!(strings.text().as_deref(), Some("x"));
        assert_eq!(strings.text().as_deref(), Some("y"));
    }
}
