//! The dialect of a CSVW file (Metadata Vocabulary for Tabular Data, 5.9) in the terms of a mapping. What is not followed
//! is noted.

use super::json::{Json, Node};
use super::properties::Reader;
use crate::base::columns::MAX_COLUMNS;
use crate::base::text::encoding;
use crate::read::mapping::{DialectMapping, Said, TableMapping};

/// Reads a dialect into the layout of a table.
pub(super) fn read(reader: &mut Reader<'_>, node: &Node, layout: &mut TableMapping) {
    if node.object().is_none() {
        reader.note(node, "a dialect is an object; one in another file is not read");
        return;
    }
    let names = [
        "commentPrefix", "delimiter", "doubleQuote", "encoding", "header", "headerRowCount", "lineTerminators",
        "quoteChar", "skipBlankRows", "skipColumns", "skipInitialSpace", "skipRows", "trim",
    ];
    reader.members(node, "Dialect", &names, false);
    let one = |n: &Node| n.text().and_then(|t| Some(t.chars().next()).filter(|_| t.chars().count() == 1)).flatten();
    let or_null = |n: &Node| if matches!(n.value, Json::Null) { Some(None) } else { one(n).map(Some) };
    let text = |n: &Node| match &n.value {
        Json::Null => Some(None),
        Json::String(text) => Some(Some(text.clone()).filter(|text| !text.is_empty())),
        _ => None,
    };
    let flag = "it is true or false";
    let count = "it is a whole number";
    layout.dialect = DialectMapping {
        delimiter: reader.get(node, "delimiter", one, "it is one character"),
        quote: reader.get(node, "quoteChar", or_null, "it is one character or null"),
        encoding: reader.get(
            node,
            "encoding",
            |n| n.text().filter(|t| encoding::is_label(t)).map(str::to_owned),
            "it is a label of the Encoding Standard",
        ),
        escape: reader
            .get(node, "doubleQuote", Node::flag, "it is true or false")
            .filter(|doubled| !doubled.value)
            .map(|doubled| Said { value: '\\', line: doubled.line }),
        skip_columns: reader
            .get(node, "skipColumns", Node::number, "it is a whole number")
            .map(|said| Said { value: said.value.min(MAX_COLUMNS), line: said.line }),
    };
    layout.comment = reader
        .get(node, "commentPrefix", text, "it is a text or null")
        .and_then(|said| Some(Said { value: said.value?, line: said.line }));
    let header = reader.get(node, "header", Node::flag, flag);
    let rows = reader.get(node, "headerRowCount", Node::number, count);
    let skipped = reader.get(node, "skipRows", Node::number, count);
    let line =
        rows.as_ref().map(|s| &s.line).or(header.as_ref().map(|s| &s.line)).or(skipped.as_ref().map(|s| &s.line));
    if let Some(line) = line {
        let skipped = skipped.as_ref().map_or(0, |said| said.value);
        let rows =
            rows.as_ref().map_or_else(|| usize::from(header.as_ref().is_none_or(|said| said.value)), |said| said.value);
        // No table has so many rows of heads.
        let rows = rows.min(MAX_COLUMNS);
        layout.header = Some(Said { value: (skipped + 1..=skipped + rows).collect(), line: line.clone() });
        if rows == 0 && skipped > 0 {
            layout.first = Some(Said { value: skipped + 1, line: line.clone() });
        }
    }
    let mut unread = |name: &str, is_usual: bool| {
        if let Some(value) = node.member(name).filter(|_| !is_usual) {
            reader.note(value, format!("`{name}` is not followed here"));
        }
    };
    let is = |name: &str, usual: &[Json]| {
        node.member(name).is_none_or(|node| usual.iter().any(|usual| same(usual, &node.value)))
    };
    let (yes, no) = (Json::Bool(true), Json::Bool(false));
    unread("skipBlankRows", is("skipBlankRows", &[yes.clone(), no.clone()]));
    unread("skipInitialSpace", is("skipInitialSpace", &[yes.clone(), no.clone()]));
    let words = ["true", "false", "start", "end"].map(|word| Json::String(word.to_owned()));
    unread("trim", is("trim", &[yes, no]) || is("trim", &words));
    let ends = |node: &Node| ["\n", "\r\n", "\r"].contains(&node.text().unwrap_or_default());
    let usual = node.member("lineTerminators").is_none_or(|n| n.array().map_or(ends(n), |list| list.iter().all(ends)));
    unread("lineTerminators", usual);
}

/// Whether two simple values are the same.
fn same(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Bool(a), Json::Bool(b)) => a == b,
        (Json::Number(a), Json::Number(b)) | (Json::String(a), Json::String(b)) => a == b,
        _ => false,
    }
}
