//! `chorograph review`

mod adding;
mod agreement;
mod list;
mod renaming;
mod screen;
mod serve;
mod terminal_review;

use super::failure::{Failure, FailureKind};
use super::reviewer::{day, person_or_name, today};
use super::terminal::single_line;
use super::{Context, Status, open, terminal};
use chorograph::query::{self, Answer, Prefixes, Template};
use chorograph::review::{Filter, ReviewError, Reviewer, Session};
use chorograph::store::StoreError;
use chorograph::store::access::{AccessError, DatasetView};
use oxigraph::model::Term;
use std::io;

/// The claims that cannot all hold, in the last build.
const DISAGREEING: &str = "SELECT DISTINCT ?claim { ?disagreement choro:involves ?claim }";

/// Review what was read out of the sources, claim by claim
///
/// Each claim is shown with its sentence, in plain English, and with its fields. Accept it, reject it, or change a field; the
/// least certain claims and those from which most follows come first. Answers may come through a pipe; the first
/// that is refused ends the review then, with exit code 1, and those before it are kept.
///
/// Each decision is written at once to claims.review.tsv in the dataset folder, with the reviewer and the day; a decision on a
/// source whose metadata says redistribute = false to claims.review.restricted.tsv. The next `chorograph build` applies them.
/// Several people may review at the same time.
///
/// Claims of articles, of fact boxes and of the rows of tables are shown. Claims that were missed are added to articles: enter
/// their words, the type of the claim, and its fields.
///
/// Without a terminal and without --reviewer, the claims are listed.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "\
Keys (each followed by Enter):
  a  accept the claim as it is shown
  r  reject it: the source does not say so
  c  change a field; several values have \" | \" between them
  +  add a claim that was missed in this source
  n  decide later
  u  undo the last answer
  m  write a remark, kept with the next decision on the claim
  q  quit
  ?  explain the keys

Examples:
  chorograph -d my-data review --reviewer 0000-0002-1825-0097
  chorograph -d my-data review news/2019-05-06 --kind speech --reviewer 'Ana Vell'
  chorograph -d my-data review --list | cut -f1,6
  chorograph -d my-data review move news/2019-05-06 news/mayor-opens-road")]
pub(crate) struct Args {
    /// Review this source alone, or the articles in this file: a name below sources/, without its ending.
    #[arg(value_name = "SOURCE")]
    source: Option<String>,
    /// Review claims of this type alone, such as speech, role, event.
    #[arg(long, value_name = "TYPE")]
    kind: Option<String>,
    /// Review claims alone that name this person, place or other entity, or one with this in its name.
    #[arg(long, value_name = "NAME")]
    entity: Option<String>,
    /// Set the reviewer: an ORCID, an IRI or a name.
    #[arg(long, value_name = "WHO", value_parser = person_or_name, global = true)]
    reviewer: Option<String>,
    /// Set the day of the review [default: today, UTC].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<String>,
    /// Show claims again that are decided.
    #[arg(long)]
    again: bool,
    /// List the claims as tab-separated values, in the order of the review, and decide nothing.
    #[arg(long)]
    list: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Agreement(agreement::Args),
    Move(renaming::Args),
    Serve(serve::Args),
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    match &args.command {
        Some(Command::Agreement(args)) => agreement::run(args),
        Some(Command::Move(args)) => renaming::run(args, &mut Session::open(open(context)?)?),
        Some(Command::Serve(of)) => serve::run(of, args.reviewer.as_deref().unwrap_or_default(), session(context)?),
        None => review(args, context),
    }
}

fn review(args: &Args, context: &Context) -> Result<Status, Failure> {
    let mut session = session(context)?;
    if let Some(kind) = &args.kind
        && !session.types().iter().any(|form| form.name == *kind)
    {
        let names: Vec<&str> = session.types().iter().map(|form| form.name.as_str()).collect();
        let error = format!("no claims of type {kind:?} are reviewed");
        return Err(Failure::new(FailureKind::CannotRun, error).hint(format!("the types are {}", names.join(", "))));
    }
    let filter = Filter {
        source: args.source.clone(),
        claim_type: args.kind.clone(),
        entity: args.entity.clone(),
        decided: args.again,
    };
    let mut cards = session.queue(&filter)?;
    for (path, problem) in session.problems()? {
        terminal::problem("note", &path, &problem);
    }
    for (source, orphan) in session.orphans() {
        let (of, words, decision) = (orphan.claim_type, single_line(&orphan.words), orphan.decision);
        let who = format!("{} by {} on {}", decision.verdict, single_line(&decision.reviewer), decision.day);
        terminal::eprint(&format!("note: {source}: {of} {words:?}, {who}: {}\n", single_line(&decision.problem)));
    }
    let is_listed = args.list || args.reviewer.is_none() && !terminal::is_terminal();
    let mut out = io::stdout().lock();
    if is_listed {
        list::write(&cards, &mut out)?;
        return Ok(Status::Done);
    }
    let Some(name) = args.reviewer.clone() else {
        return Err(Failure::new(FailureKind::CannotRun, "a decision is somebody's, and no reviewer is given")
            .hint("add --reviewer with an ORCID, an IRI or a name; or --list to decide nothing"));
    };
    let by = Reviewer { name, day: args.date.clone().unwrap_or_else(today) };
    let left = cards.drain(..).map(|card| (card.source, card.key)).collect();
    terminal_review::run(&mut session, &by, &filter, left, &mut io::stdin().lock(), &mut out)?;
    Ok(Status::Done)
}

/// Opens a review. If there is a build, claims come sooner that disagree with others in it.
fn session(context: &Context) -> Result<Session, Failure> {
    let dataset = open(context)?;
    let view = match DatasetView::whole(&dataset) {
        Ok(view) => Some(view),
        // A review works without a build.
        Err(AccessError::Store(StoreError::Empty(_)) | AccessError::OtherBase(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let prefixes = Prefixes::new(dataset.minter.base());
    let mut session = Session::open(dataset)?;
    if let Some(view) = view {
        session.set_disagreeing(disagreeing(&view, &prefixes).unwrap_or_default());
    }
    Ok(session)
}

fn disagreeing(view: &DatasetView, prefixes: &Prefixes) -> Option<Vec<String>> {
    let filled = Template::new(DISAGREEING, prefixes).ok()?.fill(&[], prefixes).ok()?;
    let Answer::Rows(rows) = query::prepare(&filled, prefixes, None).ok()?.run(view.store()).ok()? else {
        return None;
    };
    let claim = |term: &Option<Term>| match term {
        Some(Term::NamedNode(claim)) => Some(claim.as_str().to_owned()),
        _ => None,
    };
    rows.map(|row| row.ok().and_then(|row| claim(row.values().first()?))).collect()
}

impl From<ReviewError> for Failure {
    fn from(error: ReviewError) -> Self {
        let hint = match &error {
            ReviewError::NoSource(_) => Some("a source is named by its path below sources/, without its ending"),
            ReviewError::Unreadable { .. } => Some("correct the file, and run the command again"),
            _ => None,
        };
        let kind = match &error {
            ReviewError::Gazetteer(_) | ReviewError::Unreadable { .. } => FailureKind::Input,
            _ => FailureKind::CannotRun,
        };
        let failure = Self::new(kind, error);
        match hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}
