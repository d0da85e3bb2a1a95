//! Persons: by their first names, after an office, and by their surnames alone where they were named before.

use super::Reader;
use crate::base::iri::folded_space;
use crate::extract::finding::{EntityType, Signals};
use crate::extract::lang::plain::known::Found;
use crate::extract::lang::ru::forms::{Case, Given, Sex, fits_nominative, surname_in_nominative, surnames};
use crate::extract::lang::ru::lexicon::{self, given};
use crate::extract::lang::ru::office::{Office, is_office, office_at};
use crate::extract::tokens::{Letters, Tokens};
use std::ops::Range;

/// A person of the article.
#[derive(Debug)]
pub(super) struct Person {
    /// The name: in the nominative if that is known, else as the text first has it.
    pub(super) name: String,
    is_nominative: bool,
    /// What the first name and the surname may be in the nominative. An initial is the first name of "С. Лавров".
    first: Vec<String>,
    surnames: Vec<String>,
}

/// Maximum number of persons of one surname that are distinguished.
const MOST: usize = 40;

impl Reader<'_, '_> {
    /// First names with surnames.
    pub(super) fn persons(&mut self, sentence: &Range<usize>) {
        let mut at = sentence.start;
        while at < sentence.end {
            let found = if self.is_free(at) {
                self.initials(at, sentence.end).or_else(|| self.full_name(at, sentence.end))
            } else {
                None
            };
            match found {
                Some((end, person)) => {
                    let person = self.person(person);
                    let name = Found {
                        tokens: at..end,
                        kind: EntityType::Person,
                        known: None,
                        name: None,
                        signals: Signals::FIRST_NAME,
                    };
                    self.add(name, Some(person));
                    at = end;
                }
                None => at += 1,
            }
        }
    }

    fn words(&self, tokens: Range<usize>) -> String {
        folded_space(&self.tokens.text[self.tokens.range(&tokens)])
    }

    /// "С. Лавров", "С.В. Лавров"
    fn initials(&self, at: usize, end: usize) -> Option<(usize, Person)> {
        let is_initial = |at: usize| {
            at < end && {
                let word = self.tokens.word(at);
                self.tokens.tokens[at].letters != Letters::Small
                    && word.ends_with('.')
                    && word.split_terminator('.').all(|part| part.chars().count() == 1)
            }
        };
        if !is_initial(at) {
            return None;
        }
        let surname = at + 1 + usize::from(is_initial(at + 1));
        if !self.is_part(surname, end) {
            return None;
        }
        let word = self.tokens.word(surname);
        let first = self.tokens.word(at).chars().next().map(String::from);
        Some((
            surname + 1,
            Person {
                name: self.words(at..surname + 1),
                is_nominative: false,
                first: first.into_iter().collect(),
                surnames: surnames(word),
            },
        ))
    }

    /// "Сергей Лавров", "Сергея Викторовича Лаврова"
    fn full_name(&self, at: usize, end: usize) -> Option<(usize, Person)> {
        let token = self.tokens.tokens[at];
        if token.letters != Letters::Capital || !self.is_part(at, end) {
            return None;
        }
        let all = given(token.hash);
        if all.is_empty() {
            return None;
        }
        // "Роман Виктора Гюго": a name begins at the next word, in another case.
        let is_oblique = |at: usize| {
            let forms = given(self.tokens.tokens[at].hash);
            !forms.is_empty() && !forms.iter().any(|given| matches!(given.case, Case::Nominative | Case::Any))
        };
        if self.is_part(at + 1, end) && is_oblique(at + 1) && self.is_part(at + 2, end) {
            return None;
        }
        let mut surname = at + 1;
        let patronymic =
            self.is_part(surname, end) && is_patronymic(self.tokens.word(surname)) && self.is_part(surname + 1, end);
        surname += usize::from(patronymic);
        if !self.is_part(surname, end) || is_patronymic(self.tokens.word(surname)) {
            return None;
        }
        let word = self.tokens.word(surname);
        let mut readings: Vec<(&Given, Option<String>)> = Vec::new();
        for given in all {
            if let Some(reading) = reading(given, word) {
                readings.push((given, reading));
            }
        }
        let (first, surname_form) = readings.first()?;
        let names: Vec<String> = readings
            .iter()
            .filter_map(|(given, surname)| surname.as_ref().map(|surname| format!("{} {surname}", given.name)))
            .collect();
        let is_sure = names.len() == readings.len() && names.windows(2).all(|pair| pair[0] == pair[1]);
        let mut to = surname + 1;
        // A name of three parts is not cut.
        if !patronymic && self.is_part(to, end) && given(self.tokens.tokens[to].hash).is_empty() {
            to += 1;
        }
        let whole = to == surname + 1;
        let last = self.tokens.word(to - 1);
        let is_nominative = is_sure && whole && (!patronymic || lexicon::is_nominative(first));
        let name = match (is_nominative, patronymic) {
            (true, false) => names.first().cloned().unwrap_or_default(),
            _ => self.words(at..to),
        };
        let surnames = match surname_form.as_ref().filter(|_| is_sure && whole) {
            Some(surname) => vec![surname.clone()],
            None => surnames(last),
        };
        let firsts = readings.iter().map(|(given, _)| given.name.to_owned()).collect();
        Some((to, Person { name, is_nominative, first: firsts, surnames }))
    }

