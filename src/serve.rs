//! The dataset over HTTP: the published site, descriptions of resources, a SPARQL 1.1 Protocol endpoint with an editor,
//! and named queries as addresses (as grlc has them). The functions are pure: a [`Request`] becomes a [`Plan`], which is a complete
//! answer, a file of the site, or a [`job::Job`] for a worker; [`work`] runs the job. Sockets, processes and the clock
//! belong to the command line. In: HTTP requests as values. Out: plans and responses as values; a worker
//! reads views and, for an update, writes the store through its one writer. It opens no socket.
//!
//! | path | what |
//! | --- | --- |
//! | `/` and below | the site, or a description of the resource from the store, by `Accept` |
//! | `/sparql` | queries and updates; without one the service description, or the editor |
//! | `/api/` | the named queries, as a page and as OpenAPI; `/api/NAME?parameter=value`, `/api/NAME.csv?…`, and the query itself, `/api/NAME.rq?…` |
//! | `/health`, `/metrics` | for operators |

pub mod headers;
pub mod accept;
pub mod conditional;
pub mod formats;
pub mod form;
pub mod html;
pub mod http_error;
pub mod protocol;
pub mod job;
pub mod description;
pub mod resource;
mod pages;
pub mod api;
pub mod editor;
pub mod guard;
pub mod gate;
pub mod metrics;
pub mod site;
mod update;
pub mod work;
#[cfg(test)]
mod tests;

use crate::query::{Library, Prefixes};
use gate::Access;
use http_error::HttpError;
use job::{Graphs, Job, Task};
use protocol::Operation;
use std::borrow::Cow;
use std::path::PathBuf;

/// The path of the style sheet of the server's own pages.
pub(crate) const STYLE_PATH: &str = "/_/style.css";

/// A complete request.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// The method, in capitals.
    pub method: &'a str,
    /// The path, percent-encoded.
    pub path: &'a str,
    /// The query string, without `?`.
    pub query: &'a str,
    /// `Content-Type`
    pub content_type: Option<&'a str>,
    /// `Accept`
    pub accept: Option<&'a str>,
    /// `Authorization`
    pub authorization: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
    /// Scheme, host and port that the client used for the server.
    pub origin: &'a str,
    /// The access of the client.
    pub access: Access,
    /// Whether the site must not be served, so that the store answers instead.
    pub without_site: bool,
}

/// A complete answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Headers: names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Cow<'static, [u8]>,
}

impl Response {
    /// An answer with a text body.
    pub fn new(status: u16, content_type: &str, body: impl Into<String>) -> Self {
        let body: String = body.into();
        Self::of_bytes(status, content_type, Cow::Owned(body.into_bytes()))
    }

    /// An answer with any body.
    pub fn of_bytes(status: u16, content_type: &str, body: Cow<'static, [u8]>) -> Self {
        Self { status, headers: vec![("content-type".to_owned(), content_type.to_owned())], body }
    }

    /// A redirect. The path must not be encoded yet.
    pub fn redirect(status: u16, path: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", "elsewhere\n").with("location", &form::encode_path(path))
    }

    /// Adds a header.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// How to answer a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// A complete answer.
    Answer(Response),
    /// A file of the site.
    File(site::File),
    /// A job for a worker.
    Run(Run),
    /// The metrics of the server.
    Metrics,
    /// The health check: whether the dataset can be read.
    Health,
}

/// A job and the known properties of its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The job for the worker.
    pub job: Job,
    /// The name of the route in metrics and logs.
    pub route: &'static str,
    /// Additional headers of the answer.
    pub headers: Vec<(String, String)>,
}

/// The served dataset and its settings.
pub struct Service {
    /// The title of the dataset.
    pub title: String,
    /// The prefixes of the dataset.
    pub prefixes: Prefixes,
    /// The folder of the dataset's own queries.
    pub queries: PathBuf,
    /// The folder of a published site, as a path without symbolic links.
    pub site: Option<PathBuf>,
    /// Maximum number of rows of an answer.
    pub rows: u64,
    /// The token for updates; `None` if updates are not accepted.
    pub token: Option<String>,
}

impl Service {
    /// Decides how to answer a request.
    pub fn plan(&self, request: &Request<'_>) -> Plan {
        self.decide(request).unwrap_or_else(|refusal| Plan::Answer(refusal.response(request.accept)))
    }

    /// Whether a value of `Authorization` contains the token for updates.
    pub fn may_update(&self, authorization: Option<&str>) -> bool {
        let (Some(given), Some(token)) = (gate::bearer(authorization), &self.token) else { return false };
        gate::is_same_secret(given, token)
    }

    fn decide(&self, request: &Request<'_>) -> Result<Plan, HttpError> {
        if request.method == "OPTIONS" {
            return Ok(Plan::Answer(headers::preflight(request.path)));
        }
        if request.path == "/sparql" || request.path == "/sparql/" {
            return self.sparql(request);
        }
        if !matches!(request.method, "GET" | "HEAD") {
            return Err(HttpError::method("GET, HEAD, OPTIONS"));
        }
        match request.path {
            "/health" => Ok(Plan::Health),
            "/metrics" => Ok(Plan::Metrics),
            "/api" => Ok(Plan::Answer(Response::redirect(308, "/api/"))),
            path => {
                if let Some(name) = path.strip_prefix("/_/") {
                    return editor::asset(name).map(Plan::Answer).ok_or_else(HttpError::not_found);
                }
                match path.strip_prefix("/api/") {
                    Some(name) => self.api(name, request),
                    None => self.resource(request),
                }
            }
        }
    }

