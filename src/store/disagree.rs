//! Where claims cannot all hold. A disagreement is the set of claims about one place or person and aspect of which each
//! contradicts at least one other: times without a common day, areas of the same kind and boundary that differ by more than
//! the dataset's tolerance, or roles that one person cannot well have at once. It says that they differ, and nothing of who
//! is right.

use crate::base::iri::Minter;
use crate::base::time::TimeExtent;
use crate::base::vocab::{choro, prov, rdf, rdfs, term, xsd};
use crate::claim::article::ArticleClaims;
use crate::claim::quads::Graph;
use crate::claim::{RecordClaims, Statement};
use crate::dataset::Dataset;
use crate::read::record::quantity::Decimal;
use crate::store::{FactError, Statements, StoreError, Writer};
use jiff::civil::Date;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term};
use std::collections::{BTreeMap, BTreeSet, HashSet};

mod nodes;
mod read;
mod roles;

use nodes::Nodes;
use roles::{ROLE_RULE, RoleValue};

/// What a claim says, as a range in which the true value would lie if it held.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Value {
    claim: String,
    low: i128,
    high: i128,
}

/// What claims say of places and people, by their IRIs, ready to be compared.
#[derive(Debug, Default)]
pub struct Values {
    by_place: BTreeMap<String, BTreeMap<String, Vec<Value>>>,
    by_person: BTreeMap<String, Vec<RoleValue>>,
    roles: usize,
    count: usize,
}

/// So many roles are kept in memory.
const MOST_ROLES: usize = 500_000;
/// Changed quads that are collected before they are written.
const BATCH: usize = 10_000;
/// The aspect of times in [`Values`]; areas go by kind and boundary.
const TIME: &str = "time";
const TIME_RULE: &str = "disjoint-extents";
const AREA_RULE: &str = "area-tolerance";
/// Every rule, in words.
const RULES: [(&str, &str); 3] = [
    (TIME_RULE, "Claims disagree on a time when their extents have no day in common."),
    (
        AREA_RULE,
        "Claims disagree on an area of one kind and boundary when they differ by more than the tolerance, as a share of the larger, in square kilometres.",
    ),
    (ROLE_RULE, roles::ROLE_RULE_LABEL),
];

impl Values {
    /// How many values there are; more than any number once some were let go.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The IRIs of the places and people.
    pub fn subjects(&self) -> impl Iterator<Item = &String> {
        self.by_place.keys().chain(self.by_person.keys())
    }

    /// Takes in the roles of which an article tells, and when it was published. Of a person whom no other article can mean,
    /// nothing is kept that agrees.
    pub fn add_roles(&mut self, claims: &ArticleClaims, published: Option<&TimeExtent>) {
        let mut local: BTreeMap<&str, Vec<RoleValue>> = BTreeMap::new();
        for claim in &claims.roles {
            let Some(value) = RoleValue::new(claim, published) else { continue };
            if claim.known {
                self.insert_role(claim.holder.as_str(), value);
            } else {
                local.entry(claim.holder.as_str()).or_default().push(value);
            }
        }
        for (person, values) in local {
            if !roles::apart(&values).is_empty() {
                values.into_iter().for_each(|value| self.insert_role(person, value));
            }
        }
    }

    fn insert_role(&mut self, person: &str, value: RoleValue) {
        self.count = self.count.saturating_add(1);
        self.roles += 1;
        if self.roles == MOST_ROLES {
            // Too many to keep: they are read back from the store, person by person.
            self.count = usize::MAX;
            self.by_person.values_mut().for_each(|values| *values = Vec::new());
        }
        if !self.by_person.contains_key(person) {
            self.by_person.insert(person.to_owned(), Vec::new());
        }
        if let Some(values) = self.by_person.get_mut(person).filter(|_| self.roles < MOST_ROLES) {
            values.push(value);
        }
    }

    /// Takes in the claims of a record.
    pub fn add(&mut self, minter: &Minter, record: &RecordClaims) {
        let place = minter.entity("place", &record.place.key).into_string();
        for claim in &record.claims {
            let (aspect, low, high) = match &claim.statement {
                Statement::ControlChange(time) => (TIME.to_owned(), days(time.earliest), days(time.latest)),
                Statement::Area(area) => {
                    let Some(size) = area.quantity.square_kilometres().scaled() else { continue };
                    (area_aspect(area.kind.key(), area.boundary.as_ref().map(|b| b.edtf.as_str())), size, size)
                }
            };
            self.insert(&place, aspect, Value { claim: claim.iri.as_str().to_owned(), low, high });
        }
    }

