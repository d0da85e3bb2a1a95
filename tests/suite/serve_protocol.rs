//! The test cases of the SPARQL 1.1 Protocol, <https://www.w3.org/2013/data-sparql11/protocol/tests>, by the names that they have in
//! `sparql/sparql11/protocol/manifest.ttl` of w3c/rdf-tests. The requests are written for this test.

use super::serve::{Got, Served, TOKEN, encoded};

const DATA: &str = "http://kasei.us/2009/09/sparql/data/";
const FORM: Option<&str> = Some("application/x-www-form-urlencoded");
const QUERY: Option<&str> = Some("application/sparql-query");
const UPDATE: Option<&str> = Some("application/sparql-update");

/// The expected answer.
enum Expect {
    True,
    Rows,
    Graph,
    Success,
    ClientError,
}

/// Parameters `name=IRI&…` for graphs of the tests.
fn graphs(name: &str, files: &[&str]) -> String {
    files.iter().map(|f| format!("{name}={}", encoded(&format!("{DATA}{f}.rdf")))).collect::<Vec<_>>().join("&")
}

fn typed(file: &str) -> String {
    format!("<{DATA}{file}.rdf> a ?type .")
}

struct Tester {
    served: Served,
}

impl Tester {
    fn send(&self, method: &str, parameters: &str, kind: Option<&str>, body: &[u8]) -> Got {
        let bearer = format!("Bearer {TOKEN}");
        let mut headers = vec![("Authorization", bearer.as_str())];
        headers.extend(kind.map(|k| ("Content-Type", k)));
        let target = if parameters.is_empty() { "/sparql/".to_owned() } else { format!("/sparql/?{parameters}") };
        self.served.send(method, &target, &headers, body)
    }

    fn check(&self, name: &str, method: &str, parameters: &str, kind: Option<&str>, body: &str, expect: &Expect) {
        self.judge(name, &self.send(method, parameters, kind, body.as_bytes()), expect);
    }

    fn judge(&self, name: &str, got: &Got, expect: &Expect) {
        let content_type = got.header("content-type").unwrap_or_default().split(';').next().unwrap_or_default();
        let is_success = (200..400).contains(&got.status);
        let is_as_expected = match expect {
            Expect::True => is_success && got.json()["boolean"] == true,
            Expect::Rows => {
                is_success && content_type == "application/sparql-results+json" && got.body.contains("bindings")
            }
            Expect::Graph => is_success && content_type == "text/turtle",
            Expect::Success => is_success,
            Expect::ClientError => (400..500).contains(&got.status),
        };
        assert!(is_as_expected, "{name}: {got:?}");
    }
}

fn tester() -> Tester {
    let served = Served::new(&["--allow-update"]);
    let data: String =
        (1..=3).map(|n| format!("GRAPH <{DATA}data{n}.rdf> {{ <{DATA}data{n}.rdf> a foaf:Document }} ")).collect();
    let got = served.update(&format!("DROP ALL ; INSERT DATA {{ {data} }}"));
    assert_eq!(got.status, 204, "{got:?}");
    Tester { served }
}

