//! What the store holds about a place or a person, read back to be compared.
//!
//! A claim stands in one graph or a few, and what it speaks of stands in the same ones: looking there costs half of looking
//! everywhere. Many claims speak of the same few times and areas, so those are kept.

use super::Values;
use crate::base::kept::Kept;
use crate::base::time::TimeExtent;
use crate::base::vocab::{choro, dcterms, rdf, term};
use crate::claim::aspect::{Aspect, Rule};
use crate::claim::disagreement::{self, Key, RoleValue, Value};
use crate::claim::types::ClaimType;
use crate::read::record::quantity::Decimal;
use jiff::civil::Date;
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use oxigraph::store::{StorageError, Store};
use std::collections::BTreeMap;

/// Maximum number of times, of areas, of articles and of bodies that are kept.
const MOST_KEPT: usize = 50_000;

/// What claims speak of, kept for the next claims.
#[derive(Debug)]
pub(super) struct Nodes {
    /// First and last day of a time.
    times: Kept<NamedNode, (Date, Date)>,
    /// The EDTF form of a time.
    edtf: Kept<NamedNode, Option<String>>,
    /// Square kilometres.
    areas: Kept<NamedNode, Option<Decimal>>,
    /// When an article was published.
    published: Kept<NamedNode, Option<(i128, i128)>>,
    /// Whether a body is a people.
    peoples: Kept<NamedNode, bool>,
}

impl Default for Nodes {
    fn default() -> Self {
        Self {
            times: Kept::new(MOST_KEPT),
            edtf: Kept::new(MOST_KEPT),
            areas: Kept::new(MOST_KEPT),
            published: Kept::new(MOST_KEPT),
            peoples: Kept::new(MOST_KEPT),
        }
    }
}

/// A value that was kept, or is read and kept.
fn kept<V: Clone>(
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
        let about = NamedNode::new_unchecked(subject);
        for property in super::about() {
            for (claim, graph) in claims(store, property, &about)? {
                let within = Within { store, graph };
                let Some(claim_type) = ClaimType::of(&within.objects(&claim, rdf::TYPE)?) else { continue };
                let Some(aspect) = claim_type.aspect.as_ref().filter(|_| claim_type.subject == property) else {
                    continue;
                };
                if let Some((key, value)) = within.value(nodes, &claim, (claim_type, aspect))? {
                    self.insert(subject, key, value);
                }
            }
        }
        Ok(())
    }
}

/// What is claimed of something, each with a graph in which it stands.
fn claims(
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
struct Within<'a> {
    store: &'a Store,
    graph: GraphName,
}

impl Within<'_> {
    /// What a claim says of an aspect; none if it can contradict nothing.
    fn value(
        &self,
        nodes: &mut Nodes,
        claim: &NamedNode,
        (claim_type, aspect): (&ClaimType, &'static Aspect),
    ) -> Result<Option<(Key, Value)>, StorageError> {
        let iri = claim.as_str();
        let value = match aspect.rule {
            Rule::DifferingRoles => self.role(nodes, claim)?.map(|role| Value::role(iri, role)),
            Rule::DisjointExtents => match self.object(claim, claim_type.value)? {
                Some(Term::NamedNode(time)) => {
                    let (earliest, latest) = kept(&mut nodes.times, &time, || self.extent(&time))?;
                    Some(Value::time(iri, earliest, latest))
                }
                _ => None,
            },
            Rule::Tolerance => {
                let figure = match self.object(claim, claim_type.value)? {
                    Some(Term::NamedNode(quantity)) => kept(&mut nodes.areas, &quantity, || {
                        Ok(self.literal(&quantity, choro::SQUARE_KILOMETRES)?.and_then(|km2| Decimal::parse(&km2)))
                    })?,
                    Some(Term::Literal(number)) => Decimal::parse(number.value()),
                    _ => None,
                };
                figure.and_then(|figure| Value::figure(iri, figure))
            }
        };
        let Some(value) = value else { return Ok(None) };
        let key = Key::new(aspect, |property| match self.object(claim, property)? {
            Some(Term::NamedNode(term)) if term.as_str().starts_with(term::NAMESPACE) => {
                Ok::<_, StorageError>(Some(disagreement::qualifier(term.as_ref())))
            }
            Some(Term::NamedNode(time)) => kept(&mut nodes.edtf, &time, || self.literal(&time, choro::EDTF)),
            _ => Ok(None),
        })?;
        Ok(key.map(|key| (key, value)))
    }

    /// First and last day of a time. Where nothing bounds it, the store has no day.
    fn extent(&self, time: &NamedNode) -> Result<(Date, Date), StorageError> {
        let day = |bound| {
            let day = self.literal(time, bound)?.as_deref().and_then(TimeExtent::from_edtf);
            Ok::<_, StorageError>(day.map(|day| day.earliest))
        };
        Ok((day(choro::EARLIEST)?.unwrap_or(Date::MIN), day(choro::LATEST)?.unwrap_or(Date::MAX)))
    }

    fn role(&self, nodes: &mut Nodes, claim: &NamedNode) -> Result<Option<RoleValue>, StorageError> {
        let is_general = self.literal(claim, choro::IS_GENERAL)?.is_none_or(|general| general != "false");
        if is_general || self.object(claim, choro::TENURE)? != Some(term::HELD_NOW.into()) {
            return Ok(None);
        }
        let Some(title) = self.literal(claim, choro::ROLE_TITLE)? else { return Ok(None) };
        let mut of = None;
        if let Some(Term::NamedNode(body)) = self.object(claim, choro::ROLE_OF)? {
            let is_people = kept(&mut nodes.peoples, &body, || {
                let mut kinds = self.store.quads_for_pattern(Some(body.as_ref().into()), Some(choro::KIND), None, None);
                let kind = kinds.next().transpose()?.map(|quad| quad.object);
                Ok(kind == Some(term::NATIONALITY.into()))
            })?;
            of = (!is_people).then(|| body.into_string());
        }
        let mut published = None;
        if let Some(Term::NamedNode(article)) = self.object(claim, choro::REPORTED_IN)? {
            published = kept(&mut nodes.published, &article, || {
                let Some(Term::NamedNode(source)) = self.object(&article, dcterms::IS_PART_OF)? else {
                    return Ok(None);
                };
                let issued = self.literal(&source, dcterms::ISSUED)?;
                Ok(issued.as_deref().and_then(TimeExtent::from_edtf).as_ref().map(disagreement::bounds))
            })?;
        }
        Ok(Some(RoleValue { title, of, published }))
    }

    fn objects(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Vec<Term>, StorageError> {
        let subject = Some(subject.as_ref().into());
        let found = self.store.quads_for_pattern(subject, Some(predicate), None, Some(self.graph.as_ref()));
        found.map(|quad| quad.map(|quad| quad.object)).collect()
    }

    fn object(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Option<Term>, StorageError> {
        let mut found = self.store.quads_for_pattern(
            Some(subject.as_ref().into()),
            Some(predicate),
            None,
            Some(self.graph.as_ref()),
        );
        found.next().map(|quad| quad.map(|quad| quad.object)).transpose()
    }

    fn literal(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Option<String>, StorageError> {
        Ok(match self.object(subject, predicate)? {
            Some(Term::Literal(literal)) => Some(literal.value().to_owned()),
            _ => None,
        })
    }
}
