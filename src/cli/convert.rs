//! `chorograph convert`: a source as N-Quads or as lines of claims, without a store.

use crate::cli::failure::{Failure, FailureKind, cannot};
use crate::cli::rejects::{CellReport, rows};
use crate::cli::terminal::Output;
use crate::cli::{Context, Status, open, terminal};
use chorograph::dataset::Dataset;
use chorograph::dataset::decisions::Decisions;
use chorograph::read::source::{folder, format};
use chorograph::store::convert::{self, Conversion, ConvertError, File, Form, Names, Options};
use chorograph::store::load::Event;
use chorograph::store::parts::{ENDINGS, Kind, PartWriter};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Write what a source claims as N-Quads or JSON lines, without a store
///
/// The quads are those that `build` would put into the store for this file. Names come from the gazetteer of the dataset;
/// decisions of people are not read. Memory does not grow with the number of articles, or of rows of CSV, TSV and JSON
/// Lines. Beside N-Quads in a file, a sidecar is written for `combine` and `build --parts`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  chorograph -d my-data convert my-data/sources/wire.jsonl -o parts/wire.nq.gz\n  chorograph -d my-data convert my-data/sources/districts.csv --format jsonl -o - | head\n  zstdcat wire.jsonl.zst | chorograph convert - --name wire.jsonl --as wire -o parts/wire.nq.gz"
)]
pub(crate) struct Args {
    /// The source, with its .meta.toml beside it; - is standard input.
    #[arg(required_unless_present = "list")]
    file: Option<PathBuf>,
    /// List the files that a build would read, a path a line, for whatever runs a task for each.
    #[arg(long, conflicts_with_all = ["file", "output", "id", "name"])]
    list: bool,
    /// The id of the source [default: the path below sources/, or the name of the file].
    #[arg(long = "as", value_name = "ID")]
    id: Option<String>,
    /// The name that standard input would have as a file; its ending says what it is, its metadata is beside it.
    #[arg(long, value_name = "NAME")]
    name: Option<PathBuf>,
    /// Where to write; - is standard output. A name that ends in .gz is compressed.
    #[arg(short, long, value_name = "FILE", required_unless_present = "list")]
    output: Option<PathBuf>,
    /// What to write: N-Quads, or each claim as a line of JSON.
    #[arg(long, value_enum, default_value_t = OutputFormat::Nq)]
    format: OutputFormat,
    /// Number of threads; the output is the same.
    #[arg(long, value_name = "N", default_value_t = 1)]
    jobs: usize,
    /// Write what cannot be read to a CSV file, a mistake a row.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum OutputFormat {
    /// N-Quads.
    Nq,
    /// JSON lines, one claim a line.
    Jsonl,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let dataset = open(context)?;
    let (false, Some(file), Some(output)) = (args.list, &args.file, &args.output) else { return list(&dataset) };
    let is_piped = file == Path::new("-");
    let path = match (&args.name, is_piped) {
        (Some(name), true) => name,
        (None, true) => {
            return Err(Failure::new(FailureKind::CannotRun, "standard input has no name")
                .hint("add --name NAME: its ending says what it is, such as --name wire.jsonl"));
        }
        (None, false) => file,
        (Some(_), false) => {
            return Err(Failure::new(FailureKind::CannotRun, "--name is of standard input alone"));
        }
    };
    let names = Names::read(&dataset).map_err(|error| {
        Failure::new(FailureKind::Input, error.to_string()).hint("run build to see what is wrong with it")
    })?;
    let id = args.id.clone().unwrap_or_else(|| id(path, &dataset.sources()));
    let mut report = CellReport::open(args.rejects.as_deref())?;
    let spool = if is_piped { Some(spooled()?) } else { None };
    let bytes = spool.as_ref().map_or(path.as_path(), tempfile::NamedTempFile::path);
    let mut target = Target::open(output, args.format)?;
    let options = Options {
        form: if args.format == OutputFormat::Nq { Form::NQuads } else { Form::JsonLines },
        is_compressed: output.extension().is_some_and(|ending| ending == "gz"),
        jobs: args.jobs,
        decisions: &Decisions::default(),
    };
    let source = File { id: &id, path, bytes };
    let mut is_wrong = false;
    let mut notify = |event: Event<'_>| {
        is_wrong |= matches!(event, Event::Problem(..) | Event::Cell(..) | Event::Unreadable(..));
        show(&event, &mut report);
    };
    let converted = convert::convert(&dataset, &names, source, options, &mut target, &mut notify);
    terminal::eprint(&report.finish()?);
    let converted = converted.map_err(|error| match error {
        ConvertError::Write(error) => cannot("write", output)(error),
        ConvertError::Read(error) => cannot("read", path)(error),
    })?;
    let Some(converted) = converted else { return Ok(Status::Failed) };
    let is_whole = !is_wrong && converted.sidecar.skipped == 0;
    summary(&id, &converted, args.format);
    target.finish(converted).map_err(cannot("write", output))?;
    Ok(if is_whole { Status::Done } else { Status::Failed })
}

