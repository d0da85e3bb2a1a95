//! How the `[[table]]` entries of a metadata file are read. In: the text of the file. Out: what is said, each value with
//! its line; or every error with its position. Only what can be known without the table is checked here.
//!
//! * `values`: values of one type, with their errors.
//! * `rows`: rules that choose rows.
//! * `column`, `table`: the keys of both.
//! * `checks`: what the values of several keys say together.

mod values;
mod rows;
mod column;
mod table;
mod checks;

use super::TableMapping;
use crate::base::text::{MAX_PROBLEMS, Problem};
use ::toml::de::{DeTable, DeValue};
use values::Reader;

/// Maximum number of `[[table]]` entries of a file: that of tables.
pub const MAX_ENTRIES: usize = crate::base::columns::MAX_TABLES;

/// The tables of a metadata file. A text that is no TOML has none: the caller reports it.
pub fn tables(text: &str) -> Result<Vec<TableMapping>, Vec<Problem>> {
    let Ok(file) = DeTable::parse(text) else { return Ok(Vec::new()) };
    let Some(entries) = file.get_ref().get("table") else { return Ok(Vec::new()) };
    let mut reader = Reader::new(text);
    let mut tables = Vec::new();
    match entries.get_ref() {
        DeValue::Array(entries) => {
            for entry in entries.iter().take(MAX_ENTRIES) {
                match entry.get_ref() {
                    DeValue::Table(keys) => tables.push(table::read(&mut reader, entry.span(), keys)),
                    _ => reader.wrong(
                        entry.span(),
                        "this is no table",
                        "each entry is a table of keys",
                        "write [[table]]",
                    ),
                }
            }
            if let Some(entry) = entries.get(MAX_ENTRIES) {
                let help = "use `*` in `sheet` or `heading` for tables that are alike";
                reader.wrong(entry.span(), "there are too many entries", "a file has at most 1,000 tables", help);
            }
        }
        _ => reader.wrong(
            entries.span(),
            "this is not a list of tables",
            "tables are entries of a list (TOML: an array of tables)",
            "write [[table]], with two brackets, above the keys of each",
        ),
    }
    if reader.problems.is_empty() {
        checks::among(&tables, &mut reader);
    }
    let mut problems = reader.problems;
    problems.sort_by_key(|problem| problem.at);
    problems.truncate(MAX_PROBLEMS);
    if problems.is_empty() { Ok(tables) } else { Err(problems) }
}

#[cfg(test)]
mod tests;
