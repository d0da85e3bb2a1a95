//! ROOM base

pub mod files;
pub mod iri;
pub mod vocab;
pub mod time;
pub mod sort;
pub mod kept;
pub mod markup;
pub mod media;
pub mod network;
pub mod fold;
