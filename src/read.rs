//! ROOM read

pub mod source;
pub mod record;
