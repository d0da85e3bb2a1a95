//! Copy groups and chains that lose a member: the rest stays joined in the same ways or falls apart. Members that only
//! a removed one had joined are no longer in a group.

use crate::base::iri::{Minter, digest, percent_decoded};
use crate::base::vocab::{choro, dcterms, prov, rdf, schema};
use crate::store::copies::lsh::Sets;
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use oxigraph::store::{StorageError, Store};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Groups and chains, each with its graph, and the members that it loses.
#[derive(Default)]
pub(super) struct Groups(BTreeMap<(String, String), BTreeSet<String>>);

impl Groups {
    pub(super) fn loses(&mut self, group: &NamedNode, graph: &NamedNode, member: &NamedNode) {
        let key = (group.as_str().to_owned(), graph.as_str().to_owned());
        self.0.entry(key).or_default().insert(member.as_str().to_owned());
    }

    /// The quads of the groups that replace them; the quads of the old ones are added to `gone`.
    pub(super) fn regrouped(
        self,
        store: &Store,
        minter: &Minter,
        gone: &mut HashSet<Quad>,
    ) -> Result<Vec<Quad>, StorageError> {
        let mut new = Vec::new();
        for ((group, graph), lost) in self.0 {
            let read = Read { store, graph: NamedNode::new_unchecked(graph) };
            let group = NamedNode::new_unchecked(group);
            let said = read.quads(Some(&group), None, None)?;
            let mut members: Vec<(String, NamedNode)> = Vec::new();
            for quad in said.iter().filter(|quad| quad.predicate == prov::HAD_MEMBER) {
                if let Term::NamedNode(member) = &quad.object
                    && !lost.contains(member.as_str())
                {
                    members.push((id(minter, member), member.clone()));
                }
            }
            members.sort();
            let is_group = said.iter().any(|quad| quad.object == Term::from(choro::COPY_GROUP));
            // The statements that put a likeness into the group.
            let parts = read.quads(None, Some(dcterms::IS_PART_OF), Some(&group))?;
            let sets = if is_group { read.copy_groups(&members, gone)? } else { read.copy_chains(&members, gone)? };
            for set in sets {
                let ids: Vec<&str> = set.iter().map(|at| members[*at].0.as_str()).collect();
                let key = digest(&ids);
                let node = if is_group { minter.copy_group(&key) } else { minter.copy_chain(&key) };
                for quad in said.iter().filter(|quad| quad.predicate != prov::HAD_MEMBER) {
                    new.push(Quad { subject: node.clone().into(), ..quad.clone() });
                }
                for at in &set {
                    let (member, graph) = (members[*at].1.clone(), read.graph.clone());
                    new.push(Quad::new(node.clone(), prov::HAD_MEMBER, member.clone(), graph));
                    for likeness in read.subjects(choro::LIKENS, &member)? {
                        let within = parts.iter().find(|quad| quad.subject == likeness.clone().into());
                        if let Some(within) = within.filter(|quad| !gone.contains(*quad)) {
                            new.push(Quad { object: node.clone().into(), ..within.clone() });
                        }
                    }
                }
            }
            gone.extend(said);
            gone.extend(parts);
        }
        Ok(new)
    }
}

/// The id of a document, from the IRI of the document or of its article, as it was given.
fn id(minter: &Minter, member: &NamedNode) -> String {
    let key = minter.key("source", member.as_str()).unwrap_or(member.as_str());
    let key = key.strip_suffix("/article").unwrap_or(key);
    percent_decoded(key).unwrap_or_else(|| key.to_owned())
}

/// Reads one graph of a store; for statements about sources, the others too.
struct Read<'a> {
    store: &'a Store,
    graph: NamedNode,
}

