//! The keys of a column.

use super::values::{Reader, Value};
use crate::base::time::TimeExtent;
use crate::dataset::is_language_tag;
use crate::read::mapping::reference::{KeyTable, names};
use crate::read::mapping::{ColumnMapping, Role, Said};
use ::toml::de::DeValue;
use std::ops::Range;

/// The calendars that dates may be of.
pub(super) const CALENDARS: &[&str] = &[
    "gregorian", "julian", "buddhist", "hijri", "solar-hijri", "rumi", "minguo", "japanese", "hebrew", "coptic",
    "ethiopic",
];
/// The orders of day, month and year in figures.
const FORMATS: &[&str] = &["dmy", "mdy", "ymd", "my", "ym", "y"];
/// What a date can be of.
const MEANINGS: &[&str] = &["established", "abolished", "renamed", "control", "as-of", "record"];
/// The placeholder of a date in the pattern of a head.
pub(super) const DATE: &str = "{date}";

/// A column: its role alone, or keys.
pub(super) fn read(reader: &mut Reader<'_>, name: &str, at: Range<usize>, value: &Value<'_>) -> Option<ColumnMapping> {
    let mut column = ColumnMapping { name: name.to_owned(), line: reader.line(&at), ..ColumnMapping::default() };
    if name.trim().is_empty() {
        let help = "name the column by its head, or by its letters: A, B, AA";
        reader.wrong(at.clone(), "a column without a name", "a column is named by its head or its letters", help);
    }
    if name.matches(DATE).count() > 1 || name.replace(DATE, "").contains(['{', '}']) {
        let rule = "a pattern of heads has {date} once, and no other braces";
        reader.wrong(at, "invalid pattern of heads", rule, "write \"Population {date}\"");
    }
    match value.get_ref() {
        DeValue::String(_) => column.role = role(reader, value),
        DeValue::Table(keys) => {
            for (key, at, value) in Reader::entries(keys) {
                set(reader, &mut column, key, at, value);
            }
        }
        _ => {
            let help = "write \"Name\" = \"name\", or \"Area (ha)\" = { role = \"area\", unit = \"ha\" }";
            reader.wrong(value.span(), "a column cannot be this", "a column has a role, or a table of keys", help);
            return None;
        }
    }
    Some(column)
}

fn set(reader: &mut Reader<'_>, column: &mut ColumnMapping, key: &str, at: Range<usize>, value: &Value<'_>) {
    match key {
        "role" => column.role = role(reader, value),
        "unit" => column.unit = reader.text(key, value),
        "measure" => column.measure = reader.text(key, value),
        "kind" => column.kind = reader.text(key, value),
        "lang" => column.lang = lang(reader, key, value),
        "script" => {
            let rule = "a script is an ISO 15924 code";
            column.script = reader.checked(key, value, is_script, rule, "write Latn, Cyrl or Arab");
        }
        "scheme" => column.scheme = reader.text(key, value),
        "split" => column.split = split(reader, key, value),
        "decimal" => column.decimal = decimal(reader, key, value),
        "null" => column.null = reader.words(key, value),
        "zero" => {
            column.zero_is_none = reader
                .one_of(key, value, &["none", "value"])
                .map(|said| Said { value: said.value == "none", line: said.line });
        }
        "calendar" => column.calendar = reader.one_of(key, value, CALENDARS),
        "format" => column.format = reader.one_of(key, value, FORMATS),
        "year" => column.year = reader.year(key, value),
        "order" => column.order = reader.one_of(key, value, &["lon,lat", "lat,lon"]),
        "values" => {
            let DeValue::Table(values) = value.get_ref() else {
                let rule = "`values` is a table from the words of cells to what they mean";
                reader.wrong(
                    value.span(),
                    "`values` cannot be this",
                    rule,
                    "write { \"1\" = \"county\", \"2\" = \"town\" }",
                );
                return;
            };
            for (code, _, value) in Reader::entries(values) {
                // An empty meaning is that of a code that stands for nobody or nothing.
                if let Some(meaning) = reader.any_text(code, value) {
                    column.values.insert(code.to_owned(), meaning);
                }
            }
        }
        "date-means" => column.date_means = reader.one_of(key, value, MEANINGS),
        "date" => column.date = date(reader, key, value),
        _ => reader.unknown(at, key, &names(KeyTable::Column), "a column has the keys of the reference"),
    }
}

fn role(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Said<Role>> {
    let names: Vec<&str> = Role::ALL.iter().map(|(name, _)| *name).collect();
    let said = reader.one_of("role", value, &names)?;
    Role::of(&said.value).map(|role| Said { value: role, line: said.line })
}

/// The mark between several values of a cell; white space is one, and a word between spaces.
fn split(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Said<String>> {
    let mark = value.get_ref().as_str().filter(|mark| !mark.is_empty());
    let is_word =
        |mark: &str| mark.starts_with(' ') && mark.ends_with(' ') && mark.trim().chars().all(char::is_alphabetic);
    if let Some(mark) = mark.filter(|mark| !mark.chars().any(char::is_alphanumeric) || is_word(mark)) {
        return Some(reader.said(mark.to_owned(), &value.span()));
    }
    let rule = "a mark between values has no letters and digits, or is a word between spaces";
    reader.wrong(value.span(), format!("invalid `{key}`"), rule, "write split = \";\", or split = \" and \"");
    None
}

/// A language tag.
pub(super) fn lang(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Said<String>> {
    reader.checked(key, value, is_language_tag, "a language is a BCP 47 tag", "write a tag such as en or az-Cyrl")
}

/// A decimal mark.
pub(super) fn decimal(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Said<char>> {
    let said = reader.mark(key, value)?;
    if matches!(said.value, '.' | ',' | '٫' | '·') {
        return Some(said);
    }
    reader.wrong(value.span(), format!("invalid `{key}`"), "a decimal mark is `.` or `,`", "write decimal = \",\"");
    None
}

/// A time: EDTF, or a date of TOML.
pub(super) fn date(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Said<String>> {
    let said = reader.word(key, value)?;
    // The words of the table itself, which are read where the table is.
    let is_of_table = matches!(said.value.as_str(), "{heading}" | "{caption}" | "{sheet}" | "{title}");
    if is_of_table || TimeExtent::from_edtf(&said.value).is_some() {
        return Some(said);
    }
    let help = "write 2017-12-27, 2017-12, 2017, or an interval: 2017/2019";
    reader.wrong(value.span(), format!("invalid `{key}`"), "a time is EDTF (ISO 8601-2)", help);
    None
}

/// Whether this is like an ISO 15924 code: four letters, the first of them large.
fn is_script(code: &str) -> bool {
    code.len() == 4
        && code.bytes().enumerate().all(|(i, b)| if i == 0 { b.is_ascii_uppercase() } else { b.is_ascii_lowercase() })
}
