use crate::cli::failure::Failure;
use crate::cli::terminal::{self, Output};
use crate::cli::{Context, Status, link, open};
use chorograph::store::load::{self, Event, Options, Report};
use std::io::Write;
use std::path::PathBuf;

/// Maximum length of the errors that are held back, in bytes.
const MAX_HELD: usize = 1 << 20;

/// Maximum number of sources that a line of the report names.
const MAX_NAMED: usize = 10;

/// Reads what changed in a dataset folder into its store.
///
/// Each version of a source is loaded whole, in one transaction, or not at all. Sources that have not changed are not
/// read again. A document with an error is told with file, line, column, value and rule, and skipped whole: an earlier
/// good version of it stays. Then the claims are compared, and what cannot hold together goes to a graph of its own.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  chorograph build\n  chorograph build my-data --prune")]
pub(crate) struct Args {
    /// The dataset folder, instead of --dataset.
    dir: Option<PathBuf>,
    /// Drop what the store holds of sources that are gone.
    #[arg(long)]
    prune: bool,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let context = Context { dataset: args.dir.clone().unwrap_or_else(|| context.dataset.clone()) };
    build_and_tell(&context, Options { prune: args.prune })
}

/// Builds, tells what was done, and what is wrong.
pub(crate) fn build_and_tell(context: &Context, options: Options) -> Result<Status, Failure> {
    let dataset = open(context)?;
    // One that is under way puts its answers in itself; that they are not in yet hinders nothing else.
    let answers = link::apply_pending_decisions(&dataset);
    let mut bar = terminal::progress(0, "reading");
    // Errors come after all notes, where a person finds them.
    let mut errors = String::new();
    let mut tell = |event: Event<'_>| match event {
        Event::Found(total) => bar = terminal::progress(total, "reading"),
        Event::DocumentProcessed => bar.inc(1),
        Event::Problem(path, problem) => {
            bar.suspend(|| held(&mut errors, &problem.report("error", path)));
        }
        Event::Note(path, problem) => bar.suspend(|| terminal::problem("note", path, problem)),
        Event::Unreadable(path, error) => bar.suspend(|| held(&mut errors, &terminal::unreadable(path, error))),
        Event::Gone(id) => bar.suspend(|| {
            let what = if options.prune { "dropped" } else { "kept; --prune drops it" };
            terminal::eprint(&format!("note: source {id} is gone from sources/ and {what}\n"));
        }),
        Event::Comparing => bar.set_message("comparing"),
    };
    let result = load::build(&dataset, options, &mut tell);
    bar.finish_and_clear();
    terminal::eprint(&errors);
    if let Err(failure) = &answers {
        failure.report();
    }
    let report = result?;
    tell_report(&report)?;
    Ok(if report.is_clean() && answers.is_ok() { Status::Done } else { Status::Failed })
}

/// Holds an error back until all is read; more than memory should hold is shown at once.
fn held(errors: &mut String, error: &str) {
    errors.push_str(error);
    if errors.len() > MAX_HELD {
        terminal::eprint(&std::mem::take(errors));
    }
}

fn tell_report(report: &Report) -> Result<(), Failure> {
    let mut out = Output::open(None)?;
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let mut sources = vec![format!("{} read", count(report.read, "source", "sources"))];
    for (n, what) in [
        (report.unchanged, "unchanged"),
        (report.failed, "with errors"),
        (report.gone, "gone and kept"),
        (report.pruned, "dropped"),
    ] {
        if n > 0 {
            sources.push(format!("{n} {what}"));
        }
    }
    writeln!(out, "{}", sources.join(", "))?;
    for (n, one, many) in [
        (report.strays, "metadata file without its document", "metadata files without their documents"),
        (report.not_read, "folder or file that cannot be read", "folders and files that cannot be read"),
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
        writeln!(out, "{restricted} until the errors are mended: {named}")?;
    }
    if report.records > 0 {
        writeln!(
            out,
            "{} with {}: {}",
            count(report.boxes, "fact box", "fact boxes"),
            count(report.records, "record", "records"),
            count(report.claims, "claim", "claims"),
        )?;
    }
    if report.articles > 0 {
        let parts = [
            count(report.mentions, "mention", "mentions"),
            count(report.statements, "statement", "statements"),
            count(report.meetings, "meeting", "meetings"),
            count(report.roles, "role", "roles"),
            count(report.times, "time", "times"),
        ];
        writeln!(out, "{} with {}", count(report.articles, "article", "articles"), parts.join(", "))?;
    }
    writeln!(out, "{} in the dataset", count(report.disagreements, "disagreement", "disagreements"))?;
    let copies = report.copies;
    if copies.groups > 0 {
        writeln!(out, "{} in the dataset", count(copies.groups, "group of likely copies", "groups of likely copies"))?;
    }
    out.finish()?;
    Ok(())
}
