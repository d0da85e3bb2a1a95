use super::*;
use crate::base::vocab::{choro, dcat, dcterms, prov, rdf, rdfs, skosxl, xsd};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{BlankNode, GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use std::collections::BTreeSet;

const BASE: &str = "https://example.org/d/";

fn minter() -> Minter {
    Minter::new(BASE).unwrap()
}

fn name(path: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{BASE}{path}"))
}

fn quad(subject: &str, predicate: NamedNodeRef<'_>, object: impl Into<Term>, graph: &str) -> Quad {
    Quad::new(name(subject), predicate, object, name(graph))
}

fn store(quads: &[Quad]) -> Store {
    let store = Store::new().unwrap();
    store.extend(quads.iter().cloned()).unwrap();
    store
}

fn written(store: &Store, format: ExportFormat) -> String {
    let mut out = Vec::new();
    write(store, &minter(), format, Path::new("/nowhere"), &mut out, &|_| {}).unwrap();
    String::from_utf8(out).unwrap()
}

/// Two sources about one place, and the dataset.
fn sample() -> Vec<Quad> {
    let (one, other) = ("source/b/version/01", "source/a/version/02");
    let typed = |value: &str, datatype: NamedNodeRef<'_>| Literal::new_typed_literal(value, datatype);
    let english = |value: &str| Literal::new_language_tagged_literal_unchecked(value, "en");
    vec![
        quad("", rdf::TYPE, dcat::DATASET, "graph/dataset"),
        quad("", dcterms::TITLE, english("Districts"), "graph/dataset"),
        quad("", dcterms::CREATOR, name("agent/us"), "graph/dataset"),
        quad("place/shusha", rdf::TYPE, choro::PLACE, one),
        quad("place/shusha", rdf::TYPE, choro::PLACE, other),
        quad("place/shusha", rdfs::LABEL, Literal::new_simple_literal("Şuşa"), one),
        quad("place/shusha", rdfs::LABEL, Literal::new_simple_literal("Shusha"), other),
        quad("claim/shusha/area-1", rdf::TYPE, choro::AREA_CLAIM, one),
        quad("claim/shusha/area-1", rdf::TYPE, prov::ENTITY, one),
        quad("claim/shusha/area-1", choro::ABOUT_PLACE, name("place/shusha"), one),
        quad("claim/shusha/area-1", choro::VERBATIM, Literal::new_simple_literal("289\u{a0}km2\n\"x\""), one),
        quad("time/1992", choro::EARLIEST, typed("1992-01-01", xsd::DATE), one),
        quad("time/1992", choro::EDTF, typed("1992", xsd::STRING), one),
        quad("time/1992", choro::POSITION, typed("-3", xsd::INTEGER), one),
        quad("time/1992", choro::TOLERANCE, typed("0.01", xsd::DECIMAL), one),
        quad("time/1992", choro::SQUARE_KILOMETRES, typed("289", xsd::DECIMAL), one),
        quad("time/1992", choro::KIND, typed("true", xsd::BOOLEAN), one),
        quad("time/1992", choro::KIND, typed("maybe", xsd::BOOLEAN), one),
        Quad::new(
            NamedNode::new_unchecked("http://elsewhere.example/x"),
            skosxl::LITERAL_FORM,
            Literal::new_language_tagged_literal_unchecked("a\u{202e}b", "az"),
            name(other),
        ),
    ]
}

#[test]
fn turtle_reads_well() {
    let expected = r#"@prefix agent: <https://example.org/d/agent/> .
@prefix choro: <https://w3id.org/chorograph/ontology#> .
@prefix data: <https://example.org/d/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix extent: <https://example.org/d/time/> .
@prefix place: <https://example.org/d/place/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

data: a dcat:Dataset ;
    dcterms:title "Districts"@en ;
    dcterms:creator agent:us .

# claim

<https://example.org/d/claim/shusha/area-1> a choro:AreaClaim, prov:Entity ;
    choro:aboutPlace place:shusha ;
    choro:verbatim "289 km2\n\"x\"" .

# place

place:shusha a choro:Place ;
    rdfs:label
        "Shusha",
        "Şuşa" .

# time

extent:1992
    choro:earliest "1992-01-01"^^xsd:date ;
    choro:edtf "1992" ;
    choro:kind
        "maybe"^^xsd:boolean,
        true ;
    choro:position -3 ;
    choro:squareKilometres "289"^^xsd:decimal ;
    choro:tolerance 0.01 .

# elsewhere

<http://elsewhere.example/x>
    skosxl:literalForm "a\u202Eb"@az .
"#;
    assert_eq!(written(&store(&sample()), ExportFormat::Turtle).replace('\u{a0}', " "), expected);
}

#[test]
fn trig_keeps_graphs_apart_and_the_dataset_first() {
    let trig = written(&store(&sample()), ExportFormat::TriG);
    let (_, body) = trig.split_once("\n\n").unwrap();
    let graphs: Vec<_> = body.lines().filter(|line| line.ends_with(" {")).collect();
    assert_eq!(
        graphs,
        [
            "graph:dataset {",
            "<https://example.org/d/source/a/version/02> {",
            "<https://example.org/d/source/b/version/01> {"
        ]
    );
    let second = "<https://example.org/d/source/a/version/02> {\n    place:shusha a choro:Place ;\n        \
        rdfs:label \"Shusha\" .\n\n    <http://elsewhere.example/x>\n        skosxl:literalForm \"a\\u202Eb\"@az .\n}\n";
    assert!(body.contains(second), "{body}");
}

#[test]
fn n_triples_are_the_union_and_n_quads_the_canonical_form() {
    let store = store(&sample());
    let triples = written(&store, ExportFormat::NTriples);
    let lines: Vec<_> = triples.lines().collect();
    assert_eq!(lines.len(), sample().len() - 1, "the type of the place is said twice");
    assert!(lines.is_sorted());
    let quads = written(&store, ExportFormat::NQuads);
    assert_eq!(quads.lines().count(), sample().len());
    let digest = canonical::digest(quads.as_bytes(), ExportFormat::NQuads, Path::new("/nowhere")).unwrap();
    use sha2::Digest;
    assert_eq!(digest, crate::base::iri::hex(&sha2::Sha256::digest(&quads)));
}

#[test]
fn the_order_of_arrival_makes_no_difference() {
    let mut quads = sample();
    for format in ExportFormat::ALL {
        let expected = written(&store(&quads), format);
        for turn in 1..8 {
            quads.rotate_left(turn);
            quads.swap(0, turn);
            // One by one, so that the order of insertion differs too.
            let store = store(&[]);
            for quad in &quads {
                store.insert(quad).unwrap();
            }
            assert_eq!(written(&store, format), expected);
        }
    }
}

#[test]
fn a_small_change_is_a_small_difference() {
    let mut quads = sample();
    let before = written(&store(&quads), ExportFormat::Turtle);
    quads.push(quad("place/agdam", rdf::TYPE, choro::PLACE, "source/a/version/02"));
    quads.push(quad("place/shusha", choro::LEXICAL_FORM, Literal::new_simple_literal("x"), "source/a/version/02"));
    let after = written(&store(&quads), ExportFormat::Turtle);
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let (before, after) = (lines(&before), lines(&after));
    assert_eq!(
        after.difference(&before).collect::<Vec<_>>(),
        ["        \"Şuşa\" ;", "    choro:lexicalForm \"x\" .", "place:agdam a choro:Place ."]
    );
    assert_eq!(before.difference(&after).collect::<Vec<_>>(), ["        \"Şuşa\" ."]);
}

#[test]
fn json_ld_says_what_was_meant() {
    let mut quads = nasty();
    // `data` is a prefix, and here a scheme.
    quads.push(quad("a", choro::DENOTES, NamedNode::new_unchecked("data:x"), "g"));
    quads.push(quad("a", rdf::TYPE, Literal::new_simple_literal("no class"), "g"));
    for quads in [quads, sample(), Vec::new()] {
        let store = store(&quads);
        let text = written(&store, ExportFormat::JsonLd);
        let comparison =
            canonical::verify(text.as_bytes(), ExportFormat::JsonLd, &store, Path::new("/nowhere")).unwrap();
        assert!(comparison.is_same(), "{comparison:?}");
    }
    let text = written(&store(&sample()), ExportFormat::JsonLd);
    for expected in [
        r#""aboutPlace": {"@id": "https://w3id.org/chorograph/ontology#aboutPlace", "@type": "@id"},"#,
        r#""earliest": {"@id": "https://w3id.org/chorograph/ontology#earliest", "@type": "xsd:date"},"#,
        "\"@type\": [\"prov:Entity\", \"choro:AreaClaim\"],\n      \"@id\": \"https://example.org/d/claim/shusha/area-1\",\n      \"aboutPlace\": \"place:shusha\",",
        r#""rdfs:label": ["Shusha", "Şuşa"]"#,
        r#""dcterms:title": {"@value": "Districts", "@language": "en"}"#,
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

/// The statements that XML can write.
fn in_xml() -> Vec<Quad> {
    let outside = |c: char| matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}');
    nasty()
        .into_iter()
        .filter(|quad| !matches!(&quad.object, Term::Literal(l) if l.value().contains(outside)))
        .collect()
}

#[test]
fn rdf_xml_says_what_was_meant_or_why_it_cannot() {
    let all = store(&in_xml());
    let text = written(&all, ExportFormat::RdfXml);
    let comparison = canonical::verify(text.as_bytes(), ExportFormat::RdfXml, &all, Path::new("/nowhere")).unwrap();
    assert!(comparison.is_same() && comparison.statements > 3000, "{comparison:?}");

    let empty = written(&store(&[]), ExportFormat::RdfXml);
    let comparison =
        canonical::verify(empty.as_bytes(), ExportFormat::RdfXml, &store(&[]), Path::new("/nowhere")).unwrap();
    assert!(comparison.is_same(), "{empty}");

    let elsewhere = NamedNode::new_unchecked("http://elsewhere.example/p&1x");
    let own = written(&store(&[quad("a", elsewhere.as_ref(), name("b"), "g")]), ExportFormat::RdfXml);
    assert!(own.contains(r#"<ns:x xmlns:ns="http://elsewhere.example/p&amp;1" rdf:resource="#), "{own}");
    for (predicate, value, expected) in [
        ("https://example.org/n/12", "x", "no element for the property <https://example.org/n/12>"),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#li", "x", "no element for the property"),
        ("https://example.org/n/p", "a\0b", r#"the character U+0000, which is in "a\0b""#),
    ] {
        let predicate = NamedNode::new_unchecked(predicate);
        let store = store(&[quad("a", predicate.as_ref(), Literal::new_simple_literal(value), "g")]);
        let mut out = Vec::new();
        let error =
            write(&store, &minter(), ExportFormat::RdfXml, Path::new("/nowhere"), &mut out, &|_| {}).unwrap_err();
        assert!(error.to_string().contains(expected) && out.is_empty(), "{error}");
    }
}

/// Statements with unusual characters in strings and IRIs.
fn nasty() -> Vec<Quad> {
    let mut quads = sample();
    let beyond = [0x61c, 0x200b, 0x200e, 0x2028, 0x202e, 0x2067, 0xfeff, 0xfffd, 0xffff, 0x1d538, 0x10ffff];
    let strings = (0..0x180).chain(beyond);
    for (i, c) in strings.filter_map(char::from_u32).enumerate() {
        let subject = name(&format!("record/{i}"));
        let graph = name(&format!("source/{}", i % 7));
        for value in [format!("{c}"), format!("a{c}{c}b"), format!("\\{c}\""), format!("'''{c}\"\"\"")] {
            quads.push(Quad::new(subject.clone(), choro::VERBATIM, Literal::new_simple_literal(&value), graph.clone()));
            let tagged = Literal::new_language_tagged_literal_unchecked(value, "az-latn");
            quads.push(Quad::new(subject.clone(), rdfs::LABEL, tagged, graph.clone()));
        }
        for place in [format!("place/{c}"), format!("place/a{c}b"), format!("place/a{c}"), format!("{c}#{c}")] {
            if let Ok(place) = NamedNode::new(format!("{BASE}{place}")) {
                quads.push(Quad::new(place.clone(), choro::DENOTES, place, subject.clone()));
            }
        }
    }
    for (value, datatype) in [
        ("+1", xsd::INTEGER),
        ("", xsd::INTEGER),
        ("1.", xsd::DECIMAL),
        (".5", xsd::DECIMAL),
        ("-.", xsd::DECIMAL),
        ("1e3", xsd::DECIMAL),
        ("1", xsd::BOOLEAN),
        ("2020-02-30", xsd::DATE),
        ("٣", xsd::INTEGER),
    ] {
        quads.push(quad("run", choro::POSITION, Literal::new_typed_literal(value, datatype), "graph/run"));
    }
    quads.push(Quad::new(name("run"), rdf::TYPE, prov::ACTIVITY, GraphName::DefaultGraph));
    quads
}

#[test]
fn two_other_readers_read_what_was_written() {
    let store = store(&nasty());
    let all: BTreeSet<String> = store.iter().map(|quad| quad.unwrap().to_string()).collect();
    let union: BTreeSet<String> =
        store.iter().map(|quad| Quad { graph_name: GraphName::DefaultGraph, ..quad.unwrap() }.to_string()).collect();
    for (format, reader) in [
        (ExportFormat::Turtle, RdfFormat::Turtle),
        (ExportFormat::TriG, RdfFormat::TriG),
        (ExportFormat::NTriples, RdfFormat::NTriples),
        (ExportFormat::NQuads, RdfFormat::NQuads),
    ] {
        let text = written(&store, format);
        let expected = if format.has_graphs() { &all } else { &union };
        let read = RdfParser::from_format(reader).for_slice(text.as_bytes());
        let read: BTreeSet<String> = read.map(|quad| quad.unwrap().to_string()).collect();
        assert_eq!(&read, expected, "{format:?}");
        let comparison = canonical::verify(text.as_bytes(), format, &store, Path::new("/nowhere")).unwrap();
        assert!(comparison.is_same(), "{format:?} {comparison:?}");
        assert_eq!(comparison.statements, expected.len() as u64);
    }
}

#[test]
fn verification_finds_what_is_missing_and_what_is_too_much() {
    let store = store(&sample());
    let text = written(&store, ExportFormat::TriG).replace("\"Shusha\"", "\"Susha\"");
    let comparison = canonical::verify(text.as_bytes(), ExportFormat::TriG, &store, Path::new("/nowhere")).unwrap();
    assert_eq!((comparison.missing, comparison.unexpected), (1, 1));
    assert_eq!(
        comparison.first_difference.as_deref(),
        Some(
            "<https://example.org/d/place/shusha> <http://www.w3.org/2000/01/rdf-schema#label> \"Shusha\" \
            <https://example.org/d/source/a/version/02> ."
        )
    );
}

#[test]
fn a_blank_node_is_an_error_in_every_place_and_format() {
    let node = BlankNode::new_unchecked("b");
    for quad in [
        Quad::new(node.clone(), rdf::TYPE, choro::PLACE, name("g")),
        Quad::new(name("s"), rdf::TYPE, node.clone(), name("g")),
        Quad::new(name("s"), rdf::TYPE, choro::PLACE, node),
    ] {
        for format in ExportFormat::ALL {
            let mut out = Vec::new();
            let result =
                write(&store(std::slice::from_ref(&quad)), &minter(), format, Path::new("/nowhere"), &mut out, &|_| {});
            assert!(matches!(result, Err(PublishError::BlankNode(_))), "{quad} {format:?}");
            assert!(out.is_empty());
        }
    }
}

#[test]
fn an_empty_store_is_an_empty_file() {
    for format in [ExportFormat::Turtle, ExportFormat::TriG, ExportFormat::NTriples, ExportFormat::NQuads] {
        assert_eq!(written(&store(&[]), format), "");
    }
}
