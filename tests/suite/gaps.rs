//! A dataset with one of every gap (no speaker, no publisher, no date, no title, no gazetteer entry, two of one name, one box on
//! two pages that spell it differently): that nothing in an answer multiplies, and that no query that ships is written so that
//! it could. What the named queries say of it are fixtures in `tests/gaps/answers/`.

use super::support::{Workdir, repository};
use chorograph::query::{Library, Prefixes, Template};
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern};
use spargebra::{Query, SparqlParser};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn gaps() -> Workdir {
    let dir = Workdir::copy_of(&repository("tests/gaps"));
    let ran = dir.build();
    assert!(ran.stdout.contains("3 fact boxes") && ran.stdout.contains("3 articles"), "{}", ran.stdout);
    dir
}

fn names() -> Vec<String> {
    let (queries, errors) = Library::open(None, &Prefixes::new("https://example.org/gaps/")).unwrap().into_parts();
    assert!(errors.is_empty() && queries.len() > 10);
    queries.into_iter().map(|query| query.name).collect()
}

/// How many rows each query has: what it has a row for, counted without anything that may be missing.
const ROWS: &[(&str, &str)] = &[
    ("changes-of-control", "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a choro:ControlChangeClaim }"),
    ("classes", "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?x a ?c }"),
    ("copies", "SELECT (COUNT(DISTINCT ?l) AS ?n) { ?l a choro:Likeness }"),
    ("districts", "SELECT (COUNT(DISTINCT ?r) AS ?n) { ?r a choro:Record }"),
    ("links", "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?e ?i { ?e skos:exactMatch ?i . ?e rdfs:label ?l } }"),
    ("meetings", "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a choro:EventClaim }"),
    ("mentions", "SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m a choro:Mention }"),
    ("names", "SELECT (COUNT(DISTINCT ?f) AS ?n) { ?e choro:name ?f }"),
    (
        "place",
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?p ?x ?s { ?p a choro:Place .
           { ?x choro:aboutPlace ?p ; choro:anchoredAt ?s } UNION { ?x choro:eventPlace ?p ; choro:anchoredAt ?s }
           UNION { ?x a choro:Disagreement ; choro:aboutPlace ?p } UNION { ?x a choro:Mention ; choro:denotes ?p }
           UNION { ?p choro:name ?x } UNION { ?p skos:exactMatch ?x } } }",
    ),
    ("reviews", "SELECT (COUNT(DISTINCT ?r) AS ?n) { ?c choro:reviewedIn ?r }"),
    ("roles", "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a choro:RoleClaim }"),
    ("sources", "SELECT (COUNT(DISTINCT ?v) AS ?n) { ?v prov:specializationOf ?s }"),
    (
        "statements",
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?c ?w { ?c a choro:UtteranceClaim ; choro:content ?w } }",
    ),
    (
        "timeline",
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?m ?c { ?m a choro:TimeMention OPTIONAL { ?c choro:timeWords ?m } } }",
    ),
];

/// Those with rows for pairs or groups, of which the recorded answers tell.
const COUNTED_ELSEWHERE: &[&str] = &["disagreements", "independent-sources", "role-disagreements"];

#[test]
fn no_answer_multiplies() {
    for folder in ["tests/gaps", "tests/wire", "data"] {
        let dir = Workdir::copy_of(&repository(folder));
        assert_eq!(dir.build().code, Some(0));
        let lines = |args: &[&str]| {
            let ran = dir.run(args);
            assert_eq!(ran.code, Some(0), "{args:?}: {}", ran.stderr);
            ran.stdout.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
        };
        for name in names() {
            let rows = lines(&["query", &name, "--format", "tsv"]);
            if let Some((_, count)) = ROWS.iter().find(|(query, _)| *query == name) {
                let expected = lines(&["query", count, "--format", "csv"]);
                assert_eq!(rows.len().to_string(), expected[0].trim(), "{name} in {folder}\n{}", rows.join("\n"));
            } else {
                assert!(COUNTED_ELSEWHERE.contains(&name.as_str()), "{name}: how many rows should it have?");
                let distinct: BTreeSet<&String> = rows.iter().collect();
                assert_eq!(distinct.len(), rows.len(), "{name} in {folder}");
            }
        }
    }
}

