//! The reconciliation service as seen by clients: the program itself, over TCP. The entities are made up.

use super::support::Workdir;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

/// An entity in the JSON of a dump.
fn entity(id: u32, label: &str, statements: &[String]) -> String {
    let claims = statements.join(",");
    format!(
        "{{\"type\":\"item\",\"id\":\"Q{id}\",\"labels\":{{\"en\":{{\"language\":\"en\",\"value\":\"{label}\"}}}},\
         \"descriptions\":{{\"en\":{{\"language\":\"en\",\"value\":\"one of <b>ours</b>\"}}}},\"claims\":{{{claims}}},\"sitelinks\":{{}}}}"
    )
}

fn statement(property: u32, value: &Value) -> String {
    let snak = json!({"snaktype": "value", "datavalue": {"value": value}});
    format!("\"P{property}\":[{{\"mainsnak\":{snak},\"rank\":\"normal\"}}]")
}

fn item(property: u32, id: u32) -> String {
    statement(property, &json!({"id": format!("Q{id}")}))
}

fn area(amount: &str) -> String {
    statement(2046, &json!({"amount": amount, "unit": "http://www.wikidata.org/entity/Q712226"}))
}

fn dump() -> String {
    let time = |time: &str, precision: u32| statement(571, &json!({"time": time, "precision": precision}));
    let place = statement(625, &json!({"latitude": 40.5, "longitude": 46.25}));
    let entities = [
        entity(911, "Valeland", &[item(31, 901)]),
        entity(
            912,
            "Upper Vale",
            &[item(31, 902), item(17, 911), area("+3054"), place, time("+1930-08-08T00:00:00Z", 11)],
        ),
        entity(913, "Farport", &[item(31, 903), item(17, 999), area("+12.5"), time("+1930-00-00T00:00:00Z", 9)]),
        entity(914, "<script>alert('x')</script>", &[item(31, 903)]),
        entity(901, "country", &[]),
        entity(902, "district", &[item(279, 904)]),
        entity(903, "town", &[]),
        entity(904, "unit", &[]),
    ];
    format!("[\n{}\n]\n", entities.join(",\n"))
}

/// A service on its own port, stopped when it is dropped.
pub(crate) struct Served {
    process: Child,
    pub(crate) address: String,
    _workdir: Workdir,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// A response.
struct Got {
    status: u16,
    head: String,
    body: String,
}

impl Got {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }
}

