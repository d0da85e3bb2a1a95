//! The grammar of delimited values: where the fields of a record are in a text (RFC 4180, with other delimiters and all
//! three line ends). Nothing is copied. What is not in the grammar is a [`Fault`], never read as something else.

use crate::read::grid::{MAX_CELL, MAX_COLUMNS};
use std::ops::Range;

/// Maximum length of a record, in bytes.
pub(super) const MAX_RECORD: usize = 8 << 20;
/// Maximum number of lines of a quoted value. A value with more is a quotation mark that was not closed.
pub(super) const MAX_QUOTED_LINES: usize = 1_000;

/// The marks of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks {
    /// Between two values, an ASCII character; `None` if a line is one value.
    pub(super) delimiter: Option<u8>,
    /// Around a value, an ASCII character; `None` if values are never quoted.
    pub(super) quote: Option<u8>,
    /// Before a character that means nothing but itself, an ASCII character; `None` if a quotation mark in a quoted value
    /// is doubled.
    pub(super) escape: Option<u8>,
}

/// A field of a record, as a range of the record without quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) range: Range<usize>,
    /// Whether it has doubled quotation marks or escaped characters.
    pub(super) has_escapes: bool,
}

/// What keeps a record from being read. Numbers are offsets in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A control character; the record has its end nevertheless.
    Control(usize),
    /// A quoted value that runs to the end of the file, or over too many lines or bytes.
    Unclosed(usize),
    /// Text after a quoted value.
    AfterQuote { opened: usize, at: usize },
    /// White space before a quotation mark.
    BeforeQuote(usize),
    /// A value longer than `MAX_CELL`.
    LongCell(usize),
    /// A record longer than `MAX_RECORD`.
    LongRecord,
    /// More than `MAX_COLUMNS` values.
    Columns(usize),
}

/// What is at the beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scanned {
    /// A record. `end` is behind its line end, `lines` the number of line ends.
    Record { end: usize, lines: usize, control: Option<usize> },
    /// A part of a record.
    Part,
    /// Something else.
    Wrong(Fault),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    Delimiter,
    Quote,
    Escape,
    Lf,
    Cr,
    Control,
    /// The first byte of U+0080 to U+00BF, half of which are control characters.
    Latin,
}

/// A scanner for some marks.
#[derive(Debug, Clone)]
pub(super) struct Scanner {
    classes: Box<[Class; 256]>,
    escape: Option<u8>,
}

impl Scanner {
    pub(super) fn new(marks: Marks) -> Self {
        let mut classes = Box::new([Class::Plain; 256]);
        classes[..0x20].fill(Class::Control);
        classes[0x7F] = Class::Control;
        classes[0xC2] = Class::Latin;
        classes[usize::from(b'\t')] = Class::Plain;
        classes[usize::from(b'\n')] = Class::Lf;
        classes[usize::from(b'\r')] = Class::Cr;
        if let Some(quote) = marks.quote {
            classes[usize::from(quote)] = Class::Quote;
        }
        if let Some(delimiter) = marks.delimiter {
            classes[usize::from(delimiter)] = Class::Delimiter;
        }
        if let Some(escape) = marks.escape {
            classes[usize::from(escape)] = Class::Escape;
        }
        Self { classes, escape: marks.escape }
    }

    fn class(&self, byte: u8) -> Class {
        self.classes[usize::from(byte)]
    }

    /// Whether a character at the beginning of others means the next and not itself.
    pub(super) fn is_escape(&self, c: char, next: Option<char>) -> bool {
        match self.escape {
            Some(escape) => c == char::from(escape) && next.is_some(),
            None => self.is_quote(c) && next == Some(c),
        }
    }

    /// Whether a character is the quotation mark.
    fn is_quote(&self, c: char) -> bool {
        u8::try_from(c).is_ok_and(|byte| c.is_ascii() && self.class(byte) == Class::Quote)
    }

