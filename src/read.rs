//! Documents, and what they say. In: a document as found, bytes and metadata. Out: its text with the means to point
//! into it, and what it says in its own terms (a fact box, an article), checked; or all that is wrong with it. It may
//! read files below `sources/`; it asserts nothing.

pub mod source;
pub mod record;
