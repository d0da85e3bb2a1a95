//! Resolves a phrase to an entity. A name is its entity; a pronoun and "the minister" refer to the last speaker or the
//! last subject, if gender, number and title fit. What cannot be resolved stays unresolved.

mod bodies;

use super::QuotationFinder;
use super::phrase::{Phrase, PhraseKind, is_plural};
use crate::extract::finding::{EntityRef, EntityType, Gender, Mention, Signals};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// The last speaker.
#[derive(Debug, Clone)]
pub(super) struct Speaker {
    /// The words and the entity.
    pub(super) entity_ref: EntityRef,
    /// The token where they are.
    pub(super) token: usize,
    /// The type of speaker.
    kind: SpeakerKind,
    female: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SpeakerKind {
    Person,
    Several,
    Body,
    /// A name of unknown type.
    Unknown,
}

impl Speaker {
    /// Whether it is a person.
    pub(super) fn is_person(&self) -> bool {
        matches!(self.kind, SpeakerKind::Person | SpeakerKind::Unknown)
    }
}

/// Maximum number of preceding names that are examined for the referent of a phrase.
const REACH: usize = 40;
/// Maximum distance of the referent of a pronoun, in sentences.
const FAR: usize = 8;
/// Nouns for people that are compatible with any office.
const ANYBODY: &[&str] = &["diplomat", "official", "politician", "statesman", "stateswoman", "man", "woman"];
/// Words that show that a previous speaker continues.
const GOES_ON: &[&str] = &["added", "adds", "also", "continued", "continues", "further", "concluded", "went"];

/// The occurrence of a title: the entity, and the tokens of name and title.
pub(super) type Title = (usize, Range<usize>);

impl QuotationFinder<'_, '_> {
    /// Resolves a phrase, and gives what the next pronoun needs to refer to it.
    pub(super) fn resolve(&self, phrase: &Phrase, last: Option<&Speaker>) -> Speaker {
        let range = self.tokens.range(&phrase.words);
        let token = phrase.tokens.start;
        let head = self.tokens.tokens[phrase.head].classes;
        let made = |entity: Option<usize>, kind: SpeakerKind, female: Option<bool>| Speaker {
            entity_ref: EntityRef { range: range.clone(), entity },
            token,
            kind,
            female,
        };
        match phrase.kind {
            PhraseKind::Name(m) => {
                let mention = &self.names.mentions[m];
                let kind = match () {
                    () if self.is_called_body(phrase) => SpeakerKind::Body,
                    () if self.is_person(m) => SpeakerKind::Person,
                    () => self.speaker_kind(mention),
                };
                made(self.one(mention.entity), kind, self.sex(mention.entity, phrase))
            }
            PhraseKind::Joint => made(None, SpeakerKind::Several, None),
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
                        made(entity, SpeakerKind::Person, Some(female))
                    }
                    ("it" | "its", _) => made(self.body_before(token, last, None), SpeakerKind::Body, None),
                    ("they" | "them", _) => {
                        let several =
                            last.filter(|l| l.kind != SpeakerKind::Person && !self.is_body_after(l.token, token));
                        made(several.and_then(|l| l.entity_ref.entity), SpeakerKind::Several, None)
                    }
                    _ => made(None, SpeakerKind::Several, None),
                }
            }
            PhraseKind::Noun => {
                let plural = is_plural(self.tokens.word(phrase.head)) && head.any(Classes::SPEAKER);
                let named = self.by_role(phrase);
                if let Some(entity) = named {
                    return made(Some(entity), SpeakerKind::Person, self.sex(entity, phrase));
                }
                if self.is_unknown_name(phrase) {
                    let until = self.names.mentions.partition_point(|m| m.tokens.end <= token);
                    let word = self.tokens.word(phrase.head);
                    let same = (until.saturating_sub(REACH)..until)
                        .rev()
                        .find(|m| self.names.mentions[*m].tokens.clone().any(|t| self.tokens.is(t, word)));
                    if let Some(m) = same {
                        let mention = &self.names.mentions[m];
                        let kind = if self.is_person(m) { SpeakerKind::Person } else { self.speaker_kind(mention) };
                        return made(self.one(mention.entity), kind, self.entity_sex(mention.entity));
                    }
                }
                if plural {
                    return made(None, SpeakerKind::Several, None);
                }
                let definite = ["the", "this", "that"].iter().any(|w| self.tokens.is(phrase.tokens.start, w))
                    || phrase.tokens.start == phrase.head;
                let owned = phrase.tokens.end > phrase.head + 1;
                // "the China Daily newspaper": the name in it.
                let named =
                    phrase.head.checked_sub(1).filter(|b| phrase.words.contains(b)).and_then(|b| self.mention_over(b));
                let named = named.filter(|m| self.names.mentions[*m].kind == EntityType::Organisation);
                if let Some(m) = named.filter(|_| head.any(Classes::SPEAKING_BODY) && !head.any(Classes::SPEAKER)) {
                    return made(Some(self.names.mentions[m].entity), SpeakerKind::Body, None);
                }
                if head.any(Classes::SPEAKING_BODY) && !head.any(Classes::SPEAKER) {
                    let entity = if definite && !owned { self.body_before(token, last, Some(phrase)) } else { None };
                    return made(entity, SpeakerKind::Body, None);
                }
                let female = self.sex_of(head);
                if !head.any(Classes::SPEAKER) {
                    return made(
                        None,
                        if head.any(Classes::MEDIUM) { SpeakerKind::Body } else { SpeakerKind::Person },
                        female,
                    );
                }
                let entity = if definite && !owned && phrase.tokens.start != phrase.head {
                    self.titled(phrase, female)
                } else {
                    None
                };
                made(entity, SpeakerKind::Person, female)
            }
        }
    }

    /// "the blog DeltaMap": the noun before a name says that it is a body.
    fn is_called_body(&self, phrase: &Phrase) -> bool {
        let before = phrase.words.start.checked_sub(1).filter(|b| phrase.tokens.contains(b));
        before.is_some_and(|b| {
            let token = &self.tokens.tokens[b];
            token.letters == Letters::Small
                && token.classes.any(Classes::SPEAKING_BODY.and(Classes::MEDIUM))
                && !token.classes.any(Classes::SPEAKER)
        })
    }

    /// The entity, unless it represents an ambiguous name.
    fn one(&self, entity: usize) -> Option<usize> {
        let shared = self.names.entities[entity]
            .mentions
            .iter()
            .take(1)
            .any(|m| self.names.mentions[*m].signals.any(Signals::AMBIGUOUS));
        (!shared).then_some(entity)
    }

    /// The holder of the role that these words name. A role "of the court" is not just any such role.
    fn by_role(&self, phrase: &Phrase) -> Option<usize> {
        let range = self.tokens.range(&phrase.tokens);
        let head = self.tokens.tokens[phrase.head].range();
        let from = self.roles.partition_point(|r| r.range.end <= range.start);
        let fits = self.roles[from..].iter().take(4).take_while(|r| r.range.start < range.end);
        let mut holders = fits
            .filter(|r| r.title.start <= head.start && head.end <= r.title.end && r.range.end >= range.end)
            .filter_map(|r| r.holder);
        let first = holders.next()?;
        // "Presidents Ann Lee and Bo Ray" are not one.
        holders.all(|holder| holder == first).then_some(first).and_then(|holder| self.one(holder))
    }

    /// The person whom "the minister" means: the only one named before whose title has all these words.
    fn titled(&self, phrase: &Phrase, female: Option<bool>) -> Option<usize> {
        let token = phrase.tokens.start;
        let words = || phrase.tokens.start + 1..phrase.head + 1;
        let until = self.titles.partition_point(|(_, t)| t.start < token);
        let fits = |(entity, tokens): &&Title| {
            words().all(|w| tokens.clone().any(|t| self.tokens.is(t, self.tokens.word(w))))
                && (female.is_none() || self.entity_sex(*entity).is_none() || self.entity_sex(*entity) == female)
        };
        let mut titled = self.titles[..until].iter().rev().take(REACH).filter(fits).map(|(entity, _)| *entity);
        if let Some(first) = titled.next() {
            return self.one(first).filter(|_| titled.all(|other| other == first));
        }
        // "the diplomat" means the minister if nobody else was named so far.
        let anybody = words().len() == 1 && ANYBODY.iter().any(|w| self.tokens.is(phrase.head, w));
        let (only, _) = self.alone.filter(|(_, another)| anybody && token < *another)?;
        let agrees = female.is_none() || self.entity_sex(only).is_none_or(|f| Some(f) == female);
        let before = self.names.entities[only].mentions.first().map(|m| self.names.mentions[*m].tokens.end);
        self.one(only).filter(|_| agrees && before.is_some_and(|end| end <= token))
    }

    /// The first person that is named, and where another one is.
    pub(super) fn alone(&self) -> Option<(usize, usize)> {
        let mut persons = (0..self.names.mentions.len()).filter(|m| self.is_person(*m));
        let first = self.names.mentions[persons.next()?].entity;
        let another = persons.map(|m| &self.names.mentions[m]).find(|m| m.entity != first);
        Some((first, another.map_or(usize::MAX, |m| m.tokens.start)))
    }

    /// The person whom "he" or "she" means: the last speaker, or the subject of the latest sentence that names such a
    /// person. `None` if two possible persons were named since.
    fn person_before(&self, token: usize, female: bool, last: Option<&Speaker>) -> Option<usize> {
        let sentence = self.tokens.sentence_of(token);
        let near = |l: &&Speaker| {
            let far = sentence.saturating_sub(self.tokens.sentence_of(l.token)) > FAR;
            l.is_person() && l.female.is_none_or(|f| f == female) && !far
        };
        let last = last.filter(near);
        let until = self.names.mentions.partition_point(|m| m.tokens.end <= token);
        let mut latest = None;
        let mut found: Vec<&Mention> = Vec::new();
        for m in (until.saturating_sub(REACH)..until).rev() {
            let mention = &self.names.mentions[m];
            let of = self.tokens.sentence_of(mention.tokens.start);
            let earlier = last.is_some_and(|l| mention.tokens.end <= l.token) || latest.is_some_and(|s| s != of);
            if earlier || sentence - of > FAR {
                break;
            }
            let fits = self.is_person(m)
                && self.entity_sex(mention.entity).is_none_or(|f| f == female)
                && !self.inside(mention.tokens.start);
            if fits {
                latest = Some(of);
                found.push(mention);
            }
        }
        let Some(last) = last else {
            let first = found.first()?.entity;
            let alone = found.iter().all(|m| m.entity == first) && found.iter().any(|m| self.is_subject_like(m));
            return self.one(first).filter(|_| alone);
        };
        let speaker = last.entity_ref.entity;
        found.retain(|m| Some(m.entity) != speaker);
        // "Karasin said that Hart was wrong. He added that …": a speaker who adds something spoke before.
        let told = self.tokens.sentence_of(last.token);
        let goes_on = latest.is_none_or(|s| s == told)
            && (token + 1..token + 4).any(|t| GOES_ON.iter().any(|w| self.tokens.is(t, w)));
        speaker.filter(|_| found.is_empty() || goes_on)
    }

    /// Whether a name may be the subject of its sentence: nothing governs it, and it is not possessive.
    fn is_subject_like(&self, mention: &Mention) -> bool {
        let before = mention.tokens.start.checked_sub(1);
        let led = before.is_some_and(|b| {
            let token = &self.tokens.tokens[b];
            token.kind == TokenKind::Word && token.classes.any(Classes::PREPOSITION)
        });
        let owns = self.tokens.tokens.get(mention.tokens.end).is_some_and(|t| t.kind == TokenKind::Possessive);
        !led && !owns
    }

    /// Whether another person was named as a subject, after the sentence of a token and before another token.
    pub(super) fn is_another_since(&self, entity: Option<usize>, from: usize, to: usize) -> bool {
        let mentions = &self.names.mentions;
        let spoke = self.tokens.sentence_of(from);
        let end = self.tokens.sentences.get(spoke).map_or(from, |s| s.tokens.end);
        let first = mentions.partition_point(|m| m.tokens.start <= from);
        let until = mentions.partition_point(|m| m.tokens.end <= to);
        (first..until.min(first + REACH)).any(|m| {
            let mention = &mentions[m];
            // "Karasin said that all agreed, but Hart shook his head": in the same sentence, only another clause
            // counts.
            let start = mention.tokens.start;
            let own = start >= 2
                && self.tokens.is(start - 2, ",")
                && ["but", "while", "whereas", "and", "though"].iter().any(|w| self.tokens.is(start - 1, w));
            if start < end && !own {
                return false;
            }
            let somebody = self.is_person(m) || mention.kind == EntityType::Organisation;
            somebody
                && Some(mention.entity) != entity
                && !self.inside(mention.tokens.start)
                && self.is_subject_like(mention)
        })
    }

    /// The number of different people that some tokens name.
    pub(super) fn persons_in(&self, tokens: &Range<usize>) -> usize {
        let first = self.names.mentions.partition_point(|m| m.tokens.start < tokens.start);
        let mut found: Vec<usize> = Vec::new();
        for m in first..self.names.mentions.len().min(first + REACH) {
            let mention = &self.names.mentions[m];
            if mention.tokens.start >= tokens.end {
                break;
            }
            if self.is_person(m) && !self.inside(mention.tokens.start) && !found.contains(&mention.entity) {
                found.push(mention.entity);
            }
        }
        found.len()
    }

    fn speaker_kind(&self, mention: &Mention) -> SpeakerKind {
        match mention.kind {
            EntityType::Person => SpeakerKind::Person,
            EntityType::Nationality => SpeakerKind::Several,
            // A speaker whose name has an unknown type counts as whatever the next pronoun requires.
            EntityType::Other => SpeakerKind::Unknown,
            _ => SpeakerKind::Body,
        }
    }

    /// Whether a name is that of a person, by its type or its context.
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

    /// Whether an entity is a woman, according to its name and titles; `None` if unknown.
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

/// The titles of entities: names with a title before, inside or after them.
pub(super) fn titles(
    tokens: &crate::extract::tokens::Tokens<'_>,
    names: &crate::extract::finding::Names,
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
            // "Asked about Lena Holt, the minister said": the title belongs to the speaker.
            let led = mention.tokens.start.checked_sub(1).is_some_and(|b| {
                tokens.tokens[b].classes.any(Classes::PREPOSITION)
                    || ["ing", "ed", "met", "saw"].iter().any(|end| tokens.word(b).ends_with(end))
            });
            let says = |last: usize| (comma + 1..=last).any(|t| tokens.tokens[t].classes.any(Classes::SAY));
            if let Some(last) = last.filter(|last| (comma + 1..=*last).any(speaks) && !(led && says(*last))) {
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
