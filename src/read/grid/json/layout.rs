//! Rows of elements: objects, arrays, features.

use super::columns::{Columns, leaves};
use super::element::Element;
use super::geometry;
use super::inside::{Inside, get, string_of};
use super::limits::JSON_RULE;
use super::scan::{Fault, Raw, Shape};
use super::show::{self, show};
use crate::base::text::Problem;
use crate::read::grid::{Cell, CellPlace, MAX_COLUMNS, Nature, Row, RowProblem};
use std::collections::VecDeque;

/// The name of the column with the names of members that are rows.
pub(super) const KEY: &str = "@key";
/// Columns of features that are no properties, with their pointers.
const SPECIAL: &[(&str, &str)] = &[("/id", "@id"), ("/geometry", "@geometry"), ("/geometry/type", "@geometry-type")];
const PROPERTIES: &str = "/properties";
/// Members of features that RFC 7946 defines, or old files have.
const DEFINED: &[&str] = &["type", "id", "geometry", "properties", "bbox", "crs"];

const ROW_RULE: &str = "the elements of a table are all objects or all arrays";
const MEMBER_RULE: &str = "the names of an object are unique";
const CELL_RULE: &str = "a value of a table is at most 1 MiB, without control characters";

/// What the elements of a table are, and its columns.
#[derive(Debug, Clone)]
pub(super) enum Layout {
    Objects { columns: Columns, has_key: bool },
    Arrays,
    Features { columns: Columns, has_other_crs: bool },
}

/// What a first reading of features finds.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    /// Where a position has a third coordinate first.
    pub(super) third: Option<Problem>,
    /// Members of features that no column has.
    pub(super) foreign: Vec<String>,
}

type Rows = VecDeque<Result<Row, RowProblem>>;

impl Layout {
    pub(super) fn features(has_other_crs: bool) -> Self {
        let mut columns = Columns::default();
        columns.add("/id", 0);
        Self::Features { columns, has_other_crs }
    }

    /// Adds the columns of an element; false if there are too many.
    pub(super) fn collect(&mut self, element: &Element<'_>, seen: &mut Seen) -> bool {
        if element.raw.shape != Shape::Object || element.duplicate.is_some() {
            return true;
        }
        let (columns, object, mut path) = match self {
            Self::Arrays => return true,
            Self::Objects { columns, .. } => (columns, element.raw, String::new()),
            Self::Features { columns, .. } => {
                look_at_feature(element, seen);
                match get(element.text, element.raw, "properties").filter(|p| p.shape == Shape::Object) {
                    Some(properties) => (columns, properties, PROPERTIES.to_owned()),
                    None => return true,
                }
            }
        };
        let (mut expected, mut fits) = (0, true);
        // The scanner has checked the element.
        let _ = leaves(element.text, object, &mut path, &mut |pointer, _| {
            fits &= columns.add(pointer, expected);
            expected = columns.find(pointer, expected).map_or(expected, |at| at + 1);
        });
        fits
    }

    /// Ends the collection of columns; false if there are too many.
    pub(super) fn finish(&mut self) -> bool {
        match self {
            Self::Features { columns, .. } => columns.add("/geometry", 0) && columns.add("/geometry/type", 0),
            _ => true,
        }
    }

    pub(super) fn columns(&self) -> Option<&Columns> {
        match self {
            Self::Objects { columns, .. } | Self::Features { columns, .. } => Some(columns),
            Self::Arrays => None,
        }
    }

    pub(super) fn names(&self) -> Option<Vec<String>> {
        Some(match self {
            Self::Arrays => return None,
            Self::Objects { columns, has_key } => {
                let mut names = columns.names(&[], "");
                if *has_key {
                    names.insert(0, KEY.to_owned());
                }
                names
            }
            Self::Features { columns, .. } => columns.names(SPECIAL, PROPERTIES),
        })
    }

    /// Reads an element: problems of its cells, then the row; or what keeps it from being one.
    pub(super) fn read(&self, element: &Element<'_>, rows: &mut Rows) {
        let wanted = if matches!(self, Self::Arrays) { Shape::Array } else { Shape::Object };
        if let Some(fault) = &element.duplicate {
            rows.push_back(Err(element.problem(fault, MEMBER_RULE)));
            return;
        }
        if element.raw.shape != wanted {
            let what =
                if wanted == Shape::Array { "this element is not an array" } else { "this element is not an object" };
            let fault = Fault::new(element.raw.at, what, "remove it, or give it the form of the others");
            rows.push_back(Err(element.problem(&fault, ROW_RULE)));
            return;
        }
        let cells = match self {
            Self::Arrays => array(element, rows),
            Self::Objects { columns, has_key } => {
                let mut cells = Vec::with_capacity(columns.pointers().len() + 1);
                if *has_key {
                    let text = element.key.unwrap_or_default().trim().to_owned();
                    cells.push(Cell { text, place: element.place(""), nature: Nature::Text });
                }
                empty_cells(element, columns, &mut cells);
                fill(element, columns, (element.raw, ""), usize::from(*has_key), &mut cells, rows);
                Ok(cells)
            }
            Self::Features { columns, has_other_crs } => feature(element, columns, *has_other_crs, rows),
        };
        rows.push_back(match cells {
            Ok(cells) => Ok(Row { number: element.number, line: element.cursor.line, cells }),
            Err((fault, rule)) => Err(element.problem(&fault, rule)),
        });
    }
}

