//! The review in a browser, without sockets: a request as a value in, a response as a value out.
//!
//! | path | what |
//! | --- | --- |
//! | `GET /` and the names of its files | the page |
//! | `GET /api/session` | the dataset, its sources, the types of claims, what is wrong with its files |
//! | `GET /api/source?id=ID` | a source: text, marks, cards |
//! | `POST /api/decide` | a decision; 409 with the card if somebody decided since it was seen |
//! | `POST /api/add` | a claim that was not read |
//! | `POST /api/undo` | takes back the reviewer's last decision |
//!
//! Positions are half-open ranges of code points. A decision is on disk before it is answered. Every error is a JSON object
//! with a `message`.

mod assets;
mod body;

pub use assets::POLICY;

use super::card::{Card, Others, SourceSummary, TypeForm};
use super::change::Reviewer;
use super::error::ReviewError;
use super::session::Session;
use crate::base::iri::percent_decoded;
use crate::base::text::Problem;
use body::{Add, Decide, Undo};
use serde::Serialize;
use std::borrow::Cow;
use std::path::Path;

/// Maximum length of the body of a request, in bytes.
pub const MAX_BODY: usize = 1024 * 1024;

/// A request.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// The method, in capitals.
    pub method: &'a str,
    /// The path below that of the page, with its first slash.
    pub path: &'a str,
    /// The query string, without `?`.
    pub query: &'a str,
    /// `Host`, or the authority of an absolute target.
    pub host: &'a str,
    /// `Content-Type`
    pub content_type: Option<&'a str>,
    /// `Origin`
    pub origin: Option<&'a str>,
    /// `Sec-Fetch-Site`
    pub fetch_site: Option<&'a str>,
    /// Whether the client knows a secret, so that restricted sources may be shown.
    pub is_private: bool,
    /// The body.
    pub body: &'a [u8],
}

/// A response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Headers: names in lower case, and values.
    pub headers: Vec<(&'static str, &'static str)>,
    /// The body.
    pub body: Cow<'static, [u8]>,
}

/// An error: its status, what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
struct WebError {
    status: u16,
    message: String,
    /// The card as it is now.
    card: Option<Box<Card>>,
}

#[derive(Serialize)]
struct SessionBody<'a> {
    reviewer: &'a str,
    dataset: &'a str,
    sources: Vec<SourceSummary>,
    types: &'a [TypeForm],
    problems: Vec<String>,
}

#[derive(Serialize)]
struct CardBody<'a> {
    card: Card,
    others: &'a Others,
}

#[derive(Serialize)]
struct UndoneBody<'a> {
    source: String,
    card: Card,
    others: &'a Others,
    what: String,
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<&'a Card>,
}

/// Answers a request. `by` is the reviewer whom the page shows at first, and the day of what is decided now.
pub fn answer(session: &mut Session, by: &Reviewer, request: &Request<'_>) -> Response {
    decide(session, by, request).unwrap_or_else(|error| error.response())
}

/// The response to a request that was not read: a status of 400 or higher, with what to do.
pub fn refusal(status: u16, message: &str) -> Response {
    WebError::new(status, message).response()
}

fn decide(session: &mut Session, by: &Reviewer, request: &Request<'_>) -> Result<Response, WebError> {
    let Some(name) = request.path.strip_prefix("/api/") else {
        let asset = assets::find(request.path).ok_or_else(|| WebError::new(404, "there is nothing at this address"))?;
        return method(request, &["GET", "HEAD"], "GET, HEAD").map(|()| asset);
    };
    match name {
        "session" | "source" => method(request, &["GET", "HEAD"], "GET, HEAD")?,
        "decide" | "add" | "undo" => {
            method(request, &["POST"], "POST")?;
            is_from_the_page(request)?;
        }
        _ => return Err(WebError::new(404, "there is nothing at this address")),
    }
    match name {
        "session" => {
            let mut sources = session.sources()?;
            let mut problems: Vec<String> = session.problems()?.iter().map(|(path, of)| line(path, of)).collect();
            if !request.is_private && sources.iter().any(|source| source.restricted) {
                // A problem may quote the source.
                sources.retain(|source| !source.restricted);
                problems = vec![RESTRICTED.to_owned()];
            }
            let dataset = &session.dataset().config.title;
            json(200, &SessionBody { reviewer: &by.name, dataset, sources, types: session.types(), problems })
        }
        "source" => {
            let id = request.query.split('&').find_map(|pair| pair.strip_prefix("id=")).and_then(percent_decoded);
            let id = id.ok_or_else(|| WebError::new(400, "the address names no source: append ?id=ID"))?;
            may_see(session, request, &id)?;
            json(200, &session.source(&id)?)
        }
        "decide" => {
            let asked = Decide::read(request.body)?;
            let by = body::reviewer(&asked.reviewer, &by.day)?;
            let decided = asked.decided()?;
            may_see(session, request, &asked.source)?;
            let card = session.decide(&by, &asked.source, &asked.key, &asked.seen, decided, asked.comment.trim())?;
            json(200, &CardBody { card, others: session.others() })
        }
        "add" => {
            let asked = Add::read(request.body)?;
            let by = body::reviewer(&asked.reviewer, &by.day)?;
            let span = (asked.start, asked.end);
            may_see(session, request, &asked.source)?;
            let card = session.add(&by, &asked.source, span, &asked.claim_type, asked.fields, asked.comment.trim())?;
            json(200, &CardBody { card, others: session.others() })
        }
        _ => {
            let by = body::reviewer(&Undo::read(request.body)?.reviewer, &by.day)?;
            if let Some(source) = session.last(&by).map(str::to_owned) {
                may_see(session, request, &source)?;
            }
            let undone = session.undo(&by)?;
            let (source, card, what) = (undone.source, undone.card, undone.what);
            json(200, &UndoneBody { source, card, others: session.others(), what })
        }
    }
}

