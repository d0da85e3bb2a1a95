//! Files of delimited values as people have them, made up.

use super::*;
use crate::read::grid::{MAX_CELL, MAX_COLUMNS};
use std::time::{Duration, Instant};

/// A file that is removed after the test.
struct Table {
    folder: tempfile::TempDir,
    name: &'static str,
}

impl Table {
    fn new(bytes: &[u8]) -> Self {
        Self::named("table.csv", bytes)
    }

    fn named(name: &'static str, bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), bytes).unwrap();
        Self { folder, name }
    }

    fn open_with(&self, dialect: &Dialect) -> Result<Delimited, Vec<Problem>> {
        Delimited::open(&self.folder.path().join(self.name), Path::new(self.name), dialect)
    }

    fn open(&self) -> Delimited {
        self.open_with(&Dialect::default()).unwrap()
    }
}

/// Rows as `number/line: value|value`, and errors as `!line:column value`.
fn lines(table: &Delimited) -> Vec<String> {
    let line = |row: Result<crate::read::grid::Row, Problem>| match row {
        Ok(row) => {
            let texts: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            format!("{}/{}: {}", row.number, row.line, texts.join("|"))
        }
        Err(problem) => {
            let at = problem.at.unwrap();
            format!("!{}:{} {}", at.line, at.column, problem.value)
        }
    };
    table.rows(0).unwrap().map(|row| line(row.map_err(|wrong| wrong.problem))).collect()
}

fn read(text: &str) -> Vec<String> {
    lines(&Table::new(text.as_bytes()).open())
}

fn said(delimiter: char) -> Dialect {
    Dialect { delimiter: Some(delimiter), ..Dialect::default() }
}

#[test]
fn values_are_read_as_they_are() {
    assert_eq!(
        read("name,note\r\n\"Alba, the\nold\",\"a \"\"b\"\"\"\n\nBran,,x\nCarn\nDorn,\n"),
        ["1/1: name|note", "2/2: Alba, the\nold|a \"b\"", "3/4: ", "4/5: Bran||x", "5/6: Carn", "6/7: Dorn|"]
    );
    assert_eq!(read("a,b\r\"x\r\ny\",\"\r\"\r1,2"), ["1/1: a|b", "2/2: x\r\ny|", "3/5: 1|2"]);
    assert_eq!(read("a;b\nAlba;1,5\nBran;2,25\n"), ["1/1: a|b", "2/2: Alba|1,5", "3/3: Bran|2,25"]);
    assert_eq!(read("a,b\n\u{a0}x\u{200b} ,\" y\u{feff}\" \n"), ["1/1: a|b", "2/2: x|y"]);
    assert_eq!(read("a,b\n\"\"\" \"\"\",\"\"\n"), ["1/1: a|b", "2/2: \" \"|"]);
    assert_eq!(read(""), Vec::<String>::new());
    let tabs = Table::named("units.tsv", b"\ta, x\tb, y\t\n\t1, 2\t3, 4\t\n");
    assert_eq!(lines(&tabs.open()), ["1/1: |a, x|b, y|", "2/2: |1, 2|3, 4|"]);
    assert_eq!(tabs.open().dialect().delimiter, Some('\t'));
}

#[test]
fn rows_can_be_read_again() {
    let table = Table::new(b"a,b\n1,2\n").open();
    assert!(table.rows(0).is_err(), "the file is removed");
    let file = Table::new(b"a,b\n1,2\n");
    let table = file.open();
    let mut first = table.rows(0).unwrap();
    first.next();
    assert_eq!(lines(&table), ["1/1: a|b", "2/2: 1|2"]);
    assert_eq!(first.next().unwrap().unwrap().cells[1].text, "2");
}

