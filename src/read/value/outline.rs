//! Geometries in cells as well-known text (OGC 06-103r4): longitude before latitude, in degrees of WGS 84, in two
//! dimensions. A collection is the geometries that it holds. What is read is valid text with possible angles and closed
//! rings; whether a ring crosses itself is for [`crossing`], since that is how the source draws it.

pub mod crossing;

use super::error::{Fault, ValueError};
use super::point::{in_range, not_null_island};
use crate::base::angle::Axis;

/// Maximum depth of collections in each other.
const MAX_DEPTH: usize = 8;

const RULE: &str =
    "a geometry is well-known text (OGC 06-103r4), with the longitude before the latitude, in degrees (WGS 84)";
const RULE_RING: &str =
    "a ring has at least four positions, and ends where it begins (OGC 06-103r4; RFC 7946, section 3.1.6)";
const HELP: &str = "correct the cell, or leave the column out: role = \"ignore\"";
/// What to do where a position may have its latitude first.
const SWAPPED: &str = "write the longitude first, as well-known text and GeoJSON have it";

/// What a geometry is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pen {
    /// A point.
    Point,
    /// Several points.
    Points,
    /// Lines.
    Lines,
    /// Areas with their rings.
    Areas,
}

/// A geometry that is none of several in a collection.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn<'t> {
    /// Its text.
    pub text: &'t str,
    /// What it is drawn with.
    pub pen: Pen,
    /// The rings of each area: longitudes and latitudes.
    pub areas: Vec<Vec<Ring>>,
    /// Whether it has a point at 0, 0, which stands for a missing one.
    pub has_null_island: bool,
}

/// The positions of a ring.
pub type Ring = Vec<(f64, f64)>;

/// The types of geometries: name, pen, depth of the brackets around positions.
const TYPES: &[(&str, Pen, usize)] = &[
    ("POINT", Pen::Point, 1),
    ("MULTIPOINT", Pen::Points, 1),
    ("LINESTRING", Pen::Lines, 1),
    ("MULTILINESTRING", Pen::Lines, 2),
    ("POLYGON", Pen::Areas, 2),
    ("MULTIPOLYGON", Pen::Areas, 3),
];

/// The geometries of a text; more than one if it is a collection.
pub fn outline(text: &str) -> Result<Vec<Drawn<'_>>, ValueError> {
    let mut reader = Reader { text, at: 0, drawn: Vec::new(), has_null_island: false };
    reader.space();
    if let Some(rest) = reader.rest().get(..5).filter(|begin| begin.eq_ignore_ascii_case("srid=")) {
        let end = reader.rest().find(';').unwrap_or(rest.len());
        let system = &reader.rest()[rest.len()..end];
        if system.trim() != "4326" {
            let what = format!("coordinates in the system {:?}", system.chars().take(20).collect::<String>());
            let help = "convert the file to WGS 84 (EPSG:4326) first";
            return Err(ValueError::new(Fault::NotRead, what, RULE, help));
        }
        reader.at += end + 1;
    }
    reader.geometry(MAX_DEPTH)?;
    reader.space();
    match reader.rest() {
        "" => Ok(reader.drawn),
        _ => Err(not_one("a geometry with words behind it")),
    }
}

impl Drawn<'_> {
    /// The geometry, unless a point of it is at 0, 0.
    pub fn known(&self) -> Result<(), ValueError> {
        not_null_island(self.has_null_island)
    }
}

fn not_one(what: impl Into<String>) -> ValueError {
    ValueError::new(Fault::NotOne, what, RULE, HELP)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    drawn: Vec<Drawn<'t>>,
    has_null_island: bool,
}

/// What was read of the brackets of a geometry.
#[derive(Default)]
struct Shape {
    areas: Vec<Vec<Ring>>,
    rings: Vec<Ring>,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Passes a mark, if it comes next.
    fn passes(&mut self, mark: char) -> bool {
        self.space();
        let is_next = self.rest().starts_with(mark);
        self.at += if is_next { mark.len_utf8() } else { 0 };
        is_next
    }

    fn expects(&mut self, mark: char) -> Result<(), ValueError> {
        if self.passes(mark) {
            return Ok(());
        }
        let found: String = self.rest().chars().take(12).collect();
        Err(not_one(match found.as_str() {
            "" => format!("a geometry that ends where {mark:?} should be"),
            found => format!("a geometry with {found:?} where {mark:?} should be"),
        }))
    }

