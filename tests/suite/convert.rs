//! `convert`: what it writes of a source, whatever comes between, and that many of it at once do no harm.

use super::support::{Workdir, program, repository};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

const NAMES: &str =
    "id,kind,names,wikidata,evidence\nupper-vale,district,Upper Vale@en,,\nada-moor,person,Ada Moor@en|Moor@en,,\n";

/// An article of a file of articles.
fn article(number: usize) -> String {
    let text = format!(
        "Prime Minister Ada Moor met Lena Holt in Upper Vale on 3 May 2019, the {number}th time in a year.\n\n\"We agreed on bridge {number},\" said Ada Moor. The talks went on for two days and will be continued in June, she told reporters."
    );
    let title = format!("Bridge {number}");
    let article = json!({ "id": format!("a{number}"), "title": title, "date": "2019-05-04", "text": text });
    format!("{article}\n")
}

fn dataset() -> Workdir {
    let workdir = Workdir::new();
    workdir.write("gazetteer/names.csv", NAMES);
    let news: String = (0..60).map(article).collect();
    workdir.write("sources/news.jsonl", news);
    workdir.write("sources/news.meta.toml", "publisher = \"Post\"\nlanguage = \"en\"\n");
    workdir.write("sources/box.txt", "Figures\nUpper Vale: 8 May 1992, territory 289 km2; Far Fen: 1994, 12 km2\n");
    workdir.write("sources/box.meta.toml", "publisher = \"One\"\nlanguage = \"en\"\ndate-means = \"control\"\n");
    workdir.write(
        "sources/table.csv",
        "District,Area (km2),Population\nUpper Vale,289,5120\nFar Fen,12,77124\nLow Fen,12.50,x\n",
    );
    workdir.write(
        "sources/table.meta.toml",
        "publisher = \"Three\"\nlanguage = \"en\"\n[[table]]\n[table.column]\nDistrict = \"name\"\n\"Area (km2)\" = \"area\"\nPopulation = { role = \"figure\", measure = \"population\" }\n",
    );
    workdir
}

/// The arguments for a source, and its part.
fn args(workdir: &Workdir, file: &str, part: &str) -> Vec<String> {
    let path = |below: &str| workdir.path(below).to_str().unwrap().to_owned();
    vec!["convert".to_owned(), path(&format!("sources/{file}")), "-o".to_owned(), path(&format!("parts/{part}"))]
}

fn run(workdir: &Workdir, file: &str, part: &str, more: &[&str]) -> (Option<i32>, String) {
    let args = args(workdir, file, part);
    let args: Vec<&str> = args.iter().map(String::as_str).chain(more.iter().copied()).collect();
    let ran = workdir.run(&args);
    (ran.code, ran.stderr)
}

/// The files of a folder with their bytes.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all.into_iter().map(|path| (path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap())).collect()
}

#[test]
fn the_number_of_threads_and_another_run_do_not_show() {
    let workdir = dataset();
    let mut first = None;
    for jobs in ["1", "2", "3"] {
        assert_eq!(run(&workdir, "news.jsonl", "news.nq.gz", &["--jobs", jobs]).0, Some(0));
        assert_eq!(run(&workdir, "table.csv", "table.nq", &["--jobs", jobs]).0, Some(1), "a cell is wrong");
        let now = files(&workdir.path("parts"));
        assert_eq!(now.len(), 6, "a part, what is compared, and a sidecar each");
        assert!(*first.get_or_insert(now.clone()) == now, "{jobs}");
    }
}

