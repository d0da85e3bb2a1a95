//! The tables of JSON, JSON lines and GeoJSON. A first reading finds the tables and their columns; rows are read again
//! from the text or stream.

use super::cursor::{Cursor, excerpt};
use super::element::Base;
use super::elements::{Elements, Walk};
use super::geometry;
use super::inside::{Inside, get, string_of};
use super::layout::{Layout, Seen};
use super::limits::{JSON_RULE, KIND_SAMPLE, MANY_COLUMNS, MAX_JSON};
use super::names::{Names, duplicate};
use super::pointer;
use super::scan::{Fault, Raw, Scanner, Shape, only_value};
use super::show;
use super::source::LineSource;
use super::survey::{Form, Found, survey};
use crate::base::text::encoding::utf8;
use crate::base::text::{MAX_PROBLEMS, Position, Problem};
use crate::read::grid::{
    Cell, CellPlace, CutCell, MAX_COLUMNS, Nature, Row, RowProblem, Rows, TableLabel, Tables, cells_of_rows,
};
use std::collections::{HashSet, VecDeque};

/// Tables of JSON.
///
/// A row that cannot be read is an error among the rows, and so is a cell that cannot; the row of such a cell follows
/// with the cell empty. After an error the next row is read.
#[derive(Debug)]
pub struct JsonTables {
    text: Text,
    tables: Vec<Table>,
    labels: Vec<TableLabel>,
    notes: Vec<Problem>,
}

#[derive(Debug)]
enum Text {
    /// A JSON text.
    Whole(String),
    /// JSON lines.
    Lines(LineSource),
}

#[derive(Debug)]
struct Table {
    found: Found,
    layout: Layout,
    /// What is wrong with the system of coordinates of all features.
    crs: Option<Problem>,
}

const TABLE_RULE: &str = "a table of JSON is an array of objects or arrays, an object of objects, or features";
const MEMBER_RULE: &str = "the names of an object are unique";

impl JsonTables {
    /// Opens a file of which `shown` is the name. `is_lines` says that it is JSON lines, compressed or not.
    pub fn open(bytes: Vec<u8>, shown: &str, is_lines: bool) -> Result<Self, Vec<Problem>> {
        if is_lines { Self::open_lines(LineSource::Bytes(bytes), shown) } else { Self::open_text(bytes, shown) }
    }

    fn open_text(bytes: Vec<u8>, shown: &str) -> Result<Self, Vec<Problem>> {
        let text = whole_text(bytes, shown)?;
        let start = Cursor::new(1);
        let problem = |fault: &Fault, rule| vec![start.problem(&text, fault, rule)];
        let mut names = Names::default();
        let root = only_value(&text, &mut names).map_err(|fault| problem(&fault, JSON_RULE))?;
        let found = survey(&text, root).map_err(|fault| problem(&fault, TABLE_RULE))?;
        for table in found.iter().filter(|table| table.form == Form::Keyed) {
            unique_rows(&text, table.raw).map_err(|fault| problem(&fault, MEMBER_RULE))?;
        }
        // What is twice in a row is reported with the row.
        let is_full = names.is_full();
        names
            .duplicates
            .retain(|(at, _)| is_full || !found.iter().any(|table| (table.raw.at..table.raw.end).contains(at)));
        names.duplicates.sort();
        if !names.duplicates.is_empty() {
            let few = names.duplicates.iter().take(MAX_PROBLEMS);
            return Err(few.map(|(at, name)| start.problem(&text, &duplicate(*at, name), MEMBER_RULE)).collect());
        }
        let crs = get(&text, root, "crs").filter(|crs| !geometry::is_wgs84(&text, *crs));
        let mut tables =
            Self { text: Text::Whole(String::new()), tables: Vec::new(), labels: Vec::new(), notes: Vec::new() };
        for found in found {
            let crs = crs.filter(|_| matches!(found.form, Form::Features | Form::Feature));
            let layout = match found.form {
                Form::Arrays => Layout::Arrays,
                Form::Features | Form::Feature => Layout::features(crs.is_some()),
                form => Layout::Objects { columns: Default::default(), has_key: form == Form::Keyed },
            };
            // A feature alone reports the system itself.
            let crs = crs.filter(|_| found.form == Form::Features);
            let crs = crs.map(|crs| start.problem(&text, &geometry::other_crs(crs), geometry::CRS_RULE));
            let elements = Elements::Text(Walk::new(&text, &found));
            tables.add(Table { found, layout, crs }, elements, shown)?;
        }
        tables.text = Text::Whole(text);
        Ok(tables)
    }

    /// Opens JSON lines, which are read as a stream: once now, for the columns, and again for the rows.
    pub fn open_lines(lines: LineSource, shown: &str) -> Result<Self, Vec<Problem>> {
        let elements = || lines.records().map(Elements::Records).map_err(|error| vec![unreadable(shown, &error)]);
        let form = form_of_lines(elements()?, shown)?;
        let layout = match form {
            Form::Features => Layout::features(false),
            Form::Arrays => Layout::Arrays,
            _ => Layout::Objects { columns: Default::default(), has_key: false },
        };
        let found = Found { pointer: String::new(), raw: Raw { at: 0, end: 0, shape: Shape::Array }, form };
        let mut tables =
            Self { text: Text::Whole(String::new()), tables: Vec::new(), labels: Vec::new(), notes: Vec::new() };
        tables.add(Table { found, layout, crs: None }, elements()?, shown)?;
        tables.text = Text::Lines(lines);
        Ok(tables)
    }

