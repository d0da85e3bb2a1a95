//! Linking at size, in one run on one machine.
//!
//! 1. `wikidata index` beside `gzip -dc` of the same dump, in JSON and in N-Triples: time on the clock, and processor time of
//!    the thread that takes most (decompression or indexing), which is the time on two free cores. Both dumps are grown from the
//!    items of `$CHOROGRAPH_EVAL/wikidata-sample` or `../shared/eval/wikidata-sample`; without them this part is left out.
//! 2. Peak memory of `wikidata index` with all items kept, of ITEMS and of three times as many.
//! 3. `link match` of NAMES names and `link propose` for a dataset's entities, against the index of ITEMS: a second, and peak memory.
//! 4. `reconcile serve` beside csv-reconcile: the same labels, the same names, names a second. csv-reconcile is taken from
//!    `$CHOROGRAPH_RECONCILERS` (a Python that has it) or from what `make reconcile-peers` installs; left out if it is not there.
//!
//! `cargo bench --bench link [-- ITEMS NAMES MEBIBYTES LABELS]` (1000000 20000 1000 10000); seconds, MiB (2^20 bytes) of resident memory.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and may panic")]

#[path = "measure/cores.rs"]
mod cores;
#[path = "link/dumps.rs"]
mod dumps;
#[path = "link/peer.rs"]
mod peer;
#[path = "measure/process.rs"]
mod process;

use process::{Measured, measure};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let number = |n: usize, default| args.get(n).and_then(|a| a.parse().ok()).unwrap_or(default);
    let (items, names, megabytes) = (number(0, 1_000_000), number(1, 20_000), number(2, 1_000));
    let labels = number(3, 10_000);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    println!("| | time | peak memory | |\n| --- | ---: | ---: | ---: |");

    if let Some(sample) = dumps::sample() {
        beside_gzip(&sample, folder.path(), megabytes);
    } else {
        println!("no sample of a dump at $CHOROGRAPH_EVAL or ../shared/eval: growing one is left out");
    }

    for (count, seed) in [(3 * items, 2), (items, 1)] {
        let (dump, index) = (path("items.json.gz"), path("items.wd"));
        make_up(&dump, count, &mut Random(seed));
        let indexed = measure(chorograph().args(["wikidata", "index"]).arg(&dump).arg("-o").arg(&index));
        row(&format!("`wikidata index` of {count} made-up items, all kept"), &indexed, &each(count, &indexed));
    }
    let (index, mut random) = (path("items.wd"), Random(3));

    let mut list = String::new();
    for _ in 0..names {
        let _ = writeln!(list, "{}", spelt(&mut random, items));
    }
    fs::write(path("names"), list).unwrap();
    let given = File::open(path("names")).unwrap();
    let found = measure(chorograph().args(["link", "match"]).arg(&index).stdin(Stdio::from(given)));
    row(&format!("`link match` of {names} names"), &found, &each(names, &found));

    let data = path("data");
    dataset(&data, names, items, &mut random);
    let build = measure(chorograph().arg("build").arg(&data));
    row(&format!("`build` of {names} records"), &build, "");
    let proposed = measure(chorograph().arg("-d").arg(&data).args(["link", "propose"]).arg(&index));
    let entities = fs::read_to_string(path("data/entities")).unwrap().parse().unwrap();
    row(&format!("`link propose` for their {entities} districts"), &proposed, &each(entities, &proposed));

    match peer::python() {
        Some(python) => beside_csv_reconcile(&python, folder.path(), labels),
        None => println!("csv-reconcile is not there (`make reconcile-peers` installs it): left out"),
    }
}

