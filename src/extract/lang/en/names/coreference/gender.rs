//! The gender that a name indicates.

use crate::extract::finding::Gender;
use crate::extract::lang::en::lexicon::ordinary;
use crate::extract::lang::en::names::mention_detection::Candidate;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::Tokens;
use std::ops::Range;

/// The gender that a title or a first name indicates.
pub(super) fn gender(tokens: &Tokens<'_>, c: &Candidate) -> Option<Gender> {
    gender_of(tokens, c.title.clone(), &c.tokens)
}

/// The gender that a title, or the first name of a name of some tokens, indicates.
pub(super) fn gender_of(tokens: &Tokens<'_>, title: Option<Range<usize>>, name: &Range<usize>) -> Option<Gender> {
    for at in title.into_iter().flatten() {
        let is = |words: &[&str]| words.iter().any(|w| tokens.is(at, w));
        if is(&[
            "mr", "mr.", "sir", "lord", "king", "prince", "duke", "congressman", "chairman", "spokesman", "father",
            "husband", "son", "brother", "herr", "monsieur", "señor", "businessman", "actor",
        ]) {
            return Some(Gender::Male);
        }
        if is(&[
            "mrs", "mrs.", "ms", "ms.", "miss", "lady", "queen", "princess", "dame", "duchess", "congresswoman",
            "chairwoman", "spokeswoman", "mother", "wife", "daughter", "sister", "frau", "madame", "madam", "señora",
            "businesswoman", "actress",
        ]) {
            return Some(Gender::Female);
        }
    }
    if name.len() < 2 {
        return None;
    }
    let first = tokens.tokens[name.start];
    match (first.classes.any(Classes::MALE), first.classes.any(Classes::FEMALE)) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => {
            // "Natalya Timakova" and "Sergeyevna": endings that only women's names have in some languages.
            let last = tokens.word(name.end - 1);
            (["ova", "eva", "skaya", "kaya", "ovna"].iter().any(|e| last.ends_with(e)) && !ordinary(last))
                .then_some(Gender::Female)
        }
    }
}
