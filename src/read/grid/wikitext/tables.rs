//! Finds the tables of a wikitext, with the ranges of their rows, and the heading above each.

use super::lines::{Lines, Mark};
use super::spans::{Kind, Span, Spans};
use crate::read::grid::plain::trimmed;
use std::ops::Range;

/// Maximum depth of tables in one another.
const MAX_DEPTH: usize = 8;

/// A table as found.
#[derive(Debug)]
pub(super) struct Found {
    /// Its range, with its marks.
    pub(super) range: Range<usize>,
    /// The words of the heading above it.
    pub(super) heading: Option<Range<usize>>,
    /// What it holds.
    pub(super) content: Content,
}

/// What a table holds.
#[derive(Debug)]
pub(super) enum Content {
    /// Rows of cells.
    Rows {
        /// The line of its caption.
        caption: Option<Range<usize>>,
        /// The rows, and the line of each, from 1.
        rows: Vec<(Range<usize>, usize)>,
        /// Whether `|}` ends it.
        is_closed: bool,
        /// Whether it is nested too deep to be read.
        is_too_deep: bool,
    },
    /// Uses of one template, and the line of each.
    Templates(Vec<(Range<usize>, usize)>),
}

/// A table that is open.
struct Open {
    start: usize,
    heading: Option<Range<usize>>,
    caption: Option<Range<usize>>,
    rows: Vec<(Range<usize>, usize)>,
    /// The beginning of the row or caption that is open, its line, and whether it is the caption.
    part: Option<(usize, usize, bool)>,
    /// The first heading since the last mark of the table: where a table ends that nobody closes.
    heading_below: Option<usize>,
    depth: usize,
}

impl Open {
    /// Ends the row or caption that is open.
    fn end_part(&mut self, at: usize) {
        match self.part.take() {
            Some((start, _, true)) => self.caption = self.caption.take().or(Some(start..at)),
            Some((start, line, false)) => self.rows.push((start..at, line)),
            None => {}
        }
    }

    fn close(mut self, end: usize, part_end: usize, is_closed: bool) -> Found {
        self.end_part(part_end);
        let Self { caption, rows, .. } = self;
        let is_too_deep = self.depth > MAX_DEPTH;
        let content = Content::Rows { caption, rows, is_closed, is_too_deep };
        Found { range: self.start..end, heading: self.heading, content }
    }
}

/// All tables of a text and, as spans, their ranges; at most one more than `most`. `lists` are those made of templates.
pub(super) fn find(text: &str, spans: &Spans, lists: Vec<Vec<Range<usize>>>, most: usize) -> (Vec<Found>, Vec<Span>) {
    let mut found: Vec<Found> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut heading = None;
    let mut lists = lists.into_iter().peekable();
    for line in Lines::new(text, spans, 0..text.len()) {
        while let Some(list) = lists.next_if(|list| list[0].start <= line.range.end) {
            let range = list[0].start..list.last().map_or(list[0].end, |last| last.end);
            let rows = numbered(text, list, &line.range, line.number);
            found.push(Found { range, heading: heading.clone(), content: Content::Templates(rows) });
        }
        if found.len() + open.len() > most {
            break;
        }
        if line.mark == Mark::Opens {
            let depth = open.len() + 1;
            open.push(Open {
                start: line.content,
                heading: heading.clone(),
                caption: None,
                rows: Vec::new(),
                part: None,
                heading_below: None,
                depth,
            });
            continue;
        }
        if let Mark::Heading(level) = line.mark {
            let words = text[line.range.clone()].split("<!--").next().unwrap_or_default().trim_end();
            let end = (line.range.start + words.len()).saturating_sub(level).max(line.content);
            heading = Some(trimmed(text, line.content..end));
            if let Some(table) = open.last_mut() {
                table.heading_below = table.heading_below.or(Some(line.range.start));
            }
            continue;
        }
        let Some(table) = open.last_mut() else { continue };
        let start = line.range.start;
        match line.mark {
            Mark::Closes => {
                if let Some(table) = open.pop() {
                    found.push(table.close(line.content, start, true));
                }
                continue;
            }
            Mark::Row => table.end_part(start),
            Mark::Caption => {
                table.end_part(start);
                table.part = Some((start, line.number, true));
            }
            Mark::Cell { .. } => {
                if table.part.is_some_and(|part| part.2) {
                    table.end_part(start);
                }
                table.part = table.part.or(Some((start, line.number, false)));
            }
            _ => continue,
        }
        table.heading_below = None;
    }
    let mut end = text.len();
    for table in open {
        // A table that is not closed ends before the next section; what is open in it ends there too.
        let limit = if table.start >= end { text.len() } else { end };
        end = table.heading_below.unwrap_or(limit);
        found.push(table.close(end, end, false));
    }
    found.sort_by_key(|table| table.range.start);
    let tables = found.iter().map(|table| Span { range: table.range.clone(), kind: Kind::Table }).collect();
    (found, tables)
}

/// The uses of a template with their lines. The first begins in the line given.
fn numbered(text: &str, list: Vec<Range<usize>>, line: &Range<usize>, number: usize) -> Vec<(Range<usize>, usize)> {
    let (mut at, mut number) = (line.start, number);
    let mut rows = Vec::with_capacity(list.len());
    for range in list {
        number += text.as_bytes()[at..range.start].iter().filter(|b| **b == b'\n').count();
        at = range.start;
        rows.push((range, number));
    }
    rows
}
