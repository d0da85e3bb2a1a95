//! Proposes links for a whole dataset in two rounds: first for each entity by itself, then again with the almost
//! certain items of the entities beside it in the same sources. A proposal is a `skos:closeMatch`; only a person makes
//! it an exact match.

use super::entities::{self, Entity};
use super::{Candidate, Decision, Doubt, Linker};
use crate::base::vocab::wd;
use crate::dataset::sssom::{Mapping, Predicate};
use crate::store::{FactError, Statements};
use oxigraph::model::NamedNode;
use std::collections::{BTreeMap, BTreeSet};

/// Minimum probability of a candidate that a person is asked about.
const WORTH_ASKING: f64 = 0.02;

/// Options of proposing.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Countries that entities may belong to if nothing else shows it.
    pub countries: Vec<u32>,
    /// Maximum number of candidates of an entity for a person to choose from.
    pub candidates: usize,
}

/// The results, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Entities that a person has linked already.
    pub verified: usize,
    /// Entities with one candidate that is almost certainly right.
    pub sure: usize,
    /// Entities for which a person should choose.
    pub unsure: usize,
    /// Entities without a probable candidate.
    pub none: usize,
}

/// An entity with its candidates.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The entity.
    pub entity: Entity,
    /// The candidates, the most probable first.
    pub candidates: Vec<Candidate>,
    /// The decision.
    pub decision: Decision,
}

/// Maximum number of names and sources of entities that are kept from the first round for the second, which reads the
/// others again: reading the store takes most of the time.
const KEPT: usize = 400_000;

/// The items of entities, by the source that names them.
#[derive(Debug, Default)]
pub struct Beside {
    items: BTreeMap<NamedNode, BTreeSet<u32>>,
    /// Entities kept from the first round.
    entities: BTreeMap<NamedNode, Entity>,
}

impl Beside {
    /// Finds the items of all entities that are linked, or almost certainly identified.
    pub fn new(
        statements: &Statements,
        linker: &Linker<'_>,
        all: &[NamedNode],
        options: &Options,
        tick: &mut dyn FnMut(),
    ) -> Result<Self, FactError> {
        let mut beside = Self::default();
        let mut kept = 0;
        for iri in all {
            let entity = entities::read(statements, iri)?;
            let proposal = for_entity(entity.clone(), linker, options, None);
            tick();
            let sure = proposal.candidates.first().filter(|_| proposal.decision == Decision::Sure).map(|c| c.item);
            let items =
                if proposal.entity.verified.is_empty() { sure.into_iter().collect() } else { proposal.entity.verified };
            for source in proposal.entity.sources {
                beside.items.entry(source).or_default().extend(&items);
            }
            let size = 1 + entity.subject.names.len() + entity.sources.len();
            if kept + size <= KEPT {
                kept += size;
                beside.entities.insert(iri.clone(), entity);
            }
        }
        Ok(beside)
    }
}

/// Proposes candidates for one entity.
pub fn propose(
    statements: &Statements,
    linker: &Linker<'_>,
    iri: &NamedNode,
    options: &Options,
    beside: Option<&Beside>,
) -> Result<Proposal, FactError> {
    let kept = beside.and_then(|b| b.entities.get(iri)).cloned();
    let entity = kept.map_or_else(|| entities::read(statements, iri), Ok)?;
    Ok(for_entity(entity, linker, options, beside))
}

fn for_entity(mut entity: Entity, linker: &Linker<'_>, options: &Options, beside: Option<&Beside>) -> Proposal {
    entity.subject.countries.extend(&options.countries);
    if let Some(beside) = beside {
        let items = entity.sources.iter().filter_map(|s| beside.items.get(s)).flatten();
        entity.subject.beside = items.copied().collect();
    }
    let candidates = linker.candidates(&entity.subject, options.candidates.max(1));
    let decision = linker.decide(&candidates);
    Proposal { entity, candidates, decision }
}

impl Proposal {
    /// The rows of the review file: the certain one alone, or all probable ones for a person to choose from.
    pub fn mappings(&self) -> Vec<Mapping> {
        let shown = match self.decision {
            Decision::Sure => 1,
            Decision::Unsure => self.candidates.len(),
            Decision::NoMatch => 0,
        };
        let label = self.entity.subject.names.first().cloned().unwrap_or_default();
        self.candidates
            .iter()
            .take(shown)
            .filter(|c| c.probability >= WORTH_ASKING)
            .map(|candidate| Mapping {
                subject: self.entity.iri.as_str().to_owned(),
                subject_label: label.clone(),
                predicate: Predicate::Close,
                object: Some(format!("{}Q{}", wd::NAMESPACE, candidate.item)),
                object_label: candidate.label.clone(),
                justification: "semapv:CompositeMatching".to_owned(),
                confidence: Some(rounded(candidate.probability)),
                similarity: Some(rounded(candidate.similarity)),
                match_string: candidate.matched.clone(),
                comment: candidate.explanation(),
                ..Mapping::default()
            })
            .collect()
    }
}

/// A value with three digits, more than its precision.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

impl Candidate {
    /// The features that had weight, and the doubts, in a line.
    pub fn explanation(&self) -> String {
        let weighed = self.features.iter().filter(|f| f.weight.abs() >= 0.05);
        let parts: Vec<String> = weighed.map(|f| format!("{} {:+.1} ({})", f.id, f.weight, f.explanation)).collect();
        let mut line = parts.join("; ");
        if !self.doubts.is_empty() {
            let doubts: Vec<String> = self.doubts.iter().map(Doubt::to_string).collect();
            line = format!("{line}; for a person to decide: {}", doubts.join(", "));
        }
        line
    }
}
