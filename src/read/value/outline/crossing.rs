//! Whether the rings of an area cross themselves or each other. The sides are swept along the longer axis, so that only
//! those that overlap along it are compared; the number of comparisons has a limit. Rings that only touch do not cross,
//! and where the figures are too close to tell, nothing is said.

use super::Ring;

/// Maximum number of comparisons of two sides, for all geometries of a column.
pub const MOST_COMPARED: usize = 50_000_000;
/// How far a difference of two coordinates may be off, in degrees: those of WGS 84 have fewer than 2^8, and the decimal
/// figures are rounded to 53 bits.
const ROUNDED: f64 = 1e-13;

/// What is known of crossings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Crossing {
    /// There is none.
    None,
    /// There is one, at this longitude and latitude.
    At(f64, f64),
    /// There are too many sides to compare.
    NotChecked,
}

type Position = (f64, f64);

/// A side of a ring: its ends, and its place among the sides.
#[derive(Clone, Copy)]
struct Side {
    from: Position,
    to: Position,
    ring: usize,
    number: usize,
    /// Number of sides of the ring.
    of: usize,
}

impl Side {
    /// The lowest and highest coordinate along an axis.
    fn along(&self, is_vertical: bool) -> (f64, f64) {
        let (a, b) = if is_vertical { (self.from.1, self.to.1) } else { (self.from.0, self.to.0) };
        (a.min(b), a.max(b))
    }

    /// Whether two sides follow each other in their ring, and so share an end.
    fn is_beside(&self, other: &Self) -> bool {
        let apart = self.number.abs_diff(other.number);
        self.ring == other.ring && (apart <= 1 || apart + 1 == self.of)
    }
}

/// Where rings of one area cross; `compared` is the number of comparisons so far.
pub fn crossing(rings: &[Ring], compared: &mut usize) -> Crossing {
    let mut sides: Vec<Side> = Vec::new();
    for (ring, positions) in rings.iter().enumerate() {
        // A position that is repeated makes no side.
        let ends: Vec<(Position, Position)> =
            positions.windows(2).map(|pair| (pair[0], pair[1])).filter(|(from, to)| from != to).collect();
        let of = ends.len();
        sides.extend(ends.into_iter().enumerate().map(|(number, (from, to))| Side { from, to, ring, number, of }));
    }
    let extent = |is_vertical: bool| {
        let bounds = sides.iter().map(|side| side.along(is_vertical));
        let (low, high) = bounds.fold((f64::MAX, f64::MIN), |(low, high), (a, b)| (low.min(a), high.max(b)));
        high - low
    };
    let is_vertical = extent(true) > extent(false);
    sides.sort_by(|a, b| a.along(is_vertical).0.total_cmp(&b.along(is_vertical).0));
    let mut open: Vec<Side> = Vec::new();
    for side in &sides {
        let begin = side.along(is_vertical).0;
        let (low, high) = side.along(!is_vertical);
        open.retain(|other| other.along(is_vertical).1 >= begin);
        *compared += open.len();
        if *compared > MOST_COMPARED {
            return Crossing::NotChecked;
        }
        for other in &open {
            let (other_low, other_high) = other.along(!is_vertical);
            if other_low <= high
                && low <= other_high
                && !side.is_beside(other)
                && let Some((longitude, latitude)) = meet(side, other)
            {
                return Crossing::At(longitude, latitude);
            }
        }
        open.push(*side);
    }
    Crossing::None
}

/// On which side of a line a position lies: positive for the left; `None` if that is too close to tell.
fn turn(line: &Side, position: Position) -> Option<f64> {
    let (along, across) = (line.to.0 - line.from.0, line.to.1 - line.from.1);
    let (east, north) = (position.0 - line.from.0, position.1 - line.from.1);
    let turn = along * north - across * east;
    let doubt = ROUNDED * (along.abs() + across.abs() + east.abs() + north.abs());
    (turn.abs() > doubt).then_some(turn)
}

/// Where two sides cross between their ends.
fn meet(one: &Side, other: &Side) -> Option<Position> {
    let (from, to) = (turn(one, other.from)?, turn(one, other.to)?);
    let (begin, end) = (turn(other, one.from)?, turn(other, one.to)?);
    if (from > 0.0) == (to > 0.0) || (begin > 0.0) == (end > 0.0) {
        return None;
    }
    let part = from / (from - to);
    let between = |from: f64, to: f64| from + (to - from) * part;
    Some((between(other.from.0, other.to.0), between(other.from.1, other.to.1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::value::outline::outline;

    fn of(text: &str) -> Crossing {
        let drawn = outline(text).unwrap();
        let mut compared = 0;
        drawn[0]
            .areas
            .iter()
            .map(|rings| crossing(rings, &mut compared))
            .find(|c| *c != Crossing::None)
            .unwrap_or(Crossing::None)
    }

    #[test]
    fn rings_that_cross_and_rings_that_do_not() {
        for (text, expected) in [
            ("POLYGON((0 0, 4 4, 4 0, 0 4, 0 0))", Crossing::At(2.0, 2.0)),
            ("POLYGON((0 0, 4 0, 4 4, 0 4, 0 0))", Crossing::None),
            // A hole that lies partly outside.
            ("POLYGON((0 0, 4 0, 4 4, 0 4, 0 0), (2 1, 6 1.5, 2 2, 2 1))", Crossing::At(4.0, 1.25)),
            // A ring that touches itself in a corner, and one that goes back the way that it came.
            ("POLYGON((0 0, 2 2, 4 0, 4 4, 2 2, 0 4, 0 0))", Crossing::None),
            ("POLYGON((0 0, 4 0, 4 4, 4 6, 4 4, 0 4, 0 0))", Crossing::None),
            // Two areas that overlap are two areas.
            ("MULTIPOLYGON(((0 0, 4 0, 4 4, 0 0)), ((1 0.5, 5 0.5, 5 4, 1 0.5)))", Crossing::None),
            ("MULTIPOLYGON(((0 0, 4 0, 4 4, 0 0)), ((0 0, 4 4, 4 0, 0 4, 0 0)))", Crossing::At(2.0, 2.0)),
            // A position that is repeated does not part two sides.
            ("POLYGON((0 0, 4 0, 4 0, 4 4, 0 4, 0 0))", Crossing::None),
            // Closer than the figures can tell.
            ("POLYGON((0 0, 4 0, 2 0.00000000000000001, 0 4, 0 0))", Crossing::None),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }

    #[test]
    fn the_work_has_a_limit() {
        let circle = |count: usize, turns: f64| -> Ring {
            let angle = |n: usize| turns * std::f64::consts::TAU * n as f64 / count as f64;
            let mut ring: Ring = (0..count).map(|n| (40.0 + angle(n).cos(), 45.0 + angle(n).sin())).collect();
            ring.push(ring[0]);
            ring
        };
        let mut compared = 0;
        assert_eq!(crossing(&[circle(40_000, 1.0)], &mut compared), Crossing::None);
        assert!(compared < 1_000_000, "{compared}");
        // Sides that all overlap along both axes.
        let comb: Ring =
            (0..20_000).map(|n| if n % 2 == 0 { (0.0, 0.0) } else { (9.0, 1.0 + f64::from(n) / 1e4) }).collect();
        assert_eq!(crossing(&[comb], &mut compared), Crossing::NotChecked);
    }
}
