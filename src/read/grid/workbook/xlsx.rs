//! XLSX and XLSM workbooks (ECMA-376 part 1, chapter 18). Formulas are never computed: a cell has the value that the
//! program stored.

mod shared;
mod sheet;

use super::book::Book;
use super::fault::{damaged, fault};
use super::package::Package;
use super::xml::{Xml, attribute};
use crate::base::text::Problem;
use quick_xml::events::Event;
use std::collections::HashMap;

/// Maximum size of a part that is neither a sheet nor the shared texts, unpacked, in bytes: 64 MiB.
const MAX_PART: u64 = 1 << 26;
/// Maximum number of sheets and relations that are read.
const MAX_RELATIONS: usize = 10_000;

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    is_hidden: bool,
    relation: String,
}

/// Reads the workbook of an archive.
pub(super) fn read(package: &mut Package, book: &mut Book) -> Result<(), Problem> {
    let main = relations(package, "_rels/.rels")?
        .into_values()
        .find(|relation| relation.kind.ends_with("/officeDocument"))
        .map_or_else(|| "xl/workbook.xml".to_owned(), |relation| resolved("", &relation.target));
    let (folder, file) = main.rsplit_once('/').map_or(("", main.as_str()), |(folder, file)| (folder, file));
    if main.ends_with(".bin") {
        return Err(fault(main, "this is an XLSB workbook", "open it in a spreadsheet program and save it as .xlsx"));
    }
    let (listed, is_1904) = workbook(package, &main)?;
    let relations = relations(package, &format!("{folder}/_rels/{file}.rels"))?;
    let part = |kind: &str| {
        let found = relations.values().find(|relation| relation.kind.ends_with(kind));
        found.map(|relation| resolved(folder, &relation.target))
    };
    let styles = match part("/styles") {
        Some(part) => shared::styles(package, &part)?,
        None => Vec::new(),
    };
    let strings = match part("/sharedStrings") {
        Some(part) => shared::strings(package, &part, book)?,
        None => Vec::new(),
    };
    let context = sheet::Context { strings, styles, is_1904 };
    for Listed { name, is_hidden, relation } in listed {
        let Some(relation) = relations.get(&relation) else {
            return Err(damaged(&name, "the workbook does not say where this sheet is"));
        };
        // Charts, dialogues and macros are no tables.
        if relation.kind.ends_with("/worksheet") {
            book.begin(&name, is_hidden)?;
            sheet::read(package, &resolved(folder, &relation.target), &name, &context, book)?;
            book.end()?;
        }
    }
    Ok(())
}

struct Relation {
    kind: String,
    target: String,
}

/// The relations of a part, by their names; none if it has none.
fn relations(package: &mut Package, part: &str) -> Result<HashMap<String, Relation>, Problem> {
    let mut relations = HashMap::new();
    let Some(mut xml) = Xml::open(package, part.trim_start_matches('/'), MAX_PART)? else { return Ok(relations) };
    while let Some(event) = xml.next()? {
        if let Event::Start(start) = &event
            && start.local_name().as_ref() == "Relationship"
            && relations.len() < MAX_RELATIONS
            && let (Some(id), Some(kind), Some(target)) =
                (attribute(start, "Id"), attribute(start, "Type"), attribute(start, "Target"))
        {
            relations.insert(id, Relation { kind, target });
        }
    }
    Ok(relations)
}

/// The name of a part that a relation of a part in `folder` points to.
fn resolved(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}

/// The sheets, and whether days count from 1904.
fn workbook(package: &mut Package, part: &str) -> Result<(Vec<Listed>, bool), Problem> {
    let Some(mut xml) = Xml::open(package, part, MAX_PART)? else {
        return Err(damaged(part, "the archive has no workbook"));
    };
    let (mut listed, mut is_1904) = (Vec::new(), false);
    while let Some(event) = xml.next()? {
        let Event::Start(start) = &event else { continue };
        match start.local_name().as_ref() {
            "workbookPr" => is_1904 = attribute(start, "date1904").is_some_and(|v| v == "1" || v == "true"),
            "sheet" if listed.len() < MAX_RELATIONS => listed.push(Listed {
                name: attribute(start, "name").unwrap_or_default(),
                is_hidden: attribute(start, "state").is_some_and(|state| state != "visible"),
                relation: attribute(start, "id").unwrap_or_default(),
            }),
            _ => {}
        }
    }
    Ok((listed, is_1904))
}
