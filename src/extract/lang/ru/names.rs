//! Names: places and bodies by lists, persons by their first names or after an office, then surnames alone.

use super::forms::{Case, Given, Sex, fits_nominative, surname_in_nominative, surnames, unit_in_nominative};
use super::lexicon::{self, Does, does, given, is_of_body};
use super::office::{is_office, office_at};
use super::RUSSIAN;
use crate::base::iri::folded_space;
use crate::extract::finding::{EntityType, Names, Signals};
use crate::extract::gazetteer::KnownNames;
use crate::extract::lang::marks::quoted;
use crate::extract::lang::plain::known::{Found, entities, is_loud, of_gazetteer};
use crate::extract::tokens::{Letters, TokenKind, Tokens};
use std::ops::Range;

/// A person of the article.
#[derive(Debug)]
struct Person {
    /// The name: in the nominative if that is known, else as the text first has it.
    name: String,
    is_nominative: bool,
    /// What the first name and the surname may be in the nominative. An initial is the first name of "С. Лавров".
    first: Vec<String>,
    surnames: Vec<String>,
}

struct Reader<'r, 't> {
    tokens: &'r Tokens<'t>,
    found: Vec<(Found, Option<usize>)>,
    /// For each token, the name that it belongs to, counted from 1.
    at: Vec<usize>,
    persons: Vec<Person>,
}

/// All names of the Russian sentences.
pub(super) fn read(tokens: &Tokens<'_>, gazetteer: &KnownNames) -> Names {
    let mut reader =
        Reader { tokens, found: Vec::new(), at: vec![0; tokens.tokens.len()], persons: Vec::new() };
    let sentences: Vec<Range<usize>> =
        tokens.sentences_in(RUSSIAN).map(|(_, sentence)| sentence.tokens.clone()).collect();
    for sentence in &sentences {
        for name in of_gazetteer(tokens, gazetteer, sentence) {
            reader.add(name, None);
        }
        reader.known(sentence);
    }
    for sentence in &sentences {
        reader.persons(sentence);
    }
    for sentence in &sentences {
        reader.in_office(sentence);
    }
    for sentence in &sentences {
        reader.surnames(sentence);
    }
    let Reader { mut found, persons, .. } = reader;
    found.sort_by_key(|(name, _)| (name.tokens.start, name.tokens.end));
    let named = found.into_iter().map(|(mut name, person)| {
        name.name = person.and_then(|person| persons.get(person)).map(|person| person.name.clone()).or(name.name);
        name
    });
    entities(tokens, named.collect())
}

impl Reader<'_, '_> {
    fn add(&mut self, name: Found, person: Option<usize>) {
        self.at[name.tokens.clone()].fill(self.found.len() + 1);
        self.found.push((name, person));
    }

    fn name(&mut self, tokens: Range<usize>, kind: EntityType, name: Option<String>, signals: Signals) {
        self.add(Found { tokens, kind, known: None, name, signals }, None);
    }

    /// The name at a token that was found before.
    fn found_at(&self, at: usize) -> Option<(EntityType, Range<usize>)> {
        let name = &self.found[self.at.get(at)?.checked_sub(1)?].0;
        Some((name.kind, name.tokens.clone()))
    }

    fn is_free(&self, at: usize) -> bool {
        self.at.get(at).is_some_and(|name| *name == 0)
    }

    fn does(&self, at: usize, what: Does) -> bool {
        does(self.tokens.tokens[at].hash, what)
    }

    /// Whether a token may be a part of a person's name.
    fn is_part(&self, at: usize, end: usize) -> bool {
        at < end && self.is_free(at) && {
            let token = self.tokens.tokens[at];
            let word = self.tokens.word(at);
            token.kind == TokenKind::Word
                && token.letters == Letters::Capital
                && word.chars().count() > 1
                && !is_office(self.tokens, at)
                && !is_of_body(word)
                && !self.does(at, Does::BODY.and(Does::FUNCTION).and(Does::SAY))
        }
    }

    /// Places, bodies and agencies.
    fn known(&mut self, sentence: &Range<usize>) {
        let loud = is_loud(self.tokens, sentence);
        let mut at = sentence.start;
        while at < sentence.end {
            at = if self.is_free(at) { self.known_at(at, sentence, loud).unwrap_or(at + 1) } else { at + 1 };
        }
    }

