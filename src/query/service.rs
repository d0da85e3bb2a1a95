//! `SERVICE`: parts of a query that another endpoint answers.
//!
//! Oxigraph sends such a part as it stands and joins what comes back, which asks Wikidata for all that it has. Here the part
//! is asked about what the rest of the query has found: the patterns beside it are evaluated first, the values of the shared
//! variables go out in batches (`VALUES`), and the answers take the part's place in the query. The algebra (SPARQL 1.1,
//! section 18.6) makes that the same query: a row of the part that is compatible with no row beside it is in no result. What
//! is beside it differs with where it stands ([`Around`]): before an OPTIONAL, on the left of a MINUS, inside a FILTER EXISTS.
//! Where values cannot be sent, all is asked for, up to a number of rows, and that is said.
//!
//! Blank nodes are nobody else's: none is sent, and each that comes is renamed.

mod ask;
mod shape;

use super::merge::Merged;
use crate::network::{AskError, Client};
use ask::Rows;
use oxigraph::model::{GraphName, NamedNode, Term};
use oxigraph::sparql::{
    CancellationToken, DefaultServiceHandler, QueryDataset, QueryEvaluationError, QueryResults, QuerySolutionIter,
    SparqlEvaluator, Variable,
};
use oxigraph::store::Store;
use shape::{certain, conjuncts, has_exists, has_service, has_slice, visible};
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::NamedNodePattern;
use spargebra::{Query, SparqlParser};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

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

