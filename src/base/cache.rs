//! What was read from the store, kept for a while. Joins and pages ask again and again for the same few places and times,
//! each of which many graphs describe; most other things are asked for once. So what took long to read is kept apart from
//! what did not, and outlives it.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

/// Statements from which on it took long.
const DEAR: usize = 8;

/// Some values by their keys; never more than so many of either sort.
#[derive(Debug)]
pub(crate) struct Kept<K, V> {
    cheap: HashMap<K, V>,
    dear: HashMap<K, V>,
    most: usize,
}

impl<K: Hash + Eq, V> Kept<K, V> {
    /// Keeps at most so many of those that were read quickly, and so many of those that were not.
    pub(crate) fn new(most: usize) -> Self {
        Self { cheap: HashMap::new(), dear: HashMap::new(), most }
    }

    pub(crate) fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.cheap.get(key).or_else(|| self.dear.get(key))
    }

    /// Keeps a value for which so many statements were read.
    pub(crate) fn put(&mut self, key: K, value: V, read: usize) {
        let all = if read < DEAR { &mut self.cheap } else { &mut self.dear };
        if all.len() >= self.most {
            all.clear();
        }
        all.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_took_long_outlives_what_did_not() {
        let mut kept = Kept::new(3);
        kept.put("a".to_owned(), 0, DEAR);
        for n in 1..=4 {
            kept.put(n.to_string(), n, DEAR - 1);
        }
        assert_eq!((kept.get("a"), kept.get("3"), kept.get("4")), (Some(&0), None, Some(&4)));
        for key in ["b", "c", "d"] {
            kept.put(key.to_owned(), 9, DEAR);
        }
        assert_eq!((kept.get("a"), kept.get("d")), (None, Some(&9)));
    }
}
