//! Finds articles that are alike without comparing all pairs. Articles that share one of their smallest shingle hashes
//! are candidates (locality-sensitive hashing with one hash per band); candidates are then compared by their whole
//! samples.
//!
//! In two articles that are one text, edited, the shared parts are spread over both. Where the shared parts lie
//! together and the rest differs, one article may have taken a part of the other, or both may have a text that many
//! have: then it does not count (see [`Samples::pairs`]).

use super::minhash::{Likeness, Overlap, Sample, likeness, overlap};
use std::collections::HashMap;

/// Minimum share of the shingles of the shorter of two likely copies that the longer one has too.
pub const MIN_CONTAINMENT: f64 = 0.3;
/// Minimum number of shared shingles in the samples: of a short article beside a very long one, too few are sampled.
const MIN_SHARED: u32 = 10;
/// Minimum number of shingles of an article that is compared: too many shorter ones have a text in common by chance.
pub const MIN_SHINGLES: u32 = 20;
/// Number of bands: hashes of an article by which candidates are found. Two articles that share a fifth of all their
/// shingles are missed five times in a thousand.
const BANDS: usize = 24;
/// Maximum number of unlike articles in a band that later ones are compared with.
const MAX_REPRESENTATIVES: usize = 16;
/// Minimum number of otherwise unlike articles that share words, for the words to say nothing about any two of them.
pub const MIN_COMMON: usize = 3;
/// Minimum share of the shorter article that must lie in parts found in the longer one, for two articles to be one
/// text.
const MIN_SPREAD: f64 = 0.8;
/// Minimum share of the shingles of a part that the other article must have, for the part to count as found in it.
const MIN_OF_PART: f64 = 0.25;
/// Number of articles whose bands are in memory at a time.
const ARTICLES_AT_A_TIME: usize = 200_000;

/// The samples of many articles, in order.
#[derive(Debug, Default)]
pub struct Samples {
    hashes: Vec<u32>,
    places: Vec<u8>,
    ends: Vec<usize>,
    shingles: Vec<u32>,
}

/// Two articles that are alike, and what they share unless they are one text.
type Candidate = (Pair, Option<Overlap>);

/// Two articles that are alike, as their positions, the first before the second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Position of the earlier article.
    pub a: usize,
    /// Position of the later article.
    pub b: usize,
    /// How much they have in common.
    pub likeness: Likeness,
}

impl Samples {
    /// Adds a sample at the next position.
    pub fn push(&mut self, sample: Sample<'_>) {
        self.hashes.extend_from_slice(sample.smallest);
        self.places.extend_from_slice(sample.places);
        self.ends.push(self.hashes.len());
        self.shingles.push(sample.shingles);
    }

