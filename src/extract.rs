//! From prose to findings: who and what is named, when, who says what and who is called what, who meets whom. Each part
//! reads the article in tokens and what the parts before it found; nothing is asserted here (see [`crate::claim`]). In:
//! an article as read and the names of the gazetteer. Out: findings, each with its place in the text. It touches
//! nothing else: no file, no store, no claim.

pub mod finding;
pub mod lexicon;
pub mod tokens;
pub mod language;
pub mod names;
pub mod times;
pub mod roles;
pub mod speech;
pub mod events;
pub mod annotate;

use crate::base::time::TimeExtent;
use crate::dataset::gazetteer::Gazetteer;
use crate::read::record::Article;
use finding::Findings;
use language::Languages;
use names::NameReader;
use tokens::Tokens;

/// Reads articles. Made once for all documents.
#[derive(Debug)]
pub struct Extractor {
    names: NameReader,
}

impl Extractor {
    /// An extractor that knows the names of a gazetteer.
    pub fn new(gazetteer: &Gazetteer) -> Self {
        Self { names: NameReader::new(gazetteer) }
    }

    /// All that an article says, as far as we can read it. `published` is what relative times are counted from. The language
    /// is what the text shows, or English.
    pub fn read(&self, text: &str, article: &Article, published: Option<&TimeExtent>) -> Findings {
        self.read_in(None, text, article, published)
    }

    /// The same of an article whose language is stated, as a BCP 47 tag. Of what is not in English, only the names that the
    /// gazetteer has.
    pub fn read_in(
        &self,
        language: Option<&str>,
        text: &str,
        article: &Article,
        published: Option<&TimeExtent>,
    ) -> Findings {
        let mut tokens = Tokens::new(text, article);
        tokens.set_languages(&Languages::of(text, article, language));
        let mut names = self.names.read(&tokens);
        let times = times::read(&tokens, published);
        let roles = roles::read(&tokens, &mut names);
        let quotations = speech::read(&tokens, &names, &roles);
        let events = events::read(&tokens, &names, &times, &roles, &quotations, published);
        Findings { mentions: names.mentions, entities: names.entities, times, roles, quotations, events }
    }
}
