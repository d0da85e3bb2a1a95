//! Two ways to the same quads: `build` into the store, `convert` and `combine` without one. After sorting, the same bytes.

use super::restricted;
use super::reviewed;
use super::support::{Workdir, copy, repository};
use chorograph::dataset::decisions::Decisions;
use chorograph::read::source::folder;
use chorograph::store::combine::{self, MANIFEST, Manifest};
use chorograph::store::convert::{File, Form, Names, Options, convert};
use chorograph::store::load::Event;
use chorograph::store::parts::{PartWriter, Sidecar};
use flate2::read::MultiGzDecoder;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::Path;

/// The lines of a file of quads, compressed or not.
fn lines(path: &Path) -> Vec<String> {
    let file = fs::File::open(path).unwrap();
    let mut text = String::new();
    if path.extension().unwrap() == "gz" {
        MultiGzDecoder::new(file).read_to_string(&mut text).unwrap();
    } else {
        (&file).read_to_string(&mut text).unwrap();
    }
    assert!(text.is_empty() || text.ends_with(" .\n"), "{}", path.display());
    text.lines().map(str::to_owned).collect()
}

/// Writes the parts of all sources of a dataset, as `convert` does; sources that cannot be read have none.
fn write_parts(workdir: &Workdir, jobs: usize) {
    let dataset = workdir.dataset();
    let names = Names::read(&dataset).unwrap();
    for (number, (id, path)) in folder::list(&dataset.sources()).unwrap().documents.iter().enumerate() {
        // Some are not compressed.
        let is_compressed = number % 3 != 1;
        let target = workdir.path(&format!("parts/{id}.nq{}", if is_compressed { ".gz" } else { "" }));
        let mut writer = PartWriter::new(&target).unwrap();
        let options = Options { form: Form::NQuads, is_compressed, jobs, decisions: &Decisions::default() };
        let file = File { id, path, bytes: path };
        let mut ignore = |_: Event<'_>| {};
        if let Some(converted) = convert(&dataset, &names, file, options, &mut writer, &mut ignore).unwrap() {
            writer.finish(converted.sidecar, converted.quads, converted.compared).unwrap();
        }
    }
}

/// All lines of a combined dataset; asserts that its list of files is right.
fn combined(workdir: &Workdir) -> BTreeSet<String> {
    let folder = workdir.path("combined");
    let manifest: Manifest = serde_json::from_slice(&fs::read(folder.join(MANIFEST)).unwrap()).unwrap();
    let mut all = BTreeSet::new();
    for file in &manifest.files {
        let lines = lines(&folder.join(&file.path));
        assert_eq!(lines.len(), file.quads, "{}", file.path);
        all.extend(lines);
    }
    all
}

fn exported(workdir: &Workdir, args: &[&str]) -> BTreeSet<String> {
    let ran = workdir.run(&[&["export", "--format", "nq"], args].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    ran.stdout.lines().map(str::to_owned).collect()
}

fn assert_same(one: &BTreeSet<String>, other: &BTreeSet<String>, what: &str) {
    let shown = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).take(20).cloned().collect::<Vec<_>>();
    assert_eq!((shown(one, other), shown(other, one)), (Vec::new(), Vec::new()), "{what}");
    assert!(one.len() > 20, "{what}");
}

/// Asserts that a build of the dataset and its parts, combined, are the same, with and without what is restricted.
fn assert_equal_ways(workdir: &Workdir, what: &str) {
    let built = Workdir::copy_of(workdir.root());
    let ran = built.run(&["build"]);
    assert!(ran.code.is_some_and(|code| code < 2), "{what}: {}", ran.stderr);
    write_parts(workdir, 2);
    for args in [&[][..], &["--include-restricted"]] {
        let (parts, out) = (workdir.path("parts"), workdir.path("combined"));
        let command = [&["combine", parts.to_str().unwrap(), "-o", out.to_str().unwrap()], args].concat();
        let ran = workdir.run(&command);
        assert!(ran.code.is_some_and(|code| code < 2), "{what}: {}", ran.stderr);
        assert_same(&combined(workdir), &exported(&built, args), &format!("{what} {args:?}"));
    }
}

#[test]
fn the_shipped_dataset_is_the_same_both_ways() {
    assert_equal_ways(&Workdir::of_data(), "data");
}

#[test]
fn copies_are_the_same_both_ways() {
    assert_equal_ways(&Workdir::copy_of(&repository("tests/wire")), "wire");
}

#[test]
fn what_people_decided_is_the_same_both_ways() {
    let workdir = reviewed::decided();
    assert_equal_ways(&workdir, "decisions");
    let ran = workdir.run(&[
        "combine",
        workdir.path("parts").to_str().unwrap(),
        "-o",
        workdir.path("combined").to_str().unwrap(),
    ]);
    assert!(ran.stderr.contains("4 parts combined, 3 of them written anew"), "{ran:?}");
    let manifest: Manifest =
        serde_json::from_slice(&fs::read(workdir.path("combined").join(MANIFEST)).unwrap()).unwrap();
    let untouched = manifest.files.iter().find(|file| file.source.as_deref() == Some("other")).unwrap();
    let part = fs::read(workdir.path("parts").join(untouched.path.trim_start_matches("sources/"))).unwrap();
    assert!(fs::read(workdir.path("combined").join(&untouched.path)).unwrap() == part, "it has no decision");
}

