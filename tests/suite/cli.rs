//! Tests the command line: help, messages and exit codes.

use super::support::{Workdir, program};
use std::fs;
use std::process::{Command, Stdio};

const COMMANDS: [&str; 8] = ["init", "build", "ingest", "query", "trace", "export", "completions", "man"];
const BOX: &str = "Northvale: 8 May 1992, territory 289 km2\n";

fn output(command: &mut Command) -> (Option<i32>, String, String) {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn help_reads_as_documentation() {
    let (code, help, _) = output(program().arg("--help"));
    assert_eq!(code, Some(0));
    for number in [0, 1, 2, 124] {
        assert!(help.contains(&format!("\n  {number:<5}")), "exit code {number} is not explained\n{help}");
    }
    for command in COMMANDS {
        assert!(help.contains(&format!("\n  {command} ")), "{command} is not listed");
        let (code, help, _) = output(program().args([command, "--help"]));
        assert_eq!(code, Some(0), "{command}");
        assert!(
            help.contains("Example") && help.contains(&format!("chorograph {command}"))
                || help.contains("chorograph -d"),
            "{command}\n{help}"
        );
        let first = help.lines().next().unwrap();
        assert!(first.len() > 20 && !first.starts_with("Usage"), "{command} does not say what it does: {first:?}");
        let long =
            help.lines().filter(|l| l.chars().count() > 100 && !l.starts_with("  chorograph")).collect::<Vec<_>>();
        assert!(long.is_empty(), "{command}: {long:?}");
        assert!(!help.contains("\u{1b}["), "{command}: colours in a pipe");
    }
}

#[test]
fn completions_and_manual() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (code, script, _) = output(program().args(["completions", shell]));
        assert!(code == Some(0) && script.contains("chorograph") && script.contains("prune"), "{shell}");
    }
    let folder = tempfile::tempdir().unwrap();
    let (code, ..) = output(program().arg("man").arg(folder.path()));
    assert_eq!(code, Some(0));
    for command in COMMANDS {
        let page = fs::read_to_string(folder.path().join(format!("chorograph-{command}.1"))).unwrap();
        assert!(page.contains(".SH SYNOPSIS") && page.contains(".SH DESCRIPTION"), "{command}");
    }
}

#[test]
fn a_folder_that_is_not_a_dataset() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    for command in
        [&["build"][..], &["query", "districts"], &["trace", "place/shusha"], &["export"], &["ingest", "x.txt"]]
    {
        let (code, out, err) = output(program().args(["-d", path]).args(command));
        assert_eq!((code, out.as_str()), (Some(2), ""), "{command:?}");
        assert_eq!(
            err.replace(path, "[DIR]"),
            "error: [DIR] is not a dataset folder: it has no dataset.toml\nhelp: name the dataset folder with -d DIR, or create one with `chorograph init DIR`\n",
            "{command:?}"
        );
    }
}

