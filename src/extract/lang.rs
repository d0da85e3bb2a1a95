//! The languages that are read by rules, each a folder with its words, its patterns and the code that applies them.

pub mod en;

/// Whether a name is that of a place that news treats as known: a country, a city, a state.
pub fn is_place(name: &str) -> bool {
    en::names::is_place(name)
}

/// Whether a name is that of a country, or of a state or province of one.
pub fn is_country_or_state(name: &str) -> bool {
    en::names::is_country_or_state(name)
}
