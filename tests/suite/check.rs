//! Tests that each built-in rule finds its violations in broken data and nothing in good data, and tests the reports of
//! `check`.

use super::support::{Ran, Workdir, program, repository};
use chorograph::check::rules::Rules;
use chorograph::check::shapes::{SHIPPED, Shapes};
use chorograph::check::{Outcome, names};
use chorograph::query::Prefixes;
use oxigraph::io::RdfFormat;
use oxigraph::model::{GraphNameRef, QuadRef};
use oxigraph::sparql::SparqlEvaluator;
use oxigraph::store::Store;
use std::fs;
use std::path::Path;

const META: &str = "title = \"A list\"\npublisher = \"Example Gazette\"\nlanguage = \"en\"\npublished = \"2001-02-03\"\n\
    licence = \"https://example.org/licence\"\ndate-means = \"control\"\n";

/// A dataset without any violation.
fn good() -> Workdir {
    let dir = Workdir::new();
    dir.write(
        "gazetteer/entities.csv",
        "id,kind,names,wikidata,evidence,point,point-source\n\
         shusha,district,Shusha@en,Q901,made up,\"39.75, 46.75\",https://example.org/points\n\
         lachin,district,Lachin@en,Q902,made up,,\nada-brook,person,Ada Brook@en,Q903,made up,,\n",
    );
    dir.write("gazetteer/to-come.csv", "id,kind,names,wikidata,evidence\n");
    dir.write(
        "sources/box.txt",
        "Figures\nShusha: may 08, 1992, territory 289 km2; Lachin: may 18, 1992, territory 1835 km2.\n",
    );
    dir.write("sources/box.meta.toml", META);
    dir.write(
        "sources/article.txt",
        "Talks in Lachin\n\nAda Brook visited Lachin on 5 January 2001. \u{201c}The road to Shusha is open again,\u{201d} Ada Brook said on 6 January 2001.\n",
    );
    dir.write("sources/article.meta.toml", META.replace("A list", "Talks in Lachin"));
    // The metadata of a file of articles holds for each article that lacks it.
    dir.write(
        "sources/wire.jsonl",
        "{\"id\": \"1\", \"date\": \"2001-01-10\", \"title\": \"A road\", \"text\": \"Ada Brook opened the road to Shusha on 7 January 2001. Many people from all parts of the district had come to see it, and it was closed again on 9 January 2001.\"}\n",
    );
    dir.write("sources/wire.meta.toml", META.replace("title = \"A list\"\n", ""));
    dir.build();
    dir
}

fn prefixes() -> Prefixes {
    Prefixes::new("https://example.org/d/")
}

/// A store in memory with all statements of a dataset.
fn copy(dir: &Workdir) -> Store {
    let store = Store::new().unwrap();
    store.extend(dir.view().store().iter().map(Result::unwrap)).unwrap();
    store
}

fn update(store: &Store, text: &str) {
    let mut evaluator = SparqlEvaluator::new().with_base_iri("https://example.org/d/").unwrap();
    for (prefix, namespace) in prefixes().iter() {
        evaluator = evaluator.with_prefix(prefix, namespace).unwrap();
    }
    evaluator.parse_update(text).unwrap_or_else(|e| panic!("{text}: {e}")).on_store(store).execute().unwrap();
}

fn by_queries(store: &Store) -> Vec<Outcome> {
    Rules::for_dataset(None, &prefixes()).run(store, &prefixes(), 10, &|| ())
}

fn broken(outcomes: &[Outcome]) -> Vec<&str> {
    outcomes.iter().filter(|o| !o.is_clean()).map(|o| o.rule.name.as_str()).collect()
}

/// An update that removes the matches of a pattern from all graphs.
fn without(pattern: &str) -> String {
    format!("DELETE {{ GRAPH ?g {{ {pattern} }} }} WHERE {{ GRAPH ?g {{ {pattern} }} }}")
}

fn with(triples: &str) -> String {
    format!("INSERT DATA {{ GRAPH graph:spoilt {{ {triples} }} }}")
}

/// An update that replaces the values of a property.
fn instead(property: &str, value: &str) -> String {
    format!(
        "DELETE {{ GRAPH ?g {{ ?s {property} ?o }} }} INSERT {{ GRAPH ?g {{ ?s {property} {value} }} }} WHERE {{ GRAPH ?g {{ ?s {property} ?o }} }}"
    )
}

