//! The dataset folder: what cannot be read is no empty place, what is restricted stays so whatever a person mistypes, and
//! whatever is left aside is named.

use super::support::{BASE, Ran, Workdir, copy};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, lchown, symlink};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

const BOX: &str = "Northvale: 8 May 1992, territory 289 km2\n";
const OTHER: &str = "Eastmere: 18 May 1992, territory 1840 km2\n";
const ARTICLES: &str = "{\"id\": \"a\", \"text\": \"The council of Northvale said on 3 May 1992 that the bridge over the river \
                        would be built again before the winter came.\"}\n";

/// The user nobody.
const NOBODY: u32 = 65534;

/// Runs the program as a user whom permissions bind. None where that cannot be done.
fn bound(workdir: &Workdir, args: &[&str]) -> Option<Ran> {
    let command = workdir.command(args);
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        return Some(workdir.run(args));
    }
    give(workdir.root());
    let mut limited = Command::new("setpriv");
    limited.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").current_dir("/");
    limited.args([format!("--reuid={NOBODY}"), format!("--regid={NOBODY}"), "--clear-groups".to_owned()]);
    limited.arg(command.get_program());
    let mut probe = Command::new("setpriv");
    probe.args(limited.get_args()).arg("--version").env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").current_dir("/");
    if !probe.output().is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: the program cannot be run as another user here");
        return None;
    }
    limited.args(command.get_args());
    Some(workdir.ran(&limited.output().unwrap()))
}

