//! A table as it is understood, in words for a person: what each column holds and why, with its first cells and what is
//! wrong with them. Where nobody has said which rows hold the heads, its first rows with their numbers.

use crate::read::grid::column_letters;
use crate::read::mapping::Role;
use crate::read::table::column::{Column, Why, meaning_word};
use crate::read::table::document::{PlannedTable, called};
use crate::read::table::survey::{ColumnCells, Plan};

/// The headings of the overview of columns.
pub const COLUMN_HEADINGS: [&str; 6] = ["column", "head", "holds", "because of", "first cells", "wrong"];
/// The headings of the first rows.
pub const ROW_HEADINGS: [&str; 2] = ["row", "cells"];

/// Maximum number of characters of a cell.
const WIDEST: usize = 40;
/// Number of first rows that are shown of a table without heads.
const FIRST_ROWS: usize = 12;
/// Number of cells of a row that are shown of it.
const FIRST_CELLS: usize = 8;
/// Number of cells that are shown of a column.
const SAMPLE: usize = 3;

/// A table as it is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overview {
    /// Its columns: letters, head, what it holds, why, first cells, what is wrong.
    Columns(Vec<[String; 6]>),
    /// Its first rows, with their numbers.
    Rows(Vec<[String; 2]>),
    /// Nothing to show: its format says what its values are.
    Known,
}

/// What a table is called, how many rows it has, and where its heads are.
pub fn title(table: &PlannedTable<'_>) -> String {
    let plan = &table.plan;
    let rows = plan.heads.rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let heads = match (plan.heads.rows.as_slice(), &table.mapping.columns, &plan.label.columns) {
        _ if is_of_places(plan) => "read as the Linked Places Format says".to_owned(),
        _ if is_unknown(plan) => "which rows hold the heads is to be said".to_owned(),
        (_, Some(said), _) => format!("heads of the mapping, line {}", said.line.number),
        ([], None, Some(_)) => "its heads are the names of members".to_owned(),
        ([], None, None) => "no row of heads".to_owned(),
        ([_], ..) => format!("heads in row {rows}"),
        _ => format!("heads in rows {rows}"),
    };
    let count = match is_unknown(plan) {
        true => String::new(),
        false => format!(" {} rows,", plan.counts.rows),
    };
    format!("{}:{count} {heads}", called(&plan.label))
}

/// What there is to show of a table.
pub fn overview(plan: &Plan) -> Overview {
    if is_of_places(plan) {
        return Overview::Known;
    }
    if is_unknown(plan) {
        let rows = plan.sample.iter().filter(|row| row.cells.iter().any(|cell| !cell.text.is_empty()));
        let shown = rows.take(FIRST_ROWS).map(|row| {
            let cells = row.cells.iter().take(FIRST_CELLS).map(|cell| short(&cell.text)).collect::<Vec<_>>();
            let more = if row.cells.len() > FIRST_CELLS { " | …" } else { "" };
            [row.number.to_string(), cells.join(" | ") + more]
        });
        return Overview::Rows(shown.collect());
    }
    let none = ColumnCells::default();
    let columns = plan.columns.all.iter().enumerate().map(|(at, column)| {
        let first = plan.sample.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.text.as_str());
        let first: Vec<String> = first.filter(|text| !text.is_empty()).take(SAMPLE).map(short).collect();
        let cells = plan.cells.get(at).unwrap_or(&none);
        [
            column_letters(at + 1),
            short(&column.head),
            holds(column),
            why(column),
            first.join(" | "),
            wrong(column, cells),
        ]
    });
    Overview::Columns(columns.collect())
}

/// Whether the format says what the values are, so that nothing was surveyed.
fn is_of_places(plan: &Plan) -> bool {
    plan.columns.all.is_empty() && plan.sample.is_empty() && plan.questions.is_empty() && plan.errors.is_empty()
}

/// Whether it is not known which rows hold the heads.
fn is_unknown(plan: &Plan) -> bool {
    plan.columns.all.is_empty() && !plan.sample.is_empty()
}

/// What a column holds, with what is used of it: a unit in the head of a column that is not read is not.
fn holds(column: &Column) -> String {
    let Some(role) = column.role else { return "–".to_owned() };
    let mut holds = role.name().to_owned();
    let means = column.date_means.filter(|_| !column.is_of_unstated_date()).map(meaning_word);
    let details = match role {
        Role::Figure => [column.measure.as_deref().or(Some(column.head.as_str())), column.unit.as_deref()],
        Role::Area => [column.unit.as_deref(), None],
        Role::Code => [column.scheme.as_deref(), None],
        Role::Parent => [column.kind.as_deref(), None],
        Role::Date => [means.or(Some("(of what is not said)")), None],
        Role::OtherName => [column.language.as_deref().filter(|_| column.why == Why::Head), None],
        _ => [None, None],
    };
    for detail in details.into_iter().flatten().filter(|detail| !detail.is_empty()) {
        holds.push(' ');
        holds.push_str(detail);
    }
    if let Some(date) = &column.date {
        holds.push_str(" @");
        holds.push_str(&date.edtf);
    }
    holds
}

