//! Tests the documents for those who change the program: the rooms, fields and paths that they name exist. `docs.rs` tests the
//! README and the pages for users.

use super::support::repository;
use std::collections::BTreeSet;
use std::fs;

/// The text below a heading, up to the next of its level.
fn section<'t>(text: &'t str, heading: &str) -> &'t str {
    let (_, below) = text.split_once(&format!("\n## {heading}\n")).unwrap();
    below.split_once("\n## ").map_or(below, |(section, _)| section)
}

#[test]
fn the_named_queries_are_the_built_in_ones() {
    let page = document("docs/query.md");
    let table = section(&page, "Named queries").lines().filter(|l| l.starts_with("| ")).skip(2);
    let told: BTreeSet<String> = table.flat_map(|l| l.split('`').skip(1).step_by(2).map(str::to_owned)).collect();
    let files = fs::read_dir(repository("queries")).unwrap();
    let names = files.filter_map(|e| e.unwrap().file_name().to_str()?.strip_suffix(".rq").map(str::to_owned));
    assert_eq!(told, names.collect());
}

/// The documents for those who change the program, and what moved out of the README.
const DOCUMENTS: [&str; 4] = ["ARCHITECTURE.md", "CONTRIBUTING.md", "docs/figures.md", "docs/references.md"];

fn document(name: &str) -> String {
    fs::read_to_string(repository(name)).unwrap()
}

/// A README that is read: what it leads to is in `docs/`.
#[test]
fn the_readme_is_short() {
    let words = document("README.md").split_whitespace().count();
    assert!(words <= 1500, "{words} words");
}

#[test]
fn the_table_of_rooms_is_the_library() {
    let architecture = document("ARCHITECTURE.md");
    let rooms = section(&architecture, "Rooms").split("\n### ").next().unwrap().lines();
    let told: Vec<&str> =
        rooms.filter_map(|l| l.strip_prefix("| `")?.split_once("` |")).map(|(room, _)| room).collect();
    let lib = document("src/lib.rs");
    let mut library: Vec<&str> = lib.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    library.push("cli");
    assert_eq!(told, library);
}

/// A path may end in a name that is made up, in capitals: `tests/cases/NAME.txt`.
#[test]
fn every_path_that_is_named_is_there() {
    let tops = ["src/", "tests/", "ontology/", "queries/", "benches/", "data/", "docs/", ".ci/"];
    let mut checked = 0;
    for name in DOCUMENTS {
        let text = document(name);
        for path in text.split(['`', ' ', '\n']).filter(|word| tops.iter().any(|top| word.starts_with(top))) {
            let path = path.trim_end_matches([',', '.', ';', ')']);
            let (folder, file) = path.rsplit_once('/').unwrap();
            let stem = file.split('.').next().unwrap_or_default();
            let is_made_up = !stem.is_empty() && stem.chars().all(|c| c.is_ascii_uppercase());
            assert!(repository(if is_made_up { folder } else { path }).exists(), "{path} in {name}");
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn each_field_of_a_claim_type_is_explained() {
    let types = document("src/claim/types/row.rs");
    let (_, row) = types.split_once("pub struct ClaimType {\n").unwrap();
    let fields = row.split("\n}").next().unwrap().lines().filter_map(|l| l.strip_prefix("    pub ")?.split_once(':'));
    let contributing = document("CONTRIBUTING.md");
    let table = section(&contributing, "Add a claim type");
    let missing: Vec<&str> =
        fields.map(|(name, _)| name).filter(|name| !table.contains(&format!("`{name}`"))).collect();
    assert_eq!(missing, Vec::<&str>::new());
}
