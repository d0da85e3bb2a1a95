//! The description of a CSV file of an answer, as the W3C's Metadata Vocabulary for Tabular Data has it (CSVW). A column
//! has the datatype that all of its values have; nothing is said of the columns of a table without rows but their names.

use crate::base::vocab::{rdf, xsd};
use crate::dataset::Dataset;
use crate::query::{Column, Columns};
use serde_json::{Map, Value, json};

/// What is added to the name of a CSV file for that of its description, so that readers find it (Model for Tabular Data,
/// section 5.3).
pub const SUFFIX: &str = "-metadata.json";

/// The context of the vocabulary.
const CONTEXT: &str = "http://www.w3.org/ns/csvw";

/// Datatypes of XML Schema that the vocabulary has under the same name (Metadata Vocabulary, section 5.11.1).
const BUILT_IN: &[&str] = &[
    "anyURI",
    "base64Binary",
    "boolean",
    "byte",
    "date",
    "dateTime",
    "dateTimeStamp",
    "dayTimeDuration",
    "decimal",
    "double",
    "duration",
    "float",
    "gDay",
    "gMonth",
    "gMonthDay",
    "gYear",
    "gYearMonth",
    "hexBinary",
    "int",
    "integer",
    "language",
    "long",
    "negativeInteger",
    "nonNegativeInteger",
    "nonPositiveInteger",
    "normalizedString",
    "positiveInteger",
    "short",
    "string",
    "time",
    "token",
    "unsignedByte",
    "unsignedInt",
    "unsignedLong",
    "unsignedShort",
    "yearMonthDuration",
];

/// Describes a CSV file (RFC 4180, with a row of heads, in UTF-8) that lies beside its description under the name `url`.
/// `title` says in one line what is in it.
pub fn metadata(dataset: &Dataset, url: &str, title: &str, columns: &Columns) -> Value {
    let config = &dataset.config;
    let described: Vec<Value> = columns.all.iter().map(|column| described(columns, column)).collect();
    let mut schema = Map::from_iter([("columns".to_owned(), json!(described))]);
    if let Some(name) = columns.key().and_then(name) {
        schema.insert("primaryKey".to_owned(), json!(name));
    }
    let mut creator = json!({ "schema:name": config.creator });
    if let Some(orcid) = &config.orcid {
        creator["@id"] = json!(format!("https://orcid.org/{orcid}"));
    }
    json!({
        "@context": CONTEXT,
        "url": url,
        "dc:title": title,
        "dc:isPartOf": { "@id": config.base, "dc:title": { "@value": config.title, "@language": config.languages.first() } },
        "dc:creator": creator,
        "dc:publisher": { "schema:name": config.publisher },
        "dc:license": { "@id": config.licence },
        "null": "",
        "tableSchema": schema,
    })
}

/// A column. Its name and its title are that of its variable, which is the head in the file.
fn described(columns: &Columns, column: &Column) -> Value {
    let mut it = Map::new();
    if let Some(name) = name(column) {
        it.insert("name".to_owned(), json!(name));
    }
    it.insert("titles".to_owned(), json!(column.name));
    if let Some(datatype) = datatype(column) {
        it.insert("datatype".to_owned(), datatype);
    }
    if let Some(language) = column.language() {
        it.insert("lang".to_owned(), json!(language));
    }
    it.insert("required".to_owned(), json!(columns.is_required(column)));
    Value::Object(it)
}

/// The name of a column, if that of its variable can be one: that of a variable of a URI template.
fn name(column: &Column) -> Option<&str> {
    let is_fit = column.name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && !column.name.starts_with('_');
    is_fit.then_some(column.name.as_str())
}

