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
//! `read/record/date`, `read/source/date`, `extract/times/grammar`.

pub mod words;
pub mod grammar;
pub mod figures;
pub mod parts;
pub mod tokens;
mod in_words;
mod table;

pub use in_words::in_words;
pub use table::{Form, Table, Word};
pub use words::{Unit, Words, english};

/// The months of other languages, where they are not written as in English, with the endings that a date gives them.
pub fn foreign_months() -> impl Iterator<Item = &'static str> {
    let lines = include_str!("date/foreign.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}
