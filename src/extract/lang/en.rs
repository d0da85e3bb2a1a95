//! English.

pub mod lexicon;
pub mod writing;
pub mod names;
pub mod times;
pub mod roles;
pub mod speech;
pub mod events;
pub(in crate::extract) mod districts;
