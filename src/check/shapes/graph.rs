//! A small graph in memory: the shapes as they were written.

use crate::base::vocab::rdf;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Term};
use std::collections::BTreeMap;

/// The values of each subject and property, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Graph {
    said: BTreeMap<Key, Vec<(NamedNode, Term)>>,
    /// The prefixes that the text declares.
    pub(super) prefixes: Vec<(String, String)>,
}

/// A subject as text, because terms have no order.
type Key = String;

impl Graph {
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut graph = Self::default();
        let mut parser = RdfParser::from_format(RdfFormat::Turtle).for_slice(text.as_bytes());
        for quad in parser.by_ref() {
            let quad = quad.map_err(|e| e.to_string())?;
            let subject = match quad.subject {
                NamedOrBlankNode::NamedNode(node) => Term::from(node),
                NamedOrBlankNode::BlankNode(node) => Term::from(node),
            };
            graph.said.entry(subject.to_string()).or_default().push((quad.predicate, quad.object));
        }
        graph.prefixes = parser.prefixes().map(|(p, n)| (p.to_owned(), n.to_owned())).collect();
        Ok(graph)
    }

    /// All properties and values of a subject.
    pub(super) fn of(&self, subject: &Term) -> &[(NamedNode, Term)] {
        self.said.get(&subject.to_string()).map_or(&[], Vec::as_slice)
    }

    /// The first value of a property.
    pub(super) fn value(&self, subject: &Term, property: &str) -> Option<&Term> {
        self.of(subject).iter().find(|(p, _)| p.as_str() == property).map(|(_, v)| v)
    }

    /// Whether a subject has a class as `rdf:type`.
    pub(super) fn is_of(&self, subject: &Term, class: &str) -> bool {
        let is_class = |term: &Term| matches!(term, Term::NamedNode(node) if node.as_str() == class);
        self.of(subject).iter().any(|(p, v)| *p == rdf::TYPE && is_class(v))
    }

    /// The members of a list; `None` if it is not a list.
    pub(super) fn list(&self, head: &Term) -> Option<Vec<Term>> {
        let mut members = Vec::new();
        let mut at = head;
        while !matches!(at, Term::NamedNode(node) if *node == rdf::NIL) {
            members.push(self.value(at, rdf::FIRST.as_str())?.clone());
            at = self.value(at, rdf::REST.as_str())?;
            if members.len() > 100_000 {
                return None;
            }
        }
        Some(members)
    }

    /// All subjects, as terms.
    pub(super) fn subjects(&self) -> impl Iterator<Item = Term> {
        self.said.keys().filter_map(|key| key.parse().ok())
    }

    /// The short form of an IRI under the prefixes of the text.
    pub(super) fn shorten(&self, iri: &str) -> Option<String> {
        let fits = self.prefixes.iter().filter(|(_, namespace)| iri.starts_with(namespace));
        let (prefix, namespace) = fits.max_by_key(|(_, namespace)| namespace.len())?;
        Some(format!("{prefix}:{}", &iri[namespace.len()..]))
    }
}
