//! Names that are known beforehand: those of the gazetteer, and the built-in places as a language writes them.

use crate::base::iri::{folded, folded_space};
use crate::base::places;
use crate::extract::code::Code;
use crate::extract::finding::{Entity, EntityType, Mention, Names, Signals};
use crate::extract::gazetteer::KnownNames;
use crate::extract::lang;
use crate::extract::tokens::{Letters, TokenKind, Tokens};
use crate::extract::trie::Trie;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

/// How sure a name of a list is, from 0 to 1.
const CONFIDENCE: f32 = 0.95;

/// The names of places of each language, with the indices of `places::names_in`.
static PLACES: LazyLock<BTreeMap<Code, Trie>> = LazyLock::new(|| {
    let trie = |language: &str| {
        let mut names = Trie::default();
        for (at, name) in places::names_in(language).iter().enumerate() {
            names.add(name.name, lang::writing(Code::of(language)), at);
        }
        names
    };
    places::languages().map(|language| (Code::of(language), trie(language))).collect()
});

/// A name as it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::extract::lang) struct Found {
    pub(in crate::extract::lang) tokens: Range<usize>,
    pub(in crate::extract::lang) kind: EntityType,
    pub(in crate::extract::lang) known: Option<usize>,
    /// Its name, where the text has another form of it.
    pub(in crate::extract::lang) name: Option<String>,
    pub(in crate::extract::lang) signals: Signals,
}

/// The names of the gazetteer in a sentence, the longest first.
pub(in crate::extract::lang) fn of_gazetteer(
    tokens: &Tokens<'_>,
    gazetteer: &KnownNames,
    sentence: &Range<usize>,
) -> Vec<Found> {
    let found = gazetteer.read(tokens, sentence, is_loud(tokens, sentence));
    let kind = |known: usize| gazetteer.entities.get(known).map_or(EntityType::Other, |(kind, _)| *kind);
    found
        .into_iter()
        .map(|(at, known)| Found {
            tokens: at,
            kind: kind(known),
            known: Some(known),
            name: None,
            signals: Signals::GAZETTEER,
        })
        .collect()
}

/// The built-in place that a language names at a token: where the name ends, and the name.
pub(in crate::extract::lang) fn place_at(
    tokens: &Tokens<'_>,
    language: Code,
    at: usize,
    sentence: &Range<usize>,
    loud: bool,
) -> Option<(usize, &'static str)> {
    let (end, place) = PLACES.get(&language)?.longest(tokens, at, sentence.end, loud)?;
    let name = places::names_in(language.as_str()).get(place)?;
    (!(name.is_word && at == sentence.start)).then_some((end, name.name))
}

/// The known names of the sentences that are read.
pub(super) fn names(
    tokens: &Tokens<'_>,
    gazetteer: &KnownNames,
    language: Code,
    is_read: impl Fn(Code) -> bool,
) -> Names {
    let mut all = Vec::new();
    for sentence in tokens.sentences.iter().filter(|sentence| is_read(sentence.language)) {
        let mut found = of_gazetteer(tokens, gazetteer, &sentence.tokens).into_iter().peekable();
        let loud = is_loud(tokens, &sentence.tokens);
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            if let Some(name) = found.next_if(|name| name.tokens.start <= at) {
                at = name.tokens.end.max(at + 1);
                all.push(name);
                continue;
            }
            let place = place_at(tokens, language, at, &sentence.tokens, loud);
            match place.filter(|(end, _)| found.peek().is_none_or(|name| name.tokens.start >= *end)) {
                Some((end, _)) if !is_in_name(tokens, &(at..end), &sentence.tokens, loud) => {
                    let signals = Signals::KNOWN;
                    all.push(Found { tokens: at..end, kind: EntityType::Place, known: None, name: None, signals });
                    at = end;
                }
                _ => at += 1,
            }
        }
    }
    entities(tokens, all)
}

/// Whether words are part of a longer name: another capitalised word of a script with capitals stands beside them.
fn is_in_name(tokens: &Tokens<'_>, name: &Range<usize>, sentence: &Range<usize>, loud: bool) -> bool {
    let is_capital = |at: usize| {
        tokens.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word && t.is_capital() && t.letters != Letters::None)
    };
    let before = name.start.checked_sub(1).filter(|at| *at > sentence.start);
    let joined = name.end < sentence.end && tokens.word(name.end) == "-" && !tokens.tokens[name.end].spaced;
    !loud && (before.is_some_and(is_capital) || name.end < sentence.end && is_capital(name.end)) || joined
}

/// Whether the capitals of a sentence are no evidence: it has no lower-case word.
pub(in crate::extract::lang) fn is_loud(tokens: &Tokens<'_>, sentence: &Range<usize>) -> bool {
    let words = || tokens.tokens[sentence.clone()].iter().filter(|t| t.kind == TokenKind::Word);
    words().all(|t| t.letters != Letters::Small) && words().any(|t| t.letters == Letters::Capitals)
}

/// Makes mentions and entities of names: names of one entity of the gazetteer are one, and so are those that are written
/// the same.
pub(in crate::extract::lang) fn entities(tokens: &Tokens<'_>, found: Vec<Found>) -> Names {
    let mut names = Names::default();
    let mut of: HashMap<(Option<usize>, EntityType, String), usize> = HashMap::new();
    for found in found {
        let range = tokens.range(&found.tokens);
        let words = folded_space(&tokens.text[range.clone()]);
        let name = found.name.unwrap_or_else(|| words.clone());
        let key = match found.known {
            Some(_) => (found.known, found.kind, String::new()),
            None => (None, found.kind, folded(&name)),
        };
        let entity = *of.entry(key).or_insert_with(|| {
            names.entities.push(Entity {
                kind: found.kind,
                name: name.clone(),
                known: found.known,
                gender: None,
                mentions: Vec::new(),
            });
            names.entities.len() - 1
        });
        let is_in_capitals = |name: &str| !name.chars().any(char::is_lowercase);
        let of = &mut names.entities[entity];
        if is_in_capitals(&of.name) && !is_in_capitals(&name) {
            of.name = name;
        }
        of.mentions.push(names.mentions.len());
        names.mentions.push(Mention {
            range,
            paragraph: tokens.sentences[tokens.sentence_of(found.tokens.start)].paragraph,
            tokens: found.tokens,
            kind: found.kind,
            entity,
            stands_for_state: false,
            confidence: CONFIDENCE,
            signals: found.signals,
        });
    }
    names
}
