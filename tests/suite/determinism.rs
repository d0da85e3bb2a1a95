//! Same input, same bytes: from two folders, in two orders of the same changes, on another day.

use super::support::{Workdir, copy, program};
use std::fs;
use std::path::Path;

const FORMATS: [&str; 6] = ["ttl", "nt", "nq", "trig", "rdf", "jsonld"];

fn exported(workdir: &Workdir, format: &str) -> Vec<u8> {
    let output = workdir.command(&["export", "--format", format]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!output.stdout.is_empty());
    output.stdout
}

#[test]
fn two_folders_give_the_same_bytes() {
    let (one, other) = (Workdir::of_data(), Workdir::of_data());
    one.build();
    // The other sees the files one by one, with times of their own, and a change that is taken back.
    let sources = other.path("sources");
    let kept = tempfile::tempdir().unwrap();
    copy(&sources, kept.path());
    for entry in fs::read_dir(&sources).unwrap() {
        fs::remove_file(entry.unwrap().path()).unwrap();
    }
    other.build();
    other.write("sources/fact-box.txt", "Shusha: 8 May 1992, territory 1 km2\n");
    other.build();
    for name in ["article.txt", "article.meta.toml", "fact-box.txt", "fact-box.meta.toml"] {
        other.write(&format!("sources/{name}"), fs::read(kept.path().join(name)).unwrap());
        other.build();
    }
    assert!(one.facts().lines() == other.facts().lines());
    for format in FORMATS {
        assert!(exported(&one, format) == exported(&other, format), "{format}");
    }
}

#[test]
fn where_and_how_the_program_runs_does_not_show() {
    let workdir = Workdir::of_data();
    workdir.build();
    let turtle = exported(&workdir, "ttl");
    let text = String::from_utf8(turtle.clone()).unwrap();
    assert!(!text.contains(workdir.root().to_str().unwrap()) && !text.contains("/tmp/"), "a path of this machine");
    let elsewhere = Workdir::of_data();
    let mut build = program();
    build.current_dir(elsewhere.root()).env("TZ", "Asia/Baku").env("LANG", "az_AZ.UTF-8").arg("build");
    assert!(build.output().unwrap().status.success());
    assert!(exported(&elsewhere, "ttl") == turtle);
    assert!(elsewhere.facts().lines() == workdir.facts().lines());
}

#[test]
fn an_export_to_files_is_the_export_to_the_terminal() {
    let workdir = Workdir::of_data();
    workdir.build();
    for format in FORMATS {
        let file = workdir.path(&format!("out.{format}"));
        let ran = workdir.run(&["export", "-o", file.to_str().unwrap()]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(fs::read(&file).unwrap() == exported(&workdir, format), "{format}");
    }
    let left: Vec<_> = fs::read_dir(workdir.root())
        .unwrap()
        .flatten()
        .map(|e| e.file_name())
        .filter(|n| is_temporary(n.as_ref()))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

/// Beside the canonical N-Quads, what every other format says is read back; and tables are the answers to the queries.
#[test]
fn what_was_exported_is_what_was_built() {
    let workdir = Workdir::of_data();
    workdir.build();
    for format in FORMATS {
        let file = workdir.path(&format!("verified.{format}"));
        let ran = workdir.run(&["export", "--verify", "-o", file.to_str().unwrap()]);
        assert_eq!(ran.code, Some(0), "{format}: {}", ran.stderr);
        assert!(ran.stderr.contains("read back and verified"), "{}", ran.stderr);
    }
    let folder = workdir.path("tables");
    let ran = workdir.run(&["export", "--tables", "-o", folder.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let table = fs::read_to_string(folder.join("districts.csv")).unwrap();
    let asked = workdir.command(&["query", "districts", "--format", "csv"]).output().unwrap();
    assert!(table.lines().count() > 5 && table.as_bytes() == asked.stdout, "{table}");
    assert_eq!(workdir.run(&["export", "--tables"]).code, Some(2));
}

fn is_temporary(path: &Path) -> bool {
    path.to_str().is_some_and(|name| name.starts_with(".tmp"))
}

/// A small change of the input is a small change of the Turtle.
#[test]
fn a_small_change_is_a_small_difference() {
    let workdir = Workdir::of_data();
    workdir.build();
    let lines = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect::<Vec<_>>();
    let before = lines(exported(&workdir, "ttl"));
    let text = fs::read_to_string(workdir.path("dataset.toml")).unwrap();
    workdir.write("dataset.toml", text.replace("Nine districts,", "The nine districts,"));
    workdir.build();
    let after = lines(exported(&workdir, "ttl"));
    let changed = after.iter().filter(|l| !before.contains(l)).count();
    assert_eq!((changed, after.len()), (1, before.len()));
}
