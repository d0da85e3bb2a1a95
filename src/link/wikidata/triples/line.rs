//! Parses a line of N-Triples without copying it: <https://www.w3.org/TR/n-triples/>.

use std::borrow::Cow;

/// A mistake in a line: the rule, and the column in bytes, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::link::wikidata) struct Broken {
    pub(in crate::link::wikidata) column: usize,
    pub(in crate::link::wikidata) what: &'static str,
}

/// A statement; a blank node is an empty IRI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Triple<'a> {
    pub(super) subject: &'a str,
    pub(super) predicate: &'a str,
    pub(super) object: Object<'a>,
    /// The offset of the object, in bytes from 0.
    pub(super) at: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Object<'a> {
    /// An IRI; empty for a blank node.
    Node(&'a str),
    /// The text as written between quotes, and its language, or an empty one.
    Literal(&'a str, &'a str),
}

/// Parses a line; `None` if it is blank or a comment.
pub(super) fn parse(line: &str) -> Result<Option<Triple<'_>>, Broken> {
    let mut scan = Scan { line, at: 0 };
    scan.blanks();
    if matches!(scan.peek(), None | Some(b'#')) {
        return Ok(None);
    }
    let subject = scan.node("a statement begins with < or _:")?;
    scan.blanks();
    if scan.peek() != Some(b'<') {
        return Err(scan.broken("a predicate is an IRI in < and >"));
    }
    let predicate = scan.node("")?;
    scan.blanks();
    let at = scan.at;
    let object = match scan.peek() {
        Some(b'"') => scan.literal()?,
        _ => Object::Node(scan.node("an object is an IRI, a blank node or a literal in quotes")?),
    };
    scan.blanks();
    if scan.peek() != Some(b'.') {
        return Err(scan.broken("a statement ends with a full stop"));
    }
    scan.at += 1;
    scan.blanks();
    match scan.peek() {
        None | Some(b'#') => Ok(Some(Triple { subject, predicate, object, at })),
        _ => Err(scan.broken("a line has one statement")),
    }
}

/// The bytes that an IRI may not have.
const NOT_IN_IRIS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        table[byte as usize] = byte <= b' ' || matches!(byte, b'<' | b'"' | b'{' | b'}' | b'|' | b'^' | b'`');
        byte += 1;
    }
    table
};

struct Scan<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn broken(&self, what: &'static str) -> Broken {
        Broken { column: self.at + 1, what }
    }

    fn rest(&self) -> &'a [u8] {
        self.line.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    fn blanks(&mut self) {
        self.at += self.rest().iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
    }

    /// The text between two offsets, which are beside ASCII characters.
    fn text(&self, from: usize, to: usize) -> &'a str {
        self.line.get(from..to).unwrap_or_default()
    }

    /// The IRI at this place; empty for a blank node.
    fn node(&mut self, otherwise: &'static str) -> Result<&'a str, Broken> {
        match self.rest() {
            [b'<', ..] => {
                let from = self.at + 1;
                let Some(len) = memchr::memchr(b'>', &self.rest()[1..]) else {
                    return Err(self.broken("an IRI ends with >"));
                };
                let iri = self.text(from, from + len);
                if let Some(at) = iri.bytes().position(|b| NOT_IN_IRIS[usize::from(b)]) {
                    self.at = from + at;
                    return Err(self.broken("this character is not allowed in an IRI"));
                }
                self.at = from + len + 1;
                Ok(iri)
            }
            [b'_', b':', label @ ..] => {
                self.at += 2 + label.iter().take_while(|b| !matches!(b, b' ' | b'\t')).count();
                Ok("")
            }
            _ => Err(self.broken(otherwise)),
        }
    }

    fn literal(&mut self) -> Result<Object<'a>, Broken> {
        let begin = self.at;
        self.at += 1;
        loop {
            let Some(next) = memchr::memchr2(b'"', b'\\', self.rest()) else {
                self.at = begin;
                return Err(self.broken("a literal ends with a quote"));
            };
            self.at += next;
            if self.peek() == Some(b'"') {
                break;
            }
            let (_, len) = escape(self.rest()).ok_or_else(|| self.broken("this is not an escape of N-Triples"))?;
            self.at += len;
        }
        let text = self.text(begin + 1, self.at);
        self.at += 1;
        match self.rest() {
            [b'@', ..] => {
                let from = self.at + 1;
                self.at =
                    from + self.rest()[1..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
                if self.at == from {
                    return Err(self.broken("a language tag has letters"));
                }
                Ok(Object::Literal(text, self.text(from, self.at)))
            }
            [b'^', b'^', b'<', ..] => {
                self.at += 2;
                self.node("")?;
                Ok(Object::Literal(text, ""))
            }
            _ => Ok(Object::Literal(text, "")),
        }
    }
}

