//! `chorograph convert`: a file of tables as N-Quads, without a store.

use crate::cli::failure::{Failure, FailureKind, cannot};
use crate::cli::rejects::{CellReport, rows};
use crate::cli::{Context, Status, open, terminal};
use chorograph::base::text::Problem;
use chorograph::base::{capture, files};
use chorograph::claim::convert::{TableSink, TableSourceFile};
use chorograph::dataset::gazetteer::Gazetteer;
use chorograph::publish::push_quad;
use chorograph::read::source::format;
use chorograph::read::source::metadata::Metadata;
use chorograph::read::table::CellProblem;
use chorograph::read::table::columns::Languages;
use chorograph::read::table::csvw::Csvw;
use chorograph::read::table::document::TableDocument;
use chorograph::read::table::holds::{Holds, holds};
use chorograph::store::load::read_metadata;
use oxigraph::model::Quad;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Number of quads of a part: few, so that they stay in the cache of the processor.
const BATCH: usize = 400;
/// Number of bytes that are written at once.
const BUFFER: usize = 1 << 17;

/// Write the claims of a file of tables as N-Quads, without a store
///
/// The quads are those that `build` would put into the store for this file. Memory does not grow with the number of rows
/// of a CSV, TSV or JSON Lines file. Names come from the gazetteer of the dataset.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  chorograph -d my-data convert sources/districts.csv -o districts.nq")]
pub(crate) struct Args {
    /// The file of tables, with its .meta.toml beside it.
    file: PathBuf,
    /// The id of the source [default: the path below sources/, or the name of the file].
    #[arg(long = "as", value_name = "ID")]
    id: Option<String>,
    /// Where to write; - is standard output.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Write what cannot be read to a CSV file, a cell a row.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let dataset = open(context)?;
    let path = &args.file;
    let metadata = match read_metadata(path) {
        Ok(read) => read.metadata,
        Err(error) => {
            terminal::capture_error(&error);
            return Ok(Status::Failed);
        }
    };
    let format = match holds(path, path, &metadata, &dataset.config.jsonl) {
        Ok(Holds::Tables(format)) => format,
        Ok(Holds::Document | Holds::Articles) => {
            return Err(Failure::new(FailureKind::Input, format!("{} holds no tables", path.display()))
                .hint("only files of tables are converted; use build for documents and articles"));
        }
        Err(problem) => return Ok(refused(path, &problem)),
    };
    let mut report = CellReport::open(args.rejects.as_deref())?;
    let show = |report: &mut CellReport, problems: &[CellProblem]| {
        for problem in problems {
            terminal::eprint(&report.error(path, problem).unwrap_or_default());
        }
    };
    let csvw = match Csvw::of(path) {
        Ok(csvw) => csvw,
        Err(problems) => {
            show(&mut report, &problems);
            return Ok(Status::Failed);
        }
    };
    csvw.notes.iter().for_each(|note| terminal::eprint(&report.note(path, note).unwrap_or_default()));
    // As a build reads it.
    let metadata = match &csvw.beside {
        Some(beside) => metadata.or(Metadata::of_csvw(&beside.file.about)),
        None => metadata,
    };
    let document = match TableDocument::open(format, path, path, &metadata.tables, csvw.beside.as_ref()) {
        Ok(document) => document,
        Err(problems) => {
            show(&mut report, &problems);
            return Ok(Status::Failed);
        }
    };
    document.notes.iter().for_each(|note| terminal::eprint(&report.note(path, note).unwrap_or_default()));
    let scratch = tempfile::tempdir()?;
    let languages = Languages::of(&metadata, &dataset);
    let mut status = Status::Done;
    let mut planned = Vec::new();
    for plan in document.plans(&languages, scratch.path()) {
        let problems: Vec<CellProblem> = match &plan {
            Ok(table) => {
                let questions = table.plan.questions.iter().map(chorograph::read::table::Question::problem);
                table.plan.errors.iter().cloned().chain(questions).collect()
            }
            Err(problem) => vec![problem.clone()],
        };
        show(&mut report, &problems);
        for note in plan.iter().flat_map(|table| &table.plan.notes) {
            terminal::eprint(&report.note(path, note).unwrap_or_default());
        }
        match plan {
            Ok(table) if problems.is_empty() => planned.push(table),
            _ => status = Status::Failed,
        }
    }
    let gazetteer = Gazetteer::read(&dataset.gazetteer()).map_err(|error| {
        Failure::new(FailureKind::Input, error.to_string()).hint("run build to see what is wrong with it")
    })?;
    let sha256 =
        files::open(path).and_then(|file| capture::digest(file, &mut io::sink())).map_err(cannot("read", path))?;
    let id = args.id.clone().unwrap_or_else(|| id(path, &dataset.sources()));
    let minter = &dataset.minter;
    let file = TableSourceFile {
        id: &id,
        sha256: &sha256,
        metadata: &metadata,
        gazetteer: &gazetteer,
        minter,
        decisions: &[],
        batch: BATCH,
    };
    let target: Box<dyn Write> = if args.output == Path::new("-") {
        Box::new(io::stdout().lock())
    } else {
        Box::new(File::create(&args.output).map_err(cannot("write", &args.output))?)
    };
    let mut sink = Quads { path, out: target, lines: Vec::with_capacity(2 * BUFFER), report: &mut report };
    let written = file.write(&document, &planned, &mut sink).map_err(cannot("write", &args.output))?;
    sink.out.write_all(&sink.lines).and_then(|()| sink.out.flush()).map_err(cannot("write", &args.output))?;
    terminal::eprint(&report.finish()?);
    terminal::eprint(&format!("{}, {} claims\n", rows(&written.counts), written.claims));
    Ok(if written.problems > 0 { Status::Failed } else { status })
}

fn refused(path: &Path, problem: &Problem) -> Status {
    terminal::problem("error", path, problem);
    Status::Failed
}

/// The id that a file has as a source.
fn id(path: &Path, sources: &Path) -> String {
    let below = path.strip_prefix(sources).ok().and_then(Path::parent).map(Path::to_owned).unwrap_or_default();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    below.join(format::stem(&name)).to_string_lossy().replace('\\', "/")
}

/// Writes quads as they come.
struct Quads<'a, W: Write> {
    path: &'a Path,
    out: W,
    lines: Vec<u8>,
    report: &'a mut CellReport,
}

impl<W: Write> TableSink for Quads<'_, W> {
    type Error = io::Error;

    fn quads(&mut self, part: Vec<Quad>) -> io::Result<()> {
        part.iter().for_each(|quad| push_quad(quad, &mut self.lines));
        if self.lines.len() >= BUFFER {
            self.out.write_all(&self.lines)?;
            self.lines.clear();
        }
        Ok(())
    }

    fn problem(&mut self, problem: CellProblem) {
        terminal::eprint(&self.report.error(self.path, &problem).unwrap_or_default());
    }

    fn note(&mut self, note: CellProblem) {
        terminal::eprint(&self.report.note(self.path, &note).unwrap_or_default());
    }
}
