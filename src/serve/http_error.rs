//! HTTP errors: a status, a message and what to do.

use super::{Response, accept, html};
use serde::{Deserialize, Serialize};

/// An error response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpError {
    /// The HTTP status, 400 or higher.
    pub status: u16,
    /// What is wrong.
    pub message: String,
    /// What to do; `None` if there is no advice.
    pub help: Option<String>,
    /// Additional headers.
    pub headers: Vec<(String, String)>,
}

impl HttpError {
    /// An error without advice.
    pub fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), help: None, headers: Vec::new() }
    }

    /// Adds advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The resource does not support the method (405).
    pub fn method(allowed: &str) -> Self {
        Self::new(405, format!("method not allowed; use {allowed}")).header("allow", allowed)
    }

    /// The client accepts none of the offered media types (406).
    pub fn not_acceptable(offers: &[&str]) -> Self {
        Self::new(406, "no answer in a media type of the Accept header")
            .help(format!("available are {}", offers.join(", ")))
    }

    /// There is nothing at this path (404).
    pub fn not_found() -> Self {
        Self::new(404, "there is nothing at this address").help("start at /")
    }

    /// The response as plain text, problem details (RFC 9457) or a page, depending on `Accept`.
    pub fn response(&self, wanted: Option<&str>) -> Response {
        const OFFERS: [&str; 4] = ["text/plain", "application/problem+json", "application/json", "text/html"];
        let help = self.help.as_deref();
        let mut response = match accept::choose(wanted, &OFFERS) {
            Some("application/problem+json" | "application/json") => {
                let mut problem = serde_json::json!({"status": self.status, "title": reason(self.status)});
                problem["detail"] = self.message.clone().into();
                if let Some(help) = help {
                    problem["help"] = help.into();
                }
                Response::new(self.status, "application/problem+json", format!("{problem}\n"))
            }
            Some("text/html") => self.page(),
            _ => {
                let help = help.map_or_else(String::new, |h| format!("help: {h}\n"));
                Response::new(self.status, "text/plain; charset=utf-8", format!("error: {}\n{help}", self.message))
            }
        };
        for (name, value) in &self.headers {
            response = response.with(name, value);
        }
        response.with("vary", "Accept").with("cache-control", "no-store")
    }

    fn page(&self) -> Response {
        let help = self.help.as_deref().map_or_else(String::new, |h| format!("<p>{}</p>\n", html::escape(h)));
        let content = format!("<pre>{}</pre>\n{help}", html::escape(&self.message));
        html::page(self.status, &format!("{} {}", self.status, reason(self.status)), &content)
    }
}

/// The reason phrase of a status.
pub fn reason(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Out of Time",
        507 => "Answer Too Large",
        _ => "Error",
    }
}
