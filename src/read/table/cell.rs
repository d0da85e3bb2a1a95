//! What a cell states, by what its column holds: a thin layer over [`crate::read::value`], with the questions that a
//! table has and a single value has not (no value or a zero, a code or a word).

use crate::read::grid::{Cell, CellPlace, Nature};
use crate::read::mapping::Role;
use crate::read::record::quantity::{Decimal, Quantity};
use crate::read::table::Fact;
use crate::read::table::column::Column;
pub use crate::read::table::parts::{fits, has_mark, parts, unmarked};
use crate::read::table::party;
use crate::read::table::terms::fault;
pub use crate::read::table::terms::{Fault, date, since, until};
use crate::read::value::ValueError;
use crate::read::value::null::{self, NullSense};
use crate::read::value::number::{self, Number, NumberRules};
use crate::read::value::outline::{self, Drawn, Pen};
use crate::read::value::point::{self, LatLon, PointOrder};
use crate::read::value::unit;
use std::borrow::Cow;
use std::sync::Arc;

/// Whether a cell has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Null {
    /// It has one.
    No,
    /// It has none.
    Yes,
    /// Its words may mean that there is none.
    Doubtful,
    /// It is a zero, which may be a value or none.
    Zero,
}

/// Whether the text of a cell means that there is no value.
pub fn null(text: &str, column: &Column, role: Role) -> Null {
    if text.is_empty() || column.has_no_value(text) {
        return Null::Yes;
    }
    if role == Role::Ignore || column.meaning(text).is_some() {
        return Null::No;
    }
    // `Nan` and `None` can be names; `NULL` cannot, nor what has no letter and no digit.
    if matches!(role, Role::Name | Role::OtherName) {
        return match null::null(text) {
            Some(NullSense::Certain) => Null::Yes,
            Some(NullSense::Asked) if !text.chars().any(char::is_alphanumeric) && role == Role::Name => Null::Yes,
            Some(NullSense::Asked) if !text.chars().any(char::is_alphanumeric) => Null::Doubtful,
            _ => Null::No,
        };
    }
    let is_measured = matches!(role, Role::Area | Role::Figure);
    let is_counted = is_measured || matches!(role, Role::Date | Role::From | Role::To | Role::AsOf);
    if is_counted && text.bytes().all(|b| matches!(b, b'0' | b'.' | b',')) && text.contains('0') {
        return match column.zero_is_none {
            Some(true) => Null::Yes,
            _ if is_measured => Null::Zero,
            _ => Null::Doubtful,
        };
    }
    match null::null(text) {
        Some(NullSense::Certain) => Null::Yes,
        Some(NullSense::Asked) if text == "-1" && !is_counted => Null::No,
        // Letters and digits can be codes and words of a column of words.
        Some(NullSense::Asked) if !is_counted && text.chars().any(char::is_alphanumeric) => Null::No,
        Some(NullSense::Asked) => Null::Doubtful,
        None => Null::No,
    }
}

fn read_number(text: &str, column: &Column, nature: &Nature) -> Result<Number, Fault> {
    let rules = rules(column, nature);
    number::number(text, &rules).map_err(Fault::from).and_then(|number| exact(number, nature))
}

fn rules(column: &Column, nature: &Nature) -> NumberRules {
    let is_native = matches!(nature, Nature::Number | Nature::Formula);
    NumberRules { decimal: if is_native { Some('.') } else { column.decimal }, english: column.is_english }
}

/// A number as the cell has it; one that the cell calls approximate is not told as exact.
fn exact(number: Number, nature: &Nature) -> Result<Number, Fault> {
    if number.is_approximate {
        return Err(fault(
            "this number is approximate",
            "a figure is stated as exactly as its source states it",
            "write the number alone if it is meant so",
        ));
    }
    if number.is_exponent && !matches!(nature, Nature::Number | Nature::Formula) {
        return Err(fault(
            "a number in exponent form, which may show fewer digits than its source had",
            "a figure is stated as exactly as its source states it",
            "write the number in full",
        ));
    }
    Ok(number)
}

