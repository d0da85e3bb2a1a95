//! Linked Places Format.

use super::*;
use crate::dataset::JsonlFields;

const FORD: &str = r#"{
  "type": "FeatureCollection", "@context": "https://example.org/linkedplaces-context.jsonld",
  "features": [
    {"@id": "http://vale.example/ford", "type": "Feature",
     "properties": {"title": "Ford", "ccodes": ["GB", "XX"], "fclasses": ["P"]},
     "when": {"timespans": [{"start": {"in": "0900"}, "end": {"earliest": "1000~", "latest": "1010"}}],
              "periods": [{"name": "Old Vale", "@id": "periodo:p0"}], "label": "early", "duration": "P100Y"},
     "names": [{"toponym": "Ford", "lang": "en", "citations": [{"label": "Roll of 1300", "@id": "http://roll.example", "year": 1300}],
                "when": {"timespans": [{"start": {"in": "1300"}}]}}, {"lang": "en"}],
     "types": [{"identifier": "aat:300008375", "label": "town", "sourceLabels": [{"label": "burh", "lang": "ang"}]}],
     "geometry": {"type": "GeometryCollection", "geometries": [
        {"type": "Point", "coordinates": [-1.50, 51.0], "certainty": "certain", "when": {"timespans": [{"start": "1600", "end": "1699"}]},
         "citations": [{"label": "Survey"}]},
        {"geowkt": "POINT (-1.4 51.1)", "certainty": "uncertain"}, "null"]},
     "links": [{"type": "exactMatch", "identifier": "wd:Q1"}, {"type": "seeAlso"}],
     "relations": [{"relationType": "gvp:broaderPartitive", "relationTo": "http://vale.example/vale", "label": "part of Vale",
                    "when": {"timespans": [{"start": {"in": "1600"}}]}, "certainty": "certain"}],
     "descriptions": [{"@id": "http://vale.example/d", "value": "A ford.", "lang": "en"}],
     "depictions": [{"@id": "http://vale.example/p", "title": "The ford", "license": "cc:by"}]},
    {"@id": "http://vale.example/weir", "type": "Feature", "properties": {"title": "Weir"}, "names": "Weir",
     "geometry": {"type": "Polygon", "coordinates": [[[0, 0]]]}}
  ]}"#;

fn cell(cell: Option<&Cell>) -> (&str, String) {
    let cell = cell.unwrap();
    (&cell.text, cell.place.to_string())
}

