//! The media types of answers.

use crate::query::{AnswerKind, ResultFormat};

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A result format of queries.
    Data(ResultFormat),
    /// An HTML page.
    Page,
}

/// Media types with their form and `Content-Type`. The first is used if the client has no preference.
type Table = &'static [(&'static str, Form, &'static str)];

const ROWS: Table = &[
    ("application/sparql-results+json", Form::Data(ResultFormat::Json), "application/sparql-results+json"),
    ("application/json", Form::Data(ResultFormat::Json), "application/json"),
    ("text/html", Form::Page, "text/html; charset=utf-8"),
    ("application/sparql-results+xml", Form::Data(ResultFormat::Xml), "application/sparql-results+xml"),
    ("text/csv", Form::Data(ResultFormat::Csv), "text/csv; charset=utf-8"),
    ("text/tab-separated-values", Form::Data(ResultFormat::Tsv), "text/tab-separated-values; charset=utf-8"),
    ("application/xml", Form::Data(ResultFormat::Xml), "application/xml"),
    ("text/xml", Form::Data(ResultFormat::Xml), "text/xml; charset=utf-8"),
];

const BOOLEAN: Table = &[
    ("application/sparql-results+json", Form::Data(ResultFormat::Json), "application/sparql-results+json"),
    ("application/json", Form::Data(ResultFormat::Json), "application/json"),
    ("application/sparql-results+xml", Form::Data(ResultFormat::Xml), "application/sparql-results+xml"),
    ("text/csv", Form::Data(ResultFormat::Csv), "text/csv; charset=utf-8"),
    ("text/tab-separated-values", Form::Data(ResultFormat::Tsv), "text/tab-separated-values; charset=utf-8"),
    ("application/xml", Form::Data(ResultFormat::Xml), "application/xml"),
    ("text/xml", Form::Data(ResultFormat::Xml), "text/xml; charset=utf-8"),
];

/// Media types for a graph.
pub(super) const GRAPH: Table = &[
    ("text/turtle", Form::Data(ResultFormat::Turtle), "text/turtle; charset=utf-8"),
    ("application/n-triples", Form::Data(ResultFormat::NTriples), "application/n-triples"),
    ("application/rdf+xml", Form::Data(ResultFormat::RdfXml), "application/rdf+xml"),
    ("application/ld+json", Form::Data(ResultFormat::JsonLd), "application/ld+json"),
    ("application/json", Form::Data(ResultFormat::JsonLd), "application/ld+json"),
    ("text/plain", Form::Data(ResultFormat::NTriples), "text/plain; charset=utf-8"),
];

const RESOURCE: Table = &[
    ("text/html", Form::Page, "text/html; charset=utf-8"),
    ("text/turtle", Form::Data(ResultFormat::Turtle), "text/turtle; charset=utf-8"),
    ("application/ld+json", Form::Data(ResultFormat::JsonLd), "application/ld+json"),
    ("application/n-triples", Form::Data(ResultFormat::NTriples), "application/n-triples"),
    ("application/rdf+xml", Form::Data(ResultFormat::RdfXml), "application/rdf+xml"),
    ("application/json", Form::Data(ResultFormat::JsonLd), "application/ld+json"),
];

/// Chooses the form and the `Content-Type` for the result of a query.
pub fn of_answer(accept: Option<&str>, kind: AnswerKind) -> Result<(Form, &'static str), Vec<&'static str>> {
    of(
        accept,
        match kind {
            AnswerKind::Select => ROWS,
            AnswerKind::Ask => BOOLEAN,
            AnswerKind::Graph => GRAPH,
        },
    )
}

/// Chooses the form and the `Content-Type` for the description of a resource.
pub fn of_resource(accept: Option<&str>) -> Result<(Form, &'static str), Vec<&'static str>> {
    of(accept, RESOURCE)
}

pub(super) fn of(accept: Option<&str>, table: Table) -> Result<(Form, &'static str), Vec<&'static str>> {
    let offers: Vec<&str> = table.iter().map(|(media, _, _)| *media).collect();
    let chosen = super::accept::choose(accept, &offers);
    let row = table.iter().find(|(media, _, _)| Some(*media) == chosen);
    row.map(|(_, form, content_type)| (*form, *content_type)).ok_or(offers)
}

/// The media type for the extension of a path, as in `/api/districts.csv`.
pub fn of_extension(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "json" | "srj" => "application/sparql-results+json",
        "xml" | "srx" => "application/sparql-results+xml",
        "csv" => "text/csv",
        "tsv" => "text/tab-separated-values",
        "html" => "text/html",
        "ttl" => "text/turtle",
        "nt" => "application/n-triples",
        "rdf" => "application/rdf+xml",
        "jsonld" => "application/ld+json",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_the_form_that_is_asked_for() {
        let browser = Some("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        for (accept, kind, content_type) in [
            (None, AnswerKind::Select, Some("application/sparql-results+json")),
            (None, AnswerKind::Graph, Some("text/turtle; charset=utf-8")),
            (browser, AnswerKind::Select, Some("text/html; charset=utf-8")),
            (browser, AnswerKind::Ask, Some("application/xml")),
            (browser, AnswerKind::Graph, Some("text/turtle; charset=utf-8")),
            (
                Some("text/csv;q=0.4, text/tab-separated-values"),
                AnswerKind::Select,
                Some("text/tab-separated-values; charset=utf-8"),
            ),
            (Some("text/csv"), AnswerKind::Graph, None),
            (Some("text/turtle"), AnswerKind::Ask, None),
            (Some("application/rdf+xml"), AnswerKind::Graph, Some("application/rdf+xml")),
            (Some("application/json"), AnswerKind::Graph, Some("application/ld+json")),
        ] {
            assert_eq!(of_answer(accept, kind).ok().map(|(_, c)| c), content_type, "{accept:?} {kind:?}");
        }
    }
}
