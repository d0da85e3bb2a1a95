//! Tests invalid input whose bytes an editor would not preserve, or which needs more than one file. Other invalid input is in
//! `tests/cases_invalid/`.

use super::refused::{GOOD, try_refused};
use super::support::{Ran, Workdir};
use chorograph::base::vocab::choro;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::process::Command;

fn refused(name: &str, spoil: impl FnOnce(&Workdir)) -> Ran {
    try_refused(name, spoil).unwrap_or_else(|wrong| panic!("{wrong}"))
}

fn refused_bytes(name: &str, bytes: impl AsRef<[u8]>) -> String {
    refused(name, |workdir| workdir.write(&format!("sources/{name}"), bytes)).stderr
}

#[test]
fn control_characters() {
    let message = refused_bytes("x.txt", "Northvale: 8 May 1992,\u{7} territory 289 km2\nÄ\u{0}\u{9b}\n");
    assert_eq!(
        message,
        "error: [DIR]/sources/x.txt:1:23: \"U+0007\": this control character is not allowed in a text\n  \
           rule: a document has no control characters but tab, line feed and carriage return\n  help: remove it from the file\n\
         error: [DIR]/sources/x.txt:2:2: \"U+0000\": this control character is not allowed in a text\n  \
           rule: a document has no control characters but tab, line feed and carriage return\n  help: remove it from the file\n\
         error: [DIR]/sources/x.txt:2:3: \"U+009B\": this control character is not allowed in a text\n  \
           rule: a document has no control characters but tab, line feed and carriage return\n  help: remove it from the file\n"
    );
}

#[test]
fn bytes_that_are_not_utf8() {
    let message = refused_bytes("x.txt", b"Northvale: 8 May 1992\nEa\xe9stmere: 18 May\x80\xff 1992, territory 1 km2");
    let places: Vec<&str> = message.lines().filter(|l| l.starts_with("error")).collect();
    assert_eq!(
        places,
        [
            "error: [DIR]/sources/x.txt:2:3: \"0xE9\": these bytes are not UTF-8",
            "error: [DIR]/sources/x.txt:2:18: \"0x80\": these bytes are not UTF-8",
            "error: [DIR]/sources/x.txt:2:19: \"0xFF\": these bytes are not UTF-8",
        ]
    );
    // A byte order mark of UTF-16 before invalid UTF-16: an unpaired surrogate.
    assert!(
        refused_bytes("x.txt", b"\xff\xfeN\0\0\xd8")
            .contains("x.txt: \"UTF-16LE\": the file begins with the byte order mark")
    );
    assert!(refused_bytes("x.txt", b"N\0o\0r\0t\0h\0\x07\0").contains("\"U+0000\": this control character"));
    // Valid multi-byte letters show that the file is UTF-8, so two invalid bytes among them are an error.
    let stray = ["Şuşa: 8 May 1992, territory 289 km²\nCaf".as_bytes(), b"\xe9 \xe8t\n"].concat();
    assert!(refused_bytes("x.txt", stray).contains("x.txt:2:4: \"0xE9\": these bytes are not UTF-8"));
    // A file that declares UTF-8 must be valid UTF-8.
    assert!(refused_bytes("x.html", b"<meta charset=utf-8><p>\xe9t\xe9 caf\xe9</p>").contains("x.html:1:24: \"0xE9\""));
    assert!(refused_bytes("x.html", b"<p>\xa0</p>").contains("x.html:1:4: \"0xA0\""));
    let cut = &"Northvale: 8 May 1992, territory 289 km²".as_bytes()[..40];
    assert!(refused_bytes("x.txt", cut).contains("\"0xC2\""));
}

