//! The reference as Markdown.

use super::key::{Key, KeyTable};
use super::{of_columns, of_metadata, of_tables};
use std::fmt::Write;

/// The reference of all keys: a section for each place where keys stand, and a block with the example of each key.
pub fn markdown() -> String {
    let mut out = String::new();
    for (table, heading, keys) in [
        (KeyTable::Metadata, "Keys of the file", of_metadata::KEYS),
        (KeyTable::Table, "Keys of `[[table]]`", of_tables::KEYS),
        (KeyTable::Column, "Keys of a column", of_columns::KEYS),
    ] {
        debug_assert!(keys.iter().all(|key| key.table == table));
        section(&mut out, heading, keys);
    }
    out
}

fn section(out: &mut String, heading: &str, keys: &[Key]) {
    let gap = if out.is_empty() { "" } else { "\n" };
    let _ = writeln!(out, "{gap}## {heading}");
    for Key { name, takes, meaning, example, .. } in keys {
        let _ = write!(out, "\n### `{name}`\n\n{}: {meaning}.\n\n```toml\n{example}```\n", sentence(takes));
    }
}

/// The text with a large first letter.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
