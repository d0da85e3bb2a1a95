use super::datatype::number::{Number, NumberFormat, Pattern};
use super::*;
use crate::read::mapping::{TableMapping, toml};
use crate::read::source::metadata::Metadata;
use std::path::{Path, PathBuf};

const FILE: &str = r##"{
  "@context": "http://www.w3.org/ns/csvw",
  "dc:title": "Districts", "dc:creator": ["A. Author"], "dc:license": "https://licences.example/free",
  "dc:language": "uk", "dc:issued": "2019-05-01",
  "url": "districts.csv",
  "dialect": { "delimiter": ";", "encoding": "windows-1251", "skipRows": 2, "commentPrefix": "#" },
  "tableSchema": {
    "columns": [
      { "name": "code", "titles": "Code", "required": true },
      { "name": "name", "titles": "Name", "lang": "uk" },
      { "name": "area", "titles": ["Area", "Area (ha)"], "null": ["-", "n/a"],
        "datatype": { "base": "decimal", "format": { "pattern": "#.##0,0", "decimalChar": ",", "groupChar": "." } } },
      { "name": "since", "titles": "Since", "datatype": { "base": "date", "format": "d.M.yyyy" } },
      { "name": "also", "titles": "Also", "separator": ";" }
    ],
    "primaryKey": "code"
  }
}"##;

fn table() -> CsvwTable {
    CsvwFile::parse(FILE).unwrap().tables.remove(0)
}

#[test]
fn a_file_says_how_a_table_is_read() {
    let file = CsvwFile::parse(FILE).unwrap();
    assert!(file.notes.is_empty(), "{:?}", file.notes);
    let metadata = Metadata::of_csvw(&file.about);
    assert_eq!(metadata.title.as_deref(), Some("Districts"));
    assert_eq!(metadata.authors, ["A. Author"]);
    assert_eq!(metadata.published.as_deref(), Some("2019-05-01"));
    let mapping = file.tables[0].mapping(None);
    let delimiter = mapping.dialect.delimiter.unwrap();
    assert_eq!((delimiter.value, delimiter.line.number, delimiter.line.is_csvw), (';', 6, true));
    assert_eq!(mapping.header.unwrap().value, [3]);
    assert_eq!(mapping.comment.unwrap().value, "#");
    assert_eq!(mapping.key[0].value, "Code");
    let area = &mapping.column[2];
    assert_eq!((area.name.as_str(), area.decimal.as_ref().unwrap().value), ("Area", ','));
    assert_eq!(area.null.iter().map(|said| said.value.as_str()).collect::<Vec<_>>(), ["-", "n/a"]);
    assert_eq!(area.role, None);
    assert_eq!(mapping.column[3].format.as_ref().unwrap().value, "dmy");
    assert_eq!(mapping.column[1].lang.as_ref().unwrap().line.number, 10);
}

