//! The sketch of an article, by which its copies are found: the smallest hashes of its shingles, which are its runs of
//! three words, folded. Two such sketches give an estimate of the share of shingles that the articles have in common
//! (Broder, *On the resemblance and containment of documents*, 1997), whatever the order of sentences.

use crate::base::iri::folded;

/// Maximum number of hashes in a sketch. The estimated share is then good to about four in a hundred, and exact for
/// short articles.
pub const SIZE: usize = 128;
/// Number of words in a shingle. Longer ones miss copies in which single words were changed.
const WORDS: usize = 3;

/// The sketch of an article: a sample of its shingles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Number of different shingles in the article.
    pub shingles: u32,
    /// The smallest of their hashes, in ascending order.
    pub smallest: Vec<u32>,
    /// For each hash, the place in the article where its shingle first occurs: from 0, the beginning, to 255.
    pub places: Vec<u8>,
}

/// A borrowed sketch, for comparison.
#[derive(Debug, Clone, Copy)]
pub struct Sample<'s> {
    /// The smallest hashes, in ascending order.
    pub smallest: &'s [u32],
    /// The place of each hash, from 0 to 255.
    pub places: &'s [u8],
    /// Number of different shingles in the article.
    pub shingles: u32,
}

/// How much two articles have in common, both as shares of shingles from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// The number of shared shingles divided by the number in either article.
    pub resemblance: f64,
    /// The number of shared shingles divided by the number in the shorter article.
    pub containment: f64,
    /// Number of shared shingles that were counted in the samples.
    pub shared: u32,
}

impl Sketch {
    /// Samples the paragraphs of an article. Shingles do not cross from one paragraph to the next, so that it does not
    /// matter in which order they stand.
    pub fn of<'t>(paragraphs: impl Iterator<Item = &'t str>) -> Self {
        let mut hashes = Vec::new();
        for paragraph in paragraphs {
            shingles(&folded(paragraph), &mut hashes);
        }
        let count = hashes.len();
        let mut hashes: Vec<(u32, usize)> = hashes.into_iter().enumerate().map(|(n, hash)| (hash, n)).collect();
        hashes.sort_unstable();
        hashes.dedup_by_key(|(hash, _)| *hash);
        let shingles = u32::try_from(hashes.len()).unwrap_or(u32::MAX);
        hashes.truncate(SIZE);
        let place = |n: usize| u8::try_from(n * 256 / count).unwrap_or(u8::MAX);
        Self {
            shingles,
            smallest: hashes.iter().map(|(hash, _)| *hash).collect(),
            places: hashes.iter().map(|(_, n)| place(*n)).collect(),
        }
    }

    /// Borrows the sketch for comparison.
    pub fn sample(&self) -> Sample<'_> {
        Sample { smallest: &self.smallest, places: &self.places, shingles: self.shingles }
    }
}

/// What two samples have in common, shingle by shingle.
#[derive(Debug, Default)]
pub struct Overlap {
    /// The hashes that both have.
    pub hashes: Vec<u32>,
    /// The places of these hashes in the shorter article and in the longer one.
    pub places: [Vec<u8>; 2],
    /// The places of all compared hashes of the shorter article and of the longer one.
    pub seen: [Vec<u8>; 2],
}

/// Compares two samples as [`likeness`] does, and gives the places of what they share.
pub fn overlap(a: Sample<'_>, b: Sample<'_>) -> Overlap {
    let mut found = Overlap::default();
    let mut taken = [0, 0];
    walk((a.smallest, b.smallest), |x, y| {
        if let (Some(x), Some(y)) = (x, y) {
            found.hashes.push(a.smallest[x]);
            found.places[0].push(a.places[x]);
            found.places[1].push(b.places[y]);
        }
        for (n, (at, places)) in [(x, a.places), (y, b.places)].into_iter().enumerate() {
            if let Some(at) = at {
                found.seen[n].push(places[at]);
                taken[n] += 1;
            }
        }
    });
    if (a.shingles, taken[0]) > (b.shingles, taken[1]) {
        found.places.reverse();
        found.seen.reverse();
    }
    found
}