    fn word(&mut self) -> &'t str {
        self.space();
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn geometry(&mut self, depth: usize) -> Result<(), ValueError> {
        self.space();
        let begin = self.at;
        let name = self.word().to_ascii_uppercase();
        let is_collection = name == "GEOMETRYCOLLECTION";
        let known = TYPES.iter().find(|(known, ..)| *known == name);
        if known.is_none() && !is_collection {
            return Err(not_one("not a geometry"));
        }
        match self.word().to_ascii_uppercase().as_str() {
            "" => {}
            "EMPTY" => return Err(not_one("a geometry without positions")),
            dimensions @ ("Z" | "M" | "ZM") => {
                let what = format!("a geometry with more than two dimensions ({dimensions})");
                return Err(ValueError::new(Fault::NotRead, what, RULE, "write it in two dimensions"));
            }
            _ => return Err(not_one("not a geometry")),
        }
        if let Some((_, pen, level)) = known {
            let mut shape = Shape::default();
            self.list(*pen, *level, &mut shape)?;
            if *level == 2 {
                shape.areas.push(std::mem::take(&mut shape.rings));
            }
            let areas = if *pen == Pen::Areas { shape.areas } else { Vec::new() };
            self.drawn.push(Drawn {
                text: self.text.get(begin..self.at).unwrap_or_default(),
                pen: *pen,
                areas,
                has_null_island: std::mem::take(&mut self.has_null_island),
            });
            return Ok(());
        }
        let depth = depth.checked_sub(1).ok_or_else(|| not_one("collections that are too deep in each other"))?;
        self.expects('(')?;
        loop {
            self.geometry(depth)?;
            if !self.passes(',') {
                return self.expects(')');
            }
        }
    }

    /// Brackets with positions, or with brackets.
    fn list(&mut self, pen: Pen, level: usize, shape: &mut Shape) -> Result<(), ValueError> {
        self.expects('(')?;
        let mut positions = Vec::new();
        loop {
            if level > 1 {
                self.list(pen, level - 1, shape)?;
                if level == 3 {
                    shape.areas.push(std::mem::take(&mut shape.rings));
                }
            } else {
                let has_brackets = pen == Pen::Points && self.passes('(');
                positions.push(self.position(matches!(pen, Pen::Point | Pen::Points))?);
                if has_brackets {
                    self.expects(')')?;
                }
            }
            if pen == Pen::Point || !self.passes(',') {
                break;
            }
        }
        self.expects(')')?;
        match pen {
            Pen::Lines if level == 1 && positions.len() < 2 => Err(not_one("a line with one position")),
            Pen::Areas if level == 1 => {
                let (first, last) = (positions.first().copied(), positions.last().copied());
                let wrong = |what| Err(ValueError::new(Fault::Impossible, what, RULE_RING, HELP));
                if let (Some(first), Some(last)) = (first, last)
                    && first != last
                {
                    return wrong(format!(
                        "a ring that is not closed: it begins at {} {} and ends at {} {}",
                        first.0, first.1, last.0, last.1
                    ));
                }
                if positions.len() < 4 {
                    return wrong(format!("a ring with {} positions", positions.len()));
                }
                shape.rings.push(positions);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn position(&mut self, is_point: bool) -> Result<(f64, f64), ValueError> {
        let longitude = self.number()?;
        let latitude = self.number()?;
        self.space();
        if self.rest().starts_with(|c: char| !matches!(c, ',' | ')')) {
            let what = "a position with more than two numbers";
            return Err(ValueError::new(Fault::NotRead, what, RULE, "write the geometry in two dimensions"));
        }
        let latitude = in_range(Axis::Latitude, latitude, SWAPPED)?;
        let longitude = in_range(Axis::Longitude, longitude, SWAPPED)?;
        // A corner of an area may lie there.
        self.has_null_island |= is_point && latitude == 0.0 && longitude == 0.0;
        Ok((longitude, latitude))
    }

    fn number(&mut self) -> Result<&'t str, ValueError> {
        self.space();
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')')).unwrap_or(rest.len());
        let number = &rest[..end];
        let is_figure = number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
        if !is_figure || !number.parse::<f64>().is_ok_and(f64::is_finite) {
            let what = match number {
                "" => "a position with one number".to_owned(),
                number => format!("{:?} is not a number", number.chars().take(20).collect::<String>()),
            };
            return Err(not_one(what));
        }
        self.at += end;
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        match outline(text) {
            Ok(drawn) => drawn.iter().map(|d| format!("{:?} {}", d.pen, d.text)).collect::<Vec<_>>().join(" | "),
            Err(error) => format!("{:?}: {}", error.fault, error.what),
        }
    }