#[test]
fn a_place_with_all_that_is_said_of_it() {
    let places = LinkedPlaces::open(FORD.as_bytes().to_vec(), "ford.geojson").unwrap();
    let found: Vec<_> = places.places().unwrap().collect();
    let ford = found[0].as_ref().unwrap();
    assert_eq!((ford.number, ford.line), (1, 4));
    assert_eq!(cell(ford.id.as_ref()), ("http://vale.example/ford", "/features/0/@id".to_owned()));
    assert_eq!(cell(ford.title.as_ref()), ("Ford", "/features/0/properties/title".to_owned()));
    assert_eq!(cell(ford.ccodes.get(1)), ("XX", "/features/0/properties/ccodes/1".to_owned()));
    assert_eq!(ford.fclasses[0].text, "P");
    let when = ford.when.as_ref().unwrap();
    let end = when.timespans[0].end.as_ref().unwrap();
    assert_eq!(cell(end.earliest.as_ref()), ("1000~", "/features/0/when/timespans/0/end/earliest".to_owned()));
    assert_eq!((end.latest.as_ref().unwrap().text.as_str(), &end.is_in), ("1010", &None));
    assert_eq!((cell(when.periods[0].name.as_ref()).0, cell(when.duration.as_ref()).0), ("Old Vale", "P100Y"));
    assert_eq!(ford.names.len(), 1);
    let name = &ford.names[0];
    assert_eq!(cell(Some(&name.toponym)), ("Ford", "/features/0/names/0/toponym".to_owned()));
    let citation = &name.citations[0];
    assert_eq!((cell(citation.label.as_ref()).0, cell(citation.year.as_ref()).0), ("Roll of 1300", "1300"));
    let start = name.when.as_ref().unwrap().timespans[0].start.as_ref().unwrap();
    assert_eq!(cell(start.is_in.as_ref()).0, "1300");
    assert_eq!(cell(ford.types[0].identifier.as_ref()).0, "aat:300008375");
    assert_eq!(ford.types[0].source_labels[0].0.text, "burh");
    let [first, second] = ford.geometries.as_slice() else { panic!("{:?}", ford.geometries) };
    assert_eq!(cell(first.wkt.as_ref()), ("POINT (-1.50 51.0)", "/features/0/geometry/geometries/0".to_owned()));
    let span = &first.when.as_ref().unwrap().timespans[0];
    assert_eq!(cell(span.end.as_ref().unwrap().is_in.as_ref()).0, "1699");
    assert_eq!((cell(first.certainty.as_ref()).0, cell(first.citations[0].label.as_ref()).0), ("certain", "Survey"));
    assert_eq!((&second.wkt, cell(second.geowkt.as_ref()).0), (&None, "POINT (-1.4 51.1)"));
    assert_eq!(cell(Some(&ford.links[0].identifier)), ("wd:Q1", "/features/0/links/0/identifier".to_owned()));
    assert_eq!((ford.links.len(), cell(ford.links[0].link_type.as_ref()).0), (1, "exactMatch"));
    let relation = &ford.relations[0];
    assert_eq!(cell(relation.relation_to.as_ref()).0, "http://vale.example/vale");
    assert_eq!(cell(relation.relation_type.as_ref()).0, "gvp:broaderPartitive");
    assert_eq!(cell(ford.descriptions[0].text.as_ref()).0, "A ford.");
    assert_eq!(cell(ford.depictions[0].text.as_ref()).0, "The ford");
}

#[test]
fn bad_values_are_problems_and_the_place_is_read() {
    let places = LinkedPlaces::open(FORD.as_bytes().to_vec(), "ford.geojson").unwrap();
    let found: Vec<_> = places.places().unwrap().skip(1).collect();
    let told: Vec<_> =
        found.iter().filter_map(|f| f.as_ref().err()).map(|p| (p.problem.at.unwrap().line, &*p.problem.what)).collect();
    assert_eq!(told, [(20, "here should be an object"), (21, "this ring has 1 positions")]);
    let weir = found.last().unwrap().as_ref().unwrap();
    assert_eq!((&*weir.title.as_ref().unwrap().text, weir.names.len(), weir.geometries.len()), ("Weir", 0, 0));
}

#[test]
fn it_is_recognised() {
    assert!(is_linked_places(FORD));
    let without = FORD.replace("linkedplaces-context", "context");
    assert!(is_linked_places(&without));
    let kind = |text: &str, ending| kind_of(text.as_bytes(), ending, &JsonlFields::default());
    assert_eq!(kind(FORD, JsonEnding::GeoJson), JsonKind::LinkedPlaces);
    let line = r#"{"@id": "a", "type": "Feature", "properties": {"title": "A"}, "names": [], "geometry": null}"#;
    assert_eq!(kind(line, JsonEnding::Lines), JsonKind::LinkedPlaces);
    assert!(!is_linked_places(r#"{"type": "Feature", "properties": {"title": "A"}, "geometry": null}"#));
    assert!(!is_linked_places(r#"[{"@id": "a", "properties": {"title": "A"}, "names": []}]"#));
    let places = LinkedPlaces::open_lines(LineSource::Bytes(format!("{line}\nx\n{line}").into_bytes()));
    let found: Vec<_> = places.places().unwrap().collect();
    assert_eq!(found.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    let place = &found[2].as_ref().unwrap().place;
    assert_eq!(*place, CellPlace::LinePointer { line: 3, pointer: "".into() });
}

#[test]
fn what_is_no_collection_is_refused() {
    let refused = |text: &str| LinkedPlaces::open(text.as_bytes().to_vec(), "a.json").unwrap_err();
    assert_eq!(refused(r#"[{"a": 1}]"#)[0].what, "this is no collection of features");
    assert_eq!(refused("[")[0].what, "the text ends before the value does");
}
