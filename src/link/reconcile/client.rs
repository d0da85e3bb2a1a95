//! The client side of the Reconciliation Service API: sends names to any service of version 0.1, 0.2 or 1.0-draft, as
//! its manifest says.
//!
//! Queries are sent in batches of the service's size. A batch that is refused is sent again in halves, so that only the
//! query that the service does not accept has no answer.

mod answer;
mod table;
pub mod write;

pub use table::{ColumnError, Row, RowProblem, Table};

use crate::base::iri::item_number;
use crate::base::network::{AskError, Client, JSON, Request, json};
use crate::base::vocab::wd;
use answer::{Batch, manifest};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The version of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 0.1 and 0.2: a form with an object of queries.
    V02,
    /// 1.0-draft: a list of lists of conditions, in JSON.
    V1,
}

/// A service, as its manifest describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// Its address, without a slash at the end.
    pub url: String,
    /// Its name.
    pub name: String,
    /// The version that is used with it.
    pub version: Version,
    /// Maximum number of queries in a batch.
    pub batch: usize,
    /// The prefix that makes an identifier an IRI; empty if the manifest has none.
    pub space: String,
    /// The address of a page about an entity, with `{id}` or `{{id}}` in it; empty if the manifest has none.
    pub view: String,
}

/// Batch size for services that do not state one.
const BATCH: usize = 50;

/// A query about one name.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Query {
    /// The name.
    pub name: String,
    /// The type that an entity should have.
    pub class: Option<String>,
    /// Values of properties that it should have.
    pub properties: Vec<(String, String)>,
    /// Maximum number of candidates.
    pub limit: u32,
}

/// An entity that may be meant.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Candidate {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The score that the service gives; its scale is not defined.
    pub score: Option<f64>,
    /// Whether the service is certain.
    pub is_match: bool,
    /// Its types, by name, or by identifier where they have none.
    pub types: Vec<String>,
}

/// The candidates of each query, or why it has no answer.
pub type Answers = Vec<Result<Vec<Candidate>, String>>;

impl Remote {
    /// Reads a service's manifest.
    pub fn discover(client: &mut Client<'_>, url: &str) -> Result<Self, AskError> {
        let url = url.trim_end_matches('/');
        // Some services answer only one of the two addresses; OpenRefine uses the one that the user entered.
        client.ask(&Request::get(url, JSON, &[]), &mut |reply| manifest(url, &json(reply)?))
    }

    /// The IRI of an identifier; `None` if the service does not say how to form it.
    pub fn iri(&self, id: &str) -> Option<String> {
        let is_iri = crate::base::iri::Minter::is_iri(id) && id.contains("://");
        let made = || match (self.space.as_str(), self.view.as_str()) {
            ("", "") => None,
            ("", view) if view.contains("{id}") => Some(view.replace("{{id}}", "{id}").replace("{id}", id)),
            ("", _) => None,
            (space, _) => Some(format!("{space}{id}")),
        };
        // 1.0-draft has no identifier space; the page of Wikidata shows the item.
        let of_page = |iri: String| match iri.strip_prefix("https://www.wikidata.org/wiki/").and_then(item_number) {
            Some(number) => format!("{}Q{number}", wd::NAMESPACE),
            None => iri,
        };
        let made = || made().map(of_page);
        if is_iri { Some(id.to_owned()) } else { made().filter(|iri| crate::base::iri::Minter::is_iri(iri)) }
    }

    /// Sends queries, at most [`Remote::batch`] of them. An error concerns the service as a whole.
    pub fn ask(&self, client: &mut Client<'_>, queries: &[Query]) -> Result<Answers, AskError> {
        if queries.is_empty() {
            return Ok(Vec::new());
        }
        let request = match self.version {
            Version::V02 => {
                let batch: BTreeMap<String, Value> =
                    queries.iter().enumerate().map(|(n, q)| (format!("q{n}"), v02(q))).collect();
                Request::form(&self.url, JSON, &[("queries", &json!(batch).to_string())])
            }
            Version::V1 => {
                let queries: Vec<Value> = queries.iter().map(v1).collect();
                Request::json(&format!("{}/match", self.url), json!({"queries": queries}).to_string())
            }
        };
        let batch = Batch { version: self.version, len: queries.len() };
        match client.ask(&request, &mut |reply| batch.read(&json(reply)?)) {
            Err(error) if error.affects_every_request() => Err(error),
            Err(error) if queries.len() == 1 => Ok(vec![Err(error.to_string())]),
            Err(_) => {
                let (first, second) = queries.split_at(queries.len() / 2);
                let mut answers = self.ask(client, first)?;
                answers.extend(self.ask(client, second)?);
                Ok(answers)
            }
            Ok(answers) => Ok(answers),
        }
    }
}

fn v02(query: &Query) -> Value {
    let mut value = json!({"query": query.name, "limit": query.limit});
    if let Some(class) = &query.class {
        value["type"] = json!(class);
        value["type_strict"] = json!("should");
    }
    if !query.properties.is_empty() {
        let properties: Vec<Value> = query.properties.iter().map(|(pid, v)| json!({"pid": pid, "v": v})).collect();
        value["properties"] = json!(properties);
    }
    value
}

fn v1(query: &Query) -> Value {
    let mut conditions = vec![json!({"matchType": "name", "propertyValue": query.name})];
    conditions.extend(
        query.properties.iter().map(|(pid, v)| json!({"matchType": "property", "propertyId": pid, "propertyValue": v})),
    );
    let mut value = json!({"conditions": conditions, "limit": query.limit});
    if let Some(class) = &query.class {
        value["type"] = json!(class);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_of_both_versions() {
        let query = Query {
            name: "Vale".to_owned(),
            class: Some("Q902".to_owned()),
            properties: vec![("P2046".to_owned(), "30".to_owned())],
            limit: 3,
        };
        assert_eq!(
            v02(&query),
            json!({"query": "Vale", "limit": 3, "type": "Q902", "type_strict": "should", "properties": [{"pid": "P2046", "v": "30"}]})
        );
        assert_eq!(
            v1(&query),
            json!({"type": "Q902", "limit": 3, "conditions": [
                {"matchType": "name", "propertyValue": "Vale"},
                {"matchType": "property", "propertyId": "P2046", "propertyValue": "30"}]})
        );
    }

    #[test]
    fn identifiers_become_iris() {
        let remote = |space: &str, view: &str| Remote {
            url: String::new(),
            name: String::new(),
            version: Version::V02,
            batch: 1,
            space: space.to_owned(),
            view: view.to_owned(),
        };
        for (space, view, id, iri) in [
            ("http://w.example/entity/", "http://v.example/{{id}}", "Q901", Some("http://w.example/entity/Q901")),
            ("", "http://v.example/{{id}}", "Q901", Some("http://v.example/Q901")),
            ("", "http://v.example/{id}", "Q901", Some("http://v.example/Q901")),
            ("", "", "Q901", None),
            ("", "https://www.wikidata.org/wiki/{id}", "Q901", Some("http://www.wikidata.org/entity/Q901")),
            ("", "https://www.wikidata.org/wiki/{id}", "P31", Some("https://www.wikidata.org/wiki/P31")),
            ("", "", "http://x.example/1", Some("http://x.example/1")),
            ("http://w.example/", "", "not an iri", None),
        ] {
            assert_eq!(remote(space, view).iri(id).as_deref(), iri, "{space} {view} {id}");
        }
    }
}
