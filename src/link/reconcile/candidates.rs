//! The candidates of queries: by name through the linker, by number, or by values alone.

use super::ask::{MAX_CANDIDATES, MAX_NAME, Qualifier, Query, linked, meant};
use super::identifiers::IdentifierScheme;
use super::pattern::Pattern;
use super::{CandidateList, Service, by_values};
use crate::base::fold;
use crate::link::wikidata::INSTANCE_OF;
use crate::link::wikidata::item::{Item, NameKind};
use crate::link::{Candidate, Decision, Feature, Subject};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// Maximum number of names with the beginning of a pattern that are compared.
const BEGINNING: usize = 2_000;
/// Log-odds that a value which matches adds, and one which does not takes away.
const FITS: f64 = 1.5;
const CONFLICTS: f64 = -1.0;

impl Service<'_> {
    /// The candidates of each query. Queries without a name are answered together, because the whole index is read for
    /// them.
    pub(super) fn find(&self, queries: &[Query]) -> Vec<CandidateList> {
        let nameless = |q: &&Query| q.names.is_empty() && q.item.is_none() && !q.conditions.is_empty();
        let mut by_values = by_values::find(self, &queries.iter().filter(nameless).collect::<Vec<_>>()).into_iter();
        let one = |q: &Query| if nameless(&q) { by_values.next().unwrap_or_default() } else { self.candidates(q) };
        queries.iter().map(one).collect()
    }

    fn candidates(&self, query: &Query) -> CandidateList {
        let known = query.item.or_else(|| query.names.first().and_then(|n| self.known(n)));
        let (mut found, sure) = if let Some(item) = known {
            let found: Vec<Candidate> = self.index.item(item).iter().map(|i| self.itself(i)).collect();
            let sure = !found.is_empty();
            (found, sure)
        } else {
            let named = query.names.iter().any(|n| !n.is_empty() && n.chars().count() <= MAX_NAME);
            if !named {
                return (Vec::new(), false);
            }
            let found = self.named(query);
            let sure = self.linker.decide(&found) == Decision::Sure;
            (found, sure)
        };
        let first = found.first().map(|c| c.item);
        for condition in query.conditions.iter().filter(|c| c.required || c.qualifier != Qualifier::Near) {
            let meant: Vec<Vec<u32>> = condition.values.iter().map(|w| meant(self.index, w)).collect();
            let is_met = |c: &Candidate| {
                let item = self.index.item(c.item)?;
                let known = item.facts.iter().any(|f| Some(f.property) == condition.property);
                Some((condition.is_met(self.index, &item, &meant), known))
            };
            if condition.required {
                found.retain(|c| is_met(c).is_some_and(|(met, _)| met));
                continue;
            }
            for candidate in &mut found {
                if let Some((met, true)) = is_met(candidate) {
                    weigh(candidate, met);
                }
            }
            found.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.item.cmp(&b.item)));
        }
        found.truncate(query.limit);
        let sure = sure && found.first().map(|c| c.item) == first && self.linker.decide(&found) == Decision::Sure;
        (found, sure)
    }

    /// The items with a name of the query, as similar as it demands.
    fn named(&self, query: &Query) -> Vec<Candidate> {
        let filtered = query.names_as != Qualifier::Near
            || query.conditions.iter().any(|c| c.required || c.qualifier != Qualifier::Near);
        let limit = if filtered { MAX_CANDIDATES } else { query.limit };
        if query.names_as != Qualifier::Wildcard {
            let mut found = self.linker.candidates(&query.subject(self.index), limit);
            found.retain(|c| query.names_as == Qualifier::Near || self.is_named(c.item, query));
            return found;
        }
        let mut items = BTreeSet::new();
        for name in &query.names {
            let beginning = fold::key(Pattern::new(name, true).beginning());
            if !beginning.is_empty() {
                items.extend(self.index.beginning(&beginning, BEGINNING).into_iter().map(|n| n.at));
            }
        }
        let items = items.into_iter().filter_map(|at| self.index.at(at)).filter(|i| self.is_named(i.id, query));
        let mut items: Vec<Item> = items.collect();
        items.sort_by_key(|i| (std::cmp::Reverse(i.sitelinks), i.id));
        // Matches of a pattern are scored as if their own name had been asked for; whether one is right is for a person
        // to decide.
        let weighed = items.iter().take(MAX_CANDIDATES).filter_map(|item| {
            let subject = Subject { names: vec![self.label(item, None)?], ..query.subject(self.index) };
            let found = self.linker.candidates(&subject, MAX_CANDIDATES).into_iter().find(|c| c.item == item.id)?;
            Some(Candidate { probability: found.probability / items.len() as f64, ..found })
        });
        let mut found: Vec<Candidate> = weighed.collect();
        found.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.item.cmp(&b.item)));
        found
    }

    fn is_named(&self, item: u32, query: &Query) -> bool {
        let item = self.index.item(item).unwrap_or_default();
        let fits = |wanted: &String| item.names.iter().any(|n| query.names_as.fits_text(wanted, &n.text));
        query.names.iter().any(fits)
    }

    /// The item of a name that is an identifier, such as `Q42`, or an IRI.
    fn known(&self, name: &str) -> Option<u32> {
        let name = name.trim();
        let id = name.strip_prefix(self.scheme.identifiers()).unwrap_or(name);
        match self.scheme {
            IdentifierScheme::Wikidata => crate::base::iri::item_number(id).filter(|_| !id.contains('/')),
            // A kind is not an entity, although an entity may have the same name.
            IdentifierScheme::Dataset(_) => {
                Some(id).filter(|id| id.contains('/')).and_then(|id| self.scheme.number(self.index, id))
            }
        }
    }

    /// The label of an item, in this language if it has one.
    fn label(&self, item: &Item, language: Option<&str>) -> Option<String> {
        let wanted = language.and_then(|l| self.index.languages().position(&l.to_lowercase()));
        let name = wanted.and_then(|l| item.names.iter().find(|n| n.language == l && n.kind != NameKind::Demonym));
        name.or_else(|| item.names.iter().find(|n| n.kind == NameKind::Label)).map(|n| n.text.clone())
    }

    /// A candidate in JSON; the fields of both versions have the same names.
    pub(super) fn candidate(&self, candidate: &Candidate, is_match: bool, language: Option<&str>) -> Json {
        let types: Vec<Json> = candidate.types.iter().map(|t| self.reference(*t)).collect();
        let features = candidate.features.iter().filter_map(|f| {
            let value = f.value.filter(|v| v.is_finite())?;
            Some(json!({"id": f.id, "name": f.id, "value": rounded(value), "told": f.explanation}))
        });
        let features: Vec<Json> = features.collect();
        let label = language.and_then(|l| self.label(&self.index.item(candidate.item)?, Some(l)));
        let mut value = json!({
            "id": self.scheme.id(self.index, candidate.item),
            "name": label.as_ref().unwrap_or(&candidate.label),
            "score": rounded(100.0 * candidate.probability),
            "match": is_match,
            "type": types,
            "features": features,
        });
        if let Some(description) = &candidate.description {
            value["description"] = json!(description);
        }
        value
    }

    /// An item that a client has named by its number.
    fn itself(&self, item: &Item) -> Candidate {
        let id = self.scheme.id(self.index, item.id);
        Candidate {
            item: item.id,
            label: self.index.label(item.id).unwrap_or_else(|| id.clone()),
            description: item.description.clone(),
            types: linked(item, INSTANCE_OF).collect(),
            features: vec![Feature {
                id: "item",
                value: Some(1.0),
                weight: 0.0,
                explanation: format!("{id} is its own identifier"),
            }],
            matched: id,
            similarity: 1.0,
            probability: 1.0,
            doubts: Vec::new(),
        }
    }
}

/// Adds the feature of a condition's value to a candidate.
fn weigh(candidate: &mut Candidate, met: bool) {
    let (weight, explanation) = if met { (FITS, "1 fits") } else { (CONFLICTS, "1 does not fit") };
    let p = candidate.probability.clamp(1e-6, 1.0 - 1e-6);
    let odds = (p / (1.0 - p)).ln() + weight;
    candidate.probability = 1.0 / (1.0 + (-odds).exp());
    candidate.features.push(Feature {
        id: "value",
        value: Some(f64::from(met)),
        weight,
        explanation: explanation.to_owned(),
    });
}

fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
