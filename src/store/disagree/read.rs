//! Reads the values of a place or a person back from the store, for comparison.
//!
//! A claim is in one graph or a few, and the nodes that it refers to are in the same ones: looking there costs half of
//! looking everywhere. Many claims refer to the same few times and areas, so those are cached.

use super::Values;
use crate::base::cache::Cache;
use crate::base::time::TimeExtent;
use crate::base::vocab::{choro, dcterms, rdf, term};
use crate::claim::aspect::{Aspect, Rule};
use crate::claim::disagreement::{self, Key, RoleValue, Value};
use crate::claim::types::ClaimType;
use crate::read::record::quantity::Decimal;
use crate::store::facts::{FactError, Facts, Statements};
use jiff::civil::Date;
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode};
use std::collections::BTreeMap;

/// Maximum number of entries in each cache.
const MAX_CACHED: usize = 50_000;

/// Caches of the nodes that claims refer to.
#[derive(Debug)]
pub(super) struct Nodes {
    /// The first and last day of a time.
    times: Cache<NamedNode, (Date, Date)>,
    /// The EDTF form of a time.
    edtf: Cache<NamedNode, Option<String>>,
    /// The size of an area in square kilometres.
    areas: Cache<NamedNode, Option<Decimal>>,
    /// The time of publication of an article.
    published: Cache<NamedNode, Option<(i128, i128)>>,
    /// Whether a body is a people.
    peoples: Cache<NamedNode, bool>,
}

impl Default for Nodes {
    fn default() -> Self {
        Self {
            times: Cache::new(MAX_CACHED),
            edtf: Cache::new(MAX_CACHED),
            areas: Cache::new(MAX_CACHED),
            published: Cache::new(MAX_CACHED),
            peoples: Cache::new(MAX_CACHED),
        }
    }
}

/// The cached value of a node; if there is none, it is read and cached.
fn cached<V: Clone>(
    values: &mut Cache<NamedNode, V>,
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

impl Values {
    /// Adds the values that the store holds for a place or a person.
    pub(super) fn read(&mut self, statements: &Statements, nodes: &mut Nodes, subject: &str) -> Result<(), FactError> {
        let about = NamedNode::new_unchecked(subject);
        for property in super::about() {
            for (claim, graph) in claims(statements, property, &about)? {
                let in_graph = InGraph { statements, graph };
                let facts = in_graph.facts(&claim)?;
                let Some(claim_type) = ClaimType::of(facts.values(rdf::TYPE)) else { continue };
                let Some(aspect) = claim_type.aspect.as_ref().filter(|_| claim_type.subject == property) else {
                    continue;
                };
                if let Some((key, value)) = in_graph.value(nodes, (&claim, &facts), (claim_type, aspect))? {
                    self.insert(subject, key, value);
                }
            }
        }
        Ok(())
    }
}

/// The claims about a subject, each with one of the graphs that contain it.
fn claims(
    statements: &Statements,
    about: NamedNodeRef<'_>,
    subject: &NamedNode,
) -> Result<BTreeMap<NamedNode, GraphName>, FactError> {
    let mut claims = BTreeMap::new();
    for quad in statements.matching(None, Some(about), Some(subject.as_ref().into())) {
        let quad = quad?;
        if let NamedOrBlankNode::NamedNode(claim) = quad.subject {
            claims.insert(claim, quad.graph_name);
        }
    }
    Ok(claims)
}

/// One graph of a store.
struct InGraph<'a> {
    statements: &'a Statements,
    graph: GraphName,
}