    /// Finds the columns of a table, and adds it.
    fn add(&mut self, mut table: Table, mut elements: Elements<'_>, shown: &str) -> Result<(), Vec<Problem>> {
        let mut seen = Seen::default();
        let (mut rows, mut fits) = (0_usize, true);
        while fits {
            let next =
                elements.next(|element| element.map_or(true, |element| table.layout.collect(element, &mut seen)));
            let Some(next) = next else { break };
            rows += 1;
            fits = next;
        }
        let refused = |what: String, help: &str| {
            let (value, help) = (shown.to_owned(), help.to_owned());
            vec![Problem { at: None, value, what, rule: "the rows of a table have columns in common", help }]
        };
        if !fits || !table.layout.finish() {
            let what = format!("the table {:?} has more than {MAX_COLUMNS} columns", table.found.pointer);
            return Err(refused(what, "write its rows as an array of objects with the same members"));
        }
        if let Some(columns) = table.layout.columns() {
            let count = columns.pointers().len();
            if count > MANY_COLUMNS && columns.filled.saturating_mul(100) < count.saturating_mul(rows) {
                let what = format!(
                    "the table {:?} has {count} columns, and less than 1 of 100 cells has a value",
                    table.found.pointer
                );
                return Err(refused(what, "write its rows as an array of objects with the same members"));
            }
        }
        self.notes.extend(seen.third);
        if !seen.foreign.is_empty() {
            self.notes.push(Problem {
                at: None,
                value: seen.foreign.join(", "),
                what: "features have members beside their properties, which are not read".to_owned(),
                rule: "the columns of features are @id, their properties, @geometry and @geometry-type",
                help: "move into \"properties\" what should be read".to_owned(),
            });
        }
        self.labels.push(TableLabel {
            number: self.labels.len() + 1,
            member: Some(table.found.pointer.clone()),
            columns: table.layout.names(),
            rows: Some(rows),
            ..TableLabel::default()
        });
        self.tables.push(table);
        Ok(())
    }

    fn elements(&self, table: &Table) -> Result<Elements<'_>, Problem> {
        match &self.text {
            Text::Whole(text) => Ok(Elements::Text(Walk::new(text, &table.found))),
            Text::Lines(lines) => lines.records().map(Elements::Records).map_err(|error| unreadable("", &error)),
        }
    }

    /// The row of the element that a place lies in.
    fn row_at(&self, table: &Table, place: &CellPlace) -> Option<Row> {
        let mut elements = self.elements(table).ok()?;
        loop {
            let found = elements.next(|element| {
                let element = element.ok()?;
                let is_here = match (element.base, place) {
                    (Base::Pointer(base), CellPlace::Pointer(pointer)) => is_below(pointer, base),
                    (Base::Line(line), CellPlace::LinePointer { line: wanted, .. }) => line == *wanted,
                    _ => false,
                };
                is_here.then(|| {
                    let mut rows = VecDeque::new();
                    table.layout.read(element, &mut rows);
                    rows.into_iter().flatten().next()
                })
            })?;
            if let Some(row) = found {
                return row;
            }
        }
    }
}

impl Tables for JsonTables {
    fn labels(&self) -> &[TableLabel] {
        &self.labels
    }

    fn rows(&self, table: usize) -> Result<Rows<'_>, Problem> {
        let Some(table) = self.tables.get(table) else { return Ok(Box::new(std::iter::empty())) };
        let mut elements = self.elements(table)?;
        let crs = table.crs.clone().map(|crs| Err(crs.into()));
        let mut ready: VecDeque<Result<Row, RowProblem>> = crs.into_iter().collect();
        Ok(Box::new(std::iter::from_fn(move || {
            while ready.is_empty() {
                elements.next(|element| match element {
                    Ok(element) => table.layout.read(element, &mut ready),
                    Err(problem) => ready.push_back(Err(problem.into())),
                })?;
            }
            ready.pop_front()
        })))
    }

    fn position(&self, place: &CellPlace, budget: &mut usize) -> Option<Position> {
        let (Text::Whole(text), CellPlace::Pointer(pointer)) = (&self.text, place) else { return None };
        *budget = budget.checked_sub(text.len())?;
        let root = Scanner::new(text, 0).value(&mut ()).ok()?;
        let mut cursor = Cursor::new(1);
        cursor.to(text, pointer::resolve(text, root, pointer)?.at);
        Some(cursor.position())
    }

    fn notes(&self) -> &[Problem] {
        &self.notes
    }

    fn cell(&self, place: &CellPlace) -> Option<Cell> {
        let is_here = |table: &&Table| match place {
            CellPlace::Pointer(pointer) => is_below(pointer, &table.found.pointer),
            CellPlace::LinePointer { .. } => true,
            _ => false,
        };
        for table in self.tables.iter().filter(is_here) {
            let row = self.row_at(table, place);
            let cell = row.and_then(|row| {
                row.cells.iter().flat_map(Cell::with_values).find(|cell| cell.place == *place).cloned()
            });
            if cell.is_some() {
                return cell;
            }
        }
        // A value outside of tables.
        let Text::Whole(text) = &self.text else { return None };
        let root = Scanner::new(text, 0).value(&mut ()).ok()?;
        value_at(text, root, place)
    }

    /// Values outside of tables, which Linked Places Format has many of, are resolved one by one.
    fn cells(&self, places: &[CellPlace]) -> Vec<Option<CutCell>> {
        let mut cut = cells_of_rows(self, places);
        let root = match &self.text {
            Text::Whole(text) if cut.contains(&None) => {
                Scanner::new(text, 0).value(&mut ()).ok().map(|root| (text, root))
            }
            _ => None,
        };
        if let Some((text, root)) = root {
            for (cut, place) in cut.iter_mut().zip(places).filter(|(cut, _)| cut.is_none()) {
                *cut = value_at(text, root, place).map(|cell| CutCell { cell, line: None });
            }
        }
        cut
    }
}

