//! Tables of figures, as a grid: what stands in one cell belongs together, a cell that spans rows holds for each of them, and
//! one that spans them beside names is the heading of a group. A table that only lays out a page is none.

use super::figures::is_record;
use super::visible::is_boundary;
use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::node::{Element, Text};
use scraper::{ElementRef, Html, Node};

/// Maximum length of the words of a cell in a table of figures, in bytes; more in one that has a head.
const LONGEST_CELL: usize = 400;
const LONGEST_IN_HEADED: usize = 2_000;
/// Two lines of this length in one cell, in bytes, are paragraphs of a text.
const PROSE_LINE: usize = 80;
/// Maximum length of what is repeated in each row that it spans, in bytes.
const LONGEST_REPEATED: usize = 200;
/// Maximum number of columns (HTML Standard, 4.9.12.1).
const MOST_COLUMNS: usize = 1_000;
/// Maximum number of places of a page's tables that cells from above hold.
const MOST_SPANNED: usize = 1_000_000;

/// Whether a table is one of figures, so that each of its rows is a line.
pub(super) fn is_data(table: ElementRef<'_>) -> bool {
    if table.attr("role").is_some_and(|role| matches!(role, "presentation" | "none")) {
        return false;
    }
    let mut headed = false;
    for element in table.descendent_elements().skip(1) {
        match element.value().name() {
            "table" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "form" | "article" | "section" | "main" | "header"
            | "pre" | "blockquote" => return false,
            "th" | "caption" | "thead" => headed = true,
            _ => {}
        }
    }
    let longest = if headed { LONGEST_IN_HEADED } else { LONGEST_CELL };
    let mut widths = Vec::new();
    let mut broken = false;
    for row in sections(table).flatten() {
        let mut width = 0;
        for cell in cells(row) {
            width += span(cell, "colspan").clamp(1, MOST_COLUMNS);
            let Some(lines) = lines(*cell, longest) else { return false };
            if lines.len() > 1 {
                broken = true;
                let long = lines.iter().filter(|l| l.len() >= PROSE_LINE).count();
                if long > 1 || lines.iter().any(|l| is_record(l)) {
                    return false;
                }
            }
        }
        widths.push(width);
    }
    // Cells of several lines are found in layouts as well; a table has rows that are alike.
    !broken || headed || widths.len() > 1 && widths.iter().all(|width| *width == widths[0])
}

/// Repeats what spans rows in each of them. Returns whether that changed the page; none if too much spans too many rows.
pub(super) fn fill(page: &mut Html) -> Option<bool> {
    let mut spanned = 0;
    let mut changes = Vec::new();
    let tables = page.root_element().descendent_elements().filter(|e| e.value().name() == "table");
    let spans = |table: &ElementRef<'_>| table.descendent_elements().any(|e| e.attr("rowspan").is_some());
    for table in tables.filter(|table| is_data(*table) && spans(table)) {
        let head = head(table);
        for rows in sections(table) {
            section(&rows, &head, &mut changes, &mut spanned)?;
        }
    }
    let changed = !changes.is_empty();
    for change in changes {
        apply(page, change);
    }
    Some(changed)
}

/// A change of a table.
enum Change {
    /// A cell with these words, before a cell.
    Before(NodeId, String),
    /// A cell with these words, at the end of a row.
    AtEnd(NodeId, String),
    /// A cell becomes a row of its own before its row.
    Apart(NodeId),
}

/// A cell from above.
#[derive(Clone)]
struct Spanning {
    /// How many rows it still spans.
    rows: usize,
    /// What is repeated; none in further columns, and of the heading of a group.
    words: Option<String>,
}

fn section(rows: &[ElementRef<'_>], head: &[String], changes: &mut Vec<Change>, spanned: &mut usize) -> Option<()> {
    let mut above: Vec<Option<Spanning>> = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        let mut column = 0;
        let mut pass = |column: &mut usize, above: &mut Vec<Option<Spanning>>, change: &dyn Fn(String) -> Change| {
            while let Some(Some(spanning)) = above.get_mut(*column) {
                *spanned += 1;
                changes.extend(spanning.words.clone().map(change));
                spanning.rows -= 1;
                if spanning.rows == 0 {
                    above[*column] = None;
                }
                *column += 1;
            }
            (*spanned <= MOST_SPANNED).then_some(())
        };
        let mut apart = Vec::new();
        for cell in cells(*row) {
            pass(&mut column, &mut above, &|words| Change::Before(cell.id(), words))?;
            let width = span(cell, "colspan").clamp(1, MOST_COLUMNS);
            let below = rows.len() - n - 1;
            let height = match span(cell, "rowspan") {
                0 => below,
                height => (height - 1).min(below),
            };
            if height > 0 && column + width <= MOST_COLUMNS {
                let words = folded(cell);
                let is_group = is_group(cell, &words, column, column + width, head);
                if is_group {
                    apart.push(Change::Apart(cell.id()));
                }
                let repeated = Some(words).filter(|w| !is_group && !w.is_empty() && w.len() <= LONGEST_REPEATED);
                above.resize(above.len().max(column + width), None);
                above[column] = Some(Spanning { rows: height, words: repeated });
                for further in &mut above[column + 1..column + width] {
                    *further = Some(Spanning { rows: height, words: None });
                }
                // It begins in the next row.
                for spanning in above[column..column + width].iter_mut().flatten() {
                    spanning.rows = height;
                }
            }
            column += width;
        }
        while column < above.len() {
            pass(&mut column, &mut above, &|words| Change::AtEnd(row.id(), words))?;
            column += 1;
        }
        changes.append(&mut apart);
    }
    Some(())
}

