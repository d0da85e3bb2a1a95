//! Reads files of mappings. A row that cannot be understood is reported and left out; values of other columns and
//! header slots than ours are kept, and written again.

use super::names::{Prefixes, Unresolved, expand};
use super::table::{Row, Table, at};
use super::write::OWN_SLOTS;
use super::{COLUMNS, Mapping, MappingSet, NO_TERM, Predicate, Slot};
use crate::base::text::Problem;
use std::collections::BTreeMap;

/// Reads a file of mappings, and reports what was left out and why. Rows that were left out are lost if the set is
/// written back.
pub fn read(text: &str) -> (MappingSet, Vec<Problem>) {
    let (table, mut problems) = Table::parse(text);
    let prefixes = table.prefixes();
    let mut set = MappingSet::default();
    for (name, (_, slot)) in &table.slots {
        match (name.as_str(), slot) {
            ("mapping_set_id", Slot::Text(text)) => set.id = text.clone(),
            ("mapping_set_title", Slot::Text(text)) => set.title = text.clone(),
            ("license", Slot::Text(text)) => set.licence = text.clone(),
            ("mapping_tool", Slot::Text(text)) => set.tool = text.clone(),
            ("mapping_tool_version", Slot::Text(text)) => set.tool_version = text.clone(),
            ("creator_id" | "creator_label", Slot::List(list)) => {
                set.creators.extend(list.iter().map(|name| expand(&prefixes, name).unwrap_or_else(|_| name.clone())));
            }
            ("curie_map", Slot::Map(map)) => {
                set.base = map.get("data").cloned().unwrap_or_default();
                let foreign: BTreeMap<_, _> = map
                    .iter()
                    .filter(|(prefix, _)| *prefix != "data" && super::names::PREFIXES.iter().all(|(p, _)| p != prefix))
                    .map(|(prefix, iri)| (prefix.clone(), iri.clone()))
                    .collect();
                if !foreign.is_empty() {
                    set.slots.insert(name.clone(), Slot::Map(foreign));
                }
            }
            (name, slot) if !OWN_SLOTS.contains(&name) => drop(set.slots.insert(name.to_owned(), slot.clone())),
            // A text where a list is needed; `validate` reports it.
            ("creator_id" | "creator_label", Slot::Text(text)) => set.creators.push(text.clone()),
            _ => {}
        }
    }
    for row in &table.rows {
        match mapping(&table, row, &prefixes) {
            Ok(mapping) => {
                let other = other(&table, row, &mapping);
                if !other.is_empty() {
                    let (subject, object) = mapping.pair();
                    set.other.insert((subject.to_owned(), object.to_owned()), other);
                }
                set.mappings.push(mapping);
            }
            Err(problem) => problems.push(problem),
        }
    }
    problems.sort_by_key(|p| p.at);
    (set, problems)
}

/// The values of a row in columns that are not ours.
fn other(table: &Table, row: &Row, mapping: &Mapping) -> BTreeMap<String, String> {
    let agreed = |column: &str, value: &str| {
        column == "reviewer_agreement" && mapping.reviewer.is_some() && value.parse() == Ok(1.0)
    };
    table
        .columns
        .iter()
        .zip(&row.cells)
        .map(|(column, cell)| (column.value.trim(), cell.value.trim()))
        .filter(|(column, value)| !value.is_empty() && !column.is_empty() && !agreed(column, value))
        .filter(|(column, _)| !COLUMNS.contains(column) || *column == "reviewer_agreement")
        .map(|(column, value)| (column.to_owned(), value.to_owned()))
        .collect()
}

/// One row.
pub(super) fn mapping(table: &Table, row: &Row, prefixes: &Prefixes) -> Result<Mapping, Problem> {
    let text = |column: &'static str| table.cell(row, column).1;
    let kept = |column: &'static str| text(column).to_owned();
    let wrong = |column: &str, what: String, rule, help: &str| {
        let (place, value) = table.cell(row, column);
        Problem { at: at(row.line, place), value: value.to_owned(), what, rule, help: help.to_owned() }
    };
    let entity = |column: &str, name: &str| {
        expand(prefixes, name).map_err(|e| match e {
            Unresolved::Prefix(prefix) => wrong(
                column,
                format!("the prefix {prefix}: is not declared"),
                "every prefix is declared in the curie_map of the header",
                "declare the prefix, or write the whole IRI",
            ),
            Unresolved::NotAName => wrong(
                column,
                format!("{column} is not a name"),
                "entities and people are CURIEs or absolute IRIs",
                "write prefix:name, such as wd:Q and a number",
            ),
        })
    };
    let people = |column: &'static str| {
        let names = text(column).split('|').map(str::trim).filter(|name| !name.is_empty());
        let iris = names.map(|name| entity(column, name)).collect::<Result<Vec<_>, _>>()?;
        Ok((!iris.is_empty()).then(|| iris.join("|")))
    };
    let share = |column: &'static str| {
        let value = text(column);
        if value.is_empty() {
            return Ok(None);
        }
        let number = value.parse::<f64>().ok().filter(|v| (0.0..=1.0).contains(v));
        let help = "write a decimal such as 0.85, or leave it empty";
        number
            .map(Some)
            .ok_or_else(|| wrong(column, format!("{column} is not a number from 0 to 1"), "from 0 to 1", help))
    };
    let predicate = Predicate::ALL.into_iter().find(|p| p.curie() == text("predicate_id")).ok_or_else(|| {
        wrong(
            "predicate_id",
            "this predicate is not used here".to_owned(),
            "predicate_id is skos:closeMatch, exactMatch, broadMatch, narrowMatch or relatedMatch",
            "what a machine proposes is a skos:closeMatch, what a person accepts a skos:exactMatch",
        )
    })?;
    let negated = match text("predicate_modifier") {
        "" => false,
        "Not" => true,
        _ => {
            let what = "unknown modifier".to_owned();
            let help = "leave it empty, or write Not for a mapping that is denied";
            return Err(wrong("predicate_modifier", what, "the only predicate_modifier is Not", help));
        }
    };
    let object = match text("object_id") {
        NO_TERM => None,
        name => Some(entity("object_id", name)?),
    };
    Ok(Mapping {
        subject: entity("subject_id", text("subject_id"))?,
        subject_label: kept("subject_label"),
        predicate,
        negated,
        object,
        object_label: kept("object_label"),
        justification: kept("mapping_justification"),
        author: people("author_id")?,
        reviewer: people("reviewer_id")?,
        review_date: Some(kept("review_date")).filter(|date| !date.is_empty()),
        confidence: share("confidence")?,
        similarity: share("similarity_score")?,
        match_string: text("match_string").replace("\\|", "|"),
        comment: kept("comment"),
    })
}
