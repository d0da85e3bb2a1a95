use crate::cli::failure::{Failure, FailureKind, cannot};
use crate::cli::terminal::{self, Output};
use crate::cli::{Context, Status, open, shared_view};
use chorograph::base::files;
use chorograph::dataset::gazetteer::Gazetteer;
use chorograph::dataset::gazetteer::proposals::DecidedRows;
use chorograph::link::same_names::{self, KnownName, Proposal};
use chorograph::link::wikidata::index::Index;
use chorograph::link::{Linker, Subject};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Propose rows for the gazetteer: names of several sources or spellings that may be one thing
///
/// Each row has the state "proposed", the number of sources that write the names, and why they may be one. Rows with this state
/// change nothing. Write "accepted" to make the names one node, after you have corrected the row where it is wrong, or "rejected"
/// to keep them apart; then run `chorograph build`. If the file exists, rows with a decision stay, rejected names are not
/// proposed again, and the other rows are replaced. Sources with redistribute = false are not used, because the file is part of
/// the dataset.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  chorograph -d my-data gazetteer propose\n  chorograph -d my-data gazetteer propose --index region.wd -o names.csv"
)]
pub(crate) struct Args {
    /// Write to this file instead of gazetteer/proposed.csv in the dataset folder.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Name candidates from this index of Wikidata.
    #[arg(long)]
    index: Option<PathBuf>,
    /// Include sources whose metadata has `redistribute = false`; for private use.
    #[arg(long)]
    include_restricted: bool,
}

/// Maximum number of notes about names that are not proposed.
const MAX_NOTES: usize = 20;
/// Maximum number of Wikidata candidates that a row names, and the minimum probability of one.
const CANDIDATES: (usize, f64) = (2, 0.02);

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let dataset = open(context)?;
    let path = args.output.clone().unwrap_or_else(|| dataset.gazetteer().join("proposed.csv"));
    let gazetteer = Gazetteer::read(&dataset.gazetteer()).map_err(|error| gazetteer_failure(&error))?;
    let decided = DecidedRows::read(&path).map_err(|error| gazetteer_failure(&error))?;
    let index = args.index.as_ref().map(|path| Index::open(path)).transpose()?;
    let view = shared_view(&dataset, args.include_restricted)?;
    let bar = terminal::progress(0, "names");
    let all = same_names::all(view.statements(), &mut || bar.inc(1))?;
    bar.finish_and_clear();
    let mut proposed = same_names::propose(&all, &KnownName::of(&gazetteer));
    let found = proposed.rows.len();
    proposed.rows.retain(|proposal| !decided.is_rejected(&proposal.row));
    let rejected = found - proposed.rows.len();
    if let Some(index) = &index {
        let linker = Linker::new(index);
        for proposal in &mut proposed.rows {
            name_candidates(&linker, &all, proposal);
        }
    }
    for (name, why) in proposed.left.iter().take(MAX_NOTES) {
        terminal::eprint(&format!("note: {name:?} is not proposed as one thing: {why}\n"));
    }
    if let Some(more) = proposed.left.len().checked_sub(MAX_NOTES).filter(|more| *more > 0) {
        terminal::eprint(&format!("note: {more} more names are not proposed\n"));
    }
    let rows: Vec<_> = proposed.rows.into_iter().map(|proposal| proposal.row).collect();
    // The rows of the file that is written anew are no obstacle to themselves; its decided rows are counted by it.
    let taken: BTreeSet<&str> = gazetteer.entities.iter().map(|entity| entity.id.as_str()).collect();
    let text = decided.write(&rows, |id| taken.contains(id));
    if rows.is_empty() && decided.is_empty() && !files::is_there(&path).map_err(cannot("look for", &path))? {
        terminal::eprint("no names to propose\n");
        return Ok(Status::Done);
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(cannot("make", folder))?;
    }
    let mut out = Output::open(Some(&path))?;
    std::io::Write::write_all(&mut out, text.as_bytes())?;
    out.finish()?;
    terminal::eprint(&format!(
        "{} rows proposed in {}, {} with a decision kept, {rejected} not proposed again\n",
        rows.len(),
        path.display(),
        decided.len()
    ));
    Ok(Status::Done)
}

/// Adds the items that the names may be, for a person to look at; the column `wikidata` is for what a person has verified.
fn name_candidates(linker: &Linker<'_>, all: &[same_names::LocalEntity], proposal: &mut Proposal) {
    let mut subject = Subject::default();
    for entity in proposal.entities.iter().map(|at| &all[*at].entity.subject) {
        subject.kind = subject.kind.max(entity.kind);
        subject.areas.extend(&entity.areas);
    }
    subject.names = proposal.row.names.iter().map(|(name, _)| name.clone()).collect();
    let (most, least) = CANDIDATES;
    let candidates = linker.candidates(&subject, most).into_iter().filter(|c| c.probability >= least);
    let items: Vec<String> = candidates.map(|c| format!("Q{} {} ({:.2})", c.item, c.label, c.probability)).collect();
    if !items.is_empty() {
        proposal.row.why.push_str(&format!("; Wikidata: {}", items.join(", ")));
    }
}

fn gazetteer_failure(error: &chorograph::dataset::gazetteer::GazetteerError) -> Failure {
    for problem in &error.problems {
        terminal::problem("error", &error.path, problem);
    }
    Failure::new(FailureKind::Input, error.to_string()).hint("correct the file, and run the command again")
}
