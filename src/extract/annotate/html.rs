//! The reading as one self-contained page: no network, no other file, no script. A mark shows details when you point at
//! it or focus it with the keyboard; the tables below the text link back to their words.

use super::Annotated;
use super::marks::{Mark, MarkKind, marks};
use super::nesting::{Step, steps};
use super::tables::{Table, tables};
use crate::base::markup;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;

const STYLE: &str = include_str!("page.css");

/// Writes the beginning of a page.
pub fn head(title: &str, out: &mut impl Write) -> io::Result<()> {
    let title = escaped(title);
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"chorograph\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>"
    )?;
    let mut legend = String::new();
    for kind in MarkKind::LEGEND {
        let (class, name) = (kind.class(), kind.name());
        let _ = writeln!(
            legend,
            "<label class=\"key\"><input type=\"checkbox\" id=\"show-{class}\" checked> \
             <span class=\"m {class}\" data-label=\"{}\">{name}</span></label>",
            kind.label()
        );
    }
    writeln!(
        out,
        "<header>\n<details class=\"legend\" open>\n<summary>What the marks mean</summary>\n<div class=\"keys\">\n\
         {legend}</div>\n<p class=\"hint\">Point at marked words, or go to them with the Tab key, to see what was read. \
         Untick a kind to leave it unmarked.</p>\n</details>\n</header>\n<main>"
    )
}

/// Writes an article, the `number`th of the page.
pub fn document(of: &Annotated<'_>, number: usize, out: &mut impl Write) -> io::Result<()> {
    let marks = marks(of);
    let parts: Vec<Range<usize>> = of.parts().map(|(_, range)| range).collect();
    writeln!(out, "<article id=\"d{number}\">\n<p class=\"source\">{}</p>", source(of))?;
    let mut language = String::new();
    if let Some(tag) = &of.document.metadata.language {
        language = format!(" lang=\"{}\"", escaped(tag));
    }
    writeln!(out, "<div class=\"text\"{language}>")?;
    let mut page = Page { of, marks: &marks, number, out: String::new() };
    for ((paragraph, _), steps) in of.parts().zip(steps(&marks, &parts)) {
        let (open, close) = match paragraph {
            None => ("<h1>".to_owned(), "</h1>"),
            Some(n) => (format!("<p class=\"paragraph\" data-number=\"{n}\">"), "</p>"),
        };
        page.out.push_str(&open);
        page.steps(&steps);
        writeln!(out, "{}{close}", page.out)?;
        page.out.clear();
    }
    writeln!(out, "</div>")?;
    let first = first_marks(&marks);
    for table in tables(of) {
        write_table(&table, &first, number, out)?;
    }
    writeln!(out, "</article>")
}

/// Writes the end of a page.
pub fn foot(out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "</main>\n</body>\n</html>")
}

/// A line that describes the document.
fn source(of: &Annotated<'_>) -> String {
    let metadata = &of.document.metadata;
    let mut parts = vec![of.document.path.display().to_string()];
    parts.extend(metadata.publisher.clone());
    match of.published {
        Some(published) => parts.push(format!("published {}", published.edtf)),
        None => parts.push("publication date not known".to_owned()),
    }
    let f = of.findings;
    let counts = [
        (f.mentions.len(), "name", "names"),
        (f.times.len(), "time", "times"),
        (f.roles.len(), "role", "roles"),
        (f.quotations.len(), "statement", "statements"),
        (f.events.len(), "event", "events"),
    ];
    let told = counts.iter().map(|(n, one, many)| format!("{n} {}", if *n == 1 { one } else { many }));
    parts.push(told.collect::<Vec<_>>().join(", "));
    escaped(&parts.join(" · "))
}

struct Page<'a> {
    of: &'a Annotated<'a>,
    marks: &'a [Mark],
    number: usize,
    out: String,
}

impl Page<'_> {
    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Open { mark, first } => self.open(*mark, *first),
                Step::Text(range) => escape(&self.of.text()[range.clone()], &mut self.out),
                Step::Close { mark, .. } => self.close(*mark),
            }
        }
    }

    fn open(&mut self, at: usize, first: bool) {
        let (mark, number) = (&self.marks[at], self.number);
        let class = mark.kind.class();
        // Quotations and events have the numbers of the tables.
        let label = match mark.kind {
            MarkKind::Speech => (mark.number + 1).to_string(),
            MarkKind::Event => format!("{} {}", mark.kind.label(), mark.number + 1),
            kind => kind.label().to_owned(),
        };
        let id = if first { format!(" id=\"d{number}m{at}\"") } else { String::new() };
        let cut = if first { "" } else { " continued" };
        let _ = write!(self.out, "<span class=\"m {class}{cut}\"{id} tabindex=\"0\" data-label=\"{label}\">");
    }

    /// The end of a mark, with its card.
    fn close(&mut self, at: usize) {
        let mark = &self.marks[at];
        let _ = write!(
            self.out,
            "<span class=\"card {}\" role=\"note\"><span class=\"kind\">{}</span> <b>{}</b>",
            mark.kind.class(),
            mark.kind.name(),
            escaped(&mark.title)
        );
        for (what, how) in &mark.facts {
            let how = escaped(how);
            let _ =
                write!(self.out, "<span class=\"fact\"><span class=\"what\">{what}</span> <span>{how}</span></span>");
        }
        let span = self.of.document.span(&mark.range);
        let _ = write!(
            self.out,
            "<span class=\"fact\"><span class=\"what\">code points</span> <span>{}–{}</span></span></span></span>",
            span.start, span.end
        );
    }
}

fn first_marks(marks: &[Mark]) -> HashMap<(MarkKind, usize), usize> {
    let mut first = HashMap::new();
    for (at, mark) in marks.iter().enumerate() {
        first.entry((mark.kind, mark.number)).or_insert(at);
    }
    first
}

fn write_table(
    table: &Table,
    first: &HashMap<(MarkKind, usize), usize>,
    number: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, "<section class=\"table\">\n<h2>{}</h2>\n<table>\n<thead><tr>", escaped(table.title))?;
    for heading in &table.headings {
        writeln!(out, "<th scope=\"col\">{}</th>", escaped(heading))?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for row in &table.rows {
        write!(out, "<tr>")?;
        let link = row.at.and_then(|at| first.get(&at));
        for (n, (cell, heading)) in row.cells.iter().zip(&table.headings).enumerate() {
            let cell = escaped(cell);
            let cell = match link.filter(|_| n == 0) {
                Some(mark) => format!("<a href=\"#d{number}m{mark}\">{cell}</a>"),
                None => cell,
            };
            write!(out, "<td data-heading=\"{}\">{cell}</td>", escaped(heading))?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody>\n</table>\n</section>")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(text, &mut out);
    out
}

/// Text for an element or an attribute in double quotes.
fn escape(text: &str, out: &mut String) {
    markup::escape(text, out, |c, out| out.push(c));
}
