//! XML as a list of tags and texts with their places. There is no document type, no entity but the five of XML, and no
//! element below the two hundredth.

use crate::base::text::Position;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;

/// Maximum depth of elements.
const MAX_DEPTH: usize = 200;

/// What keeps a file from being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct XmlError {
    /// Where.
    pub(crate) at: Position,
    /// What is wrong there.
    pub(crate) what: String,
}

/// A tag or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// The start of an element; an empty element has a start and an end.
    Start(Element),
    /// The end of the element that was opened last.
    End,
    /// Words, with references resolved, and the byte of the file at which they begin. Those of an element may be in
    /// several pieces; within one, each byte is one of the file.
    Words(String, usize),
}

/// The start of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    /// The IRI of its namespace; empty if it has none.
    pub(crate) space: String,
    /// Its name without a prefix.
    pub(crate) name: String,
    /// Its attributes by their names as written, without declarations of namespaces.
    pub(crate) attributes: Vec<(String, String)>,
    /// Where its tag begins.
    pub(crate) at: Position,
}

impl Element {
    /// The value of an attribute, by its name as written.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A text as [`parse`] takes it: without a byte order mark, with LF for line ends. Lines and columns stay the same.
pub(crate) fn normal(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() }
}

/// The root of a file, of which this is the beginning; `None` if no element begins in it.
pub(crate) fn root(text: &str) -> Option<Element> {
    let mut reader = Reader::from_str(text.strip_prefix('\u{FEFF}').unwrap_or(text));
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) => {
                return element(&start, 0, &mut Vec::new(), Position { line: 1, column: 1 }).ok();
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Reads a [`normal`] text. What is not well-formed is an error with its place,
/// and nothing of the file is read.
pub(crate) fn parse(text: &str) -> Result<Vec<Piece>, XmlError> {
    let mut reader = Reader::from_str(text);
    let mut places = Places { text, byte: 0, line: 1, column: 1 };
    let mut spaces: Vec<(usize, String, String)> = Vec::new();
    let (mut pieces, mut depth, mut has_root) = (Vec::new(), 0, false);
    loop {
        let from = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let at = places.at(from);
        let event = reader.read_event().map_err(|error| {
            let from = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
            wrong(places.at(from), format!("the XML cannot be read from here: {error}"))
        })?;
        if depth == 0 && matches!(event, Event::Start(_) | Event::Empty(_)) {
            if has_root {
                return Err(wrong(at, "there is a second element beside the root"));
            }
            has_root = true;
        }
        match event {
            Event::Start(start) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(wrong(at, format!("elements stand in each other more than {MAX_DEPTH} deep")));
                }
                pieces.push(Piece::Start(element(&start, depth, &mut spaces, at)?));
            }
            Event::Empty(start) => {
                pieces.push(Piece::Start(element(&start, depth + 1, &mut spaces, at)?));
                pieces.push(Piece::End);
                spaces.retain(|(of, ..)| *of <= depth);
            }
            Event::End(_) => {
                spaces.retain(|(of, ..)| *of < depth);
                depth -= 1;
                pieces.push(Piece::End);
            }
            Event::Text(words) => add(&mut pieces, depth, &words.xml_content(XmlVersion::Implicit1_0), (from, at))?,
            Event::CData(words) => {
                let from = from + "<![CDATA[".len();
                add(&mut pieces, depth, &words.xml_content(XmlVersion::Implicit1_0), (from, at))?;
            }
            Event::GeneralRef(reference) => {
                let is_number = reference.resolve_char_ref();
                match (is_number, resolve_predefined_entity(&reference)) {
                    (Ok(Some(c)), _) => add(&mut pieces, depth, c.encode_utf8(&mut [0; 4]), (from, at))?,
                    (Ok(None), Some(words)) => add(&mut pieces, depth, words, (from, at))?,
                    _ => {
                        return Err(wrong(
                            at,
                            format!("&{};", &*reference) + " is no reference that XML knows by itself",
                        ));
                    }
                }
            }
            Event::DocType(_) => {
                return Err(wrong(at, "the file has a DOCTYPE, which can declare entities; it is not read"));
            }
            Event::Eof if depth > 0 => return Err(wrong(at, "the file ends within an element")),
            Event::Eof if !has_root => return Err(wrong(at, "the file has no element")),
            Event::Eof => return Ok(pieces),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
        }
    }
}

/// Adds words, which begin at a byte of the file.
fn add(pieces: &mut Vec<Piece>, depth: usize, words: &str, (from, at): (usize, Position)) -> Result<(), XmlError> {
    if depth == 0 {
        return if words.trim().is_empty() { Ok(()) } else { Err(wrong(at, "there are words outside of the root")) };
    }
    pieces.push(Piece::Words(words.to_owned(), from));
    Ok(())
}

