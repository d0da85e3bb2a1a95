//! Properties of a pattern that are known without evaluating it.

use oxigraph::sparql::Variable;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern};
use std::collections::HashSet;

/// The variables that its rows may bind, in the order of the text.
pub(super) fn visible(pattern: &GraphPattern) -> Vec<Variable> {
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    pattern.on_in_scope_variable(|v| {
        if seen.insert(v.clone()) {
            all.push(v.clone());
        }
    });
    all
}

/// The variables that every row binds.
pub(super) fn certain(pattern: &GraphPattern) -> HashSet<Variable> {
    let both = |left: &GraphPattern, right: &GraphPattern| {
        let mut all = certain(left);
        all.extend(certain(right));
        all
    };
    match pattern {
        GraphPattern::Bgp { patterns } => {
            let mut all = HashSet::new();
            for triple in patterns {
                all.extend(of_term(&triple.subject));
                all.extend(of_name(&triple.predicate));
                all.extend(of_term(&triple.object));
            }
            all
        }
        GraphPattern::Path { subject, object, .. } => of_term(subject).into_iter().chain(of_term(object)).collect(),
        GraphPattern::Join { left, right } | GraphPattern::Lateral { left, right } => both(left, right),
        GraphPattern::LeftJoin { left, .. } | GraphPattern::Minus { left, .. } => certain(left),
        GraphPattern::Union { left, right } => certain(left).intersection(&certain(right)).cloned().collect(),
        GraphPattern::Graph { name, inner } => {
            let mut all = certain(inner);
            all.extend(of_name(name));
            all
        }
        GraphPattern::Values { variables, bindings } => variables
            .iter()
            .enumerate()
            .filter(|(n, _)| bindings.iter().all(|row| row.get(*n).is_some_and(Option::is_some)))
            .map(|(_, v)| v.clone())
            .collect(),
        // An expression may have no value.
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => certain(inner),
        GraphPattern::Project { inner, variables } => {
            let inner = certain(inner);
            variables.iter().filter(|v| inner.contains(*v)).cloned().collect()
        }
        GraphPattern::Group { inner, variables, .. } => {
            let inner = certain(inner);
            variables.iter().filter(|v| inner.contains(*v)).cloned().collect()
        }
        // With SILENT there may be a row without any binding.
        GraphPattern::Service { inner, silent, .. } => {
            if *silent {
                HashSet::new()
            } else {
                certain(inner)
            }
        }
    }
}

fn of_term(term: &TermPattern) -> Option<Variable> {
    if let TermPattern::Variable(v) = term { Some(v.clone()) } else { None }
}

fn of_name(name: &NamedNodePattern) -> Option<Variable> {
    if let NamedNodePattern::Variable(v) = name { Some(v.clone()) } else { None }
}

/// The patterns directly below.
fn below(pattern: &GraphPattern) -> Vec<&GraphPattern> {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => vec![],
        GraphPattern::Join { left, right }
        | GraphPattern::LeftJoin { left, right, .. }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => vec![left, right],
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Group { inner, .. }
        | GraphPattern::Service { inner, .. } => vec![inner],
    }
}

/// Whether a SERVICE is in it, including its expressions.
pub(super) fn has_service(pattern: &GraphPattern) -> bool {
    let in_expression = match pattern {
        GraphPattern::Service { .. } => return true,
        GraphPattern::Filter { expr, .. } => expression_has_service(expr),
        GraphPattern::LeftJoin { expression: Some(e), .. } | GraphPattern::Extend { expression: e, .. } => {
            expression_has_service(e)
        }
        _ => false,
    };
    in_expression || below(pattern).into_iter().any(has_service)
}

/// Whether it has LIMIT or OFFSET.
pub(super) fn has_slice(pattern: &GraphPattern) -> bool {
    matches!(pattern, GraphPattern::Slice { .. }) || below(pattern).into_iter().any(has_slice)
}

/// The conditions that all hold if this one does.
pub(super) fn conjuncts(expression: &Expression) -> Vec<&Expression> {
    match expression {
        Expression::And(a, b) => conjuncts(a).into_iter().chain(conjuncts(b)).collect(),
        other => vec![other],
    }
}

