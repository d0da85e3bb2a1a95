//! Extraction: from prose to findings. Who and what is named, when, who says what, who has which role, who meets whom.
//! Each part reads the tokens of the article and the findings of the parts before it; it makes no claims (see
//! [`crate::claim`]). In: an article as read and the names of the gazetteer. Out: findings, each with its range in the
//! text. This room uses no file, no store and no claim.

pub mod finding;
pub mod given;
mod script;
pub mod lexicon;
pub mod tokens;
mod apart;
mod reference;
mod quoted;
mod trie;
mod gazetteer;
pub mod lang;
pub mod language;
mod replacement;
pub mod document;
pub mod annotate;

use crate::base::time::TimeExtent;
use crate::dataset::gazetteer::Gazetteer;
use crate::read::record::Article;
use finding::{Findings, GivenNumbers, Names};
use gazetteer::KnownNames;
use given::{Given, Left, LeftOut};
use lang::en::writing::WRITING;
use lang::en::{districts, events, names, roles, speech, times};
use language::Languages;
use reference::References;
use tokens::Tokens;

/// Reads articles. Create one for all documents.
#[derive(Debug)]
pub struct Extractor {
    gazetteer: KnownNames,
}

impl Extractor {
    /// An extractor that knows the names of a gazetteer.
    pub fn new(gazetteer: &Gazetteer) -> Self {
        Self { gazetteer: KnownNames::new(gazetteer, WRITING) }
    }

    /// All findings in an article. Relative times are counted from `published`. The language is detected from the text;
    /// English is the default.
    pub fn read(&self, text: &str, article: &Article, published: Option<&TimeExtent>) -> Findings {
        self.read_in(None, text, article, published)
    }

    /// The findings in an article whose language is stated as a BCP 47 tag. In text that is not English, only names of
    /// the gazetteer are found.
    pub fn read_in(
        &self,
        language: Option<&str>,
        text: &str,
        article: &Article,
        published: Option<&TimeExtent>,
    ) -> Findings {
        self.read_given(language, text, article, published, &Given::default()).0
    }

    /// The findings in an article of which some are given: each group that is given takes the place of the reading of
    /// this group, and the others are read on top of it. Also what of the given is left out, and why.
    pub fn read_given(
        &self,
        language: Option<&str>,
        text: &str,
        article: &Article,
        published: Option<&TimeExtent>,
        given: &Given,
    ) -> (Findings, Vec<Left>) {
        let mut left = LeftOut::default();
        let mut numbers = GivenNumbers::default();
        let mut tokens = Tokens::new(text, article, WRITING);
        tokens.set_languages(&Languages::of(text, article, language));
        let mut names;
        (names, numbers.mentions) = match &given.names {
            Some(given) => replacement::names::given(&self.gazetteer, &mut tokens, given, &mut left),
            None => (names::read(&tokens, &self.gazetteer), Vec::new()),
        };
        let tokens = &tokens;
        let (times, roles, quotations, events);
        (times, numbers.times) = match &given.times {
            Some(given) => replacement::times::given(tokens, published, given, &mut left),
            None => (times::read(tokens, published), Vec::new()),
        };
        (roles, numbers.roles) = match &given.roles {
            Some(given) => {
                replacement::roles::given(References { tokens, names: &names, roles: &[] }, given, &mut left)
            }
            None => (roles::read(tokens, &mut names), Vec::new()),
        };
        let references = References { tokens, names: &names, roles: &roles };
        (quotations, numbers.quotations) = match &given.quotations {
            Some(given) => replacement::speech::given(references, given, &mut left),
            None => (speech::read(tokens, &names, &roles), Vec::new()),
        };
        let read = events::read(tokens, &names, &times, &roles, &quotations, published);
        (events, numbers.events) = match &given.events {
            Some(given) => replacement::events::given(references, &times, &quotations, &read, given, &mut left),
            None => (read, Vec::new()),
        };
        let places = districts::read(tokens, &names, &times, &quotations);
        let Names { mentions, entities } = names;
        (Findings { mentions, entities, times, roles, quotations, events, places, given: numbers }, left.0)
    }
}