/// A dump in each form, decompressed and indexed.
fn beside_gzip(sample: &[String], folder: &Path, megabytes: usize) {
    for (form, grow) in [
        ("JSON", dumps::json as fn(&[String], &Path, usize)),
        ("N-Triples", dumps::triples as fn(&[String], &Path, usize)),
    ] {
        let dump = folder.join("grown.gz");
        grow(sample, &dump, megabytes << 20);
        for _ in 0..2 {
            let gzip = cores::measure(Command::new("gzip").arg("-dc").arg(&dump));
            let output = folder.join("grown.wd");
            let index = cores::measure(chorograph().args(["wikidata", "index"]).arg(&dump).arg("-o").arg(&output));
            let seconds = |c: &cores::Cores| (c.all.time.as_secs_f64(), c.busiest.as_secs_f64());
            let ((clock, core), (their_clock, their_core)) = (seconds(&index), seconds(&gzip));
            row(&format!("`gzip -dc` of {megabytes} MiB of {form}"), &gzip.all, &format!("core {their_core:.2} s"));
            let told = format!(
                "core {core:.2} s; {:.2} times `gzip -dc`, by the busiest core {:.2}",
                clock / their_clock,
                core / their_core
            );
            row("`wikidata index` of it", &index.all, &told);
        }
    }
}

/// The same labels and names, served by both.
fn beside_csv_reconcile(python: &Path, folder: &Path, labels: usize) {
    let (dump, index, table) = (folder.join("few.json.gz"), folder.join("few.wd"), folder.join("labels.tsv"));
    let mut text = String::from("id\tname\n");
    let mut out = dumps::gzip(&dump);
    writeln!(out, "[").unwrap();
    for nth in 0..labels {
        let (id, comma) = (1_000 + nth, if nth + 1 < labels { "," } else { "" });
        let _ = writeln!(text, "Q{id}\t{}", name(nth));
        writeln!(out, "{}{comma}", entity(id, &name(nth), "", "")).unwrap();
    }
    writeln!(out, "]").unwrap();
    out.finish().unwrap().flush().unwrap();
    fs::write(&table, text).unwrap();
    measure(chorograph().args(["wikidata", "index"]).arg(&dump).arg("-o").arg(&index));
    let mut random = Random(4);
    let names: Vec<(String, String)> = (0..200)
        .map(|_| {
            let nth = random.below(labels);
            (misspelt(&mut random, &name(nth)), format!("Q{}", 1_000 + nth))
        })
        .collect();
    let (ours, right) = peer::ours(&index, &names);
    let (theirs, their_right) = peer::theirs(python, &table, &names);
    let rate = |time: std::time::Duration| names.len() as f64 / time.as_secs_f64();
    println!("\n{} names, a letter wrong in each, against {labels} labels, over HTTP:", names.len());
    println!("csv-reconcile {:.1} names a second, {their_right} right first", rate(theirs));
    let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
    println!("`reconcile serve` {:.1} names a second, {right} right first: {ratio:.0} times as fast", rate(ours));
}

fn chorograph() -> Command {
    Command::new(env!("CARGO_BIN_EXE_chorograph"))
}

fn row(name: &str, measured: &Measured, more: &str) {
    println!("| {name} | {:.1} s | {} MiB | {more} |", measured.time.as_secs_f64(), measured.peak >> 10);
}

fn each(count: usize, measured: &Measured) -> String {
    format!("{:.0} a second", count as f64 / measured.time.as_secs_f64())
}

/// A small generator of numbers (xorshift64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }
}

/// The name of the nth item: syllables of its number, as a mixed radix. A million are different.
fn name(nth: usize) -> String {
    const BEFORE: [&str; 4] = ["", "Upper ", "Lower ", "New "];
    const HEADS: [&str; 20] = [
        "Ka", "Lo", "Mi", "Ru", "Ta", "Ze", "Ju", "Gha", "Ne", "Ba", "Vo", "Cha", "Di", "Fu", "Sha", "Py", "Kho",
        "Stra", "El", "Or",
    ];
    const MIDDLES: [&str; 25] = [
        "lchi", "rva", "ndo", "gha", "stu", "mli", "zho", "kre", "bji", "tsa", "rgu", "vla", "nze", "ppo", "dri",
        "sca", "lme", "qua", "xi", "wen", "thu", "fra", "go", "mbe", "yar",
    ];
    const TAILS: [&str; 20] = [
        "bad", "kend", "dag", "var", "shin", "li", "chay", "mar", "abad", "zor", "ville", "stad", "grad", "ton",
        "burg", "shahr", "aul", "pur", "os", "ia",
    ];
    let (head, rest) = (HEADS[nth % 20], nth / 20);
    let (middle, rest) = (MIDDLES[rest % 25], rest / 25);
    let (second, rest) = (MIDDLES[rest % 25], rest / 25);
    let (tail, rest) = (TAILS[rest % 20], rest / 20);
    format!("{}{head}{middle}{second}{tail}", BEFORE[rest % 4])
}

