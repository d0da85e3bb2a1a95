use crate::cli::failure::{Failure, Kind};
use crate::cli::serve::body::Answer;
use crate::cli::serve::connection::{self, Answers};
use crate::cli::serve::incoming::{self, Held, Unread};
use crate::cli::{Context, Status, open, terminal, view};
use chorograph::reconcile::dataset::{self, EntitiesError};
use chorograph::reconcile::{self, LARGEST_BODY, Request, Response, Service, Services};
use chorograph::wikidata::index::Index;
use hyper::body::Incoming;
use hyper::header::{self, HeaderName, HeaderValue};
use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;
use std::time::Duration;
use tokio::task::spawn_blocking;

/// How long what was begun may go on after the service was told to stop.
const GRACE: Duration = Duration::from_secs(5);
/// How much of a body that is too large is taken off the wire, so that the client reads why it was refused.
const DRAINED: usize = 128 * 1024 * 1024;

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
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    connection::listen(SocketAddr::new(args.host, args.port), threads, GRACE, |address| {
        let mut out = terminal::Output::open(None)?;
        for path in services.paths() {
            writeln!(out, "http://{address}{path}/")?;
        }
        out.flush()?;
        out.finish()?;
        Ok(Server { services, own: format!("http://{address}"), held: AtomicUsize::new(0) })
    })?;
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

struct Server {
    services: &'static Services<'static>,
    /// The address that is listened at.
    own: String,
    /// Bytes of the bodies that are held.
    held: AtomicUsize,
}

impl Answers for Server {
    async fn answer(&self, request: hyper::Request<Incoming>, _: IpAddr) -> hyper::Response<Answer> {
        let (head, body) = request.into_parts();
        let mut held = Held::new(&self.held);
        let body = match incoming::read(body, LARGEST_BODY, DRAINED, &mut held).await {
            Ok(body) => body,
            Err(why) => {
                let refusal = match why {
                    Unread::Broken | Unread::Late => reconcile::unreadable(),
                    Unread::TooLarge => reconcile::too_large(),
                    Unread::Busy => reconcile::busy(),
                };
                let mut sent = sent(refusal.response());
                sent.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
                return sent;
            }
        };
        let (services, own) = (self.services, self.own.clone());
        let answered = spawn_blocking(move || {
            let text = |name: HeaderName| head.headers.get(name).and_then(|v| v.to_str().ok());
            // Clients are sent back to where they came from, if that is a plain host and port.
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
            let host = text(header::HOST).filter(|h| !h.is_empty() && h.len() < 260 && h.chars().all(plain));
            let base = host.map_or(own, |h| format!("http://{h}"));
            services.answer(&Request {
                method: head.method.as_str(),
                path: head.uri.path(),
                query: head.uri.query().unwrap_or_default(),
                content_type: text(header::CONTENT_TYPE).unwrap_or_default(),
                languages: text(header::ACCEPT_LANGUAGE).unwrap_or_default(),
                body: &body,
                base: &base,
            })
        });
        // It is lost only if the program has a defect; other requests go on.
        sent(answered.await.unwrap_or_else(|_| reconcile::failed().response()))
    }
}

fn sent(response: Response) -> hyper::Response<Answer> {
    let mut sent = hyper::Response::new(Answer::Bytes(response.body.into()));
    *sent.status_mut() =
        hyper::StatusCode::from_u16(response.status).unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            sent.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    sent
}
