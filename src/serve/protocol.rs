//! The SPARQL 1.1 Protocol: parses requests to the endpoint.

use super::Request;
use super::form;
use super::http_error::HttpError;

/// An operation of the protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Neither query nor update: the service description or the editor.
    Describe,
    /// A query.
    Query(ProtocolRequest),
    /// An update.
    Update(ProtocolRequest),
}

/// A query or an update with its graphs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProtocolRequest {
    /// The SPARQL text.
    pub text: String,
    /// `default-graph-uri`, `using-graph-uri`
    pub default_graphs: Vec<String>,
    /// `named-graph-uri`, `using-named-graph-uri`
    pub named_graphs: Vec<String>,
}

const FORM: &str = "application/x-www-form-urlencoded";
const QUERY: &str = "application/sparql-query";
const UPDATE: &str = "application/sparql-update";

/// Parses a request.
pub fn operation(request: &Request<'_>) -> Result<Operation, HttpError> {
    let mut given = Given::default();
    given.read(request.query)?;
    match request.method {
        "GET" | "HEAD" => {
            if given.update.is_some() {
                return Err(HttpError::method("POST").help("send an update with POST"));
            }
        }
        "POST" => body(request, &mut given)?,
        _ => return Err(HttpError::method("GET, HEAD, POST, OPTIONS")),
    }
    match (given.query, given.update) {
        (Some(_), Some(_)) => Err(HttpError::new(400, "the request has both a query and an update; send only one")),
        (Some(text), None) => {
            if !given.using.is_empty() || !given.using_named.is_empty() {
                return Err(HttpError::new(400, "using-graph-uri and using-named-graph-uri are only for updates")
                    .help("for a query, use default-graph-uri and named-graph-uri"));
            }
            Ok(Operation::Query(ProtocolRequest { text, default_graphs: given.default, named_graphs: given.named }))
        }
        (None, Some(text)) => {
            if !given.default.is_empty() || !given.named.is_empty() {
                return Err(HttpError::new(400, "default-graph-uri and named-graph-uri are only for queries")
                    .help("for an update, use using-graph-uri and using-named-graph-uri"));
            }
            Ok(Operation::Update(ProtocolRequest {
                text,
                default_graphs: given.using,
                named_graphs: given.using_named,
            }))
        }
        (None, None) if request.method == "POST" => {
            Err(HttpError::new(400, "the form has neither query nor update").help("send query=… or update=…"))
        }
        (None, None) if request.query.is_empty() => Ok(Operation::Describe),
        (None, None) => Err(HttpError::new(400, "there is no query").help("send query=…")),
    }
}

fn body(request: &Request<'_>, given: &mut Given) -> Result<(), HttpError> {
    let (kind, charset) = content_type(request.content_type.unwrap_or_default());
    if charset.is_some_and(|c| !c.eq_ignore_ascii_case("utf-8") && !c.eq_ignore_ascii_case("us-ascii")) {
        return Err(HttpError::new(415, "the charset of the body must be UTF-8"));
    }
    let text = || std::str::from_utf8(request.body).map_err(|_| HttpError::new(400, "the body is not UTF-8"));
    if kind.eq_ignore_ascii_case(FORM) {
        given.read(text()?)
    } else if kind.eq_ignore_ascii_case(QUERY) {
        only(&mut given.query, text()?.to_owned(), "query")
    } else if kind.eq_ignore_ascii_case(UPDATE) {
        only(&mut given.update, text()?.to_owned(), "update")
    } else {
        let kind = if kind.is_empty() { "no Content-Type".to_owned() } else { format!("the Content-Type {kind:?}") };
        Err(HttpError::new(415, format!("a body with {kind} is not supported"))
            .help(format!("use {FORM}, {QUERY} or {UPDATE}"))
            .header("accept-post", format!("{FORM}, {QUERY}, {UPDATE}")))
    }
}

/// The media type and the charset.
fn content_type(text: &str) -> (&str, Option<&str>) {
    let mut parts = text.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default();
    let charset = parts.find_map(|p| {
        let (name, value) = p.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    });
    (kind, charset)
}

/// The parameters of the protocol.
#[derive(Default)]
struct Given {
    query: Option<String>,
    update: Option<String>,
    default: Vec<String>,
    named: Vec<String>,
    using: Vec<String>,
    using_named: Vec<String>,
}

