//! The tree of a page as it is shown: hidden and struck out elements and marks of notes are removed, and raised words
//! are written so that they do not join the text before them. Everything that reads words of a page reads this tree.

use super::elements::{is_boundary, is_unseen};
use super::hidden::{self, LONGEST_KEY, Sheets, Shown};
use super::raised::{self, Meaning, Raised};
use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::node::{Element, Text};
use scraper::{Html, Node};

/// Maximum length of raised words, in bytes; longer ones are a text in small print.
const LONGEST_RAISED: usize = 120;
/// Maximum number of nodes that raised words consist of, and that are searched after them.
const MOST_NODES: usize = 32;
/// Maximum length of the text remembered before a word on its line, in bytes.
const REMEMBERED: usize = 64;

/// A change of a node.
enum Change {
    Remove,
    Replace(String),
}

/// Reduces the tree of a page to what is shown of it. Returns whether anything changed.
pub(crate) fn render(page: &mut Html) -> bool {
    let sheets = sheets(page);
    let mut walk = Walk { sheets, before: String::new(), changes: Vec::new() };
    walk.page(page);
    let changed = !walk.changes.is_empty();
    for (id, change) in walk.changes {
        let Some(mut node) = page.tree.get_mut(id) else { continue };
        if let Change::Replace(words) = change {
            node.insert_before(Node::Text(Text { text: words.as_str().into() }));
        }
        node.detach();
    }
    changed
}

fn sheets(page: &Html) -> Sheets {
    let mut sheets = Sheets::default();
    let styles = page.root_element().descendent_elements().filter(|e| e.value().name() == "style");
    for style in styles {
        // Not a style sheet for screens.
        if style.attr("media").is_none_or(|media| media.contains("all") || media.contains("screen")) {
            sheets.read(&style.text().collect::<String>());
        }
    }
    sheets
}

struct Walk {
    sheets: Sheets,
    /// The last words of the line.
    before: String,
    changes: Vec<(NodeId, Change)>,
}

impl Walk {
    // The walk has a stack of its own, because a page may nest deeper than the call stack allows.
    fn page(&mut self, page: &Html) {
        let mut invisible = vec![false];
        let mut skipped: Option<NodeId> = None;
        for edge in page.root_element().traverse() {
            match edge {
                Edge::Open(_) if skipped.is_some() => {}
                Edge::Open(node) => match node.value() {
                    Node::Text(_) if invisible.last() == Some(&true) => self.changes.push((node.id(), Change::Remove)),
                    Node::Text(text) => self.remember(text),
                    Node::Element(element) => {
                        let shown = self.shown(node, element);
                        invisible.push(match shown {
                            Shown::Invisible => true,
                            Shown::Visible => false,
                            _ => invisible.last() == Some(&true),
                        });
                        if is_boundary(element.name()) {
                            self.before.clear();
                        }
                        let change = match shown {
                            Shown::Never => Some(Change::Remove),
                            _ => self.raised(node, element),
                        };
                        if let Some(change) = change {
                            if let Change::Replace(words) = &change {
                                self.before.push_str(words);
                            }
                            self.changes.push((node.id(), change));
                            skipped = Some(node.id());
                        } else if is_unseen(element) {
                            skipped = Some(node.id());
                        }
                    }
                    _ => {}
                },
                Edge::Close(node) => {
                    let Some(element) = node.value().as_element() else { continue };
                    match skipped {
                        Some(id) if id == node.id() => skipped = None,
                        Some(_) => continue,
                        None => {}
                    }
                    invisible.pop();
                    if is_boundary(element.name()) {
                        self.before.clear();
                    }
                }
            }
        }
    }

    fn shown(&self, node: NodeRef<'_, Node>, element: &Element) -> Shown {
        let shown = hidden::shown(element);
        let faint = shown == Shown::Faint || (shown == Shown::Inherited && self.sheets.hide(element));
        match (faint, shown) {
            (true, _) if words_of(node, LONGEST_KEY).is_some() => Shown::Never,
            (true, _) => Shown::Inherited,
            (false, shown) => shown,
        }
    }

    fn remember(&mut self, text: &str) {
        let mut start = text.len().saturating_sub(REMEMBERED);
        while !text.is_char_boundary(start) {
            start += 1;
        }
        self.before.push_str(&text[start..]);
        if self.before.len() > 4 * REMEMBERED {
            let mut cut = self.before.len() - REMEMBERED;
            while !self.before.is_char_boundary(cut) {
                cut += 1;
            }
            self.before.drain(..cut);
        }
    }