impl InGraph<'_> {
    fn facts(&self, node: &NamedNode) -> Result<Facts, FactError> {
        self.statements.facts_in(node, &self.graph)
    }

    /// The aspect and value of a claim; `None` if it cannot contradict another.
    fn value(
        &self,
        nodes: &mut Nodes,
        (claim, facts): (&NamedNode, &Facts),
        (claim_type, aspect): (&ClaimType, &'static Aspect),
    ) -> Result<Option<(Key, Value)>, FactError> {
        let iri = claim.as_str();
        let compared = claim_type.compared();
        let value = match (aspect.rule, facts.node(compared)) {
            (Rule::DifferingRoles, _) => self.role(nodes, facts)?.map(|role| Value::role(iri, role)),
            (Rule::DisjointExtents, time) => match time {
                Some(time) => {
                    let (earliest, latest) = cached(&mut nodes.times, time, || self.extent(time))?;
                    Some(Value::time(iri, earliest, latest))
                }
                None => None,
            },
            (Rule::DifferingValues, Some(entity)) => Some(Value::one(iri, entity.as_str())),
            (Rule::DifferingValues, None) => facts.text(compared).map(|text| Value::one(iri, text)),
            (Rule::Tolerance | Rule::FigureTolerance, Some(quantity)) => {
                let square_kilometres = cached(&mut nodes.areas, quantity, || {
                    Ok(self.facts(quantity)?.text(choro::SQUARE_KILOMETRES).and_then(Decimal::parse))
                })?;
                square_kilometres.and_then(|figure| Value::figure(iri, figure))
            }
            (Rule::Tolerance | Rule::FigureTolerance, None) => {
                let number = facts.text(compared).and_then(Decimal::parse);
                number.and_then(|figure| Value::figure(iri, figure))
            }
        };
        let Some(value) = value else { return Ok(None) };
        let key = Key::new(aspect, |property| match facts.node(property) {
            Some(term) if term.as_str().starts_with(term::NAMESPACE) => {
                Ok::<_, FactError>(Some(disagreement::qualifier(term.as_ref())))
            }
            // A time by its EDTF form, a measure by its name.
            Some(node) => {
                let edtf =
                    cached(&mut nodes.edtf, node, || Ok(self.facts(node)?.text(choro::EDTF).map(str::to_owned)))?;
                Ok(Some(edtf.unwrap_or_else(|| disagreement::entity_qualifier(node.as_ref()))))
            }
            None => Ok(facts.text(property).map(disagreement::text_qualifier)),
        })?;
        Ok(key.map(|key| (key, value)))
    }

    /// The first and last day of a time. The store has no day where the time is unbounded.
    fn extent(&self, time: &NamedNode) -> Result<(Date, Date), FactError> {
        let facts = self.facts(time)?;
        let day = |bound| facts.text(bound).and_then(TimeExtent::from_edtf).map(|day| day.earliest);
        Ok((day(choro::EARLIEST).unwrap_or(Date::MIN), day(choro::LATEST).unwrap_or(Date::MAX)))
    }

    fn role(&self, nodes: &mut Nodes, facts: &Facts) -> Result<Option<RoleValue>, FactError> {
        let is_general = facts.text(choro::IS_GENERAL).is_none_or(|general| general != "false");
        if is_general || facts.node(choro::TENURE).is_none_or(|tenure| *tenure != term::HELD_NOW) {
            return Ok(None);
        }
        let Some(title) = facts.text(choro::ROLE_TITLE).map(str::to_owned) else { return Ok(None) };
        let mut of = None;
        if let Some(body) = facts.node(choro::ROLE_OF) {
            let is_people = cached(&mut nodes.peoples, body, || {
                let kinds = self.statements.values(body, choro::KIND)?;
                Ok(kinds.contains(&term::NATIONALITY.into()))
            })?;
            of = (!is_people).then(|| body.as_str().to_owned());
        }
        let mut published = None;
        if let Some(article) = facts.node(choro::REPORTED_IN) {
            published = cached(&mut nodes.published, article, || {
                let article = self.facts(article)?;
                let Some(source) = article.node(dcterms::IS_PART_OF) else { return Ok(None) };
                let source = self.facts(source)?;
                let issued = source.text(dcterms::ISSUED).and_then(TimeExtent::from_edtf);
                Ok(issued.as_ref().map(disagreement::bounds))
            })?;
        }
        Ok(Some(RoleValue { title, of, published }))
    }
}
