//! Why a request is not answered: a status, the reason in a sentence, and what to do about it.

use super::{Response, accept, html};
use serde::{Deserialize, Serialize};

/// A request that is not answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpError {
    /// The HTTP status, from 400.
    pub status: u16,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Further headers.
    pub headers: Vec<(String, String)>,
}

impl HttpError {
    /// A refusal without advice.
    pub fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), help: None, headers: Vec::new() }
    }

    /// The same with advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with a header.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// A method that a resource does not have.
    pub fn method(allowed: &str) -> Self {
        Self::new(405, format!("this resource has the methods {allowed}")).header("allow", allowed)
    }

    /// No form that the client takes.
    pub fn not_acceptable(offers: &[&str]) -> Self {
        Self::new(406, "there is no answer in a form that the Accept header names")
            .help(format!("there are {}", offers.join(", ")))
    }

    /// Nothing at this path.
    pub fn not_found() -> Self {
        Self::new(404, "there is nothing here").help("begin at /")
    }

    /// As plain text, or as problem details (RFC 9457), or as a page.
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

/// The usual words for a status.
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
