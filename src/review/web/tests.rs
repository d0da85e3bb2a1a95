//! The page and its requests, on a small dataset on disk.

use super::assets::FILES;
use super::*;
use crate::dataset::Dataset;
use crate::dataset::decisions::FILE;
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

const TEXT: &str = "Mayor opens the \u{1d539}ridge\n\nLena Holt, mayor of Valmora, met Ivo Hart in Valmora on 3 May 2019. \
                    “Nobody loses,” said Hart.\n\nAna Vell keeps the harbour of Brin.\n";
const TOML: &str = "title = \"Vale\"\ndescription = \"The vale.\"\nbase = \"https://example.org/vale/\"\n\
    licence = \"https://creativecommons.org/publicdomain/zero/1.0/\"\ncreator = \"Ann Orlo\"\n\
    publisher = \"The Vale Archive\"\nlanguages = [\"en\"]\n";
const HOST: &str = "127.0.0.1:8090";

struct Review {
    folder: TempDir,
    session: Session,
}

impl Review {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("sources")).unwrap();
        for (name, text) in [
            ("dataset.toml", TOML),
            ("sources/a vale.txt", TEXT),
            ("sources/a vale.meta.toml", "published = \"2019-05-06\"\npublisher = \"The Vale Post\"\n"),
        ] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let session = Session::open(Dataset::open(folder.path()).unwrap()).unwrap();
        Self { folder, session }
    }

    fn answer(&mut self, request: &Request<'_>) -> (u16, Value) {
        let by = Reviewer { name: "Ann Orlo".to_owned(), day: "2026-11-24".to_owned() };
        let response = answer(&mut self.session, &by, request);
        assert!(response.headers.contains(&("content-security-policy", POLICY)));
        (response.status, serde_json::from_slice(&response.body).unwrap_or(Value::Null))
    }

    fn get(&mut self, path: &str, query: &str) -> (u16, Value) {
        self.answer(&Request { method: "GET", path, query, host: HOST, ..Request::default() })
    }

    fn post(&mut self, path: &str, body: &Value) -> (u16, Value) {
        let body = body.to_string();
        self.answer(&Request { body: body.as_bytes(), ..from_the_page(path) })
    }

    /// The source and its first card of a type.
    fn card(&mut self, claim_type: &str) -> (String, Value) {
        let (_, session) = self.get("/api/session", "");
        let id = session["sources"][0]["id"].as_str().unwrap().to_owned();
        let (status, source) = self.get("/api/source", &format!("x=1&id={}", id.replace(' ', "%20")));
        assert_eq!((status, source["text"].as_str()), (200, Some(TEXT)));
        let cards = source["cards"].as_array().unwrap();
        (id, cards.iter().find(|card| card["claim_type"] == claim_type).unwrap().clone())
    }

    fn file(&self) -> String {
        fs::read_to_string(self.folder.path().join(FILE)).unwrap_or_default()
    }
}

fn from_the_page(path: &str) -> Request<'_> {
    Request {
        method: "POST",
        path,
        host: HOST,
        content_type: Some("application/json; charset=utf-8"),
        origin: Some("http://127.0.0.1:8090"),
        fetch_site: Some("same-origin"),
        ..Request::default()
    }
}

fn decision(id: &str, card: &Value, verdict: &str) -> Value {
    json!({ "source": id, "key": card["key"], "seen": card["seen"], "verdict": verdict, "fields": [], "comment": "",
            "reviewer": "Ann Orlo" })
}

#[test]
fn a_decision_is_on_disk_when_it_is_answered_and_can_be_undone() {
    let mut review = Review::new();
    let (id, card) = review.card("role");
    let (status, answered) = review.post("/api/decide", &decision(&id, &card, "rejected"));
    assert_eq!((status, answered["card"]["status"].as_str()), (200, Some("rejected")));
    assert!(review.file().contains("\trejected\t"), "{}", review.file());
    let (status, undone) = review.post("/api/undo", &json!({ "reviewer": "Ann Orlo" }));
    assert_eq!((status, undone["what"].as_str(), undone["source"].as_str()), (200, Some("rejected"), Some(&*id)));
    assert!(!review.file().contains("\trejected\t"), "{}", review.file());
    let (status, nothing) = review.post("/api/undo", &json!({ "reviewer": "Ann Orlo" }));
    assert_eq!((status, nothing["message"].as_str()), (409, Some("there is nothing to undo")));
}

#[test]
fn a_decision_on_what_was_not_seen_is_refused_with_the_card() {
    let mut review = Review::new();
    let (id, card) = review.card("role");
    let other = json!({ "reviewer": "Lena Holt" });
    let mut theirs = decision(&id, &card, "accepted");
    theirs["reviewer"] = other["reviewer"].clone();
    assert_eq!(review.post("/api/decide", &theirs).0, 200);
    let (status, answered) = review.post("/api/decide", &decision(&id, &card, "rejected"));
    assert_eq!((status, answered["card"]["status"].as_str()), (409, Some("accepted")));
    assert!(!review.file().contains("\trejected\t"));
    let (status, answered) = review.post("/api/decide", &decision(&id, &answered["card"], "rejected"));
    assert_eq!((status, answered["card"]["status"].as_str()), (200, Some("differing")));
}

