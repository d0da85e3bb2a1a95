//! Workbooks made by other programs (`tests/tables/workbooks/make.py`), and broken ones.

use super::*;
use crate::read::grid::{MAX_CELL, Nature, column_letters};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables/workbooks").join(name)
}

fn open(name: &str) -> Workbook {
    Workbook::open(&fixture(name), Path::new(name)).unwrap()
}

/// The filled cells of a sheet, row by row: the number of the row, then for each cell its position in the row, its kind by a
/// letter, its text, and its place if that is another.
fn shown(book: &Workbook, table: usize) -> String {
    let mut shown = String::new();
    for row in book.rows(table).unwrap().map(Result::unwrap) {
        write!(shown, "{}", row.number).unwrap();
        for (at, cell) in row.cells.iter().enumerate() {
            if cell.text.is_empty() && cell.nature == Nature::Text {
                continue;
            }
            let CellPlace::Sheet { row: of, column, .. } = cell.place else { panic!("a place of a sheet") };
            let letter = format!("{:?}", cell.nature).chars().next().unwrap();
            write!(shown, " {}{letter}:{:?}", column_letters(at + 1), cell.text).unwrap();
            if (of, column) != (row.number, at + 1) {
                write!(shown, "@{}{of}", column_letters(column)).unwrap();
            }
            assert_eq!(book.cell(&cell.place).unwrap().text, cell.text);
        }
        shown.push('\n');
    }
    shown
}

#[test]
fn an_xlsx_is_read_as_it_is_shown() {
    let book = open("districts.xlsx");
    assert_eq!(
        shown(&book, 0),
        r##"1
2
3 BT:"District" CT:"Population" DS:"Population"@C3 ET:"Since"
4 BS:"District"@B3 CT:"men" DT:"women" ES:"Since"@E3
5 BT:"Aldra" CN:"512.7" DN:"717" ED:"2018-10-14" FN:"00042" GN:"12.5%" HF:"" IT:"007"
6
7
8 BT:"Bost\nUpper" CN:"0.3" DN:"123456789012" ED:"2018-10-14T10:30" FN:"12.3" GB:"TRUE" HE:"#DIV/0!" ID:"2018-10"
"##
    );
    assert_eq!(shown(&book, 1), "1 AT:\"a & b <c>\"\n");
    assert_eq!(shown(&book, 2), "");
    let labels: Vec<_> =
        book.labels().iter().map(|l| (l.number, l.sheet.as_deref().unwrap(), l.rows, l.is_hidden)).collect();
    assert_eq!(labels, [(1, "Districts", Some(8), false), (2, "Notes", Some(1), true), (3, "Empty", Some(0), false)]);
    assert_eq!(book.notes().len(), 1);
    assert_eq!(book.notes()[0].value, "Districts!H5");
}

#[test]
fn cells_are_found_by_their_places() {
    let book = open("districts.xlsx");
    let at = |row, column| book.cell(&CellPlace::Sheet { sheet: "Districts".into(), row, column });
    assert_eq!(at(5, 2).unwrap().text, "Aldra");
    assert_eq!(at(4, 2).unwrap().text, "District");
    assert_eq!(at(1, 1), None);
    assert_eq!(at(0, 0), None);
    assert_eq!(at(usize::MAX, usize::MAX), None);
    assert_eq!(book.cell(&CellPlace::Delimited { row: 5, column: 2 }), None);
}

#[test]
fn formulas_have_their_stored_values() {
    let book = open("formulas.xlsx");
    let rows: Vec<_> = book.rows(0).unwrap().map(Result::unwrap).collect();
    let first: Vec<_> = rows[0].cells.iter().map(|c| (c.text.as_str(), &c.nature)).collect();
    let formula = &Nature::Formula;
    let expected =
        [("2", formula), ("ab", formula), ("2018-10-14", formula), ("#DIV/0!", &Nature::Error), ("TRUE", formula)];
    assert_eq!(first, expected);
    assert_eq!(rows[1].cells[0].text, "Upper Bost");
    // A cell at the end of a sheet costs a row, not a sheet.
    assert_eq!((rows.len(), rows[1_048_575].cells.len()), (1_048_576, 16_384));
    assert_eq!(rows[1_048_575].cells[16_383].text, "far");
}

#[test]
fn days_are_counted_from_1904_if_the_workbook_says_so() {
    let book = open("dates_1904.xlsx");
    assert_eq!(shown(&book, 0), "1 AT:\"in line\" BD:\"2018-10-14T10:30\" CD:\"2018-10-14\"\n");
}

