//! The dataset folder: what cannot be read does not count as empty, and every skipped file is reported.

use super::support::{Ran, Workdir, bound, set_mode};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

const BOX: &str = "Northvale: 8 May 1992, territory 289 km2\n";
const OTHER: &str = "Eastmere: 18 May 1992, territory 1840 km2\n";

#[test]
fn a_folder_that_cannot_be_read_is_not_empty() {
    let workdir = Workdir::of_data();
    workdir.write("queries/mine.rq", "#+ summary: Mine\nASK {}");
    workdir.write("shapes/mine.ttl", "");
    workdir.build();
    let before = workdir.facts().lines();
    set_mode(workdir.root(), 0o755);
    for (folder, command, told) in [
        ("gazetteer", &["build"][..], "error: [DIR]/gazetteer: cannot be read: Permission denied"),
        ("queries", &["query", "mine"], "error: cannot read [DIR]/queries\n  because Permission denied"),
        ("shapes", &["check"], "error: cannot read [DIR]/shapes: Permission denied"),
        ("sources", &["build"], "error: cannot use [DIR]/sources\n  because Permission denied"),
        (".chorograph/views", &["query", "mine"], "error: [DIR]/.chorograph/views/1/db\n  because Permission denied"),
        (".chorograph", &["export"], "error: [DIR]/.chorograph/current\n  because Permission denied"),
        (".chorograph/current", &["query", "mine"], "error: [DIR]/.chorograph/current\n  because Permission denied"),
    ] {
        let path = workdir.path(folder);
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        set_mode(&path, 0);
        let ran = bound(&workdir, command);
        set_mode(&path, mode);
        let Some(ran) = ran else { return };
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{folder}: {}", ran.stderr);
        assert!(ran.stderr.starts_with(told), "{folder}: {}", ran.stderr);
        assert_eq!(workdir.facts().lines(), before, "{folder}");
    }
}

