//! Joining what the TOML file and the CSVW file say: the TOML file is followed, and a note says where they differ.

use crate::base::columns::column_letters;
use crate::base::fold::comparable;
use crate::base::text::{Position, Problem};
use crate::read::mapping::{ColumnMapping, MappingLine, Said, TableMapping};
use std::collections::HashMap;

/// Adds to a TOML mapping what only the CSVW file says. `csvw` has all columns of the file in their order. The notes are
/// about lines of the TOML file.
pub fn merge(toml: &mut TableMapping, csvw: TableMapping) -> Vec<Problem> {
    let mut notes = Vec::new();
    let has_toml = *toml != TableMapping::default();
    if !has_toml {
        toml.line = csvw.line;
    }
    // `header` and `columns` belong together: heads by a name of one file cannot be found in rows of the other.
    let says_header = toml.header.is_some() || toml.columns.is_some();
    one("header", &mut toml.header, csvw.header.filter(|_| toml.columns.is_none()), &mut notes);
    one("columns", &mut toml.columns, csvw.columns.filter(|_| !says_header), &mut notes);
    one("first", &mut toml.first, csvw.first, &mut notes);
    one("comment", &mut toml.comment, csvw.comment, &mut notes);
    one("delimiter", &mut toml.dialect.delimiter, csvw.dialect.delimiter, &mut notes);
    one("quote", &mut toml.dialect.quote, csvw.dialect.quote, &mut notes);
    one("encoding", &mut toml.dialect.encoding, csvw.dialect.encoding, &mut notes);
    list("key", &mut toml.key, csvw.key, &mut notes);
    let mut places: HashMap<String, usize> = HashMap::new();
    for (n, column) in toml.column.iter().enumerate() {
        places.entry(comparable(&column.name).into_owned()).or_insert(n);
    }
    for (n, mut column) in csvw.column.into_iter().enumerate() {
        // What the TOML file says for all columns is followed before what the CSVW file says for one.
        over("lang", toml.lang.as_ref(), &mut column.lang, &mut notes);
        over("decimal", toml.decimal.as_ref(), &mut column.decimal, &mut notes);
        if !toml.null.is_empty() {
            let mut own = toml.null.clone();
            list("null", &mut own, std::mem::take(&mut column.null), &mut notes);
        }
        let place = places.get(&*comparable(&column.name)).or_else(|| places.get(&column_letters(n + 1))).copied();
        match place {
            Some(place) => join(&mut toml.column[place], column, &mut notes),
            None if says_something(&column) => toml.column.push(column),
            None => {}
        }
    }
    notes
}

fn join(toml: &mut ColumnMapping, csvw: ColumnMapping, notes: &mut Vec<Problem>) {
    one("lang", &mut toml.lang, csvw.lang, notes);
    one("split", &mut toml.split, csvw.split, notes);
    one("decimal", &mut toml.decimal, csvw.decimal, notes);
    one("format", &mut toml.format, csvw.format, notes);
    list("null", &mut toml.null, csvw.null, notes);
}

/// Whether anything is said of a column beside its name.
fn says_something(column: &ColumnMapping) -> bool {
    let name = ColumnMapping { name: column.name.clone(), line: column.line.clone(), ..ColumnMapping::default() };
    name != *column
}

fn one<T: PartialEq>(key: &str, toml: &mut Option<Said<T>>, csvw: Option<Said<T>>, notes: &mut Vec<Problem>) {
    match (toml.as_ref(), csvw) {
        (Some(own), Some(other)) if own.value != other.value => notes.push(note(key, &own.line, &other.line)),
        (None, other) => *toml = other,
        _ => {}
    }
}

fn over<T: PartialEq>(key: &str, toml: Option<&Said<T>>, csvw: &mut Option<Said<T>>, notes: &mut Vec<Problem>) {
    let Some(own) = toml else { return };
    if let Some(other) = csvw.take().filter(|other| other.value != own.value) {
        notes.push(note(key, &own.line, &other.line));
    }
}

fn list(key: &str, toml: &mut Vec<Said<String>>, csvw: Vec<Said<String>>, notes: &mut Vec<Problem>) {
    let (Some(own), Some(other)) = (toml.first(), csvw.first()) else {
        toml.extend(csvw);
        return;
    };
    if !toml.iter().map(|said| &said.value).eq(csvw.iter().map(|said| &said.value)) {
        notes.push(note(key, &own.line, &other.line));
    }
}

fn note(key: &str, toml: &MappingLine, csvw: &MappingLine) -> Problem {
    Problem {
        at: Some(Position { line: toml.number, column: toml.column }),
        value: toml.words.clone(),
        what: format!("`{key}` differs from the CSVW file, line {}: {}", csvw.number, csvw.words),
        rule: "where the TOML file and the CSVW file both speak, the TOML file is followed",
        help: "if the CSVW file is right, remove the key here".to_owned(),
    }
}
