use crate::cli::failure::{Failure, Kind};
use crate::cli::{Context, Status, open, terminal, view};
use chorograph::reconcile::dataset::{self, EntitiesError};
use chorograph::reconcile::{self, LARGEST_BODY, Request, Response, Service, Services};
use chorograph::wikidata::index::Index;
use oxhttp::model::{Body, HeaderName, HeaderValue, StatusCode, header};
use oxhttp::{ListeningServer, Server};
use std::io::{self, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long the other side may be silent. A browser keeps connections that it does not use.
const SILENCE: Duration = Duration::from_secs(20);
const CONNECTIONS: usize = 32;
/// How much of a body that is too large is taken off the wire, so that the client reads why it was refused.
const DRAINED: u64 = 4 * LARGEST_BODY as u64;

/// Serves the Reconciliation Service API, versions 0.2 and 1.0-draft, over the dataset and over an index of Wikidata.
///
/// Without an index: the entities of the dataset as it was built last, by all their spellings. With an index of `chorograph
/// wikidata index`: its items; and, if --dataset names a dataset, both, below dataset/ and wikidata/.
///
/// In OpenRefine: Reconcile, Start reconciling, Add standard service, and the address that this command prints. Clients of
/// 1.0-draft take the same address with v1/ after it. Nothing asks a network, and only this machine can connect unless
/// --host says otherwise. It runs until it is stopped.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  chorograph -d my-data reconcile serve
  chorograph -d my-data reconcile serve caucasus.wd
  chorograph reconcile serve caucasus.wd
  chorograph reconcile serve caucasus.wd --port 8000 --name 'Districts'")]
pub(crate) struct Args {
    /// An index of Wikidata.
    index: Option<PathBuf>,
    /// The port; 0 takes a free one.
    #[arg(long, default_value_t = 8000)]
    port: u16,
    /// The address to listen at; 0.0.0.0 lets other machines connect.
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    host: IpAddr,
    /// What clients call the service [default: the title of the dataset, or "Wikidata, offline (chorograph)"].
    #[arg(long)]
    name: Option<String>,
}

const WIKIDATA: &str = "Wikidata, offline (chorograph)";

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let mut services = Services::default();
    // An index alone needs no dataset.
    if args.index.is_none() || context.dataset != Path::new(".") {
        services.add("/dataset", of_dataset(args, context)?);
    }
    if let Some(path) = &args.index {
        let index: &'static Index = Box::leak(Box::new(Index::open(path)?));
        services.add("/wikidata", Service::new(index, args.name.as_deref().unwrap_or(WIKIDATA)));
    }
    // Threads use them until the process ends.
    let services: &'static Services<'static> = Box::leak(Box::new(services));
    let (server, address) = listen(args, services)?;
    let mut out = terminal::Output::open(None)?;
    for path in services.paths() {
        writeln!(out, "http://{address}{path}/")?;
    }
    out.flush()?;
    out.finish()?;
    server.join()?;
    Ok(Status::Done)
}

fn of_dataset(args: &Args, context: &Context) -> Result<Service<'static>, Failure> {
    let dataset = open(context)?;
    let view = view(&dataset)?;
    let mut bar = None;
    let mut tell = |all: usize| bar.get_or_insert_with(|| terminal::progress(all, "reading the entities")).inc(1);
    let made = dataset::index(view.store(), dataset.language(), &std::env::temp_dir(), &mut tell);
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let index = made.map_err(|e| match e {
        EntitiesError::Index(e) => Failure::from(e),
        e => Failure::new(Kind::CannotRun, e),
    })?;
    let index: &'static Index = Box::leak(Box::new(index));
    let name = args.name.as_deref().unwrap_or(&dataset.config.title);
    Ok(Service::of_dataset(index, dataset.minter.base(), name))
}

fn listen(args: &Args, services: &'static Services<'static>) -> Result<(ListeningServer, SocketAddr), Failure> {
    let wanted = SocketAddr::new(args.host, args.port);
    // The server does not tell which port it was given: one is looked for first, and again if it is taken meanwhile.
    let mut tries = if args.port == 0 { 20 } else { 1 };
    loop {
        let address = if args.port == 0 { TcpListener::bind(wanted).and_then(|l| l.local_addr()) } else { Ok(wanted) };
        let server = address.and_then(|address| {
            let own = format!("http://{address}");
            let answer = move |request: &mut oxhttp::model::Request<Body>| answer(services, request, &own);
            let server = Server::new(answer).with_global_timeout(SILENCE);
            Ok((server.with_max_concurrent_connections(CONNECTIONS).bind(address).spawn()?, address))
        });
        tries -= 1;
        match server {
            Ok(listening) => return Ok(listening),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && tries > 0 => {}
            Err(error) => {
                let told = io::Error::new(error.kind(), format!("cannot listen at {wanted}: {error}"));
                return Err(Failure::new(Kind::CannotRun, told).hint("`--port 0` takes a free port"));
            }
        }
    }
}

fn answer(
    services: &Services<'_>,
    request: &mut oxhttp::model::Request<Body>,
    own: &str,
) -> oxhttp::model::Response<Body> {
    let mut body = Vec::new();
    let read = request.body_mut().take(LARGEST_BODY as u64 + 1).read_to_end(&mut body);
    let failed = read.is_err();
    if failed || body.len() > LARGEST_BODY {
        if !failed {
            // What fails here fails again when the answer is written.
            let _ = io::copy(&mut request.body_mut().take(DRAINED), &mut io::sink());
        }
        *request.body_mut() = Body::empty();
        request.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    if failed {
        return sent(reconcile::unreadable().response(), false);
    }
    let text = |name: HeaderName| request.headers().get(name).and_then(|v| v.to_str().ok());
    // Clients are sent back to where they came from, if that is a plain host and port.
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let host = text(header::HOST).filter(|h| !h.is_empty() && h.len() < 260 && h.chars().all(plain));
    let base = host.map_or_else(|| own.to_owned(), |h| format!("http://{h}"));
    let response = services.answer(&Request {
        method: request.method().as_str(),
        path: request.uri().path(),
        query: request.uri().query().unwrap_or_default(),
        content_type: text(header::CONTENT_TYPE).unwrap_or_default(),
        languages: text(header::ACCEPT_LANGUAGE).unwrap_or_default(),
        body: &body,
        base: &base,
    });
    sent(response, request.method() == "HEAD")
}

fn sent(response: Response, head: bool) -> oxhttp::model::Response<Body> {
    let body = if head { Body::empty() } else { Body::from(response.body) };
    let mut sent = oxhttp::model::Response::new(body);
    *sent.status_mut() = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            sent.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    sent
}
