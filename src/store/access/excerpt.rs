//! Turns a copy of the whole into the public part: removes what is restricted, and computes again what depended on it.
//!
//! First the store is only read, and the quads to remove are collected; they are few, since the graphs of restricted
//! sources are removed as a whole. The result describes only what public sources, the gazetteer and the dataset itself
//! describe: a graph that was computed (the run, links, disagreements, copies), or that an update added, may name only
//! those things and its own nodes, and none of its own nodes that depends on what is removed. Public sources may have
//! named restricted ones as those from which they were derived.

use super::groups::Groups;
use super::{Restricted, is_version};
use crate::base::fold;
use crate::base::vocab::{choro, owl, prov, rdf, rdfs, schema, skosxl, sssom};
use crate::dataset::Dataset;
use crate::store::Statements;
use crate::store::disagree;
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use oxigraph::store::{StorageError, Store};
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{Hash, Hasher};

/// Properties whose values a computed node can lose without being removed itself.
const COLLECTIONS: [NamedNodeRef<'static>; 2] = [prov::USED, sssom::MAPPINGS];

/// Turns a copy of the whole store into its public part.
pub(super) fn restrict(store: &Store, restricted: &Restricted, dataset: &Dataset) -> Result<(), StorageError> {
    let mut survey = Survey {
        store,
        restricted,
        dataset,
        is_public: HashMap::new(),
        is_described: HashMap::new(),
        gone: HashSet::new(),
        tainted: HashSet::new(),
        spans: BTreeSet::new(),
        about: BTreeSet::new(),
        groups: Groups::default(),
    };
    survey.computed_graphs()?;
    survey.restricted_sources()?;
    survey.spellings()?;
    survey.unused_spans()?;
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
    let statements = Statements::from(store.clone());
    while let Some(subject) = about.pop_first() {
        for quad in disagree::of_subject(&statements, dataset, &subject)? {
            store.insert(&quad)?;
        }
    }
    Ok(())
}

/// What is to be removed from a store, and what was found out about its graphs and nodes.
struct Survey<'a> {
    store: &'a Store,
    restricted: &'a Restricted,
    dataset: &'a Dataset,
    /// By graph: whether being described in it makes a thing public.
    is_public: HashMap<NamedNode, bool>,
    /// By hash of the node: whether something public describes it. There may be millions.
    is_described: HashMap<u128, bool>,
    /// The quads to remove, beside whole graphs.
    gone: HashSet<Quad>,
    /// The computed nodes to remove, each with its graph.
    tainted: HashSet<(NamedNode, NamedNode)>,
    /// The spans of credits of which a likeness is removed.
    spans: BTreeSet<(String, String)>,
    /// Places and people of whose disagreements at least one is removed.
    about: BTreeSet<String>,
    groups: Groups,
}

