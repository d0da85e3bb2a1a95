//! `chorograph diff`

mod table;

use super::state;
use super::terminal::Output;
use super::{Failure, Status, shared_view};
use crate::cli::terminal;
use chorograph::check::diff::{self, DiffError, report};
use clap::ValueEnum;
use std::path::PathBuf;

/// Show the differences between two states of a dataset, claim by claim
///
/// OLD and NEW are each a built dataset folder or an export: .nq, .trig, .ttl, .nt, .rdf or .jsonld, also with
/// .gz.
///
/// A claim is identified by its source, its subject, its words and its value. If one of them differs, the claim is changed,
/// and both sides are shown; if only its position in the text differs, it is moved. Sources, entries of the gazetteer, links
/// and disagreements are compared as well. The base IRI of a dataset and the numbers of its claims are ignored. In a folder,
/// sources with redistribute = false are left out, as in exports.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  chorograph diff release-1.nq.gz my-data
  chorograph diff old.trig new.trig --format markdown >> CHANGELOG.md
  chorograph diff old new --format tsv | grep ^claims

Exit code 0 if there are no differences, 1 if there are, as with diff and cmp.")]
pub(crate) struct Args {
    /// The state before.
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The state after.
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Write the changes in this format.
    #[arg(long, value_enum, default_value_t = DiffFormat::Table, hide_possible_values = true, value_name = "table|json|tsv|markdown")]
    format: DiffFormat,
    /// Write the changes to a file, which appears only when it is complete.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Show at most this many rows of each source and section in a table.
    #[arg(long, value_name = "N", default_value_t = 50)]
    rows: usize,
    /// List claims that only moved in the text, in a table.
    #[arg(long)]
    moved: bool,
    /// Include sources whose metadata has `redistribute = false`; for private use.
    #[arg(long)]
    include_restricted: bool,
    /// Exit with code 0 even if there are differences.
    #[arg(long)]
    exit_zero: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    Table,
    Json,
    Tsv,
    Markdown,
}

pub(crate) fn run(args: &Args) -> Result<Status, Failure> {
    let scratch = tempfile::tempdir()?;
    let bar = terminal::spinner("{spinner} {msg} {human_pos}");
    let open = |path| state::open(path, scratch.path(), &bar, |dataset| shared_view(dataset, args.include_restricted));
    let (old, new) = (open(&args.old)?, open(&args.new)?);
    bar.set_message("claims read:");
    let mut changes = diff::run(old.side(), new.side(), scratch.path(), &|more| bar.inc(more))?;
    bar.finish_and_clear();
    let is_same = changes.is_empty();
    let mut out = Output::open(args.output.as_deref())?;
    match args.format {
        DiffFormat::Table => table::write(&mut changes, args.rows, args.moved, &mut out)?,
        DiffFormat::Json => report::json(changes, &mut out)?,
        DiffFormat::Tsv => report::tsv(changes, &mut out)?,
        DiffFormat::Markdown => report::markdown(changes, &mut out)?,
    }
    out.finish()?;
    Ok(if is_same || args.exit_zero { Status::Done } else { Status::Failed })
}

impl From<DiffError> for Failure {
    fn from(error: DiffError) -> Self {
        Self::new(super::failure::FailureKind::CannotRun, error)
    }
}
