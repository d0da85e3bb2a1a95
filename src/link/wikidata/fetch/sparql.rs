//! A SPARQL endpoint with Wikidata's data, such as query.wikidata.org or a mirror: names and items are sent as
//! `VALUES`, and the returned statements are written as in the truthy dump, that is without the units of quantities.

use super::{FetchedItem, Source};
use crate::base::iri::item_number;
use crate::base::network::{AskError, Client, Reply, Request, ResponseError, json};
use crate::base::vocab::wd;
use crate::link::wikidata::PROPERTIES;
use crate::link::wikidata::item::Languages;
use oxigraph::model::{Literal, NamedNode, Term};
use serde_json::Value;
use std::collections::BTreeMap;

const ACCEPT: &str = "application/sparql-results+json";
const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
const ALIAS: &str = "http://www.w3.org/2004/02/skos/core#altLabel";
const DESCRIPTION: &str = "http://schema.org/description";
const SAME_AS: &str = "http://www.w3.org/2002/07/owl#sameAs";
const COUNTS: [&str; 2] = ["http://wikiba.se/ontology#statements", "http://wikiba.se/ontology#sitelinks"];
const DIRECT: &str = "http://www.wikidata.org/prop/direct/P";
/// The prefix of an item's data node in the truthy dump, which has the counts.
const DATA: &str = "https://www.wikidata.org/wiki/Special:EntityData/";
/// Maximum length of a name, in characters; no item has a longer one.
const MAX_NAME: usize = 250;

/// A SPARQL endpoint.
#[derive(Debug, Clone)]
pub struct Sparql {
    endpoint: String,
    languages: Languages,
}

impl Sparql {
    /// The endpoint at an address such as `https://query.wikidata.org/sparql`.
    pub fn new(endpoint: &str, languages: &Languages) -> Self {
        Self { endpoint: endpoint.to_owned(), languages: languages.clone() }
    }

    fn ask<T>(
        &self,
        client: &mut Client<'_>,
        query: &str,
        mut read: impl FnMut(&[Value]) -> Result<T, ResponseError>,
    ) -> Result<T, AskError> {
        let request = Request::form(&self.endpoint, ACCEPT, &[("query", query)]);
        client.ask(&request, &mut |reply: &Reply| {
            let value = json(reply)?;
            let rows = value.pointer("/results/bindings").and_then(Value::as_array);
            read(rows.ok_or_else(|| ResponseError::refused("it has no `results.bindings`"))?)
        })
    }
}

impl Source for Sparql {
    fn names(&self) -> usize {
        20
    }

    fn search(&self, client: &mut Client<'_>, names: &[&str]) -> Result<Vec<u32>, AskError> {
        let mut values = String::new();
        for name in names.iter().filter(|n| n.chars().count() <= MAX_NAME) {
            for language in &self.languages.0 {
                if let Ok(literal) = Literal::new_language_tagged_literal(*name, language) {
                    values.push_str(&format!("{literal} "));
                }
            }
        }
        let query = format!(
            "SELECT DISTINCT ?item WHERE {{ VALUES ?name {{ {values}}} VALUES ?property {{ <{LABEL}> <{ALIAS}> }} \
             ?item ?property ?name . FILTER(STRSTARTS(STR(?item), \"{}Q\")) }}",
            wd::NAMESPACE
        );
        self.ask(client, &query, |rows| Ok(rows.iter().filter_map(|r| entity(&term(r, "item")?)).collect()))
    }

    fn items(&self, client: &mut Client<'_>, ids: &[u32]) -> Result<Vec<FetchedItem>, AskError> {
        let items: Vec<String> = ids.iter().map(|id| format!("<{}Q{id}>", wd::NAMESPACE)).collect();
        let common = [LABEL, ALIAS, DESCRIPTION, SAME_AS].into_iter().chain(COUNTS).map(|p| format!("<{p}>"));
        let properties: Vec<String> = common.chain(PROPERTIES.iter().map(|p| format!("<{DIRECT}{}>", p.id))).collect();
        let languages: Vec<String> = self.languages.0.iter().map(|l| Literal::from(l.as_str()).to_string()).collect();
        let query = format!(
            "SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {} }} VALUES ?p {{ {} }} ?s ?p ?o . \
             FILTER(!isLiteral(?o) || LANG(?o) IN (\"\", {})) }}",
            items.join(" "),
            properties.join(" "),
            languages.join(", ")
        );
        self.ask(client, &query, |rows| Ok(got(rows, ids)))
    }

