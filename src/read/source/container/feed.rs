//! Feeds: RSS 2.0 (and its older versions), RSS 1.0 (RDF) and Atom (RFC 4287), read entry by entry. Elements are
//! matched by their local names and, where two vocabularies share one, by the customary prefix. A feed with an XML
//! error gives the entries before the error.

mod decoding;

use super::{Body, Piece, short};
use crate::base::iri::folded_space;
use crate::base::text::{Position, Problem};
use crate::read::source::date;
use crate::read::source::html::{self, without_by};
use decoding::Decoding;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;
use std::io::{self, BufRead};

/// Maximum number of authors of an entry.
const MOST_AUTHORS: usize = 100;

/// A feed.
pub(super) struct Feed {
    reader: Reader<Decoding>,
    /// Names of the open elements.
    open: Vec<String>,
    /// The metadata of the feed, which applies to its entries.
    channel: Channel,
    buffer: Vec<u8>,
    entries: usize,
    is_feed: bool,
    done: bool,
}

#[derive(Debug, Default)]
struct Channel {
    title: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
    language: Option<String>,
    authors: Vec<String>,
}

/// The parts of an entry that have been read.
struct Entry {
    piece: Piece,
    /// The depth of the entry's element.
    depth: usize,
    /// The best text so far, and its rank.
    body: (u8, Body),
}

/// The content of an element: its name, whether it is markup, and its words.
struct Collected {
    name: String,
    depth: usize,
    html: bool,
    /// Whether the markup consists of elements (Atom's xhtml), so that text is text and not escaped markup.
    elements: bool,
    words: String,
}

impl Feed {
    pub(super) fn new(file: impl BufRead + 'static) -> io::Result<Self> {
        let mut reader = Reader::from_reader(Decoding::new(Box::new(file))?);
        reader.config_mut().allow_dangling_amp = true;
        let channel = Channel::default();
        Ok(Self { reader, open: Vec::new(), channel, buffer: Vec::new(), entries: 0, is_feed: false, done: false })
    }

    pub(super) fn code_points(&self) -> usize {
        self.reader.get_ref().code_points()
    }

