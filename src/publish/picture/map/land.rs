//! The land of the earth, without borders, as the background of maps that show much of it. It is too coarse for a
//! region, where a coast would be in the wrong place; maps of regions have no background.

use super::super::svg::number;
use super::projection::Projection;
use std::fmt::Write;

/// Rings from Natural Earth, public domain; the file describes its own format.
const LAND: &str = include_str!("land.txt");
/// Minimum width of a map with land, in degrees: from here on the coasts are right to a few pixels.
const WIDE: f64 = 20.0;

/// The outline of the land on a map, as the data of an SVG path; `None` for a map of a region.
pub(super) fn outline(projection: &Projection) -> Option<String> {
    if projection.across() < WIDE {
        return None;
    }
    let mut path = String::new();
    for ring in LAND.lines().filter(|l| !l.starts_with('#')) {
        // A map across the date line shows parts of the earth further east or west than 180 degrees.
        for turn in [-360.0, 0.0, 360.0] {
            self::ring(&mut path, projection, ring, turn);
        }
    }
    Some(path)
}

fn ring(path: &mut String, projection: &Projection, ring: &str, turn: f64) {
    let (mut longitude, mut latitude) = (0_i32, 0_i32);
    let mut first: Option<i32> = None;
    let mut points: Vec<(f64, f64)> = Vec::new();
    for step in ring.split(',') {
        let Some((x, y)) = step.split_once(' ') else { continue };
        let (Ok(x), Ok(y)) = (x.parse::<i32>(), y.parse::<i32>()) else { continue };
        // A step across the date line takes the shorter way.
        let x = if first.is_some() && x.abs() > 18_000 { x - 36_000 * x.signum() } else { x };
        (longitude, latitude) = (longitude + x, latitude + y);
        first.get_or_insert(longitude);
        let point = projection.plain(f64::from(longitude) / 100.0 + turn, f64::from(latitude) / 100.0);
        // Points within a pixel of the last one are not visible.
        if points.last().is_none_or(|last| (last.0 - point.0).abs() + (last.1 - point.1).abs() > 1.0) {
            points.push(point);
        }
    }
    // The land around the south pole reaches it.
    if let Some(first) = first.filter(|first| (longitude - first).abs() > 18_000) {
        points.extend([longitude, first].map(|x| projection.plain(f64::from(x) / 100.0 + turn, -90.0)));
    }
    let is_seen = |low: f64, high: f64, end: f64| high > 0.0 && low < end;
    let range = |of: fn(&(f64, f64)) -> f64| {
        points.iter().map(of).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
    };
    let ((left, right), (top, bottom)) = (range(|p| p.0), range(|p| p.1));
    if points.len() < 3 || !is_seen(left, right, projection.width) || !is_seen(top, bottom, projection.height) {
        return;
    }
    for (n, (x, y)) in points.iter().enumerate() {
        // Far outside of the paper, positions need not be exact.
        let (x, y) = (x.clamp(-2000.0, 4000.0), y.clamp(-2000.0, 4000.0));
        let _ = write!(path, "{}{} {}", if n == 0 { "M" } else { "L" }, number(x), number(y));
    }
    path.push('Z');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn land_is_drawn_where_much_of_the_earth_is_shown() {
        let of = |points: &[(f64, f64)]| outline(&Projection::of(points.iter().copied(), 800.0, 0.76).unwrap());
        assert_eq!(of(&[(46.0, 39.0), (48.0, 41.0)]), None);
        let world = of(&[(-170.0, -50.0), (0.0, 0.0), (170.0, 70.0)]).unwrap();
        assert!(world.matches('M').count() > 60 && world.len() < 80_000, "{}", world.len());
        let pacific = of(&[(170.0, -20.0), (-140.0, 20.0)]).unwrap();
        assert!(pacific.matches('M').count() < 40, "{pacific}");
    }
}
