//! A store for reading, without a cache.

use super::Facts;
use oxigraph::model::{
    GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef,
};
use oxigraph::store::{StorageError, Store};

/// The store cannot be read.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct FactError(#[from] StorageError);

impl From<FactError> for StorageError {
    fn from(error: FactError) -> Self {
        error.0
    }
}

/// A store for reading, without a cache.
#[derive(Clone)]
pub struct Statements(Store);

impl From<Store> for Statements {
    fn from(store: Store) -> Self {
        Self(store)
    }
}

impl Statements {
    /// The store, for queries or for reading it as a whole.
    pub fn store(&self) -> &Store {
        &self.0
    }

    /// The statements of all graphs about a node.
    pub fn facts<'n>(&self, node: impl Into<NamedOrBlankNodeRef<'n>>) -> Result<Facts, FactError> {
        Ok(self.read(node.into(), None)?.0)
    }

    /// The statements of one graph about a node. Where the graph is known, this costs less than reading all graphs.
    pub fn facts_in<'n, 'g>(
        &self,
        node: impl Into<NamedOrBlankNodeRef<'n>>,
        graph: impl Into<GraphNameRef<'g>>,
    ) -> Result<Facts, FactError> {
        Ok(self.read(node.into(), Some(graph.into()))?.0)
    }

    /// The facts, and the number of statements that they were read from.
    pub(super) fn read(
        &self,
        node: NamedOrBlankNodeRef<'_>,
        graph: Option<GraphNameRef<'_>>,
    ) -> Result<(Facts, usize), StorageError> {
        let mut facts = Vec::new();
        for quad in self.0.quads_for_pattern(Some(node), None, None, graph) {
            let quad = quad?;
            facts.push((quad.predicate, quad.object));
        }
        let read = facts.len();
        facts.sort_unstable_by(|(a, _), (b, _)| a.as_str().cmp(b.as_str()));
        // Most properties have one value, which need not be written out to be sorted.
        for values in facts.chunk_by_mut(|(a, _), (b, _)| a == b).filter(|values| values.len() > 1) {
            values.sort_by_cached_key(|(_, value)| value.to_string());
        }
        facts.dedup();
        Ok((Facts(facts), read))
    }

    /// The values of one property of a node in all graphs, each once, in the order of their N-Triples. For a node with
    /// many statements this costs less than its facts.
    pub fn values<'n>(
        &self,
        node: impl Into<NamedOrBlankNodeRef<'n>>,
        predicate: NamedNodeRef<'_>,
    ) -> Result<Vec<Term>, FactError> {
        Ok(self.read_values(node.into(), predicate)?.0)
    }

    /// The values, and the number of statements that they were read from.
    pub(super) fn read_values(
        &self,
        node: NamedOrBlankNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
    ) -> Result<(Vec<Term>, usize), StorageError> {
        let quads = self.0.quads_for_pattern(Some(node), Some(predicate), None, None);
        let mut values = quads.map(|quad| quad.map(|quad| quad.object)).collect::<Result<Vec<_>, _>>()?;
        let read = values.len();
        if read > 1 {
            values.sort_by_cached_key(Term::to_string);
            values.dedup();
        }
        Ok((values, read))
    }

    /// The IRIs that have a property, or this value of it, in the order of the store; an IRI that several graphs
    /// describe may come several times.
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

    /// The statements of all graphs that match a pattern, in the order of the store.
    pub fn matching(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> impl Iterator<Item = Result<Quad, FactError>> + use<> {
        self.0.quads_for_pattern(subject, predicate, object, None).map(|quad| quad.map_err(FactError))
    }

    /// The statements of one graph that match a pattern, in the order of the store.
    pub fn matching_in(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
        graph: GraphNameRef<'_>,
    ) -> impl Iterator<Item = Result<Quad, FactError>> + use<> {
        self.0.quads_for_pattern(subject, predicate, object, Some(graph)).map(|quad| quad.map_err(FactError))
    }

    /// Whether any statement matches a pattern.
    pub fn any(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> Result<bool, FactError> {
        Ok(self.matching(subject, predicate, object).next().transpose()?.is_some())
    }

    /// The names of the graphs without blank nodes, in the order of the store.
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

/// A store in memory for tests, which may have IRIs that are none.
#[cfg(test)]
pub(crate) fn statements_of(trig: &str) -> Statements {
    let store = Store::new().expect("a store in memory");
    let parser = oxigraph::io::RdfParser::from_format(oxigraph::io::RdfFormat::TriG).lenient();
    store.load_from_slice(parser, trig).expect("valid TriG");
    store.into()
}