#[test]
fn what_is_restricted_is_left_out_as_by_an_export() {
    let workdir = restricted::closed();
    assert_equal_ways(&workdir, "restricted");
    let (parts, out) = (workdir.path("parts"), workdir.path("combined"));
    let ran = workdir.run(&["combine", parts.to_str().unwrap(), "-o", out.to_str().unwrap()]);
    assert!(ran.stderr.contains("note: zqxbox is left out"), "{ran:?}");
    for line in combined(&workdir) {
        restricted::assert_no_canary("combined", line.as_bytes());
    }
}

#[test]
fn origins_that_are_restricted_are_left_out_of_public_parts() {
    let workdir = restricted::closed();
    // An address of a restricted source alone, one that a public source has too, a restricted source, an article in one.
    let origins = [
        "https://zqxurl.example/fact-box",
        "https://zqxurl.example/article",
        "https://example.org/d/source/zqxnews",
        "https://example.org/d/source/zqxmany/zqxfirst",
        "https://elsewhere.example/",
    ];
    for (id, url) in [("late", "https://late.example/"), ("shared", "https://zqxurl.example/article")] {
        workdir.write(&format!("sources/{id}.txt"), "Late\nFar Fen: 1994, territory 12 km2\n");
        let origins = if id == "late" { format!("derived-from = {origins:?}\n") } else { String::new() };
        workdir.write(
            &format!("sources/{id}.meta.toml"),
            format!("publisher = \"Late\"\nlanguage = \"en\"\nurl = \"{url}\"\n{origins}"),
        );
    }
    assert_equal_ways(&workdir, "origins");
    let (parts, out) = (workdir.path("parts"), workdir.path("combined"));
    workdir.run(&["combine", parts.to_str().unwrap(), "-o", out.to_str().unwrap()]);
    let late = combined(&workdir);
    let derived: Vec<&String> =
        late.iter().filter(|line| line.contains("source/late> <http://www.w3.org/ns/prov#wasDerivedFrom>")).collect();
    assert_eq!(derived.len(), 2, "{derived:#?}");
}

/// All that stands beside the tests as a source: texts, pages, feeds, articles, tables.
fn everything() -> Workdir {
    let workdir = Workdir::of_data();
    for folder in ["cases", "pages", "feeds", "tables", "copies", "annotate"] {
        copy(&repository(&format!("tests/{folder}")), &workdir.path(&format!("sources/{folder}")));
    }
    copy(&repository("tests/gaps/sources"), &workdir.path("sources/gaps"));
    copy(&repository("tests/wire/sources"), &workdir.path("sources/wire"));
    workdir
}

#[test]
fn every_kind_of_source_is_the_same_both_ways() {
    let workdir = everything();
    assert_equal_ways(&workdir, "everything");
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for (id, _) in folder::list(&workdir.dataset().sources()).unwrap().documents {
        if let Ok(sidecar) = Sidecar::read(&workdir.path(&format!("parts/{id}.json"))) {
            assert_eq!(sidecar.source, id);
            *kinds.entry(format!("{:?}", sidecar.holds)).or_default() += 1;
        }
    }
    assert!(kinds.len() == 3 && kinds.values().all(|count| *count > 3), "{kinds:?}");
}

fn refusal(workdir: &Workdir, args: &[&str]) -> String {
    let (parts, out) = (workdir.path("parts"), workdir.path("combined"));
    let ran = workdir.run(&[&["combine", parts.to_str().unwrap(), "-o", out.to_str().unwrap()], args].concat());
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(!out.exists(), "nothing is written");
    ran.stderr
}

