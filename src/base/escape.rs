//! Escapes IRIs and strings for Turtle and N-Quads.

/// Appends the inside of `<…>`. A character that the grammar forbids there, or that is invisible, is written as a
/// numeric escape.
pub(crate) fn push_iri(iri: &str, out: &mut Vec<u8>) {
    push_iri_with(iri, is_unseen, out);
}

/// Appends the same in the canonical form of N-Quads, with numeric escapes only where the grammar requires them.
pub(crate) fn push_canonical_iri(iri: &str, out: &mut Vec<u8>) {
    push_iri_with(iri, |_| false, out);
}

fn push_iri_with(iri: &str, by_number: fn(char) -> bool, out: &mut Vec<u8>) {
    if all(iri, is_plain_in_iri) {
        out.extend_from_slice(iri.as_bytes());
        return;
    }
    for c in iri.chars() {
        let forbidden = matches!(c, '\0'..=' ' | '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\' | '\x7f');
        if forbidden || by_number(c) {
            push_number(c, out);
        } else {
            push_char(c, out);
        }
    }
}

/// Appends a quoted string for Turtle and TriG.
///
/// Characters that reorder or hide the text around them are written as numeric escapes, so that you see what the file
/// says.
pub(crate) fn push_string(value: &str, out: &mut Vec<u8>) {
    push_quoted(value, is_unseen, out);
}

/// Appends a quoted string in the canonical form of N-Quads (RDFC-1.0, appendix A), with the fewest escapes.
pub(crate) fn push_canonical_string(value: &str, out: &mut Vec<u8>) {
    push_quoted(value, |c| c < ' ' || c == '\x7f', out);
}

fn push_quoted(value: &str, by_number: fn(char) -> bool, out: &mut Vec<u8>) {
    out.push(b'"');
    push_text(value, out, |c, out| match c {
        '\x08' => out.extend_from_slice(b"\\b"),
        '\x0c' => out.extend_from_slice(b"\\f"),
        c if by_number(c) => push_number(c, out),
        c => push_char(c, out),
    });
    out.push(b'"');
}

/// Appends the inside of a quoted string with the escapes that Turtle and JSON share. Every other character is passed
/// to `other`, which appends its form.
pub(crate) fn push_text(value: &str, out: &mut Vec<u8>, other: impl Fn(char, &mut Vec<u8>)) {
    if all(value, |b| matches!(b, b' ' | b'!' | b'#'..=b'[' | b']'..=b'~')) {
        out.extend_from_slice(value.as_bytes());
        return;
    }
    for c in value.chars() {
        match c {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\r' => out.extend_from_slice(b"\\r"),
            '\t' => out.extend_from_slice(b"\\t"),
            c => other(c, out),
        }
    }
}

/// Whether all bytes satisfy a test. It does not stop at the first that fails, because a loop without an exit is
/// vectorised, which here is several times as fast.
pub(crate) fn all(text: &str, test: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(true, |all, byte| all & test(byte))
}

fn is_plain_in_iri(b: u8) -> bool {
    matches!(b, b'!' | b'#'..=b';' | b'=' | b'?'..=b'[' | b']' | b'_' | b'a'..=b'z' | b'~')
}

/// Control characters, directional marks, the byte order mark, and the two separators at which some editors break a
/// line.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

pub(crate) fn push_char(c: char, out: &mut Vec<u8>) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

fn push_number(c: char, out: &mut Vec<u8>) {
    let code = u32::from(c);
    let text = if code > 0xffff { format!("\\U{code:08X}") } else { format!("\\u{code:04X}") };
    out.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(push: impl Fn(&str, &mut Vec<u8>), text: &str) -> String {
        let mut out = Vec::new();
        push(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn strings_are_escaped_where_they_must_be_and_where_one_could_not_see() {
        for (text, turtle, canonical) in [
            ("", r#""""#, r#""""#),
            ("289 km2", r#""289 km2""#, r#""289 km2""#),
            ("a\u{a0}b", "\"a\u{a0}b\"", "\"a\u{a0}b\""),
            ("\"\\\n\r\t\u{8}\u{c}", r#""\"\\\n\r\t\b\f""#, r#""\"\\\n\r\t\b\f""#),
            ("\0\u{b}\u{1f}\u{7f}", r#""\u0000\u000B\u001F\u007F""#, r#""\u0000\u000B\u001F\u007F""#),
            ("\u{85}\u{2028}\u{feff}", r#""\u0085\u2028\uFEFF""#, "\"\u{85}\u{2028}\u{feff}\""),
            ("a\u{200f}b\u{202e}c", r#""a\u200Fb\u202Ec""#, "\"a\u{200f}b\u{202e}c\""),
            ("𝔸 Şuşa ﷺ", "\"𝔸 Şuşa ﷺ\"", "\"𝔸 Şuşa ﷺ\""),
            // Joiners belong to the spelling of Persian and Indic words.
            ("می\u{200c}خواهم", "\"می\u{200c}خواهم\"", "\"می\u{200c}خواهم\""),
        ] {
            assert_eq!(written(push_string, text), turtle);
            assert_eq!(written(push_canonical_string, text), canonical);
        }
    }

    #[test]
    fn what_an_iri_must_not_contain_is_a_number() {
        for (iri, expected) in [
            ("https://example.org/a?b=c&d#e~!$'()*+,;@%20", "https://example.org/a?b=c&d#e~!$'()*+,;@%20"),
            ("https://example.org/Şuşa/𝔸", "https://example.org/Şuşa/𝔸"),
            ("x:a b<c>\"{}|^`\\\n", r"x:a\u0020b\u003Cc\u003E\u0022\u007B\u007D\u007C\u005E\u0060\u005C\u000A"),
            ("x:\u{202e}", r"x:\u202E"),
            ("x:\u{7f}", r"x:\u007F"),
        ] {
            assert_eq!(written(push_iri, iri), expected);
        }
        for (iri, expected) in
            [("x:\u{202e}\u{85}\u{feff}é", "x:\u{202e}\u{85}\u{feff}é"), ("x:<\u{7f} ", r"x:\u003C\u007F\u0020")]
        {
            assert_eq!(written(push_canonical_iri, iri), expected);
        }
    }
}
