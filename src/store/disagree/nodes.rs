//! What claims speak of, looked up in their graphs and kept.

use crate::base::kept::Kept;
use crate::store::{FactError, Statements};
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use std::collections::BTreeMap;

/// Maximum number of times, of areas, of articles and of bodies that are kept.
const MOST_KEPT: usize = 50_000;

/// What claims speak of, kept for the next claims.
#[derive(Debug)]
pub(super) struct Nodes {
    /// First and last day of a time, if it has both.
    pub(super) times: Kept<NamedNode, Option<(i128, i128)>>,
    /// The EDTF form of a time.
    pub(super) edtf: Kept<NamedNode, Option<String>>,
    /// Square kilometres, in units of 10^-18.
    pub(super) areas: Kept<NamedNode, Option<i128>>,
    /// When an article was published.
    pub(super) told: Kept<NamedNode, Option<(i128, i128)>>,
    /// Whether a body is a people.
    pub(super) peoples: Kept<NamedNode, bool>,
}

impl Default for Nodes {
    fn default() -> Self {
        Self {
            times: Kept::new(MOST_KEPT),
            edtf: Kept::new(MOST_KEPT),
            areas: Kept::new(MOST_KEPT),
            told: Kept::new(MOST_KEPT),
            peoples: Kept::new(MOST_KEPT),
        }
    }
}

/// A value that was kept, or is read and kept.
pub(super) fn kept<V: Clone>(
    values: &mut Kept<NamedNode, V>,
    node: &NamedNode,
    read: impl FnOnce() -> Result<V, FactError>,
) -> Result<V, FactError> {
    if let Some(value) = values.get(node) {
        return Ok(value.clone());
    }
    let value = read()?;
    values.put(node.clone(), value.clone(), 0);
    Ok(value)
}

/// What is claimed of something, each with a graph in which it stands.
pub(super) fn claims(
    statements: &Statements,
    about: NamedNodeRef<'_>,
    subject: &NamedNode,
) -> Result<BTreeMap<NamedNode, GraphName>, FactError> {
    let mut claims = BTreeMap::new();
    for quad in statements.matching(None, Some(about), Some(subject.into())) {
        let quad = quad?;
        if let NamedOrBlankNode::NamedNode(claim) = quad.subject {
            claims.insert(claim, quad.graph_name);
        }
    }
    Ok(claims)
}

/// A graph of a store.
pub(super) struct Within<'a> {
    pub(super) statements: &'a Statements,
    pub(super) graph: GraphName,
}

impl Within<'_> {
    pub(super) fn object(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Option<Term>, FactError> {
        self.statements.value_in(subject, predicate, &self.graph)
    }

    pub(super) fn literal(
        &self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
    ) -> Result<Option<String>, FactError> {
        Ok(match self.object(subject, predicate)? {
            Some(Term::Literal(literal)) => Some(literal.value().to_owned()),
            _ => None,
        })
    }
}
