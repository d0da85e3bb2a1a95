use super::*;
use oxigraph::io::{RdfFormat, RdfParser};

const DATA: &str = r#"
    @prefix : <https://example.org/d/place/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix choro: <https://w3id.org/chorograph/ontology#> .
    <urn:g1> { :shusha a choro:Place ; rdfs:label "Shusha"@en . }
    <urn:g2> { :shusha a choro:Place ; rdfs:label "Şuşa"@az . :lachin a choro:Place ; rdfs:label "Lachin, \"east\""@en . }
"#;

fn store() -> Store {
    let store = Store::new().unwrap();
    store.load_from_reader(RdfParser::from_format(RdfFormat::TriG), DATA.as_bytes()).unwrap();
    store
}

fn prefixes() -> Prefixes {
    Prefixes::new("https://example.org/d/")
}

fn prepared(text: &str, arguments: &[(&str, &str)]) -> Result<Query, SyntaxError> {
    let arguments: Vec<_> = arguments.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let filled = Template::new(text, &prefixes()).unwrap().fill(&arguments, &prefixes()).unwrap();
    prepare(&filled, &prefixes(), None)
}

fn written(text: &str, arguments: &[(&str, &str)], format: ResultFormat) -> String {
    let mut out = Vec::new();
    let answer = prepared(text, arguments).unwrap().run(&store()).unwrap();
    answer.write(format, &prefixes(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn error(text: &str) -> String {
    let error = prepared(text, &[]).map(|_| ()).unwrap_err();
    format!("{error}\n{}", error.help.as_deref().unwrap_or_default())
}

#[test]
fn parameters_reach_sub_selects() {
    let text = "SELECT ?label { { SELECT ?label { ?_place_iri rdfs:label ?label } ORDER BY ?label } }";
    let given = [("place", "place/lachin")];
    assert_eq!(written(text, &given, ResultFormat::Csv), "label\r\n\"Lachin, \"\"east\"\"\"\r\n");
    assert_eq!(written(text, &given, ResultFormat::Tsv), "?label\n\"Lachin, \\\"east\\\"\"@en\n");
}

#[test]
fn the_default_graph_is_the_merge_unless_the_query_says_otherwise() {
    let count = |text| written(text, &[], ResultFormat::Csv).lines().nth(1).map(str::to_owned);
    assert_eq!(count("SELECT (COUNT(*) AS ?n) { ?s a choro:Place }").as_deref(), Some("2"));
    assert_eq!(count("SELECT (COUNT(*) AS ?n) FROM <urn:g1> { ?s a choro:Place }").as_deref(), Some("1"));
    assert_eq!(count("SELECT (COUNT(*) AS ?n) FROM <urn:g1> FROM <urn:g2> { ?s a choro:Place }").as_deref(), Some("2"));
    assert_eq!(count("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").as_deref(), Some("5"));
    assert_eq!(count("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s a choro:Place } }").as_deref(), Some("3"));
    assert_eq!(count("SELECT (COUNT(*) AS ?n) FROM NAMED <urn:g1> { ?s a choro:Place }").as_deref(), Some("0"));
}

#[test]
fn graphs_are_sorted_and_have_only_the_prefixes_that_they_use() {
    let text = "CONSTRUCT { ?s a choro:Place ; rdfs:label ?l } { ?s a choro:Place ; rdfs:label ?l }";
    assert_eq!(
        written(text, &[], ResultFormat::Turtle),
        concat!(
            "@prefix choro: <https://w3id.org/chorograph/ontology#> .\n",
            "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n",
            "@prefix place: <https://example.org/d/place/> .\n",
            "place:lachin a choro:Place ;\n\trdfs:label \"Lachin, \\\"east\\\"\"@en .\n",
            "place:shusha a choro:Place ;\n\trdfs:label \"Shusha\"@en , \"Şuşa\"@az .\n"
        )
    );
    assert_eq!(written(text, &[], ResultFormat::NTriples).lines().count(), 5);
    assert!(
        written("DESCRIBE place:shusha", &[], ResultFormat::JsonLd)
            .contains("\"@id\":\"https://example.org/d/place/shusha\"")
    );
}

#[test]
fn each_kind_of_answer_has_its_formats() {
    let answer = prepared("ASK {}", &[]).unwrap().run(&store()).unwrap();
    let error = answer.write(ResultFormat::Turtle, &prefixes(), Vec::new()).unwrap_err();
    assert_eq!(error.to_string(), "a yes or no cannot be written as ttl; there are csv, tsv, json and xml");
    assert_eq!(written("ASK {}", &[], ResultFormat::Json), r#"{"head":{},"boolean":true}"#);
    assert!(written("SELECT * { <x> ?p ?o }", &[], ResultFormat::Xml).starts_with("<?xml"));
}

#[test]
fn a_cancelled_query_is_an_error() {
    let token = CancellationToken::new();
    let filled = Template::new("SELECT * { ?s ?p ?o }", &prefixes()).unwrap().fill(&[], &prefixes()).unwrap();
    let answer = prepare(&filled, &prefixes(), Some(token.clone())).unwrap().run(&store()).unwrap();
    token.cancel();
    assert!(matches!(answer.write(ResultFormat::Csv, &prefixes(), Vec::new()), Err(AnswerError::Cancelled)));
}

#[test]
fn the_columns_of_select_star_are_in_the_order_of_the_text() {
    let heading = |text| written(text, &[], ResultFormat::Csv).lines().next().map(str::to_owned);
    assert_eq!(heading("SELECT DISTINCT * { ?s ?p ?o . ?s ?b ?a }").as_deref(), Some("s,p,o,b,a"));
    assert_eq!(heading("SELECT * { { SELECT ?z ?s { ?s ?z ?y } } ?s a ?a }").as_deref(), Some("z,s,a"));
    assert_eq!(heading("SELECT ?p ?s { ?s ?p ?o }").as_deref(), Some("p,s"));
}

#[test]
fn an_undeclared_prefix_is_named() {
    assert_eq!(
        error("SELECT *\nWHERE { ?s dct:title ?o }"),
        concat!(
            "the prefix \"dct:\" is not declared\n --> line 2, column 12\n  |\n2 | WHERE { ?s dct:title ?o }\n  |            ^^^^\n",
            "write \"dcterms:\", which is predefined, or begin with PREFIX dct: <http://purl.org/dc/terms/>"
        )
    );
    assert!(
        error("ASK { ?s a chor:Place }")
            .ends_with("did you mean \"choro:\"? Otherwise begin the query with PREFIX chor: <…>")
    );
    assert!(prepared("PREFIX dct: <http://x/> ASK { ?s dct:title '?x dcc:y' } # ddd:e", &[]).is_ok());
}

#[test]
fn mistakes_are_shown_where_they_stand() {
    assert_eq!(
        error("SELECT ?x WHER { ?x a choro:Place }"),
        "WHER cannot stand here\n --> line 1, column 11\n  |\n1 | SELECT ?x WHER { ?x a choro:Place }\n  |           ^^^^\ndid you mean WHERE?"
    );
    assert_eq!(
        error("SELECT * {\n  ?x a choro:Place\n"),
        concat!(
            "the query ends too early\n --> line 2, column 19\n  |\n2 |   ?x a choro:Place\n  |                   ^\n",
            "what could follow: \",\", \";\", \".\", \"{\", OPTIONAL, MINUS, LATERAL, GRAPH, SERVICE, FILTER, BIND, VALUES, \"}\""
        )
    );
    assert!(error("ASK { ?s ?p 'x }").starts_with("this string has no end\n --> line 1, column 13"));
    assert!(
        error("SELECT ?z (COUNT(?s) AS ?c) { ?s ?p ?o } GROUP BY ?p")
            .starts_with("this SELECT names a variable that is neither")
    );
    assert!(
        error("SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }")
            .starts_with("this BIND gives a value to a variable that has one\n --> line 1, column 36")
    );
    assert!(error("ASK { ?s a <http://a b> }").contains("column 12"));
    assert!(error("ASK { ?s a <http://[> }").starts_with("this is not an IRI"));
    assert!(error("DELETE WHERE { ?s ?p ?o }").starts_with("this is an update"));
    assert!(error("ASK { SERVICE <http://x/> { ?s ?p ?o } }").starts_with("SERVICE asks another endpoint"));
    assert!(prepared("ASK { SERVICE SILENT <http://x/> { ?s ?p ?o } }", &[]).unwrap().run(&store()).is_ok());
}

#[test]
fn nesting_has_an_end() {
    let nested = |n| format!("ASK {{ FILTER({}1{}) }}", "(".repeat(n), ")".repeat(n));
    assert!(prepared(&nested(200), &[]).is_ok());
    assert!(error(&nested(100_000)).starts_with("more than 250 brackets are open here\n --> line 1, column 262"));
}

#[test]
fn a_mistake_after_a_value_is_shown_in_the_text_as_written() {
    let text = "SELECT * { ?s ?p ?_x . FILTR(?s) }";
    let error = prepared(text, &[("x", "a value that is much longer than its variable")]).map(|_| ()).unwrap_err();
    assert_eq!((error.line, error.column), (1, text.find("FILTR").unwrap() + 1));
    let error = prepared("SELECT * { VALUES ?_x { 1 } }", &[("x", "y")]).map(|_| ()).unwrap_err();
    assert_eq!((error.column, error.message.as_str()), (19, "the string \"y\" cannot stand here"));
}
