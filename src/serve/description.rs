//! The SPARQL 1.1 Service Description of the endpoint, without blank nodes.

use crate::base::vocab::{dcterms, rdf, rdfs, sd};
use crate::query::AnswerError;
use crate::store::Statements;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term, Triple};
use oxigraph::sparql::QueryEvaluationError;

/// The formats of answers, <https://www.w3.org/ns/formats/>.
const FORMATS: &[&str] = &[
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
];
/// Maximum number of named graphs listed; with more, the description shows a query that lists them.
const LISTED: usize = 2000;

/// Properties of the endpoint that are not in the store.
#[derive(Debug, Clone, Copy)]
pub struct Description<'a> {
    /// The address of the endpoint.
    pub endpoint: &'a str,
    /// Whether it accepts updates.
    pub updates: bool,
    /// The title of the dataset.
    pub title: &'a str,
}

impl Description<'_> {
    /// The statements of the description.
    pub fn triples(&self, statements: &Statements) -> Result<Vec<Triple>, AnswerError> {
        let service = NamedNode::new(format!("{}#service", self.endpoint));
        let service = service.map_err(|e| AnswerError::Write(std::io::Error::other(e)))?;
        let own = |part: &str| NamedNode::new_unchecked(format!("{}#{part}", self.endpoint));
        let (dataset, graph) = (own("dataset"), own("default-graph"));
        let mut triples = Triples(Vec::new());
        triples.add(&service, rdf::TYPE, sd::SERVICE);
        triples.add(&service, rdfs::LABEL, Literal::from(self.title));
        triples.add(&service, sd::ENDPOINT, NamedNode::new_unchecked(self.endpoint));
        triples.add(&service, sd::SUPPORTED_LANGUAGE, sd::SPARQL11_QUERY);
        if self.updates {
            triples.add(&service, sd::SUPPORTED_LANGUAGE, sd::SPARQL11_UPDATE);
        }
        triples.add(&service, sd::FEATURE, sd::UNION_DEFAULT_GRAPH);
        for format in FORMATS {
            let format = NamedNode::new_unchecked(format!("http://www.w3.org/ns/formats/{format}"));
            triples.add(&service, sd::RESULT_FORMAT, format);
        }
        triples.add(&service, sd::DEFAULT_DATASET, dataset.clone());
        triples.add(&dataset, rdf::TYPE, sd::DATASET);
        triples.add(&dataset, dcterms::TITLE, Literal::from(self.title));
        triples.add(&dataset, sd::DEFAULT_GRAPH, graph.clone());
        triples.add(&graph, rdf::TYPE, sd::GRAPH);
        let mut names = Vec::new();
        for name in statements.graphs() {
            names.push(name.map_err(|e| AnswerError::from(QueryEvaluationError::Dataset(Box::new(e))))?);
            if names.len() > LISTED {
                let comment = format!(
                    "There are more than {LISTED} named graphs; SELECT DISTINCT ?g {{ GRAPH ?g {{ }} }} lists them."
                );
                triples.add(&dataset, rdfs::COMMENT, Literal::from(comment));
                return Ok(triples.0);
            }
        }
        names.sort();
        for name in names {
            let named = own(&format!("graph-{}", crate::base::iri::digest(&[name.as_str()])));
            triples.add(&dataset, sd::NAMED_GRAPH, named.clone());
            triples.add(&named, rdf::TYPE, sd::NAMED_GRAPH_CLASS);
            triples.add(&named, sd::NAME, name);
        }
        Ok(triples.0)
    }
}

struct Triples(Vec<Triple>);

impl Triples {
    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.0.push(Triple::new(subject.clone(), predicate, object));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::facts::statements_of;

    #[test]
    fn it_names_its_graphs() {
        let statements = statements_of("<urn:b> { <urn:s> <urn:p> <urn:o> } <urn:a> { <urn:s> <urn:p> <urn:o> }");
        let describe = |updates| {
            let description = Description { endpoint: "http://localhost/sparql", updates, title: "A \"title\"" };
            let triples = description.triples(&statements).unwrap();
            triples.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        };
        let text = describe(false);
        for part in [
            "<http://localhost/sparql#service>",
            "description#endpoint> <http://localhost/sparql>",
            "description#name> <urn:a>",
            "description#name> <urn:b>",
            "\"A \\\"title\\\"\"",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(!text.contains("SPARQL11Update") && describe(true).contains("SPARQL11Update"));
        assert!(!text.contains("_:"));
    }
}
