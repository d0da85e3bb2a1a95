//! From a request on the wire to an answer on the wire.

use super::body::Answer;
use super::connection::Answers;
use super::incoming::{self, BODY_TIME, Held, Unread};
use super::log::{Entry, Log};
use super::pool::{Answered, Pool};
use super::sessions::Sessions;
use super::watch::{Site, Watch};
use crate::cli::terminal;
use chorograph::base::iri::digest;
use chorograph::serve::conditional::{self, Conditions, Part};
use chorograph::serve::gate::{self, Credentials, ENTER, Names, Reader};
use chorograph::serve::headers::{self, Sort};
use chorograph::serve::http_error::HttpError;
use chorograph::serve::job::Task;
use chorograph::serve::metrics::Metrics;
use chorograph::serve::{Plan, Request, Response, Run, Service, site};
use hyper::Method;
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, UNIX_EPOCH};
use tokio::time::timeout;

/// A query that is longer was not written by a person.
const MAX_BODY: usize = 1024 * 1024;
/// An update may bring data.
const LARGEST_UPDATE: usize = 32 * 1024 * 1024;
/// How long a client waits for what was built last to be made ready.
const PREPARE_TIME: Duration = Duration::from_secs(30);
/// How much of a body that is too large is taken off the wire, so that the client reads why it was refused.
const DRAINED: usize = 8 * 1024 * 1024;

pub(super) struct Handler {
    pub(super) service: Service,
    pub(super) pool: Arc<Pool>,
    pub(super) metrics: Arc<Metrics>,
    /// None where nobody gets to see what is restricted.
    pub(super) gate: Option<Gate>,
    pub(super) watch: Watch,
    pub(super) log: Log,
    /// The address that is listened at.
    pub(super) own: String,
    /// The `.chorograph` folder.
    pub(super) work: PathBuf,
    /// Bytes of the bodies that are held.
    pub(super) held: AtomicUsize,
}

/// Who may read what is restricted.
pub(super) struct Gate {
    pub(super) names: Names,
    pub(super) sessions: Sessions,
    pub(super) token: Option<String>,
}

impl Gate {
    /// Whom a request comes from.
    fn reader(&self, parts: &Parts) -> Result<Reader, HttpError> {
        let one = |name: &HeaderName| {
            let mut values = parts.headers.get_all(name).iter();
            let first = values.next();
            // Two that differ are a trick; one that is not text is known by nobody.
            if values.next().is_some() { None } else { first.map(|v| v.to_str().unwrap_or_default()) }
        };
        let is_token = |given: &str| self.token.as_deref().is_some_and(|token| gate::is_same_secret(given, token));
        let authority = parts.uri.authority().map(hyper::http::uri::Authority::as_str);
        let cookies = all(&parts.headers, &header::COOKIE).map(|cookies| cookies.replace(", ", "; "));
        if parts.headers.get_all(&header::ORIGIN).iter().count() > 1 {
            return Err(HttpError::new(400, "there are several Origin headers"));
        }
        let shown = Credentials {
            host: authority.or_else(|| one(&header::HOST)),
            origin: one(&header::ORIGIN),
            fetch_site: text(&parts.headers, &HeaderName::from_static("sec-fetch-site")),
            authorization: text(&parts.headers, &header::AUTHORIZATION),
            cookie: cookies.as_deref(),
        };
        gate::reader(&self.names, shown, &self.sessions.cookie, &is_token, &|value| self.sessions.is_session(value))
    }

    /// The one-time address: with the token a new one, with its key the cookie of a session.
    fn enter(&self, parts: &Parts, reader: Reader, origin: &str) -> Result<Response, HttpError> {
        let failed = |_: io::Error| HttpError::new(500, "no secret can be made");
        if parts.method != Method::GET {
            return Err(HttpError::method("GET"));
        }
        match parts.uri.query() {
            Some(query) => match self.sessions.enter(query).map_err(failed)? {
                Some(cookie) => Ok(Response::redirect(303, "/").with("set-cookie", &cookie)),
                None => Err(HttpError::new(403, "this address was used before, or is too old")
                    .help("ask for a new one with the token, or start the server again")),
            },
            None if reader == Reader::Trusted && parts.headers.contains_key(&header::AUTHORIZATION) => {
                let address = self.sessions.address().map_err(failed)?;
                Ok(Response::new(200, "text/plain; charset=utf-8", format!("{origin}{address}\n")))
            }
            None => Err(HttpError::new(401, "a new address is for who has the token")
                .help("send Authorization: Bearer TOKEN")
                .header("www-authenticate", "Bearer")),
        }
    }
}

