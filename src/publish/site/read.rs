//! The store as pages need it: all that is said of one name, and the names of which something is said.

use super::SiteError;
use crate::base::iri::last_part;
use crate::base::kept::Kept;
use crate::base::vocab::{choro, dcterms, oa, rdf, rdfs};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use oxigraph::store::Store;
use std::cell::RefCell;
use std::collections::BinaryHeap;
use std::rc::Rc;

/// Names of which it is kept what is said, of those of which little is said and of the others.
const MOST_KEPT: usize = 5_000;

/// Reads a store, for one thread.
pub(super) struct Reader<'a> {
    pub(super) store: &'a Store,
    kept: RefCell<Kept<NamedNode, Rc<Facts>>>,
}

/// What all graphs together say of a subject, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts(pub(super) Vec<(NamedNode, Term)>);

/// Some names in the order of their IRIs, and how many there are in all.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) first: Vec<NamedNode>,
    pub(super) total: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(store: &'a Store) -> Self {
        Self { store, kept: RefCell::new(Kept::new(MOST_KEPT)) }
    }

    pub(super) fn facts(&self, subject: &NamedNode) -> Result<Rc<Facts>, SiteError> {
        if let Some(facts) = self.kept.borrow().get(subject) {
            return Ok(Rc::clone(facts));
        }
        let mut facts = Vec::new();
        for quad in self.store.quads_for_pattern(Some(subject.as_ref().into()), None, None, None) {
            let quad = quad?;
            facts.push((quad.predicate.into_string(), quad.object.to_string(), quad.object));
        }
        let read = facts.len();
        facts.sort_unstable_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        facts.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1);
        let facts = Facts(facts.into_iter().map(|(p, _, o)| (NamedNode::new_unchecked(p), o)).collect());
        let facts = Rc::new(facts);
        self.kept.borrow_mut().put(subject.clone(), Rc::clone(&facts), read);
        Ok(facts)
    }

    /// The names that have an object, at most so many of them.
    pub(super) fn subjects(
        &self,
        predicate: NamedNodeRef<'_>,
        object: &NamedNode,
        most: usize,
    ) -> Result<Names, SiteError> {
        let (mut heap, mut total) = (BinaryHeap::new(), 0);
        for quad in self.store.quads_for_pattern(None, Some(predicate), Some(object.as_ref().into()), None) {
            if let NamedOrBlankNode::NamedNode(subject) = quad?.subject {
                total += 1;
                heap.push(subject.into_string());
                if heap.len() > most {
                    heap.pop();
                }
            }
        }
        let mut first = heap.into_sorted_vec();
        // One statement may stand in several graphs.
        let before = first.len();
        first.dedup();
        total -= before - first.len();
        Ok(Names { first: first.into_iter().map(NamedNode::new_unchecked).collect(), total })
    }

    /// All of them, of several properties.
    pub(super) fn all(
        &self,
        predicates: &[NamedNodeRef<'_>],
        object: &NamedNode,
        most: usize,
    ) -> Result<Names, SiteError> {
        let mut names = Names::default();
        for predicate in predicates {
            let more = self.subjects(*predicate, object, most)?;
            names.total += more.total;
            names.first.extend(more.first);
        }
        let before = names.first.len();
        names.first.sort_unstable_by(|a, b| a.as_str().cmp(b.as_str()));
        names.first.dedup();
        names.total -= before - names.first.len();
        names.first.truncate(most);
        Ok(names)
    }

    /// What a name is called by.
    pub(super) fn label(&self, node: &NamedNode) -> Result<String, SiteError> {
        Ok(self.facts(node)?.label().unwrap_or_else(|| last_part(node.as_str()).to_owned()))
    }
}

impl Facts {
    pub(super) fn values(&self, predicate: NamedNodeRef<'_>) -> impl Iterator<Item = &Term> {
        self.0.iter().filter(move |(p, _)| *p == predicate).map(|(_, o)| o)
    }

    pub(super) fn nodes(&self, predicate: NamedNodeRef<'_>) -> impl Iterator<Item = &NamedNode> {
        self.values(predicate).filter_map(|o| if let Term::NamedNode(node) = o { Some(node) } else { None })
    }

    pub(super) fn node(&self, predicate: NamedNodeRef<'_>) -> Option<&NamedNode> {
        self.nodes(predicate).next()
    }

    pub(super) fn text(&self, predicate: NamedNodeRef<'_>) -> Option<&str> {
        self.values(predicate).find_map(|o| if let Term::Literal(literal) = o { Some(literal.value()) } else { None })
    }

    pub(super) fn number(&self, predicate: NamedNodeRef<'_>) -> Option<usize> {
        self.text(predicate)?.parse().ok()
    }

    pub(super) fn is(&self, class: NamedNodeRef<'_>) -> bool {
        self.nodes(rdf::TYPE).any(|c| *c == class)
    }

    pub(super) fn label(&self) -> Option<String> {
        let all = [rdfs::LABEL, dcterms::TITLE, choro::EDTF, choro::LEXICAL_FORM, choro::VERBATIM, oa::EXACT];
        all.into_iter().find_map(|p| self.text(p)).map(str::to_owned)
    }
}
