//! The statements of the store about one IRI. As data: those with the IRI as subject. As a page: these, and some of those with
//! the IRI as object.

use super::formats::Form;
use super::html::{self, escape, term};
use super::job::Done;
use crate::base::vocab::{choro, rdfs};
use crate::query::{Answer, AnswerError, Prefixes};
use crate::store::{FactError, Statements};
use oxigraph::model::{NamedNode, NamedNodeRef, Term, Triple};
use oxigraph::sparql::{QueryEvaluationError, QueryTripleIter};
use std::collections::BTreeMap;
use std::io::Write;

/// Maximum number of statements with the IRI as object on its page.
const LEADING: usize = 200;

/// The statements of an IRI.
#[derive(Debug, Default)]
pub struct Resource {
    iri: String,
    /// The statements, sorted by their text, without duplicates.
    own: BTreeMap<String, Triple>,
    leading: BTreeMap<String, Triple>,
    /// Whether there are more statements with the IRI as object.
    more: bool,
}

impl Resource {
    /// Reads the statements. More than `most` with the IRI as subject are an error.
    pub fn read(statements: &Statements, iri: &str, most: u64) -> Result<Self, AnswerError> {
        let mut resource = Self { iri: iri.to_owned(), ..Self::default() };
        let Ok(node) = NamedNode::new(iri) else { return Ok(resource) };
        let failed = |e: FactError| AnswerError::from(QueryEvaluationError::Dataset(Box::new(e)));
        for quad in statements.matching(Some((&node).into()), None, None) {
            let triple = Triple::from(quad.map_err(failed)?);
            resource.own.insert(triple.to_string(), triple);
            if resource.own.len() as u64 > most {
                return Err(AnswerError::TooLong(most));
            }
        }
        for quad in statements.matching(None, None, Some((&node).into())) {
            let triple = Triple::from(quad.map_err(failed)?);
            resource.leading.insert(triple.to_string(), triple);
            if resource.leading.len() > LEADING {
                resource.leading.pop_last();
                resource.more = true;
                break;
            }
        }
        Ok(resource)
    }

    /// Whether there are no statements.
    pub fn is_empty(&self) -> bool {
        self.own.is_empty() && self.leading.is_empty()
    }

    /// Writes the statements as data or as a page; returns their number.
    pub fn write(self, form: Form, prefixes: &Prefixes, mut out: impl Write) -> Result<Done, AnswerError> {
        let rows = self.own.len() as u64;
        match form {
            Form::Data(format) => {
                Answer::Graph(QueryTripleIter::new(self.own.into_values().map(Ok))).write(format, prefixes, out)?;
            }
            Form::Page => {
                out.write_all(self.page(prefixes).as_bytes())?;
                out.flush()?;
            }
        }
        Ok(Done { rows })
    }

    fn page(&self, prefixes: &Prefixes) -> String {
        let shown = prefixes.shorten(&self.iri).unwrap_or_else(|| self.iri.clone());
        let name = |predicate: NamedNodeRef<'_>| {
            self.own.values().find(|t| t.predicate == predicate).and_then(|t| match &t.object {
                Term::Literal(l) => Some(l.value().to_owned()),
                _ => None,
            })
        };
        let title = name(rdfs::LABEL).or_else(|| name(choro::NAME)).unwrap_or(shown);
        let mut page = html::head(&title);
        page.push_str(&format!("<p><code>{}</code></p>\n<table>\n<tbody>\n", escape(&self.iri)));
        for triple in self.own.values() {
            let predicate = term(&triple.predicate.clone().into(), prefixes);
            let object = term(&triple.object, prefixes);
            page.push_str(&format!("<tr><th scope=\"row\">{predicate}</th><td>{object}</td></tr>\n"));
        }
        page.push_str("</tbody>\n</table>\n");
        if !self.leading.is_empty() {
            page.push_str("<h2>What leads here</h2>\n<table>\n<tbody>\n");
            for triple in self.leading.values() {
                let subject = term(&triple.subject.clone().into(), prefixes);
                let predicate = term(&triple.predicate.clone().into(), prefixes);
                page.push_str(&format!("<tr><td>{subject}</td><td>{predicate}</td></tr>\n"));
            }
            page.push_str("</tbody>\n</table>\n");
        }
        if self.more {
            let query = format!("SELECT ?s ?p {{ ?s ?p <{}> }}", self.iri);
            let target = format!("/sparql?query={}", super::form::encode_value(&query));
            page.push_str(&format!("<p>These are {LEADING} of them: <a href=\"{}\">all</a>.</p>\n", escape(&target)));
        }
        page.push_str(html::FOOT);
        page
    }
}
