//! What overlaps stands on lanes below one another.

/// For each stretch its lane, from the top, and how many lanes there are. Stretches take lanes in the order they begin.
pub(super) fn pack(stretches: &[(f64, f64)]) -> (Vec<usize>, usize) {
    let mut order: Vec<usize> = (0..stretches.len()).collect();
    order.sort_by(|a, b| stretches[*a].0.total_cmp(&stretches[*b].0).then(a.cmp(b)));
    let mut ends: Vec<f64> = Vec::new();
    let mut lanes = vec![0; stretches.len()];
    for n in order {
        let (from, to) = stretches[n];
        let lane = ends.iter().position(|end| *end <= from).unwrap_or(ends.len());
        if lane == ends.len() {
            ends.push(to);
        } else {
            ends[lane] = to;
        }
        lanes[n] = lane;
    }
    (lanes, ends.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_overlaps_is_apart() {
        assert_eq!(pack(&[(5.0, 8.0), (0.0, 6.0), (6.0, 7.0), (8.0, 9.0)]), (vec![1, 0, 0, 0], 2));
        assert_eq!(pack(&[]), (vec![], 0));
    }
}
