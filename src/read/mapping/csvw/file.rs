//! A CSVW file: its tables with their schemas and dialects, and what it says of the document.

use super::columns::{self, Inherited};
use super::common;
pub use super::common::About;
use super::datatype::Format;
use super::dialect;
use super::json::{self, Node};
use super::properties::{Reader, is_tag};
use super::schema::{CsvwColumn, CsvwSchema};
use crate::base::columns::{MAX_COLUMNS, MAX_TABLES};
use crate::base::text::Problem;
use crate::read::mapping::{ColumnMapping, MappingLine, Said, TableMapping};
use std::collections::BTreeSet;

/// Maximum size of a CSVW file, in bytes.
pub const MAX_FILE: usize = 8 << 20;
/// The context that every CSVW file names.
const CONTEXT: &str = "http://www.w3.org/ns/csvw";

/// What a CSVW file says.
#[derive(Debug, Clone, Default)]
pub struct CsvwFile {
    /// Its tables, in order.
    pub tables: Vec<CsvwTable>,
    /// What it says of the document.
    pub about: About,
    /// What is left out of it, and why.
    pub notes: Vec<Problem>,
    /// `@base`, against which addresses are resolved.
    pub base: Option<String>,
}

/// A table of a CSVW file.
#[derive(Debug, Clone, Default)]
pub struct CsvwTable {
    /// Its address, as written.
    pub url: String,
    /// Its columns and keys.
    pub schema: CsvwSchema,
    /// What it says about how the file is written and where the rows begin, in the terms of a mapping; without columns.
    layout: TableMapping,
    /// The references to other tables: the columns, the address, the columns there, and where it stands.
    references: Vec<Reference>,
}

#[derive(Debug, Clone)]
struct Reference {
    resource: Option<String>,
    columns: Vec<String>,
    node: Node,
}

impl CsvwFile {
    /// Reads and checks a file.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.len() > MAX_FILE {
            let rule = "a CSVW file has at most 8 MiB";
            let what = format!("this CSVW file has {} bytes", text.len());
            return Err(vec![Problem { at: None, value: String::new(), what, rule, help: "split it".to_owned() }]);
        }
        let root = json::parse(text).map_err(|problem| vec![problem])?;
        let mut reader = Reader::new(text);
        let mut file = Self::default();
        if root.object().is_none() {
            reader.error(&root, "a CSVW file is an object");
            return Err(reader.errors);
        }
        file.base = context(&mut reader, &root);
        file.about = common::about(&mut reader, &root);
        let around = Inherited::default();
        if root.member("tables").is_some() || root.member("url").is_none() {
            let names = ["@context", "tables", "dialect", "notes", "tableDirection", "tableSchema", "transformations"];
            reader.members(&root, "TableGroup", &names, true);
            let around = columns::inherit(&mut reader, &around, &root);
            shared(&mut reader, &root);
            match root.member("tables").map(|node| (node, node.array())) {
                Some((node, Some(tables))) => {
                    if tables.is_empty() || tables.len() > MAX_TABLES {
                        reader.error(node, "a group has from 1 to 1,000 tables");
                    }
                    for node in reader.objects("tables", tables).into_iter().take(MAX_TABLES) {
                        file.tables.push(table(&mut reader, &around, node, Some(&root)));
                    }
                }
                Some((node, None)) => reader.error(node, "`tables` is a list"),
                None => reader.error(&root, "there is neither `tables` nor `url`"),
            }
        } else {
            file.tables.push(table(&mut reader, &around, &root, None));
        }
        if let [table] = &file.tables[..]
            && let Some(node) = root.member("tables").and_then(|n| n.array()?.first())
            && !table.url.is_empty()
        {
            file.about = file.about.or(common::about(&mut reader, node));
        }
        references(&mut reader, &file.tables);
        file.notes = reader.notes;
        if reader.errors.is_empty() { Ok(file) } else { Err(reader.errors) }
    }
}

impl About {
    /// These values, with missing ones taken from `other`.
    fn or(self, other: Self) -> Self {
        Self {
            title: self.title.or(other.title),
            creators: if self.creators.is_empty() { other.creators } else { self.creators },
            publisher: self.publisher.or(other.publisher),
            licence: self.licence.or(other.licence),
            language: self.language.or(other.language),
            issued: self.issued.or(other.issued),
        }
    }
}

