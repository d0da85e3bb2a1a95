mod known;

use super::file::{self, JournalFile};
use super::validate::text;
use crate::cli::failure::{Failure, FailureKind, cannot};
use crate::cli::reviewer::{day, person, today};
use crate::cli::terminal::{self, single_line};
use crate::cli::{Context, Status, table};
use chorograph::base::files;
use chorograph::dataset::Dataset;
use chorograph::dataset::sssom::Mapping;
use chorograph::link::review::{Effect, Review, Reviewer};
use chorograph::link::wikidata::index::Index;
use chorograph::query::Prefixes;
use chorograph::store::StoreError;
use chorograph::store::access::{AccessError, DatasetView};
use known::Known;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;

/// Maximum length of an input line, in bytes.
const MAX_ANSWER: u64 = 1 << 10;

/// Review the proposed links, subject by subject
///
/// For each subject, enter the number of the right candidate, `r` and a number to reject one, `n` if none is right, `l` to
/// decide later, `u` to undo, `q` to quit. Subjects that are already decided are not asked again. Answers may come through a
/// pipe.
///
/// Each subject is shown with its kind and its words in the sources of the last build; with --index, each item is shown with its
/// classes, its description and its other names.
///
/// Each decision is written at once to links.review.tsv, with the reviewer and the date; at the end, all are written to
/// links.sssom.tsv. If the review is interrupted, the next `link review`, `link propose` or `build` does this.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  chorograph -d my-data link review --reviewer 0000-0002-1825-0097
  printf '1\\nn\\n' | chorograph link review --reviewer https://people.example/me --date 2026-01-31")]
pub(crate) struct Args {
    /// Set the reviewer: an ORCID or an IRI.
    #[arg(long, value_name = "ORCID|IRI", value_parser = person)]
    reviewer: String,
    /// Set the date of the review [default: today, UTC].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<String>,
    /// Show the classes, the description and other names of each item from this index (`chorograph wikidata index`).
    #[arg(long, value_name = "INDEX")]
    index: Option<PathBuf>,
}

/// An answer of the reviewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Accept(usize),
    Reject(usize),
    None,
    Later,
    Undo,
    Quit,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let dataset = Dataset::open(&context.dataset)?;
    let path = dataset.links();
    if !files::is_there(&path).map_err(cannot("look for", &path))? {
        return Err(Failure::new(FailureKind::CannotRun, format!("{} does not exist", path.display()))
            .hint("run `chorograph link propose` first"));
    }
    let mut before = text(&path)?;
    let mut set = file::read(&path, &before)?;
    let mut journal = JournalFile::open(&dataset)?;
    let now = text(&path)?;
    if now != before {
        set = file::read(&path, &now)?;
        before = now;
    }
    let reviewer = Reviewer { id: args.reviewer.clone(), date: args.date.clone().unwrap_or_else(today) };
    let mut review = Review::new(set, reviewer.clone());
    let view = match DatasetView::whole(&dataset) {
        Ok(view) => Some(view),
        // A review works without a build.
        Err(AccessError::Store(StoreError::Empty(_))) => None,
        Err(error) => return Err(error.into()),
    };
    let known = Known {
        view,
        prefixes: Prefixes::new(dataset.minter.base()),
        index: args.index.as_deref().map(Index::open).transpose()?,
    };
    let mut out = io::stdout().lock();
    let mut input = io::stdin().lock();
    let mut decided = 0usize;
    while let Some(question) = question(&review, &known) {
        write!(out, "{question}")?;
        out.flush()?;
        let answer = loop {
            match answer(&mut input)? {
                Ok(answer) => break answer,
                Err(message) => terminal::eprint(&message),
            }
        };
        let done = match answer {
            Answer::Quit => break,
            Answer::Accept(nth) => review.accept(nth),
            Answer::Reject(nth) => review.reject(nth),
            Answer::None => review.none(),
            Answer::Later => review.later(),
            Answer::Undo => review.undo(),
        };
        match done {
            Ok(done) => {
                decided = if answer == Answer::Undo { decided.saturating_sub(1) } else { decided + 1 };
                match &done {
                    Effect::Answered(subject, said) => journal.append(Some((subject, said, &reviewer)))?,
                    Effect::Undone => journal.append(None)?,
                    Effect::Temporary => {}
                }
            }
            Err(error) => terminal::eprint(&format!("{error}\n")),
        }
    }
    let left = review.left();
    journal.finish(&dataset, &before, &review.into_set())?;
    writeln!(out, "{decided} answers, {left} subjects left")?;
    Ok(Status::Done)
}

/// The prompt: the next subject and its candidates, or at the end an offer to undo. `None` if there is nothing to ask.
fn question(review: &Review, known: &Known) -> Option<String> {
    let candidates = review.candidates();
    let Some(first) = candidates.first() else {
        // Without any answer, there is nothing to undo.
        return review.can_undo().then(|| "\nall answered: u undo, q finish: ".to_owned());
    };
    let rows = candidates.iter().enumerate().map(|(n, m)| row(n + 1, m, known));
    let mut headings = vec!["", "item", "label"];
    if known.index.is_some() {
        headings.extend(["kind", "description", "also called"]);
    }
    headings.extend(["name", "confidence", "why"]);
    let table = table::of_text(&headings, rows);
    let left = review.left();
    let (kinds, words) = known.subject(&first.subject);
    let kinds = if kinds.is_empty() { String::new() } else { format!("  {}\n", single_line(&kinds.join(", "))) };
    let words: String = words.iter().map(|words| format!("  {words}\n")).collect();
    let (label, subject) = (single_line(&first.subject_label), single_line(&first.subject));
    let numbers = if let [_] = candidates.as_slice() { "1".to_owned() } else { format!("1-{}", candidates.len()) };
    Some(format!(
        "\n{label} <{subject}> ({left} left)\n{kinds}{words}{table}\n{numbers} yes, r N no, n none, l later, u undo, q quit: "
    ))
}

fn row(n: usize, mapping: &Mapping, known: &Known) -> Vec<String> {
    let item = mapping.object.as_deref().unwrap_or_default();
    let item = item.rsplit_once('/').map_or(item, |(_, name)| name);
    let confidence = mapping.confidence.map_or_else(String::new, |c| format!("{c:.2}"));
    let mut cells = vec![n.to_string(), item.to_owned(), mapping.object_label.clone()];
    cells.extend(known.candidate(mapping).into_iter().flatten());
    cells.extend([mapping.match_string.clone(), confidence, mapping.comment.clone()]);
    cells.iter().map(|cell| single_line(cell)).collect()
}

/// Reads the next answer, or an error message for the line. The end of the input ends the review.
fn answer(input: &mut impl BufRead) -> io::Result<Result<Answer, String>> {
    let mut line = Vec::new();
    io::Read::take(&mut *input, MAX_ANSWER).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(Ok(Answer::Quit));
    }
    let line = String::from_utf8_lossy(&line);
    Ok(parse(line.trim()).ok_or_else(|| {
        let line = single_line(line.trim());
        format!("invalid answer {line:?}: enter a number, r and a number, n, l, u or q\n")
    }))
}

fn parse(line: &str) -> Option<Answer> {
    Some(match line {
        "n" => Answer::None,
        "l" => Answer::Later,
        "u" => Answer::Undo,
        "q" => Answer::Quit,
        _ => match line.strip_prefix('r') {
            Some(nth) => Answer::Reject(nth.trim().parse().ok()?),
            None => Answer::Accept(line.parse().ok()?),
        },
    })
}
