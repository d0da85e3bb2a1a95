//! Geometries of GeoJSON (RFC 7946, section 3.1) as Well-Known Text, in two dimensions, with the numbers exactly as the
//! source writes them.

use super::inside::{Inside, get, string_of};
use super::limits::{MAX_COLLECTION_DEPTH, MAX_WKT};
use super::scan::{Fault, Raw, Shape};

/// The rule for geometries, as messages show it.
pub(super) const RULE: &str =
    "a geometry has a type and coordinates as RFC 7946 defines them, and at most 1 MiB as WKT";

/// A geometry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) wkt: String,
    /// The first position with more than two coordinates.
    pub(super) third: Option<Raw>,
}

/// The types with coordinates: name, name in WKT, depth of the arrays around positions.
const TYPES: &[(&str, &str, Kind, usize)] = &[
    ("Point", "POINT", Kind::Points, 0),
    ("MultiPoint", "MULTIPOINT", Kind::Points, 1),
    ("LineString", "LINESTRING", Kind::Lines, 1),
    ("MultiLineString", "MULTILINESTRING", Kind::Lines, 2),
    ("Polygon", "POLYGON", Kind::Rings, 2),
    ("MultiPolygon", "MULTIPOLYGON", Kind::Rings, 3),
];

/// What a list of positions must hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Points,
    Lines,
    Rings,
}

/// Whether this is the name of a type of geometry.
pub(super) fn is_type(name: &str) -> bool {
    name == "GeometryCollection" || TYPES.iter().any(|(known, ..)| *known == name)
}

/// The WKT of a geometry.
pub(super) fn draw(text: &str, geometry: Raw) -> Result<Drawn, Fault> {
    let mut pen = Pen { text, wkt: String::new(), third: None };
    pen.geometry(geometry, MAX_COLLECTION_DEPTH)?;
    Ok(Drawn { wkt: pen.wkt, third: pen.third })
}

struct Pen<'t> {
    text: &'t str,
    wkt: String,
    third: Option<Raw>,
}

impl<'t> Pen<'t> {
    fn geometry(&mut self, raw: Raw, depth: usize) -> Result<(), Fault> {
        let of_type = get(self.text, raw, "type").and_then(|raw| string_of(self.text, raw));
        let Some(name) = of_type else {
            return Err(Fault::new(raw.at, "this is no geometry: it has no type", "correct the geometry"));
        };
        if name == "GeometryCollection" {
            return self.collection(raw, depth);
        }
        let Some((_, wkt, kind, level)) = TYPES.iter().find(|(known, ..)| *known == name) else {
            let what = format!("GeoJSON has no geometry of type {name:?}");
            return Err(Fault::new(raw.at, what, "correct the type"));
        };
        let Some(coordinates) = get(self.text, raw, "coordinates") else {
            return Err(Fault::new(raw.at, "this geometry has no coordinates", "add them, or write null"));
        };
        self.wkt.push_str(wkt);
        self.wkt.push(' ');
        if *level == 0 {
            self.wkt.push('(');
            self.position(coordinates)?;
            self.wkt.push(')');
            return Ok(());
        }
        self.list(coordinates, *kind, *level)
    }

    fn collection(&mut self, raw: Raw, depth: usize) -> Result<(), Fault> {
        let Some(geometries) = get(self.text, raw, "geometries").filter(|g| g.shape == Shape::Array) else {
            return Err(Fault::new(raw.at, "this collection has no geometries", "add them, or write null"));
        };
        let Some(depth) = depth.checked_sub(1) else {
            return Err(Fault::new(raw.at, "collections of geometries are too deep in each other", "make them flat"));
        };
        self.wkt.push_str("GEOMETRYCOLLECTION (");
        let mut inside = self.inside(geometries)?;
        let mut is_first = true;
        while let Some(item) = inside.item() {
            if !is_first {
                self.wkt.push_str(", ");
            }
            is_first = false;
            self.geometry(item?, depth)?;
        }
        if is_first {
            return Err(empty(geometries));
        }
        self.wkt.push(')');
        Ok(())
    }

