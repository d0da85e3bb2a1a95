//! The HTTP handler: reads a request, plans it, runs it and sends the response.

use super::body::Answer;
use super::connection::RequestHandler;
use super::incoming::{self, BODY_TIME, BodyError, BodyMemory};
use super::log::{Entry, Log};
use super::pool::{Answered, Pool};
use super::sessions::Sessions;
use super::watch::{Site, Watch};
use crate::cli::terminal;
use chorograph::base::iri::digest;
use chorograph::serve::conditional::{self, Conditions, Part};
use chorograph::serve::gate::{self, Access, Credentials, ENTER, Names};
use chorograph::serve::headers::{self, ContentKind};
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

/// Maximum length of the body of a query, in bytes.
const MAX_BODY: usize = 1024 * 1024;
/// Maximum length of the body of an update, which may contain data, in bytes.
const MAX_UPDATE: usize = 32 * 1024 * 1024;
/// Maximum time that a request waits for the view of a new build.
const PREPARE_TIME: Duration = Duration::from_secs(30);
/// Maximum number of bytes read and discarded of a body that is too large, so that the client can read the error response.
const DRAINED: usize = 8 * 1024 * 1024;

pub(super) struct Handler {
    pub(super) service: Service,
    pub(super) pool: Arc<Pool>,
    pub(super) metrics: Arc<Metrics>,
    /// `None` if restricted sources are not served.
    pub(super) gate: Option<Gate>,
    pub(super) watch: Watch,
    pub(super) log: Log,
    /// The origin of the server: scheme, address and port.
    pub(super) own: String,
    /// The `.chorograph` folder.
    pub(super) work: PathBuf,
    /// Bytes of all request bodies in memory.
    pub(super) held: AtomicUsize,
}

/// Access to restricted sources.
pub(super) struct Gate {
    pub(super) names: Names,
    pub(super) sessions: Sessions,
    pub(super) token: Option<String>,
}

impl Gate {
    /// The access of a request.
    fn access(&self, parts: &Parts) -> Result<Access, HttpError> {
        let one = |name: &HeaderName| {
            let mut values = parts.headers.get_all(name).iter();
            let first = values.next();
            // Several values may be an attack and count as none; a value that is not text matches no name.
            if values.next().is_some() { None } else { first.map(|v| v.to_str().unwrap_or_default()) }
        };
        let is_token = |given: &str| self.token.as_deref().is_some_and(|token| gate::is_same_secret(given, token));
        let authority = parts.uri.authority().map(hyper::http::uri::Authority::as_str);
        let cookies = all(&parts.headers, &header::COOKIE).map(|cookies| cookies.replace(", ", "; "));
        if parts.headers.get_all(&header::ORIGIN).iter().count() > 1 {
            return Err(HttpError::new(400, "the request has several Origin headers"));
        }
        let shown = Credentials {
            host: authority.or_else(|| one(&header::HOST)),
            origin: one(&header::ORIGIN),
            fetch_site: text(&parts.headers, &HeaderName::from_static("sec-fetch-site")),
            authorization: text(&parts.headers, &header::AUTHORIZATION),
            cookie: cookies.as_deref(),
        };
        gate::access(&self.names, shown, &self.sessions.cookie, &is_token, &|value| self.sessions.is_session(value))
    }

    /// Handles the one-time address: with the token, returns a new one; with a valid key, sets the cookie of a session.
    fn enter(&self, parts: &Parts, access: Access, origin: &str) -> Result<Response, HttpError> {
        let failed = |_: io::Error| HttpError::new(500, "cannot create a secret");
        if parts.method != Method::GET {
            return Err(HttpError::method("GET"));
        }
        match parts.uri.query() {
            Some(query) => match self.sessions.enter(query).map_err(failed)? {
                Some(cookie) => Ok(Response::redirect(303, "/").with("set-cookie", &cookie)),
                None => Err(HttpError::new(403, "this address was already used or has expired")
                    .help("request a new one with the token, or restart the server")),
            },
            None if access == Access::Full && parts.headers.contains_key(&header::AUTHORIZATION) => {
                let address = self.sessions.address().map_err(failed)?;
                Ok(Response::new(200, "text/plain; charset=utf-8", format!("{origin}{address}\n")))
            }
            None => Err(HttpError::new(401, "a new address requires the token")
                .help("send Authorization: Bearer TOKEN")
                .header("www-authenticate", "Bearer")),
        }
    }
}

/// A response and its numbers for log and metrics.
struct Sent {
    status: u16,
    headers: Vec<(String, String)>,
    kind: Option<ContentKind>,
    body: Answer,
    rows: Option<u64>,
}

/// Writes the log line and the metrics of a request when it is dropped: after the answer, or when the client disconnects.
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
    /// Removes names that only restricted sources have from the log line.
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
        // 499 is the status of nginx for a client that disconnected.
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

impl RequestHandler for Handler {
    fn opened(&self) {
        self.metrics.connections.fetch_add(1, Ordering::Relaxed);
    }

    fn closed(&self) {
        self.metrics.connections.fetch_sub(1, Ordering::Relaxed);
    }

