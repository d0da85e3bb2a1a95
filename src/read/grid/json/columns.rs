//! The columns of a table of objects: their members, and the members of objects in them, in the order in which they are
//! first met.

use super::inside::Inside;
use super::limits::MAX_COLUMN_DEPTH;
use super::pointer;
use super::scan::{Fault, Raw, Shape};
use crate::read::grid::MAX_COLUMNS;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Columns, each with its pointer below the element.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    pointers: Vec<Arc<str>>,
    index: HashMap<Arc<str>, usize>,
    /// How many cells of all rows have a value.
    pub(super) filled: usize,
}

impl Columns {
    /// Adds a column, unless it is there; false if there are too many.
    pub(super) fn add(&mut self, pointer: &str, expected: usize) -> bool {
        self.filled += 1;
        if self.find(pointer, expected).is_some() {
            return true;
        }
        if self.pointers.len() == MAX_COLUMNS {
            return false;
        }
        let pointer: Arc<str> = pointer.into();
        self.index.insert(Arc::clone(&pointer), self.pointers.len());
        self.pointers.push(pointer);
        true
    }

    /// The column of a pointer. Where it is expected is looked first, because most rows have the members of others.
    pub(super) fn find(&self, pointer: &str, expected: usize) -> Option<usize> {
        if self.pointers.get(expected).is_some_and(|known| **known == *pointer) {
            return Some(expected);
        }
        self.index.get(pointer).copied()
    }

    pub(super) fn pointers(&self) -> &[Arc<str>] {
        &self.pointers
    }

    /// The names, as tables show them: the steps with points between them. Where two columns would have one name, both
    /// have their pointers as names. `special` has the names of columns that are no members, and the part that is left
    /// out of all others.
    pub(super) fn names(&self, special: &[(&str, &str)], without: &str) -> Vec<String> {
        let name = |pointer: &Arc<str>| match special.iter().find(|(known, _)| **known == **pointer) {
            Some((_, name)) => (*name).to_owned(),
            None => {
                let shown = pointer.strip_prefix(without).unwrap_or(pointer);
                pointer::steps(shown).collect::<Vec<_>>().join(".")
            }
        };
        let mut names: Vec<String> = self.pointers.iter().map(name).collect();
        let (mut seen, mut twice) = (HashSet::new(), HashSet::new());
        for name in &names {
            if !seen.insert(name.clone()) {
                twice.insert(name.clone());
            }
        }
        for (name, pointer) in names.iter_mut().zip(&self.pointers) {
            if twice.contains(name) {
                *name = (**pointer).to_owned();
            }
        }
        names
    }
}

/// Calls a function with each value below an object that has a cell, and its pointer below the object.
pub(super) fn leaves(text: &str, object: Raw, path: &mut String, each: &mut dyn FnMut(&str, Raw)) -> Result<(), Fault> {
    below(text, object, path, MAX_COLUMN_DEPTH, each)
}

fn below(
    text: &str,
    object: Raw,
    path: &mut String,
    depth: usize,
    each: &mut dyn FnMut(&str, Raw),
) -> Result<(), Fault> {
    let length = path.len();
    let mut inside = Inside::new(text, object);
    while let Some(member) = inside.member() {
        let member = member?;
        pointer::push(path, &member.name);
        if member.value.shape == Shape::Object && depth > 1 {
            below(text, member.value, path, depth - 1, each)?;
        } else {
            each(path, member.value);
        }
        path.truncate(length);
    }
    Ok(())
}