#[test]
fn no_rule_finds_anything_in_good_data() {
    let dir = good();
    let ran = dir.run(&["check", "--fail-on", "info"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.starts_with("0 errors, 0 warnings, 0 infos; "), "{}", ran.stdout);
}

#[test]
fn each_rule_finds_its_violation() {
    let dir = good();
    let row = "<urn:row> owl:annotatedSource place:lachin ; owl:annotatedTarget wd:Q902";
    let cases: Vec<(&str, String)> = vec![
        ("area-implausible", instead("choro:squareKilometres", "99000000.0")),
        ("area-not-positive", instead("choro:squareKilometres", "-1.0")),
        ("claim-later-than-source", instead("dcterms:issued", "'1990-01-01'^^xsd:date")),
        ("claim-without-place-in-text", without("?claim choro:anchoredAt ?span")),
        ("claim-without-source", without("?claim choro:reportedIn ?box")),
        ("claim-without-voice", without("?claim choro:assertedBy ?who")),
        ("claim-without-words", without("?claim choro:verbatim ?words")),
        (
            "claims-disagree",
            with(
                "<disagreement/x> a choro:Disagreement ; choro:aboutPlace place:lachin ; choro:aspect term:aspectArea ; choro:involves <a>, <b> .",
            ),
        ),
        (
            "entity-name-twice",
            with(
                "place:other choro:kind term:district ; choro:name place:other-name . place:other-name skosxl:literalForm 'Lachin'@en .",
            ),
        ),
        (
            "entity-never-mentioned",
            with(
                "place:other choro:kind term:district ; choro:name place:other-name ; rdfs:label 'Other' ; skos:exactMatch wd:Q909 .",
            ),
        ),
        ("entity-without-evidence", without("?entity skos:exactMatch ?item")),
        ("entity-without-label", without("?entity rdfs:label ?label")),
        ("iri-outside-base", with("<https://elsewhere.example/x> a choro:Place ; rdfs:label 'X' .")),
        (
            "link-accepted-and-rejected",
            with(&format!("{row} ; sssom:predicate_modifier 'Not' ; sssom:reviewer_id <urn:me> .")),
        ),
        ("link-not-reviewed", format!("{} ; {}", without("?entity skos:exactMatch ?item"), with(&format!("{row} .")))),
        ("link-of-two-entities", with("place:shusha skos:exactMatch wd:Q902 .")),
        ("link-to-two-items", with("place:shusha skos:exactMatch wd:Q909 .")),
        ("node-orphan", with("<time/1066> a choro:TimeExtent .")),
        ("place-name-twice", with("<place/lachin-2> a choro:Place ; rdfs:label 'Lachin' .")),
        ("record-without-claims", without("?claim choro:fromRecord ?record")),
        ("source-in-two-versions", with("<version/2> prov:specializationOf source:box .")),
        ("source-says-nothing", with("source:empty a choro:Source .")),
        ("source-without-date", without("?source dcterms:issued ?day")),
        ("source-without-language", without("?source dcterms:language ?language")),
        ("source-without-licence", without("?source dcterms:license ?licence")),
        ("source-without-publisher", without("?source dcterms:publisher ?publisher")),
        ("source-without-title", without("?source dcterms:title ?title")),
        ("span-ends-before-start", instead("oa:end", "1")),
        ("span-outside-text", instead("choro:codePoints", "20")),
        ("span-words-too-long-or-short", instead("oa:exact", "'x'")),
        ("speech-without-speaker", without("?claim choro:speaker ?who")),
        ("time-bounds-reversed", instead("choro:latest", "'1900-01-01'^^xsd:date")),
        ("time-unresolved", instead("choro:resolution", "term:unresolved")),
    ];
    let rules: Vec<String> = Rules::for_dataset(None, &prefixes()).usable.into_iter().map(|r| r.rule.name).collect();
    assert_eq!(cases.iter().map(|(name, _)| *name).collect::<Vec<_>>(), rules);
    let clean = copy(&dir);
    assert_eq!(broken(&by_queries(&clean)), Vec::<&str>::new());
    for (name, spoil) in cases {
        let store = copy(&dir);
        update(&store, &spoil);
        let outcomes = by_queries(&store);
        assert!(broken(&outcomes).contains(&name), "{name}: {:?}", broken(&outcomes));
    }
}

#[test]
fn each_ontology_rule_finds_its_violation() {
    let head = "@prefix : <https://w3id.org/x#> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dcterms: <http://purl.org/dc/terms/> . \
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . \
        @prefix vann: <http://purl.org/vocab/vann/> . @prefix schema: <https://schema.org/> . @prefix bibo: <http://purl.org/ontology/bibo/> . \
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . ";
    let about = "<https://w3id.org/x> a owl:Ontology ; dcterms:title 'X' ; dcterms:description 'An X.' ; dcterms:license <urn:l> ; \
        dcterms:creator <urn:me> ; dcterms:contributor <urn:me> ; dcterms:publisher <urn:me> ; dcterms:created '2026-01-01' ; \
        dcterms:issued '2026-01-01' ; dcterms:modified '2026-01-01' ; dcterms:bibliographicCitation 'Me: X' ; dcterms:source <urn:s> ; \
        owl:versionIRI <https://w3id.org/x/1> ; owl:versionInfo '1' ; bibo:status <urn:draft> ; bibo:doi '10.1/x' ; \
        vann:preferredNamespacePrefix 'x' ; vann:preferredNamespaceUri 'https://w3id.org/x#' ; \
        schema:includedInDataCatalog <urn:c> ; schema:logo <urn:i> . ";
    let by = "rdfs:isDefinedBy <https://w3id.org/x> ;";
    let terms = format!(
        ":Thing a owl:Class ; {by} rdfs:label 'thing' ; skos:definition 'A thing of any kind.' ; rdfs:subClassOf schema:Thing ; owl:disjointWith :Time . \
         :Time a owl:Class ; {by} rdfs:label 'time' ; skos:definition 'A stretch of time.' ; rdfs:subClassOf schema:Thing . \
         :lasts a owl:ObjectProperty ; {by} rdfs:label 'lasts' ; skos:definition 'How long a thing lasts.' ; rdfs:domain :Thing ; \
         rdfs:range :Time ; owl:inverseOf :lengthOf . \
         :lengthOf a owl:ObjectProperty ; {by} rdfs:label 'length of' ; skos:definition 'What lasts so long.' ; rdfs:domain :Time ; rdfs:range :Thing . "
    );
    let whole = format!("{head}{about}{terms}");
    let run = |text: &str| {
        let store = Store::new().unwrap();
        store.load_from_slice(RdfFormat::Turtle, text.as_bytes()).unwrap_or_else(|e| panic!("{text}: {e}"));
        Rules::for_ontology(&prefixes()).run(&store, &prefixes(), 10, &|| ())
    };
    assert_eq!(broken(&run(&whole)), Vec::<&str>::new());
    let replaced = |from: &str, to: &str| {
        assert!(whole.contains(from), "{from}");
        whole.replace(from, to)
    };
    let more = |text: &str| format!("{whole}{text}");
    let cases: Vec<(&str, String)> = vec![
        ("ambiguous_namespace", replaced("'https://w3id.org/x#'", "'https://w3id.org/y#'")),
        ("deprecated_in_use", more(":Thing owl:deprecated true .")),
        ("duplicate_definition", replaced("What lasts so long.", "How long a thing lasts.")),
        ("duplicate_label", replaced("'length of'", "'lasts'")),
        ("file_extension_in_iri", replaced("<https://w3id.org/x>", "<https://w3id.org/x.owl>")),
        ("hierarchy_cycle", more(":Thing rdfs:subClassOf :Time . :Time rdfs:subClassOf :Thing .")),
        ("illegal_use_of_built_in_vocabulary", more("rdfs:label rdfs:domain :Thing .")),
        ("inverse_of_itself", more(":lasts owl:inverseOf :lasts .")),
        ("inverse_of_symmetric", more(":lasts a owl:SymmetricProperty .")),
        ("label_longer_than_definition", replaced("'A stretch of time.'", "'T.'")),
        ("label_whitespace", replaced("'time'", "'time '")),
        ("miscellaneous_class", replaced(":Time", ":OtherTime")),
        ("missing_definition", replaced("skos:definition 'A stretch of time.' ;", "")),
        ("missing_disjointness", replaced("; owl:disjointWith :Time", "")),
        ("missing_domain_or_range", replaced("rdfs:domain :Time ;", "")),
        ("missing_inverse", replaced("; owl:inverseOf :lengthOf", "")),
        (
            "missing_is_defined_by",
            replaced(":Time a owl:Class ; rdfs:isDefinedBy <https://w3id.org/x> ;", ":Time a owl:Class ;"),
        ),
        ("missing_label", replaced("rdfs:label 'time' ;", "")),
        ("missing_ontology_catalogue", replaced("schema:includedInDataCatalog <urn:c> ;", "")),
        ("missing_ontology_citation", replaced("dcterms:bibliographicCitation 'Me: X' ;", "")),
        ("missing_ontology_contributor", replaced("dcterms:contributor <urn:me> ;", "")),
        ("missing_ontology_created", replaced("dcterms:created '2026-01-01' ;", "")),
        ("missing_ontology_creator", replaced("dcterms:creator <urn:me> ;", "")),
        ("missing_ontology_declaration", format!("{head}{terms}")),
        ("missing_ontology_description", replaced("dcterms:description 'An X.' ;", "")),
        ("missing_ontology_doi", replaced("bibo:doi '10.1/x' ;", "")),
        ("missing_ontology_issued", replaced("dcterms:issued '2026-01-01' ;", "")),
        ("missing_ontology_license", replaced("dcterms:license <urn:l> ;", "")),
        ("missing_ontology_logo", replaced("; schema:logo <urn:i>", "")),
        ("missing_ontology_modified", replaced("dcterms:modified '2026-01-01' ;", "")),
        ("missing_ontology_prefix", replaced("vann:preferredNamespacePrefix 'x' ;", "")),
        ("missing_ontology_publisher", replaced("dcterms:publisher <urn:me> ;", "")),
        ("missing_ontology_source", replaced("dcterms:source <urn:s> ;", "")),
        ("missing_ontology_status", replaced("bibo:status <urn:draft> ;", "")),
        ("missing_ontology_title", replaced("dcterms:title 'X' ;", "")),
        ("missing_ontology_version", replaced("owl:versionInfo '1' ;", "")),
        ("missing_superclass", replaced("rdfs:subClassOf schema:Thing ; owl:disjointWith", "owl:disjointWith")),
        ("missing_version_iri", replaced("<https://w3id.org/x/1>", "<https://w3id.org/x>")),
        ("mixed_naming", replaced(":lengthOf", ":length_of")),
        ("multiple_labels", more(":Time rdfs:label 'times' .")),
        (
            "only_child",
            replaced(
                "'A stretch of time.' ; rdfs:subClassOf schema:Thing",
                "'A stretch of time.' ; rdfs:subClassOf :Thing",
            ),
        ),
        ("ontology_iri_not_persistent", replaced("w3id.org", "example.org")),
        ("recursive_definition", more(":Time owl:equivalentClass :Time .")),
        ("several_domains_or_ranges", more(":lasts rdfs:domain :Time .")),
        ("term_defined_elsewhere", more("schema:Invented a owl:Class .")),
        ("unconnected_term", more(":Alone a owl:Class .")),
        ("unreused_vocabulary", replaced("rdfs:subClassOf schema:Thing", "rdfs:comment 'x'")),
        ("untyped_class", replaced(":Time a owl:Class ;", ":Time")),
        ("untyped_property", replaced(":lengthOf a owl:ObjectProperty ;", ":lengthOf")),
    ];
    let rules: Vec<String> = Rules::for_ontology(&prefixes()).usable.into_iter().map(|r| r.rule.name).collect();
    assert_eq!(cases.iter().map(|(name, _)| *name).collect::<Vec<_>>(), rules);
    for (name, text) in cases {
        let outcomes = run(&text);
        assert!(broken(&outcomes).contains(&name), "{name}: {:?}", broken(&outcomes));
    }
}

#[test]
fn the_built_in_ontology_has_no_error_and_no_warning() {
    let ran = program().args(["check", "--ontology", "--fail-on", "warning"]).output().unwrap();
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stdout));
}