fn why(column: &Column) -> String {
    match &column.why {
        Why::Unknown => "left out: its head says nothing certain".to_owned(),
        Why::Said(line) => format!("mapping, line {}", line.number),
        Why::Head => "its head".to_owned(),
        Why::Tag(tag) => format!("tag {tag}"),
        Why::Format(format) => (*format).to_owned(),
    }
}

fn wrong(column: &Column, cells: &ColumnCells) -> String {
    // Of a column that the mapping speaks of, what may be no value is not asked but wrong.
    let zeros = if column.zero_is_none.is_none() { cells.zeros() } else { 0 };
    let doubtful = if column.is_said() { cells.doubtful() + zeros } else { 0 };
    match cells.bad + doubtful {
        0 => String::new(),
        wrong => format!("{wrong} of {} cannot be read", cells.filled + cells.doubtful()),
    }
}

/// A text on one line.
fn short(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
    match text.char_indices().nth(WIDEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::grid::open::TableFormat;
    use crate::read::source::metadata::Metadata;
    use crate::read::table::columns::Languages;
    use crate::read::table::document::TableDocument;
    use std::fs;

    /// The title and the overview of the only table of a file.
    fn of(name: &str, text: &str, format: TableFormat, mapping: &str) -> (String, Overview) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        let tables = Metadata::parse(mapping).unwrap().tables;
        let document = TableDocument::open(format, &path, &path, &tables, None).unwrap();
        let languages = Languages { source: None, dataset: "en".to_owned() };
        let table = document.plans(&languages, folder.path()).next().unwrap().unwrap();
        (title(&table), overview(&table.plan))
    }

    fn columns(text: &str, mapping: &str) -> Vec<[String; 6]> {
        match of("a.csv", text, TableFormat::Delimited, mapping).1 {
            Overview::Columns(columns) => columns,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_column_shows_what_is_used_of_it() {
        let text = "Name,sown_ha,Area (ha),Population,Date,Note km2\nVale,1,2.5,3,1926,x\n";
        let shown = columns(text, "[[table]]\ndate = \"1990\"\n[table.column]\nF = \"ignore\"\n");
        let holds: Vec<&str> = shown.iter().map(|column| column[2].as_str()).collect();
        assert_eq!(
            holds,
            ["name", "–", "area ha @1990", "figure population @1990", "date (of what is not said)", "ignore"]
        );
        let letters: Vec<&str> = shown.iter().map(|column| column[0].as_str()).collect();
        assert_eq!(letters, ["A", "B", "C", "D", "E", "F"]);
        assert_eq!((shown[5][3].as_str(), shown[1][4].as_str()), ("mapping, line 4", "1"));
    }

    #[test]
    fn what_is_wrong_is_what_the_records_report() {
        let text =
            "Name,Since,Kinds,Area (ha),Held by\nVale,1926; 1930,c; town,0,Upper / Lower\nDale,1927; soon,c,-,Upper\n";
        let mapping = "[[table]]\n[table.column]\nSince = { role = \"date\", split = \";\" }\n\
            Kinds = { role = \"kind\", split = \";\", values = { c = \"county\" } }\n\"Area (ha)\" = \"area\"\n\
            \"Held by\" = { role = \"party\", split = \"/\" }\n";
        let wrong: Vec<String> = columns(text, mapping).into_iter().map(|[.., wrong]| wrong).collect();
        assert_eq!(wrong, ["", "1 of 2 cannot be read", "", "2 of 2 cannot be read", ""]);
    }

    #[test]
    fn heads_are_named_or_to_be_said() {
        let (title, shown) = of("a.csv", "Districts,\n,\nVale,5\nDale,6\n", TableFormat::Delimited, "");
        assert_eq!(title, "table 1: which rows hold the heads is to be said");
        let Overview::Rows(rows) = shown else { panic!("{shown:?}") };
        assert_eq!(rows[0], ["1".to_owned(), "Districts | ".to_owned()]);
        assert_eq!(rows[1], ["3".to_owned(), "Vale | 5".to_owned()]);
        let (title, _) = of("a.json", "[{\"name\": \"Vale\"}]", TableFormat::Json, "");
        assert_eq!(title, "table 1: 1 rows, its heads are the names of members");
        let place = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "@id": "x", "properties": {"title": "Vale"}, "names": [{"toponym": "Vale"}]}]}"#;
        let (title, shown) = of("a.json", place, TableFormat::LinkedPlaces, "");
        assert_eq!(
            (title.as_str(), shown),
            ("/features: 1 rows, read as the Linked Places Format says", Overview::Known)
        );
    }
}
