use super::*;
use crate::read::mapping::{ColumnMapping, DialectMapping, TableMapping};
use crate::read::source::metadata::{DocumentKind, Metadata};
use std::collections::BTreeSet;

/// The keys of a table and whether each says something. A new field must be added here, and so to the reference.
fn of_table(table: &TableMapping) -> Vec<(&'static str, bool)> {
    let TableMapping {
        line: _,
        sheet,
        heading,
        member,
        number,
        ignore,
        header,
        columns,
        first,
        until,
        comment,
        skip,
        group,
        fill_down,
        level,
        key,
        column,
        ignores_others,
        date,
        parent,
        kind,
        unit,
        source,
        lang,
        decimal,
        null,
        dialect,
    } = table;
    // The last two only a CSVW file says.
    let DialectMapping { delimiter, quote, encoding, escape: _, skip_columns: _ } = dialect;
    vec![
        ("sheet", sheet.is_some()),
        ("heading", heading.is_some()),
        ("member", member.is_some()),
        ("number", number.is_some()),
        ("ignore", ignore.is_some()),
        ("header", header.is_some()),
        ("columns", columns.is_some()),
        ("first", first.is_some()),
        ("until", until.is_some()),
        ("comment", comment.is_some()),
        ("skip", !skip.is_empty()),
        ("group", !group.is_empty()),
        ("fill-down", !fill_down.is_empty()),
        ("level", !level.is_empty()),
        ("key", !key.is_empty()),
        ("column", !column.is_empty()),
        ("others", ignores_others.is_some()),
        ("date", date.is_some()),
        ("parent", parent.is_some()),
        ("kind", kind.is_some()),
        ("unit", unit.is_some()),
        ("source", source.is_some()),
        ("lang", lang.is_some()),
        ("decimal", decimal.is_some()),
        ("null", !null.is_empty()),
        ("delimiter", delimiter.is_some()),
        ("quote", quote.is_some()),
        ("encoding", encoding.is_some()),
    ]
}

/// The keys of a column and whether each says something.
fn of_column(column: &ColumnMapping) -> Vec<(&'static str, bool)> {
    let ColumnMapping {
        name: _,
        line: _,
        role,
        unit,
        measure,
        kind,
        lang,
        script,
        scheme,
        split,
        decimal,
        null,
        zero_is_none,
        calendar,
        format,
        year,
        order,
        values,
        date_means,
        date,
    } = column;
    vec![
        ("role", role.is_some()),
        ("unit", unit.is_some()),
        ("measure", measure.is_some()),
        ("kind", kind.is_some()),
        ("lang", lang.is_some()),
        ("script", script.is_some()),
        ("scheme", scheme.is_some()),
        ("split", split.is_some()),
        ("decimal", decimal.is_some()),
        ("null", !null.is_empty()),
        ("zero", zero_is_none.is_some()),
        ("calendar", calendar.is_some()),
        ("format", format.is_some()),
        ("year", year.is_some()),
        ("order", order.is_some()),
        ("values", !values.is_empty()),
        ("date-means", date_means.is_some()),
        ("date", date.is_some()),
    ]
}

/// The keys of a file and whether each says something.
fn of_file(metadata: &Metadata) -> Vec<(&'static str, bool)> {
    let Metadata {
        title,
        authors,
        publisher,
        publisher_url,
        url,
        published,
        retrieved,
        language,
        licence,
        redistribute,
        derived_from,
        kind,
        number_format,
        date_means,
        jsonl,
        tables,
    } = metadata;
    vec![
        ("title", title.is_some()),
        ("authors", !authors.is_empty()),
        ("publisher", publisher.is_some()),
        ("publisher-url", publisher_url.is_some()),
        ("url", url.is_some()),
        ("published", published.is_some()),
        ("retrieved", retrieved.is_some()),
        ("language", language.is_some()),
        ("licence", licence.is_some()),
        ("redistribute", redistribute.is_some()),
        ("derived-from", !derived_from.is_empty()),
        ("kind", *kind != DocumentKind::Auto),
        ("date-means", date_means.is_some()),
        ("number-format", number_format.is_some()),
        ("jsonl", jsonl.is_some()),
        ("table", !tables.is_empty()),
    ]
}

/// Each example is read without an error, and says something by its key.
#[test]
fn each_example_runs() {
    for key in keys() {
        let metadata = Metadata::parse(key.example).unwrap_or_else(|e| panic!("{}: {e:?}", key.name));
        let said: Vec<_> = match key.table {
            KeyTable::Metadata => of_file(&metadata),
            KeyTable::Table => metadata.tables.iter().flat_map(of_table).collect(),
            KeyTable::Column => metadata.tables.iter().flat_map(|t| &t.column).flat_map(of_column).collect(),
        };
        assert!(said.contains(&(key.name, true)), "{}: {said:?}", key.name);
    }
}

/// The reference has each field once, and nothing else.
#[test]
fn each_field_is_in_the_reference() {
    let fields = |keys: Vec<(&'static str, bool)>| keys.into_iter().map(|(key, _)| key).collect::<Vec<_>>();
    for (table, fields) in [
        (KeyTable::Table, fields(of_table(&TableMapping::default()))),
        (KeyTable::Column, fields(of_column(&ColumnMapping::default()))),
        (KeyTable::Metadata, fields(of_file(&Metadata::default()))),
    ] {
        assert_eq!(names(table), fields);
        assert_eq!(fields.iter().collect::<BTreeSet<_>>().len(), fields.len());
    }
}

#[test]
fn the_reference_as_markdown() {
    let text = markdown();
    assert!(text.starts_with("## Keys of the file\n\n### `title`\n\nText: the title of the document.\n\n```toml\n"));
    for key in keys() {
        assert!(text.contains(key.example), "{}", key.name);
    }
    assert_eq!(text.matches("\n### ").count(), keys().count());
}
