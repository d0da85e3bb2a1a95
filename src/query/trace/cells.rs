//! Cuts cells of tables from the captured bytes of their file. The file is opened in the way in which it was read, and
//! its rows are read once, however many cells are asked for and however often.

use super::words::Cut;
use crate::read::grid::open::Opening;
use crate::read::grid::{CellPlace, CutCell};
use std::collections::HashMap;
use std::path::Path;

/// Cells to cut out of one file, with what asks for each.
pub(super) type WantedCells<T> = HashMap<CellPlace, Vec<T>>;

/// Cuts all cells that are there; none of a file that cannot be opened.
pub(super) fn cut<T>(opening: &Opening, file: &Path, wanted: WantedCells<T>) -> Vec<(T, Cut)> {
    let Ok(tables) = opening.open(file) else { return Vec::new() };
    let (places, anchors): (Vec<CellPlace>, Vec<Vec<T>>) = wanted.into_iter().unzip();
    let cells = tables.cells(&places).into_iter().zip(anchors);
    let cut = cells.filter_map(|(cell, anchors)| {
        let CutCell { cell, line } = cell?;
        Some(anchors.into_iter().map(move |at| (at, Cut::of_cell(cell.text.clone(), line))))
    });
    cut.flatten().collect()
}