/// Checks the context; the result is `@base`.
fn context(reader: &mut Reader<'_>, root: &Node) -> Option<String> {
    let Some(node) = root.member("@context") else {
        reader.note(root, "there is no `@context`");
        return None;
    };
    let (name, local) = match node.array() {
        Some([name]) => (name, None),
        Some([name, local]) => (name, Some(local)),
        _ => (node, None),
    };
    if name.text() != Some(CONTEXT) {
        reader.error(node, format!("`@context` is \"{CONTEXT}\", alone or before an object"));
    }
    let mut base = None;
    for (name, value) in local.and_then(Node::object).unwrap_or_default() {
        match name.as_str() {
            "@base" => base = value.text().map(str::to_owned),
            "@language" if !value.text().is_some_and(is_tag) => reader.note(value, "`@language` is a BCP 47 tag"),
            "@language" => {}
            _ => reader.error(value, "beside the context only `@base` and `@language` are allowed"),
        }
    }
    base
}

/// Checks what tables and groups have alike.
fn shared(reader: &mut Reader<'_>, node: &Node) {
    let direction = |n: &Node| n.text().filter(|t| ["rtl", "ltr", "auto"].contains(t)).map(|_| ());
    reader.get(node, "tableDirection", direction, "it is rtl, ltr or auto");
    reader.get(node, "suppressOutput", Node::flag, "it is true or false");
    if let Some(node) = node.member("transformations") {
        let Some(list) = node.array() else {
            reader.note(node, "`transformations` is a list");
            return;
        };
        for node in reader.objects("transformations", list) {
            let names = ["url", "titles", "targetFormat", "scriptFormat", "source"];
            reader.members(node, "Template", &names, false);
        }
    }
}

fn table(reader: &mut Reader<'_>, around: &Inherited, node: &Node, group: Option<&Node>) -> CsvwTable {
    let mut names =
        vec!["url", "dialect", "notes", "suppressOutput", "tableDirection", "tableSchema", "transformations"];
    if group.is_none() {
        names.push("@context");
    }
    reader.members(node, "Table", &names, true);
    shared(reader, node);
    let around = columns::inherit(reader, around, node);
    let mut table = CsvwTable::default();
    match node.member("url").map(|url| (url, url.text())) {
        Some((_, Some(url))) => url.clone_into(&mut table.url),
        Some((url, None)) => reader.error(url, "the `url` of a table is a text"),
        None => reader.error(node, "this table has no `url`"),
    }
    table.layout.line = reader.line(node);
    if let Some(node) = node.member("dialect").or(group.and_then(|group| group.member("dialect"))) {
        dialect::read(reader, node, &mut table.layout);
    }
    table.schema = CsvwSchema { line: reader.line(node), lang: around.lang.clone(), ..CsvwSchema::default() };
    if let Some(node) = node.member("tableSchema").or(group.and_then(|group| group.member("tableSchema"))) {
        schema(reader, &around, node, &mut table);
    }
    table
}

fn schema(reader: &mut Reader<'_>, around: &Inherited, node: &Node, table: &mut CsvwTable) {
    if node.object().is_none() {
        let other = node.text().is_some();
        reader.error(node, if other { "a schema in another file is not read" } else { "`tableSchema` is an object" });
        return;
    }
    reader.members(node, "Schema", &["columns", "foreignKeys", "primaryKey", "rowTitles"], true);
    let around = columns::inherit(reader, around, node);
    let schema = &mut table.schema;
    schema.line = reader.line(node);
    schema.lang.clone_from(&around.lang);
    let mut names = BTreeSet::new();
    if let Some(list) = node.member("columns") {
        let Some(nodes) = list.array() else {
            reader.error(list, "`columns` is a list");
            return;
        };
        if nodes.len() > MAX_COLUMNS {
            reader.error(list, "a table has at most 16,384 columns");
            return;
        }
        for node in reader.objects("columns", nodes) {
            let column = columns::column(reader, &around, node);
            if column.name.as_ref().is_some_and(|name| !names.insert(name.clone())) {
                reader.error(node, "two columns have this name");
            }
            if !column.is_virtual && schema.columns.last().is_some_and(|last: &CsvwColumn| last.is_virtual) {
                reader.error(node, "virtual columns stand after the others");
            }
            schema.columns.push(column);
        }
    }
    schema.primary_key = named(reader, node, "primaryKey", &schema.columns);
    schema.row_titles = named(reader, node, "rowTitles", &schema.columns);
    if let Some(keys) = node.member("foreignKeys") {
        let Some(list) = keys.array() else {
            reader.note(keys, "`foreignKeys` is a list");
            return;
        };
        for key in reader.objects("foreignKeys", list) {
            foreign_key(reader, key, table);
        }
        if table.schema.foreign_keys > 0 {
            reader.note(keys, "the rows to which foreign keys refer are not looked up");
        }
    }
}

