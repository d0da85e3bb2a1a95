//! Answers, and how they are written.

use super::prefixes::Prefixes;
use crate::vocab::{rdf, xsd};
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{Literal, NamedNodeRef, NamedOrBlankNode, Term, Triple};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolutionIter, QueryTripleIter, Variable};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::Arc;

/// What a query gives, while it is evaluated.
pub enum Answer<'a> {
    /// Of ASK.
    Boolean(bool),
    /// Of SELECT.
    Rows(QuerySolutionIter<'a>),
    /// Of CONSTRUCT and DESCRIBE.
    Graph(QueryTripleIter<'a>),
}

impl fmt::Debug for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Boolean(true) => "true",
            Self::Boolean(false) => "false",
            Self::Rows(_) => "rows",
            Self::Graph(_) => "a graph",
        })
    }
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// SPARQL 1.1 Query Results CSV: values without their types.
    Csv,
    /// SPARQL 1.1 Query Results TSV: terms as in Turtle.
    Tsv,
    /// SPARQL 1.1 Query Results JSON.
    Json,
    /// SPARQL Query Results XML.
    Xml,
    /// Turtle, sorted.
    Turtle,
    /// N-Triples, sorted.
    NTriples,
    /// JSON-LD, expanded and sorted.
    JsonLd,
    /// RDF/XML, sorted.
    RdfXml,
}

/// Why an answer is not written, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The evaluation was cancelled.
    #[error("the query was stopped before it was done")]
    Cancelled,
    /// A row cannot be computed.
    #[error("the query cannot be evaluated")]
    Evaluation(#[source] QueryEvaluationError),
    /// The format is for something else.
    #[error("{answer} cannot be written as {format}; there are {formats}")]
    Format {
        /// What the query gives.
        answer: &'static str,
        /// The format that was asked for.
        format: Format,
        /// Those that there are.
        formats: &'static str,
    },
    /// More rows, or triples, than were allowed.
    #[error("the answer has more than {0} rows")]
    TooLong(u64),
    /// Nothing more can be written.
    #[error("cannot write the answer")]
    Write(#[from] io::Error),
}

/// How the limit travels through the evaluator's own errors.
#[derive(Debug, thiserror::Error)]
#[error("more than {0} rows")]
struct TooLong(u64);

impl From<QueryEvaluationError> for AnswerError {
    fn from(error: QueryEvaluationError) -> Self {
        match error {
            QueryEvaluationError::Cancelled => Self::Cancelled,
            QueryEvaluationError::Dataset(cause) if cause.is::<TooLong>() => {
                Self::TooLong(cause.downcast_ref::<TooLong>().map_or(0, |t| t.0))
            }
            error => Self::Evaluation(error),
        }
    }
}

impl<'a> From<QueryResults<'a>> for Answer<'a> {
    fn from(results: QueryResults<'a>) -> Self {
        match results {
            QueryResults::Boolean(value) => Self::Boolean(value),
            QueryResults::Solutions(rows) => Self::Rows(rows),
            QueryResults::Graph(triples) => Self::Graph(triples),
        }
    }
}

