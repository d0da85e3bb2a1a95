//! What all numbers of a column say of its decimal mark. Memory does not grow with the number of cells.

use super::{Fault, NumberRules, Shown, read};

/// Maximum number of ambiguous cells that are kept.
const MOST_CELLS: usize = 5;

/// The decimal mark that the cells of a column show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnMarks {
    /// No cell shows one.
    None,
    /// All cells that show one show this. It is what to propose for ambiguous cells, not how to read them.
    All(char),
    /// Some show a point, others a comma.
    Both,
}

/// An ambiguous cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmbiguousCell<P> {
    /// Its place.
    pub place: P,
    /// Its text.
    pub text: String,
    /// Its readings: with the mark between groups, with the mark before decimals.
    pub readings: Vec<String>,
}

/// The numbers of a column, added one by one. A cell that is ambiguous by itself stays so whatever the others show; only the
/// mapping decides.
#[derive(Debug, Clone)]
pub struct ColumnNumbers<P> {
    /// Number of cells that are numbers.
    pub numbers: usize,
    /// Number of cells that are ambiguous.
    pub ambiguous: usize,
    /// Number of cells that are neither.
    pub others: usize,
    /// Number of cells that show a decimal point.
    pub points: usize,
    /// Number of cells that show a decimal comma.
    pub commas: usize,
    /// The first ambiguous cells.
    pub first_ambiguous: Vec<AmbiguousCell<P>>,
    /// The first cell that is no number.
    pub first_other: Option<(P, String)>,
    english: bool,
}

impl<P> ColumnNumbers<P> {
    /// A column without numbers so far; see [`NumberRules::english`].
    pub fn new(english: bool) -> Self {
        Self {
            numbers: 0,
            ambiguous: 0,
            others: 0,
            points: 0,
            commas: 0,
            first_ambiguous: Vec::new(),
            first_other: None,
            english,
        }
    }

    /// Adds a cell that is not null.
    pub fn add(&mut self, place: P, text: &str) {
        match read(text, &NumberRules { decimal: None, english: self.english }) {
            Ok((_, shown)) => {
                self.numbers += 1;
                self.points += usize::from(shown == Shown::Decimal('.'));
                self.commas += usize::from(shown == Shown::Decimal(','));
            }
            Err(error) if error.fault == Fault::Ambiguous => {
                self.ambiguous += 1;
                if self.first_ambiguous.len() < MOST_CELLS {
                    let cell = AmbiguousCell { place, text: text.to_owned(), readings: error.readings };
                    self.first_ambiguous.push(cell);
                }
            }
            Err(_) => {
                self.others += 1;
                if self.first_other.is_none() {
                    self.first_other = Some((place, text.to_owned()));
                }
            }
        }
    }

    /// The decimal mark that the cells show.
    pub fn marks(&self) -> ColumnMarks {
        match (self.points, self.commas) {
            (0, 0) => ColumnMarks::None,
            (_, 0) => ColumnMarks::All('.'),
            (0, _) => ColumnMarks::All(','),
            _ => ColumnMarks::Both,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ambiguous_cell_stays_ambiguous() {
        let mut column = ColumnNumbers::new(false);
        for (row, text) in ["1361,4", "29,0", "1,090", "…x", "12"].into_iter().enumerate() {
            column.add(row, text);
        }
        assert_eq!((column.numbers, column.ambiguous, column.others), (3, 1, 1));
        assert_eq!(column.marks(), ColumnMarks::All(','));
        assert_eq!(column.first_ambiguous[0].readings, ["1090", "1.09"]);
        assert_eq!(column.first_other, Some((3, "…x".to_owned())));
        column.add(5, "3.5");
        assert_eq!(column.marks(), ColumnMarks::Both);
    }

    #[test]
    fn memory_does_not_grow() {
        let mut column = ColumnNumbers::new(false);
        (0..1000).for_each(|row| column.add(row, "1.234"));
        assert_eq!((column.ambiguous, column.first_ambiguous.len()), (1000, MOST_CELLS));
        assert_eq!(column.marks(), ColumnMarks::None);
    }
}
