//! `chorograph review move`

use crate::cli::failure::Failure;
use crate::cli::{Status, terminal};
use chorograph::review::Session;
use std::io::Write;

/// Move the decisions on a source that was renamed to its new name
///
/// Decisions name their source. After the file of a source was renamed, `chorograph build` still finds the decisions by the bytes of
/// the file and says so; once the file changes, too, only this command, or an edit by hand, takes them there. It rewrites the
/// column source of claims.review.tsv and claims.review.restricted.tsv, and nothing else.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  chorograph -d my-data review move news/2019-05-06 news/mayor-opens-road")]
pub(crate) struct Args {
    /// The name that the source had: its path below sources/, without its ending.
    #[arg(value_name = "OLD")]
    old: String,
    /// The name that it has now.
    #[arg(value_name = "NEW")]
    new: String,
}

pub(super) fn run(args: &Args, session: &mut Session) -> Result<Status, Failure> {
    let moved = session.move_decisions(&args.old, &args.new)?;
    let mut out = terminal::Output::open(None)?;
    let decisions = if moved == 1 { "1 decision is".to_owned() } else { format!("{moved} decisions are") };
    writeln!(out, "{decisions} on {} now", terminal::single_line(&args.new))?;
    out.finish()?;
    Ok(Status::Done)
}
