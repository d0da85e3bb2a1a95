use super::*;
use std::time::{Duration, Instant};

fn tables(text: &str) -> WikiTables {
    WikiTables::new(text).expect("tables")
}

/// The rows of all tables as lines. `!` is before heads, brackets are around what spans.
fn shown(text: &str) -> String {
    let tables = tables(text);
    let mut shown = String::new();
    for (n, label) in tables.labels().iter().enumerate() {
        let words = |cell: &Option<Cell>| cell.as_ref().map(|c| c.text.clone()).unwrap_or_default();
        shown += &format!("[{}/{}]", words(&label.heading), words(&label.caption));
        if let Some(columns) = &label.columns {
            shown += &format!(" {}", columns.join("|"));
        }
        let rows = match tables.rows(n) {
            Ok(rows) => rows,
            Err(wrong) => {
                shown += &format!(" {}; ", wrong.what);
                continue;
            }
        };
        for row in rows {
            let Row { line, cells, .. } = match row {
                Ok(row) => row,
                Err(wrong) => {
                    shown += &format!(" {}", wrong.problem.what);
                    continue;
                }
            };
            for cell in cells.iter().filter(|c| !c.text.is_empty() && c.nature != Nature::Spanned) {
                assert_eq!(tables.cell(&cell.place).as_ref(), Some(cell), "{text}");
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

/// What a cell with this source shows.
fn cell(source: &str) -> String {
    let text = format!("{{|\n| {source}\n|}}");
    let tables = tables(&text);
    let row = tables.rows(0).expect("rows").next().expect("a row").expect("a row");
    assert_eq!(row.cells.len(), 1, "{source}: {:?}", row.cells);
    row.cells[0].text.clone()
}

#[test]
fn rows_and_cells_in_all_layouts() {
    let text = "== Alpha's ''towns'' == <!-- x -->\n{| class=\"wikitable\"\n|+ style=\"x\" | Towns of [[Alpha|A]]\n|-\n\
                ! style=\"a: b;\" | Name !! Area\n! Held\n|- style=x\n| [[Beta (town)|Beta]] || 12\n| class=\"x\" | yes\n\
                |-\n|Gamma\nand more\n| 5 || || \n|-\n|-\n|Код || Област\n|}\nwords | no\n";
    assert_eq!(
        shown(text),
        "[Alpha's towns/Towns of A] 5:!Name|!Area|!Held 8:Beta|12|yes 11:Gamma and more|5|| 16:Код|Област; "
    );
    let tables = tables(text);
    let row = tables.rows(0).expect("rows").nth(1).expect("a row").expect("a row");
    let CellPlace::Text(range) = row.cells[0].place.clone() else { panic!() };
    assert_eq!(&text[range], "[[Beta (town)|Beta]]");
    let heading = tables.labels()[0].heading.clone().expect("a heading");
    assert_eq!(tables.cell(&heading.place), Some(heading));
    assert!(tables.notes().is_empty());
}

#[test]
fn cells_that_span_are_repeated() {
    let text =
        "{|\n! rowspan=2 | A !! colspan=\"2\" | B\n|-\n! c !! d\n|-\n| 1 || 2 || rowspan=3 | 3\n|-\n| 4 || 5\n|}";
    assert_eq!(shown(text), "[/] 2:!A|!B|(B) 4:(A)|!c|!d 6:1|2|3 8:4|5|(3); ");
    let overlap = "{|\n| a || rowspan=2 | b\n|-\n| colspan=2 | c\n|}";
    assert_eq!(shown(overlap), "[/] 2:a|b a cell that spans columns meets one from a row above; ");
}

#[test]
fn tables_in_cells_are_tables_of_their_own() {
    let text = "{|\n| a\n{|\n| x || y\n|-\n| z\n|}\n| b\n|-\n| c\n:{|\n|p\n|}\nmore\n|}";
    assert_eq!(shown(text), "[/] 2:a|b 10:c more; [/] 4:x|y 6:z; [/] 12:p; ");
    let deep = format!("{}{}", "{|\n| a\n".repeat(12), "|}\n".repeat(12));
    assert_eq!(shown(&deep).matches("nested too deep").count(), 4);
}

#[test]
fn tables_that_are_not_closed_end_before_the_next_section() {
    let text = "{|\n| a\n|-\n| b\n\n== Next ==\nwords\n{|\n| c\n|}\n";
    assert_eq!(shown(text), "[/] 2:a 4:b; [Next/] 9:c; ");
    assert_eq!(tables(text).notes().len(), 1);
    assert_eq!(shown("{|\n| a\n"), "[/] 2:a; ");
}

#[test]
fn words_of_a_cell() {
    for (source, words) in [
        ("'''Alpha''' ''b'' '''''c''''' d's", "Alpha b c d's"),
        ("[[Alpha]] [[Beta|the B.]] [[Gamma (x)|]] [[:ru:Delta]]", "Alpha the B. Gamma ru:Delta"),
        ("[[File:A.svg|20px|x [[y]]]] [[Файл:Б.png|міні]]a[[Category:X]]", "a"),
        ("[http://x.example Alpha ''b''] [https://y.example] [sic]", "Alpha b https://y.example [sic]"),
        ("Alpha<ref name=\"x\">Source | '''y'''</ref><ref name=x/> b", "Alpha b"),
        ("a<br />b<small>(c)</small>&nbsp;d<!-- | e -->", "a b(c) d"),
        ("<nowiki>[[a]] || {{b}} &amp;</nowiki>", "[[a]] || {{b}} &"),
        ("250&nbsp;km<sup>2</sup> 10<sup>6</sup>", "250 km² 10⁶"),
        ("<span style=\"display:none\">&0010</span>10 <s>9</s>", "10"),
        ("x <unknown>y</unknown> 1 < 2", "x <unknown>y</unknown> 1 < 2"),
        ("{ a [ b ] [[ c", "{ a [ b ] [[ c"),
    ] {
        assert_eq!(cell(source), words, "{source}");
    }
}

#[test]
fn templates_that_show_what_they_are_given() {
    for (source, words) in [
        ("{{convert|931|ha|acre|0|abbr=on}}", "931 ha"),
        ("{{Cvt|1,390.5|km2}} {{convert|3|to|5|km|mi}}", "1,390.5 km2 3 to 5 km"),
        ("{{convert|5|ft|3|in|m}}", "{{convert|5|ft|3|in|m}}"),
        ("{{convert|{{x}}|ha}}", "{{convert|{{x}}|ha}}"),
        ("{{sort|{{commas|931}}|{{convert|931|ha|acre|0|abbr=on}}}}<ref name=\"x\"/>", "931 ha"),
        ("{{sortname|Alpha|Beta|x}} {{hs|001}}{{nts|12,345}} {{formatnum:1200}}", "Alpha Beta 12,345 1200"),
        ("{{center|—}}", "—"),
        ("{{n/a}} {{—}} {{N/A|none}} {{dash}}", "— — none —"),
        ("{{nowrap|[[A|b]] c}} {{small|x=1|1=d}} {{val|1234|u=km2}}", "b c d 1234 km2"),
        ("{{val|12|3|u=m}}", "{{val|12|3|u=m}}"),
        ("{{coord|33.5667|N|73.49|E|name=A|type:x}}", "33.5667° N, 73.49° E"),
        ("{{coord|40|42|46|N|74|0|21.5|W|display=inline}}", "40° 42′ 46″ N, 74° 0′ 21.5″ W"),
        ("{{Coord|-33.5|73.490|type:city}}", "33.5° S, 73.490° E"),
        ("{{coord|a|b}}", "{{coord|a|b}}"),
        ("{{flag|Alpha}} {{flagicon|Beta}} {{flagcountry|C|size=x}}", "Alpha Beta C"),
        ("{{lang|uk|Мена}} {{langx|uk|Ніжин}} {{lang-uk|Суми}}", "Мена Ніжин Суми"),
        ("a{{sfn|X|2000|p=1}}{{cite web|url=y}} {{cn}}", "a"),
        ("{{start date|2012|5|1|df=y}} {{date|2012|5}} {{dts|1 May 2012}}", "2012-05-01 2012-05 1 May 2012"),
        ("{{date|5|май|2012}} {{dts|1|5|2012}}", "5 май 2012 {{dts|1|5|2012}}"),
        ("{{Unheard of|a=1|{{small|b}}}} x", "{{Unheard of|a=1|{{small|b}}}} x"),
        ("{{Template:nowrap|a}} {{ small\n| b }}", "a b"),
    ] {
        assert_eq!(cell(source), words, "{source}");
    }
}

#[test]
fn templates_that_are_not_run_are_noted_once() {
    let tables = tables("x\n{|\n| {{Other|1}} || {{other thing}}\n|-\n| {{Other|2}}\n|}\n{{outside}}");
    let notes: Vec<_> = tables.notes().iter().map(|n| (n.value.as_str(), n.at.map_or(0, |at| at.column))).collect();
    assert_eq!(notes, [("{{Other", 3), ("{{other thing", 18)]);
}

#[test]
fn lists_of_one_template_a_row() {
    let text = "== Alpha ==\n{{WLE-header}}\n{{WLE-row\n|ID = 1-2\n|name=[[Park|The Park]]\n|area={{convert|5|ha}}\n}}\n\
                {{WLE-row|ID=3|name=B|note=x}}<!-- y -->\n\n{{WLE-row|ID=4|name=|}}\n{{WLE-end}}\n";
    assert_eq!(shown(text), "[Alpha/] ID|name|area|note 3:1-2|The Park|5 ha| 8:3|B||x 10:4|||; ");
    for none in [
        "{{row|a=1}}\n{{row|a=2}}\n",
        "* {{row|a=1}}\n* {{row|a=2}}\n* {{row|a=3}}\n",
        "{{row|1}}\n{{row|2}}\n{{row|3}}\n",
        "{{cite web|a=1}}\n{{cite web|a=1}}\n{{cite web|a=1}}\n",
    ] {
        assert_eq!(shown(none), "", "{none}");
    }
    let within = "{|\n! Head\n{{row|a=1}}\n{{row|a=2}}\n{{row|a=3}}\n|}";
    assert_eq!(shown(within), "[/] 2:!Head; [/] a 3:1 4:2 5:3; ");
}

#[test]
fn templates_hide_pipes() {
    let text = "{|\n| {{x\n| a\n|- \n| b }} || c\n|-\n| [[d|e]] || [[f]] | g\n|}";
    assert_eq!(shown(text), "[/] 2:{{x | a |- | b }}|c 7:e|f | g; ");
    let comment = "{|\n<!-- x -->| a\n<!--\n|-\n| b\n-->\n| c\n|}";
    assert_eq!(shown(comment), "[/] 2:a|c; ");
}

#[test]
fn references_can_be_asked_for() {
    let text = "{|\n| a<ref name=\"n\">{{cite web|url=x}} p. 5</ref>\n| b<ref name=n /> || c\n|}";
    let tables = tables(text);
    let row = tables.rows(0).expect("rows").next().expect("a row").expect("a row");
    let words = |n: usize| tables.references(&row.cells[n].place).into_iter().map(|c| c.text).collect::<Vec<_>>();
    assert_eq!(words(0), ["{{cite web|url=x}} p. 5"]);
    assert_eq!(words(1), words(0));
    assert!(words(2).is_empty());
}

#[test]
fn hostile_texts_take_linear_time() {
    let n = 50_000;
    for text in [
        "{{".repeat(n),
        "[[".repeat(n),
        format!("{{|\n| {}", "{{".repeat(n)),
        format!("{{|\n| {}", "[[".repeat(n)),
        format!("{{|\n| {}{}", "{{".repeat(n), "}}".repeat(n)),
        format!("{{|\n| {}{}", "[[a|".repeat(n), "]]".repeat(n)),
        format!("{{|\n| {}", "[http://".repeat(n)),
        format!("{{|\n| {}", "<ref>".repeat(n)),
        format!("{{|\n| {}", "<ref name=\"".repeat(n)),
        format!("{{|\n| {}", "<!--".repeat(n)),
        format!("{{|\n| {}", "<nowiki>".repeat(n)),
        format!("{{|\n| {}", "<b".repeat(n)),
        format!("{{|\n| {}", "&amp".repeat(n)),
        format!("{{|\n| {}", "&eacute;".repeat(n / 4)),
        format!("{{|\n| {}", "'".repeat(n)),
        format!("{{|\n{}", "|".repeat(10 * n)),
        format!("{{|\n{}", "| a\n".repeat(n)),
        format!("{{|\n{}", "|-\n| colspan=1000 rowspan=60000 | a\n".repeat(n)),
        format!("{{|\n{}", "|-\n| a || [[b]] || {{convert|5|ha}}\n".repeat(n)),
        "{|\n".repeat(n),
        "{|\n|}\n".repeat(n),
        "== a ==\n".repeat(n),
        "{{r|a=1}}\n".repeat(n),
        (0..n).map(|n| format!("{{{{r|a{n}=1}}}}\n")).collect(),
        (0..n / 10).map(|n| format!("{{{{r|a{n}=1}}}}\n")).collect(),
    ] {
        let start = Instant::now();
        if let Ok(tables) = WikiTables::new(&text) {
            for n in 0..tables.labels().len() {
                let Ok(rows) = tables.rows(n) else { continue };
                rows.for_each(drop);
            }
        }
        let took = start.elapsed();
        assert!(took < Duration::from_secs(20), "{took:?}: {}", &text[..40.min(text.len())]);
    }
}
