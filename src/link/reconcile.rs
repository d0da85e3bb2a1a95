//! The Reconciliation Service API (<https://reconciliation-api.github.io/specs/>), versions 0.2 and 1.0-draft, over an
//! index of Wikidata and over the entities of a dataset: clients such as OpenRefine send names and get items back. It
//! maps a request to a response and does no I/O; the caller speaks HTTP. [`client`] is the other side.
//!
//! | route | 0.2 | 1.0-draft |
//! | --- | --- | --- |
//! | `/` | manifest; `queries=`, `query=`, `extend=` | manifest below `/v1/`, where all of its routes are, too |
//! | `/match` | | queries |
//! | `/suggest/{entity,type,property}` | what begins so | the same |
//! | `/flyout/{entity,type,property}` | a piece of HTML | |
//! | `/preview` | a page | the same |
//! | `/extend` | values, from a form | values, from JSON |
//! | `/propose`, `/extend/propose` | properties of a type | the same |

mod ask;
mod by_values;
mod candidates;
mod census;
pub mod client;
pub mod dataset;
mod extend;
mod form;
mod manifest;
mod page;
mod pattern;
mod services;
mod identifiers;
mod suggest;
mod v02;
mod v1;

use crate::link::wikidata::index::Index;
use crate::link::{Candidate, Linker};
use census::Census;
use form::Form;
use identifiers::IdentifierScheme;
use serde_json::{Value, json};
pub use services::Services;

/// The candidates of a query, and whether the first is certain.
type CandidateList = (Vec<Candidate>, bool);

/// Maximum size of a request body, in bytes.
pub const MAX_BODY: usize = 10_000_000;
/// Maximum number of queries, or of items to extend, in a request.
pub const BATCH: usize = 200;
/// Maximum number of values in the JSON of a request; in memory each takes up to some 200 bytes.
const VALUES: usize = 250_000;

/// A request of a client.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// `GET`, `POST` and so on.
    pub method: &'a str,
    /// The path, without the query.
    pub path: &'a str,
    /// The part of the address after the question mark, as it was sent.
    pub query: &'a str,
    /// The header `Content-Type`.
    pub content_type: &'a str,
    /// The header `Accept-Language`.
    pub languages: &'a str,
    /// The body.
    pub body: &'a [u8],
    /// The address of the service for this client, such as `http://127.0.0.1:8000`.
    pub base: &'a str,
}

/// The response to a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The other headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

/// Why a request is not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct RequestError {
    status: u16,
    message: String,
}

impl RequestError {
    fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    /// A 400 error: the request is wrong.
    fn wrong(message: impl Into<String>) -> Self {
        Self::new(400, message)
    }
}

/// The kind of response of a route.
enum Answer {
    Json(Value),
    Html(String),
}

/// The service over an index.
pub struct Service<'a> {
    scheme: IdentifierScheme,
    index: &'a Index,
    linker: Linker<'a>,
    census: Census,
    name: String,
}

