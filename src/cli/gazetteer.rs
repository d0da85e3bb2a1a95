//! `chorograph gazetteer`: the names of a dataset.

mod propose;

use crate::cli::failure::Failure;
use crate::cli::{Context, Status};

/// Work on the gazetteer: propose which names of the sources are one thing
///
/// Only the gazetteer makes the names of several sources one node. `propose` writes rows for it with the state "proposed"; a
/// person writes "accepted" or "rejected" there, and the next `chorograph build` reads the accepted rows.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  chorograph -d my-data gazetteer propose")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Propose(propose::Args),
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    match &args.command {
        Command::Propose(args) => propose::run(args, context),
    }
}
