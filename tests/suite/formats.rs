//! Exports beyond plain RDF: RDF 1.2, direct statements, nanopublications, Linked Places, GeoJSON.
//! `tests/peers/formats.py` reads the same with other tools.

use super::support::{BASE, Workdir};
use serde_json::Value;
use std::collections::BTreeSet;

const CHORO: &str = "https://w3id.org/chorograph/ontology#";

/// Two boxes that differ on a place for which an atlas gives a point, and an article that quotes somebody.
fn dataset() -> Workdir {
    let workdir = Workdir::new();
    workdir.write(
        "gazetteer/places.csv",
        "id,kind,names,wikidata,evidence,point,point-source\n\
         upper-vale,district,Upper Vale@en|Vale@und,Q901,,\"39°30′00″N, 46°45′00″W\",\"Atlas of the Vale, sheet 4\"\n\
         lower-vale,district,Lower Vale@en,,,\"-39.25, 46.5\",https://atlas.example/5\n\
         far-vale,town,Far Vale@en,,,,\n",
    );
    for (name, text) in [
        ("first", "Figures\nUpper Vale: May 8, 1992, territory 289.50 km2\nLower Vale: 1988-1992, territory 500 km2\n"),
        ("second", "Numbers\nUpper Vale: May 1993, territory 300 km2\n"),
    ] {
        workdir.write(&format!("sources/{name}.txt"), text);
        let meta = format!(
            "publisher = \"The {name}\"\nkind = \"fact-box\"\nretrieved = \"2026-01-02\"\nlicence = \"https://example.org/{name}-licence\"\ndate-means = \"control\"\n"
        );
        workdir.write(&format!("sources/{name}.meta.toml"), meta);
    }
    workdir.write(
        "sources/news.txt",
        "Vale talks\n\nAnn Holt, the minister of Vale, said on Monday that the talks would go on. \
         \"Former president Carl Berg had left the talks,\" she said.\n",
    );
    workdir.write(
        "sources/news.meta.toml",
        "kind = \"article\"\npublisher = \"The Courier\"\npublished = \"2017-12-27\"\n",
    );
    workdir.build();
    workdir
}

fn export(workdir: &Workdir, options: &[&str]) -> String {
    let ran = workdir.run(&[&["export"], options].concat());
    assert_eq!(ran.code, Some(0), "{options:?}: {}", ran.stderr);
    let again = workdir.run(&[&["export"], options].concat());
    assert_eq!(ran.stdout, again.stdout, "{options:?}");
    ran.stdout
}

fn lines(text: &str) -> BTreeSet<&str> {
    text.lines().collect()
}

#[test]
fn a_claim_reifies_its_direct_statement() {
    let workdir = dataset();
    let (plain, reified) = (export(&workdir, &["--format", "nq"]), export(&workdir, &["--format", "nq", "--rdf12"]));
    let more: Vec<&str> = lines(&reified).difference(&lines(&plain)).copied().collect();
    assert!(lines(&plain).is_subset(&lines(&reified)));
    let of = |shortcut: &str| {
        let shortcut = format!("<{CHORO}{shortcut}>");
        more.iter().filter(|line| line.contains(&shortcut)).count()
    };
    assert_eq!(["hasArea", "controlChanged", "hasPoint"].map(of), [3, 3, 2]);
    assert!(of("said") > 0 && of("hasRole") > 0, "{more:#?}");
    for line in &more {
        let (claim, rest) = line.split_once("> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( ").unwrap();
        let (_, graph) = rest.split_once(" )>> ").unwrap();
        // The claim is described in the same graph.
        assert!(plain.contains(&format!("{claim}> <{CHORO}verbatim>")), "{line}");
        assert!(plain.lines().any(|l| l.starts_with(claim) && l.ends_with(graph)), "{line}");
    }
    let turtle = export(&workdir, &["--rdf12"]);
    assert!(
        turtle.contains(
            "\n<< place:upper-vale choro:hasArea quantity:289.50-km2 ~ <https://example.org/d/claim/upper-vale/area-"
        ),
        "{turtle}"
    );
    assert!(
        turtle.contains(" >>\n    a choro:AreaClaim, choro:Claim ;\n    choro:aboutPlace place:upper-vale ;"),
        "{turtle}"
    );
    let trig = export(&workdir, &["--rdf12", "--format", "trig"]);
    assert!(
        trig.contains("\n    << place:upper-vale choro:hasPoint \"POINT(-46.75 39.5)\"^^geo:wktLiteral ~ <"),
        "{trig}"
    );
}

