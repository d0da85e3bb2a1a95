//! `chorograph wikidata`: an index of Wikidata, for linking without a network.

mod fetch;
mod index;
mod show;

use crate::cli::failure::Failure;
use crate::cli::{Context, Status};

/// Makes and shows an index of Wikidata, for linking without a network.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Index(index::Args),
    Fetch(fetch::Args),
    Show(show::Args),
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    match &args.command {
        Command::Index(args) => index::run(args),
        Command::Fetch(args) => fetch::run(args, context),
        Command::Show(args) => show::run(args),
    }
}

/// The number of an item as typed.
pub(super) fn item(text: &str) -> Result<u32, String> {
    chorograph::wikidata::item_number(text).ok_or_else(|| "an item is Q and a number, such as Q42".to_owned())
}
