//! Names: places and bodies by lists, persons by their first names or after an office, then surnames alone.

mod persons;

pub(super) use persons::case_of_person;

use super::RUSSIAN;
use super::forms::unit_in_nominative;
use super::lexicon::{self, Does, does, given, is_of_body};
use super::office::is_office;
use crate::base::iri::folded_space;
use crate::extract::finding::{EntityType, Names, Signals};
use crate::extract::gazetteer::KnownNames;
use crate::extract::lang::marks::{is_speech, quote_at, quoted};
use crate::extract::lang::plain::known::{Found, entities, is_loud, of_gazetteer};
use crate::extract::lang::plain::paragraphs;
use crate::extract::tokens::{Letters, TokenKind, Tokens};
use persons::Person;
use std::collections::HashMap;
use std::ops::Range;

struct Reader<'r, 't> {
    tokens: &'r Tokens<'t>,
    /// Short names in quotation marks, in which a place is not meant.
    titles: Vec<Range<usize>>,
    found: Vec<(Found, Option<usize>)>,
    /// For each token, the name that it belongs to, counted from 1.
    at: Vec<usize>,
    persons: Vec<Person>,
    /// The persons who may have a surname.
    by_surname: HashMap<String, Vec<usize>>,
}

/// Maximum number of words of a name in quotation marks.
const TITLE: usize = 4;

/// All names of the Russian sentences.
pub(super) fn read(tokens: &Tokens<'_>, gazetteer: &KnownNames) -> Names {
    let titles = paragraphs(tokens, |language| language == RUSSIAN)
        .iter()
        .flat_map(|paragraph| quoted(tokens, paragraph))
        .filter(|quoted| (2..=TITLE).contains(&quoted.inner.len()) && tokens.tokens[quoted.inner.start].is_capital())
        .filter(|quoted| !is_speech(tokens, quoted))
        .map(|quoted| quoted.inner)
        .collect();
    let mut reader = Reader {
        tokens,
        titles,
        found: Vec::new(),
        at: vec![0; tokens.tokens.len()],
        persons: Vec::new(),
        by_surname: HashMap::new(),
    };
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

    fn is_in_title(&self, at: usize) -> bool {
        self.titles.get(self.titles.partition_point(|title| title.end <= at)).is_some_and(|title| title.start <= at)
    }

    fn begins_sentence(&self, at: usize) -> bool {
        self.tokens.sentences.get(self.tokens.sentence_of(at)).is_some_and(|sentence| sentence.tokens.start == at)
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
                && !self.does(at, Does::BODY.and(Does::BODY_WORD).and(Does::FUNCTION).and(Does::SAY))
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
            let quoted = quote_at(self.tokens, end, sentence.end).filter(|quoted| quoted.inner.len() == 1);
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
        if self.does(at, Does::NAMED_BODY) {
            let named = |range: &Range<usize>| range.len() <= 6 && self.tokens.tokens[range.start].is_capital();
            if let Some(name) = quote_at(self.tokens, at + 1, sentence.end).filter(|quoted| named(&quoted.inner)) {
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
        let word = self.tokens.word(at);
        let letters = self.tokens.tokens[at].letters;
        if !self.tokens.tokens[at].is_capital() || self.is_in_title(at) {
            return None;
        }
        // "ТАШКЕНТ, 31 декабря"
        let loud = loud || letters == Letters::Capitals && word.chars().count() > 3;
        let listed = |at: usize| lexicon::places().longest(self.tokens, at, end, loud);
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
        let (name, is_declined) = lexicon::place(number);
        // "Того не знали": the first word of a sentence.
        if !is_declined && lexicon::is_word(name) && self.begins_sentence(at) {
            return None;
        }
        let words = folded_space(&self.tokens.text[self.tokens.range(&(at..to))]);
        (!joined).then(|| (to, (words != name).then(|| name.to_owned())))
    }

    /// A body: "МИД России", "министерство иностранных дел Армении", "Генассамблеи ООН".
    fn body_at(&self, at: usize, end: usize) -> Option<usize> {
        let token = self.tokens.tokens[at];
        let word = self.tokens.word(at);
        // "минобороны" is written as other words are, "рада" is not.
        let is_long = word.chars().count() >= 7;
        let is_listed = match token.letters {
            Letters::Capitals => self.does(at, Does::BODY),
            Letters::Small => is_long && self.does(at, Does::BODY_WORD),
            _ => self.does(at, Does::BODY_WORD),
        };
        let mut to = if is_listed {
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
        let is_body =
            |at: usize| at < end && self.tokens.tokens[at].letters == Letters::Capitals && self.does(at, Does::BODY);
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
        const ENDS: &[&str] = &[
            "ых", "их", "ого", "его", "ой", "ей", "ия", "ии", "ства", "ны", "ров", "сов", "дел", "ки", "та", "да",
            "мы", "ций", "ний", "зма", "ва", "на",
        ];
        let token = self.tokens.tokens[at];
        let word = self.tokens.word(at);
        let joins =
            word == "и" && at + 1 < self.tokens.tokens.len() && self.tokens.tokens[at + 1].letters == Letters::Small;
        token.kind == TokenKind::Word
            && token.letters == Letters::Small
            && (joins && self.is_genitive(at + 1)
                || !self.does(at, Does::FUNCTION) && ENDS.iter().any(|end| word.ends_with(end)))
    }

    /// "сел Чинари, Мовсес и Неркин Кармирахбюр"
    fn settlements(&mut self, from: usize, end: usize) -> Option<usize> {
        let mut at = from;
        let mut last = None;
        loop {
            let start = at;
            let is_unit = |at: usize| {
                at + 1 < end && unit_in_nominative(self.tokens.word(at), self.tokens.word(at + 1)).is_some()
            };
            while at < start + 3
                && self.is_part(at, end)
                && given(self.tokens.tokens[at].hash).is_empty()
                && !is_unit(at)
            {
                at += 1;
            }
            if at == start {
                return last;
            }
            self.name(start..at, EntityType::Place, None, Signals::NOUN);
            last = Some(at);
            let joins = at + 1 < end && matches!(self.tokens.word(at), "," | "и") && self.is_part(at + 1, end);
            // A list goes on only where the noun is plural or a comma lists; one name is taken of "город Ош".
            if !joins
                || !matches!(self.tokens.word(from - 1), "сел" | "сёл" | "селах" | "городов" | "городах" | "города")
            {
                return last;
            }
            at += 1;
        }
    }
}