#[test]
fn queries() {
    let tester = tester();
    let both = format!("ASK {{ {} {} }}", typed("data1"), typed("data2"));
    let in_graphs = format!("GRAPH ?g1 {{ {} }} GRAPH ?g2 {{ {} }}", typed("data1"), typed("data2"));
    let named = format!("ASK {{ {in_graphs} }}");
    let full = format!("ASK {{ {} {in_graphs} }}", typed("data3"));
    let from = format!("ASK FROM <{DATA}data3.rdf> {{ {in_graphs} }}");
    let (default0, default12) =
        (graphs("default-graph-uri", &["data0"]), graphs("default-graph-uri", &["data1", "data2"]));
    let named12 = graphs("named-graph-uri", &["data1", "data2"]);
    let query = |q: &str, more: &str| format!("query={}&{more}", encoded(q));
    let dataset = format!("{}&{named12}", graphs("default-graph-uri", &["data3"]));
    let (ask, get, post) = ("ASK {}", "GET", "POST");
    for (name, method, parameters, kind, body, expect) in [
        ("query_post_form", post, default0.clone(), FORM, "query=ASK%20%7B%7D", Expect::True),
        ("query_dataset_default_graphs_get", get, query(&both, &default12), None, "", Expect::True),
        ("query_dataset_default_graphs_post", post, default12, QUERY, &both, Expect::True),
        ("query_dataset_named_graphs_post", post, named12.clone(), QUERY, &named, Expect::True),
        ("query_dataset_named_graphs_get", get, query(&named, &named12), None, "", Expect::True),
        ("query_dataset_full", post, dataset, QUERY, &full, Expect::True),
        // The manifest escapes the & between the graphs by mistake; this request has two graphs, as intended.
        ("query_multiple_dataset", post, named12, QUERY, &from, Expect::True),
        ("query_get", get, query(ask, &default0), None, "", Expect::True),
        ("query_content_type_select", post, default0.clone(), QUERY, "SELECT (1 AS ?value) {}", Expect::Rows),
        ("query_content_type_ask", post, default0.clone(), QUERY, ask, Expect::True),
        ("query_content_type_describe", post, default0.clone(), QUERY, "DESCRIBE <http://example.org/>", Expect::Graph),
        (
            "query_content_type_construct",
            post,
            default0.clone(),
            QUERY,
            "CONSTRUCT { <s> <p> 1 } WHERE {}",
            Expect::Graph,
        ),
        ("query_post_direct", post, String::new(), QUERY, ask, Expect::True),
        ("bad_query_method", "PUT", query(ask, &default0), FORM, "", Expect::ClientError),
        (
            "bad_multiple_queries",
            get,
            "query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D".to_owned(),
            None,
            "",
            Expect::ClientError,
        ),
        ("bad_query_wrong_media_type", post, String::new(), Some("text/plain"), ask, Expect::ClientError),
        ("bad_query_missing_form_type", post, String::new(), None, "query=ASK%20%7B%7D", Expect::ClientError),
        ("bad_query_missing_direct_type", post, String::new(), None, ask, Expect::ClientError),
        ("bad_query_syntax", get, "query=ASK%20%7B".to_owned(), None, "", Expect::ClientError),
    ] {
        tester.check(name, method, &parameters, kind, body, &expect);
    }
    let utf16: Vec<u8> = "\u{feff}ASK {}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for kind in ["application/sparql-query; charset=UTF-16", "application/sparql-query"] {
        tester.judge("bad_query_non_utf8", &tester.send("POST", "", Some(kind), &utf16), &Expect::ClientError);
    }
}

