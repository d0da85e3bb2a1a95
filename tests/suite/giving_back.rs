//! The dataset compared with Wikidata, and the values that are given back to it. Places, items and figures are made up.

use super::support::{BASE, Ran, Workdir};
use chorograph::base::vocab::choro;

const URL: &str = "https://gazette.example/figures?a=1&b=2";
const KM2: u32 = 712_226;

/// An item of a dump: its English label, its area with the unit, and its class.
fn item(id: u32, label: &str, area: Option<(&str, u32)>, class: Option<u32>) -> String {
    let statement = |property: u32, value: String| {
        format!(
            "\"P{property}\":[{{\"mainsnak\":{{\"snaktype\":\"value\",\"datavalue\":{{\"value\":{{{value}}}}}}},\"rank\":\"normal\"}}]"
        )
    };
    let area = area.map(|(amount, unit)| {
        statement(2046, format!("\"amount\":\"+{amount}\",\"unit\":\"http://www.wikidata.org/entity/Q{unit}\""))
    });
    let class = class.map(|class| statement(31, format!("\"id\":\"Q{class}\"")));
    let claims: Vec<String> = area.into_iter().chain(class).collect();
    format!(
        "{{\"type\":\"item\",\"id\":\"Q{id}\",\"labels\":{{\"en\":{{\"language\":\"en\",\"value\":\"{label}\"}}}},\"claims\":{{{}}},\"sitelinks\":{{}}}}",
        claims.join(",")
    )
}

/// Two fact boxes, of which only the first has an address, and which differ on Lower Vale; and an index.
fn dataset() -> Workdir {
    let workdir = Workdir::new();
    workdir.write(
        "gazetteer/places.csv",
        "id,kind,names,wikidata,evidence\n\
         upper-vale,district,Upper Vale@en|High Vale@en|Vale@und,Q901,\n\
         lower-vale,district,Lower Vale@en,Q902,\n\
         east-vale,district,East Vale@en,Q903,\n\
         far-vale,district,Far Vale@en,Q904,\n\
         near-vale,district,Near Vale@en,Q905,\n\
         same-vale,district,Same Vale@en,Q906,\n\
         west-vale,district,West Vale@en,Q907,\n\
         lost-vale,district,Lost Vale@en,Q908,\n",
    );
    workdir.write(
        "sources/first.txt",
        "Figures\nUpper Vale: May 8, 1992, territory 289.50 km2\nLower Vale: May 9, 1992, territory 500 km2\n\
         Far Vale: May 10, 1992, territory 70 km2\nNear Vale: May 11, 1992, territory 80 km2\n\
         Same Vale: May 12, 1992, territory 100 km2\n",
    );
    workdir.write(
        "sources/first.meta.toml",
        format!(
            "title = \"Figures\"\npublisher = \"Gazette\"\nkind = \"fact-box\"\nurl = \"{URL}\"\nretrieved = \"2026-01-02\"\ndate-means = \"control\"\n"
        ),
    );
    workdir.write(
        "sources/second.txt",
        "Numbers\nLower Vale: May 9, 1992, territory 600 km2\nEast Vale: May 13, 1992, territory 120 km2\n",
    );
    workdir.write(
        "sources/second.meta.toml",
        "title = \"Numbers\"\npublisher = \"Courier\"\nkind = \"fact-box\"\ndate-means = \"control\"\n",
    );
    let items = [
        item(901, "Upper Vale", None, Some(951)),
        item(902, "Lower Vale", None, None),
        item(903, "East Vale", None, None),
        item(904, "Far Vale", Some(("900", KM2)), None),
        item(905, "Near Vale", Some(("80", 952)), None),
        item(906, "Same Vale", Some(("100.4", KM2)), None),
        item(907, "West Vale", Some(("33", KM2)), None),
        item(951, "district", None, None),
        item(952, "square furlong", None, None),
    ];
    indexed(&workdir, &items);
    workdir
}

