use super::*;
use crate::read::mapping::{GroupRule, Role, RowRule, RowWords};
use std::time::Instant;

const MAPPING: &str = r#"title = "Districts"

[[table]]
sheet = "Land*"
header = [4, 5]
until = "Notes*"
skip = ["Total*", 7, { column = "Code", is = ["x", ""] },
        { filled = 1 }]
group = [{ rows = ["* economic region"], column = "B", keep = true }, "single"]
key = "code"
others = "ignore"
null = "-"
quote = false
delimiter = ";"
  [table.column]
Name = "name"   # its name
"Area (ha)" = { role = "area", unit = "ha", kind = "whole" }
C = { role = "figure", measure = "population", unit = "persons", null = ["-", -1], zero = "none" }
"{date}" = { role = "figure", measure = "land in use", unit = "ha" }
  [table.column.Type]
role = "kind"
values = { 1 = "county", "2" = "town" }

[[table]]
number = 3
ignore = true
"#;

fn reported(text: &str) -> Vec<(usize, usize, String, String)> {
    let problems = tables(text).unwrap_err();
    problems
        .into_iter()
        .map(|p| (p.at.unwrap().line, p.at.unwrap().column, p.value, format!("{}; {}", p.what, p.help)))
        .collect()
}

#[test]
fn a_mapping_is_read_with_its_lines() {
    let tables = tables(MAPPING).unwrap();
    assert_eq!(tables.len(), 2);
    let table = &tables[0];
    assert_eq!((table.line.number, table.line.words.as_str()), (3, "[[table]]"));
    let sheet = table.sheet.as_ref().unwrap();
    assert_eq!((sheet.value.as_str(), sheet.line.number, sheet.line.column), ("Land*", 4, 9));
    assert_eq!(sheet.line.words, "sheet = \"Land*\"");
    assert!(!sheet.line.is_csvw);
    assert_eq!(table.header.as_ref().unwrap().value, [4, 5]);
    assert_eq!(table.until.as_ref().unwrap().value, RowWords::Words("Notes*".to_owned()));
    let skip: Vec<_> = table.skip.iter().map(|rule| (rule.line.number, rule.value.clone())).collect();
    let cell = RowRule::Cell { column: "Code".to_owned(), is: vec!["x".to_owned(), String::new()] };
    let words = RowRule::Words("Total*".to_owned());
    assert_eq!(skip, [(7, words), (7, RowRule::Number(7)), (7, cell), (8, RowRule::Filled(1))]);
    let group = |words: &str| RowRule::Words(words.to_owned());
    let groups: Vec<_> = table.group.iter().map(|said| said.value.clone()).collect();
    let first = GroupRule { rows: vec![group("* economic region")], column: Some("B".to_owned()), keep: true };
    assert_eq!(groups, [first, GroupRule { rows: vec![RowRule::Filled(1)], column: None, keep: false }]);
    assert_eq!(table.key[0].value, "code");
    assert!(table.ignores_others.as_ref().unwrap().value);
    assert_eq!(table.dialect.quote.as_ref().unwrap().value, None);
    assert_eq!(table.dialect.delimiter.as_ref().unwrap().value, ';');
    let columns: Vec<_> =
        table.column.iter().map(|c| (c.name.as_str(), c.line.number, c.role.as_ref().unwrap().value)).collect();
    assert_eq!(
        columns,
        [
            ("Name", 16, Role::Name),
            ("Area (ha)", 17, Role::Area),
            ("C", 18, Role::Figure),
            ("{date}", 19, Role::Figure),
            ("Type", 20, Role::Kind)
        ]
    );
    assert_eq!(table.column[2].null.iter().map(|s| s.value.as_str()).collect::<Vec<_>>(), ["-", "-1"]);
    assert_eq!(table.column[4].values["1"].value, "county");
    assert!(tables[1].ignore.as_ref().unwrap().value);
}

