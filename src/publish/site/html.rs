//! HTML as text: escaping, links, tables.

use super::path::href;
use crate::base::markup::{APOSTROPHE, escape, is_forbidden};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

/// Text for an element or for an attribute in double quotes. Characters that XML and HTML cannot have become U+FFFD;
/// those that reorder or hide the text around them are shown as their number.
pub(super) fn esc(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    push_esc(text, &mut out);
    out
}

/// Appends the same.
pub(super) fn push_esc(text: &str, out: &mut String) {
    escape(text, out, |c, out| match c {
        '\'' => out.push_str(APOSTROPHE),
        '\n' | '\t' => out.push(c),
        c if c == '\r' || is_forbidden(c) => out.push('\u{fffd}'),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            let _ = write!(out, "⟨U+{:04X}⟩", u32::from(c));
        }
        c => out.push(c),
    });
}

/// A link from one file of the site to another. `inner` is HTML.
pub(super) fn link(from: &str, to: &str, inner: &str) -> String {
    format!("<a href=\"{}\">{inner}</a>", href(from, to))
}

/// A foreign address: a link if a browser may follow it, else text. `inner` is HTML.
pub(super) fn external(iri: &str, inner: &str) -> String {
    if is_web(iri) {
        format!("<a href=\"{}\" rel=\"external noopener\">{inner}</a>", esc(iri))
    } else {
        inner.to_owned()
    }
}

/// Whether a link may lead to an IRI: never `javascript:`, `data:` or `file:`.
pub(super) fn is_web(iri: &str) -> bool {
    let lower = iri.get(..8).unwrap_or(iri).to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

/// ` lang="…"`, if the tag is a language tag.
pub(super) fn lang(tag: &str) -> String {
    if crate::dataset::is_language_tag(tag) { format!(" lang=\"{tag}\" dir=\"auto\"") } else { String::new() }
}

/// Words of a source, as a quotation.
pub(super) fn quote(words: &str, language: &str) -> String {
    // Words that contain quotation marks get none: more marks around them would look like theirs.
    let own = if words.contains(['“', '”', '"', '„', '«', '»']) { " class=\"own\"" } else { "" };
    format!("<q{own}{}>{}</q>", lang(language), esc(words))
}

/// A number in readable form.
pub(super) fn count(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// `1 claim`, `2 claims`.
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// A table whose rows may continue in further files.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// The name of the files with further rows; letters and hyphens.
    pub(super) id: &'static str,
    /// Heading of its section.
    pub(super) heading: String,
    /// A sentence below the heading, in HTML.
    pub(super) note: String,
    pub(super) columns: &'static [&'static str],
    /// Cells in HTML; the first cell names the row.
    pub(super) rows: Vec<Vec<String>>,
    /// Total number of rows, including those that are not here.
    pub(super) total: usize,
    /// The rows of claims that a person accepted, replaced or added.
    pub(super) reviewed: BTreeSet<usize>,
}

/// The columns of a table of claims.
pub(super) const CLAIM_COLUMNS: &[&str] = &["What is claimed", "In which words", "Who says so", "Where", "Reading"];
/// The column that says where a claim is reported.
pub(super) const WHERE: usize = 3;

/// What hides the claims of a page that nobody reviewed. The style sheet does it, without a script; a browser whose style sheets
/// cannot shows all claims and no switch.
pub(super) const ONLY_REVIEWED: &str =
    "<p class=\"only-reviewed\"><label><input type=\"checkbox\"> Show only reviewed claims</label></p>\n";

impl Table {
    pub(super) fn new(id: &'static str, heading: impl Into<String>, columns: &'static [&'static str]) -> Self {
        Self { id, heading: heading.into(), columns, ..Self::default() }
    }

    pub(super) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
        self.total = self.total.max(self.rows.len());
    }

    /// Writes a part of the rows as a table.
    pub(super) fn html(&self, part: Range<usize>, caption: &str, out: &mut String) {
        let rows = self.rows.get(part.clone()).unwrap_or_default();
        // A caption that repeats the heading is hidden visually, for screen readers only.
        let quiet = if self.rows.len() == rows.len() && self.total <= rows.len() { " class=\"quiet\"" } else { "" };
        let class = if self.columns == CLAIM_COLUMNS { " class=\"claims\"" } else { "" };
        let _ = write!(out, "<table{class}>\n<caption{quiet}>{}</caption>\n<thead><tr>", esc(caption));
        for column in self.columns {
            let _ = write!(out, "<th scope=\"col\">{column}</th>");
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for (at, row) in part.zip(rows) {
            out.push_str(if self.reviewed.contains(&at) { "<tr class=\"reviewed\">" } else { "<tr>" });
            for (n, (cell, column)) in row.iter().zip(self.columns).enumerate() {
                let _ = if n == 0 {
                    write!(out, "<th scope=\"row\">{cell}</th>")
                } else {
                    write!(out, "<td data-label=\"{column}\">{cell}</td>")
                };
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n");
    }
}

/// A definition list of names and HTML.
pub(super) fn definitions(pairs: &[(String, String)]) -> String {
    let mut out = String::from("<dl class=\"facts\">\n");
    for (name, value) in pairs {
        let _ = writeln!(out, "<div><dt>{name}</dt><dd>{value}</dd></div>");
    }
    out.push_str("</dl>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_source_says_is_markup() {
        assert_eq!(esc("</a><script>'\"&"), "&lt;/a&gt;&lt;script&gt;&#39;&quot;&amp;");
        assert_eq!(esc("a\0b\u{202e}c"), "a\u{fffd}b⟨U+202E⟩c");
        for bad in
            ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "file:///etc/passwd", " http://x", "urn:x"]
        {
            assert_eq!(external(bad, "x"), "x", "{bad}");
        }
        assert!(external("https://x/\"onclick=\"", "x").contains("&quot;onclick=&quot;"));
        assert_eq!(lang("en\" onclick=\"x"), "");
    }

    #[test]
    fn numbers_are_read_by_people() {
        assert_eq!([count(0), count(999), count(1000), count(1_234_567)], ["0", "999", "1,000", "1,234,567"]);
    }
}
