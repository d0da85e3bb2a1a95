use crate::cli::Status;
use crate::cli::failure::{Failure, FailureKind};
use crate::cli::terminal::{self, Output};
use chorograph::dataset::sssom;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Report all errors in a file of mappings (SSSOM 1.1, TSV)
///
/// Stricter than `sssom validate` of sssom-py: also report what the specification requires but that program accepts, what
/// the specification recommends, and what a review relies on, such as that only a person accepts a link.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  chorograph link validate links.sssom.tsv")]
pub(crate) struct Args {
    /// The file of mappings.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(crate) fn run(args: &Args) -> Result<Status, Failure> {
    let text = text(&args.file)?;
    let problems = sssom::validate(&text);
    for problem in &problems {
        terminal::problem("error", &args.file, problem);
    }
    for remark in sssom::remarks(&text) {
        terminal::problem("note", &args.file, &remark);
    }
    let mappings = sssom::read(&text).0.mappings.len();
    let mut out = Output::open(None)?;
    writeln!(out, "{mappings} mappings, {} problems", problems.len())?;
    out.finish()?;
    Ok(if problems.is_empty() { Status::Done } else { Status::Failed })
}

/// The text of a file of mappings.
pub(super) fn text(path: &Path) -> Result<String, Failure> {
    let failed = |e: io::Error| io::Error::new(e.kind(), format!("cannot read {}: {e}", path.display()));
    let bytes = fs::read(path).map_err(failed)?;
    String::from_utf8(bytes).map_err(|e| {
        let before = &e.as_bytes()[..e.utf8_error().valid_up_to()];
        let line = 1 + before.iter().filter(|b| **b == b'\n').count();
        Failure::new(FailureKind::Input, io::Error::other(format!("{}:{line}: not UTF-8", path.display())))
            .hint("save the file as UTF-8")
    })
}