/// A query as a tree, if it has a service.
pub(super) fn parse(text: &str, prefixes: &super::Prefixes) -> Option<Query> {
    let mut parser = SparqlParser::new();
    for (prefix, namespace) in prefixes.iter() {
        parser = parser.with_prefix(prefix, namespace).ok()?;
    }
    let query = parser.with_base_iri(prefixes.base()).ok()?.parse_query(text).ok()?;
    has_service(pattern_of(&query)).then_some(query)
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

/// Runs a query, asking its services on the way.
pub(super) fn run(
    mut query: Query,
    ground: &Ground<'_>,
    services: &mut Services<'_, '_>,
) -> Result<QueryResults<'static>, ServiceError> {
    let mut resolver = Resolver { ground, services, answers: BTreeMap::new() };
    match &mut query {
        Query::Select { pattern, .. }
        | Query::Construct { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Ask { pattern, .. } => {
            *pattern = resolver.walk(std::mem::take(pattern), &Around::default())?;
        }
    }
    Ok(resolver.evaluate(query)?)
}

/// What stands beside a pattern: rows with which its own must be compatible to matter.
#[derive(Debug, Clone, Default)]
struct Around {
    /// Of other groups.
    outer: Option<GraphPattern>,
    /// Of the group in which the pattern stands.
    rows: Option<GraphPattern>,
    /// Conditions on the rows of this group, which see nothing else.
    filters: Vec<Expression>,
    /// Conditions of an OPTIONAL, which see both.
    conditions: Vec<Expression>,
    /// The GRAPH in which patterns stand.
    graph: Option<NamedNodePattern>,
}

impl Around {
    /// The same, and a further pattern in the group.
    fn with(&self, pattern: GraphPattern) -> Self {
        let pattern = match &self.graph {
            Some(name) => GraphPattern::Graph { name: name.clone(), inner: Box::new(pattern) },
            None => pattern,
        };
        Self { rows: either(self.rows.clone(), Some(pattern)), ..self.clone() }
    }

    /// As a group within sees it.
    fn closed(&self) -> Self {
        Self { outer: self.all(), ..self.alone() }
    }

    /// As a sub-query sees it: what it does not project is of other variables.
    fn projected(&self, variables: &[Variable]) -> Self {
        let project = |rows| GraphPattern::Project { inner: Box::new(rows), variables: variables.to_vec() };
        Self { outer: self.all().map(project), ..self.alone() }
    }

    /// Only where it stands.
    fn alone(&self) -> Self {
        Self { graph: self.graph.clone(), ..Self::default() }
    }

    /// The rows that fulfil those conditions that they can decide.
    fn all(&self) -> Option<GraphPattern> {
        let rows = self.rows.clone().map(|rows| decided(rows, &self.filters));
        either(self.outer.clone(), rows).map(|rows| decided(rows, &self.conditions))
    }
}

/// The rows that fulfil conditions, as far as these have to do with what each row binds.
fn decided(mut rows: GraphPattern, conditions: &[Expression]) -> GraphPattern {
    let bound = certain(&rows);
    for expr in conditions {
        if !has_exists(expr) && shape::variables(expr).is_subset(&bound) {
            rows = GraphPattern::Filter { expr: expr.clone(), inner: Box::new(rows) };
        }
    }
    rows
}

fn either(left: Option<GraphPattern>, right: Option<GraphPattern>) -> Option<GraphPattern> {
    match (left, right) {
        (Some(left), Some(right)) => Some(joined(left, right)),
        (left, right) => left.or(right),
    }
}

fn conditions(expression: &Expression) -> Vec<Expression> {
    conjuncts(expression).into_iter().cloned().collect()
}

fn joined(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    GraphPattern::Join { left: Box::new(left), right: Box::new(right) }
}

struct Resolver<'r, 'a, 'c, 't> {
    ground: &'r Ground<'a>,
    services: &'r mut Services<'c, 't>,
    /// What services have answered, under names of our own.
    answers: BTreeMap<String, Arc<Rows>>,
}

impl Resolver<'_, '_, '_, '_> {
    /// The same pattern with its services answered.
    fn walk(&mut self, pattern: GraphPattern, around: &Around) -> Result<GraphPattern, ServiceError> {
        if !has_service(&pattern) {
            return Ok(pattern);
        }
        Ok(match pattern {
            GraphPattern::Service { name, inner, silent } => self.service(name, *inner, silent, around)?,
            GraphPattern::Join { left, right } => {
                let mut parts = Vec::new();
                flatten(*left, &mut parts);
                flatten(*right, &mut parts);
                let (served, plain): (Vec<_>, Vec<_>) = parts.into_iter().partition(has_service);
                let mut here = around.clone();
                let mut whole = plain.into_iter().reduce(joined);
                if let Some(plain) = &whole {
                    here = here.with(plain.clone());
                }
                for part in served {
                    let part = self.walk(part, &here)?;
                    here = here.with(part.clone());
                    whole = Some(match whole {
                        Some(whole) => joined(whole, part),
                        None => part,
                    });
                }
                whole.unwrap_or_default()
            }
            GraphPattern::Filter { expr, inner } => {
                // It sees its own group alone, but all of it, the rest of which may be beside.
                let own = match &around.rows {
                    None => Around { filters: [around.filters.clone(), conditions(&expr)].concat(), ..around.clone() },
                    Some(_) => Around { filters: conditions(&expr), ..around.closed() },
                };
                let inner = self.walk(*inner, &own)?;
                let expr = self.condition(expr, &around.with(inner.clone()).closed())?;
                GraphPattern::Filter { expr, inner: Box::new(inner) }
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                let left = self.walk(*left, around)?;
                let mut here = around.with(left.clone()).closed();
                if let Some(expression) = &expression {
                    refuse(expression, "in the condition of an OPTIONAL")?;
                    here.conditions = conditions(expression);
                }
                let right = self.walk(*right, &here)?;
                GraphPattern::LeftJoin { left: Box::new(left), right: Box::new(right), expression }
            }
            GraphPattern::Minus { left, right } => {
                let left = self.walk(*left, around)?;
                // Variables of the right that are not on the left are its own.
                let beside = Around { filters: around.filters.clone(), ..around.alone() }.with(left.clone()).closed();
                let right = self.walk(*right, &beside)?;
                GraphPattern::Minus { left: Box::new(left), right: Box::new(right) }
            }
            GraphPattern::Lateral { left, right } => {
                if has_service(&right) {
                    return Err(ServiceError::Place("in LATERAL; without LATERAL it gets the values all the same"));
                }
                GraphPattern::Lateral { left: Box::new(self.walk(*left, around)?), right }
            }
            GraphPattern::Union { left, right } => {
                let (left, right) = (self.walk(*left, around)?, self.walk(*right, around)?);
                GraphPattern::Union { left: Box::new(left), right: Box::new(right) }
            }
            GraphPattern::Graph { name, inner } => {
                let inside = Around { graph: Some(name.clone()), ..around.clone() };
                GraphPattern::Graph { name, inner: Box::new(self.walk(*inner, &inside)?) }
            }
            GraphPattern::Extend { inner, variable, expression } => {
                refuse(&expression, "in a BIND")?;
                GraphPattern::Extend { inner: Box::new(self.walk(*inner, around)?), variable, expression }
            }
            GraphPattern::OrderBy { inner, expression } => {
                GraphPattern::OrderBy { inner: Box::new(self.walk(*inner, around)?), expression }
            }
            GraphPattern::Project { inner, variables } => {
                let inner = self.walk(*inner, &around.projected(&variables))?;
                GraphPattern::Project { inner: Box::new(inner), variables }
            }
            GraphPattern::Distinct { inner } => GraphPattern::Distinct { inner: Box::new(self.walk(*inner, around)?) },
            GraphPattern::Reduced { inner } => GraphPattern::Reduced { inner: Box::new(self.walk(*inner, around)?) },
            // Fewer rows below would be other groups, and others among the first.
            GraphPattern::Slice { inner, start, length } => {
                GraphPattern::Slice { inner: Box::new(self.walk(*inner, &around.alone())?), start, length }
            }
            GraphPattern::Group { inner, variables, aggregates } => {
                GraphPattern::Group { inner: Box::new(self.walk(*inner, &around.alone())?), variables, aggregates }
            }
            GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => pattern,
        })
    }

    /// A condition whose EXISTS have services.
    fn condition(&mut self, expr: Expression, around: &Around) -> Result<Expression, ServiceError> {
        Ok(match expr {
            Expression::Exists(pattern) => Expression::Exists(Box::new(self.walk(*pattern, around)?)),
            Expression::Not(e) => Expression::Not(Box::new(self.condition(*e, around)?)),
            Expression::And(a, b) => {
                Expression::And(Box::new(self.condition(*a, around)?), Box::new(self.condition(*b, around)?))
            }
            Expression::Or(a, b) => {
                Expression::Or(Box::new(self.condition(*a, around)?), Box::new(self.condition(*b, around)?))
            }
            other => {
                refuse(&other, "inside an expression other than EXISTS, && and ||")?;
                other
            }
        })
    }

    fn service(
        &mut self,
        name: NamedNodePattern,
        inner: GraphPattern,
        silent: bool,
        around: &Around,
    ) -> Result<GraphPattern, ServiceError> {
        let columns = visible(&inner);
        let (endpoints, why) = self.values(&name, &inner, around)?;
        let mut found: Option<GraphPattern> = None;
        for (endpoint, values) in endpoints {
            let asked = ask::rows(self.services, &self.ground.token, &endpoint, &inner, &columns, values.as_ref(), why);
            let mut pattern = match asked {
                Ok(rows) => self.answered(rows, inner.clone()),
                Err(ServiceError::Cancelled) => return Err(ServiceError::Cancelled),
                Err(error) if silent => {
                    let why = match error {
                        ServiceError::Ask { source, .. } => source.to_string(),
                        error => error.to_string(),
                    };
                    (self.services.tell)(Notice::Silent { endpoint: endpoint.as_str().to_owned(), why });
                    GraphPattern::default()
                }
                Err(error) => return Err(error),
            };
            if let NamedNodePattern::Variable(variable) = &name {
                let bindings = vec![vec![Some(endpoint.into())]];
                pattern = joined(GraphPattern::Values { variables: vec![variable.clone()], bindings }, pattern);
            }
            found = Some(match found {
                Some(others) => GraphPattern::Union { left: Box::new(others), right: Box::new(pattern) },
                None => pattern,
            });
        }
        // Nothing beside it, so nothing to ask.
        Ok(found.unwrap_or_else(|| self.answered(Rows::default(), inner)))
    }

    /// Stands for rows; the evaluator asks [`Answers`] for them.
    fn answered(&mut self, rows: Rows, inner: GraphPattern) -> GraphPattern {
        let name = format!("urn:chorograph:service:{}", self.answers.len());
        self.answers.insert(name.clone(), Arc::new(rows));
        let name = NamedNodePattern::NamedNode(NamedNode::new_unchecked(name));
        GraphPattern::Service { name, inner: Box::new(inner), silent: false }
    }

    /// The endpoints with the values that each is asked about; without values, and why, where there are none to send.
    fn values(
        &self,
        name: &NamedNodePattern,
        inner: &GraphPattern,
        around: &Around,
    ) -> Result<(BTreeMap<NamedNode, Option<Values>>, Option<&'static str>), ServiceError> {
        let fixed = match name {
            NamedNodePattern::NamedNode(name) => Some(name.clone()),
            NamedNodePattern::Variable(_) => None,
        };
        let unbound = |why| Ok((fixed.iter().map(|n| (n.clone(), None)).collect(), why));
        let Some(rows) = around.all() else {
            return match name {
                NamedNodePattern::NamedNode(_) => unbound(None),
                NamedNodePattern::Variable(v) => Err(ServiceError::Endpoint(v.to_string())),
            };
        };
        let beside: HashSet<Variable> = visible(&rows).into_iter().collect();
        let bound = certain(inner);
        let mut shared: Vec<Variable> = bound.into_iter().filter(|v| beside.contains(v)).collect();
        shared.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        let mut why = None;
        if has_slice(inner) {
            why = Some("it has a LIMIT of its own");
            shared.clear();
        } else if shared.is_empty() {
            why = Some("it always binds no variable of what is beside it");
        }
        if let (Some(_), Some(why)) = (&fixed, why) {
            return unbound(Some(why));
        }
        let mut wanted = shared.clone();
        if let NamedNodePattern::Variable(v) = name {
            if !beside.contains(v) {
                return Err(ServiceError::Endpoint(v.to_string()));
            }
            wanted.retain(|s| s != v);
            wanted.push(v.clone());
        }
        let mut found = self.rows(rows, &wanted)?;
        let mut endpoints: BTreeMap<NamedNode, Option<Values>> = BTreeMap::new();
        // A variable that some row leaves open is compatible with anything: it restricts nothing.
        let values_end = wanted.len() - usize::from(fixed.is_none());
        let kept: Vec<usize> = (0..values_end).filter(|c| found.iter().all(|r| r[*c].is_some())).collect();
        if kept.is_empty() && why.is_none() && !found.is_empty() {
            why = Some("what is beside it leaves the variables open that they share");
            if fixed.is_some() {
                return unbound(why);
            }
        }
        let variables: Vec<Variable> = kept.iter().map(|c| wanted[*c].clone()).collect();
        let mut seen: BTreeSet<(NamedNode, Vec<String>)> = BTreeSet::new();
        for row in &mut found {
            let endpoint = match (&fixed, row.last().cloned().flatten(), name) {
                (Some(endpoint), ..) => endpoint.clone(),
                (None, Some(Term::NamedNode(endpoint)), _) => endpoint,
                (None, _, name) => return Err(ServiceError::Endpoint(name.to_string())),
            };
            let terms: Vec<Term> = kept.iter().filter_map(|c| row[*c].take()).collect();
            let is_ours = terms.iter().any(|t| matches!(t, Term::BlankNode(_)));
            let values = endpoints.entry(endpoint.clone()).or_insert_with(|| {
                Some(Values { variables: variables.clone(), rows: Vec::new() }).filter(|_| why.is_none())
            });
            let written: Vec<String> = terms.iter().map(ToString::to_string).collect();
            if let Some(values) = values
                && !is_ours
                && seen.insert((endpoint, written))
            {
                values.rows.push(terms);
            }
        }
        // In an order that does not depend on the store's.
        for values in endpoints.values_mut().flatten() {
            values.rows.sort_by_cached_key(|r| r.iter().map(ToString::to_string).collect::<Vec<_>>());
        }
        Ok((endpoints, why))
    }

    /// The different rows of some variables of a pattern.
    fn rows(&self, pattern: GraphPattern, variables: &[Variable]) -> Result<Vec<Vec<Option<Term>>>, ServiceError> {
        let inner = GraphPattern::Project { inner: Box::new(pattern), variables: variables.to_vec() };
        let pattern = GraphPattern::Distinct { inner: Box::new(inner) };
        let most = self.services.limits.rows;
        let mut rows = Vec::new();
        if let QueryResults::Solutions(solutions) =
            self.evaluate(Query::Select { dataset: None, pattern, base_iri: None })?
        {
            for solution in solutions {
                let solution = solution?;
                rows.push(variables.iter().map(|v| solution.get(v).cloned()).collect());
                if rows.len() > most {
                    return Err(ServiceError::TooManyValues(most));
                }
            }
        }
        Ok(rows)
    }

    fn evaluate(&self, query: Query) -> Result<QueryResults<'static>, QueryEvaluationError> {
        let answers = Answers(self.answers.iter().map(|(k, v)| (k.clone(), Arc::clone(v))).collect());
        let mut evaluator = SparqlEvaluator::new().with_default_service_handler(answers);
        if let Some(token) = &self.ground.token {
            evaluator = evaluator.with_cancellation_token(token.clone());
        }
        let mut prepared = evaluator.for_query(query);
        *prepared.dataset_mut() = self.ground.dataset.clone();
        let merged = Merged::new(self.ground.store, self.ground.merged.clone());
        prepared.on_queryable_dataset(merged).execute()
    }
}