/// The same where permissions do not apply: a file in place of a folder, a dangling link, a link to itself.
#[test]
fn something_else_in_place_of_a_folder_is_not_empty() {
    for spoil in [
        (|path: &Path| fs::write(path, "").unwrap()) as fn(&Path),
        |path| symlink("nowhere", path).unwrap(),
        |path| symlink(path.file_name().unwrap(), path).unwrap(),
    ] {
        for (folder, command) in [
            ("gazetteer", &["build"][..]),
            ("queries", &["query", "mine"]),
            ("queries/checks", &["check", "--only", "queries/checks"]),
            ("shapes", &["check"]),
            ("sources", &["build"]),
        ] {
            let workdir = Workdir::of_data();
            workdir.build();
            let before = workdir.facts().lines();
            let path = workdir.path(folder);
            let _ = fs::remove_dir_all(&path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            spoil(&path);
            let ran = workdir.run(command);
            let is_refused = if folder == "queries/checks" { ran.code == Some(1) } else { ran.code == Some(2) };
            assert!(is_refused, "{folder}: {:?} {}{}", ran.code, ran.stdout, ran.stderr);
            assert!((ran.stderr + &ran.stdout).contains(folder), "{folder}");
            assert_eq!(workdir.facts().lines(), before, "{folder}");
        }
    }
}

/// A build reads only regular files, and therefore ends.
#[test]
fn pipes_and_devices_are_named_and_not_read() {
    let workdir = Workdir::new();
    workdir.write("sources/box.txt", BOX);
    workdir.write("sources/pipe.meta.toml", "title = \"T\"\n");
    workdir.write("gazetteer/names.csv", "id,kind,names,wikidata,evidence\n");
    let pipe = |name: &str| assert!(Command::new("mkfifo").arg(workdir.path(name)).status().unwrap().success());
    pipe("sources/pipe.txt");
    pipe("sources/news.jsonl");
    pipe("sources/feed.rss");
    pipe("sources/else");
    symlink("/dev/zero", workdir.path("sources/zero.txt")).unwrap();
    symlink("/dev/zero", workdir.path("sources/zero.jsonl.gz")).unwrap();
    std::os::unix::net::UnixListener::bind(workdir.path("sources/socket.html")).unwrap();
    let build = || ended(&workdir, &["build"]);
    let ran = build();
    assert_eq!(ran.code, Some(1));
    for told in [
        "note: [DIR]/sources/else: \"else\": this is a named pipe, not a file, and was not read\n",
        "error: [DIR]/sources/pipe.txt: cannot be read: this is a named pipe, not a file\n",
        "error: [DIR]/sources/news.jsonl: cannot be read: this is a named pipe, not a file\n",
        "error: [DIR]/sources/feed.rss: cannot be read: this is a named pipe, not a file\n",
        "error: [DIR]/sources/zero.txt: \"zero.txt\": another document has this name: ",
        "error: [DIR]/sources/socket.html: cannot be read: this is a socket, not a file\n",
    ] {
        assert!(ran.stderr.contains(told), "{told}: {}", ran.stderr);
    }
    assert!(ran.stdout.starts_with("1 source read, 5 with errors\n"), "{}", ran.stdout);
    // The metadata of a public source, which can no longer be read.
    pipe("sources/box.meta.toml");
    let ran = build();
    assert!(ran.stderr.contains("box.meta.toml: cannot be read: this is a named pipe"), "{}", ran.stderr);
    assert!(!workdir.is_public("box"));
    for (name, command, told) in [
        ("links.sssom.tsv", &["build"][..], "this is a named pipe, not a file"),
        ("links.review.tsv", &["build"], "this is a named pipe, not a file"),
        ("queries/mine.rq", &["query", "mine"], "this is a named pipe, not a file"),
        ("queries/checks/mine.rq", &["check", "--only", "mine"], "this is a named pipe, not a file"),
        ("shapes/mine.ttl", &["check"], "this is a named pipe, not a file"),
        ("gazetteer/more.csv", &["build"], "gazetteer/more.csv: cannot be read: this is a named pipe, not a file"),
        ("dataset.toml", &["build"], "this is a named pipe, not a file"),
    ] {
        let path = workdir.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let _ = fs::remove_file(&path);
        pipe(name);
        let ran = ended(&workdir, command);
        assert!(ran.code != Some(0) && (ran.stderr.clone() + &ran.stdout).contains(told), "{name}: {ran:?}");
        if name != "dataset.toml" {
            fs::remove_file(&path).unwrap();
        }
    }
}

/// Runs a command that must end by itself.
fn ended(workdir: &Workdir, args: &[&str]) -> Ran {
    let mut command = workdir.command(args);
    let mut child = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(120) {
            child.kill().unwrap();
            panic!("{args:?} does not end");
        }
        thread::sleep(Duration::from_millis(20));
    }
    workdir.ran(&child.wait_with_output().unwrap())
}

#[test]
fn similar_names_are_reported() {
    let workdir = Workdir::new();
    workdir.write("sources/box.txt", BOX);
    workdir.write("sources/Box.txt", OTHER);
    workdir.write("sources/caf\u{e9}.txt", BOX);
    workdir.write("sources/cafe\u{301}.txt", OTHER);
    workdir.write("sources/page.html/inner.txt", BOX);
    symlink("..", workdir.path("sources/loop")).unwrap();
    symlink("nowhere", workdir.path("sources/lost")).unwrap();
    symlink("itself.txt", workdir.path("sources/itself.txt")).unwrap();
    let ran = workdir.run(&["build"]);
    assert_eq!(ran.code, Some(1));
    for told in [
        "note: [DIR]/sources/box.txt: \"box.txt\": this name differs from [DIR]/sources/Box.txt only in case or in how its letters are encoded\n",
        "only in case or in how its letters are encoded\n  rule",
        "note: [DIR]/sources/loop: \"loop\": this is a link to a folder, and is not followed\n",
        "note: [DIR]/sources/page.html: \"page.html\": this is a folder although its name ends like that of a document\n",
        "error: [DIR]/sources/lost: cannot be read: No such file or directory",
        "error: [DIR]/sources/itself.txt: cannot be read: Too many levels of symbolic links",
    ] {
        assert!(ran.stderr.contains(told), "{told}: {}", ran.stderr);
    }
    assert_eq!(ran.stderr.matches("only in case").count(), 2, "{}", ran.stderr);
    assert!(
        ran.stdout.starts_with("5 sources read, 1 with errors\n1 folder or file that cannot be read\n"),
        "{}",
        ran.stdout
    );
    for id in ["box", "Box", "caf\u{e9}", "cafe\u{301}", "page.html/inner"] {
        assert!(workdir.is_public(id), "{id}");
    }
}

