//! XML parts of a workbook, event by event. A part that declares a document type, and so perhaps entities, is an error: none
//! of the formats has one.

use super::fault::damaged;
use super::package::Package;
use crate::base::text::Problem;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;
use std::io::{self, BufRead, Read};

/// Maximum length of a tag or of a text without tags, in bytes: 16 MiB.
const MAX_TOKEN: usize = 1 << 24;

/// A part that is being read.
pub(super) struct Xml<'a> {
    reader: Reader<Watched<'a>>,
    part: String,
    buffer: Vec<u8>,
    depth: usize,
}

impl<'a> Xml<'a> {
    /// `None` if the workbook has no such part.
    pub(super) fn open(package: &'a mut Package, part: &str, limit: u64) -> Result<Option<Self>, Problem> {
        let Some(content) = package.part(part, limit)? else { return Ok(None) };
        let mut reader = Reader::from_reader(Watched { content, used: 0 });
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().allow_dangling_amp = true;
        Ok(Some(Self { reader, part: part.to_owned(), buffer: Vec::new(), depth: 0 }))
    }

    /// The next event; `None` at the end. An empty element is a start and an end.
    pub(super) fn next(&mut self) -> Result<Option<Event<'_>>, Problem> {
        self.buffer.clear();
        self.reader.get_mut().used = 0;
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(error) => return Err(damaged(&self.part, format!("the XML of this part cannot be read: {error}"))),
        };
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => {
                return Err(damaged(&self.part, "the XML of this part ends within an element"));
            }
            Event::Eof => return Ok(None),
            Event::DocType(_) => {
                let what = "this part has a DOCTYPE, which can declare entities; parts of workbooks have none";
                return Err(damaged(&self.part, what));
            }
            _ => {}
        }
        Ok(Some(event))
    }
}

/// Content that is read token by token, so that a token cannot fill the memory.
struct Watched<'a> {
    content: Box<dyn BufRead + 'a>,
    used: usize,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(buffer)?;
        self.used += read;
        Ok(read)
    }
}

impl BufRead for Watched<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.used > MAX_TOKEN {
            return Err(io::Error::other(format!("it has a tag or text of more than {MAX_TOKEN} bytes")));
        }
        self.content.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.used += amount;
        self.content.consume(amount);
    }
}

/// The value of an attribute, by its name without a prefix.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = start.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
}

/// The number that an attribute has.
pub(super) fn number(start: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(start, name)?.trim().parse().ok()
}

/// Adds the words of an event to a text.
pub(super) fn add_words(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(words) => text.push_str(&words.xml_content(XmlVersion::Implicit1_0)),
        Event::CData(words) => text.push_str(&words.xml_content(XmlVersion::Implicit1_0)),
        Event::GeneralRef(reference) => match reference.resolve_char_ref() {
            Ok(Some(c)) => text.push(c),
            _ => match resolve_predefined_entity(reference) {
                Some(c) => text.push_str(c),
                None => text.push_str(&format!("&{};", &**reference)),
            },
        },
        _ => {}
    }
}
