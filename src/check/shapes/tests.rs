//! Tests each constraint with valid and with invalid data.

use super::*;
use crate::store::facts::statements_of;

const PREFIXES: &str = "@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . \
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . ";

fn outcomes(shapes: &str, data: &str) -> Vec<Outcome> {
    let mut all = Shapes::default();
    all.add("test.ttl", &format!("{PREFIXES}{shapes}")).unwrap();
    let statements = statements_of(&format!("{PREFIXES}{data}"));
    all.run(&statements, &Prefixes::new("https://example.org/d/"), 100, &|_| true)
}

/// Focus, path and value of each violation.
fn broken(shapes: &str, data: &str) -> Vec<String> {
    let short = |text: &str| text.replace("https://example.org/", ":").replace(['<', '>'], "");
    let violations = outcomes(shapes, data).into_iter().flat_map(|o| o.violations);
    let mut lines: Vec<String> = violations
        .map(|v| format!("{} {} {}", short(&v.focus), short(&v.path), short(&v.value)).trim_end().to_owned())
        .collect();
    lines.sort();
    lines
}

/// A shape of the values of `:p` of the class `:C`.
fn property(constraint: &str) -> String {
    format!(
        ":S a sh:NodeShape ; sh:targetClass :C ; sh:property :P . :P a sh:PropertyShape ; sh:path :p ; {constraint} ."
    )
}

#[test]
fn each_constraint_finds_what_breaks_it_and_nothing_else() {
    for (constraint, bad, good) in [
        ("sh:minCount 1", "", ":p 1"),
        ("sh:maxCount 1", ":p 1, 2", ":p 1"),
        ("sh:class :D", ":p :c", ":p :d, :e"),
        ("sh:datatype xsd:date", ":p 'x'^^xsd:date", ":p '1992-05-08'^^xsd:date"),
        ("sh:datatype xsd:date", ":p '1992-05-08'", ":p '1992-05-08'^^xsd:date"),
        ("sh:nodeKind sh:IRI", ":p 1", ":p :d"),
        ("sh:nodeKind sh:BlankNodeOrLiteral", ":p :d", ":p 1"),
        ("sh:minInclusive 0", ":p -1", ":p 0, 0.5"),
        ("sh:minExclusive 0", ":p 0", ":p 1"),
        ("sh:maxInclusive 1", ":p 1.5", ":p 1"),
        ("sh:maxExclusive 1", ":p 1", ":p 0.5"),
        ("sh:maxExclusive 1", ":p 'x'", ":p 0.5"),
        ("sh:minLength 2", ":p 'x'", ":p 'ğü'"),
        ("sh:maxLength 2", ":p 'xyz'", ":p 'ğü'"),
        ("sh:pattern '^a' ; sh:flags 'i'", ":p 'ba'", ":p 'Ab'"),
        ("sh:languageIn ('en' 'az')", ":p 'x'@hy", ":p 'x'@en-GB, 'y'@az"),
        ("sh:uniqueLang true", ":p 'x'@en, 'y'@en", ":p 'x'@en, 'y'@az, 'z'"),
        ("sh:equals :q", ":p 1 ; :q 1, 2", ":p 1 ; :q 1"),
        ("sh:disjoint :q", ":p 1 ; :q 1", ":p 1 ; :q 2"),
        ("sh:lessThan :q", ":p 2 ; :q 2", ":p 1 ; :q 2"),
        ("sh:lessThanOrEquals :q", ":p 3 ; :q 2", ":p 2 ; :q 2"),
        ("sh:hasValue 7", ":p 1", ":p 1, 7"),
        ("sh:in (1 2)", ":p 3", ":p 1, 2"),
        ("sh:node [ sh:property [ sh:path :q ; sh:minCount 1 ] ]", ":p :d", ":p :c"),
        ("sh:not [ sh:class :D ]", ":p :d", ":p :c"),
        ("sh:or ([ sh:class :D ] [ sh:datatype xsd:integer ])", ":p 'x'", ":p 1, :d"),
        ("sh:and ([ sh:class :D ] [ sh:nodeKind sh:IRI ])", ":p :c", ":p :d"),
        ("sh:xone ([ sh:class :D ] [ sh:nodeKind sh:IRI ])", ":p :d", ":p :c"),
    ] {
        let data = |values: &str| {
            let values = if values.is_empty() { String::new() } else { format!("; {values}") };
            format!(":x a :C {values} . :c a :Other ; :q 1 . :d a :D . :e a :E . :E rdfs:subClassOf :D .")
        };
        assert_eq!(broken(&property(constraint), &data(good)), Vec::<String>::new(), "{constraint} {good}");
        let found = broken(&property(constraint), &data(bad));
        assert!(found.len() == 1 && found[0].starts_with(":x :p"), "{constraint} {bad}: {found:?}");
    }
}