/// Names the sources; what prevents one from being read is reported.
fn list(dataset: &Dataset) -> Result<Status, Failure> {
    let sources = dataset.sources();
    let listing = folder::list(&sources).map_err(cannot("read", &sources))?;
    let mut out = Output::open(None)?;
    for path in listing.documents.values() {
        writeln!(out, "{}", path.display())?;
    }
    out.finish()?;
    for (id, paths) in &listing.clashes {
        let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        terminal::eprint(&format!("error: several files have the id {id}: {}\n", paths.join(", ")));
    }
    for (path, error) in listing
        .unreadable
        .iter()
        .map(|(_, path, error)| (path, error))
        .chain(listing.lost.iter().map(|(path, error)| (path, error)))
    {
        terminal::eprint(&terminal::unreadable(path, error));
    }
    let is_whole = listing.clashes.is_empty() && listing.unreadable.is_empty() && listing.lost.is_empty();
    Ok(if is_whole { Status::Done } else { Status::Failed })
}

fn show(event: &Event<'_>, report: &mut CellReport) {
    let message = match event {
        Event::Problem(path, problem) => report.problem(path, problem),
        Event::Note(path, note) => Some(note.report("note", path)),
        Event::Cell(path, problem) => report.error(path, problem),
        Event::CellNote(path, note) => report.note(path, note),
        Event::Unreadable(path, error) => Some(terminal::unreadable(path, error)),
        _ => None,
    };
    terminal::eprint(&message.unwrap_or_default());
}

fn summary(id: &str, converted: &Conversion, format: OutputFormat) {
    let sidecar = &converted.sidecar;
    if sidecar.restricted {
        terminal::eprint(&format!(
            "note: source {id} is restricted: its metadata says redistribute = false; do not pass on what is written\n"
        ));
    }
    let written = match (sidecar.holds, format) {
        (Kind::Tables, _) => format!("{}, {} claims", rows(&sidecar.rows), sidecar.table_claims),
        (Kind::Articles, OutputFormat::Nq) => {
            format!("{} articles, {} quads", sidecar.documents.articles, converted.quads)
        }
        (Kind::Document, OutputFormat::Nq) => format!("{} quads", converted.quads),
        (_, OutputFormat::Jsonl) => format!("{} claims", converted.claims),
    };
    terminal::eprint(&format!("{written}\n"));
}

/// Standard input as a file, because its digest is part of what is written of it.
fn spooled() -> Result<tempfile::NamedTempFile, Failure> {
    let mut file = tempfile::NamedTempFile::new()?;
    io::copy(&mut io::stdin().lock(), &mut file).map_err(cannot("read", Path::new("-")))?;
    file.flush()?;
    Ok(file)
}

/// The id that a file has as a source.
fn id(path: &Path, sources: &Path) -> String {
    let below = path.strip_prefix(sources).ok().and_then(Path::parent).map(Path::to_owned).unwrap_or_default();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    below.join(format::stem(&name)).to_string_lossy().replace('\\', "/")
}

/// Where the output goes.
enum Target {
    /// A part with its sidecar.
    Part(PartWriter),
    /// A file, a device or standard output, with nothing beside it.
    Alone(Output),
}

impl Target {
    fn open(path: &Path, format: OutputFormat) -> Result<Self, Failure> {
        let name = path.to_string_lossy();
        let is_part = format == OutputFormat::Nq && ENDINGS.iter().any(|ending| name.ends_with(ending));
        // Nothing stands beside a device or a pipe.
        if is_part && std::fs::metadata(path).map_or(true, |found| found.is_file()) {
            return Ok(Self::Part(PartWriter::new(path).map_err(cannot("write", path))?));
        }
        let target = Some(path).filter(|path| *path != Path::new("-"));
        Ok(Self::Alone(Output::open(target)?))
    }

    fn finish(self, converted: Conversion) -> io::Result<()> {
        match self {
            Self::Part(part) => part.finish(converted.sidecar, converted.quads, converted.compared).map(drop),
            Self::Alone(out) => out.finish(),
        }
    }
}

impl convert::Output for Target {
    fn lines(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Part(part) => part.quads(bytes),
            Self::Alone(out) => out.write_all(bytes),
        }
    }

    fn compared(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Part(part) => part.compared(bytes),
            Self::Alone(_) => Ok(()),
        }
    }
}