#[test]
fn what_is_added_is_cut_out_in_code_points() {
    let mut review = Review::new();
    let (id, _) = review.card("role");
    let start = TEXT[..TEXT.find("keeps").unwrap()].chars().count();
    let mut claim = json!({ "source": id, "start": start, "end": start + 17, "type": "role", "comment": "",
        "reviewer": "Ann Orlo", "fields": [["holder", "Ana Vell"], ["roleTitle", "keeps the harbour"]] });
    let (status, added) = review.post("/api/add", &claim);
    assert_eq!((status, added["card"]["words"].as_str()), (200, Some("keeps the harbour")), "{added}");
    claim["fields"] = json!([["holder", "Ana Vell"], ["roleTitle", "admiral"]]);
    claim["end"] = json!(start + 5);
    let (status, refused) = review.post("/api/add", &claim);
    assert!(status == 422 && refused["message"].as_str().unwrap().contains("admiral"), "{status} {refused}");
    claim["end"] = json!(99_999);
    assert_eq!(review.post("/api/add", &claim).0, 422);
}

#[test]
fn only_the_page_may_write() {
    let mut review = Review::new();
    let page = from_the_page("/api/undo");
    let body = br#"{"reviewer":"Ann Orlo"}"#;
    for (request, status) in [
        (page, 409),
        (Request { origin: None, fetch_site: None, ..page }, 409),
        (Request { origin: None, ..page }, 409),
        (Request { host: "LocalHost:8090", origin: Some("http://localhost:8090"), ..page }, 409),
        (Request { origin: None, fetch_site: Some("cross-site"), ..page }, 403),
        (Request { origin: None, fetch_site: Some("same-site"), ..page }, 403),
        (Request { origin: Some("null"), ..page }, 403),
        (Request { origin: Some("http://127.0.0.1:9999"), ..page }, 403),
        (Request { origin: Some("http://evil.example"), ..page }, 403),
        (Request { origin: Some("http://127.0.0.1:8090.evil.example"), ..page }, 403),
        (Request { content_type: Some("text/plain"), ..page }, 415),
        (Request { content_type: None, ..page }, 415),
        (Request { method: "GET", ..page }, 405),
        (Request { method: "OPTIONS", ..page }, 405),
    ] {
        let (got, answered) = review.answer(&Request { body, ..request });
        assert_eq!(got, status, "{request:?}");
        assert!(answered["message"].is_string(), "{request:?}");
    }
    let long = vec![b' '; MAX_BODY + 1];
    assert_eq!(review.answer(&Request { body: &long, ..page }).0, 413);
}

#[test]
fn an_error_says_what_to_do() {
    let mut review = Review::new();
    let (id, card) = review.card("role");
    let with = |name: &str, value: Value| {
        let mut asked = decision(&id, &card, "accepted");
        asked[name] = value;
        asked
    };
    for (asked, status, words) in [
        (json!([]), 400, "load the page again"),
        (with("more", json!(1)), 400, "unknown field"),
        (with("reviewer", json!(" ")), 422, "as an ORCID or a name"),
        (with("reviewer", json!("a\tb")), 422, "or a name"),
        (with("reviewer", json!("0000-0002-1825-0098")), 422, "check digit"),
        (with("reviewer", json!("a".repeat(201))), 422, "longer than 200"),
        (with("verdict", json!("maybe")), 422, "accepted, rejected, replaced or open"),
        (with("verdict", json!("replaced")), 422, "change one"),
        (with("fields", json!([["holder", "Ivo Hart"]])), 422, "save the change"),
        (with("key", json!("none")), 404, "look at the source again"),
        (with("source", json!("none")), 404, "none"),
    ] {
        let (got, answered) = review.post("/api/decide", &asked);
        let message = answered["message"].as_str().unwrap();
        assert!(got == status && message.contains(words), "{got} {message}");
    }
    assert_eq!(review.file(), "");
    assert_eq!(review.post("/api/decide", &with("reviewer", json!("0000-0002-1825-0097"))).0, 200);
    assert!(review.file().contains("\thttps://orcid.org/0000-0002-1825-0097\t"), "{}", review.file());
    assert_eq!(review.get("/api/source", "").0, 400);
    assert_eq!(review.get("/api/source", "id=%zz").0, 400);
    assert_eq!(review.get("/api/source", "id=none").0, 404);
    for path in ["", "/api", "/api/", "/api/other", "/../Cargo.toml", "/review.html", "/assets/review.js"] {
        assert_eq!(review.get(path, "").0, 404, "{path}");
    }
}