/// An answer and what is told of it.
struct Sent {
    status: u16,
    headers: Vec<(String, String)>,
    sort: Option<Sort>,
    body: Answer,
    rows: Option<u64>,
}

/// Tells of a request when it is answered, or when its client has gone.
struct AccessLogGuard<'a> {
    handler: &'a Handler,
    begun: Instant,
    client: IpAddr,
    method: String,
    path: String,
    asked: String,
    route: &'static str,
    result: Option<(u16, Option<u64>, u64)>,
}

impl AccessLogGuard<'_> {
    /// Keeps names that only restricted sources have out of the log.
    fn hide(&mut self) {
        self.asked.clear();
        let first = self.path.split('/').nth(1).unwrap_or_default();
        if !matches!(first, "sparql" | "api" | "_" | "health" | "metrics") {
            self.path = "/(restricted)".to_owned();
        }
    }
}

impl Drop for AccessLogGuard<'_> {
    fn drop(&mut self) {
        // 499 is what nginx calls a client that did not wait.
        let (status, rows, bytes) = self.result.unwrap_or((499, None, 0));
        let took = self.begun.elapsed();
        self.handler.metrics.answered(self.route, status, took);
        self.handler.metrics.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.handler.metrics.rows.fetch_add(rows.unwrap_or_default(), Ordering::Relaxed);
        self.handler.log.write(&Entry {
            client: self.client,
            method: &self.method,
            path: &self.path,
            asked: Some(&self.asked),
            status,
            took,
            rows,
            bytes,
        });
    }
}

impl Answers for Handler {
    fn opened(&self) {
        self.metrics.connections.fetch_add(1, Ordering::Relaxed);
    }

    fn closed(&self) {
        self.metrics.connections.fetch_sub(1, Ordering::Relaxed);
    }

    async fn answer(&self, request: hyper::Request<Incoming>, client: IpAddr) -> hyper::Response<Answer> {
        let (parts, body) = request.into_parts();
        let mut told = AccessLogGuard {
            handler: self,
            begun: Instant::now(),
            client,
            method: parts.method.as_str().to_owned(),
            path: parts.uri.path().to_owned(),
            asked: parts.uri.query().unwrap_or_default().to_owned(),
            route: "other",
            result: None,
        };
        let accept = all(&parts.headers, &header::ACCEPT);
        let mut close = false;
        let reader = self.gate.as_ref().map_or(Ok(Reader::Anyone), |gate| gate.reader(&parts));
        let reader = match reader {
            Ok(reader) => reader,
            Err(refusal) => {
                let sent = of_response(refusal.response(accept.as_deref()));
                told.result = Some((sent.status, sent.rows, sent.body.length()));
                drop(told);
                // What was sent besides is not read.
                return self.finished(sent, Reader::Anyone, true);
            }
        };
        if let Some(gate) = self.gate.as_ref().filter(|_| parts.uri.path() == ENTER) {
            told.route = "enter";
            // The key is a secret until it is used.
            told.asked.clear();
            let entered = gate.enter(&parts, reader, &self.origin(&parts.headers));
            let response = entered.unwrap_or_else(|refusal| refusal.response(accept.as_deref()));
            let sent = of_response(response);
            told.result = Some((sent.status, sent.rows, sent.body.length()));
            drop(told);
            return self.finished(sent, Reader::Trusted, true);
        }
        if reader == Reader::Trusted {
            told.hide();
        }
        let may_update = self.service.may_update(text(&parts.headers, &header::AUTHORIZATION));
        let mut body_held = Held::new(&self.held);
        let most = if may_update { LARGEST_UPDATE } else { MAX_BODY };
        let sent = match read(body, most, &mut body_held).await {
            Err(refusal) => {
                close = true;
                of_response(refusal.response(accept.as_deref()))
            }
            Ok(body) => {
                if self.log.queries && !body.is_empty() && reader == Reader::Anyone {
                    told.asked = String::from_utf8_lossy(&body).into_owned();
                }
                let plan = match self.may_serve_site().await {
                    Ok(is_open) => self.service.plan(&Request {
                        method: parts.method.as_str(),
                        path: parts.uri.path(),
                        query: parts.uri.query().unwrap_or_default(),
                        content_type: text(&parts.headers, &header::CONTENT_TYPE),
                        accept: accept.as_deref(),
                        authorization: text(&parts.headers, &header::AUTHORIZATION),
                        body: &body,
                        origin: &self.origin(&parts.headers),
                        reader,
                        without_site: reader == Reader::Anyone && !is_open,
                    }),
                    Err(refusal) => Plan::Answer(refusal.response(accept.as_deref())),
                };
                drop(body);
                self.carry_out(plan, &parts, accept.as_deref(), client, &mut told.route).await
            }
        };
        told.result = Some((sent.status, sent.rows, sent.body.length()));
        drop(told);
        self.finished(sent, reader, close)
    }
}

