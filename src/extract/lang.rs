//! The languages of articles. A language that is read by rules is a folder with its words, its patterns and the code that
//! applies them; what it offers is a value of [`Rules`], listed in `LANGUAGES`. Of other languages, what is safe without
//! rules is read (`plain`).
//!
//! Each language reads the sentences that are in it. Here their findings become those of one article.

pub mod en;
mod marks;
mod plain;
pub mod ru;

use super::code::{Code, Languages};
use super::finding::{Anchor, Event, Gender, Mention, Names, PlaceStatement, Quotation, Role, Tenure, TimeMention};
use super::gazetteer::KnownNames;
use super::tokens::{Tokens, Writing};
use crate::base::time::TimeExtent;
use crate::read::record::Article;
use std::collections::HashMap;
use std::ops::Range;

/// The rules of a language. Each function reads the sentences of an article that are in this language; what a language has
/// no rules for is absent.
pub(super) trait Rules: Sync {
    /// The language.
    fn code(&self) -> Code;

    /// How it writes words.
    fn writing(&self) -> &'static dyn Writing;

    /// What it reads, in words: "names, times, roles and quotations".
    fn reads(&self) -> &'static str;

    /// What it does not read; empty if it reads everything.
    fn leaves_out(&self) -> &'static str;

    /// The names. Entities are of these sentences alone.
    fn names(&self, tokens: &Tokens<'_>, gazetteer: &KnownNames) -> Names;

    /// The expressions of time. Anchors and ends of intervals are indices of what is returned.
    fn times(&self, tokens: &Tokens<'_>, published: Option<&TimeExtent>) -> Vec<TimeMention>;

    /// The roles.
    fn roles(&self, _tokens: &Tokens<'_>, _names: &mut Names) -> Vec<Role> {
        Vec::new()
    }

    /// The quotations and reported speech.
    fn speech(&self, tokens: &Tokens<'_>, names: &Names, roles: &[Role]) -> Vec<Quotation>;

    /// The events.
    fn events(&self, _tokens: &Tokens<'_>, _findings: &Before<'_>) -> Vec<Event> {
        Vec::new()
    }

    /// What is said of places as units.
    fn places(&self, _tokens: &Tokens<'_>, _findings: &Before<'_>) -> Vec<PlaceStatement> {
        Vec::new()
    }

    /// The gender that the name of a person at some tokens indicates.
    fn gender(&self, _tokens: &Tokens<'_>, _name: &Range<usize>) -> Option<Gender> {
        None
    }

    /// Marks the names of places that stand for their governments.
    fn mark_metonymy(&self, _tokens: &Tokens<'_>, _names: &mut Names) {}

    /// A role of some tokens in plain form, and when it is held.
    fn plain_role(&self, tokens: &Tokens<'_>, title: &Range<usize>) -> (String, Tenure) {
        let words: Vec<String> = title.clone().map(|at| tokens.word(at).to_lowercase()).collect();
        (words.join(" "), Tenure::Present)
    }
}

/// The findings that events and statements about places rest on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Before<'a> {
    /// The names.
    pub names: &'a Names,
    /// The times.
    pub times: &'a [TimeMention],
    /// The roles.
    pub roles: &'a [Role],
    /// The quotations.
    pub quotations: &'a [Quotation],
    /// When the article was published.
    pub published: Option<&'a TimeExtent>,
}

/// All languages with rules.
static LANGUAGES: &[&dyn Rules] = &[&en::English, &ru::Russian];

/// The rules of a language, if it has any.
fn rules(language: Code) -> Option<&'static dyn Rules> {
    LANGUAGES.iter().find(|rules| rules.code() == language).copied()
}

/// The rules of a language, or what is read of it without any.
fn reader(language: Code) -> &'static dyn Rules {
    rules(language).unwrap_or(plain::without_rules(language))
}

/// How a language writes words.
pub(super) fn writing(language: Code) -> &'static dyn Writing {
    reader(language).writing()
}

/// All ways of writing that a name of the gazetteer may be split by.
pub(super) fn writings() -> Vec<&'static dyn Writing> {
    let mut all: Vec<&'static dyn Writing> = LANGUAGES.iter().map(|rules| rules.writing()).collect();
    all.push(writing(Code::UNKNOWN));
    all
}

/// What is read of a language, and what is not, in words.
pub(super) fn extent_of_reading(language: Code) -> (&'static str, &'static str) {
    let reader = reader(language);
    (reader.reads(), reader.leaves_out())
}

/// An article in tokens, each part in its language.
pub fn tokens<'t>(text: &'t str, article: &Article, languages: &Languages) -> Tokens<'t> {
    Tokens::in_languages(text, article, languages, writing)
}

/// Whether a name is that of a place that news treats as known: a country, a city, a state.
pub fn is_place(name: &str) -> bool {
    en::names::is_place(name)
}

/// Whether a name is that of a country, or of a state or province of one.
pub fn is_country_or_state(name: &str) -> bool {
    en::names::is_country_or_state(name)
}

