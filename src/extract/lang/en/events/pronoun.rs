//! Whom "he", "she" and "they" mean as the subject of an event: the only person, or the subject, of the sentence before.
//! What is not clear stays open.

use super::Context;
use super::apposition::{is_office, is_plural_office, names_person};
use super::participants::Participants;
use super::unit::{Unit, UnitKind};
use crate::extract::finding::{EntityType, Gender};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// Maximum number of sentences in which the antecedent of a pronoun is looked for, with that of the pronoun.
const SENTENCES: usize = 3;
/// Maximum length of a sentence that is looked through, in tokens.
const LONG: usize = 120;

/// Adds those whom a pronoun means, with the pronoun's words.
pub(super) fn antecedents(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    pronoun: usize,
    participants: &mut Participants,
) {
    let range = cx.tokens.range(&(pronoun..pronoun + 1));
    if cx.tokens.is(pronoun, "they") {
        several(cx, sentence, pronoun, participants);
        return;
    }
    let gender = if cx.tokens.is(pronoun, "she") { Gender::Female } else { Gender::Male };
    let mut words = sentence.start..pronoun;
    let mut number = cx.tokens.sentence_of(pronoun);
    for _ in 0..SENTENCES {
        let found = persons(cx, &words, gender);
        if !found.is_empty() {
            let Some((entity, role)) = found.one(cx, &words) else { return };
            participants.add(range, Some(entity), role);
            return;
        }
        let Some(before) = before(cx, &mut number, pronoun) else { return };
        words = before;
    }
}

/// The sentence before, in the same part of the text.
fn before(cx: &Context<'_, '_>, number: &mut usize, pronoun: usize) -> Option<Range<usize>> {
    let own = cx.tokens.sentences.get(cx.tokens.sentence_of(pronoun))?.paragraph?;
    *number = number.checked_sub(1)?;
    let sentence = cx.tokens.sentences.get(*number)?;
    // The paragraph before is near enough; the headline is not.
    let near = sentence.paragraph.is_some_and(|p| p + 1 >= own);
    (near && sentence.tokens.len() <= LONG).then(|| sentence.tokens.clone())
}

/// The people of a sentence that a pronoun may mean.
#[derive(Default)]
struct Found {
    /// The entity, its role and its unit.
    people: Vec<(usize, Option<usize>, Range<usize>)>,
    /// Whether an office without a name may be meant as well.
    unnamed: bool,
}

impl Found {
    fn is_empty(&self) -> bool {
        self.people.is_empty() && !self.unnamed
    }

    /// The one that is meant: the only one, or the subject.
    fn one(&self, cx: &Context<'_, '_>, sentence: &Range<usize>) -> Option<(usize, Option<usize>)> {
        let (first, role, tokens) = self.people.first()?;
        let alone = !self.unnamed && self.people.iter().all(|(entity, ..)| entity == first);
        // "Ann Lee met Bo Ray. She …": the first words of the sentence.
        let subject = begins(cx, sentence) == tokens.start && !self.is_joined(cx, tokens);
        let owner = cx.tokens.tokens.get(tokens.end).is_some_and(|t| t.kind == TokenKind::Possessive);
        ((alone || subject) && !owner).then_some((*first, *role))
    }

    /// Whether "and" follows, so that several are the subject.
    fn is_joined(&self, cx: &Context<'_, '_>, tokens: &Range<usize>) -> bool {
        cx.is_any(tokens.end, &["and", "or"])
    }
}

