//! Tests the server over TCP, as clients use it.

use super::support::Workdir;
use serde_json::Value;
use socket2::{Domain, Socket, Type};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// The token in these tests.
pub(crate) const TOKEN: &str = "a-token-of-the-tests-0123456789";
/// Six tables of 100 rows joined without a condition: 10^12 rows, sorted. It does not read the store, so only killing
/// its process stops it.
fn endless() -> String {
    let row: String = (0..100).map(|n| format!("{n} ")).collect();
    let tables: String = (0..6).map(|n| format!("VALUES ?v{n} {{ {row} }} ")).collect();
    format!("SELECT (COUNT(*) AS ?c) {{ {tables} FILTER(?v0 + ?v1 + ?v2 + ?v3 + ?v4 + ?v5 < 0) }}")
}

/// A server on a free port; stopped when it is dropped.
pub(crate) struct Served {
    process: Child,
    address: String,
    errors: Arc<Mutex<String>>,
    pub(crate) workdir: Workdir,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A response.
#[derive(Debug, Clone)]
pub(crate) struct Got {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Got {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|l| {
            let (found, value) = l.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    fn boolean(&self) -> bool {
        self.json()["boolean"].as_bool().unwrap()
    }
}

pub(crate) fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

impl Served {
    /// Serves the dataset of the repository.
    pub(crate) fn new(args: &[&str]) -> Self {
        let workdir = Workdir::of_data();
        workdir.build();
        Self::of(workdir, args)
    }

