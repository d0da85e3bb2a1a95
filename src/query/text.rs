//! The bytes of a query as text: UTF-8 (SPARQL 1.1, section 19), with or without a byte order mark.

/// Why bytes are not the text of a query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodingError {
    /// They are in another Unicode encoding, named here.
    #[error("it is in {0}, and a query is in UTF-8; save it as UTF-8")]
    Unicode(&'static str),
    /// A byte is not UTF-8.
    #[error("line {line}, column {column}: the byte 0x{byte:02X} is not UTF-8; save the query as UTF-8")]
    Byte {
        /// Line, counted from 1.
        line: usize,
        /// Column in code points, counted from 1.
        column: usize,
        /// The first invalid byte.
        byte: u8,
    },
}

/// Decodes the text of a query.
pub fn decoded(bytes: Vec<u8>) -> Result<String, EncodingError> {
    if let Some(encoding) = other_encoding(&bytes) {
        return Err(EncodingError::Unicode(encoding));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(unmarked(&text).to_owned()),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            let before = String::from_utf8_lossy(&error.as_bytes()[..at]).into_owned();
            let line = before.matches('\n').count() + 1;
            let column = unmarked(&before).rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
            Err(EncodingError::Byte { line, column, byte })
        }
    }
}

/// A text without its byte order mark.
pub(super) fn unmarked(text: &str) -> &str {
    text.strip_prefix('\u{FEFF}').unwrap_or(text)
}

/// The encoding that a byte order mark shows, or a zero byte beside each ASCII character.
fn other_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("UTF-16"),
        [first, 0, second, 0, ..] | [0, first, 0, second, ..] if first.is_ascii() && second.is_ascii() => {
            Some(if *first == 0 || *second == 0 { "UTF-32" } else { "UTF-16" })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, mark: bool, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let mark = mark.then_some(0xFEFF);
        mark.into_iter().chain(text.encode_utf16()).flat_map(to_bytes).collect()
    }

    #[test]
    fn a_byte_order_mark_is_not_part_of_the_text() {
        assert_eq!(decoded(b"\xEF\xBB\xBFASK {}".to_vec()).unwrap(), "ASK {}");
        assert_eq!(decoded("ASK { ?s ?p 'ş\u{FEFF}' }".into()).unwrap(), "ASK { ?s ?p 'ş\u{FEFF}' }");
        assert_eq!(decoded(Vec::new()).unwrap(), "");
    }

    #[test]
    fn other_encodings_are_named() {
        for mark in [true, false] {
            for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
                assert_eq!(decoded(utf16("ASK {}", mark, to_bytes)), Err(EncodingError::Unicode("UTF-16")));
            }
        }
        let utf32 = |to_bytes: fn(u32) -> [u8; 4]| "ASK".chars().flat_map(|c| to_bytes(c.into())).collect::<Vec<u8>>();
        assert_eq!(decoded(utf32(u32::to_le_bytes)), Err(EncodingError::Unicode("UTF-32")));
        assert_eq!(decoded(utf32(u32::to_be_bytes)), Err(EncodingError::Unicode("UTF-32")));
        let error = decoded(b"ASK {\n  ?s ?p 'Gen\xE8ve' }".to_vec()).unwrap_err();
        assert_eq!(error.to_string(), "line 2, column 13: the byte 0xE8 is not UTF-8; save the query as UTF-8");
    }
}
