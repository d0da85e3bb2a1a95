//! Queries of version 1.0-draft: a list of lists of conditions, in JSON.

use super::ask::{self, Condition, Quantifier, Query, Wanted};
use super::{Refusal, Service, bounded};
use serde_json::{Value, json};

/// `POST /match`.
pub(super) fn batch(service: &Service<'_>, body: &Value) -> Result<Value, Refusal> {
    let Some(queries) = body.get("queries").and_then(Value::as_array) else {
        return Err(Refusal::wrong("{\"queries\": […]} is expected"));
    };
    bounded(queries.len())?;
    let read: Vec<Query> =
        queries.iter().enumerate().map(|(at, q)| query(&format!("queries[{at}]"), q)).collect::<Result<_, _>>()?;
    let results: Vec<Value> = read.iter().map(|q| result(service, q)).collect();
    Ok(json!({"results": results}))
}

fn result(service: &Service<'_>, query: &Query) -> Value {
    let (found, sure) = service.candidates(query);
    let candidates: Vec<Value> =
        found.iter().enumerate().map(|(at, c)| service.candidate(c, sure && at == 0)).collect();
    json!({"candidates": candidates})
}

fn query(at: &str, value: &Value) -> Result<Query, Refusal> {
    let list = ask::list(at, "conditions", value.get("conditions"))?;
    if list.is_empty() {
        return Err(Refusal::wrong(format!("{at}: a query has `conditions`")));
    }
    let class = value.get("type").map_or(Ok(None), |t| ask::class(at, t))?;
    let limit = ask::limit(at, value.get("limit"))?;
    let mut query = Query { classes: class.into_iter().collect(), limit, ..Query::default() };
    for condition in list {
        let values = match condition.get("propertyValue") {
            Some(value) => ask::wanted(at, value)?,
            None => return Err(Refusal::wrong(format!("{at}: a condition has `propertyValue`"))),
        };
        match condition.get("matchType").and_then(Value::as_str) {
            Some("name") => query.names.extend(values.into_iter().map(Wanted::into_text)),
            Some("id") => {
                // An identifier that is none of Wikidata's is nobody's.
                query.item = query.item.or_else(|| values.iter().find_map(Wanted::item)).or(Some(0));
            }
            Some("property") => {
                let Some(property) = condition.get("propertyId").and_then(Value::as_str) else {
                    return Err(Refusal::wrong(format!("{at}: a condition on a property has `propertyId`")));
                };
                let (required, quantifier) = strictness(at, condition)?;
                query.conditions.push(Condition { property: ask::kept(property), values, required, quantifier });
            }
            _ => {
                let told = "`matchType` is \"name\", \"id\" or \"property\"";
                return Err(Refusal::wrong(format!("{at}: {told}")));
            }
        }
    }
    query.checked(at)
}

fn strictness(at: &str, condition: &Value) -> Result<(bool, Quantifier), Refusal> {
    let required = match condition.get("required") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(required)) => *required,
        Some(_) => return Err(Refusal::wrong(format!("{at}: `required` is true or false"))),
    };
    let quantifier = match condition.get("matchQuantifier") {
        None | Some(Value::Null) => Quantifier::Any,
        Some(value) => match value.as_str() {
            Some("any") => Quantifier::Any,
            Some("all") => Quantifier::All,
            Some("none") => Quantifier::None,
            _ => return Err(Refusal::wrong(format!("{at}: `matchQuantifier` is \"any\", \"all\" or \"none\""))),
        },
    };
    Ok((required, quantifier))
}