impl Given {
    fn read(&mut self, encoded: &str) -> Result<(), HttpError> {
        let broken = || {
            HttpError::new(400, "the parameters are not percent-encoded UTF-8")
                .help("write %25 for a percent sign, %26 for & and %2B for +")
        };
        for (name, value) in form::pairs(encoded).ok_or_else(broken)? {
            match name.as_str() {
                "query" => only(&mut self.query, value, "query")?,
                "update" => only(&mut self.update, value, "update")?,
                "default-graph-uri" => self.default.push(value),
                "named-graph-uri" => self.named.push(value),
                "using-graph-uri" => self.using.push(value),
                "using-named-graph-uri" => self.using_named.push(value),
                // Ignore parameters of other servers.
                _ => {}
            }
        }
        Ok(())
    }
}

fn only(slot: &mut Option<String>, value: String, what: &str) -> Result<(), HttpError> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(HttpError::new(400, format!("the request has more than one {what}; send only one"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(method: &str, query: &str, kind: Option<&str>, body: &[u8]) -> Result<Operation, u16> {
        let request = Request { method, path: "/sparql", query, content_type: kind, body, ..Request::default() };
        operation(&request).map_err(|r| r.status)
    }

    fn asked(text: &str) -> ProtocolRequest {
        ProtocolRequest { text: text.to_owned(), ..ProtocolRequest::default() }
    }

    #[test]
    fn operations_are_distinguished() {
        let ask = || Ok(Operation::Query(asked("ASK {}")));
        let clear = || Ok(Operation::Update(asked("CLEAR ALL")));
        for (method, query, kind, body, expected) in [
            ("GET", "", None, "", Ok(Operation::Describe)),
            ("GET", "query=ASK%20%7B%7D", None, "", ask()),
            ("HEAD", "query=ASK+%7B%7D&x=y", None, "", ask()),
            ("POST", "", Some("application/x-www-form-urlencoded"), "query=ASK%20%7B%7D", ask()),
            ("POST", "", Some("application/sparql-query; charset=\"UTF-8\""), "ASK {}", ask()),
            ("POST", "", Some("application/sparql-update"), "CLEAR ALL", clear()),
            ("POST", "", Some("application/x-www-form-urlencoded"), "update=CLEAR+ALL", clear()),
            ("POST", "query=ASK%7B%7D", Some("application/sparql-query"), "ASK {}", Err(400)),
            ("POST", "query=ASK%7B%7D", Some("application/sparql-update"), "CLEAR ALL", Err(400)),
            ("POST", "", Some("application/x-www-form-urlencoded"), "x=y", Err(400)),
            ("POST", "", Some("text/plain"), "ASK {}", Err(415)),
            ("POST", "", None, "query=ASK%20%7B%7D", Err(415)),
            ("POST", "", Some("application/sparql-query; charset=UTF-16"), "ASK {}", Err(415)),
            ("GET", "update=CLEAR%20ALL", None, "", Err(405)),
            ("GET", "quer=x", None, "", Err(400)),
            ("GET", "query=%zz", None, "", Err(400)),
            ("GET", "query=ASK%7B%7D&query=ASK%7B%7D", None, "", Err(400)),
            ("GET", "query=ASK%7B%7D&using-graph-uri=urn:x", None, "", Err(400)),
            ("PUT", "query=ASK%7B%7D", None, "", Err(405)),
            ("DELETE", "", None, "", Err(405)),
        ] {
            assert_eq!(read(method, query, kind, body.as_bytes()), expected, "{method} {query} {kind:?} {body}");
        }
        assert_eq!(read("POST", "", Some("application/sparql-query"), b"ASK \xff{}"), Err(400));
    }

    #[test]
    fn graphs_come_along() {
        let query = "default-graph-uri=urn:a&named-graph-uri=urn:b&default-graph-uri=urn:c&query=x";
        let Ok(Operation::Query(asked)) = read("GET", query, None, b"") else { panic!() };
        assert_eq!(asked.default_graphs, ["urn:a", "urn:c"]);
        assert_eq!(asked.named_graphs, ["urn:b"]);
    }
}
