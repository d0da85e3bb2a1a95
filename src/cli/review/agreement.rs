//! `chorograph review agreement`

use crate::cli::failure::{Failure, FailureKind, cannot};
use crate::cli::terminal::{self, single_line, tsv_value};
use crate::cli::{Status, table};
use chorograph::base::files;
use chorograph::dataset::decisions::{self, ClaimDecision, agreement};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Compare the decisions of two reviewers
///
/// Print for each type of claim how many claims both files decide about, about how many they say the same, with Cohen's kappa, and
/// how far they see claims in the same words (F1). Below it, list the claims about which they differ.
///
/// A file is a claims.review.tsv: give each reviewer a copy of the dataset, or take the rows of one reviewer out of a file.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  chorograph review agreement ana/claims.review.tsv ivo/claims.review.tsv")]
pub(crate) struct Args {
    /// The decisions of one.
    #[arg(value_name = "A.tsv")]
    first: PathBuf,
    /// The decisions of the other.
    #[arg(value_name = "B.tsv")]
    second: PathBuf,
}

pub(super) fn run(args: &Args) -> Result<Status, Failure> {
    let (first, second) = (read(&args.first)?, read(&args.second)?);
    let (agreements, differences) = agreement(&first, &second);
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"));
    let rows = agreements.iter().map(|of| {
        let cells = [of.claim.clone(), of.both.to_string(), of.same.to_string(), number(of.kappa), number(of.f1)];
        cells.iter().map(|cell| single_line(cell)).collect()
    });
    let mut out = io::stdout().lock();
    writeln!(out, "{}", table::of_text(&["claim", "both", "same", "kappa", "F1 of words"], rows))?;
    if !differences.is_empty() {
        writeln!(out, "\nsource\tclaim\twords\tfirst\tsecond")?;
    }
    for of in &differences {
        let cells = [&of.source, &of.claim, &of.words, &of.first, &of.second].map(|cell| tsv_value(cell));
        writeln!(out, "{}", cells.join("\t"))?;
    }
    out.flush()?;
    Ok(Status::Done)
}

/// The decisions of a file. What cannot be read would count as not decided, so it is an error.
fn read(path: &Path) -> Result<Vec<ClaimDecision>, Failure> {
    let text = files::read_to_string(path).map_err(cannot("read", path))?;
    let (rows, problems) = decisions::read(&text);
    if problems.is_empty() {
        return Ok(rows);
    }
    for problem in &problems {
        terminal::problem("error", path, problem);
    }
    let error = format!("{} has rows that cannot be read", path.display());
    Err(Failure::new(FailureKind::Input, error).hint("correct these rows first"))
}
