//! From a copy of the whole to the public part: what is taken out, and what is computed again.
//!
//! First the store is only read, and what is to go is noted; it is little, since the graphs of restricted sources go as a whole.
//! A node is *private* if only these graphs, or what was computed, describe it. In other graphs statements that lead to
//! private nodes go; in those that were computed (the run, links, disagreements, copies) also the nodes that rest on them.

use super::groups::Groups;
use super::{Restricted, is_version};
use crate::dataset::Dataset;
use crate::disagree;
use crate::fold;
use crate::vocab::{choro, owl, prov, rdfs, schema, skosxl, sssom};
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use oxigraph::store::{StorageError, Store};
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{Hash, Hasher};

/// What a computed node goes on without, instead of going with it.
const COLLECTIONS: [NamedNodeRef<'static>; 2] = [prov::USED, sssom::MAPPINGS];

/// Makes a copy of the whole store the public part of it.
pub(super) fn restrict(store: &Store, restricted: &Restricted, dataset: &Dataset) -> Result<(), StorageError> {
    let mut survey = Survey {
        store,
        restricted,
        dataset,
        is_public: HashMap::new(),
        seen: HashSet::new(),
        gone: HashSet::new(),
        tainted: HashSet::new(),
        spans: BTreeSet::new(),
        about: BTreeSet::new(),
        groups: Groups::default(),
    };
    survey.private_nodes()?;
    survey.addresses()?;
    survey.links()?;
    survey.loose_spans()?;
    let Survey { mut gone, mut about, groups, .. } = survey;
    let new = groups.regrouped(store, &dataset.minter, &mut gone)?;
    for graph in &restricted.graphs {
        store.remove_named_graph(graph)?;
    }
    for quad in &gone {
        store.remove(quad)?;
    }
    for quad in &new {
        store.insert(quad)?;
    }
    while let Some(subject) = about.pop_first() {
        for quad in disagree::about(store, dataset, &subject)? {
            store.insert(&quad)?;
        }
    }
    Ok(())
}

/// What was found out about a store.
struct Survey<'a> {
    store: &'a Store,
    restricted: &'a Restricted,
    dataset: &'a Dataset,
    /// Of graphs, whether what they describe is thereby public.
    is_public: HashMap<NamedNode, bool>,
    /// Hashes of the nodes that were looked at: a restricted file may have millions.
    seen: HashSet<u128>,
    /// What goes, beside whole graphs.
    gone: HashSet<Quad>,
    /// Computed nodes that go, each with its graph.
    tainted: HashSet<(NamedNode, NamedNode)>,
    /// Places of credits whose likeness goes.
    spans: BTreeSet<(String, String)>,
    /// Places and people of whose disagreements one goes.
    about: BTreeSet<String>,
    groups: Groups,
}

