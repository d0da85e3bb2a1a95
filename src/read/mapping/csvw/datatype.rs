//! Datatypes of cells: which texts are of a type, and the value of a text in one form whatever its format.
//!
//! * `decimal`: numbers of any length, compared exactly.
//! * `number`: number formats; `date`: dates and times with their formats; `others`: durations and names.
//! * `checked`: a datatype with its format and limits.

pub mod decimal;
pub mod number;
pub mod date;
mod others;
mod checked;

pub use checked::{Bound, Datatype, Format, known, normalises};