    /// Finds the fields of the record with which a text begins. The text is not empty; `is_whole` says that nothing
    /// follows it.
    pub(super) fn record(&self, text: &str, is_whole: bool, fields: &mut Vec<Field>) -> Scanned {
        let bytes = text.as_bytes();
        fields.clear();
        let mut scan = Scan { scanner: self, text, bytes, is_whole, at: 0, lines: 0, control: None };
        loop {
            if fields.len() == MAX_COLUMNS {
                return Scanned::Wrong(Fault::Columns(scan.at));
            }
            let begin = scan.at;
            let field = match bytes.get(begin) {
                Some(byte) if self.class(*byte) == Class::Quote => scan.quoted(),
                _ => scan.plain(),
            };
            match field {
                Ok(field) if field.range.len() > MAX_CELL => return Scanned::Wrong(Fault::LongCell(begin)),
                Ok(field) => fields.push(field),
                Err(Stop::Fault(fault)) => return Scanned::Wrong(fault),
                Err(Stop::End) if scan.at - begin > MAX_CELL => return Scanned::Wrong(Fault::LongCell(begin)),
                Err(Stop::End) if bytes.len() > MAX_RECORD => return Scanned::Wrong(Fault::LongRecord),
                Err(Stop::End) => return Scanned::Part,
            }
            if bytes.get(scan.at).is_some_and(|byte| self.class(*byte) == Class::Delimiter) {
                scan.at += 1;
                continue;
            }
            let Some(end) = line_end(bytes, scan.at, is_whole) else { return Scanned::Part };
            if end > MAX_RECORD {
                return Scanned::Wrong(Fault::LongRecord);
            }
            let lines = scan.lines + usize::from(end > scan.at);
            return Scanned::Record { end, lines, control: scan.control };
        }
    }
}

/// The end of the line end at an offset, which is that of a line end or of the text; `None` if it may go on behind the
/// text.
fn line_end(bytes: &[u8], at: usize, is_whole: bool) -> Option<usize> {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => Some(at + 2),
        (Some(b'\r'), None) if !is_whole => None,
        (Some(_), _) => Some(at + 1),
        (None, _) => Some(at),
    }
}

/// The end of the line with which a text begins, behind its line end; `None` if it may go on behind the text.
pub(super) fn line(text: &str, is_whole: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    match bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
        Some(at) => line_end(bytes, at, is_whole),
        None => is_whole.then_some(bytes.len()),
    }
}

/// Why there is no field.
enum Stop {
    /// The text ends, and the file does not.
    End,
    Fault(Fault),
}

/// A scan of one record.
struct Scan<'a> {
    scanner: &'a Scanner,
    text: &'a str,
    bytes: &'a [u8],
    is_whole: bool,
    at: usize,
    /// Number of line ends within values.
    lines: usize,
    /// The first control character.
    control: Option<usize>,
}

