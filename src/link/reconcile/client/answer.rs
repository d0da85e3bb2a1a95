//! Reads the responses of services: manifests and candidates. Services differ in the fields that they leave out, and in
//! some types.

use super::{BATCH, Candidate, Remote, Version};
use crate::base::network::{ResponseError, shown};
use serde_json::Value;

/// Maximum batch size that is used, whatever the service offers.
const MAX_BATCH: u64 = 1000;

/// Reads a service's manifest.
pub(super) fn manifest(url: &str, value: &Value) -> Result<Remote, ResponseError> {
    let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let versions: Vec<&str> =
        value.get("versions").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let known = |prefix: &str| versions.iter().any(|v| v.starts_with(prefix));
    if !value.is_object() || (versions.is_empty() && value.get("identifierSpace").is_none()) {
        return Err(ResponseError::refused("it is not the manifest of a reconciliation service"));
    }
    // A manifest without versions is older than 0.2.
    let version = match (versions.is_empty() || known("0.1") || known("0.2"), known("1.")) {
        (true, _) => Version::V02,
        (false, true) => Version::V1,
        (false, false) => {
            let versions = shown(&versions.join(", "));
            return Err(ResponseError::refused(format!(
                "it speaks {versions}, and 0.1, 0.2 and 1.0-draft are understood here"
            )));
        }
    };
    let batch = value.get("batchSize").and_then(Value::as_u64).filter(|b| *b > 0);
    let batch = batch.and_then(|b| usize::try_from(b.min(MAX_BATCH)).ok()).unwrap_or(BATCH);
    let (name, space, view) = (text("/name"), text("/identifierSpace"), text("/view/url"));
    Ok(Remote { url: url.to_owned(), name, version, batch, space, view })
}

/// A batch that was sent.
pub(super) struct Batch {
    pub(super) version: Version,
    pub(super) len: usize,
}

impl Batch {
    /// Reads the candidates of each query.
    pub(super) fn read(&self, value: &Value) -> Result<super::Answers, ResponseError> {
        if let Some(error) = value.get("error").filter(|e| !e.is_null()) {
            let message = error.get("message").and_then(Value::as_str).map_or_else(|| error.to_string(), str::to_owned);
            return Err(ResponseError::refused(shown(&message)));
        }
        let results: Option<Vec<Option<&Value>>> = match self.version {
            Version::V02 => {
                value.as_object().map(|o| (0..self.len).map(|n| o.get(&format!("q{n}"))?.get("result")).collect())
            }
            Version::V1 => value
                .get("results")
                .and_then(Value::as_array)
                .map(|all| (0..self.len).map(|n| all.get(n)?.get("candidates")).collect()),
        };
        let results = results.ok_or_else(|| ResponseError::refused("it has no results"))?;
        if self.len > 1 && results.iter().all(Option::is_none) {
            return Err(ResponseError::refused("it has no result of any query"));
        }
        let candidates = |result: Option<&Value>| match result.and_then(Value::as_array) {
            Some(list) => Ok(ranked(list.iter().filter_map(candidate).collect())),
            None => Err("the service gives no result for this name".to_owned()),
        };
        Ok(results.into_iter().map(candidates).collect())
    }
}

/// Candidates sorted by score, as the API requires even if the service does not comply, with at most one match.
fn ranked(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    if candidates.iter().all(|c| c.score.is_some()) {
        candidates.sort_by(|a, b| b.score.unwrap_or_default().total_cmp(&a.score.unwrap_or_default()));
    }
    if candidates.iter().filter(|c| c.is_match).count() > 1 {
        candidates.iter_mut().for_each(|c| c.is_match = false);
    }
    candidates
}

