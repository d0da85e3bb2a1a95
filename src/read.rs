//! Documents and their content. In: a document as found, bytes and metadata. Out: its text with the means to point into
//! it, and its content in its own terms (a fact box, an article), checked; or every error in it. This room may read
//! files below `sources/`; it makes no claims.

pub mod mapping;
pub mod source;
pub mod grid;
pub mod record;
pub mod value;
pub mod table;
