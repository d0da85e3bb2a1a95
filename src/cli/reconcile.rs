//! `chorograph reconcile`: a reconciliation service over the dataset or an index of Wikidata, and a client for such services.

mod client;
mod live;
mod serve;

use crate::cli::failure::Failure;
use crate::cli::{Context, Status};

/// Reconcile names: serve the dataset or an index of Wikidata to programs such as OpenRefine, or match a table against a service
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
