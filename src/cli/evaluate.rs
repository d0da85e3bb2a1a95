//! `chorograph evaluate`

mod findings;

use super::annotate::names;
use super::failure::Failure;
use super::table::{self, Alignment};
use super::terminal::{self, Output};
use super::{Context, Status};
use chorograph::check::evaluate::format::{self, GoldFormat};
use chorograph::check::evaluate::mistakes::Mistake;
use chorograph::check::evaluate::readings::{Miss, ReadingReport, ReadingScores};
use chorograph::check::evaluate::report::{Line, Report, csv_of_mistakes};
use chorograph::check::evaluate::score::{Options, Scores};
use chorograph::extract::Extractor;
use clap::ValueEnum;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Score the extraction from articles against gold annotations
///
/// Print precision, recall and F1 of names (by type), times and quotations: exact, where span and type equal those of the
/// gold, and relaxed, where spans overlap; for times also the share of right values, for quotations of right speakers. With
/// a dataset (-d), use its gazetteer. The text is taken from the gold file or from the text file beside it.
///
/// With --findings, compare what the program reads from a source by its rules with a file of findings of a tool or a person
/// (see docs/findings.md), for each group of kinds that the file has. The findings count as the gold, unless --gold-side
/// rules is given.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Gold:
  nif      NIF 2.0 as Turtle (.ttl): names, with or without types, and times
  timex    TIMEX2 or TIMEX3 within the text (.sgm, .xml, TimeML .tml); relative times are counted from its date
  conll    a token on each line with its BIO tag last (CoNLL-2003), and the output of annotate --format conll
  tsv      rows with the header doc, type, mention and perhaps start, end; texts beside it, text/DOC.txt
  quotes   JSON lines or TSV with text, start and end (or quote), speaker; texts beside it
  readings JSON lines with text, published and expect: events, statements, roles and times that must be read, or must
           not; see docs/evaluate.md

Left out of the totals, and counted: types other than person, organisation and place; mentions without a name.
Articles and possessives at the ends of names are ignored unless --strict is given.