    fn sparql(&self, request: &Request<'_>) -> Result<Plan, HttpError> {
        let (task, route) = match protocol::operation(request)? {
            Operation::Describe => {
                let offers: Vec<&str> =
                    formats::GRAPH.iter().map(|(media, _, _)| *media).chain(["text/html"]).collect();
                if accept::choose(request.accept, &offers) == Some("text/html") {
                    return Ok(Plan::Answer(editor::page(&self.title, &self.prefixes)));
                }
                let endpoint = format!("{}/sparql", request.origin);
                let updates = self.token.is_some();
                (Task::Service { endpoint, updates, title: self.title.clone() }, "description")
            }
            Operation::Query(asked) => {
                let graphs = Graphs { default: asked.default_graphs, named: asked.named_graphs };
                let (given, title, others) = (Vec::new(), "Answer".to_owned(), Vec::new());
                (Task::Query { text: asked.text, given, graphs, title, others }, "query")
            }
            Operation::Update(asked) => {
                self.authorize(request)?;
                let graphs = Graphs { default: asked.default_graphs, named: asked.named_graphs };
                (Task::Update { text: asked.text, graphs }, "update")
            }
        };
        Ok(self.run(task, route, request, request.accept))
    }

    fn run(&self, task: Task, route: &'static str, request: &Request<'_>, accept: Option<&str>) -> Plan {
        let whole = request.access == Access::Full;
        let job = Job { task, accept: accept.map(str::to_owned), rows: self.rows, whole };
        Plan::Run(Run { job, route, headers: vec![("vary".to_owned(), "Accept".to_owned())] })
    }

    fn authorize(&self, request: &Request<'_>) -> Result<(), HttpError> {
        if self.token.is_none() {
            return Err(HttpError::new(403, "this endpoint does not accept updates")
                .help("change the documents and build again"));
        }
        if gate::bearer(request.authorization).is_none() {
            return Err(HttpError::new(401, "an update requires a token")
                .help("send Authorization: Bearer TOKEN")
                .header("www-authenticate", "Bearer"));
        }
        if self.may_update(request.authorization) {
            return Ok(());
        }
        Err(HttpError::new(401, "the token is wrong").header("www-authenticate", "Bearer error=\"invalid_token\""))
    }

    fn api(&self, name: &str, request: &Request<'_>) -> Result<Plan, HttpError> {
        let library = Library::open(Some(&self.queries), &self.prefixes)
            .map_err(|_| HttpError::new(500, "the queries of the dataset cannot be read"))?;
        match name {
            "" | "openapi.json" => {
                let (queries, _) = library.into_parts();
                const OFFERS: [&str; 3] = ["text/html", "application/json", "application/openapi+json"];
                let wanted = if name.is_empty() { request.accept } else { Some("application/json") };
                Ok(Plan::Answer(match accept::choose(wanted, &OFFERS) {
                    Some("text/html") => api::list(&queries, &self.title).with("vary", "Accept"),
                    Some(_) => api::openapi(&queries, &self.title).with("vary", "Accept"),
                    None => return Err(HttpError::not_acceptable(&OFFERS)),
                }))
            }
            name => {
                let asked = api::ApiRequest::read(name, request.query)?;
                let api::Ready { text, given, title, others } = asked.fill(library, &self.prefixes)?;
                let accept = match asked.form {
                    api::Wanted::Text => return Ok(Plan::Answer(api::text(&text, &self.prefixes))),
                    api::Wanted::Media(media) => Some(media),
                    api::Wanted::Any => request.accept,
                };
                let task = Task::Query { text, given, graphs: Graphs::default(), title, others };
                Ok(self.run(task, "api", request, accept))
            }
        }
    }

    fn resource(&self, request: &Request<'_>) -> Result<Plan, HttpError> {
        if let Some(root) = self.site.as_ref().filter(|_| !request.without_site) {
            match site::find(root, request.path, request.accept)? {
                site::FileLookup::File(file) => return Ok(Plan::File(file)),
                site::FileLookup::Elsewhere(path) => {
                    return Ok(Plan::Answer(Response::redirect(303, &path).with("vary", "Accept")));
                }
                site::FileLookup::Nothing => {}
            }
        } else if request.path == "/" {
            return Ok(Plan::Answer(api::home(&self.title, self.prefixes.base())));
        }
        let path = request.path.strip_prefix('/').unwrap_or(request.path);
        let is_plain = path.bytes().all(|b| b.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&b));
        if path.is_empty() || !is_plain {
            return Err(HttpError::not_found());
        }
        let path = form::iri_path(path).ok_or_else(HttpError::not_found)?;
        let task = Task::Resource { iri: format!("{}{path}", self.prefixes.base()) };
        Ok(self.run(task, "resource", request, request.accept))
    }
}
