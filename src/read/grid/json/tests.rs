//! Made-up files of all shapes that are read.

use super::*;
use crate::base::text::Problem;
use crate::read::grid::{Cell, CellPlace, Nature, Row, Tables};

mod features;
mod hostile;
mod kinds;
mod lines;
mod places;

fn open(text: &str) -> JsonTables {
    JsonTables::open(text.as_bytes().to_vec(), "vale.json", false).unwrap()
}

fn open_lines(text: &str) -> JsonTables {
    JsonTables::open(text.as_bytes().to_vec(), "vale.jsonl", true).unwrap()
}

fn refused(text: &str) -> Vec<Problem> {
    JsonTables::open(text.as_bytes().to_vec(), "vale.json", false).unwrap_err()
}

fn read(tables: &JsonTables, table: usize) -> (Vec<Row>, Vec<Problem>) {
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for row in tables.rows(table).unwrap() {
        match row {
            Ok(row) => rows.push(row),
            Err(wrong) => problems.push(wrong.problem),
        }
    }
    (rows, problems)
}

/// All rows of the only table, which have no problems; each cell can be cut again.
fn rows(tables: &JsonTables) -> Vec<Row> {
    assert_eq!(tables.labels().len(), 1, "{:?}", tables.labels());
    let (rows, problems) = read(tables, 0);
    assert_eq!(problems, []);
    for cell in rows.iter().flat_map(|row| &row.cells) {
        assert_eq!(tables.cell(&cell.place).as_ref(), Some(cell));
    }
    rows
}

fn texts(row: &Row) -> Vec<&str> {
    row.cells.iter().map(|cell| cell.text.as_str()).collect()
}

fn columns(tables: &JsonTables, table: usize) -> Vec<&str> {
    tables.labels()[table].columns.as_ref().unwrap().iter().map(String::as_str).collect()
}

fn pointer(at: &str) -> CellPlace {
    CellPlace::Pointer(at.into())
}

fn at(problem: &Problem) -> (usize, usize) {
    let at = problem.at.unwrap();
    (at.line, at.column)
}

#[test]
fn an_array_of_objects() {
    let tables = open(
        "[\n  {\"name\": \" Lower Vale \", \"area\": 1500.0, \"is_town\": true},\n  {\"area\": 12345678901234567890, \"seat\": null,\n   \"name\": \"\\u00c4\\ud83c\\udff0\\/\\n\"}\n]\n",
    );
    assert_eq!(columns(&tables, 0), ["name", "area", "is_town", "seat"]);
    let rows = rows(&tables);
    assert_eq!(texts(&rows[0]), ["Lower Vale", "1500.0", "true", ""]);
    assert_eq!(texts(&rows[1]), ["Ä🏰/", "12345678901234567890", "", ""]);
    assert_eq!(rows.iter().map(|row| (row.number, row.line)).collect::<Vec<_>>(), [(1, 2), (2, 3)]);
    let natures: Vec<&Nature> = rows[0].cells.iter().map(|cell| &cell.nature).collect();
    assert_eq!(natures, [&Nature::Text, &Nature::Number, &Nature::Boolean, &Nature::Text]);
    assert_eq!(rows[0].cells[3].place, pointer("/0/seat"));
    assert_eq!((tables.labels()[0].member.as_deref(), tables.labels()[0].rows), (Some(""), Some(2)));
    assert_eq!(tables.cell(&pointer("/0/other")), None);
    assert_eq!(tables.cell(&pointer("/7/name")), None);
}

