//! The place that a row is about: its name, what distinguishes it from others of the name, its parents.

use crate::read::grid::{Cell, Row};
use crate::read::mapping::{Role, TableMapping};
use crate::read::table::Words;
use crate::read::table::cell;
use crate::read::table::columns::Columns;
use crate::read::table::layout::words;
use crate::read::table::walk::WalkedRow;
use crate::read::value::name_mark;
use std::collections::HashMap;
use std::sync::Arc;

/// Maximum number of places that are kept because columns refer to them by their codes.
pub const MOST_PLACES: usize = 2_000_000;

/// The place that a row is about.
#[derive(Debug, Clone)]
pub struct RowPlace {
    /// Its name, without the mark of a note.
    pub name: Arc<str>,
    /// The cell of the name.
    pub cell: Words,
    /// The position of the column of the name.
    pub column: usize,
    /// What distinguishes it from others of its name; empty if nothing does.
    pub distinguished_by: String,
    /// Its code; empty if it has none.
    pub code: String,
    /// Its parents by name, the highest first.
    pub parents: Vec<RowParent>,
    /// The code of its parent.
    pub parent_code: Option<(usize, Words)>,
}

/// A parent of the place of a row, by name.
#[derive(Debug, Clone)]
pub struct RowParent {
    /// The position of the column; `None` if the row is in its group.
    pub column: Option<usize>,
    /// Its name, without the mark of a note.
    pub name: Arc<str>,
    /// The cell of the name.
    pub cell: Words,
}

impl RowParent {
    fn new(column: Option<usize>, name: &str, cell: Words) -> Self {
        Self { column, name: Arc::from(name), cell }
    }
}

/// Why a row is about no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPlace {
    /// It has no name, in this column.
    NoName(usize),
    /// A column of its key is empty.
    NoKey(usize),
}

impl RowPlace {
    /// The place of a row; `None` if it has no name or no key.
    pub fn of(columns: &Columns, mapping: &TableMapping, walked: &WalkedRow) -> Option<Self> {
        Self::find(columns, mapping, walked).ok()
    }

    /// The place of a row, or why it has none.
    pub fn find(columns: &Columns, mapping: &TableMapping, walked: &WalkedRow) -> Result<Self, NoPlace> {
        let row = &walked.row;
        let value = |at: usize, role: Role| value(columns, row, at, role);
        let name_column = columns.with(Role::Name).next().map(|(at, _)| at);
        let level: Vec<(usize, &Cell)> =
            columns.levels.iter().filter_map(|at| Some((*at, value(*at, Role::Code)?))).collect();
        let own_level = level.last().copied();
        let (column, cell) = match (name_column, own_level) {
            (Some(at), _) => (at, value(at, Role::Name).ok_or(NoPlace::NoName(at))?),
            (None, Some((at, cell))) => (at, cell),
            (None, None) => return Err(NoPlace::NoName(columns.levels.first().copied().unwrap_or_default())),
        };
        // A place is called by the first of its names.
        let mut names = cell::parts(cell, &columns.all[column]);
        let named = names.find(|(name, _)| cell::null(name, &columns.all[column], Role::Name) != cell::Null::Yes);
        let (name, cell) = named.ok_or(NoPlace::NoName(column))?;
        let name = Arc::from(cell::unmarked(name, &columns.all[column], Role::Name));
        let group = |(_, name): &(usize, Words)| RowParent::new(None, name_mark(&name.text).0, name.clone());
        let mut parents: Vec<RowParent> = walked.groups.iter().map(group).collect();
        let mut parent_code = None;
        let above = &level[..level.len().saturating_sub(1)];
        match (name_column, above.last()) {
            (Some(_), Some((at, cell))) => parent_code = Some((*at, words(cell))),
            (None, Some(_)) => parents
                .extend(above.iter().map(|(at, cell)| RowParent::new(Some(*at), name_mark(&cell.text).0, words(cell)))),
            _ => {}
        }
        for (at, column) in columns.with(Role::Parent) {
            for (name, cell) in value(at, Role::Parent).into_iter().flat_map(|cell| cell::parts(cell, column)) {
                let name = cell::unmarked(name, column, Role::Parent);
                parents.push(RowParent::new(Some(at), name, words(cell)));
            }
        }
        if let Some((at, _)) = columns.with(Role::ParentCode).next() {
            parent_code = value(at, Role::ParentCode).map(|cell| (at, words(cell))).or(parent_code);
        }
        let mut key = String::new();
        for at in &columns.key {
            let cell = code(columns, row, *at).ok_or(NoPlace::NoKey(*at))?;
            if Some(*at) != name_column {
                key.push_str(&cell.text);
                key.push(' ');
            }
        }
        let code = if mapping.key.is_empty() {
            let own = own_level.filter(|_| name_column.is_some()).map(|(_, cell)| cell.text.clone());
            let coded = columns.with(Role::Code).filter(|(at, _)| !columns.levels.contains(at));
            own.or_else(|| coded.filter_map(|(at, _)| code(columns, row, at)).map(|cell| cell.text.clone()).next())
                .unwrap_or_default()
        } else {
            key.trim_end().to_owned()
        };
        let distinguished_by = match (code.is_empty() && mapping.key.is_empty(), parents.last(), &parent_code) {
            (false, ..) => code.clone(),
            (true, Some(_), _) => parents.iter().map(|parent| &*parent.name).collect::<Vec<_>>().join(" "),
            (true, None, Some((_, code))) => code.text.to_string(),
            _ => String::new(),
        };
        Ok(Self { name, cell: words(cell), column, distinguished_by, code, parents, parent_code })
    }
}

/// The cell of a column, if it has a value.
pub fn value<'r>(columns: &Columns, row: &'r Row, at: usize, role: Role) -> Option<&'r Cell> {
    let (cell, column) = (row.cells.get(at)?, columns.all.get(at)?);
    let has_value = cell::fits(cell, column, role).is_ok() && cell::null(&cell.text, column, role) != cell::Null::Yes;
    has_value.then_some(cell)
}

/// The cell of a column, if it identifies a place: `-` may mean that there is no code.
fn code<'r>(columns: &Columns, row: &'r Row, at: usize) -> Option<&'r Cell> {
    let cell = row.cells.get(at)?;
    (cell::null(&cell.text, columns.all.get(at)?, Role::Code) != cell::Null::Doubtful)
        .then(|| value(columns, row, at, Role::Code))?
}

/// The names of places by their codes, where columns refer to codes.
#[derive(Debug, Default)]
pub struct Places {
    by_code: HashMap<String, Arc<str>>,
    /// Whether there are more than can be kept.
    pub is_full: bool,
}

impl Places {
    /// Keeps the name of a place, if columns refer to codes.
    pub fn add(&mut self, columns: &Columns, place: &RowPlace) {
        let is_needed = columns.with(Role::ParentCode).next().is_some()
            || (!columns.levels.is_empty() && columns.with(Role::Name).next().is_some());
        if !is_needed || place.code.is_empty() {
            return;
        }
        if self.by_code.len() >= MOST_PLACES {
            self.is_full = true;
            return;
        }
        self.by_code.entry(place.code.clone()).or_insert_with(|| place.name.clone());
    }

    /// The name of the place with a code.
    pub fn name(&self, code: &str) -> Option<&Arc<str>> {
        self.by_code.get(code)
    }
}