/// The violations of shapes in broken data. `tests/peers` compares them with those of pySHACL.
#[test]
fn the_built_in_shapes_find_broken_data() {
    let dir = good();
    let shapes = || {
        let mut shapes = Shapes::default();
        shapes.add("shapes.ttl", SHIPPED).unwrap();
        shapes
    };
    let run = |store: &Store| shapes().run(&store.clone().into(), &prefixes(), 10, &|_| true);
    assert_eq!(broken(&run(&copy(&dir))), Vec::<&str>::new());
    assert!(run(&copy(&dir)).len() > 100, "a shape without a rule");
    for (name, spoil) in [
        ("shape:Statement-verbatim", without("?claim choro:verbatim ?words")),
        ("shape:Claim-aboutPlace", without("?claim choro:aboutPlace ?place")),
        ("shape:ControlChangeClaim-time", with("<claim/x> a choro:ControlChangeClaim ; choro:time <t>, <u> .")),
        ("shape:Span-order", instead("oa:end", "1")),
        ("shape:TimeExtent-order", instead("choro:latest", "'1900-01-01'^^xsd:date")),
        ("shape:AreaClaim-areaKind", instead("choro:areaKind", "<urn:kind>")),
        ("shape:Mention-confidence", instead("choro:confidence", "1.5")),
        ("shape:Place-noSameAs", with("place:lachin owl:sameAs <urn:x> .")),
        ("shape:Source-language", instead("dcterms:language", "'English!'")),
        ("shape:Disagreement", with("<disagreement/x> a choro:Disagreement .")),
        ("shape:Claim-reportedIn", without("?box dcterms:isPartOf ?source")),
    ] {
        let store = copy(&dir);
        update(&store, &spoil);
        let outcomes = run(&store);
        assert!(broken(&outcomes).contains(&name), "{name}: {:?}", broken(&outcomes));
    }
}