impl Survey<'_> {
    /// Removes from computed and added graphs what nothing public describes.
    fn computed_graphs(&mut self) -> Result<(), StorageError> {
        let mut graphs = vec![GraphName::DefaultGraph];
        for graph in self.store.named_graphs() {
            if let NamedOrBlankNode::NamedNode(graph) = graph?
                && !self.restricted.graphs.contains(&graph)
                && !self.is_public(&graph)?
            {
                graphs.push(graph.into());
            }
        }
        let base = self.dataset.minter.base().to_owned();
        for graph in graphs {
            for quad in self.store.quads_for_pattern(None, None, None, Some(graph.as_ref())) {
                let quad = quad?;
                if let NamedOrBlankNode::NamedNode(subject) = &quad.subject
                    && subject.as_str().starts_with(&base)
                    && !self.may_be_named(subject, &graph)?
                {
                    self.gone.insert(quad.clone());
                }
                if let Term::NamedNode(object) = &quad.object
                    && object.as_str().starts_with(&base)
                    && !self.may_be_named(object, &graph)?
                {
                    let object = object.clone();
                    self.reference(quad, &object)?;
                }
            }
        }
        Ok(())
    }

    /// Whether a graph may name a node: something public describes it, or it is one of the graph's own.
    fn may_be_named(&mut self, node: &NamedNode, graph: &GraphName) -> Result<bool, StorageError> {
        if self.is_described(node)? {
            return Ok(true);
        }
        let kind = self.store.quads_for_pattern(Some(node.into()), Some(rdf::TYPE), None, Some(graph.as_ref())).next();
        Ok(kind.transpose()?.is_some())
    }

    /// Removes what other graphs state about restricted sources, the articles in them, their versions, and their
    /// addresses as origins of other sources.
    fn restricted_sources(&mut self) -> Result<(), StorageError> {
        let restricted = self.restricted;
        for node in restricted.sources.iter().chain(&restricted.graphs) {
            self.source(node)?;
        }
        for graph in &restricted.graphs {
            let class = Some(choro::SOURCE.into());
            for quad in self.store.quads_for_pattern(None, Some(rdf::TYPE), class, Some(graph.into())) {
                if let NamedOrBlankNode::NamedNode(source) = quad?.subject {
                    self.source(&source)?;
                }
            }
        }
        self.addresses()
    }

    fn source(&mut self, node: &NamedNode) -> Result<(), StorageError> {
        if self.is_described(node)? {
            return Ok(());
        }
        for quad in self.store.quads_for_pattern(Some(node.into()), None, None, None) {
            let quad = quad?;
            if !self.is_removed_with_its_graph(&quad) {
                self.gone.insert(quad);
            }
        }
        self.references(node)
    }

    /// Removes the statements that lead to a removed node.
    fn references(&mut self, node: &NamedNode) -> Result<(), StorageError> {
        for quad in self.store.quads_for_pattern(None, None, Some(node.into()), None) {
            let quad = quad?;
            if !self.is_removed_with_its_graph(&quad) {
                self.reference(quad, node)?;
            }
        }
        Ok(())
    }

    /// Removes a statement that has a removed node as its object.
    fn reference(&mut self, quad: Quad, node: &NamedNode) -> Result<(), StorageError> {
        let (subject, predicate, graph) = (quad.subject.clone(), quad.predicate.clone(), quad.graph_name.clone());
        let is_new = self.gone.insert(quad);
        let (NamedOrBlankNode::NamedNode(subject), GraphName::NamedNode(graph), true) = (subject, graph, is_new) else {
            return Ok(());
        };
        if self.is_public(&graph)? || COLLECTIONS.contains(&predicate.as_ref()) {
            return Ok(());
        }
        if predicate == prov::HAD_MEMBER {
            self.groups.loses(&subject, &graph, node);
            return Ok(());
        }
        self.taint(&subject, &graph)
    }

    /// Removes a computed node, because it depends on what is removed.
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

    /// Removes derivations from addresses that only restricted sources have.
    fn addresses(&mut self) -> Result<(), StorageError> {
        for graph in &self.restricted.graphs {
            for quad in self.store.quads_for_pattern(None, Some(schema::URL), None, Some(graph.into())) {
                let Term::NamedNode(address) = quad?.object else { continue };
                let mut derived = Vec::new();
                let mut is_known = false;
                for quad in self.store.quads_for_pattern(None, None, Some((&address).into()), None) {
                    let quad = quad?;
                    if self.is_removed_with_its_graph(&quad) {
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

    /// Removes from links the spellings that only a restricted source has, of entities that others describe too.
    fn spellings(&mut self) -> Result<(), StorageError> {
        for quad in self.store.quads_for_pattern(None, Some(owl::ANNOTATED_SOURCE), None, None) {
            let quad = quad?;
            if self.gone.contains(&quad) || self.is_removed_with_its_graph(&quad) {
                continue;
            }
            let (NamedOrBlankNode::NamedNode(row), Term::NamedNode(entity)) = (&quad.subject, &quad.object) else {
                continue;
            };
            let GraphName::NamedNode(graph) = &quad.graph_name else { continue };
            if !self.is_described_in_private(entity)? {
                continue;
            }
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

    /// Removes the span of a credit when the last likeness that has it is removed.
    fn unused_spans(&mut self) -> Result<(), StorageError> {
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

    fn is_removed_with_its_graph(&self, quad: &Quad) -> bool {
        matches!(&quad.graph_name, GraphName::NamedNode(graph) if self.restricted.graphs.contains(graph))
    }

    /// Whether what a graph describes is thereby public: the graph is a version of a source that is not restricted, a
    /// file of the gazetteer, or the dataset's own description. A computed graph, or one that an update added, makes
    /// nothing public.
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
        let key = hash(node);
        if let Some(known) = self.is_described.get(&key) {
            return Ok(*known);
        }
        // A file of the gazetteer is its graph, and nothing else describes it.
        let mut is_described = self.store.contains_named_graph(node)? && self.is_public(node)?;
        let quads = self.store.quads_for_pattern(Some(node.into()), None, None, None);
        for quad in quads.take(if is_described { 0 } else { usize::MAX }) {
            if let GraphName::NamedNode(graph) = quad?.graph_name
                && self.is_public(&graph)?
            {
                is_described = true;
                break;
            }
        }
        self.is_described.insert(key, is_described);
        Ok(is_described)
    }

    fn is_described_in_private(&self, node: &NamedNode) -> Result<bool, StorageError> {
        for quad in self.store.quads_for_pattern(Some(node.into()), None, None, None) {
            if self.is_removed_with_its_graph(&quad?) {
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
