//! Linking from end to end: an index, proposals, explanations, a decision, and the resulting store. Items and places
//! are made up.

use super::support::Workdir;
use std::io::Write;
use std::process::Stdio;

fn entity(id: u32, label: &str, claims: &str, sitelinks: usize) -> String {
    let links: Vec<String> = (0..sitelinks).map(|n| format!("\"w{n}\":{{}}")).collect();
    format!(
        "{{\"type\":\"item\",\"id\":\"Q{id}\",\"labels\":{{\"en\":{{\"language\":\"en\",\"value\":\"{label}\"}}}},\"claims\":{{{claims}}},\"sitelinks\":{{{}}}}}",
        links.join(",")
    )
}

fn item(property: u32, id: u32) -> String {
    format!(
        "\"P{property}\":[{{\"mainsnak\":{{\"datavalue\":{{\"value\":{{\"id\":\"Q{id}\"}},\"type\":\"wikibase-entityid\"}}}},\"rank\":\"normal\"}}]"
    )
}

fn area(km2: &str) -> String {
    format!(
        "\"P2046\":[{{\"mainsnak\":{{\"datavalue\":{{\"value\":{{\"amount\":\"+{km2}\",\"unit\":\"http://www.wikidata.org/entity/Q712226\"}},\"type\":\"quantity\"}}}},\"rank\":\"normal\"}}]"
    )
}

