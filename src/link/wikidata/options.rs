//! What an index is made with, and what came of making it.

use super::item::Languages;

/// What goes into an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Whose names are kept; the first of them that an item has is shown.
    pub languages: Languages,
    /// Keep only instances of these classes and of their subclasses; all, if empty.
    pub types: Vec<u32>,
    /// Keep only what has one of these items as country or citizenship, and these items; all, if empty.
    pub countries: Vec<u32>,
    /// With `countries`: keep what has no country at all, too.
    pub stateless: bool,
}

/// What was done.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// Items of the dump.
    pub items: u64,
    /// Items in the index.
    pub kept: u64,
    /// Classes known by name and place in the order of classes.
    pub classes: u64,
    /// Different names, folded.
    pub names: u64,
    /// Lines that were left out because something is wrong with them.
    pub problems: u64,
}