impl std::fmt::Debug for Service<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Service").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<'a> Service<'a> {
    /// A service over an index of Wikidata, with the name that clients see.
    pub fn new(index: &'a Index, name: &str) -> Self {
        Self::of(IdentifierScheme::Wikidata, index, Linker::new(index), name)
    }

    /// A service over the entities of a dataset (see [`dataset::index`]) below a base IRI.
    pub fn of_dataset(index: &'a Index, base: &str, name: &str) -> Self {
        let linker = Linker::counting(index, "sources", "claims");
        Self::of(IdentifierScheme::Dataset(base.to_owned()), index, linker, name)
    }

    fn of(scheme: IdentifierScheme, index: &'a Index, linker: Linker<'a>, name: &str) -> Self {
        Self { scheme, index, linker, census: Census::of(index), name: name.to_owned() }
    }

    /// Answers a request. Every request gets a response, whatever was sent.
    pub fn answer(&self, request: &Request<'_>) -> Response {
        if request.method == "OPTIONS" {
            return response(204, "text/plain; charset=utf-8", String::new());
        }
        let query = Form::read(request.query);
        let answer = self.route(request, &query);
        let (status, value) = match answer {
            Ok(Answer::Html(html)) => return response(200, "text/html; charset=utf-8", html),
            Ok(Answer::Json(value)) => (200, value),
            Err(refusal) => (refusal.status, json!({"error": {"status": refusal.status, "message": refusal.message}})),
        };
        // JSON with padding, which 0.2 allows and old widgets use. The bracket may only follow a plain name.
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.');
        match query.get("callback").filter(|c| !c.is_empty() && c.len() <= 100 && c.chars().all(plain)) {
            Some(callback) => response(200, "text/javascript; charset=utf-8", format!("/**/{callback}({value});")),
            None => {
                let mut response = response(status, "application/json; charset=utf-8", value.to_string());
                if status == 405 {
                    response.headers.push(("allow", "GET, HEAD, POST, OPTIONS".to_owned()));
                }
                response
            }
        }
    }

    fn route(&self, request: &Request<'_>, query: &Form) -> Result<Answer, RequestError> {
        if request.body.len() > MAX_BODY {
            return Err(too_large());
        }
        let post = match request.method {
            "GET" | "HEAD" => false,
            "POST" => true,
            method => return Err(RequestError::new(405, format!("{method}: the service knows GET, POST and OPTIONS"))),
        };
        let (path, v1) = match request.path.strip_prefix("/v1") {
            Some(path) if path.is_empty() || path.starts_with('/') => (path, true),
            _ => (request.path, false),
        };
        let path = path.trim_matches('/');
        let is_json = request.content_type.split(';').next().is_some_and(|t| t.trim() == "application/json");
        let form = if post && !is_json { Form::of_body(request.body)? } else { Form::default() };
        let field = |name: &str| form.get(name).or_else(|| query.get(name));
        let text = |name: &str| field(name).unwrap_or_default();
        let json = match path {
            "" if v1 => manifest::v1(self, request.base),
            "" | "reconcile" => {
                if let Some(queries) = field("queries") {
                    v02::batch(self, queries)?
                } else if let Some(query) = field("query") {
                    v02::single(self, query, &field)?
                } else if let Some(extend) = field("extend") {
                    extend::v02(self, &parsed(extend.as_bytes())?)?
                } else if post {
                    return Err(RequestError::wrong("a form with `queries`, `query` or `extend` is expected"));
                } else {
                    manifest::v02(self, request.base)
                }
            }
            "match" if post => v1::batch(self, &parsed(request.body)?, preferred(request.languages))?,
            "extend" if post && field("extend").is_none() => extend::v1(self, &parsed(request.body)?)?,
            "extend" if field("extend").is_some() => extend::v02(self, &parsed(text("extend").as_bytes())?)?,
            "match" | "extend" => return Err(RequestError::new(405, format!("/{path} is asked with POST and JSON"))),
            "propose" | "extend/propose" => extend::propose(self, text("type"), field("limit"))?,
            "suggest/entity" => suggest::entities(self, &suggest::Ask::new(&field)?),
            "suggest/type" => suggest::types(self, &suggest::Ask::new(&field)?),
            "suggest/property" => suggest::properties(self, &suggest::Ask::new(&field)?, v1),
            "flyout/entity" | "flyout/type" => page::flyout(self, text("id"))?,
            "flyout/property" => page::property_flyout(self, text("id"))?,
            "preview" => return page::preview(self, text("id")).map(Answer::Html),
            _ => return Err(RequestError::new(404, format!("there is nothing at /{path}; the manifest is at /"))),
        };
        Ok(Answer::Json(json))
    }
}

/// The error for a client whose body does not arrive.
pub fn unreadable() -> RequestError {
    RequestError::wrong("the body ended early, or did not come in time")
}

/// The error for a client whose body is larger than [`MAX_BODY`].
pub fn too_large() -> RequestError {
    RequestError::new(413, format!("the request is larger than {MAX_BODY} bytes"))
}

/// The error for a client that asks for the service under a wrong host name.
pub fn misdirected() -> RequestError {
    RequestError::new(
        421,
        "this service does not have the host name of the request; its operator can allow the name with --allow-host",
    )
}

/// The error for a client while others have sent too much at once.
pub fn busy() -> RequestError {
    RequestError::new(503, "others send too much at once; try again in a moment")
}

/// The error for a client whose request could not be answered because of a defect of the program.
pub fn failed() -> RequestError {
    RequestError::new(500, "this request could not be answered")
}

impl RequestError {
    /// The response with this error.
    pub fn response(&self) -> Response {
        let value = json!({"error": {"status": self.status, "message": self.message}});
        response(self.status, "application/json; charset=utf-8", value.to_string())
    }
}

/// The language that a client prefers.
fn preferred(languages: &str) -> Option<&str> {
    let first = languages.split([',', ';']).next().map(str::trim)?;
    crate::dataset::is_language_tag(first).then_some(first)
}

/// Parses the JSON of a client.
fn parsed(json: &[u8]) -> Result<Value, RequestError> {
    if json.iter().filter(|b| matches!(b, b',' | b':' | b'[' | b'{')).count() > VALUES {
        let message =
            format!("more than {VALUES} values; a batch has at most {BATCH}, as `batchSize` of the manifest says");
        return Err(RequestError::new(413, message));
    }
    serde_json::from_slice(json).map_err(|e| RequestError::wrong(format!("not JSON: {e}")))
}

/// Refuses a batch that is too large.
fn bounded(len: usize) -> Result<(), RequestError> {
    if len <= BATCH {
        return Ok(());
    }
    Err(RequestError::new(
        413,
        format!("a batch of {len} entries; the maximum is {BATCH}, as `batchSize` of the manifest says"),
    ))
}

fn response(status: u16, kind: &str, body: String) -> Response {
    // Clients are pages of other origins; no response depends on who asks.
    let headers = vec![
        ("content-type", kind.to_owned()),
        ("access-control-allow-origin", "*".to_owned()),
        ("access-control-allow-methods", "GET, HEAD, POST, OPTIONS".to_owned()),
        ("access-control-allow-headers", "Content-Type, Accept, Accept-Language, X-Requested-With".to_owned()),
        ("access-control-max-age", "86400".to_owned()),
        ("x-content-type-options", "nosniff".to_owned()),
        ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'".to_owned()),
    ];
    Response { status, headers, body }
}
