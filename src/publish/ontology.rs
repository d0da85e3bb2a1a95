//! The ontology as documentation: pages that explain its classes, properties, controlled terms and shapes, with a
//! diagram, all made from the files in `ontology/`, so that the pages always agree with the files.
//!
//! The anchors of a page are the names after `#` in the IRIs, so that `https://w3id.org/chorograph/ontology#Claim` leads a
//! reader to the class, and the `.htaccess` beside them leads a program to the same in RDF.
//!
//! ```text
//! Turtle -> model -> diagram (layers) |
//!                    reference        | -> page -> files
//!                    shapes           |    style
//! ```

mod diagram;
mod layers;
mod model;
mod page;
mod reference;
mod shapes;
mod text;

pub(crate) use model::Model;
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::Triple;
use std::io;

/// The Turtle files that the documentation is made from, and the logo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Documents<'a> {
    /// Classes and properties.
    pub ontology: &'a str,
    /// Controlled terms.
    pub terms: &'a str,
    /// SHACL shapes.
    pub shapes: &'a str,
    /// The logo, as SVG.
    pub logo: &'a str,
}

/// The files of `ontology/`, as they were when the program was built.
pub const EMBEDDED: Documents<'static> = Documents {
    ontology: include_str!("../../ontology/chorograph.ttl"),
    terms: include_str!("../../ontology/terms.ttl"),
    shapes: include_str!("../../ontology/shapes.ttl"),
    logo: include_str!("../../ontology/logo.svg"),
};

/// A file of the documentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path below the folder of the documentation, with `/`.
    pub path: String,
    /// Its content.
    pub text: String,
}

/// Why the documentation cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum OntologyError {
    /// One of the files is not valid Turtle.
    #[error("{file} cannot be read as Turtle: {why}")]
    Syntax {
        /// The name of the file.
        file: &'static str,
        /// The parser's message, with its place.
        why: String,
    },
    /// A file does not declare an `owl:Ontology`.
    #[error("{0} declares no owl:Ontology")]
    NoOntology(&'static str),
    /// A statement cannot be written in a format.
    #[error("{file} cannot be written as {format}")]
    Write {
        /// The name of the file.
        file: &'static str,
        /// The format.
        format: &'static str,
        /// The error of the writer.
        source: io::Error,
    },
}

/// The style sheet of the documentation's own frame; it is written after that of the pictures.
pub const STYLE: &str = include_str!("ontology/ontology.css");

/// The three documents: folder, file name, and name of the source file.
const PARTS: [(&str, &str); 3] = [("", "ontology"), ("term/", "terms"), ("shape/", "shapes")];

/// The formats besides Turtle, with their extensions and media types.
const FORMATS: [(&str, &str, RdfFormat); 3] = [
    ("nt", "N-Triples", RdfFormat::NTriples),
    ("jsonld", "JSON-LD", RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfileSet::empty() }),
    ("rdf", "RDF/XML", RdfFormat::RdfXml),
];

