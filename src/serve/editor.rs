//! The query editor (YASGUI, as published on npm) and the style sheet of the server's own pages. Both are compiled into the
//! program, so they work without a network.

use super::headers::ContentKind;
use super::html::{FOOT, escape, head};
use super::{Response, headers};
use crate::query::Prefixes;
use std::borrow::Cow;

/// `@zazuko/yasgui` 4.6.2 (MIT), see `assets/README.md`.
const FILES: &[(&str, &str, &[u8])] = &[
    ("yasgui.min.js", "text/javascript; charset=utf-8", include_bytes!("assets/yasgui.min.js")),
    ("yasgui.min.css", "text/css; charset=utf-8", include_bytes!("assets/yasgui.min.css")),
    ("yasgui-LICENSE.txt", "text/plain; charset=utf-8", include_bytes!("assets/yasgui-LICENSE.txt")),
    ("editor.js", "text/javascript; charset=utf-8", include_bytes!("assets/editor.js")),
    ("style.css", "text/css; charset=utf-8", include_bytes!("assets/style.css")),
];

/// A file of the editor; `None` if there is none of this name.
pub fn asset(name: &str) -> Option<Response> {
    let (_, content_type, bytes) = FILES.iter().find(|(file, _, _)| *file == name)?;
    Some(Response::of_bytes(200, content_type, Cow::Borrowed(bytes)).with("cache-control", "max-age=3600"))
}

/// The page of the editor. Without scripts, it is a plain form.
pub fn page(title: &str, prefixes: &Prefixes) -> Response {
    let declared: serde_json::Map<String, serde_json::Value> =
        prefixes.iter().map(|(prefix, namespace)| (prefix.to_owned(), namespace.into())).collect();
    let prefixes = serde_json::Value::from(declared).to_string();
    let title = format!("SPARQL: {title}");
    let body = format!(
        "{}<link rel=\"stylesheet\" href=\"/_/yasgui.min.css\">\n\
         <div id=\"editor\" data-prefixes=\"{}\"></div>\n\
         <noscript><form action=\"/sparql\" method=\"get\"><p><label for=\"query\">Query</label></p>\n\
         <p><textarea id=\"query\" name=\"query\" rows=\"12\" cols=\"80\">SELECT * {{ ?s ?p ?o }} LIMIT 20</textarea></p>\n\
         <p><button>Ask</button></p></form></noscript>\n\
         <script src=\"/_/yasgui.min.js\"></script>\n<script src=\"/_/editor.js\"></script>\n{FOOT}",
        head(&title),
        escape(&prefixes)
    );
    let mut response = Response::new(200, "text/html; charset=utf-8", body).with("vary", "Accept");
    for (name, value) in headers::of(ContentKind::Editor) {
        response = response.with(name, value);
    }
    response
}
