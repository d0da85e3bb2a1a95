use crate::cli::failure::Failure;
use crate::cli::reviewer::today;
use crate::cli::serve::body::Answer;
use crate::cli::serve::connection::{self, RequestHandler};
use crate::cli::serve::incoming::{self, BodyError, BodyMemory};
use crate::cli::serve::sessions;
use crate::cli::{Status, terminal};
use chorograph::review::web::{self, MAX_BODY, Request, Response};
use chorograph::review::{Reviewer, Session};
use chorograph::serve::gate::{Names, is_same_secret};
use hyper::body::Incoming;
use hyper::header::{self, HeaderName, HeaderValue};
use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::task::spawn_blocking;

/// Time that running requests have to end after a signal to stop.
const GRACE: Duration = Duration::from_secs(5);
/// Maximum number of bytes read and discarded of a body that is too large, so that the client can read the error response.
const DRAINED: usize = 16 * 1024 * 1024;
/// Requests that wait for the session at once.
const THREADS: usize = 8;

/// Review claims in a browser
///
/// Open the address that this command prints: it shows the text of each source with what was found in it, and a card for each
/// claim, which you accept, reject or correct. Select words of the text to add a claim that was not read. All of it works from
/// the keyboard; press ? for the keys.
///
/// Each decision is in claims.review.tsv, or for a restricted source in claims.review.restricted.tsv, before the page says that
/// it is saved; `build` uses it. Several pages, and `chorograph review` in a terminal, can be used at the same time. The server
/// uses no other servers, and runs until it is stopped.
///
/// Only this machine can connect unless you set --host. If another machine can connect, or a source is restricted
/// (redistribute = false in its metadata), the address contains a secret; do not pass it on. The server answers only to its own
/// host names: localhost, its address, and those of --allow-host.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  chorograph -d my-data review serve --reviewer 0000-0002-1825-0097
  chorograph -d my-data review serve --port 8000 --reviewer 'Ann Orlo'")]
pub(crate) struct Args {
    /// Listen on this port; 0 takes a free one.
    #[arg(long, default_value_t = 8090)]
    port: u16,
    /// Listen on this address; 0.0.0.0 lets other machines connect.
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    host: IpAddr,
    /// Answer also to this host name, given without a port; may be repeated.
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<String>,
}

pub(super) fn run(args: &Args, reviewer: &str, mut session: Session) -> Result<Status, Failure> {
    let sources = session.sources()?;
    for (path, problem) in session.problems()? {
        terminal::problem("note", &path, &problem);
    }
    let is_secret = !args.host.is_loopback() || sources.iter().any(|source| source.restricted);
    let base = if is_secret { format!("/{}", sessions::secret_path()?) } else { String::new() };
    let session = Arc::new(Mutex::new(session));
    connection::listen(SocketAddr::new(args.host, args.port), THREADS, GRACE, |address| {
        let mut out = terminal::Output::open(None)?;
        writeln!(out, "http://{address}{base}/")?;
        out.flush()?;
        out.finish()?;
        let names = Names::new(args.host, &args.allow_host);
        Ok(Server { session, reviewer: reviewer.to_owned(), base, names, held: AtomicUsize::new(0) })
    })?;
    Ok(Status::Done)
}

struct Server {
    session: Arc<Mutex<Session>>,
    /// The reviewer whom the page shows at first; may be empty.
    reviewer: String,
    /// The secret path before the others; empty if there is none.
    base: String,
    names: Names,
    /// Bytes of all request bodies in memory.
    held: AtomicUsize,
}

impl Server {
    /// The path below the secret one; `None` if it does not begin with that.
    fn below<'p>(&self, path: &'p str) -> Option<&'p str> {
        if self.base.is_empty() {
            return Some(path);
        }
        let (first, rest) = path.split_at_checked(self.base.len())?;
        (is_same_secret(first, &self.base) && rest.starts_with('/')).then_some(rest)
    }
}

impl RequestHandler for Server {
    async fn answer(&self, request: hyper::Request<Incoming>, _: IpAddr) -> hyper::Response<Answer> {
        let (head, body) = request.into_parts();
        let text = |name: HeaderName| head.headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let authority = head.uri.authority().map(|a| a.as_str().to_owned()).or_else(|| text(header::HOST));
        let host = match authority {
            Some(host) if head.headers.get_all(header::HOST).iter().count() <= 1 && self.names.know(&host) => host,
            _ => {
                return closed(web::refusal(
                    421,
                    "the requested host name is not a name of this server; its operator can add the name with --allow-host",
                ));
            }
        };
        let Some(path) = self.below(head.uri.path()).map(str::to_owned) else {
            return closed(web::refusal(404, "there is nothing here; open the address that the server printed"));
        };
        let mut held = BodyMemory::new(&self.held);
        let body = match incoming::read(body, MAX_BODY, DRAINED, &mut held).await {
            Ok(body) => body,
            Err(why) => {
                return closed(match why {
                    BodyError::Broken | BodyError::Late => {
                        web::refusal(400, "the request did not arrive whole; send it again")
                    }
                    BodyError::TooLarge => web::refusal(413, "the request is too long; shorten it"),
                    BodyError::Busy => web::refusal(503, "too many requests at once; send it again"),
                });
            }
        };
        let (session, by) = (Arc::clone(&self.session), Reviewer { name: self.reviewer.clone(), day: today() });
        let method = head.method.as_str().to_owned();
        let is_private = !self.base.is_empty();
        let query = head.uri.query().unwrap_or_default().to_owned();
        let content_type = text(header::CONTENT_TYPE);
        let (origin, fetch_site) = (text(header::ORIGIN), text(HeaderName::from_static("sec-fetch-site")));
        let answered = spawn_blocking(move || {
            let request = Request {
                method: &method,
                path: &path,
                query: &query,
                host: &host,
                content_type: content_type.as_deref(),
                origin: origin.as_deref(),
                fetch_site: fetch_site.as_deref(),
                is_private,
                body: &body,
            };
            // A session reads the files again for each decision, so it is sound after a panic.
            web::answer(&mut session.lock().unwrap_or_else(PoisonError::into_inner), &by, &request)
        });
        // The reply is lost only through a defect of the program; other requests continue.
        sent(answered.await.unwrap_or_else(|_| web::refusal(500, "the program failed; see what it printed")))
    }
}

/// An error response to a request that was not read; it closes the connection.
fn closed(response: Response) -> hyper::Response<Answer> {
    let mut sent = sent(response);
    sent.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    sent
}

fn sent(response: Response) -> hyper::Response<Answer> {
    let mut sent = hyper::Response::new(Answer::Bytes(response.body.into_owned().into()));
    *sent.status_mut() =
        hyper::StatusCode::from_u16(response.status).unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers {
        sent.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    sent
}
