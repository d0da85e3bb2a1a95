//! Options for making an index, and the report.

use super::item::Languages;

/// Options for making an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The languages whose names are kept; the label in the first of them that an item has is displayed.
    pub languages: Languages,
    /// Keep only instances of these classes and of their subclasses; all items if empty.
    pub types: Vec<u32>,
    /// Keep only items with one of these as country or citizenship, and these items; all items if empty.
    pub countries: Vec<u32>,
    /// With `countries`: keep items without any country, too.
    pub stateless: bool,
}

/// The results, in numbers.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// Items in the dump.
    pub items: u64,
    /// Items in the index.
    pub kept: u64,
    /// Classes in the index, with their labels and superclasses.
    pub classes: u64,
    /// Different names, folded.
    pub names: u64,
    /// Mistakes because of which something was left out.
    pub problems: u64,
}
