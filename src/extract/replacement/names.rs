//! Names that are given: mentions with their tokens, and the entities that they are of. Names are of one entity if they
//! are given the same identity, or are written the same and of the same type, or if the gazetteer has both as one.

use crate::base::iri::{folded, folded_space};
use crate::extract::apart::apart;
use crate::extract::finding::{Entity, EntityType, Mention, Names, Signals};
use crate::extract::gazetteer::KnownNames;
use crate::extract::given::{GivenName, LeftOut};
use crate::extract::lang::en::names::{gender_at, metonymy};
use crate::extract::tokens::Tokens;
use std::collections::BTreeMap;
use std::ops::Range;

/// What tells entities of an article apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Known(usize),
    Identity(String, EntityType),
    Written(String, EntityType),
}

/// Names that are given, instead of those that are found; and their numbers.
pub(in crate::extract) fn given(
    gazetteer: &KnownNames,
    tokens: &mut Tokens<'_>,
    given: &[GivenName],
    left: &mut LeftOut,
) -> (Names, Vec<usize>) {
    let mut placed: Vec<&GivenName> = given.iter().collect();
    placed.sort_by_key(|name| (name.range.start, name.range.end, name.number));
    placed.dedup_by(|later, first| {
        let is_same = (&later.range, later.kind, &later.identity) == (&first.range, first.kind, &first.identity);
        if is_same {
            left.add(later.number, "the same name is given twice");
        }
        is_same
    });
    let given = apart(tokens, placed, |name| (name.number, &name.range), "name", left);
    for (_, at) in &given {
        tokens.join_sentences(at);
    }
    let known: Vec<Option<usize>> = given.iter().map(|(name, at)| known_name(gazetteer, tokens, name, at)).collect();
    // An identity has the gazetteer's entity that all its names have, if there is but one.
    let key = |name: &GivenName| match &name.identity {
        Some(identity) => Key::Identity(identity.clone(), name.kind),
        None => Key::Written(folded(&folded_space(&tokens.text[name.range.clone()])), name.kind),
    };
    let mut known_of: BTreeMap<Key, Option<usize>> = BTreeMap::new();
    for ((name, _), known) in given.iter().zip(&known) {
        let Some(known) = known else { continue };
        let of = known_of.entry(key(name)).or_insert(Some(*known));
        *of = of.filter(|of| of == known);
    }
    let mut names = Names::default();
    let mut entities: BTreeMap<Key, usize> = BTreeMap::new();
    let mut numbers = Vec::with_capacity(given.len());
    for (name, at) in &given {
        let key = key(name);
        let known = known_of.get(&key).copied().flatten();
        let key = known.map_or(key, Key::Known);
        let words = folded_space(&tokens.text[name.range.clone()]);
        let entity = *entities.entry(key).or_insert_with(|| {
            names.entities.push(Entity {
                kind: name.kind,
                name: words.clone(),
                known,
                gender: None,
                mentions: Vec::new(),
            });
            names.entities.len() - 1
        });
        let of = &mut names.entities[entity];
        let length = |words: &str| (words.split(' ').count(), words.len());
        if length(&words) > length(&of.name) {
            of.name = words;
        }
        if name.kind == EntityType::Person {
            of.gender = of.gender.or_else(|| gender_at(tokens, at));
        }
        of.mentions.push(names.mentions.len());
        names.mentions.push(Mention {
            range: name.range.clone(),
            tokens: at.clone(),
            kind: name.kind,
            entity,
            paragraph: tokens.sentences[tokens.sentence_of(at.start)].paragraph,
            stands_for_state: false,
            confidence: 1.0,
            signals: Signals::default(),
        });
        numbers.push(name.number);
    }
    metonymy::mark(tokens, &mut names);
    (names, numbers)
}

/// The gazetteer's entity that has exactly this name and is of this type.
fn known_name(gazetteer: &KnownNames, tokens: &Tokens<'_>, name: &GivenName, at: &Range<usize>) -> Option<usize> {
    let (from, known) = gazetteer.read(tokens, at, true).into_iter().find(|(found, _)| found == at)?;
    let is_whole = tokens.range(&from) == name.range;
    gazetteer.entities.get(known).is_some_and(|(kind, _)| is_whole && *kind == name.kind).then_some(known)
}
