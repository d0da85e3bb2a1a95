//! `wikidata fetch` against a service on this machine that speaks the API of Wikibase, or SPARQL over the same items. The
//! items are made up.

use super::local::{Asked, Local, nobody};
use super::support::{Ran, Workdir};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Number, label, and the items that it names.
type Made = (u32, &'static str, &'static [(u32, u32)]);

/// A town whose region was merged into another one; classes three high and in a circle; what is not needed.
const ITEMS: &[Made] = &[
    (901, "Shusha", &[(31, 910), (131, 920), (17, 930), (999, 990)]),
    (902, "Shusha", &[(31, 911), (27, 930)]),
    (910, "town", &[(279, 912)]),
    (911, "name", &[(279, 912)]),
    (912, "thing", &[(279, 910), (31, 990)]),
    (921, "Upper Region", &[(131, 922), (31, 990)]),
    (922, "Whole Region", &[(17, 930)]),
    (930, "Valeland", &[(31, 990)]),
    (990, "not needed", &[]),
];
/// The old number of an item and its new one.
const MERGED: (u32, u32) = (920, 921);

fn entity(id: u32) -> Option<Value> {
    let (_, label, refers) = ITEMS.iter().find(|(n, ..)| *n == id)?;
    let mut claims: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (property, to) in *refers {
        let snak = json!({"snaktype": "value", "datavalue": {"type": "wikibase-entityid", "value": {"entity-type": "item", "numeric-id": to, "id": format!("Q{to}")}}});
        claims
            .entry(format!("P{property}"))
            .or_default()
            .push(json!({"mainsnak": snak, "rank": "normal", "type": "statement"}));
    }
    Some(json!({"type": "item", "id": format!("Q{id}"), "labels": {"en": {"language": "en", "value": label}},
        "aliases": [], "descriptions": {}, "claims": claims, "sitelinks": {"enwiki": {"site": "enwiki", "title": label}}}))
}

fn api(asked: &Asked) -> Value {
    assert_eq!((asked.method.as_str(), asked.field("format"), asked.field("maxlag")), ("GET", "json", "5"));
    match asked.field("action") {
        "wbsearchentities" => {
            assert_eq!((asked.field("type"), asked.field("language")), ("item", "en"));
            let is_found = |i: &&Made| i.1.to_lowercase().starts_with(&asked.field("search").to_lowercase());
            let found: Vec<Value> =
                ITEMS.iter().filter(is_found).map(|i| json!({"id": format!("Q{}", i.0), "label": i.1})).collect();
            json!({"searchinfo": {"search": asked.field("search")}, "search": found, "success": 1})
        }
        "wbgetentities" => {
            let ids: Vec<&str> = asked.field("ids").split('|').collect();
            assert!(ids.len() <= 50);
            let mut entities = Map::new();
            for id in ids {
                let number: u32 = id[1..].parse().unwrap();
                let now = if number == MERGED.0 { MERGED.1 } else { number };
                let mut found = entity(now).unwrap_or_else(|| json!({"id": id, "missing": ""}));
                if now != number {
                    found["redirects"] = json!({"from": id, "to": format!("Q{now}")});
                }
                entities.insert(id.to_owned(), found);
            }
            json!({"entities": entities, "success": 1})
        }
        other => panic!("{other}"),
    }
}

fn wikibase() -> Local {
    Local::new(|asked| {
        (200, "Content-Type: application/json; charset=utf-8\r\n".to_owned(), api(asked).to_string().into_bytes())
    })
}

/// One entity with one name, and so few requests.
fn dataset() -> Workdir {
    let workdir = Workdir::new();
    workdir.write("gazetteer/places.csv", "id,kind,names,wikidata,evidence\nshusha,district,Shusha@en,,made up\n");
    workdir.build();
    workdir
}

fn fetch(workdir: &Workdir, more: &[&str]) -> Ran {
    let out = workdir.path("my.wd").display().to_string();
    let mut args = vec!["wikidata", "fetch", "-o", &out, "--pause", "0.001"];
    args.extend(more);
    workdir.run(&args)
}