    pub(super) fn encoding(&self) -> Option<&'static str> {
        self.reader.get_ref().encoding()
    }

    /// The next entry.
    pub(super) fn next(&mut self) -> Option<Result<Piece, Problem>> {
        if self.done {
            return None;
        }
        let mut entry: Option<Entry> = None;
        let mut collected: Option<Collected> = None;
        loop {
            self.buffer.clear();
            let mut buffer = std::mem::take(&mut self.buffer);
            let line = self.reader.get_ref().line();
            let event = match self.reader.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(error) => {
                    self.done = true;
                    let what = format!("the XML of this file cannot be read from here: {error}");
                    return Some(Err(self.wrong(
                        what,
                        "a feed is well-formed XML 1.0",
                        "correct the file; the articles before were read",
                    )));
                }
            };
            let (start, empty) = match &event {
                Event::Start(start) => (Some(start), false),
                Event::Empty(start) => (Some(start), true),
                _ => (None, false),
            };
            if let Some(start) = start {
                let name = name_of(start);
                self.open.push(name.clone());
                let depth = self.open.len();
                if depth == 1 {
                    self.is_feed = matches!(local(&name), "rss" | "feed" | "RDF" | "rdf");
                    if !self.is_feed {
                        self.done = true;
                        return Some(Err(self.wrong(
                            format!("this is the XML of a <{name}>"),
                            RULE,
                            "leave it out of sources/, or save the page as .html",
                        )));
                    }
                }
                if let Some(collected) = &mut collected {
                    collected.elements |= local(&name) == "div" && collected.words.trim().is_empty();
                    collected.html = true;
                    collected.words.push_str(&tag(start, local(&name)));
                } else if let Some(entry) = &mut entry {
                    if depth == entry.depth + 1 || (depth == entry.depth + 2 && local(&name) == "name") {
                        let parent = self.open[depth - 2].as_str();
                        collected = begin(start, &name, parent, depth, &mut entry.piece);
                    }
                } else if matches!(local(&name), "item" | "entry") {
                    self.reader.get_mut().begin_document();
                    let mut piece = Piece { line, of_feed: true, ..Piece::default() };
                    piece.id = attribute(start, "rdf:about");
                    piece.language = attribute(start, "xml:lang");
                    entry = Some(Entry { piece, depth, body: (0, Body::None) });
                } else {
                    self.channel.language = self.channel.language.take().or_else(|| attribute(start, "xml:lang"));
                    let parent = if depth > 1 { local(&self.open[depth - 2]) } else { "" };
                    let below = matches!(parent, "channel" | "feed" | "author");
                    if below && matches!(local(&name), "title" | "language" | "publisher" | "link" | "name") {
                        let mut piece = Piece::default();
                        collected = begin(start, &name, parent, depth, &mut piece);
                        self.channel.url = self.channel.url.take().or(piece.url);
                    }
                }
            }
            let ended = empty || matches!(event, Event::End(_));
            if let Some(collected) = &mut collected {
                match &event {
                    Event::Text(text) => collected.text(&text.xml_content(XmlVersion::Implicit1_0)),
                    Event::CData(text) => collected.text(&text.xml_content(XmlVersion::Implicit1_0)),
                    Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                        Ok(Some(c)) => collected.text(c.encode_utf8(&mut [0; 4])),
                        _ => match resolve_predefined_entity(reference) {
                            Some(c) => collected.text(c),
                            // HTML has more named entities than XML; reading the markup resolves them.
                            None => collected.words.push_str(&format!("&{};", &**reference)),
                        },
                    },
                    _ => {}
                }
            }
            let eof = matches!(event, Event::Eof);
            self.buffer = buffer;
            if eof {
                self.done = true;
                if !self.open.is_empty() || !self.is_feed {
                    let what = "the file ends within an element".to_owned();
                    let what = if self.is_feed { what } else { "this file has no element".to_owned() };
                    return Some(Err(self.wrong(what, RULE, "get the file again; the articles before were read")));
                }
                if self.entries == 0 {
                    return Some(Err(self.wrong(
                        "this feed has no entry".to_owned(),
                        RULE,
                        "leave it out of sources/",
                    )));
                }
                return None;
            }
            if ended {
                let depth = self.open.len();
                let name = self.open.pop().unwrap_or_default();
                match collected.take() {
                    Some(done) if done.depth == depth => match &mut entry {
                        Some(entry) => entry.take(&done),
                        None => self.channel.take(&done),
                    },
                    Some(mut around) => {
                        if !matches!(local(&name), "br" | "hr" | "img" | "wbr") {
                            around.words.push_str(&format!("</{}>", local(&name)));
                        }
                        collected = Some(around);
                    }
                    None => {}
                }
                if entry.as_ref().is_some_and(|e| e.depth == depth) {
                    self.entries += 1;
                    return entry.map(|e| Ok(self.finished(e)));
                }
            }
        }
    }

    /// An entry with the metadata of its feed.
    fn finished(&self, entry: Entry) -> Piece {
        let mut piece = entry.piece;
        let channel = &self.channel;
        piece.body = entry.body.1;
        piece.publisher =
            piece.publisher.take().or_else(|| channel.publisher.clone()).or_else(|| channel.title.clone());
        piece.publisher_url = channel.url.clone();
        piece.language = piece.language.take().or_else(|| channel.language.clone());
        if piece.authors.is_empty() {
            piece.authors.clone_from(&channel.authors);
        }
        // Without an id, the address serves as one.
        piece.id = piece.id.take().or_else(|| piece.url.clone());
        piece
    }

    fn wrong(&self, what: String, rule: &'static str, help: &str) -> Problem {
        let at = Some(Position { line: self.reader.get_ref().line(), column: self.reader.get_ref().column() });
        let value = self.open.last().map(|n| format!("<{n}>")).unwrap_or_default();
        Problem { at, value: short(&value), what, rule, help: help.to_owned() }
    }
}

