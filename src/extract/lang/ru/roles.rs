//! Roles: an office before the name of its holder, or after it between commas. The office and the holder agree in case.

use super::RUSSIAN;
use super::forms::Case;
use super::lexicon::{Does, does, office};
use super::names::case_of_person;
use super::office::{Office, is_office, office_at};
use crate::extract::finding::{EntityType, Names, Role, Tenure};
use crate::extract::tokens::Tokens;
use std::collections::HashMap;
use std::ops::Range;

/// All roles of the Russian sentences that name their holder.
pub(super) fn read(tokens: &Tokens<'_>, names: &Names) -> Vec<Role> {
    let by_start: HashMap<usize, usize> =
        names.mentions.iter().enumerate().map(|(at, mention)| (mention.tokens.start, at)).collect();
    let by_end: HashMap<usize, usize> =
        names.mentions.iter().enumerate().map(|(at, mention)| (mention.tokens.end, at)).collect();
    let name = |at: usize| {
        let mention = &names.mentions[*by_start.get(&at)?];
        Some((mention.kind, mention.tokens.clone()))
    };
    let is_person = |at: &usize| names.mentions[*at].kind == EntityType::Person;
    let mut roles = Vec::new();
    for (_, sentence) in tokens.sentences_in(RUSSIAN) {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            if !is_office(tokens, at) {
                at += 1;
                continue;
            }
            let found = office_at(tokens, at, sentence.tokens.end, &name);
            at = found.tokens.end;
            let after = by_start.get(&found.tokens.end).copied().filter(is_person);
            let is_mark = |at: usize| at >= sentence.tokens.end || matches!(tokens.word(at), "," | "." | "!" | "?");
            let comma = found.tokens.start.checked_sub(1).filter(|comma| tokens.word(*comma) == ",");
            let before = comma.and_then(|comma| by_end.get(&comma).copied()).filter(is_person);
            let before = before.filter(|_| is_mark(found.tokens.end));
            let Some(holder) = after.or(before) else { continue };
            let person = &names.mentions[holder].tokens;
            let ends_in_consonant = tokens.word(person.end - 1).ends_with(is_consonant);
            let Some(noun) = noun_of(&found, case_of_person(tokens, person), ends_in_consonant) else { continue };
            let mut title = start_of(tokens, &found, noun)..found.tokens.end;
            let of = found.of.clone().filter(|of| of.end == title.end);
            if let Some(of) = &of {
                title.end = of.start.max(noun + 1);
            }
            let range = title.start.min(person.start)..found.tokens.end.max(person.end);
            let (plain, tenure) = plain(tokens, &title);
            roles.push(Role {
                title: tokens.range(&title),
                range: tokens.range(&range),
                holder: Some(names.mentions[holder].entity),
                of: of.and_then(|of| by_start.get(&of.start).copied()),
                paragraph: sentence.paragraph,
                plain,
                general: false,
                plural: false,
                tenure,
            });
        }
    }
    roles
}

/// The noun of an office that agrees with its holder; `None` if there is not one.
fn noun_of(office: &Office, holder: Option<Case>, ends_in_consonant: bool) -> Option<usize> {
    if let ([(noun, case)], holder) = (office.nouns.as_slice(), holder) {
        // "адвокат президента Давор Кунич": a name whose case is not sure, but that ends as no genitive of a man does, is not
        // that of an office in another case than the nominative.
        let agree = match (*case, holder) {
            (Some(office), Some(holder)) => office == holder || is_alike(office, holder),
            (Some(office), None) => office == Case::Nominative || !ends_in_consonant,
            (None, _) => true,
        };
        return agree.then_some(*noun);
    }
    // "советник президента Иванов": the words do not say who is who unless the cases differ.
    let holder = holder?;
    let mut agreeing = office.nouns.iter().filter(|(_, case)| *case == Some(holder));
    let noun = agreeing.next()?.0;
    agreeing.next().is_none().then_some(noun)
}

/// A consonant with which a surname of a man ends in the nominative alone; "м" ends the instrumental, too, "х" all cases.
fn is_consonant(letter: char) -> bool {
    "бвгджзклнпрстфцчшщ".contains(letter)
}

/// Cases that are the same for one of two words.
fn is_alike(a: Case, b: Case) -> bool {
    matches!(
        (a, b),
        (Case::Genitive, Case::Accusative)
            | (Case::Accusative, Case::Genitive)
            | (Case::Dative, Case::Prepositional)
            | (Case::Prepositional, Case::Dative)
    )
}

/// Where an office begins whose noun is not the first of the phrase.
fn start_of(tokens: &Tokens<'_>, office: &Office, noun: usize) -> usize {
    let is_first = office.nouns.first().is_some_and(|(first, _)| *first == noun);
    if is_first {
        return office.tokens.start;
    }
    let mut start = noun;
    while start > office.tokens.start && does(tokens.tokens[start - 1].hash, Does::ROLE_ADJECTIVE.and(Does::FORMER)) {
        start -= 1;
    }
    start
}

/// A role with its noun in the nominative, in lower case, and when it is held.
pub(super) fn plain(tokens: &Tokens<'_>, title: &Range<usize>) -> (String, Tenure) {
    let mut tenure = Tenure::Present;
    let mut words = Vec::new();
    let mut is_open = true;
    for at in title.clone() {
        let hash = tokens.tokens[at].hash;
        let word = tokens.word(at).to_lowercase();
        if does(hash, Does::FORMER) {
            tenure = Tenure::Former;
            if !word.starts_with("экс-") {
                continue;
            }
        }
        // The noun of the office is the first; others are in the genitive.
        match office(hash).filter(|_| is_open) {
            Some(lemma) => {
                is_open = false;
                words.push(lemma.trim_start_matches("экс-").to_owned());
            }
            None => words.push(word),
        }
    }
    (words.join(" "), tenure)
}
