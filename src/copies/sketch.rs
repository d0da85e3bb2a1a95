//! What is kept of an article so that copies of it are found: the smallest hashes of its shingles, which are its runs of
//! three words, folded. Of two such samples the share of shingles that the articles have in common can be told
//! (Broder, *On the resemblance and containment of documents*, 1997), whatever the order of sentences.

use crate::iri::folded;

/// So many hashes are kept; the share that they tell is then good to about four in a hundred, and exact for short articles.
pub const SIZE: usize = 128;
/// So many words are a shingle. Longer ones lose copies in which single words were changed.
const WORDS: usize = 3;

/// A sample of an article's shingles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch {
    /// How many different shingles the article has.
    pub shingles: u32,
    /// The smallest of their hashes, rising.
    pub smallest: Vec<u32>,
}

/// How much two articles have in common, both as shares of shingles from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// Shared shingles among those of both.
    pub resemblance: f64,
    /// Shared shingles among those of the shorter one.
    pub containment: f64,
    /// How many shared shingles were counted.
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
        hashes.sort_unstable();
        hashes.dedup();
        let shingles = u32::try_from(hashes.len()).unwrap_or(u32::MAX);
        hashes.truncate(SIZE);
        hashes.shrink_to_fit();
        Self { shingles, smallest: hashes }
    }
}

/// Compares two samples, each with the count of shingles that it was taken from.
pub fn likeness(a: (&[u32], u32), b: (&[u32], u32)) -> Likeness {
    let ((a, count_a), (b, count_b)) = (a, b);
    // The smallest of both together are a sample of the union, as long as neither is read past its end.
    let (mut i, mut j) = (0, 0);
    let (mut both, mut seen_a, mut seen_b) = (0_u32, 0_u32, 0_u32);
    for _ in 0..SIZE {
        match (a.get(i), b.get(j)) {
            (None, None) => break,
            (Some(x), Some(y)) if x == y => {
                both += 1;
                seen_a += 1;
                seen_b += 1;
                i += 1;
                j += 1;
            }
            (Some(x), y) if y.is_none_or(|y| x < y) => {
                seen_a += 1;
                i += 1;
            }
            _ => {
                seen_b += 1;
                j += 1;
            }
        }
    }
    let share = |part: u32, of: u32| if of == 0 { 0.0 } else { f64::from(part) / f64::from(of) };
    let shorter = if (count_a, seen_a) <= (count_b, seen_b) { seen_a } else { seen_b };
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
        likeness((&a.smallest, a.shingles), (&b.smallest, b.shingles))
    }

    #[test]
    fn short_articles_are_compared_exactly() {
        for (a, b, resemblance, containment) in [
            ("one two three four five", "one two three four five", 1.0, 1.0),
            // Case, marks, width and kinds of space are nothing.
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
