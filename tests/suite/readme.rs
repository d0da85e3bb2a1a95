//! Tests the README: its first example gives the output shown, and all commands, options, queries and sections that it names
//! exist. The documents beside it name no path that does not exist.

use super::support::{program, repository};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

fn readme() -> String {
    fs::read_to_string(repository("README.md")).unwrap()
}

/// The text below a heading, up to the next of its level.
fn section<'t>(text: &'t str, heading: &str) -> &'t str {
    let (_, below) = text.split_once(&format!("\n## {heading}\n")).unwrap();
    below.split_once("\n## ").map_or(below, |(section, _)| section)
}

/// The blocks of code in a language.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let open = format!("\n```{language}\n");
    text.split(&open).skip(1).map(|rest| rest.split_once("\n```").unwrap().0).collect()
}

fn help(words: &[&str]) -> String {
    let output = program().args(words).arg("--help").output().unwrap();
    assert!(output.status.success(), "{words:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The commands that a help text lists.
fn listed(help: &str) -> Vec<String> {
    let Some((_, list)) = help.split_once("\nCommands:\n") else { return Vec::new() };
    let lines = list.lines().take_while(|l| !l.is_empty());
    let names = lines.filter(|l| l.starts_with("  ") && !l.starts_with("   "));
    names.filter_map(|l| l.split_whitespace().next()).map(str::to_owned).collect()
}

fn has_option(help: &str, option: &str) -> bool {
    help.match_indices(option).any(|(at, _)| {
        let next = help[at + option.len()..].chars().next();
        next.is_none_or(|c| !c.is_alphanumeric() && c != '-')
    })
}

/// Runs commands in a folder, in which `chorograph` is this program.
fn shell(folder: &Path, commands: &str) -> String {
    let bin = folder.join("bin");
    fs::create_dir_all(&bin).unwrap();
    let link = bin.join("chorograph");
    if !link.exists() {
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_chorograph"), &link).unwrap();
    }
    let path = format!("{}:/usr/bin:/bin", bin.display());
    let output = Command::new("sh")
        .args(["-e", "-c", commands])
        .env_clear()
        .env("PATH", path)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    assert!(output.status.success(), "{commands}\n{}", text(output.stderr));
    text(output.stdout)
}

#[test]
fn the_first_example_gives_the_output_shown() {
    let readme = readme();
    let example = section(&readme, "Five minutes with your own fact box");
    let folder = tempfile::tempdir().unwrap();
    let [commands, ingest] = blocks(example, "sh")[..] else { panic!("two blocks of commands") };
    let [table, trace, error] = blocks(example, "text")[..] else { panic!("three blocks of output") };
    shell(folder.path(), commands);
    assert_eq!(shell(folder.path(), "chorograph -d my-data query districts --format table").trim_end(), table);
    let traced = shell(folder.path(), "chorograph -d my-data trace place/upper-vale");
    let mut rest = traced.as_str();
    for line in trace.lines().filter(|l| l.trim() != "…") {
        rest = rest.split_once(line).unwrap_or_else(|| panic!("{line} is not in\n{traced}")).1;
    }
    let turtle = fs::read_to_string(folder.path().join("my-data.ttl")).unwrap();
    assert!(turtle.contains("place:upper-vale") && turtle.contains("\"territory 1,250 km2\""), "{turtle}");

    let told = shell(
        folder.path(),
        "cp my-data/sources/gazette.txt good
         sed -i 's/3 april/31 april/' my-data/sources/gazette.txt
         chorograph build my-data 2>&1 && exit 3 || echo code $?
         mv good my-data/sources/gazette.txt",
    );
    assert!(told.contains(error) && told.ends_with("code 1\n"), "{told}");

    let page = "<title>Vale</title><h1>Vale</h1><p>Upper Vale: 1990-1992, territory 1,300 km2</p>";
    fs::write(folder.path().join("page.html"), page).unwrap();
    shell(folder.path(), ingest);
    let rows = shell(folder.path(), "chorograph -d my-data query disagreements");
    assert!(rows.contains("1,250 km2") && rows.contains("1,300 km2"), "{rows}");
}

#[test]
fn the_example_of_tables_gives_the_output_shown() {
    let document = fs::read_to_string(repository("docs/tables.md")).unwrap();
    let example = section(&document, "Five minutes with your own table");
    let folder = tempfile::tempdir().unwrap();
    let [table, mapping] = blocks(example, "sh")[..] else { panic!("two blocks of commands") };
    let [checked, rejects] = blocks(example, "text")[..] else { panic!("two blocks of output") };
    // A question is open, so that the first command ends with 1.
    let told = shell(folder.path(), &format!("({table}\n) 2> asked || true; cat asked"));
    assert!(told.contains(checked), "{told}");
    assert!(told.contains("vale.csv:4:2 (Area (km²))") && told.contains("31.04.1931"), "{told}");
    let told = shell(folder.path(), mapping);
    assert!(told.contains("1250.5") && told.contains("«1.250,5»"), "{told}");
    let written = fs::read_to_string(folder.path().join("rejects.csv")).unwrap();
    assert!(written.contains(rejects) && written.lines().count() == 3, "{written}");
    assert!(folder.path().join("my-site/index.html").exists());
}

#[test]
fn every_command_and_option_exists() {
    let readme = readme();
    let commands = listed(&help(&[]));
    let mut all = help(&[]);
    let mut groups = BTreeSet::new();
    for command in &commands {
        let text = help(&[command]);
        for below in listed(&text) {
            all += &help(&[command, &below]);
            groups.insert(command.as_str());
        }
        all += &text;
    }
    let mut checked = 0;
    for line in blocks(&readme, "sh").iter().flat_map(|block| block.lines()) {
        let line = line.split("  #").next().unwrap_or_default();
        let Some((_, words)) = line.split_once("chorograph ") else { continue };
        let words: Vec<&str> = words.split_whitespace().collect();
        let words = if words[0] == "-d" { &words[2..] } else { &words[..] };
        let named = &words[..if groups.contains(words[0]) { 2 } else { 1 }];
        let text = help(named);
        assert!(text.contains(&format!("Usage: chorograph {}", named.join(" "))), "{line}\n{text}");
        for option in words.iter().filter(|w| w.starts_with("--")) {
            assert!(has_option(&text, option), "{option} in {line}");
        }
        checked += 1;
    }
    assert!(checked > 30, "{checked}");
    for option in readme.split('`').skip(1).step_by(2).filter(|code| code.starts_with("--")) {
        let name = option.split_whitespace().next().unwrap();
        assert!(has_option(&all, name), "{name}");
    }
}

#[test]
fn the_named_queries_are_the_built_in_ones() {
    let readme = readme();
    let table = section(&readme, "Queries").lines().filter(|l| l.starts_with("| ")).skip(2);
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

#[test]
fn no_link_is_dead() {
    let anchor = |heading: &str| {
        let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.collect::<String>().trim().to_lowercase().replace(' ', "-")
    };
    let anchors = |text: &str| -> BTreeSet<String> {
        text.lines().filter(|l| l.starts_with('#')).map(|l| anchor(l.trim_start_matches('#'))).collect()
    };
    for name in DOCUMENTS.iter().chain(&["README.md"]) {
        let text = document(name);
        let folder = Path::new(name).parent().unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.starts_with("https://") {
                continue;
            }
            let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
            let file = if path.is_empty() { (*name).to_owned() } else { folder.join(path).display().to_string() };
            assert!(repository(&file).exists(), "{target} in {name}");
            assert!(fragment.is_empty() || anchors(&document(&file)).contains(fragment), "{target} in {name}");
        }
    }
}
