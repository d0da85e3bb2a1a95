use crate::cli::Status;
use crate::cli::failure::{self, Failure, FailureKind};
use crate::cli::network;
use crate::cli::terminal::{self, Output};
use chorograph::base::iri::Minter;
use chorograph::base::network::{AskError, Cache, Client};
use chorograph::dataset::sssom::{self, MappingSet};
use chorograph::link::reconcile::client::write::{self, Json, Rows, added};
use chorograph::link::reconcile::client::{Candidate, Query, Remote, Row, Table, Version};
use clap::ValueEnum;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::thread;

/// Reconcile a column of a table against a reconciliation service
///
/// The service may use version 0.1, 0.2 or 1.0-draft of the Reconciliation Service API; the client reads the version and the
/// batch size from its manifest, and sends one batch at a time. The output is the table with the best candidate of each row in
/// new columns: NAME_id, NAME_name, NAME_score, NAME_match (whether the service is sure) and NAME_type. Rows that cannot be
/// read, or that get no answer, are reported.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  chorograph reconcile client http://127.0.0.1:8000/ places.csv --column place -o linked.csv
  chorograph reconcile client URL places.tsv --column place --type Q486972 --property P2046=km2 --cache answers
  chorograph reconcile client URL places.csv --column place --format sssom --base https://example.org/places/")]
