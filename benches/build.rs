//! The whole of `build` beside Oxigraph's own bulk load of the same quads, in one run on one machine: 100,000 records of
//! fact boxes in 1,000 documents, made by a seeded generator. Figures are ratios; times alone say little.
//!
//! `cargo bench --bench build [-- DOCUMENTS RECORDS]`

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::exit, reason = "a bench prints, and may panic")]

#[path = "measure/process.rs"]
mod process;

use chorograph::dataset::Dataset;
use chorograph::publish::{self, Format};
use chorograph::store::View;
use oxigraph::io::RdfFormat;
use oxigraph::store::Store;
use process::{Measured, measure};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;
use std::process::Command;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if let [what, file, target] = args.as_slice() {
        return load(what, Path::new(file), Path::new(target));
    }
    let number = |n: usize, default| args.get(n).and_then(|a| a.parse().ok()).unwrap_or(default);
    let (documents, records) = (number(0, 1_000), number(1, 100));
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    generate(&data, documents, records);
    println!("{} records in {documents} documents", documents * records);

    let build = measure(Command::new(env!("CARGO_BIN_EXE_chorograph")).arg("build").arg(&data));
    let again = measure(Command::new(env!("CARGO_BIN_EXE_chorograph")).arg("build").arg(&data));
    let dataset = Dataset::open(&data).unwrap();
    let quads = folder.path().join("quads.nq");
    let view = View::open(&dataset.work()).unwrap();
    let mut out = BufWriter::new(File::create(&quads).unwrap());
    let count =
        publish::write(view.store(), &dataset.minter, Format::NQuads, folder.path(), &mut out, &|_| {}).unwrap();
    out.flush().unwrap();
    drop(view);

    println!("{count} quads\n\n| | time | peak memory | ratio |\n| --- | ---: | ---: | ---: |");
    let row = |name: &str, measured: &Measured, base: &Measured| {
        let ratio = measured.time.as_secs_f64() / base.time.as_secs_f64();
        println!("| {name} | {:.1} s | {} MiB | {ratio:.2} |", measured.time.as_secs_f64(), measured.peak >> 10);
    };
    let oxigraph = |what: &str| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        measure(command.arg(what).arg(&quads).arg(folder.path().join(what)))
    };
    let (bulk, parallel) = (oxigraph("bulk"), oxigraph("parallel"));
    row("Oxigraph, `bulk_loader().load_from_reader` of N-Quads", &bulk, &bulk);
    row("Oxigraph, `bulk_loader().parallel_load_from_file`", &parallel, &bulk);
    row("`chorograph build`", &build, &bulk);
    row("`chorograph build` again, nothing changed", &again, &bulk);
}

/// The peer, in a process of its own.
fn load(what: &str, file: &Path, target: &Path) {
    let store = Store::open(target).unwrap();
    let mut loader = store.bulk_loader();
    if what == "parallel" {
        loader.parallel_load_from_file(RdfFormat::NQuads, file).unwrap();
    } else {
        loader.load_from_reader(RdfFormat::NQuads, BufReader::new(File::open(file).unwrap())).unwrap();
    }
    loader.commit().unwrap();
}

/// Splitmix64: small, seeded, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n
    }
}

/// A dataset of made-up districts. Each of 20,000 has one date and one area, from which one record in ten departs.
fn generate(data: &Path, documents: usize, records: usize) {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    const SYLLABLES: [&str; 16] =
        ["ba", "dor", "ka", "lin", "mar", "nu", "po", "ral", "sen", "ti", "ur", "va", "wes", "xan", "yel", "zo"];
    fs::create_dir_all(data.join("sources")).unwrap();
    fs::write(
        data.join("dataset.toml"),
        "title = \"Bench\"\ndescription = \"Made-up districts.\"\nbase = \"https://example.org/bench/\"\n\
         licence = \"https://creativecommons.org/publicdomain/zero/1.0/\"\ncreator = \"Bench\"\npublisher = \"Bench\"\n\
         languages = [\"en\"]\n",
    )
    .unwrap();
    let mut random = Random(42);
    for document in 0..documents {
        let mut text = format!("Districts in list {document}\n");
        for record in 0..records {
            let district = random.below(20_000);
            let name: String = (0..4).map(|i| SYLLABLES[(district >> (4 * i)) as usize % 16]).collect();
            // What all sources agree on follows from the district; some depart from it.
            let mut fact = Random(district);
            let odd = random.below(10) == 0;
            let (day, month, year) = (fact.below(28) + 1, MONTHS[fact.below(12) as usize], 1988 + fact.below(6));
            let area = fact.below(5_000) + 50 + if odd { random.below(500) } else { 0 };
            let end = if record + 1 == records { "." } else { "; " };
            write!(
                text,
                "{}{}: {month} {day}, {year}, territory {area} km2{end}",
                name[..1].to_uppercase(),
                &name[1..]
            )
            .unwrap();
        }
        fs::write(data.join(format!("sources/list-{document:04}.txt")), text).unwrap();
        fs::write(
            data.join(format!("sources/list-{document:04}.meta.toml")),
            format!("publisher = \"Gazette {}\"\nlanguage = \"en\"\n", document % 50),
        )
        .unwrap();
    }
}
