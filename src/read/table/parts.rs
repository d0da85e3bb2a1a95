//! The values of a cell: one, those of a list, or those between the marks of its column; without the marks of notes.

use crate::read::grid::{Cell, Nature};
use crate::read::mapping::Role;
use crate::read::table::column::Column;
use crate::read::table::terms::{Fault, fault};
use crate::read::value::null::{self, NullSense};
use crate::read::value::{has_note_mark, has_number_mark, name_mark};

/// The values of a cell, each with the cell that has it: of a list, that of its element.
pub fn parts<'c>(cell: &'c Cell, column: &'c Column) -> impl Iterator<Item = (&'c str, &'c Cell)> {
    // The numbers of a point are one value.
    let is_point = column.role == Some(Role::Point);
    let is_whole = is_point || column.split.is_none() || column.role.is_some_and(takes_one);
    let cells = if is_point { std::slice::from_ref(cell) } else { cell.values() };
    cells.iter().flat_map(move |cell| {
        let split = (!is_whole).then(|| column.parts(&cell.text));
        let whole = is_whole.then_some(cell.text.as_str());
        whole.into_iter().chain(split.into_iter().flatten()).map(move |part| (part, cell))
    })
}

/// Whether what a cell is can be read as what its column holds.
pub fn fits(cell: &Cell, column: &Column, role: Role) -> Result<(), Fault> {
    match &cell.nature {
        _ if role == Role::Ignore || column.has_no_value(&cell.text) => Ok(()),
        Nature::Formula if cell.text.is_empty() => Err(fault(
            "this formula has no stored value",
            "formulas are not computed: the value is read that the workbook stored",
            "open the workbook in a spreadsheet program, which computes it, and save it",
        )),
        Nature::Error if null::null(&cell.text) != Some(NullSense::Certain) => Err(fault(
            "an error that the workbook shows, and no value",
            "what could not be computed is not read",
            &format!(
                "correct the formula, or say in the mapping that such cells have no value: null = [{:?}]",
                cell.text
            ),
        )),
        Nature::Structure if cell.text.starts_with('{') && role != Role::Outline => Err(fault(
            "an object, and not a value",
            "a value of a row is a text, a number, a truth value or an array of such",
            "the members of an object are columns to the fourth level (`a.b.c.d`): move deeper ones up",
        )),
        Nature::Structure if cell.text.starts_with('[') && role != Role::Outline => Err(fault(
            "an array with objects or arrays in it, and not values",
            "a value of a row is a text, a number, a truth value or an array of such",
            "write its elements as an array of texts, or as rows of a table of their own that `member` names",
        )),
        Nature::List(values) if takes_one(role) => Err(fault(
            &format!("an array of {} values, and not one", values.len()),
            "times, coordinates, parents by code and cited works are one for each row",
            "leave one value in the array, or write a row for each",
        )),
        _ => Ok(()),
    }
}

/// Whether a row has one value of what a column holds.
fn takes_one(role: Role) -> bool {
    use Role::{AsOf, From, Latitude, Longitude, ParentCode, Source, To};
    matches!(role, AsOf | From | Latitude | Longitude | ParentCode | Source | To)
}

/// A value without the mark of a note behind it, where it is words. Codes have no notes.
pub fn unmarked<'t>(text: &'t str, column: &Column, role: Role) -> &'t str {
    use Role::{Kind, Name, OtherName, Parent, Party, Seat, Status};
    match role {
        Kind | Name | OtherName | Parent | Party | Seat | Status if column.meaning(text).is_none() => name_mark(text).0,
        _ => text,
    }
}

/// Whether a value is followed by the mark of a note, which is left out of it.
pub fn has_mark(text: &str, column: &Column, role: Role) -> bool {
    match role {
        Role::Area | Role::Figure => has_number_mark(text),
        Role::Date | Role::From | Role::To | Role::AsOf => has_note_mark(text),
        _ => unmarked(text, column, role).len() < text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::grid::CellPlace;

    fn cell(text: &str, nature: Nature) -> Cell {
        Cell { text: text.to_owned(), place: CellPlace::Pointer("/0/a".into()), nature }
    }

    #[test]
    fn each_value_has_its_cell() {
        let list = Nature::List([cell("a", Nature::Text), cell("b; c", Nature::Text)].into());
        let list = cell("a; b; c", list);
        let texts = |column: &Column| parts(&list, column).map(|(text, _)| text.to_owned()).collect::<Vec<_>>();
        assert_eq!(texts(&Column::default()), ["a", "b; c"]);
        assert_eq!(texts(&Column { split: Some(";".to_owned()), ..Column::default() }), ["a", "b", "c"]);
        assert_eq!(texts(&Column { role: Some(Role::Point), ..Column::default() }), ["a; b; c"]);
    }

    #[test]
    fn what_a_cell_is_must_fit() {
        let column = Column { null: vec!["#NULL!".to_owned()], ..Column::default() };
        let list = Nature::List([cell("1", Nature::Number), cell("2", Nature::Number)].into());
        for (text, nature, role, fits_it) in [
            ("{}", Nature::Structure, Role::Name, false),
            ("[[1]]", Nature::Structure, Role::Code, false),
            ("[[1]]", Nature::Structure, Role::Ignore, true),
            ("POINT(1 2)", Nature::Structure, Role::Outline, true),
            ("", Nature::Formula, Role::Figure, false),
            ("1", Nature::Formula, Role::Figure, true),
            ("#REF!", Nature::Error, Role::Name, false),
            ("#N/A", Nature::Error, Role::Name, true),
            ("#NULL!", Nature::Error, Role::Name, true),
            ("", Nature::Text, Role::Figure, true),
            ("1; 2", list.clone(), Role::Figure, true),
            ("1; 2", list, Role::From, false),
        ] {
            assert_eq!(fits(&cell(text, nature), &column, role).is_ok(), fits_it, "{text} {role:?}");
        }
    }

    #[test]
    fn marks_are_left_out_of_words_and_not_of_codes() {
        let column = Column::default();
        assert_eq!(unmarked("Vale*", &column, Role::Name), "Vale");
        assert_eq!(unmarked("12*", &column, Role::Code), "12*");
        assert!(has_mark("1,090[a]", &column, Role::Figure) && has_mark("12 km²*", &column, Role::Area));
        assert!(!has_mark("12 km²", &column, Role::Area) && !has_mark("1926 (27)", &column, Role::Date));
    }
}
