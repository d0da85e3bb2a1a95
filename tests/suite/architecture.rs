//! Tests the architecture: which module may use which, which files may use a crate, and what the library must not do. It reads
//! the text of the sources, so it also holds for new files.

use super::support::repository;
use graph::Graph;
use lists::{DOORS, LAST_WITHOUT_STORE, NOT_IN_A_LIBRARY, ORDER, OUTPUT, OWNERS};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

mod graph;
mod lists;

/// A file of `src/` and its code without comments.
struct Source {
    path: String,
    code: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        let code: Vec<&str> = text
            .lines()
            .map(|l| l.split_once("//").map_or(l, |(code, _)| if code.ends_with(':') { l } else { code }))
            .collect();
        Self { path: path.to_owned(), code: code.join("\n") }
    }

    /// The room of the library that the file belongs to; `None` for the command line and the crate roots.
    fn room(&self) -> Option<&str> {
        let first = self.path.split(['/', '.']).next()?;
        (!["cli", "main", "lib"].contains(&first)).then_some(first)
    }

    /// Whether it is part of the crate outside tests, and not a crate root.
    fn is_module(&self) -> bool {
        let parts = self.parts();
        !parts.iter().any(|p| p == "tests") && !["lib.rs", "main.rs"].contains(&self.path.as_str())
    }

    /// The path of its module, such as `base`, `iri`.
    fn parts(&self) -> Vec<String> {
        self.path.trim_end_matches(".rs").split('/').map(str::to_owned).collect()
    }

    /// Its code before its test module.
    fn without_tests(&self) -> &str {
        self.code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
    }

    /// The items that the file names below `crate`, such as `read::record`.
    fn uses(&self) -> BTreeSet<String> {
        // A path that begins with `super` stays in the room; here it begins with an empty name.
        let own = [const { String::new() }; 8];
        let paths = graph::paths(&self.code, &own).into_iter().filter(|p| p.first().is_some_and(|p| !p.is_empty()));
        paths.map(|path| path[..path.len().min(2)].join("::")).collect()
    }

    /// The modules that it declares, in order, without test modules.
    fn declares(&self) -> Vec<&str> {
        let mut lines = self.code.lines().map(str::trim);
        let mut declared = Vec::new();
        while let Some(line) = lines.next() {
            if line == "#[cfg(test)]" {
                lines.next();
            } else if let Some((visibility, name)) = line.strip_suffix(';').and_then(|l| l.split_once("mod ")) {
                let is_item = visibility.is_empty() || visibility.starts_with("pub");
                declared.extend(is_item.then_some(name));
            }
        }
        declared
    }

    fn names(&self, path: &str) -> bool {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        self.code.match_indices(path).any(|(at, _)| {
            let (before, after) = (&self.code[..at], &self.code[at + path.len()..]);
            let begins = !before.ends_with(word) && !before.ends_with("::") && !before.ends_with('.');
            begins
                && (after.starts_with("::")
                    || after.starts_with('!')
                    || (path.contains("::") && !after.starts_with(word)))
        })
    }
}

fn sources(folder: &Path, below: &str, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = format!("{below}{name}");
        if entry.file_type().unwrap().is_dir() {
            sources(&entry.path(), &format!("{path}/"), found);
        } else if name.ends_with(".rs") {
            found.push(Source::new(&path, &fs::read_to_string(entry.path()).unwrap()));
        }
    }
}

fn all_sources() -> Vec<Source> {
    let mut found = Vec::new();
    sources(&repository("src"), "", &mut found);
    assert!(found.len() > 30, "{}", found.len());
    found
}

/// All violations in some files.
fn wrong(sources: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    let rank = |room: &str| ORDER.iter().position(|r| *r == room);
    for source in sources {
        let path = &source.path;
        for (owned, owners) in OWNERS {
            if source.names(owned) && !owners.iter().any(|o| path.starts_with(o)) {
                wrong.push(format!("{path} uses {owned}, which belongs to {}", owners.join(", ")));
            }
        }
        let (folders, name) = path.trim_end_matches(".rs").rsplit_once('/').unwrap_or(("", path));
        for folder in folders.split('/').filter(|f| OUTPUT.contains(f)) {
            wrong.push(format!("{path} is in a folder called {folder}"));
        }
        // The command has this name, and a file of its own without a folder.
        if OUTPUT.contains(&name) && path != "cli/build.rs" {
            wrong.push(format!("{path} is called {name}"));
        }
        let Some(room) = source.room() else { continue };
        for call in NOT_IN_A_LIBRARY.iter().filter(|call| source.code.contains(**call)) {
            wrong.push(format!("{path} has {call}, which is the command line's"));
        }
        let Some(own) = rank(room) else {
            wrong.push(format!("{path} is in no room of the list"));
            continue;
        };
        for used in source.uses() {
            let target = used.split("::").next().unwrap_or_default();
            match rank(target) {
                Some(other) if other > own => {
                    wrong.push(format!("{path} uses {used}, which comes after {room}"));
                }
                None if target == "rdf" => wrong.push(format!("{path} uses {used}, which is for users of the library")),
                None if target == "cli" => wrong.push(format!("{path} uses {used}, which is the command line's")),
                _ => {}
            }
        }
    }
    wrong
}

