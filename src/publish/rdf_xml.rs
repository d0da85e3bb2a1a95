//! RDF/XML (RDF 1.1) for tools that read nothing else: the subjects in the order of Turtle, one element per statement.
//!
//! A property must be the name of an element, so its IRI has to end in an XML name; and XML 1.0 cannot hold most
//! control characters. Both are errors that are reported before anything is written.

use super::PublishError;
use super::curie::{Prefixes, Used};
use super::scan::{Encoder, Object, Statement};
use super::turtle::{DEFAULT_GRAPH, Layout, rank, text};
use crate::base::escape::{all, is_unseen};
use crate::base::names::split_xml_name;
use crate::base::sort::{Sorted, Sorter};
use crate::base::vocab::xsd;
use oxigraph::model::{Literal, NamedNode};
use std::collections::HashMap;
use std::io::{self, Write};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
/// Names of the RDF namespace that have another meaning, or none, as an element of a property.
const SYNTAX: [&str; 12] = [
    "RDF", "Description", "ID", "about", "parseType", "resource", "nodeID", "datatype", "li", "aboutEach",
    "aboutEachPrefix", "bagID",
];

/// Makes sortable records of statements: the key of the subject, the rank and name of the property, its element.
pub(super) struct Encoding<'a> {
    layout: &'a Layout,
    pub(super) used: Used,
    predicates: HashMap<NamedNode, Element>,
    // A store is read subject by subject.
    subject: Option<NamedNode>,
    subject_key: Vec<u8>,
    record: Vec<u8>,
}

/// The element of a property.
struct Element {
    rank: u8,
    name: String,
    /// The namespace that the element declares if no known prefix fits.
    declaration: String,
}

impl<'a> Encoding<'a> {
    pub(super) fn new(layout: &'a Layout) -> Self {
        Self {
            layout,
            used: Used::default(),
            predicates: HashMap::new(),
            subject: None,
            subject_key: Vec::new(),
            record: Vec::new(),
        }
    }

    /// Makes the key of a subject the current one.
    fn subject(&mut self, subject: &NamedNode) -> Result<(), PublishError> {
        if self.subject.as_ref() != Some(subject) {
            // Only to refuse characters that XML cannot contain.
            self.subject_key.clear();
            push_escaped(subject.as_str(), &mut self.subject_key)?;
            self.subject_key.clear();
            self.layout.push_subject(subject.as_str(), &mut self.subject_key);
            self.subject = Some(subject.clone());
        }
        Ok(())
    }

    fn element(&mut self, predicate: &NamedNode) -> Result<(), PublishError> {
        if self.predicates.contains_key(predicate) {
            return Ok(());
        }
        let iri = predicate.as_str();
        let no_name = || PublishError::NoElement(iri.to_owned());
        let (namespace, local) = split_xml_name(iri).ok_or_else(no_name)?;
        let is_reserved = namespace == RDF && SYNTAX.contains(&local);
        if is_reserved || namespace.starts_with("http://www.w3.org/XML/1998/") || namespace.ends_with("/xmlns/") {
            return Err(no_name());
        }
        let (name, declaration) = match self.layout.prefixes.name_of(namespace) {
            Some((i, prefix)) => {
                self.used.mark(i);
                (format!("{prefix}:{local}"), String::new())
            }
            None => {
                let mut declaration = b" xmlns:ns=\"".to_vec();
                push_escaped(namespace, &mut declaration)?;
                declaration.push(b'"');
                (format!("ns:{local}"), text(&declaration).to_owned())
            }
        };
        self.predicates.insert(predicate.clone(), Element { rank: rank(predicate), name, declaration });
        Ok(())
    }
}

impl Encoder for Encoding<'_> {
    type Error = PublishError;

    fn statement(&mut self, statement: &Statement<'_>, sorter: &mut Sorter) -> Result<(), PublishError> {
        self.subject(statement.subject)?;
        self.element(statement.predicate)?;
        let Element { rank, name, declaration } = &self.predicates[statement.predicate];
        let record = &mut self.record;
        record.clear();
        record.extend_from_slice(&self.subject_key);
        for part in [&[0, *rank], name.as_bytes(), b"\0<", name.as_bytes(), declaration.as_bytes()] {
            record.extend_from_slice(part);
        }
        match statement.object {
            Object::Node(node) => {
                record.extend_from_slice(b" rdf:resource=\"");
                push_escaped(node.as_str(), record)?;
                record.extend_from_slice(b"\"/>");
            }
            Object::Literal(literal) => {
                push_literal(literal, record)?;
                for part in [b"</", name.as_bytes(), b">"] {
                    record.extend_from_slice(part);
                }
            }
        }
        Ok(sorter.push(record)?)
    }
}

