//! Tests access to restricted sources through the servers: for which clients, under which host names, and after which build.

use super::restricted::{assert_no_canary, closed};
use super::serve::{Got, Served, TOKEN, encoded};
use super::support::Workdir;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

fn served(args: &[&str]) -> Served {
    let workdir = closed();
    workdir.build();
    Served::of(workdir, args)
}

/// Addresses of all kinds, including those of restricted things.
fn targets() -> Vec<String> {
    let mut targets: Vec<String> = [
        "/",
        "/index.html",
        "/sparql",
        "/api/",
        "/api/openapi.json",
        "/metrics",
        "/health",
        "/place/upper-vale",
        "/place/upper-vale/",
        "/place/zqxdale",
        "/place/zqxdale/index.ttl",
        "/place/",
        "/place/index.html",
        "/source/",
        "/source/zqxbox",
        "/source/zqxnews/article",
        "/source/zqxmany",
        "/person/ada-moor",
        "/agent/Zqxpublisher",
        "/claim/",
        "/graph/copies",
        "/graph/disagreements",
        "/graph/links",
        "/graph/run",
        "/run",
        "/names/",
        "/names/index.html",
        "/disagreement/upper-vale/time",
        "/disagreement/upper-vale/area",
        "/map/",
        "/timeline/",
        "/query/",
        "/sitemap.xml",
        "/robots.txt",
        "/404.html",
        "/_/enter",
        "/_/enter?key=x",
        "/.chorograph-site",
        "/time/1971-11-07",
        "/quantity/77123-km2",
    ]
    .iter()
    .map(|target| (*target).to_owned())
    .collect();
    for name in
        ["districts", "sources", "statements", "claims", "disagreements", "people", "copies", "links", "mentions"]
    {
        targets.push(format!("/api/{name}.csv"));
        targets.push(format!("/api/{name}"));
    }
    targets.push("/api/place.csv?place=place%2Fzqxdale".to_owned());
    targets.push("/api/place.csv?place=place%2Fupper-vale".to_owned());
    for query in queries() {
        targets.push(format!("/sparql?query={}", encoded(query)));
    }
    targets
}

fn queries() -> &'static [&'static str] {
    &[
        "SELECT * { ?s ?p ?o }",
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * FROM <https://example.org/d/source/zqxbox> { ?s ?p ?o }",
        "SELECT DISTINCT ?g { GRAPH ?g { } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "DESCRIBE <https://example.org/d/person/ada-moor>",
        "SELECT (GROUP_CONCAT(STR(?o)) AS ?all) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { ?v a choro:AreaClaim }",
    ]
}

const ACCEPTED: [&str; 6] =
    ["text/html", "text/turtle", "application/ld+json", "application/json", "text/csv", "application/rdf+xml"];

fn has_no_canary(what: &str, got: &Got) {
    // An error may repeat words of the request.
    if got.status < 400 {
        assert_no_canary(what, format!("{got:?}").as_bytes());
    }
}

#[test]
fn no_address_of_a_server_has_words_of_a_restricted_source() {
    for args in [&[][..], &["--include-restricted"]] {
        let served = served(args);
        for target in targets() {
            for accept in ACCEPTED {
                let got = served.send("GET", &target, &[("Host", "localhost"), ("Accept", accept)], b"");
                assert_ne!(got.status, 500, "{target} {accept}: {got:?}");
                has_no_canary(&format!("{target} as {accept}"), &got);
            }
        }
        for target in ["/place/zqxdale", "/source/zqxbox", "/source/zqxnews/article"] {
            let got = served.send("GET", target, &[("Host", "localhost"), ("Accept", "*/*")], b"");
            assert_eq!(got.status, 404, "{target}: {got:?}");
        }
        let sees = |query: &str| {
            let headers = [("Host", "localhost"), ("Content-Type", "application/sparql-query")];
            served.send("POST", "/sparql", &headers, query.as_bytes()).json()["boolean"].as_bool().unwrap()
        };
        assert!(sees("ASK { place:upper-vale ?p ?o }"));
        for query in [
            "ASK { ?s dcterms:accessRights ?r }",
            "ASK { GRAPH ?g { place:zqxdale ?p ?o } }",
            "ASK { ?s ?p place:zqxdale }",
            "ASK { ?s ?p ?o FILTER(CONTAINS(LCASE(STR(?o)), 'zqx') || CONTAINS(LCASE(STR(?s)), 'zqx')) }",
        ] {
            assert!(!sees(query), "{query}");
        }
    }
}

