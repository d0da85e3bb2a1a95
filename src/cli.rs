//! The commands, and what is the same for all of them. Only this part of the program prints, and only here does the process
//! get its exit code.

#![expect(clippy::print_stderr, reason = "the command line is where messages are printed")]

mod build;
mod completions;
//mod export;
mod failure;
mod ingest;
mod init;
//mod query;
mod terminal;
mod trace;

use clap::{CommandFactory, Parser, Subcommand};
use failure::Failure;
use std::path::PathBuf;
use std::process::ExitCode;

/// Turns district records and news articles into linked data in which every statement says who made it, where, and in
/// which words.
///
/// A dataset is a folder with `dataset.toml`, documents in `sources/` and names in `gazetteer/`. `build` reads what
/// changed into a store, `query` answers SPARQL, `trace` goes back from a claim to its words, `export` writes Turtle.
#[derive(Debug, Parser)]
#[command(
    version,
    after_help = "Exit codes:\n  0    done\n  1    something is wrong with the input, or a check failed; the rest was done\n  2    could not run\n  124  out of time\n\nExamples:\n  chorograph init my-data\n  chorograph build my-data\n  chorograph -d my-data query districts\n  chorograph -d my-data export -o my-data.ttl"
)]
struct Cli {
    /// The dataset folder.
    #[arg(short, long, global = true, value_name = "DIR", default_value = ".")]
    dataset: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    Build(build::Args),
    Ingest(ingest::Args),
    Trace(trace::Args),
    Completions(completions::CompletionsArgs),
    Man(completions::ManArgs),
}

/// What is the same for all commands.
#[derive(Debug)]
pub(crate) struct Context {
    /// The dataset folder.
    pub(crate) dataset: PathBuf,
}

/// How a command ended that could run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// All is well.
    Done,
    /// Something is wrong with the input, or the answer is no.
    Failed,
}

/// Runs the program.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    let context = Context { dataset: cli.dataset };
    let result = match &cli.command {
        Command::Init(args) => init::run(args),
        Command::Build(args) => build::run(args, &context),
        Command::Ingest(args) => ingest::run(args, &context),
        Command::Trace(args) => trace::run(args, &context),
        Command::Completions(args) => completions::completions(args, &mut Cli::command()),
        Command::Man(args) => completions::man(args, Cli::command()),
    };
    match result {
        Ok(Status::Done) => ExitCode::SUCCESS,
        Ok(Status::Failed) => ExitCode::from(failure::INPUT),
        Err(failure) => failure.report(),
    }
}

/// Opens the dataset that a command works on.
fn open(context: &Context) -> Result<chorograph::dataset::Dataset, Failure> {
    Ok(chorograph::dataset::Dataset::open(&context.dataset)?)
}

/// Opens what was built last.
fn view(dataset: &chorograph::dataset::Dataset) -> Result<chorograph::store::View, Failure> {
    Ok(chorograph::store::View::open(&dataset.work())?)
}
