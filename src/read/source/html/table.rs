//! Tables of data as a grid: the content of a cell stays together, a cell that spans rows is repeated in each of them,
//! and one that spans them beside names is the heading of a group. Tables used for layout are excluded.

use super::elements::is_boundary;
use super::figures::is_record;
use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::node::{Element, Text};
use scraper::{ElementRef, Html, Node};
use std::ops::Range;

/// Maximum length of the words of a cell in a data table, in bytes; a table with a head may have longer ones.
const LONGEST_CELL: usize = 400;
const LONGEST_IN_HEADED: usize = 2_000;
/// Minimum length, in bytes, of lines in one cell of which two are paragraphs of a text.
const PROSE_LINE: usize = 80;
/// Maximum length of a cell that is repeated in each row that it spans, in bytes.
const LONGEST_REPEATED: usize = 200;
/// Maximum number of columns (HTML Standard, 4.9.12.1).
const MOST_COLUMNS: usize = 1_000;
/// Maximum number of positions that spanning cells fill in the tables of a page, and of bytes repeated in them.
const MOST_SPANNED: usize = 1_000_000;

/// Whether a table holds data, so that each of its rows is a line.
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
            width += columns(cell.value());
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
    // Layouts have cells of several lines too; in a data table all rows have the same number of cells.
    !broken || headed || widths.len() > 1 && widths.iter().all(|width| *width == widths[0])
}

