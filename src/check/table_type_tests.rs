//! The claims that tables make, one type after another: each is found in `trace`, `diff`, on its page, in the exports
//! and, if its claims can contradict each other, in a disagreement.

use super::made_up_type_tests::{DALE, Made};
use crate::base::vocab::{choro, term};
use crate::check::diff::{self, Section};
use crate::check::shapes::{SHIPPED, Shapes};
use crate::claim::types::TYPES;
use crate::publish::places::{geojson, lpf};
use crate::publish::{self, DirectTriples, ExportFormat, nanopub, site};
use crate::query::{Prefixes, trace};
use crate::store::FactReader;
use oxigraph::model::NamedNode;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Mutex;

/// What is shown of the two claims of a type. The name of the first claim is its key and `-1`.
struct Example {
    key: &'static str,
    /// What the claims say, in Turtle.
    says: [&'static str; 2],
    /// The end of the IRI of their disagreement; `None` if there is none.
    disagreement: Option<&'static str>,
    /// What `trace` shows of the first beside the place.
    traced: &'static [(&'static str, &'static str)],
    /// The first as `diff` shows it.
    value: &'static str,
    /// A part of its page.
    page: &'static str,
    /// The direct statement: property and value in N-Quads.
    direct: (&'static str, &'static str),
    /// A part of the feature in the Linked Places Format.
    lpf: &'static str,
    /// A part of the claim in GeoJSON.
    geojson: &'static str,
}

const EXAMPLES: &[Example] = &[
    Example {
        key: "figure",
        says: [
            "a choro:FigureClaim ; choro:measure <https://example.org/d/measure/population> ; choro:figure 1000.0 ; choro:unitWords \"people\" ; choro:lexicalForm \"1,000\" ; choro:time :y1989",
            "a choro:FigureClaim ; choro:measure <https://example.org/d/measure/population> ; choro:figure 2000.0 ; choro:unitWords \"people\" ; choro:lexicalForm \"2,000\" ; choro:time :y1989",
        ],
        disagreement: Some("figure-population-unit-people-time-1989"),
        traced: &[
            ("measure", "Population"),
            ("figure", "1000"),
            ("unitWords", "people"),
            ("lexicalForm", "1,000"),
            ("time", "1989"),
        ],
        value: "Population 1000 people, of 1989",
        page: "Population: 1000 people; 1989",
        direct: ("https://example.org/d/measure/population", "\"1000\"^^<http://www.w3.org/2001/XMLSchema#decimal>"),
        lpf: "\"value\":\"Population: 1000 people, according to A table (A publisher) (“figure 1”)\",\"lang\":\"en\",\"citations\":[{\"label\":\"A table (A publisher)\",\"@id\":\"https://gazette.example/1\",\"year\":\"1990\"}],\"when\":{\"timespans\":[{\"start\":{\"in\":\"1989\"}}],\"label\":\"1989\"}",
        geojson: "\"says\":\"figure\",\"measure\":\"Population\",\"figure\":1000.0,\"unit\":\"people\",\"inTheSource\":\"1,000\",\"time\":\"1989\"",
    },
    Example {
        key: "name",
        says: [
            "a choro:NameClaim ; choro:nameWords \"Дейл\"@ru ; choro:script \"Cyrl\" ; choro:time :y1989",
            "a choro:NameClaim ; choro:nameWords \"Old Dale\"",
        ],
        disagreement: None,
        traced: &[("nameWords", "Дейл"), ("script", "Cyrl"), ("time", "1989")],
        value: "Дейл, in the script Cyrl, of 1989",
        page: "called Дейл (Cyrl); 1989",
        direct: ("https://w3id.org/chorograph/ontology#hasName", "\"Дейл\"@ru"),
        lpf: "{\"toponym\":\"Дейл\",\"lang\":\"ru\",\"citations\":[{\"label\":\"A table (A publisher)\",\"@id\":\"https://gazette.example/1\",\"year\":\"1990\"}],\"when\":{\"timespans\":[{\"start\":{\"in\":\"1989\"}}],\"label\":\"1989\"}}",
        geojson: "\"says\":\"name\",\"name\":\"Дейл\",\"language\":\"ru\",\"script\":\"Cyrl\",\"time\":\"1989\"",
    },
    Example {
        key: "kind",
        says: ["a choro:KindClaim ; choro:kindWords \"rayon\"@az", "a choro:KindClaim ; choro:kindWords \"uyezd\""],
        disagreement: None,
        traced: &[("kindWords", "rayon")],
        value: "rayon",
        page: "a unit called rayon",
        direct: ("https://w3id.org/chorograph/ontology#hasKind", "\"rayon\"@az"),
        lpf: "{\"identifier\":\"https://w3id.org/chorograph/term#place\",\"label\":\"place\",\"sourceLabels\":[{\"label\":\"rayon\",\"lang\":\"az\"}],\"citations\":[{\"label\":\"A table (A publisher)\"",
        geojson: "\"says\":\"kind of unit\",\"kindWords\":\"rayon\",\"language\":\"az\",\"time\":null",
    },
    Example {
        key: "identifier",
        says: [
            "a choro:IdentifierClaim ; choro:identifier \"0586\" ; choro:scheme \"geonames\"",
            "a choro:IdentifierClaim ; choro:identifier \"586\" ; choro:scheme \"geonames\"",
        ],
        disagreement: Some("identifier-geonames"),
        traced: &[("identifier", "0586"), ("scheme", "geonames")],
        value: "0586, of the scheme geonames",
        page: "code 0586 (geonames)",
        direct: ("https://w3id.org/chorograph/ontology#hasIdentifier", "\"0586\""),
        lpf: "{\"type\":\"closeMatch\",\"identifier\":\"https://www.geonames.org/0586\"}",
        geojson: "\"says\":\"identifier\",\"identifier\":\"0586\",\"scheme\":\"geonames\"",
    },
    Example {
        key: "part-of",
        says: [
            "a choro:PartOfClaim ; choro:partOf <https://example.org/d/place/upper> ; choro:parentKindWords \"province\" ; choro:time :y1989",
            "a choro:PartOfClaim ; choro:partOf <https://example.org/d/place/lower> ; choro:parentKindWords \"province\" ; choro:time :y1989",
        ],
        disagreement: Some("parent-province-time-1989"),
        traced: &[("partOf", "Upper"), ("parentKindWords", "province"), ("time", "1989")],
        value: "Upper, as province, of 1989",
        page: "part of Upper (province); 1989",
        direct: ("https://w3id.org/chorograph/ontology#hasParent", "<https://example.org/d/place/upper>"),
        lpf: "{\"relationType\":\"gvp:broaderPartitive\",\"relationTo\":\"https://example.org/d/place/upper\",\"label\":\"part of Upper\",\"citations\":[{\"label\":\"A table (A publisher)\"",
        geojson: "\"says\":\"part of\",\"partOf\":\"Upper\",\"parentKind\":\"province\",\"time\":\"1989\"",
    },
    Example {
        key: "seat",
        says: [
            "a choro:SeatClaim ; choro:seatWords \"Upper town\" ; choro:seat <https://example.org/d/place/upper>",
            "a choro:SeatClaim ; choro:seatWords \"Lower town\" ; choro:seat <https://example.org/d/place/lower>",
        ],
        disagreement: Some("seat"),
        traced: &[("seatWords", "Upper town"), ("seat", "Upper")],
        value: "Upper town, that is Upper",
        page: "seat Upper town",
        direct: ("https://w3id.org/chorograph/ontology#hasSeat", "\"Upper town\""),
        lpf: "\"value\":\"seat: Upper town, according to",
        geojson: "\"says\":\"seat\",\"seat\":\"Upper town\",\"language\":null,\"time\":null",
    },
    Example {
        key: "status",
        says: [
            "a choro:StatusClaim ; choro:statusWords \"held\" ; choro:heldBy :north ; choro:time :y1989",
            "a choro:StatusClaim ; choro:statusWords \"kept\" ; choro:heldBy :south ; choro:time :y1989",
        ],
        disagreement: Some("status-time-1989"),
        traced: &[("statusWords", "held"), ("heldBy", "The north"), ("time", "1989")],
        value: "held, held by The north, of 1989",
        page: "status held; held by The north; 1989",
        direct: ("https://w3id.org/chorograph/ontology#hasStatus", "\"held\""),
        lpf: "\"value\":\"status: held, held by The north, according to",
        geojson: "\"says\":\"status\",\"status\":\"held\",\"heldBy\":\"The north\",\"time\":\"1989\"",
    },
    Example {
        key: "lifecycle",
        says: [
            "a choro:LifecycleClaim ; choro:lifecycle term:established ; choro:time :y1989",
            "a choro:LifecycleClaim ; choro:lifecycle term:established ; choro:time :y1990",
        ],
        disagreement: Some("established"),
        traced: &[("lifecycle", "established"), ("time", "1989")],
        value: "established, 1989",
        page: "established; 1989",
        direct: ("https://w3id.org/chorograph/ontology#establishedAt", "<https://example.org/d/y1989>"),
        lpf: "\"value\":\"established: 1989, according to",
        geojson: "\"says\":\"begin or end\",\"lifecycle\":\"established\",\"time\":\"1989\",\"earliest\":\"1989-01-01\"",
    },
    Example {
        key: "renamed",
        says: [
            "a choro:RenamingClaim ; choro:nameWords \"New Dale\" ; choro:time :y1989",
            "a choro:RenamingClaim ; choro:time :y1990",
        ],
        disagreement: None,
        traced: &[("time", "1989"), ("nameWords", "New Dale")],
        value: "1989, to New Dale",
        page: "renamed New Dale; 1989",
        direct: ("https://w3id.org/chorograph/ontology#renamedAt", "<https://example.org/d/y1989>"),
        lpf: "\"value\":\"renamed New Dale: 1989, according to",
        geojson: "\"says\":\"renaming\",\"name\":\"New Dale\",\"time\":\"1989\"",
    },
    Example {
        key: "dated",
        says: ["a choro:DatedRecordClaim ; choro:time :y1989", "a choro:DatedRecordClaim ; choro:time :y1990"],
        disagreement: None,
        traced: &[("time", "1989")],
        value: "1989",
        page: "a date, of what is not stated; 1989",
        direct: ("https://w3id.org/chorograph/ontology#hasDatedRecord", "<https://example.org/d/y1989>"),
        lpf: "\"value\":\"a record dated 1989, of what is not stated, according to",
        geojson: "\"says\":\"dated record\",\"time\":\"1989\"",
    },
    Example {
        key: "outline",
        says: [
            "a choro:OutlineClaim ; choro:outline \"POLYGON((0 0,4 0,4 4,0 0))\"^^geo:wktLiteral ; choro:time :y1989",
            "a choro:OutlineClaim ; choro:outline \"POLYGON((0 0,5 0,5 5,0 0))\"^^geo:wktLiteral",
        ],
        disagreement: None,
        traced: &[("outline", "POLYGON((0 0,4 0,4 4,0 0))"), ("time", "1989")],
        value: "POLYGON((0 0,4 0,4 4,0 0)), of 1989",
        page: "an outline, as the source draws it; 1989",
        direct: (
            "https://w3id.org/chorograph/ontology#hasOutline",
            "\"POLYGON((0 0,4 0,4 4,0 0))\"^^<http://www.opengis.net/ont/geosparql#wktLiteral>",
        ),
        lpf: "{\"type\":\"Polygon\",\"coordinates\":[[[0.0,0.0],[4.0,0.0],[4.0,4.0],[0.0,0.0]]],\"citations\":[{\"label\":\"A table (A publisher)\"",
        geojson: "\"says\":\"outline\",\"time\":\"1989\"",
    },
    Example {
        key: "point",
        says: [
            "a choro:CoordinateClaim ; choro:point \"POINT(46.75 39.75)\"^^geo:wktLiteral ; choro:time :y1989",
            "a choro:CoordinateClaim ; choro:point \"POINT(46.5 39.5)\"^^geo:wktLiteral",
        ],
        disagreement: None,
        traced: &[("point", "POINT(46.75 39.75)"), ("time", "1989")],
        value: "POINT(46.75 39.75), of 1989",
        page: "latitude 39.75°, longitude 46.75°; 1989",
        direct: (
            "https://w3id.org/chorograph/ontology#hasPoint",
            "\"POINT(46.75 39.75)\"^^<http://www.opengis.net/ont/geosparql#wktLiteral>",
        ),
        lpf: "{\"type\":\"Point\",\"coordinates\":[46.75,39.75],\"citations\":[{\"label\":\"A table (A publisher)\"",
        geojson: "\"says\":\"point\",\"longitude\":46.75,\"latitude\":39.75",
    },
];

const HEAD: &str = r#"
    PREFIX choro: <https://w3id.org/chorograph/ontology#>
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX geo: <http://www.opengis.net/ont/geosparql#>
    PREFIX oa: <http://www.w3.org/ns/oa#>
    PREFIX prov: <http://www.w3.org/ns/prov#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX schema: <https://schema.org/>
    PREFIX term: <https://w3id.org/chorograph/term#>
    PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    PREFIX : <https://example.org/d/>
    <https://example.org/d/place/dale> a choro:Place ; rdfs:label "Dale" .
    <https://example.org/d/place/upper> a choro:Place ; rdfs:label "Upper" .
    <https://example.org/d/place/lower> a choro:Place ; rdfs:label "Lower" .
    <https://example.org/d/measure/population> a choro:Measure ; rdfs:label "Population" .
    :north a prov:Agent ; rdfs:label "The north" .
    :south a prov:Agent ; rdfs:label "The south" .
    :y1989 a choro:TimeExtent ; rdfs:label "1989" ; choro:edtf "1989" ; choro:earliest "1989-01-01"^^xsd:date ;
        choro:latest "1989-12-31"^^xsd:date ; choro:datePrecision term:year .
    :y1990 a choro:TimeExtent ; rdfs:label "1990" ; choro:edtf "1990" ; choro:earliest "1990-01-01"^^xsd:date ;
        choro:latest "1990-12-31"^^xsd:date ; choro:datePrecision term:year .
    :press a prov:Agent ; rdfs:label "A publisher" .
    :work a schema:CreativeWork ; rdfs:label "A census" .
    <https://example.org/d/source/s> a choro:Source ; dcterms:title "A source" ; dcterms:publisher :press ;
        schema:url <https://gazette.example/1> ; dcterms:issued "1990-02-03" .
    :table a choro:Table ; dcterms:isPartOf <https://example.org/d/source/s> ; dcterms:title "A table" .
    :row a choro:Record ; dcterms:isPartOf :table ; choro:verbatim "the whole row" ;
        choro:anchoredAt <https://example.org/d/source/s/cell/key> .
    <https://example.org/d/source/s/cell/head> a choro:TableCell ; choro:inSource <https://example.org/d/source/s> ;
        oa:exact "the head" ; rdf:value "cell=1,2" ; dcterms:conformsTo <http://tools.ietf.org/rfc/rfc7111> .
    <https://example.org/d/source/s/cell/key> a choro:TableCell ; choro:inSource <https://example.org/d/source/s> ;
        oa:exact "Dale" ; choro:sheet "Districts" ; choro:cellReference "A2" .
    <https://example.org/d/source/s/line/3> a choro:MappingLine ; choro:lineNumber 3 ; choro:supplies "unit" ; oa:exact "unit = \"people\"" .
"#;

/// The claims of an example, with their evidence.
fn turtle(example: &Example, first: &str) -> String {
    let mut turtle = HEAD.to_owned();
    for (n, says) in (1..).zip([first, example.says[1]]) {
        let key = example.key;
        let cell = format!("https://example.org/d/source/s/cell/{key}-{n}");
        turtle += &format!(
            "<https://example.org/d/claim/dale/{key}-{n}> a choro:Claim ; {says} ; choro:aboutPlace <{DALE}> ;
                choro:verbatim \"{key} {n}\" ; choro:reportedIn :table ; choro:anchoredAt <{cell}> ; choro:fromRecord :row ;
                choro:headedBy <https://example.org/d/source/s/cell/head> ; choro:citedIn :work ;
                choro:identifiedBy <https://example.org/d/source/s/cell/key> ;
                choro:suppliedBy <https://example.org/d/source/s/line/3> .
            <{cell}> a choro:TableCell ; choro:inSource <https://example.org/d/source/s> ; oa:exact \"{key} {n}\" ;
                rdf:value \"cell={n},7\" .\n"
        );
    }
    turtle
}

fn made(example: &Example) -> Made {
    Made::new(&turtle(example, example.says[0]))
}

fn first(example: &Example) -> String {
    format!("https://example.org/d/claim/dale/{}-1", example.key)
}

#[test]
fn every_type_about_a_place_has_an_example_here() {
    let keys: BTreeSet<&str> = EXAMPLES.iter().map(|example| example.key).chain(["area", "control", "bells"]).collect();
    let of_places = TYPES.iter().filter(|of| of.subject == choro::ABOUT_PLACE).map(|of| of.key);
    assert_eq!(of_places.collect::<BTreeSet<_>>(), keys);
}

#[test]
fn claims_that_cannot_all_hold_are_a_disagreement() {
    for example in EXAMPLES {
        let made = made(example);
        let reader = FactReader::new(made.statements());
        let found = reader.subjects(choro::INVOLVES, &NamedNode::new_unchecked(first(example)), 10).unwrap();
        let names: Vec<&str> = found
            .first
            .iter()
            .filter_map(|d| d.as_str().strip_prefix("https://example.org/d/disagreement/dale/"))
            .collect();
        assert_eq!(names, example.disagreement.into_iter().collect::<Vec<_>>(), "{}", example.key);
    }
}

#[test]
fn values_of_other_times_or_kinds_do_not_contradict_each_other() {
    for (key, old, new) in [
        ("figure", ":y1989", ":y1990"),
        ("figure", "\"people\"", "\"thousand people\""),
        ("figure", "choro:figure 1000.0", "choro:figure 1999.0"),
        ("part-of", ":y1989", ":y1990"),
        ("part-of", "\"province\"", "\"district\""),
        ("part-of", "place/upper", "place/lower"),
        ("part-of", " ; choro:parentKindWords \"province\"", ""),
        ("identifier", "\"geonames\"", "\"census\""),
        ("identifier", "\"0586\"", "\"586\""),
        ("identifier", " ; choro:scheme \"geonames\"", ""),
        ("lifecycle", "term:established", "term:abolished"),
        ("seat", " ; choro:seat <https://example.org/d/place/upper>", ""),
        ("status", " ; choro:heldBy :north", ""),
        ("status", ":y1989", ":y1990"),
        ("status", " ; choro:time :y1989", ""),
    ] {
        let example = EXAMPLES.iter().find(|example| example.key == key).unwrap();
        assert!(example.says[0].contains(old), "{key}: {old}");
        let made = Made::new(&turtle(example, &example.says[0].replace(old, new)));
        let involved = made.statements().any(None, Some(choro::INVOLVES), None).unwrap();
        assert!(!involved, "{key}: {new}");
    }
}

#[test]
fn trace_shows_their_fields() {
    for example in EXAMPLES {
        let made = made(example);
        let traces = trace::trace(&made.view, &made.dataset, &NamedNode::new_unchecked(first(example))).unwrap();
        let says: Vec<(&str, &str)> = traces[0].says.iter().map(|(p, v)| (p.as_str(), v.as_str())).collect();
        let expected: Vec<(&str, &str)> = [("aboutPlace", "Dale")].iter().chain(example.traced).copied().collect();
        assert_eq!(says, expected, "{}", example.key);
    }
}

#[test]
fn a_change_of_them_is_a_difference() {
    for example in EXAMPLES {
        let (old, new) = (Made::new(HEAD), made(example));
        let mut changes = diff::run(old.side(), new.side(), old.scratch(), &|_| ()).unwrap();
        let mut found = Vec::new();
        while let Some(change) = changes.next().unwrap() {
            if change.section == Section::Claims {
                found.extend(change.fields.iter().filter_map(|field| field.new.clone()));
            }
        }
        assert!(found.iter().any(|value| value.contains(example.value)), "{}: {found:?}", example.key);
    }
}

#[test]
fn exports_have_their_direct_statement_and_their_form() {
    for example in EXAMPLES {
        let made = made(example);
        let (minter, scratch) = (&made.dataset.minter, made.scratch());
        let plain = made.written(|out| {
            let store = made.view.store();
            publish::write_with(store, minter, ExportFormat::NQuads, DirectTriples::Asserted, scratch, out, &|_| ())
                .unwrap();
        });
        let (property, value) = example.direct;
        assert!(plain.contains(&format!("<{DALE}> <{property}> {value}")), "{}: {plain}", example.key);
        let nanopubs = made.written(|out| {
            assert_eq!(nanopub::write(made.statements(), minter, scratch, out, &|_| ()).unwrap().0, 2);
        });
        assert!(nanopubs.contains("the head") && nanopubs.contains("choro:lineNumber"), "{nanopubs}");
        let lpf = made.written(|out| {
            lpf::write(made.statements(), scratch, out, &|_| ()).unwrap();
        });
        assert!(lpf.contains(example.lpf), "{}: {lpf}", example.key);
        let geojson = made.written(|out| {
            geojson::write(made.statements(), scratch, out, &|_| ()).unwrap();
        });
        assert!(geojson.contains(example.geojson), "{}: {geojson}", example.key);
    }
}

#[test]
fn a_relation_without_any_time_is_a_description() {
    let example = EXAMPLES.iter().find(|example| example.key == "part-of").unwrap();
    let made = Made::new(&turtle(example, example.says[0]).replace(" ; choro:time :y1989", ""));
    let lpf = made.written(|out| {
        lpf::write(made.statements(), made.scratch(), out, &|_| ()).unwrap();
    });
    assert!(!lpf.contains("relationTo") && lpf.contains("\"value\":\"part of Upper, according to"), "{lpf}");
}

#[test]
fn the_site_shows_them_with_their_cells() {
    for example in EXAMPLES {
        let made = made(example);
        let pages = Mutex::new(BTreeMap::new());
        let options = site::Options {
            downloads: Vec::new(),
            extras: Vec::new(),
            url: None,
            version: "1".to_owned(),
            scratch: made.scratch(),
            answer_up_to: 0,
        };
        let sink = |page: site::Page| -> io::Result<()> {
            pages.lock().unwrap().insert(page.path, String::from_utf8_lossy(&page.bytes).into_owned());
            Ok(())
        };
        site::write(made.statements(), &made.dataset, &options, &sink, &|_, _| ()).unwrap();
        let pages = pages.into_inner().unwrap();
        let claim = &pages[&format!("claim/dale/{}-1/index.html", example.key)];
        for shown in ["the head", "unit = ", "cell=1,7", "A census"] {
            assert!(claim.contains(shown), "{}: {shown}: {claim}", example.key);
        }
        // No licence lets everybody pass the row on.
        assert!(!claim.contains("the whole row") && !pages["row/index.html"].contains("the whole row"), "{claim}");
        let place = &pages["place/dale/index.html"];
        assert!(place.contains(example.page), "{}: {place}", example.key);
        assert!(pages["table/index.html"].contains(example.page), "{}", example.key);
    }
}

#[test]
fn they_are_as_the_shapes_want_them() {
    for example in EXAMPLES {
        let made = made(example);
        let mut shapes = Shapes::default();
        shapes.add("shapes.ttl", SHIPPED).unwrap();
        let outcomes = shapes.run(made.statements(), &Prefixes::new("https://example.org/d/"), 10, &|_| true);
        let wrong: Vec<String> =
            outcomes.iter().filter(|outcome| !outcome.is_clean()).map(|outcome| format!("{outcome:?}")).collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", example.key);
    }
}

#[test]
fn a_term_of_each_aspect_is_in_the_ontology() {
    for aspect in TYPES.iter().filter(|of| choro::ALL.contains(&of.class)).filter_map(|of| of.aspect.as_ref()) {
        assert!(term::ALL.contains(&aspect.term), "{}", aspect.term);
    }
}
