//! Matches the names of the dataset's gazetteer, the longest first.

use super::finding::EntityType;
use super::tokens::{Tokens, Writing};
use super::trie::Trie;
use crate::dataset::gazetteer::Gazetteer;
use std::collections::HashMap;
use std::ops::Range;

/// The names of a gazetteer, indexed for matching.
#[derive(Debug, Default)]
pub(super) struct KnownNames {
    names: Trie,
    /// For each entity of the gazetteer, its type and its displayed name.
    pub(super) entities: Vec<(EntityType, String)>,
    empty: bool,
}

impl KnownNames {
    /// A name shared by several entities is not used, because only the context could decide between them.
    pub(super) fn new(gazetteer: &Gazetteer, writing: &'static dyn Writing) -> Self {
        let mut owners: HashMap<String, Option<usize>> = HashMap::new();
        for (at, entity) in gazetteer.entities.iter().enumerate() {
            for (name, _) in &entity.names {
                let owner = owners.entry(crate::base::iri::folded_space(name)).or_insert(Some(at));
                *owner = owner.filter(|owner| *owner == at);
            }
        }
        let mut kept: Vec<(String, usize)> = owners.into_iter().filter_map(|(n, o)| Some((n, o?))).collect();
        kept.sort_unstable();
        let mut names = Trie::default();
        for (name, at) in &kept {
            names.add(name, writing, *at);
        }
        let kind = |folder: &str| match folder {
            "person" => EntityType::Person,
            "organisation" => EntityType::Organisation,
            "event" => EntityType::Event,
            _ => EntityType::Place,
        };
        let shown =
            |e: &crate::dataset::gazetteer::Entity| e.names.first().map(|(name, _)| name.clone()).unwrap_or_default();
        let entities = gazetteer.entities.iter().map(|e| (kind(e.folder), shown(e))).collect();
        Self { names, entities, empty: kept.is_empty() }
    }

    /// The names in a sentence, as ranges of tokens, with their entities.
    pub(super) fn read(&self, tokens: &Tokens<'_>, sentence: &Range<usize>, loud: bool) -> Vec<(Range<usize>, usize)> {
        let mut found = Vec::new();
        if self.empty {
            return found;
        }
        let mut at = sentence.start;
        while at < sentence.end {
            match self.names.longest(tokens, at, sentence.end, loud) {
                Some((end, known)) => {
                    found.push((at..end, known));
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }
}