/// Reads an area.
pub fn area(text: &str, column: &Column, nature: &Nature) -> Result<Quantity, Fault> {
    let found = unit::number_with_unit(text, &rules(column, nature)).map_err(Fault::from)?;
    let number = exact(found.number, nature)?;
    if number.value.is_negative() {
        return Err(fault("an area below zero", "an area is a positive number", "correct the cell"));
    }
    if number.is_percent {
        return Err(fault(
            "a share, not an area",
            "an area has a unit of area",
            "read the column as a figure: role = \"figure\"",
        ));
    }
    if let Some(unit) = found.unit {
        return Ok(Quantity { value: number.value, unit, lexical: text.to_owned() });
    }
    let (Some(words), Some((unit, factor))) = (&column.unit, column.area_unit) else {
        return Err(Fault {
            is_missing_unit: true,
            ..fault(
                "an area without a unit",
                "an area is a number with its unit",
                "say it in the mapping: unit = \"km2\"",
            )
        });
    };
    Ok(Quantity { value: number.value.times(factor), unit, lexical: format!("{text} {words}") })
}

/// Reads a figure, and its unit: that of the mapping or head, else a percent sign.
pub fn figure(text: &str, column: &Column, nature: &Nature) -> Result<(Decimal, Option<Arc<str>>), Fault> {
    let number = read_number(text, column, nature)?;
    let unit = column.unit.as_deref().map(Arc::from).or(number.is_percent.then(|| Arc::from("%")));
    Ok((number.value, unit))
}

/// Reads a latitude.
pub fn latitude(cell: &Cell, decimal: Option<char>) -> Result<Decimal, Fault> {
    point::latitude(&marked(cell, decimal)).map_err(Fault::from)
}

/// Reads a longitude.
pub fn longitude(cell: &Cell, decimal: Option<char>) -> Result<Decimal, Fault> {
    point::longitude(&marked(cell, decimal)).map_err(Fault::from)
}

/// The text of a cell with points for decimal commas, where the mapping says that there are commas.
fn marked(cell: &Cell, decimal: Option<char>) -> Cow<'_, str> {
    if decimal == Some(',') && cell.nature != Nature::Number {
        return Cow::Owned(cell.text.replace(',', "."));
    }
    Cow::Borrowed(&cell.text)
}

/// Reads latitude and longitude in one cell; `None` if the mapping says that 0, 0 is no point.
pub fn point(text: &str, column: &Column) -> Result<Option<(Decimal, Decimal)>, Fault> {
    let order = column.order.as_deref().and_then(PointOrder::of);
    let point = point::point(text, order).map_err(Fault::from)?;
    known(point, column.zero_is_none)
}

/// A point as its numbers, unless it is at 0, 0: then what is said of zeros decides.
pub fn known(point: LatLon, zero_is_none: Option<bool>) -> Result<Option<(Decimal, Decimal)>, Fault> {
    Ok(counts(point.known().map(drop), zero_is_none)?.then_some((point.latitude, point.longitude)))
}

/// Whether a point counts, by what is said of zeros.
fn counts(known: Result<(), ValueError>, zero_is_none: Option<bool>) -> Result<bool, Fault> {
    match (known, zero_is_none) {
        (Ok(()), _) | (Err(_), Some(false)) => Ok(true),
        (Err(_), Some(true)) => Ok(false),
        (Err(error), None) => Err(Fault {
            answers: vec!["zero = \"none\"".to_owned(), "zero = \"value\"".to_owned()],
            ..Fault::from(error)
        }),
    }
}

/// Reads a geometry in well-known text. A point is a point and no outline, and a collection is what it holds.
pub fn outline(text: &str, zero_is_none: Option<bool>) -> Result<Vec<Fact>, Fault> {
    stated(&outline::outline(text).map_err(Fault::from)?, zero_is_none)
}

