//! The keys of a table.

use super::values::{Reader, Value};
use super::{checks, column, rows};
use crate::base::columns::MAX_COLUMNS;
use crate::read::mapping::reference::{KeyTable, names};
use crate::read::mapping::{Said, TableMapping};
use ::toml::de::{DeTable, DeValue};
use std::ops::Range;

/// One entry.
pub(super) fn read(reader: &mut Reader<'_>, at: Range<usize>, keys: &DeTable<'_>) -> TableMapping {
    let mut table = TableMapping { line: reader.line(&at), ..TableMapping::default() };
    for (key, at, value) in Reader::entries(keys) {
        set(reader, &mut table, key, at, value);
    }
    checks::within(&table, reader);
    table
}

fn set(reader: &mut Reader<'_>, table: &mut TableMapping, key: &str, at: Range<usize>, value: &Value<'_>) {
    match key {
        "sheet" => table.sheet = reader.text(key, value),
        "heading" => table.heading = reader.text(key, value),
        "member" => {
            let rule = "a member is a JSON Pointer (RFC 6901), or names joined by points";
            table.member = reader.checked(key, value, is_member, rule, "write /data/rows or data.rows");
        }
        "number" => table.number = reader.number(key, value),
        "ignore" => table.ignore = reader.flag(key, value),
        "header" => table.header = rows::header(reader, key, value),
        "columns" => table.columns = columns(reader, key, value),
        "first" => table.first = reader.number(key, value),
        "until" => table.until = rows::until(reader, key, value),
        "comment" => table.comment = reader.text(key, value),
        "skip" => table.skip = rows::rules(reader, key, value),
        "group" => table.group = rows::groups(reader, value),
        "fill-down" => table.fill_down = reader.texts(key, value),
        "level" => table.level = reader.texts(key, value),
        "key" => table.key = reader.texts(key, value),
        "column" => {
            let DeValue::Table(columns) = value.get_ref() else {
                let help = "write [table.column] and below it a line for each column: \"Name\" = \"name\"";
                reader.wrong(value.span(), "`column` cannot be this", "`column` is a table of columns", help);
                return;
            };
            if columns.len() > MAX_COLUMNS {
                let help = "use a pattern with {date}, or others = \"ignore\"";
                reader.wrong(value.span(), "there are too many columns", "a table has at most 16,384 columns", help);
                return;
            }
            let entries = Reader::entries(columns);
            table.column =
                entries.into_iter().filter_map(|(name, at, value)| column::read(reader, name, at, value)).collect();
        }
        "others" => {
            table.ignores_others =
                reader.one_of(key, value, &["ignore"]).map(|said| Said { value: true, line: said.line });
        }
        "date" => table.date = column::date(reader, key, value),
        "parent" => table.parent = reader.text(key, value),
        "kind" => table.kind = reader.text(key, value),
        "unit" => table.unit = reader.text(key, value),
        "source" => table.source = reader.text(key, value),
        "lang" => table.lang = column::lang(reader, key, value),
        "decimal" => table.decimal = column::decimal(reader, key, value),
        "null" => table.null = reader.words(key, value),
        "delimiter" => table.dialect.delimiter = reader.mark(key, value),
        "quote" => {
            table.dialect.quote = match value.get_ref() {
                DeValue::Boolean(false) => Some(reader.said(None, &value.span())),
                _ => reader.mark(key, value).map(|said| Said { value: Some(said.value), line: said.line }),
            };
        }
        "encoding" => {
            let rule = "an encoding is a label of the Encoding Standard";
            table.dialect.encoding = reader.checked(
                key,
                value,
                crate::base::text::encoding::is_label,
                rule,
                "write utf-8, windows-1251 or utf-16le",
            );
        }
        _ => reader.unknown(at, key, &names(KeyTable::Table), "a table has the keys of the reference"),
    }
}

/// The heads of a table without them.
fn columns(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Said<Vec<String>>> {
    let DeValue::Array(_) = value.get_ref() else {
        let help = "write columns = [\"Name\", \"Area\"]";
        reader.wrong(
            value.span(),
            "`columns` cannot be this",
            "`columns` is the list of heads, from left to right",
            help,
        );
        return None;
    };
    let heads: Vec<_> = reader.words(key, value).into_iter().map(|said| said.value).collect();
    if heads.is_empty() || heads.len() > MAX_COLUMNS {
        let rule = "a table has from 1 to 16,384 columns";
        reader.wrong(value.span(), format!("`columns` has {} heads", heads.len()), rule, "name each column");
        return None;
    }
    Some(reader.said(heads, &value.span()))
}

/// Whether this is a JSON Pointer, or names joined by points.
fn is_member(text: &str) -> bool {
    match text.strip_prefix('/') {
        Some(pointer) => pointer.split('~').skip(1).all(|rest| rest.starts_with(['0', '1'])),
        None => text.split('.').all(|name| !name.trim().is_empty()),
    }
}
