use crate::cli::failure::Failure;
use crate::cli::rejects::{CellReport, rows};
use crate::cli::terminal::{self, Output};
use crate::cli::{Context, Status, link, open};
use chorograph::store::load::{self, Event, Options, Report};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Maximum length of the errors that are buffered until the notes are printed, in bytes.
const MAX_HELD: usize = 1 << 20;

/// Maximum number of sources named in one line of the report.
const MAX_NAMED: usize = 10;

/// Read the changed documents of a dataset folder into its store
///
/// Each version of a source is loaded in one transaction, completely or not at all. Unchanged sources are not read
/// again. If a document has an error, build reports the file, line, column, value and rule and skips the document; an
/// earlier good version of it stays. Then build compares the claims and writes disagreements to a graph of their own.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  chorograph build\n  chorograph build my-data --prune\n  chorograph build --rejects rejects.csv"
)]
pub(crate) struct Args {
    /// The dataset folder; overrides --dataset.
    dir: Option<PathBuf>,
    /// Remove sources from the store whose documents no longer exist.
    #[arg(long)]
    prune: bool,
    /// Refuse a file of tables in which a cell cannot be read, instead of leaving that cell out.
    #[arg(long)]
    strict: bool,
    /// Load the parts that `convert` wrote below this folder in place of reading their sources; others are read.
    #[arg(long, value_name = "DIR")]
    parts: Option<PathBuf>,
    /// Write what cannot be read in tables to a CSV file, a cell a row.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let context = Context { dataset: args.dir.clone().unwrap_or_else(|| context.dataset.clone()) };
    build_and_report(
        &context,
        Options { prune: args.prune, strict: args.strict, parts: args.parts.as_deref() },
        args.rejects.as_deref(),
    )
}

/// Builds the dataset and prints errors, notes and a summary.
pub(crate) fn build_and_report(
    context: &Context,
    options: Options<'_>,
    rejects: Option<&Path>,
) -> Result<Status, Failure> {
    let dataset = open(context)?;
    // A review that is still open applies its decisions itself when it ends. An error here does not stop the build.
    let decisions = link::apply_pending_decisions(&dataset);
    let mut bar = terminal::progress(0, "reading");
    // Errors are printed after all notes, at the end of the output, where they are easy to find.
    let mut errors = String::new();
    let mut cells = CellReport::open(rejects)?;
    let mut on_event = |event: Event<'_>| match event {
        Event::Found(total) => bar = terminal::progress(total, "reading"),
        Event::DocumentProcessed => bar.inc(1),
        Event::Problem(path, problem) => {
            bar.suspend(|| hold(&mut errors, &problem.report("error", path)));
        }
        Event::Note(path, problem) => bar.suspend(|| terminal::problem("note", path, problem)),
        Event::Cell(path, problem) => bar.suspend(|| {
            if let Some(report) = cells.error(path, problem) {
                hold(&mut errors, &report);
            }
        }),
        Event::CellNote(path, note) => bar.suspend(|| {
            if let Some(report) = cells.note(path, note) {
                terminal::eprint(&report);
            }
        }),
        Event::Unreadable(path, error) => bar.suspend(|| hold(&mut errors, &terminal::unreadable(path, error))),
        Event::Gone(id) => bar.suspend(|| {
            let what = if options.prune {
                "it was removed from the store"
            } else {
                "it stays in the store; --prune removes it"
            };
            terminal::eprint(&format!("note: source {id} is no longer in sources/; {what}\n"));
        }),
        Event::Comparing => bar.set_message("comparing"),
    };
    let result = load::build(&dataset, options, &mut on_event);
    bar.finish_and_clear();
    terminal::eprint(&errors);
    terminal::eprint(&cells.finish()?);
    if let Err(failure) = &decisions {
        failure.report();
    }
    let report = result?;
    print_summary(&report)?;
    Ok(if report.is_clean() && decisions.is_ok() { Status::Done } else { Status::Failed })
}

/// Buffers an error until all documents are read; prints the buffer when it exceeds [`MAX_HELD`].
fn hold(errors: &mut String, error: &str) {
    errors.push_str(error);
    if errors.len() > MAX_HELD {
        terminal::eprint(&std::mem::take(errors));
    }
}

fn print_summary(report: &Report) -> Result<(), Failure> {
    let mut out = Output::open(None)?;
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let mut sources = vec![format!("{} read", count(report.read, "source", "sources"))];
    for (n, what) in [
        (report.unchanged, "unchanged"),
        (report.failed, "with errors"),
        (report.gone, "gone but kept"),
        (report.pruned, "removed"),
    ] {
        if n > 0 {
            sources.push(format!("{n} {what}"));
        }
    }
    writeln!(out, "{}", sources.join(", "))?;
    for (n, one, many) in [
        (report.strays, "metadata file without its document", "metadata files without their documents"),
        (report.not_read, "folder or file that cannot be read", "folders and files that cannot be read"),
        (report.findings_left, "finding of another tool with an error", "findings of other tools with errors"),
        (report.decision_mistakes, "decision on a claim with a mistake", "decisions on claims with mistakes"),
    ] {
        if n > 0 {
            writeln!(out, "{}", count(n, one, many))?;
        }
    }
    if !report.restricted.is_empty() {
        let restricted = count(report.restricted.len(), "source restricted", "sources restricted");
        let mut named = report.restricted[..report.restricted.len().min(MAX_NAMED)].join(", ");
        if report.restricted.len() > MAX_NAMED {
            named.push_str(", …");
        }
        writeln!(out, "{restricted} until the errors are fixed: {named}")?;
    }
    if report.tables > 0 {
        writeln!(
            out,
            "{} with {}: {}",
            count(report.tables, "table", "tables"),
            rows(&report.rows),
            count(report.table_claims, "claim", "claims"),
        )?;
    }
    if report.documents.records > 0 {
        writeln!(
            out,
            "{} with {}: {}",
            count(report.documents.boxes, "fact box", "fact boxes"),
            count(report.documents.records, "record", "records"),
            count(report.documents.claims, "claim", "claims"),
        )?;
    }
    if report.documents.articles > 0 {
        let parts = [
            count(report.documents.mentions, "mention", "mentions"),
            count(report.documents.statements, "statement", "statements"),
            count(report.documents.meetings, "meeting", "meetings"),
            count(report.documents.roles, "role", "roles"),
            count(report.documents.times, "time", "times"),
        ];
        writeln!(out, "{} with {}", count(report.documents.articles, "article", "articles"), parts.join(", "))?;
    }
    if report.decisions + report.misfits > 0 {
        let mut parts = vec![format!("{} used", count(report.decisions, "decision on claims", "decisions on claims"))];
        if report.left_out > 0 {
            parts.push(format!("{} left out", count(report.left_out, "claim", "claims")));
        }
        if report.misfits > 0 {
            parts.push(format!("{} to look at again", report.misfits));
        }
        writeln!(out, "{}", parts.join(", "))?;
    }
    writeln!(out, "{} in the dataset", count(report.disagreements, "disagreement", "disagreements"))?;
    let copies = report.copies;
    if copies.groups > 0 {
        writeln!(out, "{} in the dataset", count(copies.groups, "group of likely copies", "groups of likely copies"))?;
    }
    out.finish()?;
    Ok(())
}