/// The character of an escape at the beginning of some bytes, and the escape's length in bytes.
fn escape(bytes: &[u8]) -> Option<(char, usize)> {
    let hex = |len: usize| {
        let digits = bytes.get(2..2 + len).filter(|d| d.iter().all(u8::is_ascii_hexdigit))?;
        let number = u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        Some((char::from_u32(number)?, 2 + len))
    };
    match bytes.get(1)? {
        b't' => Some(('\t', 2)),
        b'b' => Some(('\u{8}', 2)),
        b'n' => Some(('\n', 2)),
        b'r' => Some(('\r', 2)),
        b'f' => Some(('\u{c}', 2)),
        b'u' => hex(4),
        b'U' => hex(8),
        c @ (b'"' | b'\'' | b'\\') => Some((char::from(*c), 2)),
        _ => None,
    }
}

/// The text of a literal; its escapes have been checked.
pub(super) fn unescaped(written: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\\', written.as_bytes()).is_none() {
        return Cow::Borrowed(written);
    }
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let Some((c, len)) = escape(&rest.as_bytes()[at..]) else { break };
        out.push(c);
        rest = &rest[at + len..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read() {
        let node = Object::Node;
        let iri = |object| Ok(Some(Triple { subject: "s:", predicate: "p:", object, at: 10 }));
        let broken = |column, what| Err(Broken { column, what });
        for (line, expected) in [
            ("", Ok(None)),
            (" \t# a comment", Ok(None)),
            ("<s:> <p:> <o:> .", iri(node("o:"))),
            ("<s:><p:><o:>.\r", Ok(Some(Triple { subject: "s:", predicate: "p:", object: node("o:"), at: 8 }))),
            ("<s:> <p:> _:b1 . # said", iri(node(""))),
            ("<s:> <p:> \"a \\\"b\\\" \\u0041\"@en-x .", iri(Object::Literal("a \\\"b\\\" \\u0041", "en-x"))),
            ("<s:> <p:> \"7\"^^<d:> .", iri(Object::Literal("7", ""))),
            ("s: <p:> <o:> .", broken(1, "a statement begins with < or _:")),
            ("<s: <p:> <o:> .", broken(4, "this character is not allowed in an IRI")),
            ("<s:> \"p\" <o:> .", broken(6, "a predicate is an IRI in < and >")),
            ("<s:> <p:> 7 .", broken(11, "an object is an IRI, a blank node or a literal in quotes")),
            ("<s:> <p:> \"a .", broken(11, "a literal ends with a quote")),
            ("<s:> <p:> \"a\\q\" .", broken(13, "this is not an escape of N-Triples")),
            ("<s:> <p:> \"\\uD800\" .", broken(12, "this is not an escape of N-Triples")),
            ("<s:> <p:> \"\\u00é\" .", broken(12, "this is not an escape of N-Triples")),
            ("<s:> <p:> \"a\"@ .", broken(15, "a language tag has letters")),
            ("<s:> <p:> <o:>", broken(15, "a statement ends with a full stop")),
            ("<s:> <p:> <o", broken(11, "an IRI ends with >")),
            ("<s:> <p:> <o:> . <s:>", broken(18, "a line has one statement")),
        ] {
            assert_eq!(parse(line), expected, "{line}");
        }
    }

    #[test]
    fn no_prefix_of_a_line_is_more_than_broken() {
        let line = "<s:é> <p:> \"Ağ\\u0064\\U0001F600am\\\\\"@az . # é";
        for end in (0..line.len()).filter(|end| line.is_char_boundary(*end)) {
            let read = parse(&line[..end]);
            assert_eq!(read.is_ok(), end == 0 || line[..end].contains(" ."), "{end}");
        }
        assert_eq!(unescaped("Ağ\\u0064\\U0001F600a\\tm\\\\"), "Ağd\u{1f600}a\tm\\");
    }
}
