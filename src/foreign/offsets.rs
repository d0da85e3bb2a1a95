//! Offsets of a text in any unit as bytes, in time that does not grow with the text.

use super::model::Unit;

/// Places of a text at every 256th code point.
#[derive(Debug)]
pub(super) struct Offsets<'a> {
    text: &'a str,
    /// For each: the byte, and the number of UTF-16 units before it.
    samples: Vec<(usize, usize)>,
}

impl<'a> Offsets<'a> {
    const STEP: usize = 256;

    pub(super) fn new(text: &'a str) -> Self {
        let mut samples = Vec::with_capacity(text.len() / Self::STEP + 1);
        let (mut points, mut units) = (0, 0);
        for (byte, c) in text.char_indices() {
            if points % Self::STEP == 0 {
                samples.push((byte, units));
            }
            points += 1;
            units += c.len_utf16();
        }
        // The end of a text is a place of it.
        if points % Self::STEP == 0 {
            samples.push((text.len(), units));
        }
        Self { text, samples }
    }

    /// The byte at an offset; `None` beyond the end of the text and inside a character.
    pub(super) fn byte(&self, unit: Unit, offset: usize) -> Option<usize> {
        match unit {
            Unit::Bytes => self.text.is_char_boundary(offset).then_some(offset),
            Unit::CodePoints => {
                let (byte, _) = *self.samples.get(offset / Self::STEP)?;
                self.walk(byte, offset % Self::STEP, |_| 1)
            }
            Unit::Utf16 => {
                let at = self.samples.partition_point(|(_, units)| *units <= offset).checked_sub(1)?;
                let (byte, units) = self.samples[at];
                self.walk(byte, offset - units, char::len_utf16)
            }
        }
    }

    /// The byte that is some units after another, each character counting by `width`.
    fn walk(&self, byte: usize, mut units: usize, width: impl Fn(char) -> usize) -> Option<usize> {
        let rest = &self.text[byte..];
        let mut chars = rest.char_indices();
        while units > 0 {
            units = units.checked_sub(width(chars.next()?.1))?;
        }
        Some(byte + chars.offset())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_leads_to_the_same_bytes() {
        for text in [String::new(), "é€𝄞 a".repeat(400), "a".repeat(512)] {
            let offsets = Offsets::new(&text);
            let (mut points, mut units) = (0, 0);
            for (byte, c) in text.char_indices().chain([(text.len(), '.')]) {
                assert_eq!(offsets.byte(Unit::CodePoints, points), Some(byte));
                assert_eq!(offsets.byte(Unit::Utf16, units), Some(byte));
                assert_eq!(offsets.byte(Unit::Bytes, byte), Some(byte));
                if byte < text.len() && c.len_utf16() == 2 {
                    assert_eq!(offsets.byte(Unit::Utf16, units + 1), None);
                }
                if byte < text.len() && c.len_utf8() > 1 {
                    assert_eq!(offsets.byte(Unit::Bytes, byte + 1), None);
                }
                points += 1;
                units += c.len_utf16();
            }
            for unit in Unit::ALL {
                assert_eq!(offsets.byte(unit, text.len() + 1), None);
                assert_eq!(offsets.byte(unit, usize::MAX), None);
            }
        }
    }
}
