//! The visible lines of a page, each with what the markup says about it.

use super::elements::{BLOCKS, LINES, is_boundary, is_unseen};
use super::table;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{ElementRef, Node};
use std::ops::{BitAnd, BitOr, Range};

/// Elements whose lines belong together.
const GROUPS: &[&str] =
    &["article", "aside", "body", "blockquote", "div", "dl", "fieldset", "main", "ol", "section", "table", "ul"];

/// Maximum number of tabs after a cell that spans columns.
const MOST_TABS: usize = 64;

/// What the markup says about a line: all of it is inside such elements.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks(u8);

impl Marks {
    /// The caption of a picture.
    pub(super) const CAPTION: Self = Self(1);
    /// Furniture, by its class, id or role: consent, sharing, related articles, comments.
    pub(super) const FURNITURE: Self = Self(2);
    /// The author or the date.
    pub(super) const BYLINE: Self = Self(4);
    /// The first heading of the page.
    pub(super) const HEADLINE: Self = Self(8);
    /// Another heading.
    pub(super) const HEADING: Self = Self(16);
    /// A link.
    pub(super) const LINK: Self = Self(32);

    const NONE: Self = Self(0);
    const ALL: [Self; 6] = [Self::CAPTION, Self::FURNITURE, Self::BYLINE, Self::HEADLINE, Self::HEADING, Self::LINK];

    /// Whether any of these marks is set.
    pub(super) fn has(self, marks: Self) -> bool {
        self.0 & marks.0 != 0
    }
}

impl BitOr for Marks {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for Marks {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// A visible line.
#[derive(Debug)]
pub(super) struct Line {
    /// Its byte range in the text.
    pub(super) range: Range<usize>,
    /// Number of line feeds before it: 2 where a block begins.
    pub(super) breaks: usize,
    /// Number of the innermost list, table or section that contains it, from 1.
    pub(super) group: usize,
    pub(super) marks: Marks,
}

/// The visible text.
#[derive(Debug, Default)]
pub(super) struct Visible {
    pub(super) text: String,
    pub(super) lines: Vec<Line>,
    /// For each list, table or section the number of the one around it; 0 is the page.
    pub(super) parents: Vec<usize>,
}

/// Reads the descendants of an element.
pub(super) fn read(root: ElementRef<'_>) -> Visible {
    let mut walk = Walk::default();
    walk.out.parents.push(0);
    walk.element(root);
    if let Some(last) = walk.out.lines.last_mut() {
        last.range.end = walk.out.text.len();
    }
    walk.out
}

#[derive(Default)]
struct Walk {
    out: Visible,
    /// Line feeds due before the next word.
    breaks: usize,
    /// White space due before the next word.
    space: Option<char>,
    /// The number of open elements for each mark.
    marked: [usize; 6],
    /// Open groups; a group is numbered by its order in the page.
    groups: Vec<usize>,
    group_count: usize,
    /// Whether the innermost open table is a data table.
    in_data: bool,
    /// Whether one of its cells is open: the content of a cell stays on one line.
    in_cell: bool,
    /// Tabs due before the next word of its row, one for each cell that ended, so that columns stay columns.
    tabs: usize,
    /// The number of columns that the last cell occupies; `None` at the beginning of a row.
    columns: usize,
}

impl Walk {
    // The walk has a stack of its own, because a page may nest deeper than the call stack allows.
    fn element(&mut self, root: ElementRef<'_>) {
        let mut unseen = 0_usize;
        let mut open: Vec<(bool, Marks)> = Vec::new();
        for edge in root.traverse() {
            match edge {
                Edge::Open(node) => {
                    let element = node.value().as_element();
                    let hidden = element.is_some_and(is_unseen);
                    unseen += usize::from(hidden);
                    let marks = element.filter(|_| unseen == 0).map_or(Marks::NONE, marks);
                    self.count(marks, true);
                    open.push((hidden, marks));
                    match node.value() {
                        _ if unseen > 0 => {}
                        Node::Text(text) => self.text(text),
                        Node::Element(element) => {
                            if element.name() == "table" {
                                self.in_data = ElementRef::wrap(node).is_some_and(table::is_data);
                            }
                            self.boundary(element.name(), true);
                            if self.in_cell && matches!(element.name(), "td" | "th") {
                                self.space = None;
                                self.tabs += self.columns;
                                self.columns = table::columns(element).min(MOST_TABS);
                            }
                        }
                        _ => {}
                    }
                }
                Edge::Close(node) => {
                    let Some((hidden, marks)) = open.pop() else { break };
                    if let (0, Some(element)) = (unseen, node.value().as_element()) {
                        self.boundary(element.name(), false);
                    }
                    self.count(marks, false);
                    unseen -= usize::from(hidden);
                }
            }
        }
    }

    fn count(&mut self, marks: Marks, open: bool) {
        for (count, mark) in self.marked.iter_mut().zip(Marks::ALL) {
            if marks.has(mark) {
                *count = if open { *count + 1 } else { *count - 1 };
            }
        }
    }

