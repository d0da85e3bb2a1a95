//! A language without rules. What is safe is read: the names of the gazetteer and the built-in places as this language
//! writes them, dates by its table of months, and words in quotation marks, whose speaker is not asked.

pub(super) mod dates;
pub(super) mod known;

use super::Rules;
use super::marks::{is_speech, quoted};
use crate::base::date::{Words, words};
use crate::base::time::TimeExtent;
use crate::extract::code::Code;
use crate::extract::finding::{Names, Quotation, Role, SpeechKind, TimeMention};
use crate::extract::gazetteer::KnownNames;
use crate::extract::tokens::{Tokens, Writing};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A language without rules.
#[derive(Debug)]
pub(super) struct WithoutRules {
    code: Code,
    /// Its words of dates, if it has a table.
    words: Option<&'static Words>,
    /// Whether the built-in places have names in it.
    places: bool,
}

/// The languages of which more is known than their code, and the unknown one.
static KNOWN: LazyLock<BTreeMap<Code, WithoutRules>> = LazyLock::new(|| {
    let codes = words::languages().chain(crate::base::places::languages()).map(Code::of).chain([Code::UNKNOWN]);
    let language = |code: Code| WithoutRules {
        code,
        words: words::of(code.as_str()),
        places: !crate::base::places::names_in(code.as_str()).is_empty(),
    };
    codes.map(|code| (code, language(code))).collect()
});

/// What is read of a language without rules. Languages of which nothing is known are read alike.
pub(super) fn without_rules(code: Code) -> &'static WithoutRules {
    KNOWN.get(&code).unwrap_or(&KNOWN[&Code::UNKNOWN])
}

impl WithoutRules {
    /// Whether a sentence is read by this value: it is in this language, or in one of which nothing is known.
    fn is_of(&self, language: Code) -> bool {
        self.code == language
            || self.code == Code::UNKNOWN && super::rules(language).is_none() && !KNOWN.contains_key(&language)
    }
}

impl Rules for WithoutRules {
    fn code(&self) -> Code {
        self.code
    }

    fn writing(&self) -> &'static dyn Writing {
        without_rules(self.code)
    }

    fn reads(&self) -> &'static str {
        match (self.places, self.words.is_some()) {
            (true, true) => {
                "names of the gazetteer, of countries and of cities in the form of its lists, dates and words in quotation \
                 marks"
            }
            (true, false) => {
                "names of the gazetteer, of countries and of cities in the form of its lists, dates in figures and words in \
                 quotation marks"
            }
            _ => "names of the gazetteer, dates in figures and words in quotation marks",
        }
    }

    fn leaves_out(&self) -> &'static str {
        "speakers, roles, events, other names and other times"
    }

    fn names(&self, tokens: &Tokens<'_>, gazetteer: &KnownNames) -> Names {
        known::names(tokens, gazetteer, self.code, |language| self.is_of(language))
    }

    fn times(&self, tokens: &Tokens<'_>, _published: Option<&TimeExtent>) -> Vec<TimeMention> {
        let sentences = tokens.sentences.iter().filter(|sentence| self.is_of(sentence.language));
        sentences.flat_map(|sentence| dates::dates(tokens, &sentence.tokens, self.words)).scan(0, renumbered).collect()
    }

    fn speech(&self, tokens: &Tokens<'_>, _names: &Names, _roles: &[Role]) -> Vec<Quotation> {
        let mut found = Vec::new();
        for paragraph in paragraphs(tokens, |language| self.is_of(language)) {
            let number = tokens.sentences[tokens.sentence_of(paragraph.start)].paragraph;
            for quoted in quoted(tokens, &paragraph).into_iter().filter(|quoted| is_speech(tokens, quoted)) {
                found.push(Quotation {
                    kind: SpeechKind::Direct,
                    content: vec![tokens.range(&quoted.inner)],
                    cue: None,
                    speaker: None,
                    addressee: None,
                    medium: None,
                    paragraph: number,
                });
            }
        }
        found
    }
}

/// Makes the ends of intervals, which are counted within a sentence, indices of all expressions.
#[expect(clippy::unnecessary_wraps, reason = "`scan` ends at `None`")]
pub(super) fn renumbered(count: &mut usize, mut time: (TimeMention, bool)) -> Option<TimeMention> {
    *count += 1;
    time.0.until = time.1.then_some(*count);
    Some(time.0)
}

/// The paragraphs and the headline as tokens, as far as they are in a language.
pub(super) fn paragraphs(tokens: &Tokens<'_>, is_in: impl Fn(Code) -> bool) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<(Option<usize>, std::ops::Range<usize>)> = Vec::new();
    for sentence in tokens.sentences.iter().filter(|sentence| is_in(sentence.language)) {
        match found.last_mut() {
            Some((paragraph, range)) if *paragraph == sentence.paragraph && range.end == sentence.tokens.start => {
                range.end = sentence.tokens.end;
            }
            _ => found.push((sentence.paragraph, sentence.tokens.clone())),
        }
    }
    found.into_iter().map(|(_, range)| range).collect()
}

impl Writing for WithoutRules {
    fn number_ends(&self, tokens: &Tokens<'_>, at: usize) -> bool {
        !self.words.is_some_and(|words| words.months.has(tokens.word(at)))
    }
}
