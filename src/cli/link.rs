//! `chorograph link`: which Wikidata items the entities of a dataset are.

mod review;
mod validate;

use crate::cli::failure::Failure;
use crate::cli::{Context, Status};

/// Says which Wikidata items the entities of a dataset are; a person decides.
///
/// The links are in `links.sssom.tsv` in the dataset folder (SSSOM 1.1), which is text and can be kept under version control.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Review(review::Args),
    Validate(validate::Args),
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    match &args.command {
        Command::Review(args) => review::run(args, context),
        Command::Validate(args) => validate::run(args),
    }
}
