//! Columns and datatypes from JSON.

use super::datatype::date::{DatePattern, suits};
use super::datatype::number::{NumberFormat, Pattern};
use super::datatype::{Bound, Datatype, Format, known};
use super::json::{Json, Node};
use super::properties::{Reader, is_tag};
use super::schema::CsvwColumn;
use regex::Regex;
use std::cmp::Ordering;

/// Where the IRIs of built-in types begin.
const BUILT_IN: &[&str] = &["http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/ns/csvw#"];

/// The inherited properties that hold at a place.
pub(super) type Inherited = CsvwColumn;

/// The inherited properties of an object, with those of the object around it.
pub(super) fn inherit(reader: &mut Reader<'_>, around: &Inherited, node: &Node) -> Inherited {
    let mut own = around.clone();
    if let Some(value) = node.member("null") {
        own.null = reader.texts("null", value).or(own.null);
    }
    let tag = |n: &Node| n.text().filter(|t| is_tag(t)).map(str::to_owned);
    let text = |n: &Node| n.text().map(str::to_owned);
    own.lang = reader.get(node, "lang", tag, "a language is a BCP 47 tag").map(|s| s.value).or(own.lang);
    let direction = |n: &Node| n.text().filter(|t| ["ltr", "rtl", "auto", "inherit"].contains(t)).map(|_| ());
    reader.get(node, "textDirection", direction, "it is ltr, rtl, auto or inherit");
    let separator = |n: &Node| match &n.value {
        Json::Null => Some(None),
        Json::String(text) if !text.is_empty() => Some(Some(text.clone())),
        _ => None,
    };
    if let Some(said) = reader.get(node, "separator", separator, "it is a text or null") {
        own.separator = said.value;
    }
    own.ordered = reader.get(node, "ordered", Node::flag, "it is true or false").map_or(own.ordered, |s| s.value);
    own.required = reader.get(node, "required", Node::flag, "it is true or false").map_or(own.required, |s| s.value);
    own.default = reader.get(node, "default", text, "it is a text").map(|s| s.value).or(own.default);
    for name in ["aboutUrl", "propertyUrl", "valueUrl"] {
        reader.get(node, name, text, "it is a text");
    }
    if let Some(value) = node.member("datatype") {
        own.datatype = datatype(reader, value);
    }
    own
}

/// A column.
pub(super) fn column(reader: &mut Reader<'_>, around: &Inherited, node: &Node) -> CsvwColumn {
    reader.members(node, "Column", &["name", "titles", "virtual", "suppressOutput"], true);
    let mut column = inherit(reader, around, node);
    column.line = reader.line(node);
    let name = |n: &Node| n.text().filter(|t| is_name(t)).map(str::to_owned);
    let rule = "a name has letters, digits, `_`, `.` and percent-encoded characters, and begins with no `_`";
    column.name = reader.get(node, "name", name, rule).map(|said| said.value);
    column.is_virtual = reader.get(node, "virtual", Node::flag, "it is true or false").is_some_and(|said| said.value);
    reader.get(node, "suppressOutput", Node::flag, "it is true or false");
    if let Some(value) = node.member("titles") {
        column.titles = titles(reader, value);
    }
    column
}

/// Titles: a text, a list, or such by language.
fn titles(reader: &mut Reader<'_>, value: &Node) -> Vec<(Option<String>, String)> {
    if let Some(members) = value.object() {
        let mut titles = Vec::new();
        for (tag, value) in members {
            if !is_tag(tag) {
                reader.error(value, format!("the language \"{tag}\" of a title is no BCP 47 tag"));
            }
            let texts = reader.texts("titles", value).unwrap_or_default();
            titles.extend(texts.into_iter().map(|text| (Some(tag.clone()), text)));
        }
        return titles;
    }
    if value.text().is_none() && value.array().is_none() {
        reader.error(value, "titles are a text, a list of texts, or an object of these by language");
        return Vec::new();
    }
    reader.texts("titles", value).unwrap_or_default().into_iter().map(|text| (None, text)).collect()
}

fn is_name(text: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '%');
    !text.is_empty() && !text.starts_with('_') && text.chars().all(allowed)
}

/// A datatype: the name of a built-in one, or an object.
fn datatype(reader: &mut Reader<'_>, node: &Node) -> Datatype {
    let mut datatype = Datatype::default();
    if let Some(base) = node.text() {
        if known(base) {
            base.clone_into(&mut datatype.base);
        } else {
            reader.note(node, "this datatype is not built in; the cells are read as texts");
        }
        return datatype;
    }
    if node.object().is_none() {
        reader.note(node, "a datatype is a name or an object; the cells are read as texts");
        return datatype;
    }
    let names = [
        "base", "format", "length", "minLength", "maxLength", "minimum", "maximum", "minInclusive", "maxInclusive",
        "minExclusive", "maxExclusive", "name", "description",
    ];
    reader.members(node, "Datatype", &names, false);
    if let Some(id) = node.member("@id")
        && id.text().is_some_and(|id| BUILT_IN.iter().any(|iri| id.strip_prefix(iri).is_some_and(known)))
    {
        reader.error(id, "the `@id` of a datatype is not that of a built-in one");
    }
    let base = |n: &Node| n.text().filter(|t| known(t)).map(str::to_owned);
    if let Some(said) = reader.get(node, "base", base, "it is a built-in datatype; the cells are read as texts") {
        datatype.base = said.value;
    }
    if let Some(value) = node.member("format") {
        datatype.format = format(reader, &datatype, value).unwrap_or_default();
    }
    lengths(reader, &mut datatype, node);
    bounds(reader, &mut datatype, node);
    datatype
}