    pub(crate) fn of(workdir: Workdir, args: &[&str]) -> Self {
        let mut command = workdir.command(&["serve", "--port", "0"]);
        command.args(args).env("CHOROGRAPH_TOKEN", TOKEN).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let errors = Arc::new(Mutex::new(String::new()));
        let mut pipe = BufReader::new(process.stderr.take().unwrap());
        let collected = Arc::clone(&errors);
        thread::spawn(move || {
            let mut line = String::new();
            while pipe.read_line(&mut line).is_ok_and(|n| n > 0) {
                collected.lock().unwrap().push_str(&line);
                line.clear();
            }
        });
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").and_then(|l| l.strip_suffix('/'));
        let address = address.unwrap_or_else(|| panic!("{line:?} {}", errors.lock().unwrap())).to_owned();
        Self { process, address, errors, workdir }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    pub(crate) fn raw(&self, request: &[u8]) -> Got {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        read(stream)
    }

    pub(crate) fn send(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Got {
        let mut head = format!("{method} {target} HTTP/1.1\r\nConnection: close\r\n");
        if headers.iter().all(|(name, _)| *name != "Host") {
            head.push_str("Host: www.example\r\n");
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        self.raw(&[head.as_bytes(), body].concat())
    }

    pub(crate) fn get(&self, target: &str, accept: &str) -> Got {
        self.send("GET", target, &[("Accept", accept)], b"")
    }

    pub(crate) fn query(&self, query: &str) -> Got {
        let kind = [("Content-Type", "application/sparql-query")];
        self.send("POST", "/sparql", &kind, query.as_bytes())
    }

    pub(crate) fn update(&self, update: &str) -> Got {
        let bearer = format!("Bearer {TOKEN}");
        let headers = [("Content-Type", "application/sparql-update"), ("Authorization", bearer.as_str())];
        self.send("POST", "/sparql", &headers, update.as_bytes())
    }

    /// The value of a metric.
    fn metric(&self, name: &str) -> f64 {
        let text = self.get("/metrics", "*/*").body;
        let line = text.lines().find_map(|l| l.strip_prefix(&format!("chorograph_{name} ")));
        line.unwrap_or_else(|| panic!("no {name}\n{text}")).parse().unwrap()
    }

    /// Waits until a metric has a value; returns the time waited.
    fn wait_for(&self, name: &str, wanted: f64, most: Duration) -> Duration {
        let begun = Instant::now();
        while (self.metric(name) - wanted).abs() > 0.1 {
            assert!(begun.elapsed() < most, "{name} is {} after {most:?}, not {wanted}", self.metric(name));
            thread::sleep(Duration::from_millis(20));
        }
        begun.elapsed()
    }

    fn signal(&self, name: &str) {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    pub(crate) fn log(&self) -> String {
        self.errors.lock().unwrap().clone()
    }
}

fn read(mut stream: TcpStream) -> Got {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head: {text}"));
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Got { status, head: head.to_owned(), body: body.to_owned() }
}

#[test]
fn an_answer_has_the_requested_form() {
    let served = Served::new(&[]);
    let query = |text: &str| format!("/sparql?query={}", encoded(text));
    let select = query("SELECT ?p { ?p a choro:Place } ORDER BY ?p LIMIT 3");
    let graph = query("CONSTRUCT { ?p a choro:Place } { ?p a choro:Place }");
    for (target, accept, status, content_type, part) in [
        (&select, "*/*", 200, "application/sparql-results+json", "\"bindings\""),
        (&select, "application/json", 200, "application/json", "\"bindings\""),
        (
            &select,
            "application/sparql-results+xml;q=0.5, text/csv;q=0.4",
            200,
            "application/sparql-results+xml",
            "<sparql",
        ),
        (&select, "text/csv", 200, "text/csv; charset=utf-8", "p\r\n"),
        (&select, "text/tab-separated-values", 200, "text/tab-separated-values; charset=utf-8", "?p\n"),
        (&select, "text/html", 200, "text/html; charset=utf-8", "<table>"),
        (&select, "text/turtle", 406, "text/plain; charset=utf-8", "available are application/sparql-results+json"),
        (&graph, "*/*", 200, "text/turtle; charset=utf-8", "a choro:Place"),
        (&graph, "application/n-triples", 200, "application/n-triples", "> <http"),
        (&graph, "application/rdf+xml", 200, "application/rdf+xml", "<rdf:RDF"),
        (&graph, "application/ld+json", 200, "application/ld+json", "\"@id\""),
        (&graph, "text/csv", 406, "text/plain; charset=utf-8", "available are text/turtle"),
    ] {
        let got = served.get(target, accept);
        assert_eq!((got.status, got.header("content-type")), (status, Some(content_type)), "{accept}: {got:?}");
        assert!(got.body.contains(part), "{accept}: {}", got.body);
        assert_eq!(got.header("vary"), Some("Accept"), "{accept}");
        assert_eq!(got.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(got.header("access-control-allow-origin"), Some("*"));
        assert!(got.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
    }
    let head = served.send("HEAD", &select, &[("Accept", "text/csv")], b"");
    assert!(head.status == 200 && head.body.is_empty() && head.header("content-length") != Some("0"), "{head:?}");
}

#[test]
fn the_endpoint_describes_itself() {
    let served = Served::new(&[]);
    let got = served.get("/sparql", "text/turtle");
    assert!(got.status == 200 && got.body.contains("http://www.example/sparql"), "{got:?}");
    let graphs = served.query("SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { } }").json();
    let graphs: usize = graphs["results"]["bindings"][0]["n"]["value"].as_str().unwrap().parse().unwrap();
    assert!(graphs > 3);
    let triples = served.get("/sparql", "application/n-triples").body;
    assert_eq!(triples.matches("sparql-service-description#name>").count(), graphs);
    let page = served.get("/sparql", "text/html");
    assert!(page.body.contains("/_/yasgui.min.js"), "{page:?}");
    assert_eq!(served.get("/_/yasgui.min.js", "*/*").header("content-type"), Some("text/javascript; charset=utf-8"));
}

#[test]
fn named_queries_are_addresses() {
    let served = Served::new(&[]);
    let got = served.get("/api/districts.csv", "text/html");
    assert_eq!(got.status, 200);
    let printed = served.workdir.run(&["query", "districts", "--format", "csv"]).stdout;
    assert_eq!(got.body, printed);
    let got = served.get("/api/place?place=place:shusha", "text/csv");
    assert!(got.status == 200 && got.body.contains("Shusha") || got.body.lines().count() > 1, "{got:?}");
    let got = served.get("/api/changes-of-control?from=1992-13-45", "*/*");
    assert!(got.status == 400 && got.body.contains("from=1992-13-45"), "{got:?}");
    let openapi = served.get("/api/", "application/json").json();
    for path in openapi["paths"].as_object().unwrap().keys() {
        let got = served.get(&format!("/api{path}"), "text/csv");
        assert_eq!(got.status, 200, "{path} {got:?}");
    }
    assert!(served.get("/api/", "text/html").body.contains("<form action=\"/api/districts\">"));
    // The page of an answer links to the same answer in other forms and to the query, with its arguments.
    let given = "from=1993-04-01&to=1993-07-31";
    let page = served.get(&format!("/api/changes-of-control?{given}&by="), "text/html");
    let link = |extension: &str| format!("/api/changes-of-control.{extension}?{given}");
    for extension in ["csv", "tsv", "json", "xml", "rq"] {
        let link = link(extension);
        assert!(page.body.contains(&format!("<a href=\"{}\">", link.replace('&', "&amp;"))), "{link} {page:?}");
        assert_eq!(served.get(&link, "text/html").status, 200, "{link}");
    }
    let csv = served.get(&link("csv"), "*/*").body;
    assert!(
        page.body.contains(&format!("<p>{} rows</p>", csv.lines().count() - 1)) && csv.lines().count() > 2,
        "{page:?}"
    );
    // The query runs on any other endpoint.
    let text = served.get(&link("rq"), "*/*");
    assert_eq!(text.header("content-type"), Some("text/plain; charset=utf-8"));
    spargebra::SparqlParser::new().parse_query(&text.body).unwrap();
    let kind = [("Content-Type", "application/sparql-query"), ("Accept", "text/csv")];
    assert_eq!(served.send("POST", "/sparql", &kind, text.body.as_bytes()).body, csv);
    assert!(served.get("/api/place.rq", "*/*").body.starts_with("#+ summary: "));
    assert_eq!(served.get("/api/place.rq?place=nonsense", "*/*").status, 400);
    // A value is always a single term.
    let attack = encoded("x> } ; DROP ALL #");
    assert_eq!(served.get(&format!("/api/place?place={attack}"), "*/*").status, 400);
}

#[test]
fn resources_are_described_without_a_site() {
    let served = Served::new(&[]);
    // A page is at the address of its folder, as on a site, because its links are relative to it.
    let page = served.get("/place/shusha", "text/html");
    assert_eq!((page.status, page.header("location")), (303, Some("/place/shusha/")));
    let page = served.get("/place/shusha/", "text/html");
    assert!(page.status == 200 && page.body.contains("Changes of control"), "{page:?}");
    // A resource without a page, such as a spelling, is described, too.
    let spelling = served.query("SELECT ?n { place:shusha choro:name ?n } LIMIT 1").json();
    let spelling = spelling["results"]["bindings"][0]["n"]["value"].as_str().unwrap().to_owned();
    let spelling = spelling.strip_prefix("https://w3id.org/chorograph/data").unwrap();
    // As browsers send an IRI (RFC 3987, section 3.1): existing percent-encoding is kept.
    let spelling: String =
        spelling.bytes().map(|b| if b.is_ascii() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect();
    let page = served.get(&spelling, "text/html");
    assert!(page.status == 200 && page.body.contains("What leads here"), "{page:?}");
    let turtle = served.get("/place/shusha", "text/turtle");
    assert!(turtle.status == 200 && turtle.body.contains("choro:Place"), "{turtle:?}");
    assert_eq!(served.get("/place/shusha", "image/png").status, 406);
    assert_eq!(served.get("/place/nowhere", "*/*").status, 404);
    assert_eq!(served.get("/", "text/html").status, 200);
}

#[test]
fn a_site_is_served_and_nothing_beside_it() {
    let workdir = Workdir::of_data();
    workdir.build();
    for (file, text) in [
        ("public/index.html", "<h1>home</h1>"),
        ("public/place/aghdam/index.html", "<h1>Aghdam</h1>"),
        ("public/place/aghdam/index.ttl", "# Aghdam"),
        ("public/place/aghdam/index.jsonld", "{}"),
        ("public/style.css", "body {}"),
        ("secret.txt", "secret"),
    ] {
        workdir.write(file, text);
    }
    let site = workdir.path("public").display().to_string();
    let served = Served::of(workdir, &["--site", &site]);
    let sent = served.get("/place/aghdam", "text/turtle");
    assert_eq!((sent.status, sent.header("location")), (303, Some("/place/aghdam/")));
    for (accept, body, location) in [
        ("text/html,*/*;q=0.1", "<h1>Aghdam</h1>", "/place/aghdam/index.html"),
        ("text/turtle", "# Aghdam", "/place/aghdam/index.ttl"),
        ("application/ld+json, text/turtle;q=0.9", "{}", "/place/aghdam/index.jsonld"),
    ] {
        let got = served.get("/place/aghdam/", accept);
        assert_eq!((got.status, got.body.as_str(), got.header("content-location")), (200, body, Some(location)));
        assert_eq!(got.header("vary"), Some("Accept"));
    }
    assert_eq!(served.get("/place/aghdam/index.ttl", "text/html").body, "# Aghdam");
    assert_eq!(served.get("/style.css", "*/*").header("content-type"), Some("text/css; charset=utf-8"));
    // A file that the client has is not sent again.
    let whole = served.get("/style.css", "*/*");
    let tag = whole.header("etag").unwrap();
    let again = served.send("GET", "/style.css", &[("If-None-Match", tag)], b"");
    assert_eq!((again.status, again.body.as_str(), again.header("etag")), (304, "", Some(tag)));
    assert_ne!(
        served.get("/place/aghdam/", "text/turtle").header("etag"),
        served.get("/place/aghdam/", "text/html").header("etag")
    );
    for (range, status, body, content_range) in [
        ("bytes=2-4", 206, "dy ", "bytes 2-4/7"),
        ("bytes=-2", 206, "{}", "bytes 5-6/7"),
        ("bytes=7-", 416, "", "bytes */7"),
    ] {
        let got = served.send("GET", "/style.css", &[("Range", range), ("If-Range", tag)], b"");
        assert_eq!((got.status, got.body.as_str(), got.header("content-range")), (status, body, Some(content_range)));
        let other = served.send("GET", "/style.css", &[("Range", range), ("If-Range", "\"other\"")], b"");
        assert_eq!((other.status, other.body.as_str()), (200, "body {}"));
    }
    for target in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/place/../../secret.txt",
        "/place/%2e%2e/%2e%2e/secret.txt",
        "/..%5csecret.txt",
        "//secret.txt",
        "/%2fetc/passwd",
        "/place/aghdam/index.html%00.ttl",
    ] {
        let got = served.get(target, "*/*");
        assert!((400..500).contains(&got.status) && !got.body.contains("secret\n"), "{target}: {got:?}");
        assert!(!got.body.starts_with("secret") && !got.body.contains("root:"), "{target}: {got:?}");
    }
    // The store answers for addresses that the site does not have.
    assert_eq!(served.get("/place/shusha", "text/turtle").status, 200);
}

#[test]
fn nothing_of_a_request_becomes_a_header() {
    let served = Served::new(&[]);
    for target in [
        "/api/x%0d%0aSet-Cookie:%20a=b",
        "/place/x%0d%0aSet-Cookie:%20a=b",
        "/sparql?query=%0d%0aSet-Cookie:%20a=b",
        "/api/place?place=%0d%0aSet-Cookie:%20a=b",
    ] {
        let got = served.get(target, "*/*\r\nX-Other: 1");
        assert!((400..500).contains(&got.status) && got.header("set-cookie").is_none(), "{target}: {got:?}");
    }
    let host =
        served.raw(b"GET /sparql HTTP/1.1\r\nHost: a\"><script>\r\nConnection: close\r\nAccept: text/turtle\r\n\r\n");
    assert!(!host.body.contains("<script>"), "{host:?}");
    assert_eq!(served.raw(b"GET / HTTP/1.1\r\nHost: x\r\nX: \x00\r\n\r\n").status, 400);
    let long = format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\nConnection: close\r\n\r\n", "x".repeat(300_000));
    // The server may close the connection before it has read the whole body.
    let mut stream = served.connect();
    let sent = stream.write_all(long.as_bytes()).and_then(|()| {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map(|_| answer)
    });
    assert!(sent.as_ref().map_or(true, |answer| answer.starts_with("HTTP/1.1 431 ")), "{sent:?}");
    let body = vec![b'x'; 4 * 1024 * 1024];
    let kind = [("Content-Type", "application/sparql-query")];
    assert_eq!(served.send("POST", "/sparql", &kind, &body).status, 413);
}

#[test]
fn an_update_is_never_a_query() {
    let served = Served::new(&[]);
    let before = served.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body;
    for update in ["DROP ALL", "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "CLEAR ALL ; ASK {}", "ASK {} ; CLEAR ALL"] {
        let got = served.query(update);
        assert_eq!(got.status, 400, "{update} {got:?}");
        assert_eq!(served.get(&format!("/sparql?query={}", encoded(update)), "*/*").status, 400, "{update}");
        // Updates are disabled.
        assert_eq!(served.update(update).status, 403, "{update}");
    }
    assert_eq!(served.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body, before);
}

#[test]
fn an_update_needs_its_token() {
    let served = Served::new(&["--allow-update"]);
    let insert = "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> <urn:c> } }";
    let kind = ("Content-Type", "application/sparql-update");
    for headers in [vec![kind], vec![kind, ("Authorization", "Bearer wrong")]] {
        let got = served.send("POST", "/sparql", &headers, insert.as_bytes());
        assert_eq!(got.status, 401, "{got:?}");
    }
    assert!(!served.query("ASK { GRAPH <urn:g> { ?s ?p ?o } }").boolean());
    let got = served.update(insert);
    assert_eq!(got.status, 204, "{got:?}");
    assert!(served.query("ASK { <urn:a> <urn:b> <urn:c> }").boolean());
    assert_eq!(served.update("INSERT DATA {").status, 400);
    assert!(!served.log().contains(TOKEN));
}

#[test]
fn services_are_refused() {
    let served = Served::new(&[]);
    let address = &served.address;
    for host in [
        &format!("http://{address}/sparql"),
        "http://169.254.169.254/latest",
        "http://localhost/",
        "file:///etc/passwd",
    ] {
        for silent in ["", "SILENT "] {
            let got = served.query(&format!("SELECT * {{ SERVICE {silent}<{host}> {{ ?s ?p ?o }} }}"));
            let bindings =
                || got.json()["results"]["bindings"].as_array().unwrap().iter().all(|b| b == &serde_json::json!({}));
            assert!(got.status == 400 && silent.is_empty() || got.status == 200 && bindings(), "{host} {got:?}");
        }
    }
    // No query reached this server itself.
    let asked = served.get("/metrics", "*/*").body;
    let queries = asked.lines().filter_map(|l| {
        l.strip_prefix("chorograph_requests_total{route=\"query\"").map(|l| l.rsplit(' ').next().unwrap())
    });
    assert_eq!(queries.map(|n| n.parse::<u32>().unwrap()).sum::<u32>(), 8, "{asked}");
}

#[test]
fn allowed_services_are_queried_only_at_public_addresses() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let allowed = ["127.0.0.1", "localhost", "169.254.169.254", "0.0.0.0", "10.0.0.1"];
    let args: Vec<&str> = allowed.iter().flat_map(|host| ["--allow-service", host]).collect();
    let served = Served::new(&args);
    for host in allowed.iter().chain(&["[::1]", "[::ffff:127.0.0.1]", "2130706433", "127.1"]) {
        let query =
            |silent: &str| format!("SELECT * {{ SERVICE {silent} <http://{host}:{port}/sparql> {{ ?s ?p ?o }} }}");
        let got = served.query(&query(""));
        assert_eq!(got.status, 502, "{host} {got:?}");
        assert_eq!(served.query(&query("SILENT")).status, 200, "{host}");
    }
    assert_eq!(listener.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "nobody has come");
}

#[test]
fn an_endless_query_is_stopped_and_others_are_answered() {
    let served = Served::new(&["--timeout", "3", "--workers", "2"]);
    let begun = Instant::now();
    thread::scope(|scope| {
        let long = scope.spawn(|| (served.query(&endless()), begun.elapsed()));
        while begun.elapsed() < Duration::from_millis(2500) {
            let asked = Instant::now();
            assert_eq!(served.query("ASK { ?p a choro:Place }").status, 200);
            assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
        }
        let (got, took) = long.join().unwrap();
        assert_eq!(got.status, 504, "{got:?}");
        assert!(took < Duration::from_secs(6), "{took:?}");
    });
    assert!((served.metric("jobs_ended_total{reason=\"time\"}") - 1.0).abs() < 0.1);
    served.wait_for("jobs_running", 0.0, Duration::from_secs(1));
}

#[test]
fn a_client_that_disconnects_frees_its_worker() {
    let served = Served::new(&["--timeout", "60", "--workers", "1"]);
    let query = endless();
    let mut stream = served.connect();
    let head = format!(
        "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: {}\r\n\r\n",
        query.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(query.as_bytes()).unwrap();
    served.wait_for("jobs_running", 1.0, Duration::from_secs(10));
    // One query waits.
    thread::scope(|scope| {
        let waiting = scope.spawn(|| served.query("ASK { ?p a choro:Place }"));
        served.wait_for("jobs_waiting", 1.0, Duration::from_secs(10));
        drop(stream);
        let took = served.wait_for("jobs_ended_total{reason=\"gone\"}", 1.0, Duration::from_secs(1));
        assert!(took < Duration::from_secs(1));
        assert_eq!(waiting.join().unwrap().status, 200);
    });
    served.wait_for("jobs_running", 0.0, Duration::from_secs(1));
}

#[test]
fn a_query_that_exceeds_its_memory_is_stopped() {
    let served = Served::new(&["--memory", "128", "--timeout", "60", "--workers", "1"]);
    let row: String = (0..200).map(|n| format!("{n} ")).collect();
    let tables: String = (0..4).map(|n| format!("VALUES ?v{n} {{ {row} }} ")).collect();
    let bomb = format!("SELECT * {{ {tables} }} ORDER BY ?v3 (CONCAT(STR(?v0), STR(?v1)))");
    let got = served.query(&bomb);
    assert_eq!(got.status, 507, "{got:?}");
    assert!((served.metric("jobs_ended_total{reason=\"memory\"}") - 1.0).abs() < 0.1);
    assert_eq!(served.query("ASK { ?p a choro:Place }").status, 200);
}

#[test]
fn an_answer_is_complete_or_an_error() {
    let served = Served::new(&["--rows", "50", "--answer-size", "1"]);
    let rows = |most| served.query(&format!("SELECT * {{ ?s ?p ?o }} LIMIT {most}"));
    assert_eq!(rows(50).json()["results"]["bindings"].as_array().unwrap().len(), 50);
    let got = rows(51);
    assert!(got.status == 507 && got.body.contains("more than 50 rows"), "{got:?}");
    assert_eq!(served.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }").status, 507);
    let long = "x".repeat(50_000);
    let large = |rows: u32| {
        let numbers: String = (0..rows).map(|n| format!("{n} ")).collect();
        served.query(&format!("SELECT * {{ VALUES ?x {{ \"{long}\" }} VALUES ?n {{ {numbers} }} }}"))
    };
    assert_eq!(large(30).status, 507);
    // An answer that moves from memory to a file is complete.
    let got = large(18);
    assert_eq!(got.json()["results"]["bindings"].as_array().unwrap().len(), 18);
}

#[test]
fn too_many_queries_are_refused() {
    let served = Served::new(&["--workers", "1", "--queue", "1", "--timeout", "4"]);
    thread::scope(|scope| {
        let long = scope.spawn(|| served.query(&endless()).status);
        served.wait_for("jobs_running", 1.0, Duration::from_secs(10));
        let waiting = scope.spawn(|| served.query("ASK {}").status);
        served.wait_for("jobs_waiting", 1.0, Duration::from_secs(10));
        let got = served.query("ASK {}");
        assert!(got.status == 503 && got.header("retry-after").is_some(), "{got:?}");
        assert_eq!(long.join().unwrap(), 504);
        assert_eq!(waiting.join().unwrap(), 200);
    });
}

#[test]
fn slow_clients_do_not_block_others() {
    let served = Served::new(&[]);
    let mut slow: Vec<TcpStream> = (0..300).map(|_| served.connect()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: x\r\nX-Slow: ").unwrap();
    }
    let begun = Instant::now();
    for _ in 0..20 {
        assert_eq!(served.query("ASK {}").status, 200);
    }
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    // Sending single bytes slowly does not keep a connection open.
    let mut ended = 0;
    while begun.elapsed() < Duration::from_secs(25) && ended < slow.len() {
        thread::sleep(Duration::from_millis(500));
        ended = slow.iter_mut().filter_map(|s| s.write_all(b"x").err()).count();
    }
    assert_eq!(ended, slow.len());
}

#[test]
fn many_clients_at_once() {
    let served = Served::new(&[]);
    let expected = served.get("/api/districts.csv", "*/*").body;
    let answered = thread::scope(|scope| {
        let clients: Vec<_> = (0..200)
            .map(|n| {
                let (served, expected) = (&served, &expected);
                scope.spawn(move || {
                    let mut answered = 0;
                    for round in 0..3 {
                        let got = match (n + round) % 3 {
                            0 => served.get("/api/districts.csv", "*/*"),
                            1 => served.query("ASK { ?p a choro:Place }"),
                            _ => served.get("/place/shusha", "text/turtle"),
                        };
                        assert!((n + round) % 3 != 0 || got.status != 200 || got.body == *expected);
                        assert!(got.status == 200 || got.status == 503, "{got:?}");
                        answered += u32::from(got.status == 200);
                    }
                    answered
                })
            })
            .collect();
        clients.into_iter().map(|c| c.join().unwrap()).sum::<u32>()
    });
    assert_eq!(answered, 600, "the queue holds 256, so nobody is refused");
}

/// A mixed load for some seconds: well-behaved clients get right answers, and the resources of the others are freed.
#[test]
fn under_load_well_behaved_clients_are_answered() {
    const LASTS: Duration = Duration::from_secs(6);
    let served = Served::new(&["--timeout", "2", "--workers", "2", "--queue", "400"]);
    let expected = served.get("/api/districts.csv", "*/*").body;
    let endless = endless();
    let long = format!(
        "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: {}\r\n\r\n{endless}",
        endless.len()
    );
    let mut slow: Vec<TcpStream> = (0..50).map(|_| served.connect()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: x\r\nX-Slow: ").unwrap();
    }
    let begun = Instant::now();
    let (answered, longest) = thread::scope(|scope| {
        // Five clients that disconnect repeatedly during a request.
        for n in 0..5 {
            let (served, long) = (&served, &long);
            scope.spawn(move || {
                while begun.elapsed() < LASTS {
                    let mut stream = served.connect();
                    stream.write_all(long.as_bytes()).unwrap();
                    thread::sleep(Duration::from_millis(50 + 20 * n));
                }
            });
        }
        // A client with endless queries.
        let tireless = scope.spawn(|| {
            let mut ended = 0;
            while begun.elapsed() < LASTS {
                let status = served.query(&endless).status;
                assert!(status == 504 || status == 503, "{status}");
                ended += u32::from(status == 504);
            }
            ended
        });
        let clients: Vec<_> = (0..200)
            .map(|n| {
                let (served, expected) = (&served, &expected);
                scope.spawn(move || {
                    let (mut answered, mut longest) = (0, Duration::ZERO);
                    while begun.elapsed() < LASTS {
                        let asked = Instant::now();
                        let got = match n % 3 {
                            0 => served.get("/api/districts.csv", "*/*"),
                            1 => served.query("ASK { ?p a choro:Place }"),
                            _ => served.get("/health", "*/*"),
                        };
                        assert!(got.status == 200 || got.status == 503, "{got:?}");
                        assert!(got.status == 200 || got.header("retry-after").is_some(), "{got:?}");
                        assert!(n % 3 != 0 || got.status != 200 || got.body == *expected, "{got:?}");
                        answered += u32::from(got.status == 200);
                        longest = longest.max(asked.elapsed());
                    }
                    (answered, longest)
                })
            })
            .collect();
        let mut each: Vec<(u32, Duration)> = clients.into_iter().map(|c| c.join().unwrap()).collect();
        assert!(tireless.join().unwrap() > 0, "the query without end was ended");
        assert!(each.iter().all(|(answered, _)| *answered > 0), "someone got nothing: {each:?}");
        each.sort_by_key(|(_, longest)| *longest);
        (each.iter().map(|(answered, _)| answered).sum::<u32>(), each.last().unwrap().1)
    });
    assert!(answered > 400, "{answered} answers");
    assert!(longest < LASTS + Duration::from_secs(6), "{longest:?}");
    assert!(served.metric("jobs_ended_total{reason=\"gone\"}") > 1.0);
    served.wait_for("jobs_waiting", 0.0, Duration::from_secs(5));
    served.wait_for("jobs_running", 0.0, Duration::from_secs(5));
    assert_eq!(served.query("ASK {}").status, 200);
}

#[test]
fn a_client_has_no_more_than_its_share() {
    let served = Served::new(&["--workers", "4", "--timeout", "3", "--per-client", "3"]);
    let endless = endless();
    thread::scope(|scope| {
        let long: Vec<_> = (0..3).map(|_| scope.spawn(|| served.query(&endless).status)).collect();
        // One address gets half of the workers.
        served.wait_for("jobs_running", 2.0, Duration::from_secs(10));
        served.wait_for("jobs_waiting", 1.0, Duration::from_secs(10));
        let got = served.query("ASK {}");
        assert!(got.status == 429 && got.header("retry-after") == Some("2"), "{got:?}");
        assert!(got.body.contains("3 queries from your address"), "{got:?}");
        // Requests that need no worker are answered.
        assert_eq!(served.get("/health", "*/*").status, 200);
        let ended: Vec<u16> = long.into_iter().map(|l| l.join().unwrap()).collect();
        assert!(ended.contains(&504), "{ended:?}");
    });
    served.wait_for("jobs_running", 0.0, Duration::from_secs(5));
    assert_eq!(served.query("ASK {}").status, 200);
    assert!(served.metric("refused_busy_total") >= 1.0);
}

/// One address keeps sending endless queries; another one is answered at once.
#[test]
fn a_client_with_many_queries_does_not_block_others() {
    let served = Served::new(&["--workers", "2", "--timeout", "4", "--per-client", "6"]);
    let endless = endless();
    let request = format!(
        "POST /sparql HTTP/1.1\r\nHost: {}\r\nContent-Type: application/sparql-query\r\nContent-Length: {}\r\n\r\n{endless}",
        served.address,
        endless.len()
    );
    let other = || {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        socket.bind(&SocketAddr::from(([127, 0, 0, 2], 0)).into()).unwrap();
        socket.connect(&served.address.parse::<SocketAddr>().unwrap().into()).unwrap();
        TcpStream::from(socket)
    };
    let mut greedy: Vec<TcpStream> = (0..6).map(|_| other()).collect();
    for stream in &mut greedy {
        stream.write_all(request.as_bytes()).unwrap();
    }
    served.wait_for("jobs_waiting", 5.0, Duration::from_secs(10));
    let begun = Instant::now();
    for _ in 0..5 {
        assert_eq!(served.query("ASK { ?p a choro:Place }").status, 200);
    }
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    assert!((served.metric("jobs_running") - 1.0).abs() < 0.1, "one of the two workers is for others");
}

#[test]
fn a_signal_stops_the_server_after_running_requests() {
    let mut served = Served::new(&["--log", "json", "--grace", "20"]);
    let slow = "SELECT (COUNT(*) AS ?c) { ?a ?b ?c . ?d ?e ?f FILTER(?a != ?d && STRLEN(CONCAT(STR(?a), STR(?d), STR(?f))) > 3) } ";
    let slow = format!("{slow} LIMIT 1");
    let mut stream = served.connect();
    let head = format!(
        "POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/sparql-query\r\nContent-Length: {}\r\n\r\n",
        slow.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(slow.as_bytes()).unwrap();
    served.wait_for("jobs_running", 1.0, Duration::from_secs(10));
    served.signal("-TERM");
    let got = read(stream);
    assert!(got.status == 200 || got.status == 504, "{got:?}");
    assert_eq!(served.process.wait().unwrap().code(), Some(0));
    thread::sleep(Duration::from_millis(100));
    let log = served.log();
    let line: Value =
        log.lines().map(|l| serde_json::from_str(l).unwrap()).find(|l: &Value| l["path"] == "/sparql").unwrap();
    assert!(
        line["ms"].as_f64().unwrap() > 0.0 && line["status"] == got.status && line.get("query").is_none(),
        "{line}"
    );
}

#[test]
fn a_new_build_is_used() {
    let served = Served::of(
        {
            let workdir = Workdir::new();
            workdir.write("sources/a.txt", "Northvale: 8 May 1992, territory 289 km2\n");
            workdir.build();
            workdir
        },
        &[],
    );
    let count =
        || served.query("SELECT ?p { ?p a choro:Place }").json()["results"]["bindings"].as_array().unwrap().len();
    assert_eq!(count(), 1);
    served.workdir.write("sources/b.txt", "Southvale: 9 May 1992, territory 290 km2\n");
    served.workdir.build();
    assert_eq!(count(), 2);
    // A later build removes the old view.
    served.workdir.write("sources/c.txt", "Westvale: 10 May 1992, territory 291 km2\n");
    served.workdir.build();
    assert_eq!(count(), 3);
    assert!(fs::read_dir(served.workdir.path(".chorograph/views")).unwrap().count() <= 2);
}

#[test]
fn startup_errors_are_reported() {
    let workdir = Workdir::new();
    let ran = workdir.run(&["serve", "--port", "0"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("chorograph build"), "{ran:?}");
    workdir.write("sources/a.txt", "Northvale: 8 May 1992, territory 289 km2\n");
    workdir.build();
    let ran = workdir.run(&["serve", "--port", "0", "--allow-update"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("CHOROGRAPH_TOKEN"), "{ran:?}");
    let ran = workdir.run(&["serve", "--port", "0", "--site", "/nonexistent"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    // A short token is an error, for any purpose.
    let short =
        workdir.command(&["serve", "--port", "0", "--include-restricted"]).env("CHOROGRAPH_TOKEN", "short").output();
    let ran = workdir.ran(&short.unwrap());
    assert!(ran.code == Some(2) && ran.stderr.contains("no token of at least 16"), "{ran:?}");
}
