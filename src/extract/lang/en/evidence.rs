//! Whether words are English. The evidence is the script, and the share of lower-case words that are ordinary English ones:
//! nine of ten in English prose, and hardly more than three of ten in languages that share words with it. Names and short
//! quotations in another language do not change the language of a text.

use super::lexicon::{classes, ordinary};
use crate::extract::lexicon::Classes;
use crate::extract::script::{is_mark, script};
use crate::extract::tokens::{Letters, Token, TokenKind};
use std::ops::Range;

/// Maximum number of words of a part that are examined.
const LOOKED_AT: usize = 120;
/// Minimum number of lower-case words that are evidence of a language.
pub const FEWEST: usize = 3;
/// The same for a single part of an article that is English as a whole.
pub const FEWEST_OF_PART: usize = 7;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
/// What counts show of a language.
pub enum Verdict {
    /// English.
    English,
    /// Another language.
    Other,
    /// Not enough evidence.
    Open,
}

/// The counts for a text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Count {
    /// Latin letters.
    pub latin: usize,
    /// Letters of other scripts.
    pub other: usize,
    /// Lower-case Latin words of at least two letters.
    pub small: usize,
    /// English words among them.
    pub english: usize,
    /// English words that are also words of another language.
    shared: usize,
    /// Shared words that are likely in a few words of another language.
    foreign: usize,
}

impl Count {
    /// Counts a text; quoted words are counted only if there are no others.
    pub fn of(text: &str) -> Self {
        let mut own = Self::default();
        let mut all = Self::default();
        let mut open = None;
        for part in text.split_inclusive(['“', '”', '"', '«', '»', '„']) {
            let mark = part.chars().next_back().filter(|c| matches!(c, '“' | '”' | '"' | '«' | '»' | '„'));
            let count = Self::plain(part);
            all = all.and(count);
            if open.is_none() {
                own = own.and(count);
            }
            open = match (open, mark) {
                (open, None) => open,
                (None, Some('”')) => None,
                (None, mark) => mark,
                (Some(_), Some(_)) => None,
            };
            if all.latin + all.other > 5 * LOOKED_AT {
                break;
            }
        }
        if own.small + own.other > 0 { own } else { all }
    }

    fn plain(text: &str) -> Self {
        let mut count = Self::default();
        // Addresses are not words.
        let plain = text.split_whitespace().filter(|w| !w.contains(['@', '/', '_', '#']) && !w.contains("www."));
        let words = plain.flat_map(|w| w.split(|c: char| !c.is_alphabetic() && !is_mark(c))).filter(|w| !w.is_empty());
        for word in words.take(LOOKED_AT) {
            let mut letters = 0;
            let mut small = true;
            for c in word.chars().take(40).filter(|c| c.is_alphabetic()) {
                match script(c) {
                    None => {
                        count.latin += 1;
                        letters += 1;
                        small &= c.is_lowercase();
                    }
                    Some(_) => {
                        count.other += 1;
                        small = false;
                    }
                }
            }
            if small && letters > 1 {
                count.small += 1;
                let is_english = is_word(word);
                count.english += usize::from(is_english);
                count.shared += usize::from(is_english && SHARED.contains(&word));
                count.foreign += usize::from(is_english && FOREIGN.contains(&word));
            }
        }
        count
    }

    /// The sum of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            latin: self.latin + other.latin,
            other: self.other + other.other,
            small: self.small + other.small,
            english: self.english + other.english,
            shared: self.shared + other.shared,
            foreign: self.foreign + other.foreign,
        }
    }

    /// What the counts show, if there are at least so many lower-case words.
    pub fn verdict(&self, fewest: usize) -> Verdict {
        if self.other > self.latin {
            return Verdict::Other;
        }
        // "Hans war in Berlin. Er traf den Kanzler.": no word is only English, and some are not English.
        if self.small + 1 >= fewest && self.english == self.foreign && self.small > self.english {
            return Verdict::Other;
        }
        if self.small < fewest {
            return Verdict::Open;
        }
        // Among few words, fewer may be English.
        let other =
            if self.small < FEWEST_OF_PART { self.english * 3 <= self.small } else { self.english * 2 < self.small };
        match () {
            () if self.english * 4 >= self.small * 3 => Verdict::English,
            () if other => Verdict::Other,
            // "traf am Montag den Botschafter in Wien": shared words decide nothing.
            () => {
                let (small, english) = (self.small - self.shared, self.english - self.shared);
                if small >= FEWEST && english * 3 <= small { Verdict::Other } else { Verdict::Open }
            }
        }
    }
}