    async fn answer(&self, request: hyper::Request<Incoming>, client: IpAddr) -> hyper::Response<Answer> {
        let (parts, body) = request.into_parts();
        let mut log_entry = AccessLogGuard {
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
        let access = self.gate.as_ref().map_or(Ok(Access::Public), |gate| gate.access(&parts));
        let access = match access {
            Ok(access) => access,
            Err(refusal) => {
                let sent = of_response(refusal.response(accept.as_deref()));
                log_entry.result = Some((sent.status, sent.rows, sent.body.length()));
                drop(log_entry);
                // The body is not read.
                return self.finished(sent, Access::Public, true);
            }
        };
        if let Some(gate) = self.gate.as_ref().filter(|_| parts.uri.path() == ENTER) {
            log_entry.route = "enter";
            // The query holds the key, which is a secret until it is used.
            log_entry.asked.clear();
            let entered = gate.enter(&parts, access, &self.origin(&parts.headers));
            let response = entered.unwrap_or_else(|refusal| refusal.response(accept.as_deref()));
            let sent = of_response(response);
            log_entry.result = Some((sent.status, sent.rows, sent.body.length()));
            drop(log_entry);
            return self.finished(sent, Access::Full, true);
        }
        if access == Access::Full {
            log_entry.hide();
        }
        let may_update = self.service.may_update(text(&parts.headers, &header::AUTHORIZATION));
        let mut body_held = BodyMemory::new(&self.held);
        let most = if may_update { MAX_UPDATE } else { MAX_BODY };
        let sent = match read(body, most, &mut body_held).await {
            Err(refusal) => {
                close = true;
                of_response(refusal.response(accept.as_deref()))
            }
            Ok(body) => {
                if self.log.queries && !body.is_empty() && access == Access::Public {
                    log_entry.asked = String::from_utf8_lossy(&body).into_owned();
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
                        access,
                        without_site: access == Access::Public && !is_open,
                    }),
                    Err(refusal) => Plan::Answer(refusal.response(accept.as_deref())),
                };
                drop(body);
                self.carry_out(plan, &parts, accept.as_deref(), client, &mut log_entry.route).await
            }
        };
        log_entry.result = Some((sent.status, sent.rows, sent.body.length()));
        drop(log_entry);
        self.finished(sent, access, close)
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
            // An update continues when the client disconnects.
            let (pool, job) = (Arc::clone(&self.pool), run.job);
            let update = tokio::spawn(async move { pool.run(&job, client).await });
            update.await.unwrap_or_else(|_| Err(HttpError::new(500, "the update failed")))
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
                // A page generated from the store has the scripts of the site.
                let is_page = run.route == "resource" && content_type.starts_with("text/html");
                let kind = is_page.then_some(ContentKind::Site);
                if status != 204 {
                    headers.push(("content-type".to_owned(), content_type));
                }
                Sent { status, headers, kind, body: spool.into(), rows: Some(rows) }
            }
            Err(refusal) => of_response(refusal.response(accept)),
        }
    }

    /// Waits until the view of the current build is ready. Returns whether the site may be served to everyone; prints a warning
    /// when it no longer may.
    async fn may_serve_site(&self) -> Result<bool, HttpError> {
        let Ok(site) = timeout(PREPARE_TIME, self.watch.look()).await else {
            return Err(
                HttpError::new(503, "the dataset was built again and is being prepared").header("retry-after", "30")
            );
        };
        if site == (Site::Closed { is_new: true }) {
            terminal::eprint(
                "warning: the folder of --site is not served: it may contain a source whose metadata says redistribute = \
                 false\nhelp: run `chorograph publish` again\n",
            );
        }
        Ok(site == Site::Open)
    }

    /// The origin for links and redirects: the host that the client sent, if it is a plain host and port.
    fn origin(&self, headers: &HeaderMap) -> String {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        let host = text(headers, &header::HOST).filter(|h| !h.is_empty() && h.len() < 260 && h.chars().all(plain));
        host.map_or_else(|| self.own.clone(), |host| format!("http://{host}"))
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|v| v.to_str().ok())
}

/// Joins the values of several headers of one name.
fn all(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values: Vec<&str> = headers.get_all(name).iter().filter_map(|v| v.to_str().ok()).collect();
    (!values.is_empty()).then(|| values.join(", "))
}

/// Reads the whole body.
async fn read(body: Incoming, most: usize, held: &mut BodyMemory<'_>) -> Result<Vec<u8>, HttpError> {
    incoming::read(body, most, DRAINED, held).await.map_err(|why| match why {
        BodyError::Broken => HttpError::new(400, "the body cannot be read"),
        BodyError::Late => HttpError::new(408, format!("the body was not received within {} s", BODY_TIME.as_secs())),
        BodyError::TooLarge => HttpError::new(413, format!("the body is larger than {} MiB", most / 1024 / 1024)),
        BodyError::Busy => HttpError::new(503, "too many request bodies at once").header("retry-after", "2"),
    })
}

/// A file of the site, or the requested range of it.
fn file_of_site(file: &site::File, parts: &Parts) -> io::Result<Sent> {
    let mut opened = File::open(&file.path)?;
    let about = opened.metadata()?;
    let length = about.len();
    // Publishing a site again creates new files, so path, time and length identify the content.
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
    let kind = if file.content_type.starts_with("text/html") { ContentKind::Site } else { ContentKind::Data };
    Ok(Sent { status, headers, kind: Some(kind), body: Answer::File { file: opened, left }, rows: None })
}

fn of_response(response: Response) -> Sent {
    let body = match response.body {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => bytes.into(),
    };
    Sent { status: response.status, headers: response.headers, kind: None, body: Answer::Bytes(body), rows: None }
}

impl Handler {
    /// The final response. A response with restricted data must not be cached by others nor read by pages of other origins.
    fn finished(&self, sent: Sent, access: Access, close: bool) -> hyper::Response<Answer> {
        let mut response = finished(sent, close);
        let headers = response.headers_mut();
        if access == Access::Full {
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
        // An invalid header value is left out.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = sent.kind.unwrap_or_else(|| headers::kind(content_type));
    for (name, value) in headers::of(kind) {
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