impl Answer<'_> {
    /// The same rows with their columns in this order; those that are not in it come last.
    pub(super) fn in_order(self, columns: &[Variable]) -> Self {
        let Self::Rows(rows) = self else { return self };
        let mut variables = rows.variables().to_vec();
        variables.sort_by_key(|v| columns.iter().position(|c| c == v).unwrap_or(columns.len()));
        let ordered: Arc<[Variable]> = variables.into();
        let names = Arc::clone(&ordered);
        let rows = rows.map(move |row| row.map(|row| names.iter().map(|v| row.get(v).cloned()).collect()));
        Self::Rows(QuerySolutionIter::from_tuples(ordered, rows))
    }

    /// The same answer, which ends with [`AnswerError::TooLong`] after so many rows or triples; and how many were read.
    pub fn limited(self, most: u64) -> (Self, Rc<Cell<u64>>) {
        let count = Rc::new(Cell::new(0));
        let counted = Rc::clone(&count);
        let count_one = move || {
            counted.set(counted.get() + 1);
            if counted.get() > most { Err(QueryEvaluationError::Dataset(Box::new(TooLong(most)))) } else { Ok(()) }
        };
        let limited = match self {
            Self::Boolean(value) => Self::Boolean(value),
            Self::Rows(rows) => {
                let variables: Arc<[Variable]> = rows.variables().into();
                Self::Rows(QuerySolutionIter::new(
                    variables,
                    rows.map(move |row| row.and_then(|r| count_one().map(|()| r))),
                ))
            }
            Self::Graph(triples) => Self::Graph(QueryTripleIter::new(
                triples.map(move |triple| triple.and_then(|t| count_one().map(|()| t))),
            )),
        };
        (limited, count)
    }

    /// Writes the answer. Rows are written as they are found; a graph is sorted first.
    pub fn write(self, format: Format, prefixes: &Prefixes, mut out: impl Write) -> Result<(), AnswerError> {
        match self {
            Self::Boolean(value) => {
                let results = format.of_rows("a yes or no")?;
                QueryResultsSerializer::from_format(results).serialize_boolean_to_writer(&mut out, value)?;
            }
            Self::Rows(rows) => {
                let results = format.of_rows("a table")?;
                let variables = rows.variables().to_vec();
                let mut writer =
                    QueryResultsSerializer::from_format(results).serialize_solutions_to_writer(&mut out, variables)?;
                for row in rows {
                    writer.serialize(&row?)?;
                }
                writer.finish()?;
            }
            Self::Graph(triples) => {
                let rdf = format.of_graph()?;
                let triples = sorted(triples)?;
                let mut serializer = RdfSerializer::from_format(rdf);
                for (prefix, namespace) in used(prefixes, &triples) {
                    serializer = serializer.with_prefix(prefix, namespace).map_err(io::Error::other)?;
                }
                let mut writer = serializer.for_writer(&mut out);
                for triple in triples.values() {
                    writer.serialize_triple(triple)?;
                }
                writer.finish()?;
            }
        }
        out.flush()?;
        Ok(())
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Turtle => "ttl",
            Self::NTriples => "nt",
            Self::JsonLd => "jsonld",
            Self::RdfXml => "rdf",
        })
    }
}

impl Format {
    fn of_rows(self, answer: &'static str) -> Result<QueryResultsFormat, AnswerError> {
        match self {
            Self::Csv => Ok(QueryResultsFormat::Csv),
            Self::Tsv => Ok(QueryResultsFormat::Tsv),
            Self::Json => Ok(QueryResultsFormat::Json),
            Self::Xml => Ok(QueryResultsFormat::Xml),
            format => Err(AnswerError::Format { answer, format, formats: "csv, tsv, json and xml" }),
        }
    }

    fn of_graph(self) -> Result<RdfFormat, AnswerError> {
        match self {
            Self::Turtle => Ok(RdfFormat::Turtle),
            Self::NTriples => Ok(RdfFormat::NTriples),
            Self::JsonLd => Ok(RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfile::Expanded.into() }),
            Self::RdfXml => Ok(RdfFormat::RdfXml),
            format => Err(AnswerError::Format { answer: "a graph", format, formats: "ttl, nt, jsonld and rdf" }),
        }
    }
}

/// In the order of subjects, `rdf:type` before other predicates, objects.
type Sorted = BTreeMap<(String, bool, String), Triple>;

fn sorted(triples: QueryTripleIter<'_>) -> Result<Sorted, QueryEvaluationError> {
    triples
        .map(|triple| {
            let triple = triple?;
            let is_other = triple.predicate != rdf::TYPE;
            let rest = format!("{} {}", triple.predicate, triple.object);
            Ok(((triple.subject.to_string(), is_other, rest), triple))
        })
        .collect()
}

/// The prefixes under which at least one IRI is written: of those that fit an IRI, the longest.
fn used<'a>(prefixes: &'a Prefixes, triples: &Sorted) -> BTreeSet<(&'a str, &'a str)> {
    let iris = triples.values().flat_map(|t| {
        let subject = match &t.subject {
            NamedOrBlankNode::NamedNode(n) => Some(n.as_str()),
            NamedOrBlankNode::BlankNode(_) => None,
        };
        let predicate = (t.predicate != rdf::TYPE).then(|| t.predicate.as_str());
        let object = match &t.object {
            Term::NamedNode(n) => Some(n.as_str()),
            Term::Literal(l) if !is_written_without_datatype(l) => Some(l.datatype().as_str()),
            _ => None,
        };
        [subject, predicate, object]
    });
    iris.flatten().filter_map(|iri| prefixes.longest(iri)).collect()
}

fn is_written_without_datatype(literal: &Literal) -> bool {
    const SHORT: [NamedNodeRef<'_>; 4] = [xsd::STRING, xsd::INTEGER, xsd::DECIMAL, xsd::BOOLEAN];
    literal.language().is_some() || SHORT.contains(&literal.datatype())
}
