//! The names in an article. First the names of the gazetteer are matched, the longest first; then words that are
//! written like names are judged against the writing of the rest of the document; then each name is given a type, and
//! the mentions of one entity are brought together.
//!
//! A mention has neither title nor possessive: in "Deputy Prime Minister Grigory Karasin's" it is "Grigory Karasin".
//! Everything also works without a gazetteer.

mod words;
mod mention_detection;
mod coreference;
mod document;
mod gazetteer;
mod known;
mod links;
mod signals;
mod splits;
mod metonymy;
mod given;
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
use known::KnownKind;
use mention_detection::Rows;

/// Whether a name is that of a place that news treats as known: a country, a city, a state.
pub fn is_place(name: &str) -> bool {
    let tokens = Tokens::of(name);
    let end = tokens.tokens.len();
    known::longest(&tokens, 0, end, false).is_some_and(|(to, known)| to == end && known.is_place())
}

/// Whether a name is that of a country, or of a state or province of one.
pub fn is_country_or_state(name: &str) -> bool {
    let tokens = Tokens::of(name);
    let end = tokens.tokens.len();
    known::longest(&tokens, 0, end, false)
        .is_some_and(|(to, known)| to == end && matches!(known, KnownKind::Country | KnownKind::State))
}

/// Finds names. Create one for all documents.
#[derive(Debug, Default)]
pub struct NameReader {
    names: KnownNames,
}

/// The result of [`NameReader::read`].
#[derive(Debug, Default)]
pub struct Names {
    /// The mentions, in order.
    pub mentions: Vec<Mention>,
    /// The entities, one for each person or thing.
    pub entities: Vec<Entity>,
}

impl NameReader {
    /// A reader with the names of a gazetteer. A name shared by several entities is not used, because only the context
    /// could decide between them. Without a gazetteer, use the default.
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
