//! How well articles are read, measured against gold: what people have marked in texts by hand.
//!
//! Measures, each with its source:
//!
//! * **Names, exact**: a name counts as right if its span and its type are those of the gold (CoNLL-2002 and CoNLL-2003,
//!   Tjong Kim Sang and De Meulder 2003). Precision is right / found, recall right / gold, F1 their harmonic mean. The micro
//!   average counts all types together. An article before a name ("the OSCE") and a possessive after it are left aside on both
//!   sides, since gold differs in whether they belong to it; [`Options::strict`](score::Options::strict) compares spans as they stand.
//! * **Relaxed**: it is enough that the spans overlap and the types agree; each gold span and each found one is matched once,
//!   in the order of the text (TempEval-3, UzZaman et al. 2013, section 4.1).
//! * **Values of times**: of the times matched relaxed, in how many the value (TIMEX2 `val`, TIMEX3 `value`) is the same
//!   string; and the F1 in which a time counts only if its value is right too (TempEval-3, the main measure of task A). Gold
//!   without a value is not asked for one.
//! * **Quotations**: spans of what is said, without quotation marks and the comma or point before them; `quoted` within
//!   quotation marks, `reported` without. Spans of a sort that a document's gold has none of are not counted as found: many
//!   corpora mark only one. **Speakers**: of the gold spans with a speaker, in how many the matched span is given to the same
//!   person: the names are equal, or one has all the words of the other ("Karasin", "Grigory Karasin").
//!
//! Some gold marks only part of what there is (linked names, one name in a sentence). Precision means nothing then, unless
//! [`Options::partial`](score::Options::partial) leaves out what was found where the gold has nothing at all; what it says is then about spans and types.
//!
//! Left out, and counted apart: types that this tool does not aim at (products, amounts of money, …), gold mentions without a
//! name ("the company", "he") and what was found within them, and of times within times all but the outermost.

mod columns;
pub mod gold;
pub mod format;
mod inline;
mod matching;
pub mod mistakes;
mod nif;
mod quotes;
pub mod report;
mod rows;
pub mod score;
mod speech;
mod text;
pub mod links;

pub(crate) use matching::overlap;
pub(crate) use text::trimmed;
