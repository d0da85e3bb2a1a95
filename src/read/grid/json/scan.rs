//! The scanner of JSON texts. It finds where values begin and end, without recursion and without a tree: a value is a
//! range of the text, which is scanned again when its content is asked for.

use super::limits::{MAX_JSON_DEPTH, MAX_JSON_MEMBERS};
use std::borrow::Cow;

/// What is wrong at a byte of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The byte.
    pub(super) at: usize,
    pub(super) what: String,
    pub(super) help: &'static str,
}

impl Fault {
    pub(super) fn new(at: usize, what: impl Into<String>, help: &'static str) -> Self {
        Self { at, what: what.into(), help }
    }
}

/// The types of JSON values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Object,
    Array,
    Text,
    Number,
    Boolean,
    Null,
}

/// A value: its type and the bytes that it has in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Raw {
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) shape: Shape,
}

impl Raw {
    /// Its characters in the text that it is a range of.
    pub(super) fn of(self, text: &str) -> &str {
        text.get(self.at..self.end).unwrap_or_default()
    }

    pub(super) fn is_scalar(self) -> bool {
        !matches!(self.shape, Shape::Object | Shape::Array)
    }
}

/// What is told of each name of an object.
pub(super) trait Watch {
    fn open(&mut self) {}
    /// A name, as a range of the text without its quotation marks.
    fn name(&mut self, _text: &str, _at: usize, _end: usize) -> Result<(), Fault> {
        Ok(())
    }
    fn close(&mut self, _text: &str) {}
}

impl Watch for () {}

/// A position in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
}

const NOT_JSON: &str = "correct the JSON, for example with a validator";

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// The value here, with everything in it checked for syntax.
    pub(super) fn value(&mut self, watch: &mut impl Watch) -> Result<Raw, Fault> {
        self.space();
        let begin = self.at;
        // A bit for each open value: 1 for an object.
        let (mut open, mut depth): (u128, usize) = (0, 0);
        let mut shape = None;
        loop {
            self.space();
            let first = self.peek();
            let here = match first {
                Some(b'{' | b'[') => {
                    if depth == MAX_JSON_DEPTH {
                        let what = format!("more than {MAX_JSON_DEPTH} arrays and objects are in each other here");
                        return Err(Fault::new(self.at, what, "make it flatter"));
                    }
                    let is_object = first == Some(b'{');
                    open = open << 1 | u128::from(is_object);
                    depth += 1;
                    self.at += 1;
                    shape.get_or_insert(if is_object { Shape::Object } else { Shape::Array });
                    if is_object {
                        watch.open();
                    }
                    self.space();
                    match (is_object, self.peek()) {
                        (true, Some(b'}')) | (false, Some(b']')) => {}
                        (true, _) => {
                            self.name(watch)?;
                            continue;
                        }
                        (false, _) => continue,
                    }
                    None
                }
                Some(b'"') => {
                    self.string()?;
                    Some(Shape::Text)
                }
                Some(b'-' | b'0'..=b'9') => {
                    self.number()?;
                    Some(Shape::Number)
                }
                Some(b't') => self.word("true", Shape::Boolean)?,
                Some(b'f') => self.word("false", Shape::Boolean)?,
                Some(b'n') => self.word("null", Shape::Null)?,
                _ => return Err(self.unexpected()),
            };
            if let Some(here) = here {
                shape.get_or_insert(here);
            }
            // After a value: close what ends here, or go on with the next value.
            loop {
                if depth == 0 {
                    return Ok(Raw { at: begin, end: self.at, shape: shape.unwrap_or(Shape::Null) });
                }
                self.space();
                let is_object = open & 1 == 1;
                match (self.peek(), is_object) {
                    (Some(b'}'), true) | (Some(b']'), false) => {
                        self.at += 1;
                        open >>= 1;
                        depth -= 1;
                        if is_object {
                            watch.close(self.text);
                        }
                    }
                    (Some(b','), true) => {
                        self.at += 1;
                        self.name(watch)?;
                        break;
                    }
                    (Some(b','), false) => {
                        self.at += 1;
                        break;
                    }
                    (None, _) => return Err(self.unexpected()),
                    (_, true) => return Err(self.expected("a comma or }")),
                    (_, false) => return Err(self.expected("a comma or ]")),
                }
            }
        }
    }

    /// A name with its colon.
    pub(super) fn name(&mut self, watch: &mut impl Watch) -> Result<(usize, usize), Fault> {
        self.space();
        match self.peek() {
            Some(b'"') => {}
            Some(b'}') => {
                return Err(Fault::new(self.at, "after a comma comes another member, not }", "remove the comma"));
            }
            None | Some(b'/' | b'\'') => return Err(self.unexpected()),
            Some(_) => return Err(self.expected("a name in quotation marks")),
        }
        let begin = self.at + 1;
        self.string()?;
        let end = self.at - 1;
        watch.name(self.text, begin, end)?;
        self.space();
        if self.peek() != Some(b':') {
            return Err(if self.peek().is_none() {
                self.unexpected()
            } else {
                self.expected("a colon after the name")
            });
        }
        self.at += 1;
        Ok((begin, end))
    }

    fn string(&mut self) -> Result<(), Fault> {
        let begin = self.at;
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape()?,
                Some(c) if c < 0x20 => {
                    let what = format!("the control character U+{c:04X} cannot stand in a string");
                    return Err(Fault::new(self.at, what, "write it as an escape: \\n, \\t, \\u001f"));
                }
                Some(_) => self.at += 1,
                None => return Err(Fault::new(begin, "this string has no end", "close the quotation mark")),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Fault> {
        let begin = self.at;
        let bytes = self.text.as_bytes();
        match bytes.get(begin + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
            Some(b'u') => {
                let unit = |at: usize| unit(self.text, at);
                let half = |what| Fault::new(begin, what, "write the character itself, in UTF-8");
                match unit(begin) {
                    Some(0xD800..=0xDBFF) => match unit(begin + 6) {
                        Some(0xDC00..=0xDFFF) => self.at += 12,
                        _ => return Err(half("this is the first half of a character without its second")),
                    },
                    Some(0xDC00..=0xDFFF) => return Err(half("this is the second half of a character alone")),
                    Some(_) => self.at += 6,
                    None => return Err(half("after \\u come four hexadecimal digits")),
                }
            }
            None => return Err(Fault::new(begin, "the text ends in a string", "get the whole file")),
            Some(_) => return Err(Fault::new(begin, "JSON has no such escape", "write \\\\ for a backslash")),
        }
        Ok(())
    }

    fn digits(&mut self) -> usize {
        let begin = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - begin
    }

    fn number(&mut self) -> Result<(), Fault> {
        let begin = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let first = self.peek();
        let whole = self.digits();
        let mut valid = whole == 1 || whole > 1 && first != Some(b'0');
        if self.peek() == Some(b'.') {
            self.at += 1;
            valid &= self.digits() > 0;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            valid &= self.digits() > 0;
        }
        let ends = matches!(self.peek(), None | Some(b' ' | b'\t' | b'\n' | b'\r' | b',' | b']' | b'}'));
        if valid && ends {
            return Ok(());
        }
        let help = "write numbers like -12.5; what is not one goes into quotation marks";
        Err(Fault::new(begin, "this is not a number of JSON", help))
    }

    fn word(&mut self, word: &str, shape: Shape) -> Result<Option<Shape>, Fault> {
        if !self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            return Err(self.unexpected());
        }
        self.at += word.len();
        Ok(Some(shape))
    }

    fn expected(&self, what: &str) -> Fault {
        Fault::new(self.at, format!("here should be {what}"), NOT_JSON)
    }

    pub(super) fn unexpected(&self) -> Fault {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let not = |word: &str| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        let (what, help) = if rest.is_empty() {
            ("the text ends before the value does", "get the whole file")
        } else if rest.starts_with('/') || rest.starts_with('#') {
            ("JSON has no comments", "remove the comment")
        } else if not("nan") || not("inf") || not("+inf") {
            ("this is not a value of JSON", "write null")
        } else if rest.starts_with('\'') {
            ("strings and names stand in double quotation marks", NOT_JSON)
        } else if rest.starts_with([']', '}']) {
            ("here should be a value", "remove the comma before it")
        } else {
            ("here should be a value", NOT_JSON)
        };
        Fault::new(self.at, what, help)
    }
}

