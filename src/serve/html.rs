//! HTML pages. All text from data or requests must go through [`escape`].

use super::{Response, STYLE_PATH};
use crate::base::markup::{self, APOSTROPHE};
use crate::query::{AnswerError, Prefixes};
use oxigraph::model::Term;
use oxigraph::sparql::QuerySolutionIter;
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::io::Write;

/// Escapes text for HTML, also within double quotes. Control characters, which HTML forbids, are replaced.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    markup::escape(text, &mut escaped, |c, out| match c {
        '\'' => out.push_str(APOSTROPHE),
        '\n' | '\t' => out.push(c),
        c if c.is_control() => out.push('\u{FFFD}'),
        c => out.push(c),
    });
    escaped
}

/// A link of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The text of the link.
    pub name: String,
    /// The target, percent-encoded.
    pub address: String,
}

/// The HTML before the content of a page.
pub fn head(title: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"{STYLE_PATH}\">\n<link rel=\"icon\" href=\"data:,\">\n</head>\n<body>\n<nav><a href=\"/\">Home</a> \
         <a href=\"/sparql\">SPARQL</a> <a href=\"/api/\">Queries</a></nav>\n<main>\n<h1>{title}</h1>\n",
        title = escape(title)
    )
}

/// The HTML after the content.
pub const FOOT: &str = "</main>\n</body>\n</html>\n";

/// A whole page. The content is HTML.
pub fn page(status: u16, title: &str, content: &str) -> Response {
    Response::new(status, "text/html; charset=utf-8", format!("{}{content}{FOOT}", head(title)))
}

/// The title and links of an answer page.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The title of the page.
    pub title: &'a str,
    /// Links to the same answer in other forms.
    pub others: &'a [Link],
}

/// Writes rows as a page while they are found. `count` is the number of rows after the last one.
pub fn rows(
    rows: QuerySolutionIter<'_>,
    count: &Cell<u64>,
    frame: Frame<'_>,
    prefixes: &Prefixes,
    mut out: impl Write,
) -> Result<(), AnswerError> {
    let variables = rows.variables().to_vec();
    write!(out, "{}", head(frame.title))?;
    if !frame.others.is_empty() {
        write!(out, "<p>The same as")?;
        for other in frame.others {
            write!(out, " <a href=\"{}\">{}</a>", escape(&other.address), escape(&other.name))?;
        }
        writeln!(out, "</p>")?;
    }
    // A scrollable region must be reachable with the keyboard.
    write!(out, "<div class=\"rows\" role=\"region\" aria-label=\"Answer\" tabindex=\"0\">\n<table>\n<thead><tr>")?;
    for variable in &variables {
        write!(out, "<th scope=\"col\">{}</th>", escape(variable.as_str()))?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for row in rows {
        let row = row?;
        write!(out, "<tr>")?;
        for variable in &variables {
            let value = row.get(variable).map_or_else(String::new, |t| term(t, prefixes));
            write!(out, "<td data-label=\"{}\">{value}</td>", escape(variable.as_str()))?;
        }
        writeln!(out, "</tr>")?;
    }
    let n = count.get();
    write!(out, "</tbody>\n</table>\n</div>\n<p>{n} {}</p>\n{FOOT}", if n == 1 { "row" } else { "rows" })?;
    out.flush()?;
    Ok(())
}

/// A term as HTML. An IRI of the dataset links to its description on this server, another web address to the web.
pub fn term(term: &Term, prefixes: &Prefixes) -> String {
    match term {
        Term::NamedNode(node) => {
            let iri = node.as_str();
            let shown = prefixes.shorten(iri).unwrap_or_else(|| iri.to_owned());
            let target = match iri.strip_prefix(prefixes.base()) {
                Some(path) => format!("/{path}"),
                None if iri.starts_with("https://") || iri.starts_with("http://") => iri.to_owned(),
                None => return escape(&shown),
            };
            format!("<a href=\"{}\">{}</a>", escape(&target), escape(&shown))
        }
        Term::Literal(literal) => match literal.language() {
            Some(language) => {
                format!("<span lang=\"{}\">{}</span>", escape(language), escape(literal.value()))
            }
            // The class keeps a date from breaking at its hyphens.
            None if is_date(literal.value()) => {
                format!("<span class=\"date\">{}</span>", escape(literal.value()))
            }
            None => escape(literal.value()),
        },
        other => escape(&other.to_string()),
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.contains('-') && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::{Literal, NamedNode};

    #[test]
    fn nothing_of_the_data_becomes_markup() {
        let prefixes = Prefixes::new("https://example.org/d/");
        for (shown, of) in [
            ("&lt;script&gt;&amp;&quot;&#39;\u{FFFD}", Term::from(Literal::from("<script>&\"'\u{1b}"))),
            (
                "<a href=\"/place/a&amp;b\">place:a&amp;b</a>",
                NamedNode::new_unchecked("https://example.org/d/place/a&b").into(),
            ),
            (
                "<a href=\"https://example.com/&quot;onclick=x\">https://example.com/&quot;onclick=x</a>",
                NamedNode::new_unchecked("https://example.com/\"onclick=x").into(),
            ),
            ("javascript:alert(1)", NamedNode::new_unchecked("javascript:alert(1)").into()),
            ("<span lang=\"az\">Şuşa</span>", Literal::new_language_tagged_literal_unchecked("Şuşa", "az").into()),
        ] {
            let written = term(&of, &prefixes);
            assert!(written == shown || written.ends_with(&format!(">{shown}</a>")), "{written} {shown}");
        }
    }
}