/// Visits an expression and its parts.
fn each<'a>(expression: &'a Expression, see: &mut impl FnMut(&'a Expression)) {
    see(expression);
    match expression {
        Expression::NamedNode(_)
        | Expression::Literal(_)
        | Expression::Variable(_)
        | Expression::Bound(_)
        | Expression::Exists(_) => {}
        Expression::Or(a, b)
        | Expression::And(a, b)
        | Expression::Equal(a, b)
        | Expression::SameTerm(a, b)
        | Expression::Greater(a, b)
        | Expression::GreaterOrEqual(a, b)
        | Expression::Less(a, b)
        | Expression::LessOrEqual(a, b)
        | Expression::Add(a, b)
        | Expression::Subtract(a, b)
        | Expression::Multiply(a, b)
        | Expression::Divide(a, b) => {
            each(a, see);
            each(b, see);
        }
        Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => each(a, see),
        Expression::If(a, b, c) => [a, b, c].into_iter().for_each(|e| each(e, see)),
        Expression::In(a, list) => {
            each(a, see);
            list.iter().for_each(|e| each(e, see));
        }
        Expression::Coalesce(list) | Expression::FunctionCall(_, list) => list.iter().for_each(|e| each(e, see)),
    }
}

/// Its variables, without those of patterns in it.
pub(super) fn variables(expression: &Expression) -> HashSet<Variable> {
    let mut all = HashSet::new();
    each(expression, &mut |e| {
        if let Expression::Variable(v) | Expression::Bound(v) = e {
            all.insert(v.clone());
        }
    });
    all
}

/// Whether it has an EXISTS.
pub(super) fn has_exists(expression: &Expression) -> bool {
    let mut found = false;
    each(expression, &mut |e| found |= matches!(e, Expression::Exists(_)));
    found
}

/// Whether an EXISTS in it has a SERVICE.
pub(super) fn expression_has_service(expression: &Expression) -> bool {
    let mut found = false;
    each(expression, &mut |e| {
        if let Expression::Exists(pattern) = e {
            found |= has_service(pattern);
        }
    });
    found
}

/// A pattern with rows of values before it, in the same group if that is equivalent: endpoints that evaluate groups
/// from the inside out then begin with the values. The pattern always binds the variables of the values.
pub(super) fn seeded(pattern: GraphPattern, values: GraphPattern) -> GraphPattern {
    match pattern {
        GraphPattern::Filter { expr, inner } => GraphPattern::Filter { expr, inner: Box::new(seeded(*inner, values)) },
        GraphPattern::Extend { inner, variable, expression } => {
            GraphPattern::Extend { inner: Box::new(seeded(*inner, values)), variable, expression }
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            GraphPattern::LeftJoin { left: Box::new(seeded(*left, values)), right, expression }
        }
        GraphPattern::Minus { left, right } => GraphPattern::Minus { left: Box::new(seeded(*left, values)), right },
        GraphPattern::Join { left, right } => {
            let left = GraphPattern::Join { left: Box::new(values), right: left };
            GraphPattern::Join { left: Box::new(left), right }
        }
        other => GraphPattern::Join { left: Box::new(values), right: Box::new(other) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use spargebra::{Query, SparqlParser};

    fn pattern(text: &str) -> GraphPattern {
        match SparqlParser::new().parse_query(&format!("SELECT * {{ {text} }}")).unwrap() {
            Query::Select { pattern: GraphPattern::Project { inner, .. }, .. } => *inner,
            other => panic!("{other}"),
        }
    }

    #[test]
    fn what_each_row_binds() {
        for (text, bound) in [
            ("?a ?b ?c", "abc"),
            ("?a <p>+ ?b OPTIONAL { ?a <q> ?c }", "ab"),
            ("{ ?a <p> ?b } UNION { ?b <p> ?c }", "b"),
            ("?a <p> 1 BIND(?a AS ?b) FILTER(?c > 1)", "a"),
            ("VALUES (?a ?b) { (1 2) (3 UNDEF) }", "a"),
            ("{ SELECT ?a (COUNT(?b) AS ?c) { ?a <p> ?b } GROUP BY ?a }", "a"),
            ("GRAPH ?g { ?a <p> 1 } MINUS { ?b <p> 2 }", "ag"),
            ("SERVICE <s:x> { ?a <p> ?b }", "ab"),
            ("SERVICE SILENT <s:x> { ?a <p> ?b }", ""),
        ] {
            let text = text.replace("<p>", "<x:p>").replace("<q>", "<x:q>");
            let mut found: Vec<String> = certain(&pattern(&text)).iter().map(|v| v.as_str().to_owned()).collect();
            found.sort();
            assert_eq!(found.concat(), bound, "{text}");
        }
    }

    #[test]
    fn where_a_service_and_a_limit_stand() {
        for (text, service, slice) in [
            ("?a ?b ?c", false, false),
            ("?a ?b ?c FILTER NOT EXISTS { SERVICE <s:x> { ?a ?b 1 } }", true, false),
            ("{ SELECT ?a { ?a ?b ?c } LIMIT 3 }", false, true),
            ("BIND(EXISTS { SERVICE <s:x> {} } AS ?x)", true, false),
        ] {
            let pattern = pattern(text);
            assert_eq!((has_service(&pattern), has_slice(&pattern)), (service, slice), "{text}");
        }
    }
}
