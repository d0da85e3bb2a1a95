//! The output of `annotate` and the counts of `evaluate`. Whole outputs are fixtures in `tests/annotate/`.

use super::support::{Workdir, program, repository};
use scraper::{Html, Selector};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Output;

/// Runs the program on the documents of the tests, outside a dataset.
fn run(args: &[&str]) -> Output {
    program().current_dir(repository("tests/annotate")).args(args).output().unwrap()
}

fn stdout(args: &[&str]) -> String {
    let output = run(args);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
    assert_eq!(output.status.code(), Some(0), "{args:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Every position in the output cuts its words out of the text.
fn places(value: &Value, text: &[char], count: &mut usize) {
    match value {
        Value::Object(fields) => {
            if let (Some(start), Some(end), Some(words)) = (fields.get("start"), fields.get("end"), fields.get("words"))
            {
                let at = |v: &Value| usize::try_from(v.as_u64().unwrap()).unwrap();
                let cut: String = text[at(start)..at(end)].iter().collect();
                assert_eq!(words.as_str(), Some(cut.as_str()));
                *count += 1;
            }
            fields.values().for_each(|v| places(v, text, count));
        }
        Value::Array(items) => items.iter().for_each(|v| places(v, text, count)),
        _ => {}
    }
}

#[test]
fn json_points_into_the_text() {
    let documents: Value =
        serde_json::from_str(&stdout(&["annotate", "river.txt", "river.txt", "--format", "json"])).unwrap();
    assert_eq!(documents.as_array().unwrap().len(), 2);
    let text: Vec<char> = documents[0]["text"].as_str().unwrap().chars().collect();
    let mut count = 0;
    places(&documents[0], &text, &mut count);
    assert!(count > 20, "{count}");
    for line in stdout(&["annotate", "river.txt", "--format", "jsonl"]).lines() {
        let finding: Value = serde_json::from_str(line).unwrap();
        assert_eq!(finding["document"], "river.txt");
        let list = format!("{}s", finding["finding"].as_str().unwrap()).replace("entitys", "entities");
        let position = usize::try_from(finding["position"].as_u64().unwrap()).unwrap();
        for (field, value) in documents[0][&list][position].as_object().unwrap() {
            assert_eq!(&finding[field], value, "{line}");
        }
    }
}

#[test]
fn a_page_is_self_contained_and_has_all_findings() {
    let html = stdout(&["annotate", "river.txt", "--html"]);
    for outside in ["<script", "<link", "<img", "src=", "url(", "@import", "http:", "https:"] {
        assert!(!html.contains(outside), "{outside}");
    }
    let page = Html::parse_document(&html);
    for element in ["span", "p", "h1", "h2", "table", "tr", "td", "th", "div", "article", "main"] {
        let opened = html.matches(&format!("<{element}>")).count() + html.matches(&format!("<{element} ")).count();
        assert_eq!(opened, html.matches(&format!("</{element}>")).count(), "{element}");
    }
    let all = |css: &str| page.select(&Selector::parse(css).unwrap()).collect::<Vec<_>>();
    for link in all("a") {
        let target = link.attr("href").unwrap().strip_prefix('#').unwrap();
        assert_eq!(all(&format!("[id='{target}']")).len(), 1, "{target}");
    }
    let marks = all(".text .m");
    assert!(marks.len() > 10);
    for mark in &marks {
        let card = Selector::parse(":scope > .card").unwrap();
        assert_eq!((mark.select(&card).count(), mark.attr("tabindex")), (1, Some("0")));
    }
    // The text is complete and in order, whatever is marked in it.
    let mut shown = String::new();
    for part in all(".text > h1, .text > p") {
        let words = part.descendants().filter(|n| {
            n.value().is_text()
                && !n.ancestors().any(|a| {
                    a.value().as_element().is_some_and(|e| e.has_class("card", scraper::CaseSensitivity::CaseSensitive))
                })
        });
        words.for_each(|n| shown.push_str(n.value().as_text().unwrap()));
        shown.push_str("\n\n");
    }
    assert_eq!(shown.trim_end(), fs::read_to_string(repository("tests/annotate/river.txt")).unwrap().trim_end());
}

#[test]
fn labels_are_escaped() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a\"><b>.txt");
    fs::write(&file, "\"<script>alert(1)</script>\" said Ann O'Kee & Sons <b title=\"x\">of Ilo</b> in the council on Friday, she said.\n").unwrap();
    let html = stdout(&["annotate", file.to_str().unwrap(), "--html"]);
    assert!(!html.contains("<script") && !html.contains("<b title") && !html.contains("\"><b>"), "{html}");
    assert!(html.contains("&lt;script&gt;"));
}

/// The output is gold in which everything is found.
#[test]
fn nif_and_conll_are_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let data = Workdir::of_data();
    let sources = data.path("sources");
    let mut articles = vec![repository("tests/annotate/river.txt")];
    articles.extend(fs::read_dir(sources).unwrap().map(|e| e.unwrap().path()).filter(|p| {
        let text = p.extension().is_some_and(|e| e == "txt" || e == "html");
        text && program().arg("annotate").arg(p).output().unwrap().status.success()
    }));
    assert!(articles.len() > 1, "the shipped dataset has an article");
    for (format, extension) in [("nif", "ttl"), ("conll", "conll")] {
        let gold = folder.path().join(format!("gold.{extension}"));
        let made = data.command(&["annotate", "--format", format, "-o"]).arg(&gold).args(&articles).output().unwrap();
        assert_eq!((made.status.code(), made.stderr), (Some(0), Vec::new()));
        let ran = data.run(&["evaluate", "--format", "json", "--errors", gold.to_str().unwrap()]);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(report["documents"], articles.len());
        assert_eq!(report["errors"], Value::Array(Vec::new()), "{format}");
        for line in report["scores"].as_array().unwrap() {
            assert_eq!((&line["exact"]["f1"], &line["gold"]), (&Value::from(1.0), &line["found"]), "{format}: {line}");
        }
    }
}

