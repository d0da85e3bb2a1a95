//! Queries in SPARQL, and traces. The input is a view and a query, or an IRI to trace; the output is an [`Answer`], or
//! the words that support a claim ([`trace`]). It reads the store and captured sources and writes nothing; services are
//! queried only through a client that the caller passes.
//!
//! A query begins as a [`Template`]: text with a header and parameters, from the [`Library`] or from a user. Filled
//! with values it is [`prepare`]d, which reports mistakes with their place, and run on a store, which gives an
//! [`Answer`].
//!
//! ```
//! use chorograph::query::{self, Answer, Prefixes, Template};
//!
//! let prefixes = Prefixes::new("https://example.org/data/");
//! let template = Template::new("ASK { ?place a choro:Place ; rdfs:label ?_name }", &prefixes)?;
//! let filled = template.fill(&[("name".to_owned(), "Shusha".to_owned())], &prefixes)?;
//! let store = oxigraph::store::Store::new()?;
//! assert!(matches!(query::prepare(&filled, &prefixes, None)?.run(&store)?, Answer::Boolean(false)));
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```
//!
//! The default graph of a query is the merge of all graphs, unless it has a FROM; `GRAPH ?g` distinguishes versions.

mod text;
mod header;
mod prefixes;
mod tokens;
mod parameters;
mod values;
mod depth;
mod mistake;
mod known;
mod template;
mod syntax;
mod library;
mod merge;
mod service;
mod answer;
pub mod trace;
#[cfg(test)]
mod tests;

pub use answer::{Answer, AnswerError, Column, Columns, ResultFormat};
pub use depth::STACK;
pub use header::{Header, HeaderError};
pub use known::{Given, UnknownIri};
pub use library::{Library, LibraryError, NamedQuery};
pub use parameters::{Parameter, Type};
pub use prefixes::{IriError, Prefixes, suggestion};
pub use service::{Limits, Notice, ServiceError, Services};
pub use syntax::SyntaxError;
pub use template::{ArgumentError, Filled, Template, TemplateError};
pub use text::{EncodingError, decoded};
pub use values::ValueError;

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode};
use oxigraph::sparql::{CancellationToken, PreparedSparqlQuery, QueryEvaluationError, SparqlEvaluator, Variable};
use oxigraph::store::Store;

/// A query that is ready to run.
#[derive(Clone)]
pub struct Query {
    prepared: PreparedSparqlQuery,
    merged: Option<Vec<GraphName>>,
    /// For SELECT *, the variables in the order of the text.
    columns: Option<Vec<Variable>>,
    /// The query as a tree, if it has a SERVICE and may use the network.
    federated: Option<service::Parsed>,
    token: Option<CancellationToken>,
    kind: AnswerKind,
    /// The IRIs that parameters were given, which the store must know.
    given: Vec<Given>,
    prefixes: Prefixes,
}

/// The kind of answer that a query gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    /// ASK: yes or no.
    Ask,
    /// SELECT: rows.
    Select,
    /// CONSTRUCT and DESCRIBE: a graph.
    Graph,
}

/// Checks a query. A stack of [`STACK`] is enough to run any query that passes; a query of a few hundred operators
/// needs less. With a token, it can be cancelled from another thread while it runs; evaluation checks the token
/// whenever it reads the store, so a long sort is not interrupted. A SERVICE is an error unless it is SILENT; the query
/// then runs without it.
pub fn prepare(filled: &Filled, prefixes: &Prefixes, token: Option<CancellationToken>) -> Result<Query, SyntaxError> {
    prepared(filled, prefixes, token, false)
}

/// Like [`prepare`], for a query that may use the network if [`Query::run_with`] runs it.
pub fn prepare_with_services(
    filled: &Filled,
    prefixes: &Prefixes,
    token: Option<CancellationToken>,
) -> Result<Query, SyntaxError> {
    prepared(filled, prefixes, token, true)
}

fn prepared(
    filled: &Filled,
    prefixes: &Prefixes,
    token: Option<CancellationToken>,
    network: bool,
) -> Result<Query, SyntaxError> {
    let original = filled.original();
    syntax::check(original, &tokens::tokens(original), prefixes, network)?;
    let parser = prefixes.parser().map_err(|e| SyntaxError::at(original, 0, 0, e.to_string(), None))?;
    let query = parser.clone().parse_query(&filled.text).map_err(|_| syntax::refused(filled, &parser))?;
    let federated = if network { service::federated(&query) } else { None };
    let mut evaluator = SparqlEvaluator::new();
    if let Some(token) = &token {
        evaluator = evaluator.with_cancellation_token(token.clone());
    }
    let mut prepared = evaluator.for_query(query);
    // `Merged` merges the graphs, whichever the query names.
    let merged = match prepared.dataset().default_graph_graphs() {
        Some([GraphName::DefaultGraph]) => None,
        Some(graphs) => Some(graphs.to_vec()),
        None => None,
    };
    prepared.dataset_mut().set_default_graph(vec![GraphName::DefaultGraph]);
    let (given, prefixes) = (filled.iris.clone(), prefixes.clone());
    Ok(Query { prepared, merged, columns: columns(original), federated, token, kind: kind(original), given, prefixes })
}

impl Query {
    /// Sets which graphs are the default graph, merged, and which are named, in place of FROM and FROM NAMED.
    pub fn set_graphs(&mut self, default: Vec<NamedNode>, named: Vec<NamedNode>) {
        self.merged = Some(default.into_iter().map(GraphName::from).collect());
        self.prepared.dataset_mut().set_available_named_graphs(named.into_iter().map(NamedOrBlankNode::from).collect());
    }

    /// The kind of its answer.
    pub fn kind(&self) -> AnswerKind {
        self.kind
    }

    /// Runs the query on the current content of the store. An IRI in a parameter that the store does not know is an
    /// error.
    pub fn run(self, store: &Store) -> Result<Answer<'static>, AnswerError> {
        self.check_given(store)?;
        let merged = merge::Merged::new(store, self.merged);
        let answer = Answer::from(self.prepared.on_queryable_dataset(merged).execute()?);
        Ok(match self.columns {
            Some(columns) => answer.in_order(&columns),
            None => answer,
        })
    }

    fn check_given(&self, store: &Store) -> Result<(), AnswerError> {
        match known::unknown(&self.given, store, &self.prefixes) {
            Ok(None) => Ok(()),
            Ok(Some(unknown)) => Err(AnswerError::Unknown(unknown)),
            Err(error) => Err(AnswerError::Evaluation(QueryEvaluationError::Dataset(Box::new(error)))),
        }
    }

    /// Whether the query has a SERVICE and may use the network.
    pub fn asks_services(&self) -> bool {
        self.federated.is_some()
    }

    /// Runs the query and queries its services.
    pub fn run_with(self, store: &Store, services: &mut Services<'_, '_>) -> Result<Answer<'static>, AnswerError> {
        self.check_given(store)?;
        let Some(parsed) = self.federated else { return self.run(store) };
        let dataset = self.prepared.dataset().clone();
        let ground = service::Ground { store, merged: self.merged, dataset, token: self.token };
        let answer = Answer::from(service::run(parsed, &ground, services)?);
        Ok(match self.columns {
            Some(columns) => answer.in_order(&columns),
            None => answer,
        })
    }
}

fn kind(text: &str) -> AnswerKind {
    let forms = [
        ("SELECT", AnswerKind::Select),
        ("ASK", AnswerKind::Ask),
        ("CONSTRUCT", AnswerKind::Graph),
        ("DESCRIBE", AnswerKind::Graph),
    ];
    let form = |t: &tokens::Token| forms.iter().find(|(word, _)| t.is(text, word)).map(|(_, kind)| *kind);
    tokens::tokens(text).iter().find_map(form).unwrap_or(AnswerKind::Select)
}

/// The variables of `SELECT *` in the order of the text; the specification does not define their order.
fn columns(text: &str) -> Option<Vec<Variable>> {
    let tokens = tokens::tokens(text);
    let select = tokens.iter().position(|t| t.is(text, "SELECT"))?;
    let mut after = tokens[select + 1..].iter().skip_while(|t| t.is(text, "DISTINCT") || t.is(text, "REDUCED"));
    if after.next()?.of(text) != "*" {
        return None;
    }
    let mut columns: Vec<Variable> = Vec::new();
    for variable in after.filter_map(|t| Variable::new(parameters::variable(t, text)?).ok()) {
        if !columns.contains(&variable) {
            columns.push(variable);
        }
    }
    Some(columns)
}
