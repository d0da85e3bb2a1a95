//! The text of an HTML page: what a reader sees, a line for each block, white space folded as a browser folds it. No-break
//! spaces stay.

use crate::iri::{Minter, folded_space};
use crate::source::metadata::Metadata;
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
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "main", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "tfoot", "thead", "ul",
];
/// Blocks that follow each other without a blank line.
const LINES: &[&str] = &["li", "tr"];

/// Reads a page.
pub fn read(markup: &str) -> Page {
    let page = Html::parse_document(markup);
    let mut text = Text::default();
    text.element(page.root_element());
    Page {
        text: text.out,
        metadata: metadata(&page),
    }
}

fn metadata(page: &Html) -> Metadata {
    let select = |css: &str| Selector::parse(css).ok().and_then(|s| page.select(&s).next());
    let text = |css| {
        select(css)
            .map(|e| folded_space(&e.text().collect::<String>()))
            .filter(|t| !t.is_empty())
    };
    Metadata {
        title: text("title"),
        language: page
            .root_element()
            .attr("lang")
            .filter(|l| crate::dataset::is_language_tag(l))
            .map(str::to_owned),
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
        for edge in root.traverse() {
            match edge {
                ego_tree::iter::Edge::Open(node) => {
                    if node.ancestors().any(|a| unseen(a.value())) {
                        continue;
                    }
                    match node.value() {
                        Node::Text(text) => self.text(text),
                        value => self.boundary(value, true),
                    }
                }
                ego_tree::iter::Edge::Close(node) => {
                    if !node.ancestors().any(|a| unseen(a.value())) {
                        self.boundary(node.value(), false);
                    }
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

fn unseen(node: &Node) -> bool {
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
    fn deep_nesting_does_not_overflow() {
        let page = read(&("<div>".repeat(200_000) + "x"));
        assert!(page.text.contains('x'));
    }
}
