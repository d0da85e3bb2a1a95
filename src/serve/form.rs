//! Names and values of an address or a form (`application/x-www-form-urlencoded`), and the percent-encoding of paths.

use crate::base::iri::{percent_decoded, percent_encode};

/// Decodes `a=b&c=d`. `None` if an escape is invalid or the bytes are not UTF-8.
pub fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for pair in text.split('&').filter(|p| !p.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push((percent_decoded(&name.replace('+', " "))?, percent_decoded(&value.replace('+', " "))?));
    }
    Some(pairs)
}

/// The part of an IRI for a percent-encoded path: escapes of non-ASCII characters are decoded, all others are kept. `None`
/// if an escape is invalid.
pub fn iri_path(path: &str) -> Option<String> {
    let mut rest = path;
    let mut iri = String::with_capacity(path.len());
    while let Some(at) = rest.find('%') {
        iri.push_str(&rest[..at]);
        rest = &rest[at..];
        // An escape of a byte from 80 up begins with 8 to F.
        let is_high = |t: &str| {
            t.starts_with('%') && t[1..].starts_with(|c: char| matches!(c, '8'..='9' | 'a'..='f' | 'A'..='F'))
        };
        let mut end = 0;
        while rest.is_char_boundary(end + 3) && end + 3 <= rest.len() && is_high(&rest[end..]) {
            end += 3;
        }
        if end > 0 {
            iri.push_str(&percent_decoded(&rest[..end])?);
            rest = &rest[end..];
        } else {
            let escape = rest.get(..3)?;
            percent_decoded(escape)?;
            iri.push_str(&escape.to_ascii_uppercase());
            rest = &rest[3..];
        }
    }
    iri.push_str(rest);
    Some(iri)
}

/// Escapes all but unreserved characters, `/`, `:` and `@`, for paths in headers and pages.
pub fn encode_path(path: &str) -> String {
    encode(path, b"/:@")
}

/// The path of an IRI as a URI; existing escapes are kept.
pub fn encode_iri_path(path: &str) -> String {
    encode(path, b"/:@%")
}

/// Escapes all but unreserved characters.
pub fn encode_value(value: &str) -> String {
    encode(value, b"")
}

fn encode(text: &str, kept: &[u8]) -> String {
    let mut encoded = String::with_capacity(text.len());
    percent_encode(text, kept, &mut encoded);
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_decoded() {
        let pair = |n: &str, v: &str| (n.to_owned(), v.to_owned());
        assert_eq!(
            pairs("a=1+2&b=%C5%9Fu%26&c&&d=x=y").unwrap(),
            [pair("a", "1 2"), pair("b", "şu&"), pair("c", ""), pair("d", "x=y")]
        );
        for broken in ["a=%", "a=%4", "a=%zz", "a=%ff", "%+1=b"] {
            assert_eq!(pairs(broken), None, "{broken}");
        }
    }

    #[test]
    fn addresses_lead_to_iris() {
        for (path, iri) in [
            ("place/shusha", Some("place/shusha")),
            ("a%20b/%C5%9Fu%c5%9fa%2f", Some("a%20b/şuşa%2F")),
            ("x%D0", None),
            ("x%D0%20", None),
            ("x%", None),
            ("x%2", None),
            ("x%zz", None),
            ("x%fz%80", None),
            ("%é", None),
        ] {
            assert_eq!(iri_path(path).as_deref(), iri, "{path}");
        }
    }

    #[test]
    fn paths_survive() {
        for path in ["/place/şuşa rayonu", "/a%b?c#d\r\nSet-Cookie: x", "/\"<>'"] {
            let encoded = encode_path(path);
            assert!(encoded.bytes().all(|b| b.is_ascii_graphic() && !b"<>\"'?#".contains(&b)), "{encoded}");
            assert_eq!(percent_decoded(&encoded).as_deref(), Some(path));
        }
    }
}
