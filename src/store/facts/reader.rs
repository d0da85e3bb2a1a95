//! Facts that are asked for again, kept.

use super::{FactError, Facts, Statements};
use crate::base::cache::Cache;
use crate::base::iri::last_part;
use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use std::cell::RefCell;
use std::collections::BinaryHeap;
use std::rc::Rc;

/// Nodes whose facts a reader keeps: so many of which little is said, and so many others; and as many values of properties.
const MOST_KEPT: usize = 5_000;

/// Reads facts, for one thread, and keeps those of nodes that are asked for again.
pub struct FactReader<'a> {
    statements: &'a Statements,
    kept: RefCell<Cache<NamedNode, Rc<Facts>>>,
    values: RefCell<Cache<(NamedNode, NamedNode), Rc<[Term]>>>,
}

impl<'a> FactReader<'a> {
    /// Reads a store.
    pub fn new(statements: &'a Statements) -> Self {
        Self { statements, kept: RefCell::new(Cache::new(MOST_KEPT)), values: RefCell::new(Cache::new(MOST_KEPT)) }
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

    /// The values of one property of a node in all graphs, as [`Statements::values`] gives them: for nodes of which nothing
    /// else is asked.
    pub fn values(&self, node: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Rc<[Term]>, FactError> {
        let key = (node.clone(), predicate.into_owned());
        if let Some(values) = self.values.borrow().get(&key) {
            return Ok(Rc::clone(values));
        }
        let (values, read) = self.statements.read_values(node.as_ref().into(), predicate)?;
        let values: Rc<[Term]> = values.into();
        self.values.borrow_mut().put(key, Rc::clone(&values), read);
        Ok(values)
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
