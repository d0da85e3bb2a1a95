//! A cache of what was read from the store. Joins and pages ask repeatedly for the same few places and times, each of
//! which many graphs describe; most other things are asked for once. So values that took many statements to read have a
//! tier of their own, which a scan of everything else does not evict, as it would in a least-recently-used cache.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

/// Minimum number of statements read for a value of the slow tier.
const SLOW: usize = 8;

/// Values by key. A tier that is full is emptied.
#[derive(Debug)]
pub(crate) struct Cache<K, V> {
    fast: HashMap<K, V>,
    slow: HashMap<K, V>,
    capacity: usize,
}

impl<K: Hash + Eq, V> Cache<K, V> {
    /// A cache with a maximum number of values in each tier.
    pub(crate) fn new(capacity: usize) -> Self {
        Self { fast: HashMap::new(), slow: HashMap::new(), capacity }
    }

    pub(crate) fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.fast.get(key).or_else(|| self.slow.get(key))
    }

    /// Adds a value that took `read` statements to read.
    pub(crate) fn put(&mut self, key: K, value: V, read: usize) {
        let tier = if read < SLOW { &mut self.fast } else { &mut self.slow };
        if tier.len() >= self.capacity {
            tier.clear();
        }
        tier.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_values_outlive_fast_ones() {
        let mut cache = Cache::new(3);
        cache.put("a".to_owned(), 0, SLOW);
        for n in 1..=4 {
            cache.put(n.to_string(), n, SLOW - 1);
        }
        assert_eq!((cache.get("a"), cache.get("3"), cache.get("4")), (Some(&0), None, Some(&4)));
        for key in ["b", "c", "d"] {
            cache.put(key.to_owned(), 9, SLOW);
        }
        assert_eq!((cache.get("a"), cache.get("d")), (None, Some(&9)));
    }
}