impl Read<'_> {
    fn quads(
        &self,
        subject: Option<&NamedNode>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<&NamedNode>,
    ) -> Result<Vec<Quad>, StorageError> {
        let (subject, object) = (subject.map(Into::into), object.map(Into::into));
        self.store.quads_for_pattern(subject, predicate, object, Some((&self.graph).into())).collect()
    }

    fn subjects(&self, predicate: NamedNodeRef<'_>, object: &NamedNode) -> Result<Vec<NamedNode>, StorageError> {
        let quads = self.quads(None, Some(predicate), Some(object))?.into_iter();
        Ok(quads.filter_map(|quad| named(quad.subject)).collect())
    }

    /// Reads all graphs.
    fn objects(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<BTreeSet<NamedNode>, StorageError> {
        let mut objects = BTreeSet::new();
        for quad in self.store.quads_for_pattern(Some(subject.into()), Some(predicate), None, None) {
            if let Term::NamedNode(object) = quad?.object {
                objects.insert(object);
            }
        }
        Ok(objects)
    }

    /// The articles that an article is likened to by statements that are not removed.
    fn alike_articles(&self, article: &NamedNode, gone: &HashSet<Quad>) -> Result<Vec<NamedNode>, StorageError> {
        let mut others = Vec::new();
        for likeness in self.subjects(choro::LIKENS, article)? {
            for quad in self.quads(Some(&likeness), Some(choro::LIKENS), None)? {
                if let Term::NamedNode(other) = &quad.object
                    && !gone.contains(&quad)
                    && other != article
                {
                    others.push(other.clone());
                }
            }
        }
        Ok(others)
    }

    /// Sets of articles that are alike.
    fn copy_groups(
        &self,
        members: &[(String, NamedNode)],
        gone: &HashSet<Quad>,
    ) -> Result<Vec<Vec<usize>>, StorageError> {
        let places: HashMap<&NamedNode, usize> = members.iter().enumerate().map(|(at, (_, m))| (m, at)).collect();
        let mut sets = Sets::new(members.len());
        for (at, (_, article)) in members.iter().enumerate() {
            for other in self.alike_articles(article, gone)? {
                if let Some(other) = places.get(&other) {
                    sets.join(at, *other);
                }
            }
        }
        Ok(sets_of_several(&mut sets, members.len()))
    }

    /// Sets of sources that depend on one another, by the rules of `copies`: by alike articles, by an address, or by an
    /// origin that both state. A statement about a file of articles as a whole does not join the articles in it.
    fn copy_chains(
        &self,
        members: &[(String, NamedNode)],
        gone: &HashSet<Quad>,
    ) -> Result<Vec<Vec<usize>>, StorageError> {
        let mut sets = Sets::new(members.len());
        let mut things: HashMap<NamedNode, usize> =
            members.iter().enumerate().map(|(at, (_, member))| (member.clone(), at)).collect();
        let mut articles: HashMap<NamedNode, usize> = HashMap::new();
        for (at, (_, source)) in members.iter().enumerate() {
            let mut of_file = BTreeSet::new();
            for file in self.objects(source, dcterms::IS_PART_OF)? {
                for property in [schema::URL, prov::WAS_DERIVED_FROM] {
                    of_file.append(&mut self.objects(&file, property)?);
                }
            }
            for property in [schema::URL, prov::WAS_DERIVED_FROM] {
                for thing in self.objects(source, property)?.difference(&of_file) {
                    let first = *things.entry(thing.clone()).or_insert(at);
                    sets.join(first, at);
                }
            }
            for quad in self.store.quads_for_pattern(None, Some(dcterms::IS_PART_OF), Some(source.into()), None) {
                if let Some(article) = named(quad?.subject) {
                    articles.insert(article, at);
                }
            }
        }
        for (article, at) in &articles {
            if self.objects(article, rdf::TYPE)?.iter().any(|class| *class == choro::ARTICLE) {
                for other in self.alike_articles(article, gone)? {
                    if let Some(other) = articles.get(&other) {
                        sets.join(*at, *other);
                    }
                }
            }
        }
        Ok(sets_of_several(&mut sets, members.len()))
    }
}

fn named(node: NamedOrBlankNode) -> Option<NamedNode> {
    if let NamedOrBlankNode::NamedNode(node) = node { Some(node) } else { None }
}

/// The sets of two or more members.
fn sets_of_several(sets: &mut Sets, count: usize) -> Vec<Vec<usize>> {
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..count {
        found.entry(sets.first(at)).or_default().push(at);
    }
    found.into_values().filter(|set| set.len() > 1).collect()
}