    fn inside(&self, raw: Raw) -> Result<Inside<'t>, Fault> {
        if raw.shape != Shape::Array {
            return Err(Fault::new(raw.at, "here should be an array of coordinates", "correct the coordinates"));
        }
        Ok(Inside::new(self.text, raw))
    }

    /// A list of positions, or of lists of them: `level` is the depth of arrays.
    fn list(&mut self, raw: Raw, kind: Kind, level: usize) -> Result<(), Fault> {
        let mut inside = self.inside(raw)?;
        self.wkt.push('(');
        let (mut count, mut first, mut last) = (0_usize, None, None);
        while let Some(item) = inside.item() {
            let item = item?;
            if count > 0 {
                self.wkt.push_str(", ");
            }
            count += 1;
            if level > 1 {
                self.list(item, kind, level - 1)?;
                continue;
            }
            if kind == Kind::Points {
                self.wkt.push('(');
            }
            let begin = self.wkt.len();
            self.position(item)?;
            let range = begin..self.wkt.len();
            if kind == Kind::Points {
                self.wkt.push(')');
            }
            first.get_or_insert_with(|| range.clone());
            last = Some(range);
        }
        let (Some(first), Some(last)) = (first, last) else {
            if count == 0 {
                return Err(empty(raw));
            }
            self.wkt.push(')');
            return Ok(());
        };
        if kind == Kind::Lines && count < 2 {
            return Err(Fault::new(raw.at, "this line has one position", "a line has at least two positions"));
        }
        if kind == Kind::Rings {
            let (first, last) = (&self.wkt[first], &self.wkt[last]);
            if !same(first, last) {
                let what = format!("this ring is not closed: it begins at {first} and ends at {last}");
                return Err(Fault::new(raw.at, what, "repeat the first position at its end (RFC 7946, section 3.1.6)"));
            }
            if count < 4 {
                let what = format!("this ring has {count} positions");
                return Err(Fault::new(raw.at, what, "a ring has at least four, the last equal to the first"));
            }
        }
        self.wkt.push(')');
        Ok(())
    }

    fn position(&mut self, raw: Raw) -> Result<(), Fault> {
        let mut inside = self.inside(raw)?;
        let mut count = 0;
        while let Some(item) = inside.item() {
            let item = item?;
            if item.shape != Shape::Number {
                return Err(Fault::new(item.at, "this coordinate is not a number", "correct the coordinates"));
            }
            count += 1;
            match count {
                1 => self.wkt.push_str(item.of(self.text)),
                2 => {
                    self.wkt.push(' ');
                    self.wkt.push_str(item.of(self.text));
                }
                _ => _ = self.third.get_or_insert(raw),
            }
        }
        match count {
            0 => Err(empty(raw)),
            1 => Err(Fault::new(raw.at, "this position has one coordinate", "correct the coordinates")),
            _ if self.wkt.len() > MAX_WKT => {
                Err(Fault::new(raw.at, "the geometry is too large from here on", "simplify the geometry"))
            }
            _ => Ok(()),
        }
    }
}

fn empty(raw: Raw) -> Fault {
    Fault::new(raw.at, "this geometry is empty", "add coordinates, or write null for a geometry that is not known")
}

/// Whether two positions are one point, however their numbers are written.
fn same(one: &str, other: &str) -> bool {
    let numbers = |position: &str| position.split(' ').map(|n| n.parse::<f64>().ok()).collect::<Vec<_>>();
    one == other || numbers(one) == numbers(other)
}

/// Whether a `crs` member names the system of GeoJSON, WGS 84 with longitude first. The members of old files are
/// `{"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}`.
pub(super) fn is_wgs84(text: &str, crs: Raw) -> bool {
    let name = get(text, crs, "properties").and_then(|p| get(text, p, "name")).unwrap_or(crs);
    let Some(name) = string_of(text, name) else { return false };
    let mut parts = name.rsplit([':', '/', '#']);
    let code = parts.next().unwrap_or_default();
    let authority = name.to_ascii_uppercase();
    match code.to_ascii_uppercase().as_str() {
        "CRS84" => true,
        "4326" => authority.contains("EPSG"),
        "WGS84" | "WGS 84" => true,
        _ => false,
    }
}

/// What is wrong with a system that is not read.
pub(super) fn other_crs(crs: Raw) -> Fault {
    let help = "convert the file to WGS 84 (EPSG:4326), or remove the member if its coordinates are that";
    let what = match crs.shape {
        Shape::Null => "the system of the coordinates is not known, so geometries are not read",
        _ => "the coordinates are in another system than WGS 84, so geometries are not read",
    };
    Fault::new(crs.at, what, help)
}

/// The rule about heights.
pub const TWO_DIMENSIONS: &str = "geometries are read in two dimensions";

/// The rule about systems.
pub(super) const CRS_RULE: &str = "coordinates of GeoJSON are longitude and latitude in WGS 84 (RFC 7946, section 4)";