#[test]
fn a_dataset_that_was_not_built() {
    let workdir = Workdir::new();
    for command in [&["query", "districts"][..], &["trace", "place/shusha"], &["export"]] {
        let ran = workdir.run(command);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{command:?}");
        assert!(
            ran.stderr.contains("holds no data yet\n") && ran.stderr.contains("chorograph build"),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn invalid_settings() {
    let workdir = Workdir::new();
    let config = fs::read_to_string(workdir.path("dataset.toml")).unwrap();
    for (from, to, message) in [
        ("https://example.org/d/", "https://example.org/d", "does not end in \"/\""),
        ("https://example.org/d/", "d/", "is not an absolute IRI"),
        ("[\"en\"]", "[]", "it names at least one language"),
        ("[\"en\"]", "[\"english language\"]", "a language is a BCP 47 tag"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0", "a licence is an IRI"),
        ("title = ", "titel = ", "unknown field `titel`"),
        ("creator = \"Tests\"\n", "", "missing field `creator`"),
        (
            "languages = [\"en\"]\n",
            "languages = [\"en\"]\n[disagreement]\narea-tolerance = 2.0\n",
            "a tolerance is a share from 0",
        ),
        ("title", "= ", "dataset.toml"),
    ] {
        workdir.write("dataset.toml", config.replace(from, to));
        let ran = workdir.run(&["build"]);
        assert_eq!(ran.code, Some(1), "{to}: {}", ran.stderr);
        assert!(ran.stderr.contains("[DIR]/dataset.toml") && ran.stderr.contains(message), "{to}: {}", ran.stderr);
    }
}

#[test]
fn a_new_dataset_builds() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = folder.path().join("new/one");
    let (code, out, err) = output(program().arg("init").arg(&dataset));
    assert_eq!((code, out.as_str()), (Some(0), ""));
    assert!(err.contains("chorograph build"), "{err}");
    let (code, out, err) = output(program().arg("build").arg(&dataset));
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.starts_with("0 sources read\n"), "{out}");
    fs::write(dataset.join("sources/box.txt"), BOX).unwrap();
    // The example of metadata is valid metadata.
    fs::copy(dataset.join("metadata-example.toml"), dataset.join("sources/box.meta.toml")).unwrap();
    let (code, out, err) = output(program().arg("build").arg(&dataset));
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.starts_with("1 source read\n1 fact box with 1 record: 2 claims\n"), "{out}");
    let (code, _, err) = output(program().arg("init").arg(&dataset));
    assert_eq!(code, Some(2));
    assert!(err.contains("is already a dataset folder"), "{err}");
}

/// A table comes with its mapping and its CSVW file, and what the dataset has beside it is not lost without a word.
#[test]
fn tables_are_added_with_what_is_beside_them() {
    let workdir = Workdir::new();
    let outside = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = outside.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let kept = |name: &str| fs::read_to_string(workdir.path(&format!("sources/{name}"))).unwrap();
    let table = file("vale.csv", "Name,Population\nUpper Vale,5\n");
    let mapping = "publisher = \"Press\"\n[[table]]\ndate = \"1990\"\n";
    let csvw = "{\"@context\": \"http://www.w3.org/ns/csvw\", \"url\": \"vale.csv\", \"dc:title\": \"Vale\"}";
    file("vale.meta.toml", mapping);
    file("vale.csv-metadata.json", csvw);
    let ran = workdir.run(&["ingest", &table]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!((kept("vale.meta.toml").as_str(), kept("vale.csv-metadata.json").as_str()), (mapping, csvw));
    // The same again: nothing to do.
    assert_eq!(workdir.run(&["ingest", &table]).code, Some(0));
    // A mapping that was written in the dataset, and another CSVW file.
    workdir.write("sources/vale.meta.toml", mapping.replace("1990", "1991"));
    let ran = workdir.run(&["ingest", &table]);
    assert!(ran.code == Some(2) && ran.stderr.contains("says something else of the tables"), "{}", ran.stderr);
    assert!(kept("vale.meta.toml").contains("1991"));
    file("vale.meta.toml", &kept("vale.meta.toml"));
    file("vale.csv-metadata.json", &csvw.replace("Vale\"}", "The Vale\"}"));
    let ran = workdir.run(&["ingest", &table]);
    assert!(
        ran.code == Some(2) && ran.stderr.contains("vale.csv-metadata.json exists and is another file"),
        "{}",
        ran.stderr
    );
    assert_eq!(kept("vale.csv-metadata.json"), csvw);
    assert_eq!(workdir.run(&["ingest", "--replace", &table]).code, Some(0));
    assert!(kept("vale.csv-metadata.json").contains("The Vale"));
    // Prose is annotated, and tables are not.
    let ran = workdir.run(&["annotate", &table]);
    assert!(ran.code == Some(1) && ran.stderr.contains("this file holds tables"), "{}", ran.stderr);
    assert!(ran.stderr.contains("chorograph table check"), "{}", ran.stderr);
}

#[test]
fn documents_are_added() {
    let workdir = Workdir::new();
    let outside = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = outside.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let good = file("good.txt", BOX);
    let ran = workdir.run(&["ingest", &good, "--publisher", "Example Gazette", "--published", "1993-05"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(workdir.path("sources/good.txt")).unwrap(), BOX);
    let facts = workdir.facts();
    assert!(
        facts.lines().iter().any(|l| l.contains("source/good> <http://purl.org/dc/terms/issued> \"1993-05\"")),
        "a month is no day"
    );
    // The same document again: nothing to do. Another one of this name: an error without --replace.
    assert_eq!(workdir.run(&["ingest", &good]).code, Some(0));
    file("good.txt", "Eastmere: 1993, territory 5 km2\n");
    let ran = workdir.run(&["ingest", &good]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("good.txt exists and is a different document\nhelp: rename the file, or use --replace\n"),
        "{}",
        ran.stderr
    );
    assert_eq!(fs::read_to_string(workdir.path("sources/good.txt")).unwrap(), BOX);
    assert_eq!(workdir.run(&["ingest", "--replace", &good]).code, Some(0));
    assert!(workdir.facts().lines().iter().any(|l| l.contains("place/eastmere")));
    // A bad document is reported and not added; the good one is added.
    let (bad, other) = (
        file("bad.txt", "Westmere: May 40, 1992, territory 5 km2\n"),
        file("other.html", "<p>Orlo: 1993, territory 6 km2</p>"),
    );
    let ran = workdir.run(&["ingest", &bad, &other]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("bad.txt:1:11: \"May 40, 1992\": May 1992 has 31 days"), "{}", ran.stderr);
    assert!(!workdir.path("sources/bad.txt").exists() && workdir.path("sources/other.html").exists());
    for (args, message) in [
        (&["ingest", "--published", "27.12.2017", &good][..], "\"27.12.2017\": invalid `published`"),
        (&["ingest", "--url", "example.org", &other], "invalid `url`"),
        (&["ingest", "/nowhere/x.txt"], "cannot be read"),
        (&["ingest", "/nowhere/x.pdf"], "not a supported kind of document"),
    ] {
        let ran = workdir.run(args);
        assert_eq!(ran.code, Some(1), "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(message), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn wrong_arguments() {
    for args in [
        &["bulid"][..],
        &["build", "--prun"],
        &["query", "--format", "pdf", "districts"],
        &["export", "--format", "xml"],
        &[],
    ] {
        let (code, out, err) = output(program().args(args));
        assert_eq!((code, out.as_str()), (Some(2), ""), "{args:?}");
        assert!(err.contains("Usage:") || err.contains("--help"), "{args:?}: {err}");
    }
}

#[test]
fn traces() {
    let workdir = Workdir::of_data();
    workdir.build();
    let ran = workdir.run(&["trace", "place/shusha"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    for words in [
        "«may 08, 1992»",
        "«territory 289 km2»",
        "Virtual Karabakh Information-Communication Technology Centre",
        "offsets    83-95",
        "not stated",
    ] {
        assert!(ran.stdout.contains(words), "{words}\n{}", ran.stdout);
    }
    for same in [
        "place:shusha",
        "<https://w3id.org/chorograph/data/place/shusha>",
        "https://w3id.org/chorograph/data/place/shusha",
    ] {
        assert_eq!(workdir.run(&["trace", same]), ran, "{same}");
    }
    for (iri, message) in [("place/nowhere", "is not in the dataset"), ("a b", "is not an IRI"), ("graph/dataset", "")]
    {
        let ran = workdir.run(&["trace", iri]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{iri}");
        assert!(ran.stderr.contains(message), "{iri}: {}", ran.stderr);
    }
}

/// A closed output pipe is not an error.
#[test]
fn a_closed_pipe() {
    let workdir = Workdir::of_data();
    workdir.build();
    for args in [
        &["export"][..],
        &["export", "--format", "nq"],
        &["query", "SELECT * { ?s ?p ?o }"],
        &["trace", "place/shusha"],
        &["completions", "bash"],
        &["build"],
        &["--help"],
    ] {
        let mut child = workdir.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""), "{args:?}");
    }
}
