//! `chorograph serve`

pub(super) mod body;
pub(super) mod connection;
mod handler;
pub(super) mod incoming;
mod log;
mod pool;
mod services;
pub(super) mod sessions;
mod client_limiter;
mod spool;
mod watch;
pub(super) mod worker;

use super::failure::FailureKind;
use super::terminal::Output;
use super::{Context, Failure, Status, terminal};
use chorograph::dataset::Dataset;
use chorograph::query::Prefixes;
use chorograph::serve::Service;
use chorograph::serve::gate::Names;
use chorograph::serve::metrics::Metrics;
use chorograph::store::access::DatasetView;
use handler::{Gate, Handler};
use pool::Pool;
use sessions::Sessions;
use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;
use watch::Watch;

/// Where the token is, unless in a file.
const TOKEN: &str = "CHOROGRAPH_TOKEN";
/// A token that can be guessed is none.
const SHORTEST_TOKEN: usize = 16;

/// Serve the dataset over HTTP: its site, its resources, a SPARQL endpoint and the named queries
///
/// /sparql is a SPARQL 1.1 Protocol endpoint, in a browser an editor; /api/ lists the named queries, and
/// /api/NAME.csv?parameter=value answers one; every IRI of the dataset is described at its path, by the Accept header as a page,
/// Turtle, JSON-LD, N-Triples or RDF/XML; /health and /metrics are for operators. A dataset that is built again is picked up.
///
/// Each query runs in a process of its own, which is ended when its time or memory is over or its client has gone. An
/// answer is sent when it is whole, so what arrives with status 200 is never cut. Only this machine can connect unless --host
/// says otherwise. SERVICE is refused but for the hosts of --allow-service. It runs until it is stopped (SIGINT, SIGTERM), and then first ends what it has
/// begun.
///
/// What may be passed on is open to all, pages of other origins in a browser included. Sources with redistribute = false in
/// their metadata are left out of everything, at whatever address the server listens, and a rebuild that restricts a source
/// holds from the next request on. With --include-restricted they are there for who sends the token (Authorization: Bearer),
/// and for a browser that has opened the address that is printed at the start, which works once and sets a cookie;
/// everybody else gets what everybody gets. The server then answers only under its own names: localhost, its address, and
/// those of --allow-host. A site that was published with a source which is restricted now is not served: pages are made of
/// the store instead.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  chorograph -d my-data serve
  chorograph -d my-data serve --site public --port 8000 --log json
  CHOROGRAPH_TOKEN=$(cat token) chorograph -d my-data serve --allow-update
  CHOROGRAPH_TOKEN=$(cat token) chorograph -d my-data serve --include-restricted
  curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT * { ?s a choro:Place ; ?p ?o }' http://127.0.0.1:8080/sparql")]
