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
mod known;
mod links;
mod splits;
pub mod metonymy;
mod context_features;
#[cfg(test)]
mod tests;
mod scores;
mod types;

use super::writing::WRITING;
use crate::extract::code::Code;
use crate::extract::finding::Names;
use crate::extract::gazetteer::KnownNames;
use crate::extract::tokens::Tokens;
use document::Document;
use known::KnownKind;
use mention_detection::Rows;

pub(in crate::extract) use coreference::gender_at;

/// Whether a name is that of a place that news treats as known: a country, a city, a state.
pub fn is_place(name: &str) -> bool {
    let tokens = Tokens::of(name, WRITING);
    let end = tokens.tokens.len();
    known::longest(&tokens, 0, end, false).is_some_and(|(to, known)| to == end && known.is_place())
}

/// Whether a name is that of a country, or of a state or province of one.
pub fn is_country_or_state(name: &str) -> bool {
    let tokens = Tokens::of(name, WRITING);
    let end = tokens.tokens.len();
    known::longest(&tokens, 0, end, false)
        .is_some_and(|(to, known)| to == end && matches!(known, KnownKind::Country | KnownKind::State))
}

/// All names in an article. `gazetteer` has the names of the dataset.
pub(in crate::extract) fn read(tokens: &Tokens<'_>, gazetteer: &KnownNames) -> Names {
    let document = Document::new(tokens);
    let mut rows = Rows { tokens, document: &document, out: Vec::new() };
    for (n, sentence) in tokens.sentences.iter().enumerate() {
        if sentence.language == Code::ENGLISH {
            let found = gazetteer.read(tokens, &sentence.tokens, document.loud[n]);
            rows.sentence(n, &found);
        }
    }
    let mut names = coreference::read(tokens, rows.out, &gazetteer.entities);
    metonymy::mark(tokens, &mut names);
    names
}