/// Errors are printed at the end, where a person looks, and not between the notes.
#[test]
fn errors_come_after_notes() {
    let workdir = Workdir::new();
    workdir.write("sources/a.txt", "Northvale: 8 May 1992, territory 289 kmq\n");
    for n in 0..5 {
        workdir.write(&format!("sources/b{n}.txt"), format!("{BOX}Total: 289 km2\n"));
    }
    workdir.write("sources/picture.png", "");
    let ran = workdir.run(&["build"]);
    let heads: Vec<&str> = ran.stderr.lines().filter_map(|l| l.split_once(": ")).map(|(head, _)| head.trim()).collect();
    let heads: Vec<&&str> = heads.iter().filter(|h| ["note", "error"].contains(*h)).collect();
    assert_eq!(heads, [&"note", &"note", &"note", &"note", &"note", &"note", &"error"], "{}", ran.stderr);
}

#[test]
fn messages_lead_somewhere() {
    let workdir = Workdir::new();
    let config = fs::read_to_string(workdir.path("dataset.toml")).unwrap();
    for (from, to, told) in [
        ("licence", "# licence", "error: [DIR]/dataset.toml: missing field `licence`\nhelp: "),
        ("title", "titel", "error: [DIR]/dataset.toml:1:1: unknown field `titel`, expected"),
        ("\"Tests\"\npublisher", "\"Tests\npublisher", "error: [DIR]/dataset.toml:5:"),
    ] {
        workdir.write("dataset.toml", config.replacen(from, to, 1));
        let ran = workdir.run(&["build"]);
        assert_eq!(ran.code, Some(1));
        assert!(ran.stderr.starts_with(told) && ran.stderr.matches("licence").count() < 3, "{told}: {}", ran.stderr);
        assert!(!ran.stderr.contains("because"), "{}", ran.stderr);
    }
    workdir.write("dataset.toml", b"\xff\xfet\0");
    let ran = workdir.run(&["build"]);
    let told = "error: [DIR]/dataset.toml: this file is not UTF-8\nhelp: save the file as UTF-8\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), told));
    // A byte order mark is not an error.
    workdir.write("dataset.toml", format!("\u{feff}{config}"));
    workdir.write("sources/box.txt", BOX);
    workdir.write("sources/box.meta.toml", "\u{feff}title = \"T\"\n");
    workdir.build();
    let file = workdir.path("dataset.toml");
    let ran = workdir.run(&["man", file.to_str().unwrap()]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.starts_with("error: cannot make the folder [DIR]/dataset.toml: "), "{}", ran.stderr);
    let ran = workdir.run(&["init", file.join("new").to_str().unwrap()]);
    assert!(ran.code == Some(2) && ran.stderr.contains("[DIR]/dataset.toml/new"), "{}", ran.stderr);
    let ran = workdir.run(&["export", "-o", "/proc/x.ttl"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.starts_with("error: cannot write to /proc/x.ttl: ") && !ran.stderr.contains(".chorograph-"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_gazetteer_that_is_not_a_table() {
    let workdir = Workdir::of_data();
    workdir.build();
    let before = workdir.facts().lines();
    let head = "id,kind,names,wikidata,evidence\n";
    let beta = "beta-x,district,Beta@en,,\n";
    for (text, told) in [
        (
            format!("{head}alpha-x,district,Alpha@en,,\"see the atlas\n{beta}"),
            "more.csv:2:28: \"\\\"see the atlas\": this quotation mark is not closed\n",
        ),
        (
            format!("{head}alpha-x,district,Alpha@en,,\"see the atlas\n{beta}gamma-x,district,Gamma@en,,\"the map\"\n"),
            "more.csv:2:28: \"\\\"see the atlas\": this quotation mark is closed only in line 4, which is another row\n",
        ),
        (
            format!("{head}alpha-x,district,Alpha@en,,\"see the atlas\n{beta}gamma-x,district,Gamma@en,,the map\"\n"),
            "more.csv:2:28: \"\\\"see the atlas\": this quotation mark is closed only in line 4, which is another row\n",
        ),
        (
            format!("{head}{beta}alpha-x,district,\"Alpha@en,,\r\n"),
            "more.csv:3:18: \"\\\"Alpha@en,,\": this quotation mark is not closed\n",
        ),
        (
            format!("{head}alpha-x,district,\"Alpha\"@en,,\n"),
            "more.csv:2:18: \"\\\"Alpha\\\"@en,,\": text follows the quotation mark that closes this value\n",
        ),
        (
            format!("{head}\n\nalpha-x,district,Alpha@en,,see a, b\n"),
            "more.csv:4:1: \"alpha-x,district,Alpha@en,,see a, b\": this row has 6 fields, not 5\n",
        ),
        (
            format!("{head}{beta}alpha-x,district\n"),
            "more.csv:3:1: \"alpha-x,district\": this row has 2 fields, not 5\n",
        ),
        (beta.to_owned(), "more.csv:1:1: \"beta-x,district,Beta@en,,\": this line does not name the columns\n"),
        (
            head.replace(',', ";") + "a;b\n",
            "more.csv:1:1: \"id;kind;names;wikidata;evidence\": the columns are separated by semicolons (';'), not by commas\n",
        ),
        ("id,kind,names,wikidata\n".to_owned(), "more.csv:1:1: \"evidence\": this column is missing\n"),
        ("id,kind,names,wikidata,evidence,points\n".to_owned(), "more.csv:1:1: \"points\": this column is unknown\n"),
        ("id,kind,names,wikidata,evidence,id\n".to_owned(), "more.csv:1:1: \"id\": a second column of this name\n"),
    ] {
        workdir.write("gazetteer/more.csv", &text);
        let ran = workdir.run(&["build"]);
        assert_eq!(ran.code, Some(1), "{text}");
        assert!(ran.stderr.contains(told), "{text}: {}", ran.stderr);
        assert_eq!(workdir.facts().lines(), before, "{text}");
    }
    for big in [true, false] {
        let bytes: Vec<u8> = format!("\u{feff}{head}{beta}")
            .encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect();
        for bytes in [&bytes[..], &bytes[2..]] {
            workdir.write("gazetteer/more.csv", bytes);
            let ran = workdir.run(&["build"]);
            assert!(
                ran.code == Some(1) && ran.stderr.contains("more.csv:1:1: this file is in UTF-16"),
                "{}",
                ran.stderr
            );
            assert!(ran.stderr.contains("help: save the file as UTF-8"), "{}", ran.stderr);
        }
    }
    // Not errors: marks within a value, a value of several lines, a byte order mark, an ending in capitals.
    fs::remove_file(workdir.path("gazetteer/more.csv")).unwrap();
    let good =
        "alpha-x,district,Alpha@en,,\"an \"\"atlas\"\",\nsecond edition\"\nbeta-x,district,Beta@en,,the \"map\"\n";
    workdir.write("gazetteer/MORE.CSV", format!("\u{feff}{head}{good}"));
    workdir.write("gazetteer/notes.md", "");
    let ran = workdir.build();
    assert!(
        ran.stderr.starts_with("note: [DIR]/gazetteer/notes.md: \"notes.md\": this file is not part of the gazetteer")
    );
    let facts = workdir.export();
    assert!(facts.contains("/place/alpha-x>") && facts.contains("/place/beta-x>"));
}
