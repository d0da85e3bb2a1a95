//! SERVICE against a SPARQL endpoint on this machine: what it is asked, and that the answer is that of one store which has
//! all the data.

use super::local::{Asked, Local, nobody};
use super::support::Workdir;
use chorograph::base::network::{Cache, Client, Http, RetryPolicy, Settings};
use chorograph::query::{Answer, Limits, Notice, Prefixes, ResultFormat, Services, Template, prepare_with_services};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use std::io::Write;
use std::time::Duration;

const OURS: &str = r#"
@prefix : <https://example.org/d/place/> . @prefix e: <https://e.example/> .
<urn:g1> { :a e:name "Alpha"@en ; e:in :z ; e:code "1" . :b e:name "Beta"@en ; e:in :z ; e:code "2" . :c e:name "Gam\"ma\n"@az ; e:code 3 . }
<urn:g2> { :a e:name "Alpha"@en ; e:same <http://r.example/a> . :b e:same <http://r.example/b> . :d e:name "Delta" ; e:same <http://r.example/none> . _:x e:name "Nobody" ; e:in _:y . }
"#;

const THEIRS: &str = r#"
@prefix r: <http://r.example/> . @prefix : <https://example.org/d/place/> . @prefix e: <https://e.example/> .
r:a e:people 10 ; e:said "Alpha"@en , "A" . r:b e:people 20 ; e:said "Beta"@en ; e:next r:c . r:c e:people 30 ; e:said "Gam\"ma\n"@az ; e:next r:d .
r:d e:people 40 . r:e e:people 50 . :a e:code "1" ; e:note "one", "two" ; e:part [ e:people 7 ] . :c e:note "three" ; e:code 3 . :b e:code "2" .
"#;

fn store(format: RdfFormat, texts: &[&str]) -> Store {
    let store = Store::new().unwrap();
    for text in texts {
        store.load_from_reader(RdfParser::from_format(format), text.as_bytes()).unwrap();
    }
    store
}

/// A SPARQL endpoint: the protocol's POST of a form, and rows in the format that is asked for first.
fn endpoint(xml: bool) -> Local {
    let store = store(RdfFormat::TriG, &[THEIRS]);
    Local::new(move |asked: &Asked| {
        if asked.method != "POST" || !asked.header("accept").starts_with("application/sparql-results+json") {
            return (400, String::new(), b"POST a form, and take rows".to_vec());
        }
        let query = match SparqlEvaluator::new().parse_query(asked.field("query")) {
            Ok(query) => query,
            Err(e) => return (400, String::new(), e.to_string().into_bytes()),
        };
        let QueryResults::Solutions(rows) = query.on_store(&store).execute().unwrap() else { panic!("no SELECT") };
        let format = if xml { QueryResultsFormat::Xml } else { QueryResultsFormat::Json };
        let variables = rows.variables().to_vec();
        let serializer = QueryResultsSerializer::from_format(format);
        let mut writer = serializer.serialize_solutions_to_writer(Vec::new(), variables).unwrap();
        for row in rows {
            writer.serialize(&row.unwrap()).unwrap();
        }
        (200, format!("Content-Type: {}\r\n", format.media_type()), writer.finish().unwrap())
    })
}

fn prefixes() -> Prefixes {
    Prefixes::new("https://example.org/d/")
}

const QUICK: RetryPolicy = RetryPolicy {
    distance: Duration::ZERO,
    tries: 2,
    first: Duration::from_millis(1),
    longest: Duration::from_millis(10),
};

/// The answer of our data and the service, or the error, and what was told.
fn federated(query: &str, limits: Limits, cache: Option<Cache>) -> (Result<Vec<String>, String>, Vec<Notice>) {
    let http = Http::new(Settings { timeout: Duration::from_secs(20), ..Settings::default() }).unwrap();
    let mut client = Client::new(&http, cache, QUICK, &|_| {});
    let mut told = Vec::new();
    let mut tell = |notice| told.push(notice);
    let mut services = Services { client: &mut client, limits, notify: &mut tell };
    let filled = Template::new(query, &prefixes()).unwrap().fill(&[], &prefixes()).unwrap();
    let prepared = prepare_with_services(&filled, &prefixes(), None).unwrap_or_else(|e| panic!("{query}: {e}"));
    assert!(prepared.asks_services());
    let answer = prepared.run_with(&store(RdfFormat::TriG, &[OURS]), &mut services);
    let lines = answer.map_err(|e| {
        let cause = std::error::Error::source(&e).map_or_else(String::new, |c| format!(": {c}"));
        format!("{e}{cause}")
    });
    (lines.map(lines_of), told)
}

fn lines_of(answer: Answer<'_>) -> Vec<String> {
    let format = if matches!(answer, Answer::Graph(_)) { ResultFormat::NTriples } else { ResultFormat::Tsv };
    let mut out = Vec::new();
    if let Answer::Boolean(value) = answer {
        return vec![value.to_string()];
    }
    answer.write(format, &prefixes(), &mut out).unwrap();
    let mut lines: Vec<String> = String::from_utf8(out).unwrap().lines().map(str::to_owned).collect();
    let from = usize::from(format == ResultFormat::Tsv);
    lines[from..].sort();
    lines
}

/// The answer of one store with all the data, to the same query without the word SERVICE.
fn merged(query: &str) -> Vec<String> {
    let all = store(RdfFormat::TriG, &[OURS, THEIRS]);
    let filled = Template::new(query, &prefixes()).unwrap().fill(&[], &prefixes()).unwrap();
    lines_of(prepare_with_services(&filled, &prefixes(), None).unwrap().run(&all).unwrap())
}

#[test]
fn the_answer_is_that_of_one_store() {
    // With the requests that each needs, at two rows of values a request; a pattern that only one side can match.
    let table: &[(&str, usize)] = &[
        ("SELECT * { ?s e:same ?r . @ { ?r e:people ?n } }", 2),
        ("SELECT * { @ { ?r e:people ?n } ?s e:same ?r }", 2),
        ("SELECT * { ?s e:same ?r OPTIONAL { @ { ?r e:people ?n } } }", 2),
        ("SELECT * { ?s e:same ?r OPTIONAL { @ { ?r e:people ?n } FILTER(?n > 10 && ?s != place:a) } }", 1),
        ("SELECT * { ?s e:same ?r OPTIONAL { ?s e:code ?c . @ { ?r e:people ?n } } }", 1),
        ("SELECT * { ?s e:same ?r FILTER EXISTS { @ { ?r e:people ?n } } }", 2),
        ("SELECT * { ?s e:same ?r FILTER(NOT EXISTS { @ { ?r e:people ?n } } || ?s = place:b) }", 2),
        ("SELECT * { ?s e:same ?r MINUS { @ { ?r e:people ?n } } }", 2),
        ("SELECT * { ?s e:same ?r { @ { ?r e:people ?n } } UNION { @ { ?r e:next ?n } } }", 4),
        ("SELECT * { ?s e:name ?name . @ { ?r e:said ?name OPTIONAL { ?r e:next ?t } FILTER(?r != r:c) } }", 3),
        ("SELECT * { ?s e:code ?c FILTER(?s != place:b) @ { ?s e:note ?o } }", 1),
        ("SELECT * { ?s e:same ?r . @ { ?r e:next ?t } @ { ?t e:people ?n } }", 3),
        (
            "SELECT * { ?s e:code ?c BIND(IRI(CONCAT('http://r.example/', STRAFTER(STR(?s), 'place/'))) AS ?r) @ { ?r e:people ?n } }",
            2,
        ),
        ("SELECT ?s (SUM(?n) AS ?sum) { ?s e:same ?r . @ { ?r e:people ?n } } GROUP BY ?s", 2),
        ("SELECT (COUNT(*) AS ?n) { ?s e:code ?c . @ { ?s e:note ?o } }", 2),
        ("SELECT * { { SELECT ?r (COUNT(?s) AS ?k) { ?s e:same ?r } GROUP BY ?r } @ { ?r e:people ?n } }", 2),
        ("SELECT * { ?s e:same ?r . { SELECT ?r (MAX(?n) AS ?m) { @ { ?r e:people ?n } } GROUP BY ?r } }", 1),
        ("SELECT * { ?s e:same ?r . { SELECT ?r { ?x e:same ?r . @ { ?r e:next ?s } } } }", 2),
        ("SELECT * { ?s e:code ?c . @ { ?s e:code ?c } }", 2),
        ("SELECT ?name ?n { ?s e:name ?name OPTIONAL { ?s e:same ?r } @ { ?r e:people ?n } }", 1),
        ("SELECT * { VALUES (?s ?n) { (place:a UNDEF) (place:c 'three') } @ { ?s e:note ?n } }", 1),
        ("SELECT * { GRAPH ?g { ?s e:same ?r } @ { ?r e:people ?n } }", 2),
        ("SELECT ?n { @ { ?r e:people ?n } }", 1),
        ("SELECT * { ?s e:same ?r . @ { { SELECT ?r ?n { ?r e:people ?n } ORDER BY ?n LIMIT 1 } } }", 1),
        ("SELECT * { ?s e:same ?r . @ { ?r e:next*/e:people ?n } }", 2),
        ("SELECT * { ?s e:same ?r . @ { { ?r e:people ?n } UNION { ?r e:next ?n } MINUS { ?r e:people 20 } } }", 2),
        ("SELECT * { ?s e:in ?z FILTER(isIRI(?s)) @ { } }", 1),
        ("SELECT * { ?s e:missing ?r . @ { ?r e:people ?n } }", 0),
        ("ASK { ?s e:same ?r . @ { ?r e:people 20 } }", 2),
        ("CONSTRUCT { ?s e:people ?n } { ?s e:same ?r . @ { ?r e:people ?n } }", 2),
        ("SELECT ?s ?n { ?s e:same ?r . @ { ?r e:people ?n } } ORDER BY DESC(?n) LIMIT 1", 2),
        // Conditions that see less, or other rows, than what is beside.
        ("SELECT * { ?s e:code ?n . { @ { ?s e:note ?o OPTIONAL { ?s e:people ?n } } FILTER(!BOUND(?n)) } }", 2),
        ("SELECT * { ?s e:same ?r OPTIONAL { ?s e:code ?c . @ { ?r e:people ?n } } FILTER(!BOUND(?c)) }", 1),
        (
            "SELECT * { ?s e:same ?r OPTIONAL { ?s e:code ?c . @ { ?r e:people ?n } } FILTER(BOUND(?n) && ?s != place:b) }",
            1,
        ),
        ("SELECT * { ?s e:same ?r { { @ { ?r e:people ?n } } UNION { ?s e:code ?n } } FILTER(?s = place:b) }", 1),
        ("SELECT * { ?s e:same ?r { ?s e:code ?c . @ { ?r e:people ?n } FILTER(?c = '1') } }", 1),
        ("SELECT * { ?s e:same ?r MINUS { ?s e:code ?c . @ { ?r e:people ?n } FILTER(?n > 10) } }", 1),
        ("SELECT * { VALUES ?e { <ENDPOINT> } ?s e:same ?r . SERVICE ?e { ?r e:people ?n } }", 2),
    ];
    for xml in [false, true] {
        let endpoint = endpoint(xml);
        for (text, requests) in table {
            let text = format!("PREFIX e: <https://e.example/> PREFIX r: <http://r.example/> {text}");
            let text = text.replace("ENDPOINT", &endpoint.url);
            let one = merged(&text.replace('@', "").replace("SERVICE ?e", ""));
            for silent in ["", "SILENT "] {
                let query = text.replace('@', &format!("SERVICE {silent}<{}>", endpoint.url));
                let (found, told) = federated(&query, Limits { batch: 2, ..Limits::default() }, None);
                let asked = endpoint.taken();
                let queries: Vec<&str> = asked.iter().map(|a| a.field("query")).collect();
                assert_eq!(found.as_ref(), Ok(&one), "{query}\n{queries:#?}\n{told:?}");
                assert_eq!(asked.len(), *requests, "{query}\n{queries:#?}");
                assert!(asked.iter().all(|a| a.header("user-agent").starts_with("chorograph/")));
            }
        }
    }
}

/// Which graph the rest is in does not matter to another endpoint.
#[test]
fn a_service_in_a_graph() {
    let endpoint = endpoint(false);
    let text = "PREFIX e: <https://e.example/> SELECT * { GRAPH <urn:g2> { ?s e:same ?r @ } #".replace("#", "$ }");
    let service = format!(". SERVICE <{}> {{ ?r e:people ?n }}", endpoint.url);
    let one = merged(&text.replace('@', "").replace('$', ". ?r e:people ?n"));
    let (found, told) = federated(&text.replace('@', &service).replace('$', ""), Limits::default(), None);
    assert_eq!((found.as_ref(), one.len()), (Ok(&one), 3), "{told:?}");
    assert!(matches!(&told[..], [Notice::Bound { values: 3, rows: 2, .. }]), "{told:?}");
}

#[test]
fn what_is_sent_are_the_values_of_the_rest() {
    let endpoint = endpoint(false);
    let text = format!(
        "PREFIX e: <https://e.example/> SELECT * {{ ?s e:name ?name . SERVICE <{}> {{ ?r e:said ?name FILTER(?r != <x:y>) }} }}",
        endpoint.url
    );
    let (found, told) = federated(&text, Limits { batch: 3, ..Limits::default() }, None);
    assert_eq!(found.unwrap().len(), 1 + 3);
    let queries: Vec<String> = endpoint.taken().iter().map(|a| a.field("query").to_owned()).collect();
    let values: Vec<&str> = queries.iter().map(|q| &q[q.find("VALUES").unwrap()..q.find('}').unwrap()]).collect();
    assert_eq!(
        values,
        [
            "VALUES ( ?name ) { ( \"Alpha\"@en ) ( \"Beta\"@en ) ( \"Delta\" )  ",
            "VALUES ( ?name ) { ( \"Gam\\\"ma\\n\"@az ) ( \"Nobody\" )  "
        ]
    );
    let endpoint = endpoint.url;
    assert_eq!(told, [Notice::Bound { endpoint, requests: 2, values: 5, rows: 3 }]);
}

#[test]
fn values_that_cannot_be_sent_are_told_and_all_is_asked_for_up_to_a_limit() {
    let endpoint = endpoint(false);
    let ask = |text: &str, rows: usize| {
        let text = format!("PREFIX e: <https://e.example/> SELECT * {{ {text} }}");
        let text = text.replace('@', &format!("SERVICE <{}>", endpoint.url));
        federated(&text, Limits { batch: 2, rows }, None)
    };
    let (found, told) = ask("?s e:name ?name OPTIONAL { ?s e:same ?r } @ { ?r e:people ?n }", 100);
    assert_eq!(found.map(|f| f.len()), Ok(1 + 2 + 2 * 6));
    let why = "the patterns beside it do not always bind the variables that they share";
    assert_eq!(told, [Notice::Unbound { endpoint: endpoint.url.clone(), why, rows: 6 }]);
    let (found, _) = ask("@ { ?r e:people ?n }", 4);
    assert_eq!(found.unwrap_err(), format!("SERVICE <{}> has more than 4 rows for this query", endpoint.url));
    let (found, _) = ask("?s ?p ?o . @ { ?s e:people ?n }", 4);
    assert_eq!(found.unwrap_err(), "the rest of the query has more than 4 rows of values for a SERVICE");
    // Blank nodes are nobody else's, and those that come are no others.
    let (found, told) = ask("?x e:in ?y FILTER(isBlank(?y)) @ { ?z e:part ?y }", 100);
    assert_eq!(found.map(|f| f.len()), Ok(1));
    assert!(matches!(&told[..], [Notice::Bound { requests: 0, values: 0, .. }]), "{told:?}");
    let (found, _) = ask("?s e:code ?c . @ { ?s e:part ?y . ?y e:people ?n }", 100);
    assert_eq!(found.map(|f| f.len()), Ok(2));
    for (text, told) in [
        ("SERVICE ?e { ?r e:people ?n }", "the endpoint of a SERVICE is ?e"),
        ("?s e:name ?e . SERVICE ?e { ?r e:people ?n }", "the endpoint of a SERVICE is ?e"),
        ("GRAPH ?g { ?s e:same ?r . @ { ?r e:people ?n } }", "SERVICE is not allowed in a GRAPH with a variable"),
        ("?s e:same ?r LATERAL { @ { ?r e:people ?n } }", "SERVICE is not allowed in LATERAL"),
        ("?s e:same ?r BIND(EXISTS { @ { ?r e:people ?n } } AS ?x)", "SERVICE is not allowed in a BIND"),
    ] {
        let error = ask(text, 100).0.unwrap_err();
        assert!(error.starts_with(told), "{text}: {error}");
    }
}

#[test]
fn answers_are_kept_where_that_is_asked_for() {
    let endpoint = endpoint(false);
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "PREFIX e: <https://e.example/> SELECT * {{ ?s e:same ?r . SERVICE <{}> {{ ?r e:people ?n }} }}",
        endpoint.url
    );
    let cache = |refresh| Some(Cache::new(folder.path(), refresh));
    let first = federated(&text, Limits::default(), cache(false));
    let again = federated(&text, Limits::default(), cache(false));
    assert_eq!((first.0.as_ref().map(Vec::len), endpoint.taken().len()), (Ok(3), 1));
    assert_eq!(first, again);
    federated(&text, Limits::default(), cache(true)).0.unwrap();
    assert_eq!(endpoint.taken().len(), 1);
}