    fn insert(&mut self, place: &str, aspect: String, value: Value) {
        self.count = self.count.saturating_add(1);
        if !self.by_place.contains_key(place) {
            self.by_place.insert(place.to_owned(), BTreeMap::new());
        }
        if let Some(aspects) = self.by_place.get_mut(place) {
            aspects.entry(aspect).or_default().push(value);
        }
    }
}

/// Days since the first of the proleptic Gregorian calendar.
fn days(date: Date) -> i128 {
    let year = i128::from(date.year());
    year * 366 + i128::from(date.day_of_year())
}

fn area_aspect(kind: &str, boundary: Option<&str>) -> String {
    boundary.map_or_else(|| kind.to_owned(), |b| format!("{kind}-boundary-{b}"))
}

fn kind_key(kind: &Term) -> Option<&'static str> {
    use crate::read::record::district::AreaKind;
    [AreaKind::Unspecified, AreaKind::WholeUnit, AreaKind::ControlledPart]
        .into_iter()
        .find(|k| *kind == Term::from(k.iri()))
        .map(AreaKind::key)
}

/// Brings the graph of disagreements up to date.
///
/// Without `touched`, `values` holds everything that the store says, and the graph is made anew; otherwise what the store
/// holds about the touched places is read from it. Returns how many disagreements the graph then holds.
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
            let (mut gone, mut come) = (Vec::new(), Vec::new());
            if !writer.has_graph(&name)? {
                come = rules(dataset);
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
                gone.extend(old.difference(&new).cloned());
                come.extend(new.difference(&old).cloned());
                if gone.len() + come.len() >= BATCH {
                    writer.update(&gone, &come)?;
                    (gone, come) = (Vec::new(), Vec::new());
                }
            }
            writer.update(&gone, &come)?;
        }
    }
    Ok(writer.quads(None, Some(rdf::TYPE), Some(choro::DISAGREEMENT.into()), &name)?.len())
}

/// What a store says of a place or a person that cannot all hold, with all rules.
pub fn about(statements: &Statements, dataset: &Dataset, subject: &str) -> Result<Vec<Quad>, FactError> {
    let mut values = Values::default();
    values.read(statements, &mut Nodes::default(), subject)?;
    Ok(quads(dataset, &values))
}

/// What ties a claim to the place or person whose other claims may contradict it.
const ABOUT: [NamedNodeRef<'static>; 2] = [choro::ABOUT_PLACE, choro::HOLDER];

/// The IRIs of the places and people that anything is claimed about.
pub fn all_subjects(writer: &Writer) -> Result<BTreeSet<String>, StoreError> {
    let mut subjects = BTreeSet::new();
    for about in ABOUT {
        for quad in writer.store().quads_for_pattern(None, Some(about), None, None) {
            if let Term::NamedNode(subject) = quad.map_err(|e| writer.storage_error(e))?.object {
                subjects.insert(subject.into_string());
            }
        }
    }
    // Whoever was the subject of a disagreement and is spoken of no longer.
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
    for about in ABOUT {
        for quad in writer.quads(None, Some(about), None, graph)? {
            if let Term::NamedNode(subject) = quad.object {
                subjects.insert(subject.into_string());
            }
        }
    }
    Ok(subjects)
}

fn quads(dataset: &Dataset, values: &Values) -> Vec<Quad> {
    let mut quads = found(dataset, values).finish();
    quads.extend(rules(dataset));
    quads
}

/// What cannot all hold.
fn found<'a>(dataset: &'a Dataset, values: &Values) -> Graph<'a> {
    let minter = &dataset.minter;
    let tolerance = dataset.config.disagreement.area_tolerance.to_string();
    let share = Decimal::parse(&tolerance).and_then(Decimal::scaled).unwrap_or_default();
    let mut graph = Graph::new(minter, minter.graph("disagreements"));
    for (place, aspects) in &values.by_place {
        for (aspect, values) in aspects {
            let timely = aspect == TIME;
            let involved = if timely { disjoint(values) } else { apart(values, share) };
            if involved.is_empty() {
                continue;
            }
            let rule = if timely { TIME_RULE } else { AREA_RULE };
            let key = minter.key("place", place).unwrap_or(place);
            let node = minter.disagreement(key, aspect);
            graph.add(&node, rdf::TYPE, choro::DISAGREEMENT);
            graph.add(&node, choro::ASPECT, if timely { term::ASPECT_TIME } else { term::ASPECT_AREA });
            graph.add(&node, choro::ABOUT_PLACE, NamedNode::new_unchecked(place));
            graph.add(&node, prov::WAS_GENERATED_BY, minter.rule(rule));
            if !timely {
                graph.add(&node, choro::TOLERANCE, Literal::new_typed_literal(&tolerance, xsd::DECIMAL));
            }
            for claim in involved {
                graph.add(&node, choro::INVOLVES, NamedNode::new_unchecked(claim));
            }
        }
    }
    for (person, values) in &values.by_person {
        let involved = roles::apart(values);
        if involved.is_empty() {
            continue;
        }
        let person = NamedNode::new_unchecked(person);
        let node = minter.role_disagreement(&person);
        graph.add(&node, rdf::TYPE, choro::DISAGREEMENT);
        graph.add(&node, choro::ASPECT, term::ASPECT_ROLE);
        graph.add(&node, choro::ABOUT_PERSON, person);
        graph.add(&node, prov::WAS_GENERATED_BY, minter.rule(ROLE_RULE));
        for claim in involved {
            graph.add(&node, choro::INVOLVES, NamedNode::new_unchecked(claim));
        }
    }
    graph
}

