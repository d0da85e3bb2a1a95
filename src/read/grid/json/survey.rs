//! Where a JSON text has tables.
//!
//! 1. A `FeatureCollection` or `Feature` is a table of features, and there is no other.
//! 2. An array with objects is a table of them, an array of arrays a table of rows. They are looked for below members,
//!    not in the elements of other tables.
//! 3. An object is a table of its members if all are objects and each has a member whose name others have too. Two
//!    objects that hold tables themselves are rather parts of a document.
//! 4. If there is no such table, the whole text is a row, as far as it is an object with a value that is a scalar.

use super::inside::{Inside, get, string_of};
use super::limits::MAX_TABLE_DEPTH;
use super::pointer;
use super::scan::{Fault, Raw, Shape};
use crate::read::grid::MAX_TABLES;
use std::collections::HashMap;

/// How a table stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// An array of objects.
    Objects,
    /// An array of arrays.
    Arrays,
    /// An object of objects.
    Keyed,
    /// An object alone.
    Single,
    /// An array of features.
    Features,
    /// A feature alone.
    Feature,
}

/// A table: its pointer, its value, its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) pointer: String,
    pub(super) raw: Raw,
    pub(super) form: Form,
}

const NO_TABLE: &str = "give an array of objects, an object of objects or GeoJSON";

/// The tables of a text.
pub(super) fn survey(text: &str, root: Raw) -> Result<Vec<Found>, Fault> {
    if root.shape == Shape::Object
        && let Some(features) = features(text, root)?
    {
        return Ok(vec![features]);
    }
    let mut tables = Vec::new();
    look(text, root, &mut String::new(), MAX_TABLE_DEPTH, &mut tables)?;
    if tables.is_empty() && root.shape == Shape::Object {
        let mut inside = Inside::new(text, root);
        while let Some(member) = inside.member() {
            if member?.value.is_scalar() {
                return Ok(vec![Found { pointer: String::new(), raw: root, form: Form::Single }]);
            }
        }
    }
    if tables.is_empty() {
        return Err(Fault::new(root.at, "this JSON has no table", NO_TABLE));
    }
    Ok(tables)
}

/// The features of GeoJSON; an error if it is GeoJSON without features.
fn features(text: &str, root: Raw) -> Result<Option<Found>, Fault> {
    let Some(of_type) = get(text, root, "type") else { return Ok(None) };
    let name = string_of(text, of_type).unwrap_or_default();
    match &*name {
        "FeatureCollection" => match get(text, root, "features").filter(|f| f.shape == Shape::Array) {
            Some(raw) => Ok(Some(Found { pointer: "/features".to_owned(), raw, form: Form::Features })),
            None => Err(Fault::new(of_type.at, "this collection has no array of features", "add \"features\": […]")),
        },
        "Feature" => Ok(Some(Found { pointer: String::new(), raw: root, form: Form::Feature })),
        "Topology" if get(text, root, "objects").is_some() => {
            Err(Fault::new(of_type.at, "this is TopoJSON, which is not read", "convert it to GeoJSON"))
        }
        name if super::geometry::is_type(name)
            && (get(text, root, "coordinates").is_some() || get(text, root, "geometries").is_some()) =>
        {
            let what = "this is a geometry alone, which says nothing about a place";
            Err(Fault::new(of_type.at, what, "make it the geometry of a Feature with properties"))
        }
        _ => Ok(None),
    }
}

/// Looks for tables in a value.
fn look(text: &str, raw: Raw, at: &mut String, depth: usize, tables: &mut Vec<Found>) -> Result<(), Fault> {
    let form = match raw.shape {
        Shape::Array => of_array(text, raw)?,
        Shape::Object if is_keyed(text, raw)? => Some(Form::Keyed),
        _ => None,
    };
    if let Some(form) = form {
        if tables.len() == MAX_TABLES {
            let what = format!("the file has more than {MAX_TABLES} tables");
            return Err(Fault::new(raw.at, what, "join those that are alike into one array"));
        }
        tables.push(Found { pointer: at.clone(), raw, form });
        return Ok(());
    }
    if raw.shape == Shape::Object && depth > 0 {
        let length = at.len();
        let mut inside = Inside::new(text, raw);
        while let Some(member) = inside.member() {
            let member = member?;
            if !member.value.is_scalar() {
                pointer::push(at, &member.name);
                look(text, member.value, at, depth - 1, tables)?;
                at.truncate(length);
            }
        }
    }
    Ok(())
}

/// What an array is: objects, arrays, or no table. Elements that do not fit are reported when rows are read.
fn of_array(text: &str, raw: Raw) -> Result<Option<Form>, Fault> {
    let (mut objects, mut arrays) = (0_usize, 0_usize);
    let mut inside = Inside::new(text, raw);
    while let Some(item) = inside.item() {
        match item?.shape {
            Shape::Object => objects += 1,
            Shape::Array => arrays += 1,
            _ => {}
        }
    }
    Ok(match (objects, arrays) {
        (0, 0) => None,
        _ if objects >= arrays => Some(Form::Objects),
        _ => Some(Form::Arrays),
    })
}

/// Whether the members of an object are rows.
fn is_keyed(text: &str, raw: Raw) -> Result<bool, Fault> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut rows = 0;
    let mut has_tables = false;
    let mut inside = Inside::new(text, raw);
    while let Some(row) = inside.member() {
        let row = row?.value;
        if row.shape != Shape::Object {
            return Ok(false);
        }
        rows += 1;
        let mut members = Inside::new(text, row);
        while let Some(member) = members.member() {
            let member = member?;
            if !counts.contains_key(&*member.name) && counts.len() == crate::read::grid::MAX_COLUMNS {
                return Ok(false);
            }
            *counts.entry(member.name.into_owned()).or_default() += 1;
            has_tables |= rows <= 2 && member.value.shape == Shape::Array && of_array(text, member.value)?.is_some();
        }
    }
    if rows < 2 || rows == 2 && has_tables {
        return Ok(false);
    }
    let mut inside = Inside::new(text, raw);
    while let Some(row) = inside.member() {
        let mut members = Inside::new(text, row?.value);
        let mut is_alike = false;
        while let Some(member) = members.member() {
            is_alike |= counts.get(&*member?.name).is_some_and(|count| *count > 1);
        }
        if !is_alike {
            return Ok(false);
        }
    }
    Ok(true)
}
