//! `chorograph check`

mod table;

use super::failure::{FailureKind, cannot};
use super::state;
use super::terminal::{self, Output};
use super::{Context, Failure, Status, private_view};
use chorograph::base::files;
use chorograph::check::rules::Rules;
use chorograph::check::shapes::{SHIPPED, Shapes};
use chorograph::check::{Level, Outcome, Rule, names, report, site};
use chorograph::dataset::{Dataset, DatasetError};
use chorograph::publish::ontology::EMBEDDED;
use chorograph::publish::site::Marker;
use chorograph::query::Prefixes;
use chorograph::store::{LoadError, Loaded};
use clap::ValueEnum;
use indicatif::ProgressBar;
use oxigraph::io::{RdfFormat, RdfParser};
use std::ffi::OsString;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// Check the dataset for what is wrong, doubtful or unfinished
///
/// Check the dataset by rules: queries that must have no rows (the built-in ones, and the dataset's
/// own in queries/checks/NAME.rq), the shapes of the ontology and the dataset's own in shapes/*.ttl
/// (SHACL Core), and names that would collide on a disk or a site. With --ontology or --site, check
/// an ontology or a published site instead.
///
/// A rule has a level: an error is wrong, a warning is probably wrong or missing, an info is worth
/// knowing. A rule that cannot be run is an error. To add a rule, write a SELECT query whose rows
/// are the violations: ?focus, and optionally ?value and ?message. Its header gives the problem,
/// the solution and the level:
///
///   #+ problem: A district has no claim about its area.
///   #+ solution: Look for a source.
///   #+ level: info
///   SELECT ?focus WHERE { ?focus choro:kind term:district … }
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  chorograph check
  chorograph check --fail-on warning --format junit -o check.xml
  chorograph check --only source-without-licence --only shape:Span-end
  chorograph check --list
  chorograph check --export release.nq.gz
  chorograph check --site public
  chorograph check --ontology mine.ttl

Exit code 1 if something is at least as bad as --fail-on."
)]
pub(crate) struct Args {
    /// Run only this rule; may be repeated.
    #[arg(long, value_name = "RULE")]
    only: Vec<String>,
    /// List the rules and run none.
    #[arg(long)]
    list: bool,
    /// Check the pages of a published site and the targets of their links.
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// Check an ontology in Turtle [default: the built-in one]; may be repeated, and all files are checked together.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "", conflicts_with = "site")]
    ontology: Vec<OsString>,
    /// Check an export (.nq, .trig, .ttl, .nt, .rdf or .jsonld, also with .gz) instead of the last build.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["site", "ontology"])]
    export: Option<PathBuf>,
    /// Write the report in this format.
    #[arg(long, value_enum, default_value_t = ReportFormat::Table, hide_possible_values = true, value_name = "table|json|junit")]
    format: ReportFormat,
    /// Write the report to a file, which appears only when it is complete.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Fail if a violation has this level or a worse one.
    #[arg(long, value_enum, default_value_t = FailOn::Error, hide_possible_values = true, value_name = "error|warning|info|none")]
    fail_on: FailOn,
    /// Show at most this many violations of each rule [default: 5 in a table, 1000 elsewhere].
    #[arg(long, value_name = "N")]
    rows: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    Table,
    Json,
    Junit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    None,
}

impl FailOn {
    fn level(self) -> Option<Level> {
        match self {
            Self::Error => Some(Level::Error),
            Self::Warning => Some(Level::Warning),
            Self::Info => Some(Level::Info),
            Self::None => None,
        }
    }
}

/// The built-in ontology.
const ONTOLOGY: [(&str, &str); 2] = [("chorograph.ttl", EMBEDDED.ontology), ("terms.ttl", EMBEDDED.terms)];

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let (prefixes, outcomes) = match (&args.site, args.ontology.as_slice()) {
        (Some(folder), _) => of_site(folder, args, context)?,
        (None, []) => of_dataset(args, context)?,
        (None, files) => of_ontology(files, args)?,
    };
    let Some(outcomes) = outcomes else { return Ok(Status::Done) };
    let fail_on = args.fail_on.level();
    let mut out = Output::open(args.output.as_deref())?;
    match args.format {
        ReportFormat::Table => table::write(&outcomes, &prefixes, &mut out)?,
        ReportFormat::Json => report::json(&outcomes, &mut out)?,
        ReportFormat::Junit => report::junit(&outcomes, fail_on, &mut out)?,
    }
    out.finish()?;
    let worst = outcomes.iter().filter_map(Outcome::level).max();
    let has_failed = worst.zip(fail_on).is_some_and(|(worst, at)| worst >= at);
    Ok(if has_failed { Status::Failed } else { Status::Done })
}

