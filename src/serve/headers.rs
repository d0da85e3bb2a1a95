//! Security headers of responses.

use super::Response;
use std::borrow::Cow;

/// The kind of a response for a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentKind {
    /// A page of the server: no scripts.
    Page,
    /// The editor: its own scripts, which connect only to this server.
    Editor,
    /// A page of the published site: its own scripts and styles.
    Site,
    /// Anything but a page.
    Data,
}

/// The headers for a kind of response.
pub fn of(kind: ContentKind) -> [(&'static str, &'static str); 6] {
    let policy = match kind {
        ContentKind::Page => {
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        }
        // The editor sets style attributes.
        ContentKind::Editor => {
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
        }
        ContentKind::Site => {
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        }
        ContentKind::Data => "default-src 'none'; frame-ancestors 'none'; sandbox",
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

/// The default kind for a content type.
pub fn kind(content_type: &str) -> ContentKind {
    if content_type.starts_with("text/html") { ContentKind::Page } else { ContentKind::Data }
}

/// The answer to a preflight request (Fetch standard): pages of any origin may read, none may update.
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
