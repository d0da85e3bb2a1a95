//! Links between the documents of the repository lead to a file, and to a heading in it. What they write in the words of the
//! command line exists.

use super::super::support::repository;
use super::commands::{help, listed};
use super::markdown::{blocks, prose};
use super::{document, documents};
use std::collections::BTreeSet;
use std::path::Path;

/// The documents for those who change the program.
const FOR_DEVELOPERS: [&str; 3] = ["ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];

fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().trim().to_lowercase().replace(' ', "-")
}

fn anchors(text: &str) -> BTreeSet<String> {
    prose(text).lines().filter(|l| l.starts_with('#')).map(|l| anchor(l.trim_start_matches('#'))).collect()
}

#[test]
fn no_link_is_dead() {
    let mut checked = 0;
    for name in FOR_DEVELOPERS.map(str::to_owned).iter().chain(&documents()) {
        let text = document(name);
        let folder = Path::new(name).parent().unwrap();
        let prose = prose(&text);
        let images = prose.split(" src=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let targets = prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()).chain(images);
        for target in targets.filter(|t| !t.starts_with("https://")) {
            let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
            let file = if path.is_empty() { name.clone() } else { folder.join(path).display().to_string() };
            assert!(repository(&file).exists(), "{target} in {name}");
            let is_there =
                fragment.is_empty() || !file.ends_with(".md") || anchors(&document(&file)).contains(fragment);
            assert!(is_there, "{target} in {name}");
            checked += 1;
        }
    }
    assert!(checked > 60, "{checked}");
}

/// Each page can be reached from the list in `docs/index.md`, in the order of reading.
#[test]
fn every_page_is_listed() {
    let index = document("docs/index.md");
    let trees = blocks(&index).into_iter().filter(|b| b.language == "{toctree}");
    let listed: BTreeSet<String> = trees
        .flat_map(|b| {
            b.text
                .lines()
                .filter(|l| !l.is_empty() && !l.starts_with(':'))
                .map(|l| format!("docs/{l}.md"))
                .collect::<Vec<_>>()
        })
        .collect();
    let pages: BTreeSet<String> =
        documents().into_iter().filter(|n| n.starts_with("docs/") && n != "docs/index.md").collect();
    assert_eq!(listed, pages);
}

/// A page opens with whom it is for.
#[test]
fn every_page_says_whom_it_is_for() {
    for name in documents().into_iter().filter(|n| n.starts_with("docs/")) {
        let text = document(&name);
        let opening = text.lines().skip(1).find(|l| !l.is_empty()).unwrap();
        assert!(text.starts_with("# ") && opening.starts_with("*For "), "{name}: {opening}");
    }
}

fn has_option(help: &str, option: &str) -> bool {
    help.match_indices(option).any(|(at, _)| {
        let next = help[at + option.len()..].chars().next();
        next.is_none_or(|c| !c.is_alphanumeric() && c != '-')
    })
}

#[test]
fn every_command_and_option_exists() {
    let commands = listed(&help(&[]));
    let mut all = help(&[]);
    let mut groups = BTreeSet::new();
    for command in &commands {
        let text = help(&[command]);
        for below in listed(&text) {
            all += &help(&[command, &below]);
            groups.insert(command.clone());
        }
        all += &text;
    }
    let mut checked = 0;
    for name in documents() {
        let page = document(&name);
        for line in blocks(&page).iter().filter(|b| b.language == "sh").flat_map(|b| b.text.lines().collect::<Vec<_>>())
        {
            let line = line.split("  #").next().unwrap_or_default();
            // Other commands of a line, and what stands in quotation marks, are not ours.
            let Some((_, words)) =
                format!(" {line}").split_once(" chorograph ").map(|(a, b)| (a.to_owned(), b.to_owned()))
            else {
                continue;
            };
            let words: Vec<&str> = words
                .split([';', '|', '&', '>'])
                .next()
                .unwrap()
                .split('\'')
                .step_by(2)
                .flat_map(str::split_whitespace)
                .collect();
            let words = if words.first() == Some(&"-d") { &words[2..] } else { &words[..] };
            let Some(command) = words.first().filter(|w| !w.starts_with('-')) else { continue };
            let has_second = groups.contains(*command)
                && words.get(1).is_some_and(|w| listed(&help(&[command])).iter().any(|c| c == w));
            let named = &words[..if has_second { 2 } else { 1 }];
            let text = help(named);
            assert!(text.contains(&format!("Usage: chorograph {}", named.join(" "))), "{name}: {line}\n{text}");
            for option in words.iter().filter(|w| w.starts_with("--")) {
                assert!(has_option(&text, option), "{name}: {option} in {line}");
            }
            checked += 1;
        }
        for code in prose(&page).split('`').skip(1).step_by(2) {
            // What begins with the name of another program is of that.
            let first = code.split_whitespace().next().unwrap_or_default();
            let is_ours = first.starts_with("--") || first == "chorograph" || commands.iter().any(|c| c == first);
            for option in code.split_whitespace().filter(|word| is_ours && word.starts_with("--")) {
                assert!(has_option(&all, option), "{name}: {option}");
            }
        }
    }
    assert!(checked > 60, "{checked}");
}
