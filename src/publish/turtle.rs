//! The order of Turtle and TriG: the dataset first, then subjects in IRI order, with `a` and the label on top.
//!
//! A statement is sorted as a record of four texts between NULs (graph, subject, predicate, object). No text contains a
//! NUL, because it is escaped in strings and in IRIs. Predicate and object are in the record as they will be written;
//! graph and subject are full IRIs, so that a change of prefixes does not change the order.

use super::PublishError;
use super::curie::{Prefixes, Used};
use super::direct::Reifier;
use super::scan::{Encoder, Object, Statement};
use crate::base::escape::{push_iri, push_string};
use crate::base::iri::Minter;
use crate::base::sort::Sorter;
use crate::base::vocab::{dcterms, prefixes, rdf, rdfs, xsd};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef};
use std::collections::HashMap;

/// The graph that is written without a name.
pub(super) const DEFAULT_GRAPH: u8 = b'0';
/// Key of what comes first: the dataset as a subject, its description as a graph. The IRI follows.
const FIRST: u8 = b'1';
/// Key of names below the base IRI. The rest of the IRI follows.
pub(super) const OURS: u8 = b'2';
/// Key of all other names. The IRI follows.
pub(super) const ELSEWHERE: u8 = b'3';

/// Rank of `rdf:reifies`, before all other properties.
pub(super) const REIFIES: u8 = b'/';

