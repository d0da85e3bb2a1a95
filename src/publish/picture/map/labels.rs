//! Places names beside their marks without overlap: each takes the first free position of a list, near ones first; a
//! name at a far position gets a line to its mark.

/// A rectangle of the drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Box {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Box {
    pub(super) fn around(x: f64, y: f64, radius: f64) -> Self {
        Self { x: x - radius, y: y - radius, width: 2.0 * radius, height: 2.0 * radius }
    }

    fn meets(&self, other: &Self) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }

    fn contains(&self, x: f64, y: f64) -> bool {
        (self.x..=self.x + self.width).contains(&x) && (self.y..=self.y + self.height).contains(&y)
    }

    fn is_within(&self, other: &Self) -> bool {
        self.x >= other.x
            && self.y >= other.y
            && self.x + self.width <= other.x + other.width
            && self.y + self.height <= other.y + other.height
    }
}

/// A name with its position.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    pub(super) x: f64,
    /// Height of the base line.
    pub(super) y: f64,
    /// SVG's `text-anchor`.
    pub(super) anchor: &'static str,
    /// The end of a line from the mark, if the name is far from it.
    pub(super) leader: Option<(f64, f64)>,
}

/// The areas that are taken.
#[derive(Debug)]
pub(super) struct Labels {
    frame: Box,
    taken: Vec<Box>,
}

/// Height of a line of text, and of its part above the base line.
const LINE: f64 = 16.0;
const ASCENT: f64 = 12.0;

impl Labels {
    pub(super) fn new(frame: Box) -> Self {
        Self { frame, taken: Vec::new() }
    }

    /// Marks an area as taken.
    pub(super) fn occupy(&mut self, taken: Box) {
        self.taken.push(taken);
    }

    /// A position for a name of this width beside the mark at a point. With `far`, a distant position with a line to
    /// the mark is allowed.
    pub(super) fn place(&mut self, x: f64, y: f64, width: f64, far: bool) -> Option<Label> {
        // Right, left, between, above, below.
        const WAYS: [(f64, f64); 8] =
            [(1.0, 0.0), (-1.0, 0.0), (0.8, -0.7), (0.8, 0.7), (-0.8, -0.7), (-0.8, 0.7), (0.0, -1.0), (0.0, 1.0)];
        let distances: &[f64] = if far { &[10.0, 22.0, 36.0, 54.0, 76.0, 100.0] } else { &[10.0] };
        for (distance, (dx, dy)) in distances.iter().flat_map(|d| WAYS.map(|way| (*d, way))) {
            let (at_x, at_y) = (x + dx * distance, y + dy * distance);
            let (left, anchor) = match dx {
                _ if dx > 0.0 => (at_x, "start"),
                _ if dx < 0.0 => (at_x - width, "end"),
                _ => (at_x - width / 2.0, "middle"),
            };
            let top = if dy < 0.0 {
                at_y - LINE + 2.0
            } else if dy > 0.0 {
                at_y - 2.0
            } else {
                at_y - LINE / 2.0
            };
            let label = Box { x: left, y: top, width, height: LINE };
            if !label.is_within(&self.frame) || self.taken.iter().any(|t| t.meets(&label)) {
                continue;
            }
            let leader = (distance > 12.0).then_some((at_x, at_y));
            if leader.is_some_and(|end| self.crosses((x, y), end)) {
                continue;
            }
            self.taken.push(label);
            return Some(Label { x: at_x, y: top + ASCENT, anchor, leader });
        }
        None
    }

    /// Whether a line crosses anything but the mark where it begins.
    fn crosses(&self, from: (f64, f64), to: (f64, f64)) -> bool {
        (1..10).map(|n| f64::from(n) / 10.0).any(|t| {
            let (x, y) = (from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t);
            self.taken.iter().any(|b| b.contains(x, y) && !b.contains(from.0, from.1))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_overlap() {
        let mut labels = Labels::new(Box { x: 0.0, y: 0.0, width: 400.0, height: 300.0 });
        let marks: Vec<(f64, f64)> =
            (0..20).map(|n| (150.0 + f64::from(n % 5) * 26.0, 100.0 + f64::from(n / 5) * 26.0)).collect();
        marks.iter().for_each(|(x, y)| labels.occupy(Box::around(*x, *y, 7.0)));
        let placed: Vec<Label> = marks.iter().filter_map(|(x, y)| labels.place(*x, *y, 60.0, true)).collect();
        assert!(placed.len() >= 12, "{}", placed.len());
        assert!(placed.iter().any(|l| l.leader.is_none()) && placed.iter().any(|l| l.leader.is_some()));
        let names = &labels.taken[marks.len()..];
        for (n, name) in names.iter().enumerate() {
            assert!(names[n + 1..].iter().chain(&labels.taken[..marks.len()]).all(|other| !other.meets(name)));
        }
        assert_eq!(labels.place(2.0, 2.0, 500.0, true), None);
    }
}
