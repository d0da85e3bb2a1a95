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

#[test]
fn a_claim_that_was_missed_is_added() {
    let workdir = workdir();
    let missed = "+\nThe road to Brin is open\nevent\nvisit\nplanned\nLena Holt | Ivo Hart\nBrin\n2019-06\n\n\nq\n";
    let ran = review(&workdir, &["--kind", "speech"], missed);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        ran.stdout.contains("saved: In words attributed to Lena Holt: A visit with Ivo Hart and Lena Holt to Brin in June 2019 is said to be planned."),
        "{}",
        ran.stdout
    );
    let signed = "Ana Vell|2026-11-24|";
    let field = |field: &str, value: &str| format!("event|added|{field}|{value}|{signed}");
    assert_eq!(
        decisions(&workdir),
        [
            field("eventKind", "visit"),
            field("eventPlace", "Brin"),
            field("participant", "Ivo Hart"),
            field("participant", "Lena Holt"),
            field("standing", "planned"),
            field("time", "2019-06"),
        ]
    );
    // Also after the last claim of a source; and it can be undone.
    let other = self::workdir();
    let answers = format!("n\nn\n{}", missed.replace("\nq\n", "\nu\nq\n"));
    let ran = review(&other, &["vale", "--kind", "speech"], &answers);
    assert!(ran.code == Some(0) && ran.stdout.contains("undone: added\n"), "{}{}", ran.stdout, ran.stderr);
    assert_eq!(decisions(&other), [""; 0]);
    for (answers, why) in [
        ("+\nnobody said this\na\n", "does not stand in the source"),
        ("+\nValmora\na\n", "stands 2 times in the source"),
        ("+\nopens the road\nrumour\na\n", "is none of speech, role, event"),
        ("+\nopens the road\nrole\n\n\n\n\na\n", "not added: "),
    ] {
        let ran = review(&workdir, &["--kind", "speech"], answers);
        assert!(ran.code == Some(1) && ran.stderr.contains(why), "{why}: {:?} {}", ran.code, ran.stderr);
        assert_eq!(decisions(&workdir).len(), 6);
    }
}

#[test]
fn claims_of_tables_are_reviewed_with_the_same_keys() {
    let workdir = workdir();
    workdir.write("sources/table.csv", "District,Population\nUpper Vale,5120\nFar Fen,77124\n");
    workdir.write(
        "sources/table.meta.toml",
        "[[table]]\n[table.column]\nDistrict = \"name\"\nPopulation = { role = \"figure\", measure = \"population\" }\n",
    );
    let ran = review(&workdir, &["--kind", "figure"], "a\nc\n3\n7712.4\nq\n");
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("  Row 2: Upper Vale | Population: [5120]\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("The population of Upper Vale is said to be 5120.\n"), "{}", ran.stdout);
    let signed = "Ana Vell|2026-11-24|";
    assert_eq!(
        decisions(&workdir),
        [format!("figure|accepted|||{signed}"), format!("figure|replaced|figure|7712.4|{signed}")]
    );
    let built = workdir.build();
    assert!(built.stdout.contains("2 decisions on claims used, 1 claim left out"), "{}{}", built.stdout, built.stderr);
    let csv = workdir.run(&[
        "query",
        "SELECT ?f ?d { ?c choro:figure ?f . OPTIONAL { ?c choro:decision ?d } } ORDER BY ?f",
        "--format",
        "csv",
    ]);
    assert!(
        csv.stdout.contains("5120,") && csv.stdout.contains("7712.4,") && !csv.stdout.contains("77124"),
        "{}",
        csv.stdout
    );
}

#[test]
fn decisions_are_moved_to_the_new_name_of_a_source() {
    let workdir = workdir();
    review(&workdir, &["--kind", "speech"], "a\nr\n");
    for ending in ["txt", "meta.toml"] {
        fs::rename(workdir.path(&format!("sources/vale.{ending}")), workdir.path(&format!("sources/road.{ending}")))
            .unwrap();
    }
    let built = workdir.build();
    assert!(built.stderr.contains("chorograph review move \"vale\" \"road\""), "{}", built.stderr);
    workdir.write("sources/road.txt", TEXT.replace("Mayor opens", "The mayor opens"));
    let built = workdir.run(&["build", "--prune"]);
    assert!(
        built.stderr.contains("2 decisions are on it") && built.stderr.contains("review move \"vale\" NEW"),
        "{}",
        built.stderr
    );
    let ran = workdir.run(&["review", "move", "vale", "road"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "2 decisions are on road now\n"), "{}", ran.stderr);
    let built = workdir.build();
    assert!(
        built.stdout.contains("2 decisions on claims used") && !built.stderr.contains("review move"),
        "{}{}",
        built.stdout,
        built.stderr
    );
    assert_eq!(workdir.run(&["review", "move", "vale", "nowhere"]).code, Some(2));
}
