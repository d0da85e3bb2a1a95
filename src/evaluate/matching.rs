//! Which found span answers which gold span.

use std::collections::HashMap;
use std::ops::Range;

/// A span with what it is said to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// Where.
    pub range: Range<usize>,
    /// As what: spans of other labels do not answer.
    pub label: &'static str,
}

/// Pairs of positions in `gold` and `found`, one to one: spans and labels are the same.
pub fn exact(gold: &[Labelled], found: &[Labelled]) -> Vec<(usize, usize)> {
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

/// Pairs of positions, one to one: labels are the same and spans overlap. Those that are the same are paired first, then
/// others in the order of the text. Both lists are sorted by where spans begin.
pub fn relaxed(gold: &[Labelled], found: &[Labelled]) -> Vec<(usize, usize)> {
    let mut pairs = exact(gold, found);
    let mut gold_used = vec![false; gold.len()];
    let mut found_used = vec![false; found.len()];
    for (g, f) in &pairs {
        (gold_used[*g], found_used[*f]) = (true, true);
    }
    // No found span that begins before this one reaches any further gold span.
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

/// Whether two spans have something in common.
pub fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
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
            // The same span is answered first, though an overlapping one begins before it.
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