/// A line of a gigabyte is refused when its first mebibyte has been read: the limit on memory shows that it is not read.
#[test]
fn a_line_of_a_gigabyte() {
    let long = |workdir: &Workdir| {
        let path = workdir.path("sources/x.txt");
        let mut file = OpenOptions::new().append(true).open(path).unwrap();
        file.write_all(b"Eastmere: ").unwrap();
        // The rest is a sparse region: NUL bytes that take no space on the disk.
        file.set_len(1 << 30).unwrap();
    };
    let ran = refused("x.txt", long);
    assert!(
        ran.stderr.starts_with("error: [DIR]/sources/x.txt:2:1048577: \"Eastmere: ")
            && ran.stderr.ends_with("this line is longer than 1048576 bytes\n  rule: a line has at most 1 MiB\n  help: break the line, or leave the file out of sources/\n"),
        "{}",
        ran.stderr
    );
    let workdir = Workdir::new();
    workdir.write("sources/x.txt", GOOD);
    long(&workdir);
    // The limit counts written memory, not address space, which depends on the number of cores and threads.
    let mut limited = Command::new("sh");
    let program = workdir.command(&["build"]);
    limited.args(["-c", "ulimit -d 600000 && exec \"$0\" \"$@\""]).arg(program.get_program()).args(program.get_args());
    let ran = workdir.ran(&limited.output().unwrap());
    assert_eq!((ran.code, ran.stderr.contains("longer than 1048576 bytes")), (Some(1), true), "{}", ran.stderr);
}

#[test]
fn a_document_of_more_than_64_mebibytes() {
    let message = refused_bytes("x.txt", GOOD.repeat((64 << 20) / GOOD.len() + 2));
    assert!(message.contains("this document is too large\n  rule: a document has at most 64 MiB\n"), "{message}");
}

#[test]
fn markup_that_nests_too_deep() {
    let message = refused_bytes("x.html", format!("<p>Northvale</p>\n{}", "<div>".repeat(100_000)));
    assert_eq!(
        message,
        "error: [DIR]/sources/x.html:2:20481: \"<div><div><div><div>\": elements nest too deep here\n  \
           rule: a page nests at most 4096 elements deep\n  help: save the page again, or take its text\n"
    );
}

#[test]
fn a_missing_file() {
    let ran = refused("x.txt", |workdir| {
        workdir.remove("sources/x.txt");
        symlink("nowhere", workdir.path("sources/x.txt")).unwrap();
    });
    assert_eq!(ran.stderr, "error: [DIR]/sources/x.txt: cannot be read: No such file or directory (os error 2)\n");
}

