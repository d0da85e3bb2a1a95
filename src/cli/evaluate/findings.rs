//! `chorograph evaluate --findings`: the rules beside the findings of a tool or a person.

use super::super::Status;
use super::super::annotate::{given, no_article, read};
use super::super::failure::{Failure, FailureKind};
use super::super::table::{self, Alignment};
use super::super::terminal::{self, Output};
use super::{Args, GoldSide, Shape, percent};
use chorograph::base::time::TimeExtent;
use chorograph::check::evaluate::findings::report::FindingsReport;
use chorograph::check::evaluate::findings::{KindScore, Side, compare};
use chorograph::check::evaluate::score::Options;
use chorograph::dataset::Dataset;
use chorograph::extract::Extractor;
use chorograph::foreign::beside::{GivenFindings, Origin, with_mapping};
use chorograph::foreign::model::Agent;
use chorograph::read::source::folder;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub(super) fn run(
    findings: &Path,
    args: &Args,
    dataset: Option<&Dataset>,
    extractor: &Extractor,
    options: Options,
) -> Result<Status, Failure> {
    let source = source(findings, args.source.as_deref(), dataset)?;
    let default = dataset.map_or("en", Dataset::language);
    let (document, reading) = match read(&source, default) {
        Ok(read) => read,
        Err(error) => {
            terminal::capture_error(&error);
            return Ok(Status::Failed);
        }
    };
    let Some(article) = &reading.article else {
        terminal::problem("error", &source, &no_article(&reading));
        return Ok(Status::Failed);
    };
    let files = if source == findings { Vec::new() } else { vec![findings.to_owned()] };
    let Some(given) = given(&with_mapping(files, &source), &document) else { return Ok(Status::Failed) };
    let published = document.metadata.published.as_deref().and_then(TimeExtent::from_edtf);
    let language = Some(document.metadata.language.as_deref().unwrap_or(default));
    let rules = extractor.read_in(language, &document.text, article, published.as_ref());
    let (theirs, left) = extractor.read_given(language, &document.text, article, published.as_ref(), &given.given);
    for (path, note) in &given.left_out(&left) {
        terminal::problem("note", path, note);
    }
    let gold = if args.gold_side == GoldSide::Rules { Side::Rules } else { Side::Findings };
    let report = FindingsReport {
        source: source.display().to_string(),
        findings: findings.display().to_string(),
        by: makers(&given),
        comparison: compare(&document, &given.given, (&theirs, &rules), gold, options),
        not_verified: given.unverified,
        not_held: left.iter().map(|left| left.number).collect::<BTreeSet<_>>().len(),
    };
    let mut out = Output::open(args.output.as_deref())?;
    match args.format {
        Shape::Json => report.json(args.errors, &mut out)?,
        Shape::Csv if args.errors => report.csv_of_differences(&mut out)?,
        Shape::Csv => report.csv(&mut out)?,
        Shape::Table => {
            summary(&report, &mut out)?;
            if args.errors {
                list(&report, &mut out)?;
            }
        }
    }
    out.finish()?;
    Ok(if given.unverified > 0 { Status::Failed } else { Status::Done })
}

/// The file that findings are about: the one that is named, by its path or its id in the dataset, else the document that
/// they stand beside, or the file itself if it is a document.
fn source(findings: &Path, named: Option<&Path>, dataset: Option<&Dataset>) -> Result<PathBuf, Failure> {
    let cannot = |what: String, hint: &str| Err(Failure::new(FailureKind::CannotRun, what).hint(hint));
    if let Some(named) = named {
        if named.is_file() {
            return Ok(named.to_owned());
        }
        let listing = dataset.and_then(|dataset| folder::list(&dataset.sources()).ok());
        let of = listing.and_then(|listing| listing.documents.get(named.to_str()?).cloned());
        return of.map_or_else(
            || {
                cannot(
                    format!("there is no file and no source {}", named.display()),
                    "name a file, or a dataset with -d",
                )
            },
            Ok,
        );
    }
    if folder::is_document(findings) {
        return Ok(findings.to_owned());
    }
    let mut beside = folder::documents_beside(findings)?;
    match (beside.pop(), beside.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(_), false) => cannot(
            format!("several documents stand beside {} and have its name", findings.display()),
            "name the source with --source",
        ),
        (None, _) => cannot(
            format!("no document stands beside {} and has its name", findings.display()),
            "name the source with --source",
        ),
    }
}

