//! The timeline in text.

use super::super::svg::{anchor, escape};
use super::{Bar, Row, Unplaced, axis};
use crate::time::month_name;
use jiff::civil::Date;
use std::fmt::Write;

/// A row for each claim, and a list of those that have no place in the calendar.
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
            let unsure = if bar.uncertain { " (uncertain)" } else { "" };
            let _ = writeln!(
                out,
                "<tr><th scope=\"row\">{}{disputed}</th><td data-label=\"When\">{}{unsure}</td><td data-label=\"What\">{}</td>\
                 <td data-label=\"According to\">{}</td><td data-label=\"In these words\">{}</td></tr>",
                anchor(row.address.as_deref(), &row.label),
                anchor(bar.address.as_deref(), &in_words(bar)),
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

/// A time in words, as precise as it is.
pub(super) fn in_words(bar: &Bar) -> String {
    match (bar.earliest, bar.latest) {
        (None, None) => bar.edtf.clone(),
        (Some(from), None) => format!("{} or later", day(from)),
        (None, Some(to)) => format!("{} or earlier", day(to)),
        (Some(from), Some(to)) if from == to => day(from),
        (Some(from), Some(to)) if from.day() == 1 && to == from.last_of_month() => {
            format!("{} {}", month_name(from.month()), year(from))
        }
        (Some(from), Some(to)) if from.day_of_year() == 1 && to == from.last_of_year() => year(from),
        (Some(from), Some(to)) => format!("between {} and {}", day(from), day(to)),
    }
}

fn year(date: Date) -> String {
    axis::year_name(date.year().into())
}

fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), month_name(date.month()), year(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::TimeExtent;

    #[test]
    fn times_in_words() {
        for (edtf, words) in [
            ("1992-05-08", "8 May 1992"),
            ("1992-02", "February 1992"),
            ("-0043", "44 BCE"),
            ("1988/1992", "between 1 January 1988 and 31 December 1992"),
            ("../1992-05", "31 May 1992 or earlier"),
            ("1992/..", "1 January 1992 or later"),
        ] {
            let time = TimeExtent::from_edtf(edtf).unwrap();
            let bar = Bar {
                earliest: (time.earliest != Date::MIN).then_some(time.earliest),
                latest: (time.latest != Date::MAX).then_some(time.latest),
                edtf: edtf.to_owned(),
                uncertain: false,
                what: String::new(),
                source: String::new(),
                address: None,
                words: String::new(),
            };
            assert_eq!(in_words(&bar), words);
        }
    }
}
