//! `chorograph table`: how a table is understood, and what is to be asked.

use crate::cli::failure::{Failure, FailureKind, cannot};
use crate::cli::rejects::{CellReport, rows};
use crate::cli::table::of_text;
use crate::cli::terminal::{self, Output};
use crate::cli::{Context, Status, open};
use chorograph::base::iri::Minter;
use chorograph::claim::convert::{TableSink, TableSourceFile};
use chorograph::dataset::JsonlFields;
use chorograph::dataset::gazetteer::Gazetteer;
use chorograph::read::mapping::reference;
use chorograph::read::source::metadata;
use chorograph::read::table::columns::Languages;
use chorograph::read::table::csvw::Csvw;
use chorograph::read::table::document::{PlannedTable, TableDocument};
use chorograph::read::table::draft;
use chorograph::read::table::holds::{Holds, holds};
use chorograph::read::table::overview::{self, Overview};
use chorograph::read::table::{CellProblem, Question};
use chorograph::store::load::read_metadata;
use oxigraph::model::Quad;
use std::convert::Infallible;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Check how a table is understood, before it is built
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A mapping is the [[table]] entries of the .meta.toml beside the table. `chorograph table check` says what to write there, `chorograph table keys` has each key with its values and an example."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Check(CheckArgs),
    /// Print the reference of all keys of a mapping, each with an example
    Keys,
}

/// Show the grid of a file as it is understood
///
/// Show each table: its first rows, each column with its role and why, what is left out, what is wrong, and what only a
/// person can decide, with the line to write for each answer. The mapping is the [[table]] entries of the .meta.toml
/// beside the file.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  chorograph table check sources/districts.csv\n  chorograph table check districts.xlsx --write\n\n`chorograph table keys` prints the reference of all keys."
)]
struct CheckArgs {
    /// The file.
    file: PathBuf,
    /// Write a draft of the mapping beside the file, with the open questions as comments.
    #[arg(long)]
    write: bool,
    /// Write what cannot be read to a CSV file, a cell a row.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    match &args.command {
        Command::Check(args) => check(args, context),
        Command::Keys => {
            let mut out = Output::open(None)?;
            write!(out, "{}", reference::markdown())?;
            out.finish()?;
            Ok(Status::Done)
        }
    }
}

