//! The text of an HTML page: the visible text of its article, a line for each block, with white space folded as
//! browsers fold it. No-break spaces are kept. If the article cannot be distinguished from what is around it, the text
//! is everything visible.
//!
//! Text that is struck out or hidden is left out, and so are marks of footnotes; a row of a table is a line.
//!
//! The same markup always gives the same text, so that words can be located again in a captured page.

mod described;
mod elements;
mod figures;
mod hidden;
mod limits;
mod main_text;
mod raised;
mod rendered;
mod table;
mod visible;

use described::ONE_DATE;
pub(super) use described::without_by;
pub(crate) use elements::{is_boundary, is_unseen};
pub(crate) use limits::openings;
pub use limits::{Excess, excess};
pub(crate) use rendered::render;

use crate::base::iri::folded_space;
use crate::base::text::Problem;
use crate::read::source::metadata::Metadata;
use scraper::Html;
use std::borrow::Cow;

/// The result of reading a page.
#[derive(Debug)]
pub struct Page {
    /// The text.
    pub text: String,
    /// The metadata that the page gives.
    pub metadata: Metadata,
    /// Notes about metadata that cannot be read.
    pub notes: Vec<Problem>,
}

impl Page {
    /// Notes about fields that the metadata beside the page does not give.
    pub(super) fn notes_beside(&self, metadata: &Metadata) -> Vec<Problem> {
        let known = metadata.published.is_some();
        self.notes.iter().filter(|note| !known || note.rule != ONE_DATE).cloned().collect()
    }
}

/// Reads a page.
pub fn read(markup: &str) -> Page {
    let mut page = Html::parse_document(markup);
    let (mut metadata, mut notes) = described::read(&page);
    let shown = shown(&mut page, markup, &mut notes);
    let visible = visible::read(page.root_element());
    let Some((keep, head)) = main_text::lines(&shown, &visible, metadata.title.as_deref()) else {
        return Page { text: visible.text, metadata, notes };
    };
    if let Some(head) = head {
        let (authors, published) = main_text::below_headline(&visible, &keep, head);
        if metadata.authors.is_empty() {
            metadata.authors = authors;
        }
        metadata.published = metadata.published.or(published);
    }
    if let Some(head) = head.map(|n| folded_space(&visible.text[visible.lines[n].range.clone()])) {
        // A <title> often contains the name of the site beside the headline.
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
    Page { text, metadata, notes }
}

/// All text of a fragment of markup, such as an article in a feed, and notes about what cannot be read.
pub fn fragment(markup: &str) -> (String, Vec<Problem>) {
    let mut page = Html::parse_document(markup);
    let mut notes = Vec::new();
    shown(&mut page, markup, &mut notes);
    (visible::read(page.root_element()).text, notes)
}

/// The text of a short piece of markup, such as a title in a feed.
pub fn words(markup: &str) -> String {
    fragment(markup).0
}

/// Reduces the tree of a page to what is shown of it; returns the markup of the result.
fn shown<'m>(page: &mut Html, markup: &'m str, notes: &mut Vec<Problem>) -> Cow<'m, str> {
    let rendered = rendered::render(page);
    let filled = table::fill(page);
    if filled.is_none() {
        notes.push(Problem {
            at: None,
            value: "rowspan".to_owned(),
            what: "cells of the tables of this page span too many rows; they are not repeated in each".to_owned(),
            rule: "cells that span rows take at most 1,000,000 places",
            help: "write the cell in each row that it holds for".to_owned(),
        });
    }
    if rendered || filled == Some(true) { Cow::Owned(page.html()) } else { Cow::Borrowed(markup) }
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
    fn a_deep_page_is_read() {
        let page = read(&("<div>".repeat(4_000) + "x"));
        assert_eq!(page.text, "x");
    }
}