#[test]
fn endpoints_that_fail_are_told_and_silent_ones_left_out() {
    let page = |asked: &Asked| {
        let html = "Content-Type: text/html\r\n".to_owned();
        match asked.path.as_str() {
            "/page" => (200, html, b"<!doctype html><p>Hello".to_vec()),
            "/busy" => (503, String::new(), b"overloaded".to_vec()),
            "/elsewhere" => (302, "Location: file:///etc/passwd\r\n".to_owned(), Vec::new()),
            "/error" => (400, "Content-Type: text/plain\r\n".to_owned(), b"no such graph".to_vec()),
            _ => (404, html, b"<html>".to_vec()),
        }
    };
    let broken = Local::new(page);
    let cut = Local::raw(|_, stream| {
        let head = "HTTP/1.1 200 X\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 500\r\n\r\n";
        stream.write_all(format!("{head}{{\"head\":{{\"vars\":[\"r\"]}}").as_bytes()).unwrap();
    });
    for (endpoint, told) in [
        (nobody(), "cannot connect to 127.0.0.1"),
        (format!("{}page", broken.url), "cannot be used: it is \"text/html\", not rows in JSON or XML"),
        (format!("{}busy", broken.url), "was still busy after 2 tries: status 503, \"overloaded\""),
        (
            format!("{}elsewhere", broken.url),
            "redirects to \"file:///etc/passwd\", but a redirect is followed only on the same host",
        ),
        (format!("{}error", broken.url), "cannot be used: status 400, \"no such graph\""),
        (format!("{}nothing", broken.url), "cannot be used: status 404 and a page"),
        (cut.url.clone(), "cannot be read"),
        ("file:///etc/passwd".to_owned(), "only http: and https: are supported"),
        ("urn:x".to_owned(), "cannot request"),
    ] {
        let query = |silent: &str| {
            format!(
                "PREFIX e: <https://e.example/> SELECT * {{ ?s e:same ?r . SERVICE {silent}<{endpoint}> {{ ?r e:people ?n }} }}"
            )
        };
        let (found, _) = federated(&query(""), Limits::default(), None);
        let error = found.unwrap_err();
        assert!(error.starts_with(&format!("SERVICE <{endpoint}> does not answer: ")), "{error}");
        assert!(error.contains(told), "{error}");
        let (found, notices) = federated(&query("SILENT "), Limits::default(), None);
        assert_eq!(found.map(|f| f.len()), Ok(1 + 3));
        assert!(matches!(&notices[..], [Notice::Silent { why, .. }] if why.contains(told)), "{notices:?}");
    }
}

