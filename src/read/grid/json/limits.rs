//! The limits of JSON texts, and the words of rules that several readers of them share.

/// Maximum size of a JSON text that is not JSON lines, in bytes: 256 MiB. It is held in memory.
pub const MAX_JSON: usize = 256 << 20;
/// Maximum size of a record of JSON lines, in bytes: 8 MiB.
pub const MAX_JSON_LINE: usize = 8 << 20;
/// Maximum depth of arrays and objects in each other. The scanner has a bit for each.
pub const MAX_JSON_DEPTH: usize = 128;
/// Maximum number of members of an object.
pub const MAX_JSON_MEMBERS: usize = 1_000_000;
/// Maximum depth to which objects in a row become columns `a.b`; deeper ones are a cell with their JSON.
pub const MAX_COLUMN_DEPTH: usize = 4;
/// Maximum depth below the whole text at which tables are looked for.
pub const MAX_TABLE_DEPTH: usize = 8;
/// Number of columns from which a table must be filled to a hundredth, so that a file where each row has members of its
/// own is not a grid of nothing but empty cells.
pub const MANY_COLUMNS: usize = 1_000;
/// Maximum length of a geometry as WKT, in bytes: 1 MiB.
pub const MAX_WKT: usize = 1 << 20;
/// Maximum depth of collections of geometries in each other.
pub const MAX_COLLECTION_DEPTH: usize = 8;
/// The part of a file that decides its kind, in bytes: 256 KiB.
pub const KIND_PREFIX: usize = 256 << 10;
/// Maximum number of elements or lines that decide the kind of a file.
pub const KIND_SAMPLE: usize = 100;

/// The rule for what is not JSON.
pub(super) const JSON_RULE: &str = "a JSON text has the syntax of RFC 8259";