#[test]
fn two_documents_of_one_name() {
    let workdir = Workdir::new();
    workdir.write("sources/x.txt", GOOD);
    workdir.write("sources/x.html", "<p>Westmere: 8 May 1992, territory 289 km2</p>");
    workdir.write("sources/folder/x.txt", GOOD);
    let ran = workdir.run(&["build"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.stderr,
        "error: [DIR]/sources/x.txt: \"x.txt\": another document has this name: [DIR]/sources/x.html\n  \
           rule: a document's name without extension is unique in its folder\n  help: rename one of them\n"
    );
}

#[test]
fn metadata_that_is_not_text() {
    let ran = refused("x.txt", |workdir| workdir.write("sources/x.meta.toml", b"title = \"\xff\"\n"));
    assert!(
        ran.stderr.starts_with("error: [DIR]/sources/x.meta.toml:1:10: \"0xFF\": these bytes are not UTF-8\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn ignored_files_are_reported_and_are_not_errors() {
    let workdir = Workdir::new();
    workdir.write("sources/x.txt", format!("{GOOD}Total: 289 km2\n"));
    workdir.write("sources/picture.png", "");
    let ran = workdir.build();
    assert_eq!(
        ran.stderr,
        "note: [DIR]/sources/picture.png: \"picture.png\": this file is not a document and was not read\n  \
           rule: documents end in .txt, .html, .htm, .xhtml, .jsonl, .ndjson, .jsonl.gz, .ndjson.gz, .xml, .rss, .atom (texts and articles), .csv, .tsv, .xlsx, .xlsm, .xls, .ods, .json, .geojson, .md, .wiki or .wikitext (tables), and have names in UTF-8\n  help: rename it, or keep it elsewhere\n\
         note: [DIR]/sources/x.txt:2:1: \"Total: 289 km2\": a sum over records is not a record and was left out\n  \
           rule: a fact box holds records of the form `name: date, territory N km2`\n  help: if it is not a record, do nothing\n"
    );
    let facts = workdir.facts();
    assert_eq!((facts.of_class(choro::RECORD).len(), facts.of_class(choro::AREA_CLAIM).len()), (1, 1));
}

/// A gazetteer with errors stops the build, because reading every document depends on it.
#[test]
fn a_gazetteer_with_errors() {
    let workdir = Workdir::of_data();
    workdir.build();
    let before = workdir.facts().lines();
    let head = "id,kind,names,wikidata,evidence\n";
    let with_points = "id,kind,names,wikidata,evidence,point,point-source\n";
    for (rows, message) in [
        (
            "a,town,A@en,,,\"39.5, 46.5\",\n",
            "names.csv:2:1: \"39.5, 46.5\": a point without its source\n  rule: a point and its source come together\n  \
               help: fill in point-source: the IRI or the words of whoever gives the point\n",
        ),
        ("a,town,A@en,,,,An atlas\n", "names.csv:2:1: \"An atlas\": the source of a point that is not there\n"),
        (
            "a,town,A@en,,,39.5 46.5,An atlas\n",
            "names.csv:2:1: \"39.5 46.5\": this is not a point\n  \
               rule: a point is latitude, longitude in degrees (WGS 84), as 39.75, 46.75 or 39°45′00″N, 46°45′00″E\n",
        ),
        (
            "a,town,A@en,,,\"146.5, 39.5\",An atlas\n",
            "names.csv:2:1: \"146.5, 39.5\": the latitude is 146.5\n  \
               rule: a latitude lies between -90 and 90, a longitude between -180 and 180\n  \
               help: check the order: the latitude comes first\n",
        ),
        (
            "a,person,A@en,,,\"39.5, 46.5\",An atlas\n",
            "names.csv:2:1: \"39.5, 46.5\": a point of what is no place (person)\n",
        ),
        ("a,planet,A@en,,\n", "names.csv:2:1: \"planet\": not a kind; known are district, "),
        ("ok,town,Ok@en,,\nA b,town,A@en,,\n", "names.csv:3:1: \"A b\": this cannot be an id"),
        ("a,town,A,,\n", "names.csv:2:1: \"A\": a name without a language"),
        ("a,town,A@en,P17,\n", "names.csv:2:1: \"P17\": not a Wikidata item"),
        ("a,town,A@en,,\na,city,B@en,,\n", "names.csv:3:1: \"a\": a second entity with this id"),
        ("a,town,A@en\n", "names.csv:2:1: \"a,town,A@en\": this row has 3 fields, not 5"),
        ("shusha,district,Shusha@en,,\n", "names.csv:2:1: \"shusha\": a second entity with this id"),
    ] {
        let head = if rows.lines().all(|row| row.matches(',').count() > 5) { with_points } else { head };
        workdir.write("gazetteer/names.csv", format!("{head}{rows}"));
        let ran = workdir.run(&["build"]);
        assert_eq!(ran.code, Some(1), "{rows}");
        assert!(ran.stderr.contains(message), "{rows}: {}", ran.stderr);
        assert!(
            ran.stderr.ends_with(
                "error: [DIR]/gazetteer/names.csv cannot be used\nhelp: nothing was read; the previous build stays\n"
            ),
            "{}",
            ran.stderr
        );
        assert_eq!(workdir.facts().lines(), before);
    }
    workdir.write("gazetteer/names.csv", "id,kind,names\na,town,A@en\n");
    assert_eq!(workdir.run(&["build"]).code, Some(1));
    workdir.write("gazetteer/names.csv", b"id,kind,names,wikidata,evidence\na,town,\xff@en,,\n");
    assert!(workdir.run(&["build"]).stderr.contains("names.csv:2:8: \"0xFF\": these bytes are not UTF-8"));
}

/// Many broken documents: each is reported.
#[test]
fn one_bad_document_hides_no_other() {
    let workdir = Workdir::new();
    for n in 0..10 {
        workdir.write(&format!("sources/bad/{n}.txt"), format!("Northvale: 8 May 1992, territory 1{n} kmq\n"));
        workdir.write(&format!("sources/good/{n}.txt"), GOOD);
    }
    File::create(workdir.path("sources/bad/empty.txt")).unwrap();
    let ran = workdir.run(&["build"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stdout.starts_with("10 sources read, 11 with errors\n"), "{}", ran.stdout);
    assert_eq!(ran.stderr.lines().filter(|l| l.starts_with("error: ")).count(), 11, "{}", ran.stderr);
    assert_eq!(workdir.facts().of_class(choro::SOURCE).len(), 10);
}
