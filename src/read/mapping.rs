//! What a person says about a table: the `[[table]]` entries of a metadata file. Everything said keeps its line, because
//! what only the mapping says is attributed to that line and not to the source.

mod lines;
pub mod reference;
pub mod toml;
pub mod csvw;

use std::collections::BTreeMap;

/// A value of the mapping with the line that says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<T> {
    /// The value.
    pub value: T,
    /// The line.
    pub line: MappingLine,
}

/// A line of a metadata file.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MappingLine {
    /// Its number, from 1.
    pub number: usize,
    /// The column of what is said in it, from 1.
    pub column: usize,
    /// Its words, without white space at both ends.
    pub words: String,
    /// Whether a CSVW file says it, and not the TOML file.
    pub is_csvw: bool,
}

/// What is said about one table. What is not said is inferred where every cell agrees, or asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableMapping {
    /// The line that begins it.
    pub line: MappingLine,
    /// `sheet`: the sheet of a workbook. `*` and `?` stand for other characters, so that one entry may be for several.
    pub sheet: Option<Said<String>>,
    /// `heading`: the heading or caption of a table in a text.
    pub heading: Option<Said<String>>,
    /// `member`: where a JSON text has the rows: a JSON Pointer, or names joined by points.
    pub member: Option<Said<String>>,
    /// `number`: its number in the file, from 1.
    pub number: Option<Said<usize>>,
    /// `ignore = true`: this table is not read.
    pub ignore: Option<Said<bool>>,
    /// `header`: the rows with the heads; empty if there is none.
    pub header: Option<Said<Vec<usize>>>,
    /// `columns`: the heads where the table has none.
    pub columns: Option<Said<Vec<String>>>,
    /// `first`: the first row of data.
    pub first: Option<Said<usize>>,
    /// `until`: the row after the last: its number, or the words of its first filled cell.
    pub until: Option<Said<RowWords>>,
    /// `comment`: rows that begin with this are left out.
    pub comment: Option<Said<String>>,
    /// `skip`: rows that are left out.
    pub skip: Vec<Said<RowRule>>,
    /// `group`: rows that are the parents of those below, the outermost first.
    pub group: Vec<Said<GroupRule>>,
    /// `fill-down`: columns where an empty cell has the value above it.
    pub fill_down: Vec<Said<String>>,
    /// `level`: columns of a hierarchy, the highest first. The last that is filled is the row's own, those before it
    /// are its parents.
    pub level: Vec<Said<String>>,
    /// `key`: the columns that identify a place: rows with the same are about one place.
    pub key: Vec<Said<String>>,
    /// `[table.column]`: what is said about columns, by head or letter, in the order of the file.
    pub column: Vec<ColumnMapping>,
    /// `others = "ignore"`: columns of which nothing is said are not read.
    pub ignores_others: Option<Said<bool>>,
    /// `date`: the time to which areas, figures and statuses refer.
    pub date: Option<Said<String>>,
    /// `parent`: the place of which all are part.
    pub parent: Option<Said<String>>,
    /// `kind`: the kind of all units.
    pub kind: Option<Said<String>>,
    /// `unit`: the unit of all figures without one.
    pub unit: Option<Said<String>>,
    /// `source`: the work that all rows cite.
    pub source: Option<Said<String>>,
    /// `lang`: the language of names, a BCP 47 tag.
    pub lang: Option<Said<String>>,
    /// `decimal`: the decimal mark of all numbers.
    pub decimal: Option<Said<char>>,
    /// `null`: the words of cells without a value, in all columns.
    pub null: Vec<Said<String>>,
    /// `delimiter`, `quote`, `encoding` of a file of delimited values.
    pub dialect: DialectMapping,
}

/// How a file of delimited values is written, as far as the mapping says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DialectMapping {
    /// The mark between values.
    pub delimiter: Option<Said<char>>,
    /// The quotation mark; `None` within if values are never quoted.
    pub quote: Option<Said<Option<char>>>,
    /// The label of the encoding.
    pub encoding: Option<Said<String>>,
    /// The character before one that means nothing but itself, which only CSVW files say.
    pub escape: Option<Said<char>>,
    /// Number of first columns that are no part of the table, which only CSVW files say.
    pub skip_columns: Option<Said<usize>>,
}

/// A row, by its number or its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowWords {
    /// Its number.
    Number(usize),
    /// The words of its first filled cell, with `*` and `?`.
    Words(String),
}

/// Rows, by their numbers or their cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowRule {
    /// A row by its number.
    Number(usize),
    /// Rows whose first filled cell has these words, with `*` and `?`.
    Words(String),
    /// Rows by the cell of a column.
    Cell {
        /// The column, by head or letter.
        column: String,
        /// The words of the cell, with `*` and `?`; an empty one is an empty cell.
        is: Vec<String>,
    },
    /// Rows with this number of filled cells.
    Filled(usize),
}

