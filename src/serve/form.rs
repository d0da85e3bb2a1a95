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
    fn paths_survive() {
        for path in ["/place/şuşa rayonu", "/a%b?c#d\r\nSet-Cookie: x", "/\"<>'"] {
            let encoded = encode_path(path);
            assert!(encoded.bytes().all(|b| b.is_ascii_graphic() && !b"<>\"'?#".contains(&b)), "{encoded}");
            assert_eq!(decode(&encoded).as_deref(), Some(path));
        }
    }
}
