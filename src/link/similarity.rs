//! The similarity of two names, from 0 to 1: across scripts and spellings, without type words, in any order of words.

use crate::base::fold::{self, words};

/// A name prepared for comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Folded (see [`fold::key`]).
    pub key: String,
    /// Without type words.
    pub core: String,
    /// The kind that its type words show.
    pub sort: Option<words::PlaceType>,
    words: Vec<Word>,
}

#[derive(Debug, Clone, PartialEq)]
struct Word {
    text: String,
    /// The sound: letters that spellings exchange are made one; vowels are kept.
    sound: Vec<u8>,
}

/// Maximum number of words that are compared.
const MAX_WORDS: usize = 12;
/// Maximum length of a word that is compared, in letters; the rest is ignored.
const MAX_WORD: usize = 48;

/// Endings that languages add to names, folded: of adjectives and of cases. Longest first.
const ENDINGS: &[&str] = &[
    "skaia", "skaja", "skogo", "inskij", "enskij", "skata", "skija", "skyi", "skyj", "skij", "skii", "skiy", "skoe",
    "skoj", "cki", "ski", "sky", "ska", "ske", "sko", "nyn", "nin", "nun", "jan", "in", "on", "un", "as", "is", "us",
    "os", "es", "i", "a", "o", "e", "n", "s", "u", "y",
];

impl Form {
    /// Prepares a name.
    pub fn new(name: &str) -> Self {
        Self::of_key(fold::key(name))
    }

    /// Prepares a folded name.
    pub fn of_key(key: String) -> Self {
        let (core, sort) = words::core(&key);
        let list = core.split(' ').take(MAX_WORDS).map(word).collect();
        Self { key, core, sort, words: list }
    }
}

fn word(text: &str) -> Word {
    let text: String = text.chars().take(MAX_WORD).collect();
    let sound = sounds(&text);
    Word { text, sound }
}

/// The approximate sound of a word: consonants that languages write for one another are made one, double letters
/// single, and vowels fall into three classes.
fn sounds(word: &str) -> Vec<u8> {
    const PAIRS: &[(&str, &str)] = &[
        ("ghs", "x"),
        ("shch", "S"),
        ("tsch", "J"),
        ("dzh", "J"),
        ("dsch", "J"),
        ("sch", "S"),
        ("tch", "J"),
        ("zh", "J"),
        ("sh", "S"),
        ("ch", "J"),
        ("kh", "h"),
        ("gh", "k"),
        ("dj", "J"),
        ("dz", "J"),
        ("ts", "S"),
        ("tz", "S"),
        ("ph", "f"),
        ("th", "t"),
        ("ck", "k"),
        ("ks", "x"),
        ("gs", "x"),
        ("qs", "x"),
        ("ou", "u"),
        ("ya", "a"),
        ("ia", "a"),
        ("yu", "u"),
        ("iu", "u"),
        ("yo", "u"),
        ("ye", "e"),
        ("ee", "i"),
        ("oo", "u"),
        ("ay", "ai"),
        ("ey", "ai"),
    ];
    let mut out = Vec::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.bytes().next() {
        let pair = PAIRS.iter().find(|(letters, _)| rest.starts_with(letters));
        let single = [match first {
            b'q' | b'g' => b'k',
            b'w' => b'v',
            b'c' => b'J',
            b'z' => b's',
            b's' => b's',
            b'd' => b't',
            b'b' => b'p',
            b'y' => b'i',
            b'o' => b'u',
            other => other,
        }];
        let sound: &[u8] = pair.map_or(&single, |(_, s)| s.as_bytes());
        for s in sound {
            if out.last() != Some(s) {
                out.push(*s);
            }
        }
        rest = rest.get(pair.map_or(1, |(l, _)| l.len())..).unwrap_or_default();
    }
    out
}

fn is_vowel(sound: u8) -> bool {
    matches!(sound, b'a' | b'e' | b'i' | b'u')
}

/// The cost of reading one sound as another.
fn exchange(a: u8, b: u8) -> f64 {
    let pair = |x, y| (a, b) == (x, y) || (a, b) == (y, x);
    if a == b {
        0.0
    } else if is_vowel(a) && is_vowel(b) {
        if pair(b'a', b'e') || pair(b'e', b'i') { 0.25 } else { 0.4 }
    } else if pair(b'j', b'J') || pair(b'j', b'i') || pair(b'x', b'h') {
        // j is read as in French, in German and as y; x as in Azerbaijani.
        0.2
    } else if pair(b'k', b'h')
        || pair(b'x', b'k')
        || pair(b'j', b's')
        || pair(b'S', b's')
        || pair(b'J', b's')
        || pair(b'S', b'J')
        || pair(b'f', b'v')
        || pair(b'k', b'J')
        || pair(b'p', b'v')
    {
        0.35
    } else {
        1.0
    }
}

fn gap(sound: u8) -> f64 {
    match sound {
        b'h' => 0.3,
        s if is_vowel(s) => 0.5,
        _ => 1.0,
    }
}

