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

/// The environment variable with the token, if it is not in a file.
const TOKEN: &str = "CHOROGRAPH_TOKEN";
/// Minimum length of the token, in bytes, so that it cannot be guessed.
const SHORTEST_TOKEN: usize = 16;

/// Serve the dataset over HTTP: its site, its resources, a SPARQL endpoint and the named queries
///
/// /sparql is a SPARQL 1.1 Protocol endpoint and, in a browser, an editor. /api/ lists the named queries, and
/// /api/NAME.csv?parameter=value answers one. Each IRI of the dataset is described at its path, as a page, Turtle, JSON-LD,
/// N-Triples or RDF/XML, depending on the Accept header. /health and /metrics are for operators. The server uses a new build
/// of the dataset at once.
///
/// Each query runs in a process of its own, which is killed when it exceeds its time or memory limit or its client
/// disconnects. An answer is sent only when it is complete, so a response with status 200 is never truncated. Only this
/// machine can connect unless you set --host. SERVICE is an error except for the hosts of --allow-service. The server runs
/// until it is stopped (SIGINT, SIGTERM), and first finishes running requests.
///
/// Public data is open to everyone, including pages of other origins in a browser. Sources with redistribute = false in their
/// metadata are left out of all answers, and a build that restricts a source takes effect with the next request. With
/// --include-restricted, restricted sources are served to clients that send the token (Authorization: Bearer), and to a
/// browser that has opened the address printed at the start, which works once and sets a cookie; all other clients get public
/// data only. The server then answers only to its own host names: localhost, its address, and those of --allow-host. A site
/// that contains a source that is restricted now is not served; pages are generated from the store instead.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  chorograph -d my-data serve
  chorograph -d my-data serve --site public --port 8000 --log json
  CHOROGRAPH_TOKEN=$(cat token) chorograph -d my-data serve --allow-update
  CHOROGRAPH_TOKEN=$(cat token) chorograph -d my-data serve --include-restricted
  curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT * { ?s a choro:Place ; ?p ?o }' http://127.0.0.1:8080/sparql")]
pub(crate) struct Args {
    /// Listen on this port; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Listen on this address; 0.0.0.0 lets other machines connect.
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    host: IpAddr,
    /// Serve sources whose metadata has `redistribute = false` to clients with the token and to a browser that has opened the
    /// one-time address.
    #[arg(long)]
    include_restricted: bool,
    /// Answer also to this host name, given without a port; may be repeated. Needed only with --include-restricted.
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<String>,
    /// Serve the pages of this folder, written by `chorograph publish`.
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// Accept SPARQL updates from clients with the token in the environment variable CHOROGRAPH_TOKEN or in --token-file.
    #[arg(long)]
    allow_update: bool,
    /// Read the token for updates and for restricted sources from this file.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Let SERVICE query this host, if its name resolves to a public address; may be repeated.
    #[arg(long, value_name = "HOST")]
    allow_service: Vec<String>,
    /// Stop a query after this many seconds, and let it wait for a worker no longer than this.
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = super::network::seconds)]
    timeout: Duration,
    /// Allow at most this many rows in an answer.
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    rows: u64,
    /// Allow at most this many MiB in an answer.
    #[arg(long, value_name = "MIB", default_value_t = 512, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    answer_size: u64,
    /// Allow a query at most this many MiB of memory.
    #[arg(long, value_name = "MIB", default_value_t = 1024, value_parser = clap::value_parser!(u64).range(64..=1_000_000))]
    memory: u64,
    /// Run at most this many queries at once [default: one for each processor].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    workers: Option<u16>,
    /// Let at most this many queries wait for a worker; answer further ones with status 503.
    #[arg(long, value_name = "N", default_value_t = 256)]
    queue: u16,
    /// Let at most this many queries of one client address run or wait; they use at most half of the workers [default: a quarter
    /// of all, without a limit for this machine].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    per_client: Option<u16>,
    /// Give running requests this long to finish after a signal to stop.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = super::network::seconds)]
    grace: Duration,
    /// Write a log line for each request to standard error, in this format.
    #[arg(long, value_enum, value_name = "text|json|none", hide_possible_values = true, default_value = "text")]
    log: log::Style,
    /// Include queries in the log lines.
    #[arg(long)]
    log_queries: bool,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let dataset = Dataset::open(&context.dataset)?;
    // Opening the view now reports a missing build at the start, and prepares the view for the first client.
    let view = DatasetView::public(&dataset)?;
    let who = if args.include_restricted { "is served only to clients with the token" } else { "is left out" };
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
                "note: to read restricted sources in a browser, open this address once, within {} minutes: http://{at}{}\n",
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
    if folder.is_dir() { Ok(folder) } else { Err(cannot("not a folder".to_owned())) }
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
        format!("there is no token of at least {SHORTEST_TOKEN} characters in {place}"),
    );
    Err(failure
        .hint("create one with `openssl rand -hex 24`; it is not an argument because other users can see arguments"))
}