fn give(path: &Path) {
    lchown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    if path.is_dir() && !path.is_symlink() {
        for entry in fs::read_dir(path).unwrap() {
            give(&entry.unwrap().path());
        }
    }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// What an export that is passed on says.
fn export(workdir: &Workdir) -> String {
    let ran = workdir.run(&["export", "--format", "nq"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    ran.stdout
}

/// Whether what a document says is passed on.
fn is_public(workdir: &Workdir, id: &str) -> bool {
    export(workdir).contains(&format!("<{BASE}source/{id}>"))
}

/// What a build from nothing makes of the folder as it is.
fn from_scratch(workdir: &Workdir) -> Workdir {
    let other = Workdir::new();
    copy(workdir.root(), other.root());
    other.run(&["build"]);
    other
}

/// A dataset of two sources that are public.
fn two_sources() -> Workdir {
    let workdir = Workdir::new();
    workdir.write("sources/box.txt", BOX);
    workdir.write("sources/gazette/crates.txt", OTHER);
    workdir.build();
    assert!(is_public(&workdir, "box") && is_public(&workdir, "gazette/crates"));
    workdir
}

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

/// The same where permissions bind nobody: a file in place of a folder, a link that leads nowhere, one that leads to itself.
#[test]
fn what_is_in_the_place_of_a_folder_is_not_empty() {
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

/// Documents in a sub-folder that cannot be read stay, are not pruned, and are not passed on: nobody can know what stands beside
/// them now.
#[test]
fn a_sub_folder_that_cannot_be_read() {
    let workdir = two_sources();
    let folder = workdir.path("sources/gazette");
    set_mode(workdir.root(), 0o755);
    set_mode(&folder, 0);
    let ran = bound(&workdir, &["build", "--prune"]);
    set_mode(&folder, 0o755);
    let Some(ran) = ran else { return };
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(
        ran.stderr.starts_with("error: [DIR]/sources/gazette: this folder cannot be read: Permission denied"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stdout.starts_with(
            "0 sources read, 1 unchanged\n1 folder or file that cannot be read\n1 source restricted until the errors are mended: gazette/crates\n"
        ),
        "{}",
        ran.stdout
    );
    assert!(!workdir.facts().source(BASE, "gazette/crates").0.is_empty());
    assert!(is_public(&workdir, "box") && !is_public(&workdir, "gazette/crates"));
    assert_eq!(workdir.run(&["build"]).code, Some(0));
    assert_eq!(workdir.facts().lines(), from_scratch(&workdir).facts().lines());
}

/// A metadata file that belongs to no document: every source that it may mean is restricted, and it is an error.
#[test]
fn metadata_without_its_document_restricts_what_it_may_mean() {
    for (name, box_too, crates_too) in [
        ("box.txt.meta.toml", true, false),
        ("bxo.meta.toml", true, false),
        ("bo.meta.toml", true, false),
        ("Box.meta.toml", true, false),
        ("box.de.meta.toml", true, false),
        ("box.meta.tml", true, false),
        ("box.mta.toml", true, false),
        ("box_meta.toml", true, false),
        ("boxmeta.toml", true, false),
        ("box.toml", true, false),
        ("box.meta", true, false),
        ("box.META.TOML", true, false),
        ("box.metadata.toml", true, false),
        ("box.meta.toml.txt", true, false),
        ("box.meta.toml~", true, false),
        (".box.meta.toml", true, false),
        ("../box.meta.toml", true, false),
        ("crates.meta.toml", false, true),
        ("gazette/crate.meta.toml", false, true),
        ("gazette/crates.txt.meta.toml", false, true),
        ("elsewhere/box.meta.toml", true, false),
        ("lighthouse.meta.toml", false, false),
    ] {
        let workdir = two_sources();
        workdir.write(&format!("sources/{name}"), "redistribute = false\n");
        let ran = workdir.run(&["build"]);
        assert_eq!(ran.code, Some(1), "{name}: {}", ran.stderr);
        let file = format!("sources/{name}").replace("sources/../", "");
        assert!(
            ran.stderr.contains(&format!("error: [DIR]/{file}: "))
                && ran.stderr.contains(": this metadata file belongs to no document\n")
                && ran.stdout.contains("\n1 metadata file without its document\n"),
            "{name}: {}{}",
            ran.stderr,
            ran.stdout
        );
        let public = (!is_public(&workdir, "box"), !is_public(&workdir, "gazette/crates"));
        assert_eq!(public, (box_too, crates_too), "{name}: {}", ran.stderr);
        // A build from nothing says the same, and so does the next one.
        assert_eq!(workdir.facts().lines(), from_scratch(&workdir).facts().lines(), "{name}");
        let again = workdir.run(&["build"]);
        assert_eq!((again.code, again.stdout.starts_with("0 sources read, 2 unchanged\n")), (Some(1), true), "{name}");
        assert_eq!(
            (!is_public(&workdir, "box"), !is_public(&workdir, "gazette/crates")),
            (box_too, crates_too),
            "{name}"
        );
        workdir.remove(&format!("sources/{name}"));
        workdir.build();
        assert!(is_public(&workdir, "box") && is_public(&workdir, "gazette/crates"), "{name}");
        assert_eq!(workdir.facts().lines(), from_scratch(&workdir).facts().lines(), "{name}");
    }
}

/// A mistake in the metadata does not leave the public version in place.
#[test]
fn a_mistake_in_metadata_restricts_at_once() {
    for (spoil, told) in [
        ("redistribute = \"false\"\n", "box.meta.toml:1:16"),
        ("redistibute = false\n", "unknown field `redistibute`"),
        ("redistribute = false\nlicnce = \"https://example.org/\"\n", "unknown field `licnce`"),
        ("redistribute = false\npublished = \"27.12.2017\"\n", "published cannot be this"),
        ("redistribute = false\ntitle = \"open\n", "box.meta.toml:2:"),
        ("redistribute = False\n", "box.meta.toml:1:16"),
        ("redistribute: false\n", "box.meta.toml:1:"),
        ("\u{fffd}", "box.meta.toml"),
    ] {
        for (file, text) in [("box.txt", BOX), ("box.jsonl", ARTICLES)] {
            let workdir = Workdir::new();
            workdir.write(&format!("sources/{file}"), text);
            workdir.write("sources/other.txt", OTHER);
            workdir.build();
            assert!(is_public(&workdir, "box"));
            let spoilt = if spoil == "\u{fffd}" { b"redistribute = false # \xff\n".to_vec() } else { spoil.into() };
            workdir.write("sources/box.meta.toml", spoilt);
            let ran = workdir.run(&["build"]);
            assert_eq!(ran.code, Some(1), "{file} {spoil}");
            assert!(ran.stderr.contains(told), "{file} {spoil}: {}", ran.stderr);
            assert!(
                ran.stdout.contains("\n1 source restricted until the errors are mended: box\n"),
                "{file} {spoil}: {}",
                ran.stdout
            );
            assert!(!is_public(&workdir, "box") && is_public(&workdir, "other"), "{file} {spoil}");
            assert!(!export(&workdir).contains("Northvale"), "{file} {spoil}");
            // Mended, it says what it says, whichever that is.
            for (mended, public) in [("redistribute = false\n", false), ("title = \"T\"\n", true), (spoil, false)] {
                workdir.write("sources/box.meta.toml", mended);
                workdir.run(&["build"]);
                assert_eq!(is_public(&workdir, "box"), public, "{file} {spoil} {mended}");
            }
            workdir.remove("sources/box.meta.toml");
            workdir.build();
            assert!(is_public(&workdir, "box"), "{file} {spoil}");
            assert_eq!(workdir.facts().lines(), from_scratch(&workdir).facts().lines(), "{file} {spoil}");
        }
    }
}

/// What now says that it is restricted is so although the document itself cannot be read any more, is there twice, or is gone;
/// and although the gazetteer has a mistake.
#[test]
fn restriction_does_not_wait_for_the_rest_to_be_right() {
    let spoils: [(&str, fn(&Workdir), i32); 6] = [
        ("a document with a mistake", |w| w.write("sources/box.txt", "Northvale: 8 May 1992, territory 289 kmq\n"), 1),
        (
            "a link to nowhere",
            |w| {
                w.remove("sources/box.txt");
                symlink("nowhere", w.path("sources/box.txt")).unwrap();
            },
            1,
        ),
        ("two of one name", |w| w.write("sources/box.html", "<p>Westmere: 8 May 1992, territory 289 km2</p>"), 1),
        ("a document that is gone", |w| w.remove("sources/box.txt"), 1),
        ("a gazetteer with a mistake", |w| w.write("gazetteer/names.csv", "id,kind\n"), 1),
        ("links with a mistake", |w| w.write("links.sssom.tsv", "what\n"), 1),
    ];
    for (what, spoil, code) in spoils {
        let workdir = Workdir::new();
        workdir.write("sources/box.txt", BOX);
        workdir.write("sources/other.txt", OTHER);
        workdir.build();
        spoil(&workdir);
        workdir.write("sources/box.meta.toml", "redistribute = false\n");
        let ran = workdir.run(&["build"]);
        assert_eq!(ran.code, Some(code), "{what}: {}", ran.stderr);
        assert!(!is_public(&workdir, "box") && is_public(&workdir, "other"), "{what}: {}", ran.stderr);
    }
}

/// A restriction is not lifted because its document is gone.
#[test]
fn a_restricted_source_that_is_gone_stays_restricted() {
    let workdir = Workdir::new();
    workdir.write("sources/box.txt", BOX);
    workdir.write("sources/other.txt", OTHER);
    workdir.write("sources/box.meta.toml", "redistribute = false\n");
    workdir.build();
    assert!(!is_public(&workdir, "box"));
    workdir.remove("sources/box.txt");
    workdir.remove("sources/box.meta.toml");
    let ran = workdir.build();
    assert_eq!(ran.stderr, "note: source box is gone from sources/ and kept; --prune drops it\n");
    assert!(!is_public(&workdir, "box"));
    // Renamed together with a misspelt name: the new one is restricted, too.
    workdir.write("sources/bocks.txt", BOX);
    workdir.write("sources/boks.meta.toml", "redistribute = false\n");
    assert_eq!(workdir.run(&["build", "--prune"]).code, Some(1));
    assert!(!is_public(&workdir, "bocks") && !export(&workdir).contains("Northvale"));
}

/// Reading nothing but regular files, a build ends.
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
    // The metadata of a source that is public: nobody can read it now.
    pipe("sources/box.meta.toml");
    let ran = build();
    assert!(ran.stderr.contains("box.meta.toml: cannot be read: this is a named pipe"), "{}", ran.stderr);
    assert!(!is_public(&workdir, "box"));
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
fn names_that_are_much_alike_are_named() {
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
        assert!(is_public(&workdir, id), "{id}");
    }
}

/// Errors stand at the end, where a person looks, and not between the notes.
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
    // A mark of the byte order is no mistake.
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
fn a_gazetteer_that_is_no_table() {
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
    // What is no mistake: marks within a value, a value of several lines, a byte order mark, an ending in capitals.
    fs::remove_file(workdir.path("gazetteer/more.csv")).unwrap();
    let good =
        "alpha-x,district,Alpha@en,,\"an \"\"atlas\"\",\nsecond edition\"\nbeta-x,district,Beta@en,,the \"map\"\n";
    workdir.write("gazetteer/MORE.CSV", format!("\u{feff}{head}{good}"));
    workdir.write("gazetteer/notes.md", "");
    let ran = workdir.build();
    assert!(
        ran.stderr.starts_with("note: [DIR]/gazetteer/notes.md: \"notes.md\": this file is not part of the gazetteer")
    );
    let facts = export(&workdir);
    assert!(facts.contains("/place/alpha-x>") && facts.contains("/place/beta-x>"));
}

/// A document whose metadata is misspelt beside it is not added without it, and a restriction that the dataset knows of stays.
#[test]
fn metadata_is_not_lost_on_the_way_in() {
    let workdir = Workdir::new();
    let outside = tempfile::tempdir().unwrap();
    let at = |name: &str| outside.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("box.txt"), BOX).unwrap();
    fs::write(at("box.txt.meta.toml"), "redistribute = false\n").unwrap();
    let ran = workdir.run(&["ingest", &at("box.txt")]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("box.txt.meta.toml may be the metadata of this document"), "{}", ran.stderr);
    assert!(!workdir.path("sources/box.txt").exists());
    fs::rename(at("box.txt.meta.toml"), at("box.meta.toml")).unwrap();
    // What is given is added to what stands beside the document.
    let ran = workdir.run(&["ingest", &at("box.txt"), "--title", "Figures"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let read = || fs::read_to_string(workdir.path("sources/box.meta.toml")).unwrap();
    assert!(read().contains("redistribute = false") && read().contains("title = \"Figures\""), "{}", read());
    fs::remove_file(at("box.meta.toml")).unwrap();
    let ran = workdir.run(&["ingest", &at("box.txt"), "--title", "Other figures"]);
    assert!(ran.stderr.contains("note: [DIR]/sources/box.meta.toml: redistribute = false is kept\n"), "{}", ran.stderr);
    assert!(read().contains("redistribute = false") && read().contains("Other figures"), "{}", read());
    assert!(!is_public(&workdir, "box"));
    // Lifted by name.
    fs::write(at("box.meta.toml"), "redistribute = true\n").unwrap();
    assert_eq!(workdir.run(&["ingest", &at("box.txt")]).code, Some(0));
    assert!(is_public(&workdir, "box"));
}
