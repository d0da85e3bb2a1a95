//! A review of links through the program, with answers from a pipe. The items are made up.

use super::support::{Ran, Workdir};
use std::fs;
use std::io::Write;
use std::process::Stdio;

const HEADER: &str = "#curie_map:\n#  data: \"https://example.org/d/\"\n#  wd: \"http://www.wikidata.org/entity/\"\n\
    #mapping_set_id: \"https://example.org/d/links\"\n#license: \"https://example.org/licence\"\n\
    subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tconfidence\tcomment\n";

/// Three subjects, two of them with two candidates.
fn proposed(workdir: &Workdir) {
    let row = |subject: &str, item: u32, confidence: f64| {
        format!(
            "data:place/{subject}\t{subject}\tskos:closeMatch\twd:Q{item}\titem {item}\tsemapv:CompositeMatching\t{confidence}\twhy {item}\n"
        )
    };
    let rows = [row("a", 901, 0.4), row("a", 902, 0.9), row("b", 903, 0.5), row("c", 904, 0.6), row("c", 905, 0.5)];
    workdir.write("links.sssom.tsv", format!("{HEADER}{}", rows.concat()));
}

fn review(workdir: &Workdir, more: &[&str], answers: &str) -> Ran {
    let mut args = vec!["link", "review", "--reviewer", "0000-0002-1825-0097", "--date", "2026-01-31"];
    args.extend(more);
    let mut command = workdir.command(&args);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // One that ends early does not read on.
    let _ = child.stdin.take().unwrap().write_all(answers.as_bytes());
    workdir.ran(&child.wait_with_output().unwrap())
}

/// Each row in short: subject, predicate, modifier, object, reviewer and date.
fn rows(workdir: &Workdir) -> Vec<String> {
    let text = fs::read_to_string(workdir.path("links.sssom.tsv")).unwrap();
    let mut rows = text.lines().filter(|l| !l.starts_with('#'));
    let columns: Vec<&str> = rows.next().unwrap().split('\t').collect();
    let told = |row: &str| {
        let cells: Vec<&str> = row.split('\t').collect();
        let shown = ["subject_id", "predicate_id", "predicate_modifier", "object_id", "reviewer_id", "review_date"]
            .map(|name| columns.iter().position(|c| *c == name).map_or("", |n| cells[n]));
        let words: Vec<&str> = shown.into_iter().filter(|s| !s.is_empty()).collect();
        words.join(" ")
    };
    rows.map(told).collect()
}

fn valid(workdir: &Workdir) -> Ran {
    workdir.run(&["link", "validate", workdir.path("links.sssom.tsv").to_str().unwrap()])
}

#[test]
fn a_review_from_the_first_subject_to_the_last() {
    let workdir = Workdir::new();
    proposed(&workdir);
    let ran = review(&workdir, &[], "7\nwhat\nn\nu\n1\nl\nr 2\n");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for told in ["a <https://example.org/d/place/a> (3 left)", "Q902", "item 902", "0.90", "why 901"] {
        assert!(ran.stdout.contains(told), "{told}: {}", ran.stdout);
    }
    for told in ["there is no candidate 7; they are 1 to 2", "\"what\" is no answer"] {
        assert!(ran.stderr.contains(told), "{told}: {}", ran.stderr);
    }
    let signed = "orcid:0000-0002-1825-0097 2026-01-31";
    let expected = [
        format!("data:place/a skos:exactMatch Not wd:Q901 {signed}"),
        format!("data:place/a skos:exactMatch wd:Q902 {signed}"),
        "data:place/b skos:closeMatch wd:Q903".to_owned(),
        "data:place/c skos:closeMatch wd:Q904".to_owned(),
        format!("data:place/c skos:exactMatch Not wd:Q905 {signed}"),
    ];
    assert_eq!(rows(&workdir), expected);
    assert_eq!(valid(&workdir).stdout, "5 mappings, 0 problems\n", "{}", valid(&workdir).stderr);
    // What is decided is not asked again, and what was put off is.
    let ran = review(&workdir, &[], "n\n1\n");
    assert!(!ran.stdout.contains("Q902") && ran.stdout.contains("Q903") && ran.stdout.ends_with("0 subjects left\n"));
    assert!(rows(&workdir).contains(&format!("data:place/b skos:exactMatch sssom:NoTermFound {signed}")));
    assert_eq!(valid(&workdir).code, Some(0));
    let before = fs::read(workdir.path("links.sssom.tsv")).unwrap();
    assert_eq!(review(&workdir, &[], "1\n").stdout, "0 answers, 0 subjects left\n");
    assert_eq!(fs::read(workdir.path("links.sssom.tsv")).unwrap(), before);
}

#[test]
fn a_kill_loses_no_decision() {
    let workdir = Workdir::new();
    proposed(&workdir);
    let args = ["link", "review", "--reviewer", "https://people.example/me", "--date", "2026-01-31"];
    let mut child = workdir.command(&args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"1\n").unwrap();
    let saved = |workdir: &Workdir| rows(workdir)[1].contains("exactMatch wd:Q902 https://people.example/me");
    for _ in 0..500 {
        if saved(&workdir) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(saved(&workdir), "{:?}", rows(&workdir));
    let left = fs::read_dir(workdir.root())
        .unwrap()
        .filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().starts_with(".chorograph-"));
    assert_eq!(left.count(), 0);
}

#[test]
fn what_cannot_be_reviewed_is_told_and_stays() {
    let workdir = Workdir::new();
    assert_eq!(review(&workdir, &[], "").code, Some(2));
    for reviewer in ["me", "0000-0002-1825-0098", "orcid:0000", "https://orcid.org/1", ""] {
        assert_eq!(workdir.run(&["link", "review", "--reviewer", reviewer]).code, Some(2), "{reviewer}");
    }
    proposed(&workdir);
    let text = fs::read_to_string(workdir.path("links.sssom.tsv")).unwrap();
    for (broken, told) in [
        (text.replace("\t0.9\t", "\t1.9\t"), "links.sssom.tsv:8:"),
        (text.replace("wd:Q901", "nope:Q901"), "the prefix nope: is not declared"),
        (text.replace("item 901", "item\t901"), "the row has 9 values for 8 columns"),
        (text.replace("item 901", "\"item 901"), "the quotation mark"),
    ] {
        workdir.write("links.sssom.tsv", &broken);
        for ran in [review(&workdir, &[], "1\n1\n1\n"), valid(&workdir)] {
            assert!(ran.code == Some(1) && ran.stderr.contains(told), "{told}: {}{}", ran.stdout, ran.stderr);
        }
        assert_eq!(fs::read_to_string(workdir.path("links.sssom.tsv")).unwrap(), broken);
    }
    workdir.write("links.sssom.tsv", b"#\n\xFF\n");
    let ran = valid(&workdir);
    assert!(ran.code == Some(1) && ran.stderr.contains("links.sssom.tsv:2: this is not UTF-8"), "{}", ran.stderr);
}