/// The prefixes of the report, and the outcome of each rule; `None` if the rules were only listed.
type Checked = (Prefixes, Option<Vec<Outcome>>);

impl Args {
    fn keep(&self) -> usize {
        self.rows.unwrap_or(if self.format == ReportFormat::Table { 5 } else { 1000 })
    }

    fn selects(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == name)
    }

    /// Lists the rules if `--list` is set; an unknown rule in `--only` is an error.
    fn is_listed(&self, all: &[&Rule]) -> Result<bool, Failure> {
        for only in &self.only {
            if !all.iter().any(|rule| rule.name == *only) {
                let near = all
                    .iter()
                    .map(|r| (strsim::jaro_winkler(only, &r.name), &r.name))
                    .max_by(|a, b| a.0.total_cmp(&b.0));
                let failure = Failure::new(FailureKind::CannotRun, format!("unknown rule {only:?}"));
                return Err(match near.filter(|(likeness, _)| *likeness > 0.8) {
                    Some((_, name)) => failure.hint(format!("did you mean {name}?")),
                    None => failure.hint("`chorograph check --list` lists the rules"),
                });
            }
        }
        if self.list {
            let mut out = Output::open(self.output.as_deref())?;
            table::list(all, &mut out)?;
            out.finish()?;
        }
        Ok(self.list)
    }
}

fn of_dataset(args: &Args, context: &Context) -> Result<Checked, Failure> {
    let dataset = match Dataset::open(&context.dataset) {
        // The built-in rules can be listed without a dataset.
        Err(DatasetError::NotADataset(_)) if args.list || args.export.is_some() => None,
        dataset => Some(dataset?),
    };
    let scratch = match &dataset {
        Some(dataset) if dataset.work().is_dir() => tempfile::tempdir_in(dataset.work())?,
        _ => tempfile::tempdir()?,
    };
    let state = match (&args.export, &dataset) {
        _ if args.list => None,
        (Some(file), _) => Some(state::open(file, scratch.path(), &ProgressBar::hidden(), private_view)?),
        (None, Some(dataset)) => {
            Some(state::open(&dataset.root, scratch.path(), &ProgressBar::hidden(), private_view)?)
        }
        (None, None) => None,
    };
    let base = state.as_ref().map(|s| s.side().base).or(dataset.as_ref().map(|d| d.minter.base()));
    let prefixes = Prefixes::new(base.unwrap_or("urn:dataset:"));
    let queries = dataset.as_ref().map(|d| d.queries().join("checks"));
    let mut rules = Rules::for_dataset(queries.as_deref(), &prefixes);
    let mut shapes = Shapes::default();
    let mut broken = Vec::new();
    let own = match dataset.as_ref().map(|d| d.root.join("shapes")) {
        Some(folder) => files::ending_in(&folder, "ttl").map_err(cannot("read", &folder))?,
        None => Vec::new(),
    };
    let own = own.iter().map(|path| {
        let text = files::read_to_string(path).map_err(|e| format!("cannot be read: {e}"));
        (path.display().to_string(), text)
    });
    for (name, text) in [("shapes.ttl".to_owned(), Ok(SHIPPED.to_owned()))].into_iter().chain(own) {
        let added = text.and_then(|text| shapes.add(&name, &text).map_err(|e| e.reason));
        if let Err(why) = added {
            let rule = Rule::new(name, Level::Error, "A file of shapes cannot be read.", "Correct the file.");
            broken.push(Outcome::failure(rule, why));
        }
    }
    let of_names = names::rules();
    let not_run = rules.broken.iter().chain(&broken).map(|o| &o.rule);
    let usable = rules.usable.iter().map(|r| &r.rule);
    let all: Vec<&Rule> = usable.chain(not_run).chain(&of_names).chain(shapes.rules()).collect();
    if args.is_listed(&all)? {
        return Ok((prefixes, None));
    }
    let Some(side) = state.as_ref().map(state::Open::side) else { return Ok((prefixes, None)) };
    rules.usable.retain(|rule| args.selects(&rule.rule.name));
    let (statements, keep) = (side.statements, args.keep());
    let bar = terminal::progress(rules.usable.len() + 2, "rules");
    let mut outcomes = rules.run(statements.store(), &prefixes, keep, &|| bar.inc(1));
    outcomes.extend(broken);
    outcomes.extend(shapes.run(statements, &prefixes, keep, &|name| args.selects(name)));
    bar.inc(1);
    if of_names.iter().any(|rule| args.selects(&rule.name)) {
        outcomes.extend(names::run(statements, side.base, scratch.path(), keep).map_err(cannot_run)?);
    }
    bar.finish_and_clear();
    outcomes.retain(|outcome| args.selects(&outcome.rule.name));
    Ok((prefixes, Some(outcomes)))
}