pub(crate) struct Args {
    /// The port; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen at; 0.0.0.0 lets other machines connect.
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    host: IpAddr,
    /// Let who has the token, or a browser that has opened the address for it, read also what sources say whose metadata has
    /// `redistribute = false`.
    #[arg(long)]
    include_restricted: bool,
    /// Another name by which clients reach the server, without a port; may be repeated. Matters with --include-restricted.
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<String>,
    /// A folder that `chorograph publish` wrote.
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// Take SPARQL updates from who has the token, which is in the environment variable CHOROGRAPH_TOKEN or in --token-file.
    #[arg(long)]
    allow_update: bool,
    /// A file with the token for updates and for what is restricted.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Let SERVICE ask this host, if its name leads to a public address; may be repeated.
    #[arg(long, value_name = "HOST")]
    allow_service: Vec<String>,
    /// The most seconds that a query may take, and may wait for its turn.
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = super::network::seconds)]
    timeout: Duration,
    /// The most rows of an answer.
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    rows: u64,
    /// The most MiB of an answer.
    #[arg(long, value_name = "MIB", default_value_t = 512, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    answer_size: u64,
    /// The most MiB of memory that a query may take.
    #[arg(long, value_name = "MIB", default_value_t = 1024, value_parser = clap::value_parser!(u64).range(64..=1_000_000))]
    memory: u64,
    /// How many queries run at once [default: one for each processor].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    workers: Option<u16>,
    /// How many queries may wait for their turn; further ones are told to come again.
    #[arg(long, value_name = "N", default_value_t = 256)]
    queue: u16,
    /// How many queries of one address may run or wait; of these half of the workers run [default: a quarter of all, without a
    /// limit for this machine itself].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    per_client: Option<u16>,
    /// How long what was begun may go on after the server was told to stop.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = super::network::seconds)]
    grace: Duration,
    /// Write a line for each request to standard error.
    #[arg(long, value_enum, value_name = "text|json|none", hide_possible_values = true, default_value = "text")]
    log: log::Style,
    /// Write what is asked into these lines as well.
    #[arg(long)]
    log_queries: bool,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let dataset = Dataset::open(&context.dataset)?;
    // That there is something to serve is reported now rather than to the first client, who then finds it made, too.
    let view = DatasetView::public(&dataset)?;
    let who = if args.include_restricted { "is for who has the token alone" } else { "is left out" };
    for source in view.restricted() {
        terminal::eprint(&format!("note: source {source} {who}: its metadata says redistribute = false\n"));
    }
    drop(view);
    let site = args.site.as_deref().map(folder).transpose()?;
    let given = args.token_file.is_some() || std::env::var_os(TOKEN).is_some_and(|token| !token.is_empty());
    let token = if args.allow_update || (args.include_restricted && given) {
        Some(token(args.token_file.as_deref())?)
    } else {
        None
    };
    let metrics = Arc::new(Metrics::default());
    let workers = args.workers.map_or_else(|| std::thread::available_parallelism().map_or(2, usize::from), usize::from);
    let limits = pool::Limits {
        workers,
        queue: usize::from(args.queue),
        of_client: args.per_client.map(usize::from),
        time: args.timeout,
        memory: args.memory,
        bytes: args.answer_size * 1024 * 1024,
    };
    connection::listen(SocketAddr::new(args.host, args.port), 4, args.grace, |address| {
        let handler = Handler {
            service: Service {
                title: dataset.config.title.clone(),
                prefixes: Prefixes::new(dataset.minter.base()),
                queries: dataset.queries(),
                site: site.clone(),
                rows: args.rows,
                token: token.clone().filter(|_| args.allow_update),
            },
            gate: args.include_restricted.then(|| Gate {
                names: Names::new(args.host, &args.allow_host),
                sessions: Sessions::new(address.port()),
                token,
            }),
            watch: Watch::new(dataset.clone(), site),
            pool: Arc::new(Pool::new(
                context.dataset.clone(),
                args.allow_service.clone(),
                limits,
                Arc::clone(&metrics),
            )?),
            metrics,
            log: log::Log { style: args.log, queries: args.log_queries },
            own: format!("http://{address}"),
            work: dataset.work(),
            held: AtomicUsize::new(0),
        };
        let mut out = Output::open(None)?;
        writeln!(out, "http://{address}/")?;
        out.finish()?;
        if let Some(gate) = &handler.gate {
            let name = args.allow_host.first().map_or("localhost", String::as_str);
            let at =
                if args.host.is_unspecified() { format!("{name}:{}", address.port()) } else { address.to_string() };
            terminal::eprint(&format!(
                "note: open this once in a browser, within {} minutes, to read also what is restricted: http://{at}{}\n",
                sessions::KEY_TIME.as_secs() / 60,
                gate.sessions.address()?
            ));
        }
        Ok(handler)
    })?;
    Ok(Status::Done)
}

fn folder(folder: &Path) -> Result<PathBuf, Failure> {
    let cannot =
        |why: String| Failure::new(FailureKind::CannotRun, format!("cannot serve {}: {why}", folder.display()));
    let folder = folder.canonicalize().map_err(|e| cannot(e.to_string()))?;
    if folder.is_dir() { Ok(folder) } else { Err(cannot("it is no folder".to_owned())) }
}

fn token(file: Option<&Path>) -> Result<String, Failure> {
    let (token, place) = match file {
        Some(file) => {
            let read = std::fs::read_to_string(file);
            let token = read.map_err(|e| {
                Failure::new(FailureKind::CannotRun, format!("cannot read the token in {}: {e}", file.display()))
            })?;
            (token, file.display().to_string())
        }
        None => (std::env::var(TOKEN).unwrap_or_default(), TOKEN.to_owned()),
    };
    let token = token.trim().to_owned();
    let is_token = token.len() >= SHORTEST_TOKEN && token.bytes().all(|b| b.is_ascii_graphic());
    if is_token {
        return Ok(token);
    }
    let failure = Failure::new(
        FailureKind::CannotRun,
        format!("there is no token of {SHORTEST_TOKEN} or more letters in {place}"),
    );
    Err(failure.hint("make one with `openssl rand -hex 24`; it is no argument because others can see those"))
}