/// Repeats cells that span rows in each of them. Returns whether the page changed; `None` if the limit is exceeded.
pub(super) fn fill(page: &mut Html) -> Option<bool> {
    let mut spanned = 0;
    let mut changes = Vec::new();
    let tables = page.root_element().descendent_elements().filter(|e| e.value().name() == "table");
    let spans = |table: &ElementRef<'_>| table.descendent_elements().any(|e| e.attr("rowspan").is_some());
    for table in tables.filter(|table| is_data(*table) && spans(table)) {
        let head = head(table);
        for rows in sections(table) {
            let mut section = Section { above: Vec::new(), changes: &mut changes, spanned: &mut spanned };
            section.rows(&rows, &head)?;
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
    /// Inserts a cell with these words before a cell.
    Before(NodeId, String),
    /// Adds a cell with these words at the end of a row.
    AtEnd(NodeId, String),
    /// Moves a cell into a row of its own before its row, and leaves an empty cell.
    Apart(NodeId),
}

/// A spanning cell from a row above.
#[derive(Clone)]
struct Spanning {
    /// The number of rows that it still spans.
    rows: usize,
    /// The words that are repeated; empty in further columns, for the heading of a group, and for a long text.
    words: String,
}

/// The spanning cells in a section of a table.
struct Section<'c> {
    /// By column.
    above: Vec<Option<Spanning>>,
    changes: &'c mut Vec<Change>,
    spanned: &'c mut usize,
}

impl Section<'_> {
    fn rows(&mut self, rows: &[ElementRef<'_>], head: &[String]) -> Option<()> {
        for (n, row) in rows.iter().enumerate() {
            let mut column = 0;
            for cell in cells(*row) {
                self.repeat(&mut column, &|words| Change::Before(cell.id(), words))?;
                let width = columns(cell.value());
                let below = rows.len() - n - 1;
                let height = match span(cell.value(), "rowspan") {
                    0 => below,
                    height => (height - 1).min(below),
                };
                if height > 0 && column + width <= MOST_COLUMNS {
                    self.place(cell, column..column + width, height, head);
                }
                column += width;
            }
            while column < self.above.len() {
                self.repeat(&mut column, &|words| Change::AtEnd(row.id(), words))?;
                column += 1;
            }
        }
        Some(())
    }

    /// Adds a cell that spans rows.
    fn place(&mut self, cell: ElementRef<'_>, columns: Range<usize>, rows: usize, head: &[String]) {
        let words = folded(cell);
        let is_group = is_group(cell, &words, &columns, head);
        if is_group {
            self.changes.push(Change::Apart(cell.id()));
        }
        let repeated = if is_group || words.len() > LONGEST_REPEATED { String::new() } else { words };
        self.above.resize(self.above.len().max(columns.end), None);
        *self.spanned += columns.len();
        for further in &mut self.above[columns.clone()] {
            *further = Some(Spanning { rows, words: String::new() });
        }
        self.above[columns.start] = Some(Spanning { rows, words: repeated });
    }

    /// Repeats the cells from above, from a column on.
    fn repeat(&mut self, column: &mut usize, change: &dyn Fn(String) -> Change) -> Option<()> {
        while let Some(Some(spanning)) = self.above.get_mut(*column) {
            *self.spanned += 1 + spanning.words.len();
            self.changes.push(change(spanning.words.clone()));
            spanning.rows -= 1;
            if spanning.rows == 0 {
                self.above[*column] = None;
            }
            *column += 1;
        }
        (*self.spanned <= MOST_SPANNED).then_some(())
    }
}

/// Words that head a column of names.
const NAMES: &[&str] = &[
    "district", "name", "place", "town", "village", "municipality", "settlement", "rayon", "raion", "community",
    "city", "locality",
];

/// Whether a cell that spans rows is the heading of a group: it is a name, and another name is beside it.
fn is_group(cell: ElementRef<'_>, words: &str, columns: &Range<usize>, head: &[String]) -> bool {
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
    named(columns.end) || !named(columns.start) && beside.starts_with(char::is_uppercase)
}

fn is_name(words: &str) -> bool {
    let area = ["territory", "area", "surface", "size"].iter().any(|word| words.to_lowercase().starts_with(word));
    words.len() <= 60 && words.contains(char::is_alphabetic) && !words.contains(|c: char| c.is_ascii_digit()) && !area
}

/// The words over each column, if the first row consists of heads.
fn head(table: ElementRef<'_>) -> Vec<String> {
    let mut head = Vec::new();
    let Some(row) = sections(table).flatten().next() else { return head };
    if cells(row).any(|cell| cell.value().name() != "th") {
        return head;
    }
    for cell in cells(row) {
        let width = columns(cell.value());
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
            let Some(mut left) = page.tree.get_mut(cell) else { return };
            let Some(name) = left.value().as_element().map(|e| e.name.clone()) else { return };
            left.insert_before(Node::Element(Element::new(name, Vec::new())));
            let Some(mut row) = left.parent() else { return };
            let Some(name) = row.value().as_element().map(|e| e.name.clone()) else { return };
            row.insert_before(Node::Element(Element::new(name, Vec::new()))).append_id(cell);
        }
    }
}

/// The rows of each section of a table.
fn sections(table: ElementRef<'_>) -> impl Iterator<Item = Vec<ElementRef<'_>>> {
    let is_row = |e: &ElementRef<'_>| e.value().name() == "tr";
    let parts = table.child_elements().filter(|e| matches!(e.value().name(), "thead" | "tbody" | "tfoot"));
    let direct: Vec<_> = table.child_elements().filter(is_row).collect();
    std::iter::once(direct).chain(parts.map(move |part| part.child_elements().filter(is_row).collect()))
}

fn cells(row: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    row.child_elements().filter(|e| matches!(e.value().name(), "td" | "th"))
}

/// The number of rows or columns that a cell spans.
fn span(cell: &Element, name: &str) -> usize {
    cell.attr(name).and_then(|n| n.trim().parse().ok()).unwrap_or(1)
}

/// The number of columns that a cell occupies.
pub(super) fn columns(cell: &Element) -> usize {
    span(cell, "colspan").clamp(1, MOST_COLUMNS)
}

fn folded(cell: ElementRef<'_>) -> String {
    crate::base::iri::folded_space(&lines(*cell, LONGEST_IN_HEADED).unwrap_or_default().join(" "))
}

/// The lines that the words of a cell would form outside a table; `None` if they are too long together.
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
