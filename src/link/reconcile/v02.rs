//! Queries of version 0.2: an object of queries, or one query on its own, in a field of a form.

use super::ask::{self, Condition, Qualifier, Quantifier, Query};
use super::{RequestError, Service, bounded, parsed};
use crate::link::Candidate;
use serde_json::{Map, Value, json};

/// `queries=`: an object; its keys are returned with the results.
pub(super) fn batch(service: &Service<'_>, queries: &str) -> Result<Value, RequestError> {
    let queries = parsed(queries.as_bytes())?;
    let Value::Object(queries) = queries else {
        return Err(RequestError::wrong(
            "`queries` must be an object of queries, such as {\"q0\": {\"query\": \"…\"}}",
        ));
    };
    bounded(queries.len())?;
    // All are parsed before the first is answered.
    let read: Vec<(String, Query)> =
        queries.into_iter().map(|(id, q)| query(service, &id, &q).map(|q| (id, q))).collect::<Result<_, _>>()?;
    let (ids, queries): (Vec<String>, Vec<Query>) = read.into_iter().unzip();
    let results: Map<String, Value> = ids.into_iter().zip(results(service, &queries)).collect();
    Ok(Value::Object(results))
}

/// `query=`: one query, or a name alone with other fields for the rest.
pub(super) fn single<'f>(
    service: &Service<'_>,
    text: &str,
    field: &impl Fn(&str) -> Option<&'f str>,
) -> Result<Value, RequestError> {
    let value = if text.trim_start().starts_with('{') {
        parsed(text.as_bytes())?
    } else {
        let mut value = json!({"query": text});
        if let Some(class) = field("type") {
            value["type"] = json!(class);
        }
        if let Some(limit) = field("limit") {
            value["limit"] = json!(limit);
        }
        if let Some(properties) = field("properties") {
            value["properties"] = parsed(properties.as_bytes())?;
        }
        value
    };
    Ok(results(service, &[query(service, "query", &value)?]).pop().unwrap_or_default())
}

fn results(service: &Service<'_>, queries: &[Query]) -> Vec<Value> {
    let result = |(found, sure): (Vec<Candidate>, bool)| {
        let shown = found.iter().enumerate().map(|(at, c)| service.candidate(c, sure && at == 0, None));
        json!({"result": shown.collect::<Vec<Value>>()})
    };
    service.find(queries).into_iter().map(result).collect()
}

fn query(service: &Service<'_>, id: &str, value: &Value) -> Result<Query, RequestError> {
    let Value::Object(fields) = value else {
        return Err(RequestError::wrong(format!("{id}: a query must be an object")));
    };
    let name = match fields.get("query") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => Some(ask::cleaned(name)),
        Some(other) => return Err(RequestError::wrong(format!("{id}: `query` must be a string, not {other}"))),
    };
    let properties = ask::list(id, "properties", fields.get("properties"))?;
    if name.is_none() && properties.is_empty() {
        return Err(RequestError::wrong(format!("{id}: a query must have `query`, `properties` or both")));
    }
    let classes: Vec<u32> = match fields.get("type") {
        None => Vec::new(),
        Some(Value::Array(types)) => {
            types.iter().take(100).filter_map(|t| ask::class(service, id, t).transpose()).collect::<Result<_, _>>()?
        }
        Some(one) => ask::class(service, id, one)?.into_iter().collect(),
    };
    match fields.get("type_strict") {
        None | Some(Value::Null) => {}
        Some(Value::String(s)) if matches!(s.as_str(), "any" | "should" | "all") => {}
        Some(_) => {
            return Err(RequestError::wrong(format!("{id}: `type_strict` must be \"any\", \"should\" or \"all\"")));
        }
    }
    let conditions = properties.iter().map(|property| {
        let Some(pid) = property.get("pid").and_then(Value::as_str) else {
            return Err(RequestError::wrong(format!("{id}: a property must have `pid`, a string")));
        };
        let values = match property.get("v") {
            Some(value) => ask::wanted(service, id, value)?,
            None => return Err(RequestError::wrong(format!("{id}: the property {pid:?} has no `v`"))),
        };
        let property = service.scheme.known(pid).map(|p| p.id);
        Ok(Condition { property, values, required: false, quantifier: Quantifier::Any, qualifier: Qualifier::Near })
    });
    let query = Query {
        names: name.into_iter().collect(),
        classes,
        limit: ask::limit(id, fields.get("limit"))?,
        conditions: conditions.collect::<Result<_, _>>()?,
        ..Query::default()
    };
    query.checked(id)
}
