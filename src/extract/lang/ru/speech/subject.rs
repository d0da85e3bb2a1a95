//! Who says it: the subject of a verb of saying.

use super::Reader;
use crate::extract::finding::{EntityRef, EntityType};
use crate::extract::lang::ru::forms::Case;
use crate::extract::lang::ru::lexicon::{Does, does};
use crate::extract::lang::ru::names::case_of_person;
use crate::extract::lang::ru::office::{is_office, is_verb, office_at};
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// Nouns for those who speak and have no name: the nominative.
#[rustfmt::skip]
const SPEAKERS: &[&str] = &[
    "пресс-служба", "ведомство", "министерство", "источник", "агентство", "посольство", "правительство", "администрация",
    "управление", "телеканал", "издание", "газета", "дипломат", "политик", "чиновник", "собеседник", "внешнеполитическое",
    "депутат", "эксперт", "военный", "прокуратура", "полиция", "комитет", "мэрия",
];

/// Words between the subject and the verb that change neither.
#[rustfmt::skip]
const ADVERBS: &[&str] = &[
    "также", "ранее", "при", "этом", "в", "во", "очередной", "раз", "свою", "очередь", "тоже", "еще", "ещё", "затем", "позже",
    "накануне", "сегодня", "вчера", "журналистам", "частности", "ходе", "эфире", "официально", "особо", "и",
];

/// Maximum number of words between the subject and the verb.
const BETWEEN: usize = 6;

impl Reader<'_, '_> {
    /// The mention at a token, if it begins there: its tokens, kind and entity.
    fn mention_at(&self, at: usize) -> Option<(Range<usize>, EntityType, usize)> {
        let mention = &self.names.mentions[self.at.get(at)?.checked_sub(1)?];
        (mention.tokens.start == at).then(|| (mention.tokens.clone(), mention.kind, mention.entity))
    }

    fn named(&self, range: &Range<usize>, entity: Option<usize>) -> EntityRef {
        EntityRef { range: self.tokens.range(range), entity }
    }

    /// The phrase for a person or body that begins at a token, with its end. `any_case` takes it in any case, otherwise only
    /// what may be a subject.
    pub(super) fn phrase_at(&self, at: usize, end: usize, any_case: bool) -> Option<(Range<usize>, EntityRef)> {
        if at >= end {
            return None;
        }
        if let Some((range, kind, entity)) = self.mention_at(at) {
            let fits = match kind {
                EntityType::Person => {
                    any_case || case_of_person(self.tokens, &range).is_none_or(|case| case == Case::Nominative)
                }
                EntityType::Organisation => true,
                EntityType::Place => any_case,
                _ => false,
            };
            return fits.then(|| (range.clone(), self.named(&range, Some(entity))));
        }
        let token = self.tokens.tokens[at];
        if token.kind != TokenKind::Word {
            return None;
        }
        if does(token.hash, Does::PRONOUN) && !any_case {
            return Some((at..at + 1, self.named(&(at..at + 1), None)));
        }
        let mut noun = at;
        while noun < end
            && does(self.tokens.tokens[noun].hash, Does::ROLE_ADJECTIVE.and(Does::FORMER))
            && !is_office(self.tokens, noun)
        {
            noun += 1;
        }
        if noun < end && is_office(self.tokens, noun) {
            let name = |at: usize| self.mention_at(at).map(|(range, kind, _)| (kind, range));
            let office = office_at(self.tokens, noun, end, &name);
            let is_subject =
                office.nouns.first().is_some_and(|(_, case)| case.is_none_or(|case| case == Case::Nominative));
            if !any_case && !is_subject {
                return None;
            }
            return match self.mention_at(office.tokens.end).filter(|(_, kind, _)| *kind == EntityType::Person) {
                Some((person, _, entity)) => {
                    let holder = case_of_person(self.tokens, &person);
                    let agrees = any_case || holder.is_none_or(|case| case == Case::Nominative);
                    // "представитель президента Владимира Путина" is not the person.
                    let entity = (agrees && (office.nouns.len() == 1 || holder.is_some())).then_some(entity);
                    let range = at..person.end;
                    Some((range.clone(), self.named(&range, entity)))
                }
                None => {
                    let range = at..office.tokens.end;
                    Some((range.clone(), self.named(&range, None)))
                }
            };
        }
        if any_case || !SPEAKERS.contains(&self.word(at).to_lowercase().as_str()) {
            return None;
        }
        let mut to = at + 1;
        while to < end && to < at + 10 {
            if let Some((range, ..)) = self.mention_at(to) {
                to = range.end;
                continue;
            }
            let token = self.tokens.tokens[to];
            let word = self.word(to);
            let goes_on = token.kind == TokenKind::Word
                && token.letters != Letters::None
                && !is_verb(word)
                && (!does(token.hash, Does::FUNCTION.and(Does::SAY)) || word == "в" || word == "и");
            if !goes_on {
                break;
            }
            to += 1;
        }
        Some((at..to, self.named(&(at..to), None)))
    }

