//! Answers, and their output formats.

mod columns;
mod csv_rows;
mod format;
mod xml;

pub use columns::{Column, Columns};
pub use format::ResultFormat;

use super::AnswerKind;
use super::known::UnknownIri;
use super::prefixes::Prefixes;
use super::service::ServiceError;
use crate::base::vocab::{rdf, xsd};
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{Literal, NamedNodeRef, NamedOrBlankNode, Term, Triple};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolutionIter, QueryTripleIter, Variable};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::Arc;

/// The answer of a query, evaluated as it is read.
pub enum Answer<'a> {
    /// The answer of ASK.
    Boolean(bool),
    /// The answer of SELECT.
    Rows(QuerySolutionIter<'a>),
    /// The answer of CONSTRUCT and DESCRIBE.
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

/// Why an answer is not written, or not completely.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The evaluation was cancelled.
    #[error("the query was cancelled")]
    Cancelled,
    /// A row cannot be computed.
    #[error("the query cannot be evaluated")]
    Evaluation(#[source] QueryEvaluationError),
    /// The format cannot hold an answer of this kind.
    #[error("{answer} cannot be written as {format}; there are {formats}")]
    Format {
        /// The kind of the answer.
        answer: &'static str,
        /// The format that was asked for.
        format: ResultFormat,
        /// The formats that can hold it.
        formats: &'static str,
    },
    /// A value has a character that XML cannot hold.
    #[error("the answer has the character U+{:04X}, which XML cannot hold; {} can", u32::from(*.0), "csv, tsv, json, ttl and nt")]
    NotInXml(char),
    /// A property cannot be the name of an XML element.
    #[error("<{0}> cannot be the name of an element of RDF/XML; ttl, nt, nq, trig and jsonld can hold it")]
    NoElement(String),
    /// A parameter has an IRI that the dataset does not know.
    #[error(transparent)]
    Unknown(UnknownIri),
    /// The answer has more rows, or triples, than the limit.
    #[error("the answer has more than {0} rows")]
    TooLong(u64),
    /// A service failed, or cannot be queried.
    #[error(transparent)]
    Service(ServiceError),
    /// The output cannot be written.
    #[error("cannot write the answer")]
    Write(#[from] io::Error),
}

/// The limit, passed through the evaluator's error type.
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

impl From<ServiceError> for AnswerError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Cancelled => Self::Cancelled,
            ServiceError::Evaluation(error) => error.into(),
            error => Self::Service(error),
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

impl<'a> Answer<'a> {
    fn of_columns(rows: QuerySolutionIter<'a>, columns: Arc<[Variable]>) -> Self {
        let names = Arc::clone(&columns);
        let rows = rows.map(move |row| row.map(|row| names.iter().map(|v| row.get(v).cloned()).collect()));
        Self::Rows(QuerySolutionIter::from_tuples(columns, rows))
    }

    /// The same rows with their columns in this order; columns that are not in it come last.
    pub(super) fn in_order(self, columns: &[Variable]) -> Self {
        let Self::Rows(rows) = self else { return self };
        let mut variables = rows.variables().to_vec();
        variables.sort_by_key(|v| columns.iter().position(|c| c == v).unwrap_or(columns.len()));
        let ordered: Arc<[Variable]> = variables.into();
        Self::of_columns(rows, ordered)
    }

    /// The same rows with only these columns. An answer without rows is unchanged.
    #[must_use]
    pub fn with_columns(self, columns: &[Variable]) -> Self {
        match self {
            Self::Rows(rows) => Self::of_columns(rows, columns.into()),
            answer => answer,
        }
    }

    /// The same answer, which ends with [`AnswerError::TooLong`] after `most` rows or triples; and a counter of those
    /// that were read.
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

    /// The same answer, and what its columns hold, as far as its rows were read. One without rows has no columns.
    pub fn surveyed(self) -> (Self, Rc<RefCell<Columns>>) {
        let Self::Rows(rows) = self else { return (self, Rc::default()) };
        let variables: Arc<[Variable]> = rows.variables().into();
        let columns = Rc::new(RefCell::new(Columns::of(&variables)));
        let noted = Rc::clone(&columns);
        let rows = rows.inspect(move |row| {
            if let Ok(row) = row {
                noted.borrow_mut().note(row);
            }
        });
        (Self::Rows(QuerySolutionIter::new(variables, rows)), columns)
    }

    /// The kind of query that it answers.
    pub fn kind(&self) -> AnswerKind {
        match self {
            Self::Boolean(_) => AnswerKind::Ask,
            Self::Rows(_) => AnswerKind::Select,
            Self::Graph(_) => AnswerKind::Graph,
        }
    }

    /// Writes the answer. Rows are written as they are found; a graph is sorted first.
    pub fn write(self, format: ResultFormat, prefixes: &Prefixes, mut out: impl Write) -> Result<(), AnswerError> {
        format.check(self.kind())?;
        match self {
            Self::Boolean(value) => match format {
                ResultFormat::Xml => xml::boolean(value, &mut out)?,
                _ => drop(serializer(format).serialize_boolean_to_writer(&mut out, value)?),
            },
            Self::Rows(rows) => match format {
                ResultFormat::Csv => {
                    csv_rows::head(rows.variables(), &mut out)?;
                    for row in rows {
                        csv_rows::row(&row?, &mut out)?;
                    }
                }
                ResultFormat::Xml => {
                    xml::head(rows.variables(), &mut out)?;
                    for row in rows {
                        xml::row(&row?, &mut out)?;
                    }
                    xml::foot(&mut out)?;
                }
                _ => {
                    let variables = rows.variables().to_vec();
                    let mut writer = serializer(format).serialize_solutions_to_writer(&mut out, variables)?;
                    for row in rows {
                        writer.serialize(&row?)?;
                    }
                    writer.finish()?;
                }
            },
            Self::Graph(triples) => {
                let triples = sorted(triples)?;
                match format.of_graph() {
                    None | Some(RdfFormat::RdfXml) => xml::graph(triples.values(), prefixes, &mut out)?,
                    Some(rdf) => {
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
            }
        }
        out.flush()?;
        Ok(())
    }
}

/// Oxigraph's serializer of answers that are not graphs.
fn serializer(format: ResultFormat) -> QueryResultsSerializer {
    QueryResultsSerializer::from_format(match format {
        ResultFormat::Csv => QueryResultsFormat::Csv,
        ResultFormat::Xml => QueryResultsFormat::Xml,
        ResultFormat::Json => QueryResultsFormat::Json,
        _ => QueryResultsFormat::Tsv,
    })
}

/// Triples in the order of subjects, predicates with `rdf:type` first, and objects.
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

/// The prefixes that shorten at least one IRI; for each IRI the longest that fits.
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
