//! Rows that are too wide for a table: each as a card with one field on each line.

use super::text;
use super::{Cell, Table};
use std::fmt;

/// Minimum width of the values beside their names.
const NARROWEST: usize = 24;

pub(super) fn write(table: &Table, width: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let is_shown = |row: &[Cell], at: usize| row.get(at).is_some_and(|cell| !cell.text.is_empty());
    let used = (0..table.headings.len()).filter(|at| table.rows.iter().any(|row| is_shown(row, *at)));
    let names = used.map(|at| text::width(&table.headings[at])).max().unwrap_or_default();
    let beside = width.saturating_sub(names + 2) >= NARROWEST;
    let (indent, room) = if beside { (names + 2, width - names - 2) } else { (2, width.saturating_sub(2)) };
    for (n, row) in table.rows.iter().enumerate() {
        let title = format!("── {} of {} ", n + 1, table.rows.len());
        writeln!(f, "{title}{}", "─".repeat(width.saturating_sub(text::width(&title))))?;
        for (at, heading) in table.headings.iter().enumerate().filter(|(at, _)| is_shown(row, *at)) {
            let mut lines = row[at].lines(room).into_iter();
            if beside {
                let pad = " ".repeat(indent - text::width(heading));
                writeln!(f, "{heading}{pad}{}", lines.next().unwrap_or_default())?;
            } else {
                writeln!(f, "{heading}")?;
            }
            for line in lines {
                writeln!(f, "{:indent$}{line}", "")?;
            }
        }
    }
    write!(f, "{}", "─".repeat(width))
}
