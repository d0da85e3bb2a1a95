//! `chorograph export --format quickstatements`

use crate::cli::failure::{Failure, FailureKind};
use crate::cli::terminal::{self, Output};
use crate::cli::{Context, Status, open, shared_claims, shown};
use chorograph::link::compare::Tolerance;
use chorograph::link::wikidata::index::Index;
use chorograph::publish::ExportFormat;
use chorograph::publish::quickstatements::{self, Options, QuickStatementsError, Report};
use chorograph::query::Prefixes;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Options that only quickstatements has.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "With --format quickstatements")]
pub(crate) struct Args {
    /// Write only what Wikidata lacks according to this index (`chorograph wikidata index`).
    #[arg(long, value_name = "INDEX")]
    index: Option<PathBuf>,
    /// Write the value of this claim even if others contradict it or Wikidata has another value; may be repeated.
    #[arg(long, value_name = "CLAIM")]
    include: Vec<String>,
}

impl Args {
    /// The first of these options that was given; `None` if none was.
    pub(crate) fn typed(&self) -> Option<&'static str> {
        self.index.is_some().then_some("--index").or((!self.include.is_empty()).then_some("--include"))
    }
}

pub(crate) fn run(
    args: &Args,
    output: &Path,
    include_restricted: bool,
    claims: shown::Args,
    context: &Context,
) -> Result<Status, Failure> {
    let target = file(output)?;
    let dataset = open(context)?;
    let view = shared_claims(&dataset, include_restricted, claims.shown())?;
    let prefixes = Prefixes::new(dataset.minter.base());
    let mut include = BTreeSet::new();
    for claim in &args.include {
        let iri = prefixes
            .resolve(claim)
            .map_err(|e| Failure::new(FailureKind::Input, format!("--include {claim:?}: {e}")))?;
        include.insert(iri.into_string());
    }
    let index = args.index.as_deref().map(Index::open).transpose()?;
    let tolerance = Tolerance::new(dataset.config.disagreement.area_tolerance);
    let mut out = Output::open(target)?;
    let report =
        quickstatements::write(view.statements(), &Options { index: index.as_ref(), tolerance, include }, &mut out)?;
    out.finish()?;
    terminal::eprint(&summary(&report, index.is_some()));
    Ok(if report.unknown.is_empty() { Status::Done } else { Status::Failed })
}

/// The output file; `None` for standard output.
fn file(output: &Path) -> Result<Option<&Path>, Failure> {
    let shown = output.display();
    if output == Path::new("-") {
        return Ok(None);
    }
    if output.is_dir() || output.as_os_str().as_encoded_bytes().ends_with(b"/") {
        let failure =
            Failure::new(FailureKind::CannotRun, format!("{shown} is a folder, but QuickStatements are a single file"));
        return Err(failure.hint("name a file, such as back.tsv"));
    }
    match output.extension().and_then(|e| ExportFormat::from_extension(e.to_str()?)) {
        Some(named) => {
            let error = format!("{shown} has the extension of {named}, but --format says QuickStatements");
            Err(Failure::new(FailureKind::CannotRun, error).hint("rename the file, for example to back.tsv"))
        }
        None => Ok(Some(output)),
    }
}

/// The summary: what was written, and what was left out and why.
fn summary(report: &Report, compared: bool) -> String {
    let others = if report.values > 0 { format!(", {} other values", report.values) } else { String::new() };
    let (areas, aliases, entities) = (report.areas, report.aliases, report.entities);
    let mut text = format!("{areas} areas{others} and {aliases} aliases of {entities} entities with a link\n");
    if report.entities == 0 {
        text.push_str("note: no entity of the dataset has a verified link\n");
    }
    if !compared {
        text.push_str(
            "note: not compared with Wikidata, which may already have these values; use --index INDEX to compare\n",
        );
    }
    for (count, why) in [
        (report.without_address, "values whose source has no address (url in its metadata) to check them"),
        (report.disputed, "values that other claims contradict; --include CLAIM writes one"),
        (report.of_a_part, "areas of a part of the place, or in the boundaries of a certain time"),
        (
            report.without_date,
            "populations without a date, or with a unit, and values whose date is not a day, month or year",
        ),
        (report.approximate, "values that the source gives as approximate or doubtful"),
        (report.different, "values where Wikidata has a different one or another unit; --include CLAIM writes one"),
        (report.without_item, "seats, and places that others are part of, that have no verified link of their own"),
        (report.not_in_index, "codes of properties that the index does not keep; --include CLAIM writes one"),
        (report.points, "points, since the file cannot say how precise they are"),
        (report.there, "values that Wikidata already has"),
        (report.items_not_in_index, "entities whose item the index does not have"),
        (
            report.names_left_out,
            "names in an unknown language, in a language without a Wikidata code, or with a vertical bar",
        ),
        (report.control_changes, "changes of control, for which Wikidata has no property of exactly this meaning"),
    ] {
        if count > 0 {
            text.push_str(&format!("left out: {count} {why}\n"));
        }
    }
    for claim in &report.unknown {
        text.push_str(&format!("error: --include <{claim}>: not a claim of such a value of an entity with a link\n"));
    }
    text
}

impl From<QuickStatementsError> for Failure {
    fn from(error: QuickStatementsError) -> Self {
        match error {
            QuickStatementsError::Write(error) => error.into(),
            QuickStatementsError::Read(_) => Self::new(FailureKind::CannotRun, error),
        }
    }
}