fn element(
    start: &BytesStart<'_>,
    depth: usize,
    spaces: &mut Vec<(usize, String, String)>,
    at: Position,
) -> Result<Element, XmlError> {
    let mut element = Element { space: String::new(), name: String::new(), attributes: Vec::new(), at };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| wrong(at, format!("an attribute cannot be read: {error}")))?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|error| wrong(at, format!("an attribute cannot be read: {error}")))?.into_owned();
        let name: &str = attribute.key.as_ref();
        match name.strip_prefix("xmlns") {
            Some("") => spaces.push((depth, String::new(), value)),
            Some(prefix) if prefix.starts_with(':') => spaces.push((depth, prefix[1..].to_owned(), value)),
            _ => element.attributes.push((name.to_owned(), value)),
        }
    }
    let name = start.name();
    let name: &str = name.as_ref();
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let space = spaces.iter().rev().find(|(_, of, _)| of == prefix).map(|(.., iri)| iri.clone());
    element.space = space.unwrap_or_default();
    local.clone_into(&mut element.name);
    Ok(element)
}

/// Lines and columns of bytes that are asked for in their order.
struct Places<'a> {
    text: &'a str,
    byte: usize,
    line: usize,
    column: usize,
}

impl Places<'_> {
    fn at(&mut self, byte: usize) -> Position {
        let end = (0..=byte.min(self.text.len())).rev().find(|end| self.text.is_char_boundary(*end)).unwrap_or(0);
        if end < self.byte {
            (self.byte, self.line, self.column) = (0, 1, 1);
        }
        for c in self.text[self.byte..end].chars() {
            if c == '\n' {
                (self.line, self.column) = (self.line + 1, 1);
            } else {
                self.column += 1;
            }
        }
        self.byte = end;
        Position { line: self.line, column: self.column }
    }
}

fn wrong(at: Position, what: impl Into<String>) -> XmlError {
    XmlError { at, what: what.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (String, usize, usize) {
        let note = parse(text).unwrap_err();
        (note.what, note.at.line, note.at.column)
    }

    #[test]
    fn tags_and_words_have_namespaces_and_places() {
        let text = "<?xml version='1.0'?>\n<a xmlns='urn:a' xmlns:b='urn:b'>x &amp; <b:c d='1&#10;2'/>&#x1F309;<![CDATA[<y>]]>\n</a>\n";
        let pieces = parse(text).unwrap();
        let starts: Vec<(&str, &str, usize, usize)> = pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Start(e) => Some((e.space.as_str(), e.name.as_str(), e.at.line, e.at.column)),
                _ => None,
            })
            .collect();
        assert_eq!(starts, [("urn:a", "a", 2, 1), ("urn:b", "c", 2, 42)]);
        let words: Vec<(&str, &str)> = pieces
            .iter()
            .filter_map(
                |p| if let Piece::Words(w, from) = p { Some((w.as_str(), &text[*from..from + 1])) } else { None },
            )
            .collect();
        assert_eq!(words, [("x ", "x"), ("&", "&"), (" ", " "), ("🌉", "&"), ("<y>", "<"), ("\n", "\n")]);
        let second = pieces.iter().rev().find_map(|p| if let Piece::Start(e) = p { Some(e) } else { None }).unwrap();
        assert_eq!(second.get("d"), Some("1\n2"));
    }

    #[test]
    fn what_is_not_well_formed_is_refused_with_its_place() {
        for (text, what, line, column) in [
            ("<a>\n<!DOCTYPE a></a>", "DOCTYPE", 2, 1),
            ("<!DOCTYPE a [<!ENTITY x 'y'>]>\n<a>&x;</a>", "DOCTYPE", 1, 1),
            ("<a>\n é &x;</a>", "&x;", 2, 4),
            ("<a b='&x;'/>", "attribute", 1, 1),
            ("<a b='1' b='2'/>", "attribute", 1, 1),
            ("<a><b></a></b>", "cannot be read", 1, 7),
            ("<a>", "within an element", 1, 4),
            ("<a/>\n<b/>", "second element", 2, 1),
            ("<a/>x", "outside of the root", 1, 5),
            (" ", "no element", 1, 2),
            ("<a>&#0;</a>", "&#0;", 1, 4),
        ] {
            let found = refused(text);
            assert!(found.0.contains(what), "{text}: {found:?}");
            assert_eq!((found.1, found.2), (line, column), "{text}: {found:?}");
        }
        let deep = format!("{}{}", "<a>".repeat(50_000), "</a>".repeat(50_000));
        assert!(refused(&deep).0.contains("200 deep"));
    }
}
