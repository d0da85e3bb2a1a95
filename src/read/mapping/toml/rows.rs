//! Rules that choose rows: `skip`, `group`, `until`, `header`.

use super::values::{Reader, Value};
use crate::read::mapping::{GroupRule, RowRule, RowWords, Said};
use ::toml::de::DeValue;

const RULE: &str =
    "rows are chosen by a number, by the words of their first filled cell, by a column, or by their filled cells";
const HELP: &str = "write 7, \"Total*\", { column = \"Code\", is = [\"x\"] } or { filled = 1 }";

/// A list of rules, or one rule.
pub(super) fn rules(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Vec<Said<RowRule>> {
    reader.list(value, |reader, value| rule(reader, key, value))
}

fn rule(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Said<RowRule>> {
    let rule = match value.get_ref() {
        DeValue::Integer(_) => RowRule::Number(reader.number(key, value)?.value),
        DeValue::String(_) => RowRule::Words(pattern(reader, key, value)?.value),
        DeValue::Table(keys) => {
            let (mut column, mut is, mut filled) = (None, None, None);
            let before = reader.problems.len();
            for (name, at, value) in Reader::entries(keys) {
                match name {
                    "column" => column = reader.text(name, value),
                    "is" => is = Some(reader.words(name, value).into_iter().map(|said| said.value).collect::<Vec<_>>()),
                    "filled" => filled = reader.number(name, value),
                    _ => reader.unknown(at, name, &["column", "is", "filled"], RULE),
                }
            }
            match (column, is, filled) {
                (Some(column), Some(is), None) if !is.is_empty() => RowRule::Cell { column: column.value, is },
                (None, None, Some(filled)) => RowRule::Filled(filled.value),
                _ if reader.problems.len() > before => return None,
                _ => {
                    reader.wrong(value.span(), "this chooses no rows", RULE, HELP);
                    return None;
                }
            }
        }
        _ => {
            reader.wrong(value.span(), format!("`{key}` cannot be this"), RULE, HELP);
            return None;
        }
    };
    Some(reader.said(rule, &value.span()))
}

/// Words with `*` and `?` that do not stand for whatever there is.
pub(super) fn pattern(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Said<String>> {
    let said = reader.text(key, value)?;
    if said.value.chars().all(|c| matches!(c, '*' | '?') || c.is_whitespace()) {
        let help = "add words, or leave the key out";
        reader.wrong(
            value.span(),
            format!("`{key}` is for everything"),
            "a pattern has characters beside `*` and `?`",
            help,
        );
        return None;
    }
    Some(said)
}

/// `until`: a number or words.
pub(super) fn until(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Said<RowWords>> {
    let row = match value.get_ref() {
        DeValue::Integer(_) => RowWords::Number(reader.number(key, value)?.value),
        _ => RowWords::Words(pattern(reader, key, value)?.value),
    };
    Some(reader.said(row, &value.span()))
}

/// `header`: a number, a list of numbers, or `false`.
pub(super) fn header(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Said<Vec<usize>>> {
    let rows = match value.get_ref() {
        DeValue::Boolean(false) => Vec::new(),
        DeValue::Integer(_) => vec![reader.number(key, value)?.value],
        DeValue::Array(values) if !values.is_empty() => {
            let rows: Option<Vec<_>> = values.iter().map(|value| reader.number(key, value)).collect();
            let rows: Vec<_> = rows?.into_iter().map(|said| said.value).collect();
            if !rows.is_sorted_by(|a, b| a < b) {
                let help = "write the upper one first: header = [4, 5]";
                reader.wrong(
                    value.span(),
                    "these rows are not in order",
                    "rows of heads stand from top to bottom, each once",
                    help,
                );
                return None;
            }
            rows
        }
        _ => {
            let help = "write header = 4, header = [4, 5], or header = false if there are no heads";
            reader.wrong(value.span(), "`header` cannot be this", "heads stand in rows, which count from 1", help);
            return None;
        }
    };
    Some(reader.said(rows, &value.span()))
}

/// `group`: one rule or a list; `"single"` is for rows with one filled cell.
pub(super) fn groups(reader: &mut Reader<'_>, value: &Value<'_>) -> Vec<Said<GroupRule>> {
    reader.list(value, group)
}

fn group(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Said<GroupRule>> {
    let rule = "a group has `rows`, and may have `column` and `keep`";
    let group = match value.get_ref() {
        DeValue::String(word) if word == "single" => {
            GroupRule { rows: vec![RowRule::Filled(1)], column: None, keep: false }
        }
        DeValue::Table(keys) => {
            let mut group = GroupRule { rows: Vec::new(), column: None, keep: false };
            for (name, at, value) in Reader::entries(keys) {
                match name {
                    "rows" => group.rows = rules(reader, name, value).into_iter().map(|said| said.value).collect(),
                    "column" => group.column = reader.text(name, value).map(|said| said.value),
                    "keep" => group.keep = reader.flag(name, value).is_some_and(|said| said.value),
                    _ => reader.unknown(at, name, &["rows", "column", "keep"], rule),
                }
            }
            if keys.get("rows").is_none() {
                let help = "write { rows = [\"* region\"] }, or \"single\" for rows with one filled cell";
                reader.wrong(value.span(), "this group has no `rows`", rule, help);
                return None;
            }
            group
        }
        _ => {
            let help = "write \"single\", or { rows = [\"* region\"], column = \"B\", keep = true }";
            reader.wrong(value.span(), "`group` cannot be this", rule, help);
            return None;
        }
    };
    Some(reader.said(group, &value.span()))
}
