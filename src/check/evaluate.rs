//! Evaluates the extraction from articles against gold: annotations of texts made by people.
//!
//! Measures, each with its source:
//!
//! * **Names, exact**: a name counts as right if its span and its type are those of the gold (CoNLL-2002 and CoNLL-2003,
//!   Tjong Kim Sang and De Meulder 2003). Precision is right / found, recall right / gold, F1 their harmonic mean. The micro
//!   average counts all types together. An article before a name ("the OSCE") and a possessive after it are ignored on both
//!   sides, since gold differs in whether they belong to it; [`Options::strict`](score::Options::strict) compares spans as they stand.
//! * **Relaxed**: the spans overlap and the types agree; each gold span and each found one is matched once,
//!   in the order of the text (TempEval-3, UzZaman et al. 2013, section 4.1).
//! * **Values of times**: the share of times matched relaxed whose value (TIMEX2 `val`, TIMEX3 `value`) is the same string;
//!   and the F1 in which a time counts only if its value is right too (TempEval-3, the main measure of task A). Gold times
//!   without a value are not compared by value.
//! * **Quotations**: spans of what is said, without quotation marks and the comma or point before them; `quoted` within
//!   quotation marks, `reported` without. Spans of a kind that the gold of a document does not have are not counted as found: many
//!   corpora mark only one kind. **Speakers**: the share of gold spans with a speaker whose matched span has the same speaker:
//!   the names are equal, or one has all the words of the other ("Karasin", "Grigory Karasin").
//!
//! * **Events, roles, statements** as a whole, with their parts: see [`readings`].
//!
//! Some gold is incomplete (only linked names, one name in a sentence). Precision is then meaningless, unless
//! [`Options::partial`](score::Options::partial) ignores findings where the gold has nothing; it then measures spans and types.
//!
//! Left out and counted separately: types that this tool does not extract (products, amounts of money, …), gold mentions
//! without a name ("the company", "he") and findings within them, and times within other times.

mod columns;
pub mod gold;
pub mod format;
mod inline;
mod matching;
pub mod mistakes;
mod nif;
mod quotes;
pub mod readings;
mod reading_lines;
pub mod report;
mod rows;
pub mod score;
mod speech;
mod text;
pub mod links;
pub mod findings;

pub(crate) use matching::overlap;
pub(crate) use text::trimmed;