/// The datatype of all values of a column; `None` if it has no value.
fn datatype(column: &Column) -> Option<Value> {
    if column.is_iri() {
        return Some(json!("anyURI"));
    }
    let mut datatypes = column.datatypes.iter().map(String::as_str);
    let (first, second, third) = (datatypes.next()?, datatypes.next(), datatypes.next());
    if column.has_iris {
        return Some(json!("string"));
    }
    match (first, second, third) {
        // Each integer is a decimal number.
        (first, Some(second), None) if first == xsd::DECIMAL.as_str() && second == xsd::INTEGER.as_str() => {
            Some(json!("decimal"))
        }
        (_, Some(_), _) => Some(json!("string")),
        (only, None, _) => Some(match only.strip_prefix(xsd::NAMESPACE) {
            Some(local) if BUILT_IN.contains(&local) => json!(local),
            None if only == rdf::LANG_STRING.as_str() => json!("string"),
            _ => json!({ "@id": only, "base": "string" }),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Answer, Prefixes, ResultFormat, Template, prepare};
    use crate::store::facts::statements_of;
    use std::fs;

    const CONFIG: &str = "title = \"Test\"\ndescription = \"D\"\nbase = \"https://example.org/d/\"\n\
        licence = \"https://creativecommons.org/licenses/by/4.0/\"\ncreator = \"Makers\"\npublisher = \"Press\"\nlanguages = [\"de\"]\n";

    fn of(query: &str) -> Value {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("dataset.toml"), CONFIG).unwrap();
        let dataset = Dataset::open(folder.path()).unwrap();
        let prefixes = Prefixes::new("https://example.org/d/");
        let filled = Template::new(query, &prefixes).unwrap().fill(&[], &prefixes).unwrap();
        let statements = statements_of("");
        let (answer, columns): (Answer<'_>, _) =
            prepare(&filled, &prefixes, None).unwrap().run(statements.store()).unwrap().surveyed();
        answer.write(ResultFormat::Csv, &prefixes, &mut Vec::new()).unwrap();
        let columns = columns.borrow();
        metadata(&dataset, "rows.csv", "Rows", &columns)
    }

    #[test]
    fn columns_have_what_all_their_values_have() {
        let found = of("SELECT * { VALUES (?claim ?n ?km2 ?day ?name ?mixed ?shape ?größe) {
            (<x:a> 1 1.5 \"2001-02-03\"^^xsd:date \"A\"@en <x:b> \"POINT(1 2)\"^^<http://www.opengis.net/ont/geosparql#wktLiteral> 1)
            (<x:b> 2 2 UNDEF \"B\"@en \"c\" \"POINT(1 3)\"^^<http://www.opengis.net/ont/geosparql#wktLiteral> 2) } }");
        let expected = json!({
            "@context": "http://www.w3.org/ns/csvw",
            "url": "rows.csv",
            "dc:title": "Rows",
            "dc:isPartOf": { "@id": "https://example.org/d/", "dc:title": { "@value": "Test", "@language": "de" } },
            "dc:creator": { "schema:name": "Makers" },
            "dc:publisher": { "schema:name": "Press" },
            "dc:license": { "@id": "https://creativecommons.org/licenses/by/4.0/" },
            "null": "",
            "tableSchema": {
                "columns": [
                    { "name": "claim", "titles": "claim", "datatype": "anyURI", "required": true },
                    { "name": "n", "titles": "n", "datatype": "integer", "required": true },
                    { "name": "km2", "titles": "km2", "datatype": "decimal", "required": true },
                    { "name": "day", "titles": "day", "datatype": "date", "required": false },
                    { "name": "name", "titles": "name", "datatype": "string", "lang": "en", "required": true },
                    { "name": "mixed", "titles": "mixed", "datatype": "string", "required": true },
                    {
                        "name": "shape", "titles": "shape", "required": true,
                        "datatype": { "@id": "http://www.opengis.net/ont/geosparql#wktLiteral", "base": "string" },
                    },
                    { "titles": "größe", "datatype": "integer", "required": true },
                ],
                "primaryKey": "claim",
            },
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn only_what_is_certain_is_said() {
        let schema = |query: &str| of(query)["tableSchema"].clone();
        // No rows, equal IRIs, numbers alone: no key.
        for (query, column) in [
            ("SELECT ?a { VALUES ?a {} }", json!({ "name": "a", "titles": "a", "required": false })),
            (
                "SELECT ?a { VALUES ?a { <x:a> <x:a> } }",
                json!({ "name": "a", "titles": "a", "datatype": "anyURI", "required": true }),
            ),
            (
                "SELECT ?a { VALUES ?a { 1 2 } }",
                json!({ "name": "a", "titles": "a", "datatype": "integer", "required": true }),
            ),
            (
                "SELECT ?a { VALUES ?a { \"A\"@en \"B\"@de \"\" } }",
                json!({ "name": "a", "titles": "a", "datatype": "string", "required": false }),
            ),
        ] {
            assert_eq!(schema(query), json!({ "columns": [column] }), "{query}");
        }
    }
}
