//! The patterns beside a part of a query: the rows with which those of the part must be compatible.

use super::shape::{certain, conjuncts, has_exists, variables};
use oxigraph::sparql::Variable;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::NamedNodePattern;

/// The patterns beside a pattern: its rows matter only if they are compatible with theirs.
#[derive(Debug, Clone, Default)]
pub(super) struct Around {
    /// Patterns of enclosing groups.
    pub(super) outer: Option<GraphPattern>,
    /// Patterns of the group that contains the pattern.
    pub(super) rows: Option<GraphPattern>,
    /// Filters on the rows of this group, which see nothing else.
    pub(super) filters: Vec<Expression>,
    /// Conditions of an OPTIONAL, which see both sides.
    pub(super) conditions: Vec<Expression>,
    /// The GRAPH that contains the pattern.
    pub(super) graph: Option<NamedNodePattern>,
}

impl Around {
    /// The same with a further pattern in the group.
    pub(super) fn with(&self, pattern: GraphPattern) -> Self {
        let pattern = match &self.graph {
            Some(name) => GraphPattern::Graph { name: name.clone(), inner: Box::new(pattern) },
            None => pattern,
        };
        Self { rows: either(self.rows.clone(), Some(pattern)), ..self.clone() }
    }

    /// The patterns that a nested group sees.
    pub(super) fn closed(&self) -> Self {
        Self { outer: self.all(), ..self.alone() }
    }

    /// The patterns that a sub-query sees: variables that it does not project are different ones.
    pub(super) fn projected(&self, variables: &[Variable]) -> Self {
        let project = |rows| GraphPattern::Project { inner: Box::new(rows), variables: variables.to_vec() };
        Self { outer: self.all().map(project), ..self.alone() }
    }

    /// Only the enclosing GRAPH.
    pub(super) fn alone(&self) -> Self {
        Self { graph: self.graph.clone(), ..Self::default() }
    }

    /// The rows that satisfy those conditions that they can decide.
    pub(super) fn all(&self) -> Option<GraphPattern> {
        let rows = self.rows.clone().map(|rows| decided(rows, &self.filters));
        either(self.outer.clone(), rows).map(|rows| decided(rows, &self.conditions))
    }
}

/// The rows that fulfil conditions, as far as these have to do with what each row binds.
fn decided(mut rows: GraphPattern, conditions: &[Expression]) -> GraphPattern {
    let bound = certain(&rows);
    for expr in conditions {
        if !has_exists(expr) && variables(expr).is_subset(&bound) {
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

pub(super) fn conditions(expression: &Expression) -> Vec<Expression> {
    conjuncts(expression).into_iter().cloned().collect()
}

pub(super) fn joined(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    GraphPattern::Join { left: Box::new(left), right: Box::new(right) }
}
