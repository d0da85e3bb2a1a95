//! `reconcile client` against the program's own service in both versions, a peer, and services that misbehave.

use super::local::{Asked, Local, nobody};
use super::reconcile::Served;
use super::support::{Ran, Workdir, program};
use serde_json::{Value, json};
use std::io::Write;

const TABLE: &str = "place,km2,note\nUpper Vale,3054,\"a, b\"\nFarport,,x\nNowhere at all,,\nUpper Vale,3054,again\n,1,no name\nshort\n";

fn client(workdir: &Workdir, url: &str, more: &[&str]) -> Ran {
    workdir.write("places.csv", TABLE);
    let table = workdir.path("places.csv").display().to_string();
    let mut args = vec!["reconcile", "client", url, &table, "--column", "place", "--pause", "0.001"];
    args.extend(more);
    workdir.ran(&program().args(args).output().unwrap())
}

#[test]
fn our_own_service_in_both_versions() {
    let served = Served::new();
    let workdir = Workdir::new();
    let mut tables = Vec::new();
    for (path, version) in [("", "0.2 or older"), ("v1/", "1.0-draft")] {
        let url = format!("http://{}/{path}", served.address);
        let ran = client(&workdir, &url, &["--property", "P2046=km2", "--type", "Q902"]);
        assert_eq!(ran.code, Some(1), "{}", ran.stderr);
        assert!(ran.stderr.contains(&format!("version {version}, 200 names per request\n")), "{}", ran.stderr);
        assert!(ran.stderr.contains("places.csv:7: it has 1 cells, and the table has 3 columns"), "{}", ran.stderr);
        let lines: Vec<&str> = ran.stdout.lines().collect();
        assert_eq!(lines[0], "place,km2,note,place_id,place_name,place_score,place_match,place_type");
        assert!(
            lines[1].starts_with("Upper Vale,3054,\"a, b\",Q912,Upper Vale,") && lines[1].ends_with(",true,district"),
            "{}",
            lines[1]
        );
        assert!(lines[2].starts_with("Farport,,x,Q913,Farport,"), "{}", lines[2]);
        assert_eq!(lines[3], "Nowhere at all,,,,,,,");
        assert!(lines[4].starts_with("Upper Vale,3054,again,Q912,"), "{}", lines[4]);
        assert_eq!((lines[5], lines.len()), (",1,no name,,,,,", 6));
        tables.push(ran.stdout);
        let out = workdir.path("out.json").display().to_string();
        let ran = client(&workdir, &url, &["--format", "json", "-o", &out]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{}", ran.stderr);
        let value: Value = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
        assert_eq!(value.as_array().map(Vec::len), Some(5));
        assert_eq!((&value[0]["candidates"][0]["id"], &value[0]["line"]), (&json!("Q912"), &json!(2)));
        let ran = client(&workdir, &url, &["--format", "sssom", "--base", "https://example.org/d/"]);
        let row = "\tdata:upper-vale\tUpper Vale\tskos:closeMatch\t\twd:Q912\tUpper Vale\t";
        assert!(ran.stdout.contains(row), "{}", ran.stdout);
        assert_eq!(chorograph::dataset::sssom::validate(&ran.stdout), vec![]);
    }
    assert_eq!(tables[0], tables[1], "both versions say the same");
}

/// A service of version 0.1 that refuses one name and leaves another out.
fn particular() -> Local {
    Local::new(|asked: &Asked| {
        let json = "Content-Type: application/json\r\n".to_owned();
        if asked.method == "GET" {
            let manifest = json!({"name": "Particular", "identifierSpace": "http://p.example/", "batchSize": 2});
            return (200, json, manifest.to_string().into_bytes());
        }
        let queries: Value = serde_json::from_str(asked.field("queries")).unwrap();
        let queries = queries.as_object().unwrap();
        assert!(queries.len() <= 2);
        let names: Vec<&str> = queries.values().map(|q| q["query"].as_str().unwrap()).collect();
        if names.contains(&"Farport") {
            return (400, json, b"{\"error\":\"Farport is not spoken of\"}".to_vec());
        }
        let answers = queries.iter().filter(|(_, q)| q["query"] != "Nowhere at all");
        let answer: serde_json::Map<String, Value> = answers
            .map(|(k, q)| {
                (
                    k.clone(),
                    json!({"result": [{"id": "x", "name": q["query"], "score": "7", "match": false, "type": "T"}]}),
                )
            })
            .collect();
        (200, json, Value::Object(answer).to_string().into_bytes())
    })
}

#[test]
fn names_without_an_answer_are_reported_and_the_others_written() {
    let service = particular();
    let workdir = Workdir::new();
    let cache = workdir.path("answers").display().to_string();
    let ran = client(&workdir, &service.url, &["--cache", &cache]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    for expected in [
        "places.csv:3: \"Farport\" has no answer: the answer of 127.0.0.1:",
        "cannot be used: status 400, \"{\\\"error\\\":\\\"Farport is not spoken of\\\"}\"",
        "places.csv:4: \"Nowhere at all\" has no answer: the service gives no result for this name",
    ] {
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    }
    assert_eq!(ran.stdout.lines().nth(1), Some("Upper Vale,3054,\"a, b\",x,Upper Vale,7,false,T"));
    assert_eq!(ran.stdout.lines().nth(2), Some("Farport,,x,,,,,"));
    let first = service.taken().len();
    let again = client(&workdir, &service.url, &["--cache", &cache]);
    assert_eq!(again.stdout, ran.stdout);
    let second = service.taken();
    assert!(second.len() < first && second.iter().all(|a| a.field("queries").contains("Farport")), "{second:?}");
}

#[test]
fn wrong_services_and_wrong_tables_are_errors() {
    let workdir = Workdir::new();
    let page = Local::new(|_| (200, "Content-Type: text/html\r\n".to_owned(), b"<!doctype html>".to_vec()));
    let other = Local::new(|_| (200, String::new(), b"{\"versions\": [\"9.9\"]}".to_vec()));
    let endless = Local::raw(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 X\r\nContent-Type: application/json\r\n\r\n");
        let block = [b' '; 1 << 16];
        while stream.write_all(&block).is_ok() {}
    });
    for (url, expected) in [
        (nobody(), "cannot connect to 127.0.0.1"),
        (page.url.clone(), "a page instead of JSON (\"text/html\")"),
        (other.url.clone(), "it speaks 9.9, and 0.1, 0.2 and 1.0-draft are understood here"),
        (endless.url.clone(), "has more than 67108864 bytes"),
        ("file:///etc/passwd".to_owned(), "only http: and https: are supported"),
    ] {
        let out = workdir.path("out.csv");
        let ran = client(&workdir, &url, &["--tries", "1", "-o", &out.display().to_string()]);
        assert_eq!((ran.code, out.exists()), (Some(2), false), "{}", ran.stderr);
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    }
    let service = particular();
    let ran = client(&workdir, &service.url, &["--property", "P1=area"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("the table has no column \"area\"; it has place, km2, note"), "{}", ran.stderr);
}

#[test]
fn a_service_that_comes_back_is_waited_for() {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let service = Local::new(move |asked: &Asked| {
        let n = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        if n.is_multiple_of(2) {
            return (503, "Retry-After: 1\r\n".to_owned(), Vec::new());
        }
        let answer = if asked.method == "GET" {
            json!({"versions": ["1.0-draft"], "name": "Tired"})
        } else {
            json!({"results": []})
        };
        (200, String::new(), answer.to_string().into_bytes())
    });
    let workdir = Workdir::new();
    let ran = client(&workdir, &service.url, &["--tries", "2"]);
    assert!(ran.stderr.contains("\"Tired\", version 1.0-draft, 50 names per request"), "{}", ran.stderr);
    assert!(service.taken().len() >= 3);
}
