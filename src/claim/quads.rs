//! Claims and their context as RDF, in the graph of their source version. The only module that knows both the claims
//! and the vocabularies in which they are written.

use crate::base::iri::{Minter, Span};
use crate::base::time::TimeExtent;
use crate::base::vocab::{choro, dcterms, oa, prov, rdf, rdfs, xsd};
use crate::claim::Evidence;
use crate::claim::types::ClaimType;
use crate::foreign::beside::Origin;
use crate::read::source::SourceDocument;
use jiff::civil::Date;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use oxsdatatypes::Decimal;

mod article;
mod claims;
mod dataset;
mod document;
mod gazetteer;
mod origin;
mod record;
mod review;
mod table;
#[cfg(test)]
mod tests;
pub mod mappings;

pub use dataset::{dataset, run};
pub use gazetteer::gazetteer;
pub use table::TableSource;

/// Collects the quads of one graph.
#[derive(Debug)]
pub struct Graph<'a> {
    minter: &'a Minter,
    name: GraphName,
    quads: Vec<Quad>,
}

/// The nodes of a document in RDF, to which every statement about it is attached.
#[derive(Debug)]
pub struct DocumentNodes<'a> {
    document: &'a SourceDocument,
    source: NamedNode,
    publisher: Option<NamedNode>,
    /// Where given findings are from, by their numbers.
    origins: &'a [Origin],
}

impl<'a> DocumentNodes<'a> {
    /// The same nodes, of a document of whose findings some are given.
    #[must_use]
    pub fn given_by(self, origins: &'a [Origin]) -> Self {
        Self { origins, ..self }
    }
}

/// A term in the form in which the store gives it back: it keeps the value of a decimal, not its digits. Quads that never
/// saw a store are then the same.
fn as_stored(term: Term) -> Term {
    match &term {
        Term::Literal(literal) if literal.datatype() == xsd::DECIMAL => match literal.value().parse::<Decimal>() {
            Ok(decimal) => Literal::new_typed_literal(decimal.to_string(), xsd::DECIMAL).into(),
            // Too long for the store, which keeps such a one as it is written.
            Err(_) => term,
        },
        _ => term,
    }
}

impl<'a> Graph<'a> {
    /// An empty graph.
    pub fn new(minter: &'a Minter, name: NamedNode) -> Self {
        Self { minter, name: name.into(), quads: Vec::new() }
    }

    /// Its name.
    pub fn name(&self) -> NamedNode {
        match &self.name {
            GraphName::NamedNode(name) => name.clone(),
            // A graph is made with a name.
            GraphName::BlankNode(_) | GraphName::DefaultGraph => NamedNode::new_unchecked(""),
        }
    }

    /// The quads.
    pub fn finish(self) -> Vec<Quad> {
        self.quads
    }

    /// How many quads there are.
    pub fn len(&self) -> usize {
        self.quads.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.quads.is_empty()
    }

    /// Takes the quads so far out of the graph, which continues without them.
    pub fn take(&mut self) -> Vec<Quad> {
        std::mem::take(&mut self.quads)
    }

    /// Adds a statement.
    pub fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.push(Quad::new(subject.clone(), predicate, as_stored(object.into()), self.name.clone()));
    }

    /// Gives a claim the class of its type and `choro:Claim`, so that queries need no list of types.
    fn claim(&mut self, claim: &NamedNode, claim_type: &ClaimType) {
        self.add(claim, rdf::TYPE, claim_type.class);
        self.add(claim, rdf::TYPE, choro::CLAIM);
    }

    fn literal(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, value: impl Into<String>) {
        self.add(subject, predicate, Literal::new_simple_literal(value));
    }

    fn integer(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, value: usize) {
        self.add(subject, predicate, Literal::new_typed_literal(value.to_string(), xsd::INTEGER));
    }

    fn date(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, value: Date) {
        self.add(subject, predicate, Literal::new_typed_literal(crate::base::time::day_text(value), xsd::DATE));
    }

    /// Adds a title, with the language of its source if that is known.
    fn title(&mut self, subject: &NamedNode, title: &str, language: Option<&str>) {
        let title = crate::base::iri::folded_space(title);
        let literal = match language {
            Some(tag) => Literal::new_language_tagged_literal_unchecked(title, tag.to_lowercase()),
            None => Literal::new_simple_literal(title),
        };
        self.add(subject, dcterms::TITLE, literal);
    }

    fn agent(&mut self, name: &str) -> NamedNode {
        let agent = self.minter.agent(name);
        self.add(&agent, rdf::TYPE, prov::AGENT);
        self.literal(&agent, rdfs::LABEL, name);
        agent
    }

    fn evidence(&mut self, nodes: &DocumentNodes<'_>, subject: &NamedNode, evidence: &Evidence) {
        let span = self.minter.span(&nodes.document.id, evidence.span);
        self.literal(subject, choro::VERBATIM, &evidence.verbatim);
        self.add(subject, choro::ANCHORED_AT, span.clone());
        self.span(nodes, &span, choro::TEXT_SPAN, evidence.span);
        self.literal(&span, oa::EXACT, &evidence.verbatim);
    }

    fn span(&mut self, nodes: &DocumentNodes<'_>, iri: &NamedNode, class: NamedNodeRef<'_>, span: Span) {
        self.add(iri, rdf::TYPE, class);
        self.add(iri, choro::IN_SOURCE, nodes.source.clone());
        self.integer(iri, oa::START, span.start);
        self.integer(iri, oa::END, span.end);
    }

    fn time(&mut self, time: &TimeExtent) -> NamedNode {
        let iri = self.minter.time(&time.edtf);
        self.add(&iri, rdf::TYPE, choro::TIME_EXTENT);
        self.literal(&iri, choro::EDTF, &time.edtf);
        if time.earliest != Date::MIN {
            self.date(&iri, choro::EARLIEST, time.earliest);
        }
        if time.latest != Date::MAX {
            self.date(&iri, choro::LATEST, time.latest);
        }
        self.add(&iri, choro::DATE_PRECISION, time.precision.iri());
        iri
    }
}
