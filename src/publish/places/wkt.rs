//! Geometries out of well-known text (OGC Simple Features), for GeoJSON: points, lines and polygons, and several of
//! them, with longitude and latitude. Further ordinates, empty geometries and collections are not read, and neither is
//! a text with an error: nothing of it is used then.

use serde_json::Value;

/// A geometry, as GeoJSON has it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::publish) struct Geometry {
    /// The type in GeoJSON.
    pub(super) kind: &'static str,
    /// The coordinates: a position, or arrays of them.
    pub(super) coordinates: Value,
}

/// The types: name in well-known text, name in GeoJSON, and depth of the arrays around a position.
const KINDS: &[(&str, &str, usize)] = &[
    ("POINT", "Point", 0),
    ("MULTIPOINT", "MultiPoint", 1),
    ("LINESTRING", "LineString", 1),
    ("MULTILINESTRING", "MultiLineString", 2),
    ("POLYGON", "Polygon", 2),
    ("MULTIPOLYGON", "MultiPolygon", 3),
];

/// The geometry that a text describes.
pub(super) fn geometry(text: &str) -> Option<Geometry> {
    let text = text.trim();
    let open = text.find('(')?;
    let name = text[..open].trim_end();
    let (_, kind, depth) = KINDS.iter().find(|(known, ..)| name.eq_ignore_ascii_case(known))?;
    let (coordinates, rest) = nested(&text[open..], *depth, *kind == "MultiPoint")?;
    rest.trim().is_empty().then_some(Geometry { kind, coordinates })
}

/// An array of arrays of positions, as deep as its type says, and the text after it. A position alone has brackets of
/// its own only as a point; in a set of points they may be there or not.
fn nested(text: &str, depth: usize, is_set: bool) -> Option<(Value, &str)> {
    let mut rest = text.trim_start().strip_prefix('(')?;
    if depth == 0 {
        let end = rest.find(')')?;
        return Some((position(&rest[..end])?, &rest[end + 1..]));
    }
    let mut parts = Vec::new();
    loop {
        rest = rest.trim_start();
        let part;
        (part, rest) = if depth > 1 || (is_set && rest.starts_with('(')) {
            nested(rest, depth - 1, is_set)?
        } else {
            let end = rest.find([',', ')'])?;
            (position(&rest[..end])?, &rest[end..])
        };
        parts.push(part);
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix(')') {
            return Some((Value::Array(parts), after));
        }
        rest = rest.strip_prefix(',')?;
    }
}

/// Longitude and latitude in decimal degrees.
fn position(text: &str) -> Option<Value> {
    let mut numbers = text.split_whitespace().map(|number| number.parse::<f64>().ok().filter(|n| n.is_finite()));
    let (longitude, latitude) = (numbers.next()??, numbers.next()??);
    let is_on_earth = (-180.0..=180.0).contains(&longitude) && (-90.0..=90.0).contains(&latitude);
    (numbers.next().is_none() && is_on_earth).then(|| Value::from(vec![longitude, latitude]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn geometries_are_as_in_geojson() {
        for (text, kind, coordinates) in [
            ("POINT(46.75 -39.5)", "Point", "[46.75,-39.5]"),
            ("MULTIPOINT(1 2, 3 4)", "MultiPoint", "[[1.0,2.0],[3.0,4.0]]"),
            ("MULTIPOINT((1 2), (3 4))", "MultiPoint", "[[1.0,2.0],[3.0,4.0]]"),
            ("LINESTRING (1 2, 3 4)", "LineString", "[[1.0,2.0],[3.0,4.0]]"),
            (
                "MULTILINESTRING((1 2,3 4),(5 6,7 8))",
                "MultiLineString",
                "[[[1.0,2.0],[3.0,4.0]],[[5.0,6.0],[7.0,8.0]]]",
            ),
            ("POLYGON ((0 0, 4 0, 4 4, 0 0))", "Polygon", "[[[0.0,0.0],[4.0,0.0],[4.0,4.0],[0.0,0.0]]]"),
            ("MULTIPOLYGON(((0 0,1 0,1 1,0 0)))", "MultiPolygon", "[[[[0.0,0.0],[1.0,0.0],[1.0,1.0],[0.0,0.0]]]]"),
        ] {
            let read = geometry(text).unwrap();
            assert_eq!((read.kind, read.coordinates.to_string().as_str()), (kind, coordinates), "{text}");
        }
    }

    #[test]
    fn what_has_an_error_is_no_geometry() {
        for text in [
            "",
            "POINT",
            "POINT(46.75)",
            "POINT EMPTY",
            "POINT(a b)",
            "POINT(NaN 1)",
            "POINT(181 1)",
            "POINT(1 2 3)",
            "POINT(1 2) x",
            "POLYGON((0 0, 1 1",
            "POLYGON(0 0, 1 1)",
            "LINESTRING((1 2, 3 4))",
            "GEOMETRYCOLLECTION(POINT(1 2))",
            "CIRCLE(1 2)",
        ] {
            assert_eq!(geometry(text), None, "{text}");
        }
        assert_eq!(geometry(&"(".repeat(1_000_000)), None);
    }
}