/// Rows of terms that an endpoint is asked about.
struct Values {
    variables: Vec<Variable>,
    rows: Vec<Vec<Term>>,
}

/// What services have answered, for the evaluator.
struct Answers(HashMap<String, Arc<Rows>>);

/// A service stands where none was looked for, such as in ORDER BY.
#[derive(Debug, thiserror::Error)]
#[error("SERVICE <{0}> stands where none can")]
struct Unasked(String);

impl DefaultServiceHandler for Answers {
    type Error = Unasked;

    fn handle(
        &self,
        name: &NamedNode,
        _: &GraphPattern,
        _: Option<&oxiri::Iri<String>>,
    ) -> Result<QuerySolutionIter<'static>, Unasked> {
        let rows = self.0.get(name.as_str()).map(Arc::clone).ok_or_else(|| Unasked(name.as_str().to_owned()))?;
        let variables: Arc<[Variable]> = rows.variables.clone().into();
        let rows = (0..rows.rows.len()).map(move |at| Ok(rows.rows.get(at).cloned().unwrap_or_default()));
        Ok(QuerySolutionIter::from_tuples(variables, rows))
    }
}

fn flatten(pattern: GraphPattern, parts: &mut Vec<GraphPattern>) {
    match pattern {
        GraphPattern::Join { left, right } => {
            flatten(*left, parts);
            flatten(*right, parts);
        }
        part => parts.push(part),
    }
}

fn refuse(expression: &Expression, place: &'static str) -> Result<(), ServiceError> {
    if shape::expression_has_service(expression) { Err(ServiceError::Place(place)) } else { Ok(()) }
}
