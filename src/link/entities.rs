//! The entities of a dataset as subjects for linking: their properties in sources and gazetteer, read from the store.

use super::{EntityKind, Naming, Subject};
use crate::base::iri::{is_paragraph, item_number};
use crate::base::vocab::{choro, dcterms, rdf, rdfs, skos, skosxl, term, wd};
use crate::store::{FactError, Statements};
use oxigraph::model::{NamedNode, NamedNodeRef, Term, TermRef};
use std::collections::BTreeSet;

/// An entity of a dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Its IRI.
    pub iri: NamedNode,
    /// Its known properties.
    pub subject: Subject,
    /// The items that a person has verified.
    pub verified: Vec<u32>,
    /// The sources that name it.
    pub sources: BTreeSet<NamedNode>,
}

/// All entities that can be linked, sorted by IRI.
pub fn all(statements: &Statements) -> Result<Vec<NamedNode>, FactError> {
    let mut found = BTreeSet::new();
    for (property, value) in [(choro::KIND, None), (rdf::TYPE, Some(choro::PLACE))] {
        for iri in statements.subjects(property, value.map(TermRef::from)) {
            found.insert(iri?);
        }
    }
    let mut linkable = Vec::new();
    for iri in found {
        let kinds = statements.values(&iri, choro::KIND)?;
        // Nationalities, and names of unknown kind, are not entities to link.
        let left_out = [term::NATIONALITY, term::OTHER_NAME, term::FRONT_LINE];
        if !kinds.iter().any(|k| matches!(k, Term::NamedNode(k) if left_out.contains(&k.as_ref()))) {
            linkable.push(iri);
        }
    }
    Ok(linkable)
}

/// Reads one entity from the store.
pub fn read(statements: &Statements, iri: &NamedNode) -> Result<Entity, FactError> {
    let facts = statements.facts(iri)?;
    let mut subject = Subject::default();
    subject.names.extend(facts.literals(rdfs::LABEL).map(|label| label.value().to_owned()));
    for form in facts.nodes(choro::NAME) {
        subject.names.extend(statements.values(form, skosxl::LITERAL_FORM)?.into_iter().filter_map(text));
    }
    let mut seen = BTreeSet::new();
    subject.names.retain(|n| seen.insert(n.clone()));
    for kind in facts.nodes(choro::KIND) {
        subject.kind = of_term(kind.as_ref());
    }
    let items = facts.nodes(skos::EXACT_MATCH).filter_map(|item| item.as_str().strip_prefix(wd::NAMESPACE));
    let verified = items.filter_map(item_number).collect();
    let mut sources = BTreeSet::new();
    let mut add_source = |span: &NamedNode| -> Result<(), FactError> {
        sources.extend(statements.values(span, choro::IN_SOURCE)?.into_iter().filter_map(node));
        Ok(())
    };
    let is_place = matches!(subject.kind, EntityKind::Place | EntityKind::District | EntityKind::Town);
    for mention in subjects(statements, choro::DENOTES, iri)? {
        add_source(&mention)?;
        // Only of a place it matters whether a mention says that it is one.
        if !subject.named.is_some_and(|n| n.in_prose && (n.as_place || !is_place)) {
            let naming = naming(statements, &mention)?;
            subject.named = Some(subject.named.map_or(naming, |n| n.or(naming)));
        }
    }
    let mut points = Vec::new();
    // Single properties of a claim cost less to read than all its statements.
    for claim in subjects(statements, choro::ABOUT_PLACE, iri)? {
        for point in statements.values(&claim, choro::POINT)? {
            points.extend(text(point).and_then(|point| latitude_longitude(&point)));
        }
        for span in statements.values(&claim, choro::ANCHORED_AT)?.into_iter().filter_map(node) {
            add_source(&span)?;
        }
        for quantity in statements.values(&claim, choro::AREA)?.into_iter().filter_map(node) {
            for value in statements.values(&quantity, choro::SQUARE_KILOMETRES)? {
                subject.areas.extend(text(value).and_then(|v| v.parse::<f64>().ok()));
            }
        }
    }
    points.dedup();
    // With several points, none can be used to measure distances.
    if let [point] = points.as_slice() {
        subject.coordinates = Some(*point);
    }
    subject.areas.sort_by(f64::total_cmp);
    subject.areas.dedup();
    // The records of fact boxes are about districts.
    if subject.kind == EntityKind::Any && !subject.areas.is_empty() {
        subject.kind = EntityKind::District;
    }
    Ok(Entity { iri: iri.clone(), subject, verified, sources })
}

/// How a mention names its entity.
fn naming(statements: &Statements, mention: &NamedNode) -> Result<Naming, FactError> {
    let signals: Vec<String> = statements.values(mention, choro::SIGNAL)?.into_iter().filter_map(text).collect();
    let whole = statements.values(mention, dcterms::IS_PART_OF)?.into_iter().filter_map(node);
    let is_in_paragraph = whole.into_iter().any(|whole| is_paragraph(whole.as_str()));
    Ok(Naming::new(is_in_paragraph, |wanted| wanted.names().iter().any(|name| signals.iter().any(|s| s == name))))
}

fn text(term: Term) -> Option<String> {
    if let Term::Literal(literal) = term { Some(literal.destruct().0) } else { None }
}

fn node(term: Term) -> Option<NamedNode> {
    if let Term::NamedNode(node) = term { Some(node) } else { None }
}

/// Latitude and longitude of a point in well-known text, which has the longitude first.
pub(super) fn latitude_longitude(point: &str) -> Option<(f64, f64)> {
    let (longitude, latitude) = point.strip_prefix("POINT(")?.strip_suffix(')')?.split_once(' ')?;
    Some((latitude.parse().ok()?, longitude.parse().ok()?))
}

fn of_term(kind: NamedNodeRef<'_>) -> EntityKind {
    match kind {
        k if [term::DISTRICT, term::REGION].contains(&k) => EntityKind::District,
        k if [term::TOWN, term::CITY].contains(&k) => EntityKind::Town,
        k if k == term::COUNTRY => EntityKind::Country,
        k if k == term::PERSON => EntityKind::Person,
        k if k == term::ORGANISATION => EntityKind::Organisation,
        k if [term::CONFLICT, term::ANY_EVENT].contains(&k) => EntityKind::Event,
        k if k == term::ANY_PLACE => EntityKind::Place,
        _ => EntityKind::Any,
    }
}

/// The subjects that have an object by a property, sorted.
fn subjects(
    statements: &Statements,
    property: NamedNodeRef<'_>,
    object: &NamedNode,
) -> Result<BTreeSet<NamedNode>, FactError> {
    statements.subjects(property, Some(object.into())).collect()
}
