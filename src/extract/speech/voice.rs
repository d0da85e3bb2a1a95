//! Who a phrase means. A name is its entity; a pronoun and "the minister" go back to who spoke last or was last spoken of
//! in the place of a subject, if sex, number and title fit. What cannot be told stays untold.

use super::Reader;
use super::phrase::{Phrase, PhraseKind};
use crate::extract::finding::{EntityType, Gender, Mention, Voice};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

/// Who spoke last.
#[derive(Debug, Clone)]
pub(super) struct Last {
    /// The words and who that is.
    pub(super) voice: Voice,
    /// Where it was.
    pub(super) token: usize,
    /// What sort of speaker.
    sort: Sort,
    female: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Person,
    Several,
    Body,
}

/// So many names are looked at backwards for whom a phrase means.
const REACH: usize = 40;

/// Where somebody is called something: the entity and the tokens of name and title.
pub(super) type Title = (usize, Range<usize>);

impl Reader<'_, '_> {
    /// Who a phrase means, and what that is for whom the next pronoun may mean.
    pub(super) fn resolve(&self, phrase: &Phrase, last: Option<&Last>) -> Last {
        let range = self.tokens.range(&phrase.words);
        let token = phrase.tokens.start;
        let head = self.tokens.tokens[phrase.head].classes;
        let made = |entity: Option<usize>, sort: Sort, female: Option<bool>| Last {
            voice: Voice { range: range.clone(), entity },
            token,
            sort,
            female,
        };
        match phrase.kind {
            PhraseKind::Name(m) => {
                let mention = &self.names.mentions[m];
                let sort = if self.is_person(m) { Sort::Person } else { self.sort_of(mention) };
                made(Some(mention.entity), sort, self.sex(mention.entity, phrase))
            }
            PhraseKind::Pronoun => {
                let word = self.tokens.word(phrase.head).to_ascii_lowercase();
                let female = match word.as_str() {
                    "he" | "him" => Some(false),
                    "she" | "her" => Some(true),
                    _ => None,
                };
                match (word.as_str(), female) {
                    (_, Some(female)) => {
                        let entity = self.person_before(token, female, last);
                        made(entity, Sort::Person, Some(female))
                    }
                    ("it" | "its", _) => made(self.body_before(token, last, None), Sort::Body, None),
                    ("they" | "them", _) => {
                        let several = last.filter(|l| l.sort != Sort::Person);
                        let entity = match several {
                            Some(l) => l.voice.entity,
                            None => self.body_before(token, None, None),
                        };
                        made(entity, Sort::Several, None)
                    }
                    _ => made(None, Sort::Several, None),
                }
            }
            PhraseKind::Noun => {
                let plural = is_plural(self.tokens.word(phrase.head)) && head.any(Classes::SPEAKER);
                let named = self.by_role(phrase);
                if let Some(entity) = named {
                    return made(Some(entity), Sort::Person, self.sex(entity, phrase));
                }
                if self.is_unknown_name(phrase) {
                    let until = self.names.mentions.partition_point(|m| m.tokens.end <= token);
                    let word = self.tokens.word(phrase.head);
                    let same = (until.saturating_sub(REACH)..until)
                        .rev()
                        .find(|m| self.names.mentions[*m].tokens.clone().any(|t| self.tokens.is(t, word)));
                    if let Some(m) = same {
                        let mention = &self.names.mentions[m];
                        let sort = if self.is_person(m) { Sort::Person } else { self.sort_of(mention) };
                        return made(Some(mention.entity), sort, self.entity_sex(mention.entity));
                    }
                }
                if plural {
                    return made(None, Sort::Several, None);
                }
                let definite = ["the", "this", "that"].iter().any(|w| self.tokens.is(phrase.tokens.start, w))
                    || phrase.tokens.start == phrase.head;
                let owned = phrase.tokens.end > phrase.head + 1;
                // "the China Daily newspaper" is the name that it has.
                let named =
                    phrase.head.checked_sub(1).filter(|b| phrase.words.contains(b)).and_then(|b| self.mention_over(b));
                let named = named.filter(|m| self.names.mentions[*m].kind == EntityType::Organisation);
                if let Some(m) = named.filter(|_| head.any(Classes::SPEAKING_BODY) && !head.any(Classes::SPEAKER)) {
                    return made(Some(self.names.mentions[m].entity), Sort::Body, None);
                }
                if head.any(Classes::SPEAKING_BODY) && !head.any(Classes::SPEAKER) {
                    let entity = if definite && !owned { self.body_before(token, last, Some(phrase)) } else { None };
                    return made(entity, Sort::Body, None);
                }
                let female = self.sex_of(head);
                if !head.any(Classes::SPEAKER) {
                    return made(None, if head.any(Classes::MEDIUM) { Sort::Body } else { Sort::Person }, female);
                }
                let entity = if definite && phrase.tokens.start != phrase.head {
                    self.titled(phrase, female, last)
                } else {
                    None
                };
                made(entity, Sort::Person, female)
            }
        }
    }

