//! The type system of an XMI file: which features are texts, and which are other structures.

use super::super::note::Note;
use super::super::xml::{Piece, parse};
use std::collections::HashMap;

/// A type system, as much of it as reading needs.
#[derive(Debug, Default)]
pub(super) struct Types {
    /// For each type, the type above it.
    above: HashMap<String, String>,
    /// For each type and feature, the type of its values.
    ranges: HashMap<(String, String), String>,
}

impl Types {
    /// Reads the XML of a type system (`typeSystemDescription`).
    pub(super) fn read(text: &str) -> Result<Self, Note> {
        let mut types = Self::default();
        let (mut open, mut words): (Vec<String>, String) = (Vec::new(), String::new());
        let (mut of, mut feature) = (String::new(), String::new());
        for piece in parse(text)? {
            match piece {
                Piece::Start(element) => {
                    open.push(element.name);
                    words.clear();
                }
                Piece::Words(more, _) => words.push_str(&more),
                Piece::End => {
                    let name = open.pop().unwrap_or_default();
                    let within = open.last().map(String::as_str);
                    let value = words.trim().to_owned();
                    match (within, name.as_str()) {
                        (Some("typeDescription"), "name") => of = value,
                        (Some("typeDescription"), "supertypeName") => _ = types.above.insert(of.clone(), value),
                        (Some("featureDescription"), "name") => feature = value,
                        (Some("featureDescription"), "rangeTypeName") => {
                            types.ranges.insert((of.clone(), feature.clone()), value);
                        }
                        _ => {}
                    }
                    words.clear();
                }
            }
        }
        Ok(types)
    }

    /// Whether the values of a feature are other structures; `None` if the type system does not have it.
    pub(super) fn are_structures(&self, kind: &str, feature: &str) -> Option<bool> {
        let mut at = kind;
        // A type that is above itself ends the search.
        for _ in 0..100 {
            if let Some(range) = self.ranges.get(&(at.to_owned(), feature.to_owned())) {
                let is_own = range.strip_prefix("uima.cas.");
                let are_texts =
                    is_own.is_some_and(|name| !matches!(name, "FSArray" | "FSList" | "TOP" | "AnnotationBase"));
                return Some(!are_texts);
            }
            at = self.above.get(at)?;
        }
        None
    }
}
