//! Mistakes of the extraction: each with its position and its words in context.

use super::matching::Labelled;
use crate::base::text::Position;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::PathBuf;

/// The kind of a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorKind {
    /// In the gold, not found.
    Missed,
    /// Found, not in the gold.
    Spurious,
    /// The span is right, but the type differs.
    WrongType,
    /// The type is right, but the span only overlaps.
    WrongSpan,
    /// The time was found, but its value differs.
    WrongValue,
    /// The words were found, but the speaker differs.
    WrongSpeaker,
}

/// A mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The task: names, times or quotations.
    pub task: Task,
    /// The kind of mistake.
    pub kind: ErrorKind,
    /// The gold file; for a wrong finding, the text file.
    pub path: PathBuf,
    /// The position in the file.
    pub at: Position,
    /// The gold: type, value or speaker; empty if it has none.
    pub gold: String,
    /// The finding: type, value or speaker; empty if there is none.
    pub found: String,
    /// The words in context, marked by « ».
    pub context: String,
}

/// The position of a mistake before its file is known: a position in the gold file, or a byte of the text.
pub(super) type Draft = (ErrorKind, Result<Position, usize>, String, String, Range<usize>);

/// Pairs of indexes of gold and findings.
pub(super) type Pairs<'a> = &'a [(usize, usize)];

/// Mistakes of spans and types, in the order of the text: kind, range, gold, finding, position.
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
    let mut reported: HashSet<usize> = HashSet::new();
    let mut mistakes = Vec::new();
    for (n, g) in gold.iter().enumerate().filter(|(n, _)| !same.contains(n)) {
        let other_type = by_span.get(&(g.range.start, g.range.end)).filter(|f| !answered.contains(f));
        let (kind, f) = match (answers.get(&n), other_type) {
            (Some(f), _) => (ErrorKind::WrongSpan, shown(&found[*f])),
            (None, Some(f)) => {
                reported.insert(*f);
                (ErrorKind::WrongType, shown(&found[*f]))
            }
            (None, None) => (ErrorKind::Missed, String::new()),
        };
        mistakes.push((kind, Ok(at[n]), shown(g), f, g.range.clone()));
    }
    for (_, f) in found.iter().enumerate().filter(|(n, _)| !answered.contains(n) && !reported.contains(n)) {
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

/// Words with their context, on one line.
pub(super) fn context(text: &str, range: &Range<usize>) -> String {
    const AROUND: usize = 40;
    let start = text[..range.start].char_indices().rev().take(AROUND).last().map_or(range.start, |(at, _)| at);
    let end = text[range.end..].char_indices().nth(AROUND).map_or(text.len(), |(at, _)| range.end + at);
    let words = format!("{}«{}»{}", &text[start..range.start], &text[range.clone()], &text[range.end..end]);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The tasks, in the order of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Task {
    /// Names.
    Names,
    /// Times.
    Times,
    /// Quotations.
    Quotations,
}
