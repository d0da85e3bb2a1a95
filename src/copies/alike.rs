//! Which articles are alike, found without comparing each with each. Articles that share a shingle among the smallest of
//! theirs are candidates (a banding of one hash a band); candidates are then compared by their whole samples.

use super::sketch::{Likeness, likeness};

/// The shorter of two likely copies has at least this share of its shingles in common with the longer.
pub const LEAST_CONTAINMENT: f64 = 0.3;
/// So many shared shingles must have been seen: of a short article beside a very long one, too few are in the sample.
const LEAST_SHARED: u32 = 10;
/// An article with fewer shingles is not compared: too many have such a short text in common by chance.
pub const LEAST_SHINGLES: u32 = 20;
/// So many hashes of an article are bands. Two articles of which a fifth of all shingles is common miss each other five
/// times in a thousand.
const BANDS: usize = 24;
/// Of articles that share a band and are not alike, so many are compared with those that come after them.
const MOST_KINDS: usize = 16;
/// So many articles at a time have their bands in memory.
const PART: usize = 200_000;

/// The samples of many articles, in order.
#[derive(Debug, Default)]
pub struct Samples {
    hashes: Vec<u32>,
    ends: Vec<usize>,
    shingles: Vec<u32>,
}

/// Two articles that are alike, as their positions, the first before the second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The one.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// How alike.
    pub likeness: Likeness,
}

impl Samples {
    /// Adds one, whose position is how many there were.
    pub fn push(&mut self, smallest: &[u32], shingles: u32) {
        self.hashes.extend_from_slice(smallest);
        self.ends.push(self.hashes.len());
        self.shingles.push(shingles);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    fn get(&self, at: usize) -> (&[u32], u32) {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        (&self.hashes[start..self.ends[at]], self.shingles[at])
    }

    fn likeness(&self, a: usize, b: usize) -> Option<Likeness> {
        let found = likeness(self.get(a), self.get(b));
        (found.containment >= LEAST_CONTAINMENT && found.shared >= LEAST_SHARED).then_some(found)
    }

    /// The pairs by which groups of likely copies hang together: all are alike, no group is left apart that a pair would
    /// join, and of the pairs that would do, the likest. They depend on the order of the articles and on nothing else.
    pub fn pairs(&self) -> Vec<Pair> {
        let parts = u32::try_from(self.len().div_ceil(PART).max(1)).unwrap_or(u32::MAX);
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for part in 0..parts {
            let mut bands: Vec<(u32, u32)> = Vec::new();
            for at in 0..self.len() {
                let (smallest, shingles) = self.get(at);
                if shingles < LEAST_SHINGLES {
                    continue;
                }
                let id = u32::try_from(at).unwrap_or(u32::MAX);
                bands.extend(smallest.iter().take(BANDS).filter(|h| **h % parts == part).map(|h| (*h, id)));
            }
            bands.sort_unstable();
            for band in bands.chunk_by(|x, y| x.0 == y.0).filter(|band| band.len() > 1) {
                self.compare(band, &mut pairs);
            }
            pairs.sort_unstable();
            pairs.dedup();
        }
        let with_likeness = |(a, b): (u32, u32)| {
            let (a, b) = (a as usize, b as usize);
            self.likeness(a, b).map(|likeness| Pair { a, b, likeness })
        };
        let mut pairs: Vec<Pair> = pairs.into_iter().filter_map(with_likeness).collect();
        let score = |p: &Pair| (p.likeness.containment, p.likeness.resemblance);
        pairs.sort_by(|x, y| {
            let (x_score, y_score) = (score(x), score(y));
            y_score.0.total_cmp(&x_score.0).then(y_score.1.total_cmp(&x_score.1)).then((x.a, x.b).cmp(&(y.a, y.b)))
        });
        let mut sets = Sets::new(self.len());
        pairs.retain(|pair| sets.join(pair.a, pair.b));
        pairs
    }

    /// Compares the articles of a band. Each joins the first of those before it that it is like; if it is like none, it is
    /// one that later ones are compared with. So a band of a million copies costs a million comparisons.
    fn compare(&self, band: &[(u32, u32)], pairs: &mut Vec<(u32, u32)>) {
        let mut kinds: Vec<u32> = Vec::new();
        for (_, id) in band {
            let like = kinds.iter().find(|kind| self.likeness(**kind as usize, *id as usize).is_some());
            match like {
                Some(kind) => pairs.push((*kind, *id)),
                None if kinds.len() < MOST_KINDS => kinds.push(*id),
                None => {}
            }
        }
    }
}

/// Sets that are joined: union-find with halved paths.
#[derive(Debug)]
pub struct Sets(Vec<usize>);

impl Sets {
    /// So many sets of one.
    pub fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// The least member of the set of `at`.
    pub fn first(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    /// Joins two sets; tells whether they were two.
    pub fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b)] = a.min(b);
        a != b
    }
}

#[cfg(test)]
mod tests {
    use super::super::sketch::Sketch;
    use super::*;

    fn pairs(texts: &[String]) -> Vec<(usize, usize)> {
        let mut samples = Samples::default();
        for text in texts {
            let sketch = Sketch::of(text.lines());
            samples.push(&sketch.smallest, sketch.shingles);
        }
        samples.pairs().iter().map(|p| (p.a, p.b)).collect()
    }

    fn words(from: usize, to: usize) -> String {
        (from..to).map(|n| format!("w{n} ")).collect()
    }

    #[test]
    fn groups_hang_together_by_their_likest_pairs() {
        let texts = [
            words(0, 100),
            words(500, 600),
            words(0, 90),                             // all of it in the first
            words(0, 45) + "\n" + &words(2000, 2055), // less than half of it
            words(0, 20) + "\n" + &words(3000, 3080), // too little
            words(0, 15),                             // too short to tell
            words(500, 600),
        ];
        let mut found = pairs(&texts);
        found.sort_unstable();
        // The fourth is liker to the third, which has nothing besides, than to the first.
        assert_eq!(found, [(0, 2), (1, 6), (2, 3)]);
        assert_eq!(pairs(&[]), []);
    }

    #[test]
    fn a_thousand_copies_are_joined_once_each() {
        let texts: Vec<String> = (0..1000).map(|n| words(0, 80) + &words(n * 1000, n * 1000 + 5)).collect();
        assert_eq!(pairs(&texts).len(), 999);
    }
}
