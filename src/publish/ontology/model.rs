//! A vocabulary in memory: its statements by subject, in the order of the file, with the headings from its comments.

use super::OntologyError;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{BlankNode, NamedOrBlankNode, Term, Triple};
use std::collections::{BTreeMap, HashMap};

/// A vocabulary.
#[derive(Debug)]
pub(crate) struct Model {
    triples: Vec<Triple>,
    /// The indices of the statements, by subject.
    by_subject: HashMap<String, Vec<usize>>,
    /// Subjects in the order of the file.
    order: Vec<String>,
    prefixes: BTreeMap<String, String>,
    /// The heading above each subject.
    headings: HashMap<String, String>,
    ontology: String,
}

/// Turns a prefixed name of the terms that every vocabulary uses into its IRI.
pub(super) fn known(name: &str) -> String {
    const KNOWN: [(&str, &str); 11] = [
        ("rdf:", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
        ("rdfs:", "http://www.w3.org/2000/01/rdf-schema#"),
        ("owl:", "http://www.w3.org/2002/07/owl#"),
        ("skos:", "http://www.w3.org/2004/02/skos/core#"),
        ("dcterms:", "http://purl.org/dc/terms/"),
        ("vann:", "http://purl.org/vocab/vann/"),
        ("bibo:", "http://purl.org/ontology/bibo/"),
        ("foaf:", "http://xmlns.com/foaf/0.1/"),
        ("sh:", "http://www.w3.org/ns/shacl#"),
        ("choro:", crate::base::vocab::choro::NAMESPACE),
        ("term:", crate::base::vocab::term::NAMESPACE),
    ];
    let found = KNOWN.iter().find_map(|(prefix, iri)| name.strip_prefix(prefix).map(|local| format!("{iri}{local}")));
    found.unwrap_or_else(|| name.to_owned())
}

impl Model {
    /// Reads Turtle. `file` is its name in errors.
    pub(super) fn read(file: &'static str, text: &str) -> Result<Self, OntologyError> {
        let mut parser = RdfParser::from_format(RdfFormat::Turtle).for_slice(text.as_bytes());
        let mut triples = Vec::new();
        let mut nodes = HashMap::new();
        for quad in parser.by_ref() {
            let quad = quad.map_err(|e| OntologyError::Syntax { file, why: e.to_string() })?;
            triples.push(renamed(Triple::from(quad), &mut nodes));
        }
        let prefixes: BTreeMap<String, String> =
            parser.prefixes().map(|(prefix, iri)| (prefix.to_owned(), iri.to_owned())).collect();
        let mut by_subject: HashMap<String, Vec<usize>> = HashMap::new();
        let mut order = Vec::new();
        for (n, triple) in triples.iter().enumerate() {
            let subject = key(&triple.subject);
            let at = by_subject.entry(subject.clone()).or_default();
            if at.is_empty() {
                order.push(subject);
            }
            at.push(n);
        }
        let mut model =
            Self { triples, by_subject, order, headings: headings(text, &prefixes), prefixes, ontology: String::new() };
        let mut ontologies = model.of_type("owl:Ontology");
        model.ontology = ontologies.pop().ok_or(OntologyError::NoOntology(file))?;
        Ok(model)
    }

    /// The IRI of the vocabulary itself.
    pub(super) fn ontology(&self) -> &str {
        &self.ontology
    }

    pub(super) fn title(&self) -> String {
        self.text(&self.ontology, "dcterms:title").unwrap_or_else(|| self.ontology.clone())
    }

    pub(super) fn prefixes(&self) -> &BTreeMap<String, String> {
        &self.prefixes
    }

    pub(super) fn triples(&self) -> &[Triple] {
        &self.triples
    }

    /// The subjects of a class, in the order of the file.
    pub(super) fn of_type(&self, class: &str) -> Vec<String> {
        let class = known(class);
        let is = |subject: &&String| self.nodes(subject, "rdf:type").contains(&class);
        self.order.iter().filter(is).cloned().collect()
    }

    pub(crate) fn subjects(&self) -> &[String] {
        &self.order
    }

    fn values<'a>(&'a self, subject: &str, property: &str) -> impl Iterator<Item = &'a Term> {
        let property = known(property);
        let at = self.by_subject.get(subject).map(Vec::as_slice).unwrap_or_default();
        at.iter().map(|n| &self.triples[*n]).filter(move |t| t.predicate.as_str() == property).map(|t| &t.object)
    }

    /// The nodes that are values of a property, in the order of the file.
    pub(crate) fn nodes(&self, subject: &str, property: &str) -> Vec<String> {
        let node = |term: &Term| match term {
            Term::NamedNode(node) => Some(node.as_str().to_owned()),
            Term::BlankNode(node) => Some(node.to_string()),
            _ => None,
        };
        self.values(subject, property).filter_map(node).collect()
    }

    /// The literals that are values of a property.
    pub(super) fn texts(&self, subject: &str, property: &str) -> Vec<String> {
        let text = |term: &Term| if let Term::Literal(l) = term { Some(l.value().to_owned()) } else { None };
        self.values(subject, property).filter_map(text).collect()
    }

    pub(crate) fn text(&self, subject: &str, property: &str) -> Option<String> {
        self.texts(subject, property).into_iter().next()
    }

    /// The first literal or IRI of a property.
    pub(super) fn value(&self, subject: &str, property: &str) -> Option<String> {
        self.text(subject, property).or_else(|| self.nodes(subject, property).into_iter().next())
    }

    /// All properties of a subject, as IRIs with their values.
    pub(super) fn all(&self, subject: &str) -> impl Iterator<Item = (&str, &Term)> {
        let at = self.by_subject.get(subject).map(Vec::as_slice).unwrap_or_default();
        at.iter().map(|n| &self.triples[*n]).map(|t| (t.predicate.as_str(), &t.object))
    }

    /// The subjects that have a node as the value of a property.
    pub(super) fn pointing(&self, property: &str, node: &str) -> Vec<String> {
        self.order.iter().filter(|s| self.nodes(s, property).iter().any(|n| n == node)).cloned().collect()
    }

    /// The members of an RDF list.
    pub(super) fn list(&self, head: &str) -> Vec<String> {
        let mut members = Vec::new();
        let mut at = head.to_owned();
        // The list of a broken file may be a cycle.
        while members.len() < self.order.len() {
            let Some(first) = self.value(&at, "rdf:first") else { break };
            members.push(first);
            match self.nodes(&at, "rdf:rest").into_iter().next() {
                Some(rest) => at = rest,
                None => break,
            }
        }
        members
    }

    /// The comment of the file above a subject.
    pub(super) fn heading(&self, subject: &str) -> Option<&str> {
        self.headings.get(subject).map(String::as_str)
    }

    /// A prefixed name if there is a prefix, else the IRI.
    pub(super) fn curie(&self, iri: &str) -> String {
        let fits = |(prefix, namespace): (&String, &String)| {
            let local = iri.strip_prefix(namespace.as_str())?;
            (!local.is_empty() && !local.contains(['/', '#'])).then(|| format!("{prefix}:{local}"))
        };
        self.prefixes.iter().find_map(fits).unwrap_or_else(|| iri.to_owned())
    }
}

