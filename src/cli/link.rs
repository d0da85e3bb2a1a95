//! `chorograph link`: which Wikidata items the entities of a dataset are.

mod explain;
mod file;
mod matching;
mod propose;

use crate::cli::failure::Failure;
use crate::cli::{Context, Status};
use chorograph::wikidata::item_number;

/// Links the entities of a dataset with Wikidata items: proposes, explains, reviews.
///
/// A machine proposes (skos:closeMatch) and a person decides (skos:exactMatch, or Not); both stand in links.sssom.tsv in the dataset folder.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Propose(propose::Args),
    Explain(explain::Args),
    Match(matching::Args),
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    match &args.command {
        Command::Propose(args) => propose::run(args, context),
        Command::Explain(args) => explain::run(args, context),
        Command::Match(args) => matching::run(args),
    }
}

/// The number of an item as typed.
fn item(text: &str) -> Result<u32, String> {
    item_number(text).ok_or_else(|| "an item is Q and a number, such as Q42".to_owned())
}
