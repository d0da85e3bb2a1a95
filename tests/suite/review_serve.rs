//! The review in a browser as seen by clients: the program itself, over TCP.

use super::support::Workdir;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

const ARTICLE: &str = "Mayor opens the road\n\nLena Holt, mayor of Valmora, met Ivo Hart in Valmora on 3 May 2019.\n";

/// A server on its own port, stopped when it is dropped.
struct Served {
    process: Child,
    authority: String,
    /// The path that the server prints.
    base: String,
    workdir: Workdir,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Served {
    fn new(is_restricted: bool) -> Self {
        let workdir = Workdir::new();
        let more = if is_restricted { "redistribute = false\n" } else { "" };
        workdir.write("sources/vale.txt", ARTICLE);
        workdir
            .write("sources/vale.meta.toml", format!("publisher = \"The Post\"\npublished = \"2019-05-06\"\n{more}"));
        Self::of(workdir)
    }

    /// A review needs no build.
    fn of(workdir: Workdir) -> Self {
        let mut command = workdir.command(&["review", "serve", "--port", "0", "--reviewer", "Ann Orlo"]);
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let (authority, base) = line.trim().strip_prefix("http://").unwrap().split_once('/').unwrap();
        let (authority, base) = (authority.to_owned(), format!("/{}", base.trim_end_matches('/')));
        Self { process, authority, base: base.trim_end_matches('/').to_owned(), workdir }
    }

    /// The status and the body of an answer.
    fn send(&self, head: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.authority).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let length = body.len();
        let request = format!("{head}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(!head.to_ascii_lowercase().contains("access-control-allow-origin"), "{head}");
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    fn get(&self, path: &str) -> (u16, String) {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}", self.authority), "")
    }

    fn post(&self, path: &str, origin: &str, body: &Value) -> (u16, Value) {
        let head = format!(
            "POST {}{path} HTTP/1.1\r\nHost: {}\r\nOrigin: {origin}\r\nContent-Type: application/json",
            self.base, self.authority
        );
        let (status, body) = self.send(&head, &body.to_string());
        (status, serde_json::from_str(&body).unwrap())
    }

    /// A decision about the first claim.
    fn decision(&self) -> Value {
        let (status, source) = self.get(&format!("{}/api/source?id=vale", self.base));
        assert_eq!(status, 200, "{source}");
        let source: Value = serde_json::from_str(&source).unwrap();
        let card = &source["cards"][0];
        json!({ "source": "vale", "key": card["key"], "seen": card["seen"], "verdict": "accepted", "fields": [],
                "comment": "as it says", "reviewer": "Ann Orlo" })
    }

    fn file(&self, name: &str) -> String {
        fs::read_to_string(self.workdir.path(name)).unwrap_or_default()
    }
}

#[test]
fn what_was_answered_is_on_disk_whatever_happens_to_the_server() {
    let mut served = Served::new(false);
    assert_eq!(served.base, "");
    let (status, page) = served.get("/");
    assert!(status == 200 && page.contains("<title>Review</title>"), "{status}");
    let origin = format!("http://{}", served.authority);
    let decision = served.decision();
    let (status, answered) = served.post("/api/decide", &origin, &decision);
    served.process.kill().unwrap();
    assert_eq!((status, answered["card"]["status"].as_str()), (200, Some("accepted")));
    assert!(served.file("claims.review.tsv").contains("\taccepted\t"), "{}", served.file("claims.review.tsv"));
    assert!(served.file("claims.review.tsv").contains("\tas it says\t"));
}

#[test]
fn a_restricted_source_is_behind_a_secret_and_its_decisions_are_kept_apart() {
    let served = Served::new(true);
    assert_eq!(served.base.len(), 65, "{}", served.base);
    for path in ["/", "/api/session", "/api/source?id=vale", "/review.js", &served.base.replace(|c| c != '/', "0")] {
        let (status, body) = served.get(path);
        assert!(status == 404 && !body.contains("Lena"), "{path}: {status} {body}");
    }
    let origin = format!("http://{}", served.authority);
    let (status, answered) = served.post("/api/decide", &origin, &served.decision());
    assert_eq!(status, 200, "{answered}");
    assert_eq!(served.file("claims.review.tsv"), "");
    assert!(served.file("claims.review.restricted.tsv").contains("\taccepted\t"));
}

#[test]
fn other_hosts_and_other_origins_are_refused() {
    let served = Served::new(false);
    let decision = served.decision();
    for origin in ["http://evil.example", "http://127.0.0.1:1", "null"] {
        let (status, answered) = served.post("/api/decide", origin, &decision);
        assert_eq!((status, answered["message"].is_string()), (403, true), "{origin}");
    }
    for host in ["evil.example", "evil.example:80", "127.0.0.1.evil.example"] {
        let (status, body) = served.send(&format!("GET /api/session HTTP/1.1\r\nHost: {host}"), "");
        assert!(status == 421 && !body.contains("vale"), "{host}: {status} {body}");
    }
    let long = json!({ "reviewer": "a".repeat(1024 * 1024) });
    let (status, answered) = served.post("/api/undo", &format!("http://{}", served.authority), &long);
    assert_eq!(status, 413, "{answered}");
    assert_eq!(served.file("claims.review.tsv"), "");
}
