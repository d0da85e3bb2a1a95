//! Puts overlapping stretches on separate lanes.

/// A stretch that is taken, on one lane or on several below one another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stretch {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) lanes: usize,
}

/// The first lane of each stretch, counted from the top, and the number of lanes. Stretches take lanes in the order in
/// which they begin.
pub(super) fn pack(stretches: &[Stretch]) -> (Vec<usize>, usize) {
    let mut order: Vec<usize> = (0..stretches.len()).collect();
    order.sort_by(|a, b| stretches[*a].from.total_cmp(&stretches[*b].from).then(a.cmp(b)));
    let mut ends: Vec<f64> = Vec::new();
    let mut lanes = vec![0; stretches.len()];
    for n in order {
        let stretch = stretches[n];
        let is_free = |lane: &usize| ends.iter().skip(*lane).take(stretch.lanes).all(|end| *end <= stretch.from);
        let lane = (0..ends.len()).find(is_free).unwrap_or(ends.len());
        ends.resize(ends.len().max(lane + stretch.lanes), f64::NEG_INFINITY);
        ends[lane..lane + stretch.lanes].fill(stretch.to);
        lanes[n] = lane;
    }
    (lanes, ends.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_bars_are_on_separate_lanes() {
        let of = |all: &[(f64, f64, usize)]| {
            pack(&all.iter().map(|&(from, to, lanes)| Stretch { from, to, lanes }).collect::<Vec<_>>())
        };
        assert_eq!(of(&[(5.0, 8.0, 1), (0.0, 6.0, 1), (6.0, 7.0, 1), (8.0, 9.0, 1)]), (vec![1, 0, 0, 0], 2));
        assert_eq!(of(&[(0.0, 6.0, 1), (1.0, 4.0, 2), (5.0, 8.0, 2), (7.0, 9.0, 1)]), (vec![0, 1, 1, 0], 3));
        assert_eq!(of(&[(0.0, 6.0, 1), (1.0, 4.0, 1), (5.0, 8.0, 2)]), (vec![0, 1, 1], 3));
        assert_eq!(of(&[]), (vec![], 0));
    }
}
