//! Distinguishes sources: each has a letter, a shape on the map and a pattern on the timeline, besides a colour.
//! Letters follow the order of names, so that the same sources have the same letters in every picture of a page.

use std::collections::BTreeSet;

/// Number of shapes, patterns and colours before they repeat; letters continue.
pub const KINDS: usize = 6;

/// The sources of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources(Vec<String>);

impl Sources {
    /// Sources with these names.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: BTreeSet<&str> = names.into_iter().collect();
        Self(names.into_iter().map(str::to_owned).collect())
    }

    /// Number of sources.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no sources.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The index of a source in the list; 0 if it is not there.
    pub fn at(&self, name: &str) -> usize {
        self.0.binary_search_by(|n| n.as_str().cmp(name)).unwrap_or(0)
    }

    /// The number of a source's shape, pattern and colour.
    pub fn kind(&self, name: &str) -> usize {
        self.at(name) % KINDS
    }

    /// The letter of a source.
    pub fn letter(&self, name: &str) -> String {
        letter(self.at(name))
    }

    /// Their names, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// A, B, … Z, AA, AB, ….
fn letter(mut n: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(n % 26).unwrap_or(0)));
        if n < 26 {
            return letters.into_iter().rev().collect();
        }
        n = n / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on() {
        for (n, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letter(n), expected);
        }
    }

    #[test]
    fn the_order_of_input_changes_nothing() {
        let (one, two) = (Sources::new(["b", "a", "b"]), Sources::new(["a", "b"]));
        assert_eq!(one, two);
        assert_eq!((one.letter("b").as_str(), one.kind("a"), one.len()), ("B", 0, 2));
    }
}