    fn known_at(&mut self, at: usize, sentence: &Range<usize>, loud: bool) -> Option<usize> {
        let token = self.tokens.tokens[at];
        if token.kind != TokenKind::Word {
            return None;
        }
        if let Some((end, _)) = lexicon::agencies().longest(self.tokens, at, sentence.end, loud) {
            // РИА «Новости»
            let quoted = quoted(self.tokens, &(end..sentence.end)).into_iter().next();
            let quoted = quoted.filter(|quoted| quoted.outer.start == end && quoted.inner.len() == 1);
            let end = quoted.map_or(end, |quoted| quoted.outer.end);
            self.name(at..end, EntityType::Organisation, None, Signals::KNOWN);
            return Some(end);
        }
        if let Some((end, place)) = self.place_at(at, sentence.end, loud) {
            self.name(at..end, EntityType::Place, place, Signals::KNOWN);
            return Some(end);
        }
        if let Some(end) = self.body_at(at, sentence.end) {
            self.name(at..end, EntityType::Organisation, None, Signals::KNOWN);
            return Some(end);
        }
        if self.does(at, Does::NAMED_BODY) && self.tokens.word(at + 1 - usize::from(at + 1 >= sentence.end)) == "«" {
            let quoted = quoted(self.tokens, &(at + 1..sentence.end)).into_iter().next();
            let named = |range: &Range<usize>| range.len() <= 6 && self.tokens.tokens[range.start].is_capital();
            if let Some(name) = quoted.filter(|q| q.outer.start == at + 1 && named(&q.inner)) {
                self.name(name.inner.clone(), EntityType::Organisation, None, Signals::NOUN);
                return Some(name.outer.end);
            }
        }
        if self.does(at, Does::SETTLEMENT) || self.tokens.word(at) == "г." {
            return self.settlements(at + 1, sentence.end);
        }
        None
    }

    /// A place in any form of its name, with its nominative; "Республики Таджикистан"; "Товузского района".
    fn place_at(&self, at: usize, end: usize, loud: bool) -> Option<(usize, Option<String>)> {
        let listed = |at: usize| lexicon::places().longest(self.tokens, at, end, loud);
        let word = self.tokens.word(at);
        if !self.tokens.tokens[at].is_capital() {
            return None;
        }
        if word.starts_with("Республик")
            && at + 1 < end
            && let Some((to, number)) = listed(at + 1)
            && !lexicon::place(number).1
        {
            return Some((to, None));
        }
        let noun = self.tokens.tokens.get(at + 1).filter(|t| at + 1 < end && t.letters == Letters::Small);
        if let Some(unit) = noun.and_then(|_| unit_in_nominative(word, self.tokens.word(at + 1))) {
            return Some((at + 2, Some(unit)));
        }
        let (to, number) = listed(at)?;
        // "Нью-Йорк Таймс", "Москва-Сити" and surnames like places are not them.
        let next = self.tokens.tokens.get(to).filter(|_| to < end);
        let joined = next.is_some_and(|t| !t.spaced && self.tokens.word(to) == "-");
        let (name, _) = lexicon::place(number);
        let words = folded_space(&self.tokens.text[self.tokens.range(&(at..to))]);
        (!joined).then(|| (to, (words != name).then(|| name.to_owned())))
    }

    /// A body: "МИД России", "министерство иностранных дел Армении", "Генассамблеи ООН".
    fn body_at(&self, at: usize, end: usize) -> Option<usize> {
        let token = self.tokens.tokens[at];
        let word = self.tokens.word(at);
        let is_short = word.chars().count() < 7;
        let mut to = if self.does(at, Does::BODY) && (token.is_capital() || !is_short)
            && (word.chars().count() > 2 || token.letters == Letters::Capitals)
            && (token.letters != Letters::Capital || !is_short || word.starts_with("Сов") || word.starts_with("Гос") || word.starts_with("Рад") || word.starts_with("Мин") || word.starts_with("Ген") || word == "МИДа")
        {
            at + 1
        } else if word.to_lowercase().starts_with("министерств") {
            let mut to = at + 1;
            while to < end.min(at + 6) && self.is_genitive(to) {
                to += 1;
            }
            if to == at + 1 {
                return None;
            }
            to
        } else {
            return None;
        };
        let is_body = |at: usize| {
            at < end && self.tokens.tokens[at].letters == Letters::Capitals && self.does(at, Does::BODY)
        };
        if is_body(to) {
            to += 1;
        }
        // Its country, in the genitive.
        if to < end
            && let Some((past, number)) = lexicon::places().longest(self.tokens, to, end, false)
        {
            let (name, is_declined) = lexicon::place(number);
            if is_declined || !name.chars().any(char::is_lowercase) || name.ends_with(['о', 'у', 'е']) {
                to = past;
            }
        }
        Some(to)
    }

    /// A lower-case word that may stand in the genitive after a noun: "иностранных", "дел", "и".
    fn is_genitive(&self, at: usize) -> bool {
        const ENDS: &[&str] =
            &["ых", "их", "ого", "его", "ой", "ей", "ия", "ии", "ства", "ны", "ров", "сов", "дел", "ки", "та", "да", "мы", "ций", "ний", "зма", "ва", "на"];
        let token = self.tokens.tokens[at];
        let word = self.tokens.word(at);
        let joins = word == "и" && at + 1 < self.tokens.tokens.len() && self.tokens.tokens[at + 1].letters == Letters::Small;
        token.kind == TokenKind::Word
            && token.letters == Letters::Small
            && (joins && self.is_genitive(at + 1) || !self.does(at, Does::FUNCTION) && ENDS.iter().any(|end| word.ends_with(end)))
    }

