//! The frame of a page: what the vocabulary is, its files, and how to cite it.

use super::model::Model;
use super::text::Page;
use crate::publish::picture::svg::{escape, safe_address};
use std::fmt::Write;

/// Content negotiation for Apache hosts, such as those behind w3id.org: a program that asks for RDF gets it, a reader the
/// page. Browsers keep the anchor through the redirect.
pub(super) const HTACCESS: &str = "\
# What a program asks for by its Accept header, below the folder in which this file lies.
Options -MultiViews
AddType text/turtle .ttl
AddType application/n-triples .nt
AddType application/ld+json .jsonld
AddType application/rdf+xml .rdf
<IfModule mod_headers.c>
  Header set Access-Control-Allow-Origin \"*\"
  Header append Vary Accept
</IfModule>
RewriteEngine On
RewriteCond %{HTTP_ACCEPT} text/turtle
RewriteRule ^$ ontology.ttl [R=303,L]
RewriteCond %{HTTP_ACCEPT} application/ld\\+json
RewriteRule ^$ ontology.jsonld [R=303,L]
RewriteCond %{HTTP_ACCEPT} application/n-triples
RewriteRule ^$ ontology.nt [R=303,L]
RewriteCond %{HTTP_ACCEPT} application/rdf\\+xml
RewriteRule ^$ ontology.rdf [R=303,L]
RewriteCond %{HTTP_ACCEPT} text/turtle
RewriteRule ^term/?$ term/terms.ttl [R=303,L]
RewriteCond %{HTTP_ACCEPT} application/ld\\+json
RewriteRule ^term/?$ term/terms.jsonld [R=303,L]
RewriteCond %{HTTP_ACCEPT} application/rdf\\+xml
RewriteRule ^term/?$ term/terms.rdf [R=303,L]
RewriteCond %{HTTP_ACCEPT} text/turtle
RewriteRule ^shape/?$ shape/shapes.ttl [R=303,L]
RewriteCond %{HTTP_ACCEPT} application/ld\\+json
RewriteRule ^shape/?$ shape/shapes.jsonld [R=303,L]
";

/// The content of the `main` element: title, description, the rest.
pub(super) fn main(model: &Model, name: &str, body: &str) -> String {
    let iri = model.ontology();
    let mut out = format!("<h1>{}</h1>\n", escape(&model.title()));
    for property in ["dcterms:abstract", "dcterms:description"] {
        for text in model.texts(iri, property) {
            let class = if property == "dcterms:abstract" { "abstract" } else { "description" };
            let _ = writeln!(out, "<p class=\"{class}\">{}</p>", escape(&text));
        }
    }
    out.push_str("<section id=\"about\">\n<h2>About</h2>\n<dl class=\"about\">\n");
    let mut line = |title: &str, html: String| {
        if !html.is_empty() {
            let _ = writeln!(out, "<dt>{title}</dt><dd>{html}</dd>");
        }
    };
    let linked = |property: &str| {
        let values = model.nodes(iri, property);
        values.iter().map(|v| named(model, v)).collect::<Vec<_>>().join(", ")
    };
    let plain = |property: &str| escape(&model.value(iri, property).unwrap_or_default()).into_owned();
    line("IRI", format!("<code class=\"iri\">{}</code>", escape(iri)));
    line("Version", plain("owl:versionInfo"));
    line("IRI of this version", linked("owl:versionIRI"));
    let namespace = plain("vann:preferredNamespaceUri");
    if !namespace.is_empty() {
        let prefix = plain("vann:preferredNamespacePrefix");
        line("Namespace", format!("<code class=\"iri\">@prefix {prefix}: &lt;{namespace}&gt; .</code>"));
    }
    let status = model.value(iri, "bibo:status").unwrap_or_default();
    line("Status", escape(status.rsplit('/').next().unwrap_or_default()).into_owned());
    line("Made by", linked("dcterms:creator"));
    line("Published by", linked("dcterms:publisher"));
    line("First issued", plain("dcterms:issued"));
    line("Changed", plain("dcterms:modified"));
    line("Licence", linked("dcterms:license"));
    line("Built on", linked("dcterms:source"));
    line("See also", linked("rdfs:seeAlso"));
    line("Cite as", plain("dcterms:bibliographicCitation"));
    let files = [("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("rdf", "RDF/XML"), ("nt", "N-Triples")];
    line("As a file", files.map(|(end, format)| format!("<a href=\"{name}.{end}\">{format}</a>")).join(", "));
    out.push_str("</dl>\n</section>\n");
    out.push_str(body);
    out
}

/// A resource by its name, if the vocabulary has one, as a link.
fn named(model: &Model, iri: &str) -> String {
    let label = ["foaf:name", "rdfs:label", "dcterms:title"].iter().find_map(|p| model.text(iri, p));
    // The pages of the other vocabularies are beside this one.
    let beside = ["term", "shape"].iter().find(|name| iri.ends_with(&format!("/chorograph/{name}")));
    let address = beside.map_or_else(|| iri.to_owned(), |name| format!("{name}/index.html"));
    let shown = label.unwrap_or_else(|| model.curie(iri));
    match safe_address(&address) {
        Some(address) => format!("<a href=\"{}\">{}</a>", escape(address), escape(&shown)),
        None => escape(&shown).into_owned(),
    }
}

/// A complete page.
pub(super) fn frame(model: &Model, folder: &str, name: &str, title: &str, body: &str) -> String {
    let up = if folder.is_empty() { "" } else { "../" };
    let link = |page: Page, to: &str, shown: &str| {
        let here =
            matches!((page, name), (Page::Ontology, "ontology") | (Page::Terms, "terms") | (Page::Shapes, "shapes"));
        let current = if here { " aria-current=\"page\"" } else { "" };
        format!("<li><a href=\"{up}{to}\"{current}>{shown}</a></li>")
    };
    let description = model.text(model.ontology(), "dcterms:description").unwrap_or_default();
    let alternates: String =
        [("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("rdf", "application/rdf+xml")]
            .iter()
            .map(|(end, kind)| format!("<link rel=\"alternate\" type=\"{kind}\" href=\"{name}.{end}\">\n"))
            .collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <meta name=\"description\" content=\"{}\">\n<link rel=\"canonical\" href=\"{}\">\n{alternates}\
         <link rel=\"icon\" href=\"{up}logo.svg\">\n<link rel=\"stylesheet\" href=\"{up}style.css\">\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">To the text</a>\n<header>\n<nav aria-label=\"Vocabulary\"><ul>{}{}{}</ul></nav>\n</header>\n\
         <main id=\"main\">\n{body}</main>\n<footer><p>Made from the files themselves by Chorograph.</p></footer>\n</body>\n</html>\n",
        escape(&description),
        escape(model.ontology()),
        link(Page::Ontology, "index.html", "Ontology"),
        link(Page::Terms, "term/index.html", "Terms"),
        link(Page::Shapes, "shape/index.html", "Shapes"),
        title = escape(title),
    )
}

/// The diagram as a separate file, with its styles.
pub(super) fn alone(diagram: &str) -> String {
    let style = format!("<style>{}</style>", crate::publish::picture::STYLE.replace(['<', '&'], ""));
    let links = diagram.replace("href=\"#", "href=\"index.html#");
    match links.split_once("<defs>") {
        Some((before, after)) => format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{before}{style}<defs>{after}"),
        None => links,
    }
}
