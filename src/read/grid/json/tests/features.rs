//! GeoJSON.

use super::*;

fn collection(features: &str) -> String {
    format!("{{\"type\": \"FeatureCollection\", \"features\": [\n{features}\n]}}")
}

fn feature(geometry: &str) -> String {
    format!("{{\"type\": \"Feature\", \"properties\": {{\"n\": 1}}, \"geometry\": {geometry}}}")
}

#[test]
fn features_are_rows() {
    let tables = open(&collection(
        r#"{"type": "Feature", "id": "va-1", "properties": {"name": "Vale", "is": {"seat": "Ford"}},
            "geometry": {"type": "Point", "coordinates": [46.50, 39.10e0]}},
           {"type": "Feature", "properties": null, "geometry": null},
           {"type": "Feature", "properties": {"geometry": "x", "@id": "own"}, "geometry": null}"#,
    ));
    assert_eq!(
        columns(&tables, 0),
        ["/id", "name", "is.seat", "geometry", "/properties/@id", "@geometry", "@geometry-type"]
    );
    assert_eq!(tables.labels()[0].member.as_deref(), Some("/features"));
    let rows = rows(&tables);
    assert_eq!(texts(&rows[0]), ["va-1", "Vale", "Ford", "", "", "POINT (46.50 39.10e0)", "Point"]);
    assert_eq!(texts(&rows[1]), [""; 7]);
    assert_eq!(texts(&rows[2]), ["", "", "", "x", "own", "", ""]);
    assert_eq!(rows[0].cells[5].place, pointer("/features/0/geometry"));
    assert_eq!(rows[0].cells[2].place, pointer("/features/0/properties/is/seat"));
    assert_eq!(tables.notes(), []);
}

