//! The direct statement of a claim, such as `place hasArea quantity`: a shortcut that is never stored, but made if an
//! export asks for it.
//!
//! A claim is collected from its own statements, which a store returns one after another. In RDF 1.2 the claim reifies
//! its direct statement, which is then not asserted. A direct statement is asserted, in the graph of its source, only
//! if the source itself makes the claim and the statement expresses all that matters of it.

use super::scan::{Encoder, Object, Statement};
use crate::base::sort::Sorter;
use crate::base::vocab::{choro, rdf};
use crate::claim::types::{ClaimType, Direct, DirectProperty, TYPES};
use oxigraph::model::{NamedNode, NamedNodeRef, Term};

/// What an export does with direct statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectTriples {
    /// Leaves them out.
    Omitted,
    /// Makes each claim the reifier of its direct statement (RDF 1.2).
    Reified,
    /// Asserts them beside the claims, in the same graph.
    Asserted,
}

/// The statements read so far about one subject.
#[derive(Default)]
pub(super) struct ClaimStatements {
    claim_type: Option<&'static ClaimType>,
    found: Vec<(NamedNode, Term)>,
    is_said_by_another: bool,
}

impl ClaimStatements {
    /// Adds a statement about the subject.
    pub(super) fn note(&mut self, predicate: &NamedNode, object: &Object<'_>) {
        if *predicate == rdf::TYPE {
            if let Object::Node(class) = object
                && let Some(claim_type) = ClaimType::of_class(class.as_ref())
            {
                self.claim_type = Some(claim_type);
            }
        } else if !predicate.as_str().starts_with(choro::NAMESPACE) {
        } else if *predicate == choro::SAID_IN {
            self.is_said_by_another = true;
        } else if TYPES.iter().any(|claim_type| has_part_in_direct(claim_type, predicate)) {
            let object = match object {
                Object::Node(node) => Term::NamedNode((*node).clone()),
                Object::Literal(literal) => Term::Literal((*literal).clone()),
            };
            self.found.push((predicate.clone(), object));
        }
    }

    /// Its type, if the subject is a claim.
    pub(super) fn claim_type(&self) -> Option<&'static ClaimType> {
        self.claim_type
    }

    /// Whether the direct statement expresses all that the claim says.
    pub(super) fn says_all(&self) -> bool {
        let Some((property, only)) = self.claim_type.and_then(|claim_type| claim_type.direct_if) else { return true };
        let only = Term::from(only);
        self.with(property).all(|value| *value == only)
    }

    fn with(&self, property: NamedNodeRef<'static>) -> impl Iterator<Item = &Term> {
        self.found.iter().filter(move |(p, _)| property == *p).map(|(_, o)| o)
    }

    /// The direct statements: subject, property and value.
    pub(super) fn direct_statements(&self) -> impl Iterator<Item = (&NamedNode, NamedNodeRef<'_>, &Term)> {
        let node = |property| self.with(property).find_map(as_node);
        let own = self.claim_type.and_then(|claim_type| {
            let direct = claim_type.direct.iter().find(|direct| self.has(direct))?;
            let property = match direct.property {
                DirectProperty::Shortcut(property) => property,
                DirectProperty::ValueOf(property) => node(property)?.as_ref(),
            };
            Some((node(claim_type.subject)?, property, claim_type.value))
        });
        own.into_iter().flat_map(|(about, property, value)| self.with(value).map(move |value| (about, property, value)))
    }

    fn has(&self, direct: &Direct) -> bool {
        direct.of.is_none_or(|(property, only)| self.with(property).filter_map(as_node).any(|node| *node == only))
    }
}

fn as_node(term: &Term) -> Option<&NamedNode> {
    match term {
        Term::NamedNode(node) => Some(node),
        _ => None,
    }
}

fn has_part_in_direct(claim_type: &ClaimType, predicate: &NamedNode) -> bool {
    let condition = claim_type.direct_if.map(|(property, _)| property);
    let of_direct = claim_type.direct.iter().flat_map(|direct| {
        let measure = match direct.property {
            DirectProperty::ValueOf(property) => Some(property),
            DirectProperty::Shortcut(_) => None,
        };
        [measure, direct.of.map(|(property, _)| property)]
    });
    let own = [Some(claim_type.subject), Some(claim_type.value), condition];
    own.into_iter().chain(of_direct).flatten().any(|p| p == *predicate)
}

/// An encoder that can also write what a claim reifies.
pub(super) trait Reifier: Encoder {
    /// Adds that a claim reifies a triple, in the graph of the triple.
    fn reifies(&mut self, claim: &NamedNode, triple: &Statement<'_>, sorter: &mut Sorter) -> Result<(), Self::Error>;
}

/// Number of claims, and of claims without a direct statement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Claims {
    /// All claims.
    pub all: u64,
    /// Claims without one: they have no subject, report what another says, or refer to another time.
    pub without: u64,
}

impl Claims {
    pub(super) fn add(&mut self, other: Self) {
        self.all += other.all;
        self.without += other.without;
    }
}

/// An encoder that also gets direct statements.
pub(super) struct WithDirectTriples<E> {
    pub(super) inner: E,
    pub(super) claims: Claims,
    way: DirectTriples,
    graph: Option<NamedNode>,
    subject: Option<NamedNode>,
    claim: ClaimStatements,
}

impl<E: Reifier> WithDirectTriples<E> {
    pub(super) fn new(inner: E, way: DirectTriples) -> Self {
        Self { inner, claims: Claims::default(), way, graph: None, subject: None, claim: ClaimStatements::default() }
    }

    fn flush(&mut self, sorter: &mut Sorter) -> Result<(), E::Error> {
        let claim = std::mem::take(&mut self.claim);
        let (Some(_), Some(subject)) = (claim.claim_type, self.subject.take()) else { return Ok(()) };
        self.claims.all += 1;
        let mut is_without = true;
        let may_state = claim.says_all() && !claim.is_said_by_another;
        for (about, property, value) in claim.direct_statements() {
            let predicate = &property.into_owned();
            let object = match value {
                Term::NamedNode(node) => Object::Node(node),
                Term::Literal(literal) => Object::Literal(literal),
                Term::BlankNode(_) => continue,
            };
            let triple = Statement { graph: self.graph.as_ref(), subject: about, predicate, object };
            match self.way {
                DirectTriples::Omitted => {}
                DirectTriples::Reified => self.inner.reifies(&subject, &triple, sorter)?,
                DirectTriples::Asserted if may_state => self.inner.statement(&triple, sorter)?,
                DirectTriples::Asserted => continue,
            }
            is_without = false;
        }
        self.claims.without += u64::from(is_without);
        Ok(())
    }
}

impl<E: Reifier> Encoder for WithDirectTriples<E> {
    type Error = E::Error;

    fn statement(&mut self, statement: &Statement<'_>, sorter: &mut Sorter) -> Result<(), E::Error> {
        if self.way != DirectTriples::Omitted {
            if self.subject.as_ref() != Some(statement.subject) || self.graph.as_ref() != statement.graph {
                self.flush(sorter)?;
                self.subject = Some(statement.subject.clone());
                self.graph = statement.graph.cloned();
            }
            self.claim.note(statement.predicate, &statement.object);
        }
        self.inner.statement(statement, sorter)
    }

    fn end(&mut self, sorter: &mut Sorter) -> Result<(), E::Error> {
        self.flush(sorter)?;
        self.inner.end(sorter)
    }
}