fn candidate(value: &Value) -> Option<Candidate> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let field = |name: &str| value.get(name).and_then(text);
    let types = value.get("type").map(|t| t.as_array().cloned().unwrap_or_else(|| vec![t.clone()])).unwrap_or_default();
    let named = |t: &Value| {
        let field = |name: &str| t.get(name).and_then(text).filter(|t| !t.is_empty());
        text(t).or_else(|| field("name")).or_else(|| field("id"))
    };
    Some(Candidate {
        id: field("id")?,
        name: field("name").unwrap_or_default(),
        score: value
            .get("score")
            .and_then(|s| s.as_f64().or_else(|| s.as_str()?.parse().ok()))
            .filter(|s| s.is_finite()),
        is_match: value.get("match").and_then(Value::as_bool).unwrap_or_default(),
        types: types.iter().filter_map(named).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn manifests_tell_the_version() {
        let of = |value: Value| manifest("u", &value).map(|r| (r.version, r.batch));
        assert_eq!(of(json!({"versions": ["0.1"], "name": "x"})), Ok((Version::V02, BATCH)));
        assert_eq!(of(json!({"versions": ["0.2", "1.0-draft"], "batchSize": 7})), Ok((Version::V02, 7)));
        assert_eq!(of(json!({"versions": ["1.0-draft"], "batchSize": 0})), Ok((Version::V1, BATCH)));
        assert_eq!(of(json!({"identifierSpace": "x", "batchSize": 99_999_999})), Ok((Version::V02, 1000)));
        for value in [json!([]), json!({"name": "x"}), json!({"versions": ["7"]}), json!("x"), json!(null)] {
            assert!(of(value.clone()).is_err(), "{value}");
        }
    }

    #[test]
    fn the_best_comes_first_and_one_at_most_is_sure() {
        let read = |list: Value| {
            let found = Batch { version: Version::V02, len: 1 }.read(&json!({"q0": {"result": list}})).unwrap();
            let found = found.into_iter().next().unwrap().unwrap();
            found.into_iter().map(|c| (c.id, c.is_match)).collect::<Vec<_>>()
        };
        let of = |id: &str, score: Option<u32>, sure: bool| json!({"id": id, "score": score, "match": sure});
        for (list, expected) in [
            (json!([of("a", Some(1), false), of("b", Some(99), true)]), [("b", true), ("a", false)]),
            (json!([of("a", Some(7), true), of("b", Some(7), false)]), [("a", true), ("b", false)]),
            (json!([of("a", Some(9), true), of("b", Some(8), true)]), [("a", false), ("b", false)]),
            (json!([of("a", None, true), of("b", Some(8), false)]), [("a", true), ("b", false)]),
        ] {
            assert_eq!(read(list.clone()), expected.map(|(id, sure)| (id.to_owned(), sure)), "{list}");
        }
    }

    #[test]
    fn candidates_of_both_versions_and_of_services_that_differ() {
        let batch = |version, len| Batch { version, len };
        let found = batch(Version::V02, 2).read(&json!({
            "q0": {"result": [
                {"id": "Q901", "name": "A", "score": 91.5, "match": true, "type": [{"id": "Q9", "name": "town"}, {"id": "Q8"}, "Q7"]},
                {"id": 7, "score": "3", "type": "Q6"}, {"name": "no id"}, 9]}}));
        let found = found.unwrap();
        let first = found[0].as_ref().unwrap();
        assert_eq!(first.len(), 2);
        assert_eq!((first[0].is_match, first[0].types.join(" ")), (true, "town Q8 Q7".to_owned()));
        assert_eq!((first[1].id.as_str(), first[1].score, first[1].types.join(" ")), ("7", Some(3.0), "Q6".to_owned()));
        assert!(found[1].is_err());
        let found =
            batch(Version::V1, 2).read(&json!({"results": [{"candidates": []}, {"candidates": [{"id": "a"}]}]}));
        assert_eq!(found.unwrap().iter().map(|r| r.as_ref().unwrap().len()).collect::<Vec<_>>(), [0, 1]);
        for value in [json!([]), json!({}), json!({"error": {"message": "no"}}), json!({"q7": {}})] {
            assert!(batch(Version::V02, 2).read(&value).is_err(), "{value}");
            assert!(batch(Version::V1, 2).read(&value).is_err(), "{value}");
        }
    }
}