#[test]
fn a_statement_without_a_speaker_has_none() {
    let dir = gaps();
    let ran = dir.run(&["query", "statements", "--columns", "speaker,words", "--format", "csv"]);
    for (row, told) in [
        (",\"The bridge will be closed until the end of the week,\"", "nobody is named"),
        (",\"It was cold,\"", "nobody is named"),
        ("Lena Holt,help was on its way", "somebody is"),
    ] {
        assert!(ran.stdout.lines().any(|line| line == row), "{told}: {row}\n{}", ran.stdout);
    }
    assert!(!ran.stdout.contains("Your institution"), "{}", ran.stdout);
    let of = |who: &str| dir.run(&["query", "statements", "--param", &format!("speaker={who}"), "--format", "csv"]);
    assert_eq!(of("person/lena-holt").stdout.lines().count(), 3);
}

/// All queries that ship: named ones, rules for datasets and rules for ontologies.
fn shipped() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["queries", "queries/checks", "queries/ontology"] {
        for entry in fs::read_dir(repository(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "rq") {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(found.len() > 60, "{}", found.len());
    found
}

#[test]
fn no_pattern_hangs_on_what_may_be_missing() {
    for (file, text) in shipped() {
        let faults = faults(&text);
        assert!(faults.is_empty(), "{file}: {faults:?}");
    }
}

#[test]
fn a_pattern_that_hangs_on_what_may_be_missing_is_seen() {
    for (query, fault) in [
        ("SELECT * { ?c a choro:Claim OPTIONAL { ?c choro:speaker ?who } OPTIONAL { ?who rdfs:label ?name } }", true),
        ("SELECT * { ?c a choro:Claim OPTIONAL { ?c choro:speaker ?who OPTIONAL { ?who rdfs:label ?name } } }", false),
        (
            "SELECT * { { ?c a choro:A ; choro:inSource ?d } UNION { ?c a choro:B } OPTIONAL { ?d dcterms:title ?t } }",
            true,
        ),
        ("SELECT * { { ?c choro:inSource ?d OPTIONAL { ?d dcterms:title ?t } } UNION { ?c a choro:B } }", false),
        ("SELECT * { OPTIONAL { ?c choro:speaker ?who } ?who rdfs:label ?name }", true),
        ("SELECT * { ?c a choro:Claim OPTIONAL { ?c choro:speaker ?who } FILTER EXISTS { ?who rdfs:label ?n } }", true),
        (
            "SELECT * { ?c a choro:Claim OPTIONAL { { SELECT ?who { ?c choro:speaker ?who } } } OPTIONAL { ?who rdfs:label ?n } }",
            true,
        ),
    ] {
        assert_eq!(!faults(query).is_empty(), fault, "{query}: {:?}", faults(query));
    }
}

type Names = BTreeSet<String>;

/// Which variables a pattern gives for sure, and which it may give.
#[derive(Default, Clone)]
struct Given {
    sure: Names,
    maybe: Names,
}

impl Given {
    fn all(names: Names) -> Self {
        Self { sure: names.clone(), maybe: names }
    }
}

/// The variables on which two patterns of a query meet although one of them may not have them: then everything matches.
fn faults(text: &str) -> Vec<String> {
    let prefixes = Prefixes::new("https://example.org/gaps/");
    let filled = Template::new(text, &prefixes).unwrap().fill(&[], &prefixes).unwrap();
    let mut parser = SparqlParser::new();
    for (prefix, namespace) in prefixes.iter() {
        parser = parser.with_prefix(prefix, namespace).unwrap();
    }
    let query = parser.parse_query(&filled.text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let mut faults = Vec::new();
    match &query {
        Query::Select { pattern, .. } | Query::Ask { pattern, .. } => drop(given(pattern, &mut faults)),
        other => panic!("{other}"),
    }
    faults
}

fn given(pattern: &GraphPattern, faults: &mut Vec<String>) -> Given {
    match pattern {
        GraphPattern::Bgp { patterns } => {
            let mut names = Names::new();
            for triple in patterns {
                term(&triple.subject, &mut names);
                name(&triple.predicate, &mut names);
                term(&triple.object, &mut names);
            }
            Given::all(names)
        }
        GraphPattern::Path { subject, object, .. } => {
            let mut names = Names::new();
            term(subject, &mut names);
            term(object, &mut names);
            Given::all(names)
        }
        GraphPattern::Join { left, right } => {
            let (left, right) = (given(left, faults), given(right, faults));
            for name in left.maybe.intersection(&right.maybe) {
                if !left.sure.contains(name) || !right.sure.contains(name) {
                    faults.push(format!("join on ?{name}"));
                }
            }
            Given { sure: &left.sure | &right.sure, maybe: &left.maybe | &right.maybe }
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            let (left, right) = (given(left, faults), given(right, faults));
            for name in left.maybe.intersection(&right.maybe) {
                if !left.sure.contains(name) {
                    faults.push(format!("OPTIONAL on ?{name}"));
                }
            }
            let both = Given { sure: &left.sure | &right.sure, maybe: &left.maybe | &right.maybe };
            if let Some(expression) = expression {
                inner(expression, &both, faults);
            }
            Given { sure: left.sure, maybe: both.maybe }
        }
        GraphPattern::Union { left, right } => {
            let (left, right) = (given(left, faults), given(right, faults));
            Given { sure: &left.sure & &right.sure, maybe: &left.maybe | &right.maybe }
        }
        GraphPattern::Minus { left, right } => {
            let _ = given(right, faults);
            given(left, faults)
        }
        GraphPattern::Filter { expr, inner: within } => {
            let within = given(within, faults);
            inner(expr, &within, faults);
            within
        }
        GraphPattern::Extend { inner: within, variable, expression } => {
            let mut within = given(within, faults);
            inner(expression, &within, faults);
            within.maybe.insert(variable.as_str().to_owned());
            // An expression may fail, but for a function of what is there.
            if let Expression::FunctionCall(_, parts) = expression
                && parts.iter().all(|p| matches!(p, Expression::Variable(v) if within.sure.contains(v.as_str())))
            {
                within.sure.insert(variable.as_str().to_owned());
            }
            within
        }
        GraphPattern::Graph { name: graph, inner } => {
            let mut within = given(inner, faults);
            if let NamedNodePattern::Variable(v) = graph {
                within.sure.insert(v.as_str().to_owned());
                within.maybe.insert(v.as_str().to_owned());
            }
            within
        }
        GraphPattern::Values { variables, .. } => Given::all(variables.iter().map(|v| v.as_str().to_owned()).collect()),
        GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => given(inner, faults),
        GraphPattern::Project { inner, variables } => {
            let within = given(inner, faults);
            let chosen: Names = variables.iter().map(|v| v.as_str().to_owned()).collect();
            Given { sure: &within.sure & &chosen, maybe: &within.maybe & &chosen }
        }
        GraphPattern::Group { inner, variables, aggregates } => {
            let within = given(inner, faults);
            let keys: Names = variables.iter().map(|v| v.as_str().to_owned()).collect();
            let made: Names = aggregates.iter().map(|(v, _)| v.as_str().to_owned()).collect();
            Given { sure: &within.sure & &keys, maybe: &(&within.maybe & &keys) | &made }
        }
        GraphPattern::Service { .. } => panic!("a query that ships asks nobody"),
        other => panic!("{other}"),
    }
}

/// The patterns within an expression: EXISTS.
fn inner(expression: &Expression, outer: &Given, faults: &mut Vec<String>) {
    match expression {
        Expression::Exists(pattern) => {
            let within = given(pattern, faults);
            for name in within.maybe.intersection(&outer.maybe) {
                if !outer.sure.contains(name) {
                    faults.push(format!("EXISTS on ?{name}"));
                }
            }
        }
        Expression::Or(a, b)
        | Expression::And(a, b)
        | Expression::Equal(a, b)
        | Expression::SameTerm(a, b)
        | Expression::Greater(a, b)
        | Expression::GreaterOrEqual(a, b)
        | Expression::Less(a, b)
        | Expression::LessOrEqual(a, b)
        | Expression::Add(a, b)
        | Expression::Subtract(a, b)
        | Expression::Multiply(a, b)
        | Expression::Divide(a, b) => {
            inner(a, outer, faults);
            inner(b, outer, faults);
        }
        Expression::Not(a) | Expression::UnaryPlus(a) | Expression::UnaryMinus(a) => inner(a, outer, faults),
        Expression::If(a, b, c) => {
            for part in [a, b, c] {
                inner(part, outer, faults);
            }
        }
        Expression::Coalesce(parts) | Expression::FunctionCall(_, parts) => {
            for part in parts {
                inner(part, outer, faults);
            }
        }
        Expression::In(a, parts) => {
            inner(a, outer, faults);
            for part in parts {
                inner(part, outer, faults);
            }
        }
        _ => {}
    }
}

fn term(pattern: &TermPattern, names: &mut Names) {
    match pattern {
        TermPattern::Variable(v) => drop(names.insert(v.as_str().to_owned())),
        TermPattern::BlankNode(b) => drop(names.insert(format!("_:{}", b.as_str()))),
        _ => {}
    }
}

fn name(pattern: &NamedNodePattern, names: &mut Names) {
    if let NamedNodePattern::Variable(v) = pattern {
        names.insert(v.as_str().to_owned());
    }
}

#[test]
fn an_iri_that_the_dataset_does_not_know_is_an_error() {
    let dir = gaps();
    for (param, told) in [
        (
            "place=place/uper-vale",
            "does not know <https://example.org/gaps/place/uper-vale>; did you mean \"place:upper-vale\"?",
        ),
        ("place=https://example.org/gaps/place/nowhere-at-all", "does not know"),
        ("place=wd:Q1", "does not know <http://www.wikidata.org/entity/Q1>"),
    ] {
        let ran = dir.run(&["query", "place", "--param", param]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{param}");
        assert!(ran.stderr.contains(told), "{param}: {}", ran.stderr);
    }
    for (query, param) in [("statements", "about=person/nobody"), ("timeline", "source=source/none")] {
        assert_eq!(dir.run(&["query", query, "--param", param]).code, Some(1), "{query} {param}");
    }
    let ran = dir.run(&["query", "place", "--param", "place=place/upper-vale", "--format", "csv"]);
    assert!(ran.code == Some(0) && ran.stdout.contains("1,250"), "{}", ran.stdout);
    // A term of a vocabulary is known wherever it is not used.
    let asked = "SELECT ?x { ?x a ?_class_iri }";
    assert_eq!(dir.run(&["query", asked, "--param", "class=choro:CopyGroup"]).code, Some(0));
}

#[test]
fn tables_are_of_this_dataset_or_say_of_what() {
    let dir = gaps();
    dir.write(
        "queries/near.rq",
        "#+ summary: Near\n#+ defaults:\n#+   - place: place/elsewhere\nSELECT ?x { ?x choro:aboutPlace ?_place_iri }",
    );
    dir.write("queries/early.rq", "#+ summary: Early\n#+ defaults:\n#+   - before: 1991-12-31\nSELECT ?e { ?t choro:earliest ?e FILTER(?e <= ?_before_xsd_date) }");
    let ran = dir.run(&["export", "--tables", "-o", dir.path("tables").to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stderr.contains("note: early.csv contains only the answer for before=1991-12-31"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("note: a table is left out: place=place/elsewhere: the dataset does not know"),
        "{}",
        ran.stderr
    );
    let read = |name: &str| fs::read_to_string(dir.path("tables").join(name));
    assert!(read("near.csv").is_err());
    // Every change of control, whenever it was, and every place.
    assert_eq!(read("changes-of-control.csv").unwrap().lines().count(), 5);
    assert!(read("place.csv").unwrap().contains("Hill Farm,area,7 km2"));
    let one = dir.run(&["export", "--tables", "-o", dir.path("all.csv").to_str().unwrap()]);
    assert!(one.code == Some(2) && !Path::new(&dir.path("all.csv")).exists(), "{}", one.stderr);
}
