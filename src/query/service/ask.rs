//! The protocol (SPARQL 1.1 Protocol, section 2.1.2): sends a query by POST, receives rows as JSON or XML.

use super::shape::seeded;
use super::{Notice, ServiceError, Services};
use crate::base::network::{Reply, Request, ResponseError, shown};
use oxigraph::model::{BlankNode, NamedNode, Term};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};
use oxigraph::sparql::{CancellationToken, Variable};
use spargebra::algebra::GraphPattern;
use spargebra::term::GroundTerm;

const ACCEPT: &str = "application/sparql-results+json, application/sparql-results+xml;q=0.8";
/// Maximum length of the values in a request, in bytes: endpoints refuse long requests.
const MAX_VALUES: usize = 60_000;

/// The rows that a service returned.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) variables: Vec<Variable>,
    pub(super) rows: Vec<Vec<Option<Term>>>,
}

/// The rows of an endpoint for a pattern and values; without values, all rows.
pub(super) fn rows(
    services: &mut Services<'_, '_>,
    token: &Option<CancellationToken>,
    endpoint: &NamedNode,
    inner: &GraphPattern,
    columns: &[Variable],
    values: Option<&Values>,
    why: Option<&'static str>,
) -> Result<Rows, ServiceError> {
    let mut found = Rows { variables: columns.to_vec(), rows: Vec::new() };
    let endpoint = endpoint.as_str();
    let batches: Vec<Option<&[Vec<Term>]>> = match values {
        Some(values) => batches(&values.rows, services.limits.batch).into_iter().map(Some).collect(),
        None => vec![None],
    };
    let requests = batches.len();
    for batch in batches {
        if token.as_ref().is_some_and(CancellationToken::is_cancelled) {
            return Err(ServiceError::Cancelled);
        }
        let most = services.limits.rows;
        // One row above the limit shows that the limit is exceeded.
        let left = most - found.rows.len().min(most) + 1;
        let query = text(inner, columns, values.zip(batch), left);
        let request = Request::form(endpoint, ACCEPT, &[("query", &query)]);
        let before = found.rows.len();
        let read = services.client.ask(&request, &mut |reply| {
            found.rows.truncate(before);
            read(reply, columns, left, &mut found.rows)
        });
        read.map_err(|source| ServiceError::Ask { endpoint: endpoint.to_owned(), source })?;
        if found.rows.len() > most {
            return Err(ServiceError::TooMany { endpoint: endpoint.to_owned(), rows: most });
        }
    }
    let (endpoint, rows) = (endpoint.to_owned(), found.rows.len());
    match (values, why) {
        (Some(values), _) => {
            let values = values.rows.len();
            (services.notify)(Notice::Bound { endpoint, requests, values, rows });
        }
        (None, Some(why)) => (services.notify)(Notice::Unbound { endpoint, why, rows }),
        (None, None) => {}
    }
    Ok(found)
}

/// Rows in batches, limited by number and by length.
fn batches(rows: &[Vec<Term>], most: usize) -> Vec<&[Vec<Term>]> {
    let mut all = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, row) in rows.iter().enumerate() {
        let len: usize = row.iter().map(|t| t.to_string().len() + 1).sum();
        if at > start && (at - start >= most.max(1) || bytes + len > MAX_VALUES) {
            all.push(&rows[start..at]);
            (start, bytes) = (at, 0);
        }
        bytes += len;
    }
    if start < rows.len() {
        all.push(&rows[start..]);
    }
    all
}

/// The text of the query that is sent.
fn text(inner: &GraphPattern, columns: &[Variable], values: Option<(&Values, &[Vec<Term>])>, most: usize) -> String {
    let pattern = match values {
        Some((values, rows)) => {
            let ground = |t: &Term| GroundTerm::try_from(t.clone()).ok();
            let bindings = rows.iter().map(|r| r.iter().map(ground).collect()).collect();
            seeded(inner.clone(), GraphPattern::Values { variables: values.variables.clone(), bindings })
        }
        None => inner.clone(),
    };
    let columns: Vec<String> = columns.iter().map(ToString::to_string).collect();
    // A pattern without variables still matches a number of times or not at all.
    let columns = if columns.is_empty() { "*".to_owned() } else { columns.join(" ") };
    format!("SELECT {columns} WHERE {{ {pattern} }} LIMIT {most}")
}

