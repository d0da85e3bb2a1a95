//! Arrays and lists of feature structures, which stand between an annotation and what it refers to.

use super::{Structure, Value};
use std::collections::{HashMap, HashSet};

/// Maximum number of elements of a list.
const MAX_LIST: usize = 10_000;

/// Replaces arrays and lists of structures by what they hold.
pub(super) fn unfold(structures: &mut [Structure]) {
    let mut held: HashMap<String, Vec<Value>> = HashMap::new();
    for structure in structures.iter().filter(|s| s.kind == "uima.cas.FSArray" || s.kind.ends_with("[]")) {
        held.insert(structure.id.clone(), structure.values("elements").to_vec());
    }
    let lists: HashMap<&str, &Structure> =
        structures.iter().filter(|s| s.kind.ends_with("FSList")).map(|s| (s.id.as_str(), s)).collect();
    for start in lists.keys() {
        let (mut at, mut values) = (*start, Vec::new());
        let mut known = HashSet::new();
        while let Some(list) = lists.get(at).filter(|_| known.insert(at)) {
            values.extend_from_slice(list.values("head"));
            at = list.structure("tail").unwrap_or_default();
            if values.len() > MAX_LIST {
                break;
            }
        }
        held.insert((*start).to_owned(), values);
    }
    for (_, values) in structures.iter_mut().flat_map(|structure| &mut structure.features) {
        if values.iter().any(|value| matches!(value, Value::Structure(id) if held.contains_key(id))) {
            let inner = |value: Value| match &value {
                Value::Structure(id) => held.get(id).cloned().unwrap_or_else(|| vec![value]),
                Value::Text(_) => vec![value],
            };
            *values = std::mem::take(values).into_iter().flat_map(inner).collect();
        }
    }
}
