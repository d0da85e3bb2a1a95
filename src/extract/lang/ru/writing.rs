//! How Russian writes words: abbreviations with a full stop.

use crate::extract::tokens::{Tokens, Writing};

/// The writing of Russian.
pub(super) const WRITING: &dyn Writing = &RussianWriting;

#[derive(Debug)]
struct RussianWriting;

/// Abbreviations before a name or a number, whose full stop ends no sentence.
const BEFORE: &[&str] =
    &["г", "гг", "им", "ул", "пр", "д", "стр", "обл", "пос", "дер", "ст", "п", "св", "др", "млн", "млрд", "тыс"];

impl Writing for RussianWriting {
    fn is_abbreviation(&self, word: &str, rest: &str) -> bool {
        // "2020 г. Он" may end a sentence, "в г. Ош" does not: the next word tells where the year does not stand before.
        BEFORE.contains(&word) && rest.starts_with([' ', '\u{a0}'])
    }

    fn abbreviation_ends(&self, tokens: &Tokens<'_>, at: usize) -> bool {
        let is_year = at >= 2 && matches!(tokens.word(at - 1), "г." | "гг.") && tokens.word(at - 2).len() == 4;
        let is_list = matches!(tokens.word(at - 1), "др.");
        let next = tokens.tokens[at];
        (is_year && tokens.word(at - 2).bytes().all(|b| b.is_ascii_digit()) || is_list) && next.is_capital()
    }
}
