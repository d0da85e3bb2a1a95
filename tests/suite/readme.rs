//! Tests the README: its first example gives the output shown, and all commands, options, queries and sections that it names
//! exist.

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

#[test]
fn the_map_has_every_module() {
    let readme = readme();
    let map = section(&readme, "Map of the source");
    let lib = fs::read_to_string(repository("src/lib.rs")).unwrap();
    for module in lib.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';')) {
        let named = [".rs", "*"].iter().any(|end| map.contains(&format!("`src/{module}{end}`")));
        assert!(named, "{module}");
    }
    for path in map.split('`').skip(1).step_by(2).filter(|p| p.starts_with("src/") || p.ends_with('/')) {
        let path = path.trim_end_matches('*');
        let found = repository(path).exists() || repository(&format!("{path}.rs")).exists();
        assert!(found, "{path}");
    }
}

#[test]
fn no_link_is_dead() {
    let readme = readme();
    let anchor = |heading: &str| {
        let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.collect::<String>().trim().to_lowercase().replace(' ', "-")
    };
    let anchors: BTreeSet<String> =
        readme.lines().filter(|l| l.starts_with('#')).map(|l| anchor(l.trim_start_matches('#'))).collect();
    for target in readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        match target.strip_prefix('#') {
            Some(name) => assert!(anchors.contains(name), "{target}"),
            None if target.starts_with("https://") => {}
            None => assert!(repository(target).exists(), "{target}"),
        }
    }
}
