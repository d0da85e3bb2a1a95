//! `convert` of a large table beside pyoxigraph, which parses and writes the same quads in one run on one machine. Figures
//! are ratios and quads a CPU second; the memory of `convert` must not grow with the rows.
//!
//! `cargo bench --bench tables [-- ROWS [PYTHON]]`, where PYTHON is an interpreter with pyoxigraph (`make peers` makes
//! `target/peers/bin/python`).

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and may panic")]

#[path = "measure/process.rs"]
mod process;

use process::measure;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::Command;

const PEER: &str = "
import sys, pyoxigraph as ox
with open(sys.argv[2], 'wb') as out:
    ox.serialize(ox.parse(path=sys.argv[1], format=ox.RdfFormat.N_QUADS), output=out, format=ox.RdfFormat.N_QUADS)
";

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let rows = args.first().and_then(|rows| rows.parse().ok()).unwrap_or(100_000);
    let python = args.get(1).map_or("target/peers/bin/python", String::as_str);
    let folder = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_chorograph");
    let data = folder.path().join("data");
    assert!(Command::new(program).arg("init").arg(&data).output().unwrap().status.success());
    println!(
        "| rows | quads | time | CPU | quads a CPU second | peak memory |\n| ---: | ---: | ---: | ---: | ---: | ---: |"
    );
    let quads = folder.path().join("quads.nq");
    for rows in [rows / 2, rows] {
        let table = data.join("sources/table.csv");
        generate(&table, rows);
        let mut command = Command::new(program);
        let convert = measure(command.arg("-d").arg(&data).arg("convert").arg(&table).arg("-o").arg(&quads));
        let count = BufReader::new(File::open(&quads).unwrap()).lines().count();
        let seconds = convert.cpu.as_secs_f64();
        let speed = count as f64 / seconds;
        let wall = convert.time.as_secs_f64();
        println!("| {rows} | {count} | {wall:.1} s | {seconds:.1} s | {speed:.0} | {} MiB |", convert.peak >> 10);
        fs::remove_file(&table).unwrap();
    }
    if Path::new(python).exists() {
        let copy = folder.path().join("copy.nq");
        let peer = measure(Command::new(python).args(["-c", PEER]).arg(&quads).arg(&copy));
        let count = BufReader::new(File::open(&copy).unwrap()).lines().count();
        let speed = count as f64 / peer.cpu.as_secs_f64();
        println!(
            "\npyoxigraph, parsing and writing the {count} quads: {:.1} s of CPU, {speed:.0} quads a CPU second, {} MiB",
            peer.cpu.as_secs_f64(),
            peer.peak >> 10
        );
    }
}

/// A table of six columns.
fn generate(path: &Path, rows: usize) {
    let mut out = BufWriter::new(File::create(path).unwrap());
    writeln!(out, "code,name,district,area_km2,population,established").unwrap();
    for n in 0..rows {
        let (area, people, year) = (n % 9_000 + 1, n * 7 % 99_991 + 10, 1800 + n % 200);
        writeln!(out, "V{n:07},Vale {n},District {},{area}.25,{people},{year}", n % 1_000).unwrap();
    }
}
