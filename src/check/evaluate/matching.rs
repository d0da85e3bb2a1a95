//! Matches found spans with gold spans; shares.

use std::collections::HashMap;
use std::ops::Range;

/// A share, to four digits.
pub(super) fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| (part as f64 / whole as f64 * 10_000.0).round() / 10_000.0)
}

/// A span with its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Labelled {
    /// The range, in bytes.
    pub(super) range: Range<usize>,
    /// The label; spans with different labels do not match.
    pub(super) label: &'static str,
}

/// Pairs of indexes in `gold` and `found`, one to one, with equal spans and labels.
pub(super) fn exact(gold: &[Labelled], found: &[Labelled]) -> Vec<(usize, usize)> {
    let mut places: HashMap<(usize, usize, &str), Vec<usize>> = HashMap::new();
    for (n, f) in found.iter().enumerate().rev() {
        places.entry((f.range.start, f.range.end, f.label)).or_default().push(n);
    }
    let answer = |(n, g): (usize, &Labelled)| {
        let place = places.get_mut(&(g.range.start, g.range.end, g.label))?;
        place.pop().map(|f| (n, f))
    };
    gold.iter().enumerate().filter_map(answer).collect()
}

/// Pairs of indexes in `gold` and `found`, one to one, with equal labels and overlapping spans. Equal spans are matched first,
/// then others in the order of the text. Both lists must be sorted by the start of the spans.
pub(super) fn relaxed(gold: &[Labelled], found: &[Labelled]) -> Vec<(usize, usize)> {
    let mut pairs = exact(gold, found);
    let mut gold_used = vec![false; gold.len()];
    let mut found_used = vec![false; found.len()];
    for (g, f) in &pairs {
        (gold_used[*g], found_used[*f]) = (true, true);
    }
    // Found spans before this one end before all further gold spans.
    let longest = found.iter().map(|f| f.range.len()).max().unwrap_or(0);
    for (n, g) in gold.iter().enumerate().filter(|(n, _)| !gold_used[*n]) {
        let from = found.partition_point(|f| f.range.start + longest <= g.range.start);
        let answer = (from..found.len())
            .take_while(|f| found[*f].range.start < g.range.end)
            .find(|f| !found_used[*f] && found[*f].label == g.label && overlap(&found[*f].range, &g.range));
        if let Some(f) = answer {
            found_used[f] = true;
            pairs.push((n, f));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Whether two spans overlap.
pub(crate) fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// An index of ranges, for overlap and containment tests.
pub(super) struct Reach {
    starts: Vec<usize>,
    /// The furthest end of all ranges up to here.
    ends: Vec<usize>,
}

impl Reach {
    pub(super) fn new(ranges: &[Range<usize>]) -> Self {
        let mut sorted: Vec<_> = ranges.iter().map(|r| (r.start, r.end)).collect();
        sorted.sort_unstable();
        let mut furthest = 0;
        let ends = sorted.iter().map(|(_, end)| {
            furthest = furthest.max(*end);
            furthest
        });
        Self { ends: ends.collect(), starts: sorted.iter().map(|(start, _)| *start).collect() }
    }

    /// Whether one of them overlaps a range.
    pub(super) fn touches(&self, range: &Range<usize>) -> bool {
        let n = self.starts.partition_point(|start| *start < range.end);
        n.checked_sub(1).is_some_and(|n| self.ends[n] > range.start)
    }

    /// Whether one of them contains a range.
    pub(super) fn holds(&self, range: &Range<usize>) -> bool {
        let n = self.starts.partition_point(|start| *start <= range.start);
        n.checked_sub(1).is_some_and(|n| self.ends[n] >= range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_span_answers_once() {
        let spans = |spans: &[(usize, usize, &'static str)]| -> Vec<Labelled> {
            spans.iter().map(|(s, e, label)| Labelled { range: *s..*e, label }).collect()
        };
        for (gold, found, same, overlapping) in [
            (&[(0, 5, "a"), (6, 9, "a")][..], &[(0, 5, "a"), (6, 9, "b")][..], vec![(0, 0)], vec![(0, 0)]),
            (&[(0, 5, "a")], &[(0, 2, "a"), (3, 5, "a")], vec![], vec![(0, 0)]),
            (&[(0, 2, "a"), (3, 5, "a")], &[(0, 5, "a")], vec![], vec![(0, 0)]),
            // Equal spans are matched first, even if an overlapping one begins earlier.
            (&[(0, 9, "a"), (2, 4, "a")], &[(2, 4, "a"), (3, 9, "a")], vec![(1, 0)], vec![(0, 1), (1, 0)]),
            (&[(0, 3, "a")], &[(3, 5, "a")], vec![], vec![]),
            (&[(4, 5, "a")], &[(0, 9, "a"), (1, 2, "a")], vec![], vec![(0, 0)]),
            (&[(0, 3, "a"), (0, 3, "a")], &[(0, 3, "a")], vec![(0, 0)], vec![(0, 0)]),
        ] {
            assert_eq!(exact(&spans(gold), &spans(found)), same, "{gold:?} {found:?}");
            assert_eq!(relaxed(&spans(gold), &spans(found)), overlapping, "{gold:?} {found:?}");
        }
    }
}