fn format(reader: &mut Reader<'_>, datatype: &Datatype, value: &Node) -> Option<Format> {
    let invalid = |reader: &mut Reader<'_>| {
        reader.note(value, format!("invalid `format` of the type {}", datatype.base));
        None
    };
    if datatype.is_number() {
        let text = |name: &str| value.member(name).and_then(Node::text);
        let mark = |name: &str| text(name).and_then(|t| t.chars().next());
        let mut format =
            NumberFormat { decimal: mark("decimalChar").unwrap_or('.'), group: mark("groupChar"), pattern: None };
        if let Some(pattern) = value.text().or(text("pattern")) {
            format.pattern = Pattern::parse(pattern, format.decimal, format.group.unwrap_or(','));
            if format.pattern.is_none() {
                return invalid(reader);
            }
        } else if value.object().is_none() {
            return invalid(reader);
        }
        if format.group == Some(format.decimal) {
            return invalid(reader);
        }
        return Some(Format::Number(format));
    }
    let Some(text) = value.text() else { return invalid(reader) };
    if datatype.is_date() {
        return match DatePattern::parse(text).filter(|pattern| suits(pattern, &datatype.base)) {
            Some(pattern) => Some(Format::Date(pattern)),
            None => invalid(reader),
        };
    }
    if datatype.base == "boolean" {
        return match text.split_once('|') {
            Some((yes, no)) if !yes.is_empty() && !no.is_empty() && yes != no && !no.contains('|') => {
                Some(Format::Boolean(yes.to_owned(), no.to_owned()))
            }
            _ => invalid(reader),
        };
    }
    match Regex::new(&format!("^(?:{text})$")) {
        Ok(expression) if Regex::new(text).is_ok() => Some(Format::Expression(expression)),
        _ => invalid(reader),
    }
}

fn lengths(reader: &mut Reader<'_>, datatype: &mut Datatype, node: &Node) {
    let mut length = |name| {
        let said = reader.get(node, name, Node::number, "it is a whole number")?;
        Some(said.value)
    };
    datatype.length = length("length");
    datatype.min_length = length("minLength");
    datatype.max_length = length("maxLength");
    let Datatype { length, min_length, max_length, .. } = *datatype;
    let most = max_length.unwrap_or(usize::MAX);
    if (length.is_some() || min_length.is_some() || max_length.is_some()) && !datatype.has_length() {
        reader.error(node, format!("values of the type {} have no length", datatype.base));
    }
    if min_length.is_some_and(|least| least > most || length.is_some_and(|length| length < least))
        || length.is_some_and(|length| length > most)
    {
        reader.error(node, "the lengths contradict each other");
    }
}

fn bounds(reader: &mut Reader<'_>, datatype: &mut Datatype, node: &Node) {
    let scalar = |n: &Node| match &n.value {
        Json::String(text) | Json::Number(text) => Some(text.clone()),
        _ => None,
    };
    let typed = datatype.clone();
    let mut bound = |names: [&str; 3]| {
        let mut found = Vec::new();
        for (n, name) in names.into_iter().enumerate() {
            if let Some(said) = reader.get(node, name, scalar, "it is a number or a text") {
                if typed.compare_bounds(&said.value, &said.value).is_some() {
                    found.push(Bound { value: said.value, inclusive: n < 2 });
                } else if !typed.is_number() && !typed.is_date() {
                    reader.error(node, format!("values of the type {} have no `{name}`", typed.base));
                } else {
                    reader.note(node, format!("`{name}` is not of the type {}", typed.base));
                }
            }
        }
        if found.iter().any(|bound| bound.inclusive) && found.iter().any(|bound| !bound.inclusive) {
            reader.error(node, format!("`{}` and `{}` exclude each other", names[1], names[2]));
        }
        found.pop()
    };
    datatype.minimum = bound(["minimum", "minInclusive", "minExclusive"]);
    datatype.maximum = bound(["maximum", "maxInclusive", "maxExclusive"]);
    if let (Some(least), Some(most)) = (&datatype.minimum, &datatype.maximum) {
        let contradicts = match datatype.compare_bounds(&least.value, &most.value) {
            Some(Ordering::Greater) => true,
            Some(Ordering::Equal) => least.inclusive != most.inclusive,
            _ => false,
        };
        if contradicts {
            reader.error(node, "the least value is greater than the greatest");
        }
    }
}
