//! A walk over the rows of a table: what each row is (title, head, group, data, what follows the data), with the values
//! that rows above give it: parents of its group, cells that are filled down.

use crate::read::grid::{Cell, Row, RowProblem, Rows};
use crate::read::mapping::{RowRule, RowWords, TableMapping};
use crate::read::table::Words;
use crate::read::table::layout::{Heads, filled, first_filled, is_filled, matches, position, words};

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowClass {
    /// No filled cell.
    Blank,
    /// Above the data.
    Head,
    /// Left out, or after the data.
    Skipped,
    /// The parent of the rows below, by the position of its rule, and no record.
    Group(usize),
    /// The same, and a record as well.
    KeptGroup(usize),
    /// About a place.
    Data,
}

/// Tells what each row is, in the order of the table.
#[derive(Debug)]
struct RowClasses<'m> {
    first: usize,
    heads: Vec<usize>,
    names: Vec<String>,
    mapping: &'m TableMapping,
    ended: bool,
}

impl<'m> RowClasses<'m> {
    fn new(heads: &Heads, mapping: &'m TableMapping) -> Self {
        let names = heads.columns.iter().map(|head| head.text.clone()).collect();
        Self { first: heads.first, heads: heads.rows.clone(), names, mapping, ended: false }
    }

    fn class(&mut self, row: &Row) -> RowClass {
        if !is_filled(row) {
            return RowClass::Blank;
        }
        if row.number < self.first || self.heads.contains(&row.number) {
            return RowClass::Head;
        }
        let mapping = self.mapping;
        if let Some(until) = &mapping.until
            && !self.ended
        {
            self.ended = match &until.value {
                RowWords::Number(number) => row.number >= *number,
                RowWords::Words(words) => first_filled(row).is_some_and(|cell| matches(words, &cell.text)),
            };
        }
        let is_comment = mapping
            .comment
            .as_ref()
            .is_some_and(|comment| first_filled(row).is_some_and(|cell| cell.text.starts_with(&comment.value)));
        if self.ended || is_comment || mapping.skip.iter().any(|rule| self.holds(&rule.value, row)) {
            return RowClass::Skipped;
        }
        let group = mapping.group.iter().position(|group| group.value.rows.iter().any(|rule| self.holds(rule, row)));
        match group {
            Some(level) if mapping.group[level].value.keep => RowClass::KeptGroup(level),
            Some(level) => RowClass::Group(level),
            None => RowClass::Data,
        }
    }

    fn holds(&self, rule: &RowRule, row: &Row) -> bool {
        match rule {
            RowRule::Number(number) => row.number == *number,
            RowRule::Words(words) => first_filled(row).is_some_and(|cell| matches(words, &cell.text)),
            RowRule::Filled(number) => filled(row) == *number,
            RowRule::Cell { column, is } => {
                let at = position(&self.names, column);
                let text = at.and_then(|at| row.cells.get(at)).map_or("", |cell| cell.text.as_str());
                is.iter().any(|words| matches(words, text))
            }
        }
    }
}

/// The rows of a table with what they are.
pub struct Walk<'a> {
    rows: Rows<'a>,
    classes: RowClasses<'a>,
    fill_down: Vec<(usize, Option<Cell>)>,
    /// The heading of each level of groups.
    groups: Vec<Option<Words>>,
}

/// A row with what it is.
#[derive(Debug, Clone)]
pub struct WalkedRow {
    /// The row; cells that are filled down have the cell from above.
    pub row: Row,
    /// What it is.
    pub class: RowClass,
    /// The headings of the groups that it is in, the outermost first, each with the position of its rule.
    pub groups: Vec<(usize, Words)>,
}

impl<'a> Walk<'a> {
    /// A walk over rows below heads.
    pub fn new(rows: Rows<'a>, heads: &Heads, mapping: &'a TableMapping, fill_down: &[usize]) -> Self {
        Self {
            rows,
            classes: RowClasses::new(heads, mapping),
            fill_down: fill_down.iter().map(|column| (*column, None)).collect(),
            groups: vec![None; mapping.group.len()],
        }
    }

    fn walked(&mut self, mut row: Row) -> WalkedRow {
        let class = self.classes.class(&row);
        match class {
            RowClass::Group(level) | RowClass::KeptGroup(level) => {
                let rule = &self.classes.mapping.group[level].value;
                let at = rule.column.as_ref().and_then(|column| position(&self.classes.names, column));
                let name =
                    at.and_then(|at| row.cells.get(at)).filter(|cell| !cell.text.is_empty()).or(first_filled(&row));
                self.groups[level] = name.map(words);
                // A group of an outer level ends those within.
                self.groups[level + 1..].fill(None);
                self.fill_down.iter_mut().for_each(|(_, above)| *above = None);
            }
            RowClass::Data => {
                for (column, above) in &mut self.fill_down {
                    match row.cells.get_mut(*column) {
                        Some(cell) if cell.text.is_empty() => {
                            if let Some(above) = above {
                                *cell = above.clone();
                            }
                        }
                        Some(cell) => *above = Some(cell.clone()),
                        None => {}
                    }
                }
            }
            _ => {}
        }
        // A kept group is a record within those above it, not within itself.
        let within = match class {
            RowClass::KeptGroup(level) => level,
            _ => self.groups.len(),
        };
        let groups =
            self.groups[..within].iter().enumerate().filter_map(|(n, name)| Some((n, name.clone()?))).collect();
        WalkedRow { row, class, groups }
    }
}

impl Iterator for Walk<'_> {
    type Item = Result<WalkedRow, RowProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.rows.next()?.map(|row| self.walked(row)))
    }
}

impl std::fmt::Debug for Walk<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Walk").field("classes", &self.classes).finish_non_exhaustive()
    }
}