#[test]
fn names_that_collide_are_reported() {
    let dir = good();
    let store = copy(&dir);
    let run =
        |store: &Store| names::run(&store.clone().into(), "https://example.org/d/", Path::new("/nowhere"), 10).unwrap();
    assert_eq!(broken(&run(&store)), Vec::<&str>::new());
    let place = oxigraph::model::NamedNode::new_unchecked("https://example.org/d/place/LACHIN");
    store.insert(QuadRef::new(&place, &place, &place, GraphNameRef::DefaultGraph)).unwrap();
    assert_eq!(broken(&run(&store)), ["iri-differs-in-case"]);
}

fn broken_dataset() -> Workdir {
    let dir = good();
    dir.write("sources/box.meta.toml", META.replace("licence", "#licence"));
    dir.write("queries/checks/two-districts.rq", "#+ problem: There are districts.\n#+ solution: None.\n#+ level: info\nSELECT ?focus { ?focus choro:kind term:district }\n");
    dir.write(
        "queries/checks/wrong.rq",
        "#+ problem: A.\n#+ solution: B.\n#+ level: info\nSELECT ?focus { ?focus a }\n",
    );
    dir.write(
        "shapes/own.ttl",
        "@prefix own: <https://example.org/shapes/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix choro: <https://w3id.org/chorograph/ontology#> .\n\
         own:Place a sh:NodeShape ; sh:targetClass choro:Place ; sh:property own:Place-note ; sh:sparql [] .\n\
         own:Place-note a sh:PropertyShape ; sh:path choro:note ; sh:minCount 1 ; sh:severity sh:Info .\n",
    );
    dir.write("shapes/bad.ttl", "own:Place a sh:NodeShape .\n");
    dir.build();
    dir
}

