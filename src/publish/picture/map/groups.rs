//! Groups spots that are too close together to be distinguished.

use super::Spot;
use std::collections::{BTreeSet, HashMap};

/// Spots near one another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    /// Position of the spot that began the group.
    pub(super) x: f64,
    pub(super) y: f64,
    /// Indices in the list of spots.
    pub(super) spots: Vec<usize>,
    many: usize,
}

impl Group {
    /// Whether one disc stands for several places. Several points of one place are drawn separately.
    pub(super) fn is_many(&self) -> bool {
        self.many > 1
    }

    /// The radius of the disc: its area grows with the number of places, within bounds.
    pub(super) fn radius(&self) -> f64 {
        (8.0 + (self.many as f64).sqrt() * 1.3).min(20.0)
    }

    /// The places in it, in order.
    pub(super) fn places(&self, spots: &[Spot]) -> Vec<usize> {
        let places: BTreeSet<usize> = self.spots.iter().filter_map(|n| spots.get(*n)).map(|s| s.place).collect();
        places.into_iter().collect()
    }
}

/// Puts each spot, in order, into the nearest group that is near enough, or begins a new one.
pub(super) fn group(spots: &[Spot]) -> Vec<Group> {
    // The more spots, the coarser the groups: a map of a few spots shows each.
    let near = match spots.len() {
        0..=60 => 9.0,
        61..=250 => 20.0,
        _ => 34.0,
    };
    let cell = |x: f64, y: f64| ((x / near).floor() as i64, (y / near).floor() as i64);
    let mut groups: Vec<Group> = Vec::new();
    let mut cells: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    for (n, spot) in spots.iter().enumerate() {
        let (column, row) = cell(spot.x, spot.y);
        let mut best: Option<(f64, usize)> = None;
        for neighbour in (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (column + dx, row + dy))) {
            for &at in cells.get(&neighbour).into_iter().flatten() {
                let distance = (groups[at].x - spot.x).hypot(groups[at].y - spot.y);
                if distance < near && best.is_none_or(|b| (distance, at) < b) {
                    best = Some((distance, at));
                }
            }
        }
        match best {
            Some((_, at)) => groups[at].spots.push(n),
            None => {
                cells.entry((column, row)).or_default().push(groups.len());
                groups.push(Group { x: spot.x, y: spot.y, spots: vec![n], many: 0 });
            }
        }
    }
    for group in &mut groups {
        group.many = group.places(spots).len();
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_places_become_one_and_points_of_one_place_do_not() {
        let spot = |place, x, y| Spot { place, point: 0, x, y };
        let groups = group(&[spot(0, 10.0, 10.0), spot(1, 14.0, 10.0), spot(2, 100.0, 10.0), spot(2, 101.0, 10.0)]);
        let many: Vec<(bool, usize)> = groups.iter().map(|g| (g.is_many(), g.spots.len())).collect();
        assert_eq!(many, [(true, 2), (false, 2)]);
    }
}