/// Walks the smallest hashes of both in ascending order; they are a sample of the union as long as neither list is read
/// past its end. Calls `each` with the position of the hash in the one and in the other.
fn walk((a, b): (&[u32], &[u32]), mut each: impl FnMut(Option<usize>, Option<usize>)) {
    let (mut i, mut j) = (0, 0);
    for _ in 0..SIZE {
        match (a.get(i), b.get(j)) {
            (None, None) => break,
            (Some(x), Some(y)) if x == y => {
                each(Some(i), Some(j));
                i += 1;
                j += 1;
            }
            (Some(x), y) if y.is_none_or(|y| x < y) => {
                each(Some(i), None);
                i += 1;
            }
            _ => {
                each(None, Some(j));
                j += 1;
            }
        }
    }
}

/// Compares two samples.
pub fn likeness(a: Sample<'_>, b: Sample<'_>) -> Likeness {
    let (mut both, mut seen_a, mut seen_b) = (0_u32, 0_u32, 0_u32);
    walk((a.smallest, b.smallest), |x, y| {
        both += u32::from(x.is_some() && y.is_some());
        seen_a += u32::from(x.is_some());
        seen_b += u32::from(y.is_some());
    });
    let share = |part: u32, of: u32| if of == 0 { 0.0 } else { f64::from(part) / f64::from(of) };
    let shorter = if (a.shingles, seen_a) <= (b.shingles, seen_b) { seen_a } else { seen_b };
    Likeness { resemblance: share(both, seen_a + seen_b - both), containment: share(both, shorter), shared: both }
}

/// The hashes of the shingles of a folded text.
fn shingles(text: &str, hashes: &mut Vec<u32>) {
    let mut last = [0_u64; WORDS];
    let mut count = 0;
    words(text, |word| {
        last.rotate_left(1);
        last[WORDS - 1] = word;
        count += 1;
        if count >= WORDS {
            let whole = last.iter().fold(0, |hash, word| mixed(hash ^ word));
            hashes.push((whole >> 32) as u32);
        }
    });
}

/// Hashes each word: a run of letters and digits, or one character of a script that sets no spaces between words.
fn words(text: &str, mut found: impl FnMut(u64)) {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    let mut hash = START;
    let mut open = false;
    for c in text.chars() {
        let alone = is_unspaced(c);
        if open && (alone || !c.is_alphanumeric()) {
            found(hash);
            open = false;
        }
        if alone || c.is_alphanumeric() {
            // FNV-1a over code points: the same on every machine and in every version.
            hash = (if open { hash } else { START } ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
            open = true;
        }
        if alone {
            found(hash);
            open = false;
        }
    }
    if open {
        found(hash);
    }
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// The finaliser of splitmix64: every bit of the result depends on every bit of `z`.
fn mixed(z: u64) -> u64 {
    let z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(text: &str) -> Sketch {
        Sketch::of(text.lines())
    }

    fn alike(a: &str, b: &str) -> Likeness {
        let (a, b) = (sketch(a), sketch(b));
        likeness(a.sample(), b.sample())
    }

    #[test]
    fn short_articles_are_compared_exactly() {
        for (a, b, resemblance, containment) in [
            ("one two three four five", "one two three four five", 1.0, 1.0),
            // Case, marks, width and kinds of space make no difference.
            ("The mill, at\u{a0}Orlo: “closed”.", "the MILL at orlo closed", 1.0, 1.0),
            ("one two three four five", "one two three four six", 0.5, 2.0 / 3.0),
            ("one two three four five six", "one two three", 0.25, 1.0),
            ("one two three\nfour five six", "four five six\none two three", 1.0, 1.0),
            ("one two three", "three two one", 0.0, 0.0),
            ("one two", "one two", 0.0, 0.0),
            ("", "", 0.0, 0.0),
            ("会议在维也纳", "会议在维也纳", 1.0, 1.0),
        ] {
            let found = alike(a, b);
            assert!((found.resemblance - resemblance).abs() < 1e-9, "{a:?} {b:?} {found:?}");
            assert!((found.containment - containment).abs() < 1e-9, "{a:?} {b:?} {found:?}");
        }
    }

    #[test]
    fn long_articles_are_compared_by_their_samples() {
        let words = |from: usize, to: usize| (from..to).map(|n| format!("w{n} ")).collect::<String>();
        let found = alike(&words(0, 3000), &words(1000, 4000));
        assert!((found.resemblance - 0.5).abs() < 0.15 && (found.containment - 0.667).abs() < 0.15, "{found:?}");
        let found = alike(&words(0, 4000), &words(3000, 4000));
        assert!(found.containment > 0.99 && (found.resemblance - 0.25).abs() < 0.13, "{found:?}");
        assert_eq!(sketch(&words(0, 3000)).smallest.len(), SIZE);
    }
}