/// The code unit of an escape `\u1234`.
fn unit(text: &str, at: usize) -> Option<u32> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    let is_hexadecimal = digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_hexadecimal.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

/// The characters of a checked string, given without its quotation marks.
pub(super) fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut at = 0;
    while let Some(next) = raw.get(at..).and_then(|rest| rest.find('\\')).map(|found| at + found) {
        text.push_str(&raw[at..next]);
        let escaped = raw.as_bytes().get(next + 1).copied().unwrap_or(b'\\');
        at = next + 2;
        match escaped {
            b'b' => text.push('\u{8}'),
            b'f' => text.push('\u{c}'),
            b'n' => text.push('\n'),
            b'r' => text.push('\r'),
            b't' => text.push('\t'),
            b'u' => {
                let first = unit(raw, next).unwrap_or(0xFFFD);
                at = next + 6;
                let mut point = first;
                if let (0xD800..=0xDBFF, Some(second @ 0xDC00..=0xDFFF)) = (first, unit(raw, next + 6)) {
                    point = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                    at = next + 12;
                }
                text.push(char::from_u32(point).unwrap_or('\u{FFFD}'));
            }
            other => text.push(char::from(other)),
        }
    }
    text.push_str(raw.get(at..).unwrap_or_default());
    Cow::Owned(text)
}

/// Checks a text that holds one value and nothing else.
pub(super) fn only_value(text: &str, watch: &mut impl Watch) -> Result<Raw, Fault> {
    let mut scanner = Scanner::new(text, 0);
    let raw = scanner.value(watch)?;
    scanner.space();
    match scanner.peek() {
        None => Ok(raw),
        Some(b'{' | b'[') => Err(Fault::new(
            scanner.at,
            "another value begins after the end of the first",
            "give a file with a value on each line a name in .jsonl, or put the values into an array",
        )),
        Some(_) => Err(Fault::new(scanner.at, "something follows after the end of the value", NOT_JSON)),
    }
}

/// A fault for an object with more than the maximum of members.
pub(super) fn too_many_members(at: usize) -> Fault {
    Fault::new(at, format!("this object has more than {MAX_JSON_MEMBERS} members"), "split the file")
}