impl Survey<'_> {
    /// All nodes that the restricted graphs describe.
    fn private_nodes(&mut self) -> Result<(), StorageError> {
        let restricted = self.restricted;
        for node in restricted.sources.iter().chain(&restricted.graphs) {
            self.node(node)?;
        }
        for graph in &restricted.graphs {
            for quad in self.store.quads_for_pattern(None, None, None, Some(graph.into())) {
                if let NamedOrBlankNode::NamedNode(node) = quad?.subject {
                    self.node(&node)?;
                }
            }
        }
        Ok(())
    }

    fn node(&mut self, node: &NamedNode) -> Result<(), StorageError> {
        if !self.seen.insert(hash(node)) || self.is_described(node)? {
            return Ok(());
        }
        for quad in self.store.quads_for_pattern(Some(node.into()), None, None, None) {
            let quad = quad?;
            if !self.goes_with_its_graph(&quad) {
                self.gone.insert(quad);
            }
        }
        self.references(node)
    }

    /// What leads to a node that goes.
    fn references(&mut self, node: &NamedNode) -> Result<(), StorageError> {
        for quad in self.store.quads_for_pattern(None, None, Some(node.into()), None) {
            let quad = quad?;
            if self.goes_with_its_graph(&quad) {
                continue;
            }
            let (NamedOrBlankNode::NamedNode(subject), GraphName::NamedNode(graph)) =
                (quad.subject.clone(), quad.graph_name.clone())
            else {
                self.gone.insert(quad);
                continue;
            };
            let predicate = quad.predicate.clone();
            self.gone.insert(quad);
            if self.is_public(&graph)? || COLLECTIONS.contains(&predicate.as_ref()) {
                continue;
            }
            if predicate == prov::HAD_MEMBER {
                self.groups.loses(&subject, &graph, node);
            } else {
                self.taint(&subject, &graph)?;
            }
        }
        Ok(())
    }

    /// A computed node that rests on what goes, goes.
    fn taint(&mut self, node: &NamedNode, graph: &NamedNode) -> Result<(), StorageError> {
        if self.is_described(node)? || !self.tainted.insert((node.clone(), graph.clone())) {
            return Ok(());
        }
        for quad in self.store.quads_for_pattern(Some(node.into()), None, None, Some(graph.into())) {
            let quad = quad?;
            if let Term::NamedNode(object) = &quad.object {
                if quad.predicate == choro::ANCHORED_AT {
                    self.spans.insert((graph.as_str().to_owned(), object.as_str().to_owned()));
                } else if quad.predicate == choro::ABOUT_PLACE || quad.predicate == choro::ABOUT_PERSON {
                    self.about.insert(object.as_str().to_owned());
                }
            }
            self.gone.insert(quad);
        }
        self.references(node)
    }

    /// Addresses that only restricted sources have, which others may be derived from.
    fn addresses(&mut self) -> Result<(), StorageError> {
        for graph in &self.restricted.graphs {
            for quad in self.store.quads_for_pattern(None, Some(schema::URL), None, Some(graph.into())) {
                let Term::NamedNode(address) = quad?.object else { continue };
                let mut derived = Vec::new();
                let mut is_known = false;
                for quad in self.store.quads_for_pattern(None, None, Some((&address).into()), None) {
                    let quad = quad?;
                    if self.goes_with_its_graph(&quad) {
                    } else if quad.predicate == schema::URL {
                        is_known = true;
                    } else if quad.predicate == prov::WAS_DERIVED_FROM {
                        derived.push(quad);
                    }
                }
                if !is_known {
                    self.gone.extend(derived);
                }
            }
        }
        Ok(())
    }

    /// Links are made of what a file says, which may know what no public graph describes; and of an entity that others describe as
    /// well, the spellings of restricted sources.
    fn links(&mut self) -> Result<(), StorageError> {
        for quad in self.store.quads_for_pattern(None, Some(owl::ANNOTATED_SOURCE), None, None) {
            let quad = quad?;
            let (NamedOrBlankNode::NamedNode(row), Term::NamedNode(entity)) = (&quad.subject, &quad.object) else {
                continue;
            };
            let GraphName::NamedNode(graph) = &quad.graph_name else { continue };
            if self.goes_with_its_graph(&quad) || self.is_public(graph)? {
                continue;
            }
            if !self.is_described(entity)? {
                for quad in self.store.quads_for_pattern(Some(entity.into()), None, None, Some(graph.into())) {
                    self.gone.insert(quad?);
                }
                self.taint(row, graph)?;
            } else if self.is_described_in_private(entity)? {
                self.spellings(row, entity, graph)?;
            }
        }
        Ok(())
    }

    fn spellings(&mut self, row: &NamedNode, entity: &NamedNode, graph: &NamedNode) -> Result<(), StorageError> {
        let public = self.public_spellings(entity)?;
        for property in [sssom::SUBJECT_LABEL, sssom::MATCH_STRING, sssom::COMMENT] {
            for quad in self.store.quads_for_pattern(Some(row.into()), Some(property), None, Some(graph.into())) {
                let quad = quad?;
                let is_known = match &quad.object {
                    Term::Literal(text) => property != sssom::COMMENT && public.contains(&fold::key(text.value())),
                    _ => false,
                };
                if !is_known {
                    self.gone.insert(quad);
                }
            }
        }
        Ok(())
    }

    fn public_spellings(&mut self, entity: &NamedNode) -> Result<HashSet<String>, StorageError> {
        let mut spellings = HashSet::new();
        let mut add = |object: &Term| {
            if let Term::Literal(text) = object {
                spellings.insert(fold::key(text.value()));
            }
        };
        for quad in self.store.quads_for_pattern(Some(entity.into()), None, None, None) {
            let quad = quad?;
            let GraphName::NamedNode(graph) = &quad.graph_name else { continue };
            if !self.is_public(graph)? {
                continue;
            }
            if quad.predicate == rdfs::LABEL {
                add(&quad.object);
            }
            let Term::NamedNode(form) = &quad.object else { continue };
            if quad.predicate == choro::NAME {
                let forms = self.store.quads_for_pattern(
                    Some(form.into()),
                    Some(skosxl::LITERAL_FORM),
                    None,
                    Some(graph.into()),
                );
                for quad in forms {
                    add(&quad?.object);
                }
            }
        }
        Ok(spellings)
    }

    /// The place of a credit goes with the last likeness that has it.
    fn loose_spans(&mut self) -> Result<(), StorageError> {
        for (graph, span) in std::mem::take(&mut self.spans) {
            let (graph, span) = (NamedNode::new_unchecked(graph), NamedNode::new_unchecked(span));
            let mut is_held = false;
            for quad in self.store.quads_for_pattern(
                None,
                Some(choro::ANCHORED_AT),
                Some((&span).into()),
                Some((&graph).into()),
            ) {
                is_held |= !self.gone.contains(&quad?);
            }
            if !is_held {
                for quad in self.store.quads_for_pattern(Some((&span).into()), None, None, Some((&graph).into())) {
                    self.gone.insert(quad?);
                }
            }
        }
        Ok(())
    }

    fn goes_with_its_graph(&self, quad: &Quad) -> bool {
        matches!(&quad.graph_name, GraphName::NamedNode(graph) if self.restricted.graphs.contains(graph))
    }

    /// Whether what a graph describes is thereby public: it is a version of a source that may be passed on, a file of the
    /// gazetteer, or the dataset's own description. What was computed, or came by an update, makes nothing public.
    fn is_public(&mut self, graph: &NamedNode) -> Result<bool, StorageError> {
        if let Some(known) = self.is_public.get(graph) {
            return Ok(*known);
        }
        let minter = &self.dataset.minter;
        let is_own = *graph == minter.graph("dataset") || graph.as_str().starts_with(&minter.gazetteer_folder());
        let is_public = !self.restricted.graphs.contains(graph) && (is_own || is_version(self.store, graph)?);
        self.is_public.insert(graph.clone(), is_public);
        Ok(is_public)
    }

    fn is_described(&mut self, node: &NamedNode) -> Result<bool, StorageError> {
        for quad in self.store.quads_for_pattern(Some(node.into()), None, None, None) {
            if let GraphName::NamedNode(graph) = quad?.graph_name
                && self.is_public(&graph)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_described_in_private(&self, node: &NamedNode) -> Result<bool, StorageError> {
        for quad in self.store.quads_for_pattern(Some(node.into()), None, None, None) {
            if self.goes_with_its_graph(&quad?) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn hash(node: &NamedNode) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, node.as_str()).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}
