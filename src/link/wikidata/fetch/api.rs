//! The API of MediaWiki with Wikibase (`wbsearchentities`, `wbgetentities`), as on wikidata.org. `maxlag` makes
//! requests fail while the database replicas lag, as the API's etiquette asks of programs; the response then says how
//! long to wait.

use super::{FetchedItem, Source};
use crate::base::iri::item_number;
use crate::base::network::{AskError, Client, JSON, Reply, Request, ResponseError, json, shown};
use crate::link::wikidata::PROPERTIES;
use crate::link::wikidata::item::{self, Languages, Value as ItemValue};
use serde_json::Value;

/// The API of a Wikibase.
#[derive(Debug, Clone)]
pub struct Api {
    endpoint: String,
    languages: Languages,
    candidates: String,
}

/// Maximum lag of the databases, in seconds.
const MAXLAG: &str = "5";
/// Maximum length of a name, in characters; the API finds nothing for longer ones.
const MAX_NAME: usize = 250;

impl Api {
    /// The API at an address such as `https://www.wikidata.org/w/api.php`. `candidates` is the number of results of a
    /// search (at most 50).
    pub fn new(endpoint: &str, languages: &Languages, candidates: u32) -> Self {
        let candidates = candidates.clamp(1, 50).to_string();
        Self { endpoint: endpoint.to_owned(), languages: languages.clone(), candidates }
    }
}

impl Source for Api {
    fn names(&self) -> usize {
        1
    }

    fn search(&self, client: &mut Client<'_>, names: &[&str]) -> Result<Vec<u32>, AskError> {
        let mut found = Vec::new();
        for name in names.iter().filter(|n| n.chars().count() <= MAX_NAME) {
            for language in &self.languages.0 {
                let fields = [
                    ("action", "wbsearchentities"),
                    ("format", "json"),
                    ("type", "item"),
                    ("language", language),
                    ("uselang", language),
                    ("limit", &self.candidates),
                    ("maxlag", MAXLAG),
                    ("search", name),
                ];
                found.extend(client.ask(&Request::get(&self.endpoint, JSON, &fields), &mut searched)?);
            }
        }
        Ok(found)
    }

    fn items(&self, client: &mut Client<'_>, ids: &[u32]) -> Result<Vec<FetchedItem>, AskError> {
        let list: Vec<String> = ids.iter().map(|id| format!("Q{id}")).collect();
        let languages = self.languages.0.join("|");
        let fields = [
            ("action", "wbgetentities"),
            ("format", "json"),
            ("ids", &list.join("|")),
            ("props", "labels|aliases|descriptions|claims|sitelinks"),
            ("languages", &languages),
            ("redirects", "yes"),
            ("maxlag", MAXLAG),
        ];
        let request = Request::get(&self.endpoint, JSON, &fields);
        client.ask(&request, &mut |reply| entities(reply, ids, &self.languages))
    }

    fn reference(&self) -> (&'static str, char) {
        ("\"id\":\"Q", '"')
    }
}

/// The JSON of a response, or the error that it reports.
fn answer(reply: &Reply) -> Result<Value, ResponseError> {
    let value = json(reply)?;
    let Some(error) = value.get("error") else { return Ok(value) };
    let text = |field: &str| error.get(field).and_then(Value::as_str);
    let code = text("code").unwrap_or_default();
    let message = match text("info") {
        Some(info) => format!("{}: {}", shown(code), shown(info)),
        None => format!("an error: {}", shown(&error.to_string())),
    };
    // The errors of MediaWiki that are temporary.
    let passes = ["maxlag", "ratelimited", "readonly", "internal_api_error"].iter().any(|c| code.starts_with(c));
    Err(if passes { ResponseError::Busy(message, reply.retry_after) } else { ResponseError::Refused(message) })
}

fn searched(reply: &Reply) -> Result<Vec<u32>, ResponseError> {
    let value = answer(reply)?;
    let Some(found) = value.get("search").and_then(Value::as_array) else {
        return Err(ResponseError::refused("it has no list `search`"));
    };
    Ok(found.iter().filter_map(|f| f.get("id")?.as_str()).filter_map(item_number).collect())
}

