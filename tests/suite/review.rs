//! A review of claims through the program, with answers from a pipe.

use super::support::{Ran, Workdir};
use std::fs;
use std::io::Write;
use std::process::Stdio;

const TEXT: &str = "Mayor opens the road\n\n\
    Lena Holt, mayor of Valmora, met Ivo Hart in Valmora on 3 May 2019.\n\n\
    “The road to Brin is open,” she said. “Nobody loses,” Hart said after the meeting.\n";

fn workdir() -> Workdir {
    let workdir = Workdir::new();
    workdir.write("sources/vale.txt", TEXT);
    workdir.write("sources/vale.meta.toml", "published = \"2019-05-06\"\n");
    workdir
}

fn review(workdir: &Workdir, more: &[&str], answers: &str) -> Ran {
    let mut args = vec!["review", "--reviewer", "Ana Vell", "--date", "2026-11-24"];
    args.extend(more);
    let mut command = workdir.command(&args);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A review that ends early does not read all answers.
    let _ = child.stdin.take().unwrap().write_all(answers.as_bytes());
    workdir.ran(&child.wait_with_output().unwrap())
}

fn decisions(workdir: &Workdir) -> Vec<String> {
    let text = fs::read_to_string(workdir.path("claims.review.tsv")).unwrap_or_default();
    let short = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        [1, 6, 7, 8, 9, 10, 11].map(|n| cells[n]).join("|")
    };
    text.lines().skip(1).map(short).collect()
}

#[test]
fn without_a_reviewer_the_claims_are_listed() {
    let workdir = workdir();
    let ran = workdir.run(&["review"]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (Some(0), 6), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.starts_with("source\tclaim\tstatus\trank\twords\tenglish\t"));
    assert!(ran.stdout.contains("\tLena Holt is said to have met Ivo Hart in Valmora on 3 May 2019.\t"));
    let ran = workdir.run(&["review", "vale", "--kind", "speech", "--entity", "hart", "--list"]);
    assert_eq!(ran.stdout.lines().count(), 2, "{}", ran.stdout);
    let wrong = workdir.run(&["review", "--kind", "rumour"]);
    assert!(wrong.code == Some(2) && wrong.stderr.contains("the types are speech, role, event"), "{}", wrong.stderr);
    assert_eq!(workdir.run(&["review", "nowhere"]).code, Some(2));
}

#[test]
fn claims_are_accepted_rejected_changed_and_put_off() {
    let workdir = workdir();
    let ran = review(&workdir, &["--kind", "speech"], "m\nso it is\na\nr\nu\nc\n2\nLena Holt\nn\nq\n");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("0 of 2 decided: Mayor opens the road, 2019-05-06 <vale>\n"), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("  [“The road to Brin is open,” she said].")
            || ran.stdout.contains("  [“The road to Brin is open,” she said.]"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("  check: “she” is taken for Lena Holt\n"), "{}", ran.stdout);
    assert!(ran.stdout.ends_with("2 answers; 2 of 2 claims are decided\n"), "{}", ran.stdout);
    let signed = "Ana Vell|2026-11-24";
    assert_eq!(
        decisions(&workdir),
        [format!("speech|replaced|speaker|Lena Holt|{signed}|"), format!("speech|accepted|||{signed}|so it is"),]
    );
    // The build uses them, and they are not asked about again.
    workdir.build();
    assert!(workdir.export().contains("so it is"));
    let again = review(&workdir, &["--kind", "speech"], "a\n");
    assert_eq!(again.stdout, "\n0 answers; 2 of 2 claims are decided\n");
    let again = review(&workdir, &["--kind", "speech", "--again"], "q\n");
    assert!(
        again.stdout.contains("accepted by Ana Vell on 2026-11-24: so it is\n")
            || again.stdout.contains("replaced by Ana Vell"),
        "{}",
        again.stdout
    );
}