#[test]
fn comments_and_marks_are_as_said() {
    let file = Table::new(b"# it's \"so\na;'x;y'\n# end\n1;2\n");
    let dialect = Dialect { quote: Some(Some('\'')), comment: Some("#".to_owned()), ..Dialect::default() };
    assert_eq!(lines(&file.open_with(&dialect).unwrap()), ["2/2: a|x;y", "4/4: 1|2"]);
    assert_eq!(read("sep=|\r\na|b\n1,5|2\n"), ["2/2: a|b", "3/3: 1,5|2"]);
    let never = Dialect { quote: Some(None), ..Dialect::default() };
    assert_eq!(lines(&Table::new(b"\"a,b\n1,\"x\" y\n").open_with(&never).unwrap()), ["1/1: \"a|b", "2/2: 1|\"x\" y"]);
    assert_eq!(lines(&Table::new(b"a b\n").open_with(&said(' ')).unwrap()), ["1/1: a|b"]);
    for wrong in ['"', '\n', 'x', '§'] {
        assert_eq!(file.open_with(&said(wrong)).unwrap_err()[0].value, wrong.to_string());
    }
}

#[test]
fn a_quotation_mark_that_is_not_closed_swallows_nothing() {
    let mut text = "id,name,note\n1,Alba,x\n2,\"Bran,y\n".to_owned();
    (3..10_000).for_each(|n| text.push_str(&format!("{n},Carn,z\n")));
    assert_eq!(read(&text), ["1/1: id|name|note", "2/2: 1|Alba|x", "!3:3 \"Bran,y"]);
    // The next quoted value would close it.
    assert_eq!(read("a,b\n1,\"x\n2,\"y\"\n")[1..], ["!2:3 \"x".to_owned()]);
    assert_eq!(read("a,b\n1,\"x\n2,y")[1..], ["!2:3 \"x".to_owned()]);
    assert_eq!(read("a,b\n1,\"x\"y,z\n2,y\n")[1..], ["!2:6 y,z".to_owned()]);
    assert_eq!(read("a,b\n1, \"x,y\"\n")[1..], ["!2:4 \"x,y\"".to_owned()]);
    let long = format!("a,b\n1,\"{}\"\n2,x\n", "line\n".repeat(900));
    assert_eq!(read(&long)[2..], ["3/903: 2|x".to_owned()]);
}

#[test]
fn a_control_character_keeps_its_row_from_being_read() {
    assert_eq!(read("a,b\n1,é\0\n2,\u{85}\n3,z\n"), ["1/1: a|b", "!2:4 U+0000", "!3:3 U+0085", "4/4: 3|z"]);
}

#[test]
fn limits_are_named() {
    let of = |text: String| {
        let table = Table::new(text.as_bytes());
        let table = table.open_with(&said(',')).unwrap();
        let rows: Vec<_> = table.rows(0).unwrap().collect();
        assert_eq!(rows.len(), 2);
        rows[1].as_ref().err().map_or_else(String::new, |wrong| wrong.problem.what.clone())
    };
    assert_eq!(of(format!("a,b\n{}", ",".repeat(1_000_000))), format!("this row has more than {MAX_COLUMNS} values"));
    assert_eq!(
        of(format!("a,b\nx,{}\n", "y".repeat(MAX_CELL + 1))),
        format!("this value has more than {MAX_CELL} bytes")
    );
    let cell = "y".repeat(MAX_CELL);
    assert_eq!(
        of(format!("a,b\n{}\n", format!("{cell},").repeat(9))),
        format!("this row has more than {} bytes", 8 << 20)
    );
    let table = Table::new(format!("a,b\nx,{cell}\n").as_bytes());
    assert_eq!(table.open().rows(0).unwrap().nth(1).unwrap().unwrap().cells[1].text.len(), MAX_CELL);
}

/// An ASCII character or a Russian letter in Windows-1251.
fn windows_1251(c: char) -> u8 {
    u8::try_from(if c < '\u{80}' { u32::from(c) } else { u32::from(c) - 0x410 + 0xC0 }).unwrap()
}

