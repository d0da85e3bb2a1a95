//! What the geometries of a column are: how many are lines, which are outlines only in the sense that the source draws the
//! place so, and how many have rings that cross. All are read; a note tells of them.

use crate::base::text::{Position, Problem};
use crate::read::grid::{Cell, CellPlace};
use crate::read::table::cell::{self, Fault};
use crate::read::table::column::Column;
use crate::read::table::{CellProblem, ProblemFile};
use crate::read::value::outline::crossing::{Crossing, crossing};
use crate::read::value::outline::{self, Pen};

/// The geometries of a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Geometries {
    lines: Tally,
    crossing: Tally,
    /// Where the rings of the first cross.
    at: Option<(f64, f64)>,
    unchecked: Tally,
    /// Number of comparisons of sides so far.
    compared: usize,
}

/// A number of cells, and the first of them with its line.
#[derive(Debug, Clone, Default)]
struct Tally {
    count: usize,
    first: Option<(CellPlace, usize)>,
}

impl Tally {
    fn add(&mut self, cell: &Cell, line: usize) {
        self.count += 1;
        self.first.get_or_insert_with(|| (cell.place.clone(), line));
    }
}

impl Geometries {
    /// Takes note of a cell, or says why it is no geometry.
    pub(super) fn add(&mut self, cell: &Cell, line: usize, column: &Column) -> Result<(), Fault> {
        let mut drawn = Vec::new();
        for part in column.parts(&cell.text) {
            drawn.extend(outline::outline(part).map_err(Fault::from)?);
        }
        cell::stated(&drawn, column.zero_is_none)?;
        if drawn.iter().any(|geometry| geometry.pen == Pen::Lines) {
            self.lines.add(cell, line);
        }
        let mut is_unchecked = false;
        for rings in drawn.iter().flat_map(|geometry| &geometry.areas) {
            match crossing(rings, &mut self.compared) {
                Crossing::None => {}
                Crossing::NotChecked => is_unchecked = true,
                Crossing::At(longitude, latitude) => {
                    self.at.get_or_insert((longitude, latitude));
                    self.crossing.add(cell, line);
                    return Ok(());
                }
            }
        }
        if is_unchecked {
            self.unchecked.add(cell, line);
        }
        Ok(())
    }

    /// The notes about a column.
    pub(super) fn notes<'n>(&'n self, column: &'n Column) -> impl Iterator<Item = CellProblem> + 'n {
        let note = move |tally: &Tally, value: String, what: String, rule, help: &str| {
            let (place, line) = tally.first.clone()?;
            let at = Some(Position { line, column: cell::column(&place) });
            let problem = Problem { at, value, what, rule, help: help.to_owned() };
            Some(CellProblem { file: ProblemFile::Table, place: Some(place), head: column.called.clone(), problem })
        };
        let (longitude, latitude) = self.at.unwrap_or_default();
        let of = |count: usize, one: &str, several: &str| match count {
            1 => format!("this geometry {one}"),
            count => format!("{count} geometries of this column, of which this is the first, {several}"),
        };
        let lines = note(
            &self.lines,
            String::new(),
            of(self.lines.count, "is a line, and is read as an outline", "are lines, and are read as outlines"),
            "an outline is stated as its source draws it, be it with areas or with lines",
            "do nothing if the lines draw places; else leave them out: role = \"ignore\"",
        );
        let crossing = note(
            &self.crossing,
            format!("{longitude:.5} {latitude:.5}"),
            of(self.crossing.count, "has rings that cross", "have rings that cross")
                + ", at this longitude and latitude",
            "an outline is stated as its source draws it, also where its rings cross",
            "do nothing, or correct the geometry: an area that is computed of it may be wrong",
        );
        let unchecked = note(
            &self.unchecked,
            String::new(),
            of(self.unchecked.count, "is", "are") + " too large to see whether rings cross",
            "the rings of a column are compared in up to 50 million pairs of sides",
            "do nothing, or check it with a tool for geometries",
        );
        [lines, crossing, unchecked].into_iter().flatten()
    }
}