/// Who made the findings.
fn makers(given: &GivenFindings) -> Vec<String> {
    let name = |origin: &Origin| match &origin.by {
        Agent::Tool { name, version, .. } => {
            Some(version.as_ref().map_or_else(|| name.clone(), |version| format!("{name} {version}")))
        }
        Agent::Person(name) => Some(name.clone()),
        Agent::Unknown => None,
    };
    given.origins.iter().filter_map(name).collect::<BTreeSet<_>>().into_iter().collect()
}

fn summary(report: &FindingsReport, out: &mut impl Write) -> io::Result<()> {
    const HEAD: [&str; 10] = ["", "gold", "found", "exact P", "R", "F1", "relaxed P", "R", "F1", "right"];
    let by = if report.by.is_empty() { String::new() } else { format!(" by {}", report.by.join(", ")) };
    let findings = format!("the findings in {}{by}", report.findings);
    let rules = "what the rules of the program read";
    let (gold, scored) = match report.comparison.gold {
        Side::Findings => (findings.as_str(), rules),
        Side::Rules => (rules, findings.as_str()),
    };
    let row = |of: &KindScore| {
        let mut cells = vec![format!("{} {}", of.group, of.kind), of.gold.to_string(), of.found.to_string()];
        for measure in [of.exact, of.relaxed] {
            cells.extend([measure.precision, measure.recall, measure.f1].map(percent));
        }
        let aspects = of.aspects.iter().map(|a| format!("{} {}/{}", a.aspect, a.right, a.gold));
        cells.push(aspects.collect::<Vec<_>>().join(", "));
        cells
    };
    let mut table = table::of_text(&HEAD, report.comparison.scores.iter().map(row));
    for column in 1..HEAD.len() - 1 {
        table.align(column, Alignment::Right);
    }
    writeln!(out, "source: {}\ngold:   {gold}\nscored: {scored}", report.source)?;
    writeln!(out, "precision, recall, F1 in percent; exact: span and kind, relaxed: spans overlap\n{table}")?;
    if report.comparison.scores.iter().any(|of| !of.aspects.is_empty()) {
        writeln!(
            out,
            "right: of the overlapping pairs of which the gold says it, those of which both sides say the same"
        )?;
    }
    let counted = [
        (
            report.not_verified,
            [
                "finding of the file could not be verified, and is",
                "findings of the file could not be verified, and are",
            ],
            "not compared",
        ),
        (
            report.not_held,
            ["finding of the file is", "findings of the file are"],
            "left out, wholly or in part: the reading cannot hold it",
        ),
        (
            report.comparison.left_out,
            ["found span is", "found spans are"],
            "left out: the gold, which is partial, has nothing there",
        ),
    ];
    for (count, [one, several], what) in counted.iter().filter(|(count, ..)| *count > 0) {
        writeln!(out, "{count} {} {what}", if *count == 1 { one } else { several })?;
    }
    if !report.comparison.not_compared.is_empty() {
        let groups = report.comparison.not_compared.join(", ");
        writeln!(out, "not compared, because the file has none: {groups}")?;
    }
    Ok(())
}

fn list(report: &FindingsReport, out: &mut impl Write) -> io::Result<()> {
    writeln!(out)?;
    for d in &report.comparison.differences {
        let said = match (d.findings.as_str(), d.rules.as_str()) {
            (findings, "") => findings.to_owned(),
            ("", rules) => rules.to_owned(),
            (findings, rules) => format!("findings {findings}, rules {rules}"),
        };
        writeln!(out, "{}:{}:{}: {}: {said}", report.source, d.line, d.column, d.what)?;
        writeln!(out, "    {}", d.context)?;
    }
    Ok(())
}