/// The first token of the subject of a sentence: after a time or a place before it.
fn begins(cx: &Context<'_, '_>, sentence: &Range<usize>) -> usize {
    let mut at = sentence.start;
    for _ in 0..6 {
        if at >= sentence.end {
            break;
        }
        let preposition =
            cx.is_any(at, &["in", "on", "at", "earlier", "the", ","]) || cx.tokens.tokens[at].kind == TokenKind::Mark;
        let time = cx.units.begins(at).filter(|u| matches!(u.what, UnitKind::Time(_)));
        let place = cx.units.begins(at).filter(|u| {
            at > sentence.start
                && cx.is_any(at - 1, &["in", "at"])
                && matches!(u.what, UnitKind::Mention(m) if cx.names.mentions[m].kind == EntityType::Place)
        });
        if let Some(unit) = time.or(place) {
            at = unit.tokens.end;
        } else if preposition && cx.units.at(at).is_none() {
            at += 1;
        } else {
            break;
        }
    }
    at
}

fn persons(cx: &Context<'_, '_>, words: &Range<usize>, gender: Gender) -> Found {
    let mut found = Found::default();
    each(cx, words, |unit| {
        if names_person(cx, unit) {
            let (entity, role) = match &unit.what {
                UnitKind::Mention(m) => (Some(cx.names.mentions[*m].entity), None),
                UnitKind::Roles(roles) => {
                    let role = roles.clone().find(|r| cx.roles[*r].holder.is_some());
                    (role.and_then(|r| cx.roles[r].holder), role)
                }
                UnitKind::Time(_) => (None, None),
            };
            if let Some(entity) = entity
                && cx.names.entities[entity].gender.is_none_or(|g| g == gender)
            {
                found.people.push((entity, role, unit.tokens.clone()));
            }
        } else if is_office(cx, unit) && !is_plural_office(cx, unit) {
            found.unnamed = true;
        }
    });
    found
}

/// Each unit in some words.
fn each<'u>(cx: &'u Context<'_, '_>, words: &Range<usize>, mut take: impl FnMut(&'u Unit)) {
    let mut at = words.start;
    while at < words.end {
        match cx.units.at(at) {
            Some(unit) => {
                take(unit);
                at = unit.tokens.end.max(at + 1);
            }
            None => at += 1,
        }
    }
}

/// "They": the people, or the office of several, that are the subject of the sentence before.
fn several(cx: &Context<'_, '_>, sentence: &Range<usize>, pronoun: usize, participants: &mut Participants) {
    if pronoun > sentence.start + 3 {
        return;
    }
    let mut number = cx.tokens.sentence_of(pronoun);
    let Some(before) = before(cx, &mut number, pronoun) else { return };
    let mut at = begins(cx, &before);
    let mut found = Participants::default();
    for _ in 0..12 {
        let Some(unit) = cx.units.begins(at).filter(|u| u.tokens.end <= before.end) else { break };
        if matches!(unit.what, UnitKind::Time(_)) || !found.push(cx, unit) {
            break;
        }
        let plural = is_plural_office(cx, unit);
        at = unit.tokens.end;
        if plural || !cx.is_any(at, &["and", ","]) {
            break;
        }
        at += 1;
        if cx.tokens.is(at, "and") {
            at += 1;
        }
        if cx.is_any(at, &["his", "her", "the"]) && cx.units.at(at).is_none() {
            at += 1;
        }
    }
    // A group noun: "the two leaders".
    if found.entity_refs.is_empty() {
        let group = (at..before.end.min(at + 5)).find(|t| cx.any(*t, Classes::EVENT_GROUP));
        if let Some(group) = group.filter(|g| (at..*g).all(|t| cx.tokens.tokens[t].letters == Letters::Small)) {
            participants.add(cx.tokens.range(&(at..group + 1)), None, None);
        }
        return;
    }
    let plural = found.entity_refs.len() > 1 || found.roles[0].is_some_and(|r| cx.roles[r].plural);
    if !plural {
        return;
    }
    let range = cx.tokens.range(&(pronoun..pronoun + 1));
    for (entity_ref, role) in found.entity_refs.into_iter().zip(found.roles) {
        match entity_ref.entity {
            Some(entity) => participants.add(range.clone(), Some(entity), role),
            None => participants.add(entity_ref.range, None, role),
        }
    }
}
