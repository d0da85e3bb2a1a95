//! The columns of a table, and the check of its heads, cells and keys.

use super::datatype::{Datatype, normalises};
use crate::base::text::{Position, Problem};
use crate::read::mapping::MappingLine;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Maximum number of keys of which a table remembers whether they were met: 16 bytes each.
pub const MAX_KEYS: usize = 4 << 20;

/// A column as CSVW describes it, with the properties that it inherits.
#[derive(Debug, Clone, Default)]
pub struct CsvwColumn {
    /// Its name; `None` if it has none of its own.
    pub name: Option<String>,
    /// Its titles, with their language tags; `None` if it has none.
    pub titles: Vec<(Option<String>, String)>,
    /// The line that begins it.
    pub line: MappingLine,
    /// Whether it has no cells in the file.
    pub is_virtual: bool,
    /// The texts of cells without a value, if they are said; otherwise the empty text.
    pub null: Option<Vec<String>>,
    /// The language of its texts.
    pub lang: Option<String>,
    /// The text of empty cells.
    pub default: Option<String>,
    /// The mark between several values of a cell.
    pub separator: Option<String>,
    /// Whether each cell has a value.
    pub required: bool,
    /// Whether the order of several values of a cell says something.
    pub ordered: bool,
    /// The type of its values.
    pub datatype: Datatype,
}

/// The columns of a table.
#[derive(Debug, Clone, Default)]
pub struct CsvwSchema {
    /// All columns, the virtual ones last.
    pub columns: Vec<CsvwColumn>,
    /// The columns of the primary key, by position from 0.
    pub primary_key: Vec<usize>,
    /// The columns whose values are titles of rows, by position from 0.
    pub row_titles: Vec<usize>,
    /// The number of foreign keys; their rows are not looked up.
    pub foreign_keys: usize,
    /// The language of the heads.
    pub lang: Option<String>,
    /// The line that begins it.
    pub line: MappingLine,
}

/// What a cell holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CsvwValue {
    /// Its values, in the form of XML Schema; none if it is null.
    pub values: Vec<String>,
    /// Whether the cell has no value.
    pub is_null: bool,
}

impl CsvwColumn {
    /// What its head is: a title, or its name.
    pub fn head(&self) -> Option<&str> {
        self.titles.first().map(|(_, title)| title.as_str()).or(self.name.as_deref())
    }

    /// Whether a head can be its head. `lang` is the language of heads.
    fn takes(&self, head: &str, lang: Option<&str>) -> bool {
        let mut titles = self.titles.iter();
        (self.titles.is_empty() && self.name.is_none())
            || self.name.as_deref().is_some_and(|name| name == head || name == encoded(head))
            || titles.any(|(tag, title)| title == head && agree(tag.as_deref(), lang))
    }
}

/// Whether two languages can be the same: one is unknown, or the beginning of the other.
fn agree(a: Option<&str>, b: Option<&str>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    let begins =
        |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    a == "und" || b == "und" || begins(&a, &b) || begins(&b, &a)
}

/// A title as a name: characters that a name cannot have are percent-encoded.
fn encoded(title: &str) -> String {
    let mut name = String::new();
    for byte in title.bytes() {
        if byte.is_ascii_alphanumeric() || b"_.-~".contains(&byte) {
            name.push(char::from(byte));
        } else {
            name.push_str(&format!("%{byte:02X}"));
        }
    }
    name
}

impl CsvwSchema {
    /// The columns that have cells in the file.
    pub fn real(&self) -> impl Iterator<Item = &CsvwColumn> {
        self.columns.iter().filter(|column| !column.is_virtual)
    }

    /// What is wrong with the heads of a table. The positions are those of the CSVW file.
    pub fn check_header(&self, heads: &[String]) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.columns.is_empty() {
            return problems;
        }
        let mut wrong = |line: &MappingLine, value: &str, what: String| {
            problems.push(Problem {
                at: Some(Position { line: line.number, column: line.column }),
                value: value.to_owned(),
                what,
                rule: "the heads of a table are the titles or names of the columns of its schema (CSVW)",
                help: "correct the CSVW file, or rename it so that it is not read".to_owned(),
            });
        };
        let described = self.real().count();
        if described != heads.len() {
            wrong(&self.line, "", format!("{described} columns are described, the table has {}", heads.len()));
        }
        for (column, head) in self.real().zip(heads) {
            if !column.takes(head, self.lang.as_deref()) {
                let expected = column.head().unwrap_or_default();
                wrong(&column.line, expected, format!("the head of this column is \"{head}\""));
            }
        }
        problems
    }

    /// The values of a cell of a column, by position from 0, or why it is not as described. A column that is not
    /// described takes all texts.
    pub fn cell(&self, column: usize, text: &str) -> Result<CsvwValue, String> {
        let Some(column) = self.columns.get(column).filter(|column| !column.is_virtual) else {
            let is_null = text.is_empty();
            let values = if is_null { Vec::new() } else { vec![text.to_owned()] };
            return Ok(CsvwValue { values, is_null });
        };
        let base = column.datatype.base.as_str();
        let text = white_space(base, text);
        let text = if text.is_empty() { column.default.clone().unwrap_or_default() } else { text };
        let is_null = |text: &str| match &column.null {
            Some(words) => words.iter().any(|word| word == text),
            None => text.is_empty(),
        };
        let null = || {
            if column.required {
                return Err("this column is required, and the cell has no value".to_owned());
            }
            Ok(CsvwValue { values: Vec::new(), is_null: true })
        };
        let Some(separator) = &column.separator else {
            if is_null(&text) {
                return null();
            }
            return Ok(CsvwValue { values: vec![column.datatype.read(&text)?], is_null: false });
        };
        if text.is_empty() || is_null(&text) {
            return null();
        }
        let mut values = Vec::new();
        for part in text.split(separator.as_str()) {
            let part = if matches!(base, "string" | "anyAtomicType" | "any") { part } else { part.trim() };
            if !is_null(part) {
                values.push(column.datatype.read(part)?);
            }
        }
        Ok(CsvwValue { values, is_null: false })
    }
}

/// The text of a cell with its white space as a type wants it.
fn white_space(base: &str, text: &str) -> String {
    let (to_spaces, collapse) = normalises(base);
    if collapse {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    if to_spaces { text.replace(['\r', '\n', '\t'], " ") } else { text.to_owned() }
}

/// The primary keys of the rows that were read: 128 bits of each, so that memory does not grow with their length.
#[derive(Debug, Clone, Default)]
pub struct KeyIndex(HashSet<u128>);

impl KeyIndex {
    /// Notes the key of a row; the error is the key if a row before has it. No key is compared beyond [`MAX_KEYS`].
    pub fn add(&mut self, schema: &CsvwSchema, row: &[CsvwValue]) -> Result<(), String> {
        if schema.primary_key.is_empty() || self.0.len() >= MAX_KEYS {
            return Ok(());
        }
        let key: Vec<&[String]> =
            schema.primary_key.iter().map(|at| row.get(*at).map_or(&[][..], |value| &value.values)).collect();
        let hash = |seed: u8| {
            let mut hasher = DefaultHasher::new();
            seed.hash(&mut hasher);
            key.hash(&mut hasher);
            u128::from(hasher.finish())
        };
        if self.0.insert(hash(0) << 64 | hash(1)) { Ok(()) } else { Err(key.concat().join(", ")) }
    }

    /// Whether the table has more keys than are compared.
    pub fn is_full(&self) -> bool {
        self.0.len() >= MAX_KEYS
    }
}