/// What is said of a source that became restricted while a server without a secret runs.
const RESTRICTED: &str =
    "a source is restricted now: start `chorograph review serve` again, and open the address that it prints";

/// An error if the client may not see a source: neither its text nor a card of it, with which a decision is answered.
fn may_see(session: &Session, request: &Request<'_>, source: &str) -> Result<(), WebError> {
    if request.is_private || !session.is_restricted(source) {
        return Ok(());
    }
    Err(WebError::new(403, RESTRICTED))
}

fn method(request: &Request<'_>, allowed: &[&str], named: &str) -> Result<(), WebError> {
    if allowed.contains(&request.method) {
        return Ok(());
    }
    Err(WebError::new(405, format!("the method {} is not allowed here; use {named}", request.method)))
}

/// Whether a request to write comes from the page, and not from a page of another origin that the browser shows. Such a page can
/// send no JSON unasked, so the media type is part of the check.
fn is_from_the_page(request: &Request<'_>) -> Result<(), WebError> {
    let authority = |origin: &str| {
        origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://")).map(str::to_ascii_lowercase)
    };
    let is_own = match (request.origin, request.fetch_site) {
        (Some(origin), _) => authority(origin).is_some_and(|of| of == request.host.to_ascii_lowercase()),
        (None, Some(site)) => matches!(site, "same-origin" | "none"),
        (None, None) => true,
    };
    if !is_own {
        return Err(WebError::new(403, "decisions are taken only from the page of this server"));
    }
    let media = request.content_type.and_then(|given| given.split(';').next()).unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("application/json") {
        return Err(WebError::new(415, "send the request as application/json"));
    }
    if request.body.len() > MAX_BODY {
        return Err(WebError::new(413, format!("the request is longer than {MAX_BODY} bytes: shorten it")));
    }
    Ok(())
}

/// A problem in a line: `claims.review.tsv:3:1: this is not a day ("x"): write it so`.
fn line(path: &Path, problem: &Problem) -> String {
    let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
    let at = problem.at.map_or_else(String::new, |at| format!(":{}:{}", at.line, at.column));
    let value = if problem.value.is_empty() { String::new() } else { format!(" ({:?})", problem.value) };
    format!("{name}{at}: {}{value}; {}", problem.what, problem.help)
}

fn json(status: u16, body: &impl Serialize) -> Result<Response, WebError> {
    let body =
        serde_json::to_vec(body).map_err(|e| WebError::new(500, format!("the answer cannot be written: {e}")))?;
    Ok(assets::response(status, "application/json", Cow::Owned(body)))
}

impl WebError {
    fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), card: None }
    }

    fn response(&self) -> Response {
        let body = serde_json::to_vec(&ErrorBody { message: &self.message, card: self.card.as_deref() });
        assets::response(self.status, "application/json", Cow::Owned(body.unwrap_or_default()))
    }
}

impl From<ReviewError> for WebError {
    fn from(error: ReviewError) -> Self {
        let message = error.to_string();
        let (status, card) = match error {
            ReviewError::Conflict(card) => (409, Some(card)),
            ReviewError::NothingToUndo => (409, None),
            ReviewError::Refused(_) => (422, None),
            ReviewError::NoSource(_) | ReviewError::NoCard => (404, None),
            ReviewError::Unreadable { .. } | ReviewError::Gazetteer(_) | ReviewError::Io { .. } => (500, None),
        };
        Self { status, message, card }
    }
}

#[cfg(test)]
mod tests;
