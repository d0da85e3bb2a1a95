//! How dates are read: one grammar for records, for the metadata of pages and feeds, and for prose.
//!
//! * `date/en.txt`, `az.txt`, …: the words of a language, months and weekdays, units and numbers. A language is a file.
//! * `words`: the same words as typed tables, parsed once, and the list of languages ([`words::of`]).
//! * `grammar`: dates with day, month and year in the orders in which people write them; `figures`: dates in figures. Both
//!   read any text that provides days, months and years (`parts`).
//! * `tokens`: plain text as such parts.
//! * `in_words`: a date in words, for display.
//! * `foreign.txt`: months of other languages, so that a reader of English alone can report a date in one.
//!
//! What is read is a [`PartialDate`](super::time::PartialDate), of which `time` makes a time. Each of the three readers
//! decides what may stand between two parts of a date and which forms in figures it accepts, in its `DateTokens`:
//! `read/record/date/written`, `read/source/date/fields`, `extract/lang/en/times/grammar/written`. Each also keeps what it alone
//! reads: records, intervals and refused dates; metadata, times of day and two-digit years; prose, times relative to
//! others, and the rules by which an English word such as "may" is a month or not.
//!
//! Cells of tables (`read/value/date`) are read in the languages that their table names; records and prose in English.
//!
//! To add a language, write a file like `en.txt`, list it in `words`, see that its months are in `foreign.txt`, and pass its
//! [`Words`] to the reader of texts in that language: a [`tokens::Lexer`], or the `TimeParser` of prose.

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

/// The months of other languages that differ from the English ones, with the endings that they have in a date.
pub fn foreign_months() -> impl Iterator<Item = &'static str> {
    let lines = include_str!("date/foreign.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}
