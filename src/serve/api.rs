//! Named queries as addresses, as in grlc. The header of a query has its summary and its parameters; the list, the forms, the
//! OpenAPI description and the validation of arguments are derived from it.

use super::html::{self, escape};
use super::http_error::HttpError;
use super::{Response, form, formats};
use crate::base::iri::percent_decoded;
use crate::query::{ArgumentError, Given, Library, LibraryError, NamedQuery, Parameter, Prefixes, Type};
use crate::serve::html::Link;
use serde_json::{Map, Value, json};

/// A request for a named query.
#[derive(Debug)]
pub struct ApiRequest {
    name: String,
    arguments: Vec<(String, String)>,
    /// The form that the extension of the path selects.
    pub form: Wanted,
}

/// The requested form of a named query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Its answer, in the form chosen by `Accept`.
    Any,
    /// Its answer in a media type.
    Media(&'static str),
    /// The query itself.
    Text,
}

/// A named query with its values.
#[derive(Debug)]
pub struct Ready {
    /// The SPARQL text.
    pub text: String,
    /// The IRIs among the values.
    pub given: Vec<Given>,
    /// The summary of the query, on one line.
    pub title: String,
    /// Links to its answer in other forms, and to its text.
    pub others: Vec<Link>,
}

impl ApiRequest {
    /// Parses the path below `/api/` and the query string.
    pub fn read(name: &str, query: &str) -> Result<Self, HttpError> {
        let broken = || HttpError::new(400, "the address is not percent-encoded UTF-8");
        let name = percent_decoded(name).ok_or_else(broken)?;
        let (name, form) = match name.rsplit_once('.') {
            None => (name, Wanted::Any),
            Some((stem, "rq")) => (stem.to_owned(), Wanted::Text),
            Some((stem, extension)) => {
                let media = formats::of_extension(extension).ok_or_else(|| {
                    HttpError::new(404, format!("unknown format {extension:?}"))
                        .help("use html, json, xml, csv, tsv, ttl, nt, rdf or jsonld, or rq for the query itself")
                })?;
                (stem.to_owned(), Wanted::Media(media))
            }
        };
        let arguments = form::pairs(query).ok_or_else(broken)?;
        // A form also sends its empty fields.
        let arguments = arguments.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        Ok(Self { name, arguments, form })
    }

    /// The query with its values.
    pub fn fill(&self, library: Library, prefixes: &Prefixes) -> Result<Ready, HttpError> {
        let query = library.take(&self.name).map_err(|e| match e {
            LibraryError::Unknown { .. } => HttpError::new(404, e.to_string()).help("/api/ lists the queries"),
            _ => HttpError::new(500, format!("the query {:?} cannot be used", self.name)),
        })?;
        if self.form == Wanted::Text
            && self.arguments.is_empty()
            && query.template.parameters.iter().any(Parameter::is_required)
        {
            // The text of a query can be read without its required arguments.
            return Ok(self.ready(&query, query.template.text(), Vec::new()));
        }
        let filled = query.template.fill(&self.arguments, prefixes).map_err(|e| {
            let help = match &e {
                ArgumentError::Value(value) => value.help.clone(),
                _ => format!("/api/ lists the parameters of {}", self.name),
            };
            HttpError::new(400, e.to_string()).help(help)
        })?;
        Ok(self.ready(&query, &filled.text, filled.iris))
    }

    fn ready(&self, query: &NamedQuery, text: &str, given: Vec<Given>) -> Ready {
        let value = |text: &str| form::encode_value(text);
        let pairs: Vec<String> = self.arguments.iter().map(|(n, v)| format!("{}={}", value(n), value(v))).collect();
        let query_string = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
        let link = |(name, extension): (&str, &str)| Link {
            name: name.to_owned(),
            address: format!("/api/{}.{extension}{query_string}", form::encode_path(&query.name)),
        };
        let others = [("CSV", "csv"), ("TSV", "tsv"), ("JSON", "json"), ("XML", "xml"), ("SPARQL", "rq")].map(link);
        Ready { text: text.to_owned(), given, title: query.summary().to_owned(), others: others.into() }
    }
}

/// The text of a query with its header, and with declarations of the predefined prefixes, so that it runs on other endpoints.
pub fn text(query: &str, prefixes: &Prefixes) -> Response {
    let header = query.lines().take_while(|line| line.starts_with("#+")).map(|line| line.len() + 1).sum::<usize>();
    let (header, body) = query.split_at(header.min(query.len()));
    let declared: String =
        prefixes.used_in(body).iter().map(|(prefix, namespace)| format!("PREFIX {prefix}: <{namespace}>\n")).collect();
    Response::new(200, "text/plain; charset=utf-8", format!("{header}{declared}{body}"))
}

