//! Who and what an article names. First the names of the gazetteer, whole, the longest first; then what is written like a name,
//! judged against how the rest of the document is written; then each is weighed for what it names, and the mentions of one
//! person or thing are brought together.
//!
//! A mention has neither title nor possessive: of "Deputy Prime Minister Grigory Karasin's" it is "Grigory Karasin". All works
//! without a gazetteer too.

mod mention_detection;
mod coreference;
mod document;
mod gazetteer;
mod known;
mod links;
mod signals;
mod splits;
mod metonymy;
mod context_features;
#[cfg(test)]
mod tests;
mod trie;
mod scores;
mod types;

use super::finding::{Entity, Mention};
use super::tokens::Tokens;
use crate::dataset::gazetteer::Gazetteer;
use document::Document;
use gazetteer::KnownNames;
use mention_detection::Rows;

/// Whether a name is that of a place which news takes as known: a country, a city, a state.
pub fn is_place(name: &str) -> bool {
    let tokens = Tokens::of(name);
    let end = tokens.tokens.len();
    known::longest(&tokens, 0, end, false).is_some_and(|(to, known)| to == end && known.is_place())
}

/// Finds names. Made once for all documents.
#[derive(Debug, Default)]
pub struct NameReader {
    names: KnownNames,
}

/// What [`NameReader::read`] found.
#[derive(Debug, Default)]
pub struct Names {
    /// In order.
    pub mentions: Vec<Mention>,
    /// One for each person or thing.
    pub entities: Vec<Entity>,
}

impl NameReader {
    /// A reader of the names of a gazetteer. A name that several entities share is nobody's: what it means, only the
    /// context could tell. With no gazetteer, use the default.
    pub fn new(gazetteer: &Gazetteer) -> Self {
        Self { names: KnownNames::new(gazetteer) }
    }

    /// All names in an article.
    pub fn read(&self, tokens: &Tokens<'_>) -> Names {
        let document = Document::new(tokens);
        let mut rows = Rows { tokens, document: &document, out: Vec::new() };
        for (n, sentence) in tokens.sentences.iter().enumerate() {
            let found = self.names.read(tokens, &sentence.tokens, document.loud[n]);
            if sentence.other_language {
                rows.known_only(n, &found);
            } else {
                rows.sentence(n, &found);
            }
        }
        let mut names = coreference::read(tokens, rows.out, &self.names.entities);
        metonymy::mark(tokens, &mut names);
        names
    }
}
