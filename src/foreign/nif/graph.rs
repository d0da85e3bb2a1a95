//! The statements of a file of RDF by their subjects. Graphs, where a file has several, are read as one.

use super::super::format::NIF;
use super::super::json::Texts;
use super::super::model::FindingsFile;
use super::super::note::{FilePlace, Note};
use super::super::xml;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Term};
use std::collections::{BTreeMap, HashMap};

/// Maximum number of mistakes after which a file is given up.
const MAX_MISTAKES: usize = 100;

/// What relative IRIs of a file are resolved against; the text is told by its words and not by this.
const BASE: &str = "http://findings.invalid/";

const RULE: &str = "NIF is RDF in Turtle, N-Triples, TriG, RDF/XML or JSON-LD";

/// A value of a statement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    Iri(String),
    Literal(String),
}

impl Value {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Iri(text) | Self::Literal(text) => text,
        }
    }
}

/// What is said of a subject, in the order of the predicates.
#[derive(Debug, Default)]
pub(super) struct Node(Vec<(String, Value)>);

impl Node {
    pub(super) fn statements(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(predicate, value)| (predicate.as_str(), value))
    }

    pub(super) fn all(&self, predicate: &str) -> Vec<&str> {
        self.statements().filter(|(of, _)| *of == predicate).map(|(_, value)| value.text()).collect()
    }

    pub(super) fn first(&self, predicate: &str) -> Option<&str> {
        self.all(predicate).first().copied()
    }

    pub(super) fn literal(&self, predicate: &str) -> Option<&str> {
        self.statements().find_map(|(of, value)| match value {
            Value::Literal(text) if of == predicate => Some(text.as_str()),
            _ => None,
        })
    }

    pub(super) fn is_a(&self, class: &str) -> bool {
        self.all(super::TYPE).contains(&class)
    }

    /// Whether a value is an IRI and not text.
    pub(super) fn is_iri(&self, predicate: &str, value: &str) -> bool {
        self.statements().any(|(of, v)| of == predicate && matches!(v, Value::Iri(iri) if iri == value))
    }
}

/// A file of RDF.
#[derive(Debug)]
pub(super) struct Graph<'a> {
    nodes: BTreeMap<String, Node>,
    /// The first line that has the end of an IRI.
    lines: HashMap<&'a str, usize>,
}

impl<'a> Graph<'a> {
    pub(super) fn read(text: &'a str, texts: &Texts, file: &mut FindingsFile) -> Result<Self, Note> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let start = text.trim_start();
        let is_xml = start.starts_with("<?xml") || start.starts_with("<rdf:RDF") || start.starts_with("<!");
        let format = if texts.items().next().is_some() {
            RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }
        } else if is_xml {
            // The parser of RDF/XML would read entities of a document type.
            xml::parse(text)?;
            RdfFormat::RdfXml
        } else {
            RdfFormat::TriG
        };
        let parser =
            RdfParser::from_format(format).with_base_iri(BASE).unwrap_or_else(|_| RdfParser::from_format(format));
        let mut nodes: BTreeMap<String, Node> = BTreeMap::new();
        let mut mistakes = 0;
        for quad in parser.for_slice(text) {
            match quad {
                Ok(quad) => {
                    let value = match quad.object {
                        Term::NamedNode(iri) => Value::Iri(iri.into_string()),
                        Term::BlankNode(node) => Value::Iri(node.to_string()),
                        Term::Literal(literal) => Value::Literal(literal.value().to_owned()),
                    };
                    let subject = match quad.subject {
                        NamedOrBlankNode::NamedNode(iri) => iri.into_string(),
                        NamedOrBlankNode::BlankNode(node) => node.to_string(),
                    };
                    nodes.entry(subject).or_default().0.push((quad.predicate.into_string(), value));
                }
                Err(error) => {
                    mistakes += 1;
                    let at = error.location().map_or_else(FilePlace::default, |place| FilePlace {
                        line: usize::try_from(place.start.line + 1).ok(),
                        column: usize::try_from(place.start.column + 1).ok(),
                        pointer: String::new(),
                    });
                    let mut help = "correct the file; what is right of it is read";
                    let what = error.to_string();
                    if what.contains("context") {
                        help = "write the terms of its @context into the file, instead of an address";
                    }
                    file.problems.push(Note::new(&at, "", what, RULE, help));
                    // Only the syntaxes that end statements go on behind a mistake.
                    if format != RdfFormat::TriG || mistakes >= MAX_MISTAKES {
                        break;
                    }
                }
            }
        }
        for node in nodes.values_mut() {
            node.0.sort();
            node.0.dedup();
        }
        annotation_units(&mut nodes);
        let mut lines = HashMap::new();
        for (n, line) in text.lines().enumerate() {
            for word in line.split(['<', '>', '"', ' ', '\t']).filter(|word| !word.is_empty()) {
                lines.entry(end_of(word)).or_insert(n + 1);
            }
        }
        Ok(Self { nodes, lines })
    }

    pub(super) fn nodes(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.nodes.iter().map(|(id, node)| (id.as_str(), node))
    }

    /// The first line that names a subject.
    pub(super) fn place(&self, id: &str) -> FilePlace {
        self.lines.get(end_of(id)).map_or_else(FilePlace::default, |line| FilePlace::line(*line))
    }
}

/// What NIF 2.1 says in a node of its own (`nif:annotationUnit`) is said of the string.
fn annotation_units(nodes: &mut BTreeMap<String, Node>) {
    let predicate = format!("{NIF}annotationUnit");
    let units: Vec<(String, String)> = nodes
        .iter()
        .flat_map(|(id, node)| node.all(&predicate).into_iter().map(|unit| (id.clone(), unit.to_owned())))
        .collect();
    for (id, unit) in units {
        let said: Vec<(String, Value)> = nodes
            .get(&unit)
            .map(|unit| unit.0.iter().filter(|(of, _)| !of.starts_with(NIF) && of != super::TYPE).cloned().collect())
            .unwrap_or_default();
        if let Some(node) = nodes.get_mut(&id) {
            node.0.extend(said);
            node.0.sort();
            node.0.dedup();
        }
    }
}

fn end_of(iri: &str) -> &str {
    iri.rsplit(['#', '/', ':']).next().unwrap_or(iri)
}