fn check(args: &CheckArgs, context: &Context) -> Result<Status, Failure> {
    let path = &args.file;
    // Outside a dataset a table is read in English, without names.
    let dataset = open(context).ok();
    let fields = dataset.as_ref().map_or_else(JsonlFields::default, |dataset| dataset.config.jsonl.clone());
    let metadata = match read_metadata(path) {
        Ok(read) => read.metadata,
        Err(error) => {
            terminal::capture_error(&error);
            return Ok(Status::Failed);
        }
    };
    let held = holds(path, path, &metadata, &fields);
    let format = match held {
        Ok(Holds::Tables(format)) => format,
        Ok(Holds::Document | Holds::Articles) => {
            return Err(Failure::new(FailureKind::Input, format!("{} holds no tables", path.display()))
                .hint("say kind = \"table\" in its .meta.toml if it does"));
        }
        Err(problem) => {
            terminal::problem("error", path, &problem);
            return Ok(Status::Failed);
        }
    };
    let languages = Languages {
        source: metadata.language.clone(),
        dataset: dataset.as_ref().map_or("en", |dataset| dataset.language()).to_owned(),
    };
    let csvw = match Csvw::of(path) {
        Ok(csvw) => csvw,
        Err(problems) => {
            problems.iter().for_each(|problem| terminal::eprint(&problem.report("error", path)));
            return Ok(Status::Failed);
        }
    };
    csvw.notes.iter().for_each(|note| terminal::eprint(&note.report("note", path)));
    let scratch = tempfile::tempdir()?;
    let mut report = CellReport::open(args.rejects.as_deref())?;
    let document = match TableDocument::open(format, path, path, &metadata.tables, csvw.beside.as_ref()) {
        Ok(document) => document,
        Err(problems) => {
            for problem in &problems {
                terminal::eprint(&report.error(path, problem).unwrap_or_default());
            }
            return Ok(Status::Failed);
        }
    };
    let mut out = Output::open(None)?;
    let mut status = Status::Done;
    let mut drafts = Vec::new();
    let mut planned = Vec::new();
    for note in &document.notes {
        terminal::eprint(&report.note(path, note).unwrap_or_default());
    }
    for plan in document.plans(&languages, scratch.path()) {
        match plan {
            Ok(table) => {
                show(&mut out, &table)?;
                for note in &table.plan.notes {
                    terminal::eprint(&report.note(path, note).unwrap_or_default());
                }
                let questions: Vec<CellProblem> = table.plan.questions.iter().map(Question::problem).collect();
                for problem in table.plan.errors.iter().chain(&questions) {
                    status = Status::Failed;
                    let level = if questions.contains(problem) { "question" } else { "error" };
                    terminal::eprint(&problem.report(level, path));
                }
                drafts.push(draft::entry_of(&table));
                if table.plan.errors.is_empty() && questions.is_empty() {
                    planned.push(table);
                }
            }
            Err(problem) => {
                status = Status::Failed;
                terminal::eprint(&report.error(path, &problem).unwrap_or_default());
            }
        }
    }
    let minter = Minter::new("https://example.org/").map_err(|e| Failure::new(FailureKind::Input, e.to_string()))?;
    let gazetteer = Gazetteer::default();
    let file = TableSourceFile {
        id: "table",
        sha256: "",
        metadata: &metadata,
        gazetteer: &gazetteer,
        minter: &minter,
        decisions: &[],
        batch: 10_000,
        is_self_contained: false,
    };
    let Ok(written) = file.write(&document, &planned, &mut Shown { path, report: &mut report });
    writeln!(out, "{}, {} claims", rows(&written.counts), written.claims)?;
    terminal::eprint(&report.finish()?);
    if written.problems > 0 {
        status = Status::Failed;
    }
    out.finish()?;
    if args.write {
        write_draft(path, &drafts)?;
    }
    Ok(status)
}

/// Shows the problems of cells, and keeps no quads.
struct Shown<'a> {
    path: &'a Path,
    report: &'a mut CellReport,
}

impl TableSink for Shown<'_> {
    type Error = Infallible;

    fn quads(&mut self, _part: Vec<Quad>) -> Result<(), Infallible> {
        Ok(())
    }

    fn problem(&mut self, problem: CellProblem) {
        terminal::eprint(&self.report.error(self.path, &problem).unwrap_or_default());
    }

    fn note(&mut self, note: CellProblem) {
        terminal::eprint(&self.report.note(self.path, &note).unwrap_or_default());
    }
}

fn show(out: &mut impl Write, table: &PlannedTable<'_>) -> Result<(), Failure> {
    writeln!(out, "{}", overview::title(table))?;
    match overview::overview(&table.plan) {
        Overview::Columns(columns) => {
            let rows = columns.into_iter().map(Vec::from);
            writeln!(out, "{}", of_text(&overview::COLUMN_HEADINGS, rows))?;
        }
        Overview::Rows(rows) => {
            writeln!(out, "{}", of_text(&overview::ROW_HEADINGS, rows.into_iter().map(Vec::from)))?;
        }
        Overview::Known => {}
    }
    Ok(())
}

fn write_draft(path: &Path, drafts: &[String]) -> Result<(), Failure> {
    let target = metadata::path_for(path);
    if target.exists() {
        return Err(Failure::new(FailureKind::Input, format!("{} exists already", target.display()))
            .hint("move it away, or write the lines into it by hand"));
    }
    fs::write(&target, drafts.join("\n")).map_err(cannot("write", &target))?;
    terminal::eprint(&format!("note: wrote {}; answer its questions, then check again\n", target.display()));
    Ok(())
}