    /// The change of an element that is raised or refers to a note.
    fn raised(&self, node: NodeRef<'_, Node>, element: &Element) -> Option<Change> {
        if element.name() == "mfrac" {
            let mut parts = node.children().filter(|c| c.value().is_element());
            let (above, below) = (parts.next()?, parts.next()?);
            return Some(Change::Replace(raised::fraction(
                &words_of(above, LONGEST_RAISED)?,
                &words_of(below, LONGEST_RAISED)?,
            )));
        }
        let place = place(node, element);
        let refers = refers(element);
        if place.is_none() && refers.is_none() {
            return None;
        }
        let words = words_of(node, LONGEST_RAISED)?;
        let trimmed = words.trim();
        if trimmed.is_empty() {
            return None;
        }
        let Some(lowered) = place else {
            let glued = self.before.ends_with(|c: char| !c.is_whitespace());
            let is_mark = match refers? {
                Refers::Note => raised::is_mark(trimmed) || trimmed.len() <= 30 && element.attr("role").is_some(),
                Refers::Page => raised::is_mark(trimmed) && glued,
            };
            return is_mark.then_some(Change::Remove);
        };
        let around = node.parent().and_then(|p| p.value().as_element().and_then(self::refers));
        let within = || {
            node.descendants().take(MOST_NODES).skip(1).filter_map(|n| n.value().as_element()).find_map(self::refers)
        };
        let raised = Raised {
            before: &self.before,
            words: &words,
            after: &after(node),
            refers: refers.or(around).or_else(within).is_some(),
            lowered,
        };
        match raised.meaning() {
            Meaning::Mark => Some(Change::Remove),
            Meaning::Words(form) if form != words => Some(Change::Replace(form)),
            Meaning::Words(_) => None,
        }
    }
}

/// Whether an element is lowered (`true`) or raised (`false`); `None` if it is on the line.
fn place(node: NodeRef<'_, Node>, element: &Element) -> Option<bool> {
    match element.name() {
        "sup" => return Some(false),
        "sub" => return Some(true),
        _ => {}
    }
    if let Some(parent) = node.parent().and_then(|p| p.value().as_element()) {
        let position = || node.prev_siblings().take(6).filter(|s| s.value().is_element()).count();
        match parent.name() {
            "msup" if position() == 1 => return Some(false),
            "msub" if position() == 1 => return Some(true),
            "msubsup" if position() > 0 => return Some(position() == 1),
            _ => {}
        }
    }
    if let Some(style) = element.attr("style") {
        for (_, value) in hidden::declarations(style).filter(|(property, _)| property == "vertical-align") {
            match value.as_str() {
                "super" | "text-top" => return Some(false),
                "sub" | "text-bottom" => return Some(true),
                _ => {}
            }
        }
    }
    let classes = element.attr("class").unwrap_or_default();
    classes.split_ascii_whitespace().any(|c| matches!(c, "sup" | "superscript")).then_some(false)
}

/// What an element refers to, according to its attributes.
#[derive(Clone, Copy)]
enum Refers {
    /// A note.
    Note,
    /// Another place in the page.
    Page,
}

/// Classes of references to notes.
const NOTE_CLASSES: &[&str] = &[
    "reference",
    "footnote",
    "footnote-ref",
    "footnoteref",
    "footnote-reference",
    "footnote-anchor",
    "footnote-call",
    "footnote-link",
    "footnotes-ref",
    "fn",
    "fnref",
    "fn-ref",
    "noteref",
    "note-ref",
    "endnote-ref",
    "citation-ref",
    "cite-ref",
];
/// Beginnings of the fragment in the address of a note.
const NOTE_FRAGMENTS: &[&str] = &["fn", "cite", "note", "ref", "_ftn", "_edn", "ftn", "edn", "footnote", "endnote"];

fn refers(element: &Element) -> Option<Refers> {
    for name in ["role", "epub:type"] {
        let value = element.attr(name).unwrap_or_default();
        if value.split_ascii_whitespace().any(|v| matches!(v, "doc-noteref" | "doc-backlink" | "noteref" | "backlink"))
        {
            return Some(Refers::Note);
        }
    }
    let classes = element.attr("class").unwrap_or_default();
    if classes.split_ascii_whitespace().any(|c| NOTE_CLASSES.iter().any(|known| c.eq_ignore_ascii_case(known))) {
        return Some(Refers::Note);
    }
    if element.name() != "a" {
        return None;
    }
    let (page, fragment) = element.attr("href")?.trim().rsplit_once('#')?;
    let fragment = fragment.to_ascii_lowercase();
    if NOTE_FRAGMENTS.iter().any(|start| fragment.starts_with(start)) {
        return Some(Refers::Note);
    }
    page.is_empty().then_some(Refers::Page)
}

/// The words of a node, if they are short and on one line.
fn words_of(node: NodeRef<'_, Node>, longest: usize) -> Option<String> {
    let mut words = String::new();
    for (n, inside) in node.descendants().enumerate() {
        match inside.value() {
            _ if n > MOST_NODES || words.len() > longest => return None,
            Node::Text(text) => words.push_str(text),
            Node::Element(element) if n > 0 && is_boundary(element.name()) => return None,
            _ => {}
        }
    }
    (words.len() <= longest).then_some(words)
}

/// The words after a node on its line, up to the length that is needed.
fn after(node: NodeRef<'_, Node>) -> String {
    let mut words = String::new();
    let mut at = node;
    let is_end = |node: NodeRef<'_, Node>| node.value().as_element().is_some_and(|e| is_boundary(e.name()));
    for _ in 0..MOST_NODES {
        let Some(next) = at.next_sibling() else {
            match at.parent().filter(|p| !is_end(*p)) {
                Some(parent) => at = parent,
                None => break,
            }
            continue;
        };
        if is_end(next) || words.len() > MOST_NODES {
            break;
        }
        let is_shown = next.value().as_element().is_none_or(|e| hidden::shown(e) == Shown::Inherited && !is_unseen(e));
        if is_shown {
            let inside = next.descendants().take(MOST_NODES).filter_map(|n| n.value().as_text().cloned());
            inside.for_each(|text| words.push_str(text.get(..MOST_NODES).unwrap_or(&text)));
        }
        at = next;
    }
    words
}