/// Makes an index of items, and builds the dataset.
fn indexed(workdir: &Workdir, items: &[String]) {
    workdir.write("dump", format!("[\n{}\n]\n", items.join(",\n")));
    let path = |name: &str| workdir.path(name).display().to_string();
    let ran = workdir.run(&["wikidata", "index", &path("dump"), "-o", &path("x.wd"), "--language", "en"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    workdir.build();
}

fn index(workdir: &Workdir) -> String {
    workdir.path("x.wd").display().to_string()
}

fn given(workdir: &Workdir, more: &[&str]) -> Ran {
    workdir.run(&[&["export", "--format", "quickstatements"], more].concat())
}

/// The line of an area with its reference.
fn area(item: u32, amount: &str) -> String {
    format!("Q{item}\tP2046\t{amount}U712226\tS854\t\"{URL}\"\tS813\t+2026-01-02T00:00:00Z/11\n")
}

/// The claim of Lower Vale in the first fact box.
fn disputed(workdir: &Workdir) -> String {
    let facts = workdir.facts();
    let claims = facts.subjects(choro::ABOUT_PLACE, &format!("{BASE}place/lower-vale"));
    let said = |c: &&String| facts.objects(c, choro::VERBATIM).iter().any(|v| v.contains("500"));
    claims.iter().find(said).unwrap().clone()
}

#[test]
fn both_sides_are_quoted() {
    let workdir = dataset();
    let ran = workdir.run(&["compare", "wikidata", &index(&workdir), "--format", "csv"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let rows: Vec<&str> = ran.stdout.lines().collect();
    for (item, property, ours, theirs, verdict) in [
        ("Q901", "area", "289.5 km2 (“289.50 km2”),Figures,territory 289.50 km2,", "", "missing there"),
        ("Q902", "area", "500 km2 (“500 km2”),Figures,territory 500 km2,", "", "missing there"),
        ("Q902", "area", "600 km2 (“600 km2”),Numbers,territory 600 km2,", "", "missing there"),
        ("Q904", "area", "70 km2 (“70 km2”),Figures,territory 70 km2,", "900 km2", "different"),
        ("Q905", "area", "80 km2 (", "80 (other unit: square furlong, Q952)", "not compared"),
        ("Q906", "area", "100 km2 (", "100.4 km2", "same"),
        ("Q907", "area", ",,,", "33 km2", "missing here"),
        ("Q901", "name", "Upper Vale @en,", "Upper Vale", "same"),
        ("Q901", "name", "High Vale @en,", "Upper Vale", "missing there"),
        ("Q901", "name", "Vale @und,", "the index has no names", "not compared"),
        ("Q901", "kind", "district,", "district (Q951)", "same"),
        ("Q902", "kind", "district,", "", "missing there"),
    ] {
        let found = rows.iter().filter(|r| {
            r.contains(&format!(",{item},{property},{ours}"))
                && r.contains(theirs)
                && r.ends_with(&format!(",{verdict}"))
        });
        assert_eq!(found.count(), 1, "{item} {property} {ours} {theirs} {verdict}\n{}", ran.stdout);
    }
    assert!(ran.stderr.contains("the index has no item Q908") && !ran.stdout.contains("Q908"), "{}", ran.stderr);
    let areas = workdir.run(&["compare", "wikidata", &index(&workdir), "--property", "area"]);
    assert!(areas.stdout.contains("different") && !areas.stdout.contains("High Vale"), "{}", areas.stdout);
    let json = workdir.run(&["compare", "wikidata", &index(&workdir), "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json.as_array().unwrap().len(), rows.len() - 1);
}

#[test]
fn a_dataset_without_links_is_reported() {
    let linked = dataset();
    let workdir = Workdir::new();
    workdir.write("sources/a.txt", "Figures\nUpper Vale: May 8, 1992, territory 289 km2\n");
    workdir.build();
    let ran = workdir.run(&["compare", "wikidata", &index(&linked)]);
    assert!(ran.code == Some(0) && ran.stderr.contains("nothing to compare"), "{ran:?}");
    let ran = given(&workdir, &[]);
    assert!(ran.stdout.is_empty() && ran.stderr.contains("no entity of the dataset has a verified link"), "{ran:?}");
}

#[test]
fn what_is_disputed_or_cannot_be_traced_is_left_out() {
    let workdir = dataset();
    let ran = given(&workdir, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for (item, amount) in [(901, "289.5"), (904, "70"), (905, "80"), (906, "100")] {
        assert!(ran.stdout.contains(&area(item, amount)), "{item}\n{}", ran.stdout);
    }
    assert_eq!(ran.stdout.matches("\tP2046\t").count(), 4, "{}", ran.stdout);
    assert!(ran.stdout.contains("Q901\tAen\t\"High Vale\"\n") && !ran.stdout.contains("Aund"), "{}", ran.stdout);
    for said in [
        "not compared with Wikidata",
        // Those of East Vale and, in the second fact box, Lower Vale.
        "2 values whose source has no address",
        "1 values that other claims contradict",
        "7 changes of control",
    ] {
        assert!(ran.stderr.contains(said), "{said}\n{}", ran.stderr);
    }
    assert_eq!(given(&workdir, &[]), ran, "the same again");

    let claim = disputed(&workdir);
    let ran = given(&workdir, &["--include", &claim]);
    assert!(ran.code == Some(0) && ran.stdout.contains(&area(902, "500")), "{ran:?}");
    assert!(!ran.stdout.contains("600U"), "{}", ran.stdout);
    let ran = given(&workdir, &["--include", "place/nowhere"]);
    assert!(ran.code == Some(1) && ran.stderr.contains("place/nowhere>: not a claim of such a value"), "{ran:?}");
}

#[test]
fn with_an_index_only_what_wikidata_lacks() {
    let workdir = dataset();
    let ran = given(&workdir, &["--index", &index(&workdir)]);
    assert_eq!(ran.stdout, format!("Q901\tAen\t\"High Vale\"\n{}", area(901, "289.5")), "{}", ran.stderr);
    for said in ["2 values where Wikidata has a different one", "1 entities whose item the index does not have"] {
        assert!(ran.stderr.contains(said), "{said}\n{}", ran.stderr);
    }
    assert!(!ran.stderr.contains("not compared with Wikidata"), "{}", ran.stderr);
}

#[test]
fn formats_and_options_that_do_not_go_together() {
    let workdir = dataset();
    let path = |name: &str| workdir.path(name).display().to_string();
    for (args, said) in [
        (&["export", "--index", &index(&workdir)][..], "--index works only with --format quickstatements"),
        (&["export", "--format", "quickstatements", "--verify"], "--verify works only with RDF"),
        (&["export", "--format", "quickstatements", "-o", &path("back.ttl")], "has the extension of Turtle"),
        (&["export", "--format", "quickstatements", "-o", &path("sources")], "is a folder"),
    ] {
        let ran = workdir.run(args);
        assert!(ran.code == Some(2) && ran.stderr.contains(said), "{args:?}: {ran:?}");
    }
    let ran = given(&workdir, &["-o", &path("back.tsv")]);
    assert!(ran.code == Some(0) && ran.stdout.is_empty(), "{ran:?}");
    let written = std::fs::read_to_string(workdir.path("back.tsv")).unwrap();
    assert_eq!(written, given(&workdir, &[]).stdout);
}

/// A table of districts with the province, the seat and codes of each, links of its places, and an index.
fn units() -> Workdir {
    let workdir = Workdir::new();
    workdir.write(
        "gazetteer/places.csv",
        "id,kind,names,wikidata,evidence\n\
         upper-vale,district,Upper Vale@en,Q901,\nlower-vale,district,Lower Vale@en,Q902,\n\
         east-vale,district,East Vale@en,Q903,\ndale,region,Dale@en,Q904,\nmoor,region,Moor@en,Q905,\n\
         vale-town,town,Vale Town@en,Q906,\nlost-town,town,Lost Town@en,,\n",
    );
    let meta = "[[table]]\n[table.column]\nName = \"name\"\nRegion = \"parent\"\nSeat = \"seat\"\n\
        ISO = { role = \"code\", scheme = \"ISO 3166-2\" }\nCode = { role = \"code\", scheme = \"P4321\" }\n\
        lat = \"latitude\"\nlon = \"longitude\"\n";
    workdir.write(
        "sources/first.csv",
        "Name,Region,Seat,ISO,Code,lat,lon\nUpper Vale,Dale,Vale Town,VA-UP,0711,41.2,45.3\n\
         Lower Vale,Dale,Lost Town,,,,\nEast Vale,Dale,,,,,\n",
    );
    workdir.write(
        "sources/first.meta.toml",
        format!("title = \"Units\"\npublisher = \"Gazette\"\nurl = \"{URL}\"\n{meta}"),
    );
    workdir.write("sources/second.csv", "Name,Region\nEast Vale,Moor\n");
    workdir.write("sources/second.meta.toml", format!("title = \"More\"\npublisher = \"Courier\"\nurl = \"{URL}\"\n"));
    let statement = |property: u32, value: &str| {
        format!(
            "\"P{property}\":[{{\"mainsnak\":{{\"snaktype\":\"value\",\"datavalue\":{{\"value\":{value}}}}},\"rank\":\"normal\"}}]"
        )
    };
    let item = |id: u32, claims: &[String]| {
        format!(
            "{{\"type\":\"item\",\"id\":\"Q{id}\",\"labels\":{{\"en\":{{\"language\":\"en\",\"value\":\"Item {id}\"}}}},\"claims\":{{{}}},\"sitelinks\":{{}}}}",
            claims.join(",")
        )
    };
    let point =
        "{\"latitude\":41.21,\"longitude\":45.3,\"globe\":\"http://www.wikidata.org/entity/Q2\",\"precision\":0.01}";
    let items = [
        item(901, &[statement(36, "{\"id\":\"Q906\"}"), statement(625, point), statement(300, "\"VA-LO\"")]),
        item(902, &[statement(131, "{\"id\":\"Q905\"}")]),
        item(903, &[]),
        item(904, &[]),
        item(905, &[]),
        item(906, &[]),
    ];
    indexed(&workdir, &items);
    workdir
}

#[test]
fn parents_seats_and_codes_are_given_back_if_they_are_certain() {
    let workdir = units();
    let ran = given(&workdir, &[]);
    let mut lines: Vec<&str> = ran.stdout.lines().filter(|line| !line.contains("\tA")).collect();
    lines.sort_unstable();
    let given_back = |lines: &[(u32, &str)]| -> Vec<String> {
        lines.iter().map(|(item, value)| format!("Q{item}\t{value}\tS854\t\"{URL}\"")).collect()
    };
    let mut expected = given_back(&[
        (901, "P131\tQ904"),
        (901, "P300\t\"VA-UP\""),
        (901, "P36\tQ906"),
        (901, "P4321\t\"0711\""),
        (902, "P131\tQ904"),
    ]);
    expected.sort();
    assert_eq!(lines, expected, "{}", ran.stderr);
    for said in [
        "2 values that other claims contradict",
        "1 seats, and places that others are part of, that have no verified link",
        "1 points, since the file cannot say how precise they are",
    ] {
        assert!(ran.stderr.contains(said), "{said}\n{}", ran.stderr);
    }
    // Beside Wikidata: the seat is there, another code and another parent are there, and the index has no P4321.
    let ran = given(&workdir, &["--index", &index(&workdir)]);
    let lines: Vec<&str> = ran.stdout.lines().filter(|line| !line.contains("\tA")).collect();
    assert_eq!(lines, given_back(&[(901, "P131\tQ904")]), "{}", ran.stderr);
    assert!(ran.stderr.contains("1 codes of properties that the index does not keep"), "{}", ran.stderr);

    let ran = workdir.run(&["compare", "wikidata", &index(&workdir), "--format", "csv"]);
    for row in [
        "Q901,partOf,Dale (Region),Units,Dale,,missing there",
        "Q901,seat,Vale Town,Units,Vale Town,Item 906 (Q906),same",
        "Q901,iso3166-2,VA-UP,Units,VA-UP,VA-LO,different",
        "Q901,point,41.2 45.3,Units,41.2,41.21 45.3,same",
        "Q902,partOf,Dale (Region),Units,Dale,Item 905 (Q905),not compared",
    ] {
        assert!(ran.stdout.contains(row), "{row}\n{}", ran.stdout);
    }
}