impl Handler {
    async fn carry_out(
        &self,
        plan: Plan,
        parts: &Parts,
        accept: Option<&str>,
        client: IpAddr,
        route: &mut &'static str,
    ) -> Sent {
        match plan {
            Plan::Answer(response) => of_response(response),
            Plan::File(file) => {
                *route = "site";
                file_of_site(&file, parts).unwrap_or_else(|_| of_response(HttpError::not_found().response(accept)))
            }
            Plan::Run(run) => {
                *route = run.route;
                self.worked(run, accept, client).await
            }
            Plan::Metrics => {
                *route = "metrics";
                of_response(Response::new(200, "text/plain; version=0.0.4; charset=utf-8", self.metrics.text()))
            }
            Plan::Health => {
                *route = "health";
                of_response(if self.work.join("current").is_file() {
                    Response::new(200, "text/plain; charset=utf-8", "ok\n")
                } else {
                    HttpError::new(503, "there is no dataset").response(accept)
                })
            }
        }
    }

    async fn worked(&self, run: Run, accept: Option<&str>, client: IpAddr) -> Sent {
        let result = if matches!(run.job.task, Task::Update { .. }) {
            // It goes on when the client has gone: half of its work would help nobody.
            let (pool, job) = (Arc::clone(&self.pool), run.job);
            let update = tokio::spawn(async move { pool.run(&job, client).await });
            update.await.unwrap_or_else(|_| Err(HttpError::new(500, "the update was not done")))
        } else {
            self.pool.run(&run.job, client).await
        };
        match result {
            Ok(Answered { content_type, location, spool, rows }) => {
                let mut headers = run.headers;
                let status = match &location {
                    Some(_) => 303,
                    None if content_type.is_empty() => 204,
                    None => 200,
                };
                headers.extend(location.map(|location| ("location".to_owned(), location)));
                // A page of the store is one of the site, with its scripts.
                let is_page = run.route == "resource" && content_type.starts_with("text/html");
                let sort = is_page.then_some(Sort::Site);
                if status != 204 {
                    headers.push(("content-type".to_owned(), content_type));
                }
                Sent { status, headers, sort, body: spool.into(), rows: Some(rows) }
            }
            Err(refusal) => of_response(refusal.response(accept)),
        }
    }

    /// Waits until what was built last is ready to be read, and finds out whether the site may be shown to anybody; says so when
    /// it may not any more.
    async fn may_serve_site(&self) -> Result<bool, HttpError> {
        let Ok(site) = timeout(PREPARE_TIME, self.watch.look()).await else {
            return Err(
                HttpError::new(503, "the dataset was built again and is being made ready").header("retry-after", "30")
            );
        };
        if site == (Site::Closed { is_new: true }) {
            terminal::eprint(
                "warning: the folder of --site is not served: it may have what a source says whose metadata says \
                 redistribute = false\nhelp: publish it again\n",
            );
        }
        Ok(site == Site::Open)
    }

