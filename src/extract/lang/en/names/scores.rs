//! Evidence for each type of a name, added up.

use crate::extract::finding::EntityType;

/// Scores for a person, an organisation, a place, an event, anything else.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Scores(pub(super) [f32; 5]);

/// The types that are scored, in the order of [`Scores`].
pub(super) const TYPES: [EntityType; 5] =
    [EntityType::Person, EntityType::Organisation, EntityType::Place, EntityType::Event, EntityType::Other];
pub(super) const PERSON: usize = 0;
pub(super) const ORG: usize = 1;
pub(super) const PLACE: usize = 2;
pub(super) const EVENT: usize = 3;
pub(super) const OTHER: usize = 4;

impl Scores {
    /// The type with the highest score, and the margin over the next.
    pub(super) fn best(&self) -> (EntityType, f32) {
        let mut best = 0;
        for n in 1..5 {
            if self.0[n] > self.0[best] {
                best = n;
            }
        }
        let next = (0..5).filter(|n| *n != best).map(|n| self.0[n]).fold(f32::MIN, f32::max);
        (TYPES[best], self.0[best] - next)
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (a, b) in self.0.iter_mut().zip(other.0) {
            *a += b;
        }
    }
}
