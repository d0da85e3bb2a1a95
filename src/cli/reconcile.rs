//! `chorograph reconcile`: links names of other programs to an index of Wikidata.

mod client;
mod serve;

use crate::cli::Status;
use crate::cli::failure::Failure;

/// Links names to an index of Wikidata: those of other programs, such as OpenRefine, or a table's against any service.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Client(client::Args),
    Serve(serve::Args),
}

pub(crate) fn run(args: &Args) -> Result<Status, Failure> {
    match &args.command {
        Command::Client(args) => client::run(args),
        Command::Serve(args) => serve::run(args),
    }
}
