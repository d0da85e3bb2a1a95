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
    // A review that ends early does not read all answers.
    let _ = child.stdin.take().unwrap().write_all(answers.as_bytes());
    workdir.ran(&child.wait_with_output().unwrap())
}

/// Each row in short: subject, predicate, modifier, object, reviewer and date.
fn rows(workdir: &Workdir) -> Vec<String> {
    let text = fs::read_to_string(workdir.path("links.sssom.tsv")).unwrap();
    let mut rows = text.lines().filter(|l| !l.starts_with('#'));
    let columns: Vec<&str> = rows.next().unwrap().split('\t').collect();
    let short = |row: &str| {
        let cells: Vec<&str> = row.split('\t').collect();
        let shown = ["subject_id", "predicate_id", "predicate_modifier", "object_id", "reviewer_id", "review_date"]
            .map(|name| columns.iter().position(|c| *c == name).map_or("", |n| cells[n]));
        let words: Vec<&str> = shown.into_iter().filter(|s| !s.is_empty()).collect();
        words.join(" ")
    };
    rows.map(short).collect()
}

fn valid(workdir: &Workdir) -> Ran {
    workdir.run(&["link", "validate", workdir.path("links.sssom.tsv").to_str().unwrap()])
}

#[test]
fn the_words_of_the_sources_stand_beside_a_subject() {
    let workdir = Workdir::new();
    workdir.write("sources/box.txt", "Districts of the Vale\nUpper Vale: 3 april 1991, territory 1,250 km2.\n");
    workdir.build();
    let row =
        "data:place/upper-vale\tUpper Vale\tskos:closeMatch\twd:Q901\titem 901\tsemapv:LexicalMatching\t0.4\twhy\n";
    workdir.write("links.sssom.tsv", format!("{HEADER}{row}"));
    let ran = review(&workdir, &[], "l\n");
    assert!(ran.stdout.contains("Upper Vale <https://example.org/d/place/upper-vale> (1 left)\n"), "{}", ran.stdout);
    for words in ["  “territory 1,250 km2” (https://example.org/d/source/box)\n", "  “3 april 1991” ("] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
}

