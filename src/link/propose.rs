//! Proposals for a whole dataset, in two rounds: first each entity by itself; then again with the items that those beside it in the
//! same sources are almost surely. What is proposed is `skos:closeMatch`; only a person makes it more.

use super::entities::{self, Entity};
use super::{Candidate, Decision, Linker};
use crate::base::vocab::wd;
use crate::dataset::sssom::{Mapping, Predicate};
use crate::store::{FactError, Statements};
use oxigraph::model::NamedNode;
use std::collections::{BTreeMap, BTreeSet};

/// What is less probable than this is not put before a person.
const WORTH_ASKING: f64 = 0.02;

/// How to propose.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Countries that entities may belong to, where nothing else tells.
    pub countries: Vec<u32>,
    /// How many candidates of an entity are kept for a person to choose from.
    pub candidates: usize,
}

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Entities that a person has linked already.
    pub verified: usize,
    /// Entities with one candidate that is almost surely right.
    pub sure: usize,
    /// Entities of which a person should choose.
    pub unsure: usize,
    /// Entities for which nothing likely was found.
    pub none: usize,
}

/// An entity with its candidates.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The entity.
    pub entity: Entity,
    /// The candidates, the most probable first.
    pub candidates: Vec<Candidate>,
    /// What follows.
    pub decision: Decision,
}

/// So many names and sources of entities are kept from the first round for the second, which else reads them again: reading the
/// store takes most of the time.
const KEPT: usize = 400_000;

/// Items beside which entities stand, by source.
#[derive(Debug, Default)]
pub struct Beside {
    items: BTreeMap<NamedNode, BTreeSet<u32>>,
    /// What the store says of entities, as far as it is kept.
    entities: BTreeMap<NamedNode, Entity>,
}

impl Beside {
    /// Finds the items of all entities that are linked, or almost surely are.
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

/// Proposes for one entity.
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
    /// The rows of the review file: the sure one alone, or all likely ones for a person to choose from.
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
                comment: candidate.told(),
                ..Mapping::default()
            })
            .collect()
    }
}

/// Three digits are more than there is to know.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

impl Candidate {
    /// What weighed, in a line.
    pub fn told(&self) -> String {
        let weighed = self.features.iter().filter(|f| f.weight.abs() >= 0.05);
        let parts: Vec<String> = weighed.map(|f| format!("{} {:+.1} ({})", f.id, f.weight, f.told)).collect();
        parts.join("; ")
    }
}
