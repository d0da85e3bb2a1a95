//! Extraction: from prose to findings. Who and what is named, when, who says what, who has which role, who meets whom.
//! Each part reads the tokens of the article and the findings of the parts before it; it makes no claims (see
//! [`crate::claim`]). In: an article as read and the names of the gazetteer. Out: findings, each with its range in the
//! text. This room uses no file, no store and no claim.

pub mod finding;
pub mod lexicon;
pub mod tokens;
pub mod language;
pub mod document;
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

/// Reads articles. Create one for all documents.
#[derive(Debug)]
pub struct Extractor {
    names: NameReader,
}

impl Extractor {
    /// An extractor that knows the names of a gazetteer.
    pub fn new(gazetteer: &Gazetteer) -> Self {
        Self { names: NameReader::new(gazetteer) }
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
