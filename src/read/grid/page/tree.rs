//! Finds the tables in the tree of a page: rows, cells, captions, headings.

use crate::base::iri::folded_space;
use crate::read::grid::MAX_TABLES;
use crate::read::source::html::{is_boundary, is_unseen, openings};
use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::node::Text;
use scraper::{ElementRef, Html, Node};
use std::collections::{HashMap, HashSet};

/// Units whose second or third power is written with a raised figure.
const UNITS: &[&str] = &["km", "m", "cm", "mm", "dm", "mi", "ft", "yd", "км", "м", "см"];

/// Maximum number of nodes that are read of a heading: headings may nest, cells cannot.
const MAX_HEADING: usize = 1_000;

/// A row with the cells that its markup has.
#[derive(Debug)]
pub(super) struct PageRow {
    pub(super) line: usize,
    pub(super) cells: Vec<PageCell>,
    /// Whether it begins a section (`thead`, `tbody`).
    pub(super) begins_section: bool,
}

/// A cell of the markup.
#[derive(Debug)]
pub(super) struct PageCell {
    pub(super) text: String,
    pub(super) is_head: bool,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

/// A table of data.
pub(super) struct Table {
    pub(super) heading: Option<String>,
    pub(super) caption: Option<String>,
    pub(super) rows: Vec<PageRow>,
}

/// The lines of rows in the markup.
pub(super) struct RowLines(HashMap<NodeId, usize>);

/// The lines of the rows of a page: the parser does not keep them, but as many tags as rows are in the same order. If
/// rows have no tag of their own, all are in the line of the page's first table.
pub(super) fn lines(page: &Html, markup: &str) -> RowLines {
    let rows: Vec<_> = page.root_element().descendent_elements().filter(|e| e.value().name() == "tr").collect();
    let tags: Vec<usize> = openings(markup, "tr").collect();
    let same = rows.len() == tags.len();
    let mut line = 1;
    let mut from = 0;
    let mut found = HashMap::with_capacity(rows.len());
    let first = openings(markup, "table").next().unwrap_or(0);
    for (n, row) in rows.iter().enumerate() {
        let at = if same { tags[n] } else { first };
        line += markup.as_bytes()[from..at.max(from)].iter().filter(|b| **b == b'\n').count();
        from = at;
        found.insert(row.id(), line);
    }
    RowLines(found)
}

/// Writes the raised figure of a unit as a character (`km²`), if it is no mark of a note.
pub(super) fn raise_units(page: &mut Html) {
    let raised = |element: ElementRef<'_>| {
        if element.value().name() != "sup" || element.child_elements().next().is_some() {
            return None;
        }
        if element.attr("class").is_some_and(|class| class.to_ascii_lowercase().contains("ref")) {
            return None;
        }
        let form = match element.text().next()?.trim() {
            "2" => "²",
            "3" => "³",
            _ => return None,
        };
        let before = element.prev_sibling()?.value().as_text()?;
        let letters = &before[before.trim_end_matches(char::is_alphabetic).len()..];
        UNITS.contains(&letters.to_lowercase().as_str()).then_some((element.id(), form))
    };
    let changes: Vec<_> = page.root_element().descendent_elements().filter_map(raised).collect();
    for (id, form) in changes {
        let Some(mut node) = page.tree.get_mut(id) else { continue };
        node.insert_before(Node::Text(Text { text: form.into() }));
        node.detach();
    }
}

/// The tables of data of a page, in order; at most one more than a file may have.
pub(super) fn tables(page: &Html, lines: &RowLines) -> Vec<Table> {
    let layouts = layouts(page);
    let mut heading = None;
    let mut tables = Vec::new();
    for element in page.root_element().descendent_elements() {
        if tables.len() > MAX_TABLES {
            break;
        }
        match element.value().name() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                heading = Some(words(*element, MAX_HEADING)).filter(|words| !words.is_empty()).or(heading);
            }
            "table" if !layouts.contains(&element.id()) && !is_hidden(element) => {
                let caption = element.child_elements().find(|e| e.value().name() == "caption");
                let rows = rows(element, lines);
                if !rows.is_empty() {
                    let caption = caption.map(|caption| words(*caption, usize::MAX));
                    tables.push(Table { heading: heading.clone(), caption, rows });
                }
            }
            _ => {}
        }
    }
    tables
}

