//! `chorograph reconcile`: links names of other programs to the dataset, or to an index of Wikidata.

mod client;
mod live;
mod serve;

use crate::cli::failure::Failure;
use crate::cli::{Context, Status};

/// Links names to the dataset or to an index of Wikidata: those of other programs, such as OpenRefine, or a table's against any service.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Client(Box<client::Args>),
    Serve(serve::Args),
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    match &args.command {
        Command::Client(args) => client::run(args),
        Command::Serve(args) => serve::run(args, context),
    }
}
