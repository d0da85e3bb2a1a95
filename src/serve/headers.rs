//! The headers that keep a browser from doing with an answer what it is not for.

use super::Response;
use std::borrow::Cow;

/// What an answer is, as far as a browser is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A page of ours: no scripts at all.
    Page,
    /// The editor: its own scripts, which speak to this server alone.
    Editor,
    /// A page of the published site: its own scripts and styles.
    Site,
    /// Whatever is no page.
    Data,
}

/// Headers for every answer of a sort.
pub fn of(sort: Sort) -> [(&'static str, &'static str); 6] {
    let policy = match sort {
        Sort::Page => {
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        }
        // The editor sets style attributes.
        Sort::Editor => {
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
        }
        Sort::Site => {
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        }
        Sort::Data => "default-src 'none'; frame-ancestors 'none'; sandbox",
    };
    [
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("access-control-allow-origin", "*"),
        ("access-control-expose-headers", "Content-Location, Content-Range, ETag, Retry-After"),
    ]
}

/// What sort an answer of a content type is, unless its maker says otherwise.
pub fn sort(content_type: &str) -> Sort {
    if content_type.starts_with("text/html") { Sort::Page } else { Sort::Data }
}

/// The answer to a preflight request (Fetch standard): reading is for pages of any origin, updating for none.
pub fn preflight(path: &str) -> Response {
    let methods = if path.starts_with("/sparql") { "GET, HEAD, POST, OPTIONS" } else { "GET, HEAD, OPTIONS" };
    let mut response = Response::of_bytes(204, "text/plain; charset=utf-8", Cow::Borrowed(b""));
    response.headers.clear();
    response
        .with("allow", methods)
        .with("access-control-allow-methods", methods)
        .with("access-control-allow-headers", "Accept, Content-Type, If-None-Match, If-Range, Range")
        .with("access-control-max-age", "86400")
}
