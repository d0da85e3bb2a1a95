//! CSVW metadata (W3C Recommendations "Metadata Vocabulary for Tabular Data" and "Model for Tabular Data and Metadata on
//! the Web"). In: the text of a metadata file beside a CSV file. Out: what it says of the table in the terms of a mapping
//! ([`CsvwTable::mapping`], joined with the TOML file by [`merge`]), of the document ([`CsvwFile::metadata`]), and a
//! check of heads and cells ([`CsvwSchema`]); or every error in it.
//!
//! Not read: schemas and dialects in other files, and the rows to which foreign keys refer (their definitions are
//! checked). Nothing is fetched.
//!
//! * `json`: JSON with positions.
//! * `datatype`: the datatypes of cells and their formats.
//! * `schema`: columns, and the check of heads, cells and keys.
//! * `properties`: properties of JSON objects, with errors and notes.
//! * `common`: common properties such as `dc:title`.
//! * `columns`, `dialect`, `file`: from JSON to tables.
//! * `beside`: which files are looked for.
//! * `merged`: joining with the TOML file.

mod json;
pub mod datatype;
pub mod schema;
mod properties;
mod common;
mod columns;
mod dialect;
pub mod file;
pub mod beside;
mod merged;

pub use beside::{Beside, beside};
pub use datatype::Datatype;
pub use file::{CsvwFile, CsvwTable};
pub use merged::merge;
pub use schema::{CsvwColumn, CsvwSchema, CsvwValue, KeyIndex};

#[cfg(test)]
mod tests;