#[test]
fn dependencies_point_one_way() {
    assert_eq!(wrong(&all_sources()), Vec::<String>::new());
}

/// The files that use restricted data and are not on the list.
fn intruders(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    // Code compiled only for tests may open its own data.
    for source in sources.iter().filter(|source| !source.path.ends_with("tests.rs")) {
        let code = source.code.split("#[cfg(test)]").next().unwrap_or_default();
        for (door, owners) in DOORS {
            let opens = code.match_indices(door).any(|(at, _)| {
                let before = &code[..at];
                // Match whole names (`DatasetView` is not `View`), but not definitions.
                !before.ends_with(|c: char| c.is_alphanumeric() || c == '_') && !before.ends_with("fn ")
            });
            if opens && !owners.iter().any(|owner| source.path.starts_with(owner)) {
                found.push(format!("{} has {door}, which leads to what is restricted", source.path));
            }
        }
    }
    found
}

#[test]
fn only_listed_files_use_restricted_data() {
    assert_eq!(intruders(&all_sources()), Vec::<String>::new());
    for (path, text) in [
        ("cli/export.rs", "let view = View::open(&work)?;"),
        ("cli/new.rs", "use super::private_view;"),
        ("publish/site/walk.rs", "let view = DatasetView::whole(dataset)?;"),
        ("publish.rs", "state::captured(&work, sha256)"),
    ] {
        assert_eq!(intruders(&[Source::new(path, text)]).len(), 1, "{path}: {text}");
    }
    assert!(intruders(&[Source::new("cli/new.rs", "let view = DatasetView::public(&dataset)?;")]).is_empty());
}

#[test]
fn a_use_against_the_order_is_found() {
    let of = |path, text| wrong(&[Source::new(path, text)]).join("; ");
    for (path, text, violation) in [
        (
            "read/record/date.rs",
            "use crate::store::View;",
            "read/record/date.rs uses store::View, which comes after read",
        ),
        ("base/iri.rs", "fn f() { crate::dataset::open() }", "base/iri.rs uses dataset::open, which comes after base"),
        (
            "extract.rs",
            "use crate::{base::iri::{a, b}, claim::quads::Graph};",
            "extract.rs uses claim::quads, which comes after extract",
        ),
        ("store.rs", "use crate::cli::Failure;", "store.rs uses cli::Failure, which is the command line's"),
        ("helpers.rs", "", "helpers.rs is in no room of the list"),
        ("claim/quads.rs", "fn f() { println!() }", "claim/quads.rs has println!, which is the command line's"),
        (
            "store/load.rs",
            "use oxigraph::store::Store;",
            "store/load.rs uses oxigraph::store, which belongs to store.rs, store/access",
        ),
        ("query.rs", "#[derive(clap::Args)]", "query.rs uses clap, which belongs to cli"),
        (
            "read/source.rs",
            "let x = toml::from_str(t);",
            "read/source.rs uses toml, which belongs to dataset.rs, read/source/metadata.rs, read/mapping/toml",
        ),
        ("link/build/index.rs", "", "link/build/index.rs is in a folder called build"),
        ("read/out.rs", "", "read/out.rs is called out"),
    ] {
        assert!(of(path, text).contains(violation), "{path}: {text}: {:?}", of(path, text));
    }
    for (path, text) in [
        ("read/record/date.rs", "use crate::read::source::SourceDocument; // crate::store"),
        ("read/source/metadata.rs", "use crate::base::time::TimeExtent;"),
        ("cli/build.rs", "use chorograph::store::View; println!(); use clap::Args;"),
        ("store/load.rs", "let toml = crate::base::iri::x; toml.csv::<u8>();"),
        ("query.rs", "let u = \"https://example.org/crate\";"),
    ] {
        assert_eq!(of(path, text), "", "{path}: {text}");
    }
}

