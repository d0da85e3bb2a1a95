//! The timeline as text.

use super::super::svg::{anchor, escape};
use super::{Row, Unplaced};
use std::fmt::Write;

/// A row for each claim, and a list of those without a place in the calendar.
pub(super) fn write(id: &str, rows: &[Row], unplaced: &[Unplaced]) -> String {
    let mut out = String::new();
    if rows.iter().any(|r| !r.bars.is_empty()) {
        let _ = write!(
            out,
            "<table class=\"picture-table\" id=\"{id}-table\">\n<caption>Each time that is given, and by whom</caption>\n\
             <thead><tr><th scope=\"col\">About</th><th scope=\"col\">When</th><th scope=\"col\">What</th>\
             <th scope=\"col\">According to</th><th scope=\"col\">In these words</th></tr></thead>\n<tbody>\n"
        );
        for (row, bar) in rows.iter().flat_map(|r| r.bars.iter().map(move |b| (r, b))) {
            let disputed =
                if row.disputed { " <abbr title=\"sources disagree about the time\">\u{2260}</abbr>" } else { "" };
            let _ = writeln!(
                out,
                "<tr><th scope=\"row\">{}{disputed}</th><td data-label=\"When\">{}</td><td data-label=\"What\">{}</td>\
                 <td data-label=\"According to\">{}</td><td data-label=\"In these words\">{}</td></tr>",
                anchor(row.address.as_deref(), &row.label),
                anchor(bar.address.as_deref(), &bar.in_words()),
                escape(&bar.what),
                escape(&bar.source),
                escape(&bar.words)
            );
        }
        out.push_str("</tbody>\n</table>\n");
    }
    if !unplaced.is_empty() {
        let _ = write!(
            out,
            "<section class=\"picture-unplaced\">\n<h3 id=\"{id}-unplaced\">Times without a place in the calendar</h3>\n<ul>\n"
        );
        for time in unplaced {
            let _ = writeln!(
                out,
                "<li><q>{}</q>: {}, according to {}. <q>{}</q></li>",
                escape(&time.time),
                anchor(time.address.as_deref(), &time.label),
                escape(&time.source),
                escape(&time.words)
            );
        }
        out.push_str("</ul>\n</section>\n");
    }
    out
}
