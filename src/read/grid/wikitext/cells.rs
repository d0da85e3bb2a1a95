//! The cells of a row of a wikitext table: those of a line, and each on a line of its own.

use super::lines::{Line, Lines, Mark};
use super::spans::{Kind, Spans};
use crate::read::grid::MAX_COLUMNS;
use std::ops::Range;

/// A cell of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawCell {
    /// Its content.
    pub(super) content: Range<usize>,
    /// Its attributes.
    pub(super) attributes: Range<usize>,
    /// Whether it begins with `!`.
    pub(super) is_head: bool,
}

impl RawCell {
    /// The number of rows or columns that it spans.
    pub(super) fn span(&self, text: &str, name: &str) -> usize {
        let attributes = text[self.attributes.clone()].to_ascii_lowercase();
        let value = attributes.match_indices(name).find_map(|(at, _)| {
            let rest = attributes[at + name.len()..].trim_start().strip_prefix('=')?;
            let rest = rest.trim_start().trim_start_matches(['"', '\'']).trim_start();
            let digits = rest.bytes().take(6).take_while(u8::is_ascii_digit).count();
            rest[..digits].parse().ok()
        });
        value.unwrap_or(1)
    }
}

/// The cells of a row, or of the caption, which is written as a cell; at most one more than a table may have.
pub(super) fn cells(text: &str, spans: &Spans, row: Range<usize>) -> Vec<RawCell> {
    let mut cells: Vec<RawCell> = Vec::new();
    let mut table_end = row.start;
    for line in Lines::new(text, spans, row.clone()) {
        match line.mark {
            Mark::Cell { is_head } => split(text, spans, &line, is_head, row.end, &mut cells),
            Mark::Caption => split(text, spans, &line, false, row.end, &mut cells),
            // A table in a cell is a table of its own.
            Mark::Table => table_end = table_end.max(line.content),
            // Lines without a mark continue the last cell.
            _ => {
                let is_own = line.range.end > table_end && !text[line.range.clone()].trim().is_empty();
                if let Some(cell) = cells.last_mut().filter(|_| is_own) {
                    cell.content.end = cell.content.end.max(line.range.end);
                }
            }
        }
        if cells.len() > MAX_COLUMNS {
            break;
        }
    }
    cells
}

fn split(text: &str, spans: &Spans, line: &Line, is_head: bool, row_end: usize, cells: &mut Vec<RawCell>) {
    let bytes = text.as_bytes();
    let mut end = line.range.end;
    let (mut start, mut pipe, mut has_link, mut at) = (line.content, None, false, line.content);
    let mut finish = |start: usize, pipe: &mut Option<usize>, stop: usize| {
        let (attributes, content) = match pipe.take() {
            Some(pipe) => (start..pipe, pipe + 1..stop),
            None => (start..start, start..stop),
        };
        cells.push(RawCell { content, attributes, is_head });
        cells.len() <= MAX_COLUMNS
    };
    while at < end {
        match bytes[at] {
            b'{' | b'[' | b'<' => match spans.at(at).filter(|span| span.range.end <= row_end) {
                Some(span) => {
                    has_link |= span.kind == Kind::Link && pipe.is_none();
                    at = span.range.end;
                    if at > end {
                        // The line goes on behind a template of several lines.
                        end = text[at..row_end].find('\n').map_or(row_end, |n| at + n);
                    }
                }
                None => at += 1,
            },
            mark @ (b'|' | b'!') if bytes.get(at + 1) == Some(&mark) && at + 1 < end && (mark == b'|' || is_head) => {
                if !finish(start, &mut pipe, at) {
                    return;
                }
                (start, has_link) = (at + 2, false);
                at += 2;
            }
            b'|' => {
                // The first pipe ends the attributes, unless a link is before it.
                if pipe.is_none() && !has_link {
                    pipe = Some(at);
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
    finish(start, &mut pipe, end);
}
