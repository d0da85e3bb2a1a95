//! `chorograph reconcile`: links names of other programs to an index of Wikidata.

mod serve;

use crate::cli::Status;
use crate::cli::failure::Failure;

/// Lets other programs, such as OpenRefine, link their names to an index of Wikidata.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Serve(serve::Args),
}

pub(crate) fn run(args: &Args) -> Result<Status, Failure> {
    match &args.command {
        Command::Serve(args) => serve::run(args),
    }
}
