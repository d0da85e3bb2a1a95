//! Who is called what.

use super::finding::Role;
use super::names::Names;
use super::tokens::Tokens;

/// All roles in an article, in order. A phrase that names a person by role alone ("the Russian diplomat") is resolved here.
pub fn read(_tokens: &Tokens<'_>, _names: &mut Names) -> Vec<Role> {
    Vec::new()
}
