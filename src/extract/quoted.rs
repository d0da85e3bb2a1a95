//! Which quotation a word of the text stands in.

use super::finding::Quotation;

/// The quotations, indexed by position.
pub(super) struct Quoted {
    /// Start, end and index of each quotation, in order.
    ranges: Vec<(usize, usize, usize)>,
}

impl Quoted {
    pub(super) fn new(quotations: &[Quotation]) -> Self {
        let content =
            |(n, q): (usize, &Quotation)| q.content.iter().map(move |r| (r.start, r.end, n)).collect::<Vec<_>>();
        let mut ranges: Vec<_> = quotations.iter().enumerate().flat_map(content).collect();
        // Of two that begin together the inner one comes later.
        ranges.sort_unstable_by_key(|(start, end, n)| (*start, std::cmp::Reverse(*end), *n));
        Self { ranges }
    }

    /// The innermost quotation around a byte.
    pub(super) fn around(&self, byte: usize) -> Option<usize> {
        let from = self.ranges.partition_point(|(start, ..)| *start <= byte);
        // A quotation in a report in a quotation is the deepest nesting.
        self.ranges[from.saturating_sub(4)..from].iter().rev().find(|(_, end, _)| byte < *end).map(|(_, _, n)| *n)
    }
}