#[test]
fn all_types_of_geometries() {
    for (geometry, wkt) in [
        (r#"{"type": "MultiPoint", "coordinates": [[1, 2], [3.0, -4]]}"#, "MULTIPOINT ((1 2), (3.0 -4))"),
        (r#"{"coordinates": [[1, 2], [3, 4]], "type": "LineString"}"#, "LINESTRING (1 2, 3 4)"),
        (
            r#"{"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]}"#,
            "MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))",
        ),
        (
            r#"{"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [0.0, 0]]]}"#,
            "POLYGON ((0 0, 9 0, 9 9, 0.0 0))",
        ),
        (
            r#"{"type": "MultiPolygon", "coordinates": [[[[0, 0], [9, 0], [9, 9], [0, 0]]], [[[0, 0], [9, 0], [9, 9], [0, 0]]]]}"#,
            "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), ((0 0, 9 0, 9 9, 0 0)))",
        ),
        (
            r#"{"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [200, 100]}, {"type": "Point", "coordinates": [3, 4]}]}"#,
            "GEOMETRYCOLLECTION (POINT (200 100), POINT (3 4))",
        ),
    ] {
        let tables = open(&collection(&feature(geometry)));
        assert_eq!(texts(&rows(&tables)[0])[2], wkt);
    }
}

#[test]
fn a_third_coordinate_is_left_out_with_one_note() {
    let third = feature(r#"{"type": "Point", "coordinates": [1, 2, 0.0]}"#);
    let tables = open(&collection(&format!("{third},\n{third}")));
    assert_eq!(texts(&rows(&tables)[1])[2], "POINT (1 2)");
    let notes: Vec<_> = tables.notes().iter().map(|n| (at(n), &*n.value, &*n.what)).collect();
    assert_eq!(notes, [((2, 90), "[1, 2, 0.0]", "positions have a third coordinate, which is left out")]);
}

#[test]
fn bad_geometries_leave_their_cell_empty() {
    for (geometry, what, column) in [
        (r#"{"type": "Point", "coordinates": []}"#, "this geometry is empty", 90),
        (r#"{"type": "Point", "coordinates": [1]}"#, "this position has one coordinate", 90),
        (r#"{"type": "Point", "coordinates": ["1", 2]}"#, "this coordinate is not a number", 91),
        (
            r#"{"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 1]]]}"#,
            "this ring is not closed: it begins at 0 0 and ends at 0 1",
            93,
        ),
        (r#"{"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [0, 0]]]}"#, "this ring has 3 positions", 93),
        (r#"{"type": "Polygon", "coordinates": [[0, 0], [9, 0]]}"#, "here should be an array of coordinates", 94),
        (r#"{"type": "LineString", "coordinates": [[0, 0]]}"#, "this line has one position", 95),
        (r#"{"type": "Circle", "coordinates": [0, 0]}"#, "GeoJSON has no geometry of type \"Circle\"", 57),
        (r#"{"type": "Point"}"#, "this geometry has no coordinates", 57),
        (r#"{"coordinates": [1, 2]}"#, "this is no geometry: it has no type", 57),
        (r#""POINT (1 2)""#, "this is no geometry: it has no type", 57),
    ] {
        let tables = open(&collection(&format!("{},\n{}", feature(geometry), feature("null"))));
        let (rows, problems) = read(&tables, 0);
        assert_eq!(problems.iter().map(|p| (at(p), &*p.what)).collect::<Vec<_>>(), [((2, column), what)], "{geometry}");
        assert_eq!((rows.len(), texts(&rows[0])[2]), (2, ""), "{geometry}");
        assert_eq!(texts(&rows[0])[1], "1");
    }
}

#[test]
fn what_is_wrong_has_its_value_and_its_pointer() {
    let wrong = |geometry: &str| {
        let tables = open(&collection(&format!("{},\n{}", feature("null"), feature(geometry))));
        let wrong = tables.rows(0).unwrap().find_map(Result::err).unwrap();
        (wrong.place.unwrap().to_string(), wrong.problem.value)
    };
    let of = |at: &str, value: &str| (at.to_owned(), value.to_owned());
    let ring = r#"{"type": "Polygon", "coordinates": [[[0, 0], [9, 0], ["x", 9], [0, 0]]]}"#;
    assert_eq!(wrong(ring), of("/features/1/geometry/coordinates/0/2/0", "\"x\""));
    let circle = r#"{"type": "Circle", "coordinates": [0, 0]}"#;
    assert_eq!(wrong(circle), of("/features/1/geometry", circle));
    // A value that is no value of its own ends where the message ends.
    let long = format!(r#"{{"type": "Point", "coordinates": [{}]}}"#, "[1, 2], ".repeat(20));
    assert!(refused(&long)[0].value.chars().count() <= 61);

    let tables = open("[{\"a\": 1,\n \"b/c\": {\"d\": 2}}]");
    let mut budget = 1_000;
    let at = tables.position(&pointer("/0/b~1c/d"), &mut budget).unwrap();
    assert_eq!((at.line, at.column), (2, 15));
    assert!(tables.position(&pointer("/0/x"), &mut budget).is_none());
    assert!(tables.position(&pointer("/0/a"), &mut 5).is_none());
}

#[test]
fn a_large_geometry_is_left_out() {
    let positions = vec!["[46.123456789, 39.123456789]"; 50_000].join(",");
    let tables = open(&collection(&feature(&format!("{{\"type\": \"LineString\", \"coordinates\": [{positions}]}}"))));
    let (rows, problems) = read(&tables, 0);
    assert_eq!(problems[0].what, "the geometry is too large from here on");
    assert_eq!(texts(&rows[0]), ["", "1", "", "LineString"]);
}

#[test]
fn other_systems_of_coordinates_are_not_read() {
    let with = |crs: &str| {
        let features = feature(r#"{"type": "Point", "coordinates": [1, 2]}"#);
        format!("{{\"type\": \"FeatureCollection\", \"crs\": {crs},\n\"features\": [{features}]}}")
    };
    let name = |name: &str| with(&format!("{{\"type\": \"name\", \"properties\": {{\"name\": \"{name}\"}}}}"));
    for known in [
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "EPSG:4326",
        "urn:ogc:def:crs:EPSG::4326",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    ] {
        assert_eq!(texts(&rows(&open(&name(known)))[0])[2], "POINT (1 2)", "{known}");
    }
    for other in [name("EPSG:3857"), name("urn:ogc:def:crs:EPSG::32638"), name("ESRI:4326"), with("null")] {
        let (rows, problems) = read(&open(&other), 0);
        assert_eq!((texts(&rows[0]), problems.len()), (vec!["", "1", "", ""], 1), "{other}");
        assert_eq!(at(&problems[0]), (1, 38));
    }
}

#[test]
fn a_feature_alone_and_what_is_no_feature() {
    let tables = open(&feature(r#"{"type": "Point", "coordinates": [1, 2]}"#));
    assert_eq!(texts(&rows(&tables)[0])[2], "POINT (1 2)");
    assert_eq!(rows(&tables)[0].cells[2].place, pointer("/geometry"));
    let what = &refused(r#"{"type": "Point", "coordinates": [1, 2]}"#)[0].what;
    assert_eq!(what, "this is a geometry alone, which says nothing about a place");
    assert_eq!(refused(r#"{"type": "FeatureCollection"}"#)[0].what, "this collection has no array of features");
    let topology = r#"{"type": "Topology", "objects": {}, "arcs": []}"#;
    assert_eq!(refused(topology)[0].what, "this is TopoJSON, which is not read");
    let (rows, problems) = read(&open(&collection(&format!("{{\"n\": 1}},\n{}", feature("null")))), 0);
    assert_eq!((rows.len(), &*problems[0].what), (1, "this element is not a Feature"));
    // Rows whose `type` is something else are rows.
    assert_eq!(columns(&open(r#"{"type": "district", "name": "Vale"}"#), 0), ["type", "name"]);
}

#[test]
fn members_beside_properties_are_noted() {
    let tables = open(&collection(r#"{"type": "Feature", "when": {}, "properties": {}, "geometry": null}"#));
    assert_eq!(tables.notes()[0].value, "when");
}
