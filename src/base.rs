//! ROOM base

pub mod files;
pub mod fold;
pub mod iri;
pub mod kept;
pub mod markup;
pub mod media;
pub mod network;
pub mod sort;
pub mod time;
pub mod vocab;