/// Each way in which a mapping can be wrong: what is reported, and where.
#[test]
fn what_is_wrong_is_reported_where_it_stands() {
    for (text, line, column, value, message) in [
        ("[table]\nheader = 1", 1, 1, "[table]", "not a list of tables"),
        ("[[table]]\nheadr = 1", 2, 1, "headr", "did you mean `header`?"),
        ("[[table]]\nfill_down = \"A\"", 2, 1, "fill_down", "did you mean `fill-down`?"),
        ("[[table]]\nheader = 0", 2, 10, "0", "write header = 1"),
        ("[[table]]\nheader = [5, 4]", 2, 10, "[5, 4]", "not in order"),
        ("[[table]]\nheader = true", 2, 10, "true", "header = false if there are no heads"),
        ("[[table]]\nheader = 4\nfirst = 4", 3, 9, "4", "the heads end in row 4"),
        ("[[table]]\nfirst = 9\nuntil = 9", 3, 9, "9", "the data begins in row 9"),
        ("[[table]]\nuntil = \"*\"", 2, 9, "*", "is for everything"),
        ("[[table]]\nskip = [{ column = \"A\" }]", 2, 9, "{ column = \"A\" }", "chooses no rows"),
        ("[[table]]\nskip = [{ colum = \"A\", is = \"x\" }]", 2, 11, "colum", "did you mean `column`?"),
        ("[[table]]\ngroup = \"double\"", 2, 9, "double", "`group` cannot be this"),
        ("[[table]]\ngroup = { keep = true }", 2, 9, "{ keep = true }", "has no `rows`"),
        ("[[table]]\nkey = [\"a\", \"a\"]", 2, 13, "a", "has this twice"),
        ("[[table]]\ncolumns = \"Name\"", 2, 11, "Name", "`columns` cannot be this"),
        ("[[table]]\ndate = \"May 1992\"", 2, 8, "May 1992", "invalid `date`"),
        ("[[table]]\nlang = \"english language\"", 2, 8, "english language", "invalid `lang`"),
        ("[[table]]\ndecimal = \",,\"", 2, 11, ",,", "invalid `decimal`"),
        ("[[table]]\ndelimiter = \"a\"", 2, 13, "a", "invalid `delimiter`"),
        ("[[table]]\nencoding = \"cp-99\"", 2, 12, "cp-99", "invalid `encoding`"),
        ("[[table]]\nmember = \"/a~b\"", 2, 10, "/a~b", "invalid `member`"),
        ("[[table]]\nothers = \"keep\"", 2, 10, "keep", "write one of ignore"),
        ("[[table]]\nignore = true\nheader = 1", 2, 10, "", "ignored and read"),
        ("[[table]]\nsheet = 3", 2, 9, "3", "write sheet = \"…\""),
        ("[[table]]\nunit = \" \"", 2, 8, " ", "`unit` is empty"),
        ("[[table]]\nnumber = 1\n[[table]]\nnumber = 1", 3, 1, "", "same table as that of line 1"),
        ("[[table]]\n[table.column]\nA = \"nmae\"", 3, 5, "nmae", "did you mean \"name\"?"),
        ("[[table]]\n[table.column]\nA = { rol = \"name\" }", 3, 7, "rol", "did you mean `role`?"),
        ("[[table]]\n[table.column]\nA = 3", 3, 5, "3", "a column cannot be this"),
        ("[[table]]\n[table.column]\nA = { script = \"latin\" }", 3, 16, "latin", "invalid `script`"),
        ("[[table]]\n[table.column]\nA = { calendar = \"juilan\" }", 3, 18, "juilan", "did you mean \"julian\"?"),
        ("[[table]]\n[table.column]\nA = { zero = \"null\" }", 3, 14, "null", "write one of none, value"),
        ("[[table]]\n[table.column]\nA = { date-means = \"founded\" }", 3, 20, "founded", "invalid `date-means`"),
        (
            "[[table]]\n[table.column]\nA = { role = \"name\", unit = \"ha\" }",
            3,
            29,
            "unit",
            "says nothing of a column",
        ),
        (
            "[[table]]\n[table.column]\nA = { role = \"area\", kind = \"half\" }",
            3,
            29,
            "half",
            "invalid `kind` of an area",
        ),
        ("[[table]]\n[table.column]\nA = \"latitude\"\nB = \"latitude\"", 4, 5, "latitude", "`A` has this role too"),
        ("[[table]]\n[table.column]\n\"{date} {x}\" = \"figure\"", 3, 1, "{date} {x}", "invalid pattern"),
        ("[[table]]\n[table.column]\nA = { values = [\"a\"] }", 3, 16, "[\"a\"]", "`values` cannot be this"),
        ("[[table]]\n[table.column]\nA = { year = 0 }", 3, 14, "0", "write year = 1991"),
        ("[[table]]\n[table.column]\nA = { split = \"\" }", 3, 15, "", "invalid `split`"),
    ] {
        let found = reported(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let (at_line, at_column, words, what) = &found[0];
        assert_eq!((*at_line, *at_column, words.as_str()), (line, column, value), "{text}: {found:?}");
        assert!(what.contains(message), "{text}: {what}");
    }
}

#[test]
fn all_errors_are_reported_in_the_order_of_the_file() {
    let found = reported("[[table]]\nheadr = 1\nlang = \"x y\"\n[[table]]\nnumber = 0\n");
    assert_eq!(found.iter().map(|f| f.0).collect::<Vec<_>>(), [2, 3, 5]);
}

#[test]
fn twice_the_columns_take_twice_the_time() {
    let time = |columns: usize| {
        let text: String =
            (0..columns).map(|n| format!("\"Column {n}\" = {{ role = \"name\", lang = \"en\" }}\n")).collect();
        let text = format!("[[table]]\n[table.column]\n{text}");
        let begun = Instant::now();
        assert_eq!(tables(&text).unwrap()[0].column.len(), columns);
        begun.elapsed().as_secs_f64()
    };
    time(1000);
    let (one, two) = (time(4000), time(8000));
    assert!(two < one * 4.0 + 0.05, "{one} {two}");
}