    /// The holder of a role that these words name.
    fn by_role(&self, phrase: &Phrase) -> Option<usize> {
        let range = self.tokens.range(&phrase.tokens);
        let head = self.tokens.tokens[phrase.head].range();
        let from = self.roles.partition_point(|r| r.range.end <= range.start);
        let fits = self.roles[from..].iter().take(4).take_while(|r| r.range.start < range.end);
        fits.filter(|r| r.title.start <= head.start && head.end <= r.title.end).find_map(|r| r.holder)
    }

    /// The one whom "the minister" means: the last to have that title, or else the last person who spoke.
    fn titled(&self, phrase: &Phrase, female: Option<bool>, last: Option<&Last>) -> Option<usize> {
        let token = phrase.tokens.start;
        let word = self.tokens.word(phrase.head);
        let until = self.titles.partition_point(|(_, t)| t.start < token);
        let fits = |(entity, tokens): &&Title| {
            tokens.clone().any(|t| self.tokens.is(t, word))
                && (female.is_none() || self.entity_sex(*entity).is_none() || self.entity_sex(*entity) == female)
        };
        if let Some((entity, _)) = self.titles[..until].iter().rev().take(REACH).find(fits) {
            return Some(*entity);
        }
        let last = last.filter(|l| l.sort == Sort::Person)?;
        let agrees = female.is_none() || last.female.is_none() || female == last.female;
        last.voice.entity.filter(|_| agrees)
    }

    /// Whom "he" or "she" means.
    fn person_before(&self, token: usize, female: bool, last: Option<&Last>) -> Option<usize> {
        let last = last.filter(|l| l.sort == Sort::Person && l.female.is_none_or(|f| f == female));
        let until = self.names.mentions.partition_point(|m| m.tokens.end <= token);
        let mut sentence = None;
        let mut found = None;
        for m in (until.saturating_sub(REACH)..until).rev() {
            let mention = &self.names.mentions[m];
            if last.is_some_and(|l| mention.tokens.end <= l.token) {
                break;
            }
            let of = self.tokens.sentence_of(mention.tokens.start);
            if sentence.is_some_and(|s| s != of) {
                break;
            }
            let fits = self.is_person(m)
                && self.entity_sex(mention.entity).is_none_or(|f| f == female)
                && !self.inside(mention.tokens.start)
                && self.is_subject_like(mention);
            if fits {
                sentence = Some(of);
                found = Some(mention.entity);
            }
        }
        if let Some(last) = last {
            // Who spoke last goes before who was only named since, unless a sentence was given to that one.
            let far = self.tokens.sentence_of(token).saturating_sub(self.tokens.sentence_of(last.token)) > 8;
            return match found {
                Some(found) => Some(found),
                None if !far || last.voice.entity.is_some() => last.voice.entity,
                None => None,
            };
        }
        found
    }

    /// Whether a name may be the subject of its sentence: nothing governs it, it owns nothing.
    fn is_subject_like(&self, mention: &Mention) -> bool {
        let before = mention.tokens.start.checked_sub(1);
        let led = before.is_some_and(|b| {
            let token = &self.tokens.tokens[b];
            token.kind == TokenKind::Word && token.classes.any(Classes::PREPOSITION)
        });
        let owns = self.tokens.tokens.get(mention.tokens.end).is_some_and(|t| t.kind == TokenKind::Possessive);
        !led && !owns
    }

    /// The body that "it", "the ministry" or "the company" means.
    fn body_before(&self, token: usize, last: Option<&Last>, noun: Option<&Phrase>) -> Option<usize> {
        let until = self.names.mentions.partition_point(|m| m.tokens.end <= token);
        let recent = || (until.saturating_sub(REACH)..until).rev().map(|m| &self.names.mentions[m]);
        if let Some(noun) = noun {
            let word = self.tokens.word(noun.head);
            let named = recent().find(|m| m.tokens.clone().any(|t| self.tokens.is(t, word)));
            if named.is_some() {
                return named.map(|m| m.entity);
            }
            let of_anything = [
                "company", "firm", "airline", "manufacturer", "agency", "group", "organisation", "organization",
                "body", "retailer", "operator", "maker", "supplier", "carrier", "publisher", "corporation", "bank",
                "party", "union", "newspaper", "broadcaster", "charity", "club", "team", "developer",
            ];
            if !of_anything.iter().any(|w| word.eq_ignore_ascii_case(w)) {
                return None;
            }
        }
        if let Some(last) = last.filter(|l| l.sort == Sort::Body) {
            return last.voice.entity;
        }
        recent().filter(|m| m.kind == EntityType::Organisation).find(|m| self.is_subject_like(m)).map(|m| m.entity)
    }

