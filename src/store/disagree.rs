//! The graph of disagreements. The values of claims are collected while a dataset is built, or read back from the
//! store; the rules of [`crate::claim::disagreement`] find the disagreements in them.

use crate::base::iri::Minter;
use crate::base::time::TimeExtent;
use crate::base::vocab::{choro, rdf};
use crate::claim::RecordClaims;
use crate::claim::article::ArticleClaims;
use crate::claim::aspect::Rule;
use crate::claim::disagreement::{self, Key, RoleValue, Tolerance, Value};
use crate::claim::quads::Graph;
use crate::claim::table::RowClaims;
use crate::claim::types;
use crate::dataset::Dataset;
use crate::store::{FactError, Statements, StoreError, Writer};
use oxigraph::model::{NamedNode, NamedNodeRef, Quad, Term};
use std::collections::{BTreeMap, BTreeSet, HashSet};

mod read;

use read::Nodes;

/// The values that claims give for places and people, by the IRIs of these, ready for comparison.
#[derive(Debug, Default)]
pub struct Values {
    by_subject: BTreeMap<String, BTreeMap<Key, Vec<Value>>>,
    roles: usize,
    count: usize,
}

/// Maximum number of values that are compared in memory; if there are more, they are read back place by place.
pub const MAX_VALUES: usize = 4_000_000;
/// Maximum number of roles that are kept in memory.
const MAX_ROLES: usize = 500_000;
/// Number of changed quads that are collected before they are written.
const BATCH: usize = 10_000;

impl Values {
    /// Number of values; from [`MAX_VALUES`] on none is kept, to save memory.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Takes all values out, sorted by subject and aspect.
    pub fn take(&mut self) -> Vec<(String, Key, Value)> {
        let mut all = Vec::with_capacity(self.by_subject.len());
        for (subject, aspects) in std::mem::take(self).by_subject {
            for (key, values) in aspects {
                all.extend(values.into_iter().map(|value| (subject.clone(), key.clone(), value)));
            }
        }
        all
    }

    /// The IRIs of the places and people.
    pub fn subjects(&self) -> impl Iterator<Item = &String> {
        self.by_subject.keys()
    }

    /// Adds the roles that an article reports; `published` is its time of publication. Agreeing roles of a person whom
    /// no other article can mean are not kept.
    pub fn add_roles(&mut self, claims: &ArticleClaims, published: Option<&TimeExtent>) {
        let Some(key) = disagreement::role_key() else { return };
        let mut local: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for claim in &claims.roles {
            let Some(role) = RoleValue::new(claim, published) else { continue };
            let value = Value::role(claim.header.iri.as_str(), role);
            if claim.known {
                self.insert(claim.holder.as_str(), key.clone(), value);
            } else {
                local.entry(claim.holder.as_str()).or_default().push(value);
            }
        }
        for (person, values) in local {
            if !disagreement::involved(&key, &values, &Tolerance::default()).is_empty() {
                values.into_iter().for_each(|value| self.insert(person, key.clone(), value));
            }
        }
    }

    /// Adds the claims of a record.
    pub fn add(&mut self, minter: &Minter, record: &RecordClaims) {
        let place = minter.entity("place", &record.place.key).into_string();
        for (key, value) in record.claims.iter().filter_map(|claim| claim.value(minter)) {
            self.insert(&place, key, value);
        }
    }

    /// Adds what an article says of places.
    pub fn add_prose(&mut self, minter: &Minter, claims: &ArticleClaims) {
        for claim in &claims.places {
            if let Some((key, value)) = claim.statement.value(&claim.header.iri, minter) {
                self.insert(claim.place.as_str(), key, value);
            }
        }
    }

    /// Adds the claims of a row of a table.
    pub fn add_row(&mut self, minter: &Minter, row: &RowClaims<'_>) {
        let place = minter.entity("place", &row.place.key).into_string();
        for claim in &row.claims {
            if let Some((key, value)) = claim.statement.value(&claim.iri, minter) {
                self.insert(&place, key, value);
            }
        }
    }

    /// Adds a value.
    pub fn insert(&mut self, subject: &str, key: Key, value: Value) {
        let was_kept = self.count < MAX_VALUES;
        self.count = self.count.saturating_add(1);
        if key.rule() == Rule::DifferingRoles {
            self.roles += 1;
            if self.roles >= MAX_ROLES {
                self.count = usize::MAX;
            }
        }
        let is_kept = self.count < MAX_VALUES;
        if was_kept && !is_kept {
            // Too many to keep: they are read back from the store, place by place.
            self.by_subject.values_mut().for_each(BTreeMap::clear);
        }
        if !self.by_subject.contains_key(subject) {
            self.by_subject.insert(subject.to_owned(), BTreeMap::new());
        }
        if let (true, Some(aspects)) = (is_kept, self.by_subject.get_mut(subject)) {
            let values = aspects.entry(key).or_default();
            if values.is_empty() {
                // Most places have one value of an aspect, and a vector that grows has room for four.
                values.reserve_exact(1);
            }
            values.push(value);
        }
    }
}

