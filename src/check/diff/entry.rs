//! A thing of one side with its fields, and what became of its name.

use super::What;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A thing and what is said of it. One name can have several, which add up.
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

/// Names of entries that are on one side only, with what is said of them.
pub(super) type Alone = Vec<(String, Entry)>;

/// What became of entries that were renamed: pairs of old and new names, and whether the new one was there before.
pub(super) type Pairs = Vec<(String, String, What)>;