fn key(node: &NamedOrBlankNode) -> String {
    match node {
        NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
        NamedOrBlankNode::BlankNode(node) => node.to_string(),
    }
}

/// Numbers the blank nodes, whose labels the parser makes up.
fn renamed(mut triple: Triple, nodes: &mut HashMap<BlankNode, BlankNode>) -> Triple {
    let mut rename = |node: &BlankNode| {
        let next = nodes.len() + 1;
        nodes.entry(node.clone()).or_insert_with(|| BlankNode::new_unchecked(format!("b{next}"))).clone()
    };
    if let NamedOrBlankNode::BlankNode(node) = &triple.subject {
        triple.subject = rename(node).into();
    }
    if let Term::BlankNode(node) = &triple.object {
        triple.object = rename(node).into();
    }
    triple
}

/// Comments of one line between empty lines, each for the subjects below it.
fn headings(text: &str, prefixes: &BTreeMap<String, String>) -> HashMap<String, String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut heading = None;
    let mut found = HashMap::new();
    for (n, line) in lines.iter().enumerate() {
        let is_alone = |at: Option<usize>| at.and_then(|at| lines.get(at)).is_none_or(|l| l.trim().is_empty());
        if let Some(comment) = line.strip_prefix("# ") {
            if is_alone(n.checked_sub(1)) && is_alone(Some(n + 1)) {
                heading = Some(comment.trim().to_owned());
            }
        } else if let Some((prefix, local)) = line.split(' ').next().and_then(|name| name.split_once(':'))
            && let (Some(namespace), Some(heading)) = (prefixes.get(prefix), &heading)
        {
            found.entry(format!("{namespace}{local}")).or_insert_with(|| heading.clone());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "@prefix e: <https://e.org/#> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n\n<https://e.org/> a owl:Ontology .\n\n# Animals\n\ne:Cat a owl:Class .\n# not a heading\ne:Dog a owl:Class ; e:likes (e:Cat e:Bone) .\n";

    #[test]
    fn order_headings_and_lists() {
        let model = Model::read("x.ttl", TEXT).unwrap();
        let classes = model.of_type("owl:Class");
        assert_eq!(classes, ["https://e.org/#Cat", "https://e.org/#Dog"]);
        assert_eq!((model.heading(&classes[1]), model.curie(&classes[0])), (Some("Animals"), "e:Cat".to_owned()));
        let head = model.nodes(&classes[1], "https://e.org/#likes").remove(0);
        assert_eq!((head.as_str(), model.list(&head).len()), ("_:b1", 2));
        assert_eq!(model.curie("https://other.org/x"), "https://other.org/x");
    }
}