#[test]
fn documents_that_cannot_be_shown_are_reported() {
    let workdir = Workdir::new();
    workdir.write("box.txt", "The Vale in figures\nUpper Vale: 1990-1992, territory 1,250 km2\n");
    workdir.write("bad.txt", "Upper Vale: May 40, 1992, territory 5 km2\n");
    workdir.write("many.jsonl", "{\"text\":\"One.\"}\n");
    let (fact_box, bad, many) = (workdir.path("box.txt"), workdir.path("bad.txt"), workdir.path("many.jsonl"));
    let river = repository("tests/annotate/river.txt");
    let paths = [&fact_box, &bad, &many, Path::new("/nowhere/x.txt"), &river].map(|p| p.to_str().unwrap());
    let ran = workdir.run(&[&["annotate", "--format", "json"][..], &paths].concat());
    assert_eq!(ran.code, Some(1));
    for told in [
        "box.txt: the document has no prose, only a fact box with 1 record",
        "bad.txt:1:13: \"May 40, 1992\"",
        "many.jsonl: this file holds several articles",
        "/nowhere/x.txt: cannot be read",
    ] {
        assert!(ran.stderr.contains(told), "{told}: {}", ran.stderr);
    }
    let shown: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(shown.as_array().unwrap().len(), 1, "the rest goes on");
    for (args, told) in [
        (&["annotate", "--published", "27.12.2017", "river.txt"][..], "2017-12-27"),
        (&["annotate", "--format", "pdf", "river.txt"], "possible values"),
        (&["--dataset", "/nowhere", "annotate", "river.txt"], "not a dataset folder"),
        (&["annotate"], "FILE"),
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(told), "{args:?}");
    }
}

fn evaluate(gold: &Path, more: &[&str]) -> (Option<i32>, String, String) {
    let output = program().arg("evaluate").arg(gold).args(more).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn wrong_gold_is_reported_and_the_rest_is_scored() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a.conll", "Ann B-PER\nLee PERSON\nspoke O\n");
    write("b.tml", "<TEXT>It rained <TIMEX3 value=\"1999\">in 1999</TIMEX2> and <TIMEX3>never</TEXT>");
    write("c.ttl", "<http://e/1> a <http://e/2> \n");
    write("d.jsonl", "{\"text\":\"e\",\"quote\":\"It rains\",\"speaker\":\"Ann Lee\"}\n");
    write("e.txt", "“It rains,” said Ann Lee in the morning, and went to the river with her brother.\n");
    let (code, out, err) = evaluate(folder.path(), &["--format", "json", "--errors"]);
    assert_eq!(code, Some(1));
    for told in [
        "a.conll:2:5: \"PERSON\": not a tag\n  rule: a tag is O, B-TYPE or I-TYPE\n  help: ",
        "b.tml:1:59: \"never\": this time has no end tag and was left out\n",
        "c.ttl:",
        "c.ttl: there is no text\n",
    ] {
        assert!(err.contains(told), "{told}: {err}");
    }
    let report: Value = serde_json::from_str(&out).unwrap();
    let gold = |task: &str| {
        let lines = report["scores"].as_array().unwrap().iter().filter(|l| l["task"] == task && l["type"] != "all");
        lines.map(|l| l["gold"].as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!((gold("names"), gold("times"), gold("quotations")), (1, 1, 1));
    for (name, text, told) in [
        ("f.xyz", "no gold at all\nof any kind\n", "cannot detect the format of this gold file"),
        ("f.tsv", "doc\ttype\na\tPER\n", "the header lacks doc, type or mention"),
        ("f.tsv", "doc\ttype\tmention\nz\tPER\tAnn\n", "the text of this document is missing"),
    ] {
        write(name, text);
        let (code, _, err) = evaluate(&folder.path().join(name), &[]);
        assert!(code == Some(1) && err.contains(told), "{told}: {err}");
    }
}

#[test]
fn figures_come_in_three_shapes() {
    let folder = tempfile::tempdir().unwrap();
    let gold = folder.path().join("gold.conll");
    // A name that is written like one, and one that nothing marks as a name.
    fs::write(&gold, "The O\ncouncil O\nheard O\nthe O\nq B-PER\nand O\nthe O\ngizmo B-PRO\n. O\n").unwrap();
    let (code, table, err) = evaluate(&gold, &["--errors"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(table.starts_with("1 document; "), "{table}");
    assert!(table.contains("left out: 1 gold names of type PRO, at which we do not aim\n"), "{table}");
    assert!(
        table.contains("gold.conll:5:1: missed: person \"q\"\n    The council heard the «q» and the gizmo.\n"),
        "{table}"
    );
    let (_, csv, _) = evaluate(&gold, &["--format", "csv"]);
    let lines: Vec<&str> = csv.lines().collect();
    assert!(lines[0].starts_with("task,type,gold,found,exact_right,exact_precision,"));
    assert!(lines.iter().any(|l| l.starts_with("names,person,1,0,0,,0.0000,0.0000,")), "{csv}");
    let (_, errors, _) = evaluate(&gold, &["--format", "csv", "--errors"]);
    assert!(errors.contains("names,missed,"), "{errors}");
    let (_, json, _) = evaluate(&gold, &["--format", "json"]);
    let report: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["left_out"][0]["count"], 1);
    assert_eq!(report["scores"][0]["exact"]["recall"], 0.0);
    assert_eq!(report["scores"][0]["exact"]["precision"], Value::Null, "nothing was found, so no share of it");
}
