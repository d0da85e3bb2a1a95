//! JSON-LD 1.1 in compact form: a context in the file, then one node object per subject, in the order of Turtle.
//!
//! Terms of the project's ontology are bare words, all others `prefix:name`. If all values of a property are nodes, or
//! have one datatype, the context declares it and the values are plain strings. The context depends on all statements,
//! so values are sorted with their types and written at the end. Texts are escaped for JSON before they are sorted:
//! none contains a NUL or the character U+0001, which separate the parts of a record.

use super::PublishError;
use super::curie::{Prefixes, Used};
use super::scan::{Encoder, Object, Statement};
use super::turtle::{Layout, rank, text};
use crate::base::escape::{is_unseen, push_char, push_text};
use crate::base::sort::{Sorted, Sorter};
use crate::base::vocab::{choro, rdf, xsd};
use oxigraph::model::{Literal, NamedNode};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};

/// The common type of all values of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Common {
    Node,
    Datatype(String),
    Nothing,
}

/// What the context needs to know of all statements.
#[derive(Default)]
pub(super) struct Seen {
    used: Used,
    properties: BTreeMap<String, Common>,
    // Schemes of IRIs such as `urn:x`: a prefix of that name would be taken for the scheme.
    schemes: BTreeSet<String>,
}

impl Seen {
    pub(super) fn add(&mut self, other: Self) {
        self.used.add(&other.used);
        self.schemes.extend(other.schemes);
        for (property, common) in other.properties {
            self.note(&property, common);
        }
    }

    fn note(&mut self, property: &str, common: Common) {
        match self.properties.get_mut(property) {
            Some(known) if *known != common => *known = Common::Nothing,
            Some(_) => {}
            None => drop(self.properties.insert(property.to_owned(), common)),
        }
    }

    fn iri(&mut self, iri: &str, prefixes: &Prefixes) {
        if let Some((i, _, _)) = prefixes.compact(iri) {
            self.used.mark(i);
        }
        if let Some((scheme, rest)) = iri.split_once(':')
            && !rest.starts_with("//")
            && !self.schemes.contains(scheme)
        {
            self.schemes.insert(scheme.to_owned());
        }
    }
}

/// Makes sortable records of statements: the key of the subject, rank and IRI of the property, the object.
pub(super) struct Encoding<'a> {
    layout: &'a Layout,
    pub(super) seen: Seen,
    // A store is read subject by subject, and properties and datatypes are few.
    subject: Option<NamedNode>,
    subject_key: Vec<u8>,
    properties: HashMap<NamedNode, Property>,
    datatypes: HashMap<NamedNode, String>,
    object: Vec<u8>,
    record: Vec<u8>,
}

struct Property {
    iri: String,
    rank: u8,
    /// The last recorded common type of the property.
    common: Option<Common>,
}

impl<'a> Encoding<'a> {
    pub(super) fn new(layout: &'a Layout) -> Self {
        Self {
            layout,
            seen: Seen::default(),
            subject: None,
            subject_key: Vec::new(),
            properties: HashMap::new(),
            datatypes: HashMap::new(),
            object: Vec::new(),
            record: Vec::new(),
        }
    }

    fn iri(&mut self, node: &str) -> String {
        let iri = escaped(node);
        self.seen.iri(&iri, &self.layout.prefixes);
        iri
    }

    fn subject(&mut self, subject: &NamedNode) {
        if self.subject.as_ref() != Some(subject) {
            let iri = self.iri(subject.as_str());
            self.subject_key.clear();
            self.layout.push_subject(&iri, &mut self.subject_key);
            self.subject = Some(subject.clone());
        }
    }

    fn literal(&mut self, literal: &Literal) -> Common {
        let (kind, more, common) = match literal.language() {
            Some(language) => (b'L', language, Common::Nothing),
            None if literal.datatype() == xsd::STRING => (b'S', "", Common::Nothing),
            None => {
                let datatype = literal.datatype().into_owned();
                if !self.datatypes.contains_key(&datatype) {
                    let iri = self.iri(datatype.as_str());
                    self.datatypes.insert(datatype.clone(), iri);
                }
                let iri = self.datatypes[&datatype].as_str();
                (b'T', iri, Common::Datatype(iri.to_owned()))
            }
        };
        self.object.push(kind);
        push_escaped(literal.value(), &mut self.object);
        self.object.push(1);
        self.object.extend_from_slice(more.as_bytes());
        common
    }
}

