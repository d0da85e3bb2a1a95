//! The source behind a graph: what its metadata says, and under which licences it may be used.

use super::DescribeError;
use crate::base::vocab::{choro, dcterms, prov, rdf, rdfs, schema};
use crate::publish::PublishError;
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef};
use oxigraph::store::Store;
use std::collections::BTreeSet;

/// One version of one source, which has a graph of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SourceGraph {
    pub(super) graph: NamedNode,
    pub(super) source: NamedNode,
    pub(super) sha256: Option<String>,
    pub(super) title: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) url: Option<NamedNode>,
    /// A day.
    pub(super) retrieved: Option<String>,
    /// Those that it, or in a file of articles one of them, has.
    pub(super) licences: BTreeSet<NamedNode>,
    /// Whether a source of the graph has none.
    pub(super) lacks_licence: bool,
    pub(super) derived_from: BTreeSet<NamedNode>,
}

impl SourceGraph {
    /// The source of a graph, unless the graph is one of the dataset's own.
    pub(super) fn of(store: &Store, graph: &NamedNode) -> Result<Option<Self>, DescribeError> {
        let look = Look { store, graph };
        let Some(Term::NamedNode(source)) = look.object(graph, prov::SPECIALIZATION_OF)? else { return Ok(None) };
        let text = |node: &NamedNode, predicate: NamedNodeRef<'_>| {
            Ok::<_, DescribeError>(look.object(node, predicate)?.map(value))
        };
        let publisher = match look.object(&source, dcterms::PUBLISHER)? {
            Some(Term::NamedNode(agent)) => text(&agent, rdfs::LABEL)?,
            _ => None,
        };
        let mut found = Self {
            sha256: text(graph, choro::SHA256)?,
            title: text(&source, dcterms::TITLE)?,
            publisher,
            url: look.nodes(&source, schema::URL)?.pop_first(),
            retrieved: text(&source, choro::RETRIEVED)?,
            derived_from: look.nodes(&source, prov::WAS_DERIVED_FROM)?,
            licences: BTreeSet::new(),
            lacks_licence: false,
            graph: graph.clone(),
            source,
        };
        // In a file of articles it is these that have licences.
        let mut has_members = false;
        for quad in look.quads(None, rdf::TYPE, Some(choro::SOURCE.into())) {
            let NamedOrBlankNode::NamedNode(member) = quad?.subject else { continue };
            if member != found.source {
                has_members = true;
                found.licensed(look.nodes(&member, dcterms::LICENSE)?);
            }
        }
        if !has_members {
            found.licensed(look.nodes(&found.source, dcterms::LICENSE)?);
        }
        Ok(Some(found))
    }
}

impl SourceGraph {
    fn licensed(&mut self, mut licences: BTreeSet<NamedNode>) {
        self.lacks_licence |= licences.is_empty();
        self.licences.append(&mut licences);
    }
}

struct Look<'a> {
    store: &'a Store,
    graph: &'a NamedNode,
}

impl<'a> Look<'a> {
    fn quads(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: NamedNodeRef<'_>,
        object: Option<TermRef<'_>>,
    ) -> impl Iterator<Item = Result<Quad, DescribeError>> + use<'a> {
        let quads = self.store.quads_for_pattern(subject, Some(predicate), object, Some(self.graph.into()));
        quads.map(|quad| quad.map_err(|e| PublishError::Read(Box::new(e)).into()))
    }

    /// The first object in order, if there are several.
    fn object(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Option<Term>, DescribeError> {
        let objects = self.quads(Some(subject.into()), predicate, None).map(|quad| quad.map(|q| q.object));
        let objects = objects.collect::<Result<Vec<_>, _>>()?;
        Ok(objects.into_iter().min_by_key(Term::to_string))
    }

    fn nodes(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<BTreeSet<NamedNode>, DescribeError> {
        let mut nodes = BTreeSet::new();
        for quad in self.quads(Some(subject.into()), predicate, None) {
            if let Term::NamedNode(node) = quad?.object {
                nodes.insert(node);
            }
        }
        Ok(nodes)
    }
}

/// What a literal says, or the IRI of a node.
pub(super) fn value(term: Term) -> String {
    match term {
        Term::NamedNode(node) => node.into_string(),
        Term::Literal(literal) => literal.destruct().0,
        Term::BlankNode(node) => node.into_string(),
    }
}

/// The label of a node, whichever graph gives it: the first in order.
pub(super) fn label(store: &Store, node: &NamedNode) -> Result<Option<Term>, DescribeError> {
    let mut labels = Vec::new();
    for quad in store.quads_for_pattern(Some(node.into()), Some(rdfs::LABEL), None, None) {
        labels.push(quad.map_err(|e| PublishError::Read(Box::new(e)))?.object);
    }
    Ok(labels.into_iter().min_by_key(Term::to_string))
}
