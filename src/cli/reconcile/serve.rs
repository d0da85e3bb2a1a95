use super::live::{Live, ReconcileRequest};
use crate::cli::failure::Failure;
use crate::cli::serve::body::Answer;
use crate::cli::serve::connection::{self, RequestHandler};
use crate::cli::serve::incoming::{self, BodyError, BodyMemory};
use crate::cli::serve::sessions;
use crate::cli::{Context, Status, open, shared_view, terminal};
use chorograph::dataset::Dataset;
use chorograph::link::reconcile::{self, MAX_BODY, Response};
use chorograph::link::wikidata::index::Index;
use chorograph::serve::gate::{Names, is_same_secret};
use hyper::body::Incoming;
use hyper::header::{self, HeaderName, HeaderValue};
use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;
use tokio::task::spawn_blocking;

/// Time that running requests have to end after a signal to stop.
const GRACE: Duration = Duration::from_secs(5);
/// Maximum number of bytes read and discarded of a body that is too large, so that the client can read the error response.
const DRAINED: usize = 128 * 1024 * 1024;

/// Serve the Reconciliation Service API, versions 0.2 and 1.0-draft, over the dataset and over an index of Wikidata
///
/// Without an index, serve the entities of the last build of the dataset, by all their spellings. With an index made by
/// `chorograph wikidata index`, serve its items; if --dataset names a dataset, serve both, below dataset/ and wikidata/.
///
/// In OpenRefine, choose Reconcile, Start reconciling, Add standard service, and enter the address that this command prints.
/// For clients of 1.0-draft, append v1/ to the address. The service does not use other servers, and only this machine can
/// connect unless you set --host. It runs until it is stopped, and uses a new build of the dataset at once.
///
/// Sources with redistribute = false in their metadata are left out. With --include-restricted, they are served at a second,
/// secret address, which is printed at the start; the service then answers only to its own host names: localhost, its address,
/// and those of --allow-host.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  chorograph -d my-data reconcile serve
  chorograph -d my-data reconcile serve caucasus.wd
  chorograph reconcile serve caucasus.wd
  chorograph reconcile serve caucasus.wd --port 8000 --name 'Districts'")]
pub(crate) struct Args {
    /// An index of Wikidata.
    index: Option<PathBuf>,
    /// Listen on this port; 0 takes a free one.
    #[arg(long, default_value_t = 8000)]
    port: u16,
    /// Listen on this address; 0.0.0.0 lets other machines connect.
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    host: IpAddr,
    /// Include sources whose metadata has `redistribute = false`, at a separate secret address.
    #[arg(long)]
    include_restricted: bool,
    /// Answer also to this host name, given without a port; may be repeated. Needed only with --include-restricted.
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<String>,
    /// Set the name of the service [default: the title of the dataset, or "Wikidata, offline (chorograph)"].
    #[arg(long)]
    name: Option<String>,
}

const WIKIDATA: &str = "Wikidata, offline (chorograph)";

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    // An index alone needs no dataset.
    let of_dataset = args.index.is_none() || context.dataset != Path::new(".");
    let dataset = of_dataset.then(|| open(context)).transpose()?;
    let wikidata = match &args.index {
        Some(path) => {
            let index: &'static Index = Box::leak(Box::new(Index::open(path)?));
            Some((index, args.name.clone().unwrap_or_else(|| WIKIDATA.to_owned())))
        }
        None => None,
    };
    let paths = if dataset.is_some() && wikidata.is_some() { &["/dataset", "/wikidata"][..] } else { &[""] };
    if let Some(dataset) = &dataset {
        // Prints which sources are left out; an error if there is no build to serve.
        shared_view(dataset, args.include_restricted)?;
    }
    let named = |d: &Dataset| args.name.clone().unwrap_or_else(|| d.config.title.clone());
    let name = dataset.as_ref().map(named).unwrap_or_default();
    let live = |whole| Ok::<_, Failure>(Arc::new(Live::new(dataset.clone(), whole, name.clone(), wikidata.clone())?));
    let open = live(false)?;
    // Clients of the protocol cannot send a token, so the address contains a secret.
    let private =
        if args.include_restricted { Some((format!("/{}", sessions::secret_path()?), live(true)?)) } else { None };
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    connection::listen(SocketAddr::new(args.host, args.port), threads, GRACE, |address| {
        let mut out = terminal::Output::open(None)?;
        for path in paths {
            writeln!(out, "http://{address}{path}/")?;
        }
        out.flush()?;
        out.finish()?;
        if let Some((secret, _)) = &private {
            let path = paths.first().copied().unwrap_or_default();
            terminal::eprint(&format!(
                "note: the address with restricted sources is secret: http://{address}{secret}{path}/\n"
            ));
        }
        let names = args.include_restricted.then(|| Names::new(args.host, &args.allow_host));
        Ok(Server { open, private, names, own: format!("http://{address}"), held: AtomicUsize::new(0) })
    })?;
    Ok(Status::Done)
}