const RULE: &str = "an .xml file is a feed (RSS, RDF or Atom), or TEI in the namespace http://www.tei-c.org/ns/1.0";

impl Collected {
    fn text(&mut self, words: &str) {
        if self.elements {
            self.words.push_str(&words.replace('&', "&amp;").replace('<', "&lt;"));
        } else {
            self.words.push_str(words);
        }
    }

    /// The words without markup, on one line; `None` if there are none.
    fn line(&self) -> Option<String> {
        let words = without_cdata(&self.words);
        let words = if words.contains(['<', '&']) {
            without_cdata(&html::words(&words)).into_owned()
        } else {
            words.into_owned()
        };
        Some(folded_space(&words)).filter(|w| !w.is_empty())
    }
}

impl Entry {
    /// Uses an element that has ended.
    fn take(&mut self, done: &Collected) {
        let piece = &mut self.piece;
        match done.name.as_str() {
            "title" => piece.title = piece.title.take().or_else(|| done.line()),
            "link" => piece.url = piece.url.take().or_else(|| done.line()),
            "guid" | "id" => piece.id = done.line().or_else(|| piece.id.take()),
            "pubDate" | "published" | "issued" | "dc:date" | "dcterms:issued" => {
                // The first date that can be read counts.
                let readable = |d: &String| date::of_feed(d).is_some();
                match (&piece.published, done.line()) {
                    (Some(before), Some(line)) if !readable(before) && readable(&line) => piece.published = Some(line),
                    (None, line) => piece.published = line,
                    _ => {}
                }
            }
            "dc:creator" | "name" | "author" => {
                // RSS writes an e-mail address with the name in brackets.
                let name = done.line().unwrap_or_default();
                let name = match name.split_once('(') {
                    Some((address, rest)) if address.contains('@') => rest.trim_end_matches(')').trim().to_owned(),
                    _ => without_by(&name).to_owned(),
                };
                let known = piece.authors.len() >= MOST_AUTHORS || piece.authors.contains(&name);
                if !name.is_empty() && !name.contains('@') && !known {
                    piece.authors.push(name);
                }
            }
            "dc:publisher" => piece.publisher = done.line(),
            "dc:language" => piece.language = done.line().or_else(|| piece.language.take()),
            "content" | "content:encoded" | "body" | "description" | "summary" => {
                let rank = match done.name.as_str() {
                    "description" => 1,
                    "summary" => 2,
                    _ => 3,
                };
                if rank > self.body.0 && !done.words.trim().is_empty() {
                    let words = without_cdata(&done.words).into_owned();
                    self.body = (rank, if done.html { Body::Html(words) } else { Body::Text(words) });
                }
            }
            _ => {}
        }
    }
}

impl Channel {
    fn take(&mut self, done: &Collected) {
        let Some(line) = done.line() else { return };
        match done.name.as_str() {
            "title" => self.title = self.title.take().or(Some(line)),
            "dc:publisher" => self.publisher = Some(line),
            "language" | "dc:language" => self.language = Some(line),
            "link" => self.url = self.url.take().or(Some(line)),
            "name" if self.authors.len() < MOST_AUTHORS => self.authors.push(line),
            _ => {}
        }
    }
}