/// The positions of the columns that a property names.
fn named(reader: &mut Reader<'_>, node: &Node, name: &str, columns: &[CsvwColumn]) -> Vec<usize> {
    let Some(value) = node.member(name) else { return Vec::new() };
    let names = reader.texts(name, value).unwrap_or_default();
    let place = |name: &String| columns.iter().position(|column| column.name.as_ref() == Some(name));
    let places: Option<Vec<usize>> = names.iter().map(place).collect();
    if places.is_none() {
        reader.note(value, format!("`{name}` names a column that is not described by this `name`"));
    }
    places.unwrap_or_default()
}

fn foreign_key(reader: &mut Reader<'_>, node: &Node, table: &mut CsvwTable) {
    let only = |reader: &mut Reader<'_>, node: &Node, names: &[&str]| {
        for (name, value) in node.object().unwrap_or_default() {
            if !names.contains(&name.as_str()) {
                reader.error(value, format!("`{name}` is no property of a foreign key"));
            }
        }
    };
    only(reader, node, &["columnReference", "reference"]);
    table.schema.foreign_keys += 1;
    let own = node.member("columnReference").and_then(|value| reader.texts("columnReference", value));
    let known = |name: &String| table.schema.columns.iter().any(|column| column.name.as_ref() == Some(name));
    if !own.as_ref().is_some_and(|names| !names.is_empty() && names.iter().all(known)) {
        reader.error(node, "`columnReference` does not name columns of the table");
    }
    let Some(reference) = node.member("reference").filter(|node| node.object().is_some()) else {
        reader.error(node, "`reference` is an object");
        return;
    };
    only(reader, reference, &["resource", "schemaReference", "columnReference"]);
    let columns = reference.member("columnReference").and_then(|value| reader.texts("columnReference", value));
    let resource = reference.member("resource").and_then(Node::text).map(str::to_owned);
    if resource.is_none() && reference.member("schemaReference").is_none() {
        reader.error(reference, "`reference` has a `resource` or a `schemaReference`");
    }
    table.references.push(Reference { resource, columns: columns.unwrap_or_default(), node: reference.clone() });
}

/// Checks that the tables and columns to which foreign keys refer are described.
fn references(reader: &mut Reader<'_>, tables: &[CsvwTable]) {
    for reference in tables.iter().flat_map(|table| &table.references) {
        let Some(resource) = &reference.resource else { continue };
        let Some(table) = tables.iter().find(|table| table.url == *resource) else {
            reader.error(&reference.node, format!("no table has the `url` \"{resource}\""));
            continue;
        };
        let known = |name: &String| table.schema.columns.iter().any(|column| column.name.as_ref() == Some(name));
        if reference.columns.is_empty() || !reference.columns.iter().all(known) {
            reader.error(&reference.node, "`columnReference` does not name columns of that table");
        }
    }
}

impl CsvwTable {
    /// What is said of the table in the terms of a mapping. `heads` are those of the file; without them columns are
    /// called by their titles.
    pub fn mapping(&self, heads: Option<&[String]>) -> TableMapping {
        let mut mapping = self.layout.clone();
        let said = |value: &str, line: &MappingLine| Said { value: value.to_owned(), line: line.clone() };
        let mut names = Vec::new();
        for (n, column) in self.schema.real().enumerate() {
            let name = heads.and_then(|heads| heads.get(n).cloned()).or(column.head().map(str::to_owned));
            let name = name.unwrap_or_else(|| crate::base::columns::column_letters(n + 1));
            names.push(name.clone());
            let line = &column.line;
            let mut described = ColumnMapping { name, line: line.clone(), ..ColumnMapping::default() };
            described.lang = column.lang.as_ref().filter(|lang| *lang != "und").map(|lang| said(lang, line));
            described.null = column.null.iter().flatten().map(|word| said(word, line)).collect();
            described.split = column.separator.as_ref().map(|mark| said(mark, line));
            match &column.datatype.format {
                Format::Number(format) => described.decimal = Some(Said { value: format.decimal, line: line.clone() }),
                Format::Date(pattern) => described.format = pattern.order().map(|order| said(order, line)),
                _ => {}
            }
            mapping.column.push(described);
        }
        let key = self.schema.primary_key.iter().filter_map(|at| names.get(*at));
        mapping.key = key.map(|name| said(name, &self.schema.line)).collect();
        if let Some(header) = mapping.header.as_ref().filter(|header| header.value.is_empty()) {
            mapping.columns = Some(Said { value: names, line: header.line.clone() });
        }
        mapping
    }
}