pub(crate) struct Args {
    /// The address of the service, which returns its manifest.
    url: String,
    /// The table, in CSV or, if its name ends in .tsv, TSV; - for CSV from standard input.
    table: PathBuf,
    /// The column with the names.
    #[arg(short, long, value_name = "NAME")]
    column: String,
    /// Search only entities of this type, given by its ID in the service.
    #[arg(long = "type", value_name = "ID")]
    class: Option<String>,
    /// Send the values of a column as a property of the service; may be repeated.
    #[arg(long = "property", value_name = "ID=COLUMN", value_parser = property)]
    properties: Vec<(String, String)>,
    /// Ask for at most this many candidates.
    #[arg(long, value_name = "N", default_value = "3", value_parser = clap::value_parser!(u32).range(1..=100))]
    limit: u32,
    /// Write the result in this format; JSON and SSSOM contain all candidates.
    #[arg(long, value_enum, default_value = "csv")]
    format: RowFormat,
    /// Write to a file, which appears only when it is complete.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Prefix the names with this base to make them IRIs (for SSSOM).
    #[arg(long, value_name = "IRI", required_if_eq("format", "sssom"))]
    base: Option<String>,
    /// Set the licence of the mappings (for SSSOM).
    #[arg(long, value_name = "IRI", default_value = "https://creativecommons.org/publicdomain/zero/1.0/")]
    licence: String,
    /// Send at most this many names in a request [default: the limit of the service].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    batch: Option<u16>,
    /// Cache answers in this folder, so that an interrupted run can continue.
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Ignore cached answers and send all requests again.
    #[arg(long, requires = "cache")]
    refresh: bool,
    /// Send this contact, such as an email address, to the service, so that its operators can reach you.
    #[arg(long, value_name = "CONTACT")]
    contact: Option<String>,
    #[command(flatten)]
    retry: network::RetryArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RowFormat {
    /// The table with new columns; TSV if the table is TSV.
    Csv,
    /// A list of rows with their candidates.
    Json,
    /// Mappings, as closeMatch.
    Sssom,
}

fn property(text: &str) -> Result<(String, String), String> {
    let (id, column) = text.split_once('=').ok_or("missing \"=\"; write ID=COLUMN")?;
    Ok((id.trim().to_owned(), column.to_owned()))
}

/// Maximum number of consecutive failures of the service; then the run stops.
const FAILURES: usize = 3;

pub(crate) fn run(args: &Args) -> Result<Status, Failure> {
    if let Some(base) = args.base.as_deref().filter(|b| !Minter::is_iri(b)) {
        return Err(Failure::new(FailureKind::CannotRun, format!("invalid --base {base:?}: not an IRI")));
    }
    let stdin = args.table.as_os_str() == "-";
    let unreadable = |e: io::Error| io::Error::new(e.kind(), format!("cannot read {}: {e}", args.table.display()));
    let (input, size): (Box<dyn Read>, u64) = if stdin {
        (Box::new(io::stdin()), 0)
    } else {
        let file = File::open(&args.table).map_err(unreadable)?;
        let size = file.metadata().map_or(0, |m| m.len());
        (Box::new(file), size)
    };
    let tabs = args.table.extension().is_some_and(|e| e.eq_ignore_ascii_case("tsv") || e.eq_ignore_ascii_case("tab"));
    let delimiter = if tabs { b'\t' } else { b',' };
    let mut table = Table::new(input, delimiter, &args.column, args.class.as_deref(), &args.properties, args.limit)
        .map_err(|e| Failure::new(FailureKind::Input, e))?;
    if let Some(there) =
        added(&args.column).into_iter().find(|a| args.format == RowFormat::Csv && table.columns.contains(a))
    {
        return Err(Failure::new(FailureKind::Input, format!("the table already has a column {there:?}"))
            .hint("rename it, or write JSON"));
    }
    let http = network::http(args.contact.as_deref(), args.retry.timeout)?;
    let cache = args.cache.as_deref().map(|folder| Cache::new(folder, args.refresh));
    let policy = args.retry.policy();
    let mut client = Client::new(&http, cache, policy, &thread::sleep);
    let remote = Remote::discover(&mut client, &args.url).map_err(|e| failed(e, false))?;
    let batch = args.batch.map_or(remote.batch, |b| usize::from(b).min(remote.batch));
    let version = if remote.version == Version::V1 { "1.0-draft" } else { "0.2 or older" };
    terminal::eprint(&format!("{:?}, version {version}, {batch} names per request\n", remote.name));
    let mut writer = Writer::new(args, &table.columns, delimiter, &remote)?;
    let mut reconciliation =
        Reconciliation { args, remote: &remote, failures: 0, wrong: 0, named: 0, found: 0, sure: 0 };
    let bar = terminal::progress(usize::try_from(size).unwrap_or_default(), "reconciling");
    loop {
        let mut rows = Vec::new();
        let mut queries: BTreeMap<Query, usize> = BTreeMap::new();
        // The same name often occurs in many rows.
        while queries.len() < batch && rows.len() < 20 * batch {
            match table.next() {
                Some(Ok(row)) => {
                    let next = queries.len();
                    if let Some(query) = &row.query {
                        queries.entry(query.clone()).or_insert(next);
                    }
                    rows.push(row);
                }
                Some(Err(problem)) => {
                    reconciliation.wrong += 1;
                    bar.suspend(|| {
                        let (file, line, what) = (args.table.display(), problem.line, problem.what);
                        terminal::eprint(&format!("error: {file}:{line}: {what}\n  help: the row was skipped\n"));
                    });
                }
                None => break,
            }
        }
        if rows.is_empty() {
            break;
        }
        reconciliation.batch(&mut client, &rows, &queries, &mut writer, &bar)?;
        bar.set_position(table.bytes());
    }
    bar.finish_and_clear();
    writer.finish()?;
    let (counts, Reconciliation { wrong, named, found, sure, .. }) = (client.counts(), reconciliation);
    terminal::eprint(&format!(
        "{named} names, {found} with candidates, {sure} of which the service is sure, {wrong} rows without an answer; \
         {} requests, {} answers from the cache\n",
        counts.sent, counts.kept
    ));
    Ok(if wrong == 0 { Status::Done } else { Status::Failed })
}

fn failed(error: AskError, kept: bool) -> Failure {
    let hint = failure::hint(&error);
    let failure = Failure::new(FailureKind::CannotRun, error).hint(hint);
    if kept { failure.hint("the answers so far are cached; run the command again to continue") } else { failure }
}

struct Reconciliation<'a> {
    args: &'a Args,
    remote: &'a Remote,
    failures: usize,
    wrong: usize,
    named: usize,
    found: usize,
    sure: usize,
}

