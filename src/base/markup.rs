//! Escapes text for XML and HTML: every character that would end an element's text or a double-quoted attribute is
//! escaped, the same way everywhere. The caller decides about other characters, because XML forbids others than HTML
//! does.

/// Appends a text for an element or a double-quoted attribute. Every character except `&`, `<`, `>` and `"` is passed
/// to `other`, which appends its replacement.
pub fn escape(text: &str, out: &mut String, mut other: impl FnMut(char, &mut String)) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => other(c, out),
        }
    }
}

/// Whether HTML forbids a character: controls that are not white space, and noncharacters of Unicode.
pub fn is_forbidden(c: char) -> bool {
    let is_noncharacter = matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE;
    is_noncharacter || c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// An escaped apostrophe, for attributes in single quotes.
pub const APOSTROPHE: &str = "&#39;";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped_and_the_rest_is_the_callers() {
        let mut out = String::new();
        escape("<a href=\"x\">'&\u{1}é", &mut out, |c, out| match c {
            '\'' => out.push_str(APOSTROPHE),
            c if c.is_control() => out.push('?'),
            c => out.push(c),
        });
        for c in ['\0', '\u{7f}', '\u{85}', '\u{fdd0}', '\u{fdef}', '\u{ffff}', '\u{1fffe}', '\u{10ffff}'] {
            assert!(is_forbidden(c), "{c:?}");
        }
        assert!(!"\t\r\n é\u{2028}\u{fffd}\u{10fffd}".contains(is_forbidden));
        assert_eq!(out, "&lt;a href=&quot;x&quot;&gt;&#39;&amp;?é");
    }
}
