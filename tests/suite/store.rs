//! What holds for the store, whatever happens to the folder and to the process.

use super::support::{BASE, Dice, Facts, Workdir, copy, pace};
use chorograph::base::vocab::{choro, prov};
use chorograph::store::{StoreError, View, Writer};
use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

/// A fact box of a few districts that other documents also describe, so that some claims disagree.
fn document(number: u64, version: u64, records: u64) -> String {
    let mut text = format!("Figures {number}\n");
    for n in 0..records {
        let (district, day) = ((number + n * 7) % (20 + records), 1 + (number + version) % 28);
        text += &format!(
            "District{district}ville: May {day}, 199{}, territory {} km2\n",
            version % 4,
            100 + district + version * 3
        );
    }
    text
}

fn fill(workdir: &Workdir, documents: u64, version: u64, records: u64) {
    for n in 0..documents {
        workdir.write(&format!("sources/d{n}.txt"), document(n, version, records));
    }
}

/// The lines that only one of them has, in short, for a readable message.
fn difference(left: &BTreeSet<String>, right: &BTreeSet<String>) -> String {
    let show = |sign, a: &BTreeSet<String>, b: &BTreeSet<String>| {
        a.difference(b).take(5).map(|l| format!("{sign} {l}\n")).collect::<String>()
    };
    show('-', left, right) + &show('+', right, left)
}

fn assert_same(left: &BTreeSet<String>, right: &BTreeSet<String>, what: &str) {
    assert!(left == right, "{what}\n{}", difference(left, right));
}

/// The result of a build from nothing of the current folder.
fn built_anew(workdir: &Workdir) -> BTreeSet<String> {
    let other = Workdir::new();
    copy(workdir.root(), other.root());
    other.build();
    other.facts().lines()
}

#[test]
fn a_second_writer_is_an_error_and_readers_go_on() {
    let workdir = Workdir::of_data();
    workdir.build();
    let before = workdir.facts().lines();
    let lock = Writer::open(&workdir.dataset().work()).unwrap();
    let expected = "error: another chorograph is writing to [DIR]/.chorograph\nhelp: wait until it ends\n";
    let ran = workdir.run(&["build"]);
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (Some(2), "", expected));
    assert!(matches!(Writer::open(&workdir.dataset().work()), Err(StoreError::Busy(_))));
    assert_same(&workdir.facts().lines(), &before, "beside a writer");
    assert_eq!(workdir.run(&["trace", "place/shusha"]).code, Some(0));
    drop(lock);
    assert!(workdir.build().stdout.starts_with("0 sources read, 2 unchanged\n"));
}

#[test]
fn what_has_not_changed_is_not_read() {
    let workdir = Workdir::of_data();
    assert!(workdir.build().stdout.starts_with("2 sources read\n"));
    let pointer = fs::read_to_string(workdir.path(".chorograph/current")).unwrap();
    let ran = workdir.build();
    assert_eq!(ran.stdout, "0 sources read, 2 unchanged\n1 disagreement in the dataset\n");
    assert_eq!(
        fs::read_to_string(workdir.path(".chorograph/current")).unwrap(),
        pointer,
        "there is nothing new to see"
    );
    let article = workdir.facts().source("https://w3id.org/chorograph/data/", "article").lines();
    let text = fs::read_to_string(workdir.path("sources/fact-box.txt")).unwrap();
    workdir.write("sources/fact-box.txt", text.replace("289 km2", "290 km2"));
    assert!(workdir.build().stdout.starts_with("1 source read, 1 unchanged\n"));
    let facts = workdir.facts();
    assert_same(&facts.source("https://w3id.org/chorograph/data/", "article").lines(), &article, "the other source");
    assert_eq!(facts.subjects(prov::SPECIALIZATION_OF, "https://w3id.org/chorograph/data/source/fact-box").len(), 1);
    let texts: Vec<_> =
        facts.of_class(choro::AREA_CLAIM).iter().filter_map(|c| facts.object(c, choro::VERBATIM)).collect();
    assert!(
        texts.contains(&"territory 290 km2".to_owned()) && !texts.contains(&"territory 289 km2".to_owned()),
        "{texts:?}"
    );
    // Metadata is part of a reading.
    workdir.write("sources/fact-box.meta.toml", "publisher = \"Somebody else\"\n");
    assert!(workdir.build().stdout.starts_with("1 source read, 1 unchanged\n"));
    assert_same(&workdir.facts().lines(), &built_anew(&workdir), "after the metadata changed");
}

