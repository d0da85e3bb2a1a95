//! Checks whether the dataset knows the IRIs that parameters were given. A query about an unknown IRI has no rows,
//! which you could not distinguish from a true answer.

use super::prefixes::{Prefixes, did_you_mean, nearest};
use crate::base::vocab::rdfs;
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode};
use oxigraph::store::{StorageError, Store};
use serde::{Deserialize, Serialize};

/// An IRI that a parameter was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The parameter.
    pub name: String,
    /// The value as typed, or as in the header of the query.
    pub value: String,
    /// The IRI that the value stands for.
    pub iri: String,
    /// Whether it is the default of the query.
    pub is_default: bool,
}

/// An IRI in a parameter that the dataset does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}={value}: the dataset does not know <{iri}>{}", did_you_mean(.nearest.as_deref()))]
pub struct UnknownIri {
    /// The parameter.
    pub name: String,
    /// The value as typed.
    pub value: String,
    /// The IRI.
    pub iri: String,
    /// The known IRI with the most similar spelling, in short form; `None` if none is near.
    pub nearest: Option<String>,
    /// Whether it is the default of the query.
    pub is_default: bool,
}

/// Maximum number of labelled nodes that are compared to find the nearest.
const MAX_NAMES: usize = 200_000;

/// The first of these IRIs that a store does not know, neither as a node of a statement nor as a graph. Terms of
/// vocabularies count as known, whether or not the dataset uses them.
pub(super) fn unknown(given: &[Given], store: &Store, prefixes: &Prefixes) -> Result<Option<UnknownIri>, StorageError> {
    for Given { name, value, iri, is_default } in given {
        if is_of_a_vocabulary(iri, prefixes) || is_known(iri, store)? {
            continue;
        }
        return Ok(Some(UnknownIri {
            name: name.clone(),
            value: value.clone(),
            iri: iri.clone(),
            nearest: near(iri, store, prefixes)?,
            is_default: *is_default,
        }));
    }
    Ok(None)
}

/// Whether an IRI belongs to a vocabulary: to any prefix but those of the dataset and of Wikidata's items.
fn is_of_a_vocabulary(iri: &str, prefixes: &Prefixes) -> bool {
    let namespace = prefixes.longest(iri).map(|(_, namespace)| namespace);
    namespace.is_some_and(|n| !n.starts_with(prefixes.base()) && n != crate::base::vocab::wd::NAMESPACE)
}

fn is_known(iri: &str, store: &Store) -> Result<bool, StorageError> {
    let Ok(node) = NamedNodeRef::new(iri) else { return Ok(false) };
    for (subject, predicate, object) in
        [(Some(node.into()), None, None), (None, None, Some(node.into())), (None, Some(node), None)]
    {
        if store.quads_for_pattern(subject, predicate, object, None).next().transpose()?.is_some() {
            return Ok(true);
        }
    }
    store.contains_named_graph(node)
}

/// The labelled node with the most similar IRI, or else the one whose label is spelt by the end of the IRI.
fn near(iri: &str, store: &Store, prefixes: &Prefixes) -> Result<Option<String>, StorageError> {
    let typed = short(iri, prefixes);
    let folder = typed.split([':', '/']).next().unwrap_or_default();
    let mut names = Vec::new();
    for quad in store.quads_for_pattern(None, Some(rdfs::LABEL), None, None).take(MAX_NAMES) {
        if let NamedOrBlankNode::NamedNode(subject) = quad?.subject {
            let name = short(subject.as_str(), prefixes);
            if name.split([':', '/']).next() == Some(folder) {
                names.push(name);
            }
        }
    }
    // The folder is the same in all, and would make any two similar.
    let end = |name: &str| name.rsplit([':', '/']).next().unwrap_or_default().to_owned();
    let ends: Vec<String> = names.iter().map(|name| end(name)).collect();
    let best = nearest(&end(&typed), ends.iter().map(String::as_str));
    Ok(best.and_then(|best| ends.iter().position(|e| e == best)).map(|at| names[at].clone()))
}

/// An IRI in its short form, as people type it.
fn short(iri: &str, prefixes: &Prefixes) -> String {
    prefixes.shorten(iri).unwrap_or_else(|| iri.to_owned())
}
