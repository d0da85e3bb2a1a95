//! What was read wrongly: each mistake with its place and its words in what is around them.

use super::matching::Labelled;
use crate::base::text::Position;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::PathBuf;

/// What sort of error it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorKind {
    /// In the gold, not found.
    Missed,
    /// Found, not in the gold.
    Spurious,
    /// The span is right, the type is not.
    WrongType,
    /// The type is right, the span only overlaps.
    WrongSpan,
    /// The time was found, its value is another.
    WrongValue,
    /// The words were found, the speaker is another.
    WrongSpeaker,
}

/// One error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What was measured.
    pub task: Task,
    /// What sort.
    pub kind: ErrorKind,
    /// The file: of the gold, or for what was found wrongly of the text.
    pub path: PathBuf,
    /// Where in it.
    pub at: Position,
    /// What the gold has.
    pub gold: String,
    /// What was found.
    pub found: String,
    /// The words, between « », in what is around them.
    pub context: String,
}

/// A mistake before its file is known: its place is one of the gold file, or a byte of the text.
pub(super) type Draft = (ErrorKind, Result<Position, usize>, String, String, Range<usize>);

/// Which of the gold goes with which of what was found.
pub(super) type Pairs<'a> = &'a [(usize, usize)];

/// Mistakes of spans and types, in the order of the text: what sort, where, what the gold has, what was found, its place.
pub(super) fn of_spans(
    text: &str,
    (gold, at): (&[Labelled], &[Position]),
    found: &[Labelled],
    (same, pairs): (Pairs<'_>, Pairs<'_>),
    other: &HashMap<(usize, usize), &str>,
) -> Vec<Draft> {
    let words = |range: &Range<usize>| crate::base::iri::folded_space(&text[range.clone()]);
    let shown = |l: &Labelled| format!("{} {:?}", l.label, words(&l.range));
    let same: HashSet<usize> = same.iter().map(|(g, _)| *g).collect();
    let answers: HashMap<usize, usize> = pairs.iter().copied().collect();
    let answered: HashSet<usize> = pairs.iter().map(|(_, f)| *f).collect();
    let by_span: HashMap<(usize, usize), usize> =
        found.iter().enumerate().map(|(n, f)| ((f.range.start, f.range.end), n)).collect();
    let mut told: HashSet<usize> = HashSet::new();
    let mut mistakes = Vec::new();
    for (n, g) in gold.iter().enumerate().filter(|(n, _)| !same.contains(n)) {
        let other_type = by_span.get(&(g.range.start, g.range.end)).filter(|f| !answered.contains(f));
        let (kind, f) = match (answers.get(&n), other_type) {
            (Some(f), _) => (ErrorKind::WrongSpan, shown(&found[*f])),
            (None, Some(f)) => {
                told.insert(*f);
                (ErrorKind::WrongType, shown(&found[*f]))
            }
            (None, None) => (ErrorKind::Missed, String::new()),
        };
        mistakes.push((kind, Ok(at[n]), shown(g), f, g.range.clone()));
    }
    for (_, f) in found.iter().enumerate().filter(|(n, _)| !answered.contains(n) && !told.contains(n)) {
        let kind = other.get(&(f.range.start, f.range.end));
        let (kind, g) = match kind {
            Some(kind) => (ErrorKind::WrongType, (*kind).to_owned()),
            None => (ErrorKind::Spurious, String::new()),
        };
        mistakes.push((kind, Err(f.range.start), g, shown(f), f.range.clone()));
    }
    mistakes.sort_by_key(|(kind, .., range)| (range.start, *kind));
    mistakes
}

/// Words in what is around them, on one line.
pub(super) fn context(text: &str, range: &Range<usize>) -> String {
    const AROUND: usize = 40;
    let start = text[..range.start].char_indices().rev().take(AROUND).last().map_or(range.start, |(at, _)| at);
    let end = text[range.end..].char_indices().nth(AROUND).map_or(text.len(), |(at, _)| range.end + at);
    let words = format!("{}«{}»{}", &text[start..range.start], &text[range.clone()], &text[range.end..end]);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is measured. The order is that of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Task {
    /// Names.
    Names,
    /// Times.
    Times,
    /// Quotations.
    Quotations,
}