    fn reference(&self) -> (&'static str, char) {
        ("<http://www.wikidata.org/entity/Q", '>')
    }
}

fn got(rows: &[Value], ids: &[u32]) -> Vec<FetchedItem> {
    let empty = |id: &u32| (*id, FetchedItem { asked: *id, item: *id, refers: Vec::new(), lines: String::new() });
    let mut all: BTreeMap<u32, FetchedItem> = ids.iter().map(empty).collect();
    for row in rows {
        let (Some(s), Some(Term::NamedNode(p)), Some(o)) = (term(row, "s"), term(row, "p"), term(row, "o")) else {
            continue;
        };
        let Some(got) = entity(&s).and_then(|id| all.get_mut(&id)) else { continue };
        let id = got.asked;
        if p.as_str() == SAME_AS {
            // The item that it was merged into has its own lines, in another request.
            got.item = entity(&o).unwrap_or(id);
            continue;
        }
        let property = p.as_str().strip_prefix(DIRECT).and_then(|n| n.parse().ok());
        got.refers.extend(property.zip(entity(&o)));
        let subject = if COUNTS.contains(&p.as_str()) { DATA } else { wd::NAMESPACE };
        if !matches!(o, Term::BlankNode(_)) {
            got.lines.push_str(&format!("<{subject}Q{id}> {p} {o} .\n"));
        }
    }
    all.into_values().collect()
}

/// A term of a row (SPARQL 1.1 Query Results JSON, section 3.2.2).
fn term(row: &Value, name: &str) -> Option<Term> {
    let value = row.get(name)?;
    let text = |field: &str| value.get(field).and_then(Value::as_str);
    let written = text("value")?;
    match text("type")? {
        "uri" => NamedNode::new(written).ok().map(Term::from),
        "literal" | "typed-literal" => Some(match (text("xml:lang"), text("datatype")) {
            (Some(language), _) => Literal::new_language_tagged_literal(written, language).ok()?.into(),
            (None, Some(datatype)) => Literal::new_typed_literal(written, NamedNode::new(datatype).ok()?).into(),
            (None, None) => Literal::from(written).into(),
        }),
        _ => None,
    }
}

fn entity(term: &Term) -> Option<u32> {
    let Term::NamedNode(node) = term else { return None };
    node.as_str().strip_prefix(wd::NAMESPACE).and_then(item_number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_become_lines_of_a_truthy_dump() {
        let uri = |value: &str| json!({"type": "uri", "value": value});
        let item = |n: u32| uri(&format!("{}Q{n}", wd::NAMESPACE));
        let rows = [
            json!({"s": item(901), "p": uri(LABEL), "o": {"type": "literal", "value": "A\"\nb", "xml:lang": "en"}}),
            json!({"s": item(901), "p": uri(COUNTS[0]), "o": {"type": "literal", "value": "7"}}),
            json!({"s": item(901), "p": uri("http://www.wikidata.org/prop/direct/P31"), "o": item(905)}),
            json!({"s": item(901), "p": uri("http://www.wikidata.org/prop/direct/P31"), "o": {"type": "bnode", "value": "t"}}),
            json!({"s": item(903), "p": uri(SAME_AS), "o": item(904)}),
            json!({"s": item(999), "p": uri(LABEL), "o": {"type": "literal", "value": "not asked for"}}),
            json!({"s": {"type": "uri", "value": "no iri"}, "p": 7}),
        ];
        let got = got(&rows, &[901, 902, 903]);
        let fetched: Vec<_> = got.iter().map(|g| (g.asked, g.item, g.refers.clone())).collect();
        assert_eq!(fetched, [(901, 901, vec![(31, 905)]), (902, 902, vec![]), (903, 904, vec![])]);
        assert_eq!(
            got[0].lines,
            "<http://www.wikidata.org/entity/Q901> <http://www.w3.org/2000/01/rdf-schema#label> \"A\\\"\\nb\"@en .\n\
             <https://www.wikidata.org/wiki/Special:EntityData/Q901> <http://wikiba.se/ontology#statements> \"7\" .\n\
             <http://www.wikidata.org/entity/Q901> <http://www.wikidata.org/prop/direct/P31> <http://www.wikidata.org/entity/Q905> .\n"
        );
    }
}