#[test]
fn direct_statements_stay_in_the_graph_of_their_source() {
    let workdir = dataset();
    let (claims, plain) = (export(&workdir, &["--format", "nq"]), export(&workdir, &["--format", "nq", "--plain"]));
    let (claims, plain) = (lines(&claims), lines(&plain));
    assert!(claims.is_subset(&plain));
    let more: Vec<&str> = plain.difference(&claims).copied().collect();
    let place = |key: &str| format!("<{BASE}place/{key}> ");
    for (shortcut, value, source) in [
        ("hasArea", "quantity/289.50-km2", "source/first/version/"),
        ("hasArea", "quantity/300-km2", "source/second/version/"),
        ("controlChanged", "time/1993-05", "source/second/version/"),
        ("hasPoint", "POINT(-46.75 39.5)", "gazetteer/places/version/"),
    ] {
        let found: Vec<_> = more
            .iter()
            .filter(|l| l.starts_with(&place("upper-vale")) && l.contains(shortcut) && l.contains(value))
            .collect();
        assert!(matches!(found.as_slice(), [one] if one.contains(source)), "{shortcut} {value}: {found:?}");
    }
    // Quoted words are a claim of the speaker, and a former president has no role now.
    assert!(!more.iter().any(|line| line.contains("hasRole") && line.contains("president")), "{more:#?}");
    for format in ["ttl", "nt", "rdf", "jsonld"] {
        let ran = workdir.run(&["export", "--plain", "--format", format]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{format}");
        assert!(ran.stderr.contains("would lose which source makes a statement"), "{}", ran.stderr);
    }
    for format in ["rdf", "jsonld"] {
        let ran = workdir.run(&["export", "--rdf12", "--format", format]);
        assert!(ran.code == Some(2) && ran.stderr.contains("cannot express reifiers"), "{}", ran.stderr);
    }
}

#[test]
fn each_claim_is_a_nanopublication_under_the_name_of_its_content() {
    let workdir = dataset();
    let names = |trig: &str| -> BTreeSet<String> {
        trig.lines().filter_map(|l| l.strip_prefix("@prefix this: ")).map(str::to_owned).collect()
    };
    let trig = export(&workdir, &["--format", "nanopub"]);
    let before = names(&trig);
    assert!(before.iter().all(|n| n.starts_with("<https://example.org/d/np/RA") && n.len() == 74), "{before:#?}");
    assert_eq!(trig.matches(" a np:Nanopublication ;").count(), before.len());
    for text in [
        "place:upper-vale choro:hasArea quantity:289.50-km2 .",
        "dcterms:license <https://example.org/first-licence>",
        "dcterms:license <https://creativecommons.org/publicdomain/zero/1.0/>",
        "dcterms:created \"2026-01-02\"^^xsd:date",
        "sub:assertion prov:wasAttributedTo agent:the-first",
        "choro:verbatim \"territory 289.50 km2\"",
    ] {
        assert!(trig.contains(text), "{text}\n{trig}");
    }
    // Another source does not change those of this one; a licence does.
    workdir.remove("sources/second.txt");
    workdir.remove("sources/second.meta.toml");
    assert_eq!(workdir.run(&["build", "--prune"]).code, Some(0));
    let without = names(&export(&workdir, &["--format", "nanopub"]));
    assert!(without.is_subset(&before) && without.len() == before.len() - 2, "{}", without.len());
    workdir
        .write("sources/first.meta.toml", "publisher = \"The first\"\nkind = \"fact-box\"\ndate-means = \"control\"\n");
    workdir.build();
    let changed = names(&export(&workdir, &["--format", "nanopub"]));
    assert_eq!(changed.difference(&without).count(), 4, "claims of the first box");
}

fn feature<'a>(document: &'a Value, key: &str, id: &str) -> &'a Value {
    let id = format!("{BASE}place/{id}");
    document["features"].as_array().unwrap().iter().find(|f| f[key] == id.as_str()).unwrap()
}