impl Scan<'_> {
    /// A field without quotation marks around it; `at` is then behind it.
    fn plain(&mut self) -> Result<Field, Stop> {
        let begin = self.at;
        let mut has_escapes = false;
        loop {
            self.skip_plain();
            let Some(byte) = self.bytes.get(self.at) else {
                return if self.is_whole { Ok(Field { range: begin..self.at, has_escapes }) } else { Err(Stop::End) };
            };
            match self.scanner.class(*byte) {
                Class::Plain => {}
                Class::Delimiter | Class::Lf | Class::Cr => {
                    return Ok(Field { range: begin..self.at, has_escapes });
                }
                Class::Escape => {
                    has_escapes = true;
                    self.escaped()?;
                }
                // Elsewhere it is a character like others: `5" pipe`.
                Class::Quote if self.text[begin..self.at].chars().all(is_unseen) => {
                    return Err(Stop::Fault(Fault::BeforeQuote(self.at)));
                }
                Class::Quote => {}
                class => self.see_control(class),
            }
            self.at += 1;
        }
    }

    /// A quoted field; `at` is then behind the white space that may follow it.
    fn quoted(&mut self) -> Result<Field, Stop> {
        let opened = self.at;
        let lines = self.lines;
        let mut has_escapes = false;
        self.at += 1;
        loop {
            self.skip_plain();
            let Some(byte) = self.bytes.get(self.at) else {
                let is_unclosed = self.is_whole || self.at - opened > MAX_CELL;
                return Err(if is_unclosed { Stop::Fault(Fault::Unclosed(opened)) } else { Stop::End });
            };
            let next = self.bytes.get(self.at + 1);
            match self.scanner.class(*byte) {
                Class::Escape => {
                    has_escapes = true;
                    self.escaped()?;
                }
                Class::Quote if next == Some(byte) && self.scanner.escape.is_none() => {
                    has_escapes = true;
                    self.at += 1;
                }
                Class::Quote if next.is_none() && !self.is_whole => return Err(Stop::End),
                Class::Quote => break,
                Class::Lf => self.lines += 1,
                Class::Cr if next.is_none() && !self.is_whole => return Err(Stop::End),
                Class::Cr => self.lines += usize::from(next != Some(&b'\n')),
                Class::Plain | Class::Delimiter => {}
                class => self.see_control(class),
            }
            if self.lines - lines > MAX_QUOTED_LINES {
                return Err(Stop::Fault(Fault::Unclosed(opened)));
            }
            self.at += 1;
        }
        let range = opened + 1..self.at;
        self.at += 1;
        loop {
            match self.bytes.get(self.at) {
                None if self.is_whole => break,
                None => return Err(Stop::End),
                Some(byte) if matches!(self.scanner.class(*byte), Class::Delimiter | Class::Lf | Class::Cr) => break,
                Some(b' ' | b'\t') => self.at += 1,
                // A quotation mark that was not closed may meet the first one of a later line, which "closes" it.
                Some(_) if self.lines > lines => return Err(Stop::Fault(Fault::Unclosed(opened))),
                Some(_) => return Err(Stop::Fault(Fault::AfterQuote { opened, at: self.at })),
            }
        }
        Ok(Field { range, has_escapes })
    }

    /// Goes to the last byte of an escape that the grammar would see, so that the next byte is behind it.
    fn escaped(&mut self) -> Result<(), Stop> {
        let (next, after) = (self.bytes.get(self.at + 1), self.bytes.get(self.at + 2));
        match next {
            None if self.is_whole => return Ok(()),
            Some(b'\r') if after.is_none() && !self.is_whole => return Err(Stop::End),
            None => return Err(Stop::End),
            Some(b'\n') => self.lines += 1,
            Some(b'\r') => {
                self.lines += 1;
                self.at += usize::from(after == Some(&b'\n'));
            }
            Some(next) => {
                let class = self.scanner.class(*next);
                if matches!(class, Class::Control | Class::Latin) {
                    // A control character is none because it is escaped.
                    return Ok(());
                }
            }
        }
        self.at += 1;
        Ok(())
    }

    /// Goes over bytes that mean nothing to the grammar, which are most.
    fn skip_plain(&mut self) {
        let rest = &self.bytes[self.at..];
        let plain = rest.iter().position(|byte| self.scanner.class(*byte) != Class::Plain);
        self.at += plain.unwrap_or(rest.len());
    }

    fn see_control(&mut self, class: Class) {
        let is_control = class == Class::Control || self.bytes.get(self.at + 1).is_some_and(|byte| *byte < 0xA0);
        if is_control {
            self.control.get_or_insert(self.at);
        }
    }
}

