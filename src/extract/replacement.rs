//! What takes the place of the reader's findings: given findings in the form of those that are read, as far as they fit the
//! text.

pub(super) mod names;
pub(super) mod times;
pub(super) mod roles;
pub(super) mod speech;
pub(super) mod events;
