//! What a file holds.

use super::*;
use crate::dataset::JsonlFields;

const PROSE: &str =
    "The council of Lower Vale met on Tuesday and spoke of the bridge, which has been closed since May.";

fn kind(text: &str, ending: JsonEnding) -> JsonKind {
    kind_of(text.as_bytes(), ending, &JsonlFields::default())
}

#[test]
fn kinds_by_their_begin() {
    use JsonEnding::{GeoJson, Json, Lines};
    let prose = |more: &str| format!("{{\"text\": \"{PROSE}\"{more}}}\n");
    for (text, ending, expected) in [
        (r#"[{"name": "Vale", "area": 5}]"#.to_owned(), Json, JsonKind::Rows),
        (r#"{"data": {"items": [{"name": "Vale"}]}}"#.to_owned(), Json, JsonKind::Rows),
        (r#"{"VA": {"name": "Vale"}, "VB": {"name": "Ford"}}"#.to_owned(), Json, JsonKind::Rows),
        (r#"[["Vale", 5]]"#.to_owned(), Json, JsonKind::Rows),
        ("{\"name\": \"Vale\", \"area\": 5}\n".repeat(3), Lines, JsonKind::Rows),
        ("[1, 2]\n".to_owned(), Lines, JsonKind::Rows),
        (r#"{"type": "FeatureCollection", "features": []}"#.to_owned(), Json, JsonKind::Features),
        (r#"{"features": [{"type": "Feature", "properties": {"#.to_owned(), GeoJson, JsonKind::Features),
        ("{\"type\": \"Feature\", \"properties\": {}, \"geometry\": null}\n".repeat(2), Lines, JsonKind::Features),
        ("\u{1E}{\"type\": \"Feature\"}\n".to_owned(), Lines, JsonKind::Features),
        (r#"{"type": "Feature", "properties": {}, "geometry": null}"#.to_owned(), GeoJson, JsonKind::Features),
        (prose(""), Lines, JsonKind::Articles),
        (prose(", \"word_count\": 18").repeat(2), Lines, JsonKind::Articles),
        (prose(", \"title\": \"a\", \"url\": \"b\", \"latitude\": 3"), Lines, JsonKind::Articles),
        (format!("[{}]", prose("")), Json, JsonKind::Articles),
        (r#"{"title": "A", "body": "Short."}"#.to_owned(), Lines, JsonKind::Articles),
        (r#"{"id": 4, "text": "Short."}"#.to_owned(), Lines, JsonKind::Articles),
        (r#"{"title": "A", "content_html": "<p>Short.", "section": "x"}"#.to_owned(), Lines, JsonKind::Articles),
    ] {
        assert_eq!(kind(&text, ending), expected, "{text}");
    }
}

#[test]
fn ties_and_others_are_problems() {
    use JsonEnding::{GeoJson, Json, Lines};
    for (text, ending, what) in [
        (
            r#"{"text": "Vale", "area": 5}"#,
            Lines,
            "this may be a table or articles: its objects have a text beside \"area\"",
        ),
        (
            r#"{"title": "Vale", "text": "a", "Area_km2": 5}"#,
            Lines,
            "this may be a table or articles: its objects have a text beside \"Area_km2\"",
        ),
        (
            r#"[{"text": "Vale", "n": 5}]"#,
            Json,
            "this may be a table or articles: its objects have a text beside \"n\"",
        ),
        (r#"{"type": "Point", "coordinates": [1, 2]}"#, Json, "this is a geometry without a feature"),
        (r#"{"type": "Topology", "objects": {}}"#, Json, "this is TopoJSON"),
        (r#"[{"name": "Vale"}]"#, GeoJson, "this file has no features"),
        ("", Json, "this file does not begin with rows, features or articles"),
        ("name,area", Lines, "this file does not begin with rows, features or articles"),
        ("[1, 2]", Json, "this file does not begin with rows, features or articles"),
    ] {
        let JsonKind::Unknown(problem) = kind(text, ending) else { panic!("{text}") };
        assert_eq!(problem.what, what, "{text}");
    }
    let JsonKind::Unknown(tie) = kind(r#"{"text": "Vale", "area": 5}"#, Lines) else { panic!() };
    assert!(tie.help.contains("`kind = \"table\"` or `kind = \"articles\"`"));
}

#[test]
fn configured_members_make_articles() {
    let fields = JsonlFields { text: Some("remark.words".to_owned()), ..JsonlFields::default() };
    let kind = |text: &str| kind_of(text.as_bytes(), JsonEnding::Lines, &fields);
    assert_eq!(kind(r#"{"remark": {"words": "a"}, "area": 5}"#), JsonKind::Articles);
    assert_eq!(kind(r#"{"name": "Vale", "area": 5}"#), JsonKind::Rows);
}

#[test]
fn a_begin_may_be_cut_anywhere() {
    let whole = format!("{{\"type\": \"FeatureCollection\", \"@context\": \"linkedplaces\", \"n\": \"{PROSE}ä\"}}");
    for end in 0..whole.len() {
        let _ = kind_of(&whole.as_bytes()[..end], JsonEnding::Json, &JsonlFields::default());
        let _ = kind_of(&whole.as_bytes()[..end], JsonEnding::Lines, &JsonlFields::default());
    }
    let long = format!("[{{\"text\": \"{}\", \"title\": \"a\"}}", PROSE.repeat(10_000));
    assert_ne!(kind(&long, JsonEnding::Json), JsonKind::LinkedPlaces);
}
