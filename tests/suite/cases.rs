//! Fact boxes and articles in the shapes of the wild: `tests/cases/NAME.txt` or `.html`, and in `NAME.expected` what a
//! reader of it would write down.
//!
//! ```text
//! [title of a box]
//! name|EDTF|area as written|km2
//! article|headline|number of paragraphs
//! ```
//!
//! A line `*` says that the titles of boxes and the article are left open; `!` alone, that the document is refused.

use super::support::{BASE, Facts, Workdir, repository};
use chorograph::base::vocab::{choro, dcterms, rdfs};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

/// What the store holds of a document, in the form of the expected files.
fn table(facts: &Facts, id: &str, open: bool) -> String {
    let mut out = String::new();
    let mut boxes = facts.of_class(choro::FACT_BOX);
    boxes.sort_by_key(|b| facts.records(b).iter().map(|r| facts.start(r)).min());
    for fact_box in boxes {
        if let (Some(title), false) = (facts.object(&fact_box, dcterms::TITLE), open) {
            writeln!(out, "[{title}]").unwrap();
        }
        for record in facts.records(&fact_box) {
            let claims = facts.subjects(choro::FROM_RECORD, &record);
            let one = |p| claims.iter().find_map(|c| facts.object(c, p));
            let name = one(choro::ABOUT_PLACE)
                .and_then(|p| facts.objects(&p, rdfs::LABEL).into_iter().next())
                .unwrap_or_default();
            let edtf = one(choro::TIME).and_then(|t| facts.object(&t, choro::EDTF)).unwrap_or_default();
            let area = one(choro::AREA).unwrap_or_default();
            let lexical = facts.object(&area, choro::LEXICAL_FORM).unwrap_or_default();
            let km2 = facts.object(&area, choro::SQUARE_KILOMETRES).unwrap_or_default();
            writeln!(out, "{name}|{edtf}|{lexical}|{km2}").unwrap();
        }
    }
    for article in facts.of_class(choro::ARTICLE).iter().filter(|_| !open) {
        let title = facts.object(article, dcterms::TITLE).unwrap_or_default();
        let paragraphs = facts.of_class(choro::PARAGRAPH).len();
        writeln!(out, "article|{title}|{paragraphs}").unwrap();
    }
    assert!(facts.of_class(choro::SOURCE).len() <= 1, "{id}");
    out
}

#[test]
fn shapes_of_the_wild_are_read_as_a_person_reads_them() {
    let workdir = Workdir::new();
    let mut expected: BTreeMap<String, String> = BTreeMap::new();
    for entry in fs::read_dir(repository("tests/cases")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let bytes = fs::read(&path).unwrap();
        match name.strip_suffix(".expected") {
            Some(id) => drop(expected.insert(id.to_owned(), String::from_utf8(bytes).unwrap())),
            None => workdir.write(&format!("sources/{name}"), bytes),
        }
    }
    let ran = workdir.run(&["build"]);
    let facts = workdir.facts();
    let mut wrong = String::new();
    for (id, expected) in &expected {
        let rest = expected.strip_prefix("*\n");
        let read = table(&facts.source(BASE, id), id, rest.is_some());
        let wanted = if expected == "!\n" { "" } else { rest.unwrap_or(expected) };
        if read == wanted {
            continue;
        }
        writeln!(wrong, "== {id}").unwrap();
        for line in wanted.lines().filter(|l| !read.lines().any(|r| r == *l)) {
            writeln!(wrong, "  - {line}").unwrap();
        }
        for line in read.lines().filter(|l| !wanted.lines().any(|w| w == *l)) {
            writeln!(wrong, "  + {line}").unwrap();
        }
        for line in ran.stderr.lines().filter(|l| l.contains(&format!("/{id}.")) && l.starts_with("error")) {
            writeln!(wrong, "  {line}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "of {} cases, wrong are\n{wrong}", expected.len());
}
