//! Rows that a question is about, called so that a person finds them: by number, name and line.

use super::Plan;
use crate::read::grid::Rows;
use crate::read::mapping::TableMapping;
use crate::read::table::place::RowPlace;
use crate::read::table::walk::Walk;
use std::collections::BTreeMap;

/// A row: the name of its place, and its line.
pub(super) type NamedRow = (String, usize);

/// The rows that a question about the identity of places may be about, by number. They are read once more, since the survey
/// keeps none; where nothing is to be asked, none is read.
pub(super) fn named(plan: &Plan, mapping: &TableMapping, rows: Rows<'_>) -> BTreeMap<usize, NamedRow> {
    let pairs = plan.identities.codes.iter().chain(&plan.identities.repeated);
    let wanted: Vec<usize> = pairs.flat_map(|(first, second)| [*first, *second]).collect();
    let (Some(last), true) = (wanted.iter().max().copied(), mapping.key.is_empty()) else { return BTreeMap::new() };
    let walk = Walk::new(rows, &plan.heads, mapping, &plan.columns.fill_down).flatten();
    walk.take_while(|walked| walked.row.number <= last)
        .filter(|walked| wanted.contains(&walked.row.number))
        .filter_map(|walked| {
            let place = RowPlace::of(&plan.columns, mapping, &walked)?;
            Some((walked.row.number, (place.name.to_string(), walked.row.line)))
        })
        .collect()
}

/// Two rows in words: `rows 3 and 7: Upper Dale`, with their lines where these have other numbers.
pub(super) fn told(named: &BTreeMap<usize, NamedRow>, first: usize, second: usize) -> String {
    let (first, second) = (first.min(second), first.max(second));
    let mut told = format!("rows {first} and {second}");
    let (Some((name, line)), Some((other, other_line))) = (named.get(&first), named.get(&second)) else { return told };
    if (*line, *other_line) != (first, second) {
        told.push_str(&format!(" (lines {line} and {other_line})"));
    }
    told.push_str(": ");
    told.push_str(name);
    if name != other {
        told.push_str(", ");
        told.push_str(other);
    }
    told
}