/// The similarity of the sound of two words, from 0 to 1: a weighted edit distance, relative to the longer one.
fn near(a: &[u8], b: &[u8]) -> f64 {
    if a == b {
        return 1.0;
    }
    let longest = a.len().max(b.len());
    if longest == 0 || a.len().abs_diff(b.len()) * 2 > longest {
        return 0.0;
    }
    let mut row: Vec<f64> = Vec::with_capacity(b.len() + 1);
    row.push(0.0);
    for s in b {
        let last = row.last().copied().unwrap_or_default();
        row.push(last + gap(*s));
    }
    for x in a {
        let mut diagonal = row[0];
        row[0] += gap(*x);
        for (at, y) in b.iter().enumerate() {
            let change = diagonal + exchange(*x, *y);
            diagonal = row[at + 1];
            row[at + 1] = change.min(diagonal + gap(*x)).min(row[at] + gap(*y));
        }
    }
    let distance = row.last().copied().unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "words are short")]
    let share = distance / longest as f64;
    (1.0 - share).max(0.0)
}

fn word_near(a: &Word, b: &Word) -> f64 {
    if a.text == b.text {
        return 1.0;
    }
    // A different spelling never counts as much as the same one.
    let mut best = near(&a.sound, &b.sound) * 0.97;
    for (long, short) in [(a, b), (b, a)] {
        if long.text.len() <= short.text.len() {
            continue;
        }
        for ending in ENDINGS {
            let Some(stem) = long.text.strip_suffix(ending).filter(|s| s.len() >= 3) else { continue };
            let cost = if ending.len() > 2 { 0.93 } else { 0.95 };
            best = best.max(near(&sounds(stem), &short.sound) * cost);
            if ending.len() > 2 {
                break;
            }
        }
    }
    best
}

/// Legal forms in the names of companies, folded.
pub(super) const LEGAL_FORMS: &[&str] =
    &["inc", "corp", "corporation", "company", "co", "ltd", "limited", "plc", "llc", "ag", "sa", "nv", "gmbh"];

fn without_article(key: &str) -> &str {
    key.strip_prefix("the ").unwrap_or(key)
}

/// A folded name without its legal form.
pub(super) fn without_legal_form(key: &str) -> &str {
    key.rsplit_once(' ').filter(|(_, last)| LEGAL_FORMS.contains(last)).map_or(key, |(rest, _)| rest)
}

/// The similarity of two names.
pub fn similarity(a: &Form, b: &Form) -> f64 {
    if a.key == b.key {
        return if a.key.is_empty() { 0.0 } else { 1.0 };
    }
    let (x, y) = (without_article(&a.key), without_article(&b.key));
    if x == y {
        return 0.98;
    }
    if without_legal_form(x) == without_legal_form(y) {
        return 0.97;
    }
    if a.core == b.core {
        return if a.sort.is_some() && b.sort.is_some() && a.sort != b.sort { 0.93 } else { 0.98 };
    }
    let (few, many) = if a.words.len() <= b.words.len() { (&a.words, &b.words) } else { (&b.words, &a.words) };
    // As one word: "Stepana kert", "Haci qabul".
    let joined = |words: &[Word]| words.iter().map(|w| w.text.as_str()).collect::<String>();
    let mut whole = 0.0_f64;
    if few.len() != many.len() || few.len() > 1 {
        let (x, y) = (joined(few), joined(many));
        if x.len().abs_diff(y.len()) * 3 <= x.len().max(y.len()) {
            whole = near(&sounds(&x), &sounds(&y)) * 0.95;
        }
    }
    // Each word of the shorter name with the most similar one of the longer name, each used once, long words first.
    let mut free: Vec<bool> = vec![true; many.len()];
    let mut sum = 0.0;
    let mut weight = 0.0;
    let mut order: Vec<usize> = (0..few.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(few[*at].text.len()));
    for at in order {
        let mut best = (0.0, None);
        for (other, word) in many.iter().enumerate().filter(|(other, _)| free[*other]) {
            let value = word_near(&few[at], word);
            if value > best.0 {
                best = (value, Some(other));
            }
        }
        if let Some(other) = best.1 {
            free[other] = false;
        }
        #[expect(clippy::cast_precision_loss, reason = "words are short")]
        let len = few[at].text.len() as f64;
        sum += best.0 * len;
        weight += len;
    }
    #[expect(clippy::cast_precision_loss, reason = "words are short")]
    let left: f64 = many.iter().zip(&free).filter(|(_, free)| **free).map(|(w, _)| w.text.len() as f64).sum();
    let words = if weight > 0.0 { sum / (weight + 0.35 * left) } else { 0.0 };
    words.max(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_nearer_than_other_names() {
        for (name, right, wrong) in [
            ("Кельбаджарский район", "Kəlbəcər", "Kürdəmir"),
            ("Kelbajar District", "Kalbajar", "Kolkhozabad"),
            ("Aghdam", "Ağdam rayonu", "Ağdaş rayonu"),
            ("Dschabrajil", "Cəbrayıl", "Cəlilabad"),
            ("District of Lower Vale", "Lower Vale", "Upper Vale"),
        ] {
            let of = |n: &str| similarity(&Form::new(name), &Form::new(n));
            assert!(of(right) > of(wrong) + 0.1, "{name}: {} {}", of(right), of(wrong));
        }
        assert!(similarity(&Form::new(""), &Form::new("")) < 0.1);
        for (a, b) in [("The Vale Times", "Vale Times"), ("Tarsk Inc.", "Tarsk"), ("Tarsk Corp.", "The Tarsk Company")]
        {
            assert!((0.97..1.0).contains(&similarity(&Form::new(a), &Form::new(b))), "{a}, {b}");
        }
    }
}
