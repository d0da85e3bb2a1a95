use super::*;
use std::time::{Duration, Instant};

fn tables(markup: &str) -> PageTables {
    PageTables::new(markup).expect("tables")
}

/// The rows of all tables as lines. `!` is before heads, brackets are around what spans.
fn shown(markup: &str) -> String {
    let tables = tables(markup);
    let mut shown = String::new();
    for (n, label) in tables.labels().iter().enumerate() {
        let words = |cell: &Option<Cell>| cell.as_ref().map(|c| c.text.clone()).unwrap_or_default();
        shown += &format!("[{}/{}]", words(&label.heading), words(&label.caption));
        for row in tables.rows(n).expect("rows") {
            let Row { line, cells, .. } = match row {
                Ok(row) => row,
                Err(wrong) => {
                    shown += &format!(" {}", wrong.problem.what);
                    continue;
                }
            };
            for cell in cells.iter().filter(|c| c.nature != Nature::Spanned) {
                assert_eq!(tables.cell(&cell.place).as_ref(), Some(cell), "{markup}");
            }
            let cells: Vec<String> = cells
                .iter()
                .map(|cell| match cell.nature {
                    Nature::Head => format!("!{}", cell.text),
                    Nature::Spanned => format!("({})", cell.text),
                    _ => cell.text.clone(),
                })
                .collect();
            shown += &format!(" {line}:{}", cells.join("|"));
        }
        shown += "; ";
    }
    shown
}

#[test]
fn a_table_with_heads_caption_and_heading() {
    let markup = "<html><body><h1>A page</h1>\n<h2>Alpha <i>district</i></h2>\n<table>\n<caption>Towns</caption>\n\
                  <thead><tr><th rowspan=2>Name<td colspan=2>Area</tr>\n<tr><th>1990<th>2000</tr></thead>\n\
                  <tbody><tr><th>Beta<td>1<td rowspan=9>2</tr>\n<tr><td><p>Gamma</p><p>city</p><td>3<br>4</tr></tbody>\n\
                  <tbody><tr><td>D<td>5</tr></tbody></table>";
    assert_eq!(
        shown(markup),
        "[Alpha district/Towns] 5:!Name|!Area|(Area) 6:(Name)|!1990|!2000 7:!Beta|1|2 8:Gamma city|3 4|(2) 9:D|5; "
    );
    let tables = tables(markup);
    let caption = tables.labels()[0].caption.clone().expect("a caption");
    assert_eq!(caption.place, CellPlace::Page { table: 1, row: 0, column: 1 });
    assert_eq!(tables.cell(&caption.place), Some(caption));
    // A place that spans is the one of the cell that spans it.
    let row = tables.rows(0).expect("rows").nth(1).expect("a row").expect("a row");
    assert_eq!(row.cells[0].place, CellPlace::Page { table: 1, row: 1, column: 1 });
    assert_eq!(tables.cell(&CellPlace::Page { table: 1, row: 2, column: 1 }), None);
    assert_eq!(tables.cell(&CellPlace::Page { table: 0, row: 1, column: 1 }), None);
}

#[test]
fn what_a_page_does_not_show_is_no_word() {
    for (cell, words) in [
        ("<span style='display:none'>001</span>1", "1"),
        ("<span class=sortkey>001</span>1", "1"),
        ("<b hidden>x</b>1<script>y</script><style>z</style>", "1"),
        ("250 km<sup>2</sup>", "250 km²"),
        ("250 km<sup>2</sup><sup class=reference><a href=#c>[1]</a></sup>", "250 km²"),
        ("250<sup>[a]</sup> ha", "250 ha"),
        ("250 km<sup class=reference>2</sup>", "250 km"),
        ("10<sup>6</sup>", "10⁶"),
        ("<del>old</del> new&nbsp;one", "new one"),
        ("<img alt='Flag of A' src=x>", "Flag of A"),
        ("<img alt='Flag of A' src=x> A", "A"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
    ] {
        assert_eq!(shown(&format!("<table><tr><td>{cell}</table>")), format!("[/] 1:{words}; "), "{cell}");
    }
}

#[test]
fn layouts_are_no_tables() {
    let markup = "<table><tr><td>menu<td><table><tr><td>a</table></table>\n\
                  <table role=presentation><tr><td>x</table><table></table><table><tr><td>b</table>";
    assert_eq!(shown(markup), "[/] 1:a; [/] 2:b; ");
}

#[test]
fn cells_that_overlap_are_reported() {
    let markup = "<table><tr><td>a<td rowspan=2>b<tr><td colspan=2>c</table>";
    assert_eq!(shown(markup), "[/] 1:a|b a cell that spans columns meets one from a row above; ");
}

#[test]
fn hostile_pages_are_refused_or_read_in_time() {
    let excess = PageTables::new(&"<div>".repeat(10_000)).expect_err("too deep");
    assert_eq!(excess[0].what, "elements nest too deep here");
    let many = PageTables::new(&"<table><tr><td>a</table>".repeat(1_001)).expect_err("too many");
    assert_eq!(many[0].rule, "a file has at most 1,000 tables");
    let n = 50_000;
    for markup in [
        format!("<table>{}", "<tr><td rowspan=65000 colspan=1000>a".repeat(n)),
        format!("<table>{}", "<tr><td>a<td>b".repeat(n)),
        format!("<table><tr>{}", "<td>a".repeat(n)),
        "<table>".repeat(n),
        "<h1><div>".repeat(2_000),
        format!("<table><tr><td>{}", "km<sup>2</sup>".repeat(n)),
    ] {
        let start = Instant::now();
        if let Ok(tables) = PageTables::new(&markup) {
            for n in 0..tables.labels().len() {
                tables.rows(n).expect("rows").for_each(drop);
            }
        }
        let took = start.elapsed();
        assert!(took < Duration::from_secs(30), "{took:?}: {}", &markup[..40.min(markup.len())]);
    }
}