impl Encoder for Encoding<'_> {
    type Error = PublishError;

    fn statement(&mut self, statement: &Statement<'_>, sorter: &mut Sorter) -> Result<(), PublishError> {
        self.subject(statement.subject);
        if !self.properties.contains_key(statement.predicate) {
            let iri = self.iri(statement.predicate.as_str());
            let property = Property { iri, rank: rank(statement.predicate), common: None };
            self.properties.insert(statement.predicate.clone(), property);
        }
        self.object.clear();
        let common = match statement.object {
            Object::Node(node) => {
                self.object.push(b'I');
                let start = self.object.len();
                push_escaped(node.as_str(), &mut self.object);
                self.seen.iri(text(&self.object[start..]), &self.layout.prefixes);
                Common::Node
            }
            Object::Literal(literal) => self.literal(literal),
        };
        self.record.clear();
        self.record.extend_from_slice(&self.subject_key);
        self.record.push(0);
        let is_type = *statement.predicate == rdf::TYPE && common == Common::Node;
        if let (Some(property), false) = (self.properties.get_mut(statement.predicate), is_type) {
            self.record.push(if property.rank == b'0' { b'9' } else { property.rank });
            self.record.extend_from_slice(property.iri.as_bytes());
            if property.common.as_ref() != Some(&common) {
                self.seen.note(&property.iri, common.clone());
                property.common = Some(common);
            }
        } else {
            self.record.extend_from_slice(b"0@type");
        }
        self.record.push(0);
        self.record.extend_from_slice(&self.object);
        Ok(sorter.push(&self.record)?)
    }
}

/// The inside of a JSON string. Invisible characters are written as numeric escapes.
fn escaped(value: &str) -> String {
    let mut out = Vec::with_capacity(value.len());
    push_escaped(value, &mut out);
    text(&out).to_owned()
}

fn push_escaped(value: &str, out: &mut Vec<u8>) {
    push_text(value, out, |c, out| match c {
        // All of these are in the first plane, so that one number is enough.
        c if is_unseen(c) => out.extend_from_slice(format!("\\u{:04x}", u32::from(c)).as_bytes()),
        c => push_char(c, out),
    });
}

/// The names that are used in a file, and their meaning.
struct Names<'a> {
    prefixes: &'a Prefixes,
    seen: &'a Seen,
}

impl Names<'_> {
    fn short(&self, iri: &str) -> String {
        match self.prefixes.compact(iri) {
            Some((_, prefix, local)) if !self.seen.schemes.contains(prefix) => format!("{prefix}:{local}"),
            _ => iri.to_owned(),
        }
    }

    /// The name of a property; no name of the project's ontology equals a prefix.
    fn property(&self, iri: &str) -> String {
        let ours = iri.strip_prefix(choro::NAMESPACE).filter(|local| {
            local.bytes().all(|b| b.is_ascii_alphanumeric()) && !local.is_empty() && !self.prefixes.has(local)
        });
        ours.map_or_else(|| self.short(iri), str::to_owned)
    }

    fn common(&self, iri: &str) -> &Common {
        // A full IRI is not a name that the context could define.
        if self.property(iri) == iri {
            return &Common::Nothing;
        }
        self.seen.properties.get(iri).unwrap_or(&Common::Nothing)
    }

    fn context(&self, out: &mut impl Write) -> io::Result<()> {
        let declared = self.prefixes.of(&self.seen.used).filter(|(prefix, _)| !self.seen.schemes.contains(*prefix));
        let mut lines: Vec<String> =
            declared.map(|(prefix, namespace)| format!("\"{prefix}\": \"{}\"", escaped(namespace))).collect();
        let mut terms = BTreeMap::new();
        for iri in self.seen.properties.keys() {
            let coercion = match self.common(iri) {
                Common::Node => ", \"@type\": \"@id\"".to_owned(),
                Common::Datatype(datatype) => format!(", \"@type\": \"{}\"", self.short(datatype)),
                Common::Nothing => String::new(),
            };
            let name = self.property(iri);
            if !coercion.is_empty() || !name.contains(':') {
                terms.insert(name, format!("{{\"@id\": \"{iri}\"{coercion}}}"));
            }
        }
        lines.extend(terms.iter().map(|(name, definition)| format!("\"{name}\": {definition}")));
        let lines = lines.iter().map(|line| format!("\n    {line}")).collect::<Vec<_>>().join(",");
        write!(out, "{{\n  \"@context\": {{{lines}\n  }},\n  \"@graph\": [")
    }

    /// Appends an IRI in its short form in the file.
    fn push_short(&self, iri: &str, out: &mut String) {
        match self.prefixes.compact(iri) {
            Some((_, prefix, local)) if !self.seen.schemes.contains(prefix) => {
                out.push_str(prefix);
                out.push(':');
                out.push_str(local);
            }
            _ => out.push_str(iri),
        }
    }

    fn value(&self, common: &Common, object: &[u8], out: &mut String) {
        let (kind, rest) = object.split_first().map_or((b'S', &[][..]), |(kind, rest)| (*kind, rest));
        let (value, more) = text(rest).split_once('\u{1}').unwrap_or((text(rest), ""));
        let mut push = |parts: &[&str]| parts.iter().for_each(|part| out.push_str(part));
        match (kind, common) {
            (b'I', Common::Node) => {
                push(&["\""]);
                self.push_short(value, out);
                out.push('"');
            }
            (b'I', _) => {
                push(&["{\"@id\": \""]);
                self.push_short(value, out);
                out.push_str("\"}");
            }
            (b'L', _) => push(&["{\"@value\": \"", value, "\", \"@language\": \"", more, "\"}"]),
            (b'T', common) if !matches!(common, Common::Datatype(datatype) if datatype == more) => {
                push(&["{\"@type\": \"", &self.short(more), "\", \"@value\": \"", value, "\"}"]);
            }
            _ => push(&["\"", value, "\""]),
        }
    }
}

