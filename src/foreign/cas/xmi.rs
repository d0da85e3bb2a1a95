//! A CAS as XMI: an element for each feature structure, features as attributes or, where they have several texts, as
//! elements below. Which attributes are references, only the type system says. Without it those are, whose names say it
//! and whose values are ids.

use super::super::kind::{attribute, may_refer};
use super::super::mapping::Mapping;
use super::super::model::{FindingsFile, Unit};
use super::super::note::{FilePlace, Note};
use super::super::xml::{Element, Piece, parse};
use super::types::Types;
use super::{Structure, Value};
use std::collections::{BTreeMap, HashSet};

/// Reads a file. `types` is the text of its type system.
pub(in super::super) fn read(
    text: &str,
    types: Option<&str>,
    mapping: &Mapping,
    file: &mut FindingsFile,
) -> Result<(), Note> {
    let types = match types.map(Types::read).transpose() {
        Ok(types) => types,
        Err(note) => {
            file.problems.push(Note {
                what: format!("the type system is not read: {}", note.what),
                at: FilePlace::default(),
                ..note
            });
            None
        }
    };
    let mut structures = elements(&parse(text)?);
    let ids: HashSet<String> = structures.iter().map(|structure| structure.id.clone()).collect();
    let mut unsure: BTreeMap<String, usize> = BTreeMap::new();
    for structure in &mut structures {
        for (name, values) in &mut structure.features {
            let are = match types.as_ref().and_then(|types| types.are_structures(&structure.kind, name)) {
                Some(are) => are,
                None => is_reference(&structure.kind, name),
            };
            let [Value::Text(text)] = values.as_slice() else { continue };
            let is_of_ids = !text.is_empty() && text.split_whitespace().all(|id| ids.contains(id));
            if are {
                *values = text.split_whitespace().map(|id| Value::Structure(id.to_owned())).collect();
            } else if types.is_none() && is_of_ids && !matches!(name.as_str(), "begin" | "end" | "sofaNum") {
                *unsure.entry(name.clone()).or_default() += 1;
            }
        }
    }
    super::unfold::unfold(&mut structures);
    file.notes.extend(unsure.into_iter().map(|(name, count)| {
        Note::new(
            &FilePlace::default(),
            name,
            format!("this attribute has the number of an annotation {count} times, and is read as text"),
            "which attributes of XMI are references stands in its type system",
            "put its type system beside it, as TypeSystem.xml or with its own name: article.typesystem.xml",
        )
    }));
    super::read(&structures, Unit::Utf16, mapping, file);
    Ok(())
}

/// Whether a feature is a reference by its name alone.
fn is_reference(kind: &str, name: &str) -> bool {
    let is_of_lists = matches!(name, "head" | "tail") && kind.contains("FSList");
    let is_of_arrays = name == "elements" && matches!(kind, "uima.cas.FSArray");
    let is_known = matches!(name, "sofa" | "parts" | "Governor" | "Dependent" | "target");
    is_of_lists || is_of_arrays || is_known || may_refer(&attribute(name))
}

fn elements(pieces: &[Piece]) -> Vec<Structure> {
    let mut structures: Vec<Structure> = Vec::new();
    let (mut depth, mut words) = (0, String::new());
    let mut inner = String::new();
    for piece in pieces {
        match piece {
            Piece::Start(element) => {
                depth += 1;
                match depth {
                    2 => structures.push(structure(element)),
                    3 => element.name.clone_into(&mut inner),
                    _ => {}
                }
                words.clear();
            }
            Piece::Words(more, _) => words.push_str(more),
            Piece::End => {
                if depth == 3
                    && let Some(structure) = structures.last_mut()
                {
                    let value = Value::Text(std::mem::take(&mut words));
                    match structure.features.iter_mut().find(|(name, _)| *name == inner) {
                        Some((_, values)) => values.push(value),
                        None => structure.features.push((inner.clone(), vec![value])),
                    }
                }
                depth -= 1;
            }
        }
    }
    structures
}

fn structure(element: &Element) -> Structure {
    // `http:///org/example/types.ecore` is the package `org.example.types`.
    let package = element.space.trim_start_matches("http:///").trim_end_matches(".ecore").replace('/', ".");
    let kind = if package.is_empty() { element.name.clone() } else { format!("{package}.{}", element.name) };
    let id = element.get("xmi:id").unwrap_or_default().to_owned();
    let features = element.attributes.iter().filter(|(name, _)| !name.contains(':'));
    let features = features.map(|(name, value)| (name.clone(), vec![Value::Text(value.clone())])).collect();
    // The types of packages without a name are in one that says so.
    let kind = kind.strip_prefix("uima.noNamespace.").map_or_else(|| kind.clone(), str::to_owned);
    Structure { id, kind, features, at: element.at.into() }
}