/// Words in the head of a column of names.
const NAMES: &[&str] = &[
    "district", "name", "place", "town", "village", "municipality", "settlement", "rayon", "raion", "community",
    "city", "locality",
];

/// Whether a cell that spans rows is the heading of a group: a name, and beside it stands another.
fn is_group(cell: ElementRef<'_>, words: &str, column: usize, next: usize, head: &[String]) -> bool {
    let named = |column: usize| {
        head.get(column).is_some_and(|head| {
            let head = head.to_lowercase();
            head.split(|c: char| !c.is_alphabetic()).any(|word| NAMES.contains(&word.trim_end_matches('s')))
        })
    };
    let Some(beside) = cell.next_siblings().filter_map(ElementRef::wrap).next().map(folded) else { return false };
    if !is_name(words) || !is_name(&beside) {
        return false;
    }
    named(next) || !named(column) && beside.starts_with(char::is_uppercase)
}

fn is_name(words: &str) -> bool {
    let area = ["territory", "area", "surface", "size"].iter().any(|word| words.to_lowercase().starts_with(word));
    words.len() <= 60 && words.contains(char::is_alphabetic) && !words.contains(|c: char| c.is_ascii_digit()) && !area
}

/// The words over each column, from the first row if all of it is head.
fn head(table: ElementRef<'_>) -> Vec<String> {
    let mut head = Vec::new();
    let Some(row) = sections(table).flatten().next() else { return head };
    if cells(row).any(|cell| cell.value().name() != "th") {
        return head;
    }
    for cell in cells(row) {
        let width = span(cell, "colspan").clamp(1, MOST_COLUMNS);
        head.extend(std::iter::repeat_n(folded(cell), width.min(MOST_COLUMNS.saturating_sub(head.len()))));
    }
    head
}

fn apply(page: &mut Html, change: Change) {
    let text = |words: String| Node::Text(Text { text: words.as_str().into() });
    match change {
        Change::Before(cell, words) => {
            let Some(mut cell) = page.tree.get_mut(cell) else { return };
            let Some(name) = cell.value().as_element().map(|e| e.name.clone()) else { return };
            cell.insert_before(Node::Element(Element::new(name, Vec::new()))).append(text(words));
        }
        Change::AtEnd(row, words) => {
            let cells = page.tree.get(row).map(|r| r.children());
            let name = cells.into_iter().flatten().find_map(|c| Some(c.value().as_element()?.name.clone()));
            let Some(mut row) = page.tree.get_mut(row) else { return };
            match name {
                Some(name) => drop(row.append(Node::Element(Element::new(name, Vec::new()))).append(text(words))),
                None => drop(row.append(text(words))),
            }
        }
        Change::Apart(cell) => {
            let Some(row) = page.tree.get(cell).and_then(|c| c.parent()) else { return };
            let (row, Some(name)) = (row.id(), row.value().as_element().map(|e| e.name.clone())) else { return };
            let Some(mut row) = page.tree.get_mut(row) else { return };
            row.insert_before(Node::Element(Element::new(name, Vec::new()))).append_id(cell);
        }
    }
}

/// The rows of each part of a table.
fn sections(table: ElementRef<'_>) -> impl Iterator<Item = Vec<ElementRef<'_>>> {
    let is_row = |e: &ElementRef<'_>| e.value().name() == "tr";
    let parts = table.child_elements().filter(|e| matches!(e.value().name(), "thead" | "tbody" | "tfoot"));
    let direct: Vec<_> = table.child_elements().filter(is_row).collect();
    std::iter::once(direct).chain(parts.map(move |part| part.child_elements().filter(is_row).collect()))
}

fn cells(row: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    row.child_elements().filter(|e| matches!(e.value().name(), "td" | "th"))
}

/// How many rows or columns a cell spans.
fn span(cell: ElementRef<'_>, name: &str) -> usize {
    cell.attr(name).and_then(|n| n.trim().parse().ok()).unwrap_or(1)
}

fn folded(cell: ElementRef<'_>) -> String {
    crate::iri::folded_space(&lines(*cell, LONGEST_IN_HEADED).unwrap_or_default().join(" "))
}

/// The lines that the words of a cell would be outside a table, if they are short enough together.
fn lines(cell: NodeRef<'_, Node>, longest: usize) -> Option<Vec<String>> {
    let mut lines = vec![String::new()];
    let mut length = 0;
    for edge in cell.traverse() {
        match edge {
            Edge::Open(node) if node.value().is_text() => {
                let text = node.value().as_text().map_or("", |t| t);
                length += text.trim().len();
                if length > longest {
                    return None;
                }
                if let Some(line) = lines.last_mut() {
                    line.push_str(text);
                }
            }
            Edge::Open(node) | Edge::Close(node) => {
                let ends = node.value().as_element().is_some_and(|e| is_boundary(e.name()));
                if ends && lines.last().is_some_and(|l| !l.trim().is_empty()) {
                    lines.push(String::new());
                }
            }
        }
    }
    lines.retain(|l| !l.trim().is_empty());
    Some(lines)
}
