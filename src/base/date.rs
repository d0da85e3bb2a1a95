//! How dates are read: the one grammar of records, of the metadata of pages and feeds, and of prose.
//!
//! * `date/en.txt`: the words of a language, months and weekdays, units and numbers. A language is a file.
//! * `words`: the same as typed tables, read once.
//! * `grammar`: a date as day, month and year in the orders in which people write them; `figures`: dates in figures. Both
//!   read whatever has days, months and years (`parts`).
//! * `tokens`: plain text as such parts.
//! * `in_words`: a date as we write it for people.
//! * `foreign.txt`: months of languages that have no file yet, so that a date of theirs can be reported.
//!
//! What is read comes out as a [`PartialDate`](super::time::PartialDate); `time` makes a time of it. Each who reads dates
//! says for itself what may stand between two parts and which forms in figures it takes, in its `DateTokens`:
//! `read/record/date/written`, `read/source/date/fields`, `extract/times/grammar/written`. Around that each keeps what only
//! it reads: records, intervals and what is refused; metadata, times of day and years of two digits; prose, times that stand
//! in relation to others, and the rules by which an English word such as "may" is a month or not.
//!
//! For another language, write a file as `en.txt`, take its months out of `foreign.txt`, and give its [`Words`] to whoever
//! reads texts in it: a [`tokens::Lexer`], or the `Reader` of prose.

pub mod words;
pub mod grammar;
pub mod figures;
pub mod parts;
pub mod tokens;
mod in_words;
mod table;

pub use in_words::in_words;
pub use table::{Form, Table, Word, WordsError};
pub use words::{Unit, Words, english};

/// The months of other languages, where they are not written as in English, with the endings that a date gives them.
pub fn foreign_months() -> impl Iterator<Item = &'static str> {
    let lines = include_str!("date/foreign.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}