#[test]
fn a_review_from_the_first_subject_to_the_last() {
    let workdir = Workdir::new();
    proposed(&workdir);
    let ran = review(&workdir, &[], "7\nwhat\nn\nu\n1\nl\nr 2\n");
    assert!(!workdir.path("links.review.tsv").exists());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for expected in ["a <https://example.org/d/place/a> (3 left)", "Q902", "item 902", "0.90", "why 901"] {
        assert!(ran.stdout.contains(expected), "{expected}: {}", ran.stdout);
    }
    for expected in ["there is no candidate 7; choose 1 to 2", "invalid answer \"what\""] {
        assert!(ran.stderr.contains(expected), "{expected}: {}", ran.stderr);
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
    // Decided subjects are not asked about again, postponed ones are.
    let ran = review(&workdir, &[], "n\n1\n");
    assert!(!ran.stdout.contains("Q902") && ran.stdout.contains("Q903") && ran.stdout.ends_with("0 subjects left\n"));
    assert!(rows(&workdir).contains(&format!("data:place/b skos:exactMatch sssom:NoTermFound {signed}")));
    assert_eq!(valid(&workdir).code, Some(0));
    let before = fs::read(workdir.path("links.sssom.tsv")).unwrap();
    assert_eq!(review(&workdir, &[], "1\n").stdout, "0 answers, 0 subjects left\n");
    assert_eq!(fs::read(workdir.path("links.sssom.tsv")).unwrap(), before);
}

#[test]
fn the_last_answer_can_be_undone() {
    let workdir = Workdir::new();
    proposed(&workdir);
    let ran = review(&workdir, &[], "1\n1\n1\nu\nn\nhm\n1\nq\n");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(ran.stdout.matches("all answered: u undo, q finish").count(), 3, "{}", ran.stdout);
    assert!(ran.stderr.contains("invalid answer \"hm\"") && ran.stderr.contains("nothing is left to decide"));
    assert!(ran.stdout.ends_with("3 answers, 0 subjects left\n"), "{}", ran.stdout);
    let signed = "orcid:0000-0002-1825-0097 2026-01-31";
    assert!(rows(&workdir).contains(&format!("data:place/c skos:exactMatch sssom:NoTermFound {signed}")));
    assert!(!rows(&workdir).iter().any(|r| r.contains("skos:exactMatch wd:Q904")), "{:?}", rows(&workdir));
}

/// A review that is killed when its journal has a number of lines.
fn killed(workdir: &Workdir, answers: &str, lines: usize) -> String {
    let args = ["link", "review", "--reviewer", "https://people.example/me", "--date", "2026-01-31"];
    let mut child = workdir.command(&args).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(answers.as_bytes()).unwrap();
    let journal = || fs::read_to_string(workdir.path("links.review.tsv")).unwrap_or_default();
    for _ in 0..500 {
        if journal().lines().count() >= lines {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    // Meanwhile no other review can begin.
    let other = review(workdir, &[], "1\n");
    assert!(other.code == Some(2) && other.stderr.contains("another review"), "{}", other.stderr);
    child.kill().unwrap();
    child.wait().unwrap();
    journal()
}

#[test]
fn a_kill_loses_no_answer() {
    for next in [&["build"][..], &["link", "review", "--reviewer", "https://people.example/me"]] {
        let workdir = Workdir::new();
        proposed(&workdir);
        let before = fs::read(workdir.path("links.sssom.tsv")).unwrap();
        let journal = killed(&workdir, "1\nn\nu\nl\nr 1\n", 5);
        assert_eq!(journal.lines().count(), 5, "{journal}");
        assert_eq!(
            fs::read(workdir.path("links.sssom.tsv")).unwrap(),
            before,
            "an answer does not write the file again"
        );
        // An incomplete line does not count.
        let cut = format!("{journal}https://example.org/d/place/b\tacc");
        workdir.write("links.review.tsv", cut);
        let ran = workdir.run(next);
        assert!(ran.code == Some(0) && ran.stderr.contains("2 decisions of an interrupted review"), "{}", ran.stderr);
        assert!(!workdir.path("links.review.tsv").exists());
        let signed = "https://people.example/me 2026-01-31";
        let expected = [
            format!("data:place/a skos:exactMatch Not wd:Q901 {signed}"),
            format!("data:place/a skos:exactMatch wd:Q902 {signed}"),
            "data:place/b skos:closeMatch wd:Q903".to_owned(),
            format!("data:place/c skos:exactMatch Not wd:Q904 {signed}"),
            "data:place/c skos:closeMatch wd:Q905".to_owned(),
        ];
        let (mut found, mut expected) = (rows(&workdir), expected.to_vec());
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
        assert_eq!(valid(&workdir).code, Some(0), "{}", valid(&workdir).stderr);
    }
}

#[test]
fn a_file_that_changed_meanwhile_is_not_overwritten() {
    let workdir = Workdir::new();
    proposed(&workdir);
    killed(&workdir, "1\n", 2);
    // A person has written another decision on the same subject by hand.
    let text = fs::read_to_string(workdir.path("links.sssom.tsv")).unwrap();
    let by_hand =
        text.replace("data:place/a\ta\tskos:closeMatch\twd:Q901", "data:place/a\ta\tskos:exactMatch\twd:Q901");
    workdir.write("links.sssom.tsv", &by_hand);
    let ran = workdir.run(&["build"]);
    assert!(ran.stderr.contains("the file has another decision on https://example.org/d/place/a"), "{}", ran.stderr);
    assert!(!rows(&workdir).iter().any(|r| r.contains("wd:Q902 https://people")), "{:?}", rows(&workdir));
    workdir.write("links.review.tsv", "what\n");
    let ran = workdir.run(&["build"]);
    assert!(ran.code == Some(1) && ran.stderr.contains("links.review.tsv: line 1 is not an answer"), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(workdir.path("links.review.tsv")).unwrap(), "what\n", "it is not lost");
}

#[test]
fn a_file_that_cannot_be_reviewed_is_reported_and_stays() {
    let workdir = Workdir::new();
    assert_eq!(review(&workdir, &[], "").code, Some(2));
    for reviewer in ["me", "0000-0002-1825-0098", "orcid:0000", "https://orcid.org/1", ""] {
        assert_eq!(workdir.run(&["link", "review", "--reviewer", reviewer]).code, Some(2), "{reviewer}");
    }
    proposed(&workdir);
    let text = fs::read_to_string(workdir.path("links.sssom.tsv")).unwrap();
    for (broken, expected) in [
        (text.replace("\t0.9\t", "\t1.9\t"), "links.sssom.tsv:8:"),
        (text.replace("wd:Q901", "nope:Q901"), "the prefix nope: is not declared"),
        (text.replace("item 901", "item\t901"), "the row has 9 values for 8 columns"),
        (text.replace("item 901", "\"item 901"), "the quotation mark"),
    ] {
        workdir.write("links.sssom.tsv", &broken);
        for ran in [review(&workdir, &[], "1\n1\n1\n"), valid(&workdir)] {
            assert!(ran.code == Some(1) && ran.stderr.contains(expected), "{expected}: {}{}", ran.stdout, ran.stderr);
        }
        assert_eq!(fs::read_to_string(workdir.path("links.sssom.tsv")).unwrap(), broken);
    }
    workdir.write("links.sssom.tsv", b"#\n\xFF\n");
    let ran = valid(&workdir);
    assert!(ran.code == Some(1) && ran.stderr.contains("links.sssom.tsv:2: not UTF-8"), "{}", ran.stderr);
}
