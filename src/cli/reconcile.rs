//! `chorograph reconcile`: links names of other programs to the dataset, or to an index of Wikidata.

mod serve;

use crate::cli::failure::Failure;
use crate::cli::{Context, Status};

/// Lets other programs, such as OpenRefine, link their names to the dataset, or to an index of Wikidata.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Serve(serve::Args),
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    match &args.command {
        Command::Serve(args) => serve::run(args, context),
    }
}
