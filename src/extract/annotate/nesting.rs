//! Marks over a paragraph as properly nested brackets. Where two marks cross, the one that begins later is split at the
//! end of the other, so that the result can be written as elements or brackets.

use super::marks::Mark;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

/// One step along a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A mark begins, or continues after a split.
    Open {
        /// The position of the mark in the list.
        mark: usize,
        /// Whether it begins here.
        first: bool,
    },
    /// Words.
    Text(Range<usize>),
    /// The innermost open mark ends, or is split.
    Close {
        /// The position of the mark in the list.
        mark: usize,
        /// Whether it ends here.
        last: bool,
    },
}

/// A pending piece of a mark: its beginning, its sort key, its end, whether it is the first piece.
type Waiting = Reverse<(usize, Reverse<usize>, usize, bool)>;

/// The steps through some parts of the text, which are in order and do not overlap. Marks must be sorted as
/// [`super::marks::marks`] sorts them.
pub fn steps(marks: &[Mark], parts: &[Range<usize>]) -> Vec<Vec<Step>> {
    let mut waiting: BinaryHeap<Waiting> = BinaryHeap::new();
    let mut next = 0;
    let mut all = Vec::with_capacity(parts.len());
    for part in parts {
        while let Some(mark) = marks.get(next).filter(|m| m.range.start < part.end) {
            waiting.push(Reverse((mark.range.start, Reverse(mark.range.end), next, true)));
            next += 1;
        }
        all.push(walk(part, &mut waiting));
    }
    all
}

fn walk(part: &Range<usize>, waiting: &mut BinaryHeap<Waiting>) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut open: Vec<(usize, usize, bool)> = Vec::new();
    let mut after = Vec::new();
    let mut at = part.start;
    while let Some(Reverse((start, Reverse(end), mark, first))) = waiting.pop() {
        if end <= part.start {
            continue;
        }
        let start = start.max(part.start);
        close(&mut steps, &mut open, &mut at, start);
        text(&mut steps, &mut at, start);
        // Split at the end of the enclosing mark, and at the end of the part.
        let around = open.last().map_or(part.end, |(_, end, _)| *end);
        let stop = end.min(around);
        if end > stop {
            let rest = Reverse((stop, Reverse(end), mark, false));
            if stop == part.end { after.push(rest) } else { waiting.push(rest) }
        }
        steps.push(Step::Open { mark, first });
        open.push((mark, stop, end == stop));
    }
    close(&mut steps, &mut open, &mut at, part.end);
    text(&mut steps, &mut at, part.end);
    waiting.extend(after);
    steps
}

/// Closes all marks that end at or before `until`.
fn close(steps: &mut Vec<Step>, open: &mut Vec<(usize, usize, bool)>, at: &mut usize, until: usize) {
    while let Some(&(mark, end, last)) = open.last().filter(|(_, end, _)| *end <= until) {
        text(steps, at, end);
        steps.push(Step::Close { mark, last });
        open.pop();
    }
}

fn text(steps: &mut Vec<Step>, at: &mut usize, until: usize) {
    if until > *at {
        steps.push(Step::Text(*at..until));
        *at = until;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::annotate::marks::MarkKind;

    fn drawn(text: &str, ranges: &[Range<usize>], parts: &[Range<usize>]) -> String {
        let mut marks: Vec<Mark> = ranges
            .iter()
            .enumerate()
            .map(|(number, range)| Mark {
                range: range.clone(),
                kind: MarkKind::Time,
                number,
                title: String::new(),
                facts: Vec::new(),
            })
            .collect();
        marks.sort_by_key(|m| (m.range.start, Reverse(m.range.end), m.kind, m.number));
        let draw = |step: &Step| match step {
            Step::Open { mark, first } => format!("{}{mark}", if *first { '[' } else { '{' }),
            Step::Text(range) => text[range.clone()].to_owned(),
            Step::Close { last, .. } => if *last { "]" } else { "}" }.to_owned(),
        };
        steps(&marks, parts).iter().map(|p| p.iter().map(draw).collect()).collect::<Vec<String>>().join("|")
    }

    #[test]
    fn marks_nest_and_crossing_ones_are_cut() {
        for (ranges, parts, expected) in [
            (&[0..3, 3..6][..], &[0..6][..], "[0abc][1def]"),
            (&[0..6, 1..3, 2..3], &[0..6], "[0a[1b[2c]]def]"),
            (&[0..4, 2..6], &[0..6], "[0ab[1cd}]{1ef]"),
            (&[0..4, 2..6, 3..5], &[0..6], "[0ab[1c[2d}}]{1{2e]f]"),
            (&[1..5], &[0..3, 3..6], "a[0bc}|{0de]f"),
            (&[0..6, 0..6], &[0..6], "[0[1abcdef]]"),
            (&[0..2], &[3..6], "def"),
        ] {
            assert_eq!(drawn("abcdef", ranges, parts), expected, "{ranges:?}");
        }
    }
}