#[test]
fn an_xls_is_read_as_it_is_shown() {
    let book = open("old.xls");
    let all = shown(&book, 0);
    let rows: Vec<&str> = all.lines().collect();
    assert_eq!(
        rows[..6].join("\n"),
        r#"1
2 BT:"Район" CT:"Население" DS:"Население"@C2
3 BS:"Район"@B2 CT:"мужчины" DT:"женщины"
4 BT:"Алдра" CN:"512.7" DN:"717" ED:"2018-10-14" FN:"00042" GN:"12.5%"
5
6 BB:"TRUE" CF:"" DD:"2018-10-14T10:30" EN:"308.96" FN:"-3""#
    );
    assert_eq!(rows.len(), 306);
    assert_eq!(rows[305], format!("306 AT:\"Text 299 {}\"", "ж".repeat(40)));
    assert!(!book.labels()[0].is_hidden && book.labels()[1].is_hidden);
    assert_eq!(book.labels()[0].sheet.as_deref(), Some("Районы"));
}

#[test]
fn an_ods_is_read_as_it_is_shown() {
    let book = open("office.ods");
    assert_eq!(
        shown(&book, 0),
        r##"1
2
3 BT:"District" CT:"Population" DS:"Population"@C3
4 BS:"District"@B3 CT:"men" DT:"women"
5 BT:"Aldra" CN:"512.70" DN:"717" ED:"2018-10-14" FN:"00042" GN:"12.5%" HF:"1229.7"
6 BT:"same" CT:"same" DE:"#DIV/0!" ED:"2018-10-14T10:30" FB:"TRUE"
7 BT:"same" CT:"same" DE:"#DIV/0!" ED:"2018-10-14T10:30" FB:"TRUE"
"##
    );
    assert!(book.labels()[1].is_hidden && !book.labels()[0].is_hidden);
}

/// A part of an archive: its name, its content, and the size that the directory declares.
struct Part<'a>(&'a str, Vec<u8>, Option<u32>);

fn zip(parts: &[Part<'_>]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for Part(name, content, declared) in parts {
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(content).unwrap();
        let packed = packer.finish().unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let at = u32::try_from(file.len()).unwrap();
        let mut common = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
        common.extend(crc.sum().to_le_bytes());
        common.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
        common.extend(declared.unwrap_or(u32::try_from(content.len()).unwrap()).to_le_bytes());
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        file.extend(b"PK\x03\x04".iter().chain(&common).copied().chain(name.bytes()));
        file.extend(packed);
        directory.extend(b"PK\x01\x02\x14\x00".iter().chain(&common));
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.bytes());
    }
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    let at = u32::try_from(file.len()).unwrap().to_le_bytes();
    let size = u32::try_from(directory.len()).unwrap().to_le_bytes();
    file.extend(directory);
    file.extend(b"PK\x05\x06\0\0\0\0".iter().chain(&count).chain(&count).chain(&size).chain(&at));
    file.extend([0, 0]);
    file
}

/// A workbook of one sheet.
fn xlsx(sheet: &str) -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationships><Relationship Id=\"{id}\" Type=\"x/{kind}\" Target=\"{target}\"/></Relationships>")
            .into_bytes()
    };
    zip(&[
        Part("[Content_Types].xml", b"<Types/>".to_vec(), None),
        Part("_rels/.rels", relation("a", "officeDocument", "xl/workbook.xml"), None),
        Part("xl/workbook.xml", b"<workbook><sheets><sheet name=\"S\" r:id=\"b\"/></sheets></workbook>".to_vec(), None),
        Part("xl/_rels/workbook.xml.rels", relation("b", "worksheet", "/xl/sheet.xml"), None),
        Part("xl/sheet.xml", sheet.as_bytes().to_vec(), None),
    ])
}

fn opened(content: &[u8], name: &str) -> Result<Workbook, String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(content).unwrap();
    Workbook::open(file.path(), Path::new(name)).map_err(|problems| {
        let [problem] = problems.as_slice() else { panic!("one problem") };
        format!("{}|{}", problem.value, problem.what)
    })
}

fn refused(content: &[u8]) -> String {
    opened(content, "a.xlsx").unwrap_err()
}