    /// The subject that follows a verb, past a time and an addressee: "сообщила в понедельник пресс-служба", "заявил ТАСС
    /// представитель", "заявили в МИД".
    pub(super) fn subject_after(&self, from: usize, end: usize, verb: usize) -> Option<EntityRef> {
        let mut at = from;
        while at < end && at < from + BETWEEN {
            let word = self.word(at);
            let is_plural =
                self.word(verb).ends_with('и') || self.word(verb).ends_with("ют") || self.word(verb).ends_with("ят");
            if matches!(word, "в" | "во") {
                if let Some((range, kind, entity)) = self.body_from(at + 1, end) {
                    let speaks = is_plural && kind == EntityType::Organisation;
                    if speaks {
                        return Some(self.named(&range, Some(entity)));
                    }
                }
                // "в понедельник"
                at += 2;
                continue;
            }
            if let Some((range, found)) = self.phrase_at(at, end, false) {
                let is_body = found.entity.is_some_and(|of| self.names.entities[of].kind == EntityType::Organisation);
                // "рассказал РИА Новости глава района"
                let after = is_body.then(|| self.phrase_at(range.end, end, false)).flatten();
                return Some(after.map_or(found, |(_, speaker)| speaker));
            }
            let skipped = ADVERBS.contains(&word) || self.tokens.tokens[at].kind == TokenKind::Number;
            if !skipped {
                return None;
            }
            at += 1;
        }
        None
    }

    /// A body after "в", perhaps with an adjective: "в российском МИД".
    fn body_from(&self, at: usize, end: usize) -> Option<(Range<usize>, EntityType, usize)> {
        self.mention_at(at).or_else(|| {
            let is_adjective =
                self.tokens.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word) && self.word(at).ends_with("ом");
            self.mention_at(at + 1).filter(|_| is_adjective && at + 1 < end)
        })
    }

    /// The subject that ends before a verb.
    pub(super) fn subject_before(&self, verb: usize, start: usize) -> Option<EntityRef> {
        let mut at = verb;
        // "Лавров, отвечая на вопрос, заявил"
        if at > start && self.word(at - 1) == "," {
            let comma = (start..at - 1).rev().take(12).find(|at| self.word(*at) == ",")?;
            let verb = self.word(comma + 1);
            let is_adverbial = ["ая", "яя", "ясь", "уя", "ив", "ав", "вшись"].iter().any(|end| verb.ends_with(end));
            if !is_adverbial {
                return None;
            }
            at = comma;
        }
        let mut skipped = 0;
        while at > start && skipped < BETWEEN {
            if let Some(found) = self.subject_ending(at, start, verb) {
                return Some(found);
            }
            let word = self.word(at - 1);
            let is_time = self.tokens.tokens[at - 1].kind == TokenKind::Number
                || ["у", "ник", "рг", "ье", "да"].iter().any(|end| word.ends_with(end));
            if !(ADVERBS.contains(&word) || is_time && self.at[at - 1] == 0) {
                return None;
            }
            at -= 1;
            skipped += 1;
        }
        None
    }

    /// The phrase that ends at a token, with the office before a name.
    fn subject_ending(&self, end: usize, start: usize, verb: usize) -> Option<EntityRef> {
        let is_plural = self.word(verb).ends_with('и') || self.word(verb).ends_with("ют");
        let last = end - 1;
        if let Some(mention) = self.at[last].checked_sub(1).map(|at| &self.names.mentions[at]) {
            let before = mention.tokens.start.checked_sub(1).filter(|before| *before >= start);
            let word = before.map_or("", |at| self.word(at));
            let in_place =
                matches!(word, "в" | "В" | "во" | "Во" | "на" | "с" | "со" | "о" | "об" | "к" | "от" | "у" | "для");
            match mention.kind {
                EntityType::Person => {
                    let is_subject =
                        case_of_person(self.tokens, &mention.tokens).is_none_or(|case| case == Case::Nominative);
                    // An office in another case, or a preposition, shows another case.
                    if !is_subject || in_place {
                        return None;
                    }
                }
                EntityType::Organisation => {
                    if let Some(office) = self.office_ending(end, start) {
                        return Some(office);
                    }
                    let adjective = before.is_some_and(|at| {
                        self.word(at).ends_with("ом") && at > start && matches!(self.word(at - 1), "в" | "В")
                    });
                    if in_place || adjective {
                        let speaks = is_plural && (adjective || matches!(word, "в" | "В"));
                        return speaks.then(|| self.named(&mention.tokens, Some(mention.entity)));
                    }
                }
                EntityType::Place => return self.office_ending(end, start),
                _ => return None,
            }
            return Some(self.named(&mention.tokens, Some(mention.entity)));
        }
        if does(self.tokens.tokens[last].hash, Does::PRONOUN) {
            return Some(self.named(&(last..end), None));
        }
        self.office_ending(end, start)
    }

    /// An office, or a noun for who speaks, whose words end at a token: "глава МИД РФ".
    fn office_ending(&self, end: usize, start: usize) -> Option<EntityRef> {
        let from = end.saturating_sub(8).max(start);
        (from..end).find_map(|at| {
            let free =
                at == start || !matches!(self.word(at - 1), "с" | "о" | "от" | "к" | "у" | "для" | "словам" | "главы");
            let (range, found) = self.phrase_at(at, end, false).filter(|_| free && self.at[at] == 0)?;
            (range.end == end).then_some(found)
        })
    }
}
