//! A state of a dataset as an argument of a command: a built folder or an export.

use super::Failure;
use super::failure::FailureKind;
use chorograph::check::diff::{self, Side};
use chorograph::dataset::Dataset;
use chorograph::publish::ExportFormat;
use chorograph::store::access::DatasetView;
use chorograph::store::{LoadError, Loaded};
use flate2::bufread::MultiGzDecoder;
use indicatif::ProgressBar;
use oxigraph::io::{JsonLdProfile, RdfFormat, RdfParser};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// An open state.
pub(crate) enum Open {
    /// A built folder.
    Dataset { view: DatasetView, base: String },
    /// An export, loaded into memory or a temporary store.
    File { loaded: Loaded, base: String },
}

impl Open {
    /// Its statements and base IRI.
    pub(crate) fn side(&self) -> Side<'_> {
        match self {
            Self::Dataset { view, base } => Side { statements: view.statements(), base },
            Self::File { loaded, base } => Side { statements: loaded.statements(), base },
        }
    }
}

/// Opens a built dataset folder with `view`, or an export.
pub(crate) fn open(
    path: &Path,
    scratch: &Path,
    bar: &ProgressBar,
    view: impl FnOnce(&Dataset) -> Result<DatasetView, Failure>,
) -> Result<Open, Failure> {
    let shown = path.display();
    if path.is_dir() {
        let dataset = Dataset::open(path)?;
        return Ok(Open::Dataset { view: view(&dataset)?, base: dataset.minter.base().to_owned() });
    }
    let file =
        File::open(path).map_err(|e| Failure::new(FailureKind::CannotRun, format!("cannot read {shown}: {e}")))?;
    let is_packed = path.extension().is_some_and(|e| e == "gz");
    let name = if is_packed { path.with_extension("") } else { path.to_owned() };
    let Some(format) = name.extension().and_then(|e| ExportFormat::from_extension(e.to_str()?)) else {
        return Err(Failure::new(FailureKind::CannotRun, format!("cannot determine the format from the name {shown}"))
            .hint("give a dataset folder, or an export: .nq, .trig, .ttl, .nt, .rdf or .jsonld, also with .gz"));
    };
    bar.set_message(format!("reading {shown}"));
    let reader = BufReader::with_capacity(1 << 18, file);
    let reader: Box<dyn Read> = if is_packed { Box::new(MultiGzDecoder::new(reader)) } else { Box::new(reader) };
    let loaded = Loaded::read(parser(format), reader, scratch).map_err(|error| match error {
        LoadError::Parse(error) => Failure::new(FailureKind::Input, format!("{shown}: {error}")),
        LoadError::Store(error) => error.into(),
    })?;
    let base = diff::base_of(loaded.statements())?;
    let Some(base) = base else {
        return Err(Failure::new(
            FailureKind::Input,
            format!("{shown} is not a dataset: it describes neither a dataset nor a source"),
        )
        .hint("give a file written by `chorograph export`"));
    };
    Ok(Open::File { loaded, base })
}

fn parser(format: ExportFormat) -> RdfParser {
    RdfParser::from_format(match format {
        ExportFormat::Turtle => RdfFormat::Turtle,
        ExportFormat::TriG => RdfFormat::TriG,
        ExportFormat::NTriples => RdfFormat::NTriples,
        ExportFormat::NQuads => RdfFormat::NQuads,
        ExportFormat::RdfXml => RdfFormat::RdfXml,
        ExportFormat::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfile::Streaming.into() },
    })
}
