//! What the values of several keys say together: keys that contradict each other or say nothing.

use super::column::DATE;
use super::values::Reader;
use crate::read::mapping::{ColumnMapping, MappingLine, Role, RowWords, Said, TableMapping};
use std::collections::BTreeMap;

const CONTRADICTION: &str = "the keys of a table do not contradict each other";
/// Roles that one column of a table has.
const ONCE: &[Role] = &[Role::Latitude, Role::Longitude, Role::Point, Role::From, Role::To, Role::AsOf];
/// Roles whose values are dates.
const DATES: &[Role] = &[Role::Date, Role::From, Role::To, Role::AsOf];

/// What is wrong within an entry.
pub(super) fn within(table: &TableMapping, reader: &mut Reader<'_>) {
    if let Some(ignore) = table.ignore.as_ref().filter(|said| said.value) {
        let is_read = TableMapping {
            line: table.line.clone(),
            sheet: table.sheet.clone(),
            heading: table.heading.clone(),
            member: table.member.clone(),
            number: table.number.clone(),
            ignore: table.ignore.clone(),
            ..TableMapping::default()
        } != *table;
        if is_read {
            let help = "remove `ignore`, or the keys that say how the table is read";
            reader.report(&ignore.line, String::new(), "this table is ignored and read", CONTRADICTION, help);
        }
    }
    let last_head = table.header.as_ref().and_then(|said| said.value.last().copied()).unwrap_or_default();
    if let Some(first) = table.first.as_ref().filter(|first| first.value <= last_head) {
        let what = format!("the data begins in row {}, the heads end in row {last_head}", first.value);
        reader.report(&first.line, first.value.to_string(), what, CONTRADICTION, "correct `first` or `header`");
    }
    let first = table.first.as_ref().map_or(last_head + 1, |first| first.value);
    if let Some(Said { value: RowWords::Number(until), line }) = &table.until
        && *until <= first
    {
        let what = format!("`until` is row {until}, the data begins in row {first}");
        let help = "`until` is the row after the last row of data";
        reader.report(line, until.to_string(), what, CONTRADICTION, help);
    }
    if let (Some(delimiter), Some(quote)) = (&table.dialect.delimiter, &table.dialect.quote)
        && quote.value == Some(delimiter.value)
    {
        let what = "`quote` and `delimiter` are the same";
        reader.report(&quote.line, delimiter.value.to_string(), what, CONTRADICTION, "correct one of them");
    }
    let mut seen: BTreeMap<Role, &str> = BTreeMap::new();
    for column in &table.column {
        self::column(column, reader);
        let Some(role) = column.role.as_ref().filter(|role| ONCE.contains(&role.value)) else { continue };
        if let Some(other) = seen.insert(role.value, &column.name) {
            let what = format!("`{other}` has this role too");
            let rule = "a table has one column with this role";
            reader.report(
                &role.line,
                role.value.name().to_owned(),
                what,
                rule,
                "give one of them another role, or \"ignore\"",
            );
        }
    }
}

/// Keys of a column that say nothing because of its role.
fn column(column: &ColumnMapping, reader: &mut Reader<'_>) {
    let Some(role) = column.role.as_ref().map(|said| said.value) else { return };
    let has_date = DATES.contains(&role) || column.name.contains(DATE);
    let is_number = matches!(role, Role::Figure | Role::Area | Role::Latitude | Role::Longitude | Role::Point);
    let mut check = |key: &str, line: Option<&MappingLine>, fits: bool, roles: &str| {
        let Some(line) = line.filter(|_| !fits) else { return };
        let what = format!("`{key}` says nothing of a column with the role \"{}\"", role.name());
        let help = format!("remove it; `{key}` is for {roles}");
        reader.report(line, key.to_owned(), what, "each key of a column is for some roles", help);
    };
    check("measure", line(column.measure.as_ref()), role == Role::Figure, "figures");
    check("unit", line(column.unit.as_ref()), matches!(role, Role::Figure | Role::Area), "figures and areas");
    check("scheme", line(column.scheme.as_ref()), matches!(role, Role::Code | Role::ParentCode), "codes");
    check("order", line(column.order.as_ref()), role == Role::Point, "points");
    check("date-means", line(column.date_means.as_ref()), role == Role::Date, "dates");
    check("calendar", line(column.calendar.as_ref()), has_date, "dates");
    check("format", line(column.format.as_ref()), has_date, "dates");
    check("year", line(column.year.as_ref()), has_date, "dates");
    check("decimal", line(column.decimal.as_ref()), is_number, "numbers");
    let has_zero = is_number || has_date || role == Role::Outline;
    check("zero", line(column.zero_is_none.as_ref()), has_zero, "numbers and points");
    if let Some(kind) = column.kind.as_ref().filter(|_| role == Role::Area)
        && !["whole", "controlled"].contains(&kind.value.as_str())
    {
        let help = "write \"whole\" or \"controlled\"";
        let what = "invalid `kind` of an area";
        reader.report(
            &kind.line,
            kind.value.clone(),
            what,
            "an area is of the whole unit or of what is controlled",
            help,
        );
    }
}

fn line<T>(said: Option<&Said<T>>) -> Option<&MappingLine> {
    said.map(|said| &said.line)
}

/// What is wrong among entries: two for the same table.
pub(super) fn among(tables: &[TableMapping], reader: &mut Reader<'_>) {
    let mut seen = BTreeMap::new();
    for table in tables {
        let text = |said: &Option<Said<String>>| said.as_ref().map(|said| said.value.clone());
        let number = table.number.as_ref().map(|said| said.value);
        let place = (text(&table.sheet), text(&table.heading), text(&table.member), number);
        if let Some(other) = seen.insert(place, table.line.number) {
            let what = format!("this entry is for the same table as that of line {other}");
            let help = "say in each which table it is for: `sheet`, `heading`, `member` or `number`";
            reader.report(&table.line, String::new(), what, "a table has one entry", help);
        }
    }
}
