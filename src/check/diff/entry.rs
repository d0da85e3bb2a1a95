//! Entries with their fields, and renamed entries.

use super::What;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An entry with its fields. Several records of one name are merged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) label: String,
    pub(super) kind: String,
    pub(super) fields: BTreeMap<String, BTreeSet<String>>,
}

impl Entry {
    pub(super) fn set(&mut self, field: &str, value: String) {
        if !value.is_empty() {
            self.fields.entry(field.to_owned()).or_default().insert(value);
        }
    }

    pub(super) fn sum(parts: Vec<Self>) -> Option<Self> {
        let mut parts = parts.into_iter();
        let mut sum = parts.next()?;
        for part in parts {
            if sum.label.is_empty() {
                sum.label = part.label;
            }
            if sum.kind.is_empty() {
                sum.kind = part.kind;
            }
            for (field, values) in part.fields {
                sum.fields.entry(field).or_default().extend(values);
            }
        }
        Some(sum)
    }
}

/// Entries that exist on one side only, by name.
pub(super) type Alone = Vec<(String, Entry)>;

/// Renamed entries: old name, new name, and whether the new one existed before (merged).
pub(super) type Pairs = Vec<(String, String, What)>;