    fn marks(&self) -> Marks {
        let here = self.marked.iter().zip(Marks::ALL).filter(|(count, _)| **count > 0);
        here.fold(Marks::NONE, |marks, (_, mark)| marks | mark)
    }

    fn boundary(&mut self, name: &str, open: bool) {
        match name {
            // A data table contains no other table.
            "table" if !open => (self.in_data, self.in_cell) = (false, false),
            "td" | "th" => self.in_cell = self.in_data && open,
            "tr" => (self.in_cell, self.tabs, self.columns) = (false, 0, 0),
            _ if self.in_cell => {
                if is_boundary(name) {
                    self.space = self.space.or(Some(' '));
                }
                return;
            }
            _ => {}
        }
        if GROUPS.contains(&name) {
            if open {
                self.group_count += 1;
                self.out.parents.push(self.groups.last().copied().unwrap_or_default());
                self.groups.push(self.group_count);
            } else {
                self.groups.pop();
            }
        }
        let part = self.in_data && matches!(name, "thead" | "tbody" | "tfoot");
        let due = if part {
            1
        } else if BLOCKS.contains(&name) {
            2
        } else if LINES.contains(&name) || (name == "br" && open) {
            1
        } else {
            if matches!(name, "td" | "th") && open {
                self.space = Some('\t');
            }
            return;
        };
        self.space = None;
        self.breaks = self.breaks.max(due);
    }

    fn text(&mut self, text: &str) {
        let marks = self.marks();
        let mut has_words = false;
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                self.space = self.space.or(Some(' '));
                continue;
            }
            has_words = true;
            let space = self.space.take();
            if self.out.text.is_empty() || self.breaks > 0 {
                let end = self.out.text.len();
                if let Some(last) = self.out.lines.last_mut() {
                    last.range.end = end;
                    self.out.text.extend(std::iter::repeat_n('\n', self.breaks));
                }
                let start = self.out.text.len();
                let group = self.groups.last().copied().unwrap_or_default();
                self.out.lines.push(Line { range: start..start, breaks: self.breaks, group, marks });
                self.breaks = 0;
                self.out.text.extend(std::iter::repeat_n('\t', self.tabs));
            } else if self.tabs > 0 {
                self.out.text.extend(std::iter::repeat_n('\t', self.tabs));
            } else {
                self.out.text.extend(space);
            }
            self.tabs = 0;
            self.out.text.push(c);
        }
        if let Some(last) = self.out.lines.last_mut().filter(|_| has_words) {
            last.marks = last.marks & marks;
        }
    }
}

/// Words of a class or id that mark furniture: as a part of it, and as the whole.
const FURNITURE: &[&str] = &[
    "cookie", "consent", "gdpr", "newsletter", "subscri", "related", "recommend", "social", "disqus", "promo",
    "advert", "sponsor", "breadcrumb", "popular", "trending", "outbrain", "taboola", "paywall", "paginat", "sharing",
    "sharebar", "sharetool", "mostread", "readmore", "signup",
];
const FURNITURE_WHOLE: &[&str] = &[
    "share", "shares", "ad", "ads", "tags", "menu", "toc", "comment", "comments", "respond", "sidebar", "teaser",
    "teasers", "popup", "modal", "banner", "toolbar", "navbar", "nav", "more-news", "latest", "dfp",
];
const ROLES: &[&str] =
    &["navigation", "complementary", "dialog", "alertdialog", "banner", "contentinfo", "menu", "search", "menubar"];

fn marks(element: &Element) -> Marks {
    let mut marks = match element.name() {
        "figure" | "figcaption" => Marks::CAPTION,
        "a" if element.attr("href").is_some() => Marks::LINK,
        "aside" => Marks::FURNITURE,
        "time" | "address" => Marks::BYLINE,
        "h1" => Marks::HEADLINE,
        "h2" | "h3" | "h4" | "h5" | "h6" => Marks::HEADING,
        // Attributes of the page as a whole, or of its article, do not apply to single lines.
        "html" | "body" | "main" | "article" => return Marks::NONE,
        _ => Marks::NONE,
    };
    if element.attr("role").is_some_and(|role| ROLES.contains(&role)) {
        marks = marks | Marks::FURNITURE;
    }
    for name in ["class", "id", "itemprop", "rel", "aria-label", "data-component", "data-testid"] {
        let Some(value) = element.attr(name) else { continue };
        let value = value.to_ascii_lowercase();
        if FURNITURE.iter().any(|word| value.contains(word)) {
            marks = marks | Marks::FURNITURE;
        }
        for word in value.split(|c: char| !c.is_alphanumeric()) {
            if FURNITURE_WHOLE.contains(&word) {
                marks = marks | Marks::FURNITURE;
            } else if ["caption", "credit", "photocredit"].contains(&word) {
                marks = marks | Marks::CAPTION;
            } else if matches!(
                word,
                "byline"
                    | "author"
                    | "authors"
                    | "date"
                    | "dateline"
                    | "published"
                    | "datepublished"
                    | "timestamp"
                    | "pubdate"
                    | "posted"
                    | "updated"
                    | "time"
            ) {
                marks = marks | Marks::BYLINE;
            }
        }
    }
    marks
}
