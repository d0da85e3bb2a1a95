//! `chorograph compare`: the dataset beside another one.

mod wikidata;

use crate::cli::failure::Failure;
use crate::cli::{Context, Status};

/// Shows the dataset beside another one
///
/// Both sides are quoted, and nothing is judged.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  chorograph -d my-data compare wikidata caucasus.wd")]
pub(crate) struct Args {
    #[command(subcommand)]
    with: With,
}

#[derive(Debug, clap::Subcommand)]
enum With {
    Wikidata(wikidata::Args),
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    match &args.with {
        With::Wikidata(args) => wikidata::run(args, context),
    }
}