#[test]
fn encodings_are_found_or_said() {
    let text = "Город,Площадь\nСтарая Роща,\"12,5\"\nНовая Роща,7\nКаменный Брод,18\nВерхние Луга,33\n";
    let rows = read(text);
    let cyrillic: Vec<u8> = text.chars().map(windows_1251).collect();
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (bytes, encoding, has_mark) in [
        (text.as_bytes().to_vec(), "UTF-8", false),
        ([b"\xef\xbb\xbf", text.as_bytes()].concat(), "UTF-8", true),
        (cyrillic, "windows-1251", false),
        (little.clone(), "UTF-16LE", false),
        (big.clone(), "UTF-16BE", false),
        ([b"\xff\xfe", &little[..]].concat(), "UTF-16LE", true),
        ([b"\xfe\xff", &big[..]].concat(), "UTF-16BE", true),
    ] {
        let file = Table::new(&bytes);
        let table = file.open();
        assert_eq!(lines(&table), rows, "{encoding}");
        let delimiter = Some(',');
        assert_eq!(table.dialect(), FoundDialect { delimiter, quote: Some('"'), encoding, has_mark });
        let noted: Vec<&str> = table.notes().iter().map(|note| note.value.as_str()).collect();
        assert_eq!(noted, [encoding].iter().filter(|e| **e != "UTF-8").copied().collect::<Vec<_>>());
    }
    let in_encoding = |label: &str| Dialect { encoding: Some(label.to_owned()), ..Dialect::default() };
    let short = Table::new(b"a,b\n\xcc\xe8\xf0,1\n");
    assert_eq!(lines(&short.open_with(&in_encoding("cp1251")).unwrap())[1], "2/2: Мир|1");
    assert!(short.open_with(&in_encoding("cp1251")).unwrap().notes().is_empty());
    let problem = short.open_with(&in_encoding("utf-8")).unwrap_err().remove(0);
    assert_eq!((problem.at.unwrap().line, problem.at.unwrap().column), (2, 1));
    assert_eq!(short.open_with(&in_encoding("cp9999")).unwrap_err()[0].value, "cp9999");
    assert_eq!(Table::new(b"a,b\ncaf\xe9,1\n").open_with(&Dialect::default()).unwrap_err()[0].value, "0xE9");
    let marked = Table::new(&[b"\xff\xfe", &little[..]].concat());
    assert!(marked.open_with(&in_encoding("utf-8")).unwrap_err()[0].what.ends_with("the byte order mark of UTF-16LE"));
    assert_eq!(lines(&marked.open_with(&in_encoding("utf-16")).unwrap()), rows);
}

#[test]
fn what_was_found_is_noted() {
    let one = Table::new("Старая Роща\nНовая Роща\n".as_bytes());
    assert_eq!(lines(&one.open()), ["1/1: Старая Роща", "2/2: Новая Роща"]);
    assert_eq!(one.open().dialect().delimiter, None);
    assert!(one.open().notes()[0].what.starts_with("no delimiter occurs"));
    assert_eq!(Table::new(b"a;b\n1;2\n").open().notes()[0].value, ";");
    assert_eq!(Table::new(b"1,5;2\n3,5;4\n").open_with(&Dialect::default()).unwrap_err()[0].value, "\",\" \";\"");
}

