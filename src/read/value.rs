//! What the cell of a table says, as a typed value or a precise reason why there is none. In: the text of a cell or a head,
//! and what is known of its column. Out: a number, a unit, a time, a point, or a [`ValueError`]. All are pure functions of
//! their arguments and nothing guesses: a text with two readings is an error that names both, and one that a rule of the
//! column contradicts is an error too.
//!
//! * `text`: digits of other scripts, notes behind a value, words beside it (`words.txt`).
//! * `number`, `number/column`: numbers, and what a whole column says of its decimal mark.
//! * `unit`: units of area in heads and cells, and multipliers such as "thousand".
//! * `date`, `date/head`: times in cells, and those in heads and titles.
//! * `point`, `point/column`: angles and points, and whether two columns of angles fit better swapped.
//! * `outline`, `outline/crossing`: geometries as well-known text, and whether their rings cross themselves.
//! * `null`: words that stand for no value.

pub mod error;
mod text;
pub mod number;
pub mod unit;
pub mod date;
pub mod point;
pub mod outline;
pub mod null;

pub use error::{Fault, ValueError};
pub use text::{has_note_mark, has_number_mark, name_mark, without_note};

#[cfg(test)]
mod tests;
