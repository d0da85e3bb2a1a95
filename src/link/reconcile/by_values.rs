//! Queries without a name: finds the items that have the wanted values. The index is sorted by name, so all its items
//! are read once for all such queries of a batch; the wanted values are indexed so that an item costs hardly more for
//! many queries.

use super::Service;
use super::ask::{MAX_CANDIDATES, Qualifier, Quantifier, Query, meant, same};
use crate::link::reconcile::CandidateList;
use crate::link::wikidata::item::{Item, NameKind, Value};
use crate::link::wikidata::{INSTANCE_OF, PropertyKind};
use crate::link::{Candidate, Feature};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Maximum number of values in a batch that are compared with each item one by one; further values match nothing.
const COMPARED: usize = 1_000;
/// Length at which a list of candidates is cut.
const CUT: usize = 4 * MAX_CANDIDATES;
/// Maximum probability: matching all values is no proof.
const SURELY: f64 = 0.99;

/// A value by its position: query, condition, value.
type Place = (usize, usize, usize);

/// The wanted values of all queries, by property.
#[derive(Default)]
struct Wants {
    items: HashMap<(u32, u32), Vec<Place>>,
    texts: HashMap<(u32, String), Vec<Place>>,
    /// Numbers, times, places and patterns.
    others: HashMap<u32, Vec<Place>>,
}

/// The best items for one query.
#[derive(Default)]
struct Best {
    /// Number of conditions met, number of wikis or sources that have the item, and its number.
    items: Vec<(Reverse<usize>, Reverse<u32>, u32)>,
    /// Number of items that meet all conditions.
    whole: usize,
}

/// The candidates of queries that have only conditions.
pub(super) fn find(service: &Service<'_>, queries: &[&Query]) -> Vec<CandidateList> {
    if queries.is_empty() {
        return Vec::new();
    }
    let wants = wants(service, queries);
    let mut best: Vec<Best> = queries.iter().map(|_| Best::default()).collect();
    let mut places: Vec<Place> = Vec::new();
    for item in (0..u32::try_from(service.index.len()).unwrap_or(u32::MAX)).filter_map(|at| service.index.at(at)) {
        places.clear();
        for fact in &item.facts {
            let listed = match &fact.value {
                Value::Item(id) => wants.items.get(&(fact.property, *id)),
                Value::Text(text) if !wants.texts.is_empty() => {
                    wants.texts.get(&(fact.property, text.trim().to_lowercase()))
                }
                _ => None,
            };
            places.extend(listed.into_iter().flatten());
            for place in wants.others.get(&fact.property).into_iter().flatten() {
                let condition = &queries[place.0].conditions[place.1];
                let wanted = &condition.values[place.2];
                let fits = match condition.qualifier {
                    Qualifier::Near => same(&fact.value, wanted, &[]),
                    other => other.fits(&wanted.text, &fact.value, service.index),
                };
                if fits {
                    places.push(*place);
                }
            }
        }
        places.sort_unstable();
        places.dedup();
        for met in places.chunk_by(|a, b| a.0 == b.0) {
            let at = met[0].0;
            consider(service, queries[at], &item, met, &mut best[at]);
        }
    }
    queries.iter().zip(best).map(|(query, best)| result(service, query, best)).collect()
}

/// Indexes the wanted values of the queries.
fn wants(service: &Service<'_>, queries: &[&Query]) -> Wants {
    let mut wants = Wants::default();
    let mut compared = 0;
    // Many rows of a table name the same country.
    let mut known: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (q, query) in queries.iter().enumerate() {
        for (c, condition) in query.conditions.iter().enumerate() {
            let Some(property) = condition.property.and_then(|p| service.scheme.property(p)) else { continue };
            for (v, wanted) in condition.values.iter().enumerate().filter(|(_, w)| !w.text.is_empty()) {
                let place = (q, c, v);
                if property.kind == PropertyKind::Item && condition.qualifier != Qualifier::Wildcard {
                    for item in known.entry(&wanted.text).or_insert_with(|| meant(service.index, wanted)) {
                        wants.items.entry((property.id, *item)).or_default().push(place);
                    }
                    continue;
                }
                if condition.qualifier != Qualifier::Wildcard {
                    let text = wanted.text.trim().to_lowercase();
                    wants.texts.entry((property.id, text)).or_default().push(place);
                }
                let is_listed = property.kind == PropertyKind::Text && condition.qualifier != Qualifier::Wildcard;
                if !is_listed && compared < COMPARED {
                    compared += 1;
                    wants.others.entry(property.id).or_default().push(place);
                }
            }
        }
    }
    wants
}

/// Keeps an item that has some of the values, if it is of the kind that the query asks for.
fn consider(service: &Service<'_>, query: &Query, item: &Item, places: &[Place], best: &mut Best) {
    let mut met = 0;
    for (c, condition) in query.conditions.iter().enumerate() {
        let values = places.iter().filter(|p| p.1 == c).count();
        let is_met = match condition.quantifier {
            Quantifier::Any => values > 0,
            Quantifier::All => values == condition.values.len(),
            Quantifier::None => values == 0,
        };
        met += usize::from(is_met);
        if condition.required && !is_met {
            return;
        }
    }
    if met == 0 {
        return;
    }
    if !query.classes.is_empty() {
        let classes = service.index.classes_of(item);
        if !query.classes.iter().any(|c| classes.contains(c)) {
            return;
        }
    }
    best.whole += usize::from(met == query.conditions.len());
    best.items.push((Reverse(met), Reverse(item.sitelinks), item.id));
    if best.items.len() >= CUT {
        best.items.sort_unstable();
        best.items.truncate(MAX_CANDIDATES);
    }
}

fn result(service: &Service<'_>, query: &Query, mut best: Best) -> CandidateList {
    best.items.sort_unstable();
    best.items.truncate(query.limit);
    let all = query.conditions.len();
    // Any item that has all the values may be the right one.
    let share = SURELY / best.whole.max(1) as f64;
    let candidates = best.items.iter().filter_map(|(Reverse(met), _, id)| {
        let item = service.index.item(*id)?;
        let value = *met as f64 / all as f64;
        let label = item.names.iter().find(|n| n.kind == NameKind::Label).map(|n| n.text.clone());
        Some(Candidate {
            item: *id,
            label: label.unwrap_or_else(|| service.scheme.id(service.index, *id)),
            description: item.description.clone(),
            types: item.items(INSTANCE_OF).collect(),
            matched: String::new(),
            similarity: 0.0,
            probability: value * share,
            features: vec![Feature {
                id: "values",
                value: Some(value),
                weight: 0.0,
                explanation: format!("{met} of {all} conditions, met in full by {} of the index", best.whole),
            }],
            doubts: Vec::new(),
        })
    });
    let candidates: Vec<Candidate> = candidates.collect();
    // A country and an area may match by chance; an identifier does not.
    let identifies = |c: &super::ask::Condition| {
        let kind = c.property.and_then(|p| service.scheme.property(p)).map(|p| p.kind);
        kind == Some(PropertyKind::Text) && c.qualifier != Qualifier::Wildcard && c.quantifier != Quantifier::None
    };
    let first = best.items.first().is_some_and(|(Reverse(met), ..)| *met == all);
    let sure = first && best.whole == 1 && query.conditions.iter().any(identifies);
    (candidates, sure)
}
