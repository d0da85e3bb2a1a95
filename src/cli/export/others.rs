//! `chorograph export --format lpf|geojson|nanopub`: one file with places or claims instead of the whole dataset.

use crate::cli::failure::{Failure, FailureKind};
use crate::cli::terminal::{self, Output};
use crate::cli::{Context, Status, open, shared_claims, shown};
use chorograph::publish::{nanopub, places};
use indicatif::ProgressBar;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Duration;

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Other {
    LinkedPlaces,
    GeoJson,
    Nanopub,
}

impl Other {
    pub(super) const ALL: [Self; 3] = [Self::LinkedPlaces, Self::GeoJson, Self::Nanopub];

    /// The name as an option value.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::LinkedPlaces => "lpf",
            Self::GeoJson => "geojson",
            Self::Nanopub => "nanopub",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::LinkedPlaces => "Linked Places Format",
            Self::GeoJson => "GeoJSON",
            Self::Nanopub => "nanopublications in TriG",
        }
    }

    /// Accepted extensions; the first is the preferred one.
    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::LinkedPlaces => &["json", "jsonld", "geojson"],
            Self::GeoJson => &["geojson", "json"],
            Self::Nanopub => &["trig"],
        }
    }
}

pub(super) fn run(
    other: Other,
    output: &Path,
    include_restricted: bool,
    claims: shown::Args,
    context: &Context,
) -> Result<Status, Failure> {
    let target = file(other, output)?;
    let dataset = open(context)?;
    let view = shared_claims(&dataset, include_restricted, claims.shown())?;
    let (statements, work) = (view.statements(), dataset.work());
    let mut out = Output::open(target)?;
    let bar = ProgressBar::new_spinner();
    bar.enable_steady_tick(Duration::from_millis(120));
    let mut buffer = BufWriter::with_capacity(1 << 18, &mut out);
    let progress = |more| bar.inc(more);
    let written = match other {
        Other::LinkedPlaces => {
            places::lpf::write(statements, &work, &mut buffer, &progress).map(|n| format!("{n} places\n"))
        }
        Other::GeoJson => {
            places::geojson::write(statements, &work, &mut buffer, &progress).map(|n| format!("{n} places\n"))
        }
        Other::Nanopub => {
            nanopub::write(statements, &dataset.minter, &work, &mut buffer, &progress).map(|(n, claims)| {
                let mut text = format!("{n} nanopublications\n");
                if claims.without > 0 {
                    text.push_str(&format!(
                        "left out: {} claims without a subject, or of a role before or after the time of the source\n",
                        claims.without
                    ));
                }
                text
            })
        }
    };
    bar.finish_and_clear();
    let written = written?;
    buffer.flush()?;
    drop(buffer);
    out.finish()?;
    terminal::eprint(&written);
    Ok(Status::Done)
}

/// The output file; `None` for standard output.
fn file(other: Other, output: &Path) -> Result<Option<&Path>, Failure> {
    let shown = output.display();
    if output == Path::new("-") {
        return Ok(None);
    }
    let (title, first) = (other.title(), other.extensions()[0]);
    if output.is_dir() || output.as_os_str().as_encoded_bytes().ends_with(b"/") {
        let failure =
            Failure::new(FailureKind::CannotRun, format!("{shown} is a folder, but {title} is a single file"));
        return Err(failure.hint(format!("name a file, such as dataset.{first}")));
    }
    let extension = output.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if other.extensions().contains(&extension.as_str()) {
        return Ok(Some(output));
    }
    let failure = Failure::new(FailureKind::CannotRun, format!("{shown} does not have an extension of {title}"));
    Err(failure.hint(format!("use a name such as dataset.{first}")))
}
