//! Named queries as addresses, as grlc has them: the header of a query says what it asks and which parameters it has, and
//! from it come the list, the forms, the OpenAPI description and the checks of what is given.

use super::html::{self, escape};
use super::refusal::Refusal;
use super::{Response, form, formats};
use crate::iri::percent_decoded;
use crate::query::{ArgumentError, Library, LibraryError, NamedQuery, Parameter, Prefixes, Type};
use serde_json::{Map, Value, json};

/// A named query as it is asked for.
#[derive(Debug)]
pub struct Asked {
    name: String,
    arguments: Vec<(String, String)>,
    /// What the end of the path asks for.
    pub media: Option<&'static str>,
}

impl Asked {
    /// Reads the path below `/api/` and the query of an address.
    pub fn read(name: &str, query: &str) -> Result<Self, Refusal> {
        let broken = || Refusal::new(400, "the address is not percent-encoded UTF-8");
        let name = percent_decoded(name).ok_or_else(broken)?;
        let (name, media) = match name.rsplit_once('.') {
            None => (name, None),
            Some((stem, extension)) => {
                let media = formats::of_extension(extension).ok_or_else(|| {
                    Refusal::new(404, format!("there is no format {extension:?}"))
                        .help("there are html, json, xml, csv, tsv, ttl, nt, rdf and jsonld")
                })?;
                (stem.to_owned(), Some(media))
            }
        };
        let arguments = form::pairs(query).ok_or_else(broken)?;
        // A form sends its empty fields as well.
        let arguments = arguments.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        Ok(Self { name, arguments, media })
    }

    /// The SPARQL with its values, and a title.
    pub fn fill(&self, library: Library, prefixes: &Prefixes) -> Result<(String, String), Refusal> {
        let query = library.take(&self.name).map_err(|e| match e {
            LibraryError::Unknown { .. } => Refusal::new(404, e.to_string()).help("/api/ lists them"),
            _ => Refusal::new(500, format!("the query {:?} cannot be used", self.name)),
        })?;
        let filled = query.template.fill(&self.arguments, prefixes).map_err(|e| {
            let help = match &e {
                ArgumentError::Value(value) => value.help.clone(),
                _ => format!("/api/ says what {} takes", self.name),
            };
            Refusal::new(400, e.to_string()).help(help)
        })?;
        let title = query.summary().to_owned();
        Ok((filled.text, title))
    }
}

/// Where a dataset without a site begins.
pub fn home(title: &str, base: &str) -> Response {
    let content = format!(
        "<p>The dataset <code>{}</code>.</p>\n<ul>\n<li><a href=\"/api/\">Named queries</a></li>\n\
         <li><a href=\"/sparql\">SPARQL</a></li>\n<li><a href=\"/api/districts\">Districts</a></li>\n\
         <li><a href=\"/api/sources\">Sources</a></li>\n</ul>\n",
        escape(base)
    );
    html::page(200, title, &content)
}

/// The named queries as a page with a form for each.
pub fn list(queries: &[NamedQuery], title: &str) -> Response {
    let mut content =
        "<p>The same as <a href=\"/api/openapi.json\">OpenAPI</a>. Add .csv, .json, .tsv or .xml to a name for data.</p>\n"
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
        // Short forms such as place:shusha are taken as well, which are no URIs.
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