#[test]
fn the_command_line_says_what_was_asked_and_what_to_do() {
    let workdir = Workdir::of_data();
    workdir.build();
    let endpoint = endpoint(false);
    let query =
        format!("SELECT ?n {{ ?s a choro:Place . SERVICE <{}> {{ ?s <https://e.example/note> ?n }} }}", endpoint.url);
    let ran = workdir.run(&["query", &query, "--contact", "tests@example.org"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "n\n".replace('\n', "\r\n").as_str()), "{}", ran.stderr);
    assert!(ran.stderr.starts_with(&format!("SERVICE <{}>: 0 rows for ", endpoint.url)), "{}", ran.stderr);
    let asked = endpoint.taken();
    assert!(asked[0].field("query").contains("VALUES ( ?s ) { ( <"), "{asked:?}");
    assert!(asked[0].header("user-agent").ends_with("; tests@example.org)"), "{asked:?}");
    let ran = workdir.run(&["query", &query, "--offline"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("SERVICE asks another endpoint, and this query may not use the network"));
    let query = query.replace(&endpoint.url, &nobody());
    let ran = workdir.run(&["query", &query]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    for told in
        ["error: SERVICE <http://127.0.0.1:", "  because cannot connect to 127.0.0.1:", "help: check the address"]
    {
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
    }
    let slow = Local::raw(|_, _| std::thread::sleep(Duration::from_secs(30)));
    let query = query
        .replace("SERVICE", "SERVICE SILENT")
        .replace(&query[query.find('<').unwrap() + 1..query.find("/>").unwrap() + 1], &slow.url);
    let started = std::time::Instant::now();
    let ran = workdir.run(&["query", &query, "--timeout", "1"]);
    assert_eq!(ran.code, Some(124), "{}", ran.stderr);
    assert!(started.elapsed() < Duration::from_secs(10));
}
