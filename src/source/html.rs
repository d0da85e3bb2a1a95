//! The text of an HTML page: what a reader sees of its article, a line for each block, white space folded as a browser folds
//! it. No-break spaces stay. Where the article cannot be told from what is around it, it is all that a reader sees.
//!
//! The same markup always gives the same text, so that words can be cut out of a captured page again.

mod described;
mod main_text;
mod visible;

pub(super) use described::without_by;

use crate::iri::folded_space;
use crate::source::metadata::Metadata;
use scraper::Html;

/// What was read from a page.
#[derive(Debug)]
pub struct Page {
    /// The text.
    pub text: String,
    /// What the page says of itself.
    pub metadata: Metadata,
}

/// The parsing algorithm takes time by the square of the depth; no page that people read comes near this.
const DEEPEST: usize = 4_096;
/// What a page that nests deeper is told.
pub(super) const DEEP: &str = "elements nest too deep here";
/// The rule that it breaks.
pub(super) const DEEP_RULE: &str = "a page nests at most 4096 elements deep";
/// Elements that end without a closing tag.
const UNCLOSED: &[&str] = &[
    "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
    "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr", "path", "use", "circle",
    "rect",
];

/// Where a page nests too deep to be parsed, in bytes.
pub fn too_deep(markup: &str) -> Option<usize> {
    depth(markup).1
}

/// How deep a page nests, and where it nests too deep.
fn depth(markup: &str) -> (usize, Option<usize>) {
    let (mut depth, mut most) = (0_usize, 0);
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
        most = most.max(depth);
        if depth > DEEPEST {
            return (depth, Some(at));
        }
    }
    (most, None)
}

/// Reads a page.
pub fn read(markup: &str) -> Page {
    let page = Html::parse_document(markup);
    let mut metadata = described::read(&page);
    let visible = visible::read(page.root_element());
    let Some((keep, head)) = main_text::lines(markup, &visible, metadata.title.as_deref()) else {
        return Page { text: visible.text, metadata };
    };
    if let Some(head) = head {
        let (authors, published) = main_text::below_headline(&visible, &keep, head);
        if metadata.authors.is_empty() {
            metadata.authors = authors;
        }
        metadata.published = metadata.published.or(published);
    }
    if let Some(head) = head.map(|n| folded_space(&visible.text[visible.lines[n].range.clone()])) {
        // A <title> often has the name of the site beside the headline.
        let beside = |title: &String| *title != head && (title.starts_with(&head) || title.ends_with(&head));
        if metadata.title.as_ref().is_none_or(beside) {
            metadata.title = Some(head);
        }
    }
    let mut text = String::with_capacity(visible.text.len());
    let mut last = None;
    for (n, line) in visible.lines.iter().enumerate().filter(|(n, _)| keep[*n]) {
        if let Some(last) = last {
            text.extend(std::iter::repeat_n('\n', if last + 1 == n { line.breaks } else { 2 }));
        }
        text.push_str(&visible.text[line.range.clone()]);
        last = Some(n);
    }
    Page { text, metadata }
}

/// All text of a piece of markup, such as an article in a feed, which has nothing around it.
pub fn fragment(markup: &str) -> String {
    visible::read(Html::parse_document(markup).root_element()).text
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