/// What geometries state.
pub fn stated(geometries: &[Drawn<'_>], zero_is_none: Option<bool>) -> Result<Vec<Fact>, Fault> {
    let mut facts = Vec::with_capacity(geometries.len());
    for geometry in geometries {
        if counts(geometry.known(), zero_is_none)? {
            facts.push(drawn(geometry)?);
        }
    }
    Ok(facts)
}

/// What one geometry states.
fn drawn(geometry: &Drawn<'_>) -> Result<Fact, Fault> {
    if geometry.pen != Pen::Point {
        return Ok(Fact::Outline(Arc::from(geometry.text)));
    }
    // More digits than a number may have elsewhere are kept: the words are a geometry, not a figure.
    let inside = geometry.text.split_once('(').map_or("", |(_, inside)| inside).trim_end_matches(')');
    let numbers: Vec<Option<Decimal>> = inside
        .split_whitespace()
        .map(|number| if number.len() <= MAX_DIGITS { Decimal::parse(number) } else { None })
        .collect();
    if let [Some(longitude), Some(latitude)] = numbers[..] {
        return Ok(Fact::Point(latitude, longitude));
    }
    let point = point::point(geometry.text, None).map_err(Fault::from)?;
    Ok(Fact::Point(point.latitude, point.longitude))
}

/// Maximum number of characters of a number in well-known text.
const MAX_DIGITS: usize = 30;

/// What a text means by the list of the mapping, else the text.
pub fn decode<'t>(text: &'t str, column: &'t Column) -> &'t str {
    column.meaning(text).unwrap_or(text)
}

/// Whether a word needs no list of codes, or the mapping has it in one.
pub fn decoded(text: &str, column: &Column) -> Result<(), Fault> {
    if column.values.is_empty()
        || column.meaning(text).is_some()
        || text.chars().filter(|c| c.is_alphabetic()).count() > 3
    {
        return Ok(());
    }
    Err(fault("this code is not in the list of the mapping", "a code is not told as words", "add it to values = { … }"))
}

/// A name and its language, as in `Malbork@pl`.
pub fn tagged(text: &str) -> (&str, Option<&str>) {
    let is_tag = |tag: &str| (2..=3).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_lowercase());
    match text.rsplit_once('@') {
        Some((name, tag)) if is_tag(tag) && !name.trim().is_empty() => (name.trim(), Some(tag)),
        _ => (text, None),
    }
}

/// The scheme and the code of an identifier. The address of an item at Wikidata or GeoNames, and a prefix such as `tgn:`,
/// say the scheme by themselves.
pub fn identifier(text: &str, scheme: Option<&str>, head: &str) -> (Arc<str>, Arc<str>) {
    for (address, scheme) in ADDRESSES {
        if let Some((_, code)) = text.split_once(address) {
            let code = code.split(['/', '?', '#']).next().unwrap_or(code);
            return (Arc::from(*scheme), Arc::from(code));
        }
    }
    if scheme.is_none()
        && let Some((prefix, code)) = text.split_once(':')
        && let Some((_, scheme)) = PREFIXES.iter().find(|(known, _)| *known == prefix)
    {
        return (Arc::from(*scheme), Arc::from(code));
    }
    (Arc::from(scheme.unwrap_or(head)), Arc::from(text))
}

const ADDRESSES: &[(&str, &str)] = &[
    ("wikidata.org/entity/", "Wikidata"),
    ("wikidata.org/wiki/", "Wikidata"),
    ("geonames.org/", "GeoNames"),
    ("vocab.getty.edu/tgn/", "TGN"),
    ("pleiades.stoa.org/places/", "Pleiades"),
];

const PREFIXES: &[(&str, &str)] =
    &[("wd", "Wikidata"), ("gn", "GeoNames"), ("tgn", "TGN"), ("pl", "Pleiades"), ("viaf", "VIAF")];

/// Whether a value of a cell can be read as what its column holds.
pub fn check(text: &str, cell: &Cell, column: &Column, role: Role) -> Result<(), Fault> {
    let text = unmarked(text, column, role);
    match role {
        Role::Area => area(text, column, &cell.nature).map(drop),
        Role::Figure => figure(text, column, &cell.nature).map(drop),
        Role::Date | Role::From | Role::To | Role::AsOf => date(decode(text, column), &column.dates).map(drop),
        Role::Latitude => latitude(cell, column.decimal).map(drop),
        Role::Longitude => longitude(cell, column.decimal).map(drop),
        Role::Point => point(text, column).map(drop),
        Role::Outline => outline(text, column.zero_is_none).map(drop),
        Role::Party | Role::GainedBy => party::parties(text, column).map(drop),
        Role::Kind | Role::Status => decoded(text, column),
        _ => Ok(()),
    }
}

/// The column of a place, for messages.
pub fn column(place: &CellPlace) -> usize {
    match place {
        CellPlace::Delimited { column, .. } | CellPlace::Sheet { column, .. } | CellPlace::Page { column, .. } => {
            *column
        }
        CellPlace::Pointer(_) | CellPlace::LinePointer { .. } | CellPlace::Text(_) => 1,
    }
}