/// A dump of districts and towns.
fn make_up(target: &Path, items: usize, random: &mut Random) {
    let mut out = dumps::gzip(target);
    write!(out, "[\n{},\n{}", entity(901, "district", "", ""), entity(902, "town", "", "")).unwrap();
    for nth in 0..items {
        let class = 901 + random.below(2);
        let claims = format!(
            "\"P31\":[{{\"mainsnak\":{{\"snaktype\":\"value\",\"datavalue\":{{\"value\":{{\"id\":\"Q{class}\"}},\
             \"type\":\"wikibase-entityid\"}}}},\"rank\":\"normal\"}}]"
        );
        let links: Vec<String> = (0..random.below(6)).map(|n| format!("\"s{n}\":{{\"title\":\"t\"}}")).collect();
        let label = if class == 901 { format!("{} District", name(nth)) } else { name(nth) };
        write!(out, ",\n{}", entity(1_000 + nth, &label, &claims, &links.join(","))).unwrap();
    }
    writeln!(out, "\n]").unwrap();
    out.finish().unwrap().flush().unwrap();
}

/// An item in JSON.
fn entity(id: usize, label: &str, claims: &str, links: &str) -> String {
    format!(
        "{{\"type\":\"item\",\"id\":\"Q{id}\",\"labels\":{{\"en\":{{\"language\":\"en\",\"value\":\"{label}\"}}}},\
         \"claims\":{{{claims}}},\"sitelinks\":{{{links}}}}}"
    )
}

/// A name with a letter wrong.
fn misspelt(random: &mut Random, name: &str) -> String {
    let at = 1 + random.below(name.len() - 1);
    format!("{}o{}", &name[..at], &name[at + 1..])
}

/// A name as somebody writes it: as it is, with a type word, with a letter wrong, or of nothing.
fn spelt(random: &mut Random, items: usize) -> String {
    let name = name(random.below(items));
    match random.below(20) {
        0..=11 => name,
        12..=14 => format!("{name} rayonu"),
        15..=17 => misspelt(random, &name),
        _ => format!("Qwyth {}", random.below(1_000_000)),
    }
}

/// Fact boxes with so many records; how many different districts they are, in a file beside.
fn dataset(folder: &Path, records: usize, items: usize, random: &mut Random) {
    fs::create_dir_all(folder.join("sources")).unwrap();
    let about = "title = \"Bench\"\ndescription = \"Made-up districts.\"\nbase = \"https://example.org/bench/\"\n\
                 licence = \"https://creativecommons.org/publicdomain/zero/1.0/\"\ncreator = \"Bench\"\npublisher = \"Bench\"\n\
                 languages = [\"en\"]\n";
    fs::write(folder.join("dataset.toml"), about).unwrap();
    let mut different = std::collections::HashSet::new();
    for document in 0..records.div_ceil(100) {
        let mut text = format!("Districts in list {document}\n");
        let count = 100.min(records - document * 100);
        for record in 0..count {
            let end = if record + 1 == count { "." } else { "; " };
            let (name, area) = (name(random.below(items)), 100 + random.below(5_000));
            different.insert(name.clone());
            let _ = write!(text, "{name}: may 8, 1992, territory {area} km2{end}");
        }
        fs::write(folder.join(format!("sources/box-{document:04}.txt")), text).unwrap();
    }
    fs::write(folder.join("entities"), different.len().to_string()).unwrap();
}