/// Classes of names, which are no evidence of a language.
const NAMES: Classes =
    Classes(Classes::MALE.0 | Classes::FEMALE.0 | Classes::SURNAME.0 | Classes::COUNTRY.0 | Classes::HONORIFIC.0);

/// English words that are common words of another language written in Latin letters.
#[rustfmt::skip]
const SHARED: &[&str] = &[
    "am", "an", "as", "bin", "de", "den", "die", "do", "had", "hat", "he", "in", "is", "man", "me", "met", "minister", "no", "of", "on", "or", "over", "per",
    "sin", "so", "son", "want", "war", "was", "we", "will",
];

/// Shared words that are frequent in the other language and weak evidence of English; "was" and "he" are stronger.
#[rustfmt::skip]
const FOREIGN: &[&str] = &[
    "am", "an", "bin", "de", "den", "die", "hat", "in", "man", "met", "minister", "per", "sin", "so", "son", "war",
];

/// Whether a lower-case word is English.
fn is_word(word: &str) -> bool {
    classes(word).any(Classes(!NAMES.0)) || ordinary(word)
}

/// Minimum number of consecutive words that are not English for a stretch in another language within an English
/// sentence.
const FOREIGN_RUN: usize = 3;

/// Adds the stretches of a sentence that are in another language, as in `said: “Wir haben noch die Quelle”`: between
/// quotation marks or English words, with at least three lower-case words that are not English.
pub fn foreign(text: &str, tokens: &[Token], sentence: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut start = sentence.start;
    let mut count = 0;
    let mut last = start;
    for at in sentence.start..=sentence.end {
        let token = tokens.get(at).filter(|_| at < sentence.end);
        let word = token.map_or("", |t| &text[t.range()]);
        let ends = match token {
            None => true,
            Some(t) if t.kind == TokenKind::Mark => matches!(word, "“" | "”" | "\"" | "«" | "»" | "„" | "(" | ")"),
            Some(t) if t.kind == TokenKind::Word && t.letters == Letters::Small && word.len() > 1 => {
                let english = t.classes.any(Classes(!NAMES.0)) || ordinary(word);
                // "Maria de la Cruz", "Ludwig van der Berg"
                let particle = PARTICLES.contains(&word)
                    && tokens.get(at + 1).is_some_and(|n| n.is_capital() || PARTICLES.contains(&&text[n.range()]));
                if !english && !particle {
                    count += 1;
                    last = at + 1;
                }
                // "die", "war" and "in" are words of other languages, too.
                english && (word.len() > 4 || ENGLISH.contains(&word))
            }
            Some(_) => false,
        };
        if ends {
            if count >= FOREIGN_RUN {
                found.push(start..last);
            }
            (start, count) = (at + 1, 0);
        }
    }
}

/// Small words in names of persons.
#[rustfmt::skip]
const PARTICLES: &[&str] = &["de", "la", "del", "della", "di", "da", "dos", "von", "van", "der", "den", "bin", "ibn", "al", "el", "ter"];

/// Short words that hardly any other language has.
#[rustfmt::skip]
const ENGLISH: &[&str] = &[
    "the", "and", "that", "with", "from", "his", "they", "said", "says", "this", "have", "been", "were", "who", "which",
    "for", "by", "it", "he", "she", "its", "not", "but", "will", "would", "than", "then", "when", "what",
];