#[test]
fn cells_are_cut_again() {
    let file = Table::new("# x\nname,note\nAlba,\" a \"\"b\"\"\n\"\nBran, c\n\0,d\nCarn,e\n".as_bytes());
    let dialect = Dialect { comment: Some("#".to_owned()), ..Dialect::default() };
    let table = file.open_with(&dialect).unwrap();
    let cells: Vec<Cell> = table.rows(0).unwrap().flatten().flat_map(|row| row.cells).collect();
    let mut places: Vec<CellPlace> = cells.iter().map(|cell| cell.place.clone()).collect();
    places.reverse();
    let mut cut: Vec<Cell> = table.cut(&mut places.iter()).unwrap().into_iter().flatten().map(|cut| cut.cell).collect();
    cut.reverse();
    assert_eq!(cut, cells);
    assert_eq!(cells[3].text, "a \"b\"");
    for cell in &cells {
        assert_eq!(table.cell(&cell.place).as_ref(), Some(cell));
    }
    for (row, column) in [(0, 1), (1, 1), (2, 0), (2, 3), (5, 1), (9, 1)] {
        assert_eq!(table.cell(&CellPlace::Delimited { row, column }), None, "{row},{column}");
    }
    let broken = Table::new(b"a,b\n1,\"x\n");
    let places = [CellPlace::Delimited { row: 3, column: 1 }, CellPlace::Delimited { row: 1, column: 2 }];
    assert_eq!(broken.open().cut(&mut places[..1].iter()).unwrap_err().at.unwrap().line, 2);
    assert_eq!(broken.open().cut(&mut places[1..].iter()).unwrap()[0].as_ref().unwrap().cell.text, "b");
}

#[test]
fn any_bytes_are_rows_or_errors() {
    let mut state = 1_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let parts: [&[u8]; 14] = [
        b"\"",
        b",",
        b";",
        b"\n",
        b"\r",
        b"\t",
        b"a",
        b" ",
        b"\0",
        b"#",
        "é".as_bytes(),
        "\u{85}".as_bytes(),
        b"\xff",
        b"\xfe",
    ];
    let file = Table::new(b"");
    for _ in 0..300 {
        let valid = if random(2) == 0 { 12 } else { 14 };
        let bytes: Vec<u8> = (0..random(120)).flat_map(|_| parts[random(valid)]).copied().collect();
        let dialect = Dialect {
            delimiter: [None, Some(','), Some('\t')][random(3)],
            comment: (random(2) == 0).then(|| "#".to_owned()),
            ..Dialect::default()
        };
        std::fs::write(file.folder.path().join(file.name), &bytes).unwrap();
        let Ok(table) = file.open_with(&dialect) else { continue };
        let rows: Vec<_> = table.rows(0).unwrap().collect();
        let cells: Vec<Cell> = rows.into_iter().flatten().flat_map(|row| row.cells).collect();
        let mut places = cells.iter().map(|cell| &cell.place);
        match table.cut(&mut places) {
            Ok(cut) => {
                assert_eq!(cut.into_iter().flatten().map(|cut| cut.cell).collect::<Vec<_>>(), cells, "{bytes:?}");
            }
            Err(problem) => panic!("{bytes:?}: {problem:?}"),
        }
    }
}

/// The least time of three runs.
fn least(run: impl Fn() -> usize) -> Duration {
    let timed = || {
        let start = Instant::now();
        assert!(run() > 0);
        start.elapsed()
    };
    (0..3).map(|_| timed()).min().unwrap()
}

#[test]
fn time_is_linear() {
    let rows = |n: usize| "Alba,\"b \"\"c\"\"\",\"d\ne\",4,,6\n".repeat(n);
    let long = |n: usize| format!("a,b\n{}\n", format!("{},", "x".repeat(100_000)).repeat(n));
    let marks = |n: usize| format!("a,b\n{},c\n", "x \" ".repeat(n));
    let quoted = |n: usize| format!("a,b\n\"{}\",c\n", "x \"\"\n".repeat(n));
    for (name, once, twice) in [
        ("rows", rows(20_000), rows(40_000)),
        ("a long row", long(30), long(60)),
        ("a long value", quoted(450), quoted(900)),
        ("marks in a value", marks(100_000), marks(200_000)),
    ] {
        let timed = || {
            [&once, &twice].map(|text| {
                let file = Table::new(text.as_bytes());
                let table = file.open_with(&said(',')).unwrap();
                least(|| table.rows(0).unwrap().map(Result::unwrap).count())
            })
        };
        // Others may use the machine: once in four is enough.
        let is_linear = |[once, twice]: [Duration; 2]| twice < once * 3 + Duration::from_millis(20);
        assert!((0..4).any(|_| is_linear(timed())), "{name}: {:?}", timed());
    }
}
