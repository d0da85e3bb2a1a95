//! Restricted sources stay restricted whatever a person mistypes: a metadata file with another name, with an error, or
//! beside a document that cannot be read.

use super::support::{BASE, Workdir, bound, set_mode};
use std::fs;
use std::os::unix::fs::symlink;

const BOX: &str = "Northvale: 8 May 1992, territory 289 km2\n";
const OTHER: &str = "Eastmere: 18 May 1992, territory 1840 km2\n";
const ARTICLES: &str = "{\"id\": \"a\", \"text\": \"The council of Northvale said on 3 May 1992 that the bridge over the river \
                        would be built again before the winter came.\"}\n";

/// A dataset with two public sources.
fn two_sources() -> Workdir {
    let workdir = Workdir::new();
    workdir.write("sources/box.txt", BOX);
    workdir.write("sources/gazette/crates.txt", OTHER);
    workdir.build();
    assert!(workdir.is_public("box") && workdir.is_public("gazette/crates"));
    workdir
}

/// Documents in an unreadable sub-folder stay in the store, are not pruned, and are not published, because their
/// metadata may have changed.
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
            "0 sources read, 1 unchanged\n1 folder or file that cannot be read\n1 source restricted until the errors are fixed: gazette/crates\n"
        ),
        "{}",
        ran.stdout
    );
    assert!(!workdir.facts().source(BASE, "gazette/crates").0.is_empty());
    assert!(workdir.is_public("box") && !workdir.is_public("gazette/crates"));
    assert_eq!(workdir.run(&["build"]).code, Some(0));
    assert_eq!(workdir.facts().lines(), workdir.built_anew().facts().lines());
}

/// A metadata file without a document: every source that it may mean is restricted, and it is an error.
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
        let public = (!workdir.is_public("box"), !workdir.is_public("gazette/crates"));
        assert_eq!(public, (box_too, crates_too), "{name}: {}", ran.stderr);
        // A build from nothing gives the same result, and so does the next one.
        assert_eq!(workdir.facts().lines(), workdir.built_anew().facts().lines(), "{name}");
        let again = workdir.run(&["build"]);
        assert_eq!((again.code, again.stdout.starts_with("0 sources read, 2 unchanged\n")), (Some(1), true), "{name}");
        assert_eq!((!workdir.is_public("box"), !workdir.is_public("gazette/crates")), (box_too, crates_too), "{name}");
        workdir.remove(&format!("sources/{name}"));
        workdir.build();
        assert!(workdir.is_public("box") && workdir.is_public("gazette/crates"), "{name}");
        assert_eq!(workdir.facts().lines(), workdir.built_anew().facts().lines(), "{name}");
    }
}

/// An error in the metadata does not leave the public version in place.
#[test]
fn a_mistake_in_metadata_restricts_at_once() {
    for (spoil, told) in [
        ("redistribute = \"false\"\n", "box.meta.toml:1:16"),
        ("redistibute = false\n", "unknown field `redistibute`"),
        ("redistribute = false\nlicnce = \"https://example.org/\"\n", "unknown field `licnce`"),
        ("redistribute = false\npublished = \"27.12.2017\"\n", "invalid `published`"),
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
            assert!(workdir.is_public("box"));
            let spoilt = if spoil == "\u{fffd}" { b"redistribute = false # \xff\n".to_vec() } else { spoil.into() };
            workdir.write("sources/box.meta.toml", spoilt);
            let ran = workdir.run(&["build"]);
            assert_eq!(ran.code, Some(1), "{file} {spoil}");
            assert!(ran.stderr.contains(told), "{file} {spoil}: {}", ran.stderr);
            assert!(
                ran.stdout.contains("\n1 source restricted until the errors are fixed: box\n"),
                "{file} {spoil}: {}",
                ran.stdout
            );
            assert!(!workdir.is_public("box") && workdir.is_public("other"), "{file} {spoil}");
            assert!(!workdir.export().contains("Northvale"), "{file} {spoil}");
            // Once corrected, the metadata applies, whichever it is.
            for (mended, public) in [("redistribute = false\n", false), ("title = \"T\"\n", true), (spoil, false)] {
                workdir.write("sources/box.meta.toml", mended);
                workdir.run(&["build"]);
                assert_eq!(workdir.is_public("box"), public, "{file} {spoil} {mended}");
            }
            workdir.remove("sources/box.meta.toml");
            workdir.build();
            assert!(workdir.is_public("box"), "{file} {spoil}");
            assert_eq!(workdir.facts().lines(), workdir.built_anew().facts().lines(), "{file} {spoil}");
        }
    }
}

/// A new restriction applies even if the document itself can no longer be read, exists twice, or is gone, and even if
/// the gazetteer has an error.
#[test]
fn restriction_does_not_wait_for_the_rest_to_be_right() {
    type Spoil = (&'static str, fn(&Workdir), i32);
    let spoils: [Spoil; 6] = [
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
        assert!(!workdir.is_public("box") && workdir.is_public("other"), "{what}: {}", ran.stderr);
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
    assert!(!workdir.is_public("box"));
    workdir.remove("sources/box.txt");
    workdir.remove("sources/box.meta.toml");
    let ran = workdir.build();
    assert_eq!(ran.stderr, "note: source box is no longer in sources/; it stays in the store; --prune removes it\n");
    assert!(!workdir.is_public("box"));
    // Renamed together with the misspelt name: the new one is restricted, too.
    workdir.write("sources/bocks.txt", BOX);
    workdir.write("sources/boks.meta.toml", "redistribute = false\n");
    assert_eq!(workdir.run(&["build", "--prune"]).code, Some(1));
    assert!(!workdir.is_public("bocks") && !workdir.export().contains("Northvale"));
}

/// A document beside misspelt metadata is not added without it, and an existing restriction of the dataset stays.
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
    // Options are added to the metadata beside the document.
    let ran = workdir.run(&["ingest", &at("box.txt"), "--title", "Figures"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let read = || fs::read_to_string(workdir.path("sources/box.meta.toml")).unwrap();
    assert!(read().contains("redistribute = false") && read().contains("title = \"Figures\""), "{}", read());
    fs::remove_file(at("box.meta.toml")).unwrap();
    let ran = workdir.run(&["ingest", &at("box.txt"), "--title", "Other figures"]);
    assert!(ran.stderr.contains("note: [DIR]/sources/box.meta.toml: redistribute = false is kept\n"), "{}", ran.stderr);
    assert!(read().contains("redistribute = false") && read().contains("Other figures"), "{}", read());
    assert!(!workdir.is_public("box"));
    // Lifted explicitly.
    fs::write(at("box.meta.toml"), "redistribute = true\n").unwrap();
    assert_eq!(workdir.run(&["ingest", &at("box.txt")]).code, Some(0));
    assert!(workdir.is_public("box"));
}