type Cells = Result<Vec<Cell>, (Fault, &'static str)>;

fn array(element: &Element<'_>, rows: &mut Rows) -> Cells {
    let mut cells = Vec::new();
    let mut inside = Inside::new(element.text, element.raw);
    while let Some(item) = inside.item() {
        let item = item.map_err(|fault| (fault, JSON_RULE))?;
        if cells.len() == MAX_COLUMNS {
            let what = format!("this row has more than {MAX_COLUMNS} values");
            return Err((Fault::new(item.at, what, "leave out what is no value"), ROW_RULE));
        }
        let place = element.place(&format!("/{}", cells.len()));
        cells.push(cell(element, item, place, rows));
    }
    Ok(cells)
}

fn cell(element: &Element<'_>, raw: Raw, place: CellPlace, rows: &mut Rows) -> Cell {
    match show::cell(element.text, raw, place.clone()) {
        Ok(cell) => cell,
        Err(fault) => {
            rows.push_back(Err(element.problem(&fault, CELL_RULE)));
            Cell { text: String::new(), place, nature: Nature::Text }
        }
    }
}

fn empty_cells(element: &Element<'_>, columns: &Columns, cells: &mut Vec<Cell>) {
    cells.extend(columns.pointers().iter().map(|pointer| Cell {
        text: String::new(),
        place: element.shared_place(pointer),
        nature: Nature::Text,
    }));
}

/// Writes the values below an object into the cells of their columns, `shift` cells further on.
fn fill(
    element: &Element<'_>,
    columns: &Columns,
    (object, below): (Raw, &str),
    shift: usize,
    cells: &mut [Cell],
    rows: &mut Rows,
) {
    let mut path = below.to_owned();
    let mut expected = 0;
    // The scanner has checked the element.
    let _ = leaves(element.text, object, &mut path, &mut |pointer, raw| {
        let Some(at) = columns.find(pointer, expected) else { return };
        expected = at + 1;
        let Some(found) = cells.get_mut(at + shift) else { return };
        if raw.shape == Shape::Array {
            *found = cell(element, raw, found.place.clone(), rows);
            return;
        }
        match show(element.text, raw) {
            Ok((text, nature)) => (found.text, found.nature) = (text, nature),
            Err(fault) => rows.push_back(Err(element.problem(&fault, CELL_RULE))),
        }
    });
}

fn feature(element: &Element<'_>, columns: &Columns, has_other_crs: bool, rows: &mut Rows) -> Cells {
    let (text, raw) = (element.text, element.raw);
    let of_type = get(text, raw, "type");
    if of_type.and_then(|of_type| string_of(text, of_type)).as_deref() != Some("Feature") {
        let at = of_type.map_or(raw.at, |of_type| of_type.at);
        let fault = Fault::new(at, "this element is not a Feature", "give it \"type\": \"Feature\"");
        return Err((fault, "the elements of a collection of features are Features (RFC 7946, section 3.2)"));
    }
    let mut cells = Vec::with_capacity(columns.pointers().len());
    empty_cells(element, columns, &mut cells);
    let put = |pointer: &str, cells: &mut Vec<Cell>, shown: (String, Nature)| {
        if let Some(cell) = columns.find(pointer, 0).and_then(|at| cells.get_mut(at)) {
            (cell.text, cell.nature) = shown;
        }
    };
    let mut other_crs = None;
    let mut inside = Inside::new(text, raw);
    let mut drawn = None;
    while let Some(Ok(member)) = inside.member() {
        match &*member.name {
            "id" => match show(text, member.value) {
                Ok(shown) => put("/id", &mut cells, shown),
                Err(fault) => rows.push_back(Err(element.problem(&fault, CELL_RULE))),
            },
            "properties" if member.value.shape == Shape::Object => {
                fill(element, columns, (member.value, PROPERTIES), 0, &mut cells, rows);
            }
            "geometry" if member.value.shape != Shape::Null => drawn = Some(member.value),
            "crs" if !geometry::is_wgs84(text, member.value) => other_crs = Some(member.value),
            _ => {}
        }
    }
    if let Some(crs) = other_crs {
        rows.push_back(Err(element.problem(&geometry::other_crs(crs), geometry::CRS_RULE)));
    } else if let Some(of_type) = drawn.filter(|_| !has_other_crs) {
        if let Some(name) = get(text, of_type, "type").and_then(|raw| show(text, raw).ok()) {
            put("/geometry/type", &mut cells, name);
        }
        match geometry::draw(text, of_type) {
            Ok(drawn) => put("/geometry", &mut cells, (drawn.wkt, Nature::Structure)),
            Err(fault) => rows.push_back(Err(element.problem(&fault, geometry::RULE))),
        }
    }
    Ok(cells)
}

/// Notes what columns do not show of a feature.
fn look_at_feature(element: &Element<'_>, seen: &mut Seen) {
    let mut inside = Inside::new(element.text, element.raw);
    while let Some(Ok(member)) = inside.member() {
        let name = &*member.name;
        if name == "geometry"
            && seen.third.is_none()
            && let Ok(geometry::Drawn { third: Some(third), .. }) = geometry::draw(element.text, member.value)
        {
            let what = "positions have a third coordinate, which is left out";
            let fault = Fault::new(third.at, what, "do nothing, if heights do not matter");
            seen.third = Some(element.problem(&fault, geometry::TWO_DIMENSIONS).problem);
        }
        if !DEFINED.contains(&name) && seen.foreign.len() < 8 && !seen.foreign.iter().any(|known| known == name) {
            seen.foreign.push(name.to_owned());
        }
    }
}