fn push_literal(literal: &Literal, out: &mut Vec<u8>) -> Result<(), PublishError> {
    if let Some(language) = literal.language() {
        out.extend_from_slice(b" xml:lang=\"");
        push_escaped(language, out)?;
        out.push(b'"');
    } else if literal.datatype() != xsd::STRING {
        out.extend_from_slice(b" rdf:datatype=\"");
        push_escaped(literal.datatype().as_str(), out)?;
        out.push(b'"');
    }
    out.push(b'>');
    push_escaped(literal.value(), out)
}

/// Appends a text in a form that is valid both between elements and between quotes. A parser would turn line ends and
/// tabs of an attribute into spaces, so they are character references; so are invisible characters.
fn push_escaped(value: &str, out: &mut Vec<u8>) -> Result<(), PublishError> {
    if all(value, |b| matches!(b, b' '..=b'~') && !matches!(b, b'&' | b'<' | b'>' | b'"')) {
        out.extend_from_slice(value.as_bytes());
        return Ok(());
    }
    for c in value.chars() {
        match c {
            '&' => out.extend_from_slice(b"&amp;"),
            '<' => out.extend_from_slice(b"&lt;"),
            '>' => out.extend_from_slice(b"&gt;"),
            '"' => out.extend_from_slice(b"&quot;"),
            '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}' => {
                return Err(PublishError::NotInXml { code: u32::from(c), text: value.chars().take(60).collect() });
            }
            c if is_unseen(c) => out.extend_from_slice(format!("&#x{:X};", u32::from(c)).as_bytes()),
            c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    Ok(())
}

/// Writes sorted records as a document and returns the number of statements.
pub(super) fn write(
    mut records: Sorted,
    layout: &Layout,
    used: &Used,
    out: &mut impl Write,
) -> Result<u64, PublishError> {
    begin(&layout.prefixes, used, out).map_err(PublishError::Write)?;
    let (mut count, mut subject) = (0, vec![DEFAULT_GRAPH]);
    let (mut iri, mut about) = (String::new(), Vec::new());
    while let Some(record) = records.next()? {
        let mut texts = record.splitn(3, |b| *b == 0);
        let (this, element) = (texts.next().unwrap_or_default(), texts.nth(1).unwrap_or_default());
        if this != subject {
            about.clear();
            layout.iri(this, &mut iri);
            push_escaped(&iri, &mut about)?;
            let end = if count == 0 { "" } else { "  </rdf:Description>\n" };
            write!(out, "{end}\n  <rdf:Description rdf:about=\"{}\">\n", text(&about)).map_err(PublishError::Write)?;
            subject.clear();
            subject.extend_from_slice(this);
        }
        let line = |out: &mut dyn Write| -> io::Result<()> {
            out.write_all(b"    ")?;
            out.write_all(element)?;
            out.write_all(b"\n")
        };
        line(out).map_err(PublishError::Write)?;
        count += 1;
    }
    let end = if count == 0 { "" } else { "  </rdf:Description>\n\n" };
    writeln!(out, "{end}</rdf:RDF>").map_err(PublishError::Write)?;
    Ok(count)
}

fn begin(prefixes: &Prefixes, used: &Used, out: &mut impl Write) -> io::Result<()> {
    write!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF\n    xmlns:rdf=\"{RDF}\"")?;
    for (prefix, namespace) in prefixes.of(used).filter(|(prefix, _)| *prefix != "rdf") {
        let mut escaped = Vec::new();
        push_escaped(namespace, &mut escaped).map_err(io::Error::other)?;
        write!(out, "\n    xmlns:{prefix}=\"{}\"", text(&escaped))?;
    }
    writeln!(out, ">")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_or_refused() {
        for (value, expected) in [
            ("", ""),
            ("a \"b\" & <c>", "a &quot;b&quot; &amp; &lt;c&gt;"),
            ("]]>", "]]&gt;"),
            ("&amp;", "&amp;amp;"),
            ("a\n\tb\r", "a&#xA;&#x9;b&#xD;"),
            ("\u{7f}\u{85}\u{2028}\u{feff}", "&#x7F;&#x85;&#x2028;&#xFEFF;"),
            ("שלום \u{202e}شوشا", "שלום &#x202E;شوشا"),
            ("𝔸 Şuşa", "𝔸 Şuşa"),
        ] {
            let mut out = Vec::new();
            push_escaped(value, &mut out).unwrap();
            assert_eq!(text(&out), expected);
        }
        for value in ["\0", "a\u{1f}", "\u{b}", "\u{ffff}"] {
            let error = push_escaped(value, &mut Vec::new()).unwrap_err();
            assert!(matches!(error, PublishError::NotInXml { .. }), "{value:?}");
        }
    }
}
