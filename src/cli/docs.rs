//! `chorograph docs`

use super::terminal::Output;
use super::{Failure, Status};
use crate::cli::failure::FailureKind;
use chorograph::publish::ontology::{self, EMBEDDED};
use clap::Subcommand;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

/// Write documentation as a folder of pages
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  chorograph docs ontology -o ontology-pages")]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Document the ontology, its controlled terms and its shapes: pages with a diagram and a cross-reference, and the RDF files
    ///
    /// Publish the folder where https://w3id.org/chorograph/ontology redirects to. Each name has an anchor, so the IRI of a
    /// class or property leads a reader to its explanation; .htaccess redirects programs to Turtle, JSON-LD or RDF/XML by
    /// their Accept header.
    #[command(after_help = "Example:\n  chorograph docs ontology -o ontology-pages")]
    Ontology {
        /// Write the pages to this folder; it is created if it does not exist.
        #[arg(short, long, value_name = "DIR")]
        output: PathBuf,
    },
}

pub(crate) fn run(args: &Args) -> Result<Status, Failure> {
    let What::Ontology { output } = &args.what;
    let files = ontology::files(&EMBEDDED).map_err(|e| Failure::new(FailureKind::CannotRun, e))?;
    for file in files {
        let path = output.join(&file.path);
        let folder = path.parent().unwrap_or(output);
        fs::create_dir_all(folder)
            .map_err(|e| io::Error::new(e.kind(), format!("cannot make the folder {}: {e}", folder.display())))?;
        let mut out = Output::open(Some(&path))?;
        out.write_all(file.text.as_bytes())?;
        out.finish()?;
    }
    Ok(Status::Done)
}
