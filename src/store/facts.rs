//! The reader of facts: what a store says of a node, and which nodes it says something of. Whoever looks something up in
//! a store does so here; queries are asked in `query`.
//!
//! [`Statements`] is a store for reading, without a cache, which may be shared by threads. [`Facts`] is all that it says of
//! a node, each once and in an order that does not depend on the store. A [`FactReader`] keeps the facts of nodes that are
//! asked for again, for one thread.

use crate::base::cache::Cache;
use crate::base::iri::last_part;
use crate::base::vocab::{choro, dcterms, oa, rdf, rdfs};
use oxigraph::model::{
    GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef,
};
use oxigraph::store::{StorageError, Store};
use std::cell::RefCell;
use std::collections::BinaryHeap;
use std::rc::Rc;

/// Nodes whose facts a reader keeps: so many of which little is said, and so many others.
const MOST_KEPT: usize = 5_000;

/// The store cannot be read.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct FactError(#[from] StorageError);

impl From<FactError> for StorageError {
    fn from(error: FactError) -> Self {
        error.0
    }
}

/// A store for reading.
#[derive(Clone)]
pub struct Statements(Store);

impl From<Store> for Statements {
    fn from(store: Store) -> Self {
        Self(store)
    }
}

impl Statements {
    /// The store, to ask queries of it or to read all of it.
    pub fn store(&self) -> &Store {
        &self.0
    }

    /// What all graphs together say of a node.
    pub fn facts<'n>(&self, node: impl Into<NamedOrBlankNodeRef<'n>>) -> Result<Facts, FactError> {
        Ok(self.read(node.into(), None)?.0)
    }

    /// What one graph says of a node. Where it is known which graphs describe a node, this costs less than asking all.
    pub fn facts_in<'n, 'g>(
        &self,
        node: impl Into<NamedOrBlankNodeRef<'n>>,
        graph: impl Into<GraphNameRef<'g>>,
    ) -> Result<Facts, FactError> {
        Ok(self.read(node.into(), Some(graph.into()))?.0)
    }

    /// The facts, and from how many statements they were read.
    fn read(
        &self,
        node: NamedOrBlankNodeRef<'_>,
        graph: Option<GraphNameRef<'_>>,
    ) -> Result<(Facts, usize), StorageError> {
        let mut facts = Vec::new();
        for quad in self.0.quads_for_pattern(Some(node), None, None, graph) {
            let quad = quad?;
            facts.push((quad.predicate.into_string(), quad.object.to_string(), quad.object));
        }
        let read = facts.len();
        facts.sort_unstable_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        facts.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1);
        Ok((Facts(facts.into_iter().map(|(p, _, o)| (NamedNode::new_unchecked(p), o)).collect()), read))
    }

    /// The values of one property of a node in all graphs, each once, in the order of their N-Triples. Of a node of which
    /// much is said this costs less than its facts.
    pub fn values<'n>(
        &self,
        node: impl Into<NamedOrBlankNodeRef<'n>>,
        predicate: NamedNodeRef<'_>,
    ) -> Result<Vec<Term>, FactError> {
        let quads = self.0.quads_for_pattern(Some(node.into()), Some(predicate), None, None);
        let mut values = quads.map(|quad| quad.map(|quad| quad.object)).collect::<Result<Vec<_>, _>>()?;
        if values.len() > 1 {
            values.sort_by_cached_key(Term::to_string);
            values.dedup();
        }
        Ok(values)
    }

    /// A value of one property of a node in one graph: the only one, or any of several.
    pub fn value_in<'n, 'g>(
        &self,
        node: impl Into<NamedOrBlankNodeRef<'n>>,
        predicate: NamedNodeRef<'_>,
        graph: impl Into<GraphNameRef<'g>>,
    ) -> Result<Option<Term>, FactError> {
        let value = self.0.quads_for_pattern(Some(node.into()), Some(predicate), None, Some(graph.into())).next();
        Ok(value.transpose()?.map(|quad| quad.object))
    }

    /// The IRIs that have a property, or an object by it, one after another in the order of the store; one that several
    /// graphs describe may come several times.
    pub fn subjects(
        &self,
        predicate: NamedNodeRef<'_>,
        object: Option<TermRef<'_>>,
    ) -> impl Iterator<Item = Result<NamedNode, FactError>> + use<> {
        self.matching(None, Some(predicate), object).filter_map(|quad| match quad {
            Ok(Quad { subject: NamedOrBlankNode::NamedNode(subject), .. }) => Some(Ok(subject)),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        })
    }

    /// The statements of a pattern in all graphs, one after another in the order of the store.
    pub fn matching(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> impl Iterator<Item = Result<Quad, FactError>> + use<> {
        self.0.quads_for_pattern(subject, predicate, object, None).map(|quad| quad.map_err(FactError))
    }

    /// The same in one graph.
    pub fn matching_in(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
        graph: GraphNameRef<'_>,
    ) -> impl Iterator<Item = Result<Quad, FactError>> + use<> {
        self.0.quads_for_pattern(subject, predicate, object, Some(graph)).map(|quad| quad.map_err(FactError))
    }

    /// Whether there is a statement of a pattern.
    pub fn any(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> Result<bool, FactError> {
        Ok(self.matching(subject, predicate, object).next().transpose()?.is_some())
    }

    /// The names of the graphs, blank nodes excepted, in the order of the store.
    pub fn graphs(&self) -> impl Iterator<Item = Result<NamedNode, FactError>> + use<> {
        self.0.named_graphs().filter_map(|graph| match graph {
            Ok(NamedOrBlankNode::NamedNode(graph)) => Some(Ok(graph)),
            Ok(NamedOrBlankNode::BlankNode(_)) => None,
            Err(error) => Some(Err(FactError(error))),
        })
    }

    /// Whether there is a graph of this name.
    pub fn has_graph(&self, name: NamedNodeRef<'_>) -> Result<bool, FactError> {
        Ok(self.0.contains_named_graph(name)?)
    }
}

/// Reads facts, for one thread, and keeps those of nodes that are asked for again.
pub struct FactReader<'a> {
    statements: &'a Statements,
    kept: RefCell<Cache<NamedNode, Rc<Facts>>>,
}

