//! Tables in a text: rows with tabs between their cells, and the heads of their columns, which are neither a record nor
//! a heading.

use super::{LONGEST_RECORD, Layout, note};
use crate::read::record::district::{Fault, RULE_AREA};
use crate::read::record::quantity::find_areas;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Words in the heads of columns.
static COLUMN_HEADS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:name|district|region|place|town|village|date|day|year|when|period|area|territory|size|surface|notes?|no|nr)\b")
        .expect("the pattern is a constant")
});
/// Units in the heads of columns; they contain digits.
static COLUMN_UNITS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)(?:km|mi|m) ?\^?2").expect("the pattern is a constant"));

/// Whether a line is a row of a table: it has tabs between cells, or before the first non-empty one.
fn is_row(text: &str, line: &Range<usize>) -> bool {
    let indented = line.start > 0 && text.as_bytes()[line.start - 1] == b'\t';
    !line.is_empty() && line.len() <= LONGEST_RECORD && (indented || text[line.clone()].contains('\t'))
}

/// Whether a row of a table holds the heads of its columns: words for their content, and no figure.
fn is_column_head(text: &str, line: &Range<usize>) -> bool {
    let words = || COLUMN_UNITS.replace_all(&text[line.clone()], "");
    is_row(text, line)
        && COLUMN_HEADS.find_iter(&text[line.clone()]).count() > 1
        && !words().contains(|c: char| c.is_ascii_digit())
}

/// Whether a row has a figure and a unit, and no words for columns: it is not a head, although it cannot be read.
fn is_broken(row: &str) -> bool {
    let words = COLUMN_UNITS.replace_all(row, "");
    COLUMN_UNITS.is_match(row)
        && words.contains(|c: char| c.is_ascii_digit())
        && COLUMN_HEADS.find_iter(row).count() < 2
}

/// Maximum number of lines between the heads of columns and the first row with an area.
const LINES_BELOW: usize = 3;

/// Whether a line holds the heads of columns of areas with units. If the areas have no units, the heads are read as a
/// record, so that the table is an error.
pub(super) fn is_head(text: &str, lines: &[Range<usize>], at: usize) -> bool {
    let below = || lines[at + 1..].iter().filter(|line| line.len() <= LONGEST_RECORD).take(LINES_BELOW);
    is_column_head(text, &lines[at]) && below().any(|line| !find_areas(&text[line.clone()]).is_empty())
}

/// Marks the rows of a table above its first record, which are the heads of its columns; the heading of the box is
/// above them. Returns the first of them.
pub(super) fn head(text: &str, lines: &[Range<usize>], first: usize, used: &mut [bool], layout: &mut Layout) -> usize {
    let mut top = first;
    while top > 0 && !used[top - 1] && is_row(text, &lines[top - 1]) {
        top -= 1;
        used[top] = true;
        if is_broken(&text[lines[top].clone()]) {
            layout.faults.push(Fault {
                range: lines[top].clone(),
                what: "a row of a table with a figure and a unit that are not read as an area".to_owned(),
                rule: RULE_AREA,
                help: "write the area as a number with its unit, or remove the row".to_owned(),
            });
        } else if !is_column_head(text, &lines[top]) {
            let what = "this row was taken for the heads of the columns below and was left out";
            layout.notes.push(note(lines[top].clone(), what));
        }
    }
    top
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_with_a_figure_and_a_unit_is_not_a_head() {
        for (line, broken) in [
            ("Alpha\t1991\t10⁵ km2", true),
            ("Alpha\tmany\t10 5 km2", true),
            ("District\tDate\tArea (km2)", false),
            ("District\tDate\tArea 2016 (km2)", false),
            ("The valley in 1991\t", false),
        ] {
            assert_eq!(is_broken(line), broken, "{line}");
        }
    }

    #[test]
    fn heads_of_columns() {
        for (line, head) in [
            ("District\tDate\tArea", true),
            ("Name\tDate\tArea (km2)", true),
            ("\tDate\tArea", true),
            ("Alpha\t1991\tterritory 10 km2", false),
            ("Region Date", false),
            ("Alpha\tunknown\tn/a", false),
        ] {
            let start = line.len() - line.trim_start().len();
            assert_eq!(is_column_head(line, &(start..line.len())), head, "{line}");
        }
    }
}