    /// Number of samples.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no samples.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    fn get(&self, at: usize) -> Sample<'_> {
        let range = at.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[at];
        Sample { smallest: &self.hashes[range.clone()], places: &self.places[range], shingles: self.shingles[at] }
    }

    fn likeness(&self, a: usize, b: usize) -> Option<Likeness> {
        let found = likeness(self.get(a), self.get(b));
        (found.containment >= MIN_CONTAINMENT && found.shared >= MIN_SHARED).then_some(found)
    }

    /// The pairs that connect groups of likely copies: the articles of each are alike, every two groups that a pair
    /// could join are joined, and where several pairs could do so, the one with the greatest likeness is taken. The
    /// result depends on the order of the articles and on nothing else.
    pub fn pairs(&self) -> Vec<Pair> {
        let parts = u32::try_from(self.len().div_ceil(ARTICLES_AT_A_TIME).max(1)).unwrap_or(u32::MAX);
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for part in 0..parts {
            let mut bands: Vec<(u32, u32)> = Vec::new();
            for at in 0..self.len() {
                let Sample { smallest, shingles, .. } = self.get(at);
                if shingles < MIN_SHINGLES {
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
            let likeness = self.likeness(a, b)?;
            let overlap = overlap(self.get(a), self.get(b));
            let partly = !overlap.is_all_over();
            Some((Pair { a, b, likeness }, partly.then_some(overlap)))
        };
        let mut pairs = self.keep_evidence(pairs.into_iter().filter_map(with_likeness).collect());
        let score = |p: &Pair| (p.likeness.containment, p.likeness.resemblance);
        pairs.sort_by(|x, y| {
            let (x_score, y_score) = (score(x), score(y));
            y_score.0.total_cmp(&x_score.0).then(y_score.1.total_cmp(&x_score.1)).then((x.a, x.b).cmp(&(y.a, y.b)))
        });
        let mut sets = Sets::new(self.len());
        pairs.retain(|pair| sets.join(pair.a, pair.b));
        pairs
    }

    /// Leaves out the pairs that share only what many articles have, or only an ending.
    fn keep_evidence(&self, candidates: Vec<Candidate>) -> Vec<Pair> {
        // Articles that are one text count as one of the many.
        let mut texts = Sets::new(self.len());
        for (pair, _) in candidates.iter().filter(|(_, overlap)| overlap.is_none()) {
            texts.join(pair.a, pair.b);
        }
        let partly = candidates.iter().filter_map(|(_, overlap)| overlap.as_ref());
        let mut holders: HashMap<u32, Vec<usize>> =
            partly.flat_map(|overlap| &overlap.hashes).map(|hash| (*hash, Vec::new())).collect();
        let asked = if holders.is_empty() { 0 } else { self.len() };
        for at in 0..asked {
            let text = texts.first(at);
            for hash in self.get(at).smallest {
                if let Some(holders) = holders.get_mut(hash).filter(|h| h.len() < MIN_COMMON && !h.contains(&text)) {
                    holders.push(text);
                }
            }
        }
        let is_common = |hash: &u32| holders.get(hash).is_some_and(|holders| holders.len() >= MIN_COMMON);
        let is_evidence = |overlap: &Overlap| {
            let common = overlap.hashes.iter().filter(|hash| is_common(hash)).count();
            let (own, all) = (overlap.hashes.len() - common, overlap.seen[0].len() - common);
            let enough = own >= MIN_SHARED as usize && own as f64 >= MIN_CONTAINMENT * all as f64;
            enough && !overlap.is_ending()
        };
        candidates.into_iter().filter(|(_, o)| o.as_ref().is_none_or(is_evidence)).map(|(pair, _)| pair).collect()
    }

    /// Compares the articles of a band. Each article joins the first earlier representative that it is like; if it is
    /// like none, it becomes a representative itself. So a band of a million copies costs a million comparisons.
    fn compare(&self, band: &[(u32, u32)], pairs: &mut Vec<(u32, u32)>) {
        let mut representatives: Vec<u32> = Vec::new();
        for (_, id) in band {
            let like = representatives.iter().find(|other| self.likeness(**other as usize, *id as usize).is_some());
            match like {
                Some(other) => pairs.push((*other, *id)),
                None if representatives.len() < MAX_REPRESENTATIVES => representatives.push(*id),
                None => {}
            }
        }
    }
}

impl Overlap {
    /// Whether the shared shingles are spread over the shorter article, as in a copy that was edited.
    fn is_all_over(&self) -> bool {
        let seen = &self.seen[0];
        // Parts of at least eight shingles, of which two or three are not shared by chance.
        let parts = (seen.len() / 8).clamp(2, 10);
        let mut counts = vec![(0_usize, 0_usize); parts];
        let part = |place: u8| usize::from(place) * parts / 256;
        seen.iter().for_each(|place| counts[part(*place)].0 += 1);
        self.places[0].iter().for_each(|place| counts[part(*place)].1 += 1);
        let found = |(seen, shared): &&(usize, usize)| *shared as f64 >= MIN_OF_PART * *seen as f64;
        let covered: usize = counts.iter().filter(found).map(|(seen, _)| seen).sum();
        covered as f64 >= MIN_SPREAD * seen.len() as f64
    }

    /// Whether the shared words are the end of both articles, and both begin with words of their own.
    fn is_ending(&self) -> bool {
        (0..2).all(|n| {
            let (mut shared, seen) = (self.places[n].clone(), self.seen[n].len());
            shared.sort_unstable();
            // A few runs of three words are common by chance.
            let first = shared.get(shared.len() / 10).copied().unwrap_or_default();
            let own = (seen - shared.len()) * 256 / seen.max(1);
            usize::from(first) + 26 >= own
        })
    }
}

/// Sets that can be joined: union-find with path halving.
#[derive(Debug)]
pub struct Sets(Vec<usize>);

impl Sets {
    /// Makes `count` sets of one member.
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

    /// Joins two sets; returns whether they were separate.
    pub fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b)] = a.min(b);
        a != b
    }
}

