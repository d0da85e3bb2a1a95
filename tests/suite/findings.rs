//! Findings of other tools in a dataset: they take the place of the program's reading, the data says whose they are, and a
//! change of theirs is a change of their source.

use super::support::Workdir;
use chorograph::base::vocab::{choro, prov, schema};
use oxigraph::model::NamedNodeRef;

const NEWS: &str = "Prime Minister Ada Moor met Lena Holt in Valmora on 3 May 2019. \"We agreed on the bridge,\" said Ada Moor.\n\nThe talks went on for two days.\n";
const META: &str = "publisher = \"One\"\nlanguage = \"en\"\nkind = \"article\"\npublished = \"2019-05-10\"\n";

/// Names in brat's format; the second is said to begin at `start`.
fn names(start: usize) -> String {
    let at = |words: &str| NEWS.find(words).unwrap();
    format!(
        "T1\tPER {} {}\tAda Moor\nT2\tPER {start} {}\tLena Holt\nT3\tLOC {} {}\tValmora\n",
        at("Ada Moor"),
        at("Ada Moor") + 8,
        start + 9,
        at("Valmora"),
        at("Valmora") + 7,
    )
}

const TAGGER: &str = "[tool]\nname = \"Tagger\"\nversion = \"2.1\"\nsettings = { model = \"news\" }\n";

fn dataset() -> Workdir {
    let workdir = Workdir::new();
    workdir.write("sources/news.txt", NEWS);
    workdir.write("sources/news.meta.toml", META);
    workdir.write("sources/news.findings.ann", names(NEWS.find("Lena Holt").unwrap()));
    workdir.write("sources/news.findings.toml", TAGGER);
    workdir
}

/// All statements with a property, as text.
fn all(workdir: &Workdir, property: NamedNodeRef<'_>) -> Vec<String> {
    let predicate = property.to_string();
    let lines = workdir.export();
    lines.lines().filter(|line| line.contains(&format!(" {predicate} "))).map(str::to_owned).collect()
}

#[test]
fn names_of_a_tool_are_the_names_and_say_so() {
    let workdir = dataset();
    workdir.build();
    let attributed = all(&workdir, prov::WAS_ATTRIBUTED_TO);
    let by_tool: Vec<&String> = attributed.iter().filter(|line| line.contains("/agent/tagger-2")).collect();
    // Three mentions; what the program reads on top of them is its own.
    assert_eq!(by_tool.len(), 3, "{attributed:#?}");
    assert!(all(&workdir, choro::CONFIDENCE).is_empty());
    assert!(all(&workdir, choro::REALIGNED).is_empty());
    assert!(all(&workdir, choro::TOOL_SETTING).iter().any(|line| line.contains("\"model: news\"")));
    assert!(all(&workdir, prov::WAS_ASSOCIATED_WITH).iter().any(|line| line.contains("/agent/tagger-2")));
    assert!(all(&workdir, schema::SOFTWARE_VERSION).iter().any(|line| line.contains("\"2.1\"")));
    assert!(!all(&workdir, choro::PARTICIPANT).is_empty());
    let checked = workdir.run(&["check"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
}

#[test]
fn changed_findings_are_read_again_and_removed_ones_are_gone() {
    let workdir = dataset();
    workdir.build();
    let before = workdir.export();
    let again = workdir.build();
    assert!(again.stdout.contains("1 unchanged"), "{again:?}");
    // Words that stand once are found where they stand, and the data says why.
    workdir.write("sources/news.findings.ann", names(3));
    let built = workdir.build();
    assert!(built.stderr.contains("news.findings.ann:2"), "{built:?}");
    let realigned = all(&workdir, choro::REALIGNED);
    assert!(realigned.iter().any(|line| line.contains("the words stand in the text once")), "{realigned:#?}");
    assert_eq!(workdir.export(), workdir.built_anew().export());
    workdir.write("sources/news.findings.ann", names(NEWS.find("Lena Holt").unwrap()));
    workdir.build();
    assert_eq!(workdir.export(), before);
    workdir.remove("sources/news.findings.ann");
    workdir.remove("sources/news.findings.toml");
    workdir.build();
    assert!(!all(&workdir, choro::CONFIDENCE).is_empty());
    assert!(!workdir.export().contains("agent/tagger"));
}

#[test]
fn a_finding_that_cannot_be_placed_is_an_error_and_the_rest_goes_on() {
    let workdir = dataset();
    let findings = format!("{}T4\tLOC 5 9\tBorn\n", names(NEWS.find("Lena Holt").unwrap()));
    workdir.write("sources/news.findings.ann", findings);
    for _ in 0..2 {
        let built = workdir.run(&["build"]);
        assert!(built.code == Some(1) && built.stderr.contains("news.findings.ann:4"), "{built:?}");
        assert!(built.stdout.contains("1 finding of another tool with an error"), "{built:?}");
    }
    assert!(workdir.export().contains("Lena Holt"));
}

#[test]
fn two_files_with_names_are_an_error_and_what_was_built_stays() {
    let workdir = dataset();
    workdir.build();
    let before = workdir.export();
    workdir.write("sources/news.ann", names(NEWS.find("Lena Holt").unwrap()));
    let built = workdir.run(&["build"]);
    assert!(built.code == Some(1) && built.stderr.contains("gives names too"), "{built:?}");
    assert_eq!(workdir.export(), before);
}

#[test]
fn findings_of_a_restricted_source_are_not_public() {
    let workdir = dataset();
    workdir.write("sources/news.meta.toml", format!("{META}redistribute = false\n"));
    workdir.build();
    let public = workdir.export();
    assert!(!public.contains("tagger") && !public.contains("Tagger"), "{public}");
}

#[test]
fn ingest_puts_findings_beside_the_document() {
    let workdir = Workdir::new();
    workdir.write("in/news.txt", NEWS);
    workdir.write("in/news.meta.toml", META);
    workdir.write("in/tagged.ann", names(NEWS.find("Lena Holt").unwrap()));
    workdir.write("in/other.ann", "T1\tPER 0 4\tIvos\n");
    let (news, tagged, other) =
        (workdir.path("in/news.txt"), workdir.path("in/tagged.ann"), workdir.path("in/other.ann"));
    let refused = workdir.run(&["ingest", news.to_str().unwrap(), "--findings", other.to_str().unwrap()]);
    assert!(refused.code == Some(1) && !workdir.path("sources/news.txt").exists(), "{refused:?}");
    let added = workdir.run(&["ingest", news.to_str().unwrap(), "--findings", tagged.to_str().unwrap()]);
    assert_eq!(added.code, Some(0), "{added:?}");
    assert!(workdir.path("sources/news.findings.ann").exists());
    assert!(all(&workdir, choro::CONFIDENCE).is_empty());
}
