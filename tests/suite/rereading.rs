//! What a build reads again, and the state of the dataset if that is not possible: documents whose name, format or
//! bytes change separately, and files of the program that are lost or damaged. In the end the dataset equals the result
//! of a build from nothing.

use super::support::{BASE, Dice, Workdir, copy, pace};
use chorograph::store::load::state::State;
use chorograph::store::{StoreError, View, Writer};
use oxigraph::model::{GraphName, NamedNode, Quad};
use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

fn exported(workdir: &Workdir) -> String {
    let ran = workdir.run(&["export", "--format", "nq"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    ran.stdout
}

/// The result of a build from nothing of the current folder.
fn built_anew(workdir: &Workdir) -> String {
    let other = Workdir::new();
    copy(workdir.root(), other.root());
    other.build();
    exported(&other)
}

/// Asserts that the dataset agrees with the folder, and that its words are in the captured files.
fn assert_right(workdir: &Workdir, what: &str) {
    let (found, expected) = (exported(workdir), built_anew(workdir));
    if found != expected {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
        let (found, expected) = (lines(&found), lines(&expected));
        let show = |sign: &str, left: &BTreeSet<String>, right: &BTreeSet<String>| {
            left.difference(right).take(6).map(|line| format!("{sign} {line}\n")).collect::<String>()
        };
        panic!("{what}\n{}{}", show("too much:", &found, &expected), show("missing:", &expected, &found));
    }
    assert_traced(workdir, what);
}

fn assert_traced(workdir: &Workdir, what: &str) {
    for trace in chorograph::query::trace::all(&workdir.view(), &workdir.dataset()).unwrap() {
        for anchor in &trace.anchors {
            let cut = anchor.cut.as_ref().map(|cut| cut.words.as_str());
            assert_eq!(cut, Some(anchor.words.as_str()), "{what}: {} in {}", trace.subject, anchor.source);
        }
    }
}

const MARKED: &str = "<p>District <b>Alpha</b></p><p>Alpha: 8 May 1992, territory 12 km2</p>\n";

fn article(n: u64) -> String {
    let (day, month) = (1 + n % 28, ["May", "June", "July"][(n % 3) as usize]);
    format!(
        "Alma Weber met Karl Bauer in Vienna on {day} {month} 1994 to speak of the road number {n} to the northern villages of the valley. \
         “The road will be open again before the winter,” said Karl Bauer after the meeting in Vienna, which lasted for {n} hours."
    )
}

fn articles(ids: std::ops::Range<u64>, version: u64) -> String {
    let line = |id: u64| serde_json::json!({ "id": format!("a{id}"), "title": format!("News {id}"), "text": article(id + version) });
    ids.map(|id| format!("{}\n", line(id))).collect()
}

#[test]
fn a_new_ending_is_a_new_reading_of_the_same_bytes() {
    let workdir = Workdir::new();
    workdir.write("sources/a.txt", MARKED);
    workdir.write("sources/a.meta.toml", "kind = \"fact-box\"\n");
    let text = workdir.run(&["build"]);
    // Before the page is built, whatever the text was.
    assert!(text.code == Some(0) || text.code == Some(1), "{}", text.stderr);
    for (from, to) in [("txt", "html"), ("html", "txt"), ("txt", "xhtml"), ("xhtml", "htm"), ("htm", "html")] {
        fs::rename(workdir.path(&format!("sources/a.{from}")), workdir.path(&format!("sources/a.{to}"))).unwrap();
        let ran = workdir.run(&["build"]);
        if ran.code == Some(0) {
            assert_right(&workdir, &format!("from {from} to {to}"));
        }
        if to != "txt" {
            assert_eq!(ran.code, Some(0), "{from} to {to}: {}", ran.stderr);
        }
    }
}

#[test]
fn a_renamed_page_is_read_as_a_page() {
    let workdir = Workdir::new();
    let bytes = "A town\n\nAlpha &amp; Beta lie on the <b>river</b> Orl, and Alma Weber met Karl Bauer there on 8 May 1992 to speak of the bridge.\n";
    workdir.write("sources/a.txt", bytes);
    workdir.build();
    let text = exported(&workdir);
    fs::rename(workdir.path("sources/a.txt"), workdir.path("sources/a.html")).unwrap();
    let ran = workdir.build();
    assert!(ran.stdout.starts_with("1 source read\n"), "{}", ran.stdout);
    assert!(exported(&workdir) != text, "a page is what its readers see, a text is its bytes");
    assert_right(&workdir, "text to page");
}

#[test]
fn the_same_bytes_in_several_formats_at_once_are_kept_apart() {
    let workdir = Workdir::new();
    let lines = articles(0..3, 0);
    let page = "Alma Weber met &quot;Karl&quot; Bauer in <b>Vienna</b> on 8 May 1994 to speak of the road to the northern villages.\n";
    workdir.write("sources/a.txt", page);
    workdir.write("sources/b/a.html", page);
    workdir.write("sources/b/c.html", page);
    workdir.write("sources/news.jsonl", &lines);
    workdir.write("sources/as-text.txt", &lines);
    workdir.write("sources/more/news.ndjson", &lines);
    workdir.build();
    assert_right(&workdir, "at once");
    // Removing one of them leaves what the others need.
    for gone in ["sources/a.txt", "sources/news.jsonl", "sources/b/c.html"] {
        workdir.remove(gone);
        assert_eq!(workdir.run(&["build", "--prune"]).code, Some(0));
        assert_right(&workdir, gone);
    }
    workdir.write("sources/a.txt", page);
    workdir.build();
    assert_right(&workdir, "a.txt is back");
}

#[test]
fn a_document_becomes_a_file_of_articles_and_back() {
    let workdir = Workdir::new();
    workdir.write("sources/news.txt", articles(0..2, 0));
    workdir.build();
    for (from, to) in [("txt", "jsonl"), ("jsonl", "ndjson"), ("ndjson", "txt"), ("txt", "jsonl")] {
        fs::rename(workdir.path(&format!("sources/news.{from}")), workdir.path(&format!("sources/news.{to}"))).unwrap();
        workdir.build();
        assert_right(&workdir, &format!("{from} to {to}"));
    }
}

#[test]
fn a_reading_that_fails_under_its_new_name_leaves_the_old_one_with_its_words() {
    let workdir = Workdir::new();
    workdir.write("sources/news.jsonl", articles(0..3, 0));
    workdir.build();
    let before = exported(&workdir);
    fs::rename(workdir.path("sources/news.jsonl"), workdir.path("sources/news.xml")).unwrap();
    assert_eq!(workdir.run(&["build"]).code, Some(1), "this is no feed");
    assert!(exported(&workdir) == before);
    assert_traced(&workdir, "under the new name");
}

#[test]
fn captured_bytes_that_were_changed_prove_nothing() {
    let workdir = Workdir::new();
    workdir.write("sources/a.txt", article(1));
    workdir.build();
    let captures: Vec<_> = fs::read_dir(workdir.path(".chorograph/captures")).unwrap().flatten().collect();
    let path = captures[0].path();
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, bytes.to_ascii_uppercase()).unwrap();
    let traces = chorograph::query::trace::all(&workdir.view(), &workdir.dataset()).unwrap();
    assert!(traces.iter().flat_map(|t| &t.anchors).all(|anchor| anchor.cut.is_none()));
    // A file cut short is noticed by the next build.
    fs::write(&path, &bytes[..20]).unwrap();
    workdir.build();
    assert_right(&workdir, "captured again");
}

#[test]
fn kept_sources_outlive_the_state_file() {
    let workdir = Workdir::new();
    workdir.write("sources/a.txt", article(1));
    workdir.write("sources/b c.txt", article(2));
    workdir.build();
    let before = exported(&workdir);
    workdir.remove("sources/a.txt");
    workdir.build();
    assert!(exported(&workdir) == before, "gone and kept");
    // Except the sketch store: of a document that is gone, nothing else has its publisher.
    for lost in ["state.json", "current", "views/1/state.json", "store"] {
        let path = workdir.path(&format!(".chorograph/{lost}"));
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.unwrap();
        workdir.build();
        assert!(exported(&workdir) == before, "{lost} is lost");
        assert_traced(&workdir, lost);
        let ran = workdir.build();
        assert!(ran.stdout.starts_with("0 sources read"), "{lost}: {}", ran.stdout);
        assert!(workdir.path(".chorograph/current").exists(), "{lost}");
    }
}

#[test]
fn a_lost_state_and_a_removed_file_of_links() {
    let workdir = Workdir::new();
    workdir.write("sources/box.txt", "Districts\nAlpha: 8 May 1992, territory 12 km2\n");
    workdir.build();
    let without = exported(&workdir);
    workdir.write("links.sssom.tsv", links("Q1"));
    workdir.build();
    assert!(exported(&workdir).contains("entity/Q1"));
    workdir.remove(".chorograph/state.json");
    fs::remove_file(workdir.path(".chorograph/views").join(current(&workdir)).join("state.json")).unwrap();
    workdir.remove("links.sssom.tsv");
    workdir.build();
    assert!(exported(&workdir) == without, "links of a file that is gone");
}

fn current(workdir: &Workdir) -> String {
    fs::read_to_string(workdir.path(".chorograph/current")).unwrap()
}

fn links(item: &str) -> String {
    format!(
        "#mapping_set_id: https://example.org/d/links\n#license: https://creativecommons.org/publicdomain/zero/1.0/\n#curie_map:\n#  d: https://example.org/d/\n#  wd: http://www.wikidata.org/entity/\n#  semapv: https://w3id.org/semapv/vocab/\n#  skos: http://www.w3.org/2004/02/skos/core#\n#  orcid: https://orcid.org/\nsubject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\nd:place/alpha\tAlpha\tskos:closeMatch\twd:{item}\tAlpha\tsemapv:ManualMappingCuration\n"
    )
}

#[test]
fn a_store_that_is_made_anew_is_not_taken_for_the_old_one() {
    let workdir = Workdir::new();
    workdir.write("sources/a.txt", article(1));
    workdir.build();
    let work = workdir.dataset().work();
    let old = workdir.view();
    assert!(old.is_current(&work));
    fs::remove_dir_all(&work).unwrap();
    assert!(!old.is_current(&work));
    workdir.write("sources/a.txt", article(2));
    workdir.build();
    assert_eq!(current(&workdir), "1", "it has the number of the old one");
    assert!(!old.is_current(&work) && workdir.view().is_current(&work));
}

#[test]
fn a_store_of_an_older_program_is_read_anew() {
    let workdir = Workdir::new();
    workdir.write("sources/a.txt", article(1));
    workdir.write("links.sssom.tsv", links("Q1"));
    workdir.build();
    // As left by programs that kept no state with a view; and the state of a program that read the same text
    // differently.
    for program in [None, Some("another")] {
        let view = workdir.path(".chorograph/views").join(current(&workdir));
        match program {
            None => {
                fs::remove_file(view.join("state.json")).unwrap();
                fs::remove_file(view.join("id")).unwrap();
                workdir.write(".chorograph/unpublished", "");
            }
            Some(program) => {
                let mut state = State::read(&workdir.dataset().work());
                state.program = Some(program.to_owned());
                for loaded in state.documents.values_mut() {
                    loaded.context = program.to_owned();
                }
                fs::write(view.join("state.json"), state.to_bytes()).unwrap();
            }
        }
        // The result of the other program.
        let mut writer = Writer::open(&workdir.dataset().work()).unwrap();
        let state = writer.state().map(<[u8]>::to_vec).unwrap_or_default();
        let graphs: Vec<NamedNode> = writer.graphs().unwrap();
        for graph in graphs {
            let node = NamedNode::new("https://example.org/d/agent/other").unwrap();
            let said = Quad::new(node.clone(), node.clone(), node, GraphName::from(graph));
            writer.update(&[], &[said]).unwrap();
        }
        writer.publish(&state).unwrap();
        drop(writer);
        let ran = workdir.build();
        assert!(ran.stdout.starts_with("1 source read\n"), "{program:?}: {}", ran.stdout);
        let found = exported(&workdir);
        assert!(!found.contains("graph/links") || !found.contains("agent/other"), "{program:?}");
        assert_right(&workdir, &format!("{program:?}"));
    }
}

/// Random changes of a folder and of the program's own files, with a build after each.
fn random_changes(seed: u64, steps: u64) {
    let mut dice = Dice(seed);
    let workdir = Workdir::new();
    let config = fs::read_to_string(workdir.path("dataset.toml")).unwrap();
    let endings = ["txt", "html", "htm", "jsonl", "ndjson"];
    let mut compared = 0;
    for step in 0..steps {
        let mut done = Vec::new();
        for _ in 0..=dice.roll(3) {
            let n = dice.roll(5);
            let stem = ["d0", "d1", "d2", "sub/d1", "sub/d 2"][n as usize];
            let there = endings.iter().map(|e| format!("sources/{stem}.{e}")).find(|p| workdir.path(p).exists());
            let ending = endings[dice.roll(5) as usize];
            let what = dice.roll(22);
            done.push((what, stem, ending));
            match what {
                0..=4 => {
                    if let Some(there) = there {
                        workdir.remove(&there);
                    }
                    let version = dice.roll(4);
                    let text = match ending {
                        "jsonl" | "ndjson" => articles(dice.roll(3)..3 + dice.roll(3), version),
                        _ if dice.roll(2) == 0 => article(version),
                        _ => format!("Districts\nAlpha{n}: {} May 1992, territory {} km2\n", 1 + version, 10 + version),
                    };
                    workdir.write(&format!("sources/{stem}.{ending}"), text);
                }
                5..=8 => {
                    if let Some(there) = there {
                        fs::rename(workdir.path(&there), workdir.path(&format!("sources/{stem}.{ending}"))).unwrap();
                    }
                }
                9 => {
                    if let Some(there) = there {
                        workdir.remove(&there);
                    }
                }
                10 => {
                    // The same bytes in another file.
                    let to = format!("sources/copy{n}.{ending}");
                    endings.iter().for_each(|e| drop(fs::remove_file(workdir.path(&format!("sources/copy{n}.{e}")))));
                    if let Some(there) = there {
                        fs::copy(workdir.path(&there), workdir.path(&to)).unwrap();
                    }
                }
                11 => workdir.write(
                    &format!("sources/{stem}.meta.toml"),
                    [
                        "publisher = \"Gazette\"\n",
                        "published = \"2017-05\"\n",
                        "language = \"en\"\nredistribute = true\n",
                    ][dice.roll(3) as usize],
                ),
                12 => drop(fs::remove_file(workdir.path(&format!("sources/{stem}.meta.toml")))),
                13 => {
                    let name = ["Karl Bauer@en", "Alma Weber@en", "Vienna@en"][dice.roll(3) as usize];
                    let row = format!("id,kind,names,wikidata,evidence\nthe-one,person,{name},,\n");
                    workdir.write("gazetteer/names.csv", row);
                }
                14 => drop(fs::remove_file(workdir.path("gazetteer/names.csv"))),
                15 => workdir.write("links.sssom.tsv", links(["Q1", "Q2"][dice.roll(2) as usize])),
                16 => drop(fs::remove_file(workdir.path("links.sssom.tsv"))),
                17 => {
                    let tolerance = ["0.0", "0.05", "0.5"][dice.roll(3) as usize];
                    workdir.write("dataset.toml", format!("{config}[disagreement]\narea-tolerance = {tolerance}\n"));
                }
                18 => workdir.write("dataset.toml", format!("{config}[jsonl]\ntitle = \"id\"\n")),
                _ => {
                    let lost =
                        ["state.json", "current", "copies", "captures", "store", "views", "lock", "view's state"]
                            [dice.roll(8) as usize];
                    let mut path = workdir.path(&format!(".chorograph/{lost}"));
                    if lost == "view's state" {
                        let view = fs::read_to_string(workdir.path(".chorograph/current")).unwrap_or_default();
                        path = workdir.path(&format!(".chorograph/views/{view}/state.json"));
                    }
                    done.push((what, lost, ""));
                    if path.is_dir() {
                        fs::remove_dir_all(path).unwrap();
                    } else if path.is_file() {
                        match dice.roll(3) {
                            0 => fs::remove_file(path).unwrap(),
                            1 => fs::write(path, "{").unwrap(),
                            _ => {
                                let bytes = fs::read(&path).unwrap();
                                fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
                            }
                        }
                    }
                }
            }
        }
        let ran = workdir.run(&["build", "--prune"]);
        assert!([Some(0), Some(1)].contains(&ran.code), "step {step} {done:?}: {}", ran.stderr);
        if ran.code == Some(0) {
            compared += 1;
            assert_right(&workdir, &format!("seed {seed}, step {step}, after {done:?}"));
        } else {
            // A document with mistakes now may have had none: then the dataset keeps it, and a build from nothing
            // cannot.
            let _ = fs::remove_dir_all(workdir.path("sources"));
        }
    }
    assert!(compared * 2 > steps, "compared {compared} times");
}

#[test]
fn random_changes_come_to_a_build_from_nothing() {
    random_changes(1992, 30);
}

#[test]
#[ignore = "takes minutes; `cargo test -- --ignored`"]
fn many_random_changes_come_to_a_build_from_nothing() {
    for seed in 0..20 {
        random_changes(seed, 100);
    }
}

/// One of the states of a file of articles: its bytes and its metadata.
fn put(workdir: &Workdir, state: usize, many: u64) {
    workdir.write("sources/news.jsonl", articles(0..many, [0, 1, 1][state]));
    workdir.write("sources/news.meta.toml", ["", "", "publisher = \"The Gazette of the Valley\"\n"][state]);
}

fn whole(state: usize, many: u64) -> BTreeSet<String> {
    let workdir = Workdir::new();
    put(&workdir, state, many);
    workdir.build();
    workdir.facts().source(BASE, "news").lines()
}

/// Kills builds that read a file of articles again, and lets other writers continue.
fn kills(seed: u64, rounds: u64, many: u64) {
    let states: Vec<BTreeSet<String>> = (0..3).map(|state| whole(state, many)).collect();
    let mut dice = Dice(seed);
    let workdir = Workdir::new();
    let work = workdir.dataset().work();
    put(&workdir, 0, many);
    let pace = pace(&workdir);
    let (mut shown, mut cut_short) = (0, 0);
    for round in 0..rounds {
        let target = (shown + 1 + dice.roll(2) as usize) % 3;
        put(&workdir, target, many);
        let mut child = workdir.command(&["build"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(pace.mul_f64(dice.roll(1100) as f64 / 1000.0));
        let killed = child.try_wait().unwrap().is_none();
        cut_short += u64::from(killed);
        child.kill().unwrap();
        child.wait().unwrap();
        let is = |what: &str, one: usize, or: usize| {
            let found = workdir.facts().source(BASE, "news").lines();
            let which = [one, or].into_iter().find(|state| states[*state] == found);
            which.unwrap_or_else(|| panic!("round {round}, {what}: {} statements, neither {one} nor {or}", found.len()))
        };
        shown = is("killed", if killed { shown } else { target }, target);
        let next = dice.roll(5);
        match next {
            0 => {
                // The store is updated.
                let mut writer = writer(&work);
                let state = writer.state().unwrap().to_vec();
                let node = NamedNode::new(format!("https://example.org/d/note/{round}")).unwrap();
                let quad = Quad::new(node.clone(), node.clone(), node.clone(), node);
                writer.run(|store| store.insert(&quad)).unwrap().unwrap();
                writer.publish(&state).unwrap();
            }
            1 => {
                // The file is damaged, so the dataset keeps what it has of it.
                workdir.write("sources/news.jsonl", "{\n");
                assert_eq!(run_when_free(&workdir), Some(1));
            }
            2 => {
                // The file is gone, and kept.
                workdir.remove("sources/news.jsonl");
                workdir.remove("sources/news.meta.toml");
                assert_eq!(run_when_free(&workdir), Some(0));
            }
            3 => {
                // The file is as it was.
                put(&workdir, shown, many);
                assert_eq!(run_when_free(&workdir), Some(0));
            }
            _ => {
                assert_eq!(run_when_free(&workdir), Some(0));
                shown = target;
            }
        }
        is(&format!("after writer {next}"), shown, shown);
        assert_eq!(
            workdir
                .facts()
                .subjects(chorograph::base::vocab::prov::SPECIALIZATION_OF, &format!("{BASE}source/news"))
                .len(),
            1
        );
    }
    put(&workdir, 2, many);
    assert_eq!(run_when_free(&workdir), Some(0));
    assert!(workdir.facts().source(BASE, "news").lines() == states[2]);
    assert_traced(&workdir, "in the end");
    assert!(cut_short * 3 > rounds, "killed {cut_short} times of {rounds}: too late to tell");
}

/// The process of another test may hold the lock until it has executed its program.
fn writer(work: &std::path::Path) -> Writer {
    for _ in 0..500 {
        match Writer::open(work) {
            Err(StoreError::Busy(_)) => thread::sleep(Duration::from_millis(20)),
            opened => return opened.unwrap(),
        }
    }
    panic!("the lock is never let go")
}

fn run_when_free(workdir: &Workdir) -> Option<i32> {
    for _ in 0..500 {
        let ran = workdir.run(&["build"]);
        if !ran.stderr.contains("another chorograph is writing") {
            return ran.code;
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("the lock is never let go")
}

#[test]
fn killed_while_a_file_of_articles_is_read_again() {
    kills(7, 12, 300);
}

#[test]
#[ignore = "takes many minutes; `cargo test -- --ignored`"]
fn killed_150_times_while_a_file_of_articles_is_read_again() {
    // This many are written to the store in several parts.
    kills(150, 150, 1500);
}

/// A long build resumes from the progress that it saved; other writers do not.
#[test]
fn saved_progress_is_for_builds_alone() {
    let folder = tempfile::tempdir().unwrap();
    let work = folder.path();
    let quad = |n: u32| {
        let node = NamedNode::new(format!("https://example.org/{n}")).unwrap();
        Quad::new(node.clone(), node.clone(), node.clone(), node)
    };
    let holds = |writer: &Writer| writer.store().iter().count();
    let resumed = || {
        let mut writer = Writer::open(work).unwrap();
        (writer.resume().unwrap(), writer)
    };
    let (_, mut first) = resumed();
    first.update(&[], &[quad(1)]).unwrap();
    first.save(b"one").unwrap();
    first.update(&[], &[quad(2)]).unwrap();
    drop(first);
    assert!(matches!(View::open(work), Err(StoreError::Empty(_))), "nothing is finished");
    let other = Writer::open(work).unwrap();
    assert_eq!((holds(&other), other.state()), (0, None));
    drop(other);
    let (went_on, mut second) = resumed();
    assert!(went_on);
    assert_eq!((holds(&second), second.state()), (1, Some(&b"one"[..])));
    second.publish(b"two").unwrap();
    drop(second);
    assert_eq!(View::open(work).unwrap().state().as_deref(), Some(&b"two"[..]));
    // A build that began from the earlier view.
    let (_, mut third) = resumed();
    third.update(&[], &[quad(3)]).unwrap();
    third.save(b"three").unwrap();
    drop(third);
    let mut update = Writer::open(work).unwrap();
    assert_eq!(holds(&update), 1);
    update.update(&[], &[quad(4)]).unwrap();
    update.publish(b"four").unwrap();
    drop(update);
    let (went_on, last) = resumed();
    assert!(!went_on);
    assert_eq!((holds(&last), last.state()), (2, Some(&b"four"[..])));
}

/// The time to trace a place that is in each of `articles` articles of a file; the shortest of a few runs.
fn traced_in(articles: u64) -> Duration {
    let workdir = Workdir::new();
    workdir.write("gazetteer/places.csv", "id,kind,names,wikidata,evidence\nvienna,district,Vienna@en,,\n");
    let line = |n| serde_json::json!({ "id": format!("a{n}"), "text": article(n) });
    workdir.write("sources/news.jsonl", (0..articles).map(|n| format!("{}\n", line(n))).collect::<String>());
    workdir.build();
    let (view, dataset) = (workdir.view(), workdir.dataset());
    let iri = NamedNode::new(format!("{BASE}place/vienna")).unwrap();
    let trace = || {
        let start = Instant::now();
        let traces = chorograph::query::trace::trace(&view, &dataset, &iri).unwrap();
        let anchors: Vec<_> = traces.iter().flat_map(|t| &t.anchors).collect();
        assert!(anchors.len() >= articles as usize, "{}", anchors.len());
        assert!(anchors.iter().all(|a| a.cut.as_ref().is_some_and(|cut| cut.words == a.words)));
        start.elapsed()
    };
    (0..3).map(|_| trace()).min().unwrap()
}

/// Four times as many articles take about four times as long; if each read the file again, sixteen times.
#[test]
fn a_trace_takes_time_in_proportion_to_what_it_shows() {
    let (few, many) = (traced_in(250), traced_in(1000));
    assert!(many < few * 9, "{few:?}, {many:?}");
}

/// A part of a document that is too large to be read in bounded memory is an error that names the limit.
#[test]
fn an_article_of_many_megabytes_is_an_error_with_the_limit() {
    let workdir = Workdir::new();
    let sentence = "Alma Weber met Karl Bauer in Vienna on 8 May 1994 to speak of the road to the northern villages.\n";
    let long = |bytes: usize| sentence.repeat(bytes / sentence.len() + 1);
    let line = |id: &str, text: &str| format!("{}\n", serde_json::json!({ "id": id, "text": text }));
    workdir.write("sources/long.txt", long(3 << 20));
    workdir.write("sources/page.html", format!("<p>{sentence}</p>\n").repeat((17 << 20) / sentence.len()));
    workdir.write(
        "sources/news.jsonl",
        line("a", sentence) + &line("b", &long(2 << 20)) + &line("c", &long(9 << 20)) + &line("d", &article(1)),
    );
    let ran = workdir.run(&["build"]);
    assert_eq!(ran.code, Some(1));
    for expected in [
        "long.txt:1:1: \"Alma Weber met",
        "this article is too long: its paragraphs have 3145806 bytes\n",
        "news.jsonl:2:1: \"Alma Weber met",
        "this article is too long: its paragraphs have 2097236 bytes\n",
        "news.jsonl:3:",
        "an article of a file has at most 8 MiB",
        "page.html: ",
        "this page is too large\n",
        "a page has at most 16 MiB",
        "have at most 512 KiB (524288 bytes) together",
    ] {
        assert!(ran.stderr.contains(expected), "{expected:?} in {}", ran.stderr);
    }
    assert!(ran.stdout.contains("2 articles with "), "the others are read: {}", ran.stdout);
}

#[test]
fn readers_say_that_another_version_built_the_dataset() {
    let workdir = Workdir::of_data();
    workdir.build();
    let current = fs::read_to_string(workdir.path(".chorograph/current")).unwrap();
    let file = workdir.path(&format!(".chorograph/views/{}/state.json", current.trim()));
    let mut state: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    assert!(!workdir.run(&["trace"]).stderr.contains("another version"));
    state["program"] = "other".into();
    fs::remove_file(&file).unwrap();
    fs::write(&file, state.to_string()).unwrap();
    for args in [&["trace"][..], &["query", "districts"], &["export"], &["check"]] {
        let ran = workdir.run(args);
        assert!(ran.stderr.contains("built by another version of chorograph"), "{args:?}: {}", ran.stderr);
    }
    workdir.build();
    assert!(!workdir.run(&["trace"]).stderr.contains("another version"));
}
