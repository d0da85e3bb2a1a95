//! `chorograph diff`

mod table;

use super::failure::Kind;
use super::terminal::Output;
use super::{Failure, Status};
use chorograph::dataset::Dataset;
use chorograph::diff::{self, DiffError, Side, report};
use chorograph::publish::Format as Rdf;
use chorograph::store::{LoadError, Loaded, View};
use clap::ValueEnum;
use flate2::bufread::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};
use oxigraph::io::{JsonLdProfile, RdfFormat, RdfParser};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Say what differs between two states of a dataset, in claims
///
/// OLD and NEW are each a dataset folder that was built, or an export: .nq, .trig, .ttl, .nt, .rdf or .jsonld, also with
/// .gz.
///
/// A claim is known by its source, its subject, its words and its value. It is changed if one of them is another, and told
/// with both; moved if it only stands elsewhere in the text. Sources, entries of the gazetteer, links and disagreements are
/// compared as well. The base IRI of a dataset and the numbers of its claims do not matter.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  chorograph diff release-1.nq.gz my-data
  chorograph diff old.trig new.trig --format markdown >> CHANGELOG.md
  chorograph diff old new --format tsv | grep ^claims

Exit code 0 if both say the same, 1 if they differ, as diff and cmp have it.")]
pub(crate) struct Args {
    /// The state before.
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The state after.
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// How to write the changes.
    #[arg(long, value_enum, default_value_t = Format::Table, hide_possible_values = true, value_name = "table|json|tsv|markdown")]
    format: Format,
    /// Write the changes to a file, which appears only when it is whole.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How many rows to show of each source and section in a table.
    #[arg(long, value_name = "N", default_value_t = 50)]
    rows: usize,
    /// List claims that only stand elsewhere in the text, in a table.
    #[arg(long)]
    moved: bool,
    /// End with exit code 0 also if there are differences.
    #[arg(long)]
    exit_zero: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Tsv,
    Markdown,
}

/// A side that is open.
enum Open {
    Dataset { view: View, base: String },
    File { loaded: Loaded, base: String },
}

impl Open {
    fn side(&self) -> Side<'_> {
        match self {
            Self::Dataset { view, base } => Side { store: view.store(), base },
            Self::File { loaded, base } => Side { store: loaded.store(), base },
        }
    }
}

pub(crate) fn run(args: &Args) -> Result<Status, Failure> {
    let scratch = tempfile::tempdir()?;
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {human_pos}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(120));
    let (old, new) = (open(&args.old, scratch.path(), &bar)?, open(&args.new, scratch.path(), &bar)?);
    bar.set_message("claims read:");
    let mut changes = diff::run(old.side(), new.side(), scratch.path(), &|more| bar.inc(more))?;
    bar.finish_and_clear();
    let is_same = changes.is_empty();
    let mut out = Output::open(args.output.as_deref())?;
    match args.format {
        Format::Table => table::write(&mut changes, args.rows, args.moved, &mut out)?,
        Format::Json => report::json(changes, &mut out)?,
        Format::Tsv => report::tsv(changes, &mut out)?,
        Format::Markdown => report::markdown(changes, &mut out)?,
    }
    out.finish()?;
    Ok(if is_same || args.exit_zero { Status::Done } else { Status::Failed })
}

fn open(path: &Path, scratch: &Path, bar: &ProgressBar) -> Result<Open, Failure> {
    let shown = path.display();
    if path.is_dir() {
        let dataset = Dataset::open(path)?;
        return Ok(Open::Dataset { view: View::open(&dataset.work())?, base: dataset.minter.base().to_owned() });
    }
    let file = File::open(path).map_err(|e| Failure::new(Kind::CannotRun, format!("cannot read {shown}: {e}")))?;
    let is_packed = path.extension().is_some_and(|e| e == "gz");
    let name = if is_packed { path.with_extension("") } else { path.to_owned() };
    let Some(format) = name.extension().and_then(|e| Rdf::from_extension(e.to_str()?)) else {
        return Err(Failure::new(Kind::CannotRun, format!("the name of {shown} tells no format"))
            .hint("give a dataset folder, or an export: .nq, .trig, .ttl, .nt, .rdf or .jsonld, also with .gz"));
    };
    bar.set_message(format!("reading {shown}"));
    let reader = BufReader::with_capacity(1 << 18, file);
    let reader: Box<dyn Read> = if is_packed { Box::new(MultiGzDecoder::new(reader)) } else { Box::new(reader) };
    let loaded = Loaded::read(parser(format), reader, scratch).map_err(|error| match error {
        LoadError::Parse(error) => Failure::new(Kind::Input, format!("{shown}: {error}")),
        LoadError::Store(error) => error.into(),
    })?;
    let base = diff::base_of(loaded.store())?;
    let Some(base) = base else {
        return Err(Failure::new(
            Kind::Input,
            format!("{shown} is no dataset: it describes neither a dataset nor a source"),
        )
        .hint("give what `chorograph export` wrote"));
    };
    Ok(Open::File { loaded, base })
}

fn parser(format: Rdf) -> RdfParser {
    RdfParser::from_format(match format {
        Rdf::Turtle => RdfFormat::Turtle,
        Rdf::TriG => RdfFormat::TriG,
        Rdf::NTriples => RdfFormat::NTriples,
        Rdf::NQuads => RdfFormat::NQuads,
        Rdf::RdfXml => RdfFormat::RdfXml,
        Rdf::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfile::Streaming.into() },
    })
}

impl From<DiffError> for Failure {
    fn from(error: DiffError) -> Self {
        Self::new(Kind::CannotRun, error)
    }
}
