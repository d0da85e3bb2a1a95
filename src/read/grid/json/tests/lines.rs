//! JSON lines and text sequences.

use super::*;
use std::io::{Cursor, Write};

fn place(line: usize, pointer: &str) -> CellPlace {
    CellPlace::LinePointer { line, pointer: pointer.into() }
}

#[test]
fn lines_of_objects() {
    let tables =
        open_lines("\u{FEFF}{\"name\": \"Vale\", \"area\": 1.50}\r\n\n  {\"area\": 2, \"x\": {\"y\": [1, 2]}}\n");
    assert_eq!(columns(&tables, 0), ["name", "area", "x.y"]);
    let rows = rows(&tables);
    assert_eq!(texts(&rows[0]), ["Vale", "1.50", ""]);
    assert_eq!((texts(&rows[1]), rows[1].number, rows[1].line), (vec!["", "2", "1; 2"], 2, 3));
    assert_eq!(rows[1].cells[2].place, place(3, "/x/y"));
    assert_eq!(rows[1].cells[0].place, place(3, "/name"));
    assert_eq!(tables.labels()[0].rows, Some(2));
    assert_eq!(tables.cell(&place(3, "/none")), None);
    assert_eq!(tables.cell(&place(2, "/name")), None);
}

#[test]
fn lines_of_arrays() {
    let tables = open_lines("[\"name\", \"area\"]\n[\"Vale\", 15e2]\n");
    assert_eq!(tables.labels()[0].columns, None);
    let rows = rows(&tables);
    assert_eq!(texts(&rows[1]), ["Vale", "15e2"]);
    assert_eq!(rows[1].cells[1].place, place(2, "/1"));
}

#[test]
fn bad_lines_are_problems_and_the_others_are_read() {
    let tables = JsonTables::open(
        b"{\"a\": 1}\n{\"a\": NaN}\n{\"a\": \"\xC3\xA4\xFF\"}\n{\"a\": 2} x\n[1]\n{\"a\": 1, \"a\": 2}\n{\"a\": 3}"
            .to_vec(),
        "vale.jsonl",
        true,
    )
    .unwrap();
    let (rows, problems) = read(&tables, 0);
    assert_eq!(rows.iter().map(|row| (row.line, texts(row)[0])).collect::<Vec<_>>(), [(1, "1"), (7, "3")]);
    let told: Vec<_> = problems.iter().map(|p| (at(p), &*p.what)).collect();
    assert_eq!(
        told,
        [
            ((2, 7), "this is not a value of JSON"),
            ((3, 9), "these bytes are not UTF-8"),
            ((4, 10), "something follows after the end of the value"),
            ((5, 1), "this element is not an object"),
            ((6, 10), "the member \"a\" is given twice"),
        ]
    );
}

#[test]
fn compressed_lines_are_a_stream() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for n in 0..2000 {
        writeln!(packed, "{{\"name\": \"Vale {n}\"}}").unwrap();
    }
    let packed = packed.finish().unwrap();
    let open = move || -> std::io::Result<Box<dyn std::io::BufRead>> { Ok(Box::new(Cursor::new(packed.clone()))) };
    let source = LineSource::Open(Box::new(open));
    assert!(source.begin().unwrap().starts_with(b"{\"name\": \"Vale 0\"}\n"));
    let tables = JsonTables::open_lines(source, "vale.jsonl.gz").unwrap();
    let (rows, problems) = read(&tables, 0);
    assert_eq!((rows.len(), problems.len(), texts(&rows[1999])[0]), (2000, 0, "Vale 1999"));
    assert_eq!(tables.cell(&place(1000, "/name")).unwrap().text, "Vale 999");
}

#[test]
fn a_long_line_is_left_out() {
    let long = format!("{{\"a\": 1}}\n{{\"a\": \"{}\"}}\n{{\"a\": 3}}\n", "x".repeat(MAX_JSON_LINE));
    let (rows, problems) = read(&open_lines(&long), 0);
    assert_eq!(rows.iter().map(|row| (row.line, row.number)).collect::<Vec<_>>(), [(1, 1), (3, 3)]);
    assert_eq!((problems.len(), at(&problems[0])), (1, (2, 1)));
}

#[test]
fn text_sequences_of_features() {
    let record = "\u{1E}{\"type\": \"Feature\",\n \"id\": 5, \"properties\": {\"n\": \"Vale\"}, \"geometry\": null}\n";
    let tables = open_lines(&record.repeat(2));
    assert_eq!(columns(&tables, 0), ["@id", "n", "@geometry", "@geometry-type"]);
    let rows = rows(&tables);
    assert_eq!((texts(&rows[1]), rows[1].line), (vec!["5", "Vale", "", ""], 3));
    assert_eq!(rows[1].cells[1].place, place(3, "/properties/n"));
}

#[test]
fn a_file_without_good_lines_is_refused() {
    let refused = |text: &str| JsonTables::open(text.as_bytes().to_vec(), "vale.jsonl", true).unwrap_err();
    assert_eq!(refused("")[0].what, "no line of this file is a JSON object");
    assert_eq!(refused("1\n2\n")[0].what, "no line of this file is a JSON object");
    let pretty = refused("{\n  \"a\": 1\n}\n");
    assert_eq!((at(&pretty[0]), &*pretty[0].what), ((1, 2), "the text ends before the value does"));
}