#[test]
fn the_real_type_of_a_file_is_named() {
    assert_eq!(refused(b"<html><table>"), "|this is an HTML page, and no workbook");
    assert_eq!(refused(b"name;area\nA;1"), "|this is a text of delimited values (CSV), and no workbook");
    assert_eq!(
        refused(&zip(&[Part("a.txt", b"a".to_vec(), None)])),
        "|this is a ZIP archive of other files, and no workbook"
    );
    let word = [Part("[Content_Types].xml", vec![], None), Part("word/document.xml", vec![], None)];
    assert_eq!(refused(&zip(&word)), "|this is a Word document (.docx), and no workbook");
    let old = std::fs::read(fixture("old.xls")).unwrap();
    let book = opened(&old, "a.xlsx").unwrap();
    assert_eq!(book.notes()[0].what, "this is an XLS workbook, whatever its name says; it is read as one");
    let book = opened(&old, "a.XLS").unwrap();
    assert_eq!(book.notes().iter().map(|n| n.value.as_str()).collect::<Vec<_>>(), ["Районы!C6"]);
}

#[test]
fn encrypted_workbooks_are_named() {
    let mut file = std::fs::read(fixture("old.xls")).unwrap();
    let utf16 = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let name = utf16("Workbook");
    let at = file.windows(name.len()).position(|w| w == name).unwrap();
    file[at..at + 32].copy_from_slice(&utf16("EncryptedPackage"));
    file[at + 64] = 34;
    assert_eq!(refused(&file), "|this workbook is encrypted: it opens with a password only");
    let manifest = b"<manifest><file-entry><encryption-data/></file-entry></manifest>".to_vec();
    let kind = b"application/vnd.oasis.opendocument.spreadsheet".to_vec();
    let parts = [Part("mimetype", kind, None), Part("META-INF/manifest.xml", manifest, None)];
    assert_eq!(refused(&zip(&parts)), "|this workbook is encrypted: it opens with a password only");
}

#[test]
fn what_a_file_unpacks_to_is_limited() {
    let huge = vec![b' '; 10_000];
    for (declared, said) in
        [(Some(u32::MAX - 1), "unpacks to 4294967294 bytes"), (Some(10), "unpacks to more than the directory")]
    {
        let problem = refused(&zip(&[Part("mimetype", huge.clone(), declared)]));
        assert!(problem.contains(said), "{problem}");
    }
    let long = format!(
        "<worksheet><sheetData><row><c t=\"str\"><v>{}</v></c></row></sheetData></worksheet>",
        "x".repeat(MAX_CELL + 1)
    );
    assert!(refused(&xlsx(&long)).contains("the limit is 1048576"));
}

#[test]
fn entities_are_not_expanded() {
    let sheet = "<worksheet><sheetData><row><c t=\"str\"><v>&c;&amp;</v></c></row></sheetData></worksheet>";
    assert_eq!(shown(&opened(&xlsx(sheet), "a.xlsx").unwrap(), 0), "1 AT:\"&c;&\"\n");
    let declared = format!("<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]>{sheet}");
    assert!(refused(&xlsx(&declared)).contains("DOCTYPE"));
}

#[test]
fn cells_without_places_follow_each_other() {
    let sheet = "<x:worksheet xmlns:x=\"y\"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row><x:row r=\"4\"/>\
        <x:row><x:c r=\"C5\"><x:v>3</x:v></x:c><x:c><x:f>A1</x:f><x:v/></x:c></x:row></x:sheetData></x:worksheet>";
    let book = opened(&xlsx(sheet), "a.xlsx").unwrap();
    assert_eq!(shown(&book, 0), "1 AN:\"1\" BN:\"2\"\n2\n3\n4\n5 CN:\"3\" DF:\"\"\n");
}

#[test]
fn an_empty_text_is_the_value_of_a_formula_and_no_value_is_none() {
    let sheet = r#"<worksheet><sheetData><row r="1">
        <c r="A1"><v>1</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><f>A1</f><v></v></c><c r="D1"><f>A1</f></c>
        <c r="E1" t="str"><f>B1</f></c></row></sheetData></worksheet>"#;
    let book = opened(&xlsx(sheet), "a.xlsx").unwrap();
    assert_eq!(shown(&book, 0), "1 AN:\"1\" CF:\"\" DF:\"\" EF:\"\"\n");
    assert_eq!(book.notes().iter().map(|note| note.value.as_str()).collect::<Vec<_>>(), ["S!C1"]);
}

