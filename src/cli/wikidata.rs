//! `chorograph wikidata`: an index of Wikidata, for linking without a network.

mod index;
mod show;

use crate::cli::Status;
use crate::cli::failure::Failure;

/// Makes and shows an index of Wikidata, for linking without a network.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Index(index::Args),
    Show(show::Args),
}

pub(crate) fn run(args: &Args) -> Result<Status, Failure> {
    match &args.command {
        Command::Index(args) => index::run(args),
        Command::Show(args) => show::run(args),
    }
}

/// The number of an item as typed.
pub(super) fn item(text: &str) -> Result<u32, String> {
    chorograph::wikidata::item_number(text).ok_or_else(|| "an item is Q and a number, such as Q42".to_owned())
}