/// The tables that lay out a page: those that say so, and those around others.
fn layouts(page: &Html) -> HashSet<NodeId> {
    let mut layouts = HashSet::new();
    let mut open: Vec<NodeId> = Vec::new();
    for edge in page.root_element().traverse() {
        match edge {
            Edge::Open(node) if is(node, "table") => {
                // All tables around this one; those further out are marked already.
                layouts.extend(open.last());
                let role = node.value().as_element().and_then(|e| e.attr("role"));
                if role.is_some_and(|role| matches!(role, "presentation" | "none")) {
                    layouts.insert(node.id());
                }
                open.push(node.id());
            }
            Edge::Close(node) if is(node, "table") => drop(open.pop()),
            _ => {}
        }
    }
    layouts
}

fn is(node: NodeRef<'_, Node>, name: &str) -> bool {
    node.value().as_element().is_some_and(|e| e.name() == name)
}

/// Whether a table is in what a page does not show.
fn is_hidden(table: ElementRef<'_>) -> bool {
    let never = ["script", "style", "noscript", "template", "head", "svg"];
    table.ancestors().filter_map(|node| node.value().as_element()).any(|e| never.contains(&e.name()))
}

fn rows(table: ElementRef<'_>, lines: &RowLines) -> Vec<PageRow> {
    let mut rows: Vec<PageRow> = Vec::new();
    let mut add = |row: ElementRef<'_>, is_head: bool, begins_section: bool| {
        let cells = row.child_elements().filter(|e| matches!(e.value().name(), "td" | "th"));
        let cells: Vec<PageCell> = cells.map(|element| cell(element, is_head)).collect();
        let line = lines.0.get(&row.id()).copied().unwrap_or(1);
        rows.push(PageRow { line, cells, begins_section });
    };
    for part in table.child_elements() {
        match part.value().name() {
            "tr" => add(part, false, false),
            name @ ("thead" | "tbody" | "tfoot") => {
                let mut begins = true;
                for row in part.child_elements().filter(|e| e.value().name() == "tr") {
                    add(row, name == "thead", std::mem::take(&mut begins));
                }
            }
            _ => {}
        }
    }
    // An empty row is none, unless a cell from above fills it: then it is needed to count.
    while rows.last().is_some_and(|row| row.cells.is_empty()) {
        rows.pop();
    }
    rows
}

fn cell(element: ElementRef<'_>, is_head: bool) -> PageCell {
    let span = |name: &str| element.attr(name).and_then(|n| n.trim().parse::<usize>().ok());
    let mut text = words(*element, usize::MAX);
    if text.is_empty() {
        // A flag or a mark stands for its words.
        let images = element.descendent_elements().filter(|e| e.value().name() == "img");
        let words: Vec<&str> = images.filter_map(|image| image.attr("alt")).collect();
        text = folded_space(&words.join(" "));
    }
    let is_head = is_head || element.value().name() == "th";
    PageCell { text, is_head, rows: span("rowspan").unwrap_or(1), columns: span("colspan").unwrap_or(1) }
}

/// The words of an element, up to a number of nodes; blocks and lines in it are joined by a space.
fn words(element: NodeRef<'_, Node>, most: usize) -> String {
    let mut words = String::new();
    let mut unseen: Option<NodeId> = None;
    for edge in element.traverse().take(most) {
        match edge {
            Edge::Open(_) if unseen.is_some() => {}
            Edge::Close(node) if unseen.is_some() => {
                if unseen == Some(node.id()) {
                    unseen = None;
                }
            }
            Edge::Open(node) if node.value().is_text() => words.push_str(node.value().as_text().map_or("", |t| t)),
            Edge::Open(node) | Edge::Close(node) => {
                let Some(inner) = node.value().as_element() else { continue };
                if is_unseen(inner) && matches!(edge, Edge::Open(_)) {
                    unseen = Some(node.id());
                }
                if is_boundary(inner.name()) {
                    words.push(' ');
                }
            }
        }
    }
    folded_space(&words)
}
