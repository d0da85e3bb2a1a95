//! Rows whose name is a word for a total: whether they are places is asked, since a sum over places is none.

use super::{MOST_LISTED, Plan};
use crate::base::text::Position;
use crate::read::grid::{Cell, Row};
use crate::read::table::Question;
use crate::read::table::cell;
use crate::read::table::columns::entry;
use crate::read::table::layout::first_filled;
use crate::read::table::place::RowPlace;

/// The rows of a table with such a name.
#[derive(Debug, Default)]
pub(super) struct Totals {
    count: usize,
    /// The first, with its line and the position of its column.
    first: Option<(Cell, usize, usize)>,
    /// The different names as their cells have them.
    names: Vec<String>,
    /// Whether the name is the first filled cell of all of them.
    is_first: bool,
}

impl Totals {
    /// Takes note of a row.
    pub(super) fn add(&mut self, row: &Row, place: &RowPlace) {
        let Some(cell) = row.cells.get(place.column) else { return };
        self.is_first =
            (self.count == 0 || self.is_first) && first_filled(row).is_some_and(|first| first.place == cell.place);
        self.count += 1;
        self.first.get_or_insert_with(|| (cell.clone(), row.line, place.column));
        if self.names.len() < MOST_LISTED && !self.names.contains(&cell.text) {
            self.names.push(cell.text.clone());
        }
    }
}

impl Plan {
    /// Asks whether rows with the name of a total are places.
    pub(super) fn ask_about_totals(&mut self, totals: &Totals) {
        let Some((cell, line, at)) = &totals.first else { return };
        let column = &self.columns.all[*at];
        let what = match totals.count {
            1 => "the name of this row is a word for a total: is it the sum of other rows, or a place?".to_owned(),
            count => format!(
                "the names of {count} rows are words for a total, this one first: are they sums of other rows, or places?"
            ),
        };
        let skip = match totals.is_first {
            true => format!("skip = {:?}", totals.names),
            false => format!("skip = {{ column = {:?}, is = {:?} }}", column.called, totals.names),
        };
        let values: Vec<String> = totals.names.iter().map(|name| format!("{name:?} = {name:?}")).collect();
        // The columns of a hierarchy have no role.
        let role = column.role.map_or(String::new(), |role| format!("role = {:?}, ", role.name()));
        let is_place = entry(&column.called, &format!("{{ {role}values = {{ {} }} }}", values.join(", ")));
        self.questions.push(Question {
            place: Some(cell.place.clone()),
            at: Some(Position { line: *line, column: cell::column(&cell.place) }),
            head: column.called.clone(),
            value: cell.text.clone(),
            what,
            answers: vec![skip, is_place],
        });
    }
}