#[test]
fn a_closed_shape_allows_what_it_names() {
    let shape = ":S a sh:NodeShape ; sh:targetNode :x ; sh:closed true ; sh:ignoredProperties ( :r ) ; sh:property [ sh:path :p ] .";
    assert_eq!(broken(shape, ":x :p 1 ; :r 2 ."), Vec::<String>::new());
    assert_eq!(broken(shape, ":x :p 1 ; :q 2 ."), [":x  2"]);
}

#[test]
fn paths_lead_where_sparql_leads() {
    for (path, least) in [
        ("[ sh:inversePath :p ]", 1),
        ("( :p :q )", 2),
        ("[ sh:alternativePath ( :p :q ) ]", 2),
        ("[ sh:oneOrMorePath :p ]", 2),
        ("[ sh:zeroOrMorePath :p ]", 3),
        ("[ sh:zeroOrOnePath :p ]", 2),
        ("( [ sh:inversePath :p ] [ sh:inversePath ( :s :t ) ] )", 1),
    ] {
        let shape = |n: u32| {
            format!(":S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path {path} ; sh:minCount {n} ] .")
        };
        let data = ":x :p :y ; :q 9 . :y :p :z ; :q 1, 2 . :w :p :x . :v :s :u . :u :t :w .";
        assert_eq!(broken(&shape(least), data), Vec::<String>::new(), "{path}");
        assert_eq!(broken(&shape(least + 1), data).len(), 1, "{path}");
    }
}

#[test]
fn a_node_is_told_once_whatever_targets_it() {
    let shape = ":S a sh:NodeShape ; sh:targetClass :C, :D ; sh:targetSubjectsOf :p ; sh:targetObjectsOf :q ; sh:targetNode :x ; \
        sh:property [ sh:path :r ; sh:minCount 1 ] .";
    let data = ":x a :C, :D, :E ; :p 1, 2, 3 . :y :q :x . :z :q :x . :E rdfs:subClassOf :D . :n :p 4 .";
    assert_eq!(outcomes(shape, data).iter().map(|o| o.count).sum::<u64>(), 2);
    assert_eq!(broken(shape, data), [":n :r", ":x :r"]);
}

#[test]
fn a_shape_that_is_not_evaluated_is_told() {
    let found =
        outcomes(":S a sh:NodeShape ; sh:targetNode :x ; sh:sparql [ sh:select 'SELECT $this {}' ] .", ":x :p 1 .");
    let not_checked = found.iter().find(|o| o.rule.name == "shape-not-checked").unwrap();
    assert_eq!(not_checked.violations[0].value, "sh:sparql");
    let found = outcomes(":S a sh:NodeShape ; sh:targetNode :x ; sh:deactivated true ; sh:class :C .", ":x :p 1 .");
    assert!(found.iter().all(Outcome::is_clean), "{found:?}");
}

#[test]
fn severity_and_message_make_the_rule() {
    let shape = ":S a sh:NodeShape ; sh:targetNode :x ; sh:class :C ; sh:severity sh:Info ; sh:message 'No class: add one.'@en, 'x'@de .";
    let found = outcomes(shape, ":x :p 1 .");
    assert_eq!(found[0].rule, Rule::new(":S", Level::Info, "No class.", "Add one."));
    assert_eq!(found[0].violations[0].message, "not of the class <https://example.org/C>");
}

#[test]
fn shapes_that_lead_to_themselves_come_to_an_end() {
    let shape = ":S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :p ; sh:node :S ] .";
    assert_eq!(broken(shape, ":x :p :y . :y :p :x ."), Vec::<String>::new());
}

#[test]
fn what_is_no_shape_says_why() {
    for (text, message) in [
        (":S a sh:NodeShape ; sh:pattern '(' .", "a regular expression"),
        (":S a sh:NodeShape ; sh:minCount 'x' .", "sh:minCount needs a whole number"),
        (":S a sh:NodeShape ; sh:in :x .", "sh:in needs a list"),
        (":S a sh:PropertyShape ; sh:path 'x' .", "not a property path"),
        (":S a sh:NodeShape ; ;; x", "line 1"),
    ] {
        let error = Shapes::default().add("x.ttl", &format!("{PREFIXES}{text}")).unwrap_err().to_string();
        assert!(error.starts_with("x.ttl: ") && error.contains(message), "{error}");
    }
    Shapes::default().add("shapes.ttl", SHIPPED).unwrap();
}