#[test]
fn parts_that_do_not_belong_together_are_refused_by_name() {
    let made = Workdir::of_data();
    write_parts(&made, 1);
    let fresh = || Workdir::copy_of(made.root());
    let edited = |file: &str, from: &str, to: &str| {
        let workdir = fresh();
        let text = fs::read_to_string(workdir.path(file)).unwrap();
        assert!(text.contains(from), "{file}: {text}");
        workdir.write(file, text.replace(from, to));
        workdir
    };
    for (workdir, expected) in [
        (edited("dataset.toml", "chorograph/data/", "chorograph/other/"), "another configuration of the dataset"),
        (edited("gazetteer/entities.csv", "Shusha", "Susha"), "another gazetteer"),
        (edited("parts/article.json", "\"reading\": \"", "\"reading\": \"x"), "another version of the program"),
        (edited("parts/article.json", "\"program\": \"0", "\"program\": \"99"), "another version of the program"),
        (
            edited("parts/article.json", "\"format\": 1", "\"format\": 2"),
            "has version 2, and this program reads version 1",
        ),
        (
            edited("sources/article.meta.toml", "title", "redistribute = false\ntitle"),
            "metadata of its source has changed",
        ),
        (edited("parts/article.json", "}", ""), "this is not the sidecar of a part"),
    ] {
        let told = refusal(&workdir, &[]);
        assert!(told.contains("article") && told.contains(expected), "{expected}: {told}");
    }
    for file in ["parts/article.nq.gz", "parts/article.compare.gz"] {
        let workdir = fresh();
        let whole = fs::read(workdir.path(file)).unwrap();
        for cut in [0, 1, whole.len() / 2, whole.len() - 1] {
            workdir.write(file, &whole[..cut]);
            assert!(refusal(&workdir, &[]).contains("is cut short or changed"), "{file} {cut}");
        }
    }
    let twice = fresh();
    copy(&made.path("parts"), &twice.path("parts/again"));
    let told = refusal(&twice, &[]);
    assert!(told.contains("again/article.nq.gz and article.nq.gz are parts of one source, article"), "{told}");
    let stray = fresh();
    stray.write("sources/articel.meta.toml", "redistribute = false\n");
    assert!(refusal(&stray, &[]).contains("belongs to no document"));
    let here = fresh();
    here.write("combined/mine.txt", "keep");
    let (parts, out) = (here.path("parts"), here.path("combined"));
    let ran = here.run(&["combine", parts.to_str().unwrap(), "-o", out.to_str().unwrap()]);
    assert_eq!((ran.code, fs::read_to_string(out.join("mine.txt")).unwrap()), (Some(1), "keep".to_owned()));
}

#[test]
fn a_part_without_a_sidecar_is_restricted() {
    let workdir = Workdir::of_data();
    write_parts(&workdir, 1);
    workdir.remove("parts/article.json");
    assert!(refusal(&workdir, &["--include-restricted"]).contains("this part has no sidecar"));
    let (parts, out) = (workdir.path("parts"), workdir.path("combined"));
    let ran = workdir.run(&["combine", parts.to_str().unwrap(), "-o", out.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!combined(&workdir).iter().any(|line| line.contains("/source/article/")));
    assert!(combined(&workdir).iter().any(|line| line.contains("/source/fact-box/")));
}

#[test]
fn a_build_of_parts_is_a_build() {
    let workdir = everything();
    let built = Workdir::copy_of(workdir.root());
    let ran = built.run(&["build"]);
    write_parts(&workdir, 1);
    let parts = workdir.path("parts").to_str().unwrap().to_owned();
    let of_parts = workdir.run(&["build", "--parts", &parts]);
    assert_eq!((of_parts.code, &of_parts.stdout), (ran.code, &ran.stdout));
    assert!(workdir.facts().lines() == built.facts().lines());
    let not_used = of_parts.stderr.matches("this part was not used").count();
    assert!(of_parts.stderr.contains("it has mistakes, which each build reports"), "{}", of_parts.stderr);
    // The words are found again, and nothing is read anew.
    let cell = workdir.run(&["trace", "place/shusha"]);
    assert_eq!((cell.code, &cell.stdout), (Some(0), &built.run(&["trace", "place/shusha"]).stdout));
    let again = workdir.run(&["build", "--parts", &parts]);
    assert_eq!(again.stdout, built.run(&["build"]).stdout, "only what has mistakes is read again");
    assert!(again.stderr.matches("this part was not used").count() <= not_used);
}

#[test]
fn a_part_that_is_not_what_a_build_would_read_is_not_used() {
    let workdir = reviewed::decided();
    write_parts(&workdir, 1);
    let whole = fs::read(workdir.path("parts/other.nq.gz")).unwrap();
    workdir.write("parts/other.nq.gz", &whole[..whole.len() / 2]);
    workdir.write("sources/new.txt", "Figures\nFar Fen: 1994, territory 12 km2\n");
    let built = Workdir::copy_of(workdir.root());
    built.build();
    let ran = workdir.run(&["build", "--parts", workdir.path("parts").to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stderr.contains("other.nq.gz is cut short or changed"), "{ran:?}");
    assert!(ran.stderr.contains("has decisions of people on it"), "{ran:?}");
    assert!(workdir.facts().lines() == built.facts().lines());
}

#[test]
fn combining_again_gives_the_same_bytes_and_nothing_is_left_behind() {
    let workdir = Workdir::of_data();
    write_parts(&workdir, 1);
    let dataset = workdir.dataset();
    let (parts, output) = (workdir.path("parts"), workdir.path("combined"));
    let options = combine::Options { parts: &parts, output: &output, include_restricted: false, jobs: 1 };
    let mut manifests = Vec::new();
    for _ in 0..2 {
        combine::combine(&dataset, options, &mut |_| {}).unwrap();
        manifests.push(fs::read(output.join(MANIFEST)).unwrap());
    }
    assert!(manifests[0] == manifests[1]);
    let left: Vec<_> = fs::read_dir(workdir.root()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{left:?}");
}
