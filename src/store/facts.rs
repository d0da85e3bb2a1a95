//! The reader of facts: the statements of a store about a node, and the nodes that have statements. All look-ups in a
//! store go through it; queries are run in `query`.
//!
//! [`Statements`] is a store for reading, without a cache, which threads may share. [`Facts`] are all statements about
//! a node, each once and in an order that does not depend on the store. A [`FactReader`] caches the facts of nodes, for
//! one thread.

mod cell;
mod reader;
mod statements;

pub use reader::{FactReader, FirstNodes};
#[cfg(test)]
pub(crate) use statements::statements_of;
pub use statements::{FactError, Statements};

use crate::base::vocab::{choro, dcterms, oa, rdf, rdfs};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};

/// The statements about a node, each once, in the order of the predicates and, for one predicate, of the objects as
/// N-Triples.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts(Vec<(NamedNode, Term)>);

impl IntoIterator for Facts {
    type Item = (NamedNode, Term);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Facts {
    /// All predicates and objects.
    pub fn iter(&self) -> impl Iterator<Item = (&NamedNode, &Term)> {
        self.0.iter().map(|(predicate, object)| (predicate, object))
    }

    /// Number of statements.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no statements about the node.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The values of a property.
    pub fn values<'f>(&'f self, predicate: NamedNodeRef<'f>) -> impl Iterator<Item = &'f Term> {
        self.0.iter().filter(move |(p, _)| *p == predicate).map(|(_, o)| o)
    }

    /// The values of a property that are IRIs.
    pub fn nodes<'f>(&'f self, predicate: NamedNodeRef<'f>) -> impl Iterator<Item = &'f NamedNode> {
        self.values(predicate).filter_map(|o| if let Term::NamedNode(node) = o { Some(node) } else { None })
    }

    /// The values of a property that are literals.
    pub fn literals<'f>(&'f self, predicate: NamedNodeRef<'f>) -> impl Iterator<Item = &'f Literal> {
        self.values(predicate).filter_map(|o| if let Term::Literal(literal) = o { Some(literal) } else { None })
    }

    /// The first value of a property that is an IRI.
    pub fn node(&self, predicate: NamedNodeRef<'_>) -> Option<&NamedNode> {
        self.0.iter().find_map(|(p, o)| match o {
            Term::NamedNode(node) if *p == predicate => Some(node),
            _ => None,
        })
    }

    /// The lexical value of the first literal of a property.
    pub fn text(&self, predicate: NamedNodeRef<'_>) -> Option<&str> {
        self.0.iter().find_map(|(p, o)| match o {
            Term::Literal(literal) if *p == predicate => Some(literal.value()),
            _ => None,
        })
    }

    /// The first value of a property that is not a blank node: the lexical value of a literal, or the IRI of a node.
    pub fn text_or_iri(&self, predicate: NamedNodeRef<'_>) -> Option<&str> {
        self.0.iter().filter(|(p, _)| *p == predicate).find_map(|(_, o)| text_or_iri(o))
    }

    /// The lexical value of the first literal of the first of these properties that has one.
    pub fn first_text(&self, predicates: &[NamedNodeRef<'_>]) -> Option<&str> {
        predicates.iter().find_map(|predicate| self.text(*predicate))
    }

    /// The first value of a property as a number; `None` if it has none or is not a number.
    pub fn number(&self, predicate: NamedNodeRef<'_>) -> Option<usize> {
        self.text(predicate)?.parse().ok()
    }

    /// Whether the node is of a class.
    pub fn is(&self, class: NamedNodeRef<'_>) -> bool {
        self.nodes(rdf::TYPE).any(|c| *c == class)
    }

    /// A name for display: the label or title of the node, else its time, its form as written, or its words.
    pub fn label(&self) -> Option<&str> {
        self.first_text(&[rdfs::LABEL, dcterms::TITLE, choro::EDTF, choro::LEXICAL_FORM, choro::VERBATIM, oa::EXACT])
    }
}

/// The lexical value of a literal, or the IRI of a node; `None` for a blank node.
pub fn text_or_iri(term: &Term) -> Option<&str> {
    match term {
        Term::Literal(literal) => Some(literal.value()),
        Term::NamedNode(node) => Some(node.as_str()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::rc::Rc;

    fn node(name: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("x:{name}"))
    }

    const DATA: &str = r#"
        PREFIX x: <x:>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        x:g1 { x:a x:p x:c, x:b, "z", "3" ; rdfs:label "A" . }
        x:g2 { x:a x:p x:b ; rdfs:label "Other" ; x:only "here" . x:d x:p x:b . }
    "#;

    #[test]
    fn facts_come_once_and_in_order() {
        let statements = statements_of(DATA);
        let reader = FactReader::new(&statements);
        let facts = reader.facts(&node("a")).unwrap();
        let values: Vec<String> = facts.values(node("p").as_ref()).map(Term::to_string).collect();
        assert_eq!(values, ["\"3\"", "\"z\"", "<x:b>", "<x:c>"]);
        assert_eq!(statements.values(&node("a"), node("p").as_ref()).unwrap().len(), 4);
        assert_eq!(reader.values(&node("a"), node("p").as_ref()).unwrap().len(), 4);
        let p = node("p");
        assert_eq!((facts.node(p.as_ref()), facts.number(p.as_ref())), (Some(&node("b")), Some(3)));
        assert_eq!((facts.label(), facts.text_or_iri(p.as_ref()), facts.len()), (Some("A"), Some("3"), 7));
        assert!(Rc::ptr_eq(&facts, &reader.facts(&node("a")).unwrap()));
        assert_eq!(
            (reader.label(&node("a")).unwrap(), reader.label(&node("none")).unwrap()),
            ("A".into(), "x:none".into())
        );
    }

    #[test]
    fn one_graph_is_read_alone() {
        let statements = statements_of(DATA);
        assert_eq!(statements.facts_in(&node("a"), &node("g2")).unwrap().len(), 3);
        assert!(statements.has_graph(node("g1").as_ref()).unwrap());
        assert!(!statements.any(Some(node("c").as_ref().into()), None, None).unwrap());
    }

    #[test]
    fn subjects_are_the_first_by_iri() {
        let statements = statements_of(DATA);
        let found = FactReader::new(&statements).subjects(node("p").as_ref(), &node("b"), 5).unwrap();
        assert_eq!((found.first, found.total), (vec![node("a"), node("d")], 2));
    }
}