#[test]
fn a_dataset_has_its_own_rules_and_broken_rules_are_reported() {
    let dir = broken_dataset();
    let ran = dir.run(&["check"]);
    assert_eq!(ran.code, Some(1));
    for part in [
        "error: wrong: the rule cannot be run\n  ",
        "error: [DIR]/shapes/bad.ttl: the rule cannot be run\n  Parser error at line 1 between columns 1 and 10: The prefix own:",
        "warning: source-without-licence: once\n",
        "info: two-districts: 2 times\n  There are districts.\n  help: None.\n",
        "info: own:Place-note: ",
        "warning: shape-not-checked: once",
        "sh:sparql",
        "place:lachin",
        "rules cannot be run",
    ] {
        assert!(ran.stdout.contains(part), "{part}: {}", ran.stdout);
    }
    let only = |rule: &str, fail_on: &str| dir.run(&["check", "--only", rule, "--fail-on", fail_on]);
    for (rule, fail_on, code) in [
        ("source-without-licence", "error", 0),
        ("source-without-licence", "warning", 1),
        ("two-districts", "warning", 0),
        ("two-districts", "info", 1),
        ("wrong", "error", 1),
        ("wrong", "none", 0),
        ("own:Place-note", "info", 1),
        ("shape:Place", "info", 0),
    ] {
        let ran = only(rule, fail_on);
        assert_eq!(ran.code, Some(code), "{rule} {fail_on}: {}{}", ran.stdout, ran.stderr);
    }
    let ran = only("source-without-license", "error");
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("did you mean source-without-licence?"), "{}", ran.stderr);
    let listed = dir.run(&["check", "--list"]).stdout;
    for name in ["two-districts", "own:Place-note", "iri-same-page", "claim-without-words", "shape:Span-order"] {
        assert!(listed.contains(name), "{name}");
    }
}