Examples:
  chorograph evaluate gold.tsv
  chorograph evaluate --errors corpus/*.tml
  chorograph -d my-data evaluate --format json gold/
  chorograph -d my-data evaluate --errors --findings my-data/sources/article.findings.jsonl
  chorograph -d my-data evaluate --findings tagged.ann --source article")]
pub(crate) struct Args {
    /// Gold files, or folders of them.
    #[arg(required_unless_present = "findings", conflicts_with = "findings", value_name = "GOLD")]
    gold: Vec<PathBuf>,
    /// Compare the rules with these findings of a tool or a person; of a source in TEI, name the source itself.
    #[arg(long, value_name = "FINDINGS")]
    findings: Option<PathBuf>,
    /// Take the findings to be about this file, or the source of the dataset with this id [default: the document beside them].
    #[arg(long, value_name = "SOURCE", requires = "findings")]
    source: Option<PathBuf>,
    /// Count this side as the gold.
    #[arg(
        long,
        value_enum,
        default_value = "findings",
        requires = "findings",
        hide_possible_values = true,
        value_name = "findings|rules"
    )]
    gold_side: GoldSide,
    /// Read the gold in this format [default: by name and content].
    #[arg(long, value_enum, hide_possible_values = true, value_name = "nif|timex|conll|tsv|quotes|readings")]
    gold_format: Option<GoldAnnotationFormat>,
    /// List what is missing, found wrongly, or has a wrong type, span, value or speaker.
    #[arg(long)]
    errors: bool,
    /// Compare names including the articles before and the possessives after them.
    #[arg(long)]
    strict: bool,
    /// Treat the gold as incomplete: ignore findings where the gold has nothing.
    #[arg(long)]
    partial: bool,
    /// Write the scores in this format.
    #[arg(long, value_enum, default_value = "table", hide_possible_values = true, value_name = "table|json|csv")]
    format: Shape,
    /// Write to a file, which appears only when it is complete.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GoldAnnotationFormat {
    Nif,
    #[value(alias = "timeml")]
    Timex,
    Conll,
    Tsv,
    Quotes,
    Readings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GoldSide {
    Findings,
    Rules,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shape {
    Table,
    Json,
    Csv,
}

impl From<GoldAnnotationFormat> for GoldFormat {
    fn from(format: GoldAnnotationFormat) -> Self {
        match format {
            GoldAnnotationFormat::Nif => Self::Nif,
            GoldAnnotationFormat::Timex => Self::Inline,
            GoldAnnotationFormat::Conll => Self::Columns,
            GoldAnnotationFormat::Tsv => Self::Rows,
            GoldAnnotationFormat::Quotes => Self::Quotations,
            GoldAnnotationFormat::Readings => Self::Readings,
        }
    }
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let (dataset, gazetteer) = names(context)?;
    let extractor = Extractor::new(&gazetteer);
    let options = Options { strict: args.strict, partial: args.partial };
    if let Some(findings) = &args.findings {
        return findings::run(findings, args, dataset.as_ref(), &extractor, options);
    }
    let mut scores = Scores::default();
    let mut status = Status::Done;
    let mut readings = ReadingScores::default();
    for path in files(&args.gold)? {
        let gold = format::read(&path, args.gold_format.map(GoldFormat::from));
        for (path, problem) in &gold.problems {
            terminal::problem("error", path, problem);
            status = Status::Failed;
        }
        for document in &gold.documents {
            let findings = extractor.read(&document.text, &document.article(), document.published.as_ref());
            scores.score(document, &path, &findings, options);
        }
        for reading in &gold.readings {
            let findings = extractor.read(&reading.text, &reading.article(), reading.published.as_ref());
            readings.score(&path, reading, &findings);
        }
    }
    let report = Report { readings: ReadingReport::new(&readings), ..Report::new(&scores, options) };
    let mut out = Output::open(args.output.as_deref())?;
    match args.format {
        Shape::Json => report.json(args.errors.then_some((&scores.mistakes[..], &readings.misses[..])), &mut out)?,
        Shape::Csv if args.errors => csv_of_mistakes(&scores.mistakes, &readings.misses, &mut out)?,
        Shape::Csv => report.csv(&mut out)?,
        Shape::Table => {
            if report.documents > 0 || report.readings.is_none() {
                summary(&report, &mut out)?;
            }
            if let Some(readings) = &report.readings {
                summary_of_readings(readings, &mut out)?;
            }
            if args.errors {
                list(&scores.mistakes, &mut out)?;
                list_of_readings(&readings.misses, &mut out)?;
            }
        }
    }
    out.finish()?;
    Ok(status)
}

/// The gold files: each given file, and in a folder those with an extension of gold files, in order of their names.
pub(super) fn files(given: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
    const GOLD: &[&str] =
        &["ttl", "nif", "nt", "tml", "sgm", "sgml", "xml", "conll", "conllu", "bio", "iob", "iob2", "tsv", "jsonl"];
    let mut files = Vec::new();
    for path in given {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let failed = |e: io::Error| io::Error::new(e.kind(), format!("cannot read {}: {e}", path.display()));
        let is_gold = |p: &Path| p.extension().is_some_and(|e| GOLD.iter().any(|g| e.eq_ignore_ascii_case(g)));
        // A file that cannot be read is reported later; a pipe is skipped, because reading it would wait for a writer.
        let is_read = |p: &Path| std::fs::metadata(p).map_or(true, |kind| kind.is_file());
        let mut paths = chorograph::base::files::entries(path).map_err(failed)?.unwrap_or_default();
        paths.retain(|p| is_gold(p) && is_read(p));
        files.append(&mut paths);
    }
    Ok(files)
}

/// A share as percent with one decimal; a dash if it is `None`.
pub(super) fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |s| format!("{:.1}", s * 100.0))
}

fn cells(line: &Line) -> Vec<String> {
    let mut cells = vec![format!("{} {}", line.task, line.label), line.gold.to_string(), line.found.to_string()];
    for m in [line.exact, line.relaxed] {
        cells.extend([percent(m.precision), percent(m.recall), percent(m.f1)]);
    }
    match (line.value, line.speaker) {
        (Some(v), _) => cells.extend([percent(v.accuracy), percent(v.f1)]),
        (_, Some(s)) => cells.extend([percent(s.accuracy), percent(s.recall)]),
        _ => cells.extend([String::new(), String::new()]),
    }
    cells
}

fn summary(report: &Report, out: &mut impl Write) -> io::Result<()> {
    const HEAD: [&str; 11] = ["", "gold", "found", "exact P", "R", "F1", "relaxed P", "R", "F1", "right", "of all"];
    let mut table = table::of_text(&HEAD, report.scores.iter().map(cells));
    for column in 1..HEAD.len() {
        table.align(column, Alignment::Right);
    }
    let documents =
        if report.documents == 1 { "1 document".to_owned() } else { format!("{} documents", report.documents) };
    writeln!(
        out,
        "{documents}; precision, recall, F1 in percent; exact: span and type, relaxed: spans overlap\n{table}"
    )?;
    if report.partial {
        writeln!(out, "the gold is partial: precision counts only findings where the gold has something")?;
    }
    let has = |task: &str| report.scores.iter().any(|l| l.task == task);
    if has("times") {
        writeln!(out, "times: right: values among those matched relaxed; of all: F1 of times with the right value")?;
    }
    if has("quotations") {
        writeln!(
            out,
            "quotations: right: speakers among the spans matched relaxed; of all: among gold spans with a speaker"
        )?;
    }
    for left in &report.left_out {
        writeln!(out, "left out: {} {}", left.count, left.what)?;
    }
    Ok(())
}

fn list(mistakes: &[Mistake], out: &mut impl Write) -> io::Result<()> {
    writeln!(out)?;
    for m in mistakes {
        let said = match (m.gold.as_str(), m.found.as_str()) {
            (gold, "") => gold.to_owned(),
            ("", found) => found.to_owned(),
            (gold, found) => format!("{gold}, found {found}"),
        };
        writeln!(out, "{}:{}:{}: {}: {said}", m.path.display(), m.at.line, m.at.column, m.kind.name())?;
        writeln!(out, "    {}", m.context)?;
    }
    Ok(())
}

fn summary_of_readings(report: &ReadingReport, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{} of {} texts read as expected", report.passed, report.texts)?;
    let rows = report.groups.iter().map(|(kind, g)| vec![kind.clone(), g.texts.to_string(), g.passed.to_string()]);
    let mut table = table::of_text(&["", "texts", "as expected"], rows);
    (1..3).for_each(|column| table.align(column, Alignment::Right));
    writeln!(out, "{table}")?;
    let rows = report.fields.iter().map(|f| {
        let counts = [f.gold, f.right].map(|n| n.to_string());
        [vec![f.field.to_owned()], counts.to_vec(), vec![percent(f.recall), percent(f.precision)]].concat()
    });
    let mut table = table::of_text(&["", "expected", "right", "of all", "precision"], rows);
    (1..5).for_each(|column| table.align(column, Alignment::Right));
    writeln!(out, "{table}\nprecision, in percent, over the texts whose readings are complete")
}

fn list_of_readings(misses: &[Miss], out: &mut impl Write) -> io::Result<()> {
    for m in misses {
        writeln!(out, "{}:{}: {}: {}", m.path.display(), m.line, m.kind, terminal::tsv_value(&m.what))?;
    }
    Ok(())
}