/// Files that use each other, and modules that use a module declared after them in their room.
fn tangled(sources: &[Source]) -> Vec<String> {
    let graph = Graph::of(sources);
    let mut found: Vec<String> =
        graph.rings().iter().map(|ring| format!("{} use one another", ring.join(", "))).collect();
    for room in sources.iter().filter(|s| s.is_module() && !s.path.contains('/')) {
        let declared = room.declares();
        let place = |module: &str| {
            let (first, rest) = module.split_once("::")?;
            let name = rest.split("::").next()?;
            (room.path.strip_suffix(".rs") == Some(first)).then(|| declared.iter().position(|d| *d == name)).flatten()
        };
        for (user, used) in graph.uses() {
            if place(user).zip(place(used)).is_some_and(|(user, used)| used > user) {
                found.push(format!("{user} uses {used}, which {} declares after it", room.path));
            }
        }
    }
    found
}

#[test]
fn no_two_files_use_each_other() {
    assert_eq!(tangled(&all_sources()), Vec::<String>::new());
}

#[test]
fn each_kind_of_cycle_is_found() {
    let of = |files: &[(&str, &str)]| {
        let sources: Vec<Source> = files.iter().map(|(path, text)| Source::new(path, text)).collect();
        tangled(&sources)
    };
    let pair = [
        ("read.rs", "mod a;\nmod b;"),
        ("read/a.rs", "use super::b::{self, X};"),
        ("read/b.rs", "fn f(x: crate::read::a::Y) {}"),
    ];
    let violation = ["read::a, read::b use one another", "read::a uses read::b, which read.rs declares after it"];
    assert_eq!(of(&pair), violation);
    let ring = [
        ("cli.rs", "mod c;\nmod d;\nmod e;"),
        ("cli/c.rs", "use super::{d::{self}, x};"),
        ("cli/d.rs", "use crate::cli::e::Z;"),
        ("cli/e.rs", "fn f() { super::c::run() }"),
    ];
    assert_eq!(of(&ring)[0], "cli::c, cli::d, cli::e use one another");
    // Through re-exports of the parent.
    let handed_on = [
        ("store.rs", "mod view;\nmod writer;\npub use writer::Writer;"),
        ("store/view.rs", "use crate::store::Writer;"),
        ("store/writer.rs", "use super::view::View;"),
    ];
    assert_eq!(of(&handed_on)[0], "store::view, store::writer use one another");
    let late =
        [("link.rs", "pub mod a;\npub(crate) mod b;"), ("link/a.rs", "use crate::link::b::*;"), ("link/b.rs", "")];
    assert_eq!(of(&late), ["link::a uses link::b, which link.rs declares after it"]);
    for files in [
        // Allowed: a module and its children, comments, tests, and another room.
        [("read.rs", "mod a;\nuse a::X;"), ("read/a.rs", "use super::Y;"), ("read/a/b.rs", "use super::Z;")],
        [("read.rs", "mod a;\nmod b;"), ("read/a.rs", "// use super::b::X;"), ("read/b.rs", "use super::a::Y;")],
        [
            ("read.rs", "mod a;\nmod b;"),
            ("read/a.rs", "#[cfg(test)]\nmod tests {\n    use crate::read::b::X;\n}"),
            ("read/b.rs", "use super::a::Y;"),
        ],
        [("read.rs", "mod b;\nmod a;"), ("claim/a.rs", "use crate::read::b::X;"), ("read/b.rs", "")],
    ] {
        assert_eq!(of(&files), Vec::<String>::new(), "{files:?}");
    }
}

#[test]
fn the_list_of_rooms_is_the_library_in_order() {
    let lib = fs::read_to_string(repository("src/lib.rs")).unwrap();
    assert_eq!(Source::new("lib.rs", &lib).declares(), ORDER);
    let table: Vec<&str> = lib.lines().filter_map(|l| l.strip_prefix("//! | [`")?.split('`').next()).collect();
    assert_eq!(table, ORDER, "the table of rooms in the documentation of the crate");
    let swapped = lib.replace("pub mod base;\npub mod dataset;", "pub mod dataset;\npub mod base;");
    assert_ne!(Source::new("lib.rs", &swapped).declares(), ORDER);
}