    #[test]
    fn geometries_are_read_or_refused() {
        for (text, expected) in [
            ("POINT(44.8 41.7)", "Point POINT(44.8 41.7)"),
            ("SRID=4326; Point (44.8 41.7)", "Point Point (44.8 41.7)"),
            ("MULTIPOINT((1 2), (3 4))", "Points MULTIPOINT((1 2), (3 4))"),
            ("MULTIPOINT(1 2, 3 4)", "Points MULTIPOINT(1 2, 3 4)"),
            ("LINESTRING (1 2, 3 4)", "Lines LINESTRING (1 2, 3 4)"),
            ("MULTILINESTRING((1 2,3 4),(5 6,7 8))", "Lines MULTILINESTRING((1 2,3 4),(5 6,7 8))"),
            ("POLYGON((0 0,4 0,4 4,0 0))", "Areas POLYGON((0 0,4 0,4 4,0 0))"),
            ("MULTIPOLYGON(((0 0,1 0,1 1,0 0)))", "Areas MULTIPOLYGON(((0 0,1 0,1 1,0 0)))"),
            (
                "GEOMETRYCOLLECTION (POINT (1 2), POLYGON ((0 0, 1 0, 1 1, 0 0)))",
                "Point POINT (1 2) | Areas POLYGON ((0 0, 1 0, 1 1, 0 0))",
            ),
            ("", "NotOne: not a geometry"),
            ("CIRCLE(1 2)", "NotOne: not a geometry"),
            ("POLYGON EMPTY", "NotOne: a geometry without positions"),
            ("POLYGON Z ((0 0 1,4 0 1,4 4 1,0 0 1))", "NotRead: a geometry with more than two dimensions (Z)"),
            ("LINESTRING(1 2 3, 4 5 6)", "NotRead: a position with more than two numbers"),
            ("LINESTRING(1 2)", "NotOne: a line with one position"),
            ("LINESTRING(1, 2 3)", "NotOne: a position with one number"),
            ("LINESTRING(1 x, 2 3)", "NotOne: \"x\" is not a number"),
            ("POINT(1 2, 3 4)", "NotOne: a geometry with \", 3 4)\" where ')' should be"),
            ("POINT(1 2", "NotOne: a geometry that ends where ')' should be"),
            ("POINT(1 2) x", "NotOne: a geometry with words behind it"),
            ("SRID=3857;POINT(1 2)", "NotRead: coordinates in the system \"3857\""),
            ("POLYGON((0 0,4 0,4 4,0 1))", "Impossible: a ring that is not closed: it begins at 0 0 and ends at 0 1"),
            ("POLYGON((0 0,4 0,0 0))", "Impossible: a ring with 3 positions"),
            (
                "POLYGON((4500000 5400000,4500001 5400000,4500001 5400001,4500000 5400000))",
                "Impossible: a latitude of 5400000 degrees, which may be metres of a projected system",
            ),
            ("LINESTRING(48 139.7, 48 139.8)", "Impossible: a latitude of 139.7 degrees"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
        let deep = format!("{}POINT(1 2){}", "GEOMETRYCOLLECTION(".repeat(9), ")".repeat(9));
        assert_eq!(show(&deep), "NotOne: collections that are too deep in each other");
    }

    #[test]
    fn points_at_zero_are_known_and_corners_are_not() {
        for (text, is_known) in [
            ("POINT(0 0)", false),
            ("MULTIPOINT((1 2), (0.0 -0))", false),
            ("POINT(0 5)", true),
            ("POLYGON((0 0,4 0,4 4,0 0))", true),
        ] {
            assert_eq!(outline(text).unwrap()[0].known().is_ok(), is_known, "{text}");
        }
    }

    #[test]
    fn rings_belong_to_their_areas() {
        let text = "MULTIPOLYGON(((0 0,9 0,9 9,0 0),(1 1,2 1,2 2,1 1)),((20 0,21 0,21 1,20 0)))";
        let counts: Vec<usize> = outline(text).unwrap()[0].areas.iter().map(Vec::len).collect();
        assert_eq!(counts, [2, 1]);
        assert_eq!(outline("POLYGON((0 0,9 0,9 9,0 0),(1 1,2 1,2 2,1 1))").unwrap()[0].areas[0].len(), 2);
    }
}