#[test]
fn what_is_hidden_is_known() {
    let sheet = r#"<worksheet><cols><col min="2" max="3" hidden="1"/><col min="4" max="4"/></cols><sheetData>
        <row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"/><row r="3" hidden="true"/><row hidden="0"/>
        <row r="9" hidden="1"><c r="A9"><v>1</v></c></row></sheetData></worksheet>"#;
    let book = opened(&xlsx(sheet), "a.xlsx").unwrap();
    assert_eq!(*book.hidden(0), Hidden { rows: vec![(2, 3), (9, 9)], columns: vec![(2, 3)] });
    let rows: Vec<usize> = (0..12).filter(|row| book.hidden(0).has_row(*row)).collect();
    assert_eq!(rows, [2, 3, 9]);
    assert!(book.hidden(0).has_column(3) && !book.hidden(0).has_column(4) && !book.hidden(1).has_row(2));
}

#[test]
fn merged_cells_cover_what_is_filled() {
    let sheet = |merged: &str| {
        format!(
            "<worksheet><sheetData><row><c r=\"A1\"><v>1</v></c></row><row><c r=\"B3\"><v>2</v></c></row></sheetData>\
            <mergeCells>{merged}</mergeCells></worksheet>"
        )
    };
    let book = opened(&xlsx(&sheet("<mergeCell ref=\"A1:XFD1048576\"/><mergeCell ref=\"B1:A9\"/>")), "a.xlsx").unwrap();
    assert_eq!(shown(&book, 0), "1 AN:\"1\" BS:\"1\"@A1\n2 AS:\"1\"@A1 BS:\"1\"@A1\n3 AS:\"1\"@A1 BS:\"1\"@A1\n");
    let book = opened(&xlsx(&sheet("<mergeCell ref=\"A2:B3\"/>")), "a.xlsx").unwrap();
    assert_eq!(shown(&book, 0), "1 AN:\"1\"\n");
    let far = sheet("<mergeCell ref=\"A1:XFD1048576\"/>").replace("B3", "XFD1048576").replace("<row>", "<row r=\"1\">");
    assert!(refused(&xlsx(&far)).contains("merged cells cover more than"));
}

#[test]
fn broken_values_are_named_with_their_cells() {
    let sheet = |cell: &str| xlsx(&format!("<worksheet><sheetData><row>{cell}</row></sheetData></worksheet>"));
    for (cell, said) in [
        ("<c r=\"B2\" t=\"s\"><v>7</v></c>", "S!B2|the workbook has no text for this cell"),
        ("<c r=\"B2\"><v>x</v></c>", "S!B2|\"x\" is no number"),
        ("<c r=\"B2\"><v>1e999</v></c>", "S!B2|\"1e999\" is no number"),
        (
            "<c r=\"ZZZZ1\"><v>1</v></c>",
            "ZZZZ1|a cell of the sheet \"S\" has no place: a sheet has 16384 columns and 1048576 rows",
        ),
        ("<c r=\"A1048577\"><v>1</v></c>", "S, row 1048577, column 1|this cell is outside"),
        ("<c><v>1</c>", "xl/sheet.xml|the XML of this part cannot be read"),
    ] {
        let problem = refused(&sheet(cell));
        assert!(problem.starts_with(said), "{problem}");
    }
}

#[test]
fn a_damaged_file_is_a_problem_and_no_panic() {
    for name in ["districts.xlsx", "old.xls", "office.ods"] {
        let whole = std::fs::read(fixture(name)).unwrap();
        for part in 0..40 {
            let _ = opened(&whole[..whole.len() * part / 40], name).unwrap_err();
        }
        // Bytes are changed here and there, with a fixed seed.
        let mut seed = 7_u64;
        for _ in 0..300 {
            let mut broken = whole.clone();
            for _ in 0..4 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = usize::try_from(seed >> 33).unwrap() % broken.len();
                broken[at] = seed.to_le_bytes()[2];
            }
            if let Ok(book) = opened(&broken, name) {
                for table in 0..book.labels().len() {
                    let _ = book.rows(table).unwrap().count();
                }
            }
        }
    }
}

#[test]
fn twice_the_rows_take_twice_the_time() {
    let of = |rows: usize| {
        let rows = "<row><c><v>1.5</v></c><c t=\"str\"><v>words</v></c></row>".repeat(rows);
        xlsx(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"))
    };
    let (small, large) = (of(20_000), of(80_000));
    let time = |content: &[u8]| {
        let start = std::time::Instant::now();
        let book = opened(content, "a.xlsx").unwrap();
        assert!(book.rows(0).unwrap().count() > 0);
        start.elapsed().as_secs_f64()
    };
    let quickest = |content: &[u8]| (0..3).map(|_| time(content)).fold(f64::MAX, f64::min);
    assert!(quickest(&large) < 12.0 * quickest(&small) + 0.05);
}
