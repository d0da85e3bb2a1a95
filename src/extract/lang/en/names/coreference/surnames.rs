//! Resolves a surname or a first name alone. If one person of the article has it, it is that one; of several, the one
//! whom the title before it fits ("Mayor Rahim", "Mrs Hart"). Otherwise it stays unresolved.

use super::gender::gender;
use super::{Group, root};
use crate::extract::finding::{EntityType, Gender};
use crate::extract::lang::en::names::mention_detection::Candidate;
use crate::extract::lexicon::{Classes, Hashed};
use crate::extract::tokens::{Letters, TokenKind, Tokens};
use std::collections::HashMap;

/// Words of a title or a role.
const TITLE: Classes = Classes::ROLE
    .and(Classes::HONORIFIC)
    .and(Classes::ROLE_NOUN)
    .and(Classes::ROLE_GENERAL)
    .and(Classes::ROLE_WEAK)
    .and(Classes::ROLE_SHORT)
    .and(Classes::ROLE_PART)
    .and(Classes::SPEAKER);
/// Maximum number of titles remembered for a person.
const MOST_TITLES: usize = 16;
/// Maximum number of words of a title before a name, or after its comma.
const LONGEST: usize = 6;

/// Titles that indicate only the gender.
const MAN_OR_WOMAN: &[&str] =
    &["mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "sir", "lady", "madam", "herr", "frau", "monsieur", "madame"];

/// The persons of an article by the words of their names, and their titles.
pub(super) struct Namesakes<'a> {
    tokens: &'a Tokens<'a>,
    names: &'a HashMap<u64, Vec<usize>, Hashed>,
    gazetteer: &'a [(EntityType, String)],
    /// For each person who shares a name, the titles, each as a list of words.
    titles: HashMap<usize, Vec<Vec<u64>>, Hashed>,
    genders: HashMap<usize, Gender, Hashed>,
}

impl<'a> Namesakes<'a> {
    pub(super) fn new(
        tokens: &'a Tokens<'a>,
        candidates: &[Candidate],
        groups: &[Group],
        names: &'a HashMap<u64, Vec<usize>, Hashed>,
        gazetteer: &'a [(EntityType, String)],
    ) -> Self {
        let mut all = Self { tokens, names, gazetteer, titles: HashMap::default(), genders: HashMap::default() };
        for (n, group) in groups.iter().enumerate().filter(|(_, g)| g.kind == EntityType::Person) {
            let person = root(groups, n);
            for c in group.members.iter().map(|m| &candidates[*m]) {
                if let Some(gender) = gender(tokens, c) {
                    all.genders.entry(person).or_insert(gender);
                }
                // A surname with a title is what is being resolved.
                if c.tokens.len() > 1 {
                    let found = [all.before(c), behind(tokens, c)];
                    let titles = all.titles.entry(person).or_default();
                    for title in found.into_iter().filter(|t| !t.is_empty()) {
                        if titles.len() < MOST_TITLES && !titles.contains(&title) {
                            titles.push(title);
                        }
                    }
                }
            }
        }
        all
    }

    /// The persons whom a word alone may name. `known` is the one whom the gazetteer names so.
    pub(super) fn of(&self, groups: &[Group], word: u64, known: Option<usize>) -> Vec<usize> {
        let by_surname = |n: &usize| {
            let surname = super::surname(self.tokens, &groups[*n].words);
            surname.is_some_and(|s| self.tokens.tokens[s].hash == word)
        };
        let persons = self.names.get(&word).map_or(&[][..], Vec::as_slice);
        let surnamed = persons.iter().any(by_surname);
        let mut found: Vec<usize> = Vec::new();
        for n in known.into_iter().chain(persons.iter().copied().filter(|n| !surnamed || by_surname(n))) {
            let person = root(groups, n);
            // Another spelling of a person in the gazetteer.
            let respelt = known.is_some_and(|k| person != k && self.is_respelt(&groups[k], &groups[person]));
            if !found.contains(&person) && !respelt {
                found.push(person);
            }
        }
        found
    }

    fn is_respelt(&self, known: &Group, other: &Group) -> bool {
        let Some((_, name)) = known.gazetteer.and_then(|k| self.gazetteer.get(k)) else { return false };
        let word = self.tokens.word(other.words[0]);
        name.chars().take(3).flat_map(char::to_lowercase).eq(word.chars().take(3).flat_map(char::to_lowercase))
    }

    /// The person whom a mention means; `None` if that cannot be determined.
    pub(super) fn meant(&self, groups: &[Group], persons: &[usize], c: &Candidate) -> Option<usize> {
        let gender = gender(self.tokens, c);
        let other = |p: &usize| gender.is_some() && self.genders.get(p).is_some_and(|g| Some(*g) != gender);
        if let [one] = persons {
            return (!other(one) || groups[*one].gazetteer.is_some() && c.gazetteer.is_some()).then_some(*one);
        }
        let title = Some(self.before(c)).filter(|t| !t.is_empty()).unwrap_or_else(|| behind(self.tokens, c));
        let holds = |p: &usize, all: bool| {
            let titles = self.titles.get(p).map_or(&[][..], Vec::as_slice);
            let fits = |t: &Vec<u64>| title.iter().all(|w| t.contains(w)) && (!all || t.len() == title.len());
            !title.is_empty() && !other(p) && titles.iter().any(fits)
        };
        let one = |fits: &dyn Fn(&usize) -> bool| {
            let mut fitting = persons.iter().copied().filter(|p| fits(p));
            fitting.next().filter(|_| fitting.next().is_none())
        };
        one(&|p| holds(p, true))
            .or_else(|| one(&|p| holds(p, false)))
            .or_else(|| one(&|p| title.is_empty() && gender.is_some() && self.genders.get(p).copied() == gender))
    }

    /// The words of a title before a name: "Deputy Mayor", "the lawyer". A title that indicates only the gender does
    /// not count.
    fn before(&self, c: &Candidate) -> Vec<u64> {
        let mut title = Vec::new();
        for at in (c.tokens.start.saturating_sub(LONGEST)..c.tokens.start).rev() {
            let token = &self.tokens.tokens[at];
            if token.kind != TokenKind::Word || token.classes.any(Classes::FUNCTION.and(Classes::PREPOSITION)) {
                break;
            }
            if token.classes.any(TITLE) && !MAN_OR_WOMAN.iter().any(|w| self.tokens.is(at, w)) {
                title.push(token.hash);
            }
        }
        title
    }
}

/// The words of a title after a name and a comma: ", the mayor of Osh".
fn behind(tokens: &Tokens<'_>, c: &Candidate) -> Vec<u64> {
    let comma = c.tokens.end;
    let mut title = Vec::new();
    if comma + 1 >= tokens.tokens.len() || !tokens.is(comma, ",") {
        return title;
    }
    for at in comma + 1..tokens.tokens.len().min(comma + 1 + LONGEST) {
        let token = &tokens.tokens[at];
        let article = at == comma + 1 && token.classes.any(Classes::DETERMINER);
        if article || token.kind == TokenKind::Possessive {
            continue;
        }
        if token.kind != TokenKind::Word || token.classes.any(Classes::FUNCTION.and(Classes::PREPOSITION)) {
            break;
        }
        if token.classes.any(TITLE) {
            title.push(token.hash);
        } else if !title.is_empty() {
            // ", the lawyer Dilshod Rahim" is the title of another person.
            let another = token.letters != Letters::Small;
            return if another { Vec::new() } else { title };
        }
    }
    title
}
