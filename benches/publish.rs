//! What `export` and `publish` write, beside Oxigraph's own dump of the same store, in one run on one machine: a million
//! claims of 500,000 records in 5,000 documents, made by a seeded generator. Figures are ratios; times alone say little.
//!
//! `cargo bench --bench publish [-- DOCUMENTS RECORDS [PAGES]]`: with a third argument, also a site of about so many pages, of
//! a dataset of its own.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::exit, reason = "a bench prints, and may panic")]

#[path = "measure/districts.rs"]
mod districts;
#[path = "measure/process.rs"]
mod process;

use oxigraph::io::RdfFormat;
use oxigraph::store::Store;
use process::{Measured, measure};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if let [format, store, target] = args.as_slice()
        && Path::new(store).is_dir()
    {
        return dump(format, Path::new(store), Path::new(target));
    }
    let number = |n: usize, default| args.get(n).and_then(|a| a.parse().ok()).unwrap_or(default);
    let (documents, records, pages) = (number(0, 5_000), number(1, 100), number(2, 0));
    let folder = tempfile::tempdir().unwrap();
    let data = dataset(folder.path(), "data", documents, records);
    let store = view(&data);
    let claims = 2 * documents * records;
    println!("{claims} claims of {} records in {documents} documents\n", documents * records);
    println!(
        "| | time | processor | statements a second | peak memory | ratio |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    );

    let out = |format: &str| folder.path().join("out").with_extension(format);
    let peer = |format: &str| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        measure(command.arg(format).arg(&store).arg(out(format)))
    };
    let base = peer("nq");
    let quads = lines(&out("nq"));
    row("Oxigraph, `dump_to_writer` of N-Quads", &base, &base, Some(quads));
    row("Oxigraph, `dump_to_writer` of TriG", &peer("trig"), &base, Some(quads));
    let export = |format: &str| {
        let mut command = chorograph(&data);
        measure(command.arg("export").arg("-o").arg(out(format)))
    };
    let triples = {
        export("nt");
        lines(&out("nt"))
    };
    for format in ["ttl", "trig", "nt", "nq", "rdf", "jsonld"] {
        let has_graphs = format == "trig" || format == "nq";
        row(
            &format!("`chorograph export --format {format}`"),
            &export(format),
            &base,
            Some(if has_graphs { quads } else { triples }),
        );
    }
    let nanopub = measure(chorograph(&data).args(["export", "--format", "nanopub", "-o"]).arg(out("trig")));
    row("`chorograph export --format nanopub`", &nanopub, &base, None);
    let files = folder.path().join("files");
    let published = measure(chorograph(&data).args(["publish", "--no-pages", "-o"]).arg(&files));
    row("`chorograph publish --no-pages`", &published, &base, None);

    if pages > 0 {
        // Four pages a record: its own, those of its two claims, and its share of the others.
        let data = dataset(folder.path(), "pages", pages.div_ceil(4).div_ceil(records), records);
        let site = folder.path().join("site");
        let published = measure(chorograph(&data).args(["publish", "-o"]).arg(&site));
        let pages = count(&site);
        println!(
            "\n{pages} pages by `chorograph publish`: {:.0} s, {:.0} s of processor time, {} MiB; {:.1} times the time that copying the folder takes",
            published.time.as_secs_f64(),
            published.cpu.as_secs_f64(),
            published.peak >> 10,
            published.time.as_secs_f64()
                / measure(Command::new("cp").arg("-r").arg(&site).arg(folder.path().join("copy"))).time.as_secs_f64()
        );
    }
}

fn row(name: &str, measured: &Measured, base: &Measured, statements: Option<usize>) {
    let (time, cpu) = (measured.time.as_secs_f64(), measured.cpu.as_secs_f64());
    let speed = statements.map_or_else(String::new, |n| format!("{:.0}", n as f64 / time));
    println!(
        "| {name} | {time:.1} s | {cpu:.1} s | {speed} | {} MiB | {:.2} |",
        measured.peak >> 10,
        time / base.time.as_secs_f64()
    );
}

/// The peer, in a process of its own.
fn dump(format: &str, store: &Path, target: &Path) {
    let format = RdfFormat::from_extension(format).unwrap();
    let mut out = BufWriter::new(File::create(target).unwrap());
    Store::open_read_only(store).unwrap().dump_to_writer(format, &mut out).unwrap();
    out.flush().unwrap();
}

fn chorograph(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chorograph"));
    command.arg("-d").arg(data);
    command
}

/// A dataset, built.
fn dataset(folder: &Path, name: &str, documents: usize, records: usize) -> PathBuf {
    let data = folder.join(name);
    districts::generate(&data, documents, records, (documents * records / 5) as u64);
    measure(chorograph(&data).arg("build").arg(&data));
    data
}

/// The store that readers see.
fn view(data: &Path) -> PathBuf {
    let views = data.join(".chorograph/views");
    let only = fs::read_dir(views).unwrap().next().unwrap().unwrap();
    only.path().join("db")
}

fn lines(file: &Path) -> usize {
    std::io::BufRead::split(std::io::BufReader::new(File::open(file).unwrap()), b'\n').count()
}

/// The pages in a folder and all that are below it.
fn count(folder: &Path) -> usize {
    let mut pages = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        pages += if path.is_dir() { count(&path) } else { usize::from(path.extension().is_some_and(|e| e == "html")) };
    }
    pages
}