/// Begins to collect an element, if its content is needed. An address in an attribute is used at once.
fn begin(start: &BytesStart<'_>, name: &str, parent: &str, depth: usize, piece: &mut Piece) -> Option<Collected> {
    let atom_text = |kind: Option<String>| kind.is_some_and(|k| k == "text" || k == "text/plain");
    let (kept, html) = match name.split_once(':') {
        Some(("dc" | "dcterms" | "content" | "xhtml", _)) => (name, name == "content:encoded" || name == "xhtml:body"),
        // Elements of the same name in other vocabularies, such as media:title, are not the article's.
        Some((prefix, _)) if !matches!(prefix, "atom" | "a" | "rss") => return None,
        _ => (local(name), false),
    };
    let html = match kept {
        "link" => {
            if let Some(href) = attribute(start, "href") {
                let alternate = attribute(start, "rel").is_none_or(|rel| rel == "alternate");
                if alternate && piece.url.is_none() {
                    piece.url = Some(href);
                }
                return None;
            }
            false
        }
        "title" | "guid" | "id" | "pubDate" | "published" | "issued" | "dc:date" | "dcterms:issued" | "dc:creator"
        | "author" | "dc:publisher" | "dc:language" | "language" => false,
        "name" if local(parent) == "author" => false,
        "description" => true,
        "content" | "summary" => {
            if attribute(start, "src").is_some() {
                return None;
            }
            let kind = attribute(start, "type");
            kind.is_some() && !atom_text(kind)
        }
        "content:encoded" | "xhtml:body" => html,
        _ => return None,
    };
    // In Atom, an author's name is an element of its own; in RSS it is the content.
    if kept == "author" && parent == "entry" {
        return None;
    }
    let name = if kept == "xhtml:body" { "body" } else { kept };
    Some(Collected { name: name.to_owned(), depth, html, elements: false, words: String::new() })
}

/// Words without the marks of CDATA sections, which some programs escape like other text.
pub(super) fn without_cdata(words: &str) -> Cow<'_, str> {
    if !words.contains("<![CDATA[") {
        return Cow::Borrowed(words);
    }
    Cow::Owned(words.replace("<![CDATA[", "").replace("]]>", ""))
}

/// The tag of an element within markup, with its attributes.
fn tag(start: &BytesStart<'_>, name: &str) -> String {
    let mut tag = format!("<{name}");
    for attribute in start.attributes().with_checks(false).flatten() {
        if let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) {
            let value = value.replace('&', "&amp;").replace('"', "&quot;");
            tag.push_str(&format!(" {}=\"{value}\"", attribute.key.as_ref()));
        }
    }
    tag + ">"
}

