//! The scripts of letters.

/// Combining marks.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{93a}'..='\u{94f}' | '\u{e31}'..='\u{e4e}' | '\u{200c}' | '\u{200d}')
}

/// The script of a letter that is not Latin.
pub(super) fn script(c: char) -> Option<&'static str> {
    match u32::from(c) {
        0..=0x24f | 0x250..=0x2af | 0x1e00..=0x1eff | 0x2c60..=0x2c7f | 0xa720..=0xa7ff | 0xfb00..=0xfb06 => None,
        0x370..=0x3ff | 0x1f00..=0x1fff => Some("Greek"),
        0x400..=0x52f | 0x1c80..=0x1c8f => Some("Cyrillic"),
        0x530..=0x58f => Some("Armenian"),
        0x590..=0x5ff => Some("Hebrew"),
        0x600..=0x6ff | 0x750..=0x77f | 0x8a0..=0x8ff | 0xfb50..=0xfdff | 0xfe70..=0xfeff => Some("Arabic"),
        0x10a0..=0x10ff | 0x1c90..=0x1cbf | 0x2d00..=0x2d2f => Some("Georgian"),
        0x900..=0x97f => Some("Devanagari"),
        0xe00..=0xe7f => Some("Thai"),
        0x1100..=0x11ff | 0xac00..=0xd7af => Some("Korean"),
        0x3040..=0x30ff => Some("Japanese"),
        0x3400..=0x9fff | 0x2_0000..=0x3_ffff => Some("Chinese"),
        _ => Some("other than Latin"),
    }
}

/// Whether a letter is Latin, as all letters of English words are.
pub(super) fn is_latin(c: char) -> bool {
    script(c).is_none()
}
