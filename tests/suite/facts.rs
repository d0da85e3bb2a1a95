//! What a document or a dataset says, as statements in memory that a test asks for their values. Needs no store.

use chorograph::base::vocab::{prov, rdf};
use oxigraph::model::{GraphName, NamedNodeRef, Quad, Term};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The base IRI of datasets that tests make.
pub(crate) const BASE: &str = "https://example.org/d/";

/// A folder of the repository.
pub(crate) fn repository(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

/// Statements in memory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts(pub(crate) Vec<Quad>);

impl Facts {
    /// Those of one graph.
    pub(crate) fn graph(&self, graph: &str) -> Self {
        Self(
            self.0
                .iter()
                .filter(|q| matches!(&q.graph_name, GraphName::NamedNode(g) if g.as_str() == graph))
                .cloned()
                .collect(),
        )
    }

    /// Those of the version of a source.
    pub(crate) fn source(&self, base: &str, id: &str) -> Self {
        let versions = self.subjects(prov::SPECIALIZATION_OF, &format!("{base}source/{id}"));
        assert!(versions.len() <= 1, "{id} has several versions: {versions:?}");
        versions.first().map_or_else(Self::default, |v| self.graph(v))
    }

    /// The objects of a subject and a predicate, literals by their value, sorted.
    pub(crate) fn objects(&self, subject: &str, predicate: NamedNodeRef<'_>) -> Vec<String> {
        let named = format!("<{subject}>");
        let found = self.0.iter().filter(|q| q.predicate == predicate && q.subject.to_string() == named);
        let set: BTreeSet<String> = found.map(|q| value(&q.object)).collect();
        set.into_iter().collect()
    }

    /// The only object.
    pub(crate) fn object(&self, subject: &str, predicate: NamedNodeRef<'_>) -> Option<String> {
        let objects = self.objects(subject, predicate);
        assert!(objects.len() <= 1, "{subject} {predicate} has several objects: {objects:?}");
        objects.into_iter().next()
    }

    /// The subjects of a predicate and an IRI, sorted.
    pub(crate) fn subjects(&self, predicate: NamedNodeRef<'_>, object: &str) -> Vec<String> {
        let found = self
            .0
            .iter()
            .filter(|q| q.predicate == predicate && matches!(&q.object, Term::NamedNode(o) if o.as_str() == object));
        let set: BTreeSet<String> = found.map(|q| q.subject.to_string().trim_matches(['<', '>']).to_owned()).collect();
        set.into_iter().collect()
    }

    pub(crate) fn of_class(&self, class: NamedNodeRef<'_>) -> Vec<String> {
        self.subjects(rdf::TYPE, class.as_str())
    }

    /// Canonical N-Quads lines.
    pub(crate) fn lines(&self) -> BTreeSet<String> {
        self.0.iter().map(ToString::to_string).collect()
    }
}

fn value(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}
