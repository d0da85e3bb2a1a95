//! The HTML elements that begin a line or hold no text.

use scraper::node::Element;

/// Elements whose content is not text of the page.
const UNSEEN: &[&str] = &[
    "script", "style", "noscript", "template", "head", "svg", "iframe", "object", "nav", "footer", "form", "button",
    "select", "dialog", "datalist", "audio", "video", "canvas", "noframes", "noembed", "annotation", "annotation-xml",
];
/// Elements that are separated from the text around them.
pub(super) const BLOCKS: &[&str] = &[
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "main", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "tfoot", "thead", "ul",
];
/// Blocks that follow one another without a blank line.
pub(super) const LINES: &[&str] = &["li", "tr"];
/// Whether the content of an element is not text of the page.
pub(crate) fn is_unseen(element: &Element) -> bool {
    UNSEEN.contains(&element.name())
}

/// Whether a line ends where an element begins or ends.
pub(crate) fn is_boundary(name: &str) -> bool {
    BLOCKS.contains(&name) || LINES.contains(&name) || matches!(name, "br" | "td" | "th")
}