#[test]
fn updates() {
    let tester = tester();
    let documents: String =
        (1..=3).map(|n| format!("GRAPH <{DATA}data{n}.rdf> {{ <{DATA}data{n}.rdf> a foaf:Document }} ")).collect();
    let prefixes = "PREFIX dc: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>";
    let update = |target: &str, pattern: &str| {
        format!(
            "{prefixes} DROP ALL ; INSERT DATA {{ {documents} }} ; \
             INSERT {{ GRAPH <{target}> {{ ?s a dc:BibliographicResource }} }} WHERE {{ {pattern} }}"
        )
    };
    let is = |n: u8| format!("<{DATA}data{n}.rdf> a <http://purl.org/dc/terms/BibliographicResource> .");
    let asked = |target: &str, has: &[u8], lacks: u8| {
        let has: String = has.iter().map(|n| is(*n)).collect();
        format!("ASK {{ GRAPH <{target}> {{ {has} }} FILTER NOT EXISTS {{ GRAPH <{target}> {{ {} }} }} }}", is(lacks))
    };
    let target = "http://example.org/protocol-update-dataset-test/";
    for (name, parameters, pattern, has) in [
        ("update_dataset_default_graph", graphs("using-graph-uri", &["data1"]), "?s a foaf:Document", [1].as_slice()),
        (
            "update_dataset_default_graphs",
            graphs("using-graph-uri", &["data1", "data2"]),
            "?s a foaf:Document",
            &[1, 2],
        ),
        (
            "update_dataset_named_graphs",
            graphs("using-named-graph-uri", &["data1", "data2"]),
            "GRAPH ?g { ?s a foaf:Document }",
            &[1, 2],
        ),
    ] {
        tester.check(name, "POST", &parameters, UPDATE, &update(target, pattern), &Expect::Success);
        tester.check(name, "POST", "", QUERY, &asked(target, has, 3), &Expect::True);
    }
    let full = format!("{}&{}", graphs("using-graph-uri", &["data1"]), graphs("using-named-graph-uri", &["data2"]));
    let insert = format!(
        "{prefixes} DROP ALL ; INSERT DATA {{ {documents} }} ; INSERT {{ GRAPH <{target}> {{ ?s <http://example.org/in> ?in }} }} \
         WHERE {{ {{ GRAPH ?g {{ ?s a foaf:Document }} BIND(?g AS ?in) }} UNION {{ ?s a foaf:Document . BIND(\"default\" AS ?in) }} }}"
    );
    let check = format!(
        "ASK {{ GRAPH <{target}> {{ <{DATA}data1.rdf> <http://example.org/in> \"default\" . \
         <{DATA}data2.rdf> <http://example.org/in> <{DATA}data2.rdf> }} \
         FILTER NOT EXISTS {{ GRAPH <{target}> {{ <{DATA}data3.rdf> ?p ?o }} }} }}"
    );
    tester.check("update_dataset_full", "POST", &full, UPDATE, &insert, &Expect::Success);
    tester.check("update_dataset_full", "POST", "", QUERY, &check, &Expect::True);
    tester.check("update_post_form", "POST", "", FORM, "update=CLEAR+ALL", &Expect::Success);
    tester.check("update_post_direct", "POST", "", UPDATE, "CLEAR ALL", &Expect::Success);
    let base = "CLEAR GRAPH <http://example.org/protocol-base-test/> ; INSERT DATA { GRAPH <http://example.org/protocol-base-test/> \
                { <http://example.org/s> <http://example.org/p> <test> } }";
    tester.check("update_base_uri", "POST", "", UPDATE, base, &Expect::Success);
    let got = tester
        .send("POST", "", QUERY, b"SELECT ?o { GRAPH <http://example.org/protocol-base-test/> { ?s ?p ?o } }")
        .json();
    let object = &got["results"]["bindings"][0]["o"];
    assert!(object["type"] == "uri" && object["value"].as_str().unwrap().ends_with("/test"), "{got}");
    for (name, method, parameters, kind, body) in [
        ("bad_update_get", "GET", "update=CLEAR%20ALL", None, ""),
        ("bad_multiple_updates", "POST", "", FORM, "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"),
        ("bad_update_wrong_media_type", "POST", "", Some("text/plain"), "CLEAR NAMED"),
        ("bad_update_missing_form_type", "POST", "", None, "update=CLEAR%20NAMED"),
        ("bad_update_syntax", "POST", "", FORM, "update=CLEAR%20XYZ"),
        (
            "bad_update_dataset_conflict",
            "POST",
            "using-named-graph-uri=http%3A%2F%2Fexample%2Fpeople",
            UPDATE,
            "PREFIX foaf: <http://xmlns.com/foaf/0.1/> WITH <http://example/addresses> DELETE { ?person foaf:givenName 'Bill' } \
             INSERT { ?person foaf:givenName 'William' } WHERE { ?person foaf:givenName 'Bill' }",
        ),
    ] {
        tester.check(name, method, parameters, kind, body, &Expect::ClientError);
    }
    let utf16: Vec<u8> = "\u{feff}CLEAR NAMED".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let kind = Some("application/sparql-update; charset=UTF-16");
    tester.judge("bad_update_non_utf8", &tester.send("POST", "", kind, &utf16), &Expect::ClientError);
}
