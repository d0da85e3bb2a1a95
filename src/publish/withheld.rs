//! What is not passed on: the whole graphs of sources whose metadata says `redistribute = false`, and of what was computed
//! from all sources that which rests on them.
//!
//! A source whose metadata says nothing is published: claims are facts with short quotations. The captured text of a
//! document is never published, whatever its licence.

use super::PublishError;
use super::scan::{Object, Statement, unreadable};
use crate::iri::Minter;
use crate::store::{Excerpt, View};
use crate::vocab::{access_right, dcterms, prov};
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef};
use oxigraph::store::Store;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;

/// The graphs that an export leaves out, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withheld(BTreeSet<NamedNode>);

impl Withheld {
    /// Nothing: for private use.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// What a store holds and may not pass on.
    pub fn of(store: &Store) -> Result<Self, PublishError> {
        let restricted = TermRef::from(access_right::RESTRICTED);
        let mut graphs = BTreeSet::new();
        for quad in store.quads_for_pattern(None, Some(dcterms::ACCESS_RIGHTS), Some(restricted), None) {
            if let GraphName::NamedNode(graph) = quad.map_err(unreadable)?.graph_name {
                graphs.insert(graph);
            }
        }
        Ok(Self(graphs))
    }

    /// Whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The graphs that are left out.
    pub fn graphs(&self) -> impl ExactSizeIterator<Item = &NamedNode> {
        self.0.iter()
    }

    /// The sources whose graphs are left out, by the key that follows `source/` in their IRI, in order.
    pub fn sources(&self, store: &Store, minter: &Minter) -> Result<Vec<String>, PublishError> {
        let mut sources = BTreeSet::new();
        for graph in &self.0 {
            let pattern = (Some(NamedOrBlankNodeRef::from(graph)), Some(prov::SPECIALIZATION_OF));
            for quad in store.quads_for_pattern(pattern.0, pattern.1, None, Some(graph.into())) {
                if let Term::NamedNode(source) = quad.map_err(unreadable)?.object {
                    let key = minter.key("source", source.as_str()).map(str::to_owned);
                    sources.insert(key.unwrap_or_else(|| source.into_string()));
                }
            }
        }
        Ok(sources.into_iter().collect())
    }

    /// What a view holds but for this, as a store of its own below `scratch`: for whoever asks queries instead of reading all.
    /// None if nothing is withheld, and the view will do.
    pub fn excerpt(&self, view: &View, scratch: &Path) -> Result<Option<Excerpt>, PublishError> {
        if self.is_empty() {
            return Ok(None);
        }
        let store = view.store();
        let mut quads = Vec::new();
        for graph in store.named_graphs() {
            let NamedOrBlankNode::NamedNode(graph) = graph.map_err(unreadable)? else { continue };
            if self.holds(Some(&graph)) {
                continue;
            }
            let within = self.within(store, Some(&graph))?;
            if within.objects.is_empty() {
                continue;
            }
            for quad in store.quads_for_pattern(None, None, None, Some((&graph).into())) {
                let quad = quad.map_err(unreadable)?;
                let is_withheld = match (&quad.subject, &quad.object) {
                    (NamedOrBlankNode::NamedNode(s), _) if within.subjects.contains(s) => true,
                    (_, Term::NamedNode(o)) => within.objects.contains(o),
                    _ => false,
                };
                if is_withheld {
                    quads.push(quad);
                }
            }
        }
        let graphs: Vec<NamedNode> = self.0.iter().cloned().collect();
        view.without(&graphs, &quads, scratch).map(Some).map_err(unreadable)
    }

    pub(super) fn holds(&self, graph: Option<&NamedNode>) -> bool {
        graph.is_some_and(|graph| self.0.contains(graph))
    }

    /// What else of a graph is left out: nothing, of one that a document has made.
    pub(super) fn within(&self, store: &Store, graph: Option<&NamedNode>) -> Result<Within, PublishError> {
        let mut within = Within::default();
        let (Some(graph), false) = (graph, self.is_empty()) else { return Ok(within) };
        let pattern = (Some(NamedOrBlankNodeRef::from(graph)), Some(prov::SPECIALIZATION_OF));
        if store.quads_for_pattern(pattern.0, pattern.1, None, Some(graph.into())).next().is_some() {
            return Ok(within);
        }
        for quad in store.quads_for_pattern(None, None, None, Some(graph.into())) {
            let quad = quad.map_err(unreadable)?;
            let (Term::NamedNode(object), NamedOrBlankNode::NamedNode(subject)) = (quad.object, quad.subject) else {
                continue;
            };
            if within.objects.contains(&object) || self.alone_tell_of(store, object.as_ref())? {
                // A run goes on without one of its documents; what compares two has nothing left to say.
                if quad.predicate != prov::USED {
                    within.subjects.insert(subject);
                }
                within.objects.insert(object);
            }
        }
        Ok(within)
    }

    /// Whether something is described, and nowhere but in graphs that are left out.
    fn alone_tell_of(&self, store: &Store, node: NamedNodeRef<'_>) -> Result<bool, PublishError> {
        let mut told = false;
        for quad in store.quads_for_pattern(Some(node.into()), None, None, None) {
            match quad.map_err(unreadable)?.graph_name {
                GraphName::NamedNode(graph) if self.0.contains(&graph) => told = true,
                _ => return Ok(false),
            }
        }
        Ok(told)
    }
}

/// Statements of one graph that are left out.
#[derive(Default)]
pub(super) struct Within {
    subjects: HashSet<NamedNode>,
    objects: HashSet<NamedNode>,
}

impl Within {
    pub(super) fn holds(&self, statement: &Statement<'_>) -> bool {
        if self.objects.is_empty() {
            return false;
        }
        let object = match statement.object {
            Object::Node(node) => Some(node),
            Object::Literal(_) => None,
        };
        self.subjects.contains(statement.subject) || object.is_some_and(|o| self.objects.contains(o))
    }
}