#[test]
fn a_missing_source_is_kept_unless_pruned() {
    let workdir = Workdir::new();
    fill(&workdir, 3, 0, 2);
    workdir.build();
    let before = workdir.facts().source(BASE, "d1").lines();
    workdir.remove("sources/d1.txt");
    let ran = workdir.build();
    assert_eq!(ran.stderr, "note: source d1 is no longer in sources/; it stays in the store; --prune removes it\n");
    assert!(ran.stdout.starts_with("0 sources read, 2 unchanged, 1 gone but kept\n"), "{}", ran.stdout);
    assert_same(&workdir.facts().source(BASE, "d1").lines(), &before, "kept");
    let ran = workdir.run(&["build", "--prune"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (Some(0), "note: source d1 is no longer in sources/; it was removed from the store\n")
    );
    assert_same(&workdir.facts().lines(), &built_anew(&workdir), "after pruning");
}

#[test]
fn a_new_base_names_everything_anew() {
    let workdir = Workdir::of_data();
    workdir.build();
    let config = fs::read_to_string(workdir.path("dataset.toml")).unwrap();
    workdir.write("dataset.toml", config.replace("https://w3id.org/chorograph/data/", "https://example.org/new/"));
    workdir.build();
    let lines = workdir.facts().lines();
    assert!(!lines.iter().any(|l| l.contains("w3id.org/chorograph/data/")));
    assert_same(&lines, &built_anew(&workdir), "with another base");
}

#[test]
fn state_files_may_be_lost() {
    let workdir = Workdir::of_data();
    workdir.build();
    let before = workdir.facts().lines();
    for spoil in ["", "{", "{\"base\": 3}", "null"] {
        workdir.write(".chorograph/state.json", spoil);
        workdir.build();
        assert_same(&workdir.facts().lines(), &before, spoil);
    }
    for lost in ["state.json", "current"] {
        workdir.remove(&format!(".chorograph/{lost}"));
        workdir.build();
        assert_same(&workdir.facts().lines(), &before, lost);
    }
    for lost in [".chorograph/views", ".chorograph/store", ".chorograph"] {
        fs::remove_dir_all(workdir.path(lost)).unwrap();
        workdir.build();
        assert_same(&workdir.facts().lines(), &before, lost);
        let traces = chorograph::query::trace::all(&workdir.view(), &workdir.dataset()).unwrap();
        assert!(
            traces.iter().flat_map(|t| &t.anchors).all(|a| a.cut.is_some()),
            "{lost}: words cannot be cut any more"
        );
    }
}

/// Building after each change gives the same as building once, in whatever order the changes come.
#[test]
fn building_step_by_step_is_building_at_once() {
    const STEPS: u64 = 70;
    let mut dice = Dice(1992);
    let workdir = Workdir::new();
    let config = fs::read_to_string(workdir.path("dataset.toml")).unwrap();
    let mut bases = 0;
    fill(&workdir, 6, 0, 4);
    for step in 0..STEPS {
        let mut done = Vec::new();
        for _ in 0..=dice.roll(3) {
            let n = dice.roll(9);
            let path = format!("sources/d{n}.txt");
            let what = dice.roll(16);
            done.push((what, n));
            match what {
                0..=5 => workdir.write(&path, document(n, dice.roll(5), 1 + dice.roll(5))),
                6 | 7 => drop(fs::remove_file(workdir.path(&path))),
                8 => workdir
                    .write(&format!("sources/d{n}.meta.toml"), format!("publisher = \"Gazette {}\"\n", dice.roll(3))),
                9 => drop(fs::remove_file(workdir.path(&format!("sources/d{n}.meta.toml")))),
                10 => drop(fs::rename(workdir.path(&path), workdir.path(&format!("sources/d{}.txt", dice.roll(9))))),
                11 => workdir.write(&path, "District3ville: May 40, 1992, territory 5 km2\n"),
                12 => {
                    let name =
                        ["District3ville@en", "District4ville@en|District5ville@en", "Other@en"][dice.roll(3) as usize];
                    workdir.write(
                        "gazetteer/names.csv",
                        format!("id,kind,names,wikidata,evidence\nthe-third,district,{name},,\n"),
                    );
                }
                13 => drop(fs::remove_file(workdir.path("gazetteer/names.csv"))),
                14 => {
                    let tolerance = ["0.0", "0.01", "0.05", "0.5"][dice.roll(4) as usize];
                    workdir.write("dataset.toml", format!("{config}[disagreement]\narea-tolerance = {tolerance}\n"));
                }
                _ => {
                    bases += 1;
                    workdir.write("dataset.toml", config.replace("/d/", &format!("/d{bases}/")));
                }
            }
        }
        let ran = workdir.run(&["build", "--prune"]);
        assert!([Some(0), Some(1)].contains(&ran.code), "step {step} {done:?}: {}", ran.stderr);
        if ran.code == Some(0) {
            assert_same(&workdir.facts().lines(), &built_anew(&workdir), &format!("step {step}, after {done:?}"));
        }
    }
    assert!(bases > 0, "the dice left something out");
}

#[test]
fn a_reader_keeps_what_it_opened() {
    let workdir = Workdir::new();
    fill(&workdir, 5, 0, 3);
    workdir.build();
    let old = workdir.view();
    let before = Facts::of(&old).lines();
    for version in 1..4 {
        fill(&workdir, 5, version, 3);
        workdir.build();
        assert_same(&Facts::of(&old).lines(), &before, "the view that was open");
        assert_same(&workdir.facts().lines(), &built_anew(&workdir), "a view opened now");
    }
    drop(old);
    fill(&workdir, 5, 4, 3);
    workdir.build();
    let views = fs::read_dir(workdir.path(".chorograph/views")).unwrap().count();
    assert_eq!(views, 1, "views that nobody reads are removed");
}

/// Readers that open the store at any time find one complete build or another.
#[test]
fn readers_during_builds() {
    let workdir = Workdir::new();
    let states: Vec<_> = (0..2).map(|version| state(10, version, 3)).collect();
    fill(&workdir, 10, 0, 3);
    workdir.build();
    let work = workdir.dataset().work();
    thread::scope(|scope| {
        let readers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let mut seen = [0, 0];
                    let end = Instant::now() + Duration::from_secs(4);
                    while Instant::now() < end {
                        let lines = Facts::of(&View::open(&work).unwrap()).lines();
                        let which =
                            states.iter().position(|s| *s == lines).expect("neither the one build nor the other");
                        seen[which] += 1;
                    }
                    seen
                })
            })
            .collect();
        let mut version = 0;
        while !readers.iter().all(thread::ScopedJoinHandle::is_finished) {
            version = 1 - version;
            fill(&workdir, 10, version, 3);
            workdir.build();
        }
        for reader in readers {
            let seen = reader.join().unwrap();
            assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}");
        }
    });
}