/// Whether a pointer is this one or leads into its value.
fn is_below(pointer: &str, base: &str) -> bool {
    pointer.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The text of a JSON file, which has a maximum size.
pub(super) fn whole_text(bytes: Vec<u8>, shown: &str) -> Result<String, Vec<Problem>> {
    if bytes.len() > MAX_JSON {
        return Err(vec![Problem {
            at: None,
            value: shown.to_owned(),
            what: format!("the file has {} bytes", bytes.len()),
            rule: "a file of JSON that is not JSON lines has at most 256 MiB",
            help: "write it as JSON lines (.jsonl), which are read as a stream".to_owned(),
        }]);
    }
    let mut text = utf8(bytes)?;
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    Ok(text)
}

/// What lines are, by the first of them that are JSON: features if one is, otherwise what most are.
fn form_of_lines(mut elements: Elements<'_>, shown: &str) -> Result<Form, Vec<Problem>> {
    let (mut objects, mut arrays, mut features) = (0_usize, 0_usize, 0_usize);
    let mut problems = Vec::new();
    while let Some(found) = elements.next(|element| {
        let element = element?;
        let of_type = get(element.text, element.raw, "type").and_then(|raw| string_of(element.text, raw));
        Ok((element.raw.shape, of_type.as_deref() == Some("Feature")))
    }) {
        match found {
            Ok((_, true)) => features += 1,
            Ok((Shape::Object, _)) => objects += 1,
            Ok((Shape::Array, _)) => arrays += 1,
            Ok(_) => {}
            Err(problem) if problems.len() < MAX_PROBLEMS => problems.push(problem),
            Err(_) => {}
        }
        if objects + arrays + features == KIND_SAMPLE {
            break;
        }
    }
    if features > 0 {
        return Ok(Form::Features);
    }
    if objects + arrays > 0 {
        return Ok(if objects >= arrays { Form::Objects } else { Form::Arrays });
    }
    if problems.is_empty() {
        problems.push(Problem {
            at: None,
            value: excerpt(shown),
            what: "no line of this file is a JSON object".to_owned(),
            rule: "JSON lines have an object or an array on each line",
            help: "name the file .json if it is one JSON text".to_owned(),
        });
    }
    Err(problems)
}

/// Checks that no two rows have one key.
fn unique_rows(text: &str, raw: Raw) -> Result<(), Fault> {
    let mut seen = HashSet::new();
    let mut inside = Inside::new(text, raw);
    while let Some(step) = inside.step() {
        step?;
        let at = inside.scanner.at;
        let name = inside.name_here()?;
        inside.scanner.value(&mut ())?;
        if let Some(name) = seen.replace(name) {
            return Err(duplicate(at, &name));
        }
    }
    Ok(())
}

fn unreadable(shown: &str, error: &std::io::Error) -> Problem {
    Problem {
        at: None,
        value: shown.to_owned(),
        what: format!("the file cannot be read: {error}"),
        rule: "a file is read to its end",
        help: "check the file and its permissions".to_owned(),
    }
}

/// The value at a JSON Pointer.
fn value_at(text: &str, root: Raw, place: &CellPlace) -> Option<Cell> {
    let CellPlace::Pointer(pointer) = place else { return None };
    let raw = pointer::resolve(text, root, pointer)?;
    // A geometry of a collection is shown as that of a feature is.
    let drawn = get(text, raw, "coordinates").and_then(|_| geometry::draw(text, raw).ok());
    match drawn {
        Some(drawn) => Some(Cell { text: drawn.wkt, place: place.clone(), nature: Nature::Structure }),
        None => show::cell(text, raw, place.clone()).ok().map(|cell| Cell { place: place.clone(), ..cell }),
    }
}
