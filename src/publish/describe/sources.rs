//! The source of a graph: its metadata and its licences.

use super::DescribeError;
use crate::base::vocab::{choro, dcterms, prov, rdf, rdfs, schema};
use crate::store::{Facts, Statements};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Term};
use std::collections::BTreeSet;

/// One version of one source, which has a graph of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SourceGraph {
    pub(super) graph: NamedNode,
    pub(super) source: NamedNode,
    pub(super) sha256: Option<String>,
    pub(super) title: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) url: Option<NamedNode>,
    /// The day of its capture.
    pub(super) retrieved: Option<String>,
    /// Its licences, or those of the articles in a file of articles.
    pub(super) licences: BTreeSet<NamedNode>,
    /// Whether a source of the graph has no licence.
    pub(super) lacks_licence: bool,
    pub(super) derived_from: BTreeSet<NamedNode>,
}

impl SourceGraph {
    /// The source of a graph; `None` if the graph is one of the dataset's own.
    pub(super) fn of(statements: &Statements, graph: &NamedNode) -> Result<Option<Self>, DescribeError> {
        let version = statements.facts_in(graph, graph)?;
        let Some(Term::NamedNode(source)) = version.values(prov::SPECIALIZATION_OF).next() else { return Ok(None) };
        let facts = statements.facts_in(source, graph)?;
        let first = |facts: &Facts, property| facts.values(property).next().cloned().map(value);
        let publisher = match facts.values(dcterms::PUBLISHER).next() {
            Some(Term::NamedNode(agent)) => first(&statements.facts_in(agent, graph)?, rdfs::LABEL),
            _ => None,
        };
        let mut found = Self {
            sha256: first(&version, choro::SHA256),
            title: first(&facts, dcterms::TITLE),
            publisher,
            url: facts.nodes(schema::URL).min().cloned(),
            retrieved: first(&facts, choro::RETRIEVED),
            derived_from: facts.nodes(prov::WAS_DERIVED_FROM).cloned().collect(),
            licences: BTreeSet::new(),
            lacks_licence: false,
            graph: graph.clone(),
            source: source.clone(),
        };
        // In a file of articles, the articles have the licences.
        let mut has_members = false;
        for quad in statements.matching_in(None, Some(rdf::TYPE), Some(choro::SOURCE.into()), graph.into()) {
            let NamedOrBlankNode::NamedNode(member) = quad?.subject else { continue };
            if member != found.source {
                has_members = true;
                found.licensed(&statements.facts_in(&member, graph)?);
            }
        }
        if !has_members {
            found.licensed(&facts);
        }
        Ok(Some(found))
    }
}

impl SourceGraph {
    fn licensed(&mut self, facts: &Facts) {
        let mut licences = facts.nodes(dcterms::LICENSE).cloned().peekable();
        self.lacks_licence |= licences.peek().is_none();
        self.licences.extend(licences);
    }
}

/// The lexical value of a literal, or the IRI of a node.
pub(super) fn value(term: Term) -> String {
    match term {
        Term::NamedNode(node) => node.into_string(),
        Term::Literal(literal) => literal.destruct().0,
        Term::BlankNode(node) => node.into_string(),
    }
}

/// The label of a node in any graph: the first in order.
pub(super) fn label(statements: &Statements, node: &NamedNode) -> Result<Option<Term>, DescribeError> {
    Ok(statements.values(node, rdfs::LABEL)?.into_iter().next())
}
