//! `chorograph link`: links between the entities of a dataset and Wikidata items.

mod evaluate;
mod explain;
mod file;
mod matching;
mod propose;
mod review;
mod validate;

use crate::cli::failure::Failure;
use crate::cli::{Context, Status};
pub(crate) use file::apply_pending_decisions;

/// Link the entities of a dataset with Wikidata items: propose, explain, review
///
/// `propose` writes proposals (skos:closeMatch), and a person decides with `review` (skos:exactMatch, or Not). Both are stored
/// in `links.sssom.tsv` in the dataset folder (SSSOM 1.1), a text file that you can keep under version control and that
/// `chorograph build` reads.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Propose(propose::Args),
    Explain(explain::Args),
    Review(review::Args),
    Validate(validate::Args),
    Match(matching::Args),
    Evaluate(evaluate::Args),
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    match &args.command {
        Command::Propose(args) => propose::run(args, context),
        Command::Explain(args) => explain::run(args, context),
        Command::Review(args) => review::run(args, context),
        Command::Validate(args) => validate::run(args),
        Command::Match(args) => matching::run(args),
        Command::Evaluate(args) => evaluate::run(args, context),
    }
}