/// Brings the graph of disagreements up to date.
///
/// Without `touched`, `values` holds the values of all claims in the store, and the graph is made anew; otherwise the
/// values of the touched places and people are read from the store. Returns the number of disagreements that the graph
/// then holds.
pub fn update(
    writer: &mut Writer,
    dataset: &Dataset,
    values: Values,
    touched: Option<BTreeSet<String>>,
) -> Result<usize, StoreError> {
    let minter = &dataset.minter;
    let name = minter.graph("disagreements");
    match touched {
        None => {
            let mut quads = quads(dataset, &values);
            writer.remove_graphs(std::slice::from_ref(&name))?;
            writer.add(&mut quads)?;
        }
        Some(subjects) => {
            drop(values);
            let statements = Statements::from(writer.store().clone());
            let mut nodes = Nodes::default();
            let (mut removed, mut added) = (Vec::new(), Vec::new());
            if !writer.has_graph(&name)? {
                added = disagreement::rules(minter);
            }
            for subject in subjects {
                let mut values = Values::default();
                let read = values.read(&statements, &mut nodes, &subject);
                read.map_err(|error| writer.storage_error(error.into()))?;
                let node = NamedNode::new_unchecked(subject);
                let mut old = HashSet::new();
                for about in [choro::ABOUT_PLACE, choro::ABOUT_PERSON] {
                    for quad in writer.quads(None, Some(about), Some(node.as_ref().into()), &name)? {
                        old.extend(writer.quads(Some(quad.subject.as_ref()), None, None, &name)?);
                    }
                }
                let new: HashSet<Quad> = found(dataset, &values).finish().into_iter().collect();
                removed.extend(old.difference(&new).cloned());
                added.extend(new.difference(&old).cloned());
                if removed.len() + added.len() >= BATCH {
                    writer.update(&removed, &added)?;
                    (removed, added) = (Vec::new(), Vec::new());
                }
            }
            writer.update(&removed, &added)?;
        }
    }
    Ok(writer.quads(None, Some(rdf::TYPE), Some(choro::DISAGREEMENT.into()), &name)?.len())
}

/// The disagreements about a place or a person in a store, by all rules.
pub fn of_subject(statements: &Statements, dataset: &Dataset, subject: &str) -> Result<Vec<Quad>, FactError> {
    let mut values = Values::default();
    values.read(statements, &mut Nodes::default(), subject)?;
    Ok(quads(dataset, &values))
}

/// The properties from a claim to the place or person whose other claims may contradict it.
fn about() -> impl Iterator<Item = NamedNodeRef<'static>> {
    types::subjects_with_aspects().into_iter().map(NamedNodeRef::new_unchecked)
}

/// The IRIs of all places and people that are the subject of a claim or of a disagreement.
pub fn all_subjects(writer: &Writer) -> Result<BTreeSet<String>, StoreError> {
    let mut subjects = BTreeSet::new();
    for about in about() {
        for quad in writer.store().quads_for_pattern(None, Some(about), None, None) {
            if let Term::NamedNode(subject) = quad.map_err(|e| writer.storage_error(e))?.object {
                subjects.insert(subject.into_string());
            }
        }
    }
    // People of a disagreement of whom no claim is left.
    for quad in writer.store().quads_for_pattern(None, Some(choro::ABOUT_PERSON), None, None) {
        if let Term::NamedNode(subject) = quad.map_err(|e| writer.storage_error(e))?.object {
            subjects.insert(subject.into_string());
        }
    }
    Ok(subjects)
}

/// The IRIs of the places and people that a graph makes claims about.
pub fn subjects_of(writer: &Writer, graph: &NamedNode) -> Result<BTreeSet<String>, StoreError> {
    let mut subjects = BTreeSet::new();
    for about in about() {
        for quad in writer.quads(None, Some(about), None, graph)? {
            if let Term::NamedNode(subject) = quad.object {
                subjects.insert(subject.into_string());
            }
        }
    }
    Ok(subjects)
}

/// The quads of the disagreement about one aspect of a subject, if there is one.
pub(super) fn of_aspect(dataset: &Dataset, subject: &str, key: &Key, values: &[Value]) -> Vec<Quad> {
    let minter = &dataset.minter;
    let tolerance = Tolerance::new(dataset.config.disagreement.area_tolerance);
    let mut graph = Graph::new(minter, minter.graph("disagreements"));
    disagreement::add(&mut graph, minter, subject, (key, values), &tolerance);
    graph.finish()
}

fn quads(dataset: &Dataset, values: &Values) -> Vec<Quad> {
    let mut quads = found(dataset, values).finish();
    quads.extend(disagreement::rules(&dataset.minter));
    quads
}

/// The graph of the disagreements among the values.
fn found<'a>(dataset: &'a Dataset, values: &Values) -> Graph<'a> {
    let minter = &dataset.minter;
    let tolerance = Tolerance::new(dataset.config.disagreement.area_tolerance);
    let mut graph = Graph::new(minter, minter.graph("disagreements"));
    for (subject, aspects) in &values.by_subject {
        for (key, values) in aspects {
            disagreement::add(&mut graph, minter, subject, (key, values), &tolerance);
        }
    }
    graph
}
