//! `SERVICE`: the parts of a query that another endpoint answers.
//!
//! Oxigraph sends such a part unchanged and joins the result, which would ask Wikidata for everything. Here the part is
//! restricted to what the rest of the query has found: the patterns beside it are evaluated first, the values of the
//! shared variables are sent in batches (`VALUES`), and the results replace the part in the query. By the algebra
//! (SPARQL 1.1, section 18.6) that is the same query: a row of the part that is compatible with no row beside it is in
//! no result. Which patterns are beside it depends on its position ([`around`]): before an OPTIONAL, on the left of a
//! MINUS, inside a FILTER EXISTS. Where no values can be sent, all rows are requested, up to a limit, and a [`Notice`]
//! reports it.
//!
//! Blank nodes are local: none is sent, and each one received is renamed.

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

/// Limits on requests to services.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Maximum number of rows of values in a request.
    pub batch: usize,
    /// Maximum number of rows that a part of the query may get from a service, and of rows of values that may be sent
    /// for it.
    pub rows: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { batch: 200, rows: 200_000 }
    }
}

/// A progress report about services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A service was queried with values.
    Bound {
        /// The endpoint.
        endpoint: String,
        /// Number of requests.
        requests: usize,
        /// Number of rows of values that were sent.
        values: usize,
        /// Number of rows that were received.
        rows: usize,
    },
    /// A service was queried without values, for all its rows.
    Unbound {
        /// The endpoint.
        endpoint: String,
        /// Why no values could be sent.
        why: &'static str,
        /// Number of rows that were received.
        rows: usize,
    },
    /// A SILENT service failed, and the query goes on without it.
    Silent {
        /// The endpoint.
        endpoint: String,
        /// The error.
        why: String,
    },
}

/// Why a query with services has no answer.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The endpoint failed or refused the request.
    #[error("SERVICE <{endpoint}> does not answer")]
    Ask {
        /// The endpoint.
        endpoint: String,
        /// The error.
        source: AskError,
    },
    /// The endpoint has more rows than the limit.
    #[error("SERVICE <{endpoint}> has more than {rows} rows for this query")]
    TooMany {
        /// The endpoint.
        endpoint: String,
        /// The limit.
        rows: usize,
    },
    /// The rest of the query has more values to send than the limit.
    #[error("the rest of the query has more than {0} rows of values for a SERVICE")]
    TooManyValues(usize),
    /// The endpoint is this variable, and the rest of the query gives it no IRI.
    #[error("the endpoint of a SERVICE is {0}, to which the rest of the query gives no IRI")]
    Endpoint(String),
    /// A SERVICE in a position where it cannot be answered.
    #[error("SERVICE is not allowed {0}")]
    Place(&'static str),
    /// The query was cancelled.
    #[error("the query was cancelled")]
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

/// The client, limits and progress report of a run with services.
pub struct Services<'c, 't> {
    /// The HTTP client.
    pub client: &'c mut Client<'t>,
    /// The limits.
    pub limits: Limits,
    /// Called with each notice.
    pub notify: &'c mut dyn FnMut(Notice),
}

impl std::fmt::Debug for Services<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Services").field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// A query as a tree.
pub(super) type Parsed = Query;

/// The query, if it has a SERVICE.
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

/// The store and the settings that the rest of a query is evaluated with.
pub(super) struct Ground<'a> {
    pub(super) store: &'a Store,
    pub(super) merged: Option<Vec<GraphName>>,
    pub(super) dataset: QueryDataset,
    pub(super) token: Option<CancellationToken>,
}
