//! All of the extraction beside spaCy's rule components (tokenizer, sentencizer, entity ruler with the same gazetteer), in
//! one run on one machine and on one core each; and how it scales with cores, and its memory over a long JSONL.
//!
//! The text is made up by a seeded generator; where `$CHOROGRAPH_EVAL` or `../shared/eval` is at hand, its articles are
//! measured too. Without `target/spacy` (made by `make bench`) the peer is left out, and the bench says so.
//!
//! `cargo bench --bench extract [-- MEGABYTES]`

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and may panic")]

#[path = "extract/news.rs"]
mod news;
#[path = "measure/process.rs"]
mod process;

use chorograph::base::time::TimeExtent;
use chorograph::dataset::gazetteer::Gazetteer;
use chorograph::extract::Extractor;
use chorograph::read::record::Article;
use news::World;
use process::{Measured, measure};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// So many names of each kind does the gazetteer know.
const NAMES: usize = 1_000;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(NAMES);
    fs::write(folder.path().join("names.csv"), world.csv()).unwrap();
    let gazetteer = Gazetteer::read(folder.path()).unwrap();
    let extractor = Extractor::new(&gazetteer);
    if let [what, file] = args.as_slice()
        && what == "stream"
    {
        return stream(&extractor, Path::new(file));
    }
    let megabytes: usize = args.first().and_then(|a| a.parse().ok()).unwrap_or(20);

    let mut corpora = vec![("made up", made_up(&world, megabytes << 20))];
    let real = evaluation(megabytes << 20);
    if real.is_empty() {
        println!("no evaluation text at $CHOROGRAPH_EVAL or ../shared/eval: measured on made-up text alone");
    } else {
        corpora.push(("evaluation text", real));
    }
    corpora.push(("made up, Russian", in_russian(megabytes << 18)));
    println!("| text | | MB/s | ratio | found |\n| --- | --- | ---: | ---: | --- |");
    for (name, texts) in &corpora {
        let bytes: usize = texts.iter().map(String::len).sum();
        let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
        let (time, found) = read_all(&extractor, texts, 1);
        println!("| {name} | `Extractor::read`, one core | {:.2} | 1.00 | {found} |", speed(time));
        let (two, _) = read_all(&extractor, texts, 2);
        println!("| | two cores | {:.2} | {:.2} | |", speed(two), time.as_secs_f64() / two.as_secs_f64());
        // The rules of spaCy are for English.
        let peer = if name.ends_with("Russian") { None } else { Some(spacy(&world, texts, folder.path())) };
        let Some(peer) = peer else { continue };
        match peer {
            Some((peer, found)) => {
                println!(
                    "| | spaCy rules, one core | {:.2} | {:.3} | {found} |",
                    speed(peer),
                    time.as_secs_f64() / peer.as_secs_f64()
                );
            }
            None => println!("| | spaCy rules | | | no `target/spacy`: run `make bench` |"),
        }
    }

    println!("\n| articles in one JSONL | peak memory | MB/s |\n| ---: | ---: | ---: |");
    for articles in [10_000, 100_000] {
        let file = folder.path().join("articles.jsonl");
        let mut out = BufWriter::new(File::create(&file).unwrap());
        for n in 0..articles {
            let text = world.article(n);
            serde_json::to_writer(&mut out, &serde_json::json!({ "id": n, "text": text })).unwrap();
            out.write_all(b"\n").unwrap();
        }
        out.flush().unwrap();
        let Measured { time, peak, .. } =
            measure(Command::new(std::env::current_exe().unwrap()).arg("stream").arg(&file));
        let bytes = fs::metadata(&file).unwrap().len();
        println!("| {articles} | {} MiB | {:.2} |", peak >> 10, bytes as f64 / 1e6 / time.as_secs_f64());
    }
}

/// The first line is the headline, each other line a paragraph.
fn article(text: &str) -> Article {
    let mut ranges = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let start = at + line.len() - line.trim_start().len();
        if !line.trim().is_empty() {
            ranges.push(start..start + line.trim().len());
        }
        at += line.len() + 1;
    }
    let title = (ranges.len() > 1).then(|| ranges.remove(0));
    Article { title, paragraphs: ranges }
}

/// Wire reports in Russian with names, dates, quotations and roles in each.
fn in_russian(bytes: usize) -> Vec<String> {
    const FIRST: &[&str] = &["Иван", "Сергей", "Анна", "Ольга", "Тимур", "Мария"];
    const LAST: &[&str] = &["Орлов", "Лунин", "Ветров", "Гранин", "Соколов", "Мельник"];
    const PLACES: &[&str] = &["России", "Армении", "Азербайджана", "Киргизии", "Грузии"];
    let mut texts = Vec::new();
    let mut size = 0;
    for n in 0.. {
        if size > bytes {
            break;
        }
        let (first, last) = (FIRST[n % FIRST.len()], LAST[n / 2 % LAST.len()]);
        let (place, day, year) = (PLACES[n % PLACES.len()], n % 28 + 1, 1990 + n % 30);
        let text = format!(
            "Министр транспорта {place} {first} {last} заявил, что мост через реку откроют к осени, передает ТАСС.\n\n\
             «Дорога готова, осталось положить перила», — сказал {last} журналистам. По его словам, работы начались \
             {day} мая {year} года, а жители окрестных сел ждали этого долгие годы и много раз писали в столицу.\n\n\
             Пресс-служба министерства сообщила, что движение закроют в понедельник. Об этом рассказал глава района.\n"
        );
        size += text.len();
        texts.push(text);
    }
    texts
}