fn shown(workdir: &Workdir, what: &str) -> String {
    workdir.run(&["wikidata", "show", &workdir.path("my.wd").display().to_string(), what]).stdout
}

#[test]
fn what_is_needed_is_fetched_once() {
    let workdir = dataset();
    let service = wikibase();
    let ran = fetch(&workdir, &["--endpoint", &service.url, "--contact", "me@example.org"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("2 items with such names; 8 items fetched (1 merged, 0 missing, 0 left out)"),
        "{}",
        ran.stderr
    );
    let asked = service.taken();
    let batches: Vec<&str> = asked.iter().map(|a| a.field("ids")).filter(|i| !i.is_empty()).collect();
    assert_eq!(batches[0], "Q901|Q902");
    assert!(batches.iter().all(|b| !b.contains("Q990")), "{batches:?}");
    for request in &asked {
        assert!(
            request.header("user-agent").starts_with("chorograph/0.1.0 (https://")
                && request.header("user-agent").ends_with("; me@example.org)")
        );
    }
    for (what, told) in [("Q901", "Upper Region"), ("Q901", "town"), ("Q921", "Whole Region"), ("Shusha", "Q902")] {
        assert!(shown(&workdir, what).contains(told), "{what}: {}", shown(&workdir, what));
    }
    assert!(!shown(&workdir, "Q901").contains("Q920"), "{}", shown(&workdir, "Q901"));
    let index = std::fs::read(workdir.path("my.wd")).unwrap();
    // A second run asks nothing and gives the same bytes; what is cut short in the cache is asked for again.
    let ran = fetch(&workdir, &["--endpoint", &service.url]);
    assert_eq!((ran.code, service.taken().len()), (Some(0), 0), "{}", ran.stderr);
    assert_eq!(std::fs::read(workdir.path("my.wd")).unwrap(), index);
    let mut cut = 0;
    for folder in std::fs::read_dir(workdir.path(".chorograph/wikidata-cache")).unwrap() {
        for file in std::fs::read_dir(folder.unwrap().path()).unwrap().take(1) {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
            cut += 1;
        }
    }
    let ran = fetch(&workdir, &["--endpoint", &service.url]);
    assert_eq!((ran.code, service.taken().len()), (Some(0), cut), "{}", ran.stderr);
    let ran = fetch(&workdir, &["--endpoint", &service.url, "--refresh"]);
    assert_eq!((ran.code, service.taken().len()), (Some(0), asked.len()), "{}", ran.stderr);
    // What linking makes of it.
    let ran = workdir.run(&["link", "propose", &workdir.path("my.wd").display().to_string()]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

#[test]
fn a_service_that_is_behind_is_waited_for() {
    let workdir = dataset();
    let count = AtomicUsize::new(0);
    let service = Local::new(move |asked| match count.fetch_add(1, Ordering::SeqCst) {
        0 => {
            let error = json!({"error": {"code": "maxlag", "info": "Waiting for db1: 7 seconds lagged", "lag": 7}});
            (200, "Content-Type: application/json\r\nRetry-After: 1\r\n".to_owned(), error.to_string().into_bytes())
        }
        2 => (429, "Retry-After: 1\r\n".to_owned(), b"Too many requests".to_vec()),
        _ => (200, "Content-Type: application/json\r\n".to_owned(), api(asked).to_string().into_bytes()),
    });
    let ran = fetch(&workdir, &["--endpoint", &service.url]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stderr.contains("8 items fetched"), "{}", ran.stderr);
}

#[test]
fn the_same_from_a_sparql_endpoint() {
    let workdir = dataset();
    let mut turtle = String::from(
        "@prefix wd: <http://www.wikidata.org/entity/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .\n",
    );
    for (id, label, refers) in ITEMS {
        turtle.push_str(&format!(
            "wd:Q{id} <http://www.w3.org/2000/01/rdf-schema#label> \"{label}\"@en , \"autre\"@fr .\n"
        ));
        turtle.push_str(&format!("wd:Q{id} <http://wikiba.se/ontology#statements> {} .\n", refers.len()));
        for (property, to) in *refers {
            turtle.push_str(&format!("wd:Q{id} wdt:P{property} wd:Q{to} .\n"));
        }
    }
    turtle.push_str(&format!("wd:Q{} <http://www.w3.org/2002/07/owl#sameAs> wd:Q{} .\n", MERGED.0, MERGED.1));
    let store = Store::new().unwrap();
    store.load_from_reader(RdfParser::from_format(RdfFormat::Turtle), turtle.as_bytes()).unwrap();
    let service = Local::new(move |asked| {
        let query = SparqlEvaluator::new().parse_query(asked.field("query")).unwrap();
        let QueryResults::Solutions(rows) = query.on_store(&store).execute().unwrap() else { panic!("no SELECT") };
        let serializer = QueryResultsSerializer::from_format(QueryResultsFormat::Json);
        let mut writer = serializer.serialize_solutions_to_writer(Vec::new(), rows.variables().to_vec()).unwrap();
        rows.for_each(|row| writer.serialize(&row.unwrap()).unwrap());
        (200, "Content-Type: application/sparql-results+json\r\n".to_owned(), writer.finish().unwrap())
    });
    let ran = fetch(&workdir, &["--sparql", &service.url]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("2 items with such names; 8 items fetched (1 merged, 0 missing, 0 left out)"),
        "{}",
        ran.stderr
    );
    for (what, told) in [("Q901", "Upper Region"), ("Q901", "town"), ("Shusha", "Q902")] {
        assert!(shown(&workdir, what).contains(told), "{what}: {}", shown(&workdir, what));
    }
    assert!(!shown(&workdir, "Q901").contains("autre"));
    let asked = service.taken().len();
    fetch(&workdir, &["--sparql", &service.url]);
    assert_eq!((asked > 2, service.taken().len()), (true, 0));
}

#[test]
fn what_cannot_be_had_is_told_and_the_rest_goes_on() {
    let workdir = dataset();
    let service = Local::new(|asked| {
        let json = "Content-Type: application/json\r\n".to_owned();
        if asked.field("ids").split('|').any(|id| id == "Q912") {
            let error = json!({"error": {"code": "no-such-entity", "info": "Could not find Q912", "id": "Q912"}});
            return (200, json, error.to_string().into_bytes());
        }
        (200, json, api(asked).to_string().into_bytes())
    });
    let ran = fetch(&workdir, &["--endpoint", &service.url, "--item", "Q977"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("error: \"Q912\": the answer of 127.0.0.1:"), "{}", ran.stderr);
    assert!(ran.stderr.contains("no-such-entity: Could not find Q912"), "{}", ran.stderr);
    assert!(ran.stderr.contains("7 items fetched (1 merged, 1 missing, 0 left out)"), "{}", ran.stderr);
    assert!(shown(&workdir, "Q901").contains("town"));
    let ran = fetch(&workdir, &["--endpoint", &service.url, "--most", "3"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("3 items fetched") && ran.stderr.contains("raise --most"), "{}", ran.stderr);
}

#[test]
fn items_that_an_answer_lacks_are_told_and_an_index_stays_where_nothing_is_had() {
    let workdir = dataset();
    let service = Local::new(|asked| {
        let json = "Content-Type: application/json\r\n".to_owned();
        if asked.path == "/none" {
            return (200, json, b"{\"search\":[]}".to_vec());
        }
        let mut answer = api(asked);
        if let Some(entities) = answer.get_mut("entities").and_then(Value::as_object_mut) {
            entities.remove("Q902");
        }
        (200, json, answer.to_string().into_bytes())
    });
    let ran = fetch(&workdir, &["--endpoint", &service.url]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("error: \"Q902\": the answer of 127.0.0.1:"), "{}", ran.stderr);
    assert!(ran.stderr.contains("it lacks Q902, which was requested"), "{}", ran.stderr);
    assert!(shown(&workdir, "Q901").contains("town"));
    let before = std::fs::read(workdir.path("my.wd")).unwrap();
    let ran = fetch(&workdir, &["--endpoint", &format!("{}none", service.url)]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
    assert!(
        ran.stderr.contains("there are no items to write; ") && ran.stderr.contains("was not changed"),
        "{}",
        ran.stderr
    );
    assert_eq!(std::fs::read(workdir.path("my.wd")).unwrap(), before);
}

#[test]
fn hostile_answers_are_refused() {
    let workdir = dataset();
    let served = |asked: &Asked| match asked.path.as_str() {
        "/page" => (200, "Content-Type: text/html\r\n".to_owned(), b"<html>Sign in".to_vec()),
        "/file" => (301, "Location: file:///etc/passwd\r\n".to_owned(), Vec::new()),
        "/other" => (302, "Location: http://192.0.2.1/w/api.php\r\n".to_owned(), Vec::new()),
        "/round" => (302, "Location: /round\r\n".to_owned(), Vec::new()),
        "/shape" => (200, String::new(), b"{\"search\": 7}".to_vec()),
        "/deep" => (200, String::new(), vec![b'['; 1 << 20]),
        // A gigabyte of zeros in a megabyte.
        "/bomb" => {
            let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            let block = vec![b' '; 1 << 20];
            (0..1024).for_each(|_| gz.write_all(&block).unwrap());
            (200, "Content-Encoding: gzip\r\n".to_owned(), gz.finish().unwrap())
        }
        "/wait" => (429, "Retry-After: 86400\r\n".to_owned(), Vec::new()),
        _ => (404, String::new(), Vec::new()),
    };
    let service = Local::new(served);
    let endless = Local::raw(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 X\r\n\r\n");
        let block = [b'['; 1 << 16];
        while stream.write_all(&block).is_ok() {}
    });
    let cut = Local::raw(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\n{\"search\":[");
    });
    let garbage = Local::raw(|_, stream| {
        let _ = stream.write_all(b"SSH-2.0-OpenSSH\r\n");
    });
    let at = |path: &str| format!("{}{path}", service.url);
    for (url, code, told) in [
        (at("page"), 1, "a page instead of JSON"),
        (at("file"), 2, "redirects to \"file:///etc/passwd\""),
        (at("other"), 2, "redirects to \"http://192.0.2.1/w/api.php\""),
        (at("round"), 2, "more than 3 redirects"),
        (at("shape"), 1, "it has no list `search`"),
        (at("deep"), 1, "invalid JSON: recursion limit exceeded"),
        (at("bomb"), 1, "has more than 67108864 bytes"),
        (at("wait"), 2, "asks to wait 86400 s"),
        (at("none"), 1, "status 404"),
        (endless.url.clone(), 1, "has more than 67108864 bytes"),
        (cut.url.clone(), 2, "cannot be read"),
        (garbage.url.clone(), 2, "127.0.0.1"),
        (nobody(), 2, "cannot connect to 127.0.0.1"),
    ] {
        // As many names as it takes to give up.
        let names: String = (0..4).map(|n| format!("p{n},district,Name {n}@en,,made up\n")).collect();
        workdir.write("gazetteer/places.csv", format!("id,kind,names,wikidata,evidence\n{names}"));
        workdir.build();
        std::fs::remove_file(workdir.path("my.wd")).ok();
        let ran = fetch(&workdir, &["--endpoint", &url, "--tries", "1"]);
        assert_eq!(ran.code, Some(code), "{url}: {}", ran.stderr);
        assert!(ran.stderr.contains(told), "{url}: {}", ran.stderr);
        assert!(!workdir.path("my.wd").exists(), "an index of nothing");
        assert!(!workdir.path(".chorograph/wikidata-cache").exists(), "what is no answer is not kept");
    }
    let ran = fetch(&workdir, &[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("www.wikidata.org requires a contact"), "{}", ran.stderr);
    assert!(ran.stderr.contains("help: give --contact"), "{}", ran.stderr);
    let ran = fetch(&workdir, &["--contact", "a\nb"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("invalid contact"), "{}", ran.stderr);
}
