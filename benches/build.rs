//! The whole of `build` beside Oxigraph's own bulk load of the same quads, in one run on one machine: 100,000 records of
//! fact boxes in 1,000 documents, made by a seeded generator. Figures are ratios; times alone say little.
//!
//! `cargo bench --bench build [-- DOCUMENTS RECORDS]`

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::exit, reason = "a bench prints, and may panic")]

#[path = "measure/districts.rs"]
mod districts;
#[path = "measure/process.rs"]
mod process;

use chorograph::dataset::Dataset;
use chorograph::publish::{self, ExportFormat};
use chorograph::store::View;
use oxigraph::io::RdfFormat;
use oxigraph::store::Store;
use process::{Measured, measure};
use std::fs::File;
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
    districts::generate(&data, documents, records, 20_000);
    println!("{} records in {documents} documents", documents * records);

    let build = measure(Command::new(env!("CARGO_BIN_EXE_chorograph")).arg("build").arg(&data));
    let again = measure(Command::new(env!("CARGO_BIN_EXE_chorograph")).arg("build").arg(&data));
    let dataset = Dataset::open(&data).unwrap();
    let quads = folder.path().join("quads.nq");
    let view = View::open(&dataset.work()).unwrap();
    let mut out = BufWriter::new(File::create(&quads).unwrap());
    let count =
        publish::write(view.store(), &dataset.minter, ExportFormat::NQuads, folder.path(), &mut out, &|_| {}).unwrap();
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
