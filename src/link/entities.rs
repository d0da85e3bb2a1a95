//! The entities of a dataset as subjects of linking: what its sources and its gazetteer say of each, read from the store.

use super::{Kind, Subject};
use crate::base::iri::item_number;
use crate::base::vocab::{choro, rdf, rdfs, skos, skosxl, term, wd};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef};
use oxigraph::store::{StorageError, Store};
use std::collections::BTreeSet;

/// An entity of a dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Its IRI.
    pub iri: NamedNode,
    /// What is known of it.
    pub subject: Subject,
    /// The items that a person has verified.
    pub verified: Vec<u32>,
    /// The sources that name it.
    pub sources: BTreeSet<NamedNode>,
}

/// All entities that can be linked, in the order of their IRIs.
pub fn all(store: &Store) -> Result<Vec<NamedNode>, StorageError> {
    let mut found = BTreeSet::new();
    for (property, value) in [(choro::KIND, None), (rdf::TYPE, Some(choro::PLACE))] {
        let value = value.map(TermRef::from);
        for quad in store.quads_for_pattern(None, Some(property), value, None) {
            if let NamedOrBlankNode::NamedNode(iri) = quad?.subject {
                found.insert(iri);
            }
        }
    }
    let mut linkable = Vec::new();
    for iri in found {
        let kinds = objects(store, iri.as_ref(), choro::KIND)?;
        // People by where they belong, and what nobody knows what it is, are no items to look for.
        let left_out = [term::NATIONALITY, term::OTHER_NAME, term::FRONT_LINE];
        if !kinds.iter().any(|k| matches!(k, Term::NamedNode(k) if left_out.contains(&k.as_ref()))) {
            linkable.push(iri);
        }
    }
    Ok(linkable)
}

/// What the store says of one entity.
pub fn read(store: &Store, iri: &NamedNode) -> Result<Entity, StorageError> {
    let node = iri.as_ref();
    let mut subject = Subject::default();
    let text = |term: Term| if let Term::Literal(l) = term { Some(l.value().to_owned()) } else { None };
    subject.names.extend(objects(store, node, rdfs::LABEL)?.into_iter().filter_map(text));
    for form in objects(store, node, choro::NAME)? {
        if let Term::NamedNode(form) = form {
            subject.names.extend(objects(store, form.as_ref(), skosxl::LITERAL_FORM)?.into_iter().filter_map(text));
        }
    }
    let mut seen = BTreeSet::new();
    subject.names.retain(|n| seen.insert(n.clone()));
    for kind in objects(store, node, choro::KIND)? {
        if let Term::NamedNode(kind) = kind {
            subject.kind = of_term(kind.as_ref());
        }
    }
    let mut verified = Vec::new();
    for item in objects(store, node, skos::EXACT_MATCH)? {
        if let Term::NamedNode(item) = item {
            verified.extend(item.as_str().strip_prefix(wd::NAMESPACE).and_then(item_number));
        }
    }
    let mut sources = BTreeSet::new();
    let mut add_source = |span: NamedNodeRef<'_>| -> Result<(), StorageError> {
        for source in objects(store, span, choro::IN_SOURCE)? {
            if let Term::NamedNode(source) = source {
                sources.insert(source);
            }
        }
        Ok(())
    };
    for mention in subjects(store, choro::DENOTES, node)? {
        add_source(mention.as_ref())?;
    }
    let mut points = Vec::new();
    for claim in subjects(store, choro::ABOUT_PLACE, node)? {
        for point in objects(store, claim.as_ref(), choro::POINT)? {
            points.extend(text(point).and_then(|point| coordinates(&point)));
        }
        for span in objects(store, claim.as_ref(), choro::ANCHORED_AT)? {
            if let Term::NamedNode(span) = span {
                add_source(span.as_ref())?;
            }
        }
        for quantity in objects(store, claim.as_ref(), choro::AREA)? {
            let Term::NamedNode(quantity) = quantity else { continue };
            for value in objects(store, quantity.as_ref(), choro::SQUARE_KILOMETRES)? {
                subject.areas.extend(text(value).and_then(|v| v.parse::<f64>().ok()));
            }
        }
    }
    points.dedup();
    // Of several points none is the one to measure from.
    if let [point] = points.as_slice() {
        subject.coordinates = Some(*point);
    }
    subject.areas.sort_by(f64::total_cmp);
    subject.areas.dedup();
    // A fact box has records of districts.
    if subject.kind == Kind::Any && !subject.areas.is_empty() {
        subject.kind = Kind::District;
    }
    Ok(Entity { iri: iri.clone(), subject, verified, sources })
}

/// Latitude and longitude of well-known text, in which the longitude comes first.
fn coordinates(point: &str) -> Option<(f64, f64)> {
    let (longitude, latitude) = point.strip_prefix("POINT(")?.strip_suffix(')')?.split_once(' ')?;
    Some((latitude.parse().ok()?, longitude.parse().ok()?))
}

fn of_term(kind: NamedNodeRef<'_>) -> Kind {
    match kind {
        k if [term::DISTRICT, term::REGION].contains(&k) => Kind::District,
        k if [term::TOWN, term::CITY].contains(&k) => Kind::Town,
        k if k == term::COUNTRY => Kind::Country,
        k if k == term::PERSON => Kind::Person,
        k if k == term::ORGANISATION => Kind::Organisation,
        k if [term::CONFLICT, term::ANY_EVENT].contains(&k) => Kind::Event,
        k if k == term::ANY_PLACE => Kind::Place,
        _ => Kind::Any,
    }
}

/// The objects of a subject and a property in all graphs, sorted.
fn objects(store: &Store, subject: NamedNodeRef<'_>, property: NamedNodeRef<'_>) -> Result<Vec<Term>, StorageError> {
    let mut found = Vec::new();
    for quad in store.quads_for_pattern(Some(NamedOrBlankNodeRef::from(subject)), Some(property), None, None) {
        found.push(quad?.object);
    }
    // Several graphs may say the same, in any order.
    found.sort_by_cached_key(ToString::to_string);
    found.dedup();
    Ok(found)
}

/// The subjects that a property ties to an object, sorted.
fn subjects(
    store: &Store,
    property: NamedNodeRef<'_>,
    object: NamedNodeRef<'_>,
) -> Result<BTreeSet<NamedNode>, StorageError> {
    let mut found = BTreeSet::new();
    for quad in store.quads_for_pattern(None, Some(property), Some(TermRef::from(object)), None) {
        if let NamedOrBlankNode::NamedNode(subject) = quad?.subject {
            found.insert(subject);
        }
    }
    Ok(found)
}
