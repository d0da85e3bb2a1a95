//! Blocks: the keys by which names come together that may be one, so that nothing else is compared.

use super::Family;
use crate::base::fold::{key, skeletons};

/// Minimum number of sounds that say something.
const SOUNDS: usize = 3;

/// The words of a name in any order.
pub(super) fn words(name: &str) -> String {
    let key = key(name);
    let mut words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.join(" ")
}

/// The initial and the surname of a person, and whether the given names are only initials. `None` for a surname alone.
pub(super) fn initial_and_surname(name: &str) -> Option<(String, bool)> {
    let key = key(name);
    let words: Vec<&str> = key.split(' ').collect();
    let (surname, given) = words.split_last()?;
    let initial = given.first()?.chars().next()?;
    (surname.len() > 1).then(|| (format!("{initial} {surname}"), given.iter().all(|word| word.len() == 1)))
}

/// How a name may sound. Names of another number of words do not sound alike.
pub(super) fn sounds(family: Family, name: &str) -> Vec<(Family, usize, String)> {
    let key = key(name);
    let count = key.split(' ').count();
    let all = skeletons(&key).into_iter().filter(|skeleton| skeleton.len() >= SOUNDS);
    all.map(|skeleton| (family, count, skeleton)).collect()
}