impl Reconciliation<'_> {
    fn batch(
        &mut self,
        client: &mut Client<'_>,
        rows: &[Row],
        queries: &BTreeMap<Query, usize>,
        writer: &mut Writer,
        bar: &indicatif::ProgressBar,
    ) -> Result<(), Failure> {
        // In the order of the rows.
        let mut ordered: Vec<(&Query, usize)> = queries.iter().map(|(q, n)| (q, *n)).collect();
        ordered.sort_by_key(|(_, n)| *n);
        let list: Vec<Query> = ordered.into_iter().map(|(q, _)| q.clone()).collect();
        let answers = match self.remote.ask(client, &list) {
            Ok(answers) => {
                self.failures = 0;
                answers
            }
            Err(error) => {
                self.failures += 1;
                if self.failures >= FAILURES {
                    return Err(failed(error, self.args.cache.is_some()));
                }
                list.iter().map(|_| Err(error.to_string())).collect()
            }
        };
        for row in rows {
            let answer = row.query.as_ref().and_then(|q| queries.get(q)).and_then(|n| answers.get(*n));
            let nothing: &[Candidate] = &[];
            let answer = match answer {
                Some(Ok(candidates)) => Ok(candidates.as_slice()),
                Some(Err(why)) => Err(why.as_str()),
                None => Ok(nothing),
            };
            self.named += usize::from(row.query.is_some());
            match answer {
                Ok(candidates) => {
                    self.found += usize::from(!candidates.is_empty());
                    self.sure += usize::from(candidates.first().is_some_and(|c| c.is_match));
                }
                Err(why) => {
                    self.wrong += 1;
                    let name = row.query.as_ref().map_or("", |q| &q.name);
                    let (file, line) = (self.args.table.display(), row.line);
                    bar.suspend(|| {
                        terminal::eprint(&format!("error: {file}:{line}: {name:?} has no answer: {why}\n"));
                    });
                }
            }
            writer.write(row, answer, self.remote)?;
        }
        Ok(())
    }
}

enum Writer {
    Csv(Box<Rows<Output>>),
    Json(Json<Output>),
    Sssom(Box<MappingSet>, Output, bool),
}

impl Writer {
    fn new(args: &Args, columns: &[String], delimiter: u8, remote: &Remote) -> Result<Self, Failure> {
        let out = Output::open(args.output.as_deref())?;
        Ok(match args.format {
            RowFormat::Csv => Self::Csv(Box::new(Rows::new(out, delimiter, columns, &args.column)?)),
            RowFormat::Json => Self::Json(Json::new(out, columns)?),
            RowFormat::Sssom => {
                let base = args.base.clone().unwrap_or_default();
                let set = MappingSet {
                    id: format!("{base}mappings"),
                    title: format!("{} in {}", args.column, remote.name),
                    licence: args.licence.clone(),
                    tool: "chorograph".to_owned(),
                    tool_version: env!("CARGO_PKG_VERSION").to_owned(),
                    base,
                    ..MappingSet::default()
                };
                Self::Sssom(Box::new(set), out, true)
            }
        })
    }

    fn write(&mut self, row: &Row, answer: Result<&[Candidate], &str>, remote: &Remote) -> io::Result<()> {
        match self {
            Self::Csv(rows) => rows.write(row, answer.unwrap_or_default()),
            Self::Json(json) => json.write(row, answer),
            Self::Sssom(set, _, whole) => {
                *whole &= write::map(set, row, remote, answer.unwrap_or_default());
                Ok(())
            }
        }
    }

    fn finish(self) -> Result<(), Failure> {
        let out = match self {
            Self::Csv(rows) => rows.finish()?,
            Self::Json(json) => json.finish()?,
            Self::Sssom(_, _, false) => {
                let error = "the service does not declare the IRIs of its identifiers, which mappings need";
                return Err(Failure::new(FailureKind::Input, error).hint("write CSV or JSON"));
            }
            Self::Sssom(set, mut out, true) => {
                sssom::write(&set, &mut out)?;
                out
            }
        };
        Ok(out.finish()?)
    }
}