/// The readers of the languages of an article, in the order of their codes.
fn readers(tokens: &Tokens<'_>) -> Vec<&'static dyn Rules> {
    let mut codes: Vec<Code> = tokens.sentences.iter().map(|sentence| sentence.language).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut all: Vec<&'static dyn Rules> = Vec::with_capacity(codes.len());
    for reader in codes.into_iter().map(reader) {
        // Languages of which nothing is known are read by one.
        if all.iter().all(|known| known.code() != reader.code()) {
            all.push(reader);
        }
    }
    all
}

fn reader_at(tokens: &Tokens<'_>, token: usize) -> &'static dyn Rules {
    let sentence = tokens.sentences.get(tokens.sentence_of(token));
    reader(sentence.map_or(Code::ENGLISH, |sentence| sentence.language))
}

/// All names. Names of the gazetteer are of one entity in all languages.
pub(super) fn names(tokens: &Tokens<'_>, gazetteer: &KnownNames) -> Names {
    let parts: Vec<Names> = readers(tokens).into_iter().map(|rules| rules.names(tokens, gazetteer)).collect();
    only(parts).unwrap_or_else(merged)
}

/// The only part in which something was found, or else all of them.
fn only(mut parts: Vec<Names>) -> Result<Names, Vec<Names>> {
    parts.retain(|part| !part.mentions.is_empty());
    if parts.len() > 1 { Err(parts) } else { Ok(parts.pop().unwrap_or_default()) }
}

/// The names of several languages, in the order of the text.
fn merged(parts: Vec<Names>) -> Names {
    let mut mentions: Vec<(usize, Mention)> = Vec::new();
    let mut entities = Vec::new();
    for (part, names) in parts.into_iter().enumerate() {
        entities.push(names.entities);
        mentions.extend(names.mentions.into_iter().map(|mention| (part, mention)));
    }
    mentions.sort_by_key(|(_, mention)| (mention.tokens.start, mention.tokens.end));
    let mut all = Names::default();
    let mut of: HashMap<(usize, usize), usize> = HashMap::new();
    let mut by_known: HashMap<usize, usize> = HashMap::new();
    for (part, mut mention) in mentions {
        let key = (part, mention.entity);
        let entity = match of.get(&key) {
            Some(entity) => *entity,
            None => {
                let mut entity = entities[part][mention.entity].clone();
                entity.mentions.clear();
                let known = entity.known;
                let at = known.and_then(|known| by_known.get(&known).copied()).unwrap_or_else(|| {
                    all.entities.push(entity);
                    all.entities.len() - 1
                });
                by_known.extend(known.map(|known| (known, at)));
                of.insert(key, at);
                at
            }
        };
        mention.entity = entity;
        all.entities[entity].mentions.push(all.mentions.len());
        all.mentions.push(mention);
    }
    all
}

/// All expressions of time, in order.
pub(super) fn times(tokens: &Tokens<'_>, published: Option<&TimeExtent>) -> Vec<TimeMention> {
    let mut all: Vec<TimeMention> = Vec::new();
    for rules in readers(tokens) {
        let first = all.len();
        all.extend(rules.times(tokens, published));
        for time in &mut all[first..] {
            time.until = time.until.map(|at| at + first);
            if let Anchor::Expression(at) = &mut time.anchor {
                *at += first;
            }
        }
    }
    if all.is_sorted_by_key(|time| time.tokens.start) {
        return all;
    }
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| (all[*at].tokens.start, all[*at].tokens.end));
    let mut place = vec![0; all.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = new;
    }
    let moved = |old: usize| {
        let mut time = all[old].clone();
        time.until = time.until.map(|at| place[at]);
        if let Anchor::Expression(at) = &mut time.anchor {
            *at = place[*at];
        }
        time
    };
    order.into_iter().map(moved).collect()
}

/// All roles, in order.
pub(super) fn roles(tokens: &Tokens<'_>, names: &mut Names) -> Vec<Role> {
    let mut all: Vec<Role> = Vec::new();
    let readers = readers(tokens);
    for rules in &readers {
        all.extend(rules.roles(tokens, names));
    }
    if readers.len() > 1 {
        all.sort_by_key(|role| role.title.start);
    }
    all
}

/// All quotations and reported speech, in order.
pub(super) fn speech(tokens: &Tokens<'_>, names: &Names, roles: &[Role]) -> Vec<Quotation> {
    let mut all: Vec<Quotation> = Vec::new();
    let readers = readers(tokens);
    for rules in &readers {
        all.extend(rules.speech(tokens, names, roles));
    }
    if readers.len() > 1 {
        all.sort_by_key(|quotation| quotation.content.first().map(|range| range.start));
    }
    all
}

/// All events, in order.
pub(super) fn events(tokens: &Tokens<'_>, before: &Before<'_>) -> Vec<Event> {
    readers(tokens).into_iter().flat_map(|rules| rules.events(tokens, before)).collect()
}

/// Everything that is said of places as units, in order.
pub(super) fn places(tokens: &Tokens<'_>, before: &Before<'_>) -> Vec<PlaceStatement> {
    readers(tokens).into_iter().flat_map(|rules| rules.places(tokens, before)).collect()
}

/// The gender that the name of a person at some tokens indicates.
pub(super) fn gender(tokens: &Tokens<'_>, name: &Range<usize>) -> Option<Gender> {
    reader_at(tokens, name.start).gender(tokens, name)
}

/// Marks the names of places that stand for their governments.
pub(super) fn mark_metonymy(tokens: &Tokens<'_>, names: &mut Names) {
    for rules in readers(tokens) {
        rules.mark_metonymy(tokens, names);
    }
}

/// A role of some tokens in plain form, and when it is held.
pub(super) fn plain_role(tokens: &Tokens<'_>, title: &Range<usize>) -> (String, Tenure) {
    reader_at(tokens, title.start).plain_role(tokens, title)
}

#[cfg(test)]
mod tests;