/// All statements of a dataset with this number of documents, in one version.
fn state(documents: u64, version: u64, records: u64) -> BTreeSet<String> {
    let workdir = Workdir::new();
    fill(&workdir, documents, version, records);
    workdir.build();
    workdir.facts().lines()
}

/// Starts a build, and kills it after a while; returns whether it was still running.
fn killed(workdir: &Workdir, after: Duration) -> bool {
    let mut child = workdir.command(&["build"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(after);
    let running = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    running
}

/// Builds. The process of another test holds the lock too until it has executed its program.
fn build_when_free(workdir: &Workdir) {
    for _ in 0..100 {
        let ran = workdir.run(&["build"]);
        if !ran.stderr.contains("another chorograph is writing") {
            assert_eq!(ran.code, Some(0), "{}", ran.stderr);
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("the lock is never let go");
}

#[test]
fn killed_a_hundred_times() {
    const DOCUMENTS: u64 = 20;
    let states: Vec<_> = (0..2).map(|version| state(DOCUMENTS, version, 4)).collect();
    let workdir = Workdir::new();
    let work = workdir.dataset().work();
    fill(&workdir, DOCUMENTS, 0, 4);
    workdir.build();
    fill(&workdir, DOCUMENTS, 1, 4);
    let pace = pace(&workdir);
    let mut dice = Dice(40);
    let (mut shown, mut target) = (1_usize, 1_usize);
    let (mut cut_short, mut halfway) = (0, 0);
    for round in 0..100 {
        target = 1 - target;
        fill(&workdir, DOCUMENTS, target as u64, 4);
        let after = pace.mul_f64(dice.roll(1100) as f64 / 1000.0);
        cut_short += usize::from(killed(&workdir, after));
        let seen = workdir.facts().lines();
        let which = [shown, target].into_iter().find(|s| states[*s] == seen);
        shown = which.unwrap_or_else(|| {
            panic!("round {round}: readers see half a build\n{}", difference(&states[target], &seen))
        });
        // Whatever the writer left, the next one begins from what readers see.
        halfway += usize::from(!workdir.path(".chorograph/store/of-view").exists());
        let writer = Writer::open(&work).unwrap();
        let quads: BTreeSet<String> = writer.store().iter().map(|q| q.unwrap().to_string()).collect();
        drop(writer);
        assert_same(&quads, &states[shown], &format!("round {round}: the next writer"));
        if dice.roll(3) > 0 {
            build_when_free(&workdir);
            assert_same(&workdir.facts().lines(), &states[target], &format!("round {round}: the build after"));
            shown = target;
        }
    }
    assert!(
        cut_short > 20 && halfway > 0,
        "killed {cut_short} times, {halfway} times while it wrote: too late to tell"
    );
    workdir.build();
    assert_same(&workdir.facts().lines(), &states[target], "in the end");
}

/// The same without an earlier build, and with enough data for the bulk loader.
#[test]
fn killed_while_loading_in_bulk() {
    const DOCUMENTS: u64 = 30;
    const RECORDS: u64 = 80;
    let expected = state(DOCUMENTS, 0, RECORDS);
    assert!(expected.len() > 50_000, "{} statements are not loaded in bulk", expected.len());
    let mut dice = Dice(80);
    let mut cut_short = 0;
    let mut longest = Duration::ZERO;
    for round in 0..4 {
        let workdir = Workdir::new();
        fill(&workdir, DOCUMENTS, 0, RECORDS);
        let after = if longest.is_zero() {
            Duration::from_millis(30)
        } else {
            longest.mul_f64(dice.roll(1000) as f64 / 1000.0)
        };
        cut_short += usize::from(killed(&workdir, after));
        match View::open(&workdir.dataset().work()) {
            Ok(view) => assert_same(&Facts::of(&view).lines(), &expected, &format!("round {round}: half a build")),
            Err(StoreError::Empty(_)) => {}
            Err(e) => panic!("round {round}: {e}"),
        }
        let time = pace(&workdir);
        longest = longest.max(time);
        assert_same(&workdir.facts().lines(), &expected, &format!("round {round}: the build after"));
        let store = fs::read_dir(workdir.path(".chorograph/store")).unwrap().flatten();
        let left: Vec<_> = store.map(|e| e.file_name()).filter(|n| n.to_string_lossy().starts_with("bulk-")).collect();
        assert!(left.is_empty(), "round {round}: {left:?}");
    }
    assert!(cut_short > 1, "killed {cut_short} times: too late to tell");
}