    /// "сел Чинари, Мовсес и Неркин Кармирахбюр"
    fn settlements(&mut self, from: usize, end: usize) -> Option<usize> {
        let mut at = from;
        let mut last = None;
        loop {
            let start = at;
            while at < start + 3 && self.is_part(at, end) && given(self.tokens.tokens[at].hash).is_empty() {
                at += 1;
            }
            if at == start {
                return last;
            }
            self.name(start..at, EntityType::Place, None, Signals::NOUN);
            last = Some(at);
            let joins = at + 1 < end && matches!(self.tokens.word(at), "," | "и") && self.is_part(at + 1, end);
            // A list goes on only where the noun is plural or a comma lists; one name is taken of "город Ош".
            if !joins || !matches!(self.tokens.word(from - 1), "сел" | "сёл" | "селах" | "городов" | "городах" | "города") {
                return last;
            }
            at += 1;
        }
    }

    /// First names with surnames.
    fn persons(&mut self, sentence: &Range<usize>) {
        let mut at = sentence.start;
        while at < sentence.end {
            let found = if self.is_free(at) { self.initials(at, sentence.end).or_else(|| self.full_name(at, sentence.end)) } else { None };
            match found {
                Some((end, person)) => {
                    let person = self.person(person);
                    let name = Found { tokens: at..end, kind: EntityType::Person, known: None, name: None, signals: Signals::FIRST_NAME };
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
        let mut surname = at + 1;
        let patronymic = self.is_part(surname, end) && is_patronymic(self.tokens.word(surname)) && self.is_part(surname + 1, end);
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

    /// The number of a person, who may be one that was named before.
    fn person(&mut self, person: Person) -> usize {
        let same = |known: &Person| {
            let first = known.first.iter().any(|a| {
                person.first.iter().any(|b| a == b || a.chars().count() == 1 && b.starts_with(a.as_str()) || b.chars().count() == 1 && a.starts_with(b.as_str()))
            });
            first && known.surnames.iter().any(|surname| person.surnames.contains(surname))
        };
        let mut known = (0..self.persons.len()).filter(|at| same(&self.persons[*at]));
        match (known.next(), known.next()) {
            (Some(at), None) => {
                let known = &mut self.persons[at];
                if person.is_nominative && !known.is_nominative {
                    *known = person;
                }
                at
            }
            _ => {
                self.persons.push(person);
                self.persons.len() - 1
            }
        }
    }

    /// Persons that an office shows: "госсекретарем США Марко Рубио".
    fn in_office(&mut self, sentence: &Range<usize>) {
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
            if end == start + 1 && !surnames(word).iter().any(|surname| is_surname(surname)) {
                continue;
            }
            let is_nominative = matches!(office.nouns.as_slice(), [(_, Some(Case::Nominative))]);
            let first = if end > start + 1 { surnames(self.tokens.word(start)) } else { Vec::new() };
            let surnames = if is_nominative { vec![word.to_owned()] } else { surnames(word) };
            let person = Person { name: self.words(start..end), is_nominative, first, surnames };
            let person = self.person(person);
            let name = Found { tokens: start..end, kind: EntityType::Person, known: None, name: None, signals: Signals::TITLE };
            self.add(name, Some(person));
        }
    }

    /// Surnames alone, of a person who is named in full and the only one with it.
    fn surnames(&mut self, sentence: &Range<usize>) {
        for at in sentence.clone() {
            if !self.is_part(at, sentence.end) {
                continue;
            }
            let is_beside = |at: usize| self.is_part(at, sentence.end);
            if at > sentence.start && is_beside(at - 1) || is_beside(at + 1) {
                continue;
            }
            let forms = surnames(self.tokens.word(at));
            let is_of = |person: &Person| person.surnames.iter().any(|surname| forms.contains(surname));
            let mut of = (0..self.persons.len()).filter(|person| is_of(&self.persons[*person]));
            if let (Some(person), None) = (of.next(), of.next()) {
                let name = Found { tokens: at..at + 1, kind: EntityType::Person, known: None, name: None, signals: Signals::PART };
                self.add(name, Some(person));
            }
        }
    }
}

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
            let is_plain = ["ов", "ев", "ёв", "ин", "ын", "ский", "цкий", "ская", "цкая"].iter().any(|end| surname.ends_with(end));
            (!is_plain).then(|| surname_in_nominative(surname, given.sex, case))
        }
    }
}

/// Whether the words of a person are in the nominative; `None` if their forms do not say it.
pub(super) fn case_of_person(tokens: &Tokens<'_>, name: &Range<usize>) -> Option<Case> {
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
        || ["овича", "евича", "овичу", "евичу", "овичем", "евичем", "овны", "евны", "овне", "евне", "овной", "евной", "овну", "евну"]
            .iter()
            .any(|end| word.ends_with(end))
}

/// Whether a word ends as surnames do.
fn is_surname(word: &str) -> bool {
    ["ов", "ев", "ёв", "ин", "ын", "ский", "цкий", "ова", "ева", "ина", "ская", "ян", "енко", "чук", "юк", "вич", "дзе", "швили", "заде", "оглу"]
        .iter()
        .any(|end| word.ends_with(end))
        && word.chars().count() > 3
}
