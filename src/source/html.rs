//! The text of an HTML page: what a reader sees, a line for each block, white space folded as a browser folds it. No-break
//! spaces stay.

use crate::iri::{Minter, folded_space};
use crate::source::metadata::Metadata;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node, Selector};

/// What was read from a page.
#[derive(Debug)]
pub struct Page {
    /// The text.
    pub text: String,
    /// What the page says of itself.
    pub metadata: Metadata,
}

/// Elements whose content nobody reads as text of the page.
const UNSEEN: &[&str] = &[
    "script", "style", "noscript", "template", "head", "svg", "iframe", "object", "nav", "footer", "form", "button",
    "select", "dialog",
];
/// Elements that stand apart from what is around them.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "ul",
];
/// Blocks that follow each other without a blank line.
const LINES: &[&str] = &["li", "tr"];

/// The parsing algorithm takes time by the square of the depth; no page that people read comes near this.
const DEEPEST: usize = 4_096;
/// Elements that end without a closing tag.
const UNCLOSED: &[&str] = &[
    "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
    "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr", "path", "use", "circle",
    "rect",
];

/// Where a page nests too deep to be parsed, in bytes.
pub fn too_deep(markup: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, _) in markup.match_indices('<') {
        let rest = &markup[at + 1..];
        let closing = rest.starts_with('/');
        let name: String = rest
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(12)
            .collect::<String>()
            .to_ascii_lowercase();
        if name.is_empty() || UNCLOSED.contains(&name.as_str()) {
            continue;
        }
        depth = if closing { depth.saturating_sub(1) } else { depth + 1 };
        if depth > DEEPEST {
            return Some(at);
        }
    }
    None
}

/// Reads a page.
pub fn read(markup: &str) -> Page {
    let page = Html::parse_document(markup);
    let mut text = Text::default();
    text.element(page.root_element());
    Page { text: text.out, metadata: metadata(&page) }
}

fn metadata(page: &Html) -> Metadata {
    let select = |css: &str| Selector::parse(css).ok().and_then(|s| page.select(&s).next());
    let text = |css| select(css).map(|e| folded_space(&e.text().collect::<String>())).filter(|t| !t.is_empty());
    Metadata {
        title: text("title"),
        language: page.root_element().attr("lang").filter(|l| crate::dataset::is_language_tag(l)).map(str::to_owned),
        url: select("link[rel=canonical]")
            .and_then(|e| e.attr("href"))
            .filter(|u| Minter::is_iri(u))
            .map(str::to_owned),
        ..Metadata::default()
    }
}

#[derive(Default)]
struct Text {
    out: String,
    /// Line feeds due before the next word.
    breaks: usize,
    /// White space due before the next word.
    space: Option<char>,
}

impl Text {
    // A page may nest deeper than the stack, so the walk keeps its own.
    fn element(&mut self, root: ElementRef<'_>) {
        let mut unseen = 0_usize;
        for edge in root.traverse() {
            match edge {
                Edge::Open(node) => {
                    unseen += usize::from(is_unseen(node.value()));
                    match node.value() {
                        _ if unseen > 0 => {}
                        Node::Text(text) => self.text(text),
                        value => self.boundary(value, true),
                    }
                }
                Edge::Close(node) => {
                    if unseen == 0 {
                        self.boundary(node.value(), false);
                    }
                    unseen -= usize::from(is_unseen(node.value()));
                }
            }
        }
    }

    fn boundary(&mut self, node: &Node, open: bool) {
        let Some(element) = node.as_element() else { return };
        let name = element.name();
        let due = if BLOCKS.contains(&name) {
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
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                self.space = self.space.or(Some(' '));
                continue;
            }
            let space = self.space.take();
            if self.out.is_empty() {
                self.breaks = 0;
            } else if self.breaks > 0 {
                self.out.extend(std::iter::repeat_n('\n', self.breaks));
                self.breaks = 0;
            } else {
                self.out.extend(space);
            }
            self.out.push(c);
        }
    }
}

fn is_unseen(node: &Node) -> bool {
    node.as_element().is_some_and(|e| UNSEEN.contains(&e.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_a_browser_shows_it() {
        let page = read(
            "<!doctype html><html lang=en><head><title>T</title><style>x{}</style></head><body><nav>menu</nav>\
             <h2>Box &amp; figures</h2><ul><li>Shusha:\n  may&nbsp;08, 1992<li>B<br>C</ul><p>One <b>t</b>wo</p>\
             <table><tr><td>a<td>b</table><script>1</script>",
        );
        assert_eq!(page.text, "Box & figures\n\nShusha: may\u{a0}08, 1992\nB\nC\n\nOne two\n\na\tb");
        assert_eq!(page.metadata.language.as_deref(), Some("en"));
    }

    #[test]
    fn deep_nesting_is_found_before_it_hurts() {
        assert_eq!(too_deep(&"<div>".repeat(5_000)), Some(5 * DEEPEST));
        assert_eq!(too_deep(&"<div><p>x<br></div>".repeat(5_000)), None);
        let page = read(&("<div>".repeat(4_000) + "x"));
        assert_eq!(page.text, "x");
    }
}
