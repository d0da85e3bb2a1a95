//! Copies among the made-up news of `tests/wire`: found by their wording, derived only where a source says so, and up
//! to date with what is loaded.

use super::support::{Facts, Workdir, repository};
use chorograph::base::vocab::{choro, prov};
use std::collections::BTreeSet;
use std::fs;

fn wire() -> Workdir {
    Workdir::copy_of(&repository("tests/wire"))
}

/// The members of each node of a class, by their names.
fn members(facts: &Facts, class: oxigraph::model::NamedNodeRef<'_>) -> BTreeSet<String> {
    let name = |iri: &String| iri.trim_start_matches("https://example.org/vale/source/").replace("/article", "");
    let of = |node: &String| {
        let mut members: Vec<String> = facts.objects(node, prov::HAD_MEMBER).iter().map(name).collect();
        members.sort();
        members.join(" ")
    };
    facts.of_class(class).iter().map(of).collect()
}

fn set(members: &[&str]) -> BTreeSet<String> {
    members.iter().map(|m| (*m).to_owned()).collect()
}

fn bytes_of(dir: &Workdir) -> Vec<u8> {
    let ran = dir.run(&["export", "--format", "nq"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    ran.stdout.into_bytes()
}

#[test]
fn groups_follow_wording_and_chains_follow_dependence() {
    let dir = wire();
    dir.build();
    let facts = dir.facts();
    assert_eq!(members(&facts, choro::COPY_GROUP), set(&["herald post wire"]));
    // Two pages with one fact box stay apart, and the courier has its own words for the same news.
    assert_eq!(members(&facts, choro::COPY_CHAIN), set(&["almanac reprint", "digest herald post wire"]));
    let derived = |id: &str| facts.objects(&format!("https://example.org/vale/source/{id}"), prov::WAS_DERIVED_FROM);
    assert_eq!(derived("herald"), ["https://example.org/vale/source/wire"], "by its credit");
    assert_eq!(derived("digest"), ["https://wire.example/bridge"], "by its metadata");
    assert!(derived("post").is_empty() && derived("wire").is_empty());
}

#[test]
fn a_source_that_comes_or_goes_joins_or_leaves() {
    let dir = wire();
    dir.build();
    let first = bytes_of(&dir);
    let post = fs::read(dir.path("sources/post.txt")).unwrap();
    dir.remove("sources/post.txt");
    dir.remove("sources/post.meta.toml");
    dir.build();
    assert_eq!(members(&dir.facts(), choro::COPY_GROUP), set(&["herald post wire"]), "gone and kept");
    assert_eq!(dir.run(&["build", "--prune"]).code, Some(0));
    assert_eq!(members(&dir.facts(), choro::COPY_GROUP), set(&["herald wire"]));
    dir.write("sources/post.txt", post);
    dir.write("sources/post.meta.toml", fs::read(repository("tests/wire/sources/post.meta.toml")).unwrap());
    dir.build();
    assert!(bytes_of(&dir) == first, "coming back is as having been there");
    // The article changes, and is no longer a copy.
    dir.write("sources/post.txt", "Fair\n\nThe spring fair begins on Saturday with a race of ox carts from the mill to the inn, and ends at night with music on the green, as it has done every year since the new road was built.\n");
    dir.build();
    assert_eq!(members(&dir.facts(), choro::COPY_GROUP), set(&["herald wire"]));
}

#[test]
fn the_sketch_store_can_be_lost() {
    let dir = wire();
    dir.build();
    let first = bytes_of(&dir);
    for damage in ["removed", "cut", "one byte", "another's"] {
        let path = dir.path(".chorograph/copies");
        match damage {
            "removed" => fs::remove_file(&path).unwrap(),
            "cut" => {
                let bytes = fs::read(&path).unwrap();
                fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
            }
            "one byte" => {
                let mut bytes = fs::read(&path).unwrap();
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
                fs::write(&path, &bytes).unwrap();
            }
            _ => fs::write(&path, b"nothing of ours").unwrap(),
        }
        let ran = dir.build();
        assert!(!ran.stdout.starts_with("0 sources read"), "{damage}: {}", ran.stdout);
        assert!(bytes_of(&dir) == first, "{damage}");
        let ran = dir.build();
        assert!(ran.stdout.starts_with("0 sources read"), "{damage}: {}", ran.stdout);
    }
}

#[test]
fn nothing_changed_nothing_done() {
    let dir = wire();
    dir.build();
    let before = fs::read(dir.path(".chorograph/current")).unwrap();
    let ledger = fs::metadata(dir.path(".chorograph/copies")).unwrap().len();
    let ran = dir.build();
    assert!(ran.stdout.starts_with("0 sources read, 9 unchanged"), "{}", ran.stdout);
    assert!(ran.stdout.contains("1 group of likely copies"), "{}", ran.stdout);
    assert_eq!(fs::read(dir.path(".chorograph/current")).unwrap(), before, "no new view");
    assert_eq!(fs::metadata(dir.path(".chorograph/copies")).unwrap().len(), ledger);
}

/// Articles of a JSONL file are separate sources; statements about the file join none of them.
#[test]
fn articles_of_one_file_are_compared_too() {
    let dir = wire();
    let text = |name: &str| fs::read_to_string(repository(&format!("tests/wire/sources/{name}.txt"))).unwrap();
    let line = |id: &str, text: &str| format!("{}\n", serde_json::json!({ "id": id, "text": text }));
    let lines = line("one", &text("wire")) + &line("two", &text("courier"));
    dir.write("sources/file.jsonl", &lines);
    dir.write("sources/file.meta.toml", "derived-from = [\"https://dump.example/\"]\n");
    dir.build();
    assert_eq!(members(&dir.facts(), choro::COPY_GROUP), set(&["courier file/two", "file/one herald post wire"]));
    let chains = set(&["almanac reprint", "courier file/two", "digest file/one herald post wire"]);
    assert_eq!(members(&dir.facts(), choro::COPY_CHAIN), chains);
    let ran = dir.build();
    assert!(ran.stdout.starts_with("0 sources read"), "{}", ran.stdout);
    // An article that is removed from the file is removed from its group.
    dir.write("sources/file.jsonl", line("two", &text("courier")));
    dir.build();
    assert_eq!(members(&dir.facts(), choro::COPY_GROUP), set(&["courier file/two", "herald post wire"]));
}

/// The background paragraph of an agency below each of its items, and the footer of a site, make no copies; complete
/// copies stay copies.
#[test]
fn a_paragraph_of_many_articles_says_nothing_about_two() {
    let dir = Workdir::new();
    let items = include_str!("../copies/shared-background.jsonl");
    dir.write("sources/items.jsonl", items);
    dir.build();
    assert_eq!(dir.facts().of_class(choro::COPY_GROUP), Vec::<String>::new());
    // One of them again, in another paper and with a few words changed.
    let second: serde_json::Value = serde_json::from_str(items.lines().nth(1).unwrap()).unwrap();
    let text = second["text"].as_str().unwrap().replace("wounded", "hurt").replace("Tuesday night", "Tuesday");
    dir.write("sources/paper.txt", text);
    dir.build();
    let groups = dir.facts().of_class(choro::COPY_GROUP);
    assert_eq!(groups.len(), 1);
    let members = dir.facts().objects(&groups[0], prov::HAD_MEMBER);
    assert_eq!(
        members,
        ["https://example.org/d/source/items/n1/article", "https://example.org/d/source/paper/article"]
    );
}

#[test]
fn a_footer_that_two_articles_share_makes_no_copies() {
    let dir = Workdir::new();
    let footer = "The Gazette of the Valley is a paper of the people who read it. All that is printed here may be copied with the name of the paper, save for pictures, of which each has an owner of its own. Write to the office at the bridge, or call on any morning but that of Sunday.\n";
    let own = [
        "The council of Upper Vale met on Monday to speak of the new mill, which is to stand where the old one burned down in March, and heard from the miller that grain will be ground there before the harvest comes in.\n\n",
        "A ferry ran aground below the lower ford on Friday with twelve on board, none of whom was hurt, and lay there until the river rose again in the night and lifted it off the stones without any help from the shore.\n\n",
    ];
    for (n, text) in own.iter().enumerate() {
        dir.write(&format!("sources/d{n}.txt"), format!("{text}{footer}"));
    }
    dir.build();
    assert_eq!(dir.facts().of_class(choro::COPY_GROUP), Vec::<String>::new());
}