const FIRST_PROPERTIES: [NamedNodeRef<'_>; 3] = [rdf::TYPE, rdfs::LABEL, dcterms::TITLE];

/// The prefixes, base IRI and form that both passes need.
pub(super) struct Layout {
    base: String,
    dataset: String,
    dataset_graph: String,
    pub(super) prefixes: Prefixes,
    /// Whether it is TriG; in Turtle all graphs are merged.
    pub(super) with_graphs: bool,
}

impl Layout {
    pub(super) fn new(minter: &Minter, with_graphs: bool) -> Self {
        Self::with_more(minter, with_graphs, &[])
    }

    /// With additional prefixes.
    pub(super) fn with_more(minter: &Minter, with_graphs: bool, more: &[(&'static str, &str)]) -> Self {
        let more = more.iter().map(|&(prefix, namespace)| (prefix, namespace.to_owned()));
        let text = |iri: &str| {
            let mut out = Vec::new();
            push_iri(iri, &mut out);
            String::from_utf8_lossy(&out).into_owned()
        };
        Self {
            base: text(minter.base()),
            dataset: text(minter.dataset().as_str()),
            dataset_graph: text(minter.graph("dataset").as_str()),
            prefixes: Prefixes::new(prefixes(minter.base()).into_iter().chain(more).collect()),
            with_graphs,
        }
    }

    /// Appends the key by which an escaped IRI is sorted.
    fn push_key(&self, iri: &str, first: &str, out: &mut Vec<u8>) {
        let (rank, rest) = match iri.strip_prefix(self.base.as_str()) {
            _ if iri == first => (FIRST, iri),
            Some(rest) => (OURS, rest),
            None => (ELSEWHERE, iri),
        };
        out.push(rank);
        out.extend_from_slice(rest.as_bytes());
    }

    /// Appends the key by which a subject is sorted.
    pub(super) fn push_subject(&self, iri: &str, out: &mut Vec<u8>) {
        self.push_key(iri, &self.dataset, out);
    }

    /// The escaped IRI of a key.
    pub(super) fn iri(&self, key: &[u8], iri: &mut String) {
        iri.clear();
        if key.first() == Some(&OURS) {
            iri.push_str(&self.base);
        }
        // `push_key` made it from UTF-8.
        iri.push_str(std::str::from_utf8(key.get(1..).unwrap_or_default()).unwrap_or_default());
    }
}

/// Makes sortable records of statements and records the prefixes that they need.
pub(super) struct Encoding<'a> {
    layout: &'a Layout,
    pub(super) used: Used,
    // A store is read graph by graph and subject by subject, so the last ones are likely to repeat.
    graph: Cached,
    subject: Cached,
    predicates: HashMap<NamedNode, Vec<u8>>,
    iri: Vec<u8>,
    record: Vec<u8>,
}

#[derive(Default)]
struct Cached {
    node: Option<NamedNode>,
    key: Vec<u8>,
}

impl<'a> Encoding<'a> {
    pub(super) fn new(layout: &'a Layout) -> Self {
        Self {
            layout,
            used: Used::default(),
            graph: Cached::default(),
            subject: Cached::default(),
            predicates: HashMap::new(),
            iri: Vec::new(),
            record: Vec::new(),
        }
    }

    fn push_node(&mut self, node: &str) {
        self.iri.clear();
        push_iri(node, &mut self.iri);
        self.layout.prefixes.push(text(&self.iri), &mut self.used, &mut self.record);
    }

    /// Makes the key of a node the current one, and marks its prefix.
    fn cache(&mut self, node: &NamedNode, which: fn(&mut Self) -> &mut Cached, first: &str) {
        if which(self).node.as_ref() == Some(node) {
            return;
        }
        let mut key = std::mem::take(&mut which(self).key);
        key.clear();
        self.record.clear();
        self.push_node(node.as_str());
        self.layout.push_key(text(&self.iri), first, &mut key);
        key.push(0);
        *which(self) = Cached { node: Some(node.clone()), key };
    }

    fn predicate(&mut self, predicate: &NamedNode) {
        if let Some(known) = self.predicates.get(predicate) {
            self.record.extend_from_slice(known);
            return;
        }
        let start = self.record.len();
        self.record.push(rank(predicate));
        if *predicate == rdf::TYPE {
            self.record.push(b'a');
        } else {
            self.push_node(predicate.as_str());
        }
        self.record.push(0);
        self.predicates.insert(predicate.clone(), self.record[start..].to_vec());
    }

    /// Begins a record with its graph and subject.
    fn begin(&mut self, graph: Option<&NamedNode>, subject: &NamedNode) {
        let layout = self.layout;
        let graph = graph.filter(|_| layout.with_graphs);
        if let Some(graph) = graph {
            self.cache(graph, |e| &mut e.graph, &layout.dataset_graph);
        }
        self.cache(subject, |e| &mut e.subject, &layout.dataset);
        self.record.clear();
        self.record.extend_from_slice(if graph.is_some() { &self.graph.key } else { &[DEFAULT_GRAPH, 0] });
        self.record.extend_from_slice(&self.subject.key);
    }

    fn object(&mut self, object: &Object<'_>) {
        match object {
            Object::Node(object) => self.push_node(object.as_str()),
            Object::Literal(object) => self.literal(object),
        }
    }

    fn literal(&mut self, literal: &Literal) {
        let (value, datatype) = (literal.value(), literal.datatype());
        if literal.language().is_none() && is_shorthand(value, datatype) {
            self.record.extend_from_slice(value.as_bytes());
            return;
        }
        push_string(value, &mut self.record);
        if let Some(language) = literal.language() {
            self.record.push(b'@');
            self.record.extend_from_slice(language.as_bytes());
        } else if datatype != xsd::STRING {
            self.record.extend_from_slice(b"^^");
            self.push_node(datatype.as_str());
        }
    }
}

impl Encoder for Encoding<'_> {
    type Error = PublishError;

    fn statement(&mut self, statement: &Statement<'_>, sorter: &mut Sorter) -> Result<(), PublishError> {
        self.begin(statement.graph, statement.subject);
        self.predicate(statement.predicate);
        self.object(&statement.object);
        Ok(sorter.push(&self.record)?)
    }
}

impl Reifier for Encoding<'_> {
    /// The triple is the object of the record; [`super::page`] turns it into the reifier syntax of Turtle 1.2.
    fn reifies(&mut self, claim: &NamedNode, triple: &Statement<'_>, sorter: &mut Sorter) -> Result<(), PublishError> {
        self.begin(triple.graph, claim);
        self.record.push(REIFIES);
        self.record.extend_from_slice(format!("<{}>", rdf::REIFIES.as_str()).as_bytes());
        self.record.push(0);
        self.push_node(triple.subject.as_str());
        self.record.push(b' ');
        self.push_node(triple.predicate.as_str());
        self.record.push(b' ');
        self.object(&triple.object);
        Ok(sorter.push(&self.record)?)
    }
}

/// Whether Turtle reads the bare text as a literal of the datatype.
fn is_shorthand(value: &str, datatype: NamedNodeRef<'_>) -> bool {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let unsigned = value.strip_prefix(['+', '-']).unwrap_or(value);
    if datatype == xsd::INTEGER {
        !unsigned.is_empty() && digits(unsigned)
    } else if datatype == xsd::DECIMAL {
        unsigned.split_once('.').is_some_and(|(whole, part)| !part.is_empty() && digits(whole) && digits(part))
    } else {
        datatype == xsd::BOOLEAN && matches!(value, "true" | "false")
    }
}

/// The sort rank of a property below its subject: types and names come first.
pub(super) fn rank(predicate: &NamedNode) -> u8 {
    let rank = FIRST_PROPERTIES.iter().position(|first| *first == *predicate);
    rank.map_or(b'9', |rank| b'0' + rank as u8)
}

/// The text of bytes that were written as UTF-8.
pub(super) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}
