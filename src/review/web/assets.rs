//! The files of the page, which are compiled into the program, and the headers of all responses.

use super::Response;
use std::borrow::Cow;

/// The content security policy: scripts, styles and answers of this server alone, nothing inline, and no markup made of text.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; \
                          base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
                          trusted-types 'none'";

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Path, media type and content.
pub(super) const FILES: &[(&str, &str, &str)] = &[
    ("/", HTML, include_str!("../assets/review.html")),
    ("/review.css", CSS, include_str!("../assets/review.css")),
    ("/review.js", SCRIPT, include_str!("../assets/review.js")),
    ("/add.js", SCRIPT, include_str!("../assets/add.js")),
    ("/api.js", SCRIPT, include_str!("../assets/api.js")),
    ("/article.js", SCRIPT, include_str!("../assets/article.js")),
    ("/cards.js", SCRIPT, include_str!("../assets/cards.js")),
    ("/caret.js", SCRIPT, include_str!("../assets/caret.js")),
    ("/dom.js", SCRIPT, include_str!("../assets/dom.js")),
    ("/fields.js", SCRIPT, include_str!("../assets/fields.js")),
    ("/person.js", SCRIPT, include_str!("../assets/person.js")),
    ("/text.js", SCRIPT, include_str!("../assets/text.js")),
];

/// The file at a path; `None` if there is none.
pub(super) fn find(path: &str) -> Option<Response> {
    let (_, content_type, text) = FILES.iter().find(|(known, _, _)| *known == path)?;
    Some(response(200, content_type, Cow::Borrowed(text.as_bytes())))
}

/// A response with the headers that all have. Nothing is kept by the browser: the text may be restricted.
pub(super) fn response(status: u16, content_type: &'static str, body: Cow<'static, [u8]>) -> Response {
    let headers = vec![
        ("content-type", content_type),
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "private, no-store"),
    ];
    Response { status, headers, body }
}