struct Server {
    open: Arc<Live>,
    /// The services with restricted sources, and the secret path before them.
    private: Option<(String, Arc<Live>)>,
    /// The host names that the server answers to; `None` for any, if no restricted sources are served.
    names: Option<Names>,
    /// The origin of the server: scheme, address and port.
    own: String,
    /// Bytes of all request bodies in memory.
    held: AtomicUsize,
}

impl Server {
    /// The services that a path leads to, the path below them, and the secret path before them.
    fn choose<'a>(&'a self, path: &'a str) -> (&'a Arc<Live>, &'a str, &'a str) {
        if let Some((secret, live)) = &self.private
            && let Some((first, second)) = path.split_at_checked(secret.len())
            && is_same_secret(first, secret)
            && (second.is_empty() || second.starts_with('/'))
        {
            return (live, second, secret);
        }
        (&self.open, path, "")
    }
}

impl RequestHandler for Server {
    async fn answer(&self, request: hyper::Request<Incoming>, _: IpAddr) -> hyper::Response<Answer> {
        let (head, body) = request.into_parts();
        let text = |name: HeaderName| head.headers.get(name).and_then(|v| v.to_str().ok());
        let authority = head.uri.authority().map(hyper::http::uri::Authority::as_str).or_else(|| text(header::HOST));
        if let Some(names) = &self.names
            && (head.headers.get_all(header::HOST).iter().count() > 1
                || !authority.is_some_and(|host| names.know(host)))
        {
            return closed(&reconcile::misdirected());
        }
        let mut held = BodyMemory::new(&self.held);
        let body = match incoming::read(body, MAX_BODY, DRAINED, &mut held).await {
            Ok(body) => body,
            Err(why) => {
                return closed(&match why {
                    BodyError::Broken | BodyError::Late => reconcile::unreadable(),
                    BodyError::TooLarge => reconcile::too_large(),
                    BodyError::Busy => reconcile::busy(),
                });
            }
        };
        // Links use the host that the client sent, if it is a plain host and port.
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        let host = text(header::HOST).filter(|h| !h.is_empty() && h.len() < 260 && h.chars().all(plain));
        let base = host.map_or_else(|| self.own.clone(), |h| format!("http://{h}"));
        let (live, path, below) = self.choose(head.uri.path());
        let asked = ReconcileRequest {
            method: head.method.as_str().to_owned(),
            path: path.to_owned(),
            query: head.uri.query().unwrap_or_default().to_owned(),
            content_type: text(header::CONTENT_TYPE).unwrap_or_default().to_owned(),
            languages: text(header::ACCEPT_LANGUAGE).unwrap_or_default().to_owned(),
            body,
            base: format!("{base}{below}"),
        };
        let live = Arc::clone(live);
        let answered = spawn_blocking(move || live.answer(asked));
        // The reply is lost only through a defect of the program; other requests continue.
        let mut sent = sent(answered.await.unwrap_or_else(|_| reconcile::failed().response()));
        if !below.is_empty() {
            sent.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        }
        sent
    }
}

/// An error response to a request that was not read; it closes the connection.
fn closed(refusal: &reconcile::RequestError) -> hyper::Response<Answer> {
    let mut sent = sent(refusal.response());
    sent.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    sent
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
