//! ROOM read

pub mod record;
pub mod source;