    /// The only person that may have one of these surnames and is meant.
    fn only(&self, forms: &[String], is_meant: impl Fn(&Person) -> bool) -> Option<usize> {
        let mut found: Vec<usize> =
            forms.iter().filter_map(|form| self.by_surname.get(form)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        // Of very many, nobody is meant.
        let mut meant = found.into_iter().filter(|at| self.persons.get(*at).is_some_and(&is_meant));
        meant.next().filter(|_| meant.next().is_none())
    }

    /// The number of a person, who may be one that was named before.
    fn person(&mut self, person: Person) -> usize {
        let same = |known: &Person| {
            let first = known.first.iter().any(|a| {
                person.first.iter().any(|b| {
                    a == b
                        || a.chars().count() == 1 && b.starts_with(a.as_str())
                        || b.chars().count() == 1 && a.starts_with(b.as_str())
                })
            });
            first && known.surnames.iter().any(|surname| person.surnames.contains(surname))
        };
        match self.only(&person.surnames, same) {
            Some(at) => {
                for surname in &person.surnames {
                    let of = self.by_surname.entry(surname.clone()).or_default();
                    if !of.contains(&at) && of.len() < MOST {
                        of.push(at);
                    }
                }
                let known = &mut self.persons[at];
                if person.is_nominative && !known.is_nominative {
                    *known = person;
                }
                at
            }
            None => {
                for surname in &person.surnames {
                    let of = self.by_surname.entry(surname.clone()).or_default();
                    if of.len() < MOST {
                        of.push(self.persons.len());
                    }
                }
                self.persons.push(person);
                self.persons.len() - 1
            }
        }
    }

    /// Persons that an office shows: "госсекретарем США Марко Рубио".
    pub(super) fn in_office(&mut self, sentence: &Range<usize>) {
        let mut at = sentence.start;
        while at < sentence.end {
            if !is_office(self.tokens, at) || !self.is_free(at) {
                at += 1;
                continue;
            }
            let office = office_at(self.tokens, at, sentence.end, &|at| self.found_at(at));
            let start = office.tokens.end;
            let mut end = start;
            while end < start + 3 && self.is_part(end, sentence.end) {
                end += 1;
            }
            at = end.max(at + 1);
            if end == start {
                continue;
            }
            let word = self.tokens.word(end - 1);
            if end == start + 1 && !self.is_holder(&office, word, end) {
                continue;
            }
            let is_nominative = matches!(office.nouns.as_slice(), [(_, Some(Case::Nominative))]);
            let first = if end > start + 1 { surnames(self.tokens.word(start)) } else { Vec::new() };
            let surnames = if is_nominative { vec![word.to_owned()] } else { surnames(word) };
            let person = Person { name: self.words(start..end), is_nominative, first, surnames };
            let person = self.person(person);
            let name = Found {
                tokens: start..end,
                kind: EntityType::Person,
                known: None,
                name: None,
                signals: Signals::TITLE,
            };
            self.add(name, Some(person));
        }
    }

    /// Whether a surname alone after an office is that of who holds it: "президент Орлов", not "помощник Орлова".
    fn is_holder(&self, office: &Office, word: &str, end: usize) -> bool {
        let noun = office.nouns.last().and_then(|(noun, _)| lexicon::office(self.tokens.tokens[*noun].hash));
        let serves = noun.is_none_or(|noun| SERVING.iter().any(|word| noun.contains(word)));
        let is_nominative = office.nouns.iter().all(|(_, case)| *case == Some(Case::Nominative));
        let fits = if is_nominative { is_surname(word) && fits_nominative(word, Sex::Male) } else { true };
        let beside = self.found_at(end).is_some_and(|(kind, _)| kind == EntityType::Person);
        !serves && !beside && fits && surnames(word).iter().any(|surname| is_surname(surname))
    }

    /// Surnames alone, of a person who is named in full and the only one with it; and such a person in full again.
    pub(super) fn surnames(&mut self, sentence: &Range<usize>) {
        for at in sentence.clone() {
            if !self.is_part(at, sentence.end) {
                continue;
            }
            if self.is_part(at + 1, sentence.end) && !self.is_part(at + 2, sentence.end) {
                let (first, last) = (surnames(self.tokens.word(at)), surnames(self.tokens.word(at + 1)));
                let shares = |of: &[String], forms: &[String]| of.iter().any(|name| forms.contains(name));
                let is_of = |person: &Person| shares(&person.first, &first) && shares(&person.surnames, &last);
                if let Some(person) = self.only(&last, is_of) {
                    let (tokens, signals) = (at..at + 2, Signals::ELSEWHERE);
                    self.add(
                        Found { tokens, kind: EntityType::Person, known: None, name: None, signals },
                        Some(person),
                    );
                }
                continue;
            }
            let is_beside = |at: usize| self.is_part(at, sentence.end);
            if at > sentence.start && is_beside(at - 1) || is_beside(at + 1) {
                continue;
            }
            let forms = surnames(self.tokens.word(at));
            let is_of = |person: &Person| person.surnames.iter().any(|surname| forms.contains(surname));
            if let Some(person) = self.only(&forms, is_of) {
                let name = Found {
                    tokens: at..at + 1,
                    kind: EntityType::Person,
                    known: None,
                    name: None,
                    signals: Signals::PART,
                };
                self.add(name, Some(person));
            }
        }
    }
}

/// Offices that are those of a person's staff: who follows may be the other.
const SERVING: &[&str] =
    &["помощник", "советник", "секретарь", "представитель", "зам", "посланник", "постпред", "полпред"];

/// How a first name and the word after it agree: the surname in the nominative, if that is known. `None` if they do not.
fn reading(given: &Given, surname: &str) -> Option<Option<String>> {
    let is_hard = surname.ends_with(|c: char| "бвгджзклмнпрстфхцчшщ".contains(c));
    match given.case {
        Case::Nominative => fits_nominative(surname, given.sex).then(|| Some(surname.to_owned())),
        Case::Any if given.sex == Sex::Female => Some(is_hard.then(|| surname.to_owned())),
        Case::Any => {
            let may_be_declined = ["ом", "ем", "ым", "им"].iter().any(|end| surname.ends_with(end));
            Some((is_hard && !may_be_declined).then(|| surname.to_owned()))
        }
        case => {
            let is_plain =
                ["ов", "ев", "ёв", "ин", "ын", "ский", "цкий", "ская", "цкая"].iter().any(|end| surname.ends_with(end));
            (!is_plain).then(|| surname_in_nominative(surname, given.sex, case))
        }
    }
}

/// Whether the words of a person are in the nominative; `None` if their forms do not say it.
pub(in crate::extract::lang::ru) fn case_of_person(tokens: &Tokens<'_>, name: &Range<usize>) -> Option<Case> {
    let first = tokens.tokens[name.start];
    let surname = tokens.word(name.end - 1);
    let mut cases: Vec<Case> =
        given(first.hash).iter().filter(|given| reading(given, surname).is_some()).map(|given| given.case).collect();
    cases.dedup();
    match cases.as_slice() {
        [case] if *case != Case::Any => Some(*case),
        _ => None,
    }
}

fn is_patronymic(word: &str) -> bool {
    ["ович", "евич", "ьич", "овна", "евна", "ична", "инична"].iter().any(|end| word.ends_with(end))
        || [
            "овича", "евича", "овичу", "евичу", "овичем", "евичем", "овны", "евны", "овне", "евне", "овной", "евной",
            "овну", "евну",
        ]
        .iter()
        .any(|end| word.ends_with(end))
}

/// Whether a word ends as surnames do.
fn is_surname(word: &str) -> bool {
    [
        "ов", "ев", "ёв", "ин", "ын", "ский", "цкий", "ова", "ева", "ина", "ская", "ян", "енко", "чук", "юк", "вич",
        "дзе", "швили", "заде", "оглу",
    ]
    .iter()
    .any(|end| word.ends_with(end))
        && word.chars().count() > 3
}
