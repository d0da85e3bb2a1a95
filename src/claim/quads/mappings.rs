//! The review file in RDF, in a graph of its own: each row as SSSOM writes mappings in RDF (an `owl:Axiom`), and the
//! plain SKOS triple of what is asserted. A denied mapping has no plain triple, and neither has one of several
//! proposals for a subject.

use crate::base::iri::{Minter, digest};
use crate::base::vocab::{dcterms, owl, rdf, skos, sssom, xsd};
use crate::claim::quads::Graph;
use crate::dataset::sssom::{Mapping, MappingSet, Predicate};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad};
use std::collections::BTreeMap;

/// The quads of a review file.
pub fn quads(minter: &Minter, set: &MappingSet) -> Vec<Quad> {
    let mut graph = Graph::new(minter, minter.graph("links"));
    let node = NamedNode::new_unchecked(&set.id);
    graph.add(&node, rdf::TYPE, sssom::MAPPING_SET);
    if !set.title.is_empty() {
        graph.add(&node, dcterms::TITLE, Literal::from(set.title.as_str()));
    }
    if Minter::is_iri(&set.licence) {
        graph.add(&node, dcterms::LICENSE, NamedNode::new_unchecked(&set.licence));
    }
    let mut proposals: BTreeMap<&str, usize> = BTreeMap::new();
    for mapping in set.mappings.iter().filter(|m| !m.negated && m.object.is_some()) {
        *proposals.entry(&mapping.subject).or_default() += 1;
    }
    for mapping in &set.mappings {
        let Some(object) = mapping.object.as_deref().filter(|o| Minter::is_iri(o)) else { continue };
        if !Minter::is_iri(&mapping.subject) {
            continue;
        }
        let subject = NamedNode::new_unchecked(&mapping.subject);
        let object = NamedNode::new_unchecked(object);
        let axiom = row(&mut graph, minter, mapping, &subject, &object);
        graph.add(&node, sssom::MAPPINGS, axiom);
        let alone = proposals.get(mapping.subject.as_str()) == Some(&1);
        if !mapping.negated && !mapping.awaits_a_person() && (mapping.is_personal() || alone) {
            graph.add(&subject, predicate(mapping.predicate), object);
        }
    }
    graph.finish()
}

fn predicate(predicate: Predicate) -> NamedNodeRef<'static> {
    match predicate {
        Predicate::Close => skos::CLOSE_MATCH,
        Predicate::Exact => skos::EXACT_MATCH,
        Predicate::Broad => skos::BROAD_MATCH,
        Predicate::Narrow => skos::NARROW_MATCH,
        Predicate::Related => skos::RELATED_MATCH,
    }
}

fn row(
    graph: &mut Graph<'_>,
    minter: &Minter,
    mapping: &Mapping,
    subject: &NamedNode,
    object: &NamedNode,
) -> NamedNode {
    let key = digest(&[subject.as_str(), object.as_str()]);
    let axiom = NamedNode::new_unchecked(format!("{}mapping/{}", minter.base(), &key[..16]));
    graph.add(&axiom, rdf::TYPE, owl::AXIOM);
    graph.add(&axiom, owl::ANNOTATED_SOURCE, subject.clone());
    graph.add(&axiom, owl::ANNOTATED_PROPERTY, predicate(mapping.predicate));
    graph.add(&axiom, owl::ANNOTATED_TARGET, object.clone());
    let mut text = |property, value: &str| {
        if !value.is_empty() {
            graph.add(&axiom, property, Literal::from(value));
        }
    };
    text(sssom::SUBJECT_LABEL, &mapping.subject_label);
    text(sssom::OBJECT_LABEL, &mapping.object_label);
    text(sssom::MATCH_STRING, &mapping.match_string);
    text(sssom::COMMENT, &mapping.comment);
    if mapping.negated {
        text(sssom::PREDICATE_MODIFIER, "Not");
    }
    if let Some(term) = mapping.justification.strip_prefix("semapv:") {
        let term = NamedNode::new_unchecked(format!("https://w3id.org/semapv/vocab/{term}"));
        graph.add(&axiom, sssom::MAPPING_JUSTIFICATION, term);
    }
    for (property, who) in [(sssom::AUTHOR_ID, &mapping.author), (sssom::REVIEWER_ID, &mapping.reviewer)] {
        if let Some(who) = who.as_deref().filter(|w| Minter::is_iri(w)) {
            graph.add(&axiom, property, NamedNode::new_unchecked(who));
        }
    }
    if let Some(day) = &mapping.review_date {
        graph.add(&axiom, sssom::REVIEW_DATE, Literal::new_typed_literal(day, xsd::DATE));
    }
    for (property, value) in [(sssom::CONFIDENCE, mapping.confidence), (sssom::SIMILARITY_SCORE, mapping.similarity)] {
        if let Some(value) = value {
            graph.add(&axiom, property, Literal::new_typed_literal(value.to_string(), xsd::DECIMAL));
        }
    }
    axiom
}
