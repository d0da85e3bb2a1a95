//! `chorograph wikidata`: an index of Wikidata, for linking without a network.

mod fetch;
mod index;
mod show;

use crate::cli::failure::{Failure, FailureKind};
use crate::cli::{Context, Status};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Create and show an index of Wikidata, for linking without a network
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

/// Parses an item: Q and a number.
pub(super) fn item(text: &str) -> Result<u32, String> {
    chorograph::base::iri::item_number(text).ok_or_else(|| "not an item; write Q and a number, such as Q42".to_owned())
}

/// Checks a language code of Wikidata.
fn language(text: &str) -> Result<String, String> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if (2..=32).contains(&text.len()) && text.bytes().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("not a language code; write small letters, such as en or zh-hant".to_owned())
    }
}

/// Maximum number of languages of an index.
const LANGUAGES: usize = 255;

/// Checks that an index can be written to a file. An existing file that is not an index, such as the dump, is an error.
fn writable(path: &Path, languages: &[String]) -> Result<(), Failure> {
    if languages.len() > LANGUAGES {
        return Err(Failure::new(FailureKind::CannotRun, format!("an index has at most {LANGUAGES} languages")));
    }
    let mut start = Vec::new();
    if path.is_file() && File::open(path)?.take(7).read_to_end(&mut start)? > 0 && start != b"CHOROWD" {
        let error = format!("{} exists and is not an index", path.display());
        return Err(
            Failure::new(FailureKind::CannotRun, error).hint("choose another file; only an existing index is replaced")
        );
    }
    Ok(())
}