#[test]
fn each_room_documents_its_input_and_output() {
    for room in ORDER.iter().chain(&["cli"]) {
        let text = fs::read_to_string(repository(&format!("src/{room}.rs"))).unwrap();
        let paragraph: Vec<&str> = text.lines().map_while(|l| l.strip_prefix("//! ")).collect();
        let paragraph = paragraph.join(" ").to_lowercase();
        let says = |words: [&str; 2]| words.iter().any(|word| paragraph.contains(word));
        assert!(says(["in: ", "input"]) && says(["out: ", "output"]), "{room}: {paragraph}");
    }
}

/// The items of Oxigraph that a file uses, except terms and quads and their parsers and writers, which need no store.
fn stores(source: &Source) -> BTreeSet<String> {
    let mut used = Vec::new();
    for (at, root) in source.code.match_indices("oxigraph::") {
        graph::leaves(&source.code[at + root.len()..], &[], &mut used);
    }
    used.retain(|path| path.first().is_some_and(|first| first != "model" && first != "io"));
    used.into_iter().map(|path| path.join("::")).collect()
}

/// Reading, extraction and claims build without the feature `store`; the rooms after them only with it.
#[test]
fn the_store_is_behind_its_feature() {
    let lib = fs::read_to_string(repository("src/lib.rs")).unwrap();
    let last = ORDER.iter().position(|m| *m == LAST_WITHOUT_STORE).unwrap();
    for (n, module) in ORDER.iter().enumerate() {
        let is_gated = lib.contains(&format!("#[cfg(feature = \"store\")]\npub mod {module};"));
        assert_eq!(is_gated, n > last, "{module}");
    }
    for source in all_sources() {
        let is_without = source.room().is_some_and(|room| ORDER[..=last].contains(&room));
        assert!(!is_without || stores(&source).is_empty(), "{} uses {:?} of Oxigraph", source.path, stores(&source));
    }
    let one = Source::new("claim.rs", "use oxigraph::{model::Quad, store::Store}; use oxigraph::io;");
    assert_eq!(stores(&one), ["store::Store"].map(str::to_owned).into());
}

/// A file without a `mod` declaration is never compiled, and its tests never run.
#[test]
fn no_file_is_forgotten() {
    let sources = all_sources();
    let declares = |path: &str, name: &str| {
        sources.iter().find(|s| s.path == path).is_some_and(|s| {
            s.code.lines().any(|l| {
                l.trim().trim_start_matches("pub ").trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ")
                    == format!("mod {name};")
            })
        })
    };
    for source in &sources {
        let stem = source.path.trim_end_matches(".rs");
        let (parent, name) = stem.rsplit_once('/').unwrap_or(("", stem));
        let named = match (parent, name) {
            ("", "lib" | "main") => true,
            ("", name) => declares("lib.rs", name) || declares("main.rs", name),
            (parent, name) => declares(&format!("{parent}.rs"), name),
        };
        assert!(named, "{} is not part of the crate", source.path);
    }
    for (root, folder) in [("tests/main.rs", "tests/suite"), ("tests/fixtures.rs", "tests/fixtures")] {
        let root = fs::read_to_string(repository(root)).unwrap();
        for entry in fs::read_dir(repository(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let declared = format!("mod {};", name.trim_end_matches(".rs"));
            assert!(root.contains(&declared), "{folder}/{name} is not part of the tests");
        }
    }
}

#[test]
fn the_command_line_is_not_part_of_the_library() {
    let lib = fs::read_to_string(repository("src/lib.rs")).unwrap();
    let main = fs::read_to_string(repository("src/main.rs")).unwrap();
    assert!(!lib.contains("mod cli") && main.contains("mod cli;"));
    assert!(main.lines().count() < 20, "main.rs has grown");
}

#[test]
fn every_dependency_says_why() {
    let manifest = fs::read_to_string(repository("Cargo.toml")).unwrap();
    let mut section = "";
    let mut dependencies = 0;
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]") && line.contains(" = ") {
            dependencies += 1;
            let reason = line.split_once('#').map_or("", |(_, reason)| reason.trim());
            // The names of two of them explain their purpose.
            let known = ["serde", "clap", "thiserror"].iter().any(|k| line.starts_with(&format!("{k} = ")));
            let grouped = line.starts_with("clap_");
            assert!(reason.len() > 8 || known || grouped, "no reason beside {line}");
        }
    }
    assert!(dependencies > 15);
}
