//! `SERVICE`: parts of a query that another endpoint answers.
//!
//! Oxigraph sends such a part as it stands and joins what comes back, which asks Wikidata for all that it has. Here the part
//! is asked about what the rest of the query has found: the patterns beside it are evaluated first, the values of the shared
//! variables go out in batches (`VALUES`), and the answers take the part's place in the query. The algebra (SPARQL 1.1,
//! section 18.6) makes that the same query: a row of the part that is compatible with no row beside it is in no result. What
//! is beside it differs with where it stands ([`around`]): before an OPTIONAL, on the left of a MINUS, inside a FILTER EXISTS.
//! Where values cannot be sent, all is asked for, up to a number of rows, and that is said.
//!
//! Blank nodes are nobody else's: none is sent, and each that comes is renamed.

mod around;
mod ask;
mod resolve;
mod shape;

use crate::base::network::{AskError, Client};
use oxigraph::model::GraphName;
use oxigraph::sparql::{CancellationToken, QueryDataset, QueryEvaluationError};
use oxigraph::store::Store;
pub(super) use resolve::run;
use shape::has_service;
use spargebra::Query;
use spargebra::algebra::GraphPattern;

/// How much is asked of services.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many rows of values a request has at most.
    pub batch: usize,
    /// How many rows a part of the query may get from a service, and how many rows of values it may be asked about.
    pub rows: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { batch: 200, rows: 200_000 }
    }
}

/// What people are told while services are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// It was asked about values.
    Bound {
        /// The endpoint.
        endpoint: String,
        /// In so many requests.
        requests: usize,
        /// How many rows of values were sent.
        values: usize,
        /// How many rows came.
        rows: usize,
    },
    /// It was asked for all that it has.
    Unbound {
        /// The endpoint.
        endpoint: String,
        /// Why no values could be sent.
        why: &'static str,
        /// How many rows came.
        rows: usize,
    },
    /// It failed, and the query goes on without it (SILENT).
    Silent {
        /// The endpoint.
        endpoint: String,
        /// Why.
        why: String,
    },
}

/// Why a query with services has no answer.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The endpoint.
    #[error("SERVICE <{endpoint}> gives no answer")]
    Ask {
        /// The endpoint.
        endpoint: String,
        /// Why.
        source: AskError,
    },
    /// More rows than are held.
    #[error("SERVICE <{endpoint}> has more than {rows} rows for this query")]
    TooMany {
        /// The endpoint.
        endpoint: String,
        /// The most rows.
        rows: usize,
    },
    /// More values than are sent.
    #[error("the rest of the query has more than {0} rows of values for a SERVICE")]
    TooManyValues(usize),
    /// A variable in the place of the endpoint without an IRI.
    #[error("{0} stands for the endpoint of a SERVICE, and what is beside the SERVICE gives it no IRI")]
    Endpoint(String),
    /// Where a service cannot stand.
    #[error("a SERVICE cannot stand {0}")]
    Place(&'static str),
    /// The query was cancelled.
    #[error("the query was stopped before it was done")]
    Cancelled,
    /// The rest of the query cannot be evaluated.
    #[error("the query cannot be evaluated")]
    Evaluation(#[source] QueryEvaluationError),
}

impl From<QueryEvaluationError> for ServiceError {
    fn from(error: QueryEvaluationError) -> Self {
        match error {
            QueryEvaluationError::Cancelled => Self::Cancelled,
            error => Self::Evaluation(error),
        }
    }
}

/// Who asks, how much, and who is told.
pub struct Services<'c, 't> {
    /// Who asks.
    pub client: &'c mut Client<'t>,
    /// How much.
    pub limits: Limits,
    /// Who is told.
    pub tell: &'c mut dyn FnMut(Notice),
}

impl std::fmt::Debug for Services<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Services").field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// A query as a tree.
pub(super) type Parsed = Query;

/// A query that has a service.
pub(super) fn federated(query: &Query) -> Option<Parsed> {
    has_service(pattern_of(query)).then(|| query.clone())
}

fn pattern_of(query: &Query) -> &GraphPattern {
    match query {
        Query::Select { pattern, .. }
        | Query::Construct { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Ask { pattern, .. } => pattern,
    }
}

/// What the rest of a query is evaluated on.
pub(super) struct Ground<'a> {
    pub(super) store: &'a Store,
    pub(super) merged: Option<Vec<GraphName>>,
    pub(super) dataset: QueryDataset,
    pub(super) token: Option<CancellationToken>,
}
