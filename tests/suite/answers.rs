//! Answers as other programs read them, output file names, and the text of queries as editors save it.

use super::support::Workdir;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Term;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};
use std::fs;
use std::io::Write;
use std::process::Stdio;

/// Values that some writers write wrongly.
const NASTY: &str = r#"SELECT ?iri ?text ?none {
  VALUES (?iri ?text) {
    (<https://x.example/a,b;c'd> "one\r\ntwo\rthree\nfour")
    (<https://x.example/%22> " \ttabs, \"quotes\", & <marks> ")
    (<https://x.example/é> "Şuşa 区域 e\u0301 \u0085"@az)
    (<https://x.example/n> 1.5) } }"#;

fn built() -> Workdir {
    let dir = Workdir::new();
    dir.write("sources/box.txt", "Districts\nUpper Vale: 3 april 1991, territory 1,250 km2.\n");
    dir.build();
    dir
}

/// The rows of an answer, each value as N-Triples.
fn read(format: QueryResultsFormat, bytes: &[u8]) -> Vec<Vec<Option<String>>> {
    let ReaderQueryResultsParserOutput::Solutions(rows) =
        QueryResultsParser::from_format(format).for_reader(bytes).unwrap()
    else {
        panic!("no rows")
    };
    rows.map(|row| row.unwrap().values().iter().map(|v| v.as_ref().map(Term::to_string)).collect()).collect()
}

#[test]
fn every_format_gives_back_every_value() {
    let dir = built();
    let write = |format: &str| {
        let output = dir.command(&["query", NASTY, "--format", format]).output().unwrap();
        assert!(output.status.success());
        output.stdout
    };
    let expected = [
        ["<https://x.example/a,b;c'd>", r#""one\r\ntwo\rthree\nfour""#],
        ["<https://x.example/%22>", r#"" \ttabs, \"quotes\", & <marks> ""#],
        ["<https://x.example/é>", "\"Şuşa 区域 e\u{301} \u{85}\"@az"],
        ["<https://x.example/n>", "\"1.5\"^^<http://www.w3.org/2001/XMLSchema#decimal>"],
    ];
    for (name, format) in
        [("json", QueryResultsFormat::Json), ("xml", QueryResultsFormat::Xml), ("tsv", QueryResultsFormat::Tsv)]
    {
        let rows = read(format, &write(name));
        assert_eq!(rows.len(), expected.len(), "{name}");
        for (row, [iri, text]) in rows.iter().zip(expected) {
            assert_eq!(row[0].as_deref(), Some(iri), "{name}");
            assert_eq!(row[1].as_deref(), Some(text), "{name}");
            assert!(row.get(2).is_none_or(Option::is_none), "{name}");
        }
    }
    let csv = String::from_utf8(write("csv")).unwrap();
    let expected = "iri,text,none\r\n\"https://x.example/a,b;c'd\",\"one\r\ntwo\rthree\nfour\",\r\n\
                    https://x.example/%22,\" \ttabs, \"\"quotes\"\", & <marks> \",\r\n\
                    https://x.example/é,Şuşa 区域 e\u{301} \u{85},\r\nhttps://x.example/n,1.5,\r\n";
    assert_eq!(csv, expected);
    let xml = String::from_utf8(write("xml")).unwrap();
    assert!(xml.contains("one&#13;&#10;two&#13;three&#10;four") && !xml.contains('\r'), "{xml}");
}

#[test]
fn a_row_without_a_value_is_a_row() {
    let dir = built();
    let ran = dir.run(&["query", "SELECT ?x { VALUES ?x { UNDEF 1 \"\" } }", "--format", "csv"]);
    assert_eq!(ran.stdout, "x\r\n\"\"\r\n1\r\n\"\"\r\n");
}

#[test]
fn what_xml_cannot_hold_is_an_error() {
    let dir = built();
    let target = dir.path("a.xml");
    for query in [r#"SELECT ("a\u0001b" AS ?x) {}"#, r#"CONSTRUCT { <urn:x:a> rdfs:label "a\uFFFEb" } {}"#] {
        let ran = dir.run(&["query", query, "-o", target.to_str().unwrap()]);
        assert_eq!(ran.code, Some(1), "{query}");
        assert!(ran.stderr.contains("which XML cannot hold") && !target.exists(), "{}", ran.stderr);
    }
    let ran = dir.run(&["query", "CONSTRUCT { <urn:x:a> <urn:x:1> 1 } {}", "-o", target.to_str().unwrap()]);
    assert!(ran.code == Some(1) && ran.stderr.contains("<urn:x:1> cannot be the name of an element"), "{}", ran.stderr);
    assert_eq!(dir.run(&["query", r#"SELECT ("a\u0001b" AS ?x) {}"#, "--format", "json"]).code, Some(0));
}

#[test]
fn the_extension_of_a_file_selects_the_format_of_a_graph() {
    let dir = built();
    let graph = r#"CONSTRUCT { <https://x.example/a,b> rdfs:label "one\r\ntwo & <three>" ; <https://x.example/p#q> [ a <https://x.example/1> ] } {}"#;
    for (name, format) in [
        ("c.rdf", RdfFormat::RdfXml),
        ("c.xml", RdfFormat::RdfXml),
        ("c.OWL", RdfFormat::RdfXml),
        ("c.ttl", RdfFormat::Turtle),
        ("c.nt", RdfFormat::NTriples),
        ("c.nq", RdfFormat::NQuads),
        ("c.trig", RdfFormat::TriG),
        ("c.jsonld", RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfileSet::empty() }),
        ("c.json", RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfileSet::empty() }),
    ] {
        let path = dir.path(name);
        let ran = dir.run(&["query", graph, "-o", path.to_str().unwrap()]);
        assert_eq!(ran.code, Some(0), "{name}: {}", ran.stderr);
        let bytes = fs::read(&path).unwrap();
        let quads: Vec<_> = RdfParser::from_format(format)
            .for_slice(&bytes)
            .map(|q| q.unwrap_or_else(|e| panic!("{name}: {e}")))
            .collect();
        assert_eq!(quads.len(), 3, "{name}");
        let label = quads.iter().find(|q| q.predicate.as_str().ends_with("label")).unwrap();
        assert_eq!(label.object.to_string(), r#""one\r\ntwo & <three>""#, "{name}");
        assert_eq!(label.subject.to_string(), "<https://x.example/a,b>", "{name}");
    }
}

#[test]
fn an_unknown_extension_is_an_error_that_names_the_known_ones() {
    let dir = built();
    let rows = "SELECT ?x { VALUES ?x { 1 } }";
    let graph = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }";
    for (query, name, expected) in [
        (rows, "d.xlsx", "unknown extension .xlsx\nhelp: use one of .csv, .tsv, .json and .xml"),
        (rows, "d.csv.gz", "unknown extension .gz"),
        (rows, "d.ttl", "a table cannot be written as ttl; there are csv, tsv, json and xml"),
        (graph, "d.docx", "use one of .ttl, .nt, .nq, .trig, .jsonld and .rdf"),
        (graph, "d.csv", "a graph cannot be written as csv"),
        ("ASK {}", "d.rdf", "a yes or no cannot be written as rdf"),
    ] {
        let path = dir.path(name);
        let ran = dir.run(&["query", query, "-o", path.to_str().unwrap()]);
        assert_eq!(ran.code, Some(1), "{name}");
        assert!(ran.stderr.contains(expected) && !path.exists(), "{name}: {}", ran.stderr);
    }
    for (name, begins) in [("e.csv", "x\r\n"), ("e.TSV", "?x\n"), ("e.srj", "{"), ("e.srx", "<?xml"), ("e", "x\r\n")] {
        let path = dir.path(name);
        assert_eq!(dir.run(&["query", rows, "-o", path.to_str().unwrap()]).code, Some(0), "{name}");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with(begins), "{name}: {text}");
    }
    assert!(dir.run(&["query", rows, "-o", "-", "--format", "tsv"]).stdout.starts_with("?x\n"));
    let other = dir.path("f.csv");
    let ran = dir.run(&["query", rows, "--format", "tsv", "-o", other.to_str().unwrap()]);
    assert!(
        ran.code == Some(1) && ran.stderr.contains("has the extension of csv, but --format says tsv"),
        "{}",
        ran.stderr
    );
}

#[test]
fn columns_can_be_chosen() {
    let dir = built();
    let ran = dir.run(&["query", "districts", "--columns", "km2,district", "--format", "csv"]);
    assert_eq!(ran.stdout, "km2,district\r\n1250,Upper Vale\r\n");
    let ran = dir.run(&["query", "districts", "--columns", "distrct", "--format", "csv"]);
    assert!(
        ran.code == Some(1) && ran.stderr.contains("no column \"distrct\"; did you mean \"district\"?"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("it has district, date, area, km2, areaDate, source, publisher, words"),
        "{}",
        ran.stderr
    );
    let ran = dir.run(&["query", "ASK {}", "--columns", "x"]);
    assert!(ran.code == Some(1) && ran.stderr.contains("--columns works only with SELECT"), "{}", ran.stderr);
}

#[test]
fn a_byte_order_mark_before_a_query_is_ignored() {
    let dir = built();
    let marked = "\u{FEFF}#+ summary: Marked\nSELECT ?x { VALUES ?x { 1 } }\n";
    dir.write("bom.rq", marked);
    dir.write("queries/own.rq", marked);
    let file = dir.path("bom.rq");
    for args in [["query", "--file", file.to_str().unwrap()].as_slice(), &["query", "own"], &["query", marked]] {
        let ran = dir.run(args);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "x\r\n1\r\n"), "{args:?}: {}", ran.stderr);
    }
    let mut child = dir.command(&["query", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(marked.as_bytes()).unwrap();
    assert_eq!(dir.ran(&child.wait_with_output().unwrap()).stdout, "x\r\n1\r\n");

    let utf16: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, expected) in [
        (utf16.as_slice(), "it is in UTF-16, and a query is in UTF-8; save it as UTF-8"),
        (b"SELECT ?x {\n  VALUES ?x { 'Gen\xE8ve' } }", "line 2, column 19: the byte 0xE8 is not UTF-8"),
    ] {
        dir.write("other.rq", bytes);
        dir.write("queries/own.rq", bytes);
        let other = dir.path("other.rq");
        for args in [["query", "--file", other.to_str().unwrap()].as_slice(), &["query", "own"]] {
            let ran = dir.run(args);
            assert!(ran.code == Some(1) && ran.stderr.contains(expected), "{args:?}: {}", ran.stderr);
        }
    }
    // The other queries can still be run.
    assert_eq!(dir.run(&["query", "districts"]).code, Some(0));
}

#[test]
fn a_rule_may_begin_with_a_byte_order_mark() {
    let dir = built();
    let rule = "#+ problem: A place.\n#+ solution: Look.\n#+ level: info\nSELECT ?focus { ?focus a choro:Place }";
    dir.write("queries/checks/marked.rq", format!("\u{FEFF}{rule}"));
    let ran = dir.run(&["check", "--only", "marked"]);
    assert!(ran.stdout.contains("info: marked: once"), "{}{}", ran.stdout, ran.stderr);
}

/// A chain of operators.
fn chain(operators: usize) -> String {
    format!("SELECT (0{} AS ?focus) {{}}", " - 1".repeat(operators))
}

#[test]
fn a_query_may_have_many_operators_and_too_many_are_an_error() {
    let dir = built();
    let long = chain(16_000);
    dir.write("long.rq", &long);
    let ran = dir.run(&["query", "--file", dir.path("long.rq").to_str().unwrap()]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "focus\r\n-16000\r\n"), "{}", ran.stderr);
    dir.write("queries/long.rq", format!("#+ summary: Long\n{long}"));
    let tables = dir.path("tables");
    let ran = dir.run(&["export", "--tables", "-o", tables.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(tables.join("long.csv")).unwrap(), "focus\r\n-16000\r\n");
    dir.write("queries/checks/long.rq", format!("#+ problem: A.\n#+ solution: B.\n#+ level: info\n{long}"));
    let ran = dir.run(&["check", "--only", "long"]);
    assert!(ran.stdout.contains("info: long: once"), "{}{}", ran.stdout, ran.stderr);

    for (text, expected) in [
        (chain(30_000), "more than 20000 operators and patterns"),
        (format!("ASK {{ FILTER({}true) }}", "!".repeat(100_000)), "more than 16 signs `!`"),
        (format!("ASK {{ FILTER({}1) }}", "- ".repeat(100_000)), "more than 250 signs"),
        (format!("ASK {{ FILTER({}1{}) }}", "(".repeat(100_000), ")".repeat(100_000)), "more than 250 brackets"),
        (format!("ASK {{ {} }}", "{} UNION ".repeat(100_000)), "more than 20000 operators and patterns"),
    ] {
        dir.write("long.rq", &text);
        let ran = dir.run(&["query", "--file", dir.path("long.rq").to_str().unwrap()]);
        assert_eq!(ran.code, Some(1), "{}", ran.stderr);
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    }
}
