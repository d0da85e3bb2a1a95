use super::*;
use std::time::{Duration, Instant};

fn tables(text: &str) -> MarkdownTables {
    MarkdownTables::new(text).expect("tables")
}

/// The rows of all tables as lines.
fn shown(text: &str) -> String {
    let tables = tables(text);
    let mut shown = String::new();
    for (n, label) in tables.labels().iter().enumerate() {
        shown += &format!("[{}]", label.heading.as_ref().map_or("", |heading| &heading.text));
        for row in tables.rows(n).expect("rows") {
            let row = row.expect("a row");
            let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            shown += &format!(" {}:{}", row.line, cells.join("|"));
            for cell in &row.cells {
                assert_eq!(tables.cell(&cell.place).as_ref(), Some(cell), "{text}");
            }
        }
        shown += "; ";
    }
    shown
}

#[test]
fn tables_have_the_heading_above() {
    let text = "---\ntitle: a | b\n--- x\n---\n\n# Alpha *district* #\n\nwords\n\n| Name | Area |\n| :-- | --: |\n| A | 1 |\n\
                | B | 2 |\n\nBeta\n====\n\nName | Held by\n--- | ---\nC | 🇺🇦\n\n| x |\n|---|\n| y |\nlast\n## Gamma\n";
    assert_eq!(
        shown(text),
        "[Alpha district] 10:Name|Area 12:A|1 13:B|2; [Beta] 18:Name|Held by 20:C|🇺🇦; [Beta] 22:x 24:y 25:last; "
    );
    let tables = tables(text);
    let heading = tables.labels()[0].heading.clone().expect("a heading");
    let CellPlace::Text(range) = &heading.place else { panic!("{heading:?}") };
    assert_eq!(&text[range.clone()], "Alpha *district*");
    assert_eq!(tables.cell(&heading.place), Some(heading));
    assert_eq!(tables.labels()[0].rows, Some(3));
    let first = tables.rows(0).expect("rows").next().expect("a row").expect("a row");
    assert!(first.cells.iter().all(|cell| cell.nature == Nature::Head));
    assert_eq!(tables.cell(&CellPlace::Text(3..4)), None);
}

#[test]
fn code_and_comments_have_no_tables() {
    let table = "| a | b |\n|---|---|\n| 1 | 2 |\n";
    for hidden in [
        format!("```\n{table}```\n"),
        format!("~~~~ md\n{table}~~~\n~~~~\n"),
        format!("<!--\n{table}-->\n"),
        format!("words <!-- not\n{table} -->\n"),
        format!("\n    {}", table.replace('\n', "\n    ")),
        format!("---\n{table}---\n"),
        "a | b\nc | d\n".to_owned(),
        "a\n---\nb\n".to_owned(),
    ] {
        assert_eq!(shown(&hidden), "", "{hidden}");
    }
    assert_eq!(shown(&format!("``` a\nx\n```\n{table}")), "[] 4:a|b 6:1|2; ");
    assert_eq!(shown(&format!("words <!-- open\n\n{table}")), "[] 3:a|b 5:1|2; ");
    assert_eq!(shown(&table.replace('\n', "\r\n")), "[] 1:a|b 3:1|2; ");
}

#[test]
fn dashes_that_do_not_fit_are_reported() {
    let tables = tables("x\n\n| a | b |\n|---|\n| 1 | 2 |\n");
    assert_eq!(tables.labels().len(), 0);
    let note = &tables.notes()[0];
    assert_eq!((note.at.map(|at| at.line), note.value.as_str()), (Some(3), "| a | b |"));
    assert_eq!(note.what, "this is no table: it has 2 heads above 1 groups of dashes");
}

#[test]
fn rows_keep_the_cells_that_they_have() {
    assert_eq!(shown("|a|b|\n|-|-|\n|1|\n|1|2|3|\n||2|\n|  | |\n"), "[] 1:a|b 3:1 4:1|2|3 5:|2 6:|; ");
    assert_eq!(shown("a|b\n-|-\n|\nx\\|y | `p\\|q`\n"), "[] 1:a|b 3: 4:x|y|p|q; ");
}

#[test]
fn inline_markup_is_resolved() {
    let inline = Inline::new("[ref]: http://x.example\n[^1]: note\n");
    for (source, words) in [
        ("**Alpha** *b* __c__ _d_ ***e***", "Alpha b c d e"),
        ("snake_case_name 2*3*4 * 5 a*", "snake_case_name 2*3*4 * 5 a*"),
        ("[Alpha](http://x.example/a_(b) \"t\") x", "Alpha x"),
        ("[**Alpha**](<x y>), [b][ref], [ref], [ref][], [c]", "Alpha, b, ref, ref, [c]"),
        ("[Alpha](see note) [x](", "[Alpha](see note) [x]("),
        ("![flag of X](f.png) [![alt](i.png)](u)", "flag of X alt"),
        ("a<br>b<br/>c<b>d</b> <http://x.example> 1 < 2", "a b cd http://x.example 1 < 2"),
        ("250 km<sup>2</sup>&nbsp;x &amp; y &c;", "250 km² x & y &c;"),
        ("`**a**` ``b`c`` `d", "**a** b`c `d"),
        ("\\*a\\* \\| \\x", "*a* | \\x"),
        ("Alpha[^1] ~~old~~ new ~1847", "Alpha new ~1847"),
        ("a<!-- hidden -->b <!-- open", "ab"),
        ("🇷🇺 🇺🇦 Contested: *🇷🇺*", "🇷🇺 🇺🇦 Contested: 🇷🇺"),
        ("<script>x</script>", "<script>x</script>"),
        ("", ""),
    ] {
        assert_eq!(inline.plain(source), words, "{source}");
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    let many = |n: usize| {
        vec![
            format!("|a|\n|-|\n{}\n", "|".repeat(n)),
            format!("|a|\n|-|\n|{}|\n", "[".repeat(n)),
            format!("|a|\n|-|\n|{}|\n", "[a](".repeat(n / 4)),
            format!("|a|\n|-|\n|{}|\n", "*a ".repeat(n / 3)),
            format!("|a|\n|-|\n|{}|\n", "**a_".repeat(n / 4)),
            format!("|a|\n|-|\n|{}|\n", "`a``".repeat(n / 4)),
            format!("|a|\n|-|\n|{}|\n", "<a".repeat(n / 2)),
            "<!--\n".repeat(n / 5),
            "a|b\n".repeat(n / 4),
            "a|b\n-|-\n".repeat(n / 8),
            "```\n".repeat(n / 4),
            "|-\n".repeat(n / 3),
        ]
    };
    for text in many(1 << 19) {
        let start = Instant::now();
        if let Ok(tables) = MarkdownTables::new(&text) {
            for n in 0..tables.labels().len() {
                tables.rows(n).expect("rows").for_each(drop);
            }
        }
        let took = start.elapsed();
        assert!(took < Duration::from_secs(20), "{took:?}: {}", &text[..40.min(text.len())]);
    }
}
