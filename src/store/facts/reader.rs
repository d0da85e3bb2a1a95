//! The cache of facts.

use super::{FactError, Facts, Statements};
use crate::base::cache::Cache;
use crate::base::iri::last_part;
use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use std::cell::RefCell;
use std::collections::BinaryHeap;
use std::rc::Rc;

/// Maximum number of nodes in each tier of the cache (nodes with few statements, and others), and of values of
/// properties.
const MAX_KEPT: usize = 5_000;

/// Values of a property, by node and property.
type ValueCache = Cache<(NamedNode, NamedNode), Rc<[Term]>>;

/// Reads facts and caches them, for one thread.
pub struct FactReader<'a> {
    statements: &'a Statements,
    kept: RefCell<Cache<NamedNode, Rc<Facts>>>,
    values: RefCell<ValueCache>,
}

impl<'a> FactReader<'a> {
    /// A reader of a store, with an empty cache.
    pub fn new(statements: &'a Statements) -> Self {
        Self { statements, kept: RefCell::new(Cache::new(MAX_KEPT)), values: RefCell::new(Cache::new(MAX_KEPT)) }
    }

    /// The store, for look-ups that need no cache.
    pub fn statements(&self) -> &'a Statements {
        self.statements
    }

    /// The statements of all graphs about a node.
    pub fn facts(&self, node: &NamedNode) -> Result<Rc<Facts>, FactError> {
        if let Some(facts) = self.kept.borrow().get(node) {
            return Ok(Rc::clone(facts));
        }
        let (facts, read) = self.statements.read(node.as_ref().into(), None)?;
        let facts = Rc::new(facts);
        self.kept.borrow_mut().put(node.clone(), Rc::clone(&facts), read);
        Ok(facts)
    }

    /// The values of one property of a node in all graphs, as [`Statements::values`] gives them: for nodes of which no
    /// other property is read.
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

    /// The nodes that have an object, in the order of their IRIs: at most `most` of them, and their total number.
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
        // One statement may be in several graphs.
        let before = first.len();
        first.dedup();
        total -= before - first.len();
        Ok(FirstNodes { first: first.into_iter().map(NamedNode::new_unchecked).collect(), total })
    }

    /// The same for nodes that have an object by one of several properties.
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

    /// The label of a node, or else the end of its IRI.
    pub fn label(&self, node: &NamedNode) -> Result<String, FactError> {
        Ok(self.facts(node)?.label().map_or_else(|| last_part(node.as_str()).to_owned(), str::to_owned))
    }
}

/// Some nodes in the order of their IRIs, and their total number.
#[derive(Debug, Default)]
pub struct FirstNodes {
    /// The first nodes.
    pub first: Vec<NamedNode>,
    /// Their total number.
    pub total: usize,
}