/// The home page of a dataset without a site.
pub fn home(title: &str, base: &str) -> Response {
    let content = format!(
        "<p>The dataset <code>{}</code>.</p>\n<ul>\n<li><a href=\"/api/\">Named queries</a></li>\n\
         <li><a href=\"/sparql\">SPARQL</a></li>\n<li><a href=\"/index.html\">Pages of all that is in it</a></li>\n<li><a href=\"/api/districts\">Districts</a></li>\n\
         <li><a href=\"/api/sources\">Sources</a></li>\n</ul>\n",
        escape(base)
    );
    html::page(200, title, &content)
}

/// The named queries as a page with a form for each.
pub fn list(queries: &[NamedQuery], title: &str) -> Response {
    let mut content =
        "<p>The same as <a href=\"/api/openapi.json\">OpenAPI</a>. Add .csv, .json, .tsv or .xml to a name for data, .rq for the query.</p>\n"
            .to_owned();
    for query in queries {
        let name = escape(&query.name);
        let description = query.template.header.description.as_deref().unwrap_or_default();
        content.push_str(&format!(
            "<section>\n<h2 id=\"{name}\">{name}</h2>\n<p><strong>{}</strong></p>\n<p>{}</p>\n<form action=\"/api/{}\">\n",
            escape(query.summary()),
            escape(description),
            form::encode_path(&query.name),
        ));
        for parameter in &query.template.parameters {
            content.push_str(&field(&query.name, parameter));
        }
        content.push_str("<button>Ask</button>\n</form>\n</section>\n");
    }
    html::page(200, &format!("Queries: {title}"), &content)
}

fn field(query: &str, parameter: &Parameter) -> String {
    let id = escape(&format!("{query}-{}", parameter.name));
    let name = escape(&parameter.name);
    let default = parameter.default.as_deref().unwrap_or_default();
    let label = format!("<label for=\"{id}\">{name} ({})</label> ", escape(&parameter.kind.to_string()));
    if parameter.choices.is_empty() {
        let required = if parameter.is_required() { " required" } else { "" };
        return format!("<p>{label}<input id=\"{id}\" name=\"{name}\" value=\"{}\"{required}></p>\n", escape(default));
    }
    let mut select = format!("<p>{label}<select id=\"{id}\" name=\"{name}\">");
    if !parameter.is_required() {
        select.push_str("<option value=\"\"></option>");
    }
    for choice in &parameter.choices {
        let selected = if choice == default { " selected" } else { "" };
        select.push_str(&format!("<option{selected}>{}</option>", escape(choice)));
    }
    select.push_str("</select></p>\n");
    select
}

/// The named queries as OpenAPI 3.0.
pub fn openapi(queries: &[NamedQuery], title: &str) -> Response {
    let mut paths = Map::new();
    for query in queries {
        let parameters: Vec<Value> = query.template.parameters.iter().map(described).collect();
        let content: Map<String, Value> = ["application/sparql-results+json", "text/csv", "text/html"]
            .into_iter()
            .map(|media| (media.to_owned(), json!({"schema": {"type": "string"}})))
            .collect();
        let operation = json!({
            "operationId": query.name,
            "summary": query.summary(),
            "description": query.template.header.description.as_deref().unwrap_or_default(),
            "parameters": parameters,
            "responses": {
                "200": {"description": "the answer", "content": content},
                "400": {"description": "a parameter is wrong; the message has the rule"},
                "503": {"description": "too much is asked at once; Retry-After says when to come again"},
                "504": {"description": "the query took too long"},
            },
        });
        paths.insert(format!("/{}", query.name), json!({"get": operation}));
    }
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": title, "version": env!("CARGO_PKG_VERSION")},
        "servers": [{"url": "/api"}],
        "paths": paths,
    });
    Response::new(200, "application/json", format!("{document:#}\n"))
}

fn described(parameter: &Parameter) -> Value {
    let mut schema = match &parameter.kind {
        Type::String | Type::Language(_) => json!({"type": "string"}),
        // Short forms such as place:shusha are also accepted, which are not URIs.
        Type::Iri => json!({"type": "string", "example": "place/shusha"}),
        Type::Typed(datatype) => match datatype.as_str().rsplit('#').next() {
            Some("integer") => json!({"type": "integer"}),
            Some("decimal" | "double" | "float") => json!({"type": "number"}),
            Some("boolean") => json!({"type": "boolean"}),
            Some("date") => json!({"type": "string", "format": "date"}),
            _ => json!({"type": "string"}),
        },
    };
    if let Some(default) = &parameter.default {
        schema["default"] = default.clone().into();
    }
    if !parameter.choices.is_empty() {
        schema["enum"] = parameter.choices.clone().into();
    }
    json!({
        "name": parameter.name,
        "in": "query",
        "required": parameter.is_required(),
        "description": parameter.to_string(),
        "schema": schema,
    })
}