#[test]
fn places_in_linked_places_format() {
    let workdir = dataset();
    let document: Value = serde_json::from_str(&export(&workdir, &["--format", "lpf"])).unwrap();
    assert_eq!(document["type"], "FeatureCollection");
    let upper = feature(&document, "@id", "upper-vale");
    assert_eq!(upper["properties"]["title"], "Upper Vale");
    assert_eq!(upper["types"][0]["label"], "district");
    assert_eq!(upper["names"].as_array().unwrap().len(), 2);
    assert_eq!(upper["names"][0]["citations"][0]["label"], "gazetteer places");
    let point = &upper["geometry"]["geometries"][0];
    assert_eq!(point["coordinates"], serde_json::json!([-46.75, 39.5]));
    assert_eq!(point["citations"][0]["label"], "Atlas of the Vale, sheet 4");
    assert_eq!(
        upper["links"],
        serde_json::json!([
            {"type": "exactMatch", "identifier": "http://www.wikidata.org/entity/Q901"}
        ])
    );
    let descriptions = upper["descriptions"].as_array().unwrap();
    let when: BTreeSet<String> =
        descriptions.iter().filter(|d| d["when"] != Value::Null).map(|d| d["when"]["timespans"].to_string()).collect();
    assert_eq!(
        when,
        [r#"[{"start":{"in":"1992-05-08"}}]"#, r#"[{"start":{"in":"1993-05"}}]"#].map(str::to_owned).into()
    );
    assert!(
        descriptions
            .iter()
            .any(|d| d["value"].as_str().unwrap().contains("289.50 km2, according to Figures (The first)"))
    );
    let far = feature(&document, "@id", "far-vale");
    assert_eq!(far["geometry"], serde_json::json!({"type": "GeometryCollection", "geometries": []}));
    let lower = feature(&document, "@id", "lower-vale");
    let spans: Vec<&Value> = lower["descriptions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| &d["when"]["timespans"][0])
        .filter(|s| !s.is_null())
        .collect();
    assert_eq!(spans, [&serde_json::json!({"start": {"in": "1988"}, "end": {"in": "1992"}})]);
}

#[test]
fn places_in_geojson() {
    let workdir = dataset();
    workdir.run(&["export", "-o", workdir.path("places.geojson").to_str().unwrap()]);
    let text = std::fs::read_to_string(workdir.path("places.geojson")).unwrap();
    assert_eq!(text, export(&workdir, &["--format", "geojson"]));
    let document: Value = serde_json::from_str(&text).unwrap();
    let lower = feature(&document, "id", "lower-vale");
    assert_eq!(lower["geometry"], serde_json::json!({"type": "Point", "coordinates": [46.5, -39.25]}));
    assert_eq!(feature(&document, "id", "far-vale")["geometry"], Value::Null);
    let claims = feature(&document, "id", "upper-vale")["properties"]["claims"].as_array().unwrap();
    let areas: BTreeSet<String> =
        claims.iter().filter(|c| c["says"] == "area").map(|c| c["squareKilometres"].to_string()).collect();
    assert_eq!(areas, ["289.5", "300.0"].map(str::to_owned).into(), "both sources are there");
    assert!(claims.iter().all(|c| c["source"].is_string() && c["verbatim"].is_string()));
}

#[test]
fn conflicting_options_are_refused() {
    let workdir = dataset();
    for (options, error) in [
        (&["--format", "lpf", "--verify"][..], "--verify works only with RDF"),
        (&["--format", "nanopub", "--rdf12"], "--rdf12 and --plain work only with"),
        (&["--format", "geojson", "--index", "x.wd"], "--index works only with --format quickstatements"),
        (&["--format", "nanopub", "-o", "x.ttl"], "x.ttl does not have an extension of nanopublications in TriG"),
        (&["--format", "lpf", "-o", "x/"], "x/ is a folder, but Linked Places Format is a single file"),
        (&["--rdf12", "--verify"], "cannot be used with"),
        (&["--rdf12", "--plain"], "cannot be used with"),
    ] {
        let ran = workdir.run(&[&["export"], options].concat());
        assert_eq!(ran.code, Some(2), "{options:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(error), "{options:?}: {}", ran.stderr);
    }
}