fn made_up(world: &World, bytes: usize) -> Vec<String> {
    let mut texts = Vec::new();
    let mut size = 0;
    while size < bytes {
        texts.push(world.article(texts.len() as u64));
        size += texts[texts.len() - 1].len();
    }
    texts
}

/// The evaluation texts, in articles, again and again.
fn evaluation(bytes: usize) -> Vec<String> {
    let root = std::env::var_os("CHOROGRAPH_EVAL")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval"), PathBuf::from);
    let mut files = Vec::new();
    for folder in ["meantime/text", "wikinews", "wikiwars/in"] {
        files.extend(fs::read_dir(root.join(folder)).into_iter().flatten().flatten().map(|e| e.path()));
    }
    files.sort();
    let texts: Vec<String> = files
        .iter()
        .filter(|path| path.extension().is_none_or(|e| e != "md"))
        .filter_map(|path| fs::read_to_string(path).ok())
        .map(|text| without_markup(&text))
        .collect();
    let once: usize = texts.iter().map(String::len).sum();
    if once == 0 { Vec::new() } else { std::iter::repeat_n(texts, bytes.div_ceil(once)).flatten().collect() }
}

fn without_markup(text: &str) -> String {
    let mut pieces = text.split('<');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out.push_str(piece.split_once('>').map_or(piece, |(_, after)| after));
    }
    out
}

/// Reads all texts with so many threads; tells how long it took and what was found.
fn read_all(extractor: &Extractor, texts: &[String], threads: usize) -> (Duration, String) {
    let published = TimeExtent::from_edtf("2017-12-27");
    let articles: Vec<Article> = texts.iter().map(|text| article(text)).collect();
    let next = AtomicUsize::new(0);
    let counts: [AtomicUsize; 4] = Default::default();
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(text) = texts.get(at) else { break };
                    let found = extractor.read(text, &articles[at], published.as_ref());
                    let lengths = [found.mentions.len(), found.times.len(), found.quotations.len(), found.events.len()];
                    for (count, length) in counts.iter().zip(lengths) {
                        count.fetch_add(length, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let time = start.elapsed();
    let [mentions, times, quotations, events] = counts.map(AtomicUsize::into_inner);
    (time, format!("{mentions} mentions, {times} times, {quotations} quotations, {events} events"))
}

/// The peer, in a process of its own.
fn spacy(world: &World, texts: &[String], folder: &Path) -> Option<(Duration, String)> {
    let target = std::env::current_exe().ok()?.ancestors().nth(3)?.to_owned();
    let python = target.join("spacy/bin/python");
    if !python.exists() {
        return None;
    }
    let lines = |name: &str, values: &mut dyn Iterator<Item = serde_json::Value>| {
        let path = folder.join(name);
        let mut out = BufWriter::new(File::create(&path).unwrap());
        for value in values {
            writeln!(out, "{value}").unwrap();
        }
        path
    };
    let names = [("GPE", &world.places), ("PERSON", &world.people), ("ORG", &world.organisations)];
    let mut patterns = names.into_iter().flat_map(|(label, names)| {
        names.iter().map(move |name| serde_json::json!({ "label": label, "pattern": name }))
    });
    // It is slow: a part of the text tells its speed as well.
    let some = (texts.len() / 4).max(1);
    let texts_file = lines("texts.jsonl", &mut texts[..some].iter().map(|t| serde_json::Value::from(t.as_str())));
    let names_file = lines("names.jsonl", &mut patterns);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/extract/spacy_rules.py");
    let output = Command::new(python)
        .env("OMP_NUM_THREADS", "1")
        .arg(script)
        .args([texts_file, names_file])
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let mut words = text.split_whitespace();
    let seconds: f64 = words.next()?.parse().ok()?;
    let size = |texts: &[String]| texts.iter().map(String::len).sum::<usize>() as f64;
    let whole = seconds * size(texts) / size(&texts[..some]);
    let [sentences, entities] = [words.next()?, words.next()?];
    Some((Duration::from_secs_f64(whole), format!("{entities} entities, {sentences} sentences in a quarter of it")))
}

/// Reads the articles of a JSONL one after the other.
fn stream(extractor: &Extractor, file: &Path) {
    let mut mentions = 0;
    for line in BufReader::new(File::open(file).unwrap()).lines() {
        let value: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let text = value["text"].as_str().unwrap();
        mentions += extractor.read(text, &article(text), None).mentions.len();
    }
    println!("{mentions}");
}