/// The path and query of the one-time address that the server printed.
fn one_time(served: &Served) -> String {
    for _ in 0..200 {
        let log = served.log();
        if let Some(at) = log.find("/_/enter?key=") {
            return log[at..].split_whitespace().next().unwrap().to_owned();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("no address: {}", served.log());
}

#[test]
fn restricted_data_requires_the_token_and_a_name_of_the_server() {
    let served = served(&["--include-restricted", "--allow-host", "data.example.org", "--log-queries"]);
    let bearer = format!("Bearer {TOKEN}");
    let query = format!("/sparql?query={}", encoded("SELECT ?l { place:zqxdale rdfs:label ?l }"));
    let ask = |headers: &[(&str, &str)]| served.send("GET", &query, headers, b"");
    let token = ("Authorization", bearer.as_str());
    for host in ["localhost", "localhost:1234", "127.0.0.1", "[::1]:80", "data.example.org", "DATA.example.org:443"] {
        let got = ask(&[("Host", host), token]);
        assert!(got.status == 200 && got.body.contains("Zqxdale"), "{host}: {got:?}");
        // The answer must not be cached nor be readable by pages of other origins.
        assert_eq!(got.header("access-control-allow-origin"), None);
        assert_eq!(got.header("cache-control"), Some("private, no-store"));
        let open = ask(&[("Host", host)]);
        assert!(open.status == 200 && !open.body.contains("Zqxdale"), "{host}: {open:?}");
        assert_eq!(open.header("access-control-allow-origin"), Some("*"));
    }
    for host in ["evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.nip.io", ""] {
        for headers in [&[("Host", host), token][..], &[("Host", host)]] {
            let got = ask(headers);
            assert_eq!(got.status, 421, "{host}: {got:?}");
            has_no_canary(host, &got);
        }
    }
    for wrong in ["Bearer x", "Bearer ", &format!("Bearer {TOKEN}x"), &format!("Bearer {}", &TOKEN[1..])] {
        assert_eq!(ask(&[("Host", "localhost"), ("Authorization", wrong)]).status, 401, "{wrong}");
    }
    let origin = |origin| ask(&[("Host", "localhost"), token, ("Origin", origin)]);
    assert_eq!(origin("http://localhost").status, 200);
    for foreign in ["https://evil.example", "null", "http://localhost:9999", "http://127.0.0.1"] {
        assert_eq!(origin(foreign).status, 403, "{foreign}");
    }
    // A second Host header does not give access.
    let two = format!(
        "GET {query} HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\n{}: {bearer}\r\nConnection: close\r\n\r\n",
        token.0
    );
    assert!((400..500).contains(&served.raw(two.as_bytes()).status));
    let absolute = format!(
        "GET http://evil.example{query} HTTP/1.1\r\nHost: localhost\r\n{}: {bearer}\r\nConnection: close\r\n\r\n",
        token.0
    );
    assert_eq!(served.raw(absolute.as_bytes()).status, 421);
    // Restricted names do not get into the log through requests.
    assert_eq!(
        served.send("GET", "/place/zqxdale", &[("Host", "localhost"), token, ("Accept", "text/turtle")], b"").status,
        200
    );
    let log = served.log();
    assert!(log.contains("/(restricted) 200"), "{log}");
    // Clients without access find nothing. --log-queries logs their queries, which contain only their own words.
    let own = |line: &&str| line.contains(" query=") && !line.contains(" 1 rows ") || line.starts_with("note: ");
    let requests: String = log.lines().filter(|line| !own(line)).collect();
    assert!(requests.contains(" 1 rows "), "{log}");
    assert_no_canary("the log of who may read all", requests.as_bytes());
    assert!(!log.contains(TOKEN));
}

#[test]
fn a_browser_enters_by_a_one_time_address() {
    let served = served(&["--include-restricted"]);
    let address = one_time(&served);
    let host = ("Host", "localhost");
    assert_eq!(served.send("HEAD", &address, &[host], b"").status, 405);
    assert_eq!(served.send("GET", &address, &[("Host", "evil.example")], b"").status, 421);
    let got = served.send("GET", &address, &[host], b"");
    assert_eq!((got.status, got.header("location")), (303, Some("/")));
    let cookie = got.header("set-cookie").unwrap().to_owned();
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
    let again = served.send("GET", &address, &[host], b"");
    assert_eq!((again.status, again.header("set-cookie")), (403, None));
    let cookie = cookie.split(';').next().unwrap();
    let see = |more: &[(&str, &str)]| {
        let got = served.send(
            "GET",
            "/place/zqxdale",
            &[&[host, ("Cookie", cookie), ("Accept", "text/turtle")], more].concat(),
            b"",
        );
        assert_eq!(got.status == 200, got.body.contains("Zqxdale"), "{got:?}");
        got.status
    };
    assert_eq!(see(&[]), 200);
    assert_eq!(see(&[("Origin", "http://localhost"), ("Sec-Fetch-Site", "same-origin")]), 200);
    assert_eq!(see(&[("Sec-Fetch-Site", "none")]), 200);
    // A page of another origin, although the browser sends the cookie.
    for foreign in [
        ("Origin", "https://evil.example"),
        ("Origin", "http://localhost:9999"),
        ("Origin", "null"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
    ] {
        assert_eq!(see(&[foreign]), 404, "{foreign:?}");
    }
    // A cookie allows reading but no updates.
    let update = served.send(
        "POST",
        "/sparql",
        &[host, ("Cookie", cookie), ("Content-Type", "application/sparql-update")],
        b"CLEAR ALL",
    );
    assert_eq!(update.status, 403);
    // A client with the token gets a new address.
    let bearer = format!("Bearer {TOKEN}");
    let new = served.send("GET", "/_/enter", &[host, ("Authorization", &bearer)], b"");
    assert!(new.status == 200 && new.body.starts_with("http://localhost/_/enter?key="), "{new:?}");
    let new = new.body.trim().strip_prefix("http://localhost").unwrap();
    assert_eq!(served.send("GET", new, &[host], b"").status, 303);
    assert_eq!(served.send("GET", "/_/enter", &[host], b"").status, 401);
    assert_eq!(served.send("GET", "/_/enter", &[host, ("Cookie", cookie)], b"").status, 401);
}

#[test]
fn a_source_is_restricted_from_the_build_that_says_so() {
    let workdir = Workdir::new();
    workdir.write("sources/open.txt", "Figures\nUpper Vale: 8 May 1992, territory 289 km2\n");
    workdir.write("sources/zqxbox.txt", "Zqxfigures\nZqxdale: 7 November 1971, 77,123 km2\n");
    workdir.build();
    let site = workdir.path("site").display().to_string();
    assert_eq!(workdir.run(&["publish", "-o", &site]).code, Some(0));
    let served = Served::of(workdir, &["--site", &site, "--host", "127.0.0.1"]);
    let label = "SELECT ?l { place:zqxdale rdfs:label ?l }";
    let page = served.get("/place/zqxdale/", "text/html");
    assert!(page.status == 200 && page.body.contains("Zqxdale"), "{page:?}");
    let tag = page.header("etag").unwrap().to_owned();
    assert!(served.query(label).body.contains("Zqxdale"));
    served.workdir.write("sources/zqxbox.meta.toml", "redistribute = false\n");
    served.workdir.build();
    for target in [
        "/place/zqxdale/",
        "/place/zqxdale",
        "/dataset.ttl",
        "/place/index.html",
        "/source/zqxbox/index.ttl",
        "/tables/districts.csv",
    ] {
        for more in [&[][..], &[("If-None-Match", tag.as_str())], &[("Range", "bytes=0-9999")]] {
            let got = served.send("GET", target, more, b"");
            assert_ne!(got.status, 304, "{target}");
            has_no_canary(target, &got);
        }
    }
    assert!(!served.query(label).body.contains("Zqxdale"));
    assert!(served.get("/place/upper-vale", "text/turtle").body.contains("289"), "the rest is served from the store");
    assert!(served.log().contains("warning: the folder of --site is not served"), "{}", served.log());
    // A site that is published again is served again.
    assert_eq!(served.workdir.run(&["publish", "-o", &site]).code, Some(0));
    let page = served.get("/place/upper-vale/", "text/html");
    assert!(page.status == 200 && page.header("etag").is_some(), "{page:?}");
    has_no_canary("site", &served.get("/place/index.html", "text/html"));
    // A site that was published with restricted sources is not served to the public.
    assert_eq!(served.workdir.run(&["publish", "-o", &site, "--include-restricted"]).code, Some(0));
    assert_eq!(served.get("/place/zqxdale/", "text/html").status, 404);
}

#[test]
fn an_update_cannot_copy_restricted_data() {
    let workdir = closed();
    workdir.build();
    let served = Served::of(workdir, &["--allow-update"]);
    for update in [
        "INSERT { GRAPH <urn:copy> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "DELETE WHERE { GRAPH ?g { ?s dcterms:accessRights ?r } }",
        "COPY GRAPH <https://example.org/d/graph/run> TO <urn:copy>",
    ] {
        let got = served.update(update);
        assert!(got.status == 403 && got.body.contains("--include-restricted"), "{update}: {got:?}");
    }
    has_no_canary("the store", &served.query("SELECT * { ?s ?p ?o }"));
}

struct Reconciling {
    process: Child,
    address: String,
    private: String,
    workdir: Workdir,
}

impl Drop for Reconciling {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Reconciling {
    fn new(workdir: Workdir, args: &[&str]) -> Self {
        let mut command = workdir.command(&["reconcile", "serve", "--port", "0"]);
        let mut process = command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        let mut private = String::new();
        if args.contains(&"--include-restricted") {
            let mut errors = BufReader::new(process.stderr.take().unwrap());
            while !private.contains(&address) {
                private.clear();
                assert!(errors.read_line(&mut private).unwrap() > 0);
            }
            private = private.trim().rsplit_once(&address).unwrap().1.trim_end_matches('/').to_owned();
        }
        Self { process, address, private, workdir }
    }

    fn get(&self, host: &str, target: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
            .write_all(format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes())
            .unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        (text.split(' ').nth(1).unwrap().parse().unwrap(), text)
    }
}

/// Addresses of the reconciliation protocol that would match names of a restricted source.
fn reconciling() -> Vec<String> {
    let mut targets: Vec<String> = [
        "/",
        "/v1/",
        "/suggest/entity?prefix=Zqx",
        "/suggest/entity?prefix=zqxdale",
        "/suggest/entity?prefix=Upper",
        "/suggest/property?prefix=",
        "/suggest/type?prefix=",
        "/propose?type=",
    ]
    .iter()
    .map(|t| (*t).to_owned())
    .collect();
    for name in ["Zqxdale", "Zqxara Zqxbeth", "Upper Vale", "Ada Moor", "Far Fen"] {
        targets.push(format!("/?query={}", encoded(name)));
        targets.push(format!("/?queries={}", encoded(&format!("{{\"q\":{{\"query\":\"{name}\",\"limit\":50}}}}"))));
    }
    for id in ["place/zqxdale", "place/upper-vale", "person/ada-moor"] {
        targets.push(format!("/preview?id={}", encoded(id)));
        targets.push(format!("/flyout/entity?id={}", encoded(id)));
        let extend = format!(
            "{{\"ids\":[\"{id}\"],\"properties\":[{{\"id\":\"area\"}},{{\"id\":\"source\"}},{{\"id\":\"control-change\"}},{{\"id\":\"role\"}},{{\"id\":\"name\"}},{{\"id\":\"iri\"}}]}}"
        );
        targets.push(format!("/?extend={}", encoded(&extend)));
    }
    targets
}

#[test]
fn reconciliation_finds_nothing_of_a_restricted_source() {
    let workdir = closed();
    workdir.build();
    let service = Reconciling::new(workdir, &[]);
    for target in reconciling() {
        let (status, text) = service.get("localhost", &target);
        if status == 200 {
            let text = text.replace("\"id\":\"place/zqxdale\"", "").replace("\"place/zqxdale\":", "");
            assert_no_canary(&target, text.as_bytes());
        }
    }
    assert!(service.get("localhost", "/suggest/entity?prefix=Upper").1.contains("Upper Vale"));
    // A source that a build restricts is no longer served after it.
    assert!(service.get("localhost", "/suggest/entity?prefix=Lower").1.contains("Lower Marsh"));
    for source in ["box", "other"] {
        service.workdir.write(&format!("sources/{source}.meta.toml"), "redistribute = false\n");
    }
    service.workdir.build();
    assert!(!service.get("localhost", "/suggest/entity?prefix=Lower").1.contains("Lower Marsh"));
    assert!(
        service.get("localhost", "/suggest/entity?prefix=Upper").1.contains("Upper Vale"),
        "the gazetteer names it"
    );
}

#[test]
fn reconciliation_with_restricted_sources_has_a_secret_address() {
    let workdir = closed();
    workdir.build();
    let service = Reconciling::new(workdir, &["--include-restricted", "--allow-host", "data.example.org"]);
    assert!(service.private.len() > 40, "{}", service.private);
    for target in reconciling() {
        let (status, text) = service.get("localhost", &target);
        if status == 200 {
            let text = text.replace("\"id\":\"place/zqxdale\"", "").replace("\"place/zqxdale\":", "");
            assert_no_canary(&target, text.as_bytes());
            assert!(!text.contains(&service.private), "{target}");
        }
    }
    let private = |host: &str| service.get(host, &format!("{}/suggest/entity?prefix=Zqxd", service.private));
    for host in ["localhost", "127.0.0.1:8000", "data.example.org"] {
        let (status, text) = private(host);
        assert!(status == 200 && text.contains("Zqxdale") && text.contains("no-store"), "{host}: {text}");
    }
    assert_eq!(private("evil.example").0, 421);
    let guessed = format!("{}x/suggest/entity?prefix=Zqxd", &service.private[..service.private.len() - 1]);
    assert_eq!(service.get("localhost", &guessed).0, 404);
}