#[test]
fn standard_input_and_output_do_as_well_as_files() {
    let workdir = dataset();
    assert_eq!(run(&workdir, "news.jsonl", "news.nq", &[]).0, Some(0));
    let news = fs::read(workdir.path("sources/news.jsonl")).unwrap();
    let name = workdir.path("sources/news.jsonl");
    let mut command = workdir.command(&["convert", "-", "--name", name.to_str().unwrap(), "--as", "news", "-o", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    thread::spawn(move || stdin.write_all(&news).unwrap());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(output.stdout == fs::read(workdir.path("parts/news.nq")).unwrap());
    assert_eq!(workdir.run(&["convert", "-", "-o", "-"]).code, Some(2), "it must have a name");
}

#[test]
fn claims_are_lines_of_json_for_each_claim_of_the_quads() {
    let workdir = dataset();
    for (file, stem) in [("news.jsonl", "news"), ("box.txt", "box"), ("table.csv", "table")] {
        run(&workdir, file, &format!("{stem}.nq"), &[]);
        run(&workdir, file, &format!("{stem}.jsonl"), &["--format", "jsonl", "--jobs", "2"]);
        let quads = fs::read_to_string(workdir.path(&format!("parts/{stem}.nq"))).unwrap();
        let of_quads: BTreeSet<&str> = quads
            .lines()
            .filter(|line| line.contains("#type> <https://w3id.org/chorograph/ontology#Claim>"))
            .map(|line| line.split_once("> ").unwrap().0.trim_start_matches('<'))
            .collect();
        let text = fs::read_to_string(workdir.path(&format!("parts/{stem}.jsonl"))).unwrap();
        let claims: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let of_lines: BTreeSet<&str> = claims.iter().map(|claim| claim["id"].as_str().unwrap()).collect();
        assert_eq!(of_lines, of_quads, "{file}");
        assert!(claims.len() >= 4, "{file}");
        for claim in &claims {
            assert_eq!(claim["source"]["file"], stem);
            assert!(claim["words"].is_string() && claim["source"]["sha256"].as_str().unwrap().len() == 64, "{claim}");
            assert!(!claim["evidence"].as_array().unwrap().is_empty(), "{claim}");
            // Each place is described, however far above it was met first.
            for place in claim["evidence"].as_array().unwrap() {
                assert!(place["words"].is_string() && place["kind"].is_string(), "{claim}");
                assert!(["start", "fragment", "line"].iter().any(|key| !place[key].is_null()), "{claim}");
            }
            assert!(claim["subject"]["label"].is_string() || claim["type"] == "speech", "{claim}");
        }
        if stem == "table" {
            let areas: Vec<String> = claims
                .iter()
                .filter(|claim| claim["type"] == "area")
                .map(|claim| claim["values"]["area"][0]["value"].to_string())
                .collect();
            assert_eq!(areas, ["289", "12", "12.5"]);
        }
    }
}

#[test]
fn the_example_of_the_documentation_is_what_is_written() {
    let workdir = Workdir::new();
    let config = fs::read_to_string(workdir.path("dataset.toml")).unwrap();
    workdir.write("dataset.toml", config.replace("https://example.org/d/", "https://example.org/vale/"));
    workdir.write("sources/vale.csv", "District;Area (km²)\nUpper Vale;1.250,5\n");
    workdir.write(
        "sources/vale.meta.toml",
        "publisher = \"Statistics of the Vale\"\n[[table]]\n[table.column]\n\"Area (km²)\" = \"area\"\n",
    );
    let ran =
        workdir.run(&["convert", workdir.path("sources/vale.csv").to_str().unwrap(), "--format", "jsonl", "-o", "-"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let page = fs::read_to_string(repository("docs/convert.md")).unwrap();
    let example = page.split_once("```json\n").unwrap().1.split_once("```").unwrap().0;
    assert_eq!(ran.stdout.lines().last(), example.lines().next());
}

#[test]
fn a_mistake_leaves_out_its_article_and_a_text_with_one_is_left_out_whole() {
    let workdir = dataset();
    let mut news: String = (0..5).map(article).collect();
    news.push_str("{\"id\": \"bad\", \"text\": \n");
    news.push_str(&article(7));
    workdir.write("sources/news.jsonl", news);
    let rejects = workdir.path("rejects.csv");
    let (code, told) = run(&workdir, "news.jsonl", "news.nq.gz", &["--rejects", rejects.to_str().unwrap()]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("news.jsonl:6:"), "{told}");
    assert!(told.contains("6 articles"), "{told}");
    assert!(fs::read_to_string(rejects).unwrap().contains("news.jsonl,6,"));
    let sidecar: Value = serde_json::from_slice(&fs::read(workdir.path("parts/news.json")).unwrap()).unwrap();
    assert_eq!((&sidecar["skipped"], &sidecar["problems"][0]["line"]), (&1.into(), &6.into()));
    workdir.write("sources/box.txt", "Figures\nUpper Vale: 31 February 1992, territory 289 km2\n");
    let (code, told) = run(&workdir, "box.txt", "box.nq.gz", &[]);
    assert_eq!(code, Some(1), "{told}");
    assert!(!workdir.path("parts/box.nq.gz").exists() && !workdir.path("parts/box.json").exists());
}

#[test]
fn a_killed_process_leaves_no_part_and_the_next_one_makes_it_whole() {
    let workdir = dataset();
    workdir.write("sources/news.jsonl", (0..600).map(article).collect::<String>());
    let args = args(&workdir, "news.jsonl", "news.nq.gz");
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let mut killed = 0;
    for wait in [20, 60, 180, 400] {
        let mut child = workdir.command(&args).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(wait));
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
            child.wait().unwrap();
            killed += 1;
            assert!(!workdir.path("parts/news.json").exists(), "a sidecar says that a part is whole");
        }
    }
    assert!(killed > 0);
    assert_eq!(run(&workdir, "news.jsonl", "news.nq.gz", &[]).0, Some(0));
    let parts = workdir.path("parts");
    let out = workdir.path("combined");
    let ran = workdir.run(&["combine", parts.to_str().unwrap(), "-o", out.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

/// What `docs/at-scale.md` does with `xargs`: a bad file is reported and stops no other, a second run changes nothing.
#[test]
fn xargs_converts_many_files_at_once() {
    let workdir = dataset();
    workdir.write("sources/bad.txt", "Figures\nUpper Vale: 31 February 1992, territory 289 km2\n");
    for number in 0..4 {
        let mut news: String = (number * 10..number * 10 + 6).map(article).collect();
        if number == 2 {
            news.push_str("no article\n");
        }
        workdir.write(&format!("sources/more/{number}.jsonl"), news);
        workdir.write(&format!("sources/more/{number}.meta.toml"), "publisher = \"Post\"\nlanguage = \"en\"\n");
    }
    let script = "\"$1\" -d \"$0\" convert --list | xargs -d '\\n' -P 2 -I FILE sh -c '\"$1\" -d \"$0\" convert \"$2\" \
         -o \"$0/parts/${2#$0/sources/}.nq.gz\"; test $? -le 1' \"$0\" \"$1\" FILE";
    let mut before = None;
    for _ in 0..2 {
        let mut command = Command::new("sh");
        command.args(["-c", script]).arg(workdir.root()).arg(program().get_program()).stdin(Stdio::null());
        let output = command.output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{told}");
        assert!(told.contains("bad.txt:2:13") && told.contains("2.jsonl:7:2"), "{told}");
        let now = (files(&workdir.path("parts/more")), fs::read(workdir.path("parts/news.jsonl.nq.gz")).unwrap());
        assert_eq!(now.0.len(), 12);
        assert!(*before.get_or_insert(now.clone()) == now, "a second run changes nothing");
    }
    let (parts, out) = (workdir.path("parts"), workdir.path("combined"));
    let ran = workdir.run(&["combine", parts.to_str().unwrap(), "-o", out.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.stderr.contains("7 parts combined") && ran.stderr.contains("there is no part of this source"),
        "{ran:?}"
    );
}

#[test]
fn convert_beside_a_build_needs_no_lock() {
    let workdir = dataset();
    let writer = chorograph::store::Writer::open(&workdir.dataset().work()).unwrap();
    assert_eq!(run(&workdir, "box.txt", "box.nq.gz", &[]).0, Some(0));
    drop(writer);
    assert_eq!(workdir.run(&["build"]).code, Some(1), "a cell of the table is wrong");
}
