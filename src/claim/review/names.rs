//! The names of an article, as a reviewer writes them: which entity a name means, and what an entity is called.

use crate::base::iri::{Minter, folded, folded_space, slug};
use crate::claim::Evidence;
use crate::claim::entities::{Description, Entities};
use crate::dataset::gazetteer::Gazetteer;
use crate::extract::finding::{EntityType, Findings};
use crate::read::source::SourceDocument;
use oxigraph::model::NamedNode;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// The names of an article.
#[derive(Debug)]
pub struct ArticleNames<'a> {
    pub(super) document: &'a SourceDocument,
    pub(super) findings: &'a Findings,
    entities: &'a Entities,
    gazetteer: &'a Gazetteer,
    pub(super) minter: &'a Minter,
    labels: HashMap<&'a NamedNode, &'a str>,
    /// The entities of each folded name.
    by_name: OnceCell<HashMap<String, Vec<usize>>>,
    /// Entities that only a reviewer names.
    named: BTreeMap<String, (NamedNode, Description)>,
}

impl<'a> ArticleNames<'a> {
    /// The names of an article.
    pub fn new(
        document: &'a SourceDocument,
        findings: &'a Findings,
        entities: &'a Entities,
        gazetteer: &'a Gazetteer,
        minter: &'a Minter,
    ) -> Self {
        let mut labels = HashMap::new();
        for (at, entity) in findings.entities.iter().enumerate() {
            if let Some(iri) = entities.iri(at) {
                labels.entry(iri).or_insert(entity.name.as_str());
            }
        }
        let by_name = OnceCell::new();
        Self { document, findings, entities, gazetteer, minter, labels, by_name, named: BTreeMap::new() }
    }

    /// The entities of each folded name, as positions in the findings. Most articles are read without it.
    fn index(&self) -> HashMap<String, Vec<usize>> {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, entity) in self.findings.entities.iter().enumerate() {
            let mentions = entity.mentions.iter().filter_map(|m| self.findings.mentions.get(*m));
            let mut names: Vec<String> = mentions.map(|m| folded(self.document.words(&m.range))).collect();
            names.push(folded(&entity.name));
            names.sort();
            names.dedup();
            for name in names {
                by_name.entry(name).or_default().push(at);
            }
        }
        by_name
    }

    /// The names with entities that reviewers named.
    pub fn with(mut self, named: &[(NamedNode, Description)]) -> Self {
        self.named
            .extend(named.iter().map(|(iri, described)| (folded(&described.label), (iri.clone(), described.clone()))));
        self
    }

    /// What an entity of the article is called there.
    pub fn label(&self, iri: &NamedNode) -> &str {
        let named = || self.named.values().find(|(of, _)| of == iri).map(|(_, described)| described.label.as_str());
        self.labels.get(iri).copied().or_else(named).unwrap_or_default()
    }

    /// The entity that a range of the text names: the words are its name, or a person's name at their end after a title. Of
    /// other names within it the words may mean only a part.
    pub(super) fn mentioned(&self, range: &Range<usize>) -> Option<NamedNode> {
        let first = self.findings.mentions.partition_point(|m| m.range.start < range.start);
        let inside = self.findings.mentions[first..].iter().take_while(|m| m.range.start < range.end);
        let ends_here = inside.filter(|m| m.range.end == range.end);
        let mut named = ends_here.filter(|m| m.range.start == range.start || m.kind == EntityType::Person);
        let entity = named.next()?.entity;
        self.is_called(entity, &self.document.text[range.clone()]).then(|| self.entities.iri(entity).cloned())?
    }

    /// Whether a reviewer who writes these words means this entity. A person may be named by a part of the name; of others a
    /// part is often the name of another thing.
    fn is_called(&self, entity: usize, words: &str) -> bool {
        let key = folded(words);
        self.findings.entities.get(entity).is_some_and(|found| {
            found.kind == EntityType::Person
                || folded(&found.name) == key
                || found
                    .known
                    .and_then(|known| self.gazetteer.entities.get(known))
                    .is_some_and(|known| known.names.iter().any(|(name, _)| folded(name) == key))
        })
    }

    /// Whether an entity may be what a field asks for: a place where a place is asked for, a person as the holder of a role.
    pub(super) fn may_be(&self, iri: &NamedNode, kind: EntityType) -> bool {
        let of_article =
            self.findings.entities.iter().enumerate().filter(|(at, _)| self.entities.iri(*at) == Some(iri));
        let mut kinds = of_article.map(|(at, _)| match kind {
            EntityType::Place => self.entities.is_place(at),
            _ => !self.entities.is_place(at),
        });
        kinds.next().is_none_or(|first| first || kinds.any(|other| other))
    }

    /// Whether the gazetteer has an entity.
    pub(super) fn is_known(&self, iri: &NamedNode) -> bool {
        !self.labels.contains_key(iri) && !self.named.values().any(|(of, _)| of == iri)
            || self.entities.iter().any(|node| node.iri == *iri && node.described.is_none())
    }

    /// The entity that a name means: of the article, of the gazetteer, or else one that the reviewer names. `None` if
    /// several have the name.
    pub(super) fn entity(&mut self, name: &str, kind: EntityType) -> Option<NamedNode> {
        let key = folded(name);
        if let Some(found) = self.by_name.get_or_init(|| self.index()).get(&key) {
            let meant = found.iter().filter(|at| self.is_called(**at, name));
            let mut iris: Vec<&NamedNode> = meant.filter_map(|at| self.entities.iri(*at)).collect();
            iris.sort();
            iris.dedup();
            // Of the whole names, one may be the only one.
            if iris.len() > 1 {
                let whole = found.iter().filter(|at| folded(&self.findings.entities[**at].name) == key);
                iris = whole.filter_map(|at| self.entities.iri(*at)).collect();
                iris.sort();
                iris.dedup();
            }
            match iris.as_slice() {
                [only] => return Some((*only).clone()),
                [] => {}
                _ => return None,
            }
        }
        match self.gazetteer.called(name) {
            [] => {}
            [only] => return Some(self.gazetteer.entities[*only].iri(self.minter)),
            _ => return None,
        }
        if let Some((iri, _)) = self.named.get(&key) {
            return Some(iri.clone());
        }
        let iri = self.minter.local_entity(&self.document.id, &slug(name));
        let description = Description { class: kind.class(), kind: kind.iri(), label: folded_space(name) };
        self.named.insert(key, (iri.clone(), description));
        Some(iri)
    }

    /// The entities that words name, each once.
    pub(super) fn named_in(&self, words: &[Evidence]) -> Vec<NamedNode> {
        let mut found = BTreeSet::new();
        for range in words.iter().filter_map(|words| self.document.range(words.span)) {
            let first = self.findings.mentions.partition_point(|m| m.range.start < range.start);
            let inside = self.findings.mentions[first..].iter().take_while(|m| m.range.start < range.end);
            found.extend(inside.filter(|m| m.range.end <= range.end).filter_map(|m| self.entities.iri(m.entity)));
        }
        found.into_iter().cloned().collect()
    }

    /// The entities that only a reviewer names.
    pub(super) fn into_named(self) -> Vec<(NamedNode, Description)> {
        self.named.into_values().collect()
    }
}