/// Whether a character at the end of a value is no part of it: white space, a byte order mark, a zero-width space, a
/// mark of direction. Joiners are parts of words.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(text: &str, is_whole: bool) -> (Scanned, Vec<String>) {
        let mut fields = Vec::new();
        let scanner = Scanner::new(Marks { delimiter: Some(b','), quote: Some(b'"'), escape: None });
        let scanned = scanner.record(text, is_whole, &mut fields);
        (scanned, fields.iter().map(|field| text[field.range.clone()].to_owned()).collect())
    }

    #[test]
    fn a_record_ends_with_its_line() {
        let record = |end, lines| Scanned::Record { end, lines, control: None };
        for (text, is_whole, expected, fields) in [
            ("a,b\nc", false, record(4, 1), &["a", "b"][..]),
            ("a,b\r\nc", false, record(5, 1), &["a", "b"]),
            ("a,b\rc", false, record(4, 1), &["a", "b"]),
            ("a,b", true, record(3, 0), &["a", "b"]),
            ("a,", true, record(2, 0), &["a", ""]),
            (",\n", true, record(2, 1), &["", ""]),
            ("\n\n", true, record(1, 1), &[""]),
            ("\"a\r\nb\",\"c\" \n", false, record(12, 2), &["a\r\nb", "c"]),
            ("5\" pipe,x\"\n", false, record(11, 1), &["5\" pipe", "x\""]),
        ] {
            assert_eq!(
                scanned(text, is_whole),
                (expected, fields.iter().map(|f| (*f).to_owned()).collect()),
                "{text:?}"
            );
        }
        // A line end, or a doubled mark, may go on in what is read next.
        for text in ["a", "a,", "a\r", "\"a", "\"a\"", "\"a\r", "\"a\" "] {
            assert_eq!(scanned(text, false).0, Scanned::Part, "{text:?}");
        }
    }

    #[test]
    fn what_is_not_in_the_grammar_is_a_fault() {
        for (text, fault) in [
            ("x,\"a\nb", Fault::Unclosed(2)),
            ("\"a\"b", Fault::AfterQuote { opened: 0, at: 3 }),
            ("\"a\n1,\"b\"", Fault::Unclosed(0)),
            ("x, \"a\"", Fault::BeforeQuote(3)),
        ] {
            assert_eq!(scanned(text, true).0, Scanned::Wrong(fault), "{text:?}");
        }
        for (text, at) in [("a,b\0\n", 3), ("\"\u{1b}\"\n", 1), ("é\u{85}\n", 2), ("\u{7f}\n", 0)] {
            let Scanned::Record { control, .. } = scanned(text, true).0 else { panic!("{text:?}") };
            assert_eq!(control, Some(at), "{text:?}");
        }
        assert!(matches!(scanned("a\u{a0}b\tc\n", true).0, Scanned::Record { control: None, .. }));
    }

    #[test]
    fn an_escaped_character_means_itself() {
        let scanner = Scanner::new(Marks { delimiter: Some(b','), quote: Some(b'"'), escape: Some(b'\\') });
        let mut fields = Vec::new();
        let text = "\"a\\\"b\",c\\,d,\"e\\\\\",é\\\nf\n";
        let scanned = scanner.record(text, true, &mut fields);
        assert_eq!(scanned, Scanned::Record { end: text.len(), lines: 2, control: None });
        let fields: Vec<&str> = fields.iter().map(|field| &text[field.range.clone()]).collect();
        assert_eq!(fields, ["a\\\"b", "c\\,d", "e\\\\", "é\\\nf"]);
        // Doubled marks are no escape here.
        assert!(matches!(
            scanner.record("\"a\"\"b\"", true, &mut Vec::new()),
            Scanned::Wrong(Fault::AfterQuote { .. })
        ));
        assert_eq!(scanner.record("a\\", false, &mut Vec::new()), Scanned::Part);
        assert!(matches!(scanner.record("a\\", true, &mut Vec::new()), Scanned::Record { end: 2, .. }));
        assert!(matches!(scanner.record("a\\\0", true, &mut Vec::new()), Scanned::Record { control: Some(2), .. }));
    }

    #[test]
    fn limits_stop_a_scan_early() {
        assert_eq!(scanned(&",".repeat(1_000_000), false).0, Scanned::Wrong(Fault::Columns(MAX_COLUMNS)));
        assert_eq!(scanned(&"a".repeat(MAX_CELL + 1), false).0, Scanned::Wrong(Fault::LongCell(0)));
        assert_eq!(scanned(&format!("\"{}", "a".repeat(MAX_CELL + 1)), false).0, Scanned::Wrong(Fault::Unclosed(0)));
        let long = format!("{},", "a".repeat(MAX_CELL)).repeat(9);
        assert_eq!(scanned(&long, false).0, Scanned::Wrong(Fault::LongRecord));
    }
}