impl<'a> FactReader<'a> {
    /// Reads a store.
    pub fn new(statements: &'a Statements) -> Self {
        Self { statements, kept: RefCell::new(Cache::new(MOST_KEPT)) }
    }

    /// The store, to read what is asked for once.
    pub fn statements(&self) -> &'a Statements {
        self.statements
    }

    /// What all graphs together say of a node.
    pub fn facts(&self, node: &NamedNode) -> Result<Rc<Facts>, FactError> {
        if let Some(facts) = self.kept.borrow().get(node) {
            return Ok(Rc::clone(facts));
        }
        let (facts, read) = self.statements.read(node.as_ref().into(), None)?;
        let facts = Rc::new(facts);
        self.kept.borrow_mut().put(node.clone(), Rc::clone(&facts), read);
        Ok(facts)
    }

    /// The nodes that have an object, at most so many of them.
    pub fn subjects(
        &self,
        predicate: NamedNodeRef<'_>,
        object: &NamedNode,
        most: usize,
    ) -> Result<FirstNodes, FactError> {
        let (mut heap, mut total) = (BinaryHeap::new(), 0);
        for subject in self.statements.subjects(predicate, Some(object.as_ref().into())) {
            total += 1;
            heap.push(subject?.into_string());
            if heap.len() > most {
                heap.pop();
            }
        }
        let mut first = heap.into_sorted_vec();
        // One statement may stand in several graphs.
        let before = first.len();
        first.dedup();
        total -= before - first.len();
        Ok(FirstNodes { first: first.into_iter().map(NamedNode::new_unchecked).collect(), total })
    }

    /// The nodes that have an object by one of several properties, at most so many of them.
    pub fn subjects_by_any(
        &self,
        predicates: &[NamedNodeRef<'_>],
        object: &NamedNode,
        most: usize,
    ) -> Result<FirstNodes, FactError> {
        let mut nodes = FirstNodes::default();
        for predicate in predicates {
            let more = self.subjects(*predicate, object, most)?;
            nodes.total += more.total;
            nodes.first.extend(more.first);
        }
        let before = nodes.first.len();
        nodes.first.sort_unstable_by(|a, b| a.as_str().cmp(b.as_str()));
        nodes.first.dedup();
        nodes.total -= before - nodes.first.len();
        nodes.first.truncate(most);
        Ok(nodes)
    }

    /// The label of a node, else the end of its IRI.
    pub fn label(&self, node: &NamedNode) -> Result<String, FactError> {
        Ok(self.facts(node)?.label().map_or_else(|| last_part(node.as_str()).to_owned(), str::to_owned))
    }
}

