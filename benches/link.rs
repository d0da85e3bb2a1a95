//! Linking at size, in one run on one machine: an index of a dump beside `gzip -dc` of the same file; then names, and the
//! entities of a dataset, against an index of made-up items.
//!
//! The dump is grown from the items of `$CHOROGRAPH_EVAL/wikidata-sample` or `../shared/eval/wikidata-sample` where they are at hand.
//! csv-reconcile is measured beside `reconcile serve` by `make reconcile-peers`.
//!
//! `cargo bench --bench link [-- ITEMS NAMES MEGABYTES]`

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and may panic")]

#[path = "measure/process.rs"]
mod process;

use flate2::Compression;
use flate2::write::GzEncoder;
use process::{Measured, measure};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let number = |n: usize, default| args.get(n).and_then(|a| a.parse().ok()).unwrap_or(default);
    let (items, names, megabytes) = (number(0, 1_000_000), number(1, 20_000), number(2, 1_000));
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    println!("| | time | peak memory | |\n| --- | ---: | ---: | ---: |");

    if let Some(sample) = sample() {
        let dump = path("grown.json.gz");
        grow(&sample, &dump, megabytes << 20);
        let gzip = measure(Command::new("gzip").arg("-dc").arg(&dump));
        let index = measure(chorograph().args(["wikidata", "index"]).arg(&dump).arg("-o").arg(path("grown.wd")));
        row(&format!("`gzip -dc` of a dump of {megabytes} MB"), &gzip, "");
        let ratio = index.time.as_secs_f64() / gzip.time.as_secs_f64();
        row("`wikidata index` of it", &index, &format!("{ratio:.2} times `gzip -dc`"));
    } else {
        println!("no sample of a dump at $CHOROGRAPH_EVAL or ../shared/eval: growing one is left out");
    }

    let (dump, index) = (path("items.json.gz"), path("items.wd"));
    let mut random = Random(1);
    make_up(&dump, items, &mut random);
    let indexed = measure(chorograph().args(["wikidata", "index"]).arg(&dump).arg("-o").arg(&index));
    row(&format!("`wikidata index` of {items} made-up items"), &indexed, &each(items, &indexed));

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
    row(&format!("`link propose` of their districts, at most {names}"), &proposed, &each(names, &proposed));
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

/// The JSON lines of real items, if they are at hand.
fn sample() -> Option<Vec<String>> {
    let set = std::env::var_os("CHOROGRAPH_EVAL").map(PathBuf::from);
    let folder = set.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval"));
    let file = File::open(folder.join("wikidata-sample/sample_wikidata_items.json.bz2")).ok()?;
    let mut text = String::new();
    bzip2::read::MultiBzDecoder::new(file).read_to_string(&mut text).ok()?;
    let lines = text.lines().map(|l| l.trim_end_matches(','));
    Some(lines.filter(|l| l.starts_with('{') && l.contains(ID)).map(str::to_owned).collect())
}

/// Before the number of an item in the sample.
const ID: &str = "\"id\": \"Q";

/// A dump of so many bytes: the items again and again, each time with other numbers.
fn grow(sample: &[String], target: &Path, bytes: usize) {
    let mut out = GzEncoder::new(BufWriter::new(File::create(target).unwrap()), Compression::new(6));
    let (mut written, mut number) = (0, 200_000_000);
    write!(out, "[").unwrap();
    while written < bytes {
        for line in sample {
            let Some(at) = line.find(ID) else { continue };
            let rest = line[at + ID.len()..].trim_start_matches(|c: char| c.is_ascii_digit());
            let line = format!("{}\n{}{ID}{number}{rest}", if written > 0 { "," } else { "" }, &line[..at]);
            number += 1;
            written += line.len();
            out.write_all(line.as_bytes()).unwrap();
        }
    }
    writeln!(out, "\n]").unwrap();
    out.finish().unwrap().flush().unwrap();
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
    let mut out = GzEncoder::new(BufWriter::new(File::create(target).unwrap()), Compression::fast());
    let entity = |id: usize, label: &str, claims: &str, links: &str| {
        format!(
            "{{\"type\":\"item\",\"id\":\"Q{id}\",\"labels\":{{\"en\":{{\"language\":\"en\",\"value\":\"{label}\"}}}},\
             \"claims\":{{{claims}}},\"sitelinks\":{{{links}}}}}"
        )
    };
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

/// A name as somebody writes it: as it is, with a type word, with a letter wrong, or of nothing.
fn spelt(random: &mut Random, items: usize) -> String {
    let name = name(random.below(items));
    match random.below(20) {
        0..=11 => name,
        12..=14 => format!("{name} rayonu"),
        15..=17 => {
            let at = 1 + random.below(name.len() - 1);
            format!("{}o{}", &name[..at], &name[at + 1..])
        }
        _ => format!("Qwyth {}", random.below(1_000_000)),
    }
}

/// Fact boxes with so many records.
fn dataset(folder: &Path, records: usize, items: usize, random: &mut Random) {
    fs::create_dir_all(folder.join("sources")).unwrap();
    let about = "title = \"Bench\"\ndescription = \"Made-up districts.\"\nbase = \"https://example.org/bench/\"\n\
                 licence = \"https://creativecommons.org/publicdomain/zero/1.0/\"\ncreator = \"Bench\"\npublisher = \"Bench\"\n\
                 languages = [\"en\"]\n";
    fs::write(folder.join("dataset.toml"), about).unwrap();
    for document in 0..records.div_ceil(100) {
        let mut text = format!("Districts in list {document}\n");
        let count = 100.min(records - document * 100);
        for record in 0..count {
            let end = if record + 1 == count { "." } else { "; " };
            let (name, area) = (name(random.below(items)), 100 + random.below(5_000));
            let _ = write!(text, "{name}: may 8, 1992, territory {area} km2{end}");
        }
        fs::write(folder.join(format!("sources/box-{document:04}.txt")), text).unwrap();
    }
}
