//! `chorograph combine`: parts of sources as a dataset, without a store.

use crate::cli::failure::{Failure, FailureKind};
use crate::cli::{Context, Status, open, terminal};
use chorograph::store::combine::{self, CombineError, Options};
use chorograph::store::load::Event;
use std::path::PathBuf;

/// Maximum number of restricted sources that are named.
const MAX_NAMED: usize = 20;

/// Combine the parts that `convert` wrote into a dataset, without a store
///
/// Disagreements, likely copies, links, the gazetteer and the run are made of the sidecars of the parts, and decisions of
/// people are applied. The result is that of a build: sorted, its lines are those of `export --format nq`. Parts that do not
/// belong together (another configuration, gazetteer or version of the program, a part that is cut short or is there twice)
/// are refused by name.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  chorograph -d my-data combine parts -o combined\n  find combined -name '*.nq*' -exec zcat -f {} + | LC_ALL=C sort -u > my-data.nq"
)]
pub(crate) struct Args {
    /// The folder of the parts.
    parts: PathBuf,
    /// The folder to write. What an earlier run wrote there is replaced.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Include sources whose metadata says redistribute = false, for private use.
    #[arg(long)]
    include_restricted: bool,
    /// Number of threads that read sources with decisions again.
    #[arg(long, value_name = "N", default_value_t = 1)]
    jobs: usize,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let dataset = open(context)?;
    let Args { parts, output, include_restricted, jobs } = args;
    let options = Options { parts, output, include_restricted: *include_restricted, jobs: *jobs };
    let mut notify = |event: Event<'_>| match event {
        Event::Problem(path, problem) => terminal::problem("error", path, problem),
        Event::Note(path, note) => terminal::problem("note", path, note),
        Event::Unreadable(path, error) => terminal::eprint(&terminal::unreadable(path, error)),
        _ => {}
    };
    let combined = combine::combine(&dataset, options, &mut notify).map_err(|error| {
        let kind = match error {
            CombineError::Refused(_) | CombineError::Gazetteer(_) => FailureKind::Input,
            _ => FailureKind::CannotRun,
        };
        Failure::new(kind, error)
    })?;
    for source in combined.left_out.iter().take(MAX_NAMED) {
        terminal::eprint(&format!("note: {source} is left out: it is restricted, or has no sidecar\n"));
    }
    if let Some(more) = combined.left_out.len().checked_sub(MAX_NAMED).filter(|more| *more > 0) {
        terminal::eprint(&format!("note: {more} more restricted parts are left out\n"));
    }
    let rewritten = match combined.rewritten.len() {
        0 => String::new(),
        several => format!(", {several} of them written anew because of decisions"),
    };
    terminal::eprint(&format!("{} parts combined{rewritten}, {} quads\n", combined.parts, combined.quads));
    Ok(if combined.has_mistakes { Status::Failed } else { Status::Done })
}
