//! The tree is the architecture: which module may use which, who owns which crate, and what a library does not do. Read
//! from the text of the sources, so that it holds for whatever is written next.

use super::support::repository;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The modules of the library, each after all that it may use.
const ORDER: &[&str] = &[
    "files", "iri", "markup", "media", "vocab", "time", "sort", "dataset", "source", "record", "gazetteer", "extract",
    "annotate", "evaluate", "claim", "quads", "kept", "store", "network", "fold", "wikidata", "link", "disagree",
    "copies", "access", "build", "query", "trace", "compare", "picture", "publish", "describe", "ontology", "site",
    "reconcile", "serve", "check", "diff",
];

/// Crates, or parts of them, and the files that may use them: the path below `src/` begins so.
const OWNERS: &[(&str, &[&str])] = &[
    ("clap", &["cli"]),
    ("ureq", &["base/network/http.rs", "cli/serve/services.rs"]),
    ("spargebra", &["query/service", "serve/update.rs"]),
    ("oxiri", &["query/service"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("comfy_table", &["cli"]),
    ("indicatif", &["cli"]),
    ("iri_string", &["base/iri.rs"]),
    (
        "oxigraph::store",
        &[
            "store",
            "cli/failure.rs",
            "cli/export/tables.rs",
            "cli/publish/files.rs",
            "store/disagree",
            "store/access",
            "query",
            "query/trace.rs",
            "link/compare",
            "publish",
            "publish/describe",
            "publish/site",
            "link/entities.rs",
            "link/propose.rs",
            "link/reconcile/dataset.rs",
            "publish/picture/read.rs",
            "serve",
            "check",
            "check/diff",
        ],
    ),
    ("oxigraph::sparql", &["query", "publish/scan.rs", "serve", "cli"]),
    ("hyper", &["cli/serve", "cli/reconcile/serve.rs"]),
    ("hyper_util", &["cli/serve"]),
    ("tokio", &["cli/serve", "cli/reconcile/serve.rs"]),
    ("rustix", &["cli/serve"]),
    ("sophia", &["publish/canonical.rs"]),
    ("scraper", &["read/source/html", "check/site.rs"]),
    ("ego_tree", &["read/source/html"]),
    ("dom_smoothie", &["read/source/html/main_text.rs"]),
    ("quick_xml", &["read/source/container/feed.rs"]),
    ("encoding_rs", &["read/source/encoding.rs", "read/source/container/feed/decoding.rs"]),
    ("chardetng", &["read/source/encoding.rs"]),
    ("flate2", &["read/source/container.rs", "link/wikidata/dump.rs", "base/network/http.rs", "cli/state.rs"]),
    ("csv", &["dataset/gazetteer/table.rs", "check/evaluate", "link/compare/rows.rs", "link/reconcile/client"]),
    ("toml", &["dataset.rs", "read/source/metadata.rs", "cli/ingest.rs"]),
    (
        "serde",
        &[
            "dataset.rs",
            "read/source/metadata.rs",
            "dataset/gazetteer.rs",
            "read/source/container/lines.rs",
            "extract/annotate/json.rs",
            "check/evaluate",
            "store/load/state.rs",
            "store/copies.rs",
            "query",
            "link/wikidata/index.rs",
            "link/sssom/table.rs",
            "publish/places",
            "serve",
            "check/diff",
        ],
    ),
    (
        "serde_json",
        &[
            "store/load/state.rs",
            "read/source/html/described",
            "read/source/container/lines.rs",
            "extract/annotate/json.rs",
            "check/evaluate",
            "link/compare/rows.rs",
            "link/wikidata/index.rs",
            "publish/describe",
            "link/reconcile",
            "publish/places",
            "serve",
            "cli/serve",
            "base/network/client.rs",
            "link/wikidata/fetch",
            "check/report.rs",
            "check/diff",
            "publish/site",
        ],
    ),
    ("regex", &["read/record", "check/shapes"]),
    ("oxsdatatypes", &["check/shapes/compare.rs"]),
    (
        "unicode_normalization",
        &["base/iri.rs", "base/fold.rs", "extract/lexicon.rs", "check/names.rs", "publish/site/names.rs"],
    ),
    ("sha2", &["base/iri.rs", "read/source.rs", "publish", "publish/describe", "cli/publish.rs"]),
];

/// What leads to what restricted sources say, and the files that may use it: the path below `src/` begins so. Whoever is not
/// here reads a dataset by `DatasetView::public`, or by `shared_view` in the command line.
const DOORS: &[(&str, &[&str])] = &[
    ("View::open", &["store", "store/access.rs"]),
    ("Writer::open", &["store", "store/load", "serve/update.rs"]),
    // What is captured is shown to the owner, and by the site for sources that its store has.
    ("captured_file(", &["store/load", "query/trace", "publish/site/texts.rs"]),
    // The function of that name in source.rs reads what stands in the folder.
    ("captured(", &["store/load", "read/source.rs", "query/trace", "publish/site/texts.rs"]),
    // For the eyes of the owner.
    ("DatasetView::whole", &["store/access.rs", "cli.rs", "cli/link/review.rs"]),
    ("private_view", &["cli.rs", "cli/check.rs", "cli/query.rs", "cli/trace.rs", "cli/link/explain.rs"]),
    // For others if it was asked for, by an option or by who has shown the token.
    ("DatasetView::of", &["store/access.rs", "cli.rs", "cli/reconcile/live.rs", "serve/work.rs"]),
];

/// What a library leaves to its caller.
const NOT_IN_A_LIBRARY: &[&str] = &[
    "println!", "print!", "eprintln!", "eprint!", "dbg!", "process::exit", "std::env", "env::var", "stdout()",
    "stderr()", "todo!", "unimplemented!",
];

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

    /// The module of the library that the file belongs to; none for the command line and the crate roots.
    fn module(&self) -> Option<&str> {
        let first = self.path.split(['/', '.']).next()?;
        (!["cli", "main", "lib"].contains(&first)).then_some(first)
    }

    /// The items that the file names below `crate`, such as `record::time`.
    fn uses(&self) -> BTreeSet<String> {
        let mut uses = BTreeSet::new();
        for (at, root) in self.code.match_indices("crate::").chain(self.code.match_indices("chorograph::")) {
            let whole = !self.code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
            if whole {
                items(&self.code[at + root.len()..], "", &mut uses);
            }
        }
        uses
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

/// Reads `a::b`, or `{a, b::{c, d}}`, as the paths of their first two parts.
fn items(text: &str, prefix: &str, found: &mut BTreeSet<String>) {
    if let Some(group) = text.strip_prefix('{') {
        let mut depth = 0;
        let mut start = 0;
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    items(group[start..at].trim(), prefix, found);
                    start = at + 1;
                    if c == '}' {
                        return;
                    }
                }
                _ => {}
            }
        }
        return;
    }
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    if name.is_empty() {
        return;
    }
    match text[name.len()..].strip_prefix("::").filter(|_| prefix.is_empty()) {
        Some(rest) => items(rest, &name, found),
        None if prefix.is_empty() => drop(found.insert(name)),
        None => drop(found.insert(format!("{prefix}::{name}"))),
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

/// All that is wrong with some files.
fn wrong(sources: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    let rank = |module: &str| ORDER.iter().position(|m| *m == module);
    for source in sources {
        let path = &source.path;
        for (owned, owners) in OWNERS {
            if source.names(owned) && !owners.iter().any(|o| path.starts_with(o)) {
                wrong.push(format!("{path} uses {owned}, which belongs to {}", owners.join(", ")));
            }
        }
        let Some(module) = source.module() else { continue };
        for call in NOT_IN_A_LIBRARY.iter().filter(|call| source.code.contains(**call)) {
            wrong.push(format!("{path} has {call}, which is the command line's"));
        }
        let Some(own) = rank(module) else {
            wrong.push(format!("{path} is in no module of the list"));
            continue;
        };
        for used in source.uses() {
            let target = used.split("::").next().unwrap_or_default();
            match rank(target) {
                Some(other) if other > own => {
                    wrong.push(format!("{path} uses {used}, which comes after {module}"));
                }
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

/// The files that open a door which is not theirs.
fn intruders(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        let code = source.code.split("#[cfg(test)]").next().unwrap_or_default();
        for (door, owners) in DOORS {
            let opens = code.match_indices(door).any(|(at, _)| {
                let before = &code[..at];
                // A name of its own, such as `DatasetView` is not `View`, and no definition.
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
fn what_is_restricted_has_few_doors() {
    assert_eq!(intruders(&all_sources()), Vec::<String>::new());
    for (path, text) in [
        ("cli/export.rs", "let view = View::open(&work)?;"),
        ("cli/new.rs", "use super::private_view;"),
        ("site/walk.rs", "let view = DatasetView::whole(dataset)?;"),
        ("publish.rs", "state::captured(&work, sha256)"),
    ] {
        assert_eq!(intruders(&[Source::new(path, text)]).len(), 1, "{path}: {text}");
    }
    assert!(intruders(&[Source::new("cli/new.rs", "let view = DatasetView::public(&dataset)?;")]).is_empty());
}

#[test]
fn an_arrow_the_wrong_way_is_refused() {
    let of = |path, text| wrong(&[Source::new(path, text)]).join("; ");
    for (path, text, told) in [
        ("record/date.rs", "use crate::store::View;", "record/date.rs uses store::View, which comes after record"),
        ("iri.rs", "fn f() { crate::dataset::open() }", "iri.rs uses dataset::open, which comes after iri"),
        (
            "claim.rs",
            "use crate::{base::iri::{a, b}, claim::quads::Graph};",
            "claim.rs uses quads::Graph, which comes after claim",
        ),
        ("source.rs", "use crate::read::record;", "source.rs uses record, which comes after source"),
        ("store.rs", "use crate::cli::Failure;", "store.rs uses cli::Failure, which is the command line's"),
        ("helpers.rs", "", "helpers.rs is in no module of the list"),
        ("quads.rs", "fn f() { println!() }", "quads.rs has println!, which is the command line's"),
        (
            "build.rs",
            "use oxigraph::store::Store;",
            "build.rs uses oxigraph::store, which belongs to store, cli/failure.rs",
        ),
        ("query.rs", "#[derive(clap::Args)]", "query.rs uses clap, which belongs to cli"),
        (
            "source.rs",
            "let x = toml::from_str(t);",
            "source.rs uses toml, which belongs to dataset.rs, source/metadata.rs, cli/ingest.rs",
        ),
    ] {
        assert!(of(path, text).contains(told), "{path}: {text}: {:?}", of(path, text));
    }
    for (path, text) in [
        ("record/date.rs", "use crate::read::source::Problem; // crate::store"),
        ("source/metadata.rs", "use crate::base::time::TimeExtent;"),
        ("cli/build.rs", "use chorograph::store::View; println!(); use clap::Args;"),
        ("build.rs", "let toml = crate::base::iri::x; toml.csv::<u8>();"),
        ("query.rs", "let u = \"https://example.org/crate\";"),
    ] {
        assert_eq!(of(path, text), "", "{path}: {text}");
    }
}

#[test]
fn the_library_is_the_list() {
    let declared: BTreeSet<String> = Source::new("lib.rs", &fs::read_to_string(repository("src/lib.rs")).unwrap())
        .code
        .lines()
        .filter_map(|l| l.trim().strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned))
        .collect();
    assert_eq!(declared, ORDER.iter().map(|m| (*m).to_owned()).collect());
}

/// A file that no `mod` names is never compiled, and its tests never run.
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
    let main = fs::read_to_string(repository("tests/main.rs")).unwrap();
    for entry in fs::read_dir(repository("tests/suite")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            main.contains(&format!("mod {};", name.trim_end_matches(".rs"))),
            "tests/suite/{name} is not part of the tests"
        );
    }
}

#[test]
fn the_command_line_is_none_of_the_library() {
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
            // Two say enough by their names.
            let known = ["serde", "clap", "thiserror"].iter().any(|k| line.starts_with(&format!("{k} = ")));
            let grouped = line.starts_with("clap_");
            assert!(reason.len() > 8 || known || grouped, "no reason beside {line}");
        }
    }
    assert!(dependencies > 15);
}