/// A dataset with a fact box, names and links, built, with an index beside it.
fn workdir() -> Workdir {
    let workdir = Workdir::new();
    workdir.write("dump", dump());
    let path = |name: &str| workdir.path(name).display().to_string();
    let ran = workdir.run(&["wikidata", "index", &path("dump"), "-o", &path("x.wd")]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    workdir.write(
        "gazetteer/names.csv",
        "id,kind,names,wikidata,evidence\n\
         upper-vale,district,Upper Vale@en|Верхний Дол@ru|Oberes Tal@de,Q912,made up for the tests\n\
         upper-vale-town,town,Upper Vale@en|Дол@ru,,\n\
         ada-moor,person,Ada Moor@en|Moor@en,,\n\
         vale-council,organisation,Council of Valeland@en|CVL@en,,\n\
         vale-war,conflict,Vale War@en,,\n",
    );
    workdir.write(
        "sources/box.txt",
        "Figures\nUpper Vale: may 08, 1992, territory 289 km2; Lower Marsh: 1993, about 1,840 km2",
    );
    workdir.write("sources/box.meta.toml", "publisher = \"One\"\nlanguage = \"en\"\ndate-means = \"control\"\n");
    workdir.build();
    workdir
}

impl Served {
    /// A service over the index alone.
    pub(crate) fn new() -> Self {
        let (workdir, other) = (workdir(), Workdir::new());
        other.write("x.wd", std::fs::read(workdir.path("x.wd")).unwrap());
        let mut command = super::support::program();
        command.args(["reconcile", "serve"]).arg(other.path("x.wd"));
        Self::started(command, other).0
    }

    /// A service over the dataset alone.
    fn of_dataset() -> Self {
        let workdir = workdir();
        let command = workdir.command(&["reconcile", "serve"]);
        Self::started(command, workdir).0
    }

    fn of_both() -> (Self, Vec<String>) {
        let workdir = workdir();
        let mut command = workdir.command(&["reconcile", "serve"]);
        command.arg(workdir.path("x.wd"));
        Self::started(command, workdir)
    }

    /// The service, and the lines with its addresses.
    fn started(mut command: std::process::Command, workdir: Workdir) -> (Self, Vec<String>) {
        command.args(["--port", "0"]);
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(process.stdout.as_mut().unwrap());
        let mut lines: Vec<String> = Vec::new();
        while lines.last().is_none_or(|l| l.ends_with("/dataset/")) {
            let mut line = String::new();
            out.read_line(&mut line).unwrap();
            lines.push(line.trim().to_owned());
        }
        let address = lines[0].strip_prefix("http://").and_then(|l| l.split('/').next()).unwrap().to_owned();
        (Self { process, address, _workdir: workdir }, lines)
    }

    fn raw(&self, request: &[u8]) -> Got {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(request).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head: {text}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Got { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn send(&self, method: &str, target: &str, kind: &str, body: &str) -> Got {
        let (host, len) = (&self.address, body.len());
        let head = format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        self.raw(format!("{head}Content-Type: {kind}\r\nContent-Length: {len}\r\n\r\n{body}").as_bytes())
    }

    fn get(&self, target: &str) -> Got {
        self.send("GET", target, "text/plain", "")
    }

    fn form(&self, field: &str, value: &str) -> Got {
        self.send("POST", "/", "application/x-www-form-urlencoded", &format!("{field}={}", encoded(value)))
    }

    fn json(&self, target: &str, body: &Value) -> Got {
        self.send("POST", target, "application/json", &body.to_string())
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

#[test]
fn both_versions_find_the_same() {
    let served = Served::new();
    let queries = json!({
        "q0": {"query": "upper vale", "type": "Q902", "limit": 3, "properties": [{"pid": "P2046", "v": "3,054"}], "type_strict": "should"},
        "q1": {"query": "Nowhere At All", "type": ["Q902", "Q903"]},
        "q2": {"query": "Q913"},
    });
    let posted = served.form("queries", &queries.to_string());
    assert_eq!(posted.status, 200, "{}", posted.body);
    let old = posted.json();
    let first = &old["q0"]["result"][0];
    assert_eq!((&first["id"], &first["name"], &first["match"]), (&json!("Q912"), &json!("Upper Vale"), &json!(true)));
    assert_eq!(first["type"], json!([{"id": "Q902", "name": "district"}]));
    assert!(first["score"].as_f64().is_some_and(|s| (50.0..=100.0).contains(&s)), "{first}");
    assert!(first["features"].as_array().is_some_and(|f| !f.is_empty()), "{first}");
    assert_eq!(old["q1"], json!({"result": []}));
    assert_eq!(old["q2"]["result"][0]["id"], json!("Q913"));
    let asked = served.get(&format!("/?queries={}", encoded(&queries.to_string())));
    assert_eq!(asked.json(), old, "GET and POST");
    let single = served.form("query", "upper vale").json();
    assert_eq!(single["result"][0]["id"], json!("Q912"));

    let name = |name: &str| json!({"matchType": "name", "propertyValue": name});
    let country = |id: &str, more: Value| {
        let mut condition = json!({"matchType": "property", "propertyId": "P17", "propertyValue": {"id": id}});
        condition.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        condition
    };
    let batch = json!({"queries": [
        {"type": "Q902", "limit": 3, "conditions": [name("upper vale"), {"matchType": "property", "propertyId": "P2046", "propertyValue": 3054}]},
        {"conditions": [name("upper vale"), country("Q999", json!({"required": true}))]},
        {"conditions": [name("upper vale"), country("Q911", json!({"required": true}))]},
        {"conditions": [name("upper vale"), country("Q911", json!({"required": true, "matchQuantifier": "none"}))]},
        {"conditions": [name("upper vale"), {"matchType": "property", "propertyId": "P17", "propertyValue": "VALELAND", "required": true}]},
        {"conditions": [{"matchType": "id", "propertyValue": "Q913"}]},
    ]});
    for target in ["/match", "/v1/match"] {
        let new = served.json(target, &batch).json();
        let ids: Vec<Vec<&str>> = new["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| r["candidates"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap()).collect())
            .collect();
        assert_eq!(ids, [vec!["Q912"], vec![], vec!["Q912"], vec![], vec!["Q912"], vec!["Q913"]], "{new}");
        assert_eq!(new["results"][0]["candidates"][0]["score"], first["score"]);
    }
}

#[test]
fn manifests_and_what_they_name() {
    let served = Served::new();
    let old = served.get("/").json();
    assert_eq!(old["versions"], json!(["0.2", "1.0-draft"]));
    assert_eq!(old["identifierSpace"], json!("http://www.wikidata.org/entity/"));
    let base = format!("http://{}", served.address);
    for what in ["entity", "type", "property"] {
        assert_eq!(old["suggest"][what]["service_url"], json!(base));
        let path = old["suggest"][what]["service_path"].as_str().unwrap();
        let (prefix, id) = match what {
            "entity" => ("upp", "Q912"),
            "type" => ("dist", "Q902"),
            _ => ("are", "P2046"),
        };
        for root in ["", "/v1"] {
            let got = served.get(&format!("{root}{path}?prefix={prefix}&cursor=0")).json();
            assert_eq!(got["result"][0]["id"], json!(id), "{got}");
            assert_eq!(served.get(&format!("{root}{path}?prefix={prefix}&offset=1")).json()["result"], json!([]));
        }
        let flyout = old["suggest"][what]["flyout_service_path"].as_str().unwrap().replace("${id}", id);
        let html = served.get(&flyout).json()["html"].as_str().unwrap().to_owned();
        assert!(html.contains(id) && !html.contains("<b>ours"), "{html}");
    }
    let new = served.get("/v1/").json();
    assert_eq!((&new["versions"], &new["suggest"]["entity"]), (&json!(["1.0-draft"]), &json!(true)));
    let preview = served.get("/preview?id=Q914");
    assert!(preview.head.contains("text/html") && preview.body.contains("&lt;script&gt;alert"), "{}", preview.body);
    assert!(!preview.body.contains("<script"), "{}", preview.body);
    let proposed = served.get("/propose?type=Q902&limit=9").json();
    let ids: Vec<&str> = proposed["properties"].as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"P2046") && !ids.contains(&"P569"), "{ids:?}");
    assert_eq!(served.get("/extend/propose?type=Q902&limit=1").json()["properties"].as_array().unwrap().len(), 1);
    let padded = served.get("/suggest/type?prefix=dist&callback=got");
    assert!(padded.body.starts_with("/**/got({") && padded.head.contains("javascript"), "{}", padded.body);
    assert!(served.get("/suggest/type?prefix=dist&callback=alert(1)//").body.starts_with('{'));
}

#[test]
fn values_of_properties() {
    let served = Served::new();
    let properties: Vec<Value> =
        ["P2046", "P17", "P571", "P625", "P1", "Len"].iter().map(|id| json!({"id": id})).collect();
    let ask = json!({"ids": ["Q912", "Q913", "Q4", "<x>"], "properties": properties});
    let old = served.form("extend", &ask.to_string()).json();
    assert_eq!(old["meta"][0], json!({"id": "P2046", "name": "area in km²"}));
    assert_eq!(
        old["rows"]["Q912"],
        json!({
            "P2046": [{"float": 3054.0}], "P17": [{"id": "Q911", "name": "Valeland"}],
            "P571": [{"date": "1930-08-08T00:00:00Z"}], "P625": [{"str": "40.5,46.25"}], "P1": [], "Len": [{"str": "Upper Vale"}],
        })
    );
    assert_eq!(old["rows"]["Q913"]["P571"], json!([{"str": "1930"}]), "a year is given no day");
    assert_eq!(old["rows"]["Q4"]["P17"], json!([]));
    let new = served.json("/extend", &ask).json();
    assert_eq!(new["rows"][0]["id"], json!("Q912"));
    assert_eq!(new["rows"][0]["properties"][0], json!({"id": "P2046", "values": [{"float": 3054.0}]}));
}

/// The identifiers of the candidates of each query of 1.0-draft.
fn ids(answer: &Value) -> Vec<Vec<&str>> {
    answer["results"]
        .as_array()
        .unwrap_or_else(|| panic!("{answer}"))
        .iter()
        .map(|r| r["candidates"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap()).collect())
        .collect()
}

#[test]
fn the_entities_of_a_dataset_are_found_by_all_their_spellings() {
    let served = Served::of_dataset();
    let manifest = served.get("/").json();
    assert_eq!(manifest["identifierSpace"], json!("https://example.org/d/"));
    assert_eq!(manifest["name"], json!("Test"));
    let types: Vec<&str> =
        manifest["defaultTypes"].as_array().unwrap().iter().map(|t| t["id"].as_str().unwrap()).collect();
    assert!(["district", "town", "person", "organisation", "conflict"].iter().all(|t| types.contains(t)), "{types:?}");
    let queries = json!({
        "q0": {"query": "Верхний Дол", "type": "district"},
        "q1": {"query": "Oberes Tal"},
        "q2": {"query": "Upper Vale", "type": "town"},
        "q3": {"query": "CVL"},
        "q4": {"query": "A. Moor", "type": "person"},
        "q5": {"query": "Vale War", "type": "event"},
        "q6": {"query": "Lower Marsh", "type": "place"},
        "q7": {"query": "https://example.org/d/place/upper-vale-town"},
        "q8": {"query": "place/upper-vale"},
        "q9": {"query": "Nowhere At All"},
    });
    let got = served.form("queries", &queries.to_string()).json();
    for (query, id) in [
        ("q0", "place/upper-vale"),
        ("q1", "place/upper-vale"),
        ("q2", "place/upper-vale-town"),
        ("q3", "organisation/vale-council"),
        ("q4", "person/ada-moor"),
        ("q5", "event/vale-war"),
        ("q6", "place/lower-marsh"),
        ("q7", "place/upper-vale-town"),
        ("q8", "place/upper-vale"),
    ] {
        assert_eq!(got[query]["result"][0]["id"], json!(id), "{query}: {}", got[query]);
    }
    assert_eq!(got["q0"]["result"][0]["match"], json!(true));
    assert_eq!(got["q9"]["result"], json!([]));
    let properties: Vec<Value> = ["kind", "area", "controlChange", "wikidata", "source", "name", "Ade", "P31"]
        .iter()
        .map(|id| json!({"id": id}))
        .collect();
    let ask = json!({"ids": ["place/upper-vale", "place/lower-marsh", "person/ada-moor", "place/none"], "properties": properties});
    let rows = served.form("extend", &ask.to_string()).json()["rows"].clone();
    assert_eq!(
        rows["place/upper-vale"],
        json!({
            "kind": [{"id": "district", "name": "district"}], "area": [{"float": 289.0}],
            "controlChange": [{"date": "1992-05-08T00:00:00Z"}], "wikidata": [{"str": "Q912"}],
            "source": [{"str": "https://example.org/d/source/box"}],
            "name": [{"str": "Oberes Tal"}, {"str": "Upper Vale"}, {"str": "Верхний Дол"}],
            "Ade": [{"str": "Oberes Tal"}], "P31": [],
        })
    );
    assert_eq!(rows["place/lower-marsh"]["controlChange"], json!([{"str": "1993"}]), "a year is given no day");
    assert_eq!(rows["place/none"]["kind"], json!([]));
    for (target, id) in [
        ("/suggest/entity?prefix=ober", "place/upper-vale"),
        ("/suggest/type?prefix=dist", "district"),
        ("/suggest/property?prefix=chang", "controlChange"),
    ] {
        assert_eq!(served.get(target).json()["result"][0]["id"], json!(id), "{target}");
    }
    let preview = served.get("/preview?id=place%2Fupper-vale");
    assert!(
        preview.status == 200 && preview.body.contains("1992-05-08") && preview.body.contains("289"),
        "{}",
        preview.body
    );
    assert_eq!(served.get("/preview?id=place/none").status, 404);
    assert_eq!(served.get("/flyout/type?id=district").status, 200);
    assert_eq!(served.form("queries", "{\"q0\":{\"query\":\"a\",\"type\":\"Q5\"}}").status, 400);
}

#[test]
fn a_dataset_and_an_index_at_one_address() {
    let (served, lines) = Served::of_both();
    let address = &served.address;
    assert_eq!(lines, [format!("http://{address}/dataset/"), format!("http://{address}/wikidata/")]);
    let listed = served.get("/").json();
    assert_eq!(listed["services"][0]["url"], json!(format!("http://{address}/dataset/")));
    for (path, space, id) in [
        ("/dataset", "https://example.org/d/", "place/upper-vale"),
        ("/wikidata", "http://www.wikidata.org/entity/", "Q912"),
    ] {
        let manifest = served.get(&format!("{path}/")).json();
        assert_eq!(manifest["identifierSpace"], json!(space));
        // The routes that the manifest names are below the same path.
        let suggest = &manifest["suggest"]["entity"];
        let url = format!("{}{}", suggest["service_url"].as_str().unwrap(), suggest["service_path"].as_str().unwrap());
        let target = url.strip_prefix(&format!("http://{address}")).unwrap().to_owned();
        assert_eq!(served.get(&format!("{target}?prefix=upper")).json()["result"][0]["id"], json!(id));
        let form = "application/x-www-form-urlencoded";
        let got =
            served.send("POST", path, form, &format!("queries={}", encoded("{\"q0\":{\"query\":\"Upper Vale\"}}")));
        assert_eq!(got.json()["q0"]["result"][0]["id"], json!(id));
        let batch = json!({"queries": [{"conditions": [{"matchType": "name", "propertyValue": "Upper Vale"}]}]});
        assert_eq!(ids(&served.json(&format!("{path}/v1/match"), &batch).json())[0][0], id);
    }
    for target in ["/v1/", "/match", "/datasets/", "/nothing"] {
        assert_eq!(served.get(target).status, 404, "{target}");
    }
    assert_eq!(served.send("OPTIONS", "/", "text/plain", "").status, 204);
}

#[test]
fn values_without_a_name_find_what_has_them() {
    let served = Served::of_dataset();
    let queries = json!({
        "q0": {"properties": [{"pid": "wikidata", "v": "q912"}]},
        "q1": {"properties": [{"pid": "area", "v": "290"}, {"pid": "kind", "v": {"id": "district"}}]},
        "q2": {"type": "town", "properties": [{"pid": "area", "v": "290"}]},
        "q3": {"properties": [{"pid": "kind", "v": "place"}]},
        "q4": {"properties": [{"pid": "no such", "v": "x"}]},
        "q5": {"query": "Moor"},
    });
    let got = served.form("queries", &queries.to_string()).json();
    let first = |q: &str| (got[q]["result"][0]["id"].as_str(), got[q]["result"][0]["match"].as_bool());
    assert_eq!(first("q0"), (Some("place/upper-vale"), Some(true)), "an identifier is sure: {got}");
    assert_eq!(first("q1"), (Some("place/upper-vale"), Some(false)), "an area is not: {got}");
    for none in ["q2", "q4"] {
        assert_eq!(got[none]["result"], json!([]), "{none}");
    }
    assert_eq!(first("q5").0, Some("person/ada-moor"));
    let property = |id: &str, value: Value, more: Value| {
        let mut condition = json!({"matchType": "property", "propertyId": id, "propertyValue": value});
        condition.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        condition
    };
    let batch = json!({"queries": [
        {"conditions": [property("controlChange", json!("1992-05"), json!({}))]},
        {"conditions": [property("name", json!(["Oberes Tal", "Дол"]), json!({"matchQuantifier": "all"}))]},
        {"conditions": [property("name", json!(["Upper Vale", "Дол"]), json!({"matchQuantifier": "all", "required": true}))]},
        {"conditions": [property("name", json!("*Val*"), json!({"matchQualifier": "WildcardMatch"})),
            property("wikidata", json!("Q912"), json!({"matchQuantifier": "none", "required": true}))]},
    ]});
    let answer = served.json("/match", &batch).json();
    let ids = ids(&answer);
    assert_eq!(
        (ids[0].as_slice(), ids[2].as_slice()),
        (&["place/upper-vale"][..], &["place/upper-vale-town"][..]),
        "{answer}"
    );
    assert!(ids[1].is_empty(), "{answer}");
    let mut named = ids[3].clone();
    named.sort_unstable();
    assert_eq!(named, ["event/vale-war", "organisation/vale-council", "place/upper-vale-town"]);
}

#[test]
fn qualifiers_and_languages() {
    let served = Served::of_dataset();
    let name = |value: &str, more: Value| {
        let mut condition = json!({"matchType": "name", "propertyValue": value});
        condition.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"conditions": [condition]})
    };
    let batch = json!({"queries": [
        name("Uper Vale", json!({})),
        name("Uper Vale", json!({"matchQualifier": "ExactMatch"})),
        name("oberes tal", json!({"matchQualifier": "ExactMatch"})),
        name("Ober*", json!({"matchQualifier": "WildcardMatch"})),
        name("*", json!({"matchQualifier": "WildcardMatch"})),
        name("Oberes Tal", json!({"lang": "ru"})),
    ]});
    let answer = served.json("/v1/match", &batch).json();
    let found = ids(&answer);
    assert!(found[0].contains(&"place/upper-vale") && found[1].is_empty(), "{answer}");
    assert_eq!((found[2].as_slice(), found[3].as_slice()), (&["place/upper-vale"][..], &["place/upper-vale"][..]));
    assert!(found[4].is_empty());
    assert_eq!(answer["results"][5]["candidates"][0]["name"], json!("Верхний Дол"));
    let got = served.json("/v1/match", &json!({"queries": [name("x", json!({"matchQualifier": "FuzzyMatch"}))]}));
    assert!(got.status == 400 && got.body.contains("ExactMatch"), "{}", got.body);
    let listed = served.get("/v1/suggest/property?prefix=name").json();
    assert_eq!(listed["result"][0]["matchQualifiers"][1]["id"], json!("WildcardMatch"));
}

#[test]
fn hostile_requests_are_soon_refused() {
    let served = Served::of_dataset();
    let soon = |what: &str, limit: u64, ask: &dyn Fn() -> u16| {
        let start = std::time::Instant::now();
        let status = ask();
        assert!(start.elapsed() < Duration::from_secs(limit), "{what}: {:?}", start.elapsed());
        status
    };
    let form = "application/x-www-form-urlencoded";
    // 100 MB, declared and sent; the service stops reading long before.
    let status = soon("100 MB", 10, &|| {
        let mut stream = TcpStream::connect(&served.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let head = format!(
            "POST / HTTP/1.1\r\nHost: {}\r\nContent-Type: {form}\r\nContent-Length: 100000000\r\n\r\n",
            served.address
        );
        stream.write_all(head.as_bytes()).unwrap();
        let part = vec![b'x'; 1 << 20];
        let sent = (0..95).take_while(|_| stream.write_all(&part).is_ok()).count();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(sent < 95 || answer.contains("413"), "{sent} MiB were taken: {answer}");
        413
    });
    assert_eq!(status, 413);
    let million: Vec<String> = (0..1_000_000).map(|n| format!("\"{n}\":1")).collect();
    let million = format!("queries={{{}}}", million.join(","));
    assert_eq!(soon("a million queries", 10, &|| served.send("POST", "/", form, &million).status), 413);
    let million = format!("{{\"queries\":[{}]}}", vec!["{}"; 1_000_000].join(","));
    assert_eq!(
        soon("a million queries", 10, &|| served.send("POST", "/v1/match", "application/json", &million).status),
        413
    );
    let words: Vec<Value> = (0..200).map(|n| json!({"query": format!("{n} {}", ["ab"; 90].join(" "))})).collect();
    let words: serde_json::Map<String, Value> =
        words.into_iter().enumerate().map(|(n, q)| (format!("q{n}"), q)).collect();
    assert_eq!(
        soon("many words", 3, &|| served.form("queries", &Value::Object(words.clone()).to_string()).status),
        200
    );
    let values: serde_json::Map<String, Value> =
        (0..200).map(|n| (format!("q{n}"), json!({"properties": [{"pid": "area", "v": vec!["289"; 100]}]}))).collect();
    assert_eq!(
        soon("many values", 10, &|| served.form("queries", &Value::Object(values.clone()).to_string()).status),
        200
    );
    assert_eq!(served.get("/").status, 200, "it goes on");
}

#[test]
fn slow_clients_do_not_keep_others_waiting() {
    let served = Served::new();
    let slow = |request: &str| {
        let mut stream = TcpStream::connect(&served.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    };
    let head = "POST / HTTP/1.1\r\nHost: a\r\n";
    let heads: Vec<TcpStream> = (0..150).map(|_| slow(head)).collect();
    let mut bodies: Vec<TcpStream> = (0..150).map(|_| slow(&format!("{head}Content-Length: 1000\r\n\r\n"))).collect();
    let begun = std::time::Instant::now();
    assert_eq!(served.get("/").status, 200);
    let got = served.form("queries", &json!({"q0": {"query": "upper vale"}}).to_string());
    assert_eq!(got.json()["q0"]["result"][0]["id"], json!("Q912"));
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    // A body that arrives very slowly is not waited for without end.
    let mut last = bodies.pop().unwrap();
    let mut answer = String::new();
    while begun.elapsed() < Duration::from_secs(40) && last.write_all(b"x").is_ok() {
        last.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
        let mut part = [0; 1000];
        match last.read(&mut part) {
            Ok(0) => break,
            Ok(n) => answer.push_str(&String::from_utf8_lossy(&part[..n])),
            Err(_) => {}
        }
    }
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("did not come in time"), "{answer}");
    drop((heads, bodies));
}

#[test]
fn every_answer_may_be_read_by_other_origins() {
    let served = Served::new();
    for (method, target, status) in [
        ("OPTIONS", "/", 204),
        ("OPTIONS", "/v1/match", 204),
        ("GET", "/", 200),
        ("GET", "/preview?id=Q912", 200),
        ("GET", "/preview?id=Q1", 404),
        ("GET", "/nothing", 404),
        ("GET", "/match", 405),
        ("DELETE", "/", 405),
    ] {
        let got = served.send(method, target, "text/plain", "");
        assert_eq!(got.status, status, "{method} {target}: {}", got.body);
        assert!(got.head.to_lowercase().contains("access-control-allow-origin: *"), "{target}: {}", got.head);
    }
    let head = served.send("HEAD", "/", "text/plain", "");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[test]
fn mistakes_are_reported_and_the_service_goes_on() {
    let served = Served::new();
    let deep = "[".repeat(100_000);
    let many: Vec<String> = (0..500_000).map(|n| format!("\"{n}\":{{}}")).collect();
    let many = format!("{{{}}}", many.join(","));
    let huge = "x".repeat(10_000_001);
    let form = "application/x-www-form-urlencoded";
    let json = "application/json";
    for (target, kind, body, status, expected) in [
        ("/", form, "queries={".to_owned(), 400, "not JSON"),
        ("/", form, format!("queries={deep}"), 400, "recursion"),
        ("/", form, "queries=[]".to_owned(), 400, "an object of queries"),
        ("/", form, "queries={\"q0\":{\"query\":1}}".to_owned(), 400, "q0: `query` must be a string"),
        ("/", form, "queries={\"q0\":{}}".to_owned(), 400, "q0: a query must have"),
        ("/", form, "queries={\"q0\":{\"query\":\"a\",\"type\":7}}".to_owned(), 400, "unknown type 7"),
        ("/", form, "queries={\"q0\":{\"query\":\"a\",\"limit\":-1}}".to_owned(), 400, "`limit`"),
        ("/", form, "queries={\"q0\":{\"query\":\"a\",\"properties\":[{\"v\":1}]}}".to_owned(), 400, "`pid`"),
        ("/", form, "extend={\"ids\":1}".to_owned(), 400, "\"ids\""),
        ("/", form, String::new(), 400, "`queries`"),
        ("/", form, format!("queries={many}"), 413, "batchSize"),
        ("/", form, format!("queries={huge}"), 413, "larger than"),
        ("/match", json, "\u{0}".to_owned(), 400, "not JSON"),
        ("/match", json, "{\"queries\":[{}]}".to_owned(), 400, "queries[0]: a query must have `conditions`"),
        (
            "/match",
            json,
            "{\"queries\":[{\"conditions\":[{\"matchType\":\"x\",\"propertyValue\":1}]}]}".to_owned(),
            400,
            "matchType",
        ),
        ("/match", json, huge.clone(), 413, "larger than"),
        ("/extend", json, "{\"ids\":[1],\"properties\":[]}".to_owned(), 400, "not a string"),
    ] {
        let got = served.send("POST", target, kind, &body);
        let start: String = body.chars().take(60).collect();
        assert_eq!(got.status, status, "{start}: {}", got.body);
        let message = got.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(message.contains(expected), "{start}: {message}");
    }
    for target in ["/suggest/entity", "/suggest/entity?prefix=a&cursor=x", "/preview?id=x", "/propose?type=x"] {
        assert_eq!(served.get(target).status, 400, "{target}");
    }
    assert_eq!(served.raw(b"\0\0\0\0 nonsense\r\n\r\n").status, 400);
    let odd = json!({"q0": {"query": "Upper\u{0} \u{7}Vale", "limit": 1e300}, "q1": {"query": "x".repeat(100_000)}, "q2": {"query": ""}});
    let got = served.form("queries", &odd.to_string()).json();
    assert_eq!(got["q0"]["result"][0]["id"], json!("Q912"), "{got}");
    assert_eq!((&got["q1"]["result"], &got["q2"]["result"]), (&json!([]), &json!([])));
}