/// Every rule, used or not, so that adding to the graph and making it anew come to the same.
fn rules(dataset: &Dataset) -> Vec<Quad> {
    let minter = &dataset.minter;
    let mut graph = Graph::new(minter, minter.graph("disagreements"));
    for (rule, label) in RULES {
        let node = minter.rule(rule);
        graph.add(&node, rdf::TYPE, prov::ACTIVITY);
        graph.add(&node, rdfs::LABEL, Literal::new_language_tagged_literal_unchecked(label, "en"));
    }
    graph.finish()
}

/// The claims whose extent has no day in common with that of some other.
fn disjoint(values: &[Value]) -> BTreeSet<&str> {
    let last_start = values.iter().map(|v| v.low).max().unwrap_or_default();
    let first_end = values.iter().map(|v| v.high).min().unwrap_or_default();
    let alone = |v: &&Value| v.low > first_end || v.high < last_start;
    values.iter().filter(alone).map(|v| v.claim.as_str()).collect()
}

/// The claims whose area differs from some other's by more than a share of the larger, in units of 10^-18.
fn apart(values: &[Value], share: i128) -> BTreeSet<&str> {
    let largest = values.iter().map(|v| v.low).max().unwrap_or_default();
    let smallest = values.iter().map(|v| v.low).min().unwrap_or_default();
    let far = |small: i128, large: i128| exceeds(large - small, large, share);
    let alone = |v: &&Value| far(v.low, largest) || far(smallest, v.low);
    values.iter().filter(alone).map(|v| v.claim.as_str()).collect()
}

/// Whether `difference / whole > share / 10^18`, exactly, without leaving 128 bits.
pub(crate) fn exceeds(difference: i128, whole: i128, share: i128) -> bool {
    const ONE: i128 = 1_000_000_000_000_000_000;
    const STEP: i128 = 1_000_000_000;
    if difference >= whole {
        return difference > 0 && share < ONE;
    }
    // Long division, nine digits at a time: the quotient's digits against the share's.
    let mut rest = difference;
    let mut quotient = 0;
    for _ in 0..2 {
        let Some(next) = rest.checked_mul(STEP) else {
            return (difference as f64) / (whole as f64) > (share as f64) / (ONE as f64);
        };
        quotient = quotient * STEP + next / whole;
        rest = next % whole;
    }
    quotient > share || (quotient == share && rest > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(claim: &str, low: i128, high: i128) -> Value {
        Value { claim: claim.to_owned(), low, high }
    }

    #[test]
    fn times_disagree_without_a_common_day() {
        let (a, b, c) = (value("a", 1, 10), value("b", 10, 20), value("c", 5, 12));
        assert!(disjoint(&[a.clone(), b.clone(), c]).is_empty());
        assert_eq!(disjoint(&[a.clone(), b, value("d", 11, 11)]), BTreeSet::from(["a", "d"]));
        assert!(disjoint(&[a]).is_empty());
    }

    #[test]
    fn areas_disagree_beyond_the_tolerance_exactly() {
        let km2 = |n: &str| Decimal::parse(n).unwrap().scaled().unwrap();
        let share = km2("0.01");
        let area = |claim: &str, n: &str| value(claim, km2(n), km2(n));
        assert!(apart(&[area("a", "99"), area("b", "100")], share).is_empty());
        assert_eq!(apart(&[area("a", "98.999999"), area("b", "100")], share), BTreeSet::from(["a", "b"]));
        assert_eq!(
            apart(&[area("a", "289"), area("b", "290"), area("c", "29.0")], share),
            BTreeSet::from(["a", "b", "c"])
        );
        assert!(exceeds(km2("999999999999999999"), km2("1"), share));
    }
}