/// Rows that are parents of those below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRule {
    /// Which rows.
    pub rows: Vec<RowRule>,
    /// The column with the name of the parent; the first filled cell if it is not said.
    pub column: Option<String>,
    /// Whether such a row is a record as well.
    pub keep: bool,
}

/// What is said about a column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMapping {
    /// Its head, its letters, or a pattern of heads with `{date}`.
    pub name: String,
    /// The line that begins it.
    pub line: MappingLine,
    /// `role`.
    pub role: Option<Said<Role>>,
    /// `unit`: of a figure or an area.
    pub unit: Option<Said<String>>,
    /// `measure`: what a figure counts.
    pub measure: Option<Said<String>>,
    /// `kind`: of the units that a parent, name or area column speaks of; for an area `whole` or `controlled`.
    pub kind: Option<Said<String>>,
    /// `lang`: the language of names, a BCP 47 tag.
    pub lang: Option<Said<String>>,
    /// `script`: the script of names, an ISO 15924 code.
    pub script: Option<Said<String>>,
    /// `scheme`: of a code.
    pub scheme: Option<Said<String>>,
    /// `split`: the mark between several values of a cell.
    pub split: Option<Said<String>>,
    /// `decimal`: the decimal mark.
    pub decimal: Option<Said<char>>,
    /// `null`: words of cells without a value.
    pub null: Vec<Said<String>>,
    /// `zero = "none" | "value"`.
    pub zero_is_none: Option<Said<bool>>,
    /// `calendar`: `gregorian`, `julian`, `buddhist`, `hijri`, …
    pub calendar: Option<Said<String>>,
    /// `format`: the order of day, month and year in figures: `dmy`, `mdy`, `ymd`; with `my` and `y`.
    pub format: Option<Said<String>>,
    /// `year`: of dates without one.
    pub year: Option<Said<i16>>,
    /// `order`: `lon,lat` or `lat,lon`, of a point in one cell.
    pub order: Option<Said<String>>,
    /// `values`: what the codes of a column mean.
    pub values: BTreeMap<String, Said<String>>,
    /// `date-means`: `established`, `abolished`, `renamed`, `control`, `as-of`, `record`.
    pub date_means: Option<Said<String>>,
    /// `date`: the time to which the values refer.
    pub date: Option<Said<String>>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// `name`: the name by which the table calls the place.
    Name,
    /// `other-name`: another name of it.
    OtherName,
    /// `kind`: what kind of unit it is.
    Kind,
    /// `parent`: the unit of which it is part, by name.
    Parent,
    /// `parent-code`: the unit of which it is part, by its code.
    ParentCode,
    /// `code`: an identifier.
    Code,
    /// `area`.
    Area,
    /// `figure`: a number that counts or measures something.
    Figure,
    /// `date`: a date; `date-means` says of what.
    Date,
    /// `from`: the first day of the spell that the row is about.
    From,
    /// `to`: the last day of it.
    To,
    /// `as-of`: the time to which the row refers.
    AsOf,
    /// `seat`: where it is governed from.
    Seat,
    /// `status`: what its status is called.
    Status,
    /// `party`: who holds it.
    Party,
    /// `gained-by`: who gained it by the change of control that the row dates.
    GainedBy,
    /// `latitude`.
    Latitude,
    /// `longitude`.
    Longitude,
    /// `point`: both in one cell.
    Point,
    /// `outline`: a geometry as WKT or GeoJSON.
    Outline,
    /// `source`: the work that the row cites.
    Source,
    /// `ignore`: not read.
    Ignore,
}

impl Role {
    /// All roles with their names in mappings.
    pub const ALL: &[(&str, Self)] = &[
        ("name", Self::Name),
        ("other-name", Self::OtherName),
        ("kind", Self::Kind),
        ("parent", Self::Parent),
        ("parent-code", Self::ParentCode),
        ("code", Self::Code),
        ("area", Self::Area),
        ("figure", Self::Figure),
        ("date", Self::Date),
        ("from", Self::From),
        ("to", Self::To),
        ("as-of", Self::AsOf),
        ("seat", Self::Seat),
        ("status", Self::Status),
        ("party", Self::Party),
        ("gained-by", Self::GainedBy),
        ("latitude", Self::Latitude),
        ("longitude", Self::Longitude),
        ("point", Self::Point),
        ("outline", Self::Outline),
        ("source", Self::Source),
        ("ignore", Self::Ignore),
    ];

    /// The role with a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, role)| *role)
    }

    /// Its name in mappings.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, role)| *role == self).map_or("", |(name, _)| name)
    }
}
