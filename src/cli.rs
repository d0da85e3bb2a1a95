//! The command line. All output is written here; the library prints nothing. In: arguments, the
//! environment, the terminal, sockets. Out: files, standard output, exit codes. It may use every room. Only this room
//! prints, listens on sockets, ends the process or reads the environment.

mod pager;
mod terminal;
mod failure;
mod table;
mod network;
mod deadline;
mod state;
mod reviewer;
mod init;
mod annotate;
mod evaluate;
mod wikidata;
mod link;
mod rejects;
mod tables;
mod convert;
mod combine;
mod build;
mod gazetteer;
mod ingest;
mod shown;
mod query;
mod trace;
mod serve;
mod review;
mod reconcile;
mod compare;
mod describe;
mod export;
mod publish;
mod check;
mod diff;
mod docs;
mod completions;

use chorograph::dataset::Dataset;
use chorograph::query::STACK;
use chorograph::store::access::{DatasetView, Shown};
use chorograph::store::load::state::is_of_other_program;
use clap::{CommandFactory, Parser, Subcommand};
use failure::Failure;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

/// Turn district records and news articles into linked data in which every statement says who made it, where, and in
/// which words.
///
/// A dataset is a folder: dataset.toml, the documents in sources/ with their metadata beside them, names of people and
/// places in gazetteer/. `chorograph build` reads it into a store below .chorograph/, which the other commands use.
#[derive(Debug, Parser)]
#[command(name = "chorograph", version, propagate_version = true, disable_help_subcommand = true)]
#[command(after_help = EXIT_CODES)]
struct Cli {
    /// The dataset folder.
    #[arg(short, long, value_name = "DIR", default_value = ".", global = true)]
    dataset: PathBuf,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0    done
  1    something in the input is wrong, or a check failed; the rest was done
  2    the command could not run
  124  out of time

Examples:
  chorograph init my-data
  chorograph -d my-data ingest page.html --publisher 'Example Gazette'
  chorograph -d my-data query districts
  chorograph -d my-data trace place/shusha
  chorograph -d my-data export -o my-data.ttl";

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    Build(build::Args),
    Ingest(ingest::Args),
    Review(review::Args),
    Table(tables::Args),
    Convert(convert::Args),
    Combine(combine::Args),
    Query(query::Args),
    Trace(trace::Args),
    Compare(compare::Args),
    Check(check::Args),
    Diff(diff::Args),
    Export(export::Args),
    Describe(describe::Args),
    Publish(publish::Args),
    Annotate(annotate::Args),
    Evaluate(evaluate::Args),
    Wikidata(wikidata::Args),
    Gazetteer(gazetteer::Args),
    Link(link::Args),
    Reconcile(reconcile::Args),
    Docs(docs::Args),
    Serve(serve::Args),
    #[command(hide = true)]
    ServeWorker(serve::worker::Args),
    Completions(completions::Args),
    Man(completions::ManArgs),
}

/// The global options of the command line.
pub(crate) struct Context {
    /// The dataset folder, as typed.
    pub(crate) dataset: PathBuf,
}

/// The result of a command that could run; it decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Everything was done: exit code 0.
    Done,
    /// Part of the input is wrong, or a check failed: exit code 1.
    Failed,
}

pub(crate) fn main() -> ExitCode {
    let cli = Cli::parse();
    let runs_queries =
        matches!(cli.command, Command::Query(_) | Command::Check(_) | Command::Export(_) | Command::Publish(_));
    if !runs_queries {
        return run(&cli);
    }
    let deep = || thread::Builder::new().stack_size(STACK);
    thread::scope(|scope| match deep().spawn_scoped(scope, || run(&cli)) {
        Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        Err(error) => Failure::from(error).report(),
    })
}

