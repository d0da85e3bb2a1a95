//! `chorograph compare`: the values of the dataset beside those of another one.

mod wikidata;

use crate::cli::failure::Failure;
use crate::cli::{Context, Status};

/// Compare the dataset with another one
///
/// Print the values of both sides; do not judge which is right.
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