fn entities(reply: &Reply, ids: &[u32], languages: &Languages) -> Result<Vec<FetchedItem>, ResponseError> {
    let value = answer(reply)?;
    let Some(Value::Object(entities)) = value.get("entities") else {
        return Err(ResponseError::refused("it has no object `entities`"));
    };
    let mut all = Vec::new();
    for (key, entity) in entities {
        let id = entity.get("id").and_then(Value::as_str).and_then(item_number);
        let from = entity.pointer("/redirects/from").and_then(Value::as_str).and_then(item_number);
        // The key is the requested number, or the new one with the old one in a field.
        let (Some(asked), Some(id)) = (from.or_else(|| item_number(key)), id) else { continue };
        if !ids.contains(&asked) {
            continue;
        }
        if entity.get("missing").is_some() {
            all.push(FetchedItem { asked, item: id, refers: Vec::new(), lines: String::new() });
            continue;
        }
        let mut lines = entity.to_string();
        let read = item::read(&lines, languages)
            .map_err(|e| ResponseError::refused(format!("Q{id}: {}", shown(&e.to_string()))))?;
        let Some(read) = read else { continue };
        let refers = read.item.facts.iter().filter(|f| PROPERTIES.iter().any(|p| p.id == f.property));
        let refers =
            refers.filter_map(|f| if let ItemValue::Item(to) = f.value { Some((f.property, to)) } else { None });
        let refers = refers.collect();
        lines.push('\n');
        all.push(FetchedItem { asked, item: id, refers, lines });
    }
    // An item missing from the response is requested by itself and reported; the others are fetched.
    match ids.iter().find(|id| all.iter().all(|got| got.asked != **id)) {
        Some(id) => Err(ResponseError::refused(format!("it lacks Q{id}, which was requested"))),
        None => Ok(all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn reply(body: &str) -> Reply {
        let retry_after = Some(Duration::from_secs(7));
        Reply { status: 200, content_type: JSON.to_owned(), retry_after, body: body.as_bytes().to_vec() }
    }

    #[test]
    fn errors_that_pass_and_errors_that_do_not() {
        let of = |code: &str| searched(&reply(&format!("{{\"error\":{{\"code\":\"{code}\",\"info\":\"Waiting\"}}}}")));
        for code in ["maxlag", "ratelimited", "readonly", "internal_api_error_DBQueryError"] {
            assert_eq!(of(code), Err(ResponseError::Busy(format!("{code}: Waiting"), Some(Duration::from_secs(7)))));
        }
        assert_eq!(of("no-such-entity"), Err(ResponseError::refused("no-such-entity: Waiting")));
        assert_eq!(searched(&reply("{\"error\":5}")), Err(ResponseError::refused("an error: 5")));
        for body in ["{}", "[]", "{\"search\":{}}"] {
            assert_eq!(searched(&reply(body)), Err(ResponseError::refused("it has no list `search`")));
        }
        assert_eq!(searched(&reply(r#"{"search":[{"id":"Q901"},{"id":"P3"},{},{"id":9}]}"#)), Ok(vec![901]));
    }

    #[test]
    fn entities_missing_merged_and_not_asked_for() {
        let body = r#"{"entities":{
            "Q901":{"id":"Q901","type":"item","claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q905"}}},"rank":"normal"}]}},
            "Q902":{"id":"Q902","missing":""},
            "Q903":{"id":"Q904","type":"item","redirects":{"from":"Q903","to":"Q904"}},
            "Q906":{"id":"Q906","type":"item"}, "Q907":7}}"#;
        let languages = Languages(vec!["en".to_owned()]);
        let got = entities(&reply(body), &[901, 902, 903], &languages).unwrap();
        let fetched: Vec<_> = got.iter().map(|g| (g.asked, g.item, g.refers.clone(), g.lines.is_empty())).collect();
        assert_eq!(fetched, [(901, 901, vec![(31, 905)], false), (902, 902, vec![], true), (903, 904, vec![], false)]);
        assert!(got.iter().all(|g| g.lines.matches('\n').count() <= 1));
        for (body, ids) in [("{\"entities\":{}}", &[901][..]), (body, &[901, 907]), (body, &[901, 905])] {
            let lacks = format!("it lacks Q{}, which was requested", ids[ids.len() - 1]);
            assert_eq!(entities(&reply(body), ids, &languages), Err(ResponseError::refused(lacks)));
        }
    }
}
