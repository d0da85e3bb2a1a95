//! What the reference says about a key.

/// The table of TOML where a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyTable {
    /// An entry of `[[table]]`.
    Table,
    /// A column of `[table.column]`.
    Column,
    /// The file itself.
    Metadata,
}

/// A key of a metadata file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// Where it stands.
    pub table: KeyTable,
    /// The values that it takes.
    pub takes: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// The text of a metadata file that uses it.
    pub example: &'static str,
}

/// A key of a table.
pub(super) const fn table(
    name: &'static str,
    takes: &'static str,
    meaning: &'static str,
    example: &'static str,
) -> Key {
    Key { name, table: KeyTable::Table, takes, meaning, example }
}

/// A key of a column.
pub(super) const fn column(
    name: &'static str,
    takes: &'static str,
    meaning: &'static str,
    example: &'static str,
) -> Key {
    Key { name, table: KeyTable::Column, takes, meaning, example }
}

/// A key of the file.
pub(super) const fn metadata(
    name: &'static str,
    takes: &'static str,
    meaning: &'static str,
    example: &'static str,
) -> Key {
    Key { name, table: KeyTable::Metadata, takes, meaning, example }
}