#[test]
fn objects_in_rows_are_columns_and_arrays_are_several_values() {
    let tables = open(
        r#"[{"id": 1, "names": {"en": "Vale", "az": {"latin": "Dərə"}}, "codes": ["01", 2], "towns": [{"a": 1}]},
            {"id": 2, "names": {"ru": "Дол"}, "codes": [], "towns": null, "notes": ["a; b", "c"], "a/b~": {"c": [7]}},
            {"d": {"d": {"d": {"d": {"e": 1}}}}, "empty": {}}]"#,
    );
    let expected = ["id", "names.en", "names.az.latin", "codes", "towns", "names.ru", "notes", "a/b~.c", "d.d.d.d"];
    assert_eq!(columns(&tables, 0), expected);
    let rows = rows(&tables);
    assert_eq!(texts(&rows[0]), ["1", "Vale", "Dərə", "01; 2", r#"[{"a": 1}]"#, "", "", "", ""]);
    assert_eq!(texts(&rows[1]), ["2", "", "", "", "", "Дол", "a; b; c", "7", ""]);
    assert_eq!(rows[0].cells[2].place, pointer("/0/names/az/latin"));
    assert_eq!(rows[0].cells[3].place, pointer("/0/codes"));
    let values: Vec<_> = rows[0].cells[3].values().iter().map(|v| (v.text.as_str(), &v.nature, &v.place)).collect();
    let places = [pointer("/0/codes/0"), pointer("/0/codes/1")];
    assert_eq!(values, [("01", &Nature::Text, &places[0]), ("2", &Nature::Number, &places[1])]);
    for place in &places {
        assert_eq!(tables.cell(place).map(|cell| cell.place), Some(place.clone()));
    }
    assert_eq!(tables.cells(&places)[1].as_ref().map(|cut| (cut.cell.text.as_str(), cut.line)), Some(("2", Some(1))));
    assert_eq!(rows[0].cells[4].nature, Nature::Structure);
    let notes: Vec<_> = rows[1].cells[6].values().iter().map(|value| value.text.as_str()).collect();
    assert_eq!(notes, ["a; b", "c"]);
    assert_eq!(rows[1].cells[7].place, pointer("/1/a~1b~0/c/0"));
    assert_eq!(rows[1].cells[7].nature, Nature::Number);
    assert_eq!((texts(&rows[2])[8], &rows[2].cells[8].nature), (r#"{"e": 1}"#, &Nature::Structure));
}

#[test]
fn columns_of_one_name_have_their_pointers() {
    let tables = open(r#"[{"a.b": 1, "a": {"b": 2}, "c": 3}]"#);
    assert_eq!(columns(&tables, 0), ["/a.b", "/a/b", "c"]);
    assert_eq!(texts(&rows(&tables)[0]), ["1", "2", "3"]);
}

#[test]
fn tables_below_members() {
    let tables = open(
        r#"{"date": "2020", "data": {"items": [{"name": "Vale"}], "skipped": [1, 2]},
            "more": [["a", 1], ["b", [2, 3], null]], "bounds": {"x": {"n": 1}, "y": {"s": 2}}}"#,
    );
    let members: Vec<_> = tables.labels().iter().map(|label| label.member.as_deref().unwrap()).collect();
    assert_eq!(members, ["/data/items", "/more"]);
    assert_eq!(tables.labels()[1].columns, None);
    let (rows, problems) = read(&tables, 1);
    assert_eq!((texts(&rows[1]), problems), (vec!["b", "2; 3", ""], vec![]));
    assert_eq!(rows[1].cells[1].place, pointer("/more/1/1"));
    assert_eq!(tables.cell(&pointer("/more/1/1")).as_ref(), Some(&rows[1].cells[1]));
    // What stands beside tables can be cut as well.
    let date = Cell { text: "2020".to_owned(), place: pointer("/date"), nature: Nature::Text };
    assert_eq!(tables.cell(&pointer("/date")), Some(date));
}

#[test]
fn an_object_of_objects() {
    let tables =
        open("{\n\"VA-L/O\": {\"name\": \"Lower Vale\"},\n\n \"VA-UP\": {\"name\": \"Upper Vale\", \"area\": 3}}");
    assert_eq!(columns(&tables, 0), ["@key", "name", "area"]);
    let rows = rows(&tables);
    assert_eq!(texts(&rows[0]), ["VA-L/O", "Lower Vale", ""]);
    assert_eq!(rows[0].cells[0].place, pointer("/VA-L~1O"));
    assert_eq!(rows[0].cells[1].place, pointer("/VA-L~1O/name"));
    assert_eq!((rows[1].line, texts(&rows[1])), (4, vec!["VA-UP", "Upper Vale", "3"]));
    let below = open(r#"{"version": 1, "districts": {"a": {"name": "A"}, "b": {"name": "B"}}}"#);
    assert_eq!(below.labels()[0].member.as_deref(), Some("/districts"));
    let twice = refused("{\"a\": {\"name\": 1},\n \"a\": {\"name\": 2}, \"b\": {\"name\": 2}}");
    assert_eq!((at(&twice[0]), &*twice[0].what), ((2, 2), "the member \"a\" is given twice"));
}

#[test]
fn an_object_alone_is_a_row_if_nothing_else_is() {
    let tables = open(r#"{"name": "Vale", "area": {"km2": 5}, "neighbours": ["A", "B"]}"#);
    assert_eq!(columns(&tables, 0), ["name", "area.km2", "neighbours"]);
    assert_eq!(texts(&rows(&tables)[0]), ["Vale", "5", "A; B"]);
    for none in ["[]", "[1, 2]", "7", "{}", r#"{"a": {}}"#] {
        assert_eq!(refused(none)[0].what, "this JSON has no table", "{none}");
    }
}

#[test]
fn rows_that_do_not_fit_are_problems_and_the_others_are_read() {
    let tables =
        open("[{\"a\": 1},\n 7,\n {\"a\": 2, \"b\": 3, \"\\u0061\": 4},\n [],\n {\"a\": \"x\\u0000\", \"b\": 5}]");
    let (rows, problems) = read(&tables, 0);
    let told: Vec<_> = problems.iter().map(|p| (at(p), &*p.what)).collect();
    assert_eq!(
        told,
        [
            ((2, 2), "this element is not an object"),
            ((3, 19), "the member \"a\" is given twice"),
            ((4, 2), "this element is not an object"),
            ((5, 8), "this string has the control character U+0000"),
        ]
    );
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 5]);
    assert_eq!(texts(&rows[1]), ["", "5"]);
}
