//! Requests to network services, for the commands that are asked to make them. A request goes through a [`Client`],
//! which looks into a [`Cache`] first, keeps a minimum interval between requests, waits as long as the service asks
//! for, retries where that can help, and otherwise returns an error that says why. A [`Transport`] carries the request;
//! [`Http`] is the only one that leaves the machine.
//!
//! No answer is trusted: its size is limited, it cannot redirect to another host, and it is cached only after its
//! reader has accepted it.

mod cache;
mod client;
mod http;

pub use cache::Cache;
pub use client::{AskError, Client, Counts, ResponseError, RetryPolicy, json};
pub use http::{Http, Settings};

use std::time::Duration;

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The address, with the query.
    pub url: String,
    /// The media types that are accepted, for the header `Accept`.
    pub accept: &'static str,
    /// The media type and the text of the body; `None` for GET.
    pub body: Option<(&'static str, String)>,
}

/// The media type of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// The media type of JSON.
pub const JSON: &str = "application/json";

impl Request {
    /// A GET request, with `fields` as the query.
    pub fn get(url: &str, accept: &'static str, fields: &[(&str, &str)]) -> Self {
        let mut url = url.to_owned();
        if !fields.is_empty() {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(&form(fields));
        }
        Self { url, accept, body: None }
    }

    /// A POST request with a form.
    pub fn form(url: &str, accept: &'static str, fields: &[(&str, &str)]) -> Self {
        Self { url: url.to_owned(), accept, body: Some((FORM, form(fields))) }
    }

    /// A POST request with JSON.
    pub fn json(url: &str, body: String) -> Self {
        Self { url: url.to_owned(), accept: JSON, body: Some((JSON, body)) }
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The header `Content-Type`.
    pub content_type: String,
    /// How long the service asks to wait before the next request, if it says so.
    pub retry_after: Option<Duration>,
    /// The body, decompressed.
    pub body: Vec<u8>,
}

/// Why no answer arrived that could be examined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// The address is not one that can be requested.
    #[error("cannot request {url:?}: {why}")]
    Address {
        /// The address.
        url: String,
        /// The reason.
        why: &'static str,
    },
    /// No connection was possible.
    #[error("cannot connect to {host}: {why}")]
    Unreachable {
        /// The host.
        host: String,
        /// Why.
        why: String,
    },
    /// The answer did not arrive completely in time.
    #[error("{host} has not answered in {} s", limit.as_secs_f64())]
    Late {
        /// The host.
        host: String,
        /// The time limit.
        limit: Duration,
    },
    /// The answer breaks off, or is not HTTP.
    #[error("the answer of {host} cannot be read: {why}")]
    Broken {
        /// The host.
        host: String,
        /// Why.
        why: String,
    },
    /// The answer is larger than the limit.
    #[error("the answer of {host} has more than {limit} bytes")]
    TooLarge {
        /// The host.
        host: String,
        /// The limit, in bytes.
        limit: u64,
    },
    /// The answer redirects to another host.
    #[error("{host} redirects to {to:?}, but a redirect is followed only on the same host")]
    Elsewhere {
        /// The host.
        host: String,
        /// The address that it redirects to.
        to: String,
    },
}

impl NetworkError {
    /// Whether a later try may succeed.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Late { .. } | Self::Broken { .. })
    }
}

/// Carries requests.
pub trait Transport {
    /// Sends a request once and reads the answer, whatever its status.
    fn send(&self, request: &Request) -> Result<Reply, NetworkError>;
}

/// Fields encoded as a form.
fn form(fields: &[(&str, &str)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(n, v)| format!("{}={}", encoded(n), encoded(v))).collect();
    fields.join("&")
}

/// A text percent-encoded for use inside an address (RFC 3986, section 2.3).
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The scheme, and the host with its port, of an address. An address that cannot be requested is an error.
pub fn origin(url: &str) -> Result<(&str, &str), NetworkError> {
    let wrong = |why| NetworkError::Address { url: shown(url), why };
    let (scheme, rest) = url.split_once("://").ok_or_else(|| wrong("an address begins with http:// or https://"))?;
    if !["http", "https"].iter().any(|s| scheme.eq_ignore_ascii_case(s)) {
        return Err(wrong("only http: and https: are supported"));
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(wrong("a name and a password in it would be written into messages and caches"));
    }
    let plain = |c: char| !c.is_control() && !c.is_whitespace();
    if authority.is_empty() || !url.chars().all(plain) {
        return Err(wrong("it has no host, or a character that no address has"));
    }
    Ok((scheme, authority))
}

/// The beginning of what a service has sent, on one line, as messages show it.
pub fn shown(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(160).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        assert_eq!(origin("https://a.example/x?y#z"), Ok(("https", "a.example")));
        assert_eq!(origin("HTTP://127.0.0.1:80"), Ok(("HTTP", "127.0.0.1:80")));
        for url in
            ["file:///etc/passwd", "a.example", "ftp://a/", "http://", "http:///x", "http://u:p@a/", "http://a/\n"]
        {
            assert!(matches!(origin(url), Err(NetworkError::Address { .. })), "{url}");
        }
    }

    #[test]
    fn fields_are_encoded() {
        let request = Request::get("http://a/?x=1", JSON, &[("q", "Şuşa & co"), ("n", "1")]);
        assert_eq!(request.url, "http://a/?x=1&q=%C5%9Eu%C5%9Fa%20%26%20co&n=1");
        assert_eq!(Request::form("http://a/", JSON, &[("q", "a+b")]).body, Some((FORM, "q=a%2Bb".to_owned())));
    }

    #[test]
    fn text_of_a_service_is_shown_on_one_line() {
        assert_eq!(shown("<html>\r\n \u{1b}[2J x"), "<html> [2J x");
        assert_eq!(shown(&"é".repeat(500)).chars().count(), 160);
    }
}