#[test]
fn reports_for_programs_are_valid() {
    let dir = broken_dataset();
    let json: serde_json::Value = serde_json::from_str(&dir.run(&["check", "--format", "json"]).stdout).unwrap();
    let rules = json["rules"].as_array().unwrap();
    let of = |name: &str| rules.iter().find(|r| r["rule"] == name).unwrap_or_else(|| panic!("{name}"));
    assert_eq!(of("source-without-licence")["violations"][0]["focus"], "https://example.org/d/source/box");
    assert_eq!(of("two-districts")["count"], 2);
    assert!(of("wrong")["failed"].as_str().unwrap().contains("line 4"));
    assert_eq!(json["failed"], 2);
    let Ran { stdout, code, .. } = dir.run(&["check", "--format", "junit", "--fail-on", "warning"]);
    assert_eq!(code, Some(1));
    let xml = scraper::Html::parse_document(&stdout);
    let count = |selector: &str| xml.select(&scraper::Selector::parse(selector).unwrap()).count();
    assert_eq!(count("testcase"), rules.len());
    // The licence, which is reported once, and the shape that is not evaluated.
    assert_eq!((count("failure"), count("error")), (2, 2), "{stdout}");
    assert!(stdout.contains("failures=\"2\" errors=\"2\""), "{stdout}");
    // A second run gives the same report.
    assert_eq!(dir.run(&["check", "--format", "junit", "--fail-on", "warning"]).stdout, stdout);
    let rows = dir.run(&["check", "--only", "two-districts", "--rows", "1"]).stdout;
    assert!(rows.contains("and 1 more"), "{rows}");
}

#[test]
fn a_site_is_checked_without_its_dataset() {
    let dir = Workdir::new();
    dir.write("site/index.html", "<a href=place/>places</a>");
    dir.write("site/place/index.html", "<a href=/>home</a> <a href=nowhere>x</a>");
    let site = dir.path("site");
    let ran = dir.run(&["check", "--site", site.to_str().unwrap()]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stdout.contains("error: site-dead-link: once") && ran.stdout.contains("no file place/nowhere"),
        "{}",
        ran.stdout
    );
    fs::write(site.join("place/nowhere"), "x").unwrap();
    let ran = dir.run(&["check", "--site", site.to_str().unwrap(), "--fail-on", "info"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stdout);
    assert_eq!(dir.run(&["check", "--site", "nowhere"]).code, Some(2));
}

#[test]
fn checking_a_site_does_not_depend_on_the_current_folder() {
    let dir = Workdir::of_data();
    dir.build();
    for url in [&[][..], &["--url", "https://example.org/site/"]] {
        let site = dir.path("site");
        let ran = dir.run(&[&["publish", "-o", site.to_str().unwrap()], url].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        // A dead link, written out in full, and one that leads into the site.
        let base = url.last().copied().unwrap_or("https://w3id.org/chorograph/data/");
        let page = format!(
            "<a href=\"{base}place/nowhere/\">x</a> <a href=\"{base}place/shusha/\">y</a> <a href=\"../index.html\">z</a>"
        );
        dir.write("site/extra/index.html", page);
        let elsewhere = tempfile::tempdir().unwrap();
        let check = |stands: &std::path::Path, site: &std::path::Path| {
            let mut command = super::support::program();
            let output =
                command.current_dir(stands).args(["check", "--format", "json", "--site"]).arg(site).output().unwrap();
            (output.status.code(), String::from_utf8(output.stdout).unwrap())
        };
        let (code, report) = check(dir.root(), std::path::Path::new("site"));
        assert!(code == Some(1) && report.contains("place/nowhere"), "{report}");
        assert!(!report.contains("place/shusha"), "{report}");
        assert_eq!(check(elsewhere.path(), &site), (code, report.clone()));
        assert_eq!(check(&site, std::path::Path::new(".")), (code, report));
    }
}

#[test]
fn input_that_cannot_be_checked_is_an_error() {
    let dir = Workdir::new();
    assert_eq!(dir.run(&["check"]).code, Some(2));
    dir.write("bad.ttl", "<x> <y> .\n");
    let ran = dir.run(&["check", "--ontology", dir.path("bad.ttl").to_str().unwrap()]);
    assert!(ran.code == Some(1) && ran.stderr.contains("bad.ttl: "), "{}", ran.stderr);
    let ran = dir.run(&["check", "--ontology", "none.ttl"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("cannot read none.ttl"), "{}", ran.stderr);
    assert!(repository("queries/checks").is_dir());
}
