//! What the store holds about a place or a person, read back to be compared.
//!
//! A claim stands in one graph or a few, and what it speaks of stands in the same ones: looking there costs half of looking
//! everywhere. Many claims speak of the same few times and areas, so those are kept.

use super::roles;
use super::{TIME, Value, Values, area_aspect, days, kind_key};
use crate::base::kept::Kept;
use crate::base::time::TimeExtent;
use crate::base::vocab::choro;
use crate::read::record::quantity::Decimal;
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use oxigraph::store::{StorageError, Store};
use std::collections::BTreeMap;

/// Maximum number of times, of areas, of articles and of bodies that are kept.
const MOST_KEPT: usize = 50_000;

/// What claims speak of, kept for the next claims.
#[derive(Debug)]
pub(super) struct Nodes {
    /// First and last day of a time, if it has both.
    times: Kept<NamedNode, Option<(i128, i128)>>,
    /// The EDTF form of a time.
    edtf: Kept<NamedNode, Option<String>>,
    /// Square kilometres, in units of 10^-18.
    areas: Kept<NamedNode, Option<i128>>,
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
    read: impl FnOnce() -> Result<V, StorageError>,
) -> Result<V, StorageError> {
    if let Some(value) = values.get(node) {
        return Ok(value.clone());
    }
    let value = read()?;
    values.put(node.clone(), value.clone(), 0);
    Ok(value)
}

impl Values {
    /// Takes in what the store holds about a place or a person.
    pub(super) fn read(&mut self, store: &Store, nodes: &mut Nodes, subject: &str) -> Result<(), StorageError> {
        let place = NamedNode::new_unchecked(subject);
        for value in roles::read(store, nodes, &place)? {
            self.insert_role(subject, value);
        }
        for (claim, graph) in claims(store, choro::ABOUT_PLACE, &place)? {
            let within = Within { store, graph };
            if let Some(Term::NamedNode(time)) = within.object(&claim, choro::TIME)? {
                let bounds = kept(&mut nodes.times, &time, || {
                    let bound = |of| Ok::<_, StorageError>(within.literal(&time, of)?.and_then(|v| day(&v)));
                    Ok(bound(choro::EARLIEST)?.zip(bound(choro::LATEST)?))
                })?;
                if let Some((low, high)) = bounds {
                    self.insert(subject, TIME.to_owned(), Value { claim: claim.into_string(), low, high });
                }
            } else if let Some(Term::NamedNode(area)) = within.object(&claim, choro::AREA)? {
                let size = kept(&mut nodes.areas, &area, || {
                    let size = within.literal(&area, choro::SQUARE_KILOMETRES)?;
                    Ok(size.and_then(|size| Decimal::parse(&size)?.scaled()))
                })?;
                let kind = within.object(&claim, choro::AREA_KIND)?;
                let boundary = match within.object(&claim, choro::BOUNDARY_TIME)? {
                    Some(Term::NamedNode(time)) => kept(&mut nodes.edtf, &time, || within.literal(&time, choro::EDTF))?,
                    _ => None,
                };
                if let (Some(size), Some(kind)) = (size, kind.as_ref().and_then(kind_key)) {
                    let aspect = area_aspect(kind, boundary.as_deref());
                    self.insert(subject, aspect, Value { claim: claim.into_string(), low: size, high: size });
                }
            }
        }
        Ok(())
    }
}

fn day(text: &str) -> Option<i128> {
    TimeExtent::from_edtf(text).map(|time| days(time.earliest))
}

/// What is claimed of something, each with a graph in which it stands.
pub(super) fn claims(
    store: &Store,
    about: NamedNodeRef<'_>,
    subject: &NamedNode,
) -> Result<BTreeMap<NamedNode, GraphName>, StorageError> {
    let mut claims = BTreeMap::new();
    for quad in store.quads_for_pattern(None, Some(about), Some(subject.as_ref().into()), None) {
        let quad = quad?;
        if let NamedOrBlankNode::NamedNode(claim) = quad.subject {
            claims.insert(claim, quad.graph_name);
        }
    }
    Ok(claims)
}

/// A graph of a store.
pub(super) struct Within<'a> {
    pub(super) store: &'a Store,
    pub(super) graph: GraphName,
}

impl Within<'_> {
    pub(super) fn object(
        &self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
    ) -> Result<Option<Term>, StorageError> {
        let mut found = self.store.quads_for_pattern(
            Some(subject.as_ref().into()),
            Some(predicate),
            None,
            Some(self.graph.as_ref()),
        );
        found.next().map(|quad| quad.map(|quad| quad.object)).transpose()
    }

    pub(super) fn literal(
        &self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
    ) -> Result<Option<String>, StorageError> {
        Ok(match self.object(subject, predicate)? {
            Some(Term::Literal(literal)) => Some(literal.value().to_owned()),
            _ => None,
        })
    }
}