/// Writes sorted records as a document and returns the number of statements.
pub(super) fn write(
    mut records: Sorted,
    layout: &Layout,
    seen: &Seen,
    out: &mut impl Write,
) -> Result<u64, PublishError> {
    let names = Names { prefixes: &layout.prefixes, seen };
    names.context(out).map_err(PublishError::Write)?;
    let (mut count, mut iri) = (0, String::new());
    let (mut subject, mut property) = (Vec::new(), Vec::new());
    // The name of each property, and the common type of its values.
    let mut known: HashMap<Vec<u8>, (String, Common)> = HashMap::new();
    known.insert(b"0@type".to_vec(), ("@type".to_owned(), Common::Node));
    // The last value is held back, because only the next record shows whether it is the only one.
    let (mut held, mut several) = (String::new(), false);
    // Streaming readers need the types before the other members.
    let mut id = String::new();
    let mut lead = String::new();
    while let Some(record) = records.next()? {
        let mut texts = record.splitn(3, |b| *b == 0);
        let mut part = || texts.next().unwrap_or_default();
        let [this_subject, this_property, object] = [part(), part(), part()];
        if !known.contains_key(this_property) {
            let iri = text(this_property.get(1..).unwrap_or_default());
            known.insert(this_property.to_vec(), (names.property(iri), names.common(iri).clone()));
        }
        let (name, common) = &known[this_property];
        let same_subject = count > 0 && this_subject == subject;
        lead.clear();
        if same_subject && this_property == property {
            lead.push_str(if several { ", " } else { " [" });
            lead.push_str(&held);
            several = true;
        } else {
            if count > 0 {
                end(&held, several, &mut lead);
                lead.push_str(&id);
                id.clear();
            }
            if !same_subject {
                layout.iri(this_subject, &mut iri);
                lead.push_str(if count > 0 { "\n    },\n    {" } else { "\n    {" });
                id.push_str(if name == "@type" { ",\n      \"@id\": \"" } else { "\n      \"@id\": \"" });
                names.push_short(&iri, &mut id);
                id.push('"');
                if name != "@type" {
                    lead.push_str(&id);
                    id.clear();
                }
                subject.clear();
                subject.extend_from_slice(this_subject);
            }
            lead.push_str(if name == "@type" { "\n      \"" } else { ",\n      \"" });
            lead.push_str(name);
            lead.push_str("\":");
            property.clear();
            property.extend_from_slice(this_property);
            several = false;
        }
        held.clear();
        names.value(common, object, &mut held);
        out.write_all(lead.as_bytes()).map_err(PublishError::Write)?;
        count += 1;
    }
    lead.clear();
    if count > 0 {
        end(&held, several, &mut lead);
        lead.push_str(&id);
        lead.push_str("\n    }\n  ");
    }
    writeln!(out, "{lead}]\n}}").map_err(PublishError::Write)?;
    Ok(count)
}

/// Appends the last value of a property.
fn end(held: &str, several: bool, out: &mut String) {
    out.push_str(if several { ", " } else { " " });
    out.push_str(held);
    if several {
        out.push(']');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped_where_they_must_be_and_where_one_could_not_see() {
        for (value, expected) in [
            ("", ""),
            ("\"\\\n\r\t", r#"\"\\\n\r\t"#),
            ("\0\u{1}\u{7f}\u{2028}", r"\u0000\u0001\u007f\u2028"),
            ("</script> & ]]>", "</script> & ]]>"),
            ("שלום \u{202e}شوشا", r"שלום \u202eشوشا"),
            ("𝔸", "𝔸"),
        ] {
            assert_eq!(escaped(value), expected);
        }
    }
}