#[test]
fn what_cannot_be_used_is_refused_and_nothing_is_written() {
    let workdir = workdir();
    // What follows was written for another question: it must not accept the claim as it stands.
    for (answers, why) in [
        ("c\n6\nnext week, perhaps\na\n", "does not stand in the source"),
        ("c\n99\na\n", "there is no field \"99\""),
        ("what\na\n", "invalid answer \"what\""),
        ("u\na\n", "there is nothing to undo"),
    ] {
        let ran = review(&workdir, &["--kind", "event"], answers);
        assert!(ran.code == Some(1) && ran.stderr.contains(why), "{:?} {}", ran.code, ran.stderr);
        assert_eq!(decisions(&workdir), [""; 0]);
    }
    // The decisions before it stay.
    let ran = review(&workdir, &["--kind", "event"], "c\n2\nplanned\nc\n99\nr\n");
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert_eq!(decisions(&workdir), ["event|replaced|standing|planned|Ana Vell|2026-11-24|"]);
    let nobody = workdir.run(&["review", "--reviewer", "0000-0002-1825-0098"]);
    assert!(
        nobody.code == Some(2) && nobody.stderr.contains("the check digit of this ORCID is wrong"),
        "{}",
        nobody.stderr
    );
}

#[test]
fn restricted_words_stay_in_their_own_file_and_the_screen_is_not_rearranged() {
    let workdir = workdir();
    workdir.write("sources/vale.txt", TEXT.replace("Brin", "Brin\u{202E}ab"));
    workdir.write("sources/vale.meta.toml", "redistribute = false\n");
    let ran = review(&workdir, &["--kind", "speech"], "a\nr\n");
    assert!(ran.stdout.contains("Brin\u{FFFD}ab") && !ran.stdout.contains('\u{202E}'), "{}", ran.stdout);
    assert!(!workdir.path("claims.review.tsv").exists());
    let own = fs::read_to_string(workdir.path("claims.review.restricted.tsv")).unwrap();
    assert_eq!(own.lines().count(), 3);
}

#[test]
fn claims_that_others_contradict_come_first() {
    let workdir = Workdir::new();
    for (name, area) in [("a", "1,250"), ("b", "950")] {
        let text = format!("Districts of the Vale\nUpper Vale: 3 april 1991, territory {area} km2.\n");
        workdir.write(&format!("sources/{name}.txt"), text);
    }
    let before = workdir.run(&["review"]).stdout;
    assert!(!before.contains("other claims disagree"), "not known before a build: {before}");
    workdir.build();
    let listed = workdir.run(&["review"]).stdout;
    let doubts: Vec<bool> = listed.lines().skip(1).map(|line| line.contains("other claims disagree")).collect();
    assert_eq!(doubts, [true, true, false, false], "{listed}");
    assert!(listed.contains("\tUpper Vale is said to have an area of 950 km2.\t"), "{listed}");
}

#[test]
fn two_files_of_decisions_are_compared() {
    let workdir = workdir();
    review(&workdir, &["--kind", "speech"], "a\nr\n");
    let of_ana = fs::read_to_string(workdir.path("claims.review.tsv")).unwrap();
    workdir.write("ivo.tsv", of_ana.replace("\trejected\t", "\taccepted\t").replace("Ana Vell", "Ivo Orlo"));
    let path = |name: &str| workdir.path(name).display().to_string();
    let ran = workdir.run(&["review", "agreement", &path("claims.review.tsv"), &path("ivo.tsv")]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("kappa") && ran.stdout.contains("speech"), "{}", ran.stdout);
    assert!(ran.stdout.ends_with("\t“Nobody loses,” Hart said\trejected\taccepted\n"), "{}", ran.stdout);
    workdir.write("ivo.tsv", of_ana.replace("\trejected\t", "\tunsure\t"));
    let wrong = workdir.run(&["review", "agreement", &path("claims.review.tsv"), &path("ivo.tsv")]);
    assert!(wrong.code == Some(1) && wrong.stderr.contains("this is not a decision"), "{}", wrong.stderr);
}

#[test]
fn a_decision_whose_claim_is_gone_is_listed_and_kept() {
    let workdir = workdir();
    review(&workdir, &["--kind", "speech"], "a\nr\n");
    workdir.write("sources/vale.txt", TEXT.replace(" “Nobody loses,” Hart said after the meeting.", ""));
    let ran = workdir.run(&["review"]);
    assert_eq!(ran.code, Some(0));
    assert!(
        ran.stderr.contains("note: vale: speech \"“Nobody loses,” Hart said\", rejected by Ana Vell on 2026-11-24: "),
        "{}",
        ran.stderr
    );
    assert_eq!(decisions(&workdir).len(), 2);
}
