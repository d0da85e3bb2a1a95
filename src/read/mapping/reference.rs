//! The reference of the keys of a metadata file: each with what it takes, what it means, and an example, which a test
//! reads. The readers take from here the names that they suggest, so that a key cannot be missing here.
//!
//! * `key`: what is said about a key.
//! * `of_tables`, `of_columns`, `of_metadata`: the keys.
//! * `markdown`: the reference as Markdown.

mod key;
mod of_tables;
mod of_columns;
mod of_metadata;
mod markdown;

pub use key::{Key, KeyTable};
pub use markdown::markdown;
pub use of_columns::DATE_MEANS;

/// All keys: those of tables, of columns, and of the metadata itself.
pub fn keys() -> impl Iterator<Item = &'static Key> {
    of_tables::KEYS.iter().chain(of_columns::KEYS).chain(of_metadata::KEYS)
}

/// The names of the keys of a table, in the order of the reference.
pub fn names(table: KeyTable) -> Vec<&'static str> {
    keys().filter(|key| key.table == table).map(|key| key.name).collect()
}

#[cfg(test)]
mod tests;