fn run(cli: &Cli) -> ExitCode {
    let context = Context { dataset: cli.dataset.clone() };
    let result = match &cli.command {
        Command::Init(args) => init::run(args),
        Command::Build(args) => build::run(args, &context),
        Command::Ingest(args) => ingest::run(args, &context),
        Command::Review(args) => review::run(args, &context),
        Command::Table(args) => tables::run(args, &context),
        Command::Convert(args) => convert::run(args, &context),
        Command::Combine(args) => combine::run(args, &context),
        Command::Query(args) => query::run(args, &context),
        Command::Trace(args) => trace::run(args, &context),
        Command::Compare(args) => compare::run(args, &context),
        Command::Check(args) => check::run(args, &context),
        Command::Diff(args) => diff::run(args),
        Command::Export(args) => export::run(args, &context),
        Command::Describe(args) => describe::run(args, &context),
        Command::Publish(args) => publish::run(args, &context),
        Command::Annotate(args) => annotate::run(args, &context),
        Command::Evaluate(args) => evaluate::run(args, &context),
        Command::Wikidata(args) => wikidata::run(args, &context),
        Command::Gazetteer(args) => gazetteer::run(args, &context),
        Command::Link(args) => link::run(args, &context),
        Command::Reconcile(args) => reconcile::run(args, &context),
        Command::Docs(args) => docs::run(args),
        Command::Serve(args) => serve::run(args, &context),
        Command::ServeWorker(args) => serve::worker::run(args, &context),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => completions::run_man(args),
    };
    match result {
        Ok(Status::Done) => ExitCode::SUCCESS,
        Ok(Status::Failed) => ExitCode::FAILURE,
        Err(failure) => failure.report(),
    }
}

/// Opens the dataset that a command works on.
fn open(context: &Context) -> Result<Dataset, Failure> {
    Ok(Dataset::open(&context.dataset)?)
}

/// Opens the last build for publication: without the statements of restricted sources, unless `include_restricted` is set.
/// Prints a note for each restricted source.
fn shared_view(dataset: &Dataset, include_restricted: bool) -> Result<DatasetView, Failure> {
    shared_claims(dataset, include_restricted, Shown::Standing)
}

/// As [`shared_view`], with the claims that are asked for.
fn shared_claims(dataset: &Dataset, include_restricted: bool, shown: Shown) -> Result<DatasetView, Failure> {
    let view = DatasetView::showing(dataset, include_restricted, shown)?;
    note_other_version(&view);
    let what = if include_restricted { "is included, for private use" } else { "is left out" };
    for source in view.restricted() {
        terminal::eprint(&format!("note: source {source} {what}: its metadata says redistribute = false\n"));
    }
    Ok(view)
}

/// Opens the last build for the owner of the dataset, with the statements of restricted sources. Prints a note if there are
/// any.
fn private_view(dataset: &Dataset) -> Result<DatasetView, Failure> {
    private_claims(dataset, Shown::Standing)
}

/// As [`private_view`], with the claims that are asked for.
fn private_claims(dataset: &Dataset, shown: Shown) -> Result<DatasetView, Failure> {
    let view = DatasetView::showing(dataset, true, shown)?;
    note_other_version(&view);
    if let [first, others @ ..] = view.restricted() {
        let others = if others.is_empty() { String::new() } else { format!(" and {} others", others.len()) };
        terminal::eprint(&format!(
            "note: this output is for private use: it may contain statements of source {first}{others}, whose metadata says redistribute = false\n"
        ));
    }
    Ok(view)
}

/// Prints a note if another version of the program has built what is read: what this version reads in it may be missing.
fn note_other_version(view: &DatasetView) {
    if is_of_other_program(view) {
        terminal::eprint(
            "note: the dataset was built by another version of chorograph, so that results may be incomplete\n\
             help: run `chorograph build DIR`\n",
        );
    }
}

/// The definition of the command line, for completions and manual pages.
pub(crate) fn command() -> clap::Command {
    Cli::command()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        super::command().debug_assert();
    }
}
