//! Helpers for writing SVG: text that is always well-formed XML, numbers that are always short, and estimates of the
//! width of text.

use crate::base::markup::{self, APOSTROPHE};
use std::borrow::Cow;
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// Text for XML and HTML, in an element or between double quotes. Characters that XML 1.0 or HTML cannot contain become
/// U+FFFD.
pub fn escape(text: &str) -> Cow<'_, str> {
    let special = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\'') || !is_allowed(c);
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    markup::escape(text, &mut out, |c, out| match c {
        '\'' => out.push_str(APOSTROPHE),
        c if is_allowed(c) => out.push(c),
        _ => out.push('\u{FFFD}'),
    });
    Cow::Owned(out)
}

/// Whether XML 1.0 (production 2) and HTML can contain a character.
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
        && !markup::is_forbidden(c)
}

/// The address, if a link may lead to it: relative, `http`, `https` or `mailto`. A source may contain any address, even
/// `javascript:`.
pub fn safe_address(address: &str) -> Option<&str> {
    let address = address.trim();
    // Browsers ignore control characters within a scheme.
    if address.is_empty() || address.chars().any(char::is_control) {
        return None;
    }
    let scheme = address.split_once(':').map(|(scheme, _)| scheme).filter(|s| !s.contains(['/', '?', '#']));
    let known = |s: &str| ["http", "https", "mailto"].iter().any(|known| s.eq_ignore_ascii_case(known));
    scheme.is_none_or(known).then_some(address)
}

/// The beginning of a link around a mark, with an accessible name; a group if there is no address.
pub fn open_link(out: &mut String, class: &str, address: Option<&str>, name: &str) {
    let name = escape(name);
    match address.and_then(safe_address) {
        Some(address) => {
            let _ = write!(out, "<a class=\"{class}\" href=\"{}\" aria-label=\"{name}\">", escape(address));
        }
        None => {
            let _ = write!(out, "<g class=\"{class}\" role=\"img\" aria-label=\"{name}\">");
        }
    }
    let _ = write!(out, "<title>{name}</title>");
}

/// The end of what [`open_link`] began.
pub fn close_link(out: &mut String, address: Option<&str>) {
    out.push_str(if address.and_then(safe_address).is_some() { "</a>\n" } else { "</g>\n" });
}

/// The content of a cell or item: a link if there is an address.
pub fn anchor(address: Option<&str>, text: &str) -> String {
    match address.and_then(safe_address) {
        Some(address) => format!("<a href=\"{}\">{}</a>", escape(address), escape(text)),
        None => escape(text).into_owned(),
    }
}

/// A coordinate, to a tenth of a pixel.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// The estimated width of text, in pixels, in common sans serif fonts; rather too wide than too narrow.
pub fn text_width(text: &str, size: f64) -> f64 {
    let em = |c: char| match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.31,
        'f' | 't' | 'r' | ' ' | '(' | ')' | '-' | '/' => 0.4,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.95,
        c if c.is_uppercase() => 0.75,
        c => match c.width().unwrap_or(0) {
            0 => 0.0,
            1 => 0.64,
            _ => 1.05,
        },
    };
    text.chars().map(em).sum::<f64>() * size
}

/// Text that fits a width, cut with an ellipsis if necessary.
pub fn shorten(text: &str, size: f64, width: f64) -> Cow<'_, str> {
    if text_width(text, size) <= width {
        return Cow::Borrowed(text);
    }
    let room = width - text_width("\u{2026}", size);
    let mut used = 0.0;
    let mut kept = String::new();
    for c in text.chars() {
        used += text_width(c.encode_utf8(&mut [0; 4]), size);
        if used > room {
            break;
        }
        kept.push(c);
    }
    Cow::Owned(format!("{}\u{2026}", kept.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        for (text, expected) in [
            ("plain", "plain"),
            ("<script>\"&'", "&lt;script&gt;&quot;&amp;&#39;"),
            ("a\u{0}b\u{8}c\u{FFFE}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"),
            ("Շուշի\n😀", "Շուշի\n😀"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn only_addresses_that_lead_somewhere_harmless() {
        for good in ["place/shusha", "../a:b", "#x", "?q=a:b", "https://example.org/", "HTTP://e", "mailto:a@b"] {
            assert_eq!(safe_address(good), Some(good), "{good}");
        }
        for bad in ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "java\nscript:x", "", " vbscript:x"] {
            assert_eq!(safe_address(bad), None, "{bad}");
        }
    }

    #[test]
    fn numbers_are_short() {
        for (value, text) in [(1.0, "1"), (0.25, "0.2"), (-0.01, "0"), (12.34, "12.3"), (f64::NAN, "0"), (-3.5, "-3.5")]
        {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn text_is_cut_where_it_must_be() {
        assert_eq!(shorten("Shusha", 13.0, 100.0), "Shusha");
        let cut = shorten("Nagorno-Karabakh Autonomous Oblast", 13.0, 100.0);
        assert!(cut.ends_with('…') && text_width(&cut, 13.0) <= 100.0, "{cut}");
        assert!(text_width("漢字", 10.0) > 20.0 && text_width("il", 10.0) < 7.0);
    }
}