/// Reads the rows of a response.
fn read(
    reply: &Reply,
    columns: &[Variable],
    most: usize,
    rows: &mut Vec<Vec<Option<Term>>>,
) -> Result<(), ResponseError> {
    let media = reply.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let format = match media.as_str() {
        "application/sparql-results+json" | "application/json" => QueryResultsFormat::Json,
        "application/sparql-results+xml" | "application/xml" | "text/xml" => QueryResultsFormat::Xml,
        other => return Err(ResponseError::refused(format!("it is {:?}, not rows in JSON or XML", shown(other)))),
    };
    let wrong =
        |e: &dyn std::fmt::Display| ResponseError::refused(format!("these are not rows: {}", shown(&e.to_string())));
    let parser = QueryResultsParser::from_format(format);
    let solutions = match parser.for_reader(reply.body.as_slice()).map_err(|e| wrong(&e))? {
        ReaderQueryResultsParserOutput::Solutions(solutions) => solutions,
        ReaderQueryResultsParserOutput::Boolean(_) => return Err(wrong(&"a yes or no")),
    };
    let scope = rows.len();
    for solution in solutions.take(most) {
        let solution = solution.map_err(|e| wrong(&e))?;
        rows.push(columns.iter().map(|v| solution.get(v).map(|t| own(t, scope))).collect());
    }
    Ok(())
}

/// Renames blank nodes, so that those of different responses differ.
fn own(term: &Term, scope: usize) -> Term {
    match term {
        Term::BlankNode(node) => {
            let node =
                format!("service{scope}x{}", crate::base::iri::digest(&[node.as_str()]).get(..16).unwrap_or("0"));
            BlankNode::new(node).map_or_else(|_| term.clone(), Term::BlankNode)
        }
        other => other.clone(),
    }
}

/// Rows of terms that are sent to an endpoint.
pub(super) struct Values {
    pub(super) variables: Vec<Variable>,
    pub(super) rows: Vec<Vec<Term>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::Literal;

    #[test]
    fn batches_are_short_in_rows_and_in_bytes() {
        let row = |len: usize| vec![Term::from(Literal::from("x".repeat(len)))];
        let lens = |rows: &[Vec<Term>], most| batches(rows, most).iter().map(|b| b.len()).collect::<Vec<_>>();
        assert_eq!(lens(&vec![row(1); 7], 3), [3, 3, 1]);
        assert_eq!(lens(&[], 3), [0; 0]);
        assert_eq!(lens(&vec![row(MAX_VALUES / 2); 3], 9), [1, 1, 1]);
        assert_eq!(lens(&[row(2 * MAX_VALUES), row(1)], 9), [1, 1]);
    }

    #[test]
    fn responses_without_rows_are_refused() {
        let reply = |kind: &str, body: &str| Reply {
            status: 200,
            content_type: kind.to_owned(),
            retry_after: None,
            body: body.as_bytes().to_vec(),
        };
        let json = "application/sparql-results+json; charset=utf-8";
        let whole = r#"{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"bnode","value":"b0"}},{}]}}"#;
        let columns = [Variable::new("a").unwrap()];
        let mut rows = Vec::new();
        read(&reply(json, whole), &columns, 9, &mut rows).unwrap();
        assert_eq!((rows.len(), rows[1][0].is_none()), (2, true));
        assert!(matches!(&rows[0][0], Some(Term::BlankNode(b)) if b.as_str().starts_with("service0x")));
        for (kind, body) in [
            ("text/html", whole),
            (json, "<html></html>"),
            (json, r#"{"head":{},"boolean":true}"#),
            (json, &whole[..60]),
            ("application/sparql-results+xml", "<sparql"),
            (json, r#"{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"uri","value":"no iri"}}]}}"#),
        ] {
            assert!(
                matches!(read(&reply(kind, body), &columns, 9, &mut Vec::new()), Err(ResponseError::Refused(_))),
                "{body}"
            );
        }
    }
}
