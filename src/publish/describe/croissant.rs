//! The tables for machine learning: Croissant 1.1, with a record set for each CSV file that was made from a named
//! query.

use super::{Context, File, schema};
use crate::query::NamedQuery;
use serde_json::{Map, Value, json};

/// Members of the recommended context that are Croissant terms of the same name.
const TERMS: [&str; 25] = [
    "arrayShape",
    "citeAs",
    "column",
    "containedIn",
    "equivalentProperty",
    "extract",
    "field",
    "fileObject",
    "fileProperty",
    "fileSet",
    "format",
    "includes",
    "isArray",
    "isLiveDataset",
    "jsonPath",
    "key",
    "md5",
    "parentField",
    "path",
    "recordSet",
    "references",
    "regex",
    "repeated",
    "source",
    "subField",
];

pub(super) fn croissant(context: &Context<'_>, queries: &[NamedQuery]) -> Value {
    let mut it = schema::common(context.dataset, &context.version, &context.origins);
    it.insert("@context".to_owned(), json_ld_context());
    it.insert("@type".to_owned(), json!("sc:Dataset"));
    it.insert("conformsTo".to_owned(), json!("http://mlcommons.org/croissant/1.1"));
    it.insert("citeAs".to_owned(), json!(bibtex(context)));
    it.insert("sdLicense".to_owned(), json!(context.dataset.config.licence));
    let distribution: Vec<Value> = context.distributions().map(|file| object(context, file)).collect();
    it.insert("distribution".to_owned(), json!(distribution));
    let record_sets: Vec<Value> = context
        .distributions()
        .filter(|file| file.essence() == "text/csv")
        .filter_map(|file| {
            let stem = file.name.rsplit('/').next()?.strip_suffix(".csv")?;
            Some(record_set(file, queries.iter().find(|query| query.name == stem)?))
        })
        .collect();
    if !record_sets.is_empty() {
        it.insert("recordSet".to_owned(), json!(record_sets));
    }
    Value::Object(it)
}

fn json_ld_context() -> Value {
    let mut context = Map::new();
    for term in TERMS {
        context.insert(term.to_owned(), json!(format!("cr:{term}")));
    }
    for (name, value) in [
        ("@language", json!("en")),
        ("@vocab", json!("https://schema.org/")),
        ("conformsTo", json!("dct:conformsTo")),
        ("cr", json!("http://mlcommons.org/croissant/")),
        ("data", json!({ "@id": "cr:data", "@type": "@json" })),
        ("dataType", json!({ "@id": "cr:dataType", "@type": "@vocab" })),
        ("dct", json!("http://purl.org/dc/terms/")),
        ("examples", json!({ "@id": "cr:examples", "@type": "@json" })),
        ("rai", json!("http://mlcommons.org/croissant/RAI/")),
        ("replace", json!("cr:replace")),
        ("samplingRate", json!("cr:samplingRate")),
        ("sc", json!("https://schema.org/")),
        ("separator", json!("cr:separator")),
        ("transform", json!("cr:transform")),
    ] {
        context.insert(name.to_owned(), value);
    }
    Value::Object(context)
}

fn object(context: &Context<'_>, file: &File) -> Value {
    json!({
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "contentUrl": context.dataset.minter.file(&file.name).as_str(),
        "contentSize": format!("{} B", file.bytes),
        "encodingFormat": file.media_type,
        "sha256": file.sha256,
    })
}

fn record_set(file: &File, query: &NamedQuery) -> Value {
    let name = &query.name;
    let field = |column: &str| {
        json!({
            "@type": "cr:Field",
            "@id": format!("{name}/{column}"),
            "name": column,
            "dataType": "sc:Text",
            "source": { "fileObject": { "@id": file.name }, "extract": { "column": column } },
        })
    };
    let fields: Vec<Value> = columns(query.template.text()).iter().map(|column| field(column)).collect();
    json!({
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": query.summary(),
        "field": fields,
    })
}

/// The variables that a SELECT query projects, in order.
fn columns(query: &str) -> Vec<String> {
    let lines = query.lines().filter(|line| !line.trim_start().starts_with('#'));
    let text = lines.collect::<Vec<_>>().join(" ");
    let upper = text.to_ascii_uppercase();
    let Some(start) = upper.find("SELECT") else { return Vec::new() };
    let mut columns = Vec::new();
    let (mut depth, mut last) = (0, None);
    let body = &text[start + "SELECT".len()..];
    for (at, c) in body.char_indices() {
        match c {
            '{' => break,
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                // `(… AS ?name)`: the last variable is the name.
                if depth == 0 {
                    columns.extend(last.take());
                }
            }
            '?' | '$' => {
                let name: String = body[at + 1..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if depth == 0 {
                    columns.push(name);
                } else {
                    last = Some(name);
                }
            }
            _ if depth == 0 && body[at..].len() >= 5 && body.is_char_boundary(at + 5) => {
                let is_word = body[..at].ends_with(char::is_whitespace);
                if is_word && body[at..at + 5].eq_ignore_ascii_case("WHERE") {
                    break;
                }
            }
            _ => {}
        }
    }
    columns
}

/// A citation in BibTeX.
fn bibtex(context: &Context<'_>) -> String {
    let config = &context.dataset.config;
    let clean = |text: &str| text.replace(['{', '}', '\\'], "");
    let key = crate::base::iri::slug(&config.title);
    let year = config.issued.as_deref().and_then(|issued| issued.get(..4));
    let year = year.map_or(String::new(), |year| format!(", year = {{{year}}}"));
    format!(
        "@misc{{{key}, author = {{{{{}}}}}, title = {{{}}}, version = {{{}}}, publisher = {{{}}}{year}, url = {{{}}}}}",
        clean(&config.creator),
        clean(&config.title),
        context.version,
        clean(&config.publisher),
        context.dataset.minter.base(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_what_a_query_projects() {
        for (query, expected) in [
            ("#+ summary: ?no\nSELECT ?a ?b WHERE { ?a ?c ?b }", &["a", "b"][..]),
            ("SELECT DISTINCT (COUNT(?x) AS ?n) ?y { ?x ?y ?z }", &["n", "y"]),
            ("select (MIN(?a + ?b) AS ?low)\nwhere { SELECT ?c {} }", &["low"]),
            ("ASK { ?a ?b ?c }", &[]),
        ] {
            assert_eq!(columns(query), expected, "{query}");
        }
    }
}