/// All files of the documentation, for a folder that is served at the IRI of the ontology.
pub fn files(documents: &Documents<'_>) -> Result<Vec<File>, OntologyError> {
    let models = models(documents)?;
    let [ontology, terms, shapes] = &models;
    let diagram = diagram::draw(ontology);
    let bodies = [
        reference::ontology(ontology, terms, shapes, &diagram),
        reference::terms(terms, ontology),
        shapes::write(shapes),
    ];
    let mut files = Vec::new();
    let mut add = |path: String, text: String| files.push(File { path, text });
    let texts = [documents.ontology, documents.terms, documents.shapes];
    for (((folder, name), model), (text, body)) in PARTS.iter().zip(&models).zip(texts.iter().zip(&bodies)) {
        let main = page::main(model, name, body);
        add(format!("{folder}index.html"), page::frame(model, folder, name, &model.title(), &main));
        add(format!("{folder}{name}.ttl"), (*text).to_owned());
        for (extension, format, kind) in FORMATS {
            let written = write(model, kind).map_err(|source| OntologyError::Write { file: name, format, source })?;
            add(format!("{folder}{name}.{extension}"), written);
        }
    }
    add("style.css".to_owned(), format!("{}\n{STYLE}", crate::publish::picture::STYLE));
    add("diagram.svg".to_owned(), page::alone(&diagram));
    add("logo.svg".to_owned(), documents.logo.to_owned());
    add(".htaccess".to_owned(), page::HTACCESS.to_owned());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The ontology, the terms and the shapes that are built into the program.
pub(crate) fn embedded() -> Result<[Model; 3], OntologyError> {
    models(&EMBEDDED)
}

fn models(documents: &Documents<'_>) -> Result<[Model; 3], OntologyError> {
    Ok([
        Model::read("ontology.ttl", documents.ontology)?,
        Model::read("terms.ttl", documents.terms)?,
        Model::read("shapes.ttl", documents.shapes)?,
    ])
}

fn write(model: &Model, format: RdfFormat) -> io::Result<String> {
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, namespace) in model.prefixes() {
        serializer = serializer.with_prefix(prefix, namespace).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(Vec::new());
    for Triple { subject, predicate, object } in model.triples() {
        writer.serialize_triple(oxigraph::model::TripleRef::new(subject, predicate, object))?;
    }
    String::from_utf8(writer.finish()?).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::vocab::{choro, term};

    fn file(path: &str) -> String {
        files(&EMBEDDED).unwrap().into_iter().find(|f| f.path == path).unwrap().text
    }

    #[test]
    fn every_name_has_an_anchor() {
        for (page, terms, namespace) in
            [("index.html", choro::ALL, choro::NAMESPACE), ("term/index.html", term::ALL, term::NAMESPACE)]
        {
            let html = file(page);
            for term in terms {
                let name = term.as_str().strip_prefix(namespace).unwrap();
                assert_eq!(html.matches(&format!(" id=\"{name}\"")).count(), 1, "{name}");
            }
        }
    }

    #[test]
    fn the_same_files_each_time_and_no_inline_style() {
        let (one, two) = (files(&EMBEDDED).unwrap(), files(&EMBEDDED).unwrap());
        assert_eq!(one, two);
        for file in &one {
            assert!(!file.path.ends_with(".html") || (!file.text.contains("style=") && !file.text.contains("<script")));
        }
        let paths: Vec<&str> = one.iter().map(|f| f.path.as_str()).collect();
        for path in [
            "index.html", "ontology.ttl", "ontology.nt", "ontology.jsonld", "ontology.rdf", ".htaccess",
            "shape/shapes.ttl",
        ] {
            assert!(paths.contains(&path), "{path}");
        }
    }

    /// The other formats have the same graph.
    #[test]
    fn every_format_says_the_same() {
        use oxigraph::io::RdfParser;
        use oxigraph::model::Graph;
        use oxigraph::model::graph::CanonicalizationAlgorithm;
        let read = |path: &str, format: RdfFormat| {
            let text = file(path);
            let quads = RdfParser::from_format(format).for_slice(text.as_bytes());
            let mut graph: Graph = quads.map(|q| Triple::from(q.unwrap())).collect();
            graph.canonicalize(CanonicalizationAlgorithm::Unstable);
            graph
        };
        for (folder, name) in PARTS {
            let turtle = read(&format!("{folder}{name}.ttl"), RdfFormat::Turtle);
            assert!(turtle.len() > 200, "{}", turtle.len());
            for (extension, _, format) in FORMATS {
                assert_eq!(read(&format!("{folder}{name}.{extension}"), format), turtle, "{name}.{extension}");
            }
        }
    }

    #[test]
    fn unreadable_files_are_reported() {
        let of = |ontology| files(&Documents { ontology, ..EMBEDDED }).unwrap_err().to_string();
        assert!(of("<a").starts_with("ontology.ttl cannot be read as Turtle: "), "{}", of("<a"));
        assert_eq!(of(""), "ontology.ttl declares no owl:Ontology");
    }
}