#[test]
fn cells_are_checked_and_brought_into_one_form() {
    let schema = table().schema;
    let read = |column, text| schema.cell(column, text).map(|value| value.values);
    assert_eq!(read(0, "007"), Ok(vec!["007".to_owned()]));
    assert!(read(0, "").unwrap_err().contains("required"));
    assert_eq!(read(2, "1.234,5"), Ok(vec!["1234.5".to_owned()]));
    assert_eq!(read(2, "n/a"), Ok(Vec::new()));
    assert!(read(2, "1234,5").is_err());
    assert!(read(2, "1,234.5").is_err());
    assert_eq!(read(3, "1.5.2019"), Ok(vec!["2019-05-01".to_owned()]));
    assert!(read(3, "31.2.2019").is_err());
    assert_eq!(read(4, "a;b"), Ok(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(read(9, "more"), Ok(vec!["more".to_owned()]));
}

#[test]
fn heads_and_keys_are_checked() {
    let schema = table().schema;
    let heads = |heads: &[&str]| schema.check_header(&heads.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>());
    assert!(heads(&["Code", "Name", "Area (ha)", "Since", "Also"]).is_empty());
    assert_eq!(heads(&["Code", "Name", "Area (km2)", "Since", "Also"])[0].at.unwrap().line, 11);
    assert_eq!(heads(&["Code", "Name"]).len(), 1);
    let mut keys = KeyIndex::default();
    let row = |code: &str| vec![schema.cell(0, code).unwrap()];
    assert_eq!(keys.add(&schema, &row("1")), Ok(()));
    assert_eq!(keys.add(&schema, &row("2")), Ok(()));
    assert_eq!(keys.add(&schema, &row("1")), Err("1".to_owned()));
}

/// Errors have the line of the JSON text.
#[test]
fn errors_are_located() {
    for (text, line, what) in [
        ("{\n \"url\": \"a.csv\",\n}", 3, "no JSON"),
        ("{\"@context\": \"http://www.w3.org/ns/csvw\",\n \"url\": 1}", 2, "`url`"),
        ("{\"@context\": \"http://schema.org\",\n \"url\": \"a.csv\"}", 1, "@context"),
        (
            "{\"@context\": \"http://www.w3.org/ns/csvw\", \"url\": \"a\", \"tableSchema\":\n\"schema.json\"}",
            2,
            "another file",
        ),
        ("[]", 1, "an object"),
    ] {
        let problems = CsvwFile::parse(text).unwrap_err();
        assert_eq!(problems[0].at.unwrap().line, line, "{text}");
        assert!(problems[0].what.contains(what), "{problems:?}");
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(CsvwFile::parse(&deep).is_err());
}

#[test]
fn number_patterns() {
    let read = |pattern: &str, text: &str| {
        let format = NumberFormat { pattern: Pattern::parse(pattern, '.', ','), ..NumberFormat::default() };
        format.read(text).ok().map(|number| match number {
            Number::Decimal(decimal) => decimal.to_string(),
            other => format!("{other:?}"),
        })
    };
    assert_eq!(read("#,##0.00", "1,234.50").as_deref(), Some("1234.5"));
    assert_eq!(read("#,##0.00", "1234.50"), None);
    assert_eq!(read("#,##0.00", "1,234.5"), None);
    assert_eq!(read("0%", "-5%").as_deref(), Some("-0.05"));
    for wrong in ["[", "", "0#", "#0.#0", ",0", "0,", "E0", "0E"] {
        assert_eq!(Pattern::parse(wrong, '.', ','), None, "{wrong}");
    }
}

/// The TOML file is followed, and the notes are about its lines.
#[test]
fn the_toml_file_is_followed() {
    let text = "[[table]]\ndelimiter = \",\"\nlang = \"en\"\n[table.column]\n\"Area\" = { role = \"area\", unit = \"ha\", decimal = \".\" }\n";
    let mut mapping = toml::tables(text).unwrap().remove(0);
    let notes = merge(&mut mapping, table().mapping(None));
    let lines: Vec<_> = notes.iter().map(|note| (note.at.unwrap().line, note.what.clone())).collect();
    assert_eq!(lines.iter().map(|l| l.0).collect::<Vec<_>>(), [2, 3, 5], "{lines:?}");
    assert!(lines[0].1.starts_with("`delimiter` differs from the CSVW file, line 6: \"dialect\""), "{lines:?}");
    assert_eq!(mapping.dialect.delimiter.unwrap().value, ',');
    assert_eq!(mapping.dialect.encoding.unwrap().value, "windows-1251");
    assert_eq!(mapping.column[0].decimal.as_ref().unwrap().value, '.');
    assert_eq!(mapping.column[0].null.len(), 2);
    let names: Vec<_> = mapping.column.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["Area", "Since", "Also"]);
    let mut alone = TableMapping::default();
    assert!(merge(&mut alone, table().mapping(None)).is_empty());
    assert!(alone.line.is_csvw);
}

#[test]
fn the_file_beside_a_csv_file() {
    let folder: Vec<PathBuf> = ["s/a.csv", "s/a.csv-metadata.json", "s/csv-metadata.json", "s/z-metadata.json"]
        .iter()
        .map(PathBuf::from)
        .collect();
    let text = |url: &str| format!("{{\"@context\": \"http://www.w3.org/ns/csvw\", \"url\": \"{url}\"}}");
    let found = |own: &str, common: &str, other: &str| {
        let mut read = |path: &Path| {
            Some(match path.file_name().unwrap().to_str().unwrap() {
                "a.csv-metadata.json" => text(own),
                "csv-metadata.json" => text(common),
                _ => text(other),
            })
        };
        let (found, notes) = beside(Path::new("s/a.csv"), &folder, &mut read).unwrap();
        (found.map(|found| found.path.to_string_lossy().into_owned()), notes.len())
    };
    assert_eq!(found("a.csv", "", ""), (Some("s/a.csv-metadata.json".to_owned()), 0));
    assert_eq!(found("https://data.example/t/a.csv", "", ""), (Some("s/a.csv-metadata.json".to_owned()), 0));
    assert_eq!(found("b.csv", "./x/../a.csv", ""), (Some("s/csv-metadata.json".to_owned()), 1));
    assert_eq!(found("b.csv", "b.csv", "a.csv"), (Some("s/z-metadata.json".to_owned()), 2));
    assert_eq!(found("b.csv", "b.csv", "b.csv"), (None, 2));
}