/// A district and its better-known town of the same name, and districts with similar names.
fn dataset() -> Workdir {
    let workdir = Workdir::new();
    let dump = [
        entity(901, "district of Valeland", "", 0),
        entity(902, "town", "", 0),
        entity(11, "Kelvajar District", &format!("{},{}", item(31, 901), area("480")), 3),
        entity(12, "Kelvajar", &format!("{},{}", item(31, 902), area("7")), 40),
        entity(13, "Kolbazar District", &format!("{},{}", item(31, 901), area("900")), 9),
        entity(14, "Lower Fell District", &format!("{},{}", item(31, 901), area("2000")), 9),
    ];
    workdir.write("dump", dump.join("\n"));
    workdir.write(
        "sources/box.txt",
        "Districts\nKalvadzhar: 3 april 1991, territory 481 km2; Nowhereford: 4 may 1991, territory 20 km2.\n",
    );
    let path = |name: &str| workdir.path(name).display().to_string();
    let ran = workdir.run(&["wikidata", "index", &path("dump"), "-o", &path("x.wd"), "--language", "en"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    workdir.build();
    workdir
}

fn index(workdir: &Workdir) -> String {
    workdir.path("x.wd").display().to_string()
}

#[test]
fn a_district_is_not_its_town_and_what_is_not_known_stays_unlinked() {
    let workdir = dataset();
    let ran = workdir.run(&["link", "propose", &index(&workdir)]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stderr.contains("2 entities: 0 linked already, 1 proposed, 0 to be decided"), "{}", ran.stderr);
    let file = std::fs::read_to_string(workdir.path("links.sssom.tsv")).unwrap();
    let rows: Vec<&str> = file.lines().filter(|l| l.contains("skos:closeMatch")).collect();
    assert!(rows.len() == 1 && rows[0].contains("wd:Q11\t"), "{file}");
    let path = workdir.path("links.sssom.tsv").display().to_string();
    assert_eq!(workdir.run(&["link", "validate", &path]).code, Some(0));
    // The same again, byte for byte.
    workdir.run(&["link", "propose", &index(&workdir)]);
    assert_eq!(std::fs::read_to_string(workdir.path("links.sssom.tsv")).unwrap(), file);
    let why = workdir.run(&["link", "explain", &index(&workdir), "place/kalvadzhar"]).stdout;
    for part in ["Q11 ", "Q12 ", "481 and 480 km²", "district", "town", "proposed without a question: Q11"] {
        assert!(why.contains(part), "{part} is not in {why}");
    }
    let why = workdir.run(&["link", "explain", &index(&workdir), "place/nowhereford"]).stdout;
    assert!(why.contains("not linked"), "{why}");
}

#[test]
fn an_accepted_link_reaches_the_store_and_a_denied_one_does_not() {
    let workdir = dataset();
    workdir.run(&["link", "propose", &index(&workdir)]);
    let links = "SELECT ?e ?i WHERE { ?e skos:exactMatch ?i }";
    for (answer, expected) in [("r 1\n", 0), ("u\n1\n", 1)] {
        if answer.starts_with('u') {
            // A new start: rejected candidates are not proposed again, so the file is removed.
            std::fs::remove_file(workdir.path("links.sssom.tsv")).unwrap();
            workdir.run(&["link", "propose", &index(&workdir)]);
        }
        let mut child = super::support::program()
            .args(["-d", &workdir.root().display().to_string(), "link", "review"])
            .args(["--reviewer", "https://people.example/me", "--date", "2026-01-31"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(answer.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
        let file = std::fs::read_to_string(workdir.path("links.sssom.tsv")).unwrap();
        workdir.build();
        let rows = workdir.run(&["query", "--format", "csv", links]).stdout;
        assert_eq!(rows.lines().count() - 1, expected, "{answer}: {rows}{file}");
        // A person's decisions survive the next proposals.
        workdir.run(&["link", "propose", &index(&workdir)]);
        assert_eq!(std::fs::read_to_string(workdir.path("links.sssom.tsv")).unwrap(), file, "{answer}");
    }
    // A mistake in the file is reported, and the store keeps its links.
    let file = std::fs::read_to_string(workdir.path("links.sssom.tsv")).unwrap();
    workdir.write("links.sssom.tsv", file.replace("semapv:", "nothing:"));
    let ran = workdir.run(&["build"]);
    assert!(ran.code == Some(1) && ran.stderr.contains("links.sssom.tsv:"), "{}", ran.stderr);
    assert_eq!(workdir.run(&["query", "--format", "csv", links]).stdout.lines().count(), 2);
}

#[test]
fn a_reviewer_sees_what_else_a_candidate_is_called() {
    let workdir = dataset();
    let named = entity(11, "Kelvajar District", &item(31, 901), 3)
        .replace("\"claims\":", "\"aliases\":{\"en\":[{\"language\":\"en\",\"value\":\"Kelvagar\"}]},\"claims\":");
    workdir.write("dump", [entity(901, "district of Valeland", "", 0), named].join("\n"));
    let path = |name: &str| workdir.path(name).display().to_string();
    workdir.run(&["link", "propose", &index(&workdir)]);
    let ran = workdir.run(&["wikidata", "index", &path("dump"), "-o", &path("y.wd"), "--language", "en"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let args = ["link", "review", "--reviewer", "https://people.example/me", "--index", &path("y.wd")];
    let shown = workdir.run(&args).stdout;
    assert!(shown.contains("also called") && shown.contains("Kelvagar"), "{shown}");
}

/// "&" and "and" are equivalent; half of the name or a name with an additional word do not come first.
#[test]
fn names_with_and_equal_names_with_ampersand() {
    let workdir = Workdir::new();
    let district = |id, label, links| entity(id, label, &item(31, 901), links);
    let dump = [
        entity(901, "district of Valeland", "", 0),
        district(21, "Trinity", 40),
        district(22, "Trinity and Tobaria", 3),
        district(23, "Trinity Tobaria", 20),
        district(24, "Salt & Sand", 3),
        district(25, "Salt", 40),
    ];
    workdir.write("dump", dump.join("\n"));
    let path = |name: &str| workdir.path(name).display().to_string();
    let ran = workdir.run(&["wikidata", "index", &path("dump"), "-o", &path("x.wd"), "--language", "en"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for (name, item) in [
        ("Trinity & Tobaria", "Q22"),
        ("Trinity and Tobaria", "Q22"),
        ("TRINITY＆TOBARIA", "Q22"),
        ("Trinity Tobaria", "Q23"),
        ("Salt and Sand", "Q24"),
    ] {
        let ran = workdir.run(&["link", "match", &index(&workdir), name, "--kind", "district"]);
        let row = ran.stdout.lines().nth(1).unwrap_or_default().to_owned();
        assert_eq!(row.split('\t').nth(1), Some(item), "{name}: {row}");
    }
}

#[test]
fn names_in_any_script_without_a_dataset() {
    let workdir = dataset();
    for (name, item) in [
        ("Кельваджарский район", "Q11"),
        ("Kəlvacər rayonu", "Q11"),
        ("Lower Fell", "Q14"),
        ("Fell District, Lower", "Q14"),
    ] {
        let ran = workdir.run(&["link", "match", &index(&workdir), name, "--kind", "district"]);
        let row = ran.stdout.lines().nth(1).unwrap_or_default().to_owned();
        assert_eq!(row.split('\t').nth(1), Some(item), "{name}: {row}");
    }
    for hostile in ["", "\u{0}\u{1}", "'''", &"x".repeat(100_000), &"a b ".repeat(20_000)] {
        let hostile = hostile.replace('\u{0}', "\u{7f}");
        let ran = workdir.run(&["link", "match", &index(&workdir), "--", &hostile]);
        assert!(ran.code == Some(0) && ran.stdout.ends_with("none\n"), "{:?}", ran.stdout.get(..200));
    }
}