fn name_of(start: &BytesStart<'_>) -> String {
    start.name().as_ref().to_owned()
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = start.attributes().with_checks(false).flatten().find(|a| a.key.as_ref() == name)?;
    let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.trim().to_owned()).filter(|v| !v.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &'static str) -> Vec<String> {
        let mut feed = Feed::new(text.as_bytes()).unwrap();
        let mut out = Vec::new();
        while let Some(piece) = feed.next() {
            out.push(match piece {
                Err(wrong) => format!("!{}:{}", wrong.at.unwrap().line, wrong.what),
                Ok(p) => {
                    let body = match &p.body {
                        Body::None => String::new(),
                        Body::Text(text) => format!("text {text}"),
                        Body::Html(markup) => format!("html {}", html::words(markup)),
                    };
                    let show = |o: &Option<String>| o.clone().unwrap_or_default();
                    format!(
                        "{}|{}|{}|{}|{}|{}|{}|{body}",
                        p.line,
                        show(&p.id),
                        show(&p.title),
                        show(&p.published),
                        show(&p.publisher),
                        show(&p.language),
                        p.authors.join("+")
                    )
                }
            });
        }
        out
    }

    #[test]
    fn rss() {
        let items = read(
            "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Vale Post</title>\n\
             <link>https://vale.example/</link><language>en-gb</language>\n\
             <item><title>Roads &amp; water</title><link>https://vale.example/1</link><guid isPermaLink=\"false\">v1</guid>\
             <pubDate>Wed, 27 Dec 2017 10:00:00 +0400</pubDate><dc:creator><![CDATA[Ann Orlo]]></dc:creator>\
             <description><![CDATA[<p>One <b>two</b>&nbsp;three.</p>]]></description><media:title>No</media:title></item>\n\
             <item><title>B</title><link>https://vale.example/2</link><author>b@vale.example (Ben Vale)</author>\
             <description>&lt;p&gt;A&lt;/p&gt;&lt;p&gt;B &amp;amp; C&lt;/p&gt;</description>\
             <content:encoded><![CDATA[<p>Whole</p>]]></content:encoded></item></channel></rss>",
        );
        assert_eq!(
            items,
            [
                "4|v1|Roads & water|Wed, 27 Dec 2017 10:00:00 +0400|Vale Post|en-gb|Ann Orlo|html One two\u{a0}three.",
                "5|https://vale.example/2|B||Vale Post|en-gb|Ben Vale|html Whole",
            ]
        );
    }

    #[test]
    fn atom_and_rdf() {
        let entries = read(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><title>Vale Post</title><author><name>Desk</name></author>\n\
             <entry><title type=\"html\">A &amp;amp; B</title><link rel=\"self\" href=\"https://x.example/s\"/><link href=\"https://x.example/1\"/>\
             <id>tag:x.example,2017:1</id><updated>2018-01-01T00:00:00Z</updated><published>2017-12-27T10:00:00+04:00</published>\
             <author><name>Ann</name><email>a@x.example</email></author><author><name>Ben</name></author>\
             <content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>One &lt;1&gt;</p><p>Two</p></div></content></entry>\n\
             <entry><title>C</title><id>2</id><summary>Plain
text</summary></entry></feed>",
        );
        assert_eq!(
            entries,
            [
                "2|tag:x.example,2017:1|A & B|2017-12-27T10:00:00+04:00|Vale Post|en|Ann+Ben|html One <1>\n\nTwo",
                "3|2|C||Vale Post|en|Desk|text Plain\ntext",
            ]
        );
        let items = read(
            "<rdf:RDF xmlns:rdf=\"x\"><channel rdf:about=\"c\"><title>P</title></channel>\
             <item rdf:about=\"https://x.example/1\"><title>T</title><dc:date>2017-12-27</dc:date><description>D</description></item></rdf:RDF>",
        );
        assert_eq!(items, ["1|https://x.example/1|T|2017-12-27|P|||html D"]);
    }

    #[test]
    fn markup_that_was_escaped_again() {
        let items = read(
            "<rss><channel><item><title>&lt;![CDATA[One]]&gt;</title><description>&lt;![CDATA[A &lt;b&gt;b&lt;/b&gt; c.]]&gt;</description></item>\n\
             <item><description>&lt;div&gt;&lt;p&gt;A&lt;/p&gt;&lt;p&gt;5 &amp;lt; 6&lt;/p&gt;&lt;/div&gt;</description>\
             <pubDate>soon</pubDate><dc:date>2018-01-01</dc:date></item></channel></rss>",
        );
        assert_eq!(items, ["1||One|||||html A b c.", "2|||2018-01-01||||html A\n\n5 < 6"]);
        let entries = read(
            "<feed><entry><content type=\"xhtml\"><div><p>250<sup><a href=\"#fn1\">9</a></sup> km<br/>\
             <span style=\"display:none\">1</span>2</p></div></content></entry></feed>",
        );
        assert_eq!(entries, ["1|||||||html 250 km\n2"]);
    }

    #[test]
    fn broken_feeds() {
        for (text, expected) in [
            ("<rss><channel><item><title>A</title></item>\n<item></rss>", "!2:the XML of this file"),
            ("<rss><channel><item><title>A</title></item>\n<item>", "!2:the file ends within"),
            ("<rss><channel><title>A</title></channel></rss>", "!1:this feed has no entry"),
            ("<html><p>A</p></html>", "!1:this is the XML of a <html>"),
            ("", "!1:this file has no element"),
        ] {
            let items = read(text);
            assert!(items.last().unwrap().starts_with(expected), "{text}: {items:?}");
        }
    }
}