fn cannot_run(error: impl std::error::Error + 'static) -> Failure {
    Failure::new(FailureKind::CannotRun, Box::<dyn std::error::Error>::from(error))
}

fn of_site(folder: &Path, args: &Args, context: &Context) -> Result<Checked, Failure> {
    let prefixes = Prefixes::new("urn:dataset:");
    let rules = site::rules();
    if args.is_listed(&rules.iter().collect::<Vec<_>>())? {
        return Ok((prefixes, None));
    }
    if !folder.is_dir() {
        return Err(Failure::new(FailureKind::CannotRun, format!("{} is not a folder", folder.display())));
    }
    // The marker file of a site names its base, so the current folder does not matter. A site made by another program has none.
    let marker = Marker::read(folder);
    let named = context.dataset != Path::new(".") && marker.is_none();
    let dataset = if named { Dataset::open(&context.dataset).ok() } else { None };
    let of_marker = marker.iter().flat_map(|m| [m.address.as_str(), m.base.as_str()]);
    let bases: Vec<&str> = of_marker.chain(dataset.iter().map(|d| d.minter.base())).collect();
    let bar = ProgressBar::new_spinner();
    let mut outcomes = site::run(folder, &bases, &std::env::temp_dir(), args.keep(), &|| bar.inc(1))?;
    bar.finish_and_clear();
    outcomes.retain(|outcome| args.selects(&outcome.rule.name));
    Ok((prefixes, Some(outcomes)))
}

fn of_ontology(files: &[OsString], args: &Args) -> Result<Checked, Failure> {
    let prefixes = Prefixes::new("urn:dataset:");
    let mut rules = Rules::for_ontology(&prefixes);
    let all: Vec<&Rule> = rules.usable.iter().map(|r| &r.rule).collect();
    if args.is_listed(&all)? {
        return Ok((prefixes, None));
    }
    rules.usable.retain(|rule| args.selects(&rule.rule.name));
    let mut text: Vec<(String, Box<dyn std::io::Read>)> = Vec::new();
    for file in files {
        if file.is_empty() {
            text.extend(
                ONTOLOGY.map(|(name, text)| (name.to_owned(), Box::new(text.as_bytes()) as Box<dyn std::io::Read>)),
            );
        } else {
            let opened = File::open(file).map_err(|e| {
                Failure::new(FailureKind::CannotRun, format!("cannot read {}: {e}", Path::new(file).display()))
            })?;
            text.push((Path::new(file).display().to_string(), Box::new(BufReader::new(opened))));
        }
    }
    let mut quads = Vec::new();
    for (name, reader) in text {
        for quad in RdfParser::from_format(RdfFormat::Turtle).rename_blank_nodes().for_reader(reader) {
            quads.push(quad.map_err(|e| Failure::new(FailureKind::Input, format!("{name}: {e}")))?);
        }
    }
    let lines: String = quads.iter().map(|quad| format!("{quad} .\n")).collect();
    let loaded = Loaded::read(RdfParser::from_format(RdfFormat::NQuads), lines.as_bytes(), &std::env::temp_dir())
        .map_err(|error| match error {
            LoadError::Parse(error) => Failure::new(FailureKind::Input, error),
            LoadError::Store(error) => error.into(),
        })?;
    Ok((prefixes.clone(), Some(rules.run(loaded.store(), &prefixes, args.keep(), &|| ()))))
}
