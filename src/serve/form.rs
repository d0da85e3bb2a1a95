//! Names and values of an address or a form (`application/x-www-form-urlencoded`), and the percent-encoding of paths.

/// Decodes `a=b&c=d`. None where an escape is broken or the bytes are not UTF-8.
pub fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for pair in text.split('&').filter(|p| !p.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push((decode(&name.replace('+', " "))?, decode(&value.replace('+', " "))?));
    }
    Some(pairs)
}

/// Decodes percent-escapes. None where one is broken, or what results is not UTF-8.
pub fn decode(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            let digit = |i: usize| bytes.get(i).and_then(|b| char::from(*b).to_digit(16));
            let byte = digit(at + 1)? * 16 + digit(at + 2)?;
            decoded.push(u8::try_from(byte).ok()?);
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(decoded).ok()
}

/// The part of an IRI that a percent-encoded path of an address stands for: escapes of what is not ASCII are decoded, all
/// others stay. None where an escape is broken.
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
            iri.push_str(&decode(&rest[..end])?);
            rest = &rest[end..];
        } else {
            let escape = rest.get(..3)?;
            decode(escape)?;
            iri.push_str(&escape.to_ascii_uppercase());
            rest = &rest[3..];
        }
    }
    iri.push_str(rest);
    Some(iri)
}

/// Escapes all but unreserved characters, `/`, `:` and `@`: what a path may have in a header as in a page.
pub fn encode_path(path: &str) -> String {
    encode(path, |b| matches!(b, b'/' | b':' | b'@'))
}

/// Escapes all but unreserved characters.
pub fn encode_value(value: &str) -> String {
    encode(value, |_| false)
}

fn encode(text: &str, kept: impl Fn(u8) -> bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') || kept(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
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
            assert_eq!(decode(&encoded).as_deref(), Some(path));
        }
    }
}
