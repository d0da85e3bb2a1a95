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

/// Reconciles a column of a table against a reconciliation service.
///
/// The service may speak version 0.1, 0.2 or 1.0-draft of the Reconciliation Service API; its manifest tells. Names are sent
/// in batches of its size, one batch at a time. The table comes back with the best candidate of each row in further columns:
/// NAME_id, NAME_name, NAME_score, NAME_match (whether the service is sure) and NAME_type. A row that cannot be read, or has
/// no answer, is told.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  chorograph reconcile client http://127.0.0.1:8000/ places.csv --column place -o linked.csv
  chorograph reconcile client URL places.tsv --column place --type Q486972 --property P2046=km2 --cache answers
  chorograph reconcile client URL places.csv --column place --format sssom --base https://example.org/places/")]
pub(crate) struct Args {
    /// The address of the service, where its manifest is.
    url: String,
    /// The table, in CSV or, if its name ends in .tsv, TSV; - for CSV from standard input.
    table: PathBuf,
    /// The column with the names.
    #[arg(short, long, value_name = "NAME")]
    column: String,
    /// The type that entities should have, as the service calls it.
    #[arg(long = "type", value_name = "ID")]
    class: Option<String>,
    /// A column with values of a property of the service; may be repeated.
    #[arg(long = "property", value_name = "ID=COLUMN", value_parser = property)]
    properties: Vec<(String, String)>,
    /// How many candidates are asked for.
    #[arg(long, value_name = "N", default_value = "3", value_parser = clap::value_parser!(u32).range(1..=100))]
    limit: u32,
    /// How to write the result; JSON and SSSOM have all candidates.
    #[arg(long, value_enum, default_value = "csv")]
    format: RowFormat,
    /// Write to a file, which appears only when it is whole.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// For SSSOM: what stands before the names to make them IRIs.
    #[arg(long, value_name = "IRI", required_if_eq("format", "sssom"))]
    base: Option<String>,
    /// For SSSOM: the licence of the mappings.
    #[arg(long, value_name = "IRI", default_value = "https://creativecommons.org/publicdomain/zero/1.0/")]
    licence: String,
    /// How many names a request has at most [default: as many as the service takes].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    batch: Option<u16>,
    /// Keep answers in a folder and use those that are there: a run that was interrupted goes on.
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Ask for everything again, whatever was kept.
    #[arg(long, requires = "cache")]
    refresh: bool,
    /// Whom the service may write to about these requests, such as an address of mail; it is sent to the service.
    #[arg(long, value_name = "CONTACT")]
    contact: Option<String>,
    #[command(flatten)]
    asking: network::Asking,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RowFormat {
    /// The table with further columns; TSV where the table is.
    Csv,
    /// A list of rows with their candidates.
    Json,
    /// Mappings, as closeMatch.
    Sssom,
}

fn property(text: &str) -> Result<(String, String), String> {
    let (id, column) = text.split_once('=').ok_or("it has no \"=\"; write ID=COLUMN")?;
    Ok((id.trim().to_owned(), column.to_owned()))
}

/// After so many failures of the service in a row it is left alone.
const FAILURES: usize = 3;

pub(crate) fn run(args: &Args) -> Result<Status, Failure> {
    if let Some(base) = args.base.as_deref().filter(|b| !Minter::is_iri(b)) {
        return Err(Failure::new(FailureKind::CannotRun, format!("--base {base:?} is no IRI")));
    }
    let stdin = args.table.as_os_str() == "-";
    let told = |e: io::Error| io::Error::new(e.kind(), format!("cannot read {}: {e}", args.table.display()));
    let (input, size): (Box<dyn Read>, u64) = if stdin {
        (Box::new(io::stdin()), 0)
    } else {
        let file = File::open(&args.table).map_err(told)?;
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
        return Err(Failure::new(FailureKind::Input, format!("the table has a column {there:?} already"))
            .hint("rename it, or write JSON"));
    }
    let http = network::http(args.contact.as_deref(), args.asking.timeout)?;
    let cache = args.cache.as_deref().map(|folder| Cache::new(folder, args.refresh));
    let pace = args.asking.pace();
    let mut client = Client::new(&http, cache, pace, &thread::sleep);
    let remote = Remote::discover(&mut client, &args.url).map_err(|e| failed(e, false))?;
    let batch = args.batch.map_or(remote.batch, |b| usize::from(b).min(remote.batch));
    let version = if remote.version == Version::V1 { "1.0-draft" } else { "0.2 or older" };
    terminal::eprint(&format!("{:?}, version {version}, {batch} names a request\n", remote.name));
    let mut writer = Writer::new(args, &table.columns, delimiter, &remote)?;
    let mut asking = Asking { args, remote: &remote, failures: 0, wrong: 0, named: 0, found: 0, sure: 0 };
    let bar = terminal::progress(usize::try_from(size).unwrap_or_default(), "reconciling");
    loop {
        let mut rows = Vec::new();
        let mut queries: BTreeMap<Query, usize> = BTreeMap::new();
        // The same name is often in many rows.
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
                    asking.wrong += 1;
                    bar.suspend(|| {
                        let (file, line, what) = (args.table.display(), problem.line, problem.what);
                        terminal::eprint(&format!("error: {file}:{line}: {what}\n  help: the row was left out\n"));
                    });
                }
                None => break,
            }
        }
        if rows.is_empty() {
            break;
        }
        asking.batch(&mut client, &rows, &queries, &mut writer, &bar)?;
        bar.set_position(table.bytes());
    }
    bar.finish_and_clear();
    writer.finish()?;
    let (counts, Asking { wrong, named, found, sure, .. }) = (client.counts(), asking);
    terminal::eprint(&format!(
        "{named} names, {found} with candidates, {sure} of which the service is sure, {wrong} rows without an answer; \
         {} requests, {} answers kept\n",
        counts.sent, counts.kept
    ));
    Ok(if wrong == 0 { Status::Done } else { Status::Failed })
}

fn failed(error: AskError, kept: bool) -> Failure {
    let hint = failure::hint(&error);
    let failure = Failure::new(FailureKind::CannotRun, error).hint(hint);
    if kept { failure.hint("what was answered is kept: run it again to go on") } else { failure }
}

struct Asking<'a> {
    args: &'a Args,
    remote: &'a Remote,
    failures: usize,
    wrong: usize,
    named: usize,
    found: usize,
    sure: usize,
}

impl Asking<'_> {
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
                let told = "the service does not say how its identifiers become IRIs, which mappings need";
                return Err(Failure::new(FailureKind::Input, told).hint("write CSV or JSON"));
            }
            Self::Sssom(set, mut out, true) => {
                sssom::write(&set, &mut out)?;
                out
            }
        };
        Ok(out.finish()?)
    }
}
