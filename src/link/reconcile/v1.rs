//! Queries of version 1.0-draft: a list of lists of conditions, in JSON.

use super::ask::{self, Condition, Qualifier, Quantifier, Query, Wanted};
use super::{RequestError, Service, bounded};
use serde_json::{Value, json};

/// `POST /match`.
pub(super) fn batch(service: &Service<'_>, body: &Value, language: Option<&str>) -> Result<Value, RequestError> {
    let Some(queries) = body.get("queries").and_then(Value::as_array) else {
        return Err(RequestError::wrong("{\"queries\": […]} is expected"));
    };
    bounded(queries.len())?;
    let read: Vec<Query> = queries
        .iter()
        .enumerate()
        .map(|(at, q)| query(service, &format!("queries[{at}]"), q))
        .collect::<Result<_, _>>()?;
    let results = read.iter().zip(service.find(&read)).map(|(query, (found, sure))| {
        let language = query.language.as_deref().or(language);
        let shown = found.iter().enumerate().map(|(at, c)| service.candidate(c, sure && at == 0, language));
        json!({"candidates": shown.collect::<Vec<Value>>()})
    });
    Ok(json!({"results": results.collect::<Vec<Value>>()}))
}

fn query(service: &Service<'_>, at: &str, value: &Value) -> Result<Query, RequestError> {
    let list = ask::list(at, "conditions", value.get("conditions"))?;
    if list.is_empty() {
        return Err(RequestError::wrong(format!("{at}: a query must have `conditions`")));
    }
    let class = value.get("type").map_or(Ok(None), |t| ask::class(service, at, t))?;
    let limit = ask::limit(at, value.get("limit"))?;
    let mut query = Query { classes: class.into_iter().collect(), limit, ..Query::default() };
    query.language = language(at, value)?;
    for condition in list {
        let qualifier = qualifier(at, condition)?;
        let values = match condition.get("propertyValue") {
            Some(value) => ask::wanted(service, at, value)?,
            None => return Err(RequestError::wrong(format!("{at}: a condition must have `propertyValue`"))),
        };
        match condition.get("matchType").and_then(Value::as_str) {
            Some("name") => {
                query.names.extend(values.into_iter().map(Wanted::into_text));
                query.names_as = qualifier;
                query.language = language(at, condition)?.or(query.language);
            }
            Some("id") => {
                // An unknown identifier matches no item.
                query.item = query.item.or_else(|| values.iter().find_map(Wanted::item)).or(Some(0));
            }
            Some("property") => {
                let Some(property) = condition.get("propertyId").and_then(Value::as_str) else {
                    return Err(RequestError::wrong(format!("{at}: a condition on a property must have `propertyId`")));
                };
                let (required, quantifier) = strictness(at, condition)?;
                let property = service.scheme.known(property).map(|p| p.id);
                query.conditions.push(Condition { property, values, required, quantifier, qualifier });
            }
            _ => {
                let message = "`matchType` must be \"name\", \"id\" or \"property\"";
                return Err(RequestError::wrong(format!("{at}: {message}")));
            }
        }
    }
    query.checked(at)
}

/// The language of a query or of a condition.
fn language(at: &str, value: &Value) -> Result<Option<String>, RequestError> {
    match value.get("lang") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(tag)) => Ok(Some(tag.clone())),
        Some(other) => {
            Err(RequestError::wrong(format!("{at}: `lang` must be a language tag such as \"en\", not {other}")))
        }
    }
}

fn qualifier(at: &str, condition: &Value) -> Result<Qualifier, RequestError> {
    match condition.get("matchQualifier") {
        None | Some(Value::Null) => Ok(Qualifier::Near),
        Some(value) => {
            let known = Qualifier::ALL.iter().find(|(_, id, _)| value.as_str() == Some(id));
            known.map(|(qualifier, ..)| *qualifier).ok_or_else(|| {
                let ids = Qualifier::ALL.map(|(_, id, _)| format!("{id:?}"));
                RequestError::wrong(format!("{at}: `matchQualifier` must be {}", ids.join(" or ")))
            })
        }
    }
}

fn strictness(at: &str, condition: &Value) -> Result<(bool, Quantifier), RequestError> {
    let required = match condition.get("required") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(required)) => *required,
        Some(_) => return Err(RequestError::wrong(format!("{at}: `required` must be true or false"))),
    };
    let quantifier = match condition.get("matchQuantifier") {
        None | Some(Value::Null) => Quantifier::Any,
        Some(value) => match value.as_str() {
            Some("any") => Quantifier::Any,
            Some("all") => Quantifier::All,
            Some("none") => Quantifier::None,
            _ => {
                return Err(RequestError::wrong(format!(
                    "{at}: `matchQuantifier` must be \"any\", \"all\" or \"none\""
                )));
            }
        },
    };
    Ok((required, quantifier))
}
