//! Arrays and lists of feature structures, which stand between an annotation and what it refers to.

use super::{Structure, Value};
use std::collections::{HashMap, HashSet};

/// Maximum number of elements of all arrays and lists, each counted as often as it is referred to.
const MAX_ELEMENTS: usize = 1 << 20;

/// Replaces arrays and lists of structures by what they hold. What is too much stays as it is.
pub(super) fn unfold(structures: &mut [Structure]) {
    let mut left = MAX_ELEMENTS;
    let mut held: HashMap<String, Vec<Value>> = HashMap::new();
    for structure in structures.iter().filter(|s| s.kind == "uima.cas.FSArray" || s.kind.ends_with("[]")) {
        held.insert(structure.id.clone(), structure.values("elements").to_vec());
    }
    let lists: HashMap<&str, &Structure> =
        structures.iter().filter(|s| s.kind.ends_with("FSList")).map(|s| (s.id.as_str(), s)).collect();
    let tails: HashSet<&str> = lists.values().filter_map(|list| list.structure("tail")).collect();
    for start in structures.iter().map(|s| s.id.as_str()).filter(|id| lists.contains_key(id) && !tails.contains(id)) {
        let (mut at, mut values) = (start, Vec::new());
        let mut known = HashSet::new();
        while let Some(list) = lists.get(at).filter(|_| left > 0 && known.insert(at)) {
            left -= 1;
            values.extend_from_slice(list.values("head"));
            at = list.structure("tail").unwrap_or_default();
        }
        held.insert(start.to_owned(), values);
    }
    let mut left = MAX_ELEMENTS;
    for (_, values) in structures.iter_mut().flat_map(|structure| &mut structure.features) {
        if !values.iter().any(|value| matches!(value, Value::Structure(id) if held.contains_key(id))) {
            continue;
        }
        let mut unfolded = Vec::new();
        for value in std::mem::take(values) {
            let inner = match &value {
                Value::Structure(id) => held.get(id).filter(|inner| inner.len() <= left),
                Value::Text(_) => None,
            };
            match inner {
                Some(inner) => {
                    left -= inner.len();
                    unfolded.extend_from_slice(inner);
                }
                None => unfolded.push(value),
            }
        }
        *values = unfolded;
    }
}
