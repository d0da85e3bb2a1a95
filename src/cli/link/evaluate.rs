//! `chorograph link evaluate`

use crate::cli::annotate::names;
use crate::cli::evaluate::{files, percent};
use crate::cli::failure::Failure;
use crate::cli::table::{self, Alignment, Table};
use crate::cli::terminal::{self, Output};
use crate::cli::{Context, Status};
use chorograph::check::evaluate::format;
use chorograph::check::evaluate::links::{Mistake, PARTS, Scores, share};
use chorograph::extract::Extractor;
use chorograph::link::wikidata::index::Index;
use chorograph::link::{Decision, Linker};
use std::io::{self, Write};
use std::path::PathBuf;

/// Score linking against gold: texts whose names people linked with Wikidata items
///
/// Given the spans, print how many links would be accepted without review: the share of right ones (precision), and the share
/// of mentions with an item that are accepted (coverage). End to end, read the texts first, as `build` does. Then compare the
/// probabilities with the share of right links (calibration).
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Gold:
  NIF 2.0 (.ttl) with itsrdf:taIdentRef, or rows (.tsv) with the header doc, type, mention and item or reference, texts
  beside it as text/DOC.txt. An identifier other than an item (Q…) means that there is no item.

Example:
  chorograph link evaluate world.wd news-gold.ttl --errors")]
pub(crate) struct Args {
    /// The index of Wikidata.
    index: PathBuf,
    /// Gold files, or folders of them.
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,
    /// List the links that are wrong or were not accepted.
    #[arg(long)]
    errors: bool,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let index = Index::open(&args.index)?;
    let linker = Linker::new(&index);
    let (_, gazetteer) = names(context)?;
    let extractor = Extractor::new(&gazetteer);
    let mut scores = Scores::default();
    let mut status = Status::Done;
    for path in files(&args.gold)? {
        let gold = format::read(&path, None);
        for (path, problem) in &gold.problems {
            terminal::problem("error", path, problem);
            status = Status::Failed;
        }
        let progress = terminal::progress(gold.documents.len(), "Linking");
        for document in &gold.documents {
            let findings = extractor.read(&document.text, &document.article(), document.published.as_ref());
            scores.score(document, &findings, &linker);
            progress.inc(1);
        }
        progress.finish_and_clear();
    }
    let mut out = Output::open(None)?;
    summary(&scores, &mut out)?;
    if args.errors {
        list(&scores.mistakes, &mut out)?;
    }
    out.finish()?;
    Ok(status)
}

fn summary(scores: &Scores, out: &mut impl Write) -> io::Result<()> {
    let of = |n: usize, whole: usize| format!("{n} of {whole} ({})", percent(share(n, whole)));
    let accepted = &scores.accepted;
    writeln!(
        out,
        "{} documents, {} mentions with an item of the index; shares in percent",
        scores.documents, scores.linkable
    )?;
    for (count, what) in [
        (scores.without_item, "with no item"),
        (scores.not_in_index, "whose item the index lacks"),
        (scores.not_said, "of which the gold says nothing, left out"),
    ] {
        if count > 0 {
            writeln!(out, "{count} mentions {what}")?;
        }
    }
    let at = scores.coverage_at(0.95).map_or_else(
        || "at no threshold".to_owned(),
        |(coverage, threshold)| format!("{} at {threshold:.3}", percent(Some(coverage))),
    );
    let rows = [
        ["its item is a candidate".to_owned(), of(scores.among, scores.linkable)],
        ["its item is the first".to_owned(), of(scores.first, scores.linkable)],
        ["accepted, right (precision)".to_owned(), of(accepted.right, accepted.given)],
        ["accepted, of those with an item (coverage)".to_owned(), of(accepted.given, scores.linkable)],
        ["coverage with 95 in 100 right, and the threshold".to_owned(), at],
    ];
    let mut table = table::of_text(&["given the spans", ""], rows.map(Vec::from));
    right(&mut table, 2);
    writeln!(out, "{table}")?;
    let rows = [("strong: span and item", scores.strong), ("weak: spans overlap", scores.weak)].map(|(name, t)| {
        let counts = [t.gold, t.given, t.right].map(|n| n.to_string());
        let shares = [t.precision(), t.recall(), t.f1()].map(percent);
        [vec![name.to_owned()], counts.to_vec(), shares.to_vec()].concat()
    });
    let mut table = table::of_text(&["end to end", "gold", "found", "right", "precision", "recall", "F1"], rows);
    right(&mut table, 7);
    writeln!(out, "{table}")?;
    let rows = scores.parts.iter().enumerate().filter(|(_, part)| part.count > 0).map(|(n, part)| {
        let bounds = [n, n + 1].map(|n| format!("{:.1}", n as f64 / PARTS as f64));
        let said = part.sum / part.count as f64;
        vec![bounds.join(" to "), part.count.to_string(), percent(Some(said)), percent(share(part.right, part.count))]
    });
    let mut table = table::of_text(&["probability of the first", "mentions", "said", "right"], rows);
    right(&mut table, 4);
    writeln!(out, "{table}")?;
    if let Some(brier) = scores.brier() {
        writeln!(out, "Brier score {brier:.3} (0 is perfect)")?;
    }
    Ok(())
}

/// Right-aligns all but the first of `columns` columns.
fn right(table: &mut Table, columns: usize) {
    for column in 1..columns {
        table.align(column, Alignment::Right);
    }
}

fn list(mistakes: &[Mistake], out: &mut impl Write) -> io::Result<()> {
    writeln!(out)?;
    for m in mistakes {
        let gold = m.gold.map_or_else(|| "no item".to_owned(), |q| format!("Q{q}"));
        let found = m.found.as_ref().map_or_else(
            || "nothing".to_owned(),
            |(q, label, p)| format!("Q{q} ({}) {p:.3}", terminal::tsv_value(label)),
        );
        let decision = match m.decision {
            Decision::Sure => "accepted",
            Decision::Unsure => "not sure",
            Decision::NoMatch => "no match",
        };
        let words = terminal::tsv_value(&m.words);
        let doubts: Vec<String> =
            m.doubts.iter().map(|d| format!("; {}", terminal::tsv_value(&d.to_string()))).collect();
        let (path, doubts) = (m.path.display(), doubts.concat());
        writeln!(out, "{path}:{}:{}: {words}: {gold}; {decision}: {found}{doubts}", m.at.line, m.at.column)?;
    }
    Ok(())
}