#[cfg(test)]
mod tests {
    use super::super::minhash::Sketch;
    use super::*;

    fn pairs(texts: &[String]) -> Vec<(usize, usize)> {
        let mut samples = Samples::default();
        for text in texts {
            let sketch = Sketch::of(text.lines());
            samples.push(sketch.sample());
        }
        samples.pairs().iter().map(|p| (p.a, p.b)).collect()
    }

    fn words(from: usize, to: usize) -> String {
        (from..to).map(|n| format!("w{n} ")).collect()
    }

    #[test]
    fn groups_are_joined_by_their_most_similar_pairs() {
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
        // The fourth is more like the third, which has nothing else, than like the first.
        assert_eq!(found, [(0, 2), (1, 6), (2, 3)]);
        assert_eq!(pairs(&[]), []);
    }

    #[test]
    fn words_of_many_articles_do_not_join_two() {
        let own = |n: usize| words(1000 * n, 1000 * n + 60);
        let background = words(0, 70);
        for place in ["first", "last", "middle", "one line"] {
            let item = |n: usize| match place {
                "first" => background.clone() + "\n" + &own(n),
                "last" => own(n) + "\n" + &background,
                "middle" => {
                    words(1000 * n, 1000 * n + 30) + "\n" + &background + "\n" + &words(1000 * n + 30, 1000 * n + 60)
                }
                _ => own(n) + &background,
            };
            for count in [3, 4, 40] {
                let mut texts: Vec<String> = (1..=count).map(item).collect();
                assert_eq!(pairs(&texts), [], "{place} of {count}");
                // A copy of one of them is still found, whole, or with a word in twelve changed.
                texts.push(item(2));
                let edited: Vec<String> = item(3)
                    .split(' ')
                    .enumerate()
                    .map(|(n, w)| if n % 12 == 5 { format!("x{n}") } else { w.to_owned() })
                    .collect();
                texts.push(edited.join(" "));
                let mut found = pairs(&texts);
                found.sort_unstable();
                assert_eq!(found, [(1, count), (2, count + 1)], "{place} of {count}");
            }
        }
    }

    #[test]
    fn a_shared_ending_is_not_a_copy_and_a_shared_beginning_is() {
        let (own, other) = (words(1000, 1060), words(2000, 2060));
        let footer = words(0, 50);
        assert_eq!(pairs(&[format!("{own}\n{footer}"), format!("{other}\n{footer}")]), []);
        assert_eq!(pairs(&[format!("{footer}\n{own}"), format!("{footer}\n{other}")]), [(0, 1)]);
        // The whole of the shorter one is no ending.
        assert_eq!(pairs(&[format!("{own}\n{footer}"), footer]), [(0, 1)]);
    }

    #[test]
    fn copies_with_changed_words_are_found_however_many() {
        let edited = |n: usize| -> String {
            (0..300).map(|w| if (w + n).is_multiple_of(12) { format!("x{n}w{w} ") } else { format!("w{w} ") }).collect()
        };
        let texts: Vec<String> = (0..6).map(edited).collect();
        assert_eq!(pairs(&texts).len(), 5);
    }

    #[test]
    fn a_thousand_copies_are_joined_once_each() {
        let texts: Vec<String> = (0..1000).map(|n| words(0, 80) + &words(n * 1000, n * 1000 + 5)).collect();
        assert_eq!(pairs(&texts).len(), 999);
    }
}