    fn sort_of(&self, mention: &Mention) -> Sort {
        match mention.kind {
            EntityType::Person => Sort::Person,
            EntityType::Nationality => Sort::Several,
            // A name of unknown sort that speaks is taken for whoever the next pronoun asks for.
            EntityType::Other if mention.tokens.len() > 1 => Sort::Person,
            _ => Sort::Body,
        }
    }

    /// Whether a name is that of a person, by its type or by what stands about it.
    pub(super) fn is_person(&self, mention: usize) -> bool {
        let m = &self.names.mentions[mention];
        match m.kind {
            EntityType::Person => true,
            EntityType::Other => self.has_title(m.entity),
            _ => false,
        }
    }

    fn has_title(&self, entity: usize) -> bool {
        self.persons.get(entity).copied().unwrap_or(false)
    }

    fn sex(&self, entity: usize, phrase: &Phrase) -> Option<bool> {
        let said = phrase.tokens.clone().find_map(|t| self.sex_of(self.tokens.tokens[t].classes));
        said.or_else(|| self.entity_sex(entity))
    }

    /// Whether an entity is a woman, as its name and titles tell it.
    fn entity_sex(&self, entity: usize) -> Option<bool> {
        let entity = &self.names.entities[entity];
        if let Some(gender) = entity.gender {
            return Some(gender == Gender::Female);
        }
        entity.mentions.iter().take(4).find_map(|m| {
            let before = self.names.mentions[*m].tokens.start.checked_sub(1)?;
            self.sex_of(self.tokens.tokens[before].classes)
        })
    }

    fn sex_of(&self, classes: Classes) -> Option<bool> {
        match (classes.any(Classes::WOMAN), classes.any(Classes::MAN)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }
}

/// Who is called what: names with a title before, within or behind them.
pub(super) fn titles(
    tokens: &crate::extract::tokens::Tokens<'_>,
    names: &crate::extract::names::Names,
) -> (Vec<Title>, Vec<bool>) {
    let mut titles = Vec::new();
    let mut persons = vec![false; names.entities.len()];
    let speaks = |t: usize| tokens.tokens[t].classes.any(Classes::SPEAKER.and(Classes::HONORIFIC));
    let plain = |t: usize| tokens.tokens[t].kind == TokenKind::Word;
    for mention in &names.mentions {
        if !matches!(mention.kind, EntityType::Person | EntityType::Other) {
            continue;
        }
        let mut start = mention.tokens.start;
        let lowest = start.saturating_sub(6);
        while start > lowest
            && plain(start - 1)
            && !tokens.tokens[start - 1].classes.any(Classes::FUNCTION.and(Classes::PREPOSITION).and(Classes::SAY))
        {
            start -= 1;
        }
        let before = start..mention.tokens.end;
        let near = mention.tokens.start > start && speaks(mention.tokens.start - 1);
        if near || mention.tokens.clone().any(speaks) {
            persons[mention.entity] = true;
            titles.push((mention.entity, before));
            continue;
        }
        let comma = mention.tokens.end;
        if comma + 2 < tokens.tokens.len() && tokens.is(comma, ",") {
            let last = (comma + 1..tokens.tokens.len().min(comma + 8)).take_while(|t| plain(*t)).last();
            if let Some(last) = last.filter(|last| (comma + 1..=*last).any(speaks)) {
                let begins =
                    tokens.tokens[comma + 1].classes.any(Classes::DETERMINER) || speaks(comma + 1) || speaks(comma + 2);
                if begins {
                    persons[mention.entity] = true;
                    titles.push((mention.entity, mention.tokens.start..last + 1));
                }
            }
        }
    }
    (titles, persons)
}

/// Whether a noun for speakers is a plural.
pub(super) fn is_plural(word: &str) -> bool {
    let small = word.to_ascii_lowercase();
    (small.ends_with('s') && !small.ends_with("ss"))
        || ["people", "police", "men", "women", "spokesmen", "spokespeople", "media"].contains(&small.as_str())
}