/// Some nodes in the order of their IRIs, and how many there are in all.
#[derive(Debug, Default)]
pub struct FirstNodes {
    /// The first ones.
    pub first: Vec<NamedNode>,
    /// How many there are.
    pub total: usize,
}

/// What is said of a node, each once, in the order of the predicates and, within one, of the objects as N-Triples.
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
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&NamedNode, &Term)> {
        self.0.iter().map(|(predicate, object)| (predicate, object))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is said of the node.
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

    /// The words of the first value of a property that is a literal.
    pub fn text(&self, predicate: NamedNodeRef<'_>) -> Option<&str> {
        self.0.iter().find_map(|(p, o)| match o {
            Term::Literal(literal) if *p == predicate => Some(literal.value()),
            _ => None,
        })
    }

    /// The first value of a property that is no blank node: the words of a literal, or the IRI of a node.
    pub fn text_or_iri(&self, predicate: NamedNodeRef<'_>) -> Option<&str> {
        self.0.iter().filter(|(p, _)| *p == predicate).find_map(|(_, o)| text_or_iri(o))
    }

    /// The words of the first of several properties that has any.
    pub fn first_text(&self, predicates: &[NamedNodeRef<'_>]) -> Option<&str> {
        predicates.iter().find_map(|predicate| self.text(*predicate))
    }

    /// The first value of a property as a number.
    pub fn number(&self, predicate: NamedNodeRef<'_>) -> Option<usize> {
        self.text(predicate)?.parse().ok()
    }

    /// Whether the node is of a class.
    pub fn is(&self, class: NamedNodeRef<'_>) -> bool {
        self.nodes(rdf::TYPE).any(|c| *c == class)
    }

    /// What the node is called by.
    pub fn label(&self) -> Option<&str> {
        self.first_text(&[rdfs::LABEL, dcterms::TITLE, choro::EDTF, choro::LEXICAL_FORM, choro::VERBATIM, oa::EXACT])
    }
}

/// The words of a literal, or the IRI of a node.
pub fn text_or_iri(term: &Term) -> Option<&str> {
    match term {
        Term::Literal(literal) => Some(literal.value()),
        Term::NamedNode(node) => Some(node.as_str()),
        _ => None,
    }
}

/// A store in memory for tests.
#[cfg(test)]
pub(crate) fn statements_of(trig: &str) -> Statements {
    let store = Store::new().expect("a store in memory");
    store.load_from_slice(oxigraph::io::RdfFormat::TriG, trig).expect("valid TriG");
    store.into()
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let p = node("p");
        assert_eq!((facts.node(p.as_ref()), facts.number(p.as_ref())), (Some(&node("b")), Some(3)));
        assert_eq!((facts.label(), facts.text_or_iri(p.as_ref()), facts.len()), (Some("A"), Some("3"), 7));
        assert!(Rc::ptr_eq(&facts, &reader.facts(&node("a")).unwrap()));
        assert_eq!(
            (reader.label(&node("a")).unwrap(), reader.label(&node("none")).unwrap()),
            ("A".into(), "none".into())
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
