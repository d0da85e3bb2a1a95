//! Evaluates the patterns beside each service of a query, queries the service, and puts its rows in place of the
//! SERVICE.

use super::around::{Around, conditions, joined};
use super::ask::{self, Rows, Values};
use super::shape::{certain, expression_has_service, has_service, has_slice, visible};
use super::{Ground, Notice, ServiceError, Services};
use crate::query::merge::Merged;
use oxigraph::model::{NamedNode, Term};
use oxigraph::sparql::{
    DefaultServiceHandler, QueryEvaluationError, QueryResults, QuerySolutionIter, SparqlEvaluator, Variable,
};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::NamedNodePattern;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Runs a query and queries its services.
pub(in crate::query) fn run(
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

struct Resolver<'r, 'a, 'c, 't> {
    ground: &'r Ground<'a>,
    services: &'r mut Services<'c, 't>,
    /// The rows of services, by made-up endpoint names.
    answers: BTreeMap<String, Arc<Rows>>,
}

impl Resolver<'_, '_, '_, '_> {
    /// The same pattern with its services answered.
    fn walk(&mut self, pattern: GraphPattern, around: &Around) -> Result<GraphPattern, ServiceError> {
        if !has_service(&pattern) {
            return Ok(pattern);
        }
        Ok(match pattern {
            GraphPattern::Service { name, inner, silent } => self.service(&name, *inner, silent, around)?,
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
                // A FILTER sees its own group only, but all of it; the rest of it may be beside.
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
                // Variables of the right side that are not on the left are local to it.
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
            // Oxigraph would look for the name of the graph in the rows of the service.
            GraphPattern::Graph { name: NamedNodePattern::Variable(_), .. } => {
                return Err(ServiceError::Place("in a GRAPH with a variable; beside it, it means the same"));
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
            // Fewer rows below would change which rows the slice keeps.
            GraphPattern::Slice { inner, start, length } => {
                GraphPattern::Slice { inner: Box::new(self.walk(*inner, &around.alone())?), start, length }
            }
            GraphPattern::Group { inner, variables, aggregates } => {
                GraphPattern::Group { inner: Box::new(self.walk(*inner, &around.alone())?), variables, aggregates }
            }
            GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => pattern,
        })
    }

    /// An expression whose EXISTS patterns have services.
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
        name: &NamedNodePattern,
        inner: GraphPattern,
        silent: bool,
        around: &Around,
    ) -> Result<GraphPattern, ServiceError> {
        let columns = visible(&inner);
        let (endpoints, why) = self.values(name, &inner, around)?;
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
                    (self.services.notify)(Notice::Silent { endpoint: endpoint.as_str().to_owned(), why });
                    GraphPattern::default()
                }
                Err(error) => return Err(error),
            };
            if let NamedNodePattern::Variable(variable) = name {
                let bindings = vec![vec![Some(endpoint.into())]];
                pattern = joined(GraphPattern::Values { variables: vec![variable.clone()], bindings }, pattern);
            }
            found = Some(match found {
                Some(others) => GraphPattern::Union { left: Box::new(others), right: Box::new(pattern) },
                None => pattern,
            });
        }
        // There are no rows beside it, so nothing is sent.
        Ok(found.unwrap_or_else(|| self.answered(Rows::default(), inner)))
    }

    /// A SERVICE that stands for rows; the evaluator gets them from [`Answers`].
    fn answered(&mut self, rows: Rows, inner: GraphPattern) -> GraphPattern {
        let name = format!("urn:chorograph:service:{}", self.answers.len());
        self.answers.insert(name.clone(), Arc::new(rows));
        let name = NamedNodePattern::NamedNode(NamedNode::new_unchecked(name));
        GraphPattern::Service { name, inner: Box::new(inner), silent: false }
    }

    /// The endpoints with the values to send to each; an endpoint without values is queried for all rows, for the
    /// reason returned.
    fn values(
        &self,
        name: &NamedNodePattern,
        inner: &GraphPattern,
        around: &Around,
    ) -> Result<(Endpoints, Option<&'static str>), ServiceError> {
        let constant = match name {
            NamedNodePattern::NamedNode(name) => Some(name.clone()),
            NamedNodePattern::Variable(_) => None,
        };
        let unbound = |why| Ok((constant.iter().map(|n| (n.clone(), None)).collect(), why));
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
            why = Some("the patterns beside it have none of the variables that it always binds");
        }
        if let (Some(_), Some(why)) = (&constant, why) {
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
        let mut endpoints = Endpoints::new();
        // A variable that is unbound in some row is compatible with any value: it restricts nothing.
        let values_end = wanted.len() - usize::from(constant.is_none());
        let kept: Vec<usize> = (0..values_end).filter(|c| found.iter().all(|r| r[*c].is_some())).collect();
        if kept.is_empty() && why.is_none() && !found.is_empty() {
            why = Some("the patterns beside it do not always bind the variables that they share");
            if constant.is_some() {
                return unbound(why);
            }
        }
        let variables: Vec<Variable> = kept.iter().map(|c| wanted[*c].clone()).collect();
        let mut seen: BTreeSet<(NamedNode, Vec<String>)> = BTreeSet::new();
        for row in &mut found {
            let endpoint = match (&constant, row.last().cloned().flatten(), name) {
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
        // Sorted, so that the order does not depend on the store.
        for values in endpoints.values_mut().flatten() {
            values.rows.sort_by_cached_key(|r| r.iter().map(ToString::to_string).collect::<Vec<_>>());
        }
        Ok((endpoints, why))
    }

    /// The distinct rows of some variables of a pattern.
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

/// The values to send, by endpoint; `None` to query for all rows.
type Endpoints = BTreeMap<NamedNode, Option<Values>>;

/// The rows of services, for the evaluator.
struct Answers(HashMap<String, Arc<Rows>>);

/// A SERVICE in a place where services are not answered, such as ORDER BY.
#[derive(Debug, thiserror::Error)]
#[error("SERVICE <{0}> is not allowed here")]
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
    if expression_has_service(expression) { Err(ServiceError::Place(place)) } else { Ok(()) }
}
