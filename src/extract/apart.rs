//! Given findings of one kind that stand apart.

use super::given::LeftOut;
use super::tokens::Tokens;
use std::ops::Range;

/// Given findings with their tokens, in order. Those that overlap are left out: which of them is meant cannot be known.
/// `part` gives the number and the range of each; `what` is what they are called.
pub(super) fn apart<T>(
    tokens: &Tokens<'_>,
    given: impl IntoIterator<Item = T>,
    part: impl Fn(&T) -> (usize, &Range<usize>),
    what: &str,
    left: &mut LeftOut,
) -> Vec<(T, Range<usize>)> {
    let mut placed = Vec::new();
    for item in given {
        let (number, range) = part(&item);
        match tokens.within_paragraph(range) {
            Some(at) => placed.push((item, at)),
            None => left.add(number, OUTSIDE),
        }
    }
    let place = |item: &T| {
        let (number, range) = part(item);
        (range.start, range.end, number)
    };
    placed.sort_by_key(|(item, _)| place(item));
    let mut kept = Vec::with_capacity(placed.len());
    let mut rest = placed.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut end = place(&first.0).1;
        let mut touching = vec![first];
        while let Some(next) = rest.next_if(|(item, _)| place(item).0 < end) {
            end = end.max(place(&next.0).1);
            touching.push(next);
        }
        if touching.len() == 1 {
            kept.append(&mut touching);
            continue;
        }
        for (item, _) in touching {
            left.add(part(&item).0, format!("it overlaps another {what}, and one {what} is read at a place"));
        }
    }
    kept
}

/// What is said of a finding that no sentence holds.
pub(super) const OUTSIDE: &str = "it is not within a paragraph of the prose";