    /// Clients are sent back to where they came from, if that is a plain host and port.
    fn origin(&self, headers: &HeaderMap) -> String {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        let host = text(headers, &header::HOST).filter(|h| !h.is_empty() && h.len() < 260 && h.chars().all(plain));
        host.map_or_else(|| self.own.clone(), |host| format!("http://{host}"))
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|v| v.to_str().ok())
}

/// A list may come in several headers of one name.
fn all(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values: Vec<&str> = headers.get_all(name).iter().filter_map(|v| v.to_str().ok()).collect();
    (!values.is_empty()).then(|| values.join(", "))
}

/// The whole body.
async fn read(body: Incoming, most: usize, held: &mut Held<'_>) -> Result<Vec<u8>, HttpError> {
    incoming::read(body, most, DRAINED, held).await.map_err(|why| match why {
        Unread::Broken => HttpError::new(400, "the body cannot be read"),
        Unread::Late => HttpError::new(408, format!("the body did not come within {} s", BODY_TIME.as_secs())),
        Unread::TooLarge => HttpError::new(413, format!("the body has more than {} MiB", most / 1024 / 1024)),
        Unread::Busy => HttpError::new(503, "too much is sent at once").header("retry-after", "2"),
    })
}

/// A file of the site, or the part of it that is asked for.
fn file_of_site(file: &site::File, parts: &Parts) -> io::Result<Sent> {
    let mut opened = File::open(&file.path)?;
    let about = opened.metadata()?;
    let length = about.len();
    // A site is published anew in files of their own.
    let written = about.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    let path = file.path.to_string_lossy();
    let tag = format!("\"{}\"", &digest(&[&path, &written.as_nanos().to_string(), &length.to_string()])[..24]);
    let given = |name| text(&parts.headers, name).filter(|_| parts.method == Method::GET);
    let conditions = Conditions {
        none_match: text(&parts.headers, &header::IF_NONE_MATCH),
        range: given(&header::RANGE),
        if_range: given(&header::IF_RANGE),
    };
    let mut headers = vec![("etag".to_owned(), tag.clone()), ("accept-ranges".to_owned(), "bytes".to_owned())];
    if let Some(location) = &file.location {
        headers.push(("content-location".to_owned(), location.clone()));
        headers.push(("vary".to_owned(), "Accept".to_owned()));
    }
    let of = |first, last| format!("bytes {first}-{last}/{length}");
    let (status, left) = match conditional::part(conditions, &tag, length) {
        Part::Whole => (200, length),
        Part::Known => (304, 0),
        Part::Bytes(first, last) => {
            opened.seek(SeekFrom::Start(first))?;
            headers.push(("content-range".to_owned(), of(first, last)));
            (206, last - first + 1)
        }
        Part::Beyond => {
            headers.push(("content-range".to_owned(), format!("bytes */{length}")));
            (416, 0)
        }
    };
    if status < 300 {
        headers.push(("content-type".to_owned(), file.content_type.to_owned()));
    }
    let sort = if file.content_type.starts_with("text/html") { Sort::Site } else { Sort::Data };
    Ok(Sent { status, headers, sort: Some(sort), body: Answer::File { file: opened, left }, rows: None })
}

fn of_response(response: Response) -> Sent {
    let body = match response.body {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => bytes.into(),
    };
    Sent { status: response.status, headers: response.headers, sort: None, body: Answer::Bytes(body), rows: None }
}

impl Handler {
    /// As it goes out. What only some may read is kept by nobody else, and shown to no page of another origin.
    fn finished(&self, sent: Sent, reader: Reader, close: bool) -> hyper::Response<Answer> {
        let mut response = finished(sent, close);
        let headers = response.headers_mut();
        if reader == Reader::Trusted {
            headers.remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        }
        if self.gate.is_some() {
            headers.append(header::VARY, HeaderValue::from_static("Authorization, Cookie"));
        }
        response
    }
}

fn finished(sent: Sent, close: bool) -> hyper::Response<Answer> {
    let mut response = hyper::Response::new(sent.body);
    *response.status_mut() =
        hyper::StatusCode::from_u16(sent.status).unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    for (name, value) in sent.headers {
        // A value that is no header is left out rather than split.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let sort = sent.sort.unwrap_or_else(|| headers::sort(content_type));
    for (name, value) in headers::of(sort) {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if close {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
