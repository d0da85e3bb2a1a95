//! JSON-LD 1.1 in compact form: a context in the file, then a node object a subject, in the order of Turtle.
//!
//! Terms of our ontology are bare words, all others `prefix:name`. A property whose values all are nodes, or all have one
//! datatype, has that said once in the context; its values are then plain strings. What a context says depends on all
//! statements, so that values are sorted with their types and only written out at the end. Texts are escaped for JSON
//! before they are sorted: none contains a NUL or the character U+0001, which separate the parts of a record.

use super::PublishError;
use super::curie::{Prefixes, Used};
use super::escape::is_unseen;
use super::scan::{Encoder, Object, Statement};
use super::turtle::{Layout, rank, text};
use crate::sort::{Sorted, Sorter};
use crate::vocab::{choro, rdf, xsd};
use oxigraph::model::NamedNode;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// What all values of a property have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Common {
    Node,
    Datatype(String),
    Nothing,
}

/// What the context must know of all statements.
#[derive(Default)]
pub(super) struct Seen {
    used: Used,
    properties: BTreeMap<String, Common>,
    // Of IRIs such as `urn:x`: a prefix of that name would be taken for the scheme.
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

/// Makes a record of a statement: the key of the subject, rank and IRI of the property, the object.
pub(super) struct Encoding<'a> {
    layout: &'a Layout,
    pub(super) seen: Seen,
    record: Vec<u8>,
}

impl<'a> Encoding<'a> {
    pub(super) fn new(layout: &'a Layout) -> Self {
        Self { layout, seen: Seen::default(), record: Vec::new() }
    }

    fn iri(&mut self, node: &NamedNode) -> String {
        let iri = escaped(node.as_str());
        self.seen.iri(&iri, &self.layout.prefixes);
        iri
    }
}

impl Encoder for Encoding<'_> {
    type Error = PublishError;

    fn statement(&mut self, statement: &Statement<'_>, sorter: &mut Sorter) -> Result<(), PublishError> {
        let subject = self.iri(statement.subject);
        let property = self.iri(statement.predicate);
        let mut object = Vec::new();
        let common = match statement.object {
            Object::Node(node) => {
                object.push(b'I');
                object.extend_from_slice(self.iri(node).as_bytes());
                Common::Node
            }
            Object::Literal(literal) => {
                let value = escaped(literal.value());
                let (kind, more, common) = match literal.language() {
                    Some(language) => (b'L', language.to_owned(), Common::Nothing),
                    None if literal.datatype() == xsd::STRING => (b'S', String::new(), Common::Nothing),
                    None => {
                        let datatype = self.iri(&literal.datatype().into_owned());
                        (b'T', datatype.clone(), Common::Datatype(datatype))
                    }
                };
                object.push(kind);
                object.extend_from_slice(value.as_bytes());
                object.push(1);
                object.extend_from_slice(more.as_bytes());
                common
            }
        };
        self.record.clear();
        self.layout.push_subject(&subject, &mut self.record);
        self.record.push(0);
        if *statement.predicate == rdf::TYPE && common == Common::Node {
            self.record.extend_from_slice(b"0@type");
        } else {
            let rank = rank(statement.predicate);
            self.record.push(if rank == b'0' { b'9' } else { rank });
            self.record.extend_from_slice(property.as_bytes());
            self.seen.note(&property, common);
        }
        self.record.push(0);
        self.record.extend_from_slice(&object);
        Ok(sorter.push(&self.record)?)
    }
}

/// The inside of a JSON string. What nobody sees is written as its number.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // All of these are in the first plane, so that one number is enough.
            c if is_unseen(c) => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// What the names in a file mean.
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

    /// How a property is called; none of ours is called like a prefix.
    fn property(&self, iri: &str) -> String {
        let ours = iri.strip_prefix(choro::NAMESPACE).filter(|local| {
            local.bytes().all(|b| b.is_ascii_alphanumeric()) && !local.is_empty() && !self.prefixes.has(local)
        });
        ours.map_or_else(|| self.short(iri), str::to_owned)
    }

    fn common(&self, iri: &str) -> &Common {
        // A whole IRI is no name that a context could say something about.
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

    fn value(&self, property: &str, object: &[u8]) -> String {
        let (kind, rest) = object.split_first().map_or((b'S', &[][..]), |(kind, rest)| (*kind, rest));
        let (value, more) = text(rest).split_once('\u{1}').unwrap_or((text(rest), ""));
        let is_common = |common: &Common| self.common(property) == common;
        match kind {
            b'I' if property == "@type" || is_common(&Common::Node) => format!("\"{}\"", self.short(value)),
            b'I' => format!("{{\"@id\": \"{}\"}}", self.short(value)),
            b'L' => format!("{{\"@value\": \"{value}\", \"@language\": \"{more}\"}}"),
            b'T' if !is_common(&Common::Datatype(more.to_owned())) => {
                format!("{{\"@type\": \"{}\", \"@value\": \"{value}\"}}", self.short(more))
            }
            _ => format!("\"{value}\""),
        }
    }
}

/// Writes sorted records as a document and says how many there were.
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
    // The last value is held back: only what follows tells whether it is alone.
    let (mut held, mut several) = (String::new(), false);
    // A reader that streams wants to know the types before the name.
    let mut id = String::new();
    while let Some(record) = records.next()? {
        let mut texts = record.splitn(3, |b| *b == 0);
        let mut part = || texts.next().unwrap_or_default();
        let [this_subject, this_property, object] = [part(), part(), part()];
        let name = text(this_property.get(1..).unwrap_or_default());
        let value = names.value(name, object);
        let same_subject = count > 0 && this_subject == subject;
        let mut lead = String::new();
        if same_subject && this_property == property {
            lead = if several { format!(", {held}") } else { format!(" [{held}") };
            several = true;
        } else {
            if count > 0 {
                lead = ended(&held, several) + &std::mem::take(&mut id);
            }
            if !same_subject {
                layout.iri(this_subject, &mut iri);
                lead += if count > 0 { "\n    },\n    {" } else { "\n    {" };
                id = format!("\n      \"@id\": \"{}\"", names.short(&iri));
                if name == "@type" {
                    id.insert(0, ',');
                } else {
                    lead += &std::mem::take(&mut id);
                }
                subject = this_subject.to_vec();
            }
            let name = if name == "@type" { name.to_owned() } else { names.property(name) };
            lead += if name == "@type" { "" } else { "," };
            lead += &format!("\n      \"{name}\":");
            property = this_property.to_vec();
            several = false;
        }
        held = value;
        out.write_all(lead.as_bytes()).map_err(PublishError::Write)?;
        count += 1;
    }
    let end = if count > 0 { ended(&held, several) + &id + "\n    }\n  " } else { String::new() };
    writeln!(out, "{end}]\n}}").map_err(PublishError::Write)?;
    Ok(count)
}

fn ended(held: &str, several: bool) -> String {
    if several { format!(", {held}]") } else { format!(" {held}") }
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