#[test]
fn a_source_that_became_restricted_is_shown_only_to_those_who_know_the_secret() {
    let mut review = Review::new();
    let (id, card) = review.card("role");
    let decision = json!({ "source": id, "key": card["key"], "seen": card["seen"], "verdict": "accepted", "reviewer": "Ann Orlo" });
    assert_eq!(review.post("/api/decide", &decision).0, 200);
    let metadata = "published = \"2019-05-06\"\npublisher = \"The Vale Post\"\nredistribute = false\n";
    fs::write(review.folder.path().join("sources/a vale.meta.toml"), metadata).unwrap();
    let query = format!("id={}", id.replace(' ', "%20"));
    let asked = Request { method: "GET", path: "/api/source", query: &query, host: HOST, ..Request::default() };
    let (status, refused) = review.answer(&asked);
    assert!(status == 403 && !refused.to_string().contains("Lena"), "{status} {refused}");
    let (status, shown) = review.answer(&Request { is_private: true, ..asked });
    assert_eq!((status, shown["text"].as_str()), (200, Some(TEXT)));
    // A reply to a decision has a card, and a list of sources has titles: neither is given away, and nothing is decided unseen.
    let add = json!({ "source": id, "start": 0, "end": 5, "type": "role", "reviewer": "Ann Orlo",
        "fields": [["holder", "Lena Holt"], ["roleTitle", "Mayor"]] });
    let before = review.file();
    for (path, body) in
        [("/api/decide", &decision), ("/api/add", &add), ("/api/undo", &json!({ "reviewer": "Ann Orlo" }))]
    {
        let (status, refused) = review.post(path, body);
        assert!(status == 403 && !refused.to_string().contains("Lena"), "{path}: {status} {refused}");
    }
    assert_eq!(review.file(), before);
    let (_, session) = review.get("/api/session", "");
    assert!(
        !session.to_string().contains("vale\"") && session["problems"][0].to_string().contains("restricted now"),
        "{session}"
    );
    let text = json!({ "reviewer": "Ann Orlo" }).to_string();
    let undo = Request { is_private: true, body: text.as_bytes(), ..from_the_page("/api/undo") };
    assert_eq!(review.answer(&undo).0, 200);
}

/// A decision changes other cards as well: the reply has them, so that the page need not read the source again.
#[test]
fn a_reply_has_the_other_cards_that_a_decision_changes() {
    let mut review = Review::new();
    let text = "News\n\n“Lena Holt met Ivo Hart in Valmora on 3 May 2019,” said Ana Vell. Ana Vell keeps the harbour of Brin.\n";
    fs::write(review.folder.path().join("sources/a vale.txt"), text).unwrap();
    let (_, source) = review.get("/api/source", "id=a%20vale");
    let cards = source["cards"].as_array().unwrap();
    let of = |kind: &str| cards.iter().find(|card| card["claim_type"] == kind).unwrap();
    let said = of("speech");
    let body = json!({ "source": "a vale", "key": said["key"], "seen": said["seen"], "verdict": "rejected", "reviewer": "Ann" });
    let (status, answer) = review.post("/api/decide", &body);
    assert_eq!((status, answer["card"]["status"].as_str()), (200, Some("rejected")));
    let others = answer["others"]["cards"].as_array().unwrap();
    assert_eq!((others.len(), &others[0]["key"], &others[0]["status"]), (1, &of("event")["key"], &json!("leftout")));
    let (_, undone) = review.post("/api/undo", &json!({ "reviewer": "Ann" }));
    assert_eq!((&undone["others"]["cards"], &undone["card"]["status"]), (&json!([of("event")]), &json!("open")));
}

#[test]
fn mistakes_in_the_files_are_shown() {
    let mut review = Review::new();
    fs::write(
        review.folder.path().join(FILE),
        "source\tclaim\twords\tdecision\treviewer\tday\na vale\trole\tx\tmaybe\tAnn\t2026-11-24\n",
    )
    .unwrap();
    let (_, session) = review.get("/api/session", "");
    let problem = session["problems"][0].as_str().unwrap();
    assert!(problem.starts_with("claims.review.tsv:2:1: this is not a decision (\"maybe\")"), "{problem}");
}

#[test]
fn the_page_is_whole_and_makes_no_markup_of_text() {
    let mut review = Review::new();
    for (path, content_type, text) in FILES {
        let by = Reviewer { name: String::new(), day: String::new() };
        let response = answer(&mut review.session, &by, &Request { method: "GET", path, ..Request::default() });
        assert_eq!((response.status, &response.headers[0]), (200, &("content-type", *content_type)), "{path}");
        for way in
            ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "eval(", "new Function"]
        {
            assert!(!text.contains(way), "{path} has {way}");
        }
        // Nothing comes from elsewhere; what a file names is there.
        assert!(!text.contains("http://") && !text.replace("https://orcid.org/", "").contains("https://"), "{path}");
        let ways = ["from \"./", "src=\"", "rel=\"modulepreload\" href=\""];
        for named in ways.iter().flat_map(|way| text.split(way).skip(1)) {
            let name = named.split('"').next().unwrap();
            assert!(FILES.iter().any(|(known, ..)| known[1..] == *name), "{path} names {name}");
        }
    }
    let page = FILES[0].2;
    assert!(
        !page.contains(" style=")
            && !page.contains("<style")
            && !page.contains(" onclick")
            && page.contains("lang=\"en\"")
    );
    assert_eq!(page.matches("<script").count(), page.matches("<script type=\"module\" src=\"").count());
}
